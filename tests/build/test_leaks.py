"""The leak scan finds what students must not see, wherever it hides in a release."""

from __future__ import annotations

import base64
import io
import json
import shutil
import textwrap
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from chainrule_desk.authoring.problem_file import read_problem
from chainrule_desk.composing.leaks import VALUE, Searched, Secret, find_leaks, solution_lines
from chainrule_desk.errors import SourceError
from chainrule_desk.project import Project

PARTS = {"square", "why_positive"}
HARMLESS = {"cell_type": "code", "source": ["def square(x):\n", "    ..."], "metadata": {}}


def release_with(folder: Path, *cells: dict[str, Any], **metadata: Any) -> Path:
    folder.mkdir()
    notebook = {"cells": [HARMLESS, *cells], "metadata": metadata, "nbformat": 4}
    (folder / "tiny.ipynb").write_text(json.dumps(notebook))
    return folder


def kinds(project: Project, release: Path) -> set[str]:
    problem = read_problem(project.questions / "squares.py")
    return {leak.secret.kind for leak in find_leaks([problem], PARTS, release)}


def code(*lines: str) -> dict[str, Any]:
    return {"cell_type": "code", "source": [line + "\n" for line in lines], "metadata": {}}


def picture_that_says(text: str) -> str:
    """Return a PNG with a compressed text chunk, as it stands in a notebook."""
    chunks = PngInfo()
    chunks.add_text("Comment", text, zip=True)
    buffer = io.BytesIO()
    Image.new("L", (1, 1)).save(buffer, "png", pnginfo=chunks)
    assert text.encode() not in buffer.getvalue()
    return base64.b64encode(buffer.getvalue()).decode()


HIDING_PLACES = {
    "a solution line in a code cell": (code("    answer = x * x"), {}, "a solution line"),
    "a solution line split by a space": (code("answer=x*x"), {}, "a solution line"),
    "a solution line in a cell's output": (
        {**code(""), "outputs": [{"text": ["answer = x * x\n"]}]}, {}, "a solution line",
    ),
    "a hidden test in the notebook's metadata": (
        code(""), {"otter": {"tests": {"s": "def  test_negative_numbers (square):"}}}, "the name",
    ),
    "a passage of a hidden test in a cell": (
        code("for number in (-3.5, -17.25):", "    found = square(number)",
             "    assert found == number**2, f'square({number}) returned {found}'"),
        {}, "a passage",
    ),
    "one line that hidden tests have like everybody": (
        code("for number in (-3.5, -17.25):"), {}, None,
    ),
    "an expected value in a comment": (code("# try -17.25? no: 17.250 no"), {}, None),
    "a sentence of the model answer": (
        code("# If x is at least zero, the product of two numbers of that sign is at least zero."),
        {}, "a sentence of the model answer",
    ),
    "a grader's note in cell metadata": (
        {**code(""), "metadata": {"n": "One case with a remark on symmetry is enough for both."}},
        {}, "the grader's note",
    ),
    "a statement of the solution over several lines": (
        code("answer = (", "    x", "    * x  # the number by itself", ")"), {}, "a statement",
    ),
    "a statement in a comment of two lines": (
        code("y = 1", "# answer = (", "#     x * x)"), {}, "a statement",
    ),
    "a statement in a fenced block of a hint": (
        {"cell_type": "markdown", "metadata": {}, "source":
            "Hint:\n\n```python\nanswer = (x\n          * x)\n```\n"}, {}, "a statement",
    ),
    "a statement in a line of prose": (
        {"cell_type": "markdown", "metadata": {}, "source": "Try `answer = (x * x)`, and go on."},
        {}, "a statement",
    ),
    "a statement deep in a given function": (
        code("def given(x):", "    if x:", "        answer = (x * x)", "    return x"),
        {}, "a statement",
    ),
    "a statement in a docstring": (
        code("def given(x):", '    """Square:', "    >>> answer = (x * x)", '    """'),
        {}, "a statement",
    ),
    "a statement in a cell that is not Python": (
        code("W = [", "answer = (x * x)", "..."), {}, "a statement",
    ),
    "a statement in a test that the notebook carries": (
        code(""), {"otter": {"tests": {"s": "def test(f):\n    answer = (x * x)\n"}}},
        "a statement",
    ),
    "a statement in a comment that says what it is": (
        code("# Hint: answer = (x * x)"), {}, "a statement",
    ),
    "a solution line in the letters of HTML": (
        {"cell_type": "markdown", "metadata": {}, "source": "<pre>answer &#61; x * x</pre>"},
        {}, "a solution line",
    ),
    "a solution line in a coloured traceback": (
        {**code(""), "outputs": [{"traceback": ["answer \x1b[33m=\x1b[0m x \x1b[33m*\x1b[0m x"]}]},
        {}, "a solution line",
    ),
    "a statement with other names": (code("answer = (y * y)"), {}, None),
    "a part of a statement that says nothing": (code("x * x"), {}, None),
    "a sentence in a quotation, with emphasis": (
        {"cell_type": "markdown", "metadata": {}, "source":
            "> If x is **at least zero**, the product of two numbers\n> of that sign is at least "
            "zero."}, {}, "a sentence of the model answer",
    ),
    "a name of a hidden test as a key": (
        code(""), {"otter": {"def test_negative_numbers(": "0"}}, "the name",
    ),
    "a solution line in what a picture says of itself": (
        {"cell_type": "markdown", "source": "", "attachments": {"a.png": {"image/png":
            picture_that_says("answer = x * x")}}}, {}, "a solution line",
    ),
    "a solution line inside an attached figure": (
        {"cell_type": "markdown", "source": "", "attachments": {"a.svg": {"image/svg+xml":
            base64.b64encode(b"<svg><text>answer = x * x</text></svg>").decode()}}},
        {}, "a solution line",
    ),
}  # fmt: skip


