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

# %%
# VARIANT
# part: vehicle_losses
# name: rounded_decimals
# right: true
# score: 3
vehicle_hinge = 6
vehicle_probabilities = [0.0555, 0.6756, 0.0204, 0.2485]
vehicle_cross_entropy = 2.892

# %%
# VARIANT
# part: vehicle_losses
# name: torch_with_gradients
# right: true
# score: 3
import torch

logits = torch.tensor([2.0, 4.5, 1.0, 3.5], requires_grad=True)
with torch.enable_grad():
    vehicle_hinge = torch.relu(logits[1:] - logits[0] + 1).sum()
    vehicle_probabilities = torch.softmax(logits, 0)
    vehicle_cross_entropy = -torch.log_softmax(logits, 0)[:1]

# %%
# VARIANT
# part: vehicle_losses
# name: fractions_and_logarithms
# right: true
# score: 3
from fractions import Fraction
from math import exp, fsum, log

vehicle_hinge = Fraction(7, 2) + Fraction(5, 2)
scores = (2.0, 4.5, 1.0, 3.5)
vehicle_probabilities = tuple(exp(score) / fsum(map(exp, scores)) for score in scores)
vehicle_cross_entropy = log(fsum(map(exp, scores))) - 2

# %%
# VARIANT
# part: vehicle_losses
# name: torch_without_dimensions
# right: true
# score: 3
import torch

logits = torch.tensor([2.0, 4.5, 1.0, 3.5])
vehicle_hinge = torch.nn.functional.multi_margin_loss(logits, torch.tensor(0)) * 4
vehicle_probabilities = torch.softmax(logits, 0)
vehicle_cross_entropy = torch.nn.functional.cross_entropy(logits, torch.tensor(0))

# %%
# VARIANT
# part: vehicle_losses
# name: right_class_charged
# right: false
# score: 2
# mistake: The right class was charged as well, which adds its margin.
vehicle_hinge = 7.0
vehicle_probabilities = [0.0555, 0.6756, 0.0204, 0.2485]
vehicle_cross_entropy = 2.892

# %%
# VARIANT
# part: vehicle_losses
# name: without_margin
# right: false
# score: 2
# mistake: The margin was left out of the hinge loss.
vehicle_hinge = 4.0
vehicle_probabilities = [0.0555, 0.6756, 0.0204, 0.2485]
vehicle_cross_entropy = 2.892

# %%
# VARIANT
# part: vehicle_losses
# name: averaged_over_the_others
# right: false
# score: 2
# mistake: The hinge loss was averaged over the other classes.
vehicle_hinge = 2.0
vehicle_probabilities = [0.0555, 0.6756, 0.0204, 0.2485]
vehicle_cross_entropy = 2.892

# %%
# VARIANT
# part: vehicle_losses
# name: hinge_sign_turned_around
# right: false
# score: 2
# mistake: The difference in the hinge loss has the wrong sign.
vehicle_hinge = 2.0
vehicle_probabilities = [0.0555, 0.6756, 0.0204, 0.2485]
vehicle_cross_entropy = 2.892

# %%
# VARIANT
# part: vehicle_losses
# name: base_two
# right: false
# score: 2
# mistake: The cross-entropy was taken with the logarithm to base 2.
vehicle_hinge = 6.0
vehicle_probabilities = [0.0555, 0.6756, 0.0204, 0.2485]
vehicle_cross_entropy = 4.1725

# %%
# VARIANT
# part: vehicle_losses
# name: shares_without_exponentials
# right: false
# score: 1
# mistake: The scores were divided by their sum, without exponentials.
vehicle_hinge = 6.0
vehicle_probabilities = [2 / 11, 4.5 / 11, 1 / 11, 3.5 / 11]
vehicle_cross_entropy = 1.7047

# %%
# VARIANT
# part: vehicle_losses
# name: summed_over_classes
# right: false
# score: 2
# mistake: Minus the logarithm was summed over all classes, not taken at the right one.
vehicle_hinge = 6.0
vehicle_probabilities = [0.0555, 0.6756, 0.0204, 0.2485]
vehicle_cross_entropy = 8.5686

# %%
# VARIANT
# part: vehicle_losses
# name: car_taken_for_the_label
# right: false
# score: 1
# mistake: The losses were computed for the car, which has the best score, not for the motorcycle.
vehicle_hinge = 0.0
vehicle_probabilities = [0.0555, 0.6756, 0.0204, 0.2485]
vehicle_cross_entropy = 0.3922

