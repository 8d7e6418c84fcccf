"""The marks of a class at once: they come to what a ledger says of each answer."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from chainrule_desk.grades import standing
from chainrule_desk.grades.ledger import FIRST, READINGS, SECOND, SETTLED, Entry, Ledger, scaled
from chainrule_desk.grades.store import AnswerFacts, Store
from chainrule_grader.homework import Part, RubricItem

from .sheet_samples import HOMEWORK, result
from .store_samples import append, entry

CLASS = ("ada", "bob")
TODAY = {"ada": "new", "bob": ""}  # nothing is known of Bob's answer
ITEMS = (RubricItem("definition", 1, ""), RubricItem("argument", 4, ""), RubricItem("style", 1, ""))
PART = replace(HOMEWORK.manual[0], points=6)
# As the class was marked; with an item that joined later; without one that has left since.
RUBRICS = (ITEMS[:2], ITEMS[:2], ITEMS, ITEMS[:1])
SEEDS = range(60)


def marked(seed: int) -> list[Entry]:
    """Return marks of a class in the order in which they were given, drawn at random."""
    random = Random(seed)
    return [
        entry(
            random.choice(CLASS),
            random.choice(("definition", "argument")),
            random.choice((None, 0.0, 0.5, 1.0)),
            reading=random.choice((SETTLED, FIRST, FIRST, FIRST, SECOND, SECOND, SECOND)),
            comment=random.choice(("", "", "neat")),
            answer=random.choice(("", "old", "new", "new")),
        )
        for _ in range(random.randint(0, 40))
    ]


def points(book: Ledger, submission: str, part: Part, item: RubricItem) -> float | None:
    """Return an item's points as a ledger tells them, reading by reading."""
    answer, digest = (submission, part.name), TODAY[submission]
    if item in book.differing(answer, part, digest):
        return None
    marks = (book.current(answer, reading, digest).get(item.id) for reading in READINGS)
    mark = next(filter(None, marks), None)
    return (
        scaled(mark.points, mark.maximum, item.points) if mark and mark.points is not None else None
    )


def unsettled(book: Ledger, submission: str, part: Part) -> bool:
    answer, digest = (submission, part.name), TODAY[submission]
    complete = all(book.done(answer, part, r, digest) for r in READINGS if r != SETTLED)
    return complete and bool(book.differing(answer, part, digest))


def lapsed(book: Ledger, submission: str) -> bool:
    last = book.entries((submission, PART.name))[-1:]
    return any(mark.answer and TODAY[submission] not in ("", mark.answer) for mark in last)


def test_a_class_at_once_comes_to_what_a_ledger_says(tmp_path: Path) -> None:
    """Whatever was marked, in whatever order: the same points, open items, lapsed answers."""
    seen = Counter[str]()
    for seed in SEEDS:
        part = replace(PART, rubric=RUBRICS[seed % 4])
        homework = replace(HOMEWORK, parts=(*HOMEWORK.automatic, part))
        with Store.open(tmp_path / f"{seed}.sqlite", "hw1") as store:
            facts = {"ada": {part.name: AnswerFacts(TODAY["ada"], 9)}}
            store.record([replace(result("ada"), content="her first")])
            store.record([replace(result(name), content=name) for name in CLASS], facts)
            book = append(store, *marked(seed))
            found = standing.read(store, homework, {"ada": "Ada"})
        for submission in CLASS:
            expected = [points(book, submission, part, item) for item in part.rubric]
            marks = [found.marks.get(submission, part.name, item.id) for item in part.rubric]
            assert [mark.points if mark else None for mark in marks] == expected, seed
            scores, missing = found.marks.scores([submission], [part])
            assert missing.item() == expected.count(None), seed
            total = math.nan if None in expected else math.fsum(p for p in expected if p)
            assert scores.item() == pytest.approx(total, abs=0, nan_ok=True), seed
            seen["complete" if missing.item() == 0 else "open"] += 1
        assert found.unsettled == sum(unsettled(book, name, part) for name in CLASS), seed
        assert found.lapsed == sum(lapsed(book, name) for name in CLASS), seed
        seen["unsettled"] += found.unsettled
        seen["lapsed"] += found.lapsed
    assert min(seen.values()) >= 5, seen
