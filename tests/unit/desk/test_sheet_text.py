"""How strangers' text and points are written into files that spreadsheets open."""

from __future__ import annotations

import csv
import io
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chainrule_desk import csv_table
from chainrule_desk.text import counted, neutralise, points_text, readable, restore, worth

FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]")
TRICKY = st.text(alphabet="=+-@'＝; \t\r\n,\"a1")


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@A1", "\tx", "\rx", "\nx", " =1", "＝1"])
def test_a_dangerous_cell_starts_with_an_apostrophe(text: str) -> None:
    """What a spreadsheet would run or hide gets an apostrophe in front."""
    assert neutralise(text) == f"'{text}"


@pytest.mark.parametrize("text", ["Ada", "O'Neil", "'tis fine", "a=b", "x-1", "", "李"])
def test_a_harmless_cell_stays_as_it_is(text: str) -> None:
    """Names and comments that no spreadsheet would run are not touched."""
    assert neutralise(text) == text


@given(st.one_of(st.text(), TRICKY))
@example("\t=1")
@example(";\n=1")
@example("''=1")
def test_neutralising_can_be_undone(text: str) -> None:
    """restore(neutralise(text)) is text, whatever the text."""
    assert restore(neutralise(text)) == text


@given(st.one_of(st.text(), TRICKY))
def test_no_cell_starts_like_a_formula(text: str) -> None:
    """Neither the cell nor a piece of it after a separator starts like a formula."""
    safe = neutralise(text)
    assert not safe.startswith(("\t", "\r", "\n"))
    for piece in re.split(r'[;"\t\r\n]', safe):
        assert not FORMULA.match(piece)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@given(names=st.lists(TRICKY, min_size=1))
def test_no_separator_makes_a_formula_of_a_row(delimiter: str, names: list[str]) -> None:
    """A file read with the wrong separator has no cell that starts like a formula either."""
    data = csv_table.encode(["student", "reason"], [(name, name) for name in names])
    for line in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=delimiter):
        for cell in line:
            assert not FORMULA.match(cell)


@given(st.text(st.characters(exclude_categories=[])))
def test_readable_text_fits_every_file(text: str) -> None:
    """No control character, lone surrogate or non-character is left, and twice is once."""
    clean = readable(text)
    clean.encode("utf-8")
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\ufffe\uffff\u2028\u202e]", clean)
    assert readable(clean) == clean


@pytest.mark.parametrize(
    ("points", "text"),
    [(2.0, "2"), (0.5, "0.5"), (1 / 3, "0.333333"), (0.1 + 0.2, "0.3"), (0.0, "0"), (-0.0, "0")],
)
def test_points_are_short(points: float, text: str) -> None:
    """Points are written as people write them."""
    assert points_text(points) == text


def test_one_is_singular() -> None:
    """1 point, 2 points, 1 student, 0 students."""
    assert [worth(1), worth(1.5)] == ["1 point", "1.5 points"]
    assert [counted(1, "student"), counted(0, "student")] == ["1 student", "0 students"]
