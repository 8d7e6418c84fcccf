"""Item figures: against pandas, the standard library and closed forms; honest where undefined."""

from __future__ import annotations

import math
import statistics
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chainrule_desk.reporting.item_analysis import (
    FEW,
    analyse,
    correlation,
    cronbach_alpha,
    fisher_interval,
)

SCORES = pd.DataFrame(
    {
        "forward": [2, 1, 2, 0, 1.5, 2, 0.5],
        "backward": [4, 1, 3, 0, 2, 4, 2],
        "proof": [3, 1, 1, 1, 2, 2.5, 0],
    }
)
MAXIMA = {"forward": 2.0, "backward": 4.0, "proof": 3.0}

TABLES = st.integers(3, 12).flatmap(
    lambda students: st.lists(
        st.lists(st.integers(0, 5), min_size=students, max_size=students), min_size=2, max_size=6
    )
)


def frame(columns: list[list[int]]) -> pd.DataFrame:
    return pd.DataFrame({f"p{n}": column for n, column in enumerate(columns)}, dtype=float)


@settings(max_examples=60, deadline=None)
@given(TABLES)
def test_discrimination_is_the_correlation_with_the_other_parts(columns: list[list[int]]) -> None:
    """The part's own points are not in the sum that it is held against, as pandas computes it."""
    scores = frame(columns)
    items, _ = analyse(scores, dict.fromkeys(scores, 5.0))
    for item in items:
        rest = scores.drop(columns=item.name).sum(axis=1)
        varies = scores[item.name].nunique() > 1 and rest.nunique() > 1
        expected = scores[item.name].corr(rest) if varies else math.nan
        assert item.discrimination == pytest.approx(expected, nan_ok=True, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(TABLES)
def test_alpha_is_the_formula_in_exact_fractions(columns: list[list[int]]) -> None:
    """The formula k / (k - 1) · (1 - sum of variances / variance of the sum), exactly."""
    variances = [statistics.variance(map(Fraction, column)) for column in columns]
    whole = statistics.variance([Fraction(sum(row)) for row in zip(*columns, strict=True)])
    found = cronbach_alpha(frame(columns).to_numpy())
    k = len(columns)
    if whole == 0:
        assert found.value is None
    else:
        expected = Fraction(k, k - 1) * (1 - sum(variances, Fraction(0)) / whole)
        assert found.value == pytest.approx(float(expected), abs=1e-9)


def test_alpha_of_parallel_items_is_spearman_brown() -> None:
    """Equal variances and equal correlations r give k r / (1 + (k - 1) r)."""
    k, r, students = 5, 0.4, 400
    draw = np.random.default_rng(3).normal(size=(students, k))
    white = np.linalg.qr(draw - draw.mean(axis=0))[0] * math.sqrt(students - 1)
    wanted = np.full((k, k), r) + (1 - r) * np.eye(k)
    scores = white @ np.linalg.cholesky(wanted).T
    assert cronbach_alpha(scores).value == pytest.approx(k * r / (1 + (k - 1) * r))


def test_alpha_of_right_and_wrong_is_kuder_richardson_20() -> None:
    """Of items that are right or wrong, alpha is KR-20, with variances over all students."""
    right = np.array([[1, 1, 1, 0], [1, 0, 1, 0], [1, 1, 0, 0], [0, 0, 0, 0], [1, 1, 1, 1]], float)
    p = right.mean(axis=0)
    kr20 = 4 / 3 * (1 - (p * (1 - p)).sum() / right.sum(axis=1).var())
    assert cronbach_alpha(right).value == pytest.approx(kr20)


def test_alpha_without_a_part_is_alpha_of_the_others() -> None:
    """Leaving a part out, computed on the remaining table."""
    items, _ = analyse(SCORES, MAXIMA)
    for item in items:
        others = cronbach_alpha(SCORES.drop(columns=item.name).to_numpy())
        assert item.alpha_without == pytest.approx(others.value)


def test_difficulty_is_the_mean_share() -> None:
    """Mean of the points, and their spread, as a share of the maximum."""
    forward = analyse(SCORES, MAXIMA)[0][0]
    assert forward.difficulty == pytest.approx(9 / 7 / 2)
    assert forward.spread == pytest.approx(SCORES["forward"].std() / 2)


def test_interval_is_that_of_fisher() -> None:
    """Halves of a hundred: r = 0.5 from 28 students is between 0.156 and 0.736."""
    low, high = fisher_interval(0.5, 28)
    half = statistics.NormalDist().inv_cdf(0.975) / 5
    odds = [3 * math.exp(sign * 2 * half) for sign in (-1, 1)]  # (1 + r) / (1 - r) = 3
    assert (low, high) == pytest.approx([(o - 1) / (o + 1) for o in odds], abs=1e-6)
    assert (round(low, 3), round(high, 3)) == (0.156, 0.736)


UNDEFINED = {
    "one part": (SCORES[["forward"]], "fewer than two parts"),
    "nobody": (SCORES.iloc[:0], "fewer than three students"),
    "two students": (SCORES.iloc[:2], "fewer than three students"),
    "the same total for everybody": (
        pd.DataFrame({"forward": [2.0, 1, 0], "backward": [0.0, 1, 2]}),
        "everybody has the same total",
    ),
    "no part that is marked": (SCORES * math.nan, "fewer than two parts"),
}


@pytest.mark.parametrize("why", UNDEFINED)
def test_alpha_that_cannot_be_computed_says_why(why: str) -> None:
    """No number is made up where there is none."""
    scores, reason = UNDEFINED[why]
    alpha = analyse(scores, MAXIMA)[1]
    assert alpha.value is None
    assert reason in alpha.reason


def test_part_that_does_not_vary_has_no_discrimination() -> None:
    """Everybody has the same points: a correlation is not defined, in decimals either."""
    same = np.full(9, 0.1 + 0.2)
    assert math.isnan(correlation(same, np.arange(9.0)))
    scores = SCORES.assign(forward=0.3)
    items, alpha = analyse(scores, MAXIMA)
    assert math.isnan(items[0].discrimination)
    assert alpha.value == pytest.approx(1.5 * (1 - (scores.var().sum()) / scores.sum(axis=1).var()))


def test_part_that_is_partly_marked_is_held_against_the_complete_ones() -> None:
    """Students without a mark are left out of its figures only."""
    scores = SCORES.assign(proof=[3, 1, math.nan, 1, 2, 2.5, 0])
    items, alpha = analyse(scores, MAXIMA)
    proof = items[2]
    known = scores.dropna()
    rest = known["forward"] + known["backward"]
    assert proof.students == 6
    assert proof.discrimination == pytest.approx(known["proof"].corr(rest))
    assert math.isnan(proof.alpha_without)
    assert (alpha.items, alpha.students) == (2, 7)


def test_bonus_is_in_no_sum() -> None:
    """A bonus part is optional: alpha leaves it out, its discrimination is with the others."""
    items, alpha = analyse(SCORES, MAXIMA, bonus=["proof"])
    assert alpha.items == 2
    rest = SCORES["forward"] + SCORES["backward"]
    assert items[2].discrimination == pytest.approx(SCORES["proof"].corr(rest))
    assert items[0].discrimination == pytest.approx(SCORES["forward"].corr(SCORES["backward"]))


def test_few_students_are_said() -> None:
    """Below 30 students a figure is marked; from 30 on it is not."""
    many = pd.concat([SCORES] * 5, ignore_index=True)
    assert all(item.few for item in analyse(SCORES, MAXIMA)[0])
    assert analyse(SCORES, MAXIMA)[1].few
    items, alpha = analyse(many.iloc[:FEW], MAXIMA)
    assert not any(item.few for item in items)
    assert not alpha.few


def test_part_worth_nothing_divides_nothing() -> None:
    """A part of 0 points has no difficulty."""
    items, _ = analyse(SCORES.assign(free=0.0), {**MAXIMA, "free": 0})
    assert math.isnan(items[3].difficulty)
