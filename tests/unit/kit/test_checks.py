"""What a check accepts, what it refuses, and what it says."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch

from chainrule.checks import (
    WrongValueError,
    assert_among,
    assert_choice,
    assert_close,
    assert_number,
    assert_numbers,
    assert_that,
    assert_unchanged,
    numerical_gradient,
    require,
)
from chainrule.probes import (
    PROBES,
    REMOTE,
    call_observed,
    call_without_autograd,
    holds_entries,
    probe,
)

RIGHT = torch.tensor([[1.0, -2.0, 3.0], [4.0, 5.0, -6.0]], dtype=torch.float64)


def refusal(check: Callable[..., None], *args: Any, **kwargs: Any) -> str:
    """Return what a check says when it refuses."""
    with pytest.raises(AssertionError) as caught:
        check(*args, **kwargs)
    return str(caught.value)


class TestRequire:
    """What has to be there first."""

    def test_a_missing_name_is_named(self) -> None:
        """A name that is not there is a plain sentence, not a NoneType error."""
        assert "not defined `Linear` yet" in refusal(require, Linear=None)

    def test_an_untouched_stub_is_not_answered(self) -> None:
        """An Ellipsis is what a stub leaves behind."""
        assert "`width` is not answered yet" in refusal(require, Linear=object(), width=...)

    def test_what_is_there_passes(self) -> None:
        """Anything defined passes, zero and the empty list included."""
        require(a=0, b=[], c="", d=torch.zeros(0))


class TestAssertClose:
    """Arrays, tensors and numbers."""

    def test_the_right_answer_passes(self) -> None:
        """Rounding differences are no mistake."""
        assert_close(RIGHT * (1 + 1e-9), RIGHT, "dW")

    @pytest.mark.parametrize("dtype", [torch.float32, torch.float16, torch.bfloat16])
    def test_a_right_answer_in_fewer_digits_passes(self, dtype: torch.dtype) -> None:
        """An answer is held to what its type can carry."""
        assert_close((RIGHT / 3).to(dtype), RIGHT / 3, "dW")

    def test_float32_does_not_excuse_a_wrong_answer(self) -> None:
        """A thousandth off is wrong in float32 too."""
        assert "wrong values" in refusal(assert_close, (RIGHT * 1.001).float(), RIGHT, "dW")

    def test_the_worst_entry_is_named_and_the_right_value_is_not(self) -> None:
        """The message tells where, and what came back, and gives nothing away."""
        wrong = RIGHT.clone()
        wrong[0, 1], wrong[1, 2] = -2.1, 17.25
        message = refusal(assert_close, wrong, RIGHT, "dW")
        assert "`dW` has wrong values in 2 of 6 entries" in message
        assert "[1, 2]: found 17.25" in message
        assert "-6" not in message

    def test_the_right_value_is_told_where_it_may_be(self) -> None:
        """A test that asks for it reveals the value."""
        assert "where -6 is right" in refusal(assert_close, 0 * RIGHT, RIGHT, "dW", reveal=True)

    @pytest.mark.parametrize(
        ("answer", "says"),
        [
            (RIGHT.numpy(), "should be a torch tensor, found a numpy array of type float64"),
            (RIGHT.tolist(), "should be a torch tensor, found a list"),
            (None, "found None. Does your code return it"),
            (..., "not answered yet"),
            (torch.relu, "parentheses may be missing"),
            (RIGHT.to(torch.complex128), "should be a torch tensor"),
            ("dW", "found a str"),
            ([[1.0], [2.0, 3.0]], "equal rows"),
        ],
    )
    def test_the_type_comes_first(self, answer: object, says: str) -> None:
        """Another kind of object is named before its shape or value."""
        assert says in refusal(assert_close, answer, RIGHT, "dW")

    def test_then_the_shape(self) -> None:
        """Both shapes are told, and that one is the other transposed."""
        message = refusal(assert_close, RIGHT.T * float("nan"), RIGHT, "dW")
        assert "shape (2, 3), found (3, 2). It looks transposed" in message

    def test_broadcasting_hides_no_shape(self) -> None:
        """A bias gradient of shape (1, 3) is not one of shape (3,)."""
        assert "shape (3,), found (1, 3)" in refusal(assert_close, RIGHT[:1], RIGHT[0], "db")

    def test_then_whether_it_is_finite(self) -> None:
        """A NaN is not just a wrong value."""
        wrong = RIGHT.clone()
        wrong[1, 0] = float("nan")
        assert "not finite: found nan at [1, 0]" in refusal(assert_close, wrong, RIGHT, "dW")

    def test_the_same_infinity_is_right(self) -> None:
        """Where infinity is expected, infinity passes and its opposite does not."""
        infinite = np.array([1.0, np.inf])
        assert_close(infinite.copy(), infinite, "x")
        assert "not finite" in refusal(assert_close, -infinite, infinite, "x")

    @pytest.mark.parametrize(
        "answer", [2, 2.0, np.float32(2), torch.tensor(2.0), torch.tensor([2.0]), Fraction(2)]
    )
    def test_a_number_may_come_in_any_form(self, answer: object) -> None:
        """A loss is a loss as a Python number, a numpy scalar or a tensor of one entry."""
        assert_close(answer, torch.tensor(2.0, dtype=torch.float64), "loss")
        assert_close(answer, 2.0, "loss")

    def test_true_is_not_a_number(self) -> None:
        """A comparison returned by mistake is not a loss of 1."""
        assert "found a bool" in refusal(assert_close, True, 1.0, "loss")

    def test_gradients_and_views_do_not_get_in_the_way(self) -> None:
        """A parameter that requires a gradient, or a transposed view, is compared by value."""
        assert_close(torch.nn.Parameter(RIGHT.clone()), RIGHT, "W")
        assert_close(RIGHT.T.contiguous().T, RIGHT, "W")

    def test_empty_answers_of_the_right_shape_pass(self) -> None:
        """No entries, no wrong entries."""
        assert_close(torch.zeros(0, 3), torch.zeros(0, 3), "x")


class TestAssertUnchanged:
    """Arguments that the caller still needs."""

    def test_equal_to_the_bit_passes(self) -> None:
        """Copies pass, NaN included."""
        x = torch.tensor([1.0, float("nan")])
        assert_unchanged(x, x.clone(), "x")

    def test_the_entry_that_changed_is_named(self) -> None:
        """The message tells where, and both values: the student passed one, made the other."""
        after = RIGHT.clone()
        after[1, 1] = 0
        message = refusal(assert_unchanged, RIGHT, after, "upstream")
        assert "`upstream` was changed in place: at [1, 1], 5 became 0" in message

    @pytest.mark.parametrize("after", [RIGHT.float(), RIGHT[:1], RIGHT.numpy(), None])
    def test_type_and_shape_count(self, after: object) -> None:
        """An argument that became something else has changed."""
        assert "changed in place" in refusal(assert_unchanged, RIGHT, after, "x")

    def test_dicts_are_compared_by_entry(self) -> None:
        """The entry of a dict that changed is named."""
        before = {"W": RIGHT, "b": RIGHT[0]}
        after = {"W": RIGHT.clone(), "b": RIGHT[0] + 1}
        assert "`cache['b']`" in refusal(assert_unchanged, before, after, "cache")


class TestAssertNumber:
    """Answers that are one number."""

    @pytest.mark.parametrize(
        "answer",
        [
            0.5,
            Fraction(1, 2),
            np.float64(0.5),
            np.array(0.5),
            np.array([[0.5]]),
            torch.tensor(0.5),
            torch.tensor([0.5], requires_grad=True),
            [0.5],
            (Fraction(1, 2),),
        ],
    )
    def test_every_correct_form_passes(self, answer: object) -> None:
        """It is the number that counts, not how it is written."""
        assert_number(answer, 0.5, "p")

    @pytest.mark.parametrize(
        ("answer", "says"),
        [
            (..., "not answered yet"),
            (None, "not answered yet"),
            ("", "not answered yet"),
            ("0.5", "without quotes"),
            (True, "found a bool"),
            ([0.5, 0.5], "one number, found 2"),
            ([], "one number, found 0"),
            (float("nan"), "not finite"),
            (10**400, "not finite"),
            (0.5j, "should be a number"),
            (0.51, "not right: found 0.51"),
        ],
    )
    def test_anything_else_says_what_it_is(self, answer: object, says: str) -> None:
        """A wrong form and a wrong value are different sentences."""
        assert says in refusal(assert_number, answer, 0.5, "p")


class TestAssertNumbers:
    """Several numbers at once, whose values the test itself looks at."""

    @pytest.mark.parametrize(
        "answer",
        [
            [1, Fraction(1, 2)],
            (np.float32(1), torch.tensor(0.5, requires_grad=True)),
            np.array([1, 0.5], dtype=np.float16),
            torch.nn.Parameter(torch.tensor([1, 0.5])),
        ],
        ids=["fractions", "scalars", "array", "parameter"],
    )
    def test_every_form_becomes_a_plain_array(self, answer: Any) -> None:
        """The test gets float64, whatever the numbers came in."""
        numbers = assert_numbers(answer, "b", (2,))
        assert (numbers.dtype, numbers.tolist()) == (np.float64, [1.0, 0.5])

    def test_it_is_a_copy(self) -> None:
        """What a test does with it does not reach the answer."""
        answer = np.zeros(3)
        assert_numbers(answer, "b", (3,))[0] = 1
        assert answer[0] == 0

    def test_one_number_may_stand_in_a_list(self) -> None:
        """As :func:`assert_number` takes it."""
        assert assert_numbers([[3]], "b", ()).shape == ()

    @pytest.mark.parametrize(
        ("answer", "says"),
        [
            (..., "`W` is not answered yet"),
            (None, "`W` is not answered yet"),
            ([[1, ...]], "`W` is not answered yet: it still holds `...`"),
            ("1, 2", "should be numbers, found a str"),
            ([[1, 2], [3]], "found a list that does not hold numbers in equal rows"),
            (np.array([[1, None]]), "found a numpy array of Python objects"),
            (np.array([[1j, 2]]), "found a numpy array of type complex128"),
            ([[1, 2, 3]], r"`W` should have shape (any, 2), found (1, 3)."),
            (np.zeros((0, 2)), r"`W` should have shape (any, 2), found (0, 2)."),
            ([[1, np.nan]], "`W` is not finite: found nan at [0, 1]"),
        ],
    )
    def test_what_is_wrong_is_named(self, answer: Any, says: str) -> None:
        """The message tells what was found and what it should be."""
        assert says in refusal(assert_numbers, answer, "W", (None, 2))


class TestAssertChoice:
    """Answers that are one of several words."""

    OPTIONS = ("convex", "not convex")

    @pytest.mark.parametrize("answer", ["convex", " Convex ", "CON VEX", "con-vex"])
    def test_capitals_spaces_and_hyphens_do_not_matter(self, answer: str) -> None:
        """The word counts, not its dress."""
        assert_choice(answer, "convex", "shape", self.OPTIONS)

    def test_true_means_yes(self) -> None:
        """A bool answers a yes-or-no question."""
        assert_choice(True, "yes", "q", ("yes", "no"))
        assert "not right" in refusal(assert_choice, False, "yes", "q", ("yes", "no"))

    @pytest.mark.parametrize(
        ("answer", "says"),
        [
            (..., "not answered yet"),
            ("...", "not answered yet"),
            ("concave", 'one of "convex", "not convex"; found "concave"'),
            (True, "found a bool"),
            ("notconvex", 'not right: found "not convex"'),
        ],
    )
    def test_anything_else_is_refused(self, answer: object, says: str) -> None:
        """A word outside of the options is not simply wrong: the options are told."""
        assert says in refusal(assert_choice, answer, "convex", "shape", self.OPTIONS)

    def test_the_form_alone_can_be_asked_for(self) -> None:
        """Right or wrong, an option is an answer; anything else is refused in the same words."""
        for answer in ("convex", "Not-Convex"):
            assert_among(answer, "shape", self.OPTIONS)
        assert_among(False, "q", ("yes", "no"))
        assert "not answered yet" in refusal(assert_among, ..., "shape", self.OPTIONS)
        assert 'found "concave"' in refusal(assert_among, "concave", "shape", self.OPTIONS)

    def test_the_expected_word_must_be_an_option(self) -> None:
        """An instructor's slip is an error of its own kind."""
        with pytest.raises(ValueError, match="not among the options"):
            assert_choice("a", "b", "q", ("a",))


