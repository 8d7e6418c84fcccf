"""What the grader said of a known answer is kept, until something that it depends on changes."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from chainrule_desk.auditing.remembering import RememberingEngine
from chainrule_grader.bundle import Bundle
from chainrule_grader.engine import Limits, part_with, result_of
from chainrule_grader.homework import Homework, Part, Test
from chainrule_grader.intake import Submission
from chainrule_grader.results import PartResult, Result, Status, Verdict

LIMITS = Limits()
TESTS = '''
name = "square"
points = {points}

@test_case(points={points}, hidden=True)
def test_two(square):
    """The square of 2 is right."""
    assert square(2) == 4
'''


@dataclass
class Counting:
    """An engine that counts what it is asked, and gives every test the same verdict."""

    verdict: Verdict = Verdict.WRONG
    name: str = "counting"
    tier: str = "none"
    asked: list[str] = field(default_factory=list)
    started: list[str] = field(default_factory=list)

    def start(self, bundle: Bundle) -> None:
        """Note it."""
        self.started.append(bundle.digest)

    def grade(
        self,
        submission: Submission,
        bundle: Bundle,
        limits: Limits,
        on_part: Callable[[PartResult], None] | None = None,
    ) -> Result:
        """Give the verdict."""
        self.asked.append(submission.id)
        parts = tuple(
            part_with(part, self.verdict, "It is 5.") for part in bundle.homework.automatic
        )
        return result_of(submission, bundle, self, status=Status.GRADED, parts=parts)


def bundle(homework: str = "hw1", points: float = 2.0) -> Bundle:
    test = Test("test_two", points, True, "The square of 2 is right.")
    part = Part("square", "Square", "1.1", "squares", points, tests=(test,))
    return Bundle(
        path=Path("bundle.zip"),
        homework=Homework(homework, "Homework", (part,)),
        tests={"square": TESTS.format(points=points)},
        files={},
        held_out={},
        config={},
        mistakes={},
        digest=homework,
    )


def answer(source: str = "square = abs", **files: bytes) -> Submission:
    cell = {"cell_type": "code", "source": source, "metadata": {}}
    document = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell]}
    return Submission(
        "ada", "ada", "ada", "", "ada.ipynb", json.dumps(document).encode(), files=files
    )


@pytest.fixture
def counting() -> Counting:
    return Counting()


@pytest.fixture
def engine(counting: Counting, tmp_path: Path) -> RememberingEngine:
    return RememberingEngine(counting, tmp_path / "tried")


def test_the_same_answer_is_graded_once(engine: RememberingEngine, counting: Counting) -> None:
    """The second time it gets the same result, by another engine on the same folder too."""
    first = engine.grade(answer(), bundle(), LIMITS)
    again = RememberingEngine(counting, engine.folder).grade(answer(), bundle(), LIMITS)
    assert again == first
    assert counting.asked == ["ada"]


def test_it_starts_what_it_grades_with(engine: RememberingEngine, counting: Counting) -> None:
    """Tests are loaded with the whole bundle, of which answers are graded with a part each."""
    engine.start(bundle("foundations"))
    assert counting.started == ["foundations"]


def test_another_homework_asks_it_with_its_own_points(
    engine: RememberingEngine, counting: Counting
) -> None:
    """What a test is worth does not change what it says."""
    engine.grade(answer(), bundle(), LIMITS)
    result = engine.grade(answer(), bundle("foundations", 6.0), LIMITS)
    assert counting.asked == ["ada"]
    assert (result.homework, result.parts[0].max_score) == ("foundations", 6.0)
    assert result.parts[0].tests[0].points == 6.0


CHANGED = {
    "the answer": (answer("square = max"), bundle(), LIMITS),
    "a file handed in": (answer(weights=b"1"), bundle(), LIMITS),
    "a test": (
        answer(),
        replace(bundle(), tests={"square": TESTS.replace("== 4", "== 5").format(points=2.0)}),
        LIMITS,
    ),
    "what tests read": (answer(), replace(bundle(), held_out={"held_out_a.npz": b"1"}), LIMITS),
    "the seed": (answer(), replace(bundle(), config={"seed": 1}), LIMITS),
    "the limits": (answer(), bundle(), Limits(wall_s=1)),
}


@pytest.mark.parametrize("what", CHANGED)
def test_whatever_it_depends_on_has_it_graded_again(
    what: str, engine: RememberingEngine, counting: Counting
) -> None:
    """Nothing that is out of date is taken for an outcome."""
    engine.grade(answer(), bundle(), LIMITS)
    engine.grade(*CHANGED[what])
    assert len(counting.asked) == 2


@pytest.mark.parametrize("verdict", [Verdict.TIMEOUT, Verdict.MEMORY, Verdict.INTERNAL])
def test_what_another_run_may_end_otherwise_is_not_kept(
    verdict: Verdict, engine: RememberingEngine, counting: Counting
) -> None:
    """A busy machine must not be remembered as a wrong answer."""
    counting.verdict = verdict
    for _ in range(2):
        engine.grade(answer(), bundle(), LIMITS)
    assert len(counting.asked) == 2


def test_a_damaged_file_is_written_anew(engine: RememberingEngine, counting: Counting) -> None:
    """The folder may be deleted, or cut off by a full disk."""
    first = engine.grade(answer(), bundle(), LIMITS)
    (path,) = engine.folder.iterdir()
    path.write_text("{", encoding="utf-8")
    assert engine.grade(answer(), bundle(), LIMITS) == first
    assert len(counting.asked) == 2
    assert Result.from_json(path.read_text(encoding="utf-8")) == first
