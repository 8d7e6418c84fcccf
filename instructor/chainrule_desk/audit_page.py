"""An audit as one HTML page: a heat map of answers by tests, in which nothing runs or is fetched.

Colour is never alone: each cell carries a sign, and a word for those who listen.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from chainrule_desk import files
from chainrule_desk.audit import Audit
from chainrule_desk.text import counted, points_text
from chainrule_grader.results import Verdict

SIGNS = {
    Verdict.PASSED: "·",
    Verdict.WRONG: "×",
    Verdict.ERROR: "!",
    Verdict.TIMEOUT: "…",
    Verdict.MEMORY: "M",
    Verdict.MISSING: "–",
    Verdict.INTERNAL: "?",
}


def write(path: Path, audit: Audit) -> None:
    """Write the page."""
    files.replace(path, render(audit).encode("utf-8"))


def render(audit: Audit) -> str:
    """Return the page as text."""
    return _template().render(audit=audit, signs=SIGNS)


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("chainrule_desk"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["points"] = points_text
    environment.filters["counted"] = counted
    return environment.get_template("audit.html")
