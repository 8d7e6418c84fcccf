"""A store belongs to one homework of one course; a homework that lost its store is not new."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from desk_project import graded_project
from typer.testing import CliRunner

from chainrule_desk.cli import app
from chainrule_desk.errors import DeskError
from chainrule_desk.grade_sheets import sheets
from chainrule_desk.grades import belonging
from chainrule_desk.project import Project

from .sheet_samples import HOMEWORK, result
from .store_samples import append, entry, read

STORES = Path(__file__).parent / "stores"
CLASS = [result("Ada", 1, 1), result("Bob", 1, 1)]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a project whose homework has a mark that only its store knows."""
    made = graded_project(tmp_path / "course", HOMEWORK, CLASS)
    mark(made)
    return made


def mark(project: Project) -> None:
    """Give a point on the review page, which is in no file but the store."""
    sheets.write_sheets(project, "hw1")
    with belonging.open_store(project, "hw1") as store:
        append(store, entry("ada", "definition", 1))


def marks(project: Project) -> int:
    """Return how many marks are in the history."""
    with belonging.open_store(project, "hw1") as store:
        return len(list(read(store).history()))


def store_of(project: Project) -> Path:
    return project.grades("hw1") / "grades.sqlite"


def refused(project: Project) -> str:
    """Return what `chainrule sheet` says when it refuses, which must change nothing."""
    folder = project.grades("hw1")
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    shown = CliRunner().invoke(app, ["sheet", "hw1", "--project", str(project.root)])
    after = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    assert shown.exit_code == 2, shown.output
    assert after == before
    return " ".join(shown.output.split())


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def without_tables(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("PRAGMA user_version = 1; VACUUM")


def of_something_else(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE bookmarks (url TEXT)")


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def no_database(path: Path) -> None:
    path.write_bytes(b"not a database at all " * 500)


LOST: dict[str, tuple[Callable[[Path], None], str]] = {
    "missing": (Path.unlink, "grades/hw1/grades.sqlite is missing, and the marks"),
    "emptied": (emptied, "grades/hw1/grades.sqlite is empty, and the marks"),
    "without tables": (without_tables, "grades/hw1/grades.sqlite is empty, and the marks"),
    "of something else": (of_something_else, "something else, with the table bookmarks"),
    "cut short": (cut_short, "is damaged"),
    "no database": (no_database, "is damaged"),
}


@pytest.mark.parametrize("case", LOST)
def test_lost_store_is_no_homework_without_marks(project: Project, case: str) -> None:
    """It is refused with what to do, and nothing is written, however often one tries."""
    break_it, words = LOST[case]
    break_it(store_of(project))
    for _ in range(2):
        message = refused(project)
        assert words in message
        assert "back from a copy" in message


@pytest.mark.parametrize("case", ["emptied", "without tables", "of something else"])
def test_lost_store_of_0_1_is_refused_as_well(project: Project, case: str) -> None:
    """A folder that knows of no store: a file that is there and holds none is no new homework."""
    (project.grades("hw1") / belonging.FILE_NAME).unlink()
    break_it, words = LOST[case]
    break_it(store_of(project))
    assert words in refused(project)


def test_new_homework_just_works(tmp_path: Path) -> None:
    """Nothing has to be set up: the store and the course's id are made when they are needed."""
    project = graded_project(tmp_path, HOMEWORK, CLASS)
    assert marks(project) == 0
    assert store_of(project).is_file()
    assert project.course.is_file()


def test_copy_can_be_put_back(project: Project) -> None:
    """A copy of the store, or of the whole folder, is the store."""
    copy = project.root / "copy.sqlite"
    shutil.copy(store_of(project), copy)
    emptied(store_of(project))
    refused(project)
    shutil.copy(copy, store_of(project))
    assert marks(project) == 1


def test_folder_deleted_is_a_new_beginning(project: Project) -> None:
    """Who deletes grades/hw1 means it."""
    shutil.rmtree(project.grades("hw1"))
    assert marks(project) == 0


def test_note_and_store_deleted_is_a_new_beginning(project: Project) -> None:
    """What the refusal says one has to delete is enough; results are read anew."""
    store_of(project).unlink()
    assert "delete it and grades/hw1/store.toml" in refused(project)
    (project.grades("hw1") / belonging.FILE_NAME).unlink()
    assert marks(project) == 0
    with belonging.open_store(project, "hw1") as store:
        assert len(store.outcomes()) == 0
    sheets.write_sheets(project, "hw1")


def test_note_alone_deleted_is_written_again(project: Project) -> None:
    """The note is no part of the store: without it, the store that is there is the homework's."""
    note = project.grades("hw1") / belonging.FILE_NAME
    before = note.read_text("utf-8")
    note.unlink()
    assert marks(project) == 1
    assert note.read_text("utf-8") == before


@pytest.mark.parametrize("text", ["", "id = [", "id = 'x'\n", b"\xff\xfe"])
def test_damaged_note_is_told(project: Project, text: str | bytes) -> None:
    """A note that cannot be read is no homework without a store."""
    note = project.grades("hw1") / belonging.FILE_NAME
    note.write_bytes(text if isinstance(text, bytes) else text.encode())
    assert "store.toml is damaged" in refused(project)


def test_another_homework_s_store_is_refused(project: Project) -> None:
    """A file that was copied into the wrong folder is told by its homework."""
    with belonging.open_store(project, "hw2"):
        pass
    shutil.copy(project.grades("hw2") / "grades.sqlite", store_of(project))
    assert "grades/hw1/grades.sqlite is the store of hw2, not of hw1" in refused(project)


def test_another_course_s_store_is_refused(project: Project, tmp_path: Path) -> None:
    """Both courses are named, and the place of this course's id."""
    other = graded_project(tmp_path / "other", HOMEWORK, CLASS)
    mark(other)
    shutil.copy(store_of(other), store_of(project))
    message = refused(project)
    for made in (project, other):
        identity = made.course.read_text("utf-8").partition('id = "')[2].partition('"')[0]
        assert f"course {identity}" in message
    assert "assignment/course.toml" in message


def test_another_store_of_the_same_homework_is_refused(project: Project) -> None:
    """A colleague's file in place of one's own is told by its id, though it fits otherwise."""
    mine = project.root / "mine.sqlite"
    shutil.move(store_of(project), mine)
    note = project.grades("hw1") / belonging.FILE_NAME
    kept = note.read_bytes()
    note.unlink()
    assert marks(project) == 0
    note.write_bytes(kept)
    assert "is another store (id" in refused(project)
    shutil.copy(mine, store_of(project))
    assert marks(project) == 1


def test_id_of_the_course_is_never_made_anew_for_a_store(project: Project) -> None:
    """Where the course's file is gone, the store says what to write into it."""
    own = project.course.read_text("utf-8")
    project.course.unlink()
    message = refused(project)
    assert not project.course.exists()
    line = next(line for line in own.splitlines() if line.startswith("id ="))
    assert f"write `{line}` into assignment/course.toml" in message
    project.course.write_text(line, encoding="utf-8")
    assert marks(project) == 1


@pytest.mark.parametrize("text", ["", "id = ''", "id = 4", "name = 'x'", "id = ", "id = 'a b'"])
def test_damaged_id_of_the_course_is_told(project: Project, text: str) -> None:
    """An emptied file is no course without an id."""
    project.course.write_text(text, encoding="utf-8")
    assert "put it back from your repository" in refused(project)


def test_store_of_0_1_is_adopted_and_a_copy_is_kept(tmp_path: Path) -> None:
    """It gets an id and a course; the copy is what it was, marks included."""
    project = graded_project(tmp_path, HOMEWORK, CLASS)
    with closing(sqlite3.connect(store_of(project))) as connection:
        connection.executescript((STORES / "version_0_1.sql").read_text(encoding="utf-8"))
    assert marks(project) == 1
    assert marks(project) == 1
    (copy,) = project.grades("hw1").glob("grades-version-3-*.sqlite")
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT max(version) FROM versions").fetchone() == (3,)
        assert connection.execute("SELECT count(*) FROM marks").fetchone() == (1,)
    with belonging.open_store(project, "hw1") as store, store.reading() as reading:
        owner = belonging.store.schema.owner(reading)
    assert owner.course in project.course.read_text("utf-8")
    assert (owner.homework, len(owner.store)) == ("hw1", 16)


def test_copy_from_before_stores_had_ids_can_be_put_back(project: Project) -> None:
    """A backup that 0.1 wrote becomes the homework's store again."""
    store_of(project).unlink()
    with closing(sqlite3.connect(store_of(project))) as connection:
        connection.executescript((STORES / "version_0_1.sql").read_text(encoding="utf-8"))
    assert marks(project) == 1


def test_0_1_store_of_another_homework_is_refused(project: Project) -> None:
    """Its results tell whose it is."""
    store_of(project).unlink()
    dump = (STORES / "version_0_1.sql").read_text(encoding="utf-8")
    with closing(sqlite3.connect(store_of(project))) as connection:
        connection.executescript(dump.replace("'hw1'", "'hw7'"))
    assert "is the store of hw7, not of hw1" in refused(project)


def test_earlier_homework_s_store_that_is_lost_is_told(project: Project, tmp_path: Path) -> None:
    """Late days that were used there would be given again, so a sheet is refused."""
    late = "[policy]\ndeadline = {}-01T12:00:00Z\n[policy.late]\npenalty = 0.1\nfree_days = 2\n"
    for name, month in (("hw1", "2026-11"), ("hw2", "2026-12")):
        text = f'title = "H"\n[[problems]]\nname = "p"\npoints = {{ a = 1 }}\n{late.format(month)}'
        project.recipe(name).write_text(text, encoding="utf-8")
    later = replace(HOMEWORK, id="hw2")
    own = graded_project(tmp_path / "later", later, [replace(CLASS[0], homework="hw2")])
    for folder in ("build", "grades"):
        shutil.copytree(own.root / folder / "hw2", project.root / folder / "hw2")
    sheets.write_sheets(project, "hw2")
    emptied(store_of(project))
    with pytest.raises(DeskError, match=r"grades/hw1/grades\.sqlite is empty"):
        sheets.write_sheets(project, "hw2")
