"""One Chromium for the tests of a file."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from lab import CHROMIUM, CHROMIUM_FLAGS
from playwright.sync_api import Browser, sync_playwright


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Return a browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=CHROMIUM_FLAGS)
        yield browser
        browser.close()
