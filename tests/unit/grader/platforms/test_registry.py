"""One list of platforms, and no name that two of them read."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from downloads import zipped

from chainrule_grader import intake, listing
from chainrule_grader.platforms import OWN_EXPORT, PLAIN, PLATFORMS, readings, recognise

EXPORT = "hw1_2026_11_20T18_01_33_123456.zip"
CLONES = "hw1-submissions"

# Names as each platform writes them; the folder they lie in is called CLONES throughout.
NAMES = {
    "canvas": [
        "lovelaceada_101_5001_hw1.ipynb",
        "lovelaceada_LATE_101_5001_hw1.zip",
        f"lovelaceada_101_5001_{EXPORT}",
        "van_der_bergjan_101_5001_hw1-1.ipynb",
        "o'brienpat_101_5001_my file (2).ipynb",
        "garcía-lópezana_101_5001_hw1.ipynb",
        "王小明_101_5001_作业.ipynb",
        "lovelaceada_101_text.html",
        "lovelaceada_LATE_101_link.html",
        "anon_aB3dE_5001_hw1.ipynb",
        "LATE_anon_12345_5001_2_x.ipynb",
        "projectgroup1_101_5001_1_2_3.ipynb",
    ],
    "moodle": [
        "Ada Lovelace_123_assignsubmission_file_",
        "Ada Lovelace_123_assignsubmission_file",
        "Ada Lovelace_123_assignsubmission_onlinetext_",
        "Ada Lovelace_123_assignsubmission_file_hw1.ipynb",
        f"Ada Lovelace_123_assignsubmission_file_{EXPORT}",
        "Participant_123_assignsubmission_file_",
        "Teilnehmerin_123_assignsubmission_onlinetext_onlinetext.html",
        "Default group_assignsubmission_file_",
        "Žofie O’Neil-Ångström_7_assignsubmission_file_hw1.ipynb",
    ],
    "brightspace": [
        "39786-640693 - Aiden Rodriguez - Oct 10, 2025 1022 AM",
        "39786-640693 - Aiden Rodriguez - Oct 10, 2025 1022 AM - hw1.ipynb",
        f"39786-640693 - Aiden Rodriguez - Oct 10, 2025 1022 AM - {EXPORT}",
        "1-2 - Jean-Luc O'Hara - 20 novembre, 2026 2355 - devoir.ipynb",
        "1-2 - Ada - 2026-11-20 23:55 - hw1.ipynb",
    ],
    "blackboard": [
        "HW1_alovelace_attempt_2026-11-20-18-01-33_hw1.ipynb",
        "HW1_alovelace_attempt_2026-11-20-18-01-33.txt",
        "Home Work 1_a_lovelace_attempt_2026-11-20-18-01-33_hw1.ipynb",
        f"HW1_alovelace_attempt_2026-11-20-18-01-33_{EXPORT}",
    ],
    "gradescope": ["submission_100", "submission_314159265"],
    "github_classroom": ["hw1-alovelace", "hw1-team-rocket", "hw1-ada_acme"],
    "own_export": [
        EXPORT,
        EXPORT.removesuffix(".zip"),
        "hw1_2026_11_20T18_01_33_123456 (1).zip",
        "hw1_2026_11_20T18_01_33_123456-1.zip",
        "lab_1_2026_11_20T18_01_33_123456.zip",
        "week.3_hw-1_2026_11_20T18_01_33_1.zip",
    ],
    "plain": [
        *("anna.ipynb", "Ada Lovelace.zip", "hw1_final_2.ipynb", "2026-11-20 Ada.ipynb"),
        *("ada_lovelace_123.ipynb", "submission.ipynb", "hw2-alovelace", "gradebook.zip"),
        "gradebook_4167_202045_HW1_2021-07-21-22-23-44.zip",
        "CS101_2026_11_hw1.ipynb",  # a capital letter: not Canvas's
    ],
}
ALL = [(platform, name) for platform, names in NAMES.items() for name in names]


def readers(name: str) -> set[str]:
    """Return the grammars that read a name, each by itself, the homework's own first."""
    if OWN_EXPORT.read(name, CLONES):
        return {OWN_EXPORT.name}
    found = {p.name for p in PLATFORMS if p is not PLAIN and p.read(name, CLONES)}
    return found or {PLAIN.name}


def test_every_platform_has_names_here() -> None:
    """A platform that is added to the list is crossed with the others."""
    assert set(NAMES) == {platform.name for platform in PLATFORMS}
    assert PLATFORMS[0] is OWN_EXPORT and PLATFORMS[-1] is PLAIN


def test_the_readme_has_a_row_for_every_platform() -> None:
    """The table follows the list, in its order."""
    text = (Path(__file__).parents[4] / "autograder" / "README.md").read_text()
    rows = re.findall(r"^\| ([A-Z][\w' ]+) \| .* \| .* \| .* \|$", text, re.MULTILINE)
    assert rows == [platform.title for platform in PLATFORMS]


