"""Learning curves of one or several runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator, PercentFormatter

from chainrule.plots.style import DASHES, MARKERS, Plot, current, data_in_use, head, plot

History = Mapping[str, Sequence[float]]


class HasHistory(Protocol):
    """Anything that kept a history, such as :class:`chainrule.record.Run`."""

    @property
    def history(self) -> History:
        """One list of numbers, an epoch each, by quantity."""


Runs = History | HasHistory | Mapping[str, History | HasHistory] | Sequence[History | HasHistory]


def learning_curves(runs: Runs, title: str | None = None, *, data: str | None = None) -> Plot:
    """Plot what was measured after each epoch: losses on the left, accuracies on the right.

    A history is a dict of lists, one number an epoch. A name that holds "loss" or "accuracy" goes
    to that panel, another name to a panel of its own; what remains of the name, such as "train" or
    "validation", becomes the legend. Accuracies are fractions.

    Args:
        runs: A history, a training record, a list of them, or a dict of them by name.
        title: What the plot shows.
        data: The data in use; what :mod:`chainrule.data` loaded last by default.

    Raises:
        ValueError: If there is nothing to plot.
    """
    named = _named(runs)
    panels = _panels(named)
    if not panels:
        raise ValueError("there is nothing to plot: the history holds no list of numbers")
    quantities = ", ".join(panels)
    height = 3.5 if max(map(len, panels.values())) <= 2 else 4.2 + 0.2 * len(named)
    with plot(4.6 * len(panels), height, f"Learning curves: {quantities} by epoch") as figure:
        axes = figure.subplots(1, len(panels), squeeze=False)[0]
        for axis, (quantity, curves) in zip(axes, panels.items(), strict=True):
            _draw_panel(axis, quantity, curves, len(named))
        head(figure, title, data_in_use() if data is None else data)
    return figure


def _draw_panel(
    axis: Axes, quantity: str, curves: list[tuple[str, str, Sequence[float]]], runs: int
) -> None:
    colours = current().colours
    run_names = list(dict.fromkeys(run for run, _, _ in curves))
    splits = list(dict.fromkeys(split for _, split, _ in curves))
    for run, split, values in curves:
        which, of_split = run_names.index(run), splits.index(split)
        numbers = np.asarray(values, dtype=float)
        epochs = np.arange(1, len(numbers) + 1)
        label = ", ".join(word for word in (run, split) if word) or quantity
        axis.plot(
            epochs,
            np.where(np.isfinite(numbers), numbers, np.nan),
            color=colours[(which if runs > 1 else of_split) % len(colours)],
            linestyle=DASHES[of_split % len(DASHES)],
            marker=MARKERS[(which if runs > 1 else of_split) % len(MARKERS)],
            markevery=max(1, len(numbers) // 12),
            label=label + _remark(quantity, split, numbers),
        )
    axis.set_xlabel("epoch")
    axis.set_ylabel(quantity)
    axis.xaxis.set_major_locator(MaxNLocator(integer=True))
    if quantity == "accuracy":
        axis.yaxis.set_major_formatter(PercentFormatter(xmax=1, decimals=None))
    if len(curves) <= 2:
        axis.legend(loc="best")
    else:  # below, where it hides no curve
        axis.legend(loc="upper center", bbox_to_anchor=(0.5, -0.18))


def _remark(quantity: str, split: str, numbers: np.ndarray[Any, Any]) -> str:
    """Add to a legend what the eye should not have to measure."""
    finite = np.isfinite(numbers)
    if not finite.all():
        return f" (not finite from epoch {int(np.argmin(finite)) + 1})"
    if quantity == "accuracy" and split != "train" and len(numbers):
        best = int(np.argmax(numbers))
        return f" (best {numbers[best]:.1%}, epoch {best + 1})"
    return ""


def _named(runs: Runs) -> dict[str, History]:
    if not isinstance(runs, Mapping):
        if isinstance(runs, Sequence):
            return {f"run {i}": _history(run) for i, run in enumerate(runs, start=1)}
        return {"": _history(runs)}
    if all(isinstance(value, Mapping) or hasattr(value, "history") for value in runs.values()):
        return {str(name): _history(run) for name, run in runs.items()}
    return {"": _history(runs)}


def _history(run: Any) -> History:
    history: History = run if isinstance(run, Mapping) else run.history
    return history


def _panels(named: dict[str, History]) -> dict[str, list[tuple[str, str, Sequence[float]]]]:
    """Sort curves, each (run, split, values), by the quantity that they show."""
    panels: dict[str, list[tuple[str, str, Sequence[float]]]] = {}
    for run, history in named.items():
        for name, values in history.items():
            if len(values) == 0:
                continue
            words = str(name).replace("_", " ").split()
            quantity = next((word for word in ("loss", "accuracy") if word in words), "")
            split = " ".join(word for word in words if word != quantity)
            panels.setdefault(quantity or " ".join(words), []).append(
                (run, split if quantity else "", values)
            )
    return panels
