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
title: Curve fitting with four neurons
builds_on: []
"""

# %% [markdown]
r"""
## Curve fitting with four neurons

A network with one input, one hidden layer of four ReLU neurons and one output draws a curve that is
made of straight pieces:

$$
f(x) = b_O + \sum_{i=1}^{4} W_{O,i} \, z_i, \qquad
z_i = \max(0, \bar z_i), \qquad
\bar z_i = W_{H,i} \, x + b_{H,i}.
$$

![The input x feeds four hidden neurons with weights W_H and biases b_H; the output sums their values with
weights W_O and adds the bias b_O.](../figures/four_neurons.png)

These are 13 parameters: four hidden weights $W_H$, four hidden biases $b_H$, four output weights $W_O$,
and the output bias $b_O$. The output has no activation. In code, a network is a dictionary, and
`relu_network` below evaluates it. For instance, one neuron of weight 2 and bias -6 is 0 up to $x = 3$
and rises with slope 2 from there; its **kink** is at 3.
"""

# %%
import numpy as np
from chainrule.checks import assert_numbers
from matplotlib import pyplot as plt


def relu_network(x, network):
    """Return the output of a network of four ReLU neurons at every number in x."""
    W_H, b_H, W_O = (assert_numbers(network[name], name, (4,)) for name in ("W_H", "b_H", "W_O"))
    b_O = assert_numbers(network["b_O"], "b_O", ())
    return np.maximum(0, np.outer(x, W_H) + b_H) @ W_O + b_O


def draw_fit(x, y, network=None):
    """Draw a data set, and the curve of a network if it is answered already."""
    plt.figure(figsize=(6, 3))
    if network is not None and all(part is not ... for part in network.values()):
        fine = np.linspace(x.min() - 1, x.max() + 1, 500)
        plt.plot(fine, relu_network(fine, network), color="#d55e00", label="network")
    plt.plot(x, y, "o", color="#0072b2", label="data")
    plt.grid(alpha=0.4)
    plt.legend()
    plt.show()


zigzag_x = np.array([0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0])
zigzag_y = np.array([1.0, 3.0, 5.0, 2.0, -1.0, 0.0, 1.0, -1.0, -3.0])
flat_x = np.array([-4.0, -3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0, 4.0, 5.0])
flat_y = np.array([-2.0, 0.0, 2.0, 2.0, 2.0, 2.0, 1.0, 0.0, 0.0, 0.0])

# %% [raw]
"""
# BEGIN QUESTION
name: fit_zigzag
points: 4
minutes: 20
"""

# %% [markdown]
"""
### A zig-zag

Find weights and biases with which the network runs exactly through all nine points of the first data
set. What it does between the points and beyond them is up to you, and any network that fits is right.