# %%
# VARIANT
# part: vehicle_losses
# name: sorted_by_size
# right: false
# score: 2
# mistake: The probabilities are not in the order of the table.
vehicle_hinge = 6.0
vehicle_probabilities = [0.6756, 0.2485, 0.0555, 0.0204]
vehicle_cross_entropy = 2.892

# %%
# VARIANT
# part: vehicle_losses
# name: largest_margin_only
# right: false
# score: 2
# mistake: Only the largest violation of the margin was charged; all of them count.
import numpy as np
scores = np.array([2.0, 4.5, 1.0, 3.5])
vehicle_hinge = 3.5
vehicle_probabilities = np.exp(scores) / np.exp(scores).sum()
vehicle_cross_entropy = -np.log(vehicle_probabilities[0])

# %%
# VARIANT
# part: vehicle_losses
# name: common_logarithm
# right: false
# score: 2
# mistake: The cross-entropy was taken with the decimal logarithm.
import numpy as np
scores = np.array([2.0, 4.5, 1.0, 3.5])
vehicle_hinge = 6.0
vehicle_probabilities = np.exp(scores) / np.exp(scores).sum()
vehicle_cross_entropy = -np.log10(vehicle_probabilities[0])

# %%
# VARIANT
# part: vehicle_losses
# name: surprise_at_the_best_class
# right: false
# score: 2
# mistake: The cross-entropy was taken at the most likely class, not at the right one.
import numpy as np
scores = np.array([2.0, 4.5, 1.0, 3.5])
vehicle_hinge = 6.0
vehicle_probabilities = np.exp(scores) / np.exp(scores).sum()
vehicle_cross_entropy = -np.log(vehicle_probabilities.max())

# %%
# VARIANT
# part: vehicle_losses
# name: squared
# right: false
# score: 2
# mistake: The violations of the margin were squared.
vehicle_hinge = 18.5
vehicle_probabilities = [0.05546, 0.6756, 0.0204, 0.24854]
vehicle_cross_entropy = 2.8921

# %%
# VARIANT
# part: vehicle_losses
# name: entropy
# right: false
# score: 2
# mistake: The entropy of the probabilities was taken in place of the cross-entropy.
vehicle_hinge = 6.0
vehicle_probabilities = [0.05546, 0.6756, 0.0204, 0.24854]
vehicle_cross_entropy = 0.868

# %%
# VARIANT
# part: vehicle_losses
# name: no_minus
# right: false
# score: 2
# mistake: The minus sign of the cross-entropy is missing.
vehicle_hinge = 6.0
vehicle_probabilities = [0.05546, 0.6756, 0.0204, 0.24854]
vehicle_cross_entropy = np.log(0.05546)

# %%
# VARIANT
# part: vehicle_losses
# name: percent
# right: false
# score: 2
# mistake: Percentages were given in place of probabilities.
vehicle_hinge = 6.0
vehicle_probabilities = [5.546, 67.56, 2.04, 24.854]
vehicle_cross_entropy = 2.8921

# %%
# VARIANT
# part: vehicle_losses
# name: p_log_p
# right: false
# score: 2
# mistake: Minus the logarithm was multiplied by the probability.
vehicle_hinge = 6.0
vehicle_probabilities = [0.05546, 0.6756, 0.0204, 0.24854]
vehicle_cross_entropy = -0.05546 * np.log(0.05546)

# %%
# VARIANT
# part: vehicle_losses
# name: with_bicycle
# right: false
# score: 2
# mistake: Only one of the classes that violate the margin was charged.
vehicle_hinge = 2.5
vehicle_probabilities = [0.05546, 0.6756, 0.0204, 0.24854]
vehicle_cross_entropy = 2.8921

# %%
# VARIANT
# part: vehicle_losses
# name: over_four
# right: false
# score: 2
# mistake: The cross-entropy was averaged over the classes.
vehicle_hinge = 6.0
vehicle_probabilities = [0.05546, 0.6756, 0.0204, 0.24854]
vehicle_cross_entropy = 0.723

# %%
# VARIANT
# part: classification_losses
# name: loops
# right: true
# score: 3
import math


def hinge_loss(scores, label):
    loss = 0.0
    for c in range(len(scores)):
        if c != label:
            loss += max(0.0, float(scores[c]) - float(scores[label]) + 1)
    return loss


def cross_entropy_loss(scores, label):
    top = max(scores)
    return top - scores[label] + math.log(sum(math.exp(s - top) for s in scores))

# %%
# VARIANT
# part: classification_losses
# name: logaddexp_and_mask
# right: true
# score: 3
def hinge_loss(scores, label):
    others = np.arange(len(scores)) != label
    return np.clip(scores[others] - scores[label] + 1, 0, None).sum()


