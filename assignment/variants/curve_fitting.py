# %%
# VARIANT
# part: fit_zigzag
# name: arrays
# right: true
# score: 4
zigzag_network = {
    "W_H": np.ones(4),
    "b_H": -np.array([0.0, 2.0, 4.0, 6.0]),
    "W_O": np.array([2.0, -5.0, 4.0, -3.0]),
    "b_O": np.float64(1.0),
}

# %%
# VARIANT
# part: fit_zigzag
# name: facing_left
# right: true
# score: 4
# -2 to the right of 6, built from the right end
W_H = [-1, -1, -1, -1]
b_H = [8, 6, 4, 2]
W_O = [2, -3, 4, -5]
b_O = -3
zigzag_network = {"W_H": W_H, "b_H": b_H, "W_O": W_O, "b_O": b_O}

# %%
# VARIANT
# part: fit_zigzag
# name: scaled_and_shuffled
# right: true
# score: 4
W_H = (0.5, 2.0, 3.0, 1.0)
b_H = (-2.0, -4.0, -18.0, 1.0)
W_O = (8.0, -2.5, -1.0, 2.0)
b_O = -1.0
zigzag_network = {"W_H": W_H, "b_H": b_H, "W_O": W_O, "b_O": b_O}

draw_fit(zigzag_x, zigzag_y, zigzag_network)

# %%
# VARIANT
# part: fit_zigzag
# name: solved_for
# right: true
# score: 4
# kinks chosen, output weights and bias by least squares on the data
kinks = np.array([-1.0, 2.0, 4.0, 6.0])
A = np.hstack([np.maximum(0, zigzag_x[:, None] - kinks), np.ones((9, 1))])
solution = np.linalg.lstsq(A, zigzag_y, rcond=None)[0]
zigzag_network = {"W_H": np.ones(4), "b_H": -kinks, "W_O": solution[:4], "b_O": solution[4]}

# %%
# VARIANT
# part: fit_zigzag
# name: fractions_and_tensors
# right: true
# score: 4
import torch
from fractions import Fraction

W_H = torch.ones(4, dtype=torch.float64)
b_H = torch.tensor([0.0, -2.0, -4.0, -6.0])
W_O = [Fraction(2), Fraction(-10, 2), Fraction(4), Fraction(-3)]
b_O = torch.tensor(1.0)
zigzag_network = {"W_H": W_H, "b_H": b_H, "W_O": W_O, "b_O": b_O}

# %%
# VARIANT
# part: fit_zigzag
# name: slopes_for_changes
# right: false
# score: 0.5
# mistake: The output weights are the slopes of the pieces; they have to be the changes of slope.
W_H = [1, 1, 1, 1]
b_H = [0, -2, -4, -6]
W_O = [2, -3, 1, -2]
b_O = 1
zigzag_network = {"W_H": W_H, "b_H": b_H, "W_O": W_O, "b_O": b_O}

# %%
# VARIANT
# part: fit_zigzag
# name: biases_have_the_wrong_sign
# right: false
# score: 0.5
# mistake: The biases are the positions of the kinks; where the weight is positive, a kink to the right of the origin needs a negative bias.
W_H = [1, 1, 1, 1]
b_H = [0, 2, 4, 6]
W_O = [2, -5, 4, -3]
b_O = 1
zigzag_network = {"W_H": W_H, "b_H": b_H, "W_O": W_O, "b_O": b_O}

# %%
# VARIANT
# part: fit_zigzag
# name: output_bias_forgotten
# right: false
# score: 1.25
# mistake: The output bias is missing, so the whole curve lies too low.
W_H = [1, 1, 1, 1]
b_H = [0, -2, -4, -6]
W_O = [2, -5, 4, -3]
b_O = 0
zigzag_network = {"W_H": W_H, "b_H": b_H, "W_O": W_O, "b_O": b_O}

# %%
# VARIANT
# part: fit_zigzag
# name: last_kink_missing
# right: false
# score: 2.75
# mistake: The last change of slope is missing.
W_H = [1, 1, 1, 1]
b_H = [0, -2, -4, -6]
W_O = [2, -5, 4, 0]
b_O = 1
zigzag_network = {"W_H": W_H, "b_H": b_H, "W_O": W_O, "b_O": b_O}

