"""The grade sheet as an Excel workbook: for people who scroll, filter, sort and print.

Three promises. What a student chose (a name, a file name) is always written as a string: never as
a formula, a link or a number. An open score is an empty cell in a colour of its own, so that no sum
in the spreadsheet takes it for a 0. The same grades give the same bytes.
"""

from __future__ import annotations

import io
import math
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter

from chainrule_desk import files
from chainrule_desk.grade_sheets import sheet, worksheet_rows
from chainrule_desk.text import worth
from chainrule_grader.homework import Homework, Part

LONGEST_CELL = 16_000  # Excel allows 32,767 UTF-16 units; a character takes at most two
LONGEST_HEADER = 100  # Excel allows 255 units in a page header, its codes included
LINE_HEIGHT = 15.5
WRAPPED = 44  # characters: the widest column; longer text wraps
PRINTED = 200  # characters that fit side by side on a page and can still be read
NOT_PRINTED = 2  # the last columns: the submission's id and the file
A4 = 9

# Colours that ask nobody to tell red from green.
INK, PAPER, RULE = "#1F2933", "#FFFFFF", "#C5CDD6"
SUMMARY, TESTS, PEOPLE = "#334155", "#1F5A85", "#6A4584"
LOW, HALF, HIGH = "#FBD9C0", "#FFFFFF", "#BFDDF2"
OPEN, TROUBLE, BAR = "#FFF1B8", "#F9D2CE", "#9CC3DF"

CELL = {
    "font_name": "Calibri",
    "font_size": 11,
    "font_color": INK,
    "valign": "vcenter",
    "bottom": 4,  # a hair line, for paper
    "bottom_color": RULE,
}
TEXT = "@"  # the number format of text, which stays text when a person types over it
HEADING = CELL | {
    "bold": True,
    "font_color": PAPER,
    "text_wrap": True,
    "valign": "top",
    "indent": 1,
    "right": 1,
    "right_color": PAPER,
}

TITLES = {
    "student": "Student",
    "status": "Status",
    "total": "Total",
    "percent": "Percent",
    "automatic": "By tests",
    "manual": "By hand",
    "bonus": "Bonus",
    "late_penalty": "Late penalty",
    "marks_missing": "Marks missing",
    "flags": "Flags",
    "attempts": "Hand-ins",
    "reason": "What went wrong",
    "submission": "Submission",
    "source": "File",
}
LEGEND = (
    (OPEN, "Open", "Not graded or not marked yet. It is not a 0; no total is given before it is."),
    (LOW, "No points", "The colour of a score runs from here …"),
    (HIGH, "Full points", "… to here, the maximum of its column."),
    (TROUBLE, "Refused", "Nothing could be graded: 0 points. A person should look at it."),
)


@dataclass(frozen=True)
class _Column:
    """One column: its heading, and how its cells look."""

    heading: str
    width: float
    pattern: str
    colour: str = SUMMARY
    bold: bool = False


PART_COLUMNS = {
    "label": _Column("Part", 8, TEXT, bold=True),
    "title": _Column("Title", 44, TEXT),
    "graded_by": _Column("Graded by", 11, TEXT),
    "bonus": _Column("Bonus", 9, TEXT),
    "maximum": _Column("Maximum", 11, "General"),
    "mean": _Column("Mean", 11, "0.00"),
    "share": _Column("Mean of maximum", 13, "0%"),
    "median": _Column("Median", 11, "0.00"),
    "full": _Column("Full points", 11, "0"),
    "known": _Column("Scores known", 11, "0"),
    "open": _Column("Scores open", 11, "0"),
    "column": _Column("Column in the CSV", 26, TEXT),
}


def write(path: Path, homework: Homework, frame: pd.DataFrame) -> None:
    """Write the workbook: the grades, and the parts with what the class made of them."""
    data = io.BytesIO()
    book = xlsxwriter.Workbook(
        data,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
        },
    )
    book.set_properties({"title": f"{homework.title}: grades", "created": datetime(2000, 1, 1)})
    grades, parts = book.add_worksheet("Grades"), book.add_worksheet("Parts")
    columns = _grade_columns(homework, frame)
    _begin(book, grades, columns, len(frame))
    _colour_grades(book, grades, homework, frame)
    _set_up_print(grades, homework, columns[:-NOT_PRINTED], len(frame))
    table = _part_table(homework, frame)
    _begin(book, parts, list(PART_COLUMNS.values()), len(table))
    _write_legend(book, parts, len(table) + 2)
    _set_up_print(parts, homework, list(PART_COLUMNS.values()), len(table) + 2 + len(LEGEND))
    book.close()
    cells = frame.assign(
        percent=frame["percent"] / 100,  # what Excel calls a percentage
        **{name: [_fitting(text) for text in frame[name].tolist()] for name in sheet.TEXT},
    )
    files.replace(path, worksheet_rows.filled(data.getvalue(), {1: cells, 2: table}))


