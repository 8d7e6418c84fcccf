"""A made-up class, drawn from a seed: abilities, test results, marks."""

from __future__ import annotations

import numpy as np

from chainrule_desk.grades.marks import Mark, Marks
from chainrule_grader.homework import Homework, Part, RubricItem, Test
from chainrule_grader.results import PartResult, Result, Status, TestResult, Verdict

MISTAKES = (
    "The gradient of the bias is not summed over the batch.",
    "The mean over the batch is taken twice.",
    "The maximum is not subtracted before the exponential.",
)
TITLES = (
    *("Linear: forward", "Linear: backward", "ReLU: backward", "Cross-entropy: backward"),
    *("One epoch", "Evaluate", "Build the network", "Fit the pictures", "Learning curves"),
    *("Shapes of parameters", "Three layers by hand", "Convex, concave or neither"),
)


def homework(automatic: int = 9, written: int = 3, tests: int = 4) -> Homework:
    """Return a homework of that many parts; each test is worth a point, its last two are hidden."""
    parts = []
    for number in range(automatic):
        title = TITLES[number % len(TITLES)]
        own = tuple(
            Test(f"test_{n}", 1, n >= tests - 2, f"Rule {n} of “{title.lower()}” holds.")
            for n in range(tests)
        )
        label = f"{1 + number // 4}.{1 + number % 4}"
        parts.append(Part(f"part_{number}", title, label, "modules", tests, tests=own))
    for number in range(written):
        rubric = (
            RubricItem("definition", 1, "States the definition."),
            RubricItem("argument", 2, "Gives an argument that holds.", "Any form."),
        )
        label = f"{2 + automatic // 4}.{1 + number}"
        parts.append(
            Part(f"essay_{number}", f"Essay {number + 1}", label, "essay", 3, True, rubric=rubric)
        )
    return Homework("hw1", "Homework 1: a network from the inside", tuple(parts))


def results(
    of: Homework, students: int, *, seed: int = 1, refused: int = 0, internal: int = 0
) -> list[Result]:
    """Return the results of a class: the abler a student, the more tests pass."""
    draw = np.random.default_rng(seed)
    ability = draw.normal(size=students)
    made = []
    for student in range(students):
        name = f"student-{student:05}"
        status, reason, parts = Status.GRADED, "", []
        if student < refused:
            status, reason = Status.REFUSED, f"{name}.ipynb is JSON but not a notebook."
        else:
            for number, part in enumerate(of.automatic):
                easy = 1.6 - 3 * number / len(of.automatic)
                chances = 1 / (1 + np.exp(-1.4 * (ability[student] + easy)))
                passed = draw.random(len(part.tests)) < chances
                parts.append(_part(part, list(passed), draw))
        if refused <= student < refused + internal:
            status = Status.INTERNAL
            broken = TestResult("test_0", 1, Verdict.INTERNAL, hidden=False)
            parts[0] = PartResult(parts[0].name, parts[0].max_score, (broken, *parts[0].tests[1:]))
        made.append(
            Result(
                *(name, f"Student {student:05}", f"in/{name}.ipynb", "", of.id, "b1", status),
                reason=reason,
                parts=tuple(parts),
                engine="isolated",
                tier="full",
            )
        )
    return made


def marks(of: Homework, graded: list[Result], *, seed: int = 2, share: float = 1) -> Marks:
    """Return the marks that people gave to this share of the class."""
    draw = np.random.default_rng(seed)
    rows = []
    for result in graded:
        points = sum(part.score or 0 for part in result.parts)
        able = points / max(1.0, sum(part.points for part in of.automatic))
        if result.status is Status.REFUSED or draw.random() >= share:
            continue
        for part in of.manual:
            for item in part.rubric:
                given = item.points * round(float(np.clip(draw.normal(able, 0.3), 0, 1)) * 2) / 2
                row = Mark(result.student, result.submission, part.name, item.id, given, "", "kn")
                rows.append(row)
    return Marks(tuple(rows))


def _part(part: Part, passed: list[bool], draw: np.random.Generator) -> PartResult:
    tests = []
    for test, good in zip(part.tests, passed, strict=True):
        bad = Verdict.WRONG if draw.random() < 0.7 else Verdict.MISSING
        mistake = MISTAKES[min(int(draw.integers(4)), 2)] if draw.random() < 0.3 else ""
        tests.append(
            TestResult(
                *(test.name, test.points, Verdict.PASSED if good else bad, test.hidden, test.rule),
                message="" if good else "`dW` has wrong values in 3 of 12 entries.",
                mistake="" if good or bad is Verdict.MISSING else mistake,
            )
        )
    return PartResult(part.name, part.points, tuple(tests))
