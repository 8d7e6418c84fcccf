"""The class list: who is in the class.

``grades/roster.csv`` is a CSV file with a header; columns are found by the names that learning
platforms give them (``Student ID``, ``SIS User ID``, ``Email``, ``First name``, …), others are
ignored. The lists that Canvas, Brightspace, Moodle (participants, or the grading worksheet),
Blackboard, Gradescope and GitHub Classroom export are read as they come: their own numbers and
logins are keys of that platform alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from chainrule_desk import csv_table
from chainrule_desk.errors import DeskError
from chainrule_desk.grades.identity import Keys, Told, comparable, keys
from chainrule_desk.text import readable, restore

ROSTER = "roster.csv"

COLUMNS = {
    "id": (
        *("student id", "sid", "sis user id", "sis id", "orgdefinedid", "org defined id"),
        *("id number", "student number", "identifier", "id"),
    ),
    "email": ("email", "e-mail", "email address", "e-mail address"),
    "login": ("sis login id", "login id", "username", "user name", "login", "github username"),
    "name": ("name", "student", "student name", "full name"),
    "first": ("first name", "first", "given name"),
    "last": ("last name", "last", "surname", "family name"),
}
"""Titles of columns by what they hold, the surest first."""

PLATFORMS = {
    "canvas": {"student", "id", "section"},
    "moodle": {"identifier", "full name"},
    "brightspace": {"orgdefinedid"},
    "blackboard": {"username", "last name", "first name"},
    "github": {"github username"},
}
"""Titles by which a platform's own list is known; the first that fits."""

USERS = {"canvas": "id", "moodle": "identifier"}
"""The column with a platform's own number for a student."""

NAMES = frozenset(name for names in COLUMNS.values() for name in names)

POINTS_POSSIBLE = "Points Possible"
NOBODY = (POINTS_POSSIBLE, "Student, Test", "Test Student")
"""What stands for a name in Canvas's own list, and is nobody's."""


@dataclass(frozen=True)
class Student:
    """Somebody in the class.

    Attributes:
        id: The institution's number; may be empty.
        email: E-mail address; may be empty.
        name: Full name.
        label: The name by which sheets tell the student from all others.
        first: First name, where the list tells it apart.
        last: Last name, where the list tells it apart.
        cells: The student's whole line, by the list's own column names.
        login: What the student logs in with; may be empty.
        user: The platform's own number; may be empty.
        platform: Whose list it is, where that is known.
    """

    id: str
    email: str
    name: str
    label: str = ""
    first: str = ""
    last: str = ""
    cells: Mapping[str, str] = field(default_factory=dict, repr=False)
    login: str = ""
    user: str = ""
    platform: str = ""

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
    def surest(self) -> str:
        """What names the student and nobody else, as far as the list tells."""
        return self.id or self.email or self.login or self.label

    @cached_property
    def keys(self) -> Keys:
        """What the student is known by."""
        told = (self.name, self.email, self.id, self.user, self.login, self.platform)
        return keys(Told(*told))


def read(path: Path) -> list[Student]:
    """Read the class list.

    Raises:
        DeskError: If it has no header, no name and no id, or an id twice.
    """
    lines = csv_table.class_list(path, NAMES)
    header = [_known(name) for name in lines[0]]
    platform = next((name for name, titles in PLATFORMS.items() if titles <= set(header)), "")
    place = _places(header, platform)
    if not place.keys() - {"first"}:
        raise DeskError(
            f"{path}: the first row names no column that tells a student: "
            "write id, email or name there."
        )
    titles = [title.strip() for title in lines[0]]
    students = []
    first_row: dict[tuple[str, str], int] = {}
    for row, cells in enumerate(lines[1:], start=2):
        plain = [readable(restore(cell)) for cell in cells]
        found = {field: plain[at] if at < len(plain) else "" for field, at in place.items()}
        if not any(found.values()) or found.get("name") in NOBODY:
            continue
        student = _student(found, platform, dict(zip(titles, plain, strict=False)))
        for kind, number in (("id", student.id), ("number", student.user)):
            if number and first_row.setdefault((kind, number.casefold()), row) != row:
                raise DeskError(
                    f"{path}: row {row} repeats the {kind} {number!r} of row "
                    f"{first_row[kind, number.casefold()]}: keep one of the two."
                )
        students.append(student)
    return _labelled(students)


def _places(header: Sequence[str], platform: str) -> dict[str, int]:
    """Return where each field stands; the platform's own number is no id of the institution."""
    own = USERS.get(platform, "")
    found = {
        field: header.index(name)
        for field, names in COLUMNS.items()
        for name in reversed(names)
        if name in header and name != own
    }
    return {**found, "user": header.index(own)} if own else found


def _student(found: Mapping[str, str], platform: str, cells: Mapping[str, str]) -> Student:
    identity = found.get("id", "").removeprefix("#")
    address = found.get("email", "")
    login = found.get("login", "").removeprefix("#") or ("" if "@" in address else address)
    user = found.get("user", "").removeprefix("Participant ")
    name = found.get("name") or f"{found.get('first', '')} {found.get('last', '')}".strip()
    if platform == "github" and " " in identity:  # staff identify students as they like
        name, identity = identity, ""
    email = next((text for text in (address, login, identity) if "@" in text), "")
    called = name or email or identity or login or user
    return Student(
        identity,
        email,
        called,
        called,
        first=found.get("first", ""),
        last=found.get("last", ""),
        cells=cells,
        login=login,
        user=user,
        platform=platform,
    )


def points_possible(path: Path) -> dict[str, float]:
    """Return the points possible in Canvas's own list, by column; empty for any other list."""
    header, *rows = csv_table.class_list(path, NAMES)
    row = next((row for row in rows if readable("".join(row[:1])) == POINTS_POSSIBLE), [])
    found = {}
    for name, cell in zip(header, row, strict=False):
        with suppress(ValueError):  # "(read only)", or nothing
            found[name.strip()] = float(cell)
    return found


def _known(title: str) -> str:
    return re.sub(r"[\s_]+", " ", title).strip().casefold()


def _labelled(students: Sequence[Student]) -> list[Student]:
    """Tell students of the same name apart, by the first thing that does."""
    names = Counter(comparable(student.name) for student in students)
    found = []
    for number, student in enumerate(students, start=1):
        label = student.name
        if names[comparable(student.name)] > 1:
            which = student.id or student.email or student.login or student.user
            label = f"{student.name} ({which or f'no. {number}'})"
        found.append(replace(student, label=label))
    labels = Counter(student.label for student in found)
    return [
        student
        if labels[student.label] == 1
        else replace(student, label=f"{student.label}, no. {number}")
        for number, student in enumerate(found, start=1)
    ]
