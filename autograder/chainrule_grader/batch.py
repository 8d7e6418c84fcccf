"""Grade many submissions: in parallel, resumable, and none of them able to stop the others.

Each submission has one file under ``<store>/results``. It says ``pending`` before the submission
runs and is replaced atomically after every part, so that a batch killed at any moment and started
again repeats nothing that was finished and loses nothing. The notebook itself is kept under
``<store>/submissions``, by content, for the people who read its written answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Executor, ThreadPoolExecutor, as_completed
from dataclasses import replace
from pathlib import Path

from chainrule_grader import intake
from chainrule_grader.archive import RefusedError
from chainrule_grader.bundle import Bundle
from chainrule_grader.engine import Engine, Limits, readable, result_of
from chainrule_grader.handins import another
from chainrule_grader.intake import Handin, Submission
from chainrule_grader.kept import (
    clear_drafts,
    keep,
    keep_aside,
    keep_notebook,
    keep_pictures,
    stored,
)
from chainrule_grader.results import PartResult, Result, Status

Progress = Callable[[int, int, Result], None]
"""Told after each submission: how many are done, how many there are, and the result."""


def grade_batch(
    bundle: Bundle,
    paths: Iterable[Path],
    store: Path,
    engine: Engine,
    *,
    jobs: int = 1,
    limits: Limits | None = None,
    regrade: bool = False,
    on_progress: Progress | None = None,
    executor: Executor | None = None,
) -> list[Result]:
    """Grade all that the paths hold and return the results in the order of the hand-ins.

    What is no hand-in has no result: :func:`chainrule_grader.kept.left_aside` tells it.

    Args:
        bundle: The homework's autograder bundle.
        paths: Notebooks, zips, folders or export files.
        store: The homework's folder of results, such as ``grades/hw1``.
        engine: What runs the submissions.
        jobs: How many run at the same time.
        limits: What each may use.
        regrade: Whether to run those again whose results are final.
        on_progress: Told after each submission.
        executor: What runs the jobs in place of threads of this process; it stays open.
    """
    handins, aside = intake.survey(paths)
    limits = limits or Limits()
    clear_drafts(store)
    pool = executor or ThreadPoolExecutor(max_workers=max(1, jobs))
    try:
        futures = {
            pool.submit(grade_one, handin, bundle, store, engine, limits, regrade): index
            for index, handin in enumerate(handins)
        }
        results: dict[int, Result] = {}
        for future in as_completed(futures):
            index = futures[future]
            results[index] = future.result()
            if on_progress is not None:
                on_progress(len(results), len(handins), results[index])
        ordered = [results[index] for index in range(len(handins))]
        keep_aside([*map(str, aside), *_within(ordered)], store)
        return ordered
    finally:
        if executor is None:
            pool.shutdown(cancel_futures=True)


def _within(results: Iterable[Result]) -> list[str]:
    """Return a line for each file that was left aside within a hand-in."""
    return [f"{result.student}: {line}" for result in results for line in result.left_aside]


def grade_one(
    handin: Handin,
    bundle: Bundle,
    store: Path,
    engine: Engine,
    limits: Limits,
    regrade: bool = False,
) -> Result:
    """Open, run and store one hand-in; a failure of ours becomes a row as well."""
    try:
        submission = intake.load(handin, bundle)
    except RefusedError as refusal:
        result = _without_run(handin, bundle, engine, Status.REFUSED, str(refusal))
        return keep(_unclaimed(result, handin, store), store)
    except Exception as error:
        # A hole in the intake must not stop the batch, and must not be blamed on the student.
        reason = readable(f"Opening it failed on our side ({type(error).__name__}: {error}).")
        result = _without_run(handin, bundle, engine, Status.INTERNAL, reason)
        return keep(_unclaimed(result, handin, store), store)
    keep_notebook(submission.notebook, submission.content, store)
    keep_pictures(submission.files, submission.document, submission.content, store)
    pending = _unclaimed(
        result_of(submission, bundle, engine, status=Status.PENDING), handin, store
    )
    known = stored(store, pending.submission)
    if known is not None and not regrade and _is_final(known, submission, bundle):
        return _told_anew(known, pending, store)
    submission = replace(submission, id=pending.submission)
    keep(pending, store)
    finished: list[PartResult] = []

    def on_part(part: PartResult) -> None:
        finished.append(part)
        keep(replace(pending, parts=tuple(finished)), store)

    try:
        result = engine.grade(submission, bundle, limits, on_part)
    except Exception as error:
        reason = readable(f"Grading failed on our side ({type(error).__name__}: {error}).")
        result = replace(pending, status=Status.INTERNAL, reason=reason, parts=tuple(finished))
    return keep(result, store)


def _is_final(known: Result, submission: Submission, bundle: Bundle) -> bool:
    return (
        known.status is Status.GRADED
        and known.content == submission.content
        and known.bundle == bundle.digest
    )


def _unclaimed(result: Result, handin: Handin, store: Path) -> Result:
    """Move to another id where a different hand-in, from a different place, holds this one.

    The same work of the same student from another place is the same hand-in: a download that was
    unzipped or moved. So is, in a platform's download, what was refused under the same name.
    """
    known = stored(store, result.submission)
    if known is None or known.source == result.source:
        return result
    if known.student == result.student:
        if known.content and known.content == result.content:
            return result
        same_entry = Path(known.source).name == Path(result.source).name
        if handin.platform and same_entry and not known.content:
            return result
    return replace(result, submission=another(handin, result.content))


def _told_anew(known: Result, pending: Result, store: Path) -> Result:
    """Return a final result with what the download tells today of who, when and where."""
    told = replace(
        known,
        student=pending.student,
        source=pending.source,
        people=pending.people,
        submitted_at=pending.submitted_at,
        wall_clock=pending.wall_clock,
        late=pending.late,
        left_aside=pending.left_aside,
    )
    return known if told == known else keep(told, store)


def _without_run(
    handin: Handin, bundle: Bundle, engine: Engine, status: Status, reason: str
) -> Result:
    return result_of(intake.unread(handin), bundle, engine, status=status, reason=reason)
