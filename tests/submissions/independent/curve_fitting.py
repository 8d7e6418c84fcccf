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
Answers to the parts of `curve_fitting`, written without a look at its variants.
"""

# %%
# VARIANT
# part: loss_gradient
# name: loop
# right: true
# score: 2
def loss_gradient(y, f, grad_f):
    g = np.zeros(grad_f.shape[1])
    for target, output, row in zip(y, f, grad_f):
        g += 2 * (output - target) * row
    return g

# %%
# VARIANT
# part: loss_gradient
# name: sign
# right: false
# score: 0.5
# mistake: sign
def loss_gradient(y, f, grad_f):
    total = 0
    for i in range(len(y)):
        total = total + 2 * (y[i] - f[i]) * grad_f[i]
    return total

# %%
# VARIANT
# part: loss_gradient
# name: mean
# right: false
# score: 0.5
# mistake: mean
def loss_gradient(y, f, grad_f):
    return 2 * np.mean((f - y)[:, None] * grad_f, axis=0)

# %%
# VARIANT
# part: loss_gradient
# name: two_forgotten
# right: false
# score: 0.5
# mistake: factor_two
def loss_gradient(y, f, grad_f):
    return np.dot(f - y, grad_f)

# %%
# VARIANT
# part: fit_zigzag
# name: lstsq_with_column
# right: true
# score: 4
knots = np.array([-1.0, 2.0, 4.0, 6.0])
features = np.maximum(0, zigzag_x[:, None] - knots)
coef = np.linalg.lstsq(np.c_[features, np.ones(9)], zigzag_y, rcond=None)[0]
W_H = np.ones(4)
b_H = -knots
W_O = coef[:4]
b_O = coef[4]
zigzag_network = {"W_H": W_H, "b_H": b_H, "W_O": W_O, "b_O": b_O}

# %%
# VARIANT
# part: fit_zigzag
# name: torch_parameters
# right: true
# score: 4
import torch
W_H = torch.nn.Parameter(torch.tensor([1.0, 1.0, 1.0, 1.0]))
b_H = torch.nn.Parameter(torch.tensor([1.0, -2.0, -4.0, -6.0]))
W_O = torch.nn.Parameter(torch.tensor([2.0, -5.0, 4.0, -3.0]))
b_O = torch.nn.Parameter(torch.tensor(-1.0))
zigzag_network = {"W_H": W_H, "b_H": b_H, "W_O": W_O, "b_O": b_O}

# %%
# VARIANT
# part: fit_zigzag
# name: tuples_and_one_list_bias
# right: true
# score: 4
W_H = (1, 1, 1, -1)
b_H = (0, -2, -4, 6)
W_O = (-1, -5, 4, -3)
b_O = [19]
zigzag_network = {"W_H": W_H, "b_H": b_H, "W_O": W_O, "b_O": b_O}

# %%
# VARIANT
# part: fit_zigzag
# name: one_kink_wrong_place
# right: false
# score: 2
# mistake: none
W_H = [1, 1, 1, 1]
b_H = [0, -2, -4, -5]
W_O = [2, -5, 4, -3]
b_O = 1
zigzag_network = {"W_H": W_H, "b_H": b_H, "W_O": W_O, "b_O": b_O}

# %%
# VARIANT
# part: fit_zigzag
# name: first_sign_slip
# right: false
# score: 1.25
# mistake: none
W_H = [1, 1, 1, 1]
b_H = [0, -2, -4, -6]
W_O = [-2, -5, 4, -3]
b_O = 1
zigzag_network = {"W_H": W_H, "b_H": b_H, "W_O": W_O, "b_O": b_O}

# %%
# VARIANT
# part: fit_zigzag
# name: offset_into_first_bias
# right: false
# score: 1.25
# mistake: none
W_H = [1, 1, 1, 1]
b_H = [1, -2, -4, -6]
W_O = [2, -5, 4, -3]
b_O = 0
zigzag_network = {"W_H": W_H, "b_H": b_H, "W_O": W_O, "b_O": b_O}

# %%
# VARIANT
# part: fit_zigzag
# name: list_of_lists
# right: false
# score: 0
# mistake: none
W_H = [[1], [1], [1], [1]]
b_H = [0, -2, -4, -6]
W_O = [[2, -5, 4, -3]]
b_O = 1
zigzag_network = {"W_H": W_H, "b_H": b_H, "W_O": W_O, "b_O": b_O}

# %%
# VARIANT
# part: fit_zigzag
# name: mixed
# right: true
# score: 4
W_H = (-1, 1, 1, 1)
b_H = (2, -2, -4, -6)
W_O = (-2, -3, 4, -3)
b_O = 5
zigzag_network = {"W_H": W_H, "b_H": b_H, "W_O": W_O, "b_O": b_O}

# %%
# VARIANT
# part: fit_zigzag
# name: no_output_bias
# right: false
# score: 1.25
# mistake: output_bias_forgotten
W_H = [1, 1, 1, 1]
b_H = [0, -2, -4, -6]
W_O = [2, -5, 4, -3]
b_O = 0
zigzag_network = {"W_H": W_H, "b_H": b_H, "W_O": W_O, "b_O": b_O}

# %%
# VARIANT
# part: fit_zigzag
# name: three
# right: false
# score: 0
# mistake: none
W_H = [1, 1, 1]
b_H = [0, -2, -4]
W_O = [2, -5, 4]
b_O = 1
zigzag_network = {"W_H": W_H, "b_H": b_H, "W_O": W_O, "b_O": b_O}

# %%
# VARIANT
# part: fit_zigzag
# name: kinks_at_heights
# right: false
# score: 0.5
# mistake: none
W_H = [1, 1, 1, 1]
b_H = [0, -5, 1, -1]
W_O = [2, -5, 4, -3]
b_O = 1
zigzag_network = {"W_H": W_H, "b_H": b_H, "W_O": W_O, "b_O": b_O}

# %%
# VARIANT
# part: fit_zigzag
# name: no_output_bias_scaled
# right: false
# score: 1.25
# mistake: output_bias_forgotten
W_H = [2, 2, 2, 2]
b_H = [0, -4, -8, -12]
W_O = [1, -2.5, 2, -1.5]
b_O = 0
zigzag_network = {"W_H": W_H, "b_H": b_H, "W_O": W_O, "b_O": b_O}

# %%
# VARIANT
# part: fit_flat
# name: different_scales
# right: true
# score: 4
W_H = [2, -1, 0.5, 10]
b_H = [4, -2, -0.5, -30]
W_O = [0, -2, -2, 0.1]
b_O = 2
flat_network = {"W_H": W_H, "b_H": b_H, "W_O": W_O, "b_O": b_O}

# %%
# VARIANT
# part: fit_flat
# name: fractions
# right: true
# score: 4
from fractions import Fraction as F
W_H = [F(1, 2), F(1, 3), F(1), F(1)]
b_H = [F(2), F(2, 3), F(-1), F(-3)]
W_O = [4, -6, -1, 1]
b_O = F(-2)
flat_network = {"W_H": W_H, "b_H": b_H, "W_O": W_O, "b_O": b_O}

# %%
# VARIANT
# part: fit_flat
# name: last_neuron_missing_zero
# right: false
# score: 2.75
# mistake: last_flat_part_missing
W_H = [1, 1, 1, 0]
b_H = [4, 2, -1, 0]
W_O = [2, -2, -1, 0]
b_O = -2
flat_network = {"W_H": W_H, "b_H": b_H, "W_O": W_O, "b_O": b_O}

# %%
# VARIANT
# part: fit_flat
# name: plateau_too_high
# right: false
# score: 1.25
# mistake: none
W_H = [1, 1, 1, 1]
b_H = [4, 2, -1, -3]
W_O = [2, -2, -1, 1]
b_O = -1
flat_network = {"W_H": W_H, "b_H": b_H, "W_O": W_O, "b_O": b_O}

# %%
# VARIANT
# part: fit_flat
# name: up_again_sign
# right: false
# score: 1.25
# mistake: none
W_H = [1, 1, 1, 1]
b_H = [4, 2, -1, -3]
W_O = [2, -2, 1, -1]
b_O = -2
flat_network = {"W_H": W_H, "b_H": b_H, "W_O": W_O, "b_O": b_O}

# %%
# VARIANT
# part: fit_flat
# name: kinks_as_biases_for_right_two
# right: false
# score: 0.5
# mistake: none
W_H = [1, 1, 1, 1]
b_H = [4, 2, 1, 3]
W_O = [2, -2, -1, 1]
b_O = -2
flat_network = {"W_H": W_H, "b_H": b_H, "W_O": W_O, "b_O": b_O}

# %%
# VARIANT
# part: fit_flat
# name: spare
# right: true
# score: 4
W_H = [-1, 1, 1, 0]
b_H = [-2, -1, -3, 0]
W_O = [-2, -1, 1, 0]
b_O = 2
flat_network = {"W_H": W_H, "b_H": b_H, "W_O": W_O, "b_O": b_O}

# %%
# VARIANT
# part: fit_flat
# name: signs
# right: false
# score: 0.5
# mistake: biases_have_the_wrong_sign
W_H = [1, 1, 1, 1]
b_H = [-4, -2, 1, 3]
W_O = [2, -2, -1, 1]
b_O = -2
flat_network = {"W_H": W_H, "b_H": b_H, "W_O": W_O, "b_O": b_O}

# %%
# VARIANT
# part: fit_flat
# name: slopes_scaled
# right: false
# score: 0.5
# mistake: slopes_for_changes
W_H = [2, 2, 2, 2]
b_H = [8, 4, -2, -6]
W_O = [1, 0, -0.5, 0]
b_O = -2
flat_network = {"W_H": W_H, "b_H": b_H, "W_O": W_O, "b_O": b_O}

# %%
# VARIANT
# part: fit_flat
# name: no_last
# right: false
# score: 2.75
# mistake: last_flat_part_missing
W_H = [1, 1, 1, 1]
b_H = [4, 2, -1, 0]
W_O = [2, -2, -1, 0]
b_O = -2
flat_network = {"W_H": W_H, "b_H": b_H, "W_O": W_O, "b_O": b_O}

# %%
# VARIANT
# part: forward_by_hand
# name: computed
# right: true
# score: 2
z_bar_at_2 = np.array([-1, 1, 1, -1]) * 2 + np.array([1, 1, -1, 1])
z_at_2 = np.where(z_bar_at_2 > 0, z_bar_at_2, 0)
f_at_2 = np.array([-1, -1, -1, 1]) @ z_at_2 + 1

# %%
# VARIANT
# part: forward_by_hand
# name: tuples
# right: true
# score: 2
z_bar_at_2 = (-1, 3, 1, -1)
z_at_2 = (0, 3, 1, 0)
f_at_2 = [-3]

# %%
# VARIANT
# part: forward_by_hand
# name: relu_forgotten
# right: false
# score: 1
# mistake: activation_forgotten
z_bar_at_2 = [-1, 3, 1, -1]
z_at_2 = [-1, 3, 1, -1]
f_at_2 = -3

# %%
# VARIANT
# part: forward_by_hand
# name: absolute
# right: false
# score: 1
# mistake: absolute_values
z_bar_at_2 = [-1, 3, 1, -1]
z_at_2 = [1, 3, 1, 1]
f_at_2 = -3

# %%
# VARIANT
# part: forward_by_hand
# name: bias_left_out
# right: false
# score: 1.5
# mistake: output_bias_forgotten
z_bar_at_2 = [-1, 3, 1, -1]
z_at_2 = [0, 3, 1, 0]
f_at_2 = -4

# %%
# VARIANT
# part: forward_by_hand
# name: arrays
# right: true
# score: 2
z_bar_at_2 = np.array([-1, 3, 1, -1])
z_at_2 = np.maximum(z_bar_at_2, 0)
f_at_2 = 1 + np.dot([-1, -1, -1, 1], z_at_2)

# %%
# VARIANT
# part: forward_by_hand
# name: no_biases
# right: false
# score: 0.5
# mistake: hidden_biases_forgotten
z_bar_at_2 = [-2, 2, 2, -2]
z_at_2 = [0, 2, 2, 0]
f_at_2 = -3

# %%
# VARIANT
# part: forward_by_hand
# name: weights_swapped
# right: false
# score: 1.5
# mistake: plain_sum
z_bar_at_2 = [-1, 3, 1, -1]
z_at_2 = [0, 3, 1, 0]
f_at_2 = 5

# %%
# VARIANT
# part: backward_by_hand
# name: computed
# right: true
# score: 6
W_O = np.array([-1, -1, -1, 1]); awake = np.array([0, 1, 1, 0])
df_dW_O = awake * np.array([-1, 3, 1, -1])
df_db_O = 1.0
df_dW_H = W_O * awake * 2
df_db_H = W_O * awake

# %%
# VARIANT
# part: backward_by_hand
# name: autograd_inside
# right: true
# score: 6
import torch
with torch.enable_grad():
    wh = torch.tensor([-1., 1., 1., -1.], requires_grad=True); bh = torch.tensor([1., 1., -1., 1.], requires_grad=True)
    wo = torch.tensor([-1., -1., -1., 1.], requires_grad=True); bo = torch.tensor(1., requires_grad=True)
    (wo @ torch.relu(2 * wh + bh) + bo).backward()
df_dW_O, df_db_O, df_dW_H, df_db_H = wo.grad, bo.grad, wh.grad, bh.grad

# %%
# VARIANT
# part: backward_by_hand
# name: without_step_function
# right: false
# score: 2
# mistake: relu_ignored
df_dW_O = [0, 3, 1, 0]
df_db_O = 1
df_dW_H = [-2, -2, -2, 2]
df_db_H = [-1, -1, -1, 1]

# %%
# VARIANT
# part: backward_by_hand
# name: x_forgotten
# right: false
# score: 4
# mistake: input_forgotten
df_dW_O = [0, 3, 1, 0]
df_db_O = 1
df_dW_H = [0, -1, -1, 0]
df_db_H = [0, -1, -1, 0]

# %%
# VARIANT
# part: backward_by_hand
# name: z_bar_for_z
# right: false
# score: 4.5
# mistake: before_the_activation
df_dW_O = [-1, 3, 1, -1]
df_db_O = 1
df_dW_H = [0, -2, -2, 0]
df_db_H = [0, -1, -1, 0]

# %%
# VARIANT
# part: backward_by_hand
# name: hidden_weight_for_output_weight
# right: false
# score: 2
# mistake: output_weights_forgotten
df_dW_O = [0, 3, 1, 0]
df_db_O = 1
df_dW_H = [0, 2, 2, 0]
df_db_H = [0, 1, 1, 0]

# %%
# VARIANT
# part: backward_by_hand
# name: squared_loss
# right: false
# score: 0
# mistake: of_the_loss
df_dW_O = [0, -9, -3, 0]
df_db_O = -3
df_dW_H = [0, 6, 6, 0]
df_db_H = [0, 3, 3, 0]

# %%
# VARIANT
# part: backward_by_hand
# name: arrays
# right: true
# score: 6
df_dW_O = np.array([0, 3, 1, 0])
df_db_O = np.int64(1)
df_dW_H = np.array([0, -2, -2, 0])
df_db_H = df_dW_H / 2

# %%
# VARIANT
# part: backward_by_hand
# name: zero_b_O
# right: false
# score: 5.5
# mistake: output_bias_has_no_slope
df_dW_O = [0, 3, 1, 0]
df_db_O = 0
df_dW_H = [0, -2, -2, 0]
df_db_H = [0, -1, -1, 0]

# %%
# VARIANT
# part: backward_by_hand
# name: negative_hidden
# right: false
# score: 4
# mistake: none
df_dW_O = [0, 3, 1, 0]
df_db_O = 1
df_dW_H = [0, 2, 2, 0]
df_db_H = [0, -1, -1, 0]

# %%
# VARIANT
# part: loss_gradient
# name: loop_again
# right: true
# score: 2
def loss_gradient(y, f, grad_f):
    g = np.zeros(grad_f.shape[1])
    for i in range(len(y)):
        g += -2 * (y[i] - f[i]) * grad_f[i]
    return g

# %%
# VARIANT
# part: loss_gradient
# name: mean_again
# right: false
# score: 0.5
# mistake: mean
def loss_gradient(y, f, grad_f):
    return 2 * ((f - y)[:, None] * grad_f).mean(axis=0)

# %%
# VARIANT
# part: loss_gradient
# name: two_missing
# right: false
# score: 0.5
# mistake: factor_two
def loss_gradient(y, f, grad_f):
    return (f - y) @ grad_f

# %%
# VARIANT
# part: loss_gradient
# name: sign_again
# right: false
# score: 0.5
# mistake: sign
def loss_gradient(y, f, grad_f):
    return 2 * grad_f.T @ (y - f)

# %%
# VARIANT
# part: loss_gradient
# name: loop_too
# right: true
# score: 2
def loss_gradient(y, f, grad_f):
    out = np.zeros(grad_f.shape[1])
    for target, value, slope in zip(y, f, grad_f):
        out = out + 2 * (value - target) * slope
    return out

# %%
# VARIANT
# part: loss_gradient
# name: no_two
# right: false
# score: 0.5
# mistake: factor_two
def loss_gradient(y, f, grad_f):
    return grad_f.T @ (f - y)

# %%
# VARIANT
# part: loss_gradient
# name: transposed
# right: false
# score: 0
# mistake: none
def loss_gradient(y, f, grad_f):
    return -2 * grad_f @ (y - f)
