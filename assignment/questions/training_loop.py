# ---
# jupyter:
#   jupytext:
#     cell_markers: '"""'
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [raw]
"""
# PROBLEM
title: The training loop
builds_on: [modules]
public_lines:
  "optimizer.step()": The table of the interface names it.
"""

# %% [markdown]
r"""
## The training loop

Stochastic gradient descent looks at a few examples, takes a step, and looks at the next few. One
pass over all examples is an **epoch**. You write the two functions that every training script has:
one that trains for an epoch, and one that only measures.

![Ten examples in the order 7, 2, 9, 0 and so on, cut into minibatches of four, four and two. Each
minibatch goes through forward, loss, backward and step.](../figures/epoch.png)

The plain optimiser is given. It works on anything with a list `layers`: to every layer that has a
weight it does $W \leftarrow W - \eta \, \partial L / \partial W$, with the learning rate $\eta$, and
the same for the bias.

So that this problem stands by itself, the checks do not use your modules. They use two **stand-ins**
from the kit with the same interface, which take their gradients from autograd:

| | |
|:--|:--|
| `model.forward(x)` | logits, of shape (batch, classes) |
| `model.backward(upstream)` | stores the gradients of the parameters |
| `loss.forward(logits, labels)` | cross-entropy, the **mean over the minibatch** |
| `loss.backward()` | gradient of the logits, the model's upstream gradient |
| `optimizer.step()` | moves the parameters against their gradients |
| `model.batches`, `loss.batches` | stand-ins only: a diary of what they were shown |
"""

# %%
from chainrule.standins import StandInLoss, StandInModel


class SGD:
    """Plain stochastic gradient descent."""

    def __init__(self, model, learning_rate):
        self.model = model
        self.learning_rate = learning_rate

    def step(self):
        for layer in self.model.layers:
            if hasattr(layer, "W"):  # a ReLU has nothing to learn
                layer.W = layer.W - self.learning_rate * layer.dW
                layer.b = layer.b - self.learning_rate * layer.db


# %% [raw]
"""
# BEGIN QUESTION
name: train_epoch
points: 4
minutes: 20
hidden_checks: the parameters after the epoch, the returned loss, whether the order changes, odd batch sizes, arguments left unchanged
"""

