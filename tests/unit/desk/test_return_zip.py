"""Names in the zip that is uploaded: as the platform gave them, safe, and no two alike."""

from __future__ import annotations

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
    "a name of nobody": ("/in/hw1.ipynb", "id-7/feedback.html"),
    "a name that no zip should have": ("/in/A\\..\\b_1_2_c.ipynb", "id-7/feedback.html"),
}


@pytest.mark.parametrize("kind", NAMES)
def test_page_goes_back_where_the_submission_came_from(kind: str) -> None:
    """The platform's own name, of which the outermost counts; without one, the student's id."""
    source, name = NAMES[kind]
    assert return_zip.entry_name(source, "id-7") == name


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
