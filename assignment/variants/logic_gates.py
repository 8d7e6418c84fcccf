# %%
# VARIANT
# part: or_gate
# name: scaled
# right: true
# score: 2
W1 = [[0.1, 0], [0, 7]]
b1 = [0, 0]
W2 = [[0.3, 2]]
b2 = [0]
or_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: or_gate
# name: swapped
# right: true
# score: 2
W1 = [[0, 1], [1, 0]]
b1 = [0, 0]
W2 = [[1, 1]]
b2 = [0]
or_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: or_gate
# name: very_uneven
# right: true
# score: 2
W1 = [[1, 0], [0, 1e4]]
b1 = [0, 0]
W2 = [[1e-2, 1]]
b2 = [0]
or_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: or_gate
# name: tensors
# right: true
# score: 2
import torch
W1 = torch.eye(2)
b1 = torch.zeros(2)
W2 = torch.ones(1, 2)
b2 = torch.zeros(1)
or_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: or_gate
# name: tuples
# right: true
# score: 2
or_gate = ((((2, 0), (0, 2)), (0, 0)), (((1, 3),), (0,)))

# %%
# VARIANT
# part: or_gate
# name: sum_of_inputs
# right: false
# score: 0.3
# mistake: Only the sign of the sum of both inputs is looked at; it is not positive where the negative one is the larger.
W1 = [[1, 1], [0, 0]]
b1 = [0, 0]
W2 = [[1, 0]]
b2 = [0]
or_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: or_gate
# name: for_bits
# right: false
# score: 0.3
# mistake: Only the sign of the sum of both inputs is looked at; it is not positive where the negative one is the larger.
W1 = [[1, 1], [1, 1]]
b1 = [0, -1]
W2 = [[1, -1]]
b2 = [0]
or_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: or_gate
# name: threshold
# right: false
# score: 0.5
# mistake: The output becomes positive only some way above the boundary.
W1 = [[1, 0], [0, 1]]
b1 = [0, 0]
W2 = [[1, 1]]
b2 = [-0.5]
or_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: or_gate
# name: tiny_threshold
# right: false
# score: 1.5
# mistake: A small negative bias moves the boundary.
W1 = [[1, 0], [0, 1]]
b1 = [0, 0]
W2 = [[1, 1]]
b2 = [-1e-4]
or_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: or_gate
# name: tiny_positive_bias
# right: false
# score: 0.3
# mistake: A bias makes the output positive everywhere.
W1 = [[1, 0], [0, 1]]
b1 = [0, 0]
W2 = [[1, 1]]
b2 = [1e-4]
or_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: or_gate
# name: first_input_only
# right: false
# score: 0.3
# mistake: Only the first input is looked at.
W1 = [[1, 0], [0, 0]]
b1 = [0, 0]
W2 = [[1, 1]]
b2 = [0]
or_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: or_gate
# name: subtracted
# right: false
# score: 0.1
# mistake: The second neuron is subtracted.
W1 = [[1, 0], [0, 1]]
b1 = [0, 0]
W2 = [[1, -1]]
b2 = [0]
or_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: or_gate
# name: and_instead
# right: false
# score: 0.3
# mistake: This is AND of bits, not OR.
W1 = [[1, 1], [0, 0]]
b1 = [-1, 0]
W2 = [[1, 0]]
b2 = [0]
or_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: or_gate
# name: nand_instead
# right: false
# score: 0.3
# mistake: The signs of the inputs are turned round.
W1 = [[-1, 0], [0, -1]]
b1 = [0, 0]
W2 = [[1, 1]]
b2 = [0]
or_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: or_gate
# name: shifted_boundary
# right: false
# score: 0.5
# mistake: The first bias moves the boundary to -0.1.
W1 = [[1, 0], [0, 1]]
b1 = [0.1, 0]
W2 = [[1, 1]]
b2 = [0]
or_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: or_gate
# name: slanted
# right: false
# score: 1
# mistake: The second neuron's boundary is slightly slanted.
W1 = [[1, 0], [0.001, 1]]
b1 = [0, 0]
W2 = [[1, 1]]
b2 = [0]
or_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: or_gate
# name: too_wide
# right: false
# score: 0
# mistake: Three neurons were used where two are allowed.
W1 = [[1, 0], [0, 1], [1, 1]]
b1 = [0, 0, 0]
W2 = [[1, 1, 1]]
b2 = [0]
or_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: or_gate
# name: three_layers
# right: false
# score: 0
# mistake: Three layers were used where two are allowed.
W1 = [[1, 0], [0, 1]]
b1 = [0, 0]
W2 = [[1, 1]]
b2 = [0]
W3 = [[1]]
b3 = [0]
or_gate = [(W1, b1), (W2, b2), (W3, b3)]

