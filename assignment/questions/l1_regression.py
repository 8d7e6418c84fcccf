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
title: Linear regression with the l1 loss
builds_on: []
"""

# %% [markdown]
r"""
## Linear regression with the l1 loss

We have $n$ data points with $d$ features each, stacked as the rows of a matrix $X$, and their $n$
target values in a vector $y$. A linear model with weights $w$ predicts $Xw$. (An intercept is no
special case: it is the weight of a feature that is 1 in every row.)

With the least squares loss $\lVert Xw - y \rVert_2^2$ the best weights can be written down: if the
columns of $X$ are linearly independent, they are $(X^\top X)^{-1} X^\top y$. In this problem the
training error is measured in the $\ell_1$ norm instead. The $\ell_1$ norm of a vector is the sum
of the absolute values of its entries,

$$\lVert r \rVert_1 = \sum_{i} \lvert r_i \rvert.$$

A small example to try things on, with $n = 3$ and $d = 2$:

$$
X = \begin{pmatrix} 1 & 0 \\ 1 & 1 \\ 1 & 2 \end{pmatrix}, \quad
y = \begin{pmatrix} 0 \\ 1 \\ 5 \end{pmatrix}, \quad
w = \begin{pmatrix} 1 \\ 1 \end{pmatrix}; \qquad
\text{predictions } \begin{pmatrix} 1 \\ 2 \\ 3 \end{pmatrix}, \quad
\text{errors } 1,\ 1 \text{ and } 2, \quad
\text{loss } 4.
$$
"""

# %%
import numpy as np

X_small = np.array([[1.0, 0.0], [1.0, 1.0], [1.0, 2.0]])
y_small = np.array([0.0, 1.0, 5.0])
w_small = np.array([1.0, 1.0])

# %% [raw]
"""
# BEGIN QUESTION
name: l1_sizes
points: 2
minutes: 5
hidden_checks: the sizes for other numbers of points and features, one of each among them
"""

# %% [markdown]
"""
### The size of everything

Before any formula: what fits together with what? Complete `l1_sizes(n, d)`, which states the size of
each quantity for $n$ data points with $d$ features. The residuals are what the norm is taken of,
and the loss is what comes out. A size is a tuple: a matrix with 3 rows and 2 columns has
`(3, 2)`, a vector of 3 entries has `(3,)` (or `(3, 1)`, if you think of it as a column), and a
single number has `()`.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
def l1_sizes(n, d):
    """Return the size of every quantity in the l1 loss of n data points with d features."""
    X = (n, d)  # SOLUTION
    w = (d,)  # SOLUTION
    y = (n,)  # SOLUTION
    residuals = (n,)  # SOLUTION
    loss = ()  # SOLUTION
    return {"X": X, "w": w, "y": y, "residuals": residuals, "loss": loss}


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
def test_every_size_is_a_tuple(l1_sizes):
    """There are five sizes, each a tuple of whole numbers."""
    import numpy as np
    from chainrule.checks import require

    require(l1_sizes=l1_sizes)
    found = l1_sizes(7, 3)
    assert isinstance(found, dict), "l1_sizes should return the dictionary that its last line builds."
    for name in ("X", "w", "y", "residuals", "loss"):
        size = found.get(name)
        assert size is not ..., f"The size of {name} is not answered yet: replace its `...`."
        whole = isinstance(size, (tuple, list)) and all(isinstance(entry, (int, np.integer)) for entry in size)
        assert whole, f"The size of {name} should be a tuple of whole numbers, found {size!r}."


# %%
""" # BEGIN TEST CONFIG
points: 1.25
hidden: true
""" # END TEST CONFIG
def test_the_product_exists(l1_sizes):
    """X has one row a data point and one column a feature, and w fits it from the right."""
    import numpy as np
    from chainrule.checks import assert_that, require

    require(l1_sizes=l1_sizes)
    for n, d in ((7, 3), (2, 9), (1, 4), (6, 1)):
        found = l1_sizes(n, d)
        assert isinstance(found, dict), "l1_sizes should return the dictionary that its last line builds."
        for name, allowed in {"X": [(n, d)], "w": [(d,), (d, 1)]}.items():
            size = found.get(name)
            whole = isinstance(size, (tuple, list)) and all(isinstance(entry, (int, np.integer)) for entry in size)
            message = f"With {n} points of {d} features, {name} cannot have the size {size}."
            assert whole, message
            quantity = f"the size of {name} for {n} points of {d} features"
            assert_that(tuple(size) in allowed, message, quantity, [len(size), *size])


