"""Which formulas are found in a text, what is seen to be wrong with them, how they are tidied."""

from __future__ import annotations

import pytest
from patience import nobody_hangs

from chainrule import mathematics


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a $x$ and $ y $", ["x", " y "]),
        ("$$\nx\n$$", ["\nx\n"]),
        ("$$a\n\nb$$", ["a\n\nb"]),
        (r"\begin{align*} a &= b \end{align*}", [r"\begin{align*} a &= b \end{align*}"]),
        (r"$$\begin{cases} 1 \end{cases}$$", [r"\begin{cases} 1 \end{cases}"]),
        (r"\\(x\\) \\[y\\]", ["x", "y"]),
        (r"$\text{for \$5}$", [r"\text{for \$5}"]),
        (r"$\frac{1}{2$ and $x$", [r"\frac{1}{2", "x"]),
        (r"$$a \\\\$$ and $b$", [r"a \\\\", "b"]),
        (r"``$`$`` and `$` and $x$", ["x"]),
        ("`a $x$", ["x"]),
        (r"\$5 and \$6", []),
        ("it costs $5 and $6", []),
        ("one $ is alone", []),
        ("`$x$` and ``$y$``", []),
        ("```\n$x$\n```\n$y$", ["y"]),
        ("~~~\n$x$\n~~~", []),
        ("```\nnever closed $x$", []),
        ("<!-- $x$ -->", []),
        ("$a\n\nb$", []),
    ],
)
def test_formulas_are_found_as_a_notebook_shows_them(text: str, found: list[str]) -> None:
    """Code, comments and money hold none."""
    assert [formula.text for formula in mathematics.find(text)] == found


def test_a_formula_knows_its_line_and_its_place() -> None:
    """Whoever has to repair it can find it."""
    text = "one\n\n$$\nx\n$$ and $y$"
    first, second = mathematics.find(text)
    assert (first.line, first.display) == (3, True)
    assert (second.line, second.display) == (5, False)
    assert text[second.start : second.end] == "$y$"


@pytest.mark.parametrize(
    ("tex", "says"),
    [
        (r"\frac{1}{2", "a closing brace } is missing"),
        (r"\frac{1}}{2}", "has no opening brace"),
        (r"{{{x}", "is missing, 2 times"),
        (r"\begin{cases} 1", r"\end{cases} is missing"),
        (r"1 \end{cases}", r"\end{cases} has no \begin{cases}"),
        (r"\begin{a}\begin{b}\end{a}\end{b}", r"\end{a} has no \begin{a}"),
        (r"\left( x", r"a \right is missing"),
        (r"x \right)", r"a \left is missing"),
    ],
)
def test_a_half_without_its_other_half_is_named(tex: str, says: str) -> None:
    """The reason is one that a student can act on."""
    assert says in mathematics.flaw(tex)


@pytest.mark.parametrize(
    "tex",
    [
        "x",
        r"\{x\}",
        r"\left\{ x \right.",
        r"\leftarrow \rightarrow",
        r"\begin{cases}\begin{matrix}1\end{matrix}\end{cases}",
        "",
    ],
)
def test_nothing_is_found_wrong_with_a_right_formula(tex: str) -> None:
    """Escaped braces are no braces, arrows no fences."""
    assert mathematics.flaw(tex) == ""


@pytest.mark.parametrize(
    ("tex", "tidied"),
    [
        (" x ", "x"),
        ("a\n\n\nb", "a\nb"),
        (r"a \tag{1}", r"a \qquad(\text{1})"),
        (r"a \label{eq:a} \nonumber", "a"),
        (r"{\bf x} \rm y \cal{L}", r"{\mathbf{x}} \mathrm{y} \mathcal{L}"),
        (r"\rmfamily", r"\rmfamily"),
        (r"{a \over b}", r"\frac{a }{ b}"),
        (r"\textcolor{red}{x}", "{x}"),
        (r"\begin{vmatrix}1\end{vmatrix}", r"\left|\begin{matrix}1\end{matrix}\right|"),
        (r"\begin{array}{c|c}1\end{array}", r"\begin{matrix}1\end{matrix}"),
    ],
)
def test_what_a_notebook_shows_and_pandoc_does_not_read_is_rewritten(tex: str, tidied: str) -> None:
    """The formula keeps its meaning."""
    assert mathematics.tidy(tex) == tidied


def test_macros_of_the_author_are_replaced() -> None:
    """With arguments in braces or bare, defined in any of three ways."""
    known = mathematics.macros(
        r"$\newcommand{\norm}[1]{\lVert #1 \rVert} \def\R{\mathbb{R}}$"
        r" \DeclareMathOperator{\argmin}{arg\,min} \newcommand{\pair}[2]{(#1, #2)}"
    )
    assert mathematics.tidy(r"\norm{x}", known) == r"{\lVert x \rVert}"
    assert mathematics.tidy(r"\norm x", known) == r"{\lVert x \rVert}"
    assert mathematics.tidy(r"\R^n", known) == r"{\mathbb{R}}^n"
    assert mathematics.tidy(r"\argmin_x", known) == r"{\operatorname{arg\,min}}_x"
    assert mathematics.tidy(r"\pair{\R}\alpha", known) == r"{({\mathbb{R}}, \alpha)}"
    assert mathematics.tidy(r"\Rn", known) == r"\Rn"
    assert mathematics.tidy(r"\newcommand{\R}{\mathbb{R}} x", known) == "x"


def test_a_macro_that_stands_for_itself_comes_to_an_end() -> None:
    """So does one that doubles at each turn."""
    known = mathematics.macros(r"\def\x{\x} \def\y{\y\y}")
    with nobody_hangs():
        mathematics.tidy(r"\x \y", known)


OPENINGS = [
    *("$a ", "$", "$$", "$$ \\begin{align}", "\\begin{cases}", "\\\\\\\\(", "\\\\\\\\[", "\\\\"),
    *("`", "`a ", "`` ", "```\n", "~~~ ", "<!--", "![](", "\n", "\n ", " ", "{", "\\def\\a{"),
]


@pytest.mark.parametrize("opening", OPENINGS)
def test_a_long_text_is_searched_to_its_end(opening: str) -> None:
    """A million characters of what opens and never closes hang nobody."""
    text = opening * (1_000_000 // len(opening))
    with nobody_hangs():
        found = mathematics.find(text)
        mathematics.macros(text)
    assert all(text[formula.start : formula.end].endswith(("$", "}")) for formula in found)


def test_a_macro_that_grows_is_cut_off() -> None:
    """Thousands of uses of a macro of thousands of signs do not fill the memory."""
    known = mathematics.macros(r"\def\x{" + "x" * 1_500 + r"} \def\y{" + r"\x" * 700 + "}")
    with nobody_hangs():
        assert len(mathematics.tidy(r"\y " * 1_300, known)) < 50_000
