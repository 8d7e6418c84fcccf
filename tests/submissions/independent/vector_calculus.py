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

# %%
# VARIANT
# part: squared_norm_gradient
# name: dot_with_identity
# right: true
# score: 2
def squared_norm_gradient(x):
    return np.array([2.0 * xi for xi in x])

# %%
# VARIANT
# part: squared_norm_gradient
# name: torch_inside
# right: true
# score: 2
def squared_norm_gradient(x):
    import torch
    return torch.as_tensor(x).mul(2).numpy()

# %%
# VARIANT
# part: squared_norm_gradient
# name: normalised
# right: false
# score: 0.6
# mistake: norm_not_squared
def squared_norm_gradient(x):
    return x / np.linalg.norm(x)

# %%
# VARIANT
# part: squared_norm_gradient
# name: sum_of_doubles
# right: false
# score: 0
# mistake: summed
def squared_norm_gradient(x):
    return np.sum(2 * x)

# %%
# VARIANT
# part: squared_norm_gradient
# name: plus
# right: true
# score: 2
def squared_norm_gradient(x):
    return x + x

# %%
# VARIANT
# part: squared_norm_gradient
# name: no_two
# right: false
# score: 0.6
# mistake: outer_exponent_forgotten
def squared_norm_gradient(x):
    return x

# %%
# VARIANT
# part: squared_norm_gradient
# name: two_norm
# right: false
# score: 0
# mistake: twice_the_norm
def squared_norm_gradient(x):
    return 2 * np.linalg.norm(x)

# %%
# VARIANT
# part: squared_norm_gradient
# name: cube
# right: false
# score: 0.25
# mistake: none
def squared_norm_gradient(x):
    return x**3 / 3

# %%
# VARIANT
# part: best_centre
# name: average
# right: true
# score: 2
def best_centre(points):
    return np.average(points, axis=0)

# %%
# VARIANT
# part: best_centre
# name: loop_again
# right: true
# score: 2
def best_centre(points):
    n, d = points.shape
    mu = np.zeros(d)
    for p in points:
        mu += p / n
    return mu

# %%
# VARIANT
# part: best_centre
# name: loops
# right: true
# score: 2
def best_centre(points):
    n, d = points.shape
    mu = np.zeros(d)
    for p in points:
        for k in range(d):
            mu[k] += p[k] / n
    return mu

# %%
# VARIANT
# part: best_centre
# name: rows
# right: false
# score: 0
# mistake: mean_over_features
def best_centre(points):
    return points.mean(axis=1)

# %%
# VARIANT
# part: best_centre
# name: grand
# right: false
# score: 0
# mistake: mean_of_everything
def best_centre(points):
    return np.mean(points)

# %%
# VARIANT
# part: best_centre
# name: geometric
# right: false
# score: 0.25
# mistake: none
def best_centre(points):
    return np.exp(np.log(np.abs(points)).mean(axis=0))
