"""Marks that people give to written answers, in a CSV file that survives a spreadsheet.

One row a submission and rubric item::

    student,submission,part,item,item_text,max,points,comment,grader
    Ada,ada-1f3c,convexity,definition,States the definition [any form],1,0.5,no quantifier,kn

A grader fills in ``points``, ``comment`` and ``grader``; the other columns say what the row is
about. An empty ``points`` cell is an open mark, never a 0; part of an item's points needs a reason
in ``comment``. ``item_text`` holds what earns the points, then the note to the grader in brackets;
it is there to be read, and is not checked.

Nothing is lost: :func:`template` keeps every mark that it is given, also those of a submission
that no longer counts, and :func:`write` refuses to replace a file by one that lacks any of its
marks. How the file is encoded, and what of a spreadsheet's habits is accepted, is told in
:mod:`chainrule_desk.csv_table`.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from chainrule_desk import csv_table, files
from chainrule_desk.csv_lines import Complaint
from chainrule_desk.csv_table import Record, TableError
from chainrule_desk.errors import DeskError
from chainrule_desk.grades import bulk
from chainrule_desk.grades.bulk import Texts
from chainrule_desk.grades.outcomes import Graded
from chainrule_desk.grades.submissions import LAST, Choice, owners, to_read
from chainrule_desk.text import points_text, readable
from chainrule_grader.homework import Homework, Part, RubricItem

COLUMNS = (
    "student",
    "submission",
    "part",
    "item",
    "item_text",
    "max",
    "points",
    "comment",
    "grader",
)
TOLERANCE = 1e-6  # points are written with six decimals

_BLANK = ("points", "comment", "grader")  # in a row that nobody has filled in
_PROSE = ("item_text", "comment")

_TEXT = ("submission", "part", "item", "comment", "grader")
_NUMERAL = re.compile(r"[0-9]+(\.[0-9]*)?([eE][+-]?[0-9]+)?")

Key = tuple[str, str, str]


@dataclass(frozen=True)
class Mark:
    """What a grader gave for one rubric item of one submission.

    Attributes:
        student: Whose submission it is, for people.
        submission: The submission's stable id.
        part: The part's name.
        item: The rubric item's id.
        points: Points given; ``None`` while the mark is open.
        comment: What the grader tells the student.
        grader: Who gave the mark.
        row: Where a file holds it, as a spreadsheet counts; 0 for a mark of the store.
    """

    student: str
    submission: str
    part: str
    item: str
    points: float | None = None
    comment: str = ""
    grader: str = ""
    row: int = field(default=0, compare=False)

    @property
    def key(self) -> Key:
        """What the mark is about: submission, part and item."""
        return self.submission, self.part, self.item

    @property
    def given(self) -> bool:
        """Whether a grader has filled in anything."""
        return self.points is not None or bool(self.comment or self.grader)


class Given(NamedTuple):
    """What a row of the file, or the store, says of one item."""

    points: float | None = None
    comment: str = ""
    grader: str = ""

    def same(self, other: Given) -> bool:
        """Return whether both say the same, as far as six decimals tell."""
        if (self.points is None) != (other.points is None):
            return False
        close = abs((self.points or 0.0) - (other.points or 0.0)) <= TOLERANCE
        return close and self[1:] == other[1:]

    def __str__(self) -> str:
        points = "open" if self.points is None else points_text(self.points)
        return f"{points} by {self.grader or 'nobody'}" if self.points is not None else points


class Marks:
    """The marks of a homework, at most one a submission and rubric item.

    A large class has hundreds of thousands: they are kept as columns, and :attr:`rows` makes
    objects of them.

    Attributes:
        emptied: What a file has rows about in which nothing is filled in.
    """

    emptied: frozenset[Key] = frozenset()

    def __init__(self, rows: Iterable[Mark] = (), emptied: Iterable[Key] = ()) -> None:
        self.emptied = frozenset(emptied)
        self.rows = marks = tuple(rows)
        self._texts = Texts()
        self._names: Mapping[str, str] = {mark.submission: mark.student for mark in marks}
        self._table = pd.DataFrame(
            {name: self._texts.numbers(getattr(mark, name) for mark in marks) for name in _TEXT}
        )
        self._table["points"] = np.array([mark.points for mark in marks], dtype=float)

    @classmethod
    def of_table(cls, table: pd.DataFrame, texts: Texts, names: Mapping[str, str]) -> Marks:
        """Return marks from columns.

        Args:
            table: Points, NaN while open, and the numbers of the texts of :class:`Mark`.
            texts: What the numbers stand for.
            names: Student by submission.
        """
        marks = cls.__new__(cls)
        marks._texts, marks._names = texts, names
        marks._table = table[[*_TEXT, "points"]].reset_index(drop=True)
        return marks

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Marks) and self.rows == other.rows

    __hash__ = None  # type: ignore[assignment]

    @cached_property
    def rows(self) -> tuple[Mark, ...]:
        """All of them, one by one."""
        return self._marks(self._table)

    @cached_property
    def _by_key(self) -> dict[Key, Mark]:
        return {mark.key: mark for mark in self.rows}

    def get(self, submission: str, part: str, item: str) -> Mark | None:
        """Return the mark for one rubric item, or ``None``."""
        return self._by_key.get((submission, part, item))

    def scores(
        self, submissions: Sequence[str], parts: Sequence[Part]
    ) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """Return the points of written parts, and how many rubric items of each are open.

        Both are (submissions, parts); points are NaN while any of the items is open. A submission
        may come several times: for each of a group.
        """
        items = [(part.name, item.id) for part in parts for item in part.rubric]
        different, which = np.unique(self._texts.numbers(submissions), return_inverse=True)
        row = pd.Index(different).get_indexer(pd.Index(self._table["submission"]))
        column = self._places(items)
        known = (row >= 0) & (column >= 0)
        points = np.full((len(different), len(items)), np.nan)
        points[row[known], column[known]] = self._table["points"][known]
        ends = np.cumsum([len(part.rubric) for part in parts], dtype=int)
        own = np.split(points, ends[:-1], axis=1) if parts else []
        scores = np.empty((len(different), len(parts)))
        missing = np.empty(scores.shape, dtype=np.int64)
        for number, given in enumerate(own):
            scores[:, number] = np.round(given.sum(axis=1), 6)
            missing[:, number] = np.isnan(given).sum(axis=1)
        return scores[which], missing[which]

    def without_reason(self, homework: Homework) -> Sequence[Mark]:
        """Return the marks that give part of an item's points and do not say why not all."""
        items = _items(homework)
        worth = np.array([*(item.points for item in items.values()), np.nan])  # -1: no such item
        points = self._table["points"]
        short = (points > 0) & (points < worth[self._places(items)])
        return [
            mark
            for mark in self._marks(self._table[short])
            if lacks_reason(mark.points, items[mark.part, mark.item].points, mark.comment)
        ]

    def of_no_item(self, homework: Homework) -> Mapping[tuple[str, str], int]:
        """Return how many marks there are for what the homework has no more, by part and item."""
        gone = self._table[(self._places(_items(homework)) < 0) & self._table["points"].notna()]
        return Counter((mark.part, mark.item) for mark in self._marks(gone))

    def _places(self, items: Iterable[tuple[str, str]]) -> NDArray[np.intp]:
        """Return which of the rubric items each mark is for; -1 if it is for none of them."""
        number = self._texts.number
        pairs = ((number(part), number(item)) for part, item in items)
        return bulk.places(self._table, ("part", "item"), pairs)

    def _marks(self, table: pd.DataFrame) -> tuple[Mark, ...]:
        cells = {name: self._texts.texts(table[name]) for name in _TEXT}
        points = [None if math.isnan(given) else given for given in table["points"].tolist()]
        names = [self._names.get(submission, "") for submission in cells["submission"]]
        return tuple(
            Mark(student, submission, part, item, given, comment, grader)
            for student, given, (submission, part, item, comment, grader) in zip(
                names, points, zip(*cells.values(), strict=True), strict=True
            )
        )


