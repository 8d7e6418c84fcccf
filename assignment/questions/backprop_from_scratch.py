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
title: Backpropagation from scratch
builds_on: []
public_lines:
  "return W, b": Every function that gives back weights and biases ends in it.
  "for x, label in zip(images, labels, strict=True):": A given cell goes through the samples so.
"""

# %% [markdown]
r"""
## Backpropagation from scratch

No framework, no autograd: a network that tells pictures apart, written in numpy alone. You write its
initialisation, its forward pass, the gradient of every weight and bias, and the training. Trained on
28 × 28 pictures of ten kinds of clothes, it goes from guessing, 10 %, to well over 70 % right answers
in three passes over the data.

![A chain: input x, pre-activation z1, activation a1, z2, a2, z3, probabilities p, loss. Below it an arrow
goes back from the loss to the input.](../figures/three_layers.png)

The network has two hidden layers of 32 sigmoid neurons and a softmax output. For one sample $x$ with
label $c$,

$$
\begin{aligned}
z_1 &= W_1 x + b_1, & z_2 &= W_2 a_1 + b_2, & z_3 &= W_3 a_2 + b_3, & & \\
a_1 &= \sigma(z_1), & a_2 &= \sigma(z_2), & p &= \operatorname{softmax}(z_3), & \text{loss} &= -\log p_c .
\end{aligned}
$$

| in the text | in the code | shape | what it is |
|:--|:--|:--|:--|
| $x$ | `x` | (784,) | one picture, its pixels in a row |
| $c$ | `label` | number | its class, 0 to 9 |
| $W_1, W_2, W_3$ | `W[0]`, `W[1]`, `W[2]` | (outputs, inputs) | weights: (32, 784), (32, 32), (10, 32) |
| $b_1, b_2, b_3$ | `b[0]`, `b[1]`, `b[2]` | (outputs,) | biases |
| $\partial\,\text{loss} / \partial W_k$ | `dW[k - 1]` | as `W[k - 1]` | gradient of a weight matrix |
| $\partial\,\text{loss} / \partial b_k$ | `db[k - 1]` | as `b[k - 1]` | gradient of a bias vector |

**House rules.** `W` and `b` are lists of three numpy arrays. Your functions work for layers of any
size, not just 784, 32, 32 and 10, and leave their arguments as they were found. Loops over samples
are welcome where a part does not forbid them. The sigmoid below is written with $\tanh$, so that
$e^{1000}$ is never computed.
"""

# %%
import numpy as np


def sigmoid(z):
    """Return 1 / (1 + exp(-z)) for every entry of z, also for very large ones."""
    return 0.5 * (1 + np.tanh(z / 2))

# %% [raw]
"""
# BEGIN QUESTION
name: backprop_initialise
points: 4
minutes: 10
hidden_checks: the variance of every layer, the shape of the distribution, whether layers differ, other sizes
"""

# %% [markdown]
r"""
### Initialisation

Write `initialise(sizes, seed)`. The weights of a layer with $n_{\text{in}}$ inputs and $n_{\text{out}}$
outputs are independent normal random numbers with mean 0 and **variance**
$1 / \max(n_{\text{in}}, n_{\text{out}})$; its biases are 0. The same seed gives the same numbers again.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
def initialise(sizes, seed):
    """Return random weights, and biases of zero.

    Args:
        sizes: Numbers of inputs, first hidden, second hidden and output neurons, such as
            [784, 32, 32, 10].
        seed: Seed of the random numbers.

    Returns:
        W, a list of three arrays of shape (outputs, inputs), and b, a list of three of shape (outputs,).
    """
    random = np.random.default_rng(seed)
    # BEGIN SOLUTION
    shapes = [(sizes[k + 1], sizes[k]) for k in range(3)]
    # END SOLUTION
    W = [random.normal(0, max(shape) ** -0.5, shape) for shape in shapes]  # SOLUTION
    b = [np.zeros(n_out) for n_out, _ in shapes]  # SOLUTION
    return W, b

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
def test_shapes_and_zeros(initialise):
    """Three weight matrices that are not zero, and three bias vectors that are, each of its shape."""
    import numpy as np
    from chainrule.checks import assert_close, assert_that, require
    from chainrule.probes import call_observed

    require(initialise=initialise)
    found, after = call_observed(initialise, [7, 5, 4, 3], 1)
    assert list(after[0]) == [7, 5, 4, 3], f"`sizes` was changed: [7, 5, 4, 3] became {after[0]}."
    pair = isinstance(found, (tuple, list)) and len(found) == 2
    assert pair, "initialise should return two lists, W and b."
    shapes = {"W": [(5, 7), (4, 5), (3, 4)], "b": [(5,), (4,), (3,)]}
    for (name, form), part in zip(shapes.items(), found, strict=True):
        three = isinstance(part, (tuple, list)) and len(part) == 3
        assert three, f"`{name}` should be a list of three arrays."
        for k, shape in enumerate(form):
            assert_close(part[k], np.zeros(shape), f"{name}[{k}]", atol=float("inf"))
            assert name == "b" or np.asarray(part[k]).any(), f"`W[{k}]` is 0 everywhere."
    started = [bool(np.asarray(bias).any()) for bias in found[1]]
    message = f"The biases should be 0 everywhere, and {sum(started)} of 3 are not."
    assert_that(not any(started), message, "whether the biases are other than 0", started)

# %%
""" # BEGIN TEST CONFIG
points: 0.5
""" # END TEST CONFIG
def test_seed(initialise):
    """The same seed gives the same weights, another seed gives others."""
    import numpy as np
    from chainrule.checks import assert_close, assert_that, require

    require(initialise=initialise)
    first, again, other = (
        initialise([6, 5, 4, 3], 1),
        initialise([6, 5, 4, 3], 1),
        initialise([6, 5, 4, 3], 2),
    )
    for found in (first, again, other):
        pair = isinstance(found, (tuple, list)) and len(found) == 2
        assert pair and isinstance(found[0], (tuple, list)) and len(found[0]) == 3, (
            "initialise should return two lists of three arrays, W and b."
        )
        for k, shape in enumerate(((5, 6), (4, 5), (3, 4))):
            assert_close(found[0][k], np.zeros(shape), f"W[{k}]", atol=float("inf"))
    same = [np.allclose(a, b, 1e-6, 1e-9) for a, b in zip(first[0], again[0], strict=True)]
    different = [not np.allclose(a, b, 0, 1e-9) for a, b in zip(first[0], other[0], strict=True)]
    message = f"The same seed should give the same weights again, and {3 - sum(same)} of 3 differ."
    assert_that(all(same), message, "whether weights are the same again", same)
    message = f"Another seed should give other weights, and {3 - sum(different)} of 3 are the same."
    assert_that(all(different), message, "whether another seed gives others", different)

# %%
""" # BEGIN TEST CONFIG
points: 2
hidden: true
""" # END TEST CONFIG
def test_variance(initialise):
    """Mean and variance of the weights of every layer are right, whichever side of it is larger."""
    import numpy as np
    from chainrule.checks import assert_close, assert_that, require

    require(initialise=initialise)
    sizes = [300, 150, 400, 100]
    for seed in (3, 4):
        found = initialise(sizes, seed)
        pair = isinstance(found, (tuple, list)) and len(found) == 2
        assert pair and isinstance(found[0], (tuple, list)) and len(found[0]) == 3, (
            "initialise should return two lists of three arrays, W and b."
        )
        ratios, messages = [], []
        for k in range(3):
            n_in, n_out = sizes[k], sizes[k + 1]
            assert_close(found[0][k], np.zeros((n_out, n_in)), f"W[{k}]", atol=float("inf"))
            W = np.asarray(found[0][k], dtype=float)
            spread = 1 / np.sqrt(max(n_in, n_out))
            off_centre = abs(W.mean()) > 5 * W.std() / np.sqrt(W.size)
            assert not off_centre, (
                f"The mean of `W[{k}]` is {W.mean():.2g}, too far from 0 for chance."
            )
            # Five standard errors of a variance that is estimated from 40,000 entries are 3.5 %.
            ratios.append(W.var() / spread**2)
            messages.append(
                f"With {n_in} inputs and {n_out} outputs, the variance of `W[{k}]` is {W.var():.3g}: "
                f"{ratios[k]:.3g} times what it should be."
            )
        # To half a power of two, chance does not matter and formulas differ.
        halves = np.round(2 * np.log2(np.maximum(ratios, 1e-9)))
        for ratio, message in zip(ratios, messages, strict=True):
            assert_that(abs(ratio - 1) < 0.05, message, "the variances", halves)

# %%
""" # BEGIN TEST CONFIG
points: 0.5
hidden: true
""" # END TEST CONFIG
def test_normal_distribution(initialise):
    """The weights are spread like normal random numbers."""
    import numpy as np
    from chainrule.checks import assert_close, assert_that, require

    require(initialise=initialise)
    found = initialise([200, 200, 200, 200], 5)
    pair = isinstance(found, (tuple, list)) and len(found) == 2
    assert pair and isinstance(found[0], (tuple, list)) and len(found[0]) == 3, (
        "initialise should return two lists of three arrays, W and b."
    )
    outside = []
    for k in range(3):
        assert_close(found[0][k], np.zeros((200, 200)), f"W[{k}]", atol=float("inf"))
        W = np.asarray(found[0][k], dtype=float)
        outside.append((np.abs(W - W.mean()) > 2 * W.std()).mean())  # 4.55 % of normal numbers
    for k, share in enumerate(outside):
        message = (
            f"Beyond two standard deviations from the mean lie {share:.1%} of the entries of `W[{k}]`, "
            "which is not how normal random numbers are spread."
        )
        holds = 0.039 < share < 0.052
        assert_that(holds, message, "the shares outside, in percent", np.round(100 * np.array(outside)))

