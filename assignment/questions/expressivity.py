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
title: What networks of steps can express
builds_on: []
"""

# %% [markdown]
r"""
## What networks of steps can express

A neuron with the unit step as its activation is either on or off:

$$\sigma(t) = \begin{cases} 1 & \text{if } t \ge 0, \\ 0 & \text{if } t < 0. \end{cases}$$

We take one input $x \in \mathbb{R}$, one hidden layer of $m$ such neurons, and an output that only
sums up, with weights but without a bias or an activation of its own:

$$y(x) = \sum_{i=1}^{m} v_i \, \sigma(w_i x + b_i).$$

Nothing is trained in this problem. You write the weights down, because you know what they do.

In code a network is three lists of the same length, `w`, `b` and `v`. For example `[2.0]`, `[-6.0]`,
`[5.0]` is a network of one neuron that is 0 for $x < 3$ and 5 from there on.
"""

# %%
import numpy as np
from chainrule.checks import assert_numbers


def unit_step(t):
    return np.where(t >= 0, 1.0, 0.0)


def step_network(x, w, b, v):
    """Return the output of a network of steps at every number in x."""
    w, b, v = (assert_numbers(part, name, (None,)) for name, part in zip("wbv", (w, b, v), strict=True))
    return unit_step(np.outer(x, w) + b) @ v


print("at 2.9 and at 3.1:", step_network([2.9, 3.1], [2.0], [-6.0], [5.0]))

# %% [raw]
"""
# BEGIN QUESTION
name: box_network
points: 2
minutes: 15
hidden_checks: boxes of other heights and widths, negative heights among them, inputs close to the edges and far away
"""

# %% [markdown]
r"""
### A box from two neurons

A **box** of height $h$ and width $\delta > 0$ is the function with $f(x) = h$ for $0 < x < \delta$,
$f(x) = 0$ for $x < 0$ and for $x > \delta$. What happens exactly at the two edges is not looked at.

![Left: the graph of a box, zero up to x = 0, h up to x = delta, zero again. Right: a network with input x,
two step neurons with weights w1, w2 and biases b1, b2, and an output that sums them with weights v1 and
v2.](../figures/box_network.png)

Write `box_network(h, delta)`, which returns the weights `w`, `b` and `v` of a network with **two**
hidden neurons that realises this box. Any weights that do it are right.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
def box_network(h, delta):
    """Return a network of two steps that is h between 0 and delta, and 0 elsewhere.

    Args:
        h: Height of the box, of either sign.
        delta: Width of the box, positive.

    Returns:
        Three lists of two numbers: hidden weights w, hidden biases b, output weights v.
    """
    w = [1.0, 1.0]  # SOLUTION
    b = [0.0, -delta]  # SOLUTION
    v = [h, -h]  # SOLUTION
    return w, b, v


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
def test_two_neurons(box_network):
    """Three lists of two numbers come back: w, b and v."""
    import numpy as np
    from chainrule.checks import assert_numbers, require

    require(box_network=box_network)
    found = box_network(3.0, 1.5)
    if isinstance(found, np.ndarray) and found.ndim == 2:
        found = list(found)  # three rows unpack like three lists
    three = isinstance(found, (tuple, list)) and len(found) == 3
    assert three, "box_network should return three things: w, b and v."
    for name, part in zip("wbv", found, strict=True):
        assert_numbers(part, name, (2,))

# %%
""" # BEGIN TEST CONFIG
points: 0.4
""" # END TEST CONFIG
def test_one_box(box_network):
    """For height 2 and width 0.5, two neurons give the box."""
    import numpy as np
    from chainrule.checks import assert_numbers, assert_that, require

    require(box_network=box_network)
    found = box_network(2.0, 0.5)
    if isinstance(found, np.ndarray) and found.ndim == 2:
        found = list(found)  # three rows unpack like three lists
    three = isinstance(found, (tuple, list)) and len(found) == 3
    assert three, "box_network should return three things: w, b and v."
    w, b, v = (assert_numbers(part, name, (2,)) for name, part in zip("wbv", found, strict=True))
    x = np.array([-3.0, -0.1, 0.1, 0.25, 0.4, 0.6, 3.0])
    y = (np.outer(x, w) + b >= 0) @ v
    box = np.where((x > 0) & (x < 0.5), 2.0, 0.0)
    wrong = ~(np.abs(y - box) < 1e-6)
    at = wrong.argmax()
    message = f"At x = {x[at]:g} the network gives {y[at]:g}, and the box is {box[at]:g}."
    assert_that(not wrong.any(), message, "the network", y)

