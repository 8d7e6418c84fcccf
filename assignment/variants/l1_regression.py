# %%
# VARIANT
# part: l1_sizes
# name: columns
# right: true
# score: 2
def l1_sizes(n, d):
    """Column vectors throughout."""
    X = (n, d)
    w = (d, 1)
    y = (n, 1)
    residuals = (n, 1)
    loss = (1, 1)
    return {"X": X, "w": w, "y": y, "residuals": residuals, "loss": loss}

# %%
# VARIANT
# part: l1_sizes
# name: lists
# right: true
# score: 2
def l1_sizes(n, d):
    return {"X": [n, d], "w": [d], "y": [n], "residuals": [n], "loss": []}

# %%
# VARIANT
# part: l1_sizes
# name: shapes_of_arrays
# right: true
# score: 2
def l1_sizes(n, d):
    X, w, y = np.zeros((n, d)), np.zeros(d), np.zeros(n)
    return {"X": X.shape, "w": w.shape, "y": y.shape, "residuals": (X @ w - y).shape, "loss": np.shape(0.0)}

# %%
# VARIANT
# part: l1_sizes
# name: transposed_matrix
# right: false
# score: 0.75
# mistake: X was given one column a data point; here the data points are its rows.
def l1_sizes(n, d):
    X = (d, n)
    w = (d,)
    y = (n,)
    residuals = (n,)
    loss = ()
    return {"X": X, "w": w, "y": y, "residuals": residuals, "loss": loss}

# %%
# VARIANT
# part: l1_sizes
# name: one_weight_a_point
# right: false
# score: 0.75
# mistake: w was given one entry a data point; it has one a feature.
def l1_sizes(n, d):
    X = (n, d)
    w = (n,)
    y = (n,)
    residuals = (n,)
    loss = ()
    return {"X": X, "w": w, "y": y, "residuals": residuals, "loss": loss}

# %%
# VARIANT
# part: l1_sizes
# name: loss_is_a_vector
# right: false
# score: 1.25
# mistake: The loss was given one entry a data point; a norm is a single number.
def l1_sizes(n, d):
    X = (n, d)
    w = (d,)
    y = (n,)
    residuals = (n,)
    loss = (n,)
    return {"X": X, "w": w, "y": y, "residuals": residuals, "loss": loss}

# %%
# VARIANT
# part: l1_sizes
# name: residuals_of_features
# right: false
# score: 1.25
# mistake: The residuals were given one entry a feature; there is one a data point.
def l1_sizes(n, d):
    X = (n, d)
    w = (d,)
    y = (n,)
    residuals = (d,)
    loss = ()
    return {"X": X, "w": w, "y": y, "residuals": residuals, "loss": loss}

# %%
# VARIANT
# part: l1_sizes
# name: row_vector_of_weights
# right: false
# score: 0.75
# mistake: w was written as a row, so that the product of X and w does not exist.
def l1_sizes(n, d):
    X = (n, d)
    w = (1, d)
    y = (n, 1)
    residuals = (n, 1)
    loss = (1,)
    return {"X": X, "w": w, "y": y, "residuals": residuals, "loss": loss}

# %%
# VARIANT
# part: l1_sizes
# name: plain_numbers
# right: false
# score: 0
# mistake: Sizes were given as plain numbers instead of tuples.
def l1_sizes(n, d):
    return {"X": n * d, "w": d, "y": n, "residuals": n, "loss": 1}

# %%
# VARIANT
# part: l1_sizes
# name: sizes_of_one_example
# right: false
# score: 0
# mistake: The sizes of the small example were written down instead of those for any n and d.
def l1_sizes(n, d):
    return {"X": (3, 2), "w": (2,), "y": (3,), "residuals": (3,), "loss": ()}

# %%
# VARIANT
# part: l1_sizes
# name: two_unanswered
# right: false
# score: 1.25
# mistake: The sizes of the residuals and of the loss were not answered.
def l1_sizes(n, d):
    X = (n, d)
    w = (d,)
    y = (n,)
    residuals = ...
    loss = ...
    return {"X": X, "w": w, "y": y, "residuals": residuals, "loss": loss}

# %%
# VARIANT
# part: l1_sizes
# name: residual_matrix
# right: false
# score: 1.25
# mistake: The residuals were given one entry for each number in X; there is one a data point.
def l1_sizes(n, d):
    return {"X": (n, d), "w": (d,), "y": (n,), "residuals": (n, d), "loss": ()}

# %%
# VARIANT
# part: l1_sizes
# name: intercept
# right: false
# score: 0.75
# mistake: An intercept was counted extra; it is the weight of one of the d features.
def l1_sizes(n, d):
    return {"X": (n, d + 1), "w": (d + 1,), "y": (n,), "residuals": (n,), "loss": ()}