def lacks_reason(points: float | None, maximum: float, comment: str) -> bool:
    """Return whether part of an item's points is given, and nobody says why not all of them."""
    return points is not None and 0 < points < maximum - TOLERANCE and not comment.strip()


class MarksError(TableError):
    """Marks that cannot be used as they are."""


def template(
    homework: Homework,
    results: Sequence[Graded],
    existing: Marks | None = None,
    choice: Choice = LAST,
) -> pd.DataFrame:
    """Return one row for each submission that counts and rubric item, with the marks so far.

    Rows go part by part, so that a grader reads all answers to one part before the next. A
    submission that was refused has nothing to mark. Marks that fit no row, such as those of a
    submission that no longer counts or of an item that is gone, come last.
    """
    submissions = [(entry.student, entry.counts.submission) for entry in to_read(results, choice)]
    marks = [
        Mark(student, submission, part.name, item.id)
        for part in homework.manual
        for student, submission in submissions
        for item in part.rubric
    ]
    so_far = {mark.key: mark for mark in marks}
    so_far |= {mark.key: mark for mark in (existing or Marks()).rows}
    items = _items(homework)
    rows = []
    for mark in so_far.values():
        item = items.get((mark.part, mark.item), RubricItem(mark.item, math.nan, ""))
        text = f"{item.text} [{item.note}]" if item.note else item.text
        points = math.nan if mark.points is None else mark.points
        rows.append((mark.student, *mark.key, text, item.points, points, mark.comment, mark.grader))
    types = {name: float if name in ("max", "points") else "str" for name in COLUMNS}
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(types)