# %%
# VARIANT
# part: fit_zigzag
# name: last_slope_slip
# right: false
# score: 2.75
# mistake: The last change of slope is too small by one.
W_H = [1, 1, 1, 1]
b_H = [0, -2, -4, -6]
W_O = [2, -5, 4, -2]
b_O = 1
zigzag_network = {"W_H": W_H, "b_H": b_H, "W_O": W_O, "b_O": b_O}

# %%
# VARIANT
# part: fit_zigzag
# name: third_kink_misplaced
# right: false
# score: 2
# mistake: The third kink lies too far to the right.
W_H = [1, 1, 1, 1]
b_H = [0, -2, -5, -6]
W_O = [2, -5, 4, -3]
b_O = 1
zigzag_network = {"W_H": W_H, "b_H": b_H, "W_O": W_O, "b_O": b_O}

# %%
# VARIANT
# part: fit_zigzag
# name: hidden_weights_scaled_only
# right: false
# score: 1.25
# mistake: The hidden weights were doubled without halving the output weights.
W_H = [1, 2, 1, 1]
b_H = [0, -4, -4, -6]
W_O = [2, -5, 4, -3]
b_O = 1
zigzag_network = {"W_H": W_H, "b_H": b_H, "W_O": W_O, "b_O": b_O}

# %%
# VARIANT
# part: fit_zigzag
# name: trained_roughly
# right: false
# score: 0.5
# mistake: The network comes close to the points and does not run through them.
W_H = [1, 1, 1, 1]
b_H = [0, -2, -4, -6]
W_O = [1.99, -4.97, 3.98, -3.01]
b_O = 1.003
zigzag_network = {"W_H": W_H, "b_H": b_H, "W_O": W_O, "b_O": b_O}

# %%
# VARIANT
# part: fit_zigzag
# name: five_neurons
# right: false
# score: 0
# mistake: Five neurons were used; the network has four.
W_H = [1, 1, 1, 1, -1]
b_H = [0, -2, -4, -6, 0]
W_O = [2, -5, 4, -3, 1]
b_O = 1
zigzag_network = {"W_H": W_H, "b_H": b_H, "W_O": W_O, "b_O": b_O}

# %%
# VARIANT
# part: fit_zigzag
# name: column_vectors
# right: false
# score: 0
# mistake: The weights are columns; plain rows of numbers are asked for.
W_H = [[1], [1], [1], [1]]
b_H = [[0], [-2], [-4], [-6]]
W_O = [[2], [-5], [4], [-3]]
b_O = 1
zigzag_network = {"W_H": W_H, "b_H": b_H, "W_O": W_O, "b_O": b_O}

# %%
# VARIANT
# part: fit_zigzag
# name: last_sign
# right: false
# score: 2.75
# mistake: The last change of slope has the wrong sign.
W_H = [1, 1, 1, 1]
b_H = [0, -2, -4, -6]
W_O = [2, -5, 4, 3]
b_O = 1
zigzag_network = {"W_H": W_H, "b_H": b_H, "W_O": W_O, "b_O": b_O}

# %%
# VARIANT
# part: fit_zigzag
# name: unscaled
# right: false
# score: 0.5
# mistake: A kink lies at minus the bias divided by the weight: where the weight is doubled, so is the bias.
W_H = [1, 2, 2, 2]
b_H = [0, -2, -4, -6]
W_O = [2, -2.5, 2, -1.5]
b_O = 1
zigzag_network = {"W_H": W_H, "b_H": b_H, "W_O": W_O, "b_O": b_O}

# %%
# VARIANT
# part: fit_zigzag
# name: late
# right: false
# score: 0.5
# mistake: The inner kinks lie one too far to the right.
W_H = [1, 1, 1, 1]
b_H = [0, -3, -5, -7]
W_O = [2, -5, 4, -3]
b_O = 1
zigzag_network = {"W_H": W_H, "b_H": b_H, "W_O": W_O, "b_O": b_O}

# %%
# VARIANT
# part: fit_zigzag
# name: output_signs
# right: false
# score: 0.5
# mistake: All output weights have the wrong sign.
W_H = [1, 1, 1, 1]
b_H = [0, -2, -4, -6]
W_O = [-2, 5, -4, 3]
b_O = 1
zigzag_network = {"W_H": W_H, "b_H": b_H, "W_O": W_O, "b_O": b_O}

