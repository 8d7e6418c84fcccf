"""Assemble a homework: problems of the bank + a recipe -> a master notebook for `otter assign`.

The assembler numbers problems and parts, writes points and times into their headings, scales the
points of tests and rubric items to the recipe's, embeds figures, and opens the homework with title,
instructions and honour statement. It adds nothing that Otter would not understand: `otter assign`
on the master works by hand.
"""

from __future__ import annotations

import base64
import mimetypes
import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import nbformat
import yaml
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell

from chainrule import held_out
from chainrule_desk.authoring import bank, scale
from chainrule_desk.authoring.bank import Cell, PartSource, Problem, Role
from chainrule_desk.authoring.problem_file import read_problem
from chainrule_desk.authoring.recipe import ProblemChoice, Recipe
from chainrule_desk.composing.requirements import GRADER_PACKAGES, requirements
from chainrule_desk.errors import DeskError, SourceError
from chainrule_desk.project import Project
from chainrule_grader.homework import Homework, Part, RubricItem, Test

Notebook = Any  # nbformat.NotebookNode, which ships no types

BANK = "bank"  # what the homework of all problems is called
ANSWER_PLACEHOLDER = "_Type your answer here, replacing this text._"
IMAGE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")


@dataclass(frozen=True)
class Assembly:
    """A master notebook and what is known about it."""

    homework: Homework
    notebook: Notebook
    problems: tuple[Problem, ...]

    @property
    def held_out(self) -> dict[str, Path]:
        """Held-out sets by the name of their file in the bundle, and where each lies."""
        return _held_out(self.problems)


def assemble(project: Project, recipe: Recipe) -> Assembly:
    """Compose the master notebook of a recipe.

    Raises:
        SourceError: Where the recipe and the bank do not fit together.
    """
    problems = _problems(project, recipe)
    parts = _parts(recipe, problems)
    homework = Homework(
        id=recipe.id,
        title=recipe.title,
        parts=tuple(p for _, p in parts),
        feedback=recipe.feedback,
    )
    cells = [_config(recipe, problems), *_opening(recipe, homework, problems)]
    for number, problem in enumerate(problems, 1):
        chosen = [(source, part) for source, part in parts if part.problem == problem.name]
        cells += _problem_cells(number, problem, chosen)
    cells += _closing()
    for position, cell in enumerate(cells, 1):
        cell["id"] = f"{recipe.id}-{position:03d}"
    notebook = new_notebook(
        cells=cells,
        metadata={
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
            "chainrule": _public_facts(homework),
        },
    )
    return Assembly(homework, notebook, tuple(problems))


def assemble_problem(project: Project, name: str) -> Assembly:
    """Compose a master of one problem and those that it builds on, at the points of their files.

    Raises:
        DeskError: If the bank has no such problem.
    """
    known = bank.names(project.questions)
    if name not in known:
        raise DeskError(f"there is no problem `{name}` in the bank. It has: {', '.join(known)}.")
    problems = _with_bases(project, [name])
    return _all_of(project, name, problems[name].title, problems)


def assemble_bank(project: Project) -> Assembly:
    """Compose a master of all problems of the bank, at the points of their files.

    Raises:
        SourceError: Where a problem cannot be read.
    """
    return _all_of(
        project, BANK, "All problems", _with_bases(project, bank.names(project.questions))
    )


def _with_bases(project: Project, names: Iterable[str]) -> dict[str, Problem]:
    """Read problems, each after those that it builds on."""
    problems: dict[str, Problem] = {}

    def take(wanted: str) -> None:
        if wanted not in problems:
            problem = read_problem(project.questions / f"{wanted}.py")
            for needed in problem.builds_on:
                take(needed)
            problems[wanted] = problem

    for name in names:
        take(name)
    return problems


def _all_of(project: Project, id_: str, title: str, problems: dict[str, Problem]) -> Assembly:
    choices = tuple(
        ProblemChoice(key, {part.name: part.points for part in problem.parts}, (), (), 1)
        for key, problem in problems.items()
    )
    path = list(problems.values())[-1].path
    return assemble(project, Recipe(id_, path, title, "", False, choices))


