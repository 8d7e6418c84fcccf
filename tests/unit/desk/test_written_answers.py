"""Written answers are found as a reader finds them, and marks of unchanged answers hold."""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from nbformat.notebooknode import NotebookNode

from chainrule.answers import Given
from chainrule.completing import complete
from chainrule_desk.grades import answers
from chainrule_grader.homework import Homework, Part

ROOT = Path(__file__).parents[3]
HOMEWORK = Homework(
    "hw1",
    "Homework 1",
    (
        Part("curves", "What the curves say", "1.1", "x", 2, manual=True, word_limit=150),
        Part("code", "Some code", "1.2", "x", 2),
        Part("why", "The reason", "1.3", "x", 2, manual=True),
    ),
)
PLACE = "_Type your answer here, replacing this text._ _At most 150 words._"
END = "<!-- END QUESTION -->"
Cells = list[dict[str, Any]]


def cell(source: str, part: str = "", role: str = "", kind: str = "markdown") -> dict[str, Any]:
    tag = {"chainrule": {"part": part, "role": role}} if part else {}
    return {"cell_type": kind, "metadata": tag, "source": source}


def release() -> Cells:
    return [
        cell("# Homework 1"),
        cell(
            "<!-- BEGIN QUESTION -->\n\n### 1.1 What the curves say (2 points)\n\nSay it.",
            "curves",
            "prompt",
        ),
        cell("plot()", "curves", "prompt", "code"),
        cell(PLACE, "curves", "answer"),
        cell(END),
        cell('from chainrule import words\n\nwords.show("curves", 150)', kind="code"),
        cell("Now some code. It builds on what you saw."),
        cell("### 1.2 Some code (2 points)\n\nWrite it.", "code", "prompt"),
        cell("x = ...", "code", "answer", "code"),
        cell('grader.check("code")', kind="code"),
        cell(
            "<!-- BEGIN QUESTION -->\n\n### 1.3 The reason (2 points)\n\nGive it.", "why", "prompt"
        ),
        cell(PLACE, "why", "answer"),
        cell(END),
        cell("## Hand in\n\nRun it all."),
    ]


