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
title: How far apart two distributions are
"""

# %% [markdown]
r"""
## How far apart two distributions are

A classifier is trained by pulling its probabilities towards the right ones. What "towards" means is
usually settled by the **Kullback–Leibler divergence**. For two distributions
$p = (p_1, \dots, p_k)$ and $q = (q_1, \dots, q_k)$ over the same $k$ outcomes,

$$
\mathrm{KL}(p, q) = \sum_{i=1}^{k} p_i \ln \frac{p_i}{q_i}, \qquad\text{where}\quad
p_i > 0, \;\; q_i > 0 \;\text{ for all } i, \qquad \sum_{i=1}^{k} p_i = \sum_{i=1}^{k} q_i = 1.
$$

The logarithm is the natural one. Here you find out in which respects this behaves like a distance,
and in which it does not.

**An example.** For $p = (0.8, 0.2)$ and $q = (0.2, 0.8)$,

$$\mathrm{KL}(p, q) = 0.8 \ln 4 + 0.2 \ln \tfrac14 = 0.6 \ln 4 \approx 0.832.$$

The second term is negative: where $q$ is the larger one, the logarithm is below 0. That the terms can
never add up to less than 0 is not obvious, and is what you will prove.
"""

# %%
import math


def kl_divergence(p, q):
    """Return the Kullback-Leibler divergence of two lists of probabilities."""
    return sum(of_p * math.log(of_p / of_q) for of_p, of_q in zip(p, q, strict=True))


kl_divergence([0.8, 0.2], [0.2, 0.8])

# %% [raw]
"""
# BEGIN QUESTION
name: log_bound
points: 3
minutes: 15
manual: true
rubric:
  - {id: derivative, points: 1, text: Finds where the difference of the two sides is stationary., note: "The derivative 1/x - 1 vanishes at x = 1 only, and the difference there is 0."}
  - {id: maximum, points: 1, text: "Argues that this stationary point is the largest value on all of x > 0.", note: "Strict concavity (second derivative below 0 everywhere), or rising before 1 and falling after. A second derivative at x = 1 alone shows a local maximum: half the item."}
  - {id: equality, points: 1, text: "Both directions of the equality: it holds at x = 1, and nowhere else.", note: "Uniqueness needs the strict version of the argument above."}
"""

# %% [markdown]
r"""
### A line above the logarithm

Prove that

$$\ln x \le x - 1 \quad\text{for all } x > 0, \qquad\text{with equality if and only if } x = 1.$$

*A way in:* study $h(x) = \ln x - (x - 1)$. Where is its derivative 0, and what does the sign of the
first or second derivative say about the rest of the axis?

![The graph of ln x stays below the straight line x minus 1 and touches it at x equal to
1.](../figures/divergences_tangent.png)
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %% [markdown]
r"""
Let $h(x) = \ln x - (x - 1)$ for $x > 0$. The claim is that $h \le 0$, with $h(x) = 0$ for $x = 1$ only.

The derivative is $h'(x) = \frac1x - 1 = \frac{1 - x}{x}$. It is positive for $0 < x < 1$, zero at
$x = 1$, negative for $x > 1$. So $h$ rises strictly up to $x = 1$ and falls strictly from there on:
$h(x) < h(1)$ for every $x \ne 1$. Since $h(1) = \ln 1 - 0 = 0$, this says that $h(x) < 0$ whenever
$x \neq 1$, and $h(1) = 0$. Both the inequality and the case of equality are contained in it.

The same in the language of convexity: $h''(x) = -1/x^2 < 0$, so the logarithm is strictly concave and
lies strictly below each of its tangents except at the point of contact. The line $x - 1$ is its tangent
at 1.
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
name: kl_not_negative
points: 4
minutes: 20
manual: true
rubric:
  - {id: applied, points: 1, text: "Applies the inequality to the ratio that makes it useful, q over p, for every outcome.", note: "Applied to p/q it gives an upper bound and proves nothing here."}
  - {id: summed, points: 1, text: "Weights with p, sums, and uses that both distributions add up to 1.", note: "The weights are positive: that is why the direction of the inequality survives. It need not be said in words."}
  - {id: concluded, points: 1, text: Draws the conclusion with the right sign., note: "KL is minus the sum of p ln(q/p)."}
  - {id: equality, points: 1, text: "Zero exactly for p = q, with a reason in both directions.", note: "The direction that needs work: a sum of non-positive terms is 0 only if each is, so each ratio is 1. Saying only that KL(p, p) = 0 is half the item."}
"""

# %% [markdown]
r"""
### Never negative, and when zero

Use $\ln x \le x - 1$ to show that $\mathrm{KL}(p, q) \ge 0$ for all distributions $p$ and $q$ as above.
Then say exactly when $\mathrm{KL}(p, q) = 0$, and prove it.

Nothing else about divergences is needed, and you may use the inequality even if you did not prove it.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %% [markdown]
r"""
Turn the ratio upside down, so that the inequality points the right way:

