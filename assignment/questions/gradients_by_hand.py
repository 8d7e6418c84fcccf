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
title: Gradients by hand
"""

# %% [markdown]
r"""
## Gradients by hand

A composed function is a chain of simple ones. Its gradient is the product of their slopes, gathered
from the outside in, and this stays true for a network of a hundred layers. Once with a pencil, then
never again.

**Conventions.** $\sigma(z) = \dfrac{1}{1 + e^{-z}}$ is the sigmoid, and $\log$ is the natural
logarithm. A maximum hands its slope to whichever argument is larger: where $a > b$, the derivative of
$\max\{a, b\}$ is 1 with respect to $a$ and 0 with respect to $b$. Where $a = b$ it has a kink, and no
gradient.

**An example.** Take $g(a, b, c) = \log\bigl(c \cdot \max\{a, b\}\bigr)$ at $(2, 5, 3)$. Forward, the
maximum is 5, the product 15, the logarithm about 2.708. Backward, the slope starts as 1 at the output
and is multiplied by the slope of each box that it passes:

![Three boxes in a row: maximum, product, logarithm. Values 2, 5 and 3 go in from the left and become 5,
15 and 2.708. From the right, the slope 1 becomes one fifteenth after the logarithm, 3 fifteenths
towards the maximum and 5 fifteenths towards c; of the maximum's two inputs, a gets 0 and b gets
one fifth.](../figures/gradients_by_hand_chain.png)

So the gradient is $\nabla g(2, 5, 3) = \bigl(0, \tfrac15, \tfrac13\bigr)$.
"""

# %%
import numpy as np  # should your answers want it

# %% [raw]
"""
# BEGIN QUESTION
name: sigmoid_derivative
points: 1
minutes: 10
manual: true
rubric:
  - {id: differentiated, points: 0.5, text: Differentiates the sigmoid correctly., note: "Quotient rule or chain rule on (1 + exp(-x)) to the power -1; a sign that gets lost and comes back unexplained costs this item."}
  - {id: rewritten, points: 0.5, text: "Rewrites the derivative as σ(x)(1 − σ(x)), with every step shown.", note: "The step that matters: exp(-x) / (1 + exp(-x)) is 1 - σ(x). Checking the identity at one number earns nothing."}
"""

# %% [markdown]
r"""
### The slope of the sigmoid

Show that, for every real $x$,

$$\frac{d\sigma}{dx}(x) = \sigma(x)\,\bigl(1 - \sigma(x)\bigr).$$

You may use the result in what follows, whether or not you answer this part.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %% [markdown]
r"""
Write the sigmoid as a power, $\sigma(x) = (1 + e^{-x})^{-1}$, and use the chain rule twice: the
power gives $-(1 + e^{-x})^{-2}$, the exponential inside gives $-e^{-x}$. The two signs cancel:

$$\sigma'(x) = \frac{e^{-x}}{(1 + e^{-x})^2} = \frac{1}{1 + e^{-x}} \cdot \frac{e^{-x}}{1 + e^{-x}}.$$

The first factor is $\sigma(x)$. For the second, add and subtract 1 in the numerator:

$$\frac{e^{-x}}{1 + e^{-x}} = \frac{(1 + e^{-x}) - 1}{1 + e^{-x}} = 1 - \sigma(x).$$

Hence $\sigma'(x) = \sigma(x)\,(1 - \sigma(x))$. It is largest at $x = 0$, where it is $\tfrac14$, and
vanishes far out on both sides.
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
name: composed_gradient
points: 3
minutes: 20
hidden_checks: the proportion of the six entries to one another, then their values, two by two
"""

