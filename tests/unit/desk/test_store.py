"""The grade store: nothing confirmed is lost, everything can be read back, writers take turns."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import IntegrityError

from chainrule_desk.errors import DeskError
from chainrule_desk.grades import databases, schema
from chainrule_desk.grades.store import AnswerFacts, Store
from chainrule_desk.grades.verdicts import Verdicts
from chainrule_grader.homework import Homework, RubricItem
from chainrule_grader.people import Person
from chainrule_grader.results import Status

from .sheet_samples import CONVEXITY, FORWARD, HOMEWORK, graded, result
from .store_samples import START, append, entry, read, without_number

STORES = Path(__file__).parent / "stores"
ADA = replace(result("Ada", 1, 1), content="a1")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where a store with one submission lies."""
    file = tmp_path / "grades.sqlite"
    with Store.open(file, "hw1") as made:
        made.record([ADA], {"a1": {"convexity": AnswerFacts("d1", 90)}}, lambda _: START)
    return file


def test_every_column_tells_its_meaning(path: Path) -> None:
    """The comment on each column stands in SQLite's own schema."""
    with sqlite3.connect(path) as connection:
        text = "\n".join(
            row[0] for row in connection.execute("SELECT sql FROM sqlite_master") if row[0]
        )
    for table in schema.metadata.tables.values():
        for column in table.columns:
            assert column.comment
            assert f"/* {column.comment} */" in text


def test_store_is_safe_against_power_cuts(path: Path) -> None:
    """Write-ahead log, foreign keys, and every commit waits for the disk."""
    with Store.open(path, "hw1") as opened, opened.reading() as connection:
        settings = [
            connection.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "foreign_keys", "synchronous")
        ]
    assert settings == ["wal", 1, 2]


def test_marks_of_nothing_are_refused(path: Path) -> None:
    """A mark for a submission that the store does not know breaks its rules, and is not kept."""
    with Store.open(path, "hw1") as opened:
        with pytest.raises(IntegrityError):
            append(opened, entry("nobody", "definition", 1))
        assert list(read(opened).history()) == []


def test_runs_are_appended_and_never_replaced(path: Path) -> None:
    """A regrade that ends otherwise is a second run; the first can still be read."""
    worse = replace(ADA, bundle="b2", parts=(graded(FORWARD, 0), *ADA.parts[1:]))
    with Store.open(path, "hw1") as opened:
        assert opened.record([worse]) == 1
        assert [run for _, run in opened.runs("ada")] == [ADA, worse]


def test_same_outcome_is_no_new_run(path: Path) -> None:
    """Grading again with the same outcome adds nothing, however long it took."""
    with Store.open(path, "hw1") as opened:
        assert opened.record([replace(ADA, wall_s=99)]) == 0


def test_run_that_was_cut_off_is_no_outcome(path: Path) -> None:
    """A pending result is no run."""
    with Store.open(path, "hw1") as opened:
        assert opened.record([replace(ADA, content="a2", status=Status.PENDING)]) == 0


def test_new_content_is_a_new_version(path: Path) -> None:
    """A submission handed in again keeps its id; answers and time are those of its content."""
    again = replace(ADA, content="a2")
    with Store.open(path, "hw1") as opened:
        opened.record([again], {"a2": {"convexity": AnswerFacts("d2", 120)}})
        assert opened.answers([again]) == {("ada", "convexity"): AnswerFacts("d2", 120)}
        assert opened.answers([ADA]) == {("ada", "convexity"): AnswerFacts("d1", 90)}
        assert opened.handed_in()["ada", "a1"] == START


def test_marks_come_back_as_given(path: Path) -> None:
    """Who, when, what, with its comment: a mark is read back to the last digit."""
    mark = entry("ada", "argument", 1.5, comment="Σ of two: “nearly”", answer="d1")
    with Store.open(path, "hw1") as opened:
        append(opened, mark)
    with Store.open(path, "hw1") as opened:
        (change,) = read(opened).history()
    assert without_number(change.entry) == mark


def test_transaction_that_fails_leaves_no_trace(path: Path) -> None:
    """Marks of one step are kept together or not at all."""
    with Store.open(path, "hw1") as opened:
        with pytest.raises(IntegrityError):
            append(opened, entry("ada", "definition", 1), entry("nobody", "definition", 1))
        assert list(read(opened).history()) == []


WRITER = """
import sys
from pathlib import Path
from chainrule_desk.grades.store import Store
from tests.unit.desk.store_samples import append, entry
with Store.open(Path(sys.argv[1]), "hw1") as store:
    for minute in range(100000):
        append(store, entry("ada", "definition", minute % 2, minute=minute))
        print(minute, flush=True)
"""


