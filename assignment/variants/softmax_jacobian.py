# %%
# VARIANT
# part: softmax_jacobian
# name: double_loop
# right: true
# score: 2
def softmax_jacobian(z):
    m = max(z)
    e = [np.exp(a - m) for a in z]
    y = [a / sum(e) for a in e]
    J = np.zeros((len(z), len(z)))
    for i in range(len(z)):
        for j in range(len(z)):
            delta = 1.0 if i == j else 0.0
            J[i, j] = y[i] * (delta - y[j])
    return J

# %%
# VARIANT
# part: softmax_jacobian
# name: from_logarithms
# right: true
# score: 2
def softmax_jacobian(z):
    log_y = z - np.logaddexp.reduce(z)
    y = np.exp(log_y)
    return y[:, None] * (np.eye(len(z)) - y)

# %%
# VARIANT
# part: softmax_jacobian
# name: diagonal_filled_in
# right: true
# score: 2
def softmax_jacobian(z):
    shifted = z - np.amax(z)
    y = np.exp(shifted) / np.sum(np.exp(shifted))
    J = -np.einsum("i,j->ij", y, y)
    J[np.diag_indices_from(J)] += y
    return J

# %%
# VARIANT
# part: softmax_jacobian
# name: autograd
# right: true
# score: 2
def softmax_jacobian(z):
    import torch

    with torch.enable_grad():
        t = torch.tensor(z, dtype=torch.float64)
        return torch.autograd.functional.jacobian(lambda a: torch.softmax(a, 0), t).numpy()

# %%
# VARIANT
# part: softmax_jacobian
# name: no_shift
# right: false
# score: 1.7
# mistake: The exponentials overflow for logits of a thousand.
def softmax_jacobian(z):
    y = np.exp(z) / np.exp(z).sum()
    return np.diag(y) - np.outer(y, y)

# %%
# VARIANT
# part: softmax_jacobian
# name: shift_by_the_mean
# right: false
# score: 1.7
# mistake: The mean was subtracted; a logit far above it still overflows.
def softmax_jacobian(z):
    e = np.exp(z - z.mean())
    y = e / e.sum()
    return np.diag(y) - np.outer(y, y)

# %%
# VARIANT
# part: softmax_jacobian
# name: clipped_logits
# right: false
# score: 1.7
# mistake: Large logits were cut off, which makes different ones equal.
def softmax_jacobian(z):
    e = np.exp(np.clip(z, -50, 50))
    y = e / e.sum()
    return np.diag(y) - np.outer(y, y)

# %%
# VARIANT
# part: softmax_jacobian
# name: epsilon_in_the_sum
# right: false
# score: 1.5
# mistake: A small number was added to the sum, so that the probabilities do not add up to 1.
def softmax_jacobian(z):
    e = np.exp(z - z.max())
    y = e / (e.sum() + 1e-8)
    return np.diag(y) - np.outer(y, y)

# %%
# VARIANT
# part: softmax_jacobian
# name: diagonal_only
# right: false
# score: 0.45
# mistake: Only the derivatives of each output by its own logit were kept.
def softmax_jacobian(z):
    e = np.exp(z - z.max())
    y = e / e.sum()
    return np.diag(y * (1 - y))

# %%
# VARIANT
# part: softmax_jacobian
# name: of_the_logarithm
# right: false
# score: 0.25
# mistake: That is the Jacobian of log y; the factor y_i is missing.
def softmax_jacobian(z):
    e = np.exp(z - z.max())
    y = e / e.sum()
    return np.eye(len(z)) - y

# %%
# VARIANT
# part: softmax_jacobian
# name: plus_outer_product
# right: false
# score: 0.45
# mistake: The sign of the entries off the diagonal is flipped.
def softmax_jacobian(z):
    e = np.exp(z - z.max())
    y = e / e.sum()
    return np.diag(y - 2 * y**2) + np.outer(y, y)

# %%
# VARIANT
# part: softmax_jacobian
# name: diagonal_squared
# right: false
# score: 0.45
# mistake: The diagonal lacks the term y_i; the case i = j was treated like the others.
def softmax_jacobian(z):
    e = np.exp(z - z.max())
    y = e / e.sum()
    return -np.outer(y, y)

# %%
# VARIANT
# part: softmax_jacobian
# name: of_probabilities
# right: false
# score: 0.25
# mistake: The argument was taken for probabilities; softmax was not applied to it.
def softmax_jacobian(z):
    return np.diag(z) - np.outer(z, z)

# %%
# VARIANT
# part: softmax_jacobian
# name: vector_of_derivatives
# right: false
# score: 0
# mistake: A vector was returned instead of a matrix, as for an activation that acts on each entry by itself.
def softmax_jacobian(z):
    e = np.exp(z - z.max())
    y = e / e.sum()
    return y * (1 - y)

