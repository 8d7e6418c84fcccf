"""What the command line prints of a sheet."""

from __future__ import annotations

import io

from rich.console import Console

from chainrule_desk.cli import tables
from chainrule_desk.grade_sheets import sheet

from .sheet_samples import HOMEWORK, result


def printed(students: int) -> str:
    results = [result(f"s{number:03}", 1, 1) for number in range(students)]
    frame = sheet.grade_sheet(HOMEWORK, results)
    console = Console(width=100, file=io.StringIO(), record=True)
    console.print(tables.grade_table(HOMEWORK, frame, sheet.maxima(HOMEWORK)))
    return console.export_text()


def test_a_class_is_printed_as_a_whole() -> None:
    """Everybody has a line, and nothing says that somebody is left out."""
    text = printed(tables.SHOWN)
    assert text.count("marks open") == tables.SHOWN
    assert "more student" not in text


def test_of_a_large_class_the_first_are_printed() -> None:
    """Nobody reads ten thousand lines on a terminal: it says how many more are in the files."""
    text = printed(tables.SHOWN + 2)
    assert text.count("marks open") == tables.SHOWN
    assert "and 2 more students, in the files below" in text
