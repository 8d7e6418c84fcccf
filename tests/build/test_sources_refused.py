"""What is wrong with a problem file or a recipe is refused with file, line and repair."""

from __future__ import annotations

import re

import pytest

from chainrule_desk.authoring.recipe import read_recipe
from chainrule_desk.composing.assemble import assemble
from chainrule_desk.errors import DeskError, SourceError
from chainrule_desk.project import Project

PROBLEM = "assignment/questions/squares.py"
RECIPE = "assignment/homeworks/tiny.toml"

# rule: (file, text to replace, replacement, text on the line to blame, words of the message)
REFUSED = {
    "an unknown problem": (
        RECIPE, '"squares"', '"cubes"', 'name = "cubes"', "no problem `cubes`.*has: squares",
    ),
    "an unknown part": (
        RECIPE, "square = 4", "cube = 4", "points = {", "part `cube`.*has: square, why_positive",
    ),
    "a part without points": (
        RECIPE, "square = 4, ", "", "[[problems]]", "part `square` .* has no points: give it",
    ),
    "negative points in a recipe": (
        RECIPE, "square = 4", "square = -4", "points = {", "points -4: a number of at least 0",
    ),
    "points that are not a number": (
        RECIPE, "square = 4", "square = nan", "points = {", "points nan: a number",
    ),
    "the same problem twice": (
        RECIPE, "why_positive = 6 }", 'why_positive = 6 }\n\n[[problems]]\nname = "squares" # b\n'
        "points = { square = 1, why_positive = 1 }", '"squares" # b', "appears twice",
    ),
    "a part given points and left out": (
        RECIPE, "why_positive = 6 }", 'why_positive = 6 }\nwithout = ["square"]', "[[problems]]",
        "both in `points` and in `without`",
    ),
    "a bonus part without points": (
        RECIPE, "square = 4, why_positive = 6 }",
        'why_positive = 6 }\nwithout = ["square"]\nbonus = ["square"]', "without", "has no points",
    ),
    "an unknown key in a recipe": (
        RECIPE, "introduction =", "intro =", "intro =", "unknown key `intro`",
    ),
    "a recipe that is not TOML": (RECIPE, "[[problems]]", "[[problems", "[[problems", "not TOML"),
    "a recipe without a title": (RECIPE, "title =", "# title =", "# title", "needs a title"),
    "a problem before the one it builds on": (
        PROBLEM, "title: Squares", "title: Squares\nbuilds_on: [products]", None,
        "builds on `products`: put `products` before",
    ),
    "a file without problem head": (PROBLEM, "# PROBLEM", "# A PROBLEM", "# ---", "raw cell"),
    "a head that is not YAML": (
        PROBLEM, "title: Squares", "title: [Squares", "title: [Squares", "cannot be read",
    ),
    "an unknown key of a question": (
        PROBLEM, "minutes: 5", "minuets: 5", "BEGIN QUESTION", "unknown key `minuets`",
    ),
    "a part without points in the problem file": (
        PROBLEM, "points: 2\n", "", "BEGIN QUESTION", "part `square` has no points",
    ),
    "negative points of a test": (
        PROBLEM, "points: 0.5", "points: -0.5", "BEGIN TEST CONFIG", "points -0.5",
    ),
    "tests that do not add up": (
        PROBLEM, "points: 0.5", "points: 1", "BEGIN QUESTION", "add up to 2.5 points.*has 2",
    ),
    "a rubric that does not add up": (
        PROBLEM, "id: conclusion, points: 1", "id: conclusion, points: 2", "name: why_positive",
        "rubric items of part `why_positive` add up to 4 points, the part has 3",
    ),
    "a rubric item without text": (
        PROBLEM, ", text: Distinguishes the two signs.", "", "name: why_positive",
        "needs id, points and text",
    ),
    "a manual part without rubric": (
        PROBLEM, "manual: true", "manual: false", "name: why_positive", "needs tests",
    ),
    "a question that is not closed": (
        PROBLEM, '# %% [raw]\n"""\n# END QUESTION\n"""\n\n# %%\nprint', "# %%\nprint",
        "name: why_positive", "`# BEGIN QUESTION` inside the QUESTION block",
    ),
    "a tests block that is not closed": (
        PROBLEM, '# %% [raw]\n"""\n# END TESTS\n"""\n', "", "# BEGIN TESTS",
        "`# BEGIN TESTS` has no `# END TESTS`",
    ),
    "an end without a begin": (
        PROBLEM, "# BEGIN TESTS", "# END TESTS", "# END TESTS", "closes nothing",
    ),
    "a solution comment that is not closed": (
        PROBLEM, "    # END SOLUTION\n", "", "    # BEGIN SOLUTION",
        "`# BEGIN SOLUTION` has no `# END SOLUTION`",
    ),
    "markup outside of a raw cell": (
        PROBLEM, '# %% [raw]\n"""\n# BEGIN TESTS\n"""', "# %%\n# BEGIN TESTS", "# BEGIN TESTS",
        "must stand in a raw cell",
    ),
    "two tests of one name": (
        PROBLEM, "def test_negative_numbers", "def test_two", "BEGIN TEST CONFIG\npoints: 1.5",
        "already defined at line .*Rename it",
    ),
    "a test without its rule": (
        PROBLEM, '    """The square of 2 is right."""\n', "", "BEGIN TEST CONFIG",
        "needs a docstring",
    ),
    "a test that is not Python": (
        PROBLEM, "def test_two(square):", "def test_two(square:", "def test_two", "not Python",
    ),
    "a part that students get no answer from": (
        PROBLEM, "points: 0.5\n", "points: 0.5\nhidden: true\n", "BEGIN QUESTION", "no public test",
    ),
    "a part without a solution": (
        PROBLEM, "# %%\ndef square(x):", "# %% [markdown]\ndef square(x):", "# %% [markdown]\ndef",
        "exactly one code cell",
    ),
    "a part that opens without a heading": (
        PROBLEM, "### Square a number", "Square a number", "Square a number", "opens with `### ",
    ),
    "the same part twice": (
        PROBLEM, "name: why_positive", "name: square", "name: square\npoints: 3", "defined twice",
    ),
    "a part named like a column of the sheet": (
        PROBLEM, "name: square", "name: total", "BEGIN QUESTION", "like a column of the grade",
    ),
    "a figure that is not there": (
        PROBLEM, "Return the square", "![a square](../figures/square.png)\nReturn the square",
        "![a square]", "figure `../figures/square.png` is not an image",
    ),
    "a figure that JupyterLab would not show": (
        PROBLEM, "Return the square", "![a square](../../square.svg)\nReturn the square",
        "![a square]", "link a PNG",
    ),
}  # fmt: skip


