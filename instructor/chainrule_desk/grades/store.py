"""The grade store: what was handed in, run, marked and remarked, each with who and when.

One SQLite file a homework, ``grades/<homework>/grades.sqlite``, or a PostgreSQL database named by
its URL, where each homework has a schema of its own. The tables are told in
:mod:`chainrule_desk.grades.schema`.

**A confirmed mark is on the disk.** A transaction that has ended survives a crash (``WAL`` with
``synchronous = FULL``), one that has not leaves no trace. **Writers take turns**, so that the
numbers of marks grow in the order in which they become visible, and a reader who has seen a number
has seen all before it.
"""

from __future__ import annotations

import hashlib
import json
import uuid
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from sys import intern
from typing import Any

from sqlalchemy import (
    Connection,
    Engine,
    Row,
    bindparam,
    delete,
    func,
    insert,
    select,
)
from sqlalchemy.schema import CreateSchema

from chainrule_desk.errors import DeskError
from chainrule_desk.grades import databases, schema
from chainrule_desk.grades.outcomes import (
    Graded,
    Outcome,
    people_of,
    people_text,
    scores_of,
    scores_text,
)
from chainrule_desk.grades.schema import Owner
from chainrule_desk.grades.verdicts import Verdicts
from chainrule_grader.homework import Homework
from chainrule_grader.results import Result, Status

FILE_NAME = "grades.sqlite"
_TEXTS = ("submission", "student", "source", "content", "homework", "bundle", "reason")
_TIMES = ("submitted_at", "wall_clock", "late")
_IN_SHORT = _TEXTS + _TIMES  # what a row of results says as the result itself does
ID_LENGTH = 16


Admission = Callable[[Owner | None], Owner]
"""Told whose a store is, ``None`` if it is new: returns whose it is from now on, or raises."""


@dataclass(frozen=True, slots=True)
class AnswerFacts:
    """What the store knows of a written answer.

    Attributes:
        digest: SHA-256 of its text.
        words: How many words it has.
    """

    digest: str
    words: int


@dataclass(frozen=True)
class RubricChange:
    """A rubric item that was reworded or weighted anew after it was first used.

    Attributes:
        part: The part's name.
        item: The item's id.
        before: Points and text until then.
        after: Points and text since.
        at: When the desk first saw the change.
    """

    part: str
    item: str
    before: tuple[float, str]
    after: tuple[float, str]
    at: datetime