It helps to think from left to right: where does the slope change, by how much, and which neuron can
bring that change about?
"""

# %%
draw_fit(zigzag_x, zigzag_y)

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
W_H = [1, 1, 1, 1]  # SOLUTION
b_H = [0, -2, -4, -6]  # SOLUTION
W_O = [2, -5, 4, -3]  # SOLUTION
b_O = 1  # SOLUTION
zigzag_network = {"W_H": W_H, "b_H": b_H, "W_O": W_O, "b_O": b_O}

draw_fit(zigzag_x, zigzag_y, zigzag_network)

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
def test_zigzag_network_is_complete(zigzag_network):
    """The network has four hidden weights, four hidden biases, four output weights and an output bias."""
    from chainrule.checks import assert_numbers, require

    require(zigzag_network=zigzag_network)
    assert isinstance(zigzag_network, dict), "zigzag_network should be the dictionary that the cell builds."
    for name, shape in {"W_H": (4,), "b_H": (4,), "W_O": (4,), "b_O": ()}.items():
        assert_numbers(zigzag_network.get(name), name, shape)

# %%
""" # BEGIN TEST CONFIG
points: 0.75
""" # END TEST CONFIG
def test_turns(zigzag_network):
    """The curve changes its slope as the data do at two of the three places at least: x = 2, 4 and 6."""
    import numpy as np
    from chainrule.checks import assert_numbers, require

    require(zigzag_network=zigzag_network)
    assert isinstance(zigzag_network, dict), "zigzag_network should be the dictionary that the cell builds."
    shapes = {"W_H": (4,), "b_H": (4,), "W_O": (4,), "b_O": ()}
    W_H, b_H, W_O, b_O = (assert_numbers(zigzag_network.get(name), name, shapes[name]) for name in shapes)
    met = 0
    for at, before, here, after in ((2.0, 3.0, 5.0, 2.0), (4.0, 2.0, -1.0, 0.0), (6.0, 0.0, 1.0, -1.0)):
        left, middle, right = np.maximum(0, np.outer([at - 1.0, at, at + 1.0], W_H) + b_H) @ W_O + b_O
        met += abs((right - 2 * middle + left) - (after - 2 * here + before)) < 1e-6
    assert met >= 2, f"The slope changes as that of the data at {met} of the three places."

# %%
""" # BEGIN TEST CONFIG
points: 0.75
""" # END TEST CONFIG
def test_at_least_five_points(zigzag_network):
    """At least five of the nine points lie on the curve."""
    import numpy as np
    from chainrule.checks import assert_numbers, assert_that, require

    require(zigzag_network=zigzag_network)
    assert isinstance(zigzag_network, dict), "zigzag_network should be the dictionary that the cell builds."
    shapes = {"W_H": (4,), "b_H": (4,), "W_O": (4,), "b_O": ()}
    W_H, b_H, W_O, b_O = (assert_numbers(zigzag_network.get(name), name, shapes[name]) for name in shapes)
    x = np.array([0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0])
    y = np.array([1.0, 3.0, 5.0, 2.0, -1.0, 0.0, 1.0, -1.0, -3.0])
    found = np.maximum(0, np.outer(x, W_H) + b_H) @ W_O + b_O
    missed = np.flatnonzero(~(np.abs(found - y) < 1e-6))
    at = missed[0] if len(missed) else 0
    message = (
        f"{len(missed)} of 9 points are not met. At x = {x[at]:g} the network gives "
        f"{found[at]:.6g}, and the point is at {y[at]:g}."
    )
    assert_that(len(missed) <= 4, message, "the network at the points", found)


# %%
""" # BEGIN TEST CONFIG
points: 0.75
""" # END TEST CONFIG
def test_at_least_seven_points(zigzag_network):
    """At least seven of the nine points lie on the curve."""
    import numpy as np
    from chainrule.checks import assert_numbers, assert_that, require

    require(zigzag_network=zigzag_network)
    assert isinstance(zigzag_network, dict), "zigzag_network should be the dictionary that the cell builds."
    shapes = {"W_H": (4,), "b_H": (4,), "W_O": (4,), "b_O": ()}
    W_H, b_H, W_O, b_O = (assert_numbers(zigzag_network.get(name), name, shapes[name]) for name in shapes)
    x = np.array([0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0])
    y = np.array([1.0, 3.0, 5.0, 2.0, -1.0, 0.0, 1.0, -1.0, -3.0])
    found = np.maximum(0, np.outer(x, W_H) + b_H) @ W_O + b_O
    missed = np.flatnonzero(~(np.abs(found - y) < 1e-6))
    at = missed[0] if len(missed) else 0
    message = (
        f"{len(missed)} of 9 points are not met. At x = {x[at]:g} the network gives "
        f"{found[at]:.6g}, and the point is at {y[at]:g}."
    )
    assert_that(len(missed) <= 2, message, "the network at the points", found)


# %%
""" # BEGIN TEST CONFIG
points: 1.25
""" # END TEST CONFIG
def test_all_nine_points(zigzag_network):
    """All nine points lie on the curve."""
    import numpy as np
    from chainrule.checks import assert_numbers, assert_that, require

    require(zigzag_network=zigzag_network)
    assert isinstance(zigzag_network, dict), "zigzag_network should be the dictionary that the cell builds."
    shapes = {"W_H": (4,), "b_H": (4,), "W_O": (4,), "b_O": ()}
    W_H, b_H, W_O, b_O = (assert_numbers(zigzag_network.get(name), name, shapes[name]) for name in shapes)
    x = np.array([0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0])
    y = np.array([1.0, 3.0, 5.0, 2.0, -1.0, 0.0, 1.0, -1.0, -3.0])
    found = np.maximum(0, np.outer(x, W_H) + b_H) @ W_O + b_O
    missed = np.flatnonzero(~(np.abs(found - y) < 1e-6))
    at = missed[0] if len(missed) else 0
    message = (
        f"{len(missed)} of 9 points are not met. At x = {x[at]:g} the network gives "
        f"{found[at]:.6g}, and the point is at {y[at]:g}."
    )
    assert_that(len(missed) <= 0, message, "the network at the points", found)


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
name: fit_flat
points: 4
minutes: 15
"""

