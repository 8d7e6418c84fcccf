# %%
# VARIANT
# part: shared_weight_gradient
# name: as_in_the_formula
# right: true
# score: 1
def shared_gradient(W, x):
    y = W @ x
    u = torch.relu(y)
    v = u + W @ u
    step = torch.diag((y >= 0).to(W.dtype))
    identity = torch.eye(len(x), dtype=W.dtype)
    return torch.outer(v, u) + torch.outer(step @ (identity + W.T) @ v, x)

# %%
# VARIANT
# part: shared_weight_gradient
# name: einsum
# right: true
# score: 1
def shared_gradient(W, x):
    y = W @ x
    u = torch.relu(y)
    v = u + W @ u
    back = torch.where(y < 0, torch.zeros_like(y), v + torch.einsum("mi,m->i", W, v))
    return torch.einsum("i,j->ij", v, u) + torch.einsum("i,j->ij", back, x)

# %%
# VARIANT
# part: shared_weight_gradient
# name: columns_and_rows
# right: true
# score: 1
def shared_gradient(W, x):
    y = W @ x
    u = torch.relu(y)
    v = u + W @ u
    back = torch.heaviside(y, torch.ones((), dtype=y.dtype)) * (v + v @ W)
    return v[:, None] * u[None, :] + back[:, None] * x[None, :]

# %%
# VARIANT
# part: shared_weight_gradient
# name: loops
# right: true
# score: 1
def shared_gradient(W, x):
    d = len(x)
    y = [sum(W[i, j] * x[j] for j in range(d)) for i in range(d)]
    u = [max(value, 0 * value) for value in y]
    v = [u[i] + sum(W[i, j] * u[j] for j in range(d)) for i in range(d)]
    gradient = torch.zeros_like(W)
    for i in range(d):
        back = v[i] + sum(W[m, i] * v[m] for m in range(d)) if y[i] >= 0 else 0.0
        for j in range(d):
            gradient[i, j] = v[i] * u[j] + back * x[j]
    return gradient

# %%
# VARIANT
# part: shared_weight_gradient
# name: clamp_and_bool
# right: true
# score: 1
def shared_gradient(W, x):
    y = W @ x
    u = y.clamp(min=0)
    v = u + W @ u
    back = v + W.T @ v
    back[y < 0] = 0
    return v.outer(u) + back.outer(x)

# %%
# VARIANT
# part: shared_weight_gradient
# name: second_use_only
# right: false
# score: 0.1
# mistake: W is also used to compute y; what comes back through that use is missing.
def shared_gradient(W, x):
    y = W @ x
    u = torch.relu(y)
    v = u + W @ u
    return torch.outer(v, u)

# %%
# VARIANT
# part: shared_weight_gradient
# name: first_use_only
# right: false
# score: 0.1
# mistake: W is also used on u; the term with u is missing.
def shared_gradient(W, x):
    y = W @ x
    u = torch.relu(y)
    v = u + W @ u
    return torch.outer((v + W.T @ v) * (y >= 0), x)

# %%
# VARIANT
# part: shared_weight_gradient
# name: no_shortcut
# right: false
# score: 0.1
# mistake: The shortcut is missing: u reaches v directly as well, which gives the identity matrix.
def shared_gradient(W, x):
    y = W @ x
    u = torch.relu(y)
    v = u + W @ u
    return torch.outer(v, u) + torch.outer((W.T @ v) * (y >= 0), x)

# %%
# VARIANT
# part: shared_weight_gradient
# name: not_transposed
# right: false
# score: 0.1
# mistake: The gradient comes back through W, not through its transpose.
def shared_gradient(W, x):
    y = W @ x
    u = torch.relu(y)
    v = u + W @ u
    return torch.outer(v, u) + torch.outer((v + W @ v) * (y >= 0), x)

# %%
# VARIANT
# part: shared_weight_gradient
# name: no_step
# right: false
# score: 0.1
# mistake: A neuron that is off passes nothing back, but here it does: the step function is missing, or taken of u, which is never negative.
def shared_gradient(W, x):
    y = W @ x
    u = torch.relu(y)
    v = u + W @ u
    return torch.outer(v, u) + torch.outer(v + W.T @ v, x)

# %%
# VARIANT
# part: shared_weight_gradient
# name: step_zero_at_zero
# right: false
# score: 0.8
# mistake: The step is 1 at 0 in this problem.
def shared_gradient(W, x):
    y = W @ x
    u = torch.relu(y)
    v = u + W @ u
    return torch.outer(v, u) + torch.outer((v + W.T @ v) * (y > 0), x)

