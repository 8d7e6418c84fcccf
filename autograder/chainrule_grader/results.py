"""What grading one submission gave: verdicts, scores and reasons.

A verdict is the student's (``wrong``, ``error``, ``timeout``, ``memory``, ``missing``) or ours
(``internal``). An internal failure is never scored 0: its score stays open until a regrade.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import platform
import re
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from threading import get_ident
from typing import Any

from chainrule_grader.fingerprint import Fingerprint
from chainrule_grader.people import Person

FORMAT_VERSION = 1

_DOUBTS = {"inconsistent": "is inconsistent", "not checked": "was not checked"}


class Verdict(StrEnum):
    """How one test ended, and by whose doing."""

    PASSED = "passed"
    WRONG = "wrong"
    ERROR = "error"
    TIMEOUT = "timeout"
    MEMORY = "memory"
    MISSING = "missing"
    INTERNAL = "internal"


class Status(StrEnum):
    """Where a submission stands as a whole."""

    PENDING = "pending"  # written before the run starts; found after a crash
    GRADED = "graded"
    REFUSED = "refused"  # not a submission that can be graded: the reason says why
    INTERNAL = "internal"  # our failure: kept, shown and graded again


@dataclass(frozen=True)
class TestResult:
    """What became of one test.

    Attributes:
        name: The test function's name.
        points: Maximum points.
        verdict: How it ended.
        hidden: Whether students never see the test.
        rule: What the test holds the answer to.
        message: What a student may read about it.
        wall_s: Seconds that it took.
        mistake: The known mistake that the answer shows, as named to people; empty if none is.
            It is kept whatever a recipe's ``feedback`` lets students read, so that a class can be
            counted by mistake.
        remark: The end of the message, where it tells a mistake or a relation to what is right:
            of a hidden test, all that a student may read besides the rule.
        fingerprint: What the answer computed, in a few numbers, where the test refused a value:
            enough to name a mistake later, without another run.
        cause: Why the answer is not there, where a cell stopped: told of a hidden test, too.
        forms: Of a known answer that passed, the forms of what the test was given, by request; see
            :mod:`chainrule_grader.forms`. Empty for students' answers.
    """

    __test__ = False  # not a pytest class

    name: str
    points: float
    verdict: Verdict
    hidden: bool
    rule: str = ""
    message: str = ""
    wall_s: float = 0.0
    mistake: str = ""
    remark: str = ""
    fingerprint: Fingerprint | None = None
    cause: str = ""
    forms: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def score(self) -> float | None:
        """Points earned; ``None`` while an internal failure leaves them open."""
        if self.verdict is Verdict.INTERNAL:
            return None
        return self.points if self.verdict is Verdict.PASSED else 0.0


@dataclass(frozen=True)
class CellResult:
    """What became of a cell that raised or printed.

    Attributes:
        cell: Its place in the notebook, from 1.
        verdict: Empty if it ran to its end, else as for a test.
        message: The error as the student would have seen it.
        output: What it printed, cut to a bound.
        cause: Which cell it was, where it stopped and why, in words that every student may read.
    """

    cell: int
    verdict: str = ""
    message: str = ""
    output: str = ""
    cause: str = ""


@dataclass(frozen=True)
class RecordResult:
    """How a training record compares with the weights that came with it; for staff.

    Attributes:
        run: The run's name.
        consistency: ``consistent``, ``inconsistent`` or ``not checked``.
        reason: Why, in a sentence.
        accuracy: Accuracy of the weights on held-out images; ``None`` where they were not tried.
        claimed: Accuracy that the record tells; ``None`` where there is none.
    """

    run: str
    consistency: str
    reason: str
    accuracy: float | None = None
    claimed: float | None = None


@dataclass(frozen=True)
class PartResult:
    """What became of one automatic part.

    Attributes:
        name: The part's name.
        max_score: Maximum points, from the bundle.
        tests: Its tests, in order.
        records: Training records that its tests looked at, where the engine tells.
    """

    name: str
    max_score: float
    tests: tuple[TestResult, ...]
    records: tuple[RecordResult, ...] = ()

    @property
    def remark(self) -> str:
        """What staff should know of its training records; empty if there is nothing to look at."""
        return " ".join(
            f"training record {record.run} {_DOUBTS[record.consistency]}: {record.reason}"
            for record in self.records
            if record.consistency in _DOUBTS
        )

    @property
    def score(self) -> float | None:
        """Points earned, in [0, max_score]; ``None`` while any of them is open."""
        scores = [test.score for test in self.tests]
        if any(score is None for score in scores):
            return None
        total = math.fsum(score for score in scores if score is not None)
        if not math.isfinite(total):
            return None
        return min(max(round(total, 6), 0.0), self.max_score)


@dataclass(frozen=True)
class Result:
    """What became of one submission.

    Attributes:
        submission: The submission's stable id.
        student: Who handed it in, as far as the file tells.
        source: The path it came from, with links in its folders resolved.
        content: SHA-256 of what was handed in.
        homework: The homework's id.
        bundle: SHA-256 of the autograder bundle's content.
        status: Where it stands.
        reason: One plain sentence when it was not graded.
        parts: Results of the automatic parts, in order.
        cells: Cells that raised or printed, in order, where the engine tells.
        words: Number of words of each written answer that was found.
        engine: What ran it, such as ``"otter"``.
        tier: The isolation that was in force.
        wall_s: Seconds that grading took.
        versions: Versions of Python and of the packages that scores may depend on.
        memory_held_by: What held all its processes together to their memory: ``control group``,
            ``watch`` (a look every 0.2 s), or empty where nothing did.
        people: Who handed it in where an export names them: several for a group.
        submitted_at: When it was handed in, in UTC, where an export says so; a file's date is not
            taken for it.
        wall_clock: When it was handed in by the platform's clock, without a zone, where that is
            all that an export tells.
        late: Whether a platform marked it as late; without a time, nobody knows by how much.
        left_aside: What was left aside of what was handed in, and why, a line each.
    """

    submission: str
    student: str
    source: str
    content: str
    homework: str
    bundle: str
    status: Status
    reason: str = ""
    parts: tuple[PartResult, ...] = ()
    cells: tuple[CellResult, ...] = ()
    words: dict[str, int] = field(default_factory=dict)
    engine: str = ""
    tier: str = ""
    wall_s: float = 0.0
    versions: dict[str, str] = field(default_factory=dict)
    memory_held_by: str = ""
    people: tuple[Person, ...] = ()
    submitted_at: datetime | None = None
    wall_clock: datetime | None = None
    late: bool = False
    left_aside: tuple[str, ...] = ()

    def part(self, name: str) -> PartResult | None:
        """Return the result of the part called ``name``, or ``None``."""
        return next((part for part in self.parts if part.name == name), None)

    def to_json(self) -> str:
        """Return the result as text, scores included for readers of other languages."""
        document = {"format": FORMAT_VERSION, **asdict(self)}
        for entry, part in zip(document["parts"], self.parts, strict=True):
            entry["score"] = part.score
        for name in ("submitted_at", "wall_clock"):
            if document[name] is not None:
                document[name] = document[name].isoformat()
        return json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Result:
        """Read what :meth:`to_json` wrote; scores are computed anew.

        Raises:
            ValueError: If the text is not a result of this format.
        """
        try:
            document: dict[str, Any] = json.loads(text)
            if document.pop("format") != FORMAT_VERSION:
                raise ValueError("the result was written by another version: grade again")
            document["status"] = Status(document["status"])
            document["parts"] = tuple(_part_result(entry) for entry in document["parts"])
            document["cells"] = tuple(CellResult(**entry) for entry in document["cells"])
            document["left_aside"] = tuple(document.get("left_aside", ()))
            document["people"] = tuple(Person(**entry) for entry in document.get("people", ()))
            if moment := document.get("submitted_at"):
                document["submitted_at"] = datetime.fromisoformat(moment).astimezone(UTC)
            if shown := document.get("wall_clock"):
                document["wall_clock"] = datetime.fromisoformat(shown)
            return cls(**document)
        except (KeyError, TypeError, AttributeError, json.JSONDecodeError) as error:
            raise ValueError(f"the result is damaged ({error}): grade again") from error


def _part_result(entry: dict[str, Any]) -> PartResult:
    return PartResult(
        name=entry["name"],
        max_score=entry["max_score"],
        tests=tuple(_test_result(test) for test in entry["tests"]),
        records=tuple(RecordResult(**record) for record in entry.get("records", ())),
    )


def _test_result(entry: dict[str, Any]) -> TestResult:
    seen = entry.get("fingerprint")
    return TestResult(
        **{
            **entry,
            "verdict": Verdict(entry["verdict"]),
            "fingerprint": Fingerprint.read(seen) if seen else None,
            "forms": tuple((path, tuple(given)) for path, given in entry.get("forms", ())),
        }
    )


def write_atomically(path: Path, content: str | bytes) -> None:
    """Replace ``path`` with ``content`` so that a reader or a crash never sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{_HOST}.{os.getpid()}.{get_ident()}.tmp")
    try:
        with draft.open("wb") as stream:
            stream.write(content.encode("utf-8") if isinstance(content, str) else content)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(path)
    except BaseException:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise


def clear_drafts(folder: Path) -> None:
    """Delete what a killed process of this machine was writing; others may still be at work."""
    drafts = [(draft, _DRAFT.search(draft.name)) for draft in folder.glob(".*.tmp")]
    if not drafts:
        return
    import psutil

    for draft, found in drafts:
        if found and found["host"] == _HOST and not psutil.pid_exists(int(found["process"])):
            draft.unlink(missing_ok=True)


_HOST = hashlib.sha256(platform.node().encode()).hexdigest()[:8]
_DRAFT = re.compile(r"\.(?P<host>[0-9a-f]{8})\.(?P<process>\d{1,9})\.\d+\.tmp\Z")
