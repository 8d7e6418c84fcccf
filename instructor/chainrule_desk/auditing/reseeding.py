"""Run every randomised test again with other seeds: no right answer may be refused by chance.

A test draws its inputs from generators with fixed seeds. Here its source is written anew, so that
it runs once for each of many other seeds, and the real grader tries it on every right answer of the
bank, one process an answer. A student's notebook may also compute in another default type, or with
several threads: both are set in the first cell of the answer's notebook, where a student would.
"""

from __future__ import annotations

import ast
import hashlib
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from itertools import cycle
from typing import Any

from chainrule_desk.auditing.audit import Material, Progress
from chainrule_desk.auditing.remembering import Startable
from chainrule_desk.authoring.variants import Variant
from chainrule_desk.composing import samples, slices
from chainrule_grader.bundle import Bundle
from chainrule_grader.engine import Limits
from chainrule_grader.homework import Part
from chainrule_grader.results import TestResult, Verdict

SEEDED = {"manual_seed", "default_rng"}
STEP = 1000  # between two seeds of one test, so that they never meet another test's
# Torch says so where a notebook mixes its own default type with the float32 of data that is given:
# its author sees that at once, in the first cell that computes.
MIXED = re.compile(r"same dtype|expected scalar type|type \(\w+\) and \w+ type \(\w+\)")
LIMITS = Limits(wall_s=3600.0, cell_s=90.0, test_s=1800.0)
AGAIN = """
for seeds_moved_by in {shifts}:
    try:
        with_seeds(seeds_moved_by)
    except Exception as error:
        raise AssertionError(
            f"seeds moved by {{seeds_moved_by}}: {{type(error).__name__}}: {{error}}"
        ) from None
"""


@dataclass(frozen=True)
class Setting:
    """How a student's notebook computes.

    Attributes:
        dtype: Torch's default type; its own is float32.
        threads: How many threads torch uses.
    """

    dtype: str = "float32"
    threads: int = 1

    @property
    def cell(self) -> dict[str, Any]:
        """The first cell of a notebook that computes so."""
        lines = (
            "import torch",
            f"torch.set_default_dtype(torch.{self.dtype})",
            f"torch.set_num_threads({self.threads})",
        )
        return {"cell_type": "code", "source": "\n".join(lines), "metadata": {}}

    def __str__(self) -> str:
        """Say it in a few words."""
        return f"{self.dtype}, {self.threads} thread{'s' if self.threads > 1 else ''}"


PLAIN = Setting()
ALL = tuple(Setting(dtype, threads) for dtype in ("float32", "float64") for threads in (1, 2))


@dataclass(frozen=True)
class Refusal:
    """A right answer that a test refused.

    Attributes:
        part: The part.
        answer: The right answer's name.
        setting: How its notebook computes.
        test: The test's name.
        message: By how much its seeds were moved, and what it said.
    """

    part: str
    answer: str
    setting: Setting
    test: str
    message: str

    def __str__(self) -> str:
        """Say it in one line."""
        first = self.message.partition("\n")[0]
        return f"{self.part}, {self.answer} ({self.setting}): {self.test}, {first}"


@dataclass(frozen=True)
class Reseeding:
    """What came of other seeds.

    Attributes:
        answers: How many right answers were tried.
        tests: How many randomised tests there are.
        runs: How many runs of a test there were, if none was refused.
        refusals: What was refused, each test of an answer once.
        mixed: What torch refused because the notebook's default type is not that of given data.
    """

    answers: int
    tests: int
    runs: int
    refusals: Sequence[Refusal]
    mixed: Sequence[Refusal]


def randomised(source: str) -> set[str]:
    """Return the names of the tests of a file that draw from a generator with a fixed seed."""
    functions = [n for n in ast.parse(source).body if isinstance(n, ast.FunctionDef)]
    return {function.name for function in functions if any(True for _ in _seeds(function))}


def with_seeds(source: str, shifts: Sequence[int]) -> str:
    """Return a file's randomised tests, each of which runs once for every shift of its seeds."""
    module = ast.parse(source)
    kept: list[ast.stmt] = []
    for node in module.body:
        if isinstance(node, ast.FunctionDef):
            seeds = list(_seeds(node))
            if not seeds:
                continue
            for call in seeds:
                call.args[0] = ast.BinOp(call.args[0], ast.Add(), ast.Name("seeds_moved_by"))
            once = ast.parse("def with_seeds(seeds_moved_by): pass").body[0]
            assert isinstance(once, ast.FunctionDef)
            once.body = node.body
            node.body = [once, *ast.parse(AGAIN.format(shifts=list(shifts))).body]
        kept.append(node)
    return ast.unparse(ast.fix_missing_locations(ast.Module(kept, [])))


