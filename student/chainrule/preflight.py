"""Look a notebook over before it is handed in, and list what seems to be missing.

Nothing here stops a submission: a student who runs out of time hands in what there is, and knows
what it lacks.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from chainrule import cell_code, libraries, saved, words
from chainrule.answers import CHECK, Layout
from chainrule.record import RECORD_SUFFIX, WEIGHTS_SUFFIX

_EXPORT = re.compile(r"\bsubmit\(|\bgrader\.export\(")
_BLANK_FIELD = re.compile(
    r"^[ \t]*[-*][ \t]+([^:\n]{1,80}):[ \t]*(?:_[^_\n]*_|\*[^*\n]*\*)?[ \t]*$", re.M
)
_RUN = re.compile(r"\bRun\(\s*[\"']([\w-]+)[\"']")


@dataclass(frozen=True)
class Finding:
    """Something that seems to be missing.

    Attributes:
        where: The part or cell, in words.
        what: What is the matter, and what to do about it.
    """

    where: str
    what: str

    def __str__(self) -> str:
        """Return both as a line."""
        return f"{self.where}: {self.what}"


def examine(notebook: Any) -> list[Finding]:
    """Return what seems to be missing in a saved notebook, in the notebook's order."""
    parts = saved.parts(notebook)
    if not parts:
        return [
            Finding(
                "The notebook",
                "it does not say which homework it is. Was it made from scratch? Copy your answers "
                "into the notebook that was handed out.",
            )
        ]
    findings, layout = list(_honour(notebook)), Layout(notebook)
    for part in parts:
        answers = [notebook.cells[number] for number in layout.answer(part["name"])]
        examined = _written if part.get("manual") else _automatic
        findings += examined(notebook, part, answers)
    return [*findings, *_unreadable(notebook), *_imports(notebook), *_order(notebook)]


def missing_records(notebook: Any, found: Collection[str]) -> list[Finding]:
    """Return which training runs of a notebook have no record, or no weights, among the files.

    Args:
        notebook: The saved notebook.
        found: Names of the files that are handed in with it.
    """
    named = dict.fromkeys(
        name
        for cell in notebook.cells
        if cell.cell_type == "code"
        for name in _RUN.findall(cell.source)
    )
    findings = []
    for name in named:
        files = (name + RECORD_SUFFIX, name + WEIGHTS_SUFFIX)
        missing = [file for file in files if file not in found]
        if missing:
            are = "is" if len(missing) == 1 else "are"
            findings.append(
                Finding(
                    f"Training run {name}",
                    f"{' and '.join(missing)} {are} not beside the notebook. Run the cell that "
                    "trains to its end, so that its `save` writes both, and hand in again: without "
                    "them, grading cannot see what your network reached.",
                )
            )
    return findings


def _honour(notebook: Any) -> Iterator[Finding]:
    """Look for lines of the honour statement that are not filled in."""
    for cell in notebook.cells:
        if saved.tag(cell).get("role") == "honour":
            blank = [label.strip() for label in _BLANK_FIELD.findall(cell.source)]
            if blank:
                yield Finding("Honour statement", f"fill in: {', '.join(blank)}.")


def _written(notebook: Any, part: dict[str, Any], answers: list[Any]) -> Iterator[Finding]:
    where = _name(part)
    if not answers:
        yield _deleted(where)
        return
    copies = len(saved.cells_of(notebook, part["name"], "answer"))
    if copies > 1:
        yield Finding(where, f"its answer cell is there {copies} times. Keep one of them.")
    count = sum(words.count(cell.source) for cell in answers)
    limit = part.get("word_limit")
    pictures = any(cell.get("attachments") for cell in answers)
    if not count and not pictures:
        yield Finding(where, "not answered yet.")
    elif isinstance(limit, int) and count > limit > 0:
        yield Finding(where, f"{count} words, {count - limit} over the limit of {limit}.")


def _automatic(notebook: Any, part: dict[str, Any], answers: list[Any]) -> Iterator[Finding]:
    where, name = _name(part), part["name"]
    checks = [
        cell
        for cell in notebook.cells
        if cell.cell_type == "code" and name in CHECK.findall(cell.source)
    ]
    if not answers:
        yield _deleted(where)
        return
    if _is_duplicated(answers):
        yield Finding(where, "its answer cell is there twice. Keep one of them.")
    broken = next((cell for cell in answers if _fault(cell)), None)
    if broken is not None:
        yield Finding(where, _cannot_be_read(broken))
        return  # its check says nothing until then
    empty = all(_is_empty(cell.source) for cell in answers)
    unanswered = empty or any(_has_stub(cell.source) for cell in answers)
    if unanswered:
        why = "there is no code in it" if empty else "there is still a `...` in it"
        yield Finding(where, f"not answered yet: {why}.")
    if not checks:
        yield Finding(
            where, f'its check cell was deleted. Put `grader.check("{name}")` into a cell below it.'
        )
        return
    if len(checks) > 1:
        yield Finding(where, f"its check cell is there {len(checks)} times. Keep one of them.")
    runs = [cell.execution_count for cell in checks if cell.execution_count]
    edits = [cell.execution_count for cell in answers if cell.execution_count]
    if not runs and not unanswered:
        yield Finding(where, "its check was never run. Run it.")
    elif runs and edits and max(edits) > max(runs):
        yield Finding(where, "its answer was run again after its check. Run the check again.")
    elif runs and any(_failed(cell) for cell in checks if cell.execution_count == max(runs)):
        yield Finding(where, "its check did not pass when it was last run.")