# %% [markdown]
"""
### A curve with flat parts

The same for the second data set, which has ten points.
"""

# %%
draw_fit(flat_x, flat_y)

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
W_H = [1, 1, 1, 1]  # SOLUTION
b_H = [4, 2, -1, -3]  # SOLUTION
W_O = [2, -2, -1, 1]  # SOLUTION
b_O = -2  # SOLUTION
flat_network = {"W_H": W_H, "b_H": b_H, "W_O": W_O, "b_O": b_O}

draw_fit(flat_x, flat_y, flat_network)

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
def test_flat_network_is_complete(flat_network):
    """The network has four hidden weights, four hidden biases, four output weights and an output bias."""
    from chainrule.checks import assert_numbers, require

    require(flat_network=flat_network)
    assert isinstance(flat_network, dict), "flat_network should be the dictionary that the cell builds."
    for name, shape in {"W_H": (4,), "b_H": (4,), "W_O": (4,), "b_O": ()}.items():
        assert_numbers(flat_network.get(name), name, shape)

# %%
""" # BEGIN TEST CONFIG
points: 0.75
""" # END TEST CONFIG
def test_turns(flat_network):
    """The curve changes its slope as the data do at two of the three places at least: x = -2, 1 and 3."""
    import numpy as np
    from chainrule.checks import assert_numbers, require

    require(flat_network=flat_network)
    assert isinstance(flat_network, dict), "flat_network should be the dictionary that the cell builds."
    shapes = {"W_H": (4,), "b_H": (4,), "W_O": (4,), "b_O": ()}
    W_H, b_H, W_O, b_O = (assert_numbers(flat_network.get(name), name, shapes[name]) for name in shapes)
    met = 0
    for at, before, here, after in ((-2.0, 0.0, 2.0, 2.0), (1.0, 2.0, 2.0, 1.0), (3.0, 1.0, 0.0, 0.0)):
        left, middle, right = np.maximum(0, np.outer([at - 1.0, at, at + 1.0], W_H) + b_H) @ W_O + b_O
        met += abs((right - 2 * middle + left) - (after - 2 * here + before)) < 1e-6
    assert met >= 2, f"The slope changes as that of the data at {met} of the three places."

