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
title: Pictures in colour, classified
builds_on: [modules, training_loop]
"""

# %% [markdown]
"""
## Pictures in colour, classified

Now your modules and your loop meet CIFAR-10: 50,000 training pictures, 32 × 32 pixels in colour, of ten
kinds of animals and vehicles. The other 10,000 pictures are the **validation set**: the network never
learns from them, so they tell how it does on pictures that are new to it.

A picture has shape (3, 32, 32) with values between 0 (black) and 1; `rows` flattens pictures to rows of
3,072 numbers around 0, which is what a network takes. The network has layers of 256, 128 and 10 neurons.
`experiment` trains a fresh one for 30 epochs with a function that you will write, in minibatches of 100
with learning rate 0.05, and keeps its curves and weights in two small files beside the notebook. Hand
them in with it.

Thirty epochs take two to three minutes of one core, with random crops three to four, and up to 4 GB of
memory. Where CIFAR-10 is not to be had, the kit falls back on as many generated pictures of ten shapes, a
disc, a ring, a square and so on, and says so. They look quite different, but your curves will have the same
things to tell. Grading always uses 2,000 of those and 3 epochs: `epochs(30)` is 30 at home and 3 in the
grader.
"""

# %%
from chainrule.data import cifar10
from chainrule.plots import before_after, image_grid, learning_curves
from chainrule.progress import progress
from chainrule.record import Run
from chainrule.settings import epochs

training, validation = cifar10("train"), cifar10("test")


def rows(images):
    """Return pictures, (n, 3, 32, 32), as rows of 3,072 numbers around 0."""
    return (images.flatten(1) - 0.473).div_(0.252)


class Network:
    """Linear layers of the given sizes with a ReLU between them, made of your modules."""

    def __init__(self, sizes, generator):
        self.layers = [Linear(sizes[0], sizes[1], generator)]
        for i in range(1, len(sizes) - 1):
            self.layers += [ReLU(), Linear(sizes[i], sizes[i + 1], generator)]

    def forward(self, batch):
        for module in self.layers:
            batch = module.forward(batch)
        return batch

    def backward(self, gradient):
        for module in reversed(self.layers):
            gradient = module.backward(gradient)
        return gradient

    def weights(self):
        linear = [layer for layer in self.layers if hasattr(layer, "W")]
        return {f"{name}{i}": getattr(layer, name) for i, layer in enumerate(linear, 1) for name in "Wb"}


def experiment(name, fit):
    """Train a fresh network with `fit`, keep curves and weights, and return the record."""
    network = Network((3072, 256, 128, 10), seeded(1))
    run = Run(
        name,
        data=training,
        train_size=len(training),
        validation_size=len(validation),
        seed=1,
        learning_rate=0.05,
        batch_size=100,
    )
    fit(
        network,
        CrossEntropyLoss(),
        SGD(network, 0.05),
        run,
        (training.images, training.labels),
        (validation.images, validation.labels),
        epochs(30),
        100,
        seeded(2),
    )
    if run.history["train_loss"]:
        run.save(network.weights())
    return run


image_grid(training.images[:10], training.labels[:10], classes=training.classes)

# %% [raw]
"""
# BEGIN QUESTION
name: curves_over_epochs
points: 1
minutes: 15
hidden_checks: the value of every curve after every epoch, minibatches, whether another seed gives another order
"""

# %% [markdown]
"""
### Four curves

Complete the loop. In each epoch, train for one epoch with your `train_epoch`. Then measure the network
with your `evaluate`, on all training pictures and on all validation pictures, 1,000 at a time, and record
the four numbers: `run.epoch(train_loss=…, train_accuracy=…, validation_loss=…, validation_accuracy=…)`.
At most five lines.

