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