# %%
""" # BEGIN TEST CONFIG
points: 0.3
hidden: true
""" # END TEST CONFIG
def test_height_of_the_box(box_network):
    """Between the edges, the network has the height of the box."""
    import numpy as np
    from chainrule.checks import assert_numbers, assert_that, require

    require(box_network=box_network)
    for h, delta in ((1.7, 2.5), (-0.4, 0.3), (12.0, 1.0)):
        found = box_network(h, delta)
        if isinstance(found, np.ndarray) and found.ndim == 2:
            found = list(found)  # three rows unpack like three lists
        three = isinstance(found, (tuple, list)) and len(found) == 3
        assert three, "box_network should return three things: w, b and v."
        w, b, v = (assert_numbers(part, name, (2,)) for name, part in zip("wbv", found, strict=True))
        x = delta * np.array([0.2, 0.5, 0.8])
        y = (np.outer(x, w) + b >= 0) @ v
        wrong = ~(np.abs(y - h) < 1e-6 * abs(h))
        at = wrong.argmax()
        message = f"With h = {h:g} and delta = {delta:g}, the network gives {y[at]:g} at x = {x[at]:g}."
        assert_that(not wrong.any(), message, f"the box of height {h:g} and width {delta:g}", y)

# %%
""" # BEGIN TEST CONFIG
points: 0.3
hidden: true
""" # END TEST CONFIG
def test_box_is_bounded(box_network):
    """Far to the left and far to the right the network is 0, and somewhere between it is not."""
    import numpy as np
    from chainrule.checks import assert_numbers, require

    require(box_network=box_network)
    for h, delta in ((2.2, 0.6), (-1.5, 4.0)):
        found = box_network(h, delta)
        if isinstance(found, np.ndarray) and found.ndim == 2:
            found = list(found)  # three rows unpack like three lists
        three = isinstance(found, (tuple, list)) and len(found) == 3
        assert three, "box_network should return three things: w, b and v."
        w, b, v = (assert_numbers(part, name, (2,)) for name, part in zip("wbv", found, strict=True))
        edges = [-b[i] / w[i] for i in range(2) if w[i] != 0]
        between = np.mean(edges) if edges else 0.0
        far = 1e3 + 2 * max(map(abs, edges), default=0.0)
        left, inside, right = (sum(v[i] * (w[i] * x + b[i] >= 0) for i in range(2)) for x in (-far, between, far))
        assert abs(left) < 1e-6 * abs(h), f"With h = {h:g} and delta = {delta:g}, the network gives {left:g} at x = {-far:g}."
        assert abs(right) < 1e-6 * abs(h), f"With h = {h:g} and delta = {delta:g}, the network gives {right:g} at x = {far:g}."
        assert abs(inside) > 1e-6 * abs(h), f"With h = {h:g} and delta = {delta:g}, the network is 0 everywhere."

# %%
""" # BEGIN TEST CONFIG
points: 0.5
hidden: true
""" # END TEST CONFIG
def test_boxes_of_any_size(box_network):
    """Boxes of other heights and widths are right as well."""
    import numpy as np
    from chainrule.checks import assert_numbers, assert_that, require

    require(box_network=box_network)
    random = np.random.default_rng(11)
    for h, delta in ((1.5, 3.0), (-2.5, 0.2), (40.0, 11.0), (-0.3, 1.0), (0.7, 0.05)):
        found = box_network(h, delta)
        if isinstance(found, np.ndarray) and found.ndim == 2:
            found = list(found)  # three rows unpack like three lists
        three = isinstance(found, (tuple, list)) and len(found) == 3
        assert three, "box_network should return three things: w, b and v."
        w, b, v = (assert_numbers(part, name, (2,)) for name, part in zip("wbv", found, strict=True))
        x = delta * random.uniform(-2.0, 3.0, size=200)
        y = (np.outer(x, w) + b >= 0) @ v
        wrong = ~(np.abs(y - np.where((x > 0) & (x < delta), h, 0.0)) < 1e-6 * abs(h))
        at = wrong.argmax()
        message = f"With h = {h:g} and delta = {delta:g}, the network gives {y[at]:g} at x = {x[at]:.4g}."
        assert_that(not wrong.any(), message, f"the box of height {h:g} and width {delta:g}", y)

