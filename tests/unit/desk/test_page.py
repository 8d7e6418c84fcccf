"""The HTML page of a grade sheet: safe, complete, readable for everybody."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chainrule_desk.grade_sheets import page, sheet
from chainrule_grader.homework import Homework, Part
from chainrule_grader.results import Result, Status

from .sheet_samples import FORWARD, HOMEWORK, HOSTILE, WITH_BONUS, marks, result

CLASS = [
    result("Ada", 1, 0.5),
    result("Bob", 1, None),
    result("Cleo", 0.25, 0.5),
    result("Eve", status=Status.REFUSED, reason="eve.ipynb is no notebook."),
]
CSS = Path(page.__file__).parents[1] / "templates" / "sheet.css"


class Reader(HTMLParser):
    """Collect the elements of a page and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element."""
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Keep a text."""
        self.text.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """Return the attributes of all elements of a kind."""
        return [attributes for name, attributes in self.elements if name == tag]


def rendered(results: list[Result] = CLASS, homework: Homework = HOMEWORK) -> str:
    frame = sheet.grade_sheet(homework, results, marks(ada=(1, 2), cleo=(1, 0)))
    return page.render(homework, frame)


def words(html: str) -> str:
    """Return what a person reads, in one line."""
    return " ".join(" ".join(Reader(html).text).split())


def test_page_holds_every_student_and_score() -> None:
    """Names, scores by what their column needs, open scores in words."""
    text = words(rendered())
    assert "Ada graded 7.0 77.8 4.0 3 2.0 2 3" in text
    assert "Bob internal open open open open 2.0 open open" in text
    assert "Eve refused 0.0 0.0 0.0 0 0.0 0 0" in text


def test_headings_tell_label_title_and_maximum() -> None:
    """Number, title and points of each part; bonus is said."""
    text = words(rendered([result("Ada", 1, 1, 1, homework=WITH_BONUS)], WITH_BONUS))
    assert "1.1 Linear: forward 2 points" in text
    assert "3.1 Make it fast 1 point, bonus" in text


def test_rows_that_need_a_person_are_listed_with_the_reason() -> None:
    """Nobody has to look for them."""
    text = words(rendered())
    assert "Needs a person internal Bob 1.2 could not be graded" in text
    assert "refused Eve eve.ipynb is no notebook." in text


def test_as_many_are_counted_as_are_listed() -> None:
    """A graded row with something to look at, such as a record that was not checked, counts too."""
    frame = sheet.grade_sheet(HOMEWORK, CLASS, marks(ada=(1, 2)))
    frame.loc[frame["student"] == "Ada", "reason"] = "1.2 training record was not checked."
    text = words(page.render(HOMEWORK, frame))
    assert "Need a person 3" in text
    assert text.count("not checked") == 1


def test_a_nameless_submission_goes_by_its_file() -> None:
    """The row can be found in the folder."""
    text = words(rendered([result("", 1, 1, submission="s", source="inbox/hw 1.ipynb")]))
    assert "hw 1.ipynb The submission does not tell whose it is." in text


def test_several_hand_ins_are_said() -> None:
    """A row says that it replaces earlier ones."""
    again = [result("Ada", 1, 1, submission="a"), result("Ada", 1, 1, submission="b")]
    assert "Ada 2 hand-ins, one counts" in words(rendered(again))


def test_nothing_is_fetched_or_run() -> None:
    """One file, no script, no link; the policy forbids what is not there."""
    html = rendered()
    reader = Reader(html)
    assert not reader.all("script")
    assert not reader.all("link")
    assert not reader.all("img")
    policy = next(meta for meta in reader.all("meta") if "http-equiv" in meta)
    assert policy["content"] == "default-src 'none'; style-src 'unsafe-inline'"
    assert "url(" not in html.replace("url(#", "")
    assert "@import" not in html


def test_hostile_names_are_only_text() -> None:
    """A name adds no element, no attribute and no template."""
    harmless = [result(f"A{n}", 1, 1, submission=f"s{n}") for n in range(len(HOSTILE))]
    hostile = [
        result(f"A{name}", 1, 1, submission=f"s{n}", source=name) for n, name in enumerate(HOSTILE)
    ]
    assert Reader(rendered(hostile)).elements == Reader(rendered(harmless)).elements


@settings(max_examples=40, deadline=None)
@given(name=st.text(min_size=1), reason=st.text(min_size=1))
def test_any_text_is_only_text(name: str, reason: str) -> None:
    """Any Unicode in a name and a reason adds no element."""
    harmless = rendered([result("A", status=Status.REFUSED, reason="B", submission="s")])
    results = [result(f"A{name}", status=Status.REFUSED, reason=f"B{reason}", submission="s")]
    html = rendered(results)
    html.encode("utf-8")
    assert Reader(html).elements == Reader(harmless).elements


