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

# %% [markdown]
"""
Answers to the parts of `relu_networks`, written without a look at its variants.
"""

# %%
# VARIANT
# part: three_layer_expression
# name: maximum
# right: true
# score: 1
def three_layer_output(x, W1, b1, W2, b2, W3, b3):
    h1 = W1.matmul(x) + b1
    h1 = h1 * (h1 > 0)
    h2 = W2.matmul(h1) + b2
    h2 = torch.maximum(h2, torch.zeros_like(h2))
    return W3.matmul(h2) + b3

# %%
# VARIANT
# part: three_layer_expression
# name: relu_at_output
# right: false
# score: 0.2
# mistake: relu_on_the_output
def three_layer_output(x, W1, b1, W2, b2, W3, b3):
    for W, b in ((W1, b1), (W2, b2), (W3, b3)):
        x = torch.clamp(W @ x + b, min=0)
    return x

# %%
# VARIANT
# part: three_layer_expression
# name: linear
# right: false
# score: 0.2
# mistake: no_relu
def three_layer_output(x, W1, b1, W2, b2, W3, b3):
    h = W1.matmul(x) + b1
    h = W2.matmul(h) + b2
    return W3.matmul(h) + b3

# %%
# VARIANT
# part: two_layer_shapes
# name: lists
# right: true
# score: 1
def layer_shapes(k):
    return {"W2": [1, k], "b1": [k], "b2": [1]}

# %%
# VARIANT
# part: two_layer_shapes
# name: torch_sizes
# right: true
# score: 1
def layer_shapes(k):
    net = torch.nn.Sequential(torch.nn.Linear(1, k), torch.nn.ReLU(), torch.nn.Linear(k, 1))
    return {"W2": tuple(net[2].weight.shape), "b1": tuple(net[0].bias.shape), "b2": tuple(net[2].bias.shape)}

# %%
# VARIANT
# part: two_layer_shapes
# name: column_w2
# right: false
# score: 0.7
# mistake: second_weight_transposed
def layer_shapes(k):
    return {"W2": (k, 1), "b1": (k,), "b2": (1,)}

# %%
# VARIANT
# part: two_layer_shapes
# name: b1_one
# right: false
# score: 0.7
# mistake: first_bias_of_the_output
def layer_shapes(k):
    return {"W2": (1, k), "b1": (1,), "b2": (1,)}

# %%
# VARIANT
# part: two_layer_shapes
# name: column_biases
# right: false
# score: 0.4
# mistake: biases_as_matrices
def layer_shapes(k):
    return {"W2": (1, k), "b1": (k, 1), "b2": (1, 1)}

# %%
# VARIANT
# part: two_layer_shapes
# name: square
# right: false
# score: 0.4
# mistake: all_k
def layer_shapes(k):
    return {"W2": (k, k), "b1": (k,), "b2": (k,)}

# %%
# VARIANT
# part: two_layer_shapes
# name: sizes
# right: true
# score: 1
def layer_shapes(k):
    W2 = torch.zeros(1, k).shape
    b1 = torch.zeros(k).shape
    b2 = torch.zeros(1).shape
    return {"W2": W2, "b1": b1, "b2": b2}

# %%
# VARIANT
# part: two_layer_shapes
# name: b2_k
# right: false
# score: 0.7
# mistake: second_bias_of_the_hidden_layer
def layer_shapes(k):
    return {"W2": (1, k), "b1": (k,), "b2": (k,)}

# %%
# VARIANT
# part: two_layer_shapes
# name: swap
# right: false
# score: 0.4
# mistake: second_weight_transposed
def layer_shapes(k):
    return {"W2": (k, 1), "b1": (1, k), "b2": (1,)}

# %%
# VARIANT
# part: three_layer_expression
# name: functional
# right: true
# score: 1
def three_layer_output(x, W1, b1, W2, b2, W3, b3):
    F = torch.nn.functional
    return F.linear(F.relu(F.linear(F.relu(F.linear(x, W1, b1)), W2, b2)), W3, b3)

# %%
# VARIANT
# part: three_layer_expression
# name: loop_with_maximum
# right: true
# score: 1
def three_layer_output(x, W1, b1, W2, b2, W3, b3):
    h = x
    for W, b in ((W1, b1), (W2, b2)):
        h = W.matmul(h) + b
        h = torch.maximum(h, torch.zeros_like(h))
    return W3.matmul(h) + b3

# %%
# VARIANT
# part: three_layer_expression
# name: relu_on_output
# right: false
# score: 0.2
# mistake: relu_on_the_output
def three_layer_output(x, W1, b1, W2, b2, W3, b3):
    return torch.relu(W3 @ torch.relu(W2 @ torch.relu(W1 @ x + b1) + b2) + b3)

