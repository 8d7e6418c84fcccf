"""What the marks by hand come to: every mark in order of time, and the one that holds now.

A :class:`Ledger` replays the store's marks and remarks, which only ever grow, and goes on from
where it stopped. It is for people who mark an answer at a time; what the marks of a class come to,
:mod:`chainrule_desk.grades.standing` tells. The rules:

- A later mark for the same item, by whomever, takes the place of the earlier one.
- **Two readings.** Where an answer was read twice and the readings differ, the item is open until
  it is settled.
- **Points follow the rubric.** A mark says what the item was worth when it was given; when the item
  is worth more or less today, the points grow or shrink in proportion.
- **A mark is about what was read.** When a student hands in again and the answer is another one,
  its marks lapse: the item is open again, and the old marks stay in the history.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from functools import lru_cache
from sys import intern
from typing import Any

from sqlalchemy import Connection, insert, select, true, tuple_

from chainrule_desk.grades import bulk, schema
from chainrule_desk.grades.marks import TOLERANCE
from chainrule_desk.grades.store import AnswerFacts, Store
from chainrule_grader.homework import Part, RubricItem

SETTLED, FIRST, SECOND = 0, 1, 2
READINGS = (SETTLED, FIRST, SECOND)

REVIEW, SPREADSHEET, UNDO, SETTLING = "review", "spreadsheet", "undo", "settled"

_OF_READ_TWICE = tuple_(schema.marks.c.submission, schema.marks.c.part).in_(
    select(schema.marks.c.submission, schema.marks.c.part).where(schema.marks.c.reading == SECOND)
)

Answer = tuple[str, str]
"""Submission and part: what a grader reads at a time."""

Facts = Mapping[Answer, AnswerFacts]


@dataclass(frozen=True, slots=True)
class Entry:
    """One mark as it was given; the fields are the columns of the table ``marks``."""

    submission: str
    part: str
    item: str
    reading: int
    points: float | None
    maximum: float
    comment: str
    grader: str
    origin: str
    answer: str
    at: datetime
    id: int = 0

    @property
    def about(self) -> Answer:
        """Which answer it is about."""
        return self.submission, self.part


@dataclass(frozen=True, slots=True)
class Remark:
    """What a grader said of a whole answer; the fields are the columns of ``remarks``."""

    submission: str
    part: str
    reading: int
    comment: str
    flagged: bool
    grader: str
    at: datetime
    id: int = 0

    @property
    def place(self) -> tuple[str, str, int]:
        """Which reading of which answer it is about."""
        return self.submission, self.part, self.reading


@dataclass(frozen=True)
class Change:
    """A mark and the one that it took the place of."""

    entry: Entry
    before: Entry | None


class Ledger:
    """All marks of a store, up to the moment of the last :meth:`refresh`.

    Args:
        read_twice: Whether to leave out the answers that have had one reading only.

    Attributes:
        order: Which answer each mark is about, in order of time.
    """

    def __init__(self, read_twice: bool = False) -> None:
        self._among = _OF_READ_TWICE if read_twice else true()
        self._entries: dict[Answer, list[Entry]] = {}
        self._remarks: dict[tuple[str, str, int], Remark] = {}
        self._comments: dict[str, dict[str, int]] = {}
        self._read_again: set[Answer] = set()
        self.order: list[Answer] = []
        self._last_mark = 0
        self._last_remark = 0

    def refresh(self, store: Store) -> None:
        """Read what was written since the last time."""
        marks = schema.marks
        with bulk.kept(), store.reading() as connection:
            columns = [marks.c[field.name] for field in fields(Entry)]
            query = select(*columns).where(marks.c.id > self._last_mark, self._among)
            for row in connection.execute(query.order_by(marks.c.id)):
                values: list[Any] = [intern(v) if type(v) is str else _same(v) for v in row]
                entry = Entry(*values)
                about = self._entries.setdefault(entry.about, [])
                about.append(entry)
                self.order.append(about[0].about)
                self._use(entry.part, entry.comment)
                if entry.reading == SECOND:
                    self._read_again.add(entry.about)
                self._last_mark = entry.id
            for remark in _remarks(connection, self._last_remark):
                self._remarks[remark.place] = remark
                self._use(remark.part, remark.comment)
                self._last_remark = remark.id

    def entries(self, answer: Answer, reading: int | None = None) -> list[Entry]:
        """Return the marks of an answer, oldest first, of one reading or of all."""
        return [
            entry
            for entry in self._entries.get(answer, [])
            if reading is None or entry.reading == reading
        ]

    def count(self, answer: Answer) -> int:
        """Return how many marks an answer has had."""
        return len(self._entries.get(answer, ()))

    def current(self, answer: Answer, reading: int, digest: str = "") -> dict[str, Entry]:
        """Return the mark that holds for each item in one reading; open items are left out.

        Args:
            answer: The answer.
            reading: The reading.
            digest: What the answer is today; marks of another text have lapsed.
        """
        return _current(self.entries(answer, reading), digest)

    def remark(self, answer: Answer, reading: int) -> Remark | None:
        """Return what was last said of a whole answer in one reading."""
        return self._remarks.get((*answer, reading))

    def remarks(self) -> Iterable[Remark]:
        """Return the remark that holds for every answer and reading that has one."""
        return self._remarks.values()

    def comments(self, part: str) -> list[str]:
        """Return the comments given to a part so far, those used most first."""
        used = self._comments.get(part, {})
        return sorted(used, key=lambda comment: (-used[comment], comment))

    def readers(self, answer: Answer) -> dict[int, str]:
        """Return who gave the last mark in each reading."""
        return {entry.reading: entry.grader for entry in self.entries(answer)}

    def done(self, answer: Answer, part: Part, reading: int, digest: str = "") -> bool:
        """Return whether one reading has points for every item of the rubric."""
        current = self.current(answer, reading, digest)
        return all(
            item.id in current and current[item.id].points is not None for item in part.rubric
        )

    def twice(self, part: Part, facts: Facts) -> list[tuple[Answer, float, float]]:
        """Return the answers to a part that were read twice, with both readings' points."""
        found = []
        for answer in self._read_again:
            digest = _digest(facts, answer)
            if answer[1] == part.name and all(
                self.done(answer, part, reading, digest) for reading in (FIRST, SECOND)
            ):
                first, second = (
                    _sum(self.current(answer, reading, digest), part) for reading in (FIRST, SECOND)
                )
                found.append((answer, first, second))
        return sorted(found)

    def differing(self, answer: Answer, part: Part, digest: str = "") -> list[RubricItem]:
        """Return the items on which two readings differ and that nobody has settled."""
        first, second, settled = (
            self.current(answer, reading, digest) for reading in (FIRST, SECOND, SETTLED)
        )
        return [
            item
            for item in part.rubric
            if item.id not in settled
            and _differ(_points(first.get(item.id), item), _points(second.get(item.id), item))
        ]

    def history(self) -> Iterator[Change]:
        """Yield every mark in order of time, each with the one that it took the place of."""
        latest: dict[tuple[Answer, str, int], Entry] = {}
        everything = [entry for entries in self._entries.values() for entry in entries]
        for entry in sorted(everything, key=lambda entry: entry.id):
            key = (entry.about, entry.item, entry.reading)
            yield Change(entry, latest.get(key))
            latest[key] = entry

    def undoing(self, answer: Answer, reading: int, grader: str) -> list[Entry]:
        """Return the marks that take back the grader's last step with an answer.

        Steps are taken back one by one, the last first; taking back is a step of its own in the
        history, and is not itself taken back.
        """
        entries = self.entries(answer, reading)
        steps: list[list[Entry]] = []
        for entry in entries:
            if steps and steps[-1][0].at == entry.at and steps[-1][0].origin == entry.origin:
                steps[-1].append(entry)
            else:
                steps.append([entry])
        standing: list[list[Entry]] = []
        for step in steps:
            if step[0].origin == UNDO:
                standing.pop()
            else:
                standing.append(step)
        if not standing or standing[-1][0].grader != grader or standing[-1][0].origin != REVIEW:
            return []
        step = standing[-1]
        before = {entry.item: entry for entry in entries if entry.id < step[0].id}
        moment = schema.now()
        return [
            replace(
                entry,
                points=before[entry.item].points if entry.item in before else None,
                maximum=before[entry.item].maximum if entry.item in before else entry.maximum,
                comment=before[entry.item].comment if entry.item in before else "",
                origin=UNDO,
                at=moment,
            )
            for entry in step
        ]

    def _use(self, part: str, comment: str) -> None:
        if comment:
            used = self._comments.setdefault(part, {})
            used[comment] = used.get(comment, 0) + 1


