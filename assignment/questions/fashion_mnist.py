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
title: A deeper network for FashionMNIST
builds_on: []
held_out: [fashion_mnist]
hands_in: [fashion-mnist]
public_lines:
  "with torch.no_grad():": A given cell that draws predictions needs it, too.
"""

# %% [markdown]
"""
## A deeper network for FashionMNIST

Logistic regression, a single linear layer, recognises about 84 % of the pictures in FashionMNIST. Here
you train a network with three hidden layers in torch, with autograd and an optimiser, watch its loss on
the training set and on the test set, and look closely at three of its predictions.

The cell below loads the pictures, 28 × 28 pixels in ten classes, and turns each into a row of 784
numbers around 0. If you are offline, the kit falls back on a small sample and says so; the accuracies
asked for below are meant for the full data.

Training happens once, on your machine. It leaves two small files beside the notebook,
`fashion-mnist.record.json` and `fashion-mnist.weights.npz`; the zip that you hand in takes them along,
and grading tries the weights on pictures that it keeps back. It also runs this notebook from top to
bottom, for at most 3 epochs on 2,000 pictures, to see that the code works.
"""

# %%
import torch
from torch import nn

from chainrule.data import fashion_mnist
from chainrule.plots import image_grid, learning_curves
from chainrule.progress import progress
from chainrule.record import Run
from chainrule.settings import epochs


def rows(images):
    """Return pictures as rows of 784 numbers around 0."""
    return (images.flatten(1) - 0.286) / 0.353


def seeded(seed):
    """Return a source of random numbers that always starts the same way."""
    return torch.Generator().manual_seed(seed)


def weights(network):
    """Return the weights and biases of a network by name, as plain tensors."""
    return {name: parameter.detach().clone() for name, parameter in network.named_parameters()}


def single_layer(d_in, classes, seed):
    """Return a linear layer in float64, small enough to try functions on."""
    torch.manual_seed(seed)
    return nn.Linear(d_in, classes, dtype=torch.float64)


def sgd(network, learning_rate):
    """Return plain stochastic gradient descent for the weights of a network."""
    return torch.optim.SGD(network.parameters(), lr=learning_rate)


clothes_train, clothes_test = fashion_mnist("train"), fashion_mnist("test")
train_rows, test_rows = rows(clothes_train.images), rows(clothes_test.images)
image_grid(clothes_train.images[:10], clothes_train.labels[:10], classes=clothes_train.classes)

# %% [raw]
"""
# BEGIN QUESTION
name: clothes_network
points: 4
minutes: 10
hidden_checks: where the ReLUs are and where none is, the seed
"""

# %% [markdown]
"""
### The network

