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
Answers to the parts of `computation_graph`, written without a look at its variants.
"""

# %%
# VARIANT
# part: jacobian_by_accumulation
# name: dual_numbers
# right: true
# score: 4
def jacobian_by_accumulation(w1, w2):
    J = np.zeros((2, 2))
    for k in range(2):
        dw1, dw2 = float(k == 0), float(k == 1)
        dv3 = 2 * w1 * dw1 + 2 * w2 * dw2
        dv4 = dv3 / (w1 * w1 + w2 * w2)
        dv6 = dw1 * np.exp(w2) + w1 * np.exp(w2) * dw2
        dv9 = dw1 * np.sin(w2) + w1 * np.cos(w2) * dw2
        dv10 = -np.sin(w1) * dw1
        J[0, k] = dv4 + dv6
        J[1, k] = dv9 + dv10
    return J

# %%
# VARIANT
# part: jacobian_by_accumulation
# name: transposed
# right: false
# score: 0
# mistake: transposed
def jacobian_by_accumulation(w1, w2):
    s = w1**2 + w2**2
    df1 = [2 * w1 / s + math.exp(w2), 2 * w2 / s + w1 * math.exp(w2)]
    df2 = [math.sin(w2) - math.sin(w1), w1 * math.cos(w2)]
    return np.array([df1, df2]).T

# %%
# VARIANT
# part: jacobian_by_accumulation
# name: minus_sine_forgotten
# right: false
# score: 0
# mistake: sign_of_the_cosine
def jacobian_by_accumulation(w1, w2):
    dv = {"v1": (2 * w1, 0), "v2": (0, 2 * w2)}
    v3 = w1**2 + w2**2
    dv4 = (dv["v1"][0] / v3, dv["v2"][1] / v3)
    dv6 = (math.exp(w2), w1 * math.exp(w2))
    dv9 = (math.sin(w2), w1 * math.cos(w2))
    dv10 = (math.sin(w1), 0)
    return [[dv4[0] + dv6[0], dv4[1] + dv6[1]], [dv9[0] + dv10[0], dv9[1] + dv10[1]]]

# %%
# VARIANT
# part: jacobian_by_formula
# name: log_factor_forgotten
# right: false
# score: 1
# mistake: factor_of_the_squares
def jacobian_by_formula(w1, w2):
    r = w1 * w1 + w2 * w2
    return np.array([[w1 / r + np.exp(w2), w2 / r + w1 * np.exp(w2)], [np.sin(w2) - np.sin(w1), w1 * np.cos(w2)]])

# %%
# VARIANT
# part: jacobian_by_differences
# name: central
# right: false
# score: 0
# mistake: central
def jacobian_by_differences(w1, w2, step):
    f1 = (np.array(f_of_w(w1 + step, w2)) - np.array(f_of_w(w1 - step, w2))) / (2 * step)
    f2 = (np.array(f_of_w(w1, w2 + step)) - np.array(f_of_w(w1, w2 - step))) / (2 * step)
    return np.column_stack([f1, f2])

# %%
# VARIANT
# part: jacobian_by_differences
# name: not_divided
# right: false
# score: 0
# mistake: not_divided
def jacobian_by_differences(w1, w2, step):
    base = np.array(f_of_w(w1, w2))
    return np.column_stack([np.array(f_of_w(w1 + step, w2)) - base, np.array(f_of_w(w1, w2 + step)) - base])

# %%
# VARIANT
# part: jacobian_by_differences
# name: rows_for_columns
# right: false
# score: 0
# mistake: transposed
def jacobian_by_differences(w1, w2, step):
    base = np.array(f_of_w(w1, w2))
    d1 = (np.array(f_of_w(w1 + step, w2)) - base) / step
    d2 = (np.array(f_of_w(w1, w2 + step)) - base) / step
    return np.array([d1, d2])

# %%
# VARIANT
# part: graph_values
# name: with_inputs_and_long_names
# right: true
# score: 3
import math
w1, w2 = 2, 1
node_values = dict(w1=w1, w2=w2, w1_sq=w1**2, w2_sq=w2**2, sum_sq=w1**2+w2**2, log=math.log(5), exp=math.e, prod1=2*math.e, f1=math.log(5)+2*math.e, sin=math.sin(1), prod2=2*math.sin(1), cos=math.cos(2), f2=2*math.sin(1)+math.cos(2))
f_at_2_1 = (node_values["f1"], node_values["f2"])

# %%
# VARIANT
# part: graph_values
# name: rounded_to_four_places
# right: true
# score: 3
node_values = {"a": 4, "b": 1, "c": 5, "d": 1.6094, "e": 2.7183, "f": 5.4366, "g": 7.0460, "h": 0.8415, "i": 1.6829, "j": -0.4161, "k": 1.2668}
f_at_2_1 = [7.0460, 1.2668]

# %%
# VARIANT
# part: graph_values
# name: computed_with_torch
# right: true
# score: 3
import torch
w1 = torch.tensor(2.0); w2 = torch.tensor(1.0)
v1 = w1**2; v2 = w2**2; v3 = v1+v2; v4 = torch.log(v3); v5 = torch.exp(w2); v6 = w1*v5; v7 = v4+v6
v8 = torch.sin(w2); v9 = w1*v8; v10 = torch.cos(w1); v11 = v9+v10
node_values = {f"v{i}": v for i, v in enumerate([v1,v2,v3,v4,v5,v6,v7,v8,v9,v10,v11], 1)}
f_at_2_1 = torch.stack([v7, v11])

# %%
# VARIANT
# part: graph_values
# name: square_missing
# right: false
# score: 2
# mistake: none
import math
v = {"v3": 5, "v4": math.log(5), "v5": math.e, "v6": 2*math.e, "v7": math.log(5)+2*math.e, "v8": math.sin(1), "v9": 2*math.sin(1), "v10": math.cos(2), "v11": 2*math.sin(1)+math.cos(2)}
node_values = v
f_at_2_1 = [v["v7"], v["v11"]]

# %%
# VARIANT
# part: graph_values
# name: computed
# right: true
# score: 3
import math
w1, w2 = 2.0, 1.0
node_values = {}
node_values["a"] = w1**2
node_values["b"] = w2**2
node_values["c"] = node_values["a"] + node_values["b"]
node_values["d"] = math.log(node_values["c"])
node_values["e"] = math.exp(w2)
node_values["f"] = w1 * node_values["e"]
node_values["g"] = node_values["d"] + node_values["f"]
node_values["h"] = math.sin(w2)
node_values["i"] = w1 * node_values["h"]
node_values["j"] = math.cos(w1)
node_values["k"] = node_values["i"] + node_values["j"]
f_at_2_1 = [node_values["g"], node_values["k"]]

# %%
# VARIANT
# part: graph_values
# name: degrees
# right: false
# score: 1
# mistake: degrees
node_values = {"v1": 4, "v2": 1, "v3": 5, "v4": 1.6094, "v5": 2.7183, "v6": 5.4366, "v7": 7.0460, "v8": 0.01745, "v9": 0.0349, "v10": 0.99939, "v11": 1.0343}
f_at_2_1 = [7.0460, 1.0343]

# %%
# VARIANT
# part: graph_values
# name: outputs_only
# right: false
# score: 1
# mistake: none
node_values = {"v7": 7.0460, "v11": 1.26679}
f_at_2_1 = [7.0460, 1.26679]

# %%
# VARIANT
# part: jacobian_by_formula
# name: numpy_matrix_with_broadcast
# right: true
# score: 2
def jacobian_by_formula(w1, w2):
    r2 = w1 * w1 + w2 * w2
    J = np.empty((2, 2))
    J[0, 0] = np.exp(w2) + 2 * w1 / r2
    J[0, 1] = w1 * np.exp(w2) + 2 * w2 / r2
    J[1, 0] = np.sin(w2) - np.sin(w1)
    J[1, 1] = w1 * np.cos(w2)
    return J

# %%
# VARIANT
# part: jacobian_by_formula
# name: arrays
# right: true
# score: 2
def jacobian_by_formula(w1, w2):
    q = np.hypot(w1, w2) ** 2
    return np.array([[2 * w1 / q + np.exp(w2), 2 * w2 / q + w1 * np.exp(w2)], [np.sin(w2) - np.sin(w1), w1 * np.cos(w2)]])

# %%
# VARIANT
# part: jacobian_by_formula
# name: transposed
# right: false
# score: 1.1
# mistake: transposed
def jacobian_by_formula(w1, w2):
    q, e = w1**2 + w2**2, math.exp(w2)
    return [[2 * w1 / q + e, math.sin(w2) - math.sin(w1)], [2 * w2 / q + w1 * e, w1 * math.cos(w2)]]

# %%
# VARIANT
# part: jacobian_by_formula
# name: log_sign
# right: false
# score: 1.1
# mistake: none
def jacobian_by_formula(w1, w2):
    q, e = w1**2 + w2**2, math.exp(w2)
    return [[2 * w1 / q - e, 2 * w2 / q - w1 * e], [math.sin(w2) - math.sin(w1), w1 * math.cos(w2)]]

# %%
# VARIANT
# part: jacobian_by_differences
# name: list_of_lists
# right: true
# score: 2
def jacobian_by_differences(w1, w2, step):
    J = []
    for i in range(2):
        base = f_of_w(w1, w2)[i]
        J.append([(f_of_w(w1 + step, w2)[i] - base) / step, (f_of_w(w1, w2 + step)[i] - base) / step])
    return J

# %%
# VARIANT
# part: jacobian_by_differences
# name: hand_written
# right: true
# score: 2
def jacobian_by_differences(a, b, h):
    f1 = lambda x, y: np.log(x**2 + y**2) + x*np.exp(y)
    f2 = lambda x, y: x*np.sin(y) + np.cos(x)
    return np.asarray([[f1(a+h, b) - f1(a, b), f1(a, b+h) - f1(a, b)],
                       [f2(a+h, b) - f2(a, b), f2(a, b+h) - f2(a, b)]]) / h

# %%
# VARIANT
# part: jacobian_by_differences
# name: columns
# right: true
# score: 2
def jacobian_by_differences(w1, w2, step):
    here = f_of_w(w1, w2)
    return np.column_stack([f_of_w(w1 + step, w2) - here, f_of_w(w1, w2 + step) - here]) / step

# %%
# VARIANT
# part: jacobian_by_differences
# name: central_too
# right: false
# score: 0.75
# mistake: central
def jacobian_by_differences(w1, w2, step):
    a = (f_of_w(w1 + step, w2) - f_of_w(w1 - step, w2)) / (2 * step)
    b = (f_of_w(w1, w2 + step) - f_of_w(w1, w2 - step)) / (2 * step)
    return np.stack([a, b], axis=1)

# %%
# VARIANT
# part: jacobian_by_accumulation
# name: gradients_in_dicts
# right: true
# score: 4
def jacobian_by_accumulation(w1, w2):
    rows = []
    a = w1**2; c = w2**2; s = a + c; e = math.exp(w2); q = math.sin(w2)
    # first output backward
    g = {"l": 1.0, "p": 1.0}
    gs = g["l"] / s
    ga, gc = gs, gs
    gw1 = ga * 2*w1 + g["p"] * e
    ge = g["p"] * w1
    gw2 = gc * 2*w2 + ge * e
    rows.append((gw1, gw2))
    gq = w1
    rows.append((q - math.sin(w1), gq * math.cos(w2)))
    return tuple(rows)

# %%
# VARIANT
# part: jacobian_by_accumulation
# name: cos_wrong_sign_in_f2
# right: false
# score: 1
# mistake: sign_of_the_cosine
def jacobian_by_accumulation(w1, w2):
    s = w1**2 + w2**2
    e = np.exp(w2)
    return np.array([[2*w1/s + e, 2*w2/s + w1*e], [np.sin(w2) + np.sin(w1), w1*np.cos(w2)]])

# %%
# VARIANT
# part: jacobian_by_accumulation
# name: shared_input_counted_once
# right: false
# score: 0.5
# mistake: contribution_overwritten
def jacobian_by_accumulation(w1, w2):
    s = w1**2 + w2**2
    e = np.exp(w2)
    return np.array([[e, w1*e], [-np.sin(w1), w1*np.cos(w2)]])

# %%
# VARIANT
# part: jacobian_by_accumulation
# name: reverse
# right: true
# score: 4
def jacobian_by_accumulation(w1, w2):
    a, b = w1 * w1, w2 * w2
    c = a + b
    e = math.exp(w2)
    s = math.sin(w2)
    rows = []
    for seed in ((1.0, 0.0), (0.0, 1.0)):
        out1, out2 = seed
        bar1 = bar2 = 0.0
        ln_bar, prod_bar = out1, out1
        c_bar = ln_bar / c
        bar1 += c_bar * 2 * w1
        bar2 += c_bar * 2 * w2
        bar1 += prod_bar * e
        bar2 += prod_bar * w1 * e
        bar1 += out2 * s
        bar2 += out2 * w1 * math.cos(w2)
        bar1 += out2 * -math.sin(w1)
        rows.append((bar1, bar2))
    return rows

# %%
# VARIANT
# part: jacobian_by_accumulation
# name: transposed_too
# right: false
# score: 0.5
# mistake: transposed
def jacobian_by_accumulation(w1, w2):
    q, e = w1**2 + w2**2, math.exp(w2)
    return np.array([[2 * w1 / q + e, 2 * w2 / q + w1 * e], [math.sin(w2) - math.sin(w1), w1 * math.cos(w2)]]).T
