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
title: Losses by hand and by machine
"""

# %% [markdown]
r"""
## Losses by hand and by machine

Training lowers a loss. Which one, and what exactly it adds up, decides what the network learns. Here
are the three that you will meet most, first in numbers, then as functions that work for any input.

**Classification.** A network gives a score $s_c$ for each class $c$; the right class is $y$. The
*multiclass hinge loss* wants the right score to lead every other one by a margin of 1, and charges for
what is missing. The *cross-entropy* turns the scores into probabilities $P_c$ by softmax, and charges
for surprise:

$$
L_{\text{hinge}} = \sum_{c \neq y} \max\{0,\; s_c - s_y + 1\}, \qquad
P_c = \frac{e^{s_c}}{\sum_{c'} e^{s_{c'}}}, \qquad
L_{\text{CE}} = -\ln P_y .
$$

**Regression.** For a linear model with weights $\mathbf w$ and bias $b$, the *L2 loss* of one example
is the squared difference between its target and the prediction. Over $m$ examples, the losses are
averaged, and an L2 penalty keeps the weights small (but leaves the bias alone):

$$
\ell_i = \bigl(y_i - (\mathbf w \cdot \mathbf x_i + b)\bigr)^2, \qquad
L = \frac1m \sum_{i=1}^{m} \ell_i + R, \qquad
R = \lambda \sum_j w_j^2 .
$$

There is no factor $\tfrac12$ anywhere, and $\ln$ is the natural logarithm.

**An example.** Four classes have the scores fox 2.6, cat 2.0, dog 1.7 and bird 0.2, and the animal is a
cat. Scores up to $2.0 - 1 = 1$ are free of charge:

![A number line with the four scores. From the mark at 1, one below the cat's score, bars reach to the
dog at 1.7 and to the fox at 2.6. The bird at 0.2 lies left of the mark.](../figures/losses_margin.png)

The hinge loss is $0.7 + 1.6 + 0 = 2.3$. Softmax gives the cat the probability
$e^{2} / (e^{2.6} + e^{2} + e^{1.7} + e^{0.2}) \approx 0.2682$, so the cross-entropy is about 1.316.
"""

# %%
import numpy as np

# %% [raw]
"""
# BEGIN QUESTION
name: vehicle_losses
points: 3
minutes: 15
hidden_checks: the values of the hinge loss, the probabilities and the cross-entropy
"""

# %% [markdown]
"""
### A motorcycle that looks like a car

A classifier distinguishes four kinds of vehicle. For a photo of a **motorcycle** it gives these scores:

| motorcycle | car | truck | bicycle |
|:-:|:-:|:-:|:-:|
| 2.0 | 4.5 | 1.0 | 3.5 |

With a pocket calculator, compute the hinge loss, the four probabilities (as a list or array, in the
order of the table) and the cross-entropy. Each number may be off by 0.001; expressions that Python can
compute will do as well.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
# BEGIN SOLUTION NO PROMPT
exponentials = np.exp([2.0, 4.5, 1.0, 3.5])
# END SOLUTION
vehicle_hinge = (4.5 - 2.0 + 1) + 0 + (3.5 - 2.0 + 1)  # SOLUTION
vehicle_probabilities = exponentials / exponentials.sum()  # SOLUTION
vehicle_cross_entropy = -np.log(vehicle_probabilities[0])  # SOLUTION

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
points: 0
""" # END TEST CONFIG
def test_losses_and_probabilities(vehicle_hinge, vehicle_probabilities, vehicle_cross_entropy):
    """Two losses that are not negative, and four probabilities that add up to 1."""
    from chainrule.checks import assert_numbers, require

    require(vehicle_hinge=vehicle_hinge, vehicle_probabilities=vehicle_probabilities)
    require(vehicle_cross_entropy=vehicle_cross_entropy)
    hinge = assert_numbers(vehicle_hinge, "vehicle_hinge", ())
    total = assert_numbers(vehicle_probabilities, "vehicle_probabilities", (4,)).sum()
    cross_entropy = assert_numbers(vehicle_cross_entropy, "vehicle_cross_entropy", ())
    assert hinge >= 0, "A hinge loss is never negative: see the maximum with 0."
    assert cross_entropy >= 0, "A cross-entropy is never negative: see the sign."
    assert abs(total - 1) < 5e-3, f"`vehicle_probabilities` should add up to 1, not {total:.4g}."

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
""" # END TEST CONFIG
def test_hinge_of_the_motorcycle(vehicle_hinge):
    """The hinge loss is right."""
    from chainrule.checks import assert_number

    assert_number(vehicle_hinge, 6, "vehicle_hinge", rtol=0, atol=1e-3)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
