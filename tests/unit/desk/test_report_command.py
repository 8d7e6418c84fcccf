"""`chainrule report`: says where the page is, and what is wrong in one sentence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from class_samples import homework, results
from desk_project import graded_project
from typer.testing import CliRunner, Result

from chainrule_desk.cli import app
from chainrule_desk.grades import gradebook
from chainrule_desk.reporting import class_report
from chainrule_grader.results import PartResult, Verdict

HOMEWORK = homework(automatic=2, written=1, tests=2)


def run(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["report", *arguments, "--project", str(root)])


def said(shown: Result) -> str:
    return " ".join((shown.stdout + shown.stderr).split())


def test_command_says_where_the_page_is(tmp_path: Path) -> None:
    """The page lies in the homework's folder; the terminal has its main figures."""
    graded_project(tmp_path, HOMEWORK, results(HOMEWORK, 40, refused=1))
    shown = run(tmp_path, "hw1")
    assert shown.exit_code == 0, shown.output
    assert "40 students, 40 handed in; Cronbach's alpha 0." in said(shown)
    assert "Read grades/hw1/report.html" in said(shown)
    assert "Homework 1" in (tmp_path / "grades/hw1/report.html").read_text()


def test_alpha_that_cannot_be_computed_is_said(tmp_path: Path) -> None:
    """The terminal says why, too."""
    graded_project(tmp_path, HOMEWORK, results(HOMEWORK, 2))
    assert "cannot be computed: fewer than three students have scores." in said(
        run(tmp_path, "hw1")
    )


def test_class_list_brings_in_who_handed_nothing_in(tmp_path: Path) -> None:
    """Students of the class list count, also those without a submission."""
    graded_project(tmp_path, HOMEWORK, results(HOMEWORK, 3))
    (tmp_path / "grades/roster.csv").write_text("Name\nStudent 00000\nZoe\n")
    assert "4 students, 3 handed in" in said(run(tmp_path, "hw1"))


@pytest.mark.parametrize(("policy", "passed"), [("best", 1), ("last", 0)])
def test_policy_decides_which_submission_counts(tmp_path: Path, policy: str, passed: int) -> None:
    """Of two submissions of a student, the report is about the one that the recipe counts."""
    (made,) = results(HOMEWORK, 1)
    both = [
        replace(made, submission=name, parts=tuple(with_all(part, verdict) for part in made.parts))
        for name, verdict in (("a", Verdict.PASSED), ("b", Verdict.WRONG))
    ]
    project = graded_project(tmp_path, HOMEWORK, both, recipe=f'policy = {{ counts = "{policy}" }}')
    with gradebook.opened(project, "hw1") as book:
        report = class_report.of_class(book)
    assert len(report.frame) == 1
    assert {test.judged for test in report.outcomes.tests} == {1}
    assert {test.passed for test in report.outcomes.tests} == {passed}


def with_all(part: PartResult, verdict: Verdict) -> PartResult:
    return replace(part, tests=tuple(replace(test, verdict=verdict) for test in part.tests))


@pytest.mark.parametrize("kind", ["no submission", "a broken result", "an unknown homework"])
def test_mistake_ends_in_a_sentence_and_2(tmp_path: Path, kind: str) -> None:
    """Nothing to report on, or a damaged result: what to do is said, and no page is written."""
    graded_project(tmp_path, HOMEWORK, [] if kind == "no submission" else results(HOMEWORK, 3))
    if kind == "a broken result":
        (tmp_path / "grades/hw1/results/student-00001.json").write_text('{"format": 1')
    shown = run(tmp_path, "hw9" if kind == "an unknown homework" else "hw1")
    words = {
        "no submission": "hw1 has no results yet: run `chainrule grade hw1 SUBMISSIONS` first.",
        "a broken result": "student-00001.json: the result is damaged",
        "an unknown homework": "there is no homework `hw9`; there is: hw1.",
    }
    assert shown.exit_code == 2
    assert words[kind] in said(shown)
    assert not (tmp_path / "grades/hw1/report.html").exists()
