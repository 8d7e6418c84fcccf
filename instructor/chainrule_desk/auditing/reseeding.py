"""Run every randomised test again with other seeds: no right answer may be refused by chance.

A test draws its inputs from generators with fixed seeds. Here its source is read, all seeds are
moved, and it is run against every right answer of the bank, seed by seed. The answers are ours, so
this happens in plain processes, one an answer, without the grader's boundary; every other one lets
torch use two threads.
"""

from __future__ import annotations

import ast
import contextlib
import multiprocessing
import os
import tempfile
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from typing import Any

from chainrule_desk.auditing.audit import Material, Progress
from chainrule_desk.authoring.variants import Variant
from chainrule_desk.composing import samples, slices

SEEDED = {"manual_seed", "default_rng"}
STEP = 1000  # between two seeds of one test, so that they never meet another test's


@dataclass(frozen=True)
class Refusal:
    """A right answer that a test refused under another seed.

    Attributes:
        part: The part.
        answer: The right answer's name.
        test: The test's name.
        shift: By how much its seeds were moved.
        message: What the test said.
    """

    part: str
    answer: str
    test: str
    shift: int
    message: str

    def __str__(self) -> str:
        """Say it in one line."""
        first = self.message.partition("\n")[0]
        return f"{self.part}, {self.answer}: {self.test}, seeds moved by {self.shift}: {first}"


@dataclass(frozen=True)
class Reseeding:
    """What came of other seeds.

    Attributes:
        answers: How many right answers were tried.
        tests: How many randomised tests there are.
        runs: How many tests were run.
        refusals: What was refused.
    """

    answers: int
    tests: int
    runs: int
    refusals: Sequence[Refusal]


def moved(source: str, shift: int) -> str:
    """Return a test file with every fixed seed moved."""
    tree = ast.parse(source)
    for seed in _seeds(tree):
        seed.value += shift
    return ast.unparse(tree)


def randomised(source: str) -> set[str]:
    """Return the names of the tests of a file that draw from a generator with a fixed seed."""
    functions = [n for n in ast.parse(source).body if isinstance(n, ast.FunctionDef)]
    return {function.name for function in functions if any(True for _ in _seeds(function))}


def examine(
    material: Material,
    variants: Sequence[Variant],
    seeds: int,
    *,
    jobs: int,
    progress: Progress | None = None,
) -> Reseeding:
    """Run every randomised test with other seeds against the model answer and all right variants.

    Args:
        material: What a build wrote.
        variants: Answers to its parts; the right ones are taken.
        seeds: How many other seeds.
        jobs: How many answers run at the same time.
        progress: Told after each answer: how many are done, how many there are, and which it was.
    """
    tests = {part.name: material.bundle.tests[part.name] for part in material.homework.automatic}
    random = {part: names for part, source in tests.items() if (names := randomised(source))}
    answers = [
        Variant(p, "model answer", True, 0, "", material.model_answers[p], 0) for p in random
    ]
    answers += [variant for variant in variants if variant.right and variant.part in random]
    # Each answer in a process of its own, forked from one that has torch: what it sets stays there.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__, "torch", "torchvision", "matplotlib.pyplot"])
    runs, refusals = 0, list[Refusal]()
    with ProcessPoolExecutor(
        jobs, mp_context=context, initializer=_grade, max_tasks_per_child=1
    ) as pool:
        running = {
            pool.submit(
                run,
                _cells(material, answer),
                tests[answer.part],
                random[answer.part],
                seeds,
                1 + number % 2,
            ): answer
            for number, answer in enumerate(answers)
        }
        for count, future in enumerate(as_completed(running), 1):
            answer = running[future]
            ran, refused = future.result()
            runs += ran
            refusals += [Refusal(answer.part, answer.name, *refusal) for refusal in refused]
            if progress is not None:
                progress(count, len(running), f"{answer.part}: {answer.name}")
    return Reseeding(len(answers), sum(map(len, random.values())), runs, refusals)


def _seeds(tree: ast.AST) -> Iterator[Any]:
    """Yield the fixed seeds of generators, as nodes."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(
                func=ast.Attribute(attr=name), args=[ast.Constant(value=int()) as seed]
            ) if name in SEEDED:
                yield seed


def _cells(material: Material, answer: Variant) -> list[str]:
    """Return the code that runs before a part is checked, with this answer to it."""
    part = material.homework.part(answer.part)
    filled = samples.fill(material.release, {**material.model_answers, answer.part: answer.source})
    needed = slices.needs(part.problem, material.problems)
    cells = slices.notebook_for(filled, material.homework, part, needed)["cells"]
    return [cell["source"] for cell in cells]


def run(
    cells: Sequence[str], tests: str, random: Collection[str], seeds: int, threads: int
) -> tuple[int, list[tuple[str, int, str]]]:
    """Run an answer's cells, then the randomised tests with other seeds.

    Args:
        cells: Code, up to where the part is checked.
        tests: The part's test file.
        random: Names of its randomised tests.
        seeds: How many other seeds.
        threads: How many threads torch may use.

    Returns:
        How many tests were run, and of each refusal its test, its shift and what it said.
    """
    import torch

    torch.set_num_threads(threads)
    names: dict[str, Any] = {"__name__": "__main__"}
    refused: list[tuple[str, int, str]] = []
    ran = 0
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder), _quiet():
        for cell in cells:
            exec(compile(cell, "<answer>", "exec"), names)
        for shift in range(STEP, (seeds + 1) * STEP, STEP):
            for name, function in _functions(moved(tests, shift)).items():
                if name in random:
                    ran += 1
                    code = function.__code__
                    arguments = code.co_varnames[: code.co_argcount]
                    try:
                        function(**{key: names.get(key) for key in arguments})
                    except Exception as error:
                        refused.append((name, shift, f"{type(error).__name__}: {error}"))
    return ran, refused


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    with (
        open(os.devnull, "w") as null,  # noqa: PTH123
        contextlib.redirect_stdout(null),
        contextlib.redirect_stderr(null),
    ):
        yield


def _grade() -> None:
    """Make a worker's environment that of grading."""
    os.environ |= {"CHAINRULE_GRADING": "1", "MPLBACKEND": "agg", "CUDA_VISIBLE_DEVICES": ""}


def _functions(source: str) -> dict[str, Callable[..., None]]:
    """Return the tests of a file by name."""
    from otter.test_files.exception_test import ExceptionTestFile

    cases = ExceptionTestFile.from_string(source, path="tests.py").test_cases
    return {case.body.test_func.__name__: case.body.test_func for case in cases}
