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

# %% [raw]
"""
# PROBLEM
title: Backward passes by hand
builds_on: []
"""

# %% [markdown]
r"""
## Backward passes by hand

A network learns because every layer can answer one question: *if the loss would like my output to
move this way, how should my input and my parameters move?* Here you answer it yourself for the
three modules of a classifier, on torch tensors alone. Autograd, which usually answers it for you,
stays switched off, in the checks too.

![A linear layer, a ReLU, another linear layer and a cross-entropy loss in a row. Values flow forward
through forward, gradients flow back through backward.](../figures/modules.png)

Values flow forward, gradients flow back. Every `backward` receives the **upstream gradient**
$U = \partial L / \partial Y$, the gradient of the final loss $L$ with respect to the module's
output $Y$. It returns $\partial L / \partial X$ for the module's input $X$, which is the upstream
gradient of the module before it. A gradient always has the shape of what it is the gradient of.

| in the text | in the code | shape | what it is |
|:--|:--|:--|:--|
| $X$ | `x` | (batch, d_in) | input, one example a row |
| $W$ | `layer.W` | (d_out, d_in) | weight |
| $b$ | `layer.b` | (d_out,) | bias, added to every row |
| $Y$ | returned by `forward` | (batch, d_out) | output |
| $U = \partial L / \partial Y$ | `upstream` | (batch, d_out) | upstream gradient, given to `backward` |
| $\partial L / \partial X$ | returned by `backward` | (batch, d_in) | gradient of the input |
| $\partial L / \partial W$ | `layer.dW` | (d_out, d_in) | stored by `backward` |
| $\partial L / \partial b$ | `layer.db` | (d_out,) | stored by `backward` |

**House rules.** Every blank can be filled in at most five lines. Arguments are left as they were
found. Results keep the floating-point type of what came in: float64 in, float64 out. `backward`
speaks about the latest `forward`, and what it stores replaces what was stored before.

### A linear layer with two examples, in numbers

$$
X = \begin{pmatrix} 1 & 2 \\ 3 & -1 \end{pmatrix}, \quad
W = \begin{pmatrix} 1 & -1 \\ 2 & 1 \end{pmatrix}, \quad
b = \begin{pmatrix} 0.5 \\ -1 \end{pmatrix}, \qquad
Y = \begin{pmatrix} -0.5 & 3 \\ 4.5 & 4 \end{pmatrix}.
$$

The first example is the first row of $X$. Its second output is $2 \cdot 1 + 1 \cdot 2 - 1 = 3$:
second row of $W$, first row of $X$, second entry of $b$. Now suppose that the modules further on
report

$$
U = \begin{pmatrix} 1 & 0 \\ 2 & -1 \end{pmatrix}, \qquad\text{then}\qquad
\frac{\partial L}{\partial X} = \begin{pmatrix} 1 & -1 \\ 0 & -3 \end{pmatrix}, \quad
\frac{\partial L}{\partial W} = \begin{pmatrix} 7 & 0 \\ -3 & 1 \end{pmatrix}, \quad
\frac{\partial L}{\partial b} = \begin{pmatrix} 3 \\ -1 \end{pmatrix}.
$$

Before you derive anything, follow one of these numbers by hand. The 7, say: raise $W_{11}$ by a
tiny $\varepsilon$. Which outputs move, by how much, and what does each movement cost according to
$U$?

The cell below holds everything but the four functions that you will write: the classes only hand
over to them. Cells can therefore be run again in any order, and a layer that exists already picks
up your latest version.
"""

# %%
import torch

torch.set_grad_enabled(False)  # like torch.no_grad(), but for the whole notebook


def seeded(seed):
    """Return a source of random numbers that always starts the same way."""
    return torch.Generator().manual_seed(seed)


class Linear:
    """Turn every row x of a batch into W x + b."""

    def __init__(self, d_in, d_out, generator=None, dtype=torch.float32):
        scale = (2 / d_in) ** 0.5
        self.W = scale * torch.randn(d_out, d_in, generator=generator, dtype=dtype)
        self.b = 0.1 * torch.randn(d_out, generator=generator, dtype=dtype)
        self.dW = None  # backward stores the gradients of W and b in these two
        self.db = None

    def forward(self, x):
        return linear_forward(self, x)

    def backward(self, upstream):
        return linear_backward(self, upstream)


class ReLU:
    """Replace every negative entry by 0."""

    def forward(self, x):
        self.x = x
        return torch.clamp(x, min=0)

    def backward(self, upstream):
        return relu_backward(self, upstream)


class CrossEntropyLoss:
    """Compare logits with the right labels: mean over the batch of -log(probability of the label)."""

    def forward(self, logits, labels):
        self.logits, self.labels = logits, labels
        of_the_label = logits[torch.arange(len(labels)), labels]  # (batch,)
        return (torch.logsumexp(logits, dim=1) - of_the_label).mean()

    def backward(self):
        return cross_entropy_backward(self)


# %% [raw]
"""
# BEGIN QUESTION
name: linear_forward
points: 2
minutes: 10
hidden_checks: other sizes, the input kept for backward, arguments left unchanged, the floating-point type
"""