""" # END TEST CONFIG
def test_probabilities_of_the_vehicles(vehicle_probabilities):
    """The four probabilities are right, in the order of the table."""
    import numpy as np
    from chainrule.checks import assert_close, require

    require(vehicle_probabilities=vehicle_probabilities)
    scores = np.array([2, 4.5, 1, 3.5])
    right = [float(1 / np.exp(scores - score).sum()) for score in scores]
    assert_close(vehicle_probabilities, right, "vehicle_probabilities", rtol=0, atol=1e-3)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
""" # END TEST CONFIG
def test_cross_entropy_of_the_motorcycle(vehicle_cross_entropy):
    """The cross-entropy is right."""
    import numpy as np
    from chainrule.checks import assert_number

    right = np.logaddexp.reduce([2, 4.5, 1, 3.5]) - 2
    assert_number(vehicle_cross_entropy, right, "vehicle_cross_entropy", rtol=0, atol=1e-3)

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
name: classification_losses
points: 3
minutes: 15
hidden_checks: other numbers of classes, every position of the right class, scores of a thousand, arguments left unchanged
"""

# %% [markdown]
"""
### Hinge loss and cross-entropy as functions

Write `hinge_loss(scores, label)` and `cross_entropy_loss(scores, label)`. The scores are a numpy array
of shape (classes,), in float64; the label is the position of the right class, counted from 0. Each
returns one number. Leave `scores` as it was found.

A network that is sure of itself may give scores of 1000 or of -1000, whose exponentials are infinite or
0 in floating point. The cross-entropy must still come out right, which is easier if you take the
logarithm on paper first, and remember that softmax does not change when the same number is subtracted
from all scores.

Try your functions on the motorcycle, too.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
def hinge_loss(scores, label):
    """Return the multiclass hinge loss with margin 1."""
    # BEGIN SOLUTION
    margins = np.maximum(0, scores - scores[label] + 1)
    return margins.sum() - margins[label]
    # END SOLUTION


def cross_entropy_loss(scores, label):
    """Return minus the logarithm of the right class's softmax probability."""
    # BEGIN SOLUTION
    shifted = scores - scores.max()
    return np.log(np.exp(shifted).sum()) - shifted[label]
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
def test_losses_of_the_cat(hinge_loss, cross_entropy_loss):
    """The cat of the example has the losses printed there."""
    import numpy as np
    from chainrule.checks import assert_number, require

    require(hinge_loss=hinge_loss, cross_entropy_loss=cross_entropy_loss)
    scores = np.array([2.6, 2.0, 1.7, 0.2])
    for function, printed in ((hinge_loss, 2.3), (cross_entropy_loss, 1.316)):
        name = "the hinge loss" if printed == 2.3 else "the cross-entropy"
        assert_number(function(scores.copy(), 1), printed, f"{name} of the cat", atol=1e-3)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
