"""A scale: one test in the bank becomes steps of equal points, each with a bound of its own."""

from __future__ import annotations

import ast
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chainrule_desk.authoring.recipe import read_recipe
from chainrule_desk.authoring.scale import percent, read_bounds
from chainrule_desk.composing.assemble import Assembly, assemble
from chainrule_desk.composing.fitting import scaled
from chainrule_desk.errors import SourceError
from chainrule_desk.project import Project

SCALE = '''points: 1.5
hidden: true
steps: 4
""" # END TEST CONFIG
def test_share(square):
    """The square of 0.9 is at least BOUND."""
    found = square(0.9)
    assert found >= BOUND, f"BOUND are asked for, found {found}"
'''


@pytest.fixture
def with_scale(project: Project) -> Project:
    """Return the minimal project with a scale in place of its hidden test."""
    path = project.questions / "squares.py"
    text = path.read_text(encoding="utf-8")
    start = text.index("points: 1.5")
    end = text.index("# %% [raw]", start)
    text = text[:start] + SCALE + "\n" + text[end:]
    text = text.replace("name: square\n", "name: square\nbounds: [0.6, 0.85]\n", 1)
    text = text.replace("Return the square", "From LOW_BOUND to HIGH_BOUND: return the square", 1)
    path.write_text(text, encoding="utf-8")
    return project


def assembled(project: Project) -> Assembly:
    return assemble(project, read_recipe(project.recipe("tiny")))


def set_bounds(project: Project, bounds: str) -> None:
    recipe = project.recipe("tiny")
    recipe.write_text(recipe.read_text() + f"bounds = {bounds}\n")


def test_steps_share_the_points_equally(with_scale: Project) -> None:
    """A scale of four steps is four tests; the points of the part still add up exactly."""
    part = assembled(with_scale).homework.part("square")
    assert [test.points for test in part.tests] == [1.0, 0.75, 0.75, 0.75, 0.75]
    assert [test.name for test in part.tests[1:]] == [f"test_share_{k}" for k in (1, 2, 3, 4)]


def test_each_step_says_its_bound(with_scale: Project) -> None:
    """Step k of n asks for low + (high - low) k / n, in percent where students read it."""
    part = assembled(with_scale).homework.part("square")
    assert [test.rule for test in part.tests[1:]] == [
        "The square of 0.9 is at least 66.25 %.",
        "The square of 0.9 is at least 72.5 %.",
        "The square of 0.9 is at least 78.75 %.",
        "The square of 0.9 is at least 85 %.",
    ]


def test_each_step_asks_for_its_bound(with_scale: Project) -> None:
    """The tests of the master pass up to the step that the answer reaches, and fail from there."""
    tests = [
        cell.source
        for cell in assembled(with_scale).notebook.cells
        if "def test_share_" in cell.source
    ]
    passed = []
    for source in tests:
        names: dict[str, object] = {}
        exec(source, names)
        test = next(value for name, value in names.items() if name.startswith("test_share"))
        try:
            test(lambda x: x * x)  # 0.81
        except AssertionError as error:
            passed.append(str(error))
        else:
            passed.append("passed")
    assert passed == ["passed", "passed", "passed", "0.85 are asked for, found 0.81"]


def test_prompt_tells_the_bounds(with_scale: Project) -> None:
    """Students read between which bounds the points grow."""
    cells = assembled(with_scale).notebook.cells
    assert any("From 60 % to 85 %: return the square" in cell.source for cell in cells)


def test_recipe_sets_other_bounds(with_scale: Project) -> None:
    """The same problem asks more of another class, in its tests and in its prompt."""
    set_bounds(with_scale, "{ square = [0.8, 0.9] }")
    assembly = assembled(with_scale)
    rules = [test.rule for test in assembly.homework.part("square").tests[1:]]
    assert rules[0].endswith("82.5 %.")
    assert rules[3].endswith("90 %.")
    assert any("From 80 % to 90 %" in cell.source for cell in assembly.notebook.cells)


