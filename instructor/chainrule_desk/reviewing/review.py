"""Grading by rubric, an answer at a time: whose turn it is, in which order, and what is saved.

- **Order.** Every grader reads a part in an order of their own, drawn from their name and the
  part, so that nobody's place in an alphabet decides how fresh the grader is.
- **Claims.** Who opens an answer holds it. No second grader gets it, unless it is one of the share
  that is read twice: then the second reading goes to somebody else, who does not see the first.
  A claim that nothing was done with for half an hour, before all items had points, is free again.
- **Saving.** A step is saved when the claim is held and no other page marked the answer since this
  one was shown. Otherwise nothing is changed, and the page is shown anew with the reason.
- **Part of the points needs a reason.** A mark between 0 and an item's maximum is not saved until
  somebody says why. One that stands in a store without a reason holds, and the sheet flags it.
"""

from __future__ import annotations

import hashlib
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from chainrule_desk.grades import answers, ledger, schema
from chainrule_desk.grades.agreement import weighted_kappa
from chainrule_desk.grades.answers import Found
from chainrule_desk.grades.gradebook import Gradebook
from chainrule_desk.grades.ledger import (
    FIRST,
    REVIEW,
    SECOND,
    SETTLED,
    SETTLING,
    Answer,
    Entry,
    Remark,
)
from chainrule_desk.grades.marks import lacks_reason
from chainrule_desk.text import points_text
from chainrule_grader.archive import RefusedError
from chainrule_grader.homework import Part, RubricItem

LEASE = timedelta(minutes=30)


class NotSavedError(Exception):
    """A step that was not saved; the message says why, and what to do."""


class NoReasonError(NotSavedError):
    """Part of an item's points that nobody gave a reason for.

    Attributes:
        item: The item.
        points: The points.
    """

    def __init__(self, item: str, points: float, maximum: float) -> None:
        self.item = item
        self.points = points
        of = f"{points_text(points)} of {points_text(maximum)}"
        super().__init__(f"Not saved: say why {of}.")


@dataclass(frozen=True)
class Progress:
    """How far a part is.

    Attributes:
        part: The part.
        total: Answers to read.
        done: Answers that have points for every item.
        mine: Those that the grader gave.
        flagged: Answers that someone should look at again.
        twice: Answers that were read twice.
        differing: Those of them that are not settled.
        kappa: Cohen's weighted kappa of the two readings, where it is defined.
    """

    part: Part
    total: int
    done: int
    mine: int
    flagged: int
    twice: int
    differing: int
    kappa: float | None


@dataclass(frozen=True)
class Turn:
    """An answer in a grader's hands.

    Attributes:
        submission: Whose answer it is.
        part: The part.
        reading: First or second reading.
        grader: Who reads it.
    """

    submission: str
    part: Part
    reading: int
    grader: str

    @property
    def place(self) -> tuple[Answer, int]:
        """The answer and the reading."""
        return self.answer, self.reading

    @property
    def answer(self) -> Answer:
        """The answer's place in the store."""
        return self.submission, self.part.name


