"""Find a student by what staff wrote, in the words of today's class list or of an earlier one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path

from chainrule_desk import csv_table
from chainrule_desk.errors import DeskError
from chainrule_desk.grades import aliases, people, roster
from chainrule_desk.grades.aliases import Aliases
from chainrule_desk.grades.class_history import ClassHistory
from chainrule_desk.grades.identity import comparable, plain, unique
from chainrule_desk.grades.outcomes import Outcome
from chainrule_desk.grades.roster import ROSTER, Student
from chainrule_grader.results import Result


class Finder:
    """Find a student by what staff wrote: id, e-mail address or name.

    Without a class list the hand-ins are all that is known.

    Raises:
        DeskError: If the class list cannot be used.
    """

    def __init__(self, folder: Path, results: Sequence[Outcome | Result] = ()) -> None:
        self.listed = (folder / ROSTER).is_file()
        if self.listed:
            directory = Directory.open(folder)
            self._labels = [student.label for student in directory.students]
            self._resolve = directory.resolve
            self._save = directory.history.save
            return
        found = people.of(results)
        self._labels = people.labels(found, results)
        index = _Index([[*f.keys.said, comparable(f.name)] for f in found], self._labels)
        self._resolve = lambda says: (index.find(says), False)
        self._save = lambda: None

    def find(self, says: str) -> tuple[str | None, bool]:
        """Return the student's label, and whether the words ever meant somebody."""
        place, known = self._resolve(says)
        self._save()
        return None if place is None else self._labels[place], known


class _Index:
    """Find one of many by what somebody wrote."""

    def __init__(self, said: Sequence[Iterable[str]], labels: Sequence[str]) -> None:
        self._exact = unique((plain(label), place) for place, label in enumerate(labels))
        self._said = unique((form, place) for place, forms in enumerate(said) for form in forms)

    def find(self, says: str) -> int | None:
        for form in (plain(says), comparable(says)):
            place = self._exact.get(form)
            place = self._said.get(form) if place is None else place
            if place is not None:
                return place
        return None


class Directory:
    """The class list of today, and the lists before it."""

    def __init__(self, students: list[Student], history: ClassHistory) -> None:
        self.students = students
        self.history = history

    @cached_property
    def _index(self) -> _Index:
        return _Index(
            [student.keys.said for student in self.students],
            [student.label for student in self.students],
        )

    @classmethod
    def open(cls, folder: Path) -> Directory:
        """Read the class list of a folder that has one.

        Raises:
            DeskError: If it cannot be used.
        """
        students = roster.read(folder / ROSTER)
        history = ClassHistory(folder, students, (folder / ROSTER).read_bytes())
        history.save()
        return cls(students, history)

    def resolve(self, says: str) -> tuple[int | None, bool]:
        """Return the place of whom staff mean, and whether the words ever meant somebody."""
        place = self._index.find(says)
        known, meant = self.history.meant(says)
        if place is None:
            return meant, known
        if known and meant != place:
            return None, True
        self.history.remember(says, place)
        return place, True

    def aliases(self, path: Path) -> Aliases:
        """Read the aliases.

        Raises:
            DeskError: If a line cannot be understood, or names nobody who was ever in the list.
        """
        if not path.is_file():
            return aliases.NONE

        def find(who: str, row: int) -> int | None:
            place, known = self.resolve(who)
            if place is None and not known:
                raise DeskError(
                    f"{path}: row {row} names {who!r}, which fits nobody in {ROSTER} or more than "
                    "one: write the id."
                )
            return place

        found = aliases.read(path, csv_table.listing(path), find)
        self.history.save()
        return found
