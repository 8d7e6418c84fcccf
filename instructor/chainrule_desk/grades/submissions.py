"""Decide which submission of a student counts.

By default the last one, whatever became of it; a recipe's policy can say otherwise. Submissions are
put in the order of their times. Where a time is not known they stay in the order given. A later
result of the same submission (a regrade) takes the place of the earlier one.

A group's submission has a result for each of its students: it is everybody's hand-in, beside those
of their own, and read once.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Generic

from chainrule_desk.grades.outcomes import Graded
from chainrule_desk.policies import clock
from chainrule_desk.policies.late import IN_TIME, UNKNOWN, WITHOUT_RULES, Lateness, after, lateness
from chainrule_desk.policies.policy import DEFAULT, Counts, Policy
from chainrule_desk.text import readable
from chainrule_grader.results import Status

Version = tuple[str, str]
"""Submission and content."""


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
        extensions: Deadlines of single students, by name.
        spent: Late days that students have used in earlier homeworks, by name.
        stamps: Time stamps of files, where they may tell how late a hand-in is.
        maximum: Points of the homework, which being late may cost a share of.
        late_days: Days that single students' hand-ins count as late where no time is told, by name.
    """

    policy: Policy = DEFAULT
    times: Mapping[Version, datetime] | None = None
    extensions: Mapping[str, datetime] = field(default_factory=dict)
    spent: Mapping[str, int] = field(default_factory=dict)
    stamps: Mapping[Version, datetime] = field(default_factory=dict)
    maximum: float = 0.0
    late_days: Mapping[str, int] = field(default_factory=dict)

    def told(self, result: Graded) -> datetime | None:
        """Return when a submission was handed in, as a platform tells it."""
        if result.submitted_at or result.wall_clock is None:
            return result.submitted_at
        return clock.earliest(result.wall_clock, self.policy.zone)

    def time(self, result: Graded) -> datetime | None:
        """Return when a submission was handed in, if that is known."""
        key = (result.submission, result.content)
        return self.told(result) or (self.times or {}).get(key)

    def deadline(self, student: str) -> datetime | None:
        """Return the last moment that is in time for a student."""
        return self.extensions.get(student, self.policy.deadline)

    def lateness(self, entry: HandedIn[Graded]) -> Lateness:
        """Return how late the submission that counts is; one that was refused costs no days."""
        rules, deadline = self.policy.late, self.deadline(entry.student)
        if entry.counts.status is Status.REFUSED:
            return IN_TIME
        if rules is None or deadline is None:
            return WITHOUT_RULES if entry.counts.late else IN_TIME
        key = (entry.counts.submission, entry.counts.content)
        time = self.told(entry.counts) or self.stamps.get(key)
        if self._without_time(entry.counts, time):
            time = self._settled(entry.student)
            if time is None:
                return UNKNOWN
        left = rules.free_days - self.spent.get(entry.student, 0)
        found = lateness(time, deadline, rules, self.policy.zone, left)
        if time is None or self.policy.deadline is None or time <= self.policy.deadline:
            return found
        if deadline == self.policy.deadline:
            return found
        told = f"extension until {deadline.astimezone(self.policy.zone):%Y-%m-%d %H:%M}"
        return replace(found, flag=", ".join(filter(None, (told, found.flag))))

    def pick(self, results: Sequence[Graded], student: str = "") -> Graded:
        """Return the one that counts, of one student's results in order of time."""
        if self.policy.counts is Counts.BEST:
            return max(reversed(results), key=lambda result: self._worth(result, student))
        deadline = self.deadline(student)
        if self.policy.counts is Counts.LAST_IN_TIME and deadline is not None:
            last = deadline + (self.policy.late.grace if self.policy.late else timedelta())
            in_time = [result for result in results if self._by(last, result, student)]
            # With nothing in time the first that came late counts: it is the least late.
            return in_time[-1] if in_time else results[0]
        return results[-1]

    def _without_time(self, result: Graded, time: datetime | None) -> bool:
        """Return whether a platform marked it late, and nothing tells when it came."""
        due = self.policy.deadline
        return result.late and (time is None or (due is not None and time <= due))

    def _settled(self, student: str) -> datetime | None:
        """Return the moment that staff let stand for a time that nobody tells."""
        rules, due = self.policy.late, self.policy.deadline
        days = self.late_days.get(student, rules.without_time if rules else None)
        return None if days is None or due is None else after(due, days, self.policy.zone)

    def _by(self, last: datetime, result: Graded, student: str) -> bool:
        """Return whether a submission came by a moment; in doubt it did, unless marked late."""
        time = self.time(result)
        if self._without_time(result, time):
            time = self._settled(student)
            return time is not None and time <= last
        return time is None or time <= last

    def _worth(self, result: Graded, student: str) -> tuple[bool, float]:
        """Return whether it could be graded, and its points of tests less what being late costs."""
        earned = math.fsum(part.score or 0.0 for part in result.parts)
        share = self.lateness(HandedIn(student, result)).share
        cost = self.policy.late.cost(share, earned, self.maximum) if self.policy.late else 0.0
        return result.status is not Status.REFUSED, earned - cost


LAST = Choice()
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def by_student(results: Sequence[Graded], choice: Choice = LAST) -> list[HandedIn[Graded]]:
    """Group results by student, in the order of names.

    A name is the same name in any Unicode form (macOS and Windows write ``é`` differently).
    Submissions that do not tell whose they are stay apart: nobody's work is merged into another's.
    """
    latest: dict[tuple[str, str], Graded] = {}
    for result in results:
        latest[result.submission, result.student] = result
    groups: dict[tuple[str, str], list[Graded]] = {}
    for result in latest.values():
        name = unicodedata.normalize("NFC", result.student).strip()
        key = (name, "") if name else ("", result.submission)
        groups.setdefault(key, []).append(result)
    handed_in = []
    for (name, _), group in groups.items():
        group.sort(key=lambda result: choice.time(result) or _LONG_AGO)
        counts = choice.pick(group, readable(name))
        others = tuple(result for result in group if result is not counts)
        handed_in.append(HandedIn(readable(name), counts, others))
    return sorted(
        handed_in,
        key=lambda entry: (entry.student.casefold(), entry.student, entry.counts.submission),
    )


def members(results: Iterable[Graded]) -> dict[str, tuple[str, ...]]:
    """Return the students of each submission: several of a group."""
    found: dict[str, tuple[str, ...]] = {}
    for result in results:
        name = readable(result.student)
        known = found.get(result.submission, ())
        if name not in known:
            found[result.submission] = (*known, name)
    return found


def owners(results: Iterable[Graded]) -> dict[str, str]:
    """Return whose each submission is, in words."""
    return {submission: ", ".join(names) for submission, names in members(results).items()}


def to_read(results: Sequence[Graded], choice: Choice = LAST) -> list[HandedIn[Graded]]:
    """Return what people have to read, a group's submission once.

    Nothing of a refused submission can be read.
    """
    whose = owners(results)
    found: dict[str, HandedIn[Graded]] = {}
    for entry in by_student(results, choice):
        name = entry.counts.submission
        if entry.counts.status is not Status.REFUSED:
            found.setdefault(name, replace(entry, student=whose[name]))
    return list(found.values())
