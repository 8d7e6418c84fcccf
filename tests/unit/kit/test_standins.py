"""The stand-ins offer a network's interface, with gradients that can be trusted."""

from collections.abc import Iterator

import pytest
import torch
from torch import Tensor

from chainrule.checks import assert_close, numerical_gradient
from chainrule.standins import StandInLoss, StandInModel


@pytest.fixture(autouse=True)
def without_autograd() -> Iterator[None]:
    """Homework notebooks switch autograd off."""
    with torch.no_grad():
        yield


@pytest.fixture
def random() -> torch.Generator:
    """Return a source of random numbers that always starts the same way."""
    return torch.Generator().manual_seed(0)


def model_with(W: Tensor, b: Tensor) -> StandInModel:
    """Return a model with these parameters."""
    model = StandInModel(W.shape[1], W.shape[0])
    model.W, model.b = W.clone(), b.clone()
    return model


def test_the_models_gradients_are_those_of_its_forward_pass(random: torch.Generator) -> None:
    """Input, weight and bias gradients agree with finite differences."""
    W, b, x, upstream = (
        torch.randn(shape, generator=random, dtype=torch.float64)
        for shape in ((4, 3), (4,), (5, 3), (5, 4))
    )
    model = model_with(W, b)
    model.forward(x)
    dx = model.backward(upstream)
    assert_close(dx, numerical_gradient(model_with(W, b).forward, x, upstream), "dx", rtol=1e-5)
    for_weight = numerical_gradient(lambda w: model_with(w, b).forward(x), W, upstream)
    assert_close(model.dW, for_weight, "dW", rtol=1e-5, atol=1e-6)
    for_bias = numerical_gradient(lambda c: model_with(W, c).forward(x), b, upstream)
    assert_close(model.db, for_bias, "db", rtol=1e-5, atol=1e-6)


def test_the_loss_is_a_mean_over_the_batch(random: torch.Generator) -> None:
    """Uniform logits cost log of the number of classes, and the gradient fits the loss."""
    loss, labels = StandInLoss(), torch.tensor([2, 0, 1, 1])
    assert float(loss.forward(torch.zeros(4, 3), labels)) == pytest.approx(1.0986, abs=1e-4)
    logits = torch.randn(4, 3, generator=random, dtype=torch.float64)
    loss.forward(logits, labels)
    gradient = loss.backward()
    measured = numerical_gradient(lambda z: StandInLoss().forward(z, labels), logits)
    assert_close(gradient, measured, "gradient", rtol=1e-5, atol=1e-7)


def test_the_diary_holds_copies_in_order() -> None:
    """What a loop showed stays in the diary, whatever the loop does to it later."""
    model, loss = StandInModel(2, 2), StandInLoss()
    x, labels = torch.ones(3, 2), torch.tensor([0, 1, 1])
    loss.forward(model.forward(x), labels)
    x.zero_()
    labels.zero_()
    model.forward(x)
    assert [batch.sum().item() for batch in model.batches] == [6, 0]
    assert [batch.tolist() for batch in loss.batches] == [[0, 1, 1]]


def test_a_backward_pass_is_counted_and_changes_no_parameter() -> None:
    """Only the optimiser moves the parameters."""
    model, loss = StandInModel(2, 3), StandInLoss()
    loss.forward(model.forward(torch.ones(4, 2)), torch.zeros(4, dtype=torch.int64))
    model.backward(loss.backward())
    assert model.backward_calls == 1
    assert not model.W.any()
    assert not model.b.any()
    assert model.layers == [model]


def test_model_takes_float32_in_a_notebook_that_computes_in_float64() -> None:
    """Its parameters do not follow torch's default type: tests bring inputs of their own."""
    usual = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)
    try:
        logits = StandInModel(2, 3).forward(torch.ones(4, 2, dtype=torch.float32))
    finally:
        torch.set_default_dtype(usual)
    assert logits.dtype == torch.float32
