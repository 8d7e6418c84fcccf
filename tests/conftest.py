"""The homework hw1, built once for all tests that need it, and how tests share two processors."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

from chainrule_desk.build import Built, build
from chainrule_desk.project import Project

REPOSITORY = Project(Path(__file__).parents[1])


class ByFile(LoadScopeScheduling):
    """Keep the tests of a file in one process, and with them all files that share the workshop."""

    def _split_scope(self, nodeid: str) -> str:
        name = nodeid.partition("::")[0]
        text = (REPOSITORY.root / name).read_text(encoding="utf-8")
        return "workshop" if "workshop: Project" in text or "hw1: Built" in text else name


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFile:
    """Share the tests between processes as :class:`ByFile` says."""
    return ByFile(config, log)


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
