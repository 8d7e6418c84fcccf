"""What a group handed in is everybody's: their rows, pages and files; read and counted once."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest
from desk_project import graded_project
from typer.testing import CliRunner

from chainrule_desk.cli import app
from chainrule_desk.grade_sheets import sheets
from chainrule_desk.grade_sheets.lms import Platform
from chainrule_desk.grades import aliases as aliasing
from chainrule_desk.grades import gradebook, roster
from chainrule_desk.project import Project
from chainrule_desk.reporting import class_report
from chainrule_desk.returning.feedback import write_feedback
from chainrule_desk.reviewing.review import Review
from chainrule_grader.people import Person
from chainrule_grader.results import Result

from .sheet_samples import HOMEWORK, result

CLASS = """\
SID,First Name,Last Name,Email
101,Ada,Lovelace,ada@example.edu
102,Emmy,Noether,emmy@example.edu
103,Min,Kim,min@example.edu
104,Grace,Hopper,grace@example.edu
"""
PEOPLE = {
    "Ada": Person("Ada Lovelace", "ada@example.edu", "101"),
    "Emmy": Person("E. Noether", "emmy@example.edu"),
    "Min": Person("Min Kim", "", "103"),
    "Eve": Person("Eve Nobody", "eve@example.org"),
}
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def together(*names: str, submission: str = "group-1", hour: int = 0, share: float = 1) -> Result:
    """Return what these people handed in, as Gradescope's export lists them."""
    people = tuple(PEOPLE[name] for name in names)
    found = result(", ".join(p.name for p in people), share, share, submission=submission)
    return replace(found, people=people, submitted_at=NOON + timedelta(hours=hour))


def class_of(folder: Path, *results: Result, listed: bool = True, aliases: str = "") -> Project:
    """Write a project of these results."""
    project = graded_project(folder, HOMEWORK, results)
    if listed:
        (folder / "grades" / roster.ROSTER).write_text(CLASS, encoding="utf-8")
    if aliases:
        (folder / "grades" / aliasing.ALIASES).write_text(aliases, encoding="utf-8")
    return project


def mark(project: Project) -> str:
    """Give full marks in marks.csv; return its text."""
    path, _ = sheets.write_marks(project, "hw1")
    filled = path.read_text("utf-8-sig").replace(",1,,,", ",1,1,,kn").replace(",2,,,", ",2,2,,kn")
    path.write_text(filled, encoding="utf-8")
    return filled


def rows(project: Project) -> pd.DataFrame:
    return sheets.write_sheets(project, "hw1").frame.set_index("student")


def test_all_members_have_the_grade(tmp_path: Path) -> None:
    """Everybody whom the export lists has a row with the points, and the flag names the others."""
    found = rows(class_of(tmp_path, together("Ada", "Emmy", "Min")))
    assert list(found["automatic"]) == [6, 6, 0, 6]
    assert list(found["status"]) == ["marks open", "marks open", "nothing handed in", "marks open"]
    assert found.loc["Emmy Noether", "flags"] == "with Ada Lovelace, Min Kim"


def test_answer_is_read_once_and_its_marks_are_everybody_s(tmp_path: Path) -> None:
    """The review page and marks.csv have the answer once; its marks are in each row."""
    project = class_of(tmp_path, together("Ada", "Emmy"))
    filled = mark(project)
    assert filled.count("Ada Lovelace, Emmy Noether") == 2
    with gradebook.opened(project, "hw1") as book:
        assert Review(book).students == {"group-1": "Ada Lovelace, Emmy Noether"}
    found = rows(project)
    assert list(found["total"]) == [9, 9, 0, 0]
    assert sheets.write_marks(project, "hw1")[1] == 0


def test_own_later_submission_follows_the_policy(tmp_path: Path) -> None:
    """Who handed in alone afterwards has that one; the others keep the group's."""
    alone = together("Emmy", submission="emmy", hour=1, share=0.5)
    found = rows(class_of(tmp_path, together("Ada", "Emmy"), alone))
    assert list(found["automatic"][:1]) == [6]
    assert found.loc["Emmy Noether", "automatic"] == 3
    assert found.loc["Emmy Noether", "attempts"] == 2
    assert found.loc["Emmy Noether", "flags"] == "another hand-in is with Ada Lovelace"
    assert found.loc["Ada Lovelace", "flags"] == "with Emmy Noether"


def test_member_of_two_groups_has_one_grade_and_a_flag(tmp_path: Path) -> None:
    """The policy picks one of the two submissions, and the sheet names the other group."""
    second = together("Ada", "Min", submission="group-2", hour=1, share=0.5)
    found = rows(class_of(tmp_path, together("Ada", "Emmy"), second))
    assert list(found["automatic"]) == [3, 6, 0, 3]
    assert (
        found.loc["Ada Lovelace", "flags"] == "with Min Kim; another hand-in is with Emmy Noether"
    )


