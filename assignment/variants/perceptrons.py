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

# %%
# VARIANT
# part: and_not
# name: steep
# right: true
# score: 2
and_not_weights = (20.0, -20.0)
and_not_bias = -10.0

# %%
# VARIANT
# part: and_not
# name: on_the_edge
# right: true
# score: 2
and_not_weights = np.array([1.0, -2.0])
and_not_bias = np.float64(-1)

# %%
# VARIANT
# part: and_not
# name: edge_with_rounding
# right: true
# score: 2
and_not_weights = [0.3, -0.3]
and_not_bias = -(0.1 + 0.2)

# %%
# VARIANT
# part: and_not
# name: fractions
# right: true
# score: 2
from fractions import Fraction

and_not_weights = [Fraction(1, 3), Fraction(-1, 2)]
and_not_bias = Fraction(-1, 7)

# %%
# VARIANT
# part: and_not
# name: torch_float32
# right: true
# score: 2
import torch

and_not_weights = torch.tensor([2.0, -3.0])
and_not_bias = torch.tensor(-1.5)

# %%
# VARIANT
# part: and_not
# name: and_without_not
# right: false
# score: 0.25
# mistake: This computes A and B: the weight of B has the wrong sign.
and_not_weights = [1, 1]
and_not_bias = -1.5

# %%
# VARIANT
# part: and_not
# name: bias_too_high
# right: false
# score: 0.25
# mistake: With a bias of 0 the perceptron also fires when both inputs are 0.
and_not_weights = [1, -1]
and_not_bias = 0

# %%
# VARIANT
# part: and_not
# name: inputs_swapped
# right: false
# score: 0.25
# mistake: The inputs are swapped: this computes B and not A.
and_not_weights = [-1, 1]
and_not_bias = -0.5

# %%
# VARIANT
# part: and_not
# name: bias_with_the_wrong_sign
# right: false
# score: 0.25
# mistake: The threshold was given in place of the bias, so the bias has the wrong sign.
and_not_weights = [1, -1]
and_not_bias = 0.5

# %%
# VARIANT
# part: and_not
# name: weight_of_b_too_small
# right: false
# score: 0.75
# mistake: The weight of B is too weak to keep the perceptron from firing when both inputs are true.
and_not_weights = [1, -0.25]
and_not_bias = -0.5

# %%
# VARIANT
# part: and_not
# name: never_fires
# right: false
# score: 0.25
# mistake: The bias is so low that the perceptron never fires.
and_not_weights = [1, -1]
and_not_bias = -1.5

# %%
# VARIANT
# part: and_not
# name: not_b_alone
# right: false
# score: 0.75
# mistake: This computes "not B": A has no influence.
and_not_weights = [0, -1]
and_not_bias = 0.5

# %%
# VARIANT
# part: and_not
# name: bias_among_the_weights
# right: false
# score: 0
# mistake: The bias was given as a third weight.
and_not_weights = [1, -1, -0.5]
and_not_bias = -0.5

# %%
# VARIANT
# part: and_not
# name: nand
# right: false
# score: 0.75
# mistake: This computes NAND, which is true unless both inputs are.
and_not_weights = [-1, -1]
and_not_bias = 1.5

# %%
# VARIANT
# part: and_not
# name: or_gate
# right: false
# score: 0.75
# mistake: This computes "A or B".
and_not_weights = [1, 1]
and_not_bias = -0.5

# %%
# VARIANT
# part: and_not
# name: nor
# right: false
# score: 0.25
# mistake: This computes "neither A nor B".
and_not_weights = [-1, -1]
and_not_bias = 0.5

# %%
# VARIANT
# part: and_not
# name: same_sign
# right: false
# score: 0.25
# mistake: It fires only where no input is true: with a bias of 0 and negative weights.
and_not_weights = [-1, -1]
and_not_bias = 0

# %%
# VARIANT
# part: xor_network
# name: or_and_nand
# right: true
# score: 3
xor_hidden_weights = [[1, 1], [-1, -1]]
xor_hidden_biases = [-0.5, 1.5]
xor_output_weights = [1, 1]
xor_output_bias = -1.5

# %%
# VARIANT
# part: xor_network
# name: or_minus_and
# right: true
# score: 3
xor_hidden_weights = np.array([[2.0, 2.0], [2.0, 2.0]])
xor_hidden_biases = np.array([-1.0, -3.0])
xor_output_weights = np.array([1.0, -2.0])
xor_output_bias = np.array(-0.5)

