# %%
# VARIANT
# part: linear_without_biases
# name: negative_slope
# right: true
# score: 1
W1 = [[-3], [2]]
W2 = [[2, -3]]
linear_network = [W1, W2]

# %%
# VARIANT
# part: linear_without_biases
# name: tensors
# right: true
# score: 1
import torch
W1 = torch.tensor([[0.5], [-4.0]])
W2 = torch.tensor([[2.0, -0.25]])
linear_network = [W1, W2]

# %%
# VARIANT
# part: linear_without_biases
# name: arrays
# right: true
# score: 1
import numpy as np
W1 = np.array([[-0.1], [0.3]])
W2 = np.array([[-30, 10]])
linear_network = [W1, W2]

# %%
# VARIANT
# part: linear_without_biases
# name: tiny_slope
# right: true
# score: 1
W1 = [[1e-4], [-1e-4]]
W2 = [[1e-3, -1e-3]]
linear_network = [W1, W2]

# %%
# VARIANT
# part: linear_without_biases
# name: thirds
# right: true
# score: 1
W1 = [[1 / 3], [-7]]
W2 = [[3, -1 / 7]]
linear_network = [W1, W2]

# %%
# VARIANT
# part: linear_without_biases
# name: one_relu
# right: false
# score: 0.2
# mistake: The network is 0 on one side of the origin: no neuron acts there.
W1 = [[1], [0]]
W2 = [[1, 0]]
linear_network = [W1, W2]

# %%
# VARIANT
# part: linear_without_biases
# name: absolute_value
# right: false
# score: 0.2
# mistake: Both sides go the same way, up or down: one of the two output weights has the wrong sign.
W1 = [[1], [-1]]
W2 = [[1, 1]]
linear_network = [W1, W2]

# %%
# VARIANT
# part: linear_without_biases
# name: zero
# right: false
# score: 0.2
# mistake: The network is 0 everywhere.
W1 = [[0], [0]]
W2 = [[0, 0]]
linear_network = [W1, W2]

# %%
# VARIANT
# part: linear_without_biases
# name: cancelled
# right: false
# score: 0.2
# mistake: The network is 0 everywhere.
W1 = [[1], [1]]
W2 = [[1, -1]]
linear_network = [W1, W2]

# %%
# VARIANT
# part: linear_without_biases
# name: both_on_one_side
# right: false
# score: 0.2
# mistake: The network is 0 on one side of the origin: no neuron acts there.
W1 = [[1], [2]]
W2 = [[1, 1]]
linear_network = [W1, W2]

# %%
# VARIANT
# part: linear_without_biases
# name: different_slopes
# right: false
# score: 0.5
# mistake: The slopes on the two sides differ.
W1 = [[1], [-1]]
W2 = [[1, -2]]
linear_network = [W1, W2]

# %%
# VARIANT
# part: linear_without_biases
# name: nearly_linear
# right: false
# score: 0.5
# mistake: The slopes on the two sides differ.
W1 = [[1], [-1]]
W2 = [[1, -1.001]]
linear_network = [W1, W2]

# %%
# VARIANT
# part: linear_without_biases
# name: three_neurons
# right: false
# score: 0
# mistake: Three neurons were used where two are allowed.
W1 = [[1], [-1], [0]]
W2 = [[1, -1, 0]]
linear_network = [W1, W2]

# %%
# VARIANT
# part: linear_without_biases
# name: transposed
# right: false
# score: 0
# mistake: The first weight matrix has one row for each neuron.
W1 = [[1, -1]]
W2 = [[1], [-1]]
linear_network = [W1, W2]

# %%
# VARIANT
# part: linear_without_biases
# name: flat_lists
# right: false
# score: 0
# mistake: The weights are matrices, not flat lists.
W1 = [1, -1]
W2 = [1, -1]
linear_network = [W1, W2]

# %%
# VARIANT
# part: linear_without_biases
# name: with_biases
# right: false
# score: 0
# mistake: There are no biases in this network.
W1 = [[1], [-1]]
b1 = [0, 0]
W2 = [[1, -1]]
b2 = [0]
linear_network = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: linear_without_biases
# name: one_matrix
# right: false
# score: 0
# mistake: A single matrix is no two-layer network.
W1 = [[1]]
linear_network = [W1]

# %%
# VARIANT
# part: convex_without_biases
# name: one_relu
# right: true
# score: 0.5
W1 = [[1], [0]]
W2 = [[1, 0]]
convex_network = [W1, W2]

# %%
# VARIANT
# part: convex_without_biases
# name: uneven
# right: true
# score: 0.5
W1 = [[-3], [2]]
W2 = [[2, 0.5]]
convex_network = [W1, W2]

# %%
# VARIANT
# part: convex_without_biases
# name: same_side
# right: true
# score: 0.5
W1 = [[-1], [-2]]
W2 = [[5, -2]]
convex_network = [W1, W2]

# %%
# VARIANT
# part: convex_without_biases
# name: tensors
# right: true
# score: 0.5
import torch
W1 = torch.tensor([[1.0], [-1.0]])
W2 = torch.tensor([[3.0, -2.0]])
convex_network = [W1, W2]

# %%
# VARIANT
# part: convex_without_biases
# name: linear
# right: false
# score: 0.05
# mistake: A straight line was asked for in another part.
W1 = [[1], [-1]]
W2 = [[1, -1]]
convex_network = [W1, W2]

# %%
# VARIANT
# part: convex_without_biases
# name: concave
# right: false
# score: 0.15
# mistake: The slope falls from left to right, so the graph is concave.
W1 = [[1], [-1]]
W2 = [[-1, -1]]
convex_network = [W1, W2]

# %%
# VARIANT
# part: convex_without_biases
# name: negative_relu
# right: false
# score: 0.15
# mistake: The slope falls from left to right, so the graph is concave.
W1 = [[1], [0]]
W2 = [[-1, 0]]
convex_network = [W1, W2]

# %%
# VARIANT
# part: convex_without_biases
# name: zero
# right: false
# score: 0.05
# mistake: The network is 0 everywhere, which is a straight line as well.
W1 = [[0], [0]]
W2 = [[1, 1]]
convex_network = [W1, W2]

# %%
# VARIANT
# part: convex_without_biases
# name: concave_in_disguise
# right: false
# score: 0.15
# mistake: The slope falls from left to right, so the graph is concave.
W1 = [[2], [-1]]
W2 = [[1, -3]]
convex_network = [W1, W2]

# %%
# VARIANT
# part: convex_without_biases
# name: cancelled
# right: false
# score: 0.05
# mistake: The network is 0 everywhere, which is a straight line as well.
W1 = [[2], [1]]
W2 = [[1, -2]]
convex_network = [W1, W2]

# %%
# VARIANT
# part: convex_without_biases
# name: too_wide
# right: false
# score: 0
# mistake: Three neurons were used where two are allowed.
W1 = [[1], [-1], [1]]
W2 = [[1, 1, 1]]
convex_network = [W1, W2]

# %%
# VARIANT
# part: convex_without_biases
# name: with_biases
# right: false
# score: 0
# mistake: There are no biases in this network.
W1 = [[1], [-1]]
b1 = [0, 0]
W2 = [[1, 1]]
b2 = [0]
convex_network = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: convex_without_biases
# name: transposed
# right: false
# score: 0
# mistake: The first weight matrix has one row for each neuron.
W1 = [[1, -1]]
W2 = [[1], [1]]
convex_network = [W1, W2]