# %% [markdown]
r"""
### Linear layer, forward

Write `linear_forward(layer, x)`, which is what `layer.forward(x)` calls. It returns

$$Y_{nj} = \sum_{k} W_{jk} X_{nk} + b_j,$$

for every example $n$ and every output $j$ at once. `layer.backward` will need the input again:
store it as an attribute of `layer` under a name of your choice.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
def linear_forward(layer, x):
    """Return the output of a linear layer, and remember what its backward pass needs.

    Args:
        layer: A Linear, with layer.W of shape (d_out, d_in) and layer.b of shape (d_out,).
        x: Input of shape (batch, d_in).

    Returns:
        Output of shape (batch, d_out).
    """
    # BEGIN SOLUTION
    layer.x = x
    return x @ layer.W.T + layer.b
    # END SOLUTION


# %% [raw]
"""
# END SOLUTION
"""

# %% [raw]
"""
# BEGIN TESTS
"""

# %%
""" # BEGIN TEST CONFIG
points: 0.25
""" # END TEST CONFIG
def test_the_example_in_numbers(Linear):
    """The output of the example above is the one printed there."""
    import torch
    from chainrule.checks import assert_close, require

    require(Linear=Linear)
    layer = Linear(2, 2)
    layer.W = torch.tensor([[1.0, -1.0], [2.0, 1.0]])
    layer.b = torch.tensor([0.5, -1.0])
    output = layer.forward(torch.tensor([[1.0, 2.0], [3.0, -1.0]]))
    printed = torch.tensor([[-0.5, 3.0], [4.5, 4.0]])
    assert_close(output, printed, "output", reveal=True)


# %%
""" # BEGIN TEST CONFIG
points: 0.25
""" # END TEST CONFIG
def test_every_example_by_itself(Linear):
    """5 examples with 3 features and 4 outputs: each row of the output belongs to its example."""
    import torch
    from chainrule.checks import assert_close, require

    require(Linear=Linear)
    random = torch.Generator().manual_seed(11)
    layer = Linear(3, 4)
    layer.W = torch.randn(4, 3, generator=random, dtype=torch.float64)
    layer.b = torch.randn(4, generator=random, dtype=torch.float64)
    x = torch.randn(5, 3, generator=random, dtype=torch.float64)
    alone = layer.forward(x[2:3].clone())
    assert_close(alone, torch.zeros(1, 4), "output for one example", atol=float("inf"))
    together = layer.forward(x.clone())
    assert_close(together, torch.zeros(5, 4), "output", atol=float("inf"))
    assert_close(together[2:3], alone, "output for an example in a batch, compared with it alone")
    assert together.std(dim=0).min() > 1e-3, "`output` is the same for all examples."


# %%
""" # BEGIN TEST CONFIG
points: 0.25
hidden: true
""" # END TEST CONFIG
def test_bias_in_every_row(Linear):
    """With a weight of zeros, every row of the output is the bias."""
    import torch
    from chainrule.checks import assert_close, require

    require(Linear=Linear)
    random = torch.Generator().manual_seed(15)
    layer = Linear(3, 3)
    layer.W = torch.zeros(3, 3, dtype=torch.float64)
    layer.b = torch.randn(3, generator=random, dtype=torch.float64)
    x = torch.randn(5, 3, generator=random, dtype=torch.float64)
    rows = torch.stack([torch.as_tensor(layer.b)] * 5)
    assert_close(layer.forward(x.clone()), rows, "output for a weight of zeros")

# %%
""" # BEGIN TEST CONFIG
points: 0.5
hidden: true
""" # END TEST CONFIG
def test_linear_output(Linear):
    """The output is right for other sizes, a batch of one among them."""
    import torch
    from chainrule.checks import assert_close, require

    require(Linear=Linear)
    random = torch.Generator().manual_seed(12)
    for batch, d_in, d_out in ((7, 5, 2), (1, 4, 6), (3, 1, 5)):
        layer = Linear(d_in, d_out)
        layer.W = torch.randn(d_out, d_in, generator=random, dtype=torch.float64)
        layer.b = torch.randn(d_out, generator=random, dtype=torch.float64)
        x = torch.randn(batch, d_in, generator=random, dtype=torch.float64)
        right = torch.nn.functional.linear(x, layer.W, layer.b)
        assert_close(layer.forward(x.clone()), right, f"output for {batch} x {d_in} inputs")

# %%
""" # BEGIN TEST CONFIG
points: 0.25
hidden: true
""" # END TEST CONFIG
def test_forward_changes_nothing(Linear):
    """The input, the weight and the bias are left as they were, and a second call agrees."""
    import torch
    from chainrule.checks import assert_close, assert_unchanged, require
    from chainrule.probes import call_observed

    require(Linear=Linear)
    random = torch.Generator().manual_seed(13)
    W = torch.randn(4, 3, generator=random, dtype=torch.float64)
    b = torch.randn(4, generator=random, dtype=torch.float64)
    x = torch.randn(5, 3, generator=random, dtype=torch.float64)
    layer = Linear(3, 4)
    layer.W, layer.b = W.clone(), b.clone()
    first, (x_after,) = call_observed(layer.forward, x)
    assert_close(first, torch.zeros(5, 4), "output", atol=float("inf"))
    first = first.clone()
    assert first.abs().max() > 1e-3, "`output` is 0 everywhere."
    assert_unchanged(x, x_after, "x")
    assert_unchanged(W, layer.W, "layer.W")
    assert_unchanged(b, layer.b, "layer.b")
    assert_close(layer.forward(x.clone()), first, "output of a second call")


# %%
""" # BEGIN TEST CONFIG
points: 0.25
hidden: true
""" # END TEST CONFIG
def test_forward_keeps_the_input(Linear):
    """The layer remembers its latest input in one of its attributes."""
    import torch
    from chainrule.checks import assert_close, require
    from chainrule.probes import holds_entries

    require(Linear=Linear)
    random = torch.Generator().manual_seed(15)
    layer = Linear(3, 4, dtype=torch.float64)
    for batch in (5, 2):
        x = torch.randn(batch, 3, generator=random, dtype=torch.float64)
        output = layer.forward(x.clone())
        assert_close(output, torch.zeros(batch, 4), "output", atol=float("inf"))
        assert holds_entries(layer, x), (
            "After `layer.forward(x)` no attribute of the layer holds x, which `layer.backward` needs: "
            "store it, as in `layer.x = x`."
        )


# %%
""" # BEGIN TEST CONFIG
points: 0.25
hidden: true
""" # END TEST CONFIG
def test_forward_keeps_the_type(Linear):
    """Float32 in gives float32 out, float64 in gives float64 out."""
    import torch
    from chainrule.checks import assert_close, require

    require(Linear=Linear)
    random = torch.Generator().manual_seed(14)
    for dtype in (torch.float32, torch.float64):
        layer = Linear(3, 2)
        layer.W = torch.randn(2, 3, generator=random, dtype=dtype)
        layer.b = torch.randn(2, generator=random, dtype=dtype)
        output = layer.forward(torch.randn(4, 3, generator=random, dtype=dtype))
        assert_close(output, torch.zeros(4, 2), "output", atol=float("inf"))
        assert output.abs().max() > 1e-3, "`output` is 0 everywhere."
        assert output.dtype == dtype, (
            f"`output` should be {dtype} as its input, found {output.dtype}."
        )


# %% [raw]
"""
# END TESTS
"""

# %% [raw]
"""
# END QUESTION
"""

# %% [raw]
"""
# BEGIN QUESTION
name: linear_backward
points: 4
minutes: 20
hidden_checks: other sizes, two layers at a time, a batch of one, a second call, arguments left unchanged, the floating-point type
"""

# %% [markdown]
r"""
### Linear layer, backward

