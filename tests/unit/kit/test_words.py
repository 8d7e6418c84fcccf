"""What counts as a word, and what a student reads about it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from patience import nobody_hangs

from chainrule import words

from .notebooks import answer, notebook, save


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("_Type your answer here…_", 0),
        ("_Type your answer here, replacing this text._", 0),
        ("_Type your answer here…_\n\nBelow the line.", 3),
        ("It depends.", 2),
        ("well-known networks don't need 1,000.5 layers", 6),
        ("**bold** and `code` count", 4),
        (r"Since $f(x) = x^2$ is convex,", 4),
        ("$$\\begin{aligned} a &= b \\\\ c &= d \\end{aligned}$$ so", 2),
        (r"\begin{align} a &= b \end{align}", 1),
        ("costs $5 and $6", 4),
        ("see [the paper](https://example.org/a/b-c) here", 4),
        ("https://example.org/a/b", 0),
        ("![a figure](attachment:figure.png)", 0),
        ("<!-- a note --> word", 1),
        ("- first\n- second\n\n1. third", 4),
        ("神经网络", 4),
        ("שלום עולם", 2),
        ("naïve Übermut", 2),
        ("great 🎉🎉", 1),
    ],
)
def test_words_are_counted_as_people_count_them(text: str, count: int) -> None:
    """A formula is one word; marks, images and addresses are none."""
    assert words.count(text) == count


OPENINGS = [
    *("](", "](a", "![", "![a](", "[b](c ", "<!--", "<a ", "</a", "http://", "(", "_", "*", "_ "),
    *("$a ", "$", "$$", "$$ <!-- ", "\\begin{a}", "\\begin{align} ", "a-", "a'", "\n", " "),
    *("type your answer here", "_type your answer here ", "_at most 5 words"),
]


@pytest.mark.parametrize("opening", OPENINGS)
def test_a_long_answer_is_counted_to_its_end(opening: str) -> None:
    """A million characters of what opens and never closes hang nobody."""
    with nobody_hangs():
        words.count(opening * (1_000_000 // len(opening)))


def test_what_never_closes_is_text() -> None:
    """An unfinished comment, link, picture or formula hides none of the words behind it."""
    for opening in ("<!-- ", "[a](", "![a](b ", "$x ", "$$ ", "\\begin{cases} "):
        assert words.count(f"{opening}one two three") >= 3, opening


@pytest.mark.parametrize("sentence", ["I type your answer here", "They type your answer here!"])
def test_words_like_those_of_the_placeholder_count(sentence: str) -> None:
    """A mark of the kit's is looked for in its own place only."""
    assert words.count(sentence) == 5


def test_the_answer_in_the_saved_notebook_is_counted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The number comes with the limit, and with where it was read."""
    save(notebook(answer("review", "one two three")))
    words.show("review", 350)
    assert capsys.readouterr().out == (
        "review: 3 words of at most 350, in the notebook as last saved.\n"
    )


def test_too_many_words_are_said(capsys: pytest.CaptureFixture[str]) -> None:
    """How many to take out is said."""
    save(notebook(answer("review", "word " * 12)))
    words.show("review", 10)
    assert "12 words, 2 over the limit of 10" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("prepare", "says"),
    [
        (lambda: None, "No notebook is saved in"),
        (lambda: Path("hw1.ipynb").write_text(""), "is empty on disk"),
        (lambda: Path("hw1.ipynb").write_text('{"cells": ['), "not a readable notebook"),
        (lambda: Path("hw1.ipynb").write_bytes(b"\xff\xfe{"), "cannot be read"),
        (lambda: save(notebook(answer("other", "text"))), "not in the saved notebook"),
        (lambda: save(notebook(answer("review", "_Type your answer here…_"))), "no answer"),
    ],
)
def test_a_notebook_that_cannot_be_counted_says_why(
    prepare: Callable[[], object], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is raised at a student who only wants a number."""
    prepare()
    words.show("review", 350)
    assert says in capsys.readouterr().out


def test_the_notebook_with_homework_is_meant(capsys: pytest.CaptureFixture[str]) -> None:
    """A student's own notebooks in the same folder do not get in the way."""
    save(notebook(answer("review", "one two")), "hw1.ipynb")
    save({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, "scratch.ipynb")
    words.show("review")
    assert "2 words" in capsys.readouterr().out


def test_two_copies_of_the_homework_are_not_guessed_between(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Both are named, and how to choose."""
    save(notebook(answer("review", "one two")), "hw1.ipynb")
    save(notebook(answer("review", "one")), "hw1-Copy1.ipynb")
    words.show("review")
    out = capsys.readouterr().out
    assert "hw1-Copy1.ipynb, hw1.ipynb" in out and "notebook='hw1.ipynb'" in out
    words.show("review", notebook="hw1.ipynb")
    assert "2 words" in capsys.readouterr().out


def test_nothing_is_counted_while_grading(graded: None, capsys: pytest.CaptureFixture[str]) -> None:
    """The grader counts for itself."""
    words.show("review", 350)
    assert capsys.readouterr().out == ""
