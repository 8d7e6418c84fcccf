"""The two kinds of database that a grade store lies in, and what they complain of."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DatabaseError, OperationalError

from chainrule_desk.errors import DeskError
from chainrule_desk.grades import schema

WAIT_S = 10  # for another desk to finish its turn
_TURN = 0x63686169  # PostgreSQL's number of the lock that writers of a database take in turn


def sqlite(path: Path) -> Engine:
    """Return what opens a file, with the settings that keep a confirmed mark on the disk."""
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": WAIT_S})

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves: the driver says it too late
        for setting in (
            "foreign_keys = ON",
            "synchronous = FULL",
            f"busy_timeout = {WAIT_S * 1000}",
        ):
            connection.execute(f"PRAGMA {setting}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def write_ahead(engine: Engine) -> None:
    """Have a file keep its log, once it is known to be a store; it remembers that itself."""
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA journal_mode = WAL")
    finally:
        connection.close()


def keep_copy(place: Path, version: int) -> None:
    """Keep an older store as it is, log included, before it is brought up to date."""
    copy = place.with_name(f"{place.stem}-version-{version}-{schema.now():%Y%m%dT%H%M%S}.sqlite")
    with closing(sqlite3.connect(place)) as old, closing(sqlite3.connect(copy)) as new:
        old.backup(new)


def postgresql(url: str, homework: str) -> Engine:
    """Return what opens the schema of a homework on a server.

    Raises:
        DeskError: If the URL names none, the driver is missing, or the server does not answer.
    """
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
        engine.connect().close()
    except OperationalError as error:
        engine.dispose()
        where = engine.url.render_as_string(hide_password=True)
        raise DeskError(f"{where} cannot be reached: {error.orig}") from error
    return engine.execution_options(schema_translate_map={None: homework})


def take_turn(connection: Connection) -> None:
    """Wait until no other desk writes to a server; SQLite sees to that itself."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": _TURN})


@contextmanager
def translated(name: str) -> Iterator[None]:
    """Turn complaints that a person can act on of the database called ``name`` into sentences."""
    try:
        yield
    except OperationalError as error:
        if "locked" in str(error.orig):
            raise DeskError(
                f"{name} is in use: another program has been writing to it for "
                f"{WAIT_S} seconds. Close that program, or try again."
            ) from error
        raise DeskError(f"{name} cannot be used: {error.orig}") from error
    except DatabaseError as error:
        if re.search("malformed|not a database", str(error.orig)):
            raise DeskError(
                f"{name} is damaged ({error.orig}): put the file back from a copy. To "
                "begin anew from results/ and marks.csv beside it, without what only the "
                "store had, delete it and store.toml."
            ) from error
        raise
