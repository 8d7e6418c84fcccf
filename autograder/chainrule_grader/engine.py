"""What every engine promises: a submission and a bundle in, a result out, whatever happens."""

from __future__ import annotations

import platform
import sys
import sysconfig
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import Protocol

from chainrule_grader.bundle import Bundle
from chainrule_grader.homework import Part, Test
from chainrule_grader.intake import Submission
from chainrule_grader.results import CellResult, PartResult, Result, Status, TestResult, Verdict

MAX_CAUSES = 3  # in the one reason of a result


@dataclass(frozen=True)
class Limits:
    """What one submission may use.

    Attributes:
        wall_s: Seconds for the whole submission, from its first cell to its last test.
        cell_s: The most seconds for one cell; it takes no more than a fifth of the whole either.
        test_s: The most seconds for one test; it takes no more than a tenth of the whole either.
        memory_mib: Memory of the student's process beyond what the libraries take.
    """

    wall_s: float = 600.0
    cell_s: float = 300.0
    test_s: float = 60.0
    memory_mib: int = 4096


class Engine(Protocol):
    """Something that can run a stranger's notebook and test it.

    Attributes:
        name: What results call it.
        tier: The isolation that is in force, never more than that.
    """

    @property
    def name(self) -> str:
        """What results call the engine."""

    @property
    def tier(self) -> str:
        """The isolation in force."""

    def grade(
        self,
        submission: Submission,
        bundle: Bundle,
        limits: Limits,
        on_part: Callable[[PartResult], None] | None = None,
    ) -> Result:
        """Run and test a submission.

        Whatever the student's code does becomes a verdict. ``on_part`` is told of each part as
        soon as it is tested, where the engine knows before the end.
        """


def result_of(
    submission: Submission,
    bundle: Bundle,
    engine: Engine,
    *,
    status: Status,
    reason: str = "",
    parts: tuple[PartResult, ...] = (),
    cells: tuple[CellResult, ...] = (),
    words: dict[str, int] | None = None,
    wall_s: float = 0.0,
    memory_held_by: str = "",
) -> Result:
    """Return a result with everything filled in that does not depend on how it went."""
    return Result(
        submission=submission.id,
        student=submission.student,
        source=submission.source,
        content=submission.content,
        homework=bundle.homework.id,
        bundle=bundle.digest,
        status=status,
        reason=reason,
        parts=parts,
        cells=cells,
        words=words or {},
        engine=engine.name,
        tier=engine.tier,
        wall_s=round(wall_s, 3),
        versions=dict(versions()),
        memory_held_by=memory_held_by,
        people=submission.people,
        submitted_at=submission.submitted_at,
        wall_clock=submission.wall_clock,
        late=submission.late,
        left_aside=submission.aside,
    )


def verdict_for(test: Test, verdict: Verdict, message: str = "", wall_s: float = 0.0) -> TestResult:
    """Return the result of a test; its name, points and rule come from the bundle."""
    return TestResult(
        name=test.name,
        points=test.points,
        verdict=verdict,
        hidden=test.hidden,
        rule=test.rule,
        message=readable(message),
        wall_s=round(wall_s, 3),
    )


def readable(text: str) -> str:
    """Return text of a student's process as every file and page can hold it.

    Without the folders of the machine that graded: of a path below one, the rest is left.
    """
    text = text.encode("utf-8", "replace").decode("utf-8")
    for folder, shown in _folders():
        text = text.replace(folder, shown)
    return "".join(letter for letter in text if letter >= " " or letter in "\n\t")


@lru_cache
def _folders() -> tuple[tuple[str, str], ...]:
    """Return the folders of this machine that messages may name, the deepest first."""
    own = {str(Path(entry).resolve()) for entry in sys.path if entry}
    own |= {entry for entry in (*sys.path, sys.prefix, sys.base_prefix) if entry}
    own |= {sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    deep = sorted((folder for folder in own if folder.count("/") > 1), key=len, reverse=True)
    return (*((f"{folder}/", "") for folder in deep), (f"{Path.home()}/", "~/"))


def stopped(parts: tuple[PartResult, ...]) -> str:
    """Return which cells stopped that tests needed, each said once; empty if none did."""
    found: dict[str, str] = {}
    for cause in (test.cause for part in parts for test in part.tests):
        for before in found.values():
            cause = cause.replace(before, "").strip()
        if cause:
            _, _, where = cause.partition("(cell ")
            found.setdefault(where or cause, cause)  # of all that a cell gives, the first
    told = list(found.values())
    more = len(told) - MAX_CAUSES
    return " ".join([*told[:MAX_CAUSES], *([f"And {more} more causes."] if more > 0 else [])])


def part_with(part: Part, verdict: Verdict, message: str = "") -> PartResult:
    """Return a part all of whose tests ended alike."""
    return PartResult(
        name=part.name,
        max_score=part.points,
        tests=tuple(verdict_for(test, verdict, message) for test in part.tests),
    )


def status_of(parts: tuple[PartResult, ...]) -> Status:
    """Return ``INTERNAL`` while a test's outcome is open by our fault, else ``GRADED``."""
    return Status.INTERNAL if any(part.score is None for part in parts) else Status.GRADED


@lru_cache
def versions() -> tuple[tuple[str, str], ...]:
    """Return what graded: Python, and the packages that scores may depend on."""
    packages = ("chainrule", "otter-grader", "numpy", "torch")
    return (
        ("python", platform.python_version()),
        *((package, metadata.version(package)) for package in packages),
    )