# %%
# VARIANT
# part: three_layer_expression
# name: functional_too
# right: true
# score: 1
def three_layer_output(x, W1, b1, W2, b2, W3, b3):
    import torch.nn.functional as F
    return F.linear(F.relu(F.linear(F.relu(F.linear(x, W1, b1)), W2, b2)), W3, b3)

# %%
# VARIANT
# part: three_layer_expression
# name: second_linear
# right: false
# score: 0.2
# mistake: no_relu_after_the_second
def three_layer_output(x, W1, b1, W2, b2, W3, b3):
    return W3 @ (W2 @ torch.relu(W1 @ x + b1) + b2) + b3

# %%
# VARIANT
# part: three_layer_expression
# name: first_linear
# right: false
# score: 0.2
# mistake: no_relu_after_the_first
def three_layer_output(x, W1, b1, W2, b2, W3, b3):
    return W3 @ torch.relu(W2 @ (W1 @ x + b1) + b2) + b3

# %%
# VARIANT
# part: convex_in_the_input
# name: capitals
# right: true
# score: 0.5
always_convex = "No"
always_concave = "NO"

# %%
# VARIANT
# part: convex_in_the_input
# name: convex
# right: false
# score: 0.25
# mistake: convex_only
always_convex = "yes"
always_concave = "no"

# %%
# VARIANT
# part: convex_in_the_input
# name: bools
# right: true
# score: 0.5
always_convex = False
always_concave = False

# %%
# VARIANT
# part: convex_in_the_input
# name: concave
# right: false
# score: 0.25
# mistake: concave_only
always_convex = "no"
always_concave = "yes"

# %%
# VARIANT
# part: convex_in_the_input
# name: sometimes
# right: false
# score: 0.25
# mistake: none
always_convex = "sometimes"
always_concave = "no"

# %%
# VARIANT
# part: discontinuities
# name: zero_float
# right: true
# score: 0.5
most_discontinuities = 0.0

# %%
# VARIANT
# part: discontinuities
# name: numpy
# right: true
# score: 0.5
import numpy as np
most_discontinuities = np.int64(0)

# %%
# VARIANT
# part: discontinuities
# name: one
# right: false
# score: 0
# mistake: kinks_counted
most_discontinuities = 1

# %%
# VARIANT
# part: discontinuities
# name: text
# right: false
# score: 0
# mistake: none
most_discontinuities = "k"

# %%
# VARIANT
# part: kinks
# name: mixed_types
# right: true
# score: 1
differentiable_everywhere = False
fewest_kinks = 0.0
growth_with_depth = "Exponential"
depth_saves_neurons = True
most_kinks = lambda width: int(width)

# %%
# VARIANT
# part: kinks
# name: numpy_returns
# right: true
# score: 1
import numpy as np
differentiable_everywhere = " no"
fewest_kinks = np.int64(0)
growth_with_depth = "exponential "
depth_saves_neurons = "Yes"
def most_kinks(k):
    return np.sum(np.ones(k))

# %%
# VARIANT
# part: kinks
# name: lambda
# right: true
# score: 1
differentiable_everywhere = "No"
fewest_kinks = 0.0
growth_with_depth = "Exponential"
depth_saves_neurons = "YES"
most_kinks = lambda k: k

# %%
# VARIANT
# part: kinks
# name: pieces
# right: false
# score: 0.8
# mistake: pieces_for_kinks
differentiable_everywhere = "no"
fewest_kinks = 0
growth_with_depth = "exponential"
depth_saves_neurons = "yes"


def most_kinks(k):
    return k + 1

# %%
# VARIANT
# part: kind_of_function
# name: caps
# right: true
# score: 0.5
kind_of_function = "Piecewise Linear"

# %%
# VARIANT
# part: kind_of_function
# name: linear
# right: false
# score: 0
# mistake: linear
kind_of_function = "linear"

# %%
# VARIANT
# part: kind_of_function
# name: piecewise
# right: false
# score: 0
# mistake: none
kind_of_function = "piecewise"

# %%
# VARIANT
# part: smooth_activation
# name: caps
# right: true
# score: 0.5
differentiable_with_tanh = "Yes"

# %%
# VARIANT
# part: smooth_activation
# name: no
# right: false
# score: 0
# mistake: no
differentiable_with_tanh = "no"

# %%
# VARIANT
# part: smooth_activation
# name: maybe
# right: false
# score: 0
# mistake: none
differentiable_with_tanh = "depends"
