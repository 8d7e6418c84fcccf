"""Moodle: *Download all submissions* of an assignment, a zip.

Each student's files lie in a folder ``<full name>_<number>_assignsubmission_<plugin>``, with ``_``
at the end before Moodle 4.1; where *Download submissions in folders* is off, each file is ``<full
name>_<number>_assignsubmission_<plugin>_<file>``. Plugins are ``file`` and ``onlinetext``, a text
that was typed in. Moodle keeps ``_`` out of names.

The number is the *participant number* of the grading worksheet: it belongs to the assignment, so
the same student has another one in the next. With blind marking the name is ``Participant`` for
all, or its translation. A group's files stand under the group's name and number; those of students
without a group under ``Default group``, without a number. There is no time in the name.

Source: moodle/moodle, ``mod/assign/classes/downloader.php`` (``get_student_prefix``,
``load_submissionplugin_filelist``), and ``mod/assign/feedback/file/importziplib.php``, which reads
the same names when feedback is uploaded: text before the first ``_``, a number, plugin type and
name.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from chainrule_grader.listing import Listing
from chainrule_grader.people import Person
from chainrule_grader.platforms.entry import Entries, Entry, Platform, told

NAME: Final = "moodle"

_NAMED: Final = re.compile(
    r"(?P<name>[^_/\\]+)(?:_(?P<user>[0-9]+))?"
    r"_assignsubmission_(?P<plugin>[a-z][a-z0-9]*)(?:_(?P<file>[^/]*))?"
)
_BLIND: Final = re.compile(r"Participant(?: ?[0-9]+)?")


def _read(name: str, _place: str) -> Entry | None:
    found = _NAMED.fullmatch(name)
    if found is None:
        return None
    shown, user = told(found["name"]), found["user"] or ""
    numbered = f"{found['name']}_{user}" if user else found["name"]
    entry = Entry(
        key=f"{found['name']} {user}".strip(),
        student=shown,
        people=(Person(shown, user=user, platform=NAME),) if user else (),
        given=found["file"] or "",
        feedback=f"{numbered}_assignsubmission_{found['plugin']}_/" if user else "",
    )
    return _blind(entry) if _BLIND.fullmatch(found["name"]) else entry


def _complete(entries: Entries, _listing: Listing) -> Entries:
    """Take the one name of many students for what it is: the word for somebody unnamed."""
    people = {person for entry in entries.values() for person in entry.people}
    if len(people) > 1 and len({person.name for person in people}) == 1:
        return {name: _blind(entry) for name, entry in entries.items()}
    return entries


def _blind(entry: Entry) -> Entry:
    people = tuple(replace(person, name="") for person in entry.people)
    user = people[0].user if people else ""
    if not user or entry.student.endswith(f" {user}"):
        return replace(entry, people=people)
    return replace(entry, people=people, student=f"{entry.student} {user}")


MOODLE: Final = Platform(NAME, "Moodle", _read, _complete, folders=True)
