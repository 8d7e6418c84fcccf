"""Every release that is committed is whole: it can be read, and gives no answer away."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
import pytest

from chainrule import cell_code
from chainrule_desk.authoring import recipe
from chainrule_desk.authoring.problem_file import read_problem
from chainrule_desk.authoring.recipe import read_recipe
from chainrule_desk.composing.leaks import find_leaks
from chainrule_desk.project import Project

REPOSITORY = Project(Path(__file__).parents[2])
HOMEWORKS = recipe.names(REPOSITORY.recipes)


@pytest.mark.parametrize("homework", HOMEWORKS)
def test_every_cell_can_be_read(homework: str) -> None:
    """As IPython reads it."""
    notebook = nbformat.read(REPOSITORY.release(homework), as_version=4)
    for number, cell in enumerate(notebook.cells, 1):
        if cell.cell_type == "code":
            assert cell_code.fault(cell.source) is None, f"cell {number}"


@pytest.mark.parametrize("homework", HOMEWORKS)
def test_no_secret_stands_in_it(homework: str, tmp_path: Path) -> None:
    """No statement of a model answer, however it is written, and nothing else that is secret."""
    chosen = read_recipe(REPOSITORY.recipe(homework)).problems
    problems = [read_problem(REPOSITORY.questions / f"{choice.name}.py") for choice in chosen]
    parts = {name for choice in chosen for name in choice.points}
    shutil.copy(REPOSITORY.release(homework), tmp_path)
    assert [str(leak) for leak in find_leaks(problems, parts, tmp_path)] == []
