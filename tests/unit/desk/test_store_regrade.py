"""A regrade tells who changes, by how much and why, and leaves hand marks alone."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

from desk_project import graded_project

from chainrule_desk.grades import schema, standing
from chainrule_desk.grades.gradebook import opened
from chainrule_desk.grades.regrade import Difference, by_hand, differences
from chainrule_desk.grades.store import Store
from chainrule_grader.results import PartResult, Result, Status, TestResult, Verdict

from .sheet_samples import CONVEXITY, HOMEWORK, result
from .store_samples import append, entry

ADA = result("Ada", 1, 0.5)


def changed(before: Result, after: Result) -> list[Difference]:
    return differences({before.submission: before}, [after])


def with_first_part(found: Result, *tests: TestResult) -> Result:
    part = PartResult("linear_forward", sum(test.points for test in tests), tests)
    return replace(found, parts=(part, *found.parts[1:]))


def test_same_outcome_is_no_difference() -> None:
    """Graded again with the same verdicts, nobody changes, however long it took."""
    assert changed(ADA, replace(ADA, wall_s=9, bundle="later")) == []


def test_verdict_that_changed_is_the_reason() -> None:
    """The row names the part, the points before and now, and the test that decided."""
    tests = [
        TestResult("test_bias", 2, verdict, False) for verdict in (Verdict.WRONG, Verdict.PASSED)
    ]
    before, after = (with_first_part(ADA, test) for test in tests)
    (found,) = changed(before, after)
    assert (found.student, found.part, found.before, found.after) == ("Ada", "linear_forward", 0, 2)
    assert found.by == 2
    assert found.why == "test_bias: wrong → passed"


def test_points_that_changed_are_the_reason() -> None:
    """A test worth more now is named with both worths; so are tests that came and went."""
    before = with_first_part(
        ADA,
        TestResult("test_bias", 1, Verdict.PASSED, False),
        TestResult("test_old", 1, Verdict.PASSED, False),
    )
    after = with_first_part(
        ADA,
        TestResult("test_bias", 1.5, Verdict.PASSED, False),
        TestResult("test_new", 0.5, Verdict.WRONG, True),
    )
    (found,) = changed(before, after)
    assert found.by == -0.5
    assert (
        found.why == "test_old is gone; test_bias is worth 1.5 instead of 1; test_new is new: wrong"
    )


def test_part_worth_something_else_is_one_reason() -> None:
    """When every test of a part grows alike, the part is named, and not each of its tests."""
    before, after = (
        with_first_part(
            ADA,
            TestResult("test_bias", 1 * worth, Verdict.PASSED, False),
            TestResult("test_shape", 3 * worth, Verdict.WRONG, False),
        )
        for worth in (1, 1.5)
    )
    (found,) = changed(before, after)
    assert (found.before, found.after) == (1, 1.5)
    assert found.why == "the part is worth 6 instead of 4"


def test_open_points_are_no_number() -> None:
    """A part that could not be graded before has no difference in points, but a row."""
    (found,) = changed(result("Ada", None, 0.5), result("Ada", 1, 0.5))
    assert (found.before, found.after, found.by) == (None, 2, None)


def test_submission_that_can_be_graded_now_is_told_as_a_whole() -> None:
    """From refused to graded is one row with the sum of all parts."""
    (found,) = changed(result("Ada", status=Status.REFUSED), result("Ada", 1, 0.5))
    assert (found.part, found.before, found.after) == ("", 0, 4)
    assert found.why == "refused → graded"


def test_new_submission_is_no_regrade() -> None:
    """Who was not graded before does not change."""
    assert differences({}, [ADA]) == []


def test_rubric_that_changed_is_told_with_whose_points(tmp_path: Path) -> None:
    """Marks by hand follow an item's new worth: who gains or loses is told, and told once."""
    results = [result("Ada", 1, 1), result("Bob", 1, 1), result("Cleo", 1, 1)]
    project = graded_project(tmp_path, HOMEWORK, results)
    with opened(project, "hw1") as book:
        append(
            book.store,
            *(entry("ada", "definition", 1), entry("ada", "argument", 2)),
            *(entry("bob", "definition", 0), entry("bob", "argument", 2)),
            entry("cleo", "definition", 1),  # the other item is open
        )
    heavier = replace(CONVEXITY.rubric[0], points=1.5)
    part = replace(CONVEXITY, rubric=(heavier, CONVEXITY.rubric[1]))
    bundle = project.bundle("hw1")
    with zipfile.ZipFile(bundle, "w") as built:
        homework = replace(HOMEWORK, parts=(*HOMEWORK.parts[:2], part))
        built.writestr("homework.json", homework.to_json())
        for name in ("linear_forward", "linear_backward"):
            built.writestr(f"tests/{name}.py", "")
    began = schema.now()
    with opened(project, "hw1") as book:
        (found,) = by_hand(book, began)
    why = "definition is worth 1.5 instead of 1"
    assert found == Difference("Ada", "convexity", 3, 3.5, why)
    with opened(project, "hw1") as book:
        assert by_hand(book, schema.now()) == []


def test_hand_marks_stay(tmp_path: Path) -> None:
    """Whatever a regrade gives, marks and comments of people are as they were."""
    with Store.open(tmp_path / "grades.sqlite", "hw1") as store:
        store.record([ADA])
        append(store, entry("ada", "definition", 1, comment="neat"))
        before = standing.read(store, HOMEWORK, {})
        store.record([replace(result("Ada", 0, 0), bundle="later")])
        assert standing.read(store, HOMEWORK, {}) == before
