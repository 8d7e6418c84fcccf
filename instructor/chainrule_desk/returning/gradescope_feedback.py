"""A student's feedback as Gradescope reads it: ``results.json``, with the written parts in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from chainrule_desk import files
from chainrule_desk.returning.feedback_page import Feedback, Written
from chainrule_desk.text import points_text
from chainrule_grader import gradescope
from chainrule_grader.homework import Part
from chainrule_grader.results import Status

FILE = "results.json"


def write(path: Path, feedback: Feedback) -> None:
    """Write the file."""
    files.replace(path, to_json(feedback).encode("utf-8"))


def to_json(feedback: Feedback) -> str:
    """Return the grader's own document with an entry more for each rubric item.

    Nothing is visible before the grades are published. While anything is open, there is no score.
    """
    document = json.loads(gradescope.to_json(feedback.result, feedback.homework))
    for test in document.get("tests", []):
        test["visibility"] = gradescope.AFTER_PUBLISHED
    if feedback.result.status is Status.GRADED:
        document["tests"] += [
            entry
            for part in feedback.homework.manual
            for entry in _entries(part, feedback.written.get(part.name))
        ]
    if feedback.late_penalty:
        lost = f"{points_text(feedback.late_penalty)} points are lost for being late."
        document["output"] = "\n\n".join(filter(None, [document.get("output"), lost]))
    if feedback.total is None:
        document.pop("score", None)
    else:
        document["score"] = feedback.total
    document["visibility"] = gradescope.AFTER_PUBLISHED
    return json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _entries(part: Part, written: Written | None) -> list[dict[str, Any]]:
    name = f"{part.label} {part.title}"
    entry = {"visibility": gradescope.AFTER_PUBLISHED}
    if written is None:
        return [{**entry, "name": name, "max_score": part.points, "output": "Not graded yet."}]
    entries: list[dict[str, Any]] = [
        {
            **entry,
            "name": f"{name}: {comment.text}",
            "score": comment.points,
            "max_score": comment.maximum,
            "status": "passed" if comment.points >= comment.maximum else "failed",
            "output": comment.said,
        }
        for comment in written.comments
    ]
    if written.remarks:
        entries[-1]["output"] = "\n".join(filter(None, [entries[-1]["output"], *written.remarks]))
    return entries
