"""Marks by hand: written for a spreadsheet, read back with complaints that can be acted on."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chainrule_desk.errors import DeskError
from chainrule_desk.grade_sheets import sheet
from chainrule_desk.grades import marks as marks_module
from chainrule_desk.grades.marks import COLUMNS, Mark, Marks, MarksError, read, template, write
from chainrule_grader.homework import Part, RubricItem
from chainrule_grader.results import Result, Status

from .sheet_samples import CONVEXITY, HOMEWORK, HOSTILE, marks, result, score

ADA, BOB = result("Ada", 1, 1), result("Bob", 0, 0)
CLASS = [ADA, BOB]

Edit = Callable[[list[list[str]]], None]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where the marks of Ada and Bob lie, all still open."""
    file = tmp_path / "marks.csv"
    write(file, template(HOMEWORK, CLASS))
    return file


def edit(path: Path, **cells: dict[str, str]) -> None:
    """Do what a grader does in a spreadsheet: ``edit(path, row2={"points": "1"})``."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        table = list(csv.reader(stream))
    for row, changes in cells.items():
        for column, text in changes.items():
            table[int(row.removeprefix("row")) - 1][COLUMNS.index(column)] = text
    save(path, table)


def save(path: Path, table: list[list[str]], delimiter: str = ",", encoding: str = "utf-8") -> None:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter).writerows(table)
    path.write_bytes(stream.getvalue().encode(encoding))


def complaints(path: Path, results: list[Result] = CLASS) -> list[str]:
    with pytest.raises(MarksError) as caught:
        read(path, HOMEWORK, results)
    return [str(complaint) for complaint in caught.value.complaints]


def test_template_has_a_row_a_submission_and_item_part_by_part() -> None:
    """A grader reads all answers to one part before the next, with text and note beside them."""
    frame = template(HOMEWORK, CLASS)
    assert frame.columns.tolist() == list(COLUMNS)
    assert frame[["student", "submission", "part", "item"]].to_numpy().tolist() == [
        ["Ada", "ada", "convexity", "definition"],
        ["Ada", "ada", "convexity", "argument"],
        ["Bob", "bob", "convexity", "definition"],
        ["Bob", "bob", "convexity", "argument"],
    ]
    assert frame["item_text"][0] == "States the definition [any form]"
    assert frame["item_text"][1] == "Gives a counterexample"
    assert frame["max"].tolist() == [1, 2, 1, 2]
    assert frame["points"].isna().all()


def test_template_leaves_out_what_cannot_be_marked() -> None:
    """A refused submission has no answers; one that we failed to grade has."""
    refused = result("Eve", status=Status.REFUSED)
    failed = result("Sam", status=Status.INTERNAL)
    frame = template(HOMEWORK, [refused, failed])
    assert frame["student"].unique().tolist() == ["Sam"]


def test_template_of_nothing_is_an_empty_table() -> None:
    """No submissions, or no written parts, make a table with columns and no rows."""
    assert template(HOMEWORK, []).columns.tolist() == list(COLUMNS)
    assert template(replace(HOMEWORK, parts=HOMEWORK.automatic), CLASS).empty


def test_file_is_what_excel_opens_right(path: Path) -> None:
    """UTF-8 with a byte-order mark, commas, CRLF."""
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbfstudent,submission,part,item,item_text,max,points")
    assert data.count(b"\r\n") == 5


def test_marks_come_back(path: Path) -> None:
    """Points, comment and grader are read; a row that nobody touched is no mark."""
    edit(path, row2={"points": "0.5", "comment": "no quantifier", "grader": "kn"})
    assert read(path, HOMEWORK, CLASS).rows == (
        Mark("Ada", "ada", "convexity", "definition", 0.5, "no quantifier", "kn"),
    )


def test_rows_that_are_empty_are_told_from_those_that_are_gone(path: Path) -> None:
    """Who empties a cell says something; who deletes a row does not."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        save(path, list(csv.reader(stream))[:3])
    edit(path, row2={"points": "1"})
    found = read(path, HOMEWORK, CLASS)
    assert [mark.key for mark in found.rows] == [("ada", "convexity", "definition")]
    assert found.emptied == {("ada", "convexity", "argument")}


