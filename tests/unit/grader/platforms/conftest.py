"""A platform's download in every shape that staff may name: the same files, five ways."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from downloads import RUBBISH, Files, lay, zipped

from chainrule_grader import intake
from chainrule_grader.intake import Handin, Submission

Shapes = Callable[..., dict[str, Path]]


@pytest.fixture
def good(make_notebook: Callable[..., bytes]) -> bytes:
    return make_notebook(['grader.check("scale")'])


@pytest.fixture
def shapes(tmp_path: Path) -> Shapes:
    """Return where a download lies, by shape; ``top`` is the folder in it that some shapes have."""

    def make(
        files: Files, top: str = "Homework 1 Download", plain: str = "download"
    ) -> dict[str, Path]:
        files = {**files, **RUBBISH}
        nested = {f"{top}/{name}": data for name, data in files.items()}
        (tmp_path / "a zip in").mkdir()
        (tmp_path / f"{plain}.zip").write_bytes(zipped(files))
        (tmp_path / "nested.zip").write_bytes(zipped(nested))
        (tmp_path / "a zip in" / f"{plain}.zip").write_bytes(zipped(files))
        return {
            "folder": lay(tmp_path / plain, files),
            "folder in a folder": lay(tmp_path / "outer", nested),
            "zip": tmp_path / f"{plain}.zip",
            "folder in a zip": tmp_path / "nested.zip",
            "zip in a folder": tmp_path / "a zip in",
        }

    return make


@pytest.fixture
def same_everywhere(shapes: Shapes) -> Callable[..., list[Handin]]:
    """Return the hand-ins of a download, which are the same in every shape."""

    def find(files: Files, **named: str) -> list[Handin]:
        found = {shape: intake.find([path]) for shape, path in shapes(files, **named).items()}
        told = {shape: [facts(handin) for handin in handins] for shape, handins in found.items()}
        for shape, rows in told.items():
            assert rows == told["folder"], shape
        return found["folder in a zip"]

    return find


def facts(handin: Handin) -> tuple[object, ...]:
    """Return all that a hand-in tells but where it lies."""
    return (
        *(handin.id, handin.student, handin.people, handin.platform, handin.complaint),
        *(handin.submitted_at, handin.wall_clock, handin.late, handin.given),
    )


@pytest.fixture
def loaded(bundle: object) -> Callable[[list[Handin]], list[Submission]]:
    def load(handins: list[Handin]) -> list[Submission]:
        return [intake.load(handin, bundle) for handin in handins]  # type: ignore[arg-type]

    return load
