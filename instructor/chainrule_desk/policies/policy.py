"""The rules that a recipe sets for hand-ins and for grading by hand.

::

    [policy]
    counts = "last before the deadline"      # or "last", or "best"
    deadline = 2026-11-20T23:59:59+01:00     # or without offset, and with a timezone
    timezone = "Europe/Berlin"
    read_twice = 0.1                         # share of the written answers that two people read

    [policy.late]                            # what being late costs: chainrule_desk.policies.late

Everything has a default: the last submission counts, there is no deadline, each answer is read
once, and being late costs nothing.

**Best** is the submission with the most points of tests once what being late costs is taken off.
Points given by people do not decide: they are given to the submission that counts, so another one
has none, and an evening of marking would otherwise change which answers are to be marked. What was
refused counts only if nothing else could be graded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from chainrule_desk.errors import PolicyError
from chainrule_desk.policies import clock, late
from chainrule_desk.policies.late import LateRules

KEYS = ("counts", "deadline", "timezone", "read_twice", "late")


class Counts(StrEnum):
    """Which of a student's submissions counts."""

    LAST = "last"
    BEST = "best"
    LAST_IN_TIME = "last before the deadline"


@dataclass(frozen=True)
class Policy:
    """The rules of one homework.

    Attributes:
        counts: Which of a student's submissions counts.
        deadline: The last moment that is in time, in UTC.
        read_twice: Share of the written answers that two people read, in [0, 1].
        zone: Whose clock tells when a day ends.
        late: What being late costs; ``None`` if nothing is said of it.
    """

    counts: Counts = Counts.LAST
    deadline: datetime | None = None
    read_twice: float = 0.0
    zone: tzinfo = UTC
    late: LateRules | None = None


DEFAULT = Policy()


def parse(table: Mapping[str, Any]) -> Policy:
    """Read the table ``[policy]`` of a recipe.

    Raises:
        PolicyError: If a rule cannot be followed.
    """
    for key in table:
        if key not in KEYS:
            raise PolicyError(key, f"unknown key `{key}`: use {', '.join(KEYS)}.")
    try:
        counts = Counts(table.get("counts", Counts.LAST))
    except ValueError as error:
        known = ", ".join(f'"{rule}"' for rule in Counts)
        raise PolicyError("counts", f"`counts` must be one of {known}.") from error
    deadline, zone = _deadline(table)
    if counts is Counts.LAST_IN_TIME and deadline is None:
        raise PolicyError("counts", f'`counts = "{counts}"` needs a `deadline`.')
    share = table.get("read_twice", 0.0)
    if isinstance(share, bool) or not isinstance(share, int | float) or not 0 <= share <= 1:
        raise PolicyError("read_twice", "`read_twice` must be a share between 0 and 1.")
    rules = table.get("late")
    if rules is not None and not isinstance(rules, dict):
        raise PolicyError("late", "write what being late costs under `[policy.late]`.")
    if rules is not None and deadline is None:
        raise PolicyError("late", "`[policy.late]` needs a `deadline`.")
    return Policy(
        counts, deadline, float(share), zone, None if rules is None else late.parse(rules)
    )


def _deadline(table: Mapping[str, Any]) -> tuple[datetime | None, tzinfo]:
    """Return the deadline in UTC, and by whose clock; an hour shown twice is the later one."""
    deadline = table.get("deadline")
    if deadline is None:
        return None, UTC
    if not isinstance(deadline, datetime):
        raise PolicyError(
            "deadline", "`deadline` must be a date and a time: 2026-11-20T23:59:59+01:00."
        )
    if deadline.tzinfo is not None:
        zone = _zone(table) if "timezone" in table else deadline.tzinfo
        return deadline.astimezone(UTC), zone
    zone = _zone(table)
    if not clock.is_shown(deadline, zone):
        raise PolicyError(
            "deadline",
            "the clock leaves out this hour when daylight saving begins: "
            "write a deadline that exists.",
        )
    return clock.moment(deadline, zone), zone


def _zone(table: Mapping[str, Any]) -> ZoneInfo:
    name = table.get("timezone")
    if not isinstance(name, str):
        raise PolicyError(
            "deadline",
            '`deadline` does not say where: add an offset (…+01:00), or `timezone = "Europe/…"`.',
        )
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise PolicyError("timezone", f'there is no time zone "{name}".') from error
