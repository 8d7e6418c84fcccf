"""What a platform's name of a file or folder tells, and what a grammar of such names is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from chainrule_grader.archive import LONGEST_NAME, printable
from chainrule_grader.listing import Listing
from chainrule_grader.people import Person


@dataclass(frozen=True)
class Entry:
    """What a platform's name of one file or folder tells.

    Attributes:
        key: The same for all that belongs to one hand-in, in a zip and in a folder alike.
        student: Who handed it in, for people.
        people: Who handed it in, as keys.
        submitted_at: When, in UTC, where the platform says so.
        wall_clock: When by the platform's own clock, where that is all it says.
        late: Whether the platform marked it as late.
        given: The student's part of the name, which is read for nothing; empty for a folder.
        note: Whether the platform wrote it beside the student's files: it is not handed in.
        feedback: How the name of the feedback begins that the platform takes back; empty where it
            takes none.
        complaint: Why it can already be refused, if it can.
    """

    key: str
    student: str
    people: tuple[Person, ...] = ()
    submitted_at: datetime | None = None
    wall_clock: datetime | None = None
    late: bool = False
    given: str = ""
    note: bool = False
    feedback: str = ""
    complaint: str = ""


Entries = Mapping[str, Entry]
"""Entries by their names in the download."""


def _as_they_are(entries: Entries, _listing: Listing) -> Entries:
    return entries


@dataclass(frozen=True)
class Platform:
    """A platform's download.

    Attributes:
        name: The name in code and in :attr:`Person.platform`.
        title: The name for people.
        read: Reads the name of an entry, where the download's own folder is called ``place``;
            ``None`` if the platform does not write such names. It looks at nothing that follows
            the platform's part.
        complete: Adds what the platform's own lists beside the entries tell.
        folders: Whether its entries can be folders named by themselves on the command line.
    """

    name: str
    title: str
    read: Callable[[str, str], Entry | None]
    complete: Callable[[Entries, Listing], Entries] = _as_they_are
    folders: bool = False


def told(value: Any) -> str:
    """Return a field of an export as text; YAML reads ``30021`` as a number."""
    is_text = isinstance(value, str | int) and not isinstance(value, bool)
    return printable(str(value), LONGEST_NAME).strip() if is_text else ""


def utc(value: Any) -> datetime | None:
    """Return a time of an export in UTC, which is also what a time without a zone means."""
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
        if not isinstance(moment, datetime):
            return None
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