# %%
""" # BEGIN TEST CONFIG
points: 0.3
hidden: true
""" # END TEST CONFIG
def test_edges_and_far_away(box_network):
    """Right before, right after and far from the edges, the network is the box."""
    import numpy as np
    from chainrule.checks import assert_numbers, assert_that, require

    require(box_network=box_network)
    for h, delta in ((3.0, 0.7), (-1.25, 6.0)):
        found = box_network(h, delta)
        if isinstance(found, np.ndarray) and found.ndim == 2:
            found = list(found)  # three rows unpack like three lists
        three = isinstance(found, (tuple, list)) and len(found) == 3
        assert three, "box_network should return three things: w, b and v."
        w, b, v = (assert_numbers(part, name, (2,)) for name, part in zip("wbv", found, strict=True))
        close = 1e-6 * delta
        x = np.array([-1e6, -close, close, delta - close, delta + close, 1e6])
        y = (np.outer(x, w) + b >= 0) @ v
        wrong = ~(np.abs(y - np.where((x > 0) & (x < delta), h, 0.0)) < 1e-6)
        at = wrong.argmax()
        message = f"With h = {h:g} and delta = {delta:g}, the network gives {y[at]:g} at x = {x[at]:.9g}."
        assert_that(not wrong.any(), message, f"the box of height {h:g} and width {delta:g}", y)


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
name: box_drawing
points: 0.5
minutes: 5
manual: true
word_limit: 120
rubric:
  - {id: steps, points: 0.25, text: "Says of each neuron where it switches on and what it then adds to the output, with all weights and biases.", note: "A drawing that names every weight and bias counts. Any right network will do, such as one whose steps look to the left; its weights must be those of the answer above."}
  - {id: cancel, points: 0.25, text: "Shows on each of the three pieces of the axis that the sum is the box: 0 before it, h within, and 0 again after it because the two cancel."}
"""

# %% [markdown]
r"""
### The box, drawn

Draw your network with all its weights and biases, for any $h$ and $\delta$, and show piece by piece
($x < 0$, $0 < x < \delta$, $x > \delta$) that it is the box. Drag a photo or a drawing into the answer
cell, or say it in at most 120 words.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %% [markdown]
r"""
The first neuron has weight 1 and bias 0, so it switches on at $x = 0$; its output weight is $h$. The
second has weight 1 and bias $-\delta$, so it switches on at $x = \delta$; its output weight is $-h$.
Together,

$$y(x) = h\,\sigma(x) - h\,\sigma(x - \delta).$$

| | first neuron | second neuron | output |
|:--|:-:|:-:|:-:|
| $x < 0$ | 0 | 0 | $0$ |
| $0 < x < \delta$ | 1 | 0 | $h$ |
| $x > \delta$ | 1 | 1 | $h - h = 0$ |

So a box is one step up and one step down. The biases say where, the output weights how far.
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
name: approximate
points: 2
minutes: 25
hidden_checks: steep and flat functions, other intervals, tolerances that do not divide evenly, the number of neurons
"""

