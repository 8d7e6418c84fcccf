"""Decide which submission of a student counts.

By default the last one, whatever became of it; a recipe's policy can say otherwise. Submissions are
put in the order of their times. Where a time is not known they stay in the order given. A later
result of the same submission (a regrade) takes the place of the earlier one.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic

from chainrule_desk.outcomes import Graded
from chainrule_desk.policy import DEFAULT, Counts, Policy
from chainrule_desk.text import readable


@dataclass(frozen=True)
class HandedIn(Generic[Graded]):
    """What one student handed in.

    Attributes:
        student: The student's name as people read it.
        counts: The submission that counts.
        earlier: The others, oldest first.
    """

    student: str
    counts: Graded
    earlier: tuple[Graded, ...] = ()


@dataclass(frozen=True)
class Choice:
    """What decides which submission counts.

    Attributes:
        policy: The recipe's rules.
        times: When each version was handed in, by submission and content, where known.
    """

    policy: Policy = DEFAULT
    times: Mapping[tuple[str, str], datetime] | None = None

    def time(self, result: Graded) -> datetime | None:
        """Return when a submission was handed in, if that is known."""
        return (self.times or {}).get((result.submission, result.content))

    def pick(self, results: Sequence[Graded]) -> Graded:
        """Return the one that counts, of one student's results in order of time."""
        if self.policy.counts is Counts.BEST:
            return max(reversed(results), key=_points)
        if self.policy.counts is Counts.LAST_IN_TIME and self.policy.deadline is not None:
            in_time = [
                result
                for result in results
                if (time := self.time(result)) is None or time <= self.policy.deadline
            ]
            # With nothing in time the first that came late counts: it is the least late.
            return in_time[-1] if in_time else results[0]
        return results[-1]


LAST = Choice()
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def by_student(results: Sequence[Graded], choice: Choice = LAST) -> list[HandedIn[Graded]]:
    """Group results by student, in the order of names.

    A name is the same name in any Unicode form (macOS and Windows write ``é`` differently).
    Submissions that do not tell whose they are stay apart: nobody's work is merged into another's.
    """
    latest: dict[str, Graded] = {}
    for result in results:
        latest[result.submission] = result
    groups: dict[tuple[str, str], list[Graded]] = {}
    for result in latest.values():
        name = unicodedata.normalize("NFC", result.student).strip()
        key = (name, "") if name else ("", result.submission)
        groups.setdefault(key, []).append(result)
    handed_in = []
    for (name, _), group in groups.items():
        group.sort(key=lambda result: choice.time(result) or _LONG_AGO)
        counts = choice.pick(group)
        others = tuple(result for result in group if result is not counts)
        handed_in.append(HandedIn(readable(name), counts, others))
    return sorted(
        handed_in,
        key=lambda entry: (entry.student.casefold(), entry.student, entry.counts.submission),
    )


def _points(result: Graded) -> float:
    return math.fsum(part.score or 0.0 for part in result.parts)
