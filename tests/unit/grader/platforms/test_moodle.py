"""Moodle: ``<full name>_<number>_assignsubmission_<plugin>``, folders or files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from chainrule_grader import intake
from chainrule_grader.archive import RefusedError
from chainrule_grader.bundle import Bundle
from chainrule_grader.intake import Handin, Submission
from chainrule_grader.people import Person

Find = Callable[..., list[Handin]]
Load = Callable[[list[Handin]], list[Submission]]
ADA = Person("Ada Lovelace", user="123", platform="moodle")


@pytest.mark.parametrize(
    "form",
    [
        "{who}_assignsubmission_file_/{file}",  # before 4.1
        "{who}_assignsubmission_file/{file}",
        "{who}_assignsubmission_file_{file}",  # without folders
    ],
)
def test_a_download_tells_name_and_participant_number(
    same_everywhere: Find, loaded: Load, good: bytes, form: str
) -> None:
    """All three forms are the same hand-ins, with the same ids and the same records."""
    files = {
        form.format(who=who, file=file): data
        for who in ("Ada Lovelace_123", "Ben Ode_124")
        for file, data in {"hw1.ipynb": good, "training.json": b"{}"}.items()
    }
    ada, ben = same_everywhere(files)
    assert (ada.student, ada.people) == ("Ada Lovelace", (ADA,))
    assert (ada.id, ben.id) == ("Ada-Lovelace-123-619c5b", "Ben-Ode-124-2295e7")
    assert [sorted(s.files) for s in loaded([ada, ben])] == [["training.json"]] * 2


def test_a_text_typed_beside_the_file_belongs_to_the_same_hand_in(
    same_everywhere: Find, loaded: Load, good: bytes
) -> None:
    """Moodle writes a folder for each plugin; both are one student's one hand-in."""
    found = same_everywhere(
        {
            "Ada Lovelace_123_assignsubmission_file_/hw1.ipynb": good,
            "Ada Lovelace_123_assignsubmission_onlinetext_/onlinetext.html": b"<p>",
        }
    )
    assert [submission.notebook for submission in loaded(found)] == [good]


def test_a_text_alone_is_refused_in_its_students_name(
    same_everywhere: Find, bundle: Bundle
) -> None:
    """Nobody is lost for having typed in place of uploading."""
    (ada,) = same_everywhere({"Ada Lovelace_123_assignsubmission_onlinetext_/o.html": b"<p>"})
    assert ada.people == (ADA,)
    with pytest.raises(RefusedError):
        intake.load(ada, bundle)


@pytest.mark.parametrize("word", ["Participant", "Teilnehmerin", "参加者"])
def test_blind_marking_gives_numbers_and_no_names(
    same_everywhere: Find, good: bytes, word: str
) -> None:
    """The word for a participant, in whatever language, is nobody's name."""
    found = same_everywhere({f"{word}_{n}_assignsubmission_file_/hw1.ipynb": good for n in (7, 8)})
    assert [handin.student for handin in found] == [f"{word} 7", f"{word} 8"]
    assert [handin.people for handin in found] == [
        (Person(user="7", platform="moodle"),),
        (Person(user="8", platform="moodle"),),
    ]


def test_two_students_of_one_name_keep_it_beside_others(same_everywhere: Find, good: bytes) -> None:
    """Only where all have one name is it no name."""
    names = ("Ann Lee_1", "Ann Lee_2", "Ben Ode_3")
    found = same_everywhere({f"{n}_assignsubmission_file_/hw1.ipynb": good for n in names})
    assert [handin.people[0].name for handin in found] == ["Ann Lee", "Ann Lee", "Ben Ode"]
    assert len({handin.id for handin in found}) == 3


def test_students_without_a_group_share_a_row_without_a_number(
    same_everywhere: Find, good: bytes
) -> None:
    """Moodle's default group is nobody in particular."""
    (handin,) = same_everywhere({"Default group_assignsubmission_file_/hw1.ipynb": good})
    assert (handin.student, handin.people) == ("Default group", ())


def test_a_folder_of_a_student_named_like_anothers_is_the_students(
    same_everywhere: Find, loaded: Load, good: bytes
) -> None:
    """What lies in a student's folder is read for a notebook, and for no name."""
    inner = "Bob Bee_1_assignsubmission_file_/lovelaceada_101_5001_hw1.ipynb"
    (eve,) = found = same_everywhere({f"Eve Ng_9_assignsubmission_file_/{inner}": good})
    assert eve.people == (Person("Eve Ng", user="9", platform="moodle"),)
    assert "Bob" not in eve.source
    assert loaded(found)[0].label == "lovelaceada_101_5001_hw1.ipynb"


def test_one_students_folder_can_be_named_by_itself(tmp_path: Path, good: bytes) -> None:
    """A folder that Moodle named is that student's hand-in, not a place to look for others'."""
    folder = tmp_path / "Ada Lovelace_123_assignsubmission_file_"
    folder.mkdir()
    for name in ("hw1.ipynb", "lovelaceada_101_5001_hw1.ipynb"):
        (folder / name).write_bytes(good)
    assert [handin.people for handin in intake.find([folder])] == [(ADA,)]


def test_a_folder_without_a_file_is_refused_in_its_students_name(
    tmp_path: Path, bundle: Bundle
) -> None:
    """A hidden file is none."""
    folder = tmp_path / "Ada Lovelace_123_assignsubmission_file_"
    folder.mkdir()
    (folder / ".keep").touch()
    (ada,) = intake.find([tmp_path])
    with pytest.raises(RefusedError, match="holds no notebook"):
        intake.load(ada, bundle)