# %%
""" # BEGIN TEST CONFIG
points: 0.5
hidden: true
""" # END TEST CONFIG
def test_layers_are_independent(initialise):
    """No layer repeats the numbers of another, and no row those of another row."""
    import numpy as np
    from chainrule.checks import assert_close, assert_that, require

    require(initialise=initialise)
    found = initialise([60, 60, 60, 60], 6)
    pair = isinstance(found, (tuple, list)) and len(found) == 2
    assert pair and isinstance(found[0], (tuple, list)) and len(found[0]) == 3, (
        "initialise should return two lists of three arrays, W and b."
    )
    for k in range(3):
        assert_close(found[0][k], np.zeros((60, 60)), f"W[{k}]", atol=float("inf"))
        assert np.asarray(found[0][k]).std() > 1e-6, f"`W[{k}]` holds the same number everywhere."
    flat = np.stack([np.asarray(W, dtype=float).ravel() for W in found[0]])
    layers = np.abs(np.corrcoef(flat) - np.eye(3)).max() < 0.1
    rows = np.abs(np.corrcoef(flat.reshape(180, 60)) - np.eye(180)).max() < 0.9
    for holds, message in (
        (layers, "Two layers have related weights."),
        (rows, "Two neurons of a layer have related weights."),
    ):
        assert_that(holds, message, "whether layers and neurons are independent", [layers, rows])

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
name: backprop_forward
points: 6
minutes: 20
hidden_checks: random weights and biases of other sizes, large pre-activations, logits of a thousand, a second call, arguments left unchanged
"""

# %% [markdown]
r"""
### Forward, one sample

Write `forward_sample(W, b, x, label)`, which returns two numbers: the loss, and the most likely class.

Two facts to check yourself with. If all weights and biases are 0, every class is equally likely and
the loss is $\log 10 \approx 2.303$ for ten classes, whatever the label. And since
$e^{-\text{loss}} = p_c$, these numbers add up to 1 over all labels.

The loss must be right for logits of 1000 and of -1000 as well, where the probability of a class is
too small for a floating-point number. Take the logarithm on paper first:
$-\log p_c = \log \sum_j e^{z_{3,j}} - z_{3,c}$, and the same number can be subtracted from all
logits.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
def forward_sample(W, b, x, label):
    """Return the loss of one sample and its most likely class.

    Args:
        W: List of three weight matrices.
        b: List of three bias vectors.
        x: The sample, of shape (inputs,).
        label: Its class, a whole number.

    Returns:
        The loss, a number, and the index of the most likely class.
    """
    # BEGIN SOLUTION
    a_1 = sigmoid(W[0] @ x + b[0])
    a_2 = sigmoid(W[1] @ a_1 + b[1])
    logits = W[2] @ a_2 + b[2]
    shifted = logits - logits.max()
    # END SOLUTION
    loss = np.log(np.exp(shifted).sum()) - shifted[label]  # SOLUTION
    guess = logits.argmax()  # SOLUTION
    return loss, guess

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
def test_loss_and_class(forward_sample):
    """Two finite numbers come back."""
    import numpy as np
    from chainrule.checks import assert_close, require

    require(forward_sample=forward_sample)
    random = np.random.default_rng(20)
    sizes = (7, 4, 3, 10)
    W = [random.normal(size=(sizes[k + 1], sizes[k])) for k in range(3)]
    b = [random.normal(size=m) for m in sizes[1:]]
    found = forward_sample(W, b, random.normal(size=7), 4)
    pair = isinstance(found, (tuple, list)) and len(found) == 2
    assert pair, "forward_sample should return two numbers, the loss and the class."
    for name, number in zip(("the loss", "the class"), found, strict=True):
        assert_close(number, 0.0, name, atol=float("inf"))

# %%
""" # BEGIN TEST CONFIG
points: 0.5
""" # END TEST CONFIG
def test_zero_network(forward_sample):
    """With all weights and biases 0, the loss is the one stated above."""
    import numpy as np
    from chainrule.checks import assert_close, require

    require(forward_sample=forward_sample)
    W, b = (
        [np.zeros((4, 6)), np.zeros((5, 4)), np.zeros((10, 5))],
        [np.zeros(4), np.zeros(5), np.zeros(10)],
    )
    for label in (0, 7):
        found = forward_sample(W, b, np.linspace(0, 1, 6), label)
        pair = isinstance(found, (tuple, list)) and len(found) == 2
        assert pair, "forward_sample should return two numbers, the loss and the class."
        assert_close(found[0], np.log(10.0), "the loss of a network of zeros", reveal=True)

# %%
""" # BEGIN TEST CONFIG
points: 1
""" # END TEST CONFIG
def test_losses_and_guess_fit_together(forward_sample):
    """Over all labels, exp(-loss) adds up to 1, and the class that is returned has the smallest loss."""
    import numpy as np
    from chainrule.checks import assert_close, assert_number, require

    require(forward_sample=forward_sample)
    random = np.random.default_rng(21)
    sizes = (6, 5, 4, 3)
    W = [random.normal(size=(sizes[k + 1], sizes[k])) for k in range(3)]
    b = [random.normal(size=m) for m in sizes[1:]]
    x = random.normal(size=6)
    losses, guesses = [], []
    for label in range(3):
        found = forward_sample(W, b, x, label)
        pair = isinstance(found, (tuple, list)) and len(found) == 2
        assert pair, "forward_sample should return two numbers, the loss and the class."
        assert_close(found[0], 0.0, "the loss", atol=float("inf"))
        losses.append(float(np.asarray(found[0]).reshape(())))
        guesses.append(found[1])
    assert_close(
        np.exp(-np.array(losses)).sum(), 1.0, "the sum of exp(-loss) over the labels", reveal=True
    )
    smallest = int(np.argmin(losses))
    for label, guess in enumerate(guesses):
        assert_number(guess, smallest, f"the class for a sample with label {label}")

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
""" # END TEST CONFIG
def test_class_of_random_networks(forward_sample):
    """The class is right for random weights and biases, whatever the loss is."""
    import numpy as np
    from chainrule.checks import assert_close, assert_numbers, require

    require(forward_sample=forward_sample)
    random = np.random.default_rng(25)
    for sizes, scale in (
        ((6, 5, 4, 3), 1.0),
        ((3, 7, 2, 9), 1.0),
        ((8, 3, 6, 4), 5.0),
        ((2, 3, 4, 5), 30.0),
    ):
        W = [scale * random.normal(size=(sizes[k + 1], sizes[k])) for k in range(3)]
        b = [scale * random.normal(size=m) for m in sizes[1:]]
        a = x = random.normal(size=sizes[0])
        for k in range(3):
            z = W[k] @ a + b[k]
            a = 0.5 * (1 + np.tanh(z / 2))
        classes = []
        for label in range(sizes[3]):
            found = forward_sample(W, b, x, label)
            pair = isinstance(found, (tuple, list)) and len(found) == 2
            assert pair, "forward_sample should return two numbers, the loss and the class."
            classes.append(assert_numbers(found[1], "the class", ()))
        right = np.full(sizes[3], float(z.argmax()))
        assert_close(np.stack(classes), right, f"the classes for layers of {sizes}, for each label")

# %%
""" # BEGIN TEST CONFIG
points: 1.5
hidden: true
""" # END TEST CONFIG
def test_loss_of_random_networks(forward_sample):
    """The loss is right for random weights and biases, with large pre-activations too."""
    import numpy as np
    import torch
    from chainrule.checks import assert_close, require

    require(forward_sample=forward_sample)
    random = np.random.default_rng(22)
    for sizes, scale in (
        ((6, 5, 4, 3), 1.0),
        ((3, 7, 2, 9), 1.0),
        ((8, 3, 6, 4), 5.0),
        ((2, 3, 4, 5), 30.0),
    ):
        W = [scale * random.normal(size=(sizes[k + 1], sizes[k])) for k in range(3)]
        b = [scale * random.normal(size=m) for m in sizes[1:]]
        x, label = random.normal(size=sizes[0]), int(random.integers(sizes[3]))
        a = torch.tensor(x)
        for k in range(3):
            z = torch.tensor(W[k]) @ a + torch.tensor(b[k])
            a = torch.sigmoid(z)
        right = float(torch.nn.functional.cross_entropy(z[None], torch.tensor([label])))
        found = forward_sample(W, b, x, label)
        pair = isinstance(found, (tuple, list)) and len(found) == 2
        assert pair, "forward_sample should return two numbers, the loss and the class."
        assert_close(
            found[0], right, f"the loss for layers of {sizes} with weights of about {scale:g}"
        )

# %%
""" # BEGIN TEST CONFIG
points: 0.75
hidden: true
""" # END TEST CONFIG
def test_loss_of_huge_logits(forward_sample):
    """Logits of a thousand, up and down, give the right loss."""
    import numpy as np
    import torch
    from chainrule.checks import assert_close, require

    require(forward_sample=forward_sample)
    random = np.random.default_rng(23)
    W = [random.normal(size=(3, 4)), random.normal(size=(2, 3)), 0.1 * random.normal(size=(4, 2))]
    x = random.normal(size=4)
    for logits in ([1000.0, 999.0, -1000.0, 0.0], [-1000.0, -1001.0, -1002.0, -1000.5]):
        b = [random.normal(size=3), random.normal(size=2), np.array(logits)]
        a = torch.sigmoid(torch.tensor(W[0]) @ torch.tensor(x) + torch.tensor(b[0]))
        a = torch.sigmoid(torch.tensor(W[1]) @ a + torch.tensor(b[1]))
        z = torch.tensor(W[2]) @ a + torch.tensor(b[2])
        for label in range(4):
            right = float(torch.nn.functional.cross_entropy(z[None], torch.tensor([label])))
            found = forward_sample(W, b, x, label)
            pair = isinstance(found, (tuple, list)) and len(found) == 2
            assert pair, "forward_sample should return two numbers, the loss and the class."
            assert_close(
                found[0], right, f"the loss for label {label} and logits of about {logits}"
            )

# %%
""" # BEGIN TEST CONFIG
points: 0.75
hidden: true
""" # END TEST CONFIG
def test_forward_changes_nothing(forward_sample):
    """A right loss, twice the same, that leaves the network and the sample as they were."""
    import numpy as np
    import torch
    from chainrule.checks import assert_close, assert_unchanged, require
    from chainrule.probes import call_observed

    require(forward_sample=forward_sample)
    random = np.random.default_rng(24)
    sizes = (4, 5, 3, 2)
    W = [random.normal(size=(sizes[k + 1], sizes[k])) for k in range(3)]
    b = [random.normal(size=m) for m in sizes[1:]]
    x = random.normal(size=4)
    a = torch.tensor(x)
    for k in range(3):
        z = torch.tensor(W[k]) @ a + torch.tensor(b[k])
        a = torch.sigmoid(z)
    right = float(torch.nn.functional.cross_entropy(z[None], torch.tensor([1])))
    for call in ("first", "second"):
        found, (W_after, b_after, x_after, _) = call_observed(forward_sample, W, b, x, 1)
        pair = isinstance(found, (tuple, list)) and len(found) == 2
        assert pair, "forward_sample should return two numbers, the loss and the class."
        assert_close(found[0], right, f"the loss of a {call} call")
        assert_unchanged(x, x_after, "x")
        assert len(W_after) == len(b_after) == 3, "The lists W and b have changed their length."
        for k in range(3):
            assert_unchanged(W[k], W_after[k], f"W[{k}]")
            assert_unchanged(b[k], b_after[k], f"b[{k}]")

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
name: backprop_dataset
points: 4
minutes: 5
hidden_checks: random networks and data, a set of one sample, large pre-activations, logits of a thousand, arguments left unchanged
"""

