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
title: A line through the space of parameters
builds_on: []
"""

# %% [markdown]
r"""
## A line through the space of parameters

Training does not move the input of a network, it moves the parameters. So fix an input $x$ and look at
the output as a function of the parameters: is that a convex bowl, with one valley? You will show that
it need not be, with the smallest tool there is, a straight line. Take two sets of parameters,
$\theta_0$ at the start and $\theta_1$ at the end, and walk from one to the other:

$$g(t) = f\bigl(x;\ (1 - t)\,\theta_0 + t\,\theta_1\bigr), \qquad 0 \le t \le 1.$$

All weights and biases move together, each in proportion to $t$. If the output were convex in the
parameters, $g$ would be convex in $t$ for every choice of $x$, $\theta_0$ and $\theta_1$.

![On the left a plane of parameters with a straight arrow from theta zero to theta one; points mark t = 0,
one half and 1. On the right two graphs over t, a straight line and a parabola, both from 1 to
7.](../figures/parameter_line.png)

**An example.** With one hidden neuron and $x = 2$, let $W_1$ go from 0 to 1 while $b_1 = 0$, $W_2 = 3$
and $b_2 = 1$ stay. Then $g(t) = 3 \operatorname{ReLU}(2 t) + 1 = 6 t + 1$, a straight line. If $W_2$
goes from 0 to 3 as well, $g(t) = 3 t \cdot 2 t + 1 = 6 t^2 + 1$, which is convex: even where no ReLU
switches, a network is not linear in its parameters. The picture shows both.
"""

# %%
from chainrule.plots.networks import line

# %% [raw]
"""
# BEGIN QUESTION
name: line_in_parameter_space
points: 1
minutes: 20
hidden_checks: that the output bends both ways between start and end
"""

# %% [markdown]
r"""
### Neither convex nor concave in the parameters

Find an input $x$ and two sets of parameters of a two-layer network

$$f(x) = W_2 \operatorname{ReLU}(W_1 x + b_1) + b_2$$

with one input and one output, such that $g$ is **neither convex nor concave** on $0 \le t \le 1$. The
width is yours to choose, and 2 is enough. Start and end have the same width $k$: `W1` has shape (k, 1),
`b1` (k,), `W2` (1, k) and `b2` (1,). Think first of what $g$ should look like, then of how one moving
neuron can make one bend.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
x = 1  # SOLUTION

# Where the line starts:
W1 = [[-1], [-3]]  # SOLUTION
b1 = [0, 0]  # SOLUTION
W2 = [[1, -1]]  # SOLUTION
b2 = [0]  # SOLUTION
start = [(W1, b1), (W2, b2)]

# Where it ends:
W1 = [[3], [1]]  # SOLUTION
b1 = [0, 0]  # SOLUTION
W2 = [[1, -1]]  # SOLUTION
b2 = [0]  # SOLUTION
end = [(W1, b1), (W2, b2)]

line_answer = {"x": x, "start": start, "end": end}

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
def test_form_of_the_line(line_answer):
    """An input, and two networks with two layers and the same width."""
    from chainrule import networks
    from chainrule.checks import assert_numbers, require

    require(line_answer=line_answer)
    named = isinstance(line_answer, dict) and {"x", "start", "end"} <= line_answer.keys()
    assert named, '`line_answer` should be {"x": x, "start": start, "end": end}: leave its line as it was.'
    assert_numbers(line_answer["x"], "x", ())
    start = networks.read(line_answer["start"], "the network at the start", inputs=1)
    end = networks.read(line_answer["end"], "the network at the end", inputs=1)
    networks.between(start, end, 0.5)

# %%
""" # BEGIN TEST CONFIG
points: 0.2
""" # END TEST CONFIG
def test_the_output_changes(line_answer):
    """The output is not the same all along the line."""
    import numpy as np
    from chainrule import networks
    from chainrule.checks import assert_numbers, require

    require(line_answer=line_answer)
    start = networks.read(line_answer["start"], "the network at the start", inputs=1)
    end = networks.read(line_answer["end"], "the network at the end", inputs=1)
    x = assert_numbers(line_answer["x"], "x", ()).reshape(1, 1)
    path = [networks.between(start, end, t) for t in np.linspace(0, 1, 501)]
    outputs = np.array([f(x)[0, 0] for f in path])
    rounding = max(f.rounding(x)[0, 0] for f in path)
    assert np.ptp(outputs) > 8 * rounding, "The output is the same all along the line."

# %%
""" # BEGIN TEST CONFIG
points: 0.6
hidden: true
""" # END TEST CONFIG
def test_neither_along_the_line(line_answer):
    """Somewhere on the line the output bends upwards, and somewhere downwards."""
    import numpy as np
    from chainrule import networks
    from chainrule.checks import assert_numbers, require

    require(line_answer=line_answer)
    start = networks.read(line_answer["start"], "the network at the start", inputs=1)
    end = networks.read(line_answer["end"], "the network at the end", inputs=1)
    x = assert_numbers(line_answer["x"], "x", ()).reshape(1, 1)
    path = [networks.between(start, end, t) for t in np.linspace(0, 1, 1025)]
    outputs = np.array([f(x)[0, 0] for f in path])
    rounding = 8 * max(f.rounding(x)[0, 0] for f in path)
    upwards = downwards = False
    for step in (1, 4, 16, 64, 256):  # wide steps see gentle bends, narrow ones see close kinks
        bends = outputs[: -2 * step] - 2 * outputs[step:-step] + outputs[2 * step :]
        upwards |= bool((bends > rounding).any())
        downwards |= bool((bends < -rounding).any())
    assert upwards or downwards, "Along your line the output is a straight line: it never bends."
    assert upwards, "Along your line the output is concave: it never bends upwards."
    assert downwards, "Along your line the output is convex: it never bends downwards."

# %% [raw]
"""
# END TESTS
"""

# %% [raw]
"""
# END QUESTION
"""

# %%
line(line_answer["x"], line_answer["start"], line_answer["end"])