# %%
# VARIANT
# part: or_gate
# name: transposed_output
# right: false
# score: 0
# mistake: The last weight matrix has one row for the one output.
W1 = [[1, 0], [0, 1]]
b1 = [0, 0]
W2 = [[1], [1]]
b2 = [0]
or_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: or_gate
# name: constant_inside
# right: false
# score: 0.3
# mistake: The boundaries lie on the diagonals; those of OR lie on the axes.
W1 = [[1, 1], [1, -1]]
b1 = [0, 0]
W2 = [[1, 1]]
b2 = [0]
or_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: or_gate
# name: bits
# right: false
# score: 0.3
# mistake: The network is made for bits; here the inputs are real numbers.
W1 = [[1, 1]]
b1 = [-0.5]
W2 = [[1]]
b2 = [0]
or_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: or_gate
# name: late
# right: false
# score: 0.1
# mistake: Both neurons switch too late: a bias moves the boundary away from the axes.
W1 = [[1, 0], [0, 1]]
b1 = [-1, -1]
W2 = [[1, 1]]
b2 = [0]
or_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: or_gate
# name: early
# right: false
# score: 0.5
# mistake: Both neurons switch too early: a bias moves the boundary away from the axes.
W1 = [[1, 0], [0, 1]]
b1 = [1, 1]
W2 = [[1, 1]]
b2 = [0]
or_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: or_gate
# name: output_bias_minus
# right: false
# score: 0.3
# mistake: The output becomes positive only some way above the boundary.
W1 = [[1, 0], [0, 1]]
b1 = [0, 0]
W2 = [[1, 1]]
b2 = [-1]
or_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: or_gate
# name: small_output_bias
# right: false
# score: 0.5
# mistake: The output becomes positive only some way above the boundary.
W1 = [[1, 0], [0, 1]]
b1 = [0, 0]
W2 = [[1, 1]]
b2 = [-0.1]
or_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: or_gate
# name: and_gate
# right: false
# score: 0.3
# mistake: This is AND: the smaller of two numbers is positive only where both are.
W1 = [[1, 0], [1, -1]]
b1 = [0, 0]
W2 = [[1, -1]]
b2 = [0]
or_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: or_gate
# name: second_only
# right: false
# score: 0.3
# mistake: Only the second input is looked at.
W1 = [[0, 1], [0, 2]]
b1 = [0, 0]
W2 = [[1, 1]]
b2 = [0]
or_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: or_gate
# name: minus_first
# right: false
# score: 0.1
# mistake: The first neuron is subtracted.
W1 = [[1, 0], [0, 1]]
b1 = [0, 0]
W2 = [[-1, 1]]
b2 = [0]
or_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: or_gate
# name: one_negated
# right: false
# score: 0.1
# mistake: The sign of the second input is turned round.
W1 = [[1, 0], [0, -1]]
b1 = [0, 0]
W2 = [[1, 1]]
b2 = [0]
or_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: xor_gate
# name: smaller_of_two
# right: true
# score: 2
W1 = [[1, 0], [-1, 0], [0, 1], [0, -1]]
b1 = [0, 0, 0, 0]
W2 = [[1, 0, 0, 0], [1, 0, 0, -1], [0, 1, 0, 0], [0, 1, -1, 0]]
b2 = [0, 0, 0, 0]
W3 = [[1, -1, 1, -1]]
b3 = [0]
xor_gate = [(W1, b1), (W2, b2), (W3, b3)]

# %%
# VARIANT
# part: xor_gate
# name: scaled_neurons
# right: true
# score: 2
W1 = [[0.5, -0.5], [-3, 3], [0.1, 0.1], [-7, -7]]
b1 = [0, 0, 0, 0]
W2 = [[2, 1 / 3, -10, -1 / 7]]
b2 = [0]
xor_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: xor_gate
# name: arrays
# right: true
# score: 2
import numpy as np
W1 = np.array([[1, -1], [-1, 1], [1, 1], [-1, -1]]) / 3
b1 = np.zeros(4)
W2 = np.array([[1.0, 1, -1, -1]])
b2 = np.zeros(1)
xor_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: xor_gate
# name: smaller_of_two_scaled
# right: true
# score: 2
W1 = [[0.1, 0], [-0.1, 0], [0, 0.1], [0, -0.1]]
b1 = [0, 0, 0, 0]
W2 = [[1, 0, 0, 0], [1, 0, 0, -1], [0, 1, 0, 0], [0, 1, -1, 0]]
b2 = [0, 0, 0, 0]
W3 = [[10, -10, 1, -1]]
b3 = [0]
xor_gate = [(W1, b1), (W2, b2), (W3, b3)]

