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
Right and wrong answers to the parts of `modules`, each with the score that it must get.
"""

# %%
# VARIANT
# part: linear_forward
# name: einsum
# right: true
# score: 2
def linear_forward(layer, x):
    layer.saved = x
    return torch.einsum("nk,jk->nj", x, layer.W) + layer.b

# %%
# VARIANT
# part: linear_forward
# name: loop_over_outputs
# right: true
# score: 2
def linear_forward(layer, x):
    layer.x = x
    columns = []
    for w, b in zip(layer.W, layer.b, strict=True):
        columns += [(x * w).sum(dim=1) + b]
    return torch.stack(columns, dim=1)

# %%
# VARIANT
# part: linear_forward
# name: addmm_and_a_copy
# right: true
# score: 2
def linear_forward(self, inputs):
    self.x = inputs.clone()
    return torch.addmm(self.b, inputs, self.W.t())

# %%
# VARIANT
# part: linear_forward
# name: class_of_its_own
# right: true
# score: 2
class Linear:
    """Written as a class, with other names inside."""

    def __init__(self, d_in, d_out, generator=None, dtype=torch.float32):
        self.W = torch.randn(d_out, d_in, generator=generator, dtype=dtype) * (2 / d_in) ** 0.5
        self.b = torch.randn(d_out, generator=generator, dtype=dtype) * 0.1

    def forward(self, x):
        self.x = x
        return torch.matmul(self.W, x.transpose(0, 1)).transpose(0, 1) + self.b[None, :]

    def backward(self, upstream):
        return linear_backward(self, upstream)

# %%
# VARIANT
# part: linear_forward
# name: through_numpy
# right: true
# score: 2
def linear_forward(layer, x):
    import numpy as np

    layer.x = x
    return torch.from_numpy(np.dot(x.numpy(), layer.W.numpy().T) + layer.b.numpy())

# %%
# VARIANT
# part: linear_forward
# name: no_bias
# right: false
# score: 1
# mistake: The bias is missing.
def linear_forward(layer, x):
    layer.x = x
    return x @ layer.W.T

# %%
# VARIANT
# part: linear_forward
# name: weight_not_transposed
# right: false
# score: 0.25
# mistake: The weight has shape (d_out, d_in) and must be transposed; this works only where both are equal, and is wrong there.
def linear_forward(layer, x):
    layer.x = x
    return x @ layer.W + layer.b

# %%
# VARIANT
# part: linear_forward
# name: weight_reshaped
# right: false
# score: 1.25
# mistake: A reshape is not a transpose: it keeps the order of the numbers in memory.
def linear_forward(layer, x):
    layer.x = x
    return x @ layer.W.reshape(x.shape[1], -1) + layer.b

# %%
# VARIANT
# part: linear_forward
# name: output_transposed
# right: false
# score: 0
# mistake: The output has one column for each example; examples belong in rows.
def linear_forward(layer, x):
    layer.x = x
    return layer.W @ x.T + layer.b[:, None]

# %%
# VARIANT
# part: linear_forward
# name: bias_subtracted
# right: false
# score: 1
# mistake: The bias is subtracted.
def linear_forward(layer, x):
    layer.x = x
    return x @ layer.W.T - layer.b

# %%
# VARIANT
# part: linear_forward
# name: bias_twice
# right: false
# score: 1
# mistake: The bias is added twice.
def linear_forward(layer, x):
    layer.x = x
    return x @ layer.W.T + layer.b + layer.b

# %%
# VARIANT
# part: linear_forward
# name: input_shifted_in_place
# right: false
# score: 1.5
# mistake: The bias is added into the caller's input.
def linear_forward(layer, x):
    layer.x = x
    out = x @ layer.W.T
    x += 1e-3
    return out + layer.b

# %%
# VARIANT
# part: linear_forward
# name: relu_included
# right: false
# score: 1
# mistake: A ReLU is applied to the output; it is a module of its own.
def linear_forward(layer, x):
    layer.x = x
    return torch.relu(x @ layer.W.T + layer.b)

# %%
# VARIANT
# part: linear_forward
# name: first_bias_only
# right: false
# score: 1
# mistake: Every output gets the bias of the first one.
def linear_forward(layer, x):
    layer.x = x
    return x @ layer.W.T + layer.b[0]

# %%
# VARIANT
# part: linear_forward
# name: batch_of_two
# right: false
# score: 0.25
# mistake: The size of the batch is hard-coded from the example.
def linear_forward(layer, x):
    layer.x = x
    out = torch.empty(2, len(layer.b), dtype=x.dtype)
    for n in range(2):
        out[n] = layer.W @ x[n] + layer.b
    return out

# %%
# VARIANT
# part: linear_forward
# name: float32_inside
# right: false
# score: 1.75
# mistake: The result is computed in float32 whatever came in.
def linear_forward(layer, x):
    layer.x = x
    return x.float() @ layer.W.float().T + layer.b.float()

# %%
# VARIANT
# part: linear_forward
# name: mean_over_the_batch
# right: false
# score: 0
# mistake: The output is averaged over the batch.
def linear_forward(layer, x):
    layer.x = x
    return (x @ layer.W.T + layer.b).mean(dim=0, keepdim=True)

# %%
# VARIANT
# part: linear_forward
# name: squeezed
# right: false
# score: 1.25
# mistake: A batch of one loses its batch dimension.
def linear_forward(layer, x):
    layer.x = x
    return (x @ layer.W.T + layer.b).squeeze()

# %%
# VARIANT
# part: linear_forward
# name: bias_grows_in_place
# right: false
# score: 0.75
# mistake: The bias is changed at every call.
def linear_forward(layer, x):
    layer.x = x
    out = x @ layer.W.T
    layer.b += out.mean() * 0.01
    return out + layer.b

# %%
# VARIANT
# part: linear_forward
# name: only_stored
# right: false
# score: 0
# mistake: The output is stored and not returned.
def linear_forward(layer, x):
    layer.x = x
    layer.output = x @ layer.W.T + layer.b

# %%
# VARIANT
# part: linear_forward
# name: input_not_stored
# right: false
# score: 1.75
# mistake: The input is not stored, so that backward will miss it.
def linear_forward(layer, x):
    return x @ layer.W.T + layer.b

# %%
# VARIANT
# part: linear_backward
# name: einsum
# right: true
# score: 4
def linear_backward(layer, upstream):
    layer.dW = torch.einsum("nj,nk->jk", upstream, layer.x)
    layer.db = torch.einsum("nj->j", upstream)
    return torch.einsum("nj,jk->nk", upstream, layer.W)

# %%
# VARIANT
# part: linear_backward
# name: ones_for_the_bias
# right: true
# score: 4
def linear_backward(layer, upstream):
    ones = torch.ones(upstream.shape[0], dtype=upstream.dtype)
    layer.db = ones @ upstream
    layer.dW = (layer.x.T @ upstream).T
    return upstream.matmul(layer.W)

# %%
# VARIANT
# part: linear_backward
# name: loop_over_outputs
# right: true
# score: 4
def linear_backward(layer, upstream):
    dx = torch.zeros_like(layer.x)
    layer.dW = torch.zeros_like(layer.W)
    layer.db = torch.zeros_like(layer.b)
    for j in range(upstream.shape[1]):
        u = upstream[:, j]
        layer.db[j] = u.sum()
        layer.dW[j] = (u[:, None] * layer.x).sum(dim=0)
        dx += u[:, None] * layer.W[j]
    return dx

# %%
# VARIANT
# part: linear_backward
# name: outer_products
# right: true
# score: 4
def linear_backward(layer, upstream):
    layer.dW = (upstream[:, :, None] * layer.x[:, None, :]).sum(0)
    layer.db = upstream.sum(0)
    return (upstream[:, :, None] * layer.W).sum(1)

# %%
# VARIANT
# part: linear_backward
# name: through_numpy
# right: true
# score: 4
def linear_backward(layer, upstream):
    import numpy as np

    U, X, W = upstream.numpy(), layer.x.numpy(), layer.W.numpy()
    layer.dW = torch.from_numpy(U.T.dot(X))
    layer.db = torch.from_numpy(np.sum(U, axis=0))
    return torch.from_numpy(U.dot(W))

# %%
# VARIANT
# part: linear_backward
# name: list_comprehension
# right: true
# score: 4
def linear_backward(layer, upstream):
    # une somme de produits extérieurs, exemple par exemple
    layer.dW = sum(torch.outer(u, x) for u, x in zip(upstream, layer.x, strict=True))
    layer.db = sum(u for u in upstream)
    return torch.stack([layer.W.T @ u for u in upstream])

# %%
# VARIANT
# part: linear_backward
# name: bias_gradient_keeps_dims
# right: false
# score: 2
# mistake: The bias gradient has shape (1, d_out); the batch dimension was kept.
def linear_backward(layer, upstream):
    layer.dW = upstream.T @ layer.x
    layer.db = upstream.sum(dim=0, keepdim=True)
    return upstream @ layer.W

# %%
# VARIANT
# part: linear_backward
# name: bias_gradient_not_summed
# right: false
# score: 1.5
# mistake: The bias gradient still has one row for each example; it must be summed over the batch.
def linear_backward(layer, upstream):
    layer.dW = upstream.T @ layer.x
    layer.db = upstream
    return upstream @ layer.W

# %%
# VARIANT
# part: linear_backward
# name: bias_gradient_summed_over_outputs
# right: false
# score: 1.5
# mistake: The bias gradient is summed over the outputs instead of the batch.
def linear_backward(layer, upstream):
    layer.dW = upstream.T @ layer.x
    layer.db = upstream.sum(dim=1)
    return upstream @ layer.W

# %%
# VARIANT
# part: linear_backward
# name: bias_gradient_a_number
# right: false
# score: 1.5
# mistake: The bias gradient is summed over everything.
def linear_backward(layer, upstream):
    layer.dW = upstream.T @ layer.x
    layer.db = upstream.sum()
    return upstream @ layer.W

# %%
# VARIANT
# part: linear_backward
# name: mean_over_the_batch
# right: false
# score: 2.25
# mistake: The mean over the batch is taken here once more; the loss has taken it already.
def linear_backward(layer, upstream):
    N = len(upstream)
    layer.dW = upstream.T @ layer.x / N
    layer.db = upstream.mean(dim=0)
    return upstream @ layer.W

# %%
# VARIANT
# part: linear_backward
# name: mean_for_the_bias
# right: false
# score: 2.25
# mistake: The bias gradient is a mean over the batch; it should be the sum.
def linear_backward(layer, upstream):
    layer.dW = upstream.T @ layer.x
    layer.db = upstream.mean(dim=0)
    return upstream @ layer.W

# %%
# VARIANT
# part: linear_backward
# name: upstream_ignored
# right: false
# score: 0.5
# mistake: The upstream gradient is ignored, as if it were 1 everywhere.
def linear_backward(layer, upstream):
    ones = torch.ones_like(upstream)
    layer.dW = ones.T @ layer.x
    layer.db = ones.sum(dim=0)
    return ones @ layer.W

# %%
# VARIANT
# part: linear_backward
# name: upstream_ignored_for_the_bias
# right: false
# score: 1.75
# mistake: The bias gradient is 1 for each example, whatever the upstream gradient.
def linear_backward(layer, upstream):
    layer.dW = upstream.T @ layer.x
    layer.db = torch.ones_like(upstream).sum(dim=0)
    return upstream @ layer.W

# %%
# VARIANT
# part: linear_backward
# name: weight_gradient_transposed
# right: false
# score: 1.5
# mistake: The weight gradient is transposed: its shape is (d_in, d_out).
def linear_backward(layer, upstream):
    layer.dW = layer.x.T @ upstream
    layer.db = upstream.sum(dim=0)
    return upstream @ layer.W

# %%
# VARIANT
# part: linear_backward
# name: weight_gradient_reshaped
# right: false
# score: 1.75
# mistake: The weight gradient was brought to its shape by reshape, which mixes up its entries.
def linear_backward(layer, upstream):
    layer.dW = (layer.x.T @ upstream).reshape(layer.W.shape)
    layer.db = upstream.sum(dim=0)
    return upstream @ layer.W

# %%
# VARIANT
# part: linear_backward
# name: weight_not_needed_transposed
# right: false
# score: 1.75
# mistake: The input gradient goes through the weight reshaped to (d_out, d_in) from its transpose.
def linear_backward(layer, upstream):
    layer.dW = upstream.T @ layer.x
    layer.db = upstream.sum(dim=0)
    return upstream @ layer.W.T.reshape(layer.W.shape)

# %%
# VARIANT
# part: linear_backward
# name: accumulates
# right: false
# score: 3.5
# mistake: The gradients are added to those of the call before.
def linear_backward(layer, upstream):
    dW, db = upstream.T @ layer.x, upstream.sum(dim=0)
    layer.dW = dW if layer.dW is None else layer.dW + dW
    layer.db = db if layer.db is None else layer.db + db
    return upstream @ layer.W

# %%
# VARIANT
# part: linear_backward
# name: clobbers_the_upstream
# right: false
# score: 3.5
# mistake: The upstream gradient is overwritten.
def linear_backward(layer, upstream):
    layer.dW = upstream.T @ layer.x
    layer.db = upstream.sum(dim=0)
    dx = upstream @ layer.W
    upstream *= 0
    return dx

# %%
# VARIANT
# part: linear_backward
# name: clobbers_the_input
# right: false
# score: 3.5
# mistake: The stored input is overwritten, so that a second call is wrong.
def linear_backward(layer, upstream):
    layer.dW = upstream.T @ layer.x
    layer.db = upstream.sum(dim=0)
    layer.x *= 0
    return upstream @ layer.W

# %%
# VARIANT
# part: linear_backward
# name: updates_the_weight_first
# right: false
# score: 2.5
# mistake: The weight takes a step before the gradient has passed through it.
def linear_backward(layer, upstream):
    layer.dW = upstream.T @ layer.x
    layer.db = upstream.sum(dim=0)
    layer.W = layer.W - 0.1 * layer.dW
    return upstream @ layer.W

# %%
# VARIANT
# part: linear_backward
# name: updates_the_weight_after
# right: false
# score: 2.75
# mistake: backward takes a step itself; that is the optimiser's job.
def linear_backward(layer, upstream):
    layer.dW = upstream.T @ layer.x
    layer.db = upstream.sum(dim=0)
    dx = upstream @ layer.W
    layer.W = layer.W - 0.1 * layer.dW
    layer.b = layer.b - 0.1 * layer.db
    return dx

# %%
# VARIANT
# part: linear_backward
# name: batch_of_five
# right: false
# score: 2.25
# mistake: The size of the batch is hard-coded.
def linear_backward(layer, upstream):
    layer.dW = sum(torch.outer(upstream[n], layer.x[n]) for n in range(5))
    layer.db = sum(upstream[n] for n in range(5))
    return torch.stack([upstream[n] @ layer.W for n in range(5)])

# %%
# VARIANT
# part: linear_backward
# name: sign_of_the_input_gradient
# right: false
# score: 1.75
# mistake: The input gradient has the wrong sign.
def linear_backward(layer, upstream):
    layer.dW = upstream.T @ layer.x
    layer.db = upstream.sum(dim=0)
    return -upstream @ layer.W

# %%
# VARIANT
# part: linear_backward
# name: input_gradient_forgotten
# right: false
# score: 1.25
# mistake: Nothing is returned: the module before needs the input gradient.
def linear_backward(layer, upstream):
    layer.dW = upstream.T @ layer.x
    layer.db = upstream.sum(dim=0)
    upstream @ layer.W

# %%
# VARIANT
# part: linear_backward
# name: returns_all_three
# right: false
# score: 0
# mistake: Three gradients are returned; two should be stored and one returned.
def linear_backward(layer, upstream):
    dW, db = upstream.T @ layer.x, upstream.sum(dim=0)
    return upstream @ layer.W, dW, db

# %%
# VARIANT
# part: linear_backward
# name: stored_under_other_names
# right: false
# score: 1.25
# mistake: The gradients are stored under names that nobody looks at.
def linear_backward(layer, upstream):
    layer.grad_W = upstream.T @ layer.x
    layer.grad_b = upstream.sum(dim=0)
    return upstream @ layer.W

# %%
# VARIANT
# part: linear_backward
# name: input_kept_for_all_layers
# right: false
# score: 3.5
# mistake: The input is kept in one place for all layers, so that each layer overwrites that of the others.
def linear_forward(layer, x):
    Linear.x = x
    return x @ layer.W.T + layer.b


def linear_backward(layer, upstream):
    layer.dW = upstream.T @ layer.x
    layer.db = upstream.sum(dim=0)
    return upstream @ layer.W

# %%
# VARIANT
# part: linear_backward
# name: squeezed
# right: false
# score: 3.5
# mistake: A batch of one loses its batch dimension.
def linear_backward(layer, upstream):
    layer.dW = upstream.T @ layer.x
    layer.db = upstream.sum(dim=0)
    return (upstream @ layer.W).squeeze()

# %%
# VARIANT
# part: linear_backward
# name: float32_buffers
# right: false
# score: 3.75
# mistake: The gradients are stored as float32 whatever came in.
def linear_backward(layer, upstream):
    layer.dW = torch.zeros(layer.W.shape)
    layer.db = torch.zeros(layer.b.shape)
    layer.dW += (upstream.T @ layer.x).float()
    layer.db += upstream.sum(dim=0).float()
    return upstream @ layer.W

# %%
# VARIANT
# part: linear_backward
# name: weight_for_input
# right: false
# score: 1.75
# mistake: The input gradient goes through the input instead of the weight.
def linear_backward(layer, upstream):
    layer.dW = upstream.T @ layer.x
    layer.db = upstream.sum(dim=0)
    return (upstream.T @ layer.x).sum(dim=0).expand_as(layer.x)

# %%
# VARIANT
# part: linear_backward
# name: autograd
# right: false
# score: 0
# mistake: The gradient is left to autograd, which is switched off here.
def linear_backward(layer, upstream):
    layer.W.requires_grad_()
    output = layer.x @ layer.W.T + layer.b
    output.backward(upstream)
    layer.dW = layer.W.grad
    layer.db = upstream.sum(dim=0)
    return upstream @ layer.W

# %%
# VARIANT
# part: linear_backward
# name: zeros_of_the_right_shape
# right: false
# score: 0
# mistake: Everything has the right shape and is 0.
def linear_backward(layer, upstream):
    layer.dW = torch.zeros_like(layer.W)
    layer.db = torch.zeros_like(layer.b)
    return torch.zeros_like(layer.x)

# %%
# VARIANT
# part: linear_backward
# name: small_step_first
# right: false
# score: 2.5
# mistake: The weight takes a step before the gradient has passed through it.
def linear_backward(layer, upstream):
    layer.dW = upstream.T @ layer.x
    layer.db = upstream.sum(0)
    layer.W = layer.W - 0.01 * layer.dW
    layer.b = layer.b - 0.01 * layer.db
    return upstream @ layer.W

# %%
# VARIANT
# part: linear_backward
# name: masked_like_a_relu
# right: false
# score: 1.75
# mistake: The gradient is stopped where the input is negative; that is for the ReLU to do, which is a module of its own.
def linear_backward(layer, upstream):
    layer.dW = upstream.T @ layer.x
    layer.db = upstream.sum(0)
    return (upstream @ layer.W) * (layer.x > 0)

# %%
# VARIANT
# part: linear_backward
# name: through_the_weight_gradient
# right: false
# score: 1.75
# mistake: The input gradient goes through dW instead of W.
def linear_backward(layer, upstream):
    layer.dW = upstream.T @ layer.x
    layer.db = upstream.sum(0)
    return upstream @ layer.dW

# %%
# VARIANT
# part: linear_backward
# name: signs_of_the_parameter_gradients
# right: false
# score: 1.75
# mistake: The gradients of weight and bias have the wrong sign; the minus of a descent belongs to the optimiser.
def linear_backward(layer, upstream):
    layer.dW = -(upstream.T @ layer.x)
    layer.db = -upstream.sum(0)
    return upstream @ layer.W

# %%
# VARIANT
# part: linear_backward
# name: mean_for_the_input
# right: false
# score: 2.25
# mistake: The input gradient is divided by the batch size; the loss has taken the mean already.
def linear_backward(layer, upstream):
    layer.dW = upstream.T @ layer.x
    layer.db = upstream.sum(0)
    return upstream @ layer.W / len(upstream)

# %%
# VARIANT
# part: linear_backward
# name: full_step_first
# right: false
# score: 2.5
# mistake: The weight takes a step before the gradient has passed through it.
def linear_backward(layer, upstream):
    layer.dW = upstream.T @ layer.x
    layer.db = upstream.sum(0)
    layer.W = layer.W - layer.dW
    return upstream @ layer.W

# %%
# VARIANT
# part: relu_backward
# name: where
# right: true
# score: 2
def relu_backward(layer, upstream):
    return torch.where(layer.x > 0, upstream, torch.zeros_like(upstream))

# %%
# VARIANT
# part: relu_backward
# name: copy_and_mask
# right: true
# score: 2
def relu_backward(layer, upstream):
    gradient = upstream.clone()
    gradient[layer.x <= 0] = 0
    return gradient

# %%
# VARIANT
# part: relu_backward
# name: elementwise_loop
# right: true
# score: 2
def relu_backward(layer, upstream):
    pairs = zip(layer.x.flatten().tolist(), upstream.flatten().tolist(), strict=True)
    flat = [u if x > 0 else 0.0 for x, u in pairs]
    return torch.tensor(flat, dtype=upstream.dtype).reshape(upstream.shape)

# %%
# VARIANT
# part: relu_backward
# name: heaviside
# right: true
# score: 2
def relu_backward(layer, upstream):
    step = torch.heaviside(layer.x, torch.zeros((), dtype=layer.x.dtype))
    return upstream * step

# %%
# VARIANT
# part: relu_backward
# name: sign_of_the_output
# right: true
# score: 2
def relu_backward(layer, upstream):
    return upstream * torch.sign(layer.forward(layer.x))

# %%
# VARIANT
# part: relu_backward
# name: one_at_zero
# right: false
# score: 1.5
# mistake: The derivative at 0 is taken as 1; the convention here is 0.
def relu_backward(layer, upstream):
    return upstream * (layer.x >= 0)

# %%
# VARIANT
# part: relu_backward
# name: half_at_zero
# right: false
# score: 1.5
# mistake: The derivative at 0 is taken as 1/2; the convention here is 0.
def relu_backward(layer, upstream):
    return upstream * torch.heaviside(layer.x, torch.full((), 0.5, dtype=layer.x.dtype))

# %%
# VARIANT
# part: relu_backward
# name: mask_in_place
# right: false
# score: 1.75
# mistake: The mask is applied in place to the upstream gradient.
def relu_backward(layer, upstream):
    upstream[layer.x <= 0] = 0
    return upstream

# %%
# VARIANT
# part: relu_backward
# name: upstream_ignored
# right: false
# score: 0.25
# mistake: The upstream gradient is ignored: this is the derivative alone.
def relu_backward(layer, upstream):
    return (layer.x > 0).to(layer.x.dtype)

# %%
# VARIANT
# part: relu_backward
# name: sign_of_the_upstream
# right: false
# score: 0.25
# mistake: The ReLU was applied to the upstream gradient; what passes is decided by the sign of the input.
def relu_backward(layer, upstream):
    return upstream * (upstream > 0)

# %%
# VARIANT
# part: relu_backward
# name: relu_of_the_upstream
# right: false
# score: 0.25
# mistake: The ReLU was applied to the upstream gradient; what passes is decided by the sign of the input.
def relu_backward(layer, upstream):
    return torch.relu(upstream)

# %%
# VARIANT
# part: relu_backward
# name: times_the_output
# right: false
# score: 0.25
# mistake: The upstream gradient is multiplied by the output instead of the derivative.
def relu_backward(layer, upstream):
    return upstream * torch.relu(layer.x)

# %%
# VARIANT
# part: relu_backward
# name: passes_everything
# right: false
# score: 0.25
# mistake: Everything is passed back, as if there were no ReLU.
def relu_backward(layer, upstream):
    return upstream.clone()

# %%
# VARIANT
# part: relu_backward
# name: mask_inverted
# right: false
# score: 0.25
# mistake: The mask is the wrong way round.
def relu_backward(layer, upstream):
    return upstream * (layer.x < 0)

# %%
# VARIANT
# part: relu_backward
# name: float32_always
# right: false
# score: 1.75
# mistake: The result is float32 whatever came in.
def relu_backward(layer, upstream):
    return upstream.float() * (layer.x > 0)

# %%
# VARIANT
# part: relu_backward
# name: input_clobbered
# right: false
# score: 1.75
# mistake: The mask is written into the stored input.
def relu_backward(layer, upstream):
    layer.x[layer.x > 0] = 1
    layer.x[layer.x < 0] = 0
    return upstream * layer.x

# %%
# VARIANT
# part: relu_backward
# name: threshold_above_zero
# right: false
# score: 1.5
# mistake: Small positive inputs are treated as 0.
def relu_backward(layer, upstream):
    return upstream * (layer.x > 1e-3)

# %%
# VARIANT
# part: relu_backward
# name: leaky
# right: false
# score: 0.25
# mistake: A hundredth of the gradient passes where the input is negative.
def relu_backward(layer, upstream):
    return torch.where(layer.x > 0, upstream, 0.01 * upstream)

# %%
# VARIANT
# part: relu_backward
# name: smooth_step
# right: false
# score: 0.75
# mistake: A steep sigmoid stands for the step.
def relu_backward(layer, upstream):
    return upstream * torch.sigmoid(1000 * layer.x)

# %%
# VARIANT
# part: relu_backward
# name: clipped_at_one
# right: false
# score: 1.5
# mistake: The derivative of a ReLU that stops at 6.
def relu_backward(layer, upstream):
    return upstream * ((layer.x > 0) & (layer.x < 6))

# %%
# VARIANT
# part: relu_backward
# name: two_dimensions_only
# right: false
# score: 1.75
# mistake: Works for two dimensions only.
def relu_backward(layer, upstream):
    mask = [[float(entry > 0) for entry in row] for row in layer.x.tolist()]
    return upstream * torch.tensor(mask, dtype=upstream.dtype)

# %%
# VARIANT
# part: relu_backward
# name: first_input_remembered
# right: false
# score: 1.75
# mistake: The mask of the first input is used for later ones of the same shape.
def relu_backward(layer, upstream):
    if getattr(layer, "mask", None) is None or layer.mask.shape != upstream.shape:
        layer.mask = layer.x > 0
    return upstream * layer.mask

# %%
# VARIANT
# part: relu_backward
# name: times_the_input
# right: false
# score: 0.25
# mistake: The upstream gradient is multiplied by the input instead of the derivative.
def relu_backward(layer, upstream):
    return upstream * layer.x

# %%
# VARIANT
# part: relu_backward
# name: mask_inverted_with_zero
# right: false
# score: 0.25
# mistake: The mask is the wrong way round.
def relu_backward(layer, upstream):
    d = upstream.clone()
    d[layer.x > 0] = 0
    return d

# %%
# VARIANT
# part: relu_backward
# name: negative_upstream_dropped
# right: false
# score: 0.25
# mistake: Negative upstream gradients are dropped as well; only the sign of the input decides what passes.
def relu_backward(layer, upstream):
    return upstream * (layer.x > 0) * (upstream > 0)

# %%
# VARIANT
# part: relu_backward
# name: relu_of_the_product
# right: false
# score: 0.25
# mistake: The ReLU was applied to the product of input and upstream gradient.
def relu_backward(layer, upstream):
    return torch.relu(layer.x * upstream)

# %%
# VARIANT
# part: relu_backward
# name: sign_for_the_step
# right: false
# score: 0.25
# mistake: The sign of the input was taken for the step, so that negative inputs pass a gradient of the wrong sign.
def relu_backward(layer, upstream):
    return upstream * torch.sign(layer.x)

# %%
# VARIANT
# part: cross_entropy_backward
# name: softmax_minus_one_hot
# right: true
# score: 4
def cross_entropy_backward(loss):
    one_hot = torch.nn.functional.one_hot(loss.labels, loss.logits.shape[1])
    return (torch.softmax(loss.logits, dim=1) - one_hot) / loss.logits.shape[0]

# %%
# VARIANT
# part: cross_entropy_backward
# name: from_logsumexp
# right: true
# score: 4
def cross_entropy_backward(loss):
    p = (loss.logits - torch.logsumexp(loss.logits, dim=1, keepdim=True)).exp()
    p[range(len(p)), loss.labels] -= 1
    return p / len(p)

# %%
# VARIANT
# part: cross_entropy_backward
# name: one_hot_by_scatter
# right: true
# score: 4
def cross_entropy_backward(loss):
    N = loss.logits.size(0)
    target = torch.zeros_like(loss.logits).scatter_(1, loss.labels.view(-1, 1), 1 / N)
    return loss.logits.log_softmax(1).exp() / N - target

# %%
# VARIANT
# part: cross_entropy_backward
# name: loop_over_examples
# right: true
# score: 4
def cross_entropy_backward(loss):
    Z, N = loss.logits, len(loss.labels)
    dZ = torch.zeros_like(Z)
    for n in range(N):
        e = torch.exp(Z[n] - torch.max(Z[n]))
        dZ[n] = e / e.sum() / N
        dZ[n, loss.labels[n]] -= 1 / N
    return dZ

# %%
# VARIANT
# part: cross_entropy_backward
# name: jacobian
# right: true
# score: 4
def cross_entropy_backward(loss):
    # through the log-probabilities: dL/dlogp, then the Jacobian of log-softmax
    logp = torch.log_softmax(loss.logits, dim=1)
    upstream = torch.zeros_like(logp)
    upstream[torch.arange(len(logp)), loss.labels] = -1.0 / len(logp)
    return upstream - logp.exp() * upstream.sum(dim=1, keepdim=True)

# %%
# VARIANT
# part: cross_entropy_backward
# name: class_of_its_own
# right: true
# score: 4
class CrossEntropyLoss:
    """Written as a class that keeps the probabilities."""

    def forward(self, logits, labels):
        shifted = logits - logits.max(dim=1, keepdim=True).values
        self.p = shifted.exp() / shifted.exp().sum(dim=1, keepdim=True)
        self.y = labels
        logp = shifted - shifted.exp().sum(dim=1, keepdim=True).log()
        return -logp[torch.arange(len(labels)), labels].mean()

    def backward(self):
        gradient = self.p.clone()
        gradient[torch.arange(len(self.y)), self.y] -= 1
        return gradient / len(self.y)

# %%
# VARIANT
# part: cross_entropy_backward
# name: no_mean
# right: false
# score: 0.75
# mistake: The gradient is that of the sum; the mean divides by the size of the batch.
def cross_entropy_backward(loss):
    p = torch.softmax(loss.logits, dim=1)
    p[torch.arange(len(p)), loss.labels] -= 1
    return p

# %%
# VARIANT
# part: cross_entropy_backward
# name: mean_twice
# right: false
# score: 0.75
# mistake: The batch mean is taken twice.
def cross_entropy_backward(loss):
    p = torch.softmax(loss.logits, dim=1)
    p[torch.arange(len(p)), loss.labels] -= 1
    return p / len(p) ** 2

# %%
# VARIANT
# part: cross_entropy_backward
# name: batch_size_hard_coded
# right: false
# score: 1.75
# mistake: The size of the batch is hard-coded.
def cross_entropy_backward(loss):
    p = torch.softmax(loss.logits, dim=1)
    p[torch.arange(len(p)), loss.labels] -= 1
    return p / 5

# %%
# VARIANT
# part: cross_entropy_backward
# name: divided_by_classes
# right: false
# score: 0.75
# mistake: The gradient is divided by the number of classes, not of examples.
def cross_entropy_backward(loss):
    p = torch.softmax(loss.logits, dim=1)
    p[torch.arange(len(p)), loss.labels] -= 1
    return p / p.shape[1]

# %%
# VARIANT
# part: cross_entropy_backward
# name: mean_over_all_entries
# right: false
# score: 0.75
# mistake: The gradient is divided by the number of all entries.
def cross_entropy_backward(loss):
    p = torch.softmax(loss.logits, dim=1)
    p[torch.arange(len(p)), loss.labels] -= 1
    return p / p.numel()

# %%
# VARIANT
# part: cross_entropy_backward
# name: no_max_shift
# right: false
# score: 3
# mistake: No maximum is subtracted: large logits overflow.
def cross_entropy_backward(loss):
    e = torch.exp(loss.logits)
    p = e / e.sum(dim=1, keepdim=True)
    p[torch.arange(len(p)), loss.labels] -= 1
    return p / len(p)

# %%
# VARIANT
# part: cross_entropy_backward
# name: global_max_shift
# right: false
# score: 3
# mistake: The maximum of the whole batch is subtracted; rows of very small logits underflow.
def cross_entropy_backward(loss):
    e = torch.exp(loss.logits - loss.logits.max())
    p = e / e.sum(dim=1, keepdim=True)
    p[torch.arange(len(p)), loss.labels] -= 1
    return p / len(p)

# %%
# VARIANT
# part: cross_entropy_backward
# name: column_max_shift
# right: false
# score: 0.75
# mistake: The maximum of each column is subtracted; it should be that of each row.
def cross_entropy_backward(loss):
    e = torch.exp(loss.logits - loss.logits.max(dim=0).values)
    p = e / e.sum(dim=1, keepdim=True)
    p[torch.arange(len(p)), loss.labels] -= 1
    return p / len(p)

# %%
# VARIANT
# part: cross_entropy_backward
# name: epsilon_in_the_softmax
# right: false
# score: 3
# mistake: A small number is added to the denominator without a shift.
def cross_entropy_backward(loss):
    e = torch.exp(loss.logits.clamp(max=80))
    p = e / (e.sum(dim=1, keepdim=True) + 1e-8)
    p[torch.arange(len(p)), loss.labels] -= 1
    return p / len(p)

# %%
# VARIANT
# part: cross_entropy_backward
# name: derivative_of_log_p_plus_epsilon
# right: false
# score: 2.5
# mistake: The gradient is that of log(p + eps), which fades where p is small.
def cross_entropy_backward(loss):
    p = torch.softmax(loss.logits, dim=1)
    of_label = p[torch.arange(len(p)), loss.labels][:, None]
    one_hot = torch.nn.functional.one_hot(loss.labels, p.shape[1])
    return (p - one_hot) * of_label / (of_label + 1e-8) / len(p)

# %%
# VARIANT
# part: cross_entropy_backward
# name: log_p_plus_epsilon_in_forward
# right: false
# score: 3
# mistake: The loss is log(p + eps): far too small for a confident mistake.
def cross_entropy_backward(loss):
    p = torch.softmax(loss.logits, dim=1)
    p[torch.arange(len(p)), loss.labels] -= 1
    return p / len(p)


def forward(self, logits, labels):
    self.logits, self.labels = logits, labels
    p = torch.softmax(logits, dim=1)[torch.arange(len(labels)), labels]
    return -torch.log(p + 1e-12).mean()


CrossEntropyLoss.forward = forward

# %%
# VARIANT
# part: cross_entropy_backward
# name: softmax_over_the_batch
# right: false
# score: 0.75
# mistake: Softmax runs over the batch instead of the classes.
def cross_entropy_backward(loss):
    p = torch.softmax(loss.logits, dim=0)
    p[torch.arange(len(p)), loss.labels] -= 1
    return p / len(p)

# %%
# VARIANT
# part: cross_entropy_backward
# name: label_column_only
# right: false
# score: 0.75
# mistake: Only the entries of the labels are filled; every logit of a row matters.
def cross_entropy_backward(loss):
    p = torch.softmax(loss.logits, dim=1)
    gradient = torch.zeros_like(p)
    rows = torch.arange(len(p))
    gradient[rows, loss.labels] = p[rows, loss.labels] - 1
    return gradient / len(p)

# %%
# VARIANT
# part: cross_entropy_backward
# name: one_hot_forgotten
# right: false
# score: 0.5
# mistake: The labels are not subtracted.
def cross_entropy_backward(loss):
    return torch.softmax(loss.logits, dim=1) / len(loss.logits)

# %%
# VARIANT
# part: cross_entropy_backward
# name: labels_subtracted_as_numbers
# right: false
# score: 0.75
# mistake: The label numbers are subtracted from the probabilities, instead of their one-hot rows.
def cross_entropy_backward(loss):
    p = torch.softmax(loss.logits, dim=1)
    return (p - loss.labels[:, None]) / len(p)

# %%
# VARIANT
# part: cross_entropy_backward
# name: sign
# right: false
# score: 0.75
# mistake: The sign is turned around: labels minus probabilities.
def cross_entropy_backward(loss):
    p = torch.softmax(loss.logits, dim=1)
    p[torch.arange(len(p)), loss.labels] -= 1
    return -p / len(p)

# %%
# VARIANT
# part: cross_entropy_backward
# name: logits_minus_one_hot
# right: false
# score: 0.75
# mistake: The logits are used where their softmax belongs.
def cross_entropy_backward(loss):
    p = loss.logits.clone()
    p[torch.arange(len(p)), loss.labels] -= 1
    return p / len(p)

# %%
# VARIANT
# part: cross_entropy_backward
# name: gradient_of_the_probabilities
# right: false
# score: 0.75
# mistake: This is the gradient with respect to the probabilities; the softmax is still missing.
def cross_entropy_backward(loss):
    p = torch.softmax(loss.logits, dim=1)
    rows = torch.arange(len(p))
    gradient = torch.zeros_like(p)
    gradient[rows, loss.labels] = -1 / p[rows, loss.labels]
    return gradient / len(p)

# %%
# VARIANT
# part: cross_entropy_backward
# name: whole_columns
# right: false
# score: 0.5
# mistake: Every example has 1 subtracted in the columns of all labels.
def cross_entropy_backward(loss):
    p = torch.softmax(loss.logits, dim=1)
    p[:, loss.labels.unique()] -= 1
    return p / len(p)

# %%
# VARIANT
# part: cross_entropy_backward
# name: one_hot_of_the_labels_seen
# right: false
# score: 3.25
# mistake: The one-hot rows end at the largest label of the batch; a batch without the last class breaks them.
def cross_entropy_backward(loss):
    probabilities = torch.softmax(loss.logits, dim=1)
    return (probabilities - torch.nn.functional.one_hot(loss.labels)) / len(loss.labels)

# %%
# VARIANT
# part: cross_entropy_backward
# name: shift_in_place
# right: false
# score: 3.75
# mistake: The maximum is subtracted in place from the caller's logits.
def cross_entropy_backward(loss):
    loss.logits -= loss.logits.max(dim=1, keepdim=True).values
    p = torch.softmax(loss.logits, dim=1)
    p[torch.arange(len(p)), loss.labels] -= 1
    return p / len(p)

# %%
# VARIANT
# part: cross_entropy_backward
# name: cache_changed_in_place
# right: false
# score: 3.75
# mistake: The cached probabilities are changed in place: a second call is wrong.
def cross_entropy_backward(loss):
    if getattr(loss, "seen", None) is not loss.logits:
        loss.seen, loss.p = loss.logits, torch.softmax(loss.logits, dim=1)
    loss.p[torch.arange(len(loss.p)), loss.labels] -= 1
    return loss.p / len(loss.p)

# %%
# VARIANT
# part: cross_entropy_backward
# name: returns_the_loss
# right: false
# score: 0
# mistake: The loss is returned instead of its gradient.
def cross_entropy_backward(loss):
    return loss.forward(loss.logits, loss.labels)

# %%
# VARIANT
# part: cross_entropy_backward
# name: zeros_of_the_right_shape
# right: false
# score: 0
# mistake: Everything has the right shape and is 0.
def cross_entropy_backward(loss):
    return torch.zeros_like(loss.logits)

# %%
# VARIANT
# part: cross_entropy_backward
# name: one_hot_added
# right: false
# score: 0.75
# mistake: The one-hot rows were added to the probabilities, not subtracted.
def cross_entropy_backward(loss):
    gradient = torch.softmax(loss.logits, dim=1)
    gradient[torch.arange(len(loss.labels)), loss.labels] += 1
    return gradient / len(loss.labels)

# %%
# VARIANT
# part: cross_entropy_backward
# name: labels_from_one
# right: false
# score: 0.75
# mistake: The labels were counted from one; they begin at zero.
def cross_entropy_backward(loss):
    gradient = torch.softmax(loss.logits, dim=1)
    gradient[torch.arange(len(loss.labels)), loss.labels - 1] -= 1
    return gradient / len(loss.labels)

# %%
# VARIANT
# part: cross_entropy_backward
# name: labels_smoothed
# right: false
# score: 0.75
# mistake: The labels are smoothed: a tenth of their weight is spread over all classes.
def cross_entropy_backward(loss):
    n, k = loss.logits.shape
    t = torch.full((n, k), 0.1 / k, dtype=loss.logits.dtype)
    t[torch.arange(n), loss.labels] += 0.9
    return (torch.softmax(loss.logits, 1) - t) / n

# %%
# VARIANT
# part: cross_entropy_backward
# name: summed_over_the_batch
# right: false
# score: 0.75
# mistake: The exponentials are divided by their sum over the batch instead of the classes.
def cross_entropy_backward(loss):
    e = torch.exp(loss.logits - loss.logits.max(dim=1, keepdim=True)[0])
    p = e / e.sum(dim=0, keepdim=True)
    p[torch.arange(len(p)), loss.labels] -= 1
    return p / len(p)

# %%
# VARIANT
# part: cross_entropy_backward
# name: large_logits_cut_off
# right: false
# score: 3
# mistake: Large logits are cut off, which makes different ones equal.
def cross_entropy_backward(loss):
    z = loss.logits.clamp(-50, 50)
    p = torch.softmax(z, 1)
    p[torch.arange(len(p)), loss.labels] -= 1
    return p / len(p)

# %%
# VARIANT
# part: cross_entropy_backward
# name: derivative_of_a_sigmoid_too
# right: false
# score: 0.75
# mistake: The result is multiplied by p(1 - p) once more, as if a sigmoid followed.
def cross_entropy_backward(loss):
    p = torch.softmax(loss.logits, 1)
    g = p.clone()
    g[torch.arange(len(p)), loss.labels] -= 1
    return g * p * (1 - p) / len(p)

# %%
# VARIANT
# part: cross_entropy_backward
# name: softmax_twice
# right: false
# score: 0.75
# mistake: Softmax is applied twice, to the logits and to its own result.
def cross_entropy_backward(loss):
    p = torch.softmax(torch.softmax(loss.logits, 1), 1)
    p[torch.arange(len(p)), loss.labels] -= 1
    return p / len(p)

# %%
# VARIANT
# part: cross_entropy_backward
# name: sigmoid_for_softmax
# right: false
# score: 0.75
# mistake: The sigmoid of each logit was taken instead of the softmax of all.
def cross_entropy_backward(loss):
    p = torch.sigmoid(loss.logits)
    p[torch.arange(len(p)), loss.labels] -= 1
    return p / len(p)

# %%
# VARIANT
# part: cross_entropy_backward
# name: doubled
# right: false
# score: 0.75
# mistake: A factor 2 was added, as if the loss were a square.
def cross_entropy_backward(loss):
    p = torch.softmax(loss.logits, 1)
    p[torch.arange(len(p)), loss.labels] -= 1
    return 2 * p / len(p)
