"""Keep what happened in a training run, and hand it in with the weights that came of it.

A few lines in the loop keep the curves; :meth:`Run.save` writes them beside the notebook, as JSON,
with the weights as npz. A grader can then hold the claims to the weights without training again:
see :func:`chainrule.verification.verify`.
"""

from __future__ import annotations

import hashlib
import io
import json
import math
import os
import time
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

import chainrule
from chainrule import saved, settings
from chainrule._values import describe, to_value

if TYPE_CHECKING:
    from chainrule.data import ImageSet

FORMAT_VERSION = 1
QUANTITIES = ("train_loss", "train_accuracy", "validation_loss", "validation_accuracy")
RECORD_SUFFIX = ".record.json"
WEIGHTS_SUFFIX = ".weights.npz"
MAX_RECORD_BYTES = 500_000
MAX_WEIGHTS_BYTES = 4_500_000  # together at most 5 MB
MAX_UNPACKED_BYTES = 9_000_000
MAX_FLOAT32_BYTES = 450_000  # larger weights are rounded: a class hands in hundreds of them


class Run:
    """The record of one training run.

    Use it like this::

        run = Run("fit", data=training, train_size=50_000, validation_size=10_000,
                  seed=1, learning_rate=0.1, batch_size=64)
        for _ in progress(range(epochs(20)), "epochs"):
            for images, labels in batches:
                ...
                run.step(loss)
            run.epoch(train_loss=..., train_accuracy=..., validation_loss=...,
                      validation_accuracy=...)
        run.save({"W1": W1, "b1": b1, "W2": W2, "b2": b2})

    Attributes:
        name: The run's name; its files begin with it.
        history: One list of numbers, an epoch each, for each of the four quantities.
        first_loss: Loss of the first minibatch; ``None`` before it.
        steps: Number of minibatches so far.
    """

    def __init__(
        self,
        name: str,
        *,
        data: ImageSet,
        train_size: int,
        validation_size: int,
        seed: int | None = None,
        **hyperparameters: float | int | str | bool | None,
    ) -> None:
        """Begin a record.

        Args:
            name: Letters, digits, hyphens and underscores.
            data: The data set that is trained on.
            train_size: Number of images that the training accuracy counts.
            validation_size: Number of images that the validation accuracy counts.
            seed: Seed of the random numbers.
            **hyperparameters: Whatever else describes the run, such as ``learning_rate``.

        Raises:
            ValueError: If the name cannot be a file's, or a size is not positive.
        """
        if not name.replace("-", "").replace("_", "").isalnum() or len(name) > 60:
            raise ValueError(
                f"a run's name has letters, digits, hyphens and underscores; {name!r} cannot be "
                "the name of its files"
            )
        if train_size < 1 or validation_size < 1:
            raise ValueError(
                f"train_size and validation_size must be positive, and are {train_size} and "
                f"{validation_size}"
            )
        self.name = name
        self.history: dict[str, list[float]] = {quantity: [] for quantity in QUANTITIES}
        self.first_loss: float | None = None
        self.steps = 0
        self._data = {
            "name": data.name,
            "title": data.title,
            "digest": data.digest,
            "train_size": int(train_size),
            "validation_size": int(validation_size),
        }
        self._seed = seed
        self._hyperparameters = hyperparameters
        self._seconds: list[float] = []
        self._clock = time.perf_counter()

    def step(self, loss: Any) -> None:
        """Count a minibatch; the loss of the very first one is kept.

        Raises:
            TypeError: If the loss is not a single number.
        """
        if self.first_loss is None:
            self.first_loss = _number(loss, "loss")
        self.steps += 1

    def epoch(
        self,
        *,
        train_loss: Any,
        train_accuracy: Any,
        validation_loss: Any,
        validation_accuracy: Any,
    ) -> None:
        """Keep what was measured after an epoch, and how long the epoch took.

        Accuracies are fractions of all images, not averages over batches.

        Raises:
            TypeError: If a value is not a single number.
            ValueError: If an accuracy is not in [0, 1].
        """
        values = (train_loss, train_accuracy, validation_loss, validation_accuracy)
        numbers = {
            quantity: _number(value, quantity)
            for quantity, value in zip(QUANTITIES, values, strict=True)
        }
        for quantity, number in numbers.items():
            if quantity.endswith("accuracy") and not 0 <= number <= 1:
                hint = " Divide it by 100." if 1 < number <= 100 else ""
                raise ValueError(f"{quantity} must be in [0, 1], and is {number:g}.{hint}")
        for quantity, number in numbers.items():
            self.history[quantity].append(number)
        now = time.perf_counter()
        self._seconds.append(now - self._clock)
        self._clock = now

    def save(self, weights: Mapping[str, Any]) -> None:
        """Write the record and the weights beside the notebook, and print what was written.

        Weights are kept in float32, or in float16 where that would be over 0.45 MB. While grading,
        nothing is written: the record that was handed in stays as it is. If there is no room, or
        the folder cannot be written, that is printed, and ``save`` can be called again.

        Args:
            weights: Arrays or tensors by name, in the order in which they are applied.

        Raises:
            TypeError: If a weight does not hold numbers.
            ValueError: If there are too many weights for 4.5 MB.
        """
        if settings.grading():
            return
        content, dtype = _pack(weights)
        document = {
            "format": FORMAT_VERSION,
            "name": self.name,
            "kit": chainrule.__version__,
            "data": self._data,
            "seed": self._seed,
            "hyperparameters": self._hyperparameters,
            "epochs": len(self._seconds),
            "steps": self.steps,
            "first_loss": _finite(self.first_loss),
            "history": {key: list(map(_finite, values)) for key, values in self.history.items()},
            "seconds": [round(seconds, 3) for seconds in self._seconds],
            "weights": {"sha256": hashlib.sha256(content).hexdigest(), "dtype": dtype},
        }
        text = json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False, default=str)
        folder = saved.folder()  # cells may have gone to another one
        files = {
            folder / (self.name + WEIGHTS_SUFFIX): content,
            folder / (self.name + RECORD_SUFFIX): text.encode(),
        }
        try:
            for path, data in files.items():
                _replace(path, data)
        except OSError as error:
            print(
                f"The record of {self.name} could not be saved beside the notebook "
                f"({error.strerror or type(error).__name__}). Nothing is lost: "
                "make room, or allow writing there, and run this cell's `save` again, without "
                "training again."
            )
            return
        size = sum(map(len, files.values())) / 1e6
        print(f"Saved {' and '.join(path.name for path in files)} ({size:.1f} MB, {dtype}).")

    def __repr__(self) -> str:
        """Say how far the run has come."""
        accuracies = self.history["validation_accuracy"]
        reached = f", validation accuracy {accuracies[-1]:.1%}" if accuracies else ""
        return f"Run {self.name}: {len(self._seconds)} epochs on {self._data['title']}{reached}"