@pytest.mark.parametrize(("platform", "name"), ALL)
def test_each_name_is_read_by_one_grammar(platform: str, name: str) -> None:
    """Every grammar is tried on every other's names, and reads none of them."""
    assert readers(name) == {platform}


# The end of each is a student's, who named the file like another platform's entry.
FORGED = {
    "lovelaceada_101_5001_HW1_bob_attempt_2026-11-20-18-01-33_x.ipynb": {"canvas", "blackboard"},
    "Eve_9_assignsubmission_file_HW1_bob_attempt_2026-11-20-18-01-33.txt": {
        "moodle",
        "blackboard",
    },
    "eve_9_assignsubmission_file_bob_1_2_x.ipynb": {"moodle", "canvas"},
    "1-2 - Eve - Nov 20, 2026 1155 PM - Bob_9_assignsubmission_file_x.ipynb": {
        "brightspace",
        "moodle",
    },
    "HW1_eve_attempt_2026-11-20-18-01-33_x_attempt_2026-11-21-18-01-33_y.ipynb": {"blackboard"},
    "lovelaceada_101_5001_Bob_9_assignsubmission_file_x.ipynb": {"canvas"},
}


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_end_fits_only_these_grammars(name: str) -> None:
    """The platform's part stays readable, whatever else the whole name fits."""
    assert set(readings(name)) == FORGED[name]


@pytest.mark.parametrize("name", [name for name in FORGED if len(FORGED[name]) > 1])
def test_a_name_that_two_platforms_can_have_written_names_nobody(tmp_path: Path, name: str) -> None:
    """By itself such a name is plain, in a folder and alone: a person settles whose it is."""
    (tmp_path / name).write_bytes(b"{}")
    for path in (tmp_path, tmp_path / name):
        (handin,) = intake.find([path])
        assert (handin.platform, handin.people) == ("", ())


@pytest.mark.parametrize(
    ("name", "other"),
    [(name, other) for name, others in FORGED.items() for other in sorted(others)],
)
def test_the_rest_of_the_download_decides_who_wrote_a_name(
    tmp_path: Path, name: str, other: str
) -> None:
    """Beside names that only one platform writes, a name that it can have written is its own."""
    for written in (name, NAMES[other][0]):
        (tmp_path / written).write_bytes(b"{}")
    assert set(recognise(listing.of_folder(tmp_path))) == {other}


STARTS = {
    (platform, name): (name.removesuffix(found.given), found)
    for platform, name in ALL
    if (found := readings(name, CLONES).get(platform)) and found.given
    if found.given not in ("text.html", "link.html")  # these Canvas wrote
}


@pytest.mark.parametrize(("platform", "name"), STARTS)
def test_what_the_student_chose_changes_nothing(platform: str, name: str) -> None:
    """Whatever follows the platform's part, who and when are the same."""
    start, found = STARTS[platform, name]
    for _, other in ALL:
        again = readings(start + other, CLONES)[platform]
        assert replace(again, given="") == replace(found, given="")
        assert again.given == other


def test_a_mixed_folder_is_read_name_by_name(tmp_path: Path) -> None:
    """What a platform named keeps its name, and what staff put beside it is plain."""
    for name in ("lovelaceada_101_5001_hw1.ipynb", "late by mail.ipynb", EXPORT, "roster.csv"):
        (tmp_path / name).write_bytes(b"{}")
    (tmp_path / "zoe").mkdir()
    rows = [(handin.student, handin.platform) for handin in intake.find([tmp_path])]
    assert rows == [
        (EXPORT.removesuffix(".zip"), ""),
        ("late by mail", ""),
        ("zoe", ""),
        ("lovelaceada", "canvas"),
    ]


def test_a_zip_with_anything_plain_in_it_is_one_students(tmp_path: Path) -> None:
    """A download's zip holds a platform's names alone; plain names in a zip name nobody."""
    path = tmp_path / "mallory.zip"
    path.write_bytes(zipped({"lovelaceada_101_5001_hw1.ipynb": b"{}", "hw1.ipynb": b"{}"}))
    for paths in ([path], [tmp_path]):
        (handin,) = intake.find(paths)
        assert (handin.student, handin.people, handin.root) == ("mallory", (), path)


@pytest.mark.parametrize("name", NAMES["own_export"])
def test_the_homeworks_own_zip_is_one_hand_in_of_nobody_yet(tmp_path: Path, name: str) -> None:
    """Its date is not Canvas's numbers, whether it is named by itself or lies in a folder."""
    if name.endswith(".zip"):
        (tmp_path / name).write_bytes(b"PK")
    else:
        (tmp_path / name).mkdir()
    for paths in ([tmp_path], [tmp_path / name]):
        (handin,) = intake.find(paths)
        assert (handin.platform, handin.people, handin.names) == ("", (), None)
        assert handin.root == tmp_path / name
