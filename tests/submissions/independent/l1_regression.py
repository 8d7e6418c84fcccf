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
Answers to the parts of `l1_regression`, written without a look at its variants.
"""

# %%
# VARIANT
# part: l1_sizes
# name: columns
# right: true
# score: 2
def l1_sizes(n, d):
    return {"X": (n, d), "w": (d, 1), "y": (n, 1), "residuals": (n, 1), "loss": (1,)}

# %%
# VARIANT
# part: l1_loss
# name: norm
# right: true
# score: 2
def l1_loss(X, y, w):
    return np.linalg.norm(y - X.dot(w), 1)

# %%
# VARIANT
# part: l1_loss
# name: mean
# right: false
# score: 0
# mistake: mean
def l1_loss(X, y, w):
    total = 0
    for i in range(len(y)):
        total += abs(y[i] - np.dot(w, X[i]))
    return total / len(y)

# %%
# VARIANT
# part: l1_loss
# name: squares
# right: false
# score: 0
# mistake: squares
def l1_loss(X, y, w):
    r = y - X.dot(w)
    return np.sum(r**2)

# %%
# VARIANT
# part: l1_subgradient
# name: where
# right: true
# score: 2
def l1_subgradient(X, y, w):
    r = X @ w - y
    s = np.where(r > 0, 1.0, np.where(r < 0, -1.0, 0.0))
    return (s[:, None] * X).sum(axis=0)

# %%
# VARIANT
# part: l1_subgradient
# name: sign_flipped
# right: false
# score: 0.25
# mistake: sign_flipped
def l1_subgradient(X, y, w):
    g = np.zeros(len(w))
    for xi, yi in zip(X, y):
        g += np.sign(yi - xi @ w) * xi
    return g

# %%
# VARIANT
# part: l1_subgradient
# name: divided_by_abs
# right: false
# score: 1.25
# mistake: residual_over_its_size
def l1_subgradient(X, y, w):
    r = X @ w - y
    return X.T @ (r / np.abs(r))

# %%
# VARIANT
# part: l1_subgradient
# name: l2
# right: false
# score: 0.25
# mistake: least_squares_gradient
def l1_subgradient(X, y, w):
    return 2 * X.T @ (X @ w - y)

# %%
# VARIANT
# part: l1_loss
# name: sum_of_abs_residuals
# right: true
# score: 2
def l1_loss(X, y, w):
    r = y - np.dot(X, w)
    return float(sum(r[r > 0]) - sum(r[r < 0]))

# %%
# VARIANT
# part: l1_loss
# name: averaged
# right: false
# score: 0.6
# mistake: mean
def l1_loss(X, y, w):
    return np.mean(np.abs(y - X @ w))

# %%
# VARIANT
# part: l1_loss
# name: norm_two
# right: false
# score: 0.6
# mistake: euclidean_norm
def l1_loss(X, y, w):
    return np.linalg.norm(X @ w - y)

# %%
# VARIANT
# part: l1_loss
# name: matrix_norm
# right: false
# score: 0.6
# mistake: worst_error
def l1_loss(X, y, w):
    return np.linalg.norm((X @ w - y).reshape(1, -1), 1)

# %%
# VARIANT
# part: l1_loss
# name: norm_too
# right: true
# score: 2
def l1_loss(X, y, w):
    return np.linalg.norm(X @ w - y, ord=1)

# %%
# VARIANT
# part: l1_loss
# name: mean_too
# right: false
# score: 0.6
# mistake: mean
def l1_loss(X, y, w):
    return np.mean(np.abs(X @ w - y))

# %%
# VARIANT
# part: l1_subgradient
# name: where_again
# right: true
# score: 2
def l1_subgradient(X, y, w):
    r = X @ w - y
    s = np.where(r > 0, 1.0, np.where(r < 0, -1.0, 0.5))
    return s @ X

# %%
# VARIANT
# part: l1_subgradient
# name: residual_sign
# right: false
# score: 0.25
# mistake: sign_flipped
def l1_subgradient(X, y, w):
    return X.T @ np.sign(y - X @ w)

# %%
# VARIANT
# part: l1_subgradient
# name: two_x_r
# right: false
# score: 0.25
# mistake: least_squares_gradient
def l1_subgradient(X, y, w):
    return 2 * X.T @ (X @ w - y)

# %%
# VARIANT
# part: l1_subgradient
# name: mean_sub
# right: false
# score: 0.25
# mistake: mean
def l1_subgradient(X, y, w):
    return X.T @ np.sign(X @ w - y) / len(y)

# %%
# VARIANT
# part: l1_subgradient
# name: upper_choice
# right: true
# score: 2
def l1_subgradient(X, y, w):
    s = np.where(X @ w >= y, 1.0, -1.0)
    return X.T @ s

# %%
# VARIANT
# part: l1_subgradient
# name: signs_only
# right: false
# score: 0
# mistake: inner_derivative_forgotten
def l1_subgradient(X, y, w):
    return np.sign(X @ w - y)

# %%
# VARIANT
# part: l1_subgradient
# name: sign_w
# right: false
# score: 0.25
# mistake: none
def l1_subgradient(X, y, w):
    return X.T @ (X @ np.sign(w))

# %%
# VARIANT
# part: l1_subgradient
# name: mean_abs
# right: false
# score: 0.25
# mistake: none
def l1_subgradient(X, y, w):
    return X.T @ np.sign(X @ w - y) / (2 * len(y))

# %%
# VARIANT
# part: l1_subgradient
# name: positive_only
# right: false
# score: 0.25
# mistake: positive_residuals_only
def l1_subgradient(X, y, w):
    return X.T @ ((X @ w - y) > 0).astype(float)

# %%
# VARIANT
# part: l1_sizes
# name: y_of_features
# right: false
# score: 1.25
# mistake: y_d
def l1_sizes(n, d):
    return {"X": (n, d), "w": (d,), "y": (d,), "residuals": (n,), "loss": ()}

# %%
# VARIANT
# part: l1_sizes
# name: columns_everywhere
# right: true
# score: 2
def l1_sizes(n, d):
    return dict(X=(n, d), w=(d, 1), y=(n, 1), residuals=(n, 1), loss=(1, 1))

# %%
# VARIANT
# part: l1_sizes
# name: columns_too
# right: true
# score: 2
def l1_sizes(n, d):
    X = (n, d)
    w = (d, 1)
    y = (n, 1)
    residuals = (n, 1)
    loss = ()
    return {"X": X, "w": w, "y": y, "residuals": residuals, "loss": loss}

# %%
# VARIANT
# part: l1_sizes
# name: transposed
# right: false
# score: 0.75
# mistake: transposed_matrix
def l1_sizes(n, d):
    return {"X": (d, n), "w": (d,), "y": (n,), "residuals": (n,), "loss": ()}

