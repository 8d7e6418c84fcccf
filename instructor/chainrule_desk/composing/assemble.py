"""Assemble a homework: problems of the bank + a recipe -> a master notebook for `otter assign`.

The assembler numbers problems and parts, writes points and times into their headings, scales the
points of tests and rubric items to the recipe's, embeds figures, and opens the homework with title,
instructions and honour statement. It adds nothing that Otter would not understand: `otter assign`
on the master works by hand.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_notebook

from chainrule_desk.authoring import bank
from chainrule_desk.authoring.bank import Problem
from chainrule_desk.authoring.problem_file import read_problem
from chainrule_desk.authoring.recipe import ProblemChoice, Recipe
from chainrule_desk.composing.cells import closing, config, held_out_files, opening, problem_cells
from chainrule_desk.composing.fitting import parts_of, problems_of
from chainrule_desk.errors import DeskError
from chainrule_desk.project import Project
from chainrule_grader.homework import Homework

Notebook = Any  # nbformat.NotebookNode, which ships no types

BANK = "bank"  # what the homework of all problems is called


@dataclass(frozen=True)
class Assembly:
    """A master notebook and what is known about it."""

    homework: Homework
    notebook: Notebook
    problems: tuple[Problem, ...]

    @property
    def held_out(self) -> dict[str, Path]:
        """Held-out sets by the name of their file in the bundle, and where each lies."""
        return held_out_files(self.problems)


def assemble(project: Project, recipe: Recipe) -> Assembly:
    """Compose the master notebook of a recipe.

    Raises:
        SourceError: Where the recipe and the bank do not fit together.
    """
    problems = problems_of(project, recipe)
    parts = parts_of(recipe, problems)
    homework = Homework(
        id=recipe.id,
        title=recipe.title,
        parts=tuple(p for _, p in parts),
        feedback=recipe.feedback,
    )
    cells = [config(recipe, problems), *opening(recipe, homework, problems)]
    for number, problem in enumerate(problems, 1):
        chosen = [(source, part) for source, part in parts if part.problem == problem.name]
        cells += problem_cells(number, problem, chosen)
    cells += closing()
    for position, cell in enumerate(cells, 1):
        cell["id"] = f"{recipe.id}-{position:03d}"
    notebook = new_notebook(
        cells=cells,
        metadata={
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
            "chainrule": _public_facts(homework),
        },
    )
    return Assembly(homework, notebook, tuple(problems))


def assemble_problem(project: Project, name: str) -> Assembly:
    """Compose a master of one problem and those that it builds on, at the points of their files.

    Raises:
        DeskError: If the bank has no such problem.
    """
    known = bank.names(project.questions)
    if name not in known:
        raise DeskError(f"there is no problem `{name}` in the bank. It has: {', '.join(known)}.")
    problems = _with_bases(project, [name])
    return _all_of(project, name, problems[name].title, problems)


def assemble_bank(project: Project) -> Assembly:
    """Compose a master of all problems of the bank, at the points of their files.

    Raises:
        SourceError: Where a problem cannot be read.
    """
    return _all_of(
        project, BANK, "All problems", _with_bases(project, bank.names(project.questions))
    )


def _with_bases(project: Project, names: Iterable[str]) -> dict[str, Problem]:
    """Read problems, each after those that it builds on."""
    problems: dict[str, Problem] = {}

    def take(wanted: str) -> None:
        if wanted not in problems:
            problem = read_problem(project.questions / f"{wanted}.py")
            for needed in problem.builds_on:
                take(needed)
            problems[wanted] = problem

    for name in names:
        take(name)
    return problems


def _all_of(project: Project, id_: str, title: str, problems: dict[str, Problem]) -> Assembly:
    choices = tuple(
        ProblemChoice(key, {part.name: part.points for part in problem.parts}, (), (), 1)
        for key, problem in problems.items()
    )
    path = list(problems.values())[-1].path
    return assemble(project, Recipe(id_, path, title, "", False, choices))


def write(assembly: Assembly, path: Path, kit: Path) -> None:
    """Write the master to ``path`` and, beside it, the files that it names: kit, held-out sets.

    Raises:
        DeskError: If something that is not a kit lies where the kit must go.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    target = path.parent / kit.name
    if target.resolve() != kit.resolve():
        if target.exists() and not (target / "checks.py").is_file():
            raise DeskError(
                f"{target} is in the way: the kit's copy goes there. Choose another folder."
            )
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(kit, target, ignore=shutil.ignore_patterns("__pycache__", "*.pyc", ".*"))
    for name, source in assembly.held_out.items():
        shutil.copyfile(source, path.parent / name)
    nbformat.write(assembly.notebook, path)


def _public_facts(homework: Homework) -> dict[str, Any]:
    """Return what the release says about itself: the kit's export reads it."""
    return {
        "homework": homework.id,
        "title": homework.title,
        "parts": [
            {
                "name": part.name,
                "label": part.label,
                "title": part.title,
                "points": part.points,
                "manual": part.manual,
                "bonus": part.bonus,
                "word_limit": part.word_limit,
            }
            for part in homework.parts
        ],
    }
