"""Tables of a grade store, each column with its meaning, and how older stores are upgraded.

What people and machines did is **append-only**: ``runs``, ``marks``, ``remarks`` and ``rubric``
grow, and no row in them is ever changed. A grade is in no table: it is computed from them.
``results`` and ``verdicts``, what lies in the folder of results in short, ``claims``,
``spreadsheet`` and ``spreadsheet_names`` are bookkeeping and do change.

The comments stand in SQLite's own schema too: ``sqlite3 grades.sqlite .schema`` shows them.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    func,
    insert,
    inspect,
    select,
    update,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import CreateColumn, ExecutableDDLElement
from sqlalchemy.types import TypeDecorator

from chainrule_desk.errors import DeskError
from chainrule_desk.grades.verdicts import Verdicts
from chainrule_grader.results import Result

metadata = MetaData()


class Moment(TypeDecorator[datetime]):
    """A moment in UTC, also in SQLite, which knows no time zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment as the database takes it."""
        if value is None:
            return None
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 (SQLAlchemy passes it)
        """Return the moment with its time zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def now() -> datetime:
    """Return the present moment."""
    return datetime.now(UTC)


def _column(name: str, kind: Any, *details: Any, comment: str, **options: Any) -> Column[Any]:
    return Column(name, kind, *details, comment=comment, **{"nullable": False, **options})


def _submission(comment: str, **options: Any) -> Column[Any]:
    return _column("submission", String, ForeignKey("submissions.id"), comment=comment, **options)


