"""An untouched release fails in cells that wait for an answer, and nowhere else."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from chainrule_desk.authoring.problem_file import read_problem
from chainrule_desk.composing import untouched
from chainrule_desk.project import Project
from chainrule_grader.results import CellResult, Verdict

ANSWER = new_code_cell(
    "def square(x):\n    ...", metadata={"chainrule": {"part": "square", "role": "answer"}}
)
CHECK = new_code_cell('grader.check("square")')
UNDEFINED = "NameError: name 'exp' is not defined"


def told(project: Project, given: str, error: str, *before: str, verdict: str = "error") -> Any:
    """Return what is said of a given cell that fails with ``error`` below the answer."""
    cells = [ANSWER, CHECK, *map(new_code_cell, before), new_code_cell(given)]
    release = new_notebook(cells=cells)
    failed = SimpleNamespace(cells=(CellResult(len(cells), verdict, f"Traceback\n{error}"),))
    problem = read_problem(project.questions / "squares.py")
    return untouched.faults([problem], release, release, SimpleNamespace(cells=()), failed)


def with_given(project: Project, source: str, head: str = "") -> Path:
    """Put a given cell into the problem, and more into its head."""
    path = project.questions / "squares.py"
    text = path.read_text().replace('print("squares are never negative")', source)
    path.write_text(text.replace("title: Squares", f"title: Squares\n{head}"))
    return path


@pytest.mark.parametrize(
    ("given", "before"),
    [
        ("print(square(3) + 1)", ()),
        ("def show():\n    return square(3) + 1\n\n\nshow()", ()),
        ("print([square(n) + 1 for n in range(3)])", ()),
        ("print(area + 1)", ("area = square(3)",)),
        ("print(Box.side + 1)", ("class Box:\n    side = square(3)",)),
        ("print(found[0])", ("found = []\nsquare(found)",)),
        ("print(all_[0] + 1)", ("all_ = []", "for n in range(3):\n    all_.append(square(n))")),
        ("print(all_['a'] + 1)", ("all_ = {}", "y = square(2)\nall_.update(a=y)")),
        ("%time square(3) + 1", ()),
        ("!echo {square(3) + 1}", ()),
        ("print(total + 1)", ("%time total = square(3)",)),
        ("print(box.side + 1)", ("box = Box()", "box.side = square(3)")),
    ],
)
def test_a_cell_that_uses_an_answer_waits(
    project: Project, given: str, before: tuple[str, ...]
) -> None:
    """By its name, in its functions, or through what an earlier cell made of it."""
    assert told(project, given, "TypeError: unsupported operand", *before) == []


def test_a_cell_that_uses_no_answer_is_refused_with_its_line(project: Project) -> None:
    """The file and line of the given cell, what it said, and what to do."""
    path = with_given(project, "total = 1\ntotal / 0")
    (line,) = told(project, "total = 1\ntotal / 0", "ZeroDivisionError: division by zero")
    number = path.read_text().splitlines().index("total = 1") + 1
    assert line.startswith(f"{path}:{number}: cell 3 (`total = 1`) fails in the untouched release")
    assert "ZeroDivisionError: division by zero" in line and "`waits`" in line


def test_a_name_that_was_defined_anew_waits_for_nothing(project: Project) -> None:
    """A given cell that binds the name itself ends the wait."""
    given = "print(square(3))"
    assert told(project, given, "TypeError: no", "def square(x):\n    return x") != []


def test_a_module_that_is_handed_an_answer_waits_for_nothing(project: Project) -> None:
    """Else every cell below that uses `np` might fail."""
    before = ("import numpy as np", "np.asarray(square(3))")
    assert told(project, "np.asarray(3) / 0", "ZeroDivisionError: no", *before) != []


def test_a_name_of_the_solution_alone_is_asked_for_by_no_part(project: Project) -> None:
    """A helper that only stripped lines import is no student's to define."""
    path = project.questions / "squares.py"
    helper = "# BEGIN SOLUTION NO PROMPT\nfrom math import exp\n# END SOLUTION\ndef square(x):"
    path.write_text(
        path.read_text().replace("def square(x):\n    # BEGIN", f"{helper}\n    # BEGIN")
    )
    (part, _) = read_problem(path).parts
    assert untouched.asked_for(part) == {"square"}
    (line,) = told(project, "print(exp(square(3)))", UNDEFINED)
    assert "No part asks for `exp`" in line


def test_an_answer_cell_may_fail(project: Project) -> None:
    """It holds what is missing."""
    release = new_notebook(cells=[ANSWER])
    problem = read_problem(project.questions / "squares.py")
    failed = SimpleNamespace(cells=(CellResult(1, "error", "TypeError: no"),))
    nothing = SimpleNamespace(cells=(CellResult(1, "", "", "printed"),))
    assert untouched.faults([problem], release, release, nothing, failed) == []


def test_a_cell_whose_need_no_name_shows_is_declared(project: Project) -> None:
    """Its first line stands under `waits`, with the reason; what it makes waits, too."""
    given = "weights = load()\nweights.sum()"
    with_given(project, given, 'waits: {"weights = load()": The answer writes the file.}')
    assert told(project, given, "FileNotFoundError: weights") == []
    assert told(project, "print(weights)", "NameError: name 'weights' is not defined", given) == []


@pytest.mark.parametrize("verdict", [Verdict.TIMEOUT, Verdict.MEMORY])
def test_a_cell_that_does_not_end_is_refused(project: Project, verdict: Verdict) -> None:
    """Even one that waits: a student would sit before it."""
    (line,) = told(project, "while not square(3):\n    pass", "It ran too long.", verdict=verdict)
    assert "Let it end, quickly" in line


def test_a_solution_whose_cell_fails_is_refused(project: Project) -> None:
    """With the model answers nothing fails: only so does a failure wait for an answer."""
    release = new_notebook(cells=[ANSWER, CHECK, new_code_cell("print(square(3).real)")])
    failed = SimpleNamespace(cells=(CellResult(3, "error", "AttributeError: real"),))
    problem = read_problem(project.questions / "squares.py")
    (line,) = untouched.faults([problem], release, release, failed, failed)
    assert "cell 3 (`print(square(3).real)`) fails with the model answers" in line


def test_names_are_those_of_the_notebook() -> None:
    """A local of a function is none; a global that it reads or sets is one."""
    names = untouched.names_of(
        "%matplotlib inline\nimport numpy as np\n"
        "def f(square):\n    global total\n    total = square + rate\n\n"
        "class A:\n    def g(self):\n        return f(self)\n"
    )
    assert names.binds == {"np", "f", "A", "total"}
    assert "rate" in names.uses and "square" not in names.uses and "self" not in names.uses


def test_names_of_a_cell_that_awaits() -> None:
    """A top-level await is fine in a notebook."""
    assert "square" in untouched.names_of("await square(3)").uses