def cross_entropy_loss(scores, label):
    return np.logaddexp.reduce(scores) - scores[label]

# %%
# VARIANT
# part: classification_losses
# name: torch_inside
# right: true
# score: 3
import torch


def hinge_loss(scores, label):
    s = torch.tensor(scores)
    return torch.relu(s - s[label] + 1).sum() - 1


def cross_entropy_loss(scores, label):
    return -torch.log_softmax(torch.tensor(scores), dim=0)[label]

# %%
# VARIANT
# part: classification_losses
# name: hinge_charges_the_right_class
# right: false
# score: 1.5
# mistake: The right class is charged as well, which adds its margin of 1.
def hinge_loss(scores, label):
    return np.maximum(0, scores - scores[label] + 1).sum()


def cross_entropy_loss(scores, label):
    return np.logaddexp.reduce(scores) - scores[label]

# %%
# VARIANT
# part: classification_losses
# name: hinge_without_margin
# right: false
# score: 1.5
# mistake: The margin of 1 is missing from the hinge loss.
def hinge_loss(scores, label):
    return np.maximum(0, scores - scores[label]).sum()


def cross_entropy_loss(scores, label):
    return np.logaddexp.reduce(scores) - scores[label]

# %%
# VARIANT
# part: classification_losses
# name: hinge_averaged
# right: false
# score: 1.5
# mistake: The hinge loss is a mean over the classes, not a sum.
def hinge_loss(scores, label):
    return (np.maximum(0, scores - scores[label] + 1).sum() - 1) / len(scores)


def cross_entropy_loss(scores, label):
    return np.logaddexp.reduce(scores) - scores[label]

# %%
# VARIANT
# part: classification_losses
# name: hinge_of_the_worst_only
# right: false
# score: 1.75
# mistake: Only the worst of the other classes is charged.
def hinge_loss(scores, label):
    return max(0, np.delete(scores, label).max() - scores[label] + 1)


def cross_entropy_loss(scores, label):
    return np.logaddexp.reduce(scores) - scores[label]

# %%
# VARIANT
# part: classification_losses
# name: hinge_squared
# right: false
# score: 1.5
# mistake: The margins are squared before they are added.
def hinge_loss(scores, label):
    return (np.maximum(0, np.delete(scores, label) - scores[label] + 1) ** 2).sum()


def cross_entropy_loss(scores, label):
    return np.logaddexp.reduce(scores) - scores[label]

# %%
# VARIANT
# part: classification_losses
# name: hinge_sign_turned_around
# right: false
# score: 1.5
# mistake: The difference in the hinge loss has the wrong sign.
def hinge_loss(scores, label):
    return np.maximum(0, scores[label] - np.delete(scores, label) + 1).sum()


def cross_entropy_loss(scores, label):
    return np.logaddexp.reduce(scores) - scores[label]

# %%
# VARIANT
# part: classification_losses
# name: softmax_not_shifted
# right: false
# score: 2.25
# mistake: The exponentials overflow for large scores; shift the scores by their maximum first.
def hinge_loss(scores, label):
    return np.maximum(0, np.delete(scores, label) - scores[label] + 1).sum()


def cross_entropy_loss(scores, label):
    return -np.log(np.exp(scores[label]) / np.exp(scores).sum())

# %%
# VARIANT
# part: classification_losses
# name: shifted_but_log_of_zero
# right: false
# score: 2.25
# mistake: The softmax is shifted, but its logarithm is taken of a probability that has become 0.
def hinge_loss(scores, label):
    return np.maximum(0, np.delete(scores, label) - scores[label] + 1).sum()


def cross_entropy_loss(scores, label):
    e = np.exp(scores - scores.max())
    return -np.log((e / e.sum())[label])

# %%
# VARIANT
# part: classification_losses
# name: epsilon_in_the_logarithm
# right: false
# score: 2.25
# mistake: A small number is added inside the logarithm, which caps the loss of a hopeless score.
def hinge_loss(scores, label):
    return np.maximum(0, np.delete(scores, label) - scores[label] + 1).sum()


def cross_entropy_loss(scores, label):
    e = np.exp(scores - scores.max())
    return -np.log((e / e.sum())[label] + 1e-12)

# %%
# VARIANT
# part: classification_losses
# name: shifted_in_place
# right: false
# score: 2.75
# mistake: The maximum is subtracted from the caller's own scores, in place.
def hinge_loss(scores, label):
    return np.maximum(0, np.delete(scores, label) - scores[label] + 1).sum()


def cross_entropy_loss(scores, label):
    scores -= scores.max()
    return np.log(np.exp(scores).sum()) - scores[label]