# %% [markdown]
"""
### Forward, a whole data set

Write `forward_dataset(W, b, images, labels)`, which returns two arrays: the loss of every sample, and
the most likely class of every sample. You may call `forward_sample`. Logits may be as large as there.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
def forward_dataset(W, b, images, labels):
    """Return the loss and the most likely class of every sample of a data set.

    Args:
        W: List of three weight matrices.
        b: List of three bias vectors.
        images: Samples as rows, of shape (n, inputs).
        labels: Their classes, whole numbers, of shape (n,).

    Returns:
        Losses and classes, two arrays of shape (n,).
    """
    # BEGIN SOLUTION
    pairs = [forward_sample(W, b, x, label) for x, label in zip(images, labels, strict=True)]
    # END SOLUTION
    losses = np.array([loss for loss, _ in pairs])  # SOLUTION
    guesses = np.array([guess for _, guess in pairs])  # SOLUTION
    return losses, guesses

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
def test_two_arrays(forward_dataset):
    """Two arrays come back, each with one number a sample."""
    import numpy as np
    from chainrule.checks import assert_close, require

    require(forward_dataset=forward_dataset)
    random = np.random.default_rng(30)
    sizes = (6, 5, 4, 3)
    W = [random.normal(size=(sizes[k + 1], sizes[k])) for k in range(3)]
    b = [random.normal(size=m) for m in sizes[1:]]
    found = forward_dataset(W, b, random.normal(size=(8, 6)), random.integers(3, size=8))
    if isinstance(found, np.ndarray) and found.ndim == 2:
        found = list(found)  # two rows unpack like two arrays
    pair = isinstance(found, (tuple, list)) and len(found) == 2
    assert pair, "forward_dataset should return two arrays, the losses and the classes."
    for name, entries in zip(("losses", "classes"), found, strict=True):
        assert_close(entries, [0.0] * 8, name, atol=float("inf"))

# %%
""" # BEGIN TEST CONFIG
points: 1
""" # END TEST CONFIG
def test_dataset_is_its_samples(forward_sample, forward_dataset):
    """For every sample, loss and class are those of your own forward_sample."""
    import numpy as np
    from chainrule.checks import assert_close, require

    require(forward_sample=forward_sample, forward_dataset=forward_dataset)
    random = np.random.default_rng(31)
    sizes = (6, 5, 4, 3)
    W = [random.normal(size=(sizes[k + 1], sizes[k])) for k in range(3)]
    b = [random.normal(size=m) for m in sizes[1:]]
    images, labels = random.normal(size=(7, 6)), random.integers(3, size=7)
    found = forward_dataset(W, b, images, labels)
    if isinstance(found, np.ndarray) and found.ndim == 2:
        found = list(found)  # two rows unpack like two arrays
    pair = isinstance(found, (tuple, list)) and len(found) == 2
    assert pair, "forward_dataset should return two arrays, the losses and the classes."
    assert_close(found[0], [0.0] * 7, "losses", atol=float("inf"))
    assert_close(found[1], [0.0] * 7, "classes", atol=float("inf"))
    assert np.asarray(found[0]).std() > 1e-6, "`losses` are the same for all samples."
    for i in range(7):
        alone = forward_sample(W, b, images[i], int(labels[i]))
        pair = isinstance(alone, (tuple, list)) and len(alone) == 2
        assert pair, "forward_sample should return two numbers, the loss and the class."
        for name, entries, one in zip(("losses", "classes"), found, alone, strict=True):
            assert_close(one, 0.0, "what forward_sample returns", atol=float("inf"))
            assert_close(entries[i], np.asarray(one).reshape(()), f"{name}[{i}]")

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
""" # END TEST CONFIG
def test_losses(forward_dataset):
    """The losses are right, for a set of one sample too."""
    import numpy as np
    import torch
    from chainrule.checks import assert_close, require

    require(forward_dataset=forward_dataset)
    random = np.random.default_rng(32)
    networks = (((6, 5, 4, 3), 9, 1.0), ((3, 4, 7, 5), 1, 1.0), ((5, 3, 2, 4), 6, 8.0))
    for sizes, n, scale in networks:
        W = [scale * random.normal(size=(sizes[k + 1], sizes[k])) for k in range(3)]
        b = [scale * random.normal(size=m) for m in sizes[1:]]
        images, labels = random.normal(size=(n, sizes[0])), random.integers(sizes[3], size=n)
        a = torch.tensor(images)
        for k in range(3):
            z = a @ torch.tensor(W[k]).T + torch.tensor(b[k])
            a = torch.sigmoid(z)
        right = torch.nn.functional.cross_entropy(z, torch.tensor(labels), reduction="none")
        found = forward_dataset(W, b, images, labels)
        if isinstance(found, np.ndarray) and found.ndim == 2:
            found = list(found)  # two rows unpack like two arrays
        pair = isinstance(found, (tuple, list)) and len(found) == 2
        assert pair, "forward_dataset should return two arrays, the losses and the classes."
        assert_close(found[0], right.tolist(), f"the losses of {n} samples")

# %%
""" # BEGIN TEST CONFIG
points: 0.5
hidden: true
""" # END TEST CONFIG
def test_classes(forward_dataset):
    """The classes are right, whatever the losses are."""
    import numpy as np
    import torch
    from chainrule.checks import assert_close, require

    require(forward_dataset=forward_dataset)
    random = np.random.default_rng(35)
    networks = (
        ((6, 5, 4, 3), 9, 1.0),
        ((3, 4, 7, 5), 1, 1.0),
        ((5, 3, 2, 4), 6, 8.0),
        ((2, 4, 3, 5), 7, 900.0),
    )
    for sizes, n, scale in networks:
        W = [scale * random.normal(size=(sizes[k + 1], sizes[k])) for k in range(3)]
        b = [scale * random.normal(size=m) for m in sizes[1:]]
        images, labels = random.normal(size=(n, sizes[0])), random.integers(sizes[3], size=n)
        a = torch.tensor(images)
        for k in range(3):
            z = a @ torch.tensor(W[k]).T + torch.tensor(b[k])
            a = torch.sigmoid(z)
        found = forward_dataset(W, b, images, labels)
        if isinstance(found, np.ndarray) and found.ndim == 2:
            found = list(found)  # two rows unpack like two arrays
        pair = isinstance(found, (tuple, list)) and len(found) == 2
        assert pair, "forward_dataset should return two arrays, the losses and the classes."
        assert_close(found[1], z.argmax(dim=1).tolist(), f"the classes of {n} samples")

# %%
""" # BEGIN TEST CONFIG
points: 0.5
hidden: true
""" # END TEST CONFIG
def test_losses_of_huge_logits(forward_dataset):
    """The losses are right for logits of a thousand, up for some samples and down for others."""
    import numpy as np
    import torch
    from chainrule.checks import assert_close, require

    require(forward_dataset=forward_dataset)
    random = np.random.default_rng(34)
    sizes = (2, 4, 3, 5)
    anyhow = (
        [900 * random.normal(size=(sizes[k + 1], sizes[k])) for k in range(3)],
        [900 * random.normal(size=m) for m in sizes[1:]],
        random.normal(size=(7, 2)),
        random.integers(5, size=7),
    )
    # Hidden neurons that are on or off: the logits are a column of the last weight, by the sign of the input.
    up_and_down = (
        [
            np.array([[60.0], [-60.0]]),
            np.array([[60.0, -60.0], [-60.0, 60.0]]),
            np.array([[1000.0, -1000.0], [999.0, -1001.0], [-500.0, -999.5]]),
        ],
        [np.zeros(2), np.zeros(2), np.array([0.5, 0.0, 0.25])],
        np.array([[1.0], [-1.0], [1.0], [-1.0]]),
        np.array([1, 0, 2, 2]),
    )
    for W, b, images, labels in (anyhow, up_and_down):
        a = torch.tensor(images)
        for k in range(3):
            z = a @ torch.tensor(W[k]).T + torch.tensor(b[k])
            a = torch.sigmoid(z)
        right = torch.nn.functional.cross_entropy(z, torch.tensor(labels), reduction="none")
        found = forward_dataset(W, b, images, labels)
        if isinstance(found, np.ndarray) and found.ndim == 2:
            found = list(found)  # two rows unpack like two arrays
        pair = isinstance(found, (tuple, list)) and len(found) == 2
        assert pair, "forward_dataset should return two arrays, the losses and the classes."
        assert_close(found[0], right.tolist(), "the losses for logits of about a thousand")

