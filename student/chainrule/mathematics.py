r"""Find the formulas of a Markdown text, say what is wrong with one, and tidy it for typesetting.

A notebook shows formulas through MathJax, which forgives and knows more than what makes the PDF:
spaces after a dollar sign, blank lines, ``\begin{align}`` without dollars, macros of the author's.
All of that is brought here into the form that pandoc reads.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_ENVIRONMENTS = "equation|align|alignat|gather|multline|eqnarray|split|aligned|cases|.?matrix|array"
_TOKENS = re.compile(
    r"(?P<fence>^[ \t]*(?P<ticks>`{3,}|~{3,})[^\n]*\n(?:.*?\n)??[ \t]*(?P=ticks)[`~]*[ \t]*$)"
    r"|(?P<open_fence>^[ \t]*(?:```|~~~).*\Z)"
    r"|(?P<code>(?P<tick>`+)(?!`).+?(?<!`)(?P=tick)(?!`))"
    r"|(?P<comment><!--.{0,2000}?-->)"
    r"|(?P<escaped>\\[$`])"
    r"|\$\$(?P<display>(?:[^$\\]|\\.|\$(?!\$)){1,4000}?)\$\$"
    rf"|(?P<environment>\\begin\{{(?P<name>(?:{_ENVIRONMENTS})\*?)\}}.{{0,4000}}?\\end\{{(?P=name)\}})"
    r"|\$(?P<inline>(?:[^$\\\n]|\\.|\n(?![ \t]*\n)){1,2000}?)\$(?!\d)"
    r"|\\\\\((?P<parenthesis>.+?)\\\\\)"
    r"|\\\\\[(?P<bracket>.+?)\\\\\]",
    re.DOTALL | re.MULTILINE,
)
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_ENVIRONMENT = re.compile(r"\\(begin|end)\s*\{([^{}]*)\}")
_FENCE = re.compile(r"\\(left|right)(?![a-zA-Z])")
_MACRO = re.compile(
    r"\\(?P<how>newcommand|renewcommand|providecommand|DeclareMathOperator)\*?\s*"
    r"(?:\{\s*\\(?P<name>[a-zA-Z]+)\s*\}|\\(?P<bare>[a-zA-Z]+))\s*(?:\[(?P<arguments>\d)\])?\s*\{"
    r"|\\def\s*\\(?P<defined>[a-zA-Z]+)\s*\{"
)
_LONGEST = 20_000
_DEEPEST = 20


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
    found = []
    for match in _TOKENS.finditer(markdown):
        for group in ("display", "environment", "inline", "parenthesis", "bracket"):
            text = match.group(group)
            if text is not None and text.strip():
                line = markdown.count("\n", 0, match.start()) + 1
                display = group in ("display", "environment", "bracket")
                found.append(Formula(text, display, match.start(), match.end(), line))
    return found


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
    for match in _MACRO.finditer(markdown):
        body, _ = _group(markdown, match.end() - 1)
        if body is None:
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
    while match := _MACRO.search(tex):
        body, end = _group(tex, match.end() - 1)
        if body is None:
            return tex
        tex = tex[: match.start()] + tex[end:]
    return tex


def _expand(tex: str, known: Mapping[str, Macro]) -> str:
    """Replace macros by what they stand for; one that stands for itself is left after a while."""
    if not known:
        return tex
    names = "|".join(sorted(map(re.escape, known), key=len, reverse=True))
    command = re.compile(rf"\\({names})(?![a-zA-Z])")
    for _ in range(_DEEPEST):
        match = command.search(tex)
        while match is not None:
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
    for match in _BRACE.finditer(text, start):
        depth += {"{": 1, "}": -1}.get(match.group(), 0)
        if depth == 0:
            return text[start + 1 : match.start()], match.end()
    return None, len(text)