""" # END TEST CONFIG
def test_hinge_loss(hinge_loss):
    """The hinge loss is right for two to seven classes, wherever the right one stands."""
    import numpy as np
    from chainrule.checks import assert_number, require

    require(hinge_loss=hinge_loss)
    random = np.random.default_rng(41)
    for classes in (5, 3, 7, 2):
        scores = random.normal(scale=2, size=classes)
        for label in range(classes):
            right = sum(max(0, s - scores[label] + 1) for s in np.delete(scores, label))
            name = f"hinge_loss for {classes} classes, label {label}"
            assert_number(hinge_loss(scores.copy(), label), right, name)

# %%
""" # BEGIN TEST CONFIG
points: 0.75
hidden: true
""" # END TEST CONFIG
def test_cross_entropy_loss(cross_entropy_loss):
    """The cross-entropy is right for two to seven classes, wherever the right one stands."""
    import numpy as np
    from chainrule.checks import assert_number, require

    require(cross_entropy_loss=cross_entropy_loss)
    random = np.random.default_rng(42)
    for classes in (5, 3, 7, 2):
        scores = random.normal(scale=2, size=classes)
        for label in range(classes):
            right = np.logaddexp.reduce(scores) - scores[label]
            name = f"cross_entropy_loss for {classes} classes, label {label}"
            assert_number(cross_entropy_loss(scores.copy(), label), right, name)

# %%
""" # BEGIN TEST CONFIG
points: 0.75
hidden: true
""" # END TEST CONFIG
def test_scores_of_a_thousand(cross_entropy_loss):
    """Scores of a thousand, up and down, give the right cross-entropy."""
    import numpy as np
    from chainrule.checks import assert_number, require

    require(cross_entropy_loss=cross_entropy_loss)
    for low, high, middle in ((-1000.0, 1000.0, 0.0), (1000.0, 1001.0, 999.5), (-1002.0, -1000.0, -1001.0)):
        scores = np.array([low, high, middle])
        for label in (1, 0, 2):
            right = np.logaddexp.reduce(scores) - scores[label]
            name = f"cross_entropy_loss of {scores.tolist()}, label {label}"
            assert_number(cross_entropy_loss(scores.copy(), label), right, name)

# %%
""" # BEGIN TEST CONFIG
points: 0.25
hidden: true
""" # END TEST CONFIG
def test_scores_are_left_alone(hinge_loss, cross_entropy_loss):
    """Neither function changes the scores that it was given."""
    import numpy as np
    from chainrule.checks import assert_number, assert_unchanged, require
    from chainrule.probes import call_observed

    require(hinge_loss=hinge_loss, cross_entropy_loss=cross_entropy_loss)
    scores = np.array([0.5, 2.5, -1.0, 3.0])
    loss, (after, _) = call_observed(hinge_loss, scores, 1)
    assert_number(loss, 1.5, "hinge_loss")
    assert_unchanged(scores, after, "scores")
    loss, (after, _) = call_observed(cross_entropy_loss, scores, 1)
    assert_number(loss, np.logaddexp.reduce(scores) - 2.5, "cross_entropy_loss")
    assert_unchanged(scores, after, "scores")

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
name: regression_losses
points: 3
minutes: 10
hidden_checks: the values of the three losses, of their average, of the penalty and of the total
"""

# %% [markdown]
r"""
### A linear model and three examples

The model $\hat y = w_1 x_1 + w_2 x_2 + b$ stands at $w_1 = 0.5$, $w_2 = 1$, $b = 0$. The data are

| | $x_1$ | $x_2$ | $y$ |
|:-:|:-:|:-:|:-:|
| first | 1 | 2 | 4 |
| second | 2 | 0 | 3 |
| third | 3 | 1 | 5 |

By hand, compute the L2 loss of each example (as a list or array of three numbers), their average, the
penalty $R$ for $\lambda = 0.1$, and the total $L$. Decimals may be off by 0.001.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
example_losses = [(4 - 2.5) ** 2, (3 - 1) ** 2, (5 - 2.5) ** 2]  # SOLUTION
losses_average = 12.5 / 3  # SOLUTION
weight_penalty = 0.1 * (0.5**2 + 1**2)  # SOLUTION
regression_total = losses_average + weight_penalty  # SOLUTION

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
points: 0
""" # END TEST CONFIG
def test_numbers_fit_together(example_losses, losses_average, weight_penalty, regression_total):
    """Three losses, none of them negative, and three numbers that fit together."""
    from chainrule.checks import assert_numbers, require

    require(example_losses=example_losses, losses_average=losses_average)
    require(weight_penalty=weight_penalty, regression_total=regression_total)
    least = assert_numbers(example_losses, "example_losses", (3,)).min()
    assert least >= 0, f"A square is never negative; `example_losses` holds {least:g}."
    average = assert_numbers(losses_average, "losses_average", ())
    penalty = assert_numbers(weight_penalty, "weight_penalty", ())
    total = assert_numbers(regression_total, "regression_total", ())
    gap = abs(total - average - penalty)
    assert gap < 5e-3, "`regression_total` should be the average plus the penalty."

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
""" # END TEST CONFIG
def test_losses_of_the_examples(example_losses):
    """The three losses are right, in order."""
    from chainrule.checks import assert_close, require

    require(example_losses=example_losses)
    right = [(y - (0.5 * x1 + x2)) ** 2 for x1, x2, y in ((1, 2, 4), (2, 0, 3), (3, 1, 5))]
    assert_close(example_losses, right, "example_losses", rtol=0, atol=1e-3)

# %%
""" # BEGIN TEST CONFIG
points: 0.75
hidden: true
""" # END TEST CONFIG
def test_average(losses_average):
    """The average is right."""
    from chainrule.checks import assert_number

    assert_number(losses_average, 25 / 6, "losses_average", rtol=0, atol=1e-3)

# %%
""" # BEGIN TEST CONFIG
points: 0.75
hidden: true
""" # END TEST CONFIG
def test_penalty(weight_penalty):
    """The penalty is right."""
    from chainrule.checks import assert_number

    assert_number(weight_penalty, 1 / 8, "weight_penalty", rtol=0, atol=1e-3)

# %%
""" # BEGIN TEST CONFIG
points: 0.5
hidden: true
""" # END TEST CONFIG
def test_total(regression_total):
    """The total is right."""
    from chainrule.checks import assert_number

    assert_number(regression_total, 103 / 24, "regression_total", rtol=0, atol=1e-3)

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
name: regression_loss_functions
points: 3
minutes: 10
hidden_checks: perfect predictions, other numbers of examples and features, a single example, a bias, a strength of 0, arguments left unchanged
"""

