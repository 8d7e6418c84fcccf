"""Plots of grades, as SVG that stands in the page itself.

Matplotlib draws in stand-in colours, which become CSS variables: the page decides on light or dark.
Text stays text, in the page's own font. The same scores give the same bytes.
"""

from __future__ import annotations

import io
import re
import textwrap
import warnings
from collections.abc import Sequence
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from markupsafe import Markup
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, PercentFormatter
from numpy.typing import NDArray

from chainrule_desk.text import counted, points_text
from chainrule_grader.homework import Homework, Part

Scores = NDArray[Any]

# Stand-ins: colours that occur nowhere else. The page sets the variables.
INK, MUTED, TESTS, PEOPLE, PAPER = "#010203", "#010204", "#010205", "#010206", "#010207"
VARIABLES = {
    INK: "--ink",
    MUTED: "--muted",
    TESTS: "--tests",
    PEOPLE: "--people",
    PAPER: "--paper",
}
STYLE: Any = {  # newer matplotlib types its keys one by one
    "svg.fonttype": "none",
    "font.size": 10,
    "text.color": INK,
    "text.parse_math": False,  # in a title, "$" is a dollar
    "axes.edgecolor": MUTED,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
}

BINS = 10  # each a tenth of the maximum; bonus adds more of them
SMALLEST_DOT, LARGEST_DOT = 5, 240  # areas in square points: one student, the whole class
LONGEST_LABEL = 34


def histogram(scores: pd.Series[float], maximum: float, title: str) -> Markup:
    """Return how many students have how many points, with the median."""
    values = scores.dropna().to_numpy(dtype=float)
    width = maximum / BINS
    bins = max(BINS, int(np.ceil(values.max() / width - 1e-9)))
    edges = width * np.arange(bins + 1)
    return spread(values.clip(edges[0], edges[-1]), edges, "points", title)


def spread(values: Scores, edges: Scores, unit: str, title: str) -> Markup:
    """Return how many students have how much of something, with the median.

    Args:
        values: One a student.
        edges: Where bars end and begin; no value lies outside.
        unit: What is counted, in the plural.
        title: The plot's name.
    """
    students, _ = np.histogram(values, edges)
    width = edges[1] - edges[0]
    median = float(np.median(values))
    middle = points_text(round(median, 2))
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(6, 3.8), layout="constrained")
        axes = figure.add_subplot()
        axes.bar(edges[:-1], students, width * 0.94, align="edge", color=TESTS)
        axes.axvline(median, color=INK, linewidth=1.2, linestyle=(0, (4, 3)))
        axes.text(
            median,
            1.02,
            f"median {middle}",
            transform=axes.get_xaxis_transform(),
            horizontalalignment="center",
        )
        axes.set(xlim=(0, edges[-1]), xlabel=unit, ylabel="students")
        axes.yaxis.set_major_locator(MaxNLocator(nbins=6, integer=True))
        bars = [
            f"{points_text(low)} to {points_text(low + width)} {unit}: {counted(number, 'student')}"
            for low, number in zip(edges, students.tolist(), strict=False)
            if number
        ]
        return svg(figure, title, f"Median {middle}. {'; '.join(bars)}.")


def part_chart(homework: Homework, frame: pd.DataFrame, title: str) -> Markup:
    """Return how the scores of each part spread, as a share of its maximum.

    The line goes from the lowest to the highest score, the box holds the middle half, its bar is
    the median, the diamond the mean; the area of a dot is the number of students there.
    """
    known = [(part, _shares(frame[part.name], part)) for part in homework.parts if part.points]
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(6.6, 0.34 * len(known) + 0.8), layout="constrained")
        axes = figure.add_subplot()
        for row, (_, shares) in enumerate(known):
            if not len(shares):
                axes.text(0, row, "open", color=MUTED, verticalalignment="center")
        scored = [
            (row, PEOPLE if part.manual else TESTS, shares)
            for row, (part, shares) in enumerate(known)
            if len(shares)
        ]
        _draw_spreads(axes, scored)
        labels = [
            textwrap.shorten(f"{part.label} {part.title}", LONGEST_LABEL, placeholder="…")
            for part, _ in known
        ]
        axes.set_yticks(range(len(known)), labels)
        axes.set_ylim(len(known) - 0.5, -0.5)
        axes.set_xlim(-0.03, max([1.03, *(shares.max(initial=0) + 0.03 for _, shares in known)]))
        axes.xaxis.set_major_formatter(PercentFormatter(1))
        axes.set_xlabel("share of the part's points")
        axes.tick_params(axis="y", length=0)
        means = [
            f"{part.label} {part.title}: mean {shares.mean():.0%}"
            if len(shares)
            else f"{part.label} {part.title}: open"
            for part, shares in known
        ]
        return svg(figure, title, f"{'; '.join(means)}.")


def _draw_spreads(axes: Axes, scored: Sequence[tuple[int, str, Scores]]) -> None:
    """Draw lines, boxes, medians, dots and means: of each kind all at once, which is faster.

    Args:
        axes: Where to draw.
        scored: Row, colour and shares of each part that has scores.
    """
    if not scored:
        return
    rows, colours, shares = map(list, zip(*scored, strict=True))
    quantiles = np.array([np.quantile(each, (0, 0.25, 0.5, 0.75, 1)) for each in shares])
    low, first, median, third, high = quantiles.T
    at = np.array(rows)
    axes.hlines(at, low, high, colours, linewidth=1.2, zorder=1)
    axes.barh(at, third - first, 0.62, first, facecolor=PAPER, edgecolor=colours, linewidth=1.2)
    axes.vlines(median, at - 0.31, at + 0.31, INK, linewidth=2.2, zorder=2)
    for row, colour, each in scored:
        places, students = np.unique(each.round(2), return_counts=True)
        areas = SMALLEST_DOT + LARGEST_DOT * students / len(each)
        axes.scatter(
            places, np.full(len(places), row), areas, colour, alpha=0.5, linewidth=0, zorder=3
        )
    means = [each.mean() for each in shares]
    axes.scatter(means, at, 25, PAPER, marker="D", edgecolor=INK, linewidth=1, zorder=4)


def _shares(scores: pd.Series[float], part: Part) -> Scores:
    return scores.dropna().to_numpy(dtype=float) / part.points


def svg(figure: Figure, title: str, description: str) -> Markup:
    """Return a figure as an SVG element with a name, a description and the page's colours."""
    stream = io.StringIO()
    with warnings.catch_warnings(), mpl.rc_context({"svg.hashsalt": title}):  # ids: ours, the same
        # The browser has the glyphs that matplotlib's font lacks.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": None})
    drawing = stream.getvalue()
    drawing = drawing[drawing.index("<svg") :]
    drawing = re.sub(r"<metadata>.*?</metadata>", "", drawing, flags=re.DOTALL)
    drawing = re.sub(r'<g id="[\w.]+"', "<g", drawing)  # they repeat from plot to plot
    for colour, variable in VARIABLES.items():
        drawing = drawing.replace(colour, f"var({variable})")
    head, _, body = drawing.partition(">")
    opening = Markup('{} role="img"><title>{}</title><desc>{}</desc>').format(
        Markup(head), title, description
    )
    return opening + Markup(body)