Complete `make_network(seed)`. It returns a torch module that maps rows of 784 numbers to rows of 10
logits, through hidden layers of 256, 128 and 64 neurons. Each hidden layer is a linear layer with
biases followed by a ReLU. The logits leave the last linear layer as they are: a softmax is part of the loss already.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
def make_network(seed):
    """Return a fresh network, 784 - 256 - 128 - 64 - 10 with ReLU; the seed decides its weights."""
    torch.manual_seed(seed)
    # BEGIN SOLUTION
    sizes = (784, 256, 128, 64)
    hidden = [(nn.Linear(sizes[i], sizes[i + 1]), nn.ReLU()) for i in range(3)]
    return nn.Sequential(*(module for pair in hidden for module in pair), nn.Linear(64, 10))
    # END SOLUTION


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
points: 0.5
""" # END TEST CONFIG
def test_logits(make_network):
    """Five pictures give five rows of ten logits."""
    import torch
    from chainrule.checks import assert_close, require

    require(make_network=make_network)
    network = make_network(1)
    assert callable(network), "make_network should return a torch module."
    logits = network(torch.randn(5, 784, generator=torch.Generator().manual_seed(11)))
    assert_close(logits, torch.zeros(5, 10), "logits", atol=float("inf"))

# %%
""" # BEGIN TEST CONFIG
points: 0.75
""" # END TEST CONFIG
def test_layers(make_network, weights):
    """The layers have the sizes asked for, and biases."""
    from chainrule.checks import assert_that, require

    require(make_network=make_network, weights=weights)
    network = make_network(1)
    assert callable(network), "make_network should return a torch module."
    found = sorted(tuple(tensor.shape) for tensor in weights(network).values())
    asked = sorted([(256, 784), (256,), (128, 256), (128,), (64, 128), (64,), (10, 64), (10,)])
    message = f"The weights and biases should have shapes {asked}, found {found}."
    assert_that(found == asked, message, "the sizes", [size for shape in found for size in shape])

# %%
""" # BEGIN TEST CONFIG
points: 2.25
hidden: true
""" # END TEST CONFIG
def test_relu_after_every_hidden_layer(make_network, weights):
    """The logits are those of the same weights with a ReLU after every hidden layer, and none at the end."""
    import torch
    from chainrule.checks import assert_close, require

    require(make_network=make_network, weights=weights)
    network = make_network(2)
    assert callable(network), "make_network should return a torch module."
    by_shape = {tuple(tensor.shape): tensor for tensor in weights(network).values()}
    for scale in (1.0, 30.0):
        values = inputs = scale * torch.randn(7, 784, generator=torch.Generator().manual_seed(12))
        for d_in, d_out in ((784, 256), (256, 128), (128, 64), (64, 10)):
            fits = (d_out, d_in) in by_shape and (d_out,) in by_shape
            assert fits, f"There is no linear layer with biases from {d_in} to {d_out} neurons."
            values = values.clamp(min=0) if d_in < 784 else values
            values = torch.nn.functional.linear(values, by_shape[d_out, d_in], by_shape[(d_out,)])
        assert_close(network(inputs), values, "logits", rtol=1e-3, atol=1e-4 * scale)


# %%
""" # BEGIN TEST CONFIG
points: 0.5
hidden: true
""" # END TEST CONFIG
def test_network_comes_from_the_seed(make_network, weights):
    """The same seed gives the same weights, another seed gives others."""
    import torch
    from chainrule.checks import assert_close, assert_that, require

    require(make_network=make_network, weights=weights)
    networks = [make_network(seed) for seed in (3, 3, 4)]
    for network in networks:
        assert callable(network), "make_network should return a torch module."
    first, again, other = (weights(network) for network in networks)
    assert len(first) == len(again) == len(other) > 0, "There should be as many weights at every call."
    for name, tensor in first.items():
        assert name in again and name in other, "The weights have other names at the next call."
        assert_close(again[name], tensor, f"{name} with the same seed once more")
        assert_close(other[name], tensor, f"{name} with another seed", atol=float("inf"))
        if tensor.ndim > 1:  # biases may well start at 0
            differs = bool((other[name] - tensor).abs().max() > 1e-6)
            message = f"`{name}` is the same for two seeds."
            seen = [differs, bool(tensor.any())]
            assert_that(differs, message, "whether another seed gives others, and whether any is not 0", seen)


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
name: clothes_training
points: 6
minutes: 25
hidden_checks: loss and accuracy on other data, the exact step of one minibatch, fresh gradients for each, an incomplete last minibatch, the order
"""

