"""The homework hw1, built once for all tests that need it, and how tests share two processors."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from chainrule_desk.build import Built, build
from chainrule_desk.project import Project

REPOSITORY = Project(Path(__file__).parents[1])


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of a file in one process, and with them all files that share the workshop."""
    files: dict[Path, list[pytest.Item]] = {}
    for item in items:
        files.setdefault(item.path, []).append(item)
    for path, tests in files.items():
        shares = any("workshop" in getattr(test, "fixturenames", ()) for test in tests)
        group = "workshop" if shares else str(path.relative_to(REPOSITORY.root))
        for test in tests:
            test.add_marker(pytest.mark.xdist_group(group))


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
