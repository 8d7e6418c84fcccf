# %%
# VARIANT
# part: two_layer_shapes
# name: lists
# right: true
# score: 1
def layer_shapes(k):
    return {"W2": [1, k], "b1": [k], "b2": [1]}

# %%
# VARIANT
# part: two_layer_shapes
# name: numbers_for_vectors
# right: true
# score: 1
def layer_shapes(k):
    return {"W2": (1, k), "b1": k, "b2": 1}

# %%
# VARIANT
# part: two_layer_shapes
# name: shapes_of_tensors
# right: true
# score: 1
def layer_shapes(k):
    layers = torch.nn.Linear(1, k), torch.nn.Linear(k, 1)
    return {"W2": layers[1].weight.shape, "b1": layers[0].bias.shape, "b2": tuple(layers[1].bias.shape)}

# %%
# VARIANT
# part: two_layer_shapes
# name: second_weight_transposed
# right: false
# score: 0.7
# mistake: The second weight matrix has one row for each output and one column for each hidden neuron.
def layer_shapes(k):
    return {"W2": (k, 1), "b1": (k,), "b2": (1,)}

# %%
# VARIANT
# part: two_layer_shapes
# name: square_second_weight
# right: false
# score: 0.7
# mistake: The second weight matrix maps k numbers to one, not to k.
def layer_shapes(k):
    return {"W2": (k, k), "b1": (k,), "b2": (1,)}

# %%
# VARIANT
# part: two_layer_shapes
# name: first_bias_of_the_output
# right: false
# score: 0.7
# mistake: The first bias is added to the k hidden neurons, so it has k entries.
def layer_shapes(k):
    return {"W2": (1, k), "b1": (1,), "b2": (1,)}

# %%
# VARIANT
# part: two_layer_shapes
# name: second_bias_of_the_hidden_layer
# right: false
# score: 0.7
# mistake: The second bias is added to the single output, so it has one entry.
def layer_shapes(k):
    return {"W2": (1, k), "b1": (k,), "b2": (k,)}

# %%
# VARIANT
# part: two_layer_shapes
# name: biases_as_matrices
# right: false
# score: 0.4
# mistake: Vectors have one dimension here.
def layer_shapes(k):
    return {"W2": (1, k), "b1": (k, 1), "b2": (1, 1)}

# %%
# VARIANT
# part: two_layer_shapes
# name: everything_like_the_first_weight
# right: false
# score: 0.1
# mistake: Every parameter was given the shape of the first weight matrix.
def layer_shapes(k):
    return {"W2": (k, 1), "b1": (k, 1), "b2": (k, 1)}

# %%
# VARIANT
# part: two_layer_shapes
# name: width_fixed_at_five
# right: false
# score: 0.4
# mistake: The shapes are those of one particular width.
def layer_shapes(k):
    return {"W2": (1, 5), "b1": (5,), "b2": (1,)}

# %%
# VARIANT
# part: two_layer_shapes
# name: vector_for_the_second_weight
# right: false
# score: 0.7
# mistake: The second weight is a matrix, with one row.
def layer_shapes(k):
    return {"W2": (k,), "b1": (k,), "b2": (1,)}

# %%
# VARIANT
# part: two_layer_shapes
# name: one_left_open
# right: false
# score: 0.6
# mistake: b2 is not answered.
def layer_shapes(k):
    return {"W2": (1, k), "b1": (k,), "b2": ...}

# %%
# VARIANT
# part: two_layer_shapes
# name: text
# right: false
# score: 0
# mistake: The shapes are text, not tuples of numbers.
def layer_shapes(k):
    return {"W2": "(1, k)", "b1": "(k,)", "b2": "(1,)"}

# %%
# VARIANT
# part: two_layer_shapes
# name: scalar_b2
# right: false
# score: 0.6
# mistake: The second bias is a vector with one entry, not a number by itself.
def layer_shapes(k):
    return {"W2": (1, k), "b1": (k,), "b2": ()}

# %%
# VARIANT
# part: two_layer_shapes
# name: two
# right: false
# score: 0.4
# mistake: The sizes are right for a width of 2 only.
def layer_shapes(k):
    return {"W2": (1, 2), "b1": (2,), "b2": (1,)}

