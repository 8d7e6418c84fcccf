"""How far two readings of the same answers agree: Cohen's weighted kappa.

Cohen, J. (1968). Weighted kappa: nominal scale agreement with provision for scaled disagreement or
partial credit. Psychological Bulletin 70(4), 213-220.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

FEW = 20  # pairs; below, kappa says little


def weighted_kappa(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Return kappa with quadratic weights: 1 is agreement, 0 what chance would give.

    A disagreement weighs the square of the points between the two readings, so half a point
    matters less than three. The formula is 1 - (mean squared difference of the pairs) / (the same
    over all combinations of a first with a second reading).

    Returns:
        Kappa, or ``None`` where it is not defined: without pairs, or where both readings gave
        everyone the same points.
    """
    if not pairs:
        return None
    observed = sum((first - second) ** 2 for first, second in pairs) / len(pairs)
    firsts, seconds = zip(*pairs, strict=True)
    by_chance = sum((first - second) ** 2 for first, second in product(firsts, seconds))
    expected = by_chance / len(pairs) ** 2
    return None if expected == 0 else 1 - observed / expected
