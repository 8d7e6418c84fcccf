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
Answers to the parts of `perceptrons`, written without a look at its variants.
"""

# %%
# VARIANT
# part: and_not
# name: big_ints
# right: true
# score: 2
and_not_weights = np.array([3, -4], dtype=np.int64)
and_not_bias = np.array([-2])

# %%
# VARIANT
# part: and_not
# name: tiny
# right: true
# score: 2
and_not_weights = [1e-6, -1e-6]
and_not_bias = -5e-7

# %%
# VARIANT
# part: and_not
# name: or_gate
# right: false
# score: 0.75
# mistake: or_gate
and_not_weights = [1, 1]
and_not_bias = -0.5

# %%
# VARIANT
# part: and_not
# name: nand
# right: false
# score: 0.75
# mistake: nand
and_not_weights = [-1, -1]
and_not_bias = 1.5

# %%
# VARIANT
# part: and_not
# name: zero_bias_and_strict
# right: false
# score: 0.25
# mistake: bias_too_high
and_not_weights = [1, -1]
and_not_bias = 0.0

# %%
# VARIANT
# part: and_not
# name: a_alone
# right: false
# score: 0.75
# mistake: weight_of_b_too_small
and_not_weights = [1, 0]
and_not_bias = -0.5

# %%
# VARIANT
# part: and_not
# name: boundary
# right: true
# score: 2
and_not_weights = (1, -1)
and_not_bias = -1

# %%
# VARIANT
# part: and_not
# name: zero_bias
# right: false
# score: 0.25
# mistake: bias_too_high
and_not_weights = [1, -1]
and_not_bias = 0

# %%
# VARIANT
# part: and_not
# name: three
# right: false
# score: 0
# mistake: none
and_not_weights = [1, -1, -0.5]
and_not_bias = 0

# %%
# VARIANT
# part: and_not
# name: swapped_scaled
# right: false
# score: 0.25
# mistake: inputs_swapped
and_not_weights = [-20, 10]
and_not_bias = -5

# %%
# VARIANT
# part: and_not
# name: bias_flip_scaled
# right: false
# score: 0.25
# mistake: bias_with_the_wrong_sign
and_not_weights = [2, -2]
and_not_bias = 1

# %%
# VARIANT
# part: xor_network
# name: three_hidden
# right: true
# score: 3
xor_hidden_weights = [[1, 1], [1, 1], [0, 0]]
xor_hidden_biases = [-0.5, -1.5, 1]
xor_output_weights = [2, -2, -1]
xor_output_bias = 0

# %%
# VARIANT
# part: xor_network
# name: nand_and_or_numpy
# right: true
# score: 3
xor_hidden_weights = np.array([[-2, -2], [2, 2]])
xor_hidden_biases = np.array([3, -1])
xor_output_weights = np.array([1, 1])
xor_output_bias = -2

# %%
# VARIANT
# part: xor_network
# name: and_for_or
# right: false
# score: 1.25
# mistake: weak_and
xor_hidden_weights = [[1, 1], [1, 1]]
xor_hidden_biases = [-0.5, -1.5]
xor_output_weights = [1, 1]
xor_output_bias = -0.5

# %%
# VARIANT
# part: xor_network
# name: output_threshold_sign
# right: false
# score: 0.5
# mistake: output_or
xor_hidden_weights = [[1, 1], [-1, -1]]
xor_hidden_biases = [-0.5, 1.5]
xor_output_weights = [1, 1]
xor_output_bias = 1.5

# %%
# VARIANT
# part: xor_network
# name: thresholds_for_biases
# right: false
# score: 0.5
# mistake: biases_plus
xor_hidden_weights = [[1, -1], [-1, 1]]
xor_hidden_biases = [0.5, 0.5]
xor_output_weights = [1, 1]
xor_output_bias = 0.5

# %%
# VARIANT
# part: xor_network
# name: nor_of_corner
# right: false
# score: 0.5
# mistake: none
xor_hidden_weights = [[1, -1], [1, 1]]
xor_hidden_biases = [-0.5, -1.5]
xor_output_weights = [1, 1]
xor_output_bias = -0.5

# %%
# VARIANT
# part: xor_network
# name: one_sided
# right: true
# score: 3
xor_hidden_weights = np.array([[1, -1], [-1, 1]])
xor_hidden_biases = np.array([-1, -1])
xor_output_weights = np.array([1, 1])
xor_output_bias = -1

# %%
# VARIANT
# part: xor_network
# name: hidden_zero
# right: false
# score: 0.5
# mistake: biases_left_at_zero
xor_hidden_weights = [[1, -1], [-1, 1]]
xor_hidden_biases = [0, 0]
xor_output_weights = [1, 1]
xor_output_bias = -0.5

# %%
# VARIANT
# part: xor_network
# name: output_or_scaled
# right: false
# score: 0.5
# mistake: output_or
xor_hidden_weights = [[-2, -2], [2, 2]]
xor_hidden_biases = [3, -1]
xor_output_weights = [2, 2]
xor_output_bias = -1

# %%
# VARIANT
# part: xor_network
# name: zero_output
# right: false
# score: 0.5
# mistake: output_zero
xor_hidden_weights = [[2, -2], [-2, 2]]
xor_hidden_biases = [-1, -1]
xor_output_weights = [3, 3]
xor_output_bias = 0