# %%
""" # BEGIN TEST CONFIG
points: 0.75
hidden: true
""" # END TEST CONFIG
def test_sizes_of_residuals_and_loss(l1_sizes):
    """The targets and the residuals fit the predictions, and the loss is what a norm is."""
    import numpy as np
    from chainrule.checks import assert_that, require

    require(l1_sizes=l1_sizes)
    for n, d in ((7, 3), (2, 9), (1, 4), (6, 1)):
        found = l1_sizes(n, d)
        assert isinstance(found, dict), "l1_sizes should return the dictionary that its last line builds."
        column, number = [(n,), (n, 1)], [(), (1,), (1, 1)]
        for name, allowed in {"y": column, "residuals": column, "loss": number}.items():
            size = found.get(name)
            whole = isinstance(size, (tuple, list)) and all(isinstance(entry, (int, np.integer)) for entry in size)
            message = f"With {n} points of {d} features, {name} cannot have the size {size}."
            assert whole, message
            quantity = f"the size of {name} for {n} points of {d} features"
            assert_that(tuple(size) in allowed, message, quantity, [len(size), *size])


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
name: l1_loss
points: 2
minutes: 5
hidden_checks: other sizes, errors of both signs, a single point, whole numbers, arguments left unchanged
"""

# %% [markdown]
r"""
### The loss

Write the training error in the $\ell_1$ norm as a function of $X$, $y$ and $w$: first on paper, in
matrix notation, then in numpy. It is the norm itself, a sum over the data points and not a mean.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
def l1_loss(X, y, w):
    """Return the l1 training error of the linear model with weights w.

    Args:
        X: Data points as rows, of shape (n, d).
        y: Targets, of shape (n,).
        w: Weights, of shape (d,).

    Returns:
        The loss, a number.
    """
    # BEGIN SOLUTION
    return np.abs(X @ w - y).sum()
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
points: 0.25
""" # END TEST CONFIG
def test_loss_is_one_number(l1_loss):
    """However many points there are, the loss is one finite number."""
    import numpy as np
    from chainrule.checks import assert_close, require

    require(l1_loss=l1_loss)
    random = np.random.default_rng(10)
    for n, d in ((4, 2), (3, 5)):
        found = l1_loss(random.normal(size=(n, d)), random.normal(size=n), random.normal(size=d))
        assert_close(found, 0.0, f"the loss of {n} points", atol=float("inf"))

# %%
""" # BEGIN TEST CONFIG
points: 0.25
""" # END TEST CONFIG
def test_loss_of_the_small_example(l1_loss):
    """The loss of the small example is the one printed there."""
    import numpy as np
    from chainrule.checks import assert_close, require

    require(l1_loss=l1_loss)
    X = np.array([[1.0, 0.0], [1.0, 1.0], [1.0, 2.0]])
    found = l1_loss(X, np.array([0.0, 1.0, 5.0]), np.array([1.0, 1.0]))
    assert_close(found, 4.0, "the loss of the small example", reveal=True)

# %%
""" # BEGIN TEST CONFIG
points: 0.35
hidden: true
""" # END TEST CONFIG
def test_loss_of_a_single_point(l1_loss):
    """Of a single point, the loss is right, whichever sign its error has."""
    import numpy as np
    from chainrule.checks import assert_close, require

    require(l1_loss=l1_loss)
    X, w = np.array([[2.0, -1.0, 0.5]]), np.array([1.5, 1.0, 4.0])  # the prediction is 4
    for target in (7.0, -1.5):
        assert_close(l1_loss(X, np.array([target]), w), abs(target - 4.0), "the loss of a single point")

# %%
""" # BEGIN TEST CONFIG
points: 0.75
hidden: true
""" # END TEST CONFIG
def test_loss_of_other_data(l1_loss):
    """The loss is right for other sizes, and for errors of both signs."""
    import numpy as np
    from chainrule.checks import assert_close, require

    require(l1_loss=l1_loss)
    random = np.random.default_rng(11)
    for n, d in ((7, 3), (4, 9), (1, 5), (6, 1)):
        X, y, w = random.normal(size=(n, d)), random.normal(size=n), random.normal(size=d)
        right = sum(abs(sum(X[i, k] * w[k] for k in range(d)) - y[i]) for i in range(n))
        assert_close(l1_loss(X, y, w), right, f"the loss of {n} points with {d} features")

# %%
""" # BEGIN TEST CONFIG
points: 0.2
hidden: true
""" # END TEST CONFIG
def test_loss_of_whole_numbers(l1_loss):
    """Data that are whole numbers are data."""
    import numpy as np
    from chainrule.checks import assert_close, require

    require(l1_loss=l1_loss)
    X, y = np.array([[1, -2], [3, 0], [2, 2]]), np.array([4, -1, 3])
    assert_close(l1_loss(X, y, np.array([1, -1])), 1 + 4 + 3, "the loss of whole numbers")


# %%
""" # BEGIN TEST CONFIG
points: 0.2
hidden: true
""" # END TEST CONFIG
def test_loss_changes_nothing(l1_loss):
    """A right answer that leaves the data and the weights as they were."""
    import numpy as np
    from chainrule.checks import assert_close, assert_unchanged, require
    from chainrule.probes import call_observed

    require(l1_loss=l1_loss)
    before = np.array([[1.0, 2.0], [3.0, -1.0], [0.0, 2.0]]), np.array([1.0, 7.0, -2.0]), np.array([2.0, -0.5])
    found, after = call_observed(l1_loss, *before)
    assert_close(found, 0.0 + 0.5 + 1.0, "the loss")
    for name, old, new in zip(("X", "y", "w"), before, after, strict=True):
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
name: l1_subgradient
points: 2
minutes: 15
hidden_checks: other data, residuals of exactly 0, arguments left unchanged
"""