def _unreadable(notebook: Any) -> Iterator[Finding]:
    """Look for cells that no part answers for, and that Python cannot read."""
    for number, cell in enumerate(notebook.cells, start=1):
        if saved.tag(cell).get("role") != "answer" and _fault(cell):
            yield Finding(_place(number, cell), _cannot_be_read(cell))


def _imports(notebook: Any) -> Iterator[Finding]:
    """Look for libraries that grading may lack."""
    seen: set[str] = set()
    for number, cell in enumerate(notebook.cells, start=1):
        tree = _tree(cell.source) if cell.cell_type == "code" else None
        for module in () if tree is None else libraries.imported(tree):
            if module not in seen and (absence := libraries.absence(module)):
                yield Finding(_place(number, cell), absence)
            seen.add(module)


def _order(notebook: Any) -> Iterator[Finding]:
    """Look for cells that were not run, failed, or were run in another order than they stand in."""
    last, idle = 0, []
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.cell_type != "code" or not cell.source.strip() or _EXPORT.search(cell.source):
            continue
        failed = any(output.get("output_type") == "error" for output in cell.get("outputs", []))
        if failed and not _fault(cell):
            yield Finding(_place(number, cell), "it ended in an error.")
        count = cell.execution_count
        if not count:
            if not CHECK.search(cell.source):  # checks are told with their parts
                idle.append(number)
        elif count < last:
            yield Finding(
                _place(number, cell),
                "it was run before a cell that stands above it. Choose Kernel → Restart Kernel and "
                "Run All Cells, so that your results come from the notebook as it stands.",
            )
            break
        else:
            last = count
    if idle:
        cells = "1 cell" if len(idle) == 1 else f"{len(idle)} cells"
        numbers = ", ".join(map(str, idle[:10])) + (", …" if len(idle) > 10 else "")
        yield Finding(f"{cells} with code not run", f"number {numbers} from the top.")


def _deleted(where: str) -> Finding:
    return Finding(
        where,
        "its answer cell was deleted. Copy it, the cell and not only its text, from a fresh copy "
        "of the homework.",
    )


def _is_duplicated(answers: list[Any]) -> bool:
    """Tell whether two answer cells are the same, or define the same function or class."""
    seen: set[str] = set()
    for cell in answers:
        names = set(re.findall(r"^(?:def|class)\s+(\w+)", cell.source, re.MULTILINE))
        keys = names or {cell.source.strip()}
        if keys & seen:
            return True
        seen |= keys
    return False


def _has_stub(source: str) -> bool:
    """Tell whether code still has a ``...`` where an answer belongs."""
    tree = _tree(source)
    return tree is not None and any(
        isinstance(node, ast.Expr | ast.Assign | ast.AnnAssign | ast.Return)
        and _is_stub(node.value)
        for node in ast.walk(tree)
    )


def _is_empty(source: str) -> bool:
    """Tell whether a cell holds nothing but comments."""
    tree = _tree(source)
    return tree is not None and not tree.body


def _tree(source: str) -> ast.Module | None:
    """Return a cell's code, or ``None`` where it cannot be read."""
    try:
        return cell_code.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _fault(cell: Any) -> cell_code.Fault | None:
    """Return why Python cannot read a cell; ``None`` if it can, or if the cell holds no code."""
    return cell_code.fault(cell.source) if cell.cell_type == "code" else None


def _cannot_be_read(cell: Any) -> str:
    """Tell why a cell is no Python, and what that costs."""
    found = _fault(cell)
    assert found is not None
    lines = cell.source.splitlines() or [""]
    line = lines[min(found.line, len(lines)) - 1].strip()[:50]
    return (
        f"it cannot be read as Python, line {found.line} (`{line}`): {found.reason}. Nothing in "
        "this cell is run or defined until that is repaired: repair it, and run the cell again."
    )


def _is_stub(value: ast.expr | None) -> bool:
    """Tell whether a value is ``...``, or holds one: ``x[..., 0]`` is an index and holds none."""
    if isinstance(value, ast.Constant):
        return value.value is Ellipsis
    if isinstance(value, ast.Tuple | ast.List):
        return any(_is_stub(entry) for entry in value.elts)
    if isinstance(value, ast.Dict):
        return any(_is_stub(entry) for entry in value.values)
    return False


def _failed(check: Any) -> bool:
    """Tell whether a check's output says that a test did not pass."""
    for output in check.get("outputs", []):
        if output.get("output_type") == "error":
            return True
        text = output.get("data", {}).get("text/plain", "")
        if "results:" in text and "All test cases passed" not in text:
            return True
    return False


def _name(part: dict[str, Any]) -> str:
    return f"{part.get('label')} {part.get('title')}"


def _place(number: int, cell: Any) -> str:
    first = cell.source.strip().partition("\n")[0][:50]
    return f"Cell {number} (`{first}`)"
