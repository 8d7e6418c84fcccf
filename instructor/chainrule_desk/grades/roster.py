"""The class list: who is in the class, and whose a submission is.

``grades/roster.csv`` is a CSV file with a header; columns are found by the names that learning
platforms give them (``Student ID``, ``SIS User ID``, ``Email``, ``First name``, …), others are
ignored. A submission belongs to the student whose id, e-mail address or name its file tells, in
whatever case, order of names and separators: ``Ada Lovelace`` is ``lovelaceada`` and
``lovelace_ada``. Id and e-mail address of an export come before its name. What fits two students,
or nobody, is said, never guessed; ``grades/aliases.csv`` settles it, one line each: what the file
says, a comma, the student's id, e-mail address or name; of a group those of all, a comma between.

What a group handed in is each member's, as an export lists them, or a line of the aliases. Who of
them is in no class list is said; the others have their grade all the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Generic

from chainrule_desk import csv_table
from chainrule_desk.errors import DeskError
from chainrule_desk.grades.outcomes import Graded, Outcome
from chainrule_desk.text import readable, restore
from chainrule_grader.people import Person
from chainrule_grader.results import Result

ROSTER, ALIASES = "roster.csv", "aliases.csv"

COLUMNS = {
    "id": ("id", "student id", "sid", "sis user id", "orgdefinedid", "id number", "student number"),
    "email": ("email", "e-mail", "email address", "sis login id", "username"),
    "name": ("name", "student", "student name", "full name"),
    "first": ("first name", "first", "given name"),
    "last": ("last name", "last", "surname", "family name"),
}

NAMES = frozenset(name for names in COLUMNS.values() for name in names)

POINTS_POSSIBLE = "Points Possible"
NOBODY = (POINTS_POSSIBLE, "Student, Test", "Test Student")
"""What stands for a name in Canvas's own list, and is nobody's."""


@dataclass(frozen=True)
class Student:
    """Somebody in the class.

    Attributes:
        id: The student's number or login; may be empty.
        email: E-mail address; may be empty.
        name: Full name.
        label: The name by which sheets tell the student from all others.
        first: First name, where the list tells it apart.
        last: Last name, where the list tells it apart.
        cells: The student's whole line, by the list's own column names.
    """

    id: str
    email: str
    name: str
    label: str = ""
    first: str = ""
    last: str = ""
    cells: Mapping[str, str] = field(default_factory=dict, repr=False)

    def cell(self, column: str) -> str:
        """Return a cell of the student's line, capitals aside; empty if there is none."""
        return next((cell for name, cell in self.cells.items() if _known(name) == column), "")

    @property
    def names(self) -> tuple[str, str]:
        """First and last name, as far as the list tells."""
        if self.first or self.last:
            return self.first, self.last
        last, comma, first = self.name.partition(",")
        if not comma:
            first, _, last = self.name.rpartition(" ")
        return first.strip(), last.strip()

    @property
    def logins(self) -> set[str]:
        """Id, e-mail address and login, which come before any name."""
        logins = (self.id, self.email, self.email.partition("@")[0])
        return {login.casefold() for login in logins if login}

    @property
    def keys(self) -> set[str]:
        """What a file may call the student, in comparable form."""
        words = self.name.replace(",", " ").split()
        forms = [self.id, self.email, self.email.partition("@")[0], self.name, self.label]
        forms += [" ".join((*words[-1:], *words[:-1])), " ".join((*words[1:], *words[:1]))]
        return {key for form in set(forms) if (key := comparable(form))}


@dataclass(frozen=True)
class Assigned(Generic[Graded]):
    """Results by student of the class.

    Attributes:
        results: The results, each with its student's label, a group's once for each of them; those
            of nobody as they were.
        absent: Labels of students who handed nothing in.
        unmatched: What files say that fits nobody in the class, or more than one.
        unlisted: The submissions of those.
    """

    results: list[Graded]
    absent: tuple[str, ...] = ()
    unmatched: tuple[str, ...] = ()
    unlisted: tuple[str, ...] = ()


