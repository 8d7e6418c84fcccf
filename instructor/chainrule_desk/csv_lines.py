"""The bytes of a CSV file as rows of cells, by the letter of RFC 4180; whatever is wrong is told.

Python's own reader takes a double quote in the middle of a cell for text, and one that opens a cell
and is closed ten rows later for one cell: ten students are gone in silence. So each quote is looked
at first. A cell may hold line breaks, but not a row of its own: where the first line of its row and
another one have as many separators as the header, it has swallowed other rows. A cell of the header
may hold none.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from chainrule_desk.text import counted

LONGEST = csv.field_size_limit()  # characters of a cell: 131,072
SEPARATORS = ",;\t"
SAVE_AS_UTF_8 = (
    "open the original again and save it as “CSV UTF-8 (comma delimited)”; in LibreOffice, choose "
    "the character set “Unicode (UTF-8)” when saving"
)
_OTHER_FILES = {
    b"PK\x03\x04": "a workbook or a zip",
    b"\xd0\xcf\x11\xe0": "an old workbook (XLS)",
    b"%PDF": "a PDF",
    b"SQLite format 3": "a database",
    b"<": "a web page",
}
_SHOWN = 40  # characters of a cell in a message

_QUOTED = re.compile(r'"[^"]*(?:""[^"]*)*"?')
_NOT_UTF_8 = re.compile("[\udc80-\udcff]")  # how Python's "surrogateescape" keeps such bytes
_DAMAGED = re.compile("[\0\udc80-\udcff]")


@dataclass(frozen=True)
class Complaint:
    """What is wrong with a table, where, and how to repair it.

    Attributes:
        row: Row as a spreadsheet counts, the header being row 1; ``None`` for the whole file.
        column: The column's name, or its letter where it has none; empty for the whole row.
        message: What is wrong, and the repair.
        line: Line as an editor counts, where a spreadsheet would not show what is wrong.
    """

    row: int | None
    column: str
    message: str
    line: int | None = None

    def __str__(self) -> str:
        place = f"line {self.line}" if self.line else f"row {self.row}" if self.row else ""
        if not place:
            return self.message
        return (
            f"{place}, column {self.column}: {self.message}"
            if self.column
            else (f"{place}: {self.message}")
        )


class DamagedError(Exception):
    """Bytes that are no CSV file, or not to be read as one without loss."""

    def __init__(self, complaints: Sequence[Complaint]) -> None:
        self.complaints = list(complaints)
        super().__init__("; ".join(map(str, complaints)))


@dataclass(frozen=True)
class Lines:
    """A file's rows.

    Attributes:
        rows: The cells of each row, the header first, empty rows too.
        first: The line, as an editor counts, in which each row begins.
        separator: What stands between cells.
    """

    rows: list[list[str]]
    first: list[int]
    separator: str


def read(data: bytes, *, prose: Collection[str] = (), listing: bool = False) -> Lines:
    """Return the rows of a CSV file: UTF-8, with commas, semicolons or tabs.

    Args:
        data: The file.
        prose: Columns in which people write several lines, whatever stands in them.
        listing: Whether the file has no header, and its rows are of any length.

    Raises:
        DamagedError: If anything would be lost or guessed.
    """
    text = _decoded(data)
    separator = _separator(text)
    _check_quotes(text, separator)
    source = list(io.StringIO(text, newline=""))
    reader = csv.reader(source, delimiter=separator, strict=True)
    rows: list[list[str]] = []
    ends = [0]
    try:
        for cells in reader:
            rows.append(cells)
            ends.append(reader.line_num)
    except csv.Error as error:
        message = f"a cell has more than {LONGEST:,} characters: is a row of it missing its end?"
        raise DamagedError([Complaint(None, "", message, ends[-1] + 1)]) from error
    lines = Lines(rows, [end + 1 for end in ends[:-1]], separator)
    damaged = _damaged(lines, prose) if _DAMAGED.search(text) else ()
    complaints = [*damaged, *_swallowed(lines, source, ends, prose, listing=listing)]
    if complaints:
        raise DamagedError(complaints)
    return lines


def column(header: Sequence[str], index: int) -> str:
    """Return the name of a column, or the letters that a spreadsheet gives it."""
    title = header[index] if index < len(header) else ""
    if title and title.isascii() and title.isprintable():
        return title
    letters, number = "", index + 1
    while number:
        number, digit = divmod(number - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters


def name(title: str) -> str:
    """Return a column's name as tables are read: trimmed, capitals aside."""
    return title.strip().lower()