# %% [markdown]
"""
### Training and measuring

Write two functions.

`one_epoch` goes through all samples once, in an order drawn from `generator` (such as
`torch.randperm(n, generator=generator)`), in minibatches of `batch_size`; the last one may be smaller.
For each minibatch it sets the gradients to zero, computes the mean cross-entropy of the logits,
calls `backward`, and lets the optimiser take its step.

`measure` returns two plain Python numbers: the mean cross-entropy over all samples, and the fraction of
samples whose largest logit is that of the right label. It needs no gradients and changes nothing.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
def one_epoch(network, optimizer, inputs, labels, batch_size, generator):
    """Train a network on all samples once, in minibatches in random order.

    Args:
        network: A torch module that maps inputs to logits.
        optimizer: A torch optimiser for its weights.
        inputs: Samples as rows, of shape (n, d_in).
        labels: Integer labels, of shape (n,).
        batch_size: Number of samples in a minibatch.
        generator: Where the order of the samples is drawn from.
    """
    # BEGIN SOLUTION
    for chosen in torch.randperm(len(labels), generator=generator).split(batch_size):
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(network(inputs[chosen]), labels[chosen])
        loss.backward()
        optimizer.step()
    # END SOLUTION


def measure(network, inputs, labels):
    """Return the mean cross-entropy and the accuracy of a network, as plain numbers."""
    # BEGIN SOLUTION
    with torch.no_grad():
        outputs = network(inputs)
    # END SOLUTION
    loss = nn.functional.cross_entropy(outputs, labels).item()  # SOLUTION
    accuracy = (outputs.argmax(dim=1) == labels).double().mean().item()  # SOLUTION
    return loss, accuracy


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
points: 1
""" # END TEST CONFIG
def test_accuracy_of_known_answers(measure, single_layer):
    """With its own guesses as labels a network is always right, with others never, and at a higher loss."""
    import torch
    from chainrule.checks import assert_close, require

    require(measure=measure, single_layer=single_layer)
    network = single_layer(6, 4, 1)
    inputs = torch.randn(9, 6, generator=torch.Generator().manual_seed(21), dtype=torch.float64)
    guesses = network(inputs).argmax(dim=1)
    losses = []
    for labels, right in ((guesses, 1.0), ((guesses + 1) % 4, 0.0)):
        found = measure(network, inputs, labels)
        pair = isinstance(found, (tuple, list)) and len(found) == 2
        assert pair, "measure should return two numbers, the loss and the accuracy."
        assert_close(found[0], 0.0, "the loss", atol=float("inf"))
        assert_close(found[1], right, "the accuracy", reveal=True)
        losses.append(float(found[0]))
    assert 0 < losses[0] < losses[1], f"The losses of right and wrong labels are {losses}."


# %%
""" # BEGIN TEST CONFIG
points: 1
""" # END TEST CONFIG
def test_loss_falls(one_epoch, single_layer, sgd, seeded):
    """Five epochs on 40 samples that can be told apart make the loss fall."""
    import torch
    from chainrule.checks import require

    require(one_epoch=one_epoch, single_layer=single_layer, sgd=sgd, seeded=seeded)
    random = torch.Generator().manual_seed(22)
    labels = torch.arange(40) % 4
    inputs = torch.randn(40, 6, generator=random, dtype=torch.float64)
    inputs[:, :4] += 3 * torch.eye(4, dtype=torch.float64)[labels]
    network = single_layer(6, 4, 2)
    optimizer, generator, losses = sgd(network, 0.1), seeded(3), []
    for _ in range(5):
        losses.append(float(torch.nn.functional.cross_entropy(network(inputs).detach(), labels)))
        one_epoch(network, optimizer, inputs, labels, 8, generator)
    shown = ", ".join(f"{loss:.3f}" for loss in losses)
    assert losses[4] < 0.7 * losses[0], f"The loss before each of five epochs is {shown}: it does not fall enough."


# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
""" # END TEST CONFIG
def test_loss_and_accuracy(measure, single_layer, sgd, weights):
    """Loss and accuracy are right on other data, a single sample among them, and the network is left alone."""
    import torch
    from chainrule.checks import assert_close, assert_number, assert_that, require

    require(measure=measure, single_layer=single_layer, sgd=sgd, weights=weights)
    random = torch.Generator().manual_seed(23)
    for n, d_in, classes in ((50, 5, 3), (1, 4, 6), (13, 7, 10)):
        network = single_layer(d_in, classes, n)
        inputs = 4 * torch.randn(n, d_in, generator=random, dtype=torch.float64)
        labels = torch.randint(classes, (n,), generator=random)
        W, b = weights(network).values()
        logits = torch.nn.functional.linear(inputs, W, b)
        optimizer = sgd(network, 1.0)
        found = measure(network, inputs, labels)
        optimizer.step()  # moves nothing, unless a backward pass left gradients
        pair = isinstance(found, (tuple, list)) and len(found) == 2
        assert pair, "measure should return two numbers, the loss and the accuracy."
        plain = isinstance(found[0], float)
        message = "The loss should be a plain number: `.item()` makes one of a tensor."
        assert_that(plain, message, "whether the loss is a plain number", plain)
        right = float(torch.nn.functional.cross_entropy(logits, labels))
        assert_number(found[0], right, f"the loss of {n} samples")
        right = float((logits.argmax(dim=1) == labels).double().mean())
        assert_number(found[1], right, f"the accuracy on {n} samples")
        for old, new in zip((W, b), weights(network).values(), strict=True):
            message = "The network is not as it was: measure changed its weights, or left gradients behind."
            assert_that(torch.equal(new, old), message, "a weight after measuring and a step", new)


# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
""" # END TEST CONFIG
def test_step_of_one_minibatch(one_epoch, single_layer, sgd, seeded, weights):
    """With all samples in one minibatch, two epochs are two steps of gradient descent on the mean loss."""
    import torch
    from chainrule.checks import assert_close, require

    require(one_epoch=one_epoch, single_layer=single_layer, sgd=sgd, seeded=seeded, weights=weights)
    random = torch.Generator().manual_seed(24)
    network = single_layer(5, 3, 4)
    inputs = torch.randn(7, 5, generator=random, dtype=torch.float64)
    labels = torch.randint(3, (7,), generator=random)
    W, b = weights(network).values()
    optimizer, generator = sgd(network, 0.8), seeded(5)
    for epoch in (1, 2):
        one_epoch(network, optimizer, inputs, labels, 10, generator)
        with torch.enable_grad():
            leaves = [W.clone().requires_grad_(), b.clone().requires_grad_()]
            loss = torch.nn.functional.cross_entropy(torch.nn.functional.linear(inputs, *leaves), labels)
            dW, db = torch.autograd.grad(loss, leaves)
        W, b = W - 0.8 * dW, b - 0.8 * db
        for name, right, found in zip(("weight", "bias"), (W, b), weights(network).values(), strict=True):
            assert_close(found, right, f"the {name} after epoch {epoch}")


# %%
""" # BEGIN TEST CONFIG
points: 1.5
hidden: true
""" # END TEST CONFIG
def test_number_of_steps(one_epoch, single_layer, sgd, seeded, weights):
    """Ten samples in minibatches of 4 make 3 steps an epoch, each with its own gradient."""
    import torch
    from chainrule.checks import assert_close, require

    require(one_epoch=one_epoch, single_layer=single_layer, sgd=sgd, seeded=seeded, weights=weights)
    network = single_layer(3, 4, 6)
    # Ten equal samples: every minibatch has the same gradient, whatever the order is.
    inputs = torch.tensor([[1.0, -2.0, 0.5]], dtype=torch.float64).expand(10, 3).clone()
    labels = torch.full((10,), 2)
    W, b = weights(network).values()
    one_epoch(network, sgd(network, 0.3), inputs, labels, 4, seeded(7))
    for _ in range(3):
        slope = torch.softmax(torch.nn.functional.linear(inputs[0], W, b), dim=0)
        slope[2] -= 1
        W, b = W - 0.3 * torch.outer(slope, inputs[0]), b - 0.3 * slope
    for name, right, found in zip(("weight", "bias"), (W, b), weights(network).values(), strict=True):
        assert_close(found, right, f"the {name} after one epoch")