def test_a_title_with_markup_is_text_in_plots_too() -> None:
    """Dollar signs, tags and ampersands in titles are shown as they are."""
    title = "Is $x < y$ & <b>bold</b>?"
    part = replace(FORWARD, title=title)
    homework = replace(HOMEWORK, title=title, parts=(part, *HOMEWORK.parts[1:]))
    html = rendered(homework=homework)
    assert "<b>bold</b>" not in html
    assert html.count("Is $x &lt; y$ &amp; &lt;b&gt;bold&lt;/b&gt;?") >= 4  # page, table, plot


def test_headings_of_tables_say_what_they_head() -> None:
    """Every th has a scope; a table that scrolls can be reached and has a name."""
    reader = Reader(rendered())
    assert {th["scope"] for th in reader.all("th")} == {"col", "row"}
    regions = [div for div in reader.all("div") if div.get("role") == "region"]
    assert regions
    for region in regions:
        assert region["tabindex"] == "0"
        assert any(h2.get("id") == region["aria-labelledby"] for h2 in reader.all("h2"))
    assert reader.all("html")[0]["lang"] == "en"


def test_plots_are_described_in_words() -> None:
    """Each plot is an image with a name and a description that holds its numbers."""
    html = rendered()
    drawings = re.findall(r"<svg.*?</svg>", html, flags=re.DOTALL)
    assert len(drawings) == 2
    for drawing in drawings:
        svg = ElementTree.fromstring(drawing)
        assert svg.attrib["role"] == "img"
        title, description = list(svg)[:2]
        assert title.tag.endswith("title")
        assert description.tag.endswith("desc")
        assert re.search(r"\d", description.text or "")
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def test_plots_follow_light_and_dark() -> None:
    """No colour of a plot is fixed: each is a variable that the page sets twice."""
    drawings = "".join(re.findall(r"<svg.*?</svg>", rendered(), flags=re.DOTALL))
    assert not re.search(r"#[0-9a-f]{6}", drawings)
    used = set(re.findall(r"var\((--[a-z]+)\)", drawings))
    assert used == {"--ink", "--muted", "--tests", "--people", "--paper"}
    for variable in used:
        assert len(re.findall(rf"{variable}:", CSS.read_text())) == 3  # light, dark, paper


def test_histogram_shows_totals_once_they_are_in() -> None:
    """While any total is open, the plot shows what tests gave, and says so."""
    assert "Not every total is in yet" in words(rendered())
    complete = words(rendered([CLASS[0], CLASS[2], CLASS[3]]))
    assert "Total points" in complete
    assert "2 students; full marks are 9 points." in complete


@pytest.mark.parametrize(
    "results",
    [
        [],
        [result("Eve", status=Status.REFUSED, reason="Empty.")],
        [result("Sam", status=Status.INTERNAL)],
        [result("Ada", 0, 0)],
        [result("Ada", 1, 1)] * 2,
    ],
    ids=["nobody", "only refused", "only internal", "zero points", "one student"],
)
def test_small_classes_have_a_page(results: list[Result]) -> None:
    """Plots are left out where there is nothing to plot; nothing fails."""
    assert "Homework 1" in words(rendered(results))


def test_a_homework_of_written_parts_only_has_a_page() -> None:
    """Nothing automatic to plot while the marks are open."""
    homework = replace(HOMEWORK, parts=HOMEWORK.manual)
    assert "open" in words(rendered([result("Zoe")], homework))


def test_a_part_worth_nothing_has_a_page() -> None:
    """A part of 0 points divides nothing."""
    homework = replace(HOMEWORK, parts=(*HOMEWORK.parts, Part("free", "Free", "4", "p", 0)))
    assert "Free" in words(rendered([result("Ada", 1, 1, 1, homework=homework)], homework))


def test_same_grades_give_the_same_page() -> None:
    """No date and no random id is in the page."""
    assert rendered() == rendered()


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_text_stands_out_in_light_dark_and_on_paper() -> None:
    """Text has the contrast of WCAG AA, 4.5 to 1, and lines of plots 3 to 1."""
    blocks = re.findall(r":root \{(.*?)\}", CSS.read_text(), flags=re.DOTALL)
    assert len(blocks) == 3
    for block in blocks:
        colours = dict(re.findall(r"(--[a-z-]+): (#[0-9a-f]{6})", block))
        pairs = [
            *itertools.product(["--ink", "--muted"], ["--paper", "--panel"], [4.5]),
            *((f"--{kind}-ink", f"--{kind}", 4.5) for kind in ("open", "trouble", "good")),
            *itertools.product(["--tests", "--people"], ["--paper"], [3]),
        ]
        for front, back, least in pairs:
            light, dark = sorted((luminance(colours[front]), luminance(colours[back])))[::-1]
            assert (light + 0.05) / (dark + 0.05) >= least, (front, back)