@lru_cache(maxsize=1 << 18)
def comparable(text: str) -> str:
    """Return letters, digits and ``@`` alone, without case or accents."""
    if text.isascii():
        return _SEPARATORS.sub("", text.casefold())
    plain = unicodedata.normalize("NFKD", text).casefold()
    return _SEPARATORS.sub("", "".join(c for c in plain if not unicodedata.combining(c)))


_SEPARATORS = re.compile(r"[^\w@]|_")


def read(path: Path) -> list[Student]:
    """Read the class list.

    Raises:
        DeskError: If it has no header, no name and no id, or an id twice.
    """
    table = csv_table.class_list(path, NAMES)
    header = [_known(name) for name in table[0]]
    place = {
        field: header.index(name)
        for field, names in COLUMNS.items()
        for name in reversed(names)
        if name in header
    }
    if not {"id", "email", "name", "last"} & place.keys():
        raise DeskError(
            f"{path}: the first row names no column that tells a student: "
            "write id, email or name there."
        )
    titles = [title.strip() for title in table[0]]
    students = []
    first_row: dict[str, int] = {}
    for row, cells in enumerate(table[1:], start=2):
        plain = [readable(restore(cell)) for cell in cells]
        found = {field: plain[at] if at < len(plain) else "" for field, at in place.items()}
        if not any(found.values()) or found.get("name") in NOBODY:
            continue
        identity = found.get("id", "").removeprefix("#")
        if identity and first_row.setdefault(identity, row) != row:
            raise DeskError(
                f"{path}: row {row} repeats the id {identity!r} of row {first_row[identity]}: "
                "keep one of the two."
            )
        name = found.get("name") or f"{found.get('first', '')} {found.get('last', '')}".strip()
        email = found.get("email", "")
        students.append(
            Student(
                identity,
                email,
                name or email or identity,
                name or email or identity,
                first=found.get("first", ""),
                last=found.get("last", ""),
                cells=dict(zip(titles, plain, strict=False)),
            )
        )
    return _labelled(students)


def points_possible(path: Path) -> dict[str, float]:
    """Return the points possible in Canvas's own list, by column; empty for any other list."""
    header, *rows = csv_table.class_list(path, NAMES)
    row = next((row for row in rows if readable("".join(row[:1])) == POINTS_POSSIBLE), [])
    found = {}
    for name, cell in zip(header, row, strict=False):
        with suppress(ValueError):  # "(read only)", or nothing
            found[name.strip()] = float(cell)
    return found


def assign(results: Sequence[Graded], folder: Path) -> Assigned[Graded]:
    """Give each result to its student, if the folder has a class list.

    Raises:
        DeskError: If the class list or the aliases cannot be used.
    """
    if not (folder / ROSTER).is_file():
        return Assigned([each for result in results for each in _of_each(result)])
    students = read(folder / ROSTER)
    owners = _Owners(students, folder / ALIASES)
    assigned, unmatched, unlisted, seen = [], [], [], set()
    for result in results:
        found, strangers = owners.of_result(result)
        labels = list(dict.fromkeys(student.label for student in found))
        company = f" (in a group with {', '.join(labels)})" if labels else ""
        unmatched += [f"{stranger}{company}" for stranger in strangers]
        if not labels:
            unlisted.append(result.submission)
            assigned.append(result)
        seen.update(labels)
        assigned += [replace(result, student=label) for label in labels]
    absent = tuple(student.label for student in students if student.label not in seen)
    return Assigned(assigned, absent, tuple(dict.fromkeys(unmatched)), tuple(unlisted))


def _of_each(result: Graded) -> list[Graded]:
    """Return a group's result for each of its people, as the export calls them."""
    if len(result.people) < 2:
        return [result]
    names = Counter(person.name for person in result.people)
    called = dict.fromkeys(
        readable(person.name if person.name and names[person.name] == 1 else person.email)
        or person.id
        for person in result.people
    )
    return [replace(result, student=name) for name in called]


def _known(title: str) -> str:
    return re.sub(r"[\s_]+", " ", title).strip().casefold()


