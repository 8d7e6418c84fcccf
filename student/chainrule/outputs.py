"""Choose what a cell's outputs show on paper, and cut what would take pages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

MOST_LINES: Final = 60
_LONGEST_LINE: Final = 400
_LONGEST_HTML: Final = 300_000
_ANSI: Final = re.compile(r"\x1b\[[0-9;?]{0,20}[ -/]{0,5}[@-~]")
_WIDGET: Final = "application/vnd.jupyter.widget-view+json"
_NO_WORDS: Final = "<IPython.core.display."


@dataclass(frozen=True)
class Shown:
    """What an output shows.

    Attributes:
        kind: ``"text"``, ``"markdown"``, ``"html"``, ``"picture"`` (in base64), ``"svg"``, or
            ``"missing"`` for what has no form on paper.
        content: It, in that form.
        words: What it says in plain text: shown where the form cannot be, and read aloud.
    """

    kind: str
    content: str
    words: str = ""


def shown(output: Any) -> Shown:
    """Return what an output shows in the form that is best on paper."""
    if output.output_type == "stream":
        return Shown("text", output.text)
    if output.output_type == "error":
        return Shown("text", "\n".join(output.get("traceback", [])))
    data = output.get("data", {})
    words = _text(data, "text/plain")
    if words.startswith(_NO_WORDS):
        words = ""
    if _WIDGET in data:
        # A progress bar or a slider: what it shows is on the page of the notebook only.
        return Shown("missing", "an interactive widget")
    for kind in ("image/png", "image/jpeg", "image/gif"):
        if data.get(kind):
            return Shown("picture", _text(data, kind), words)
    if data.get("image/svg+xml"):
        return Shown("svg", _text(data, "image/svg+xml"), words)
    for kind in ("text/latex", "text/markdown"):
        if data.get(kind):
            return Shown("markdown", _text(data, kind), words)
    html = _text(data, "text/html")
    if html and len(html) <= _LONGEST_HTML:
        return Shown("html", html, words)
    if words:
        return Shown("text", words)
    return Shown("missing", "an interactive output") if data else Shown("text", "")


def printed(text: str) -> str:
    """Return what a cell printed, without the colours and overwritten lines, cut to a page."""
    lines = _ANSI.sub("", text).rstrip().replace("\r\n", "\n").split("\n")
    return cut("\n".join(line.rpartition("\r")[2] for line in lines), MOST_LINES)


def cut(text: str, most_lines: int) -> str:
    """Return the first lines of a text, and how many more there are."""
    lines = text.split("\n")
    kept = [
        line[:_LONGEST_LINE] + ("…" if len(line) > _LONGEST_LINE else "")
        for line in lines[:most_lines]
    ]
    if len(lines) > most_lines:
        kept.append(f"… {len(lines) - most_lines} more lines are in the notebook")
    return "\n".join(kept)


def _text(data: Any, kind: str) -> str:
    value = data.get(kind, "")
    return "".join(value) if isinstance(value, list) else str(value)
