"""A small network, drawn with its weights."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Circle
from numpy.typing import NDArray

from chainrule._values import to_value
from chainrule.plots.style import Plot, current, head, plot

_WIDEST_LAYER = 12
_MOST_NUMBERS = 40
_RADIUS = 0.24
_GAP = 2.4


def network(layers: Sequence[Any], *, title: str | None = None) -> Plot:
    """Draw a network: its neurons, biases inside, and its weights on the lines between them.

    A positive weight is a solid line, a negative one is dashed and of another colour; the larger,
    the wider. A weight of 0 is not drawn.

    Args:
        layers: A list of layers, the one next to the input first. A layer is a pair (W, b) with W
            of shape (outputs, inputs) and b of shape (outputs,), or W alone.
        title: What the plot shows.

    Raises:
        ValueError: If the shapes do not fit each other, or a layer has over 12 neurons.
    """
    matrices = [_layer(layer, i) for i, layer in enumerate(layers, start=1)]
    if not matrices:
        raise ValueError("there are no layers to draw")
    sizes = [matrices[0][0].shape[1]]
    for number, (W, _) in enumerate(matrices, start=1):
        if W.shape[1] != sizes[-1]:
            raise ValueError(
                f"W{number} takes {W.shape[1]} inputs, and the layer before it has {sizes[-1]}"
            )
        sizes.append(W.shape[0])
    if max(sizes) > _WIDEST_LAYER:
        raise ValueError(
            f"a layer of {max(sizes)} neurons is too wide to draw: {_WIDEST_LAYER} is the most"
        )
    numbers = sum(W.size for W, _ in matrices) <= _MOST_NUMBERS
    text = f"A network with layers of {', '.join(map(str, sizes))} neurons"
    with plot(1.2 + 1.9 * len(matrices), 1.0 + 0.85 * max(sizes), text) as figure:
        axis = figure.subplots()
        axis.set_axis_off()
        axis.set_aspect("equal")
        largest = max(float(np.abs(W).max(initial=0)) for W, _ in matrices) or 1.0
        for number, (W, b) in enumerate(matrices):
            _draw_weights(axis, number, W, largest, numbers)
            last = number == len(matrices) - 1
            for j, (x, y) in enumerate(_places(number + 1, len(W))):
                _draw_neuron(axis, x, y, "" if b is None else f"{b[j] + 0.0:.3g}", bold=last)
        for i, (x, y) in enumerate(_places(0, sizes[0]), start=1):
            _draw_neuron(axis, x, y, f"$x_{{{i}}}$" if sizes[0] > 1 else "$x$")
        half = (max(sizes) - 1) / 2 + 0.5
        axis.set(xlim=(-0.5, _GAP * len(matrices) + 0.5), ylim=(-half, half))
        head(figure, title)
    return figure


def _draw_weights(axis: Axes, number: int, W: NDArray[Any], largest: float, numbers: bool) -> None:
    starts, ends = _places(number, W.shape[1]), _places(number + 1, W.shape[0])
    for j, (x_end, y_end) in enumerate(ends):
        for i, (x_start, y_start) in enumerate(starts):
            weight = float(W[j, i])
            if weight == 0:
                continue
            colour = current().colours[0 if weight > 0 else 1]
            axis.plot(
                [x_start, x_end],
                [y_start, y_end],
                color=colour,
                linestyle="-" if weight > 0 else (0, (4, 2)),
                linewidth=0.8 + 2.6 * abs(weight) / largest,
                zorder=1,
            )
            if numbers:
                # Near their start, and in turn nearer and farther, the numbers keep off each other.
                t = 0.34 if j % 2 else 0.24
                axis.text(
                    x_start + t * (x_end - x_start),
                    y_start + t * (y_end - y_start),
                    f"{weight:.3g}",
                    fontsize=9,
                    ha="center",
                    va="center",
                    color=current().ink,
                    bbox={"facecolor": current().paper, "edgecolor": "none", "pad": 1.2},
                    zorder=2,
                )


def _draw_neuron(axis: Axes, x: float, y: float, text: str, *, bold: bool = False) -> None:
    axis.add_patch(
        Circle(
            (x, y),
            _RADIUS,
            facecolor=current().paper,
            edgecolor=current().ink,
            linewidth=2.2 if bold else 1.2,
            zorder=3,
        )
    )
    axis.text(x, y, text, ha="center", va="center", fontsize=8.5, zorder=4)


def _places(layer: int, size: int) -> list[tuple[float, float]]:
    return [(_GAP * layer, (size - 1) / 2 - i) for i in range(size)]


def _layer(layer: Any, number: int) -> tuple[NDArray[Any], NDArray[Any] | None]:
    pair = isinstance(layer, list | tuple) and len(layer) == 2 and _ndim(layer[0]) == 2
    W = to_value(layer[0] if pair else layer)
    b = to_value(layer[1]) if pair else None
    if W is None or W.array.ndim != 2:
        raise ValueError(f"W{number} must be a matrix, one row a neuron")
    if b is not None and b.array.size != len(W.array):
        raise ValueError(f"b{number} must hold {len(W.array)} numbers, one a row of W{number}")
    return W.array, None if b is None else b.array.reshape(-1)


def _ndim(value: Any) -> int:
    found = to_value(value)
    return -1 if found is None else found.array.ndim
