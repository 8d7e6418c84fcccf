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
Answers to the parts of `logic_gates`, written without a look at its variants.
"""

# %%
# VARIANT
# part: or_gate
# name: one_neuron_each_negative_offset
# right: true
# score: 2
W1 = [[0, 3], [0.5, 0]]
b1 = [0, 0]
W2 = [[0.1, 7]]
b2 = [0]
or_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: or_gate
# name: numpy_floats
# right: true
# score: 2
import numpy as np
W1 = np.eye(2)
b1 = np.zeros(2)
W2 = np.ones((1, 2))
b2 = np.zeros(1)
or_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: or_gate
# name: bias_minus_half
# right: false
# score: 0.5
# mistake: threshold
W1 = [[1, 0], [0, 1]]
b1 = [0, 0]
W2 = [[1, 1]]
b2 = [-0.5]
or_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: or_gate
# name: sum_in_one_neuron
# right: false
# score: 0.3
# mistake: sum_of_inputs
W1 = [[1, 1]]
b1 = [0]
W2 = [[1]]
b2 = [0]
or_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: or_gate
# name: inputs_negated
# right: false
# score: 0.1
# mistake: none
W1 = [[-1, 0], [0, -1]]
b1 = [0, 0]
W2 = [[-1, -1]]
b2 = [0]
or_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: or_gate
# name: constant
# right: false
# score: 0.3
# mistake: tiny_positive_bias
W1 = [[0, 0], [0, 0]]
b1 = [1, 1]
W2 = [[1, 1]]
b2 = [0]
or_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: or_gate
# name: scaled
# right: true
# score: 2
import numpy as np
W1 = np.array([[0, 3], [0.5, 0]])
b1 = np.zeros(2)
W2 = np.array([[0.001, 7]])
b2 = np.zeros(1)
or_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: or_gate
# name: output_bias_plus
# right: false
# score: 0.3
# mistake: tiny_positive_bias
W1 = [[1, 0], [0, 1]]
b1 = [0, 0]
W2 = [[1, 1]]
b2 = [1]
or_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: or_gate
# name: bits_two
# right: false
# score: 0.3
# mistake: sum_of_inputs
W1 = [[1, 1], [1, 1]]
b1 = [0, -1]
W2 = [[2, -2]]
b2 = [0]
or_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: or_gate
# name: early_half
# right: false
# score: 0.5
# mistake: none
W1 = [[1, 0], [0, 1]]
b1 = [0.5, 0.5]
W2 = [[1, 1]]
b2 = [0]
or_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: xor_gate
# name: via_absolute_values
# right: true
# score: 2
W1 = [[1, 1], [-1, -1], [1, -1], [-1, 1]]
b1 = [0, 0, 0, 0]
W2 = [[-3, -3, 3, 3]]
b2 = [0]
xor_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: xor_gate
# name: three_layers_min
# right: true
# score: 2
W1 = [[-1, 0], [0, 1], [1, 0], [0, -1]]
b1 = [0, 0, 0, 0]
W2 = [[1, 0, 0, 0], [1, -1, 0, 0], [0, 0, 1, 0], [0, 0, 1, -1]]
b2 = [0, 0, 0, 0]
W3 = [[1, -1, 1, -1]]
b3 = [0]
xor_gate = [(W1, b1), (W2, b2), (W3, b3)]

# %%
# VARIANT
# part: xor_gate
# name: difference_only
# right: false
# score: 0.5
# mistake: not_equal
W1 = [[1, -1], [-1, 1]]
b1 = [0, 0]
W2 = [[1, 1]]
b2 = [0]
xor_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: xor_gate
# name: bits
# right: false
# score: 0.3
# mistake: for_bits
W1 = [[1, 1], [1, 1]]
b1 = [0, -1]
W2 = [[1, -2]]
b2 = [0]
xor_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: xor_gate
# name: sign_of_second_layer
# right: false
# score: 0.1
# mistake: signs_turned_round
W1 = [[1, -1], [-1, 1], [1, 1], [-1, -1]]
b1 = [0, 0, 0, 0]
W2 = [[-1, -1, 1, 1]]
b2 = [0]
xor_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: xor_gate
# name: sum_of_all
# right: false
# score: 0.3
# mistake: sum_for_min
W1 = [[1, 0], [0, 1], [-1, 0], [0, -1]]
b1 = [0, 0, 0, 0]
W2 = [[1, 1, 1, 1]]
b2 = [0]
xor_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: xor_gate
# name: three_neurons
# right: true
# score: 2
W1 = [[1, 0], [0, 1], [1, 1]]
b1 = [0, 0, 0]
W2 = [[1, 1, -1]]
b2 = [0]
xor_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: xor_gate
# name: or_only
# right: false
# score: 0.3
# mistake: or_instead
W1 = [[1, 0], [0, 1]]
b1 = [0, 0]
W2 = [[1, 1]]
b2 = [0]
xor_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: xor_gate
# name: wide
# right: false
# score: 0
# mistake: none
W1 = [[1, -1], [-1, 1], [1, 1], [-1, -1], [0, 0]]
b1 = [0, 0, 0, 0, 0]
W2 = [[1, 1, -1, -1, 0]]
b2 = [0]
xor_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: xor_gate
# name: sum_abs
# right: false
# score: 0.1
# mistake: signs_turned_round
W1 = [[1, 1], [-1, -1], [1, -1], [-1, 1]]
b1 = [0, 0, 0, 0]
W2 = [[3, 3, -3, -3]]
b2 = [0]
xor_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: xor_gate
# name: other_quadrant
# right: false
# score: 0.3
# mistake: one_quadrant
W1 = [[-1, 0], [-1, -1]]
b1 = [0, 0]
W2 = [[1, -1]]
b2 = [0]
xor_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: nand_gate
# name: or_of_negations
# right: true
# score: 0.5
import torch
W1 = -torch.eye(2)
b1 = torch.zeros(2)
W2 = torch.ones(1, 2)
b2 = torch.zeros(1)
nand_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: nand_gate
# name: nor
# right: false
# score: 0.1
# mistake: none
W1 = [[1, 0], [0, 1]]
b1 = [0, 0]
W2 = [[-1, -1]]
b2 = [1]
nand_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: nand_gate
# name: minus_sum
# right: false
# score: 0.1
# mistake: negative_sum
W1 = [[-1, -1]]
b1 = [0]
W2 = [[1]]
b2 = [0]
nand_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: nand_gate
# name: plain_numpy
# right: true
# score: 0.5
import numpy as np
W1 = -np.eye(2)
b1 = np.zeros(2)
W2 = np.array([[2.0, 0.1]])
b2 = [0.0]
nand_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: nand_gate
# name: or
# right: false
# score: 0.1
# mistake: or_instead
W1 = [[1, 0], [0, 1]]
b1 = [0, 0]
W2 = [[1, 1]]
b2 = [0]
nand_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: nand_gate
# name: first
# right: false
# score: 0.1
# mistake: first_input_only
W1 = [[-1, 0]]
b1 = [0]
W2 = [[3]]
b2 = [0]
nand_gate = [(W1, b1), (W2, b2)]
