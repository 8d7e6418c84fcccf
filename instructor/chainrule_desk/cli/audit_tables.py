"""An audit in the terminal: what each test kills, and every answer with every test."""

from __future__ import annotations

from collections.abc import Sequence

from rich.markup import escape
from rich.table import Table

from chainrule_desk.auditing.audit import Audit, PartAudit
from chainrule_desk.auditing.mutation import PartMutation
from chainrule_desk.cli.tables import number
from chainrule_grader.results import Verdict


def kill_table(audit: Audit) -> Table:
    """Return one row a test: how many wrong answers of its part it kills, and how many alone."""
    table = Table("part", "test", title=f"{audit.homework.id}, what the tests kill")
    for name in ("points", "kills", "alone"):
        table.add_column(name, justify="right")
    for part in audit.parts:
        wrong = sum(not trial.variant.right for trial in part.trials)
        for test in part.part.tests:
            alone = len(part.alone[test.name])
            table.add_row(
                f"{part.part.label} {part.part.name}" if test is part.part.tests[0] else "",
                test.name.removeprefix("test_") + ("" if test.hidden else " [dim]public[/]"),
                number(test.points),
                f"{len(part.kills[test.name])} of {wrong}",
                str(alone) if alone else "[dim]0[/]",
                end_section=test is part.part.tests[-1],
            )
    return table


def answer_table(part: PartAudit) -> Table:
    """Return one row an answer, one column a test: a dot where it passes, a cross where not."""
    tests = part.part.tests
    table = Table(
        "answer",
        *(str(i) for i, _ in enumerate(tests, 1)),
        title=f"{part.part.label} {part.part.name}",
        caption="\n".join(f"{i} {test.name}" for i, test in enumerate(tests, 1)),
        caption_justify="left",
    )
    table.add_column(f"of {number(part.part.points)}", justify="right")
    for trial in part.trials:
        colour = "green" if trial.variant.right else "default"
        odd = " [bold red]![/]" if trial.surprise else ""
        passed = (test.verdict is Verdict.PASSED for test in trial.result.tests)
        table.add_row(
            f"[{colour}]{escape(trial.variant.name)}[/]{odd}",
            *("·" if right else "[red]×[/]" for right in passed),
            number(trial.result.score),
        )
    return table


def mutant_table(parts: Sequence[PartMutation]) -> Table:
    """Return one row a part: how many wrong programs its tests notice."""
    table = Table("part", title="Mutants of the model answers")
    for name in ("killed", "of", "score", "equivalent", "survivors"):
        table.add_column(name, justify="right")
    for part in parts:
        survivors = len(part.survivors)
        table.add_row(
            part.part,
            str(part.killed),
            str(part.killed + survivors),
            f"{part.score:.0%}",
            str(part.equivalent),
            f"[bold red]{survivors}[/]" if survivors else "[dim]0[/]",
        )
    return table