versions = Table(
    "versions",
    metadata,
    _column("version", Integer, primary_key=True, comment="Version of these tables"),
    _column("at", Moment, comment="When the store came to this version"),
)
ownership = Table(
    "ownership",
    metadata,
    _column("store", String, primary_key=True, comment="Id of this store, also of its copies"),
    _column("course", String, comment="Id of the course, from its course.toml; empty if unknown"),
    _column("homework", String, comment="Id of the homework"),
    _column("at", Moment, comment="When this was first noted"),
)
submissions = Table(
    "submissions",
    metadata,
    _column("id", String, primary_key=True, comment="Stable id, the one that results carry"),
    _column("student", String, comment="Who handed it in, as far as the file tells"),
    _column("at", Moment, comment="When the desk first saw it"),
)
handins = Table(
    "handins",
    metadata,
    _column("id", Integer, primary_key=True, comment="Number of this version of a submission"),
    _submission("Whose version this is"),
    _column("content", String, comment="SHA-256 of what was handed in; empty if unreadable"),
    _column("source", String, comment="The path it came from, for people"),
    _column("handed_in", Moment, nullable=True, comment="Time stamp of the file; NULL if unknown"),
    _column("at", Moment, comment="When the desk first saw this version"),
    UniqueConstraint("submission", "content"),
)
answers = Table(
    "answers",
    metadata,
    _column("content", String, primary_key=True, comment="SHA-256 of what was handed in"),
    _column("part", String, primary_key=True, comment="Name of a written part"),
    _column("digest", String, comment="SHA-256 of the answer's text alone"),
    _column("words", Integer, comment="Number of words of the answer"),
)
runs = Table(
    "runs",
    metadata,
    _column("id", Integer, primary_key=True, comment="Number of the run, in order of time"),
    _column("handin", Integer, ForeignKey("handins.id"), index=True, comment="What was graded"),
    _column("bundle", String, comment="SHA-256 of the autograder bundle's content"),
    _column("status", String, comment="graded, refused, internal or pending"),
    _column("result", LargeBinary, comment="The result as JSON, compressed with zlib"),
    _column("outcome", String, comment="SHA-256 of all in the result that a grade depends on"),
    _column("at", Moment, comment="When the run was recorded"),
)
results = Table(
    "results",
    metadata,
    _submission("What was graded", primary_key=True),
    _column("student", String, comment="Who handed it in, as far as the file tells"),
    _column("source", String, comment="The path it came from, for people"),
    _column("content", String, comment="SHA-256 of what was handed in; empty if unreadable"),
    _column("homework", String, comment="The homework that it was graded as"),
    _column("bundle", String, comment="SHA-256 of the autograder bundle's content"),
    _column("status", String, comment="graded, refused, internal or pending"),
    _column("reason", Text, comment="One plain sentence when it was not graded"),
    _column("people", Text, comment="Who handed in, as an export names them, as JSON"),
    _column("submitted_at", Moment, nullable=True, comment="When, as an export tells"),
    _column("wall_clock", DateTime, nullable=True, comment="When, by the platform's own clock"),
    _column("late", Boolean, server_default=false(), comment="Whether a platform marked it late"),
    _column("scores", Text, comment="Name, maximum and score of each automatic part, as JSON"),
    _column("run", Integer, ForeignKey("runs.id"), nullable=True, comment="All of it, if it ended"),
    _column("stamp", String, comment="Time and size of its file in results/ when it was read"),
)
verdicts = Table(
    "verdicts",
    metadata,
    _submission("What was graded", primary_key=True),
    _column("engine", String, comment="What ran it"),
    _column("tier", String, comment="The isolation that was in force"),
    _column("lines", Text, comment="Part, test, verdict, mistake of each test, tabs between"),
)
rubric = Table(
    "rubric",
    metadata,
    _column("id", Integer, primary_key=True, comment="Number of the change, in order of time"),
    _column("part", String, comment="Name of a written part"),
    _column("item", String, comment="Id of a rubric item, unique within its part"),
    _column("points", Float, comment="What the item is worth from now on"),
    _column("text", Text, comment="What earns the points, from now on"),
    _column("at", Moment, comment="When the desk first saw the item like this"),
)
marks = Table(
    "marks",
    metadata,
    _column("id", Integer, primary_key=True, comment="Number of the mark, in order of time"),
    _submission("What was marked"),
    _column("part", String, comment="Name of the written part"),
    _column("item", String, comment="Id of the rubric item"),
    _column("reading", Integer, comment="1 first reading, 2 second reading, 0 settled by both"),
    _column("points", Float, nullable=True, comment="Points given; NULL opens the mark again"),
    _column("maximum", Float, comment="What the item was worth then; points follow its changes"),
    _column("comment", Text, comment="What the grader tells the student about this item"),
    _column("grader", String, comment="Who gave the mark"),
    _column("origin", String, comment="review, spreadsheet, undo or settled"),
    _column("answer", String, comment="Digest of the answer that was read; empty if not known"),
    _column("at", Moment, comment="When the mark was given"),
)
Index("marks_of_an_answer", marks.c.submission, marks.c.part, marks.c.id)
remarks = Table(
    "remarks",
    metadata,
    _column("id", Integer, primary_key=True, comment="Number of the remark, in order of time"),
    _submission("What was read"),
    _column("part", String, comment="Name of the written part"),
    _column("reading", Integer, comment="1 first reading, 2 second reading"),
    _column("comment", Text, comment="What the grader tells the student about the whole answer"),
    _column("flagged", Boolean, comment="Whether someone should look at the answer again"),
    _column("grader", String, comment="Who wrote it"),
    _column("at", Moment, comment="When it was written"),
)
Index("remarks_of_an_answer", remarks.c.submission, remarks.c.part, remarks.c.id)
claims = Table(
    "claims",
    metadata,
    _submission("What is being read", primary_key=True),
    _column("part", String, primary_key=True, comment="Name of the written part"),
    _column("reading", Integer, primary_key=True, comment="1 first reading, 2 second reading"),
    _column("grader", String, comment="Who is reading it"),
    _column("at", Moment, comment="When the grader last did something with it"),
)
spreadsheet = Table(
    "spreadsheet",
    metadata,
    _submission("What the row of marks.csv is about", primary_key=True),
    _column("part", String, primary_key=True, comment="Name of the written part"),
    _column("item", String, primary_key=True, comment="Id of the rubric item"),
    _column(
        "points", Float, nullable=True, comment="Points when the file was last read or written"
    ),
    _column("comment", Text, comment="Comment when the file was last read or written"),
    _column("grader", String, comment="Grader when the file was last read or written"),
)
spreadsheet_names = Table(
    "spreadsheet_names",
    metadata,
    _submission("What rows of marks.csv are about", primary_key=True),
    _column("student", String, primary_key=True, comment="How the file once called its student"),
)


@compiles(CreateColumn, "sqlite")
def _with_comment(element: Any, compiler: Any, **options: Any) -> str:
    """Write a column's comment into SQLite's schema, which keeps the text as it is."""
    text: str = compiler.visit_create_column(element, **options)
    return f"{text} /* {element.element.comment} */"


class AddColumn(ExecutableDDLElement):
    """``ALTER TABLE … ADD COLUMN``: SQLAlchemy makes tables and does not change them."""

    def __init__(self, column: Column[Any]) -> None:
        self.column = column


