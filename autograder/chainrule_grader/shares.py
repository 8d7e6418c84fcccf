"""How a submission's time is shared out, so that one endless answer costs its own part.

No cell and no test may take more than a part of what is left, divided by the parts that still wait
for their tests: however many answers hang, there is time for the last part. A cell or a test that
was waited for in full is known from then on; what hangs in the same cell's code again is waited for
:data:`AGAIN_S` only, and hardly at all once that has happened often.
"""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

OF_WALL_CELL: Final = 5  # a cell takes at most a fifth of the whole, a test a tenth
OF_WALL_TEST: Final = 10
AGAIN_S: Final = 5.0
HARDLY_S: Final = 0.5
MAX_WAITS: Final = 3  # in full, and twice again


@dataclass
class Shares:
    """The time of one submission.

    Attributes:
        wall_s: Seconds for the whole.
        cell_s: The most that one cell may take.
        test_s: The most that one test may take.
        deadline: The absolute end, of ``time.monotonic``.
        hung: How often code of each cell, from 1, was waited for in vain.
    """

    wall_s: float
    cell_s: float
    test_s: float
    deadline: float
    hung: Counter[int] = field(default_factory=Counter)

    @property
    def is_over(self) -> bool:
        """Whether the time for the whole is up."""
        return time.monotonic() >= self.deadline

    def for_cell(self, waiting: int) -> float:
        """Return the seconds for a cell while so many parts wait for their tests."""
        return min(self.cell_s, self.wall_s / OF_WALL_CELL, 4 * self._each(waiting))

    def for_test(self, waiting: int) -> float:
        """Return the seconds for a test while so many parts wait, its own among them."""
        return min(self.test_s, self.wall_s / OF_WALL_TEST, 2 * self._each(waiting))

    def patience(self, limit: float) -> list[list[float]]:
        """Return, for each cell whose code hung, how long a call into it is waited for."""
        return [[cell, self._again(times, limit)] for cell, times in self.hung.items()]

    def for_test_of(self, cell: int | None, limit: float) -> float:
        """Return the seconds for a test whose answer's cell hung beyond being stopped."""
        times = self.hung[cell] if cell is not None else 0
        return self._again(times, limit) if times else limit

    def _again(self, times: int, limit: float) -> float:
        return min(limit, AGAIN_S if times < MAX_WAITS else HARDLY_S)

    def _each(self, waiting: int) -> float:
        left = max(0.0, self.deadline - time.monotonic())
        return left / (max(waiting, 0) + 1)
