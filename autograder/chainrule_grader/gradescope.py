"""Write a result as Gradescope reads it (``results.json``).

The keys are those of Gradescope's autograder specification. A failure of ours has no score, which
Gradescope shows to staff as a failure of the autograder: nobody gets 0 points for it.
"""

from __future__ import annotations

import json
import math
from typing import Any, Final

from chainrule_grader.homework import Homework, Part
from chainrule_grader.results import Result, Status, TestResult, Verdict

AFTER_PUBLISHED: Final = "after_published"
VISIBLE: Final = "visible"
UNFINISHED: Final = (
    "Grading began and did not come to its end. This is not your fault: staff will run it again."
)
MAX_CELLS: Final = 20  # cells with an error that the student is told of

_WORDS: Final = {
    Verdict.PASSED: "Passed.",
    Verdict.WRONG: "Not right yet.",
    Verdict.ERROR: "The code stopped with an error.",
    Verdict.TIMEOUT: "Took too long.",
    Verdict.MEMORY: "Used too much memory.",
    Verdict.MISSING: "Not there.",
    Verdict.INTERNAL: "Could not be graded; this is not your fault, and staff will see to it.",
}


def to_json(result: Result, homework: Homework) -> str:
    """Return Gradescope's JSON for a result.

    Hidden tests become visible when the grades are published. A pending result has the score of
    the parts that are done.
    """
    if result.status is Status.REFUSED:
        document: dict[str, Any] = {"score": 0.0, "output": result.reason}
    elif result.status is Status.INTERNAL:
        document = {"output": f"Grading did not finish. {result.reason}".strip()}
    else:
        scores = [part.score or 0.0 for part in result.parts]
        document = {"score": round(math.fsum(scores), 6), "output": _summary(result, homework)}
        document["tests"] = [
            _test(test, homework.part(part.name), number)
            for part in result.parts
            for number, test in enumerate(part.tests, start=1)
        ]
    document["execution_time"] = round(result.wall_s)
    document["extra_data"] = {
        "submission": result.submission,
        "content": result.content,
        "bundle": result.bundle,
        "engine": result.engine,
        "tier": result.tier,
        "memory_held_by": result.memory_held_by,
        "versions": result.versions,
        "submitted_at": result.submitted_at.isoformat() if result.submitted_at else None,
    }
    return _text(document)


def not_graded(sentence: str, *, score: float | None = None) -> str:
    """Return Gradescope's JSON for a submission of which there is no result."""
    return _text({"output": sentence} if score is None else {"score": score, "output": sentence})


def _text(document: dict[str, Any]) -> str:
    document |= {
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": VISIBLE,
        "stdout_visibility": "hidden",
    }
    return json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _summary(result: Result, homework: Homework) -> str:
    lines = [UNFINISHED] if result.status is Status.PENDING else []
    if homework.manual and not lines:
        labels = ", ".join(part.label for part in homework.manual)
        lines.append(f"This is the score of the tests. People read the written parts ({labels}).")
    # The cause, not what the cell said: code that a hidden test called could say it what it was
    # called with.
    stopped = [cell for cell in result.cells if cell.verdict]
    if stopped:
        more = f" and {len(stopped) - MAX_CELLS} more" if len(stopped) > MAX_CELLS else ""
        cells = ", ".join(str(cell.cell) for cell in stopped[:MAX_CELLS]) + more
        lines.append(f"Cells that did not run to their end: {cells}.")
        lines += dict.fromkeys(cell.cause for cell in stopped[:MAX_CELLS] if cell.cause)
    return "\n\n".join(lines)


def _test(test: TestResult, part: Part, number: int) -> dict[str, Any]:
    return {
        "name": f"{part.title}: {test.rule or test.name}",
        "number": f"{part.label}.{number}",
        "score": test.score,
        "max_score": test.points,
        "status": "passed" if test.verdict is Verdict.PASSED else "failed",
        "visibility": AFTER_PUBLISHED if test.hidden else VISIBLE,
        "output": "\n".join(filter(None, (_WORDS[test.verdict], test.message))),
        "tags": [part.name],
        "extra_data": {"part": part.name, "verdict": str(test.verdict)},
    }
