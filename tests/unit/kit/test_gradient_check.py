"""What a gradient check accepts, what it refuses, and which relation it names."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch

from chainrule.checks import GradientCheck, gradient_check

random = np.random.default_rng(7)
X = random.normal(size=(4, 3))
W = random.normal(size=(5, 3))
B = random.normal(size=5)
U = random.normal(size=(4, 5))
DW = U.T @ X
Z = random.normal(size=(4, 3))
UZ = random.normal(size=(4, 3))


def linear_in_W(W: Any) -> Any:
    return X @ W.T + B


def linear_in_b(b: Any) -> Any:
    return X @ W.T + b


def relu(z: Any) -> Any:
    return np.maximum(z, 0)


def check_dW(dW: Any) -> GradientCheck:
    return gradient_check(linear_in_W, W, dW, upstream=U, name="dW")


class TestVerdict:
    """When it passes."""

    def test_the_right_gradient_passes_in_one_line(self) -> None:
        """It says how many entries agree, and how well."""
        check = check_dW(DW)
        assert check and check.passed and check.relation == ""
        assert re.fullmatch(
            r"`dW` agrees with finite differences \(15 entries, largest relative error .*\)\.",
            str(check),
        )

    @pytest.mark.parametrize("factor", [1.001, 0.999])
    def test_a_thousandth_off_does_not_pass(self, factor: float) -> None:
        """A small factor is a mistake all the same."""
        assert not check_dW(DW * factor)

    def test_one_wrong_entry_is_found_and_named(self) -> None:
        """Entries are compared one by one: a norm would hide a single one."""
        wrong = DW.copy()
        wrong[3, 1] += 1e-4
        check = check_dW(wrong)
        assert not check and check.worst == (3, 1)
        assert "in 1 of 15 entries, the worst at [3, 1]" in str(check)

    def test_tiny_entries_are_held_to_the_floor(self) -> None:
        """A true zero that comes out as 1e-14 is no error of 100 %."""
        check = gradient_check(lambda x: (x**2).sum(), np.array([0.0, 3.0]), np.array([1e-14, 6]))
        assert check

    @pytest.mark.parametrize("wrong", [np.nan, np.inf])
    def test_what_is_not_finite_does_not_pass(self, wrong: float) -> None:
        """NaN compares false with everything, and must not slip through for that."""
        check = check_dW(DW * wrong)
        assert not check and "differs" in str(check)

    def test_the_upstream_gradient_is_random(self) -> None:
        """With ones, a backward pass that ignores the upstream gradient would pass."""
        assert not gradient_check(linear_in_W, W, lambda u: np.ones_like(u).T @ X)
        assert gradient_check(linear_in_W, W, lambda u: u.T @ X)

    def test_large_pre_activations_are_no_excuse(self) -> None:
        """Logits of a thousand are differentiated as well as small ones."""
        logits = torch.tensor(X) * 1000
        assert gradient_check(
            lambda x: torch.logsumexp(x, 1), logits, lambda u: u[:, None] * torch.softmax(logits, 1)
        )

    def test_a_function_in_float32_is_compared_to_what_it_can_tell(self) -> None:
        """Right in float32 passes; half a per cent is not asked of seven digits, five is."""
        x = torch.tensor(X)
        slope = 1 - torch.tanh(x) ** 2
        assert gradient_check(lambda x: torch.tanh(x.float()), x, lambda u: u * slope)
        assert not gradient_check(lambda x: torch.tanh(x.float()), x, lambda u: 1.05 * u * slope)

    def test_torch_and_numpy_and_numbers_are_checked_alike(self) -> None:
        """The kind of the input decides the kind of everything else."""
        x = torch.tensor(X)
        assert gradient_check(torch.sin, x, lambda u: u * torch.cos(x))
        assert gradient_check(np.sin, X, lambda u: u * np.cos(X))
        assert gradient_check(lambda x: x**2, 3.0, 6.0)

    def test_several_results_need_an_upstream_gradient(self) -> None:
        """A gradient that is only an array cannot be tried with a random one."""
        with pytest.raises(ValueError, match="give an upstream gradient"):
            gradient_check(linear_in_W, W, DW)

    def test_what_is_no_number_is_refused(self) -> None:
        """A backward pass that returns nothing is a mistake of another kind."""
        with pytest.raises(TypeError, match="`dW` must hold numbers, found a NoneType"):
            check_dW(lambda u: None)


class TestKinks:
    """Finite differences refuse right code at kinks; this check does not."""

    def test_an_entry_on_a_kink_is_left_out_and_counted(self) -> None:
        """At 0 a ReLU has no derivative: nothing can be compared there, and that is said."""
        z = Z.copy()
        z[0, 0] = z[2, 1] = 0.0
        check = gradient_check(relu, z, UZ * (z > 0), upstream=UZ)
        assert check and int(check.on_kink.sum()) == 2
        assert "2 of them on a kink, left out" in str(check)

    def test_a_kink_nearer_than_the_step_is_gone_around(self) -> None:
        """A pre-activation of 3e-7 is compared, with a smaller step."""
        z = Z.copy()
        z[0, 0] = 3e-7
        check = gradient_check(relu, z, UZ * (z > 0), upstream=UZ)
        assert check and not check.on_kink.any()

    def test_a_wrong_gradient_beside_a_kink_is_still_found(self) -> None:
        """Leaving out one entry excuses no other."""
        z = Z.copy()
        z[0, 0] = 0.0
        assert not gradient_check(relu, z, UZ, upstream=UZ)

    def test_curvature_is_no_kink(self) -> None:
        """A steep curve bends within the step and is compared all the same."""
        x = np.array([0.1, -0.2, 1e-3])
        check = gradient_check(lambda x: np.sin(300 * x), x, lambda u: u * 300 * np.cos(300 * x))
        assert check and not check.on_kink.any()
        at_the_bottom = gradient_check(lambda x: (x**2).sum(), np.zeros(3), np.zeros(3))
        assert at_the_bottom and not at_the_bottom.on_kink.any()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (-DW, "The sign is flipped"),
        (DW / 4, "1/4 of what finite differences give, and 4 is the size of the first axis"),
        (DW * 4, "4 times what finite differences give, and 4 is the size of the first axis"),
        (-DW / 4, "minus 1/4 of"),
        (DW / 20, "1/20 of what finite differences give, and 20 is the number of entries"),
        (DW * 2, "It is 2 times what"),
        (DW * 1.7, "It is 1.7 times what"),
        (np.round(DW, 3), "It is nearly what finite differences give"),
        (DW + 1.0 * (DW.max() == DW), None),
        (DW * 0, "zero everywhere"),
        (DW.T, "It is the transpose"),
        (DW.T.reshape(DW.shape), "`reshape` does not transpose"),
        (DW[::-1], "right rows in another order"),
        (DW[:, [2, 0, 1]], "right columns in another order"),
        (DW[None], "The values agree, but the shape is (1, 5, 3)"),
        (DW + random.normal(size=DW.shape), None),
        (DW[:, :2], None),
        (DW * np.nan, None),
    ],
)
def test_a_relation_is_named_and_none_is_invented(wrong: Any, says: str | None) -> None:
    """A wrong weight gradient is explained by how it relates to finite differences, or not."""
    check = check_dW(wrong)
    assert not check
    if says is None:
        assert check.relation == ""
    else:
        assert says in check.relation and str(check).endswith(check.relation)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (U, "Its sum over axis 0 agrees"),
        (U.sum(0, keepdims=True), "the shape is (1, 5) and not (5,)"),
        (U.mean(0), "as in a mean where a sum is due"),
        (U.sum(0)[::-1], "right entries in another order"),
    ],
)
def test_a_wrong_bias_gradient_is_explained(wrong: Any, says: str) -> None:
    """What goes wrong with broadcasting has a sentence of its own."""
    check = gradient_check(linear_in_b, B, wrong, upstream=U, name="db")
    assert not check and says in check.relation


def test_a_square_transpose_is_found() -> None:
    """Where the shape gives nothing away, the values do."""
    A = random.normal(size=(3, 3))
    check = gradient_check(lambda S: (A * S).sum(), np.zeros((3, 3)), A.T)
    assert check.relation == "It is the transpose of what finite differences give."
    check = gradient_check(lambda S: (A * S).sum(), np.zeros((3, 3)), -A.T)
    assert "minus the transpose of what" in check.relation


@pytest.mark.parametrize(
    ("function", "wrong", "says"),
    [
        (lambda z: np.where(z > 0, z, 0.1 * z), UZ * (Z > 0), "zero where the input is negative"),
        (relu, UZ, "where the input is negative, finite differences are zero and it is not"),
    ],
)
def test_the_sign_of_the_input_explains_a_mask(
    function: Callable[[Any], Any], wrong: Any, says: str
) -> None:
    """A mask too many and a mask too few are told apart."""
    check = gradient_check(function, Z, wrong, upstream=UZ)
    assert not check and says in check.relation


def test_an_upstream_gradient_changed_in_place_is_found() -> None:
    """A right gradient does not pass if whoever called loses the upstream gradient."""

    def clobber(upstream: Any) -> Any:
        upstream[Z <= 0] = 0
        return upstream.copy()

    check = gradient_check(relu, Z, clobber)
    assert not check and "upstream gradient was changed in place" in str(check)


def test_a_single_number_is_explained_only_by_a_factor_with_a_name() -> None:
    """Any number is some multiple of another: 7 for 6 is simply wrong, 3 is a half."""
    assert gradient_check(lambda x: x**2, 3.0, 7.0).relation == ""
    assert "1/2 of" in gradient_check(lambda x: x**2, 3.0, 3.0).relation


class TestInANotebook:
    """What is shown besides the line."""

    def test_a_table_and_a_map_are_shown(self) -> None:
        """The worst entry, both values, the relation, and a picture of the errors."""
        shown = check_dW(DW * 2)._repr_mimebundle_()
        assert shown["text/plain"] == str(check_dW(DW * 2))
        assert shown["image/png"].startswith(b"\x89PNG")
        for cell in (
            "✗ <code>dW</code> differs from finite",
            "yours there",
            "It is 2 times",
            "<img ",
        ):
            assert cell in shown["text/html"]

    def test_names_are_not_taken_for_html(self) -> None:
        """Whatever a gradient is called, it is text."""
        check = gradient_check(lambda x: x**2, 3.0, 6.0, name="<script>")
        assert "<script>" not in check._repr_mimebundle_()["text/html"]

    @pytest.mark.parametrize("shape", [(), (1,), (0, 3), (6,), (2, 3, 4), (70, 60)])
    def test_any_shape_can_be_shown(self, shape: tuple[int, ...]) -> None:
        """Numbers, vectors, empty arrays and tensors of three axes are shown too."""
        x = np.ones(shape)
        check = gradient_check(lambda x: (3 * x).sum(), x, 3 * x)
        assert check
        assert ("image/png" in check._repr_mimebundle_()) == (x.size > 1)
