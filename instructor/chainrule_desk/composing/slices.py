"""Cut a notebook down to what one part needs, so that an answer to it is judged in a moment.

A part needs the opening, its own problem up to the cell that checks it, and the problems that its
own builds on. Nothing else is run, and no other part is tested.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from chainrule_desk.authoring.bank import Problem
from chainrule_grader import notebook as notebooks
from chainrule_grader.bundle import Bundle
from chainrule_grader.homework import Homework, Part
from chainrule_grader.intake import Submission

Notebook = Any  # nbformat.NotebookNode, which ships no types

# As the assembler writes it; Otter may put a comment before it.
PROBLEM = re.compile(r"^## (?P<number>\d+)\. ", re.MULTILINE)
OPENING = ""
START = "grader = start("  # as the assembler writes the first cell


def bundle_for(bundle: Bundle, part: Part) -> Bundle:
    """Return a bundle that tests one part and nothing else, with the same judge as the whole.

    It names no mistakes: these are learned from what it gives.
    """
    whole = bundle.homework
    return replace(bundle, homework=Homework(whole.id, whole.title, (part,)), mistakes={})


def notebook_for(notebook: Notebook, homework: Homework, part: Part, needed: set[str]) -> Notebook:
    """Return the code cells of the ``needed`` problems, up to the last one that checks ``part``.

    Without the cells that open the grader and call it: they do nothing to an answer, and differ
    from homework to homework.
    """
    problems = {other.label.partition(".")[0]: other.problem for other in homework.parts}
    last = max(i for i, cell in enumerate(notebook.cells) if part.name in notebooks.checks(cell))
    kept, problem = [], OPENING
    for cell in notebook.cells[: last + 1]:
        if cell.cell_type == "markdown" and (match := PROBLEM.search(cell.source)):
            problem = problems[match["number"]]
        if cell.cell_type == "code" and problem in {OPENING, *needed} and not _is_graders(cell):
            kept.append(cell)
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": notebook.metadata, "cells": kept}


def _is_graders(cell: Any) -> bool:
    return notebooks.is_ignored(cell) or bool(notebooks.checks(cell)) or START in cell.source


def needs(problem: str, known: Mapping[str, Problem]) -> set[str]:
    """Return the problem and all that it builds on, directly or not."""
    found: set[str] = set()
    waiting = [problem]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += known[name].builds_on
    return found


def submission_of(notebook: Notebook, name: str, files: Mapping[str, bytes]) -> Submission:
    """Return a notebook and the files handed in with it as something that an engine grades."""
    return Submission(
        id=name,
        student=name,
        source=name,
        content="",
        label=f"{name}.ipynb",
        notebook=json.dumps(notebook).encode(),
        files=files,
    )
