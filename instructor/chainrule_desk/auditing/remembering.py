"""Keep what the grader said of known notebooks: what has not changed is not run again.

An outcome is a file, named by the hash of all that it depends on: the cells and files that the
student's process gets, the part's tests and what these read, the limits, the isolation, the code
of the grader and of the kit, and the versions of packages. Points are not among them, nor is the
homework: an answer to a part that several homeworks ask is run once. The folder may be deleted at
any time.
"""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Protocol

import chainrule
import chainrule_grader
from chainrule_grader import mistakes
from chainrule_grader import notebook as notebooks
from chainrule_grader.bundle import Bundle
from chainrule_grader.engine import Engine, Limits, versions
from chainrule_grader.homework import Part
from chainrule_grader.intake import Submission
from chainrule_grader.results import PartResult, Result, Verdict, write_atomically

# How a run may end on a busy machine and not on an idle one: no outcome to keep.
TRANSIENT = frozenset({Verdict.TIMEOUT, Verdict.MEMORY, Verdict.INTERNAL})


class Startable(Engine, Protocol):
    """An engine that is told of a whole bundle before it grades parts of it."""

    def start(self, bundle: Bundle) -> None:
        """Start what grading with the bundle needs."""


@dataclass(frozen=True)
class RememberingEngine:
    """An engine that grades an answer to a part only if it never did before.

    Attributes:
        engine: What grades.
        folder: Where outcomes are kept.
    """

    engine: Startable
    folder: Path
    name: str = field(default="remembering", init=False)

    def start(self, bundle: Bundle) -> None:
        """Start what grading with a bundle, or with some of its parts, needs."""
        self.engine.start(bundle)

    @property
    def tier(self) -> str:
        """The isolation in force."""
        return self.engine.tier

    def grade(
        self,
        submission: Submission,
        bundle: Bundle,
        limits: Limits,
        on_part: Callable[[PartResult], None] | None = None,
    ) -> Result:
        """Return what is kept of the same answer to the same tests, else grade it and keep that."""
        path = self.folder / f"{self._key(submission, bundle, limits)}.json"
        try:
            kept = Result.from_json(path.read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):  # never run, or by another version
            result = self.engine.grade(submission, bundle, limits)
            verdicts = {str(test.verdict) for part in result.parts for test in part.tests}
            verdicts |= {cell.verdict for cell in result.cells}
            if not verdicts & TRANSIENT:
                write_atomically(path, result.to_json())
        else:
            parts = zip(kept.parts, bundle.homework.automatic, strict=True)
            result = replace(
                kept,
                submission=submission.id,
                homework=bundle.homework.id,
                bundle=bundle.digest,
                parts=tuple(_of_this_homework(*pair) for pair in parts),
            )
        if on_part is not None:
            for part in result.parts:
                on_part(part)
        return result

    def _key(self, submission: Submission, bundle: Bundle, limits: Limits) -> str:
        homework = bundle.homework
        facts = {
            "cells": [
                (cell["cell_type"], cell["source"], notebooks.is_ignored(cell))
                for cell in submission.document["cells"]
            ],
            "files": _digests({**bundle.files, **submission.files}),
            "held out": _digests(bundle.held_out),
            "tests": [_without_points(bundle.tests[part.name]) for part in homework.automatic],
            "told": [homework.feedback, mistakes.to_json(bundle.mistakes)],
            "seed": bundle.config.get("seed"),
            "limits": asdict(limits),
            "graded by": [_code(), versions(), self.tier],
        }
        return hashlib.sha256(json.dumps(facts).encode("utf-8")).hexdigest()


def _of_this_homework(kept: PartResult, part: Part) -> PartResult:
    """Return an outcome with what each test is worth in this homework."""
    tests = tuple(
        replace(result, points=test.points, hidden=test.hidden, rule=test.rule)
        for result, test in zip(kept.tests, part.tests, strict=True)
    )
    return replace(kept, max_score=part.points, tests=tests)


def _digests(contents: Mapping[str, bytes]) -> dict[str, str]:
    """Return hashes by name; the kit is not among what the student's process is given."""
    return {
        name: hashlib.sha256(data).hexdigest()
        for name, data in sorted(contents.items())
        if not name.startswith("chainrule/")
    }


@cache
def _without_points(source: str) -> str:
    """Return a test file without what each test is worth."""
    module = ast.parse(source)
    kept = []
    for node in module.body:
        match node:
            case ast.FunctionDef():
                node.decorator_list = []
            case ast.Assign(targets=[ast.Name(id="points")]):
                continue
        kept.append(node)
    return ast.unparse(ast.Module(kept, []))


@cache
def _code() -> str:
    """Return a hash of the grader and of the kit, as they are imported."""
    state = hashlib.sha256()
    for path in sorted(_files(chainrule.__path__ + chainrule_grader.__path__)):
        state.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return state.hexdigest()


def _files(folders: Iterable[str]) -> Iterable[Path]:
    for folder in folders:
        for path in Path(folder).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path
