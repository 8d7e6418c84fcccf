"""The command line: parse, call one function, print.

Exit codes: 0 done, 1 something in the work itself is not as it should be, 2 wrong use (one sentence
says what to repair).
"""

from __future__ import annotations

import functools
import gc
import os
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table

from chainrule_desk import tables
from chainrule_desk.errors import DeskError
from chainrule_desk.project import Project
from chainrule_desk.text import counted
from chainrule_grader.results import Result

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


class EngineName(StrEnum):
    """What can run submissions."""

    ISOLATED = "isolated"
    OTTER = "otter"


class Place(StrEnum):
    """Where a homework may be done or graded besides one's own machine."""

    COLAB = "colab"
    GRADESCOPE = "gradescope"


class Platform(StrEnum):
    """Whose format feedback can have besides pages."""

    GRADESCOPE = "gradescope"


class Importer(StrEnum):
    """Who imports grades."""

    CANVAS = "canvas"
    BRIGHTSPACE = "brightspace"
    MOODLE = "moodle"
    GRADESCOPE = "gradescope"


class DType(StrEnum):
    """A default type that a student's notebook may set in torch."""

    FLOAT32 = "float32"
    FLOAT64 = "float64"


class Tier(StrEnum):
    """How well a student's code can be kept apart."""

    FULL = "full"
    USER = "user"
    CONTAINER = "container"
    NONE = "none"


F = TypeVar("F", bound=Callable[..., None])

