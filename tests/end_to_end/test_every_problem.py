"""Every problem of the bank can be opened as a notebook by itself."""

from __future__ import annotations

import multiprocessing
import os
import traceback
from pathlib import Path

import nbformat
import pytest

from chainrule import settings
from chainrule_desk.authoring import bank
from chainrule_desk.composing.assemble import assemble_problem, write
from chainrule_desk.project import Project

pytestmark = pytest.mark.slow

PROBLEMS = bank.names(Project(Path(__file__).parents[2]).questions)
# A process a notebook, forked from one that has what takes long to import.
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["IPython", "matplotlib.pyplot", "torch"])
TIMEOUT_S = 120


def run(master: Path, report: Path) -> None:
    """Run all code cells as a kernel does, in the notebook's folder; write what went wrong."""
    from IPython.core.interactiveshell import InteractiveShell

    os.chdir(master.parent)
    os.environ.update({settings.GRADING_VARIABLE: "1", "MPLBACKEND": "agg"})
    shell = InteractiveShell.instance()
    for cell in nbformat.read(master, as_version=4).cells:
        if cell.cell_type != "code":
            continue
        result = shell.run_cell(cell.source, silent=True)
        if not result.success:
            error = result.error_before_exec or result.error_in_exec
            report.write_text("".join(traceback.format_exception(error)))
            return
    report.write_text("ran to the end")


@pytest.mark.parametrize("problem", PROBLEMS)
def test_runs_from_top_to_bottom(problem: str, repository: Project, tmp_path: Path) -> None:
    """Its master, which brings the problems that it builds on, runs without an error."""
    master, report = tmp_path / "opened" / f"{problem}.ipynb", tmp_path / "report.txt"
    write(assemble_problem(repository, problem), master, repository.kit)
    process = PROCESSES.Process(target=run, args=(master, report), daemon=True)
    process.start()
    process.join(TIMEOUT_S)
    process.kill()
    assert report.is_file(), f"ended or stuck after at most {TIMEOUT_S} s"
    assert report.read_text() == "ran to the end"