def test_member_in_no_class_list_is_said(tmp_path: Path) -> None:
    """A stranger in a group is listed with those who are known; they have their grade."""
    written = sheets.write_sheets(class_of(tmp_path, together("Ada", "Eve")), "hw1")
    (note,) = (note for note in written.notes if roster.ROSTER in note)
    assert "Eve Nobody (in a group with Ada Lovelace)" in note
    assert written.frame.set_index("student").loc["Ada Lovelace", "automatic"] == 6
    assert "Eve" not in " ".join(written.frame["student"])


def test_group_of_strangers_stays_one_row(tmp_path: Path) -> None:
    """With nobody of the class in it, the submission keeps its row, flagged."""
    found = rows(class_of(tmp_path, together("Eve")))
    assert found.loc["Eve Nobody", "flags"] == "not in the class list"
    assert len(found) == 5


def test_without_a_class_list_the_export_names_them(tmp_path: Path) -> None:
    """Each person of the export has a row, under the name that it tells."""
    found = rows(class_of(tmp_path, together("Ada", "Emmy"), listed=False))
    assert list(found.index) == ["Ada Lovelace", "E. Noether"]
    assert list(found["automatic"]) == [6, 6]


def test_line_of_the_aliases_makes_a_group(tmp_path: Path) -> None:
    """What lies in a folder on a laptop is a group's by one line: the file, and who they are."""
    folder = result("team seven", 1, 1, submission="team-seven-1f3c")
    found = rows(class_of(tmp_path, folder, aliases="Team Seven,101,emmy@example.edu,Min Kim,,\n"))
    assert list(found["automatic"]) == [6, 6, 0, 6]
    assert found.loc["Ada Lovelace", "flags"] == "with Emmy Noether, Min Kim"


def test_alias_settles_a_stranger_in_a_group(tmp_path: Path) -> None:
    """One person whom the class list spells otherwise is settled alone."""
    project = class_of(tmp_path, together("Ada", "Eve"), aliases="eve@example.org,104\n")
    assert list(rows(project)["automatic"]) == [6, 0, 6, 0]


@pytest.mark.parametrize(
    ("aliases", "words"),
    [
        ("team,101,999\n", "row 1 names '999'"),
        ("team,101\nteam,102\n", "row 2 repeats 'team' of row 1: write all students of a group"),
    ],
)
def test_bad_group_is_told_with_its_row(tmp_path: Path, aliases: str, words: str) -> None:
    """An unknown student, or a group over two lines, is told with the repair."""
    project = class_of(tmp_path, result("team", 1, 1), aliases=aliases)
    shown = CliRunner().invoke(app, ["sheet", "hw1", "--project", str(project.root)])
    assert shown.exit_code == 2
    assert words in " ".join(shown.output.split())


def test_platforms_get_every_member(tmp_path: Path) -> None:
    """The file that a platform imports has a line for each of the group."""
    project = class_of(tmp_path, together("Ada", "Emmy"))
    mark(project)
    path, _ = sheets.write_for(project, "hw1", Platform.GRADESCOPE)
    lines = list(csv.DictReader(path.read_text("utf-8").splitlines()))
    named = {line["First Name"]: line["Total Score"] for line in lines}
    assert named == {"Ada": "9", "Emmy": "9", "Grace": "", "Min": ""}


def test_every_member_has_a_page_and_gradescope_one_result(tmp_path: Path) -> None:
    """Each student has a page under an own name; a submission on Gradescope has one score."""
    project = class_of(tmp_path, together("Ada", "Emmy"))
    made = write_feedback(project, "hw1")
    assert sorted(path.name for path in made.folder.glob("*.html")) == [
        "group-1-Ada-Lovelace.html",
        "group-1-Emmy-Noether.html",
    ]
    assert "Emmy Noether" in (made.folder / "group-1-Emmy-Noether.html").read_text("utf-8")
    made = write_feedback(project, "hw1", gradescope=True)
    assert [path.parent.name for path in made.folder.glob("*/results.json")] == ["group-1"]


def test_report_counts_a_group_once(tmp_path: Path) -> None:
    """Parts and tests are about submissions; a group of three is one of two."""
    alone = replace(together("Eve", submission="eve", share=0), people=(), student="Grace Hopper")
    project = class_of(tmp_path, together("Ada", "Emmy", "Min"), alone)
    with gradebook.opened(project, "hw1") as book:
        report = class_report.of_class(book)
    assert report.outcomes.tested == 2
    assert {item.name: item.students for item in report.items}["linear_forward"] == 2
    assert report.handed_in == 4
