"""What each student is told after grading: points, tests, rubric, comments and their own work.

A :class:`Feedback` is about one student and holds nothing of another; a class's distribution is in
it only if the recipe allows and the class is large enough. Nothing leaves the machine: pages are
written under ``grades/<homework>/feedback``, with a zip to upload beside them.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pandas as pd
from markupsafe import Markup

from chainrule_desk import charts
from chainrule_desk.authoring.recipe import read_recipe
from chainrule_desk.grade_sheets import sheet, sheets
from chainrule_desk.grades import gradebook, roster
from chainrule_desk.grades.gradebook import Gradebook
from chainrule_desk.grades.ledger import READINGS
from chainrule_desk.grades.marks import Marks
from chainrule_desk.project import Project
from chainrule_desk.returning import discretion, feedback_page, gradescope_feedback, return_zip
from chainrule_desk.returning.feedback_page import Comment, Feedback, Written
from chainrule_desk.text import counted, worth
from chainrule_grader.homework import Homework, Part
from chainrule_grader.results import Result

SMALLEST_CLASS = 10  # students; in a smaller one the distribution may tell who has what
FEW_PAGES = 16  # below, other processes take longer to start than to write them

Progress = Callable[[int, int], None]
Row = Hashable  # a row of the grade sheet: a student


@dataclass(frozen=True)
class Returned:
    """What was written.

    Attributes:
        folder: Where the pages lie.
        archive: The zip to upload.
        pages: How many pages there are.
        not_graded: By part's label and title, on how many pages it is not graded yet.
        left_out: Students without a page because something is not graded yet.
        absent: Students who handed nothing in: they have no page.
        notes: What else a person should know.
    """

    folder: Path
    archive: Path
    pages: int
    not_graded: Mapping[str, int] = field(default_factory=dict)
    left_out: int = 0
    absent: int = 0
    notes: tuple[str, ...] = ()


def write_feedback(
    project: Project,
    homework_id: str,
    url: str | None = None,
    *,
    only_complete: bool = False,
    gradescope: bool = False,
    jobs: int = 1,
    progress: Progress = lambda _done, _total: None,
) -> Returned:
    """Write a page a student and the zip, and remove pages of an earlier time.

    Args:
        project: The project.
        homework_id: The homework's id.
        url: A PostgreSQL database; by default the file in the homework's folder.
        only_complete: Whether to leave out who has anything that is not graded yet.
        gradescope: Whether to write Gradescope's ``results.json`` for each submission instead.
        jobs: How many pages are made at the same time.
        progress: Told how many pages are written, and of how many.

    Raises:
        DeskError: If nothing was graded, or the marks have mistakes.
    """
    folder = project.grades(homework_id) / ("gradescope" if gradescope else "feedback")
    with gradebook.opened(project, homework_id, url) as book:
        sheets.take_marks(book)
        marks = book.standing().marks
        frame = sheet.of_gradebook(book, marks)
        handed_in = frame[frame["submission"] != ""]
        is_open = handed_in["total"].isna()
        chosen = handed_in[~is_open] if only_complete else handed_in
        shared = _differing_groups(chosen) if gradescope else 0
        if gradescope:
            chosen = chosen.drop_duplicates("submission")
        drawing, notes = _distribution(book, frame)
        local = _local(folder, chosen, gradescope)
        names = _in_zip(book, chosen, gradescope)
        made = _each(book, chosen, marks, drawing)
        if shared:
            notes.append(
                f"{counted(shared, 'group')} whose students do not have the same total: Gradescope "
                "keeps one score a submission, so each has that of the student named first."
            )
        write = gradescope_feedback.write if gradescope else feedback_page.write
        tasks = ((write, local[row], told) for row, told in made)
        _write_all(tasks, len(chosen), jobs, progress)
    _remove_others(folder, set(local.values()))
    archive = folder.with_suffix(".zip")
    return_zip.write(archive, ((names[row], local[row]) for row in names))
    return Returned(
        folder,
        archive,
        len(chosen),
        _not_graded(book.homework, chosen),
        left_out=int(is_open.sum()) if only_complete else 0,
        absent=int(frame["status"].isin(sheet.NO_HAND_IN).sum()),
        notes=tuple(notes),
    )


def _each(
    book: Gradebook, rows: pd.DataFrame, marks: Marks, drawing: Markup | None
) -> Iterator[tuple[Row, Feedback]]:
    """Yield what each student is told, with the index of the student's row."""
    by_submission: dict[str, list[tuple[Row, dict[Hashable, Any]]]] = {}
    for index, row in zip(rows.index, rows.to_dict("records"), strict=True):
        by_submission.setdefault(row["submission"], []).append((index, row))
    for result in book.counting():
        for index, row in by_submission.get(result.submission, []):
            yield index, _of_student(book, result, row, marks, drawing)


