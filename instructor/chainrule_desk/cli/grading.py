"""Grade what came back."""

from __future__ import annotations

import os
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from chainrule_desk.cli import tables
from chainrule_desk.cli.console import counting, out, say
from chainrule_desk.cli.options import HomeworkId, ProjectFolder, StoreUrl, Tier
from chainrule_desk.project import Project
from chainrule_desk.text import counted
from chainrule_grader import kept

ASIDE_SHOWN = 20  # files that were left aside; all of them stand in a file


class EngineName(StrEnum):
    """What can run submissions."""

    ISOLATED = "isolated"
    OTTER = "otter"


def grade(
    homework: HomeworkId,
    submissions: Annotated[
        list[Path],
        typer.Argument(metavar="SUBMISSION...", help="Notebooks, zips, or folders of them."),
    ],
    jobs: Annotated[
        int, typer.Option("--jobs", "-j", min=1, help="How many submissions run at a time.")
    ] = os.cpu_count() or 1,
    timeout: Annotated[
        float, typer.Option(min=1, help="Seconds that one submission may take.")
    ] = 600.0,
    memory: Annotated[
        int, typer.Option(min=64, help="MiB that one submission may take beyond the libraries.")
    ] = 4096,
    tier: Annotated[
        Tier | None,
        typer.Option(help="Isolation to insist on; by default the best that this machine has."),
    ] = None,
    engine: Annotated[
        EngineName, typer.Option(help="What runs submissions; otter is plain Otter, unprotected.")
    ] = EngineName.ISOLATED,
    regrade: Annotated[
        bool, typer.Option("--regrade", help="Run those again that are graded already.")
    ] = False,
    store: StoreUrl = None,
    project: ProjectFolder = None,
) -> None:
    """Grade submissions. A broken file becomes a row with a reason; the batch goes on.

    First everything is looked at that grading and the sheet will need: recipe, bundle, class list,
    aliases, extensions, marks.csv, store, paths. What is wrong there is told at once.

    What is graded already, with the same bundle and the same content, is not run again, so an
    interrupted batch can simply be started anew.
    """
    from chainrule_desk import checking, grading
    from chainrule_desk.grades import gradebook, schema
    from chainrule_desk.grades import regrade as regrading
    from chainrule_grader.engine import Limits

    here = Project.find(project)
    before, began = grading.results_so_far(here, homework), schema.now()
    with (
        counting("grading") as show,
        grading.engine_for(engine.value, tier.value if tier else None) as running,
    ):
        checking.check(here, homework, submissions, running, store)
        results = grading.grade(
            here,
            homework,
            submissions,
            engine=running,
            jobs=jobs,
            limits=Limits(wall_s=timeout, memory_mib=memory),
            regrade=regrade,
            on_progress=lambda done, total, result: show(done, total, result.student),
        )
    changes = regrading.differences(before, results)
    with gradebook.opened(here, homework, store) as book:
        out.print(tables.result_table(book.homework, results))
        changes += regrading.by_hand(book, began)
    tell_aside(grading.left_aside(here, homework), here.relative(here.grades(homework)))
    if changes:
        out.print(tables.difference_table(changes))
    elif regrade and before:
        say("The regrade changes nobody's points.")
    tiers = ", ".join(sorted({f"{result.engine}, tier {result.tier}" for result in results}))
    say(f"Graded by: {tiers}. Results lie in {here.relative(here.grades(homework) / 'results')}.")


def tell_aside(lines: Sequence[str], folder: Path) -> None:
    """Say which files were left aside and why: the first, how many more, and where all stand."""
    for line in lines[:ASIDE_SHOWN]:
        say(f"left aside: {escape(line)}")
    if (more := len(lines) - ASIDE_SHOWN) > 0:
        say(f"left aside: {counted(more, 'more file')}; see {folder / kept.LEFT_ASIDE}.")
