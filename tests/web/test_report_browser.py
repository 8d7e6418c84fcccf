"""The class report in Chromium: light, dark, on a tablet, on paper, and nothing serious for axe."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from browser import assert_accessible, opened
from class_samples import homework, marks, results
from lab import CHROMIUM
from playwright.sync_api import Browser

from chainrule_desk.grade_sheets import sheet
from chainrule_desk.grades.verdicts import Verdicts
from chainrule_desk.reporting import report_page
from chainrule_desk.reporting.class_report import Agreement, compiled

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium on this machine"),
]

SHOTS = Path(__file__).parents[2] / "test-output" / "report"
HOMEWORK = homework()


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the report of a class of 160."""
    made = results(HOMEWORK, 160, refused=2, internal=1)
    frame = sheet.grade_sheet(
        HOMEWORK, made, marks(HOMEWORK, made, share=0.9), absent=("Yann", "Zoe")
    )
    report = replace(
        compiled(HOMEWORK, frame, list(map(Verdicts.of, made))),
        agreements=(Agreement(HOMEWORK.manual[0], 14, 0.71, 2),),
        worked_s=[1800.0 * n for n in range(2, 14)],
    )
    page = tmp_path_factory.mktemp("report") / "report.html"
    report_page.write(page, report)
    return page


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 768])
def test_nothing_serious_for_axe(chromium: Browser, path: Path, colours: str, width: int) -> None:
    """Wide and on a tablet, light and dark; nothing is fetched, and screenshots are kept."""
    page, heard = opened(
        chromium, path, color_scheme=colours, viewport={"width": width, "height": 900}
    )
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"report-{colours}-{width}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert heard == []
    assert_accessible(page)


def test_labels_of_parts_lie_inside_their_plot(chromium: Browser, path: Path) -> None:
    """Every part of the map has its label, none is cut off, and few overlap."""
    page, _ = opened(chromium, path)
    figure = page.locator("figure", has_text="Difficulty and discrimination")
    frame = figure.locator("svg").bounding_box()
    assert frame is not None
    boxes = []
    for part in HOMEWORK.parts:
        box = figure.locator("svg text").get_by_text(part.label, exact=True).bounding_box()
        assert box is not None
        assert frame["x"] <= box["x"] <= box["x"] + box["width"] <= frame["x"] + frame["width"]
        boxes.append(box)
    overlaps = sum(
        a["x"] < b["x"] + b["width"]
        and b["x"] < a["x"] + a["width"]
        and a["y"] < b["y"] + b["height"]
        and b["y"] < a["y"] + a["height"]
        for number, a in enumerate(boxes)
        for b in boxes[:number]
    )
    assert overlaps <= 1


def test_paper_shows_everything(chromium: Browser, path: Path) -> None:
    """In print nothing scrolls: the tables stand there as a whole, in dark ink on white."""
    page, _ = opened(chromium, path, color_scheme="dark")
    page.emulate_media(media="print")
    cut = page.locator(".scroll").evaluate_all(
        "boxes => boxes.filter(box => box.scrollHeight > box.clientHeight + 1).length"
    )
    assert cut == 0
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.pdf(path=SHOTS / "report.pdf", prefer_css_page_size=True)
