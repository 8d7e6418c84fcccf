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
title: What ReLU networks can be
builds_on: []
"""

# %% [markdown]
r"""
## What ReLU networks can be

Without its training, a network is just a function. Here you look at the functions themselves. A
ReLU network with two layers, $k$ hidden units, one input and one output is

$$f(x) = W_2 \operatorname{ReLU}(W_1 x + b_1) + b_2 .$$

The number of layers is the number of weight matrices. Vectors are columns on paper and have shape
(n,) in torch: one dimension, not two. So here $x$ has shape (1,), and $W_1$ has shape (k, 1).

![A network with one input, k hidden ReLUs and one output, and the graphs of three functions that it
can be: a ReLU, one minus a shifted ReLU, and a sum of two ReLUs that open to both
sides.](../figures/two_layers.png)

Every hidden unit contributes at most one kink, where its argument passes through 0. Between kinks the
function is a straight line.
"""

# %%
import torch

# %% [raw]
"""
# BEGIN QUESTION
name: parameter_shapes
points: 1
minutes: 5
hidden_checks: each shape by itself, for other numbers of hidden units
"""

# %% [markdown]
r"""
### Shapes of the parameters

Complete the function: for any number $k$ of hidden units it returns the shape of each parameter of
the two-layer network above, as a tuple of whole numbers.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
def two_layer_shapes(k):
    """Return the shapes of the parameters of a two-layer network with k hidden units."""
    shapes = {"W1": (k, 1)}
    shapes["b1"] = (k,)  # SOLUTION
    shapes["W2"] = (1, k)  # SOLUTION
    shapes["b2"] = (1,)  # SOLUTION
    return shapes


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
def test_number_of_parameters(two_layer_shapes):
    """With four hidden units, the shapes make 13 numbers in all."""
    import math

    from chainrule.checks import require

    require(two_layer_shapes=two_layer_shapes)
    shapes = two_layer_shapes(4)
    assert isinstance(shapes, dict), "`two_layer_shapes` should return its dictionary `shapes`."
    total = 0
    for name in ("W1", "b1", "W2", "b2"):
        shape = shapes.get(name)
        require(**{name: shape})
        plain = isinstance(shape, (tuple, list)) and all(isinstance(n, int) for n in shape)
        assert plain, f"`{name}` should be a tuple of whole numbers, such as (3, 2) or (3,)."
        total += math.prod(shape)
    assert list(shapes["W1"]) == [4, 1], "The shape of `W1` was given: leave it as it was."
    assert total == 13, f"With k = 4 the network has 13 numbers to learn; your shapes make {total}."


# %%
""" # BEGIN TEST CONFIG
points: 0.25
hidden: true
""" # END TEST CONFIG
def test_shape_of_the_hidden_bias(two_layer_shapes):
    """The hidden bias has the right shape for any number of hidden units."""
    from chainrule.checks import require

    require(two_layer_shapes=two_layer_shapes)
    for k in (1, 2, 7):
        shape = two_layer_shapes(k)["b1"]
        require(b1=shape)
        found = list(shape) if isinstance(shape, (tuple, list)) else shape
        assert found == [k], f"`b1` is not right for k = {k}: found {shape}."


# %%
""" # BEGIN TEST CONFIG
points: 0.25
hidden: true
""" # END TEST CONFIG
def test_shape_of_the_second_weight(two_layer_shapes):
    """The second weight has the right shape for any number of hidden units."""
    from chainrule.checks import require

    require(two_layer_shapes=two_layer_shapes)
    for k in (1, 2, 7):
        shape = two_layer_shapes(k)["W2"]
        require(W2=shape)
        found = list(shape) if isinstance(shape, (tuple, list)) else shape
        assert found == [1, k], f"`W2` is not right for k = {k}: found {shape}."