# %% [markdown]
r"""
### A subgradient

The absolute value has no derivative at 0, but it has *subgradients* there: slopes of lines that
touch the graph and never rise above it. In general, a vector $g$ is a subgradient of a convex
function $L$ at $w$ if

$$L(v) \;\ge\; L(w) + g^\top (v - w) \qquad \text{for all } v.$$

![The graph of the absolute value, with lines of slope minus one half, zero and three quarters through its
kink that stay below it.](../figures/l1_kink.png)

Where $L$ is differentiable the gradient is the only subgradient. At a kink there are many, and any
one of them will do: with steps that become ever smaller, each choice leads to a minimum.

Write `l1_subgradient(X, y, w)`, which returns a subgradient of your loss with respect to $w$.
Where a residual is exactly 0, any choice that the inequality allows is right. A residual counts as
0 only if it is exactly that; no tolerance is needed.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
def l1_subgradient(X, y, w):
    """Return a subgradient of the l1 training error with respect to w.

    Args:
        X: Data points as rows, of shape (n, d).
        y: Targets, of shape (n,).
        w: Weights, of shape (d,).

    Returns:
        A subgradient, of shape (d,).
    """
    # BEGIN SOLUTION
    return X.T @ np.sign(X @ w - y)
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
def test_subgradient_away_from_kinks(l1_loss, l1_subgradient):
    """Away from kinks, it agrees with tiny changes of the weights in your own l1_loss."""
    import numpy as np
    from chainrule.checks import assert_close, numerical_gradient, require

    require(l1_loss=l1_loss, l1_subgradient=l1_subgradient)
    random = np.random.default_rng(21)
    X, y, w = random.normal(size=(6, 3)), random.normal(size=6), random.normal(size=3)
    found = l1_subgradient(X, y, w)
    assert_close(found, np.zeros(3), "the subgradient", atol=float("inf"))
    assert_close(l1_loss(X, y, w), 0.0, "what l1_loss returns", atol=float("inf"))
    measured = numerical_gradient(lambda v: l1_loss(X, y, v), w)
    assert_close(found, measured, "the subgradient", rtol=1e-5, atol=1e-6)


# %%
""" # BEGIN TEST CONFIG
points: 0.5
hidden: true
""" # END TEST CONFIG
def test_subgradient_of_other_data(l1_subgradient):
    """It is the gradient of the l1 loss for other sizes, whatever your l1_loss returns."""
    import numpy as np
    import torch
    from chainrule.checks import assert_close, require

    require(l1_subgradient=l1_subgradient)
    random = np.random.default_rng(38)
    for n, d in ((9, 4), (3, 7), (1, 2), (8, 1)):
        X, y, w = random.normal(size=(n, d)), random.normal(size=n), random.normal(size=d)
        with torch.enable_grad():
            leaf = torch.tensor(w, requires_grad=True)
            value = torch.nn.functional.l1_loss(torch.tensor(X) @ leaf, torch.tensor(y), reduction="sum")
            (right,) = torch.autograd.grad(value, leaf)
        name = f"the subgradient for {n} points with {d} features"
        assert_close(l1_subgradient(X, y, w), right.numpy(), name)


# %%
""" # BEGIN TEST CONFIG
points: 0.75
hidden: true
""" # END TEST CONFIG
def test_subgradient_at_a_kink(l1_subgradient):
    """Where residuals are exactly 0, the line with this slope stays below the loss."""
    import numpy as np
    from chainrule.checks import assert_close, require

    require(l1_subgradient=l1_subgradient)
    random = np.random.default_rng(23)
    for zeros in ([2], [0], [1, 3], [0, 1, 2, 3, 4]):
        X = random.integers(-3, 4, size=(5, 3)).astype(float)
        w = random.integers(-3, 4, size=3).astype(float)
        residuals = random.choice([-2.0, -1.0, 1.0, 2.0], size=5)
        residuals[zeros] = 0
        y = X @ w - residuals
        found = l1_subgradient(X.copy(), y.copy(), w.copy())
        assert_close(found, np.zeros(3), "the subgradient at a kink", atol=float("inf"))
        found = np.asarray(found, dtype=float)
        at_kink = np.zeros(5, dtype=bool)
        at_kink[zeros] = True
        smooth = X[~at_kink].T @ np.sign(residuals[~at_kink])
        # Directions that find any violation: random ones, the rows at the kink, what rows cannot explain.
        rows = X[at_kink]
        surplus = found - smooth
        unexplained = surplus - np.linalg.pinv(rows) @ (rows @ surplus)
        directions = [*random.normal(size=(2000, 3)), *rows, *-rows, unexplained]
        for direction in directions:
            slope = smooth @ direction + np.abs(rows @ direction).sum()
            allowed = found @ direction <= slope + 1e-9
            assert allowed, (
                f"Where {len(zeros)} of 5 residuals are 0, what was returned is not a subgradient: moving "
                f"w along {np.round(direction, 3).tolist()}, the loss falls below the line."
            )


# %%
""" # BEGIN TEST CONFIG
points: 0.25
hidden: true
""" # END TEST CONFIG
def test_subgradient_changes_nothing(l1_subgradient):
    """An answer of the right shape that leaves the data and the weights as they were."""
    import numpy as np
    from chainrule.checks import assert_close, assert_unchanged, require
    from chainrule.probes import call_observed

    require(l1_subgradient=l1_subgradient)
    before = np.array([[1.0, 2.0], [3.0, -1.0], [0.0, 2.0]]), np.array([2.0, 7.0, -2.0]), np.array([2.0, -0.5])
    found, after = call_observed(l1_subgradient, *before)  # residuals -1, -0.5 and 1
    assert_close(found, np.zeros(2), "the subgradient", atol=float("inf"))
    assert np.abs(np.asarray(found)).max() > 1e-3, "The subgradient is 0 everywhere."
    for name, old, new in zip(("X", "y", "w"), before, after, strict=True):
        assert_unchanged(old, new, name)


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
**What it is good for.** The cell below draws noisy points on a line, spoils three of them, and fits a
line in two ways: by least squares, in closed form, and by following your subgradient downhill. Which
of the two lines do the three spoiled points pull away?
"""

