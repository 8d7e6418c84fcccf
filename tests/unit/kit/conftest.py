"""A machine for the kit's tests: one thread, no network, an empty home, no grading."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
import torch

from chainrule import saved
from chainrule.settings import GRADING_VARIABLE


@pytest.fixture(autouse=True)
def machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    torch.set_num_threads(1)
    home = tmp_path / "home"
    home.mkdir()
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv(GRADING_VARIABLE, raising=False)
    monkeypatch.delenv("CHAINRULE_DATA", raising=False)
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    monkeypatch.chdir(work)
    monkeypatch.setattr(saved, "_opened", None)
    monkeypatch.setattr(socket.socket, "connect", _refuse)


def _refuse(self: socket.socket, address: object) -> None:
    raise OSError(f"the kit's tests have no network, and something asked for {address}")


@pytest.fixture
def graded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A grader runs this notebook."""
    monkeypatch.setenv(GRADING_VARIABLE, "1")
