"""Tests that draw their inputs at random are run again with other seeds."""

from __future__ import annotations

import pytest

from chainrule_desk.auditing import reseeding
from chainrule_desk.auditing.reseeding import ALL, PLAIN, Refusal, Setting

TESTS = '''
from otter.test_files import test_case

OK_FORMAT = False
name = "draw"
points = 2.0

@test_case(points=1, hidden=False)
def test_fixed(draw):
    """Always the same."""
    assert draw(3) == 3

@test_case(points=1, hidden=True)
def test_random(draw):
    """Some number."""
    import numpy as np
    number = np.random.default_rng(7).integers(100)
    assert draw(number) == number, f"{number} became {draw(number)}"
'''
SHIFTS = range(1000, 21000, 1000)


def defined(source: str) -> dict[str, object]:
    """Return what a test file defines, where Otter's decorator does nothing."""
    names: dict[str, object] = {}
    body = source.replace("from otter.test_files import test_case", "")
    exec(body, names | {"test_case": lambda **_: lambda function: function}, names)
    return names


def test_tests_without_a_seed_are_left_out() -> None:
    """They would only say the same again."""
    assert reseeding.randomised(TESTS) == {"test_random"}
    assert "test_fixed" not in defined(reseeding.with_seeds(TESTS, SHIFTS))


def test_only_fixed_seeds_move() -> None:
    """Of numpy's and of torch's generators; a seed that is computed, and other numbers, stay."""
    source = (
        "def test(f):\n    torch.Generator().manual_seed(3)\n    np.random.default_rng(4)\n"
        "    np.random.default_rng(seed)\n    f(5)\n    x = 6"
    )
    moved = reseeding.with_seeds(source, SHIFTS)
    assert "manual_seed(3 + seeds_moved_by)" in moved
    assert "default_rng(4 + seeds_moved_by)" in moved
    assert "default_rng(seed)" in moved
    assert "f(5)" in moved


def test_a_right_answer_passes_under_every_seed() -> None:
    """A test runs once a seed, with another input each time."""
    seen = []
    defined(reseeding.with_seeds(TESTS, SHIFTS))["test_random"](lambda n: seen.append(n) or n)  # type: ignore[operator]
    assert len(seen) == len(SHIFTS)
    assert len(set(seen)) > 10


def test_a_refusal_tells_the_seed_and_the_reason() -> None:
    """Enough to see it again."""
    test = defined(reseeding.with_seeds(TESTS, SHIFTS))["test_random"]
    with pytest.raises(
        AssertionError, match=r"seeds moved by \d+000: AssertionError: \d+ became 0"
    ):
        test(lambda n: n if n < 50 else 0)  # type: ignore[operator]


def test_what_is_raised_is_a_refusal_too() -> None:
    """With the seed under which it was."""
    test = defined(reseeding.with_seeds(TESTS, SHIFTS))["test_random"]
    with pytest.raises(AssertionError, match="seeds moved by 1000: ZeroDivisionError"):
        test(lambda n: int(n) // 0)  # type: ignore[operator]


def test_a_notebook_says_first_how_it_computes() -> None:
    """Torch's default type and its threads, in the student's own process."""
    source = Setting("float64", 2).cell["source"]
    assert "torch.set_default_dtype(torch.float64)" in source
    assert "torch.set_num_threads(2)" in source
    assert {str(setting) for setting in ALL} == {
        f"{dtype}, {threads}"
        for dtype in ("float32", "float64")
        for threads in ("1 thread", "2 threads")
    }


@pytest.mark.parametrize(
    ("setting", "message", "mixed"),
    [
        ("float64", "StudentRuntimeError: mat1 and mat2 must have the same dtype", True),
        ("float64", "StudentRuntimeError: Input type (float) and bias type (double)", True),
        ("float64", "StudentRuntimeError: the size of tensor a must match", False),
        ("float64", "WrongValueError: `dW` must have the same dtype as W", False),
        ("float32", "StudentRuntimeError: mat1 and mat2 must have the same dtype", False),
    ],
)
def test_types_that_torch_does_not_mix_are_no_false_alarm(
    setting: str, message: str, mixed: bool
) -> None:
    """Where data is given in float32, a notebook cannot compute in float64 anyway."""
    refusal = Refusal("fit", "wide", Setting(setting), "test_fit", f"seeds moved by 1: {message}")
    assert reseeding.mixed_types([refusal]) == ([refusal] if mixed else [])


def test_a_test_that_mixes_types_by_itself_is_a_false_alarm() -> None:
    """Unless the answer's own code cannot take the data either."""
    mixing = "RuntimeError: expected m1 and m2 to have the same dtype"
    of_test = Refusal("fit", "wide", Setting("float64"), "test_value", mixing)
    of_answer = Refusal("fit", "wide", Setting("float64"), "test_fit", f"Student{mixing}")
    assert reseeding.mixed_types([of_test]) == []
    assert reseeding.mixed_types([of_test, of_answer]) == [of_test, of_answer]


def test_a_refusal_is_said_in_one_line() -> None:
    """Where, by whom, how its notebook computes, and why."""
    refusal = Refusal("draw", "lambda", PLAIN, "test_random", "seeds moved by 1000: why\nmore")
    assert str(refusal) == (
        "draw, lambda (float32, 1 thread): test_random, seeds moved by 1000: why"
    )