# %% [markdown]
r"""
### A gradient at a point

For $\mathbf x = (x_1, \dots, x_6)$ with $x_4 \neq 0$, wherever the logarithm exists, let

$$f(\mathbf x) = \sigma\Bigl(\log\Bigl(5\,\Bigl(\max\{x_1, x_2\} \cdot \frac{x_3}{x_4} - (x_5 + x_6)\Bigr)\Bigr) + \frac12\Bigr).$$

Compute the gradient $\nabla f$ with pencil and paper, and evaluate it at
$\hat{\mathbf x} = (-1, 3, 4, 5, -5, 7)$. Work from the inside out for the values and from the outside
in for the slopes, as in the example.

Give the six partial derivatives in order, as a list, tuple, array or tensor. Each entry may be a
decimal number or an expression that Python can compute, and may be off by 0.001.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
# BEGIN SOLUTION NO PROMPT
from math import exp, log

u = 3 * 4 / 5 - (-5 + 7)
outer = 1 / (1 + exp(-log(5 * u) - 1 / 2))
slope = outer * (1 - outer) / u
# END SOLUTION
gradient_of_f = [0, slope * 4 / 5, slope * 3 / 5, -slope * 3 * 4 / 5**2, -slope, -slope]  # SOLUTION

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
def test_six_numbers(gradient_of_f):
    """The answer is six finite numbers."""
    from chainrule.checks import assert_numbers, require

    require(gradient_of_f=gradient_of_f)
    assert_numbers(gradient_of_f, "gradient_of_f", (6,))

# %%
""" # BEGIN TEST CONFIG
points: 0.75
hidden: true
""" # END TEST CONFIG
def test_proportion(gradient_of_f):
    """The six entries stand in the right proportion to one another, whatever factor they share."""
    import numpy as np
    from chainrule.checks import assert_close, assert_numbers, require

    require(gradient_of_f=gradient_of_f)
    found = assert_numbers(gradient_of_f, "gradient_of_f", (6,))
    assert np.abs(found).max() > 1e-3, "`gradient_of_f` is 0 everywhere."
    of_u = np.array([0, 4 / 5, 3 / 5, -3 * 4 / 25, -1, -1])
    found, right = found / np.linalg.norm(found), of_u / np.linalg.norm(of_u)
    assert_close(found, right, "gradient_of_f, scaled to length 1", rtol=0, atol=3e-3)

# %%
""" # BEGIN TEST CONFIG
points: 0.75
hidden: true
""" # END TEST CONFIG
def test_maximum(gradient_of_f):
    """The entries of x1 and x2, the arguments of the maximum, are right."""
    import numpy as np
    from chainrule.checks import assert_close, assert_numbers, require

    require(gradient_of_f=gradient_of_f)
    found = assert_numbers(gradient_of_f, "gradient_of_f", (6,))
    u = 3 * 4 / 5 - 2
    sigmoid = 1 / (1 + np.exp(-0.5) / (5 * u))
    right = sigmoid * (1 - sigmoid) / u * np.array([0, 4 / 5, 3 / 5, -3 * 4 / 25, -1, -1])
    assert_close(found[0:2], right[0:2], "gradient_of_f[0:2]", rtol=0, atol=1e-3)

# %%
""" # BEGIN TEST CONFIG
points: 0.75
hidden: true
""" # END TEST CONFIG
def test_quotient(gradient_of_f):
    """The entries of x3 and x4, the arguments of the quotient, are right."""
    import numpy as np
    from chainrule.checks import assert_close, assert_numbers, require

    require(gradient_of_f=gradient_of_f)
    found = assert_numbers(gradient_of_f, "gradient_of_f", (6,))
    u = 3 * 4 / 5 - 2
    sigmoid = 1 / (1 + np.exp(-0.5) / (5 * u))
    right = sigmoid * (1 - sigmoid) / u * np.array([0, 4 / 5, 3 / 5, -3 * 4 / 25, -1, -1])
    assert_close(found[2:4], right[2:4], "gradient_of_f[2:4]", rtol=0, atol=1e-3)

# %%
""" # BEGIN TEST CONFIG
points: 0.75
hidden: true
""" # END TEST CONFIG
def test_difference(gradient_of_f):
    """The entries of x5 and x6, which are subtracted, are right."""
    import numpy as np
    from chainrule.checks import assert_close, assert_numbers, require

    require(gradient_of_f=gradient_of_f)
    found = assert_numbers(gradient_of_f, "gradient_of_f", (6,))
    u = 3 * 4 / 5 - 2
    sigmoid = 1 / (1 + np.exp(-0.5) / (5 * u))
    right = sigmoid * (1 - sigmoid) / u * np.array([0, 4 / 5, 3 / 5, -3 * 4 / 25, -1, -1])
    assert_close(found[4:6], right[4:6], "gradient_of_f[4:6]", rtol=0, atol=1e-3)

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
name: composed_gradient_derivation
points: 3
minutes: 15
manual: true
rubric:
  - {id: outer, points: 1, text: "Slopes of the outer functions: the sigmoid's at the right place, and 1/u for the logarithm.", note: "The 5 inside the logarithm must drop out; 5/u or 1/(5u) loses this item. The sigmoid's slope belongs at z = log 2 + 1/2."}
  - {id: inner, points: 1, text: "Slopes of the innermost expression with respect to x3, x4, x5 and x6.", note: "Look at the sign and the square for x4, and at the signs for x5 and x6."}
  - {id: maximum, points: 1, text: "Says which of x1 and x2 receives the slope, and why.", note: "An indicator, two cases, or a sentence about the point at hand will all do."}
"""