Write `linear_backward(layer, upstream)`, which is what `layer.backward(upstream)` calls. It stores
`layer.dW` and `layer.db`, and returns the gradient of the input.

A derivation that always works has three steps. Take one entry, say $W_{jk}$, and write the chain
rule over all entries of the output,

$$\frac{\partial L}{\partial W_{jk}} = \sum_{n} \sum_{i} U_{ni} \, \frac{\partial Y_{ni}}{\partial W_{jk}}.$$

Strike the terms in which $W_{jk}$ does not occur. Read what is left as a product of matrices. The
same three steps give $\partial L / \partial X$ and $\partial L / \partial b$, and the shapes tell
you at every turn whether you are still on the road.

| if you see | look at |
|:--|:--|
| `db` of shape (1, d_out) | the dimension that you summed over: it should be gone |
| a shape that looks transposed | which index is the row of $W$ |
| values off by the size of the batch | who takes the mean: the loss does, once, and $U$ already carries it |
| right at the first call, wrong at the second | `+=`, where the new gradient should replace the old one |
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
def linear_backward(layer, upstream):
    """Store the gradients of W and b in layer.dW and layer.db, and return that of the input.

    Args:
        layer: A Linear whose forward has been called.
        upstream: Gradient of the loss with respect to the output, of shape (batch, d_out).

    Returns:
        Gradient of the loss with respect to the input, of shape (batch, d_in).
    """
    # BEGIN SOLUTION
    layer.dW = upstream.T @ layer.x
    layer.db = upstream.sum(dim=0)
    return upstream @ layer.W
    # END SOLUTION


# %% [raw]
"""
# END SOLUTION
"""

# %% [raw]
"""
# BEGIN TESTS
"""

# %%
""" # BEGIN TEST CONFIG
points: 0.25
""" # END TEST CONFIG
def test_shapes_of_the_gradients(Linear):
    """A batch of 5 with 3 inputs and 4 outputs: every gradient has the shape of its own."""
    import torch
    from chainrule.checks import assert_close, require

    require(Linear=Linear)
    random = torch.Generator().manual_seed(21)
    layer = Linear(3, 4)
    layer.W = torch.randn(4, 3, generator=random, dtype=torch.float64)
    layer.b = torch.randn(4, generator=random, dtype=torch.float64)
    layer.forward(torch.randn(5, 3, generator=random, dtype=torch.float64))
    dx = layer.backward(torch.randn(5, 4, generator=random, dtype=torch.float64))
    gradients = {
        "returned gradient": (dx, (5, 3)),
        "layer.dW": (layer.dW, (4, 3)),
        "layer.db": (layer.db, (4,)),
    }
    for name, (gradient, shape) in gradients.items():
        assert_close(gradient, torch.zeros(shape), name, atol=float("inf"))
        assert gradient.abs().max() > 1e-3, f"`{name}` is 0 everywhere."


