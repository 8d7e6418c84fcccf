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
title: What depth and width can do
builds_on: []
"""

# %% [markdown]
r"""
## What depth and width can do

Before a network learns anything, it is a formula with free numbers in it. What can the formula be,
whatever the numbers are? This problem asks that of ReLU networks with **one real input and one real
output**. A network with $l$ layers has $l$ weight matrices; a ReLU follows every layer but the last.
With $l = 2$ it reads

$$f(x) = W_2 \operatorname{ReLU}(W_1 x + b_1) + b_2, \qquad \operatorname{ReLU}(z) = \max(z, 0),$$

where ReLU acts on each entry by itself. The **width** is the number of hidden neurons in a layer.
Vectors are columns on paper; in code they have one dimension, so a vector with 3 entries has shape
`(3,)` and a single number in a vector has shape `(1,)`. $x$ counts as a vector here.

**An example.** Take $W_1 = \begin{pmatrix} 2 \\ -1 \end{pmatrix}$, $b_1 = \begin{pmatrix} -1 \\ 3
\end{pmatrix}$, $W_2 = \begin{pmatrix} 1 & -3 \end{pmatrix}$ and $b_2 = 4$. At $x = 2$ the first
hidden neuron has $2 \cdot 2 - 1 = 3$, the second has $-2 + 3 = 1$. Both are positive, so the ReLU
leaves them alone, and $f(2) = 3 - 3 \cdot 1 + 4 = 4$. At $x = 4$ the second neuron has $-1$, which
the ReLU turns into 0, and $f(4) = 7 - 0 + 4 = 11$.

**Four words** that the questions use; a drawing is as much as you need to know about them.

![Four small graphs. A convex one, with a chord that runs above it. A concave one, with a chord below
it. One with a corner, marked as a kink. One that jumps, marked as a
discontinuity.](../figures/relu_vocabulary.png)

- **Convex**: between any two points of the graph, the chord is never below the graph. **Concave**:
  never above. A straight line is both.
- **Discontinuity**: an input at which the graph jumps, so that you must lift the pen.
- **Kink**: an input at which the function is continuous but not differentiable, because the slopes
  on the left and on the right differ. ReLU has one kink, at 0.
"""

# %%
import torch

# %% [raw]
"""
# BEGIN QUESTION
name: two_layer_shapes
points: 1
minutes: 5
hidden_checks: each shape by itself, for several widths
"""

# %% [markdown]
"""
### Shapes

