"""Points that grow linearly between two bounds, in whole tests that Otter can score.

Otter gives a test all of its points or none. A test that says ``steps: 10`` is therefore written
into the homework ten times, with equal points, each time with a bound of its own: step k of n asks
for ``low + (high - low) * k / n``. At ``low`` there is nothing yet, at ``high`` everything, and in
between a share that grows in n steps. The bounds stand in the head of the question, and a recipe
may set others.

In the test, the word ``BOUND`` becomes the number of its step, and in its docstring, in percent,
what students read. In the prompt, ``LOW_BOUND`` and ``HIGH_BOUND`` become what holds in this
homework.
"""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from fractions import Fraction
from typing import Any

from chainrule_desk.authoring.bank import Bounds, Cell, PartSource, Role, TestSource

BOUND = "BOUND"
IN_PROMPT = ("LOW_BOUND", "HIGH_BOUND")


def read_bounds(value: Any) -> Bounds:
    """Return two bounds as a problem file or a recipe gives them.

    Raises:
        ValueError: If they are not two numbers that rise within 0 to 1; the message goes on after
            the bounds' name.
    """
    numbers = value if isinstance(value, list) else []
    if len(numbers) != 2 or not all(type(number) in (int, float) for number in numbers):
        raise ValueError(f"are {value!r}: write two numbers, such as [0.6, 0.85]")
    if not 0 <= numbers[0] < numbers[1] <= 1:
        raise ValueError(
            f"are {value!r}: they must rise and lie within 0 to 1, such as [0.6, 0.85]"
        )
    return Fraction(str(numbers[0])), Fraction(str(numbers[1]))


def mentions(text: str, word: str) -> bool:
    """Tell whether a text holds one of the words that a scale replaces."""
    return re.search(rf"\b{word}\b", text) is not None


def stepped(part: PartSource, bounds: Bounds) -> PartSource:
    """Return a part with the steps of its scale written out, and the bounds in its prompt."""
    tests: list[TestSource] = []
    for test in part.tests:
        tests += [test] if test.steps is None else _steps(test, test.steps, bounds)
    shown = dict(zip(IN_PROMPT, map(percent, bounds), strict=True))
    cells = tuple(
        (role, _with(cell, shown) if role is Role.PROMPT else cell) for role, cell in part.cells
    )
    return replace(part, tests=tuple(tests), cells=cells)


def percent(share: Fraction) -> str:
    """Return a share as students read it, such as ``"62.5 %"``."""
    return f"{float(100 * share):.4g} %"


def _with(cell: Cell, words: dict[str, str]) -> Cell:
    source = cell.source
    for word, meaning in words.items():
        source = re.sub(rf"\b{word}\b", meaning, source)
    return replace(cell, source=source)


def _steps(test: TestSource, steps: int, bounds: Bounds) -> list[TestSource]:
    low, high = bounds
    width = len(str(steps))
    return [
        _step(test, f"{test.name}_{k:0{width}}", low + (high - low) * k / steps, steps)
        for k in range(1, steps + 1)
    ]


def _step(test: TestSource, name: str, bound: Fraction, steps: int) -> TestSource:
    function = ast.parse(test.source).body[0]
    assert isinstance(function, ast.FunctionDef)
    rule = function.body[0]
    lines = test.source.splitlines()
    for i, line in enumerate(lines, 1):
        said = rule.lineno <= i <= (rule.end_lineno or rule.lineno)
        lines[i - 1] = re.sub(rf"\b{BOUND}\b", percent(bound) if said else repr(float(bound)), line)
    definition = function.lineno - 1
    lines[definition] = lines[definition].replace(f"def {test.name}(", f"def {name}(", 1)
    return replace(
        test,
        name=name,
        points=test.points / steps,
        steps=None,
        rule=re.sub(rf"\b{BOUND}\b", percent(bound), test.rule),
        source="\n".join(lines),
    )
