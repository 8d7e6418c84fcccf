"""Grading by rubric: fair orders, one grader an answer, two readings, nothing overwritten."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from review_desk import CONVEXITY, class_of, gradebook

from chainrule_desk.grades import ledger
from chainrule_desk.grades.ledger import FIRST, SECOND
from chainrule_desk.policies.policy import Policy
from chainrule_desk.reviewing import review as reviewing
from chainrule_desk.reviewing.review import NoReasonError, NotSavedError, Review, Turn

PAGE = "page"


@pytest.fixture
def review(tmp_path: Path) -> Iterator[Review]:
    """Return the review of 30 students, each answer read once."""
    with gradebook(tmp_path, class_of(30)) as book:
        yield Review(book)


@pytest.fixture
def twice(tmp_path: Path) -> Iterator[Review]:
    """Return the review of 6 students, each answer read twice."""
    with gradebook(tmp_path, class_of(6), Policy(read_twice=1)) as book:
        yield Review(book)


def finish(review: Review, turn: Turn, share: float = 1) -> None:
    """Give this share of the points for every item."""
    entries = [review.give(turn, item, item.points * share, "so far") for item in turn.part.rubric]
    review.save(turn, PAGE, review.seen(turn), entries)


def grade_all(review: Review, grader: str, share: float = 1) -> list[Turn]:
    turns = []
    while (turn := review.next(grader, CONVEXITY)) is not None:
        finish(review, turn, share)
        turns.append(turn)
    return turns


def test_order_is_the_grader_s_own(review: Review) -> None:
    """Each grader has an order, always the same, and other graders and parts have others."""
    orders = [review.order(grader, CONVEXITY) for grader in ("kn", "lm", "kn")]
    assert orders[0] == orders[2] != orders[1]
    assert sorted(orders[0]) == sorted(orders[1]) == sorted(review.students)
    assert orders[0] != sorted(orders[0])


def test_keys_do_not_tell_whose_answer_it_is(review: Review) -> None:
    """An address has no letter of a student's name."""
    assert not any("student" in key for key in review.submissions)
    assert len(review.submissions) == 30


def test_two_graders_never_get_the_same_answer(review: Review) -> None:
    """However the two ask, at the same moment too, no answer is in two hands."""

    def three(grader: str) -> list[str]:
        after, found = "", []
        for _ in range(5):
            turn = review.next(grader, CONVEXITY, after)
            assert turn is not None
            finish(review, turn)
            found.append(turn.submission)
            after = turn.submission
        return found

    with ThreadPoolExecutor(4) as graders:
        found = list(graders.map(three, ["kn", "lm", "op", "qr"]))
    taken = [submission for one in found for submission in one]
    assert len(taken) == len(set(taken)) == 20


def test_all_answers_are_graded_once(review: Review) -> None:
    """Going on to the end, every answer comes once, and then nothing is left for anybody."""
    turns = grade_all(review, "kn")
    assert sorted(turn.submission for turn in turns) == sorted(review.students)
    assert review.next("lm", CONVEXITY) is None
    progress = review.progress(CONVEXITY, "kn")
    assert (progress.done, progress.total, progress.mine) == (30, 30, 30)


def test_answer_left_alone_is_free_again(review: Review, monkeypatch: pytest.MonkeyPatch) -> None:
    """A grader who went home holds nothing for ever; what was marked stays."""
    turn = review.next("kn", CONVEXITY)
    assert turn is not None
    review.save(turn, PAGE, 0, [review.give(turn, CONVEXITY.rubric[0], 1, "good")])
    assert review.claim("lm", turn.submission, CONVEXITY) is None
    monkeypatch.setattr(reviewing, "LEASE", timedelta(seconds=-1))
    taken = review.claim("lm", turn.submission, CONVEXITY)
    assert taken is not None
    assert review.current(taken)["chords"].comment == "good"
    with pytest.raises(NotSavedError, match="in the hands of lm"):
        finish(review, turn)


def test_page_that_is_behind_saves_nothing(review: Review) -> None:
    """A second page with the same answer does not overwrite what the first has saved."""
    turn = review.next("kn", CONVEXITY)
    assert turn is not None
    entry = review.give(turn, CONVEXITY.rubric[0], 1, "")
    review.save(turn, "first page", 0, [entry])
    with pytest.raises(NotSavedError, match="elsewhere"):
        review.save(turn, "second page", 0, [review.give(turn, CONVEXITY.rubric[0], 0, "")])
    review.save(turn, "first page", 0, [review.give(turn, CONVEXITY.rubric[1], 0.5, "")])
    assert {item: e.points for item, e in review.current(turn).items()} == {
        "chords": 1,
        "one_unit": 0.5,
    }


