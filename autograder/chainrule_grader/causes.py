"""Why an answer is not there: the cell that would have given it stopped, or is no code cell.

The judge reads the notebook's source, finds which cell gives which name, and remembers which cells
did not run to their end. A test that misses a name is then told of that cell, not that the name was
never defined.

What is told reaches students of hidden tests, too. A student's code may have kept what a hidden
test called it with, and may raise it as an error later: once hidden tests have run, only the kind
of an error is told, and names that stand in the student's own source.
"""

from __future__ import annotations

import ast
import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

from chainrule_grader.notebook import MAX_PARSED
from chainrule_grader.results import Verdict

if TYPE_CHECKING:
    from chainrule_grader.session import StudentError

MAX_STEPS: Final = 4  # from a cell that stopped for want of a name to the cell that gives it
MAX_TOLD: Final = 300  # characters of an error's own words
MAX_LINE: Final = 80  # characters of a line of the student's
MAX_LIBRARIES: Final = 5  # that one sentence names
MAX_NAMES: Final = 2_000  # of one notebook that a misspelled name is looked for among

_MAGIC: Final = re.compile(r"^([ \t]*)[%!].*$", re.MULTILINE)
_CELL_MAGIC: Final = re.compile(r"\A\s*%%[^\n]*")
_DEFINED: Final = re.compile(
    r"^[ \t]*(?:(?:async[ \t]+)?def[ \t]+(\w+)|class[ \t]+(\w+)|(\w+)[ \t]*(?::[^=\n]{1,80})?=(?!=)"
    r"|import[ \t]+(\w+)|(?:from|import)[ \t][^\n]{1,120}[ \t]as[ \t]+(\w+))",
    re.MULTILINE,
)
_IMPORTED: Final = re.compile(r"^[ \t]*(?:import[ \t]+(\w+)|from[ \t]+(\w+))", re.MULTILINE)
_NOT_DEFINED: Final = re.compile(r"name '(\w{1,100})' is not defined")
_PLACE: Final = re.compile(r" \(<cell \d+>, line \d+\)$")  # that a SyntaxError tells once more
_QUOTED: Final = re.compile(r"'([^'\n]{1,200})'")


@dataclass(frozen=True)
class Stop:
    """A cell that did not run to its end.

    Attributes:
        cell: Its place in the notebook, from 1.
        verdict: Whose fault, as for a test.
        how: How it ended, to go on after "The cell ".
        lacked: The name that it stopped for want of; empty otherwise.
    """

    cell: int
    verdict: Verdict
    how: str
    lacked: str = ""


@dataclass(frozen=True)
class Cause:
    """Why a name is not there."""

    verdict: Verdict
    sentence: str


def names_given(source: str) -> frozenset[str]:
    """Return the names that a cell gives at its top level, as far as its text tells.

    A cell that Python cannot read is looked through line by line.
    """
    if len(source) > MAX_PARSED:
        source = source[:MAX_PARSED]
    plain = _MAGIC.sub(r"\1pass", _CELL_MAGIC.sub("", source))
    try:
        tree = ast.parse(plain)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        found = (match.groups() for match in _DEFINED.finditer(source))
        return frozenset(name for names in found for name in names if name)
    return frozenset(name for node in tree.body for name in _names_of(node))


def without_bodies(source: str, function: str) -> str | None:
    """Return a cell with an answer that breaks down emptied; ``None`` if that cannot be told.

    What else the cell gives, its imports above all, stays. The function says that it is not
    defined; where it is not known which one breaks down, all of the cell do.
    """
    try:
        tree = ast.parse(source) if len(source) <= MAX_PARSED else ast.Module([], [])
        found = [
            node
            for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        ]
        for node in [node for node in found if node.name == function] or found:
            node.body = ast.parse(f"raise NameError(\"name '{node.name}' is not defined\")").body
        return ast.unparse(tree) if found else None
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _names_of(node: ast.stmt) -> Iterable[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield node.name
        return
    for inner in ast.walk(node):
        if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store):
            yield inner.id
        elif isinstance(inner, ast.alias) and inner.name != "*":
            yield inner.asname or inner.name.partition(".")[0]
        elif isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield inner.name


