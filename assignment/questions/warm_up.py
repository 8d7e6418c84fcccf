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
title: Warm-up with tensors and modules
builds_on: []
"""

# %% [markdown]
"""
## Warm-up with tensors and modules

Not graded: five short exercises in torch, for everyone who has not used it for a while. Whoever gets
through them at once needs nothing more for this homework; whoever does not finds what is missing in the
[introduction to tensors](https://docs.pytorch.org/tutorials/beginner/basics/tensorqs_tutorial.html) and
the [introduction to modules](https://docs.pytorch.org/tutorials/beginner/basics/buildmodel_tutorial.html).
None of them needs a loop.

Three facts carry most of it.

- **A reduction takes a dimension away.** If `x` has shape (4, 3), `x.sum(dim=0)` has shape (3,): dimension
  0, the rows, has been summed up. `keepdim=True` leaves it there with size 1.
- **Broadcasting stretches dimensions of size 1.** Shapes are aligned at their right ends, a missing
  dimension counts as 1, and a 1 is repeated as often as needed: (4, 3) and (3,) go together, so do
  (4, 1, 3) and (5, 3), with a result of shape (4, 5, 3). `x[:, None]` puts a new dimension of size 1.
- **A tensor can be an index.** With `rows = torch.tensor([0, 1, 2])` and `columns =
  torch.tensor([2, 0, 2])`, `x[rows, columns]` has three entries: $x_{02}$, $x_{10}$ and $x_{22}$.
"""

# %%
import torch

# %% [raw]
"""
# BEGIN QUESTION
name: centred_columns
points: 1
minutes: 5
hidden_checks: one row only, other sizes, the argument left unchanged
"""

# %% [markdown]
"""
### Centred columns

Return a copy of `x`, of shape (n, d), in which the mean of each column has been subtracted from that
column.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
def centred(x):
    """Return x with the mean of each column subtracted."""
    return x - x.mean(dim=0)  # SOLUTION

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
def test_columns_have_mean_zero(centred):
    """Every column of the result has mean 0, and differences within a column are kept."""
    import torch
    from chainrule.checks import assert_close, require

    require(centred=centred)
    x = torch.tensor([[1.0, 10.0, 5.0], [3.0, 30.0, 5.0]])
    right = torch.tensor([[-1.0, -10.0, 0.0], [1.0, 10.0, 0.0]])
    assert_close(centred(x), right, "result for a small example", reveal=True)

# %%
""" # BEGIN TEST CONFIG
points: 0.5
hidden: true
""" # END TEST CONFIG
def test_centred_at_other_sizes(centred):
    """The result is right for other sizes, one row and one column among them."""
    import torch
    from chainrule.checks import assert_close, require

    require(centred=centred)
    random = torch.Generator().manual_seed(1)
    for shape in ((5, 3), (4, 4), (1, 6), (7, 1)):
        x = 3 + torch.randn(shape, generator=random, dtype=torch.float64)
        right = x - x.sum(0, keepdim=True) / len(x)
        assert_close(centred(x.clone()), right, f"result for shape {shape}")

# %%
""" # BEGIN TEST CONFIG
points: 0.25
hidden: true
""" # END TEST CONFIG
def test_centred_leaves_its_argument(centred):
    """The argument is left as it was."""
    import torch
    from chainrule.checks import assert_close, assert_unchanged, require
    from chainrule.probes import call_observed

    require(centred=centred)
    x = torch.randn(4, 3, generator=torch.Generator().manual_seed(2))
    result, (after,) = call_observed(centred, x)
    assert_close(result, x, "result", atol=float("inf"))
    assert_unchanged(x, after, "x")

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
name: picked_entries
points: 1
minutes: 5
hidden_checks: other sizes, one row only
"""

# %% [markdown]
"""
### One entry from each row

`scores` has shape (n, c), `labels` holds n whole numbers from 0 to c - 1. Return the tensor of shape (n,)
whose entry $i$ is `scores[i, labels[i]]`: from each row the entry that its label names.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
def picked(scores, labels):
    """Return, from each row of scores, the entry that its label names."""
    return scores[torch.arange(len(labels)), labels]  # SOLUTION

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
def test_one_entry_a_row(picked):
    """n rows give n entries."""
    import torch
    from chainrule.checks import assert_close, require

    require(picked=picked)
    found = picked(torch.arange(20.0).reshape(5, 4), torch.tensor([3, 0, 2, 1, 1]))
    assert_close(found, torch.zeros(5), "result", atol=float("inf"))

# %%
""" # BEGIN TEST CONFIG
points: 0.15
""" # END TEST CONFIG
def test_entries_of_their_own_rows(picked):
    """Every entry comes from its own row."""
    import torch
    from chainrule.checks import assert_close, require

    require(picked=picked)
    found = picked(torch.arange(30.0).reshape(6, 5), torch.tensor([4, 0, 2, 1, 1, 3]))
    assert_close(found, torch.zeros(6), "result", atol=float("inf"))
    rows = torch.div(found, 5, rounding_mode="floor")
    assert rows.tolist() == list(range(6)), f"The entries come from the rows {[int(row) for row in rows]}."

# %%
""" # BEGIN TEST CONFIG
points: 0.25
""" # END TEST CONFIG
def test_picks_from_a_small_table(picked):
    """From a small table, the entries named by the labels 2, 0 and 2."""
    import torch
    from chainrule.checks import assert_close, require

    require(picked=picked)
    scores = torch.tensor([[0.0, 1.0, 2.0], [10.0, 11.0, 12.0], [20.0, 21.0, 22.0]])
    right = torch.tensor([2.0, 10.0, 22.0])
    assert_close(picked(scores, torch.tensor([2, 0, 2])), right, "result", reveal=True)

# %%
""" # BEGIN TEST CONFIG
points: 0.5
hidden: true
""" # END TEST CONFIG
def test_picks_at_other_sizes(picked):
    """The result is right for more rows than columns, fewer, and one row."""
    import torch
    from chainrule.checks import assert_close, require

    require(picked=picked)
    random = torch.Generator().manual_seed(3)
    for n, c in ((8, 3), (3, 8), (1, 5), (6, 6)):
        scores = torch.randn(n, c, generator=random, dtype=torch.float64)
        labels = torch.randint(c, (n,), generator=random)
        right = torch.stack([scores[i, labels[i]] for i in range(n)])
        assert_close(picked(scores, labels), right, f"result for {n} rows and {c} columns")

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
name: squared_distances
points: 1
minutes: 10
hidden_checks: other sizes, points far from the origin
"""

# %% [markdown]
r"""
### All pairs

`a` holds n points and `b` holds m points, one a row: shapes (n, d) and (m, d). Return the matrix of shape
(n, m) whose entry $(i, j)$ is the squared distance $\lVert a_i - b_j \rVert^2$. Broadcasting can form all
differences at once, in a tensor of shape (n, m, d).
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
def squared_distances(a, b):
    """Return the squared distance of each point of a from each point of b."""
    return ((a[:, None] - b) ** 2).sum(dim=2)  # SOLUTION

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
def test_one_entry_a_pair(squared_distances):
    """n and m points give a matrix of shape (n, m)."""
    import torch
    from chainrule.checks import assert_close, require

    require(squared_distances=squared_distances)
    random = torch.Generator().manual_seed(6)
    a, b = torch.randn(5, 3, generator=random), torch.randn(4, 3, generator=random)
    assert_close(squared_distances(a, b), torch.zeros(5, 4), "result", atol=float("inf"))

# %%
""" # BEGIN TEST CONFIG
points: 0.25
""" # END TEST CONFIG
def test_corners_of_a_rectangle(squared_distances):
    """The distances of (0, 0) and (3, 0) from (0, 0), (3, 4) and (0, 4), squared."""
    import torch
    from chainrule.checks import assert_close, require

    require(squared_distances=squared_distances)
    a = torch.tensor([[0.0, 0.0], [3.0, 0.0]])
    b = torch.tensor([[0.0, 0.0], [3.0, 4.0], [0.0, 4.0]])
    right = torch.tensor([[0.0, 25.0, 16.0], [9.0, 16.0, 25.0]])
    assert_close(squared_distances(a, b), right, "result", reveal=True)

# %%
""" # BEGIN TEST CONFIG
points: 0.2
hidden: true
""" # END TEST CONFIG
def test_distance_of_a_point_from_itself(squared_distances):
    """The distance is 0 from a point to itself, and positive to every other."""
    import torch
    from chainrule.checks import assert_close, require

    require(squared_distances=squared_distances)
    points = torch.randn(5, 3, generator=torch.Generator().manual_seed(7), dtype=torch.float64)
    found = squared_distances(points, points.clone())
    assert_close(found, torch.zeros(5, 5), "result", atol=float("inf"))
    assert_close(found.diagonal(), torch.zeros(5), "the diagonal for a set with itself", atol=1e-6)
    assert (found + torch.eye(5) > 1e-6).all(), "Different points have a distance of 0 or less."

# %%
""" # BEGIN TEST CONFIG
points: 0.45
hidden: true
""" # END TEST CONFIG
def test_distances_at_other_sizes(squared_distances):
    """The result is right for other sizes, and for close points far from the origin."""
    import torch
    from chainrule.checks import assert_close, require

    require(squared_distances=squared_distances)
    random = torch.Generator().manual_seed(4)
    for n, m, d, centre in ((4, 6, 3, 0.0), (5, 5, 5, 0.0), (1, 3, 2, 0.0), (3, 1, 1, 0.0), (3, 4, 2, 1e3)):
        a = centre + torch.randn(n, d, generator=random, dtype=torch.float64)
        b = centre + torch.randn(m, d, generator=random, dtype=torch.float64)
        right = torch.stack([torch.stack([(p - q).square().sum() for q in b]) for p in a])
        name = f"result for {n} and {m} points in {d} dimensions"
        assert_close(squared_distances(a, b), right, name, rtol=1e-6, atol=1e-6)

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
name: two_layer_module
points: 1
minutes: 10
hidden_checks: the output at random weights, other sizes, a single input
"""

# %% [markdown]
"""
### A module

Write a two-layer ReLU network as a `torch.nn.Module`. `self.hidden` and `self.output` are
`torch.nn.Linear` modules with bias, from `d_in` to `width` features and from there to `d_out`. In torch
an input is a row: `x` has shape (batch, d_in), the result (batch, d_out).
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
class TwoLayerNet(torch.nn.Module):
    """A linear layer, a ReLU, and another linear layer."""

    def __init__(self, d_in, width, d_out):
        super().__init__()
        # BEGIN SOLUTION
        self.hidden = torch.nn.Linear(d_in, width)
        self.output = torch.nn.Linear(width, d_out)
        # END SOLUTION

    def forward(self, x):
        # BEGIN SOLUTION
        return self.output(torch.relu(self.hidden(x)))
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
points: 0.15
""" # END TEST CONFIG
def test_layers_of_the_module(TwoLayerNet):
    """From 3 through 5 to 2 features: the weights have shapes (5, 3) and (2, 5)."""
    import torch
    from chainrule.checks import assert_close, require

    require(TwoLayerNet=TwoLayerNet)
    net = TwoLayerNet(3, 5, 2)
    for name, layer, shape in (("hidden", net.hidden, (5, 3)), ("output", net.output, (2, 5))):
        assert_close(layer.weight, torch.zeros(shape), f"net.{name}.weight", atol=float("inf"))
        assert_close(layer.bias, torch.zeros(shape[0]), f"net.{name}.bias", atol=float("inf"))

# %%
""" # BEGIN TEST CONFIG
points: 0.1
""" # END TEST CONFIG
def test_shape_of_the_output(TwoLayerNet):
    """Four inputs give an output of shape (4, 2)."""
    import torch
    from chainrule.checks import assert_close, require

    require(TwoLayerNet=TwoLayerNet)
    output = TwoLayerNet(3, 5, 2).forward(torch.ones(4, 3))
    assert_close(output, torch.zeros(4, 2), "output", atol=float("inf"))

# %%
""" # BEGIN TEST CONFIG
points: 0.75
hidden: true
""" # END TEST CONFIG
def test_output_of_the_module(TwoLayerNet):
    """The output is that of two layers with a ReLU between, for other sizes too."""
    import torch
    from chainrule.checks import assert_close, require

    require(TwoLayerNet=TwoLayerNet)
    random = torch.Generator().manual_seed(5)
    for batch, d_in, width, d_out in ((6, 4, 9, 3), (1, 2, 7, 5), (5, 3, 3, 3)):
        net = TwoLayerNet(d_in, width, d_out)
        x = 5 * torch.randn(batch, d_in, generator=random, dtype=net.hidden.weight.dtype)
        hidden = torch.clamp(x @ net.hidden.weight.detach().T + net.hidden.bias.detach(), min=0)
        right = hidden @ net.output.weight.detach().T + net.output.bias.detach()
        assert_close(net.forward(x), right, f"output for sizes {d_in}, {width}, {d_out}")

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
name: count_parameters
points: 1
minutes: 5
hidden_checks: other sizes
"""

# %% [markdown]
"""
### How many numbers does it learn?

Return how many numbers a module learns: the entries of all its weights and biases together. `module.parameters()`
goes through its parameters one tensor at a time. Compare with a count on paper for `TwoLayerNet(3, 5, 2)`.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
def count_parameters(module):
    """Return the number of entries in all parameters of a module."""
    return sum(parameter.numel() for parameter in module.parameters())  # SOLUTION

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
def test_count_is_a_positive_number(count_parameters, TwoLayerNet):
    """The count is one whole number, and a wider network has more."""
    from chainrule.checks import assert_number, require

    require(count_parameters=count_parameters, TwoLayerNet=TwoLayerNet)
    counts = [count_parameters(TwoLayerNet(3, width, 2)) for width in (5, 6)]
    for count in counts:
        assert_number(count, 7, "count", atol=float("inf"))
        assert float(count) == int(count) > 0, f"`count` should be a whole number, found {count}."
    assert counts[1] > counts[0], "A wider network has more to learn, but the counts do not grow."

# %%
""" # BEGIN TEST CONFIG
points: 0.75
hidden: true
""" # END TEST CONFIG
def test_count_of_parameters(count_parameters, TwoLayerNet, torch):
    """The count is right for several sizes, and for other modules."""
    from chainrule.checks import assert_number, require

    require(count_parameters=count_parameters, TwoLayerNet=TwoLayerNet)
    for d_in, width, d_out in ((3, 5, 2), (1, 1, 1), (4, 7, 6)):
        right = width * (d_in + 1) + d_out * (width + 1)
        name = f"count for sizes {d_in}, {width}, {d_out}"
        assert_number(count_parameters(TwoLayerNet(d_in, width, d_out)), right, name)
    nested = torch.nn.Sequential(torch.nn.Sequential(torch.nn.Linear(4, 3)), torch.nn.BatchNorm1d(3))
    name = "count for a module within a module, and one that also stores what it does not learn"
    assert_number(count_parameters(nested), 21, name)

# %% [raw]
"""
# END TESTS
"""

# %% [raw]
"""
# END QUESTION
"""