# %%
# VARIANT
# part: shared_weight_gradient
# name: half_at_zero
# right: false
# score: 0.8
# mistake: The step is 1 at 0 in this problem, not 1/2.
def shared_gradient(W, x):
    y = W @ x
    u = torch.relu(y)
    v = u + W @ u
    return torch.outer(v, u) + torch.outer((v + W.T @ v) * torch.heaviside(y, torch.tensor(0.5, dtype=y.dtype)), x)

# %%
# VARIANT
# part: shared_weight_gradient
# name: transposed
# right: false
# score: 0.1
# mistake: The result is transposed: row i belongs to entry i of v.
def shared_gradient(W, x):
    y = W @ x
    u = torch.relu(y)
    v = u + W @ u
    return torch.outer(u, v) + torch.outer(x, (v + W.T @ v) * (y >= 0))

# %%
# VARIANT
# part: shared_weight_gradient
# name: step_on_both_terms
# right: false
# score: 0.1
# mistake: The step belongs to what comes back through y only.
def shared_gradient(W, x):
    y = W @ x
    u = torch.relu(y)
    v = u + W @ u
    return torch.outer(v * (y >= 0), u) + torch.outer((v + W.T @ v) * (y >= 0), x)

# %%
# VARIANT
# part: shared_weight_gradient
# name: step_before_the_transpose
# right: false
# score: 0.1
# mistake: The step applies after the transposed matrix, not before.
def shared_gradient(W, x):
    y = W @ x
    u = torch.relu(y)
    v = u + W @ u
    back = v * (y >= 0)
    return torch.outer(v, u) + torch.outer(back + W.T @ back, x)

# %%
# VARIANT
# part: shared_weight_gradient
# name: doubled
# right: false
# score: 0.1
# mistake: The factor one half in L was forgotten.
def shared_gradient(W, x):
    y = W @ x
    u = torch.relu(y)
    v = u + W @ u
    return 2 * (torch.outer(v, u) + torch.outer((v + W.T @ v) * (y >= 0), x))

# %%
# VARIANT
# part: shared_weight_gradient
# name: x_and_u_swapped
# right: false
# score: 0.1
# mistake: u belongs to the second use of W, x to the first.
def shared_gradient(W, x):
    y = W @ x
    u = torch.relu(y)
    v = u + W @ u
    return torch.outer(v, x) + torch.outer((v + W.T @ v) * (y >= 0), u)

# %%
# VARIANT
# part: shared_weight_gradient
# name: minus
# right: false
# score: 0.1
# mistake: A sign was lost.
def shared_gradient(W, x):
    y = W @ x
    u = torch.relu(y)
    v = u + W @ u
    return torch.outer(v, u) - torch.outer((v + W.T @ v) * (y >= 0), x)

# %%
# VARIANT
# part: shared_weight_gradient
# name: relu_of_y_in_place
# right: false
# score: 0.9
# mistake: W was changed in place.
def shared_gradient(W, x):
    y = W @ x
    u = torch.relu(y)
    v = u + W @ u
    identity = torch.eye(len(x), dtype=W.dtype)
    back = (W.add_(identity).T @ v) * (y >= 0)
    return torch.outer(v, u) + torch.outer(back, x)

# %%
# VARIANT
# part: shared_weight_gradient
# name: always_float32
# right: false
# score: 0.9
# mistake: The gradient is float32 whatever the type of W.
def shared_gradient(W, x):
    y = W @ x
    u = y.clamp(min=0)
    v = u + W @ u
    below = (y >= 0) * (v + W.T @ v)
    return (torch.outer(v, u) + torch.outer(below, x)).float()

# %%
# VARIANT
# part: shared_weight_gradient
# name: step_on_one_term_only
# right: false
# score: 0.1
# mistake: The step stops only what comes back through W; the shortcut passes through the ReLU as well.
def shared_gradient(W, x):
    y = W @ x
    u = y.clamp(min=0)
    v = u + W @ u
    return torch.outer(v, u) + torch.outer(v + (y >= 0) * (W.T @ v), x)