@pytest.mark.parametrize("reason", ["", "   "])
def test_part_of_the_points_needs_a_reason(review: Review, reason: str) -> None:
    """Points between 0 and the maximum are not saved until somebody says why."""
    turn = review.next("kn", CONVEXITY)
    assert turn is not None
    item = CONVEXITY.rubric[2]
    with pytest.raises(NoReasonError, match=r"Not saved: say why 0\.75 of 1\.5\."):
        review.save(turn, PAGE, 0, [review.give(turn, item, 0.75, reason)])
    assert not review.current(turn)
    for points, comment in ((0.75, "the bias is missing"), (0, ""), (1.5, ""), (None, "")):
        entry = review.give(turn, item, points, comment)
        review.save(turn, PAGE, review.seen(turn), [entry])
        assert review.book.ledger.entries(turn.answer)[-1].points == points


def test_two_readings_settle_with_a_reason(twice: Review) -> None:
    """What two graders settle on needs a reason like any mark."""
    answer = (next(iter(twice.students)), CONVEXITY.name)
    with pytest.raises(NoReasonError, match=r"say why 0\.5 of 1\."):
        twice.settle(answer, CONVEXITY.rubric[0], 0.5, "", "kn")


def test_old_mark_without_a_reason_holds(review: Review) -> None:
    """A mark from before reasons were asked for counts, and undo brings it back."""
    turn = review.next("kn", CONVEXITY)
    assert turn is not None
    item = CONVEXITY.rubric[2]
    with review.book.store.writing() as connection:
        ledger.append(connection, [review.give(turn, item, 0.75, "")])
    review.book.ledger.refresh(review.book.store)
    review.save(turn, PAGE, review.seen(turn), [review.give(turn, item, 1.5, "")])
    assert review.undo(turn, PAGE, review.seen(turn))
    assert review.current(turn)["sum"].points == 0.75


def test_second_reading_goes_to_somebody_else(twice: Review) -> None:
    """An answer read twice is read by two people, and neither sees the other's marks."""
    first = grade_all(twice, "kn")
    assert {turn.reading for turn in first} == {FIRST}
    second = twice.next("lm", CONVEXITY)
    assert second is not None
    assert second.reading == SECOND
    assert not twice.current(second)


def test_share_read_twice_is_what_the_recipe_says(tmp_path: Path) -> None:
    """With a third read twice, about a third is, always the same."""
    with gradebook(tmp_path, class_of(60), Policy(read_twice=0.33)) as book:
        review = Review(book)
        chosen = [s for s in review.students if review.read_twice(s, CONVEXITY)]
        assert 10 <= len(chosen) <= 30
        assert chosen == [s for s in review.students if review.read_twice(s, CONVEXITY)]


def test_disagreement_is_counted_and_settled(twice: Review) -> None:
    """Two readings that differ are listed, and no longer once they are settled."""
    grade_all(twice, "kn")
    (one, *others) = [twice.next("lm", CONVEXITY)]
    assert one is not None
    assert not others
    finish(twice, one, share=0)
    assert twice.progress(CONVEXITY, "kn").differing == 1
    for item in twice.differing(one.answer, CONVEXITY):
        twice.settle(one.answer, item, item.points / 2, "half of it", "kn")
    assert twice.progress(CONVEXITY, "kn").differing == 0
    marks = twice.book.standing().marks
    assert marks.scores([one.submission], [CONVEXITY])[0] == 1.5


def test_finished_answer_can_be_taken_over(review: Review) -> None:
    """The head of the staff may correct a finished answer; both marks are in the history."""
    turn = review.next("kn", CONVEXITY)
    assert turn is not None
    finish(review, turn)
    assert review.claim("head", turn.submission, CONVEXITY) is None
    taken = review.claim("head", turn.submission, CONVEXITY, take=True)
    assert taken is not None
    finish(review, taken, share=0)
    graders = [change.entry.grader for change in review.book.ledger.history()]
    assert graders == ["kn"] * 3 + ["head"] * 3