# %%
""" # BEGIN TEST CONFIG
points: 0.5
hidden: true
""" # END TEST CONFIG
def test_dataset_is_left_alone(forward_dataset):
    """Right losses that leave the data and the network as they were."""
    import numpy as np
    from chainrule.checks import assert_close, assert_unchanged, require
    from chainrule.probes import call_observed

    require(forward_dataset=forward_dataset)
    random = np.random.default_rng(33)
    W = [random.normal(size=(3, 4)), random.normal(size=(2, 3)), np.zeros((5, 2))]
    b = [random.normal(size=3), random.normal(size=2), np.log(np.array([1.0, 2.0, 3.0, 4.0, 10.0]))]
    images, labels = random.normal(size=(3, 4)), np.array([4, 0, 3])
    found, after = call_observed(forward_dataset, W, b, images, labels)
    if isinstance(found, np.ndarray) and found.ndim == 2:
        found = list(found)  # two rows unpack like two arrays
    pair = isinstance(found, (tuple, list)) and len(found) == 2
    assert pair, "forward_dataset should return two arrays, the losses and the classes."
    assert_close(found[0], np.log(np.array([2.0, 20.0, 5.0])).tolist(), "losses")
    assert_unchanged(images, after[2], "images")
    assert_unchanged(labels, after[3], "labels")
    assert len(after[0]) == len(after[1]) == 3, "The lists W and b have changed their length."
    for k in range(3):
        assert_unchanged(W[k], after[0][k], f"W[{k}]")
        assert_unchanged(b[k], after[1][k], f"b[{k}]")

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
name: backprop_gradients
points: 10
minutes: 45
hidden_checks: each layer and the biases by themselves to nine digits, saturated neurons, logits of a thousand, a second call, arguments left unchanged
"""

# %% [markdown]
r"""
### Backward

Write `sample_gradients(W, b, x, label)`, which returns the gradient of the loss of one sample with
respect to every weight and every bias: `dW` and `db`, two lists of three arrays.

Go from the loss to the input and carry along one vector, the gradient of the loss with respect to the
current pre-activation, $\delta_k = \partial\,\text{loss} / \partial z_k$. At every layer ask three
questions. Given $\delta_k$ and $z_k = W_k a_{k-1} + b_k$, what are the gradients of $W_k$ and $b_k$?
What is the gradient of $a_{k-1}$? And given that one and $a_{k-1} = \sigma(z_{k-1})$, what is
$\delta_{k-1}$? For the start, differentiate $\log \sum_j e^{z_{3,j}} - z_{3,c}$. (Tiny changes of the
weights are good for checking; as an answer they are too coarse, and far too slow to train with.)

| if you see | look at |
|:--|:--|
| only `dW[2]` and `db[2]` right | the derivative of the sigmoid: at which argument is it taken? |
| `db` right, `dW` wrong or of a strange shape | which two vectors meet in $\partial z_k / \partial W_k$ |
| everything off by one factor | the start of the chain |
| right at the first call, wrong at the second | something that is kept or changed from call to call |
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
def sample_gradients(W, b, x, label):
    """Return the gradient of the loss of one sample with respect to every weight and bias.

    Args:
        W: List of three weight matrices.
        b: List of three bias vectors.
        x: The sample, of shape (inputs,).
        label: Its class, a whole number.

    Returns:
        dW and db, two lists of three arrays shaped like those in W and b.
    """
    # BEGIN SOLUTION
    a_1 = sigmoid(W[0] @ x + b[0])
    a_2 = sigmoid(W[1] @ a_1 + b[1])
    logits = W[2] @ a_2 + b[2]
    exponentials = np.exp(logits - logits.max())
    delta_3 = exponentials / exponentials.sum()
    delta_3[label] -= 1
    delta_2 = (W[2].T @ delta_3) * a_2 * (1 - a_2)
    delta_1 = (W[1].T @ delta_2) * a_1 * (1 - a_1)
    # END SOLUTION
    dW = [np.outer(delta_1, x), np.outer(delta_2, a_1), np.outer(delta_3, a_2)]  # SOLUTION
    db = [delta_1, delta_2, delta_3]  # SOLUTION
    return dW, db

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
def test_shapes_of_the_gradients(sample_gradients):
    """Every gradient has the shape of what it is the gradient of."""
    import numpy as np
    from chainrule.checks import assert_close, require

    require(sample_gradients=sample_gradients)
    random = np.random.default_rng(41)
    sizes = (6, 5, 4, 10)
    W = [random.normal(size=(sizes[k + 1], sizes[k])) for k in range(3)]
    b = [random.normal(size=m) for m in sizes[1:]]
    found = sample_gradients(W, b, random.normal(size=6), 1)
    pair = isinstance(found, (tuple, list)) and len(found) == 2
    assert pair, "sample_gradients should return two lists, dW and db."
    for name, part, like in zip(("dW", "db"), found, (W, b), strict=True):
        three = isinstance(part, (tuple, list)) and len(part) == 3
        assert three, f"`{name}` should be a list of three arrays."
        for k in range(3):
            assert_close(part[k], like[k], f"{name}[{k}]", atol=float("inf"))

# %%
""" # BEGIN TEST CONFIG
points: 1
""" # END TEST CONFIG
def test_gradients_by_finite_differences(forward_sample, sample_gradients):
    """All six gradients agree with tiny changes of the weights and biases in your own forward_sample."""
    import numpy as np
    from chainrule.checks import assert_close, numerical_gradient, require
    from chainrule.probes import call_without_autograd

    require(forward_sample=forward_sample, sample_gradients=sample_gradients)
    random = np.random.default_rng(42)
    sizes = (3, 5, 4, 6)
    W = [2 * random.normal(size=(sizes[k + 1], sizes[k])) for k in range(3)]
    b = [random.normal(size=m) for m in sizes[1:]]
    x, label = random.normal(size=3), 2
    found = call_without_autograd(sample_gradients, W, b, x, label)
    pair = isinstance(found, (tuple, list)) and len(found) == 2
    assert pair, "sample_gradients should return two lists, dW and db."
    output = forward_sample(W, b, x, label)
    pair = isinstance(output, (tuple, list)) and len(output) == 2
    assert pair, "forward_sample should return two numbers, the loss and the class."
    assert_close(output[0], 0.0, "the loss of forward_sample", atol=float("inf"))
    for name, part, parameters in zip(("dW", "db"), found, (W, b), strict=True):
        three = isinstance(part, (tuple, list)) and len(part) == 3
        assert three, f"`{name}` should be a list of three arrays."
        for k in (2, 1, 0):

            def loss(entries, parameters=parameters, k=k):
                changed = [*parameters[:k], entries, *parameters[k + 1 :]]
                return forward_sample(
                    *((changed, b) if parameters is W else (W, changed)), x, label
                )[0]

            measured = numerical_gradient(loss, parameters[k])
            assert_close(part[k], measured, f"{name}[{k}]", rtol=1e-5, atol=1e-7)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
""" # END TEST CONFIG
def test_up_to_one_factor(sample_gradients):
    """One number, the same for all six, would turn the gradients into the right ones."""
    import numpy as np
    import torch
    from chainrule.checks import assert_close, require
    from chainrule.probes import call_without_autograd

    require(sample_gradients=sample_gradients)
    random = np.random.default_rng(49)
    for sizes in ((5, 4, 6, 3), (2, 7, 3, 8)):
        W = [2 * random.normal(size=(sizes[k + 1], sizes[k])) for k in range(3)]
        b = [random.normal(size=m) for m in sizes[1:]]
        x, label = random.normal(size=sizes[0]), int(random.integers(sizes[3]))
        with torch.enable_grad():
            leaves = [torch.tensor(entries, requires_grad=True) for entries in (*W, *b)]
            a = torch.tensor(x)
            for k in range(3):
                z = leaves[k] @ a + leaves[3 + k]
                a = torch.sigmoid(z)
            slopes = torch.autograd.grad(
                torch.nn.functional.cross_entropy(z[None], torch.tensor([label])), leaves
            )
        found = call_without_autograd(sample_gradients, W, b, x, label)
        pair = isinstance(found, (tuple, list)) and len(found) == 2
        assert pair, "sample_gradients should return two lists, dW and db."
        for name, part, like in zip(("dW", "db"), found, (W, b), strict=True):
            three = isinstance(part, (tuple, list)) and len(part) == 3
            assert three, f"`{name}` should be a list of three arrays."
            for k in range(3):
                assert_close(part[k], like[k], f"{name}[{k}]", atol=float("inf"))
        flat = np.concatenate(
            [np.ravel(np.asarray(entries, dtype=float)) for part in found for entries in part]
        )
        right = torch.cat([slope.ravel() for slope in slopes]).numpy()
        factor = flat @ right / (right @ right)
        assert abs(factor) > 1e-6, (
            "The gradients are 0 everywhere, or have nothing to do with the loss."
        )
        apart = np.abs(flat / factor - right).max() / np.abs(right).max()
        assert apart < 1e-5, "No single factor turns all six gradients into the right ones."

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
""" # END TEST CONFIG
def test_bias_gradients(sample_gradients):
    """The gradients of all three biases are right, whatever those of the weights are."""
    import numpy as np
    import torch
    from chainrule.checks import assert_close, require
    from chainrule.probes import call_without_autograd

    require(sample_gradients=sample_gradients)
    random = np.random.default_rng(40)
    for sizes in ((6, 5, 4, 3), (2, 7, 3, 8)):
        W = [2 * random.normal(size=(sizes[k + 1], sizes[k])) for k in range(3)]
        b = [random.normal(size=m) for m in sizes[1:]]
        x, label = random.normal(size=sizes[0]), int(random.integers(sizes[3]))
        with torch.enable_grad():
            leaves = [torch.tensor(entries, requires_grad=True) for entries in b]
            a = torch.tensor(x)
            for k in range(3):
                z = torch.tensor(W[k]) @ a + leaves[k]
                a = torch.sigmoid(z)
            right = torch.autograd.grad(
                torch.nn.functional.cross_entropy(z[None], torch.tensor([label])), leaves
            )
        found = call_without_autograd(sample_gradients, W, b, x, label)
        pair = isinstance(found, (tuple, list)) and len(found) == 2
        assert pair, "sample_gradients should return two lists, dW and db."
        three = isinstance(found[1], (tuple, list)) and len(found[1]) == 3
        assert three, "`db` should be a list of three arrays."
        for k in range(3):
            where = f"db[{k}] for layers of {sizes}"
            assert_close(found[1][k], right[k].numpy(), where, rtol=1e-9, atol=1e-12)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
