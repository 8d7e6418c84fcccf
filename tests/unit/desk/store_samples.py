"""Marks as graders give them, for the tests of the store."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from chainrule_desk.grades import ledger
from chainrule_desk.grades.ledger import FIRST, REVIEW, Entry, Ledger
from chainrule_desk.grades.store import Store

from .sheet_samples import CONVEXITY

START = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)
MAXIMA = {item.id: item.points for item in CONVEXITY.rubric}


def entry(
    submission: str,
    item: str,
    points: float | None,
    *,
    grader: str = "kn",
    reading: int = FIRST,
    minute: int = 0,
    origin: str = REVIEW,
    comment: str = "",
    answer: str = "",
) -> Entry:
    """Return a mark for the written part."""
    at = START + timedelta(minutes=minute)
    return Entry(
        *(submission, "convexity", item, reading, points, MAXIMA[item], comment),
        grader=grader,
        origin=origin,
        answer=answer,
        at=at,
    )


def append(store: Store, *entries: Entry) -> Ledger:
    """Append marks to a store and return its ledger."""
    with store.writing() as connection:
        ledger.append(connection, entries)
    return read(store)


def read(store: Store) -> Ledger:
    """Return a store's ledger."""
    book = Ledger()
    book.refresh(store)
    return book


def without_number(found: Entry) -> Entry:
    """Return a mark as it was before the store gave it a number."""
    return replace(found, id=0)
