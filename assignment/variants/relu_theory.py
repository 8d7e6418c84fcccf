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
Right and wrong answers to the parts of `relu_theory`, each with the score that it must get.
"""

# %%
# VARIANT
# part: parameter_shapes
# name: one_dictionary
# right: true
# score: 1
def two_layer_shapes(k):
    return {"W1": (k, 1), "b1": (k,), "W2": (1, k), "b2": (1,)}

# %%
# VARIANT
# part: parameter_shapes
# name: read_off_a_module
# right: true
# score: 1
def two_layer_shapes(k):
    hidden, output = torch.nn.Linear(1, k), torch.nn.Linear(k, 1)
    names = ("W1", "b1", "W2", "b2")
    tensors = (hidden.weight, hidden.bias, output.weight, output.bias)
    return {name: tensor.shape for name, tensor in zip(names, tensors, strict=True)}

# %%
# VARIANT
# part: parameter_shapes
# name: lists
# right: true
# score: 1
def two_layer_shapes(k):
    shapes = {"W1": (k, 1)}
    shapes["b1"] = [k]
    shapes["W2"] = [1, k]
    shapes["b2"] = [1]
    return shapes

# %%
# VARIANT
# part: parameter_shapes
# name: second_weight_transposed
# right: false
# score: 0.75
# mistake: The second weight is transposed: it has one row for each output.
def two_layer_shapes(k):
    shapes = {"W1": (k, 1)}
    shapes["b1"] = (k,)
    shapes["W2"] = (k, 1)
    shapes["b2"] = (1,)
    return shapes

# %%
# VARIANT
# part: parameter_shapes
# name: biases_swapped
# right: false
# score: 0.5
# mistake: The biases are swapped.
def two_layer_shapes(k):
    shapes = {"W1": (k, 1)}
    shapes["b1"] = (1,)
    shapes["W2"] = (1, k)
    shapes["b2"] = (k,)
    return shapes

# %%
# VARIANT
# part: parameter_shapes
# name: output_bias_as_wide_as_the_hidden_layer
# right: false
# score: 0.5
# mistake: The output has one entry, so its bias has one.
def two_layer_shapes(k):
    shapes = {"W1": (k, 1)}
    shapes["b1"] = (k,)
    shapes["W2"] = (1, k)
    shapes["b2"] = (k,)
    return shapes

# %%
# VARIANT
# part: parameter_shapes
# name: biases_as_columns
# right: false
# score: 0.5
# mistake: Vectors have one dimension here, not two.
def two_layer_shapes(k):
    shapes = {"W1": (k, 1)}
    shapes["b1"] = (k, 1)
    shapes["W2"] = (1, k)
    shapes["b2"] = (1, 1)
    return shapes

# %%
# VARIANT
# part: parameter_shapes
# name: numbers_for_shapes
# right: false
# score: 0.25
# mistake: A shape is a tuple, also with a single entry.
def two_layer_shapes(k):
    shapes = {"W1": (k, 1)}
    shapes["b1"] = k
    shapes["W2"] = (1, k)
    shapes["b2"] = 1
    return shapes

# %%
# VARIANT
# part: parameter_shapes
# name: square_second_weight
# right: false
# score: 0.5
# mistake: The second weight leads to one output, not to k.
def two_layer_shapes(k):
    shapes = {"W1": (k, 1)}
    shapes["b1"] = (k,)
    shapes["W2"] = (k, k)
    shapes["b2"] = (1,)
    return shapes

# %%
# VARIANT
# part: parameter_shapes
# name: hard_coded_width
# right: false
# score: 0.5
# mistake: The shapes are those of a network with four hidden units, whatever k is.
def two_layer_shapes(k):
    shapes = {"W1": (k, 1)}
    shapes["b1"] = (4,)
    shapes["W2"] = (1, 4)
    shapes["b2"] = (1,)
    return shapes

# %%
# VARIANT
# part: parameter_shapes
# name: second_weight_as_vector
# right: false
# score: 0.75
# mistake: W2 is a matrix with one row.
def two_layer_shapes(k):
    shapes = {"W1": (k, 1)}
    shapes["b1"] = (k,)
    shapes["W2"] = (k,)
    shapes["b2"] = (1,)
    return shapes

# %%
# VARIANT
# part: parameter_shapes
# name: output_bias_without_entry
# right: false
# score: 0.75
# mistake: A vector of one entry has shape (1,), not ().
def two_layer_shapes(k):
    shapes = {"W1": (k, 1)}
    shapes["b1"] = (k,)
    shapes["W2"] = (1, k)
    shapes["b2"] = ()
    return shapes

# %%
# VARIANT
# part: parameter_shapes
# name: hidden_bias_of_one
# right: false
# score: 0.5
# mistake: Every hidden unit has its own bias.
def two_layer_shapes(k):
    shapes = {"W1": (k, 1)}
    shapes["b1"] = (1,)
    shapes["W2"] = (1, k)
    shapes["b2"] = (1,)
    return shapes

# %%
# VARIANT
# part: three_layers
# name: one_expression
# right: true
# score: 2
def three_layer_network(x, W1, b1, W2, b2, W3, b3):
    return W3 @ torch.relu(W2 @ torch.relu(W1 @ x + b1) + b2) + b3

# %%
# VARIANT
# part: three_layers
# name: loop_over_layers
# right: true
# score: 2
def three_layer_network(x, W1, b1, W2, b2, W3, b3):
    for W, b in ((W1, b1), (W2, b2)):
        x = torch.clamp(torch.mv(W, x) + b, min=0)
    return torch.mv(W3, x) + b3

# %%
# VARIANT
# part: three_layers
# name: rows_and_transposes
# right: true
# score: 2
def three_layer_network(x, W1, b1, W2, b2, W3, b3):
    import torch.nn.functional as F

    h = F.relu(F.linear(x[None], W1, b1))
    h = F.relu(F.linear(h, W2, b2))
    return (h @ W3.T + b3)[0]

# %%
# VARIANT
# part: three_layers
# name: own_relu
# right: true
# score: 2
def three_layer_network(x, W1, b1, W2, b2, W3, b3):
    relu = lambda z: z * (z > 0)
    h1 = relu((W1 * x).sum(dim=1) + b1)
    h2 = relu((W2 * h1).sum(dim=1) + b2)
    return (W3 * h2).sum(dim=1) + b3

# %%
# VARIANT
# part: three_layers
# name: relu_on_the_output
# right: false
# score: 0.5
# mistake: There is no ReLU after the last layer.
def three_layer_network(x, W1, b1, W2, b2, W3, b3):
    return torch.relu(W3 @ torch.relu(W2 @ torch.relu(W1 @ x + b1) + b2) + b3)

# %%
# VARIANT
# part: three_layers
# name: no_second_relu
# right: false
# score: 0.75
# mistake: The ReLU after the second layer is missing.
def three_layer_network(x, W1, b1, W2, b2, W3, b3):
    return W3 @ (W2 @ torch.relu(W1 @ x + b1) + b2) + b3

# %%
# VARIANT
# part: three_layers
# name: no_first_relu
# right: false
# score: 0.75
# mistake: The ReLU after the first layer is missing.
def three_layer_network(x, W1, b1, W2, b2, W3, b3):
    return W3 @ torch.relu(W2 @ (W1 @ x + b1) + b2) + b3

# %%
# VARIANT
# part: three_layers
# name: no_relu
# right: false
# score: 0.5
# mistake: There is no ReLU at all.
def three_layer_network(x, W1, b1, W2, b2, W3, b3):
    return W3 @ (W2 @ (W1 @ x + b1) + b2) + b3

# %%
# VARIANT
# part: three_layers
# name: two_layers_only
# right: false
# score: 0
# mistake: The third layer is missing.
def three_layer_network(x, W1, b1, W2, b2, W3, b3):
    hidden = torch.relu(W1 @ x + b1)
    return W2 @ hidden + b2

# %%
# VARIANT
# part: three_layers
# name: no_last_bias
# right: false
# score: 0.5
# mistake: The last bias is missing.
def three_layer_network(x, W1, b1, W2, b2, W3, b3):
    return W3 @ torch.relu(W2 @ torch.relu(W1 @ x + b1) + b2)

# %%
# VARIANT
# part: three_layers
# name: no_hidden_biases
# right: false
# score: 0.5
# mistake: The biases of the hidden layers are missing.
def three_layer_network(x, W1, b1, W2, b2, W3, b3):
    return W3 @ torch.relu(W2 @ torch.relu(W1 @ x)) + b3

# %%
# VARIANT
# part: three_layers
# name: bias_after_the_relu
# right: false
# score: 0.5
# mistake: The biases are added after the ReLU.
def three_layer_network(x, W1, b1, W2, b2, W3, b3):
    return W3 @ (torch.relu(W2 @ (torch.relu(W1 @ x) + b1)) + b2) + b3

# %%
# VARIANT
# part: three_layers
# name: tanh
# right: false
# score: 0.25
# mistake: The nonlinearity is tanh.
def three_layer_network(x, W1, b1, W2, b2, W3, b3):
    return W3 @ torch.tanh(W2 @ torch.tanh(W1 @ x + b1) + b2) + b3

# %%
# VARIANT
# part: three_layers
# name: absolute_value
# right: false
# score: 0.75
# mistake: The absolute value stands for the ReLU.
def three_layer_network(x, W1, b1, W2, b2, W3, b3):
    return W3 @ torch.abs(W2 @ torch.abs(W1 @ x + b1) + b2) + b3

# %%
# VARIANT
# part: three_layers
# name: leaky_relu
# right: false
# score: 0.75
# mistake: A leaky ReLU stands for the ReLU.
def three_layer_network(x, W1, b1, W2, b2, W3, b3):
    return W3 @ torch.nn.functional.leaky_relu(W2 @ torch.nn.functional.leaky_relu(W1 @ x + b1) + b2) + b3

# %%
# VARIANT
# part: three_layers
# name: relu_in_place
# right: false
# score: 1.75
# mistake: The bias and the ReLU are written into the parameters.
def three_layer_network(x, W1, b1, W2, b2, W3, b3):
    b1 += W1 @ x
    b2 += W2 @ b1.clamp_(min=0)
    return W3 @ b2.clamp_(min=0) + b3

# %%
# VARIANT
# part: three_layers
# name: input_in_place
# right: false
# score: 1.75
# mistake: The input is overwritten.
def three_layer_network(x, W1, b1, W2, b2, W3, b3):
    hidden = torch.relu(W1 @ x + b1)
    x.zero_()
    return W3 @ torch.relu(W2 @ hidden + b2) + b3

# %%
# VARIANT
# part: three_layers
# name: constant
# right: false
# score: 0.25
# mistake: The output does not depend on the input.
def three_layer_network(x, W1, b1, W2, b2, W3, b3):
    return b3.clone()

# %%
# VARIANT
# part: three_layers
# name: summed_output
# right: false
# score: 0
# mistake: The entries of the output are added up.
def three_layer_network(x, W1, b1, W2, b2, W3, b3):
    return (W3 @ torch.relu(W2 @ torch.relu(W1 @ x + b1) + b2) + b3).sum()

# %%
# VARIANT
# part: neither
# name: two_kinks_far_apart
# right: true
# score: 1
W1 = torch.tensor([[1.0], [1.0]])
b1 = torch.tensor([4.0, -4.0])
W2 = torch.tensor([[1.0, -2.0]])
b2 = torch.tensor([7.0])
neither = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: neither
# name: bump
# right: true
# score: 1
import numpy as np

W1 = np.array([[1], [1], [1]])
b1 = np.array([1, 0, -1])
W2 = np.array([[1, -2, 1]])
b2 = np.array([0])
neither = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: neither
# name: both_directions
# right: true
# score: 1
W1 = [[-1.0], [0.5]]
b1 = [0.25, -1.0]
W2 = [[-3.0, 2.0]]
b2 = [0.1]
neither = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: neither
# name: four_units_large_weights
# right: true
# score: 1
W1 = [[100], [-70], [30], [20]]
b1 = [5, 300, -60, -80]
W2 = [[40, 25, -90, -10]]
b2 = [-1000]
neither = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: neither
# name: fractions
# right: true
# score: 1
from fractions import Fraction

W1, b1 = [[Fraction(1, 3)], [Fraction(1, 3)]], [0, Fraction(-1, 2)]
W2, b2 = [[Fraction(2, 7), Fraction(-2, 7)]], [0]
neither = ((W1, b1), (W2, b2))

# %%
# VARIANT
# part: neither
# name: one_relu
# right: false
# score: 0.25
# mistake: A single ReLU is convex.
W1 = [[1]]
b1 = [0]
W2 = [[1]]
b2 = [0]
neither = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: neither
# name: one_negative_relu
# right: false
# score: 0.25
# mistake: A single ReLU with a negative factor is concave.
W1 = [[1]]
b1 = [0]
W2 = [[-1]]
b2 = [0]
neither = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: neither
# name: straight_line
# right: false
# score: 0
# mistake: The two kinks cancel: the function is a straight line.
W1 = [[1], [-1]]
b1 = [0, 0]
W2 = [[1, -1]]
b2 = [0]
neither = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: neither
# name: absolute_value
# right: false
# score: 0.25
# mistake: All entries of W2 are positive: the function is convex.
W1 = [[1], [-1]]
b1 = [0, 0]
W2 = [[1, 1]]
b2 = [0]
neither = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: neither
# name: convex_with_a_negative_entry
# right: false
# score: 0.25
# mistake: One entry of W2 is negative, but both kinks fall together, and the function is convex.
W1 = [[1], [2]]
b1 = [0, 0]
W2 = [[3, -1]]
b2 = [0]
neither = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: neither
# name: no_bias
# right: false
# score: 0.25
# mistake: Without biases both kinks are at 0, and the function is convex or concave.
W1 = [[1], [-1]]
b1 = [0, 0]
W2 = [[1, -3]]
b2 = [0]
neither = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: neither
# name: kink_outside
# right: false
# score: 0.25
# mistake: One of the kinks lies outside of -5 to 5.
W1 = [[1], [1]]
b1 = [0, -6]
W2 = [[1, -1]]
b2 = [0]
neither = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: neither
# name: five_units
# right: false
# score: 0
# mistake: Five hidden units are one too many.
W1 = [[1], [1], [1], [1], [1]]
b1 = [0, -1, -2, -3, -4]
W2 = [[1, -2, 2, -2, 2]]
b2 = [0]
neither = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: neither
# name: all_zero
# right: false
# score: 0
# mistake: All parameters are 0.
W1 = [[0], [0]]
b1 = [0, 0]
W2 = [[0, 0]]
b2 = [0]
neither = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: neither
# name: second_weight_as_column
# right: false
# score: 0
# mistake: The second weight is transposed.
W1 = [[1], [1]]
b1 = [0, -1]
W2 = [[1], [-1]]
b2 = [0]
neither = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: neither
# name: three_layers
# right: false
# score: 0
# mistake: The network has three layers; two were asked for.
neither = [([[1], [1]], [0, -1]), ([[1, -1]], [0]), ([[1]], [0])]

# %%
# VARIANT
# part: neither
# name: a_dictionary
# right: false
# score: 0
# mistake: The network is a list of layers, not a dictionary.
neither = {"W1": [[1], [1]], "b1": [0, -1], "W2": [[1, -1]], "b2": [0]}

# %%
# VARIANT
# part: neither
# name: not_a_number
# right: false
# score: 0
# mistake: One parameter is not a number.
W1 = [[1], [1]]
b1 = [0, float('nan')]
W2 = [[1, -1]]
b2 = [0]
neither = [(W1, b1), (W2, b2)]
