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
title: Gradient descent for one neuron
"""

# %% [markdown]
r"""
## Gradient descent for one neuron

A single neuron without activation computes

$$f(\mathbf x) = w_0 + w_1 x_1 + w_2 x_2 + \dots + w_n x_n .$$

Training data are $m$ examples $(\mathbf x_i, y_i)$, with $\mathbf x_i \in \mathbb R^n$ and
$y_i \in \mathbb R$. The error of the neuron on all of them is

$$L(\mathbf w) = \frac12 \sum_{i=1}^{m} \bigl(y_i - f(\mathbf x_i)\bigr)^2 ,$$

a sum, not a mean, with a factor $\tfrac12$ in front. Gradient descent lowers $L$ by small steps of size
$\eta > 0$, the learning rate. Two indices are at work: $i$ counts the examples, $j$ the weights, and
$x_{ij}$ is feature $j$ of example $i$.
"""

# %%
import matplotlib.pyplot as plt
import numpy as np

# %% [raw]
"""
# BEGIN QUESTION
name: training_rule
points: 3
minutes: 15
manual: true
rubric:
  - {id: derivative, points: 1, text: "Differentiates the error with respect to a weight, with the sum over all examples and the right sign.", note: "The inner derivative of y - f gives the minus sign; the 1/2 cancels the 2."}
  - {id: bias, points: 1, text: "Treats w0 correctly, as a case of its own or through a constant feature of 1.", note: "A rule for w1 to wn alone loses this item."}
  - {id: rule, points: 1, text: "States the rule: new weight = old weight + rate times the sum of (y - f) x.", note: "All weights move at once, with f at the old weights. A rule for one example at a time, said to be so, loses half."}
"""

# %% [markdown]
r"""
### The training rule

Derive the rule by which gradient descent changes the weights $w_0, w_1, \dots, w_n$ of this neuron.
Start from the partial derivative of $L$ with respect to one weight, show every step, and end with a
formula for the new weights that contains nothing but $\eta$, the old weights and the data.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %% [markdown]
r"""
Give every example a constant feature $x_{i0} = 1$. Then $f(\mathbf x_i) = \sum_{k=0}^{n} w_k x_{ik}$, and $w_0$ is a
weight like the others. For any $j$ from 0 to $n$, the chain rule gives

$$
\frac{\partial L}{\partial w_j}
= \frac12 \sum_{i=1}^{m} 2\,\bigl(y_i - f(\mathbf x_i)\bigr) \cdot \frac{\partial}{\partial w_j} \bigl(y_i - f(\mathbf x_i)\bigr)
= -\sum_{i=1}^{m} \bigl(y_i - f(\mathbf x_i)\bigr)\, x_{ij},
$$

because $\partial f(\mathbf x_i) / \partial w_j = x_{ij}$: all other terms of $f$ are constant in $w_j$.

Gradient descent moves against the gradient, $w_j \leftarrow w_j - \eta\, \partial L / \partial w_j$. The two minus signs
cancel:

$$
w_j \;\leftarrow\; w_j + \eta \sum_{i=1}^{m} \Bigl(y_i - w_0 - \sum_{k=1}^{n} w_k x_{ik}\Bigr)\, x_{ij}.
$$

For the bias, $x_{i0} = 1$, and this is
$w_0 \leftarrow w_0 + \eta \sum_{i} \bigl(y_i - w_0 - \sum_{k} w_k x_{ik}\bigr)$.

All weights are changed at the same time: the bracket, the residual, is computed with the old ones. An
example whose prediction is too low pulls each weight in the direction of its feature.
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
name: gradient_descent_step
points: 3
minutes: 15
hidden_checks: other numbers of examples and features, a single example, other rates, arguments left unchanged
"""

