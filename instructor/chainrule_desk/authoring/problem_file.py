"""Read problems of the bank: py:percent text with Otter's markup in raw cells.

A problem file is a notebook as text. Its first cell is raw, starts with ``# PROBLEM`` and holds
YAML (title, problems that it builds on, solution lines that its prompts give away on purpose). The
cells before the first question introduce the problem; each ``# BEGIN QUESTION`` opens a part; cells
after a part's ``# END QUESTION`` are given code that belongs to that part.

Everything that is wrong with a file is refused here, with file, line and repair, because Otter
would drop it silently (two tests of one name) or fail later without saying where.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from fractions import Fraction
from math import inf
from pathlib import Path
from typing import Any

import jupytext
import yaml

from chainrule_desk.authoring import scale
from chainrule_desk.authoring.bank import Bounds, Cell, PartSource, Problem, Role, TestSource
from chainrule_desk.columns import RESERVED
from chainrule_desk.errors import SourceError
from chainrule_grader.homework import RubricItem

PROBLEM_KEYS = {"title", "builds_on", "public_lines", "held_out", "hands_in"}
QUESTION_KEYS = {
    "name", "points", "minutes", "manual", "word_limit", "hidden_checks", "rubric", "bounds",
}  # fmt: skip
TEST_KEYS = {"points", "hidden", "steps"}
RUBRIC_KEYS = {"id", "points", "text", "note"}
NAME = re.compile(r"[a-z][a-z0-9_]*")
FILE = re.compile(r"[a-z0-9][a-z0-9_-]*")
MARK = re.compile(r"#\s*(BEGIN|END)\s+(QUESTION|PROMPT|SOLUTION|TESTS)\s*$")
HEADING = re.compile(r"^(#{2,3})\s+(.+?)\s*$")
TEST_CONFIG = re.compile(r'"""\s*# BEGIN TEST CONFIG\n(.*?)"""\s*# END TEST CONFIG\n', re.DOTALL)


def read_problem(path: Path) -> Problem:
    """Read one problem file.

    Raises:
        SourceError: Where the file cannot be read, or breaks a rule of the format.
    """
    return _Reader(path).problem()


