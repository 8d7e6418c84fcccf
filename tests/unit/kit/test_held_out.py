"""Pictures that graders keep back: where they come from, and that students have others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import UnidentifiedImageError

from chainrule import _samples, held_out

FILE = Path(__file__).parents[3] / "assignment" / "held_out" / "fashion_mnist.png"
NAME = held_out.file_name("fashion_mnist")


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    """Forget what was kept after each test."""
    yield
    held_out.keep({})


def test_the_set_is_balanced() -> None:
    """There are 100 pictures of each class."""
    held_out.keep({NAME: FILE.read_bytes()})
    pictures = held_out.fashion_mnist()
    assert pictures.images.shape == (1000, 1, 28, 28)
    assert np.bincount(pictures.labels).tolist() == [100] * 10


def test_no_picture_is_in_the_kit() -> None:
    """What students get with the kit is not what they are measured on."""
    kept = {image.tobytes() for image in _samples.from_mosaic(FILE).images}
    given = {
        image.tobytes()
        for split in ("train", "test")
        for image in _samples.fashion_mnist(split).images
    }
    assert len(kept) == 1000
    assert not kept & given


def test_size_is_bounded() -> None:
    """Every bundle carries it."""
    assert FILE.stat().st_size <= 500_000


def test_a_file_beside_the_notebook_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Plain Otter puts the bundle's file into the folder where it runs the tests."""
    (tmp_path / NAME).write_bytes(FILE.read_bytes())
    monkeypatch.chdir(tmp_path)
    assert held_out.fashion_mnist().source == "1,000 held-out images"


def test_what_a_grader_keeps_goes_before_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that a submission brings along does not take its place."""
    (tmp_path / NAME).write_bytes(b"not a picture")
    monkeypatch.chdir(tmp_path)
    held_out.keep({NAME: FILE.read_bytes()})
    assert len(held_out.fashion_mnist()) == 1000


def test_at_home_the_test_set_takes_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A check that holds a record to its weights works at home too."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CHAINRULE_GRADING", "1")
    assert held_out.fashion_mnist().name == "FashionMNIST"
    assert "test images" in capsys.readouterr().out


def test_a_damaged_set_is_an_error() -> None:
    """A grader does not grade with half a set."""
    with pytest.raises(UnidentifiedImageError):
        held_out.keep({NAME: b"not a picture"})
