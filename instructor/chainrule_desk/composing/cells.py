"""Write the cells of a master: headings with numbers, points and times, Otter's markup, figures."""

from __future__ import annotations

import base64
import mimetypes
import re
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell

from chainrule import held_out
from chainrule_desk.authoring.bank import Cell, PartSource, Problem, Role
from chainrule_desk.authoring.recipe import Recipe
from chainrule_desk.composing.requirements import GRADER_PACKAGES, requirements
from chainrule_desk.errors import SourceError
from chainrule_grader.homework import Homework, Part

Notebook = Any  # nbformat.NotebookNode, which ships no types

ANSWER_PLACEHOLDER = "_Type your answer here, replacing this text._"
IMAGE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")


def amount(points: Fraction | float, bonus: bool = False) -> str:
    """Return points as people write them, such as ``"1 point"`` or ``"2.5 bonus points"``."""
    word = "bonus point" if bonus else "point"
    return f"{float(points):g} {word}" + ("" if points == 1 else "s")


def _raw(first_line: str, settings: dict[str, Any] | None = None) -> Notebook:
    text = yaml.safe_dump(settings, sort_keys=False, allow_unicode=True) if settings else ""
    return new_raw_cell(f"{first_line}\n{text}".strip())


def held_out_files(problems: Iterable[Problem]) -> dict[str, Path]:
    """Return held-out sets by the name of their file in the bundle, and where each lies.

    Raises:
        SourceError: If one is missing.
    """
    found: dict[str, Path] = {}
    for problem in problems:
        for name in problem.held_out:
            path = problem.path.parent.parent / "held_out" / f"{name}.png"
            if not path.is_file():
                raise SourceError(
                    problem.path, 1, f"held-out set `{name}` is missing: {path} is not there."
                )
            found[held_out.file_name(name)] = path
    return found


def config(recipe: Recipe, problems: list[Problem]) -> Notebook:
    """Return the cell that tells Otter about the assignment."""
    kept_back = held_out_files(problems)
    return _raw(
        "# ASSIGNMENT CONFIG",
        {
            "name": recipe.id,
            "files": ["chainrule"],
            **({"autograder_files": list(kept_back)} if kept_back else {}),
            # Otter would grade the solution without its records; `chainrule build` has them.
            **({"run_tests": False} if any(problem.hands_in for problem in problems) else {}),
            "requirements": requirements(GRADER_PACKAGES),
            "tests": {"ok_format": False},
            # The kit opens Otter's grader, whatever the notebook is called, and exports with a
            # PDF that needs no LaTeX.
            "init_cell": False,
            "export_cell": False,
        },
    )


def opening(recipe: Recipe, homework: Homework, problems: Iterable[Problem]) -> list[Notebook]:
    """Return what a homework opens with: title, guide, honour statement, the first code cell."""
    rows = []
    for number, problem in enumerate(problems, 1):
        parts = [part for part in homework.parts if part.problem == problem.name]
        minutes = _minutes(problem, parts)
        rows.append(f"| {number} | {problem.title} | {_worth(parts)} | {minutes} min |")
    total = amount(homework.points)
    if homework.bonus_points:
        total += f" and {amount(homework.bonus_points, bonus=True)}"
    table = "\n".join(["| | problem | worth | about |", "|-:|:--|:--|--:|", *rows])
    introduction = f"{recipe.introduction}\n\n" if recipe.introduction else ""
    welcome = new_markdown_cell(f"# {recipe.title}\n\n{introduction}{table}\n\nIn all: {total}.")
    guide = new_markdown_cell(
        "**How it works.** Write your answers where you find `...` or *Type your answer here*, and "
        "leave the other cells as they are. Run the cells from top to bottom. Every automatic part "
        "ends with a check that answers at once and as often as you like. When you hand in, hidden "
        "checks look closer, at what each check announces, so passing the public ones is a good "
        "sign and not yet the whole grade.",
        metadata={"chainrule": {"role": "guide"}},
    )
    honour = new_markdown_cell(
        "**Honour statement.** You may talk about the ideas with others and look things up, if you "
        "say so here. What you write below, text and code, is your own.\n\n"
        "- Name: _your name_\n"
        "- Student id: _your id_\n"
        "- I worked with: _names, or nobody_\n"
        "- Sources beyond the lectures, tools included: _what, and for which part_",
        metadata={"chainrule": {"role": "honour"}},
    )
    opening = new_code_cell(
        "# Run this cell first: it checks your environment and opens the grader.\n"
        "from chainrule.opening import start\n\n"
        f'grader = start("{homework.id}")'
    )
    return [welcome, guide, honour, opening]


def closing() -> list[Notebook]:
    """Return what a homework ends with: how to hand in."""
    hand_in = new_markdown_cell(
        "## Hand in\n\n"
        "Run the notebook once more from top to bottom (Kernel → Restart Kernel and Run All "
        "Cells), save it, then run the last cell. It lists what seems to be missing, makes a PDF, "
        "and writes the one zip that you hand in. You may run it as often as you like; the newest "
        "zip counts.",
        metadata={"chainrule": {"role": "guide"}},
    )
    export = new_code_cell("from chainrule.export import submit\n\nsubmit(grader);")
    return [hand_in, export]