def write(path: Path, frame: pd.DataFrame, *, kept_elsewhere: bool = False) -> None:
    """Write a table of :func:`template` to ``path``.

    Args:
        path: The file.
        frame: The table.
        kept_elsewhere: Whether the store already holds every mark of the file that is replaced.

    Raises:
        MarksError: If ``path`` holds a mark that ``frame`` lacks; the file is then left as it is.
    """
    rows = [[_cell(value) for value in row] for row in frame[list(COLUMNS)].itertuples(index=False)]
    if path.exists() and not kept_elsewhere:
        _refuse_loss(path, rows)
    files.replace(path, csv_table.encode(COLUMNS, rows))


def read(
    path: Path,
    homework: Homework,
    results: Sequence[Graded],
    called: Mapping[str, Collection[str]] | None = None,
    before: Mapping[Key, Given] | None = None,
) -> Marks:
    """Read marks back, each cell checked against the homework and what was handed in.

    Args:
        path: The file.
        homework: The homework with its present rubric.
        results: All results.
        called: Other names by submission under which the file may know its student.
        before: What rows said when they were last read or written. One that still says it, or
            still nothing, is not checked against the rubric, which may have changed since.

    Rows in which nothing is filled in are left out. A submission tells what a row is about, and the
    student is there for people: where the class list has changed since, all rows of a submission
    may still bear a name that nobody has now.

    Raises:
        DeskError: If there is no such file.
        MarksError: If anything is not as it should be; nothing of the file is used then.
    """
    try:
        records, complaints = table(path)
    except FileNotFoundError as error:
        raise DeskError(
            f"{path} does not exist: `chainrule sheet {homework.id} --marks` writes it"
        ) from error
    check = _Check(homework, results, complaints, called or {}, before, _names(records))
    marks = [check.mark(record) for record in records]
    if complaints:
        raise MarksError(path, sorted(complaints, key=lambda complaint: complaint.row or 0))
    return Marks(
        (mark for mark in marks if mark is not None and mark.given),
        emptied=(
            mark.key
            for mark in marks
            if mark is not None and not mark.given and (before is None or mark.key in before)
        ),
    )


