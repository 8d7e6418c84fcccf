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
# part: graph_values
# name: decimals_in_any_order
# right: true
# score: 3
node_values = {
    "w1": 2, "w2": 1, "f1": 7.046, "f2": 1.2668, "cos": -0.4161, "sin": 0.8415, "w1 sin": 1.6829,
    "e": 2.7183, "w1 e": 5.4366, "ln": 1.6094, "sum": 5, "sq1": 4, "sq2": 1,
}
f_at_2_1 = (7.046, 1.2668)

# %%
# VARIANT
# part: graph_values
# name: numpy_numbers
# right: true
# score: 3
e, s, c = np.exp(1.0), np.sin(1.0), np.cos(2.0)
values = [np.float64(4), np.float64(1), np.float64(5), np.log(5.0), e, 2 * e, np.log(5.0) + 2 * e, s, 2 * s, c, 2 * s + c]
node_values = dict(zip("abcdefghijk", values, strict=True))
f_at_2_1 = np.array([node_values["g"], node_values["k"]])

# %%
# VARIANT
# part: graph_values
# name: fractions_and_integers
# right: true
# score: 3
from fractions import Fraction

values = [4, 1, Fraction(5), 1.60944, Fraction(271828, 100000), 5.43656, 7.046, 0.84147, 1.68294, -0.41615, 1.2668]
node_values = {f"node {i}": value for i, value in enumerate(values)}
f_at_2_1 = [7.046, 1.2668]

# %%
# VARIANT
# part: graph_values
# name: degrees
# right: false
# score: 1
# mistake: The angles were taken in degrees.
e = math.exp(1)
s, c = math.sin(math.radians(1)), math.cos(math.radians(2))
node_values = {"v1": 4, "v2": 1, "v3": 5, "v4": math.log(5), "v5": e, "v6": 2 * e, "v7": math.log(5) + 2 * e,
               "v8": s, "v9": 2 * s, "v10": c, "v11": 2 * s + c}
f_at_2_1 = [node_values["v7"], node_values["v11"]]

# %%
# VARIANT
# part: graph_values
# name: decimal_logarithm
# right: false
# score: 1
# mistake: The decimal logarithm was taken; ln is the natural one.
e = math.exp(1)
s, c = math.sin(1), math.cos(2)
node_values = {"v1": 4, "v2": 1, "v3": 5, "v4": math.log10(5), "v5": e, "v6": 2 * e, "v7": math.log10(5) + 2 * e,
               "v8": s, "v9": 2 * s, "v10": c, "v11": 2 * s + c}
f_at_2_1 = [node_values["v7"], node_values["v11"]]

# %%
# VARIANT
# part: graph_values
# name: nodes_fused
# right: false
# score: 1
# mistake: Several simple functions were fused into one node, so intermediate values are missing.
node_values = {"v1": 5, "v2": 1.6094, "v3": 5.4366, "v4": 7.046, "v5": 1.6829, "v6": 1.2668}
f_at_2_1 = [7.046, 1.2668]

# %%
# VARIANT
# part: graph_values
# name: cosine_of_the_other_input
# right: false
# score: 1
# mistake: The cosine was taken of the wrong input.
e = math.exp(1)
s, c = math.sin(1), math.cos(1)
node_values = {"v1": 4, "v2": 1, "v3": 5, "v4": math.log(5), "v5": e, "v6": 2 * e, "v7": math.log(5) + 2 * e,
               "v8": s, "v9": 2 * s, "v10": c, "v11": 2 * s + c}
f_at_2_1 = [node_values["v7"], node_values["v11"]]

# %%
# VARIANT
# part: graph_values
# name: exponential_left_out
# right: false
# score: 2
# mistake: The exponential has no node of its own.
node_values = {"v1": 4, "v2": 1, "v3": 5, "v4": 1.60944, "v6": 5.43656, "v7": 7.046, "v8": 0.84147,
               "v9": 1.68294, "v10": -0.41615, "v11": 1.2668}
f_at_2_1 = [7.046, 1.2668]

# %%
# VARIANT
# part: graph_values
# name: outputs_swapped
# right: false
# score: 2
# mistake: The two outputs are in the wrong order.
node_values = {"v1": 4, "v2": 1, "v3": 5, "v4": 1.60944, "v5": 2.71828, "v6": 5.43656, "v7": 7.046,
               "v8": 0.84147, "v9": 1.68294, "v10": -0.41615, "v11": 1.2668}
f_at_2_1 = [1.2668, 7.046]

