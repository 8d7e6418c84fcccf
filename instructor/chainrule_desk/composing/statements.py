"""Compare code as syntax trees: spaces, line breaks, quotes and comments make no difference.

A line of a solution may be broken elsewhere, or stand in a comment, a fenced block, a docstring, a
test. So code is looked for in every text, and statements are compared as Python reads them.
"""

from __future__ import annotations

import ast
import re
import textwrap
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

SMALLEST = 6  # nodes of a statement that says something, such as `x = y + 1`
EVERYDAY = 9  # what is smaller is written by everybody, such as `n = len(x)` and `plt.show()`
SMALLEST_VALUE = 15  # of an expression by itself: shorter ones are formulas that everybody writes
LONGEST_LINE = 2_000  # what is longer is data
MOST_LINES = 30  # of a statement within a text that is no code as a whole
MOST_DEPTH = 2  # of code in a string in code

IMPORTS = (ast.Import, ast.ImportFrom)
COMPOUND = (ast.For, ast.AsyncFor, ast.While, ast.If, ast.With, ast.AsyncWith)

_CLOSING = {"(": ")", "[": "]", "{": "}"}
_SPAN = re.compile(r"`([^`\n]+)`")
_TAG = re.compile(r"</?(?:pre|code|br)\b[^>]*>", re.IGNORECASE)
_PREFIX = re.compile(r"^(\s*)(?:#+|>>>|\.\.\.|>|[-*+]|\d+[.)]|%%?\w+)(?=\s|$) ?")
_COMMENT = re.compile(r"#+\s*(.+)$")
_SPEAKS = re.compile(
    r"[=(\[]|\w {0,2}[@*/%] {0,2}\w|^\s*(?:return|for|while|if|with|assert|raise|yield|del)\b"
)


@dataclass(frozen=True)
class Piece:
    """Code that is compared.

    Attributes:
        key: The same for equal syntax trees, within one process.
        node: The statement or expression.
        header: Whether it is the first line of a compound statement alone.
    """

    key: int
    node: ast.stmt | ast.expr
    header: bool = False

    def __str__(self) -> str:
        """Return its first line."""
        return ast.unparse(self.node).partition("\n")[0]


def pieces_of(statement: ast.stmt) -> list[Piece]:
    """Return what gives a statement away: itself, its header, its value."""
    pieces: list[Piece] = []
    _measure(statement, pieces)
    value = None if isinstance(statement, ast.Expr) else getattr(statement, "value", None)
    return [piece for piece in pieces if piece.node is statement or piece.node is value]


def keys_in(text: str) -> dict[int, int]:
    """Return the keys of all code in a text, each with the line where it stands."""
    found: dict[int, int] = {}
    for tree, offset in _code_in(text, 0):
        pieces: list[Piece] = []
        _measure(tree, pieces)
        for piece in pieces:
            found.setdefault(piece.key, piece.node.lineno + offset)
    return found


def nodes_of(line: str) -> int | None:
    """Return the nodes of a line that may open a block or a bracket; ``None`` if it is no code."""
    closed = line + _CLOSING.get(line[-1:], "")
    tree = _parsed(closed + " pass" if closed.endswith(":") else closed)
    if tree is None:
        return None
    return sum(1 for _ in ast.walk(tree)) - 1 - closed.endswith(":")  # less module and `pass`


def _measure(node: ast.AST, pieces: list[Piece]) -> tuple[int, int]:
    """Return the key and the number of nodes of a tree, and note what in it is compared."""
    size, header_size = 1, 1
    fields: list[tuple[str, int]] = []
    header: list[tuple[str, int]] = []
    for name, value in ast.iter_fields(node):
        key, nodes = _measure_field(value, pieces)
        size += nodes
        fields.append((name, key))
        if name not in ("body", "orelse"):
            header_size += nodes
            header.append((name, key))
    kind = type(node).__name__
    key = hash((kind, *fields))
    if isinstance(node, ast.expr) and size >= SMALLEST_VALUE:
        pieces.append(Piece(key, node))
    if isinstance(node, ast.stmt) and not isinstance(node, IMPORTS) and not _is_text(node):
        if size >= SMALLEST:
            pieces.append(Piece(key, node))
        if isinstance(node, COMPOUND) and header_size >= SMALLEST:
            pieces.append(Piece(hash(("header", kind, *header)), node, header=True))
    return key, size


def _measure_field(value: Any, pieces: list[Piece]) -> tuple[int, int]:
    if isinstance(value, ast.AST):
        return _measure(value, pieces)
    if isinstance(value, list):
        measured = [_measure_field(entry, pieces) for entry in value]
        return hash(tuple(key for key, _ in measured)), sum(size for _, size in measured)
    return hash(repr(value)), 0


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


# --- code in texts --------------------------------------------------------------------------------


def _code_in(text: str, depth: int) -> Iterator[tuple[ast.Module, int]]:
    """Yield trees of all code in a text, each with what to add to its lines."""
    if not _SPEAKS.search(text):
        return
    lines = text.split("\n")
    if max(map(len, lines)) > LONGEST_LINE:
        lines = [line if len(line) <= LONGEST_LINE else "" for line in lines]
        text = "\n".join(lines)
    whole = _parsed(text)
    if whole is not None:
        yield whole, 0
        if depth < MOST_DEPTH:
            for node in ast.walk(whole):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    for tree, offset in _code_in(node.value, depth + 1):
                        yield tree, offset + node.lineno - 1
    else:
        yield from _statements(_TAG.sub("\n", text).split("\n") if "<" in text else lines)
    yield from _statements(
        [_PREFIX.sub(r"\1", line) if _PREFIX.match(line) else "" for line in lines]
    )
    for number, line in enumerate(lines):
        for piece in (*_SPAN.findall(line), *_COMMENT.findall(line)):
            yield from _statements([piece], number)
            yield from _statements([piece.partition(": ")[2]], number)  # "Hint: y = x + 1"


def _statements(lines: list[str], before: int = 0) -> Iterator[tuple[ast.Module, int]]:
    """Yield the statements of lines between which there may be anything."""
    for start, line in enumerate(lines):
        if not _SPEAKS.search(line):
            continue
        pieces = [line]
        while _opens(pieces) and len(pieces) < MOST_LINES and start + len(pieces) < len(lines):
            pieces.append(lines[start + len(pieces)])
        code = textwrap.dedent("\n".join([line.expandtabs(), *pieces[1:]])).strip()
        tree = _parsed(code + " pass" if code.endswith(":") else code)
        if tree is not None:
            yield tree, before + start


def _opens(pieces: list[str]) -> bool:
    """Tell whether a statement goes on: a bracket is open, or the line says so."""
    text = "\n".join(pieces)
    return pieces[-1].endswith("\\") or sum(map(text.count, "([{")) > sum(map(text.count, ")]}"))


def _parsed(text: str) -> ast.Module | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