# %%
""" # BEGIN TEST CONFIG
points: 0.75
""" # END TEST CONFIG
def test_input_gradient_by_finite_differences(Linear):
    """What backward returns agrees with tiny changes of the input of your own forward."""
    import torch
    from chainrule.checks import assert_close, numerical_gradient, require
    from chainrule.probes import call_without_autograd

    require(Linear=Linear)
    random = torch.Generator().manual_seed(22)
    layer = Linear(3, 4)
    layer.W = torch.randn(4, 3, generator=random, dtype=torch.float64)
    layer.b = torch.randn(4, generator=random, dtype=torch.float64)
    x = torch.randn(5, 3, generator=random, dtype=torch.float64)
    upstream = torch.randn(5, 4, generator=random, dtype=torch.float64)
    assert_close(layer.forward(x.clone()), upstream, "output of forward", atol=float("inf"))
    dx = call_without_autograd(layer.backward, upstream.clone())
    measured = numerical_gradient(layer.forward, x, upstream)
    assert_close(dx, measured, "returned gradient", rtol=1e-5, atol=1e-6)


# %%
""" # BEGIN TEST CONFIG
points: 0.75
""" # END TEST CONFIG
def test_parameter_gradients_by_finite_differences(Linear):
    """The stored gradients agree with tiny changes of the weight and the bias of your own forward."""
    import torch
    from chainrule.checks import assert_close, numerical_gradient, require
    from chainrule.probes import call_without_autograd

    require(Linear=Linear)
    random = torch.Generator().manual_seed(23)
    W = torch.randn(4, 3, generator=random, dtype=torch.float64)
    b = torch.randn(4, generator=random, dtype=torch.float64)
    x = torch.randn(5, 3, generator=random, dtype=torch.float64)
    upstream = torch.randn(5, 4, generator=random, dtype=torch.float64)
    layer = Linear(3, 4)
    layer.W, layer.b = W.clone(), b.clone()
    output = layer.forward(x.clone())
    assert_close(output, upstream, "output of forward", atol=float("inf"))
    call_without_autograd(layer.backward, upstream.clone())
    dW, db = layer.dW, layer.db

    def output_for_weight(weight):
        layer.W, layer.b = weight, b.clone()
        return layer.forward(x.clone())

    def output_for_bias(bias):
        layer.W, layer.b = W.clone(), bias
        return layer.forward(x.clone())

    measured = numerical_gradient(output_for_weight, W, upstream)
    assert_close(dW, measured, "layer.dW", rtol=1e-5, atol=1e-6)
    measured = numerical_gradient(output_for_bias, b, upstream)
    assert_close(db, measured, "layer.db", rtol=1e-5, atol=1e-6)


# %%
""" # BEGIN TEST CONFIG
points: 0.5
hidden: true
""" # END TEST CONFIG
def test_linear_gradients(Linear):
    """All three gradients are right for another size, also where another layer is in use."""
    import torch
    from chainrule.checks import assert_close, require
    from chainrule.probes import call_without_autograd

    require(Linear=Linear)
    random = torch.Generator().manual_seed(24)
    W = torch.randn(2, 6, generator=random, dtype=torch.float64)
    b = torch.randn(2, generator=random, dtype=torch.float64)
    x = torch.randn(9, 6, generator=random, dtype=torch.float64)
    upstream = torch.randn(9, 2, generator=random, dtype=torch.float64)
    with torch.enable_grad():
        leaves = [leaf.clone().requires_grad_() for leaf in (x, W, b)]
        right = torch.autograd.grad(torch.nn.functional.linear(*leaves), leaves, upstream)
    layer, other = Linear(6, 2), Linear(6, 2)
    layer.W, layer.b = W.clone(), b.clone()
    layer.forward(x.clone())
    other.forward(torch.ones(9, 6))
    dx = call_without_autograd(layer.backward, upstream.clone())
    assert_close(dx, right[0], "returned gradient")
    assert_close(layer.dW, right[1], "layer.dW")
    assert_close(layer.db, right[2], "layer.db")


# %%
""" # BEGIN TEST CONFIG
points: 0.5
hidden: true
""" # END TEST CONFIG
def test_gradients_of_one_example(Linear):
    """A batch of one gets gradients of the same shapes, with the right values."""
    import torch
    from chainrule.checks import assert_close, require
    from chainrule.probes import call_without_autograd

    require(Linear=Linear)
    random = torch.Generator().manual_seed(25)
    W = torch.randn(4, 3, generator=random, dtype=torch.float64)
    b = torch.randn(4, generator=random, dtype=torch.float64)
    x = torch.randn(1, 3, generator=random, dtype=torch.float64)
    upstream = torch.randn(1, 4, generator=random, dtype=torch.float64)
    with torch.enable_grad():
        leaves = [leaf.clone().requires_grad_() for leaf in (x, W, b)]
        right = torch.autograd.grad(torch.nn.functional.linear(*leaves), leaves, upstream)
    layer = Linear(3, 4)
    layer.W, layer.b = W.clone(), b.clone()
    layer.forward(x.clone())
    dx = call_without_autograd(layer.backward, upstream.clone())
    assert_close(dx, right[0], "returned gradient for a batch of one")
    assert_close(layer.dW, right[1], "layer.dW for a batch of one")
    assert_close(layer.db, right[2], "layer.db for a batch of one")


