"""The people behind hand-ins: those that are one person by their keys, each told apart.

Hand-ins are joined by strong keys, as :mod:`chainrule_desk.grades.identity` tells. Those of which
only a name is known are one person's if the name is the same. Nothing else joins here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from chainrule_desk.grades.identity import Key, Keys, keys_of, keys_of_text, same_name
from chainrule_desk.grades.outcomes import Graded
from chainrule_desk.text import readable
from chainrule_grader.people import Person


@dataclass
class Somebody:
    """A person who handed in.

    Attributes:
        keys: Everything that the hand-ins tell of the person.
        name: How the first of them writes the name.
        person: What a platform tells; ``None`` where only a file's name is known.
        results: Places of the person's results.
    """

    keys: Keys
    name: str
    person: Person | None = None
    results: list[int] = field(default_factory=list)

    @property
    def told(self) -> list[str]:
        """What a line of the aliases may call the person, from the surest on."""
        if self.person is None:
            return [self.name]
        person = self.person
        number = f"{person.platform}:{person.user}" if person.user else ""
        return [
            text for text in (number, person.id, person.email, person.name, person.login) if text
        ]


def of(results: Sequence[Graded], *, of_one_homework: bool = True) -> list[Somebody]:
    """Return the people of all results, in the order in which they come.

    Args:
        results: What was handed in.
        of_one_homework: Whether numbers that are a person's in one homework can be compared.
    """
    people: list[Somebody] = []
    by_key: dict[Key, list[int]] = {}
    by_name: dict[str, int] = {}
    for place, result in enumerate(results):
        for person in result.people:
            told = keys_of(person)
            _add(people, by_key, by_name, place, person, told if of_one_homework else told.lasting)
        if not result.people:
            name = same_name(result.student) or f"\0{result.submission}"
            number = by_name.setdefault(f"file {name}", len(people))
            if number == len(people):
                called = readable(result.student) or result.submission
                people.append(Somebody(keys_of_text(result.student), called))
            people[number].results.append(place)
    return _without_joined(people)


def _add(
    people: list[Somebody],
    by_key: dict[Key, list[int]],
    by_name: dict[str, int],
    place: int,
    person: Person,
    found: Keys,
) -> None:
    if not found.strong:
        number = by_name.setdefault(same_name(person.name or person.login), len(people))
        if number == len(people):
            people.append(Somebody(found, _called(person), person))
        people[number].results.append(place)
        return
    known = dict.fromkeys(number for pair in found.pairs for number in by_key.get(pair, ()))
    same = [number for number in known if not people[number].keys.contradicts(found)]
    # One new hand-in may show that two people of before are one, but never against a contradiction.
    first = same[0] if same else len(people)
    if not same:
        people.append(Somebody(found, _called(person), person))
    for other in same[1:]:
        if not people[first].keys.contradicts(people[other].keys):
            _join(people, by_key, first, other)
    people[first].keys = people[first].keys.joined(found)
    people[first].results.append(place)
    for pair in found.pairs:
        numbers = by_key.setdefault(pair, [])
        if first not in numbers:
            numbers.append(first)


def _join(people: list[Somebody], by_key: dict[Key, list[int]], into: int, other: int) -> None:
    people[into].keys = people[into].keys.joined(people[other].keys)
    people[into].results += people[other].results
    for pair in people[other].keys.pairs:
        by_key[pair] = list(
            dict.fromkeys(into if number == other else number for number in by_key[pair])
        )
    people[other].results = []


def _without_joined(people: list[Somebody]) -> list[Somebody]:
    found = [somebody for somebody in people if somebody.results]
    for somebody in found:
        somebody.results = sorted(set(somebody.results))
    return found


def labels(
    people: Sequence[Somebody], results: Sequence[Graded], others: Iterable[str] = ()
) -> list[str]:
    """Return a name for each person that no other has.

    Args:
        people: The people.
        results: What was handed in, as it was given to :func:`of`.
        others: Names that belong to somebody else.
    """
    taken = Counter(others)
    names = Counter(same_name(name) for name in (*taken, *(found.name for found in people)))
    found = []
    for somebody in people:
        label = somebody.name
        if names[same_name(label)] > 1:
            which = next((text for text in somebody.told if text != somebody.name), "")
            label = f"{label} ({which or results[somebody.results[0]].submission})"
        taken[label] += 1
        found.append(label if taken[label] == 1 else f"{label}, no. {taken[label]}")
    return found


def _called(person: Person) -> str:
    number = f"{person.platform} {person.user}" if person.user else ""
    return readable(person.name or person.email or person.login or person.id or number)
