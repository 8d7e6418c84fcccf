"""Attacks earn no more than the same answers without them, and cost only what they break.

Each folder of ``tests/submissions/attacks`` holds one attack as notebook cells and what is expected
of it. A cell ``ANSWERS`` stands for the cells of the honest or of the wrong notebook beside it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest

from chainrule_grader.results import Result, Status

ATTACKS = Path(__file__).parents[2] / "submissions" / "attacks"
NAMES = sorted(path.parent.name for path in ATTACKS.glob("*/attack.py"))
OUTSIDE = [Path("/tmp"), Path("/var/tmp"), Path("/dev/shm"), Path.home()]

pytestmark = pytest.mark.slow


def read(name: str, honest: str, wrong: str) -> tuple[str, dict[str, Any]]:
    expected = tomllib.loads((ATTACKS / name / "expected.toml").read_text(encoding="utf-8"))
    answers = {"honest": honest, "wrong": wrong, "none": ""}[expected["answers"]]
    text = (ATTACKS / name / "attack.py").read_text(encoding="utf-8")
    return text.replace("# %%\nANSWERS\n", answers), expected


@pytest.mark.parametrize("name", NAMES)
def test_attack(name: str, grade: Callable[..., Result], honest: str, wrong: str) -> None:
    """The attack gets the verdict expected, within its time, and leaves nothing behind."""
    text, expected = read(name, honest, wrong)
    result = grade(text)
    assert result.status is Status.GRADED, result.reason
    earned = sum(part.score or 0.0 for part in result.parts)
    if "at_most" in expected:
        assert earned <= expected["at_most"]
    else:
        assert earned == expected["score"]
    verdicts = {test.name: str(test.verdict) for part in result.parts for test in part.tests}
    assert verdicts.items() >= expected.get("verdicts", {}).items()
    assert result.wall_s <= expected.get("wall_s", 12.9)
    assert Result.from_json(result.to_json().encode("utf-8").decode("utf-8")) == result
    printed = "".join(cell.output for cell in result.cells)
    assert [text for text in expected.get("never_prints", []) if text in printed] == []
    assert len(printed) < 300_000
    assert [path for folder in OUTSIDE for path in folder.glob("*chainrule-canary*")] == []
    left = expected.get("leaves_no_process")
    if left:
        assert [found for found in psutil.process_iter() if left in command_of(found)] == []


def command_of(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""
