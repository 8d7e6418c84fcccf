"""Networks given by their weights are read in any form, evaluated exactly, and named when wrong."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import torch

from chainrule import networks, plots
from chainrule.plots import networks as drawings

HINGES = [([[1.0], [-2.0]], [0.5, 0.0]), ([[3.0, 1.0]], [-1.0])]


def test_hidden_layers_have_a_relu_and_the_last_has_none() -> None:
    """The output is W2 relu(W1 x + b1) + b2, and may be negative."""
    network = networks.read(HINGES, "answer", inputs=1)
    points = np.array([[-1.0], [0.0], [2.0]])
    by_hand = [[3 * 0 + 2 - 1], [3 * 0.5 + 0 - 1], [3 * 2.5 + 0 - 1]]
    assert network(points).tolist() == by_hand
    three = networks.read([*HINGES, ([[-1.0]], [0.0])], "answer", inputs=1, layers=(2, 3))
    assert three(points).tolist() == [[-1.0], [-0.5], [-6.5]]


@pytest.mark.parametrize(
    "form",
    [
        (((( 1,), (-2,)), (Fraction(1, 2), 0)), [[[3, 1]], -1]),
        [(np.array([[1], [-2]]), np.array([0.5, 0])), (np.array([[3, 1]]), np.array([-1]))],
        [(torch.tensor([[1.0], [-2]]), torch.tensor([[0.5], [0]])), [torch.tensor([[3, 1]]), [-1]]],
    ],
    ids=["tuples", "arrays", "tensors"],
)  # fmt: skip
def test_any_kind_of_numbers_will_do(form: Any) -> None:
    """Lists, tuples, fractions, arrays and tensors give the same network."""
    points = np.linspace(-3, 3, 7)[:, None]
    expected = networks.read(HINGES, "answer", inputs=1)(points)
    assert np.array_equal(networks.read(form, "answer", inputs=1)(points), expected)


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (..., r"not answered yet: it should be a list of layers, \[\(W1, b1\), \(W2, b2\)\]"),
        ([(..., ...), (..., ...)], "not answered yet: W1 is still missing"),
        ([HINGES[0], ([[3.0, 1.0]], ...)], "not answered yet: b2 is still missing"),
        ("relu", "should be a list of layers, .* found a str"),
        (HINGES[:1], "should have 2 layers, .* found 1"),
        ([HINGES[0], [[3.0, 1.0]]], r"Layer 2 of `answer` should be a pair \(W2, b2\)"),
        ([([1.0, -2.0], [0, 0]), HINGES[1]], r"W1 .* shape \(neurons, 1\).*found shape \(2,\)"),
        ([HINGES[0], ([[3.0], [1.0]], [0])], r"W2 .* shape \(1, 2\).*found shape \(2, 1\)"),
        ([([[1.0], [2.0]], [0.0]), HINGES[1]], r"b1 .* shape \(2,\).*found shape \(1,\)"),
        ([([[1.0], ["a"]], [0, 0]), HINGES[1]], "W1 .* numbers in equal rows"),
        ([([[1.0], [float("nan")]], [0, 0]), HINGES[1]], "W1 .* not finite"),
        ([([[1.0]] * 3, [0] * 3), ([[1.0] * 3], [0])], "has 3 neurons .* at most 2"),
    ],
)
def test_a_wrong_form_is_named_with_its_layer(answer: Any, message: str) -> None:
    """Whatever is wrong with the form, the message says where and what was asked for."""
    with pytest.raises(AssertionError, match=message):
        networks.read(answer, "answer", inputs=1, width=2)


def test_layers_without_biases_are_matrices() -> None:
    """Where no biases are allowed, a layer is its matrix."""
    network = networks.read([[[1], [-1]], [[1, 1]]], "answer", inputs=1, biases=False)
    assert network([[-3.0]]).tolist() == [[3.0]]
    with pytest.raises(AssertionError, match="W1 of `answer` should hold numbers"):
        networks.read(HINGES, "answer", inputs=1, biases=False)


def test_rounding_is_bounded() -> None:
    """Outputs that should be 0 stay within the bound, and the bound stays small."""
    random = np.random.default_rng(0)
    for scale in (1e-3, 1.0, 1e6):
        a = scale * random.normal(size=2)
        # |a . x| - |a . x| = 0, through neurons that round differently
        weights = [([a, -a, a / 3, -a / 3], [0] * 4), ([[1, 1, -3, -3]], [0])]
        network = networks.read(weights, "answer", inputs=2)
        points = random.normal(size=(1000, 2))
        assert (np.abs(network(points)) <= network.rounding(points)).all()
        assert (network.rounding(points) < 1e-12 * scale).all()


def test_neurons_that_are_off_round_nothing() -> None:
    """A small output stays above the bound, however large the neurons are that are switched off."""
    network = networks.read([([[1, 0], [0, 1]], [0, 0]), ([[1, 1e6]], [0])], "or", inputs=2)
    point = [[1e-10, -1e6]]
    assert network(point) > 100 * network.rounding(point)


def test_a_line_of_parameters_joins_two_networks() -> None:
    """At 0 it is the first, at 1 the second, half way the mean of their parameters."""
    start = networks.read([([[2.0]], [0.0]), ([[1.0]], [1.0])], "start", inputs=1)
    end = networks.read([([[4.0]], [2.0]), ([[3.0]], [5.0])], "end", inputs=1)
    outputs = [networks.between(start, end, t)([[1.0]])[0, 0] for t in (0, 0.5, 1)]
    assert outputs == [3.0, 2 * (3 + 1) + 3, 3 * 6 + 5]
    wide = networks.read(HINGES, "wide", inputs=1)
    with pytest.raises(AssertionError, match="networks of the same sizes"):
        networks.between(start, wide, 0.5)


def test_drawings_say_what_is_wrong() -> None:
    """The region of an AND where an OR is wanted: a quarter of the square off on each side."""
    gate = [([[-1, 0], [0, -1], [1, 0]], [0, 0, 0]), ([[-1e6, -1e6, 1]], [0])]
    figure = drawings.region(gate, "gate", lambda x1, x2: (x1 > 0) | (x2 > 0))
    assert isinstance(figure, plots.Plot)
    assert "wrong at (" in figure.description
    assert "50% of the square" in figure.description
    figure = drawings.region(gate, "gate", lambda x1, x2: (x1 > 0) & (x2 > 0))
    assert figure is not None
    assert "right all over this square" in figure.description


def test_nothing_is_drawn_of_an_unanswered_part(capsys: pytest.CaptureFixture[str]) -> None:
    """An open answer gives a sentence, not a traceback."""
    assert drawings.graph(..., "answer", -5, 5) is None
    assert drawings.region([(..., ...)], "answer", lambda x1, x2: x1 > x2) is None
    assert drawings.line(..., HINGES, HINGES) is None
    assert drawings.line(1.0, HINGES, ...) is None
    assert capsys.readouterr().out.count("Nothing to draw yet.") == 4