def finder(folder: Path, called: Iterable[str] = ()) -> Callable[[str], str | None]:
    """Return what finds a student's label by what a table says: id, e-mail address or name.

    Args:
        folder: Where the class list lies.
        called: What hand-ins say of their students, who are all that is known without a list.

    Raises:
        DeskError: If the class list cannot be used.
    """
    if (folder / ROSTER).is_file():
        students = read(folder / ROSTER)
    else:
        students = _labelled(
            [Student("", "", name, name) for name in dict.fromkeys(called) if name]
        )
    owners = _Owners(students)

    def label(says: str) -> str | None:
        student = owners.of(says)
        return student.label if student else None

    return label


def _labelled(students: Sequence[Student]) -> list[Student]:
    """Tell students of the same name apart."""
    names = Counter(comparable(student.name) for student in students)
    return [
        student
        if names[comparable(student.name)] == 1
        else replace(student, label=f"{student.name} ({student.id or student.email})")
        for student in students
    ]


class _Owners:
    """Find the one student that a name or a login fits, and all of a group."""

    def __init__(self, students: Sequence[Student], aliases: Path | None = None) -> None:
        self._by_login = _of_one(
            (login, student) for student in students for login in student.logins
        )
        self._by_key = _of_one((key, student) for student in students for key in student.keys)
        self._aliases = _aliases(aliases, self) if aliases else {}

    def of(self, called: str) -> Student | None:
        """Return the student, or ``None`` if nobody fits or several do."""
        by_login = self._by_login.get(readable(called).casefold())
        return by_login or self._by_key.get(comparable(called))

    def of_result(self, result: Outcome | Result) -> tuple[list[Student], list[str]]:
        """Return the students of a result, and what it says of those whom nobody fits.

        An alias of the whole comes first, then what an export tells of each person, then the name.
        """
        for called in (result.student, result.submission) if self._aliases else ():
            if settled := self._aliases.get(comparable(called)):
                return settled, []
        if not result.people:
            student = self.of(result.student)
            return ([student], []) if student else ([], [_called(result.student, result)])
        found, strangers = [], []
        for person in result.people:
            if students := self._of_person(person):
                found += students
            else:
                strangers.append(_called(person.name or person.email or person.id, result))
        return found, strangers

    def _of_person(self, person: Person) -> list[Student]:
        told = [text for text in (person.id, person.email, person.name) if text]
        for called in told:
            if settled := self._aliases.get(comparable(called)):
                return settled
        by_login = (self._by_login.get(login.casefold()) for login in (person.id, person.email))
        student = next(filter(None, by_login), None) or self.of(person.name)
        return [student] if student else []


def _called(name: str, result: Outcome | Result) -> str:
    return readable(name) or result.submission


def _of_one(pairs: Iterable[tuple[str, Student]]) -> dict[str, Student]:
    """Return the student of each key that fits exactly one."""
    found: dict[str, Student] = {}
    of_several = {key for key, student in pairs if found.setdefault(key, student) is not student}
    for key in of_several:
        del found[key]
    return found


def _aliases(path: Path, owners: _Owners) -> dict[str, list[Student]]:
    if not path.is_file():
        return {}
    aliases: dict[str, list[Student]] = {}
    first_row: dict[str, int] = {}
    for row, line in enumerate(csv_table.listing(path), start=1):
        cells = [cell for text in line if (cell := readable(restore(text)))]
        if not cells:
            continue
        if len(cells) < 2:
            raise DeskError(
                f"{path}: row {row} has one cell: write what the file says, a comma, and the "
                "student; of a group all of them, a comma between."
            )
        key = comparable(cells[0])
        if first_row.setdefault(key, row) != row:
            raise DeskError(
                f"{path}: row {row} repeats {cells[0]!r} of row {first_row[key]}: write all "
                "students of a group in one row."
            )
        aliases[key] = [_student(path, row, who, owners) for who in cells[1:]]
    return aliases


def _student(path: Path, row: int, who: str, owners: _Owners) -> Student:
    student = owners.of(who)
    if student is None:
        raise DeskError(
            f"{path}: row {row} names {who!r}, which fits nobody in {ROSTER} or more than "
            "one: write the id."
        )
    return student
