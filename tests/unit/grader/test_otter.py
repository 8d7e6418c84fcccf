"""Plain Otter behind the engine interface, and the isolated grader beside it."""

from __future__ import annotations

import secrets
from collections.abc import Callable

import psutil
import pytest

from chainrule_grader.bundle import Bundle
from chainrule_grader.engine import Limits
from chainrule_grader.engines import otter
from chainrule_grader.engines.isolated import IsolatedEngine
from chainrule_grader.engines.otter import OtterEngine
from chainrule_grader.intake import Submission
from chainrule_grader.results import Result, Status, Verdict

Submit = Callable[..., Submission]

pytestmark = pytest.mark.slow

MARK = "a-mark-of-this-test"
PATIENT = Limits(wall_s=120)


def verdicts(result: Result) -> dict[str, Verdict]:
    return {test.name: test.verdict for part in result.parts for test in part.tests}


@pytest.mark.parametrize("kind", ["honest", "wrong", "broken"])
def test_both_engines_agree_on_work_without_tricks(
    kind: str, engine: IsolatedEngine, bundle: Bundle, submit: Submit, honest: str, wrong: str
) -> None:
    """Honest work has the same score under plain Otter and in isolation, part by part."""
    broken = honest.replace("return factor * x", "return factor * y").replace("answer", "anwser", 1)
    submission = submit({"honest": honest, "wrong": wrong, "broken": broken}[kind])
    plain = OtterEngine().grade(submission, bundle, PATIENT)
    isolated = engine.grade(submission, bundle, PATIENT)
    assert plain.status is isolated.status is Status.GRADED, plain.reason
    assert [part.score for part in plain.parts] == [part.score for part in isolated.parts]


def test_a_hanging_notebook_ends_with_its_kernel(
    monkeypatch: pytest.MonkeyPatch, bundle: Bundle, submit: Submit
) -> None:
    """At the wall limit the driver and the kernel that it started are gone."""
    monkeypatch.setattr(secrets, "token_hex", lambda _: MARK)
    result = OtterEngine().grade(submit(["while True: pass"]), bundle, Limits(wall_s=6))
    assert set(verdicts(result).values()) == {Verdict.TIMEOUT}
    assert result.wall_s < 9
    assert [found for found in psutil.process_iter() if carries_mark(found)] == []


def carries_mark(process: psutil.Process) -> bool:
    try:
        return process.environ().get(otter.MARK) == MARK
    except psutil.Error:
        return False


def test_a_dead_kernel_is_the_notebooks_error(bundle: Bundle, submit: Submit) -> None:
    """A notebook that ends its kernel gets ``error``, not a score and not our failure."""
    result = OtterEngine().grade(submit(["import os; os._exit(1)"]), bundle, PATIENT)
    assert result.status is Status.GRADED
    assert set(verdicts(result).values()) == {Verdict.ERROR}
