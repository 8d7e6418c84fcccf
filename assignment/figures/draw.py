"""Draw the figures of the bank: ``python assignment/figures/draw.py``.

They are PNG because notebooks show a PNG attachment everywhere and an SVG one hardly anywhere.
"""

from collections.abc import Callable
from pathlib import Path

import matplotlib

matplotlib.use("agg")
import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch

FOLDER = Path(__file__).parent
INK, FORWARD, BACKWARD, FILL = "#1f2937", "#2563eb", "#dc2626", "#f1f5f9"
FONT = {"font.family": "DejaVu Sans", "font.size": 10, "mathtext.fontset": "cm"}


def canvas(width: float, height: float) -> Axes:
    """Return an empty drawing area whose units are inches."""
    figure = plt.figure(figsize=(width, height))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, width), ylim=(0, height))
    axes.axis("off")
    return axes


def box(axes: Axes, x: float, y: float, width: float, text: str, height: float = 0.62) -> None:
    """Draw a labelled box, centred at (x, y)."""
    corner = (x - width / 2, y - height / 2)
    shape = FancyBboxPatch(
        corner, width, height, boxstyle="round,pad=0,rounding_size=0.08", fc=FILL, ec=INK, lw=1.2
    )
    axes.add_patch(shape)
    axes.text(x, y, text, ha="center", va="center", color=INK, linespacing=1.35)


def arrow(
    axes: Axes, start: tuple[float, float], end: tuple[float, float], color: str = INK
) -> None:
    """Draw a straight arrow."""
    style = {"arrowstyle": "-|>", "color": color, "lw": 1.4, "shrinkA": 0, "shrinkB": 0}
    axes.annotate("", xy=end, xytext=start, arrowprops=style)


def modules() -> None:
    """Four modules in a row: values to the right, gradients to the left."""
    axes = canvas(9.2, 2.5)
    names = ("Linear", "ReLU", "Linear", "CrossEntropy\nLoss")
    centres, half = (1.75, 3.75, 5.75, 7.75), 0.6
    for x, name in zip(centres, names, strict=True):
        box(axes, x, 1.2, 2 * half, name, height=0.95)
    edges = [0.35, *(x + half for x in centres)]
    values = ("$X$", "$Y$", "$A$", "$Z$", "$L$")
    gradients = (r"\partial X", r"\partial Y", r"\partial A", r"\partial Z")
    for i, value in enumerate(values):
        left = edges[i]
        right = centres[i] - half if i < 4 else 8.95
        arrow(axes, (left + 0.06, 1.42), (right - 0.06, 1.42), FORWARD)
        axes.text((left + right) / 2, 1.56, value, color=FORWARD, ha="center", fontsize=13)
        if i < 4:
            arrow(axes, (right - 0.06, 0.98), (left + 0.06, 0.98), BACKWARD)
            label = rf"$\frac{{\partial L}}{{{gradients[i]}}}$"
            axes.text((left + right) / 2, 0.56, label, color=BACKWARD, ha="center", fontsize=15)
    for x in (centres[0], centres[2]):
        arrow(axes, (x, 0.72), (x, 0.36), BACKWARD)
        axes.text(x, 0.12, "dW, db", color=BACKWARD, ha="center", family="monospace")
        axes.text(x, 1.82, "W, b", color=FORWARD, ha="center", family="monospace")
    axes.text(centres[3], 1.82, "labels", color=FORWARD, ha="center", family="monospace")
    axes.text(0.3, 2.2, "forward: values", color=FORWARD, ha="left")
    axes.text(2.0, 2.2, "backward: gradients of the loss", color=BACKWARD, ha="left")


def epoch() -> None:
    """Ten examples, shuffled and cut into minibatches of four."""
    axes = canvas(7.0, 2.1)
    order, colors = (7, 2, 9, 0, 5, 1, 8, 3, 6, 4), ("#dbeafe", "#fde68a", "#fecaca")
    title = "one epoch: ten examples in a fresh random order, each once, in minibatches of 4"
    axes.text(0.3, 1.8, title, color=INK)
    x, middles = 0.3, []
    for batch, start in enumerate((0, 4, 8)):
        left = x
        for number in order[start : start + 4]:
            patch = FancyBboxPatch(
                (x, 1.1), 0.5, 0.45, boxstyle="square,pad=0", fc=colors[batch], ec=INK, lw=1
            )
            axes.add_patch(patch)
            axes.text(x + 0.25, 1.325, str(number), ha="center", va="center", color=INK)
            x += 0.5
        middles.append((left + x) / 2)
        x += 0.45
    for middle in middles:
        arrow(axes, (middle, 1.05), (middle, 0.75))
        steps = "forward → loss\nbackward → step"
        axes.text(middle, 0.42, steps, ha="center", va="center", color=INK, linespacing=1.5)


FIGURES: dict[str, Callable[[], None]] = {
    "modules": modules,
    "epoch": epoch,
}

if __name__ == "__main__":
    for name, draw in FIGURES.items():
        with plt.rc_context(FONT):
            draw()
        # Without a date or a version in it, the same drawing gives the same bytes.
        plt.savefig(FOLDER / f"{name}.png", dpi=110, metadata={"Software": None})
        plt.close()