# %% [markdown]
r"""
### One epoch of training

Complete `train_epoch`. It goes once through all examples and returns the mean loss.

- **Shuffled.** The examples come in a fresh random order, drawn from the given `generator`:
  `torch.randperm(n, generator=generator)` is a random order of 0 … n - 1. Images and labels stay
  together, and the tensors themselves stay as they are.
- **In minibatches** of `batch_size`. If the last one comes out smaller, it is used all the same:
  every example is seen exactly once.
- **One step a minibatch**, in the order forward, loss, backward, step. `model.forward` and
  `loss.forward` are called once for each.
- **The mean over examples.** The returned number is the sum of all examples' losses, each measured
  before its minibatch took its step, divided by the number of examples. A last minibatch of 2 thus
  counts half as much as one of 4; the mean of the minibatches' means would be another number.

Two things to notice: what is the loss of a minibatch multiplied by before you add it up? And
`order.split(4)` cuts a tensor into pieces of 4, the last one possibly shorter.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
def train_epoch(model, loss, optimizer, images, labels, batch_size, generator):
    """Train for one epoch, and return the mean loss over the examples.

    Args:
        model: Anything with forward and backward.
        loss: Anything with forward(logits, labels), a mean over the minibatch, and backward().
        optimizer: Anything with step().
        images: Inputs, one a row: shape (examples, features).
        labels: Integer labels of shape (examples,).
        batch_size: Number of examples in a minibatch.
        generator: Where the order of the examples is drawn from.

    Returns:
        The mean over all examples of the loss that each had before its minibatch's step.
    """
    total = 0.0
    # BEGIN SOLUTION
    for batch in torch.randperm(len(images), generator=generator).split(batch_size):
        batch_loss = loss.forward(model.forward(images[batch]), labels[batch])
        total += len(batch) * float(batch_loss)
        model.backward(loss.backward())
        optimizer.step()
    # END SOLUTION
    return total / len(images)


# %% [raw]
"""
# END SOLUTION
"""

# %% [raw]
"""
# BEGIN TESTS
"""

# %%
""" # BEGIN TEST CONFIG
points: 0.75
""" # END TEST CONFIG
def test_every_example_once(train_epoch, SGD, StandInModel, StandInLoss, seeded):
    """Ten examples in minibatches of four: four, four and two, each example once, with its label."""
    import torch
    from chainrule.checks import assert_that, require

    require(
        train_epoch=train_epoch,
        SGD=SGD,
        StandInModel=StandInModel,
        StandInLoss=StandInLoss,
        seeded=seeded,
    )
    images = torch.arange(10.0).reshape(10, 1) * torch.tensor([[1.0, 0.1, 0.01]])
    labels = torch.tensor([0, 1, 1, 0, 1, 0, 0, 1, 1, 0])
    model, loss = StandInModel(3, 2), StandInLoss()
    train_epoch(model, loss, SGD(model, 0.1), images.clone(), labels.clone(), 4, seeded(0))
    sizes = [len(batch) for batch in model.batches]
    message = f"The minibatches should have sizes [4, 4, 2], found {sizes}."
    assert_that(sizes == [4, 4, 2], message, "the sizes of the minibatches", sizes)
    seen = torch.cat(list(model.batches))[:, 0].round().long().tolist()
    twice = sorted({number for number in seen if seen.count(number) > 1})
    message = f"These examples were seen more than once in one epoch: {twice}."
    assert_that(not twice, message, "the number of examples seen", len(seen))
    given = torch.cat(list(loss.batches)).tolist()
    wrong = [number for number, label in zip(seen, given, strict=True) if labels[number] != label]
    message = f"These examples came with the label of another one: {sorted(wrong)}."
    assert_that(not wrong, message, "the examples with a wrong label", sorted(wrong))
    calls = model.backward_calls
    message = f"There are three minibatches, and `model.backward` was called {calls} times."
    assert_that(calls == 3, message, "the number of backward passes", calls)


# %%
""" # BEGIN TEST CONFIG
points: 0.5
""" # END TEST CONFIG
def test_training_lowers_the_loss(train_epoch, SGD, StandInModel, StandInLoss, seeded):
    """On easy data, five epochs bring the mean loss from about 0.55 to below 0.4."""
    import torch
    from chainrule.checks import require

    require(train_epoch=train_epoch, SGD=SGD, StandInModel=StandInModel, seeded=seeded)
    images = torch.randn(50, 3, generator=torch.Generator().manual_seed(52))
    labels = (images[:, 0] > images[:, 1]).long()
    model, loss, generator = StandInModel(3, 2), StandInLoss(), seeded(0)
    optimizer = SGD(model, 0.2)
    history = []
    for _ in range(5):
        mean = train_epoch(model, loss, optimizer, images.clone(), labels.clone(), 8, generator)
        assert mean is not None, "`train_epoch` returned nothing."
        history.append(float(mean))
    shown = ", ".join(f"{value:.2f}" for value in history)
    assert 0.45 < history[0] < 0.65, f"The first epoch should return about 0.55, found {shown}."
    assert 0 < history[-1] < 0.4, f"The fifth epoch should return less than 0.4, found {shown}."


# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
""" # END TEST CONFIG
def test_parameters_after_an_epoch(train_epoch, SGD, StandInModel, StandInLoss, seeded):
    """The parameters are those of one gradient step after another, in the order of the batches."""
    import torch
    from chainrule.checks import assert_close, require

    require(train_epoch=train_epoch, SGD=SGD, StandInModel=StandInModel, seeded=seeded)
    random = torch.Generator().manual_seed(53)
    images = torch.randn(23, 4, generator=random, dtype=torch.float64)
    labels = torch.randint(3, (23,), generator=random)
    W = torch.randn(3, 4, generator=random, dtype=torch.float64)
    b = torch.randn(3, generator=random, dtype=torch.float64)
    model, loss = StandInModel(4, 3), StandInLoss()
    model.W, model.b = W.clone(), b.clone()
    train_epoch(model, loss, SGD(model, 0.7), images.clone(), labels.clone(), 5, seeded(3))
    batches = list(model.batches)
    sizes = sorted(len(batch) for batch in batches)
    assert sum(sizes) == 23, f"23 examples should be seen once each, and {sum(sizes)} were seen."
    for batch in batches:
        rows = (batch[:, None, :] == images[None, :, :]).all(dim=2).float().argmax(dim=1)
        with torch.enable_grad():
            leaves = [W.clone().requires_grad_(), b.clone().requires_grad_()]
            value = torch.nn.functional.cross_entropy(
                torch.nn.functional.linear(images[rows], *leaves), labels[rows]
            )
            dW, db = torch.autograd.grad(value, leaves)
        W, b = W - 0.7 * dW, b - 0.7 * db
    assert_close(model.W, W, "the weight after an epoch")
    assert_close(model.b, b, "the bias after an epoch")


