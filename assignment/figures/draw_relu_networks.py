"""Draw the figures of the ReLU-network problems: ``python assignment/figures/draw_relu_networks.py``."""

from collections.abc import Callable

import matplotlib.pyplot as plt
import numpy as np
from draw import BACKWARD, FOLDER, FONT, FORWARD, INK, arrow, box, canvas
from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch, Rectangle

FAINT = "#94a3b8"


def plain(axes: Axes, title: str) -> None:
    """Strip a small graph of everything but its title."""
    axes.set(xticks=(), yticks=())
    axes.set_title(title, fontsize=10, color=INK)
    for side in axes.spines.values():
        side.set_color(FAINT)


def relu_vocabulary() -> None:
    """Convex, concave, a kink, a discontinuity: one small graph each."""
    figure, panels = plt.subplots(1, 4, figsize=(9.2, 1.9))
    figure.subplots_adjust(left=0.02, right=0.98, bottom=0.05, top=0.84, wspace=0.16)
    x = np.linspace(-1, 1, 201)
    ends = np.array([-0.6, 0.85])
    for axes, title, curve in (
        (panels[0], "convex: chords above", lambda x: x**2 + 0.2 * x),
        (panels[1], "concave: chords below", lambda x: 0.3 * x - x**2),
    ):
        plain(axes, title)
        axes.plot(x, curve(x), color=FORWARD, lw=1.8)
        axes.plot(ends, curve(ends), color=BACKWARD, lw=1.4, ls="--", marker="o", ms=4)
        axes.margins(y=0.15)
    plain(panels[2], "a kink")
    panels[2].plot((-1, 0.2, 1), (0.1, -0.2, 0.7), color=FORWARD, lw=1.8)
    panels[2].plot(0.2, -0.2, "o", color=BACKWARD, ms=5)
    panels[2].margins(y=0.25)
    plain(panels[3], "a discontinuity")
    panels[3].plot((-1, 0.1), (-0.3, 0), color=FORWARD, lw=1.8)
    panels[3].plot((0.1, 1), (0.6, 0.5), color=FORWARD, lw=1.8)
    panels[3].plot((0.1, 0.1), (0, 0.6), color=BACKWARD, lw=1.2, ls=":", marker="o", ms=5)
    panels[3].margins(y=0.3)


def parameter_line() -> None:
    """A line in the plane of two parameters, and what the example's output does along it."""
    figure, (plane, graph) = plt.subplots(1, 2, figsize=(7.4, 2.6), width_ratios=(1, 1.1))
    figure.subplots_adjust(left=0.03, right=0.97, bottom=0.2, top=0.93, wspace=0.22)
    plane.set(xlim=(0, 10), ylim=(0, 6), xticks=(), yticks=())
    plane.set_xlabel("one parameter")
    plane.set_ylabel("another")
    start, end = np.array([1.6, 1.3]), np.array([8.2, 4.6])
    arrow(plane, tuple(start), tuple(end), FORWARD)
    for t, label in ((0, r"$\theta_0$,  $t = 0$"), (0.5, r"$t = \frac{1}{2}$"), (1, r"$\theta_1$,  $t = 1$")):
        point = start + t * (end - start)
        plane.plot(*point, "o", color=FORWARD, ms=5)
        plane.text(point[0] + 0.25, point[1] - 0.75, label, color=INK, fontsize=11)
    t = np.linspace(0, 1, 101)
    graph.plot(t, 6 * t + 1, color=FORWARD, lw=1.8)
    graph.plot(t, 6 * t**2 + 1, color=BACKWARD, lw=1.8, ls="--")
    graph.text(0.4, 4.3, "$W_1$ moves", color=FORWARD, ha="right")
    graph.text(0.62, 2.3, "$W_1$ and $W_2$ move", color=BACKWARD, ha="left")
    graph.set(xlim=(0, 1), ylim=(0, 8), xticks=(0, 0.5, 1), yticks=(1, 4, 7))
    graph.set_xlabel("$t$")
    graph.set_ylabel("$g(t)$")
    for axes in (plane, graph):
        axes.spines[["top", "right"]].set_visible(False)


def logic_gates() -> None:
    """The regions of the plane where OR, XOR and NAND are true."""
    figure, panels = plt.subplots(1, 3, figsize=(7.6, 2.6))
    figure.subplots_adjust(left=0.02, right=0.98, bottom=0.06, top=0.88, wspace=0.12)
    quadrants = {"OR": ("++", "+-", "-+"), "XOR": ("+-", "-+"), "NAND": ("+-", "-+", "--")}
    for axes, (name, positive) in zip(panels, quadrants.items(), strict=True):
        axes.set(xlim=(-1, 1), ylim=(-1, 1), xticks=(), yticks=(), aspect="equal")
        axes.set_title(name, fontsize=11, color=INK)
        for signs in ("++", "+-", "-+", "--"):
            x, y = (0 if sign == "+" else -1 for sign in signs)
            true = signs in positive
            axes.add_patch(Rectangle((x, y), 1, 1, color="#bfdbfe" if true else "white", lw=0))
            word = "$f > 0$" if true else r"$f \leq 0$"
            axes.text(x + 0.5, y + 0.5, word, ha="center", va="center", color=INK, fontsize=11)
        axes.axhline(0, color=INK, lw=1)
        axes.axvline(0, color=INK, lw=1)
        axes.text(0.95, 0.05, "$x_1$", ha="right", va="bottom")
        axes.text(0.05, 0.95, "$x_2$", ha="left", va="top")
        for side in axes.spines.values():
            side.set_color(FAINT)


