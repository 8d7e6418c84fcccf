"""Blackboard: ``<assignment>_<user name>_attempt_<date>_<file>``, with a note for each attempt."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from chainrule_grader import intake
from chainrule_grader.archive import RefusedError
from chainrule_grader.bundle import Bundle
from chainrule_grader.intake import Handin, Submission
from chainrule_grader.people import Person

Find = Callable[..., list[Handin]]
Load = Callable[[list[Handin]], list[Submission]]
FIRST, SECOND = "2026-11-20-18-01-33", "2026-11-21-09-00-00"


def note(name: str, login: str, typed: str = "") -> bytes:
    lines = [f"Name: {name} ({login})", "Assignment: HW1", "Comments:", typed]
    return "\r\n".join(lines).encode()


def test_a_download_tells_user_name_and_clock_and_the_note_the_full_name(
    same_everywhere: Find, loaded: Load, good: bytes
) -> None:
    """The note is no hand-in and no record; each attempt is a hand-in of the same person."""
    found = same_everywhere(
        {
            f"HW1_alovelace_attempt_{FIRST}.txt": note("Ada Lovelace", "alovelace"),
            f"HW1_alovelace_attempt_{FIRST}_hw1.ipynb": good,
            f"HW1_alovelace_attempt_{FIRST}_run.json": b"{}",
            f"HW1_alovelace_attempt_{SECOND}.txt": note("Ada Lovelace", "alovelace"),
            f"HW1_alovelace_attempt_{SECOND}_hw1.ipynb": good,
        },
        plain="gradebook_4167_202045_HW1_2026-11-22-08-00-00",
    )
    ada = Person("Ada Lovelace", login="alovelace", platform="blackboard")
    assert [(handin.student, handin.people) for handin in found] == [("Ada Lovelace", (ada,))] * 2
    assert [handin.wall_clock for handin in found] == [
        datetime(2026, 11, 20, 18, 1, 33),
        datetime(2026, 11, 21, 9, 0, 0),
    ]
    assert [list(submission.files) for submission in loaded(found)] == [["run.json"], []]


def test_a_note_alone_is_a_row_of_its_student(same_everywhere: Find, bundle: Bundle) -> None:
    """Who typed a text and uploaded nothing is told so."""
    (ada,) = same_everywhere({f"HW1_ada_attempt_{FIRST}.txt": note("Ada Lovelace", "ada")})
    assert ada.student == "Ada Lovelace"
    with pytest.raises(RefusedError, match="no file was handed in"):
        intake.load(ada, bundle)


@pytest.mark.parametrize("notes", [True, False])
def test_underscores_in_assignment_and_user_name_are_told_apart(
    same_everywhere: Find, good: bytes, notes: bool
) -> None:
    """By the note, and without it by what all names have in common."""
    files = {
        f"HW_1_{login}_attempt_{FIRST}_x.ipynb": good for login in ("a_lovelace", "b_lovelace")
    }
    if notes:
        files |= {
            f"HW_1_{login}_attempt_{FIRST}.txt": note("Somebody", login)
            for login in ("a_lovelace", "b_lovelace")
        }
    found = same_everywhere(files)
    assert [handin.people[0].login for handin in found] == ["a_lovelace", "b_lovelace"]
    assert len({handin.id for handin in found}) == 2


@pytest.mark.parametrize(
    "text",
    [
        note("Ada Lovelace", "somebody_else"),
        b"Comments:\nName: Ada Lovelace (eve)\n",
        b"Name: Ada Lovelace (alovelace)\nName: Eve (eve)",
        b"\xff\xfe" * 50,
        b"",
    ],
)
def test_a_note_that_does_not_fit_its_own_name_is_not_believed(
    same_everywhere: Find, good: bytes, text: bytes
) -> None:
    """The first line counts, and only with the user name that stands in the file's name."""
    (eve,) = same_everywhere(
        {f"HW1_eve_attempt_{FIRST}_x.ipynb": good, f"HW1_eve_attempt_{FIRST}.txt": text}
    )
    assert eve.people == (Person(login="eve", platform="blackboard"),)


def test_a_students_file_called_like_a_note_is_a_file(
    same_everywhere: Find, loaded: Load, good: bytes
) -> None:
    """What follows the first date is the student's."""
    forged = f"HW1_eve_attempt_{FIRST}_HW1_ada_attempt_{SECOND}.txt"
    (eve,) = found = same_everywhere(
        {f"HW1_eve_attempt_{FIRST}_x.ipynb": good, forged: note("Ada Lovelace", "ada")}
    )
    assert eve.people == (Person(login="eve", platform="blackboard"),)
    assert list(loaded(found)[0].files) == [f"HW1_ada_attempt_{SECOND}.txt"]