def problem_cells(
    number: int, problem: Problem, parts: list[tuple[PartSource, Part]]
) -> list[Notebook]:
    """Return the cells of a problem, with the chosen parts.

    Raises:
        SourceError: If a figure cannot be shown.
    """
    worth = _worth([part for _, part in parts])
    minutes = _minutes(problem, [part for _, part in parts])
    heading = f"## {number}. {problem.title} ({worth}, about {minutes} minutes)"
    introduction = list(problem.introduction)
    if introduction:
        introduction[0] = _retitled(introduction[0], heading)
    else:
        introduction = [Cell("markdown", heading, 1)]
    cells = [_plain(problem, cell) for cell in introduction]
    for source, part in parts:
        cells += _part_cells(problem, source, part)
        cells += [_plain(problem, cell) for cell in source.given]
    return cells


def _part_cells(problem: Problem, source: PartSource, part: Part) -> list[Notebook]:
    time = f", about {source.minutes} minutes" if source.minutes else ""
    heading = f"### {part.label} {part.title} ({amount(part.points, part.bonus)}{time})"
    question: dict[str, Any] = {"name": part.name}
    if part.manual:
        question["manual"] = True
        question["points"] = part.points
    else:
        # Otter compares this with the sum of the tests' floats, added in this order.
        question["points"] = sum(test.points for test in part.tests)
    cells = [_raw("# BEGIN QUESTION", question)]
    prompts = [cell for role, cell in source.cells if role is Role.PROMPT]
    prompts[0] = _retitled(prompts[0], heading)
    cells += [_plain(problem, cell, part=part.name, role="prompt") for cell in prompts]
    stubs = [cell for role, cell in source.cells if role is Role.STUB]
    if part.manual and not stubs:
        limit = f" _At most {part.word_limit} words._" if part.word_limit else ""
        stubs = [Cell("markdown", ANSWER_PLACEHOLDER + limit, source.line)]
    if stubs:
        cells.append(_raw("# BEGIN PROMPT"))
        cells += [_plain(problem, cell, part=part.name, role="answer") for cell in stubs]
        cells.append(_raw("# END PROMPT"))
    cells.append(_raw("# BEGIN SOLUTION"))
    cells += [
        _plain(problem, cell, part=part.name, role="answer")
        for role, cell in source.cells
        if role is Role.SOLUTION
    ]
    cells.append(_raw("# END SOLUTION"))
    if part.tests:
        cells.append(_raw("# BEGIN TESTS"))
        cells += _test_cells(source, part)
        cells.append(_raw("# END TESTS"))
    cells.append(_raw("# END QUESTION"))
    return cells


def _test_cells(source: PartSource, part: Part) -> list[Notebook]:
    last_public = max(i for i, test in enumerate(part.tests) if not test.hidden)
    cells = []
    for position, (written, test) in enumerate(zip(source.tests, part.tests, strict=True)):
        config: dict[str, Any] = {"points": test.points, "hidden": test.hidden}
        if position == last_public and source.hidden_checks:
            config["success_message"] = (
                f"{_last_of(sum(not test.hidden for test in part.tests))} "
                f"Hidden checks also look at: {source.hidden_checks}."
            )
        text = yaml.safe_dump(config, sort_keys=False, allow_unicode=True, width=10_000)
        cells.append(
            new_code_cell(
                f'""" # BEGIN TEST CONFIG\n{text}""" # END TEST CONFIG\n{written.source}\n'
            )
        )
    return cells


def _last_of(public: int) -> str:
    """Say that no public check follows, in words that hold whether earlier ones passed or not."""
    return (
        "This was the only public check."
        if public == 1
        else f"These were all {public} public checks."
    )


def _retitled(cell: Cell, heading: str) -> Cell:
    _, newline, rest = cell.source.partition("\n")
    return replace(cell, source=heading + newline + rest)


def _plain(problem: Problem, cell: Cell, **facts: str) -> Notebook:
    metadata = {"chainrule": facts} if facts else {}
    if cell.kind == "code":
        return new_code_cell(cell.source, metadata=metadata)
    source, attachments = _embedded(problem, cell)
    made = new_markdown_cell(source, metadata=metadata)
    if attachments:
        made["attachments"] = attachments
    return made


def _embedded(problem: Problem, cell: Cell) -> tuple[str, dict[str, dict[str, str]]]:
    """Turn links to figures into attachments, so that a release is one file."""
    attachments: dict[str, dict[str, str]] = {}

    def attach(match: re.Match[str]) -> str:
        alt, target = match.group(1), match.group(2)
        if target.startswith(("http:", "https:", "data:", "attachment:")):
            return match.group(0)
        figure = (problem.path.parent / target).resolve()
        line = cell.line + 1 + cell.source[: match.start()].count("\n")
        kind = mimetypes.guess_type(figure.name)[0]
        if not figure.is_file() or kind is None or not kind.startswith("image/"):
            raise SourceError(
                problem.path, line, f"figure `{target}` is not an image in {figure.parent}."
            )
        if kind == "image/svg+xml":
            raise SourceError(
                problem.path,
                line,
                f"figure `{target}` is SVG, which JupyterLab does not show when it is attached: "
                "link a PNG and keep the SVG beside it.",
            )
        data = base64.b64encode(figure.read_bytes()).decode("ascii")
        attachments[figure.name] = {kind: data}
        return f"![{alt}](attachment:{figure.name})"

    return IMAGE.sub(attach, cell.source), attachments


def _worth(parts: list[Part]) -> str:
    regular = sum(Fraction(str(part.points)) for part in parts if not part.bonus)
    bonus = sum(Fraction(str(part.points)) for part in parts if part.bonus)
    if bonus and not regular:
        return amount(bonus, bonus=True)
    return amount(regular) + (f" and {amount(bonus, bonus=True)}" if bonus else "")


def _minutes(problem: Problem, parts: list[Part]) -> int:
    chosen = {part.name for part in parts}
    return sum(source.minutes for source in problem.parts if source.name in chosen)