# %%
# VARIANT
# part: two_layer_shapes
# name: all_k
# right: false
# score: 0.4
# mistake: W2 and b2 were given the sizes of a second hidden layer; the output is one number.
def layer_shapes(k):
    return {"W2": (k, k), "b1": (k,), "b2": (k,)}

# %%
# VARIANT
# part: three_layer_expression
# name: one_line
# right: true
# score: 1
def three_layer_output(x, W1, b1, W2, b2, W3, b3):
    return W3 @ torch.relu(W2 @ torch.relu(W1 @ x + b1) + b2) + b3

# %%
# VARIANT
# part: three_layer_expression
# name: clamp_and_matmul
# right: true
# score: 1
def three_layer_output(x, W1, b1, W2, b2, W3, b3):
    h = torch.matmul(W1, x).add(b1).clamp(min=0)
    h = torch.matmul(W2, h).add(b2).clamp(min=0)
    return torch.matmul(W3, h).add(b3)

# %%
# VARIANT
# part: three_layer_expression
# name: loop_over_layers
# right: true
# score: 1
def three_layer_output(x, W1, b1, W2, b2, W3, b3):
    z = x
    for W, b, last in ((W1, b1, False), (W2, b2, False), (W3, b3, True)):
        z = (W * z).sum(dim=1) + b
        if not last:
            z = torch.where(z > 0, z, torch.zeros_like(z))
    return z

# %%
# VARIANT
# part: three_layer_expression
# name: functional_linear
# right: true
# score: 1
def three_layer_output(x, W1, b1, W2, b2, W3, b3):
    import torch.nn.functional as F
    h1 = F.relu(F.linear(x, W1, b1))
    h2 = F.relu(F.linear(h1, W2, b2))
    return F.linear(h2, W3, b3)

# %%
# VARIANT
# part: three_layer_expression
# name: entry_by_entry
# right: true
# score: 1
def three_layer_output(x, W1, b1, W2, b2, W3, b3):
    def layer(W, b, v, active):
        out = torch.empty(len(b), dtype=v.dtype)
        for i in range(len(b)):
            s = b[i].item()
            for j in range(len(v)):
                s += W[i, j].item() * v[j].item()
            out[i] = max(s, 0.0) if active else s
        return out

    return layer(W3, b3, layer(W2, b2, layer(W1, b1, x, True), True), False)

# %%
# VARIANT
# part: three_layer_expression
# name: relu_on_the_output
# right: false
# score: 0.2
# mistake: A ReLU was put on the last layer, too.
def three_layer_output(x, W1, b1, W2, b2, W3, b3):
    return torch.relu(W3 @ torch.relu(W2 @ torch.relu(W1 @ x + b1) + b2) + b3)

# %%
# VARIANT
# part: three_layer_expression
# name: no_relu_after_the_second
# right: false
# score: 0.2
# mistake: The second layer has no ReLU.
def three_layer_output(x, W1, b1, W2, b2, W3, b3):
    return W3 @ (W2 @ torch.relu(W1 @ x + b1) + b2) + b3

# %%
# VARIANT
# part: three_layer_expression
# name: no_relu_after_the_first
# right: false
# score: 0.2
# mistake: The first layer has no ReLU.
def three_layer_output(x, W1, b1, W2, b2, W3, b3):
    return W3 @ torch.relu(W2 @ (W1 @ x + b1) + b2) + b3

# %%
# VARIANT
# part: three_layer_expression
# name: no_relu
# right: false
# score: 0.2
# mistake: There is no ReLU at all, so the network is linear.
def three_layer_output(x, W1, b1, W2, b2, W3, b3):
    return W3 @ (W2 @ (W1 @ x + b1) + b2) + b3

# %%
# VARIANT
# part: three_layer_expression
# name: bias_outside_of_the_relu
# right: false
# score: 0.2
# mistake: The first bias is added after the ReLU instead of before.
def three_layer_output(x, W1, b1, W2, b2, W3, b3):
    return W3 @ torch.relu(W2 @ (torch.relu(W1 @ x) + b1) + b2) + b3

# %%
# VARIANT
# part: three_layer_expression
# name: second_bias_outside
# right: false
# score: 0.2
# mistake: The second bias is added after the ReLU instead of before.
def three_layer_output(x, W1, b1, W2, b2, W3, b3):
    return W3 @ (torch.relu(W2 @ torch.relu(W1 @ x + b1)) + b2) + b3