# %%
# VARIANT
# part: xor_network
# name: four_corner_detectors
# right: true
# score: 3
xor_hidden_weights = [(1, 1), (1, -1), (-1, 1), (-1, -1)]
xor_hidden_biases = (-1.5, -0.5, -0.5, 0.5)
xor_output_weights = (-1, 1, 1, -1)
xor_output_bias = -0.5

# %%
# VARIANT
# part: xor_network
# name: torch_on_the_edge
# right: true
# score: 3
import torch

xor_hidden_weights = torch.tensor([[1.0, 1.0], [1.0, 1.0]])
xor_hidden_biases = torch.tensor([-1.0, -2.0])
xor_output_weights = torch.tensor([1.0, -1.0])
xor_output_bias = torch.tensor([-1.0])

# %%
# VARIANT
# part: xor_network
# name: or_in_place_of_xor
# right: false
# score: 1.25
# mistake: The network computes "or": it also fires when both inputs are true.
xor_hidden_weights = [[1, 0], [0, 1]]
xor_hidden_biases = [-0.5, -0.5]
xor_output_weights = [1, 1]
xor_output_bias = -0.5

# %%
# VARIANT
# part: xor_network
# name: equivalence
# right: false
# score: 0.5
# mistake: The network computes the opposite of XOR.
xor_hidden_weights = [[1, 1], [-1, -1]]
xor_hidden_biases = [-1.5, 0.5]
xor_output_weights = [1, 1]
xor_output_bias = -0.5

# %%
# VARIANT
# part: xor_network
# name: output_is_and_of_both
# right: false
# score: 0.5
# mistake: The output demands both hidden perceptrons, which never fire together.
xor_hidden_weights = [[1, -1], [-1, 1]]
xor_hidden_biases = [-0.5, -0.5]
xor_output_weights = [1, 1]
xor_output_bias = -1.5

# %%
# VARIANT
# part: xor_network
# name: columns_for_rows
# right: false
# score: 0.5
# mistake: The rows of the hidden weights are taken for columns.
xor_hidden_weights = [[2, -1], [2, -1]]
xor_hidden_biases = [-1, 1.5]
xor_output_weights = [1, 1]
xor_output_bias = -1.5

# %%
# VARIANT
# part: xor_network
# name: relu_weights
# right: false
# score: 0.5
# mistake: These weights compute XOR with ReLU units; a perceptron fires or does not, and gives nothing between.
xor_hidden_weights = [[1, 1], [1, 1]]
xor_hidden_biases = [0, -1]
xor_output_weights = [1, -2]
xor_output_bias = 0

# %%
# VARIANT
# part: xor_network
# name: plus_minus_one_inputs
# right: false
# score: 0.5
# mistake: The biases are those for inputs that are plus or minus one.
xor_hidden_weights = [[1, 1], [-1, -1]]
xor_hidden_biases = [1, 1]
xor_output_weights = [1, 1]
xor_output_bias = -1

# %%
# VARIANT
# part: xor_network
# name: biases_left_at_zero
# right: false
# score: 0.5
# mistake: The hidden biases are 0, so every hidden perceptron fires for the input (0, 0).
xor_hidden_weights = [[1, -1], [-1, 1]]
xor_hidden_biases = [0, 0]
xor_output_weights = [1, 1]
xor_output_bias = 0

# %%
# VARIANT
# part: xor_network
# name: no_hidden_layer
# right: false
# score: 1.25
# mistake: A single perceptron was given; no line separates the two cases.
xor_hidden_weights = [[1, 1]]
xor_hidden_biases = [-0.5]
xor_output_weights = [1]
xor_output_bias = -0.5

# %%
# VARIANT
# part: xor_network
# name: output_bias_for_each_unit
# right: false
# score: 0
# mistake: The output perceptron was given two biases, one for each hidden perceptron.
xor_hidden_weights = [[1, -1], [-1, 1]]
xor_hidden_biases = [-0.5, -0.5]
xor_output_weights = [1, 1]
xor_output_bias = [-0.5, -0.5]