# %%
# VARIANT
# part: l1_sizes
# name: y_d
# right: false
# score: 1.25
# mistake: y was given one entry a feature; it has one a data point.
def l1_sizes(n, d):
    return {"X": (n, d), "w": (d,), "y": (d,), "residuals": (n,), "loss": ()}

# %%
# VARIANT
# part: l1_sizes
# name: square_y
# right: false
# score: 1.25
# mistake: The residuals were given a row and a column for each data point, as when a column meets a row.
def l1_sizes(n, d):
    return {"X": (n, d), "w": (d,), "y": (n,), "residuals": (n, n), "loss": ()}

# %%
# VARIANT
# part: l1_sizes
# name: w_matrix
# right: false
# score: 0.75
# mistake: w was taken for a matrix; it has one entry a feature.
def l1_sizes(n, d):
    return {"X": (n, d), "w": (d, d), "y": (n,), "residuals": (n,), "loss": ()}

# %%
# VARIANT
# part: l1_loss
# name: norm
# right: true
# score: 2
def l1_loss(X, y, w):
    return np.linalg.norm(X @ w - y, ord=1)

# %%
# VARIANT
# part: l1_loss
# name: triple_loop
# right: true
# score: 2
def l1_loss(X, y, w):
    total = 0.0
    for i in range(X.shape[0]):
        prediction = 0.0
        for k in range(X.shape[1]):
            prediction += X[i, k] * w[k]
        total += abs(y[i] - prediction)
    return total

# %%
# VARIANT
# part: l1_loss
# name: einsum_and_signs
# right: true
# score: 2
def l1_loss(X, y, w):
    r = np.einsum("nd,d->n", X, w) - y
    return np.dot(np.where(r >= 0, 1, -1), r)

# %%
# VARIANT
# part: l1_loss
# name: torch_inside
# right: true
# score: 2
def l1_loss(X, y, w):
    import torch

    X, y, w = (torch.tensor(part, dtype=torch.float64) for part in (X, y, w))
    return torch.nn.functional.l1_loss(X @ w, y, reduction="sum").item()

# %%
# VARIANT
# part: l1_loss
# name: mean
# right: false
# score: 0.6
# mistake: The mean was taken over the data points instead of the sum.
def l1_loss(X, y, w):
    return np.abs(X @ w - y).mean()

# %%
# VARIANT
# part: l1_loss
# name: squares
# right: false
# score: 0.25
# mistake: The errors were squared; that is the least squares loss.
def l1_loss(X, y, w):
    return ((X @ w - y) ** 2).sum()

# %%
# VARIANT
# part: l1_loss
# name: absolute_value_of_the_sum
# right: false
# score: 0.6
# mistake: The absolute value was taken of the sum, so that errors of opposite signs cancel.
def l1_loss(X, y, w):
    return abs((X @ w - y).sum())

# %%
# VARIANT
# part: l1_loss
# name: no_absolute_value
# right: false
# score: 0.25
# mistake: The errors were summed with their signs.
def l1_loss(X, y, w):
    return (X @ w - y).sum()

# %%
# VARIANT
# part: l1_loss
# name: euclidean_norm
# right: false
# score: 0.6
# mistake: The Euclidean norm was taken, which is what the default of the norm function does.
def l1_loss(X, y, w):
    return np.linalg.norm(X @ w - y)

# %%
# VARIANT
# part: l1_loss
# name: half
# right: false
# score: 0.25
# mistake: A factor of one half, as some write before a sum of squares, was left in.
def l1_loss(X, y, w):
    return 0.5 * np.abs(X @ w - y).sum()

# %%
# VARIANT
# part: l1_loss
# name: broadcast_to_a_matrix
# right: false
# score: 0.6
# mistake: The predictions were made a column and the targets a row, so that every prediction meets every target.
def l1_loss(X, y, w):
    return np.abs(X @ w.reshape(-1, 1) - y).sum()

# %%
# VARIANT
# part: l1_loss
# name: residuals_returned
# right: false
# score: 0.35
# mistake: The absolute errors were returned one by one and not summed.
def l1_loss(X, y, w):
    return np.abs(X @ w - y)

# %%
# VARIANT
# part: l1_loss
# name: worst_error
# right: false
# score: 0.6
# mistake: The largest error was returned; that is the maximum norm.
def l1_loss(X, y, w):
    return np.abs(X @ w - y).max()

# %%
# VARIANT
# part: l1_loss
# name: weights_of_the_small_example
# right: false
# score: 0.5
# mistake: The function uses the arrays of the small example instead of its arguments.
def l1_loss(X, y, w):
    return np.abs(X_small @ w_small - y_small).sum()

