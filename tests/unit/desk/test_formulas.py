"""Formulas on a page without scripts: MathML where TeX can be read, code where not."""

from __future__ import annotations

import re

import pytest
from markupsafe import Markup

from chainrule_desk import render
from chainrule_desk.returning import formulas


def test_formulas_become_mathml() -> None:
    """In a line and on a line of its own; what is around them stays."""
    page = formulas.typeset(render.markdown("Let $a < b$ & so\n\n$$\\frac{a}{b}$$\n\n*on*."))
    assert page.count("<math") == 2
    assert 'display="block"' in page
    assert "<mfrac><mi>a</mi><mi>b</mi></mfrac>" in page
    assert "<em>on</em>" in page
    assert "&amp; so" in page


def test_environment_is_a_formula() -> None:
    """What students write between begin and end is set, too."""
    page = formulas.typeset(render.markdown("\\begin{align}a &= b \\\\ c &= d\\end{align}"))
    assert "<mtable>" in page


@pytest.mark.parametrize(
    "tex",
    [
        "\\href{javascript:alert(1)}{x}",
        "\\text{</math><script>alert(1)</script>}",
        "</span><img src=x onerror=alert(1)>",
        "\\unknowncommand{",
        "{" * 4000,
    ],
)
def test_hostile_formula_is_only_a_formula(tex: str) -> None:
    """No element, no handler, no address; what cannot be read stays there as text."""
    page = formulas.typeset(render.markdown(f"before ${tex}$ after"))
    assert not re.search(r"<(script|img|a)\b", page)
    assert not re.search(r"<[^>]+\b(on\w+|href|style)=", page)
    assert "before" in page
    assert "after" in page


def test_one_bad_formula_does_not_spoil_the_others() -> None:
    """The others are set; the bad one is shown as it was written."""
    page = formulas.typeset(render.markdown("$x^2$, $\\nosuch{1}$ and $y$"))
    assert page.count("<math") == 2
    assert "<code>\\nosuch{1}</code>" in page


def test_pandoc_that_takes_too_long_leaves_the_tex(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page is made all the same."""
    monkeypatch.setattr(formulas, "WAIT_S", 0)
    assert "<code>x^2</code>" in formulas.typeset(render.markdown("$x^2$"))


def test_page_without_formulas_is_left_alone() -> None:
    """Nothing is started for it."""
    page = Markup("<p>plain</p>")
    assert formulas.typeset(page) is page
