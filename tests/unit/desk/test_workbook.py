"""The Excel workbook: strings stay strings, open scores stay empty, people can work with it."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from chainrule_desk.grade_sheets import sheet, workbook
from chainrule_grader.homework import Homework
from chainrule_grader.results import Result, Status

from .sheet_samples import HOMEWORK, HOSTILE, WITH_BONUS, marks, result

pytestmark = pytest.mark.filterwarnings("ignore:.*xtension is not supported:UserWarning")

CLASS = [
    result("Ada", 1, 0.5),
    result("Bob", 1, None),
    result("Eve", status=Status.REFUSED, reason="No notebook."),
]


def written(
    path: Path, results: list[Result] = CLASS, homework: Homework = HOMEWORK
) -> tuple[Worksheet, Worksheet]:
    """Write a workbook and return its two sheets."""
    frame = sheet.grade_sheet(homework, results, marks(ada=(1, 2)))
    workbook.write(path, homework, frame)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Grades", "Parts"]
    return book["Grades"], book["Parts"]


def xml(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        return "\n".join(
            archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")
        )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "grades.xlsx"


def test_headings_tell_label_title_and_maximum(path: Path) -> None:
    """A heading is for people: number, title, points."""
    grades, _ = written(path, homework=WITH_BONUS, results=[])
    headings = [cell.value for cell in grades[1]]
    assert headings[:3] == ["Student", "Status", "Total\n9 points"]
    assert headings[9:13] == [
        "1.1 Linear: forward\n2 points",
        "1.2 Linear: backward\n4 points",
        "2.1 Is the loss convex?\n3 points",
        "3.1 Make it fast\n1 point, bonus",
    ]


def test_scores_are_numbers_and_open_ones_are_empty(path: Path) -> None:
    """Sums and means in the spreadsheet see what is known, and no zeros that are none."""
    grades, _ = written(path)
    ada, bob, eve = ([cell.value for cell in row] for row in grades.iter_rows(min_row=2))
    assert ada[:12] == ["Ada", "graded", 7, pytest.approx(0.7778), 4, 3, 0, 0, 0, 2, 2, 3]
    assert bob[:12] == ["Bob", "internal", None, None, None, None, 0, 0, 2, 2, None, None]
    assert eve[:12] == ["Eve", "refused", 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    assert eve[14] == "No notebook."


def test_numbers_are_formatted_by_what_their_column_needs(path: Path) -> None:
    """Whole points have no decimals, quarters two; percentages are Excel's own."""
    grades, _ = written(path, [result("Ada", 1, 1 / 16 * 3)])
    formats = {cell.column_letter: cell.number_format for cell in grades[2]}
    assert formats["D"] == "0.0%"
    assert formats["J"] == "0"
    assert formats["K"] == "0.00"
    assert formats["A"] == "@"


def test_headings_are_frozen_filtered_and_printed_on_every_page(path: Path) -> None:
    """The first row and the names stay in sight, on the screen and on paper."""
    for page in written(path):
        assert page.freeze_panes == "B2"
        assert page.auto_filter.ref.startswith("A1:")
        assert page.print_title_rows == "$1:$1"
        assert page.print_title_cols == "$A:$A"
        assert page.page_setup.orientation == "landscape"
        assert page.page_setup.fitToHeight == 0


def test_colours_show_open_scores_shares_and_trouble(path: Path) -> None:
    """Empty cells, a scale to each column's maximum, a bar for the percentage, the states."""
    grades, _ = written(path)
    rules = {
        str(area.sqref): [rule.type for rule in area.rules]
        for area in grades.conditional_formatting
    }
    assert rules["B2:B4"] == ["cellIs"] * 6
    assert rules["C2:C4"] == ["containsBlanks"]
    assert rules["D2:D4"] == ["containsBlanks", "dataBar"]
    assert rules["K2:K4"] == ["containsBlanks", "colorScale"]
    scale = next(
        rule.colorScale
        for area in grades.conditional_formatting
        if str(area.sqref) == "K2:K4"
        for rule in area.rules
        if rule.type == "colorScale"
    )
    assert [float(point.val) for point in scale.cfvo] == [0, 2, 4]


def test_second_sheet_lists_the_parts(path: Path) -> None:
    """Label, title, who grades, maximum, how the class did, the column's name in the CSV."""
    _, parts = written(path)
    rows = list(parts.iter_rows(min_row=2, max_row=4, values_only=True))
    assert rows[0][:9] == ("1.1", "Linear: forward", "tests", "", 2, 2, 1, 2, 2)
    assert rows[2][:3] == ("2.1", "Is the loss convex?", "people")
    assert [row[-1] for row in rows] == ["linear_forward", "linear_backward", "convexity"]