# %% [markdown]
r"""
### The derivation

Show how you got there. Name the intermediate values, write the slope of each simple function, and
multiply. Give $\nabla f$ for a general point with $x_1 \neq x_2$ first, then insert
$\hat{\mathbf x}$. A photo of your sheet is fine: drag it into the answer cell.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %% [markdown]
r"""
Name the values from the inside out: $m = \max\{x_1, x_2\}$, then
$u = m\,\dfrac{x_3}{x_4} - (x_5 + x_6)$, then $z = \log(5u) + \tfrac12$, and $f = \sigma(z)$.

*Outside in.* The sigmoid contributes $\sigma'(z) = \sigma(z)(1 - \sigma(z))$. For the logarithm,
$\log(5u) = \log 5 + \log u$: the 5 only shifts the value, and the slope is $1/u$. Every partial
derivative therefore shares one factor,

$$\frac{\partial f}{\partial x_i} = \underbrace{\frac{\sigma(z)\,(1 - \sigma(z))}{u}}_{s} \cdot \frac{\partial u}{\partial x_i}.$$

*Inside.* The maximum passes the slope to the larger of its arguments only, so for $x_1 \neq x_2$

$$
\frac{\partial u}{\partial x_1} = [x_1 > x_2]\,\frac{x_3}{x_4}, \quad
\frac{\partial u}{\partial x_2} = [x_2 > x_1]\,\frac{x_3}{x_4}, \quad
\frac{\partial u}{\partial x_3} = \frac{m}{x_4}, \quad
\frac{\partial u}{\partial x_4} = -\frac{m x_3}{x_4^2}, \quad
\frac{\partial u}{\partial x_5} = \frac{\partial u}{\partial x_6} = -1,
$$

where a bracket is 1 if what it says is true and 0 otherwise.

*At the point.* $m = 3$, $u = 3 \cdot \tfrac45 - 2 = \tfrac25$, $z = \log 2 + \tfrac12 \approx 1.1931$,
$\sigma(z) \approx 0.7673$, so $s \approx 0.17855 / 0.4 \approx 0.4464$, and

$$
\nabla f(\hat{\mathbf x}) = s \cdot \Bigl(0, \tfrac45, \tfrac35, -\tfrac{12}{25}, -1, -1\Bigr)
\approx (0,\; 0.3571,\; 0.2678,\; -0.2143,\; -0.4464,\; -0.4464).
$$
"""

# %% [raw]
"""
# END SOLUTION
"""

# %% [raw]
"""
# END QUESTION
"""