# %%
# VARIANT
# part: fit_zigzag
# name: bias_twice
# right: false
# score: 1.25
# mistake: The height at the origin was put into the first hidden bias and into the output bias.
W_H = [1, 1, 1, 1]
b_H = [1, -2, -4, -6]
W_O = [2, -5, 4, -3]
b_O = 1
zigzag_network = {"W_H": W_H, "b_H": b_H, "W_O": W_O, "b_O": b_O}

# %%
# VARIANT
# part: fit_zigzag
# name: changes_half
# right: false
# score: 0.5
# mistake: The changes of slope are only half as large as needed, apart from the first slope.
W_H = [1, 1, 1, 1]
b_H = [0, -2, -4, -6]
W_O = [2, -2.5, 2, -1.5]
b_O = 1
zigzag_network = {"W_H": W_H, "b_H": b_H, "W_O": W_O, "b_O": b_O}

# %%
# VARIANT
# part: fit_flat
# name: arrays
# right: true
# score: 4
flat_network = {
    "W_H": np.array([1.0, 1.0, 1.0, 1.0]),
    "b_H": np.array([4.0, 2.0, -1.0, -3.0]),
    "W_O": np.array([2.0, -2.0, -1.0, 1.0]),
    "b_O": -2.0,
}

# %%
# VARIANT
# part: fit_flat
# name: three_neurons_are_enough
# right: true
# score: 4
# from the plateau outwards: down to the left of -2, down to the right of 1, flat again from 3
W_H = [-1, 1, 1, 5]
b_H = [-2, -1, -3, 7]
W_O = [-2, -1, 1, 0]
b_O = 2
flat_network = {"W_H": W_H, "b_H": b_H, "W_O": W_O, "b_O": b_O}

draw_fit(flat_x, flat_y, flat_network)

# %%
# VARIANT
# part: fit_flat
# name: from_the_right
# right: true
# score: 4
W_H = (-1.0, -2.0, -1.0, -0.5)
b_H = (3.0, 2.0, -2.0, -50.0)
W_O = (1.0, -0.5, -2.0, 3.0)
b_O = [0.0]
flat_network = {"W_H": W_H, "b_H": b_H, "W_O": W_O, "b_O": b_O}

# %%
# VARIANT
# part: fit_flat
# name: slopes_for_changes
# right: false
# score: 0.5
# mistake: The output weights are the slopes of the pieces; they have to be the changes of slope.
W_H = [1, 1, 1, 1]
b_H = [4, 2, -1, -3]
W_O = [2, 0, -1, 0]
b_O = -2
flat_network = {"W_H": W_H, "b_H": b_H, "W_O": W_O, "b_O": b_O}

# %%
# VARIANT
# part: fit_flat
# name: biases_have_the_wrong_sign
# right: false
# score: 0.5
# mistake: The biases are the positions of the kinks; where the weight is positive, a kink to the right of the origin needs a negative bias.
W_H = [1, 1, 1, 1]
b_H = [-4, -2, 1, 3]
W_O = [2, -2, -1, 1]
b_O = -2
flat_network = {"W_H": W_H, "b_H": b_H, "W_O": W_O, "b_O": b_O}

# %%
# VARIANT
# part: fit_flat
# name: first_neuron_at_zero
# right: false
# score: 1.25
# mistake: The first neuron switches on only in the middle of the data.
W_H = [1, 1, 1, 1]
b_H = [0, 2, -1, -3]
W_O = [2, -2, -1, 1]
b_O = -2
flat_network = {"W_H": W_H, "b_H": b_H, "W_O": W_O, "b_O": b_O}

# %%
# VARIANT
# part: fit_flat
# name: last_flat_part_missing
# right: false
# score: 2.75
# mistake: The curve goes on falling where the data are flat again.
W_H = [1, 1, 1, 1]
b_H = [4, 2, -1, -3]
W_O = [2, -2, -1, 0]
b_O = -2
flat_network = {"W_H": W_H, "b_H": b_H, "W_O": W_O, "b_O": b_O}

# %%
# VARIANT
# part: fit_flat
# name: plateau_only
# right: false
# score: 0.5
# mistake: The network is constant, which meets the plateau and nothing else.
W_H = [0, 0, 0, 0]
b_H = [0, 0, 0, 0]
W_O = [0, 0, 0, 0]
b_O = 2
flat_network = {"W_H": W_H, "b_H": b_H, "W_O": W_O, "b_O": b_O}