# %% [markdown]
r"""
### Any smooth function

Now let $f$ be any smooth, bounded function on an interval $[-B, B]$. Outside of it we do not care. All
that is known about $f$ is how steep it gets: $\lvert f'(x) \rvert \le s$ for a number $s > 0$.

Write `approximate(f, B, slope, tolerance)`, which returns `w`, `b` and `v` of a network of steps with
one hidden layer such that

$$\lvert y(x) - f(x) \rvert \le \varepsilon \qquad \text{for all } -B < x < B,$$

where $\varepsilon$ is the tolerance and $s$ the slope. Use at most $4Bs/\varepsilon + 4$ hidden neurons.
(A network that fits every $f$ needs to look at $f$ in enough places: think about how far $f$ can move
between two of them.)

The functions to try it on are sums of sines. They are called like any function, also on a whole numpy
array, and know a bound on how steep they are: `f = Wave([1.0, 0.5], [1.0, 3.0], [0.0, 1.0])` is
$f(x) = \sin(x) + 0.5 \sin(3x + 1)$, and `f.slope` is 2.5.
"""

# %%
class Wave:
    """A sum of sines, amplitude * sin(frequency * x + phase), to be called like a function."""

    def __init__(self, amplitudes, frequencies, phases):
        self.terms = list(zip(amplitudes, frequencies, phases, strict=True))
        self.slope = sum(abs(a * k) for a, k, _ in self.terms)

    def __call__(self, x):
        return sum(a * np.sin(k * np.asarray(x) + phase) for a, k, phase in self.terms)


# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
def approximate(f, B, slope, tolerance):
    """Return a network of steps that stays within tolerance of f between -B and B.

    Args:
        f: The function; f(x) works for a number and for an array.
        B: Half the length of the interval, positive.
        slope: A bound on the absolute value of the derivative of f, positive.
        tolerance: The largest error that is allowed, positive.

    Returns:
        Three lists or arrays of one length: hidden weights w, hidden biases b, output weights v.
    """
    # BEGIN SOLUTION
    boxes = int(np.ceil(B * slope / tolerance))  # f moves by at most tolerance within half a box
    edges = np.linspace(-B, B, boxes + 1)
    heights = f((edges[:-1] + edges[1:]) / 2)
    # END SOLUTION
    w = np.ones(2 * boxes)  # SOLUTION
    b = -np.concatenate([edges[:-1], edges[1:]])  # SOLUTION
    v = np.concatenate([heights, -heights])  # SOLUTION
    return w, b, v


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
def test_three_lists_of_one_length(approximate, Wave):
    """Three lists of numbers come back, all with one entry a neuron."""
    import numpy as np
    from chainrule.checks import assert_numbers, require

    require(approximate=approximate, Wave=Wave)
    found = approximate(Wave([1.0], [1.5], [0.5]), 1.0, 1.5, 0.25)
    if isinstance(found, np.ndarray) and found.ndim == 2:
        found = list(found)  # three rows unpack like three lists
    three = isinstance(found, (tuple, list)) and len(found) == 3
    assert three, "approximate should return three things: w, b and v."
    width = assert_numbers(found[0], "w", (None,)).size
    for name, part in zip("wbv", found, strict=True):
        assert_numbers(part, name, (width,))

# %%
""" # BEGIN TEST CONFIG
points: 0.4
""" # END TEST CONFIG
def test_one_wave(approximate, Wave):
    """sin(2x + 1) between -2 and 2 is met to 0.2."""
    import numpy as np
    from chainrule.checks import assert_numbers, require

    require(approximate=approximate, Wave=Wave)
    found = approximate(Wave([1.0], [2.0], [1.0]), 2.0, 2.0, 0.2)
    if isinstance(found, np.ndarray) and found.ndim == 2:
        found = list(found)  # three rows unpack like three lists
    three = isinstance(found, (tuple, list)) and len(found) == 3
    assert three, "approximate should return three things: w, b and v."
    width = assert_numbers(found[0], "w", (None,)).size
    assert width <= 10_000, f"A network of {width} neurons is too large to be looked at."
    w, b, v = (assert_numbers(part, name, (width,)) for name, part in zip("wbv", found, strict=True))
    x = np.random.default_rng(21).uniform(-2, 2, size=1000)
    y = np.where(np.outer(x, w) + b >= 0, 1.0, 0.0) @ v
    error = np.abs(y - np.sin(2 * x + 1))
    worst = int(error.argmax())
    assert error[worst] <= 0.2 * (1 + 1e-6), (
        f"At x = {x[worst]:.4f} the network of {width} neurons gives {y[worst]:.4f}, and the function is "
        f"{np.sin(2 * x[worst] + 1):.4f}."
    )