# %%
from matplotlib import pyplot as plt

def compare_with_least_squares():
    """Fit a line to spoiled data with both losses, and draw both."""
    random = np.random.default_rng(5)
    x = np.linspace(0, 10, 21)
    y = 1 + 0.5 * x + random.normal(0, 0.2, 21)
    y[[17, 18, 20]] -= 6
    X = np.stack([np.ones(21), x], axis=1)

    w_l2 = np.linalg.lstsq(X, y, rcond=None)[0]
    w_l1 = np.zeros(2)
    if l1_subgradient(X, y, w_l1) is not None:
        for step in range(1, 3001):
            w_l1 = w_l1 - 0.05 / step**0.5 * l1_subgradient(X, y, w_l1) / 21

    plt.figure(figsize=(6, 3.2))
    plt.plot(x, y, "o", color="0.45", label="data, three points spoiled")
    plt.plot(x, X @ w_l2, "--", color="#0072b2", label="least squares")
    plt.plot(x, X @ w_l1, "-", color="#d55e00", label="your l1 subgradient")
    plt.xlabel("x")
    plt.ylabel("y")
    plt.legend()
    plt.show()


compare_with_least_squares()

# %% [raw]
"""
# BEGIN QUESTION
name: l1_closed_form
points: 3
minutes: 15
manual: true
word_limit: 200
rubric:
  - {id: verdict, points: 1, text: Says that there is no closed form as there is for least squares., note: "Special cases that can be solved by another rule, such as d = 1 with a constant feature (the median), are welcome and cost nothing. A formula offered as the general solution gets no points here."}
  - {id: kinks, points: 1, text: "Names the obstacle: the loss is not differentiable wherever a residual is 0.", note: "The word kink, a picture of the absolute value, or the remark that sign(0) is not defined is enough."}
  - {id: consequence, points: 1, text: Says why that obstacle defeats the least squares route of setting the gradient to zero and solving for w., note: "Any one of these: the gradient that exists is piecewise constant in w, so that w cannot be isolated; the minimum sits at kinks, where there is no gradient; the signs of the residuals depend on the unknown w. Only saying that one cannot take the derivative is worth half."}
"""