# %%
# VARIANT
# part: fit_flat
# name: output_bias_forgotten
# right: false
# score: 1.25
# mistake: The output bias is 0, so the whole curve lies too high.
W_H = [1, 1, 1, 1]
b_H = [4, 2, -1, -3]
W_O = [2, -2, -1, 1]
b_O = 0
flat_network = {"W_H": W_H, "b_H": b_H, "W_O": W_O, "b_O": b_O}

# %%
# VARIANT
# part: fit_flat
# name: falls_too_fast
# right: false
# score: 1.25
# mistake: The curve falls too steeply after the plateau.
W_H = [1, 1, 1, 1]
b_H = [4, 2, -1, -3]
W_O = [2, -2, -2, 2]
b_O = -2
flat_network = {"W_H": W_H, "b_H": b_H, "W_O": W_O, "b_O": b_O}

# %%
# VARIANT
# part: fit_flat
# name: zigzag_again
# right: false
# score: 0.5
# mistake: That is the network for the first data set.
W_H = [1, 1, 1, 1]
b_H = [0, -2, -4, -6]
W_O = [2, -5, 4, -3]
b_O = 1
flat_network = {"W_H": W_H, "b_H": b_H, "W_O": W_O, "b_O": b_O}

# %%
# VARIANT
# part: fit_flat
# name: one_weight_missing
# right: false
# score: 0
# mistake: Only three neurons were given; one without effect can be added with an output weight of 0.
W_H = [1, 1, 1]
b_H = [2, -1, -3]
W_O = [-2, -1, 1]
b_O = 2
flat_network = {"W_H": W_H, "b_H": b_H, "W_O": W_O, "b_O": b_O}

# %%
# VARIANT
# part: fit_flat
# name: half_change
# right: false
# score: 1.25
# mistake: The slope is only halved where the curve becomes flat.
W_H = [1, 1, 1, 1]
b_H = [4, 2, -1, -3]
W_O = [2, -1, -1, 1]
b_O = -2
flat_network = {"W_H": W_H, "b_H": b_H, "W_O": W_O, "b_O": b_O}

# %%
# VARIANT
# part: fit_flat
# name: rises_again
# right: false
# score: 2.75
# mistake: The last change of slope is too large: the curve rises where the data are flat again.
W_H = [1, 1, 1, 2]
b_H = [4, 2, -1, -6]
W_O = [2, -2, -1, 1]
b_O = -2
flat_network = {"W_H": W_H, "b_H": b_H, "W_O": W_O, "b_O": b_O}

# %%
# VARIANT
# part: fit_flat
# name: output_sign
# right: false
# score: 0.5
# mistake: All output weights have the wrong sign.
W_H = [1, 1, 1, 1]
b_H = [4, 2, -1, -3]
W_O = [-2, 2, 1, -1]
b_O = -2
flat_network = {"W_H": W_H, "b_H": b_H, "W_O": W_O, "b_O": b_O}

# %%
# VARIANT
# part: loss_gradient
# name: residual_the_other_way
# right: true
# score: 2
def loss_gradient(y, f, grad_f):
    return 2 * grad_f.T @ (f - y)

# %%
# VARIANT
# part: loss_gradient
# name: loop
# right: true
# score: 2
def loss_gradient(y, f, grad_f):
    total = np.zeros(grad_f.shape[1])
    for i in range(len(y)):
        error = y[i] - f[i]
        total = total + 2 * error * (-grad_f[i])
    return total

# %%
# VARIANT
# part: loss_gradient
# name: broadcast_and_sum
# right: true
# score: 2
def loss_gradient(y, f, grad_f):
    return ((-2.0 * (y - f))[:, np.newaxis] * grad_f).sum(axis=0)

# %%
# VARIANT
# part: loss_gradient
# name: sign
# right: false
# score: 0.5
# mistake: The sign is flipped; the inner derivative of y - f is minus the gradient of f.
def loss_gradient(y, f, grad_f):
    return 2 * (y - f) @ grad_f

# %%
# VARIANT
# part: loss_gradient
# name: factor_two
# right: false
# score: 0.5
# mistake: The factor 2 of the square is missing.
def loss_gradient(y, f, grad_f):
    return -(y - f) @ grad_f

