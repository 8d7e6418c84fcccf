"""The grade store on a PostgreSQL server: the same promises as on a file."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import postgresql
import pytest
from sqlalchemy import text

from chainrule_desk.errors import DeskError
from chainrule_desk.grades.store import Store

from .sheet_samples import HOMEWORK, result
from .store_samples import append, entry, read, without_number

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not postgresql.INSTALLED, reason="Debian's package postgresql is not installed"
    ),
]


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """Return the address of an empty database on loopback."""
    pytest.importorskip("psycopg")
    with postgresql.served() as address:
        yield address


def test_marks_come_back_as_given(url: str) -> None:
    """A mark is read back from the server to the last digit and the last microsecond."""
    mark = entry("ada", "argument", 1.5, comment="Σ “nearly”", answer="d1")
    with Store.open(url, "hw1") as opened:
        opened.record([result("Ada", 1, 1)])
        append(opened, mark)
    with Store.open(url, "hw1") as opened:
        (change,) = read(opened).history()
    assert without_number(change.entry) == mark


def test_homeworks_do_not_mix(url: str) -> None:
    """Two homeworks share a database, and neither sees the other's marks."""
    with Store.open(url, "hw-2") as opened:
        assert list(read(opened).history()) == []
        assert opened.note_rubric(HOMEWORK) == []


def test_runs_are_recorded_once(url: str) -> None:
    """The same outcome is no new run on a server either."""
    with Store.open(url, "hw3") as opened:
        assert [opened.record([result("Ada", 1, 1)]) for _ in range(2)] == [1, 0]


def test_a_reader_never_misses_a_mark(url: str) -> None:
    """While four desks write, one that reads on from the last number has all marks in the end."""
    with Store.open(url, "hw4") as opened:
        opened.record([result(f"s{number}", 1, 1) for number in range(4)])
        book = read(opened)

        def write(number: int) -> None:
            for minute in range(25):
                append(opened, entry(f"s{number}", "definition", minute % 2, minute=minute))

        with ThreadPoolExecutor(4) as desks:
            writing = [desks.submit(write, number) for number in range(4)]
            while not all(job.done() for job in writing):
                book.refresh(opened)
        for job in writing:
            job.result()
        book.refresh(opened)
        assert len(list(book.history())) == 100


def test_older_store_is_brought_up_to_date(url: str) -> None:
    """Columns that a released version did not know are added on a server, too."""
    with Store.open(url, "hw5") as opened:
        opened.record([result("Ada", 1, 1)])
        with opened.writing() as connection:
            for column in ("wall_clock", "late"):
                connection.execute(text(f"ALTER TABLE hw5.results DROP COLUMN {column}"))
            connection.execute(text("UPDATE hw5.versions SET version = 3"))
    with Store.open(url, "hw5") as opened:
        (outcome,) = opened.outcomes()
    assert (outcome.wall_clock, outcome.late) == (None, False)


def test_unreachable_server_is_said() -> None:
    """A server that does not answer is named, without the password."""
    with pytest.raises(DeskError, match="cannot be reached") as caught:
        Store.open("postgresql+psycopg://kn:secret@127.0.0.1:1/none", "hw1")
    assert "secret" not in str(caught.value)