# %%
""" # BEGIN TEST CONFIG
points: 0.5
hidden: true
""" # END TEST CONFIG
def test_every_backward_starts_afresh(Linear):
    """After a second batch, and a second call, the gradients are those of the second batch alone."""
    import torch
    from chainrule.checks import assert_close, require

    require(Linear=Linear)
    random = torch.Generator().manual_seed(26)
    layer = Linear(3, 2)
    layer.W = torch.randn(2, 3, generator=random, dtype=torch.float64)
    layer.b = torch.randn(2, generator=random, dtype=torch.float64)
    for batch in (4, 6):
        x = torch.randn(batch, 3, generator=random, dtype=torch.float64)
        upstream = torch.randn(batch, 2, generator=random, dtype=torch.float64)
        layer.forward(x.clone())
        layer.backward(upstream.clone())
    layer.backward(upstream.clone())
    dW = torch.einsum("nj,nk->jk", upstream, x)
    db = torch.einsum("nj->j", upstream)
    assert_close(layer.dW, dW, "layer.dW after a second call")
    assert_close(torch.as_tensor(layer.db).reshape(-1), db, "layer.db after a second call")


# %%
""" # BEGIN TEST CONFIG
points: 0.5
hidden: true
""" # END TEST CONFIG
def test_backward_changes_nothing_else(Linear):
    """The upstream gradient, the weight and the bias are left as they were."""
    import torch
    from chainrule.checks import assert_close, assert_unchanged, require
    from chainrule.probes import call_observed

    require(Linear=Linear)
    random = torch.Generator().manual_seed(27)
    W = torch.randn(4, 3, generator=random, dtype=torch.float64)
    b = torch.randn(4, generator=random, dtype=torch.float64)
    x = torch.randn(5, 3, generator=random, dtype=torch.float64)
    upstream = torch.randn(5, 4, generator=random, dtype=torch.float64)
    layer = Linear(3, 4)
    layer.W, layer.b = W.clone(), b.clone()
    layer.forward(x.clone())
    dx, (upstream_after,) = call_observed(layer.backward, upstream)
    assert_close(dx, torch.einsum("nj,jk->nk", upstream, W), "returned gradient")
    assert_unchanged(upstream, upstream_after, "upstream")
    assert_unchanged(W, layer.W, "layer.W")
    assert_unchanged(b, layer.b, "layer.b")


# %%
""" # BEGIN TEST CONFIG
points: 0.25
hidden: true
""" # END TEST CONFIG
def test_backward_keeps_the_type(Linear):
    """Float32 in gives float32 gradients, float64 in gives float64 gradients."""
    import torch
    from chainrule.checks import require

    require(Linear=Linear)
    random = torch.Generator().manual_seed(28)
    for dtype in (torch.float32, torch.float64):
        layer = Linear(3, 2)
        layer.W = torch.randn(2, 3, generator=random, dtype=dtype)
        layer.b = torch.randn(2, generator=random, dtype=dtype)
        layer.forward(torch.randn(4, 3, generator=random, dtype=dtype))
        dx = layer.backward(torch.randn(4, 2, generator=random, dtype=dtype))
        gradients = {"returned gradient": dx, "layer.dW": layer.dW, "layer.db": layer.db}
        for name, gradient in gradients.items():
            assert isinstance(gradient, torch.Tensor), f"`{name}` should be a torch tensor."
            assert gradient.abs().max() > 1e-3, f"`{name}` is 0 everywhere."
            assert gradient.dtype == dtype, f"`{name}` should be {dtype}, found {gradient.dtype}."


# %% [raw]
"""
# END TESTS
"""

# %% [raw]
"""
# END QUESTION
"""

# %% [raw]
"""
# BEGIN QUESTION
name: relu_backward
points: 2
minutes: 10
hidden_checks: large inputs, inputs of exactly 0, other shapes, a second call, arguments left unchanged, the floating-point type
"""