Consider the two-layer network above with width $k$, so that $W_1$ has shape $(k, 1)$. Which shapes
do $W_2$, $b_1$ and $b_2$ have? Complete the function; a shape is a tuple of whole numbers.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
def layer_shapes(k):
    """Return the shapes of W2, b1 and b2 in a two-layer network of width k."""
    W2 = (1, k)  # SOLUTION
    b1 = (k,)  # SOLUTION
    b2 = (1,)  # SOLUTION
    return {"W2": W2, "b1": b1, "b2": b2}

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
points: 0.1
""" # END TEST CONFIG
def test_these_are_shapes(layer_shapes):
    """Each of the three is a tuple of whole numbers."""
    from chainrule.checks import require

    require(layer_shapes=layer_shapes)
    shapes = layer_shapes(5)
    for name in ("W2", "b1", "b2"):
        require(**{name: shapes[name]})
        shape = shapes[name] if isinstance(shapes[name], (tuple, list)) else [shapes[name]]
        whole = len(shape) > 0 and all(type(n) is int for n in shape)
        hint = "" if len(shape) else ": the shape of a number by itself, not of a vector with one entry"
        assert whole, f"`{name}` should be a tuple of whole numbers, found {shapes[name]!r}{hint}."

# %%
""" # BEGIN TEST CONFIG
points: 0.3
hidden: true
""" # END TEST CONFIG
def test_shape_of_the_second_weight(layer_shapes):
    """The second weight matrix has the right shape, whatever the width."""
    from chainrule.checks import assert_that, require

    require(layer_shapes=layer_shapes)
    for k in (1, 2, 9):
        shape = layer_shapes(k)["W2"]
        require(W2=shape)
        found = list(shape) if isinstance(shape, (tuple, list)) else [shape]
        message = f"`W2` is not right for width {k}: found {shape}."
        assert all(type(n) is int for n in found), message
        assert_that(found == [1, k], message, f"the shape of W2 for width {k}", [len(found), *found])

# %%
""" # BEGIN TEST CONFIG
points: 0.3
hidden: true
""" # END TEST CONFIG
def test_shape_of_the_first_bias(layer_shapes):
    """The first bias has the right shape, whatever the width."""
    from chainrule.checks import assert_that, require

    require(layer_shapes=layer_shapes)
    for k in (1, 2, 9):
        shape = layer_shapes(k)["b1"]
        require(b1=shape)
        found = list(shape) if isinstance(shape, (tuple, list)) else [shape]
        message = f"`b1` is not right for width {k}: found {shape}."
        assert all(type(n) is int for n in found), message
        assert_that(found == [k], message, f"the shape of b1 for width {k}", [len(found), *found])

# %%
""" # BEGIN TEST CONFIG
points: 0.3
hidden: true
""" # END TEST CONFIG
def test_shape_of_the_second_bias(layer_shapes):
    """The second bias has the right shape, whatever the width."""
    from chainrule.checks import assert_that, require

    require(layer_shapes=layer_shapes)
    for k in (1, 2, 9):
        shape = layer_shapes(k)["b2"]
        require(b2=shape)
        found = list(shape) if isinstance(shape, (tuple, list)) else [shape]
        message = f"`b2` is not right for width {k}: found {shape}."
        assert all(type(n) is int for n in found), message
        assert_that(found == [1], message, f"the shape of b2 for width {k}", [len(found), *found])

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
name: three_layer_expression
points: 1
minutes: 10
hidden_checks: other sizes and random parameters, layers of width 1, arguments left unchanged
"""

# %% [markdown]
r"""
### One layer more

Write down the expression of a ReLU network with $l = 3$ layers, first on paper, then as a function.
Nothing changes if input, output and the two hidden layers have any number of entries:

| `x` | `W1` | `b1` | `W2` | `b2` | `W3` | `b3` | output |
|:-:|:-:|:-:|:-:|:-:|:-:|:-:|:-:|
| (d,) | (k, d) | (k,) | (m, k) | (m,) | (o, m) | (o,) | (o,) |

All of them are torch tensors. As a check, put the third layer $W_3 = \begin{pmatrix} -2 \end{pmatrix}$,
$b_3 = 5$ on top of the network of the example: the output is 5 at $x = 0$, $-3$ at $x = 2$, and $-17$ at
$x = 4$.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
def three_layer_output(x, W1, b1, W2, b2, W3, b3):
    """Return the output of a three-layer ReLU network at the input x."""
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
points: 0.2
""" # END TEST CONFIG
def test_numbers_of_the_prompt(three_layer_output):
    """The outputs at 0, 2 and 4 are those that the prompt names."""
    import torch
    from chainrule.checks import assert_close, require

    require(three_layer_output=three_layer_output)
    layers = ([[2], [-1]], [-1, 3], [[1, -3]], [4], [[-2]], [5])
    for x, right in ((0, 5), (2, -3), (4, -17)):
        tensors = [torch.tensor(numbers, dtype=torch.float64) for numbers in ([x], *layers)]
        named = torch.tensor([right], dtype=torch.float64)
        assert_close(three_layer_output(*tensors), named, f"output at x = {x}", reveal=True)

