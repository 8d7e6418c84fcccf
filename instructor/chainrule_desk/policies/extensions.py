"""Deadlines of single students: ``grades/extensions.csv``, for all homeworks of a project.

::

    student,homework,until,late_days,note
    ada@example.edu,hw1,2026-11-25,,ill
    Bob Li,hw1,2026-11-22 18:00,,
    103,hw1,,2,handed in on Sunday says the log

A student is told as in the aliases: by id, e-mail address or name. A day without an hour ends at
its last second; a time without an offset is one of the recipe's time zone. ``late_days`` (the
column may lack) settles how late a hand-in is of which a platform says just that it is late. The
file lies beside the class list, not in a recipe, because recipes are often public.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, tzinfo
from pathlib import Path
from typing import Protocol

from chainrule_desk import csv_table
from chainrule_desk.csv_lines import Complaint
from chainrule_desk.csv_table import Record, TableError
from chainrule_desk.policies import clock

FILE_NAME = "extensions.csv"
COLUMNS = ("student", "homework", "until")
OPTIONAL = ("late_days", "note")
MAX_LATE_DAYS = 366

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True)
class Extensions:
    """Deadlines of single students for one homework.

    Attributes:
        until: The student's own deadline in UTC, by the label in sheets.
        unmatched: Whom the file names and nobody fits: who has handed nothing in so far, where
            there is no class list, or has left the class.
        late_days: Days by which a hand-in that is late by an unknown time counts as late, by the
            label in sheets.
    """

    until: dict[str, datetime] = field(default_factory=dict)
    unmatched: tuple[str, ...] = ()
    late_days: dict[str, int] = field(default_factory=dict)


class Finder(Protocol):
    """Finds a student by what the file says."""

    listed: bool

    def find(self, says: str) -> tuple[str | None, bool]:
        """Return the student's label, and whether the words ever meant somebody."""


NONE = Extensions()


def read(
    path: Path,
    homework: str,
    homeworks: Iterable[str],
    finder: Callable[[], Finder],
    *,
    zone: tzinfo = UTC,
    deadline: datetime | None = None,
) -> Extensions:
    """Read who has until when for one homework; nothing if there is no such file.

    Args:
        path: The file.
        homework: The homework's id.
        homeworks: The ids of all homeworks.
        finder: Opens what finds a student by what the file says. Where there is a class list,
            everybody must be in it, or have been.
        zone: Whose clock a time without an offset is of.
        deadline: The homework's deadline: an extension before it is a slip of the pen.

    Raises:
        TableError: If the file cannot be used; each mistake is told with its row.
    """
    if not path.is_file():
        return NONE
    records, complaints = csv_table.read(path, COLUMNS, OPTIONAL, prose=("note",))
    known = set(homeworks)
    students = finder()
    found = Extensions()
    unmatched = []
    rows: dict[str, int] = {}
    for record in records:
        student, about = record.cells["student"], record.cells["homework"]
        if about not in known:
            message = f"there is no homework {about!r}: write one of {', '.join(sorted(known))}"
            complaints.append(Complaint(record.row, "homework", message))
        if about != homework:
            continue
        label, was_known = students.find(student)
        if label is None and students.listed and not was_known:
            message = f"{student!r} fits nobody in the class list, or more than one: write the id"
            complaints.append(Complaint(record.row, "student", message))
        elif label is None:
            unmatched.append(student)
        if label is not None and rows.setdefault(label, record.row) != record.row:
            message = f"{student!r} has an extension in an earlier row: keep one of the two"
            complaints.append(Complaint(record.row, "student", message))
        complaints += _take(record, label or student, found, zone, deadline)
    if complaints:
        raise TableError(path, sorted(complaints, key=lambda complaint: complaint.row or 0))
    return replace(found, unmatched=tuple(unmatched))


def _take(
    record: Record, label: str, found: Extensions, zone: tzinfo, deadline: datetime | None
) -> list[Complaint]:
    """Take over what a row says of a student; return what is wrong with it."""
    complaints = []
    days = record.cells.get("late_days", "")
    if days and not (days.isascii() and days.isdigit() and int(days) <= MAX_LATE_DAYS):
        message = f"{days!r} is no number of days: write 0, 1, 2, …"
        complaints.append(Complaint(record.row, "late_days", message))
    elif days:
        found.late_days[label] = int(days)
        if not record.cells["until"]:
            return []
    try:
        own = _until(record, zone)
        if deadline is not None and own < deadline:
            raise ValueError(
                f"{record.cells['until']} is before the deadline of {record.cells['homework']}"
            )
    except ValueError as error:
        complaints.append(Complaint(record.row, "until", str(error)))
    else:
        found.until[label] = own
    return complaints


def _until(record: Record, zone: tzinfo) -> datetime:
    """Return the moment in UTC.

    Raises:
        ValueError: If the cell holds none; the sentence says what to write.
    """
    text = record.cells["until"]
    try:
        shown = (
            datetime.combine(date.fromisoformat(text), time(23, 59, 59))
            if _DAY.fullmatch(text)
            else datetime.fromisoformat(text)
        )
    except ValueError as error:
        raise ValueError(
            f"{text!r} is no day and no moment: write 2026-11-25 or 2026-11-25 18:00"
        ) from error
    if shown.tzinfo is not None:
        return shown.astimezone(UTC)
    if not clock.is_shown(shown, zone):
        raise ValueError(f"{text} does not exist: the clock leaves this hour out")
    return clock.moment(shown, zone)
