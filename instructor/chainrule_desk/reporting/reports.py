"""Write the class report of a homework under ``grades/<homework>``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from chainrule_desk.grade_sheets import sheets
from chainrule_desk.grades import bulk, gradebook
from chainrule_desk.project import Project
from chainrule_desk.reporting import class_report, report_page
from chainrule_desk.reporting.class_report import ClassReport


def write_report(
    project: Project,
    homework: str,
    url: str | None = None,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> tuple[Path, ClassReport]:
    """Write the page, with the marks of the store and of marks.csv; return its path and content.

    Raises:
        DeskError: If nothing was graded, or the marks have mistakes.
    """
    path = project.grades(homework) / "report.html"
    with bulk.kept(), gradebook.opened(project, homework, url) as book:
        sheets.take_marks(book)
        report = class_report.of_class(book, progress)
        report_page.write(path, report)
    return path, report
