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
title: Two neurons and no biases
builds_on: []
"""

# %% [markdown]
r"""
## Two neurons and no biases

How much can the smallest of networks do? Here it has one input, one hidden layer of width 2, one
output, and no biases at all:

$$f(x) = W_2 \operatorname{ReLU}(W_1 x), \qquad W_1 \text{ of shape } (2, 1), \quad W_2 \text{ of shape } (1, 2),
\qquad -5 \le x \le 5.$$

There are four wishes for $f$ below. For each, either some weights fulfil it, and you name them, or none
do, and you say why.

**How to answer with weights.** A network is a list of its matrices, the one next to the input first.
With $W_1 = \begin{pmatrix} -3 \\ 2 \end{pmatrix}$ and $W_2 = \begin{pmatrix} 1 & -2 \end{pmatrix}$
you would write the lines below. Only what the network computes is judged, so any weights with the
property will do, as lists, arrays or tensors.

    W1 = [[-3],
          [2]]
    W2 = [[1, -2]]
    my_network = [W1, W2]

Below each answer, a cell draws your network. The one above has $f(-4) = 12$, where only its first neuron
is awake, and $f(4) = -2 \cdot 8 = -16$, where only its second is.
"""

# %%
from chainrule.plots.networks import graph

# %% [raw]
"""
# BEGIN QUESTION
name: linear_without_biases
points: 1
minutes: 10
"""

# %% [markdown]
r"""
### A straight line

Find weights for which $f$ is linear on $[-5, 5]$: $f(x) = a x$ for all $x$ there, with one and the
same slope $a \ne 0$ on both sides of 0.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
W1 = [[1], [-1]]  # SOLUTION
W2 = [[1, -1]]  # SOLUTION
linear_network = [W1, W2]

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
points: 0.2
""" # END TEST CONFIG
def test_form_of_the_linear_network(linear_network):
    """Two matrices of numbers, of shapes (2, 1) and (1, 2)."""
    from chainrule import networks

    networks.read(linear_network, "linear_network", inputs=1, width=2, biases=False)

# %%
""" # BEGIN TEST CONFIG
points: 0.3
""" # END TEST CONFIG
def test_both_sides(linear_network):
    """The network is not 0 on either side of 0, and its signs on the two sides differ."""
    import numpy as np
    from chainrule import networks

    f = networks.read(linear_network, "linear_network", inputs=1, width=2, biases=False)
    x = np.array([[-5.0], [5.0]])
    values, rounding = f(x)[:, 0], f.rounding(x)[:, 0]
    for at, value, small in zip(x[:, 0], values, rounding, strict=True):
        assert abs(value) > small, f"Your network is 0 at x = {at:g}."
    assert values[0] * values[1] < 0, (
        f"At x = -5 your network has {values[0]:g}, at x = 5 it has {values[1]:g}: a line through 0 "
        "has different signs there."
    )

# %%
""" # BEGIN TEST CONFIG
points: 0.5
""" # END TEST CONFIG
def test_linear(linear_network):
    """On all of [-5, 5] the output is a x, with one slope a that is not 0."""
    import numpy as np
    from chainrule import networks
    from chainrule.checks import assert_that

    f = networks.read(linear_network, "linear_network", inputs=1, width=2, biases=False)
    x = np.linspace(-5, 5, 2001)[:, None]
    values = f(x)
    awake = np.abs(values) > f.rounding(x)
    ends = np.sign(values * awake)[[0, -1], 0]  # at x = -5 and x = 5
    form = [*sorted(np.abs(ends)), ends.prod()]  # which of the two sides is which does not matter
    message = "Your network is 0 everywhere: its slope should not be 0."
    assert_that(awake.any(), message, "the form of the graph", form)
    slope = float(f([[5.0]])[0, 0]) / 5
    off = np.abs(values - slope * x)
    at = float(x[off.argmax(), 0])
    message = (
        f"The line through 0 that fits your network at x = 5 has the value {slope * at:g} at "
        f"x = {at:g}, but your network has {float(f([[at]])[0, 0]):g} there."
    )
    assert_that(off.max() <= 1e-9 * np.abs(values).max(), message, "the form of the graph", form)

# %% [raw]
"""
# END TESTS
"""

# %% [raw]
"""
# END QUESTION
"""

# %%
graph(linear_network, "linear_network", -5, 5, biases=False)

# %% [raw]
"""
# BEGIN QUESTION
name: two_kinks_without_biases
points: 1
minutes: 15
manual: true
word_limit: 150
rubric:
  - id: impossible
    points: 0.25
    text: States that there are no such weights.
    note: "Weights whose network seems to have two kinks earn nothing in this part: without biases both kinks lie at 0."
  - id: where
    points: 0.5
    text: Shows that each hidden neuron can have a kink at x = 0 only, whatever its weight.
    note: "ReLU(w x) switches where w x = 0. The case w = 0, where the neuron is 0 throughout, may go unsaid."
  - id: sum
    points: 0.25
    text: Concludes that the weighted sum of the two is differentiable everywhere else, so that it has at most one kink.
    note: "Equivalent: f(x) = m x for positive x and n x for negative x."
"""

# %% [markdown]
"""
### Two kinks

