"""The Gradescope autograder grades in a tree like Gradescope's, and always leaves a result."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from chainrule_desk.build import build
from chainrule_desk.composing import upload
from chainrule_desk.project import Project

pytestmark = pytest.mark.slow

# The keys of Gradescope's autograder specification, and what they hold.
TOP: dict[str, type | tuple[type, ...]] = {
    "score": (int, float),
    "execution_time": int,
    "output": str,
    "output_format": str,
    "test_output_format": str,
    "test_name_format": str,
    "visibility": str,
    "stdout_visibility": str,
    "extra_data": dict,
    "tests": list,
}
TEST: dict[str, type | tuple[type, ...]] = {
    "score": (int, float),
    "max_score": (int, float),
    "status": str,
    "name": str,
    "number": str,
    "output": str,
    "tags": list,
    "visibility": str,
    "extra_data": dict,
}
VISIBILITIES = {"hidden", "after_due_date", "after_published", "visible"}
METADATA = {
    "id": 123456,
    "created_at": "2026-11-20T14:22:32.365935-08:00",
    "users": [{"email": "ada@example.edu", "id": 1234, "name": "Ada Lovelace"}],
    "previous_submissions": [{"submission_time": "2026-11-19T14:24:48-08:00", "score": 0.0}],
}


@dataclass
class Container:
    """A folder laid out as ``/autograder`` is in a container."""

    root: Path
    release: Path
    solution: Path

    def hand_in(self, notebook: Path | bytes) -> None:
        """Put a notebook where Gradescope puts a submission."""
        folder = self.root / "submission"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        data = notebook if isinstance(notebook, bytes) else notebook.read_bytes()
        (folder / "tiny.ipynb").write_bytes(data)

    def run(self, python: str = sys.executable) -> dict[str, Any]:
        """Run the real script and return the result, checked against the specification."""
        environment = {
            "PATH": os.environ["PATH"],
            "CHAINRULE_AUTOGRADER": str(self.root),
            "CHAINRULE_PYTHON": python,
        }
        done = subprocess.run(
            [self.root / "run_autograder"],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        document: dict[str, Any] = json.loads((self.root / "results/results.json").read_text())
        check(document)
        return document


def check(document: dict[str, Any]) -> None:
    """Hold a result to Gradescope's specification."""
    assert document.keys() <= TOP.keys()
    for key, value in document.items():
        assert isinstance(value, TOP[key]), key
    assert {document["visibility"], document["stdout_visibility"]} <= VISIBILITIES
    for test in document.get("tests", ()):
        assert test.keys() <= TEST.keys()
        for key, value in test.items():
            assert isinstance(value, TEST[key]), key
        assert test["visibility"] in VISIBILITIES
        assert test["status"] in ("passed", "failed")
        assert 0 <= test["score"] <= test["max_score"]


@pytest.fixture(scope="module")
def built(shared_project: Project, tmp_path_factory: pytest.TempPathFactory) -> Container:
    """Build the minimal homework for Gradescope once, and unpack it as Gradescope does."""
    project = shared_project
    result = build(project, "tiny")
    target = project.gradescope("tiny")
    upload.write_for_gradescope(target, result.bundle, project.kit)
    root = tmp_path_factory.mktemp("container") / "autograder"
    with zipfile.ZipFile(target) as archive:
        for entry in archive.infolist():
            path = Path(archive.extract(entry, root / "source"))
            path.chmod(entry.external_attr >> 16)
    shutil.copy2(root / "source/run_autograder", root / "run_autograder")
    (root / "submission_metadata.json").write_text(json.dumps(METADATA))
    return Container(root, result.release, project.solution("tiny"))


def test_solution_scores_full_marks(built: Container) -> None:
    """A right answer earns every point, public tests show at once, hidden ones when published."""
    built.hand_in(built.solution)
    document = built.run()
    assert document["score"] == sum(test["max_score"] for test in document["tests"]) > 0
    assert {test["visibility"] for test in document["tests"]} == {"visible", "after_published"}
    assert document["extra_data"]["tier"] in ("full", "user", "container")
    assert document["extra_data"]["submitted_at"] == "2026-11-20T22:22:32.365935+00:00"


