"""A cell is read as IPython reads it, and what it cannot read is told with line and reason."""

from __future__ import annotations

import ast

import pytest

from chainrule import cell_code


@pytest.mark.parametrize(
    "source",
    [
        "%matplotlib inline\nx = 1",
        "%%time\nx = 1",
        "%%bash\nls (",
        "!ls -l\nfiles = !ls",
        "y = %time f(x)",
        "print?",
        "await fetch()",
        "async with lock:\n    pass",
        "  x = 1\n  y = 2",
        "x = (a\n    % b)",
        'r = "\\d"',
        "",
    ],
)
def test_what_a_notebook_may_hold_is_no_fault(source: str) -> None:
    """Magics, shell lines, questions, indented cells and a top-level await run in IPython."""
    assert cell_code.fault(source) is None


@pytest.mark.parametrize(
    ("source", "line", "reason"),
    [
        ("W = [\n    1\n...\nb = 2", 1, "'[' was never closed"),
        ("\n \nx = (", 3, "'(' was never closed"),
        ("%%time\nx = 1\ny = (", 3, "'(' was never closed"),
        ("def f():\nreturn 3", 2, "expected an indented block"),
        ("return 3", 1, "'return' outside function"),
        ("x = 1\x00", 1, "null"),
        ("(" * 500, 1, "nested"),
    ],
)
def test_a_fault_has_line_and_reason(source: str, line: int, reason: str) -> None:
    """Lines are counted as the student sees them, empty ones and magics at the top too."""
    found = cell_code.fault(source)
    assert found is not None and found.line == line and reason in found.reason


def test_code_under_a_magic_is_looked_at() -> None:
    """A stub under `%%time` is a stub, and its line is that of the cell."""
    (statement,) = cell_code.parse("%%time\nx = ...").body
    assert isinstance(statement, ast.Assign) and statement.lineno == 2