# %% [markdown]
r"""
### L2 loss and total as functions

Write two functions for $m$ examples with $n$ features:

- `squared_errors(w, b, x, y)` returns the L2 loss of each example, a numpy array of shape (m,);
- `regularised_loss(w, b, x, y, strength)` returns the total $L$, one number.

The weights `w` have shape (n,), the bias `b` is a number, the inputs `x` have shape (m, n), the targets
`y` have shape (m,), and `strength` is $\lambda$. Leave the arrays as they were found. For example, with
`w = [1, -1]`, `b = 0.5`, a single input `[2, 1]`, the target 1 and $\lambda = 0.1$, the prediction is
1.5, the loss 0.25, the penalty 0.2 and the total 0.45.
"""

# %% [raw]
"""
# BEGIN SOLUTION
"""

# %%
def squared_errors(w, b, x, y):
    """Return the L2 loss of each example, of shape (m,)."""
    # BEGIN SOLUTION
    return (y - (x @ w + b)) ** 2
    # END SOLUTION


def regularised_loss(w, b, x, y, strength):
    """Return the average L2 loss plus the penalty on the weights."""
    # BEGIN SOLUTION
    return squared_errors(w, b, x, y).mean() + strength * (w @ w)
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
def test_errors_and_total(squared_errors, regularised_loss):
    """Six examples have six losses, and one total."""
    import numpy as np
    from chainrule.checks import assert_close, assert_number, require

    require(squared_errors=squared_errors, regularised_loss=regularised_loss)
    random = np.random.default_rng(42)
    w, x, y = random.normal(size=3), random.normal(size=(6, 3)), random.normal(size=6)
    assert_close(squared_errors(w, 0.5, x, y), np.zeros(6), "squared_errors", atol=float("inf"))
    assert_number(regularised_loss(w, 0.5, x, y, 0.1), 0.0, "regularised_loss", atol=float("inf"))

# %%
""" # BEGIN TEST CONFIG
points: 0.25
""" # END TEST CONFIG
def test_example_in_numbers(squared_errors, regularised_loss):
    """The example in the text comes out as printed there."""
    import numpy as np
    from chainrule.checks import assert_close, assert_number, require

    require(squared_errors=squared_errors, regularised_loss=regularised_loss)
    w, x, y = np.array([1.0, -1.0]), np.array([[2.0, 1.0]]), np.array([1.0])
    errors = squared_errors(w.copy(), 0.5, x.copy(), y.copy())
    assert_close(errors, np.array([0.25]), "squared_errors", reveal=True)
    assert_number(regularised_loss(w, 0.5, x, y, 0.1), 0.45, "regularised_loss")

