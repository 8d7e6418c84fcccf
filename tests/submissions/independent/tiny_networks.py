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
Answers to the parts of `tiny_networks`, written without a look at its variants.
"""

# %%
# VARIANT
# part: linear_without_biases
# name: slope_small_and_uneven
# right: true
# score: 1
W1 = [[-4.0], [0.25]]
W2 = [[-0.5, 8]]
linear_network = [W1, W2]

# %%
# VARIANT
# part: linear_without_biases
# name: tuple_of_arrays
# right: true
# score: 1
import numpy as np
W1 = np.array([[2], [-2]])
W2 = np.array([[3, -3]])
linear_network = (W1, W2)

# %%
# VARIANT
# part: linear_without_biases
# name: signs_of_both
# right: false
# score: 0.2
# mistake: absolute_value
W1 = [[1], [-1]]
W2 = [[1, 1]]
linear_network = [W1, W2]

# %%
# VARIANT
# part: linear_without_biases
# name: only_right
# right: false
# score: 0.2
# mistake: one_relu
W1 = [[1], [1]]
W2 = [[1, 1]]
linear_network = [W1, W2]

# %%
# VARIANT
# part: linear_without_biases
# name: uneven_slopes
# right: false
# score: 0.5
# mistake: different_slopes
W1 = [[1], [-1]]
W2 = [[2, -1]]
linear_network = [W1, W2]

# %%
# VARIANT
# part: linear_without_biases
# name: scaled
# right: true
# score: 1
W1 = torch.tensor([[2.0], [-3.0]]) if "torch" in globals() else [[2.0], [-3.0]]
W2 = [[3, -2]]
linear_network = [W1, W2]

# %%
# VARIANT
# part: linear_without_biases
# name: zero
# right: false
# score: 0.2
# mistake: zero
W1 = [[1], [1]]
W2 = [[1, -1]]
linear_network = [W1, W2]

# %%
# VARIANT
# part: linear_without_biases
# name: transposed
# right: false
# score: 0
# mistake: none
W1 = [[1, -1]]
W2 = [[1], [-1]]
linear_network = [W1, W2]

# %%
# VARIANT
# part: linear_without_biases
# name: three_times
# right: false
# score: 0.5
# mistake: different_slopes
W1 = [[3], [-1]]
W2 = [[1, -1]]
linear_network = [W1, W2]

# %%
# VARIANT
# part: linear_without_biases
# name: down_v
# right: false
# score: 0.2
# mistake: absolute_value
W1 = [[2], [-2]]
W2 = [[-1, -1]]
linear_network = [W1, W2]

# %%
# VARIANT
# part: convex_without_biases
# name: uneven_v
# right: true
# score: 0.5
W1 = [[1], [-1]]
W2 = [[3, 0.5]]
convex_network = [W1, W2]

# %%
# VARIANT
# part: convex_without_biases
# name: uneven_concave
# right: false
# score: 0.15
# mistake: concave
W1 = [[1], [-1]]
W2 = [[1, -2]]
convex_network = [W1, W2]

# %%
# VARIANT
# part: convex_without_biases
# name: relu
# right: true
# score: 0.5
W1 = [[1], [0]]
W2 = [[1, 5]]
convex_network = [W1, W2]

# %%
# VARIANT
# part: convex_without_biases
# name: linear
# right: false
# score: 0.05
# mistake: linear
W1 = [[1], [-1]]
W2 = [[1, -1]]
convex_network = [W1, W2]

# %%
# VARIANT
# part: convex_without_biases
# name: transposed
# right: false
# score: 0
# mistake: none
W1 = [[1, -1]]
W2 = [[1], [1]]
convex_network = [W1, W2]

# %%
# VARIANT
# part: convex_without_biases
# name: concave_mix
# right: false
# score: 0.15
# mistake: concave
W1 = [[2], [-1]]
W2 = [[1, -4]]
convex_network = [W1, W2]