""" # END TEST CONFIG
def test_output_layer(sample_gradients):
    """The gradients of the output layer are right."""
    import numpy as np
    import torch
    from chainrule.checks import assert_close, require
    from chainrule.probes import call_without_autograd

    require(sample_gradients=sample_gradients)
    random = np.random.default_rng(43)
    for sizes in ((6, 5, 4, 3), (2, 7, 3, 8)):
        W = [2 * random.normal(size=(sizes[k + 1], sizes[k])) for k in range(3)]
        b = [random.normal(size=m) for m in sizes[1:]]
        x, label = random.normal(size=sizes[0]), int(random.integers(sizes[3]))
        with torch.enable_grad():
            leaves = [torch.tensor(entries, requires_grad=True) for entries in (*W, *b)]
            a = torch.tensor(x)
            for k in range(3):
                z = leaves[k] @ a + leaves[3 + k]
                a = torch.sigmoid(z)
            loss = torch.nn.functional.cross_entropy(z[None], torch.tensor([label]))
            right = torch.autograd.grad(loss, leaves)
        found = call_without_autograd(sample_gradients, W, b, x, label)
        pair = isinstance(found, (tuple, list)) and len(found) == 2
        assert pair, "sample_gradients should return two lists, dW and db."
        for name, part, of in zip(("dW", "db"), found, (right[:3], right[3:]), strict=True):
            three = isinstance(part, (tuple, list)) and len(part) == 3
            assert three, f"`{name}` should be a list of three arrays."
            where = f"{name}[2] for layers of {sizes}"
            assert_close(part[2], of[2].numpy(), where, rtol=1e-9, atol=1e-12)

# %%
""" # BEGIN TEST CONFIG
points: 1.5
hidden: true
""" # END TEST CONFIG
def test_second_hidden_layer(sample_gradients):
    """The gradients of the second hidden layer are right."""
    import numpy as np
    import torch
    from chainrule.checks import assert_close, require
    from chainrule.probes import call_without_autograd

    require(sample_gradients=sample_gradients)
    random = np.random.default_rng(44)
    for sizes in ((6, 5, 4, 3), (2, 7, 3, 8)):
        W = [2 * random.normal(size=(sizes[k + 1], sizes[k])) for k in range(3)]
        b = [random.normal(size=m) for m in sizes[1:]]
        x, label = random.normal(size=sizes[0]), int(random.integers(sizes[3]))
        with torch.enable_grad():
            leaves = [torch.tensor(entries, requires_grad=True) for entries in (*W, *b)]
            a = torch.tensor(x)
            for k in range(3):
                z = leaves[k] @ a + leaves[3 + k]
                a = torch.sigmoid(z)
            loss = torch.nn.functional.cross_entropy(z[None], torch.tensor([label]))
            right = torch.autograd.grad(loss, leaves)
        found = call_without_autograd(sample_gradients, W, b, x, label)
        pair = isinstance(found, (tuple, list)) and len(found) == 2
        assert pair, "sample_gradients should return two lists, dW and db."
        for name, part, of in zip(("dW", "db"), found, (right[:3], right[3:]), strict=True):
            three = isinstance(part, (tuple, list)) and len(part) == 3
            assert three, f"`{name}` should be a list of three arrays."
            where = f"{name}[1] for layers of {sizes}"
            assert_close(part[1], of[1].numpy(), where, rtol=1e-9, atol=1e-12)

# %%
""" # BEGIN TEST CONFIG
points: 1.5
hidden: true
""" # END TEST CONFIG
def test_first_hidden_layer(sample_gradients):
    """The gradients of the first hidden layer are right."""
    import numpy as np
    import torch
    from chainrule.checks import assert_close, require
    from chainrule.probes import call_without_autograd

    require(sample_gradients=sample_gradients)
    random = np.random.default_rng(45)
    for sizes in ((6, 5, 4, 3), (2, 7, 3, 8)):
        W = [2 * random.normal(size=(sizes[k + 1], sizes[k])) for k in range(3)]
        b = [random.normal(size=m) for m in sizes[1:]]
        x, label = random.normal(size=sizes[0]), int(random.integers(sizes[3]))
        with torch.enable_grad():
            leaves = [torch.tensor(entries, requires_grad=True) for entries in (*W, *b)]
            a = torch.tensor(x)
            for k in range(3):
                z = leaves[k] @ a + leaves[3 + k]
                a = torch.sigmoid(z)
            loss = torch.nn.functional.cross_entropy(z[None], torch.tensor([label]))
            right = torch.autograd.grad(loss, leaves)
        found = call_without_autograd(sample_gradients, W, b, x, label)
        pair = isinstance(found, (tuple, list)) and len(found) == 2
        assert pair, "sample_gradients should return two lists, dW and db."
        for name, part, of in zip(("dW", "db"), found, (right[:3], right[3:]), strict=True):
            three = isinstance(part, (tuple, list)) and len(part) == 3
            assert three, f"`{name}` should be a list of three arrays."
            where = f"{name}[0] for layers of {sizes}"
            assert_close(part[0], of[0].numpy(), where, rtol=1e-9, atol=1e-12)

# %%
""" # BEGIN TEST CONFIG
points: 0.75
hidden: true
""" # END TEST CONFIG
def test_saturated_neurons(sample_gradients):
    """With large pre-activations, where the sigmoid is nearly flat, all six gradients are right."""
    import numpy as np
    import torch
    from chainrule.checks import assert_close, require
    from chainrule.probes import call_without_autograd

    require(sample_gradients=sample_gradients)
    random = np.random.default_rng(46)
    for sizes, scale in (((5, 4, 3, 6), 3.0), ((4, 6, 5, 3), 6.0), ((3, 2, 4, 5), 1000.0)):
        W = [scale * random.normal(size=(sizes[k + 1], sizes[k])) for k in range(3)]
        b = [scale * random.normal(size=m) for m in sizes[1:]]
        x, label = random.normal(size=sizes[0]), int(random.integers(sizes[3]))
        with torch.enable_grad():
            leaves = [torch.tensor(entries, requires_grad=True) for entries in (*W, *b)]
            a = torch.tensor(x)
            for k in range(3):
                z = leaves[k] @ a + leaves[3 + k]
                a = torch.sigmoid(z)
            loss = torch.nn.functional.cross_entropy(z[None], torch.tensor([label]))
            right = torch.autograd.grad(loss, leaves)
        found = call_without_autograd(sample_gradients, W, b, x, label)
        pair = isinstance(found, (tuple, list)) and len(found) == 2
        assert pair, "sample_gradients should return two lists, dW and db."
        for name, part, of in zip(("dW", "db"), found, (right[:3], right[3:]), strict=True):
            three = isinstance(part, (tuple, list)) and len(part) == 3
            assert three, f"`{name}` should be a list of three arrays."
            for k in range(3):
                assert_close(part[k], of[k].numpy(), f"{name}[{k}] for weights of about {scale:g}")

# %%
""" # BEGIN TEST CONFIG
points: 0.5
hidden: true
""" # END TEST CONFIG
def test_gradients_of_huge_logits(sample_gradients):
    """Logits of a thousand, up and down, give the right gradients."""
    import numpy as np
    import torch
    from chainrule.checks import assert_close, require
    from chainrule.probes import call_without_autograd

    require(sample_gradients=sample_gradients)
    random = np.random.default_rng(47)
    W = [random.normal(size=(3, 4)), random.normal(size=(2, 3)), random.normal(size=(4, 2))]
    x = random.normal(size=4)
    for logits in ([1000.0, 999.0, -1000.0, 0.0], [-1000.0, -1001.0, -1002.0, -1000.5]):
        b = [random.normal(size=3), random.normal(size=2), np.array(logits)]
        with torch.enable_grad():
            leaves = [torch.tensor(entries, requires_grad=True) for entries in (*W, *b)]
            a = torch.tensor(x)
            for k in range(3):
                z = leaves[k] @ a + leaves[3 + k]
                a = torch.sigmoid(z)
            right = torch.autograd.grad(
                torch.nn.functional.cross_entropy(z[None], torch.tensor([1])), leaves
            )
        found = call_without_autograd(sample_gradients, W, b, x, 1)
        pair = isinstance(found, (tuple, list)) and len(found) == 2
        assert pair, "sample_gradients should return two lists, dW and db."
        for name, part, of in zip(("dW", "db"), found, (right[:3], right[3:]), strict=True):
            three = isinstance(part, (tuple, list)) and len(part) == 3
            assert three, f"`{name}` should be a list of three arrays."
            for k in range(3):
                assert_close(part[k], of[k].numpy(), f"{name}[{k}] for logits of about {logits}")

# %%
""" # BEGIN TEST CONFIG
points: 0.75
hidden: true
""" # END TEST CONFIG
def test_gradients_change_nothing(sample_gradients):
    """Right gradients, at a second call as at the first, that leave the network and the sample as they were."""
    import numpy as np
    import torch
    from chainrule.checks import assert_close, assert_unchanged, require
    from chainrule.probes import call_observed

    require(sample_gradients=sample_gradients)
    random = np.random.default_rng(48)
    sizes = (4, 3, 6, 5)
    W = [random.normal(size=(sizes[k + 1], sizes[k])) for k in range(3)]
    b = [random.normal(size=m) for m in sizes[1:]]
    x = random.normal(size=4)
    a = torch.tensor(x)
    for k in range(3):
        before, z = a, torch.tensor(W[k]) @ a + torch.tensor(b[k])
        a = torch.sigmoid(z)
    delta = torch.softmax(z, dim=0) - torch.nn.functional.one_hot(torch.tensor(3), 5)
    for call in ("first", "second"):
        found, after = call_observed(sample_gradients, W, b, x, 3)
        pair = isinstance(found, (tuple, list)) and len(found) == 2
        assert pair, "sample_gradients should return two lists, dW and db."
        for name, part in zip(("dW", "db"), found, strict=True):
            three = isinstance(part, (tuple, list)) and len(part) == 3
            assert three, f"`{name}` should be a list of three arrays."
        assert_close(found[0][2], torch.outer(delta, before).numpy(), f"dW[2] of a {call} call")
        assert_close(found[1][2], delta.numpy(), f"db[2] of a {call} call")
        assert_unchanged(x, after[2], "x")
        assert len(after[0]) == len(after[1]) == 3, "The lists W and b have changed their length."
        for k in range(3):
            assert_unchanged(W[k], after[0][k], f"W[{k}]")
            assert_unchanged(b[k], after[1][k], f"b[{k}]")

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
name: backprop_training
points: 6
minutes: 20
hidden_checks: several samples with a large learning rate against the true gradients and against your own, the order of the samples, arguments left unchanged
"""

