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
title: Perceptrons as logic
"""

# %% [markdown]
r"""
## Perceptrons as logic

A **perceptron** weighs its inputs, adds a bias, and fires or does not:

$$
y = H(w_1 A + w_2 B + b), \qquad
H(z) = \begin{cases} 1 & \text{if } z \ge 0, \\ 0 & \text{if } z < 0. \end{cases}
$$

At exactly 0 it fires. With inputs 0 for *false* and 1 for *true*, a single perceptron can compute some
Boolean functions of $A$ and $B$, and two layers of them can compute all.

**An example.** For $A \wedge B$ (*and*), take both weights 1 and the bias $-1.5$. The sum is
$A + B - 1.5$, which is at least 0 only if both inputs are 1. Geometrically, the perceptron cuts the
plane along the line $w_1 A + w_2 B + b = 0$ and fires on one side of it:

![Left: a perceptron with inputs A and B, weights 1 and 1, bias minus 1.5. Right: the four corners of the
unit square; a line separates the corner (1, 1), where the perceptron fires, from the other
three.](../figures/perceptrons_and.png)

The cell below defines the perceptron and a function that draws where a network fires.
"""

# %%
import matplotlib.pyplot as plt
import numpy as np
from chainrule.checks import assert_numbers


def perceptron(inputs, weights, bias):
    """Return 1 where the perceptron fires and 0 elsewhere; inputs have shape (..., n)."""
    weights, bias = assert_numbers(weights, "weights", (None,)), assert_numbers(bias, "bias", ())
    return (np.asarray(inputs) @ weights + bias >= 0).astype(int)


def draw_decision(title, network):
    """Colour the points (A, B) at which the network fires."""
    axis = np.linspace(-0.5, 1.5, 201)
    points = np.stack(np.meshgrid(axis, axis), axis=-1)  # (201, 201, 2)
    corners = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    _, axes = plt.subplots(figsize=(3.2, 3.2))
    axes.contourf(axis, axis, network(points), levels=[-0.5, 0.5, 1.5], colors=["white", "#fdba74"])
    axes.scatter(*corners.T, c=network(corners), cmap="gray_r", vmin=0, vmax=1, edgecolors="k", zorder=2)
    axes.set(title=title, xlabel="A", ylabel="B", xticks=[0, 1], yticks=[0, 1], aspect="equal")
    plt.show()


draw_decision("A and B (filled corner: fires)", lambda points: perceptron(points, [1, 1], -1.5))

# %% [raw]
"""
# BEGIN QUESTION
name: and_not
points: 2
minutes: 10
"""

# %% [markdown]
r"""
### One perceptron for "A and not B"

Find weights and a bias with which a single perceptron computes $A \wedge \neg B$:

| $A$ | $B$ | $A \wedge \neg B$ |
|:-:|:-:|:-:|
| 0 | 0 | 0 |
| 0 | 1 | 0 |
| 1 | 0 | 1 |
| 1 | 1 | 0 |

Give the two weights as a list, tuple or array, in the order $A$, $B$. Any perceptron that computes the
function is right. The check tells you an input for which yours does not.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
and_not_weights = [1, -1]  # SOLUTION
and_not_bias = -0.5  # SOLUTION

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
def test_two_weights_and_a_bias(and_not_weights, and_not_bias):
    """Two weights and one bias are given."""
    from chainrule.checks import assert_numbers, require

    require(and_not_weights=and_not_weights, and_not_bias=and_not_bias)
    assert_numbers(and_not_weights, "and_not_weights", (2,))
    assert_numbers(and_not_bias, "and_not_bias", ())

