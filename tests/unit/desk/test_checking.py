"""Before the first submission runs, everything that stands in the way is told at once."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from desk_project import graded_project, notebook
from typer.testing import CliRunner

from chainrule_desk import grading
from chainrule_desk.cli import app
from chainrule_desk.grade_sheets import sheets
from chainrule_desk.project import Project
from chainrule_grader.results import Result

from .sheet_samples import HOMEWORK, result

RECIPE = """\
title = "Homework 1"
[policy]
deadline = 2026-11-20T12:00:00Z
[policy.late]
free_days = 2
penalty = 0.1
[[problems]]
name = "p"
points = {{ a = 1 }}
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a project that was graded before, with nothing wrong in it."""
    made = graded_project(tmp_path / "course", HOMEWORK, [result("Ada", 1, 1)])
    made.recipe("hw1").write_text(RECIPE.format(), encoding="utf-8")
    grades = made.root / "grades"
    (grades / "roster.csv").write_text("id,name\n101,Ada\n102,Bob\n", encoding="utf-8")
    (grades / "aliases.csv").write_text("team,101,102\n", encoding="utf-8")
    (grades / "extensions.csv").write_text(
        "student,homework,until\n102,hw1,2026-11-25\n", encoding="utf-8"
    )
    sheets.write_marks(made, "hw1")
    (tmp_path / "handed-in").mkdir()
    (tmp_path / "handed-in" / "Bob.ipynb").write_bytes(notebook({}))
    return made


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[Sequence[Path]]:
    """Return what is run: nothing is, but it is noted."""
    paths: list[Sequence[Path]] = []

    def grade(_project: Project, _homework: str, given: Sequence[Path], **_: Any) -> list[Result]:
        paths.append(given)
        return [result("Ada", 1, 1)]

    monkeypatch.setattr(grading, "grade", grade)
    return paths


def grade(project: Project, *paths: Path | str, code: int = 2) -> str:
    """Return what `chainrule grade` says."""
    given = [str(path) for path in paths] or [str(project.root.parent / "handed-in")]
    options = ["--project", str(project.root), "--engine", "otter"]
    shown = CliRunner().invoke(app, ["grade", "hw1", *given, *options])
    assert shown.exit_code == code, shown.output
    return " ".join(shown.output.split())


def test_nothing_wrong_is_graded(project: Project, ran: list[Sequence[Path]]) -> None:
    """The checks let a sound homework through."""
    grade(project, code=0)
    assert len(ran) == 1


def test_new_homework_is_graded_and_nothing_is_made_for_it(
    tmp_path: Path, ran: list[Sequence[Path]]
) -> None:
    """Looking leaves no store behind, and no id of a course."""
    made = graded_project(tmp_path / "course", HOMEWORK, [])
    (tmp_path / "handed-in").mkdir()
    (tmp_path / "handed-in" / "Bob.ipynb").write_bytes(notebook({}))
    grade(made, tmp_path / "nowhere")
    assert not made.course.exists()
    assert sorted(path.name for path in made.grades("hw1").iterdir()) == ["results", "submissions"]
    assert ran == []


FAULTS = {
    "recipe": ("assignment/homeworks/hw1.toml", "title = ", "hw1.toml:1: is not TOML"),
    "policy": (
        "assignment/homeworks/hw1.toml",
        RECIPE.format().replace("free_days = 2", "free_days = -1"),
        "free_days",
    ),
    "another recipe that late days are counted over": (
        "assignment/homeworks/hw0.toml",
        "title = ",
        "hw0.toml:1: is not TOML",
    ),
    "bundle": ("build/hw1/hw1-autograder.zip", "no zip", "build the homework again"),
    "class list": (
        "grades/roster.csv",
        'id,name\n101,"Ada\n102,Bob\n',
        "roster.csv: line 2, column name: the double quote",
    ),
    "aliases": ("grades/aliases.csv", "team\n", "aliases.csv: row 1 has one cell"),
    "extensions": (
        "grades/extensions.csv",
        "student,homework,until\n102,hw1,soon\n",
        "extensions.csv: row 2, column until: 'soon' is no day",
    ),
    "marks": ("grades/hw1/marks.csv", "", "marks.csv: the file is empty"),
    "store": ("grades/hw1/grades.sqlite", "", "grades/hw1/grades.sqlite is empty"),
    "note of the store": ("grades/hw1/store.toml", "", "store.toml is damaged"),
    "course": ("assignment/course.toml", "", "course.toml has no id"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_fault_is_told_before_anything_runs(
    project: Project, ran: list[Sequence[Path]], fault: str
) -> None:
    """One sentence with the place, exit code 2, and no submission was run."""
    place, text, words = FAULTS[fault]
    (project.root / place).write_text(text, encoding="utf-8")
    said = grade(project)
    assert words in said
    assert "faults to repair" not in said
    assert ran == []


def test_all_faults_are_told_at_once(project: Project, ran: list[Sequence[Path]]) -> None:
    """Each of them once, whatever else is wrong."""
    names = ("recipe", "bundle", "store", "class list", "extensions", "marks")
    for place, text, _ in (FAULTS[name] for name in names):
        (project.root / place).write_text(text, encoding="utf-8")
    said = grade(project, "nowhere.zip", "neither.ipynb")
    expected = [FAULTS[name][2] for name in names]
    for words in [
        *expected,
        "there is nothing at nowhere.zip",
        "there is nothing at neither.ipynb",
    ]:
        assert said.count(words) == 1, words
    assert "8 faults to repair before anything is graded" in said
    assert ran == []


def test_broken_class_list_hides_no_other_fault(
    project: Project, ran: list[Sequence[Path]]
) -> None:
    """Aliases, extensions and marks are looked at as far as they can be."""
    for fault in (
        "class list",
        "extensions",
        "marks",
        "another recipe that late days are counted over",
    ):
        place, text, _ = FAULTS[fault]
        (project.root / place).write_text(text, encoding="utf-8")
    (project.root / "grades" / "aliases.csv").write_text('team,"101\n', encoding="utf-8")
    said = grade(project)
    assert "5 faults to repair" in said
    assert "aliases.csv: line 1, column B: the double quote" in said
    assert ran == []


def test_path_without_anything_to_grade_is_told(
    project: Project, ran: list[Sequence[Path]]
) -> None:
    """A folder that holds nothing is a wrong path, if it is the only one."""
    (project.root / "empty").mkdir()
    assert "there is nothing to grade in" in grade(project, project.root / "empty")
    assert ran == []


def test_path_that_is_no_file_is_told(project: Project, ran: list[Sequence[Path]]) -> None:
    """A pipe would be waited for until the batch is killed."""
    os.mkfifo(project.root / "pipe.ipynb")
    assert "is neither a file nor a folder" in grade(project, project.root / "pipe.ipynb")
    assert ran == []


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_path_that_cannot_be_opened_is_told(
    project: Project, ran: list[Sequence[Path]], monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """Rights that lack are told with the path."""
    folder = project.root.parent / "handed-in"
    place = folder / "Bob.ipynb" if kind == "file" else folder
    name = "open" if kind == "file" else "iterdir"
    usual: Any = getattr(Path, name)

    def refuse(self: Path, *arguments: Any, **options: Any) -> object:
        if self == place:
            raise PermissionError(13, "Permission denied", str(self))
        return usual(self, *arguments, **options)

    monkeypatch.setattr(Path, name, refuse)
    said = grade(project, place)
    assert "cannot be opened (Permission denied)" in said
    assert ran == []


def test_marks_of_hand_ins_that_come_back_stop_nothing(
    project: Project, ran: list[Sequence[Path]]
) -> None:
    """Where results were lost, grading brings them back: marks about them are no fault."""
    text = (project.grades("hw1") / "marks.csv").read_text("utf-8-sig")
    lines = [line.replace("Ada,ada,", "Bob,bob,") for line in text.splitlines()[1:]]
    (project.grades("hw1") / "marks.csv").write_text("\n".join([text.strip(), *lines]), "utf-8")
    grade(project, code=0)
    assert len(ran) == 1