# %%
""" # BEGIN TEST CONFIG
points: 0.1
""" # END TEST CONFIG
def test_shape_of_the_output(three_layer_output):
    """From 3 inputs through widths 5 and 4 to 2 outputs: the output has shape (2,)."""
    import torch
    from chainrule.checks import assert_close, require

    require(three_layer_output=three_layer_output)
    random = torch.Generator().manual_seed(1)
    shapes = ((3,), (5, 3), (5,), (4, 5), (4,), (2, 4), (2,))
    tensors = [torch.rand(shape, generator=random, dtype=torch.float64) for shape in shapes]
    output = three_layer_output(*tensors)
    assert_close(output, torch.zeros(2), "output", atol=float("inf"))
    assert output.abs().max() > 1e-6, "`output` is 0 everywhere."

# %%
""" # BEGIN TEST CONFIG
points: 0.6
hidden: true
""" # END TEST CONFIG
def test_expression_of_three_layers(three_layer_output):
    """The output is right at random parameters, for several sizes."""
    import torch
    from chainrule.checks import assert_close, require
    from torch.nn.functional import linear

    require(three_layer_output=three_layer_output)
    random = torch.Generator().manual_seed(2)
    for d, k, m, o in ((3, 2, 8, 5), (4, 7, 3, 2), (1, 6, 5, 1), (2, 1, 1, 3)):
        shapes = ((k, d), (k,), (m, k), (m,), (o, m), (o,))
        tensors = [torch.randn(shape, generator=random, dtype=torch.float64) for shape in shapes]
        for _ in range(5):
            x = 3 * torch.randn(d, generator=random, dtype=torch.float64)
            hidden = linear(x, *tensors[:2]).clamp(min=0)
            right = linear(linear(hidden, *tensors[2:4]).clamp(min=0), *tensors[4:])
            output = three_layer_output(x, *[tensor.clone() for tensor in tensors])
            assert_close(output, right, f"output for widths {k} and {m}")

# %%
""" # BEGIN TEST CONFIG
points: 0.1
hidden: true
""" # END TEST CONFIG
def test_arguments_stay(three_layer_output):
    """Input and parameters are left as they were."""
    import torch
    from chainrule.checks import assert_close, assert_unchanged, require
    from chainrule.probes import call_observed

    require(three_layer_output=three_layer_output)
    random = torch.Generator().manual_seed(3)
    names = ("x", "W1", "b1", "W2", "b2", "W3", "b3")
    shapes = ((2,), (3, 2), (3,), (4, 3), (4,), (5, 4), (5,))
    tensors = [torch.randn(shape, generator=random, dtype=torch.float64) for shape in shapes]
    output, after = call_observed(three_layer_output, *tensors)
    assert_close(output, torch.zeros(5), "output", atol=float("inf"))
    assert output.abs().max() > 1e-6, "`output` is 0 everywhere."
    for name, before, now in zip(names, tensors, after, strict=True):
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
name: convex_in_the_input
points: 0.5
minutes: 5
hidden_checks: both answers
"""

# %% [markdown]
r"""
### Convex, concave?

Take a ReLU network with $l \ge 2$ layers, about whose weights you know nothing. Is its output, as a
function of the input $x$, convex in general? Concave? Answer each with `"yes"` or `"no"`.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
always_convex = "no"  # SOLUTION
always_concave = "no"  # SOLUTION

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
def test_both_are_answered(always_convex, always_concave):
    """Both are answered with yes or no."""
    from chainrule.checks import assert_among

    assert_among(always_convex, "always_convex", ("yes", "no"))
    assert_among(always_concave, "always_concave", ("yes", "no"))

# %%
""" # BEGIN TEST CONFIG
points: 0.25
hidden: true
""" # END TEST CONFIG
def test_convex(always_convex):
    """Whether the output is always convex."""
    from chainrule.checks import assert_choice

    assert_choice(always_convex, "no", "always_convex", ("yes", "no"))

