"""Canvas: ``<name>_[LATE_]<user>_<attachment>_<file>``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from downloads import zipped

from chainrule_grader import intake
from chainrule_grader.intake import Handin, Submission
from chainrule_grader.people import Person

Find = Callable[..., list[Handin]]
Load = Callable[[list[Handin]], list[Submission]]
ADA = Person("lovelaceada", user="101", platform="canvas")


def test_a_download_tells_name_number_and_lateness(
    same_everywhere: Find, loaded: Load, good: bytes
) -> None:
    """Canvas's spelling of the name stays; ``LATE`` is no part of it, and there is no time."""
    ada, bob = same_everywhere(
        {
            "lovelaceada_101_5001_hw1.ipynb": good,
            "van_derberg_jan_LATE_102_5002_hw1-2.ipynb": good,
        }
    )
    assert (ada.student, ada.people, ada.late) == ("lovelaceada", (ADA,), False)
    assert bob.people == (Person("van_derberg_jan", user="102", platform="canvas"),)
    assert (bob.late, bob.submitted_at, bob.wall_clock) == (True, None, None)
    assert [submission.late for submission in loaded([ada, bob])] == [False, True]


def test_many_files_are_one_hand_in_by_the_names_that_the_student_gave(
    same_everywhere: Find, loaded: Load, good: bytes
) -> None:
    """A record that was uploaded beside the notebook has the name that the homework looks for."""
    files = {
        "lovelaceada_101_5001_hw1.ipynb": good,
        "lovelaceada_101_5002_training.json": b"{}",
        "noyceemmy_102_5003_hw1.ipynb": good,
    }
    ada, _ = handins = same_everywhere(files)
    assert ada.given == ("hw1.ipynb", "training.json")
    assert dict(loaded(handins)[0].files) == {"training.json": b"{}"}


def test_two_students_of_one_name_are_two(same_everywhere: Find, good: bytes) -> None:
    """Canvas's number tells them apart, in people and in ids."""
    found = same_everywhere({f"leeann_{n}_50{n}_hw1.ipynb": good for n in (1, 2)})
    assert [handin.people[0].user for handin in found] == ["1", "2"]
    assert len({handin.id for handin in found}) == 2


def test_an_anonymous_download_names_nobody(same_everywhere: Find, good: bytes) -> None:
    """A code stands for each student, and is nobody's number."""
    found = same_everywhere(
        {"anon_aB3dE_1_hw1.ipynb": good, "LATE_anon_Xy12z_2_lovelaceada_101_5_hw1.ipynb": good}
    )
    told = [(handin.student, handin.people, handin.late) for handin in found]
    assert sorted(told) == [("anon_Xy12z", (), True), ("anon_aB3dE", (), False)]


def test_a_typed_text_is_its_students_row(same_everywhere: Find, loaded: Load, good: bytes) -> None:
    """Who typed a text in place of a notebook has a row that says so."""
    files = {"lovelaceada_101_text.html": b"<p>", "noyceemmy_102_5003_hw1.ipynb": good}
    ada, _ = same_everywhere(files)
    assert ada.people == (ADA,)


def test_a_file_called_like_anothers_typed_text_is_its_own_students(
    same_everywhere: Find, good: bytes
) -> None:
    """``eve_9_5_lovelaceada_101_text.html`` is Eve's file, not Ada's text."""
    (eve,) = same_everywhere({"eve_9_5_lovelaceada_101_text.html": good})
    assert eve.people == (Person("eve", user="9", platform="canvas"),)


def test_a_path_by_itself_is_read_by_its_own_name_and_not_by_what_is_in_it(
    tmp_path: Path, good: bytes
) -> None:
    """One student's zip, graded alone, hands in for that student, whatever names it holds."""
    path = tmp_path / "eve_9_5_hw1.zip"
    path.write_bytes(zipped({"lovelaceada_101_5001_hw1.ipynb": good}))
    (handin,) = intake.find([path])
    assert handin.people == (Person("eve", user="9", platform="canvas"),)


def test_files_named_one_by_one_are_grouped_as_in_their_folder(tmp_path: Path, good: bytes) -> None:
    """``grade hw1 download/*`` is ``grade hw1 download``."""
    for name in ("lovelaceada_101_1_hw1.ipynb", "lovelaceada_101_2_run.json", "emmy_3_4_a.ipynb"):
        (tmp_path / name).write_bytes(good)
    together = intake.find([tmp_path])
    assert sorted(h.id for h in intake.find(sorted(tmp_path.iterdir()))) == sorted(
        h.id for h in together
    )
    assert len(together) == 2


def test_the_id_is_that_of_version_0_1(tmp_path: Path) -> None:
    """A class that was graded before goes on under the same ids, late or not."""
    (tmp_path / "leeann_LATE_123_456_small.ipynb").write_bytes(json.dumps({}).encode())
    (handin,) = intake.find([tmp_path])
    assert handin.id == "leeann-123-5fd239"
