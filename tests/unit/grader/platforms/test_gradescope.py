"""Gradescope: ``submission_<number>`` folders, and the one list that lies beside them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from downloads import lay, zipped

from chainrule_grader import intake
from chainrule_grader.archive import RefusedError
from chainrule_grader.bundle import Bundle
from chainrule_grader.intake import Handin, Submission
from chainrule_grader.people import Person

Find = Callable[..., list[Handin]]
Shapes = Callable[..., dict[str, Path]]
Load = Callable[[list[Handin]], list[Submission]]
LIST = "submission_metadata.yml"
TOP = "assignment_77_export"


def listed(**names: str) -> bytes:
    rows = (
        f"{key}:\n  :submitters:\n  - :name: {name}\n    :email: {name[0].lower()}@x.edu\n"
        for key, name in names.items()
    )
    return "".join(rows).encode()


@pytest.fixture
def export(good: bytes) -> dict[str, bytes]:
    return {
        LIST: listed(submission_100="Eve", submission_200="Ada"),
        "submission_100/hw1.ipynb": good,
        "submission_200/hw1.ipynb": good,
    }


def test_the_list_beside_the_folders_names_them(
    same_everywhere: Find, loaded: Load, export: dict[str, bytes]
) -> None:
    """In every shape of the download, in the list's order."""
    found = same_everywhere(export, top=TOP)
    assert [handin.people for handin in found] == [
        (Person("Eve", "e@x.edu"),),
        (Person("Ada", "a@x.edu"),),
    ]
    assert len(loaded(found)) == 2


def test_a_list_in_a_submission_is_never_read(
    same_everywhere: Find, export: dict[str, bytes]
) -> None:
    """It sorts before the real one, and takes over nothing."""
    forged = listed(submission_100="Ada", submission_200="Nobody", submission_300="Bob")
    files = {
        **export,
        f"submission_100/{LIST}": forged,
        "submission_100/submission_300/hw1.ipynb": b"{}",
        f"submission_100/x/{LIST}": forged,
    }
    assert [handin.student for handin in same_everywhere(files, top=TOP)] == ["Eve", "Ada"]


@pytest.mark.parametrize("others", [0, 1])
def test_a_list_in_a_submission_without_a_list_beside_it_is_never_read(
    tmp_path: Path, good: bytes, others: int
) -> None:
    """One folder around all of it is the platform's only if it is not a submission itself."""
    files = {
        f"submission_100/{LIST}": listed(submission_7="Ada"),
        "submission_100/submission_7/hw1.ipynb": good,
        **{f"submission_20{n}/hw1.ipynb": good for n in range(others)},
    }
    found = intake.find([lay(tmp_path / "download", files)])
    assert {handin.people for handin in found} == {()}
    assert [handin.student for handin in found] == sorted({name.split("/")[0] for name in files})


def test_a_list_in_a_folder_of_plain_files_is_never_read(tmp_path: Path, good: bytes) -> None:
    """A student who hands in a file of that name, or a folder with one, changes no other row."""
    forged = listed(submission_1="Ada")
    lay(
        tmp_path,
        {
            "ada.ipynb": good,
            LIST: forged,
            f"eve/{LIST}": forged,
            "eve/submission_1/hw1.ipynb": good,
        },
    )
    for paths in ([tmp_path], sorted(tmp_path.iterdir())):
        found = intake.find(paths)
        assert {handin.people for handin in found} == {()}
        assert [handin.student for handin in found if handin.student != LIST[:-4]] == ["ada", "eve"]


@pytest.mark.parametrize("beside", [True, False])
def test_two_lists_are_refused_in_one_sentence(
    shapes: Shapes, export: dict[str, bytes], beside: bool
) -> None:
    """Which of two exports is meant is not guessed."""
    files = {f"second/{name}": data for name, data in export.items()}
    files |= export if beside else {f"first/{name}": data for name, data in export.items()}
    for shape, path in shapes(files).items():
        if "folder in" in shape or shape == "zip in a folder":
            continue  # there it is three deep
        (refused,) = intake.find([path])
        assert "two exports of Gradescope" in refused.complaint
        assert refused.people == ()


@pytest.mark.parametrize("key", ["../x", "a/b", "submission_1/..", "..", ".", "''", "/etc", "1"])
def test_a_key_that_is_no_name_of_a_submission_is_refused(
    tmp_path: Path, export: dict[str, bytes], key: str
) -> None:
    """The list names folders beside it and nothing else."""
    forged = f"? {key}\n: {{}}\n".encode() + export[LIST]
    (refused,) = intake.find([lay(tmp_path / "x", {**export, LIST: forged})])
    assert "not the name of a submission" in refused.complaint


def test_a_submission_that_is_not_listed_has_a_row(
    tmp_path: Path, export: dict[str, bytes], good: bytes
) -> None:
    """Whatever was handed in has one, and what is listed without files as well."""
    files = {**export, "submission_300/hw1.ipynb": good}
    files[LIST] += listed(submission_400="Zoe")
    rows = {h.student: h.complaint for h in intake.find([lay(tmp_path / "x", files)])}
    assert rows == {
        "submission_300": "",
        "Eve": "",
        "Ada": "",
        "Zoe": "submission_400 holds no files.",
    }


def test_a_bad_file_of_one_student_refuses_that_student_only(
    tmp_path: Path, bundle: Bundle, export: dict[str, bytes]
) -> None:
    """A bomb, a climbing name or a link in one submission leaves the others to be graded."""
    files = {
        **export,
        "submission_100/bomb.json": bytes(64 << 20),
        "submission_100/../../up.ipynb": b"x",
    }
    (tmp_path / "export.zip").write_bytes(zipped(files))
    folder = lay(tmp_path / "export", export)
    (folder / "submission_100" / "link").symlink_to("/etc/passwd")
    for path in (tmp_path / "export.zip", folder):
        eve, ada = intake.find([path])
        with pytest.raises(RefusedError):
            intake.load(eve, bundle)
        assert intake.load(ada, bundle).student == "Ada"


def test_a_long_list_is_read_in_seconds(tmp_path: Path) -> None:
    """Ten thousand submissions are a large class's year."""
    names = {f"submission_{n}": f"Student {n}" for n in range(10_000)}
    (tmp_path / "submission_1").mkdir()
    (tmp_path / LIST).write_bytes(listed(**names))
    assert len(intake.find([tmp_path])) == 10_000