# %%
# VARIANT
# part: classification_losses
# name: label_counted_from_one
# right: false
# score: 0
# mistake: The label is counted from 1; positions begin at 0.
def hinge_loss(scores, label):
    margins = np.maximum(0, scores - scores[label - 1] + 1)
    return margins.sum() - 1


def cross_entropy_loss(scores, label):
    return np.logaddexp.reduce(scores) - scores[label - 1]

# %%
# VARIANT
# part: classification_losses
# name: label_hard_coded
# right: false
# score: 0.5
# mistake: The label is ignored; position 1 is always taken for the right class.
def hinge_loss(scores, label):
    return np.maximum(0, np.delete(scores, 1) - scores[1] + 1).sum()


def cross_entropy_loss(scores, label):
    return np.logaddexp.reduce(scores) - scores[1]

# %%
# VARIANT
# part: classification_losses
# name: base_two
# right: false
# score: 1
# mistake: The cross-entropy uses the logarithm to base 2.
def hinge_loss(scores, label):
    return np.maximum(0, np.delete(scores, label) - scores[label] + 1).sum()


def cross_entropy_loss(scores, label):
    return (np.logaddexp.reduce(scores) - scores[label]) / np.log(2)

# %%
# VARIANT
# part: classification_losses
# name: averaged_over_classes
# right: false
# score: 1
# mistake: The cross-entropy is divided by the number of classes.
def hinge_loss(scores, label):
    return np.maximum(0, np.delete(scores, label) - scores[label] + 1).sum()


def cross_entropy_loss(scores, label):
    return (np.logaddexp.reduce(scores) - scores[label]) / len(scores)

# %%
# VARIANT
# part: classification_losses
# name: sign
# right: false
# score: 1
# mistake: The cross-entropy has the wrong sign.
def hinge_loss(scores, label):
    return np.maximum(0, np.delete(scores, label) - scores[label] + 1).sum()


def cross_entropy_loss(scores, label):
    return scores[label] - np.logaddexp.reduce(scores)

# %%
# VARIANT
# part: classification_losses
# name: no_clamp
# right: false
# score: 1.5
# mistake: The maximum with 0 is missing, so that classes far behind lower the loss.
def hinge_loss(scores, label):
    return (np.delete(scores, label) - scores[label] + 1).sum()


def cross_entropy_loss(scores, label):
    return np.logaddexp.reduce(scores) - scores[label]

# %%
# VARIANT
# part: classification_losses
# name: margin_minus
# right: false
# score: 1.5
# mistake: The margin has the wrong sign.
def hinge_loss(scores, label):
    return np.maximum(0, np.delete(scores, label) - scores[label] - 1).sum()


def cross_entropy_loss(scores, label):
    return np.logaddexp.reduce(scores) - scores[label]

# %%
# VARIANT
# part: classification_losses
# name: averaged
# right: false
# score: 1.5
# mistake: The hinge loss is averaged over the other classes, not summed.
def hinge_loss(scores, label):
    return np.maximum(0, np.delete(scores, label) - scores[label] + 1).mean()


def cross_entropy_loss(scores, label):
    return np.logaddexp.reduce(scores) - scores[label]

# %%
# VARIANT
# part: classification_losses
# name: shift_once
# right: false
# score: 1
# mistake: The maximum is subtracted inside the logarithm, but not from the right class's score.
def hinge_loss(scores, label):
    return np.maximum(0, np.delete(scores, label) - scores[label] + 1).sum()


def cross_entropy_loss(scores, label):
    return np.log(np.exp(scores - scores.max()).sum()) - scores[label]

# %%
# VARIANT
# part: classification_losses
# name: predicted
# right: false
# score: 1
# mistake: The cross-entropy is taken at the class with the best score; the label is ignored.
def hinge_loss(scores, label):
    return np.maximum(0, np.delete(scores, label) - scores[label] + 1).sum()


def cross_entropy_loss(scores, label):
    return np.logaddexp.reduce(scores) - scores.max()

# %%
# VARIANT
# part: classification_losses
# name: clamp_sum
# right: false
# score: 1.5
# mistake: The maximum with 0 is taken of the whole sum, not of each term.
def hinge_loss(scores, label):
    return max(0, (np.delete(scores, label) - scores[label] + 1).sum())


def cross_entropy_loss(scores, label):
    return np.logaddexp.reduce(scores) - scores[label]

# %%
# VARIANT
# part: classification_losses
# name: exp_sum
# right: false
# score: 1
# mistake: The score of the right class is missing from the cross-entropy.
def hinge_loss(scores, label):
    return np.maximum(0, np.delete(scores, label) - scores[label] + 1).sum()


