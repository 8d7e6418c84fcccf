"""Fit a recipe and the bank together: which problems, which parts, for how many points each."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from chainrule_desk.authoring import bank, scale
from chainrule_desk.authoring.bank import PartSource, Problem
from chainrule_desk.authoring.problem_file import read_problem
from chainrule_desk.authoring.recipe import ProblemChoice, Recipe
from chainrule_desk.errors import SourceError
from chainrule_desk.project import Project
from chainrule_grader.homework import Part, RubricItem, Test


def problems_of(project: Project, recipe: Recipe) -> list[Problem]:
    """Return the problems of a recipe, in its order.

    Raises:
        SourceError: If one is missing, named twice, or builds on one that does not come earlier.
    """
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


def parts_of(recipe: Recipe, problems: list[Problem]) -> list[tuple[PartSource, Part]]:
    """Return the chosen parts in order, with their number and points in this homework.

    Raises:
        SourceError: If a part is not decided on, or comes from two problems.
    """
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