def split_cells(path: Path) -> list[tuple[str, str, int]]:
    """Return ``(kind, source, line)`` of every cell of a py:percent file.

    Raises:
        SourceError: If the file is not UTF-8 text, or has text before its first cell marker.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(path, 1, f"cannot be read as UTF-8 text ({error}).") from error
    lines = [i for i, line in enumerate(text.splitlines(), 1) if line.startswith("# %%")]
    cells = jupytext.reads(text, fmt="py:percent").cells
    if len(cells) != len(lines):
        raise SourceError(
            path, 1, "has text before its first `# %%` marker: put it into a cell of its own."
        )
    return [(cell.cell_type, cell.source, line) for cell, line in zip(cells, lines, strict=True)]


class _Reader:
    """Turn one file into a Problem; knows the place to blame."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = path.stem

    def problem(self) -> Problem:
        cells = split_cells(self.path)
        if not cells or cells[0][0] != "raw" or not cells[0][1].startswith("# PROBLEM"):
            raise SourceError(
                self.path, 1, "must begin with a raw cell whose first line is `# PROBLEM`."
            )
        head = self.settings(cells[0][1], cells[0][2], PROBLEM_KEYS)
        introduction, parts = self.body(cells[1:])
        if not parts:
            raise SourceError(self.path, 1, "has no part: add a `# BEGIN QUESTION` raw cell.")
        title = head.get("title")
        if not isinstance(title, str) or not title.strip():
            raise SourceError(self.path, cells[0][2], "the problem needs a `title`.")
        if introduction:
            self.heading(introduction[0], "##")
        return Problem(
            name=self.name,
            path=self.path,
            title=title.strip(),
            builds_on=tuple(head.get("builds_on") or ()),
            public_lines=tuple(head.get("public_lines") or ()),
            held_out=self.names(head, "held_out", cells[0][2]),
            hands_in=self.names(head, "hands_in", cells[0][2]),
            introduction=tuple(introduction),
            parts=tuple(parts),
        )

    def settings(self, source: str, line: int, allowed: set[str]) -> dict[str, Any]:
        """Read the YAML under a raw cell's first line."""
        try:
            settings = yaml.safe_load(source.partition("\n")[2]) or {}
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            # +1 for the opening quotes, +1 for the marker comment, +1 because marks count from 0
            where = line + (mark.line + 3 if mark else 0)
            what = getattr(error, "problem", None) or "it is not YAML"
            raise SourceError(self.path, where, f"settings cannot be read: {what}.") from error
        if not isinstance(settings, dict):
            raise SourceError(self.path, line, "settings must be lines of the form `key: value`.")
        for key in settings:
            if key not in allowed:
                raise SourceError(
                    self.path, line, f"unknown key `{key}`: use {', '.join(sorted(allowed))}."
                )
        return settings

    def names(self, settings: dict[str, Any], key: str, line: int) -> tuple[str, ...]:
        """Return names of files, which must be plain ones."""
        value = settings.get(key) or []
        if not isinstance(value, list) or not all(
            isinstance(name, str) and FILE.fullmatch(name) for name in value
        ):
            raise SourceError(
                self.path, line, f"`{key}` is {value!r}: write a list of names, such as [fit]."
            )
        return tuple(value)

    def heading(self, cell: Cell, level: str) -> str:
        """Return the title of a cell that must open with a heading of this level."""
        match = HEADING.match(cell.source.partition("\n")[0])
        if cell.kind != "markdown" or not match or match.group(1) != level:
            raise SourceError(
                self.path,
                cell.line,
                f"the first cell here must be markdown that opens with `{level} Title`: "
                "the assembler numbers it and writes points and time into it.",
            )
        return match.group(2)

    def body(self, cells: list[tuple[str, str, int]]) -> tuple[list[Cell], list[PartSource]]:
        introduction: list[Cell] = []
        parts: list[PartSource] = []
        given: list[Cell] = []
        stream = iter(cells)
        for kind, source, line in stream:
            mark = self.mark(kind, source, line)
            if mark is None:
                if kind == "raw":
                    raise SourceError(self.path, line, f"unknown raw cell {source[:40]!r}.")
                (given if parts else introduction).append(Cell(kind, source, line))
            elif mark == ("BEGIN", "QUESTION"):
                if parts:
                    parts[-1] = _with_given(parts[-1], given)
                    given = []
                part = self.part(source, line, stream)
                if any(part.name == other.name for other in parts):
                    raise SourceError(self.path, line, f"part `{part.name}` is defined twice.")
                parts.append(part)
            else:
                raise SourceError(
                    self.path, line, f"`# {' '.join(mark)}` stands outside of a question."
                )
        if parts:
            parts[-1] = _with_given(parts[-1], given)
        return introduction, parts

    def mark(self, kind: str, source: str, line: int) -> tuple[str, str] | None:
        match = MARK.match(source.partition("\n")[0])
        if match is None:
            return None
        if kind != "raw":
            raise SourceError(
                self.path, line, f"`{match.group(0)}` must stand in a raw cell: `# %% [raw]`."
            )
        return match.group(1), match.group(2)

    def part(self, source: str, line: int, stream: Iterator[tuple[str, str, int]]) -> PartSource:
        settings = self.settings(source, line, QUESTION_KEYS)
        cells: list[tuple[Role, Cell]] = []
        tests: list[TestSource] = []
        block: tuple[str, int] | None = None  # the open block and its line
        for kind, text, at in stream:
            mark = self.mark(kind, text, at)
            if mark is None:
                self.inside(block, Cell(kind, text, at), cells, tests)
            elif mark == ("END", "QUESTION"):
                if block:
                    raise SourceError(
                        self.path, block[1], f"`# BEGIN {block[0]}` has no `# END {block[0]}`."
                    )
                return self.finish(settings, line, cells, tests)
            elif mark[0] == "BEGIN":
                if block or mark[1] == "QUESTION":
                    open_name, open_line = block or ("QUESTION", line)
                    raise SourceError(
                        self.path,
                        at,
                        f"`# BEGIN {mark[1]}` inside the {open_name} block of line {open_line}: "
                        f"close that one first with `# END {open_name}`.",
                    )
                block = (mark[1], at)
            elif block and block[0] == mark[1]:
                block = None
            else:
                raise SourceError(
                    self.path, at, f"`# END {mark[1]}` closes nothing: no such block is open."
                )
        raise SourceError(self.path, line, "`# BEGIN QUESTION` has no `# END QUESTION`.")

    def inside(
        self,
        block: tuple[str, int] | None,
        cell: Cell,
        cells: list[tuple[Role, Cell]],
        tests: list[TestSource],
    ) -> None:
        if cell.kind == "raw":
            raise SourceError(self.path, cell.line, f"unknown raw cell {cell.source[:40]!r}.")
        if block is None:
            cells.append((Role.PROMPT, cell))
        elif block[0] == "TESTS":
            tests.append(self.test(cell))
        elif block[0] == "PROMPT":
            cells.append((Role.STUB, cell))
        else:
            self.balanced(cell)
            cells.append((Role.SOLUTION, cell))

    def balanced(self, cell: Cell) -> None:
        """Refuse solution comments that do not pair up: Otter would leak or eat what follows."""
        opened = 0
        for offset, text in enumerate(cell.source.splitlines(), 1):
            stripped = text.strip()
            line = cell.line + offset
            if stripped.startswith("# BEGIN SOLUTION"):
                if opened:
                    raise SourceError(
                        self.path, line, f"`# BEGIN SOLUTION` again; line {opened} opened one."
                    )
                opened = line
            elif stripped.startswith("# END SOLUTION"):
                if not opened:
                    raise SourceError(self.path, line, "`# END SOLUTION` closes nothing.")
                opened = 0
        if opened:
            raise SourceError(self.path, opened, "`# BEGIN SOLUTION` has no `# END SOLUTION`.")

    def test(self, cell: Cell) -> TestSource:
        match = TEST_CONFIG.match(cell.source)
        if cell.kind != "code" or match is None:
            raise SourceError(
                self.path,
                cell.line,
                'a test is a code cell that opens with `""" # BEGIN TEST CONFIG`, its points, and '
                '`""" # END TEST CONFIG`.',
            )
        settings = self.settings("\n" + match.group(1), cell.line - 1, TEST_KEYS)
        source = cell.source[match.end() :].strip("\n")
        try:
            body = ast.parse(source).body
        except SyntaxError as error:
            at = cell.line + cell.source[: match.end()].count("\n") + (error.lineno or 1)
            raise SourceError(self.path, at, f"the test is not Python: {error.msg}.") from error
        if len(body) != 1 or not isinstance(body[0], ast.FunctionDef):
            raise SourceError(
                self.path, cell.line, "a test cell holds exactly one function and nothing else."
            )
        function = body[0]
        rule = (ast.get_docstring(function) or "").strip()
        if not rule:
            raise SourceError(
                self.path,
                cell.line,
                f"test `{function.name}` needs a docstring: the rule it tests.",
            )
        return TestSource(
            name=function.name,
            points=self.points(settings, cell.line, f"test `{function.name}`"),
            hidden=bool(settings.get("hidden", False)),
            rule=rule.partition("\n")[0],
            source=source,
            line=cell.line,
            steps=self.steps(settings, cell.line, function.name, rule, source),
        )

    def steps(
        self, settings: dict[str, Any], line: int, name: str, rule: str, source: str
    ) -> int | None:
        """Return how many steps a test's scale has; ``None`` if the test is none."""
        steps = self.whole(settings, "steps", line)
        if steps is None:
            return None
        if settings.get("hidden") is not True:
            raise SourceError(
                self.path,
                line,
                f"test `{name}` is a scale of {steps} steps: add `hidden: true`, because students "
                f"would read {steps} results of one measurement.",
            )
        said = scale.mentions(rule.partition("\n")[0], scale.BOUND)
        if not said or not scale.mentions(source.replace(rule, ""), scale.BOUND):
            raise SourceError(
                self.path,
                line,
                f"test `{name}` has steps: write `{scale.BOUND}` where each step has its own "
                "bound, in the first line of the docstring and in the code.",
            )
        return steps

    def points(self, settings: dict[str, Any], line: int, of: str) -> Fraction:
        value = settings.get("points")
        if value is None:
            raise SourceError(self.path, line, f"{of} has no points: add `points: 1`.")
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < inf:
            raise SourceError(
                self.path, line, f"{of} has points {value!r}: a number of at least 0 is needed."
            )
        return Fraction(str(value))

    def finish(
        self,
        settings: dict[str, Any],
        line: int,
        cells: list[tuple[Role, Cell]],
        tests: list[TestSource],
    ) -> PartSource:
        name = settings.get("name")
        if not isinstance(name, str) or not NAME.fullmatch(name):
            raise SourceError(
                self.path, line, f"part name {name!r}: use lower case, digits and underscores."
            )
        if name in RESERVED:
            raise SourceError(
                self.path,
                line,
                f"part `{name}` is named like a column of the grade sheet: rename it.",
            )
        points = self.points(settings, line, f"part `{name}`")
        if not cells:
            raise SourceError(self.path, line, f"part `{name}` has no prompt.")
        title = self.heading(cells[0][1], "###")
        manual = bool(settings.get("manual", False))
        rubric = self.rubric(settings, line, name)
        hidden_checks = str(settings.get("hidden_checks") or "").strip()
        if any(mark in hidden_checks for mark in '"\\\n'):
            raise SourceError(
                self.path,
                line,
                "`hidden_checks` is one line without quotation marks or backslashes.",
            )
        if manual and (tests or not rubric):
            raise SourceError(
                self.path, line, f"manual part `{name}` needs a rubric, and no tests."
            )
        if not manual and (rubric or not tests):
            raise SourceError(
                self.path, line, f"automatic part `{name}` needs tests, and no rubric."
            )
        self.one_answer(name, line, manual, cells)
        self.add_up(name, line, points, tests, rubric)
        bounds = self.bounds(settings, line, name, cells, tests)
        return PartSource(
            name=name,
            title=title,
            points=points,
            minutes=self.whole(settings, "minutes", line) or 0,
            manual=manual,
            word_limit=self.whole(settings, "word_limit", line),
            hidden_checks=hidden_checks,
            rubric=rubric,
            cells=tuple(cells),
            tests=tuple(tests),
            given=(),
            line=line,
            bounds=bounds,
        )

    def bounds(
        self,
        settings: dict[str, Any],
        line: int,
        name: str,
        cells: list[tuple[Role, Cell]],
        tests: list[TestSource],
    ) -> Bounds | None:
        """Return the bounds of a part's scale, which its prompt must tell."""
        scales = [test for test in tests if test.steps is not None]
        if not scales:
            if "bounds" in settings:
                raise SourceError(
                    self.path,
                    line,
                    f"part `{name}` has bounds and no scale: give one of its tests `steps: 10`.",
                )
            return None
        if len(scales) > 1:
            raise SourceError(
                self.path,
                scales[1].line,
                f"part `{name}` has two scales, `{scales[0].name}` and `{scales[1].name}`, for one "
                "pair of bounds: make one of them a part of its own.",
            )
        if "bounds" not in settings:
            raise SourceError(
                self.path,
                line,
                f"test `{scales[0].name}` of part `{name}` is a scale and has no bounds: add "
                "`bounds: [0.6, 0.85]`.",
            )
        try:
            bounds = scale.read_bounds(settings["bounds"])
        except ValueError as error:
            raise SourceError(self.path, line, f"the bounds of part `{name}` {error}.") from error
        prompt = "\n".join(cell.source for role, cell in cells if role is Role.PROMPT)
        for word in scale.IN_PROMPT:
            if not scale.mentions(prompt, word):
                raise SourceError(
                    self.path,
                    cells[0][1].line,
                    f"the prompt of part `{name}` does not tell its bounds: write `{word}` where "
                    "this one belongs.",
                )
        return bounds

    def one_answer(
        self, name: str, line: int, manual: bool, cells: list[tuple[Role, Cell]]
    ) -> None:
        """Hold a part to one answer cell: graders, samples and variants replace just that one."""
        kind = "markdown" if manual else "code"
        solutions = [cell for role, cell in cells if role is Role.SOLUTION]
        if [cell.kind for cell in solutions] != [kind]:
            raise SourceError(
                self.path,
                solutions[-1].line if solutions else line,
                f"part `{name}` needs exactly one {kind} cell between `# BEGIN SOLUTION` and "
                f"`# END SOLUTION`, and has "
                + (", ".join(cell.kind for cell in solutions) or "none")
                + ".",
            )
        stubs = [cell for role, cell in cells if role is Role.STUB]
        if stubs and (not manual or [cell.kind for cell in stubs] != ["markdown"]):
            raise SourceError(
                self.path,
                stubs[0].line,
                f"part `{name}`: a `# BEGIN PROMPT` block holds one markdown cell of a manual "
                "part; code answers get their stub from the solution.",
            )

    def whole(self, settings: dict[str, Any], key: str, line: int) -> int | None:
        value = settings.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            raise SourceError(self.path, line, f"`{key}` is {value!r}: a whole number is needed.")
        return value

    def rubric(self, settings: dict[str, Any], line: int, part: str) -> tuple[RubricItem, ...]:
        items: list[RubricItem] = []
        for entry in settings.get("rubric") or []:
            if not isinstance(entry, dict) or not {"id", "points", "text"} <= set(entry):
                raise SourceError(
                    self.path, line, f"a rubric item of `{part}` needs id, points and text."
                )
            if unknown := set(entry) - RUBRIC_KEYS:
                raise SourceError(
                    self.path,
                    line,
                    f"a rubric item of `{part}` has unknown keys {sorted(unknown)}.",
                )
            if any(item.id == entry["id"] for item in items):
                raise SourceError(self.path, line, f"rubric item `{entry['id']}` appears twice.")
            items.append(
                RubricItem(
                    id=str(entry["id"]),
                    points=float(self.points(entry, line, f"rubric item `{entry['id']}`")),
                    text=" ".join(str(entry["text"]).split()),
                    note=" ".join(str(entry.get("note") or "").split()),
                )
            )
        return tuple(items)

    def add_up(
        self,
        name: str,
        line: int,
        points: Fraction,
        tests: list[TestSource],
        rubric: tuple[RubricItem, ...],
    ) -> None:
        seen: dict[str, int] = {}
        for test in tests:
            if test.name in seen:
                raise SourceError(
                    self.path,
                    test.line,
                    f"test `{test.name}` of part `{name}` is already defined at line "
                    f"{seen[test.name]}: Otter would run one of them only. Rename it.",
                )
            seen[test.name] = test.line
        if tests and not any(test.hidden is False for test in tests):
            raise SourceError(
                self.path, line, f"part `{name}` has no public test: students would get no answer."
            )
        what = "rubric items" if rubric else "tests"
        total = sum(
            [Fraction(str(item.points)) for item in rubric] or [test.points for test in tests],
            Fraction(0),
        )
        if total != points:
            raise SourceError(
                self.path,
                line,
                f"the {what} of part `{name}` add up to {float(total):g} points, the part has "
                f"{float(points):g}: change one of them.",
            )


def _with_given(part: PartSource, given: list[Cell]) -> PartSource:
    return PartSource(**{**part.__dict__, "given": tuple(given)})
