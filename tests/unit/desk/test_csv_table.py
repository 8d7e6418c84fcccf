"""Tables that people and platforms write: read to the letter, and no row is lost in silence."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chainrule_desk import csv_lines, csv_table
from chainrule_desk.csv_table import TableError
from chainrule_desk.grades import roster

CLASS = "id,name,section\n101,Ada Lovelace,A\n102,Bob Li,B\n103,Cleo,A\n104,Dan,B\n"
CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,"Essay, long (17)",Final Score
,,,,,Manual Posting,(read only)
    Points Possible,,,,,9.0,(read only)
"Lovelace, Ada",4711,101,al42,Algebra,7.5,83
"Li, Bob",4712,102,bl7,Algebra,,
"Student, Test",4799,,93f2,Algebra,,
"""


def listed(tmp_path: Path, data: str | bytes) -> list[str]:
    """Return the names of a class list."""
    path = tmp_path / "roster.csv"
    path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    return [student.name for student in roster.read(path)]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_program_s_csv_is_read(
    tmp_path: Path, separator: str, encoding: str, line_end: str
) -> None:
    """Commas, semicolons or tabs; with the byte-order mark or without; any ends of lines."""
    text = "id,name\n101,Zoë Li\n102,Ada\n".replace(",", separator).replace("\n", line_end)
    assert listed(tmp_path, text.encode(encoding)) == ["Zoë Li", "Ada"]


def test_canvas_s_own_list_is_read(tmp_path: Path) -> None:
    """Its rows of points possible and of posting, and its test student, are nobody."""
    assert listed(tmp_path, CANVAS) == ["Lovelace, Ada", "Li, Bob"]
    assert roster.points_possible(tmp_path / "roster.csv")["Essay, long (17)"] == 9


def test_separator_is_not_looked_for_in_quotes(tmp_path: Path) -> None:
    """A title with commas does not make a table with semicolons one with commas."""
    text = 'name;"Essay, the long one, second try, 2026";id\nAda;7;101\n'
    assert listed(tmp_path, text) == ["Ada"]


def test_line_break_in_a_cell_is_text(tmp_path: Path) -> None:
    """A cell may hold several lines, if none of them could be a row."""
    text = 'id,name,note\r\n101,Ada,"one\r\ntwo ""three"""\r\n102,Bob,x\r\n'
    assert listed(tmp_path, text) == ["Ada", "Bob"]


STRAY = {
    "opened and closed by another one rows later": (
        CLASS.replace("Ada L", '"Ada L').replace("Cleo", 'Cleo"'),
        "line 2, column name: a cell holds 3 lines that look like rows of their own",
    ),
    "opened, and never closed": (
        CLASS.replace("Bob", '"Bob'),
        "line 3, column name: the double quote before 'Bob Li' is not closed",
    ),
    "in the middle of a name": (
        CLASS.replace("Bob Li", 'Bob "Bo" Li'),
        'stands inside \'Bob "Bo" Li\': write "Bob ""Bo"" Li"',
    ),
    "behind a blank": (
        CLASS.replace("Bob Li", ' "Bob Li"'),
        "line 3, column name: a double quote stands inside ' \"Bob Li\"'",
    ),
    "closed before the cell ends": (
        CLASS.replace("Bob Li", '"Bob" Li'),
        "line 3, column name: the double quote before 'Bob\" Li' is not closed where a cell ends",
    ),
    "in the header": (
        CLASS.replace("name", '"name'),
        "line 1, column B: the double quote before 'name' is not closed",
    ),
    "in the header, closed rows later": (
        CLASS.replace("name", '"name').replace("Cleo", 'Cleo"'),
        "line 1, column B: a cell holds 4 lines that look like rows of their own",
    ),
    "over two rows of two columns": (
        'id,name\n101,"Ada\n102,Bob"\n103,Cleo\n',
        "line 2, column name: a cell holds 2 lines that look like rows of their own",
    ),
    "after a cell of several lines": (
        'id,name,note\n1,Ada,"a\nb"\n2,B"ob,x\n',
        "line 4, column name: a double quote stands inside 'B\"ob'",
    ),
}


@pytest.mark.parametrize("case", STRAY)
def test_stray_quote_is_told_with_line_and_column(tmp_path: Path, case: str) -> None:
    """Wherever a double quote is opened or closed by mistake, the class is not read without it."""
    text, words = STRAY[case]
    with pytest.raises(TableError) as caught:
        listed(tmp_path, text)
    assert words in str(caught.value)


@settings(deadline=None, max_examples=300)
@given(st.lists(st.integers(0, 200), min_size=1, max_size=3))
def test_no_quote_anywhere_costs_a_student(
    tmp_path_factory: pytest.TempPathFactory, places: list[int]
) -> None:
    """One, two or three quotes put anywhere: refused, or everybody is there."""
    text = CLASS
    for place in places:
        at = place % (len(text) + 1)
        text = f'{text[:at]}"{text[at:]}'
    try:
        found = listed(tmp_path_factory.mktemp("list"), text)
    except TableError:
        return
    assert len(found) == 4


