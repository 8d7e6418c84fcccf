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
Answers to the parts of `loss_surface`, written without a look at its variants.
"""

# %%
# VARIANT
# part: line_in_parameter_space
# name: cubic
# right: true
# score: 1
x = 1
W1 = [[1]]
b1 = [0]
W2 = [[0]]
b2 = [0]
start = [(W1, b1), (W2, b2)]
W1 = [[-1]]
b1 = [0]
W2 = [[1]]
b2 = [0]
end = [(W1, b1), (W2, b2)]
line_answer = {"x": x, "start": start, "end": end}

# %%
# VARIANT
# part: line_in_parameter_space
# name: wide_numpy
# right: true
# score: 1
import numpy as np
x = 0.0
W1 = np.zeros((3, 1))
b1 = np.array([-1.0, -2.0, 0.0])
W2 = np.array([[1.0, -1.0, 0.0]])
b2 = np.zeros(1)
start = [(W1, b1), (W2, b2)]
W1 = np.zeros((3, 1))
b1 = np.array([3.0, 1.0, 0.0])
W2 = np.array([[1.0, -1.0, 0.0]])
b2 = np.zeros(1)
end = [(W1, b1), (W2, b2)]
line_answer = {"x": x, "start": start, "end": end}

# %%
# VARIANT
# part: line_in_parameter_space
# name: convex_only
# right: false
# score: 0.4
# mistake: none
x = 2
W1 = [[-1], [-1]]
b1 = [0, 0]
W2 = [[1, 1]]
b2 = [0]
start = [(W1, b1), (W2, b2)]
W1 = [[1], [2]]
b1 = [0, 0]
W2 = [[1, 1]]
b2 = [0]
end = [(W1, b1), (W2, b2)]
line_answer = {"x": x, "start": start, "end": end}

# %%
# VARIANT
# part: line_in_parameter_space
# name: bias_of_output_only
# right: false
# score: 0.4
# mistake: none
x = 1
W1 = [[1], [-1]]
b1 = [0, 0]
W2 = [[1, -1]]
b2 = [-5]
start = [(W1, b1), (W2, b2)]
W1 = [[1], [-1]]
b1 = [0, 0]
W2 = [[1, -1]]
b2 = [5]
end = [(W1, b1), (W2, b2)]
line_answer = {"x": x, "start": start, "end": end}

# %%
# VARIANT
# part: line_in_parameter_space
# name: biases_move
# right: true
# score: 1
x = 1
W1 = [[0], [0]]
b1 = [-0.3, -0.6]
W2 = [[1, -1]]
b2 = [0]
start = [(W1, b1), (W2, b2)]
b1 = [0.7, 0.4]
end = [(W1, b1), (W2, b2)]
line_answer = {"x": x, "start": start, "end": end}

# %%
# VARIANT
# part: line_in_parameter_space
# name: convex
# right: false
# score: 0.4
# mistake: none
x = 1
W1 = [[-1], [0]]
b1 = [0, 0]
W2 = [[1, 0]]
b2 = [0]
start = [(W1, b1), (W2, b2)]
W1 = [[1], [0]]
end = [(W1, b1), (W2, b2)]
line_answer = {"x": x, "start": start, "end": end}
