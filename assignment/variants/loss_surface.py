# %%
# VARIANT
# part: line_in_parameter_space
# name: moving_biases
# right: true
# score: 1
x = 0
W1 = [[0], [0]]
b1 = [-1, -2]
W2 = [[1, -1]]
b2 = [0]
start = [(W1, b1), (W2, b2)]
W1 = [[0], [0]]
b1 = [2, 1]
W2 = [[1, -1]]
b2 = [0]
end = [(W1, b1), (W2, b2)]
line_answer = {"x": x, "start": start, "end": end}

# %%
# VARIANT
# part: line_in_parameter_space
# name: one_neuron
# right: true
# score: 1
x = 1
W1 = [[-1]]
b1 = [0]
W2 = [[2]]
b2 = [0]
start = [(W1, b1), (W2, b2)]
W1 = [[1]]
b1 = [0]
W2 = [[0]]
b2 = [0]
end = [(W1, b1), (W2, b2)]
line_answer = {"x": x, "start": start, "end": end}

# %%
# VARIANT
# part: line_in_parameter_space
# name: random_looking
# right: true
# score: 1
import torch
x = torch.tensor(-2.0)
W1 = torch.tensor([[1.0], [-2.0], [0.5]])
b1 = torch.tensor([0.1, 0.2, -3.0])
W2 = torch.tensor([[1.0, -1.0, 2.0]])
b2 = torch.tensor([5.0])
start = [(W1, b1), (W2, b2)]
W1 = torch.tensor([[-3.0], [2.0], [1.0]])
b1 = torch.tensor([0.4, 1.0, 3.5])
W2 = torch.tensor([[-1.0, 2.0, -2.5]])
b2 = torch.tensor([-4.0])
end = [(W1, b1), (W2, b2)]
line_answer = {"x": x, "start": start, "end": end}

# %%
# VARIANT
# part: line_in_parameter_space
# name: everything_moves
# right: true
# score: 1
x = [1.0]
W1 = [[-1], [-3]]
b1 = [0, 0]
W2 = [[1, -2]]
b2 = [0]
start = [(W1, b1), (W2, b2)]
W1 = [[3], [1]]
b1 = [0, 0]
W2 = [[2, -1]]
b2 = [3]
end = [(W1, b1), (W2, b2)]
line_answer = {"x": x, "start": start, "end": end}

# %%
# VARIANT
# part: line_in_parameter_space
# name: large_offset
# right: true
# score: 1
x = 1
W1 = [[-1], [-3]]
b1 = [0, 0]
W2 = [[1, -1]]
b2 = [1e6]
start = [(W1, b1), (W2, b2)]
W1 = [[3], [1]]
b1 = [0, 0]
W2 = [[1, -1]]
b2 = [1e6]
end = [(W1, b1), (W2, b2)]
line_answer = {"x": x, "start": start, "end": end}

# %%
# VARIANT
# part: line_in_parameter_space
# name: one_bend
# right: false
# score: 0.4
# mistake: One neuron switches on: the output is convex along the line.
x = 1
W1 = [[-1]]
b1 = [0]
W2 = [[1]]
b2 = [0]
start = [(W1, b1), (W2, b2)]
W1 = [[1]]
b1 = [0]
W2 = [[1]]
b2 = [0]
end = [(W1, b1), (W2, b2)]
line_answer = {"x": x, "start": start, "end": end}

# %%
# VARIANT
# part: line_in_parameter_space
# name: concave_bend
# right: false
# score: 0.4
# mistake: The output is concave along the line.
x = 1
W1 = [[-1]]
b1 = [0]
W2 = [[-1]]
b2 = [0]
start = [(W1, b1), (W2, b2)]
W1 = [[1]]
b1 = [0]
W2 = [[-1]]
b2 = [0]
end = [(W1, b1), (W2, b2)]
line_answer = {"x": x, "start": start, "end": end}

# %%
# VARIANT
# part: line_in_parameter_space
# name: parabola
# right: false
# score: 0.4
# mistake: No neuron switches, and the product of the two layers is convex.
x = 2
W1 = [[0]]
b1 = [0]
W2 = [[0]]
b2 = [1]
start = [(W1, b1), (W2, b2)]
W1 = [[1]]
b1 = [0]
W2 = [[3]]
b2 = [1]
end = [(W1, b1), (W2, b2)]
line_answer = {"x": x, "start": start, "end": end}

# %%
# VARIANT
# part: line_in_parameter_space
# name: straight_line
# right: false
# score: 0.4
# mistake: Only the second layer moves, in which the output is linear.
x = 1
W1 = [[1], [2]]
b1 = [0, 0]
W2 = [[0, 0]]
b2 = [0]
start = [(W1, b1), (W2, b2)]
W1 = [[1], [2]]
b1 = [0, 0]
W2 = [[3, -2]]
b2 = [5]
end = [(W1, b1), (W2, b2)]
line_answer = {"x": x, "start": start, "end": end}

