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
Answers to the parts of `divergences`, written without a look at its variants.
"""

# %%
# VARIANT
# part: kl_asymmetry
# name: softmax_of_scores
# right: true
# score: 2
import numpy as np
s = np.array([0.0, 2.0, -1.0])
distribution_p = (np.exp(s) / np.exp(s).sum()).tolist()
distribution_q = [1 / 3, 1 / 3, 1 / 3]

# %%
# VARIANT
# part: kl_asymmetry
# name: many_outcomes
# right: true
# score: 2
distribution_p = [i / 55 for i in range(1, 11)]
distribution_q = [0.1] * 10

# %%
# VARIANT
# part: kl_asymmetry
# name: too_close
# right: false
# score: 0.5
# mistake: none
distribution_p = [0.5, 0.5]
distribution_q = [0.51, 0.49]

# %%
# VARIANT
# part: kl_asymmetry
# name: percents
# right: false
# score: 0.25
# mistake: none
distribution_p = [50, 50]
distribution_q = [90, 10]

# %%
# VARIANT
# part: kl_asymmetry
# name: reversed_three
# right: false
# score: 0.5
# mistake: none
distribution_p = [0.2, 0.5, 0.3]
distribution_q = [0.3, 0.5, 0.2]

# %%
# VARIANT
# part: kl_asymmetry
# name: three
# right: true
# score: 2
distribution_p = (0.5, 0.25, 0.25)
distribution_q = (0.1, 0.2, 0.7)

# %%
# VARIANT
# part: kl_asymmetry
# name: swapped
# right: false
# score: 0.5
# mistake: none
distribution_p = [0.7, 0.3]
distribution_q = [0.3, 0.7]

# %%
# VARIANT
# part: kl_asymmetry
# name: equal
# right: false
# score: 0.5
# mistake: none
distribution_p = [0.6, 0.4]
distribution_q = [0.6, 0.4]
