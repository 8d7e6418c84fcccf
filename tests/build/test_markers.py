"""A solution marker covers whole statements or nothing, and leaves what students can read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from otter.assign.solutions import remove_ignored_lines, replace_solutions

from chainrule_desk.authoring import bank, markers
from chainrule_desk.authoring.bank import Cell, Role
from chainrule_desk.authoring.problem_file import read_problem
from chainrule_desk.authoring.recipe import read_recipe
from chainrule_desk.composing.assemble import assemble
from chainrule_desk.errors import SourceError
from chainrule_desk.project import Project

# what it does: (the cell, what students get)
WHOLE = {
    "a line": ("x = 1  # SOLUTION", "x = ..."),
    "two statements on a line": ("x = 1; y = 2  # SOLUTION", "x = ..."),
    "an entry, from entries": ("y[i], z = f(x[i]), g(y[j])  # SOLUTION", "y[i], z = ..."),
    "two names at once": ("a[0] = b.c = x + 1  # SOLUTION", "a[0] = ..."),
    "a value given back": ("def f():\n    return 3  # SOLUTION", "def f():\n    ..."),
    "lines left out": (
        "x = [  # SOLUTION NO PROMPT\n    1  # SOLUTION NO PROMPT\n]  # SOLUTION NO PROMPT\ny = 1",
        "y = 1",
    ),
    "a block": ("# BEGIN SOLUTION\nx = [\n    1\n]\n# END SOLUTION\nprint(x)", "...\nprint(x)"),
    "a block with a comment on the solution": (
        "# BEGIN SOLUTION\n# The solution: take the mean\nx = 1\n# END SOLUTION", "...",
    ),
    "the body of a function, docstring and all": (
        "def f():\n    # BEGIN SOLUTION\n    '''doc'''\n    return 1\n    # END SOLUTION",
        "def f():\n    ...",
    ),
    "the body of an elif": (
        "if a:\n    x = 1\nelif b:\n    # BEGIN SOLUTION\n    x = 2\n    # END SOLUTION",
        "if a:\n    x = 1\nelif b:\n    ...",
    ),
    "the body of an except": (
        "try:\n    x = 1\nexcept E:\n    # BEGIN SOLUTION\n    pass\n    # END SOLUTION",
        "try:\n    x = 1\nexcept E:\n    ...",
    ),
    "entries of a class": (
        "class A:\n    x: int = 3  # SOLUTION\n    y = 1", "class A:\n    ...\n    y = 1",
    ),
    "a prompt written out": (
        'x = 3  # SOLUTION NO PROMPT\n""" # BEGIN PROMPT\nx = ...\n"""; # END PROMPT', "x = ...",
    ),
    "a line between magics": ("%matplotlib inline\n!ls\nx = 1  # SOLUTION",
                              "%matplotlib inline\n!ls\nx = ..."),
}  # fmt: skip

# what it does: (the cell, the line to blame, words of the message)
REFUSED = {
    "the last line of three": (
        "def f():\n    W = [\n        1\n    ]  # SOLUTION\n    return W", 4, "from line 2 to line",
    ),
    "every line of three": (
        "W = [  # SOLUTION\n    1  # SOLUTION\n]  # SOLUTION", 1, "leaves a `...` for each",
    ),
    "a block within brackets": (
        "W = [\n    # BEGIN SOLUTION\n    1,\n    # END SOLUTION\n]", 3, "a part of a statement",
    ),
    "a block that begins within a statement": (
        "W = [\n    # BEGIN SOLUTION\n    1,\n]\nx = 1\n# END SOLUTION", 3, "a part of a statement",
    ),
    "the head of a loop": ("for i in x:  # SOLUTION\n    print(i)", 1, "a part of a statement"),
    "a head over lines": (
        "with a as b, \\\n     c as d:  # SOLUTION\n    pass", 2, "a part of a statement",
    ),
    "a decorator": ("@cache  # SOLUTION\ndef f():\n    return 1", 1, "a part of a statement"),
    "an else": (
        "if a:\n    x = 1\n# BEGIN SOLUTION\nelse:\n    x = 2\n# END SOLUTION", 4, "a part of",
    ),
    "an elif": (
        "if a:\n    x = 1\n# BEGIN SOLUTION\nelif b:\n    x = 2\n# END SOLUTION", 4, "a part of",
    ),
    "an except": (
        "try:\n    x = 1\n# BEGIN SOLUTION\nexcept E:\n    pass\n# END SOLUTION", 4, "a part of",
    ),
    "a case": (
        "match x:\n    case 1:\n        y = 2\n    case 2:  # SOLUTION\n        y = 2", 4, "part",
    ),
    "a line of a string": ('x = """\nabc  # SOLUTION\n"""', 2, "a part of a statement"),
    "a line of a docstring": (
        'def f():\n    """Doc.\n    abc # SOLUTION\n    """\n    x = 1', 3, "a part of a statement",
    ),
    "the second line of a sum": ("x = 1 + \\\n  2  # SOLUTION", 2, "a part of a statement"),
    "a line that Otter leaves out": ("x = [\n1] # IGNORE", 2, "a part of a statement"),
    "a line of a seed": ("x = f(\n  1)  # SEED", 2, "a part of a statement"),
    "a statement under a magic": ("%%time\nx = [\n1]  # SOLUTION", 3, "a part of a statement"),
    "all of a function": (
        "def f():\n    x = 1  # SOLUTION NO PROMPT", 1, "expected an indented block",
    ),
    "all of a loop": (
        "for i in x:\n    # BEGIN SOLUTION NO PROMPT\n    x = 1\n    # END SOLUTION\ny = 3", 5,
        "expected an indented block after 'for' statement on line 1 of the cell",
    ),
    "a block out of place": (
        "def f():\n    y = 1\n# BEGIN SOLUTION\n    x = 1\n# END SOLUTION\n    return x", 6,
        "unexpected indent",
    ),
    "a comparison of entries": (
        "mask[i] = x[i] == 0  # SOLUTION", 1, "leave `mask[i] = x[i] = ...`",
    ),
    "two entries on a line": (
        "g['W'] = x.T @ d; g['b'] = d.sum(0)  # SOLUTION", 1,
        "leave `g['W'] = x.T @ d; g['b'] = ...`",
    ),
    "an entry with a named argument": (
        "y[i] = f(a=b[i], c=3)  # SOLUTION", 1, "leave `y[i] = f(a=b[i], c= ...`",
    ),
    "small letters": ("x = 1  # solution", 1, "looks like a solution marker"),
    "a space too many": ("x = 1  #  SOLUTION", 1, "looks like a solution marker"),
    "a begin after code": (
        "x = 1  # BEGIN SOLUTION\ny = 1\n# END SOLUTION", 1, "looks like a solution marker",
    ),
    "words after it": ("x = 1  # SOLUTION: the mean", 1, "looks like a solution marker"),
    "a string that reads like it": ('print("# SOLUTION")', 1, "looks like a solution marker"),
    "a solution that is no Python": ("x = (", 1, "the cell is not Python"),
}  # fmt: skip


