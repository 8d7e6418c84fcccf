"""Drive a notebook in JupyterLab as a student does: by keyboard, in a real browser."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
START_S = 60
# Background services would only knock at a closed network.
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def free_port() -> int:
    """Return a port of this machine that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def browser_page(**options: object) -> Iterator[Page]:
    """Open a page in headless Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=CHROMIUM_FLAGS, headless=True
        )
        try:
            yield browser.new_page(**options)  # type: ignore[arg-type]
        finally:
            browser.close()


@contextmanager
def jupyter_lab(folder: Path, scratch: Path) -> Iterator[str]:
    """Serve a folder with JupyterLab on loopback; yield its address."""
    port = free_port()
    quiet = scratch / "config" / "labconfig" / "page_config.json"
    quiet.parent.mkdir(parents=True)
    quiet.write_text(
        '{"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": true}}'
    )
    environment = {
        **os.environ,
        "JUPYTER_CONFIG_DIR": str(scratch / "config"),
        "JUPYTER_DATA_DIR": str(scratch / "data"),
        "IPYTHONDIR": str(scratch / "ipython"),
        "OMP_NUM_THREADS": "1",
    }
    command = [
        *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"),
        *("--ip=127.0.0.1", f"--port={port}", f"--ServerApp.root_dir={folder}"),
        *("--IdentityProvider.token=", "--expose-app-in-browser"),
    ]
    with (scratch / "lab.log").open("w") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT)
        try:
            _wait_for(f"http://127.0.0.1:{port}/api")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            try:
                server.wait(15)
            except subprocess.TimeoutExpired:
                server.kill()


def _wait_for(address: str) -> None:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise TimeoutError(f"JupyterLab did not answer at {address} within {START_S} s")


class Notebook:
    """A notebook that is open in JupyterLab."""

    def __init__(self, page: Page, address: str, name: str) -> None:
        self.page = page
        page.goto(f"{address}/doc/tree/{name}")
        page.wait_for_selector(".jp-Notebook", timeout=START_S * 1000)
        page.wait_for_function(
            "() => window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel"
            "?.connectionStatus === 'connected'",
            timeout=START_S * 1000,
        )

    def index(self, text: str) -> int:
        """Return the position of the one cell whose source holds ``text``."""
        found: list[int] = self.page.evaluate(
            """text => window.jupyterapp.shell.currentWidget.content.widgets
                .map((cell, i) => cell.model.sharedModel.source.includes(text) ? i : -1)
                .filter(i => i >= 0)""",
            text,
        )
        assert len(found) == 1, f"{len(found)} cells hold {text!r}"
        return found[0]

    def select(self, position: int) -> None:
        """Make a cell the active one and bring it into view."""
        self.page.evaluate(
            """async i => {
                const notebook = window.jupyterapp.shell.currentWidget.content;
                notebook.activeCellIndex = i;
                await notebook.scrollToItem(i, 'center');
            }""",
            position,
        )
        self.page.keyboard.press("Escape")

    def write(self, position: int, source: str) -> None:
        """Replace a cell's source by typing over it."""
        self.select(position)
        self.page.keyboard.press("Enter")
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(source)
        self.page.keyboard.press("Escape")

    def run(self, position: int, timeout_s: float = 60) -> str:
        """Run one cell by Ctrl+Enter and return its output as text."""
        self.select(position)
        before = self._executions(position)
        self.page.keyboard.press("Control+Enter")
        self.page.wait_for_function(
            """([i, before]) => {
                const cell = window.jupyterapp.shell.currentWidget.content.widgets[i].model;
                return cell.type !== 'code'
                    || (cell.executionCount !== null && cell.executionCount !== before);
            }""",
            arg=[position, before],
            timeout=timeout_s * 1000,
        )
        self.page.wait_for_timeout(300)  # output that follows the count
        text: str = self.page.evaluate(
            """i => {
                const cell = window.jupyterapp.shell.currentWidget.content.widgets[i];
                return cell.outputArea ? cell.outputArea.node.innerText : '';
            }""",
            position,
        )
        return text

    def _executions(self, position: int) -> int | None:
        count: int | None = self.page.evaluate(
            "i => window.jupyterapp.shell.currentWidget.content.widgets[i].model.executionCount",
            position,
        )
        return count

    def save(self) -> None:
        """Save by Ctrl+S and wait until nothing is left to save."""
        self.page.keyboard.press("Control+s")
        self.page.wait_for_function(
            "() => !window.jupyterapp.shell.currentWidget.context.model.dirty", timeout=15_000
        )