# %%
# VARIANT
# part: xor_gate
# name: and_not_both
# right: true
# score: 2
W1 = [[1, -1], [1, 1], [-1, -1], [-1, 1]]
b1 = [0, 0, 0, 0]
W2 = [[1, -1, -1, 1], [0, 0, 0, 0]]
b2 = [0, 0]
W3 = [[5, 0]]
b3 = [0]
xor_gate = [(W1, b1), (W2, b2), (W3, b3)]

# %%
# VARIANT
# part: xor_gate
# name: not_equal
# right: false
# score: 0.5
# mistake: This tells whether the inputs differ, not whether their signs do.
W1 = [[1, -1], [-1, 1]]
b1 = [0, 0]
W2 = [[1, 1]]
b2 = [0]
xor_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: xor_gate
# name: or_instead
# right: false
# score: 0.3
# mistake: Where both inputs are positive, XOR says no.
W1 = [[1, 0], [0, 1]]
b1 = [0, 0]
W2 = [[1, 1]]
b2 = [0]
xor_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: xor_gate
# name: for_bits
# right: false
# score: 0.3
# mistake: This is the XOR of bits; here the inputs are real numbers.
W1 = [[1, 1], [1, 1]]
b1 = [0, -1]
W2 = [[1, -2]]
b2 = [0]
xor_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: xor_gate
# name: signs_turned_round
# right: false
# score: 0.1
# mistake: The output is positive where the signs agree.
W1 = [[1, 1], [-1, -1], [1, -1], [-1, 1]]
b1 = [0, 0, 0, 0]
W2 = [[1, 1, -1, -1]]
b2 = [0]
xor_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: xor_gate
# name: one_quadrant
# right: false
# score: 0.3
# mistake: Only one of the two quadrants is found.
W1 = [[1, 0], [0, -1]]
b1 = [0, 0]
W2 = [[1, 0], [1, -1]]
b2 = [0, 0]
W3 = [[1, -1]]
b3 = [0]
xor_gate = [(W1, b1), (W2, b2), (W3, b3)]

# %%
# VARIANT
# part: xor_gate
# name: threshold
# right: false
# score: 0.5
# mistake: The output only becomes positive some way inside of the quadrants.
W1 = [[1, -1], [-1, 1], [1, 1], [-1, -1]]
b1 = [0, 0, 0, 0]
W2 = [[1, 1, -1, -1]]
b2 = [-0.5]
xor_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: xor_gate
# name: weaker_minus
# right: false
# score: 0.5
# mistake: Close to the axes the output is positive on both sides.
W1 = [[1, -1], [-1, 1], [1, 1], [-1, -1]]
b1 = [0, 0, 0, 0]
W2 = [[1, 1, -0.9, -0.9]]
b2 = [0]
xor_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: xor_gate
# name: bounded_and
# right: false
# score: 0.5
# mistake: The AND fails where one input is ten times the other.
W1 = [[1, 0], [-1, 0], [0, 1], [0, -1]]
b1 = [0, 0, 0, 0]
W2 = [[1, 0, -10, 0], [0, 1, 0, -10]]
b2 = [0, 0]
W3 = [[1, 1]]
b3 = [0]
xor_gate = [(W1, b1), (W2, b2), (W3, b3)]

# %%
# VARIANT
# part: xor_gate
# name: tiny_positive_bias
# right: false
# score: 0.3
# mistake: The positive output bias makes the output positive on the axes and beyond.
W1 = [[1, 0], [-1, 0], [0, 1], [0, -1]]
b1 = [0, 0, 0, 0]
W2 = [[1, 0, 0, 0], [1, 0, 0, -1], [0, 1, 0, 0], [0, 1, -1, 0]]
b2 = [0, 0, 0, 0]
W3 = [[1, -1, 1, -1]]
b3 = [1e-5]
xor_gate = [(W1, b1), (W2, b2), (W3, b3)]

