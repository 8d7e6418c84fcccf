"""What a student is told before handing in."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from patience import nobody_hangs

from chainrule import libraries, preflight

from .notebooks import answer, code, markdown, notebook

HONOUR = {
    "cell_type": "markdown",
    "metadata": {"chainrule": {"role": "honour"}},
    "source": "**Honour.** Mine.\n\n- Name: Ada\n- I worked with: nobody",
}


def passed(part: str, count: int, says: str = "results: All test cases passed!") -> dict[str, Any]:
    """Return a check cell that was run and printed what Otter prints."""
    shown = {
        "output_type": "execute_result",
        "execution_count": count,
        "metadata": {},
        "data": {"text/plain": f"{part} {says}", "text/html": "<p>…</p>"},
    }
    return code(f'grader.check("{part}")', count=count, outputs=[shown])


def complete() -> list[dict[str, Any]]:
    """Return the cells of a homework with nothing missing."""
    return [
        dict(HONOUR),
        code("import torch", count=1),
        markdown("### 1.1 Relu", "relu", "prompt"),
        code("def relu(x):\n    return x[..., 0]", "relu", "answer", count=2),
        passed("relu", 3),
        markdown("### 1.2 Review", "review", "prompt"),
        answer("review", "Five words are an answer."),
        code("from chainrule import export\nexport.submit(grader)"),
    ]


def told(cells: list[dict[str, Any]], parts: list[dict[str, Any]] | None = None) -> list[str]:
    """Return what is said about a notebook of these cells."""
    document = notebook(*cells, parts=parts)
    return [str(finding) for finding in preflight.examine(nbformat.from_dict(document))]


def parts() -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = notebook(*complete())["metadata"]["chainrule"]["parts"]
    return made


def test_a_complete_notebook_has_nothing_missing() -> None:
    """An index with an ellipsis is no stub, and the export cell is running, not idle."""
    assert told(complete()) == []


@pytest.mark.parametrize(
    ("number", "change", "says"),
    [
        (0, {"source": "- Name: _your name_\n- I worked with:"}, "fill in: Name, I worked with."),
        (3, {"source": "def relu(x):\n    ..."}, "1.1 Relu: not answered yet"),
        (3, {"source": "k = ..."}, "1.1 Relu: not answered yet"),
        (3, {"source": "shapes = {'W': (1, ...)}"}, "1.1 Relu: not answered yet"),
        (3, {"source": "%time\nk = ..."}, "1.1 Relu: not answered yet"),
        (3, {"source": "%%time\nk = ..."}, "1.1 Relu: not answered yet"),
        (3, {"source": "m = (7\n  % 4)\nk = ..."}, "1.1 Relu: not answered yet"),
        (4, {"execution_count": None, "outputs": []}, "1.1 Relu: its check was never run"),
        (4, passed("relu", 3, "results:\n  test failed"), "1.1 Relu: its check did not pass"),
        (3, {"execution_count": 9}, "1.1 Relu: its answer was run again after its check"),
        (6, {"source": "_Type your answer here…_"}, "1.2 Review: not answered yet"),
        (
            6,
            {"source": "_Type your answer here, replacing this text._ _At most 350 words._"},
            "1.2 Review: not answered yet",
        ),
        (1, {"execution_count": None}, "1 cell with code not run: number 2 from the top"),
        (1, {"execution_count": 8}, "it was run before a cell that stands above it"),
        (
            1,
            {"outputs": [{"output_type": "error", "ename": "E", "evalue": "", "traceback": []}]},
            "Cell 2 (`import torch`): it ended in an error",
        ),
    ],
)
def test_what_is_missing_is_told_with_its_place(
    number: int, change: dict[str, Any], says: str
) -> None:
    """Each of these is one line."""
    cells = complete()
    cells[number] = cells[number] | change
    found = told(cells)
    assert any(says in line for line in found), found


def test_an_answer_that_cannot_be_read_is_not_called_unanswered() -> None:
    """It names line and reason once; its check and its error say nothing more until then."""
    cells = complete()
    error = {"output_type": "error", "ename": "SyntaxError", "evalue": "", "traceback": []}
    cells[3] |= {"source": "def relu(x):\n    W = [\n    ...\n    return W", "outputs": [error]}
    cells[4] = passed("relu", 3, "results:\n  test failed")
    (found,) = told(cells)
    assert found.startswith(
        "1.1 Relu: it cannot be read as Python, line 2 (`W = [`): '[' was never closed."
    )


@pytest.mark.parametrize("source", ["", "\n\n", "# later\n"])
def test_an_emptied_answer_is_called_unanswered(source: str) -> None:
    """No code is no answer, even where no `...` is left."""
    cells = complete()
    cells[3] |= {"source": source}
    assert "1.1 Relu: not answered yet: there is no code in it." in told(cells)


def test_any_other_cell_that_cannot_be_read_is_told_with_its_place() -> None:
    """A given cell, a cell of the student's own, or a check that was spoilt."""
    cells = complete()
    cells[1] |= {"source": "import torch\nx = (1"}
    found = told(cells)
    assert len(found) == 1
    assert found[0].startswith("Cell 2 (`import torch`): it cannot be read as Python, line 2")


