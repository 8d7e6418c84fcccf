"""Hold an untouched release to running from top to bottom, but for cells that wait for an answer.

Two runs are looked at: with the model answers no cell fails, so what fails in the untouched release
fails for want of an answer. It may, in a cell that waits:

- an answer cell, and a check;
- a cell that uses a name that a part asks students for, or one that a waiting cell made of it. A
  part asks for the names that its model answer defines and its stub, its prompt or its tests show:
  nobody can be expected to define a name that stands in the stripped lines alone;
- a cell whose first line its problem lists under ``waits``, with the reason, because what it needs
  of an answer is no name: a file, say.

A cell that does not stop waits for nothing.
"""

from __future__ import annotations

import ast
import re
import symtable
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chainrule import cell_code
from chainrule_desk.authoring import markers
from chainrule_desk.authoring.bank import PartSource, Problem, Role, first_line
from chainrule_desk.composing.origins import Origins
from chainrule_grader import notebook as notebooks
from chainrule_grader.results import CellResult, Result, Verdict

Notebook = Any  # nbformat.NotebookNode, which ships no types

_UNDEFINED = re.compile(r"NameError: name '(\w+)' is not defined")
_REPAIR = (
    "Give what it needs in a cell above it; or, if it needs something of an answer that no name "
    "shows, list its first line under `waits` in the head of its problem, with the reason."
)


@dataclass(frozen=True)
class Names:
    """What a cell has to do with the notebook's names.

    Attributes:
        uses: Names that it reads, in its functions too.
        binds: Names that it defines.
    """

    uses: frozenset[str]
    binds: frozenset[str]


def faults(
    problems: Sequence[Problem],
    solution: Notebook,
    release: Notebook,
    solved: Result,
    untouched: Result,
) -> list[str]:
    """Return a line for each cell that fails and does not wait, with file and line.

    Args:
        problems: The problems of the homework.
        solution: The notebook with the model answers.
        release: The notebook that students get.
        solved: What became of the solution.
        untouched: What became of the release.
    """
    origins = Origins(problems)
    found = [
        f"{_place(origins, solution, report)} fails with the model answers: {_said(report)}"
        for report in solved.cells
        if report.verdict
    ]
    failed = {report.cell: report for report in untouched.cells if report.verdict}
    for number, why in _refused(problems, release, failed):
        place = _place(origins, release, failed[number])
        found.append(f"{place} fails in the untouched release: {_said(failed[number])}. {why}")
    return found


def _refused(
    problems: Sequence[Problem], release: Notebook, failed: Mapping[int, CellResult]
) -> Iterator[tuple[int, str]]:
    """Yield the cells that fail and do not wait, each with what to do about it."""
    asked = {part.name: asked_for(part) for problem in problems for part in problem.parts}
    declared = {line for problem in problems for line in problem.waits}
    open_: set[str] = set()  # names that stand for nothing before an answer is given
    modules: set[str] = set()
    for number, cell in enumerate(release.cells, 1):
        if cell.cell_type != "code":
            continue
        facts = cell.metadata.get("chainrule", {})
        report = failed.get(number)
        if report is not None and report.verdict != Verdict.ERROR:
            yield number, "Let it end, quickly, before there is an answer as well."
        if facts.get("role") == "answer":
            open_ |= asked[facts["part"]]
            continue
        if notebooks.checks(cell):
            continue
        names = names_of(cell.source)
        modules |= _imported(cell.source)
        waits = first_line(cell.source) in declared
        if waits or names.uses & open_:
            open_ |= names.binds | (_changed(cell.source, open_ | names.binds) - modules)
        else:
            open_ -= names.binds
        if report is None or report.verdict != Verdict.ERROR or waits:
            continue
        missing = _UNDEFINED.search(report.message)
        if missing and missing[1] not in open_:
            yield number, f"No part asks for `{missing[1]}`. {_REPAIR}"
        elif not names.uses & open_:
            yield number, _REPAIR


def asked_for(part: PartSource) -> frozenset[str]:
    """Return the names that a part asks students to define."""
    defined: set[str] = set()
    shown: list[str] = []
    for role, cell in part.cells:
        if role is not Role.SOLUTION:
            shown.append(cell.source)
        elif cell.kind == "code":
            defined |= names_of(cell.source).binds
            shown.append(markers.released(cell.source, answer=True)[0])
    for test in part.tests:
        function = ast.parse(test.source).body[0]
        assert isinstance(function, ast.FunctionDef)
        shown += [argument.arg for argument in function.args.args]
    return frozenset(defined & set(re.findall(r"\w+", "\n".join(shown))))


def names_of(source: str) -> Names:
    """Return what a cell has to do with the notebook's names."""
    tree = cell_code.parse(source)
    try:
        table = symtable.symtable(ast.unparse(tree), "cell", "exec")
    except SyntaxError:  # a top-level `await`, which only notebooks have
        uses = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        return Names(frozenset(uses), frozenset(uses))
    symbols = table.get_symbols()
    binds = {s.get_name() for s in symbols if s.is_assigned() or s.is_imported()}
    uses = {s.get_name() for s in symbols if s.is_referenced()}
    for inner in _inside(table):
        for symbol in inner.get_symbols():
            if symbol.is_global() and symbol.is_referenced():
                uses.add(symbol.get_name())
            if symbol.is_declared_global() and symbol.is_assigned():
                binds.add(symbol.get_name())
    for text in _magics(tree):
        uses.update(re.findall(r"\w+", text))
        binds.update(re.findall(r"^\s*(\w+)\s*=(?!=)", text))  # %time total = f(x)
    return Names(frozenset(uses), frozenset(binds))


def _inside(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    for inner in table.get_children():
        yield inner
        yield from _inside(inner)


def _changed(source: str, open_: Iterable[str]) -> set[str]:
    """Return names of objects that a waiting cell changes, or hands to what an answer makes.

    A method changes its object if it is handed something that waits: ``losses.append(step(x))``.
    """
    changed: set[str] = set()
    waiting = set(open_)
    for node in ast.walk(cell_code.parse(source)):
        if isinstance(node, ast.Attribute | ast.Subscript) and isinstance(node.ctx, ast.Store):
            changed.add(_root(node))
        elif isinstance(node, ast.Call) and _root(node.func) in waiting:
            given = (*node.args, *(keyword.value for keyword in node.keywords))
            changed.update(_root(value) for value in given)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            handed = {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}
            if handed & waiting:
                changed.add(_root(node.func))
    return changed - {""}


def _imported(source: str) -> set[str]:
    """Return names that a cell imports: nothing that is handed to a module changes it."""
    return {
        (alias.asname or alias.name).partition(".")[0]
        for node in ast.walk(cell_code.parse(source))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }


def _magics(tree: ast.Module) -> Iterator[str]:
    """Yield what the magics and shell lines of a cell are handed: ``square(3)`` of ``%time``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and "get_ipython()." in ast.unparse(node.func):
            for value in node.args:
                if isinstance(value, ast.Constant) and isinstance(value.value, str):
                    yield value.value


def _root(node: ast.expr) -> str:
    """Return the name that an expression such as ``a.b[0].c`` begins with; empty if none."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _place(origins: Origins, notebook: Notebook, report: CellResult) -> str:
    source = notebook.cells[report.cell - 1].source
    written = origins.of(source)
    where = f"{written[0]}:{written[1]}: " if written else ""
    return f"{where}cell {report.cell} (`{first_line(source)[:50]}`)"


def _said(report: CellResult) -> str:
    lines = report.message.strip().splitlines()
    return lines[-1][:200] if lines else str(report.verdict)
