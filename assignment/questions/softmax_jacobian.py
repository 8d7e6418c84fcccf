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
title: The Jacobian of softmax
builds_on: []
"""

# %% [markdown]
r"""
## The Jacobian of softmax

Softmax turns a vector $z \in \mathbb{R}^n$ of logits into probabilities,

$$y_i = \frac{e^{z_i}}{\sum_{k=1}^{n} e^{z_k}}, \qquad i = 1, \dots, n.$$

Every output depends on every logit, so the derivative is a whole matrix: the **Jacobian** $J$ with
$J_{ij} = \partial y_i / \partial z_j$, one row an output and one column a logit. It has a short formula,

$$J_{ij} = y_i \, (\delta_{ij} - y_j),$$

where $\delta_{ij}$ is 1 if $i = j$ and 0 otherwise (it is called Kronecker's delta). You will turn it into
code, and then use the matrix without ever writing it down.

An example to compare with: for $z = (0, \log 2, \log 5)$ the exponentials are $1, 2, 5$, and

$$
y = \tfrac{1}{8} \begin{pmatrix} 1 \\ 2 \\ 5 \end{pmatrix}, \qquad
J = \tfrac{1}{64} \begin{pmatrix} 7 & -2 & -5 \\ -2 & 12 & -10 \\ -5 & -10 & 15 \end{pmatrix}.
$$
"""

# %%
import numpy as np

# %% [raw]
"""
# BEGIN QUESTION
name: softmax_derivation
points: 3
minutes: 20
manual: true
word_limit: 200
rubric:
  - {id: logarithm, points: 1, text: "Sets up a derivative that can be carried out: the logarithm of y, or the quotient rule on the definition.", note: "Both ways are fine. With the quotient rule, the numerator and the denominator must both be differentiated correctly."}
  - {id: cases, points: 1, text: "Covers the diagonal and the rest, by two cases or with delta throughout.", note: "The derivative of the log-sum-exp with respect to z_j must come out as y_j."}
  - {id: back, points: 1, text: "Gets from the logarithm back to y itself, with the factor y_i, and arrives at the formula.", note: "A common slip is to stop at the derivative of log y_i and to call it that of y_i: then no point here. With the quotient rule, this point is for simplifying to the formula."}
"""

# %% [markdown]
r"""
### Derivation

Show that $\partial y_i / \partial z_j = y_i (\delta_{ij} - y_j)$. It is the shorter way to
differentiate $\log y_i$ first.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %% [markdown]
r"""
Take the logarithm of the definition: $\log y_i = z_i - \log \sum_{k} e^{z_k}$. Now differentiate with
respect to $z_j$, one term at a time. The first term gives $\partial z_i / \partial z_j = \delta_{ij}$.
The second gives

$$\frac{\partial}{\partial z_j} \log \sum_{k} e^{z_k} = \frac{e^{z_j}}{\sum_{k} e^{z_k}} = y_j,$$

because $z_j$ occurs in just one term of the sum, and the derivative of a logarithm is one over its
argument. Together, $\partial \log y_i / \partial z_j = \delta_{ij} - y_j$: it is $1 - y_i$ on the
diagonal and $-y_j$ elsewhere.

The chain rule leads back from the logarithm to $y_i$ itself,

$$\frac{\partial \log y_i}{\partial z_j} = \frac{1}{y_i} \frac{\partial y_i}{\partial z_j}
\qquad\Longrightarrow\qquad
\frac{\partial y_i}{\partial z_j} = y_i \, (\delta_{ij} - y_j).$$

(Dividing by $y_i$ is allowed: exponentials are positive.)
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
name: softmax_jacobian
points: 2
minutes: 15
hidden_checks: the diagonal and the rest by themselves, rows that add up to 0, symmetry, other sizes, nine digits, a single logit, logits of a thousand, an argument left unchanged
"""

# %% [markdown]
"""
### The matrix

Write `softmax_jacobian(z)`. Logits may be large: with entries of 1000 or of -1000 the result must be
finite and right, and $e^{1000}$ is not. (Softmax stays the same if one number is subtracted from
all logits.)
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
def softmax_jacobian(z):
    """Return the Jacobian of softmax.

    Args:
        z: Logits, a numpy array of shape (n,), of real or of whole numbers.

    Returns:
        The Jacobian, a numpy array of shape (n, n): entry [i, j] is the derivative of output i by logit j.
    """
    # BEGIN SOLUTION
    exponentials = np.exp(z - z.max())
    y = exponentials / exponentials.sum()
    return np.diag(y) - np.outer(y, y)
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
def test_square_matrix(softmax_jacobian):
    """For n logits, the Jacobian has n rows and n columns of finite numbers."""
    import numpy as np
    from chainrule.checks import assert_close, require

    require(softmax_jacobian=softmax_jacobian)
    for n in (2, 7):
        found = softmax_jacobian(np.random.default_rng(n).normal(size=n))
        assert_close(found, np.zeros((n, n)), f"the Jacobian for n = {n}", atol=float("inf"))

# %%
""" # BEGIN TEST CONFIG
points: 0.2
""" # END TEST CONFIG
def test_jacobian_of_the_example(softmax_jacobian):
    """The Jacobian of the example is the one printed there."""
    import numpy as np
    from chainrule.checks import assert_close, require

    require(softmax_jacobian=softmax_jacobian)
    found = softmax_jacobian(np.log(np.array([1.0, 2.0, 5.0])))
    printed = np.array([[7, -2, -5], [-2, 12, -10], [-5, -10, 15]]) / 64
    assert_close(found, printed, "the Jacobian of the example", reveal=True)

# %%
""" # BEGIN TEST CONFIG
points: 0.2
""" # END TEST CONFIG
def test_columns_by_finite_differences(softmax_jacobian):
    """Each column agrees with a tiny change of one logit."""
    import numpy as np
    import torch
    from chainrule.checks import assert_close, require

    require(softmax_jacobian=softmax_jacobian)
    z = np.random.default_rng(11).normal(size=5)
    found = softmax_jacobian(z)
    assert_close(found, np.zeros((5, 5)), "the Jacobian", atol=float("inf"))
    for j, unit in enumerate(np.eye(5)):
        up, down = (torch.softmax(torch.tensor(z + h * unit), dim=0).numpy() for h in (1e-6, -1e-6))
        assert_close(found[:, j], (up - down) / 2e-6, f"column {j}", rtol=1e-5, atol=1e-7)


# %%
""" # BEGIN TEST CONFIG
points: 0.2
hidden: true
""" # END TEST CONFIG
def test_rows_and_columns_add_up(softmax_jacobian):
    """Raising all logits together changes nothing, and the outputs always add up to 1."""
    import numpy as np
    from chainrule.checks import assert_close, require

    require(softmax_jacobian=softmax_jacobian)
    for n in (2, 6):
        z = 2 * np.random.default_rng(n).normal(size=n)
        found = softmax_jacobian(z)
        assert_close(found, np.zeros((n, n)), "the Jacobian", atol=float("inf"))
        exact = 1e-12 if np.asarray(found).dtype == np.float64 else 1e-6
        found = np.asarray(found, dtype=float)
        diagonal = found.diagonal()
        assert (diagonal > 0).all() and (diagonal < 0.25 + exact).all(), (
            "An output cannot fall when its own logit is raised, nor move faster than 1/4: look at the diagonal."
        )
        assert_close(found.sum(axis=1), np.zeros(n), "the sum over each row", atol=exact)
        assert_close(found.sum(axis=0), np.zeros(n), "the sum over each column", atol=exact)


# %%
""" # BEGIN TEST CONFIG
points: 0.2
hidden: true
""" # END TEST CONFIG
def test_diagonal(softmax_jacobian):
    """The derivatives of each output by its own logit are right."""
    import numpy as np
    import torch
    from chainrule.checks import assert_close, require

    require(softmax_jacobian=softmax_jacobian)
    for n in (3, 6):
        z = np.random.default_rng(40 + n).normal(size=n)
        with torch.enable_grad():
            right = torch.autograd.functional.jacobian(lambda t: torch.softmax(t, dim=0), torch.tensor(z))
        found = softmax_jacobian(z)
        assert_close(found, np.zeros((n, n)), f"the Jacobian for n = {n}", atol=float("inf"))
        assert_close(np.asarray(found).diagonal(), right.numpy().diagonal(), f"the diagonal for n = {n}")

# %%
""" # BEGIN TEST CONFIG
points: 0.2
hidden: true
""" # END TEST CONFIG
def test_off_the_diagonal(softmax_jacobian):
    """The derivatives of each output by the other logits are right."""
    import numpy as np
    import torch
    from chainrule.checks import assert_close, require

    require(softmax_jacobian=softmax_jacobian)
    for n in (3, 6):
        z = np.random.default_rng(50 + n).normal(size=n)
        with torch.enable_grad():
            right = torch.autograd.functional.jacobian(lambda t: torch.softmax(t, dim=0), torch.tensor(z))
        found = softmax_jacobian(z)
        assert_close(found, np.zeros((n, n)), f"the Jacobian for n = {n}", atol=float("inf"))
        others = ~np.eye(n, dtype=bool)
        assert_close(np.asarray(found)[others], right.numpy()[others], f"the entries off the diagonal for n = {n}")

# %%
""" # BEGIN TEST CONFIG
points: 0.3
hidden: true
""" # END TEST CONFIG
def test_jacobian_of_any_size(softmax_jacobian):
    """The Jacobian is right to nine digits and symmetric for other sizes, a single logit among them."""
    import numpy as np
    import torch
    from chainrule.checks import assert_close, require

    require(softmax_jacobian=softmax_jacobian)
    for n in (1, 2, 9):
        z = 3 * np.random.default_rng(20 + n).normal(size=n)
        with torch.enable_grad():
            right = torch.autograd.functional.jacobian(lambda t: torch.softmax(t, dim=0), torch.tensor(z))
        found = softmax_jacobian(z)
        assert_close(found, right.numpy(), f"the Jacobian for n = {n}", rtol=1e-9, atol=1e-12)
        found = np.asarray(found)
        assert_close(found.T, found, f"the transposed Jacobian for n = {n}")

# %%
""" # BEGIN TEST CONFIG
points: 0.3
hidden: true
""" # END TEST CONFIG
def test_jacobian_of_large_logits(softmax_jacobian):
    """Logits of a thousand, up and down, give the right Jacobian."""
    import numpy as np
    import torch
    from chainrule.checks import assert_close, require

    require(softmax_jacobian=softmax_jacobian)
    for z in ([1000.0, 1001.0, 999.0], [-1000.0, -1000.5, -1003.0], [1000.0, -1000.0, 0.0, 1000.0]):
        z = np.array(z)
        y = torch.softmax(torch.tensor(z), dim=0).numpy()
        right = [[y[i] * ((i == j) - y[j]) for j in range(len(z))] for i in range(len(z))]
        assert_close(softmax_jacobian(z), np.array(right), f"the Jacobian for logits {z.tolist()}")


# %%
""" # BEGIN TEST CONFIG
points: 0.15
hidden: true
""" # END TEST CONFIG
def test_jacobian_leaves_the_logits_alone(softmax_jacobian):
    """A right answer that leaves the logits as they were, also where they are whole numbers."""
    import numpy as np
    from chainrule.checks import assert_close, assert_unchanged, require
    from chainrule.probes import call_observed

    require(softmax_jacobian=softmax_jacobian)
    p = 1 / (1 + np.exp(-2.0))  # two logits that differ by 2
    right = p * (1 - p) * np.array([[1, -1], [-1, 1]])
    for before in (np.array([3.0, 1.0]), np.array([3, 1])):
        found, (after,) = call_observed(softmax_jacobian, before)
        assert_close(found, right, "the Jacobian for two logits")
        assert_unchanged(before, after, "z")


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
name: softmax_jvp
points: 1
minutes: 10
hidden_checks: other sizes, logits of a thousand, 200000 logits, arguments left unchanged
"""

# %% [markdown]
r"""
### The product without the matrix

Frameworks never store a Jacobian. What they need is its product with a vector: how do the outputs move,
to first order, when the logits move in the direction $v$? Write `softmax_jvp(z, v)`, which returns
$Jv$ in time and memory proportional to $n$. Insert the formula for $J_{ij}$ into
$(Jv)_i = \sum_j J_{ij} v_j$, and see what is left of the sum.

A language model has a logit for each entry of its vocabulary. With 200,000 of them, as in the hidden
checks, the matrix would fill 320 gigabytes.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
def softmax_jvp(z, v):
    """Return the product of the Jacobian of softmax with a vector, without the Jacobian.

    Args:
        z: Logits, a numpy array of shape (n,), of real or of whole numbers.
        v: Direction in which they move, an array of shape (n,), too.

    Returns:
        The product, a numpy array of shape (n,).
    """
    # BEGIN SOLUTION
    exponentials = np.exp(z - z.max())
    y = exponentials / exponentials.sum()
    return y * (v - y @ v)
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
points: 0.1
""" # END TEST CONFIG
def test_vector_of_products(softmax_jvp):
    """For n logits, the product has n finite entries."""
    import numpy as np
    from chainrule.checks import assert_close, require

    require(softmax_jvp=softmax_jvp)
    random = np.random.default_rng(30)
    for n in (3, 8):
        found = softmax_jvp(random.normal(size=n), random.normal(size=n))
        assert_close(found, np.zeros(n), f"the product for n = {n}", atol=float("inf"))

# %%
""" # BEGIN TEST CONFIG
points: 0.2
""" # END TEST CONFIG
def test_product_with_your_matrix(softmax_jacobian, softmax_jvp):
    """The product agrees with your own Jacobian times the vector."""
    import numpy as np
    from chainrule.checks import assert_close, require

    require(softmax_jacobian=softmax_jacobian, softmax_jvp=softmax_jvp)
    random = np.random.default_rng(31)
    z, v = random.normal(size=6), random.normal(size=6)
    found = softmax_jvp(z, v)
    assert_close(found, np.zeros(6), "the product", atol=float("inf"))
    assert np.abs(found).max() > 1e-6, "`the product` is 0 everywhere."
    matrix = softmax_jacobian(z)
    assert_close(matrix, np.zeros((6, 6)), "what softmax_jacobian returns", atol=float("inf"))
    assert_close(found, matrix @ v, "the product")

# %%
""" # BEGIN TEST CONFIG
points: 0.15
hidden: true
""" # END TEST CONFIG
def test_product_with_equal_entries(softmax_jvp):
    """Where all logits move alike no output moves, and otherwise some do."""
    import numpy as np
    from chainrule.checks import assert_close, require

    require(softmax_jvp=softmax_jvp)
    random = np.random.default_rng(33)
    for n in (4, 7):
        z = random.normal(size=n)
        assert_close(softmax_jvp(z, np.full(n, 1.7)), np.zeros(n), "the product with equal entries", atol=1e-6)
        found = softmax_jvp(z, random.normal(size=n))
        assert_close(found, np.zeros(n), "the product with other entries", atol=float("inf"))
        assert np.abs(np.asarray(found)).max() > 1e-6, "`the product with other entries` is 0 everywhere."

# %%
""" # BEGIN TEST CONFIG
points: 0.25
hidden: true
""" # END TEST CONFIG
def test_product_of_any_size(softmax_jvp):
    """The product is right for other sizes and for logits of a thousand."""
    import numpy as np
    import torch
    from chainrule.checks import assert_close, require

    require(softmax_jvp=softmax_jvp)
    random = np.random.default_rng(32)
    large = np.array([1000.0, 999.0, -1000.0, 1001.5])
    for z in (random.normal(size=1), 2 * random.normal(size=9), large):
        v = random.normal(size=len(z))
        y = torch.softmax(torch.tensor(z), dim=0)
        right = (torch.diag(y) - torch.outer(y, y)) @ torch.tensor(v)
        assert_close(softmax_jvp(z, v), right.numpy(), f"the product for n = {len(z)}")

# %%
""" # BEGIN TEST CONFIG
points: 0.2
hidden: true
""" # END TEST CONFIG
def test_product_without_the_matrix(softmax_jvp):
    """The time grows in proportion to the number of logits, up to 200,000 of them."""
    import time

    import numpy as np
    import torch
    from chainrule.checks import assert_close, require

    require(softmax_jvp=softmax_jvp)

    def seconds(n):
        z, v = np.linspace(-2, 3, n), np.linspace(1, -1, n)
        start = time.perf_counter()
        found = softmax_jvp(z, v)
        took = time.perf_counter() - start
        y = torch.softmax(torch.tensor(z), dim=0).numpy()
        name = f"the product for {n:,} logits"
        assert_close(found, y * v - y * (y * v).sum(), name, atol=1e-15)
        return took

    # 8,000 logits: 0.2 ms where the work is in proportion to n; 80 ms row by row, 300 ms with the matrix.
    took = min(seconds(8_000) for _ in range(3))
    assert took < 0.05, f"8,000 logits took {took:.2f} s, far more than work in proportion to n needs."
    took = seconds(200_000)
    assert took < 2, f"200,000 logits took {took:.1f} s, far more than work in proportion to n needs."


# %%
""" # BEGIN TEST CONFIG
points: 0.1
hidden: true
""" # END TEST CONFIG
def test_product_changes_nothing(softmax_jvp):
    """A right answer that leaves the logits and the direction as they were."""
    import numpy as np
    from chainrule.checks import assert_close, assert_unchanged, require
    from chainrule.probes import call_observed

    require(softmax_jvp=softmax_jvp)
    z, v = np.array([3.0, 1.0]), np.array([0.5, -1.0])
    p = 1 / (1 + np.exp(-2.0))  # two logits that differ by 2
    found, (z_after, v_after) = call_observed(softmax_jvp, z, v)
    assert_close(found, 1.5 * p * (1 - p) * np.array([1.0, -1.0]), "the product for two logits")
    assert_unchanged(z, z_after, "z")
    assert_unchanged(v, v_after, "v")


# %% [raw]
"""
# END TESTS
"""

# %% [raw]
"""
# END QUESTION
"""
