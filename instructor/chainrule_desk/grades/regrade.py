"""Say who changes when submissions are graded again, by how much, and why.

Hand marks are not touched by a regrade: they lie in the store, and follow the rubric.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from chainrule_desk.text import points_text
from chainrule_grader.results import PartResult, Result, Status

TOLERANCE = 1e-6


@dataclass(frozen=True)
class Difference:
    """A part of a submission that has another score than before, or another maximum.

    Attributes:
        student: Who handed it in.
        part: The part's name; empty for the submission as a whole.
        before: Points before; ``None`` if they were open or there were none.
        after: Points now; ``None`` if they are open or there are none.
        why: What changed, test by test.
    """

    student: str
    part: str
    before: float | None
    after: float | None
    why: str

    @property
    def by(self) -> float | None:
        """How many points more, or ``None`` where one side is open."""
        if self.before is None or self.after is None:
            return None
        return round(self.after - self.before, 6)


def differences(before: Mapping[str, Result], after: Iterable[Result]) -> list[Difference]:
    """Return all differences between earlier results, by submission, and those of now."""
    found = []
    for result in after:
        earlier = before.get(result.submission)
        if earlier is not None:
            found += _of_submission(earlier, result)
    return found


def _of_submission(earlier: Result, now: Result) -> list[Difference]:
    if earlier.status is not now.status:
        why = f"{earlier.status} → {now.status}" + (f": {now.reason}" if now.reason else "")
        return [Difference(now.student, "", _automatic(earlier), _automatic(now), why)]
    handed_in_again = " (handed in again)" if earlier.content != now.content else ""
    names = dict.fromkeys(part.name for part in (*earlier.parts, *now.parts))
    found = []
    for name in names:
        old, new = earlier.part(name), now.part(name)
        before, after = old.score if old else None, new.score if new else None
        why = _why(old, new)
        if not _same(before, after) or (old and new and old.max_score != new.max_score):
            found.append(Difference(now.student, name, before, after, why + handed_in_again))
    return found


def _why(old: PartResult | None, new: PartResult | None) -> str:
    """Return which tests came, went, changed their worth or their verdict."""
    if old is None or new is None:
        return "the part is new" if old is None else "the part is gone"
    before = {test.name: test for test in old.tests}
    after = {test.name: test for test in new.tests}
    reasons = [f"{name} is gone" for name in before if name not in after]
    for name, test in after.items():
        earlier = before.get(name)
        if earlier is None:
            reasons.append(f"{name} is new: {test.verdict}")
            continue
        if earlier.verdict is not test.verdict:
            reasons.append(f"{name}: {earlier.verdict} → {test.verdict}")
        if abs(earlier.points - test.points) > TOLERANCE:
            was, worth = points_text(earlier.points), points_text(test.points)
            reasons.append(f"{name} is worth {worth} instead of {was}")
    return "; ".join(reasons)


def _automatic(result: Result) -> float | None:
    if result.status is Status.REFUSED:
        return 0.0
    scores = [part.score for part in result.parts]
    known = [score for score in scores if score is not None]
    return round(math.fsum(known), 6) if known and len(known) == len(scores) else None


def _same(first: float | None, second: float | None) -> bool:
    if first is None or second is None:
        return first is second
    return abs(first - second) <= TOLERANCE
