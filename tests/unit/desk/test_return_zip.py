"""Names in the zip that is uploaded: as the platform gave them, safe, and no two alike."""

from __future__ import annotations

import re

import pytest

from chainrule_desk.returning import return_zip

NAMES = {
    "Moodle, a folder": (
        "/in/Ada Lovelace_123_assignsubmission_file/hw1.ipynb",
        "Ada Lovelace_123_assignsubmission_file_/feedback.html",
    ),
    "Moodle, flat": (
        "/in/Ada Lovelace_123_assignsubmission_file_hw1.ipynb",
        "Ada Lovelace_123_assignsubmission_file_/feedback.html",
    ),
    "Canvas": ("/in/lovelaceada_12_345_hw1-2.ipynb", "lovelaceada_12_345_feedback.html"),
    "Canvas in a zip": ("/in/all.zip/noyce_LATE_1_2_a.zip", "noyce_LATE_1_2_feedback.html"),
    "a name that a student put inside": (
        "/in/Eve_9_assignsubmission_file_/Bob_1_assignsubmission_file_/bob_1_2_x.ipynb",
        "Eve_9_assignsubmission_file_/feedback.html",
    ),
    "Canvas, a file named like others'": (
        "/in/all.zip/noyce_1_2_bob_3_4_x.ipynb",
        "noyce_1_2_feedback.html",
    ),
    "Canvas, a text typed in": ("/in/noyce_1_text.html", "id-7/feedback.html"),
    "Canvas, anonymous": ("/in/LATE_anon_aB3dE_5_x.ipynb", "LATE_anon_aB3dE_5_feedback.html"),
    "Brightspace, a folder": (
        "/in/d.zip/Hw 1/12-34 - Ada O'Hara - Nov 20, 2026 1155 PM",
        "12-34 - Ada O'Hara - Nov 20, 2026 1155 PM/feedback.html",
    ),
    "Brightspace, flat": (
        "/in/12-34 - Ada O'Hara - Nov 20, 2026 1155 PM - bob_1_2_x.ipynb",
        "12-34 - Ada O'Hara - Nov 20, 2026 1155 PM - feedback.html",
    ),
    "Blackboard takes none": (
        "/in/HW1_ada_attempt_2026-11-20-18-01-33_bob_1_2_x.ipynb",
        "id-7/feedback.html",
    ),
    "GitHub Classroom takes none": ("/in/hw1-submissions/hw1-ada/x.ipynb", "id-7/feedback.html"),
    "Gradescope, with what 0.1 kept of the path": (
        "/in/export/submission_17/bob_1_2_x.ipynb",
        "id-7/feedback.html",
    ),
    "the homework's own zip": (
        "/in/hw1_2026_11_20T18_01_33_123456.zip/bob_1_2_x.ipynb",
        "id-7/feedback.html",
    ),
    "a name that two platforms can have written": (
        "/in/eve_9_assignsubmission_file_bob_1_2_x.ipynb",
        "id-7/feedback.html",
    ),
    "a name of nobody": ("/in/hw1.ipynb", "id-7/feedback.html"),
    "a name that no zip should have": ("/in/A\\..\\b_1_2_c.ipynb", "id-7/feedback.html"),
}


@pytest.mark.parametrize("kind", NAMES)
def test_page_goes_back_where_the_submission_came_from(kind: str) -> None:
    """The platform's own name, of which the outermost counts; without one, the student's id."""
    source, name = NAMES[kind]
    assert return_zip.entry_name(source, "id-7") == name


def canvas_takes(name: str) -> list[str]:
    """Return user and attachment as ``Assignment#infer_comment_context_from_filename`` does."""
    return [piece for piece in name.split("_") if re.fullmatch("[0-9]+", piece)][:2]


def moodle_takes(path: str) -> tuple[str, ...]:
    """Return number, plugin and file as ``assignfeedback_file_zip_importer`` does."""
    parts = path.split("/")
    info = [*parts.pop(0).split("_", 4), ""][:5]
    assert info[1].isdigit()
    return info[1], info[2], info[3], "/".join([info[4], *parts])


def test_canvas_and_moodle_read_their_own_names_back() -> None:
    """By the rules of their own importers, the page is the right student's."""
    for source in ("lovelaceada_12_345_9_8.ipynb", "van_der_bergjan_LATE_12_345_hw1.zip"):
        assert canvas_takes(return_zip.entry_name(f"/in/{source}", "x")) == ["12", "345"]
    for source in ("Ada L_12_assignsubmission_file_7_8.ipynb", "Ada L_12_assignsubmission_file"):
        taken = moodle_takes(return_zip.entry_name(f"/in/{source}", "x"))
        assert taken == ("12", "assignsubmission", "file", "/feedback.html")


@pytest.mark.parametrize("name", ["../../x", "/etc/passwd", "a/b", "..", "", "C:\\x", "<script>"])
def test_id_becomes_one_folder(name: str) -> None:
    """Whatever an id is, its folder lies in the zip and nowhere else."""
    safe = return_zip.safe(name)
    assert safe
    assert not set(safe) & set('/\\<>:"') and not safe.startswith(".")


def test_no_two_pages_have_one_name() -> None:
    """Two submissions from one place, or two ids alike, keep two names, in any letter case."""
    same = "/in/ada_1_2_hw1.ipynb"
    names = list(
        return_zip.entry_names([(same, ["a", "s1"]), (same, ["A", "s2"]), ("", ["a", "s1"])] * 2)
    )
    assert len({name.casefold() for name in names}) == 6
    assert names[:3] == ["ada_1_2_feedback.html", "A/feedback.html", "s1/feedback.html"]