def table(path: Path) -> tuple[list[Record], list[Complaint]]:
    """Return the rows of a file of marks, and what is wrong with it as a table."""
    return csv_table.read(path, COLUMNS, blank=_BLANK, prose=_PROSE)


def _names(records: Iterable[Record]) -> dict[str, set[str]]:
    """Return the names that the file has for each submission, in comparable form."""
    found: dict[str, set[str]] = {}
    for record in records:
        name = _comparable(record.cells["student"])
        found.setdefault(record.cells["submission"], set()).add(name)
    return found


def _items(homework: Homework) -> dict[tuple[str, str], RubricItem]:
    return {(part.name, item.id): item for part in homework.manual for item in part.rubric}


def _cell(value: object) -> str:
    if isinstance(value, float):
        return "" if math.isnan(value) else points_text(value)
    return str(value).strip()


def _refuse_loss(path: Path, rows: Sequence[Sequence[str]]) -> None:
    """Raise unless everything that graders filled in at ``path`` is in ``rows`` too."""
    records, complaints = table(path)
    kept = {_key(cells): _filled_in(cells) for cells in rows}
    for record in records:
        points = record.number("points")
        text = points_text(points) if isinstance(points, float) else record.cells["points"]
        cells = [{**record.cells, "points": text}[name] for name in COLUMNS]
        if any(_filled_in(cells)) and kept.get(_key(cells)) != _filled_in(cells):
            complaints.append(
                Complaint(
                    record.row,
                    "points",
                    "the new table lacks this mark, so nothing was written: read this file and "
                    "pass its marks to the template, or write to another file",
                )
            )
    if complaints:
        raise MarksError(path, complaints)


def _key(cells: Sequence[str]) -> tuple[str, ...]:
    return tuple(cells[COLUMNS.index(name)] for name in ("submission", "part", "item"))


def _filled_in(cells: Sequence[str]) -> tuple[str, ...]:
    return tuple(cells[COLUMNS.index(name)] for name in ("points", "comment", "grader"))