# %%
# VARIANT
# part: three_layer_expression
# name: no_last_bias
# right: false
# score: 0.2
# mistake: The last bias is missing.
def three_layer_output(x, W1, b1, W2, b2, W3, b3):
    return W3 @ torch.relu(W2 @ torch.relu(W1 @ x + b1) + b2)

# %%
# VARIANT
# part: three_layer_expression
# name: tanh
# right: false
# score: 0.2
# mistake: tanh stands where ReLU should.
def three_layer_output(x, W1, b1, W2, b2, W3, b3):
    return W3 @ torch.tanh(W2 @ torch.tanh(W1 @ x + b1) + b2) + b3

# %%
# VARIANT
# part: three_layer_expression
# name: only_two_layers
# right: false
# score: 0.2
# mistake: Only two layers are applied.
def three_layer_output(x, W1, b1, W2, b2, W3, b3):
    return W3 @ torch.relu(W1 @ x + b1) + b3 if W3.shape[1] == len(b1) else W3 @ torch.relu(b2) + b3

# %%
# VARIANT
# part: three_layer_expression
# name: relu_twice_on_the_first
# right: false
# score: 0.2
# mistake: The ReLU is applied to the input and to the first layer only.
def three_layer_output(x, W1, b1, W2, b2, W3, b3):
    return W3 @ (W2 @ torch.relu(W1 @ torch.relu(x) + b1) + b2) + b3

# %%
# VARIANT
# part: three_layer_expression
# name: transposed
# right: false
# score: 0
# mistake: The weights multiply from the wrong side.
def three_layer_output(x, W1, b1, W2, b2, W3, b3):
    return torch.relu(torch.relu(x @ W1 + b1) @ W2 + b2) @ W3 + b3

# %%
# VARIANT
# part: three_layer_expression
# name: in_place
# right: false
# score: 0.9
# mistake: The parameters were changed in place.
def three_layer_output(x, W1, b1, W2, b2, W3, b3):
    h = torch.relu(b1.add_(W1 @ x))
    h = torch.relu(W2 @ h + b2)
    return W3 @ h + b3

# %%
# VARIANT
# part: three_layer_expression
# name: leaky
# right: false
# score: 0.2
# mistake: The ReLU lets a hundredth of negative values through.
def three_layer_output(x, W1, b1, W2, b2, W3, b3):
    relu = torch.nn.LeakyReLU(0.01)
    return W3 @ relu(W2 @ relu(W1 @ x + b1) + b2) + b3

# %%
# VARIANT
# part: three_layer_expression
# name: absolute_value
# right: false
# score: 0.2
# mistake: The absolute value stands where ReLU should.
def three_layer_output(x, W1, b1, W2, b2, W3, b3):
    return W3 @ abs(W2 @ abs(W1 @ x + b1) + b2) + b3

# %%
# VARIANT
# part: three_layer_expression
# name: both_biases_outside
# right: false
# score: 0.2
# mistake: Both hidden biases are added after the ReLU instead of before.
def three_layer_output(x, W1, b1, W2, b2, W3, b3):
    first = torch.relu(W1 @ x) + b1
    second = torch.relu(W2 @ first) + b2
    return W3 @ second + b3

# %%
# VARIANT
# part: three_layer_expression
# name: minus
# right: false
# score: 0.2
# mistake: The biases are subtracted.
def three_layer_output(x, W1, b1, W2, b2, W3, b3):
    return W3 @ torch.relu(W2 @ torch.relu(W1 @ x - b1) - b2) - b3

# %%
# VARIANT
# part: three_layer_expression
# name: column_bias
# right: false
# score: 0
# mistake: A vector was added to a column, which broadcasts to a matrix.
def three_layer_output(x, W1, b1, W2, b2, W3, b3):
    h = torch.relu(W1 @ x[:, None] + b1)
    h = torch.relu(W2 @ h + b2[:, None])
    return W3 @ h + b3[:, None]

# %%
# VARIANT
# part: three_layer_expression
# name: item
# right: false
# score: 0
# mistake: Only the first entry of the output is returned.
def three_layer_output(x, W1, b1, W2, b2, W3, b3):
    return (W3 @ torch.relu(W2 @ torch.relu(W1 @ x + b1) + b2) + b3)[0]