# %%
""" # BEGIN TEST CONFIG
points: 0.5
hidden: true
""" # END TEST CONFIG
def test_perfect_predictions(squared_errors, regularised_loss):
    """Where a network without a bias predicts every target, no loss is left, and the total is the penalty."""
    import numpy as np
    from chainrule.checks import assert_close, assert_number, require

    require(squared_errors=squared_errors, regularised_loss=regularised_loss)
    random = np.random.default_rng(45)
    for m, n, strength in ((4, 3, 0.6), (2, 5, 1.3)):
        w, x = random.normal(size=n), random.normal(size=(m, n))
        errors = squared_errors(w, 0.0, x, x @ w)
        assert_close(errors, np.zeros(m), "squared_errors of perfect predictions", atol=1e-12)
        total = regularised_loss(w, 0.0, x, x @ w, strength)
        assert_number(total, strength * sum(entry**2 for entry in w), "regularised_loss of perfect predictions")

# %%
""" # BEGIN TEST CONFIG
points: 0.75
hidden: true
""" # END TEST CONFIG
def test_squared_errors(squared_errors):
    """Every example gets its own loss, for other sizes and a bias."""
    import numpy as np
    from chainrule.checks import assert_close, require

    require(squared_errors=squared_errors)
    random = np.random.default_rng(43)
    for m, n in ((5, 4), (1, 3), (6, 1)):
        w, b, x, y = random.normal(size=n), random.normal(), random.normal(size=(m, n)), random.normal(size=m)
        right = np.array([(y[i] - b - sum(w[j] * x[i, j] for j in range(n))) ** 2 for i in range(m)])
        errors = squared_errors(w, b, x, y)
        assert_close(errors, right, f"squared_errors for {m} examples, {n} features")

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
""" # END TEST CONFIG
def test_regularised_loss(regularised_loss):
    """The total is right for other sizes, biases and strengths, 0 among them."""
    import numpy as np
    from chainrule.checks import assert_number, require

    require(regularised_loss=regularised_loss)
    random = np.random.default_rng(44)
    for m, n, strength in ((5, 4, 0.7), (1, 3, 0.2), (6, 2, 0.0), (3, 1, 2.5)):
        w, b, x, y = random.normal(size=n), random.normal(), random.normal(size=(m, n)), random.normal(size=m)
        data = sum((y[i] - b - sum(w[j] * x[i, j] for j in range(n))) ** 2 for i in range(m)) / m
        right = data + strength * sum(entry * entry for entry in w)
        name = f"regularised_loss for {m} examples, {n} features, strength {strength}"
        assert_number(regularised_loss(w, b, x, y, strength), right, name)

# %%
""" # BEGIN TEST CONFIG
points: 0.25
hidden: true
""" # END TEST CONFIG
def test_regression_changes_nothing(squared_errors, regularised_loss):
    """Neither function changes the arrays that it was given."""
    import numpy as np
    from chainrule.checks import assert_close, assert_number, assert_unchanged, require
    from chainrule.probes import call_observed

    require(squared_errors=squared_errors, regularised_loss=regularised_loss)
    w, y = np.array([1.0, -2.0, 0.5, 1.0]), np.array([0.5, 3.0, -1.0])
    x = np.array([[0.5, 1.5, 1.0, 0.0], [2.0, -1.0, 2.0, 1.0], [0.0, 1.0, -3.0, 0.5]])
    errors, after_errors = call_observed(squared_errors, w, 0.25, x, y)
    total, after_total = call_observed(regularised_loss, w, 0.25, x, y, 0.75)
    assert_close(errors, np.array([5.0625, 10.5625, 3.0625]), "squared_errors")
    assert_number(total, 18.6875 / 3 + 4.6875, "regularised_loss")
    for after in (after_errors, after_total):
        for name, before, left in (("w", w, after[0]), ("x", x, after[2]), ("y", y, after[3])):
            assert_unchanged(before, left, name)

# %% [raw]
"""
# END TESTS
"""

# %% [raw]
"""
# END QUESTION
"""
