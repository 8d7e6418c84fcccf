"""One look for every plot, and how a plot gets into a notebook.

Colours are Okabe and Ito's, which colour-blind readers tell apart; lines differ in dash and marker
too, so that a grey print reads the same. A plot is made without pyplot: it is shown once, where it
is made, and again only where it is asked for.
"""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import matplotlib
import matplotlib.style
from IPython.core.getipython import get_ipython
from IPython.display import display
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from chainrule import settings

MARKERS = ("o", "s", "^", "D", "v", "P", "X")
DASHES = ("-", "--", ":", "-.")

_DPI = 160


@dataclass(frozen=True)
class Theme:
    """Colours of everything that is drawn."""

    paper: str
    ink: str
    faint: str
    colours: tuple[str, ...]
    diverging: str
    sequential: str


LIGHT = Theme(
    paper="#ffffff",
    ink="#1b1b1b",
    faint="#c9c9c9",
    colours=("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#555555"),
    diverging="RdBu_r",
    sequential="Blues",
)
DARK = Theme(
    paper="#16181c",
    ink="#e8e8e8",
    faint="#4a4e55",
    colours=("#56b4e9", "#e69f00", "#2fc08f", "#e39ac4", "#f0e442", "#ff8a5c", "#b5b5b5"),
    diverging="RdBu_r",
    sequential="Blues_r",
)
_theme = LIGHT


def theme(name: Literal["light", "dark"]) -> None:
    """Choose the colours of the plots that are made from now on.

    Raises:
        ValueError: If the name is neither ``"light"`` nor ``"dark"``.
    """
    global _theme
    themes = {"light": LIGHT, "dark": DARK}
    if name not in themes:
        raise ValueError(f'there is no theme {name!r}: ask for "light" or "dark"')
    _theme = themes[name]


def current() -> Theme:
    """Return the theme in force."""
    return _theme


class Plot(Figure):
    """A matplotlib figure that shows itself in a notebook, once a cell.

    Changed later in the same cell and named again, it is redrawn in place.
    """

    description = ""
    _cell: int | None = None
    _handle: Any = None

    def png(self) -> bytes:
        """Draw the figure as a PNG."""
        stream = io.BytesIO()
        with _look(current()):  # ticks are made when they are drawn
            self.savefig(stream, format="png", dpi=_DPI)
        self.stale = False  # until something in it is changed
        return stream.getvalue()

    def _ipython_display_(self) -> None:
        shell = get_ipython()
        cell = shell.execution_count if shell is not None else None
        if cell is None or cell != self._cell:
            self._cell = cell
            self._handle = display(*self._bundle(), raw=True, display_id=True)  # type: ignore[no-untyped-call]
        elif self.stale:
            self._handle.update(*self._bundle(), raw=True)

    def _bundle(self) -> tuple[dict[str, Any]]:
        shown: dict[str, Any] = {"text/plain": self.description}
        if settings.pictures():  # drawing takes its time
            shown["image/png"] = self.png()
        return (shown,)


@contextlib.contextmanager
def plot(
    width: float,
    height: float,
    description: str,
    *,
    show: bool = True,
    layout: Literal["constrained"] | None = "constrained",
) -> Iterator[Plot]:
    """Lend an empty figure in this style, and show it in the notebook when it is drawn.

    Args:
        width: Inches.
        height: Inches.
        description: What the plot shows, for those who cannot see it.
        show: Whether to show it; else it is only handed back.
        layout: How room is shared out; ``None`` where the plot does so itself.
    """
    chosen = current()
    with _look(chosen):
        figure = Plot(figsize=(width, height), layout=layout)
        FigureCanvasAgg(figure)
        figure.description = description
        yield figure
        if show and get_ipython() is not None:
            figure._ipython_display_()


def head(figure: Figure, title: str | None, data: str = "") -> None:
    """Write the title, and the data in use below it."""
    lines = [line for line in (title, data) if line]
    if lines:
        figure.suptitle("\n".join(lines), fontsize=12)


def data_in_use() -> str:
    """Return what :mod:`chainrule.data` loaded last; empty if it loaded nothing."""
    loaded = sys.modules.get("chainrule.data")
    return loaded.in_use() if loaded is not None else ""


@contextlib.contextmanager
def _look(chosen: Theme) -> Iterator[None]:
    """Draw in this style whatever the notebook set: LaTeX for every text, say, without a LaTeX.

    The notebook's fonts are kept: who set one may need it for their language.
    """
    fonts = {
        key: value
        for key, value in matplotlib.rcParams.items()
        if key.startswith("font.") and key != "font.size"
    }
    with matplotlib.style.context(["default", fonts | _settings(chosen)]):
        yield


def _settings(chosen: Theme) -> dict[Any, Any]:
    return {
        "figure.facecolor": chosen.paper,
        "savefig.facecolor": chosen.paper,
        "axes.facecolor": chosen.paper,
        "axes.edgecolor": chosen.ink,
        "axes.labelcolor": chosen.ink,
        "axes.prop_cycle": matplotlib.cycler(color=chosen.colours),  # type: ignore[attr-defined]
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.grid": True,
        "axes.axisbelow": True,
        "axes.titlesize": 11,
        "axes.labelsize": 10.5,
        "font.size": 10.5,
        "grid.color": chosen.faint,
        "grid.linewidth": 0.6,
        "grid.alpha": 0.7,
        "legend.frameon": False,
        "legend.fontsize": 9.5,
        "legend.labelcolor": chosen.ink,
        "lines.linewidth": 1.8,
        "lines.markersize": 4.5,
        "text.color": chosen.ink,
        "xtick.color": chosen.ink,
        "ytick.color": chosen.ink,
        "xtick.labelsize": 9.5,
        "ytick.labelsize": 9.5,
    }
