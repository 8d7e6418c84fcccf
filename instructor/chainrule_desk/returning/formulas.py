"""Set formulas as MathML, which browsers show without a script.

:mod:`chainrule_desk.render` leaves a formula as TeX in a ``.math`` element. Pandoc turns all those
of a page into MathML in one call. What it cannot read stays TeX, as code; and whatever it writes
passes through an allow-list again.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Sequence
from html import escape, unescape
from typing import Final

import nh3
import pypandoc
from markupsafe import Markup

WAIT_S: Final = 20
LONGEST: Final = 20_000  # characters of a formula
_FORMULA: Final = re.compile(r'<(span|div) class="(math(?: \w+)*)">([^<]*)</\1>')
_PARAGRAPH: Final = re.compile(r"<p>(.*?)</p>", re.DOTALL)
_TAGS: Final = {
    *("math", "semantics", "annotation", "mrow", "mi", "mn", "mo", "mtext", "mspace", "mstyle"),
    *("mfrac", "msqrt", "mroot", "msub", "msup", "msubsup", "munder", "mover", "munderover"),
    *("mtable", "mtr", "mtd", "mpadded", "mphantom", "menclose", "mmultiscripts", "mprescripts"),
}
_ATTRIBUTES: Final = {
    *("display", "mathvariant", "stretchy", "form", "accent", "fence", "separator", "largeop"),
    *("minsize", "maxsize", "movablelimits", "lspace", "rspace", "width", "columnalign"),
    *("linethickness", "encoding"),
}


def typeset(html: Markup) -> Markup:
    """Return safe HTML with its formulas set.

    Args:
        html: What :mod:`chainrule_desk.render` made.
    """
    found = [(unescape(tex), _is_display(tag, kind)) for tag, kind, tex in _FORMULA.findall(html)]
    if not found:
        return html
    distinct = list(dict.fromkeys(found))
    known = dict(zip(distinct, _mathml(distinct), strict=True))
    # Pieces that are safe by themselves take the places of elements that held only text.
    return Markup(_FORMULA.sub(lambda m: known[unescape(m[3]), _is_display(m[1], m[2])], str(html)))


def _is_display(tag: str, kind: str) -> bool:
    return tag == "div" or "block" in kind


def _mathml(formulas: Sequence[tuple[str, bool]]) -> list[str]:
    """Return each formula as MathML, or as code where it cannot be read."""
    pieces = _PARAGRAPH.findall(_pandoc(formulas))
    if len(pieces) != len(formulas):
        pieces = [""] * len(formulas)
    return [
        _clean(piece) if piece.startswith("<math") else f"<code>{escape(tex)}</code>"
        for piece, (tex, _) in zip(pieces, formulas, strict=True)
    ]


def _pandoc(formulas: Sequence[tuple[str, bool]]) -> str:
    """Return what pandoc makes of formulas, a paragraph each; nothing if it fails."""
    blocks = [
        {
            "t": "Para",
            "c": [{"t": "Math", "c": [{"t": "DisplayMath" if display else "InlineMath"}, tex]}],
        }
        for tex, display in ((tex[:LONGEST], display) for tex, display in formulas)
    ]
    document = {"pandoc-api-version": [1, 23, 1], "meta": {}, "blocks": blocks}
    command = [pypandoc.get_pandoc_path(), "--from=json", "--to=html", "--mathml", "--wrap=none"]
    try:
        done = subprocess.run(
            command, input=json.dumps(document).encode(), capture_output=True, timeout=WAIT_S
        )
    except subprocess.TimeoutExpired:
        return ""
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else ""


def _clean(mathml: str) -> str:
    return nh3.clean(mathml, tags=_TAGS, attributes={"*": _ATTRIBUTES}, link_rel=None)
