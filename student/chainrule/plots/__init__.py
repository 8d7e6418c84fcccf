"""Plots for homework: one style, readable in print, by colour-blind readers, in light and dark."""

from chainrule.plots.curves import learning_curves
from chainrule.plots.drawing import network
from chainrule.plots.functions import decision_region, with_kinks
from chainrule.plots.images import before_after, image_grid
from chainrule.plots.style import Plot, theme

__all__ = [
    "Plot",
    "before_after",
    "decision_region",
    "image_grid",
    "learning_curves",
    "network",
    "theme",
    "with_kinks",
]