@pytest.mark.parametrize("place", HIDING_PLACES)
def test_found_in(project: Project, tmp_path: Path, place: str) -> None:
    """A secret is found in sources, outputs, metadata and attachments."""
    cell, metadata, kind = HIDING_PLACES[place]
    found = kinds(project, release_with(tmp_path / "release", cell, **metadata))
    assert found == ({kind} if kind else set())


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("It is 18.6875.", True),
        ("about 18.6875 in all", True),
        ("assert total == -18.6875", True),
        ("(18.6875,\n", True),
        ("218.6875", False),
        ("18.68751", False),
        ("18.6875.3", False),
        ("x18.6875", False),
        ("1.86875e1", True),
        ("1868.75E-2", True),
        ("18.687500", True),
        ("[18.6875]", True),
        ("1.86875e2", False),
    ],
)
def test_expected_value_is_found_as_a_number(text: str, stands: bool) -> None:
    """A value is found in code and in a sentence, at its end too, and in no other number."""
    secret = Secret(VALUE, "18.6875", "hidden test test_total")
    assert bool(Searched(text).line_of(secret)) == stands


def test_found_in_extra_files(project: Project, tmp_path: Path) -> None:
    """Files beside the notebook are searched as well, whatever their encoding."""
    release = release_with(tmp_path / "release")
    (release / "notes").mkdir()
    (release / "notes" / "old.bin").write_bytes(b"\xff\xfeanswer = x * x")
    assert kinds(project, release) == {"a solution line"}


def test_clean_release_passes(project: Project, tmp_path: Path) -> None:
    """A release with stubs only gives nothing away."""
    assert kinds(project, release_with(tmp_path / "release")) == set()


def test_line_given_away_on_purpose_is_named_in_the_problem(
    project: Project, tmp_path: Path
) -> None:
    """A solution line under `public_lines` may stand in the release."""
    path = project.questions / "squares.py"
    path.write_text(
        path.read_text().replace(
            "title: Squares", 'title: Squares\npublic_lines: {"answer = x * x": The task shows it.}'
        )
    )
    assert kinds(project, release_with(tmp_path / "release", code("answer = x * x"))) == set()