# %%
# VARIANT
# part: three_layer_expression
# name: no_hidden_bias2
# right: false
# score: 0.2
# mistake: The bias of the second layer is missing.
def three_layer_output(x, W1, b1, W2, b2, W3, b3):
    return W3 @ torch.relu(W2 @ torch.relu(W1 @ x + b1)) + b3

# %%
# VARIANT
# part: three_layer_expression
# name: sigmoid
# right: false
# score: 0.2
# mistake: The sigmoid stands where ReLU should.
def three_layer_output(x, W1, b1, W2, b2, W3, b3):
    return W3 @ torch.sigmoid(W2 @ torch.sigmoid(W1 @ x + b1) + b2) + b3

# %%
# VARIANT
# part: three_layer_expression
# name: no_b1
# right: false
# score: 0.2
# mistake: The bias of the first layer is missing.
def three_layer_output(x, W1, b1, W2, b2, W3, b3):
    return W3 @ torch.relu(W2 @ torch.relu(W1 @ x) + b2) + b3

# %%
# VARIANT
# part: three_layer_expression
# name: swapped_b
# right: false
# score: 0.4
# mistake: A ReLU was applied to the input, too.
def three_layer_output(x, W1, b1, W2, b2, W3, b3):
    return W3 @ torch.relu(W2 @ torch.relu(W1 @ torch.relu(x) + b1) + b2) + b3

# %%
# VARIANT
# part: convex_in_the_input
# name: capitals
# right: true
# score: 0.5
always_convex = "No"
always_concave = "NO"

# %%
# VARIANT
# part: convex_in_the_input
# name: booleans
# right: true
# score: 0.5
always_convex = False
always_concave = False

# %%
# VARIANT
# part: convex_in_the_input
# name: spaces
# right: true
# score: 0.5
always_convex = " no"
always_concave = "no "

# %%
# VARIANT
# part: convex_in_the_input
# name: convex_only
# right: false
# score: 0.25
# mistake: A ReLU is convex, but its negative is not.
always_convex = "yes"
always_concave = "no"

# %%
# VARIANT
# part: convex_in_the_input
# name: concave_only
# right: false
# score: 0.25
# mistake: A single ReLU is not concave.
always_convex = "no"
always_concave = "yes"

# %%
# VARIANT
# part: convex_in_the_input
# name: both
# right: false
# score: 0
# mistake: Only straight lines are convex and concave.
always_convex = "yes"
always_concave = "yes"

# %%
# VARIANT
# part: convex_in_the_input
# name: one_open
# right: false
# score: 0.25
# mistake: One answer is missing.
always_convex = "no"
always_concave = ...

# %%
# VARIANT
# part: convex_in_the_input
# name: other_words
# right: false
# score: 0
# mistake: Answer with yes or no.
always_convex = "never"
always_concave = "sometimes"

# %%
# VARIANT
# part: discontinuities
# name: float
# right: true
# score: 0.5
most_discontinuities = 0.0

# %%
# VARIANT
# part: discontinuities
# name: tensor
# right: true
# score: 0.5
most_discontinuities = torch.tensor(0)

# %%
# VARIANT
# part: discontinuities
# name: list
# right: true
# score: 0.5
most_discontinuities = [0]

# %%
# VARIANT
# part: discontinuities
# name: kinks_counted
# right: false
# score: 0
# mistake: Kinks are no jumps.
most_discontinuities = 1

# %%
# VARIANT
# part: discontinuities
# name: width
# right: false
# score: 0
# mistake: Kinks were counted, for some width.
most_discontinuities = 2

# %%
# VARIANT
# part: discontinuities
# name: infinitely_many
# right: false
# score: 0
# mistake: The graph never jumps.
most_discontinuities = float("inf")

# %%
# VARIANT
# part: discontinuities
# name: text
# right: false
# score: 0
# mistake: The number was written as text.
most_discontinuities = "0"

# %%
# VARIANT
# part: discontinuities
# name: word
# right: false
# score: 0
# mistake: The number was written as a word.
most_discontinuities = "none"

# %%
# VARIANT
# part: kind_of_function
# name: hyphen
# right: true
# score: 0.5
kind_of_function = "piecewise-linear"

