"""What a store keeps of downloads: nothing twice, and nobody's result in another's place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from downloads import lay, zipped

from chainrule_grader import intake, kept
from chainrule_grader.batch import grade_batch
from chainrule_grader.bundle import Bundle
from chainrule_grader.engine import Engine, Limits, result_of
from chainrule_grader.intake import Submission
from chainrule_grader.results import PartResult, Result, Status

Make = Callable[..., bytes]


class Counting(Engine):
    """Grades nothing, and knows how often."""

    name = "counting"
    tier = "none"

    def __init__(self) -> None:
        self.seen: list[str] = []

    def grade(
        self,
        submission: Submission,
        bundle: Bundle,
        limits: Limits,
        on_part: Callable[[PartResult], None] | None = None,
    ) -> Result:
        """Note whose it is."""
        self.seen.append(submission.student)
        return result_of(submission, bundle, self, status=Status.GRADED)


@pytest.fixture
def again(tmp_path: Path, bundle: Bundle) -> Callable[..., tuple[list[str], list[Result]]]:
    """Grade a path into the one store; return who was run, and all results that are kept."""

    def grade(*paths: Path) -> tuple[list[str], list[Result]]:
        engine = Counting()
        store = tmp_path / "store"
        grade_batch(bundle, paths, store, engine)
        names = sorted(path.stem for path in (store / kept.RESULTS).iterdir())
        return engine.seen, [kept.read(store, name) for name in names]

    return grade


DOWNLOADS = {
    "canvas": ("adal_1_2_hw1.ipynb", "bobb_3_4_hw1.ipynb"),
    "moodle": ("Ada L_1_assignsubmission_file_/x.ipynb", "Bob B_2_assignsubmission_file_/x.ipynb"),
    "brightspace": (
        "1-2 - Ada L - Nov 20, 2026 1155 PM/x.ipynb",
        "3-4 - Bob B - Nov 20, 2026 1155 PM/x.ipynb",
    ),
    "blackboard": (
        "H_ada_attempt_2026-11-20-18-01-33_x.ipynb",
        "H_bob_attempt_2026-11-20-18-01-33_x.ipynb",
    ),
}


@pytest.mark.parametrize("platform", DOWNLOADS)
def test_an_unzipped_download_repeats_nothing(
    tmp_path: Path,
    make_notebook: Make,
    again: Callable[..., tuple[list[str], list[Result]]],
    platform: str,
) -> None:
    """Zip, folder and a copy elsewhere are the same hand-ins, graded and refused ones alike."""
    ada, bob = DOWNLOADS[platform]
    files = {ada: make_notebook(["x = 1"]), bob: b"not a notebook"}
    (tmp_path / "d.zip").write_bytes(zipped(files))
    seen, first = again(tmp_path / "d.zip")
    assert (len(seen), len(first)) == (1, 2)
    for folder in ("d", "copy"):
        seen, results = again(lay(tmp_path / folder, files))
        assert (seen, len(results)) == ([], 2)
        assert [r.submission for r in results] == [r.submission for r in first]


def test_a_new_download_of_new_work_keeps_both(
    tmp_path: Path, make_notebook: Make, again: Callable[..., tuple[list[str], list[Result]]]
) -> None:
    """What a student handed in again is a version more, once, as a zip and as a folder."""
    for number, name in enumerate(("one", "two")):
        files = {f"adal_1_{number}_hw1.ipynb": make_notebook([f"x = {number}"])}
        lay(tmp_path / name, files)
        (tmp_path / f"{name}.zip").write_bytes(zipped(files))
        again(tmp_path / name)
        assert len(again(tmp_path / f"{name}.zip")[1]) == number + 1


def test_equal_work_under_anothers_id_does_not_become_the_others(
    tmp_path: Path, make_notebook: Make, again: Callable[..., tuple[list[str], list[Result]]]
) -> None:
    """Who names a file as the store names another's result, and copies it, hides nobody."""
    work = make_notebook(["x = 1"])
    lay(tmp_path / "canvas", {"leeann_123_456_hw1.ipynb": work})
    (handin,) = intake.find([tmp_path / "canvas"])
    forged = lay(tmp_path / "mail", {f"{handin.id}.ipynb": work}) / f"{handin.id}.ipynb"
    again(forged)
    _, results = again(tmp_path / "canvas")
    assert sorted(result.student for result in results) == sorted([handin.id, "leeann"])
    both = lay(tmp_path / "both", {f"{handin.id}.ipynb": work, "leeann_123_456_hw1.ipynb": work})
    assert len({found.id.casefold() for found in intake.find([both])}) == 2