def test_a_comment_without_points_is_kept_and_open(path: Path) -> None:
    """A grader may comment first and decide later."""
    edit(path, row2={"comment": "come back to this"})
    found = read(path, HOMEWORK, CLASS)
    assert found.rows[0].comment == "come back to this"
    assert found.scores(["ada"], [CONVEXITY])[1] == 2
    assert score(found, "ada", CONVEXITY) is None


def test_a_part_is_scored_when_every_item_is(path: Path) -> None:
    """Points add up; one item less leaves the part open."""
    edit(path, row2={"points": "1"}, row3={"points": "0.5"}, row4={"points": "1"})
    found = read(path, HOMEWORK, CLASS)
    assert score(found, "ada", CONVEXITY) == 1.5
    assert score(found, "bob", CONVEXITY) is None


def test_marks_reach_the_sheet(path: Path) -> None:
    """What a grader filled in is the manual total."""
    edit(path, row2={"points": "1"}, row3={"points": "2"})
    frame = sheet.grade_sheet(HOMEWORK, CLASS, read(path, HOMEWORK, CLASS)).set_index("student")
    assert frame.loc["Ada", "total"] == 9
    assert frame.loc["Bob", "status"] == "marks open"


def test_writing_again_keeps_the_marks(path: Path) -> None:
    """A new student joins; the marks given so far are in the new file."""
    edit(path, row2={"points": "1", "comment": "= fine\n- really", "grader": "kn"})
    so_far = read(path, HOMEWORK, CLASS)
    everybody = [*CLASS, result("Cleo", 1, 1)]
    write(path, template(HOMEWORK, everybody, so_far))
    assert read(path, HOMEWORK, everybody) == so_far
    assert len(template(HOMEWORK, everybody, so_far)) == 6


def test_marks_of_an_earlier_submission_are_kept_at_the_end(path: Path) -> None:
    """A student hands in again: the new answer is unmarked, the old marks are not lost."""
    edit(path, row2={"points": "1"})
    so_far = read(path, HOMEWORK, CLASS)
    again = [*CLASS, result("Ada", 1, 1, submission="ada-2")]
    frame = template(HOMEWORK, again, so_far)
    assert frame["submission"].tolist() == ["ada-2", "ada-2", "bob", "bob", "ada"]
    assert frame["points"].tolist()[-1] == 1
    write(path, frame)
    assert read(path, HOMEWORK, again) == so_far


def test_a_mark_for_an_item_that_is_gone_is_kept() -> None:
    """A rubric that lost an item does not lose the mark for it."""
    old = Marks((Mark("Ada", "ada", "convexity", "style", 1.0),))
    last = template(HOMEWORK, CLASS, old).iloc[-1]
    assert (last["item"], last["points"]) == ("style", 1)


def test_a_file_is_never_replaced_by_one_that_lacks_its_marks(path: Path) -> None:
    """Writing a fresh template over a marked file is refused, and the file stays as it is."""
    edit(path, row3={"points": "2"}, row5={"comment": "see me"})
    before = path.read_bytes()
    with pytest.raises(MarksError) as caught:
        write(path, template(HOMEWORK, CLASS))
    assert [complaint.row for complaint in caught.value.complaints] == [3, 5]
    assert "nothing was written" in str(caught.value)
    assert path.read_bytes() == before


def test_a_file_that_cannot_be_read_is_not_replaced(path: Path) -> None:
    """Who knows what marks are in it."""
    path.write_bytes("kaputt".encode("utf-16"))
    with pytest.raises(MarksError, match="UTF-16"):
        write(path, template(HOMEWORK, CLASS))
    assert path.read_bytes() == "kaputt".encode("utf-16")


def test_a_missing_file_says_what_writes_it(tmp_path: Path) -> None:
    """The repair is a command."""
    with pytest.raises(DeskError, match="chainrule sheet hw1 --marks"):
        read(tmp_path / "marks.csv", HOMEWORK, CLASS)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("1.5", "1.5 is above the item's maximum of 1"),
        ("-0.5", "-0.5 is below 0"),
        ("good", "'good' is not a number"),
        ("nan", "'nan' is not a number"),
        ("inf", "'inf' is not a number"),
        ("1e0", "'1e0' is not a number"),
        ("1_0", "'1_0' is not a number"),
        ("١", "'١' is not a number"),
        ("50%", "'50%' is not a number"),
        ("#VALUE!", "'#VALUE!' is not a number"),
        ("0,5", "'0,5' has a decimal comma: write 0.5"),
    ],
)
def test_points_are_numbers_between_zero_and_the_maximum(
    path: Path, text: str, complaint: str
) -> None:
    """Everything else is refused, with row and column."""
    edit(path, row2={"points": text})
    (found,) = complaints(path)
    assert found.startswith(f"row 2, column points: {complaint}")