# %%
# VARIANT
# part: kind_of_function
# name: capitals
# right: true
# score: 0.5
kind_of_function = "Piecewise Linear"

# %%
# VARIANT
# part: kind_of_function
# name: together
# right: true
# score: 0.5
kind_of_function = "piecewiselinear"

# %%
# VARIANT
# part: kind_of_function
# name: linear
# right: false
# score: 0
# mistake: Linear leaves out every network with a kink.
kind_of_function = "linear"

# %%
# VARIANT
# part: kind_of_function
# name: polynomial
# right: false
# score: 0
# mistake: A polynomial has no kinks.
kind_of_function = "polynomial"

# %%
# VARIANT
# part: kind_of_function
# name: letter
# right: false
# score: 0
# mistake: The letter of a choice stands where the word should.
kind_of_function = "B"

# %%
# VARIANT
# part: kind_of_function
# name: open
# right: false
# score: 0
# mistake: Not answered.
kind_of_function = ...

# %%
# VARIANT
# part: kinks
# name: booleans
# right: true
# score: 1
differentiable_everywhere = False
fewest_kinks = 0
growth_with_depth = "exponential"
depth_saves_neurons = True


def most_kinks(k):
    return k

# %%
# VARIANT
# part: kinks
# name: floats_and_capitals
# right: true
# score: 1
differentiable_everywhere = "no"
fewest_kinks = 0.0
growth_with_depth = "Exponential"
depth_saves_neurons = "yes"


def most_kinks(k):
    return float(k)

# %%
# VARIANT
# part: kinks
# name: counted_in_a_loop
# right: true
# score: 1
differentiable_everywhere = "no"
fewest_kinks = 0
growth_with_depth = "exponential"
depth_saves_neurons = "yes"


def most_kinks(k):
    return sum(1 for neuron in range(k))

# %%
# VARIANT
# part: kinks
# name: lambda
# right: true
# score: 1
differentiable_everywhere = "no"
fewest_kinks = 0
growth_with_depth = "exponential"
depth_saves_neurons = "yes"


most_kinks = lambda k: torch.tensor(k)

# %%
# VARIANT
# part: kinks
# name: differentiable
# right: false
# score: 0.8
# mistake: ReLU itself has a kink.
differentiable_everywhere = "yes"
fewest_kinks = 0
growth_with_depth = "exponential"
depth_saves_neurons = "yes"


def most_kinks(k):
    return k

# %%
# VARIANT
# part: kinks
# name: one_at_least
# right: false
# score: 0.8
# mistake: A network can also be a straight line, without a kink.
differentiable_everywhere = "no"
fewest_kinks = 1
growth_with_depth = "exponential"
depth_saves_neurons = "yes"


def most_kinks(k):
    return k

# %%
# VARIANT
# part: kinks
# name: as_few_as_neurons
# right: false
# score: 0.8
# mistake: Kinks of single neurons can cancel or lie nowhere.
differentiable_everywhere = "no"
fewest_kinks = 2
growth_with_depth = "exponential"
depth_saves_neurons = "yes"


def most_kinks(k):
    return k

# %%
# VARIANT
# part: kinks
# name: pieces_for_kinks
# right: false
# score: 0.8
# mistake: Straight pieces were counted, which are one more than kinks.
differentiable_everywhere = "no"
fewest_kinks = 0
growth_with_depth = "exponential"
depth_saves_neurons = "yes"


def most_kinks(k):
    return k + 1

# %%
# VARIANT
# part: kinks
# name: one_less
# right: false
# score: 0.8
# mistake: k neurons can have k different kinks.
differentiable_everywhere = "no"
fewest_kinks = 0
growth_with_depth = "exponential"
depth_saves_neurons = "yes"


def most_kinks(k):
    return k - 1

# %%
# VARIANT
# part: kinks
# name: twice_the_width
# right: false
# score: 0.8
# mistake: Each hidden neuron has at most one kink.
differentiable_everywhere = "no"
fewest_kinks = 0
growth_with_depth = "exponential"
depth_saves_neurons = "yes"


def most_kinks(k):
    return 2 * k

