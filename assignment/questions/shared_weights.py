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
title: One weight in two places
builds_on: []
"""

# %% [markdown]
r"""
## One weight in two places

Recurrent networks, convolutions and transformers use the same weight many times in one forward pass. The
gradient then collects what each use has to say. Here is the smallest case in which that happens, a
$d \times d$ matrix $W$ that is used twice, and a shortcut that carries $\mathbf u$ past the second use:

$$\mathbf y = W \mathbf x, \qquad \mathbf u = \operatorname{ReLU}(\mathbf y), \qquad
\mathbf v = \mathbf u + W \mathbf u, \qquad L = \tfrac12 \lVert \mathbf v \rVert^2 .$$

All of $\mathbf x, \mathbf y, \mathbf u, \mathbf v$ are vectors in $\mathbb R^d$, and $L$ is a number.

![A graph. x goes through W to y, through ReLU to u, from there through W and past it to a plus, which
gives v, and then L. Both boxes with W are fed by one and the same W
above.](../figures/shared_weight.png)

**Conventions.** $\delta_{ij}$ is 1 if $i = j$ and 0 otherwise. $\mathbf a \otimes \mathbf b$ is the
matrix with the entries $a_i b_j$. The derivative of ReLU is the step function $\Theta$, and **in this
problem $\Theta(0) = 1$**:

$$\Theta(z) = \begin{cases} 1 & \text{if } z \ge 0, \\ 0 & \text{if } z < 0. \end{cases}$$

At the kink any value between 0 and 1 would be defensible. Most libraries take 0 there; whoever checks
their formula against a library has to know.

**An example.** With $W = \begin{pmatrix} 1 & -1 \\ 2 & 1 \end{pmatrix}$ and $\mathbf x = (1, 2)$ one
gets $\mathbf y = (-1, 4)$, $\mathbf u = (0, 4)$, $\mathbf v = (-4, 8)$ and $L = 40$. The gradient is

$$\frac{\partial L}{\partial W} = \begin{pmatrix} 0 & -16 \\ 20 & 72 \end{pmatrix},$$

where the entry in row $i$ and column $j$ is $\partial L / \partial W_{ij}$. Keep it at hand to test what
you derive.
"""

# %%
import torch

# %% [raw]
"""
# BEGIN QUESTION
name: squared_norm_chain_rule
points: 1
minutes: 10
manual: true
word_limit: 120
rubric:
  - id: sum
    points: 0.5
    text: Writes L as half of the sum of the squared entries of v, and differentiates term by term.
    note: "The derivative goes into the sum by linearity; naming that is not required."
  - id: chain
    points: 0.5
    text: Uses the chain rule on each square, with the factor 2 against the one half.
    note: "A vector form, the transpose of v times dv/dW_ij, counts if its meaning in entries is stated."
"""

# %% [markdown]
r"""
### The last step first

Show that

$$\frac{\partial L}{\partial W_{ij}} = \sum_{m=1}^{d} v_m \, \frac{\partial v_m}{\partial W_{ij}} .$$
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %% [markdown]
r"""
The squared norm is a sum, $L = \tfrac12 \sum_{m=1}^d v_m^2$, and each $v_m$ depends on $W_{ij}$. A
derivative goes into a sum term by term, and the chain rule applies to each square:

$$\frac{\partial L}{\partial W_{ij}}
= \frac12 \sum_{m=1}^d \frac{\partial v_m^2}{\partial W_{ij}}
= \frac12 \sum_{m=1}^d 2 v_m \frac{\partial v_m}{\partial W_{ij}}
= \sum_{m=1}^d v_m \frac{\partial v_m}{\partial W_{ij}} .$$
"""

# %% [raw]
"""
# END SOLUTION
"""

# %% [raw]
"""
# END QUESTION
"""

# %% [raw]
"""
# BEGIN QUESTION
name: shared_weight_derivation
points: 1
minutes: 30
manual: true
word_limit: 250
rubric:
  - id: inner
    points: 0.25
    text: Obtains the derivative of u with respect to an entry of W from the last two relations, by the chain rule through y.
    note: "The result is delta_il Theta(y_i) x_j. The sum over k has to appear or be replaced by a word on the delta."
  - id: collapse
    points: 0.25
    text: Substitutes it into the derivative of v, and that into the sum of the previous part, and lets each delta select its term.
    note: "Sums must disappear for a reason; two deltas that are both kept with a free index are a mistake."
  - id: two_uses
    points: 0.25
    text: Keeps both contributions apart. One term from the second use of W, with u, and one that went through y, with x.
    note: "Losing the shortcut (the identity matrix in the result) costs this item."
  - id: matrix
    points: 0.25
    text: Reads the entries as matrices. The sum over m of W_mi v_m is an entry of the transposed matrix times v; Theta of y_i scales row i, which is what the diagonal matrix does.
    note: "A jump from entries to the final formula without a word about the transpose earns half."
"""