# %%
""" # BEGIN TEST CONFIG
points: 0.5
hidden: true
""" # END TEST CONFIG
def test_order_of_the_samples(one_epoch, single_layer, sgd, seeded, weights):
    """Every sample is seen once, and the order comes from the generator."""
    import torch
    from chainrule.checks import assert_close, assert_that, require

    require(one_epoch=one_epoch, single_layer=single_layer, sgd=sgd, seeded=seeded, weights=weights)
    random = torch.Generator().manual_seed(25)
    inputs = torch.randn(12, 5, generator=random, dtype=torch.float64)
    labels = torch.randint(3, (12,), generator=random)
    start = list(weights(single_layer(5, 3, 8)).values())
    found = []
    for seed, rate in ((1, 0.5), (1, 0.5), (2, 0.5), (3, 1e-6)):
        network = single_layer(5, 3, 8)
        one_epoch(network, sgd(network, rate), inputs, labels, 3, seeded(seed))
        found.append(list(weights(network).values()))
    assert_close(found[1][0], found[0][0], "the weight with the same generator once more")
    differs = bool((found[2][0] - found[0][0]).abs().max() > 1e-9)
    message = "The order is the same whatever the generator is."
    assert_that(differs, message, "whether another generator gives another order", differs)
    # With tiny steps the order does not matter: 4 minibatches move the weight by 4 mean gradients.
    with torch.enable_grad():
        leaves = [tensor.clone().requires_grad_() for tensor in start]
        loss = torch.nn.functional.cross_entropy(torch.nn.functional.linear(inputs, *leaves), labels)
        right = torch.autograd.grad(loss, leaves)
    moved = (start[0] - found[3][0]) / 4e-6
    assert_close(moved, right[0], "the mean gradient over an epoch", rtol=1e-3, atol=1e-4)


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
name: clothes_fit
points: 10
minutes: 25
bounds: [0.72, 0.87]
hidden_checks: whether the curves end where the trained network is, the accuracy of the weights that you hand in
"""

# %% [markdown]
"""
### Training it

Choose an optimiser from `torch.optim`, a learning rate, a batch size and a number of epochs, and complete
the loop. In each epoch, train with `one_epoch`, measure the network on all training rows and on all test
rows, and record the four numbers with

`clothes_run.epoch(train_loss=…, train_accuracy=…, validation_loss=…, validation_accuracy=…)`.

(The record says validation where we say test.) Ten epochs take about ten seconds. Train until the test
loss stops falling, so that the curves have something to tell.

**Points for accuracy** go by the weights that you hand in: nothing up to LOW_BOUND, everything from
HIGH_BOUND on, and in between in ten equal steps. Grading tries them on 1,000 pictures of the test set
that are not in the kit, so expect your own test accuracy give or take one percent. Without the two
files there is nothing to try, and there are no points of this kind: hand in the zip, not the bare
notebook. `epochs(n)` is your `n` at home, and at most 3 in the grader.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
learning_rate = 1e-3  # SOLUTION
batch_size = 128  # SOLUTION
n_epochs = 12  # SOLUTION

clothes_model = make_network(1)
clothes_run = Run(
    "fashion-mnist",
    data=clothes_train,
    train_size=len(clothes_train),
    validation_size=len(clothes_test),
    seed=1,
    learning_rate=learning_rate,
    batch_size=batch_size,
)
optimizer = torch.optim.Adam(clothes_model.parameters(), lr=learning_rate)  # SOLUTION
order = seeded(2)
for _ in progress(range(epochs(n_epochs)), "epochs"):
    # BEGIN SOLUTION
    one_epoch(clothes_model, optimizer, train_rows, clothes_train.labels, batch_size, order)
    on_train = measure(clothes_model, train_rows, clothes_train.labels)
    on_test = measure(clothes_model, test_rows, clothes_test.labels)
    numbers = zip(clothes_run.history, (*on_train, *on_test), strict=True)
    clothes_run.epoch(**dict(numbers))
    # END SOLUTION