# %%
""" # BEGIN TEST CONFIG
points: 0.75
""" # END TEST CONFIG
def test_at_least_six_points(flat_network):
    """At least six of the ten points lie on the curve."""
    import numpy as np
    from chainrule.checks import assert_numbers, assert_that, require

    require(flat_network=flat_network)
    assert isinstance(flat_network, dict), "flat_network should be the dictionary that the cell builds."
    shapes = {"W_H": (4,), "b_H": (4,), "W_O": (4,), "b_O": ()}
    W_H, b_H, W_O, b_O = (assert_numbers(flat_network.get(name), name, shapes[name]) for name in shapes)
    x = np.array([-4.0, -3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0, 4.0, 5.0])
    y = np.array([-2.0, 0.0, 2.0, 2.0, 2.0, 2.0, 1.0, 0.0, 0.0, 0.0])
    found = np.maximum(0, np.outer(x, W_H) + b_H) @ W_O + b_O
    missed = np.flatnonzero(~(np.abs(found - y) < 1e-6))
    at = missed[0] if len(missed) else 0
    message = (
        f"{len(missed)} of 10 points are not met. At x = {x[at]:g} the network gives "
        f"{found[at]:.6g}, and the point is at {y[at]:g}."
    )
    assert_that(len(missed) <= 4, message, "the network at the points", found)


# %%
""" # BEGIN TEST CONFIG
points: 0.75
""" # END TEST CONFIG
def test_at_least_eight_points(flat_network):
    """At least eight of the ten points lie on the curve."""
    import numpy as np
    from chainrule.checks import assert_numbers, assert_that, require

    require(flat_network=flat_network)
    assert isinstance(flat_network, dict), "flat_network should be the dictionary that the cell builds."
    shapes = {"W_H": (4,), "b_H": (4,), "W_O": (4,), "b_O": ()}
    W_H, b_H, W_O, b_O = (assert_numbers(flat_network.get(name), name, shapes[name]) for name in shapes)
    x = np.array([-4.0, -3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0, 4.0, 5.0])
    y = np.array([-2.0, 0.0, 2.0, 2.0, 2.0, 2.0, 1.0, 0.0, 0.0, 0.0])
    found = np.maximum(0, np.outer(x, W_H) + b_H) @ W_O + b_O
    missed = np.flatnonzero(~(np.abs(found - y) < 1e-6))
    at = missed[0] if len(missed) else 0
    message = (
        f"{len(missed)} of 10 points are not met. At x = {x[at]:g} the network gives "
        f"{found[at]:.6g}, and the point is at {y[at]:g}."
    )
    assert_that(len(missed) <= 2, message, "the network at the points", found)


# %%
""" # BEGIN TEST CONFIG
points: 1.25
""" # END TEST CONFIG
def test_all_ten_points(flat_network):
    """All ten points lie on the curve."""
    import numpy as np
    from chainrule.checks import assert_numbers, assert_that, require

    require(flat_network=flat_network)
    assert isinstance(flat_network, dict), "flat_network should be the dictionary that the cell builds."
    shapes = {"W_H": (4,), "b_H": (4,), "W_O": (4,), "b_O": ()}
    W_H, b_H, W_O, b_O = (assert_numbers(flat_network.get(name), name, shapes[name]) for name in shapes)
    x = np.array([-4.0, -3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0, 4.0, 5.0])
    y = np.array([-2.0, 0.0, 2.0, 2.0, 2.0, 2.0, 1.0, 0.0, 0.0, 0.0])
    found = np.maximum(0, np.outer(x, W_H) + b_H) @ W_O + b_O
    missed = np.flatnonzero(~(np.abs(found - y) < 1e-6))
    at = missed[0] if len(missed) else 0
    message = (
        f"{len(missed)} of 10 points are not met. At x = {x[at]:g} the network gives "
        f"{found[at]:.6g}, and the point is at {y[at]:g}."
    )
    assert_that(len(missed) <= 0, message, "the network at the points", found)


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
name: loss_gradient
points: 2
minutes: 10
hidden_checks: other numbers of points and parameters, a single point, a perfect fit, arguments left unchanged
"""

# %% [markdown]
r"""
### The gradient of the loss

Usually the parameters are not found by thought but by training. Collect all 13 of them in a vector
$\theta$, write $f(x, \theta)$ for the output, and take the squared loss over $n$ data points,

