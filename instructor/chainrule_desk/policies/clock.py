"""Moments by the clock on the wall, which daylight saving puts forward and back."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo


def moment(shown: datetime, zone: tzinfo) -> datetime:
    """Return when a clock shows this, in UTC.

    Where it shows it twice, or leaves it out, that is the later moment: a deadline is then in the
    student's favour.
    """
    return max(shown.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))


def is_shown(shown: datetime, zone: tzinfo) -> bool:
    """Return whether a clock shows this at all; an hour is left out when summer time begins."""
    return moment(shown, zone).astimezone(zone).replace(tzinfo=None, fold=0) == shown


def earliest(shown: datetime, zone: tzinfo) -> datetime:
    """Return when a clock shows this for the first time, in UTC: for the time of a hand-in."""
    return min(shown.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