# %%
""" # BEGIN TEST CONFIG
points: 0.35
hidden: true
""" # END TEST CONFIG
def test_near_the_wave(approximate, Wave):
    """On half of the interval at least, the network is within twice the tolerance."""
    import numpy as np
    from chainrule.checks import assert_numbers, require

    require(approximate=approximate, Wave=Wave)
    for amplitude, frequency, phase, B, tolerance in ((2.0, 1.5, 0.3, 2.5, 0.07), (-0.8, 3.0, 1.0, 1.2, 0.03)):
        slope = abs(amplitude * frequency)
        found = approximate(Wave([amplitude], [frequency], [phase]), B, slope, tolerance)
        if isinstance(found, np.ndarray) and found.ndim == 2:
            found = list(found)  # three rows unpack like three lists
        three = isinstance(found, (tuple, list)) and len(found) == 3
        assert three, "approximate should return three things: w, b and v."
        width = assert_numbers(found[0], "w", (None,)).size
        assert width <= 10_000, f"A network of {width} neurons is too large to be looked at."
        w, b, v = (assert_numbers(part, name, (width,)) for name, part in zip("wbv", found, strict=True))
        x = np.linspace(-B, B, 1002)[1:-1]
        y = np.where(np.outer(x, w) + b >= 0, 1.0, 0.0) @ v
        near = (np.abs(y - amplitude * np.sin(frequency * x + phase)) <= 2 * tolerance).mean()
        assert near >= 0.49, (
            f"With slope {slope:g}, B = {B:g} and tolerance {tolerance:g}, the network of {width} neurons "
            f"comes near the function on {near:.0%} of the interval."
        )

# %%
""" # BEGIN TEST CONFIG
points: 0.5
hidden: true
""" # END TEST CONFIG
def test_other_waves(approximate, Wave):
    """Any sum of sines is met to the tolerance, on other intervals."""
    import numpy as np
    from chainrule.checks import assert_numbers, require

    require(approximate=approximate, Wave=Wave)
    waves = (
        ([1.0, 0.5], [1.0, 3.0], [0.0, 1.0], 3.0, 0.3),
        ([0.4, -0.2, 2.0], [4.0, 7.0, 0.5], [0.3, 2.0, -1.0], 0.7, 0.11),
        ([-3.0], [1.0], [2.0], 5.0, 0.02),
        ([0.1], [20.0], [0.5], 1.0, 0.09),
    )
    for amplitudes, frequencies, phases, B, tolerance in waves:
        terms = list(zip(amplitudes, frequencies, phases, strict=True))
        slope = sum(abs(a * k) for a, k, _ in terms)
        found = approximate(Wave(amplitudes, frequencies, phases), B, slope, tolerance)
        if isinstance(found, np.ndarray) and found.ndim == 2:
            found = list(found)  # three rows unpack like three lists
        three = isinstance(found, (tuple, list)) and len(found) == 3
        assert three, "approximate should return three things: w, b and v."
        width = assert_numbers(found[0], "w", (None,)).size
        assert width <= 10_000, f"A network of {width} neurons is too large to be looked at."
        w, b, v = (assert_numbers(part, name, (width,)) for name, part in zip("wbv", found, strict=True))
        x = np.random.default_rng(22).uniform(-B, B, size=1000)
        y = np.where(np.outer(x, w) + b >= 0, 1.0, 0.0) @ v
        error = np.abs(y - sum(a * np.sin(k * x + phase) for a, k, phase in terms))
        worst = int(error.argmax())
        assert error[worst] <= tolerance * (1 + 1e-6), (
            f"For a sum of sines with slope {slope:g}, B = {B:g} and tolerance {tolerance:g}, the network of "
            f"{width} neurons is off by {error[worst]:.4g} at x = {x[worst]:.4f}."
        )

