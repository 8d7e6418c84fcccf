"""Find in the problem files where a cell of a release was written, to blame the right line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from chainrule_desk.authoring import markers
from chainrule_desk.authoring.bank import Cell, Problem, Role

_TARGET = re.compile(r"\]\([^)\s]*\)")  # of a link: figures become attachments


@dataclass(frozen=True)
class Origin:
    """A cell of a problem file as students see it.

    Attributes:
        path: The problem file.
        shown: Its text in the release, without a heading, which the assembler writes.
        lines: For each line of ``shown``, the line of the file that it comes from.
    """

    path: Path
    shown: str
    lines: tuple[int, ...]

    def at(self, line: int) -> tuple[Path, int]:
        """Return the place of a line of ``shown``, counted from 1."""
        return self.path, self.lines[min(max(line, 1), len(self.lines)) - 1]


class Origins:
    """The cells of some problems, found by what students see of them."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Take the problems of a homework."""
        self._known = [origin for problem in problems for origin in _origins(problem)]

    def of(self, text: str, line: int = 1) -> tuple[Path, int] | None:
        """Return file and line of a line of a cell of the release; ``None`` if it is not theirs."""
        seen = _plain(text)
        holding = [origin for origin in self._known if origin.shown and origin.shown in seen]
        if not holding:
            return None
        best = max(holding, key=lambda origin: len(origin.shown))
        return best.at(line - seen[: seen.index(best.shown)].count("\n"))


def _origins(problem: Problem) -> Iterator[Origin]:
    yield from (_origin(problem, cell) for cell in problem.introduction)
    for part in problem.parts:
        for role, cell in part.cells:
            if role is not Role.SOLUTION or cell.kind == "code":
                yield _origin(problem, cell, answer=role is Role.SOLUTION)
        yield from (_origin(problem, cell) for cell in part.given)
        for test in part.tests:
            yield Origin(problem.path, _plain(test.source), (test.line,))


def _origin(problem: Problem, cell: Cell, *, answer: bool = False) -> Origin:
    if cell.kind == "code":
        shown, lines = markers.released(cell.source, answer=answer)
        first = cell.line
    else:
        heading = cell.source.startswith("#")
        shown = cell.source.partition("\n")[2] if heading else cell.source
        first = cell.line + 1 + heading  # the line of the quotes
        lines = list(range(1, shown.count("\n") + 2))
    plain = _plain(shown)
    cut = plain[: len(plain) - len(plain.lstrip("\n"))].count("\n")
    places = tuple(first + line for line in lines[cut:]) or (cell.line,)
    return Origin(problem.path, plain.strip("\n"), places)


def _plain(text: str) -> str:
    return _TARGET.sub("]()", text)
