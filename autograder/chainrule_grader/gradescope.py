"""Write a result as Gradescope reads it (``results.json``)."""

from __future__ import annotations

import json
from typing import Any, Final

from chainrule_grader.homework import Homework
from chainrule_grader.results import Result, Status, TestResult, Verdict

AFTER_PUBLISHED: Final = "after_published"
VISIBLE: Final = "visible"

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

    Hidden tests become visible when the grades are published. A result that is open by our fault
    has no score, which Gradescope shows to staff as a failure of the autograder.
    """
    if result.status is Status.REFUSED:
        document: dict[str, Any] = {"score": 0.0, "output": result.reason}
    elif result.status is Status.GRADED:
        tests = [
            _test(test, homework.part(part.name).label, homework.part(part.name).title)
            for part in result.parts
            for test in part.tests
        ]
        scores = [part.score or 0.0 for part in result.parts]
        document = {"score": round(sum(scores), 6), "tests": tests}
    else:
        document = {"output": f"Grading did not finish. {result.reason}".strip()}
    document |= {
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": VISIBLE,
        "stdout_visibility": "hidden",
        "execution_time": round(result.wall_s),
        "extra_data": {
            "submission": result.submission,
            "bundle": result.bundle,
            "engine": result.engine,
            "tier": result.tier,
        },
    }
    return json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _test(test: TestResult, label: str, title: str) -> dict[str, Any]:
    return {
        "name": f"{label} {title}: {test.rule or test.name}",
        "score": test.score,
        "max_score": test.points,
        "status": "passed" if test.verdict is Verdict.PASSED else "failed",
        "visibility": AFTER_PUBLISHED if test.hidden else VISIBLE,
        "output": "\n".join(filter(None, (_WORDS[test.verdict], test.message))),
    }