def cross_entropy_loss(scores, label):
    return np.logaddexp.reduce(scores)

# %%
# VARIANT
# part: classification_losses
# name: probability
# right: false
# score: 1
# mistake: The probability was returned, not minus its logarithm.
def hinge_loss(scores, label):
    return np.maximum(0, np.delete(scores, label) - scores[label] + 1).sum()


def cross_entropy_loss(scores, label):
    e = np.exp(scores - scores.max())
    return e[label] / e.sum()

# %%
# VARIANT
# part: classification_losses
# name: minus_s
# right: false
# score: 1
# mistake: The softmax was taken of the negated scores.
def hinge_loss(scores, label):
    return np.maximum(0, np.delete(scores, label) - scores[label] + 1).sum()


def cross_entropy_loss(scores, label):
    return np.logaddexp.reduce(-scores) + scores[label]

# %%
# VARIANT
# part: classification_losses
# name: others_in_sum
# right: false
# score: 1
# mistake: The right class is missing from the sum of the softmax.
def hinge_loss(scores, label):
    return np.maximum(0, np.delete(scores, label) - scores[label] + 1).sum()


def cross_entropy_loss(scores, label):
    return np.logaddexp.reduce(np.delete(scores, label)) - scores[label]

# %%
# VARIANT
# part: regression_losses
# name: decimals
# right: true
# score: 3
example_losses = [2.25, 4, 6.25]
losses_average = 4.1667
weight_penalty = 0.125
regression_total = 4.2917

# %%
# VARIANT
# part: regression_losses
# name: fractions
# right: true
# score: 3
from fractions import Fraction

example_losses = (Fraction(9, 4), Fraction(4), Fraction(25, 4))
losses_average = Fraction(25, 6)
weight_penalty = Fraction(1, 8)
regression_total = losses_average + weight_penalty

# %%
# VARIANT
# part: regression_losses
# name: numpy
# right: true
# score: 3
x, y = np.array([[1, 2], [2, 0], [3, 1]]), np.array([4, 3, 5])
w = np.array([0.5, 1.0])
example_losses = (y - x @ w) ** 2
losses_average = example_losses.mean()
weight_penalty = 0.1 * np.square(w).sum()
regression_total = np.array([losses_average + weight_penalty])

# %%
# VARIANT
# part: regression_losses
# name: with_a_half
# right: false
# score: 0.75
# mistake: A factor of one half was put in front of each loss.
example_losses = [1.125, 2, 3.125]
losses_average = 2.0833
weight_penalty = 0.125
regression_total = 2.2083

# %%
# VARIANT
# part: regression_losses
# name: not_squared
# right: false
# score: 0.75
# mistake: The differences were not squared.
example_losses = [1.5, 2, 2.5]
losses_average = 2.0
weight_penalty = 0.125
regression_total = 2.125

# %%
# VARIANT
# part: regression_losses
# name: predictions_in_place_of_losses
# right: false
# score: 0.75
# mistake: These are the predictions; their squared differences from the targets were asked for.
example_losses = [2.5, 1.0, 2.5]
losses_average = 2.0
weight_penalty = 0.125
regression_total = 2.125

# %%
# VARIANT
# part: regression_losses
# name: sum_for_the_average
# right: false
# score: 1.75
# mistake: The losses were added up, not averaged.
example_losses = [2.25, 4, 6.25]
losses_average = 12.5
weight_penalty = 0.125
regression_total = 12.625

# %%
# VARIANT
# part: regression_losses
# name: penalty_without_lambda
# right: false
# score: 1.75
# mistake: The strength was left out of the penalty.
example_losses = [2.25, 4, 6.25]
losses_average = 4.1667
weight_penalty = 1.25
regression_total = 5.4167

# %%
# VARIANT
# part: regression_losses
# name: penalty_of_absolute_values
# right: false
# score: 1.75
# mistake: The penalty adds absolute values, not squares.
example_losses = [2.25, 4, 6.25]
losses_average = 4.1667
weight_penalty = 0.15
regression_total = 4.3167

# %%
# VARIANT
# part: regression_losses
# name: weights_swapped
# right: false
# score: 0.75
# mistake: The two weights were swapped in the predictions.
example_losses = [4.0, 1.0, 2.25]
losses_average = 2.4167
weight_penalty = 0.125
regression_total = 2.5417

# %%
# VARIANT
# part: regression_losses
# name: penalty_subtracted
# right: false
# score: 2.5
# mistake: The penalty was subtracted from the average.
example_losses = [2.25, 4, 6.25]
losses_average = 4.1667
weight_penalty = 0.125
regression_total = 4.0417

