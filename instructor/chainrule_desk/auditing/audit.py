"""Test the tests of a homework: right and wrong answers to its parts, through the real grader.

Every automatic part is answered by each of its variants in turn, everything before it by the model
answers. A right answer must score full marks, a wrong one must not, and each must score what its
author says it scores, scaled to the homework's points. Whatever does not is a surprise.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import nbformat

from chainrule_desk import grading
from chainrule_desk.auditing.remembering import Startable
from chainrule_desk.authoring.bank import Problem
from chainrule_desk.authoring.problem_file import read_problem
from chainrule_desk.authoring.records import Records
from chainrule_desk.authoring.variants import Variant, read_variants
from chainrule_desk.composing import samples, slices
from chainrule_desk.errors import DeskError, SourceError
from chainrule_desk.project import Project
from chainrule_grader.bundle import Bundle
from chainrule_grader.engine import Engine, Limits
from chainrule_grader.homework import Homework, Part, Test
from chainrule_grader.results import PartResult, Verdict

Notebook = Any  # nbformat.NotebookNode, which ships no types
Progress = Callable[[int, int, str], None]

ENOUGH_RIGHT, ENOUGH_WRONG = 3, 4
WRONG_IN_QUICK = 2
POINTS_TOLERANCE = 1e-4  # tests' points are rounded to six places when they are scaled
LIMITS = Limits(wall_s=180.0, cell_s=90.0, test_s=30.0)


@dataclass(frozen=True)
class Material:
    """What a build gives an audit.

    Attributes:
        bundle: The autograder bundle.
        release: The students' notebook, which the answers are put into.
        solution: The notebook with the model answers.
        problems: The problems that the homework uses, by name.
        records: The training records that its answers hand in.
    """

    bundle: Bundle
    release: Notebook
    solution: Notebook
    problems: Mapping[str, Problem]
    records: Records

    @property
    def homework(self) -> Homework:
        """The homework as graders see it."""
        return self.bundle.homework

    @cached_property
    def model_answers(self) -> dict[str, str]:
        """Model answers by part."""
        return samples.solution_answers(self.solution)

    @classmethod
    def of(cls, project: Project, bundle: Bundle, release: Path, solution: Path) -> Material:
        """Read what a build wrote."""
        used = dict.fromkeys(part.problem for part in bundle.homework.parts)
        problems = {name: read_problem(project.questions / f"{name}.py") for name in used}
        return cls(
            bundle=bundle,
            release=nbformat.read(release, as_version=4),
            solution=nbformat.read(solution, as_version=4),
            problems=problems,
            records=Records.of_problems(project, problems.values()),
        )


@dataclass(frozen=True)
class Trial:
    """One answer to one part, and what the grader made of it.

    Attributes:
        part: The part as the homework has it.
        variant: The answer.
        stated: Points that it must score in this homework.
        result: What the grader said.
    """

    part: Part
    variant: Variant
    stated: float
    result: PartResult

    @property
    def full(self) -> bool:
        """Whether it scored full marks; of a part without points, whether it passes all tests."""
        score = self.result.score
        if score is None or score < self.part.points - POINTS_TOLERANCE:
            return False
        passed = all(test.verdict is Verdict.PASSED for test in self.result.tests)
        return passed or self.part.points > 0

    @property
    def surprise(self) -> str:
        """What is not as its author said, in a few words; empty if all is."""
        score = self.result.score
        if score is None:
            failed = next(t for t in self.result.tests if t.verdict is Verdict.INTERNAL)
            return f"cannot be judged: {failed.name}: {failed.message}"
        if self.variant.right and not self.full:
            return f"right answer refused: {score:g} of {self.part.points:g}. {self._lost()}"
        if not self.variant.right and self.full:
            return "wrong answer accepted"
        if abs(score - self.stated) > POINTS_TOLERANCE:
            return f"scores {score:g}, stated {self.stated:g}. {self._lost()}"
        return ""

    def _lost(self) -> str:
        failed = [test for test in self.result.tests if test.verdict is not Verdict.PASSED]
        return "Fails " + ", ".join(test.name for test in failed) if failed else "Fails no test"


@dataclass(frozen=True)
class PartAudit:
    """All answers to one part."""

    part: Part
    trials: tuple[Trial, ...]

    @cached_property
    def kills(self) -> dict[str, frozenset[str]]:
        """Names of the wrong answers that each test fails."""
        return {
            test.name: frozenset(
                trial.variant.name
                for trial in self.trials
                if not trial.variant.right and trial.result.tests[i].verdict is not Verdict.PASSED
            )
            for i, test in enumerate(self.part.tests)
        }

    @cached_property
    def alone(self) -> dict[str, frozenset[str]]:
        """Names of the wrong answers that each test fails and no other test does."""
        return {
            name: killed.difference(*(k for other, k in self.kills.items() if other != name))
            for name, killed in self.kills.items()
        }

    @property
    def surprises(self) -> list[str]:
        """Everything about the part that is not as it should be."""
        return [
            f"{self.part.name}, {trial.variant.name}: {trial.surprise}"
            for trial in self.trials
            if trial.surprise
        ]


@dataclass(frozen=True)
class Audit:
    """What an audit found.

    Attributes:
        homework: The homework.
        parts: Its automatic parts, in order.
        quick: Whether only a few wrong answers were tried.
    """

    homework: Homework
    parts: tuple[PartAudit, ...]
    quick: bool

    @property
    def right(self) -> list[Trial]:
        """Right answers, in order."""
        return [trial for part in self.parts for trial in part.trials if trial.variant.right]

    @property
    def wrong(self) -> list[Trial]:
        """Wrong answers, in order."""
        return [trial for part in self.parts for trial in part.trials if not trial.variant.right]

    @property
    def refused(self) -> list[Trial]:
        """Right answers that did not get full marks."""
        return [trial for trial in self.right if not trial.full]

    @property
    def accepted(self) -> list[Trial]:
        """Wrong answers that got full marks."""
        return [trial for trial in self.wrong if trial.full]

    @property
    def tests(self) -> int:
        """How many tests there are."""
        return sum(len(part.part.tests) for part in self.parts)

    @property
    def idle(self) -> list[tuple[PartAudit, Test]]:
        """Tests that kill no wrong answer which no other test kills, each with its part."""
        return [
            (part, test)
            for part in self.parts
            for test in part.part.tests
            if not part.alone[test.name]
        ]

    @property
    def surprises(self) -> list[str]:
        """Everything that is not as it should be."""
        return [line for part in self.parts for line in part.surprises + self._lacking(part)]

    @property
    def odd(self) -> list[str]:
        """Every answer that is not judged as its author states."""
        return [line for part in self.parts for line in part.surprises]

    def _lacking(self, part: PartAudit) -> list[str]:
        if self.quick:
            return []
        right = sum(trial.variant.right for trial in part.trials)
        wrong = len(part.trials) - right
        return [
            f"{part.part.name} has {have} {kind} answers, {enough} are needed"
            for kind, have, enough in (
                ("right", right, ENOUGH_RIGHT),
                ("wrong", wrong, ENOUGH_WRONG),
            )
            if have < enough
        ]


def material_of(project: Project, homework_id: str) -> Material:
    """Read what the homework's build wrote.

    Raises:
        DeskError: If it has not been built.
    """
    bundle = grading.open_bundle(project, homework_id)
    release, solution = project.release(homework_id), project.solution(homework_id)
    for path in (release, solution):
        if not path.is_file():
            raise DeskError(
                f"{project.relative(path)} is missing: run `chainrule build {homework_id}` first."
            )
    return Material.of(project, bundle, release, solution)


def variants_of(project: Project, material: Material) -> list[Variant]:
    """Return the variants of the homework's automatic parts.

    Raises:
        SourceError: If a file cannot be read, names a part that its problem lacks, or a name twice.
    """
    automatic = {part.name for part in material.homework.automatic}
    chosen: dict[tuple[str, str], Variant] = {}
    for problem in material.problems.values():
        path = project.variants / f"{problem.name}.py"
        known = {part.name for part in problem.parts}
        for variant in read_variants(path) if path.is_file() else ():
            if variant.part not in known:
                raise SourceError(
                    path, variant.line, f"problem `{problem.name}` has no part `{variant.part}`."
                )
            if (variant.part, variant.name) in chosen:
                raise SourceError(
                    path, variant.line, f"part `{variant.part}` has two variants `{variant.name}`."
                )
            if variant.part in automatic:
                chosen[variant.part, variant.name] = variant
    return list(chosen.values())


def examine(
    material: Material,
    variants: Sequence[Variant],
    engine: Startable,
    *,
    jobs: int,
    quick: bool = False,
    limits: Limits = LIMITS,
    progress: Progress | None = None,
) -> Audit:
    """Run variants through the grader, several at a time.

    Args:
        material: What a build wrote.
        variants: Answers to its parts; see :func:`variants_of`.
        engine: What judges them.
        jobs: How many run at the same time.
        quick: Whether to try all right answers, and of the wrong ones only a few a part.
        limits: What each may use.
        progress: Told after each answer: how many are done, how many there are, and which it was.
    """
    engine.start(material.bundle)  # as a whole: answers are graded with a part of it each
    homework = material.homework
    chosen = {
        part.name: _chosen([v for v in variants if v.part == part.name], quick)
        for part in homework.automatic
    }
    done: dict[str, dict[str, Trial]] = {part.name: {} for part in homework.automatic}
    total = sum(map(len, chosen.values()))
    with ThreadPoolExecutor(jobs) as pool:
        running = [
            pool.submit(_try, material, part, variant, engine, limits)
            for part in homework.automatic
            for variant in chosen[part.name]
        ]
        try:
            for count, future in enumerate(as_completed(running), 1):
                trial = future.result()
                done[trial.part.name][trial.variant.name] = trial
                if progress is not None:
                    progress(count, total, f"{trial.part.name}: {trial.variant.name}")
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return Audit(
        homework=homework,
        parts=tuple(
            PartAudit(part, tuple(done[part.name][v.name] for v in chosen[part.name]))
            for part in homework.automatic
        ),
        quick=quick,
    )


def _chosen(variants: Sequence[Variant], quick: bool) -> list[Variant]:
    """Return the variants to try, right ones first."""
    right = [variant for variant in variants if variant.right]
    wrong = [variant for variant in variants if not variant.right]
    return right + (wrong[:WRONG_IN_QUICK] if quick else wrong)


def _try(material: Material, part: Part, variant: Variant, engine: Engine, limits: Limits) -> Trial:
    """Answer one part with a variant, all others with the model answers, and grade that part."""
    problems = material.problems
    filled = samples.fill(material.release, {**material.model_answers, part.name: variant.source})
    notebook = slices.notebook_for(
        filled, material.homework, part, slices.needs(part.problem, problems)
    )
    result = engine.grade(
        slices.submission_of(notebook, variant.name, material.records.of(variant)),
        slices.bundle_for(material.bundle, part),
        limits,
    )
    written = next(p for p in problems[part.problem].parts if p.name == part.name)
    scale = part.points / float(written.points)
    return Trial(part, variant, variant.score * scale, result.parts[0])
