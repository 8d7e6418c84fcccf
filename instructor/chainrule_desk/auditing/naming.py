"""Teach the grader to name mistakes: what the bank's wrong answers computed, put into the bundle.

It goes into the autograder bundle only. Fingerprints of tests that have changed since match
nothing, so names that are out of date are silent and never wrong.
"""

from __future__ import annotations

import ast
import re
import zipfile
from collections.abc import Mapping

import nbformat

from chainrule_desk import files
from chainrule_desk.auditing.audit import Audit, Trial
from chainrule_desk.build import EXECUTABLE
from chainrule_desk.composing import samples
from chainrule_desk.composing.handout import zipped
from chainrule_desk.project import Project
from chainrule_grader import mistakes
from chainrule_grader.mistakes import KnownMistake
from chainrule_grader.results import Verdict

NUMBER = re.compile(r"\b\d+(?:\.\d+)?")  # the digit of a name such as W2 is none


def known_mistakes(
    audit: Audit, model_answers: Mapping[str, str]
) -> dict[str, tuple[KnownMistake, ...]]:
    """Return what the audit learned, by part.

    A sentence that might tell the answer is left out; see :func:`withheld`.
    """
    known = {}
    for part in audit.parts:
        answer = model_answers[part.part.name]
        learned = tuple(
            _known(trial)
            for trial in part.trials
            if not trial.variant.right and not told_by(trial.variant.mistake, answer)
        )
        known[part.part.name] = tuple(mistake for mistake in learned if mistake.found)
    return known


def withheld(audit: Audit, model_answers: Mapping[str, str]) -> list[str]:
    """Return every sentence that students are never told, with the reason."""
    return [
        f"{part.part.name}, {trial.variant.name}: its sentence holds {' and '.join(sorted(told))} "
        f"of the model answer, so no student reads it. Say it without: {trial.variant.mistake}"
        for part in audit.parts
        for trial in part.trials
        if (told := told_by(trial.variant.mistake, model_answers[part.part.name]))
    ]


def told_by(sentence: str, answer: str) -> set[str]:
    """Return the numbers of a model answer that a sentence would tell.

    Where the answer is code, and not a value, a number in a sentence tells nothing.
    """
    kinds = (ast.FunctionDef, ast.ClassDef, ast.Lambda)
    if any(isinstance(node, kinds) for node in ast.walk(ast.parse(answer))):
        return set()
    return set(NUMBER.findall(answer)) & set(NUMBER.findall(sentence))


def learn(project: Project, audit: Audit) -> None:
    """Keep what a full audit learned, and put it into the bundle."""
    homework = audit.homework.id
    solution = nbformat.read(project.solution(homework), as_version=4)
    known = known_mistakes(audit, samples.solution_answers(solution))
    data = mistakes.to_json(known).encode()
    files.replace(project.mistakes(homework), data)
    bundle = project.bundle(homework)
    with zipfile.ZipFile(bundle) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    files.replace(bundle, zipped({**entries, mistakes.FILE_NAME: data}, EXECUTABLE))


def _known(trial: Trial) -> KnownMistake:
    tests = trial.result.tests
    return KnownMistake(
        name=trial.variant.name,
        mistake=trial.variant.mistake,
        pointer=f"{trial.part.label} {trial.part.title}.",
        failed=frozenset(t.name for t in tests if t.verdict is not Verdict.PASSED),
        found={t.name: t.fingerprint for t in tests if t.fingerprint is not None},
    )