# %% [markdown]
r"""
### The gradient of a shared weight

In the same way as in the previous part one finds

$$\frac{\partial v_m}{\partial W_{ij}} = \frac{\partial u_m}{\partial W_{ij}} + \delta_{im} u_j
+ \sum_{l=1}^{d} W_{ml} \frac{\partial u_l}{\partial W_{ij}}, \qquad
\frac{\partial y_k}{\partial W_{ij}} = \delta_{ik} x_j, \qquad
\frac{\partial u_l}{\partial y_k} = \delta_{lk}\, \Theta(y_k) .$$

Take these as given, and derive from them and from the previous part that

$$\frac{\partial L}{\partial W} = \mathbf v \otimes \mathbf u
+ \Bigl(\operatorname{diag}\bigl(\Theta(\mathbf y)\bigr)\, (I + W^\top)\, \mathbf v\Bigr) \otimes \mathbf x ,$$

where $\operatorname{diag}$ puts a vector on the diagonal of a matrix. Say at each step which sum
disappears, and why.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %% [markdown]
r"""
*Through the first use.* By the chain rule over all entries of $\mathbf y$,

$$\frac{\partial u_l}{\partial W_{ij}} = \sum_k \frac{\partial u_l}{\partial y_k} \frac{\partial y_k}{\partial W_{ij}}
= \sum_k \delta_{lk} \Theta(y_k)\, \delta_{ik}\, x_j = \delta_{il}\, \Theta(y_i)\, x_j ,$$

because only the term with $k = i$ is left. In words: $W_{ij}$ reaches only entry $i$ of $\mathbf u$.

*Into* $\mathbf v$. Put this into the first relation. In the sum over $l$ only $l = i$ survives:

$$\frac{\partial v_m}{\partial W_{ij}} = \delta_{im}\, \Theta(y_i)\, x_j + \delta_{im}\, u_j + W_{mi}\, \Theta(y_i)\, x_j .$$

*Into* $L$. Multiply by $v_m$ and add over $m$. Each $\delta_{im}$ leaves only the term with $m = i$:

$$\frac{\partial L}{\partial W_{ij}} = v_i u_j + \Theta(y_i) \Bigl( v_i + \sum_m W_{mi} v_m \Bigr) x_j .$$

*As matrices.* The first term is entry $(i, j)$ of $\mathbf v \otimes \mathbf u$: what the second use of
$W$ contributes. In the bracket, $\sum_m W_{mi} v_m$ runs down column $i$ of $W$, so it is entry $i$ of
$W^\top \mathbf v$, and the bracket is entry $i$ of $(I + W^\top) \mathbf v$. The factor $\Theta(y_i)$
multiplies entry $i$, as the matrix $\operatorname{diag}(\Theta(\mathbf y))$ does. Together with $x_j$
this is the second term of the claim: what comes back through the first use.
"""

# %% [raw]
"""
# END SOLUTION
"""

# %% [raw]
"""
# END QUESTION
"""

# %% [raw]
"""
# BEGIN QUESTION
name: shared_weight_gradient
points: 1
minutes: 10
hidden_checks: other sizes, large entries, entries of y that are exactly 0, arguments left unchanged
"""

# %% [markdown]
"""
### The gradient as a function

