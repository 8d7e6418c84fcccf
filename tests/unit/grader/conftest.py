"""A small homework, notebooks for it made from text, and one engine for all tests of a run."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from chainrule_grader import intake
from chainrule_grader.bundle import Bundle
from chainrule_grader.engine import Limits
from chainrule_grader.engines.isolated import IsolatedEngine
from chainrule_grader.intake import Submission
from chainrule_grader.results import Result
from chainrule_grader.sandbox import SandboxError

SUBMISSIONS = Path(__file__).parents[2] / "submissions"
SMALL = SUBMISSIONS / "small"

QUICK = Limits(wall_s=12, cell_s=2, test_s=2, memory_mib=1024)


def cells_of(text: str) -> list[str]:
    """Return the code cells of a py:percent text."""
    return [cell.split("\n", 1)[1].strip() for cell in text.split("# %%")[1:]]


def notebook_bytes(cells: list[str], name: str | None = "small", **metadata: Any) -> bytes:
    """Return a notebook with the cell that Otter puts first, and these code cells."""
    sources = ['import otter\ngrader = otter.Notebook("small.ipynb")', *cells]
    if name is not None:
        metadata["otter"] = {"assignment_name": name}
    document = {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": metadata,
        "cells": [
            {
                "cell_type": "code",
                "id": f"c{index}",
                "metadata": {},
                "source": source,
                "outputs": [],
                "execution_count": None,
            }
            for index, source in enumerate(sources)
        ],
    }
    return json.dumps(document).encode()


def write_bundle(path: Path, **changed: bytes | str) -> Path:
    """Write the small homework's bundle; ``changed`` replaces files by their path."""
    content: dict[str, bytes | str] = {
        "otter_config.json": json.dumps({"assignment_name": "small", "lang": "python"}),
        "homework.json": (SMALL / "homework.json").read_text(encoding="utf-8"),
    }
    for test in sorted((SMALL / "tests").glob("*.py")):
        content[f"tests/{test.name}"] = test.read_text(encoding="utf-8")
    content |= changed
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return path


@pytest.fixture(scope="session")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return Bundle.open(write_bundle(tmp_path_factory.mktemp("bundle") / "small.zip"))


@pytest.fixture(scope="session")
def make_notebook() -> Callable[..., bytes]:
    return notebook_bytes


@pytest.fixture(scope="session")
def make_bundle() -> Callable[..., Path]:
    return write_bundle


@pytest.fixture(scope="session")
def quick() -> Limits:
    return QUICK


@pytest.fixture
def submit(tmp_path: Path, bundle: Bundle) -> Callable[..., Submission]:
    """Make a submission of the small homework from py:percent text or from cells."""

    def make(content: str | list[str], name: str = "anna", **files: bytes) -> Submission:
        cells = cells_of(content) if isinstance(content, str) else content
        path = tmp_path / f"{name}.ipynb"
        path.write_bytes(notebook_bytes(cells))
        (handin,) = intake.find([path])
        submission = intake.load(handin, bundle)
        object.__setattr__(submission, "files", files)
        return submission

    return make


@pytest.fixture(scope="session")
def honest() -> str:
    return (SMALL / "honest.py").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def wrong() -> str:
    return (SMALL / "wrong.py").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def engine() -> Iterator[IsolatedEngine]:
    """The isolated engine in the best tier of this machine, or in ``CHAINRULE_TEST_TIER``."""
    with IsolatedEngine(os.environ.get("CHAINRULE_TEST_TIER")) as started:
        try:
            started.tier  # noqa: B018  starts it
        except SandboxError as error:
            pytest.skip(f"no isolation on this machine: {error}")
        yield started


@pytest.fixture
def grade(
    engine: IsolatedEngine, bundle: Bundle, submit: Callable[..., Submission]
) -> Callable[..., Result]:
    """Grade py:percent text or cells with the isolated engine under short limits."""

    def run(content: str | list[str], limits: Limits = QUICK, **files: bytes) -> Result:
        return engine.grade(submit(content, **files), bundle, limits)

    return run