# %%
""" # BEGIN TEST CONFIG
points: 0.25
hidden: true
""" # END TEST CONFIG
def test_concave(always_concave):
    """Whether the output is always concave."""
    from chainrule.checks import assert_choice

    assert_choice(always_concave, "no", "always_concave", ("yes", "no"))

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
name: convexity_argument
points: 0.5
minutes: 10
manual: true
word_limit: 150
rubric:
  - id: not_convex
    points: 0.25
    text: Settles convexity with an argument. For "no", names a network and a chord that runs below its graph, in numbers.
    note: Two ends of the chord and a point between them, with the values of the network. One network that is neither may serve for both items. A labelled sketch with the numbers readable counts in full.
  - id: not_concave
    points: 0.25
    text: Settles concavity in the same way, with a chord that runs above the graph.
    note: A single neuron, the ReLU itself, is the simplest example. Saying that a ReLU network can have any shape, without naming one, earns nothing.
"""

# %% [markdown]
"""
### Convex, concave? The reason

Give the reason for both answers, in at most 150 words. Where the answer is no, name a network by its
weights, two inputs, and a point between them at which the chord is on the wrong side.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %% [markdown]
r"""
Two networks with a single hidden neuron are enough.

*Not always concave.* With $W_1 = 1$, $W_2 = 1$ and biases 0, the network is $f(x) =
\operatorname{ReLU}(x)$. Its chord from $x = -1$, where $f = 0$, to $x = 1$, where $f = 1$, has height
$\tfrac12$ in the middle. The graph has height $f(0) = 0$ there, so it runs below its chord.

*Not always convex.* Change $W_2$ to $-1$. Then $f(x) = -\operatorname{ReLU}(x)$, and everything is
turned upside down: the same chord has height $-\tfrac12$ at 0, below the graph, which has height 0.

A single network can be both at once: $\operatorname{ReLU}(x) - \operatorname{ReLU}(x - 1)$ is 0 up
to 0, rises to 1, and stays there. It bends upwards at 0 and downwards at 1. More layers change
nothing: a further layer that passes on what is not negative, $\operatorname{ReLU}(z) = z$, keeps this
network as it is.
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
name: discontinuities
points: 0.5
minutes: 5
hidden_checks: the number
"""

# %% [markdown]
"""
### Jumps

From here on, the network has $l$ layers and every hidden layer has width $k$. At how many inputs can
its output be discontinuous? Give the largest possible number.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
most_discontinuities = 0  # SOLUTION

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
def test_is_a_number(most_discontinuities):
    """The answer is a number."""
    from chainrule.checks import assert_number

    assert_number(most_discontinuities, 7, "most_discontinuities", atol=float("inf"))

# %%
""" # BEGIN TEST CONFIG
points: 0.5
hidden: true
""" # END TEST CONFIG
def test_most_discontinuities(most_discontinuities):
    """The largest number of discontinuities."""
    from chainrule.checks import assert_number

    assert_number(most_discontinuities, 0, "most_discontinuities")

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
name: kind_of_function
points: 0.5
minutes: 5
hidden_checks: the choice
"""

# %% [markdown]
"""
### Which kind of function?

Whatever the weights are, the output is, as a function of the input, always of one of these kinds:
`"linear"`, `"piecewise linear"` or `"polynomial"`. Choose the one that says most and is still always
true. As everywhere in deep learning, linear includes a constant: $a x + c$.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
kind_of_function = "piecewise linear"  # SOLUTION

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
def test_is_one_of_three(kind_of_function):
    """The answer is one of the three kinds."""
    from chainrule.checks import assert_among

    kinds = ("linear", "piecewise linear", "polynomial")
    assert_among(kind_of_function, "kind_of_function", kinds)

# %%
""" # BEGIN TEST CONFIG
points: 0.5
hidden: true
""" # END TEST CONFIG
def test_kind_of_function(kind_of_function):
    """The kind that is always true."""
    from chainrule.checks import assert_choice

    kinds = ("linear", "piecewise linear", "polynomial")
    assert_choice(kind_of_function, kinds[1], "kind_of_function", kinds)

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
name: continuity_argument
points: 1
minutes: 15
manual: true
word_limit: 200
rubric:
  - id: continuous
    points: 0.5
    text: Derives the number of discontinuities from the building blocks. Affine maps and ReLU are continuous, and so is a composition of continuous functions.
    note: "Half of the points for saying that ReLU is continuous without a word about composition. An answer that confuses kinks with jumps earns none."
  - id: pieces
    points: 0.5
    text: Derives the kind of function from the layers. Weighted sums of functions with finitely many straight pieces have finitely many straight pieces, and ReLU only cuts a piece where it crosses zero.
    note: "An induction over layers, or the equivalent remark that between kinks every neuron is either on or off, so that the network is affine there. Why it need not be linear, and why it is no polynomial, may be left to an example."
"""

