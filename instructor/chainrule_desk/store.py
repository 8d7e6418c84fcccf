"""The grade store: what was handed in, run, marked and remarked, each with who and when.

One SQLite file a homework, ``grades/<homework>/grades.sqlite``, or a PostgreSQL database named by
its URL, where each homework has a schema of its own. The tables are told in
:mod:`chainrule_desk.schema`.

**A confirmed mark is on the disk.** A transaction that has ended survives a crash (``WAL`` with
``synchronous = FULL``), one that has not leaves no trace. **Writers take turns**, so that the
numbers of marks grow in the order in which they become visible, and a reader who has seen a number
has seen all before it.
"""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Connection,
    Engine,
    create_engine,
    event,
    func,
    insert,
    select,
    text,
)
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.schema import CreateSchema

from chainrule_desk import schema
from chainrule_desk.errors import DeskError
from chainrule_grader.homework import Homework
from chainrule_grader.results import Result, Status

FILE_NAME = "grades.sqlite"
WAIT_S = 10  # for another desk to finish its turn
_TURN = 0x63686169  # PostgreSQL's number of the lock that writers of a database take in turn


@dataclass(frozen=True)
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
    def open(cls, place: Path | str, homework: str) -> Store:
        """Open the store of a homework, making it or bringing it up to date first.

        Args:
            place: The SQLite file, or the URL of a PostgreSQL database.
            homework: The homework's id; it names the schema in PostgreSQL.

        Raises:
            DeskError: If the store is locked, damaged, or of a later version.
        """
        if isinstance(place, Path):
            place.parent.mkdir(parents=True, exist_ok=True)
            engine = _sqlite(place)
            store = cls(engine, str(place))
        else:
            engine = _postgresql(place, homework)
            store = cls(engine, engine.url.render_as_string(hide_password=True))
        try:
            with store.writing() as connection:
                schema.upgrade(connection)
        except BaseException:
            store.close()
            raise
        return store

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
        with self._translated(), self._engine.connect() as connection:
            changing = connection.execution_options(writes=True)
            with changing.begin():
                if changing.dialect.name == "postgresql":
                    changing.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": _TURN})
                yield changing

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a transaction that only reads: it sees one moment, and waits for nobody."""
        with self._translated(), self._engine.connect() as connection, connection.begin():
            yield connection

    def record(
        self,
        results: Iterable[Result],
        answers: Mapping[str, Mapping[str, AnswerFacts]] | None = None,
        handed_in: Callable[[Result], datetime | None] = lambda _: None,
    ) -> int:
        """Append each result that says something new; return how many there were.

        Args:
            results: Results of this homework, in any order.
            answers: By content, then part: what is known of the written answers.
            handed_in: Tells the time stamp of what was handed in; asked once for each version.
        """
        added = 0
        with self.writing() as connection:
            known = {row.id for row in connection.execute(select(schema.submissions.c.id))}
            versions = {
                (row.submission, row.content): row.id
                for row in connection.execute(select(schema.handins))
            }
            latest = _latest_outcomes(connection)
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
                if result.status is Status.PENDING or latest.get(versions[key]) == outcome:
                    continue
                connection.execute(
                    insert(schema.runs).values(
                        handin=versions[key],
                        bundle=result.bundle,
                        status=result.status.value,
                        result=zlib.compress(result.to_json().encode("utf-8")),
                        outcome=outcome,
                        at=moment,
                    )
                )
                latest[versions[key]] = outcome
                added += 1
        return added

    def runs_known(self) -> set[tuple[str, str, str, str]]:
        """Return submission, content, bundle and status of every run."""
        query = select(
            schema.handins.c.submission,
            schema.handins.c.content,
            schema.runs.c.bundle,
            schema.runs.c.status,
        ).join(schema.runs)
        with self.reading() as connection:
            return {
                (row.submission, row.content, row.bundle, row.status)
                for row in connection.execute(query)
            }

    def digested(self) -> set[str]:
        """Return the contents whose written answers are known."""
        with self.reading() as connection:
            return set(connection.execute(select(schema.answers.c.content)).scalars())

    def answers(self, results: Iterable[Result]) -> dict[tuple[str, str], AnswerFacts]:
        """Return what is known of each written answer, by submission and part."""
        with self.reading() as connection:
            by_content: dict[str, list[tuple[str, AnswerFacts]]] = {}
            for row in connection.execute(select(schema.answers)):
                by_content.setdefault(row.content, []).append(
                    (row.part, AnswerFacts(row.digest, row.words))
                )
        return {
            (result.submission, part): facts
            for result in results
            for part, facts in by_content.get(result.content, [])
        }

    def handed_in(self) -> dict[tuple[str, str], datetime]:
        """Return when each version was handed in, by submission and content, where known.

        Where a file has no time stamp, the moment counts at which the desk first saw it.
        """
        with self.reading() as connection:
            return {
                (row.submission, row.content): row.handed_in or row.at
                for row in connection.execute(select(schema.handins))
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

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Turn the database's complaints that a person can act on into sentences."""
        try:
            yield
        except OperationalError as error:
            if "locked" in str(error.orig):
                raise DeskError(
                    f"{self._name} is in use: another program has been writing to it for "
                    f"{WAIT_S} seconds. Close that program, or try again."
                ) from error
            raise DeskError(f"{self._name} cannot be used: {error.orig}") from error
        except DatabaseError as error:
            if re.search("malformed|not a database", str(error.orig)):
                raise DeskError(
                    f"{self._name} is damaged ({error.orig}): put the file back from a backup, or "
                    "move it away and start anew from results/ and marks.csv beside it."
                ) from error
            raise


def place(folder: Path, url: str | None = None) -> Path | str:
    """Return where the store of a homework lies: at ``url``, or in its ``folder``."""
    return url or folder / FILE_NAME


def _sqlite(path: Path) -> Engine:
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": WAIT_S})

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves: the driver says it too late
        for setting in (
            "foreign_keys = ON",
            "journal_mode = WAL",
            "synchronous = FULL",
            f"busy_timeout = {WAIT_S * 1000}",
        ):
            connection.execute(f"PRAGMA {setting}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _postgresql(url: str, homework: str) -> Engine:
    if not url.startswith("postgresql"):
        raise DeskError(
            f"{url.partition(':')[0]!r} is no store: name a database as "
            "postgresql+psycopg://USER@HOST/DATABASE, or leave it out for a file."
        )
    try:
        engine = create_engine(url, pool_pre_ping=True)
    except ImportError as error:
        raise DeskError(
            f"the driver of {url.partition(':')[0]!r} is missing ({error.name}): "
            "pip install 'psycopg[binary]'"
        ) from error
    try:
        with engine.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": _TURN})
            connection.execute(CreateSchema(homework, if_not_exists=True))
    except OperationalError as error:
        engine.dispose()
        where = engine.url.render_as_string(hide_password=True)
        raise DeskError(f"{where} cannot be reached: {error.orig}") from error
    return engine.execution_options(schema_translate_map={None: homework})


def _latest_outcomes(connection: Connection) -> dict[int, str]:
    last = select(func.max(schema.runs.c.id)).group_by(schema.runs.c.handin)
    query = select(schema.runs.c.handin, schema.runs.c.outcome).where(schema.runs.c.id.in_(last))
    return {row.handin: row.outcome for row in connection.execute(query)}


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
