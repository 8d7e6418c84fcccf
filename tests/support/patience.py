"""Tell what hangs from what is slow: a busy machine is slow, and no test should mind."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

# What ends takes far under a second of work; what does not end, or grows with the square of a long
# text, takes many minutes.
PATIENCE_S = 60.0


@contextmanager
def nobody_hangs() -> Iterator[None]:
    """Fail where the block takes so long that only something without end explains it."""
    start = time.perf_counter()
    yield
    taken = time.perf_counter() - start
    assert taken < PATIENCE_S, f"{taken:.0f} s, and {PATIENCE_S:.0f} are plenty"