class Store:
    """An open grade store; use it as a context."""

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine = engine
        self._name = name

    @classmethod
    def open(cls, place: Path | str, homework: str, admit: Admission | None = None) -> Store:
        """Open the store of a homework, making it or bringing it up to date first.

        Of an older SQLite file a copy is kept beside it.

        Args:
            place: The SQLite file, or the URL of a PostgreSQL database.
            homework: The homework's id; it names the schema in PostgreSQL.
            admit: Told whose the store is, ``None`` if it is new, it returns whose it is from now
                on, or raises; by default any store of the homework will do.

        Raises:
            DeskError: If the store is locked, damaged, of a later version, or another's; it is then
                left as it is.
        """
        if isinstance(place, Path):
            place.parent.mkdir(parents=True, exist_ok=True)
            engine = databases.sqlite(place)
            store = cls(engine, str(place))
        else:
            engine = databases.postgresql(place, homework)
            store = cls(engine, engine.url.render_as_string(hide_password=True))
        try:
            with store.writing() as connection:
                store._enter(connection, place, admit or _of_homework(homework))
            if isinstance(place, Path):
                databases.write_ahead(engine)
        except BaseException:
            store.close()
            raise
        return store

    def _enter(self, connection: Connection, place: Path | str, admit: Admission) -> None:
        """Look whose store it is, and bring it up to date."""
        if self.shared:
            names = connection.get_execution_options()["schema_translate_map"]
            connection.execute(CreateSchema(names[None], if_not_exists=True))
        version = schema.version_of(connection)
        found = schema.owner(connection) if version else None
        whose = admit(found)
        if version and version < schema.LATEST and isinstance(place, Path):
            databases.keep_copy(place, version)
        schema.upgrade(connection)
        if whose != found:
            schema.own(connection, whose)

    @property
    def shared(self) -> bool:
        """Whether a server holds the store, for several machines."""
        return self._engine.dialect.name != "sqlite"

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the database back."""
        self._engine.dispose()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open a transaction that writes: it ends as a whole or leaves no trace."""
        with databases.translated(self._name), self._engine.connect() as connection:
            changing = connection.execution_options(writes=True)
            with changing.begin():
                databases.take_turn(changing)
                yield changing

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a transaction that only reads: it sees one moment, and waits for nobody."""
        with (
            databases.translated(self._name),
            self._engine.connect() as connection,
            connection.begin(),
        ):
            yield connection

    def record(
        self,
        results: Iterable[Result],
        answers: Mapping[str, Mapping[str, AnswerFacts]] | None = None,
        handed_in: Callable[[Result], datetime | None] = lambda _: None,
        stamps: Mapping[str, str] | None = None,
    ) -> int:
        """Append each result that says something new; return how many there were.

        Each becomes the result of today, whether or not it is new.

        Args:
            results: Results of this homework, in any order.
            answers: By content, then part: what is known of the written answers.
            handed_in: Tells the time stamp of what was handed in; asked once for each version.
            stamps: By submission: which state of which file the result was read from.
        """
        added = 0
        with self.writing() as connection:
            known = {row.id for row in connection.execute(select(schema.submissions.c.id))}
            versions = {
                (row.submission, row.content): row.id
                for row in connection.execute(select(schema.handins))
            }
            latest = _latest_runs(connection)
            today: dict[str, dict[str, Any]] = {}
            ended: dict[str, dict[str, str]] = {}
            digested = set(connection.execute(select(schema.answers.c.content)).scalars())
            for result in results:
                moment = schema.now()
                if result.submission not in known:
                    connection.execute(
                        insert(schema.submissions).values(
                            id=result.submission, student=result.student, at=moment
                        )
                    )
                    known.add(result.submission)
                key = (result.submission, result.content)
                if key not in versions:
                    row = connection.execute(
                        insert(schema.handins).values(
                            submission=result.submission,
                            content=result.content,
                            source=result.source,
                            handed_in=handed_in(result),
                            at=moment,
                        )
                    )
                    versions[key] = row.inserted_primary_key[0]  # type: ignore[index]
                if result.content not in digested:
                    for part, facts in (answers or {}).get(result.content, {}).items():
                        connection.execute(
                            insert(schema.answers).values(
                                content=result.content,
                                part=part,
                                digest=facts.digest,
                                words=facts.words,
                            )
                        )
                    digested.add(result.content)
                outcome = _outcome(result)
                number, last = latest.get(versions[key], (None, ""))
                pending = result.status is Status.PENDING
                today[result.submission] = {
                    **{name: getattr(result, name) for name in _IN_SHORT},
                    "status": result.status.value,
                    "scores": scores_text(result.parts),
                    "people": people_text(result.people),
                    "run": None if pending else number,
                    "stamp": (stamps or {}).get(result.submission, ""),
                }
                found = Verdicts.of(result)
                ended[result.submission] = {
                    "submission": result.submission,
                    **{name: getattr(found, name) for name in ("engine", "tier", "lines")},
                }
                if pending or last == outcome:
                    continue
                row = connection.execute(
                    insert(schema.runs).values(
                        handin=versions[key],
                        bundle=result.bundle,
                        status=result.status.value,
                        result=zlib.compress(result.to_json().encode("utf-8")),
                        outcome=outcome,
                        at=moment,
                    )
                )
                number = row.inserted_primary_key[0]  # type: ignore[index]
                latest[versions[key]] = (number, outcome)
                today[result.submission]["run"] = number
                added += 1
            _forget(connection, today)
            if today:
                connection.execute(insert(schema.results), list(today.values()))
                connection.execute(insert(schema.verdicts), list(ended.values()))
        return added

    def stamps(self) -> dict[str, str]:
        """Return, by submission, which state of which file the result of today was read from."""
        query = select(schema.results.c.submission, schema.results.c.stamp)
        with self.reading() as connection:
            return {row.submission: row.stamp for row in connection.execute(query)}

    def withdraw(self, submissions: Iterable[str]) -> None:
        """Leave submissions out from today on; their runs and marks stay in the history."""
        with self.writing() as connection:
            _forget(connection, submissions)

    def withdrawn(self) -> list[str]:
        """Return the submissions of the history that are left out today, sorted."""
        known = schema.submissions.c.id
        query = select(known).where(known.not_in(select(schema.results.c.submission)))
        with self.reading() as connection:
            return list(connection.execute(query.order_by(known)).scalars())

    def outcomes(self) -> list[Outcome]:
        """Return the results of today in short, by submission."""
        known = schema.results.c
        columns = (*_IN_SHORT, "status", "people", "scores")
        query = select(*(known[name] for name in columns)).order_by(known.submission)
        with self.reading() as connection:
            return [
                Outcome(parts=scores_of(row.scores), **_in_short(row))
                for row in connection.execute(query)
            ]

    def verdicts(self) -> Iterator[Verdicts]:
        """Yield how the tests of each result of today ended, by submission, one at a time."""
        known, ended = schema.results.c, schema.verdicts.c
        columns = (known.submission, known.status, known.bundle, ended.engine, ended.tier)
        query = select(*columns, ended.lines).join(
            schema.verdicts, known.submission == ended.submission
        )
        with self.reading() as connection:
            for row in connection.execute(query.order_by(known.submission)):
                yield Verdicts(row.submission, Status(row.status), *row[2:])

    def results(self) -> list[Result]:
        """Return the results of today in full, by submission; of a pending one, that it is."""
        return list(self.each_result())

    def each_result(self) -> Iterator[Result]:
        """Yield what :meth:`results` returns, one at a time."""
        query = select(schema.results, schema.runs.c.result).outerjoin(schema.runs)
        with self.reading() as connection:
            for row in connection.execute(query.order_by(schema.results.c.submission)):
                known = _in_short(row)
                if row.result is None:
                    yield Result(**known)
                else:
                    text = zlib.decompress(row.result).decode("utf-8")
                    yield replace(Result.from_json(text), **known)

    def digested(self) -> set[str]:
        """Return the contents whose written answers are known."""
        with self.reading() as connection:
            return set(connection.execute(select(schema.answers.c.content)).scalars())

    def answers(self, results: Iterable[Graded]) -> dict[tuple[str, str], AnswerFacts]:
        """Return what is known of each written answer, by submission and part."""
        submissions: dict[str, list[str]] = {}
        for result in results:
            submissions.setdefault(result.content, []).append(result.submission)
        known = schema.answers.c
        query = select(known.content, known.part, known.digest, known.words)
        with self.reading() as connection:
            return {
                (submission, intern(part)): AnswerFacts(intern(digest), words)
                for content, part, digest, words in connection.execute(query)
                for submission in submissions.get(content, ())
            }

    def handed_in(self) -> dict[tuple[str, str], datetime]:
        """Return when each version was handed in, by submission and content, where known.

        Where a file has no time stamp, the moment counts at which the desk first saw it.
        """
        known = schema.handins.c
        query = select(known.submission, known.content, known.handed_in, known.at)
        with self.reading() as connection:
            return {
                (submission, content): handed_in or seen
                for submission, content, handed_in, seen in connection.execute(query)
            }

    def time_stamps(self) -> dict[tuple[str, str], datetime]:
        """Return the time stamp of each version's file, by submission and content, where known."""
        query = select(schema.handins).where(schema.handins.c.handed_in.is_not(None))
        with self.reading() as connection:
            return {
                (row.submission, row.content): row.handed_in for row in connection.execute(query)
            }

    def runs(self, submission: str) -> list[tuple[datetime, Result]]:
        """Return every run of a submission with its time, oldest first."""
        query = (
            select(schema.runs.c.at, schema.runs.c.result)
            .join(schema.handins)
            .where(schema.handins.c.submission == submission)
            .order_by(schema.runs.c.id)
        )
        with self.reading() as connection:
            return [
                (row.at, Result.from_json(zlib.decompress(row.result).decode("utf-8")))
                for row in connection.execute(query)
            ]

    def note_rubric(self, homework: Homework) -> list[RubricChange]:
        """Append what is new in the rubric; return all changes since it was first used."""
        with self.writing() as connection:
            history: dict[tuple[str, str], list[Any]] = {}
            rows = connection.execute(select(schema.rubric).order_by(schema.rubric.c.id))
            for row in rows:
                history.setdefault((row.part, row.item), []).append(row)
            changes = [
                RubricChange(
                    *key, (before.points, before.text), (after.points, after.text), after.at
                )
                for key, versions in history.items()
                for before, after in pairwise(versions)
            ]
            for part in homework.manual:
                for item in part.rubric:
                    versions = history.get((part.name, item.id), [])
                    known = (versions[-1].points, versions[-1].text) if versions else None
                    present = (item.points, item.text)
                    if known == present:
                        continue
                    moment = schema.now()
                    connection.execute(
                        insert(schema.rubric).values(
                            part=part.name,
                            item=item.id,
                            points=item.points,
                            text=item.text,
                            at=moment,
                        )
                    )
                    if known is not None:
                        changes.append(RubricChange(part.name, item.id, known, present, moment))
        return changes


