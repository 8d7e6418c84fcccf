"""Read the recipe of a homework: which problems, which parts, and what each is worth.

::

    title = "Homework 1: from a neuron to a network"
    introduction = '''Markdown under the title.'''
    solutions = true              # whether a build writes the solutions handout as well
    feedback = "mistake"          # of a recognised mistake: "nothing", "relation", "mistake",
                                  # "mistake and pointer"
    distribution = false          # whether students see how the class did, on their feedback page

    [[problems]]
    name = "modules"
    points = { linear_forward = 2, linear_backward = 4 }
    without = ["relu_backward"]   # parts that this homework leaves out, by name
    bonus = ["linear_backward"]   # parts whose points come on top
    bounds = { fit = [0.6, 0.85] }  # of parts with a scale, if they are to be others

Every part of a problem is either in ``points`` or in ``without``: a part added to the bank later
is then noticed instead of silently missing. A table ``[policy]`` sets the rules for hand-ins, as
:mod:`chainrule_desk.policies.policy` tells.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from fractions import Fraction
from math import inf
from pathlib import Path
from typing import Any

from chainrule_desk.authoring import scale
from chainrule_desk.authoring.bank import Bounds
from chainrule_desk.errors import DeskError, PolicyError, SourceError
from chainrule_desk.policies import policy
from chainrule_desk.policies.policy import Policy
from chainrule_grader.mistakes import Feedback


@dataclass(frozen=True)
class ProblemChoice:
    """A problem as one homework uses it."""

    name: str
    points: dict[str, Fraction]
    without: tuple[str, ...]
    bonus: tuple[str, ...]
    line: int
    bounds: dict[str, Bounds] = field(default_factory=dict)


@dataclass(frozen=True)
class Recipe:
    """A homework before its problems are read."""

    id: str
    path: Path
    title: str
    introduction: str
    solutions: bool
    problems: tuple[ProblemChoice, ...]
    policy: Policy = policy.DEFAULT
    feedback: str = Feedback.MISTAKE
    distribution: bool = False

    @property
    def points(self) -> float:
        """Points without bonus."""
        given = (
            points
            for problem in self.problems
            for part, points in problem.points.items()
            if part not in problem.bonus
        )
        return float(sum(given, Fraction()))

    def line_of(self, key: str, after: int = 1) -> int:
        """Return the line where ``key`` is set or quoted at or after line ``after``."""
        return _line_of(self.path.read_text(encoding="utf-8"), key, after)


HOMEWORK_KEYS = {
    "title", "introduction", "solutions", "feedback", "distribution", "policy", "problems",
}  # fmt: skip
PROBLEM_KEYS = {"name", "points", "without", "bonus", "bounds"}


def names(folder: Path) -> list[str]:
    """Return the ids of all homeworks in ``folder``, sorted."""
    return sorted(path.stem for path in folder.glob("*.toml"))


def unknown(path: Path) -> DeskError:
    """Return what to say of a recipe that does not exist: which ones do."""
    known = ", ".join(names(path.parent)) or "none yet"
    return DeskError(f"there is no homework `{path.stem}`; there is: {known}.")


def read_recipe(path: Path) -> Recipe:
    """Read one recipe.

    Raises:
        DeskError: If there is no such file.
        SourceError: Where the file cannot be read, or lacks something.
    """
    if not path.is_file():
        raise unknown(path)
    try:
        text = path.read_text(encoding="utf-8")
        document = tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise SourceError(path, 1, f"cannot be read as UTF-8 text ({error.reason}).") from error
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        raise SourceError(
            path, int(line.group(1)) if line else 1, f"is not TOML: {error}."
        ) from error
    _known_keys(path, text, document, HOMEWORK_KEYS, 1)
    title = document.get("title")
    if not isinstance(title, str) or not title.strip():
        raise SourceError(path, 1, 'the homework needs a title: `title = "…"`.')
    tables = document.get("problems")
    if not isinstance(tables, list) or not tables:
        raise SourceError(path, 1, "the homework has no problems: add `[[problems]]`.")
    starts = [i for i, row in enumerate(text.splitlines(), 1) if row.strip() == "[[problems]]"]
    if len(starts) != len(tables):  # inline arrays of tables: blame the file's first line
        starts = [1] * len(tables)
    return Recipe(
        id=path.stem,
        path=path,
        title=title.strip(),
        introduction=str(document.get("introduction", "")).strip(),
        solutions=document.get("solutions", False) is True,
        problems=tuple(
            _choice(path, text, table, start) for table, start in zip(tables, starts, strict=True)
        ),
        policy=_policy(path, text, document.get("policy", {})),
        feedback=_feedback(path, text, document.get("feedback", Feedback.MISTAKE)),
        distribution=_distribution(path, text, document.get("distribution", False)),
    )


def _feedback(path: Path, text: str, value: Any) -> str:
    levels = [str(level) for level in Feedback]
    if value not in levels:
        raise SourceError(
            path,
            _line_of(text, "feedback", 1),
            f"`feedback` is {value!r}: how much students are told of a mistake that is recognised "
            f"is one of {', '.join(map(repr, levels))}.",
        )
    return str(value)


def _distribution(path: Path, text: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise SourceError(
            path,
            _line_of(text, "distribution", 1),
            f"`distribution` is {value!r}: write true if students may see how the class did, else "
            "false.",
        )
    return value


def _policy(path: Path, text: str, table: Any) -> Policy:
    if not isinstance(table, dict):
        raise SourceError(path, _line_of(text, "policy", 1), "write the rules under `[policy]`.")
    try:
        return policy.parse(table)
    except PolicyError as error:
        raise SourceError(path, _line_of(text, error.key, 1), str(error)) from error


def _choice(path: Path, text: str, table: dict[str, Any], start: int) -> ProblemChoice:
    _known_keys(path, text, table, PROBLEM_KEYS, start)
    name = table.get("name")
    if not isinstance(name, str):
        raise SourceError(path, start, 'this problem needs a name: `name = "…"`.')
    points = table.get("points")
    if not isinstance(points, dict) or not points:
        raise SourceError(
            path, start, f"problem `{name}` has no points: add `points = {{ part = 2 }}`."
        )
    for part, value in points.items():
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < inf:
            raise SourceError(
                path,
                _line_of(text, part, start),
                f"part `{part}` of problem `{name}` has points {value!r}: "
                "a number of at least 0 is needed.",
            )
    lists: dict[str, tuple[str, ...]] = {}
    for key in ("without", "bonus"):
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
            raise SourceError(
                path, _line_of(text, key, start), f'`{key}` must be a list of part names: ["…"].'
            )
        lists[key] = tuple(value)
    return ProblemChoice(
        name=name,
        points={part: Fraction(str(value)) for part, value in points.items()},
        without=lists["without"],
        bonus=lists["bonus"],
        line=start,
        bounds=_bounds(path, text, table.get("bounds", {}), start),
    )


def _bounds(path: Path, text: str, table: Any, start: int) -> dict[str, Bounds]:
    line = _line_of(text, "bounds", start)
    if not isinstance(table, dict):
        raise SourceError(
            path, line, "`bounds` must name parts: write `bounds = { part = [0.6, 0.85] }`."
        )
    bounds = {}
    for part, value in table.items():
        try:
            bounds[part] = scale.read_bounds(value)
        except ValueError as error:
            raise SourceError(path, line, f"the bounds of part `{part}` {error}.") from error
    return bounds


def _known_keys(
    path: Path, text: str, table: dict[str, Any], allowed: set[str], start: int
) -> None:
    for key in table:
        if key not in allowed:
            raise SourceError(
                path,
                _line_of(text, key, start),
                f"unknown key `{key}`: use {', '.join(sorted(allowed))}.",
            )


def _line_of(text: str, key: str, start: int) -> int:
    """Return the first line at or after ``start`` that mentions ``key`` as a word."""
    pattern = re.compile(rf"(?<![\w-]){re.escape(key)}(?![\w-])")
    for number, line in enumerate(text.splitlines(), 1):
        if number >= start and pattern.search(line):
            return number
    return start