def shared_weight() -> None:
    """One matrix W in two places of a graph, and a shortcut past the second."""
    axes = canvas(8.6, 2.5)
    centres = {"W": 1.7, "ReLU": 3.3, "W ": 5.0}
    for name, x in centres.items():
        box(axes, x, 0.75, 0.8, f"${name.strip()}$" if "W" in name else name, height=0.6)
    axes.add_patch(plt.Circle((6.4, 0.75), 0.2, fc="white", ec=INK, lw=1.2))
    axes.text(6.4, 0.75, "+", ha="center", va="center", fontsize=13, color=INK)
    box(axes, 7.65, 0.75, 0.9, r"$\frac{1}{2}\,\Vert\cdot\Vert^2$", height=0.6)
    stops = ((0.55, 1.3), (2.1, 2.9), (3.7, 4.6), (5.4, 6.2), (6.6, 7.2), (8.1, 8.45))
    for left, right in stops:
        arrow(axes, (left, 0.75), (right, 0.75), FORWARD)
    for x, y, label in (
        (0.35, 0.75, r"$\mathbf{x}$"),
        (2.5, 0.95, r"$\mathbf{y}$"),
        (3.95, 0.95, r"$\mathbf{u}$"),
        (6.9, 0.95, r"$\mathbf{v}$"),
        (8.3, 0.95, "$L$"),
    ):
        axes.text(x, y, label, color=FORWARD, ha="center", va="center", fontsize=13)
    axes.plot((4.15, 4.15, 6.4), (0.75, 0.2, 0.2), color=FORWARD, lw=1.4)
    arrow(axes, (6.4, 0.2), (6.4, 0.55), FORWARD)
    axes.add_patch(
        FancyBboxPatch(
            (2.85, 1.85), 1.0, 0.45, boxstyle="round,pad=0,rounding_size=0.08", fc="#fde68a", ec=INK, lw=1.2
        )
    )
    axes.text(3.35, 2.075, "one $W$", ha="center", va="center", color=INK)
    for start, end in (((2.85, 2.0), (1.75, 1.1)), ((3.85, 2.0), (4.95, 1.1))):
        arrow(axes, start, end, INK)


def random_crop() -> None:
    """A picture in a black frame, and a window of the picture's size at another place."""
    axes = canvas(5.6, 2.75)
    unit = 2.3 / 40
    left, bottom = 0.9, 0.2
    axes.add_patch(Rectangle((left, bottom), 40 * unit, 40 * unit, color="#111827", lw=0))
    random = np.random.default_rng(5)
    y, x = np.mgrid[:8, :8]
    hill = np.exp(-((x - 3.2) ** 2 + (y - 4.4) ** 2) / 6)
    pixels = np.stack([0.5 + 0.4 * hill, 0.75 - 0.3 * hill, 0.9 - 0.7 * hill], axis=-1)
    pixels += 0.03 * random.normal(size=pixels.shape)
    edges = (left + 4 * unit, left + 36 * unit, bottom + 4 * unit, bottom + 36 * unit)
    axes.imshow(np.clip(pixels, 0, 1), extent=edges, interpolation="nearest", zorder=2)
    axes.set(xlim=(0, 5.6), ylim=(0, 2.75))
    corner = (left + 7 * unit, bottom + 6 * unit)
    window = {"fill": False, "edgecolor": BACKWARD, "lw": 2, "ls": "--", "zorder": 3}
    axes.add_patch(Rectangle(corner, 32 * unit, 32 * unit, **window))
    axes.text(left - 0.1, bottom + 20 * unit, "40", ha="right", va="center", color=INK)
    for height, text, color in (
        (2.2, "frame: 4 black pixels", INK),
        (1.5, "picture: 32 × 32", INK),
        (0.8, "crop: 32 × 32,\nat a random place", BACKWARD),
    ):
        axes.text(3.5, height, text, ha="left", va="center", color=color, linespacing=1.4)


FIGURES: dict[str, Callable[[], None]] = {
    "relu_vocabulary": relu_vocabulary,
    "parameter_line": parameter_line,
    "logic_gates": logic_gates,
    "shared_weight": shared_weight,
    "random_crop": random_crop,
}

if __name__ == "__main__":
    for name, draw in FIGURES.items():
        with plt.rc_context(FONT):
            draw()
        plt.savefig(FOLDER / f"{name}.png", dpi=110, metadata={"Software": None})
        plt.close()