$$\mathcal{L}(\theta) = \sum_{i=1}^{n} \bigl( y_i - f(x_i, \theta) \bigr)^2 .$$

Suppose that somebody hands you the outputs $f(x_i, \theta)$ and their gradients
$\nabla f(x_i, \theta)$ with respect to $\theta$. Write `loss_gradient(y, f, grad_f)`, which turns them
into $\nabla \mathcal{L}(\theta)$. It must work for any number of points and parameters.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
def loss_gradient(y, f, grad_f):
    """Return the gradient of the sum of squared errors with respect to the parameters.

    Args:
        y: Targets, of shape (n,).
        f: Outputs of the network, of shape (n,).
        grad_f: Gradient of each output as a row, of shape (n, parameters).

    Returns:
        The gradient of the loss, of shape (parameters,).
    """
    # BEGIN SOLUTION
    return -2 * (y - f) @ grad_f
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
def test_loss_gradient_of_a_line(loss_gradient):
    """For a straight line a + b x through four points, it agrees with tiny changes of a and b."""
    import numpy as np
    from chainrule.checks import assert_close, numerical_gradient, require

    require(loss_gradient=loss_gradient)
    x, y = np.array([-1.0, 0.0, 2.0, 3.0]), np.array([1.0, 0.5, -2.0, 4.0])
    a_and_b = np.array([0.3, -0.7])
    measured = numerical_gradient(lambda theta: ((theta[0] + theta[1] * x - y) ** 2).sum(), a_and_b)
    found = loss_gradient(y, 0.3 - 0.7 * x, np.stack([np.ones(4), x], axis=1))
    assert_close(found, measured, "the gradient", rtol=1e-5, atol=1e-6)


# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
""" # END TEST CONFIG
def test_loss_gradient_of_any_size(loss_gradient):
    """The gradient is right for other numbers of points and parameters, and 0 for a perfect fit."""
    import numpy as np
    from chainrule.checks import assert_close, require

    require(loss_gradient=loss_gradient)
    random = np.random.default_rng(31)
    for n, parameters in ((5, 13), (1, 4), (8, 1)):
        y, f = random.normal(size=n), random.normal(size=n)
        grad_f = random.normal(size=(n, parameters))
        right = [sum(2 * (f[i] - y[i]) * grad_f[i, k] for i in range(n)) for k in range(parameters)]
        found = loss_gradient(y, f, grad_f)
        assert_close(found, np.array(right), f"the gradient for {n} points and {parameters} parameters")
    found = loss_gradient(np.ones(3), np.ones(3), random.normal(size=(3, 2)))
    assert_close(found, np.zeros(2), "the gradient for a perfect fit")


# %%
""" # BEGIN TEST CONFIG
points: 0.5
hidden: true
""" # END TEST CONFIG
def test_loss_gradient_changes_nothing(loss_gradient):
    """An answer of the right shape that leaves its arguments as they were."""
    import numpy as np
    from chainrule.checks import assert_close, assert_unchanged, require
    from chainrule.probes import call_observed

    require(loss_gradient=loss_gradient)
    before = np.array([1.0, 2.0]), np.array([0.5, 3.0]), np.array([[1.0, 0.0, -2.0], [0.0, 3.0, 1.0]])
    found, after = call_observed(loss_gradient, *before)
    assert_close(found, np.zeros(3), "the gradient", atol=float("inf"))
    assert np.abs(np.asarray(found)).max() > 1e-3, "The gradient is 0 everywhere."
    for name, old, new in zip(("y", "f", "grad_f"), before, after, strict=True):
        assert_unchanged(old, new, name)


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
name: loss_gradient_derivation
points: 2
minutes: 5
manual: true
word_limit: 100
rubric:
  - {id: outer, points: 1, text: "Differentiates the square, with the factor 2 and the residual kept.", note: "The residual may be written either way round as long as the sign fits the next item."}
  - {id: inner, points: 1, text: "Multiplies by the inner derivative, minus the gradient of f at x_i, and keeps the sum over the points.", note: "The sign must come out right in the end. Half a point if only the sum or only the sign is lost."}
"""

