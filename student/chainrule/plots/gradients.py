"""A gradient check as a notebook shows it: a table, and a map of the relative error."""

from __future__ import annotations

import base64
import re
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.colors import LogNorm
from matplotlib.patches import Rectangle

from chainrule import settings
from chainrule.plots.style import LIGHT, Plot, current, plot

if TYPE_CHECKING:
    from chainrule.gradients import GradientCheck

_MOST_CELLS = 400  # wider or higher than this, a cell is smaller than a pixel


def bundle(check: GradientCheck) -> dict[str, Any]:
    """Return a gradient check as text, as HTML and, where there is something to map, as a PNG."""
    shown: dict[str, Any] = {"text/plain": str(check)}
    figure = error_map(check) if settings.pictures() else None
    image = ""
    if figure is not None:
        png = figure.png()
        shown["image/png"] = png
        encoded = base64.b64encode(png).decode("ascii")
        image = (
            f'<img src="data:image/png;base64,{encoded}" style="max-width: 100%" '
            f'width="{int(figure.get_figwidth() * 96)}" alt="{escape(figure.description)}">'
        )
    shown["text/html"] = f"{_table(check)}{image}"
    return shown


def error_map(check: GradientCheck) -> Plot | None:
    """Draw the relative error of every entry; the worst is framed, entries on kinks are blank.

    Returns:
        The figure, or ``None`` where the shapes differ or there are fewer than two entries.
    """
    error = check.error
    if error is None or error.size < 2 or error.size > _MOST_CELLS**2:
        return None
    faintest = check.tolerance**2  # so that the tolerance is the middle of the scale
    table = np.where(check.on_kink, np.nan, np.maximum(error, faintest))
    table = table.reshape(1, -1) if table.ndim == 1 else table.reshape(len(table), -1)
    rows, columns = table.shape
    width = float(np.clip(1.6 + 0.32 * columns, 3.4, 8.0))
    height = float(np.clip(0.9 + 0.32 * rows, 1.3, 6.0))
    text = f"Relative error of every entry of {check.name}; the worst is framed"
    with plot(width, height, text, show=False) as figure:
        axis = figure.subplots()
        axis.grid(visible=False)
        axis.set_axisbelow(False)
        shades = axis.imshow(
            table, norm=LogNorm(faintest, 1.0, clip=True), cmap="cividis", aspect="auto"
        )
        worst = np.unravel_index(int(np.nanargmax(np.nan_to_num(table))), table.shape)
        axis.add_patch(
            Rectangle(
                (float(worst[1]) - 0.5, float(worst[0]) - 0.5),
                1,
                1,
                fill=False,
                edgecolor=LIGHT.colours[1],  # it lies on yellow in either theme
                linewidth=2.4,
                clip_on=False,
                zorder=3,
            )
        )
        axis.set_xticks(np.unique(np.linspace(0, columns - 1, min(columns, 9)).astype(int)))
        axis.set_yticks(np.unique(np.linspace(0, rows - 1, min(rows, 9)).astype(int)))
        axis.tick_params(length=0)
        if max(rows, columns) <= 40:  # lines between cells, where cells are wide enough
            axis.set_xticks(np.arange(columns + 1) - 0.5, minor=True)
            axis.set_yticks(np.arange(rows + 1) - 0.5, minor=True)
            axis.grid(which="minor", color=current().paper, linewidth=1.5)
            axis.tick_params(which="minor", length=0)
        axis.spines[:].set_visible(False)
        bar = figure.colorbar(shades, ax=axis, ticks=[faintest, check.tolerance, 1])
        bar.outline.set_visible(False)
        bar.ax.axhline(check.tolerance, color=current().colours[1], linewidth=2)
        axis.set_title(f"relative error of {check.name}", fontsize=10)
    return figure


def _table(check: GradientCheck) -> str:
    rows = [("shape", str(check.analytic.shape))]
    if check.error is None:
        rows.append(("shape of finite differences", str(check.numeric.shape)))
    elif check.worst is not None:
        rows += [
            ("largest relative error", f"{check.error[check.worst]:.2e}"),
            ("allowed", f"{check.tolerance:.0e}"),
            ("where", str(list(check.worst))),
            ("yours there", f"{check.analytic[check.worst]:.8g}"),
            ("finite differences there", f"{check.numeric[check.worst]:.8g}"),
        ]
    if check.on_kink.any():
        rows.append(("left out, on a kink", f"{int(check.on_kink.sum())} of {check.numeric.size}"))
    if check.upstream_changed:
        rows.append(("upstream gradient", "changed in place"))
    if check.relation:
        rows.append(("relation", check.relation))
    body = "".join(
        f'<tr><th style="text-align: left; font-weight: normal">{escape(key)}</th>'
        f'<td style="text-align: left">{escape(value)}</td></tr>'
        for key, value in rows
    )
    mark = "✓" if check.passed else "✗"
    return f'<table><caption style="text-align: left">{mark} {_line(check)}</caption>{body}</table>'


def _line(check: GradientCheck) -> str:
    """Return the check's one line as HTML, names in the type of code."""
    text = escape(str(check).removesuffix(check.relation).strip(), quote=False)
    return re.sub(r"`([^`]*)`", r"<code>\1</code>", text)