# %%
# VARIANT
# part: loss_gradient
# name: mean
# right: false
# score: 0.5
# mistake: The mean over the points was differentiated; the loss is a sum.
def loss_gradient(y, f, grad_f):
    return -2 * (y - f) @ grad_f / len(y)

# %%
# VARIANT
# part: loss_gradient
# name: residual_forgotten
# right: false
# score: 0.5
# mistake: The residual, which the chain rule leaves in place, is missing.
def loss_gradient(y, f, grad_f):
    return -2 * grad_f.sum(axis=0)

# %%
# VARIANT
# part: loss_gradient
# name: not_summed
# right: false
# score: 0
# mistake: The gradients of the points were not summed.
def loss_gradient(y, f, grad_f):
    return -2 * (y - f)[:, None] * grad_f

# %%
# VARIANT
# part: loss_gradient
# name: sums_multiplied
# right: false
# score: 0.5
# mistake: The residuals and the gradients were summed separately; the sum of products is another thing.
def loss_gradient(y, f, grad_f):
    return -2 * (y - f).sum() * grad_f.sum(axis=0)

# %%
# VARIANT
# part: loss_gradient
# name: squared_residual
# right: false
# score: 0.5
# mistake: The residual was kept squared; the power drops by one.
def loss_gradient(y, f, grad_f):
    return -2 * (y - f) ** 2 @ grad_f

# %%
# VARIANT
# part: loss_gradient
# name: absolute_residual
# right: false
# score: 0.5
# mistake: The sign of the residuals was lost.
def loss_gradient(y, f, grad_f):
    return -2 * np.abs(y - f) @ grad_f

# %%
# VARIANT
# part: loss_gradient
# name: two_parameters
# right: false
# score: 0.5
# mistake: Only two parameters were filled in, as in the example of the public check.
def loss_gradient(y, f, grad_f):
    r = y - f
    return np.array([-2 * (r * grad_f[:, 0]).sum(), -2 * (r * grad_f[:, 1]).sum()])

# %%
# VARIANT
# part: loss_gradient
# name: targets_changed_in_place
# right: false
# score: 1.5
# mistake: The outputs were subtracted from the targets in place, which changes the targets of the caller.
def loss_gradient(y, f, grad_f):
    y -= f
    return -2 * y @ grad_f

# %%
# VARIANT
# part: loss_gradient
# name: two_slips
# right: false
# score: 0.5
# mistake: Both the factor 2 of the square and the minus sign of the inner derivative are missing.
def loss_gradient(y, f, grad_f):
    return grad_f.T @ (y - f)

# %%
# VARIANT
# part: loss_gradient
# name: no_grad
# right: false
# score: 0
# mistake: Only the outer derivative was taken; the gradients of the outputs are missing.
def loss_gradient(y, f, grad_f):
    return -2 * (y - f)

# %%
# VARIANT
# part: loss_gradient
# name: signs
# right: false
# score: 0.5
# mistake: That is the gradient of the sum of absolute errors, not of squared ones.
def loss_gradient(y, f, grad_f):
    return grad_f.T @ np.sign(f - y)

# %%
# VARIANT
# part: loss_gradient
# name: squared
# right: false
# score: 0.5
# mistake: The squared errors were kept as factors; their derivative is twice the error.
def loss_gradient(y, f, grad_f):
    return 2 * grad_f.T @ (y - f) ** 2

# %%
# VARIANT
# part: loss_gradient
# name: targets_only
# right: false
# score: 0.5
# mistake: The targets were left out, so that the outputs themselves count as errors.
def loss_gradient(y, f, grad_f):
    return 2 * grad_f.T @ f

# %%
# VARIANT
# part: loss_gradient
# name: half
# right: false
# score: 0.5
# mistake: A factor of one half stands where the 2 of the square belongs.
def loss_gradient(y, f, grad_f):
    return grad_f.T @ (f - y) / 2

# %%
# VARIANT
# part: loss_gradient
# name: plus
# right: false
# score: 0.5
# mistake: Targets and outputs were added; an error is their difference.
def loss_gradient(y, f, grad_f):
    return -2 * grad_f.T @ (y + f)

# %%
# VARIANT
# part: loss_gradient
# name: last_only
# right: false
# score: 0.5
# mistake: Only the last point counts: the sum was overwritten in each step.
def loss_gradient(y, f, grad_f):
    for a, b, g in zip(y, f, grad_f, strict=True):
        out = 2 * (b - a) * g
    return out

