"""An audit as one HTML page: a heat map of answers by tests, in which nothing runs or is fetched.

Colour is never alone: each cell carries a sign, and a word for those who listen.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Template

from chainrule_desk import files
from chainrule_desk.auditing.audit import Audit
from chainrule_desk.templating import environment
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
    return environment().get_template("audit.html")