@pytest.mark.parametrize("rule", REFUSED)
def test_refused_with_file_line_and_repair(project: Project, rule: str) -> None:
    """Each mistake is refused; the message names the file and, within the cell, the line."""
    name, old, new, blamed, words = REFUSED[rule]
    path = project.root / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1, "the minimal project changed: mend this table"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(SourceError) as caught:
        assemble(project, read_recipe(project.recipe("tiny")))

    message = str(caught.value)
    assert re.search(words, message, re.DOTALL), message
    if blamed is None:  # a recipe's fault, seen in the problem file's change
        assert caught.value.path == project.recipe("tiny")
        return
    assert caught.value.path == path
    assert caught.value.line in _cell_lines(path.read_text(encoding="utf-8"), blamed)


def _cell_lines(text: str, blamed: str) -> range:
    """Return the line numbers of the cell (or, outside of cells, the paragraph) with this text."""
    position = text.find(blamed)
    assert position >= 0, f"{blamed!r} is not in the changed file"
    marker = "# %%" if "# %%" in text else "\n\n"
    start = max(text.rfind(marker, 0, position + 1), 0)
    end = text.find(marker, position + 1)
    return range(
        text[:start].count("\n") + 1, text[: end if end > 0 else len(text)].count("\n") + 2
    )


def test_unknown_homework_names_the_known_ones(project: Project) -> None:
    """A homework that does not exist is answered with those that do."""
    with pytest.raises(DeskError, match="no homework `huge`; there is: tiny"):
        read_recipe(project.recipe("huge"))


def test_recipe_that_is_not_text(project: Project) -> None:
    """A recipe that is not UTF-8 is refused by name."""
    project.recipe("tiny").write_bytes(b"\xff\xfe\x00t")
    with pytest.raises(SourceError, match=r"tiny\.toml:1: cannot be read as UTF-8"):
        read_recipe(project.recipe("tiny"))