# %% [markdown]
r"""
### Where it comes from

Write the gradient $\nabla \mathcal{L}(\theta)$ as a formula in terms of $\nabla f(x_i, \theta)$, and say
which rule you use at which step.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %% [markdown]
r"""
The gradient of a sum is the sum of the gradients, so look at one point. Its term is the square of
$r_i = y_i - f(x_i, \theta)$, and by the chain rule $\nabla r_i^2 = 2 r_i \nabla r_i$. Of the two terms in
$r_i$ only $f$ depends on $\theta$, hence $\nabla r_i = -\nabla f(x_i, \theta)$. Together,

$$\nabla \mathcal{L}(\theta) = -2 \sum_{i=1}^{n} \bigl( y_i - f(x_i, \theta) \bigr) \nabla f(x_i, \theta) .$$

A check by eye: where the network is too low, $y_i > f$, a step against this gradient moves along
$+\nabla f$ and raises the output, as it should.
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
name: forward_by_hand
points: 2
minutes: 10
hidden_checks: every value
"""

# %% [markdown]
r"""
### Forward

Training starts from random numbers. Here they are all $1$ or $-1$; call them $\theta_0$:

| $i$ | 1 | 2 | 3 | 4 |
|:--|--:|--:|--:|--:|
| $W_{H,i}$ | -1 | 1 | 1 | -1 |
| $b_{H,i}$ | 1 | 1 | -1 | 1 |
| $W_{O,i}$ | -1 | -1 | -1 | 1 |

and $b_O = 1$. Compute $f(2, \theta_0)$ from left to right: first the four numbers $\bar z_i$, then the
four $z_i$, then the output. A pencil is all you need. Answers that belong to the four neurons are lists of
four numbers, in the order of the table, here and in the next part.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
z_bar_at_2 = [-1, 3, 1, -1]  # SOLUTION
z_at_2 = [0, 3, 1, 0]  # SOLUTION
f_at_2 = -3  # SOLUTION

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
points: 0
""" # END TEST CONFIG
def test_nine_numbers(z_bar_at_2, z_at_2, f_at_2):
    """The answers are four numbers, four numbers and one number."""
    from chainrule.checks import assert_numbers, require

    require(z_bar_at_2=z_bar_at_2, z_at_2=z_at_2, f_at_2=f_at_2)
    assert_numbers(z_bar_at_2, "z_bar_at_2", (4,))
    assert_numbers(z_at_2, "z_at_2", (4,))
    assert_numbers(f_at_2, "f_at_2", ())


# %%
""" # BEGIN TEST CONFIG
points: 0.5
hidden: true
""" # END TEST CONFIG
def test_before_the_activation(z_bar_at_2):
    """The values before the activation are right."""
    from chainrule.checks import assert_close, require

    require(z_bar_at_2=z_bar_at_2)
    assert_close(z_bar_at_2, [-2 + 1, 2 + 1, 2 - 1, -2 + 1], "z_bar_at_2")


# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
""" # END TEST CONFIG
def test_after_the_activation(z_at_2):
    """The values after the activation are right."""
    from chainrule.checks import assert_close, require

    require(z_at_2=z_at_2)
    assert_close(z_at_2, [max(0, -2 + 1), max(0, 2 + 1), max(0, 2 - 1), max(0, -2 + 1)], "z_at_2")