The mean loss that `train_epoch` returns is not what is wanted: it is measured while the network still
changes. Measure both sets with the same network, after the epoch.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
def fit_with_curves(
    network, loss, optimizer, run, training, validation, n_epochs, batch_size, generator
):
    """Train a network for n_epochs, and record four numbers after each.

    Args:
        network, loss, optimizer: As train_epoch takes them.
        run: A Run, which keeps the curves.
        training: Pictures, (n, 3, 32, 32), and labels, (n,).
        validation: Pictures and labels that the network does not learn from.
        n_epochs: Number of epochs.
        batch_size: Number of pictures in a minibatch.
        generator: Where the order of the pictures is drawn from.
    """
    inputs, labels = rows(training[0]), training[1]
    new_inputs, new_labels = rows(validation[0]), validation[1]
    for _ in progress(range(n_epochs), run.name):
        # BEGIN SOLUTION
        train_epoch(network, loss, optimizer, inputs, labels, batch_size, generator)
        on_old = evaluate(network, loss, inputs, labels, 1000)
        on_new = evaluate(network, loss, new_inputs, new_labels, 1000)
        values = zip(run.history, (*on_old, *on_new), strict=True)
        run.epoch(**dict(values))
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
points: 0.3
""" # END TEST CONFIG
def test_curves_are_recorded(fit_with_curves, Run, SGD, StandInModel, StandInLoss, training, seeded):
    """Three epochs on 20 pictures: four curves of three numbers, and the training loss falls."""
    import torch
    from chainrule.checks import require

    require(fit_with_curves=fit_with_curves, Run=Run, SGD=SGD, training=training)
    random = torch.Generator().manual_seed(1)
    old = torch.rand(20, 3, 32, 32, generator=random), torch.arange(20) % 10
    new = torch.rand(6, 3, 32, 32, generator=random), torch.arange(6)
    model = StandInModel(3072, 10)
    run = Run("check", data=training, train_size=20, validation_size=6)
    optimizer = SGD(model, 1e-3)
    fit_with_curves(model, StandInLoss(), optimizer, run, old, new, 3, 5, seeded(1))
    for name, curve in run.history.items():
        assert len(curve) == 3, f"`{name}` should have a number for each of 3 epochs, found {len(curve)}."
    losses = run.history["train_loss"]
    shown = ", ".join(f"{loss:.3f}" for loss in losses)
    assert losses[2] < losses[0] < 2.3, f"The training loss should fall from below 2.3, found {shown}."

# %%
""" # BEGIN TEST CONFIG
points: 0.5
hidden: true
""" # END TEST CONFIG
def test_every_number_of_the_curves(
    fit_with_curves, Run, SGD, StandInModel, StandInLoss, training, seeded
):
    """With all pictures in one minibatch, every recorded number is what gradient descent gives."""
    import torch
    from chainrule.checks import assert_close, assert_number, assert_that, require
    from torch.nn.functional import cross_entropy, linear

    require(fit_with_curves=fit_with_curves, Run=Run, SGD=SGD, training=training)
    random = torch.Generator().manual_seed(2)
    old = torch.rand(11, 3, 32, 32, generator=random, dtype=torch.float64), torch.arange(11) % 10
    new = torch.rand(7, 3, 32, 32, generator=random, dtype=torch.float64), torch.arange(7)
    new[0][:4] = 0.5 * (new[0][:4] + old[0][:4])  # so that some of them are recognised
    model = StandInModel(3072, 10)
    W = torch.zeros(10, 3072, dtype=torch.float64)
    b = torch.zeros(10, dtype=torch.float64)
    model.W, model.b = W, b
    run = Run("check", data=training, train_size=11, validation_size=7)
    fit_with_curves(model, StandInLoss(), SGD(model, 2e-3), run, old, new, 3, 50, seeded(2))
    sets = {"train": old, "validation": new}
    found, numbers = [], []
    for epoch in range(3):
        with torch.enable_grad():
            leaves = [W.clone().requires_grad_(), b.clone().requires_grad_()]
            inputs = (old[0].flatten(1) - 0.473) / 0.252
            dW, db = torch.autograd.grad(cross_entropy(linear(inputs, *leaves), old[1]), leaves)
        W, b = W - 2e-3 * dW, b - 2e-3 * db
        for name, (images, labels) in sets.items():
            logits = linear((images.flatten(1) - 0.473) / 0.252, W, b)
            right = {
                "loss": float(cross_entropy(logits, labels)),
                "accuracy": float((logits.argmax(dim=1) == labels).double().mean()),
            }
            for quantity, value in right.items():
                curve = run.history[f"{name}_{quantity}"]
                message = f"`{name}_{quantity}` should have 3 numbers, found {len(curve)}."
                assert_that(len(curve) == 3, message, "the length of a curve", len(curve))
                where = f"{name}_{quantity} after epoch {epoch + 1}"
                found.append(assert_number(curve[epoch], value, where, atol=float("inf")))
                numbers.append(value)
    rows = "a row an epoch: train_loss, train_accuracy, validation_loss, validation_accuracy"
    curves = torch.tensor([found, numbers], dtype=torch.float64).reshape(2, 3, 4)
    assert_close(curves[0], curves[1], f"the curves ({rows})", rtol=1e-5)

# %%
""" # BEGIN TEST CONFIG
points: 0.2
hidden: true
""" # END TEST CONFIG
def test_minibatches_and_their_order(
    fit_with_curves, Run, SGD, StandInModel, StandInLoss, training, seeded
):
    """Minibatches have the size that was asked for, in an order that comes from the generator."""
    import torch
    from chainrule.checks import assert_that, require

    require(fit_with_curves=fit_with_curves, Run=Run, SGD=SGD, training=training)
    random = torch.Generator().manual_seed(3)
    old = torch.rand(10, 3, 32, 32, generator=random), torch.arange(10)
    new = torch.rand(4, 3, 32, 32, generator=random), torch.arange(4)
    curves = []
    for seed in (3, 3, 4):
        model = StandInModel(3072, 10)
        run = Run("check", data=training, train_size=10, validation_size=4)
        fit_with_curves(model, StandInLoss(), SGD(model, 1e-3), run, old, new, 2, 4, seeded(seed))
        calls = model.backward_calls
        message = f"2 epochs of 10 pictures in minibatches of 4 make 6 steps, and there were {calls}."
        assert_that(calls == 6, message, "the number of steps", calls)
        curves.append(run.history["train_loss"])
    same, seeded_apart = curves[0] == curves[1], curves[0] != curves[2]
    for holds, message in (
        (same, "The same seed should give the same curve: use `generator`."),
        (seeded_apart, "Another seed should give another curve: use `generator`."),
    ):
        assert_that(holds, message, "the curves of three runs", [same, seeded_apart])

# %% [raw]
"""
# END TESTS
"""

# %% [raw]
"""
# END QUESTION
"""

# %%
plain = experiment("cifar10-plain", fit_with_curves)
if plain.history["train_loss"]:
    learning_curves(plain, title="30 epochs on the pictures as they are")

# %% [raw]
"""
# BEGIN QUESTION
name: first_curves
points: 1
minutes: 15
manual: true
word_limit: 150
rubric:
  - id: reading
    points: 0.5
    text: Reads the curves of both sets with numbers and epochs. Says how each develops, and how large the gap between them is at the end.
    note: "The figures must fit the student's own plot, whatever the data in use. Fewer than 30 epochs cost half of this item, unless the answer says why."
  - id: reason
    points: 0.5
    text: Explains at least one thing that was observed by a mechanism. A growing gap as overfitting; a validation loss that rises while the accuracy stays by ever more confident mistakes; a slow end by a fixed learning rate; jumps by the noise of minibatches.
    note: "The mechanism has to be said, its name alone earns half."