class TestAssertThat:
    """Answers that a test judges by itself, by what they do."""

    def test_what_holds_passes(self) -> None:
        """Nothing is said of a right answer."""
        assert_that(True, "It is closed.", "the gate", [1, 0])

    def test_what_does_not_hold_is_refused_in_the_words_given(self) -> None:
        """What was computed goes along, and nothing that would have been right."""
        with pytest.raises(WrongValueError, match=r"^It is open on the right\.$") as caught:
            assert_that(False, "It is open on the right.", "the gate", [True, False])
        assert caught.value.found.array.tolist() == [True, False]
        assert (caught.value.quantity, caught.value.right) == ("the gate", None)

    def test_what_was_computed_must_be_numbers(self) -> None:
        """An instructor's slip is an error of its own kind."""
        with pytest.raises(TypeError, match="must hold numbers"):
            assert_that(False, "It is open.", "the gate", "open")


class TestNumericalGradient:
    """Central differences."""

    def test_it_agrees_with_autograd(self) -> None:
        """Rectangular shapes and a random upstream gradient, in float64."""
        random = torch.Generator().manual_seed(1)
        x = torch.randn(2, 4, generator=random, dtype=torch.float64)
        W = torch.randn(3, 4, generator=random, dtype=torch.float64, requires_grad=True)
        upstream = torch.randn(2, 3, generator=random, dtype=torch.float64)
        (torch.tanh(x @ W.T) * upstream).sum().backward()
        found = numerical_gradient(lambda W: torch.tanh(x @ W.T), W.detach(), upstream)
        assert found.shape == W.shape
        assert torch.allclose(found, W.grad, rtol=1e-8, atol=1e-9)  # type: ignore[arg-type]

    @pytest.mark.parametrize("x", [3, 3.0, np.array(3.0), np.array([3]), torch.tensor([3])])
    def test_the_gradient_is_of_the_kind_of_x(self, x: Any) -> None:
        """Tensors give tensors, arrays arrays, numbers numbers; whole numbers count as real."""
        found = numerical_gradient(lambda x: x**2, x)
        assert isinstance(found, float if isinstance(x, int) else type(x))
        assert np.ravel(found).tolist() == pytest.approx([6])

    def test_x_never_changes(self) -> None:
        """Even a function that writes to its argument leaves the caller's alone."""

        def clobber(x: torch.Tensor) -> torch.Tensor:
            value = (x**2).sum()
            x.zero_()
            return value

        x = torch.tensor([1.0, 2.0], dtype=torch.float64)
        assert numerical_gradient(clobber, x).tolist() == pytest.approx([2, 4])
        assert x.tolist() == [1, 2]

    def test_a_function_in_float32_is_differentiated_with_a_larger_step(self) -> None:
        """Seven digits and a step of a millionth would give noise."""
        x = torch.tensor([0.3, -1.2], dtype=torch.float64)
        found = numerical_gradient(lambda x: torch.sin(x.float()).sum(), x)
        assert torch.allclose(found, torch.cos(x), atol=1e-3)

    def test_several_results_need_an_upstream_gradient(self) -> None:
        """Summing them silently would hide a factor that ignores the upstream gradient."""
        with pytest.raises(ValueError, match=r"shape \(2,\): give an upstream"):
            numerical_gradient(lambda x: x, np.ones(2))
        with pytest.raises(ValueError, match=r"has shape \(3,\)"):
            numerical_gradient(lambda x: x, np.ones(2), np.ones(3))


