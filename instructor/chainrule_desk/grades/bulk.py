"""Very many rows of a store: a class of ten thousand has half a million marks and scores.

As columns they take a tenth of the memory and the time that objects take: a text becomes a number,
the same for the same text, and rules are applied to whole columns. Where objects are needed,
:func:`kept` makes them faster.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sqlalchemy import Connection, Select, String

Numbers = NDArray[np.int32]

CHUNK = 1_000  # rows that are objects at a time: they fit into the cache of a core
EMPTY = 0  # the number of an empty text


class Texts:
    """Numbers for texts; that of an empty text is :data:`EMPTY`."""

    def __init__(self) -> None:
        self._numbers = _Counting({"": EMPTY})

    def number(self, text: str) -> int:
        """Return the number of a text, which has it from now on."""
        return self._numbers[text]

    def numbers(self, texts: Iterable[str]) -> Numbers:
        """Return the number of each text."""
        return np.fromiter(map(self._numbers.__getitem__, texts), np.int32)

    def texts(self, numbers: Iterable[int]) -> list[str]:
        """Return the text of each number."""
        known = list(self._numbers)
        return [known[number] for number in numbers]


class _Counting(dict[str, int]):
    """A number for each key, in the order in which they are asked for."""

    def __missing__(self, key: str) -> int:
        number = self[key] = len(self)
        return number


def read(connection: Connection, query: Select[Any], texts: Texts) -> pd.DataFrame:
    """Return the rows of a query as columns: texts by their numbers, an empty number as NaN.

    The query must ask for texts and numbers only, which every driver gives as they are: an object
    of SQLAlchemy's for each row would take as long as all the rest.
    """
    columns = query.selected_columns
    kinds = [np.int32 if isinstance(column.type, String) else np.float64 for column in columns]
    read = [bytearray() for _ in kinds]  # each grows in its place, and becomes a column as it is
    cursor = connection.execute(query).cursor
    with kept():
        while cursor and (rows := cursor.fetchmany(CHUNK)):
            for data, cells, kind in zip(read, zip(*rows, strict=True), kinds, strict=True):
                numbers = texts.numbers(cells) if kind is np.int32 else np.array(cells, kind)
                data += numbers.tobytes()
    found = (np.frombuffer(data, kind) for data, kind in zip(read, kinds, strict=True))
    return pd.DataFrame(dict(zip(columns.keys(), found, strict=True)), copy=False)


def places(
    table: pd.DataFrame, columns: Sequence[str], pairs: Iterable[tuple[int, int]]
) -> NDArray[np.intp]:
    """Return which of the pairs each row has in two columns of numbers; -1 if none of them."""
    known = np.array([first << 32 | second for first, second in pairs], dtype=np.int64)
    first, second = (table[name].to_numpy(dtype=np.int64) for name in columns)
    return pd.Index(known).get_indexer(pd.Index(first << 32 | second))


@contextmanager
def kept() -> Iterator[None]:
    """Pause the garbage collector, which would look through half a million rows again and again."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