clothes_run.save(weights(clothes_model))

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
points: 1
""" # END TEST CONFIG
def test_curves_are_recorded(clothes_run):
    """Four curves of equal length, one number an epoch; the training loss falls."""
    import math

    from chainrule.checks import require

    require(clothes_run=clothes_run)
    history = getattr(clothes_run, "history", None)
    names = ("train_loss", "train_accuracy", "validation_loss", "validation_accuracy")
    complete = isinstance(history, dict) and all(isinstance(history.get(name), list) for name in names)
    assert complete, "`clothes_run` should be the record that the cell makes: leave that line as it is."
    lengths = {name: len(history[name]) for name in names}
    assert min(lengths.values()) > 0, "The curves are empty: nothing was recorded yet."
    assert len(set(lengths.values())) == 1, f"The curves have different lengths: {lengths}."
    for name in names:
        for epoch, value in enumerate(history[name], start=1):
            number = isinstance(value, float) and math.isfinite(value)
            assert number, f"`{name}` is {value!r} in epoch {epoch}."
    first, last = history["train_loss"][0], history["train_loss"][-1]
    below = f"The training loss goes from {first:.3f} to {last:.3f}; it should fall, to below 2."
    assert last < 2 and (last < first or len(history["train_loss"]) == 1), below


# %%
""" # BEGIN TEST CONFIG
points: 1
""" # END TEST CONFIG
def test_record_fits_its_weights(clothes_run):
    """Record and weights are saved beside the notebook, and the weights do what the record says."""
    from chainrule.checks import require
    from chainrule.held_out import fashion_mnist
    from chainrule.verification import Consistency, verify

    require(clothes_run=clothes_run)
    history = getattr(clothes_run, "history", None)
    losses = history.get("train_loss") if isinstance(history, dict) else None
    recorded = isinstance(losses, list) and losses and isinstance(losses[-1], float)
    assert recorded, "The curves are empty: nothing was recorded yet."
    assert losses[-1] < 2, f"The training loss ends at {losses[-1]:.3f}, near that of guessing."
    pictures = fashion_mnist()
    inputs = (pictures.images.flatten(1) - 0.286) / 0.353
    found = verify("fashion-mnist", inputs, pictures.labels, data_name=pictures.name)
    if found.consistency is Consistency.NOT_CHECKED:
        raise AssertionError(
            f"The record of your run cannot be checked: {found.reason} Run the cell to its end, so that "
            "`clothes_run.save` writes both files, and hand in the zip of the last cell."
        )
    assert found.consistency is Consistency.CONSISTENT, f"Record and weights do not fit: {found.reason}"


# %%
""" # BEGIN TEST CONFIG
points: 2
hidden: true
""" # END TEST CONFIG
def test_curves_end_where_the_network_is(clothes_model, clothes_run):
    """The last number of each curve is what the trained network gets on that set."""
    import torch
    from chainrule.checks import assert_close, assert_number, require
    from chainrule.data import fashion_mnist

    require(clothes_model=clothes_model, clothes_run=clothes_run)
    assert callable(clothes_model), "`clothes_model` should be what make_network returns."
    history = getattr(clothes_run, "history", None)
    assert isinstance(history, dict), "`clothes_run` should be the record that the cell makes."
    for split, name in (("train", "train"), ("test", "validation")):
        pictures = fashion_mnist(split)
        logits = clothes_model((pictures.images.flatten(1) - 0.286) / 0.353)
        assert_close(logits, torch.zeros(len(pictures), 10), "logits", atol=float("inf"))
        logits = logits.detach().float()
        right = {
            "loss": float(torch.nn.functional.cross_entropy(logits, pictures.labels)),
            "accuracy": float((logits.argmax(dim=1) == pictures.labels).double().mean()),
        }
        for quantity, value in right.items():
            curve = history.get(f"{name}_{quantity}")
            assert isinstance(curve, list) and curve, "The curves are empty: nothing was recorded yet."
            assert_number(curve[-1], value, f"the last {name}_{quantity}", rtol=2e-3, atol=1e-4)


# %%
""" # BEGIN TEST CONFIG
points: 6
hidden: true
steps: 10
""" # END TEST CONFIG
def test_verified_accuracy(clothes_run):
    """The weights that were handed in are right on BOUND of 1,000 held-out pictures."""
    from chainrule.checks import require
    from chainrule.held_out import fashion_mnist
    from chainrule.verification import verify

    require(clothes_run=clothes_run)
    pictures = fashion_mnist()
    inputs = (pictures.images.flatten(1) - 0.286) / 0.353
    found = verify("fashion-mnist", inputs, pictures.labels, data_name=pictures.name)
    assert found.accuracy is not None, f"There are no weights to try: {found.reason}"
    reached = f"The weights that were handed in are right on {found.accuracy:.1%} of the pictures."
    assert found.accuracy >= BOUND, reached


# %% [raw]
"""
# END TESTS
"""

# %% [raw]
"""
# END QUESTION
"""

# %%
def show_curves(run):
    """Draw the losses and accuracies of a run on both sets."""
    renamed = {name.replace("validation", "test"): curve for name, curve in run.history.items()}
    if not run.history["train_loss"]:
        print("Nothing is recorded yet.")
        return None
    print(f"Final accuracy on the test set: {run.history['validation_accuracy'][-1]:.1%}")
    return learning_curves(renamed, title="784 - 256 - 128 - 64 - 10 with ReLU")


show_curves(clothes_run)

# %% [raw]
"""
# BEGIN QUESTION
name: clothes_probabilities
points: 4
minutes: 10
hidden_checks: other networks and sizes, a single sample, logits of a thousand
"""

# %% [markdown]
"""
### From logits to probabilities