# %%
# VARIANT
# part: loss_gradient
# name: four
# right: false
# score: 0.5
# mistake: The factor 2 of the square was taken twice.
def loss_gradient(y, f, grad_f):
    return 4 * grad_f.T @ (f - y)

# %%
# VARIANT
# part: forward_by_hand
# name: computed
# right: true
# score: 2
theta_W = np.array([-1, 1, 1, -1])
theta_b = np.array([1, 1, -1, 1])
z_bar_at_2 = theta_W * 2 + theta_b
z_at_2 = np.maximum(z_bar_at_2, 0)
f_at_2 = np.array([-1, -1, -1, 1]) @ z_at_2 + 1

# %%
# VARIANT
# part: forward_by_hand
# name: tuples_and_floats
# right: true
# score: 2
z_bar_at_2 = (-1.0, 3.0, 1.0, -1.0)
z_at_2 = (0.0, 3.0, 1.0, -0.0)
f_at_2 = -3.0

# %%
# VARIANT
# part: forward_by_hand
# name: fractions
# right: true
# score: 2
from fractions import Fraction

z_bar_at_2 = [Fraction(-1), Fraction(3), Fraction(1), Fraction(-1)]
z_at_2 = [max(Fraction(0), value) for value in z_bar_at_2]
f_at_2 = [Fraction(-6, 2)]

# %%
# VARIANT
# part: forward_by_hand
# name: activation_forgotten
# right: false
# score: 1
# mistake: The ReLU was left out, so negative values went on to the output.
z_bar_at_2 = [-1, 3, 1, -1]
z_at_2 = [-1, 3, 1, -1]
f_at_2 = 1 + 1 - 3 - 1 - 1

# %%
# VARIANT
# part: forward_by_hand
# name: output_bias_forgotten
# right: false
# score: 1.5
# mistake: The output bias is missing.
z_bar_at_2 = [-1, 3, 1, -1]
z_at_2 = [0, 3, 1, 0]
f_at_2 = -4

# %%
# VARIANT
# part: forward_by_hand
# name: hidden_biases_forgotten
# right: false
# score: 0.5
# mistake: The hidden biases were left out.
z_bar_at_2 = [-2, 2, 2, -2]
z_at_2 = [0, 2, 2, 0]
f_at_2 = 1 - 0 - 2 - 2 + 0

# %%
# VARIANT
# part: forward_by_hand
# name: absolute_values
# right: false
# score: 1
# mistake: The absolute value was taken instead of the ReLU.
z_bar_at_2 = [-1, 3, 1, -1]
z_at_2 = [1, 3, 1, 1]
f_at_2 = 1 - 1 - 3 - 1 + 1

# %%
# VARIANT
# part: forward_by_hand
# name: output_activated
# right: false
# score: 1.5
# mistake: The ReLU was applied to the output as well, which has none.
z_bar_at_2 = [-1, 3, 1, -1]
z_at_2 = [0, 3, 1, 0]
f_at_2 = 0

# %%
# VARIANT
# part: forward_by_hand
# name: output_missing
# right: false
# score: 1.5
# mistake: The output was not answered.
z_bar_at_2 = [-1, 3, 1, -1]
z_at_2 = [0, 3, 1, 0]
f_at_2 = ...

# %%
# VARIANT
# part: forward_by_hand
# name: hidden_bias_without_its_sign
# right: false
# score: 0
# mistake: The minus sign of a hidden bias was lost.
z_bar_at_2 = [-1, 3, 3, -1]
z_at_2 = [0, 3, 3, 0]
f_at_2 = -5

# %%
# VARIANT
# part: forward_by_hand
# name: input_taken_as_one
# right: false
# score: 0
# mistake: The input was taken to be one.
z_bar_at_2 = [0, 2, 0, 0]
z_at_2 = [0, 2, 0, 0]
f_at_2 = -1

# %%
# VARIANT
# part: forward_by_hand
# name: bias_minus
# right: false
# score: 0.5
# mistake: The hidden biases were subtracted.
z_bar_at_2 = [-3, 1, 3, -3]
z_at_2 = [0, 1, 3, 0]
f_at_2 = -3