BAD_PROBLEMS = {
    "no bounds": ("bounds: [0.6, 0.85]\n", "", "has no bounds: add `bounds:"),
    "bounds that fall": ("[0.6, 0.85]", "[0.85, 0.6]", "must rise and lie within 0 to 1"),
    "equal bounds": ("[0.6, 0.85]", "[0.6, 0.6]", "must rise and lie within 0 to 1"),
    "bounds in percent": ("[0.6, 0.85]", "[60, 85]", "must rise and lie within 0 to 1"),
    "one bound": ("[0.6, 0.85]", "[0.6]", "write two numbers"),
    "bounds that are no numbers": ("[0.6, 0.85]", "[no, yes]", "write two numbers"),
    "bounds that are no list": ("[0.6, 0.85]", "0.6", "write two numbers"),
    "no steps": ("steps: 4", "steps: 0", "`steps` is 0: a whole number is needed"),
    "half a step": ("steps: 4", "steps: 2.5", "`steps` is 2.5: a whole number is needed"),
    "bounds without a scale": ("steps: 4\n", "", "has bounds and no scale"),
    "a public scale": ("hidden: true\nsteps", "steps", "add `hidden: true`"),
    "a rule without its bound": ("is at least BOUND.", "is large.", "write `BOUND`"),
    "code without its bound": (">= BOUND, f\"BOUND", ">= 0.8, f\"0.8", "write `BOUND`"),
    "a prompt without a bound": ("to HIGH_BOUND", "to more", "write `HIGH_BOUND`"),
    "two scales": (
        '"""The square of 2 is right."""', '"""The square of 2 is BOUND."""\n    BOUND',
        "two scales",
    ),
}  # fmt: skip


@pytest.mark.parametrize("mistake", BAD_PROBLEMS)
def test_refused_in_a_problem(with_scale: Project, mistake: str) -> None:
    """What cannot be a scale is refused with the problem's file, a line and the repair."""
    old, new, words = BAD_PROBLEMS[mistake]
    path = with_scale.questions / "squares.py"
    text = path.read_text(encoding="utf-8")
    assert old in text, "the minimal project changed: mend this table"
    text = text.replace(old, new, 1)
    if mistake == "two scales":
        text = text.replace("points: 0.5\n", "points: 0.5\nhidden: true\nsteps: 2\n", 1)
        text = text.replace("points: 0.5\n", "points: 0.25\n", 1)
        text = text.replace('# %%\n""" # BEGIN TEST CONFIG', PUBLIC, 1)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        assembled(with_scale)
    assert words in str(caught.value)
    assert caught.value.path == path
    assert caught.value.line > 1


PUBLIC = '''# %%
""" # BEGIN TEST CONFIG
points: 0.25
""" # END TEST CONFIG
def test_public(square):
    """The square of 1 is 1."""
    assert square(1) == 1

# %%
""" # BEGIN TEST CONFIG'''

BAD_RECIPES = {
    "bounds that fall": ("{ square = [0.9, 0.8] }", "must rise"),
    "bounds of an unknown part": ("{ cube = [0.8, 0.9] }", "part `cube`, which problem `squares`"),
    "bounds of a part without a scale": ("{ why_positive = [0.8, 0.9] }", "which has no scale"),
    "bounds of no part": ("[0.8, 0.9]", "must name parts"),
}


@pytest.mark.parametrize("mistake", BAD_RECIPES)
def test_refused_in_a_recipe(with_scale: Project, mistake: str) -> None:
    """What a recipe cannot set is refused with its file, the line and the repair."""
    bounds, words = BAD_RECIPES[mistake]
    set_bounds(with_scale, bounds)
    with pytest.raises(SourceError) as caught:
        assembled(with_scale)
    assert words in str(caught.value)
    assert caught.value.path == with_scale.recipe("tiny")
    lines = with_scale.recipe("tiny").read_text().splitlines()
    assert lines[caught.value.line - 1].startswith("bounds =")


@given(st.integers(1, 40), st.integers(1, 10_000))
def test_points_of_steps_add_up_whatever_they_are(steps: int, hundredths: int) -> None:
    """Equal shares that do not divide evenly still add up to the part's points."""
    points = Fraction(hundredths, 100)
    shares = scaled([Fraction(2) / steps] * steps + [Fraction(1)], points)
    assert sum(Fraction(str(share)) for share in shares) == points
    assert max(shares[:-1]) - min(shares[:-1]) < 1e-5


def test_bounds_are_exact() -> None:
    """A bound is the decimal that was written, not its neighbour in binary."""
    assert read_bounds([0.1, 0.7]) == (Fraction(1, 10), Fraction(7, 10))
    assert percent(Fraction(7, 10)) == "70 %"


def test_test_sources_stay_python(with_scale: Project) -> None:
    """What the steps are written into is still one function each."""
    cells = assembled(with_scale).notebook.cells
    tests = [cell.source for cell in cells if "def test_share_" in cell.source]
    assert len(tests) == 4
    assert all(isinstance(ast.parse(source).body[-1], ast.FunctionDef) for source in tests)
