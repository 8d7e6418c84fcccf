"""Train what the solutions hand in: ``python assignment/records/make.py fit_images fashion_mnist``.

Runs the solutions of these problems from top to bottom on the full data, as a student would at home.
The cells that save a record write it into this folder. FashionMNIST takes well under a minute.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
SKIPPED = ("# BEGIN TEST CONFIG", "chainrule.opening", "chainrule.export", "words.show(")

os.environ["MPLBACKEND"] = "agg"
os.environ["OMP_NUM_THREADS"] = "1"  # the same sums in the same order

from chainrule_desk.composing.assemble import assemble_problem
from chainrule_desk.project import Project


def train(problem: str) -> None:
    """Run the code cells of a problem, and of those it builds on, without its tests."""
    notebook = assemble_problem(Project.find(HERE), problem).notebook
    names: dict[str, object] = {}
    for cell in notebook.cells:
        skipped = any(mark in cell.source for mark in SKIPPED)
        if cell.cell_type == "code" and not skipped:
            exec(compile(cell.source, f"<{problem}>", "exec"), names)


if __name__ == "__main__":
    os.chdir(HERE)
    for problem in sys.argv[1:]:
        train(problem)
