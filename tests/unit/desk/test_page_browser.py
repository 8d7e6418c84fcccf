"""The page of a grade sheet in a real browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, sync_playwright

from chainrule_desk.grade_sheets import page, sheet
from chainrule_grader.results import Status

from .sheet_samples import HOMEWORK, HOSTILE, marks, result

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]


@pytest.fixture(scope="module", params=["light", "dark"])
def browser(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Page]:
    """Return the page of a class with hostile names, and collect what the browser complains of."""
    path = tmp_path_factory.mktemp("page") / "grades.html"
    results = [result(name, 1, 0.5, submission=f"s{n}") for n, name in enumerate(HOSTILE)]
    results += [result(f"Student {n}", n / 40, 0.5, submission=f"t{n}") for n in range(40)]
    results.append(result("Eve", status=Status.REFUSED, reason="No notebook."))
    page.write(path, HOMEWORK, sheet.grade_sheet(HOMEWORK, results, marks(t1=(1, 2))))
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        context = chromium.new_context(
            color_scheme=request.param, viewport={"width": 360, "height": 700}
        )
        view = context.new_page()
        complaints: list[str] = []
        view.on("console", lambda message: complaints.append(message.text))
        view.on("request", lambda asked: complaints.append(asked.url))
        view.on("dialog", lambda dialog: complaints.append(dialog.message))
        view.goto(path.as_uri())
        assert complaints == [path.as_uri()]
        yield view
        chromium.close()


def test_page_fits_a_telephone(browser: Page) -> None:
    """Only the tables scroll sideways; the page does not."""
    assert browser.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_headings_and_names_stay_in_sight(browser: Page) -> None:
    """Scrolled down and to the right, a score still has its heading and its student."""
    moved = browser.evaluate(
        """() => {
            const box = document.querySelector('.scroll');
            const places = () => ['thead th', 'tbody tr:nth-child(30) th'].map(name => {
                const place = box.querySelector(name).getBoundingClientRect();
                return [Math.round(place.left), Math.round(place.top)];
            });
            const before = places();
            box.scrollTo(200, 300);
            const after = places();
            return {corner: [before[0], after[0]], name: [before[1][0], after[1][0]]};
        }"""
    )
    assert moved["corner"][0] == moved["corner"][1]
    assert moved["name"][0] == moved["name"][1]


def test_colours_follow_the_reader(browser: Page) -> None:
    """Dark text on light, or light on dark, in the plots as on the page."""
    dark = browser.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    paper = browser.evaluate("getComputedStyle(document.body).backgroundColor")
    ink = browser.evaluate("getComputedStyle(document.querySelector('svg text')).fill")
    brightness = [sum(map(int, colour[4:-1].split(","))) for colour in (paper, ink)]
    assert (brightness[0] < brightness[1]) == dark
