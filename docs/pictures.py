"""Take the pictures of the pages that staff see anew: `make demo pictures`.

The grade sheet is that of the sample submissions. The other pages show a class that is drawn from a
seed: of each part a student has the result of one of the samples, the abler the more often that of
the solution, and marks for the written parts are drawn, the abler the better.
"""

from __future__ import annotations

import io
import random
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from chainrule_desk import grading
from chainrule_desk.grade_sheets import sheets
from chainrule_desk.grades import gradebook, ledger
from chainrule_desk.grades.gradebook import Gradebook
from chainrule_desk.grades.ledger import FIRST, REVIEW, Entry
from chainrule_desk.project import Project
from chainrule_desk.reporting import reports
from chainrule_desk.returning import feedback
from chainrule_desk.reviewing import server
from chainrule_desk.reviewing.review import Review
from chainrule_grader import kept
from chainrule_grader.results import PartResult, Result, Status

ID = "hw1"
DOCS = Path(__file__).parent
CHROMIUM = "/usr/bin/chromium"
SEED = 7
FIRST_NAMES = (
    *("Ada", "Amir", "Bob", "Chidi", "Clara", "Deniz", "Dora", "Emmy", "Farah", "Goran"),
    *("Hana", "Ines", "Ivo", "Jun", "Kofi", "Lea", "Mina", "Nils", "Olu", "Paz", "Quang"),
    *("Rosa", "Sami", "Tara", "Uma", "Vera", "Wen", "Yuki"),
)
LAST_NAMES = ("Moreno", "Okafor")
GIVEN = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
DEADLINE = datetime(2026, 11, 20, 22, 59, 59, tzinfo=UTC)
POLICY = """
[policy]
deadline = 2026-11-20T23:59:59
timezone = "Europe/Berlin"

[policy.late]
grace_minutes = 15
penalty = 0.1
free_days = 1
"""
LATE_H = (-30, -3, 0.2, -50, -1, 27, -8, 51, -20, -5, -90)  # hand-ins after the deadline, in turn
PARTLY, REASON = 0.25, "Says so, without the reason."
COLOURS = 128
PART, SHOWN = "convexity_argument", "batch_mean_taken_twice"


def main() -> None:
    """Take all pictures, of the project that this file lies in."""
    here = Project.find(DOCS)
    with tempfile.TemporaryDirectory() as scratch, browser() as page:
        shoot(page, here.grades(ID) / "sheet.html", "grade-sheet", 1200, 1560)
        project = class_project(here, Path(scratch) / "project")
        with gradebook.opened(project, ID) as book:
            mark(book, per_part=5)
            shoot_review(page, book)
            mark(book)
        path, _ = reports.write_report(project, ID)
        shoot(page, path, "class-report", 1180, 980)
        made = feedback.write_feedback(project, ID)
        shoot(page, next(made.folder.rglob(f"*{SHOWN}*.html")), "feedback", 900, 1150)
        recipe = project.recipe(ID)
        recipe.write_text(recipe.read_text(encoding="utf-8") + POLICY, encoding="utf-8")
        sheets.write_sheets(project, ID)
        shoot_flags(page, project.grades(ID) / "sheet.html")


def class_project(here: Project, root: Path) -> Project:
    """Return a copy of the project in which a whole class has handed in."""
    project = Project(root)
    for folder in (here.questions, here.recipes):
        shutil.copytree(folder, root / folder.relative_to(here.root))
    shutil.copytree(here.build(ID), project.build(ID))
    shutil.copytree(here.copies(ID), project.copies(ID))
    samples = list(grading.results_so_far(here, ID).values())
    solved = next(sample for sample in samples if sample.submission == "full_marks")
    others = [s for s in samples if s.status is Status.GRADED and s is not solved]
    draw = random.Random(SEED)
    drawn = [
        drawn_result(f"{first} {last}", solved, others, draw)
        for last in LAST_NAMES
        for first in FIRST_NAMES
    ]
    for number, result in enumerate([*samples, *drawn]):
        at = DEADLINE + timedelta(hours=LATE_H[number % len(LATE_H)])
        kept.keep(replace(result, submitted_at=at), project.grades(ID))
    return project