# %%
# VARIANT
# part: graph_values
# name: inputs_swapped
# right: false
# score: 0
# mistake: The two coordinates of the point were swapped.
e = math.exp(2)
s, c = math.sin(2), math.cos(1)
node_values = {"v1": 1, "v2": 4, "v3": 5, "v4": math.log(5), "v5": e, "v6": e, "v7": math.log(5) + e,
               "v8": s, "v9": s, "v10": c, "v11": s + c}
f_at_2_1 = [node_values["v7"], node_values["v11"]]

# %%
# VARIANT
# part: graph_values
# name: one_rounded_too_far
# right: false
# score: 2
# mistake: One value was rounded to a single digit after the point.
node_values = {"v1": 4, "v2": 1, "v3": 5, "v4": 1.6, "v5": 2.71828, "v6": 5.43656, "v7": 7.046,
               "v8": 0.84147, "v9": 1.68294, "v10": -0.41615, "v11": 1.2668}
f_at_2_1 = [7.046, 1.2668]

# %%
# VARIANT
# part: graph_values
# name: sine_of_the_other_input
# right: false
# score: 1
# mistake: The sine was taken of the wrong input.
import math
node_values = {"v1": 4, "v2": 1, "v3": 5, "v4": math.log(5), "v5": math.e, "v6": 2 * math.e}
node_values |= {"v7": math.log(5) + 2 * math.e, "v8": math.sin(2), "v9": 2 * math.sin(2), "v10": math.cos(2)}
node_values["v11"] = 2 * math.sin(2) + math.cos(2)
f_at_2_1 = [node_values["v7"], node_values["v11"]]

# %%
# VARIANT
# part: graph_values
# name: binary_logarithm
# right: false
# score: 1
# mistake: The binary logarithm was taken; ln is the natural one.
import math
node_values = {"v1": 4, "v2": 1, "v3": 5, "v4": math.log2(5), "v5": math.e, "v6": 2 * math.e}
node_values |= {"v7": math.log2(5) + 2 * math.e, "v8": math.sin(1), "v9": 2 * math.sin(1), "v10": math.cos(2)}
node_values["v11"] = 2 * math.sin(1) + math.cos(2)
f_at_2_1 = [node_values["v7"], node_values["v11"]]

# %%
# VARIANT
# part: graph_values
# name: cosine_subtracted
# right: false
# score: 2
# mistake: The cosine was subtracted; the second output is a sum.
import math
node_values = {"v1": 4, "v2": 1, "v3": 5, "v4": math.log(5), "v5": math.e, "v6": 2 * math.e}
node_values |= {"v7": math.log(5) + 2 * math.e, "v8": math.sin(1), "v9": 2 * math.sin(1), "v10": math.cos(2)}
node_values["v11"] = 2 * math.sin(1) - math.cos(2)
f_at_2_1 = [node_values["v7"], node_values["v11"]]

# %%
# VARIANT
# part: graph_values
# name: exp_w1
# right: false
# score: 1
# mistake: The exponential was taken of w1 and multiplied by w2; it is the other way round.
node_values = {"v1": 4, "v2": 1, "v3": 5, "v4": 1.6094, "v5": 7.38906, "v6": 7.38906, "v7": 8.9985, "v8": 0.84147, "v9": 1.68294, "v10": -0.41615, "v11": 1.26679}
f_at_2_1 = [8.9985, 1.26679]

# %%
# VARIANT
# part: graph_values
# name: log_of_sum_squared
# right: false
# score: 1
# mistake: The sum of the inputs was squared; the logarithm is that of the sum of their squares.
node_values = {"v1": 3, "v2": 9, "v4": 2.19722, "v5": 2.7183, "v6": 5.4366, "v7": 7.6338, "v8": 0.84147, "v9": 1.68294, "v10": -0.41615, "v11": 1.26679}
f_at_2_1 = [7.6338, 1.26679]

# %%
# VARIANT
# part: graph_values
# name: sum_not_square
# right: false
# score: 1
# mistake: The inputs were added without being squared.
node_values = {"v3": 3, "v4": 1.0986, "v5": 2.7183, "v6": 5.4366, "v7": 6.5352, "v8": 0.84147, "v9": 1.68294, "v10": -0.41615, "v11": 1.26679}
f_at_2_1 = [6.5352, 1.26679]

# %%
# VARIANT
# part: graph_values
# name: product_forgotten
# right: false
# score: 1
# mistake: The sine was not multiplied by the first input.
node_values = {"v1": 4, "v2": 1, "v3": 5, "v4": 1.6094, "v5": 2.7183, "v6": 5.4366, "v7": 7.0460, "v8": 0.84147, "v10": -0.41615, "v11": 0.42532}
f_at_2_1 = [7.0460, 0.42532]

