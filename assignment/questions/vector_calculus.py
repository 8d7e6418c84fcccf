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
title: Vector calculus to warm up
builds_on: []
"""

# %% [markdown]
r"""
## Vector calculus to warm up

A **gradient** collects the partial derivatives of a function with values in $\mathbb{R}$: for
$f : \mathbb{R}^d \to \mathbb{R}$ it is the vector
$\nabla f(x) = \bigl(\tfrac{\partial f}{\partial x_1}, \dots, \tfrac{\partial f}{\partial x_d}\bigr)$,
which has the shape of $x$. The Euclidean norm is
$\lVert x \rVert_2 = \bigl(\sum_{k=1}^{d} x_k^2\bigr)^{1/2}$. For example,
$\lVert (3, -4) \rVert_2^2 = 9 + 16 = 25$.

Each question comes twice, once as a function that is tried out and once as a derivation that is
read. Start with whichever you like.
"""

# %%
import numpy as np

# %% [raw]
"""
# BEGIN QUESTION
name: squared_norm_gradient
points: 2
minutes: 5
hidden_checks: the direction by itself, other dimensions, one dimension, zeros, twelve digits, whole numbers, an argument left unchanged
"""

# %% [markdown]
r"""
### Gradient of the squared norm

Let $f(x) = \lVert x \rVert_2^2$ for $x \in \mathbb{R}^d$. Write its gradient as a function of $x$.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
def squared_norm_gradient(x):
    """Return the gradient of the squared Euclidean norm at x.

    Args:
        x: Where to differentiate, of shape (d,).

    Returns:
        The gradient, of shape (d,).
    """
    # BEGIN SOLUTION
    return 2 * x
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
def test_gradient_is_a_vector(squared_norm_gradient):
    """The gradient has as many finite entries as x."""
    import numpy as np
    from chainrule.checks import assert_close, require

    require(squared_norm_gradient=squared_norm_gradient)
    for d in (2, 6):
        x = np.random.default_rng(d).normal(size=d)
        assert_close(squared_norm_gradient(x.copy()), x, f"the gradient for d = {d}", atol=float("inf"))

# %%
""" # BEGIN TEST CONFIG
points: 0.4
""" # END TEST CONFIG
def test_gradient_by_finite_differences(squared_norm_gradient):
    """The gradient agrees with tiny changes of x."""
    import numpy as np
    from chainrule.checks import assert_close, numerical_gradient, require

    require(squared_norm_gradient=squared_norm_gradient)
    x = np.array([3.0, -4.0, 0.5])
    measured = numerical_gradient(lambda v: v @ v, x)
    assert_close(squared_norm_gradient(x), measured, "the gradient", rtol=1e-5, atol=1e-6)

# %%
""" # BEGIN TEST CONFIG
points: 0.35
hidden: true
""" # END TEST CONFIG
def test_direction_of_the_gradient(squared_norm_gradient):
    """The gradient points where the function rises most, whatever its length."""
    import numpy as np
    from chainrule.checks import assert_close, require

    require(squared_norm_gradient=squared_norm_gradient)
    random = np.random.default_rng(12)
    for d in (3, 7):
        x = random.normal(size=d)
        found = squared_norm_gradient(x.copy())
        assert_close(found, x, f"the gradient for d = {d}", atol=float("inf"))
        length = np.linalg.norm(np.asarray(found, dtype=float))
        assert length > 1e-6, f"`the gradient for d = {d}` is 0 everywhere."
        apart = np.abs(np.asarray(found, dtype=float) / length - x / np.linalg.norm(x)).max()
        assert apart < 1e-6, f"For d = {d}, the gradient does not point where the function rises most."

# %%
""" # BEGIN TEST CONFIG
points: 0.75
hidden: true
""" # END TEST CONFIG
def test_gradient_in_other_dimensions(squared_norm_gradient):
    """The gradient is right to twelve digits in one dimension and in many, and at zero."""
    import numpy as np
    import torch
    from chainrule.checks import assert_close, require

    require(squared_norm_gradient=squared_norm_gradient)
    random = np.random.default_rng(11)
    for x in (random.normal(size=1), 100 * random.normal(size=8), np.zeros(4)):
        with torch.enable_grad():
            leaf = torch.tensor(x, requires_grad=True)
            (right,) = torch.autograd.grad((leaf**2).sum(), leaf)
        # A difference quotient is right to ten digits at best, a formula to nearly sixteen.
        name = f"the gradient for d = {len(x)}"
        assert_close(squared_norm_gradient(x), right.numpy(), name, rtol=1e-12, atol=1e-12)

