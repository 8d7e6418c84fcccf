"""How well the parts of a homework measure: difficulty, discrimination, Cronbach's alpha.

Functions of a table of scores, one row a student and one column a part; NaN is a score that is not
known yet. Nothing is estimated where it is not defined: the reason is said instead.

Classical test theory, as in Crocker, L. and Algina, J. (1986), Introduction to Classical and Modern
Test Theory, chapters 7 and 14; Cronbach, L. J. (1951). Coefficient alpha and the internal structure
of tests. Psychometrika 16(3), 297-334.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

FEW = 30  # students; below, a correlation may be anything: its 95 % interval is over 0.6 wide
FEWEST = 4  # students that an interval needs
Z_95 = 1.959964  # standard normal quantile of 0.975

Scores = NDArray[np.float64]


@dataclass(frozen=True)
class Item:
    """One part as an item of a test.

    Attributes:
        name: The part's name.
        students: How many scores are known.
        difficulty: Mean score as a share of the maximum: the larger, the easier. NaN if unknown.
        spread: Standard deviation of the score as a share of the maximum. NaN if unknown.
        discrimination: Corrected item-total correlation, in [-1, 1]: with the points in the other
            parts. NaN where it is not defined.
        interval: Its 95 % interval by Fisher's transformation; NaN where there are too few.
        alpha_without: Cronbach's alpha of the other parts; NaN where it is not defined.
    """

    name: str
    students: int
    difficulty: float = math.nan
    spread: float = math.nan
    discrimination: float = math.nan
    interval: tuple[float, float] = (math.nan, math.nan)
    alpha_without: float = math.nan

    @property
    def few(self) -> bool:
        """Whether there are too few students to rely on the correlation."""
        return self.students < FEW


@dataclass(frozen=True)
class Alpha:
    """Cronbach's alpha, or why there is none.

    Attributes:
        value: Alpha; ``None`` where it cannot be computed.
        items: Number of parts that it is about.
        students: Number of students.
        reason: Why it cannot be computed, as the end of a sentence; empty if it can.
    """

    value: float | None
    items: int
    students: int
    reason: str = ""

    @property
    def few(self) -> bool:
        """Whether there are too few students to rely on it."""
        return self.students < FEW


def analyse(
    scores: pd.DataFrame, maxima: Mapping[str, float], bonus: Sequence[str] = ()
) -> tuple[tuple[Item, ...], Alpha]:
    """Return the figures of every part, and alpha of the parts that everybody has a score in.

    A part whose scores are not all known, and a bonus part, is held against the sum of the parts
    that are; it is in no sum itself.

    Args:
        scores: One row a student, one column a part, in points; NaN where open.
        maxima: Maximum points by part.
        bonus: Parts that students may leave out.
    """
    complete = [
        name
        for name in map(str, scores.columns)
        if name not in bonus and scores[name].notna().all()
    ]
    table = scores[complete].to_numpy(dtype=float)  # (students, complete)
    whole = table.sum(axis=1)
    without = dict(zip(complete, _alphas_without(_covariance(table)), strict=True))
    items = []
    for name in map(str, scores.columns):
        points = scores[name].to_numpy(dtype=float)
        known = ~np.isnan(points)
        rest = whole - points if name in without else whole
        others = len(complete) - (name in without)
        share = points[known] / maxima[name] if maxima[name] else points[known][:0]
        r = correlation(points[known], rest[known]) if others else math.nan
        items.append(
            Item(
                name,
                int(known.sum()),
                difficulty=float(share.mean()) if len(share) else math.nan,
                spread=float(share.std(ddof=1)) if len(share) > 1 else math.nan,
                discrimination=r,
                interval=fisher_interval(r, int(known.sum())),
                alpha_without=without.get(name, math.nan),
            )
        )
    return tuple(items), cronbach_alpha(table)


def cronbach_alpha(scores: Scores) -> Alpha:
    """Return Cronbach's alpha, k / (k - 1) · (1 - sum of item variances / variance of the sum).

    Args:
        scores: Points without gaps, of shape (students, items).
    """
    students, items = scores.shape
    if items < 2:
        reason = "fewer than two parts have a score from everybody"
    elif students < 3:
        reason = "fewer than three students have scores"
    elif (value := _ratio(_covariance(scores))) is None:
        reason = "everybody has the same total"
    else:
        return Alpha(value, items, students)
    return Alpha(None, items, students, reason)


def correlation(first: Scores, second: Scores) -> float:
    """Return Pearson's correlation; NaN where one of the two does not vary."""
    if len(first) < 3 or _constant(first) or _constant(second):
        return math.nan
    a, b = first - first.mean(), second - second.mean()
    return float(np.clip(a @ b / math.sqrt((a @ a) * (b @ b)), -1, 1))


def fisher_interval(r: float, students: int) -> tuple[float, float]:
    """Return the 95 % interval of a correlation by Fisher's transformation."""
    if math.isnan(r) or students < FEWEST:
        return math.nan, math.nan
    if abs(r) == 1:
        return r, r
    middle, half = math.atanh(r), Z_95 / math.sqrt(students - 3)
    return math.tanh(middle - half), math.tanh(middle + half)


def _constant(values: Scores) -> bool:
    return bool(np.ptp(values) <= 1e-9 * max(1.0, float(np.abs(values).max())))


def _covariance(table: Scores) -> Scores:
    """Return the covariances of columns, of shape (columns, columns); zeros if undefined."""
    students, items = table.shape
    if students < 2:
        return np.zeros((items, items))
    centred = table - table.mean(axis=0)
    return np.asarray(centred.T @ centred / (students - 1))


def _ratio(covariance: Scores) -> float | None:
    items = len(covariance)
    whole = float(covariance.sum())
    single = float(np.trace(covariance))
    if items < 2 or whole <= 1e-12 * max(1.0, single):
        return None
    return items / (items - 1) * (1 - single / whole)


def _alphas_without(covariance: Scores) -> list[float]:
    """Return alpha of all items but one, for each; NaN where it is not defined."""
    everything = np.arange(len(covariance))
    found = []
    for item in everything:
        others = everything[everything != item]
        value = _ratio(covariance[np.ix_(others, others)])
        found.append(math.nan if value is None else value)
    return found
