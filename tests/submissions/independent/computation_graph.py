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
# mistake: none
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