@lru_cache(maxsize=1 << 10, typed=True)
def _same(value: Any) -> Any:
    """Return an equal value, one object for many: marks have few points, and a step one moment."""
    return value


def remarks(store: Store) -> dict[tuple[str, str, int], Remark]:
    """Return the remark that holds for each submission, part and reading that has one."""
    with store.reading() as connection:
        return {remark.place: remark for remark in _remarks(connection)}


def _remarks(connection: Connection, after: int = 0) -> Iterator[Remark]:
    table = schema.remarks
    for row in connection.execute(select(table).where(table.c.id > after).order_by(table.c.id)):
        yield Remark(**row._mapping)


def append(connection: Connection, entries: Sequence[Entry]) -> None:
    """Append marks to the store, in the transaction that is open."""
    if entries:
        columns = [column.name for column in schema.marks.c if column.name != "id"]
        connection.execute(
            insert(schema.marks),
            [{name: getattr(entry, name) for name in columns} for entry in entries],
        )


def scaled(points: float, was_worth: float, is_worth: float) -> float:
    """Return points for an item that was worth something else when they were given."""
    if was_worth == is_worth or was_worth == 0:
        return min(points, is_worth)
    return round(points * is_worth / was_worth, 6)


def _current(entries: Iterable[Entry], digest: str) -> dict[str, Entry]:
    latest = {entry.item: entry for entry in entries}
    return {
        item: entry
        for item, entry in latest.items()
        if (entry.points is not None or entry.comment) and _holds(entry, digest)
    }


def _holds(entry: Entry, digest: str) -> bool:
    return not entry.answer or not digest or entry.answer == digest


def _digest(facts: Facts, answer: Answer) -> str:
    known = facts.get(answer)
    return known.digest if known else ""


def _points(entry: Entry | None, item: RubricItem) -> float | None:
    if entry is None or entry.points is None:
        return None
    return scaled(entry.points, entry.maximum, item.points)


def _sum(current: Mapping[str, Entry], part: Part) -> float:
    return round(sum(_points(current[item.id], item) or 0.0 for item in part.rubric), 6)


def _differ(first: float | None, second: float | None) -> bool:
    return first is not None and second is not None and abs(first - second) > TOLERANCE
