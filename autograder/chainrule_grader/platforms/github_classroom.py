"""GitHub Classroom: ``gh classroom clone student-repos``, a folder of repositories.

The folder is ``<assignment>-submissions``, and each repository in it ``<assignment>-<login>``, or
``<assignment>-<team>`` in a group assignment. Names of repositories say nothing without the
folder's, so in a folder called otherwise they are plain. *Download grades* gives a CSV file; where
it lies beside the repositories, it tells who on the class list a login is, and when the last
commit that counts was pushed, in UTC. What lies in a repository is the student's and is read for
nothing.

Source: github/gh-classroom, ``cmd/gh-classroom/clone/student-repos/student-repos.go`` (folders)
and ``cmd/gh-classroom/assignment-grades/assignment_grades.go`` (``gradeCSVHeaders``). Feedback
goes back as a pull request, not in a zip.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from chainrule_grader.archive import MIB, RefusedError, printable
from chainrule_grader.listing import Listing
from chainrule_grader.people import Person
from chainrule_grader.platforms.entry import Entries, Entry, Platform, told, utc

NAME: Final = "github"
_SUBMISSIONS: Final = "-submissions"
_REPOSITORY, _LOGIN, _ROSTER, _TIME = (
    "student_repository_name",
    "github_username",
    "roster_identifier",
    "submission_timestamp",
)
_MAX_GRADES: Final = 16 * MIB
_NAMED: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


def _read(name: str, place: str) -> Entry | None:
    assignment, ending, rest = place.rpartition(_SUBMISSIONS)
    login = name.removeprefix(f"{assignment}-")
    if not assignment or not ending or rest or login == name or not _NAMED.fullmatch(login):
        return None
    person = Person(login=told(login), platform=NAME)
    return Entry(key=name, student=person.login, people=(person,))


def _complete(entries: Entries, listing: Listing) -> Entries:
    """Add what the one grades file beside the repositories tells.

    Raises:
        RefusedError: If there are two.
    """
    if not entries:
        return entries
    found = {
        name: rows
        for name, is_folder in listing.folders.items()
        if not is_folder and name.casefold().endswith(".csv") and (rows := _grades(listing, name))
    }
    if len(found) > 1:
        names = " and ".join(printable(name) for name in list(found)[:2])
        raise RefusedError(
            f"{printable(listing.place)} holds two grades files of GitHub Classroom, {names}: "
            "keep the one of this assignment."
        )
    by_name = {row[_REPOSITORY]: row for listed in found.values() for row in listed}
    return {name: _with(entry, by_name.get(name, {})) for name, entry in entries.items()}


def _grades(listing: Listing, name: str) -> list[Mapping[str, str]]:
    """Return the rows of a grades file; none of any other table."""
    try:
        text = listing.read(name, _MAX_GRADES).decode("utf-8-sig")
        rows: Iterable[Mapping[str, str]] = csv.DictReader(text.splitlines(), strict=True)
        listed = list(rows)
    except (RefusedError, UnicodeDecodeError, csv.Error):
        return []
    return listed if listed and {_REPOSITORY, _LOGIN} <= set(listed[0]) else []


def _with(entry: Entry, row: Mapping[str, str]) -> Entry:
    if not row:
        return entry
    (person,) = entry.people
    person = replace(person, login=told(row.get(_LOGIN)) or person.login)
    if identifier := told(row.get(_ROSTER)):
        kind = "email" if "@" in identifier else "name" if " " in identifier else "id"
        person = replace(person, **{kind: identifier})
    time = (row.get(_TIME) or "").strip().removesuffix(" UTC")
    student = person.name or person.login
    return replace(entry, people=(person,), student=student, submitted_at=utc(time))


GITHUB_CLASSROOM: Final = Platform(
    "github_classroom", "GitHub Classroom", _read, _complete, folders=True
)