# %% [markdown]
r"""
### Training, sample by sample

Write `train_by_sample(W, b, images, labels, learning_rate)`, which goes through the data once, in the
given order, and after each sample moves every weight and bias against its gradient,

$$W_k \leftarrow W_k - \eta \, \frac{\partial\,\text{loss}}{\partial W_k}, \qquad
b_k \leftarrow b_k - \eta \, \frac{\partial\,\text{loss}}{\partial b_k},$$

with the learning rate $\eta$. All gradients of a sample belong to the same network: the one before
its update. The next sample meets the updated network. Return the trained `W` and `b` as new lists of
new arrays; those of the caller stay as they are. You may call `sample_gradients`.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
def train_by_sample(W, b, images, labels, learning_rate):
    """Return weights and biases after one pass of gradient descent, one sample at a time.

    Args:
        W: List of three weight matrices.
        b: List of three bias vectors.
        images: Samples as rows, of shape (n, inputs).
        labels: Their classes, whole numbers, of shape (n,).
        learning_rate: Size of the steps.

    Returns:
        The trained W and b, two new lists of three new arrays.
    """
    # BEGIN SOLUTION
    for x, label in zip(images, labels, strict=True):
        dW, db = sample_gradients(W, b, x, label)
        W = [weights - learning_rate * gradient for weights, gradient in zip(W, dW, strict=True)]
        b = [biases - learning_rate * gradient for biases, gradient in zip(b, db, strict=True)]
    return W, b
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
def test_form_of_the_trained_network(train_by_sample):
    """Two lists of three arrays come back, shaped like those that went in."""
    import numpy as np
    from chainrule.checks import assert_close, require

    require(train_by_sample=train_by_sample)
    random = np.random.default_rng(50)
    sizes = (5, 4, 3, 6)
    W = [random.normal(size=(sizes[k + 1], sizes[k])) for k in range(3)]
    b = [random.normal(size=m) for m in sizes[1:]]
    trained = train_by_sample(W, b, random.normal(size=(2, 5)), np.array([0, 5]), 0.1)
    pair = isinstance(trained, (tuple, list)) and len(trained) == 2
    assert pair, "train_by_sample should return two lists, W and b."
    for name, part, like in zip(("W", "b"), trained, (W, b), strict=True):
        three = isinstance(part, (tuple, list)) and len(part) == 3
        assert three, f"`{name}` should be a list of three arrays."
        for k in range(3):
            assert_close(part[k], like[k], f"{name}[{k}]", atol=float("inf"))

# %%
""" # BEGIN TEST CONFIG
points: 1
""" # END TEST CONFIG
def test_one_step(sample_gradients, train_by_sample):
    """One sample is one step against your own gradients."""
    import numpy as np
    from chainrule.checks import assert_close, require

    require(sample_gradients=sample_gradients, train_by_sample=train_by_sample)
    random = np.random.default_rng(51)
    sizes = (6, 5, 4, 3)
    W = [random.normal(size=(sizes[k + 1], sizes[k])) for k in range(3)]
    b = [random.normal(size=m) for m in sizes[1:]]
    x = random.normal(size=6)
    gradients = sample_gradients(W, b, x, 2)
    trained = train_by_sample(W, b, x[None], np.array([2]), 0.5)
    for who, result in (("sample_gradients", gradients), ("train_by_sample", trained)):
        pair = isinstance(result, (tuple, list)) and len(result) == 2
        assert pair, f"{who} should return two lists."
        for part, like in zip(result, (W, b), strict=True):
            three = isinstance(part, (tuple, list)) and len(part) == 3
            assert three, f"{who} should return two lists of three arrays."
            for k in range(3):
                assert_close(part[k], like[k], f"[{k}] of what {who} returns", atol=float("inf"))
    for name, after, before, gradient in zip(("W", "b"), trained, (W, b), gradients, strict=True):
        for k in range(3):
            slope = np.asarray(gradient[k])
            assert slope.any(), (
                f"Your own gradient of `{name}[{k}]` is 0 everywhere: write sample_gradients first."
            )
            assert_close(after[k], before[k] - 0.5 * slope, f"{name}[{k}] after one step")

# %%
""" # BEGIN TEST CONFIG
points: 2
hidden: true
""" # END TEST CONFIG
def test_steps_against_the_true_gradients(train_by_sample):
    """After several samples and a large learning rate, all weights and biases are right."""
    import numpy as np
    import torch
    from chainrule.checks import assert_close, require

    require(train_by_sample=train_by_sample)
    random = np.random.default_rng(52)
    for sizes, n, rate in (((6, 5, 4, 3), 4, 0.7), ((3, 4, 2, 5), 6, 1.5), ((4, 3, 5, 2), 1, 0.2)):
        W = [2 * random.normal(size=(sizes[k + 1], sizes[k])) for k in range(3)]
        b = [random.normal(size=m) for m in sizes[1:]]
        images, labels = random.normal(size=(n, sizes[0])), random.integers(sizes[3], size=n)
        right = [torch.tensor(entries) for entries in (*W, *b)]
        for x, label in zip(images, labels, strict=True):
            with torch.enable_grad():
                leaves = [entries.clone().requires_grad_() for entries in right]
                a = torch.tensor(x)
                for k in range(3):
                    z = leaves[k] @ a + leaves[3 + k]
                    a = torch.sigmoid(z)
                loss = torch.nn.functional.cross_entropy(z[None], torch.tensor([int(label)]))
                slopes = torch.autograd.grad(loss, leaves)
            right = [entries - rate * slope for entries, slope in zip(right, slopes, strict=True)]
        trained = train_by_sample(W, b, images, labels, rate)
        pair = isinstance(trained, (tuple, list)) and len(trained) == 2
        assert pair, "train_by_sample should return two lists, W and b."
        for name, part, of in zip(("W", "b"), trained, (right[:3], right[3:]), strict=True):
            three = isinstance(part, (tuple, list)) and len(part) == 3
            assert three, f"`{name}` should be a list of three arrays."
            for k in range(3):
                assert_close(part[k], of[k].numpy(), f"{name}[{k}] after {n} samples")

# %%
""" # BEGIN TEST CONFIG
points: 1.5
hidden: true
""" # END TEST CONFIG
def test_steps_against_your_own_gradients(sample_gradients, train_by_sample):
    """After several samples, the result is that of your own gradients, each taken at the updated network."""
    import numpy as np
    from chainrule.checks import assert_close, require

    require(sample_gradients=sample_gradients, train_by_sample=train_by_sample)
    random = np.random.default_rng(53)
    sizes = (5, 3, 4, 6)
    W = [random.normal(size=(sizes[k + 1], sizes[k])) for k in range(3)]
    b = [random.normal(size=m) for m in sizes[1:]]
    images, labels = random.normal(size=(5, 5)), np.array([3, 0, 5, 1, 3])
    right = [list(W), list(b)]
    for x, label in zip(images, labels, strict=True):
        gradients = sample_gradients(*right, x, int(label))
        pair = isinstance(gradients, (tuple, list)) and len(gradients) == 2
        assert pair, "sample_gradients should return two lists."
        for part, gradient in zip(right, gradients, strict=True):
            three = isinstance(gradient, (tuple, list)) and len(gradient) == 3
            assert three, "sample_gradients should return two lists of three arrays."
            for k in range(3):
                assert_close(
                    gradient[k], part[k], "a gradient of sample_gradients", atol=float("inf")
                )
                slope = np.asarray(gradient[k])
                assert slope.any(), "sample_gradients returns a gradient that is 0 everywhere."
                part[k] = part[k] - 0.4 * slope
    trained = train_by_sample(W, b, images, labels, 0.4)
    pair = isinstance(trained, (tuple, list)) and len(trained) == 2
    assert pair, "train_by_sample should return two lists, W and b."
    for name, part, of in zip(("W", "b"), trained, right, strict=True):
        three = isinstance(part, (tuple, list)) and len(part) == 3
        assert three, f"`{name}` should be a list of three arrays."
        for k in range(3):
            assert_close(part[k], of[k], f"{name}[{k}] after 5 samples")

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
""" # END TEST CONFIG
def test_training_leaves_the_caller_alone(train_by_sample):
    """The weights, biases and data of the caller stay as they were, while the returned ones moved."""
    import numpy as np
    from chainrule.checks import assert_close, assert_unchanged, require
    from chainrule.probes import call_observed

    require(train_by_sample=train_by_sample)
    random = np.random.default_rng(54)
    sizes = (4, 3, 5, 2)
    W = [random.normal(size=(sizes[k + 1], sizes[k])) for k in range(3)]
    b = [random.normal(size=m) for m in sizes[1:]]
    images, labels = random.normal(size=(3, 4)), np.array([1, 0, 1])
    trained, after = call_observed(train_by_sample, W, b, images, labels, 0.5)
    pair = isinstance(trained, (tuple, list)) and len(trained) == 2
    assert pair, "train_by_sample should return two lists, W and b."
    assert_unchanged(images, after[2], "images")
    assert_unchanged(labels, after[3], "labels")
    assert len(after[0]) == len(after[1]) == 3, "The lists W and b have changed their length."
    for name, part, before, now in zip(("W", "b"), trained, (W, b), after[:2], strict=True):
        three = isinstance(part, (tuple, list)) and len(part) == 3
        assert three, f"`{name}` should be a list of three arrays."
        for k in range(3):
            assert_close(part[k], before[k], f"{name}[{k}]", atol=float("inf"))
            moved = np.abs(np.asarray(part[k]) - before[k]).max() > 1e-9
            assert moved, f"The returned `{name}[{k}]` did not move."
            assert_unchanged(before[k], now[k], f"{name}[{k}]")

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
**The whole thing.** Three passes over FashionMNIST with a learning rate of 0.003, as promised above. The
full data take about 10 seconds a pass. If the kit says that it has only its sample of 2,000 pictures,
three passes end near 35 %; give it 30, and see it pass 70 % too.
"""

# %%
from chainrule.data import fashion_mnist
from chainrule.progress import progress
from chainrule.settings import epochs


def train_on_clothes(passes=3, learning_rate=0.003):
    """Train on FashionMNIST, and print how many pictures of the test set are recognised."""
    training, test = fashion_mnist("train"), fashion_mnist("test")
    images, labels = training.images.flatten(1).numpy(), training.labels.numpy()
    test_images, test_labels = test.images.flatten(1).numpy(), test.labels.numpy()
    W, b = initialise([784, 32, 32, 10], seed=1)
    if forward_dataset(W, b, test_images[:1], test_labels[:1])[0] is ...:
        print("Write the parts above first.")
        return W, b

    def report(when):
        losses, guesses = forward_dataset(W, b, test_images, test_labels)
        print(f"{when}: loss {np.mean(losses):.3f}, {np.mean(guesses == test_labels):.1%} right")

    report("before training")
    for number in progress(range(epochs(passes)), "passes"):
        W, b = train_by_sample(W, b, images, labels, learning_rate)
        report(f"after pass {number + 1}")
    return W, b


W_trained, b_trained = train_on_clothes()

# %% [raw]
"""
# BEGIN QUESTION
name: backprop_batch
points: 5
minutes: 30
hidden_checks: batches of other sizes and of one, logits of a thousand, arguments left unchanged, the time for 5000 samples
"""

# %% [markdown]
"""
### A batch at once

