"""Read problems of the bank: py:percent text with Otter's markup in raw cells.

A problem file is a notebook as text. Its first cell is raw, starts with ``# PROBLEM`` and holds
YAML (title, problems that it builds on, what it gives away on purpose and why). The cells before
the first question introduce the problem; each ``# BEGIN QUESTION`` opens a part; cells after a
part's ``# END QUESTION`` are given code that belongs to that part.

Everything that is wrong with a file is refused here, with file, line and repair, because Otter
would drop it silently (two tests of one name) or fail later without saying where.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import jupytext

from chainrule_desk.authoring import markers, scale
from chainrule_desk.authoring.bank import (
    Bounds,
    Cell,
    PartSource,
    Problem,
    Role,
    TestSource,
    first_line,
)
from chainrule_desk.authoring.settings import SettingsReader
from chainrule_desk.authoring.test_cells import TestReader
from chainrule_desk.columns import RESERVED
from chainrule_desk.errors import SourceError
from chainrule_grader.homework import RubricItem

PROBLEM_KEYS = {"title", "builds_on", "public_lines", "waits", "held_out", "hands_in"}
QUESTION_KEYS = {
    "name", "points", "minutes", "manual", "word_limit", "hidden_checks", "rubric", "bounds",
}  # fmt: skip
RUBRIC_KEYS = {"id", "points", "text", "note"}
NAME = re.compile(r"[a-z][a-z0-9_]*")
MARK = re.compile(r"#\s*(BEGIN|END)\s+(QUESTION|PROMPT|SOLUTION|TESTS)\s*$")
HEADING = re.compile(r"^(#{2,3})\s+(.+?)\s*$")


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


class _Reader(SettingsReader):
    """Turn one file into a Problem; knows the place to blame."""

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
        public_lines, waits = (
            self.reasons(head, key, cells[0][2]) for key in ("public_lines", "waits")
        )
        self.no_idle_exceptions(cells[0][2], public_lines, waits, introduction, parts)
        return Problem(
            name=self.path.stem,
            path=self.path,
            title=title.strip(),
            builds_on=tuple(head.get("builds_on") or ()),
            public_lines=public_lines,
            waits=waits,
            held_out=self.names(head, "held_out", cells[0][2]),
            hands_in=self.names(head, "hands_in", cells[0][2]),
            introduction=tuple(introduction),
            parts=tuple(parts),
        )

    def no_idle_exceptions(
        self,
        line: int,
        public_lines: Iterable[str],
        waits: Iterable[str],
        introduction: list[Cell],
        parts: list[PartSource],
    ) -> None:
        """Refuse exceptions from a rule that except nothing: what they named was changed since."""
        cells = [cell for part in parts for _, cell in part.cells]
        given = [*introduction, *(cell for part in parts for cell in part.given), *cells]
        first_lines = {first_line(cell.source) for cell in given if cell.kind == "code"}
        answers = "".join(
            "".join(cell.source.split())
            for part in parts
            for role, cell in part.cells
            if role is Role.SOLUTION
        )
        for text in public_lines:
            if "".join(text.split()) not in answers:
                raise SourceError(
                    self.path, line, f"`public_lines` names `{text}`, which no solution holds."
                )
        for text in waits:
            if text not in first_lines:
                raise SourceError(
                    self.path, line, f"`waits` names `{text}`, with which no code cell begins."
                )

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
                cell = Cell(kind, source, line)
                self.whole_statements(cell, answer=False)
                (given if parts else introduction).append(cell)
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
            self.whole_statements(cell, answer=False)
            cells.append((Role.PROMPT, cell))
        elif block[0] == "TESTS":
            tests.append(TestReader(self.path).test(cell))
        elif block[0] == "PROMPT":
            cells.append((Role.STUB, cell))
        else:
            self.whole_statements(cell, answer=True)
            cells.append((Role.SOLUTION, cell))

    def whole_statements(self, cell: Cell, *, answer: bool) -> None:
        """Refuse markers that tear a statement, and what they leave where it does not parse."""
        if cell.kind == "code":
            for fault in markers.faults(cell.source, answer=answer):
                raise SourceError(self.path, cell.line + fault.line, fault.message)

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