def _of_student(
    book: Gradebook,
    result: Result,
    row: Mapping[Hashable, Any],
    marks: Marks,
    drawing: Markup | None,
) -> Feedback:
    homework = book.homework
    copy = book.project.copies(homework.id) / f"{result.content}.ipynb"
    return Feedback(
        homework=homework,
        student=row["student"],
        result=discretion.for_student(result, homework),
        status=row["status"],
        total=_known(row["total"]),
        late_penalty=_known(row["late_penalty"]) or 0.0,
        points={part.name: _known(row[part.name]) for part in homework.parts},
        written={
            part.name: written
            for part in homework.manual
            if (written := _written(book, result, part, marks)) is not None
        },
        notebook=copy if result.content else None,
        distribution=drawing,
        release=book.project.release(homework.id),
    )


def _written(book: Gradebook, result: Result, part: Part, marks: Marks) -> Written | None:
    """Return what people say of a written answer; nothing before every item has its points."""
    given = [(item, marks.get(result.submission, part.name, item.id)) for item in part.rubric]
    comments = tuple(
        Comment(item.text, item.points, mark.points, mark.comment)
        for item, mark in given
        if mark is not None and mark.points is not None
    )
    if len(comments) < len(given):
        return None
    answer = (result.submission, part.name)
    remarks = [book.ledger.remark(answer, reading) for reading in READINGS]
    whole = dict.fromkeys(remark.comment for remark in remarks if remark and remark.comment)
    return Written(comments, tuple(whole))


def _distribution(book: Gradebook, frame: pd.DataFrame) -> tuple[Markup | None, list[str]]:
    """Return the plot of all totals, if students may see it, and why there is none."""
    recipe = read_recipe(book.project.recipe(book.homework.id))
    totals = frame.loc[~frame["status"].isin(sheet.NOT_SCORED), "total"].dropna()
    if not recipe.distribution or not book.homework.points:
        return None, []
    if len(totals) < SMALLEST_CLASS:
        return None, [
            f"The class distribution is left out: {len(totals)} totals are known, and below "
            f"{SMALLEST_CLASS} it might tell who has what."
        ]
    title = f"Totals of the class, of {worth(book.homework.points)}"
    return charts.histogram(totals, book.homework.points, title), []


def _local(folder: Path, rows: pd.DataFrame, gradescope: bool) -> dict[Row, Path]:
    """Return where each page lies on this machine, by row: named by the submission."""
    of_group = rows["submission"].duplicated(keep=False)
    names = return_zip.entry_names(
        ("", [f"{submission}-{student}" if several else submission])
        for submission, student, several in zip(
            rows["submission"], rows["student"], of_group, strict=True
        )
    )
    folders = [name.removesuffix(f"/{return_zip.PAGE}") for name in names]
    paths = [
        folder / name / gradescope_feedback.FILE if gradescope else folder / f"{name}.html"
        for name in folders
    ]
    return dict(zip(rows.index, paths, strict=True))


def _in_zip(book: Gradebook, rows: pd.DataFrame, gradescope: bool) -> dict[Row, str]:
    """Return each page's name in the zip, by row."""
    if gradescope:
        local = _local(Path(), rows, gradescope)
        return {row: path.as_posix() for row, path in local.items()}
    ids = _ids(book.project)
    names = return_zip.entry_names(
        (source, [ids.get(student) or submission, submission])
        for source, student, submission in zip(
            rows["source"], rows["student"], rows["submission"], strict=True
        )
    )
    return dict(zip(rows.index, names, strict=True))


def _differing_groups(rows: pd.DataFrame) -> int:
    """Return of how many groups the students do not have the same total."""
    totals = rows.groupby("submission")["total"].nunique(dropna=False)
    return int((totals > 1).sum())


def _ids(project: Project) -> dict[str, str]:
    """Return the student ids of the class list, by the name on the sheet."""
    path = project.root / "grades" / roster.ROSTER
    return (
        {s.label: s.id or s.email or s.login or s.user for s in roster.read(path)}
        if path.is_file()
        else {}
    )


def _not_graded(homework: Homework, rows: pd.DataFrame) -> dict[str, int]:
    counts = Counter(
        {f"{part.label} {part.title}": int(rows[part.name].isna().sum()) for part in homework.parts}
    )
    return {part: number for part, number in counts.items() if number}


def _write_all(tasks: Iterator[Any], total: int, jobs: int, progress: Progress) -> None:
    """Make every page, in other processes where there are many; few are in memory at a time."""
    if jobs == 1 or total < FEW_PAGES:
        for done, (write, path, told) in enumerate(tasks, start=1):
            write(path, told)
            progress(done, total)
        return
    done = 0
    running: set[Future[None]] = set()
    with ProcessPoolExecutor(min(jobs, total), mp_context=get_context("spawn")) as pool:
        for write, path, told in tasks:
            running.add(pool.submit(write, path, told))
            if len(running) >= 4 * jobs:
                finished, running = wait(running, return_when=FIRST_COMPLETED)
                done += _finish(finished)
                progress(done, total)
        finished, _ = wait(running)
        progress(done + _finish(finished), total)


def _finish(finished: set[Future[None]]) -> int:
    for future in finished:
        future.result()
    return len(finished)


def _remove_others(folder: Path, written: set[Path]) -> None:
    """Remove pages of students who have none any more: nobody should upload them."""
    for pattern in ("*.html", f"*/{gradescope_feedback.FILE}"):
        for path in folder.glob(pattern):
            if path not in written:
                path.unlink()


def _known(score: float) -> float | None:
    return None if math.isnan(score) else score