# %%
""" # BEGIN TEST CONFIG
points: 0.75
hidden: true
""" # END TEST CONFIG
def test_returned_loss(train_epoch, SGD, StandInModel, StandInLoss, seeded):
    """The returned loss is the mean over examples, each before its step, uneven batches or not."""
    import torch
    from chainrule.checks import assert_number, require

    require(train_epoch=train_epoch, SGD=SGD, StandInModel=StandInModel, seeded=seeded)
    random = torch.Generator().manual_seed(54)
    images = 3 * torch.randn(11, 4, generator=random, dtype=torch.float64)
    labels = torch.randint(3, (11,), generator=random)
    W = torch.randn(3, 4, generator=random, dtype=torch.float64)
    b = torch.randn(3, generator=random, dtype=torch.float64)
    model, loss = StandInModel(4, 3), StandInLoss()
    model.W, model.b = W.clone(), b.clone()
    optimizer = SGD(model, 0.7)
    mean = train_epoch(model, loss, optimizer, images.clone(), labels.clone(), 4, seeded(4))
    total = 0.0
    assert model.batches, "`model.forward` was not called."
    for batch in list(model.batches):
        rows = (batch[:, None, :] == images[None, :, :]).all(dim=2).float().argmax(dim=1)
        with torch.enable_grad():
            leaves = [W.clone().requires_grad_(), b.clone().requires_grad_()]
            value = torch.nn.functional.cross_entropy(
                torch.nn.functional.linear(images[rows], *leaves), labels[rows], reduction="sum"
            )
            dW, db = torch.autograd.grad(value / len(rows), leaves)
        W, b = W - 0.7 * dW, b - 0.7 * db
        total += float(value)
    assert_number(mean, total / 11, "mean loss of 11 examples in batches of 4")


# %%
""" # BEGIN TEST CONFIG
points: 0.5
hidden: true
""" # END TEST CONFIG
def test_order_comes_from_the_generator(train_epoch, SGD, StandInModel, StandInLoss, seeded):
    """A new epoch has a new order; the same seed gives the same one again."""
    import torch
    from chainrule.checks import assert_that, require

    require(train_epoch=train_epoch, SGD=SGD, StandInModel=StandInModel, seeded=seeded)
    images = torch.arange(20.0).reshape(20, 1)
    labels = torch.arange(20) % 2
    orders = []
    for seed, epochs in ((5, 2), (5, 2), (6, 1)):
        model, loss, generator = StandInModel(1, 2), StandInLoss(), seeded(seed)
        for _ in range(epochs):
            model.batches = []
            train_epoch(model, loss, SGD(model, 0), images.clone(), labels.clone(), 6, generator)
            batches = list(model.batches)
            assert batches, "`model.forward` was not called."
            orders.append(torch.cat(batches)[:, 0].tolist())
    first, second, first_again, second_again, other = orders
    shuffled, anew, seeded_apart = first != sorted(first), first != second, first != other
    same = first == first_again and second == second_again
    for holds, message in (
        (shuffled, "The examples come in the order in which they lie in memory."),
        (anew, "The second epoch takes the examples in the same order as the first."),
        (same, "The same seed should give the same order: draw it from `generator` alone."),
        (seeded_apart, "Another seed should give another order: draw it from `generator`."),
    ):
        assert_that(holds, message, "the orders", [shuffled, anew, same, seeded_apart])


# %%
""" # BEGIN TEST CONFIG
points: 0.5
hidden: true
""" # END TEST CONFIG
def test_batch_sizes_and_arguments(train_epoch, SGD, StandInModel, StandInLoss, seeded):
    """Batches of one, all, or more than all work, and images and labels stay as they were."""
    import math
    import torch
    from chainrule.checks import assert_number, assert_that, assert_unchanged, require
    from chainrule.probes import call_observed

    require(train_epoch=train_epoch, SGD=SGD, StandInModel=StandInModel, seeded=seeded)
    random = torch.Generator().manual_seed(56)
    images = torch.randn(7, 2, generator=random)
    labels = torch.randint(3, (7,), generator=random)
    for batch_size, batches in ((1, 7), (7, 1), (100, 1)):
        model, loss = StandInModel(2, 3), StandInLoss()
        mean, after = call_observed(
            train_epoch, model, loss, SGD(model, 0.0), images, labels, batch_size, seeded(7)
        )
        found = len(list(model.batches))
        message = f"7 examples in minibatches of {batch_size} should make {batches} steps, found {found}."
        assert_that(found == batches, message, f"the steps with batch_size={batch_size}", found)
        name = f"mean loss with batch_size={batch_size}"
        assert_number(mean, math.log(3), name, rtol=1e-5)
        assert_unchanged(images, after[3], "images")
        assert_unchanged(labels, after[4], "labels")


