"""A build is verified before anything is replaced, and gives the same bytes twice."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

import nbformat
import pytest

from chainrule_desk.build import build
from chainrule_desk.errors import DeskError
from chainrule_desk.project import Project
from chainrule_grader.homework import FILE_NAME, Homework

pytestmark = pytest.mark.slow


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def change(project: Project, old: str, new: str) -> None:
    path = project.questions / "squares.py"
    text = path.read_text(encoding="utf-8")
    assert old in text, "the minimal project changed: mend this test"
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_two_builds_give_the_same_bytes(project: Project, tmp_path: Path) -> None:
    """The same input gives the same release and the same bundle, in another folder too."""
    built = build(project, "tiny")
    first = digest(built.release), digest(built.bundle)
    project.root.rename(tmp_path / "moved")
    again = build(Project(tmp_path / "moved"), "tiny")
    assert (digest(again.release), digest(again.bundle)) == first


def test_release_holds_stubs_and_public_tests_only(project: Project) -> None:
    """Students get a stub, the public test, an answer cell, and nothing hidden."""
    release = nbformat.read(build(project, "tiny").release, as_version=4)
    answers = {
        cell.metadata["chainrule"]["part"]: cell.source
        for cell in release.cells
        if cell.metadata.get("chainrule", {}).get("role") == "answer"
    }
    assert answers["square"] == "def square(x):\n    ..."
    assert answers["why_positive"].startswith("_Type your answer here")
    tests = release.metadata["otter"]["tests"]["square"]
    assert "def test_two" in tests
    assert "test_negative_numbers" not in tests
    assert not any(cell.get("outputs") for cell in release.cells)


def test_bundle_holds_all_tests_the_kit_and_the_points(project: Project) -> None:
    """Graders get every test, what tests import, and the maxima."""
    built = build(project, "tiny")
    with zipfile.ZipFile(built.bundle) as bundle:
        names = set(bundle.namelist())
        tests = bundle.read("tests/square.py").decode()
        homework = Homework.from_json(bundle.read(FILE_NAME).decode())
    assert {"run_autograder", "otter_config.json", "files/chainrule/checks.py"} <= names
    assert "test_negative_numbers" in tests
    assert (homework.points, homework.part("square").points) == (10, 4)


UNFIT = {
    "a solution that loses points": (
        "answer = x * x", "answer = abs(x) * 2",
        "the solution loses points on square, test_negative_numbers",
    ),
    "tests that pass without an answer": (
        'assert square(2) == 4, f"the square of 2 is 4; square(2) returned {square(2)}"',
        "assert callable(square)",
        "the untouched release earns 1 of 4 points on square",
    ),
    "a solution that stands in the prompt": (
        "Return the square of `x`.", "Return the square of `x`, as in `answer = x * x`.",
        "gives answers away",
    ),
    "a solution in a hint, written otherwise": (
        "Return the square of `x`.", "Hint:\n\n```python\nanswer = (x\n          * x)\n```",
        r"written in .*squares.py:\d+\) holds a statement of part square \(.*squares.py:\d+\)",
    ),
    "a given cell that fails": (
        'print("squares are never negative")', "print(1 / 0)",
        r"squares.py:\d+: cell \d+ \(`print\(1 / 0\)`\) fails in the untouched release: ZeroDiv",
    ),
    "a statement of which students would get a part": (
        "    # BEGIN SOLUTION\n    answer = x * x\n    return answer\n    # END SOLUTION",
        "    answer = (x *\n        x)  # SOLUTION\n    return answer",
        r"squares.py:\d+: a marker covers a part of a statement",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", UNFIT)
def test_unfit_homework_is_refused_and_the_last_build_stays(project: Project, fault: str) -> None:
    """A build that fails a check says why, and leaves what an earlier build wrote."""
    old, new, words = UNFIT[fault]
    built = build(project, "tiny")
    before = digest(built.release), digest(built.bundle)
    change(project, old, new)
    with pytest.raises(DeskError, match=words):
        build(project, "tiny")
    assert (digest(built.release), digest(built.bundle)) == before
