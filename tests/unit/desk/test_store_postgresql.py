"""The grade store on a PostgreSQL server: the same promises as on a file."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import postgresql
import pytest
from desk_project import graded_project
from sqlalchemy import text

from chainrule_desk import course
from chainrule_desk.errors import DeskError
from chainrule_desk.grade_sheets import sheets
from chainrule_desk.grades import belonging
from chainrule_desk.grades.store import Store
from chainrule_desk.project import Project

from .sheet_samples import HOMEWORK, result
from .store_samples import append, entry, read, without_number

psycopg = pytest.importorskip("psycopg")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not postgresql.INSTALLED, reason="Debian's package postgresql is not installed"
    ),
]


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """Return the address of an empty database on loopback."""
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
        opened.record([replace(result("Ada", 1, 1), homework="hw5")])
        with opened.writing() as connection:
            for column in ("wall_clock", "late"):
                connection.execute(text(f"ALTER TABLE hw5.results DROP COLUMN {column}"))
            connection.execute(text("DROP TABLE hw5.ownership"))
            connection.execute(text("UPDATE hw5.versions SET version = 3"))
    with Store.open(url, "hw5") as opened:
        (outcome,) = opened.outcomes()
    assert (outcome.wall_clock, outcome.late) == (None, False)


@pytest.fixture
def shared(url: str, tmp_path: Path, request: pytest.FixtureRequest) -> tuple[str, str]:
    """Return the address and a homework's id that no other test uses."""
    return url, request.node.name.replace("test_", "")[:40]


def course_of(root: Path, homework: str, names: str) -> Project:
    """Return a project in which these students handed in."""
    results = [replace(result(name, 1, 1), homework=homework) for name in names.split()]
    return graded_project(root, replace(HOMEWORK, id=homework), results)


def test_two_courses_never_meet(shared: tuple[str, str], tmp_path: Path) -> None:
    """A homework of one name in two courses: the second is refused, and nothing is merged."""
    url, homework = shared
    ours = course_of(tmp_path / "ours", homework, "Ada Bob Cleo")
    theirs = course_of(tmp_path / "theirs", homework, "Dan Eve")
    assert len(sheets.write_sheets(ours, homework, url).frame) == 3
    for said in ("has no id yet", "this is the course second"):
        with pytest.raises(DeskError, match="name a database of .* own with --store") as refused:
            sheets.write_sheets(theirs, homework, url)
        assert f"belongs to the course {course.read(ours.course)}" in str(refused.value)
        assert said in str(refused.value)
        course.make(theirs.course, "second")
    assert len(sheets.write_sheets(ours, homework, url).frame) == 3
    assert len(sheets.write_sheets(theirs, homework).frame) == 2


def test_colleague_without_results_sees_the_course(shared: tuple[str, str], tmp_path: Path) -> None:
    """Another checkout of the course, with nothing but its bundle, has the same sheet."""
    url, homework = shared
    ours = course_of(tmp_path / "ours", homework, "Ada Bob")
    before = sheets.write_sheets(ours, homework, url).frame
    colleague = course_of(tmp_path / "colleague", homework, "")
    shutil.rmtree(colleague.grades(homework))
    shutil.copy(ours.course, colleague.course)
    assert sheets.write_sheets(colleague, homework, url).frame.equals(before)


def test_colleague_who_lacks_the_id_is_told_it(shared: tuple[str, str], tmp_path: Path) -> None:
    """The id was not committed: what to write is said, and no other one is made."""
    url, homework = shared
    ours = course_of(tmp_path / "ours", homework, "Ada")
    sheets.write_sheets(ours, homework, url)
    colleague = course_of(tmp_path / "colleague", homework, "")
    with pytest.raises(DeskError, match=f'write `id = "{course.read(ours.course)}"` into'):
        sheets.write_sheets(colleague, homework, url)
    assert not colleague.course.exists()


def test_server_s_store_is_not_forgotten(shared: tuple[str, str], tmp_path: Path) -> None:
    """In a shell without CHAINRULE_STORE a homework has not lost its marks: it says where."""
    url, homework = shared
    ours = course_of(tmp_path, homework, "Ada")
    sheets.write_sheets(ours, homework, url)
    with pytest.raises(
        DeskError, match=r"lie in postgresql://127\.0\.0\.1:\d+/postgres: name that"
    ):
        sheets.write_sheets(ours, homework)
    assert not (ours.grades(homework) / "grades.sqlite").exists()


@pytest.mark.parametrize("noted", [True, False])
def test_fresh_database_does_not_hide_marks(
    shared: tuple[str, str], tmp_path: Path, *, noted: bool
) -> None:
    """Marks lie in the file, and a database without any is named: refused, nothing is made."""
    url, homework = shared
    homework = f"h{hash(homework) % 10**8}"
    ours = course_of(tmp_path, homework, "Ada")
    sheets.write_sheets(ours, homework)
    if not noted:
        (ours.grades(homework) / belonging.FILE_NAME).unlink()
    with pytest.raises(DeskError, match=r"grades\.sqlite: leave out --store and CHAINRULE_STORE"):
        sheets.write_sheets(ours, homework, url)
    with closing(psycopg.connect(url.replace("+psycopg", ""))) as connection:
        made = connection.execute(
            "SELECT 1 FROM information_schema.schemata WHERE schema_name = %s", [homework]
        )
        assert made.fetchone() is None


def test_schema_of_something_else_is_refused(shared: tuple[str, str], tmp_path: Path) -> None:
    """A schema that has the homework's name by chance is left alone."""
    url, homework = shared
    with closing(psycopg.connect(url.replace("+psycopg", ""), autocommit=True)) as connection:
        connection.execute(f'CREATE SCHEMA "{homework}" CREATE TABLE bookmarks (url text)')
    with pytest.raises(DeskError, match="something else, with the table bookmarks"):
        sheets.write_sheets(course_of(tmp_path, homework, "Ada"), homework, url)


def test_store_of_0_1_on_a_server_is_adopted_once(shared: tuple[str, str], tmp_path: Path) -> None:
    """The first course that opens it has it; the next is refused."""
    url, homework = shared
    ours = course_of(tmp_path / "ours", homework, "Ada")
    with Store.open(url, homework) as opened, opened.writing() as connection:
        connection.execute(text(f'DROP TABLE "{homework}".ownership'))
        connection.execute(text(f'UPDATE "{homework}".versions SET version = 3'))
    sheets.write_sheets(ours, homework, url)
    with pytest.raises(DeskError, match="belongs to the course"):
        sheets.write_sheets(course_of(tmp_path / "theirs", homework, "Dan"), homework, url)


def test_unreachable_server_is_said() -> None:
    """A server that does not answer is named, without the password."""
    with pytest.raises(DeskError, match="cannot be reached") as caught:
        Store.open("postgresql+psycopg://kn:secret@127.0.0.1:1/none", "hw1")
    assert "secret" not in str(caught.value)
