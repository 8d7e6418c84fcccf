"""Look ahead in a text without going over it again and again.

A pattern such as ``<!--.*?-->`` looks for its end from each of its beginnings, so that a megabyte
of beginnings takes the square of its length. Whoever reads a text from left to right, and asks
where an end stands next, needs each answer only once.
"""

from __future__ import annotations

import re
from typing import Final


class Ahead:
    """Where patterns stand next in a text: linear for a reader who never goes back.

    Attributes:
        text: What is read.
    """

    def __init__(self, text: str) -> None:
        """Begin at the start of ``text``."""
        self.text: Final = text
        self._next: dict[re.Pattern[str], tuple[int, int]] = {}

    def find(self, pattern: re.Pattern[str], at: int) -> tuple[int, int]:
        """Return where a pattern begins and ends next, from ``at`` on.

        Both are one more than the text's length where it does not come again. For one pattern,
        ``at`` must not get smaller from call to call.
        """
        begin, end = self._next.get(pattern, (-1, -1))
        if begin < at:
            match = pattern.search(self.text, at)
            begin, end = match.span() if match else (len(self.text) + 1,) * 2
            self._next[pattern] = begin, end
        return begin, end

    def encloses(self, opened: int, pattern: re.Pattern[str], most: int) -> int:
        """Return where what was opened ends, with its closing pattern; 0 if it does not.

        Args:
            opened: Where its content begins.
            pattern: What closes it.
            most: The largest number of characters between.
        """
        begin, end = self.find(pattern, opened)
        return end if begin <= len(self.text) and begin - opened <= most else 0
