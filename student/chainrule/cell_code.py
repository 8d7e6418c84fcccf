"""Read the code of a cell as IPython does.

Magics, shell lines, questions and a top-level ``await`` are fine in a notebook, and none of them is
Python. IPython turns them into Python before it compiles a cell; so does this.
"""

from __future__ import annotations

import ast
import re
import warnings
from dataclasses import dataclass
from functools import cache
from typing import Any

# Cell magics whose cell holds Python; the others hold another language, or a file.
_OF_PYTHON = frozenset({"time", "timeit", "capture", "prun", "debug"})
MAX_LENGTH = 200_000  # characters of a cell; a syntax tree takes hundreds of bytes for each
_EMPTY_LINES = re.compile(r"(?:[ \t]*\n)*")


@dataclass(frozen=True)
class Fault:
    """Why a cell cannot be read.

    Attributes:
        line: The line of the cell, from 1.
        reason: What Python says about it, such as ``"'[' was never closed"``.
    """

    line: int
    reason: str


def fault(source: str) -> Fault | None:
    """Return why IPython cannot compile a cell; ``None`` if it can, or is too long to look at."""
    if len(source) > MAX_LENGTH:
        return None
    try:
        tree = parse(source)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # "\d" warns: it is no fault
            compile(tree, "cell", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    except SyntaxError as error:
        # IPython ends a cell with a line break, and Python may name the line after it.
        return Fault(min(error.lineno or 1, source.count("\n") + 1), error.msg)
    except (ValueError, RecursionError, MemoryError) as error:
        return Fault(1, str(error) or "it is nested too deeply")
    return None


def parse(source: str) -> ast.Module:
    """Return the syntax tree of a cell; lines are counted as in the cell.

    Raises:
        SyntaxError: If IPython cannot read it.
        ValueError, RecursionError, MemoryError: If it is too long or too deep to look at.
    """
    if len(source) > MAX_LENGTH:
        raise ValueError(f"it has more than {MAX_LENGTH:,} characters")
    body = _without_cell_magic(source)
    lead = _EMPTY_LINES.match(body)[0].count("\n")  # type: ignore[index]  # IPython drops them
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tree: ast.Module = ast.parse("\n" * lead + _transformer().transform_cell(body))
        return tree


def _without_cell_magic(source: str) -> str:
    """Return a cell whose magic leaves Python below it with an empty line in its place."""
    first, newline, rest = source.partition("\n")
    name = first[2:].split(maxsplit=1)[:1] if first.startswith("%%") else []
    return newline + rest if name and name[0] in _OF_PYTHON else source


@cache
def _transformer() -> Any:  # IPython's TransformerManager
    from IPython.core.inputtransformer2 import TransformerManager

    return TransformerManager()  # type: ignore[no-untyped-call]