# %%
# VARIANT
# part: jacobian_by_accumulation
# name: reverse
# right: true
# score: 4
def jacobian_by_accumulation(w1, w2):
    v3 = w1**2 + w2**2
    v5, v8 = math.exp(w2), math.sin(w2)
    rows = []
    for bar7, bar11 in ((1, 0), (0, 1)):
        bar4 = bar6 = bar7
        bar9 = bar10 = bar11
        bar3 = bar4 / v3
        bar_w1 = bar3 * 2 * w1 + bar6 * v5 + bar9 * v8 - bar10 * math.sin(w1)
        bar5, bar8 = bar6 * w1, bar9 * w1
        bar_w2 = bar3 * 2 * w2 + bar5 * v5 + bar8 * math.cos(w2)
        rows.append([bar_w1, bar_w2])
    return rows

# %%
# VARIANT
# part: jacobian_by_accumulation
# name: dual_numbers
# right: true
# score: 4
class Dual:
    def __init__(self, value, slope):
        self.value, self.slope = value, slope

    def __add__(self, other):
        return Dual(self.value + other.value, self.slope + other.slope)

    def __mul__(self, other):
        return Dual(self.value * other.value, self.value * other.slope + other.value * self.slope)

    def apply(self, function, derivative):
        return Dual(function(self.value), derivative(self.value) * self.slope)


def jacobian_by_accumulation(w1, w2):
    columns = []
    for seed in (0, 1):
        a, b = Dual(w1, float(seed == 0)), Dual(w2, float(seed == 1))
        f1 = (a * a + b * b).apply(math.log, lambda v: 1 / v) + a * b.apply(math.exp, math.exp)
        f2 = a * b.apply(math.sin, math.cos) + a.apply(math.cos, lambda v: -math.sin(v))
        columns.append((f1.slope, f2.slope))
    return tuple(zip(*columns, strict=True))

# %%
# VARIANT
# part: jacobian_by_accumulation
# name: one_sweep_for_each_input
# right: true
# score: 4
def sweep(w1, w2, d1, d2):
    sum_of_squares = w1 * w1 + w2 * w2
    d_sum = 2 * w1 * d1 + 2 * w2 * d2
    d_exp = np.exp(w2) * d2
    d_f1 = d_sum / sum_of_squares + (d1 * np.exp(w2) + w1 * d_exp)
    d_f2 = d1 * np.sin(w2) + w1 * (np.cos(w2) * d2) - np.sin(w1) * d1
    return [d_f1, d_f2]


def jacobian_by_accumulation(w1, w2):
    return np.array([sweep(w1, w2, 1, 0), sweep(w1, w2, 0, 1)]).T

# %%
# VARIANT
# part: jacobian_by_accumulation
# name: central_differences
# right: false
# score: 1.5
# mistake: The derivatives are estimated by differences, which are right to ten digits or so at best.
def jacobian_by_accumulation(w1, w2):
    h = 2e-5
    along_w1 = (f_of_w(w1 + h, w2) - f_of_w(w1 - h, w2)) / (2 * h)
    along_w2 = (f_of_w(w1, w2 + h) - f_of_w(w1, w2 - h)) / (2 * h)
    return np.stack([along_w1, along_w2], axis=1)

# %%
# VARIANT
# part: jacobian_by_accumulation
# name: transposed
# right: false
# score: 0.5
# mistake: The Jacobian is transposed: its rows belong to the inputs.
def jacobian_by_accumulation(w1, w2):
    s, e = w1**2 + w2**2, math.exp(w2)
    return [
        [2 * w1 / s + e, math.sin(w2) - math.sin(w1)],
        [2 * w2 / s + w1 * e, w1 * math.cos(w2)],
    ]

# %%
# VARIANT
# part: jacobian_by_accumulation
# name: contribution_overwritten
# right: false
# score: 0.5
# mistake: Where an input is used several times, the latest contribution replaces the others.
def jacobian_by_accumulation(w1, w2):
    return [[math.exp(w2), w1 * math.exp(w2)], [-math.sin(w1), w1 * math.cos(w2)]]

# %%
# VARIANT
# part: jacobian_by_accumulation
# name: product_rule_halved
# right: false
# score: 0.5
# mistake: The product rule is missing its second term.
def jacobian_by_accumulation(w1, w2):
    s, e = w1**2 + w2**2, math.exp(w2)
    return [[2 * w1 / s, 2 * w2 / s + w1 * e], [-math.sin(w1), w1 * math.cos(w2)]]

# %%
# VARIANT
# part: jacobian_by_accumulation
# name: sign_of_the_cosine
# right: false
# score: 1
# mistake: The derivative of the cosine lost its minus sign.
def jacobian_by_accumulation(w1, w2):
    s, e = w1**2 + w2**2, math.exp(w2)
    return [[2 * w1 / s + e, 2 * w2 / s + w1 * e], [math.sin(w2) + math.sin(w1), w1 * math.cos(w2)]]