"""

# %% [markdown]
"""
### What the curves say

Comment on your curves in at most 150 words, with numbers from your own plot. How do the two sets differ,
and from which epoch on? What else do you notice, and why is it so?
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %% [markdown]
r"""
*The figures are those of the generated shapes; on CIFAR-10 yours differ, and tell the same.*

On the training pictures the loss falls from 2.14 to 0.003, and the accuracy rises from 21 % to 100 %, reached in
epoch 20. On the validation pictures they follow for a while and then part. The loss is smallest in epoch 7, 1.34,
and rises to 2.21. In that epoch the accuracies are 69 % and 48 %, at the end 100 % and 55 %.

So from about epoch 7 the network learns what is particular to its 50,000 pictures, down to the noise: it
overfits. The validation *accuracy* still creeps up. The mistakes become not more but more confident, and
$-\log p$ punishes confidence in a wrong class without limit.

Jagged curves: each epoch ends after one noisy step. Once every picture is known by
heart, gradients are near zero, and the curves smooth.
"""

# %% [raw]
"""
# END SOLUTION
"""

# %% [raw]
"""
# END QUESTION
"""

# %% [raw]
"""
# BEGIN QUESTION
name: imperfect_training
points: 1
minutes: 15
manual: true
word_limit: 200
rubric:
  - id: why
    points: 0.4
    text: Names at least two reasons why training accuracy is not perfect that concern different things, the network, the optimisation, or the data.
    note: "The theorem speaks of some network, of unknown width, and says nothing about finding its weights. A fixed width, too few epochs, a learning rate that is too large or too small, minibatch noise, bad local solutions, mislabelled or nearly equal pictures with different labels all count."
  - id: ideas
    points: 0.3
    text: Gives at least two ideas that would raise the training accuracy, each fitting a reason.
    note: "Wider or deeper, more epochs, a smaller learning rate at the end, momentum or Adam, convolutions, no regularisation. Augmentation and dropout lower the training accuracy and do not count here."
  - id: enough
    points: 0.3
    text: Says that perfect training accuracy is not the aim, because a network can learn its training pictures by heart and do no better, or worse, on new ones.
    note: "Random labels can be fitted perfectly, too; naming that example earns the item at once."
"""