def write(assembly: Assembly, path: Path, kit: Path) -> None:
    """Write the master to ``path`` and, beside it, the files that it names: kit, held-out sets.

    Raises:
        DeskError: If something that is not a kit lies where the kit must go.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    target = path.parent / kit.name
    if target.resolve() != kit.resolve():
        if target.exists() and not (target / "checks.py").is_file():
            raise DeskError(
                f"{target} is in the way: the kit's copy goes there. Choose another folder."
            )
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(kit, target, ignore=shutil.ignore_patterns("__pycache__", "*.pyc", ".*"))
    for name, source in assembly.held_out.items():
        shutil.copyfile(source, path.parent / name)
    nbformat.write(assembly.notebook, path)


def amount(points: Fraction | float, bonus: bool = False) -> str:
    """Return points as people write them, such as ``"1 point"`` or ``"2.5 bonus points"``."""
    word = "bonus point" if bonus else "point"
    return f"{float(points):g} {word}" + ("" if points == 1 else "s")


def scaled(shares: Iterable[Fraction], points: Fraction) -> list[float]:
    """Return ``shares`` scaled to add up to ``points``, rounded to six places.

    What rounding loses goes to the last share that is not zero.
    """
    original = list(shares)
    total = sum(original, Fraction(0))
    if total == 0:
        return [0.0 for _ in original]
    rounded = [Fraction(round(share * points / total * 10**6), 10**6) for share in original]
    last = max(i for i, share in enumerate(original) if share > 0)
    rounded[last] += points - sum(rounded, Fraction(0))
    return [float(share) for share in rounded]


# --- recipe and bank, fitted together -------------------------------------------------------------


def _problems(project: Project, recipe: Recipe) -> list[Problem]:
    known = bank.names(project.questions)
    problems: list[Problem] = []
    for choice in recipe.problems:
        if choice.name not in known:
            raise SourceError(
                recipe.path,
                recipe.line_of(choice.name, choice.line),
                f"there is no problem `{choice.name}` in the bank. It has: {', '.join(known)}.",
            )
        if any(choice.name == problem.name for problem in problems):
            raise SourceError(
                recipe.path,
                recipe.line_of(choice.name, choice.line),
                f"problem `{choice.name}` appears twice: name all its parts in one table.",
            )
        problem = read_problem(project.questions / f"{choice.name}.py")
        for needed in problem.builds_on:
            if not any(needed == earlier.name for earlier in problems):
                raise SourceError(
                    recipe.path,
                    recipe.line_of(choice.name, choice.line),
                    f"problem `{problem.name}` builds on `{needed}`: put `{needed}` before it.",
                )
        problems.append(problem)
    return problems


def _parts(recipe: Recipe, problems: list[Problem]) -> list[tuple[PartSource, Part]]:
    """Return the chosen parts in order, with their number and points in this homework."""
    chosen: list[tuple[PartSource, Part]] = []
    origin: dict[str, str] = {}
    for number, (choice, problem) in enumerate(zip(recipe.problems, problems, strict=True), 1):
        _every_part_is_decided(recipe, choice, problem)
        sources = [part for part in problem.parts if part.name in choice.points]
        for position, source in enumerate(sources, 1):
            if source.name in origin:
                raise SourceError(
                    recipe.path,
                    recipe.line_of(source.name, choice.line),
                    f"part `{source.name}` comes from `{origin[source.name]}` and from "
                    f"`{problem.name}`: leave one out with `without`.",
                )
            origin[source.name] = problem.name
            label = f"{number}.{position}"
            if source.bounds is not None:
                source = scale.stepped(source, choice.bounds.get(source.name, source.bounds))
            chosen.append((source, _part(source, problem, label, choice)))
    return chosen


def _every_part_is_decided(recipe: Recipe, choice: ProblemChoice, problem: Problem) -> None:
    known = [part.name for part in problem.parts]
    for key, mentioned in (
        ("points", tuple(choice.points)),
        ("without", choice.without),
        ("bonus", choice.bonus),
        ("bounds", tuple(choice.bounds)),
    ):
        for name in mentioned:
            if name not in known:
                raise SourceError(
                    recipe.path,
                    recipe.line_of(name, choice.line),
                    f"`{key}` names part `{name}`, which problem `{problem.name}` does not have. "
                    f"It has: {', '.join(known)}.",
                )
    for name in known:
        if (name in choice.points) == (name in choice.without):
            problem_text = (
                "is both in `points` and in `without`" if name in choice.points else "has no points"
            )
            raise SourceError(
                recipe.path,
                choice.line,
                f"part `{name}` of problem `{problem.name}` {problem_text}: "
                f"give it points (`{name} = 1`), or name it in `without`, not both.",
            )
    for name in choice.bonus:
        if name not in choice.points:
            raise SourceError(
                recipe.path,
                recipe.line_of(name, choice.line),
                f"bonus part `{name}` has no points: add `{name} = 1` to `points`.",
            )
    scales = [part.name for part in problem.parts if part.bounds is not None]
    for name in choice.bounds:
        if name not in scales or name not in choice.points:
            what = "has no scale" if name not in scales else "is left out"
            raise SourceError(
                recipe.path,
                recipe.line_of("bounds", choice.line),
                f"`bounds` names part `{name}`, which {what}. Problem `{problem.name}` has scales "
                f"in: {', '.join(scales) or 'no part'}.",
            )


def _part(source: PartSource, problem: Problem, label: str, choice: ProblemChoice) -> Part:
    points = choice.points[source.name]
    test_points = scaled([test.points for test in source.tests], points)
    item_points = scaled([Fraction(str(item.points)) for item in source.rubric], points)
    return Part(
        name=source.name,
        title=source.title,
        label=label,
        problem=problem.name,
        points=float(points),
        manual=source.manual,
        bonus=source.name in choice.bonus,
        tests=tuple(
            Test(test.name, share, test.hidden, test.rule)
            for test, share in zip(source.tests, test_points, strict=True)
        ),
        rubric=tuple(
            RubricItem(item.id, share, item.text, item.note)
            for item, share in zip(source.rubric, item_points, strict=True)
        ),
        word_limit=source.word_limit,
    )


def _public_facts(homework: Homework) -> dict[str, Any]:
    """Return what the release says about itself: the kit's export reads it."""
    return {
        "homework": homework.id,
        "title": homework.title,
        "parts": [
            {
                "name": part.name,
                "label": part.label,
                "title": part.title,
                "points": part.points,
                "manual": part.manual,
                "bonus": part.bonus,
                "word_limit": part.word_limit,
            }
            for part in homework.parts
        ],
    }


# --- cells ----------------------------------------------------------------------------------------


def _raw(first_line: str, settings: dict[str, Any] | None = None) -> Notebook:
    text = yaml.safe_dump(settings, sort_keys=False, allow_unicode=True) if settings else ""
    return new_raw_cell(f"{first_line}\n{text}".strip())


def _held_out(problems: Iterable[Problem]) -> dict[str, Path]:
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


def _config(recipe: Recipe, problems: list[Problem]) -> Notebook:
    kept_back = _held_out(problems)
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


def _opening(recipe: Recipe, homework: Homework, problems: Iterable[Problem]) -> list[Notebook]:
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


def _closing() -> list[Notebook]:
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


def _problem_cells(
    number: int, problem: Problem, parts: list[tuple[PartSource, Part]]
) -> list[Notebook]:
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
