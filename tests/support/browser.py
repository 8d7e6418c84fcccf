"""Look at pages in Chromium: what they say, what they ask for, and what axe-core finds in them."""

from __future__ import annotations

from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page


def opened(browser: Browser, path: Path, **options: object) -> tuple[Page, list[str]]:
    """Open a page of a file; return it and what the browser asks for or complains of."""
    page = browser.new_context(**{"viewport": {"width": 1180, "height": 900}, **options}).new_page()  # type: ignore[arg-type]
    heard = listen(page)
    page.goto(path.as_uri())
    heard.remove(path.as_uri())
    return page, heard


def listen(page: Page, own: tuple[str, ...] = ("data:",)) -> list[str]:
    """Return what the page will ask of others than its own addresses, say or complain of."""
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("dialog", lambda dialog: (heard.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda asked: None if asked.url.startswith(own) else heard.append(asked.url))
    return heard


def assert_accessible(page: Page) -> None:
    """Fail if axe-core finds anything serious."""
    found = Axe().run(page).response["violations"]
    serious = [v for v in found if v["impact"] in ("serious", "critical")]
    assert serious == [], [(v["id"], [n["html"] for n in v["nodes"]][:3]) for v in serious]