# %% [markdown]
"""
### Short of perfect

Neural networks are universal approximators: for every training set without contradictions there is a
network that fits it perfectly. Yet after 30 epochs on CIFAR-10, such a network is still short of 100 % on its
training pictures. (The generated ones it knows by heart after about 20; there, ask it of the first 15.) Why?
What would you change to come closer? And is a perfect training accuracy all that we need? At most 200 words.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %% [markdown]
"""
The theorem promises that *some* network fits, if it is wide enough. It does not say how wide, and not how
to find its weights. Each of these leaves a gap.

*The network* is fixed: 256 and 128 neurons may be too few for 50,000 pictures. *The optimisation* stops
early: 30 epochs of gradient descent from one random start, with a learning rate that never falls, so that
at the end the noise of the minibatches keeps the weights in motion. Nothing says that these steps lead to
the best weights which the network has. *The data* may contradict themselves: pictures with a wrong label,
or two that look the same and are labelled differently.

Closer to 100 % one comes with more neurons or layers, more epochs, a learning rate that falls towards the
end, momentum or Adam, or layers that suit pictures better, such as convolutions.

It is not all that we need. A network that is large enough fits even random labels perfectly, by learning
every picture by heart, and is then no better than guessing on new ones. What counts is accuracy on
pictures that it has not seen.
"""

# %% [raw]
"""
# END SOLUTION
"""

# %% [raw]
"""
# END QUESTION
"""

# %% [raw]
"""
# BEGIN QUESTION
name: random_crop
points: 1
minutes: 20
hidden_checks: how the places of the crops are spread, that they come from the generator and are new at each call, that validation pictures and arguments stay as they were
"""

# %% [markdown]
"""
### Random crops

An aeroplane two pixels further to the left is still an aeroplane, but to a network of linear layers it is
quite another row of numbers. **Augmentation** tells it so: each time a training picture is used, it is
shown a little differently. Here each picture gets a frame of 4 black pixels on all sides, which makes it
40 × 40, and from that a window of 32 × 32 is cut out at a random place.

![A picture of 32 by 32 pixels in a black frame of 4 pixels. A dashed window of 32 by 32 is shifted two
pixels up and three to the right.](../figures/random_crop.png)

Complete `epoch_sets`, which makes the two sets of pictures for one epoch, in at most five lines.

- All 9 × 9 places are equally likely. Each picture has its own place, the same for its three colours, drawn
  from `generator`: `torch.randint(9, (n,), generator=generator)` are n random numbers from 0 to 8.
- Only the training pictures are augmented. The validation pictures are returned as they are, because we
  want to know how the network does on real ones.
