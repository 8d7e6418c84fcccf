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
# part: gradient_descent_step
# name: loops
# right: true
# score: 3
def gradient_descent_step(w, x, y, rate):
    m, n = x.shape
    new = [float(weight) for weight in w]
    for i in range(m):
        prediction = w[0]
        for j in range(n):
            prediction += w[j + 1] * x[i, j]
        new[0] += rate * (y[i] - prediction)
        for j in range(n):
            new[j + 1] += rate * (y[i] - prediction) * x[i, j]
    return np.array(new)

# %%
# VARIANT
# part: gradient_descent_step
# name: column_of_ones
# right: true
# score: 3
def gradient_descent_step(w, x, y, rate):
    X = np.hstack([np.ones((x.shape[0], 1)), x])
    gradient = X.T @ (X @ w - y)
    return w - rate * gradient

# %%
# VARIANT
# part: gradient_descent_step
# name: einsum_on_a_copy
# right: true
# score: 3
def gradient_descent_step(w, x, y, rate):
    new = w.copy()
    error = y - w[0] - np.einsum("ij,j->i", x, w[1:])
    new[0] += rate * error.sum()
    new[1:] += rate * np.einsum("i,ij->j", error, x)
    return new

# %%
# VARIANT
# part: gradient_descent_step
# name: uphill
# right: false
# score: 0.5
# mistake: The step has the wrong sign: it climbs.
def gradient_descent_step(w, x, y, rate):
    X = np.hstack([np.ones((len(x), 1)), x])
    return w - rate * X.T @ (y - X @ w)

# %%
# VARIANT
# part: gradient_descent_step
# name: mean_for_the_sum
# right: false
# score: 1
# mistake: The gradient was averaged over the examples; the error is a sum.
def gradient_descent_step(w, x, y, rate):
    X = np.hstack([np.ones((len(x), 1)), x])
    return w + rate * X.T @ (y - X @ w) / len(x)

# %%
# VARIANT
# part: gradient_descent_step
# name: half_the_gradient
# right: false
# score: 0.5
# mistake: The factor 1/2 of the error was kept; it cancels the 2 of the square.
def gradient_descent_step(w, x, y, rate):
    X = np.hstack([np.ones((len(x), 1)), x])
    return w + 0.5 * rate * X.T @ (y - X @ w)

# %%
# VARIANT
# part: gradient_descent_step
# name: factor_two
# right: false
# score: 0.5
# mistake: The gradient carries a factor 2, which the 1/2 in front of the error cancels.
def gradient_descent_step(w, x, y, rate):
    X = np.hstack([np.ones((len(x), 1)), x])
    return w + 2 * rate * X.T @ (y - X @ w)

# %%
# VARIANT
# part: gradient_descent_step
# name: bias_left_alone
# right: false
# score: 0.5
# mistake: The bias is never changed.
def gradient_descent_step(w, x, y, rate):
    residual = y - w[0] - x @ w[1:]
    return np.append(w[0], w[1:] + rate * residual @ x)

# %%
# VARIANT
# part: gradient_descent_step
# name: bias_not_in_the_prediction
# right: false
# score: 0.5
# mistake: The bias is missing from the prediction.
def gradient_descent_step(w, x, y, rate):
    residual = y - x @ w[1:]
    return w + rate * np.append(residual.sum(), residual @ x)

# %%
# VARIANT
# part: gradient_descent_step
# name: bias_last
# right: false
# score: 0.5
# mistake: The bias was taken to be the last weight, not the first.
def gradient_descent_step(w, x, y, rate):
    residual = y - w[-1] - x @ w[:-1]
    return w + rate * np.append(residual @ x, residual.sum())

# %%
# VARIANT
# part: gradient_descent_step
# name: one_example_at_a_time
# right: false
# score: 1
# mistake: The weights are changed after each example, not after all of them.
def gradient_descent_step(w, x, y, rate):
    w = w.copy()
    for features, target in zip(x, y, strict=True):
        extended = np.append(1.0, features)
        w += rate * (target - extended @ w) * extended
    return w

# %%
# VARIANT
# part: gradient_descent_step
# name: bias_first_then_weights
# right: false
# score: 0.5
# mistake: The bias is changed first, and the residual of the other weights is computed with the new bias.
def gradient_descent_step(w, x, y, rate):
    bias = w[0] + rate * (y - w[0] - x @ w[1:]).sum()
    weights = w[1:] + rate * (y - bias - x @ w[1:]) @ x
    return np.append(bias, weights)

