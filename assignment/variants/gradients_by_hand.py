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
# part: composed_gradient
# name: rounded_decimals
# right: true
# score: 3
gradient_of_f = [0, 0.357, 0.268, -0.214, -0.446, -0.446]

# %%
# VARIANT
# part: composed_gradient
# name: fractions_times_one_factor
# right: true
# score: 3
from fractions import Fraction
from math import exp

a = exp(-0.5) / 2
s = a / (1 + a) ** 2
gradient_of_f = tuple(float(Fraction(n, d)) * s for n, d in ((0, 1), (2, 1), (3, 2), (-6, 5), (-5, 2), (-5, 2)))

# %%
# VARIANT
# part: composed_gradient
# name: central_differences
# right: true
# score: 3
import numpy as np


def f(x):
    inside = max(x[0], x[1]) * x[2] / x[3] - (x[4] + x[5])
    return 1 / (1 + np.exp(-(np.log(5 * inside) + 0.5)))


point = np.array([-1.0, 3, 4, 5, -5, 7])
gradient_of_f = np.array([(f(point + e) - f(point - e)) / 2e-5 for e in 1e-5 * np.eye(6)])

# %%
# VARIANT
# part: composed_gradient
# name: torch_float32
# right: true
# score: 3
import torch

with torch.enable_grad():
    x = torch.tensor([-1.0, 3, 4, 5, -5, 7], requires_grad=True)
    y = torch.sigmoid(torch.log(5 * (torch.maximum(x[0], x[1]) * x[2] / x[3] - (x[4] + x[5]))) + 0.5)
    y.backward()
gradient_of_f = x.grad

# %%
# VARIANT
# part: composed_gradient
# name: slope_of_log_keeps_the_5
# right: false
# score: 0.75
# mistake: The factor inside the logarithm was kept in its derivative; it drops out, because the logarithm of a product is a sum.
gradient_of_f = [0, 1.7855, 1.3391, -1.0713, -2.2319, -2.2319]

# %%
# VARIANT
# part: composed_gradient
# name: five_in_the_denominator
# right: false
# score: 0.75
# mistake: The derivative of the logarithm was not multiplied by that of its argument.
gradient_of_f = [0, 0.07142, 0.05356, -0.04285, -0.08927, -0.08927]

# %%
# VARIANT
# part: composed_gradient
# name: sigmoid_slope_left_out
# right: false
# score: 0.75
# mistake: The slope of the sigmoid was left out.
gradient_of_f = [0, 2.0, 1.5, -1.2, -2.5, -2.5]

# %%
# VARIANT
# part: composed_gradient
# name: sigmoid_for_its_slope
# right: false
# score: 0.75
# mistake: The value of the sigmoid was used in place of its slope.
gradient_of_f = [0, 1.5346, 1.1510, -0.9208, -1.9183, -1.9183]

# %%
# VARIANT
# part: composed_gradient
# name: half_forgotten
# right: false
# score: 0.75
# mistake: The constant inside the sigmoid was forgotten.
gradient_of_f = [0, 0.4444, 0.3333, -0.2667, -0.5556, -0.5556]

# %%
# VARIANT
# part: composed_gradient
# name: decimal_logarithm
# right: false
# score: 0.75
# mistake: A logarithm to base 10 was used.
gradient_of_f = [0, 0.1857, 0.1393, -0.1114, -0.2322, -0.2322]

# %%
# VARIANT
# part: composed_gradient
# name: sigmoid_slope_at_the_output
# right: false
# score: 0.75
# mistake: The slope of the sigmoid was taken at its output, not at its input.
gradient_of_f = [0, 0.4331, 0.3248, -0.2598, -0.5413, -0.5413]

# %%
# VARIANT
# part: composed_gradient
# name: maximum_to_the_smaller
# right: false
# score: 1.5
# mistake: The maximum passed its slope to the smaller argument.
gradient_of_f = [0.3571, 0, 0.2678, -0.2143, -0.4464, -0.4464]

# %%
# VARIANT
# part: composed_gradient
# name: maximum_to_both
# right: false
# score: 1.5
# mistake: The maximum passed its slope to both arguments.
gradient_of_f = [0.3571, 0.3571, 0.2678, -0.2143, -0.4464, -0.4464]

# %%
# VARIANT
# part: composed_gradient
# name: quotient_without_the_sign
# right: false
# score: 1.5
# mistake: The derivative of the quotient with respect to its denominator lost its minus sign.
gradient_of_f = [0, 0.3571, 0.2678, 0.2143, -0.4464, -0.4464]

# %%
# VARIANT
# part: composed_gradient
# name: quotient_without_the_square
# right: false
# score: 1.5
# mistake: The derivative of the quotient with respect to its denominator was divided by the denominator once, not twice.
gradient_of_f = [0, 0.3571, 0.2678, -1.0713, -0.4464, -0.4464]

# %%
# VARIANT
# part: composed_gradient
# name: minus_for_x5_only
# right: false
# score: 1.5
# mistake: The minus sign in front of the bracket was applied to its first term only.
gradient_of_f = [0, 0.3571, 0.2678, -0.2143, -0.4464, 0.4464]

