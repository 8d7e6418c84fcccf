"""What a recipe's `feedback` lets students read of a mistake: from the recipe to what they get."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import nbformat
import pytest
from desk_project import graded_project

from chainrule_desk import grading
from chainrule_desk.authoring.recipe import read_recipe
from chainrule_desk.build import build
from chainrule_desk.composing import samples
from chainrule_desk.composing.assemble import assemble
from chainrule_desk.project import Project
from chainrule_desk.returning import feedback
from chainrule_grader import gradescope, mistakes
from chainrule_grader.bundle import Bundle
from chainrule_grader.engine import Engine, Limits
from chainrule_grader.intake import Submission
from chainrule_grader.mistakes import Feedback
from chainrule_grader.results import Result

pytestmark = pytest.mark.slow

HEAD = '# ---\n# jupyter:\n#   jupytext:\n#     cell_markers: \'"""\'\n# ---\n'
COMPARED = """import numpy as np
    from chainrule.checks import assert_close

    numbers = np.array([-3.5, -17.25, 6.0])
    assert_close(square(numbers), numbers**2, "square(numbers)")"""
HIDDEN = '''for number in (-3.5, -17.25):
        found = square(number)
        assert found == number**2, f"square({number}) returned {found}"'''

SENTENCE = "The sign was turned round."
ANSWERS = {"known": "square = lambda x: -x * x", "unknown": "square = lambda x: 3 * x * x"}
RELATIONS = {
    "known": "The sign is flipped: it is minus what is right.",
    "unknown": "It is 3 times what is right.",
}
NAME = f"{mistakes.NAMED}{SENTENCE}"
POINTER = "Read again: 1.1 Square a number."
EVERYTHING = {*RELATIONS.values(), NAME, POINTER}
TOLD = {
    ("known", Feedback.NOTHING): set(),
    ("known", Feedback.RELATION): {RELATIONS["known"]},
    ("known", Feedback.MISTAKE): {NAME},
    ("known", Feedback.POINTER): {NAME, POINTER},
    ("unknown", Feedback.NOTHING): set(),
    ("unknown", Feedback.RELATION): {RELATIONS["unknown"]},
    ("unknown", Feedback.MISTAKE): {RELATIONS["unknown"]},
    ("unknown", Feedback.POINTER): {RELATIONS["unknown"]},
}
# Squares that the hidden test asks for, and how it gets them; what was found may have another sign.
SECRET = re.compile(r"(?<![-\d.])(?:12\.25|297\.56)|numbers\*\*2")


@dataclass(frozen=True)
class Told:
    """What became of one answer under one recipe.

    Attributes:
        result: As it is kept for staff.
        shown: What its student reads, by where.
    """

    result: Result
    shown: dict[str, str]


@pytest.fixture(scope="module")
def built(shared_project: Project) -> Project:
    """Return a project with one known mistake, built."""
    path = shared_project.questions / "squares.py"
    text = path.read_text(encoding="utf-8")
    assert HIDDEN in text, "the minimal project changed: mend this test"
    path.write_text(text.replace(HIDDEN, COMPARED), encoding="utf-8")
    shared_project.variants.mkdir()
    (shared_project.variants / "squares.py").write_text(
        f"{HEAD}\n# %%\n# VARIANT\n# part: square\n# name: minus\n# right: false\n# score: 0\n"
        f"# mistake: {SENTENCE}\ndef square(x):\n    return -(x**2)\n",
        encoding="utf-8",
    )
    build(shared_project, "tiny")
    return shared_project


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with grading.own_code_engine() as started:
        yield started


@pytest.fixture(scope="module")
def told(
    built: Project, engine: Engine, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str, Feedback], Told]:
    """Grade an answer with the bundle that a recipe gives, and write what its student gets."""
    recipe = built.recipe("tiny")
    plain = recipe.read_text(encoding="utf-8")
    bundle = Bundle.open(built.bundle("tiny"))
    release = nbformat.read(built.release("tiny"), as_version=4)
    known: dict[tuple[str, Feedback], Told] = {}

    def tell(answer: str, level: Feedback) -> Told:
        if (answer, level) in known:
            return known[answer, level]
        recipe.write_text(f'feedback = "{level}"\n{plain}', encoding="utf-8")
        homework = assemble(built, read_recipe(recipe)).homework
        notebook = nbformat.writes(samples.fill(release, {"square": ANSWERS[answer]})).encode()
        submission = Submission("ada", "ada", "ada.ipynb", "c0ffee", "ada.ipynb", notebook)
        result = engine.grade(submission, replace(bundle, homework=homework), Limits())
        desk = graded_project(
            tmp_path_factory.mktemp("desk"), homework, [result], recipe=f'feedback = "{level}"'
        )
        for form in (False, True):
            feedback.write_feedback(desk, "tiny", gradescope=form)
        folder = desk.grades("tiny")
        known[answer, level] = Told(
            result,
            {
                "the autograder on Gradescope": gradescope.to_json(result, homework),
                "the feedback page": html.unescape(_text(folder / "feedback" / "ada.html")),
                "feedback for Gradescope": _text(folder / "gradescope" / "ada" / "results.json"),
            },
        )
        return known[answer, level]

    return tell


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def test_the_bundle_carries_what_the_recipe_says(built: Project) -> None:
    """Without the key, the mistake."""
    recipe = read_recipe(built.root / "assignment" / "homeworks" / "tiny.toml")
    assert recipe.feedback == Feedback.MISTAKE
    homework = Bundle.open(built.bundle("tiny")).homework
    assert homework == assemble(built, recipe).homework
    assert homework.feedback == Feedback.MISTAKE


@pytest.mark.parametrize(("answer", "level"), TOLD)
def test_a_level_tells_what_it_says_and_no_more(
    answer: str, level: Feedback, told: Callable[[str, Feedback], Told]
) -> None:
    """On the page and on Gradescope alike; of a mistake that is unknown, the relation."""
    for place, text in told(answer, level).shown.items():
        found = {sentence for sentence in EVERYTHING if sentence in text}
        assert found == TOLD[answer, level], place


@pytest.mark.parametrize("answer", ANSWERS)
def test_no_level_changes_a_score_or_what_is_kept(
    answer: str, told: Callable[[str, Feedback], Told]
) -> None:
    """The class is counted by mistake whatever its students read."""
    results = [told(answer, level).result for level in Feedback]
    assert {result.parts[0].score for result in results} == {0.0}
    assert {result.parts[0].tests[1].mistake for result in results} == {
        SENTENCE if answer == "known" else ""
    }


@pytest.mark.parametrize(("answer", "level"), TOLD)
def test_no_level_tells_an_expected_value_or_the_test(
    answer: str, level: Feedback, told: Callable[[str, Feedback], Told]
) -> None:
    """A name says what was done, never what comes out."""
    for place, text in told(answer, level).shown.items():
        assert not SECRET.search(text), place
