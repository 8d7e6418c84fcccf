"""Brightspace: ``<user>-<number> - <name> - <date>``, folders or files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from downloads import lay, zipped

from chainrule_grader import intake
from chainrule_grader.intake import Handin, Submission
from chainrule_grader.people import Person
from chainrule_grader.platforms.brightspace import BRIGHTSPACE

Find = Callable[..., list[Handin]]
Load = Callable[[list[Handin]], list[Submission]]
WHO = "39786-640693 - Aiden O'Hara-Ríos - "
AIDEN = Person("Aiden O'Hara-Ríos", user="39786", platform="brightspace")


@pytest.mark.parametrize("form", ["{who}/{file}", "{who} - {file}"])
def test_a_download_tells_name_number_and_the_platforms_clock(
    same_everywhere: Find, loaded: Load, good: bytes, form: str
) -> None:
    """``index.html`` is nobody's; each attempt is a hand-in of its own, with its time."""
    files = {
        form.format(who=f"{WHO}{date}", file=file): data
        for date in ("Nov 20, 2026 1155 PM", "Nov 21, 2026 1205 AM")
        for file, data in {"hw1.ipynb": good, "run.json": b"{}"}.items()
    }
    found = same_everywhere({**files, "index.html": b"<html>"}, top="Homework 1 Download")
    assert [handin.people for handin in found] == [(AIDEN,), (AIDEN,)]
    assert [handin.wall_clock for handin in found] == [
        datetime(2026, 11, 20, 23, 55),
        datetime(2026, 11, 21, 0, 5),
    ]
    assert len({handin.id for handin in found}) == 2
    assert all(handin.submitted_at is None for handin in found)
    assert [list(submission.files) for submission in loaded(found)] == [["run.json"]] * 2


def test_an_index_beside_the_one_folder_is_nobodys(tmp_path: Path, good: bytes) -> None:
    """Wherever Brightspace puts its list, it is no student's."""
    files = {
        f"Hw 1/{WHO}Nov 20, 2026 1155 PM/hw1.ipynb": good,
        "index.html": b"",
        "Hw 1/index.html": b"",
    }
    (tmp_path / "d.zip").write_bytes(zipped(files))
    for path in (tmp_path / "d.zip", lay(tmp_path / "d", files)):
        assert [handin.people for handin in intake.find([path])] == [(AIDEN,)]


@pytest.mark.parametrize(
    ("date", "clock"),
    [
        ("Nov 20, 2026 1155 PM", datetime(2026, 11, 20, 23, 55)),
        ("Nov 20, 2026 1205 AM", datetime(2026, 11, 20, 0, 5)),
        ("Nov 20, 2026 1200 PM", datetime(2026, 11, 20, 12, 0)),
        ("November 2, 2026 9:05 a.m.", datetime(2026, 11, 2, 9, 5)),
        ("Sept. 2, 2026 905 AM", datetime(2026, 9, 2, 9, 5)),
        ("20 November, 2026 2355", datetime(2026, 11, 20, 23, 55)),
        ("20 Nov 2026 23.55", datetime(2026, 11, 20, 23, 55)),
        ("2026-11-20 2355", datetime(2026, 11, 20, 23, 55)),
        ("20 novembre, 2026 2355", None),  # French: close to English, and not taken for it
        ("20 mars 2026 2355", None),
        ("Nov 31, 2026 1155 PM", None),
        ("Nov 20, 2026 1355 PM", None),
        ("Nov 20, 2026 2460", None),
    ],
)
def test_a_date_is_read_or_left_open_and_never_guessed(date: str, clock: datetime | None) -> None:
    """Who handed in is told all the same."""
    entry = BRIGHTSPACE.read(f"{WHO}{date} - hw1.ipynb", "")
    assert entry is not None
    assert (entry.people, entry.wall_clock) == ((AIDEN,), clock)


def test_a_date_in_the_students_file_name_is_not_the_platforms() -> None:
    """The first date is Brightspace's."""
    first = BRIGHTSPACE.read(f"{WHO}Nov 20, 2026 1155 PM - a - Nov 1, 2026 100 AM - x.ipynb", "")
    assert first is not None
    assert first.wall_clock == datetime(2026, 11, 20, 23, 55)
    assert first.given == "a - Nov 1, 2026 100 AM - x.ipynb"
