"""Write the sheets of a homework: one table as CSV, workbook and page, and the marks to fill in.

Everything lies under ``grades/<homework>``. Marks are kept in the grade store; ``marks.csv`` is
read into it and written from it, as :mod:`chainrule_desk.grades.spreadsheet` tells.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from chainrule_desk.grade_sheets import lms, page, sheet, workbook
from chainrule_desk.grade_sheets.lms import Platform
from chainrule_desk.grades import aliases, bulk, gradebook, ledger, marks, roster, spreadsheet
from chainrule_desk.grades.gradebook import Gradebook
from chainrule_desk.grades.ledger import READINGS
from chainrule_desk.grades.marks import Marks
from chainrule_desk.grades.standing import Standing
from chainrule_desk.policies import extensions
from chainrule_desk.policies.late import TIME_UNKNOWN
from chainrule_desk.project import Project
from chainrule_desk.text import counted, points_text, shortened
from chainrule_grader.homework import Homework

WRITERS: Mapping[str, Callable[[Path, Homework, pd.DataFrame], None]] = {
    "csv": sheet.write_csv,
    "xlsx": workbook.write,
    "html": page.write,
    "parquet": sheet.write_parquet,
}
"""What writes a sheet, by the ending of its file."""


@dataclass(frozen=True)
class Written:
    """A sheet and the files that hold it.

    Attributes:
        homework: What was graded.
        frame: The sheet.
        files: Where it was written.
        notes: What a person should know about the marks in it.
    """

    homework: Homework
    frame: pd.DataFrame
    files: tuple[Path, ...]
    notes: tuple[str, ...]


def marks_path(project: Project, homework: str) -> Path:
    """Return where the spreadsheet of marks lies."""
    return project.grades(homework) / "marks.csv"


def write_sheets(project: Project, homework_id: str, url: str | None = None) -> Written:
    """Write the sheet as CSV, XLSX, HTML and Parquet, with the marks of the store and of marks.csv.

    Raises:
        DeskError: If nothing was graded, or the marks have mistakes (all of them are listed).
    """
    files = {name: project.grades(homework_id) / f"sheet.{name}" for name in WRITERS}
    with bulk.kept():
        homework, frame, notes = _read(project, homework_id, url)
        for name, write in WRITERS.items():
            write(files[name], homework, frame)
    return Written(homework, frame, tuple(files.values()), notes)


def _read(
    project: Project, homework_id: str, url: str | None
) -> tuple[Homework, pd.DataFrame, tuple[str, ...]]:
    """Return homework, sheet and notes; the marks of a large class are not kept for the writing."""
    with gradebook.opened(project, homework_id, url) as book:
        take_marks(book)
        found = book.standing()
        frame = sheet.of_gradebook(book, found.marks, _flags(book, found.marks))
        return book.homework, frame, tuple(_notes(book, frame, found))


def write_for(
    project: Project,
    homework_id: str,
    platform: Platform,
    item: str | None = None,
    url: str | None = None,
    *,
    without_unmatched: bool = False,
) -> tuple[Path, list[str]]:
    """Write the file that a learning platform imports; return its path and what to know of it.

    Args:
        project: The project.
        homework_id: The homework's id.
        platform: Who imports it.
        item: What the platform calls the homework; by default its title.
        url: A PostgreSQL database, if the store lies there.
        without_unmatched: Leave everybody out whose grade may hang on a hand-in that belongs to
            nobody so far, in place of refusing.

    Raises:
        DeskError: If nothing was graded, the class list lacks what the platform needs, or a hand-in
            is nobody's.
    """
    path = project.grades(homework_id) / f"{platform}.csv"
    with gradebook.opened(project, homework_id, url) as book:
        lms.needs_class_list(platform, project.root / "grades")
        doubtful = lms.doubtful(book.assigned, homework_id, without_unmatched=without_unmatched)
        take_marks(book)
        given = book.standing().marks
        frame = sheet.of_gradebook(book, given, _flags(book, given))
        folder = project.root / "grades"
        notes = lms.write(path, platform, book.homework, frame, folder, item, doubtful)
        return path, [*notes, *_withdrawn(book)]


def write_marks(project: Project, homework_id: str, url: str | None = None) -> tuple[Path, int]:
    """Write the marks file, keeping what it holds; return its path and how many marks are missing.

    Raises:
        DeskError: If nothing was graded, or the existing file has mistakes.
    """
    path = marks_path(project, homework_id)
    with gradebook.opened(project, homework_id, url) as book:
        take_marks(book)
        given = book.standing().marks
        frame = marks.template(book.homework, book.outcomes, given, book.choice)
        marks.write(path, frame, kept_elsewhere=True)
        spreadsheet.remember(book.store, given, book.names)
    return path, int(frame["points"].isna().sum())


def take_marks(book: Gradebook) -> None:
    """Read marks.csv into the store, if there is one."""
    path = marks_path(book.project, book.homework.id)
    if path.exists():
        before = spreadsheet.remembered(book.store)
        called = spreadsheet.names(book.store, book.called)
        given = marks.read(path, book.homework, book.outcomes, called, before)
        present = book.standing().marks
        spreadsheet.take(
            book.store, path, given, present, book.ledger.readers, book.homework, book.facts
        )


def _flags(book: Gradebook, given: Marks) -> dict[str, list[str]]:
    """Return, by submission, what a person should know of it besides its scores."""
    flags: dict[str, list[str]] = {
        name: ["not in the class list"] for name in book.assigned.unlisted
    }
    doubted = {label for somebody in book.assigned.open for label in somebody.candidates}
    for submission in {o.submission: None for o in book.outcomes if o.student in doubted}:
        flags.setdefault(submission, []).append("another hand-in may be theirs: chainrule match")
    parts = {part.name: part for part in book.homework.manual}
    remarks = ledger.remarks(book.store)
    for remark in remarks.values():
        if remark.flagged and remark.part in parts:
            label = parts[remark.part].label
            flags.setdefault(remark.submission, []).append(f"{label}: a second look is asked for")
    silent: dict[str, list[str]] = {}
    for submission, part in dict.fromkeys(
        (mark.submission, mark.part) for mark in given.without_reason(book.homework)
    ):
        said = (remarks.get((submission, part, reading)) for reading in READINGS)
        if not any(remark and remark.comment for remark in said):
            silent.setdefault(submission, []).append(parts[part].label)
    for submission, labels in silent.items():
        told = f"{', '.join(labels)}: part of the points, without a reason"
        flags.setdefault(submission, []).append(told)
    return flags


def _withdrawn(book: Gradebook) -> list[str]:
    """Say which submissions are left out, if any are."""
    names = book.store.withdrawn()
    if not names:
        return []
    return [
        f"{counted(len(names), 'submission')} left out, whose files are gone from results/: "
        f"{shortened(names)}. To count them, put the files back from a copy or grade them again."
    ]


def _notes(book: Gradebook, frame: pd.DataFrame, found: Standing) -> list[str]:
    notes = _withdrawn(book)
    if unknown := int(frame["flags"].str.contains(TIME_UNKNOWN, regex=False).sum()):
        notes.append(
            f"{counted(unknown, 'hand-in')} without a time that an export tells: nobody loses "
            "points for being late there. If the time stamps of the files are those of the "
            "hand-ins, write `file_times = true` under `[policy.late]`."
        )
    if book.extended:
        notes.append(
            f"{extensions.FILE_NAME} lists people without a submission or a line in "
            f"{roster.ROSTER}: {shortened(book.extended)}. Check the spelling."
        )
    if late := int((frame["status"] == sheet.LATENESS_OPEN).sum()):
        notes.append(
            f"{counted(late, 'hand-in')} marked late without a time: the total stays open. Write "
            "`late_without_time` under `[policy.late]`, or the student's `late_days` into "
            f"{extensions.FILE_NAME}."
        )
    if book.assigned.open:
        notes.append(
            f"{counted(len(book.assigned.open), 'person', 'people')} with a hand-in could not be "
            f"matched to one student in {roster.ROSTER}: {shortened(book.assigned.unmatched)}. "
            f"Settle it with `chainrule match {book.homework.id}`."
        )
    if book.assigned.lost:
        notes.append(
            f"{aliases.ALIASES} names students who are not in {roster.ROSTER} any more: "
            f"{shortened(book.assigned.lost)}. These lines are not used."
        )
    for change in book.rubric_changes:
        was, now = points_text(change.before[0]), points_text(change.after[0])
        what = f"{was} to {now} points" if was != now else "a new wording"
        notes.append(
            f"Rubric item {change.part} / {change.item} was changed, {what}, on "
            f"{change.at:%Y-%m-%d}: its marks follow."
        )
    for (part, item), number in found.marks.of_no_item(book.homework).items():
        notes.append(
            f"{counted(number, 'mark')} for {part} / {item}, which {book.homework.id} does not "
            "have: kept in the history, and counted again when a part and an item have these names."
        )
    if found.lapsed:
        notes.append(
            f"{counted(found.lapsed, 'written answer')} changed when handed in again: the marks of "
            "the earlier text are in the history and do not count."
        )
    if found.unsettled:
        notes.append(
            f"{counted(found.unsettled, 'answer')} read twice with different marks: settle on the "
            "review page."
        )
    return notes