# %%
# VARIANT
# part: xor_gate
# name: tiny_negative_bias
# right: false
# score: 1.5
# mistake: A small negative bias moves the boundary off the axes.
W1 = [[1, 0], [-1, 0], [0, 1], [0, -1]]
b1 = [0, 0, 0, 0]
W2 = [[1, 0, 0, 0], [1, 0, 0, -1], [0, 1, 0, 0], [0, 1, -1, 0]]
b2 = [0, 0, 0, 0]
W3 = [[1, -1, 1, -1]]
b3 = [-1e-8]
xor_gate = [(W1, b1), (W2, b2), (W3, b3)]

# %%
# VARIANT
# part: xor_gate
# name: too_wide
# right: false
# score: 0
# mistake: Five neurons were used where four are allowed.
W1 = [[1, -1], [-1, 1], [1, 1], [-1, -1], [0, 0]]
b1 = [0, 0, 0, 0, 0]
W2 = [[1, 1, -1, -1, 0]]
b2 = [0]
xor_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: xor_gate
# name: four_layers
# right: false
# score: 0
# mistake: Four layers were used where three are allowed.
W1 = [[1, 0], [-1, 0], [0, 1], [0, -1]]
b1 = [0, 0, 0, 0]
W2 = [[1, 0, 0, 0], [1, 0, 0, -1], [0, 1, 0, 0], [0, 1, -1, 0]]
b2 = [0, 0, 0, 0]
W3 = [[1, -1, 1, -1]]
b3 = [0]
W4 = [[1]]
b4 = [0]
xor_gate = [(W1, b1), (W2, b2), (W3, b3), (W4, b4)]

# %%
# VARIANT
# part: xor_gate
# name: missing_bias
# right: false
# score: 0
# mistake: A layer is a pair of weights and biases.
W1 = [[1, -1], [-1, 1], [1, 1], [-1, -1]]
W2 = [[1, 1, -1, -1]]
xor_gate = [W1, W2]

# %%
# VARIANT
# part: xor_gate
# name: sizes_do_not_fit
# right: false
# score: 0
# mistake: The columns of the last weight matrix do not fit the rows of the one before.
W1 = [[1, -1], [-1, 1]]
b1 = [0, 0]
W2 = [[1, 1, -1, -1]]
b2 = [0]
xor_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: xor_gate
# name: one_quadrant_again
# right: false
# score: 0.3
# mistake: Only one of the two quadrants is found.
W1 = [[0, 1], [1, 1]]
b1 = [0, 0]
W2 = [[1, -1]]
b2 = [0]
xor_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: xor_gate
# name: full_and
# right: false
# score: 0.5
# mistake: Too much is subtracted: points are lost where the positive input is much the larger.
W1 = [[1, 0], [0, 1], [1, 1]]
b1 = [0, 0, 0]
W2 = [[1, 1, -2]]
b2 = [0]
xor_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: xor_gate
# name: output_bias
# right: false
# score: 0.5
# mistake: The output only becomes positive some way inside of the quadrants.
W1 = [[1, 0], [0, 1], [1, 1]]
b1 = [0, 0, 0]
W2 = [[1, 1, -1]]
b2 = [-0.5]
xor_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: xor_gate
# name: halves
# right: false
# score: 0.5
# mistake: The difference of the inputs is held against a threshold, which says nothing about their signs.
W1 = [[1, -1], [-1, 1]]
b1 = [-1, -1]
W2 = [[1, 1]]
b2 = [0]
xor_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: xor_gate
# name: sum_for_min
# right: false
# score: 0.3
# mistake: What should be joined by AND was added, which is OR: the output is positive nearly everywhere.
W1 = [[-1, 0], [0, 1], [1, 0], [0, -1]]
b1 = [0, 0, 0, 0]
W2 = [[1, 1, 1, 1]]
b2 = [0]
xor_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: xor_gate
# name: nand
# right: false
# score: 0.3
# mistake: This is NAND: where both inputs are negative, XOR says no.
W1 = [[-1, 0], [0, -1]]
b1 = [0, 0]
W2 = [[1, 1]]
b2 = [0]
xor_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: nand_gate
# name: scaled
# right: true
# score: 0.5
W1 = [[-3, 0], [0, -0.2]]
b1 = [0, 0]
W2 = [[1, 5]]
b2 = [0]
nand_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: nand_gate
# name: minus_the_smaller
# right: true
# score: 0.5
W1 = [[1, 0], [-1, 0], [1, -1]]
b1 = [0, 0, 0]
W2 = [[-1, 1, 1]]
b2 = [0]
nand_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: nand_gate
# name: three_layers
# right: true
# score: 0.5
W1 = [[-1, 0], [0, -1]]
b1 = [0, 0]
W2 = [[1, 1]]
b2 = [0]
W3 = [[2]]
b3 = [0]
nand_gate = [(W1, b1), (W2, b2), (W3, b3)]