Write `class_probabilities(network, inputs)`, which returns the probability of every class for every
sample, one row a sample. No gradients are needed for that.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
def class_probabilities(network, inputs):
    """Return the probabilities, a tensor of shape (n, classes), for inputs of shape (n, d_in)."""
    # BEGIN SOLUTION
    with torch.no_grad():
        return torch.softmax(network(inputs), dim=1)
    # END SOLUTION


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
points: 0.5
""" # END TEST CONFIG
def test_one_row_a_sample(class_probabilities, single_layer):
    """Nine samples and four classes give nine rows of four numbers."""
    import torch
    from chainrule.checks import assert_close, require

    require(class_probabilities=class_probabilities, single_layer=single_layer)
    inputs = torch.randn(9, 6, generator=torch.Generator().manual_seed(40), dtype=torch.float64)
    found = class_probabilities(single_layer(6, 4, 1), inputs)
    assert_close(found, torch.zeros(9, 4), "the probabilities", atol=float("inf"))

# %%
""" # BEGIN TEST CONFIG
points: 0.5
""" # END TEST CONFIG
def test_rows_are_probabilities(class_probabilities, single_layer):
    """Every row is made of positive numbers that add up to 1."""
    import torch
    from chainrule.checks import assert_close, require

    require(class_probabilities=class_probabilities, single_layer=single_layer)
    inputs = torch.randn(9, 6, generator=torch.Generator().manual_seed(41), dtype=torch.float64)
    found = class_probabilities(single_layer(6, 4, 1), inputs)
    assert_close(found, torch.zeros(9, 4), "the probabilities", atol=float("inf"))
    found = found.detach()
    assert (found > 0).all(), "`the probabilities` should be positive."
    assert_close(found.sum(dim=1), torch.ones(9), "the sum over each row", reveal=True)

# %%
""" # BEGIN TEST CONFIG
points: 0.5
""" # END TEST CONFIG
def test_order_of_the_classes(class_probabilities, single_layer):
    """In every row, a class with a larger logit has a larger probability."""
    import torch
    from chainrule.checks import assert_close, require

    require(class_probabilities=class_probabilities, single_layer=single_layer)
    network = single_layer(6, 4, 1)
    inputs = torch.randn(9, 6, generator=torch.Generator().manual_seed(43), dtype=torch.float64)
    found = class_probabilities(network, inputs)
    assert_close(found, torch.zeros(9, 4), "the probabilities", atol=float("inf"))
    order = network(inputs).detach().argsort(dim=1)
    rising = found.detach().gather(1, order).diff(dim=1)
    assert (rising > 0).all(), "Somewhere, a class with a larger logit has no larger probability."

# %%
""" # BEGIN TEST CONFIG
points: 2
hidden: true
""" # END TEST CONFIG
def test_probabilities(class_probabilities, single_layer, weights):
    """The probabilities are those of softmax, for other sizes and for a single sample."""
    import torch
    from chainrule.checks import assert_close, require

    require(class_probabilities=class_probabilities, single_layer=single_layer, weights=weights)
    random = torch.Generator().manual_seed(42)
    for n, d_in, classes in ((8, 5, 10), (1, 3, 4), (4, 6, 2)):
        network = single_layer(d_in, classes, n)
        inputs = 5 * torch.randn(n, d_in, generator=random, dtype=torch.float64)
        logits = torch.nn.functional.linear(inputs, *weights(network).values())
        found = class_probabilities(network, inputs)
        assert_close(found, torch.softmax(logits, dim=1), f"the probabilities of {n} samples")


# %%
""" # BEGIN TEST CONFIG
points: 0.5
hidden: true
""" # END TEST CONFIG
def test_probabilities_of_huge_logits(class_probabilities, single_layer, weights):
    """Logits of a thousand give the right probabilities."""
    import torch
    from chainrule.checks import assert_close, require

    require(class_probabilities=class_probabilities, single_layer=single_layer, weights=weights)
    network = single_layer(3, 5, 6)
    inputs = torch.tensor([[3000.0, -2000.0, 1000.0], [-3000.0, 0.0, 2500.0]], dtype=torch.float64)
    logits = torch.nn.functional.linear(inputs, *weights(network).values())
    assert_close(class_probabilities(network, inputs), torch.softmax(logits, dim=1), "the probabilities")


# %% [raw]
"""
# END TESTS
"""

# %% [raw]
"""
# END QUESTION
"""

# %% [markdown]
"""
**Three pictures.** Choose any three pictures of the test set by their position and look at what the
network makes of them. Try a few, until you have three that are worth a comment.
"""

# %%
three = [0, 12, 23]


def show_predictions(network, positions):
    """Draw pictures of the test set with the class probabilities that a network gives them."""
    if network is None or (chances := class_probabilities(network, test_rows[positions])) is None:
        print("Write the parts above first.")
        return None
    images, labels = clothes_test.images[positions], clothes_test.labels[positions]
    return image_grid(images, labels, probabilities=chances, classes=clothes_test.classes)


show_predictions(clothes_model, three)

# %% [raw]
"""
# BEGIN QUESTION
name: clothes_comment
points: 6
minutes: 20
manual: true
word_limit: 300
rubric:
  - {id: result, points: 1, text: "Reports the final test accuracy and the training that led to it (optimiser, learning rate, epochs).", note: "The number must fit the plot above the answer and the record."}
  - {id: curves, points: 2, text: "Describes both loss curves with numbers and explains the gap between them.", note: "Training loss that keeps falling, test loss that flattens or rises, and overfitting (or its absence) as the reason. Half if it is only named or only described."}
  - {id: pictures, points: 2, text: "Says for each of the three pictures what the network predicts, how sure it is, and whether it is right.", note: "The probabilities must fit the plot. About two thirds of a point for each picture."}
  - {id: insight, points: 1, text: "Draws a conclusion from the probabilities: which classes are confused and why, or what a probability near 1 does and does not promise.", note: "Any observation that is supported by the plots. That the classes compete for a total of 1 counts too."}