- Sizes, order and type stay the same, and the tensors that were passed in are left as they are.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
def epoch_sets(training_images, validation_images, generator):
    """Return the pictures for one epoch: training ones cropped at random, validation ones as they are.

    Args:
        training_images: Pictures of shape (n, 3, 32, 32).
        validation_images: Pictures of shape (m, 3, 32, 32).
        generator: Where the places of the crops are drawn from.

    Returns:
        Two tensors of the same shapes.
    """
    # BEGIN SOLUTION
    framed = torch.nn.functional.pad(training_images, (4, 4, 4, 4))
    places = torch.randint(9, (len(framed), 2), generator=generator).tolist()
    windows = [picture[:, y : y + 32, x : x + 32] for picture, (y, x) in zip(framed, places, strict=True)]
    return torch.stack(windows), validation_images
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
points: 0.3
""" # END TEST CONFIG
def test_each_is_a_window_of_its_picture(epoch_sets, seeded):
    """The training pictures are windows of their own framed pictures; all shapes stay."""
    import torch
    from chainrule.checks import assert_close, require

    require(epoch_sets=epoch_sets, seeded=seeded)
    random = torch.Generator().manual_seed(11)
    images = 0.1 + 0.9 * torch.rand(7, 3, 32, 32, generator=random)
    new = torch.rand(5, 3, 32, 32, generator=random)
    result = epoch_sets(images.clone(), new.clone(), seeded(1))
    require(**{"the result of epoch_sets": result})
    assert isinstance(result, (tuple, list)) and len(result) == 2, "`epoch_sets` should return two tensors."
    crops, validation = result
    assert_close(crops, images, "training pictures", atol=float("inf"))
    assert_close(validation, new, "validation pictures", atol=float("inf"))
    canvas = torch.zeros(7, 3, 40, 40)
    canvas[:, :, 4:36, 4:36] = images
    for number, crop in enumerate(crops):
        found = any(
            torch.equal(crop, canvas[number, :, top : top + 32, left : left + 32])
            for top in range(9)
            for left in range(9)
        )
        assert found, f"Training picture {number} is not a 32 x 32 window of its framed picture."

# %%
""" # BEGIN TEST CONFIG
points: 0.3
hidden: true
""" # END TEST CONFIG
def test_places_are_spread_evenly(epoch_sets, seeded):
    """All 81 places occur about equally often, and each picture has its own."""
    import torch
    from chainrule.checks import assert_close, assert_that, require

    require(epoch_sets=epoch_sets, seeded=seeded)
    # Each pixel holds its own number, so that the middle of a crop tells where it was cut out.
    numbers = torch.arange(1.0, 1025.0).reshape(32, 32)
    images = torch.stack([numbers, numbers + 2000, numbers + 4000]).expand(2430, 3, 32, 32).clone()
    crops, _ = epoch_sets(images.clone(), images[:2].clone(), seeded(12))
    assert_close(crops, images, "training pictures", atol=float("inf"))
    middle = crops[:, 0, 16, 16].long() - 1
    top, left = middle // 32 - 16, middle % 32 - 16
    inside = (top.abs() <= 4) & (left.abs() <= 4)
    assert inside.all(), "Some pictures were cut out more than 4 pixels away from their middle."
    canvas = torch.zeros(3, 40, 40)
    canvas[:, 4:36, 4:36] = images[0]
    windows = canvas.unfold(1, 32, 1).unfold(2, 32, 1).permute(1, 2, 0, 3, 4)  # (9, 9, 3, 32, 32)
    assert torch.equal(crops, windows[top + 4, left + 4]), "Some crops are no windows of black frames."
    counts = torch.bincount((top + 4) * 9 + left + 4, minlength=81)
    absent, most = int((counts == 0).sum()), int(counts.max())
    places = [len(top.unique()), len(left.unique()), 81 - absent]
    for holds, message in (
        (absent < 80, "All pictures were cut out at the same place."),
        (absent == 0, f"{absent} of the 81 places never occur in 2,430 pictures."),
        (most <= 65, f"One place occurs {most} times in 2,430 pictures, where about 30 are likely."),
    ):
        assert_that(holds, message, "the numbers of rows, columns and places", places)

# %%
""" # BEGIN TEST CONFIG
points: 0.2
hidden: true
""" # END TEST CONFIG
def test_places_come_from_the_generator(epoch_sets, seeded):
    """Each call has new places; the same seed gives the same ones again, another seed others."""
    import torch
    from chainrule.checks import assert_close, assert_that, require

    require(epoch_sets=epoch_sets, seeded=seeded)
    images = torch.rand(40, 3, 32, 32, generator=torch.Generator().manual_seed(13))
    generator = seeded(13)
    results = []
    for source in (generator, generator, seeded(13), seeded(14)):
        crops, _ = epoch_sets(images.clone(), images[:2].clone(), source)
        assert_close(crops, images, "training pictures", atol=float("inf"))
        results.append(crops)
    first, second, again, other = results
    anew, same = not torch.equal(first, second), torch.equal(first, again)
    seeded_apart = not torch.equal(first, other)
    for holds, message in (
        (anew, "A second call cuts every picture at the same place."),
        (same, "The same seed should give the same places: use `generator`."),
        (seeded_apart, "Another seed should give other places: use `generator`."),
    ):
        assert_that(holds, message, "the places of four calls", [anew, same, seeded_apart])

# %%
""" # BEGIN TEST CONFIG
points: 0.2
hidden: true
""" # END TEST CONFIG
def test_validation_pictures_stay(epoch_sets, seeded):
    """Validation pictures come back as they are; nothing that was passed in is changed."""
    import torch
    from chainrule.checks import assert_close, assert_unchanged, require
    from chainrule.probes import call_observed

    require(epoch_sets=epoch_sets, seeded=seeded)
    random = torch.Generator().manual_seed(14)
    for dtype in (torch.float64, torch.float32):
        images = torch.rand(6, 3, 32, 32, generator=random, dtype=dtype)
        new = torch.rand(9, 3, 32, 32, generator=random, dtype=dtype)
        result, after = call_observed(epoch_sets, images, new, seeded(15))
        require(**{"the result of epoch_sets": result})
        crops, validation = result
        assert_close(validation, new, "validation pictures", rtol=0, atol=0)
        assert_close(crops, images, "training pictures", atol=float("inf"))
        for found in (crops, validation):
            assert found.dtype == dtype, f"Pictures should stay {dtype}, found {found.dtype}."
        assert_unchanged(images, after[0], "training_images")
        assert_unchanged(new, after[1], "validation_images")

# %% [raw]
"""
# END TESTS
"""

# %% [raw]
"""
# END QUESTION
"""

# %%
sets = epoch_sets(training.images[7:8].expand(6, -1, -1, -1), validation.images[:1], seeded(3))
if sets is not None:
    before_after(training.images[7], sets[0], title="One picture and six of its crops")

# %% [raw]
"""
# BEGIN QUESTION
name: curves_with_crops
points: 1
minutes: 15
hidden_checks: that each epoch trains on new crops, and that the curves are measured on the pictures as they are
"""

# %% [markdown]
"""
### Four curves again

