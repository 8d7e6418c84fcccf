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
Answers to the parts of `losses`, written without a look at its variants.
"""

# %%
# VARIANT
# part: classification_losses
# name: loops
# right: true
# score: 3
def hinge_loss(scores, label):
    loss = 0.0
    for j, s in enumerate(scores):
        if j == label:
            continue
        margin = s - scores[label] + 1
        if margin > 0:
            loss += margin
    return loss


def cross_entropy_loss(scores, label):
    return np.logaddexp.reduce(scores) - scores[label]

# %%
# VARIANT
# part: classification_losses
# name: counts_own_class
# right: false
# score: 1.5
# mistake: hinge_charges_the_right_class
def hinge_loss(scores, label):
    return np.sum(np.maximum(0, scores - scores[label] + 1))


def cross_entropy_loss(scores, label):
    s = scores - np.max(scores)
    return -s[label] + np.log(np.sum(np.exp(s)))

# %%
# VARIANT
# part: classification_losses
# name: no_margin
# right: false
# score: 0.75
# mistake: none
def hinge_loss(scores, label):
    loss = 0.0
    for j in range(len(scores)):
        if j != label:
            loss += max(0, scores[j] - scores[label])
    return loss


def cross_entropy_loss(scores, label):
    p = np.exp(scores - scores.max())
    p /= p.sum()
    return -np.log(p[label])

# %%
# VARIANT
# part: classification_losses
# name: unstable
# right: false
# score: 2.25
# mistake: softmax_not_shifted
def hinge_loss(scores, label):
    return sum(max(0, s - scores[label] + 1) for j, s in enumerate(scores) if j != label)


def cross_entropy_loss(scores, label):
    p = np.exp(scores) / np.sum(np.exp(scores))
    return -np.log(p[label])

# %%
# VARIANT
# part: regression_loss_functions
# name: bias_penalised
# right: false
# score: 1
# mistake: bias_penalised
def squared_errors(w, b, x, y):
    return np.square(x.dot(w) + b - y)


def regularised_loss(w, b, x, y, strength):
    return np.mean(squared_errors(w, b, x, y)) + strength * (np.sum(w**2) + b**2)

# %%
# VARIANT
# part: regression_loss_functions
# name: norm_not_squared
# right: false
# score: 1
# mistake: norm_not_squared
def squared_errors(w, b, x, y):
    return (x @ w + b - y) ** 2


def regularised_loss(w, b, x, y, strength):
    return squared_errors(w, b, x, y).mean() + strength * np.linalg.norm(w)

# %%
# VARIANT
# part: regression_loss_functions
# name: sum
# right: false
# score: 1.25
# mistake: summed
def squared_errors(w, b, x, y):
    return (x @ w + b - y) ** 2


def regularised_loss(w, b, x, y, strength):
    return np.sum((x @ w + b - y) ** 2) + strength * np.dot(w, w)

# %%
# VARIANT
# part: vehicle_losses
# name: computed
# right: true
# score: 3
s = np.array([2.0, 4.5, 1.0, 3.5])
vehicle_hinge = np.maximum(0, s - s[0] + 1)[1:].sum()
vehicle_probabilities = np.exp(s) / np.exp(s).sum()
vehicle_cross_entropy = -np.log(vehicle_probabilities[0])

# %%
# VARIANT
# part: vehicle_losses
# name: calculator_rounded
# right: true
# score: 3
vehicle_hinge = 6
vehicle_probabilities = [0.0554, 0.6752, 0.0204, 0.2484]
vehicle_cross_entropy = 2.893

# %%
# VARIANT
# part: vehicle_losses
# name: hinge_with_right_class
# right: false
# score: 2
# mistake: right_class_charged
s = np.array([2.0, 4.5, 1.0, 3.5])
vehicle_hinge = np.maximum(0, s - s[0] + 1).sum()
vehicle_probabilities = np.exp(s) / np.exp(s).sum()
vehicle_cross_entropy = -np.log(vehicle_probabilities[0])

# %%
# VARIANT
# part: vehicle_losses
# name: code
# right: true
# score: 3
s = np.array([2.0, 4.5, 1.0, 3.5])
vehicle_hinge = np.maximum(0, s[1:] - 1).sum()
e = np.exp(s - s.max())
vehicle_probabilities = e / e.sum()
vehicle_cross_entropy = -np.log(vehicle_probabilities[0])

# %%
# VARIANT
# part: vehicle_losses
# name: right_class
# right: false
# score: 2
# mistake: right_class_charged
vehicle_hinge = 7.0
vehicle_probabilities = [0.05546, 0.6756, 0.0204, 0.24854]
vehicle_cross_entropy = 2.8921

# %%
# VARIANT
# part: vehicle_losses
# name: reversed
# right: false
# score: 2
# mistake: none
vehicle_hinge = 2.0
vehicle_probabilities = [0.05546, 0.6756, 0.0204, 0.24854]
vehicle_cross_entropy = 2.8921

# %%
# VARIANT
# part: regression_losses
# name: computed
# right: true
# score: 3
x = np.array([[1, 2], [2, 0], [3, 1]]); y = np.array([4, 3, 5]); w = np.array([0.5, 1])
example_losses = (y - x @ w) ** 2
losses_average = example_losses.mean()
weight_penalty = 0.1 * (w ** 2).sum()
regression_total = losses_average + weight_penalty

# %%
# VARIANT
# part: regression_losses
# name: errors_not_squared
# right: false
# score: 0.75
# mistake: not_squared
example_losses = [1.5, 2, 2.5]
losses_average = 2.0
weight_penalty = 0.125
regression_total = 2.125

# %%
# VARIANT
# part: regression_losses
# name: sum_for_average
# right: false
# score: 1.75
# mistake: sum_for_the_average
example_losses = [2.25, 4, 6.25]
losses_average = 12.5
weight_penalty = 0.125
regression_total = 12.625

# %%
# VARIANT
# part: regression_losses
# name: code
# right: true
# score: 3
r = np.array([4 - 2.5, 3 - 1, 5 - 2.5])
example_losses = r**2
losses_average = example_losses.mean()
weight_penalty = 0.1 * (0.5**2 + 1**2)
regression_total = losses_average + weight_penalty

# %%
# VARIANT
# part: regression_losses
# name: halves
# right: false
# score: 0.75
# mistake: with_a_half
example_losses = [1.125, 2, 3.125]
losses_average = 12.5 / 6
weight_penalty = 0.125
regression_total = 12.5 / 6 + 0.125

# %%
# VARIANT
# part: regression_losses
# name: bias_one
# right: false
# score: 0.75
# mistake: none
example_losses = [0.25, 1, 2.25]
losses_average = 3.5 / 3
weight_penalty = 0.125
regression_total = 3.5 / 3 + 0.125

# %%
# VARIANT
# part: classification_losses
# name: loop_and_lse
# right: true
# score: 3
def hinge_loss(scores, label):
    return sum(max(0.0, s - scores[label] + 1) for c, s in enumerate(scores) if c != label)
def cross_entropy_loss(scores, label):
    m = max(scores)
    return m + np.log(sum(np.exp(s - m) for s in scores)) - scores[label]

# %%
# VARIANT
# part: classification_losses
# name: hinge_minus_sign
# right: false
# score: 1.5
# mistake: hinge_sign_turned_around
def hinge_loss(scores, label):
    m = np.maximum(0, scores[label] - scores + 1)
    m[label] = 0
    return m.sum()
def cross_entropy_loss(scores, label):
    z = scores - scores.max()
    return np.log(np.exp(z).sum()) - z[label]

# %%
# VARIANT
# part: classification_losses
# name: hinge_counts_itself
# right: false
# score: 1.5
# mistake: hinge_charges_the_right_class
def hinge_loss(scores, label):
    return np.maximum(0, scores - scores[label] + 1).sum()
def cross_entropy_loss(scores, label):
    z = scores - scores.max()
    return np.log(np.exp(z).sum()) - z[label]

# %%
# VARIANT
# part: classification_losses
# name: loops_too
# right: true
# score: 3
import math


def hinge_loss(scores, label):
    total = 0.0
    for c, s in enumerate(scores):
        if c != label and s - scores[label] + 1 > 0:
            total += s - scores[label] + 1
    return total


def cross_entropy_loss(scores, label):
    top = max(scores)
    return math.log(sum(math.exp(s - top) for s in scores)) + top - scores[label]

# %%
# VARIANT
# part: classification_losses
# name: right_class
# right: false
# score: 1.5
# mistake: hinge_charges_the_right_class
def hinge_loss(scores, label):
    return np.maximum(0, scores - scores[label] + 1).sum()


def cross_entropy_loss(scores, label):
    return np.logaddexp.reduce(scores) - scores[label]

# %%
# VARIANT
# part: classification_losses
# name: squared
# right: false
# score: 1.5
# mistake: hinge_squared
def hinge_loss(scores, label):
    return (np.maximum(0, np.delete(scores, label) - scores[label] + 1) ** 2).sum()


def cross_entropy_loss(scores, label):
    return np.logaddexp.reduce(scores) - scores[label]

# %%
# VARIANT
# part: regression_loss_functions
# name: list_loop
# right: true
# score: 3
def squared_errors(w, b, x, y):
    return np.array([(yi - (np.dot(w, xi) + b)) ** 2 for xi, yi in zip(x, y)])
def regularised_loss(w, b, x, y, strength):
    e = squared_errors(w, b, x, y)
    return e.sum() / len(e) + strength * np.sum(np.square(w))

# %%
# VARIANT
# part: regression_loss_functions
# name: norm_squared
# right: true
# score: 3
def squared_errors(w, b, x, y):
    return np.square(np.einsum("mn,n->m", x, w) + b - y)
def regularised_loss(w, b, x, y, strength):
    return np.mean(squared_errors(w, b, x, y)) + strength * np.linalg.norm(w) ** 2

# %%
# VARIANT
# part: regression_loss_functions
# name: loops
# right: true
# score: 3
def squared_errors(w, b, x, y):
    out = []
    for row, target in zip(x, y):
        guess = b
        for a, c in zip(w, row):
            guess += a * c
        out.append((target - guess) ** 2)
    return np.array(out)


def regularised_loss(w, b, x, y, strength):
    return sum(squared_errors(w, b, x, y)) / len(y) + strength * np.dot(w, w)

# %%
# VARIANT
# part: regression_loss_functions
# name: bias_penalty
# right: false
# score: 1.5
# mistake: bias_penalised
def squared_errors(w, b, x, y):
    return (y - x @ w - b) ** 2


def regularised_loss(w, b, x, y, strength):
    return squared_errors(w, b, x, y).mean() + strength * (np.sum(w**2) + b**2)

# %%
# VARIANT
# part: regression_loss_functions
# name: penalty_each
# right: false
# score: 1.25
# mistake: none
def squared_errors(w, b, x, y):
    return (y - x @ w - b) ** 2


def regularised_loss(w, b, x, y, strength):
    return squared_errors(w, b, x, y).sum() + len(y) * strength * np.sum(w**2)