# %%
# VARIANT
# part: nand_gate
# name: and_instead
# right: false
# score: 0.05
# mistake: This is AND.
W1 = [[1, 0], [1, -1], [0, 0]]
b1 = [0, 0, 0]
W2 = [[1, -1, 0]]
b2 = [0]
nand_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: nand_gate
# name: or_instead
# right: false
# score: 0.1
# mistake: This is OR.
W1 = [[1, 0], [0, 1]]
b1 = [0, 0]
W2 = [[1, 1]]
b2 = [0]
nand_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: nand_gate
# name: nor_instead
# right: false
# score: 0.1
# mistake: This is positive only where both inputs are negative.
W1 = [[-1, 0], [-1, 1]]
b1 = [0, 0]
W2 = [[1, -1]]
b2 = [0]
nand_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: nand_gate
# name: for_bits
# right: false
# score: 0.15
# mistake: This is the NAND of bits; here the inputs are real numbers.
W1 = [[1, 1]]
b1 = [-1]
W2 = [[-1]]
b2 = [1]
nand_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: nand_gate
# name: negative_sum
# right: false
# score: 0.1
# mistake: Only the sign of the sum of both inputs is looked at; it says nothing about the sign of each.
W1 = [[-1, -1]]
b1 = [0]
W2 = [[1]]
b2 = [0]
nand_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: nand_gate
# name: tiny_bias
# right: false
# score: 0.1
# mistake: The output is positive everywhere.
W1 = [[-1, 0], [0, -1]]
b1 = [0, 0]
W2 = [[1, 1]]
b2 = [1e-5]
nand_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: nand_gate
# name: first_input_only
# right: false
# score: 0.1
# mistake: Only the first input is looked at.
W1 = [[-1, 0]]
b1 = [0]
W2 = [[1]]
b2 = [0]
nand_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: nand_gate
# name: always
# right: false
# score: 0.1
# mistake: The output is positive everywhere.
W1 = [[0, 0]]
b1 = [0]
W2 = [[0]]
b2 = [1]
nand_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: nand_gate
# name: too_wide
# right: false
# score: 0
# mistake: Five neurons were used where four are allowed.
W1 = [[-1, 0], [0, -1], [0, 0], [0, 0], [0, 0]]
b1 = [0, 0, 0, 0, 0]
W2 = [[1, 1, 0, 0, 0]]
b2 = [0]
nand_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: nand_gate
# name: threshold
# right: false
# score: 0.15
# mistake: The output becomes positive only some way below the boundary.
W1 = [[-1, 0], [0, -1]]
b1 = [0, 0]
W2 = [[1, 1]]
b2 = [-0.5]
nand_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: nand_gate
# name: bits
# right: false
# score: 0.15
# mistake: This is the NAND of bits; here the inputs are real numbers.
W1 = [[-1, -1]]
b1 = [1.5]
W2 = [[1]]
b2 = [0]
nand_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: nand_gate
# name: shifted
# right: false
# score: 0.15
# mistake: The threshold lies at one: small positive inputs count as false.
W1 = [[1, 0], [1, -1]]
b1 = [0, 0]
W2 = [[-1, 1]]
b2 = [1]
nand_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: nand_gate
# name: minus_or
# right: false
# score: 0.05
# mistake: The output is never positive.
W1 = [[1, 0], [0, 1]]
b1 = [0, 0]
W2 = [[-1, -1]]
b2 = [0]
nand_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: nand_gate
# name: xor
# right: false
# score: 0.1
# mistake: This is XOR: where both inputs are negative, NAND is true as well.
W1 = [[1, 0], [0, 1], [1, 1]]
b1 = [0, 0, 0]
W2 = [[1, 1, -1]]
b2 = [0]
nand_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: nand_gate
# name: threshold_again
# right: false
# score: 0.05
# mistake: Both neurons switch too late: a bias moves the boundary away from the axes.
W1 = [[-1, 0], [0, -1]]
b1 = [-1, -1]
W2 = [[1, 1]]
b2 = [0]
nand_gate = [(W1, b1), (W2, b2)]

# %%
# VARIANT
# part: nand_gate
# name: second
# right: false
# score: 0.1
# mistake: Only the second input is looked at.
W1 = [[0, -1]]
b1 = [0]
W2 = [[3]]
b2 = [0]
nand_gate = [(W1, b1), (W2, b2)]
