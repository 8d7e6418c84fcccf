"""Read the cells that hold a part's tests: one function each, with points and the rule it tests."""

from __future__ import annotations

import ast
import re
from typing import Any

from chainrule_desk.authoring import scale
from chainrule_desk.authoring.bank import Cell, TestSource
from chainrule_desk.authoring.settings import SettingsReader
from chainrule_desk.errors import SourceError

TEST_KEYS = {"points", "hidden", "steps"}
TEST_CONFIG = re.compile(r'"""\s*# BEGIN TEST CONFIG\n(.*?)"""\s*# END TEST CONFIG\n', re.DOTALL)


class TestReader(SettingsReader):
    """Read the test cells of one problem file."""

    __test__ = False  # not a pytest class

    def test(self, cell: Cell) -> TestSource:
        """Return the test of a cell.

        Raises:
            SourceError: If it is not one function with points and a docstring.
        """
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
