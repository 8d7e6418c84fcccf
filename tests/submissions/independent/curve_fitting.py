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
Answers to the parts of `curve_fitting`, written without a look at its variants.
"""

# %%
# VARIANT
# part: loss_gradient
# name: loop
# right: true
# score: 2
def loss_gradient(y, f, grad_f):
    g = np.zeros(grad_f.shape[1])
    for target, output, row in zip(y, f, grad_f):
        g += 2 * (output - target) * row
    return g

# %%
# VARIANT
# part: loss_gradient
# name: sign
# right: false
# score: 0.5
# mistake: sign
def loss_gradient(y, f, grad_f):
    total = 0
    for i in range(len(y)):
        total = total + 2 * (y[i] - f[i]) * grad_f[i]
    return total

# %%
# VARIANT
# part: loss_gradient
# name: mean
# right: false
# score: 0.5
# mistake: mean
def loss_gradient(y, f, grad_f):
    return 2 * np.mean((f - y)[:, None] * grad_f, axis=0)

# %%
# VARIANT
# part: loss_gradient
# name: two_forgotten
# right: false
# score: 0.5
# mistake: factor_two
def loss_gradient(y, f, grad_f):
    return np.dot(f - y, grad_f)