Turn the formula into code, without autograd, which some checks switch off. `W` has shape (d, d), `x` has shape (d,), and both are torch
tensors of the same floating-point type. The result has the shape and the type of `W`.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
def shared_gradient(W, x):
    """Return the gradient of L with respect to W."""
    # BEGIN SOLUTION
    y = W @ x
    u = torch.relu(y)
    v = u + W @ u
    back = (v + W.T @ v) * (y >= 0)
    return torch.outer(v, u) + torch.outer(back, x)
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
points: 0.2
""" # END TEST CONFIG
def test_example_of_the_prompt(shared_gradient):
    """The gradient of the example is the one that the prompt names."""
    import torch
    from chainrule.checks import assert_close, require

    require(shared_gradient=shared_gradient)
    W = torch.tensor([[1.0, -1.0], [2.0, 1.0]])
    named = torch.tensor([[0.0, -16.0], [20.0, 72.0]])
    gradient = shared_gradient(W, torch.tensor([1.0, 2.0]))
    assert_close(gradient, named, "gradient", reveal=True)

# %%
""" # BEGIN TEST CONFIG
points: 0.2
""" # END TEST CONFIG
def test_finite_differences(shared_gradient):
    """For d = 4, the gradient agrees with tiny changes of each entry of W."""
    import torch
    from chainrule.checks import assert_close, numerical_gradient, require

    require(shared_gradient=shared_gradient)
    random = torch.Generator().manual_seed(1)
    W = torch.randn(4, 4, generator=random, dtype=torch.float64)
    x = torch.randn(4, generator=random, dtype=torch.float64)

    def loss(W):
        u = (W @ x).clamp(min=0)
        return ((u + W @ u) ** 2).sum() / 2

    measured = numerical_gradient(loss, W)
    assert_close(shared_gradient(W.clone(), x.clone()), measured, "gradient", rtol=1e-5, atol=1e-5)

# %%
""" # BEGIN TEST CONFIG
points: 0.3
hidden: true
""" # END TEST CONFIG
def test_against_autograd(shared_gradient):
    """The gradient is right for several sizes, with large entries and for d = 1."""
    import torch
    from chainrule.checks import assert_close, require
    from chainrule.probes import call_without_autograd

    require(shared_gradient=shared_gradient)
    random = torch.Generator().manual_seed(2)
    for d, scale in ((1, 1.0), (2, 1.0), (3, 100.0), (7, 1.0), (7, 0.01)):
        for _ in range(3):
            W = scale * torch.randn(d, d, generator=random, dtype=torch.float64)
            x = torch.randn(d, generator=random, dtype=torch.float64)
            with torch.enable_grad():
                leaf = W.clone().requires_grad_()
                u = torch.relu(leaf @ x)
                loss = (u + leaf @ u).square().sum() / 2
                (right,) = torch.autograd.grad(loss, leaf)
            gradient = call_without_autograd(shared_gradient, W.clone(), x.clone())
            size = max(float(right.abs().max()), 1.0)
            assert_close(gradient, right, f"gradient for d = {d}", rtol=1e-9, atol=1e-12 * size)

# %%
""" # BEGIN TEST CONFIG
points: 0.2
hidden: true
""" # END TEST CONFIG
def test_at_the_kink(shared_gradient):
    """Where an entry of y is exactly 0, the step is the one of the prompt."""
    import torch
    from chainrule.checks import assert_close, require
    from chainrule.probes import call_without_autograd

    require(shared_gradient=shared_gradient)
    for entries, x in (
        ([[1, -1, 0], [2, 1, 1], [1, 1, -2]], [1, 1, 2]),
        ([[2, 1, -1], [-1, 0, 1], [1, 2, -4]], [1, 1, 1]),
    ):
        W = torch.tensor(entries, dtype=torch.float64)
        x = torch.tensor(x, dtype=torch.float64)
        with torch.enable_grad():
            leaf = W.clone().requires_grad_()
            y = leaf @ x
            u = torch.where(y >= 0, y, 0 * y)  # its derivative at 0 is 1
            loss = (u + leaf @ u).square().sum() / 2
            (right,) = torch.autograd.grad(loss, leaf)
        gradient = call_without_autograd(shared_gradient, W, x)
        assert_close(gradient, right, "gradient where an entry of y is 0")

# %%
""" # BEGIN TEST CONFIG
points: 0.1
hidden: true
""" # END TEST CONFIG
def test_what_was_given_stays(shared_gradient):
    """W and x are left as they were, and the result has their type."""
    import torch
    from chainrule.checks import assert_close, assert_unchanged, require
    from chainrule.probes import call_observed

    require(shared_gradient=shared_gradient)
    random = torch.Generator().manual_seed(3)
    for dtype in (torch.float32, torch.float64):
        W = torch.randn(5, 5, generator=random, dtype=dtype)
        x = W[0] / 2  # its product with W has a positive entry, so that the ReLU lets something through
        gradient, after = call_observed(shared_gradient, W, x)
        assert_close(gradient, W, "gradient", atol=float("inf"))
        assert gradient.abs().max() > 1e-6, "`gradient` is 0 everywhere."
        assert gradient.dtype == dtype, f"`gradient` should be {dtype} as `W`, found {gradient.dtype}."
        assert_unchanged(W, after[0], "W")
        assert_unchanged(x, after[1], "x")

# %% [raw]
"""
# END TESTS
"""

# %% [raw]
"""
# END QUESTION
"""
