"""Grade files that learning platforms import, each in the columns of its own documentation.

- **Canvas**: ``Student``, ``ID``, ``SIS User ID``, ``SIS Login ID``, ``Section``, the assignment as
  ``Name (id)``, and a first row of points possible. Told in “How do I import grades in the
  Gradebook?”, Canvas Instructor Guide.
- **Brightspace**: ``OrgDefinedId`` and ``Username``, ``<item> Points Grade`` and
  ``End-of-Line Indicator``; ``#`` stands in the last and before each id. Told in “Importing
  Grades”, Brightspace Knowledge Base, and “Function of Pound Signs (#) in Grades File Records”,
  University of Wisconsin.
- **Moodle**: ``ID number``, ``Email address``, the item, and its feedback, without which an import
  of feedback would erase grades. Told in “Grade import”, MoodleDocs.
- **Gradescope**: the columns of the CSV that it lets people download for an assignment, from
  ``First Name`` to one column a question such as ``1.1: Linear (2.0 pts)``. It takes no grades from
  outside: the file is for whatever reads Gradescope's own.

Canvas creates an assignment of a new name, and finds an old one by its name or the id in brackets:
a column of the class list that has the item's name is taken over as it is; the first row sets the
points possible of a new one. Where the list gives an old one other points, that is said.
Brightspace caps at the item's maximum unless “Can Exceed” is set; Moodle does unless “Unlimited
grades” is, and without it refuses a file with more than 100 points. Moodle asks which column is
which, refuses a file that lacks a cell of the one that tells students, and takes addresses with
their capitals.

- **Who is known.** A platform finds students by its own ids, which must stand in the class list;
  the class list that the platform itself exports has them. What lacks is named.
- **An open total is left out**, and it is said. Nobody's grade is overwritten by nothing.
- **No zero for want of a match.** While a hand-in belongs to nobody in the class list the file is
  refused, with whom to settle. Or it leaves out all whose grade may hang on it: who seems to have
  handed nothing in, and whom something speaks for.
- **Nothing is run.** Names are neutralised as everywhere (:mod:`chainrule_desk.text`). An id has to
  arrive as it is: one that a spreadsheet would run is refused.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import pandas as pd

from chainrule_desk import files
from chainrule_desk.errors import DeskError
from chainrule_desk.grade_sheets import sheet
from chainrule_desk.grades import roster
from chainrule_desk.grades.matching import Assigned
from chainrule_desk.grades.outcomes import Outcome
from chainrule_desk.grades.roster import Student
from chainrule_desk.text import counted, neutralise, points_text, restore, shortened
from chainrule_grader.homework import Homework

_HARMLESS = re.compile(r"[\w.@+\-/# ]*")


class Platform(StrEnum):
    """Who imports a file."""

    CANVAS = "canvas"
    BRIGHTSPACE = "brightspace"
    MOODLE = "moodle"
    GRADESCOPE = "gradescope"


@dataclass(frozen=True)
class Graded:
    """A student of the class list, and the row of the sheet."""

    student: Student
    row: dict[str, object]

    def points(self, name: str = "total") -> str:
        """Return points as text; empty while they are open."""
        value = self.row[name]
        return points_text(value) if isinstance(value, float) and value == value else ""


Lines = list[list[str]]

_CUTS = {
    Platform.BRIGHTSPACE: "Brightspace cuts them unless “Can Exceed” is set for the item.",
    Platform.MOODLE: "Moodle cuts them unless the site allows unlimited grades, and then still "
    "refuses a file that goes over the site's highest grade point (100 by default).",
}


def write(
    path: Path,
    platform: Platform,
    homework: Homework,
    frame: pd.DataFrame,
    folder: Path,
    item: str | None = None,
    doubtful: Collection[str] = (),
) -> list[str]:
    """Write a file that a platform imports; return what a person should know of it.

    Args:
        path: The file.
        platform: Who imports it.
        homework: What was graded.
        frame: The grade sheet.
        folder: Where the class list lies.
        item: What the platform calls the homework; by default its title.
        doubtful: Labels of students to leave out, since a hand-in that is nobody's may be theirs.

    Raises:
        DeskError: If there is no class list, or it lacks what the platform needs.
    """
    needs_class_list(platform, folder)
    students = roster.read(folder / roster.ROSTER)
    rows = {str(row["student"]): row for row in frame.to_dict("records")}
    known = [
        Graded(s, {str(k): v for k, v in rows.pop(s.label).items()})
        for s in students
        if s.label in rows
    ]
    settled = [entry for entry in known if entry.student.label not in doubtful]
    ready = [entry for entry in settled if entry.points()]
    lines = _TABLES[platform](homework, ready, item or homework.title)
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\r\n").writerows(lines)
    files.replace(path, stream.getvalue().encode("utf-8"))
    notes = []
    if len(settled) > len(ready):
        notes.append(f"{counted(len(settled) - len(ready), 'student')} left out: points are open.")
    if len(known) > len(settled):
        notes.append(
            f"{counted(len(known) - len(settled), 'student')} left out: a hand-in that is not "
            "matched may be theirs."
        )
    refused = [entry.student.label for entry in ready if entry.row["status"] == sheet.REFUSED]
    if refused:
        notes.append(
            f"Has 0 points because what was handed in could not be graded: {', '.join(refused)}."
        )
    above = sum(float(str(entry.row["total"])) > homework.points for entry in ready)
    if above and platform in _CUTS:
        notes.append(
            f"{counted(above, 'student')} with more than {points_text(homework.points)} points: "
            f"{_CUTS[platform]}"
        )
    if platform is Platform.CANVAS:
        notes += _other_points(homework, lines[0][-1], folder / roster.ROSTER)
    if rows:
        notes.append(f"Left out, in no line of the class list: {', '.join(rows)}.")
    return notes


def needs_class_list(platform: Platform, folder: Path) -> None:
    """Raise unless there is a class list."""
    if not (folder / roster.ROSTER).is_file():
        raise DeskError(
            f"{platform.title()} needs to know whose a grade is: put the class list that it "
            f"exports into grades/{roster.ROSTER}."
        )


def doubtful(
    assigned: Assigned[Outcome], homework: str, *, without_unmatched: bool
) -> frozenset[str]:
    """Return the students whose grade may hang on a hand-in that is nobody's.

    These are all who seem to have handed nothing in, and all whom something speaks for.

    Raises:
        DeskError: If there is such a hand-in, unless they are to be left out.
    """
    if not assigned.open:
        return frozenset()
    if not without_unmatched:
        raise DeskError(
            f"{counted(len(assigned.open), 'person', 'people')} with a hand-in could not be "
            f"matched to one student in {roster.ROSTER}: {shortened(assigned.unmatched)}. Settle "
            f"it with `chainrule match {homework}`, or leave out everybody whom it may concern "
            "with --without-unmatched."
        )
    candidates = (label for somebody in assigned.open for label in somebody.candidates)
    return frozenset((*assigned.absent, *candidates))


def _canvas(homework: Homework, ready: Sequence[Graded], item: str) -> Lines:
    told = ("ID", "SIS User ID", "SIS Login ID")
    ids: dict[str, Callable[[Student], str]] = {
        "ID": lambda s: s.user if s.platform == "canvas" else "",
        "SIS User ID": lambda s: s.cell("sis user id") if s.platform == "canvas" else s.id,
        "SIS Login ID": lambda s: s.cell("sis login id") or s.cell("login id"),
    }
    columns = {name: _ids(name, ready, read) for name, read in ids.items()}
    _needed("Canvas", "ID, SIS User ID or SIS Login ID", ready, columns.values())
    header = next(
        (
            name
            for name in (ready[0].student.cells if ready else {})
            if re.fullmatch(rf"{re.escape(item)}( \(\d+\))?", name, re.IGNORECASE)
        ),
        item,
    )
    lines = [
        ["Student", *told, "Section", neutralise(header)],
        ["    Points Possible", "", "", "", "", points_text(homework.points)],
    ]
    for number, entry in enumerate(ready):
        name = neutralise(entry.student.cell("student") or entry.student.name)
        section = neutralise(entry.student.cell("section"))
        cells = [columns[column][number] for column in told]
        lines.append([name, *cells, section, entry.points()])
    return lines


def _other_points(homework: Homework, column: str, class_list: Path) -> list[str]:
    """Return what to say if Canvas's own list gives the assignment other points possible."""
    points = roster.points_possible(class_list).get(restore(column), homework.points)
    if math.isclose(points, homework.points, abs_tol=0.005):  # Canvas rounds to two places
        return []
    return [
        f"In the class list, {restore(column)} has {points_text(points)} points possible; this "
        f"homework has {points_text(homework.points)}. Set the assignment's points in Canvas, or "
        f"its percentages are of {points_text(points)}."
    ]


