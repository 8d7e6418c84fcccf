"""Plots for homework: one style, readable in print, by colour-blind readers, in light and dark."""

from chainrule.plots.curves import learning_curves
from chainrule.plots.style import Plot, theme

__all__ = ["Plot", "learning_curves", "theme"]