# %%
""" # BEGIN TEST CONFIG
points: 0.35
hidden: true
""" # END TEST CONFIG
def test_steep_everywhere(approximate, Wave):
    """A function that is as steep as allowed on the whole interval is met too."""
    import numpy as np
    from chainrule.checks import assert_numbers, require

    require(approximate=approximate, Wave=Wave)
    steep_and_flat = ((50.0, 0.02, 1.0, 0.252), (-400.0, 0.01, 2.5, 1.37), (5.0, 0.05, 4.0, 0.152))
    for amplitude, frequency, B, tolerance in steep_and_flat:
        slope = abs(amplitude * frequency)
        found = approximate(Wave([amplitude], [frequency], [0.05]), B, slope, tolerance)
        if isinstance(found, np.ndarray) and found.ndim == 2:
            found = list(found)  # three rows unpack like three lists
        three = isinstance(found, (tuple, list)) and len(found) == 3
        assert three, "approximate should return three things: w, b and v."
        width = assert_numbers(found[0], "w", (None,)).size
        assert width <= 10_000, f"A network of {width} neurons is too large to be looked at."
        w, b, v = (assert_numbers(part, name, (width,)) for name, part in zip("wbv", found, strict=True))
        x = np.random.default_rng(23).uniform(-B, B, size=1000)
        y = np.where(np.outer(x, w) + b >= 0, 1.0, 0.0) @ v
        error = np.abs(y - amplitude * np.sin(frequency * x + 0.05))
        worst = int(error.argmax())
        assert error[worst] <= tolerance * (1 + 1e-6), (
            f"For a function with slope {slope:g} everywhere, B = {B:g} and tolerance {tolerance:g}, the network "
            f"of {width} neurons is off by {error[worst]:.4g} at x = {x[worst]:.4f}."
        )


# %%
""" # BEGIN TEST CONFIG
points: 0.2
hidden: true
""" # END TEST CONFIG
def test_number_of_neurons(approximate, Wave):
    """A right network stays within the number of neurons that is allowed, for coarse and fine tolerances."""
    import numpy as np
    from chainrule.checks import assert_numbers, require

    require(approximate=approximate, Wave=Wave)
    for tolerance in (0.9, 0.1, 0.023):
        found = approximate(Wave([0.8], [2.5], [1.0]), 1.5, 2.0, tolerance)
        if isinstance(found, np.ndarray) and found.ndim == 2:
            found = list(found)  # three rows unpack like three lists
        three = isinstance(found, (tuple, list)) and len(found) == 3
        assert three, "approximate should return three things: w, b and v."
        width = assert_numbers(found[0], "w", (None,)).size
        assert width <= 10_000, f"A network of {width} neurons is too large to be looked at."
        w, b, v = (assert_numbers(part, name, (width,)) for name, part in zip("wbv", found, strict=True))
        allowed = 4 * 1.5 * 2.0 / tolerance + 4
        assert width <= allowed, (
            f"For slope 2, B = 1.5 and tolerance {tolerance:g}, the network has {width} neurons; "
            f"{int(allowed)} are allowed."
        )
        x = np.random.default_rng(24).uniform(-1.5, 1.5, size=1000)
        y = np.where(np.outer(x, w) + b >= 0, 1.0, 0.0) @ v
        error = np.abs(y - 0.8 * np.sin(2.5 * x + 1.0)).max()
        assert error <= tolerance * (1 + 1e-6), f"With tolerance {tolerance:g}, the network is off by {error:.4g}."


# %% [raw]
"""
# END TESTS
"""

# %% [raw]
"""
# END QUESTION
"""

# %%
from matplotlib import pyplot as plt


def show_approximations():
    """Draw a wave and your network for three tolerances, with error and number of neurons."""
    f, B = Wave([1.0, 0.5], [1.0, 3.0], [0.0, 1.0]), 3.0
    x = np.linspace(-B, B, 3001)[1:-1]
    axes = plt.subplots(1, 3, figsize=(11, 3), sharey=True)[1]
    for axis, tolerance in zip(axes, (1.0, 0.3, 0.05), strict=True):
        network = approximate(f, B, f.slope, tolerance)
        axis.plot(x, f(x), color="0.45", label="function")
        if any(part is ... for part in network):
            axis.set_title("not answered yet")
            continue
        y = step_network(x, *network)
        axis.plot(x, y, color="#d55e00", label="network")
        error, neurons = np.abs(y - f(x)).max(), len(network[0])
        axis.set_title(f"allowed {tolerance:g}: error {error:.3f}, {neurons} neurons", fontsize=10)
    axes[0].legend()
    plt.show()