def test_the_colours_are_explained(path: Path) -> None:
    """Under the parts stands what each colour means."""
    _, parts = written(path)
    legend = [parts.cell(row, 2).value for row in range(6, 10)]
    assert [text.split(":")[0] for text in legend] == [
        "Open",
        "No points",
        "Full points",
        "Refused",
    ]


def test_what_a_student_chose_is_a_string(path: Path) -> None:
    """A hostile name or file name is neither formula, link, number nor truth value."""
    results = [
        result(name, 1, 1, submission=f"s{number}", source=name)
        for number, name in enumerate(HOSTILE)
    ]
    grades, _ = written(path, results)
    for row in grades.iter_rows(min_row=2):
        name, source = row[0], row[-1]
        assert name.data_type == "s"
        assert source.data_type == "s"
        assert isinstance(name.value, str)
        assert name.hyperlink is None
    names = {row[0].value for row in grades.iter_rows(min_row=2)}
    assert {"=1+1", "+1", "@SUM(A1)", "0123", "http://example.org", "TRUE"} <= names
    document = xml(path)
    assert not re.search(r"<f[ >/]", document)
    assert "<hyperlink" not in document


@settings(max_examples=40, deadline=None)
@given(names=st.lists(st.text(), min_size=1, max_size=3))
def test_any_text_makes_a_workbook_that_opens(
    tmp_path_factory: pytest.TempPathFactory, names: list[str]
) -> None:
    """Any Unicode gives valid XML without a formula, and the name comes back."""
    path = tmp_path_factory.mktemp("workbook") / "grades.xlsx"
    results = [
        result(name, submission=f"s{number}", status=Status.REFUSED, reason=name, source=name)
        for number, name in enumerate(names)
    ]
    grades, _ = written(path, results)
    frame = sheet.grade_sheet(HOMEWORK, results)
    found = [row[0].value or "" for row in grades.iter_rows(min_row=2)]
    assert found == frame["student"].tolist()
    assert not re.search(r"<f[ >/]", xml(path))


def test_a_reason_too_long_for_excel_is_cut(path: Path) -> None:
    """Excel repairs (and so empties) a file with more than 32,767 units in a cell."""
    long = result("Ada", status=Status.REFUSED, reason="📐" * 20_000)
    grades, _ = written(path, [long])
    reason = grades.cell(2, 15).value
    assert reason.endswith("📐…")
    assert len(reason.encode("utf-16-le")) // 2 < 32_767


def test_page_header_takes_the_title_as_it_is(path: Path) -> None:
    """An ampersand or a leading digit in a title is no code of Excel's page headers."""
    homework = replace(HOMEWORK, title="3 & more")
    grades, _ = written(path, homework=homework)
    assert "&amp;12 3 &amp;&amp; more</oddHeader>" in xml(path)
    assert grades.oddFooter.right.text == "Page &P of &N"


def test_no_submissions_make_an_empty_workbook(path: Path) -> None:
    """Headings are there, and it opens."""
    grades, parts = written(path, [])
    assert grades.max_row == 1
    assert parts.cell(2, 1).value == "1.1"


def test_pandas_reads_the_grades(path: Path) -> None:
    """One header row, then one row a student."""
    written(path)
    frame = pd.read_excel(path, dtype={"Student": str})
    assert frame["Total\n9 points"].tolist() == [7, pytest.approx(float("nan"), nan_ok=True), 0]


def test_same_grades_give_the_same_bytes(tmp_path: Path) -> None:
    """No date and no random id is in the file."""
    first, second = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    written(first)
    written(second)
    assert first.read_bytes() == second.read_bytes()


def test_every_row_has_the_styles_of_its_columns(path: Path) -> None:
    """Rows are joined by us: each cell looks as XlsxWriter's own pattern of the column does."""
    grades, parts = written(path)
    for page in (grades, parts):
        first, *others = page.iter_rows(min_row=2, max_row=4)
        assert len({cell.style_id for cell in first}) > 3
        for row in others:
            assert [cell.style_id for cell in row] == [cell.style_id for cell in first]
    assert grades.dimensions == "A1:Q4"
    assert parts.dimensions == "A1:L9"


def test_text_that_looks_like_markup_or_a_character_code_is_text(path: Path) -> None:
    """Excel reads ``_x0041_`` in a cell as the letter A, so its underscore is escaped."""
    written(path, [result("<b>&amp;</b>", 1, 1), result("_x0041_da", 1, 1, submission="s2")])
    document = xml(path)
    assert "&lt;b&gt;&amp;amp;&lt;/b&gt;" in document
    assert ">_x005F_x0041_da<" in document
    assert "_x0041_da" not in document.replace("_x005F_x0041_da", "")
