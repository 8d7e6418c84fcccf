"""Rows for a worksheet that XlsxWriter has begun: half a million cells at a time.

XlsxWriter forms cell after cell, with a look at everything that a cell could be; that is most of
the time that a large workbook takes. The rows of a table are alike: XlsxWriter writes one row of
blank cells, the pattern, and here rows in its styles are joined out of columns of text and put in
its place. The elements are those of ECMA-376, part 1: ``dimension`` (18.3.1.35), ``row``
(18.3.1.73), ``c`` (18.3.1.4) with an inline string (18.3.1.53) or a number.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterator, Mapping
from functools import partial
from html import escape
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pandas as pd

from chainrule_desk.grade_sheets.sheet import written

FAST = 1  # of zlib's levels: half the time for a file that is a third larger
BUFFER = 1 << 18  # bytes that are compressed at a time
PATTERN = 2  # the row of blank cells, as a spreadsheet counts

_CELL = re.compile(r'<c r="([A-Z]+)\d+"( s="\d+")?/>')
_ROW = re.compile(r'<row r="(\d+)"')
_DIMENSION = re.compile(r'<dimension ref="[^"]*"/>')
_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # what Excel would take for a character's number


def filled(workbook: bytes, tables: Mapping[int, pd.DataFrame]) -> bytes:
    """Return a workbook with rows in the place of its worksheets' patterns.

    Args:
        workbook: The workbook; after its headings a worksheet has one row of blank cells.
        tables: The rows by number of the worksheet, from 1; a number that is NaN is a blank cell.
    """
    rows = {f"xl/worksheets/sheet{number}.xml": table for number, table in tables.items()}
    whole = io.BytesIO()
    with (
        ZipFile(io.BytesIO(workbook)) as before,
        ZipFile(whole, "w", ZIP_DEFLATED, compresslevel=FAST) as after,
    ):
        for entry in before.infolist():
            data = before.read(entry)
            with after.open(entry.filename, "w") as stream:
                if entry.filename not in rows:
                    stream.write(data)
                    continue
                with io.BufferedWriter(stream, BUFFER) as buffered:
                    for text in _worksheet(data.decode("utf-8"), rows[entry.filename]):
                        buffered.write(text.encode("utf-8"))
    return whole.getvalue()


def _worksheet(xml: str, table: pd.DataFrame) -> Iterator[str]:
    """Yield a worksheet with its rows, piece by piece."""
    start = xml.index(f'<row r="{PATTERN}"')
    end = xml.index("</row>", start) + len("</row>")
    cells = _CELL.findall(xml[start:end])
    numbers = [PATTERN - 1 + len(table), *map(int, _ROW.findall(xml, end))]
    area = f'<dimension ref="A1:{cells[-1][0]}{max(numbers)}"/>'
    yield _DIMENSION.sub(area, xml[:start])
    columns = [
        written(table[name], partial(_rest, style))
        for name, (_, style) in zip(table.columns, cells, strict=True)
    ]
    starts = [f'<c r="{letters}' for letters, _ in cells]
    for row, rests in enumerate(zip(*columns, strict=True), start=PATTERN):
        joined = "".join(
            [f'{start}{row}"{rest}' for start, rest in zip(starts, rests, strict=True)]
        )
        yield f'<row r="{row}">{joined}</row>'
    yield xml[end:]


def _rest(style: str, cell: Any) -> str:
    """Return a cell from behind its place on."""
    if isinstance(cell, str):
        text = escape(_ESCAPED.sub("_x005F_", cell), quote=False)
        return f'{style} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    if math.isnan(cell):
        return f"{style}/>"
    return f"{style}><v>{cell:.16G}</v></c>"
