"""Whose a hand-in is: what could not be matched, who it may be, and the answer of a person."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from chainrule_desk.cli import tables
from chainrule_desk.cli.console import say
from chainrule_desk.cli.options import HomeworkId, ProjectFolder, StoreUrl
from chainrule_desk.errors import DeskError
from chainrule_desk.project import Project
from chainrule_desk.text import counted

if TYPE_CHECKING:
    from chainrule_desk.grades.matching import Unmatched
    from chainrule_desk.grades.proposals import Proposal


def match(
    homework: HomeworkId,
    settle: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="HAND-IN=STUDENT",
            help="Settle one without being asked: what is shown in brackets, and the "
            "student's id, e-mail address or name; of a group all, a comma between; - for nobody.",
        ),
    ] = None,
    ask: Annotated[
        bool | None,
        typer.Option("--ask/--no-ask", help="Ask one by one; by default if somebody is there."),
    ] = None,
    store: StoreUrl = None,
    project: ProjectFolder = None,
) -> None:
    """Match hand-ins with students where names and numbers do not tell.

    Shows who handed in and is not, or not surely, in grades/roster.csv, with the likeliest
    students. The answers are kept in grades/aliases.csv. Exit code 1 says that some are still open.
    """
    from chainrule_desk.grades import aliases, settling

    here = Project.find(project)
    if settle:
        lines = [_line(text) for text in settle]
        settling.settle(here, homework, lines, store)
        say(f"{counted(len(lines), 'line')} written to grades/{aliases.ALIASES}.")
    found = settling.unsettled(here, homework, store)
    if not found:
        say("Each hand-in is matched with one student of the class list.")
        return
    say("Hand-ins that are not matched with one student (in brackets: what --set calls them):")
    for line in tables.match_lines(found):
        say(line)
    wanted = sys.stdin.isatty() if ask is None else ask
    answers = _answers(found) if wanted and not settle else []
    if answers:
        settling.settle(here, homework, answers, store)
        say(f"{counted(len(answers), 'line')} written to grades/{aliases.ALIASES}.")
    left = len(found) - len(answers)
    if left:
        say(
            f"{counted(left, 'person', 'people')} still to be settled: chainrule match {homework}, "
            f"or chainrule match {homework} --set 'HAND-IN=STUDENT' (- for nobody, such as "
            "somebody who left the class)"
        )
        raise typer.Exit(1)


def _line(text: str) -> tuple[str, list[str]]:
    says, equals, students = text.rpartition("=")
    who = [student.strip() for student in students.split(",") if student.strip()]
    if not equals or not says.strip() or not who:
        raise DeskError(
            f"--set {text!r} is no HAND-IN=STUDENT: write for example 'moodle:4711=103'."
        )
    return says.strip(), who


def _answers(found: Sequence[tuple[Unmatched, Sequence[Proposal]]]) -> list[tuple[str, list[str]]]:
    """Ask about one after the other; no answer leaves it open."""
    lines = []
    for number, (somebody, proposals) in enumerate(found, start=1):
        answer = typer.prompt(
            f"{number}. {somebody.called}: letter, id or name (- for nobody, Enter to leave open)",
            default="",
            show_default=False,
        ).strip()
        chosen = next(
            (
                proposal.student
                for letter, proposal in zip(tables.LETTERS, proposals, strict=False)
                if letter == answer
            ),
            None,
        )
        if chosen is not None:
            answer = chosen.surest
        if answer:
            lines.append((somebody.sure, [who.strip() for who in answer.split(",")]))
    return lines