# %%
# VARIANT
# part: gradient_descent_step
# name: weights_changed_in_place
# right: false
# score: 2.5
# mistake: The caller's own weights are changed in place.
def gradient_descent_step(w, x, y, rate):
    X = np.hstack([np.ones((len(x), 1)), x])
    w += rate * X.T @ (y - X @ w)
    return w

# %%
# VARIANT
# part: gradient_descent_step
# name: gradient_returned
# right: false
# score: 0.5
# mistake: The gradient is returned, not the new weights.
def gradient_descent_step(w, x, y, rate):
    X = np.hstack([np.ones((len(x), 1)), x])
    return X.T @ (X @ w - y)

# %%
# VARIANT
# part: gradient_descent_step
# name: rate_forgotten
# right: false
# score: 0.5
# mistake: The learning rate is missing.
def gradient_descent_step(w, x, y, rate):
    X = np.hstack([np.ones((len(x), 1)), x])
    return w + X.T @ (y - X @ w)

# %%
# VARIANT
# part: gradient_descent_step
# name: first_example_only
# right: false
# score: 1
# mistake: Only the first example is used.
def gradient_descent_step(w, x, y, rate):
    extended = np.append(1.0, x[0])
    return w + rate * (y[0] - extended @ w) * extended
# %%
# VARIANT
# part: gradient_descent_step
# name: autograd
# right: false
# score: 1
# mistake: Autograd computed the gradient; here it is to be written by hand.
def gradient_descent_step(w, x, y, rate):
    import torch

    with torch.enable_grad():
        leaf = torch.tensor(w, requires_grad=True)
        error = torch.from_numpy(y) - leaf[0] - torch.from_numpy(x) @ leaf[1:]
        (error.square().sum() / 2).backward()
    return w - rate * leaf.grad.numpy()

# %%
# VARIANT
# part: gradient_descent_step
# name: gradient
# right: false
# score: 0.5
# mistake: The change of the weights was returned, not the weights after it.
def gradient_descent_step(w, x, y, rate):
    A = np.hstack([np.ones((len(x), 1)), x])
    return -rate * A.T @ (A @ w - y)

# %%
# VARIANT
# part: gradient_descent_step
# name: no_x
# right: false
# score: 0.5
# mistake: The features are missing from the gradient: all weights move by the sum of the residuals.
def gradient_descent_step(w, x, y, rate):
    A = np.hstack([np.ones((len(x), 1)), x])
    return w - rate * np.sum(A @ w - y)

# %%
# VARIANT
# part: gradient_descent_step
# name: signs
# right: false
# score: 0.5
# mistake: Only the signs of the residuals were used, as for a sum of absolute errors.
def gradient_descent_step(w, x, y, rate):
    A = np.hstack([np.ones((len(x), 1)), x])
    return w - rate * A.T @ np.sign(A @ w - y)

# %%
# VARIANT
# part: gradient_descent_step
# name: mean_bias
# right: false
# score: 1
# mistake: The bias was moved by the mean of the residuals, the other weights by a sum.
def gradient_descent_step(w, x, y, rate):
    e = y - w[0] - x @ w[1:]
    return np.concatenate([[w[0] + rate * e.mean()], w[1:] + rate * x.T @ e])

# %%
# VARIANT
# part: gradient_descent_step
# name: transposed_sum
# right: false
# score: 1
# mistake: The gradient was divided by the number of features; the error is a sum.
def gradient_descent_step(w, x, y, rate):
    A = np.hstack([np.ones((len(x), 1)), x])
    return w - rate * A.T @ (A @ w - y) / x.shape[1]

# %%
# VARIANT
# part: gradient_descent_step
# name: two_mean
# right: false
# score: 1
# mistake: The gradient is that of the mean of the squares; the error is half their sum.
def gradient_descent_step(w, x, y, rate):
    A = np.hstack([np.ones((len(x), 1)), x])
    return w - 2 * rate * A.T @ (A @ w - y) / len(y)

# %%
# VARIANT
# part: gradient_descent_step
# name: bias_uphill
# right: false
# score: 0.5
# mistake: The bias moves in the wrong direction, the other weights in the right one.
def gradient_descent_step(w, x, y, rate):
    e = y - w[0] - x @ w[1:]
    return np.concatenate([[w[0] - rate * e.sum()], w[1:] + rate * x.T @ e])

# %%
# VARIANT
# part: gradient_descent_step
# name: bias_by_w
# right: false
# score: 0.5
# mistake: The bias moves in the right direction, the other weights in the wrong one.
def gradient_descent_step(w, x, y, rate):
    e = y - w[0] - x @ w[1:]
    new = w.copy()
    new[1:] = w[1:] - rate * x.T @ e
    new[0] = w[0] + rate * e.sum()
    return new
