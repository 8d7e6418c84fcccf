"""Time on task: known where notebooks tell when cells ran, and not known elsewhere."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from chainrule_desk.reporting import worktime

START = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)


def notebook(*metadata: dict[str, object], source: str = "") -> bytes:
    cells = [{"cell_type": "code", "source": source, "metadata": noted} for noted in metadata]
    return json.dumps({"nbformat": 4, "cells": cells}, indent=1).encode()


def colab(minute: float) -> dict[str, object]:
    moment = int((START + timedelta(minutes=minute)).timestamp() * 1000)
    return {"id": "x", "executionInfo": {"status": "ok", "timestamp": moment, "elapsed": 3}}


def lab(minute: float) -> dict[str, object]:
    moment = START + timedelta(minutes=minute)
    return {"execution": {"iopub.execute_input": moment.isoformat().replace("+00:00", "Z")}}


@pytest.mark.parametrize("kind", [colab, lab])
def test_gaps_between_runs_add_up(kind: object) -> None:
    """Ten minutes each between five runs, noted by Colab or by JupyterLab, are forty minutes."""
    assert callable(kind)
    found = worktime.run_moments(notebook(*(kind(10 * n) for n in (3, 0, 1, 4, 2))))
    assert worktime.active_s(found) == 40 * 60


def test_a_break_is_not_work() -> None:
    """A night between two runs does not count."""
    found = worktime.run_moments(notebook(*(colab(n) for n in (0, 5, 10, 700, 705))))
    assert worktime.active_s(found) == 15 * 60


def test_few_runs_tell_nothing() -> None:
    """Four runs are not known time; no runs either."""
    assert worktime.active_s(worktime.run_moments(notebook(*map(colab, range(4))))) is None
    assert worktime.active_s([]) is None


def test_text_of_an_answer_is_no_time_stamp() -> None:
    """What looks like a note, but stands in a cell's source, is not one."""
    source = json.dumps(colab(3))
    assert worktime.run_moments(notebook(*[{}] * 9, source=source)) == []


def test_impossible_moments_are_left_out() -> None:
    """A year before notebooks, or a date that is none, is not a run."""
    odd = {"executionInfo": {"timestamp": 1000000000001}}
    broken = {"execution": {"iopub.execute_input": "2026-99-99T99:99:99Z"}}
    assert worktime.run_moments(notebook(odd, broken)) == []


def test_notebooks_that_tell_are_counted(tmp_path: Path) -> None:
    """Of three notebooks one tells, one does not, one is gone; progress counts all."""
    (tmp_path / "a.ipynb").write_bytes(notebook(*(lab(n) for n in range(6))))
    (tmp_path / "b.ipynb").write_bytes(notebook({}))
    paths = [tmp_path / f"{name}.ipynb" for name in "abc"]
    seen: list[tuple[int, int]] = []
    known = worktime.of_notebooks(paths, lambda done, total: seen.append((done, total)))
    assert known == [5 * 60]
    assert seen == [(1, 3), (2, 3), (3, 3)]
