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
Answers to the parts of `shared_weights`, written without a look at its variants.
"""

# %%
# VARIANT
# part: shared_weight_gradient
# name: second_path_only
# right: false
# score: 0.1
# mistake: second_use_only
def shared_gradient(W, x):
    y = W @ x
    u = torch.clamp(y, min=0)
    v = u + W @ u
    return v.reshape(-1, 1) * u.reshape(1, -1)

# %%
# VARIANT
# part: shared_weight_gradient
# name: first_path_only
# right: false
# score: 0.1
# mistake: first_use_only
def shared_gradient(W, x):
    y = W @ x
    u = torch.relu(y)
    v = u + W @ u
    g = (v + W.T @ v) * (y >= 0).to(y.dtype)
    return torch.outer(g, x)

# %%
# VARIANT
# part: shared_weight_gradient
# name: no_residual
# right: false
# score: 0.1
# mistake: no_shortcut
def shared_gradient(W, x):
    y = W @ x
    u = torch.relu(y)
    v = u + W @ u
    du = W.T @ v
    dy = du * (y >= 0)
    return torch.outer(v, u) + torch.outer(dy, x)

# %%
# VARIANT
# part: shared_weight_gradient
# name: einsum
# right: true
# score: 1
def shared_gradient(W, x):
    y = torch.einsum("ij,j->i", W, x)
    u = y.clamp(min=0)
    v = u + torch.einsum("ij,j->i", W, u)
    g = v + torch.einsum("ji,j->i", W, v)
    theta = (y >= 0).to(W.dtype)
    return torch.einsum("i,j->ij", v, u) + torch.einsum("i,j->ij", theta * g, x)

# %%
# VARIANT
# part: shared_weight_gradient
# name: triple_loop
# right: true
# score: 1
def shared_gradient(W, x):
    d = len(x)
    y = [sum(W[i, j] * x[j] for j in range(d)) for i in range(d)]
    u = [yi if yi >= 0 else 0 * yi for yi in y]
    v = [u[i] + sum(W[i, j] * u[j] for j in range(d)) for i in range(d)]
    out = torch.zeros_like(W)
    for i in range(d):
        s = (v[i] + sum(W[m, i] * v[m] for m in range(d))) if y[i] >= 0 else 0
        for j in range(d):
            out[i, j] = v[i] * u[j] + s * x[j]
    return out

# %%
# VARIANT
# part: shared_weight_gradient
# name: diag_matrix
# right: true
# score: 1
def shared_gradient(W, x):
    I = torch.eye(len(x), dtype=W.dtype)
    y = W @ x
    u = torch.relu(y)
    v = (I + W) @ u
    D = torch.diag(torch.where(y < 0, torch.zeros_like(y), torch.ones_like(y)))
    return v[:, None] * u[None, :] + (D @ (I + W.T) @ v)[:, None] * x[None, :]

# %%
# VARIANT
# part: shared_weight_gradient
# name: shortcut_forgotten
# right: false
# score: 0.1
# mistake: no_shortcut
def shared_gradient(W, x):
    y = W @ x
    u = torch.relu(y)
    v = u + W @ u
    return torch.outer(v, u) + torch.outer((y >= 0) * (W.T @ v), x)

# %%
# VARIANT
# part: shared_weight_gradient
# name: second_use_only
# right: false
# score: 0.1
# mistake: second_use_only
def shared_gradient(W, x):
    y = W @ x
    u = torch.relu(y)
    v = u + W @ u
    return torch.outer(v, u)

# %%
# VARIANT
# part: shared_weight_gradient
# name: no_transpose
# right: false
# score: 0.1
# mistake: not_transposed
def shared_gradient(W, x):
    y = W @ x
    u = torch.relu(y)
    v = u + W @ u
    return torch.outer(v, u) + torch.outer((y >= 0) * (v + W @ v), x)

# %%
# VARIANT
# part: shared_weight_gradient
# name: einsum_again
# right: true
# score: 1
def shared_gradient(W, x):
    y = torch.einsum("ij,j->i", W, x)
    step = torch.heaviside(y, torch.ones((), dtype=W.dtype))
    u = y * step
    v = u + torch.einsum("ij,j->i", W, u)
    back = step * (v + torch.einsum("ij,i->j", W, v))
    return torch.einsum("i,j->ij", v, u) + torch.einsum("i,j->ij", back, x)

# %%
# VARIANT
# part: shared_weight_gradient
# name: columns
# right: true
# score: 1
def shared_gradient(W, x):
    x = x.unsqueeze(1)
    y = W @ x
    u = torch.relu(y)
    v = u + W @ u
    D = torch.diag((y >= 0).squeeze(1).to(W.dtype))
    I = torch.eye(len(W), dtype=W.dtype)
    return v @ u.T + D @ (I + W.T) @ v @ x.T

# %%
# VARIANT
# part: shared_weight_gradient
# name: second_use_only_again
# right: false
# score: 0.1
# mistake: second_use_only
def shared_gradient(W, x):
    u = torch.relu(W @ x)
    v = u + W @ u
    return torch.outer(v, u)

# %%
# VARIANT
# part: shared_weight_gradient
# name: first_use_only
# right: false
# score: 0.1
# mistake: first_use_only
def shared_gradient(W, x):
    y = W @ x
    u = torch.relu(y)
    v = u + W @ u
    return torch.outer((y >= 0) * (v + W.T @ v), x)