# %% [markdown]
r"""
### ReLU, backward

Write `relu_backward(layer, upstream)`. The forward pass above keeps its input as `layer.x`. Every
entry passes through by itself, $Y = \max(0, X)$, so the derivative is 1 where the input is positive
and 0 where it is negative. At exactly 0 there is a kink; like most libraries, we **take the
derivative at 0 to be 0**. A unit that is exactly 0 therefore passes nothing back. For example,

$$X = (-1, \; 0, \; 2), \quad U = (5, \; 6, \; -7), \qquad
\frac{\partial L}{\partial X} = (0, \; 0, \; -7).$$

A ReLU does not care about shapes: your function should work for any.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
def relu_backward(layer, upstream):
    """Return the gradient of the input of a ReLU.

    Args:
        layer: A ReLU whose forward has been called; layer.x is the input it was given.
        upstream: Gradient of the loss with respect to the output, shaped like layer.x.

    Returns:
        Gradient of the loss with respect to the input, of the same shape.
    """
    # BEGIN SOLUTION
    return upstream * (layer.x > 0)
    # END SOLUTION


# %% [raw]
"""
# END SOLUTION
"""

# %% [raw]
"""
# BEGIN TESTS
"""

# %%
""" # BEGIN TEST CONFIG
points: 0.5
""" # END TEST CONFIG
def test_relu_by_finite_differences(ReLU):
    """Away from 0, the gradient agrees with tiny changes of the input."""
    import torch
    from chainrule.checks import assert_close, numerical_gradient, require
    from chainrule.probes import call_without_autograd

    require(ReLU=ReLU)
    random = torch.Generator().manual_seed(31)
    x = torch.randn(5, 3, generator=random, dtype=torch.float64)
    x = x + 0.1 * torch.sign(x)
    upstream = torch.randn(5, 3, generator=random, dtype=torch.float64)
    relu = ReLU()
    relu.forward(x.clone())
    gradient = call_without_autograd(relu.backward, upstream.clone())
    measured = numerical_gradient(relu.forward, x, upstream)
    assert_close(gradient, measured, "returned gradient", rtol=1e-5, atol=1e-6)


# %%
""" # BEGIN TEST CONFIG
points: 0.5
hidden: true
""" # END TEST CONFIG
def test_relu_gradient(ReLU):
    """The gradient is right for inputs from tiny to large."""
    import torch
    from chainrule.checks import assert_close, require
    from chainrule.probes import call_without_autograd

    require(ReLU=ReLU)
    random = torch.Generator().manual_seed(32)
    sizes = 10.0 ** torch.arange(-6, 5, dtype=torch.float64)
    x = torch.randn(4, 11, generator=random, dtype=torch.float64) * sizes
    upstream = torch.randn(4, 11, generator=random, dtype=torch.float64)
    relu = ReLU()
    relu.forward(x.clone())
    gradient = call_without_autograd(relu.backward, upstream.clone())
    assert_close(gradient, torch.where(x > 0, upstream, 0.0), "returned gradient")


# %%
""" # BEGIN TEST CONFIG
points: 0.5
hidden: true
""" # END TEST CONFIG
def test_relu_at_the_kink(ReLU):
    """An input of exactly 0 passes nothing back."""
    import torch
    from chainrule.checks import assert_close, require

    require(ReLU=ReLU)
    x = torch.tensor([[0.0, 1.0, -0.0], [-2.0, 0.0, 3.0]], dtype=torch.float64)
    upstream = torch.tensor([[4.0, -5.0, 6.0], [7.0, -8.0, 9.0]], dtype=torch.float64)
    relu = ReLU()
    relu.forward(x.clone())
    gradient = relu.backward(upstream.clone())
    assert_close(gradient, torch.where(x > 0, upstream, 0.0), "returned gradient around 0")


# %%
""" # BEGIN TEST CONFIG
points: 0.25
hidden: true
""" # END TEST CONFIG
def test_relu_changes_nothing(ReLU):
    """The upstream gradient and the input are left as they were."""
    import torch
    from chainrule.checks import assert_close, assert_unchanged, require
    from chainrule.probes import call_observed

    require(ReLU=ReLU)
    random = torch.Generator().manual_seed(34)
    x = torch.randn(4, 6, generator=random, dtype=torch.float64)
    upstream = torch.randn(4, 6, generator=random, dtype=torch.float64)
    relu = ReLU()
    x_given = x.clone()
    relu.forward(x_given)
    gradient, (upstream_after,) = call_observed(relu.backward, upstream)
    assert_close(gradient, torch.zeros(4, 6), "returned gradient", atol=float("inf"))
    assert gradient.abs().max() > 1e-3, "`returned gradient` is 0 everywhere."
    assert_unchanged(upstream, upstream_after, "upstream")
    assert_unchanged(x, x_given, "x")
    assert_unchanged(x, getattr(relu, "x", x), "layer.x")


# %%
""" # BEGIN TEST CONFIG
points: 0.25
hidden: true
""" # END TEST CONFIG
def test_relu_for_any_shape(ReLU):
    """One example, one number, four dimensions: each call answers for its own input, in its type."""
    import torch
    from chainrule.checks import assert_close, require
    from chainrule.probes import call_without_autograd

    require(ReLU=ReLU)
    random = torch.Generator().manual_seed(35)
    relu = ReLU()
    single, double = torch.float32, torch.float64
    calls = ((1, 7), double), ((1, 7), double), ((2, 3, 4, 5), single), ((6,), double), ((1,), double)
    for shape, dtype in calls:
        x = torch.randn(shape, generator=random, dtype=dtype)
        upstream = torch.randn(shape, generator=random, dtype=dtype)
        relu.forward(x.clone())
        gradient = call_without_autograd(relu.backward, upstream.clone())
        name = f"gradient of shape {shape}"
        assert_close(gradient, torch.where(x > 0, upstream, 0.0), name)
        assert gradient.dtype == dtype, f"`{name}` should be {dtype}, found {gradient.dtype}."


# %% [raw]
"""
# END TESTS
"""

# %% [raw]
"""
# END QUESTION
"""

# %% [raw]
"""
# BEGIN QUESTION
name: cross_entropy_backward
points: 4
minutes: 20
hidden_checks: the mean over other batches and a batch of one, a class that no label names, logits of a thousand, a second call, arguments left unchanged
"""

# %% [markdown]
r"""
### Cross-entropy, backward