class _Check:
    """Turn rows into marks, and collect what is wrong with them."""

    def __init__(
        self,
        homework: Homework,
        results: Sequence[Graded],
        complaints: list[Complaint],
        called: Mapping[str, Collection[str]],
        before: Mapping[Key, Given] | None,
        names: Mapping[str, set[str]],
    ) -> None:
        self.homework = homework
        self.before = before
        self.called = called
        self.names = names
        self.complaints = complaints
        self.owners = owners(results)
        self.students = {_comparable(owner) for owner in self.owners.values()}
        look_alikes = Counter(_comparable(known) for known in self.owners)
        self.ids = {
            alike: known for known in self.owners if look_alikes[alike := _comparable(known)] == 1
        }
        self.items = _items(homework)
        self.rows: dict[Key, int] = {}

    def mark(self, record: Record) -> Mark | None:
        """Return the mark in a row, or ``None`` when the row is about nothing we know."""
        cells = record.cells
        submission = self._submission(record)
        if submission is None:
            self._points(record, self._item(record))
            return None
        if (old := self._as_before(record, submission)) is not None:
            points = old.points
        else:
            item = self._item(record)
            points = self._points(record, item)
            if item is None:
                return None
        mark = Mark(
            self.owners[submission],
            submission,
            cells["part"],
            cells["item"],
            points,
            cells["comment"],
            cells["grader"],
            record.row,
        )
        first = self.rows.setdefault(mark.key, record.row)
        if first != record.row:
            self._complain(record, "item", f"repeats row {first}: keep one of the two rows")
        return mark

    def _as_before(self, record: Record, submission: str) -> Given | None:
        """Return what a row says, if it said so when it was last read or written."""
        cells = record.cells
        points = record.number("points") if cells["points"] else None
        if self.before is None or isinstance(points, str):
            return None
        says = Given(points, cells["comment"], cells["grader"])
        known = self.before.get((submission, cells["part"], cells["item"]), Given())
        return says if says.same(known) else None

    def _complain(self, record: Record, column: str, message: str) -> None:
        self.complaints.append(Complaint(record.row, column, message))

    def _submission(self, record: Record) -> str | None:
        submission, student = record.cells["submission"], record.cells["student"]
        told = self.names[submission]
        if submission not in self.owners:
            submission = self.ids.get(_comparable(submission), submission)
        owner = self.owners.get(submission)
        if owner is not None and _comparable(student) in {
            _comparable(name) for name in (owner, *self.called.get(submission, ()))
        }:
            return submission
        # A name of before the class list changed: all rows have it, and nobody else has it now.
        renamed = len(told) == 1 and _comparable(student) not in self.students
        if owner is not None and student and renamed:
            return submission
        if _comparable(student) not in self.students:
            repair = "correct the name" if owner is None else f"write {owner!r}"
            self._complain(record, "student", f"{student!r} handed nothing in: {repair}")
        elif owner is None:
            theirs = [
                known
                for known, other in self.owners.items()
                if _comparable(other) == _comparable(student)
            ]
            self._complain(
                record,
                "submission",
                f"{student!r} handed in no submission {submission!r}: write {_either(theirs)}",
            )
        else:
            self._complain(
                record,
                "student",
                f"submission {submission!r} is {owner!r}'s, not {student!r}'s: look whether a "
                "column was sorted without the others",
            )
        return None

    def _item(self, record: Record) -> RubricItem | None:
        name, item_id = record.cells["part"], record.cells["item"]
        part = next((part for part in self.homework.parts if part.name == name), None)
        if part is None:
            known = _either(part.name for part in self.homework.manual)
            self._complain(
                record, "part", f"{self.homework.id} has no part {name!r}: write {known}"
            )
        elif not part.manual:
            self._complain(record, "part", f"{name!r} is graded by tests: remove the row")
        elif (name, item_id) not in self.items:
            known = _either(item.id for item in part.rubric)
            self._complain(
                record, "item", f"{name!r} has no rubric item {item_id!r}: write {known}"
            )
        return self.items.get((name, item_id))

    def _points(self, record: Record, item: RubricItem | None) -> float | None:
        if item is not None:
            self._maximum(record, item)
        text = record.cells["points"]
        if not text:
            return None
        points = record.number("points")
        if isinstance(points, str):
            self._complain(record, "points", f"{points}, or leave the cell empty: the mark is open")
            return None
        if points < 0:
            self._complain(record, "points", f"{text} is below 0: write 0 or more")
        if item is None:
            return points
        if points > item.points + TOLERANCE:
            most = points_text(item.points)
            self._complain(record, "points", f"{text} is above the item's maximum of {most}")
        return min(abs(points), item.points)

    def _maximum(self, record: Record, item: RubricItem) -> None:
        found = record.number("max")
        if isinstance(found, str) or abs(found - item.points) > TOLERANCE:
            right = points_text(item.points)
            self._complain(
                record,
                "max",
                f"{record.cells['max']!r} is not the maximum, {right}: look whether the points "
                f"given still fit, then write {right} here",
            )


def _comparable(text: str) -> str:
    """Return a name or an id so that what a spreadsheet makes of it is the same.

    It takes 007 for 7 and 1e5 for 100000.
    """
    text = readable(text)
    return f"{float(text):.15g}" if _NUMERAL.fullmatch(text) else text


def _either(names: Iterable[str]) -> str:
    quoted = [repr(name) for name in names]
    if len(quoted) < 2:
        return "".join(quoted)
    return f"{', '.join(quoted[:-1])} or {quoted[-1]}"