# %%
""" # BEGIN TEST CONFIG
points: 0.5
hidden: true
""" # END TEST CONFIG
def test_output_at_2(f_at_2):
    """The output is right."""
    # Worth little by itself: with these numbers, leaving out the ReLU or the hidden biases gives it too.
    from chainrule.checks import assert_number

    hidden = [max(0, w * 2 + b) for w, b in ((-1, 1), (1, 1), (1, -1), (-1, 1))]
    right = 1 + sum(v * z for v, z in zip((-1, -1, -1, 1), hidden, strict=True))
    assert_number(f_at_2, right, "f_at_2")


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
name: backward_by_hand
points: 6
minutes: 20
hidden_checks: every one of the 13 derivatives
"""

# %% [markdown]
r"""
### Backward

With the same $\theta_0$ and $x = 2$, now go from right to left and compute $\nabla f(2, \theta_0)$, the
derivatives of the *output* (not of a loss) with respect to all 13 parameters. The derivative of the ReLU is

$$
\frac{d}{dt} \max(0, t) = \begin{cases} 0 & \text{if } t \le 0, \\ 1 & \text{if } t > 0. \end{cases}
$$

At its kink the ReLU has no derivative; the value 0 at $t = 0$ is a convention, and it serves
gradient descent well.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
df_dW_O = [0, 3, 1, 0]  # SOLUTION
df_db_O = 1  # SOLUTION
df_dW_H = [0, -2, -2, 0]  # SOLUTION
df_db_H = [0, -1, -1, 0]  # SOLUTION

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
points: 0
""" # END TEST CONFIG
def test_thirteen_numbers(df_dW_O, df_db_O, df_dW_H, df_db_H):
    """The derivatives have the shapes of their parameters."""
    from chainrule.checks import assert_numbers, require

    require(df_dW_O=df_dW_O, df_db_O=df_db_O, df_dW_H=df_dW_H, df_db_H=df_db_H)
    assert_numbers(df_dW_O, "df_dW_O", (4,))
    assert_numbers(df_db_O, "df_db_O", ())
    assert_numbers(df_dW_H, "df_dW_H", (4,))
    assert_numbers(df_db_H, "df_db_H", (4,))


# %%
""" # BEGIN TEST CONFIG
points: 1.5
hidden: true
""" # END TEST CONFIG
def test_output_weights(df_dW_O):
    """The derivatives with respect to the output weights are right."""
    from chainrule.checks import assert_close, require

    require(df_dW_O=df_dW_O)
    hidden = [max(0, w * 2 + b) for w, b in ((-1, 1), (1, 1), (1, -1), (-1, 1))]
    assert_close(df_dW_O, hidden, "df_dW_O")


# %%
""" # BEGIN TEST CONFIG
points: 0.5
hidden: true
""" # END TEST CONFIG
def test_output_bias(df_db_O):
    """The derivative with respect to the output bias is right."""
    from chainrule.checks import assert_number

    assert_number(df_db_O, 1, "df_db_O")


# %%
""" # BEGIN TEST CONFIG
points: 2
hidden: true
""" # END TEST CONFIG
def test_hidden_weights(df_dW_H):
    """The derivatives with respect to the hidden weights are right."""
    from chainrule.checks import assert_close, require

    require(df_dW_H=df_dW_H)
    neurons = ((-1, 1, -1), (1, 1, -1), (1, -1, -1), (-1, 1, 1))  # hidden weight, bias, output weight
    assert_close(df_dW_H, [v * (w * 2 + b > 0) * 2 for w, b, v in neurons], "df_dW_H")


# %%
""" # BEGIN TEST CONFIG
points: 2
hidden: true
""" # END TEST CONFIG
def test_hidden_biases(df_db_H):
    """The derivatives with respect to the hidden biases are right."""
    from chainrule.checks import assert_close, require

    require(df_db_H=df_db_H)
    neurons = ((-1, 1, -1), (1, 1, -1), (1, -1, -1), (-1, 1, 1))  # hidden weight, bias, output weight
    assert_close(df_db_H, [v * (w * 2 + b > 0) for w, b, v in neurons], "df_db_H")


# %% [raw]
"""
# END TESTS
"""

# %% [raw]
"""
# END QUESTION
"""
