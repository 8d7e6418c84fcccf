r"""Find the formulas of a Markdown text, say what is wrong with one, and tidy it for typesetting.

A notebook shows formulas through MathJax, which forgives and knows more than what makes the PDF:
spaces after a dollar sign, blank lines, ``\begin{align}`` without dollars, macros of the author's.
All of that is brought here into the form that pandoc reads.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from chainrule.scanning import Ahead

_ENVIRONMENTS = (
    "equation|align|alignat|gather|multline|eqnarray|split|aligned|cases|[a-zA-Z]?matrix|array"
)
_OPENING = re.compile(
    r"(?P<fence>^[ \t]*(?P<ticks>`{3,}|~{3,})[^\n]*$)"
    r"|(?P<code>`+)"
    r"|(?P<comment><!--)"
    r"|(?P<escaped>\\[$`])"
    r"|(?P<display>\$\$)"
    rf"|(?P<environment>\\begin\{{(?P<name>(?:{_ENVIRONMENTS})\*?)\}})"
    r"|(?P<inline>\$)"
    r"|(?P<parenthesis>\\\\\()"
    r"|(?P<bracket>\\\\\[)",
    re.MULTILINE,
)
_COMMENT_END = re.compile("-->")
_PARENTHESIS_END = re.compile(r"\\\\\)")
_BRACKET_END = re.compile(r"\\\\\]")
_EMPTY_LINE = re.compile(r"\n[ \t]*\n")
_DOLLAR_OR_ESCAPE = re.compile(r"\\.|\$", re.DOTALL)
_DISPLAYED = ("display", "environment", "bracket")
_LONGEST_DISPLAY: Final = 4_000
_LONGEST_INLINE: Final = 2_000
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_ENVIRONMENT = re.compile(r"\\(begin|end)\s*\{([^{}]*)\}")
_FENCE = re.compile(r"\\(left|right)(?![a-zA-Z])")
_MACRO = re.compile(
    r"\\(?P<how>newcommand|renewcommand|providecommand|DeclareMathOperator)\*?\s*"
    r"(?:\{\s*\\(?P<name>[a-zA-Z]+)\s*\}|\\(?P<bare>[a-zA-Z]+))\s*(?:\[(?P<arguments>\d)\])?\s*\{"
    r"|\\def\s*\\(?P<defined>[a-zA-Z]+)\s*\{"
)
_LONGEST: Final = 20_000  # a formula with its macros replaced
_DEEPEST: Final = 20
_MOST_MACROS: Final = 300
_LONGEST_BODY: Final = 2_000


@dataclass(frozen=True)
class Formula:
    """A formula in a Markdown text.

    Attributes:
        text: The TeX between its delimiters.
        display: Whether it stands on a line of its own.
        start: Where it begins in the text, its delimiter included.
        end: Where it ends.
        line: Number of the line that it begins in, from 1.
    """

    text: str
    display: bool
    start: int
    end: int
    line: int


@dataclass(frozen=True)
class Macro:
    """A command of the author's: its body, with ``#1`` to ``#9`` for its arguments."""

    arguments: int
    body: str


def find(markdown: str) -> list[Formula]:
    """Return the formulas of a Markdown text in order; code and comments hold none."""
    return list(_Reader(markdown).formulas())