def _brightspace(_homework: Homework, ready: Sequence[Graded], item: str) -> Lines:
    columns = {
        "OrgDefinedId": _ids("OrgDefinedId", ready, lambda s: s.id.removeprefix("#")),
        "Username": _ids("Username", ready, lambda s: s.cell("username").removeprefix("#")),
    }
    _needed("Brightspace", "OrgDefinedId or Username", ready, columns.values())
    used = {name: cells for name, cells in columns.items() if any(cells)}
    lines = [[*used, neutralise(f"{item} Points Grade"), "End-of-Line Indicator"]]
    for number, entry in enumerate(ready):
        ids = [f"#{cells[number]}" if cells[number] else "" for cells in used.values()]
        lines.append([*ids, entry.points(), "#"])
    return lines


def _moodle(_homework: Homework, ready: Sequence[Graded], item: str) -> Lines:
    columns = {
        "ID number": _ids("ID number", ready, lambda s: s.id),
        "Email address": _ids("Email address", ready, _address),
    }
    _needed("Moodle", "ID number or Email address", ready, columns.values())
    whole = {name: cells for name, cells in columns.items() if all(cells)}
    used = whole or {name: cells for name, cells in columns.items() if any(cells)}
    lines = [[*used, neutralise(item), neutralise(f"{item} (feedback)")]]
    for number, entry in enumerate(ready):
        ids = [cells[number] for cells in used.values()]
        late = str(entry.row["flags"]).partition(";")[0] if entry.row["late_penalty"] else ""
        lines.append([*ids, entry.points(), neutralise(late)])
    return lines