# %%
# VARIANT
# part: l1_loss
# name: targets_changed_in_place
# right: false
# score: 1.8
# mistake: The predictions were subtracted from the targets in place, which changes the caller's data.
def l1_loss(X, y, w):
    y = y if y.dtype == float else y.astype(float)
    y -= X @ w
    return np.abs(y).sum()

# %%
# VARIANT
# part: l1_loss
# name: in_place_on_whole_numbers
# right: false
# score: 1.6
# mistake: The targets were changed in place, which changes the caller's data and fails for whole numbers.
def l1_loss(X, y, w):
    y -= X.astype(float) @ w
    return np.abs(y).sum()

# %%
# VARIANT
# part: l1_loss
# name: cut_off
# right: false
# score: 0.7
# mistake: The loss was cut off to a whole number.
def l1_loss(X, y, w):
    return int(np.abs(X @ w - y).sum())

# %%
# VARIANT
# part: l1_loss
# name: elementwise
# right: false
# score: 0.25
# mistake: The features were multiplied by the weights and not summed up to predictions: that takes X @ w, not X * w.
def l1_loss(X, y, w):
    return np.sum(np.abs(X * w - y[:, None]))

# %%
# VARIANT
# part: l1_loss
# name: sum_not_divided
# right: false
# score: 0.6
# mistake: The root of the mean of the squares was taken.
def l1_loss(X, y, w):
    return np.sqrt(np.mean((X @ w - y) ** 2))

# %%
# VARIANT
# part: l1_loss
# name: plus
# right: false
# score: 0.25
# mistake: Predictions and targets were added; a residual is their difference.
def l1_loss(X, y, w):
    return np.abs(X @ w + y).sum()

# %%
# VARIANT
# part: l1_loss
# name: l1_weights
# right: false
# score: 0.25
# mistake: The norm of the weights was taken, not that of the residuals.
def l1_loss(X, y, w):
    return np.abs(w).sum()

# %%
# VARIANT
# part: l1_loss
# name: half_mean
# right: false
# score: 0.25
# mistake: Half of the mean was taken instead of the sum.
def l1_loss(X, y, w):
    return np.abs(X @ w - y).mean() / 2

# %%
# VARIANT
# part: l1_subgradient
# name: masks
# right: true
# score: 2
def l1_subgradient(X, y, w):
    r = X @ w - y
    return X[r > 0].sum(axis=0) - X[r < 0].sum(axis=0)

# %%
# VARIANT
# part: l1_subgradient
# name: plus_one_at_the_kink
# right: true
# score: 2
def l1_subgradient(X, y, w):
    return np.where(X @ w >= y, 1.0, -1.0) @ X

# %%
# VARIANT
# part: l1_subgradient
# name: loops
# right: true
# score: 2
def l1_subgradient(X, y, w):
    g = [0.0] * len(w)
    for i in range(len(y)):
        r = sum(X[i, k] * w[k] for k in range(len(w))) - y[i]
        s = -0.3 if r == 0 else r / abs(r)
        for k in range(len(w)):
            g[k] += s * X[i, k]
    return np.array(g)

# %%
# VARIANT
# part: l1_subgradient
# name: autograd
# right: true
# score: 2
def l1_subgradient(X, y, w):
    import torch

    with torch.enable_grad():
        v = torch.tensor(w, requires_grad=True)
        (torch.tensor(X) @ v - torch.tensor(y)).abs().sum().backward()
    return v.grad.numpy()

# %%
# VARIANT
# part: l1_subgradient
# name: sign_flipped
# right: false
# score: 0.25
# mistake: The sign is flipped; the residual is the prediction minus the target.
def l1_subgradient(X, y, w):
    return X.T @ np.sign(y - X @ w)

# %%
# VARIANT
# part: l1_subgradient
# name: mean
# right: false
# score: 0.25
# mistake: The mean over the data points was differentiated instead of the sum.
def l1_subgradient(X, y, w):
    return X.T @ np.sign(X @ w - y) / len(y)

# %%
# VARIANT
# part: l1_subgradient
# name: least_squares_gradient
# right: false
# score: 0.25
# mistake: That is the gradient of the least squares loss.
def l1_subgradient(X, y, w):
    return 2 * X.T @ (X @ w - y)

# %%
# VARIANT
# part: l1_subgradient
# name: residual_over_its_size
# right: false
# score: 1.25
# mistake: A residual divided by its own size is 0 divided by 0 at a kink.
def l1_subgradient(X, y, w):
    r = X @ w - y
    return X.T @ (r / np.abs(r))

# %%
# VARIANT
# part: l1_subgradient
# name: smoothed
# right: false
# score: 0.25
# mistake: The absolute value was replaced by a smooth function near it, whose slope is another.
def l1_subgradient(X, y, w):
    r = X @ w - y
    return X.T @ (r / np.sqrt(r**2 + 1e-2))

