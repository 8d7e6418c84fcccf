"""Hold a training record to its weights, without training again.

The files come from someone else and are read as such: size limits before anything is read, no
pickles, no array made before its size is known to be what the file holds. What cannot be read is
*not checked*, with the reason. What was read and does not fit together is *inconsistent*, with the
reason: there may be an honest explanation, and only people can ask for it.
"""

from __future__ import annotations

import hashlib
import io
import json
import math
import os
import re
import stat
import zipfile
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chainrule._values import to_value
from chainrule.record import (
    FORMAT_VERSION,
    MAX_RECORD_BYTES,
    MAX_UNPACKED_BYTES,
    MAX_WEIGHTS_BYTES,
    QUANTITIES,
    RECORD_SUFFIX,
    WEIGHTS_SUFFIX,
)

Weights = dict[str, NDArray[np.float32]]
Forward = Callable[[Weights, NDArray[Any]], NDArray[Any]]

_MAX_EPOCHS = 5_000
_MAX_ARRAYS = 200
# A claim may differ from what the weights do by this much, and by chance: see _allowed_gap.
_SLACK = 0.02
_STANDARD_ERRORS = 4.0


class Consistency(StrEnum):
    """What became of a record's claims."""

    CONSISTENT = "consistent"
    INCONSISTENT = "inconsistent"
    NOT_CHECKED = "not checked"


@dataclass(frozen=True)
class Verification:
    """How a record compares with its weights.

    Attributes:
        consistency: Whether it fits together.
        reason: Why, in a sentence.
        accuracy: Accuracy of the weights on the held-out images; ``None`` where they could not be
            tried.
        claimed: The last validation accuracy of the record; ``None`` where there is none.
    """

    consistency: Consistency
    reason: str
    accuracy: float | None = None
    claimed: float | None = None

    def __str__(self) -> str:
        """Say the result and the reason in a line."""
        return f"{self.consistency}: {self.reason}"


_handed_in: Mapping[str, bytes] | None = None
_made: dict[str, Verification] = {}


def look_among(files: Mapping[str, bytes] | None) -> None:
    """Read records among these files, by name, instead of in a folder; ``None`` undoes it.

    A grader calls this where tests run apart from what was handed in.
    """
    global _handed_in
    _handed_in = files


def taken() -> dict[str, Verification]:
    """Return what :func:`verify` found since the last call, by the run's name, and forget it.

    A grader tells it to staff.
    """
    found = dict(_made)
    _made.clear()
    return found


class UnreadableError(Exception):
    """A record or its weights cannot be read; the message is a sentence with the reason."""


def verify(
    name: str,
    images: Any,
    labels: Any,
    *,
    data_name: str,
    folder: str | Path = ".",
    forward: Forward | None = None,
    digests: Collection[str] | None = None,
    classes: int = 10,
) -> Verification:
    """Compare a run's claims with what its weights do on held-out images.

    Args:
        name: The run's name.
        images: Held-out images, (n, ...), prepared as the network wants them.
        labels: Their labels, (n,).
        data_name: What the held-out images are, as :class:`chainrule.data.ImageSet` names it. A
            run on other data cannot be compared.
        folder: Where the record and its weights are.
        forward: Computes logits, (n, classes), from weights by name and images;
            :func:`relu_network` by default.
        digests: Digests of the data sets that a run may have been trained on; any by default.
        classes: Number of classes.
    """
    found = _verified(name, images, labels, data_name, Path(folder), forward, digests, classes)
    _made[name] = found
    return found


def _verified(
    name: str,
    images: Any,
    labels: Any,
    data_name: str,
    folder: Path,
    forward: Forward | None,
    digests: Collection[str] | None,
    classes: int,
) -> Verification:
    claimed = None
    try:
        record, weights = read(name, folder)
        claimed = record["history"]["validation_accuracy"][-1]
        if record["data"]["name"] != data_name:
            raise UnreadableError(
                f"it was trained on {record['data']['name']}, and the held-out images are "
                f"{data_name}."
            )
        if digests is not None and record["data"]["digest"] not in digests:
            raise UnreadableError("it was trained on other data than this homework's.")
        inputs, truth = to_value(images), to_value(labels)
        if inputs is None or truth is None or len(inputs.array) != truth.array.size:
            raise TypeError("verify needs images and as many labels")
        accuracy = _accuracy(weights, inputs.array, truth.array.reshape(-1), forward, classes)
    except UnreadableError as error:
        return Verification(Consistency.NOT_CHECKED, str(error), None, claimed)
    doubt = _first_doubt(record, classes) or _gap(record, accuracy, truth.array.size)
    if doubt:
        return Verification(Consistency.INCONSISTENT, doubt, accuracy, claimed)
    return Verification(
        Consistency.CONSISTENT,
        f"the weights reach {accuracy:.1%} on {truth.array.size:,} held-out images, and the record "
        f"says {claimed:.1%}.",
        accuracy,
        claimed,
    )


