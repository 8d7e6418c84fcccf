"""The homework hw1, built once for all tests that need it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from chainrule_desk.build import Built, build
from chainrule_desk.project import Project

REPOSITORY = Project(Path(__file__).parents[1])


@pytest.fixture(scope="session")
def repository() -> Project:
    """Return this repository as a project; tests only read it."""
    return REPOSITORY


@pytest.fixture(scope="session")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return a copy of the repository's sources to build in."""
    root = tmp_path_factory.mktemp("workshop")
    skip = shutil.ignore_patterns("__pycache__", ".*", "*.ipynb")
    for folder in ("assignment", "student", "tests/submissions"):
        shutil.copytree(REPOSITORY.root / folder, root / folder, ignore=skip)
    return Project(root)


@pytest.fixture(scope="session")
def hw1(workshop: Project) -> Built:
    """Return the homework hw1, freshly built."""
    return build(workshop, "hw1")