# %%
""" # BEGIN TEST CONFIG
points: 0.25
hidden: true
""" # END TEST CONFIG
def test_shape_of_the_output_bias(two_layer_shapes):
    """The output bias has the right shape for any number of hidden units."""
    from chainrule.checks import require

    require(two_layer_shapes=two_layer_shapes)
    for k in (1, 2, 7):
        shape = two_layer_shapes(k)["b2"]
        require(b2=shape)
        found = list(shape) if isinstance(shape, (tuple, list)) else shape
        assert found == [1], f"`b2` is not right for k = {k}: found {shape}."


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
name: three_layers
points: 2
minutes: 10
hidden_checks: the value at random parameters of other sizes, one unit a layer, arguments left unchanged
"""

# %% [markdown]
r"""
### Three layers

Write down, on paper first, the expression for a ReLU network with **three** layers, then as a
function of one input vector $x$ and all parameters. The input and the output may have any number of
entries, and so may each hidden layer:

| `x` | `W1` | `b1` | `W2` | `b2` | `W3` | `b3` |
|:-:|:-:|:-:|:-:|:-:|:-:|:-:|
| (d_in,) | (k1, d_in) | (k1,) | (k2, k1) | (k2,) | (d_out, k2) | (d_out,) |

`torch.relu` is there to be used.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
def three_layer_network(x, W1, b1, W2, b2, W3, b3):
    """Return the output, of shape (d_out,), of a three-layer ReLU network at one input x."""
    # BEGIN SOLUTION
    first = torch.relu(W1 @ x + b1)
    second = torch.relu(W2 @ first + b2)
    return W3 @ second + b3
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
def test_output_of_three_layers(three_layer_network):
    """From 2 to 5 to 4 to 3: the output has three entries, and they depend on the input."""
    import torch
    from chainrule.checks import assert_close, require

    require(three_layer_network=three_layer_network)
    random = torch.Generator().manual_seed(81)
    shapes = ((5, 2), (5,), (4, 5), (4,), (3, 4), (3,))
    parameters = [torch.rand(s, generator=random, dtype=torch.float64) for s in shapes]
    outputs = []
    for _ in range(2):
        x = torch.rand(2, generator=random, dtype=torch.float64)
        outputs.append(three_layer_network(x, *[given.clone() for given in parameters]))
        assert_close(outputs[-1], torch.zeros(3), "output", atol=float("inf"))
    same = (outputs[0] - outputs[1]).abs().max() < 1e-9
    assert not same, "`output` is the same for two different inputs."


# %%
""" # BEGIN TEST CONFIG
points: 0.25
""" # END TEST CONFIG
def test_silent_hidden_units(three_layer_network):
    """Where every hidden unit is silent, only the last bias is left, and it may be negative."""
    import torch
    from chainrule.checks import assert_close, require

    require(three_layer_network=three_layer_network)
    random = torch.Generator().manual_seed(82)
    W1, W2, W3 = (torch.randn(s, generator=random) for s in ((3, 2), (4, 3), (2, 4)))
    b3 = torch.tensor([-1.5, 0.5])
    x = torch.randn(2, generator=random)
    silent = torch.full((3,), -50.0), torch.full((4,), -50.0)
    output = three_layer_network(x, W1, silent[0], W2, silent[1], W3, b3.clone())
    assert_close(output, b3, "output where all hidden units are silent", reveal=True)


# %%
""" # BEGIN TEST CONFIG
points: 0.25
""" # END TEST CONFIG
def test_rays_through_the_origin(three_layer_network):
    """Without biases, twice the input gives twice the output; the opposite input is another story."""
    import torch
    from chainrule.checks import assert_close, require

    require(three_layer_network=three_layer_network)
    random = torch.Generator().manual_seed(83)
    weights = [
        torch.randn(s, generator=random, dtype=torch.float64) for s in ((6, 2), (5, 6), (3, 5))
    ]
    x = torch.randn(2, generator=random, dtype=torch.float64)

    def without_biases(point):
        parameters = []
        for W in weights:
            parameters += [W.clone(), torch.zeros(len(W), dtype=torch.float64)]
        return three_layer_network(point, *parameters)

    output = without_biases(x.clone())
    assert_close(output, torch.zeros(3), "output", atol=float("inf"))
    assert output.abs().max() > 1e-6, "`output` is 0 everywhere."
    assert_close(without_biases(2 * x), 2 * output, "output at twice the input")
    straight = (without_biases(-x) + output).abs().max() < 1e-6
    assert not straight, "Without biases your network is a straight line through 0: no ReLU acts."


# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
""" # END TEST CONFIG
def test_value_of_three_layers(three_layer_network):
    """The output is right at random parameters of several sizes."""
    import torch
    from chainrule.checks import assert_close, require

    require(three_layer_network=three_layer_network)
    random = torch.Generator().manual_seed(84)
    for d_in, k1, k2, d_out in ((3, 7, 4, 2), (1, 5, 6, 1), (4, 3, 8, 5)):
        sizes = ((k1, d_in), (k1,), (k2, k1), (k2,), (d_out, k2), (d_out,))
        parameters = [torch.randn(s, generator=random, dtype=torch.float64) for s in sizes]
        linear = torch.nn.functional.linear
        for _ in range(4):
            x = 2 * torch.randn(d_in, generator=random, dtype=torch.float64)
            right = linear(linear(x, *parameters[:2]).clamp(min=0), *parameters[2:4]).clamp(min=0)
            right = linear(right, *parameters[4:])
            output = three_layer_network(x.clone(), *[given.clone() for given in parameters])
            assert_close(output, right, f"output for sizes {d_in}, {k1}, {k2}, {d_out}")


# %%
""" # BEGIN TEST CONFIG
points: 0.25
hidden: true
""" # END TEST CONFIG
def test_three_layers_changes_nothing(three_layer_network):
    """Works with one unit a layer, and leaves input and parameters as they were."""
    import torch
    from chainrule.checks import assert_close, assert_unchanged, require
    from chainrule.probes import call_observed

    require(three_layer_network=three_layer_network)
    numbers = ([2.0], [[-1.0]], [3.0], [[2.0]], [-1.5], [[-4.0]], [0.5])
    given = [torch.tensor(number, dtype=torch.float64) for number in numbers]
    output, after = call_observed(three_layer_network, *given)
    assert_close(output, torch.tensor([-1.5], dtype=torch.float64), "output")
    for name, before, now in zip(
        ("x", "W1", "b1", "W2", "b2", "W3", "b3"), given, after, strict=True
    ):
        assert_unchanged(before, now, name)


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
name: neither
points: 1
minutes: 10
"""