# %% [markdown]
r"""
### Is there a closed form?

Can the weights that minimise the $\ell_1$ training error be written down in closed form, as for
least squares? If so, write them down. If not, explain what breaks on the way that leads to
$(X^\top X)^{-1} X^\top y$.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %% [markdown]
r"""
**No, not in general.** For least squares we set the gradient to zero,
$2X^\top(Xw - y) = 0$. That equation is linear in $w$, and solving it gives the closed form.

For $L(w) = \lVert Xw - y \rVert_1$ this route breaks twice.

*There is not always a gradient.* $\lvert r_i \rvert$ has a kink at $r_i = 0$, so $L$ is not
differentiable at any $w$ for which a residual is exactly zero. These points cannot be ignored:
when the columns of $X$ are independent, some minimiser makes at least $d$ residuals zero (with
$d = 2$, a best line runs through two data points). The minimum sits where calculus cannot look.

*Where there is a gradient, it does not help.* It is $X^\top \operatorname{sign}(Xw - y)$, which
depends on $w$ through signs only. It is constant on whole regions, and setting it to zero leaves no
equation from which $w$ could be isolated. What remains true at a minimum is
$0 \in \{X^\top s : s_i = \operatorname{sign}(r_i) \text{ if } r_i \neq 0,\ s_i \in [-1, 1] \text{ if } r_i = 0\}$,
but which residuals vanish, and the signs of the others, are known only once $w$ is known.

So one computes: by linear programming, or by subgradient steps. Even in the simplest case, where $X$
is a single column of ones, the answer is a median: found by sorting, and not even unique for even $n$.
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
name: l1_reflection
points: 3
minutes: 10
manual: true
word_limit: 120
rubric:
  - {id: steps, points: 1, text: "Names the three steps as they look in this problem: linear model, l1 loss, minimisation.", note: "All three must appear with their content here; the bare names of the steps are worth half."}
  - {id: change, points: 1, text: "Says which step was changed and which step suffered: the loss was chosen differently, and that took the closed form from the third step.", note: "Must connect the second step with the third. The remark that the model is untouched is welcome."}
  - {id: own_way, points: 1, text: Says something specific about how the writer solved the problem., note: "One honest, specific sentence will do: what was tried first, where it got stuck, what helped. A sentence that would fit any homework is worth nothing."}
"""

# %% [markdown]
"""
### Looking back

Machine learning has a three-step recipe: **choose a model** (which functions are allowed),
**choose a loss** (what makes one of them better than another), **minimise** (find a good one). In a
few sentences, say how you solved this problem, and where each of the three steps appears in it. Which
of them differs from least squares, and which of them suffers for it?
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %% [markdown]
r"""
The model is linear as before, $x \mapsto x^\top w$; only the second step of the recipe is different,
with $\lVert Xw - y \rVert_1$ in place of the sum of squares. I first tried to repeat the derivation
for least squares, got stuck at the derivative of $\lvert r \rvert$ at 0, and saw from a drawing with
two points why the minimum sits exactly there. So the choice of a loss in step two decides what is
possible in step three: the pencil is enough for least squares, while the absolute error needs an
algorithm such as subgradient descent.
"""

# %% [raw]
"""
# END SOLUTION
"""

# %% [raw]
"""
# END QUESTION
"""
