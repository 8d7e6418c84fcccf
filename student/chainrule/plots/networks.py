"""What a network computes that is given by its weights: its graph, its region, a line of weights.

Where an answer cannot be read yet, a sentence says why and takes the plot's place.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from numpy.typing import NDArray

from chainrule import networks
from chainrule._values import to_value
from chainrule.plots.functions import with_kinks
from chainrule.plots.style import Plot, current, head, plot

Grid = NDArray[Any]

_NOTHING = "Nothing to draw yet."
_ANY_DEPTH = range(1, 100)
_CELLS = 200  # a side; even, so that no cell's centre lies on an axis


def graph(answer: Any, name: str, low: float, high: float, *, biases: bool = True) -> Plot | None:
    """Plot the output of a network with one input over an interval, with its kinks.

    Args:
        answer: The network, as :func:`chainrule.networks.read` takes it.
        name: What to call it.
        low: Where the interval begins.
        high: Where it ends.
        biases: Whether a layer is a pair (W, b), or W alone.
    """
    try:
        network = networks.read(answer, name, inputs=1, layers=_ANY_DEPTH, biases=biases)
    except AssertionError as reason:
        print(f"{_NOTHING} {reason}")
        return None
    return with_kinks(lambda x: network(x[:, None])[:, 0], (low, high), title=name)


def region(
    answer: Any, name: str, wanted: Callable[[Grid, Grid], Grid], half_width: float = 2.0
) -> Plot | None:
    """Plot where a network with two inputs is positive, and where it should or should not be.

    Args:
        answer: The network, as :func:`chainrule.networks.read` takes it.
        name: What to call it.
        wanted: Tells of x1 and x2 whether the output should be positive there.
        half_width: The plot shows x1 and x2 from minus this to this.
    """
    try:
        network = networks.read(answer, name, inputs=2, layers=_ANY_DEPTH)
    except AssertionError as reason:
        print(f"{_NOTHING} {reason}")
        return None
    edges = np.linspace(-half_width, half_width, _CELLS + 1)
    x1, x2 = np.meshgrid(*[(edges[:-1] + edges[1:]) / 2] * 2)
    points = np.column_stack([x1.ravel(), x2.ravel()])
    positive = (network(points) > network.rounding(points)).reshape(x1.shape)
    right = np.asarray(wanted(x1, x2), dtype=bool)
    verdict = _verdict(positive != right, x1, x2)
    with plot(4.4, 4.4, f"Where {name} is positive: {verdict}") as figure:
        axis = figure.subplots()
        _fill(axis, edges, positive, right)
        axis.set(xlabel="$x_1$", ylabel="$x_2$", aspect="equal")
        head(figure, name, verdict)
    return figure


def line(x: Any, start: Any, end: Any) -> Plot | None:
    """Plot the output at one fixed input while the parameters move from ``start`` to ``end``.

    Args:
        x: The input, a number.
        start: A network with one input, as :func:`chainrule.networks.read` takes it.
        end: Another one of the same sizes.
    """
    times = np.linspace(0, 1, 501)
    try:
        first = networks.read(start, "start", inputs=1, layers=_ANY_DEPTH)
        last = networks.read(end, "end", inputs=1, layers=_ANY_DEPTH)
        path = [networks.between(first, last, t) for t in times]
    except AssertionError as reason:
        print(f"{_NOTHING} {reason}")
        return None
    fixed = to_value(x)
    if fixed is None or fixed.array.size != 1:
        print(f"{_NOTHING} The fixed input should be one number.")
        return None
    point = float(fixed.array.reshape(()))
    outputs = [network([[point]])[0, 0] for network in path]
    with plot(4.8, 3.0, "The output at a fixed input along a line of parameters") as figure:
        axis = figure.subplots()
        axis.plot(times, outputs)
        axis.set(xlabel="$t$, from start to end", ylabel=f"output at $x = {point:g}$")
    return figure


def _verdict(wrong: Grid, x1: Grid, x2: Grid) -> str:
    if not wrong.any():
        return "right all over this square"
    # The wrong point nearest to the middle of all wrong ones shows more than a corner would.
    distance = np.hypot(x1 - x1[wrong].mean(), x2 - x2[wrong].mean())
    at = int(np.argmin(np.where(wrong, distance, np.inf)))
    return (
        f"wrong at ({x1.flat[at]:.2f}, {x2.flat[at]:.2f}), and on {wrong.mean():.0%} of the square"
    )


def _fill(axis: Axes, edges: Grid, positive: Grid, right: Grid) -> None:
    theme = current()
    kinds = (
        (~positive & ~right, theme.paper, ""),
        (positive & right, theme.colours[0], "positive, and should be"),
        (positive & ~right, theme.colours[1], "positive, but should not be"),
        (~positive & right, theme.colours[4], "not positive, but should be"),
    )
    kind = np.select([mask for mask, _, _ in kinds], range(len(kinds)))
    colours = ListedColormap([colour for _, colour, _ in kinds])
    axis.pcolormesh(edges, edges, kind, cmap=colours, vmin=-0.5, vmax=len(kinds) - 0.5)
    for mask, colour, label in kinds:
        if label and mask.any():
            axis.fill([], [], color=colour, label=label)
    axis.axhline(0, color=theme.ink, linewidth=0.8)
    axis.axvline(0, color=theme.ink, linewidth=0.8)
    axis.grid(visible=False)
    if axis.get_legend_handles_labels()[0]:
        axis.legend(loc="upper center", bbox_to_anchor=(0.5, -0.14))