class Causes:
    """What one notebook's source gives, and which of its cells stopped."""

    def __init__(self, cells: Sequence[Mapping[str, Any]], asked: Iterable[str]) -> None:
        """Take the cells in order, and the names that the homework asks for."""
        self._cells = cells
        self._asked = frozenset(asked)
        self._given: list[frozenset[str]] | None = None
        self._stops: dict[int, Stop] = {}

    @property
    def given(self) -> list[frozenset[str]]:
        """The names that each cell gives; read when first needed."""
        if self._given is None:
            self._given = [names_given(cell["source"]) for cell in self._cells]
        return self._given

    def keep(self, stop: Stop) -> None:
        """Remember a cell that did not run to its end."""
        self._stops[stop.cell] = stop

    def stop_of(self, cell: int) -> Stop | None:
        """Return how a cell stopped, if it did."""
        return self._stops.get(cell)

    def of_cell(self, cell: int) -> Cause | None:
        """Return what stopped a cell, and what stopped the cell that it needed."""
        stop = self._stops.get(cell)
        if stop is None:
            return None
        own = sorted(self.given[cell - 1] & self._asked)
        named = f"The cell that defines `{own[0]}` (cell {cell})" if own else f"Cell {cell}"
        sentence = f"{named} {stop.how}"
        if stop.lacked and (behind := self.of_name(stop.lacked, {cell})) is not None:
            sentence += f" {behind.sentence}"
        return Cause(stop.verdict, sentence)

    def of_name(self, name: str, passed: set[int] | None = None) -> Cause | None:
        """Return why a name is not there; ``None`` where nothing is known of it."""
        passed = passed or set()
        if len(passed) >= MAX_STEPS:
            return None
        for cell in sorted(self._stops, reverse=True):
            if cell not in passed and name in self.given[cell - 1]:
                stop = self._stops[cell]
                sentence = f"The cell that defines `{name}` (cell {cell}) {stop.how}"
                if stop.lacked and stop.lacked != name:
                    behind = self.of_name(stop.lacked, passed | {cell})
                    sentence += f" {behind.sentence}" if behind is not None else ""
                return Cause(stop.verdict, sentence)
        return self._never_run(name) or self._never_given(name)

    def _never_run(self, name: str) -> Cause | None:
        """Tell of an answer that was turned into text."""
        for cell, given in zip(self._cells, self.given, strict=True):
            if cell["cell_type"] != "code" and name in given:
                kind = "Markdown" if cell["cell_type"] == "markdown" else "raw"
                place = self._cells.index(cell) + 1
                return Cause(
                    Verdict.MISSING,
                    f"`{name}` stands in cell {place}, which is a {kind} cell and is not run: "
                    "change it to a code cell.",
                )
        return None

    def _never_given(self, name: str) -> Cause | None:
        if name not in self._asked or any(
            name in given
            for cell, given in zip(self._cells, self.given, strict=True)
            if cell["cell_type"] == "code"
        ):
            return None
        sentence = f"You have not defined `{name}`. "
        known = sorted(frozenset().union(*self.given))[:MAX_NAMES]
        near = [other for other in known if name in other and other != name]
        near = near or difflib.get_close_matches(name, known, n=1, cutoff=0.8)
        if near and near[0] not in self._asked:
            sentence += f"Your notebook defines `{near[0]}`: see"
        else:
            sentence += "See"
        sentence += " that the name is spelled exactly so."
        return Cause(Verdict.MISSING, sentence)

    def _line(self, cell: int, line: int) -> str:
        """Return a line of the student's own, to be read after the kind of an error."""
        lines = self._cells[cell - 1]["source"].split("\n")
        text = lines[line - 1].strip() if 0 < line <= len(lines) else ""
        shown = text[:MAX_LINE] + ("…" if len(text) > MAX_LINE else "")
        return f" in `{shown}`" if shown else ""

    def _not_there(self, cell: int) -> list[str]:
        """Return the libraries that a cell imports and that cannot be found here."""
        names = {
            first or second for first, second in _IMPORTED.findall(self._cells[cell - 1]["source"])
        }
        return sorted(name for name in names if not _is_there(name))

    def told(self, cell: int, error: StudentError, *, in_full: bool) -> str:
        """Return an error in words that may reach the student of a hidden test.

        Args:
            cell: The cell that it stopped, from 1.
            error: The error.
            in_full: Whether nothing can be in its message that the student is not to learn.
        """
        kind, message = error.kind, error.message
        quoted = _QUOTED.findall(message)
        own = bool(quoted) and (in_full or any(quoted[0] in c["source"] for c in self._cells))
        if kind == "EOFError" and "input()" in message:
            return "EOFError, input() cannot be answered while grading"
        if kind == "ModuleNotFoundError" and own:
            lacking = dict.fromkeys([quoted[0], *self._not_there(cell)])
            names = " and ".join(f"`{name}`" for name in list(lacking)[:MAX_LIBRARIES])
            one = "library" if len(lacking) == 1 else "libraries"
            verb = "is" if len(lacking) == 1 else "are"
            return f"ModuleNotFoundError, the {one} {names} {verb} not there while grading"
        if kind == "FileNotFoundError" and own:
            return f"FileNotFoundError, there is no file '{quoted[0]}' beside the notebook"
        if kind == "NameError" and own:
            return f"NameError, `{quoted[0]}` is not defined"
        if not in_full:
            return f"{kind}{self._line(cell, error.line)}"
        first = _PLACE.sub("", message.strip().split("\n", 1)[0][: 2 * MAX_TOLD])
        words = first[:MAX_TOLD] + ("…" if len(first) > MAX_TOLD else "")
        return f"{error.type_name}: {words}" if words else error.type_name


def _is_there(library: str) -> bool:
    try:
        return find_spec(library) is not None
    except (ImportError, ValueError):
        return True  # half there: not what this is about


def lacked_name(kind: str, message: str) -> str:
    """Return the name that a NameError is about; empty for any other error."""
    found = _NOT_DEFINED.search(message[:MAX_TOLD]) if kind == "NameError" else None
    return found[1] if found else ""