def drawn_result(name: str, solved: Result, others: list[Result], draw: random.Random) -> Result:
    """Return the result of a student of some ability."""
    able = draw.betavariate(2, 1)
    parts = tuple(
        part
        if draw.random() < able
        else min((other.parts[number] for other in draw.choices(others, k=3)), key=_score)
        for number, part in enumerate(solved.parts)
    )
    return replace(solved, submission=name.casefold().replace(" ", "-"), student=name, parts=parts)


def _score(part: PartResult) -> float:
    return part.score or 0.0


def mark(book: Gradebook, per_part: int | None = None) -> None:
    """Give marks to all written answers that have none yet, or to the first few of each part."""
    draw = random.Random(SEED)
    marked = {change.entry.about for change in book.ledger.history()}
    most = sum(part.points for part in book.homework.automatic)
    able = {
        result.submission: sum(map(_score, result.parts)) / most
        for result in book.counting()
        if result.status is Status.GRADED
    }
    given = [
        Entry(
            *(submission, part.name, item.id, FIRST, share * item.points, item.points),
            comment=REASON if share == PARTLY else "",
            grader="kn",
            origin=REVIEW,
            answer=book.facts[submission, part.name].digest,
            at=GIVEN + timedelta(minutes=minute),
        )
        for part in book.homework.manual
        for minute, submission in enumerate([*able][:per_part])
        for item in part.rubric
        for share in [1 if draw.random() < able[submission] ** 2 else draw.choice((PARTLY, 0))]
        if (submission, part.name) not in marked
    ]
    with book.store.writing() as connection:
        ledger.append(connection, given)


@contextmanager
def browser() -> Iterator[Page]:
    """Open a page in headless Chromium."""
    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu"]
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield chromium.new_page()
        chromium.close()


def save(picture: bytes, name: str) -> None:
    """Write a picture with few colours: it is read in a README."""
    path = DOCS / f"{name}.png"
    Image.open(io.BytesIO(picture)).convert("RGB").quantize(COLOURS).save(path, optimize=True)
    print(f"  {path.relative_to(DOCS.parent)}")


def shoot(page: Page, path: Path, name: str, width: int, height: int) -> None:
    """Take a picture of the top of a page."""
    page.set_viewport_size({"width": width, "height": height})
    page.goto(path.as_uri())
    save(page.screenshot(), name)


def shoot_flags(page: Page, path: Path) -> None:
    """Take a picture of the right end of a sheet's table."""
    page.set_viewport_size({"width": 1196, "height": 760})
    page.goto(path.as_uri())
    table = page.locator(".scroll", has=page.locator("table.grades"))
    table.evaluate("e => { e.style.maxHeight = '690px'; e.scrollLeft = e.scrollWidth }")
    save(table.screenshot(), "sheet-flags")


def shoot_review(page: Page, book: Gradebook) -> None:
    """Take pictures of the review page: its parts, points without a reason, and with it."""
    desk = server.prepare(Review(book), "kn", host="127.0.0.1", port=0, names=False)
    serving = threading.Thread(target=desk.run, daemon=True)
    serving.start()
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(desk.address)
    save(page.screenshot(), "review-overview")
    page.goto(f"{desk.address}parts/{PART}/next")
    page.keyboard.press("1")
    page.wait_for_selector("#state.saved")
    page.locator("#points-2").fill(f"{PARTLY:g}")
    page.locator("#points-2").press("Tab")
    page.wait_for_selector("#state.failed")
    save(page.screenshot(), "review-reason")
    page.locator("#comment-2").fill(REASON)
    page.locator("#comment-2").press("Escape")
    page.wait_for_selector("#state.saved")
    save(page.screenshot(), "review-answer")
    desk.stop()
    serving.join()


if __name__ == "__main__":
    main()
