"""Where tests run apart from what was handed in, records are read as bytes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch

from chainrule import verification
from chainrule.data import ImageSet
from chainrule.record import MAX_RECORD_BYTES, RECORD_SUFFIX, Run
from chainrule.verification import Consistency, verify


@pytest.fixture
def handed_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """Return the two files of a run whose one-layer network tells two classes apart."""
    monkeypatch.chdir(tmp_path)
    images = torch.zeros(4, 1, 1, 2)
    data = ImageSet(images, torch.zeros(4, dtype=torch.long), ("a", "b"), "Dots", "", "Dots", "d")
    run = Run("fit", data=data, train_size=4, validation_size=4)
    run.step(0.69)
    run.epoch(train_loss=0.5, train_accuracy=1.0, validation_loss=0.5, validation_accuracy=1.0)
    run.save({"W": np.eye(2, dtype=np.float32)})
    return {path.name: path.read_bytes() for path in tmp_path.glob("fit.*")}


@pytest.fixture(autouse=True)
def apart() -> Iterator[None]:
    """Read from the folder again after each test."""
    yield
    verification.look_among(None)


def judged() -> verification.Verification:
    images = np.array([[1.0, 0.0], [0.0, 1.0]], dtype=np.float32)
    return verify("fit", images, np.array([0, 1]), data_name="Dots", classes=2)


def test_files_of_the_hand_in_are_read(
    handed_in: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was handed in counts, wherever the test runs."""
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert judged().consistency is Consistency.NOT_CHECKED
    verification.look_among(handed_in)
    assert judged().accuracy == 1.0


def test_folder_is_not_read_besides(handed_in: dict[str, bytes]) -> None:
    """Where nothing was handed in, a record that lies about does not stand in for it."""
    assert judged().accuracy == 1.0
    verification.look_among({})
    assert judged().reason == f"fit{RECORD_SUFFIX} was not handed in."


def test_sizes_are_capped_all_the_same(handed_in: dict[str, bytes]) -> None:
    """Bytes in memory obey the same limits as files."""
    verification.look_among({**handed_in, f"fit{RECORD_SUFFIX}": b" " * (MAX_RECORD_BYTES + 1)})
    assert "larger than" in judged().reason
