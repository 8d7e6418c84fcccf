"""The command line: parse, call one function, print.

Exit codes: 0 done, 1 something in the work itself is not as it should be, 2 wrong use (one sentence
says what to repair).
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import (
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table

from chainrule_desk.errors import DeskError
from chainrule_desk.project import Project

app = typer.Typer(
    name="chainrule",
    help="Deep-learning homework that grades itself.\n\n"
    "A homework goes through four commands: **build** it from its recipe, hand out the release, "
    "**grade** what comes back, write the **sheet**.",
    no_args_is_help=True,
    add_completion=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)
out = Console(highlight=False)
err = Console(stderr=True, highlight=False)

F = TypeVar("F", bound=Callable[..., None])

Homework = Annotated[str, typer.Argument(metavar="ID", help="The homework: its recipe's name.")]
ProjectFolder = Annotated[
    Path | None,
    typer.Option("--project", help="Project folder; by default the one you are in."),
]


def command(function: F) -> F:
    """Register a command whose DeskErrors end in one sentence and exit code 2."""

    @functools.wraps(function)
    def wrapped(*args: Any, **kwargs: Any) -> None:
        try:
            function(*args, **kwargs)
        except DeskError as error:
            err.print(f"[bold red]Error:[/] {escape(str(error))}", soft_wrap=True)
            raise typer.Exit(2) from error

    app.command()(wrapped)
    return function


@command
def list_(project: ProjectFolder = None) -> None:
    """List the homeworks and the problems of the bank."""
    from chainrule_desk import catalogue

    here = Project.find(project)
    homeworks = Table(
        "homework", "title", "points", "problems", title="Homeworks", title_justify="left"
    )
    for entry in catalogue.homeworks(here):
        homeworks.add_row(entry.id, entry.title, entry.points, ", ".join(entry.problems))
    problems = Table("problem", "title", "parts", "by hand", title="Bank", title_justify="left")
    for problem in catalogue.problems(here):
        manual = sum(part.manual for part in problem.parts)
        problems.add_row(problem.name, problem.title, str(len(problem.parts)), str(manual))
    out.print(homeworks, problems, sep="\n\n")


@command
def assemble(
    homework: Homework,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Where to write the master notebook."),
    ] = None,
    project: ProjectFolder = None,
) -> None:
    """Write the master notebook of a homework, ready for `otter assign`.

    The kit that the notebook imports is written beside it.
    """
    from chainrule_desk import assemble as assembling
    from chainrule_desk.recipe import read_recipe

    here = Project.find(project)
    assembly = assembling.assemble(here, read_recipe(here.recipe(homework)))
    path = output or here.build(homework) / "master.ipynb"
    assembling.write(assembly, path, here.kit)
    out.print(
        f"{here.relative(path)}: {len(assembly.homework.parts)} parts, "
        f"{assembling.amount(assembly.homework.points)}. "
        f"Split it with: otter assign {here.relative(path)} FOLDER"
    )


@command
def build(homework: Homework, project: ProjectFolder = None) -> None:
    """Build a homework: the student release and the autograder bundle, both verified.

    Fails, and leaves an earlier build as it was, if the solution does not score full marks, if the
    untouched release scores anything, or if the release gives an answer away.
    """
    from chainrule_desk import build as building

    here = Project.find(project)
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TimeElapsedColumn(),
        console=err,
        transient=True,
    ) as progress:
        task = progress.add_task("")
        built = building.build(
            here, homework, lambda step: progress.update(task, description=f"{homework}: {step}")
        )
    parts = built.homework
    out.print(
        f"Built {homework}: {len(parts.automatic)} automatic and {len(parts.manual)} written "
        f"parts. The solution scores full marks, the untouched release nothing."
    )
    for what, path in (("hand out", built.release), ("grade with", built.bundle)):
        out.print(f"  {what:<11}{here.relative(path)}")


def main() -> None:
    """Run the command line."""
    app()
