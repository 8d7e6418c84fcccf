"""A minimal project that tests copy, change and build."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from chainrule_desk.project import Project

HERE = Path(__file__).parent
REPOSITORY = Project.find(HERE)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a fresh copy of the minimal project, with the real kit."""
    shutil.copytree(HERE / "minimal_project", tmp_path / "project")
    kit = tmp_path / "project" / "student" / "chainrule"
    shutil.copytree(REPOSITORY.kit, kit, ignore=shutil.ignore_patterns("__pycache__"))
    return Project(tmp_path / "project")
