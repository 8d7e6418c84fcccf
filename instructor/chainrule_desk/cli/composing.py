"""From the bank to a homework: what there is, the master notebook, the build, the solutions."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from chainrule_desk.cli.console import out, say, stepping
from chainrule_desk.cli.options import HomeworkId, ProjectFolder, Tier
from chainrule_desk.errors import DeskError
from chainrule_desk.project import Project
from chainrule_desk.text import counted


class Place(StrEnum):
    """Where a homework may be done or graded besides one's own machine."""

    COLAB = "colab"
    GRADESCOPE = "gradescope"


def list_(project: ProjectFolder = None) -> None:
    """List the homeworks and the problems of the bank."""
    from chainrule_desk.authoring import catalogue

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


def assemble(
    homework: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="The homework: its recipe's name.")
    ] = None,
    problem: Annotated[
        str | None, typer.Option(help="One problem of the bank instead, by itself.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Where to write the master notebook."),
    ] = None,
    project: ProjectFolder = None,
) -> None:
    """Write the master notebook of a homework, ready for `otter assign`.

    With --problem, of one problem and those that it builds on, to try it out. The kit that the
    notebook imports is written beside it.
    """
    from chainrule_desk.authoring.recipe import read_recipe
    from chainrule_desk.composing import assemble as assembling
    from chainrule_desk.composing.cells import amount

    here = Project.find(project)
    if (homework is None) == (problem is None):
        raise DeskError("name either a homework or, with --problem, one problem.")
    if homework is not None:
        assembly = assembling.assemble(here, read_recipe(here.recipe(homework)))
    else:
        assembly = assembling.assemble_problem(here, str(problem))
    path = output or here.build(assembly.homework.id) / "master.ipynb"
    assembling.write(assembly, path, here.kit)
    shown = here.relative(path)
    say(
        f"{shown}: {len(assembly.homework.parts)} parts, "
        f"{amount(assembly.homework.points)}. Split it with: otter assign {shown} FOLDER"
    )


def build(
    homework: HomeworkId,
    place: Annotated[
        Place | None,
        typer.Option(
            "--for", help="Also write what this place takes: a release, or an autograder."
        ),
    ] = None,
    tier: Annotated[
        Tier | None,
        typer.Option(help="Gradescope: isolation to insist on; by default the best it has."),
    ] = None,
    torch_index: Annotated[
        str,
        typer.Option(
            envvar="TORCH_INDEX",
            metavar="URL",
            help="Gradescope: index to take torch from, such as PyTorch's own with small builds.",
        ),
    ] = "",
    project: ProjectFolder = None,
) -> None:
    """Build a homework: the student release and the autograder bundle, both verified.

    Fails, and leaves an earlier build as it was, if the solution does not score full marks, if the
    untouched release scores anything, if the release gives an answer away, or if a test judges a
    right or wrong answer of the bank otherwise than its author states. What the wrong answers
    compute goes into the bundle, which names these mistakes. Answers are tried once: a second build
    tries those that changed, or whose tests did.
    """
    from chainrule_desk import build as building
    from chainrule_desk.composing import colab, upload

    here = Project.find(project)
    if tier is not None and place is not Place.GRADESCOPE:
        raise DeskError("`--tier` is for `--for gradescope`: on this machine, `grade` takes it.")
    with stepping(homework) as show:
        built = building.build(here, homework, lambda step: show(f"{homework}: {step}"))
    automatic, written = len(built.homework.automatic), len(built.homework.manual)
    say(
        f"Built {homework}, {automatic} automatic and {written} written part"
        f"{'' if written == 1 else 's'}: the solution scores full marks, "
        "the untouched release nothing."
    )
    say(
        f"{counted(built.tried, 'known answer')} tried, all judged as stated; "
        f"{counted(built.named, 'mistake')} known by name."
    )
    wrote = {"read": built.release, "hand out": built.handout, "grade with": built.bundle}
    if place is Place.COLAB:
        wrote["for Colab"] = here.colab(homework)
        colab.write_for_colab(wrote["for Colab"], built.release, here.kit)
    if place is Place.GRADESCOPE:
        wrote["upload"] = here.gradescope(homework)
        upload.write_for_gradescope(
            wrote["upload"], built.bundle, here.kit, tier=tier or "", torch_index=torch_index
        )
    for what, path in wrote.items():
        say(f"  {what:<11}{here.relative(path)}")


def solutions(homework: HomeworkId, project: ProjectFolder = None) -> None:
    """Write the solutions handout: prompts, model solutions and figures.

    As a notebook, an HTML page and a PDF, from the solution that the last build verified.
    """
    from chainrule_desk.composing import solutions as solving

    here = Project.find(project)
    solution = here.build(homework) / "solution.ipynb"
    if not solution.is_file():
        raise DeskError(f"{here.relative(solution)} is missing: run `chainrule build {homework}`.")
    with stepping("running the solution"):
        handout = solving.write_solutions(
            here.build(homework), homework, solution, here.kit, here.records
        )
    for path in (handout.notebook, handout.html, handout.pdf):
        say(f"  {here.relative(path)}")
