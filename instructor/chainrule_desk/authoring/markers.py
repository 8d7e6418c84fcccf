"""What Otter's markers do to the lines of a code cell, and markers that would tear a statement.

Otter reads lines, not Python: ``# SOLUTION`` on the last line of a statement of three replaces that
line and hands out the other two, in a cell that does not compile. So a marker covers whole
statements or nothing, and whatever looks like one is one.

The forms are those of Otter 7 (``otter/assign/solutions.py``); a test compares what it strips.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from chainrule import cell_code

STUB = "..."
_BEGIN = re.compile(r"(\s*)# BEGIN SOLUTION( NO PROMPT)?")
_END = "# END SOLUTION"
_DROPPED = ("# SOLUTION NO PROMPT", "# BEGIN PROMPT", "# END PROMPT", "# SEED")
_ASSIGNMENT = re.compile(
    r"(\s*(?:[\w.]+(?=[^\w.])(?:\[['\"]?.*['\"]?\])*(?:,\s*)?)+\s*=).* ?# ?SOLUTION"
)
_LINE = re.compile(r"(\s*).* ?# ?SOLUTION")
_BEGIN_IGNORE = re.compile(r"\s*#\s*BEGIN\s*IGNORE\s*", re.IGNORECASE)
_EXACT = re.compile(
    r"(\s*# (BEGIN SOLUTION( NO PROMPT)?|END SOLUTION)|.*# SOLUTION( NO PROMPT)?)\s*"
)
_ALIKE = re.compile(
    r"# ?SOLUTION|#+\s*(begin\b|end\b)?\s*solution(\s+no\s+prompt)?\s*[.:!]*\s*$", re.IGNORECASE
)
_UPPER = re.compile(r"# ?SOLUTION")


class Fate(Enum):
    """What becomes of a line in the release."""

    KEPT = "kept"
    REPLACED = "replaced by a stub"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Line:
    """A line of a cell: what becomes of it, and what students see in its place."""

    fate: Fate
    shown: str


@dataclass(frozen=True)
class Fault:
    """A marker that does not do what its author meant, at a line of the cell, from 1."""

    line: int
    message: str


def lines(source: str, *, answer: bool) -> list[Line]:
    """Return what Otter makes of each line of a code cell.

    Args:
        source: The cell.
        answer: Whether the cell is a solution: Otter strips solutions in those alone.
    """
    found, ignoring, solving = [], False, False
    for text in source.split("\n"):
        line, ends = Line(Fate.KEPT, text), text.rstrip()
        if ends.endswith("# IGNORE") or (ignoring and not ends.endswith("# END IGNORE")):
            line = Line(Fate.DROPPED, "")
        elif ends.endswith("# END IGNORE"):
            line, ignoring = Line(Fate.DROPPED, ""), False
        elif _BEGIN_IGNORE.match(text):
            line, ignoring = Line(Fate.DROPPED, ""), True
        elif answer:
            line, solving = _solution_line(text, solving)
        found.append(line)
    return found


def _solution_line(text: str, inside: bool) -> tuple[Line, bool]:
    """Return what becomes of a line of a solution, and whether a block is open after it."""
    ends = text.rstrip()
    if ends.endswith(_END) and not ends.endswith(_DROPPED):
        return Line(Fate.DROPPED, ""), False
    if inside or ends.endswith(_DROPPED):
        return Line(Fate.DROPPED, ""), inside
    if begin := _BEGIN.match(text):
        if begin[2]:
            return Line(Fate.DROPPED, ""), True
        return Line(Fate.REPLACED, begin[1] + STUB), True
    for form, between in ((_ASSIGNMENT, " "), (_LINE, "")):
        if match := form.match(text):
            return Line(Fate.REPLACED, match[1] + between + STUB), False
    return Line(Fate.KEPT, text), False


def released(source: str, *, answer: bool) -> tuple[str, list[int]]:
    """Return a code cell as students get it, and which line of the source each line comes from."""
    kept = [
        (line.shown, number)
        for number, line in enumerate(lines(source, answer=answer), 1)
        if line.fate is not Fate.DROPPED
    ]
    return "\n".join(text for text, _ in kept), [number for _, number in kept]


def kept_lines(source: str) -> set[int]:
    """Return the lines of a solution that students see as they are."""
    found = enumerate(lines(source, answer=True), 1)
    return {number for number, line in found if line.fate is Fate.KEPT}


def lines_of(statement: ast.stmt) -> set[int]:
    """Return the lines of a statement, decorators included."""
    decorators = getattr(statement, "decorator_list", [])
    first = min([statement.lineno, *(decorator.lineno for decorator in decorators)])
    return set(range(first, (statement.end_lineno or statement.lineno) + 1))


# --- faults ---------------------------------------------------------------------------------------


def faults(source: str, *, answer: bool) -> Iterator[Fault]:
    """Yield what is wrong with the markers of a code cell, and with what they leave of it."""
    found = [*_misspelt(source, answer)] or [*_unpaired(source)] or [*_broken(source)]
    if not found:
        fates = [line.fate for line in lines(source, answer=answer)]
        tree = cell_code.parse(source)
        found = [*_torn(tree.body, source.split("\n"), fates)] or [*_misread(source, tree)]
    yield from found or _unreadable(source, answer)


def _misspelt(source: str, answer: bool) -> Iterator[Fault]:
    """Yield what looks like a marker and is none, or is one where no solution stands."""
    for number, text in enumerate(source.split("\n"), 1):
        if not _ALIKE.search(text):
            continue
        exact = _EXACT.fullmatch(text)
        if exact and len(_UPPER.findall(text)) <= 1:
            if not answer:
                yield Fault(
                    number,
                    "a solution marker in a cell that is no solution: students would get the cell "
                    "as it is. Put it between `# BEGIN SOLUTION` and `# END SOLUTION` raw cells, "
                    "or take the marker away.",
                )
        elif answer or _UPPER.search(text):
            yield Fault(
                number,
                f"`{text.strip()[:60]}` looks like a solution marker and is none that Otter reads "
                "as meant: end the line of a statement with `# SOLUTION`, or put `# BEGIN "
                "SOLUTION` and `# END SOLUTION` on lines of their own.",
            )


def _unpaired(source: str) -> Iterator[Fault]:
    """Yield blocks that do not pair up: Otter would leak or eat what follows."""
    opened = 0
    for number, text in enumerate(source.split("\n"), 1):
        if _BEGIN.match(text):
            if opened:
                yield Fault(
                    number, f"`# BEGIN SOLUTION` again; line {opened} of the cell opened one."
                )
            opened = number
        elif text.rstrip().endswith(_END):
            if not opened:
                yield Fault(number, "`# END SOLUTION` closes nothing.")
            opened = 0
    if opened:
        yield Fault(opened, "`# BEGIN SOLUTION` has no `# END SOLUTION`.")


def _broken(source: str) -> Iterator[Fault]:
    if found := cell_code.fault(source):
        yield Fault(found.line, f"the cell is not Python: {found.reason}.")


def _unreadable(source: str, answer: bool) -> Iterator[Fault]:
    """Yield what students could not read: a function whose body is gone, a stub out of place."""
    shown, origin = released(source, answer=answer)
    found = cell_code.fault(shown)
    if found is None:
        return
    reason = re.sub(r"(?<=\bline )\d+", lambda m: str(_at(origin, int(m[0]))), found.reason)
    yield Fault(
        _at(origin, found.line),
        "what the markers leave of this cell is not Python for students (here or just above): "
        f"{_in_cell(reason)}. Let a block leave its `...` where a statement must stand, indented "
        "like the statements around it.",
    )


def _at(origin: list[int], line: int) -> int:
    return origin[min(line, len(origin)) - 1] if origin else 1


def _in_cell(reason: str) -> str:
    return re.sub(r"\bon line (\d+)", r"on line \1 of the cell", reason)


def _torn(body: list[ast.stmt], text: list[str], fates: list[Fate]) -> Iterator[Fault]:
    """Yield statements of which markers cover a part, or several lines with stubs."""
    for statement in body:
        span = sorted(lines_of(statement))
        marked = [line for line in span if fates[line - 1] is not Fate.KEPT]
        if not marked or _is_prompt(statement, text):
            continue
        where = f"runs from line {span[0]} to line {span[-1]} of the cell"
        if len(marked) == len(span):
            if len(span) > 1 and any(fates[line - 1] is Fate.REPLACED for line in span):
                yield Fault(
                    marked[0],
                    f"`# SOLUTION` stands on lines of a statement that {where}, and leaves a `...` "
                    "for each: put the statement between `# BEGIN SOLUTION` and `# END SOLUTION`.",
                )
            continue
        inner = [child for suite in _suites(statement, text) for child in suite]
        covered = {line for child in inner for line in lines_of(child)}
        own = [line for line in marked if line not in covered and not _is_comment(text[line - 1])]
        if own or not inner:
            yield Fault(
                (own or marked)[0],
                f"a marker covers a part of a statement that {where}: students would get the rest "
                "of it. Put the whole statement between `# BEGIN SOLUTION` and `# END SOLUTION`.",
            )
        else:
            yield from _torn(inner, text, fates)


def _misread(source: str, tree: ast.Module) -> Iterator[Fault]:
    """Yield lines of which Otter keeps more than the left side: it seeks the `=` by letters."""
    meant = {
        node.lineno: _targets(node)
        for node in reversed([*ast.walk(tree)])  # of two on a line, the first
        if isinstance(node, ast.Assign)
    }
    text = source.split("\n")
    for number, line in enumerate(lines(source, answer=True), 1):
        stub = line.shown.strip()
        if line.fate is not Fate.REPLACED or stub == STUB or _BEGIN.match(text[number - 1]):
            continue
        try:
            left = [_targets(statement) for statement in ast.parse(stub).body]
        except SyntaxError:
            left = []
        if len(left) != 1 or left[0] != meant.get(number, [])[: len(left[0])]:
            yield Fault(
                number,
                f"Otter would leave `{stub[:60]}` of this line for students: put it between "
                "`# BEGIN SOLUTION` and `# END SOLUTION`.",
            )


def _targets(statement: ast.stmt) -> list[str]:
    return [ast.dump(target) for target in getattr(statement, "targets", [])]


def _suites(statement: ast.stmt, text: list[str]) -> Iterator[list[ast.stmt]]:
    """Yield the blocks of a compound statement; an ``elif`` belongs to its ``if``."""
    for clause in (*getattr(statement, "handlers", []), *getattr(statement, "cases", [])):
        yield clause.body
    for name in ("body", "orelse", "finalbody"):
        suite: list[ast.stmt] = getattr(statement, name, [])
        match suite:
            case [ast.If() as other] if text[other.lineno - 1].lstrip().startswith("elif"):
                yield from _suites(other, text)
            case _:
                yield suite


def _is_comment(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _is_prompt(statement: ast.stmt, text: list[str]) -> bool:
    """Tell whether a string is a prompt written out: Otter drops its quotes and shows the rest."""
    lines = lines_of(statement)
    return (
        isinstance(statement, ast.Expr)
        and text[min(lines) - 1].rstrip().endswith("# BEGIN PROMPT")
        and text[max(lines) - 1].rstrip().endswith("# END PROMPT")
    )