# %%
# VARIANT
# part: jacobian_by_accumulation
# name: logarithm_without_inner_slope
# right: false
# score: 1
# mistake: The derivative of the logarithm is not multiplied by that of its argument.
def jacobian_by_accumulation(w1, w2):
    s, e = w1**2 + w2**2, math.exp(w2)
    return [[1 / s + e, 1 / s + w1 * e], [math.sin(w2) - math.sin(w1), w1 * math.cos(w2)]]

# %%
# VARIANT
# part: jacobian_by_accumulation
# name: point_hard_coded
# right: false
# score: 1.75
# mistake: The Jacobian at (2, 1) is returned whatever the inputs are.
def jacobian_by_accumulation(w1, w2):
    s, e = 5, math.exp(1)
    return [[4 / s + e, 2 / s + 2 * e], [math.sin(1) - math.sin(2), 2 * math.cos(1)]]

# %%
# VARIANT
# part: jacobian_by_accumulation
# name: values_rounded
# right: false
# score: 1.5
# mistake: Intermediate values are rounded to six digits.
def jacobian_by_accumulation(w1, w2):
    s, e = round(w1**2 + w2**2, 6), round(math.exp(w2), 6)
    sine = round(math.sin(w2), 6)
    return [[2 * w1 / s + e, 2 * w2 / s + w1 * e], [sine - math.sin(w1), w1 * math.cos(w2)]]

# %%
# VARIANT
# part: jacobian_by_accumulation
# name: first_output_only
# right: false
# score: 0
# mistake: Only the gradient of the first output is returned.
def jacobian_by_accumulation(w1, w2):
    s, e = w1**2 + w2**2, math.exp(w2)
    return [2 * w1 / s + e, 2 * w2 / s + w1 * e]

# %%
# VARIANT
# part: jacobian_by_accumulation
# name: logarithm_left_as_it_is
# right: false
# score: 1
# mistake: The logarithm was left as it is instead of being differentiated.
def jacobian_by_accumulation(w1, w2):
    squares, power = w1**2 + w2**2, math.exp(w2)
    return np.array([
        [2 * w1 * math.log(squares) + power, 2 * w2 * math.log(squares) + w1 * power],
        [math.sin(w2) - math.sin(w1), w1 * math.cos(w2)],
    ])

# %%
# VARIANT
# part: jacobian_by_accumulation
# name: autograd
# right: false
# score: 1.5
# mistake: Autograd walked through the graph; here your own code is to walk.
def jacobian_by_accumulation(w1, w2):
    import torch

    def f(w1, w2):
        first = torch.log(w1**2 + w2**2) + w1 * torch.exp(w2)
        return torch.stack([first, w1 * torch.sin(w2) + torch.cos(w1)])

    point = tuple(torch.tensor(w, dtype=torch.float64) for w in (w1, w2))
    with torch.enable_grad():
        columns = torch.autograd.functional.jacobian(f, point)
    return torch.stack(columns, dim=1).numpy()

# %%
# VARIANT
# part: jacobian_by_accumulation
# name: no_square_rule
# right: false
# score: 1
# mistake: The derivative of the square lost its factor 2.
def jacobian_by_accumulation(w1, w2):
    q, e = w1**2 + w2**2, math.exp(w2)
    return [[w1 / q + e, w2 / q + w1 * e], [math.sin(w2) - math.sin(w1), w1 * math.cos(w2)]]

# %%
# VARIANT
# part: jacobian_by_accumulation
# name: missing_product
# right: false
# score: 0.5
# mistake: Where a product with w1 is differentiated by w2, its factor w1 is lost.
def jacobian_by_accumulation(w1, w2):
    q, e = w1**2 + w2**2, math.exp(w2)
    return [[2 * w1 / q + e, 2 * w2 / q + e], [math.sin(w2) - math.sin(w1), math.cos(w2)]]

# %%
# VARIANT
# part: jacobian_by_accumulation
# name: sin_sign
# right: false
# score: 1
# mistake: The derivative of the sine is the cosine; a minus sign was put in front of it.
def jacobian_by_accumulation(w1, w2):
    q, e = w1**2 + w2**2, math.exp(w2)
    return [[2 * w1 / q + e, 2 * w2 / q + w1 * e], [math.sin(w2) - math.sin(w1), -w1 * math.cos(w2)]]

# %%
# VARIANT
# part: jacobian_by_accumulation
# name: rows_swapped
# right: false
# score: 0.5
# mistake: The rows are in the wrong order: the first belongs to the first output.
def jacobian_by_accumulation(w1, w2):
    q, e = w1**2 + w2**2, math.exp(w2)
    return [[math.sin(w2) - math.sin(w1), w1 * math.cos(w2)], [2 * w1 / q + e, 2 * w2 / q + w1 * e]]

