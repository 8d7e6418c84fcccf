"""The bank: problems, their parts, and what grades them, as their authors wrote them.

:mod:`chainrule_desk.authoring.problem_file` reads them from ``assignment/questions/<problem>.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from pathlib import Path

from chainrule_grader.homework import RubricItem

Bounds = tuple[Fraction, Fraction]
"""Where the points of a scale begin, and where all of them are reached."""


class Role(StrEnum):
    """What a cell of a part is for."""

    PROMPT = "prompt"
    STUB = "stub"  # what students find where the answer goes, if the author writes it out
    SOLUTION = "solution"


@dataclass(frozen=True)
class Cell:
    """A notebook cell and the line of its marker in the problem file."""

    kind: str  # "markdown" or "code"
    source: str
    line: int


@dataclass(frozen=True)
class TestSource:
    """One test function of a part, with the points it has in the problem file."""

    __test__ = False  # not a pytest class

    name: str
    points: Fraction
    hidden: bool
    rule: str
    source: str
    line: int
    steps: int | None = None  # of a scale: see :mod:`chainrule_desk.authoring.scale`


@dataclass(frozen=True)
class PartSource:
    """One part of a problem as its author wrote it; ``bounds`` are those of its scale, if any."""

    name: str
    title: str
    points: Fraction
    minutes: int
    manual: bool
    word_limit: int | None
    hidden_checks: str
    rubric: tuple[RubricItem, ...]
    cells: tuple[tuple[Role, Cell], ...]
    tests: tuple[TestSource, ...]
    given: tuple[Cell, ...]
    line: int
    bounds: Bounds | None = None


@dataclass(frozen=True)
class Problem:
    """One problem of the bank.

    Attributes:
        name: Its file's name without the ending.
        path: Its file.
        title: Its title.
        builds_on: Problems that must come earlier in a homework that uses it.
        public_lines: Lines of solutions that it gives away on purpose, and why.
        waits: First lines of given cells that fail until something is answered, and why, where
            the names that they use do not tell.
        held_out: Held-out sets that its tests try weights on; only graders have them.
        hands_in: Training runs whose records and weights belong to its solution.
        introduction: Cells before its first part.
        parts: Its parts, in order.
    """

    name: str
    path: Path
    title: str
    builds_on: tuple[str, ...]
    public_lines: Mapping[str, str]
    waits: Mapping[str, str]
    held_out: tuple[str, ...]
    hands_in: tuple[str, ...]
    introduction: tuple[Cell, ...]
    parts: tuple[PartSource, ...]


def names(folder: Path) -> list[str]:
    """Return the names of all problems in ``folder``, sorted."""
    return sorted(path.stem for path in folder.glob("*.py"))


def first_line(source: str) -> str:
    """Return the line by which a problem names a cell."""
    return next((line.strip() for line in source.splitlines() if line.strip()), "")
