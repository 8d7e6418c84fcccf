"""Train what the solutions hand in and show: ``python assignment/records/make.py fashion_mnist ...``.

Runs the solutions of these problems from top to bottom on the full data, as a student would at home.
The runs that a problem hands in are kept in this folder, and what its cells drew and printed in
``<problem>.ipynb``, for solutions handouts. FashionMNIST takes well under a minute.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient

HERE = Path(__file__).resolve().parent
SKIPPED = ("# BEGIN TEST CONFIG", "chainrule.opening", "chainrule.export", "words.show(")
EXECUTE_S = 3_600

os.environ["OMP_NUM_THREADS"] = "1"  # the same sums in the same order

from chainrule_desk.authoring.problem_file import read_problem
from chainrule_desk.composing.assemble import assemble_problem
from chainrule_desk.composing.solutions import keep_full_run
from chainrule_desk.project import Project


def train(problem: str) -> None:
    """Run the code cells of a problem, and of those it builds on, without its tests."""
    project = Project.find(HERE)
    notebook = assemble_problem(project, problem).notebook
    notebook.cells = [
        cell
        for cell in notebook.cells
        if cell.cell_type == "code" and not any(mark in cell.source for mark in SKIPPED)
    ]
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    with tempfile.TemporaryDirectory() as scratch:
        resources = {"metadata": {"path": scratch}}
        NotebookClient(notebook, timeout=EXECUTE_S, resources=resources).execute()
        for run in read_problem(project.questions / f"{problem}.py").hands_in:
            for name in (f"{run}.record.json", f"{run}.weights.npz"):
                shutil.copy(Path(scratch) / name, HERE)
    text = nbformat.writes(keep_full_run(notebook)) + "\n"
    (HERE / f"{problem}.ipynb").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    for problem in sys.argv[1:]:
        train(problem)