# %%
# VARIANT
# part: l1_subgradient
# name: inner_derivative_forgotten
# right: false
# score: 0
# mistake: The inner derivative, X transposed, is missing.
def l1_subgradient(X, y, w):
    return np.sign(X @ w - y)

# %%
# VARIANT
# part: l1_subgradient
# name: two_at_the_kink
# right: false
# score: 1.25
# mistake: A slope of 2 was chosen at the kink; only those between -1 and 1 stay below the graph.
def l1_subgradient(X, y, w):
    r = X @ w - y
    return X.T @ np.where(r == 0, 2.0, np.sign(r))

# %%
# VARIANT
# part: l1_subgradient
# name: positive_residuals_only
# right: false
# score: 0.25
# mistake: Negative residuals were given slope 0, as for a ReLU, instead of -1.
def l1_subgradient(X, y, w):
    return X.T @ (X @ w > y).astype(float)

# %%
# VARIANT
# part: l1_subgradient
# name: sign_of_the_weights
# right: false
# score: 0.25
# mistake: The norm of the weights was differentiated instead of that of the residuals.
def l1_subgradient(X, y, w):
    return np.sign(w)

# %%
# VARIANT
# part: l1_subgradient
# name: column
# right: false
# score: 0
# mistake: The subgradient has shape (d, 1) instead of that of w.
def l1_subgradient(X, y, w):
    return (X.T @ np.sign(X @ w - y))[:, None]

# %%
# VARIANT
# part: l1_subgradient
# name: targets_changed_in_place
# right: false
# score: 1.75
# mistake: The predictions were subtracted from the targets in place, which changes the caller's data.
def l1_subgradient(X, y, w):
    y -= X @ w
    return -X.T @ np.sign(y)

# %%
# VARIANT
# part: l1_subgradient
# name: shifted_at_the_kink
# right: false
# score: 1.25
# mistake: At a kink something arbitrary was returned; any choice is right only among subgradients.
def l1_subgradient(X, y, w):
    r = X @ w - y
    smooth = X.T @ np.sign(r)
    return smooth + 1.0 if (r == 0).any() else smooth

# %%
# VARIANT
# part: l1_subgradient
# name: numerical
# right: false
# score: 1.25
# mistake: A one-sided difference with a coarse step misses kinks that lie within the step.
def l1_subgradient(X, y, w):
    h, g = 1e-5, np.zeros(len(w))
    for k in range(len(w)):
        v = w.copy()
        v[k] += h
        g[k] = (np.abs(X @ v - y).sum() - np.abs(X @ w - y).sum()) / h
    return np.round(g, 8)

# %%
# VARIANT
# part: l1_subgradient
# name: residual
# right: false
# score: 0.25
# mistake: The residuals themselves were used in place of their signs.
def l1_subgradient(X, y, w):
    return X.T @ (X @ w - y)

# %%
# VARIANT
# part: l1_subgradient
# name: sum_signs
# right: false
# score: 0.25
# mistake: Signs and data points were summed separately; the sum of products is another thing.
def l1_subgradient(X, y, w):
    return np.sign(X @ w - y).sum() * X.sum(axis=0)

# %%
# VARIANT
# part: l1_subgradient
# name: absX
# right: false
# score: 0.25
# mistake: The absolute value was taken of X as well, which loses the signs of the features.
def l1_subgradient(X, y, w):
    return np.abs(X).T @ np.sign(X @ w - y)

# %%
# VARIANT
# part: l1_subgradient
# name: sign_outside
# right: false
# score: 0.25
# mistake: The sign was taken after the sum over the data points, not of each residual.
def l1_subgradient(X, y, w):
    return np.sign(X.T @ (X @ w - y))

# %%
# VARIANT
# part: l1_subgradient
# name: targets
# right: false
# score: 0.75
# mistake: The targets are missing: the signs are those of the predictions.
def l1_subgradient(X, y, w):
    return X.T @ np.sign(X @ w)

# %%
# VARIANT
# part: l1_subgradient
# name: per_point
# right: false
# score: 0
# mistake: The data points were not summed.
def l1_subgradient(X, y, w):
    return np.sign(X @ w - y)[:, None] * X

# %%
# VARIANT
# part: l1_subgradient
# name: plus
# right: false
# score: 0.25
# mistake: Predictions and targets were added; a residual is their difference.
def l1_subgradient(X, y, w):
    return X.T @ np.sign(X @ w + y)

# %%
# VARIANT
# part: l1_subgradient
# name: doubled
# right: false
# score: 0.25
# mistake: A factor 2 was kept, as from a square; the absolute value has slopes of 1 and -1.
def l1_subgradient(X, y, w):
    return 2 * X.T @ np.sign(X @ w - y)