# %% [markdown]
"""
### Jumps and kinds: the reason

Why is the number of jumps what you say, and why is the output always of the kind that you chose? Go
through the network layer by layer. At most 200 words.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %% [markdown]
r"""
*No jumps.* A network is a chain of two kinds of maps: $z \mapsto W z + b$ and ReLU. Both are
continuous, and a composition of continuous functions is continuous. So the graph can be drawn in one
stroke: there are 0 discontinuities, for all weights, widths and depths.

*Piecewise linear.* We show that every neuron is a function of $x$ with finitely many straight pieces.
The input itself is one straight piece. Suppose that the claim holds for the neurons of a layer. What
goes into a neuron of the next layer is a weighted sum of them plus a bias. Cut the line at all kinks
of all summands: between two cuts each summand is straight, so the sum is, too. ReLU then leaves a
straight piece alone where it is positive, replaces it by 0 where it is negative, and so cuts it in at
most one further place. The claim holds for the next layer, and in the end for the output.

*Neither of the other two.* The ReLU itself is such a network. It is not linear, and not a polynomial
either, because a polynomial that is 0 for all negative $x$ is 0 everywhere.
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
name: kinks
points: 1
minutes: 15
hidden_checks: each of the five answers by itself
"""

# %% [markdown]
r"""
### Kinks

1. In general, is the output differentiable at every input? `differentiable_everywhere`: `"yes"` or
   `"no"`.
2. What is the smallest number of inputs at which a network with $l$ layers of width $k$ can fail to
   be differentiable? `fewest_kinks`: a number.
3. With $l = 2$ layers, what is the largest number of such inputs? `most_kinks(k)`: a function of the
   width.
4. For a fixed width $k \ge 2$, how does the largest number of such inputs grow with the number of
   layers $l$? `growth_with_depth`: `"constant"`, `"linear"`, `"polynomial"` or `"exponential"`.
5. A network with two layers can come as close as you like to any continuous function on an interval
   $[a, b]$, if it is wide enough. Can a deeper network do the same for *some* functions with far fewer hidden
   neurons in total? `depth_saves_neurons`: `"yes"` or `"no"`.

The fourth question asks for an order of growth, not for a formula. Three thoughts on the way: how many
straight pieces does a function with $n$ kinks have? Where, in terms of what comes in, does a single
neuron switch on or off? And what if **every** straight piece that comes into a layer is cut in two
there: how many pieces are there after one such layer, after two, after ten?
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
differentiable_everywhere = "no"  # SOLUTION
fewest_kinks = 0  # SOLUTION
growth_with_depth = "exponential"  # SOLUTION
depth_saves_neurons = "yes"  # SOLUTION


def most_kinks(k):
    """Return the largest number of kinks of a two-layer network of width k."""
    return k  # SOLUTION

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
def test_all_five_are_answered(
    differentiable_everywhere, fewest_kinks, most_kinks, growth_with_depth, depth_saves_neurons
):
    """All five are answered, in the form that was asked for."""
    from chainrule.checks import assert_among, assert_number, require

    growths = ("constant", "linear", "polynomial", "exponential")
    assert_among(differentiable_everywhere, "differentiable_everywhere", ("yes", "no"))
    assert_number(fewest_kinks, 7, "fewest_kinks", atol=float("inf"))
    require(most_kinks=most_kinks)
    assert_number(most_kinks(3), 7, "most_kinks(3)", atol=float("inf"))
    assert_among(growth_with_depth, "growth_with_depth", growths)
    assert_among(depth_saves_neurons, "depth_saves_neurons", ("yes", "no"))