# %%
# VARIANT
# part: jacobian_by_accumulation
# name: summed_outputs
# right: false
# score: 0
# mistake: Both outputs were followed at once, which adds their derivatives up.
def jacobian_by_accumulation(w1, w2):
    q, e = w1**2 + w2**2, math.exp(w2)
    g1 = 2 * w1 / q + e + math.sin(w2) - math.sin(w1)
    g2 = 2 * w2 / q + w1 * e + w1 * math.cos(w2)
    return [g1, g2]

# %%
# VARIANT
# part: jacobian_by_accumulation
# name: not_zeroed
# right: false
# score: 1
# mistake: The derivatives of the first output were not cleared before those of the second were added.
def jacobian_by_accumulation(w1, w2):
    q, e = w1**2 + w2**2, math.exp(w2)
    r1 = np.array([2 * w1 / q + e, 2 * w2 / q + w1 * e])
    r2 = r1 + np.array([math.sin(w2) - math.sin(w1), w1 * math.cos(w2)])
    return np.stack([r1, r2])

# %%
# VARIANT
# part: jacobian_by_accumulation
# name: no_exp_w1
# right: false
# score: 1
# mistake: Where the product with the exponential is differentiated by w1, nothing is left of it; the exponential is.
def jacobian_by_accumulation(w1, w2):
    q, e = w1**2 + w2**2, math.exp(w2)
    return [[2 * w1 / q, 2 * w2 / q + w1 * e], [math.sin(w2) - math.sin(w1), w1 * math.cos(w2)]]

# %%
# VARIANT
# part: jacobian_by_accumulation
# name: cos_w1
# right: false
# score: 1
# mistake: The derivative of the sine was taken at the wrong input.
def jacobian_by_accumulation(w1, w2):
    q, e = w1**2 + w2**2, math.exp(w2)
    return [[2 * w1 / q + e, 2 * w2 / q + w1 * e], [math.sin(w2) - math.sin(w1), w1 * math.cos(w1)]]

# %%
# VARIANT
# part: jacobian_by_accumulation
# name: swapped_inputs
# right: false
# score: 0.5
# mistake: The two inputs are swapped.
def jacobian_by_accumulation(w1, w2):
    w1, w2 = w2, w1
    q, e = w1**2 + w2**2, math.exp(w2)
    return [[2 * w1 / q + e, 2 * w2 / q + w1 * e], [math.sin(w2) - math.sin(w1), w1 * math.cos(w2)]]

# %%
# VARIANT
# part: jacobian_by_accumulation
# name: no_cos
# right: false
# score: 1
# mistake: The derivative of the cosine is missing.
def jacobian_by_accumulation(w1, w2):
    q, e = w1**2 + w2**2, math.exp(w2)
    return [[2 * w1 / q + e, 2 * w2 / q + w1 * e], [math.sin(w2), w1 * math.cos(w2)]]

# %%
# VARIANT
# part: jacobian_by_formula
# name: array
# right: true
# score: 2
def jacobian_by_formula(w1, w2):
    r = w1 * w1 + w2 * w2
    J = np.empty((2, 2))
    J[0] = 2 * np.array([w1, w2]) / r + np.exp(w2) * np.array([1, w1])
    J[1] = np.sin(w2) - np.sin(w1), w1 * np.cos(w2)
    return J

# %%
# VARIANT
# part: jacobian_by_formula
# name: tuples
# right: true
# score: 2
def jacobian_by_formula(a, b):
    df1_da = 2 * a / (a**2 + b**2) + math.e**b
    df1_db = 2 * b / (a**2 + b**2) + a * math.e**b
    df2_da = math.sin(b) - math.sin(a)
    df2_db = a * math.cos(b)
    return (df1_da, df1_db), (df2_da, df2_db)

# %%
# VARIANT
# part: jacobian_by_formula
# name: same_as_accumulation
# right: true
# score: 2
def jacobian_by_formula(w1, w2):
    return np.asarray(jacobian_by_accumulation(w1, w2))

# %%
# VARIANT
# part: jacobian_by_formula
# name: sign_of_the_cosine
# right: false
# score: 1.55
# mistake: The derivative of cos is -sin; the minus sign is missing.
def jacobian_by_formula(w1, w2):
    s, e = w1**2 + w2**2, math.exp(w2)
    return [[2 * w1 / s + e, 2 * w2 / s + w1 * e], [math.sin(w2) + math.sin(w1), w1 * math.cos(w2)]]