# %%
# VARIANT
# part: line_in_parameter_space
# name: nothing_moves
# right: false
# score: 0.2
# mistake: Start and end are the same.
x = 1
W1 = [[1], [2]]
b1 = [0, 0]
W2 = [[1, -1]]
b2 = [0]
start = [(W1, b1), (W2, b2)]
W1 = [[1], [2]]
b1 = [0, 0]
W2 = [[1, -1]]
b2 = [0]
end = [(W1, b1), (W2, b2)]
line_answer = {"x": x, "start": start, "end": end}

# %%
# VARIANT
# part: line_in_parameter_space
# name: input_zero
# right: false
# score: 0.2
# mistake: At the origin and without biases, the weights make no difference.
x = 0
W1 = [[-1], [-3]]
b1 = [0, 0]
W2 = [[1, -1]]
b2 = [0]
start = [(W1, b1), (W2, b2)]
W1 = [[3], [1]]
b1 = [0, 0]
W2 = [[1, -1]]
b2 = [0]
end = [(W1, b1), (W2, b2)]
line_answer = {"x": x, "start": start, "end": end}

# %%
# VARIANT
# part: line_in_parameter_space
# name: silent
# right: false
# score: 0.2
# mistake: Both neurons are switched off all along the line.
x = 1
W1 = [[-1], [-3]]
b1 = [0, 0]
W2 = [[1, -1]]
b2 = [0]
start = [(W1, b1), (W2, b2)]
W1 = [[-3], [-1]]
b1 = [0, 0]
W2 = [[1, -1]]
b2 = [0]
end = [(W1, b1), (W2, b2)]
line_answer = {"x": x, "start": start, "end": end}

# %%
# VARIANT
# part: line_in_parameter_space
# name: two_bends_upwards
# right: false
# score: 0.4
# mistake: Both neurons bend the output upwards.
x = 1
W1 = [[-1], [-3]]
b1 = [0, 0]
W2 = [[1, 1]]
b2 = [0]
start = [(W1, b1), (W2, b2)]
W1 = [[3], [1]]
b1 = [0, 0]
W2 = [[1, 1]]
b2 = [0]
end = [(W1, b1), (W2, b2)]
line_answer = {"x": x, "start": start, "end": end}

# %%
# VARIANT
# part: line_in_parameter_space
# name: bend_behind_the_end
# right: false
# score: 0.4
# mistake: The second neuron would switch on behind the end of the line.
x = 1
W1 = [[-1], [-3]]
b1 = [0, 0]
W2 = [[1, -1]]
b2 = [0]
start = [(W1, b1), (W2, b2)]
W1 = [[3], [-1]]
b1 = [0, 0]
W2 = [[1, -1]]
b2 = [0]
end = [(W1, b1), (W2, b2)]
line_answer = {"x": x, "start": start, "end": end}

# %%
# VARIANT
# part: line_in_parameter_space
# name: different_widths
# right: false
# score: 0
# mistake: Start and end have different widths.
x = 1
W1 = [[-1]]
b1 = [0]
W2 = [[1]]
b2 = [0]
start = [(W1, b1), (W2, b2)]
W1 = [[3], [1]]
b1 = [0, 0]
W2 = [[1, -1]]
b2 = [0]
end = [(W1, b1), (W2, b2)]
line_answer = {"x": x, "start": start, "end": end}

# %%
# VARIANT
# part: line_in_parameter_space
# name: two_inputs
# right: false
# score: 0
# mistake: The network should have one input.
x = 1
W1 = [[-1, 1], [-3, 1]]
b1 = [0, 0]
W2 = [[1, -1]]
b2 = [0]
start = [(W1, b1), (W2, b2)]
W1 = [[3, 1], [1, 1]]
b1 = [0, 0]
W2 = [[1, -1]]
b2 = [0]
end = [(W1, b1), (W2, b2)]
line_answer = {"x": x, "start": start, "end": end}

# %%
# VARIANT
# part: line_in_parameter_space
# name: three_layers
# right: false
# score: 0
# mistake: The network should have two layers.
x = 1
W1 = [[-1], [-3]]
b1 = [0, 0]
W2 = [[1, -1]]
b2 = [0]
W3 = [[1]]
b3 = [0]
start = [(W1, b1), (W2, b2), (W3, b3)]
W1 = [[3], [1]]
b1 = [0, 0]
W2 = [[1, -1]]
b2 = [0]
W3 = [[1]]
b3 = [0]
end = [(W1, b1), (W2, b2), (W3, b3)]
line_answer = {"x": x, "start": start, "end": end}

# %%
# VARIANT
# part: line_in_parameter_space
# name: no_input
# right: false
# score: 0
# mistake: The input is missing.
x = ...
W1 = [[-1], [-3]]
b1 = [0, 0]
W2 = [[1, -1]]
b2 = [0]
start = [(W1, b1), (W2, b2)]
W1 = [[3], [1]]
b1 = [0, 0]
W2 = [[1, -1]]
b2 = [0]
end = [(W1, b1), (W2, b2)]
line_answer = {"x": x, "start": start, "end": end}
