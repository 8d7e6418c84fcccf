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
Answers to the parts of `vector_calculus`, written without a look at its variants.
"""

# %%
# VARIANT
# part: squared_norm_gradient
# name: norm
# right: false
# score: 0
# mistake: norm_not_squared
def squared_norm_gradient(x):
    return x / np.linalg.norm(x)

# %%
# VARIANT
# part: squared_norm_gradient
# name: one
# right: false
# score: 0
# mistake: outer_exponent_forgotten
def squared_norm_gradient(x):
    return np.array([xi for xi in x])

# %%
# VARIANT
# part: best_centre
# name: loop
# right: true
# score: 2
def best_centre(points):
    total = np.zeros(points.shape[1])
    for p in points:
        total = total + p
    return total / len(points)

# %%
# VARIANT
# part: best_centre
# name: median
# right: false
# score: 0.25
# mistake: median
def best_centre(points):
    return np.median(points, axis=0)

# %%
# VARIANT
# part: best_centre
# name: over_features
# right: false
# score: 0
# mistake: mean_over_features
def best_centre(points):
    return points.mean(1)