class _Reader:
    """Reads a text from left to right, once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._ahead = Ahead(text)
        marks = (match.start() for match in _DOLLAR_OR_ESCAPE.finditer(text))
        self._dollars = [at for at in marks if text[at] == "$"]
        doubled = set(self._dollars)
        self._doubles = [at for at in self._dollars if at + 1 in doubled]
        self._ticks: dict[int, list[int]] = {}  # where runs of so many backticks are
        for run in re.finditer("`+", text):
            self._ticks.setdefault(len(run.group()), []).append(run.start())

    def formulas(self) -> Iterator[Formula]:
        """Yield the formulas in order."""
        at, line, counted = 0, 1, 0
        while match := _OPENING.search(self._text, at):
            opened, kind = match.end(), str(match.lastgroup)
            content_end, end = self._end(match, kind)
            if not end:
                at = match.start() + 1 if kind == "display" else opened
                continue
            at = end
            begin = match.start() if kind == "environment" else opened
            text = self._text[begin : end if kind == "environment" else content_end]
            if kind not in (*_DISPLAYED, "inline", "parenthesis") or not text.strip():
                continue
            line += self._text.count("\n", counted, match.start())
            counted = match.start()
            yield Formula(text, kind in _DISPLAYED, match.start(), end, line)

    def _end(self, match: re.Match[str], kind: str) -> tuple[int, int]:
        """Return where the content of what was opened ends, and where its end ends; 0 if never."""
        opened = match.end()
        if kind == "fence":
            return self._fence(match["ticks"], opened)
        if kind == "code":
            ticks = len(match.group())
            return self._next(self._ticks.get(ticks, []), opened, ticks)
        if kind == "environment":
            closing = f"\\end{{{match['name']}}}"
            at = self._text.find(closing, opened, opened + _LONGEST_DISPLAY + len(closing))
            return (at, at + len(closing)) if at >= 0 else (0, 0)
        if kind == "display":
            return self._within(self._next(self._doubles, opened + 1, 2), opened, _LONGEST_DISPLAY)
        if kind == "inline":
            return self._inline(opened)
        pattern, most = {
            "comment": (_COMMENT_END, _LONGEST_INLINE),
            "parenthesis": (_PARENTHESIS_END, _LONGEST_INLINE),
            "bracket": (_BRACKET_END, _LONGEST_DISPLAY),
        }.get(kind, (None, 0))
        if pattern is None:
            return opened, opened  # an escaped sign stands for itself
        return self._within(self._ahead.find(pattern, opened), opened, most)

    def _fence(self, ticks: str, opened: int) -> tuple[int, int]:
        """Return where a fenced block ends: with the text, if its fence is never closed."""
        closing = re.compile(rf"^[ \t]*{ticks}[`~]*[ \t]*$", re.MULTILINE).search(
            self._text, opened + 1
        )
        return closing.span() if closing else (len(self._text),) * 2

    def _inline(self, opened: int) -> tuple[int, int]:
        """Return where a formula within a line of text ends: no paragraph ends in it."""
        begin, end = self._within(self._next(self._dollars, opened, 1), opened, _LONGEST_INLINE)
        is_price = self._text[end : end + 1].isdigit()
        if not end or is_price or self._ahead.find(_EMPTY_LINE, opened)[0] < begin:
            return 0, 0
        return begin, end

    def _next(self, places: list[int], at: int, length: int) -> tuple[int, int]:
        i = bisect_left(places, at)
        return (places[i], places[i] + length) if i < len(places) else (0, 0)

    def _within(self, found: tuple[int, int], opened: int, most: int) -> tuple[int, int]:
        begin, end = found
        return (begin, end) if opened < begin <= min(opened + most, len(self._text)) else (0, 0)


def flaw(tex: str) -> str:
    r"""Say what keeps a formula from being one; empty if nothing is seen.

    Looks for braces, ``\left`` and ``\right``, and environments without their other half.
    """
    depth = 0
    for match in _BRACE.finditer(tex):
        depth += {"{": 1, "}": -1}.get(match.group(), 0)
        if depth < 0:
            return "a closing brace } has no opening brace"
    if depth:
        return "a closing brace } is missing" + (f", {depth} times" if depth > 1 else "")
    opened: list[str] = []
    for match in _ENVIRONMENT.finditer(tex):
        which, name = match.groups()
        if which == "begin":
            opened.append(name)
        elif not opened or opened.pop() != name:
            return rf"\end{{{name}}} has no \begin{{{name}}}"
    if opened:
        return rf"\end{{{opened[-1]}}} is missing"
    halves = [match.group(1) for match in _FENCE.finditer(tex)]
    if halves.count("left") != halves.count("right"):
        missing = "right" if halves.count("left") > halves.count("right") else "left"
        return rf"a \{missing} is missing: every \left needs a \right"
    return ""


def macros(markdown: str) -> dict[str, Macro]:
    r"""Return the commands that a text defines with ``\newcommand``, ``\def`` and their like."""
    found = {}
    for match in itertools.islice(_MACRO.finditer(markdown), _MOST_MACROS):
        body, _ = _group(markdown, match.end() - 1)
        if body is None or len(body) > _LONGEST_BODY:
            continue
        if match["how"] == "DeclareMathOperator":
            body = rf"\operatorname{{{body}}}"
        name = match["name"] or match["bare"] or match["defined"]
        found[name] = Macro(int(match["arguments"] or 0), body)
    return found


def tidy(tex: str, known: Mapping[str, Macro] | None = None) -> str:
    """Return a formula as pandoc reads it, with macros replaced by what they stand for."""
    tex = _without_definitions(tex)
    tex = _expand(tex, known or {})
    tex = re.sub(r"\\(?:label|require|htmlId|class)\s*\{[^{}]*\}", "", tex)
    tex = re.sub(r"\\(?:nonumber|notag|mathstrut|strut)(?![a-zA-Z])", "", tex)
    tex = re.sub(r"\\tag\*?\s*\{([^{}]*)\}", r"\\qquad(\\text{\1})", tex)
    tex = re.sub(r"\\textcolor\s*\{[^{}]*\}", "", tex)
    tex = re.sub(r"\\(?:smash|vphantom|hphantom)\s*(?=\{)", "", tex)
    tex = re.sub(r"\\hbox(?![a-zA-Z])", r"\\mbox", tex)
    tex = re.sub(r"\\mathbbm(?![a-zA-Z])", r"\\mathbb", tex)
    tex = re.sub(r"\\emph(?![a-zA-Z])", r"\\textit", tex)
    for old, new in (("rm", "mathrm"), ("bf", "mathbf"), ("it", "mathit"), ("cal", "mathcal")):
        tex = re.sub(rf"\{{\s*\\{old}(?![a-zA-Z])\s*([^{{}}]*)\}}", rf"{{\\{new}{{\1}}}}", tex)
        tex = re.sub(rf"\\{old}\s*(?=\{{)", rf"\\{new}", tex)
        tex = re.sub(rf"\\{old}(?![a-zA-Z])\s*([A-Za-z0-9])", rf"\\{new}{{\1}}", tex)
    tex = re.sub(r"\{([^{}]*)\\over(?![a-zA-Z])([^{}]*)\}", r"\\frac{\1}{\2}", tex)
    # What pandoc writes for these, typst does not read.
    tex = re.sub(r"\\begin\{vmatrix\}", r"\\left|\\begin{matrix}", tex)
    tex = re.sub(r"\\end\{vmatrix\}", r"\\end{matrix}\\right|", tex)
    tex = re.sub(r"\\begin\{Vmatrix\}", r"\\left\\|\\begin{matrix}", tex)
    tex = re.sub(r"\\end\{Vmatrix\}", r"\\end{matrix}\\right\\|", tex)
    tex = re.sub(r"\\begin\{array\}\s*(?:\[[^\]]*\])?\s*\{[^{}]*\}", r"\\begin{matrix}", tex)
    tex = re.sub(r"\\end\{array\}", r"\\end{matrix}", tex)
    tex = re.sub(r"\\hline(?![a-zA-Z])", "", tex)
    return re.sub(r"\n\s*\n+", "\n", tex).strip()


def _without_definitions(tex: str) -> str:
    """Return a formula without the macros that it defines: they print nothing."""
    pieces, at = [], 0
    while match := _MACRO.search(tex, at):
        body, end = _group(tex, match.end() - 1)
        if body is None:
            break
        pieces.append(tex[at : match.start()])
        at = end
    return "".join([*pieces, tex[at:]])


def _expand(tex: str, known: Mapping[str, Macro]) -> str:
    """Replace macros by what they stand for; one that stands for itself is left after a while."""
    if not known:
        return tex
    names = "|".join(sorted(map(re.escape, known), key=len, reverse=True))
    command = re.compile(rf"\\({names})(?![a-zA-Z])")
    for _ in range(_DEEPEST):
        match = command.search(tex)
        while match is not None and len(tex) <= _LONGEST:
            macro, at = known[match.group(1)], match.end()
            given = []
            for _ in range(macro.arguments):
                argument, at = _argument(tex, at)
                given.append(argument)
            body = _fill(macro.body, given)
            tex = f"{tex[: match.start()]}{{{body}}}{tex[at:]}"
            match = command.search(tex, match.start() + len(body) + 2)
        if len(tex) > _LONGEST or not command.search(tex):
            break
    return tex


def _fill(body: str, given: list[str]) -> str:
    """Put arguments where ``#1`` to ``#9`` stand; one that was not given is empty."""

    def argument(hit: re.Match[str]) -> str:
        number = int(hit.group(1))
        return given[number - 1] if number <= len(given) else ""

    return re.sub(r"#([1-9])", argument, body)


def _argument(tex: str, at: int) -> tuple[str, int]:
    """Return a macro's next argument, a group or a single token, and where it ends."""
    while at < len(tex) and tex[at].isspace():
        at += 1
    if at < len(tex) and tex[at] == "{":
        body, end = _group(tex, at)
        if body is not None:
            return body, end
    token = re.compile(r"\\[a-zA-Z]+|\\.|.", re.DOTALL).match(tex, at)
    return (token.group(), token.end()) if token else ("", at)


def _group(text: str, start: int) -> tuple[str | None, int]:
    """Return what the braces at ``start`` hold, and where they end; None if they do not close."""
    depth = 0
    for match in _BRACE.finditer(text, start, start + _LONGEST):
        depth += {"{": 1, "}": -1}.get(match.group(), 0)
        if depth == 0:
            return text[start + 1 : match.start()], match.end()
    return None, len(text)
