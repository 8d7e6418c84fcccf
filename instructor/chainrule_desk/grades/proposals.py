"""Who an unmatched person may be: students whom a key or a similar name speaks for.

A proposal is for a person to look at; nothing here ever joins anybody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from chainrule_desk.grades.identity import words_of
from chainrule_desk.grades.matching import Unmatched
from chainrule_desk.grades.roster import Student

MOST = 4
SIMILAR = 60.0  # of 100: below, names have little more than a few letters in common


@dataclass(frozen=True)
class Proposal:
    """A student who may be the person.

    Attributes:
        student: Who.
        why: What speaks for it, in a few words.
    """

    student: Student
    why: str


def propose(found: Unmatched, students: Sequence[Student], absent: Sequence[str]) -> list[Proposal]:
    """Return the likeliest students, those whom a key speaks for first.

    Among similar names, students without a hand-in come first.
    """
    by_label = {student.label: student for student in students}
    proposals = [
        Proposal(by_label[label], f"a key fits, but {found.why}")
        for label in found.candidates
        if label in by_label
    ]
    missing = set(absent)
    names = {place: _spelt(student.name) for place, student in enumerate(students)}
    # A name without separators, as Canvas writes it, is compared letter by letter.
    similar = process.extract(
        _spelt(found.called),
        names,
        scorer=_similarity,
        processor=None,
        score_cutoff=SIMILAR,
        limit=3 * MOST,
    )
    ranked = sorted(
        similar, key=lambda hit: (students[hit[2]].label not in missing, -hit[1], hit[2])
    )
    for _, score, place in ranked:
        student = students[place]
        if student.label not in found.candidates:
            proposals.append(Proposal(student, f"the name is {score:.0f} % alike"))
    return proposals[:MOST]


def _spelt(name: str) -> str:
    return " ".join(words_of(name))


def _similarity(one: str, other: str, **_: object) -> float:
    together = fuzz.ratio(
        "".join(sorted(one.replace(" ", ""))), "".join(sorted(other.replace(" ", "")))
    )
    return float(max(fuzz.token_sort_ratio(one, other), together - 5))