# %%
# VARIANT
# part: shared_weight_gradient
# name: always_float64
# right: false
# score: 0.9
# mistake: The result should have the type of W.
def shared_gradient(W, x):
    W, x = W.double(), x.double()
    y = W @ x
    u = torch.relu(y)
    v = u + W @ u
    return torch.outer(v, u) + torch.outer((v + W.T @ v) * (y >= 0), x)

# %%
# VARIANT
# part: shared_weight_gradient
# name: a_vector
# right: false
# score: 0
# mistake: Vectors were multiplied entry by entry; their outer product has the shape of W.
def shared_gradient(W, x):
    y = W @ x
    u = torch.relu(y)
    v = u + W @ u
    return v * u + (v + W.T @ v) * (y >= 0) * x

# %%
# VARIANT
# part: shared_weight_gradient
# name: loss_returned
# right: false
# score: 0
# mistake: The loss was returned, not its gradient.
def shared_gradient(W, x):
    y = W @ x
    u = torch.relu(y)
    v = u + W @ u
    return (v @ v) / 2

# %%
# VARIANT
# part: shared_weight_gradient
# name: autograd
# right: false
# score: 0.5
# mistake: Autograd computed the gradient; here it is to be written by hand.
def shared_gradient(W, x):
    with torch.enable_grad():
        leaf = W.clone().requires_grad_()
        u = torch.relu(leaf @ x)
        loss = (u + leaf @ u).square().sum() / 2
        return torch.autograd.grad(loss, leaf)[0]

# %%
# VARIANT
# part: shared_weight_gradient
# name: relu_on_the_way_back
# right: false
# score: 0.1
# mistake: The ReLU was applied to the gradient on its way back; the sign of y decides what passes.
def shared_gradient(W, x):
    u = torch.relu(W @ x)
    v = u + W @ u
    return torch.outer(v, u) + torch.outer(torch.relu(v + W.T @ v), x)

# %%
# VARIANT
# part: shared_weight_gradient
# name: no_shortcut_on_the_way_forward
# right: false
# score: 0.1
# mistake: The shortcut is missing on the way forward: v is the sum of u and W u.
def shared_gradient(W, x):
    y = W @ x
    u = torch.relu(y)
    v = W @ u
    return torch.outer(v, u) + torch.outer((y >= 0) * (v + W.T @ v), x)

# %%
# VARIANT
# part: shared_weight_gradient
# name: u_for_x
# right: false
# score: 0.1
# mistake: The first use of W acts on x; its term was built with u.
def shared_gradient(W, x):
    y = W @ x
    u = torch.relu(y)
    v = u + W @ u
    return torch.outer(v, u) + torch.outer((y >= 0) * (v + W.T @ v), u)

# %%
# VARIANT
# part: shared_weight_gradient
# name: x_for_u
# right: false
# score: 0.1
# mistake: The second use of W acts on u; its term was built with x.
def shared_gradient(W, x):
    y = W @ x
    u = torch.relu(y)
    v = u + W @ u
    return torch.outer(v, x) + torch.outer((y >= 0) * (v + W.T @ v), x)

# %%
# VARIANT
# part: shared_weight_gradient
# name: uses_averaged
# right: false
# score: 0.1
# mistake: The contributions of the two uses were averaged; they add up.
def shared_gradient(W, x):
    y = W @ x
    u = torch.relu(y)
    v = u + W @ u
    return (torch.outer(v, u) + torch.outer((y >= 0) * (v + W.T @ v), x)) / 2

# %%
# VARIANT
# part: shared_weight_gradient
# name: step_turned_around
# right: false
# score: 0.1
# mistake: The step is the wrong way round: neurons that are off pass what those that are on should.
def shared_gradient(W, x):
    y = W @ x
    u = torch.clamp(y, min=0)
    v = u + W @ u
    return torch.outer(v, u) + torch.outer((y < 0) * (v + W.T @ v), x)

# %%
# VARIANT
# part: shared_weight_gradient
# name: no_relu
# right: false
# score: 0.1
# mistake: The ReLU is missing, on the way forward and back.
def shared_gradient(W, x):
    y = W @ x
    v = y + W @ y
    return torch.outer(v, y) + torch.outer(v + W.T @ v, x)

# %%
# VARIANT
# part: shared_weight_gradient
# name: all_signs
# right: false
# score: 0.1
# mistake: The whole gradient has the wrong sign.
def shared_gradient(W, x):
    y = W @ x
    u = torch.relu(y)
    v = u + W @ u
    return -torch.outer(v, u) - torch.outer((y >= 0) * (v + W.T @ v), x)