# %%
""" # BEGIN TEST CONFIG
points: 0.5
""" # END TEST CONFIG
def test_a_switches_it_on(and_not_weights, and_not_bias):
    """Where B is 0, the perceptron fires if A is 1, and only then."""
    import numpy as np
    from chainrule.checks import assert_numbers, require

    require(and_not_weights=and_not_weights, and_not_bias=and_not_bias)
    weights = assert_numbers(and_not_weights, "and_not_weights", (2,))
    bias = assert_numbers(and_not_bias, "and_not_bias", ())
    rounding = 1e-9 * max(*np.abs(weights), abs(bias))  # 0.1 + 0.2 - 0.3 counts as 0
    for a, b, wanted in ((1, 0, 1), (0, 0, 0)):
        total = float(weights @ (a, b) + bias)
        fires = int(total >= -rounding)
        assert fires == wanted, f"For A = {a}, B = {b} the sum is {total:g}, so the perceptron gives {fires}."

# %%
""" # BEGIN TEST CONFIG
points: 0.5
""" # END TEST CONFIG
def test_b_keeps_it_silent(and_not_weights, and_not_bias):
    """Where A is 1, the perceptron fires if B is 0, and only then."""
    import numpy as np
    from chainrule.checks import assert_numbers, require

    require(and_not_weights=and_not_weights, and_not_bias=and_not_bias)
    weights = assert_numbers(and_not_weights, "and_not_weights", (2,))
    bias = assert_numbers(and_not_bias, "and_not_bias", ())
    rounding = 1e-9 * max(*np.abs(weights), abs(bias))  # 0.1 + 0.2 - 0.3 counts as 0
    for a, b, wanted in ((1, 0, 1), (1, 1, 0)):
        total = float(weights @ (a, b) + bias)
        fires = int(total >= -rounding)
        assert fires == wanted, f"For A = {a}, B = {b} the sum is {total:g}, so the perceptron gives {fires}."

# %%
""" # BEGIN TEST CONFIG
points: 0.75
""" # END TEST CONFIG
def test_and_not(and_not_weights, and_not_bias):
    """The perceptron agrees with the table for all four inputs."""
    import numpy as np
    from chainrule.checks import assert_numbers, assert_that, require

    require(and_not_weights=and_not_weights, and_not_bias=and_not_bias)
    weights = assert_numbers(and_not_weights, "and_not_weights", (2,))
    bias = assert_numbers(and_not_bias, "and_not_bias", ())
    rounding = 1e-9 * max(*np.abs(weights), abs(bias))  # 0.1 + 0.2 - 0.3 counts as 0
    inputs = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    sums = inputs @ weights + bias
    signs = np.where(np.abs(sums) <= rounding, 0, np.sign(sums))
    fires = (signs >= 0).astype(int)
    wrong = fires != [0, 0, 1, 0]
    (a, b), total, gives = inputs[wrong.argmax()], sums[wrong.argmax()], fires[wrong.argmax()]
    message = f"For A = {a}, B = {b} the sum is {total:g}, so the perceptron gives {gives}."
    assert_that(not wrong.any(), message, "the signs of the four sums", signs)

# %% [raw]
"""
# END TESTS
"""

# %% [raw]
"""
# END QUESTION
"""

# %%
if and_not_weights is not ... and and_not_bias is not ...:
    draw_decision("A and not B", lambda points: perceptron(points, and_not_weights, and_not_bias))

# %% [raw]
"""
# BEGIN QUESTION
name: xor_network
points: 3
minutes: 15
"""

