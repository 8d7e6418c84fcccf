"""The solutions handout: what students learn from after the deadline."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from chainrule_desk.build import build
from chainrule_desk.composing.solutions import write_solutions
from chainrule_desk.project import Project

pytestmark = pytest.mark.slow


def test_handout_shows_prompts_and_model_solutions(project: Project) -> None:
    """Notebook, page and PDF hold prompts, solutions and outputs; no checks, marks or stubs."""
    recipe = project.recipe("tiny")
    recipe.write_text("solutions = true\n" + recipe.read_text())
    build(project, "tiny")
    folder = project.build("tiny")

    notebook = nbformat.read(folder / "tiny-solutions.ipynb", as_version=4)
    sources = "\n".join(cell.source for cell in notebook.cells)
    assert "answer = x * x" in sources
    assert "**Solution.** If x is at least zero" in sources
    for unwanted in ("BEGIN SOLUTION", "grader.check", "Type your answer", "Honour statement"):
        assert unwanted not in sources
    assert "squares are never negative" in str([cell.get("outputs") for cell in notebook.cells])
    assert "short run on the kit's small data" in sources

    page = (folder / "tiny-solutions.html").read_text(encoding="utf-8")
    assert "<math" in page
    assert "If x is at least zero" in page
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert (folder / "tiny-solutions.pdf").read_bytes().startswith(b"%PDF")


def test_handout_shows_the_figures_of_the_kit(project: Project, tmp_path: Path) -> None:
    """It runs as briefly as for a grader, but what the kit draws can be seen."""
    build(project, "tiny")
    solution = nbformat.read(project.solution("tiny"), as_version=4)
    drawn = "from chainrule.plots import learning_curves\nlearning_curves({'loss': [2.0, 1.0]})"
    solution.cells.append(nbformat.v4.new_code_cell(drawn))
    path = tmp_path / "solution.ipynb"
    nbformat.write(solution, path)

    handout = write_solutions(tmp_path, "tiny", path, project.kit)

    shown = nbformat.read(handout.notebook, as_version=4).cells[-1].outputs
    assert "image/png" in shown[0].data
