"""Decide which submission of a student counts: the last one given.

Results come in the order in which the submissions were handed in. A later result of the same
submission (a regrade) takes the place of the earlier one; of several submissions of one student the
last counts, whatever became of it. Whoever needs another rule changes it here.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from chainrule_desk.text import readable
from chainrule_grader.results import Result


@dataclass(frozen=True)
class HandedIn:
    """What one student handed in.

    Attributes:
        student: The student's name as people read it.
        counts: The submission that counts.
        earlier: Those that it replaces, oldest first.
    """

    student: str
    counts: Result
    earlier: tuple[Result, ...] = ()


def by_student(results: Sequence[Result]) -> list[HandedIn]:
    """Group results by student, in the order of names.

    A name is the same name in any Unicode form (macOS and Windows write ``é`` differently).
    Submissions that do not tell whose they are stay apart: nobody's work is merged into another's.
    """
    latest: dict[str, Result] = {}
    for result in results:
        latest[result.submission] = result
    groups: dict[tuple[str, str], list[Result]] = {}
    for result in latest.values():
        name = unicodedata.normalize("NFC", result.student).strip()
        key = (name, "") if name else ("", result.submission)
        groups.setdefault(key, []).append(result)
    handed_in = [
        HandedIn(readable(name), counts=group[-1], earlier=tuple(group[:-1]))
        for (name, _), group in groups.items()
    ]
    return sorted(
        handed_in,
        key=lambda entry: (entry.student.casefold(), entry.student, entry.counts.submission),
    )
