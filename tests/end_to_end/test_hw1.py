"""The homework hw1 from sources to scores, in plain Otter and in Chainrule."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from chainrule_desk import grading
from chainrule_desk.build import Built
from chainrule_desk.composing import samples
from chainrule_desk.project import Project
from chainrule_grader.engine import Limits
from chainrule_grader.results import Result, Status

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
SAMPLES = samples.read_samples(HERE.parent / "submissions" / "hw1" / "samples.toml")
GRADED = [sample for sample in SAMPLES if sample.automatic is not None]


@pytest.fixture(scope="module")
def results(workshop: Project, hw1: Built, repository: Project) -> dict[str, Result]:
    """Return the results of all sample submissions by folder."""
    with grading.engine_for() as engine:
        graded = grading.grade(
            workshop,
            "hw1",
            [repository.root / "tests" / "submissions" / "hw1"],
            engine=engine,
            jobs=2,
            limits=Limits(),
        )
    return {result.student: result for result in graded}  # a folder for each student


def test_committed_release_is_what_the_sources_give(hw1: Built, repository: Project) -> None:
    """A review shows what students will see: the committed release is up to date."""
    committed = repository.release("hw1")
    assert committed.read_bytes() == hw1.release.read_bytes(), "run `make build` and commit"


def test_committed_samples_are_what_the_sources_give(
    workshop: Project, hw1: Built, repository: Project
) -> None:
    """The sample submissions follow the release and the variants."""
    for path in samples.write_samples(workshop, "hw1"):
        committed = repository.root / path.relative_to(workshop.root)
        same = committed.read_bytes() == path.read_bytes()  # a diff of both would take minutes
        assert same, f"run `make samples`: {committed.name}"


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.folder)
def test_sample_scores_what_it_must(results: dict[str, Result], sample: samples.Sample) -> None:
    """Each sample submission gets its score, or its reason."""
    result = results[sample.folder]
    if sample.automatic is None:
        assert result.status is Status.REFUSED
        assert result.reason.endswith(".")
        return
    assert result.status is Status.GRADED, result.reason
    assert sum(part.score or 0 for part in result.parts) == pytest.approx(sample.automatic)


@pytest.fixture(scope="module")
def by_hand(workshop: Project, hw1: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the bundle that `otter assign` makes of the assembled master, by hand."""
    folder = tmp_path_factory.mktemp("by_hand")
    shutil.copyfile(hw1.master, folder / "master.ipynb")
    shutil.copytree(hw1.master.parent / "chainrule", folder / "chainrule")
    for path in hw1.master.parent.glob("held_out_*"):
        shutil.copy(path, folder)
    otter("assign", "master.ipynb", "out", cwd=folder)
    return next((folder / "out" / "autograder").glob("*.zip"))


@pytest.mark.parametrize("sample", GRADED, ids=lambda sample: sample.folder)
def test_plain_otter_gives_the_same_scores(
    sample: samples.Sample,
    results: dict[str, Result],
    by_hand: Path,
    hw1: Built,
    repository: Project,
    tmp_path: Path,
) -> None:
    """`otter run` scores each part as Chainrule does, with our bundle and with one made by hand."""
    submission = repository.root / "tests/submissions/hw1" / sample.folder / sample.file
    bundle = by_hand if sample.answers == "solution" and not sample.variants else hw1.bundle
    otter("run", str(submission), "-a", str(bundle), "-o", str(tmp_path), cwd=tmp_path)
    tests = json.loads((tmp_path / "results.json").read_text())["tests"]
    scores = {test["name"]: test["score"] for test in tests if "max_score" in test}
    for part in results[sample.folder].parts:
        assert scores[part.name] == pytest.approx(part.score, abs=1e-4), part.name


def otter(*arguments: str, cwd: Path) -> None:
    """Run an otter command as a user would; fail with what it said."""
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "otter", *arguments],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
