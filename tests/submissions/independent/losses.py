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
# mistake: none
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