# %% [markdown]
r"""
### Two layers for "either, but not both"

No line separates the corners where exactly one of $A$ and $B$ is true from the other two, so one
perceptron cannot compute $A \oplus B$ (XOR). Two layers can. Design a network of perceptrons: a hidden
layer, all of whose perceptrons see $A$ and $B$, and one output perceptron that sees only them. Two
hidden perceptrons are enough; use no more than eight.

| $A$ | $B$ | $A \oplus B$ |
|:-:|:-:|:-:|
| 0 | 0 | 0 |
| 0 | 1 | 1 |
| 1 | 0 | 1 |
| 1 | 1 | 0 |

Give, for $h$ hidden perceptrons,

- `xor_hidden_weights`, $h$ rows with the weights of $A$ and $B$, shape (h, 2);
- `xor_hidden_biases`, shape (h,);
- `xor_output_weights`, one for each hidden perceptron, shape (h,);
- `xor_output_bias`, a number.

Lists of lists or arrays will do, and every network that computes the function is right. A hint: which
two simpler functions of $A$ and $B$, one of them from above, put together give XOR?
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
xor_hidden_weights = [[1, -1], [-1, 1]]  # SOLUTION
xor_hidden_biases = [-0.5, -0.5]  # SOLUTION
xor_output_weights = [1, 1]  # SOLUTION
xor_output_bias = -0.5  # SOLUTION

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
def test_shapes_of_the_network(xor_hidden_weights, xor_hidden_biases, xor_output_weights, xor_output_bias):
    """One to eight hidden perceptrons, and weights and biases whose shapes fit together."""
    from chainrule.checks import assert_numbers, require

    require(xor_hidden_weights=xor_hidden_weights, xor_hidden_biases=xor_hidden_biases)
    require(xor_output_weights=xor_output_weights, xor_output_bias=xor_output_bias)
    h = len(assert_numbers(xor_hidden_weights, "xor_hidden_weights", (None, 2)))
    assert h <= 8, f"The hidden layer should have at most eight perceptrons, found {h}."
    assert_numbers(xor_hidden_biases, "xor_hidden_biases", (h,))
    assert_numbers(xor_output_weights, "xor_output_weights", (h,))
    assert_numbers(xor_output_bias, "xor_output_bias", ())

# %%
""" # BEGIN TEST CONFIG
points: 0.75
""" # END TEST CONFIG
def test_none_and_one(xor_hidden_weights, xor_hidden_biases, xor_output_weights, xor_output_bias):
    """One true input makes the network fire, and none does not."""
    import numpy as np
    from chainrule.checks import assert_numbers, require

    require(xor_hidden_weights=xor_hidden_weights, xor_hidden_biases=xor_hidden_biases)
    require(xor_output_weights=xor_output_weights, xor_output_bias=xor_output_bias)
    hidden_weights = assert_numbers(xor_hidden_weights, "xor_hidden_weights", (None, 2))
    h = len(hidden_weights)
    assert h <= 8, f"The hidden layer should have at most eight perceptrons, found {h}."
    hidden_biases = assert_numbers(xor_hidden_biases, "xor_hidden_biases", (h,))
    output_weights = assert_numbers(xor_output_weights, "xor_output_weights", (h,))
    output_bias = assert_numbers(xor_output_bias, "xor_output_bias", ())
    of_hidden = 1e-9 * np.maximum(np.abs(hidden_weights).max(axis=1), np.abs(hidden_biases))  # rounding
    of_output = 1e-9 * max(*np.abs(output_weights), abs(output_bias))
    for a, b, wanted in ((0, 1, 1), (1, 0, 1), (0, 0, 0)):
        hidden = (hidden_weights @ (a, b) + hidden_biases >= -of_hidden).astype(int)
        fires = int(output_weights @ hidden + output_bias >= -of_output)
        assert fires == wanted, (
            f"For A = {a}, B = {b} the hidden layer gives {hidden.tolist()} and the network {fires}."
        )

# %%
""" # BEGIN TEST CONFIG
points: 0.75
""" # END TEST CONFIG
def test_one_and_both(xor_hidden_weights, xor_hidden_biases, xor_output_weights, xor_output_bias):
    """One true input makes the network fire, and both together do not."""
    import numpy as np
    from chainrule.checks import assert_numbers, require

    require(xor_hidden_weights=xor_hidden_weights, xor_hidden_biases=xor_hidden_biases)
    require(xor_output_weights=xor_output_weights, xor_output_bias=xor_output_bias)
    hidden_weights = assert_numbers(xor_hidden_weights, "xor_hidden_weights", (None, 2))
    h = len(hidden_weights)
    assert h <= 8, f"The hidden layer should have at most eight perceptrons, found {h}."
    hidden_biases = assert_numbers(xor_hidden_biases, "xor_hidden_biases", (h,))
    output_weights = assert_numbers(xor_output_weights, "xor_output_weights", (h,))
    output_bias = assert_numbers(xor_output_bias, "xor_output_bias", ())
    of_hidden = 1e-9 * np.maximum(np.abs(hidden_weights).max(axis=1), np.abs(hidden_biases))  # rounding
    of_output = 1e-9 * max(*np.abs(output_weights), abs(output_bias))
    for a, b, wanted in ((0, 1, 1), (1, 0, 1), (1, 1, 0)):
        hidden = (hidden_weights @ (a, b) + hidden_biases >= -of_hidden).astype(int)
        fires = int(output_weights @ hidden + output_bias >= -of_output)
        assert fires == wanted, (
            f"For A = {a}, B = {b} the hidden layer gives {hidden.tolist()} and the network {fires}."
        )

# %%
""" # BEGIN TEST CONFIG
points: 1
""" # END TEST CONFIG
def test_xor(xor_hidden_weights, xor_hidden_biases, xor_output_weights, xor_output_bias):
    """The network agrees with the table for all four inputs."""
    import numpy as np
    from chainrule.checks import assert_numbers, assert_that, require

    require(xor_hidden_weights=xor_hidden_weights, xor_hidden_biases=xor_hidden_biases)
    require(xor_output_weights=xor_output_weights, xor_output_bias=xor_output_bias)
    hidden_weights = assert_numbers(xor_hidden_weights, "xor_hidden_weights", (None, 2))
    h = len(hidden_weights)
    assert h <= 8, f"The hidden layer should have at most eight perceptrons, found {h}."
    hidden_biases = assert_numbers(xor_hidden_biases, "xor_hidden_biases", (h,))
    output_weights = assert_numbers(xor_output_weights, "xor_output_weights", (h,))
    output_bias = assert_numbers(xor_output_bias, "xor_output_bias", ())
    of_hidden = 1e-9 * np.maximum(np.abs(hidden_weights).max(axis=1), np.abs(hidden_biases))  # rounding
    of_output = 1e-9 * max(*np.abs(output_weights), abs(output_bias))
    inputs = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    sums = inputs @ hidden_weights.T + hidden_biases
    hidden_signs = np.where(np.abs(sums) <= of_hidden, 0, np.sign(sums))  # one row an input
    hidden = (hidden_signs >= 0).astype(int)
    sums = hidden @ output_weights + output_bias
    signs = np.where(np.abs(sums) <= of_output, 0, np.sign(sums))
    fires = (signs >= 0).astype(int)
    wrong = fires != [0, 1, 1, 0]
    at = wrong.argmax()
    (a, b), gives = inputs[at], fires[at]
    message = f"For A = {a}, B = {b} the hidden layer gives {hidden[at].tolist()} and the network {gives}."
    in_any_order = sorted(hidden_signs.T.tolist())  # the perceptrons of a layer have no order
    assert_that(not wrong.any(), message, "the signs of all sums", [*in_any_order, signs])

# %% [raw]
"""
# END TESTS
"""

# %% [raw]
"""
# END QUESTION
"""

# %%
def xor_output(points):
    """Return where the network fires."""
    layers = zip(xor_hidden_weights, xor_hidden_biases, strict=True)
    hidden = np.stack([perceptron(points, weights, bias) for weights, bias in layers], axis=-1)
    return perceptron(hidden, xor_output_weights, xor_output_bias)


xor_answers = (xor_hidden_weights, xor_hidden_biases, xor_output_weights, xor_output_bias)
if not any(answer is ... for answer in xor_answers):
    draw_decision("A xor B", xor_output)
