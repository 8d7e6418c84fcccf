"""Grade the one submission of a Gradescope container.

``python -m chainrule_grader.on_gradescope FOLDER [TIER]`` is what ``run_autograder`` calls, with
Gradescope's folder ``/autograder``. It reads ``submission`` and ``submission_metadata.json``,
grades with the bundle under ``source``, and replaces ``results/results.json`` after each part.
What it prints is for staff.
"""

from __future__ import annotations

import json
import sys
import traceback
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from chainrule_grader import gradescope, intake
from chainrule_grader.archive import RefusedError, printable
from chainrule_grader.bundle import Bundle
from chainrule_grader.engine import Engine, Limits, result_of
from chainrule_grader.engines import open_engine
from chainrule_grader.intake import Handin, Submission
from chainrule_grader.people import Person
from chainrule_grader.platforms.entry import told, utc
from chainrule_grader.results import PartResult, Result, Status, write_atomically

RESULTS: Final = "results/results.json"
BUNDLE: Final = "source/bundle.zip"
METADATA: Final = "submission_metadata.json"
SUBMISSION: Final = "submission"
# Gradescope ends a container after ten minutes, unless told otherwise.
LIMITS: Final = Limits(wall_s=480.0, memory_mib=2048)


def main() -> None:
    """Grade; whatever fails on our side becomes a sentence without a score."""
    root = Path(sys.argv[1])
    tier = sys.argv[2] if len(sys.argv) > 2 and sys.argv[2] else None
    try:
        result = grade(root, open_engine(tier))
    except Exception as error:
        # Nobody is there to see a traceback but through these two files.
        traceback.print_exc()
        sentence = (
            f"Grading failed on our side ({type(error).__name__}: {error}). Staff can see why."
        )
        write_atomically(root / RESULTS, gradescope.not_graded(sentence))
        return
    earned = sum(part.score or 0.0 for part in result.parts)
    print(f"{result.status}: {earned:g} points in {result.wall_s:g} s. {result.reason}".strip())
    print(f"tier {result.tier}, engine {result.engine}, {result.versions}")


def grade(root: Path, opening: AbstractContextManager[Engine], limits: Limits = LIMITS) -> Result:
    """Grade the submission below ``root``, keeping ``results.json`` up to date.

    Raises:
        BundleError: If the bundle cannot be read.
        SandboxError: If the container cannot give the isolation.
    """
    bundle = Bundle.open(root / BUNDLE)
    handin = handin_of(root)
    with opening as engine:
        try:
            submission = intake.load(handin, bundle)
        except RefusedError as refusal:
            unread = intake.unread(handin)
            result = result_of(unread, bundle, engine, status=Status.REFUSED, reason=str(refusal))
        else:
            result = _graded(submission, bundle, engine, limits, root / RESULTS)
    write_atomically(root / RESULTS, gradescope.to_json(result, bundle.homework))
    return result


def handin_of(root: Path) -> Handin:
    """Return what was handed in, with what Gradescope tells of it."""
    facts = _metadata(root / METADATA)
    listed = facts.get("users")
    people = tuple(
        Person(told(user.get("name")), told(user.get("email")))
        for user in (listed if isinstance(listed, list) else [])
        if isinstance(user, dict)
    )
    names = ", ".join(filter(None, (person.name or person.email for person in people)))
    number = facts.get("id")
    return Handin(
        id=f"submission-{number}" if isinstance(number, int) else SUBMISSION,
        student=printable(names),
        root=root / SUBMISSION,
        people=people,
        submitted_at=utc(facts.get("created_at")),
    )


def _graded(
    submission: Submission, bundle: Bundle, engine: Engine, limits: Limits, target: Path
) -> Result:
    pending = result_of(submission, bundle, engine, status=Status.PENDING)
    finished: list[PartResult] = []

    def write_so_far() -> None:
        so_far = replace(pending, parts=tuple(finished))
        write_atomically(target, gradescope.to_json(so_far, bundle.homework))

    def on_part(part: PartResult) -> None:
        finished.append(part)
        write_so_far()

    write_so_far()
    return engine.grade(submission, bundle, limits, on_part)


def _metadata(path: Path) -> dict[str, Any]:
    """Return what Gradescope writes about a submission; grading does not depend on it."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return document if isinstance(document, dict) else {}


if __name__ == "__main__":
    main()
