"""Show a stranger's notebook cells as HTML that can do nothing.

Markdown, HTML, tables, formulas, code, images and outputs are turned into HTML; then everything
passes through one allow-list (:mod:`nh3`). No script, style, form, frame, event handler, id or
foreign class is left, no address but a link's, and no image but one that lies in the notebook
itself: looking at an answer asks nothing of any server. Formulas stay text in ``.math`` elements,
which KaTeX sets in the browser.

Reading Markdown takes time with the square of its length where brackets or stars never close, and a
formula of two characters becomes thirty: so much is shown of an answer, and what is cut is said to
be cut. The notebook that was handed in has the whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from functools import cache
from html import escape
from typing import Any
from urllib.parse import unquote

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from markupsafe import Markup
from mdit_py_plugins.amsmath import amsmath_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer
from pygments.token import STANDARD_TYPES

from chainrule_desk.grades.answers import FILE, Cell

MAX_TEXT = 200_000  # characters of all outputs of an answer together
MAX_HTML = 50_000  # of all HTML among them: elements within elements take time with their square
MAX_CELL = 20_000  # characters of one cell: 0.5 s at worst, where a person writes 2,000
MAX_SOURCE = 40_000  # characters of all cells of an answer together

_OWN_IMAGE = re.compile(r"data:image/(png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/=\s]*")
_LINK = re.compile(r"(https?|mailto):|#")
_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_IMAGES = ("image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml")
_CLASSES = {
    "span": {"math", "inline", "missing", *filter(None, STANDARD_TYPES.values())},
    "div": {"math", "inline", "block", "amsmath"},
    "pre": {"code", "output", "error"},
}


class _Room:
    """How much of an answer may still be shown."""

    def __init__(self) -> None:
        self._source = MAX_SOURCE
        self._outputs = MAX_TEXT
        self._html = MAX_HTML

    def source(self, text: str) -> tuple[str, str]:
        """Return what is shown of a cell's text, and what is said of the rest."""
        shown, said = _cut(text, min(MAX_CELL, self._source))
        self._source -= len(shown)
        return shown, said

    def output(self, text: str) -> tuple[str, str]:
        """Return what is shown of an output's text, and what is said of the rest."""
        shown, said = _cut(text, self._outputs)
        self._outputs -= len(shown)
        return shown, said

    def html(self, text: str) -> tuple[str, str]:
        """Return what is shown of an output's HTML, and what is said of the rest."""
        shown, said = _cut(text, self._html)
        self._html -= len(shown)
        return shown, said


def _cut(text: str, room: int) -> tuple[str, str]:
    left_out = len(text) - room
    if left_out <= 0:
        return text, ""
    said = f"… {left_out:,} characters left out here; the notebook that was handed in has them."
    return text[:room], said


def cells(shown: Iterable[Cell]) -> Markup:
    """Return cells and their outputs as safe HTML, each answer within its bounds."""
    room = _Room()
    # One by one: what a cell leaves open does not go on in the next.
    return Markup("").join(_clean(_cell(cell, room)) for cell in shown)


def markdown(source: str, attachments: Mapping[str, Mapping[str, str]] | None = None) -> Markup:
    """Return Markdown as safe HTML."""
    return _clean(_markdown(source, attachments or {}))


def _cell(cell: Cell, room: _Room) -> str:
    outputs = "".join(_output(output, room) for output in cell.outputs)
    if not cell.source.strip():
        return outputs
    source, said = room.source(cell.source)
    if cell.kind == "markdown":
        shown = _markdown(source, cell.attachments)
    elif cell.kind == "code":
        shown = f'<pre class="code"><code>{_python(source)}</code></pre>'
    else:
        shown = f'<pre class="output">{escape(source)}</pre>'
    return f"{shown}{_said(said)}{outputs if cell.kind == 'code' else ''}"


def _said(said: str) -> str:
    return f'<p><span class="missing">{escape(said)}</span></p>' if said else ""


