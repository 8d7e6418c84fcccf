"""Staff read in the result how a training record compares with its weights."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch

from chainrule.data import ImageSet
from chainrule.record import Run
from chainrule_grader.bundle import Bundle
from chainrule_grader.engines.isolated import IsolatedEngine
from chainrule_grader.intake import Submission
from chainrule_grader.results import PartResult, RecordResult, Result

VERIFIES = '''
from otter.test_files import test_case

OK_FORMAT = False

name = "answer"
points = 1


@test_case(points=1, hidden=True)
def test_answer(answer):
    """The answer is right."""
    import numpy as np
    from chainrule.verification import verify

    images = np.array([[1.0, 0.0], [0.0, 1.0]], dtype=np.float32)
    found = verify("fit", images, np.array([0, 1]), data_name="Dots", classes=2)
    assert found.accuracy == 1, "The weights are not right."
'''


def handed_in(
    folder: Path, monkeypatch: pytest.MonkeyPatch, claim: float, name: str = "Dots"
) -> dict[str, bytes]:
    """Return the files of a run whose weights are always right, and which claims something."""
    monkeypatch.chdir(folder)
    data = ImageSet(
        torch.zeros(400, 1, 1, 2), torch.zeros(400, dtype=torch.long), ("a", "b"), name, "", "", "d"
    )
    run = Run("fit", data=data, train_size=400, validation_size=400)
    run.step(0.69)
    run.epoch(train_loss=0.5, train_accuracy=1.0, validation_loss=0.5, validation_accuracy=claim)
    run.save({"W": np.eye(2, dtype=np.float32)})
    return {path.name: path.read_bytes() for path in folder.glob("fit.*")}


@pytest.fixture
def graded(
    tmp_path: Path,
    make_bundle: Callable[..., Path],
    engine: IsolatedEngine,
    submit: Callable[..., Submission],
    quick: object,
) -> Callable[..., PartResult]:
    """Grade a right answer with these files; return what became of the part, read back."""
    bundle = Bundle.open(make_bundle(tmp_path / "small.zip", **{"tests/answer.py": VERIFIES}))

    def run(files: dict[str, bytes]) -> PartResult:
        result = engine.grade(submit(["answer = 42"], **files), bundle, quick)  # type: ignore[arg-type]
        part = Result.from_json(result.to_json()).part("answer")
        assert part is not None
        return part

    return run


def test_a_record_that_fits_is_consistent(
    graded: Callable[..., PartResult], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There is nothing to look at, and the accuracy is kept."""
    part = graded(handed_in(tmp_path, monkeypatch, 1.0))
    (record,) = part.records
    assert (record.run, record.consistency, record.accuracy) == ("fit", "consistent", 1.0)
    assert part.remark == ""


def test_a_claim_that_the_weights_do_not_keep_is_inconsistent(
    graded: Callable[..., PartResult], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The points go by the weights; the reason is there for staff, in neutral words."""
    part = graded(handed_in(tmp_path, monkeypatch, 0.0025))
    assert part.score == 1
    assert part.records[0].consistency == "inconsistent"
    assert part.remark.startswith("training record fit is inconsistent: the record says 0.2%")
    assert "cheat" not in part.remark


def test_a_record_that_is_not_there_was_not_checked(graded: Callable[..., PartResult]) -> None:
    """The reason says what is missing."""
    part = graded({})
    assert part.score == 0
    assert part.remark == (
        "training record fit was not checked: fit.record.json was not handed in."
    )


def test_words_of_the_record_are_cut_and_readable(
    graded: Callable[..., PartResult], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name of a data set that a student chose cannot flood or disturb the staff's table."""
    part = graded(handed_in(tmp_path, monkeypatch, 1.0, name="\x07" + "x" * 5_000))
    assert len(part.records[0].reason) <= 400
    assert "\x07" not in part.records[0].reason


def test_other_parts_have_no_records(
    graded: Callable[..., PartResult], grade: Callable[..., Result], honest: str
) -> None:
    """A part whose tests verify nothing has nothing to tell."""
    assert all(part.records == () for part in grade(honest).parts)


def test_results_without_records_can_be_read() -> None:
    """A part of an earlier grading has none."""
    part = PartResult("answer", 1, ())
    assert part.records == ()
    assert RecordResult("fit", "consistent", "").accuracy is None