# %%
# VARIANT
# part: forward_by_hand
# name: plain_sum
# right: false
# score: 1.5
# mistake: The hidden values were added up without their output weights.
z_bar_at_2 = [-1, 3, 1, -1]
z_at_2 = [0, 3, 1, 0]
f_at_2 = 5

# %%
# VARIANT
# part: forward_by_hand
# name: slip
# right: false
# score: 0
# mistake: The first hidden weight lost its minus sign.
z_bar_at_2 = [3, 3, 1, -1]
z_at_2 = [3, 3, 1, 0]
f_at_2 = -6

# %%
# VARIANT
# part: forward_by_hand
# name: steps
# right: false
# score: 0.5
# mistake: A step was taken instead of the ReLU: a neuron that is on passes its value along.
z_bar_at_2 = [-1, 3, 1, -1]
z_at_2 = [0, 1, 1, 0]
f_at_2 = -1

# %%
# VARIANT
# part: forward_by_hand
# name: bias_minus_out
# right: false
# score: 1.5
# mistake: The output bias was subtracted.
z_bar_at_2 = [-1, 3, 1, -1]
z_at_2 = [0, 3, 1, 0]
f_at_2 = -5

# %%
# VARIANT
# part: forward_by_hand
# name: sign_out
# right: false
# score: 1.5
# mistake: The output has the wrong sign.
z_bar_at_2 = [-1, 3, 1, -1]
z_at_2 = [0, 3, 1, 0]
f_at_2 = 3

# %%
# VARIANT
# part: backward_by_hand
# name: computed
# right: true
# score: 6
theta_W, theta_b = np.array([-1, 1, 1, -1]), np.array([1, 1, -1, 1])
theta_v = np.array([-1, -1, -1, 1])
active = (theta_W * 2 + theta_b > 0).astype(float)
df_dW_O = np.maximum(theta_W * 2 + theta_b, 0)
df_db_O = np.float32(1)
df_dW_H = theta_v * active * 2
df_db_H = theta_v * active

# %%
# VARIANT
# part: backward_by_hand
# name: autograd
# right: true
# score: 6
import torch

with torch.enable_grad():
    tW = torch.tensor([-1.0, 1.0, 1.0, -1.0], requires_grad=True)
    tb = torch.tensor([1.0, 1.0, -1.0, 1.0], requires_grad=True)
    tv = torch.tensor([-1.0, -1.0, -1.0, 1.0], requires_grad=True)
    tc = torch.tensor(1.0, requires_grad=True)
    (tc + tv @ torch.relu(tW * 2 + tb)).backward()
df_dW_O, df_db_O, df_dW_H, df_db_H = tv.grad, tc.grad, tW.grad, tb.grad

# %%
# VARIANT
# part: backward_by_hand
# name: tuples
# right: true
# score: 6
df_dW_O = (0.0, 3.0, 1.0, 0.0)
df_db_O = [1]
df_dW_H = (0, -2, -2, 0)
df_db_H = (-0.0, -1.0, -1.0, 0.0)

# %%
# VARIANT
# part: backward_by_hand
# name: input_forgotten
# right: false
# score: 4
# mistake: The derivatives of the hidden weights lack the factor x.
df_dW_O = [0, 3, 1, 0]
df_db_O = 1
df_dW_H = [0, -1, -1, 0]
df_db_H = [0, -1, -1, 0]

# %%
# VARIANT
# part: backward_by_hand
# name: relu_ignored
# right: false
# score: 2
# mistake: The derivative of the ReLU was left out: the neurons that are off pass nothing on, nor back.
df_dW_O = [0, 3, 1, 0]
df_db_O = 1
df_dW_H = [-2, -2, -2, 2]
df_db_H = [-1, -1, -1, 1]

# %%
# VARIANT
# part: backward_by_hand
# name: before_the_activation
# right: false
# score: 4.5
# mistake: The derivatives of the output weights are the values after the activation, not before it.
df_dW_O = [-1, 3, 1, -1]
df_db_O = 1
df_dW_H = [0, -2, -2, 0]
df_db_H = [0, -1, -1, 0]

# %%
# VARIANT
# part: backward_by_hand
# name: output_weights_forgotten
# right: false
# score: 2
# mistake: The derivatives of the hidden parameters lack the output weights.
df_dW_O = [0, 3, 1, 0]
df_db_O = 1
df_dW_H = [0, 2, 2, 0]
df_db_H = [0, 1, 1, 0]