def saved(cells: Cells) -> bytes:
    document = {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": cells}
    return json.dumps(document).encode()


GIVEN = Given(complete({"cells": release()}))


def found(cells: Cells, part: str = "curves", given: Given | None = GIVEN) -> answers.Found:
    return answers.find(saved(cells), part, HOMEWORK, given)


def text(of: answers.Found) -> str:
    return " ".join(cell.source for cell in of.cells)


def in_its_cell(cells: Cells) -> Cells:
    cells[3]["source"] = "Mine at last."
    return cells


def in_a_new_cell_below(cells: Cells) -> Cells:
    return [*cells[:4], cell("Mine at last."), *cells[4:]]


def split_over_cells(cells: Cells) -> Cells:
    cells[3]["source"] = "Mine"
    return [*cells[:4], cell("at"), cell("last.", kind="raw"), *cells[4:]]


def in_place_of_its_cell(cells: Cells) -> Cells:
    return [*cells[:3], cell("Mine at last."), *cells[4:]]


def above_its_cell(cells: Cells) -> Cells:
    return [*cells[:3], cell("Mine at last."), *cells[3:]]


def behind_the_end_mark(cells: Cells) -> Cells:
    return [*cells[:5], cell("Mine at last."), *cells[5:]]


def behind_the_count_of_words(cells: Cells) -> Cells:
    return [*cells[:6], cell("Mine at last."), *cells[6:]]


def in_the_cell_of_the_prompt(cells: Cells) -> Cells:
    cells[1]["source"] += "\n\nMine at last."
    return cells


EDITS = [
    in_its_cell,
    in_a_new_cell_below,
    split_over_cells,
    in_place_of_its_cell,
    above_its_cell,
    behind_the_end_mark,
    behind_the_count_of_words,
    in_the_cell_of_the_prompt,
]


def kept(cells: Cells) -> Cells:
    return cells


def dropped(cells: Cells) -> Cells:
    """Leave the cells as Kaggle and Databricks do: without any metadata of ours."""
    return [{**one, "metadata": {"_uuid": "8f28"}} for one in cells]


@pytest.mark.parametrize("metadata", [kept, dropped])
@pytest.mark.parametrize("edit", EDITS)
def test_an_answer_is_found_wherever_a_reader_finds_it(
    edit: Callable[[Cells], Cells], metadata: Callable[[Cells], Cells]
) -> None:
    """Between a prompt and the next, with metadata and without; nothing given is taken for it."""
    shown = found(metadata(edit(release())))
    assert " ".join(text(shown).replace(PLACE, "").split()) == "Mine at last."
    assert shown.words == 3 and not shown.is_empty
    assert bool(shown.doubt) == (edit is not in_its_cell or metadata is dropped)
    assert text(found(metadata(edit(release())), "why")) == PLACE


@pytest.mark.parametrize("metadata", [kept, dropped])
def test_an_answer_is_empty_only_where_nothing_is_written(
    metadata: Callable[[Cells], Cells],
) -> None:
    """The placeholder and a plot of given code are nothing written."""
    cells = release()
    cells[2]["outputs"] = [{"output_type": "display_data", "data": {"image/png": "aGk="}}]
    assert found(cells).is_empty and found(cells).words == 0
    cells[3]["source"] = "![x](attachment:x.png)"
    assert not found(metadata(cells)).is_empty


def test_a_place_that_is_gone_is_told() -> None:
    """Neither prompt nor answer: nobody says that nothing is written."""
    gone = found([one for one in release() if "curves" not in str(one)])
    assert (gone.cells, gone.is_empty) == ((), False)
    assert "Neither the prompt" in gone.doubt
    cut = found([one for one in release() if one["source"] != PLACE])
    assert not cut.is_empty and "nothing stands below its prompt" in cut.doubt


def test_without_the_release_the_headings_tell() -> None:
    """A build that was moved away costs no answer."""
    cells = dropped(in_a_new_cell_below(release()))
    assert "Mine at last." in text(found(cells, given=None))


def digest_of_0_1(texts: list[str]) -> str:
    """Return the digest as version 0.1 wrote it: of the tagged cells, in their order."""
    return hashlib.sha256("\0".join(text.strip() for text in texts).encode()).hexdigest()


@pytest.mark.parametrize("source", ["Mine at last.", PLACE, "", " two\n\nparagraphs \n"])
def test_the_digest_of_an_ordinary_answer_is_that_of_0_1(source: str) -> None:
    """A mark belongs to the digest: where nothing changed, none is lost."""
    cells = release()
    cells[3]["source"] = source
    facts = answers.facts(saved(cells), HOMEWORK)
    assert facts["curves"].digest == digest_of_0_1([source])
    twice = [*cells[:4], copy.deepcopy(cells[3]), *cells[4:]]
    assert answers.facts(saved(twice), HOMEWORK)["curves"].digest == digest_of_0_1([source] * 2)


@pytest.mark.parametrize("homework", ["hw1", "foundations", "relu-networks"])
def test_the_digests_of_every_release_are_those_of_0_1(homework: str) -> None:
    """On whole homeworks, too, as they are handed out."""
    data = (ROOT / f"student/{homework}/{homework}.ipynb").read_bytes()
    document = json.loads(data)
    tagged: dict[str, list[str]] = {}
    for one in document["cells"]:
        noted = one["metadata"].get("chainrule", {})
        if noted.get("role") == "answer" and one["cell_type"] == "markdown":
            tagged.setdefault(noted["part"], []).append("".join(one["source"]))
    parts = tuple(
        Part(part["name"], part["title"], part["label"], "x", 1, manual=part["manual"])
        for part in document["metadata"]["chainrule"]["parts"]
    )
    facts = answers.facts(data, Homework(homework, "", parts))
    assert tagged
    assert {part: known.digest for part, known in facts.items()} == {
        part: digest_of_0_1(texts) for part, texts in tagged.items()
    }


def test_a_later_release_changes_no_digest_and_hides_nothing() -> None:
    """Prompts and introductions that were written anew since then are no student's answer."""
    old = release()
    old[6]["source"] = "An introduction as it was in the spring."
    old[1]["source"] = old[1]["source"].replace("Say it.", "Say it as in the spring.")
    in_its_cell(old)
    assert answers.facts(saved(old), HOMEWORK)["curves"].digest == digest_of_0_1(["Mine at last."])
    assert "Mine at last." in text(found(old))


def test_hostile_notebooks_are_looked_through_in_time() -> None:
    """Many cells, long cells and cells that begin like prompts cost seconds at most."""
    import time

    prompt = release()[1]["source"]
    cells = [cell(prompt + " x" * 2_000) for _ in range(2_000)]
    cells += [cell("#" * 50_000), cell("\n" * 200_000), cell("# " * 100_000), cell(" " * 200_000)]
    cells += [cell("\n" * 200_000, kind="code"), cell("<!--" * 50_000)]
    began = time.monotonic()
    found(cells)
    answers.facts(saved(cells), HOMEWORK)
    assert time.monotonic() - began < 20


def test_the_kit_and_the_grader_read_one_layout() -> None:
    """What the look-over counts is what graders are told."""
    from chainrule import answers as kit

    parts = [
        {"name": p.name, "label": p.label, "title": p.title, "manual": p.manual}
        for p in HOMEWORK.parts
    ]
    for edit in (in_its_cell, in_a_new_cell_below, split_over_cells, in_place_of_its_cell):
        cells = edit(release())
        document = {"metadata": {"chainrule": {"parts": parts}}, "cells": cells}
        notebook: NotebookNode = complete(document)
        own = [one.source for one in kit.cells(notebook, "curves")]
        assert [c.source for c in found(cells).cells if c.kind != "code"] == own
