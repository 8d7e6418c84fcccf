"""How far two readings of the same answers agree: Cohen's weighted kappa.

Cohen, J. (1968). Weighted kappa: nominal scale agreement with provision for scaled disagreement or
partial credit. Psychological Bulletin 70(4), 213-220.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

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
    if not pairs or len({points for pair in pairs for points in pair}) == 1:
        return None
    number = len(pairs)
    observed = math.fsum((first - second) ** 2 for first, second in pairs) / number
    firsts, seconds = zip(*pairs, strict=True)
    means = [math.fsum(points) / number for points in (firsts, seconds)]
    spreads = [
        math.fsum((value - mean) ** 2 for value in points) / number
        for points, mean in zip((firsts, seconds), means, strict=True)
    ]
    # The mean over all combinations, without going through them.
    expected = sum(spreads) + (means[0] - means[1]) ** 2
    return 1 - observed / expected