def test_names_that_differ_in_case_or_form_are_two_rows(tmp_path: Path) -> None:
    """On file systems that ignore either as well; none takes the other's place."""
    names = ("Ada.ipynb", "ada.zip", "ADA.IPYNB", "Zoe\u0308.ipynb", "Zo\u00eb.ipynb", "Zoe.ipynb")
    found = intake.find([lay(tmp_path / "x", dict.fromkeys(names, b"{}"))])
    assert len({handin.id.casefold() for handin in found}) == len(names)
    assert all(handin.id.isascii() for handin in found)


def test_a_result_takes_over_what_a_later_download_tells(
    tmp_path: Path, make_notebook: Make, again: Callable[..., tuple[list[str], list[Result]]]
) -> None:
    """Who handed in when is the download's of today; the score needs no second run."""
    path = lay(tmp_path / "d", {"adal_1_2_hw1.ipynb": make_notebook(["x = 1"])})
    again(path)
    (path / "adal_1_2_hw1.ipynb").rename(path / "adal_LATE_1_2_hw1.ipynb")
    seen, (result,) = again(path)
    assert (seen, result.late) == ([], True)


def test_a_download_and_its_folder_named_together_are_told_apart(tmp_path: Path) -> None:
    """Both are staff's doing; neither takes the other's place."""
    files = {"adal_1_2_hw1.ipynb": b"{}"}
    for name in ("a", "b"):
        lay(tmp_path / name, files)
    found = intake.find([tmp_path / name / "adal_1_2_hw1.ipynb" for name in ("a", "b")])
    assert len({handin.id for handin in found}) == 2


def test_folders_named_one_by_one_are_students(tmp_path: Path) -> None:
    """``grade hw1 students/*`` gives each folder's row, and one with two notebooks stays one."""
    files = {f"{name}/{file}": b"{}" for name in ("ada", "ben") for file in ("hw1.ipynb", "r.json")}
    lay(tmp_path, {**files, "eve/Ada Lovelace.ipynb": b"{}", "eve/adal_1_2_hw1.ipynb": b"{}"})
    found = intake.find(sorted(tmp_path.iterdir()))
    assert [handin.student for handin in found] == ["ada", "ben", "eve"]


def test_folders_of_many_named_one_by_one_are_places(tmp_path: Path) -> None:
    """``grade hw1 section1 section2``; in them no name is a platform's."""
    files = {f"s{n}/{name}.ipynb": b"{}" for n in (1, 2) for name in (f"ada{n}", f"ben_1_{n}_x")}
    found = intake.find(sorted(lay(tmp_path, files).iterdir()))
    assert [handin.student for handin in found] == ["ada1", "ben_1_1_x", "ada2", "ben_1_2_x"]
    assert {handin.people for handin in found} == {()}


ODD = [
    *("Ada\u202eecalevoL", "Ada\u200b Lovelace", "\x1b[31mAda"),
    *("\u00c1" * 100, "A\u0301da", "名前 氏名"),
]


@pytest.mark.parametrize("name", ODD)
def test_odd_names_are_shown_safely_and_not_cut(tmp_path: Path, name: str) -> None:
    """Nothing in a name moves a terminal's cursor or turns text, and long names stay apart."""
    file = f"{name}_7_assignsubmission_file_hw1.ipynb"
    (handin,) = intake.find([lay(tmp_path / "x", {file: b"{}"})])
    assert handin.people[0].user == "7"
    assert handin.student.isprintable() and handin.source.isprintable()
    assert len(handin.student) == len(name)
    assert handin.id.isascii()