The loss takes logits $Z$ of shape (batch, classes) and integer labels $y$ of shape (batch,). Softmax
turns the logits of example $n$ into probabilities, and the loss is the mean over the batch of the
negative log-probability of the right label,

$$
P_{nc} = \frac{e^{Z_{nc}}}{\sum_{c'} e^{Z_{nc'}}}, \qquad
L = -\frac{1}{N} \sum_{n=1}^{N} \log P_{n y_n}
  = \frac{1}{N} \sum_{n=1}^{N} \Bigl( \log \sum_{c} e^{Z_{nc}} - Z_{n y_n} \Bigr).
$$

Write `cross_entropy_backward(loss)`, which returns $\partial L / \partial Z$. The loss is where the
backward pass starts, so there is no upstream gradient: the loss is the end of the line, and
$\partial L / \partial L = 1$. The right-hand form is the easier one to differentiate. The forward
pass keeps `loss.logits` and `loss.labels` for you.

Two examples to try by hand, with logits $(0, 0)$ and $(0, \log 3)$ and labels 0 and 1: the
probabilities are $(\tfrac12, \tfrac12)$ and $(\tfrac14, \tfrac34)$, the loss is
$\tfrac12 \bigl(\log 2 + \log \tfrac43\bigr) \approx 0.490$, and raising the label's logit of the
first example by a tiny $\varepsilon$ lowers the loss by $\tfrac14 \varepsilon$.

**Large logits.** In float32, $e^{89}$ is already infinite, and infinity divided by infinity is
not a number. Logits of 1000 and of -1000, in the same batch or in the same row, must still give the
right gradient. Softmax does not change when the same number is added to all logits of one example;
which number would you choose?
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
def cross_entropy_backward(loss):
    """Return the gradient of the mean cross-entropy with respect to the logits.

    Args:
        loss: A CrossEntropyLoss whose forward has been called; loss.logits has shape
            (batch, classes), loss.labels are integers of shape (batch,).

    Returns:
        Gradient of the loss with respect to the logits, of shape (batch, classes).
    """
    # BEGIN SOLUTION
    exponentials = torch.exp(loss.logits - loss.logits.max(dim=1, keepdim=True).values)
    gradient = exponentials / exponentials.sum(dim=1, keepdim=True)
    gradient[torch.arange(len(loss.labels)), loss.labels] -= 1
    return gradient / len(loss.labels)
    # END SOLUTION


# %% [raw]
"""
# END SOLUTION
"""

# %% [raw]
"""
# BEGIN TESTS
"""

# %%
""" # BEGIN TEST CONFIG
points: 0.25
""" # END TEST CONFIG
def test_shape_of_the_logits_gradient(CrossEntropyLoss):
    """Six examples of four classes: one entry for each logit, and it depends on the labels."""
    import torch
    from chainrule.checks import assert_close, require

    require(CrossEntropyLoss=CrossEntropyLoss)
    random = torch.Generator().manual_seed(41)
    logits = torch.randn(6, 4, generator=random, dtype=torch.float64)
    loss = CrossEntropyLoss()
    loss.forward(logits.clone(), torch.tensor([3, 0, 1, 2, 0, 3]))
    gradient = loss.backward()
    assert_close(gradient, torch.zeros(6, 4), "returned gradient", atol=float("inf"))
    gradient = gradient.clone()
    loss.forward(logits.clone(), torch.tensor([2, 1, 0, 3, 3, 0]))
    change = (loss.backward() - gradient).abs().max()
    assert change > 1e-3, "`returned gradient` is the same whatever the labels are."


# %%
""" # BEGIN TEST CONFIG
points: 1
""" # END TEST CONFIG
def test_cross_entropy_by_finite_differences(CrossEntropyLoss):
    """The gradient agrees with tiny changes of the logits in the forward pass."""
    import torch
    from chainrule.checks import assert_close, numerical_gradient, require
    from chainrule.probes import call_without_autograd

    require(CrossEntropyLoss=CrossEntropyLoss)
    random = torch.Generator().manual_seed(42)
    logits = 2 * torch.randn(5, 3, generator=random, dtype=torch.float64)
    labels = torch.tensor([2, 0, 1, 1, 2])
    loss = CrossEntropyLoss()
    loss.forward(logits.clone(), labels.clone())
    gradient = call_without_autograd(loss.backward)
    measured = numerical_gradient(lambda z: loss.forward(z, labels), logits)
    assert_close(gradient, measured, "returned gradient", rtol=1e-5, atol=1e-7)


