"""What staff settled by hand: whose a hand-in is that the class list does not tell.

``grades/aliases.csv`` has one line for each: what the hand-in says, a comma, the student's id,
e-mail address or name; of a group those of all, a comma between. A dash in place of the student
says that the hand-in is nobody's in the class, such as a trial of the staff.

What the hand-in says is, from the surest on: its id (the column ``submission`` of the sheet), the
platform's number with the platform's name (``moodle:4711``), an id or an e-mail address, a name.
``chainrule match`` writes these lines.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from chainrule_desk import files
from chainrule_desk.errors import DeskError
from chainrule_desk.grades.identity import comparable, plain
from chainrule_desk.text import neutralise, readable, restore

ALIASES = "aliases.csv"
NOBODY = "-"


@dataclass(frozen=True)
class Alias:
    """One line of the aliases.

    Attributes:
        row: Its row in the file.
        says: What the hand-in says.
        students: Places of the students in the class list; none if it is nobody's.
    """

    row: int
    says: str
    students: tuple[int, ...] = ()


@dataclass(frozen=True)
class Aliases:
    """The lines of the aliases.

    Attributes:
        lines: By what the hand-in says, in comparable form.
        lost: Lines that name a student who is not in the class list, or more than one: these are
            not used. Row, what the hand-in says, and the student as the line names them.
    """

    lines: Mapping[str, Alias] = field(default_factory=dict)
    lost: tuple[tuple[int, str, str], ...] = ()

    def of(self, told: Iterable[str]) -> Alias | None:
        """Return the line for the first of these texts that has one."""
        return next((line for text in told if (line := self.lines.get(key(text)))), None)


NONE = Aliases()


def read(
    path: Path, table: Sequence[Sequence[str]], find: Callable[[str, int], int | None]
) -> Aliases:
    """Read the aliases.

    Args:
        path: The file, for complaints.
        table: Its rows.
        find: Returns the place in the class list of whom a text in a row names.

    Raises:
        DeskError: If a line cannot be understood; who has left the class is no such mistake.
    """
    lines: dict[str, Alias] = {}
    lost = []
    for row, line in enumerate(table, start=1):
        cells = [cell for text in line if (cell := readable(restore(text)))]
        if not cells:
            continue
        if len(cells) < 2:
            raise DeskError(
                f"{path}: row {row} has one cell: write what the file says, a comma, and the "
                "student; of a group all of them, a comma between."
            )
        says, *students = cells
        about = key(says)
        if about in lines:
            raise DeskError(
                f"{path}: row {row} repeats {says!r} of row {lines[about].row}: write all "
                "students of a group in one row."
            )
        if students == [NOBODY]:
            lines[about] = Alias(row, says)
            continue
        places = [find(who, row) for who in students]
        gone = [who for who, place in zip(students, places, strict=True) if place is None]
        if gone:
            lost += [(row, says, who) for who in gone]
        known = tuple(dict.fromkeys(place for place in places if place is not None))
        if known:
            lines[about] = Alias(row, says, known)
    return Aliases(lines, tuple(lost))


def append(path: Path, lines: Iterable[tuple[str, Sequence[str]]]) -> None:
    """Add lines to the aliases, each in place of an older one that says the same."""
    new = {key(says): [says, *students] for says, students in lines}
    old = path.read_text(encoding="utf-8-sig") if path.is_file() else ""
    kept = [
        row for row in csv.reader(io.StringIO(old, newline="")) if not row or key(row[0]) not in new
    ]
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerows(
        [
            *kept,
            *(
                [cell if cell == NOBODY else neutralise(cell) for cell in row]
                for row in new.values()
            ),
        ]
    )
    files.replace(path, stream.getvalue().encode("utf-8-sig"))


def key(text: str) -> str:
    """Return what a line says in comparable form; a number with its platform keeps the colon."""
    text = restore(text)
    head, colon, tail = text.partition(":")
    if colon and head.isascii() and head.isalpha() and tail.strip():
        return f"{head.casefold()}:{plain(tail)}"
    return comparable(text) or plain(text)
