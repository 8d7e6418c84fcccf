"""What a wrong answer computed, in a few numbers.

Two answers that make the same mistake give the same wrong array for the same input. A fingerprint
is enough to tell whether they did: the array's shape, its norm and four projections of it. It holds
nothing but what the answer itself gave, so it cannot tell anybody what would have been right.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from chainrule.checks import WrongValueError

# Incommensurable frequencies: no permutation, transpose or scaling keeps all four projections.
_FREQUENCIES: Final = (2**0.5, 3**0.5, 5**0.5, 7**0.5)
_DIGITS: Final = 12
MAX_ENTRIES: Final = 1_000_000
# Two computations of one array differ by rounding, relative to its norm.
_TOLERANCE: Final = {True: 1e-4, False: 1e-9}


@dataclass(frozen=True)
class Fingerprint:
    """A wrong value, as a test found it.

    Attributes:
        quantity: What the test calls it.
        shape: Its shape.
        coarse: Whether its type carries fewer digits than float64.
        numbers: Its norm, then its projections.
        nowhere_finite: Whether no entry is finite.
        within: By how much the test lets an entry be off: a value that was rounded on paper is the
            same value.
    """

    quantity: str
    shape: tuple[int, ...]
    coarse: bool
    numbers: tuple[float, ...]
    nowhere_finite: bool = False
    within: float = 0.0

    @classmethod
    def of(cls, error: AssertionError) -> Fingerprint | None:
        """Return the fingerprint of the value that a check refused, if it was a value."""
        if not isinstance(error, WrongValueError):
            return None
        flat = error.found.array.astype(np.float64).ravel()
        if not 0 < flat.size <= MAX_ENTRIES:
            return None
        finite = np.isfinite(flat)
        if not finite.all():  # where they are, and which, tells mistakes apart as well
            kinds = np.isnan(flat) + 2.0 * np.isposinf(flat) + 3.0 * np.isneginf(flat)
            flat = np.concatenate([np.nan_to_num(flat, nan=0.0, posinf=0.0, neginf=0.0), kinds])
        places = np.arange(1, flat.size + 1)
        with np.errstate(over="ignore"):
            numbers = [
                float(np.linalg.norm(flat)),
                *(float(np.cos(frequency * places) @ flat) for frequency in _FREQUENCIES),
            ]
        if not all(map(math.isfinite, numbers)):
            return None
        return cls(
            quantity=error.quantity,
            shape=error.found.array.shape,
            coarse=error.found.coarse,
            numbers=tuple(float(f"{number:.{_DIGITS}g}") for number in numbers),
            nowhere_finite=not finite.any(),
            within=error.within,
        )

    @classmethod
    def read(cls, entry: dict[str, Any]) -> Fingerprint:
        """Return what JSON kept of one."""
        return cls(
            quantity=entry["quantity"],
            shape=tuple(entry["shape"]),
            coarse=entry["coarse"],
            numbers=tuple(entry["numbers"]),
            nowhere_finite=entry.get("nowhere_finite", False),
            within=entry.get("within", 0.0),
        )

    @property
    def says_little(self) -> bool:
        """Whether other mistakes may well give the same: one number, zeros, or nothing finite."""
        return math.prod(self.shape) == 1 or self.numbers[0] == 0 or self.nowhere_finite

    def matches(self, other: Fingerprint) -> bool:
        """Tell whether both come from the same array, up to rounding.

        That of its type, and as much as the test allows in each entry.
        """
        if (self.quantity, self.shape) != (other.quantity, other.shape):
            return False
        scale = max(self.numbers[0], other.numbers[0])
        allowed = _TOLERANCE[self.coarse or other.coarse] * scale
        allowed += math.prod(self.shape) * min(self.within, other.within)
        return all(abs(a - b) <= allowed for a, b in zip(self.numbers, other.numbers, strict=True))