# %% [markdown]
r"""
### Neither convex nor concave

A function is **convex** if its graph never lies above any of its chords: for all $x$, $y$ and
$0 \le t \le 1$,

$$f\bigl((1 - t) x + t y\bigr) \le (1 - t) f(x) + t f(y) .$$

It is **concave** if its graph never lies below one: the same with $\ge$. Of the three graphs above,
the first and the third are convex, the second is concave.

Is the output of a ReLU network always convex in its input? Always concave? Settle both with one
example: find parameters of a two-layer network with at most four hidden units whose output is
neither on the interval $-5 \le x \le 5$. Give them as nested lists (or tensors) of the shapes that
you found above. Any such network will do: the check looks at nothing but the function that it
computes, and the cell below it draws that function.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
W1 = [[1], [1]]  # SOLUTION
b1 = [0, -1]  # SOLUTION
W2 = [[1, -1]]  # SOLUTION
b2 = [0]  # SOLUTION
neither = [(W1, b1), (W2, b2)]

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
def test_a_network_with_a_kink(neither):
    """The parameters fit together, there are at most four hidden units, and the graph has a kink."""
    import numpy as np
    from chainrule import networks
    from chainrule.checks import require

    require(neither=neither)
    network = networks.read(neither, "neither", inputs=1, width=4)
    f = network(np.linspace(-5, 5, 4001)[:, None])[:, 0]
    bends = np.abs(f[2:] - 2 * f[1:-1] + f[:-2])
    small = 1e-9 * max(1, np.abs(f).max())
    assert bends.max() > small, "The graph is a straight line between -5 and 5."


# %%
""" # BEGIN TEST CONFIG
points: 0.75
""" # END TEST CONFIG
def test_neither_convex_nor_concave(neither):
    """Somewhere between -5 and 5 the graph lies above a chord, and somewhere below one."""
    import numpy as np
    from chainrule import networks
    from chainrule.checks import require

    require(neither=neither)
    network = networks.read(neither, "neither", inputs=1, width=4)
    f = network(np.linspace(-5, 5, 4001)[:, None])[:, 0]
    bends = f[2:] - 2 * f[1:-1] + f[:-2]
    small = 1e-9 * max(1, np.abs(f).max())
    assert bends.min() < -small, "The graph is convex on -5 to 5: it never lies above a chord."
    assert bends.max() > small, "The graph is concave on -5 to 5: it never lies below a chord."


# %% [raw]
"""
# END TESTS
"""

# %% [raw]
"""
# END QUESTION
"""

# %%
from chainrule.plots.networks import graph

graph(neither, "neither", -5, 5)

# %% [raw]
"""
# BEGIN QUESTION
name: convexity
manual: true
points: 3
minutes: 20
word_limit: 250
rubric:
  - id: chords
    points: 1
    text: Shows with two chords of the own example, in numbers, that it is neither convex nor concave, and concludes that a ReLU network is in general neither.
    note: Two points and a point between them for each chord, with the values of f. A drawing with the points named counts; "one sees it in the plot" earns half.
  - id: one_unit
    points: 0.5
    text: Says why a single hidden unit, the ReLU of w x + b, is convex in x.
    note: Maximum of two convex (affine) functions, or a convex nondecreasing function of an affine one, or the inequality itself. The second derivative alone does not do at the kink.
  - id: sum
    points: 1
    text: Concludes that f is convex where no entry of the second weight is negative, by adding inequalities with nonnegative factors, and that the bias does not matter.
    note: Naming the rule that nonnegative combinations of convex functions are convex is enough.
  - id: concave
    points: 0.5
    text: Gives the condition for concave, no entry of the second weight positive, with the reason that multiplying by -1 turns one into the other.
    note: Claims that the condition is also necessary are wrong (two units can share a kink, or W1 can be 0); do not take off points for them here, but say so.
"""

# %% [markdown]
r"""
### Convex all the same

In at most 250 words:

1. Show with two chords of your example, in numbers, that it is neither convex nor concave. What does
   that say about ReLU networks in general?
2. Show that a two-layer network **is** convex in $x$ if no entry of $W_2$ is negative. Start with one
   hidden unit.
3. What condition on $W_2$ makes it concave, and why?

Formulas between dollar signs, `$W_2$`, count as one word.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %% [markdown]
r"""
**1.** My example is $f(x) = \operatorname{ReLU}(x) - \operatorname{ReLU}(x - 1)$, a ramp: 0 up to
0, then $x$, then 1 from 1 on. The chord from $x = -1$ to $x = 1$ has height
$\frac{0 + 1}{2} = \frac12$ in the middle, where $f(0) = 0$ lies below it: not concave. The chord
from $x = 0$ to $x = 2$ has height $\frac12$ in the middle, where $f(1) = 1$ lies above it: not
convex. So in general the output of a ReLU network is neither.

**2.** One hidden unit is $h_i(x) = \max(0, w_i x + b_i)$. At a point between $x$ and $y$, its affine
argument is the weighted mean of the arguments at both ends, which is at most
$(1 - t) h_i(x) + t h_i(y)$, because every argument is at most its ReLU. Zero is at most that, too.
So the larger of the two is: $h_i\bigl((1 - t) x + t y\bigr) \le (1 - t) h_i(x) + t h_i(y)$, and
$h_i$ is convex. Multiplying this inequality by the $i$-th entry of $W_2$, which is not negative,
keeps its direction. Adding over all $i$, and $b_2 = (1 - t) b_2 + t b_2$ to both sides, gives the
inequality for $f$.

**3.** If no entry of $W_2$ is positive, then $-f$ is such a network and convex. Multiplying its
inequality by $-1$ turns it around, so $f$ is concave.
"""

# %% [raw]
"""
# END SOLUTION
"""

# %% [raw]
"""
# END QUESTION
"""

# %%
from chainrule import words

words.show("convexity", 250)
