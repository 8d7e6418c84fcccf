"""A stranger's Markdown and HTML on the grader's page: all of the content, none of the power."""

from __future__ import annotations

import time
from html.parser import HTMLParser

import pytest
from review_desk import HOSTILE, PIXEL, PROSE, notebook

from chainrule_desk import render
from chainrule_desk.grades import answers
from chainrule_desk.grades.answers import Cell

TAGS = {
    "script",
    "style",
    "iframe",
    "form",
    "input",
    "object",
    "embed",
    "svg",
    "meta",
    "link",
    "base",
}
ATTRIBUTES = {"href", "src", "alt", "class", "rel", "title", "width", "height"}
CLASSES = {"math", "inline", "block", "missing"}


class Power(HTMLParser):
    """Collect what a piece of HTML could do on the page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag or an attribute that an answer must not have."""
        if tag in TAGS:
            self.found.append(tag)
        for name, value in attrs:
            allowed = {
                "src": (value or "").startswith("data:image/"),
                "href": (value or "").startswith(("https:", "http:", "mailto:", "#")),
                "class": set((value or "").split()) <= CLASSES,
            }.get(name, name in ATTRIBUTES)
            if not allowed:
                self.found.append(f"{tag} {name}={value}")


def output(**data: str) -> Cell:
    made = {
        "output_type": "display_data",
        "data": {k.replace("_", "/"): v for k, v in data.items()},
    }
    return Cell("code", "", (made,))


def test_prose_keeps_its_formulas_tables_and_code() -> None:
    """Formulas stay text for KaTeX, tables are tables, code is coloured."""
    html = render.markdown(PROSE)
    assert '<span class="math inline">h(x) = \\max(0, wx + b)</span>' in html
    assert '<div class="math block">' in html
    assert "<table>" in html
    assert '<span class="k">def</span>' in html


@pytest.mark.parametrize("kind", ["markdown", "output", "inline"])
def test_hostile_html_is_harmless(kind: str) -> None:
    """No script, style, form, frame, handler, id, foreign class or foreign image is left."""
    html = {
        "markdown": render.markdown(HOSTILE),
        "inline": render.markdown("text " + HOSTILE.replace("\n", " ")),
        "output": render.cells([output(text_html=HOSTILE)]),
    }[kind]
    assert Power(html).found == []
    assert "Honest words remain." in html


def test_image_elsewhere_is_named() -> None:
    """An image that does not lie in the notebook is not fetched; its text says what was meant."""
    html = render.markdown("![my plot](plot.png)")
    assert "Image that is not in the notebook: my plot" in html
    assert "<img" not in html


def test_attachment_is_shown() -> None:
    """An image pasted into the answer is part of the page."""
    html = render.markdown("![plot](attachment:a.png)", {"a.png": {"image/png": PIXEL}})
    assert f'<img src="data:image/png;base64,{PIXEL}" alt="plot">' in html


def test_formula_cannot_leave_its_place() -> None:
    """HTML in a formula is text."""
    html = render.markdown("$</span><img src=x onerror=alert(1)>$")
    assert Power(html).found == []


def test_link_goes_where_links_go() -> None:
    """A link to a page works and tells nobody where it came from; others lose their address."""
    html = render.markdown(
        "[a](https://arxiv.org) [b](data:text/html,x) <a href=' javascript:x'>c</a>"
    )
    assert 'href="https://arxiv.org"' in html
    assert "noreferrer" in html
    assert Power(html).found == []


def test_outputs_are_shown_richest_first() -> None:
    """A plot is shown as an image, an error without terminal colours, long text with its length."""
    assert "data:image/png" in render.cells([output(image_png=PIXEL, text_plain="<Figure>")])
    error = {"output_type": "error", "traceback": ["\x1b[31mZeroDivisionError\x1b[0m: x"]}
    assert '<pre class="error">ZeroDivisionError: x' in render.cells([Cell("code", "", (error,))])
    flood = {"output_type": "stream", "text": "x" * (render.MAX_TEXT + 7)}
    assert "7 characters left out" in render.cells([Cell("code", "", (flood,))])


@pytest.mark.parametrize("output", [{}, {"data": 3}, {"output_type": "stream", "text": {}}])
def test_malformed_outputs_show_nothing(output: dict[str, object]) -> None:
    """Whatever shape an output has, the page is shown."""
    assert render.cells([Cell("code", "", (output,))]) in ("", render.cells([]))


def test_answer_is_what_the_student_wrote_and_plotted() -> None:
    """Of a part are shown the answer and the plots of given code, not the prompt."""
    cells = answers.of_part(notebook({"convexity": "mine", "review": "other"}), "convexity")
    assert [(cell.kind, cell.source, len(cell.outputs)) for cell in cells] == [
        ("code", "", 1),
        ("markdown", "mine", 0),
    ]


@pytest.mark.parametrize("unit", ["[", "![](", "$ ", "$a$ ", "_*", "|a", "<a ", "`", "((("])
@pytest.mark.parametrize("kind", ["markdown", "code", "raw"])
def test_a_megabyte_of_anything_is_shown_in_time(unit: str, kind: str) -> None:
    """Nothing that a student writes keeps a page waiting, makes it huge, or is cut unsaid."""
    began = time.monotonic()
    html = render.cells([Cell(kind, unit * (1_000_000 // len(unit)))] * 3)
    assert time.monotonic() - began < 20
    assert len(html) < 2_000_000
    assert "characters left out here; the notebook that was handed in has them" in html


@pytest.mark.parametrize("tag", ["<div>", "<b>", "<b><p>", "<table><tr><td>"])
def test_elements_within_elements_are_shown_in_time(tag: str) -> None:
    """Elements that a program put out, one within the other, are cut before they take minutes."""
    began = time.monotonic()
    output = {"data": {"text/html": tag * 200_000}}
    html = render.cells([Cell("code", "", (output,) * 20)])
    assert time.monotonic() - began < 20
    assert "characters left out here" in html
