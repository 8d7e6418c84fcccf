"""ReLU networks that are given by their weights: read an answer, evaluate it, bound its rounding.

A network is a list of layers, the one next to the input first. A layer is a pair (W, b) with W of
shape (outputs, inputs) and b of shape (outputs,), or W alone where a question allows no biases. A
ReLU follows every layer but the last. The weights may be lists, arrays or tensors of any kind of
number; everything is computed in float64.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chainrule._values import describe, has_gap, is_missing, to_value

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Network:
    """A ReLU network.

    Attributes:
        weights: One matrix a layer, of shape (outputs, inputs).
        biases: One vector a layer, of shape (outputs,).
    """

    weights: tuple[Matrix, ...]
    biases: tuple[Matrix, ...]

    def __call__(self, points: Any) -> Matrix:
        """Return the outputs, of shape (n, outputs), at points of shape (n, inputs)."""
        values = np.asarray(points, dtype=np.float64)
        with np.errstate(over="ignore", invalid="ignore"):
            for number, (W, b) in enumerate(zip(self.weights, self.biases, strict=True)):
                values = (np.maximum(values, 0) if number else values) @ W.T + b
        return values

    def rounding(self, points: Any) -> Matrix:
        """Bound what rounding may have added to or taken from each output at these points.

        An output within this bound of 0 may stand for 0. The bound runs along with the values: each
        layer passes on what it was handed, and adds one rounding for each weight, product and sum.
        A neuron that is surely switched off passes on nothing.
        """
        values = np.asarray(points, dtype=np.float64)
        bound = np.zeros_like(values)
        with np.errstate(over="ignore", invalid="ignore"):
            for number, (W, b) in enumerate(zip(self.weights, self.biases, strict=True)):
                if number:
                    bound = np.where(values < -bound, 0, bound)
                    values = np.maximum(values, 0)
                roundings = (W.shape[1] + 2) * np.finfo(np.float64).eps
                bound = (bound + roundings * np.abs(values)) @ np.abs(W).T + roundings * np.abs(b)
                values = values @ W.T + b
        return bound


def read(
    answer: Any,
    name: str,
    *,
    inputs: int,
    outputs: int = 1,
    layers: Sequence[int] = (2,),
    width: int | None = None,
    biases: bool = True,
) -> Network:
    """Read a network that a student answered with, and hold it to the form that was asked for.

    Args:
        answer: A list of layers.
        name: What to call it in messages.
        inputs: Number of inputs.
        outputs: Number of outputs.
        layers: The numbers of layers that are allowed.
        width: The largest number of neurons that a hidden layer may have, if there is a limit.
        biases: Whether a layer is a pair (W, b), or W alone.

    Raises:
        AssertionError: If the form is not as asked; the message names the layer and the repair.
    """
    form = ", ".join(f"(W{i}, b{i})" if biases else f"W{i}" for i in (1, 2))
    if is_missing(answer):
        raise AssertionError(
            f"`{name}` is not answered yet: it should be a list of layers, [{form}]."
        )
    if not isinstance(answer, list | tuple):
        raise AssertionError(
            f"`{name}` should be a list of layers, [{form}], found {describe(answer)}."
        )
    if len(answer) not in layers:
        allowed = " or ".join(map(str, layers))
        raise AssertionError(
            f"`{name}` should have {allowed} layers, that is, that many matrices of weights; "
            f"found {len(answer)}."
        )
    weights: list[Matrix] = []
    offsets: list[Matrix] = []
    expected = inputs
    for number, layer in enumerate(answer, start=1):
        last = number == len(answer)
        W, b = _layer(layer, number, name, biases)
        _hold_shape(W, number, name, expected, outputs if last else None)
        if width is not None and not last and len(W) > width:
            raise AssertionError(
                f"Hidden layer {number} of `{name}` has {len(W)} neurons (rows of W{number}); "
                f"at most {width} are allowed."
            )
        if b.size != len(W):
            raise AssertionError(
                f"b{number} of `{name}` should have shape ({len(W)},), one number for each row of "
                f"W{number}; found shape {b.shape}."
            )
        weights.append(W)
        offsets.append(b.reshape(-1))
        expected = len(W)
    return Network(tuple(weights), tuple(offsets))


def between(start: Network, end: Network, t: float) -> Network:
    """Return the network at t on the straight line of parameters from ``start`` to ``end``.

    Raises:
        AssertionError: If the two networks do not have the same sizes.
    """
    shapes = [[W.shape for W in network.weights] for network in (start, end)]
    if shapes[0] != shapes[1]:
        raise AssertionError(
            "There is a straight line only between networks of the same sizes: the start has "
            f"weights of shapes {shapes[0]}, the end {shapes[1]}."
        )
    return Network(
        tuple((1 - t) * a + t * b for a, b in zip(start.weights, end.weights, strict=True)),
        tuple((1 - t) * a + t * b for a, b in zip(start.biases, end.biases, strict=True)),
    )


def _layer(layer: Any, number: int, name: str, biases: bool) -> tuple[Matrix, Matrix]:
    if not biases:
        W = _numbers(layer, f"W{number}", name)
        return W, np.zeros(len(W) if W.ndim else 1)
    if not isinstance(layer, list | tuple) or len(layer) != 2:
        raise AssertionError(
            f"Layer {number} of `{name}` should be a pair (W{number}, b{number}): the weights, "
            "then the biases."
        )
    return _numbers(layer[0], f"W{number}", name), _numbers(layer[1], f"b{number}", name)


def _numbers(value: Any, symbol: str, name: str) -> Matrix:
    if is_missing(value) or has_gap(value):
        raise AssertionError(f"`{name}` is not answered yet: {symbol} is still missing.")
    found = to_value(value)
    if found is None:
        raise AssertionError(
            f"{symbol} of `{name}` should hold numbers in equal rows, found {describe(value)}."
        )
    numbers = found.array.astype(np.float64)
    if not np.isfinite(numbers).all():
        raise AssertionError(f"{symbol} of `{name}` holds a number that is not finite.")
    return numbers


def _hold_shape(W: Matrix, number: int, name: str, inputs: int, outputs: int | None) -> None:
    if W.ndim == 2 and W.shape[1] == inputs and len(W) >= 1 and outputs in (None, len(W)):
        return
    rows = "neurons" if outputs is None else outputs
    raise AssertionError(
        f"W{number} of `{name}` should have shape ({rows}, {inputs}), a row for each output of the "
        f"layer and a column for each input; found shape {W.shape}."
    )
