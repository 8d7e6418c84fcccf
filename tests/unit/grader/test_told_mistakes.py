"""A recipe says what a student reads of a mistake; the score and the record stay as they are."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from chainrule_grader import gradescope, mistakes
from chainrule_grader.bundle import Bundle
from chainrule_grader.engine import Limits
from chainrule_grader.engines.isolated import IsolatedEngine
from chainrule_grader.homework import Homework
from chainrule_grader.intake import Submission
from chainrule_grader.mistakes import KnownMistake
from chainrule_grader.results import PartResult, Result

HERE = Path(__file__).parents[2] / "submissions" / "small"

TESTS = '''
from otter.test_files import test_case

OK_FORMAT = False
name = "linear"
points = 3

@test_case(points=1, hidden=False)
def test_linear_forward(Linear):
    """The output is x Wᵀ + b."""
    assert callable(Linear)

@test_case(points=2, hidden=True)
def test_linear_backward(Linear):
    """The gradients are those of the loss."""
    import torch
    from chainrule.checks import assert_close

    random = torch.Generator().manual_seed(11)
    layer = Linear(3, 5)
    layer.W = torch.randn(5, 3, generator=random, dtype=torch.float64)
    layer.forward(torch.randn(7, 3, generator=random, dtype=torch.float64))
    upstream = torch.randn(7, 5, generator=random, dtype=torch.float64)
    assert_close(layer.backward(upstream), upstream @ layer.W, "dx")
'''
MINUS = "-(upstream @ self.W)"
SENTENCE = "The sign of the upstream gradient was turned round."
RELATION = "The sign is flipped: it is minus what is right."
NAMED = f"A known mistake gives exactly this: {SENTENCE}"
POINTER = "Read again: 1.2 A linear layer."
TOLD = {
    "nothing": [],
    "relation": [RELATION],
    "mistake": [NAMED],
    "mistake and pointer": [NAMED, POINTER],
}


@pytest.fixture(scope="module")
def part_of(
    engine: IsolatedEngine,
    make_bundle: Callable[..., Path],
    make_notebook: Callable[..., bytes],
    honest: str,
    quick: Limits,
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[..., tuple[Result, Homework]]:
    """Grade an answer whose input gradient is minus the right one, with a level of feedback."""
    folder = tmp_path_factory.mktemp("told")
    homework = json.loads((HERE / "homework.json").read_text(encoding="utf-8"))
    cells = [cell.split("\n", 1)[1].strip() for cell in honest.split("# %%")[1:]]
    wrong = [cell.replace("return upstream @ self.W", f"return {MINUS}") for cell in cells]
    assert wrong != cells, "the honest answer changed: mend this test"
    data = make_notebook(wrong)

    def graded(feedback: str, known: str) -> tuple[Result, Homework]:
        path = make_bundle(
            folder / f"{feedback}-{bool(known)}.zip",
            **{
                "tests/linear.py": TESTS,
                "homework.json": json.dumps(homework | {"feedback": feedback}),
                **({mistakes.FILE_NAME: known} if known else {}),
            },
        )
        bundle = Bundle.open(path)
        handin = Submission("anna", "anna", "anna", "", "anna.ipynb", data)
        return engine.grade(handin, bundle, quick), bundle.homework

    return graded


def linear(result: Result) -> PartResult:
    part = result.part("linear")
    assert part is not None
    return part


@pytest.fixture(scope="module")
def known(part_of: Callable[..., tuple[Result, Homework]]) -> str:
    """What an audit would have learned from such an answer."""
    result, _ = part_of("nothing", "")
    seen = linear(result).tests[1].fingerprint
    assert seen is not None
    test = "test_linear_backward"
    mistake = KnownMistake(
        "minus", SENTENCE, "1.2 A linear layer.", frozenset({test}), {test: seen}
    )
    return mistakes.to_json({"linear": (mistake,)})


@pytest.mark.parametrize("feedback", TOLD)
def test_each_level_tells_what_it_says_and_no_more(
    feedback: str, known: str, part_of: Callable[..., tuple[Result, Homework]]
) -> None:
    """In the result and in what Gradescope shows."""
    result, homework = part_of(feedback, known)
    message = linear(result).tests[1].message
    shown = gradescope.to_json(result, homework)
    for sentence in (RELATION, NAMED, POINTER):
        assert (sentence in message) == (sentence in TOLD[feedback])
        assert (sentence in shown) == (sentence in TOLD[feedback])


@pytest.mark.parametrize("feedback", TOLD)
def test_a_name_changes_no_score_and_is_kept_with_the_result(
    feedback: str, known: str, part_of: Callable[..., tuple[Result, Homework]]
) -> None:
    """So that a class can be counted by mistake, whatever its students are told."""
    named, _ = part_of(feedback, known)
    unnamed, _ = part_of(feedback, "")
    assert linear(named).score == linear(unnamed).score == 1
    assert [test.mistake for test in linear(named).tests] == ["", SENTENCE]
    assert Result.from_json(named.to_json()) == named


def test_where_nothing_is_known_the_relation_is_told(
    part_of: Callable[..., tuple[Result, Homework]],
) -> None:
    """A homework that was never audited has no names."""
    result, _ = part_of("mistake", "")
    test = linear(result).tests[1]
    assert RELATION in test.message
    assert test.mistake == ""
