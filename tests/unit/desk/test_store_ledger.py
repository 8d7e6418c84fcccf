"""What marks by hand come to: late changes, two readings, undo, new hand-ins, history."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from chainrule_desk.grades import standing
from chainrule_desk.grades.agreement import weighted_kappa
from chainrule_desk.grades.ledger import FIRST, SECOND, SETTLED
from chainrule_desk.grades.store import AnswerFacts, Store
from chainrule_grader.homework import Homework, RubricItem

from .sheet_samples import CONVEXITY, HOMEWORK, result, score
from .store_samples import append, entry

ANSWER = ("ada", "convexity")
FACTS = {ANSWER: AnswerFacts("d1", 90)}
ADA = replace(result("Ada", 1, 1), content="today")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Return a store that knows Ada, who has handed in twice, and Bob."""
    with Store.open(tmp_path / "grades.sqlite", "hw1") as made:
        made.record([replace(ADA, content="yesterday")])
        made.record([ADA, result("Bob", 1, 1)], {"today": {"convexity": FACTS[ANSWER]}})
        yield made


def points(store: Store, homework: Homework = HOMEWORK) -> float | None:
    return score(standing.read(store, homework, {}).marks, "ada", homework.part("convexity"))


def test_last_mark_holds(store: Store) -> None:
    """A later mark for an item takes the place of the earlier one."""
    append(
        store,
        entry("ada", "definition", 0),
        entry("ada", "argument", 2),
        entry("ada", "definition", 1, minute=1),
    )
    assert points(store) == 3


def test_open_item_keeps_the_score_open(store: Store) -> None:
    """A mark taken back is no 0: the score is open again."""
    append(
        store,
        entry("ada", "definition", 1),
        entry("ada", "argument", 2),
        entry("ada", "argument", None, minute=1),
    )
    assert points(store) is None


def test_points_follow_the_rubric(store: Store) -> None:
    """An item worth twice as much today gives twice the points that were given."""
    append(store, entry("ada", "definition", 0.5), entry("ada", "argument", 2))
    heavier = replace(CONVEXITY, rubric=(RubricItem("definition", 2, ""), CONVEXITY.rubric[1]))
    assert points(store, Homework("hw1", "", (heavier,))) == 3


def test_marks_of_another_text_lapse(store: Store) -> None:
    """A new answer is not marked yet; marks that know no text still hold."""
    old = [entry("ada", item, 1, answer="d0") for item in ("definition", "argument")]
    append(store, *old)
    assert points(store) is None
    assert standing.read(store, HOMEWORK, {}).lapsed == 1
    append(store, *(replace(mark, answer="d1") for mark in old))
    assert points(store) == 2
    assert standing.read(store, HOMEWORK, {}).lapsed == 0


def test_readings_that_agree_count(store: Store) -> None:
    """Two readings with the same marks need nothing more."""
    marks = [entry("ada", "definition", 1), entry("ada", "argument", 2)]
    book = append(store, *marks, *(replace(m, reading=SECOND, grader="lm") for m in marks))
    assert points(store) == 3
    assert book.twice(CONVEXITY, FACTS) == [(ANSWER, 3, 3)]


def test_readings_that_differ_are_open_until_settled(store: Store) -> None:
    """Two readings with different marks leave the item open; what both settle on counts."""
    book = append(
        store,
        *(entry("ada", "definition", 1), entry("ada", "argument", 2)),
        entry("ada", "definition", 1, reading=SECOND, grader="lm"),
        entry("ada", "argument", 1, reading=SECOND, grader="lm"),
    )
    assert [item.id for item in book.differing(ANSWER, CONVEXITY)] == ["argument"]
    assert points(store) is None
    assert standing.read(store, HOMEWORK, {}).unsettled == 1
    book = append(store, entry("ada", "argument", 1.5, reading=SETTLED, grader="kn"))
    assert book.differing(ANSWER, CONVEXITY) == []
    assert standing.read(store, HOMEWORK, {}).unsettled == 0
    assert points(store) == 2.5


def test_undo_takes_back_the_last_step_and_the_one_before(store: Store) -> None:
    """Undo goes back step by step, each time to what stood there before."""
    append(store, entry("ada", "definition", 1), entry("ada", "definition", 0, minute=1))
    book = append(store, entry("ada", "argument", 2, minute=2))
    seen = []
    for _ in range(3):
        book = append(store, *book.undoing(ANSWER, FIRST, "kn"))
        current = book.current(ANSWER, FIRST)
        seen.append({item: mark.points for item, mark in current.items()})
    assert seen == [{"definition": 0}, {"definition": 1}, {}]
    assert book.undoing(ANSWER, FIRST, "kn") == []


def test_undo_leaves_other_graders_marks(store: Store) -> None:
    """Nobody takes back what another grader did last."""
    book = append(store, entry("ada", "definition", 1, grader="lm"))
    assert book.undoing(ANSWER, FIRST, "kn") == []


def test_history_says_from_what_to_what(store: Store) -> None:
    """Each change is told with who made it and what stood there before."""
    book = append(
        store,
        entry("ada", "definition", 0),
        entry("ada", "definition", 1, grader="lm", minute=1),
        entry("bob", "definition", 1, minute=2),
    )
    told = [
        (change.entry.grader, change.before and change.before.points, change.entry.points)
        for change in book.history()
    ]
    assert told == [("kn", None, 0), ("lm", 0, 1), ("kn", None, 1)]


def test_kappa_is_1_for_agreement_and_0_for_chance() -> None:
    """The same marks give 1; marks that know nothing of each other give 0."""
    assert weighted_kappa([(0, 0), (1, 1), (3, 3)]) == 1
    assert weighted_kappa([(0, 0), (0, 1), (1, 0), (1, 1)]) == 0


def test_kappa_weighs_by_the_square_of_the_distance() -> None:
    """By hand: differences 0, 1, 2 observed, and over all nine combinations of readings."""
    pairs = [(0, 0), (1, 2), (2, 0)]
    observed = (0 + 1 + 4) / 3
    expected = sum((first - second) ** 2 for first, _ in pairs for _, second in pairs) / 9
    assert weighted_kappa(pairs) == pytest.approx(1 - observed / expected)


@pytest.mark.parametrize("pairs", [[], [(2.0, 2.0)], [(1.0, 1.0), (1.0, 1.0)]])
def test_kappa_is_not_defined_without_variation(pairs: list[tuple[float, float]]) -> None:
    """Where everyone has the same points there is nothing to agree on."""
    assert weighted_kappa(pairs) is None