def test_given_away_on_purpose_in_any_form(project: Project, tmp_path: Path) -> None:
    """A statement under `public_lines` may stand there however it is written."""
    path = project.questions / "squares.py"
    line = "title: Squares\npublic_lines: {'answer = x * x': The task shows it.}"
    path.write_text(path.read_text().replace("title: Squares", line))
    assert kinds(project, release_with(tmp_path / "release", code("answer = (x", " * x)"))) == set()


@pytest.mark.parametrize(
    ("head", "words"),
    [
        ("public_lines: ['answer = x * x']", "needs a reason for each of its lines"),
        ("public_lines: {'answer = x * x': ''}", "needs a reason for each of its lines"),
        ("public_lines: {'answer = x ** 2': So.}", "which no solution holds"),
        ("waits: {'plot(square)': So.}", "with which no code cell begins"),
    ],
)
def test_an_exception_has_a_reason_and_a_use(project: Project, head: str, words: str) -> None:
    """A reader sees why, and what was changed since is not excepted for ever."""
    path = project.questions / "squares.py"
    path.write_text(path.read_text().replace("title: Squares", f"title: Squares\n{head}"))
    with pytest.raises(SourceError, match=words):
        read_problem(path)


@pytest.mark.parametrize(
    "line",
    [
        "n = len(x)", "plt.show()", "loss.backward()", "with torch.no_grad():",
        "super().__init__()", "for epoch in range(epochs):", "model = nn.Sequential(",
        "def helper(a):", "total = 0.0", "while True:",
    ],
)  # fmt: skip
def test_what_everybody_writes_is_secret_until_students_are_shown_it(
    project: Project, tmp_path: Path, line: str
) -> None:
    """A short line of a solution may stand in given code; what is found elsewhere is a leak."""
    path = project.questions / "squares.py"
    written = line + {":": "\n        pass", "(": "\n    )"}.get(line[-1], "")
    solved = path.read_text().replace("answer = x * x\n", f"answer = x * x\n    {written}\n")
    path.write_text(solved)
    release = release_with(tmp_path / "release", code(textwrap.dedent(f"    {written}")))
    assert kinds(project, release)
    given = textwrap.dedent(f"    {written}").replace("pass", "...")
    path.write_text(solved.replace("print(", f"{given}\nprint("))
    shutil.rmtree(release)
    release = release_with(tmp_path / "release", code(given))
    assert kinds(project, release) == set()


def test_a_value_by_itself_is_an_answer_however_short(project: Project, tmp_path: Path) -> None:
    """`kinks = "two"` outside a block is what students are asked for, in given code as well."""
    path = project.questions / "squares.py"
    text = path.read_text().replace(
        "def square(x):\n", 'kinks = "two"  # SOLUTION\ndef square(x):\n'
    )
    path.write_text(text.replace("print(", 'kinks = "two"\nprint('))
    release = release_with(tmp_path / "release", code("kinks = 'two'"))
    assert kinds(project, release) == {"a solution line"}


def test_both_places_are_told(project: Project, tmp_path: Path) -> None:
    """Where the problem gives it away, and which line of the solution it is."""
    path = project.questions / "squares.py"
    given = 'print("squares are never negative")'
    path.write_text(path.read_text().replace(given, f"y = 3\nanswer = (x * x)\n{given}"))
    release = release_with(tmp_path / "release", code("y = 3", "answer = (x * x)", given))
    (leak,) = find_leaks([read_problem(path)], PARTS, release)
    lines = path.read_text().splitlines()
    assert f"{path}:{lines.index('answer = (x * x)') + 1}" in str(leak)
    assert f"{path}:{lines.index('    answer = x * x') + 1}" in str(leak)


def test_announced_rules_are_not_leaks(project: Project, tmp_path: Path) -> None:
    """The rule of a hidden test is shown to students; it is no leak."""
    rule = code("# Squares of negative numbers are right.")
    assert kinds(project, release_with(tmp_path / "release", rule)) == set()


def test_solution_lines_are_those_that_otter_strips() -> None:
    """Block and line markers both count; given lines around them do not."""
    source = "a = 1\nb = 2  # SOLUTION\n# BEGIN SOLUTION\nc = 3\n# why\n# END SOLUTION\nd = 4"
    assert list(solution_lines(source)) == [(2, "b = 2"), (4, "c = 3")]