@compiles(AddColumn)
def _add_column(element: AddColumn, compiler: Any, **_options: Any) -> str:
    table = compiler.preparer.format_table(element.column.table)
    return f"ALTER TABLE {table} ADD COLUMN {compiler.process(CreateColumn(element.column))}"


@dataclass(frozen=True)
class Owner:
    """Whose a store is.

    Attributes:
        store: The store's own id, which its copies have, too.
        course: The course's id; empty where nobody has said it yet.
        homework: The homework's id; empty where nobody can say.
    """

    store: str
    course: str
    homework: str


Step = Callable[[Connection], None]
STEPS: tuple[Step, ...] = (
    lambda connection: results.create(connection),
    lambda connection: _add_verdicts(connection),
    lambda connection: _add_columns(connection, results.c.wall_clock, results.c.late),
    lambda connection: spreadsheet_names.create(connection, checkfirst=True),
    lambda connection: ownership.create(connection),
)
"""What brings an older store up to date: the first step leads from version 1 to version 2, and so
on. A released step is never changed; a new one is added at the end, with the tables above."""


LATEST = len(STEPS) + 1


def _add_verdicts(connection: Connection) -> None:
    """Make the table of verdicts and fill it from the runs."""
    verdicts.create(connection)
    query = select(results.c.submission, runs.c.result).join(runs, results.c.run == runs.c.id)
    for submission, packed in connection.execute(query).all():
        found = Verdicts.of(Result.from_json(zlib.decompress(packed).decode("utf-8")))
        row = {"engine": found.engine, "tier": found.tier, "lines": found.lines}
        connection.execute(insert(verdicts).values(submission=submission, **row))


def _add_columns(connection: Connection, *columns: Column[Any]) -> None:
    """Add columns that an older table lacks; one that an earlier step made has them."""
    for column in columns:
        table = inspect(connection).get_columns(column.table.name, schema=_schema(connection))
        if column.name not in {known["name"] for known in table}:
            connection.execute(AddColumn(column))


def version_of(connection: Connection, latest: int = LATEST) -> int | None:
    """Return the version of a store's tables; ``None`` where there are no tables at all.

    Raises:
        DeskError: If a later version of Chainrule wrote the store, or it is no store.
    """
    tables = inspect(connection).get_table_names(schema=_schema(connection))
    if not tables:
        return None
    if versions.name not in tables:
        raise DeskError(
            f"the grade store is a database of something else, with the table {tables[0]}: put the "
            "store back from a copy, or name another place."
        )
    version: int = connection.execute(select(func.max(versions.c.version))).scalar_one() or 0
    if version > latest:
        raise DeskError(
            f"the grade store has version {version}, and this Chainrule knows {latest}: "
            "install the version of Chainrule that wrote it, or a later one."
        )
    if not version:
        raise DeskError("the grade store has lost its tables: put it back from a copy.")
    return version


def upgrade(connection: Connection, steps: tuple[Step, ...] = STEPS) -> None:
    """Make the tables, or bring older ones up to date, in the transaction that is open.

    Raises:
        DeskError: If a later version of Chainrule wrote the store, or it is no store.
    """
    latest = len(steps) + 1
    version = version_of(connection, latest)
    if version is None:
        metadata.create_all(connection)
        connection.execute(insert(versions).values(version=latest, at=now()))
        return
    for number, step in enumerate(steps[version - 1 :], start=version + 1):
        step(connection)
        connection.execute(insert(versions).values(version=number, at=now()))


def owner(connection: Connection) -> Owner:
    """Return whose a store is; of one from before stores told it, the homework of its results."""
    known = inspect(connection).get_table_names(schema=_schema(connection))
    if ownership.name in known:
        row = connection.execute(select(ownership)).first()
        return Owner(row.store, row.course, row.homework) if row else Owner("", "", "")
    graded = select(results.c.homework).distinct() if results.name in known else None
    homeworks = connection.execute(graded).scalars().all() if graded is not None else []
    return Owner("", "", ", ".join(sorted(homeworks)))


def own(connection: Connection, whose: Owner) -> None:
    """Note whose the store is from now on."""
    said = {"store": whose.store, "course": whose.course, "homework": whose.homework}
    if connection.execute(update(ownership).values(**said)).rowcount == 0:
        connection.execute(insert(ownership).values(at=now(), **said))


def _schema(connection: Connection) -> str | None:
    translated = connection.get_execution_options().get("schema_translate_map", {})
    name: str | None = translated.get(None)
    return name
