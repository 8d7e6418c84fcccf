"""Name the mistake behind a failed test: it gives what a known wrong answer gives.

The audit of a homework runs the bank's wrong answers and keeps what each computes in every test
that it fails. The bundle carries these fingerprints as ``mistakes.json``; no release does. A failed
test looks its own fingerprint up: one mistake that fits is named, several are not, and no score
ever depends on it. Where no mistake fits, the relation to the right value may be told.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any, Final

import numpy as np

from chainrule import relations
from chainrule.checks import WrongValueError
from chainrule_grader.fingerprint import Fingerprint
from chainrule_grader.results import TestResult, Verdict

FILE_NAME: Final = "mistakes.json"
FORMAT_VERSION: Final = 1
NAMED: Final = "A known mistake gives exactly this: "
MAX_ENTRIES: Final = 400  # the search for permuted rows is quadratic


class Feedback(StrEnum):
    """How much of a recognised mistake a student is told."""

    NOTHING = "nothing"
    RELATION = "relation"
    MISTAKE = "mistake"
    POINTER = "mistake and pointer"


@dataclass(frozen=True)
class KnownMistake:
    """A wrong answer of the bank.

    Attributes:
        name: The variant's name.
        mistake: What is wrong, in a student's words.
        pointer: What to read again.
        failed: The tests that it fails.
        found: What it computes, by test, where the test compares values.
    """

    name: str
    mistake: str
    pointer: str
    failed: frozenset[str]
    found: Mapping[str, Fingerprint]


Known = Mapping[str, tuple[KnownMistake, ...]]
"""Known mistakes by part."""


def to_json(known: Known) -> str:
    """Return a stable text form."""
    parts = {
        part: [
            {
                "name": mistake.name,
                "mistake": mistake.mistake,
                "pointer": mistake.pointer,
                "failed": sorted(mistake.failed),
                "found": {test: asdict(seen) for test, seen in mistake.found.items()},
            }
            for mistake in mistakes
        ]
        for part, mistakes in known.items()
    }
    document = {"format": FORMAT_VERSION, "parts": parts}
    return json.dumps(document, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def from_json(text: str) -> dict[str, tuple[KnownMistake, ...]]:
    """Read what :func:`to_json` wrote.

    Raises:
        ValueError: If the text is not of this format.
    """
    try:
        document: dict[str, Any] = json.loads(text)
        if document["format"] != FORMAT_VERSION:
            raise ValueError(f"{FILE_NAME} was written by another version: audit again")
        return {
            part: tuple(
                KnownMistake(
                    name=entry["name"],
                    mistake=entry["mistake"],
                    pointer=entry["pointer"],
                    failed=frozenset(entry["failed"]),
                    found={test: Fingerprint.read(seen) for test, seen in entry["found"].items()},
                )
                for entry in entries
            )
            for part, entries in document["parts"].items()
        }
    except (KeyError, TypeError, json.JSONDecodeError) as error:
        raise ValueError(f"{FILE_NAME} is damaged ({error}): audit again") from error


def relation(error: AssertionError) -> str:
    """Return how a refused array relates to the right one, in a sentence; empty if unknown.

    Nothing is said about numbers: with its relation a wrong number tells the right one.
    """
    if not isinstance(error, WrongValueError) or error.right is None:
        return ""
    if not 2 <= error.right.array.size <= MAX_ENTRIES or error.found.array.size > MAX_ENTRIES:
        return ""
    found, right = (value.array.astype(np.float64) for value in (error.found, error.right))
    if not (np.isfinite(found).all() and np.isfinite(right).all()):
        return ""
    rtol = 1e-4 if error.found.coarse else 1e-7

    def close(a: relations.Array, b: relations.Array) -> bool:
        return bool(np.linalg.norm(a - b) <= rtol * np.linalg.norm(b))

    nowhere = np.ones(())  # where the values were taken does not matter here
    return relations.explain(found, right, nowhere, (), close, right="what is right")


def recognise(
    tests: Sequence[TestResult], known: Sequence[KnownMistake]
) -> dict[str, KnownMistake]:
    """Return the mistake that each failed test shows, where exactly one fits.

    A mistake fits an answer that fails whatever the mistake fails, and computes the same wherever
    both are seen. A single number may agree by chance, and so may zeros and arrays without a finite
    entry: there the failed tests must be the same ones. This also decides between several that fit.
    """
    failed = {test.name for test in tests if test.verdict is not Verdict.PASSED}
    seen = {test.name: test.fingerprint for test in tests if test.fingerprint is not None}
    fitting = [mistake for mistake in known if _fits(mistake, failed, seen)]
    named = {}
    for test, shown in seen.items():
        here = [mistake for mistake in fitting if test in mistake.found]
        if shown.says_little or len({mistake.mistake for mistake in here}) > 1:
            here = [mistake for mistake in here if mistake.failed == failed]
        if len({mistake.mistake for mistake in here}) == 1:
            named[test] = here[0]
    return named


def _fits(mistake: KnownMistake, failed: set[str], seen: Mapping[str, Fingerprint]) -> bool:
    both = seen.keys() & mistake.found.keys()
    return mistake.failed <= failed and all(mistake.found[t].matches(seen[t]) for t in both)


def told(
    tests: Sequence[TestResult],
    said: Sequence[str],
    known: Sequence[KnownMistake],
    feedback: Feedback,
) -> tuple[TestResult, ...]:
    """Return the results of a part's tests with their mistakes named, and told as far as is wanted.

    Args:
        tests: The results.
        said: How what each test found relates to what is right, in words; empty if unknown.
        known: The part's known mistakes.
        feedback: How much students are told.
    """
    named = recognise(tests, known)
    results: list[TestResult] = []
    for test, related in zip(tests, said, strict=True):
        seen = named.get(test.name)
        remark = _remark(seen, related, feedback)
        results.append(
            replace(
                test,
                mistake=seen.mistake if seen else "",
                remark=remark,
                message=f"{test.message}\n{remark}" if remark else test.message,
            )
        )
    return tuple(results)


def _remark(seen: KnownMistake | None, related: str, feedback: Feedback) -> str:
    if feedback is Feedback.NOTHING:
        return ""
    if seen is None or feedback is Feedback.RELATION:
        return related
    remark = f"{NAMED}{seen.mistake}"
    if feedback is Feedback.POINTER and seen.pointer:
        remark += f" Read again: {seen.pointer}"
    return remark
