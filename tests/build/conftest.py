"""A minimal project that tests copy, change and build."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from chainrule_desk.project import Project

HERE = Path(__file__).parent
REPOSITORY = Project.find(HERE)


def minimal_project(folder: Path) -> Project:
    """Copy the minimal project into a folder, with the real kit."""
    shutil.copytree(HERE / "minimal_project", folder / "project")
    kit = folder / "project" / "student" / "chainrule"
    shutil.copytree(REPOSITORY.kit, kit, ignore=shutil.ignore_patterns("__pycache__"))
    return Project(folder / "project")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a fresh copy of the minimal project, with the real kit."""
    return minimal_project(tmp_path)


@pytest.fixture(scope="module")
def shared_project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return a copy that the tests of a file share, to build it once."""
    return minimal_project(tmp_path_factory.mktemp("shared"))