@pytest.mark.parametrize("source", ["%%bash\nls (", "!ls (", "relu?", "await f()"])
def test_what_only_notebooks_hold_can_be_read(source: str) -> None:
    """Magics, shell lines and top-level await are no faults of a student's."""
    cells = complete()
    cells[1] |= {"source": source}
    assert told(cells) == []


@pytest.mark.parametrize(
    ("number", "says"),
    [
        (3, "1.1 Relu: its answer cell was deleted"),
        (4, "1.1 Relu: its check cell was deleted"),
        (6, "1.2 Review: its answer cell was deleted"),
    ],
)
def test_a_deleted_cell_is_told_with_the_repair(number: int, says: str) -> None:
    """How to get it back is said."""
    cells = complete()
    del cells[number]
    found = told(cells, parts())
    assert len(found) == 1 and says in found[0]


@pytest.mark.parametrize("number", [3, 4, 6])
def test_a_duplicated_cell_is_told(number: int) -> None:
    """A copy keeps its tags, so that graders would find two answers."""
    cells = complete()
    cells.insert(number, dict(cells[number]))
    found = told(cells, parts())
    assert any("Keep one of them" in line for line in found), found


def test_two_answer_cells_of_one_part_are_no_duplicates() -> None:
    """A part may ask for a class in one cell and a function in another."""
    cells = complete()
    cells.insert(4, code("class Relu:\n    pass", "relu", "answer", count=3))
    cells[5] = passed("relu", 4)
    assert told(cells) == []


def test_too_many_words_are_told() -> None:
    """With the number to take out."""
    facts = parts()
    facts[1]["word_limit"] = 3
    assert told(complete(), facts) == ["1.2 Review: 5 words, 2 over the limit of 3."]


def test_a_picture_is_an_answer() -> None:
    """A drawing of a graph needs no words."""
    cells = complete()
    cells[6] = cells[6] | {"source": "![](attachment:a.png)", "attachments": {"a.png": {}}}
    assert told(cells) == []


def test_an_answer_that_goes_on_in_the_next_cell_is_counted() -> None:
    """Up to the end of the question; what stands below that is no part of it."""
    facts = parts()
    facts[1]["word_limit"] = 3
    cells = complete()
    cells[6] = cells[6] | {"source": "_Type your answer here…_"}
    cells[7:7] = [
        markdown("It goes on here."),
        markdown("<!-- END QUESTION -->\n\n## 2. The next section"),
        markdown("A note of my own."),
    ]
    assert told(cells, facts) == ["1.2 Review: 4 words, 1 over the limit of 3."]


@pytest.mark.parametrize("others", [{}, {"cell_id": "x", "deepnote_cell_type": "code"}])
def test_an_editor_that_drops_the_tags_deletes_no_answer(others: dict[str, Any]) -> None:
    """Deepnote replaces what cells are tagged with; questions and checks are still in place."""
    cells = [cell | {"metadata": dict(others)} for cell in complete()]
    assert told(cells, parts()) == []
    cells[3] = cells[3] | {"source": "def relu(x):\n    ..."}
    cells[6] = cells[6] | {"source": "_Type your answer here…_"}
    found = told(cells, parts())
    assert len(found) == 2 and all("not answered yet" in line for line in found)