def test_untouched_release_scores_nothing(built: Container) -> None:
    """An empty answer earns nothing, and says for each test why."""
    built.hand_in(built.release)
    document = built.run()
    assert document["score"] == 0
    assert all(test["output"] for test in document["tests"])


def test_file_that_is_no_notebook_scores_nothing_and_says_why(built: Container) -> None:
    """A refused hand-in has a sentence for the student."""
    built.hand_in(b"{")
    document = built.run()
    assert document["score"] == 0
    assert "damaged" in document["output"]


def test_failure_of_ours_has_a_sentence_and_no_score(built: Container) -> None:
    """A broken bundle is told, and nobody gets 0 points for it."""
    bundle = built.root / "source/bundle.zip"
    kept = bundle.read_bytes()
    bundle.write_bytes(b"PK")
    built.hand_in(built.solution)
    try:
        document = built.run()
    finally:
        bundle.write_bytes(kept)
    assert "score" not in document
    assert "failed on our side" in document["output"]


def test_grader_that_is_killed_leaves_a_sentence_and_no_score(
    built: Container, tmp_path: Path
) -> None:
    """Where the container runs out of memory, say, the script has the last word."""
    killed = tmp_path / "python"
    killed.write_text("#!/bin/sh\nkill -9 $$\n")
    killed.chmod(0o755)
    document = built.run(str(killed))
    assert "score" not in document
    assert "too little memory" in document["output"]


def test_result_is_there_before_the_run_starts(built: Container, tmp_path: Path) -> None:
    """While the grader starts, a result with no points and a sentence lies there."""
    looking = tmp_path / "python"
    looking.write_text('#!/bin/sh\ncp "$4/results/results.json" "$4/../seen.json"\n')
    looking.chmod(0o755)
    built.run(str(looking))
    seen = json.loads((built.root.parent / "seen.json").read_text())
    check(seen)
    assert seen["score"] == 0
    assert "not your fault" in seen["output"]


def test_wheel_installs_the_kit_and_the_grader(built: Container, tmp_path: Path) -> None:
    """What the image installs is complete: imported from the wheel, and known to pip."""
    target = tmp_path / "site"
    (wheel,) = (built.root / "source").glob("*.whl")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(target)]
    subprocess.run([*pip, str(wheel)], check=True)
    script = (
        f"import sys; sys.path.insert(0, {str(target)!r})\n"
        "import chainrule, chainrule_grader.on_gradescope as grader\n"
        "from importlib import metadata\n"
        "print(chainrule.__file__, grader.__file__, metadata.version('chainrule'))"
    )
    out = subprocess.run(
        [sys.executable, "-I", "-c", script], check=True, capture_output=True, text=True
    ).stdout
    assert out.count(str(target)) == 2


def test_the_zip_is_reproducible(built: Container, tmp_path: Path) -> None:
    """The same bundle and kit give the same bytes, whatever the time."""
    kit = Project.find(Path(__file__)).kit
    for name in ("a.zip", "b.zip"):
        upload.write_for_gradescope(tmp_path / name, built.root / "source/bundle.zip", kit)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_index_and_tier_are_written_into_the_scripts(built: Container, tmp_path: Path) -> None:
    """An index for torch and a tier that were asked for reach the scripts, quoted for the shell."""
    target = tmp_path / "asked.zip"
    upload.write_for_gradescope(
        target,
        built.root / "source/bundle.zip",
        Project.find(Path(__file__)).kit,
        tier="none",
        torch_index="https://example.edu/a b;c",
    )
    with zipfile.ZipFile(target) as archive:
        setup, run = (archive.read(name).decode() for name in ("setup.sh", "run_autograder"))
    assert "--torch-index 'https://example.edu/a b;c'\n" in setup
    assert 'on_gradescope "$root" none' in run
    for script in (setup, run):
        subprocess.run(["bash", "-n"], input=script, text=True, check=True)
