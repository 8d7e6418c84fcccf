"""What a run keeps, and how its claims are held to its weights."""

from __future__ import annotations

import io
import json
import math
import os
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chainrule.data import ImageSet
from chainrule.record import QUANTITIES, Run
from chainrule.verification import Consistency, Verification, verify

random = np.random.default_rng(3)
CENTRES = random.normal(size=(10, 6)) * 3
DATA = ImageSet(
    images=torch.zeros(1),
    labels=torch.zeros(1),
    classes=tuple("0123456789"),
    name="Clouds",
    source="ten clouds of points",
    title="Clouds",
    digest="0" * 64,
)


def clouds(n: int, seed: int) -> tuple[Any, Any]:
    """Return n points in ten clouds, (n, 6), and which cloud each is from, (n,)."""
    drawn = np.random.default_rng(seed)
    labels = drawn.integers(10, size=n)
    return CENTRES[labels] + 1.5 * drawn.normal(size=(n, 6)), labels


# The best linear classifier of clouds of one width: logits c·x - |c|²/2.
WEIGHTS = {"W": CENTRES, "b": -0.5 * (CENTRES**2).sum(1)}
HELD_OUT = clouds(2_000, 1)


def accuracy(images: Any, labels: Any) -> float:
    return float(((images @ WEIGHTS["W"].T + WEIGHTS["b"]).argmax(1) == labels).mean())


VALIDATION = accuracy(*clouds(500, 2))


def noise(*shape: int) -> np.ndarray[Any, Any]:
    """Return weights that cannot be compressed."""
    return np.random.default_rng(7).standard_normal(shape)


def run(**changes: Any) -> Run:
    """Return the record of an honest run of three epochs; ``changes`` replace its last epoch."""
    made = Run("fit", data=DATA, train_size=1000, validation_size=500, seed=1, learning_rate=0.1)
    for epoch in range(3):
        for _ in range(10):
            made.step(math.log(10) + 0.1)
        measured = {
            "train_loss": 2.0 - epoch / 2,
            "train_accuracy": 0.5 + epoch / 10,
            "validation_loss": 2.1 - epoch / 2,
            "validation_accuracy": VALIDATION if epoch == 2 else 0.5,
        }
        made.epoch(**(measured | (changes if epoch == 2 else {})))
    return made


def judged(**options: Any) -> Verification:
    return verify("fit", *HELD_OUT, data_name="Clouds", **options)


def edit(change: Callable[[dict[str, Any]], object]) -> None:
    """Change the saved record."""
    path = Path("fit.record.json")
    record = json.loads(path.read_text())
    change(record)
    path.write_text(json.dumps(record))


def seal(content: bytes) -> None:
    """Replace the weights, as a student could who knows the format."""
    import hashlib

    Path("fit.weights.npz").write_bytes(content)
    edit(lambda record: record["weights"].update(sha256=hashlib.sha256(content).hexdigest()))


def npz(**arrays: Any) -> bytes:
    stream = io.BytesIO()
    np.savez(stream, **arrays)
    return stream.getvalue()