# %%
# VARIANT
# part: regression_losses
# name: penalty_of_the_length
# right: false
# score: 1.75
# mistake: The penalty uses the length of the weights, not its square.
example_losses = [2.25, 4, 6.25]
losses_average = 12.5 / 3
weight_penalty = 0.1 * 1.25**0.5
regression_total = 12.5 / 3 + 0.1 * 1.25**0.5

# %%
# VARIANT
# part: regression_losses
# name: half_penalty
# right: false
# score: 1.75
# mistake: A factor of one half was put in front of the penalty.
example_losses = [2.25, 4, 6.25]
losses_average = 12.5 / 3
weight_penalty = 0.0625
regression_total = 12.5 / 3 + 0.0625

# %%
# VARIANT
# part: regression_losses
# name: by_features
# right: false
# score: 1.75
# mistake: The losses were divided by the number of features, not of examples.
example_losses = [2.25, 4, 6.25]
losses_average = 6.25
weight_penalty = 0.125
regression_total = 6.375

# %%
# VARIANT
# part: regression_losses
# name: penalty_over_m
# right: false
# score: 2.5
# mistake: The penalty was divided by the number of examples as well.
example_losses = [2.25, 4, 6.25]
losses_average = 12.5 / 3
weight_penalty = 0.125
regression_total = 12.625 / 3

# %%
# VARIANT
# part: regression_losses
# name: penalty_inside
# right: false
# score: 1.25
# mistake: The penalty was added to the loss of every example.
example_losses = [2.375, 4.125, 6.375]
losses_average = 12.875 / 3
weight_penalty = 0.125
regression_total = 12.875 / 3

# %%
# VARIANT
# part: regression_losses
# name: sqrt
# right: false
# score: 1.75
# mistake: The root of the average was taken.
example_losses = [2.25, 4, 6.25]
losses_average = np.sqrt(12.5 / 3)
weight_penalty = 0.125
regression_total = np.sqrt(12.5 / 3) + 0.125

# %%
# VARIANT
# part: regression_losses
# name: product_square
# right: false
# score: 1.75
# mistake: The strength was squared in the penalty.
example_losses = [2.25, 4, 6.25]
losses_average = 12.5 / 3
weight_penalty = 0.0125
regression_total = 12.5 / 3 + 0.0125

# %%
# VARIANT
# part: regression_losses
# name: sum_squared_w
# right: false
# score: 1.75
# mistake: The sum of the weights was squared; the penalty is the sum of their squares.
example_losses = [2.25, 4, 6.25]
losses_average = 12.5 / 3
weight_penalty = 0.225
regression_total = 12.5 / 3 + 0.225

# %%
# VARIANT
# part: regression_loss_functions
# name: loops
# right: true
# score: 3
def squared_errors(w, b, x, y):
    errors = []
    for features, target in zip(x, y, strict=True):
        prediction = b
        for weight, feature in zip(w, features, strict=True):
            prediction += weight * feature
        errors.append((target - prediction) ** 2)
    return np.array(errors)


def regularised_loss(w, b, x, y, strength):
    penalty = 0
    for weight in w:
        penalty += weight**2
    return sum(squared_errors(w, b, x, y)) / len(y) + strength * penalty

# %%
# VARIANT
# part: regression_loss_functions
# name: einsum
# right: true
# score: 3
def squared_errors(w, b, x, y):
    residual = np.einsum("mn,n->m", x, w) + b - y
    return residual * residual


def regularised_loss(w, b, x, y, strength):
    return np.mean(squared_errors(w, b, x, y)) + strength * np.linalg.norm(w) ** 2

# %%
# VARIANT
# part: regression_loss_functions
# name: bias_as_a_column
# right: true
# score: 3
def squared_errors(w, b, x, y):
    extended = np.hstack([np.ones((len(x), 1)), x])
    return np.square(y - extended @ np.append(b, w))


def regularised_loss(w, b, x, y, strength):
    return np.array(np.average(squared_errors(w, b, x, y)) + strength * np.sum(w**2))

# %%
# VARIANT
# part: regression_loss_functions
# name: with_a_half
# right: false
# score: 0.75
# mistake: A factor 1/2 stands in front of the squares.
def squared_errors(w, b, x, y):
    return 0.5 * (y - (x @ w + b)) ** 2


def regularised_loss(w, b, x, y, strength):
    return squared_errors(w, b, x, y).mean() + strength * (w @ w)

# %%
# VARIANT
# part: regression_loss_functions
# name: summed
# right: false
# score: 1.75
# mistake: The losses are added up, not averaged.
def squared_errors(w, b, x, y):
    return (y - (x @ w + b)) ** 2


