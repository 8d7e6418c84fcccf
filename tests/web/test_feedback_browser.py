"""A student's feedback in Chromium: light, dark, on a tablet; a hostile answer does nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from browser import assert_accessible, opened
from class_samples import homework, results
from desk_project import notebook
from lab import CHROMIUM
from playwright.sync_api import Browser
from review_desk import HOSTILE, PIXEL, PROSE

from chainrule_desk.returning import discretion, feedback_page
from chainrule_desk.returning.feedback_page import Comment, Feedback, Written

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium on this machine"),
]

SHOTS = Path(__file__).parents[2] / "test-output" / "feedback"
HOMEWORK = homework(automatic=2, written=2)
CODE = "def forward(layer, x):\n    return x @ layer.W.T + layer.b\n"


def written(folder: Path, prose: str) -> Path:
    """Write the page of a student who answered with this prose."""
    answers = {"part_0": CODE, "part_1": CODE, "essay_0": prose, "essay_1": PROSE}
    copy = folder / "copy.ipynb"
    copy.write_bytes(notebook(answers, {"part_1": PIXEL}))
    (made,) = results(HOMEWORK, 1, seed=3)
    first, second = HOMEWORK.manual[0].rubric
    comments = (
        Comment(first.text, first.points, 1, ""),
        Comment(second.text, second.points, 0.5, f"A step is missing. {HOSTILE}"),
    )
    path = folder / "feedback.html"
    feedback_page.write(
        path,
        Feedback(
            HOMEWORK,
            "Ada Lovelace",
            discretion.for_student(replace(made, student="Ada Lovelace"), HOMEWORK),
            "marks open",
            None,
            {"part_0": 3.0, "part_1": 2.0, "essay_0": 1.5, "essay_1": None},
            {"essay_0": Written(comments, ("A clear argument, well told.",))},
            copy,
        ),
    )
    return path


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("width", [1180, 768, 380])
def test_nothing_serious_for_axe(
    chromium: Browser, tmp_path: Path, colours: str, width: int
) -> None:
    """On a desk, a tablet and a telephone; all answers open; screenshots are kept."""
    page, heard = opened(
        chromium,
        written(tmp_path, PROSE),
        color_scheme=colours,
        viewport={"width": width, "height": 900},
    )
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"feedback-{colours}-{width}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert heard == []
    assert_accessible(page)


def test_formulas_are_set_without_a_script(chromium: Browser, tmp_path: Path) -> None:
    """A fraction is drawn taller than a letter: the browser sets MathML."""
    page, _ = opened(chromium, written(tmp_path, "$x$ and $$\\frac{x}{y}$$"))
    letter, fraction = (
        page.locator(f"math:has({tag})").first.bounding_box() for tag in ("mrow > mi", "mfrac")
    )
    assert letter is not None
    assert fraction is not None
    assert fraction["height"] > 1.3 * letter["height"]


def test_hostile_answer_does_nothing(chromium: Browser, tmp_path: Path) -> None:
    """Nothing runs, nothing is asked of any server, and the honest words are there."""
    page, heard = opened(chromium, written(tmp_path, HOSTILE))
    assert page.get_by_text("Honest words remain").count() >= 1
    assert page.title() == f"Feedback: {HOMEWORK.title}"
    assert page.locator("script, iframe, form").count() == 0
    assert heard == []
