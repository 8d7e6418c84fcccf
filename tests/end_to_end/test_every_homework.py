"""Every recipe builds: full marks for its solution, nothing for its release, no leak."""

from __future__ import annotations

from pathlib import Path

import pytest

from chainrule_desk.authoring import recipe
from chainrule_desk.build import build
from chainrule_desk.project import Project

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
HOMEWORKS = [name for name in recipe.names(Project(ROOT).recipes) if name != "hw1"]


@pytest.mark.parametrize("homework", HOMEWORKS)
def test_builds_and_its_release_is_committed(
    homework: str, workshop: Project, repository: Project
) -> None:
    """The build passes its own checks, and gives the release that is committed."""
    built = build(workshop, homework)
    committed = repository.release(homework)
    assert committed.is_file(), f"commit {committed.relative_to(repository.root)}"
    assert built.release.read_bytes() == committed.read_bytes(), "build it anew, and commit"