# %%
# VARIANT
# part: backward_by_hand
# name: of_the_loss
# right: false
# score: 0
# mistake: The gradient was multiplied by the output, as for a squared loss; that of the output was asked for.
df_dW_O = [0, -9, -3, 0]
df_db_O = -3
df_dW_H = [0, 6, 6, 0]
df_db_H = [0, 3, 3, 0]

# %%
# VARIANT
# part: backward_by_hand
# name: hidden_weights_multiplied
# right: false
# score: 2.5
# mistake: The output was differentiated with respect to the input instead of the parameters.
df_dW_O = [0, 1, 1, 0]
df_db_O = 1
df_dW_H = [0, -1, -1, 0]
df_db_H = [0, -1, -1, 0]

# %%
# VARIANT
# part: backward_by_hand
# name: hidden_layer_missing
# right: false
# score: 2
# mistake: The derivatives of the hidden parameters were not answered.
df_dW_O = [0, 3, 1, 0]
df_db_O = 1
df_dW_H = ...
df_db_H = ...

# %%
# VARIANT
# part: backward_by_hand
# name: output_bias_has_no_slope
# right: false
# score: 5.5
# mistake: The output bias was taken for a constant; the output moves along with it.
df_dW_O = [0, 3, 1, 0]
df_db_O = 0
df_dW_H = [0, -2, -2, 0]
df_db_H = [0, -1, -1, 0]

# %%
# VARIANT
# part: backward_by_hand
# name: weights
# right: false
# score: 4.5
# mistake: The output weights themselves were given in place of the derivatives with respect to them.
df_dW_O = [-1, -1, -1, 1]
df_db_O = 1
df_dW_H = [0, -2, -2, 0]
df_db_H = [0, -1, -1, 0]

# %%
# VARIANT
# part: backward_by_hand
# name: negative
# right: false
# score: 0
# mistake: All signs are turned round, as in a step of gradient descent.
df_dW_O = [0, -3, -1, 0]
df_db_O = -1
df_dW_H = [0, 2, 2, 0]
df_db_H = [0, 1, 1, 0]

# %%
# VARIANT
# part: backward_by_hand
# name: times_bias
# right: false
# score: 4
# mistake: The derivatives of the hidden biases were multiplied by the input, too.
df_dW_O = [0, 3, 1, 0]
df_db_O = 1
df_dW_H = [0, -2, -2, 0]
df_db_H = [0, -2, -2, 0]

# %%
# VARIANT
# part: backward_by_hand
# name: z_factor
# right: false
# score: 2
# mistake: The values of the hidden neurons were multiplied in, where the slope of the ReLU belongs.
df_dW_O = [0, 3, 1, 0]
df_db_O = 1
df_dW_H = [0, -6, -2, 0]
df_db_H = [0, -3, -1, 0]

# %%
# VARIANT
# part: backward_by_hand
# name: swapped_gates
# right: false
# score: 2
# mistake: The neurons that are off were taken to be on, and the other way round.
df_dW_O = [0, 3, 1, 0]
df_db_O = 1
df_dW_H = [-2, 0, 0, 2]
df_db_H = [-1, 0, 0, 1]

# %%
# VARIANT
# part: backward_by_hand
# name: no_x_no_relu
# right: false
# score: 2
# mistake: Both the factor x and the derivative of the ReLU are missing.
df_dW_O = [0, 3, 1, 0]
df_db_O = 1
df_dW_H = [-1, -1, -1, 1]
df_db_H = [-1, -1, -1, 1]

# %%
# VARIANT
# part: backward_by_hand
# name: bias_value
# right: false
# score: 4
# mistake: The hidden biases themselves were given in place of the derivatives with respect to them.
df_dW_O = [0, 3, 1, 0]
df_db_O = 1
df_dW_H = [0, -2, -2, 0]
df_db_H = [1, 1, -1, 1]

# %%
# VARIANT
# part: backward_by_hand
# name: gates_as_gradient
# right: false
# score: 4.5
# mistake: The slopes of the ReLU were given as derivatives of the output weights; those are the hidden values.
df_dW_O = [0, 1, 1, 0]
df_db_O = 1
df_dW_H = [0, -2, -2, 0]
df_db_H = [0, -1, -1, 0]