# %%
# VARIANT
# part: jacobian_by_formula
# name: derivative_of_the_exponential
# right: false
# score: 1.55
# mistake: The exponential was differentiated like a power.
def jacobian_by_formula(w1, w2):
    s, e = w1**2 + w2**2, math.exp(w2)
    return [[2 * w1 / s + e, 2 * w2 / s + w1 * w2 * math.exp(w2 - 1)], [math.sin(w2) - math.sin(w1), w1 * math.cos(w2)]]

# %%
# VARIANT
# part: jacobian_by_formula
# name: logarithm_split
# right: false
# score: 1.1
# mistake: The logarithm of the sum was taken for a sum of logarithms.
def jacobian_by_formula(w1, w2):
    e = math.exp(w2)
    return [[2 / w1 + e, 2 / w2 + w1 * e], [math.sin(w2) - math.sin(w1), w1 * math.cos(w2)]]

# %%
# VARIANT
# part: jacobian_by_formula
# name: inner_slope_forgotten
# right: false
# score: 1.1
# mistake: The derivative of the logarithm is not multiplied by that of its argument.
def jacobian_by_formula(w1, w2):
    s, e = w1**2 + w2**2, math.exp(w2)
    return [[1 / s + e, 1 / s + w1 * e], [math.sin(w2) - math.sin(w1), w1 * math.cos(w2)]]

# %%
# VARIANT
# part: jacobian_by_formula
# name: missing_factor_w1
# right: false
# score: 1.1
# mistake: The factor w1 is missing where w2 is differentiated.
def jacobian_by_formula(w1, w2):
    s, e = w1**2 + w2**2, math.exp(w2)
    return [[2 * w1 / s + e, 2 * w2 / s + e], [math.sin(w2) - math.sin(w1), math.cos(w2)]]

# %%
# VARIANT
# part: jacobian_by_formula
# name: transposed
# right: false
# score: 1.1
# mistake: The Jacobian is transposed.
def jacobian_by_formula(w1, w2):
    s, e = w1**2 + w2**2, math.exp(w2)
    return [[2 * w1 / s + e, math.sin(w2) - math.sin(w1)], [2 * w2 / s + w1 * e, w1 * math.cos(w2)]]

# %%
# VARIANT
# part: jacobian_by_formula
# name: sine_untouched
# right: false
# score: 1.55
# mistake: The derivative of sin w2 is cos w2; the sine was left as it is.
def jacobian_by_formula(w1, w2):
    s, e = w1**2 + w2**2, math.exp(w2)
    return [[2 * w1 / s + e, 2 * w2 / s + w1 * e], [math.sin(w2) - math.sin(w1), w1 * math.sin(w2)]]

# %%
# VARIANT
# part: jacobian_by_formula
# name: flat_list
# right: false
# score: 0
# mistake: The four entries come in one flat list, not in two rows.
def jacobian_by_formula(w1, w2):
    s, e = w1**2 + w2**2, math.exp(w2)
    return [2 * w1 / s + e, 2 * w2 / s + w1 * e, math.sin(w2) - math.sin(w1), w1 * math.cos(w2)]

# %%
# VARIANT
# part: jacobian_by_formula
# name: sign_of_the_sine
# right: false
# score: 1.55
# mistake: The derivative of sin is cos; a minus sign was put in front of it.
def jacobian_by_formula(w1, w2):
    squares = w1**2 + w2**2
    return [
        [2 * w1 / squares + math.exp(w2), 2 * w2 / squares + w1 * math.exp(w2)],
        [math.sin(w2) - math.sin(w1), -w1 * math.cos(w2)],
    ]

# %%
# VARIANT
# part: jacobian_by_formula
# name: factor_of_the_squares
# right: false
# score: 1.1
# mistake: The derivative of a square is twice its base; the factor is missing.
def jacobian_by_formula(w1, w2):
    squares = w1**2 + w2**2
    return [
        [w1 / squares + math.exp(w2), w2 / squares + w1 * math.exp(w2)],
        [math.sin(w2) - math.sin(w1), w1 * math.cos(w2)],
    ]

# %%
# VARIANT
# part: jacobian_by_formula
# name: point_hard_coded
# right: false
# score: 0.2
# mistake: The Jacobian at one point is returned whatever the inputs are.
def jacobian_by_formula(w1, w2):
    return [
        [4 / 5 + math.exp(1), 2 / 5 + 2 * math.exp(1)],
        [math.sin(1) - math.sin(2), 2 * math.cos(1)],
    ]

# %%
# VARIANT
# part: jacobian_by_formula
# name: no_cos_term
# right: false
# score: 1.55
# mistake: The derivative of cos w1 is missing.
def jacobian_by_formula(w1, w2):
    q, e = w1**2 + w2**2, math.exp(w2)
    return [[2 * w1 / q + e, 2 * w2 / q + w1 * e], [math.sin(w2), w1 * math.cos(w2)]]

