"""CSV files that go through a person's spreadsheet: written to survive it, read with complaints.

Written: UTF-8 with a byte-order mark (Excel then shows names right; pandas skips it), commas, CRLF
(RFC 4180), and no cell that a spreadsheet would run (:func:`chainrule_desk.text.neutralise`).

Read: the same, and what Excel saves in countries where the comma is the decimal sign, which is
semicolons and decimal commas. Whatever else is wrong is said with the row and the column as the
spreadsheet shows them, everything at once.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from chainrule_desk.errors import DeskError
from chainrule_desk.text import counted, neutralise, restore

SHOWN = 20  # complaints in a message; TableError.complaints has all of them
SAVE_AS_UTF_8 = (
    "open the original again and save it as “CSV UTF-8 (comma delimited)”; in LibreOffice, choose "
    "the character set “Unicode (UTF-8)” when saving"
)


_NOT_UTF_8 = re.compile("[\udc80-\udcff]")  # how Python's "surrogateescape" keeps such bytes


@dataclass(frozen=True)
class Complaint:
    """What is wrong with a table, where, and how to repair it.

    Attributes:
        row: Row as a spreadsheet counts, the header being row 1; ``None`` for the whole file.
        column: The column's name, or its letter where it has none; empty for the whole row.
        message: What is wrong, and the repair.
    """

    row: int | None
    column: str
    message: str

    def __str__(self) -> str:
        if self.row is None:
            return self.message
        place = f"row {self.row}, column {self.column}" if self.column else f"row {self.row}"
        return f"{place}: {self.message}"


@dataclass(frozen=True)
class Record:
    """One row of a table.

    Attributes:
        row: Its number as a spreadsheet counts.
        cells: Its cells by column, restored and trimmed.
        decimal_comma: Whether the file writes 1,5 for one and a half.
    """

    row: int
    cells: dict[str, str]
    decimal_comma: bool = False

    def number(self, column: str) -> float | str:
        """Return the number in a cell, or a sentence that says why it is none.

        Digits, a sign and a decimal point only: what Python also takes for a number (``nan``,
        ``1_0``, ``1e9``) is a slip of the hand here.
        """
        text = self.cells[column]
        plain = text.replace(",", ".") if self.decimal_comma else text
        if re.fullmatch(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)", plain):
            return float(plain)
        if re.fullmatch(r"[+-]?[0-9]*,[0-9]+", text):
            return f"{text!r} has a decimal comma: write {text.replace(',', '.')}"
        return f"{text!r} is not a number: write one such as 1.5"


class TableError(DeskError):
    """A table that cannot be used as it is; ``complaints`` has everything that is wrong."""

    def __init__(self, path: Path, complaints: Sequence[Complaint]) -> None:
        self.path = path
        self.complaints = tuple(complaints)
        lines = [f"  {complaint}" for complaint in self.complaints[:SHOWN]]
        if len(self.complaints) > SHOWN:
            lines.append(f"  … and {len(self.complaints) - SHOWN} more")
        super().__init__(
            "\n".join([f"{path}: {counted(len(self.complaints), 'complaint')}", *lines])
        )


def encode(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a table as the bytes of a CSV file."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow([neutralise(name) for name in columns])
    cells = _Neutral()
    writer.writerows([cells[cell] for cell in row] for row in rows)
    return stream.getvalue().encode("utf-8-sig")


class _Neutral(dict[str, str]):
    """Each cell as no spreadsheet runs it; cells repeat, so each is looked at once."""

    def __missing__(self, cell: str) -> str:
        neutral = self[cell] = neutralise(cell)
        return neutral


def read(
    path: Path, columns: Sequence[str], optional: Sequence[str] = ()
) -> tuple[list[Record], list[Complaint]]:
    """Return the rows of a CSV file that are not empty, and what is wrong with the file.

    There are no rows if the file is not a table with these ``columns`` in UTF-8, since nothing can
    then be said about a single row. Columns that are ``optional`` may lack.
    """
    data = path.read_bytes()
    first_line = data.partition(b"\n")[0]
    if first_line.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in first_line:
        return [], [Complaint(None, "", f"the file is saved as UTF-16, not UTF-8: {SAVE_AS_UTF_8}")]
    text = data.decode("utf-8", "surrogateescape").removeprefix("\ufeff")
    delimiter = ";" if first_line.count(b";") > first_line.count(b",") else ","
    table: list[list[str]] = []
    try:
        table.extend(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        message = (
            'a double quote is opened or closed in the wrong place: write "" for one in a text'
        )
        return [], [Complaint(len(table) + 1, "", message)]
    header = [name.strip().lower() for name in table[0]] if table else []
    fatal = _damaged(table, header) or _header(header, columns)
    if fatal:
        return [], fatal
    complaints = _surplus(table, header, (*columns, *optional), delimiter)
    records = [
        Record(row, _named(cells, header), decimal_comma=delimiter == ";")
        for row, cells in enumerate(table[1:], start=2)
        if any(cell.strip() for cell in cells)
    ]
    return records, complaints


def _named(cells: Sequence[str], header: Sequence[str]) -> dict[str, str]:
    padded = [*cells, *[""] * (len(header) - len(cells))]
    return {name: restore(cell).strip() for name, cell in zip(header, padded, strict=False) if name}


def _damaged(table: Sequence[Sequence[str]], header: Sequence[str]) -> list[Complaint]:
    """Complain about each cell whose bytes are not UTF-8."""
    return [
        Complaint(
            row,
            _column(header, index),
            f"{_as_latin_1(cell)!r} is not saved as UTF-8 but, it seems, as Latin-1 or "
            f"Windows-1252: {SAVE_AS_UTF_8}",
        )
        for row, cells in enumerate(table, start=1)
        for index, cell in enumerate(cells)
        if _NOT_UTF_8.search(cell)
    ]


def _as_latin_1(cell: str) -> str:
    return cell.encode("utf-8", "surrogateescape").decode("cp1252", "replace")


def _header(header: Sequence[str], columns: Sequence[str]) -> list[Complaint]:
    """Complain about columns that are missing or there twice."""
    if not any(header):
        return [Complaint(None, "", f"the file has no header: write {','.join(columns)}")]
    complaints = [
        Complaint(1, name, "the column is missing: put its name back into the header")
        for name in columns
        if name not in header
    ]
    return complaints + [
        Complaint(1, name, "the column is there twice: remove one of the two")
        for name in columns
        if header.count(name) > 1
    ]


def _surplus(
    table: Sequence[Sequence[str]], header: Sequence[str], columns: Sequence[str], delimiter: str
) -> list[Complaint]:
    """Complain about what lies in no known column: it would be lost."""
    complaints = [
        Complaint(1, name, f"the column is unknown: this file has only {', '.join(columns)}")
        for name in header
        if name and name not in columns
    ]
    for row, cells in enumerate(table[1:], start=2):
        for index, cell in enumerate(cells):
            if cell.strip() and (index >= len(header) or not header[index]):
                message = (
                    f"{cell!r} is in a column without a name: if it belongs to the cell before, "
                    f"put double quotes around a text that contains {delimiter!r}"
                )
                complaints.append(Complaint(row, _column(header, index), message))
    return complaints


def _column(header: Sequence[str], index: int) -> str:
    """Return the name of a column, or the letters that a spreadsheet gives it."""
    if index < len(header) and header[index] and header[index].isascii():
        return header[index]
    letters, number = "", index + 1
    while number:
        number, digit = divmod(number - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters
