"""The marks of a class at once: they come to what a ledger says of each answer."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from chainrule_desk.grades import standing
from chainrule_desk.grades.ledger import READINGS, SETTLED, Entry, Ledger, scaled
from chainrule_desk.grades.store import AnswerFacts, Store
from chainrule_grader.homework import RubricItem

from .sheet_samples import HOMEWORK, result
from .store_samples import append, entry

CLASS = ("ada", "bob")
TODAY = {"ada": "new", "bob": ""}  # nothing is known of Bob's answer
ITEMS = (RubricItem("definition", 1, ""), RubricItem("argument", 4, ""), RubricItem("style", 1, ""))
PART = replace(HOMEWORK.manual[0], points=6, rubric=ITEMS)
WORTH = replace(HOMEWORK, parts=(*HOMEWORK.automatic, PART))

ENTRIES = st.lists(
    st.builds(
        entry,
        st.sampled_from(CLASS),
        st.sampled_from(("definition", "argument")),
        st.sampled_from((None, 0.0, 0.5, 1.0)),
        reading=st.sampled_from(READINGS),
        comment=st.sampled_from(("", "", "neat")),
        answer=st.sampled_from(("", "old", "new")),
    ),
    max_size=40,
)


def points(book: Ledger, submission: str, item: RubricItem) -> float | None:
    """Return an item's points as a ledger tells them, reading by reading."""
    answer, digest = (submission, PART.name), TODAY[submission]
    if item in book.differing(answer, PART, digest):
        return None
    marks = (book.current(answer, reading, digest).get(item.id) for reading in READINGS)
    mark = next(filter(None, marks), None)
    return (
        scaled(mark.points, mark.maximum, item.points) if mark and mark.points is not None else None
    )


def unsettled(book: Ledger, submission: str) -> bool:
    answer, digest = (submission, PART.name), TODAY[submission]
    complete = all(book.done(answer, PART, r, digest) for r in READINGS if r != SETTLED)
    return complete and bool(book.differing(answer, PART, digest))


def lapsed(book: Ledger, submission: str) -> bool:
    last = book.entries((submission, PART.name))[-1:]
    return any(mark.answer and TODAY[submission] not in ("", mark.answer) for mark in last)


@settings(deadline=None, max_examples=60)
@given(ENTRIES)
def test_a_class_at_once_comes_to_what_a_ledger_says(entries: list[Entry]) -> None:
    """Whatever was marked, in whatever order: the same points, open items, lapsed answers."""
    with (
        TemporaryDirectory() as folder,
        Store.open(Path(folder) / "grades.sqlite", "hw1") as store,
    ):
        facts = {"ada": {PART.name: AnswerFacts(TODAY["ada"], 9)}}
        store.record([replace(result(name), content=name) for name in CLASS], facts)
        book = append(store, *entries)
        found = standing.read(store, WORTH, {"ada": "Ada"})
        for submission in CLASS:
            for item in PART.rubric:
                mark = found.marks.get(submission, PART.name, item.id)
                assert (mark.points if mark else None) == points(book, submission, item)
            expected = [points(book, submission, item) for item in PART.rubric]
            scores, missing = found.marks.scores([submission], [PART])
            assert missing.item() == expected.count(None)
            total = math.nan if None in expected else math.fsum(p for p in expected if p)
            assert scores.item() == total or math.isnan(total) is math.isnan(scores.item())
        assert found.unsettled == sum(unsettled(book, name) for name in CLASS)
        assert found.lapsed == sum(lapsed(book, name) for name in CLASS)
