"""The review page shows an answer wherever it stands, and says where that is not sure."""

from __future__ import annotations

import base64
import json
import urllib.request
from pathlib import Path

from review_desk import CONVEXITY, PIXEL, gradebook, served

from chainrule_desk.grades.gradebook import Gradebook
from chainrule_desk.reviewing.review import Review
from chainrule_grader import kept
from chainrule_grader import notebook as notebooks


def page(book: Gradebook, place: str = "") -> str:
    key = Review(book).key("ada")
    with served(book) as address:
        where = f"{address.rstrip('/')}/parts/{CONVEXITY.name}/answers/{key}{place}"
        with urllib.request.urlopen(where, timeout=20) as answer:
            text: bytes = answer.read()
    return text.decode()


def edited(book: Gradebook, below: str) -> None:
    """Add a cell without metadata below the answer, in the copy that the grader keeps."""
    (copy,) = book.project.copies("hw1").glob("*.ipynb")
    document = json.loads(copy.read_bytes())
    added = {"cell_type": "markdown", "metadata": {}, "source": below}
    document["cells"].insert(3, added)
    copy.write_text(json.dumps(document))


def test_an_empty_answer_is_called_empty(tmp_path: Path) -> None:
    """Only where nothing is written, and without a doubt."""
    with gradebook(tmp_path, {"Ada": ""}) as book:
        html = page(book)
    assert "Nothing is written here." in html and 'class="doubt"' not in html


def test_an_answer_in_a_cell_below_is_shown_and_told(tmp_path: Path) -> None:
    """With its words, a sentence, and the whole notebook a click away."""
    with gradebook(tmp_path, {"Ada": "_Type your answer here, replacing this text._"}) as book:
        edited(book, "Four words down below.")
        html, whole = page(book), page(book, "/notebook")
    assert "Four words down below." in html and "Nothing is written" not in html
    assert "4 words" in html and 'class="doubt"' in html
    assert "Four words down below." in whole


def test_a_picture_that_was_handed_in_beside_the_notebook_is_shown(tmp_path: Path) -> None:
    """It came with the notebook; what was not handed in is named as missing."""
    text = "![mine](./my%20plot.png) ![far](other.png) ![out](../../roster.png)"
    with gradebook(tmp_path, {"Ada": text}) as book:
        (copy,) = book.project.copies("hw1").glob("*.ipynb")
        files = {"my plot.png": base64.b64decode(PIXEL), "unused.png": b"x"}
        store = book.project.grades("hw1")
        document = notebooks.parse(copy.read_bytes(), "")
        kept.keep_pictures(files, document, copy.stem, store)
        html = page(book)
    assert len(list(copy.with_suffix(".pictures").iterdir())) == 1
    assert html.count(f'<img src="data:image/png;base64,{PIXEL}" alt="mine"') == 1
    assert html.count("Image that is not in the notebook") == 2
