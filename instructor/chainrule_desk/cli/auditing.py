"""Test the tests: known answers, mutants of the model answers, and other seeds."""

from __future__ import annotations

import os
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import RenderableType
from rich.markup import escape

from chainrule_desk.cli.console import Count, counting, err, out
from chainrule_desk.cli.options import ProjectFolder
from chainrule_desk.errors import DeskError
from chainrule_desk.project import Project

if TYPE_CHECKING:
    from chainrule_desk.auditing.audit import Material
    from chainrule_desk.auditing.remembering import Startable
    from chainrule_desk.auditing.reseeding import Setting


class DType(StrEnum):
    """A default type that a student's notebook may set in torch."""

    FLOAT32 = "float32"
    FLOAT64 = "float64"


def audit(
    homework: Annotated[
        str | None,
        typer.Argument(metavar="[ID]", help="A homework that is built; by default the whole bank."),
    ] = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="All right answers, of the wrong ones two a part.")
    ] = False,
    matrix: Annotated[
        bool, typer.Option("--matrix", help="Print every answer with every test, too.")
    ] = False,
    mutants: Annotated[
        bool,
        typer.Option("--mutants", help="Instead: every model answer with one change at a time."),
    ] = False,
    seeds: Annotated[
        int,
        typer.Option(
            "--seeds", min=0, help="Instead: right answers against the tests with N other seeds."
        ),
    ] = 0,
    dtype: Annotated[
        DType | None, typer.Option(help="With --seeds: the notebooks' default type in torch.")
    ] = None,
    threads: Annotated[
        int, typer.Option(min=0, help="With --seeds: how many threads the notebooks use.")
    ] = 0,
    jobs: Annotated[
        int, typer.Option("--jobs", "-j", min=1, help="How many answers run at a time.")
    ] = os.cpu_count() or 1,
    project: ProjectFolder = None,
) -> None:
    """Test the tests: right answers must score full marks, wrong ones what their author says.

    Runs every variant of every automatic part through the grader and writes build/ID/audit.html, a
    heat map of answers by tests. Exit code 1 if anything is not as stated, or if the sentence of a
    mistake holds a number of the answer and is never told for that reason. What a build or an
    earlier audit has tried is not run again, unless the answer, its tests or the grader changed.

    With --mutants, wrong programs are made out of the model answers; one that keeps full marks and
    is not listed in assignment/variants/PROBLEM.toml ends in exit code 1. With --seeds, tests that
    draw their inputs at random draw others; a right answer that is refused ends in exit code 1.
    Its notebook may set torch's default type and number of threads (--dtype, --threads).
    """
    from chainrule_desk import build, grading
    from chainrule_desk.auditing import audit as auditing
    from chainrule_desk.auditing.reseeding import Setting

    here = Project.find(project)
    if (dtype or threads) and not seeds:
        raise DeskError("`--dtype` and `--threads` go with `--seeds`: say how many.")
    if sum([bool(seeds), mutants, quick or matrix]) > 1:
        raise DeskError(
            "`--seeds`, `--mutants`, and the known answers with `--quick` or `--matrix` are audits "
            "of their own: run one after the other."
        )
    with grading.own_code_engine() as engine, counting("auditing") as show:
        if homework is None:
            material = build.all_problems(here)
        else:
            material = auditing.material_of(here, homework)
        if seeds:
            setting = Setting(dtype.value if dtype else "float32", threads or 1)
            findings = _other_seeds(here, material, seeds, setting, engine, jobs, show)
        elif mutants:
            findings = _mutants(here, material, engine, jobs, show)
        else:
            findings = _known_answers(here, material, engine, jobs, show, quick, matrix)
    for text in findings.told:
        out.print(text, soft_wrap=isinstance(text, str))
    if findings.surprises:
        err.print(f"[bold red]{findings.title}[/] ({len(findings.surprises)}):")
        for surprise in findings.surprises:
            err.print(f"  - {escape(surprise)}", soft_wrap=True)
        raise typer.Exit(1)


@dataclass(frozen=True)
class Findings:
    """What an audit tells: tables and sentences, and under a title what is not as it should be."""

    told: list[RenderableType]
    title: str
    surprises: list[str]


def _known_answers(
    here: Project,
    material: Material,
    engine: Startable,
    jobs: int,
    show: Count,
    quick: bool,
    matrix: bool,
) -> Findings:
    """Try the bank's right and wrong answers, and write the page about them."""
    from chainrule_desk.auditing import audit as auditing
    from chainrule_desk.auditing import audit_page, naming
    from chainrule_desk.auditing.remembering import RememberingEngine
    from chainrule_desk.cli import audit_tables

    variants = auditing.variants_of(here, material)
    kept = RememberingEngine(engine, here.tried)
    found = auditing.examine(material, variants, kept, jobs=jobs, quick=quick, progress=show)
    page = here.build(found.homework.id) / "audit.html"
    audit_page.write(page, found)
    answers = [audit_tables.answer_table(part) for part in found.parts] if matrix else []
    summary = (
        f"{len(found.right)} right answers, {len(found.refused)} refused; "
        f"{len(found.wrong)} wrong ones, {len(found.accepted)} accepted. "
        f"Read {here.relative(page)}."
    )
    return Findings(
        told=[*answers, audit_tables.kill_table(found), summary],
        title="Not as it should be",
        surprises=found.surprises + naming.withheld(found, material.model_answers),
    )


def _mutants(
    here: Project, material: Material, engine: Startable, jobs: int, show: Count
) -> Findings:
    """Try every model answer with one change at a time."""
    from chainrule_desk.auditing import mutation
    from chainrule_desk.cli import audit_tables

    equivalents = mutation.equivalents_of(here, material.problems)
    parts = mutation.examine(material, equivalents, engine, jobs=jobs, progress=show)
    return Findings(
        told=[audit_tables.mutant_table(parts)],
        title="Not settled",
        surprises=[line for part in parts for line in part.surprises],
    )


def _other_seeds(
    here: Project,
    material: Material,
    seeds: int,
    setting: Setting,
    engine: Startable,
    jobs: int,
    show: Count,
) -> Findings:
    """Try the right answers on tests that draw other inputs."""
    from chainrule_desk.auditing import audit as auditing
    from chainrule_desk.auditing import reseeding

    variants = auditing.variants_of(here, material)
    found = reseeding.examine(
        material, variants, seeds, engine, jobs=jobs, settings=[setting], progress=show
    )
    told = [
        f"{found.answers} right answers, {found.tests} randomised tests, {seeds} other "
        f"seeds, {setting}: {found.runs} runs, {len(found.refusals)} refused."
    ]
    if found.mixed:
        told.append(
            f"{len(found.mixed)} more could not be: torch refuses to mix {setting.dtype} "
            "with given data of another type, as a student sees at once."
        )
    return Findings(
        told=[*told],
        title="Refused by chance",
        surprises=[str(refusal) for refusal in found.refusals],
    )