class TestRun:
    """What is kept."""

    def test_it_keeps_curves_first_loss_and_steps(self) -> None:
        """Numbers of any form become plain ones."""
        made = Run("fit", data=DATA, train_size=4, validation_size=4)
        made.step(torch.tensor(2.5))
        made.step(9.0)
        made.epoch(
            train_loss=torch.tensor(1.5, requires_grad=True),
            train_accuracy=np.float32(0.5),
            validation_loss=2,
            validation_accuracy=torch.tensor([0.25]),
        )
        assert made.first_loss == 2.5 and made.steps == 2
        assert list(made.history.values()) == [[1.5], [0.5], [2.0], [0.25]]
        assert "1 epochs on Clouds, validation accuracy 25.0%" in repr(made)

    def test_saving_writes_json_and_npz_and_says_so(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """Everything that describes the run is in the record; the weights can be read by numpy."""
        run().save(WEIGHTS)
        assert "Saved fit.weights.npz and fit.record.json" in capsys.readouterr().out
        record = json.loads(Path("fit.record.json").read_text())
        assert record["seed"] == 1 and record["hyperparameters"] == {"learning_rate": 0.1}
        assert record["data"]["name"] == "Clouds" and record["data"]["digest"] == "0" * 64
        assert record["epochs"] == 3 and record["steps"] == 30 and len(record["seconds"]) == 3
        with np.load("fit.weights.npz", allow_pickle=False) as weights:
            assert np.allclose(weights["W"], CENTRES, atol=1e-6)

    def test_the_same_weights_give_the_same_bytes(self) -> None:
        """Nothing but the weights is in the weights' file."""
        run().save(WEIGHTS)
        first = Path("fit.weights.npz").read_bytes()
        run().save(WEIGHTS)
        assert Path("fit.weights.npz").read_bytes() == first

    def test_a_record_that_was_handed_in_stays_as_it_is(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A grader that runs the notebook does not write over it."""
        run().save(WEIGHTS)
        before = Path("fit.record.json").read_bytes()
        monkeypatch.setenv("CHAINRULE_GRADING", "1")
        run(validation_accuracy=0.1).save({"W": np.zeros((10, 6))})
        assert Path("fit.record.json").read_bytes() == before

    def test_small_weights_are_kept_as_they_are(self, capsys: pytest.CaptureFixture[str]) -> None:
        """What is under half a megabyte anyway is not rounded."""
        run().save({"W": np.full((300, 300), 1 / 3, dtype=np.float32)})
        assert "float32" in capsys.readouterr().out
        assert (np.load("fit.weights.npz")["W"] == np.float32(1 / 3)).all()

    def test_large_weights_are_kept_in_half_precision_and_it_is_said(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """Record and weights stay within 5 MB."""
        run().save({"W": noise(1500, 1000)})
        assert "float16" in capsys.readouterr().out
        assert sum(path.stat().st_size for path in Path.cwd().iterdir()) < 5_000_000

    def test_weights_that_do_not_fit_at_all_are_refused(self) -> None:
        """The message says how many there are."""
        with pytest.raises(ValueError, match="4,000,000 weights do not fit"):
            run().save({"W": noise(2000, 2000)})

    def test_weights_that_would_be_too_large_unpacked_are_refused(self) -> None:
        """What the grader would not unpack is not written, however well it compresses."""
        with pytest.raises(ValueError, match="9,000,000 weights do not fit"):
            run().save({"W": np.ones((3000, 3000))})

    @pytest.mark.parametrize(
        ("wrong", "says"),
        [
            ({"train_accuracy": 87.5}, "in \\[0, 1\\], and is 87.5. Divide it by 100"),
            ({"validation_accuracy": float("nan")}, "validation_accuracy must be in"),
            ({"train_loss": [1.0, 2.0]}, "train_loss must be a single number"),
            ({"train_loss": None}, "train_loss must be a single number, found a NoneType"),
        ],
    )
    def test_what_cannot_be_is_refused_at_once(self, wrong: dict[str, Any], says: str) -> None:
        """A slip in the loop is found in the first epoch, and keeps nothing of it."""
        with pytest.raises((TypeError, ValueError), match=says):
            run(**wrong)

    @pytest.mark.parametrize("name", ["", "../fit", "a b", "x" * 61])
    def test_a_name_must_be_a_files_name(self, name: str) -> None:
        """No record is written elsewhere."""
        with pytest.raises(ValueError, match="cannot be the name of its files"):
            Run(name, data=DATA, train_size=1, validation_size=1)

    def test_a_folder_that_cannot_be_written_loses_nothing(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """A full disk is said, and saving again does not need training again."""
        made = run()
        with monkeypatch.context() as patch:

            def full(path: Path, content: bytes) -> None:
                with path.open("wb") as stream:
                    stream.write(content[:100])
                raise OSError(28, "No space left on device")

            patch.setattr(Path, "write_bytes", full)
            made.save(WEIGHTS)
        out = capsys.readouterr().out
        assert "No space left" in out and "without training again" in out
        assert list(Path.cwd().iterdir()) == []
        made.save(WEIGHTS)
        assert judged().consistency is Consistency.CONSISTENT


class TestConsistent:
    """Honest runs."""

    def test_an_honest_run_is_consistent(self) -> None:
        """The weights do what the record says, within chance."""
        run().save(WEIGHTS)
        found = judged()
        assert found.consistency is Consistency.CONSISTENT
        assert found.accuracy == pytest.approx(accuracy(*HELD_OUT))
        assert found.claimed == VALIDATION
        assert str(found).startswith("consistent: the weights reach ")

    def test_chance_is_allowed_for(self) -> None:
        """Fifty validation images tell an accuracy only roughly."""
        made = Run("fit", data=DATA, train_size=1000, validation_size=50)
        close = round(VALIDATION * 50 - 4) / 50
        made.epoch(train_loss=1, train_accuracy=0.5, validation_loss=1, validation_accuracy=close)
        made.save(WEIGHTS)
        assert judged().consistency is Consistency.CONSISTENT

    def test_accuracies_in_float32_are_counts(self) -> None:
        """Thirds of 60,000 images survive single precision."""
        made = Run("fit", data=DATA, train_size=60_000, validation_size=500)
        made.epoch(
            train_loss=1,
            train_accuracy=torch.tensor(54_321 / 60_000),
            validation_loss=1,
            validation_accuracy=VALIDATION,
        )
        made.save(WEIGHTS)
        assert judged().consistency is Consistency.CONSISTENT

    def test_a_network_of_several_layers_is_applied_with_relu_between(self) -> None:
        """The order of the weights is the order of the layers, biases or not."""
        expand = np.concatenate([np.eye(6), -np.eye(6)])
        combine = np.concatenate([CENTRES, -CENTRES], axis=1)
        run().save({"1.weight": expand, "2.weight": combine, "2.bias": WEIGHTS["b"]})
        assert judged().accuracy == pytest.approx(accuracy(*HELD_OUT))


class TestInconsistent:
    """What was read and does not fit together."""

    @pytest.mark.parametrize(
        ("change", "says"),
        [
            (
                lambda r: r["history"]["validation_accuracy"].__setitem__(-1, 0.2),
                "the record says 20.0%, and the weights reach",
            ),
            (
                lambda r: r["history"]["train_accuracy"].__setitem__(0, 0.50049),
                "train_accuracy is 0.50049 in epoch 1, and no number of 1,000 images gives that",
            ),
            (lambda r: r["history"]["train_loss"].append(0.1), "numbers of epochs differ: 3, 4"),
            (lambda r: r.update(epochs=9), "numbers of epochs differ: 3, 9"),
            (lambda r: r.update(steps=2), "fewer minibatches (2) than epochs (3)"),
            (lambda r: r.update(first_loss=0.01), "first minibatch is 0.01, and guessing among 10"),
            (lambda r: r["history"]["train_loss"].__setitem__(1, -1), "no loss is negative"),
            (lambda r: r["seconds"].__setitem__(0, -3), "less than no time"),
        ],
    )
    def test_a_claim_that_does_not_fit_is_inconsistent_and_says_why(
        self, change: Callable[[dict[str, Any]], object], says: str
    ) -> None:
        """The accuracy that was verified is told all the same: points are given for it."""
        run().save(WEIGHTS)
        edit(change)
        found = judged()
        assert found.consistency is Consistency.INCONSISTENT
        assert says in found.reason
        assert found.accuracy == pytest.approx(accuracy(*HELD_OUT))
        assert "cheat" not in str(found)

    def test_weights_of_an_untrained_network_are_found(self) -> None:
        """A claim is nothing without the weights."""
        run().save({"W": 0.01 * random.normal(size=(10, 6)), "b": np.zeros(10)})
        assert judged().consistency is Consistency.INCONSISTENT


class TestNotChecked:
    """What cannot be read, or compared."""

    @pytest.mark.parametrize(
        ("spoil", "says"),
        [
            (lambda: Path("fit.record.json").unlink(), "fit.record.json was not handed in"),
            (lambda: Path("fit.weights.npz").unlink(), "fit.weights.npz was not handed in"),
            (lambda: Path("fit.record.json").write_text("{"), "damaged (JSONDecodeError)"),
            (lambda: Path("fit.record.json").write_bytes(b"\xff"), "damaged (UnicodeDecodeError)"),
            (lambda: Path("fit.record.json").write_text("[" * 100_000), "damaged"),
            (lambda: Path("fit.record.json").write_text("[]"), "not a record of this version"),
            (lambda: Path("fit.record.json").write_text("9" * 600_000), "larger than 0.5 MB"),
            (lambda: edit(lambda r: r.pop("history")), "parts of it are missing"),
            (lambda: edit(lambda r: r["history"].update(train_loss=[])), "no list of 1 to 5,000"),
            (lambda: edit(lambda r: r["history"].update(train_loss=["1"])), "not hold numbers"),
            (lambda: edit(lambda r: r["data"].update(train_size=0)), "counts no images"),
            (lambda: edit(lambda r: r["data"].update(train_size=1e99)), "no number of things"),
            (lambda: edit(lambda r: r.update(first_loss=float("nan"))), "damaged (ValueError)"),
            (lambda: edit(lambda r: r["history"].update(train_loss=[None] * 3)), "not finite in"),
            (lambda: edit(lambda r: r["data"].update(name="Stripes")), "was trained on Stripes"),
            (lambda: Path("fit.weights.npz").write_bytes(npz(W=CENTRES)), "are not those that"),
            (lambda: Path("fit.weights.npz").write_bytes(bytes(5_000_000)), "larger than 4.5 MB"),
            (lambda: seal(b""), "damaged"),
            (lambda: seal(b"PK\x03\x04" + bytes(100)), "damaged (BadZipFile)"),
            (lambda: seal(npz(W=np.array([print], dtype=object))), "only floats are read"),
            (lambda: seal(npz(W=np.ones(3, dtype=int))), "only floats are read"),
            (lambda: seal(npz(W=CENTRES * np.nan)), "weight 'W' is not finite"),
            (lambda: seal(npz(W=np.ones((7, 7)))), "do not fit the network (ValueError"),
            (lambda: seal(npz(W=np.ones((9, 6)))), "returns shape (2000, 9)"),
            (lambda: seal(npz(W=np.ones((2, 2, 2)))), "is no linear layer"),
            (lambda: seal(npz(**{f"W{i}": CENTRES for i in range(201)})), "hold 201 arrays"),
        ],
    )
    def test_a_file_that_cannot_be_used_says_why(
        self, spoil: Callable[[], object], says: str
    ) -> None:
        """Damaged, huge, full of NaN, of object type: a clear reason, and no crash."""
        run().save(WEIGHTS)
        spoil()
        found = judged()
        assert found.consistency is Consistency.NOT_CHECKED
        assert says in found.reason
        assert found.accuracy is None

    def test_other_data_is_not_checked(self) -> None:
        """Where the recipe names its data sets, a run on another is not compared."""
        run().save(WEIGHTS)
        assert judged(digests={"0" * 64}).consistency is Consistency.CONSISTENT
        assert "other data" in judged(digests={"1" * 64}).reason

    def test_a_small_file_that_unpacks_to_a_large_one_is_not_unpacked(self) -> None:
        """Four megabytes of zeros a kilobyte: reading stops at the limit."""
        run().save(WEIGHTS)
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("W.npy", bytes(200_000_000))
        seal(stream.getvalue())
        tracemalloc.start()
        try:
            assert "too large once unpacked" in judged().reason
            assert tracemalloc.get_traced_memory()[1] < 50_000_000
        finally:
            tracemalloc.stop()

    def test_an_array_that_claims_to_be_huge_is_not_made(self) -> None:
        """A header of a hundred bytes may not cost a terabyte."""
        run().save(WEIGHTS)
        header = io.BytesIO()
        np.lib.format.write_array_header_1_0(
            header, {"descr": "<f4", "fortran_order": False, "shape": (10**6, 10**6)}
        )
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr("W.npy", header.getvalue())
        seal(stream.getvalue())
        assert "damaged" in judged().reason

    @pytest.mark.skipif(not hasattr(os, "O_NOFOLLOW"), reason="this system has no such links")
    def test_a_link_is_not_followed(self, tmp_path: Path) -> None:
        """A file that points elsewhere could point at another student's."""
        run().save(WEIGHTS)
        Path("fit.record.json").rename(tmp_path / "elsewhere.json")
        Path("fit.record.json").symlink_to(tmp_path / "elsewhere.json")
        assert "cannot be read" in judged().reason

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes")
    def test_a_pipe_is_not_waited_for(self) -> None:
        """Nobody may ever write to it."""
        run().save(WEIGHTS)
        Path("fit.record.json").unlink()
        os.mkfifo("fit.record.json")
        assert "not a plain file" in judged().reason

    @settings(
        max_examples=150,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(data=st.data())
    def test_no_damage_makes_it_crash(self, data: st.DataObject) -> None:
        """Whatever bytes are changed, it is a verification that comes back."""
        run().save(WEIGHTS)
        content = bytearray(Path("fit.weights.npz").read_bytes())
        for _ in range(data.draw(st.integers(1, 8))):
            content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
        seal(bytes(content))
        assert isinstance(judged(), Verification)

    @settings(
        max_examples=150,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(
        key=st.sampled_from(["data", "history", "epochs", "steps", "first_loss", "seconds"]),
        value=st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
            lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(QUANTITIES), inner),
            max_leaves=8,
        ),
    )
    def test_no_record_makes_it_crash(self, key: str, value: Any) -> None:
        """Whatever stands where numbers are expected, it is a verification that comes back."""
        run().save(WEIGHTS)
        edit(lambda record: record.update({key: value}))
        assert isinstance(judged(), Verification)