# %%
""" # BEGIN TEST CONFIG
points: 0.25
hidden: true
""" # END TEST CONFIG
def test_gradient_leaves_x_alone(squared_norm_gradient):
    """A right answer for whole numbers that leaves x as it was."""
    import numpy as np
    from chainrule.checks import assert_close, assert_unchanged, require
    from chainrule.probes import call_observed

    require(squared_norm_gradient=squared_norm_gradient)
    before = np.array([2, -1, 3, 0])
    found, (after,) = call_observed(squared_norm_gradient, before)
    assert_close(found, before + before, "the gradient")
    assert_unchanged(before, after, "x")


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
name: squared_norm_derivation
points: 1
minutes: 5
manual: true
word_limit: 80
rubric:
  - {id: partial, points: 0.5, text: "Differentiates the sum with respect to one coordinate, or expands the norm of x + h to first order.", note: "Must show that the terms of all other coordinates vanish, if only by writing the sum."}
  - {id: vector, points: 0.5, text: Collects the partial derivatives into the right vector., note: "A row instead of a column costs nothing. The right vector with no derivation at all gets this half."}
"""

# %% [markdown]
r"""
### Where it comes from

Derive the gradient of $f(x) = \lVert x \rVert_2^2$. Two lines are enough.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %% [markdown]
r"""
Written out, $f(x) = \sum_{k=1}^{d} x_k^2$. Only one term of this sum contains $x_j$, so
$\partial f / \partial x_j = 2 x_j$ for every $j$. Collected into a vector: $\nabla f(x) = 2x$.

The same without coordinates:
$f(x + h) = \lVert x \rVert_2^2 + 2x^\top h + \lVert h \rVert_2^2$. The part that is linear in $h$ is
$2x^\top h$, so the gradient is $2x$.
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
name: best_centre
points: 2
minutes: 5
hidden_checks: other sizes, a single point, points that repeat, points far from the origin, whole numbers, an argument left unchanged
"""

