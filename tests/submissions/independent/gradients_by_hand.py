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
Answers to the parts of `gradients_by_hand`, written without a look at its variants.
"""

# %%
# VARIANT
# part: composed_gradient
# name: expression
# right: true
# score: 3
u = 3 * 4 / 5 - (-5 + 7)
s = 1 / (1 + np.exp(-(np.log(5 * u) + 0.5)))
d = s * (1 - s) / u
gradient_of_f = d * np.array([0, 4 / 5, 3 / 5, -12 / 25, -1, -1])

# %%
# VARIANT
# part: composed_gradient
# name: torch_autograd
# right: true
# score: 3
import torch
with torch.enable_grad():
    x = torch.tensor([-1.0, 3, 4, 5, -5, 7], dtype=torch.float64, requires_grad=True)
    f = torch.sigmoid(torch.log(5 * (torch.maximum(x[0], x[1]) * x[2] / x[3] - (x[4] + x[5]))) + 0.5)
    f.backward()
gradient_of_f = x.grad

# %%
# VARIANT
# part: composed_gradient
# name: tuple_of_floats
# right: true
# score: 3
e = np.exp(0.5)
g = 5 * e / (1 + 2 * e) ** 2
gradient_of_f = (0.0, 0.8 * g, 0.6 * g, -0.48 * g, -g, -g)

# %%
# VARIANT
# part: composed_gradient
# name: sigmoid_slope_missing
# right: false
# score: 0.75
# mistake: sigmoid_slope_left_out
u = 0.4
gradient_of_f = (np.array([0, 4/5, 3/5, -12/25, -1, -1]) / u).tolist()

# %%
# VARIANT
# part: composed_gradient
# name: expressions
# right: true
# score: 3
s = 1 / (1 + np.exp(-(np.log(2) + 0.5)))
g = s * (1 - s) / 0.4
gradient_of_f = (0, g * 4 / 5, g * 3 / 5, -g * 12 / 25, -g, -g)

# %%
# VARIANT
# part: composed_gradient
# name: x4_plus
# right: false
# score: 1.5
# mistake: quotient_without_the_sign
s = 1 / (1 + np.exp(-(np.log(2) + 0.5)))
g = s * (1 - s) / 0.4
gradient_of_f = [0, g * 4 / 5, g * 3 / 5, g * 12 / 25, -g, -g]

# %%
# VARIANT
# part: composed_gradient
# name: x6_sign
# right: false
# score: 1.5
# mistake: minus_for_x5_only
s = 1 / (1 + np.exp(-(np.log(2) + 0.5)))
g = s * (1 - s) / 0.4
gradient_of_f = [0, g * 4 / 5, g * 3 / 5, -g * 12 / 25, -g, g]

# %%
# VARIANT
# part: composed_gradient
# name: no_inner
# right: false
# score: 0.75
# mistake: slope_of_log_keeps_the_5
s = 1 / (1 + np.exp(-(np.log(2) + 0.5)))
g = s * (1 - s) * 5 / 0.4
gradient_of_f = [0, g * 4 / 5, g * 3 / 5, -g * 12 / 25, -g, -g]