def relu_network(weights: Weights, images: NDArray[Any]) -> NDArray[Any]:
    """Apply linear layers, (out, in) with an optional bias (out,), in order, with ReLU between."""
    values = images.reshape(len(images), -1).astype(np.float32)
    arrays = list(weights.values())
    for i, array in enumerate(arrays):
        if array.ndim == 2:
            values = values @ array.T
        elif array.ndim == 1:
            values = values + array
        else:
            raise ValueError(f"a weight of shape {array.shape} is no linear layer")
        ends_layer = i + 1 < len(arrays) and arrays[i + 1].ndim == 2
        if ends_layer:
            values = np.maximum(values, 0)
    return values


def read(name: str, folder: Path) -> tuple[dict[str, Any], Weights]:
    """Read a record and its weights, trusting nothing in them.

    Raises:
        UnreadableError: If either is missing, too large, damaged, or not finite.
    """
    record = _read_record(_bytes(folder / f"{name}{RECORD_SUFFIX}", MAX_RECORD_BYTES))
    content = _bytes(folder / f"{name}{WEIGHTS_SUFFIX}", MAX_WEIGHTS_BYTES)
    if hashlib.sha256(content).hexdigest() != record["weights"]["sha256"]:
        raise UnreadableError("the weights are not those that were saved with the record.")
    return record, _read_weights(content)


def _bytes(path: Path, limit: int) -> bytes:
    if _handed_in is not None:
        content = _handed_in.get(path.name)
        if content is None:
            raise UnreadableError(f"{path.name} was not handed in.")
    else:
        content = _bytes_on_disk(path, limit)
    if len(content) > limit:
        raise UnreadableError(f"{path.name} is larger than {limit / 1e6:g} MB.")
    return content


def _bytes_on_disk(path: Path, limit: int) -> bytes:
    # Never through a link, never waiting for a pipe.
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    flags |= getattr(os, "O_BINARY", 0)
    try:
        with os.fdopen(os.open(path, flags), "rb") as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                raise UnreadableError(f"{path.name} is not a plain file.")
            return stream.read(limit + 1)
    except FileNotFoundError:
        raise UnreadableError(f"{path.name} was not handed in.") from None
    except OSError as error:
        raise UnreadableError(f"{path.name} cannot be read ({error.strerror}).") from error