def test_killed_desk_loses_no_confirmed_mark(path: Path) -> None:
    """Killed at any moment, the store holds every mark that was confirmed, and opens again."""
    root = Path(__file__).parents[3]
    desk = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True, cwd=root
    )
    assert desk.stdout is not None
    confirmed = [int(desk.stdout.readline()) for _ in range(20)]
    os.kill(desk.pid, signal.SIGKILL)
    confirmed += [int(line) for line in desk.stdout if line.endswith("\n")]
    desk.wait()
    with Store.open(path, "hw1") as opened:
        kept = [change.entry for change in read(opened).history()]
    assert len(kept) >= len(confirmed)


def test_two_desks_write_in_turn(path: Path) -> None:
    """While one desk writes another waits; both marks are there in the end, in order."""
    with Store.open(path, "hw1") as first, Store.open(path, "hw1") as second:
        append(first, entry("ada", "definition", 1, grader="kn"))
        append(second, entry("ada", "definition", 0, grader="lm"))
        append(first, entry("ada", "definition", 0.5, grader="kn"))
        graders = [change.entry.grader for change in read(second).history()]
    assert graders == ["kn", "lm", "kn"]


def test_locked_store_is_said_in_a_sentence(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another program that keeps the store to itself is named as the reason."""
    monkeypatch.setattr(databases, "WAIT_S", 0.1)
    with sqlite3.connect(path, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DeskError, match="is in use"):
            Store.open(path, "hw1")


def test_damaged_store_is_said_and_left_alone(path: Path) -> None:
    """A file that is no database stays as it is; the message tells the repair."""
    path.write_bytes(b"this was a database once" * 400)
    with pytest.raises(DeskError, match="damaged"):
        Store.open(path, "hw1")
    assert path.read_bytes().startswith(b"this was")


def test_store_of_a_later_version_is_not_touched(path: Path) -> None:
    """An older Chainrule does not write into tables that it does not know."""
    with Store.open(path, "hw1") as opened, opened.writing() as connection:
        connection.execute(insert(schema.versions).values(version=99, at=START))
    with pytest.raises(DeskError, match="version 99"):
        Store.open(path, "hw1")


def test_older_store_is_brought_up_to_date_once(path: Path) -> None:
    """Each step is taken once, and the store remembers when."""
    later = lambda connection: connection.execute(text("CREATE TABLE later (x INTEGER)"))
    steps = (*schema.STEPS, later)
    with Store.open(path, "hw1") as opened, opened.writing() as connection:
        schema.upgrade(connection, steps)  # type: ignore[arg-type]
        schema.upgrade(connection, steps)  # type: ignore[arg-type]
        known = connection.execute(select(schema.versions.c.version)).scalars().all()
    assert known == [schema.LATEST, schema.LATEST + 1]


def test_store_of_the_first_version_is_brought_up_to_date(path: Path) -> None:
    """A store from before results lay in it has them after the next opening; marks stay."""
    with Store.open(path, "hw1") as opened:
        append(opened, entry("ada", "definition", 1))
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE results")
        connection.execute("DROP TABLE verdicts")
        connection.execute("DROP TABLE ownership")
        connection.execute("UPDATE versions SET version = 1")
    with Store.open(path, "hw1") as opened:
        assert opened.outcomes() == []
        opened.record([ADA])
        assert len(opened.outcomes()) == 1
        assert len(list(read(opened).history())) == 1


def test_store_of_the_second_version_learns_its_verdicts_from_the_runs(path: Path) -> None:
    """What tests said is there at once, also where no file of a result is left."""
    with Store.open(path, "hw1") as opened:
        opened.record([ADA])
        before = list(opened.verdicts())
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE verdicts")
        connection.execute("DROP TABLE ownership")
        connection.execute("UPDATE versions SET version = 2")
    with Store.open(path, "hw1") as opened:
        assert list(opened.verdicts()) == before == [Verdicts.of(ADA)]


def test_store_of_0_1_is_brought_up_to_date(tmp_path: Path) -> None:
    """What 0.1 wrote opens: results have no wall clock and no mark of lateness, people stay."""
    path = tmp_path / "grades.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript((STORES / "version_0_1.sql").read_text(encoding="utf-8"))
    with Store.open(path, "hw1") as opened:
        ada, bob = opened.outcomes()
        assert [run.student for _, run in opened.runs("ada")] == ["Ada"]
        assert [change.entry.points for change in read(opened).history()] == [1]
        full = opened.results()
        marked_late = replace(ADA, submission="ada", content="a1", late=True)
        opened.record([marked_late])
        assert [outcome.late for outcome in opened.outcomes()] == [True, False]
    assert (ada.submitted_at, ada.wall_clock, ada.late) == (START, None, False)
    assert (bob.submitted_at, bob.wall_clock, bob.late) == (None, None, False)
    assert [result.people for result in full] == [ada.people, bob.people]
    assert ada.people == (
        Person("Ada", "ada@example.edu", "11"),
        Person("Bob Li", "bob@example.edu", "12"),
    )


def test_upgraded_store_has_the_tables_of_a_new_one(path: Path, tmp_path: Path) -> None:
    """An upgrade ends where a new store begins: every column is there, with its type."""
    older = tmp_path / "older.sqlite"
    with closing(sqlite3.connect(older)) as connection:
        connection.executescript((STORES / "version_0_1.sql").read_text(encoding="utf-8"))
    Store.open(older, "hw1").close()
    assert _columns(older) == _columns(path)


def _columns(path: Path) -> dict[str, set[tuple[str, str, int]]]:
    """Return name, type and whether it may be empty of each column, by table."""
    with closing(sqlite3.connect(path)) as connection:
        return {
            table: {row[1:4] for row in connection.execute(f"PRAGMA table_info({table})")}
            for table in schema.metadata.tables
        }


def test_clock_and_lateness_of_the_platform_are_kept(path: Path) -> None:
    """A time without a zone comes back without one, and a mark of lateness without a time."""
    shown = datetime(2026, 11, 20, 23, 30)
    late = replace(ADA, wall_clock=shown, late=True)
    someone = Person("Ada", "ada@example.edu", "11", "4711", "al42", "canvas")
    with Store.open(path, "hw1") as opened:
        opened.record([replace(late, people=(someone,))])
        (outcome,), (full,) = opened.outcomes(), opened.results()
    for kept in (outcome, full):
        assert (kept.wall_clock, kept.late, kept.people) == (shown, True, (someone,))


def test_verdicts_are_those_of_today(path: Path) -> None:
    """A later result takes the place of the earlier one; a withdrawn one is gone."""
    worse = replace(ADA, bundle="b2", parts=(graded(FORWARD, 0), *ADA.parts[1:]))
    with Store.open(path, "hw1") as opened:
        opened.record([ADA])
        opened.record([worse])
        assert list(opened.verdicts()) == [Verdicts.of(worse)]
        opened.withdraw(["ada"])
        assert list(opened.verdicts()) == []


def test_results_of_today_are_there_in_short_and_in_full(path: Path) -> None:
    """The last result of each submission, its scores ready; a pending one tells that it is."""
    worse = replace(ADA, bundle="b2", parts=(graded(FORWARD, 0), *ADA.parts[1:]))
    cut_off = result("Bob", 1, status=Status.PENDING)
    with Store.open(path, "hw1") as opened:
        opened.record([worse, cut_off])
        ada, bob = opened.outcomes()
        assert opened.results() == [worse, replace(cut_off, parts=())]
    assert (ada.submission, ada.status, ada.content) == ("ada", Status.GRADED, "a1")
    assert [(part.name, part.max_score, part.score) for part in ada.parts] == [
        ("linear_forward", 2, 0),
        ("linear_backward", 4, 4),
    ]
    assert (bob.status, [part.score for part in bob.parts]) == (Status.PENDING, [2])


def test_submission_withdrawn_stays_in_the_history(path: Path) -> None:
    """What is left out of today's results keeps its runs."""
    with Store.open(path, "hw1") as opened:
        opened.withdraw(["ada"])
        assert opened.outcomes() == []
        assert len(opened.runs("ada")) == 1


def test_rubric_changes_are_remembered(path: Path) -> None:
    """Reworded or weighted anew, an item's change is in the history with its date."""
    reworded = RubricItem("definition", 1.5, "States the definition or an equivalent")
    part = replace(CONVEXITY, rubric=(reworded, CONVEXITY.rubric[1]))
    with Store.open(path, "hw1") as opened:
        assert opened.note_rubric(HOMEWORK) == []
        (change,) = opened.note_rubric(Homework("hw1", "Homework 1", (FORWARD, part)))
        assert (change.item, change.before[0], change.after[0]) == ("definition", 1, 1.5)
        assert opened.note_rubric(Homework("hw1", "Homework 1", (FORWARD, part))) == [change]