# %%
""" # BEGIN TEST CONFIG
points: 0.2
hidden: true
""" # END TEST CONFIG
def test_differentiable_everywhere(differentiable_everywhere):
    """Whether the output is differentiable everywhere."""
    from chainrule.checks import assert_choice

    assert_choice(differentiable_everywhere, "no", "differentiable_everywhere", ("yes", "no"))

# %%
""" # BEGIN TEST CONFIG
points: 0.2
hidden: true
""" # END TEST CONFIG
def test_fewest_kinks(fewest_kinks):
    """The smallest number of kinks."""
    from chainrule.checks import assert_number

    assert_number(fewest_kinks, 0, "fewest_kinks")

# %%
""" # BEGIN TEST CONFIG
points: 0.2
hidden: true
""" # END TEST CONFIG
def test_most_kinks(most_kinks):
    """The largest number of kinks with two layers, for several widths."""
    import numpy as np
    from chainrule.checks import assert_close, assert_numbers, require

    require(most_kinks=most_kinks)
    widths = np.array([1.0, 2.0, 3.0, 10.0, 64.0])
    found = np.stack([assert_numbers(most_kinks(int(k)), f"most_kinks({k:g})", ()) for k in widths])
    assert_close(found, widths, "most_kinks for several widths")

# %%
""" # BEGIN TEST CONFIG
points: 0.2
hidden: true
""" # END TEST CONFIG
def test_growth_with_depth(growth_with_depth):
    """How the largest number of kinks grows with the number of layers."""
    from chainrule.checks import assert_choice

    growths = ("constant", "linear", "polynomial", "exponential")
    assert_choice(growth_with_depth, "exponential", "growth_with_depth", growths)

# %%
""" # BEGIN TEST CONFIG
points: 0.2
hidden: true
""" # END TEST CONFIG
def test_depth_saves_neurons(depth_saves_neurons):
    """Whether depth can save neurons."""
    from chainrule.checks import assert_choice

    assert_choice(depth_saves_neurons, "yes", "depth_saves_neurons", ("yes", "no"))

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
name: kinks_argument
points: 1
minutes: 25
manual: true
word_limit: 300
rubric:
  - id: fewest_and_two_layers
    points: 0.25
    text: Explains the extremes. A network whose output has the fewest kinks, and why in a two-layer network every hidden neuron contributes at most one kink.
    note: "The kink of neuron j is at -b/w. That all k of them can be different, so that the bound is reached, should be said."
  - id: multiplication
    points: 0.25
    text: Explains why a further layer multiplies the number of straight pieces and does not just add to it.
    note: "Each neuron of the layer can switch once on every incoming piece, so p pieces become at most (k + 1) p. Assuming that each piece is cut in two is enough."
  - id: growth
    points: 0.25
    text: Concludes how the number of kinks grows with the number of layers, from that multiplication.
    note: "Of the order of (k + 1) to the power l - 1 from above; 2 to the power l - 1 pieces by halving. That the growth is really reached, by an example or by reference to the hint, completes the item."
  - id: neurons
    points: 0.25
    text: Compares totals of hidden neurons for a function with many kinks. Deep networks need about k (l - 1), a two-layer network at least one neuron for each kink.
    note: "The answer must compare two counts for the same function. Naming an example such as a saw-tooth is enough if the two counts are given."
"""

# %% [markdown]
"""
### Kinks: the reason

