"""Grade what was handed in for a homework, with the bundle that its build wrote.

What runs submissions is imported where it starts: sheets and the review page need neither torch nor
its memory.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from chainrule_desk.authoring import recipe
from chainrule_desk.errors import DeskError
from chainrule_desk.project import Project
from chainrule_grader import kept
from chainrule_grader.bundle import Bundle, BundleError
from chainrule_grader.results import Result
from chainrule_grader.sandbox import SandboxError

if TYPE_CHECKING:
    from chainrule_grader.engine import Engine, Limits
    from chainrule_grader.engines.isolated import IsolatedEngine

ISOLATED, OTTER = "isolated", "otter"

Progress = Callable[[int, int, Result], None]


def open_bundle(project: Project, homework: str) -> Bundle:
    """Return the homework's bundle.

    Raises:
        DeskError: If the homework does not exist, or has not been built.
    """
    path = project.bundle(homework)
    if not path.is_file():
        if not project.recipe(homework).is_file():
            raise recipe.unknown(project.recipe(homework))
        raise DeskError(
            f"{project.relative(path)} is missing: run `chainrule build {homework}` first."
        )
    try:
        return Bundle.open(path)
    except BundleError as error:
        raise DeskError(str(error)) from error


def grade(
    project: Project,
    homework: str,
    paths: Sequence[Path],
    *,
    engine: Engine,
    jobs: int,
    limits: Limits,
    regrade: bool = False,
    on_progress: Progress | None = None,
) -> list[Result]:
    """Grade submissions and keep their results under ``grades/<homework>/results``.

    The results of today lie there; :func:`chainrule_desk.grades.gradebook.record` appends them to
    the history.

    Args:
        project: The project that the homework belongs to.
        homework: The homework's id.
        paths: Notebooks, zips, or folders of them.
        engine: What runs the submissions; see :func:`engine_for`.
        jobs: How many submissions run at the same time.
        limits: What each submission may use.
        regrade: Whether to run those again that have a final result already.
        on_progress: Told after each submission.

    Raises:
        DeskError: If the bundle is missing, or the machine cannot give the isolation that was asked
            for.
    """
    from chainrule_grader.batch import grade_batch

    bundle = open_bundle(project, homework)
    try:
        return grade_batch(
            bundle,
            paths,
            project.grades(homework),
            engine,
            jobs=jobs,
            limits=limits,
            regrade=regrade,
            on_progress=on_progress,
        )
    except SandboxError as error:
        raise _no_isolation(error) from error


def start(engine: Engine, bundle: Bundle | None) -> None:
    """Start what grading with a bundle needs; without one, what keeps students' code apart.

    Raises:
        DeskError: If the machine cannot give the isolation that was asked for, or the bundle's
            tests cannot be loaded.
    """
    from chainrule_grader.engines.isolated import EngineError, IsolatedEngine

    if not isinstance(engine, IsolatedEngine):
        return
    try:
        if bundle is None:
            _ = engine.tier  # starts it
        else:
            engine.start(bundle)
    except SandboxError as error:
        raise _no_isolation(error) from error
    except EngineError as error:
        raise DeskError(f"{error}: build the homework again.") from error


def _no_isolation(error: SandboxError) -> DeskError:
    return DeskError(f"{error} (or `--engine otter`, without any isolation)")


def engine_for(name: str = ISOLATED, tier: str | None = None) -> AbstractContextManager[Engine]:
    """Return what runs submissions, to be closed after use.

    Args:
        name: ``"isolated"``, which keeps the student's code apart from tests and scores, or
            ``"otter"``, plain Otter in a subprocess.
        tier: The isolation to insist on; by default the best that the machine has. On machines
            without any, ``"none"`` must be asked for by name.
    """
    if name == OTTER:
        from chainrule_grader.engines.otter import OtterEngine

        return nullcontext(OtterEngine())
    from chainrule_grader.engines.isolated import IsolatedEngine

    return IsolatedEngine(tier)


def own_code_engine() -> IsolatedEngine:
    """Return an engine for the instructor's own code, on machines without isolation too.

    It tells the forms of what tests were given.
    """
    from chainrule_grader.engines.isolated import IsolatedEngine

    engine = IsolatedEngine(keep_forms=True)
    try:
        _ = engine.tier  # starts it
    except SandboxError:
        engine.close()
        engine = IsolatedEngine("none", keep_forms=True)
    return engine


def results_so_far(project: Project, homework: str) -> dict[str, Result]:
    """Return the results that are kept, by submission; a damaged one is left out."""
    folder = project.grades(homework)
    found = (kept.stored(folder, path.stem) for path in (folder / kept.RESULTS).glob("*.json"))
    return {result.submission: result for result in found if result is not None}


def left_aside(project: Project, homework: str) -> list[str]:
    """Return what the last batch left aside of what was handed in, a line each."""
    return kept.left_aside(project.grades(homework))


def stamps(project: Project, homework: str) -> dict[str, str]:
    """Return time and size of the result files that are kept, by submission."""
    folder = project.grades(homework) / kept.RESULTS
    if not folder.is_dir():
        return {}
    with os.scandir(folder) as entries:
        found = {
            entry.name: entry.stat()
            for entry in entries
            if entry.name.endswith(".json") and not entry.name.startswith(".")
        }
    return {
        name.removesuffix(".json"): f"{found[name].st_mtime_ns}:{found[name].st_size}"
        for name in sorted(found)
    }


def results(project: Project, homework: str, submissions: Iterable[str]) -> list[Result]:
    """Return the results that are kept for these submissions of a homework.

    Raises:
        DeskError: If one cannot be read.
    """
    folder = project.grades(homework)
    try:
        return [kept.read(folder, name) for name in submissions]
    except ValueError as error:
        raise DeskError(str(error)) from error
