"""Plots of a class report, drawn as :mod:`chainrule_desk.charts` draws: SVG in the page's colours.

What colour tells is told by shape as well: circles are graded by tests, diamonds by people.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import matplotlib as mpl
import numpy as np
from markupsafe import Markup
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from chainrule_desk.charts import MUTED, PEOPLE, STYLE, TESTS, spread, svg
from chainrule_desk.reporting.item_analysis import Item
from chainrule_grader.homework import Part

# Where a label may stand, seen from its point: in points, with its alignment.
PLACES = (
    (7, 0, "left", "center"),
    (-7, 0, "right", "center"),
    (0, 7, "center", "bottom"),
    (0, -7, "center", "top"),
    (6, 6, "left", "bottom"),
    (-6, 6, "right", "bottom"),
    (6, -6, "left", "top"),
    (-6, -6, "right", "top"),
)

ONE_POINT = 6.0  # pixels; points that are nearer to each other look like one
A_LINE = 4  # labels side by side


def item_map(items: Sequence[tuple[Part, Item]], weak: float, title: str) -> Markup:
    """Return difficulty and discrimination of every part that has both.

    Args:
        items: The parts, each with a discrimination.
        weak: Below this discrimination a part tells little: a line is drawn there.
        title: The plot's name.
    """
    points = [(item.difficulty, item.discrimination) for _, item in items]
    lowest = min(0.0, *(r for _, r in points)) - 0.08
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(6.6, 4.4), layout="constrained")
        axes = figure.add_subplot()
        axes.axhline(weak, color=MUTED, linewidth=1, linestyle=(0, (4, 3)))
        axes.text(
            0.0, weak - 0.015, f"below {weak:g} a part tells little", color=MUTED, va="top", size=9
        )
        for manual, marker, colour in ((False, "o", TESTS), (True, "D", PEOPLE)):
            own = [
                point
                for point, (part, _) in zip(points, items, strict=True)
                if part.manual is manual
            ]
            if own:
                x, y = zip(*own, strict=True)
                axes.scatter(x, y, 36, color=colour, marker=marker, zorder=3)
        axes.set(
            xlim=(-0.03, 1.03),
            ylim=(lowest, 1.05),
            xlabel="mean share of the points: hard on the left, easy on the right",
            ylabel="discrimination",
        )
        axes.xaxis.set_major_formatter(PercentFormatter(1))
        _label(figure, axes, points, [part.label for part, _ in items])
        words = [
            f"{part.label} {part.title}: {item.difficulty:.0%}, {item.discrimination:.2f}"
            for part, item in items
        ]
        return svg(figure, title, f"Mean share and discrimination. {'; '.join(words)}.")


def hours(worked_s: Sequence[float], title: str) -> Markup:
    """Return how many students worked for how many hours, with the median."""
    values = np.asarray(worked_s, dtype=float) / 3600
    width = max(0.25, round(float(np.quantile(values, 0.95)) / 12 * 4) / 4)
    edges = width * np.arange(int(values.max() / width) + 2)
    return spread(values, edges, "hours", title)


def together(places: Sequence[tuple[float, float]], labels: Sequence[str]) -> list[tuple[int, str]]:
    """Return one label for all points that lie on one another, with the number of the first.

    Args:
        places: Where the points lie, in pixels.
        labels: What each is called.
    """
    first: dict[int, list[str]] = {}
    for number, (place, label) in enumerate(zip(places, labels, strict=True)):
        near = (other for other in first if math.dist(places[other], place) < ONE_POINT)
        first.setdefault(next(near, number), []).append(label)
    lines = {
        number: [", ".join(several[i : i + A_LINE]) for i in range(0, len(several), A_LINE)]
        for number, several in first.items()
    }
    return [(number, ",\n".join(folded)) for number, folded in lines.items()]


def _label(
    figure: Figure, axes: Axes, points: Sequence[tuple[float, float]], labels: Sequence[str]
) -> None:
    """Write each label where it covers no other label and no point, if there is such a place."""
    figure.draw_without_rendering()
    renderer = FigureCanvasAgg(figure).get_renderer()  # type: ignore[no-untyped-call]
    dots = [(float(x), float(y)) for x, y in axes.transData.transform(points)]
    taken: list[mpl.transforms.BboxBase] = [
        mpl.transforms.Bbox.from_extents(x - 4, y - 4, x + 4, y + 4) for x, y in dots
    ]
    for number, label in together(dots, labels):
        best, least = None, np.inf
        for x, y, across, along in PLACES:
            text = axes.annotate(
                label, points[number], (x, y), textcoords="offset points",
                ha=across, va=along, size=9,
            )  # fmt: skip
            box = text.get_window_extent(renderer)
            covers = sum(box.overlaps(other) for other in taken)
            if covers < least:
                if best is not None:
                    best.remove()
                best, least = text, covers
            else:
                text.remove()
        if best is not None:
            taken.append(best.get_window_extent(renderer))
