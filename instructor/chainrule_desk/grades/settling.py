"""Settle by hand whose a hand-in is: what is open with proposals, and the lines that settle it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from chainrule_desk.errors import DeskError
from chainrule_desk.grades import aliases, gradebook, proposals, roster
from chainrule_desk.grades.directory import Finder
from chainrule_desk.grades.matching import Unmatched
from chainrule_desk.grades.proposals import Proposal
from chainrule_desk.project import Project


def unsettled(
    project: Project, homework: str, url: str | None = None
) -> list[tuple[Unmatched, list[Proposal]]]:
    """Return who handed in and is nobody in the class list, with those who it may be.

    Raises:
        DeskError: If there is no class list, or nothing was graded.
    """
    folder = _folder(project)
    with gradebook.opened(project, homework, url) as book:
        found, absent = book.assigned.open, book.assigned.absent
    students = roster.read(folder / roster.ROSTER)
    return [(somebody, proposals.propose(somebody, students, absent)) for somebody in found]


def settle(
    project: Project,
    homework: str,
    lines: Sequence[tuple[str, Sequence[str]]],
    url: str | None = None,
) -> None:
    """Write lines into the aliases, each with what a hand-in says and whose it is.

    Nothing is written unless every line is about a hand-in and names students of the class.

    Raises:
        DeskError: If a line is about no hand-in, or names nobody.
    """
    folder = _folder(project)
    students = Finder(folder)
    for says, named in lines:
        for who in [] if list(named) == [aliases.NOBODY] else named:
            if students.find(who)[0] is None:
                raise DeskError(
                    f"{says}: {who!r} fits nobody in {roster.ROSTER}, or more than one: write the "
                    "id."
                )
    with gradebook.opened(project, homework, url) as book:
        texts = [text for somebody in book.assigned.people for text in somebody.told]
        known = {aliases.key(text) for text in (*texts, *book.called, *book.called.values())}
    for says, _ in lines:
        if aliases.key(says) not in known:
            raise DeskError(
                f"No hand-in of {homework} says {says!r}: write what `chainrule match {homework}` "
                "shows in brackets, or the submission's id."
            )
    aliases.append(folder / aliases.ALIASES, lines)


def _folder(project: Project) -> Path:
    folder = project.root / "grades"
    if not (folder / roster.ROSTER).is_file():
        raise DeskError(f"There is no class list to match with: save it as grades/{roster.ROSTER}.")
    return folder
