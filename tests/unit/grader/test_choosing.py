"""Of several notebooks in one hand-in the one that is meant is graded, or a person decides."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from downloads import lay, zipped

from chainrule_grader import intake
from chainrule_grader.archive import RefusedError
from chainrule_grader.bundle import Bundle
from chainrule_grader.intake import Submission

Make = Callable[..., bytes]
CHECK = 'grader.check("scale")'


@pytest.fixture
def work(make_notebook: Make) -> bytes:
    return make_notebook(["def scale(x):\n    return 2 * x", CHECK])


@pytest.fixture
def other(make_notebook: Make) -> bytes:
    return make_notebook(["def scale(x):\n    return 3 * x", CHECK])


@pytest.fixture(params=["...", "raise NotImplementedError()"])
def untouched(request: pytest.FixtureRequest, make_notebook: Make) -> bytes:
    return make_notebook([f"def scale(x):\n    {request.param}", CHECK])


@pytest.fixture
def scratch(make_notebook: Make) -> bytes:
    return make_notebook(["1 + 1"], name=None)


@pytest.fixture(params=["folder", "zip", "zip in a zip"])
def opened(
    request: pytest.FixtureRequest, tmp_path: Path, bundle: Bundle
) -> Callable[..., Submission]:
    """Open these files as one person's folder, zip, or zip in a zip."""

    def open_(files: dict[str, bytes]) -> Submission:
        place = tmp_path / "all" / "ann"
        if request.param == "folder":
            lay(place, files)
        else:
            data = zipped(files)
            lay(place, {"hw.zip": zipped({"in.zip": data}) if "in" in request.param else data})
        (handin,) = intake.find([tmp_path / "all"])
        return intake.load(handin, bundle)

    return open_


def test_the_proper_name_wins_and_copies_are_named(
    opened: Callable[..., Submission], work: bytes, other: bytes
) -> None:
    """The homework's own file name says which is meant."""
    for copy in ("small-Copy1.ipynb", "old/x.ipynb", "small (1).ipynb", "small.ipynb.bak", "a.txt"):
        submission = opened({"small.ipynb": work, copy: other})
        assert submission.notebook == work
        assert any(copy in line and "copy" in line for line in submission.aside)


def test_the_homeworks_notebook_wins_over_a_scratch_notebook(
    opened: Callable[..., Submission], work: bytes, scratch: bytes
) -> None:
    """Whatever the two are called."""
    for names in (("a.ipynb", "b.ipynb"), ("x.ipynb.txt", "small.ipynb")):
        submission = opened(dict(zip(names, (work, scratch), strict=True)))
        assert submission.notebook == work
        assert any(names[1] in line for line in submission.aside)


def test_one_of_equal_copies_is_taken(
    opened: Callable[..., Submission], work: bytes, other: bytes
) -> None:
    """The same cells are the same notebook, however an editor wrote them down."""
    again = work.replace(b'"metadata": {"otter"', b'"metadata": {"editor": 1, "otter"')
    assert again != work
    assert opened({"a.ipynb": work, "deep/er/a.ipynb": again}).notebook == work


def test_different_notebooks_without_a_proper_name_are_refused(
    opened: Callable[..., Submission], work: bytes, other: bytes
) -> None:
    """One person has one row, and nobody guesses."""
    with pytest.raises(RefusedError, match="2 notebooks") as raised:
        opened({"final.ipynb": work, "final2.ipynb": other})
    assert "final.ipynb" in str(raised.value) and "final2.ipynb" in str(raised.value)


def test_a_proper_name_without_work_decides_nothing(
    opened: Callable[..., Submission], work: bytes, untouched: bytes
) -> None:
    """The work lies in the copy: a person decides."""
    with pytest.raises(RefusedError, match="2 notebooks"):
        opened({"small.ipynb": untouched, "small-Copy1.ipynb": work})


def test_a_damaged_notebook_of_the_proper_name_decides_nothing(
    opened: Callable[..., Submission], work: bytes
) -> None:
    """What was meant may be lost: a copy of it is not graded unasked."""
    with pytest.raises(RefusedError, match="2 notebooks"):
        opened({"small.ipynb": b'{"cells": [', "small-Copy1.ipynb": work})


def test_records_count_wherever_they_lie(opened: Callable[..., Submission], work: bytes) -> None:
    """Beside the notebook, below it, above it, with backslashes; other files keep their places."""
    submission = opened(
        {
            "nb/small.ipynb": work,
            "fit.record.json": b"1",
            "nb/out/fit.weights.npz": b"2",
            "nb\\runs\\other.record.json": b"3",
            "nb/lib/layers.py": b"4",
            "nb/plot.png": b"5",
            "elsewhere/data.csv": b"6",
            "nb/numpy/core.py": b"7",
        }
    )
    at = {name: submission.files.get(name) for name in ("fit.record.json", "fit.weights.npz")}
    assert at == {"fit.record.json": b"1", "fit.weights.npz": b"2"}
    assert submission.files["other.record.json"] == b"3"
    assert submission.files["lib/layers.py"] == b"4" and submission.files["plot.png"] == b"5"
    assert not {"numpy/core.py", "elsewhere/data.csv"} & submission.files.keys()


def test_records_in_a_zip_beside_the_notebook_count(
    tmp_path: Path, bundle: Bundle, work: bytes
) -> None:
    """Students upload the notebook and the zip that its last cell wrote."""
    export = zipped({"small.ipynb": work, "fit.record.json": b"1"})
    lay(tmp_path / "all" / "ann", {"small.ipynb": work, "small_2026.zip": export})
    (handin,) = intake.find([tmp_path / "all"])
    submission = intake.load(handin, bundle)
    assert submission.files == {"fit.record.json": b"1"}
    assert any("small_2026.zip" in line for line in submission.aside)


def test_ignored_folders_are_skipped_unread(opened: Callable[..., Submission], work: bytes) -> None:
    """Environments, histories and copies of editors are nobody's work, however much they hold."""
    folders = (".venv/lib", ".git", "__MACOSX", "node_modules/x", ".ipynb_checkpoints", "venv/lib")
    files = {f"{folder}/{n}/small.ipynb": b"x" for folder in folders for n in range(2_000)}
    assert opened({"small.ipynb": work, **files}).notebook == work


def test_very_many_notebooks_are_not_looked_into(
    opened: Callable[..., Submission], work: bytes
) -> None:
    """A course's whole repository is no hand-in, and costs neither time nor memory."""
    with pytest.raises(RefusedError, match="more than 30"):
        opened({f"{n}.ipynb": work for n in range(31)})