@pytest.mark.parametrize("text", ["1", "1.0", "+1", "1.", " 1 ", "0.9999999"])
def test_points_may_be_written_in_the_usual_ways(path: Path, text: str) -> None:
    """A sign, decimals and blanks are fine."""
    edit(path, row2={"points": text})
    assert read(path, HOMEWORK, CLASS).rows[0].points == pytest.approx(1)


def test_an_unknown_student_is_named(path: Path) -> None:
    """Nobody called Eve handed anything in."""
    edit(path, row2={"student": "Eve"})
    assert complaints(path) == ["row 2, column student: 'Eve' handed nothing in: write 'Ada'"]


def test_an_unknown_submission_is_named(path: Path) -> None:
    """The complaint tells the student's submissions."""
    edit(path, row2={"submission": "ada-9"})
    assert complaints(path) == [
        "row 2, column submission: 'Ada' handed in no submission 'ada-9': write 'ada'"
    ]


def test_a_column_sorted_alone_is_noticed(path: Path) -> None:
    """Points would go to the wrong student: the classic spreadsheet accident."""
    edit(path, row2={"student": "Bob"}, row4={"student": "Ada"})
    found = complaints(path)
    assert len(found) == 2
    assert found[0].startswith("row 2, column student: submission 'ada' is 'Ada''s, not 'Bob''s")


def test_an_unknown_part_is_named(path: Path) -> None:
    """The complaint tells the parts that are graded by hand."""
    edit(path, row2={"part": "convex"})
    assert complaints(path) == ["row 2, column part: hw1 has no part 'convex': write 'convexity'"]


def test_a_part_graded_by_tests_takes_no_marks(path: Path) -> None:
    """Nobody can overrule a test in this file."""
    edit(path, row2={"part": "linear_forward"})
    assert complaints(path) == [
        "row 2, column part: 'linear_forward' is graded by tests: remove the row"
    ]


def test_an_unknown_item_is_named(path: Path) -> None:
    """The complaint tells the part's items."""
    edit(path, row2={"item": "definitions"})
    assert complaints(path) == [
        "row 2, column item: 'convexity' has no rubric item 'definitions': "
        "write 'definition' or 'argument'"
    ]


def test_a_repeated_row_is_named_with_its_twin(path: Path) -> None:
    """Two marks for one item: which one counts is not ours to guess."""
    edit(path, row3={"item": "definition", "max": "1"})
    assert complaints(path) == ["row 3, column item: repeats row 2: keep one of the two rows"]


@pytest.mark.parametrize("text", ["3", "", "one"])
def test_a_changed_maximum_is_noticed(path: Path, text: str) -> None:
    """The maximum comes from the homework; points given for another one need a second look."""
    edit(path, row2={"max": text})
    (found,) = complaints(path)
    assert found.startswith(f"row 2, column max: {text!r} is not the maximum, 1")


def test_all_complaints_come_at_once_in_the_order_of_rows(path: Path) -> None:
    """A grader repairs the file in one go."""
    edit(path, row5={"points": "x"}, row3={"max": "5", "points": "7"}, row2={"part": "?"})
    assert [line.split(":")[0] for line in complaints(path)] == [
        "row 2, column part",
        "row 3, column max",
        "row 3, column points",
        "row 5, column points",
    ]


def test_a_long_list_of_complaints_is_cut_in_the_message_only(tmp_path: Path) -> None:
    """The message stays readable; the exception has everything."""
    path = tmp_path / "marks.csv"
    results = [result(f"Student {number}", 1, 1) for number in range(30)]
    write(path, template(HOMEWORK, results))
    edit(path, **{f"row{row}": {"points": "x"} for row in range(2, 62)})
    with pytest.raises(MarksError) as caught:
        read(path, HOMEWORK, results)
    assert len(caught.value.complaints) == 60
    assert "60 complaints" in str(caught.value)
    assert str(caught.value).endswith("… and 40 more")
    assert len(str(caught.value).splitlines()) == 22