def _pack(weights: Mapping[str, Any]) -> tuple[bytes, str]:
    """Return the weights as npz, and the type that they were stored in."""
    arrays: dict[str, NDArray[Any]] = {}
    for name, value in weights.items():
        found = to_value(value)
        if found is None or found.array.dtype.kind not in "iuf":
            raise TypeError(f"weight {name!r} must hold numbers, found {describe(value)}")
        arrays[str(name)] = found.array
    count = sum(array.size for array in arrays.values())
    for dtype, most in ((np.float32, MAX_FLOAT32_BYTES), (np.float16, MAX_WEIGHTS_BYTES)):
        content = _npz(arrays, dtype)
        if len(content) <= most and count * np.dtype(dtype).itemsize <= MAX_UNPACKED_BYTES // 2:
            return content, np.dtype(dtype).name
    raise ValueError(
        f"{count:,} weights do not fit into {MAX_WEIGHTS_BYTES / 1e6} MB, not even in float16. "
        "Hand in a smaller network, and only its weights."
    )


def _npz(arrays: dict[str, NDArray[Any]], dtype: type[np.floating[Any]]) -> bytes:
    """Write arrays as ``numpy.savez`` would, but with the same bytes for the same arrays."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, array in arrays.items():
            entry = zipfile.ZipInfo(f"{name}.npy")  # dated 1980
            entry.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(entry, "w") as target, np.errstate(over="ignore"):
                np.lib.format.write_array(target, array.astype(dtype), allow_pickle=False)
    return stream.getvalue()


def _replace(path: Path, content: bytes) -> None:
    """Write a file so that a crash or a full disk leaves the old one whole."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _number(value: Any, name: str) -> float:
    found = to_value(value)
    if found is None or found.array.size != 1:
        raise TypeError(f"{name} must be a single number, found {describe(value)}")
    return float(found.array.reshape(()))


def _finite(value: float | None) -> float | None:
    """Return a number as JSON can hold it: there is no NaN in JSON."""
    return value if value is not None and math.isfinite(value) else None
