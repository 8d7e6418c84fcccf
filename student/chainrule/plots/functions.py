"""Functions of one variable with their kinks, and of two with their region."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chainrule._values import to_value
from chainrule.plots.style import MARKERS, Plot, current, head, plot

_SAMPLES = 1201
_GRID = 241


def with_kinks(
    function: Callable[[Any], Any],
    interval: tuple[float, float] = (-3.0, 3.0),
    *,
    kinks: Sequence[float] | None = None,
    points: tuple[Sequence[float], Sequence[float]] | None = None,
    title: str | None = None,
) -> Plot:
    """Plot a function of one variable, with its kinks marked.

    Args:
        function: Takes an array of inputs, (n,), and returns outputs, (n,); or takes one number.
        interval: Where to plot it.
        kinks: Where its slope jumps; looked for by default, which finds the kinks of a function
            that is linear in between.
        points: Data to draw as well: inputs and outputs.
        title: What the plot shows.

    Raises:
        ValueError: If the function does not return one number for each input.
    """
    low, high = interval
    x = np.linspace(low, high, _SAMPLES)
    y = _values(function, x)
    at = np.asarray(find_kinks(x, y) if kinks is None else kinks, dtype=float)
    many = "no kinks" if not len(at) else "1 kink" if len(at) == 1 else f"{len(at)} kinks"
    with plot(5.4, 3.5, f"A function with {many}") as figure:
        axis = figure.subplots()
        axis.plot(x, y, color=current().colours[0])
        heights = np.interp(at, x, y)
        axis.vlines(at, min(y.min(), 0), heights, color=current().faint, linestyle=":", zorder=1)
        axis.plot(
            at,
            heights,
            linestyle="none",
            marker="o",
            markersize=8,
            markerfacecolor=current().paper,
            markeredgecolor=current().colours[1],
            markeredgewidth=2,
            label=many,
        )
        for place, height in zip(at, heights, strict=True):
            axis.annotate(
                f"{place:.3g}",
                (place, height),
                textcoords="offset points",
                xytext=(0, 9),
                ha="center",
                fontsize=9,
            )
        if points is not None:
            axis.plot(
                *points,
                linestyle="none",
                marker="x",
                color=current().ink,
                markersize=7,
                label="data",
            )
        axis.set(xlabel="x", ylabel="f(x)", xlim=interval)
        axis.margins(y=0.14)
        axis.legend(loc="best")
        head(figure, title)
    return figure


def find_kinks(x: NDArray[Any], y: NDArray[Any]) -> list[float]:
    """Return where a piecewise linear function, sampled evenly, changes its slope.

    A kink lies where the straight lines through the samples on its two sides meet. A function that
    bends everywhere has none.
    """
    slopes = np.diff(y) / np.diff(x)
    jumps = np.abs(np.diff(slopes))
    bends = jumps > 1e-6 * max(1.0, float(np.abs(slopes).max(initial=0)))
    if bends.mean() > 0.2:
        return []
    kinks = []
    edges = np.flatnonzero(np.diff(np.concatenate([[False], bends, [False]]).astype(int)))
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        # Samples first + 1 to last touch the kink; slopes first and last are clear of it.
        left, right = slopes[first], slopes[last]
        if abs(left - right) < 1e-9:
            continue
        meeting = (y[last] - right * x[last] - y[first] + left * x[first]) / (left - right)
        kinks.append(float(meeting) + 0.0)
    return kinks


def decision_region(
    function: Callable[[Any], Any],
    *,
    limits: tuple[float, float, float, float] = (-1.0, 2.0, -1.0, 2.0),
    threshold: float = 0.5,
    points: Any = None,
    labels: Any = None,
    title: str | None = None,
) -> Plot:
    """Plot where a function of two variables is above a threshold.

    Args:
        function: Takes points, (n, 2), and returns outputs, (n,) or (n, 1).
        limits: Left, right, bottom and top of the plot.
        threshold: Outputs above it are in the region.
        points: Points to draw as well, (n, 2).
        labels: What each point should be: above the threshold or not, (n,).
        title: What the plot shows.

    Raises:
        ValueError: If the function does not return one number for each point.
    """
    left, right, bottom, top = limits
    x1, x2 = np.meshgrid(np.linspace(left, right, _GRID), np.linspace(bottom, top, _GRID))
    output = _values(function, np.column_stack([x1.ravel(), x2.ravel()])).reshape(x1.shape)
    inside = output > threshold
    share = f"{inside.mean():.0%}"
    with plot(
        4.8, 4.4, f"Where the output is above {threshold:g}: {share} of the square"
    ) as figure:
        axis = figure.subplots()
        axis.grid(visible=False)
        if inside.any():
            axis.contourf(
                x1,
                x2,
                inside.astype(float),
                levels=[0.5, 1.5],
                colors=[current().colours[0]],
                hatches=["//"],
                alpha=0.35,
            )
        if inside.any() and not inside.all():
            axis.contour(
                x1, x2, output, levels=[threshold], colors=[current().colours[0]], linewidths=1.8
            )
        if points is not None:
            _draw_points(axis, points, labels)
        axis.set(
            xlabel="$x_1$", ylabel="$x_2$", xlim=(left, right), ylim=(bottom, top), aspect="equal"
        )
        if labels is not None:
            axis.legend(loc="upper center", bbox_to_anchor=(0.5, -0.14), ncols=2)
        head(figure, title, f"shaded: output above {threshold:g} ({share} of the square)")
    return figure


def _draw_points(axis: Any, points: Any, labels: Any) -> None:
    where = _array(points).reshape(-1, 2)
    should = np.zeros(len(where), bool) if labels is None else _array(labels).reshape(-1) > 0.5
    for above, name in ((True, "should be above"), (False, "should not")):
        chosen = where[should == above]
        if not len(chosen):
            continue
        axis.plot(
            chosen[:, 0],
            chosen[:, 1],
            linestyle="none",
            marker=MARKERS[0] if above else MARKERS[6],
            markersize=9,
            color=current().colours[1],
            markeredgecolor=current().ink,
            label=name if labels is not None else None,
            zorder=3,
        )


def _values(function: Callable[[Any], Any], x: NDArray[Any]) -> NDArray[Any]:
    """Evaluate a function on all inputs at once, or one by one if it takes only numbers."""
    try:
        found = to_value(function(x.copy()))
    except (TypeError, ValueError):
        found = None
    if found is None or found.array.size != len(x):
        found = to_value([function(entry) for entry in x])
    if found is None or found.array.size != len(x):
        raise ValueError("the function must return one number for each input")
    return found.array.reshape(-1).astype(float)


def _array(value: Any) -> NDArray[Any]:
    found = to_value(value)
    if found is None:
        raise ValueError("points and labels must hold numbers")
    return found.array.astype(float)
