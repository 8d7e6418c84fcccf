"""Tests that draw their inputs at random are run again with other seeds."""

from __future__ import annotations

from chainrule_desk.auditing import reseeding

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


def test_only_fixed_seeds_move() -> None:
    """Of numpy's and of torch's generators; a seed that is computed, and other numbers, stay."""
    source = (
        "torch.Generator().manual_seed(3)\nnp.random.default_rng(4)\n"
        "np.random.default_rng(seed)\nf(5)\nx = 6"
    )
    assert reseeding.moved(source, 1000) == (
        "torch.Generator().manual_seed(1003)\nnp.random.default_rng(1004)\n"
        "np.random.default_rng(seed)\nf(5)\nx = 6"
    )


def test_tests_without_a_seed_are_left_out() -> None:
    """They would only say the same again."""
    assert reseeding.randomised(TESTS) == {"test_random"}


def test_a_right_answer_passes_under_every_seed() -> None:
    """Each randomised test is run once a seed."""
    ran, refused = reseeding.run(["def draw(n):\n    return n"], TESTS, {"test_random"}, 5, 1)
    assert (ran, refused) == (5, [])


def test_a_refusal_tells_the_seed_and_the_reason() -> None:
    """Enough to see it again."""
    answer = "def draw(n):\n    return n if n < 50 else 0"
    ran, refused = reseeding.run([answer], TESTS, {"test_random"}, 20, 1)
    assert ran == 20
    assert 3 < len(refused) < 17, "the generator makes both small and large numbers"
    name, shift, message = refused[0]
    assert (name, shift % reseeding.STEP) == ("test_random", 0)
    assert "became 0" in message
