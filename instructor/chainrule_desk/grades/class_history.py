"""Everybody who was ever in the class list, so that what staff wrote follows when the list changes.

A list changes during a term: from names alone to the one that Canvas exports, with somebody who
joins, leaves or marries. A line of the aliases or an extension names its student in the words of
its day. ``grades/class-history.json`` keeps the keys of everybody listed so far, and whom each such
word meant when it fitted exactly one: so it is still understood when the words are gone from the
list, or fit a namesake as well. It also knows that a name of today was somebody else's before: what
a student who left has handed in is not the namesake's who stayed. Delete the file to forget it.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from chainrule_desk import files
from chainrule_desk.grades.identity import Keys, Told, keys, plain
from chainrule_desk.grades.roster import Student

FILE_NAME = "class-history.json"
VERSION = 1
MAX_HEAD = 1000  # bytes


@dataclass
class Entry:
    """Somebody who was in the list.

    Attributes:
        keys: What the person was known by so far.
        meant: Words that staff used for this person alone.
        shared: Names and logins that somebody else of the same list had as well.
    """

    keys: Keys
    meant: set[str] = field(default_factory=set)
    shared: set[str] = field(default_factory=set)


class ClassHistory:
    """Who was in the class list so far, and what became of each in the list of today.

    The file's first line tells which list was noted last: of a list that is the same, the rest is
    read only when somebody's words are to be understood.
    """

    def __init__(self, folder: Path, students: Sequence[Student], content: bytes) -> None:
        self._path = folder / FILE_NAME
        self._students = students
        self._digest = hashlib.sha256(content).hexdigest()
        self._changed = False
        self._now: dict[int, int | None] = {}
        if self._last() != self._digest:
            self._changed = True
            self._note(self._entries)

    def _last(self) -> str:
        with suppress(OSError, ValueError, KeyError, TypeError), self._path.open("rb") as stream:
            head = json.loads(stream.readline(MAX_HEAD))
            if head["version"] == VERSION:
                return str(head["digest"])
        return ""

    @cached_property
    def _entries(self) -> list[Entry]:
        """Everybody so far; a file that cannot be read is one that remembers nobody."""
        entries: list[Entry] = []
        with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
            head, _, people = self._path.read_text(encoding="utf-8").partition("\n")
            if json.loads(head)["version"] == VERSION:
                entries = [_entry(listed) for listed in json.loads(people)]
        if not self._changed:
            self._note(entries)
        return entries

    def _note(self, entries: list[Entry]) -> None:
        """Find each student of today among those so far, and take in who is new."""
        known: dict[tuple[str, str], list[int]] = {}
        for number, entry in enumerate(entries):
            for pair in entry.keys.pairs:
                known.setdefault(pair, []).append(number)
        several = self._of_several() if self._changed else frozenset()
        for place, student in enumerate(self._students):
            own = student.keys.lasting
            same = self._same(own, entries, known)
            if same is None and self._changed:
                same = len(entries)
                entries.append(Entry(own))
            elif same is not None and self._changed:
                entries[same].keys = entries[same].keys.joined(own)
            if same is not None:
                # Two of today's list that were one before are nobody's to decide.
                self._now[same] = place if same not in self._now else None
                if self._changed:
                    entries[same].shared |= _weak(own) & several

    def _of_several(self) -> frozenset[str]:
        """Return the names and logins that more than one of today's list has."""
        had = Counter(form for student in self._students for form in _weak(student.keys.lasting))
        return frozenset(form for form, number in had.items() if number > 1)

    def _same(
        self, own: Keys, entries: Sequence[Entry], known: Mapping[tuple[str, str], list[int]]
    ) -> int | None:
        found = {
            number
            for pair in own.pairs
            for number in known.get(pair, ())
            if not entries[number].keys.contradicts(own)
        }
        if not own.strong:  # a list of names alone
            found = {
                number
                for number, entry in enumerate(entries)
                if not entry.keys.strong and entry.keys.weak == own.weak
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

    def was_another(self, form: str, place: int) -> bool:
        """Return whether a name or login was told of somebody else than this student of today.

        Of who is in the list no more, those are somebody else whom a strong key contradicts, and
        those who had a namesake in a list of their own; another platform's list of the same people
        makes nobody somebody else. Of namesakes in a list of names alone nothing tells who stayed.
        """
        own = self._students[place].keys.lasting
        for number in self._told.get(form, ()):
            entry, now = self._entries[number], self._now.get(number)
            if now not in (None, place):
                return True
            left = now is None or not entry.keys.strong
            if left and (form in entry.shared or entry.keys.contradicts(own)):
                return True
        return False

    @cached_property
    def _told(self) -> dict[str, list[int]]:
        """Who was told of in such words, but for those of whom the list of today tells the same."""
        found: dict[str, list[int]] = {}
        for number, entry in enumerate(self._entries):
            now = self._now.get(number)
            same = now is not None and entry.keys.told == self._students[now].keys.lasting.told
            if not same or entry.shared:
                for form in entry.keys.said:
                    found.setdefault(form, []).append(number)
        return found

    def remember(self, said: str, place: int) -> None:
        """Keep that these words mean the student at this place of today's list, and nobody else."""
        word = plain(said)
        entries = self._entries
        for number, now in self._now.items():
            if now == place and word not in entries[number].meant:
                entries[number].meant.add(word)
                self._changed = True

    def save(self) -> None:
        """Write the file if anything is new; without a place to write, nothing is remembered."""
        if not self._changed:
            return
        head = json.dumps({"version": VERSION, "digest": self._digest})
        people = json.dumps([_listed(entry) for entry in self._entries], ensure_ascii=False)
        with suppress(OSError):
            files.replace(self._path, f"{head}\n{people}\n".encode())
        self._changed = False


def _entry(listed: dict[str, Any]) -> Entry:
    told = (Told(*map(str, one)) for one in listed["told"])
    meant, shared = (set(map(str, listed.get(words, ()))) for words in ("meant", "shared"))
    return Entry(keys(*told), meant, shared)


def _listed(entry: Entry) -> dict[str, Any]:
    listed = {"told": entry.keys.told, "meant": sorted(entry.meant)}
    return {**listed, "shared": sorted(entry.shared)} if entry.shared else listed


def _weak(of: Keys) -> frozenset[str]:
    return frozenset(form for _, form in of.weak)