def _decoded(data: bytes) -> str:
    if not data.strip(b"\xef\xbb\xbf\r\n\t ,;"):
        raise _whole("the file is empty: put it back from a copy, or delete it")
    for start, kind in _OTHER_FILES.items():
        if data.lstrip().startswith(start):
            raise _whole(f"the file is {kind}, not a CSV file: {SAVE_AS_UTF_8}")
    beginning = data[:200]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or beginning.count(0) * 3 > len(beginning):
        raise _whole(f"the file is saved as UTF-16, not UTF-8: {SAVE_AS_UTF_8}")
    return data.decode("utf-8", "surrogateescape").removeprefix("\ufeff")


def _whole(message: str) -> DamagedError:
    return DamagedError([Complaint(None, "", message)])


def _line(text: str, at: int) -> int:
    """Return the line, from 1, of a place in a text."""
    return len(re.findall(r"\r\n?|\n", text[:at])) + 1


def _separator(text: str) -> str:
    """Return what separates the cells of the first line that is not empty."""
    plain = _QUOTED.sub("", text[:LONGEST]).lstrip("\r\n")
    return max(SEPARATORS, key=re.split(r"[\r\n]", plain, maxsplit=1)[0].count)


def _check_quotes(text: str, separator: str) -> None:
    """Raise at the first double quote that neither opens nor closes a whole cell."""
    edge = rf"[^{separator}\r\n]"
    well = re.compile(rf'(?:[^"]++|(?<!{edge})"[^"]*+(?:""[^"]*+)*+"(?!{edge}))*+').match(text)
    at = well.end() if well else 0
    if at == len(text):
        return
    plain = _QUOTED.sub(lambda quoted: "." * len(quoted[0]), text[:at])
    row_start = max(plain.rfind("\r"), plain.rfind("\n")) + 1
    place = column(_first_line(text, separator), plain.count(separator, row_start))
    cell_start = max(row_start, plain.rfind(separator) + 1)
    message = _stray(text[cell_start:at], text[at:], separator)
    raise DamagedError([Complaint(None, place, message, _line(text, at))])


def _first_line(text: str, separator: str) -> list[str]:
    """Return the names in a header that may be damaged itself; none if it is."""
    line = re.split(r"[\r\n]", text, maxsplit=1)[0]
    try:
        return [name(title) for title in next(csv.reader([line], delimiter=separator, strict=True))]
    except csv.Error:
        return []


def _stray(before: str, rest: str, separator: str) -> str:
    """Say what is wrong with the double quote between the two pieces of a cell."""
    cell = before + re.split(rf"[{separator}\r\n]", rest, maxsplit=1)[0]
    shown = cell if len(cell) <= _SHOWN else f"{cell[:_SHOWN]}…"
    if not before:
        return (
            f"the double quote before {shown[1:]!r} is not closed where a cell ends: close it, or "
            'write "" for one in a text'
        )
    doubled = shown.replace('"', '""')
    return f'a double quote stands inside {shown!r}: write "{doubled}"'


def _damaged(lines: Lines, prose: Collection[str]) -> Iterator[Complaint]:
    """Complain about each cell whose bytes are not UTF-8, or that holds a NUL."""
    header = [name(title) for title in lines.rows[0]]
    for row, cells in enumerate(lines.rows, start=1):
        for index, cell in enumerate(cells):
            place = column(header, index)
            if _NOT_UTF_8.search(cell):
                shown = cell.encode("utf-8", "surrogateescape").decode("cp1252", "replace")
                message = (
                    f"{shown!r} is not saved as UTF-8 but, it seems, as Latin-1 or Windows-1252: "
                    f"{SAVE_AS_UTF_8}"
                )
                yield Complaint(row, place, message)
            elif "\0" in cell and place not in prose:
                message = f"{cell!r} holds a NUL character, so it is damaged: write it anew"
                yield Complaint(row, place, message)


def _swallowed(
    lines: Lines,
    source: Sequence[str],
    ends: Sequence[int],
    prose: Collection[str],
    *,
    listing: bool,
) -> Iterator[Complaint]:
    """Complain about cells of several lines that hold what was meant as rows."""
    header = [] if listing else [name(title) for title in lines.rows[0]]
    least = max(len(header) - 1, 0)
    for cells, start, end in zip(lines.rows, ends[:-1], ends[1:], strict=True):
        if end - start < 2:
            continue
        broken = [at for at, cell in enumerate(cells) if re.search(r"[\r\n]", cell)]
        if all(at < len(header) and header[at] in prose for at in broken):
            continue
        opened, *others = (line.count(lines.separator) for line in source[start:end])
        if start == 0 or min(opened, max(others)) >= least:  # no platform breaks its header
            message = (
                f"a cell holds {counted(end - start, 'line')} that look like rows of their own: "
                "close its double quote in this line, or take the line breaks out of the cell"
            )
            yield Complaint(None, column(header, broken[0]), message, start + 1)
