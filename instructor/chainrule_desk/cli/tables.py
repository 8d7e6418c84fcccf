"""Tables that the command line prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.markup import escape
from rich.table import Table

from chainrule_desk.text import counted
from chainrule_grader.homework import Homework
from chainrule_grader.results import Result, Status

if TYPE_CHECKING:
    import pandas as pd

    from chainrule_desk.grades.ledger import Change
    from chainrule_desk.grades.matching import Unmatched
    from chainrule_desk.grades.proposals import Proposal
    from chainrule_desk.grades.regrade import Difference

OPEN = "[dim]open[/]"
LETTERS = "abcdefgh"  # by which a proposal is chosen
SHOWN = 50  # students; a longer class is read in its files


def number(value: float | None) -> str:
    """Return points as people write them; ``open`` for a score that is not known yet."""
    if value is None or value != value:
        return OPEN
    return f"{value:.2f}".rstrip("0").rstrip(".")


def result_table(homework: Homework, results: Iterable[Result]) -> Table:
    """Return one row a submission: status, points of the automatic parts, and the reason if any."""
    maximum = sum(part.points for part in homework.automatic)
    table = Table("student", "status", "reason", title=f"{homework.id}, automatic parts")
    table.add_column(f"of {number(maximum)}", justify="right")
    colours = {Status.GRADED: "green", Status.REFUSED: "yellow"}
    for result in results:
        scores = [part.score for part in result.parts]
        known = [score for score in scores if score is not None]
        score = sum(known) if result.status is Status.GRADED and len(known) == len(scores) else None
        if result.status is Status.REFUSED:
            score = 0.0
        table.add_row(
            escape(result.student),
            f"[{colours.get(result.status, 'red')}]{result.status}[/]",
            escape(result.reason),
            number(score),
        )
    return table


def grade_table(homework: Homework, frame: pd.DataFrame, maxima: Mapping[str, float]) -> Table:
    """Return the grade sheet in short: one row a student, of a large class the first."""
    table = Table("student", "status", title=homework.title)
    if len(frame) > SHOWN:
        table.caption = f"and {counted(len(frame) - SHOWN, 'more student')}, in the files below"
    shown = [name for name in ("automatic", "manual", "bonus") if maxima[name]]
    for name in shown:
        table.add_column(f"{name} / {number(maxima[name])}", justify="right")
    if late := bool((frame["late_penalty"] != 0).any()):
        table.add_column("late", justify="right")
    table.add_column(f"total / {number(maxima['total'])}", justify="right")
    for row in frame.head(SHOWN).to_dict("records"):
        table.add_row(
            escape(str(row["student"])),
            str(row["status"]),
            *(number(row[name]) for name in shown),
            *([number(0.0 - row["late_penalty"])] if late else ()),
            number(row["total"]),
        )
    return table


def match_lines(found: Sequence[tuple[Unmatched, Sequence[Proposal]]]) -> Iterator[str]:
    """Yield who is not matched, what to write for each, why, and a letter for each proposal."""
    for count, (somebody, proposals) in enumerate(found, start=1):
        yield (
            f"[bold]{count}. {escape(str(somebody))}[/]  ({escape(somebody.sure)}): "
            f"{escape(somebody.why)}"
        )
        for letter, proposal in zip(LETTERS, proposals, strict=False):
            student = escape(f"{proposal.student.label}, {proposal.student.surest}")
            yield f"     {letter}) {student}: {proposal.why}"
        if not proposals:
            yield "     no student has a key or a name like it"


def difference_table(differences: Sequence[Difference]) -> Table:
    """Return one row a part that changed in a regrade, largest change first."""
    table = Table("student", "part", title="What the regrade changes")
    for heading in ("before", "now", "by"):
        table.add_column(heading, justify="right")
    table.add_column("why")
    for found in sorted(differences, key=lambda found: -abs(found.by or 0)):
        by = "" if found.by is None else f"{found.by:+g}"
        table.add_row(
            escape(found.student),
            escape(found.part or "all"),
            number(found.before),
            number(found.after),
            by,
            escape(found.why),
        )
    return table


def history_lines(changes: Iterable[Change], names: Mapping[str, str]) -> Iterator[str]:
    """Yield one line a mark, in order of time: when, who, about what, from what to what, how."""
    for change in changes:
        entry, before = change.entry, change.before
        student = names.get(entry.submission) or entry.submission
        comment = f"  “{entry.comment}”" if entry.comment else ""
        told = (
            f"{entry.at:%Y-%m-%d %H:%M:%S} UTC  {entry.grader or 'unnamed'}  {student}  "
            f"{entry.part} / {entry.item}: "
        )
        points = f"{number(before.points if before else None)} → {number(entry.points)}"
        yield f"{escape(told)}{points}  ({entry.origin}){escape(comment)}"
