"""The Colab form of a release runs in an empty folder, with its own kit and checks."""

from __future__ import annotations

import os
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from chainrule_desk.build import build
from chainrule_desk.composing.colab import write_for_colab
from chainrule_desk.project import Project

pytestmark = pytest.mark.slow


def test_release_for_colab_brings_kit_and_checks_along(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In an empty folder the first cell unpacks kit and checks, and a check answers."""
    built = build(project, "tiny")
    folder = tmp_path / "content"
    folder.mkdir()
    path = tmp_path / "colab.ipynb"
    write_for_colab(path, built.release, project.kit)
    assert path.stat().st_size < 1_000_000
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.source.startswith("def square"):
            cell.source = "def square(x):\n    return x * x"
    assert "submit(grader)" in notebook.cells.pop().source  # fetches the notebook from Colab's page
    kit = nbformat.v4.new_code_cell("import chainrule; print(chainrule.__file__)")
    notebook.cells.append(kit)
    monkeypatch.setitem(os.environ, "COLAB_RELEASE_TAG", "release-test")

    ran = NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(folder)}})
    ran.execute()

    outputs = "\n".join(str(cell.get("outputs")) for cell in notebook.cells)
    assert str(folder / "chainrule" / "__init__.py") in outputs
    assert "passed!" in outputs
    assert (folder / "tests" / "square.py").is_file()
    assert "test_negative_numbers" not in nbformat.writes(notebook)
