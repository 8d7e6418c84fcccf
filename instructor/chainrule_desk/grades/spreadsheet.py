"""Bring marks.csv and the grade store together, without losing a mark of either.

The store remembers each row of the file as it was last read or written. So a row that a person
changed in the spreadsheet is told from a row that is only old, because somebody changed the mark on
the review page since. Where both were changed, and not to the same, nothing is read: the complaint
names the row, both marks, and who gave them. A row that is only old may also be about an item that
is worth something else since, or is gone: its mark follows the rubric in the store. Part of an
item's points that somebody fills in needs a reason; one that the store has held without a reason
stays as it is.

An emptied cell opens its mark again. A row that is gone says nothing, and its mark stays: a file
that lost its rows takes no marks with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from sqlalchemy import Connection, delete, insert, select

from chainrule_desk.csv_lines import Complaint
from chainrule_desk.grades import ledger, schema
from chainrule_desk.grades.ledger import FIRST, SETTLED, SPREADSHEET, Answer, Entry, Facts
from chainrule_desk.grades.marks import Given, Key, Mark, Marks, MarksError, lacks_reason
from chainrule_desk.grades.store import Store
from chainrule_desk.text import points_text
from chainrule_grader.homework import Homework


def take(
    store: Store,
    path: Path,
    given: Marks,
    present: Marks,
    readers: Callable[[Answer], Mapping[int, str]],
    homework: Homework,
    facts: Facts,
) -> int:
    """Append to the store what was changed in the file; return how many marks that were.

    Args:
        store: The store.
        path: The file, for complaints.
        given: The marks that the file holds.
        present: The marks that count so far.
        readers: Tells who read an answer, by reading.
        homework: The homework with its present rubric.
        facts: What is known of each answer.

    Raises:
        MarksError: If a mark was changed both in the file and in the store, or gives part of an
            item's points without a reason.
    """
    maxima = {(part.name, i.id): i.points for part in homework.manual for i in part.rubric}
    complaints = []
    entries = []
    rows = {mark.key: mark for mark in given.rows}
    with store.writing() as connection:
        before = _remembered(connection)
        for key in dict.fromkeys([*rows, *(key for key in before if key in given.emptied)]):
            cell = _given(rows.get(key))
            then, now = before.get(key, Given()), _given(present.get(*key))
            if cell.same(then) or cell.same(now) or key[1:] not in maxima:
                continue
            row = rows[key].row if key in rows else None
            if lacks_reason(cell.points, maxima[key[1:]], cell.comment):
                complaints.append(
                    Complaint(
                        row,
                        "comment",
                        f"{' / '.join(key)} has {points_text(cell.points or 0)} of "
                        f"{points_text(maxima[key[1:]])} points: say here why not all of them, or "
                        f"give {points_text(maxima[key[1:]])} or 0",
                    )
                )
                continue
            if now.points is not None and not now.same(then):
                complaints.append(
                    Complaint(
                        row,
                        "points",
                        f"{' / '.join(key)}: the file says {cell}, and on the review page the "
                        f"mark has become {now} since the file was written: put {now} into the "
                        "file, or change the mark on the page",
                    )
                )
                continue
            answer = facts.get(key[:2])
            entries.append(
                Entry(
                    *key,
                    # Where two people read the answer, the file's mark is what they settle on.
                    reading=SETTLED if set(readers(key[:2])) - {FIRST} else FIRST,
                    points=cell.points,
                    maximum=maxima[key[1:]],
                    comment=cell.comment,
                    grader=cell.grader,
                    origin=SPREADSHEET,
                    answer=answer.digest if answer else "",
                    at=schema.now(),
                )
            )
        if complaints:
            raise MarksError(path, sorted(complaints, key=lambda found: found.row or 0))
        ledger.append(connection, entries)
        _remember(connection, given.rows)
    return len(entries)


def remembered(store: Store) -> dict[Key, Given]:
    """Return what the file said when it was last read or written."""
    with store.reading() as connection:
        return _remembered(connection)


def remember(store: Store, written: Marks, names: Mapping[str, str] | None = None) -> None:
    """Note what the file says now that it was written, and how it calls each student."""
    with store.writing() as connection:
        _remember(connection, written.rows)
        known = _names(connection)
        new = [
            {"submission": submission, "student": name}
            for submission, name in (names or {}).items()
            if name not in known.get(submission, ())
        ]
        if new:
            connection.execute(insert(schema.spreadsheet_names), new)


def names(store: Store, called: Mapping[str, str]) -> dict[str, list[str]]:
    """Return all names that the file may have for each submission's student.

    Args:
        store: The store.
        called: The name by submission, as the hand-in tells it.
    """
    with store.reading() as connection:
        known = _names(connection)
    return {submission: [name, *known.get(submission, ())] for submission, name in called.items()}


def _given(mark: Mark | None) -> Given:
    return Given(mark.points, mark.comment, mark.grader) if mark else Given()


def _names(connection: Connection) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in connection.execute(select(schema.spreadsheet_names)):
        found.setdefault(row.submission, []).append(row.student)
    return found


def _remembered(connection: Connection) -> dict[Key, Given]:
    return {
        (row.submission, row.part, row.item): Given(row.points, row.comment, row.grader)
        for row in connection.execute(select(schema.spreadsheet))
    }


def _remember(connection: Connection, rows: Iterable[Mark]) -> None:
    connection.execute(delete(schema.spreadsheet))
    values = [
        {
            "submission": mark.submission,
            "part": mark.part,
            "item": mark.item,
            "points": mark.points,
            "comment": mark.comment,
            "grader": mark.grader,
        }
        for mark in rows
        if mark.given
    ]
    if values:
        connection.execute(insert(schema.spreadsheet), values)
