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
Answers to the parts of `modules`, written without a look at its variants.
"""

# %%
# VARIANT
# part: linear_forward
# name: functional
# right: true
# score: 2
def linear_forward(layer, x):
    layer.cache = (x,)
    layer.x = x
    return torch.nn.functional.linear(x, layer.W, layer.b)

# %%
# VARIANT
# part: linear_forward
# name: rows
# right: true
# score: 2
def linear_forward(layer, x):
    layer.x = x
    out = torch.empty(x.shape[0], layer.W.shape[0], dtype=x.dtype)
    for n in range(x.shape[0]):
        for j in range(layer.W.shape[0]):
            out[n, j] = torch.dot(layer.W[j], x[n]) + layer.b[j]
    return out

# %%
# VARIANT
# part: linear_forward
# name: forgot_bias
# right: false
# score: 0.75
# mistake: no_bias
def linear_forward(layer, x):
    layer.inp = x
    out = torch.matmul(x, torch.transpose(layer.W, 0, 1))
    return out

# %%
# VARIANT
# part: linear_forward
# name: float_cast
# right: false
# score: 1.75
# mistake: none
def linear_forward(layer, x):
    layer.x = x.float()
    return layer.x @ layer.W.float().t() + layer.b.float()

# %%
# VARIANT
# part: linear_forward
# name: batch_loop_first_only
# right: false
# score: 0.5
# mistake: none
def linear_forward(layer, x):
    layer.x = x
    row = layer.W @ x[0] + layer.b
    return row.repeat(x.shape[0], 1)

# %%
# VARIANT
# part: linear_backward
# name: ones_product
# right: true
# score: 4
def linear_backward(layer, upstream):
    layer.dW = (layer.x.T @ upstream).T
    layer.db = upstream.T @ torch.ones(len(upstream), dtype=upstream.dtype)
    dx = torch.matmul(upstream, layer.W)
    return dx

# %%
# VARIANT
# part: linear_backward
# name: per_example
# right: true
# score: 4
def linear_backward(layer, upstream):
    dW = torch.zeros_like(layer.W)
    db = torch.zeros_like(layer.b)
    dx = torch.zeros_like(layer.x)
    for n in range(layer.x.shape[0]):
        dW += torch.outer(upstream[n], layer.x[n])
        db += upstream[n]
        dx[n] = layer.W.T @ upstream[n]
    layer.dW, layer.db = dW, db
    return dx

# %%
# VARIANT
# part: linear_backward
# name: keeps_dims
# right: false
# score: 2
# mistake: bias_gradient_keeps_dims
def linear_backward(layer, upstream):
    layer.dW = torch.matmul(upstream.t(), layer.x)
    layer.db = torch.sum(upstream, 0, keepdim=True)
    return torch.matmul(upstream, layer.W)

# %%
# VARIANT
# part: linear_backward
# name: averaged_again
# right: false
# score: 2.25
# mistake: mean_over_the_batch
def linear_backward(layer, upstream):
    m = upstream.size(0)
    layer.dW = upstream.T.mm(layer.x) / m
    layer.db = upstream.sum(0) / m
    return upstream.mm(layer.W)

# %%
# VARIANT
# part: linear_backward
# name: accumulates
# right: false
# score: 3.5
# mistake: accumulates
def linear_backward(layer, upstream):
    if layer.dW is None:
        layer.dW = torch.zeros_like(layer.W)
        layer.db = torch.zeros_like(layer.b)
    layer.dW += upstream.T @ layer.x
    layer.db += upstream.sum(dim=0)
    return upstream @ layer.W

# %%
# VARIANT
# part: linear_backward
# name: ones_upstream
# right: false
# score: 0.5
# mistake: upstream_ignored
def linear_backward(layer, upstream):
    ones = torch.ones_like(upstream)
    layer.dW = ones.T @ layer.x
    layer.db = ones.sum(0)
    return ones @ layer.W

# %%
# VARIANT
# part: linear_backward
# name: mean_bias
# right: false
# score: 2.25
# mistake: mean_for_the_bias
def linear_backward(layer, upstream):
    layer.dW = torch.einsum("bo,bi->oi", upstream, layer.x)
    layer.db = torch.mean(upstream, dim=0)
    return torch.einsum("bo,oi->bi", upstream, layer.W)

# %%
# VARIANT
# part: linear_backward
# name: reshape_for_transpose
# right: false
# score: 2.25
# mistake: none
def linear_backward(layer, upstream):
    n, d_out = upstream.shape
    layer.dW = upstream.reshape(d_out, n) @ layer.x
    layer.db = upstream.sum(axis=0)
    return upstream @ layer.W

# %%
# VARIANT
# part: linear_backward
# name: returns_nothing
# right: false
# score: 1.25
# mistake: none
def linear_backward(layer, upstream):
    layer.dW = upstream.T @ layer.x
    layer.db = upstream.sum(0)

# %%
# VARIANT
# part: linear_backward
# name: bias_not_summed
# right: false
# score: 1.5
# mistake: bias_gradient_not_summed
def linear_backward(layer, upstream):
    layer.dW = upstream.T @ layer.x
    layer.db = upstream
    return upstream @ layer.W

# %%
# VARIANT
# part: relu_backward
# name: heaviside
# right: true
# score: 2
def relu_backward(layer, upstream):
    step = torch.heaviside(layer.x, torch.zeros(1, dtype=layer.x.dtype))
    return torch.mul(step, upstream)

# %%
# VARIANT
# part: relu_backward
# name: index_on_copy
# right: true
# score: 2
def relu_backward(layer, upstream):
    g = upstream.clone()
    g[layer.x <= 0] = 0.0
    return g

# %%
# VARIANT
# part: relu_backward
# name: one_at_zero
# right: false
# score: 1.5
# mistake: one_at_zero
def relu_backward(layer, upstream):
    grad = torch.where(layer.x < 0, torch.zeros_like(upstream), upstream)
    return grad

# %%
# VARIANT
# part: relu_backward
# name: in_place_mask
# right: false
# score: 1.75
# mistake: mask_in_place
def relu_backward(layer, upstream):
    upstream[layer.x <= 0] = 0
    return upstream

# %%
# VARIANT
# part: relu_backward
# name: mask_by_upstream
# right: false
# score: 0.25
# mistake: sign_of_the_upstream
def relu_backward(layer, upstream):
    dx = upstream.clone()
    dx[upstream <= 0] = 0
    return dx

# %%
# VARIANT
# part: relu_backward
# name: only_mask
# right: false
# score: 0.25
# mistake: upstream_ignored
def relu_backward(layer, upstream):
    d = torch.zeros_like(layer.x)
    d[layer.x > 0] = 1
    return d

# %%
# VARIANT
# part: relu_backward
# name: multiplies_by_x
# right: false
# score: 0.25
# mistake: times_the_output
def relu_backward(layer, upstream):
    return upstream * torch.relu(layer.x)

# %%
# VARIANT
# part: cross_entropy_backward
# name: logsumexp
# right: true
# score: 4
def cross_entropy_backward(loss):
    logp = loss.logits - torch.logsumexp(loss.logits, dim=1, keepdim=True)
    g = logp.exp()
    for i, y in enumerate(loss.labels):
        g[i, y] = g[i, y] - 1
    return g.div(g.size(0))

# %%
# VARIANT
# part: cross_entropy_backward
# name: not_divided
# right: false
# score: 0.75
# mistake: no_mean
def cross_entropy_backward(loss):
    p = torch.softmax(loss.logits, dim=-1)
    p[range(len(p)), loss.labels] -= 1
    return p

# %%
# VARIANT
# part: cross_entropy_backward
# name: divides_by_everything
# right: false
# score: 0.75
# mistake: mean_over_all_entries
def cross_entropy_backward(loss):
    probs = torch.nn.functional.softmax(loss.logits, dim=1)
    onehot = torch.nn.functional.one_hot(loss.labels, probs.shape[1])
    return (probs - onehot) / probs.numel()

# %%
# VARIANT
# part: cross_entropy_backward
# name: softmax_over_columns
# right: false
# score: 0.75
# mistake: softmax_over_the_batch
def cross_entropy_backward(loss):
    p = loss.logits.softmax(0)
    y = torch.nn.functional.one_hot(loss.labels, loss.logits.shape[1])
    return (p - y) / loss.logits.shape[0]

# %%
# VARIANT
# part: cross_entropy_backward
# name: no_max_shift
# right: false
# score: 3
# mistake: no_max_shift
def cross_entropy_backward(loss):
    e = loss.logits.exp()
    p = e / e.sum(1).unsqueeze(1)
    y = torch.zeros_like(p)
    y[torch.arange(p.shape[0]), loss.labels] = 1
    return (p - y) / p.shape[0]

# %%
# VARIANT
# part: cross_entropy_backward
# name: global_max
# right: false
# score: 3
# mistake: global_max_shift
def cross_entropy_backward(loss):
    z = loss.logits - torch.max(loss.logits)
    p = torch.exp(z) / torch.exp(z).sum(dim=1, keepdim=True)
    p[torch.arange(len(p)), loss.labels] -= 1.0
    return p / len(p)

# %%
# VARIANT
# part: cross_entropy_backward
# name: sign
# right: false
# score: 0.75
# mistake: sign
def cross_entropy_backward(loss):
    p = torch.softmax(loss.logits, 1)
    target = torch.eye(p.shape[1], dtype=p.dtype)[loss.labels]
    return (target - p) / len(target)

# %%
# VARIANT
# part: cross_entropy_backward
# name: label_not_one_hot
# right: false
# score: 0.75
# mistake: labels_subtracted_as_numbers
def cross_entropy_backward(loss):
    p = torch.softmax(loss.logits, 1)
    return (p - loss.labels[:, None]) / len(p)

# %%
# VARIANT
# part: cross_entropy_backward
# name: probabilities_only
# right: false
# score: 0.5
# mistake: one_hot_forgotten
def cross_entropy_backward(loss):
    return torch.softmax(loss.logits, dim=1) / len(loss.labels)

# %%
# VARIANT
# part: linear_backward
# name: asks_autograd
# right: false
# score: 1.5
# mistake: none
def linear_backward(layer, upstream):
    with torch.enable_grad():
        x = layer.x.detach().clone().requires_grad_()
        W = layer.W.detach().clone().requires_grad_()
        b = layer.b.detach().clone().requires_grad_()
        (x @ W.T + b).backward(upstream)
    layer.dW, layer.db = W.grad, b.grad
    return x.grad

# %%
# VARIANT
# part: cross_entropy_backward
# name: asks_autograd
# right: false
# score: 0.75
# mistake: none
def cross_entropy_backward(loss):
    with torch.enable_grad():
        z = loss.logits.detach().clone().requires_grad_()
        torch.nn.functional.cross_entropy(z, loss.labels).backward()
    return z.grad

# %%
# VARIANT
# part: linear_forward
# name: addmm
# right: true
# score: 2
def linear_forward(layer, x):
    layer.cache = x
    return torch.addmm(layer.b, x, layer.W.t())

# %%
# VARIANT
# part: linear_forward
# name: row_by_row
# right: true
# score: 2
def linear_forward(layer, x):
    layer.inputs = x.clone()
    return torch.stack([layer.W.mv(row) + layer.b for row in x])

# %%
# VARIANT
# part: linear_forward
# name: no_bias_added
# right: false
# score: 0.75
# mistake: no_bias
def linear_forward(layer, x):
    layer.x = x
    return torch.matmul(x, layer.W.t())

# %%
# VARIANT
# part: linear_forward
# name: weights_not_transposed
# right: false
# score: 0.25
# mistake: weight_not_transposed
def linear_forward(layer, x):
    layer.x = x
    return x @ layer.W + layer.b

# %%
# VARIANT
# part: linear_backward
# name: explicit_sums
# right: true
# score: 4
def linear_forward(layer, x):
    layer.saved = x
    return x @ layer.W.T + layer.b
def linear_backward(layer, upstream):
    layer.dW = (upstream[:, :, None] * layer.saved[:, None, :]).sum(dim=0)
    layer.db = torch.ones(upstream.shape[0], dtype=upstream.dtype) @ upstream
    return (upstream[:, :, None] * layer.W[None]).sum(dim=1)

# %%
# VARIANT
# part: relu_backward
# name: sign_trick
# right: true
# score: 2
def relu_backward(layer, upstream):
    return upstream * torch.clamp(torch.sign(layer.x), min=0)

# %%
# VARIANT
# part: relu_backward
# name: index_assignment
# right: true
# score: 2
def relu_backward(layer, upstream):
    out = torch.zeros_like(upstream)
    positive = layer.x > 0
    out[positive] = upstream[positive]
    return out

# %%
# VARIANT
# part: relu_backward
# name: ge_zero
# right: false
# score: 1.5
# mistake: one_at_zero
def relu_backward(layer, upstream):
    grad = upstream.clone()
    grad[layer.x < 0] = 0
    return grad

# %%
# VARIANT
# part: relu_backward
# name: mask_only
# right: false
# score: 0.25
# mistake: upstream_ignored
def relu_backward(layer, upstream):
    return (layer.x > 0).to(upstream.dtype)

# %%
# VARIANT
# part: cross_entropy_backward
# name: log_softmax_exp
# right: true
# score: 4
def cross_entropy_backward(loss):
    logp = loss.logits - torch.logsumexp(loss.logits, 1, keepdim=True)
    n, c = loss.logits.shape
    y = torch.zeros(n, c, dtype=loss.logits.dtype).scatter_(1, loss.labels.view(-1, 1), 1)
    return (logp.exp() - y).div(n)

# %%
# VARIANT
# part: cross_entropy_backward
# name: per_row_loop
# right: true
# score: 4
def cross_entropy_backward(loss):
    rows = []
    for z, y in zip(loss.logits, loss.labels):
        p = torch.softmax(z, 0)
        p[y] = p[y] - 1
        rows.append(p / len(loss.labels))
    return torch.stack(rows)

# %%
# VARIANT
# part: cross_entropy_backward
# name: not_averaged
# right: false
# score: 0.75
# mistake: no_mean
def cross_entropy_backward(loss):
    p = torch.softmax(loss.logits, dim=1)
    p[range(len(loss.labels)), loss.labels] -= 1
    return p

# %%
# VARIANT
# part: cross_entropy_backward
# name: dim_zero
# right: false
# score: 0.75
# mistake: softmax_over_the_batch
def cross_entropy_backward(loss):
    p = torch.softmax(loss.logits, dim=0)
    p[torch.arange(len(loss.labels)), loss.labels] -= 1
    return p / len(loss.labels)

# %%
# VARIANT
# part: linear_forward
# name: addmm_again
# right: true
# score: 2
def linear_forward(layer, x):
    layer.inputs = x
    return torch.addmm(layer.b, x, layer.W.t())

# %%
# VARIANT
# part: linear_forward
# name: augmented_ones
# right: true
# score: 2
def linear_forward(layer, x):
    layer._last_input = x.clone()
    ones = torch.ones((x.shape[0], 1), dtype=x.dtype)
    weights = torch.cat([layer.W, layer.b.unsqueeze(1)], dim=1)
    return torch.cat([x, ones], dim=1) @ weights.T

# %%
# VARIANT
# part: linear_forward
# name: activation_inside
# right: false
# score: 1
# mistake: relu_included
def linear_forward(layer, x):
    layer.x = x
    out = x @ layer.W.T + layer.b
    return torch.relu(out)

# %%
# VARIANT
# part: linear_forward
# name: bias_broadcast_by_batch
# right: false
# score: 0.75
# mistake: none
def linear_forward(layer, x):
    layer.x = x
    return (layer.W @ x.T + layer.b[: x.shape[0]]).T if x.shape[0] <= len(layer.b) else x @ layer.W.T

# %%
# VARIANT
# part: linear_backward
# name: einsum_new_names
# right: true
# score: 4
def linear_forward(layer, x):
    layer.cache = x
    return torch.einsum("bi,oi->bo", x, layer.W) + layer.b

def linear_backward(layer, upstream):
    layer.dW = torch.einsum("bo,bi->oi", upstream, layer.cache)
    layer.db = torch.einsum("bo->o", upstream)
    return torch.einsum("bo,oi->bi", upstream, layer.W)

# %%
# VARIANT
# part: linear_backward
# name: outer_sum
# right: true
# score: 4
def linear_backward(layer, upstream):
    dW, db = torch.zeros_like(layer.W), torch.zeros_like(layer.b)
    for u, row in zip(upstream, layer.x):
        dW += torch.outer(u, row)
        db += u
    layer.dW, layer.db = dW, db
    return torch.stack([layer.W.T @ u for u in upstream])

# %%
# VARIANT
# part: linear_backward
# name: divided_all_by_batch
# right: false
# score: 2.25
# mistake: mean_over_the_batch
def linear_backward(layer, upstream):
    n = upstream.shape[0]
    layer.dW = upstream.T @ layer.x / n
    layer.db = upstream.sum(dim=0) / n
    return upstream @ layer.W

# %%
# VARIANT
# part: linear_backward
# name: db_mean
# right: false
# score: 2.25
# mistake: mean_for_the_bias
def linear_backward(layer, upstream):
    layer.dW = upstream.T @ layer.x
    layer.db = torch.mean(upstream, axis=0)
    return upstream @ layer.W

# %%
# VARIANT
# part: relu_backward
# name: heaviside_again
# right: true
# score: 2
def relu_backward(layer, upstream):
    return torch.heaviside(layer.x, torch.zeros(1, dtype=layer.x.dtype)) * upstream

# %%
# VARIANT
# part: relu_backward
# name: masked_fill
# right: true
# score: 2
def relu_backward(layer, upstream):
    return upstream.masked_fill(~(layer.x > 0), 0)

# %%
# VARIANT
# part: relu_backward
# name: kink_half
# right: false
# score: 1.5
# mistake: half_at_zero
def relu_backward(layer, upstream):
    return upstream * (torch.sign(layer.x) + 1) / 2

# %%
# VARIANT
# part: relu_backward
# name: times_relu
# right: false
# score: 0.25
# mistake: times_the_output
def relu_backward(layer, upstream):
    return upstream * torch.clamp(layer.x, min=0)

# %%
# VARIANT
# part: cross_entropy_backward
# name: softmax_onehot
# right: true
# score: 4
def cross_entropy_backward(loss):
    Z, y = loss.logits, loss.labels
    target = torch.nn.functional.one_hot(y, Z.shape[1]).to(Z.dtype)
    return (torch.softmax(Z, 1) - target).div(Z.shape[0])

# %%
# VARIANT
# part: cross_entropy_backward
# name: log_softmax_exp_index_add
# right: true
# score: 4
def cross_entropy_backward(loss):
    g = torch.log_softmax(loss.logits, dim=-1).exp()
    g[range(len(g)), loss.labels] -= 1
    return g / len(g)

# %%
# VARIANT
# part: cross_entropy_backward
# name: sign_again
# right: false
# score: 0.75
# mistake: sign
def cross_entropy_backward(loss):
    onehot = torch.nn.functional.one_hot(loss.labels, loss.logits.shape[1])
    return (onehot - torch.softmax(loss.logits, dim=1)) / len(onehot)

# %%
# VARIANT
# part: cross_entropy_backward
# name: all_columns
# right: false
# score: 0.5
# mistake: whole_columns
def cross_entropy_backward(loss):
    p = torch.softmax(loss.logits, dim=1)
    p[:, loss.labels] -= 1
    return p / len(p)