"""

# %% [markdown]
"""
### What the plots tell

Report the accuracy of your final model on the test set and how it was trained. Describe the two loss
curves, and explain why they part. Then comment on your three pictures: what does the network predict,
how sure is it, is it right, and what do you conclude?
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %% [markdown]
"""
*An example; the numbers are those of one run with Adam, learning rate 0.001, minibatches of 128, 12 epochs.*

The final model is right on 89.1 % of the test set.

**Curves.** On the training set the loss goes from 0.39 after the first epoch to 0.17 after the last, and would
go on falling. On the test set it falls from 0.43 to 0.33 in epoch 8 and then stays between 0.33 and 0.34. So
the two part from the first epochs on, and the gap grows. The network has 242,762 weights and biases and sees
the same 60,000 pictures in every epoch: more and more it learns what is special about them, which does
not carry over to new pictures. The accuracies agree: 93.7 % on the training set, 89.1 % on the test set.

**Pictures.** Number 0, an ankle boot, is recognised with probability 0.998; what is left goes to sneaker.
Number 12, a sneaker, is recognised with 0.81, and 0.19 goes to sandal. Number 23, an ankle boot, is taken for a
sandal, with 0.997: wrong, and as sure as for the first picture.

The second choices make sense. Shoes share their probability with other shoes, and in the same way tops with
other tops (a shirt taken for a T-shirt is the most common mistake of all). But the probabilities add up to 1
whatever is in the picture. A high one says that the other nine classes fit worse, not that the answer is
right: of the 1,088 pictures that this network gets wrong, it gives 22 % more than 0.9.
"""

# %% [raw]
"""
# END SOLUTION
"""

# %% [raw]
"""
# END QUESTION
"""
