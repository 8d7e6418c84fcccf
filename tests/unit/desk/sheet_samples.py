"""A small homework and results of it, for the tests of grade sheets and marks."""

from __future__ import annotations

import math
from dataclasses import replace

from chainrule_desk.grades.marks import Mark, Marks
from chainrule_grader.homework import Homework, Part, RubricItem
from chainrule_grader.results import PartResult, Result, Status, TestResult, Verdict

FORWARD = Part("linear_forward", "Linear: forward", "1.1", "modules", 2)
BACKWARD = Part("linear_backward", "Linear: backward", "1.2", "modules", 4)
CONVEXITY = Part(
    "convexity",
    "Is the loss convex?",
    "2.1",
    "relu_theory",
    3,
    manual=True,
    rubric=(
        RubricItem("definition", 1, "States the definition", note="any form"),
        RubricItem("argument", 2, "Gives a counterexample"),
    ),
)
EXTRA = Part("speed", "Make it fast", "3.1", "modules", 1, bonus=True)

HOMEWORK = Homework("hw1", "Homework 1", (FORWARD, BACKWARD, CONVEXITY))
WITH_BONUS = replace(HOMEWORK, parts=(*HOMEWORK.parts, EXTRA))

# What students call themselves and their files when they mean mischief.
NUL = "\0"  # files may tell such names; a class list that holds one is damaged
HOSTILE = (
    "=1+1",
    '=HYPERLINK("http://example.org","Ada")',
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "'=1+1",
    " =1+1",
    "＝1+1",
    "Ada;=1+1;",
    "{=1+1}",
    "http://example.org",
    "internal:'Grades'!A1",
    "<script>alert(1)</script>",
    "<r><t>in red</t></r>",
    "_x0041_da",
    "</style><img src=x onerror=alert(1)>",
    "{{ 7 * 7 }}",
    "\u202eadA",
    f"A{NUL}B\x1f\ufffe",
    "0123",
    "1e5",
    "NA",
    "nan",
    "TRUE",
    "📐" * 200,
)


def graded(part: Part, share: float | None) -> PartResult:
    """Return a part's result with this share of its points; ``None`` for an internal failure."""
    if share is None:
        return PartResult(
            part.name, part.points, (TestResult("test", part.points, Verdict.INTERNAL, False),)
        )
    won, lost = part.points * share, part.points * (1 - share)
    return PartResult(
        part.name,
        part.points,
        (
            TestResult("test_won", won, Verdict.PASSED, hidden=False),
            TestResult("test_lost", lost, Verdict.WRONG, hidden=True),
        ),
    )


def result(
    student: str,
    *shares: float | None,
    submission: str = "",
    status: Status = Status.GRADED,
    reason: str = "",
    source: str = "",
    homework: Homework = HOMEWORK,
) -> Result:
    """Return a result with these shares of the automatic parts' points, in order."""
    return Result(
        submission=submission or student.casefold(),
        student=student,
        source=source or f"{student}.ipynb",
        content="",
        homework=homework.id,
        bundle="",
        status=status,
        reason=reason,
        parts=tuple(
            graded(part, share) for part, share in zip(homework.automatic, shares, strict=False)
        ),
    )


def marked(submission: str, definition: float | None, argument: float | None) -> list[Mark]:
    """Return the two marks of the written part."""
    return [
        Mark(submission, submission, "convexity", "definition", definition, "", "kn"),
        Mark(submission, submission, "convexity", "argument", argument, "", "kn"),
    ]


def marks(**points: tuple[float | None, float | None]) -> Marks:
    """Return marks by submission: ``marks(ada=(1, 2))``."""
    return Marks(tuple(mark for name, pair in points.items() for mark in marked(name, *pair)))


def score(given: Marks, submission: str, part: Part) -> float | None:
    """Return the points of one written part; ``None`` while they are open."""
    points = given.scores([submission], [part])[0].item()
    return None if math.isnan(points) else points
