"""Every automatic part of the bank has enough right and wrong answers to try its tests on."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest

from chainrule import words
from chainrule_desk.auditing import naming
from chainrule_desk.authoring.bank import PartSource, Role
from chainrule_desk.authoring.problem_file import read_problem
from chainrule_desk.authoring.variants import Variant, read_variants
from chainrule_desk.composing.samples import without_marks

ASSIGNMENT = Path(__file__).parents[3] / "assignment"
PROBLEMS = {
    path.stem: read_problem(path) for path in sorted((ASSIGNMENT / "questions").glob("*.py"))
}
AUTOMATIC = {
    part.name: (problem, part)
    for problem, source in PROBLEMS.items()
    for part in source.parts
    if not part.manual
}
WRITTEN = {part.name: part for source in PROBLEMS.values() for part in source.parts if part.manual}
# Answers that are a number or one of a few words. All others are code or weights.
SHORT = {
    "backward_by_hand",
    "convex_in_the_input",
    "discontinuities",
    "forward_by_hand",
    "kind_of_function",
    "regression_losses",
    "smooth_activation",
}
RIGHT, WRONG, WRONG_IF_SHORT = 3, 8, 4
SENTENCE = re.compile(r"[^\s\"'].*[.?]")


ANSWERS = {path.stem: read_variants(path) for path in (ASSIGNMENT / "variants").glob("*.py")}


def answers(problem: str, part: str) -> list[Variant]:
    return [answer for answer in ANSWERS.get(problem, ()) if answer.part == part]


@pytest.mark.parametrize(("problem", "part"), AUTOMATIC.values(), ids=AUTOMATIC)
class TestAnswersTo:
    """Answers to one automatic part."""

    def test_there_are_enough(self, problem: str, part: PartSource) -> None:
        """Three right ones and eight wrong ones, or four where the answer is a number or a word."""
        found = answers(problem, part.name)
        right = sum(answer.right for answer in found)
        assert right >= RIGHT
        assert len(found) - right >= (WRONG_IF_SHORT if part.name in SHORT else WRONG)

    def test_right_ones_state_all_points_and_wrong_ones_fewer(
        self, problem: str, part: PartSource
    ) -> None:
        """A right answer is worth the part's points, a wrong one less, and never less than 0."""
        for answer in answers(problem, part.name):
            assert 0 <= answer.score <= part.points, answer.name
            assert answer.right == (answer.score == part.points), answer.name

    def test_wrong_ones_name_their_mistake(self, problem: str, part: PartSource) -> None:
        """A wrong answer says in a sentence what is wrong, and no two answers have one name."""
        found = answers(problem, part.name)
        for answer in found:
            assert answer.right or SENTENCE.fullmatch(answer.mistake), answer.mistake
        assert len({answer.name for answer in found}) == len(found)

    def test_every_mistake_can_be_told(self, problem: str, part: PartSource) -> None:
        """No sentence holds a number of the model answer: it would be kept from students."""
        (model,) = (cell.source for role, cell in part.cells if role is Role.SOLUTION)
        for answer in answers(problem, part.name):
            told = naming.told_by(answer.mistake, without_marks(model))
            assert not told, f"{answer.name} tells {told}: {answer.mistake}"


@pytest.mark.parametrize("part", WRITTEN.values(), ids=WRITTEN)
def test_model_answer_keeps_the_word_limit(part: PartSource) -> None:
    """What is asked of students in so many words can be said in so many words."""
    (answer,) = (cell.source for role, cell in part.cells if role is Role.SOLUTION)
    assert 20 < words.count(answer) <= (part.word_limit or math.inf)


def test_answers_belong_to_parts_that_exist() -> None:
    """No answer is left behind when a part is renamed, and no part is called short that is gone."""
    for problem, found in ANSWERS.items():
        for answer in found:
            assert AUTOMATIC.get(answer.part, ("",))[0] == problem, f"{problem}: {answer.name}"
    assert set(AUTOMATIC) >= SHORT
