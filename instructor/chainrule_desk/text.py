"""Text that people and spreadsheets read: strangers' names, points, and cells that stay cells.

A student chooses the name of a file, and a spreadsheet runs what looks like a formula. So a text
cell of a CSV file that would start with ``=``, ``+``, ``-``, ``@`` (or their full-width forms), a
tab or a line break gets an apostrophe in front: ``=1+1`` is written ``'=1+1``. The same is done
after a semicolon, a double quote, a tab or a line break inside a cell, because a spreadsheet that
takes the semicolon or the tab for its separator may start a new cell there. :func:`restore` takes
exactly those apostrophes away again, so nothing is lost: ``restore(neutralise(text)) == text`` for
every text.

XLSX needs none of this: its cells are typed, and the workbook writes strings as strings.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

# Control characters and lone surrogates, which no file can hold; line and paragraph separators;
# marks that turn the reading direction, with which one name can look like another; non-characters,
# which XML forbids.
_UNREADABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef"
    + "".join(chr(plane << 16 | low) for plane in range(17) for low in (0xFFFE, 0xFFFF))
    + "]"
)

_FORMULA = r"'*[^\S\t\r\n]*[=+\-@＝＋－＠]"
_AT_THE_START = rf"(?='*[\t\r\n]|{_FORMULA})"
_AFTER_A_SEPARATOR = rf"(?={_FORMULA})"
_NEUTRALISE = re.compile(rf"""\A{_AT_THE_START}|(?<=[;"\t\r\n]){_AFTER_A_SEPARATOR}""")
_RESTORE = re.compile(rf"""\A'{_AT_THE_START}|(?<=[;"\t\r\n])'{_AFTER_A_SEPARATOR}""")


def readable(text: str) -> str:
    """Return ``text`` composed (NFC), trimmed, with what no eye can see replaced by U+FFFD."""
    if text.isascii() and text.isprintable():
        return text.strip()
    return unicodedata.normalize("NFC", _UNREADABLE.sub(REPLACEMENT, text.strip())).strip()


def neutralise(text: str) -> str:
    """Return ``text`` so that no spreadsheet takes it, or a piece of it, for a formula."""
    return _NEUTRALISE.sub("'", text)


def restore(text: str) -> str:
    """Return what :func:`neutralise` was given."""
    return _RESTORE.sub("", text)


def points_text(points: float) -> str:
    """Return points as people write them: ``2``, ``0.5``, at most six decimals."""
    text = f"{points:.6f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def worth(points: float) -> str:
    """Return ``1 point``, ``2.5 points``."""
    return "1 point" if points == 1 else f"{points_text(points)} points"


def counted(number: int, noun: str, plural: str = "") -> str:
    """Return ``1 student``, ``3 students``; ``2 people`` where the plural is irregular."""
    return f"{number} {noun}" if number == 1 else f"{number} {plural or f'{noun}s'}"


def shortened(names: Sequence[str], most: int = 8) -> str:
    """Return the first of many names, and how many more there are."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