@pytest.mark.parametrize("unit", ["\n", " \n", "- ", "%", "(", "grader.check(", "\\", "- a:\n"])
def test_a_long_cell_is_looked_over_to_its_end(unit: str) -> None:
    """A million characters hang nobody."""
    text = unit * (1_000_000 // len(unit))
    with nobody_hangs():
        told([code(text), markdown(text), dict(HONOUR, source=text), *complete()])


def test_a_notebook_without_homework_is_told() -> None:
    """Answers in a notebook of one's own cannot be graded."""
    document = nbformat.from_dict({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    (finding,) = preflight.examine(document)
    assert "which homework" in str(finding)


@pytest.fixture
def with_scipy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Work on a machine that has scipy, beside a file of one's own."""
    installed = {"scipy": ["SciPy"], "numpy": ["numpy"], "pandas": ["pandas"], "yaml": ["PyYAML"]}
    monkeypatch.setattr(importlib.metadata, "packages_distributions", lambda: installed)
    libraries._installed.cache_clear()
    monkeypatch.chdir(tmp_path)
    (tmp_path / "helpers.py").write_text("x = 1")
    yield
    libraries._installed.cache_clear()


@pytest.mark.usefixtures("with_scipy")
@pytest.mark.parametrize(
    "source",
    [
        "import scipy",
        "import numpy as np, scipy.special as special",
        "from scipy.special import softmax",
        "%matplotlib inline\nimport scipy",
        "def relu(x):\n    from scipy import special\n    return x",
    ],
)
def test_a_library_that_grading_may_lack_is_told(source: str) -> None:
    """Who uses more than the homework asks for learns it before handing in, once."""
    cells = complete()
    cells[3] = cells[3] | {"source": source}
    cells.insert(1, code(source, count=1))
    (found,) = told(cells)
    assert found.startswith("Cell 2 (`") and "scipy may be missing where your notebook" in found
    assert "numpy, torch, torchvision, matplotlib" in found


@pytest.mark.usefixtures("with_scipy")
def test_a_file_of_ones_own_is_told() -> None:
    """It stays behind when the notebook is handed in."""
    (found,) = told([*complete(), code("from helpers import *", count=4)])
    assert "helpers is a file of your own, which is not handed in" in found


@pytest.mark.usefixtures("with_scipy")
@pytest.mark.parametrize(
    "source",
    [
        "import json, numpy, chainrule.plots",
        "import pandas as pd",
        "import yaml",
        "from . import x",
        "import nothing_of_this_name",
        "try:\n    import scipy\nexcept ImportError:\n    scipy = None",
    ],
)
def test_what_grading_has_or_does_without_is_not_told(source: str) -> None:
    """The standard library, what is asked for, what that needs in turn, and what may be missing."""
    assert told([*complete(), code(source, count=4)]) == []


RUN = code('run = Run(\n    "fit",\n    data=training)\nrun.save(weights)', count=4)


@pytest.mark.parametrize(
    ("found", "says"),
    [
        (["fit.record.json", "fit.weights.npz"], []),
        (["fit.record.json"], ["fit.weights.npz is not beside the notebook"]),
        ([], ["fit.record.json and fit.weights.npz are not beside the notebook"]),
    ],
)
def test_a_training_record_that_is_missing_is_told(found: list[str], says: list[str]) -> None:
    """Who trained and forgot the files learns it before handing in, with the repair."""
    document = nbformat.from_dict(notebook(*complete(), RUN))
    told = [str(finding) for finding in preflight.missing_records(document, found)]
    assert len(told) == len(says)
    assert all(
        words in line and "Run the cell" in line for words, line in zip(says, told, strict=True)
    )


def test_a_notebook_that_trains_nothing_lacks_no_record() -> None:
    """Nobody is asked for files that the homework does not have."""
    assert preflight.missing_records(nbformat.from_dict(notebook(*complete())), []) == []