# %%
# VARIANT
# part: composed_gradient
# name: value_in_place_of_gradient
# right: false
# score: 0
# mistake: The value of f was given in place of its gradient.
gradient_of_f = [0.7673] * 6

# %%
# VARIANT
# part: composed_gradient
# name: five_entries
# right: false
# score: 0
# mistake: An entry was left out, perhaps because nothing depends on that input.
gradient_of_f = [0.3571, 0.2678, -0.2143, -0.4464, -0.4464]

# %%
# VARIANT
# part: composed_gradient
# name: slope_of_log_left_out
# right: false
# score: 0.75
# mistake: The slope of the logarithm was left out.
import math
u = 0.4
sigmoid = 1 / (1 + math.exp(-0.5) / 2)
slope = sigmoid * (1 - sigmoid)
gradient_of_f = [0, 0.8 * slope, 0.6 * slope, -0.48 * slope, -slope, -slope]

# %%
# VARIANT
# part: composed_gradient
# name: minus_forgotten
# right: false
# score: 1.5
# mistake: The minus sign in front of the bracket was forgotten.
import math
u = 0.4
sigmoid = 1 / (1 + math.exp(-0.5) / 2)
slope = sigmoid * (1 - sigmoid) / u
gradient_of_f = [0, 0.8 * slope, 0.6 * slope, -0.48 * slope, slope, slope]

# %%
# VARIANT
# part: composed_gradient
# name: product_for_quotient
# right: false
# score: 0.75
# mistake: The quotient was differentiated like a product.
import math
u = 0.4
sigmoid = 1 / (1 + math.exp(-0.5) / 2)
slope = sigmoid * (1 - sigmoid) / u
gradient_of_f = [0, 20 * slope, 15 * slope, 12 * slope, -slope, -slope]

# %%
# VARIANT
# part: composed_gradient
# name: no_log
# right: false
# score: 0.75
# mistake: The slope of the logarithm was left out.
s = 1 / (1 + np.exp(-(np.log(2) + 0.5)))
g = 5 * s * (1 - s)
gradient_of_f = [0, g * 4 / 5, g * 3 / 5, -g * 12 / 25, -g, -g]

# %%
# VARIANT
# part: composed_gradient
# name: sigma_prime_at_value
# right: false
# score: 0.75
# mistake: The slope of the sigmoid was taken at a point where the logarithm had been left out.
s = 1 / (1 + np.exp(-2.5))
g = s * (1 - s) / 0.4
gradient_of_f = [0, g * 4 / 5, g * 3 / 5, -g * 12 / 25, -g, -g]

# %%
# VARIANT
# part: composed_gradient
# name: one_plus
# right: false
# score: 0.75
# mistake: The slope of the sigmoid was taken with a plus: it is the sigmoid times one minus the sigmoid.
s = 1 / (1 + np.exp(-(np.log(2) + 0.5)))
g = s * (1 + s) / 0.4
gradient_of_f = [0, g * 4 / 5, g * 3 / 5, -g * 12 / 25, -g, -g]

# %%
# VARIANT
# part: composed_gradient
# name: no_max_factor
# right: false
# score: 1.5
# mistake: The slope with respect to the numerator lacks the maximum, which multiplies it.
s = 1 / (1 + np.exp(-(np.log(2) + 0.5)))
g = s * (1 - s) / 0.4
gradient_of_f = [0, g * 4 / 5, g / 5, -g * 12 / 25, -g, -g]

# %%
# VARIANT
# part: composed_gradient
# name: wrong_x5
# right: false
# score: 0.75
# mistake: The sum in the bracket was added and not subtracted when the value was computed.
s = 1 / (1 + np.exp(-(np.log(22) + 0.5)))
g = s * (1 - s) / 4.4
gradient_of_f = [0, g * 4 / 5, g * 3 / 5, -g * 12 / 25, -g, -g]

# %%
# VARIANT
# part: composed_gradient
# name: sigmoid_minus
# right: false
# score: 0
# mistake: All signs are turned round.
s = 1 / (1 + np.exp(np.log(2) + 0.5))
g = -s * (1 - s) / 0.4
gradient_of_f = [0, g * 4 / 5, g * 3 / 5, -g * 12 / 25, -g, -g]

# %%
# VARIANT
# part: composed_gradient
# name: half_max
# right: false
# score: 1.5
# mistake: The maximum passed half of its slope to each argument.
s = 1 / (1 + np.exp(-(np.log(2) + 0.5)))
g = s * (1 - s) / 0.4
gradient_of_f = [g * 2 / 5, g * 2 / 5, g * 3 / 5, -g * 12 / 25, -g, -g]

# %%
# VARIANT
# part: composed_gradient
# name: x3_x4_swapped
# right: false
# score: 1.5
# mistake: The slopes with respect to numerator and denominator are swapped.
s = 1 / (1 + np.exp(-(np.log(2) + 0.5)))
g = s * (1 - s) / 0.4
gradient_of_f = [0, g * 4 / 5, -g * 12 / 25, g * 3 / 5, -g, -g]