# %% [markdown]
r"""
### The point that is closest to all

Let $x_1, \dots, x_n$ be points in $\mathbb{R}^d$. Write a function that returns the point
$\mu \in \mathbb{R}^d$ for which the sum of squared distances

$$S(\mu) = \sum_{i=1}^{n} \lVert x_i - \mu \rVert_2^2$$

is as small as it can be. Give it directly, without a search.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
def best_centre(points):
    """Return the point that minimises the sum of squared distances to all given points.

    Args:
        points: The given points as rows, of shape (n, d).

    Returns:
        The best point, of shape (d,).
    """
    # BEGIN SOLUTION
    return points.mean(axis=0)
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
def test_centre_is_a_point(best_centre):
    """For points in d dimensions, the result has d finite entries."""
    import numpy as np
    from chainrule.checks import assert_close, require

    require(best_centre=best_centre)
    for n, d in ((5, 3), (4, 2)):
        found = best_centre(np.random.default_rng(n).normal(size=(n, d)))
        assert_close(found, np.zeros(d), f"the point for {n} points in {d} dimensions", atol=float("inf"))

# %%
""" # BEGIN TEST CONFIG
points: 0.4
""" # END TEST CONFIG
def test_no_step_makes_it_better(best_centre):
    """From the point that is returned, no small step in any direction makes the sum smaller."""
    import numpy as np
    from chainrule.checks import assert_close, require

    require(best_centre=best_centre)
    random = np.random.default_rng(31)
    points = random.normal(size=(6, 2))
    centre = best_centre(points)
    assert_close(centre, np.zeros(2), "the point", atol=float("inf"))
    centre = np.asarray(centre, dtype=float)
    here = ((points - centre) ** 2).sum()
    for angle in np.linspace(0, 2 * np.pi, 24, endpoint=False):
        step = 1e-3 * np.array([np.cos(angle), np.sin(angle)])
        there = ((points - centre - step) ** 2).sum()
        assert there > here, (
            f"The sum is {here:.6f} at the point that came back, {centre.round(3).tolist()}, and "
            f"smaller at {(centre + step).round(3).tolist()}."
        )

# %%
""" # BEGIN TEST CONFIG
points: 0.25
hidden: true
""" # END TEST CONFIG
def test_centre_of_a_single_point(best_centre):
    """A single point is its own best centre."""
    import numpy as np
    from chainrule.checks import assert_close, require

    require(best_centre=best_centre)
    alone = np.array([[2.5, -1.0, 0.0, 8.0]])
    assert_close(best_centre(alone.copy()), alone[0], "the point for a single point")

# %%
""" # BEGIN TEST CONFIG
points: 0.6
hidden: true
""" # END TEST CONFIG
def test_centre_of_other_points(best_centre):
    """The point is right for other sizes and for points that repeat."""
    import numpy as np
    from chainrule.checks import assert_close, require

    require(best_centre=best_centre)
    random = np.random.default_rng(32)
    repeated = np.repeat(random.normal(size=(2, 3)), [5, 1], axis=0)
    for points in (random.normal(size=(7, 4)), random.normal(size=(2, 3)), repeated):
        # The minimiser of a sum of squares is the least squares solution of mu = x_i for all i.
        right = np.linalg.lstsq(np.ones((len(points), 1)), points, rcond=None)[0][0]
        assert_close(best_centre(points), right, f"the point for {points.shape} points")

# %%
""" # BEGIN TEST CONFIG
points: 0.25
hidden: true
""" # END TEST CONFIG
def test_centre_far_away(best_centre):
    """A million away from the origin, it is as exact as at home."""
    import numpy as np
    from chainrule.checks import assert_close, require

    require(best_centre=best_centre)
    points = np.array([[1e6 + 1, 0.5], [1e6 + 3, 1.0], [1e6 + 5, 4.5], [1e6 + 7, 2.0]])
    assert_close(best_centre(points), np.array([1e6 + 4, 2.0]), "the point", rtol=1e-12)


# %%
""" # BEGIN TEST CONFIG
points: 0.25
hidden: true
""" # END TEST CONFIG
def test_centre_leaves_the_points_alone(best_centre):
    """A right answer that leaves the points as they were, also where they are whole numbers."""
    import numpy as np
    from chainrule.checks import assert_close, assert_unchanged, require
    from chainrule.probes import call_observed

    require(best_centre=best_centre)
    for before in (np.array([[1.0, 2.0, 9.0], [2.0, 0.0, 0.0]]), np.array([[1, 2, 9], [2, 0, 0]])):
        found, (after,) = call_observed(best_centre, before)
        assert_close(found, np.array([1.5, 1.0, 4.5]), "the point")
        assert_unchanged(before, after, "points")


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
name: best_centre_derivation
points: 3
minutes: 10
manual: true
word_limit: 150
rubric:
  - {id: gradient, points: 1, text: Has the right gradient or derivative of S with respect to mu., note: "The sign must be right or must not matter for what follows. Differentiating with respect to the points instead of mu gets no points here."}
  - {id: solution, points: 1, text: Sets it to zero and solves for mu correctly., note: "Following through from a wrong gradient earns this point if the algebra is right. Completing the square counts for both this item and the one before."}
  - {id: minimum, points: 1, text: Argues that the stationary point is the minimum., note: "Convexity, a second derivative of 2n (times the identity), the square completed, or growth to infinity in all directions. Only naming the word minimum is worth nothing."}
"""

# %% [markdown]
r"""
### Why it is closest

Derive the point that minimises $S(\mu)$. Say also why it is the minimum, and not merely a point
where the gradient vanishes.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %% [markdown]
r"""
With the gradient of the squared norm and the chain rule,

$$\nabla_\mu S(\mu) = \sum_{i=1}^{n} -2\,(x_i - \mu) = 2n\mu - 2\sum_{i=1}^{n} x_i .$$

It vanishes exactly where $\mu = \bar x = \frac{1}{n} \sum_i x_i$, the mean of the points.

Why a minimum? Insert $\bar x$ and multiply out:

$$S(\mu) = \sum_i \lVert (x_i - \bar x) + (\bar x - \mu) \rVert_2^2
= S(\bar x) + 2 (\bar x - \mu)^\top \sum_i (x_i - \bar x) + n \lVert \bar x - \mu \rVert_2^2 .$$

The middle sum is zero by the definition of the mean. What is left is $S(\bar x)$ plus something that
is positive unless $\mu = \bar x$: the mean is the only minimum. (Or: the Hessian of $S$ is $2nI$
everywhere, which is positive definite, so $S$ is strictly convex and its stationary point is the
global minimum.)
"""

# %% [raw]
"""
# END SOLUTION
"""

# %% [raw]
"""
# END QUESTION
"""
