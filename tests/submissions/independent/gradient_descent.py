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
Answers to the parts of `gradient_descent`, written without a look at its variants.
"""

# %%
# VARIANT
# part: gradient_descent_step
# name: design_matrix
# right: true
# score: 3
def gradient_descent_step(w, x, y, rate):
    X = np.hstack([np.ones((len(x), 1)), x])
    gradient = X.T @ (X @ w - y)
    return w - rate * gradient

# %%
# VARIANT
# part: gradient_descent_step
# name: bias_stays
# right: false
# score: 0.5
# mistake: bias_left_alone
def gradient_descent_step(w, x, y, rate):
    new = w.copy()
    for i in range(len(y)):
        err = y[i] - (w[0] + np.dot(w[1:], x[i]))
        for j in range(x.shape[1]):
            new[j + 1] += rate * err * x[i, j]
    return new

# %%
# VARIANT
# part: gradient_descent_step
# name: one_example_at_a_time
# right: false
# score: 1
# mistake: one_example_at_a_time
def gradient_descent_step(w, x, y, rate):
    w = w.copy()
    for xi, yi in zip(x, y):
        e = yi - w[0] - w[1:] @ xi
        w[0] += rate * e
        w[1:] += rate * e * xi
    return w

# %%
# VARIANT
# part: gradient_descent_step
# name: averaged
# right: false
# score: 1
# mistake: mean_for_the_sum
def gradient_descent_step(w, x, y, rate):
    X = np.c_[np.ones(len(x)), x]
    return w + rate * X.T @ (y - X @ w) / len(y)

# %%
# VARIANT
# part: gradient_descent_step
# name: uphill
# right: false
# score: 0.5
# mistake: uphill
def gradient_descent_step(w, x, y, rate):
    X = np.hstack([np.ones((x.shape[0], 1)), x])
    return w - rate * X.T.dot(y - X.dot(w))

# %%
# VARIANT
# part: gradient_descent_step
# name: column_of_ones
# right: true
# score: 3
def gradient_descent_step(w, x, y, rate):
    A = np.hstack([np.ones((len(x), 1)), x])
    return w + rate * A.T @ (y - A @ w)

# %%
# VARIANT
# part: gradient_descent_step
# name: loops
# right: true
# score: 3
def gradient_descent_step(w, x, y, rate):
    new = list(w)
    for xi, yi in zip(x, y):
        e = yi - (w[0] + sum(wj * xj for wj, xj in zip(w[1:], xi)))
        new[0] += rate * e
        for j, xj in enumerate(xi):
            new[j + 1] += rate * e * xj
    return np.array(new)

# %%
# VARIANT
# part: gradient_descent_step
# name: averaged_again
# right: false
# score: 1
# mistake: mean_for_the_sum
def gradient_descent_step(w, x, y, rate):
    A = np.hstack([np.ones((len(x), 1)), x])
    return w + rate * A.T @ (y - A @ w) / len(x)

# %%
# VARIANT
# part: gradient_descent_step
# name: ascent
# right: false
# score: 0.5
# mistake: uphill
def gradient_descent_step(w, x, y, rate):
    A = np.hstack([np.ones((len(x), 1)), x])
    return w - rate * A.T @ (y - A @ w)

# %%
# VARIANT
# part: gradient_descent_step
# name: one_by_one
# right: false
# score: 1
# mistake: one_example_at_a_time
def gradient_descent_step(w, x, y, rate):
    w = w.copy()
    for xi, yi in zip(x, y):
        e = yi - (w[0] + xi @ w[1:])
        w[0] += rate * e
        w[1:] += rate * e * xi
    return w

# %%
# VARIANT
# part: gradient_descent_step
# name: bias_kept
# right: false
# score: 0.5
# mistake: bias_left_alone
def gradient_descent_step(w, x, y, rate):
    e = y - (w[0] + x @ w[1:])
    return np.concatenate([w[:1], w[1:] + rate * x.T @ e])

# %%
# VARIANT
# part: gradient_descent_step
# name: loops_too
# right: true
# score: 3
def gradient_descent_step(w, x, y, rate):
    new = [float(v) for v in w]
    for i in range(len(y)):
        error = y[i] - w[0] - sum(w[j + 1] * x[i][j] for j in range(len(x[i])))
        new[0] += rate * error
        for j in range(len(x[i])):
            new[j + 1] += rate * error * x[i][j]
    return np.array(new)

# %%
# VARIANT
# part: gradient_descent_step
# name: uphill_too
# right: false
# score: 0.5
# mistake: uphill
def gradient_descent_step(w, x, y, rate):
    A = np.hstack([np.ones((len(x), 1)), x])
    return w + rate * A.T @ (A @ w - y)