# %%
# VARIANT
# part: kinks
# name: power_of_two
# right: false
# score: 0.8
# mistake: In two layers, neurons add kinks; only depth multiplies.
differentiable_everywhere = "no"
fewest_kinks = 0
growth_with_depth = "exponential"
depth_saves_neurons = "yes"


def most_kinks(k):
    return 2**k

# %%
# VARIANT
# part: kinks
# name: always_one
# right: false
# score: 0.8
# mistake: Different neurons can switch at different inputs.
differentiable_everywhere = "no"
fewest_kinks = 0
growth_with_depth = "exponential"
depth_saves_neurons = "yes"


def most_kinks(k):
    return 1

# %%
# VARIANT
# part: kinks
# name: linear_growth
# right: false
# score: 0.8
# mistake: A further layer multiplies the number of pieces.
differentiable_everywhere = "no"
fewest_kinks = 0
growth_with_depth = "linear"
depth_saves_neurons = "yes"


def most_kinks(k):
    return k

# %%
# VARIANT
# part: kinks
# name: polynomial_growth
# right: false
# score: 0.8
# mistake: The exponent grows with the number of layers.
differentiable_everywhere = "no"
fewest_kinks = 0
growth_with_depth = "polynomial"
depth_saves_neurons = "yes"


def most_kinks(k):
    return k

# %%
# VARIANT
# part: kinks
# name: constant_growth
# right: false
# score: 0.8
# mistake: Every layer can add kinks.
differentiable_everywhere = "no"
fewest_kinks = 0
growth_with_depth = "constant"
depth_saves_neurons = "yes"


def most_kinks(k):
    return k

# %%
# VARIANT
# part: kinks
# name: depth_is_no_help
# right: false
# score: 0.8
# mistake: A saw-tooth needs few neurons in many layers and many in two.
differentiable_everywhere = "no"
fewest_kinks = 0
growth_with_depth = "exponential"
depth_saves_neurons = "no"


def most_kinks(k):
    return k

# %%
# VARIANT
# part: kinks
# name: width_squared
# right: false
# score: 0.8
# mistake: Each neuron of a hidden layer makes one kink, whatever the others do.
differentiable_everywhere = "no"
fewest_kinks = 0
growth_with_depth = "exponential"
depth_saves_neurons = "yes"


def most_kinks(k):
    return k * k

# %%
# VARIANT
# part: kinks
# name: all_wrong
# right: false
# score: 0
# mistake: None of the five is right.
differentiable_everywhere = "yes"
fewest_kinks = -1
growth_with_depth = "linear"
depth_saves_neurons = "no"


def most_kinks(k):
    return 3 * k + 4

# %%
# VARIANT
# part: kinks
# name: function_without_return
# right: false
# score: 0.8
# mistake: most_kinks returns nothing.
differentiable_everywhere = "no"
fewest_kinks = 0
growth_with_depth = "exponential"
depth_saves_neurons = "yes"


def most_kinks(k):
    return None

# %%
# VARIANT
# part: kinks
# name: text_for_a_number
# right: false
# score: 0.8
# mistake: A number was written as text.
differentiable_everywhere = "no"
fewest_kinks = "zero"
growth_with_depth = "exponential"
depth_saves_neurons = "yes"


def most_kinks(k):
    return k

# %%
# VARIANT
# part: smooth_activation
# name: boolean
# right: true
# score: 0.5
differentiable_with_tanh = True

# %%
# VARIANT
# part: smooth_activation
# name: capitals
# right: true
# score: 0.5
differentiable_with_tanh = "YES"

# %%
# VARIANT
# part: smooth_activation
# name: spaces
# right: true
# score: 0.5
differentiable_with_tanh = " yes "

# %%
# VARIANT
# part: smooth_activation
# name: no
# right: false
# score: 0
# mistake: tanh has no kinks.
differentiable_with_tanh = "no"

# %%
# VARIANT
# part: smooth_activation
# name: false
# right: false
# score: 0
# mistake: tanh has no kinks.
differentiable_with_tanh = False

# %%
# VARIANT
# part: smooth_activation
# name: other_word
# right: false
# score: 0
# mistake: Answer with yes or no.
differentiable_with_tanh = "smooth"

# %%
# VARIANT
# part: smooth_activation
# name: number
# right: false
# score: 0
# mistake: Answer with yes or no.
differentiable_with_tanh = 1
