"""Say who changes when submissions are graded again, by how much, and why.

Hand marks are not touched by a regrade: they lie in the store, and follow the rubric. Where an item
is worth something else since, :func:`by_hand` tells what that changes.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from chainrule_desk.grades import standing
from chainrule_desk.grades.gradebook import Gradebook
from chainrule_desk.text import points_text
from chainrule_grader.homework import Homework
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


def by_hand(book: Gradebook, since: datetime) -> list[Difference]:
    """Return the written parts whose points differ because the rubric changed.

    Args:
        book: The gradebook, with the marks so far.
        since: Changes that the store learned of earlier were told before.
    """
    changes = [change for change in book.rubric_changes if change.at >= since]
    changes = [change for change in changes if change.before[0] != change.after[0]]
    if not changes:
        return []
    earlier = {(change.part, change.item): change.before[0] for change in changes}
    parts = [
        part for part in book.homework.manual if part.name in {change.part for change in changes}
    ]
    before_now = [
        standing.read(book.store, homework, book.names).marks
        for homework in (_with_points(book.homework, earlier), book.homework)
    ]
    entries = [(entry.student, entry.counts.submission) for entry in book.to_read]
    (before, _), (after, _) = (
        marks.scores([submission for _, submission in entries], parts) for marks in before_now
    )
    whys = [
        "; ".join(
            f"{change.item} is worth {points_text(change.after[0])} instead of "
            f"{points_text(change.before[0])}"
            for change in changes
            if change.part == part.name
        )
        for part in parts
    ]
    return [
        Difference(student, part.name, float(was), float(now), why)
        for (student, _), *scores in zip(entries, before, after, strict=True)
        for part, why, was, now in zip(parts, whys, *scores, strict=True)
        if not math.isnan(was) and not math.isnan(now) and not _same(was, now)
    ]


def _with_points(homework: Homework, points: Mapping[tuple[str, str], float]) -> Homework:
    """Return a homework whose rubric items are worth something else."""
    return replace(
        homework,
        parts=tuple(
            replace(
                part,
                rubric=tuple(
                    replace(item, points=points.get((part.name, item.id), item.points))
                    for item in part.rubric
                ),
            )
            for part in homework.parts
        ),
    )


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
    share = new.max_score / old.max_score if old.max_score and before.keys() == after.keys() else 1
    as_a_whole = share != 1 and all(
        abs(test.points - share * before[name].points) <= TOLERANCE for name, test in after.items()
    )
    if as_a_whole:
        was, worth = points_text(old.max_score), points_text(new.max_score)
        reasons.append(f"the part is worth {worth} instead of {was}")
    for name, test in after.items():
        earlier = before.get(name)
        if earlier is None:
            reasons.append(f"{name} is new: {test.verdict}")
            continue
        if earlier.verdict is not test.verdict:
            reasons.append(f"{name}: {earlier.verdict} → {test.verdict}")
        if abs(earlier.points - test.points) > TOLERANCE and not as_a_whole:
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