# %% [raw]
"""
# END TESTS
"""

# %% [raw]
"""
# END QUESTION
"""

# %% [raw]
"""
# BEGIN QUESTION
name: evaluate
points: 2
minutes: 10
hidden_checks: the mean over examples, the accuracy, and that measuring changes nothing
"""

# %% [markdown]
r"""
### Measuring without learning

Complete `evaluate`. It goes once through all examples in minibatches of `batch_size`, in order, and
returns two numbers: the mean loss over the examples, and the **accuracy**, the share of examples
whose largest logit is that of their label. A last, smaller minibatch counts, as above. The model is
only asked, never changed: no backward pass, no step.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
def evaluate(model, loss, images, labels, batch_size):
    """Return the mean loss and the accuracy of a model, and leave it as it is.

    Args:
        model: Anything with forward.
        loss: Anything with forward(logits, labels), a mean over the minibatch.
        images: Inputs, one a row: shape (examples, features).
        labels: Integer labels of shape (examples,).
        batch_size: Largest number of examples to look at in one go.

    Returns:
        Mean loss over the examples, and accuracy between 0 and 1.
    """
    total, correct = 0.0, 0
    # BEGIN SOLUTION
    for start in range(0, len(images), batch_size):
        truth = labels[start : start + batch_size]
        logits = model.forward(images[start : start + batch_size])
        total += len(truth) * float(loss.forward(logits, truth))
        correct += int((logits.argmax(dim=1) == truth).sum())
    # END SOLUTION
    return total / len(images), correct / len(images)


# %% [raw]
"""
# END SOLUTION
"""

# %% [raw]
"""
# BEGIN TESTS
"""

# %%
""" # BEGIN TEST CONFIG
points: 0.25
""" # END TEST CONFIG
def test_looks_at_every_example(evaluate, StandInModel, StandInLoss):
    """Ten examples, at most four at a time: each is looked at once, in order, and two numbers come back."""
    import torch
    from chainrule.checks import assert_number, assert_that, require

    require(evaluate=evaluate, StandInModel=StandInModel, StandInLoss=StandInLoss)
    images = torch.arange(10.0).reshape(10, 1)
    model = StandInModel(1, 2)
    result = evaluate(model, StandInLoss(), images.clone(), torch.arange(10) % 2, 4)
    count = len(result) if isinstance(result, (tuple, list)) else 1
    assert count == 2, "`evaluate` should return two numbers: the mean loss and the accuracy."
    assert_number(result[1], 0.5, "accuracy", atol=0.5)
    sizes = [len(batch) for batch in model.batches]
    assert sizes, "`model.forward` was not called."
    message = f"At most four examples at a time were asked for, found {max(sizes)}."
    assert_that(max(sizes) <= 4, message, "the sizes of the minibatches", sizes)
    seen = torch.cat(list(model.batches))[:, 0].long().tolist()
    times = len(seen) // 10  # a batch may be shown to the model once for each of the two numbers
    message = f"The examples 0 to 9 should be seen equally often, found {sorted(seen)}."
    assert_that(sorted(seen) == sorted(times * list(range(10))), message, "the examples seen", seen)
    order = list(dict.fromkeys(seen))
    message = (
        f"The examples should be looked at in the order in which they lie, found {order}. Only "
        "training shuffles them."
    )
    assert_that(order == sorted(order), message, "whether they come in order", False)


# %%
""" # BEGIN TEST CONFIG
points: 0.25
""" # END TEST CONFIG
def test_batch_size_does_not_matter(evaluate, StandInModel, StandInLoss):
    """How many examples are looked at in one go changes neither number."""
    import torch
    from chainrule.checks import assert_close, assert_number, require

    require(evaluate=evaluate, StandInModel=StandInModel, StandInLoss=StandInLoss)
    random = torch.Generator().manual_seed(62)
    images = torch.randn(10, 3, generator=random, dtype=torch.float64)
    labels = torch.randint(4, (10,), generator=random)
    model = StandInModel(3, 4)
    model.W = torch.randn(4, 3, generator=random, dtype=torch.float64)
    model.b = torch.zeros(4, dtype=torch.float64)
    one_go = evaluate(model, StandInLoss(), images.clone(), labels.clone(), 10)
    assert one_go is not None and float(one_go[0]) > 0, "The mean loss should be above 0."
    found = []
    for batch_size in (1, 4, 64):
        result = evaluate(model, StandInLoss(), images.clone(), labels.clone(), batch_size)
        found.append(
            [
                assert_number(value, 0, f"{name} with batch_size={batch_size}", atol=float("inf"))
                for name, value in zip(("mean loss", "accuracy"), result, strict=True)
            ]
        )
    name = "mean loss and accuracy with batch_size 1, 4 and 64, compared with 10,"
    expected = torch.tensor([[float(value) for value in one_go]] * 3)  # float32: accuracies may be
    assert_close(torch.tensor(found), expected, name, rtol=1e-4)


# %%
""" # BEGIN TEST CONFIG
points: 0.5
hidden: true
""" # END TEST CONFIG
def test_mean_loss(evaluate, StandInModel, StandInLoss):
    """The first number is the mean loss over the examples."""
    import torch
    from chainrule.checks import assert_number, require

    require(evaluate=evaluate, StandInModel=StandInModel, StandInLoss=StandInLoss)
    random = torch.Generator().manual_seed(63)
    images = 2 * torch.randn(13, 3, generator=random, dtype=torch.float64)
    labels = torch.randint(5, (13,), generator=random)
    model = StandInModel(3, 5)
    model.W = torch.randn(5, 3, generator=random, dtype=torch.float64)
    model.b = torch.randn(5, generator=random, dtype=torch.float64)
    logits = torch.nn.functional.linear(images, model.W, model.b)
    right = float(torch.nn.functional.cross_entropy(logits, labels))
    result = evaluate(model, StandInLoss(), images.clone(), labels.clone(), 6)
    assert result is not None, "`evaluate` returned nothing."
    assert_number(result[0], right, "mean loss of 13 examples")


# %%
""" # BEGIN TEST CONFIG
points: 0.5
hidden: true
""" # END TEST CONFIG
def test_accuracy(evaluate, StandInModel, StandInLoss):
    """The second number is the share of examples whose largest logit is that of their label."""
    import torch
    from chainrule.checks import assert_close, assert_number, require

    require(evaluate=evaluate, StandInModel=StandInModel, StandInLoss=StandInLoss)
    random = torch.Generator().manual_seed(64)
    images = torch.randn(11, 3, generator=random, dtype=torch.float64)
    model = StandInModel(3, 4)
    model.W = torch.randn(4, 3, generator=random, dtype=torch.float64)
    model.b = torch.zeros(4, dtype=torch.float64)
    best = torch.nn.functional.linear(images, model.W).argmax(dim=1)
    found = []
    for right in (11, 0, 9, 4):
        labels = (best + (torch.arange(11) >= right).long()) % 4
        result = evaluate(model, StandInLoss(), images.clone(), labels, 3)
        assert result is not None, "`evaluate` returned nothing."
        found.append(assert_number(result[1], 0, "accuracy", atol=float("inf")))
    name = "accuracies where 11, 0, 9 and 4 of 11 are right"
    assert_close(torch.tensor(found), torch.tensor([1, 0, 9 / 11, 4 / 11]), name)


# %%
""" # BEGIN TEST CONFIG
points: 0.5
hidden: true
""" # END TEST CONFIG
def test_measuring_changes_nothing(evaluate, StandInModel, StandInLoss):
    """Parameters, images and labels stay as they were, and no backward pass is made."""
    import torch
    from chainrule.checks import assert_number, assert_that, assert_unchanged, require
    from chainrule.probes import call_observed

    require(evaluate=evaluate, StandInModel=StandInModel, StandInLoss=StandInLoss)
    random = torch.Generator().manual_seed(65)
    images = torch.randn(9, 3, generator=random, dtype=torch.float64)
    labels = torch.randint(4, (9,), generator=random)
    W = torch.randn(4, 3, generator=random, dtype=torch.float64)
    model = StandInModel(3, 4)
    model.W = W.clone()
    model.b = torch.zeros(4, dtype=torch.float64)
    result, after = call_observed(evaluate, model, StandInLoss(), images, labels, 9)
    assert result is not None, "`evaluate` returned nothing."
    logits = torch.nn.functional.linear(images, W)
    assert_number(result[0], float(torch.nn.functional.cross_entropy(logits, labels)), "mean loss")
    assert_unchanged(W, model.W, "the model's weight")
    assert_unchanged(torch.zeros(4, dtype=torch.float64), model.b, "the model's bias")
    assert_unchanged(images, after[2], "images")
    assert_unchanged(labels, after[3], "labels")
    message = "`evaluate` called `model.backward`: it should only measure."
    calls = model.backward_calls
    assert_that(calls == 0, message, "the number of backward passes", calls)


# %% [raw]
"""
# END TESTS
"""

# %% [raw]
"""
# END QUESTION
"""