class Review:
    """The written parts of a gradebook, for graders."""

    def __init__(self, book: Gradebook) -> None:
        self.book = book
        self.homework = book.homework
        self.step = threading.RLock()  # steps of this server's graders come one after the other
        self._wrote: dict[tuple[Answer, int], tuple[str, int]] = {}
        self._read: dict[Answer, tuple[int, dict[int, str]]] = {}
        self._alike: dict[tuple[tuple[int, str], ...], dict[int, str]] = {}
        self._tallies = {part.name: _Tally() for part in self.homework.manual}
        self._tallied = 0  # marks of the ledger that are in the tallies
        self._orders: dict[tuple[str, str], list[str]] = {}
        self._refresh()  # the first page need not wait for it

    @cached_property
    def students(self) -> dict[str, str]:
        """Return student by submission, for all answers that are to be read."""
        return {entry.counts.submission: entry.student for entry in self.book.to_read}

    @cached_property
    def _contents(self) -> dict[str, str]:
        return {outcome.submission: outcome.content for outcome in self.book.outcomes}

    @cached_property
    def submissions(self) -> dict[str, str]:
        """Return submission by key; a key says nothing of whose answer it is."""
        return {self.key(submission): submission for submission in self.students}

    def key(self, submission: str) -> str:
        """Return what stands in an address in place of a submission."""
        return _drawn(self.homework.id, submission)[:12]

    def part(self, name: str) -> Part | None:
        """Return the written part called ``name``, or ``None``."""
        return next((part for part in self.homework.manual if part.name == name), None)

    def order(self, grader: str, part: Part) -> list[str]:
        """Return the submissions in the grader's own order for a part."""
        key = (grader, part.name)
        if key not in self._orders:
            self._orders[key] = sorted(
                self.students, key=lambda submission: _drawn(*key, submission)
            )
        return self._orders[key]

    def read_twice(self, submission: str, part: Part) -> bool:
        """Return whether an answer is among those that two people read."""
        drawn = int(_drawn(self.homework.id, part.name, submission)[:12], 16) / 16**12
        return drawn < self.book.choice.policy.read_twice

    def progress(self, part: Part, grader: str) -> Progress:
        """Return how far a part is."""
        self._refresh()
        tally = self._tally(part)
        book = self.book.ledger
        pairs = [
            (answer, first, second)
            for answer, first, second in book.twice(part, self.book.facts)
            if answer[0] in self.students
        ]
        return Progress(
            part,
            total=len(self.students),
            done=tally.done,
            mine=tally.graders[grader],
            flagged=sum(r.flagged and r.part == part.name for r in book.remarks()),
            twice=len(pairs),
            differing=sum(bool(self.differing(answer, part)) for answer, _, _ in pairs),
            kappa=weighted_kappa([(first, second) for _, first, second in pairs]),
        )

    def differing(self, answer: Answer, part: Part) -> list[RubricItem]:
        """Return the items of an answer that two readings left open."""
        return self.book.ledger.differing(answer, part, self.digest(answer))

    def digest(self, answer: Answer) -> str:
        """Return the digest of an answer, empty if it is not known."""
        known = self.book.facts.get(answer)
        return known.digest if known else ""

    def next(self, grader: str, part: Part, after: str = "") -> Turn | None:
        """Claim the next answer that the grader can read, or return ``None`` if there is none.

        Args:
            grader: Who asks.
            part: The part.
            after: A submission to go on from, in the grader's order; by default its beginning.
        """
        self._refresh()
        order = self.order(grader, part)
        start = order.index(after) + 1 if after in order else 0
        for submission in (*order[start:], *order[:start]):
            answer = (submission, part.name)
            finished = [self._is_done(answer, reading, part) for reading in (FIRST, SECOND)]
            if finished[0] and (finished[1] or not self.read_twice(submission, part)):
                continue
            turn = self.claim(grader, submission, part)
            if turn and not self._is_done(answer, turn.reading, part):
                return turn
        return None

    def claim(self, grader: str, submission: str, part: Part, take: bool = False) -> Turn | None:
        """Give an answer to a grader, or return ``None`` if others have it.

        Args:
            grader: Who asks.
            submission: Whose answer.
            part: Which part.
            take: Whether to take over a first reading that another grader has finished.
        """
        self._refresh()
        answer = (submission, part.name)
        with self.book.store.writing() as connection:
            held = {row.reading: row for row in connection.execute(_claims(answer))}
            for reading in (FIRST, SECOND):
                if reading in held and held[reading].grader == grader:
                    return Turn(submission, part, reading, grader)
            if self._free(answer, FIRST, part, held) or (
                take and self._is_done(answer, FIRST, part)
            ):
                reading = FIRST
            elif (
                self.read_twice(submission, part)
                and self._free(answer, SECOND, part, held)
                and self.book.ledger.readers(answer).get(FIRST) != grader
            ):
                reading = SECOND
            else:
                return None
            _hold(connection, answer, reading, grader, known=reading in held)
            return Turn(submission, part, reading, grader)

    def answer(self, turn: Turn) -> Found | None:
        """Return a student's answer, or ``None`` if no copy of the notebook was kept."""
        given = answers.given(self.book.project.release(self.homework.id))
        try:
            copy = self.notebook(turn.submission)
            return answers.find(copy.read_bytes(), turn.part.name, self.homework, given, copy)
        except (FileNotFoundError, RefusedError):
            return None

    def notebook(self, submission: str) -> Path:
        """Return where the copy of a submission's notebook lies, if one was kept."""
        content = self._contents[submission]
        return self.book.project.copies(self.homework.id) / f"{content}.ipynb"

    def current(self, turn: Turn) -> Mapping[str, Entry]:
        """Return the marks that hold in this reading, by item."""
        return self.book.ledger.current(turn.answer, turn.reading, self.digest(turn.answer))

    def remark(self, turn: Turn) -> Remark | None:
        """Return what was said of the whole answer in this reading."""
        return self.book.ledger.remark(turn.answer, turn.reading)

    def seen(self, turn: Turn) -> int:
        """Return the number of the last mark in this reading: what a page shows."""
        return max((e.id for e in self.book.ledger.entries(turn.answer, turn.reading)), default=0)

    def give(self, turn: Turn, item: RubricItem, points: float | None, comment: str) -> Entry:
        """Return a mark of this turn, not saved yet."""
        return Entry(
            *turn.answer,
            item.id,
            turn.reading,
            points,
            item.points,
            comment,
            turn.grader,
            REVIEW,
            self.digest(turn.answer),
            schema.now(),
        )

    def save(self, turn: Turn, page: str, seen: int, entries: list[Entry]) -> None:
        """Append marks of one step.

        Args:
            turn: The answer in the grader's hands.
            page: Which page asks; its own steps since ``seen`` are no surprise.
            seen: The number of the last mark that the page showed.
            entries: The marks.

        Raises:
            NotSavedError: If another grader has the answer, it has changed since ``seen``, or part
                of an item's points has no reason.
        """
        _reasoned(entries)
        self._append(turn, page, seen, entries)

    def _append(self, turn: Turn, page: str, seen: int, entries: list[Entry]) -> None:
        moment = schema.now()  # one step has one moment: undo takes it back as a whole

        def write(connection: Connection) -> None:
            last = select(func.coalesce(func.max(schema.marks.c.id), 0)).where(
                schema.marks.c.submission == turn.submission,
                schema.marks.c.part == turn.part.name,
                schema.marks.c.reading == turn.reading,
            )
            number = connection.execute(last).scalar_one()
            if number != seen and self._wrote.get(turn.place) != (page, number):
                raise NotSavedError(
                    "Not saved: this answer was marked elsewhere in the meantime. "
                    "Here is how it stands now."
                )
            ledger.append(connection, [replace(entry, at=moment) for entry in entries])

        self._write(turn, write)
        self._wrote[turn.place] = (page, self.seen(turn))

    def say(self, turn: Turn, comment: str, flagged: bool) -> None:
        """Append what a grader says of the whole answer, if it is something new.

        Raises:
            NotSavedError: If another grader has the answer.
        """
        last = self.remark(turn)
        if (comment, flagged) == ((last.comment, last.flagged) if last else ("", False)):
            return

        def write(connection: Connection) -> None:
            connection.execute(
                insert(schema.remarks).values(
                    submission=turn.submission,
                    part=turn.part.name,
                    reading=turn.reading,
                    comment=comment,
                    flagged=flagged,
                    grader=turn.grader,
                    at=schema.now(),
                )
            )

        self._write(turn, write)

    def undo(self, turn: Turn, page: str, seen: int) -> bool:
        """Take back the grader's last step with this answer; return whether there was one."""
        entries = self.book.ledger.undoing(turn.answer, turn.reading, turn.grader)
        self._append(turn, page, seen, entries)  # what stood there before needs no new reason
        return bool(entries)

    def settle(
        self, answer: Answer, item: RubricItem, points: float, comment: str, grader: str
    ) -> None:
        """Append what two readings settle on.

        Raises:
            NoReasonError: If it is part of the item's points, without a reason.
        """
        entry = Entry(
            *answer,
            item.id,
            SETTLED,
            points,
            item.points,
            comment,
            grader,
            SETTLING,
            self.digest(answer),
            schema.now(),
        )
        _reasoned([entry])
        with self.book.store.writing() as connection:
            ledger.append(connection, [entry])
        self._refresh()

    def _write(self, turn: Turn, write: Callable[[Connection], None]) -> None:
        with self.book.store.writing() as connection:
            held = {row.reading: row.grader for row in connection.execute(_claims(turn.answer))}
            if held.get(turn.reading) != turn.grader:
                other = held.get(turn.reading, "nobody")
                raise NotSavedError(
                    f"Not saved: this answer is in the hands of {other} now. "
                    "Go on with the next one."
                )
            _hold(connection, turn.answer, turn.reading, turn.grader, known=True)
            write(connection)
        self._refresh()

    def _free(
        self,
        answer: Answer,
        reading: int,
        part: Part,
        held: Mapping[int, Row[Any]],
    ) -> bool:
        """Return whether nobody holds a reading, nor has finished it."""
        if self._is_done(answer, reading, part):
            return False
        return reading not in held or held[reading].at < schema.now() - LEASE

    def _is_done(self, answer: Answer, reading: int, part: Part) -> bool:
        """Return whether a reading is complete."""
        return reading in self._readers(answer, part)

    def _readers(self, answer: Answer, part: Part) -> dict[int, str]:
        """Return who finished which reading; remembered until the answer has a new mark."""
        book = self.book.ledger
        marks = book.count(answer)
        known = self._read.get(answer)
        if known is None or known[0] != marks:
            digest = self.digest(answer)
            read = {
                reading: grader
                for reading, grader in book.readers(answer).items()
                if reading != SETTLED and book.done(answer, part, reading, digest)
            }
            read = self._alike.setdefault(tuple(read.items()), read)
            self._read[answer] = known = (marks, read)
        return known[1]

    def _tally(self, part: Part) -> _Tally:
        """Return how far a part is, having counted the marks that are new."""
        with self.step:
            order = self.book.ledger.order
            parts = {part.name: part for part in self.homework.manual}
            for answer in dict.fromkeys(order[self._tallied :]):
                if answer[0] in self.students and answer[1] in parts:
                    read = self._readers(answer, parts[answer[1]])
                    self._tallies[answer[1]].count(answer[0], read)
            self._tallied = len(order)
            return self._tallies[part.name]

    def _refresh(self) -> None:
        with self.step:
            self.book.ledger.refresh(self.book.store)


