"""CSV files that go through a person's spreadsheet: written to survive it, read with complaints.

Written: UTF-8 with a byte-order mark (Excel then shows names right; pandas skips it), commas, CRLF
(RFC 4180), and no cell that a spreadsheet would run (:func:`chainrule_desk.text.neutralise`).

Read: the same, and what Excel saves in countries where the comma is the decimal sign, which is
semicolons and decimal commas, or tabs. Whatever else is wrong is said with the row and the column
as the spreadsheet shows them, or with the line where it cannot show them, everything at once; what
the bytes must be like is told in :mod:`chainrule_desk.csv_lines`.

Three kinds of tables are read: our own, whose columns are known (:func:`read`); class lists of
platforms, which may have other columns besides (:func:`class_list`); and lists without a header, a
row of any length (:func:`listing`).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from chainrule_desk import csv_lines
from chainrule_desk.csv_lines import Complaint, DamagedError, Lines, column, name
from chainrule_desk.errors import DeskError
from chainrule_desk.text import counted, neutralise, restore

SHOWN = 20  # complaints in a message; TableError.complaints has all of them


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
        if len(self.complaints) == 1:
            super().__init__(f"{path}: {self.complaints[0]}.")
            return
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
    path: Path,
    columns: Sequence[str],
    optional: Sequence[str] = (),
    *,
    blank: Collection[str] = (),
    prose: Collection[str] = (),
) -> tuple[list[Record], list[Complaint]]:
    """Return the rows of a CSV file that are not empty, and what is wrong with the file.

    There are no rows if the file is not a table with these ``columns`` in UTF-8, since nothing can
    then be said about a single row.

    Args:
        path: The file.
        columns: Columns that must be there.
        optional: Columns that may lack.
        blank: Columns whose cells may lack at the end of a row: Excel leaves empty ones out.
        prose: Columns in which people write several lines.
    """
    try:
        lines = csv_lines.read(path.read_bytes(), prose=prose)
        header = [name(title) for title in lines.rows[0]]
        _check_header(header, columns, columns)
    except DamagedError as error:
        return [], error.complaints
    known = (*columns, *optional)
    complaints = [
        Complaint(1, title, f"the column is unknown: this file has only {', '.join(known)}")
        for title in header
        if title and title not in known
    ]
    needed = [title for title in columns if title not in blank]
    complaints += _short(lines, header, needed) + _surplus(lines, header)
    records = [
        Record(row, _named(cells, header), decimal_comma=lines.separator != ",")
        for row, cells in enumerate(lines.rows[1:], start=2)
        if any(cell.strip() for cell in cells)
    ]
    return records, complaints


def class_list(path: Path, known: Collection[str]) -> list[list[str]]:
    """Return all rows of a platform's list, the header first, as they stand in the file.

    Args:
        path: The file.
        known: Columns that tell who a student is, capitals aside; the list may have others.

    Raises:
        TableError: If the file is no such table, or a row lacks a cell of a known column.
    """
    try:
        lines = csv_lines.read(path.read_bytes())
        header = [name(title) for title in lines.rows[0]]
        told = [title for title in header if title in known]
        _check_header(header, (), dict.fromkeys(told))
        complaints = _short(lines, header, told) + _surplus(lines, header, nameless=True)
        if not any(cell.strip() for cells in lines.rows[1:] for cell in cells):
            complaints.append(
                Complaint(None, "", "nobody stands under the header: export it again")
            )
    except DamagedError as error:
        complaints = error.complaints
    if complaints:
        raise TableError(path, complaints)
    return lines.rows


def listing(path: Path) -> list[list[str]]:
    """Return all rows of a list without a header, each of any length.

    Raises:
        TableError: If the file is no CSV file.
    """
    try:
        return csv_lines.read(path.read_bytes(), listing=True).rows
    except DamagedError as error:
        raise TableError(path, error.complaints) from error


def _named(cells: Sequence[str], header: Sequence[str]) -> dict[str, str]:
    padded = [*cells, *[""] * (len(header) - len(cells))]
    return {name: restore(cell).strip() for name, cell in zip(header, padded, strict=False) if name}


def _check_header(header: Sequence[str], columns: Collection[str], once: Collection[str]) -> None:
    """Raise if a column is missing, or one that is needed is there twice."""
    if not any(header):
        raise DamagedError(
            [Complaint(None, "", f"the file has no header: write {','.join(columns)}")]
        )
    complaints = [
        Complaint(1, title, "the column is missing: put its name back into the header")
        for title in columns
        if title not in header
    ] + [
        Complaint(1, title, "the column is there twice: remove one of the two")
        for title in once
        if header.count(title) > 1
    ]
    if complaints:
        raise DamagedError(complaints)


def _short(lines: Lines, header: Sequence[str], needed: Collection[str]) -> list[Complaint]:
    """Complain about rows that end before a column that each row must have."""
    least = max((header.index(title) for title in needed), default=-1) + 1
    return [
        Complaint(
            None,
            "",
            f"the row has {counted(len(cells), 'cell')}, and the header {len(header)}: put what is "
            "missing back, or the line together with the next one if it is broken off",
            line,
        )
        for cells, line in zip(lines.rows, lines.first, strict=True)
        if len(cells) < least and any(cell.strip() for cell in cells)
    ]


def _surplus(lines: Lines, header: Sequence[str], *, nameless: bool = False) -> list[Complaint]:
    """Complain about what lies in no column, or in one without a name: it would be lost."""
    no_column = [at for at, title in enumerate(header) if not (title or nameless)]
    return [
        Complaint(
            row,
            column(header, index),
            f"{cells[index]!r} is in a column without a name: if it belongs to the cell before, "
            f"put double quotes around a text that contains {lines.separator!r}",
        )
        for row, cells in enumerate(lines.rows[1:], start=2)
        for index in (*no_column, *range(len(header), len(cells)))
        if "".join(cells[index : index + 1]).strip()
    ]
