"""A mistake is named where exactly one known wrong answer gives the same; it costs no point."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch

from chainrule.checks import (
    WrongValueError,
    assert_choice,
    assert_close,
    assert_number,
    assert_that,
    assert_unchanged,
)
from chainrule_grader import mistakes
from chainrule_grader.fingerprint import Fingerprint
from chainrule_grader.mistakes import Feedback, KnownMistake
from chainrule_grader.results import TestResult, Verdict

X = torch.randn(3, 4, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
RIGHT = 2 * X


def refusal(found: Any, right: Any = RIGHT, name: str = "dx") -> WrongValueError:
    with pytest.raises(WrongValueError) as caught:
        assert_close(found, right, name)
    return caught.value


def fingerprint(found: Any, right: Any = RIGHT, name: str = "dx") -> Fingerprint:
    seen = Fingerprint.of(refusal(found, right, name))
    assert seen is not None
    return seen


def failed(name: str, seen: Fingerprint | None) -> TestResult:
    verdict = Verdict.WRONG
    return TestResult(name, 1.0, verdict, True, message="It is wrong.", fingerprint=seen)


def known(name: str, mistake: str, **found: Fingerprint) -> KnownMistake:
    return KnownMistake(name, mistake, "1.2 Linear layer.", frozenset(found), found)


# --- fingerprints ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "other",
    [X.flip(0), X.flip(1), -X, 3 * X, X.T, X.reshape(4, 3), X[:1], X + 1e-6],
    ids=["rows", "columns", "sign", "factor", "transposed", "reshaped", "cut", "nearly"],
)
def test_other_arrays_have_other_fingerprints(other: torch.Tensor) -> None:
    """Order, sign, size, shape and a difference of a millionth are told apart."""
    assert not fingerprint(X).matches(fingerprint(other))


def test_what_a_test_judged_by_itself_has_a_fingerprint() -> None:
    """Weights of any size draw one region, a word is its place among the options."""
    seen = []
    for points in ([-1.0, 2.0, 3.0], [-10.0, 20.0, 0.3], [1.0, -2.0, 3.0]):
        with pytest.raises(WrongValueError) as caught:
            assert_that(False, "It is open.", "the gate", np.array(points) > 0)
        seen.append(Fingerprint.of(caught.value))
    assert seen[0] is not None
    assert seen[0].matches(seen[1])
    assert not seen[0].matches(seen[2])
    with pytest.raises(WrongValueError) as caught:
        assert_choice("sum", "mean", "reduction", ("mean", "none", "sum"))
    chosen = Fingerprint.of(caught.value)
    assert chosen is not None
    assert chosen.says_little


def test_a_number_in_place_of_an_array_has_a_fingerprint() -> None:
    """A value of another kind is a value; no relation to what is right is told of it."""
    error = refusal(3.5)
    assert "should be a torch tensor" in str(error)
    assert Fingerprint.of(error) is not None
    assert mistakes.relation(error) == ""


def test_rounding_makes_no_difference() -> None:
    """Other orders of summation match in float64, and a float32 answer matches its double."""
    again = (X * 3 + X) / 4
    assert fingerprint(X).matches(fingerprint(again))
    assert fingerprint(X).matches(fingerprint(X.float()))


def test_what_a_test_forgives_makes_no_difference() -> None:
    """A value that was rounded on paper is the same value, where the test lets it be rounded."""
    exact, rounded, other = np.array([1 / 3, 2 / 3]), np.array([0.333, 0.667]), np.array([0.3, 0.7])
    seen = []
    for found in (exact, rounded, other):
        with pytest.raises(WrongValueError) as caught:
            assert_close(found, np.zeros(2), "gradient", atol=1e-3)
        seen.append(Fingerprint.of(caught.value))
    assert seen[0].matches(seen[1])
    assert not seen[0].matches(seen[2])
    assert not fingerprint(X).matches(fingerprint(X + 5e-4))


def test_a_test_of_the_form_alone_forgives_nothing() -> None:
    """Its tolerance is for values; what has another shape is compared as it is."""
    seen = []
    for found in (np.zeros(3), np.ones(3)):
        with pytest.raises(WrongValueError) as caught:
            assert_close(found, np.zeros(2), "gradient", atol=float("inf"))
        seen.append(Fingerprint.of(caught.value))
    assert not seen[0].matches(seen[1])


def test_the_same_array_in_another_role_is_another_mistake() -> None:
    """The quantity that the test names must agree."""
    assert not fingerprint(X, name="dW").matches(fingerprint(X, name="dx"))


def test_a_fingerprint_does_not_know_what_is_right() -> None:
    """It depends on what the answer gave and on nothing else."""
    assert fingerprint(X, RIGHT) == fingerprint(X, 5 * RIGHT)


def test_a_fingerprint_survives_json() -> None:
    """Nothing is lost on the way into a result or a bundle and back."""
    mistake = known("doubled", "It is doubled.", test_dx=fingerprint(X))
    assert mistakes.from_json(mistakes.to_json({"part": (mistake,)})) == {"part": (mistake,)}


def test_numbers_have_fingerprints_and_failures_without_a_value_have_none() -> None:
    """A wrong number is a value; a plain assertion is not."""
    with pytest.raises(WrongValueError) as caught:
        assert_number(3, 4, "count")
    assert Fingerprint.of(caught.value) is not None
    assert Fingerprint.of(AssertionError("no")) is None


def test_where_a_value_is_not_finite_tells_mistakes_apart() -> None:
    """Which entries, and whether they are infinite or not a number."""
    somewhere, elsewhere, infinite = X.clone(), X.clone(), X.clone()
    somewhere[0, 1], elsewhere[1, 0], infinite[0, 1] = np.nan, np.nan, np.inf
    assert fingerprint(somewhere).matches(fingerprint(somewhere.clone()))
    assert not fingerprint(somewhere).matches(fingerprint(elsewhere))
    assert not fingerprint(somewhere).matches(fingerprint(infinite))


def test_what_is_left_of_an_argument_is_a_value() -> None:
    """Two answers that change it in the same way make the same mistake."""
    with pytest.raises(WrongValueError) as caught:
        assert_unchanged(X, X.clamp(min=0), "upstream")
    assert Fingerprint.of(caught.value) is not None
    assert mistakes.relation(caught.value) == ""


# --- names ----------------------------------------------------------------------------------------


def test_the_one_mistake_that_fits_is_named() -> None:
    """By what it gives in the same test."""
    doubled = known("doubled", "It is doubled.", test_dx=fingerprint(4 * X))
    halved = known("halved", "It is halved.", test_dx=fingerprint(X))
    tests = [failed("test_dx", fingerprint(X)), failed("test_shape", None)]
    assert mistakes.recognise(tests, [doubled, halved]) == {"test_dx": halved}


def test_nothing_is_claimed_where_two_mistakes_fit() -> None:
    """Unless one of them alone fails the same tests as the answer."""
    here = known("here", "One mistake.", test_dx=fingerprint(X))
    both = known("both", "Another.", test_dx=fingerprint(X), test_db=fingerprint(X, name="db"))
    alike = known("alike", "A third.", test_dx=fingerprint(X))
    one = [failed("test_dx", fingerprint(X))]
    two = [*one, failed("test_db", fingerprint(X, name="db"))]
    assert mistakes.recognise(one, [here, alike]) == {}
    assert mistakes.recognise(two, [here, both]) == {"test_dx": both, "test_db": both}


def test_a_mistake_that_something_speaks_against_is_not_named() -> None:
    """It would fail a test that the answer passes, or compute something else in another one."""
    both = known("both", "Another.", test_dx=fingerprint(X), test_db=fingerprint(X, name="db"))
    passed = TestResult("test_db", 1.0, Verdict.PASSED, True)
    other = failed("test_db", fingerprint(3 * X, name="db"))
    assert mistakes.recognise([failed("test_dx", fingerprint(X)), passed], [both]) == {}
    assert mistakes.recognise([failed("test_dx", fingerprint(X)), other], [both]) == {}


def test_a_number_alone_is_too_little() -> None:
    """Accuracies agree by chance: the failed tests must be the same as well."""
    seen = fingerprint(np.float64(0.5), 0.75, "accuracy")
    halved = known("halved", "It is halved.", test_accuracy=seen)
    tests = [failed("test_accuracy", seen)]
    assert mistakes.recognise(tests, [halved]) == {"test_accuracy": halved}
    assert mistakes.recognise([*tests, failed("test_shape", None)], [halved]) == {}


def test_zeros_are_too_little() -> None:
    """A network that is off everywhere, and one that is off in this test."""
    seen = fingerprint(0 * X)
    off = known("off", "It is off.", test_dx=seen)
    tests = [failed("test_dx", seen)]
    assert mistakes.recognise(tests, [off]) == {"test_dx": off}
    assert mistakes.recognise([*tests, failed("test_shape", None)], [off]) == {}


def test_an_array_that_is_nowhere_finite_is_too_little() -> None:
    """Many mistakes end there."""
    seen = fingerprint(X / 0)
    divided = known("divided", "It is divided by 0.", test_dx=seen)
    tests = [failed("test_dx", seen)]
    assert mistakes.recognise(tests, [divided]) == {"test_dx": divided}
    assert mistakes.recognise([*tests, failed("test_shape", None)], [divided]) == {}


def test_two_answers_with_one_mistake_are_one() -> None:
    """Variants that share their sentence do not contradict each other."""
    first = known("loops", "It is halved.", test_dx=fingerprint(X))
    second = known("einsum", "It is halved.", test_dx=fingerprint(X))
    assert mistakes.recognise([failed("test_dx", fingerprint(X))], [first, second])


@pytest.mark.parametrize(
    ("feedback", "message"),
    [
        (Feedback.NOTHING, "It is wrong."),
        (Feedback.RELATION, "It is wrong.\nA half."),
        (Feedback.MISTAKE, "It is wrong.\nA known mistake gives exactly this: It is halved."),
        (
            Feedback.POINTER,
            "It is wrong.\nA known mistake gives exactly this: It is halved. "
            "Read again: 1.2 Linear layer.",
        ),
    ],
)
def test_the_recipe_says_how_much_is_told(feedback: Feedback, message: str) -> None:
    """The name is kept with the result whatever is told, and the score stays."""
    halved = known("halved", "It is halved.", test_dx=fingerprint(X))
    test = failed("test_dx", fingerprint(X))
    (result,) = mistakes.told([test], ["A half."], [halved], feedback)
    remark = message.removeprefix("It is wrong.").strip()
    assert result == replace(test, message=message, remark=remark, mistake="It is halved.")
    assert result.score == 0


def test_the_relation_is_told_where_no_mistake_is_known() -> None:
    """Better than nothing."""
    (result,) = mistakes.told([failed("test_dx", None)], ["A half."], [], Feedback.MISTAKE)
    assert result.message == "It is wrong.\nA half."
    assert result.mistake == ""


# --- relations ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (-RIGHT, "The sign is flipped: it is minus what is right."),
        (RIGHT.T, "It is the transpose of what is right."),
        (RIGHT.flip(0), "It has the right rows in another order."),
        (0 * RIGHT, "It is zero everywhere, and what is right is not."),
        (torch.ones(3, 4, dtype=torch.float64), ""),
    ],
)
def test_relations_are_told_in_words(found: torch.Tensor, said: str) -> None:
    """The relations of the gradient check, without the finite differences."""
    assert mistakes.relation(refusal(found)) == said


def test_no_relation_is_told_about_a_number() -> None:
    """A factor beside the number found would tell the right one."""
    assert mistakes.relation(refusal(np.float64(3), 6.0, "loss")) == ""