Homework = Annotated[str, typer.Argument(metavar="ID", help="The homework: its recipe's name.")]
ProjectFolder = Annotated[
    Path | None,
    typer.Option("--project", help="Project folder; by default the one you are in."),
]
StoreUrl = Annotated[
    str | None,
    typer.Option(
        "--store",
        envvar="CHAINRULE_STORE",
        metavar="URL",
        help="PostgreSQL database that a staff shares: postgresql+psycopg://USER@HOST/DATABASE. "
        "By default a file, grades/ID/grades.sqlite.",
    ),
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

    app.command(function.__name__.rstrip("_"))(wrapped)
    return function


def _bar(what: str) -> Progress:
    """Return a progress bar that counts."""
    return Progress(
        TextColumn(what),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
        console=err,
        transient=True,
    )


@command
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


@command
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
    out.print(
        f"{shown}: {len(assembly.homework.parts)} parts, "
        f"{assembling.amount(assembly.homework.points)}. Split it with: otter assign {shown} FOLDER"
    )


@command
def build(
    homework: Homework,
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
    automatic, written = len(built.homework.automatic), len(built.homework.manual)
    out.print(
        f"Built {homework}, {automatic} automatic and {written} written part"
        f"{'' if written == 1 else 's'}: the solution scores full marks, "
        "the untouched release nothing."
    )
    out.print(
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
        out.print(f"  {what:<11}{here.relative(path)}")


@command
def solutions(homework: Homework, project: ProjectFolder = None) -> None:
    """Write the solutions handout: prompts, model solutions and figures.

    As a notebook, an HTML page and a PDF, from the solution that the last build verified.
    """
    from chainrule_desk.composing import solutions as solving

    here = Project.find(project)
    solution = here.build(homework) / "solution.ipynb"
    if not solution.is_file():
        raise DeskError(f"{here.relative(solution)} is missing: run `chainrule build {homework}`.")
    with Progress(
        SpinnerColumn(), TextColumn("running the solution"), console=err, transient=True
    ) as progress:
        progress.add_task("")
        handout = solving.write_solutions(
            here.build(homework), homework, solution, here.kit, here.records
        )
    for path in (handout.notebook, handout.html, handout.pdf):
        out.print(f"  {here.relative(path)}", soft_wrap=True)


@command
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
    from chainrule_desk.auditing import (
        audit_page,
        audit_tables,
        mutation,
        naming,
        remembering,
        reseeding,
    )

    here = Project.find(project)
    if (dtype or threads) and not seeds:
        raise DeskError("`--dtype` and `--threads` go with `--seeds`: say how many.")
    with grading.own_code_engine() as engine, _bar("auditing") as progress:
        task = progress.add_task("", total=None)

        def show(done: int, total: int, answer: str) -> None:
            progress.update(task, completed=done, total=total, description=answer)

        if homework is None:
            material = build.all_problems(here)
        else:
            material = auditing.material_of(here, homework)
        variants = auditing.variants_of(here, material)
        if seeds:
            setting = reseeding.Setting(dtype.value if dtype else "float32", threads or 1)
            reseeded = reseeding.examine(
                material, variants, seeds, engine, jobs=jobs, settings=[setting], progress=show
            )
        elif mutants:
            known = mutation.equivalents_of(here, material.problems)
            parts = mutation.examine(material, known, engine, jobs=jobs, progress=show)
        else:
            kept = remembering.RememberingEngine(engine, here.tried)
            found = auditing.examine(
                material, variants, kept, jobs=jobs, quick=quick, progress=show
            )
    if seeds:
        out.print(
            f"{reseeded.answers} right answers, {reseeded.tests} randomised tests, {seeds} other "
            f"seeds, {setting}: {reseeded.runs} runs, {len(reseeded.refusals)} refused."
        )
        if reseeded.mixed:
            out.print(
                f"{len(reseeded.mixed)} more could not be: torch refuses to mix {setting.dtype} "
                "with given data of another type, as a student sees at once."
            )
        _end_audit([str(refusal) for refusal in reseeded.refusals], "Refused by chance")
        return
    if mutants:
        out.print(audit_tables.mutant_table(parts))
        _end_audit([line for part in parts for line in part.surprises], "Not settled")
        return
    for part in found.parts if matrix else ():
        out.print(audit_tables.answer_table(part))
    out.print(audit_tables.kill_table(found))
    page = here.build(found.homework.id) / "audit.html"
    audit_page.write(page, found)
    out.print(
        f"{len(found.right)} right answers, {len(found.refused)} refused; "
        f"{len(found.wrong)} wrong ones, {len(found.accepted)} accepted. "
        f"Read {here.relative(page)}."
    )
    never_told = naming.withheld(found, material.model_answers)
    _end_audit(found.surprises + never_told, "Not as it should be")


def _end_audit(surprises: list[str], title: str) -> None:
    """Print what is not as it should be, and end in exit code 1 if there is anything."""
    if surprises:
        err.print(f"[bold red]{title}[/] ({len(surprises)}):")
        for line in surprises:
            err.print(f"  - {escape(line)}", soft_wrap=True)
        raise typer.Exit(1)


@command
def grade(
    homework: Homework,
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

    What is graded already, with the same bundle and the same content, is not run again, so an
    interrupted batch can simply be started anew.
    """
    from chainrule_desk import grading
    from chainrule_desk.grades import gradebook
    from chainrule_desk.grades import regrade as regrading
    from chainrule_grader.engine import Limits

    here = Project.find(project)
    before = grading.results_so_far(here, homework)
    with (
        _bar("grading") as progress,
        grading.engine_for(engine.value, tier.value if tier else None) as running,
    ):
        task = progress.add_task("", total=None)

        def show(done: int, total: int, result: Result) -> None:
            progress.update(task, completed=done, total=total, description=escape(result.student))

        results = grading.grade(
            here,
            homework,
            submissions,
            engine=running,
            jobs=jobs,
            limits=Limits(wall_s=timeout, memory_mib=memory),
            regrade=regrade,
            on_progress=show,
        )
    if not results:
        raise DeskError("there is nothing to grade: no notebook or zip was found.")
    with gradebook.opened(here, homework, store) as book:
        out.print(tables.result_table(book.homework, results))
    if changes := regrading.differences(before, results):
        out.print(tables.difference_table(changes))
    elif regrade and before:
        out.print("The regrade changes nobody's points.")
    tiers = ", ".join(sorted({f"{result.engine}, tier {result.tier}" for result in results}))
    out.print(
        f"Graded by: {tiers}. Results lie in {here.relative(here.grades(homework) / 'results')}."
    )


@command
def sheet(
    homework: Homework,
    marks: Annotated[
        bool,
        typer.Option(
            "--marks", help="Write the CSV to mark written parts in, instead of the sheet."
        ),
    ] = False,
    platform: Annotated[
        Importer | None,
        typer.Option("--for", help="Write the file that this platform imports, instead."),
    ] = None,
    item: Annotated[
        str | None,
        typer.Option(help="With --for: what the platform calls the homework; its title if empty."),
    ] = None,
    store: StoreUrl = None,
    project: ProjectFolder = None,
) -> None:
    """Write the grade sheet as CSV, XLSX, Parquet and an HTML page with a score plot.

    Marks for written parts come from the grade store, and from grades/ID/marks.csv, which --marks
    writes: one row a student and rubric item, with the points to fill in. Writing it again keeps
    the marks in it.
    """
    from chainrule_desk.grade_sheets import lms as platforms
    from chainrule_desk.grade_sheets import sheets
    from chainrule_desk.grade_sheets.sheet import maxima

    here = Project.find(project)
    if marks:
        path, missing = sheets.write_marks(here, homework, store)
        out.print(
            f"{here.relative(path)}: {missing} marks to fill in. Then: chainrule sheet {homework}"
        )
        return
    if platform is not None:
        path, notes = sheets.write_for(here, homework, platforms.Platform(platform), item, store)
        out.print(f"{here.relative(path)}: import it into {platform.value.title()}.")
        for note in notes:
            out.print(escape(note), soft_wrap=True)
        return
    written = sheets.write_sheets(here, homework, store)
    out.print(tables.grade_table(written.homework, written.frame, maxima(written.homework)))
    out.print("Wrote:")
    for path in written.files:
        out.print(f"  {here.relative(path)}", soft_wrap=True)
    for note in written.notes:
        out.print(escape(note), soft_wrap=True)
    if written.frame["marks_missing"].any():
        out.print(
            f"Written parts are still open: chainrule review {homework}, "
            f"or chainrule sheet {homework} --marks"
        )


@command
def review(
    homework: Homework,
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
        out.print(f"Review {homework} at {desk.address}  (stop with Ctrl+C)", soft_wrap=True)
        if browser:
            webbrowser.open(desk.address)
        desk.run()


@command
def report(
    homework: Homework,
    store: StoreUrl = None,
    project: ProjectFolder = None,
) -> None:
    """Write the class report: one HTML page for a staff meeting.

    Score distribution, difficulty and discrimination of each part, Cronbach's alpha, pass rates of
    tests, named mistakes by share of the class, agreement of graders, and what could not be graded.
    """
    from chainrule_desk.reporting import reports

    here = Project.find(project)
    with _bar("reading notebooks") as progress:
        task = progress.add_task("", total=None)

        def show(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total)

        path, made = reports.write_report(here, homework, store, show)
    alpha = made.alpha
    out.print(
        f"{counted(len(made.frame), 'student')}, {made.handed_in} handed in; "
        + (
            f"Cronbach's alpha cannot be computed: {alpha.reason}."
            if alpha.value is None
            else f"Cronbach's alpha {alpha.value:.2f} over {alpha.items} parts"
            f"{', of few students' if alpha.few else ''}."
        ),
        soft_wrap=True,
    )
    out.print(f"Read {here.relative(path)}", soft_wrap=True)


@command
def feedback(
    homework: Homework,
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
    with _bar("writing feedback") as progress:
        task = progress.add_task("", total=None)

        def show(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total)

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
    out.print(f"{counted(made.pages, what)} in {here.relative(made.folder)}", soft_wrap=True)
    for part, number in made.not_graded.items():
        out.print(f"  not graded yet on {number} of them: {escape(part)}", soft_wrap=True)
    if made.left_out:
        out.print(f"{counted(made.left_out, 'student')} left out: something is not graded yet.")
    if made.absent:
        out.print(f"{counted(made.absent, 'student')} handed nothing in, without a {what}.")
    for note in made.notes:
        out.print(note, soft_wrap=True)
    out.print(
        f"Nothing was published. When you are ready, upload {here.relative(made.archive)}",
        soft_wrap=True,
    )


@command
def history(
    homework: Homework,
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
            out.print(line, soft_wrap=True)


def main() -> None:
    """Run the command line."""
    try:
        app()
    finally:
        gc.disable()  # or Python looks through a large class once more before it lets go of it