def _markdown(source: str, attachments: Mapping[str, Mapping[str, str]]) -> str:
    html: str = _parser().render(source, {"attachments": attachments})
    return html


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True, "highlight": _fenced})
    parser.enable(["table", "strikethrough"])
    parser.use(dollarmath_plugin, double_inline=True).use(amsmath_plugin)
    parser.add_render_rule("image", _image)
    return parser


def _fenced(source: str, language: str, _attributes: str) -> str:
    return _python(source) if language in ("python", "py", "python3") else ""


def _image(
    renderer: RendererHTML,
    tokens: Sequence[Token],
    index: int,
    options: OptionsDict,
    environment: MutableMapping[str, Any],
) -> str:
    """Return an image that lies in the notebook or beside it; say so where it lies elsewhere."""
    token = tokens[index]
    source = str(token.attrs["src"])
    alternative = escape(renderer.renderInlineAsText(token.children, options, environment))
    if source.startswith("attachment:"):
        kinds = environment["attachments"].get(source.removeprefix("attachment:"), {})
        source = _data_address(kinds)
    elif kinds := environment["attachments"].get(FILE + unquote(source).removeprefix("./")):
        source = _data_address(kinds)
    if not _OWN_IMAGE.fullmatch(source):
        return f'<span class="missing">Image that is not in the notebook: {alternative}</span>'
    return f'<img src="{source}" alt="{alternative}">'


def _data_address(kinds: Mapping[str, Any]) -> str:
    for kind in _IMAGES:
        if kind in kinds:
            return f"data:{kind};base64,{_text(kinds[kind])}"
    return ""


def _python(source: str) -> str:
    html: str = highlight(source, PythonLexer(), HtmlFormatter(nowrap=True))
    return html


def _output(output: Mapping[str, Any], room: _Room) -> str:
    """Return the richest form of an output that can be shown."""
    kind = output.get("output_type")
    if kind == "stream":
        return _pre(_text(output.get("text", "")), "output", room)
    if kind == "error":
        return _pre(_text(output.get("traceback", ""), "\n"), "error", room)
    data = output.get("data")
    if not isinstance(data, dict):
        return ""
    for image in _IMAGES[:-1]:
        if image in data:
            address = f"data:{image};base64,{_text(data[image])}"
            return f'<p><img src="{escape(address)}" alt="Output of the student\'s code"></p>'
    if "text/html" in data:
        shown, said = room.html(_text(data["text/html"]))
        return shown + _said(said)
    if "text/markdown" in data:
        shown, said = room.source(_text(data["text/markdown"]))
        return _markdown(shown, {}) + _said(said)
    return _pre(_text(data.get("text/plain", "")), "output", room)


def _pre(text: str, kind: str, room: _Room) -> str:
    if not text.strip():
        return ""
    shown, said = room.output(text)
    return f'<pre class="{kind}">{escape(_ANSI.sub("", shown))}</pre>{_said(said)}'


def _text(value: Any, joint: str = "") -> str:
    """Return what a notebook keeps as a string or as a list of them."""
    if isinstance(value, list):
        return joint.join(line for line in value if isinstance(line, str))
    return value if isinstance(value, str) else ""


def _clean(html: str) -> Markup:
    cleaned = nh3.clean(
        html,
        tags=nh3.ALLOWED_TAGS - {"map", "area", "bdo"},
        attributes={
            "*": {"lang", "title"},
            "a": {"href"},
            "img": {"src", "alt", "width", "height"},
            "ol": {"start"},
            "th": {"colspan", "rowspan", "scope"},
            "td": {"colspan", "rowspan"},
        },
        allowed_classes=_CLASSES,
        attribute_filter=_attribute,
        url_schemes={"http", "https", "mailto", "data"},
        link_rel="noopener noreferrer",
    )
    return Markup(cleaned)


def _attribute(tag: str, name: str, value: str) -> str | None:
    if (tag, name) == ("img", "src"):
        return value if _OWN_IMAGE.fullmatch(value) else None
    if (tag, name) == ("a", "href"):
        return value if _LINK.match(value.strip()) else None
    return value
