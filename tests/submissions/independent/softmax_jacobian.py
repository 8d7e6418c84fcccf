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
Answers to the parts of `softmax_jacobian`, written without a look at its variants.
"""

# %%
# VARIANT
# part: softmax_jacobian
# name: loops
# right: true
# score: 2
def softmax_jacobian(z):
    e = np.exp(z - max(z))
    p = e / sum(e)
    n = len(p)
    J = np.empty((n, n))
    for i in range(n):
        for j in range(n):
            delta = 1.0 if i == j else 0.0
            J[i][j] = p[i] * (delta - p[j])
    return J

# %%
# VARIANT
# part: softmax_jacobian
# name: diagonal_only
# right: false
# score: 0
# mistake: diagonal_only
def softmax_jacobian(z):
    p = np.exp(z - np.max(z))
    p = p / np.sum(p)
    return np.diag(p * (1 - p))

# %%
# VARIANT
# part: softmax_jacobian
# name: plus
# right: false
# score: 0
# mistake: none
def softmax_jacobian(z):
    p = np.exp(z - z.max())
    p /= p.sum()
    return np.diag(p) + p[:, None] * p[None, :]

# %%
# VARIANT
# part: softmax_jacobian
# name: unstable
# right: false
# score: 1.5
# mistake: no_shift
def softmax_jacobian(z):
    p = np.exp(z) / np.exp(z).sum()
    J = np.zeros((len(z), len(z)))
    for i in range(len(z)):
        for j in range(len(z)):
            J[i, j] = p[i] * (1 - p[i]) if i == j else -p[i] * p[j]
    return J

# %%
# VARIANT
# part: softmax_jvp
# name: dot
# right: true
# score: 1
def softmax_jvp(z, v):
    shifted = z - np.max(z)
    p = np.exp(shifted) / np.sum(np.exp(shifted))
    return p * v - p * np.dot(p, v)

# %%
# VARIANT
# part: softmax_jvp
# name: builds_matrix
# right: false
# score: 0.75
# mistake: none
def softmax_jvp(z, v):
    p = np.exp(z - z.max())
    p /= p.sum()
    return (np.diag(p) - np.outer(p, p)) @ v

# %%
# VARIANT
# part: softmax_jvp
# name: elementwise
# right: false
# score: 0
# mistake: sum_forgotten
def softmax_jvp(z, v):
    p = np.exp(z - z.max())
    p /= p.sum()
    return p * (1 - p) * v

# %%
# VARIANT
# part: softmax_jacobian
# name: identity_minus
# right: true
# score: 2
def softmax_jacobian(z):
    z = np.asarray(z, dtype=float)
    s = np.exp(z - np.max(z)); s = s / np.sum(s)
    return s[:, None] * (np.eye(len(s)) - s[None, :])

# %%
# VARIANT
# part: softmax_jacobian
# name: diag_only
# right: false
# score: 0.45
# mistake: diagonal_only
def softmax_jacobian(z):
    s = np.exp(z - np.max(z)); s = s / np.sum(s)
    return np.diag(s * (1 - s))

# %%
# VARIANT
# part: softmax_jvp
# name: dot_first
# right: true
# score: 1
def softmax_jvp(z, v):
    e = np.exp(z - np.amax(z))
    p = e / np.sum(e)
    return np.multiply(p, v) - p * np.dot(p, v)

# %%
# VARIANT
# part: softmax_jacobian
# name: scipy_free_einsum
# right: true
# score: 2
def softmax_jacobian(z):
    e = np.exp(np.asarray(z, dtype=float) - np.max(z))
    y = e / e.sum()
    return np.einsum("i,ij->ij", y, np.identity(len(y)) - y[None, :])

# %%
# VARIANT
# part: softmax_jacobian
# name: in_torch
# right: true
# score: 2
import torch
def softmax_jacobian(z):
    t = torch.softmax(torch.tensor(z, dtype=torch.float64), 0)
    return (torch.diag(t) - torch.outer(t, t)).numpy()

# %%
# VARIANT
# part: softmax_jacobian
# name: diagonal_only_again
# right: false
# score: 0.45
# mistake: diagonal_only
def softmax_jacobian(z):
    e = np.exp(z - np.max(z))
    y = e / e.sum()
    return np.diag(y * (1 - y))

# %%
# VARIANT
# part: softmax_jacobian
# name: vector
# right: false
# score: 0
# mistake: vector_of_derivatives
def softmax_jacobian(z):
    e = np.exp(z - np.max(z))
    y = e / e.sum()
    return y * (1 - y)

# %%
# VARIANT
# part: softmax_jvp
# name: inner_and_multiply
# right: true
# score: 1
def softmax_jvp(z, v):
    w = np.exp(z - np.amax(z))
    w = w / np.sum(w)
    return w * v - np.inner(w, v) * w

# %%
# VARIANT
# part: softmax_jvp
# name: centred_direction
# right: true
# score: 1
def softmax_jvp(z, v):
    p = np.exp(np.asarray(z, float) - max(z))
    p /= p.sum()
    return p * (np.asarray(v) - np.average(v, weights=p))

# %%
# VARIANT
# part: softmax_jvp
# name: diag_term_only
# right: false
# score: 0.1
# mistake: plain_product
def softmax_jvp(z, v):
    e = np.exp(z - np.max(z))
    y = e / e.sum()
    return y * v

# %%
# VARIANT
# part: softmax_jvp
# name: y_one_minus_y_v
# right: false
# score: 0.1
# mistake: sum_forgotten
def softmax_jvp(z, v):
    e = np.exp(z - np.max(z))
    y = e / e.sum()
    return y * (1 - y) * v
