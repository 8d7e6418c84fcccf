"""GitHub Classroom: repositories ``<assignment>-<login>`` in ``<assignment>-submissions``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from chainrule_grader import intake
from chainrule_grader.intake import Handin, Submission
from chainrule_grader.people import Person

Find = Callable[..., list[Handin]]
Shapes = Callable[..., dict[str, Path]]
Load = Callable[[list[Handin]], list[Submission]]
CLONES = "hw-1-submissions"
HEADER = (
    "assignment_name,assignment_url,starter_code_url,github_username,roster_identifier,"
    "student_repository_name,student_repository_url,submission_timestamp,points_awarded,"
    "points_available\n"
)


def grades(*rows: str) -> bytes:
    return (HEADER + "".join(f"{row}\n" for row in rows)).encode()


@pytest.fixture
def clones(good: bytes) -> dict[str, bytes]:
    return {
        "hw-1-alovelace/hw1.ipynb": good,
        "hw-1-alovelace/.git/config": b"[user]\nname = Bob",
        "hw-1-alovelace/training.json": b"{}",
        "hw-1-emmy-n/hw1.ipynb": good,
    }


def test_clones_tell_logins(same_everywhere: Find, loaded: Load, clones: dict[str, bytes]) -> None:
    """The login is what the assignment leaves of the name; git's own files are nobody's."""
    found = same_everywhere(clones, top=CLONES, plain=CLONES)
    assert [handin.people for handin in found] == [
        (Person(login="alovelace", platform="github"),),
        (Person(login="emmy-n", platform="github"),),
    ]
    assert list(loaded(found)[0].files) == ["training.json"]


@pytest.mark.parametrize(
    ("identifier", "field"),
    [("ada@x.edu", "email"), ("30021", "id"), ("Ada Lovelace", "name")],
)
def test_the_grades_file_beside_the_clones_tells_who_and_when(
    same_everywhere: Find, clones: dict[str, bytes], identifier: str, field: str
) -> None:
    """The class list's entry, and the time of the last push in UTC."""
    row = f"HW,u,u,alovelace,{identifier},hw-1-alovelace,u,2026-11-20 23:45:01 UTC,,"
    files = {**clones, "grades.csv": grades(row)}
    ada, emmy = same_everywhere(files, top=CLONES, plain=CLONES)
    told = {"login": "alovelace", "platform": "github", field: identifier}
    assert ada.people == (Person(**told),)
    assert ada.submitted_at == datetime(2026, 11, 20, 23, 45, 1, tzinfo=UTC)
    assert emmy.people == (Person(login="emmy-n", platform="github"),)


def test_a_grades_file_in_a_repository_is_the_students(
    same_everywhere: Find, clones: dict[str, bytes]
) -> None:
    """Only beside the repositories is it GitHub's."""
    forged = grades("HW,u,u,emmy-n,30021,hw-1-emmy-n,u,2026-11-01 00:00:00 UTC,,")
    files = {**clones, "hw-1-emmy-n/grades.csv": forged}
    _, emmy = same_everywhere(files, top=CLONES, plain=CLONES)
    assert (emmy.people, emmy.submitted_at) == ((Person(login="emmy-n", platform="github"),), None)


def test_another_table_beside_the_clones_is_not_read(
    same_everywhere: Find, clones: dict[str, bytes]
) -> None:
    """A roster of the staff's is nobody's grades file."""
    files = {**clones, "roster.csv": b"name,id\n'Ada,1\n"}
    assert len(same_everywhere(files, top=CLONES, plain=CLONES)) == 2


def test_two_grades_files_are_refused(shapes: Shapes, clones: dict[str, bytes]) -> None:
    """Which is the assignment's is not guessed."""
    row = "HW,u,u,alovelace,1,hw-1-alovelace,u,,,"
    files = {**clones, "a.csv": grades(row), "b.csv": grades(row)}
    for path in shapes(files, top=CLONES, plain=CLONES).values():
        (refused,) = intake.find([path])
        assert "two grades files" in refused.complaint
        assert refused.people == ()