DAMAGED = {
    "nothing": (b"", "the file is empty: put it back from a copy, or delete it"),
    "white space": (b"\xef\xbb\xbf\r\n  \r\n", "the file is empty"),
    "a workbook": (b"PK\x03\x04[Content_Types].xml", "the file is a workbook or a zip"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1", "the file is an old workbook"),
    "a page that asks to log in": (b"\n<!DOCTYPE html><html>", "the file is a web page"),
    "Excel's Unicode text": ("id\tname\r\n1\tAda".encode("utf-16"), "is saved as UTF-16"),
    "UTF-16 without its mark": ("id,name\n1,Ada".encode("utf-16-be"), "is saved as UTF-16"),
    "an old encoding": ("id,name\n1,Zoë".encode("cp1252"), "row 2, column name: 'Zoë' is not"),
    "NUL characters": (b"id,name\n1,Ada\n2,B\0b", "row 3, column name: 'B\\x00b' holds a NUL"),
    "a cell without an end": (
        b"id,name\n1,Ada\n2," + b"x" * (csv_lines.LONGEST + 1),
        "line 3: a cell has more than 131,072 characters",
    ),
    "a row that is too short": (b"id,name\n1,Ada\n2\n", "line 3: the row has 1 cell, and the hea"),
    "a row that is too long": (
        b"id,name\n1,Li, Ada\n",
        "row 2, column C: ' Ada' is in a column without a name",
    ),
    "a known column twice": (
        b"id,name,ID\n1,Ada,2\n",
        "row 1, column id: the column is there twice",
    ),
    "no header": (b",,\n1,Ada,x\n", "the file has no header"),
    "a header and nobody": (b"id,name\n,\n", "nobody stands under the header"),
    "a header that tells nobody": (b"section\nA\n", "the first row names no column that tells"),
}


@pytest.mark.parametrize("case", DAMAGED)
def test_damage_is_told_in_a_sentence_with_place_and_repair(tmp_path: Path, case: str) -> None:
    """What cannot be read without loss is refused."""
    data, words = DAMAGED[case]
    with pytest.raises(Exception, match=r"roster\.csv: ") as caught:
        listed(tmp_path, data)
    assert isinstance(caught.value, csv_table.DeskError)
    assert words in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


def test_real_workbook_is_told_apart(tmp_path: Path) -> None:
    """A zip with a workbook in it, renamed to roster.csv, is told as one."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(TableError, match="a workbook or a zip"):
        listed(tmp_path, data.getvalue())


def test_all_faults_of_a_table_are_told_at_once(tmp_path: Path) -> None:
    """Twenty runs are not needed to find twenty mistakes."""
    with pytest.raises(TableError) as caught:
        listed(tmp_path, "id,name,section\n1\n2,Bob,B,C\n3\n")
    assert [complaint.line for complaint in caught.value.complaints] == [2, 4, None]
    assert caught.value.complaints[2].row == 3


def test_columns_that_tell_nobody_are_allowed(tmp_path: Path) -> None:
    """A platform's list has more columns than we know, some without a name, some left out."""
    text = ",id,name,note,note\n0,101,Ada,x,y\n1,102,Bob\n"
    assert listed(tmp_path, text) == ["Ada", "Bob"]


def test_blank_rows_are_nobody(tmp_path: Path) -> None:
    """Rows between, and at the end, hold nobody; rows are counted with them."""
    assert listed(tmp_path, "id,name\n\n101,Ada\n,\n\n") == ["Ada"]


def test_semicolon_and_tab_bring_the_decimal_comma(tmp_path: Path) -> None:
    """Where Excel does not separate by commas, it may write numbers with them."""
    path = tmp_path / "t.csv"
    for separator in ";\t":
        path.write_text(f"a{separator}b\n1,5{separator}2.5\n", encoding="utf-8")
        (record,), complaints = csv_table.read(path, ["a", "b"])
        assert (record.number("a"), record.number("b"), complaints) == (1.5, 2.5, [])


def test_excel_leaves_out_empty_cells_at_the_end(tmp_path: Path) -> None:
    """A row may end before columns that are empty by habit, and before no other."""
    path = tmp_path / "t.csv"
    path.write_text("a,b,c\n1,2\n3\n", encoding="utf-8")
    records, complaints = csv_table.read(path, ["a", "b", "c"], blank=["c"])
    assert [complaint.line for complaint in complaints] == [3]
    assert records[0].cells == {"a": "1", "b": "2", "c": ""}


def test_prose_may_look_like_rows(tmp_path: Path) -> None:
    """In a column for people's words, several lines with commas are words."""
    path = tmp_path / "t.csv"
    path.write_bytes(csv_table.encode(["a", "note"], [["1", "first, then\nsecond, and\n3, 4"]]))
    (record,), complaints = csv_table.read(path, ["a", "note"], prose=["note"])
    assert (record.cells["note"], complaints) == ("first, then\nsecond, and\n3, 4", [])


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r\n"))


@settings(deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1), st.sampled_from(",;\t"))
def test_what_any_writer_quotes_is_read(
    tmp_path_factory: pytest.TempPathFactory, table: list[tuple[str, str, str]], separator: str
) -> None:
    """Every table that a strict writer wrote is read as it was, whatever stands in it."""
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=separator).writerows([("a", "b", "c"), *table])
    found = csv_lines.read(stream.getvalue().encode("utf-8"))
    assert [tuple(row) for row in found.rows[1:]] == table


def test_line_break_in_an_alias_is_refused(tmp_path: Path) -> None:
    """An alias is one line: a quote that swallows the next one is told."""
    path = tmp_path / "aliases.csv"
    path.write_text('team,"101\ns2,102"\n', encoding="utf-8")
    with pytest.raises(TableError, match="line 1, column B: a cell holds 2 lines"):
        csv_table.listing(path)
