"""`chainrule feedback`: says where pages are and what is open, and publishes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from class_samples import homework, results
from desk_project import graded_project
from typer.testing import CliRunner, Result

from chainrule_desk.cli import app
from chainrule_grader.results import Result as Graded

HOMEWORK = homework(automatic=2, written=1, tests=2)


def run(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["feedback", *arguments, "--project", str(root)])


def said(shown: Result) -> str:
    return " ".join((shown.stdout + shown.stderr).split())


def test_command_says_where_pages_are_and_what_is_open(tmp_path: Path) -> None:
    """Pages are counted, open parts named, and the zip is left for a person to upload."""
    graded_project(tmp_path, HOMEWORK, results(HOMEWORK, 4, refused=1))
    shown = run(tmp_path, "hw1", "--jobs", "1")
    assert shown.exit_code == 0, shown.output
    assert "4 pages in grades/hw1/feedback" in said(shown)
    assert "not graded yet on 3 of them: 2.1 Essay 1" in said(shown)
    assert "Nothing was published. When you are ready, upload grades/hw1/feedback.zip" in said(
        shown
    )


def test_complete_pages_alone(tmp_path: Path) -> None:
    """With --only-complete the others are counted; with nobody complete there is no page."""
    graded_project(tmp_path, HOMEWORK, results(HOMEWORK, 3))
    shown = run(tmp_path, "hw1", "--only-complete")
    assert "0 pages in grades/hw1/feedback" in said(shown)
    assert "3 students left out: something is not graded yet." in said(shown)


def test_gradescope_form(tmp_path: Path) -> None:
    """With --for gradescope a results.json is written for each submission."""
    graded_project(tmp_path, HOMEWORK, results(HOMEWORK, 2))
    assert "2 results in grades/hw1/gradescope" in said(run(tmp_path, "hw1", "--for", "gradescope"))
    assert (tmp_path / "grades/hw1/gradescope/student-00001/results.json").is_file()


MISTAKES = {
    "no submission": "hw1 has no results yet: run `chainrule grade hw1 SUBMISSIONS` first.",
    "a broken result": "student-00001.json: the result is damaged",
    "an unknown homework": "there is no homework `hw9`; there is: hw1.",
    "a bad recipe": "hw1.toml:2: `distribution` is 'yes': write true",
}


@pytest.mark.parametrize("kind", MISTAKES)
def test_mistake_ends_in_a_sentence_and_2(tmp_path: Path, kind: str) -> None:
    """What to do is said with file and line, and no page is written."""
    made: list[Graded] = [] if kind == "no submission" else results(HOMEWORK, 3)
    recipe = 'distribution = "yes"' if kind == "a bad recipe" else ""
    graded_project(tmp_path, HOMEWORK, made, recipe=recipe)
    if kind == "a broken result":
        (tmp_path / "grades/hw1/results/student-00001.json").write_text('{"format": 1')
    shown = run(tmp_path, "hw9" if kind == "an unknown homework" else "hw1")
    assert shown.exit_code == 2
    assert MISTAKES[kind] in said(shown)
    assert not (tmp_path / "grades/hw1/feedback").exists()


def test_notebook_that_is_gone_leaves_a_page(tmp_path: Path) -> None:
    """Without the copy, points and tests are told, and nothing is claimed of answers."""
    (one,) = results(HOMEWORK, 1)
    graded_project(tmp_path, HOMEWORK, [one])
    run(tmp_path, "hw1")
    page = (tmp_path / "grades/hw1/feedback/student-00000.html").read_text()
    assert "Rule 0 of" in page
    assert "no answer" not in page