def test_missing_columns_are_all_named(path: Path) -> None:
    """Without them nothing can be said about a row."""
    save(path, [["student", "part", "points"], ["Ada", "convexity", "x"]])
    assert [line.split(":")[0] for line in complaints(path)] == [
        f"row 1, column {name}"
        for name in ("submission", "item", "item_text", "max", "comment", "grader")
    ]


def test_a_column_that_is_there_twice_is_refused(path: Path) -> None:
    """Which points are meant?"""
    save(path, [[*COLUMNS, "points"]])
    assert complaints(path) == [
        "row 1, column points: the column is there twice: remove one of the two"
    ]


def test_an_unknown_column_is_refused(path: Path) -> None:
    """It would be lost when the file is written again."""
    save(path, [[*COLUMNS, "done"]])
    assert complaints(path)[0].startswith("row 1, column done: the column is unknown")


def test_a_cell_beyond_the_header_is_refused(path: Path) -> None:
    """A comma in an unquoted comment moves everything after it."""
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[1] = lines[1].removesuffix(",,") + "1,first, then,kn"
    path.write_text("\n".join(lines), encoding="utf-8")
    assert complaints(path)[0].startswith("row 2, column J: 'kn' is in a column without a name")


def test_an_open_quote_is_noticed(path: Path) -> None:
    """It would swallow all rows after it."""
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    lines[2] = lines[2].removesuffix(",,") + '1,"oops,kn'
    path.write_text("\n".join(lines), encoding="utf-8")
    (found,) = complaints(path)
    assert found.startswith("line 3, column comment: the double quote before 'oops' is not closed")


def test_an_empty_file_is_refused(path: Path) -> None:
    """An empty file is not a file without marks."""
    path.write_bytes(b"")
    (found,) = complaints(path)
    assert found == "the file is empty: put it back from a copy, or delete it"


def test_empty_rows_are_skipped_and_counted(path: Path) -> None:
    """Row numbers stay those of the spreadsheet, also after a comment of several lines."""
    edit(path, row2={"comment": "one\ntwo\nthree"}, row3=dict.fromkeys(COLUMNS, ""))
    edit(path, row4={"points": "x"})
    assert [line.split(":")[0] for line in complaints(path)] == ["row 4, column points"]


def test_excel_semicolons_and_decimal_commas_are_read(path: Path) -> None:
    """Where the comma is the decimal sign, Excel saves semicolons."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        table = list(csv.reader(stream))
    table[1][COLUMNS.index("points")] = "0,5"
    table[1][COLUMNS.index("comment")] = "first, then; so"
    table[2][COLUMNS.index("points")] = "1.5"
    save(path, table, delimiter=";", encoding="utf-8-sig")
    found = read(path, HOMEWORK, CLASS)
    assert [mark.points for mark in found.rows] == [0.5, 1.5]
    assert found.rows[0].comment == "first, then; so"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_utf_8_is_read_with_and_without_its_mark(path: Path, encoding: str) -> None:
    """Excel writes the byte-order mark, most other programs do not."""
    text = path.read_text(encoding="utf-8-sig")
    path.write_text(text, encoding=encoding)
    assert read(path, HOMEWORK, CLASS) == Marks()


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_refused_with_the_repair(path: Path, encoding: str) -> None:
    """Excel's “Unicode text” is UTF-16."""
    path.write_text(path.read_text(encoding="utf-8-sig"), encoding=encoding)
    (found,) = complaints(path)
    assert found.startswith("the file is saved as UTF-16, not UTF-8: ")
    assert "CSV UTF-8" in found


def test_latin_1_is_refused_cell_by_cell(path: Path) -> None:
    """Guessing would turn names into other names; every damaged cell is named with its text."""
    edit(path, row2={"comment": "très bien"}, row4={"grader": "José"})
    path.write_text(path.read_text(encoding="utf-8"), encoding="latin-1")
    found = complaints(path)
    assert found[0].startswith("row 2, column comment: 'très bien' is not saved as UTF-8")
    assert found[1].startswith("row 4, column grader: 'José' is not saved as UTF-8")
    assert "CSV UTF-8" in found[0]