# %%
# VARIANT
# part: xor_network
# name: output_or
# right: false
# score: 0.5
# mistake: The output perceptron fires for either of the hidden ones; it has to demand both.
xor_hidden_weights = [[1, 1], [-1, -1]]
xor_hidden_biases = [-0.5, 1.5]
xor_output_weights = [1, 1]
xor_output_bias = -0.5

# %%
# VARIANT
# part: xor_network
# name: and_for_nand
# right: false
# score: 0.5
# mistake: The second hidden perceptron computes AND where its opposite is needed.
xor_hidden_weights = [[1, 1], [1, 1]]
xor_hidden_biases = [-0.5, -1.5]
xor_output_weights = [1, 1]
xor_output_bias = -1.5

# %%
# VARIANT
# part: xor_network
# name: output_bias_sign
# right: false
# score: 0.5
# mistake: The output bias is positive, so the output fires although no hidden perceptron does.
xor_hidden_weights = [[1, -1], [-1, 1]]
xor_hidden_biases = [-0.5, -0.5]
xor_output_weights = [1, 1]
xor_output_bias = 0.5

# %%
# VARIANT
# part: xor_network
# name: output_zero
# right: false
# score: 0.5
# mistake: The output bias is 0, so the output fires although no hidden perceptron does: at exactly 0 it fires.
xor_hidden_weights = [[1, -1], [-1, 1]]
xor_hidden_biases = [-0.5, -0.5]
xor_output_weights = [1, 1]
xor_output_bias = 0

# %%
# VARIANT
# part: xor_network
# name: xnor
# right: false
# score: 0.5
# mistake: The network computes the opposite of XOR.
xor_hidden_weights = [[1, -1], [-1, 1]]
xor_hidden_biases = [-0.5, -0.5]
xor_output_weights = [-1, -1]
xor_output_bias = 0.5

# %%
# VARIANT
# part: xor_network
# name: transposed
# right: false
# score: 0.5
# mistake: The rows of the hidden weights are taken for columns.
xor_hidden_weights = [[1, -1], [1, -1]]
xor_hidden_biases = [-0.5, 1.5]
xor_output_weights = [1, 1]
xor_output_bias = -1.5

# %%
# VARIANT
# part: xor_network
# name: weak_and
# right: false
# score: 1.25
# mistake: Nothing silences the output when both inputs are true: the weight of the AND has to be negative, and large enough.
xor_hidden_weights = [[1, 1], [1, 1]]
xor_hidden_biases = [-0.5, -1.5]
xor_output_weights = [1, -0.3]
xor_output_bias = -0.5

# %%
# VARIANT
# part: xor_network
# name: one_half
# right: false
# score: 0.5
# mistake: Both hidden perceptrons compute "A and not B"; "B and not A" is missing.
xor_hidden_weights = [[1, -1], [1, -1]]
xor_hidden_biases = [-0.5, -0.5]
xor_output_weights = [1, 1]
xor_output_bias = -0.5

# %%
# VARIANT
# part: xor_network
# name: minus_and_boundary
# right: false
# score: 0.5
# mistake: The output bias is 0, so the output fires although no hidden perceptron does: at exactly 0 it fires.
xor_hidden_weights = [[1, 1], [1, 1]]
xor_hidden_biases = [-0.5, -1.5]
xor_output_weights = [1, -1]
xor_output_bias = 0

# %%
# VARIANT
# part: xor_network
# name: nand_only
# right: false
# score: 0.5
# mistake: The bias of the second hidden perceptron has the wrong sign, so that it never fires.
xor_hidden_weights = [[1, 1], [-1, -1]]
xor_hidden_biases = [-0.5, -1.5]
xor_output_weights = [1, 1]
xor_output_bias = -1.5

# %%
# VARIANT
# part: xor_network
# name: or_or
# right: false
# score: 1.25
# mistake: Both hidden perceptrons compute OR; nothing tells when both inputs are true.
xor_hidden_weights = [[1, 1], [1, 1]]
xor_hidden_biases = [-0.5, -0.5]
xor_output_weights = [1, 1]
xor_output_bias = -1.5

# %%
# VARIANT
# part: xor_network
# name: biases_plus
# right: false
# score: 0.5
# mistake: The hidden biases have the wrong sign.
xor_hidden_weights = [[1, -1], [-1, 1]]
xor_hidden_biases = [0.5, 0.5]
xor_output_weights = [1, 1]
xor_output_bias = -0.5