show_approximations()

# %% [raw]
"""
# BEGIN QUESTION
name: approximation_argument
points: 2
minutes: 15
manual: true
word_limit: 200
rubric:
  - {id: boxes, points: 0.5, text: "Cuts the interval into short pieces and puts a box on each, shifted by its biases.", note: "A staircase of single steps is just as good as boxes. A figure with a sentence counts."}
  - {id: heights, points: 0.5, text: "Takes the heights from values of f, as output weights."}
  - {id: error, points: 0.5, text: "Says why the error becomes small: f changes little within a narrow piece.", note: "Smoothness, continuity or the bound on the slope must be used. The bound s times delta (or half of it) is more than is asked."}
  - {id: network, points: 0.5, text: "Says that the sum is one network with one hidden layer, and how its size grows as the pieces shrink.", note: "On the order of B / delta neurons. A constant factor does not matter."}
"""

# %% [markdown]
"""
### Why it works

Explain why any smooth, bounded function on $[-B, B]$ can be approximated as closely as you like by a
network of steps with one hidden layer, and how the number of neurons grows with the accuracy. No
formal proof is asked for; the idea and a sketch of it, in words or as a picture, will do.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %% [markdown]
r"""
Cut $[-B, B]$ into pieces of width $\delta$ and put a box on each piece: the box on $[c, c + \delta]$ is
$h\,\sigma(x - c) - h\,\sigma(x - c - \delta)$. Moving a box only changes the two biases, and its height
is an output weight. Choose as the height the value of $f$ in the middle of the piece. The sum of all
boxes is a staircase that follows $f$, as in the rectangles under an integral.

Within one piece, no point is farther than $\delta/2$ from the middle, and $f$ moves by at most $s$ per
unit of $x$. So the staircase is nowhere off by more than $s\delta/2$. Because $s$ is a fixed number for
a given $f$, the error goes to zero as the pieces shrink: $\delta = 2\varepsilon/s$ gives error
$\varepsilon$.

A sum of boxes is a sum of weighted steps, so all of it is one network with one hidden layer. It has two
neurons for each of the $2B/\delta$ pieces, that is $4B/\delta = 2Bs/\varepsilon$ of them: ten times the
accuracy costs ten times the neurons.
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
name: count_boxes
points: 1
minutes: 5
hidden_checks: other intervals, widths and dimensions, the exponent
"""

# %% [markdown]
r"""
### More than one dimension, in numbers

In $d$ dimensions the input is a vector and a box is a cube: all $d$ coordinates have to lie in an
interval of length $\delta$ each. How many such cubes fill $[-B, B]^d$? Write `boxes(B, delta, d)`; you
may assume that $\delta$ divides $2B$ evenly.

A small grey image has $28 \times 28$ pixels, each of them a coordinate. With $B = 1$ and
$\delta = 0.1$, the number of cubes does not fit into a floating-point number. Give its logarithm to
base 10 instead, to at least four digits.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
def boxes(B, delta, d):
    """Return how many cubes of side delta fill the cube from -B to B in d dimensions."""
    # BEGIN SOLUTION
    return round(2 * B / delta) ** d
    # END SOLUTION


log10_boxes_for_images = 784 * np.log10(20)  # SOLUTION

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
def test_boxes_on_a_line(boxes):
    """In one dimension, boxes of width 0.5 between -1 and 1 are counted right."""
    from chainrule.checks import assert_close, require

    require(boxes=boxes)
    assert_close(boxes(1.0, 0.5, 1), 4.0, "boxes(1.0, 0.5, 1)")


