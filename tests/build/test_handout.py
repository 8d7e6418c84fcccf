"""What students download: everything that the notebook needs, and nothing else."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from chainrule_desk.composing.handout import kit_files, readme, write_handout, zipped
from chainrule_desk.composing.requirements import STUDENT_PACKAGES, requirements
from chainrule_desk.project import Project
from chainrule_grader.homework import Homework

HOMEWORK = Homework("tiny", "Tiny homework", ())


@pytest.fixture
def handout(project: Project, tmp_path: Path) -> zipfile.ZipFile:
    release = tmp_path / "tiny.ipynb"
    release.write_text("{}")
    write_handout(tmp_path / "tiny.zip", HOMEWORK, release, project.kit)
    return zipfile.ZipFile(tmp_path / "tiny.zip")


def test_one_folder_with_notebook_kit_readme_and_requirements(handout: zipfile.ZipFile) -> None:
    """The zip unpacks into one folder that holds all a student needs."""
    names = set(handout.namelist())
    assert {name.partition("/")[0] for name in names} == {"tiny"}
    assert {
        "tiny/tiny.ipynb",
        "tiny/README.md",
        "tiny/requirements.txt",
        "tiny/chainrule/__init__.py",
        "tiny/chainrule/samples/README.md",
    } <= names


def test_no_leftovers_of_the_workshop(project: Project, handout: zipfile.ZipFile) -> None:
    """Compiled files and caches stay behind."""
    (project.kit / "__pycache__").mkdir(exist_ok=True)
    (project.kit / "__pycache__" / "checks.cpython-311.pyc").write_bytes(b"\0")
    assert not any("__pycache__" in name for name in [*kit_files(project.kit), *handout.namelist()])


def test_requirements_carry_the_project_s_ranges(handout: zipfile.ZipFile) -> None:
    """What students install lies in the ranges that this project is tested with."""
    lines = handout.read("tiny/requirements.txt").decode().splitlines()
    assert lines == requirements(STUDENT_PACKAGES)
    assert all(">=" in line and "<" in line for line in lines)


def test_readme_names_the_homework_and_the_file() -> None:
    """The README starts with the title and tells what to open and what to hand in."""
    text = readme(HOMEWORK)
    assert text.startswith("# Tiny homework\n")
    assert "jupyter lab tiny.ipynb" in text
    assert "hand in that one file" in text


def test_zip_depends_on_content_only() -> None:
    """The order of entries and the time of day leave no trace; run files stay runnable."""
    one = zipped({"a": b"1", "run": b"2"}, frozenset({"run"}))
    other = zipped({"run": b"2", "a": b"1"}, frozenset({"run"}))
    assert one == other
    modes = {
        info.filename: info.external_attr >> 16
        for info in zipfile.ZipFile(io.BytesIO(one)).infolist()
    }
    assert modes == {"a": 0o644, "run": 0o755}