Are there weights for which $f$ has two points in $[-5, 5]$ at which it is not differentiable? Name them,
or show that there are none. At most 150 words.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %% [markdown]
r"""
No, there are none. A hidden neuron computes $\operatorname{ReLU}(w x)$. If $w \neq 0$, its argument changes sign at $x = 0$
and nowhere else: on one side of 0 the neuron is the straight line $w x$, on the other side it is 0. If
$w = 0$, it is 0 throughout. So a hidden neuron is differentiable at every $x \ne 0$, whatever its
weight.

The output is $f(x) = c_1 \operatorname{ReLU}(w_1 x) + c_2 \operatorname{ReLU}(w_2 x)$, a sum of two
functions that are differentiable at every $x \neq 0$. It is differentiable there, too. Only one point
is left at which it can fail to be, $x = 0$, and one is fewer than two. This stays true for any width:
to move a kink away from 0, a neuron needs a bias.
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
name: convex_without_biases
points: 0.5
minutes: 5
"""

# %% [markdown]
"""
### Convex, but not a line

Find weights for which $f$ is convex on $[-5, 5]$, and not linear.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
W1 = [[1], [-1]]  # SOLUTION
W2 = [[1, 1]]  # SOLUTION
convex_network = [W1, W2]

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
points: 0.05
""" # END TEST CONFIG
def test_form_of_the_convex_network(convex_network):
    """Two matrices of numbers, of shapes (2, 1) and (1, 2)."""
    from chainrule import networks

    networks.read(convex_network, "convex_network", inputs=1, width=2, biases=False)

# %%
""" # BEGIN TEST CONFIG
points: 0.1
""" # END TEST CONFIG
def test_not_linear(convex_network):
    """The graph is no straight line."""
    import numpy as np
    from chainrule import networks

    f = networks.read(convex_network, "convex_network", inputs=1, width=2, biases=False)
    values = f(np.array([[-5.0], [5.0]]))[:, 0]
    straight = abs(values.sum()) <= 1e-9 * np.abs(values).max()
    assert not straight, "The graph of your network is a straight line."

# %%
""" # BEGIN TEST CONFIG
points: 0.35
""" # END TEST CONFIG
def test_convex_and_not_linear(convex_network):
    """No chord runs below the graph, and the graph is no straight line."""
    import numpy as np
    from chainrule import networks
    from chainrule.checks import assert_that

    f = networks.read(convex_network, "convex_network", inputs=1, width=2, biases=False)
    x = np.linspace(-5, 5, 2001)[:, None]
    values = f(x)
    bends = float((f([[-5.0]]) + f([[5.0]]))[0, 0])
    large = 1e-9 * float(np.abs(values).max())
    form = [large > 0, bends > large, bends < -large]  # awake somewhere, bent upwards, downwards
    message = "The graph of your network is a straight line."
    assert_that(abs(bends) > large, message, "the form of the graph", form)
    chord = (1 - (x + 5) / 10) * f([[-5.0]]) + (x + 5) / 10 * f([[5.0]])
    above = values - chord
    at = int(above.argmax())
    message = (
        f"The chord from x = -5 to x = 5 runs below the graph: at x = {float(x[at, 0]):g} it has "
        f"height {float(chord[at, 0]):g}, and your network has {float(values[at, 0]):g}."
    )
    assert_that(float(above[at, 0]) <= large, message, "the form of the graph", form)

# %% [raw]
"""
# END TESTS
"""

# %% [raw]
"""
# END QUESTION
"""

# %%
graph(convex_network, "convex_network", -5, 5, biases=False)

# %% [raw]
"""
# BEGIN QUESTION
name: neither_without_biases
points: 0.5
minutes: 10
manual: true
word_limit: 150
rubric:
  - id: two_slopes
    points: 0.25
    text: Shows that f has one slope to the left of 0 and one to the right, and that both pieces meet at 0.
    note: "May be taken from the part on two kinks."
  - id: cases
    points: 0.25
    text: Compares the two slopes. A slope that does not decrease makes f convex, one that does not increase makes it concave, and one of the two must hold.
    note: "Equivalent: f is the maximum or the minimum of two lines. A list of sign patterns of the four weights counts if it is complete."
"""

# %% [markdown]
"""
### Neither convex nor concave

Are there weights for which $f$ is neither convex nor concave on $[-5, 5]$? Name them, or show that there
are none. At most 150 words.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %% [markdown]
r"""
No, there are none. Both hidden neurons can bend at 0 only, so $f$ is one straight line through the origin for $x \ge 0$,
with slope $m_+$ say, and another one for $x \le 0$, with slope $m_-$. Two cases are left.

If $m_- \le m_+$, the slope never decreases from left to right. Then $f(x) = \max(m_- x,\, m_+ x)$: for
$x \geq 0$ the second is the larger of the two, for $x \leq 0$ the first. The maximum of two lines is
convex.

If $m_- \ge m_+$, it is the other way round, $f(x) = \min(m_- x,\, m_+ x)$, and the minimum of two lines
is concave.

One of the two cases always holds, so $f$ is always convex or concave (both, if the slopes are equal).
To be neither, a function must bend upwards somewhere and downwards somewhere else, and that takes two
kinks.
"""

# %% [raw]
"""
# END SOLUTION
"""

# %% [raw]
"""
# END QUESTION
"""