# %%
""" # BEGIN TEST CONFIG
points: 0
""" # END TEST CONFIG
def test_the_logarithm_is_a_number(log10_boxes_for_images):
    """The logarithm is a number."""
    from chainrule.checks import assert_numbers, require

    require(log10_boxes_for_images=log10_boxes_for_images)
    assert_numbers(log10_boxes_for_images, "log10_boxes_for_images", ())


# %%
""" # BEGIN TEST CONFIG
points: 0.2
hidden: true
""" # END TEST CONFIG
def test_halves_of_boxes(boxes):
    """With boxes of half the width, the number grows as it should, in several dimensions."""
    from chainrule.checks import assert_close, assert_numbers, require

    require(boxes=boxes)
    for B, delta, d in ((1.5, 0.5, 2), (2.0, 1.0, 5), (1.0, 0.25, 3)):
        whole = assert_numbers(boxes(B, delta, d), f"boxes({B}, {delta}, {d})", ())
        halves = assert_numbers(boxes(B, delta / 2, d), f"boxes({B}, {delta / 2}, {d})", ())
        assert whole > 0, f"`boxes({B}, {delta}, {d})` should be positive, found {whole:g}."
        assert_close(halves / whole, 2.0**d, f"boxes({B}, {delta / 2}, {d}) / boxes({B}, {delta}, {d})")

# %%
""" # BEGIN TEST CONFIG
points: 0.35
hidden: true
""" # END TEST CONFIG
def test_boxes_in_space(boxes):
    """The number is right for other intervals, widths and dimensions."""
    from chainrule.checks import assert_close, require

    require(boxes=boxes)
    cubes = ((3.0, 0.2, 3, 27_000), (1.0, 0.5, 2, 16), (0.5, 0.1, 6, 10**6), (0.3, 0.1, 2, 36), (2, 4, 9, 1), (1, 1, 30, 2**30))
    for B, delta, d, right in cubes:
        assert_close(boxes(B, delta, d), right, f"boxes({B}, {delta}, {d})")

# %%
""" # BEGIN TEST CONFIG
points: 0.25
hidden: true
""" # END TEST CONFIG
def test_boxes_for_images(log10_boxes_for_images):
    """The logarithm is right to four digits."""
    import math

    from chainrule.checks import assert_number

    right = 784 * math.log10(2 / 0.1)
    assert_number(log10_boxes_for_images, right, "log10_boxes_for_images", rtol=2e-4)


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
name: high_dimensions
points: 1
minutes: 10
manual: true
word_limit: 150
rubric:
  - {id: extends, points: 0.5, text: "Says that the argument extends in principle, with cubes in place of intervals.", note: "Full marks also for pointing out that in two or more dimensions a cube needs a second layer of steps (an AND of its sides), and for a no that rests on this or on the count."}
  - {id: practice, points: 0.5, text: Draws the consequence of the exponential count for practice., note: "At least one consequence: neurons and parameters that do not fit anywhere, data that cannot fill the cubes, training or evaluation time. Only repeating the formula is worth half."}
"""

# %% [markdown]
"""
### More than one dimension, in practice

Does the argument extend to inputs with $d$ dimensions, such as images? If so, which practical problems
would such a network have? If not, why not?
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %% [markdown]
r"""
In principle it does. Fill $[-B, B]^d$ with cubes, take the value of $f$ in the middle of each: where
$f$ moves little within a cube, the error is small. (One detail changes. A cube is not a sum of steps:
a neuron has to fire only if all $2d$ conditions on the coordinates hold. A second layer does that, with
$\sigma\bigl(\sum_{j=1}^{2d} \sigma_j - 2d + \tfrac12\bigr)$.)

In practice it does not. The number of cubes is $(2B/\delta)^d$: 20 on a line become 400 in the plane and
about $10^{1020}$ for small images. No computer holds that many neurons. And nearly all cubes would
never see an example, so that nothing could be learned about them. Networks that work in high dimensions
do not tile space: by depth they share and reuse features, and real data fill only a tiny part of the
space.
"""

# %% [raw]
"""
# END SOLUTION
"""

# %% [raw]
"""
# END QUESTION
"""
