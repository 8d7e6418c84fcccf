"""Rules for hand-ins: which submission counts, and deadlines that clocks cannot bend."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from chainrule_desk.authoring.recipe import read_recipe
from chainrule_desk.errors import SourceError
from chainrule_desk.grades.submissions import Choice, by_student
from chainrule_desk.policies.policy import Counts, Policy, PolicyError, parse

from .sheet_samples import result

DEADLINE = datetime(2026, 11, 20, 23, 0, tzinfo=UTC)
# Ids that sort against the order of time; the second is best, the third is late.
HANDED_IN = [
    (result("Ada", 0, 0, submission="c"), -60),
    (result("Ada", 1, 1, submission="b"), 0),
    (result("Ada", 1, 0, submission="a"), 1),
]
TIMES = {(r.submission, r.content): DEADLINE + timedelta(minutes=m) for r, m in HANDED_IN}
BY_ID = sorted((r for r, _ in HANDED_IN), key=lambda r: r.submission)


@pytest.mark.parametrize(
    ("counts", "submission"), [("last", "a"), ("best", "b"), ("last before the deadline", "b")]
)
def test_policy_picks_the_submission(counts: str, submission: str) -> None:
    """Last by time, best by the points of tests, or last in time, to the second."""
    choice = Choice(Policy(Counts(counts), DEADLINE), TIMES)
    (entry,) = by_student(BY_ID, choice)
    assert entry.counts.submission == submission
    assert len(entry.earlier) == 2


def test_of_equally_good_ones_the_last_counts() -> None:
    """The same points twice: the later submission counts."""
    pair = [result("Ada", 1, submission="b"), result("Ada", 1, submission="a")]
    times = {("b", ""): DEADLINE, ("a", ""): DEADLINE + timedelta(minutes=1)}
    (entry,) = by_student(pair, Choice(Policy(Counts.BEST), times))
    assert entry.counts.submission == "a"


def test_with_nothing_in_time_the_least_late_counts() -> None:
    """A student who was late every time is graded by the first of them."""
    late = {key: time + timedelta(days=1) for key, time in TIMES.items()}
    (entry,) = by_student(BY_ID, Choice(Policy(Counts.LAST_IN_TIME, DEADLINE), late))
    assert entry.counts.submission == "c"


def deadline(text: str) -> datetime | None:
    return parse(tomllib.loads(text)).deadline


def test_deadline_with_an_offset_or_a_place_is_one_moment() -> None:
    """An offset and a time zone say the same; a day in summer is told from one in winter."""
    summer = 'deadline = 2026-07-01T12:00:00\ntimezone = "Europe/Berlin"'
    winter = 'deadline = 2026-12-01T12:00:00\ntimezone = "Europe/Berlin"'
    assert deadline(summer) == deadline("deadline = 2026-07-01T12:00:00+02:00")
    assert deadline(winter) == datetime(2026, 12, 1, 11, tzinfo=UTC)


def test_hour_shown_twice_is_the_later_one() -> None:
    """When clocks go back, 2:30 comes twice: students have until the second."""
    twice = 'deadline = 2026-10-25T02:30:00\ntimezone = "Europe/Berlin"'
    assert deadline(twice) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


MISTAKES = {
    "an hour that does not exist": (
        'deadline = 2026-03-29T02:30:00\ntimezone = "Europe/Berlin"',
        "leaves out this hour",
    ),
    "a deadline without a place": ("deadline = 2026-03-29T12:30:00", "does not say where"),
    "a place that does not exist": (
        'deadline = 2026-03-29T12:30:00\ntimezone = "Europe/Atlantis"',
        "no time zone",
    ),
    "a day without an hour": ("deadline = 2026-03-29", "a date and a time"),
    "an unknown rule": ('counts = "first"', "must be one of"),
    "in time for what": ('counts = "last before the deadline"', "needs a `deadline`"),
    "more than all of them": ("read_twice = 1.5", "between 0 and 1"),
    "a slip of the pen": ("dead_line = 1", "unknown key"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_rule_that_cannot_be_followed_is_refused(mistake: str) -> None:
    """Each mistake in a policy is told with what to write."""
    text, words = MISTAKES[mistake]
    with pytest.raises(PolicyError, match=words):
        parse(tomllib.loads(text))


def test_recipe_carries_its_policy(tmp_path: Path) -> None:
    """The table in a recipe is read with it, and a mistake is told with file and line."""
    recipe = tmp_path / "hw.toml"
    text = (
        'title = "T"\n\n[policy]\ncounts = "best"\n\n[[problems]]\nname = "p"\npoints = { a = 1 }\n'
    )
    recipe.write_text(text, encoding="utf-8")
    assert read_recipe(recipe).policy == Policy(Counts.BEST)
    recipe.write_text(text.replace("best", "first"), encoding="utf-8")
    with pytest.raises(SourceError, match=r"hw\.toml:4: .*must be one of"):
        read_recipe(recipe)