def _grade_columns(homework: Homework, frame: pd.DataFrame) -> list[_Column]:
    maximum = sheet.maxima(homework)
    parts = {part.name: part for part in homework.parts}
    columns = []
    for name in frame.columns:
        if name in parts:
            columns.append(_part_column(parts[name], _pattern(frame[name])))
        elif name in maximum:
            heading = f"{TITLES[name]}\n{worth(maximum[name])}"
            columns.append(_Column(heading, 11, _pattern(frame[name]), bold=name == "total"))
        elif name == "late_penalty":
            columns.append(_Column(TITLES[name], 11, _pattern(frame[name])))
        elif name == "percent":
            columns.append(_Column(TITLES[name], 11, "0.0%"))
        elif name in sheet.COUNTS:
            columns.append(_Column(TITLES[name], 11, "0"))
        else:
            width = _width(frame[name], most=WRAPPED)
            columns.append(_Column(TITLES[name], width, TEXT, bold=name == "student"))
    return columns


def _part_column(part: Part, pattern: str) -> _Column:
    heading = f"{part.label} {part.title}\n{worth(part.points)}"
    if part.bonus:
        heading += ", bonus"
    return _Column(heading, 12.5, pattern, PEOPLE if part.manual else TESTS)


def _pattern(scores: pd.Series[float]) -> str:
    """Return the number format in which a column of scores lines up."""
    return ("0", "0.0", "0.00")[sheet.decimals(scores)]


def _width(cells: pd.Series[str], most: int) -> float:
    longest = cells.str.len().max() if len(cells) else 0
    return float(min(max(longest + 2, 12), most))


def _begin(book: Any, page: Any, columns: Sequence[_Column], rows: int) -> None:
    """Write headings and the pattern of rows; freeze headings and first column; offer filters."""
    lines = 1
    for index, column in enumerate(columns):
        form = CELL | {"num_format": column.pattern, "bold": column.bold}
        if column.pattern == TEXT:
            form |= {"align": "left", "indent": 1, "text_wrap": column.width >= WRAPPED}
        page.write_blank(1, index, None, book.add_format(form))
        heading = book.add_format(HEADING | {"bg_color": column.colour})
        page.set_column(index, index, column.width)
        page.write_string(0, index, column.heading, heading)
        wrapped = [
            textwrap.wrap(line, int(column.width) - 2) for line in column.heading.split("\n")
        ]
        lines = max(lines, sum(map(len, wrapped)))
    page.set_row(0, LINE_HEIGHT * lines + 4)
    page.autofilter(0, 0, max(rows, 1), len(columns) - 1)
    page.freeze_panes(1, 1)


def _fitting(text: str) -> str:
    return text if len(text) <= LONGEST_CELL else f"{text[: LONGEST_CELL - 1]}…"


def _colour_grades(book: Any, page: Any, homework: Homework, frame: pd.DataFrame) -> None:
    """Show scores by their share of the maximum, open cells, and rows that need a person."""
    if frame.empty:
        return
    waiting = book.add_format({"bg_color": OPEN})
    trouble = book.add_format({"bg_color": TROUBLE, "bold": True})

    def colour(name: str, **rule: object) -> None:
        index = frame.columns.get_loc(name)
        page.conditional_format(1, index, len(frame), index, rule)

    for name in ("percent", *sheet.maxima(homework)):
        colour(name, type="blanks", format=waiting, stop_if_true=True)
    for part in homework.parts:
        colour(
            part.name,
            type="3_color_scale",
            min_type="num",
            mid_type="num",
            max_type="num",
            min_value=0,
            mid_value=part.points / 2,
            max_value=part.points,
            min_color=LOW,
            mid_color=HALF,
            max_color=HIGH,
        )
    colour(
        "percent",
        type="data_bar",
        bar_solid=True,
        bar_color=BAR,
        min_type="num",
        max_type="num",
        min_value=0,
        max_value=1,
    )
    for status in (sheet.REFUSED, sheet.INTERNAL, sheet.PENDING):
        colour("status", type="cell", criteria="==", value=f'"{status}"', format=trouble)
    for status in (*sheet.WAITING, sheet.NOT_MATCHED):
        colour("status", type="cell", criteria="==", value=f'"{status}"', format=waiting)


def _part_table(homework: Homework, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the parts in the words and the order of the second sheet."""
    table = sheet.part_table(homework, frame)
    table["bonus"] = table["bonus"].map({True: "yes", False: ""})
    table["share"] = table["mean"] / table["maximum"]
    return table[list(PART_COLUMNS)]


def _write_legend(book: Any, page: Any, row: int) -> None:
    """Say under the parts what the colours of the grades mean."""
    for colour, name, meaning in LEGEND:
        page.write_string(row, 0, "", book.add_format({"bg_color": colour}))
        page.write_string(row, 1, f"{name}: {meaning}", book.add_format(CELL | {"bottom": 0}))
        row += 1


def _set_up_print(page: Any, homework: Homework, columns: Sequence[_Column], rows: int) -> None:
    """Print on A4 across, headings and names on every page, as many pages wide as it takes."""
    title = homework.title[:LONGEST_HEADER].replace("&", "&&")
    page.set_landscape()
    page.set_paper(A4)
    page.set_margins(left=0.4, right=0.4, top=0.8, bottom=0.7)
    page.print_area(0, 0, max(rows, 1), len(columns) - 1)
    page.fit_to_pages(math.ceil(sum(column.width for column in columns) / PRINTED), 0)
    page.repeat_rows(0)
    page.repeat_columns(0)
    page.set_header(f'&L&"Calibri,Bold"&12 {title}')
    page.set_footer("&L&A&C&D&RPage &P of &N")
