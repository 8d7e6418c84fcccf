"""How long students worked, where their notebooks tell when cells ran.

Colab notes the last run of every cell, JupyterLab does if “record timing” is on; most notebooks say
nothing, and then nothing is known. The time is a lower bound: only the last run of a cell is noted,
and a gap of more than half an hour counts as a break. Students can write what they like there: this
is for the course, never for a grade.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Final

BREAK_S: Final = 30 * 60
FEWEST_RUNS: Final = 5  # with fewer, the sum of gaps says nothing
_COLAB: Final = re.compile(rb'"executionInfo":\s*\{[^{}]{0,400}?"timestamp":\s*(\d{13})\b')
_JUPYTERLAB: Final = re.compile(rb'"iopub\.execute_input":\s*"([0-9T:.+\-]{19,32}Z?)"')
_EARLIEST: Final = datetime(2015, 1, 1, tzinfo=UTC).timestamp()
_LATEST: Final = datetime(2100, 1, 1, tzinfo=UTC).timestamp()


def run_moments(notebook: bytes) -> list[float]:
    """Return when cells last ran, in seconds since 1970, in order; empty if nothing tells."""
    moments = {int(found) / 1000 for found in _COLAB.findall(notebook)}
    for found in _JUPYTERLAB.findall(notebook):
        try:
            moment = datetime.fromisoformat(found.decode("ascii"))
        except ValueError:
            continue
        moments.add((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())
    return sorted(moment for moment in moments if _EARLIEST < moment < _LATEST)


def active_s(moments: Sequence[float]) -> float | None:
    """Return the seconds worked at least, breaks left out; ``None`` if too few runs are noted."""
    if len(moments) < FEWEST_RUNS:
        return None
    gaps = (later - earlier for earlier, later in pairwise(moments))
    return sum(gap for gap in gaps if gap <= BREAK_S)


def of_notebooks(
    paths: Sequence[Path], progress: Callable[[int, int], None] = lambda _done, _total: None
) -> list[float]:
    """Return the seconds worked on each notebook that tells; a copy that is gone tells nothing."""
    known = []
    for done, path in enumerate(paths, start=1):
        try:
            worked = active_s(run_moments(path.read_bytes()))
        except FileNotFoundError:
            worked = None
        if worked is not None:
            known.append(worked)
        progress(done, len(paths))
    return known
