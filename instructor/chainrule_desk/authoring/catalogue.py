"""What a project has: its homeworks and its bank of problems."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from chainrule_desk.authoring import bank, recipe
from chainrule_desk.authoring.problem_file import read_problem
from chainrule_desk.project import Project


@dataclass(frozen=True)
class HomeworkEntry:
    """A homework as a list shows it."""

    id: str
    title: str
    points: str
    problems: tuple[str, ...]


def homeworks(project: Project) -> Iterator[HomeworkEntry]:
    """Yield every homework of the project, sorted by id.

    Raises:
        SourceError: If a recipe cannot be read.
    """
    for name in recipe.names(project.recipes):
        read = recipe.read_recipe(project.recipe(name))
        regular = sum(
            points
            for choice in read.problems
            for part, points in choice.points.items()
            if part not in choice.bonus
        )
        bonus = sum(
            points
            for choice in read.problems
            for part, points in choice.points.items()
            if part in choice.bonus
        )
        yield HomeworkEntry(
            id=name,
            title=read.title,
            points=f"{float(regular):g}" + (f" + {float(bonus):g}" if bonus else ""),
            problems=tuple(choice.name for choice in read.problems),
        )


def problems(project: Project) -> Iterator[bank.Problem]:
    """Yield every problem of the bank, sorted by name.

    Raises:
        SourceError: If a problem file breaks the format.
    """
    for name in bank.names(project.questions):
        yield read_problem(project.questions / f"{name}.py")
