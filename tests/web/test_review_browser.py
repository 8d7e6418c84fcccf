"""An evening of grading in Chromium: by keys alone, on a tablet, in the dark, by two people."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import assert_accessible, listen
from lab import CHROMIUM
from playwright.sync_api import Browser, Page, Route, expect
from review_desk import CONVEXITY, HOSTILE, class_of, gradebook, served

from chainrule_desk.grades.gradebook import Gradebook
from chainrule_desk.grades.ledger import FIRST, SECOND
from chainrule_desk.policies.policy import Policy
from chainrule_desk.reviewing.review import Review

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium on this machine"),
]

SHOTS = Path(__file__).parents[2] / "test-output" / "review"


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Gradebook]:
    """Return the gradebook of five students, nothing marked yet."""
    with gradebook(tmp_path, class_of(5)) as opened:
        yield opened


@pytest.fixture
def address(book: Gradebook) -> Iterator[str]:
    """Return where its review page is served."""
    with served(book) as place:
        yield place


def page_of(browser: Browser, address: str, **options: object) -> tuple[Page, list[str]]:
    """Open an answer; return the page and what the browser complains of or asks elsewhere."""
    page = browser.new_context(**{"viewport": {"width": 1360, "height": 850}, **options}).new_page()  # type: ignore[arg-type]
    complaints = listen(page, (address, "data:"))
    page.set_default_timeout(10_000)
    page.goto(address + "parts/convexity/next")
    return page, complaints


def given(book: Gradebook) -> list[tuple[str, float | None]]:
    """Return every mark in the store, oldest first."""
    book.ledger.refresh(book.store)
    return [(change.entry.item, change.entry.points) for change in book.ledger.history()]


def saved(page: Page) -> None:
    expect(page.locator("#state")).to_contain_text("Saved")


def test_an_answer_is_graded_by_keys_alone(
    chromium: Browser, address: str, book: Gradebook
) -> None:
    """1, 3, 1 again and Enter: full points, 0 for the rest, and the next answer is there."""
    page, complaints = page_of(chromium, address)
    first = page.url
    page.keyboard.press("1")
    page.keyboard.press("3")
    page.keyboard.press("1")
    expect(page.locator("#points-1")).to_have_value("0")
    expect(page.locator("#points-3")).to_have_value("1.5")
    saved(page)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url != first and "/answers/" in url)
    assert given(book) == [("chords", 1), ("sum", 1.5), ("chords", 0), ("one_unit", 0)]
    assert complaints == []


def test_undo_takes_back_the_last_step(chromium: Browser, address: str, book: Gradebook) -> None:
    """U shows again what stood there before, and the history keeps both."""
    page, _ = page_of(chromium, address)
    page.keyboard.press("2")
    expect(page.locator("#points-2")).to_have_value("0.5")
    page.keyboard.press("u")
    expect(page.locator("#points-2")).to_have_value("")
    assert given(book) == [("one_unit", 0.5), ("one_unit", None)]


def test_part_of_the_points_waits_for_a_reason(
    chromium: Browser, address: str, book: Gradebook
) -> None:
    """Shift+3, points, Tab, the reason: only then both are saved, and the page says so."""
    page, _ = page_of(chromium, address)
    page.keyboard.press("Shift+Digit3")
    page.keyboard.type("0,75")
    page.keyboard.press("Tab")
    expect(page.locator("#state")).to_have_text("Not saved: say why")
    expect(page.locator("#comment-3")).to_be_focused()
    expect(page.locator("#comment-3")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#why-3")).to_have_text("Not saved: say why 0.75 of 1.5.")
    assert given(book) == []
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / "reason.png")
    page.keyboard.type("the bias is missing")
    page.keyboard.press("Escape")
    saved(page)
    expect(page.locator(".total")).to_have_text("0.75 of 3, open")
    page.reload()
    expect(page.locator("#points-3")).to_have_value("0.75")
    expect(page.locator("#comment-3")).to_have_value("the bias is missing")
    assert given(book) == [("sum", 0.75)]


def test_reason_may_come_first(chromium: Browser, address: str, book: Gradebook) -> None:
    """A comment that stands there already is the reason."""
    page, _ = page_of(chromium, address)
    page.locator("#comment-3").fill("the bias is missing")
    page.locator("#comment-3").press("Escape")
    saved(page)
    page.locator("#points-3").fill("0.75")
    page.locator("#points-3").press("Enter")
    expect(page.locator(".total")).to_have_text("0.75 of 3, open")
    saved(page)
    assert given(book)[-1] == ("sum", 0.75)


def test_enter_asks_for_the_reason_again(chromium: Browser, address: str, book: Gradebook) -> None:
    """Neither Enter nor N goes on while a reason lacks, and other steps leave the points there."""
    page, _ = page_of(chromium, address)
    first = page.url
    page.locator("#points-3").fill("0.75")
    page.locator("#points-3").press("Enter")
    for key in ("Enter", "n"):
        expect(page.locator("#comment-3")).to_be_focused()
        page.keyboard.press("Escape")
        page.keyboard.press(key)
    expect(page.locator("#comment-3")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("1")
    expect(page.locator("#points-1")).to_have_value("1")
    expect(page.locator("#points-3")).to_have_value("0.75")
    expect(page.locator("#state")).to_have_text("Not saved: say why")
    page.locator("#done").click()
    expect(page.locator(".trouble")).to_contain_text("without a reason")
    assert page.url == first
    assert given(book) == [("chords", 1)]


def test_undo_drops_points_without_a_reason(
    chromium: Browser, address: str, book: Gradebook
) -> None:
    """U takes away what was not saved, and leaves what was."""
    page, _ = page_of(chromium, address)
    page.keyboard.press("1")
    page.locator("#points-3").fill("0.75")
    page.locator("#points-3").press("Enter")
    expect(page.locator("#comment-3")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("u")
    expect(page.locator("#points-3")).to_have_value("")
    expect(page.locator("#points-1")).to_have_value("1")
    saved(page)
    assert given(book) == [("chords", 1)]


def test_reason_is_not_taken_away(chromium: Browser, address: str, book: Gradebook) -> None:
    """Emptying the reason of a saved mark saves nothing, and the page asks for another one."""
    page, _ = page_of(chromium, address)
    page.locator("#comment-3").fill("the bias is missing")
    page.locator("#comment-3").press("Escape")
    page.locator("#points-3").fill("0.75")
    page.locator("#points-3").press("Enter")
    expect(page.locator(".total")).to_have_text("0.75 of 3, open")
    page.locator("#comment-3").fill("")
    page.locator("#comment-3").press("Tab")
    expect(page.locator("#state")).to_have_text("Not saved: say why")
    book.ledger.refresh(book.store)
    (change, last) = book.ledger.history()
    assert (last.entry.points, last.entry.comment) == (0.75, change.entry.comment)


def test_what_is_being_written_outlives_a_new_panel(
    chromium: Browser, address: str, book: Gradebook
) -> None:
    """Who goes on writing while the desk answers keeps every letter, and it is saved."""
    page, _ = page_of(chromium, address)
    page.locator("#points-1").fill("1")
    page.locator("#points-1").press("Tab")
    page.keyboard.type("written before the panel came")
    expect(page.locator(".total")).to_have_text("1 of 3, open")
    expect(page.locator("#comment-1")).to_have_value("written before the panel came")
    with page.expect_response(lambda answer: "written" in (answer.request.post_data or "")):
        page.keyboard.press("Escape")
    saved(page)
    page.reload()
    expect(page.locator("#comment-1")).to_have_value("written before the panel came")


def test_enter_saves_what_was_written_before_the_panel_came(
    chromium: Browser, address: str, book: Gradebook
) -> None:
    """A field that a new panel took over does not know that it was written in; Enter saves it."""
    page, _ = page_of(chromium, address)
    held: list[Route] = []
    page.route("**/answers/**", lambda route: held.append(route), times=1)
    page.keyboard.press("1")
    page.locator("#points-3").fill("0.75")
    expect(page.locator("#state")).to_have_text("Saving…")
    held[0].continue_()
    expect(page.locator(".total")).to_have_text("1 of 3, open")
    expect(page.locator("#points-3")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#comment-3")).to_be_focused()
    page.keyboard.type("the bias is missing")
    page.keyboard.press("Enter")
    expect(page.locator(".total")).to_have_text("1.75 of 3, open")
    saved(page)
    assert given(book) == [("chords", 1), ("sum", 0.75)]


def test_a_new_panel_takes_an_edit_at_once(
    chromium: Browser, address: str, book: Gradebook
) -> None:
    """What is written in the moment a panel has been replaced is saved like anything else."""
    page, _ = page_of(chromium, address)
    page.evaluate(
        """document.addEventListener("htmx:afterSwap", () => setTimeout(() => {
            const comment = document.getElementById("comment-1");
            comment.value = "written at once";
            comment.dispatchEvent(new Event("change", { bubbles: true }));
        }, 0), { once: true })"""
    )
    with page.expect_response(lambda answer: "written" in (answer.request.post_data or "")):
        page.keyboard.press("1")
    saved(page)
    page.reload()
    expect(page.locator("#comment-1")).to_have_value("written at once")


def test_more_than_the_maximum_is_not_saved(
    chromium: Browser, address: str, book: Gradebook
) -> None:
    """Too many points are refused in words, and the store stays as it was."""
    page, _ = page_of(chromium, address)
    page.locator("#points-1").fill("7")
    page.locator("#points-1").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("not between 0 and 1")
    expect(page.locator("#state")).to_contain_text("Not saved")
    assert given(book) == []


def test_comment_and_flag_are_saved(chromium: Browser, address: str, book: Gradebook) -> None:
    """C writes, Escape leaves, F flags; the comment can be used again for the next answer."""
    page, _ = page_of(chromium, address)
    page.keyboard.press("c")
    page.keyboard.insert_text("A clear argument.")
    page.keyboard.press("Escape")
    saved(page)
    page.keyboard.press("f")
    expect(page.locator("#flagged")).to_be_checked()
    expect(page.locator("#state")).to_contain_text("Saved")
    first = page.url
    page.keyboard.press("n")
    page.wait_for_url(lambda url: url != first and "/answers/" in url)
    page.get_by_text("Comments used before").click()
    page.get_by_role("button", name="A clear argument.").click()
    expect(page.locator("#whole")).to_have_value("A clear argument.")
    saved(page)
    page.goto(address)
    expect(page.get_by_text("1 flagged")).to_be_visible()


def test_lost_desk_is_said(chromium: Browser, book: Gradebook) -> None:
    """When the desk is gone, the page says that the mark was not saved."""
    with served(book) as address:
        page, _ = page_of(chromium, address)
    page.context.set_offline(True)
    page.keyboard.press("1")
    expect(page.locator("#state")).to_contain_text("Not saved")
    assert given(book) == []


def test_two_graders_have_two_answers(chromium: Browser, address: str) -> None:
    """Another name in another browser gets another answer, and never the first one."""
    first, _ = page_of(chromium, address)
    other = chromium.new_context().new_page()
    other.goto(address)
    other.get_by_label("Who is grading").fill("Lena")
    other.get_by_role("button", name="Keep").click()
    expect(other.get_by_text("Grading as Lena")).to_be_visible()
    other.goto(address + "parts/convexity/next")
    assert other.url != first.url
    other.goto(first.url)
    expect(other.get_by_text("Another grader has this answer")).to_be_visible()


def test_hostile_answer_does_nothing(chromium: Browser, tmp_path: Path) -> None:
    """A script, a form and a tracker in an answer: nothing runs, nothing is asked elsewhere."""
    with gradebook(tmp_path, {"Eve": HOSTILE}) as book, served(book) as address:
        page, complaints = page_of(chromium, address)
        expect(page.get_by_text("Honest words remain")).to_be_visible()
        assert "taken over" not in page.title()
        assert page.locator(".answer form, .answer [hx-get], .answer [style]").count() == 0
        assert complaints == []


def test_formulas_are_set(chromium: Browser, address: str) -> None:
    """KaTeX from the package sets every formula, with its own fonts."""
    page, _ = page_of(chromium, address)
    assert page.locator(".prose .math .katex").count() >= 8
    assert page.locator(".prose .katex-error").count() == 0
    assert page.evaluate("document.fonts.ready.then(() => document.fonts.check('16px KaTeX_Main'))")


@pytest.fixture
def evening(tmp_path: Path) -> Iterator[tuple[Gradebook, str]]:
    """Return a class that two people have read, and disagree on."""
    with gradebook(tmp_path, class_of(8), Policy(read_twice=1)) as book:
        review = Review(book)
        for grader, shares in (("kn", [1, 1, 0.5, 0, 1, 0.5]), ("lm", [1, 0.5, 0.5, 0, 1])):
            for share in shares:
                turn = review.next(grader, CONVEXITY)
                assert turn is not None
                assert turn.reading == (FIRST if grader == "kn" else turn.reading)
                marks = [
                    review.give(turn, item, item.points * share, "half of it")
                    for item in CONVEXITY.rubric
                ]
                review.save(turn, grader, review.seen(turn), marks)
        assert any(SECOND in book.ledger.readers((s, "convexity")) for s in review.students)
        with served(book) as address:
            yield book, address


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_nothing_serious_for_axe(
    chromium: Browser, evening: tuple[Gradebook, str], colours: str
) -> None:
    """Overview, answer and agreement pass axe-core, in light and dark; screenshots are kept."""
    _, address = evening
    page, complaints = page_of(chromium, address, color_scheme=colours)
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.keyboard.press("1")
    expect(page.locator("#points-1")).to_have_value("1")
    saved(page)
    places = {"answer": page.url, "overview": address}
    places["agreement"] = address + "parts/convexity/agreement"
    for name, place in places.items():
        if place != page.url:
            page.goto(place)
        page.screenshot(path=SHOTS / f"{name}-{colours}.png")
        assert_accessible(page)
    assert complaints == []


def test_disagreement_is_settled_on_the_page(
    chromium: Browser, evening: tuple[Gradebook, str]
) -> None:
    """What two readings left open gets the points that both settle on."""
    _, address = evening
    page = chromium.new_page()
    page.goto(address + "parts/convexity/agreement")
    forms = page.locator("form.settle")
    before = forms.count()
    assert before > 0
    forms.first.get_by_label("Points settled on").fill("0.3")
    forms.first.get_by_role("button", name="Settle").click()
    expect(page.get_by_role("alert")).to_have_text("Not saved: say why 0.3 of 1.")
    expect(forms).to_have_count(before)
    expect(forms.first.get_by_label("Points settled on")).to_have_value("0.3")
    forms.first.get_by_label("Comment for the student").fill("one chord of two")
    forms.first.get_by_role("button", name="Settle").click()
    expect(forms).to_have_count(before - 1)


def test_tablet_needs_no_sideways_scrolling(chromium: Browser, address: str) -> None:
    """On a tablet held upright the page fits, and buttons are large enough for a finger."""
    page, _ = page_of(chromium, address, viewport={"width": 768, "height": 1024}, has_touch=True)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    box = page.locator("#done").bounding_box()
    assert box is not None
    assert box["height"] >= 44
    page.locator("#toggle-1").tap()
    saved(page)
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / "tablet.png", full_page=True)
