"""A test that misses an answer is told which cell stopped, where and why."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from chainrule_grader import gradescope
from chainrule_grader.bundle import Bundle
from chainrule_grader.causes import Causes, Stop, names_given
from chainrule_grader.results import Result, Verdict

Grade = Callable[..., Result]

STOPS = {
    "input": ("who = input('name? ')", "EOFError, input() cannot be answered while grading."),
    "library": (
        "import nosuchlib as n\nfrom othernolib.x import y",
        "ModuleNotFoundError, the libraries `nosuchlib` and `othernolib` are not there while",
    ),
    "file": (
        "x = open('data/x.csv')",
        "FileNotFoundError, there is no file 'data/x.csv' beside the notebook.",
    ),
    "error": ("x = [][1]", "IndexError: list index out of range."),
    "exit": ("raise SystemExit('stop here')", "SystemExit: stop here."),
    "syntax": ("def broken(:", "SyntaxError: invalid syntax."),
}


def said_of(result: Result, part: str) -> list[str]:
    found = result.part(part)
    assert found is not None
    return [test.message for test in found.tests]


@pytest.mark.parametrize("name", STOPS)
def test_a_cell_that_stopped_is_the_cause(name: str, grade: Grade, honest: str) -> None:
    """Every test of the answer, hidden ones too, names the cell, the line and the error."""
    line, told = STOPS[name]
    result = grade(honest.replace("def scale", f"# %%\n{line}\ndef scale"))
    part = result.part("scale")
    assert part is not None
    for test in part.tests:
        assert test.verdict is Verdict.ERROR
        assert test.cause.startswith("The cell that defines `scale` (cell 3) stopped at line 1: ")
        assert told in test.cause
        assert test.cause in test.message
    assert result.reason == part.tests[0].cause
    assert part.score == 0
    assert result.part("linear").score == 3  # type: ignore[union-attr]


def test_what_calls_an_answer_that_is_not_there_tells_the_same(grade: Grade, honest: str) -> None:
    """An answer that is reached through another object has its cause told as well."""
    text = honest.replace(
        "class Linear", "import nosuchlib\ndef times(a, b): return a @ b\nclass X"
    )
    later = honest.split("# %%\nclass Linear")[1].split("# %%")[0]
    text = text.replace(
        '# %%\ngrader.check("linear")',
        "# %%\nclass Linear"
        + later.replace("x @ self.W.T", "times(x, self.W.T)")
        + '# %%\ngrader.check("linear")',
    )
    result = grade(text)
    assert any("The cell that defines `times`" in said for said in said_of(result, "linear"))


def test_a_chain_of_cells_is_followed(grade: Grade, honest: str) -> None:
    """A cell that stopped for want of a name tells of the cell that should have given it."""
    text = "# %%\nimport nosuchlib\nhelper = 1\n" + honest.replace("def scale", "helper\ndef scale")
    (said, *_) = said_of(grade(text), "scale")
    assert "(cell 3) stopped at line 5: NameError, `helper` is not defined." in said
    assert "The cell that defines `helper` (cell 2) stopped at line 1: ModuleNotFound" in said


def test_the_cause_does_not_tell_what_a_hidden_test_asked(grade: Grade, honest: str) -> None:
    """Words of an error that a student's code made after a hidden test are told to nobody."""
    text = honest.replace("return factor * x", "kept.append(factor); return factor * x")
    text = "# %%\nkept = []\n" + text.replace(
        "class Linear", "raise {}(f\"name 'k{kept}' is not defined\")\nclass Linear"
    )
    for kind in (
        "ValueError",
        "NameError",
        "ModuleNotFoundError",
        "type('K' + str(kept), (KeyError,), {})",
    ):
        result = grade(text.replace("{}", kind, 1))
        told = [test.cause for part in result.parts for test in part.tests if test.cause]
        assert told
        assert not any("2.5" in cause for cause in told), told


def test_gradescope_names_the_cell(grade: Grade, honest: str, bundle: Bundle) -> None:
    """Gradescope's page says which cell stopped and why."""
    result = grade(honest.replace("def scale", "input()\ndef scale"))
    page = gradescope.to_json(result, bundle.homework)
    assert page.count("(cell 2) stopped at line 5: EOFError") >= 2


def code(*sources: str) -> list[dict[str, str]]:
    return [{"cell_type": "code", "source": source} for source in sources]


def test_an_answer_in_a_text_cell_is_found() -> None:
    """An answer that became Markdown is said to be one, not to be misspelled."""
    cells = [{"cell_type": "markdown", "source": "def f(x):\n    return x"}]
    cause = Causes(cells, ["f"]).of_name("f")
    assert cause is not None
    assert cause.verdict is Verdict.MISSING
    assert cause.sentence.startswith("`f` stands in cell 1, which is a Markdown cell")


def test_causes_that_go_round_end() -> None:
    """Cells that stopped for want of each other's names are told once each."""
    causes = Causes(code("a = b", "b = a"), [])
    causes.keep(Stop(1, Verdict.ERROR, "stopped.", "b"))
    causes.keep(Stop(2, Verdict.ERROR, "stopped.", "a"))
    cause = causes.of_name("a")
    assert cause is not None
    assert cause.sentence.count("stopped.") == 2


@pytest.mark.parametrize(
    "source",
    ["%%time\nf = 1", "!ls\nf = 1", "  %magic\ndef f(): ...", "f: int = 1", "import x.y as f",
     "from x import f", "if 1:\n    f = 2", "f = (\n", "class f:\n  x = 1 1", "for f in []: pass"],
)  # fmt: skip
def test_names_that_a_cell_gives(source: str) -> None:
    """Whatever gives a name is found, in cells that Python cannot read as well."""
    assert "f" in names_given(source)


def test_names_are_found_in_time() -> None:
    """Eight megabytes of anything are looked through in a second."""
    for unit in ("(", "a=", "def ", "import a as ", "%a\n", "f:" + " " * 50):
        names_given(unit * ((8 << 20) // len(unit)))
