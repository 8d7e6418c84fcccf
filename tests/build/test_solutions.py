"""The solutions handout: what students learn from after the deadline."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from chainrule_desk.build import build
from chainrule_desk.composing.assemble import assemble_problem
from chainrule_desk.composing.samples import without_marks
from chainrule_desk.composing.solutions import keep_full_run, show_full_runs, write_solutions
from chainrule_desk.project import Project

FULL_RUNS = sorted((Path(__file__).parents[2] / "assignment" / "records").glob("*.ipynb"))
PICTURE = nbformat.v4.new_output("execute_result", {"image/png": "iVBO", "text/html": "<img>"})


def printed(text: str, name: str = "stdout") -> nbformat.NotebookNode:
    return nbformat.v4.new_output("stream", name=name, text=text)


def executed(source: str, *outputs: nbformat.NotebookNode) -> nbformat.NotebookNode:
    return nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(source, outputs=list(outputs))]
    )


def test_of_a_full_run_pictures_and_printed_lines_are_kept() -> None:
    """Not the progress bars between them, no warnings, and no cell that shows nothing."""
    bars = "epochs:   0%|   | 0/2\repochs:  50%|██ | 1/2\nafter epoch 1: 0.5\n"
    (cell,) = keep_full_run(
        executed(
            "rate = 0.1  # SOLUTION",
            printed(bars),
            printed("careful", "stderr"),
            printed("after epoch 2: 0.4"),
            PICTURE,
        )
    ).cells
    assert cell.source == "rate = 0.1"
    assert [output.output_type for output in cell.outputs] == ["stream", "display_data"]
    assert cell.outputs[0].text == "after epoch 1: 0.5\nafter epoch 2: 0.4\n"
    assert set(cell.outputs[1].data) == {"image/png"}
    assert keep_full_run(executed("x = 1", printed("careful", "stderr"))).cells == []


def test_a_cell_shows_what_it_showed_in_the_full_run(tmp_path: Path) -> None:
    """A cell with the same source does, all others keep their own outputs."""
    nbformat.write(keep_full_run(executed("fit()", printed("89 %"))), tmp_path / "clothes.ipynb")
    short = executed("fit()", printed("35 %"))
    short.cells += executed("other()", printed("7")).cells
    show_full_runs(short, tmp_path)
    assert [cell.outputs[0].text for cell in short.cells] == ["89 %\n", "7"]


@pytest.mark.parametrize("path", FULL_RUNS, ids=lambda path: path.stem)
def test_kept_runs_are_those_of_the_solutions_as_they_are(path: Path, repository: Project) -> None:
    """No cell of a full run was changed after it: run ``assignment/records/make.py`` if one was."""
    solution = assemble_problem(repository, path.stem).notebook
    sources = {without_marks(cell.source) for cell in solution.cells if cell.cell_type == "code"}
    kept = nbformat.read(path, as_version=4).cells
    assert kept
    for cell in kept:
        assert cell.source in sources, cell.source


@pytest.mark.slow
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
    assert "Trainings are shown as they went in full" in sources

    page = (folder / "tiny-solutions.html").read_text(encoding="utf-8")
    assert "<math" in page
    assert "If x is at least zero" in page
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert (folder / "tiny-solutions.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.slow
def test_handout_shows_the_figures_of_the_kit(project: Project, tmp_path: Path) -> None:
    """It runs as briefly as for a grader, but what the kit draws can be seen."""
    build(project, "tiny")
    solution = nbformat.read(project.solution("tiny"), as_version=4)
    drawn = "from chainrule.plots import learning_curves\nlearning_curves({'loss': [2.0, 1.0]})"
    solution.cells.append(nbformat.v4.new_code_cell(drawn))
    path = tmp_path / "solution.ipynb"
    nbformat.write(solution, path)

    handout = write_solutions(tmp_path, "tiny", path, project.kit, project.records)

    shown = nbformat.read(handout.notebook, as_version=4).cells[-1].outputs
    assert "image/png" in shown[0].data
