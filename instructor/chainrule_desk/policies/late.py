"""How late a hand-in is, and what that costs.

::

    [policy.late]
    grace_minutes = 15      # this much after the deadline is still in time
    penalty = 0.1           # share that each day begun costs …
    of = "maximum"          # … of the homework's points (the usual), or of the points "earned"
    cap = 0.5               # the penalty never takes more than this share
    free_days = 3           # late days without a penalty that each student has, over all homeworks
    file_times = true       # whether the time stamp of a file will do where no platform tells
    late_without_time = 1   # days that "late" counts as where the platform tells no time (Canvas)

Everything has a default, and a mistake is told with its line. The rules:

- **A day goes by the clock.** It ends at the hour of the deadline in the recipe's time zone, also
  when clocks change in between: that day has 23 or 25 hours.
- **Grace is no extension.** Within it nothing is lost; after it days count from the deadline.
- **Free days are used first**, and by themselves. They are counted in the order of the homeworks'
  deadlines, so what happens in a later homework never changes an earlier one.
- **What is not known costs nothing.** Where nobody tells when a hand-in came, there is no penalty;
  the sheet says so. A file that was copied carries the time of the copy: so a file's time stamp
  counts only where the recipe says that it may.
- **Late by nobody knows how much** leaves the total open: a platform says that a hand-in is late,
  and not when it came. ``late_without_time`` names a number of days for all of them; for one
  student the column ``late_days`` of ``extensions.csv`` does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import Any

from chainrule_desk.errors import PolicyError
from chainrule_desk.policies import clock
from chainrule_desk.text import counted, points_text

KEYS = ("grace_minutes", "penalty", "of", "cap", "free_days", "file_times", "late_without_time")
DAY = timedelta(days=1)
TIME_UNKNOWN = "time unknown"


class Of(StrEnum):
    """What a penalty is a share of."""

    MAXIMUM = "maximum"
    EARNED = "earned"


@dataclass(frozen=True)
class LateRules:
    """What being late costs.

    Attributes:
        grace: How long after the deadline is still in time.
        penalty: Share of the points that each day begun costs, in [0, 1].
        of: Which points.
        cap: The largest share that can be lost, in [0, 1].
        free_days: Late days without a penalty that each student has.
        file_times: Whether a file's time stamp tells when it was handed in.
        without_time: Days that being late counts as where no time is told; ``None`` asks a person.
    """

    grace: timedelta = timedelta()
    penalty: float = 0.0
    of: Of = Of.MAXIMUM
    cap: float = 1.0
    free_days: int = 0
    file_times: bool = False
    without_time: int | None = None

    def cost(self, share: float, earned: float, maximum: float) -> float:
        """Return the points that a share comes to."""
        return round(share * (maximum if self.of is Of.MAXIMUM else earned), 6)

    def points_lost(self, share: float, earned: float, maximum: float) -> float:
        """Return the points that a share takes away; never more than were earned."""
        return min(self.cost(share, earned, maximum), max(earned, 0.0))


@dataclass(frozen=True)
class Lateness:
    """How late a hand-in is.

    Attributes:
        days: Days begun after the deadline; 0 in time.
        free: How many of them are free.
        share: Share of the points that is lost, in [0, 1].
        flag: All of it in words; empty in time.
        open: Whether a person has to say how late it is.
    """

    days: int = 0
    free: int = 0
    share: float = 0.0
    flag: str = ""
    open: bool = False


IN_TIME = Lateness()
UNKNOWN = Lateness(flag="late by an unknown time", open=True)
WITHOUT_RULES = Lateness(flag="marked late by the platform")


def parse(table: Mapping[str, Any]) -> LateRules:
    """Read the table ``[policy.late]`` of a recipe.

    Raises:
        PolicyError: If a rule cannot be followed.
    """
    for key in table:
        if key not in KEYS:
            raise PolicyError(key, f"unknown key `{key}`: use {', '.join(KEYS)}.")
    try:
        of = Of(table.get("of", Of.MAXIMUM))
    except ValueError as error:
        known = " or ".join(f'"{choice}"' for choice in Of)
        raise PolicyError("of", f"`of` must be {known}.") from error
    file_times = table.get("file_times", False)
    if not isinstance(file_times, bool):
        raise PolicyError("file_times", "`file_times` must be true or false.")
    return LateRules(
        timedelta(minutes=_number(table, "grace_minutes", 0, 24 * 60)),
        _number(table, "penalty", 0, 1),
        of,
        _number(table, "cap", 1, 1),
        _whole_days(table, "free_days"),
        file_times,
        _whole_days(table, "late_without_time") if "late_without_time" in table else None,
    )


def lateness(
    time: datetime | None,
    deadline: datetime,
    rules: LateRules,
    zone: tzinfo = UTC,
    free_days: int | None = None,
) -> Lateness:
    """Return how late a hand-in is.

    Args:
        time: When it came; ``None`` if nobody tells.
        deadline: The last moment that is in time for this student.
        rules: What being late costs.
        zone: Whose clock tells when a day ends.
        free_days: How many free days the student has left; by default all.
    """
    if time is None:
        return Lateness(flag=f"{TIME_UNKNOWN}: no late penalty")
    if time <= deadline:
        return IN_TIME
    words = [f"late by {duration(time - deadline)}"]
    if time <= deadline + rules.grace:
        return Lateness(flag=f"{words[0]}, within the grace period")
    days = days_begun(time, deadline, zone)
    free = min(days, max(rules.free_days if free_days is None else free_days, 0))
    share = min(round((days - free) * rules.penalty, 6), rules.cap)
    if free:
        words.append(f"{counted(free, 'late day')} used")
    if share:
        words.append(f"{points_text(round(100 * share, 2))} % of the points {_OF[rules.of]} lost")
    return Lateness(days, free, share, ", ".join(words))


_OF = {Of.MAXIMUM: "possible", Of.EARNED: "earned"}


def days_begun(time: datetime, deadline: datetime, zone: tzinfo) -> int:
    """Return how many days after the deadline had begun; a day ends when the clock says so."""
    if time <= deadline:
        return 0
    due = deadline.astimezone(zone)
    days = max((time.astimezone(zone).date() - due.date()).days - 1, 1)
    while clock.moment(due.replace(tzinfo=None) + days * DAY, zone) < time:
        days += 1
    return days


def duration(time: timedelta) -> str:
    """Return a time in its two largest units: ``1 d 3 h``, ``40 min``."""
    minutes = max(int(time.total_seconds() // 60), 1)
    parts = {"d": minutes // 1440, "h": minutes // 60 % 24, "min": minutes % 60}
    while not next(iter(parts.values())):
        del parts[next(iter(parts))]
    return " ".join(f"{number} {unit}" for unit, number in [*parts.items()][:2] if number)


def after(deadline: datetime, days: int, zone: tzinfo) -> datetime:
    """Return the last moment at which a hand-in is this many days late; a day ends by the clock."""
    due = deadline.astimezone(zone).replace(tzinfo=None)
    return clock.moment(due + days * DAY, zone) if days else deadline


def _whole_days(table: Mapping[str, Any], key: str) -> int:
    days = _number(table, key, 0, 1000)
    if days != int(days):
        raise PolicyError(key, f"`{key}` must be a whole number.")
    return int(days)


def _number(table: Mapping[str, Any], key: str, default: float, most: float) -> float:
    value = table.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
        raise PolicyError(key, f"`{key}` must be a number between 0 and {most}.")
    return float(value)
