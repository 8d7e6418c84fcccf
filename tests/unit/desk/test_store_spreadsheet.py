"""marks.csv and the store: each change goes in once, and no change undoes another unseen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from chainrule_desk.grades import spreadsheet, standing
from chainrule_desk.grades.ledger import SECOND, SPREADSHEET
from chainrule_desk.grades.marks import Mark, Marks, MarksError
from chainrule_desk.grades.store import Store

from .sheet_samples import HOMEWORK, result
from .store_samples import append, entry, read


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Return a store that knows Ada."""
    with Store.open(tmp_path / "grades.sqlite", "hw1") as made:
        made.record([result("Ada", 1, 1)])
        yield made


def file(points: float | None, comment: str = "", grader: str = "kn", row: int = 2) -> Marks:
    """Return what marks.csv says of Ada's definition."""
    return Marks((Mark("Ada", "ada", "convexity", "definition", points, comment, grader, row),))


def take(store: Store, given: Marks) -> int:
    present, readers = standing.read(store, HOMEWORK, {}).marks, read(store).readers
    return spreadsheet.take(store, Path("marks.csv"), given, present, readers, HOMEWORK, {})


def points(store: Store) -> float | None:
    mark = standing.read(store, HOMEWORK, {}).marks.get("ada", "convexity", "definition")
    return mark.points if mark else None


def test_new_mark_goes_into_the_store(store: Store) -> None:
    """A mark filled in becomes a mark of its grader, from the spreadsheet."""
    assert take(store, file(1, "neat")) == 1
    (change,) = read(store).history()
    assert (change.entry.points, change.entry.comment, change.entry.grader) == (1, "neat", "kn")
    assert change.entry.origin == SPREADSHEET


def test_reading_again_adds_nothing(store: Store) -> None:
    """A file read twice is one change."""
    assert [take(store, file(1)), take(store, file(1))] == [1, 0]


def test_emptied_cell_opens_the_mark(store: Store) -> None:
    """A mark whose row is there and empty is open again."""
    take(store, file(1))
    assert take(store, Marks(emptied=[("ada", "convexity", "definition")])) == 1
    assert points(store) is None


def test_row_that_is_gone_takes_no_mark_with_it(store: Store) -> None:
    """A file that lost its rows, or all of them, opens nothing."""
    take(store, file(1))
    assert take(store, Marks()) == 0
    assert points(store) == 1


def test_old_file_does_not_undo_the_page(store: Store) -> None:
    """What the page changed since stays, as long as the file says what it said before."""
    take(store, file(1))
    append(store, entry("ada", "definition", 0, grader="lm", minute=1))
    assert take(store, file(1)) == 0
    assert points(store) == 0


def test_change_on_both_sides_is_a_complaint(store: Store) -> None:
    """A mark changed in the file and on the page is told with both values; nothing is read."""
    take(store, file(1))
    append(store, entry("ada", "definition", 0, grader="lm", minute=1))
    with pytest.raises(MarksError, match=r"the file says 0\.5 by kn.*become 0 by lm"):
        take(store, file(0.5, "half"))
    assert points(store) == 0


def test_same_change_on_both_sides_is_none(store: Store) -> None:
    """Two people who come to the same mark do not disagree."""
    append(store, entry("ada", "definition", 1))
    assert take(store, file(1)) == 0


def test_file_settles_two_readings(store: Store) -> None:
    """Where two people read an answer, the mark in the file is what they settle on."""
    append(store, entry("ada", "definition", 1))
    append(store, entry("ada", "definition", 0, reading=SECOND, grader="lm"))
    take(store, file(0.5, "half of it"))
    assert points(store) == 0.5


def test_part_of_the_points_needs_a_reason(store: Store) -> None:
    """Nothing of a file is read while part of an item's points lacks a reason; its row is told."""
    place = (
        r"row 7, column comment: ada / convexity / definition has 0\.5 of 1 points: say here why"
    )
    with pytest.raises(MarksError, match=place):
        take(store, file(0.5, row=7))
    assert points(store) is None
    assert take(store, file(0.5, "no quantifier", row=7)) == 1
    assert points(store) == 0.5


def test_old_mark_without_a_reason_stays(store: Store) -> None:
    """A file that repeats what the store has held without a reason is read as ever."""
    append(store, entry("ada", "definition", 0.5))
    given = standing.read(store, HOMEWORK, {}).marks
    spreadsheet.remember(store, given)
    assert take(store, file(0.5)) == 0
    assert points(store) == 0.5
    assert [mark.item for mark in given.without_reason(HOMEWORK)] == ["definition"]
