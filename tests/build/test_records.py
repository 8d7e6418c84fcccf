"""The training records of solutions and variants, and how a homework hands them in."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from chainrule import held_out, verification
from chainrule.verification import Consistency, Verification, verify
from chainrule_desk.authoring.problem_file import read_problem
from chainrule_desk.authoring.records import Records
from chainrule_desk.authoring.variants import Variant
from chainrule_desk.composing.assemble import assemble_problem
from chainrule_desk.errors import DeskError, SourceError
from chainrule_desk.project import Project

ROOT = Path(__file__).parents[2]
RUNS = {"fit": ("fit_images", "fit"), "fashion-mnist": ("fashion_mnist", "clothes_fit")}


@pytest.fixture
def graders_side() -> Iterator[None]:
    """Keep the held-out pictures, and forget them afterwards."""
    project = Project(ROOT)
    pictures = (project.held_out / "fashion_mnist.png").read_bytes()
    held_out.keep({held_out.file_name("fashion_mnist"): pictures})
    yield
    held_out.keep({})
    verification.look_among(None)


def records(run: str) -> Records:
    project = Project(ROOT)
    return Records.of_problems(project, [read_problem(project.questions / f"{RUNS[run][0]}.py")])


def judged(run: str, files: dict[str, bytes]) -> Verification:
    verification.look_among(files)
    pictures = held_out.fashion_mnist()
    inputs = (pictures.images.flatten(1) - 0.286) / 0.353
    return verify(run, inputs, pictures.labels, data_name=pictures.name)


def variant(folder: str) -> Variant:
    return Variant("fit", "tried", False, 0, "", "", 1, folder)


@pytest.mark.usefixtures("graders_side")
@pytest.mark.parametrize("run", RUNS)
def test_solution_is_consistent_and_earns_all_points(run: str) -> None:
    """What solutions hand in was trained: the weights reach the upper bound and the claim."""
    problem, part = RUNS[run]
    project = Project(ROOT)
    source = next(
        p for p in read_problem(project.questions / f"{problem}.py").parts if p.name == part
    )
    found = judged(run, records(run).solution)
    assert found.consistency is Consistency.CONSISTENT, found.reason
    assert source.bounds is not None
    assert found.accuracy is not None
    assert found.accuracy >= float(source.bounds[1])


@pytest.mark.parametrize("run", RUNS)
def test_files_are_small(run: str) -> None:
    """They are kept in the repository."""
    assert all(len(content) <= 460_000 for content in records(run).solution.values())


@pytest.mark.usefixtures("graders_side")
@pytest.mark.parametrize("run", RUNS)
@pytest.mark.parametrize(
    ("folder", "consistency", "says"),
    [
        ("claims_more", "inconsistent", "the record says 97.0%"),
        ("averaged_over_batches", "inconsistent", "was it averaged over batches"),
        ("half_trained", "consistent", "the weights reach 7"),
        ("untrained", "consistent", "the weights reach 9"),
        ("others_weights", "not checked", "not those that were saved with the record"),
        ("not_finite", "not checked", "is not finite"),
        ("other_data", "not checked", "was trained on CIFAR-10"),
        ("none", "not checked", "was not handed in"),
    ],
)
def test_wrong_records_are_told_apart(run: str, folder: str, consistency: str, says: str) -> None:
    """Each folder is what its name says, and gets one of three answers with its reason."""
    found = judged(run, records(run).of(variant(folder)))
    assert found.consistency.value == consistency
    assert says in found.reason


def test_a_run_that_is_not_there_is_refused(project: Project) -> None:
    """A problem that hands in a run needs its files; the message says how to make them."""
    path = project.questions / "squares.py"
    path.write_text(path.read_text().replace("title: Squares", "title: Squares\nhands_in: [fit]"))
    with pytest.raises(SourceError, match=r"make\.py squares` trains it"):
        Records.of_problems(project, [read_problem(path)])


def test_a_folder_that_is_not_there_is_refused() -> None:
    """A variant that names records names a folder."""
    with pytest.raises(DeskError, match="names records `nowhere`"):
        records("fit").of(variant("nowhere"))


def test_a_held_out_set_that_is_not_there_is_refused(project: Project) -> None:
    """A problem that tries weights on a set needs its file."""
    path = project.questions / "squares.py"
    path.write_text(path.read_text().replace("title: Squares", "title: Squares\nheld_out: [dogs]"))
    with pytest.raises(SourceError, match="held-out set `dogs` is missing"):
        assemble_problem(project, "squares")


@pytest.mark.parametrize("value", ["fit", "[../fit]", "[1]"])
def test_names_are_plain(project: Project, value: str) -> None:
    """What a head names is the name of a file, and no path."""
    path = project.questions / "squares.py"
    path.write_text(
        path.read_text().replace("title: Squares", f"title: Squares\nhands_in: {value}")
    )
    with pytest.raises(SourceError, match="`hands_in` is .*write a list of names"):
        read_problem(path)


def test_sample_of_full_marks_hands_its_record_in() -> None:
    """The sample submission that is right is a zip with the notebook and what it trained."""
    with zipfile.ZipFile(ROOT / "tests/submissions/hw1/full_marks/ada.zip") as archive:
        assert {"hw1.ipynb", "fit.record.json", "fit.weights.npz"} <= set(archive.namelist())