class TestProbes:
    """Functions that run beside a student's objects."""

    def test_a_call_is_observed_on_copies(self) -> None:
        """The caller's own arguments stay, the function's are returned as they became."""
        x, cache = torch.ones(2), {"list": [np.ones(2)]}

        def clobber(x: torch.Tensor, cache: dict[str, Any], *, scale: float) -> float:
            x *= scale
            cache["list"][0][1] = 7
            return scale

        result, (x_after, cache_after) = call_observed(clobber, x, cache, scale=3.0)
        assert result == 3.0
        assert x.tolist() == [1, 1] and x_after.tolist() == [3, 3]
        assert cache["list"][0].tolist() == [1, 1] and cache_after["list"][0].tolist() == [1, 7]

    def test_a_students_object_is_passed_as_it_is(self) -> None:
        """Only plain data is copied: an instance keeps its identity."""

        class Layer:
            pass

        layer = Layer()
        same, _ = call_observed(lambda layer: layer, layer)
        assert same is layer

    @pytest.mark.parametrize(
        ("kept", "held"),
        [
            (RIGHT, True),
            (RIGHT.T.numpy(), True),
            (RIGHT.float(), True),
            ({"inputs": [torch.cat([RIGHT, torch.ones(2, 1)], dim=1)]}, True),
            (SimpleNamespace(x=RIGHT), True),
            (RIGHT[:1], False),
            (None, False),
            (torch, False),
        ],
    )
    def test_what_an_object_keeps_is_found_in_any_form(self, kept: Any, held: bool) -> None:
        """Under any name, transposed, in a collection or an object, or with more beside it."""
        layer = SimpleNamespace(width=3, anything=kept)
        layer.itself = [layer]
        assert holds_entries(layer, RIGHT) is held

    def test_autograd_gives_nothing_where_gradients_are_asked_by_hand(self) -> None:
        """Nor does it once the function switches it on again; the message tells what to do."""

        def slope(x: torch.Tensor) -> torch.Tensor:
            with torch.enable_grad():
                leaf = x.clone().requires_grad_()
                return torch.autograd.grad((leaf**3).sum(), leaf)[0]

        x = torch.tensor([2.0])
        assert slope(x).tolist() == [12]
        with pytest.raises(RuntimeError, match="write them by hand"):
            call_without_autograd(slope, x)

    def test_without_autograd_values_and_other_errors_stay(self) -> None:
        """Only gradients are withheld: what a function computes or raises comes through."""
        assert call_without_autograd(torch.add, torch.ones(2), 2, alpha=3).tolist() == [7, 7]
        with pytest.raises(RuntimeError, match="must match the size"):
            call_without_autograd(torch.add, torch.ones(2), torch.ones(3))

    def test_a_stand_in_runs_the_probe_where_its_object_lives(self) -> None:
        """The whole call is handed over, by the probe's name."""

        class StandIn:
            def __chainrule_remote__(self, name: str, args: Any, kwargs: Any) -> Any:
                return name, args, kwargs

        there = StandIn()
        assert call_observed(there, 1, scale=2) == ("call_observed", (there, 1), {"scale": 2})
        assert call_observed(abs, scale=there)[0] == "call_observed"

    def test_an_object_that_answers_to_everything_is_no_stand_in(self) -> None:
        """The type is asked, not the object."""

        class Everything:
            def __getattr__(self, name: str) -> Any:
                return lambda *args: "forged"

            def __call__(self) -> str:
                return "honest"

        assert hasattr(Everything(), REMOTE)
        assert call_observed(Everything()) == ("honest", ())

    def test_probes_are_registered_by_name(self) -> None:
        """Whoever runs them elsewhere finds them, and nothing else, by name."""

        def local_probe(x: int) -> int:
            return x + 1

        assert PROBES["call_observed"] is call_observed
        try:
            assert probe(local_probe)(1) == 2
            assert PROBES["local_probe"](1) == 2
        finally:
            PROBES.pop("local_probe", None)
