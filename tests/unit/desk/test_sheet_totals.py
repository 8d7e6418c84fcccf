"""The sheet's totals, held to a reference that adds up one student at a time."""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chainrule_desk.grade_sheets import sheet
from chainrule_desk.grades.marks import Marks
from chainrule_grader.results import Status

from .sheet_samples import WITH_BONUS, marked, result

SHARE = st.sampled_from((0, 0.25, 1 / 3, 0.5, 1, None))
POINTS = st.one_of(st.none(), st.integers(0, 8).map(lambda eighths: eighths / 8))
STUDENT = st.tuples(
    st.sampled_from((*Status,)),
    st.lists(SHARE, min_size=3, max_size=3),
    st.one_of(st.none(), st.tuples(POINTS, POINTS)),
)


def added(scores: list[float]) -> float:
    """Return an exact sum; NaN where any score is open."""
    if any(math.isnan(score) for score in scores):
        return math.nan
    return float(round(sum(map(Fraction, scores), Fraction(0)), 6))


def same(found: float, expected: float) -> bool:
    return found == pytest.approx(expected, abs=1e-6, nan_ok=True)


@settings(deadline=None, max_examples=100)
@given(st.lists(STUDENT, max_size=6))
def test_totals_are_those_of_adding_up_each_student(
    students: list[tuple[Status, list[float | None], tuple[float | None, float | None] | None]],
) -> None:
    """Whoever is in the class: parts add up to totals, and what is open keeps its totals open."""
    results = [
        result(f"s{number}", *shares, status=status, homework=WITH_BONUS)
        for number, (status, shares, _) in enumerate(students)
    ]
    given_marks = Marks(
        mark
        for number, (*_, points) in enumerate(students)
        if points
        for mark in marked(f"s{number}", *points)
    )
    frame = sheet.grade_sheet(WITH_BONUS, results, given_marks).set_index("submission")
    assert len(frame) == len(students)
    for number, (status, shares, points) in enumerate(students):
        row = frame.loc[f"s{number}"]
        refused = status is Status.REFUSED
        for part, share in zip(WITH_BONUS.automatic, shares, strict=True):
            score = 0.0 if refused else math.nan if share is None else share * part.points
            assert same(row[part.name], score)
        open_marks = (points or (None, None)).count(None)
        untouched = refused and open_marks == 2
        assert row["marks_missing"] == (0 if untouched else open_marks)
        by_hand = 0.0 if untouched else math.nan if open_marks else math.fsum(points or ())
        assert same(row["convexity"], by_hand)
        assert_adds_up(row)


def assert_adds_up(row: pd.Series) -> None:
    assert same(row["automatic"], added([row["linear_forward"], row["linear_backward"]]))
    assert same(row["manual"], added([row["convexity"]]))
    assert same(row["bonus"], added([row["speed"]]))
    assert same(row["total"], added([row["automatic"], row["manual"], row["bonus"]]))
    assert same(row["percent"], round(100 * row["total"] / WITH_BONUS.points, 2))


def test_columns_do_not_depend_on_the_rest_of_the_class() -> None:
    """A student's row is the same alone and among others."""
    others = [result(f"s{number}", 1, None, 0.5, homework=WITH_BONUS) for number in range(5)]
    ada = replace(result("Ada", 1 / 3, 0.5, 1, homework=WITH_BONUS), submission="ada")
    points = Marks(marked("ada", 1, 0.5))
    alone = sheet.grade_sheet(WITH_BONUS, [ada], points)
    among = sheet.grade_sheet(WITH_BONUS, [*others, ada], points)
    pd.testing.assert_frame_equal(among[among["student"] == "Ada"].reset_index(drop=True), alone)
