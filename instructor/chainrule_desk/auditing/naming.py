"""Teach the grader to name mistakes: from what the bank's wrong answers computed.

What is learned goes into the autograder bundle only. Fingerprints of other inputs match nothing, so
a name is at worst silent and never wrong.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping

from chainrule_desk.auditing.audit import Audit, Trial
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


def _known(trial: Trial) -> KnownMistake:
    tests = trial.result.tests
    return KnownMistake(
        name=trial.variant.name,
        mistake=trial.variant.mistake,
        pointer=f"{trial.part.label} {trial.part.title}.",
        failed=frozenset(t.name for t in tests if t.verdict is not Verdict.PASSED),
        found={t.name: t.fingerprint for t in tests if t.fingerprint is not None},
    )