def place(folder: Path, url: str | None = None) -> Path | str:
    """Return where the store of a homework lies: at ``url``, or in its ``folder``."""
    return url or folder / FILE_NAME


def _of_homework(homework: str) -> Admission:
    """Return what admits every store of a homework, of whatever course."""

    def admit(found: Owner | None) -> Owner:
        if found and found.homework not in ("", homework):
            raise DeskError(f"the grade store is that of {found.homework}, not of {homework}.")
        return Owner((found and found.store) or new_id(), found.course if found else "", homework)

    return admit


def new_id() -> str:
    """Return an id that no other store or course has."""
    return uuid.uuid4().hex[:ID_LENGTH]


def _latest_runs(connection: Connection) -> dict[int, tuple[int | None, str]]:
    """Return number and outcome of the last run of each version."""
    runs = schema.runs.c
    last = select(func.max(runs.id)).group_by(runs.handin)
    query = select(runs.handin, runs.id, runs.outcome).where(runs.id.in_(last))
    return {row.handin: (row.id, row.outcome) for row in connection.execute(query)}


def _in_short(row: Row[Any]) -> dict[str, Any]:
    """Return what a result says of itself, from its row."""
    return {
        **{name: getattr(row, name) for name in _IN_SHORT},
        "status": Status(row.status),
        "people": people_of(row.people),
    }


def _forget(connection: Connection, submissions: Iterable[str]) -> None:
    gone = [{"gone": submission} for submission in submissions]
    if gone:
        for table in (schema.results, schema.verdicts):
            connection.execute(delete(table).where(table.c.submission == bindparam("gone")), gone)


def _outcome(result: Result) -> str:
    """Return a digest of what a grade depends on: not of seconds, nor of words to the student."""
    facts = [
        result.bundle,
        result.status.value,
        result.reason,
        [
            [part.name, part.max_score, [[test.name, test.verdict.value] for test in part.tests]]
            for part in result.parts
        ],
    ]
    return hashlib.sha256(json.dumps(facts).encode("utf-8")).hexdigest()
