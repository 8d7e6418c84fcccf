"""Marks by hand: the page on which they are given, and every one that was."""

from __future__ import annotations

from typing import Annotated

import typer

from chainrule_desk.cli import tables
from chainrule_desk.cli.console import say
from chainrule_desk.cli.options import HomeworkId, ProjectFolder, StoreUrl
from chainrule_desk.project import Project


def review(
    homework: HomeworkId,
    grader: Annotated[
        str | None, typer.Option(help="Your name, as it stands with your marks.")
    ] = None,
    host: Annotated[
        str,
        typer.Option(help="Address to listen on; for other than this machine, a token is asked."),
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on; by default a free one.")] = 0,
    names: Annotated[
        bool, typer.Option("--names", help="Show students' names; answers are anonymous without.")
    ] = False,
    browser: Annotated[bool, typer.Option(help="Open the page in the browser.")] = True,
    store: StoreUrl = None,
    project: ProjectFolder = None,
) -> None:
    """Mark the written parts by rubric, on a page in the browser.

    An answer at a time, beside its prompt, model solution and rubric, with keys for everything.
    Each mark is saved at once; several graders can work at the same time.
    """
    import getpass
    import webbrowser

    from chainrule_desk.grades import gradebook
    from chainrule_desk.reviewing import server
    from chainrule_desk.reviewing.review import Review

    with gradebook.opened(Project.find(project), homework, store) as book:
        desk = server.prepare(
            Review(book), grader or getpass.getuser(), host=host, port=port, names=names
        )
        say(f"Review {homework} at {desk.address}  (stop with Ctrl+C)")
        if browser:
            webbrowser.open(desk.address)
        desk.run()


def history(
    homework: HomeworkId,
    student: Annotated[
        str | None, typer.Option(help="Only marks of this student or submission.")
    ] = None,
    store: StoreUrl = None,
    project: ProjectFolder = None,
) -> None:
    """Show every mark that people gave: when, who, for what, and from what to what."""
    from chainrule_desk.grades import gradebook
    from chainrule_desk.grades.submissions import members

    with gradebook.opened(Project.find(project), homework, store) as book:
        whose = members(book.outcomes)
        changes = [
            change
            for change in book.ledger.history()
            if student in (None, about := change.entry.submission, *whose.get(about, ()))
        ]
        for line in tables.history_lines(changes, book.names):
            say(line)