@pytest.mark.parametrize("what", WHOLE)
def test_whole_statements_are_taken(what: str) -> None:
    """Students get a stub for each, or nothing, and Otter agrees on what."""
    source, shown = WHOLE[what]
    assert list(markers.faults(source, answer=True)) == []
    assert markers.released(source, answer=True)[0] == shown
    assert "\n".join(replace_solutions(source.split("\n"), "python")) == shown


@pytest.mark.parametrize("what", REFUSED)
def test_a_marker_is_refused_over(what: str) -> None:
    """The line is that of the cell, and the message says what is wrong with it."""
    source, line, words = REFUSED[what]
    first, *_ = markers.faults(source, answer=True)
    assert first.line == line and words in first.message


def test_a_marker_in_a_given_cell_is_refused() -> None:
    """Otter strips solution cells alone: students would get the line as it is."""
    (found,) = markers.faults("y = 2\nx = 1  # SOLUTION", answer=False)
    assert found.line == 2 and "students would get the cell" in found.message


def test_a_given_cell_may_speak_of_a_solution() -> None:
    """A comment in plain words is no marker."""
    assert list(markers.faults("x = 1  # solution", answer=False)) == []


def cells(project: Project) -> Iterator[tuple[Path, bool, Cell]]:
    for name in bank.names(project.questions):
        problem = read_problem(project.questions / f"{name}.py")
        for cell in problem.introduction:
            yield problem.path, False, cell
        for part in problem.parts:
            for role, cell in part.cells:
                yield problem.path, role is Role.SOLUTION, cell
            for cell in part.given:
                yield problem.path, False, cell


def test_the_whole_bank_is_stripped_as_otter_strips_it(repository: Project) -> None:
    """Every code cell of every problem, line by line."""
    seen = 0
    for path, answer, cell in cells(repository):
        if cell.kind == "code":
            lines = remove_ignored_lines(cell.source.split("\n"))
            lines = replace_solutions(lines, "python") if answer else lines
            shown, _ = markers.released(cell.source, answer=answer)
            assert shown == "\n".join(lines), f"{path}:{cell.line}"
            seen += 1
    assert seen > 100


def test_assemble_refuses_with_the_line_of_the_problem_file(project: Project) -> None:
    """The line of the marker in the file, not in the cell."""
    path = project.questions / "squares.py"
    torn = "    answer = [\n        x * x\n    ]  # SOLUTION\n    return answer[0]\n"
    text = path.read_text()
    start, end = text.index("    # BEGIN SOLUTION"), text.index("    # END SOLUTION\n")
    path.write_text(text[:start] + torn + text[end:].removeprefix("    # END SOLUTION\n"))
    with pytest.raises(SourceError, match="a part of a statement") as caught:
        assemble(project, read_recipe(project.recipe("tiny")))
    assert path.read_text().splitlines()[caught.value.line - 1] == "    ]  # SOLUTION"
    assert caught.value.path == path
