"""How the tests of a submission ended, in a form that counts fast.

A class of ten thousand has a million verdicts and more. As lines of text they lie ready in the
store, and a class report counts equal lines instead of building a million objects.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from chainrule_grader.results import Result, Status, Verdict


class Ending(NamedTuple):
    """How one test ended.

    Attributes:
        part: The part's name.
        test: The test's name.
        verdict: How it ended.
        mistake: The known mistake that the answer shows; empty if none is.
    """

    part: str
    test: str
    verdict: Verdict
    mistake: str


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What a class report needs to know of a result.

    Attributes:
        submission: The submission's id.
        status: Where it stands.
        bundle: Which build of the homework graded it.
        engine: What ran it.
        tier: The isolation that was in force.
        lines: Part, test, verdict and mistake of each test, a line each, with tabs between.
    """

    submission: str
    status: Status
    bundle: str
    engine: str
    tier: str
    lines: str

    @classmethod
    def of(cls, result: Result) -> Verdicts:
        """Return the verdicts of a result."""
        return cls(
            *(result.submission, result.status, result.bundle, result.engine, result.tier),
            lines="\n".join(
                "\t".join((part.name, test.name, test.verdict, " ".join(test.mistake.split())))
                for part in result.parts
                for test in part.tests
            ),
        )

    @property
    def tested(self) -> bool:
        """Whether any test came to an end."""
        return bool(self.lines) and self.status not in (Status.REFUSED, Status.PENDING)

    @property
    def mistakes(self) -> set[tuple[str, str]]:
        """Part and words of each named mistake, once however many tests show it."""
        named = (line for line in self.lines.split("\n") if line and not line.endswith("\t"))
        return {(found.part, found.mistake) for found in map(_ending, named)}


class Tally:
    """What tests say of a class, one submission after the other; none of them is kept.

    Attributes:
        tested: How many submissions were tested.
        mistakes: How many of them show each mistake, by part and words.
        tiers: How many were run by which engine in which tier of isolation.
        bundles: The builds of the homework that graded them.
    """

    def __init__(self, verdicts: Iterable[Verdicts]) -> None:
        self.tested = 0
        self.mistakes: Counter[tuple[str, str]] = Counter()
        self.tiers: Counter[tuple[str, str]] = Counter()
        self.bundles: set[str] = set()
        self._lines: Counter[str] = Counter()
        for found in verdicts:
            if found.tested:
                self._add(found)

    def _add(self, found: Verdicts) -> None:
        self.tested += 1
        self.mistakes.update(found.mistakes)
        self.tiers[found.engine, found.tier] += 1
        self.bundles.add(found.bundle)
        self._lines.update(found.lines.split("\n"))

    def endings(self) -> dict[Ending, int]:
        """Return how many submissions ended how in each test."""
        return {_ending(line): number for line, number in self._lines.items() if line}


def _ending(line: str) -> Ending:
    part, test, verdict, mistake = line.split("\t")
    return Ending(part, test, Verdict(verdict), mistake)