Give the reasons for your answers in at most 300 words: where the kinks of a two-layer network lie and
how few and how many they can be; what a further layer does to the number of straight pieces; what
follows for the growth with $l$, and for the number of neurons that a function with many kinks needs.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %% [markdown]
r"""
*Two layers.* Neuron $j$ switches where $w_j x + b_j = 0$: at one input, $-b_j / w_j$, or at none if
$w_j = 0$. The output is a weighted sum of $k$ neurons, so it has at most $k$ kinks, and exactly $k$ if no
weight is 0 and these inputs all differ. It can also have none: with all weights 0
it is constant, and $\operatorname{ReLU}(x) - \operatorname{ReLU}(-x) = x$ is a less trivial example.
So the fewest is 0 and the most is $k$.

*A further layer.* Let the outputs of a layer have $p$ straight pieces. On each piece the argument of a
neuron of the next layer is straight, so it crosses zero at most once. The $k$ neurons of that layer
make at most $k$ cuts in each piece: $p$ becomes at most $(k + 1)\,p$. Starting from one piece, the
$l - 1$ hidden layers make at most $(k + 1)^{l - 1}$ pieces, hence $(k + 1)^{l - 1} - 1$ kinks.

*The growth is reached.* Two neurons make a tent: $t(x) = 2 \operatorname{ReLU}(x) - 4
\operatorname{ReLU}(x - \tfrac12)$ climbs from 0 to 1 on $[0, \tfrac12]$ and falls back to 0 on
$[\tfrac12, 1]$. Put $n$ tents in a row, $t(t(\dots t(x)))$: each runs through the whole of the
previous one twice, so there are $2^n$ pieces on $[0, 1]$. The growth is exponential.

*Neurons.* These $n$ tents use $2n$ hidden neurons. A two-layer network needs one neuron for each of
the saw-tooth's $2^n - 1$ kinks inside $[0, 1]$. For $n = 10$ that is 20 against 1,023. So yes: for some functions
depth saves an exponential number of neurons.
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
name: smooth_activation
points: 0.5
minutes: 5
hidden_checks: the answer
"""

# %% [markdown]
r"""
### tanh in place of ReLU

Now replace every ReLU by $\tanh$. Is the output differentiable at every input, whatever the weights
are? Answer with `"yes"` or `"no"`.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
differentiable_with_tanh = "yes"  # SOLUTION

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
def test_is_yes_or_no(differentiable_with_tanh):
    """The answer is yes or no."""
    from chainrule.checks import assert_among

    assert_among(differentiable_with_tanh, "differentiable_with_tanh", ("yes", "no"))

# %%
""" # BEGIN TEST CONFIG
points: 0.5
hidden: true
""" # END TEST CONFIG
def test_differentiable_with_tanh(differentiable_with_tanh):
    """Whether a tanh network is differentiable everywhere."""
    from chainrule.checks import assert_choice

    assert_choice(differentiable_with_tanh, "yes", "differentiable_with_tanh", ("yes", "no"))

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
name: smooth_activation_argument
points: 0.5
minutes: 10
manual: true
word_limit: 100
rubric:
  - id: blocks
    points: 0.25
    text: States that tanh and affine maps are differentiable at every input.
    note: "The derivative 1 - tanh squared, or tanh as a quotient of exponentials whose denominator is never 0, is a good reason; the bare claim is enough."
  - id: chain
    points: 0.25
    text: Concludes with the chain rule, layer by layer, that the output is.
    note: "An answer of no with a consistent re-do of the questions on kinks earns nothing here: it contradicts the chain rule."
"""

# %% [markdown]
"""
### tanh in place of ReLU: the reason

If yes, why? If no, answer the questions on kinks again, for tanh. At most 100 words.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %% [markdown]
r"""
Yes. $\tanh$ is differentiable at every $z$, with derivative $1 - \tanh^2 z$, and affine maps are
differentiable, too. The network is a composition of these, and by the chain rule a composition of
differentiable functions is differentiable. Its derivative is the product of the layers' derivatives,
and each factor exists for every input and all weights. There are no kinks left, few or many: the
output can bend as sharply as you like if the weights are large, but it always bends smoothly.
"""

# %% [raw]
"""
# END SOLUTION
"""

# %% [raw]
"""
# END QUESTION
"""
