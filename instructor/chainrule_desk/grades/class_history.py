"""Everybody who was ever in the class list, so that what staff wrote follows when the list changes.

A list changes during a term: from names alone to the one that Canvas exports, with somebody who
joins, leaves or marries. A line of the aliases or an extension names its student in the words of
its day. ``grades/class-history.json`` keeps the keys of everybody listed so far, and whom each such
word meant when it fitted exactly one: so it is still understood when the words are gone from the
list, or fit a namesake as well. Delete the file to forget it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from chainrule_desk import files
from chainrule_desk.grades.identity import Keys, plain
from chainrule_desk.grades.roster import Student

FILE_NAME = "class-history.json"
VERSION = 1


@dataclass
class Entry:
    """Somebody who was in the list.

    Attributes:
        keys: All strong keys so far, and what the person may be called.
        meant: Words that staff used for this person alone.
    """

    keys: Keys
    meant: set[str] = field(default_factory=set)


class ClassHistory:
    """Who was in the class list so far, and what became of each in the list of today."""

    def __init__(self, path: Path, entries: list[Entry], digest: str) -> None:
        self._path = path
        self._entries = entries
        self._digest = digest
        self._changed = False
        self._now: dict[int, int | None] = {}

    @classmethod
    def open(cls, folder: Path) -> ClassHistory:
        """Read the history of a course; a file that cannot be read is one that remembers nobody."""
        path = folder / FILE_NAME
        entries, digest = [], ""
        with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
            document = json.loads(path.read_text(encoding="utf-8"))
            if document["version"] == VERSION:
                entries = [_entry(listed) for listed in document["students"]]
                digest = str(document["digest"])
        return cls(path, entries, digest)

    def note(self, students: Sequence[Student], content: bytes) -> None:
        """Take today's list in, if it is another one than the last time."""
        digest = hashlib.sha256(content).hexdigest()
        known: dict[tuple[str, str], list[int]] = {}
        for number, entry in enumerate(self._entries):
            for pair in entry.keys.pairs:
                known.setdefault(pair, []).append(number)
        for place, student in enumerate(students):
            same = self._same(student.keys, known)
            if same is None and digest != self._digest:
                same = len(self._entries)
                self._entries.append(Entry(student.keys))
            elif same is not None and digest != self._digest:
                self._entries[same].keys = self._entries[same].keys.joined(student.keys)
            if same is not None:
                # Two of today's list that were one before are nobody's to decide.
                self._now[same] = place if same not in self._now else None
        self._changed |= digest != self._digest
        self._digest = digest

    def _same(self, keys: Keys, known: dict[tuple[str, str], list[int]]) -> int | None:
        found = {
            number
            for pair in keys.pairs
            for number in known.get(pair, ())
            if not self._entries[number].keys.contradicts(keys)
        }
        if not keys.strong:  # a list of names alone
            found = {
                number
                for number, entry in enumerate(self._entries)
                if not entry.keys.strong and entry.keys.weak == keys.weak
            }
        return found.pop() if len(found) == 1 else None

    def meant(self, said: str) -> tuple[bool, int | None]:
        """Return whether these words meant somebody, and the place of that person today."""
        word = plain(said)
        found = [number for number, entry in enumerate(self._entries) if word in entry.meant]
        if not found:
            found = [
                number
                for number, entry in enumerate(self._entries)
                if word in entry.keys.said and self._now.get(number) is None
            ]
        if len(found) != 1:
            return bool(found), None
        return True, self._now.get(found[0])

    def remember(self, said: str, place: int) -> None:
        """Keep that these words mean the student at this place of today's list, and nobody else."""
        word = plain(said)
        for number, now in self._now.items():
            if now == place and word not in self._entries[number].meant:
                self._entries[number].meant.add(word)
                self._changed = True

    def save(self) -> None:
        """Write the file if anything is new; without a place to write, nothing is remembered."""
        if not self._changed:
            return
        document = {
            "version": VERSION,
            "digest": self._digest,
            "students": [_listed(entry) for entry in self._entries],
        }
        with suppress(OSError):
            files.replace(self._path, json.dumps(document, ensure_ascii=False).encode("utf-8"))
        self._changed = False


def _entry(listed: dict[str, Any]) -> Entry:
    strong = {str(kind): frozenset(map(str, values)) for kind, values in listed["strong"].items()}
    weak = frozenset((str(kind), str(value)) for kind, value in listed["weak"])
    said = frozenset(map(str, listed["said"]))
    return Entry(Keys(strong, weak, said), {str(word) for word in listed["meant"]})


def _listed(entry: Entry) -> dict[str, Any]:
    return {
        "strong": {kind: sorted(values) for kind, values in entry.keys.strong.items()},
        "weak": sorted(entry.keys.weak),
        "said": sorted(entry.keys.said),
        "meant": sorted(entry.meant),
    }