# %%
# VARIANT
# part: softmax_jacobian
# name: logits_shifted_in_place
# right: false
# score: 1.85
# mistake: The largest logit was subtracted in place, which changes the logits of the caller.
def softmax_jacobian(z):
    z -= z.max()
    y = np.exp(z) / np.exp(z).sum()
    return np.diag(y) - np.outer(y, y)

# %%
# VARIANT
# part: softmax_jacobian
# name: factor_on_the_wrong_side
# right: false
# score: 0.25
# mistake: The factor y was multiplied to the columns before the outer product, so that it counts twice.
def softmax_jacobian(z):
    e = np.exp(z - z.max())
    y = e / e.sum()
    return (np.eye(len(z)) - np.outer(y, y)) * y

# %%
# VARIANT
# part: softmax_jacobian
# name: float32
# right: true
# score: 2
def softmax_jacobian(z):
    y = np.exp(z - z.max())
    y = (y / y.sum()).astype(np.float32)
    return np.diag(y) - np.outer(y, y)

# %%
# VARIANT
# part: softmax_jacobian
# name: diagonal_formula_everywhere
# right: false
# score: 0.45
# mistake: The formula of the diagonal was used for all entries.
def softmax_jacobian(z):
    y = np.exp(z - z.max())
    y = y / y.sum()
    return np.outer(y, 1 - y)

# %%
# VARIANT
# part: softmax_jacobian
# name: sign
# right: false
# score: 0.25
# mistake: All signs are turned around.
def softmax_jacobian(z):
    y = np.exp(z - z.max())
    y = y / y.sum()
    return np.outer(y, y) - np.diag(y)

# %%
# VARIANT
# part: softmax_jacobian
# name: inner_product_subtracted
# right: false
# score: 0.25
# mistake: A number was subtracted instead of an outer product: for a vector, y.T @ y is the sum of squares.
def softmax_jacobian(z):
    e = np.exp(z - np.max(z))
    y = e / e.sum()
    return np.diag(y) - y.T @ y

# %%
# VARIANT
# part: softmax_jacobian
# name: identity_for_the_diagonal
# right: false
# score: 0.45
# mistake: The factor y_i is missing on the diagonal: the identity was taken as it is.
def softmax_jacobian(z):
    e = np.exp(z - np.max(z))
    y = e / e.sum()
    return np.eye(len(y)) - np.outer(y, y)

# %%
# VARIANT
# part: softmax_jacobian
# name: stored_in_whole_numbers
# right: false
# score: 1.85
# mistake: The result was stored in an array of the type of the logits; with whole numbers that cuts off every digit behind the point.
def softmax_jacobian(z):
    e = np.exp(z - np.max(z))
    y = e / e.sum()
    J = np.zeros_like(np.outer(z, z))
    for i in range(len(z)):
        for j in range(len(z)):
            J[i, j] = y[i] * ((i == j) - y[j])
    return J

# %%
# VARIANT
# part: softmax_jacobian
# name: bracket_forgotten
# right: false
# score: 0.25
# mistake: The bracket was forgotten: y multiplies the identity only, not what is subtracted from it.
def softmax_jacobian(z):
    e = np.exp(z - np.max(z))
    y = e / e.sum()
    return y * np.eye(len(y)) - y

# %%
# VARIANT
# part: softmax_jacobian
# name: not_divided_by_the_sum
# right: false
# score: 0.25
# mistake: The exponentials were not divided by their sum.
def softmax_jacobian(z):
    y = np.exp(z - np.max(z))
    return np.diag(y) - np.outer(y, y)

# %%
# VARIANT
# part: softmax_jvp
# name: inner_product
# right: true
# score: 1
def softmax_jvp(z, v):
    e = np.exp(z - z.max())
    y = e / e.sum()
    return y * v - np.dot(y, v) * y

# %%
# VARIANT
# part: softmax_jvp
# name: weighted_mean
# right: true
# score: 1
def softmax_jvp(z, v):
    # the outputs move with the distance of v from its mean under y
    log_y = z - z.max()
    log_y = log_y - np.log(np.exp(log_y).sum())
    y = np.exp(log_y)
    mean = np.average(v, weights=y)
    return y * (v - mean)

# %%
# VARIANT
# part: softmax_jvp
# name: torch_forward_mode
# right: true
# score: 1
def softmax_jvp(z, v):
    import torch

    with torch.enable_grad():
        t = torch.tensor(z, requires_grad=True)
        y = torch.softmax(t, 0)
        # J is symmetric, so the product from the left is the product from the right
        (g,) = torch.autograd.grad(y, t, torch.tensor(v))
    return g.numpy()

# %%
# VARIANT
# part: softmax_jvp
# name: the_matrix
# right: false
# score: 0.8
# mistake: The matrix was built after all.
def softmax_jvp(z, v):
    e = np.exp(z - z.max())
    y = e / e.sum()
    return (np.diag(y) - np.outer(y, y)) @ v

