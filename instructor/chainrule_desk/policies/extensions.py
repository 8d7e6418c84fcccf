"""Deadlines of single students: ``grades/extensions.csv``, for all homeworks of a project.

::

    student,homework,until,note
    ada@example.edu,hw1,2026-11-25,ill
    Bob Li,hw1,2026-11-22 18:00,

A student is told as in the aliases: by id, e-mail address or name. A day without an hour ends at
its last second; a time without an offset is one of the recipe's time zone. The file lies beside the
class list, not in a recipe, because recipes are often public.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, tzinfo
from pathlib import Path

from chainrule_desk import csv_table
from chainrule_desk.csv_lines import Complaint
from chainrule_desk.csv_table import Record, TableError
from chainrule_desk.policies import clock

FILE_NAME = "extensions.csv"
COLUMNS = ("student", "homework", "until")
NOTE = ("note",)

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True)
class Extensions:
    """Deadlines of single students for one homework.

    Attributes:
        until: The student's own deadline in UTC, by the label in sheets.
        unmatched: Whom the file names and nobody fits so far, where there is no class list.
    """

    until: dict[str, datetime] = field(default_factory=dict)
    unmatched: tuple[str, ...] = ()


NONE = Extensions()


def read(
    path: Path,
    homework: str,
    homeworks: Iterable[str],
    finder: Callable[[], Callable[[str], str | None]],
    *,
    listed: bool,
    zone: tzinfo = UTC,
    deadline: datetime | None = None,
) -> Extensions:
    """Read who has until when for one homework; nothing if there is no such file.

    Args:
        path: The file.
        homework: The homework's id.
        homeworks: The ids of all homeworks.
        finder: Returns what finds a student's label by what the file says.
        listed: Whether there is a class list, so that everybody must be found.
        zone: Whose clock a time without an offset is of.
        deadline: The homework's deadline: an extension before it is a slip of the pen.

    Raises:
        TableError: If the file cannot be used; each mistake is told with its row.
    """
    if not path.is_file():
        return NONE
    records, complaints = csv_table.read(path, COLUMNS, NOTE, prose=NOTE)
    known = set(homeworks)
    label = finder()
    until: dict[str, datetime] = {}
    unmatched = []
    for record in records:
        student, about = record.cells["student"], record.cells["homework"]
        if about not in known:
            message = f"there is no homework {about!r}: write one of {', '.join(sorted(known))}"
            complaints.append(Complaint(record.row, "homework", message))
        if about != homework:
            continue
        found = label(student)
        if found is None and listed:
            message = f"{student!r} fits nobody in the class list, or more than one: write the id"
            complaints.append(Complaint(record.row, "student", message))
        elif found is None:
            unmatched.append(student)
        elif found in until:
            message = f"{student!r} has an extension in an earlier row: keep one of the two"
            complaints.append(Complaint(record.row, "student", message))
        try:
            own = _until(record, zone)
            if deadline is not None and own < deadline:
                raise ValueError(f"{record.cells['until']} is before the deadline of {homework}")
        except ValueError as error:
            complaints.append(Complaint(record.row, "until", str(error)))
        else:
            until[found or student] = own
    if complaints:
        raise TableError(path, sorted(complaints, key=lambda complaint: complaint.row or 0))
    return Extensions(until, tuple(unmatched))


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