@pytest.mark.parametrize(
    ("name", "mangled"), [("0071", "71"), ("1e5", "100000"), ("12e1", "120"), ("7.50", "7.5")]
)
def test_what_a_spreadsheet_makes_of_a_number_is_forgiven(
    tmp_path: Path, name: str, mangled: str
) -> None:
    """A matriculation number 0071 comes back as 71, as name and as id."""
    path = tmp_path / "marks.csv"
    results = [result("0001", 1, 1), result(name, 1, 1)]
    write(path, template(HOMEWORK, results))
    edit(path, row4={"student": mangled, "submission": mangled, "points": "1"})
    found = read(path, HOMEWORK, results).rows
    assert [(mark.student, mark.submission) for mark in found] == [(name, name)]


def test_look_alike_numbers_are_not_guessed(tmp_path: Path) -> None:
    """Where 071 and 0071 both handed in, 71 could be either."""
    path = tmp_path / "marks.csv"
    results = [result("071", 1, 1), result("0071", 1, 1)]
    write(path, template(HOMEWORK, results))
    edit(path, row2={"student": "71", "submission": "71", "points": "1"})
    assert complaints(path, results) == [
        "row 2, column submission: '71' handed in no submission '71': write '071' or '0071'"
    ]


def test_hostile_names_do_not_run_and_come_back(tmp_path: Path) -> None:
    """No cell of the file looks like a formula, and every mark finds its submission."""
    path = tmp_path / "marks.csv"
    results = [result(name, 1, 1, submission=f"s{number}") for number, name in enumerate(HOSTILE)]
    given = Marks(
        tuple(
            Mark(row.student, row.submission, row.part, row.item, 1.0, row.student, "=kn")
            for row in template(HOMEWORK, results).itertuples()
        )
    )
    write(path, template(HOMEWORK, results, given))
    with path.open(encoding="utf-8-sig", newline="") as stream:
        cells = [cell for line in csv.reader(stream) for cell in line]
    assert not [cell for cell in cells if cell.lstrip().startswith(("=", "+", "-", "@", "＝"))]
    assert set(read(path, HOMEWORK, results).rows) == set(given.rows)


@settings(deadline=None)
@given(
    name=st.text(min_size=1),
    comment=st.text(st.characters(exclude_categories=["Cs"])),
    points=st.floats(0, 1).map(lambda value: round(value, 6)),
)
def test_any_mark_comes_back(
    tmp_path_factory: pytest.TempPathFactory, name: str, comment: str, points: float
) -> None:
    """Any name, any comment, any points: written, read, written again, the same."""
    path = tmp_path_factory.mktemp("marks") / "marks.csv"
    results = [result(name, 1, 1, submission="s")]
    student = template(HOMEWORK, results)["student"][0]
    given = Marks((Mark(student, "s", "convexity", "definition", points, comment.strip()),))
    write(path, template(HOMEWORK, results, given))
    found = read(path, HOMEWORK, results)
    assert found == given
    write(path, template(HOMEWORK, results, found))


def test_points_that_have_no_short_decimal_form_come_back(tmp_path: Path) -> None:
    """A third of a point is written with six decimals and accepted as the full item."""
    path = tmp_path / "marks.csv"
    third = Part(
        "essay", "Essay", "1.1", "p", 1, manual=True, rubric=(RubricItem("a", 1 / 3, "A"),)
    )
    homework = replace(HOMEWORK, parts=(third,))
    given = Marks((Mark("Ada", "ada", "essay", "a", 1 / 3),))
    write(path, template(homework, [ADA], given))
    assert score(read(path, homework, [ADA]), "ada", third) == pytest.approx(1 / 3, abs=1e-6)


def test_the_docstring_shows_a_real_row() -> None:
    """The example in the module's documentation is what the template makes."""
    given = Marks((Mark("Ada", "ada-1f3c", "convexity", "definition", 0.5, "no quantifier", "kn"),))
    frame = template(HOMEWORK, [result("Ada", 1, 1, submission="ada-1f3c")], given)
    row = ",".join(f"{cell:g}" if isinstance(cell, float) else cell for cell in frame.iloc[0])
    assert row in (marks_module.__doc__ or "")
    assert ",".join(COLUMNS) in (marks_module.__doc__ or "")


def test_points_column_holds_numbers() -> None:
    """In pandas, points are floats and open marks NaN."""
    frame = template(HOMEWORK, CLASS, marks(ada=(1, None)))
    assert frame["points"].dtype == float
    assert frame["points"].isna().tolist() == [False, True, True, True]
    assert isinstance(frame, pd.DataFrame)
