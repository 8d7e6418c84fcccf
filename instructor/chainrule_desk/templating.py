"""Fill in the pages' templates: what is not known is an error, and every value is escaped.

What several pages show, figures at the top and plots, ``macros.html`` writes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from chainrule_desk.text import counted, points_text, worth


@dataclass(frozen=True)
class Fact:
    """A figure at the top of the page."""

    name: str
    value: str
    unit: str = ""


@dataclass(frozen=True)
class Plot:
    """A plot with its words."""

    title: str
    caption: str
    drawing: Markup


def environment(**filters: Callable[..., str]) -> Environment:
    """Return the templates of the desk, with filters of a page's own beside those of all."""
    templates = Environment(
        loader=PackageLoader("chainrule_desk"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters.update(points=points_text, worth=worth, counted=counted, **filters)
    return templates