# %%
# VARIANT
# part: softmax_jvp
# name: row_by_row
# right: false
# score: 0.8
# mistake: The rows of the matrix are built one after the other, which takes time in proportion to n squared.
def softmax_jvp(z, v):
    e = np.exp(z - z.max())
    y = e / e.sum()
    n = len(z)
    return np.array([y[i] * ((np.arange(n) == i) - y) @ v for i in range(n)])

# %%
# VARIANT
# part: softmax_jvp
# name: sum_forgotten
# right: false
# score: 0.1
# mistake: The entries were multiplied one by one; the sum over all logits is missing.
def softmax_jvp(z, v):
    e = np.exp(z - z.max())
    y = e / e.sum()
    return y * (1 - y) * v

# %%
# VARIANT
# part: softmax_jvp
# name: sum_of_v
# right: false
# score: 0.1
# mistake: The sum of v was subtracted without the weights y.
def softmax_jvp(z, v):
    e = np.exp(z - z.max())
    y = e / e.sum()
    return y * (v - v.sum())

# %%
# VARIANT
# part: softmax_jvp
# name: factor_forgotten
# right: false
# score: 0.25
# mistake: The factor y in front is missing.
def softmax_jvp(z, v):
    e = np.exp(z - z.max())
    y = e / e.sum()
    return v - y @ v

# %%
# VARIANT
# part: softmax_jvp
# name: no_shift
# right: false
# score: 0.75
# mistake: The exponentials overflow for logits of a thousand.
def softmax_jvp(z, v):
    y = np.exp(z) / np.exp(z).sum()
    return y * (v - y @ v)

# %%
# VARIANT
# part: softmax_jvp
# name: plain_product
# right: false
# score: 0.1
# mistake: The outputs were multiplied by v; the second term of the formula is missing.
def softmax_jvp(z, v):
    e = np.exp(z - z.max())
    y = e / e.sum()
    return y * v

# %%
# VARIANT
# part: softmax_jvp
# name: number
# right: false
# score: 0
# mistake: The product of the outputs with v, a number, was returned.
def softmax_jvp(z, v):
    e = np.exp(z - z.max())
    y = e / e.sum()
    return y @ v

# %%
# VARIANT
# part: softmax_jvp
# name: finite_difference
# right: false
# score: 0.25
# mistake: A finite difference is not exact enough.
def softmax_jvp(z, v):
    def softmax(a):
        e = np.exp(a - a.max())
        return e / e.sum()

    return (softmax(z + 1e-4 * v) - softmax(z)) / 1e-4

# %%
# VARIANT
# part: softmax_jvp
# name: in_place
# right: false
# score: 0.9
# mistake: The logits were shifted in place, which changes them for the caller.
def softmax_jvp(z, v):
    z -= z.max()
    y = np.exp(z) / np.exp(z).sum()
    return y * (v - y @ v)

# %%
# VARIANT
# part: softmax_jvp
# name: factor_of_the_sum_forgotten
# right: false
# score: 0.1
# mistake: The factor y in front of the sum is missing.
def softmax_jvp(z, v):
    y = np.exp(z - z.max())
    y = y / y.sum()
    return y * v - y @ v

# %%
# VARIANT
# part: softmax_jvp
# name: plain_mean
# right: false
# score: 0.25
# mistake: The plain mean of v was subtracted instead of its mean with the weights y.
def softmax_jvp(z, v):
    y = np.exp(z - z.max())
    y = y / y.sum()
    return y * (v - v.mean())

# %%
# VARIANT
# part: softmax_jvp
# name: second_term_added
# right: false
# score: 0.1
# mistake: The second term was added; the formula subtracts it.
def softmax_jvp(z, v):
    e = np.exp(z - np.max(z))
    y = e / e.sum()
    return y * v + y * np.dot(y, v)

# %%
# VARIANT
# part: softmax_jvp
# name: direction_in_place
# right: false
# score: 0.9
# mistake: The direction v was changed in place, which changes it for the caller.
def softmax_jvp(z, v):
    e = np.exp(z - np.max(z))
    y = e / e.sum()
    v -= y @ v
    return y * v

# %%
# VARIANT
# part: softmax_jvp
# name: arguments_swapped
# right: false
# score: 0.1
# mistake: The logits and the direction are swapped.
def softmax_jvp(z, v):
    e = np.exp(v - np.max(v))
    y = e / e.sum()
    return y * (z - y @ z)

# %%
# VARIANT
# part: softmax_jvp
# name: sign
# right: false
# score: 0.25
# mistake: The whole product has the wrong sign.
def softmax_jvp(z, v):
    e = np.exp(z - z.max())
    y = e / e.sum()
    return y * (y @ v - v)