# %%
""" # BEGIN TEST CONFIG
points: 0.5
hidden: true
""" # END TEST CONFIG
def test_cross_entropy_gradient(CrossEntropyLoss):
    """The gradient is right for confident and for unsure predictions, in both types."""
    import torch
    from chainrule.checks import assert_close, require
    from chainrule.probes import call_without_autograd

    require(CrossEntropyLoss=CrossEntropyLoss)
    random = torch.Generator().manual_seed(43)
    for dtype, scale in ((torch.float64, 0.1), (torch.float64, 10.0), (torch.float32, 3.0)):
        logits = scale * torch.randn(8, 5, generator=random, dtype=torch.float64)
        labels = torch.randint(5, (8,), generator=random)
        with torch.enable_grad():
            leaf = logits.clone().requires_grad_()
            value = torch.nn.functional.cross_entropy(leaf, labels)
            (right,) = torch.autograd.grad(value, leaf)
        loss = CrossEntropyLoss()
        loss.forward(logits.to(dtype, copy=True), labels.clone())
        gradient = call_without_autograd(loss.backward)
        name = f"returned gradient for logits of about {scale:g}"
        assert_close(gradient, right.to(dtype), name)
        assert gradient.dtype == dtype, f"`{name}` should be {dtype}, found {gradient.dtype}."


# %%
""" # BEGIN TEST CONFIG
points: 0.75
hidden: true
""" # END TEST CONFIG
def test_mean_over_any_batch(CrossEntropyLoss):
    """The mean is taken over the batch that came in, of one, two or thirteen, whose labels may omit a class."""
    import torch
    from chainrule.checks import assert_close, require
    from chainrule.probes import call_without_autograd

    require(CrossEntropyLoss=CrossEntropyLoss)
    random = torch.Generator().manual_seed(44)
    loss = CrossEntropyLoss()
    for batch in (1, 13, 2):
        logits = torch.randn(batch, 4, generator=random, dtype=torch.float64)
        labels = torch.randint(3, (batch,), generator=random)  # never the last class
        loss.forward(logits.clone(), labels.clone())
        right = torch.softmax(logits, 1) - torch.nn.functional.one_hot(labels, 4)
        gradient = call_without_autograd(loss.backward)
        assert_close(gradient, right / batch, f"gradient for a batch of {batch}")


# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
""" # END TEST CONFIG
def test_large_logits(CrossEntropyLoss):
    """Logits of a thousand, up and down, give the right loss and the right gradient."""
    import torch
    from chainrule.checks import assert_close, assert_number, require
    from chainrule.probes import call_without_autograd

    require(CrossEntropyLoss=CrossEntropyLoss)
    rows = [
        [1000.0, 1001.0, 0.0],
        [-1000.0, -1001.0, -1002.0],
        [1000.0, -1000.0, 0.0],
        [0.0, 2.0, 1.0],
    ]
    labels = torch.tensor([0, 2, 1, 0])
    for dtype in (torch.float64, torch.float32):
        logits = torch.tensor(rows, dtype=dtype)
        loss = CrossEntropyLoss()
        value = loss.forward(logits.clone(), labels.clone())
        right = torch.softmax(logits, 1) - torch.nn.functional.one_hot(labels, 3)
        gradient = call_without_autograd(loss.backward)
        assert_close(gradient, right / 4, "gradient for logits of a thousand")
        expected = float(torch.nn.functional.cross_entropy(logits, labels))
        assert_number(value, expected, "loss for logits of a thousand", rtol=1e-5)


# %%
""" # BEGIN TEST CONFIG
points: 0.25
hidden: true
""" # END TEST CONFIG
def test_loss_changes_nothing(CrossEntropyLoss):
    """The logits and the labels are left as they were by both passes."""
    import torch
    from chainrule.checks import assert_close, assert_unchanged, require

    require(CrossEntropyLoss=CrossEntropyLoss)
    random = torch.Generator().manual_seed(46)
    logits = torch.randn(4, 3, generator=random, dtype=torch.float64)
    labels = torch.tensor([2, 0, 1, 2])
    loss = CrossEntropyLoss()
    logits_given, labels_given = logits.clone(), labels.clone()
    loss.forward(logits_given, labels_given)
    gradient = loss.backward()
    assert_close(gradient, torch.zeros(4, 3), "returned gradient", atol=float("inf"))
    assert gradient.abs().max() > 1e-3, "`returned gradient` is 0 everywhere."
    assert_unchanged(logits, logits_given, "logits")
    assert_unchanged(labels, labels_given, "labels")
    assert_unchanged(logits, getattr(loss, "logits", logits), "loss.logits")
    assert_unchanged(labels, getattr(loss, "labels", labels), "loss.labels")


# %%
""" # BEGIN TEST CONFIG
points: 0.25
hidden: true
""" # END TEST CONFIG
def test_backward_twice(CrossEntropyLoss):
    """Calling backward twice gives the same gradient twice."""
    import torch
    from chainrule.checks import assert_close, require

    require(CrossEntropyLoss=CrossEntropyLoss)
    random = torch.Generator().manual_seed(47)
    logits = torch.randn(4, 3, generator=random, dtype=torch.float64)
    loss = CrossEntropyLoss()
    loss.forward(logits.clone(), torch.tensor([0, 2, 1, 1]))
    gradient = loss.backward()
    assert_close(gradient, torch.zeros(4, 3), "returned gradient", atol=float("inf"))
    first = gradient.clone()
    assert first.abs().max() > 1e-3, "`returned gradient` is 0 everywhere."
    assert_close(loss.backward(), first, "returned gradient at the second call")


# %% [raw]
"""
# END TESTS
"""

# %% [raw]
"""
# END QUESTION
"""
