"""Whose a hand-in is: the people behind hand-ins beside the class list.

A hand-in belongs to the student whom ``grades/aliases.csv`` names, else to the one whose strong
keys it shares, else to the one whom a weak key fits, if that key is unique among the hand-ins and
in the class list. The kinds of keys and what contradicts what are told in
:mod:`chainrule_desk.grades.identity`. Whatever fits several, or is contradicted, is nobody's until
a person settles it (``chainrule match``): nothing is guessed, and nobody gets a zero for it.

What a group handed in is each member's, as an export lists them, or a line of the aliases. Who of
them is in no class list is said; the others have their grade all the same.

Nothing of this is kept: with another class list all is matched anew. What staff wrote in the words
of an earlier list is understood by :mod:`chainrule_desk.grades.class_history`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Generic

from chainrule_desk.grades import aliases, people
from chainrule_desk.grades.aliases import ALIASES, Aliases
from chainrule_desk.grades.directory import Directory
from chainrule_desk.grades.identity import OF_ONE_HOMEWORK, Keys, comparable, plain
from chainrule_desk.grades.outcomes import Graded, Outcome
from chainrule_desk.grades.people import Somebody
from chainrule_desk.grades.roster import ROSTER

FITS_NOBODY = "fits nobody in the class list"
FITS_SEVERAL = "fits more than one"
CONTRADICTED = "is contradicted by a number or an address"
SHARED = "is told by more than one person's hand-ins"
OF_AN_EARLIER_LIST = "fits somebody of an earlier class list as well"


@dataclass(frozen=True)
class Unmatched:
    """Somebody who handed in and is nobody in the class list, as far as can be told.

    Attributes:
        called: What the hand-ins say, for people.
        sure: The surest that a line of the aliases can say of the person.
        submissions: What was handed in.
        why: Why nobody was found, in a few words.
        candidates: Labels of students whom something speaks for.
        company: Labels of those who handed in together with the person and are known.
    """

    called: str
    sure: str
    submissions: tuple[str, ...]
    why: str
    candidates: tuple[str, ...] = ()
    company: tuple[str, ...] = ()

    def __str__(self) -> str:
        together = f" (in a group with {', '.join(self.company)})" if self.company else ""
        return f"{self.called}{together}"


@dataclass(frozen=True)
class Assigned(Generic[Graded]):
    """Results by student of the class.

    Attributes:
        results: The results, each with its student's label, a group's once for each of them; those
            of nobody with a name that is no student's and nobody else's.
        absent: Labels of students who handed nothing in, as far as is known.
        open: People of whom it is not settled who they are.
        unlisted: Submissions of nobody in the class list.
        lost: What the aliases say of students who are not in the class list any more.
        people: The people behind the hand-ins.
    """

    results: list[Graded]
    absent: tuple[str, ...] = ()
    open: tuple[Unmatched, ...] = ()
    unlisted: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    people: tuple[Somebody, ...] = field(default=(), compare=False, repr=False)

    @property
    def unmatched(self) -> tuple[str, ...]:
        """Who is not settled, in words."""
        return tuple(str(somebody) for somebody in self.open)


def assign(results: Sequence[Graded], folder: Path) -> Assigned[Graded]:
    """Give each result to its student; without a class list, to the person whom its keys tell.

    Raises:
        DeskError: If the class list or the aliases cannot be used.
    """
    found = people.of(results)
    if not (folder / ROSTER).is_file():
        return Assigned(_by_people(results, found, people.labels(found, results)))
    directory = Directory.open(folder)
    lines = directory.aliases(folder / ALIASES)
    matched = _Matching(directory, lines, found, results)
    return matched.assigned()


def assign_earlier(
    earlier: Sequence[Graded], current: Sequence[Outcome], folder: Path
) -> list[Graded]:
    """Give results of an earlier homework to its students, by the labels of this one.

    A class list gives the same labels in all homeworks. Without one, the hand-ins of both together
    tell who is whom.

    Raises:
        DeskError: If the class list or the aliases cannot be used.
    """
    if (folder / ROSTER).is_file():
        return assign(earlier, folder).results
    now = people.of(current)
    labels = people.labels(now, current)
    both: list[Graded | Outcome] = [*current, *earlier]
    found = people.of(both, of_one_homework=False)
    names = people.labels(found, both)
    here: dict[int, list[int]] = {}
    for number, somebody in enumerate(now):
        for place in somebody.results:
            here.setdefault(place, []).append(number)
    called: dict[int, list[str]] = {}
    for somebody, name in zip(found, names, strict=True):
        known = {number for place in somebody.results for number in here.get(place, ())}
        own = [n for n in known if now[n].keys.lasting.said <= somebody.keys.said]
        # Namesakes whom only the numbers of one homework tell apart are nobody's to decide.
        label = labels[own[0]] if len(own) == 1 else name
        for place in somebody.results:
            if place >= len(current):
                called.setdefault(place - len(current), []).append(label)
    return _once_for_each(earlier, called)


def _by_people(
    results: Sequence[Graded], found: Sequence[Somebody], labels: Sequence[str]
) -> list[Graded]:
    """Return a result once for each of its people, with their labels."""
    of: dict[int, list[str]] = {}
    for somebody, label in zip(found, labels, strict=True):
        for place in somebody.results:
            of.setdefault(place, []).append(label)
    return _once_for_each(results, of)


def _once_for_each(results: Sequence[Graded], called: Mapping[int, list[str]]) -> list[Graded]:
    return [
        replace(result, student=label)
        for place, result in enumerate(results)
        for label in dict.fromkeys(called[place])
    ]


@dataclass
class _Match:
    """Where one person stands.

    Attributes:
        students: Places of the students who the person is; several if an alias names a group.
        why: Why there is none.
        candidates: Places of students whom something speaks for.
        strong: Whether strong keys or staff say so.
        settled: Whether staff said whose it is, nobody's included.
    """

    students: tuple[int, ...] = ()
    why: str = FITS_NOBODY
    candidates: tuple[int, ...] = ()
    strong: bool = False
    settled: bool = False


class _Matching(Generic[Graded]):
    """Match people with the class list."""

    def __init__(
        self,
        directory: Directory,
        lines: Aliases,
        found: Sequence[Somebody],
        results: Sequence[Graded],
    ) -> None:
        self._students = directory.students
        self._history = directory.history
        self._lines = lines
        self._people = found
        self._results = results
        self._keys = [student.keys for student in self._students]
        numbers = _numbers(somebody.keys for somebody in found)
        if not numbers & _numbers(self._keys):  # the list may be another homework's
            self._keys = [keys.lasting for keys in self._keys]
        self._by_strong: dict[tuple[str, str], list[int]] = {}
        for place, keys in enumerate(self._keys):
            for pair in keys.pairs:
                self._by_strong.setdefault(pair, []).append(place)

    # These are of use only where strong keys do not tell, which in a large class are few.
    @cached_property
    def _by_weak(self) -> dict[object, list[int]]:
        return _owners((place, keys.weak) for place, keys in enumerate(self._keys))

    @cached_property
    def _by_said(self) -> dict[object, list[int]]:
        return _owners((place, keys.said) for place, keys in enumerate(self._keys))

    @cached_property
    def _weak(self) -> Counter[object]:
        return Counter(key for somebody in self._people for key in somebody.keys.weak)

    @cached_property
    def _said(self) -> Counter[object]:
        return Counter(key for somebody in self._people for key in somebody.keys.said)

    def assigned(self) -> Assigned[Graded]:
        """Return all results with their students."""
        matches = self._settle([self._match(somebody) for somebody in self._people])
        of: dict[int, list[str]] = {}
        for somebody, match in zip(self._people, matches, strict=True):
            for place in somebody.results:
                of.setdefault(place, []).extend(self._students[s].label for s in match.students)
        whole = {place: line for place in range(len(self._results)) if (line := self._line(place))}
        for place, line in whole.items():
            of[place] = [self._students[student].label for student in line.students]
        results, unlisted = [], []
        strangers = self._strangers(
            [place for place in range(len(self._results)) if not of.get(place)]
        )
        for place, result in enumerate(self._results):
            labels = dict.fromkeys(of.get(place, ()))
            if not labels:
                unlisted.append(result.submission)
                results.append(strangers[place])
            results += [replace(result, student=label) for label in labels]
        seen = {label for names in of.values() for label in names}
        absent = tuple(s.label for s in self._students if s.label not in seen)
        still_open = [
            self._unmatched(somebody, match, of, set(whole))
            for somebody, match in zip(self._people, matches, strict=True)
            if not match.students and not match.settled and not set(somebody.results) <= set(whole)
        ]
        lost = tuple(f"row {row} gives {says!r} to {who!r}" for row, says, who in self._lines.lost)
        return Assigned(
            results, absent, tuple(still_open), tuple(unlisted), lost, tuple(self._people)
        )

    def _strangers(self, places: Sequence[int]) -> dict[int, Graded]:
        """Return results that are nobody's in the class, under names that nobody else has."""
        wanted = set(places)
        who = [somebody for somebody in self._people if wanted & set(somebody.results)]
        students = [student.label for student in self._students]
        called: dict[int, list[tuple[Somebody, str]]] = {}
        for somebody, label in zip(who, people.labels(who, self._results, students), strict=True):
            for place in somebody.results:
                called.setdefault(place, []).append((somebody, label))
        found = {}
        for place in places:
            told = called.get(place, [])
            as_they_are = all(somebody.name == label for somebody, label in told)
            name = ", ".join(label for _, label in told)
            result = self._results[place]
            found[place] = result if as_they_are else replace(result, student=name)
        return found

    def _line(self, place: int) -> aliases.Alias | None:
        """Return the line of the aliases that is about a whole submission."""
        if not self._lines.lines:
            return None
        result = self._results[place]
        told = [result.submission]
        if len(result.people) != 1:  # a folder's name, or a group as a whole
            told.append(result.student)
        return self._lines.of(told)

    def _unmatched(
        self, somebody: Somebody, match: _Match, of: Mapping[int, list[str]], whole: set[int]
    ) -> Unmatched:
        places = [place for place in somebody.results if place not in whole]
        company = dict.fromkeys(label for place in places for label in of.get(place, ()))
        submissions = tuple(self._results[place].submission for place in places)
        return Unmatched(
            somebody.name or submissions[0],
            next(iter(self._unshared(somebody)), submissions[0]),
            submissions,
            match.why,
            tuple(self._students[place].label for place in match.candidates),
            tuple(company),
        )

    def _unshared(self, somebody: Somebody) -> list[str]:
        """Return what is told of the person and of nobody else."""
        return [
            text
            for text in somebody.told
            if text and max(self._said[plain(text)], self._said[comparable(text)]) < 2
        ]

    def _match(self, somebody: Somebody) -> _Match:
        if self._lines.lines and (line := self._lines.of(self._unshared(somebody))):
            return _Match(line.students, strong=True, settled=True)
        keys = somebody.keys
        fits = dict.fromkeys(p for pair in keys.pairs for p in self._by_strong.get(pair, ()))
        allowed = [place for place in fits if not self._keys[place].contradicts(keys)]
        if len(fits) == 1 and allowed:
            return _Match((allowed[0],), strong=True)
        if fits:
            why = CONTRADICTED if len(fits) == 1 else FITS_SEVERAL
            return _Match((), why, tuple(fits))
        return self._weakly(somebody)

    def _weakly(self, somebody: Somebody) -> _Match:
        """Match by keys that are unique on both sides, and agree."""
        if somebody.person is None:
            forms = _forms(somebody)
            tries = [(form, self._by_said.get(form, []), self._said[form]) for form in forms]
            tries = [found for found in tries if found[1]][:1]
        else:
            keys = sorted(somebody.keys.weak)
            tries = [(key[1], self._by_weak.get(key, []), self._weak[key]) for key in keys]
        candidates = tuple(dict.fromkeys(place for _, owners, _ in tries for place in owners))
        if not candidates:
            return _Match()
        allowed = {
            place
            for place in candidates
            if not self._keys[place].contradicts(somebody.keys, weakly=True)
        }
        unique_now = [
            (form, owners[0]) for form, owners, told in tries if len(owners) == 1 and told == 1
        ]
        sure = {p for form, p in unique_now if not self._history.was_another(form, p)}
        if len(sure) == 1 and sure <= allowed:
            return _Match((sure.pop(),))
        if not sure & allowed and len(allowed) < len(candidates):
            why = CONTRADICTED
        elif any(told > 1 for *_, told in tries):
            why = SHARED
        elif len(sure) < len({place for _, place in unique_now}):
            why = OF_AN_EARLIER_LIST
        else:
            why = FITS_SEVERAL
        return _Match((), why, candidates)

    def _settle(self, matches: list[_Match]) -> list[_Match]:
        """Take back what gives a student two people who contradict each other."""
        of: dict[int, list[int]] = {}
        for number, match in enumerate(matches):
            for student in match.students:
                of.setdefault(student, []).append(number)
        found = list(matches)
        for student, numbers in of.items():
            if len(numbers) == 1:
                continue
            strong = [n for n in numbers if matches[n].strong and not matches[n].settled]
            weak = [n for n in numbers if not matches[n].strong]
            if self._disagree(strong, weakly=False):
                doubtful = [*strong, *weak]
            elif strong and weak:
                doubtful = [n for n in weak if self._disagree([*strong, n], weakly=True)]
            else:
                doubtful = weak if self._disagree(weak, weakly=True) else []
            for number in doubtful:
                found[number] = _Match((), CONTRADICTED, (student,))
        return found

    def _disagree(self, numbers: Sequence[int], *, weakly: bool) -> bool:
        keys = [self._people[number].keys for number in numbers]
        return any(
            one.contradicts(other, weakly=weakly)
            for at, one in enumerate(keys)
            for other in keys[at + 1 :]
        )


def _forms(somebody: Somebody) -> list[str]:
    """Return what a file is called: as it stands first, then without separators."""
    return list(
        dict.fromkeys(form for form in (plain(somebody.name), comparable(somebody.name)) if form)
    )


def _numbers(of: Iterable[Keys]) -> set[str]:
    """Return the numbers that are a person's in one homework."""
    return {number for keys in of for number in keys.strong.get(OF_ONE_HOMEWORK, ())}


def _owners(keys: Iterable[tuple[int, Iterable[object]]]) -> dict[object, list[int]]:
    found: dict[object, list[int]] = {}
    for place, held in keys:
        for key in held:
            found.setdefault(key, []).append(place)
    return found