def reseeded(bundle: Bundle, shifts: Sequence[int]) -> Bundle:
    """Return a bundle that holds a homework's randomised tests only, with other seeds."""
    names = {part.name: randomised(bundle.tests[part.name]) for part in bundle.homework.automatic}
    parts = [
        replace(part, tests=tuple(test for test in part.tests if test.name in names[part.name]))
        for part in bundle.homework.automatic
        if names[part.name]
    ]
    tests = {part.name: with_seeds(bundle.tests[part.name], shifts) for part in parts}
    return replace(
        bundle,
        homework=replace(bundle.homework, parts=tuple(parts)),
        tests=tests,
        digest=hashlib.sha256(repr((bundle.digest, tests)).encode()).hexdigest(),
    )


def examine(
    material: Material,
    variants: Sequence[Variant],
    seeds: int,
    engine: Startable,
    *,
    jobs: int,
    settings: Sequence[Setting] = (PLAIN,),
    progress: Progress | None = None,
) -> Reseeding:
    """Run every randomised test with other seeds against the model answer and all right variants.

    Args:
        material: What a build wrote.
        variants: Answers to its parts; the right ones are taken.
        seeds: How many other seeds.
        engine: What judges.
        jobs: How many answers run at the same time.
        settings: How notebooks compute; the answers take one after the other.
        progress: Told after each answer: how many are done, how many there are, and which it was.
    """
    bundle = reseeded(material.bundle, range(STEP, (seeds + 1) * STEP, STEP))
    parts = {part.name: part for part in bundle.homework.parts}
    answers = [Variant(p, "model answer", True, 0, "", material.model_answers[p], 0) for p in parts]
    answers += [variant for variant in variants if variant.right and variant.part in parts]
    refusals = list[Refusal]()
    engine.start(bundle)  # as a whole: answers are graded with a part of it each
    with ThreadPoolExecutor(jobs) as pool:
        running = {
            pool.submit(_try, material, bundle, parts[answer.part], answer, setting, engine): (
                answer,
                setting,
            )
            for answer, setting in zip(answers, cycle(settings), strict=False)
        }
        try:
            for count, future in enumerate(as_completed(running), 1):
                answer, setting = running[future]
                refusals += [
                    Refusal(answer.part, answer.name, setting, test.name, test.message)
                    for test in future.result()
                ]
                if progress is not None:
                    progress(count, len(running), f"{answer.part}: {answer.name}")
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    mixed = mixed_types(refusals)
    return Reseeding(
        answers=len(answers),
        tests=sum(len(part.tests) for part in parts.values()),
        runs=seeds * sum(len(parts[answer.part].tests) for answer in answers),
        refusals=[refusal for refusal in refusals if refusal not in mixed],
        mixed=mixed,
    )


def mixed_types(refusals: Sequence[Refusal]) -> list[Refusal]:
    """Return what torch refused to answers whose own code cannot take the data that is given."""
    foreign = [r for r in refusals if r.setting.dtype != PLAIN.dtype and MIXED.search(r.message)]
    cannot = {(r.part, r.answer) for r in foreign if "StudentRuntimeError" in r.message}
    return [r for r in foreign if (r.part, r.answer) in cannot]


def _seeds(tree: ast.AST) -> Iterator[ast.Call]:
    """Yield the calls that give a generator a fixed seed."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr=name), args=[ast.Constant(value=int())]) if (
                name in SEEDED
            ):
                yield node


def _try(
    material: Material,
    bundle: Bundle,
    part: Part,
    answer: Variant,
    setting: Setting,
    engine: Startable,
) -> list[TestResult]:
    """Return the randomised tests that an answer does not pass."""
    filled = samples.fill(material.release, {**material.model_answers, part.name: answer.source})
    needed = slices.needs(part.problem, material.problems)
    notebook = slices.notebook_for(filled, material.homework, part, needed)
    notebook["cells"].insert(0, setting.cell)
    submission = slices.submission_of(notebook, answer.name, material.records.of(answer))
    result = engine.grade(submission, slices.bundle_for(bundle, part), LIMITS)
    return [test for test in result.parts[0].tests if test.verdict is not Verdict.PASSED]
