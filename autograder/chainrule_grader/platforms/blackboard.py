"""Blackboard: *Assignment File Download* of a column of the Grade Center, a zip of files.

Each file is ``<assignment>_<user name>_attempt_<date>_<file>``, and each attempt has a note beside
its files, ``<assignment>_<user name>_attempt_<date>.txt``. The date is by the server's clock,
without a zone: ``2026-11-20-18-01-33``. Attempts of one student are hand-ins of their own.

The note's first line is Blackboard's: ``Name: <full name> (<user name>)``. Nothing else in it is
read, since what the student typed follows. Assignment and user name may both have underscores: the
note tells where the user name begins, else what all names of the download have in common does.
Without either, the last piece is taken.

Blackboard takes no feedback back in a zip: files are attached one by one.

Source: kwurst/bb-file-cleanup and codepost-io/integration-blackboard (``README.md`` of each),
jeroendoggen/blackboard-analysis-tools for the name of the whole zip and the notes, and public
graders that read ``(.*)_([0-9A-Za-z]*)_attempt_([0-9-]*)``, with ``.txt`` behind it for the note.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from typing import Final

from chainrule_grader.archive import MIB, RefusedError
from chainrule_grader.listing import Listing
from chainrule_grader.people import Person
from chainrule_grader.platforms.entry import Entries, Entry, Platform, told

NAME: Final = "blackboard"

_STAMP: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2}-[0-9]{2}-[0-9]{2}-[0-9]{2}"
_NAMED: Final = re.compile(
    rf"(?P<before>[^/\\]+?_[^/\\]+?)_attempt_(?P<stamp>{_STAMP})(?:\.txt|_(?P<file>[^/]+))"
)
_NOTE: Final = re.compile(r"\ufeff?Name: (?P<name>.*) \((?P<login>[^()\s]+)\)\s*")
_MAX_NOTE: Final = MIB


def _read(name: str, _place: str) -> Entry | None:
    found = _NAMED.fullmatch(name)
    if found is None:
        return None
    before, stamp = found["before"], found["stamp"]
    entry = Entry(
        key=f"{before} {stamp}",
        student="",
        wall_clock=_time(stamp),
        given=found["file"] or "",
        note=found["file"] is None,
    )
    return _of(entry, before.rpartition("_")[2])


def _complete(entries: Entries, listing: Listing) -> Entries:
    """Add names from the notes, and see where user names begin."""
    notes = {
        entry.key: who
        for name, entry in entries.items()
        if entry.note and (who := _note(listing, name, _before(entry)))
    }
    common = _common([_before(entry) for entry in entries.values()])
    completed = {}
    for name, entry in entries.items():
        if entry.key in notes:
            full, login = notes[entry.key]
            completed[name] = _of(entry, login, full)
        elif login := _before(entry).removeprefix(common):
            completed[name] = _of(entry, login)
        else:
            completed[name] = entry
    return completed


def _of(entry: Entry, login: str, name: str = "") -> Entry:
    login = told(login)
    person = Person(name, login=login, platform=NAME)
    return replace(entry, student=name or login, people=(person,))


def _before(entry: Entry) -> str:
    return entry.key.rpartition(" ")[0]


def _note(listing: Listing, name: str, before: str) -> tuple[str, str] | None:
    """Return full name and user name of a note's first line, if it fits the note's own name."""
    try:
        text = listing.read(name, _MAX_NOTE)
    except RefusedError:
        return None
    first = text.partition(b"\n")[0][:2000].decode("utf-8", "replace")
    found = _NOTE.fullmatch(first)
    if found is None or not before.endswith(f"_{found['login']}"):
        return None
    return told(found["name"]), found["login"]


def _common(befores: list[str]) -> str:
    """Return the assignment's part that several names begin with, its underscore included."""
    if len(set(befores)) < 2:
        return befores[0].rpartition("_")[0] + "_" if befores else ""
    first, last = min(befores), max(befores)  # what these share, all between them share
    length = next(
        (i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(first)
    )
    return first[:length].rpartition("_")[0] + "_"


def _time(stamp: str) -> datetime | None:
    try:
        return datetime.strptime(stamp, "%Y-%m-%d-%H-%M-%S")
    except ValueError:
        return None


BLACKBOARD: Final = Platform(NAME, "Blackboard", _read, _complete)
