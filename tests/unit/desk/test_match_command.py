"""`chainrule match`: who is not matched, who it may be, and no zero until it is settled."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from desk_project import graded_project
from typer.testing import CliRunner

from chainrule_desk.cli import app
from chainrule_desk.project import Project
from chainrule_grader.people import Person
from chainrule_grader.results import Result

from .sheet_samples import HOMEWORK, result

AUTOMATIC = replace(HOMEWORK, parts=HOMEWORK.automatic)
MOODLE = """\
First name,Last name,ID number,Email address
Ada,Lovelace,101,ada@example.edu
Emmy,Noether,102,emmy@example.edu
Min,Kim,103,min@example.edu
Min,Kim,104,min2@example.edu
Grace,Hopper,105,grace@example.edu
"""


def moodle(name: str, number: int, share: float) -> Result:
    """Return a hand-in as Moodle's download names it."""
    person = Person(name, user=str(number), platform="moodle")
    found = result(name, share, share, submission=f"m-{number}", homework=AUTOMATIC)
    return replace(found, people=(person,))


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a class in which two namesakes and a nickname handed in."""
    results = [
        moodle("Ada Lovelace", 11, 1),
        moodle("Min Kim", 12, 1),
        moodle("Min Kim", 13, 0.5),
        moodle("Amazing Hopper", 14, 1),
    ]
    project = graded_project(tmp_path, AUTOMATIC, results)
    (tmp_path / "grades" / "roster.csv").write_text(MOODLE, encoding="utf-8")
    return project


def run(project: Project, *words: str, typed: str = "") -> tuple[int, str]:
    shown = CliRunner().invoke(
        app, [*words, "--project", str(project.root)], input=typed, env={"COLUMNS": "300"}
    )
    return shown.exit_code, " ".join(shown.output.split())


def exported(project: Project) -> dict[str, str]:
    path = project.grades("hw1") / "moodle.csv"
    return {line[0]: line[2] for line in csv.reader(path.read_text("utf-8").splitlines())}


def test_platform_s_file_is_refused_while_a_hand_in_is_nobody_s(project: Project) -> None:
    """Exit code 2, with whom to settle and how; nothing is written."""
    code, said = run(project, "sheet", "hw1", "--for", "moodle")
    assert code == 2
    assert "3 people with a hand-in could not be matched" in said
    assert "Min Kim, Min Kim, Amazing Hopper" in said
    assert "chainrule match hw1" in said
    assert not (project.grades("hw1") / "moodle.csv").exists()


def test_whole_class_without_a_match_gets_no_zero(tmp_path: Path) -> None:
    """Names that fit nobody give no file, and no 0 in the sheet."""
    project = graded_project(tmp_path, AUTOMATIC, [moodle(f"x{n}", n, 1) for n in range(5)])
    (tmp_path / "grades" / "roster.csv").write_text(MOODLE, encoding="utf-8")
    assert run(project, "sheet", "hw1", "--for", "moodle")[0] == 2
    assert run(project, "sheet", "hw1")[0] == 0
    with (project.grades("hw1") / "sheet.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    listed = [row for row in rows if row["status"] == "not matched"]
    assert len(listed) == 5
    assert all(row["total [6]"] == "" for row in listed)


def test_without_unmatched_leaves_out_and_writes_no_zero(project: Project) -> None:
    """All whose grade may hang on a hand-in of nobody are left out, and it is said."""
    code, said = run(project, "sheet", "hw1", "--for", "moodle", "--without-unmatched")
    assert code == 0
    assert exported(project) == {"ID number": "Homework 1", "101": "6"}
    assert "4 students left out: a hand-in that is not matched may be theirs" in said


def test_match_proposes(project: Project) -> None:
    """Each is told with what to write, why it is open, and the likeliest students."""
    code, said = run(project, "match", "hw1", "--no-ask")
    assert code == 1
    assert "moodle:12" in said
    assert "a) Min Kim (103), 103" in said
    assert "Grace Hopper, 105" in said
    assert "3 people still to be settled" in said


def test_match_takes_the_answers(project: Project) -> None:
    """A letter, an id, and then each total is whose it is; who handed nothing in has a 0."""
    assert run(project, "match", "hw1", "--ask", typed="a\n104\n105\n")[0] == 0
    assert run(project, "match", "hw1") == (
        0,
        "Each hand-in is matched with one student of the class list.",
    )
    assert run(project, "sheet", "hw1", "--for", "moodle")[0] == 0
    assert exported(project) == {
        **{"ID number": "Homework 1", "101": "6", "102": "0", "103": "6", "104": "3", "105": "6"}
    }


def test_match_can_be_scripted(project: Project) -> None:
    """`--set` settles without asking; a dash is for a trial of the staff; nothing else is lost."""
    aliases = project.root / "grades" / "aliases.csv"
    aliases.write_text("m-13,104\r\n", encoding="utf-8")
    code, _ = run(project, "match", "hw1", "--set", "moodle:12=103", "--set", "moodle:14=-")
    assert code == 0
    assert aliases.read_text("utf-8-sig").split() == ["m-13,104", "moodle:12,103", "moodle:14,-"]
    assert run(project, "match", "hw1", "--set", "moodle:12=104")[0] == 0
    assert "moodle:12,104" in aliases.read_text("utf-8")
    assert "moodle:12,103" not in aliases.read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("moodle:12=999", "'999' fits nobody in roster.csv"),
        ("moodle:12=Min Kim", "'Min Kim' fits nobody in roster.csv, or more than one"),
        ("moodle:99=103", "No hand-in of hw1 says 'moodle:99'"),
        ("moodle:12", "is no HAND-IN=STUDENT"),
    ],
)
def test_answer_that_cannot_be_right_is_refused(project: Project, text: str, words: str) -> None:
    """Nothing is written for a student or a hand-in that is not there."""
    code, said = run(project, "match", "hw1", "--set", text)
    assert code == 2
    assert words in said
    assert not (project.root / "grades" / "aliases.csv").exists()


def test_match_without_a_class_list_says_where_to_put_it(project: Project) -> None:
    """There is nothing to match with."""
    (project.root / "grades" / "roster.csv").unlink()
    code, said = run(project, "match", "hw1")
    assert code == 2
    assert "save it as grades/roster.csv" in said