# %%
# VARIANT
# part: jacobian_by_formula
# name: sqrt
# right: false
# score: 1.1
# mistake: The derivative of the logarithm was divided by the root of its argument, not by the argument.
def jacobian_by_formula(w1, w2):
    q, e = math.sqrt(w1**2 + w2**2), math.exp(w2)
    return [[2 * w1 / q + e, 2 * w2 / q + w1 * e], [math.sin(w2) - math.sin(w1), w1 * math.cos(w2)]]

# %%
# VARIANT
# part: jacobian_by_formula
# name: exp_constant
# right: false
# score: 1.55
# mistake: Where the product with the exponential is differentiated by w1, nothing is left of it; the exponential is.
def jacobian_by_formula(w1, w2):
    q, e = w1**2 + w2**2, math.exp(w2)
    return [[2 * w1 / q, 2 * w2 / q + w1 * e], [math.sin(w2) - math.sin(w1), w1 * math.cos(w2)]]

# %%
# VARIANT
# part: jacobian_by_formula
# name: swapped_columns
# right: false
# score: 0.2
# mistake: The columns are in the wrong order: the first belongs to w1.
def jacobian_by_formula(w1, w2):
    q, e = w1**2 + w2**2, math.exp(w2)
    return [[2 * w2 / q + w1 * e, 2 * w1 / q + e], [w1 * math.cos(w2), math.sin(w2) - math.sin(w1)]]

# %%
# VARIANT
# part: jacobian_by_differences
# name: loops
# right: true
# score: 2
def jacobian_by_differences(w1, w2, step):
    J = [[0.0, 0.0], [0.0, 0.0]]
    for i in range(2):
        for j in range(2):
            moved = [w1, w2]
            moved[j] += step
            J[i][j] = float((f_of_w(*moved)[i] - f_of_w(w1, w2)[i]) / step)
    return J

# %%
# VARIANT
# part: jacobian_by_differences
# name: own_formulas
# right: true
# score: 2
def jacobian_by_differences(a, b, h):
    f1 = lambda a, b: math.log(a * a + b * b) + a * math.exp(b)
    f2 = lambda a, b: a * math.sin(b) + math.cos(a)
    return tuple(((f(a + h, b) - f(a, b)) / h, (f(a, b + h) - f(a, b)) / h) for f in (f1, f2))

# %%
# VARIANT
# part: jacobian_by_differences
# name: tensor
# right: true
# score: 2
import torch


def jacobian_by_differences(w1, w2, step):
    base = torch.tensor(f_of_w(w1, w2))
    moved = torch.stack([torch.tensor(f_of_w(w1 + step, w2)), torch.tensor(f_of_w(w1, w2 + step))])
    return ((moved - base) / step).T

# %%
# VARIANT
# part: jacobian_by_differences
# name: central
# right: false
# score: 0.75
# mistake: These are central differences; forward differences were asked for.
def jacobian_by_differences(w1, w2, step):
    along_w1 = (f_of_w(w1 + step, w2) - f_of_w(w1 - step, w2)) / (2 * step)
    along_w2 = (f_of_w(w1, w2 + step) - f_of_w(w1, w2 - step)) / (2 * step)
    return np.stack([along_w1, along_w2], axis=1)

# %%
# VARIANT
# part: jacobian_by_differences
# name: backward
# right: false
# score: 0.75
# mistake: These are backward differences; forward differences were asked for.
def jacobian_by_differences(w1, w2, step):
    here = f_of_w(w1, w2)
    return np.stack([(here - f_of_w(w1 - step, w2)) / step, (here - f_of_w(w1, w2 - step)) / step], axis=1)

# %%
# VARIANT
# part: jacobian_by_differences
# name: exact
# right: false
# score: 0.75
# mistake: The exact Jacobian was returned in place of its estimate.
def jacobian_by_differences(w1, w2, step):
    s, e = w1**2 + w2**2, math.exp(w2)
    return [[2 * w1 / s + e, 2 * w2 / s + w1 * e], [math.sin(w2) - math.sin(w1), w1 * math.cos(w2)]]

# %%
# VARIANT
# part: jacobian_by_differences
# name: transposed
# right: false
# score: 0.25
# mistake: The Jacobian is transposed: its rows belong to the inputs.
def jacobian_by_differences(w1, w2, step):
    here = f_of_w(w1, w2)
    return np.stack([(f_of_w(w1 + step, w2) - here) / step, (f_of_w(w1, w2 + step) - here) / step])

