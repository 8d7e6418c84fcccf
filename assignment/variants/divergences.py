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
# part: kl_asymmetry
# name: three_outcomes_as_tuples
# right: true
# score: 2
distribution_p = (0.2, 0.3, 0.5)
distribution_q = (0.6, 0.3, 0.1)

# %%
# VARIANT
# part: kl_asymmetry
# name: numpy_arrays
# right: true
# score: 2
import numpy as np

distribution_p = np.array([1, 2, 3, 4]) / 10
distribution_q = np.full(4, 0.25)

# %%
# VARIANT
# part: kl_asymmetry
# name: fractions
# right: true
# score: 2
from fractions import Fraction

distribution_p = [Fraction(1, 4), Fraction(3, 4)]
distribution_q = [Fraction(1, 2), Fraction(1, 2)]

# %%
# VARIANT
# part: kl_asymmetry
# name: float32_tensors
# right: true
# score: 2
import torch

distribution_p = torch.softmax(torch.tensor([0.0, 1.0, 2.0]), dim=0)
distribution_q = torch.ones(3) / 3

# %%
# VARIANT
# part: kl_asymmetry
# name: nearly_certain
# right: true
# score: 2
distribution_p = [1 - 1e-6, 1e-6]
distribution_q = [0.5, 0.5]

# %%
# VARIANT
# part: kl_asymmetry
# name: mirrored_pair
# right: false
# score: 0.5
# mistake: The second distribution is the first one reversed; swapping them changes nothing.
distribution_p = [0.3, 0.7]
distribution_q = [0.7, 0.3]

# %%
# VARIANT
# part: kl_asymmetry
# name: equal_distributions
# right: false
# score: 0.5
# mistake: Both distributions are the same, so that both divergences are 0.
distribution_p = [0.4, 0.6]
distribution_q = [0.4, 0.6]

# %%
# VARIANT
# part: kl_asymmetry
# name: not_normalised
# right: false
# score: 0.25
# mistake: One of the lists does not add up to 1.
distribution_p = [0.5, 0.5]
distribution_q = [0.9, 0.2]

# %%
# VARIANT
# part: kl_asymmetry
# name: an_entry_of_zero
# right: false
# score: 0.25
# mistake: One of the probabilities is 0, for which the divergence is not defined here.
distribution_p = [0.5, 0.5]
distribution_q = [1.0, 0.0]

# %%
# VARIANT
# part: kl_asymmetry
# name: different_lengths
# right: false
# score: 0.25
# mistake: The two distributions have different numbers of outcomes.
distribution_p = [0.5, 0.5]
distribution_q = [0.2, 0.3, 0.5]

# %%
# VARIANT
# part: kl_asymmetry
# name: negative_entry
# right: false
# score: 0.25
# mistake: One of the entries is negative.
distribution_p = [0.5, 0.5]
distribution_q = [1.2, -0.2]

# %%
# VARIANT
# part: kl_asymmetry
# name: one_outcome
# right: false
# score: 0
# mistake: There is only one outcome, so there is only one distribution.
distribution_p = [1.0]
distribution_q = [1.0]

# %%
# VARIANT
# part: kl_asymmetry
# name: same_entries_shuffled
# right: false
# score: 0.5
# mistake: The second distribution is the first one with two entries swapped; the divergences agree.
distribution_p = [0.1, 0.3, 0.6]
distribution_q = [0.3, 0.1, 0.6]
