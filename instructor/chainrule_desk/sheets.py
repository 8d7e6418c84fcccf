"""Write the sheets of a homework: one table as CSV, workbook and page, and the marks to fill in.

Everything lies under ``grades/<homework>``.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from chainrule_desk import grading, marks, page, sheet, workbook
from chainrule_desk.project import Project
from chainrule_grader.homework import Homework


@dataclass(frozen=True)
class Written:
    """A sheet and the files that hold it."""

    homework: Homework
    frame: pd.DataFrame
    files: tuple[Path, ...]


def marks_path(project: Project, homework: str) -> Path:
    """Return where the marks for written parts lie."""
    return project.grades(homework) / "marks.csv"


def write_sheets(project: Project, homework_id: str) -> Written:
    """Write the sheet as CSV, XLSX and HTML; marks are read if there are any.

    Raises:
        DeskError: If nothing was graded, or the marks have mistakes (all of them are listed).
    """
    homework = grading.open_bundle(project, homework_id).homework
    results = grading.results(project, homework_id)
    path = marks_path(project, homework_id)
    given = marks.read(path, homework, results) if path.exists() else None
    frame = sheet.grade_sheet(homework, results, given)
    folder = project.grades(homework_id)
    files = (folder / "sheet.csv", folder / "sheet.xlsx", folder / "sheet.html")
    sheet.write_csv(files[0], homework, frame)
    workbook.write(files[1], homework, frame)
    page.write(files[2], homework, frame)
    return Written(homework, frame, files)


def write_marks(project: Project, homework_id: str) -> tuple[Path, int]:
    """Write the marks file, keeping what it holds; return its path and how many marks are missing.

    Raises:
        DeskError: If nothing was graded, or the existing file has mistakes.
    """
    homework = grading.open_bundle(project, homework_id).homework
    results = grading.results(project, homework_id)
    path = marks_path(project, homework_id)
    given = marks.read(path, homework, results) if path.exists() else None
    frame = marks.template(homework, results, given)
    marks.write(path, frame)
    return path, int(frame["points"].isna().sum())