# %%
# VARIANT
# part: jacobian_by_differences
# name: both_inputs_moved
# right: false
# score: 0.25
# mistake: Both inputs were moved at once.
def jacobian_by_differences(w1, w2, step):
    along = (f_of_w(w1 + step, w2 + step) - f_of_w(w1, w2)) / step
    return np.stack([along, along], axis=1)

# %%
# VARIANT
# part: jacobian_by_differences
# name: not_divided
# right: false
# score: 0.25
# mistake: The differences were not divided by the step.
def jacobian_by_differences(w1, w2, step):
    here = f_of_w(w1, w2)
    return np.stack([f_of_w(w1 + step, w2) - here, f_of_w(w1, w2 + step) - here], axis=1)

# %%
# VARIANT
# part: jacobian_by_differences
# name: step_hard_coded
# right: false
# score: 1.25
# mistake: The step is always 0.001, whatever is asked.
def jacobian_by_differences(w1, w2, step):
    here = f_of_w(w1, w2)
    return np.stack([(f_of_w(w1 + 0.001, w2) - here) / 0.001, (f_of_w(w1, w2 + 0.001) - here) / 0.001], axis=1)

# %%
# VARIANT
# part: jacobian_by_differences
# name: divided_by_twice_the_step
# right: false
# score: 0.25
# mistake: A forward difference is divided by the step, not by twice the step.
def jacobian_by_differences(w1, w2, step):
    here = f_of_w(w1, w2)
    return np.stack([f_of_w(w1 + step, w2) - here, f_of_w(w1, w2 + step) - here], axis=1) / (2 * step)

# %%
# VARIANT
# part: jacobian_by_differences
# name: sign_turned_around
# right: false
# score: 0.25
# mistake: The difference was taken the other way round, which turns every sign.
def jacobian_by_differences(w1, w2, step):
    here = f_of_w(w1, w2)
    return np.stack([here - f_of_w(w1 + step, w2), here - f_of_w(w1, w2 + step)], axis=1) / step

# %%
# VARIANT
# part: jacobian_by_differences
# name: both
# right: false
# score: 0.25
# mistake: For the second column both inputs were moved.
def jacobian_by_differences(w1, w2, step):
    a = (f_of_w(w1 + step, w2) - f_of_w(w1, w2)) / step
    b = (f_of_w(w1 + step, w2 + step) - f_of_w(w1, w2)) / step
    return np.stack([a, b], axis=1)

# %%
# VARIANT
# part: jacobian_by_differences
# name: last_moved
# right: false
# score: 0.75
# mistake: The second column starts from the point to which the first one had moved.
def jacobian_by_differences(w1, w2, step):
    a = (f_of_w(w1 + step, w2) - f_of_w(w1, w2)) / step
    b = (f_of_w(w1 + step, w2 + step) - f_of_w(w1 + step, w2)) / step
    return np.stack([a, b], axis=1)

# %%
# VARIANT
# part: jacobian_by_differences
# name: always_at_2_1
# right: false
# score: 1.25
# mistake: The differences are always taken at (2, 1), whatever the inputs are.
def jacobian_by_differences(w1, w2, step):
    w1, w2 = 2, 1
    a = (f_of_w(w1 + step, w2) - f_of_w(w1, w2)) / step
    b = (f_of_w(w1, w2 + step) - f_of_w(w1, w2)) / step
    return np.stack([a, b], axis=1)

# %%
# VARIANT
# part: jacobian_by_differences
# name: precedence
# right: false
# score: 0.25
# mistake: Only the last value was divided by the step: the brackets around the difference are missing.
def jacobian_by_differences(w1, w2, step):
    a = f_of_w(w1 + step, w2) - f_of_w(w1, w2) / step
    b = f_of_w(w1, w2 + step) - f_of_w(w1, w2) / step
    return np.stack([a, b], axis=1)

# %%
# VARIANT
# part: jacobian_by_differences
# name: two_step_move
# right: false
# score: 0.25
# mistake: The inputs were moved by twice the step.
def jacobian_by_differences(w1, w2, step):
    a = (f_of_w(w1 + 2 * step, w2) - f_of_w(w1, w2)) / step
    b = (f_of_w(w1, w2 + 2 * step) - f_of_w(w1, w2)) / step
    return np.stack([a, b], axis=1)

# %%
# VARIANT
# part: jacobian_by_differences
# name: divided_twice
# right: false
# score: 0.25
# mistake: The differences were divided by the square of the step.
def jacobian_by_differences(w1, w2, step):
    a = (f_of_w(w1 + step, w2) - f_of_w(w1, w2)) / step**2
    b = (f_of_w(w1, w2 + step) - f_of_w(w1, w2)) / step**2
    return np.stack([a, b], axis=1)