def regularised_loss(w, b, x, y, strength):
    return squared_errors(w, b, x, y).sum() + strength * (w @ w)

# %%
# VARIANT
# part: regression_loss_functions
# name: bias_penalised
# right: false
# score: 1.5
# mistake: The penalty includes the bias.
def squared_errors(w, b, x, y):
    return (y - (x @ w + b)) ** 2


def regularised_loss(w, b, x, y, strength):
    return squared_errors(w, b, x, y).mean() + strength * (w @ w + b**2)

# %%
# VARIANT
# part: regression_loss_functions
# name: bias_forgotten
# right: false
# score: 0.75
# mistake: The bias is missing from the prediction.
def squared_errors(w, b, x, y):
    return (y - x @ w) ** 2


def regularised_loss(w, b, x, y, strength):
    return squared_errors(w, b, x, y).mean() + strength * (w @ w)

# %%
# VARIANT
# part: regression_loss_functions
# name: strength_hard_coded
# right: false
# score: 1.25
# mistake: The strength is taken to be 0.1 whatever is asked.
def squared_errors(w, b, x, y):
    return (y - (x @ w + b)) ** 2


def regularised_loss(w, b, x, y, strength):
    return squared_errors(w, b, x, y).mean() + 0.1 * (w @ w)

# %%
# VARIANT
# part: regression_loss_functions
# name: three_examples_hard_coded
# right: false
# score: 1.75
# mistake: The mean divides by 3, whatever the number of examples.
def squared_errors(w, b, x, y):
    return (y - (x @ w + b)) ** 2


def regularised_loss(w, b, x, y, strength):
    return squared_errors(w, b, x, y).sum() / 3 + strength * (w @ w)

# %%
# VARIANT
# part: regression_loss_functions
# name: norm_not_squared
# right: false
# score: 1
# mistake: The penalty uses the length of the weights, not its square.
def squared_errors(w, b, x, y):
    return (y - (x @ w + b)) ** 2


def regularised_loss(w, b, x, y, strength):
    return squared_errors(w, b, x, y).mean() + strength * np.linalg.norm(w)

# %%
# VARIANT
# part: regression_loss_functions
# name: targets_changed_in_place
# right: false
# score: 2.75
# mistake: The predictions are subtracted from the caller's own targets, in place.
def squared_errors(w, b, x, y):
    y -= x @ w + b
    return y**2


def regularised_loss(w, b, x, y, strength):
    return ((x @ w + b - y) ** 2).mean() + strength * (w @ w)

# %%
# VARIANT
# part: regression_loss_functions
# name: penalty_halved
# right: false
# score: 1
# mistake: A factor 1/2 stands in front of the penalty.
def squared_errors(w, b, x, y):
    return (y - x @ w - b) ** 2


def regularised_loss(w, b, x, y, strength):
    return squared_errors(w, b, x, y).mean() + strength / 2 * (w @ w)

# %%
# VARIANT
# part: regression_loss_functions
# name: penalty_averaged_over_the_weights
# right: false
# score: 1
# mistake: The squares of the weights are averaged, not added up.
def squared_errors(w, b, x, y):
    return (y - x @ w - b) ** 2


def regularised_loss(w, b, x, y, strength):
    return squared_errors(w, b, x, y).mean() + strength * np.mean(w**2)

# %%
# VARIANT
# part: regression_loss_functions
# name: strength_squared
# right: false
# score: 1
# mistake: The strength enters as its square.
def squared_errors(w, b, x, y):
    return (y - x @ w - b) ** 2


def regularised_loss(w, b, x, y, strength):
    return squared_errors(w, b, x, y).mean() + np.sum((strength * w) ** 2)

# %%
# VARIANT
# part: regression_loss_functions
# name: divided_by_the_features
# right: false
# score: 1.5
# mistake: The losses are divided by the number of features, not of examples.
def squared_errors(w, b, x, y):
    return (y - x @ w - b) ** 2


def regularised_loss(w, b, x, y, strength):
    return squared_errors(w, b, x, y).sum() / x.shape[1] + strength * (w @ w)

# %%
# VARIANT
# part: regression_loss_functions
# name: features_averaged
# right: false
# score: 0.25
# mistake: The weighted features are averaged, not added up.
def squared_errors(w, b, x, y):
    return (y - (x * w).mean(axis=1) - b) ** 2


def regularised_loss(w, b, x, y, strength):
    return squared_errors(w, b, x, y).mean() + strength * (w @ w)