# %% [markdown]
r"""
### One step

Write `gradient_descent_step(w, x, y, rate)`. It returns the weights after one step, as a new array.
Use numpy and the rule that you derived, no autograd: some checks switch it off.

| argument | shape | what it is |
|:--|:--|:--|
| `w` | (n + 1,) | weights; `w[0]` is the bias $w_0$ |
| `x` | (m, n) | features, one example a row, without a column of ones |
| `y` | (m,) | targets |
| `rate` | | the learning rate $\eta$ |

All three arrays hold float64 numbers and stay as they were. For example, with one feature, the weights
$(0.5, 1)$, the features 1 and 3, the targets 2 and 5, and $\eta = 0.1$: the neuron gives 1.5 and 3.5,
too little by 0.5 and 1.5, and the new weights are $(0.7, 1.5)$.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
def gradient_descent_step(w, x, y, rate):
    """Return the weights after one step of gradient descent on all examples, of shape (n + 1,)."""
    # BEGIN SOLUTION
    residual = y - (w[0] + x @ w[1:])  # (m,)
    downhill = np.concatenate([[residual.sum()], residual @ x])
    return w + rate * downhill
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
def test_the_step_in_the_text(gradient_descent_step):
    """The example in the text comes out as printed there."""
    import numpy as np
    from chainrule.checks import assert_close, require

    require(gradient_descent_step=gradient_descent_step)
    w, x, y = np.array([0.5, 1.0]), np.array([[1.0], [3.0]]), np.array([2.0, 5.0])
    new = gradient_descent_step(w, x, y, 0.1)
    assert_close(new, np.array([0.7, 1.5]), "the new weights", reveal=True)

# %%
""" # BEGIN TEST CONFIG
points: 1.5
hidden: true
""" # END TEST CONFIG
def test_steps_of_other_sizes(gradient_descent_step):
    """The step is right for other numbers of examples and features, and for other rates."""
    import numpy as np
    from chainrule.checks import assert_close, require
    from chainrule.probes import call_without_autograd

    require(gradient_descent_step=gradient_descent_step)
    random = np.random.default_rng(61)
    for m, n, rate in ((7, 3, 0.02), (4, 6, 0.5), (2, 2, 1.5)):
        w, x, y = random.normal(size=n + 1), random.normal(size=(m, n)), random.normal(size=m)
        right = w.copy()
        for features, target in zip(x, y, strict=True):
            extended = np.append(1.0, features)
            right += rate * (target - extended @ w) * extended
        new = call_without_autograd(gradient_descent_step, w.copy(), x.copy(), y.copy(), rate)
        assert_close(new, right, f"the new weights for {m} examples, {n} features, rate {rate}")

# %%
""" # BEGIN TEST CONFIG
points: 0.5
hidden: true
""" # END TEST CONFIG
def test_step_on_one_example(gradient_descent_step):
    """A single example is enough for a step."""
    import numpy as np
    from chainrule.checks import assert_close, require
    from chainrule.probes import call_without_autograd

    require(gradient_descent_step=gradient_descent_step)
    random = np.random.default_rng(62)
    w, x, y = random.normal(size=5), random.normal(size=(1, 4)), random.normal(size=1)
    too_low = y[0] - w[0] - sum(x[0] * w[1:])
    right = w + 0.3 * too_low * np.append(1.0, x[0])
    new = call_without_autograd(gradient_descent_step, w.copy(), x.copy(), y.copy(), 0.3)
    assert_close(new, right, "the new weights for a single example")

# %%
""" # BEGIN TEST CONFIG
points: 0.5
hidden: true
""" # END TEST CONFIG
def test_step_changes_nothing_else(gradient_descent_step):
    """A step of the right shape leaves the old weights, the features and the targets as they were."""
    import numpy as np
    from chainrule.checks import assert_close, assert_unchanged, require
    from chainrule.probes import call_observed

    require(gradient_descent_step=gradient_descent_step)
    w, x, y = np.array([1.0, -1.0, 0.5]), np.array([[2.0, 1.0], [0.0, 3.0]]), np.array([1.0, -2.0])
    new, after = call_observed(gradient_descent_step, w, x, y, 0.25)
    assert_close(new, np.zeros(3), "the new weights", atol=float("inf"))
    assert np.abs(np.asarray(new) - w).max() > 1e-3, "The new weights are the old ones."
    for name, before, left in zip("wxy", (w, x, y), after, strict=False):
        assert_unchanged(before, left, name)

# %% [raw]
"""
# END TESTS
"""

# %% [raw]
"""
# END QUESTION
"""

# %%
def watch_descent(steps=40, rate=0.05):
    """Fit a line to five points with your step, and draw the line and the error as it falls."""
    x, y = np.array([[-2.0], [-1.0], [0.0], [1.0], [2.0]]), np.array([-1.6, -0.4, 0.1, 1.5, 2.4])
    w, errors = np.zeros(2), []
    for _ in range(steps):
        errors.append(np.sum((y - w[0] - x[:, 0] * w[1]) ** 2) / 2)
        w = gradient_descent_step(w, x, y, rate)
    _, (left, right) = plt.subplots(1, 2, figsize=(8, 3))
    left.plot(x[:, 0], y, "o")
    left.axline((0, w[0]), slope=w[1], color="C1")
    left.set(title="data and neuron", xlabel="x", ylabel="y")
    right.semilogy(errors)
    right.set(title="error L", xlabel="step")
    plt.show()


if gradient_descent_step(np.zeros(2), np.zeros((1, 1)), np.zeros(1), 1.0) is not None:
    watch_descent()