Python spends most of its time between the small products of a single sample. Write
`batch_gradients(W, b, images, labels)`, which returns the **mean** of the gradients over all samples of a
batch, without a loop over the samples. Everything that was a vector becomes a matrix with one row a
sample; every outer product, summed over the samples, becomes a product of two matrices.

The cell after the check tells you how much faster it got. The hidden checks ask for four times.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
def batch_gradients(W, b, images, labels):
    """Return the mean over a batch of the gradients of every weight and bias.

    Args:
        W: List of three weight matrices.
        b: List of three bias vectors.
        images: Samples as rows, of shape (n, inputs).
        labels: Their classes, whole numbers, of shape (n,).

    Returns:
        dW and db, two lists of three arrays shaped like those in W and b.
    """
    # BEGIN SOLUTION
    n = len(labels)
    A_1 = sigmoid(images @ W[0].T + b[0])
    A_2 = sigmoid(A_1 @ W[1].T + b[1])
    logits = A_2 @ W[2].T + b[2]
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    D_3 = exponentials / exponentials.sum(axis=1, keepdims=True)
    D_3[np.arange(n), labels] -= 1
    D_2 = (D_3 @ W[2]) * A_2 * (1 - A_2)
    D_1 = (D_2 @ W[1]) * A_1 * (1 - A_1)
    # END SOLUTION
    dW = [D_1.T @ images / n, D_2.T @ A_1 / n, D_3.T @ A_2 / n]  # SOLUTION
    db = [D_1.mean(axis=0), D_2.mean(axis=0), D_3.mean(axis=0)]  # SOLUTION
    return dW, db

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
def test_form_of_the_batch_gradients(batch_gradients):
    """Two lists of three arrays come back, shaped like the weights and the biases."""
    import numpy as np
    from chainrule.checks import assert_close, require

    require(batch_gradients=batch_gradients)
    random = np.random.default_rng(60)
    sizes = (5, 4, 3, 10)
    W = [random.normal(size=(sizes[k + 1], sizes[k])) for k in range(3)]
    b = [random.normal(size=m) for m in sizes[1:]]
    found = batch_gradients(W, b, random.normal(size=(10, 5)), np.arange(10))
    pair = isinstance(found, (tuple, list)) and len(found) == 2
    assert pair, "batch_gradients should return two lists, dW and db."
    for name, part, like in zip(("dW", "db"), found, (W, b), strict=True):
        three = isinstance(part, (tuple, list)) and len(part) == 3
        assert three, f"`{name}` should be a list of three arrays."
        for k in range(3):
            assert_close(part[k], like[k], f"{name}[{k}]", atol=float("inf"))

# %%
""" # BEGIN TEST CONFIG
points: 1
""" # END TEST CONFIG
def test_mean_of_your_own_gradients(sample_gradients, batch_gradients):
    """The result is the mean of your own gradients of the single samples."""
    import numpy as np
    from chainrule.checks import assert_close, require
    from chainrule.probes import call_without_autograd

    require(sample_gradients=sample_gradients, batch_gradients=batch_gradients)
    random = np.random.default_rng(61)
    sizes = (6, 5, 4, 3)
    W = [random.normal(size=(sizes[k + 1], sizes[k])) for k in range(3)]
    b = [random.normal(size=m) for m in sizes[1:]]
    images, labels = random.normal(size=(7, 6)), np.array([2, 0, 1, 1, 2, 0, 2])
    found = call_without_autograd(batch_gradients, W, b, images, labels)
    singles = [
        sample_gradients(W, b, x, int(label)) for x, label in zip(images, labels, strict=True)
    ]
    for who, result in (
        ("batch_gradients", found),
        *(("sample_gradients", single) for single in singles),
    ):
        pair = isinstance(result, (tuple, list)) and len(result) == 2
        assert pair, f"{who} should return two lists, dW and db."
        for name, part, like in zip(("dW", "db"), result, (W, b), strict=True):
            three = isinstance(part, (tuple, list)) and len(part) == 3
            assert three, f"`{name}` of {who} should be a list of three arrays."
            for k in range(3):
                assert_close(part[k], like[k], f"{name}[{k}] of {who}", atol=float("inf"))
    for position, name in enumerate(("dW", "db")):
        for k in range(3):
            mean = np.mean([np.asarray(single[position][k]) for single in singles], axis=0)
            assert mean.any(), "sample_gradients returns a gradient that is 0 everywhere."
            assert_close(found[position][k], mean, f"{name}[{k}]")