# %%
# VARIANT
# part: regression_loss_functions
# name: errors_of_all_pairs
# right: false
# score: 0
# mistake: Every target is compared with every prediction: the errors have shape (m, m).
def squared_errors(w, b, x, y):
    return (y - x @ w[:, None] - b) ** 2


def regularised_loss(w, b, x, y, strength):
    return squared_errors(w, b, x, y).mean() + strength * (w @ w)

# %%
# VARIANT
# part: regression_loss_functions
# name: penalty_averaged_too
# right: false
# score: 1.25
# mistake: The penalty is divided by the number of examples as well.
def squared_errors(w, b, x, y):
    return (y - (x @ w + b)) ** 2


def regularised_loss(w, b, x, y, strength):
    return (squared_errors(w, b, x, y).sum() + strength * (w @ w)) / len(y)

# %%
# VARIANT
# part: regression_loss_functions
# name: errors_of_shape_m_1
# right: false
# score: 1
# mistake: The errors come as a column of shape (m, 1).
def squared_errors(w, b, x, y):
    return ((y - (x @ w + b)) ** 2).reshape(-1, 1)


def regularised_loss(w, b, x, y, strength):
    return squared_errors(w, b, x, y).mean() + strength * (w @ w)

# %%
# VARIANT
# part: regression_loss_functions
# name: absolute_values_penalised
# right: false
# score: 1.25
# mistake: The penalty adds absolute values, not squares.
def squared_errors(w, b, x, y):
    return (y - (x @ w + b)) ** 2


def regularised_loss(w, b, x, y, strength):
    return squared_errors(w, b, x, y).mean() + strength * np.abs(w).sum()

# %%
# VARIANT
# part: regression_loss_functions
# name: bias_subtracted
# right: false
# score: 1
# mistake: The bias is subtracted from the prediction.
def squared_errors(w, b, x, y):
    return (y - (x @ w - b)) ** 2


def regularised_loss(w, b, x, y, strength):
    return squared_errors(w, b, x, y).mean() + strength * (w @ w)

# %%
# VARIANT
# part: regression_loss_functions
# name: not_squared
# right: false
# score: 0.75
# mistake: The differences are not squared.
def squared_errors(w, b, x, y):
    return y - x @ w - b


def regularised_loss(w, b, x, y, strength):
    return squared_errors(w, b, x, y).mean() + strength * np.sum(w**2)

# %%
# VARIANT
# part: regression_loss_functions
# name: no_penalty
# right: false
# score: 1
# mistake: The strength is missing from the penalty.
def squared_errors(w, b, x, y):
    return (y - x @ w - b) ** 2


def regularised_loss(w, b, x, y, strength):
    return squared_errors(w, b, x, y).mean() + np.sum(w**2)

# %%
# VARIANT
# part: regression_loss_functions
# name: minus_penalty
# right: false
# score: 1
# mistake: The penalty is subtracted.
def squared_errors(w, b, x, y):
    return (y - x @ w - b) ** 2


def regularised_loss(w, b, x, y, strength):
    return squared_errors(w, b, x, y).mean() - strength * np.sum(w**2)

# %%
# VARIANT
# part: regression_loss_functions
# name: one_number
# right: false
# score: 1
# mistake: The losses of the examples are averaged to one number; squared_errors returns each of them.
def squared_errors(w, b, x, y):
    return np.mean((y - x @ w - b) ** 2)


def regularised_loss(w, b, x, y, strength):
    return squared_errors(w, b, x, y) + strength * np.sum(w**2)

# %%
# VARIANT
# part: regression_loss_functions
# name: root
# right: false
# score: 1.5
# mistake: The root of the average is taken.
def squared_errors(w, b, x, y):
    return (y - x @ w - b) ** 2


def regularised_loss(w, b, x, y, strength):
    return np.sqrt(squared_errors(w, b, x, y).mean()) + strength * np.sum(w**2)

# %%
# VARIANT
# part: regression_loss_functions
# name: abs_errors
# right: false
# score: 0.75
# mistake: The differences are not squared but made positive.
def squared_errors(w, b, x, y):
    return np.abs(y - x @ w - b)


def regularised_loss(w, b, x, y, strength):
    return squared_errors(w, b, x, y).mean() + strength * np.sum(w**2)

# %%
# VARIANT
# part: regression_loss_functions
# name: sum_then_square
# right: false
# score: 1
# mistake: The sum of the weights is squared; the penalty is the sum of their squares.
def squared_errors(w, b, x, y):
    return (y - x @ w - b) ** 2


def regularised_loss(w, b, x, y, strength):
    return squared_errors(w, b, x, y).mean() + strength * np.sum(w) ** 2