$$-\mathrm{KL}(p, q) = \sum_{i} p_i \ln \frac{q_i}{p_i}.$$

Every $q_i / p_i$ is positive, so $\ln \frac{q_i}{p_i} \le \frac{q_i}{p_i} - 1$ for each $i$. Multiply by
$p_i > 0$, which keeps the direction, and sum over $i$:

$$
-\mathrm{KL}(p, q) \;\le\; \sum_i p_i \Bigl(\frac{q_i}{p_i} - 1\Bigr)
= \sum_i q_i - \sum_i p_i = 1 - 1 = 0 .
$$

Hence $\mathrm{KL}(p, q) \ge 0$.

*When is it zero?* Exactly for $p = q$. If $p = q$, every logarithm is $\ln 1 = 0$. Conversely, suppose that
$\mathrm{KL}(p, q) = 0$. Then the two ends of the chain above are equal, although each term on the left is at most its
counterpart on the right, so all of them are equal, term by term:
$\ln \frac{q_i}{p_i} = \frac{q_i}{p_i} - 1$ for every $i$ (we may divide by $p_i > 0$). By the case of equality in the
inequality, $\frac{q_i}{p_i} = 1$ for every $i$, which is $p = q$.

This is why minimising a divergence makes sense: its smallest value is 0, and it is reached only by
getting every probability right.
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
name: kl_asymmetry
points: 2
minutes: 10
"""

# %% [markdown]
r"""
### Not a distance

A distance does not care about the order of its arguments. In the example above, swapping the two
distributions changes nothing, but that is an accident. Give two distributions with
$\mathrm{KL}(p, q) \neq \mathrm{KL}(q, p)$, with any number $k \ge 2$ of outcomes, as two lists of
positive numbers that add up to 1. To be clear of rounding errors, let the two divergences differ by at
least 0.001. The function `kl_divergence` above lets you try.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
distribution_p = [0.5, 0.5]  # SOLUTION
distribution_q = [0.9, 0.1]  # SOLUTION

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
def test_two_lists_of_one_length(distribution_p, distribution_q):
    """Two lists of numbers, with the same number of outcomes, at least two."""
    from chainrule.checks import assert_numbers, require

    require(distribution_p=distribution_p, distribution_q=distribution_q)
    p = assert_numbers(distribution_p, "distribution_p", (None,))
    q = assert_numbers(distribution_q, "distribution_q", (None,))
    assert len(p) >= 2, "`distribution_p` should have at least two entries."
    assert len(p) == len(q), f"Both lists should be of one length, found {len(p)} and {len(q)} entries."

# %%
""" # BEGIN TEST CONFIG
points: 0.25
""" # END TEST CONFIG
def test_probabilities(distribution_p, distribution_q):
    """The entries of both lists are positive and add up to 1."""
    from chainrule.checks import assert_numbers, require

    require(distribution_p=distribution_p, distribution_q=distribution_q)
    for name, side in (("distribution_p", distribution_p), ("distribution_q", distribution_q)):
        numbers = assert_numbers(side, name, (None,))
        assert len(numbers) >= 2, f"`{name}` should have at least two entries."
        assert numbers.min() > 0, f"Every entry of `{name}` should be above 0, found {numbers.min()}."
        assert abs(numbers.sum() - 1) < 1e-6, f"The entries of `{name}` should add up to 1, not {numbers.sum():.6g}."

# %%
""" # BEGIN TEST CONFIG
points: 1.5
""" # END TEST CONFIG
def test_order_matters(distribution_p, distribution_q):
    """Two distributions over the same outcomes, and their divergence depends on the order."""
    import math
    from chainrule.checks import assert_numbers, require

    require(distribution_p=distribution_p, distribution_q=distribution_q)
    sides = []
    for name, side in (("distribution_p", distribution_p), ("distribution_q", distribution_q)):
        numbers = assert_numbers(side, name, (None,)).tolist()
        assert len(numbers) >= 2, f"`{name}` should have at least two entries."
        assert min(numbers) > 0, f"Every entry of `{name}` should be above 0, found {min(numbers)}."
        total = sum(numbers)
        assert abs(total - 1) < 1e-6, f"The entries of `{name}` should add up to 1, not {total:.6g}."
        sides.append(numbers)
    p, q = sides
    assert len(p) == len(q), f"Both lists should be of one length, found {len(p)} and {len(q)} entries."
    one_way = sum(a * math.log(a / b) for a, b in zip(p, q, strict=True))
    other_way = sum(b * math.log(b / a) for a, b in zip(p, q, strict=True))
    assert abs(one_way - other_way) >= 1e-3, (
        f"KL(p, q) = {one_way:.6f} and KL(q, p) = {other_way:.6f}: they should differ by 0.001."
    )

# %% [raw]
"""
# END TESTS
"""

# %% [raw]
"""
# END QUESTION
"""