def _read_record(content: bytes) -> dict[str, Any]:
    try:
        record: Any = json.loads(content.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise UnreadableError(f"the record is damaged ({type(error).__name__}).") from error
    flaw = _flaw(record)
    if flaw:
        raise UnreadableError(f"the record is damaged: {flaw}.")
    for quantity in QUANTITIES:
        for epoch, value in enumerate(record["history"][quantity], start=1):
            if value is None:
                raise UnreadableError(f"{quantity} is not finite in epoch {epoch}.")
    return dict(record)


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is not JSON")


def _flaw(record: Any) -> str:
    """Return what keeps a record from being one; empty if nothing does."""
    if not isinstance(record, dict) or record.get("format") != FORMAT_VERSION:
        return "it is not a record of this version"
    data, history, weights = (record.get(key) for key in ("data", "history", "weights"))
    if not (isinstance(data, dict) and isinstance(history, dict) and isinstance(weights, dict)):
        return "parts of it are missing"
    for key in ("name", "digest"):
        if not isinstance(data.get(key), str):
            return f"the data's {key} is missing"
    for where, key in (
        (data, "train_size"),
        (data, "validation_size"),
        (record, "epochs"),
        (record, "steps"),
    ):
        value = where.get(key)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 10**9:
            return f"{key} is no number of things"
    if data["train_size"] < 1 or data["validation_size"] < 1:
        return "it counts no images"
    for quantity in QUANTITIES:
        values = history.get(quantity)
        if not isinstance(values, list) or not 1 <= len(values) <= _MAX_EPOCHS:
            return f"{quantity} is no list of 1 to {_MAX_EPOCHS:,} epochs"
        if not all(value is None or _is_number(value) for value in values):
            return f"{quantity} does not hold numbers"
    if not (record.get("first_loss") is None or _is_number(record["first_loss"])):
        return "first_loss is no number"
    seconds = record.get("seconds")
    if not isinstance(seconds, list) or not all(_is_number(value) for value in seconds):
        return "seconds does not hold numbers"
    if not re.fullmatch(r"[0-9a-f]{64}", str(weights.get("sha256"))):
        return "the weights' digest is missing"
    return ""


def _is_number(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return abs(value) < 1e15 and math.isfinite(value)


def _read_weights(content: bytes) -> Weights:
    weights: Weights = {}
    room = MAX_UNPACKED_BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if not 1 <= len(entries) <= _MAX_ARRAYS:
                raise UnreadableError(
                    f"the weights hold {len(entries)} arrays, and 1 to {_MAX_ARRAYS} are read."
                )
            for entry in entries:
                # What an entry claims of its size is not believed: no more than this is read.
                with archive.open(entry) as stream:
                    packed = stream.read(room + 1)
                room -= len(packed)
                if room < 0:
                    raise UnreadableError("the weights are too large once unpacked.")
                weights[entry.filename.removesuffix(".npy")] = _array(packed, entry.filename)
    except UnreadableError:
        raise
    except Exception as error:
        # A damaged zip or npy file makes zipfile, zlib and numpy raise errors of a dozen kinds.
        raise UnreadableError(f"the weights are damaged ({type(error).__name__}).") from error
    return weights


def _array(packed: bytes, name: str) -> NDArray[np.float32]:
    """Read one npy file: its header first, then no more than the header and the file agree on."""
    stream = io.BytesIO(packed)
    version = np.lib.format.read_magic(stream)
    if version not in ((1, 0), (2, 0)):
        raise ValueError(f"npy version {version}")
    header = (
        np.lib.format.read_array_header_1_0
        if version == (1, 0)
        else np.lib.format.read_array_header_2_0
    )
    shape, fortran, dtype = header(stream)
    if dtype.kind != "f" or dtype.itemsize > 8:
        raise UnreadableError(f"weight {name!r} holds {dtype}, and only floats are read.")
    body = packed[stream.tell() :]
    if any(size < 0 for size in shape) or math.prod(shape) * dtype.itemsize != len(body):
        raise ValueError(f"{name} is cut short")
    array = np.frombuffer(body, dtype).reshape(shape, order="F" if fortran else "C")
    if not np.isfinite(array).all():
        raise UnreadableError(
            f"weight {name.removesuffix('.npy')!r} is not finite: the training diverged."
        )
    with np.errstate(over="ignore"):
        return array.astype(np.float32)


def _accuracy(
    weights: Weights,
    images: NDArray[Any],
    labels: NDArray[Any],
    forward: Forward | None,
    classes: int,
) -> float:
    try:
        with np.errstate(all="ignore"):
            logits = np.asarray((forward or relu_network)(weights, images))
    except Exception as error:
        # The weights decide what goes wrong here: a shape, a name that is missing, an index.
        raise UnreadableError(
            f"the weights do not fit the network ({type(error).__name__}: {error})."
        ) from error
    if logits.shape != (len(images), classes):
        raise UnreadableError(
            f"the weights do not fit the network: it returns shape {logits.shape} for "
            f"{len(images):,} images of {classes} classes."
        )
    if not np.isfinite(logits).all():
        raise UnreadableError("the network's results are not finite with these weights.")
    return float((logits.argmax(axis=1) == labels).mean())


def _first_doubt(record: Mapping[str, Any], classes: int) -> str:
    """Return the first thing in a record that does not fit another; empty if all does."""
    history, data = record["history"], record["data"]
    lengths = {len(history[quantity]) for quantity in QUANTITIES}
    lengths |= {record["epochs"], len(record["seconds"])}
    if len(lengths) > 1:
        return f"the numbers of epochs differ: {', '.join(map(str, sorted(lengths)))}."
    epochs = lengths.pop()
    if record["steps"] and record["steps"] < epochs:
        return f"there are fewer minibatches ({record['steps']}) than epochs ({epochs})."
    if any(seconds < 0 for seconds in record["seconds"]):
        return "an epoch took less than no time."
    for quantity in QUANTITIES:
        for epoch, value in enumerate(history[quantity], start=1):
            if quantity.endswith("loss"):
                if value < 0:
                    return f"{quantity} is {value:g} in epoch {epoch}, and no loss is negative."
                continue
            of = data["train_size" if quantity.startswith("train") else "validation_size"]
            if not _is_count(value, of):
                return (
                    f"{quantity} is {value:.6g} in epoch {epoch}, and no number of {of:,} images "
                    "gives that: was it averaged over batches of unequal size?"
                )
    first = record["first_loss"]
    guessing = math.log(classes)
    if first is not None and not guessing / 2 <= first <= 10 * guessing:
        return (
            f"the loss of the first minibatch is {first:.3g}, and guessing among {classes} classes "
            f"costs {guessing:.3g}."
        )
    return ""


def _is_count(accuracy: float, images: int) -> bool:
    count = accuracy * images
    # An accuracy in float32 is off by up to 6e-8 of itself.
    return 0 <= accuracy <= 1 and abs(count - round(count)) <= 0.01 + 1e-7 * images


def _gap(record: Mapping[str, Any], accuracy: float, held_out: int) -> str:
    claimed = record["history"]["validation_accuracy"][-1]
    allowed = _allowed_gap(claimed, record["data"]["validation_size"], accuracy, held_out)
    if abs(claimed - accuracy) <= allowed:
        return ""
    return (
        f"the record says {claimed:.1%}, and the weights reach {accuracy:.1%} on {held_out:,} "
        f"held-out images; chance explains a difference of {allowed:.1%}."
    )


def _allowed_gap(p: float, n: int, q: float, m: int) -> float:
    """Return how far two accuracies on n and m images of one kind may lie apart by chance."""
    pooled = (p * n + q * m) / (n + m)
    spread = math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))
    return _SLACK + _STANDARD_ERRORS * spread