Complete the loop once more. This time every epoch begins with new crops of the training pictures from your
`epoch_sets`, and trains on these. Measure as before: on the training pictures **as they are**, so that the
two experiments can be compared, and on the validation pictures. At most five lines; `rows` turns pictures
into inputs.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
def fit_with_crops(
    network, loss, optimizer, run, training, validation, n_epochs, batch_size, generator
):
    """Train a network for n_epochs, on new crops in each, and record four numbers after each.

    Args:
        network, loss, optimizer: As train_epoch takes them.
        run: A Run, which keeps the curves.
        training: Pictures, (n, 3, 32, 32), and labels, (n,).
        validation: Pictures and labels that the network does not learn from.
        n_epochs: Number of epochs.
        batch_size: Number of pictures in a minibatch.
        generator: Where crops and the order of the pictures are drawn from.
    """
    images, labels = training
    new_images, new_labels = validation
    for _ in progress(range(n_epochs), run.name):
        # BEGIN SOLUTION
        crops, unchanged = epoch_sets(images, new_images, generator)
        train_epoch(network, loss, optimizer, rows(crops), labels, batch_size, generator)
        train = evaluate(network, loss, rows(images), labels, 1000)
        held_out = evaluate(network, loss, rows(unchanged), new_labels, 1000)
        run.epoch(**dict(zip(run.history, (*train, *held_out), strict=True)))
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
points: 0.3
""" # END TEST CONFIG
def test_curves_of_crops_are_recorded(
    fit_with_crops, Run, SGD, StandInModel, StandInLoss, training, seeded
):
    """Three epochs on 20 pictures: four curves of three numbers, and 12 steps with batches of 5."""
    import torch
    from chainrule.checks import require

    require(fit_with_crops=fit_with_crops, Run=Run, SGD=SGD, training=training)
    random = torch.Generator().manual_seed(21)
    old = torch.rand(20, 3, 32, 32, generator=random), torch.arange(20) % 10
    new = torch.rand(6, 3, 32, 32, generator=random), torch.arange(6)
    model = StandInModel(3072, 10)
    run = Run("check", data=training, train_size=20, validation_size=6)
    fit_with_crops(model, StandInLoss(), SGD(model, 1e-3), run, old, new, 3, 5, seeded(21))
    for name, curve in run.history.items():
        assert len(curve) == 3, f"`{name}` should have a number for each of 3 epochs, found {len(curve)}."
    calls = model.backward_calls
    assert calls == 12, f"3 epochs of 4 minibatches make 12 steps, and there were {calls}."

# %%
""" # BEGIN TEST CONFIG
points: 0.4
hidden: true
""" # END TEST CONFIG
def test_every_epoch_trains_on_new_crops(
    fit_with_crops, Run, SGD, StandInModel, StandInLoss, training, seeded
):
    """Each epoch takes its step on crops of the training pictures, and on others than the last."""
    import torch
    from chainrule.checks import assert_close, assert_that, require
    from torch.nn.functional import cross_entropy, linear

    require(fit_with_crops=fit_with_crops, Run=Run, SGD=SGD, training=training)
    random = torch.Generator().manual_seed(22)
    images = torch.rand(10, 3, 32, 32, generator=random, dtype=torch.float64)
    new = torch.rand(4, 3, 32, 32, generator=random, dtype=torch.float64)
    framed = torch.full((10, 3, 40, 40), (0 - 0.473) / 0.252, dtype=torch.float64)
    framed[:, :, 4:36, 4:36] = (images - 0.473) / 0.252
    model, loss = StandInModel(3072, 10), StandInLoss()
    W, b = torch.zeros(10, 3072, dtype=torch.float64), torch.zeros(10, dtype=torch.float64)
    model.W, model.b = W, b
    run = Run("check", data=training, train_size=10, validation_size=4)
    old = images, torch.arange(10)
    fit_with_crops(model, loss, SGD(model, 2e-3), run, old, (new, torch.arange(4)), 3, 50, seeded(22))
    batches, labels = list(model.batches), list(loss.batches)
    assert len(batches) % 3 == 0 and len(batches) > 0, "Every epoch should do the same."
    places = []
    for batch, label in zip(batches[:: len(batches) // 3], labels[:: len(batches) // 3], strict=True):
        assert len(batch) == 10, f"10 pictures should be trained on at once, found {len(batch)}."
        places.append({})
        for row, number in zip(batch.reshape(-1, 3, 32, 32), label.tolist(), strict=True):
            places[-1][number] = [
                (top, left)
                for top in range(9)
                for left in range(9)
                if torch.allclose(row, framed[number, :, top : top + 32, left : left + 32])
            ]
            message = "The network was trained on pictures that are no crops of 32 x 32."
            assert_that(bool(places[-1][number]), message, "the place of a crop", len(places))
        with torch.enable_grad():
            leaves = [W.clone().requires_grad_(), b.clone().requires_grad_()]
            dW, db = torch.autograd.grad(cross_entropy(linear(batch, *leaves), label), leaves)
        W, b = W - 2e-3 * dW, b - 2e-3 * db
    assert_close(model.W, W, "the weight after three epochs on these crops")
    cropped = any(place != [(4, 4)] for place in places[0].values())
    anew = [places[0] != places[1], places[1] != places[2]]
    for holds, message in (
        (cropped, "The pictures were not cropped."),
        (all(anew), "The crops of two epochs are the same."),
    ):
        assert_that(holds, message, "the crops of three epochs", [cropped, *anew])

# %%
""" # BEGIN TEST CONFIG
points: 0.3
hidden: true
""" # END TEST CONFIG
def test_curves_are_of_the_pictures_as_they_are(
    fit_with_crops, Run, SGD, StandInModel, StandInLoss, training, seeded
):
    """The last numbers are those of the final network on all pictures, not cropped."""
    import torch
    from chainrule.checks import assert_number, require
    from torch.nn.functional import cross_entropy, linear

    require(fit_with_crops=fit_with_crops, Run=Run, SGD=SGD, training=training)
    random = torch.Generator().manual_seed(23)
    old = torch.rand(13, 3, 32, 32, generator=random, dtype=torch.float64), torch.arange(13) % 10
    new = torch.rand(5, 3, 32, 32, generator=random, dtype=torch.float64), torch.arange(5)
    model = StandInModel(3072, 10)
    model.W = torch.zeros(10, 3072, dtype=torch.float64)
    model.b = torch.zeros(10, dtype=torch.float64)
    run = Run("check", data=training, train_size=13, validation_size=5)
    fit_with_crops(model, StandInLoss(), SGD(model, 1e-3), run, old, new, 2, 4, seeded(23))
    for name, (images, labels) in (("train", old), ("validation", new)):
        logits = linear((images.flatten(1) - 0.473) / 0.252, model.W, model.b)
        accuracy = float((logits.argmax(dim=1) == labels).double().mean())
        right = {"loss": float(cross_entropy(logits, labels)), "accuracy": accuracy}
        for quantity, value in right.items():
            curve = run.history[f"{name}_{quantity}"]
            assert len(curve) == 2, f"`{name}_{quantity}` should have 2 numbers, found {len(curve)}."
            assert_number(curve[-1], value, f"the last {name}_{quantity}", rtol=1e-5)

# %% [raw]
"""
# END TESTS
"""

# %% [raw]
"""
# END QUESTION
"""

# %%
cropped = experiment("cifar10-cropped", fit_with_crops)
if cropped.history["train_loss"] and plain.history["train_loss"]:
    learning_curves({"as they are": plain, "cropped": cropped}, title="With and without random crops")

# %% [raw]
"""
# BEGIN QUESTION
name: second_curves
points: 1
minutes: 15
manual: true
word_limit: 150
rubric:
  - id: difference
    points: 0.5
    text: Compares the two experiments with numbers, for both sets. Training, validation, and the gap between them at the end of 30 epochs.
    note: "The figures must fit the student's own plot. What is usual on CIFAR-10 is slower and lower training accuracy, a smaller gap, and validation accuracy that is as good or better; the same is seen on the generated pictures."
  - id: why
    points: 0.5
    text: Explains the difference by what crops do. The network never sees exactly the same row of numbers twice, so it cannot learn pictures by heart and has a harder task; shifts that do not change the label are shown to it.
    note: "More varied training data in other words. An observation that the curve has not levelled off after 30 epochs, so that more of them would pay here, may replace half of this item."
"""

# %% [markdown]
"""
### What the crops changed

Compare the curves of the two experiments in at most 150 words, with numbers from your own plot. What is
different on the training pictures, what on the validation pictures, and why?
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %% [markdown]
"""
*The figures are again those of the generated shapes.*

With crops the training loss falls much more slowly: to 0.98 at epoch 30 instead of 0.003, with an accuracy of 59 %
instead of 100 %. On the validation pictures it is the other way round: the loss ends at 1.04 and still falls,
where it had risen to 2.21, and the accuracy is 57 % instead of 55 %. The gap in accuracy has all but closed, from
45 points to 2.

The network hardly ever sees the same row of numbers twice, so it cannot learn a picture by heart, noise and all.
It has to find what survives a shift by a few pixels, and that is true of new pictures, too. The task is harder, and
30 epochs are not enough: a curve that still falls says that more of them would pay now, where without crops
they did not.
"""

# %% [raw]
"""
# END SOLUTION
"""

# %% [raw]
"""
# END QUESTION
"""
