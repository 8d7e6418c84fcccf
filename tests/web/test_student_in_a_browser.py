"""A student's evening in JupyterLab: open the release, answer, check, export."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from lab import CHROMIUM, Notebook, browser_page, jupyter_lab

from chainrule_desk.build import Built

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Chromium: apt install chromium"),
]

SCREENSHOTS = Path(__file__).parents[2] / "test-output"

BIAS_FORGOTTEN = """def linear_forward(layer, x):
    layer.x = x
    return x @ layer.W.T
"""
RIGHT = """def linear_forward(layer, x):
    layer.x = x
    return x @ layer.W.T + layer.b
"""


@pytest.fixture(scope="module")
def desk(hw1: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Notebook, Path]]:
    """Yield the unpacked handout, open in JupyterLab, its first cells run."""
    scratch = tmp_path_factory.mktemp("evening")
    with zipfile.ZipFile(hw1.handout) as handout:
        handout.extractall(scratch)
    folder = scratch / "hw1"
    SCREENSHOTS.mkdir(exist_ok=True)
    with (
        jupyter_lab(folder, scratch) as address,
        browser_page(viewport={"width": 1180, "height": 1000}) as page,
    ):
        notebook = Notebook(page, address, "hw1.ipynb")
        page.screenshot(path=SCREENSHOTS / "1-opened.png")
        yield notebook, folder


def test_first_cell_says_that_everything_is_there(desk: tuple[Notebook, Path]) -> None:
    """The first cell checks the environment and names the versions."""
    notebook, _ = desk
    output = notebook.run(notebook.index("Run this cell first"))
    assert output.startswith("Ready: Python"), output


def test_failing_check_explains_itself(desk: tuple[Notebook, Path]) -> None:
    """A wrong answer gets an explanation: what was compared, and where it is worst."""
    notebook, _ = desk
    notebook.run(notebook.index("class Linear:"))
    answer, check = notebook.index("def linear_forward"), notebook.index('"linear_forward"')
    notebook.write(answer, BIAS_FORGOTTEN)
    notebook.run(answer)
    output = notebook.run(check)
    notebook.page.screenshot(path=SCREENSHOTS / "2-failing-check.png")
    assert "Test case failed" in output
    assert "`output` has wrong values in 4 of 4 entries. The worst is at [0, 0]" in output, output


def test_repaired_answer_passes(desk: tuple[Notebook, Path]) -> None:
    """The repaired answer passes at once, and the check says what hidden checks look at."""
    notebook, _ = desk
    answer, check = notebook.index("def linear_forward"), notebook.index('"linear_forward"')
    notebook.write(answer, RIGHT)
    notebook.run(answer)
    output = notebook.run(check)
    notebook.page.screenshot(path=SCREENSHOTS / "3-passing-check.png")
    assert "passed!" in output, output
    assert "Hidden checks also look at" in output


def test_export_writes_a_zip_with_a_pdf(desk: tuple[Notebook, Path]) -> None:
    """The last cell writes one zip with the notebook and a PDF, and lists what is missing."""
    notebook, folder = desk
    notebook.save()
    output = notebook.run(notebook.index("submit("), timeout_s=120)
    notebook.page.screenshot(path=SCREENSHOTS / "4-exported.png")
    made = list(folder.glob("hw1_*.zip"))
    assert len(made) == 1, output
    shutil.copy(made[0], SCREENSHOTS / "exported.zip")
    with zipfile.ZipFile(made[0]) as submission:
        names = submission.namelist()
        assert "hw1.ipynb" in names
        pdfs = [name for name in names if name.endswith(".pdf")]
        assert len(pdfs) == 1
        assert submission.read(pdfs[0]).startswith(b"%PDF")
        assert "x @ layer.W.T + layer.b" in submission.read("hw1.ipynb").decode()