# %%
""" # BEGIN TEST CONFIG
points: 0.5
hidden: true
""" # END TEST CONFIG
def test_batch_up_to_one_factor(batch_gradients):
    """One number, the same for all six, would turn the gradients into the mean."""
    import numpy as np
    import torch
    from chainrule.checks import assert_close, require
    from chainrule.probes import call_without_autograd

    require(batch_gradients=batch_gradients)
    random = np.random.default_rng(65)
    sizes = (4, 3, 6, 5)
    W = [2 * random.normal(size=(sizes[k + 1], sizes[k])) for k in range(3)]
    b = [random.normal(size=m) for m in sizes[1:]]
    images, labels = random.normal(size=(8, 4)), random.integers(5, size=8)
    with torch.enable_grad():
        leaves = [torch.tensor(entries, requires_grad=True) for entries in (*W, *b)]
        a = torch.tensor(images)
        for k in range(3):
            z = a @ leaves[k].T + leaves[3 + k]
            a = torch.sigmoid(z)
        slopes = torch.autograd.grad(
            torch.nn.functional.cross_entropy(z, torch.tensor(labels)), leaves
        )
    found = call_without_autograd(batch_gradients, W, b, images, labels)
    pair = isinstance(found, (tuple, list)) and len(found) == 2
    assert pair, "batch_gradients should return two lists, dW and db."
    for name, part, like in zip(("dW", "db"), found, (W, b), strict=True):
        three = isinstance(part, (tuple, list)) and len(part) == 3
        assert three, f"`{name}` should be a list of three arrays."
        for k in range(3):
            assert_close(part[k], like[k], f"{name}[{k}]", atol=float("inf"))
    flat = np.concatenate(
        [np.ravel(np.asarray(entries, dtype=float)) for part in found for entries in part]
    )
    right = torch.cat([slope.ravel() for slope in slopes]).numpy()
    factor = flat @ right / (right @ right)
    assert abs(factor) > 1e-6, (
        "The gradients are 0 everywhere, or have nothing to do with the loss."
    )
    apart = np.abs(flat / factor - right).max() / np.abs(right).max()
    assert apart < 1e-5, "No single factor turns all six gradients into the right ones."

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
""" # END TEST CONFIG
def test_batch_gradients_of_any_size(batch_gradients):
    """The mean is right for other batches, for one sample among them, and with saturated neurons."""
    import numpy as np
    import torch
    from chainrule.checks import assert_close, require
    from chainrule.probes import call_without_autograd

    require(batch_gradients=batch_gradients)
    random = np.random.default_rng(62)
    for sizes, n, scale in (((5, 3, 4, 6), 8, 1.0), ((4, 6, 3, 2), 1, 3.0), ((3, 4, 2, 5), 6, 8.0)):
        W = [scale * random.normal(size=(sizes[k + 1], sizes[k])) for k in range(3)]
        b = [scale * random.normal(size=m) for m in sizes[1:]]
        images, labels = random.normal(size=(n, sizes[0])), random.integers(sizes[3], size=n)
        with torch.enable_grad():
            leaves = [torch.tensor(entries, requires_grad=True) for entries in (*W, *b)]
            a = torch.tensor(images)
            for k in range(3):
                z = a @ leaves[k].T + leaves[3 + k]
                a = torch.sigmoid(z)
            right = torch.autograd.grad(
                torch.nn.functional.cross_entropy(z, torch.tensor(labels)), leaves
            )
        found = call_without_autograd(batch_gradients, W, b, images, labels)
        pair = isinstance(found, (tuple, list)) and len(found) == 2
        assert pair, "batch_gradients should return two lists, dW and db."
        for name, part, of in zip(("dW", "db"), found, (right[:3], right[3:]), strict=True):
            three = isinstance(part, (tuple, list)) and len(part) == 3
            assert three, f"`{name}` should be a list of three arrays."
            for k in range(3):
                assert_close(part[k], of[k].numpy(), f"{name}[{k}] for {n} samples")

# %%
""" # BEGIN TEST CONFIG
points: 0.5
hidden: true
""" # END TEST CONFIG
def test_batch_of_huge_logits(batch_gradients):
    """Samples with logits of a thousand, some up and some down, give the right mean in one batch."""
    import numpy as np
    import torch
    from chainrule.checks import assert_close, require
    from chainrule.probes import call_without_autograd

    require(batch_gradients=batch_gradients)
    # Hidden neurons that are on or off: the logits are a column of W[2], by the sign of the input.
    W = [np.array([[60.0], [-60.0]]), np.array([[60.0, -60.0], [-60.0, 60.0]])]
    W.append(np.array([[1000.0, -1000.0], [999.0, -1001.0], [-500.0, -999.5]]))
    b = [np.zeros(2), np.zeros(2), np.array([0.5, 0.0, 0.25])]
    images, labels = np.array([[1.0], [-1.0], [1.0], [-1.0]]), np.array([1, 0, 2, 2])
    with torch.enable_grad():
        leaves = [torch.tensor(entries, requires_grad=True) for entries in (*W, *b)]
        a = torch.tensor(images)
        for k in range(3):
            z = a @ leaves[k].T + leaves[3 + k]
            a = torch.sigmoid(z)
        right = torch.autograd.grad(
            torch.nn.functional.cross_entropy(z, torch.tensor(labels)), leaves
        )
    found = call_without_autograd(batch_gradients, W, b, images, labels)
    pair = isinstance(found, (tuple, list)) and len(found) == 2
    assert pair, "batch_gradients should return two lists, dW and db."
    for name, part, of in zip(("dW", "db"), found, (right[:3], right[3:]), strict=True):
        three = isinstance(part, (tuple, list)) and len(part) == 3
        assert three, f"`{name}` should be a list of three arrays."
        for k in range(3):
            assert_close(part[k], of[k].numpy(), f"{name}[{k}] for logits of about a thousand")

# %%
""" # BEGIN TEST CONFIG
points: 0.5
hidden: true
""" # END TEST CONFIG
def test_batch_is_left_alone(batch_gradients):
    """Right output biases, at a second call as at the first, and arguments as they were."""
    import numpy as np
    from chainrule.checks import assert_close, assert_unchanged, require
    from chainrule.probes import call_observed

    require(batch_gradients=batch_gradients)
    random = np.random.default_rng(63)
    W = [random.normal(size=(3, 4)), random.normal(size=(2, 3)), np.zeros((4, 2))]
    b = [random.normal(size=3), random.normal(size=2), np.log(np.array([1.0, 2.0, 3.0, 4.0]))]
    images, labels = random.normal(size=(5, 4)), np.array([3, 0, 3, 1, 2])
    for call in ("first", "second"):
        found, after = call_observed(batch_gradients, W, b, images, labels)
        pair = isinstance(found, (tuple, list)) and len(found) == 2
        assert pair, "batch_gradients should return two lists, dW and db."
        three = isinstance(found[1], (tuple, list)) and len(found[1]) == 3
        assert three, "`db` should be a list of three arrays."
        assert_close(found[1][2], np.array([-0.1, 0.0, 0.1, 0.0]), f"db[2] of a {call} call")
        assert_unchanged(images, after[2], "images")
        assert_unchanged(labels, after[3], "labels")
        assert len(after[0]) == len(after[1]) == 3, "The lists W and b have changed their length."
        for k in range(3):
            assert_unchanged(W[k], after[0][k], f"W[{k}]")
            assert_unchanged(b[k], after[1][k], f"b[{k}]")

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
""" # END TEST CONFIG
def test_batch_is_fast(batch_gradients):
    """5,000 samples at once take less than a quarter of the time of 5,000 single samples."""
    import time

    import numpy as np
    from chainrule.checks import assert_close, require

    require(batch_gradients=batch_gradients)
    random = np.random.default_rng(64)
    sizes = (20, 16, 12, 5)
    W = [random.normal(size=(sizes[k + 1], sizes[k])) for k in range(3)]
    b = [random.normal(size=m) for m in sizes[1:]]
    images, labels = random.normal(size=(5_000, 20)), random.integers(5, size=5_000)

    def one_by_one():
        total = [np.zeros_like(entries) for entries in (*W, *b)]
        for x, label in zip(images, labels, strict=True):
            a = [x]
            for k in range(3):
                z = W[k] @ a[-1] + b[k]
                a.append(0.5 * (1 + np.tanh(z / 2)))
            delta = np.exp(z - z.max())
            delta /= delta.sum()
            delta[label] -= 1
            for k in (2, 1, 0):
                total[k] += np.outer(delta, a[k])
                total[3 + k] += delta
                delta = (W[k].T @ delta) * a[k] * (1 - a[k])
        return [entries / len(labels) for entries in total]

    def timed(compute):
        start = time.perf_counter()
        return compute(), time.perf_counter() - start

    single, batch = [], []
    for _ in range(3):  # in turn, and the best of each: on a busy machine any one of them may wait
        right, took = timed(one_by_one)
        single.append(took)
        found, took = timed(lambda: batch_gradients(W, b, images, labels))
        batch.append(took)
    # Where every one of them had to wait, a few more show it; samples one by one stay slow in all.
    while min(batch) >= min(single) / 4 and sum(batch) < 1:
        batch.append(timed(lambda: batch_gradients(W, b, images, labels))[1])
    pair = isinstance(found, (tuple, list)) and len(found) == 2
    assert pair, "batch_gradients should return two lists, dW and db."
    for name, part, of in zip(("dW", "db"), found, (right[:3], right[3:]), strict=True):
        three = isinstance(part, (tuple, list)) and len(part) == 3
        assert three, f"`{name}` should be a list of three arrays."
        for k in range(3):
            assert_close(part[k], of[k], f"{name}[{k}] for 5,000 samples")
    assert min(batch) < min(single) / 4, (
        f"5,000 samples took {min(batch):.3f} s at once, and {min(single):.3f} s one by one on the same machine: "
        f"{min(single) / min(batch):.1f} times faster, and four times is asked for."
    )

# %% [raw]
"""
# END TESTS
"""

# %% [raw]
"""
# END QUESTION
"""

# %%
import time


def how_much_faster(n=1000):
    """Print how long the gradients of n samples take one by one and at once."""
    random = np.random.default_rng(0)
    W, b = initialise([784, 32, 32, 10], seed=1)
    images, labels = random.uniform(size=(n, 784)), random.integers(10, size=n)
    if batch_gradients(W, b, images, labels)[0] is ...:
        print("Write batch_gradients first.")
        return
    start = time.perf_counter()
    for x, label in zip(images, labels, strict=True):
        sample_gradients(W, b, x, label)
    middle = time.perf_counter()
    batch_gradients(W, b, images, labels)
    single, batch = middle - start, time.perf_counter() - middle
    print(f"{n} samples: {1000 * single:.0f} ms one by one, {1000 * batch:.0f} ms at once.")
    print(f"The batch is {single / batch:.0f} times faster.")


how_much_faster()