def _gradescope(homework: Homework, ready: Sequence[Graded], _item: str) -> Lines:
    emails = _ids("Email", ready, _address)
    _needed("Gradescope", "Email", ready, [emails])
    ids = _ids("SID", ready, lambda s: s.id)
    header = ["First Name", "Last Name", "SID", "Email", "Sections", "Total Score", "Max Points"]
    header += ["Status", "Submission ID", "Submission Time", "Lateness (H:M:S)"]
    header += [
        neutralise(f"{part.label}: {part.title} ({part.points:.1f} pts)") for part in homework.parts
    ]
    lines = [header]
    for number, entry in enumerate(ready):
        first, last = entry.student.names
        missing = entry.row["status"] == sheet.NOTHING
        lines.append(
            [
                *(neutralise(first), neutralise(last), ids[number], emails[number]),
                neutralise(entry.student.cell("section") or entry.student.cell("sections")),
                *(("" if missing else entry.points()), points_text(homework.points)),
                *(("Missing" if missing else "Graded"), neutralise(str(entry.row["submission"]))),
                *("", ""),
                *("" if missing else entry.points(part.name) for part in homework.parts),
            ]
        )
    return lines


_TABLES: dict[Platform, Callable[[Homework, Sequence[Graded], str], Lines]] = {
    Platform.CANVAS: _canvas,
    Platform.BRIGHTSPACE: _brightspace,
    Platform.MOODLE: _moodle,
    Platform.GRADESCOPE: _gradescope,
}


def _address(student: Student) -> str:
    return student.email if "@" in student.email else student.cell("email")


def _ids(column: str, ready: Sequence[Graded], read: Callable[[Student], str]) -> list[str]:
    """Return a column of ids, exactly as the class list has them.

    Raises:
        DeskError: If a spreadsheet would run one of them.
    """
    cells = [read(entry.student) for entry in ready]
    for entry, cell in zip(ready, cells, strict=True):
        if neutralise(cell) != cell and not _HARMLESS.fullmatch(cell):
            raise DeskError(
                f"{roster.ROSTER}: {entry.student.label} has the {column} {cell!r}, which a "
                "spreadsheet would run as a formula: correct it in the class list."
            )
    return cells


def _needed(
    platform: str, wanted: str, ready: Sequence[Graded], columns: Iterable[Sequence[str]]
) -> None:
    """Raise unless every student has at least one of the ids."""
    columns = list(columns)
    without = [
        entry.student.label
        for number, entry in enumerate(ready)
        if not any(cells[number] for cells in columns)
    ]
    if without:
        shown = ", ".join(without[:5]) + (", …" if len(without) > 5 else "")
        raise DeskError(
            f"{platform} finds students by {wanted}, which the class list lacks for {shown}: put "
            f"the list that {platform} exports into grades/{roster.ROSTER}, or add the column."
        )
