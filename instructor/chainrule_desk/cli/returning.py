"""What a homework tells of itself: to the staff about the class, and to each student."""

from __future__ import annotations

import os
from enum import StrEnum
from typing import Annotated

import typer
from rich.markup import escape

from chainrule_desk.cli.console import counting, say
from chainrule_desk.cli.options import HomeworkId, ProjectFolder, StoreUrl
from chainrule_desk.project import Project
from chainrule_desk.text import counted


class Platform(StrEnum):
    """Whose format feedback can have besides pages."""

    GRADESCOPE = "gradescope"


def report(
    homework: HomeworkId,
    store: StoreUrl = None,
    project: ProjectFolder = None,
) -> None:
    """Write the class report: one HTML page for a staff meeting.

    Score distribution, difficulty and discrimination of each part, Cronbach's alpha, pass rates of
    tests, named mistakes by share of the class, agreement of graders, and what could not be graded.
    """
    from chainrule_desk.reporting import reports

    here = Project.find(project)
    with counting("reading notebooks") as show:
        path, made = reports.write_report(here, homework, store, show)
    alpha = made.alpha
    say(
        f"{counted(len(made.frame), 'student')}, {made.handed_in} handed in; "
        + (
            f"Cronbach's alpha cannot be computed: {alpha.reason}."
            if alpha.value is None
            else f"Cronbach's alpha {alpha.value:.2f} over {alpha.items} parts"
            f"{', of few students' if alpha.few else ''}."
        ),
    )
    say(f"Read {here.relative(path)}")


def feedback(
    homework: HomeworkId,
    only_complete: Annotated[
        bool,
        typer.Option("--only-complete", help="Leave out who has a part that is not graded yet."),
    ] = False,
    platform: Annotated[
        Platform | None,
        typer.Option("--for", help="Write results.json of each submission for this platform."),
    ] = None,
    jobs: Annotated[
        int, typer.Option("--jobs", "-j", min=1, help="How many pages are made at a time.")
    ] = os.cpu_count() or 1,
    store: StoreUrl = None,
    project: ProjectFolder = None,
) -> None:
    """Write a feedback page for each student, and a zip to upload. Nothing is published.

    Points, what each public test said, rubric items, comments, and the student's own answers and
    plots; of hidden tests only what the recipe's `feedback` allows, and nothing of other students.
    """
    from chainrule_desk.returning import feedback as returning

    here = Project.find(project)
    with counting("writing feedback") as show:
        made = returning.write_feedback(
            here,
            homework,
            store,
            only_complete=only_complete,
            gradescope=platform is Platform.GRADESCOPE,
            jobs=jobs,
            progress=show,
        )
    what = "result" if platform is Platform.GRADESCOPE else "page"
    say(f"{counted(made.pages, what)} in {here.relative(made.folder)}")
    for part, number in made.not_graded.items():
        say(f"  not graded yet on {number} of them: {escape(part)}")
    if made.left_out:
        say(f"{counted(made.left_out, 'student')} left out: something is not graded yet.")
    if made.absent:
        say(f"{counted(made.absent, 'student')} handed nothing in, without a {what}.")
    for note in made.notes:
        say(note)
    say(
        f"Nothing was published. When you are ready, upload {here.relative(made.archive)}",
    )