class _Tally:
    """How many answers to a part have been read, and by whom."""

    def __init__(self) -> None:
        self.done = 0
        self.graders: Counter[str] = Counter()
        self._read: dict[str, dict[int, str]] = {}

    def count(self, submission: str, read: dict[int, str]) -> None:
        """Note who has finished which reading of an answer by now."""
        before = self._read.get(submission, {})
        self.done += (FIRST in read) - (FIRST in before)
        self.graders.subtract(set(before.values()))
        self.graders.update(set(read.values()))
        self._read[submission] = read


def _reasoned(entries: Iterable[Entry]) -> None:
    for entry in entries:
        if lacks_reason(entry.points, entry.maximum, entry.comment):
            raise NoReasonError(entry.item, entry.points or 0.0, entry.maximum)


def _drawn(*words: str) -> str:
    """Return a number that is the same for the same words, as hexadecimal digits."""
    return hashlib.sha256("\0".join(words).encode("utf-8")).hexdigest()


def _claims(answer: Answer) -> Any:
    claims = schema.claims.c
    return select(schema.claims).where(claims.submission == answer[0], claims.part == answer[1])


def _hold(connection: Connection, answer: Answer, reading: int, grader: str, known: bool) -> None:
    place = {"submission": answer[0], "part": answer[1], "reading": reading}
    if known:
        claims = schema.claims.c
        connection.execute(
            update(schema.claims)
            .where(
                claims.submission == answer[0],
                claims.part == answer[1],
                claims.reading == reading,
            )
            .values(grader=grader, at=schema.now())
        )
    else:
        connection.execute(insert(schema.claims).values(**place, grader=grader, at=schema.now()))
