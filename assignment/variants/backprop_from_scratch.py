# %%
# VARIANT
# part: backprop_initialise
# name: standard_normal_scaled
# right: true
# score: 4
def initialise(sizes, seed):
    rng = np.random.RandomState(seed)
    W, b = [], []
    for i in range(len(sizes) - 1):
        largest = max(sizes[i], sizes[i + 1])
        W.append(rng.randn(sizes[i + 1], sizes[i]) / np.sqrt(largest))
        b.append(np.zeros(sizes[i + 1]))
    return W, b

# %%
# VARIANT
# part: backprop_initialise
# name: global_seed
# right: true
# score: 4
def initialise(sizes, seed):
    np.random.seed(seed)
    d, h1, h2, k = sizes
    W1 = np.random.normal(loc=0.0, scale=np.sqrt(1 / max(d, h1)), size=(h1, d))
    W2 = np.random.normal(loc=0.0, scale=np.sqrt(1 / max(h1, h2)), size=(h2, h1))
    W3 = np.random.normal(loc=0.0, scale=np.sqrt(1 / max(h2, k)), size=(k, h2))
    return (W1, W2, W3), (np.zeros(h1), np.zeros(h2), np.zeros(k))

# %%
# VARIANT
# part: backprop_initialise
# name: transposed_draw
# right: true
# score: 4
from itertools import pairwise


def initialise(sizes, seed):
    random = np.random.default_rng(seed)
    W = []
    for n_in, n_out in pairwise(sizes):
        m = max(n_in, n_out)
        W.append(random.multivariate_normal([0.0], [[1 / m]], size=(n_in, n_out))[..., 0].T)
    b = [W_k[:, 0] * 0 for W_k in W]
    return W, b

# %%
# VARIANT
# part: backprop_initialise
# name: variance_for_deviation
# right: false
# score: 2
# mistake: The variance was passed where the standard deviation is expected.
from itertools import pairwise


def initialise(sizes, seed):
    random = np.random.default_rng(seed)
    W = [random.normal(0, 1 / max(a, c), (c, a)) for a, c in pairwise(sizes)]
    b = [np.zeros(c) for c in sizes[1:]]
    return W, b

# %%
# VARIANT
# part: backprop_initialise
# name: number_of_inputs
# right: false
# score: 2
# mistake: The variance is 1 over the number of inputs, also where there are more outputs.
from itertools import pairwise


def initialise(sizes, seed):
    random = np.random.default_rng(seed)
    W = [random.normal(0, a**-0.5, (c, a)) for a, c in pairwise(sizes)]
    b = [np.zeros(c) for c in sizes[1:]]
    return W, b

# %%
# VARIANT
# part: backprop_initialise
# name: uniform
# right: false
# score: 3.5
# mistake: The weights are uniform with the right variance; normal ones are asked for.
from itertools import pairwise


def initialise(sizes, seed):
    random = np.random.default_rng(seed)
    W = []
    for a, c in pairwise(sizes):
        r = np.sqrt(3 / max(a, c))
        W.append(random.uniform(-r, r, (c, a)))
    return W, [np.zeros(c) for c in sizes[1:]]

# %%
# VARIANT
# part: backprop_initialise
# name: uniform_between_0_and_1
# right: false
# score: 1.5
# mistake: The weights are uniform and none is negative, so that their mean is not 0.
from itertools import pairwise


def initialise(sizes, seed):
    random = np.random.default_rng(seed)
    W = [random.random((c, a)) for a, c in pairwise(sizes)]
    return W, [np.zeros(c) for c in sizes[1:]]

# %%
# VARIANT
# part: backprop_initialise
# name: he
# right: false
# score: 2
# mistake: The variance is 2 over the number of inputs, as for ReLU networks.
from itertools import pairwise


def initialise(sizes, seed):
    random = np.random.default_rng(seed)
    W = [random.normal(0, (2 / a) ** 0.5, (c, a)) for a, c in pairwise(sizes)]
    return W, [np.zeros(c) for c in sizes[1:]]

# %%
# VARIANT
# part: backprop_initialise
# name: seed_ignored
# right: false
# score: 3.5
# mistake: The seed is not used, so that the same seed gives other numbers the next time.
from itertools import pairwise


def initialise(sizes, seed):
    random = np.random.default_rng()
    W = [random.normal(0, max(a, c) ** -0.5, (c, a)) for a, c in pairwise(sizes)]
    return W, [np.zeros(c) for c in sizes[1:]]

# %%
# VARIANT
# part: backprop_initialise
# name: seeded_in_every_layer
# right: false
# score: 3.5
# mistake: The random numbers start again in every layer, so that layers repeat each other.
from itertools import pairwise


def initialise(sizes, seed):
    W, b = [], []
    for a, c in pairwise(sizes):
        random = np.random.default_rng(seed)
        W.append(random.normal(0, max(a, c) ** -0.5, (c, a)))
        b.append(np.zeros(c))
    return W, b

# %%
# VARIANT
# part: backprop_initialise
# name: random_biases
# right: false
# score: 3.5
# mistake: The biases are other than 0; training starts with biases of 0.
from itertools import pairwise


def initialise(sizes, seed):
    random = np.random.default_rng(seed)
    W = [random.normal(0, max(a, c) ** -0.5, (c, a)) for a, c in pairwise(sizes)]
    return W, [random.normal(0, 0.1, c) for c in sizes[1:]]

# %%
# VARIANT
# part: backprop_initialise
# name: transposed_matrices
# right: false
# score: 1
# mistake: The matrices have shape (inputs, outputs); the prompt puts one row an output.
from itertools import pairwise


def initialise(sizes, seed):
    random = np.random.default_rng(seed)
    W = [random.normal(0, max(a, c) ** -0.5, (a, c)) for a, c in pairwise(sizes)]
    return W, [np.zeros(c) for c in sizes[1:]]

# %%
# VARIANT
# part: backprop_initialise
# name: bias_columns
# right: false
# score: 3.5
# mistake: The biases have shape (outputs, 1) instead of (outputs,).
from itertools import pairwise


def initialise(sizes, seed):
    random = np.random.default_rng(seed)
    W = [random.normal(0, max(a, c) ** -0.5, (c, a)) for a, c in pairwise(sizes)]
    return W, [np.zeros((c, 1)) for c in sizes[1:]]

# %%
# VARIANT
# part: backprop_initialise
# name: one_row_repeated
# right: false
# score: 1
# mistake: One row was drawn and given to all neurons of the layer, which then stay equal forever.
from itertools import pairwise


def initialise(sizes, seed):
    random = np.random.default_rng(seed)
    W = [np.tile(random.normal(0, max(a, c) ** -0.5, (1, a)), (c, 1)) for a, c in pairwise(sizes)]
    return W, [np.zeros(c) for c in sizes[1:]]

# %%
# VARIANT
# part: backprop_initialise
# name: fixed_sizes
# right: false
# score: 0
# mistake: The sizes of the clothes network are written into the code.
from itertools import pairwise


def initialise(sizes, seed):
    random = np.random.default_rng(seed)
    sizes = [784, 32, 32, 10]
    W = [random.normal(0, max(a, c) ** -0.5, (c, a)) for a, c in pairwise(sizes)]
    return W, [np.zeros(c) for c in sizes[1:]]

# %%
# VARIANT
# part: backprop_initialise
# name: biases_for_inputs
# right: false
# score: 3.5
# mistake: The biases have as many entries as the layer has inputs; every output has one.
def initialise(sizes, seed):
    random = np.random.default_rng(seed)
    layers = list(zip(sizes, sizes[1:], strict=False))
    W = [random.normal(0, max(i, o) ** -0.5, (o, i)) for i, o in layers]
    return W, [np.zeros(i) for i, _ in layers]

# %%
# VARIANT
# part: backprop_initialise
# name: xavier
# right: false
# score: 2
# mistake: The variance is 2 over the sum of inputs and outputs.
def initialise(sizes, seed):
    random = np.random.default_rng(seed)
    layers = list(zip(sizes, sizes[1:], strict=False))
    W = [random.normal(0, (2 / (i + o)) ** 0.5, (o, i)) for i, o in layers]
    return W, [np.zeros(o) for _, o in layers]

# %%
# VARIANT
# part: backprop_initialise
# name: smaller_number
# right: false
# score: 2
# mistake: The variance is 1 over the smaller of the two numbers, not the larger.
def initialise(sizes, seed):
    random = np.random.default_rng(seed)
    layers = list(zip(sizes, sizes[1:], strict=False))
    W = [random.normal(0, min(i, o) ** -0.5, (o, i)) for i, o in layers]
    return W, [np.zeros(o) for _, o in layers]

# %%
# VARIANT
# part: backprop_initialise
# name: number_of_outputs
# right: false
# score: 2
# mistake: The variance is 1 over the number of outputs, also where there are more inputs.
def initialise(sizes, seed):
    random = np.random.default_rng(seed)
    W = [random.normal(0, o ** -0.5, (o, i)) for i, o in zip(sizes, sizes[1:], strict=False)]
    return W, [np.zeros(o) for o in sizes[1:]]

# %%
# VARIANT
# part: backprop_initialise
# name: not_scaled
# right: false
# score: 2
# mistake: The weights were not scaled: their variance is 1.
def initialise(sizes, seed):
    random = np.random.default_rng(seed)
    W = [random.standard_normal((o, i)) for i, o in zip(sizes, sizes[1:], strict=False)]
    return W, [np.zeros(o) for o in sizes[1:]]

# %%
# VARIANT
# part: backprop_forward
# name: loop_over_layers
# right: true
# score: 6
def forward_sample(W, b, x, label):
    a = x
    for k in range(3):
        z = W[k].dot(a) + b[k]
        a = sigmoid(z)
    m = np.max(z)
    loss = m + np.log(np.sum(np.exp(z - m))) - z[label]
    return loss, int(np.argmax(z))

# %%
# VARIANT
# part: backprop_forward
# name: triple_loop
# right: true
# score: 6
def forward_sample(W, b, x, label):
    import math

    a = list(x)
    for k in range(len(W)):
        z = []
        for j in range(len(W[k])):
            total = b[k][j]
            for i in range(len(a)):
                total += W[k][j][i] * a[i]
            z.append(total)
        a = [1 / (1 + math.exp(-t)) if t >= 0 else math.exp(t) / (1 + math.exp(t)) for t in z]
    top = max(z)
    return top + math.log(sum(math.exp(t - top) for t in z)) - z[label], z.index(top)

# %%
# VARIANT
# part: backprop_forward
# name: logaddexp
# right: true
# score: 6
def forward_sample(W, b, x, label):
    h = sigmoid(np.einsum("ji,i->j", W[0], x) + b[0])
    h = sigmoid(np.einsum("ji,i->j", W[1], h) + b[1])
    log_p = W[2] @ h + b[2]
    log_p = log_p - np.logaddexp.reduce(log_p)
    one_hot = np.arange(len(log_p)) == label
    return -np.sum(np.where(one_hot, log_p, 0.0)), np.argmax(log_p)

# %%
# VARIANT
# part: backprop_forward
# name: float32_result
# right: true
# score: 6
def forward_sample(W, b, x, label):
    a = sigmoid(W[1] @ sigmoid(W[0] @ x + b[0]) + b[1])
    z = W[2] @ a + b[2]
    z = z - z.max()
    return np.float32(np.log(np.exp(z).sum()) - z[label]), np.array([z.argmax()])

# %%
# VARIANT
# part: backprop_forward
# name: no_shift
# right: false
# score: 5.25
# mistake: The exponentials overflow for logits of a thousand.
def forward_sample(W, b, x, label):
    a = sigmoid(W[1] @ sigmoid(W[0] @ x + b[0]) + b[1])
    z = W[2] @ a + b[2]
    p = np.exp(z) / np.exp(z).sum()
    return -np.log(p[label]), p.argmax()

# %%
# VARIANT
# part: backprop_forward
# name: logarithm_of_zero
# right: false
# score: 5.25
# mistake: The probability underflows to 0 before the logarithm is taken.
def forward_sample(W, b, x, label):
    a = sigmoid(W[1] @ sigmoid(W[0] @ x + b[0]) + b[1])
    z = W[2] @ a + b[2]
    e = np.exp(z - z.max())
    return -np.log(e[label] / e.sum()), e.argmax()

# %%
# VARIANT
# part: backprop_forward
# name: epsilon_in_the_logarithm
# right: false
# score: 3.75
# mistake: A small number inside the logarithm caps the loss and makes it a little wrong everywhere.
def forward_sample(W, b, x, label):
    a = sigmoid(W[1] @ sigmoid(W[0] @ x + b[0]) + b[1])
    z = W[2] @ a + b[2]
    e = np.exp(z - z.max())
    return -np.log(e[label] / e.sum() + 1e-9), e.argmax()

# %%
# VARIANT
# part: backprop_forward
# name: sigmoid_on_the_output
# right: false
# score: 3
# mistake: The sigmoid was applied to the logits before the softmax.
def forward_sample(W, b, x, label):
    a = x
    for k in range(3):
        a = sigmoid(W[k] @ a + b[k])
    e = np.exp(a - a.max())
    return np.log(e.sum()) - np.log(e[label]), e.argmax()

# %%
# VARIANT
# part: backprop_forward
# name: one_activation_missing
# right: false
# score: 2
# mistake: The second hidden layer has no activation.
def forward_sample(W, b, x, label):
    a = W[1] @ sigmoid(W[0] @ x + b[0]) + b[1]
    z = W[2] @ a + b[2]
    z = z - z.max()
    return np.log(np.exp(z).sum()) - z[label], z.argmax()

# %%
# VARIANT
# part: backprop_forward
# name: biases_forgotten
# right: false
# score: 2
# mistake: The biases were left out; as they are 0 in the beginning, nothing looks wrong at first.
def forward_sample(W, b, x, label):
    z = W[2] @ sigmoid(W[1] @ sigmoid(W[0] @ x))
    z = z - z.max()
    return np.log(np.exp(z).sum()) - z[label], z.argmax()

# %%
# VARIANT
# part: backprop_forward
# name: sign
# right: false
# score: 1.5
# mistake: The sign of the loss is flipped.
def forward_sample(W, b, x, label):
    z = W[2] @ sigmoid(W[1] @ sigmoid(W[0] @ x + b[0]) + b[1]) + b[2]
    z = z - z.max()
    return z[label] - np.log(np.exp(z).sum()), z.argmax()

# %%
# VARIANT
# part: backprop_forward
# name: squared_error
# right: false
# score: 1.5
# mistake: The loss is the squared error of the probabilities instead of the cross-entropy.
def forward_sample(W, b, x, label):
    z = W[2] @ sigmoid(W[1] @ sigmoid(W[0] @ x + b[0]) + b[1]) + b[2]
    p = np.exp(z - z.max())
    p = p / p.sum()
    target = np.zeros(len(p))
    target[label] = 1
    return ((p - target) ** 2).sum(), p.argmax()

# %%
# VARIANT
# part: backprop_forward
# name: base_two
# right: false
# score: 1.5
# mistake: The logarithm to base 2 was taken.
def forward_sample(W, b, x, label):
    z = W[2] @ sigmoid(W[1] @ sigmoid(W[0] @ x + b[0]) + b[1]) + b[2]
    z = z - z.max()
    return (np.log(np.exp(z).sum()) - z[label]) / np.log(2), z.argmax()

# %%
# VARIANT
# part: backprop_forward
# name: label_as_guess
# right: false
# score: 4
# mistake: The label was returned as the most likely class.
def forward_sample(W, b, x, label):
    z = W[2] @ sigmoid(W[1] @ sigmoid(W[0] @ x + b[0]) + b[1]) + b[2]
    z = z - z.max()
    return np.log(np.exp(z).sum()) - z[label], label

# %%
# VARIANT
# part: backprop_forward
# name: one_hot_guess
# right: false
# score: 3.5
# mistake: The class was returned as a one-hot vector; its index is asked for.
def forward_sample(W, b, x, label):
    z = W[2] @ sigmoid(W[1] @ sigmoid(W[0] @ x + b[0]) + b[1]) + b[2]
    z = z - z.max()
    return np.log(np.exp(z).sum()) - z[label], (z == z.max()).astype(int)

# %%
# VARIANT
# part: backprop_forward
# name: ten_classes
# right: false
# score: 1
# mistake: The number of classes is written into the code.
def forward_sample(W, b, x, label):
    z = W[2] @ sigmoid(W[1] @ sigmoid(W[0] @ x + b[0]) + b[1]) + b[2]
    one_hot = np.eye(10)[label]
    z = z - z.max()
    return np.log(np.exp(z).sum()) - one_hot @ z, z.argmax()

# %%
# VARIANT
# part: backprop_forward
# name: swapped
# right: false
# score: 0.5
# mistake: The class was returned before the loss.
def forward_sample(W, b, x, label):
    z = W[2] @ sigmoid(W[1] @ sigmoid(W[0] @ x + b[0]) + b[1]) + b[2]
    z = z - z.max()
    return z.argmax(), np.log(np.exp(z).sum()) - z[label]

# %%
# VARIANT
# part: backprop_forward
# name: input_normalised_in_place
# right: false
# score: 3
# mistake: The sample was scaled in place, which changes it for the caller and the loss with it.
def forward_sample(W, b, x, label):
    x /= np.abs(x).max()
    z = W[2] @ sigmoid(W[1] @ sigmoid(W[0] @ x + b[0]) + b[1]) + b[2]
    z = z - z.max()
    return np.log(np.exp(z).sum()) - z[label], z.argmax()

# %%
# VARIANT
# part: backprop_forward
# name: bias_shifted_in_place
# right: false
# score: 5.25
# mistake: The output bias is used as the place for the logits, so that it changes from call to call.
def forward_sample(W, b, x, label):
    z = b[2]
    z += W[2] @ sigmoid(W[1] @ sigmoid(W[0] @ x + b[0]) + b[1])
    shifted = z - z.max()
    return np.log(np.exp(shifted).sum()) - shifted[label], shifted.argmax()

# %%
# VARIANT
# part: backprop_forward
# name: classes_from_one
# right: false
# score: 4
# mistake: The classes were counted from one; they begin at zero.
def forward_sample(W, b, x, label):
    a_1 = sigmoid(W[0] @ x + b[0])
    a_2 = sigmoid(W[1] @ a_1 + b[1])
    logits = W[2] @ a_2 + b[2]
    return np.logaddexp.reduce(logits) - logits[label], logits.argmax() + 1

# %%
# VARIANT
# part: backprop_forward
# name: relu_for_sigmoid
# right: false
# score: 2
# mistake: The hidden activations are ReLUs instead of sigmoids.
def forward_sample(W, b, x, label):
    a_1 = np.maximum(0, W[0] @ x + b[0])
    a_2 = np.maximum(0, W[1] @ a_1 + b[1])
    z = W[2] @ a_2 + b[2]
    z = z - z.max()
    return np.log(np.exp(z).sum()) - z[label], z.argmax()

# %%
# VARIANT
# part: backprop_forward
# name: loss_of_the_guess
# right: false
# score: 2
# mistake: The loss of the most likely class was returned, whatever the label is.
def forward_sample(W, b, x, label):
    a_1 = sigmoid(W[0] @ x + b[0])
    a_2 = sigmoid(W[1] @ a_1 + b[1])
    z = W[2] @ a_2 + b[2]
    z = z - z.max()
    return np.log(np.exp(z).sum()) - z.max(), z.argmax()

# %%
# VARIANT
# part: backprop_forward
# name: probability_for_loss
# right: false
# score: 1.5
# mistake: The probability of the label was returned instead of minus its logarithm.
def forward_sample(W, b, x, label):
    a_1 = sigmoid(W[0] @ x + b[0])
    a_2 = sigmoid(W[1] @ a_1 + b[1])
    z = W[2] @ a_2 + b[2]
    z = z - z.max()
    p = np.exp(z) / np.exp(z).sum()
    return p[label], p.argmax()

# %%
# VARIANT
# part: backprop_forward
# name: probabilities_of_hidden
# right: false
# score: 4
# mistake: The most likely class was looked for among the hidden neurons.
def forward_sample(W, b, x, label):
    a_1 = sigmoid(W[0] @ x + b[0])
    a_2 = sigmoid(W[1] @ a_1 + b[1])
    z = W[2] @ a_2 + b[2]
    z = z - z.max()
    return np.log(np.exp(z).sum()) - z[label], a_2.argmax()

# %%
# VARIANT
# part: backprop_forward
# name: no_shift_in_the_logarithm
# right: false
# score: 5.25
# mistake: The exponentials overflow for logits of a thousand.
def forward_sample(W, b, x, label):
    a1 = sigmoid(W[0] @ x + b[0])
    a2 = sigmoid(W[1] @ a1 + b[1])
    z = W[2] @ a2 + b[2]
    return np.log(np.exp(z).sum()) - z[label], np.argmax(z)

# %%
# VARIANT
# part: backprop_forward
# name: epsilon_caps_the_loss
# right: false
# score: 5.25
# mistake: A small number inside the logarithm caps the loss of improbable labels.
def forward_sample(W, b, x, label):
    a1 = sigmoid(W[0] @ x + b[0])
    a2 = sigmoid(W[1] @ a1 + b[1])
    z = W[2] @ a2 + b[2]
    e = np.exp(z - z.max())
    p = e / e.sum()
    return -np.log(p[label] + 1e-12), np.argmax(p)

# %%
# VARIANT
# part: backprop_forward
# name: largest_probability_as_guess
# right: false
# score: 4
# mistake: The largest probability was returned instead of its class.
def forward_sample(W, b, x, label):
    a1 = sigmoid(W[0] @ x + b[0])
    a2 = sigmoid(W[1] @ a1 + b[1])
    z = W[2] @ a2 + b[2]
    m = z.max()
    p = np.exp(z - m) / np.exp(z - m).sum()
    return np.log(np.exp(z - m).sum()) + m - z[label], p.max()

# %%
# VARIANT
# part: backprop_forward
# name: shift_on_one_side_only
# right: false
# score: 2
# mistake: The largest logit was subtracted inside the logarithm and not from the logit of the label.
def forward_sample(W, b, x, label):
    a1 = sigmoid(W[0] @ x + b[0])
    a2 = sigmoid(W[1] @ a1 + b[1])
    z = W[2] @ a2 + b[2]
    return np.log(np.exp(z - z.max()).sum()) - z[label], np.argmax(z)

# %%
# VARIANT
# part: backprop_forward
# name: divided_by_the_classes
# right: false
# score: 1.5
# mistake: The loss was divided by the number of classes.
def forward_sample(W, b, x, label):
    a1 = sigmoid(W[0] @ x + b[0])
    a2 = sigmoid(W[1] @ a1 + b[1])
    z = W[2] @ a2 + b[2]
    m = z.max()
    return (np.log(np.exp(z - m).sum()) + m - z[label]) / len(z), np.argmax(z)

# %%
# VARIANT
# part: backprop_forward
# name: binary_cross_entropy
# right: false
# score: 1.5
# mistake: The other classes were given a loss, too, as in a binary cross-entropy; only the probability of the label counts.
def forward_sample(W, b, x, label):
    a1 = sigmoid(W[0] @ x + b[0])
    a2 = sigmoid(W[1] @ a1 + b[1])
    z = W[2] @ a2 + b[2]
    e = np.exp(z - z.max())
    p = e / e.sum()
    y = np.zeros(len(z))
    y[label] = 1
    return -(y * np.log(p) + (1 - y) * np.log(1 - p)).sum(), np.argmax(p)

# %%
# VARIANT
# part: backprop_forward
# name: input_divided_by_255
# right: false
# score: 3
# mistake: The sample was divided by 255.
def forward_sample(W, b, x, label):
    a1 = sigmoid(W[0] @ (x / 255) + b[0])
    a2 = sigmoid(W[1] @ a1 + b[1])
    z = W[2] @ a2 + b[2]
    m = z.max()
    return np.log(np.exp(z - m).sum()) + m - z[label], np.argmax(z)

# %%
# VARIANT
# part: backprop_forward
# name: first_activation_missing
# right: false
# score: 2
# mistake: The first hidden layer has no activation.
def forward_sample(W, b, x, label):
    a1 = W[0] @ x + b[0]
    a2 = sigmoid(W[1] @ a1 + b[1])
    z = W[2] @ a2 + b[2]
    return np.logaddexp.reduce(z) - z[label], np.argmax(z)

# %%
# VARIANT
# part: backprop_forward
# name: least_likely_class
# right: false
# score: 4
# mistake: The least likely class was returned.
def forward_sample(W, b, x, label):
    a1 = sigmoid(W[0] @ x + b[0])
    a2 = sigmoid(W[1] @ a1 + b[1])
    z = W[2] @ a2 + b[2]
    return np.logaddexp.reduce(z) - z[label], np.argmin(z)

# %%
# VARIANT
# part: backprop_dataset
# name: all_at_once
# right: true
# score: 4
def forward_dataset(W, b, images, labels):
    A = sigmoid(images @ W[0].T + b[0])
    A = sigmoid(A @ W[1].T + b[1])
    Z = A @ W[2].T + b[2]
    log_p = Z - np.logaddexp.reduce(Z, axis=1, keepdims=True)
    return -log_p[np.arange(len(labels)), labels], Z.argmax(axis=1)

# %%
# VARIANT
# part: backprop_dataset
# name: indexed_loop
# right: true
# score: 4
def forward_dataset(W, b, images, labels):
    n = images.shape[0]
    losses, guesses = np.zeros(n), np.zeros(n, dtype=int)
    for i in range(n):
        losses[i], guesses[i] = forward_sample(W, b, images[i], labels[i])
    return losses, guesses

# %%
# VARIANT
# part: backprop_dataset
# name: lists
# right: true
# score: 4
def forward_dataset(W, b, images, labels):
    losses, guesses = [], []
    for x, label in zip(images, labels, strict=True):
        loss, guess = forward_sample(W, b, x, int(label))
        losses.append(float(loss))
        guesses.append(int(guess))
    return losses, guesses

# %%
# VARIANT
# part: backprop_dataset
# name: mean_loss
# right: false
# score: 0.5
# mistake: The mean loss was returned instead of the loss of every sample.
def forward_dataset(W, b, images, labels):
    pairs = [forward_sample(W, b, x, label) for x, label in zip(images, labels, strict=True)]
    return np.mean([pair[0] for pair in pairs]), np.array([pair[1] for pair in pairs])

# %%
# VARIANT
# part: backprop_dataset
# name: swapped
# right: false
# score: 0.5
# mistake: The classes were returned before the losses.
def forward_dataset(W, b, images, labels):
    pairs = [forward_sample(W, b, x, label) for x, label in zip(images, labels, strict=True)]
    return np.array([pair[1] for pair in pairs]), np.array([pair[0] for pair in pairs])

# %%
# VARIANT
# part: backprop_dataset
# name: pairs
# right: false
# score: 0
# mistake: One array of pairs was returned instead of two arrays.
def forward_dataset(W, b, images, labels):
    return np.array([forward_sample(W, b, x, label) for x, label in zip(images, labels, strict=True)])

# %%
# VARIANT
# part: backprop_dataset
# name: first_label_for_all
# right: false
# score: 1
# mistake: All samples were given the label of the first one.
def forward_dataset(W, b, images, labels):
    pairs = [forward_sample(W, b, x, labels[0]) for x in images]
    return np.array([pair[0] for pair in pairs]), np.array([pair[1] for pair in pairs])

# %%
# VARIANT
# part: backprop_dataset
# name: correct_or_not
# right: false
# score: 2.5
# mistake: Whether the class is right was returned instead of the class.
def forward_dataset(W, b, images, labels):
    pairs = [forward_sample(W, b, x, label) for x, label in zip(images, labels, strict=True)]
    return np.array([pair[0] for pair in pairs]), np.array([pair[1] for pair in pairs]) == labels

# %%
# VARIANT
# part: backprop_dataset
# name: softmax_over_samples
# right: false
# score: 1
# mistake: The softmax of the batch runs over the samples instead of over the classes.
def forward_dataset(W, b, images, labels):
    A = sigmoid(sigmoid(images @ W[0].T + b[0]) @ W[1].T + b[1])
    Z = A @ W[2].T + b[2]
    log_p = Z - np.logaddexp.reduce(Z, axis=0)
    return -log_p[np.arange(len(labels)), labels], Z.argmax(axis=1)

# %%
# VARIANT
# part: backprop_dataset
# name: squashed_logits
# right: false
# score: 1
# mistake: The sigmoid was applied to the logits as well.
def forward_dataset(W, b, images, labels):
    A = images
    for k in range(3):
        A = sigmoid(A @ W[k].T + b[k])
    log_p = A - np.logaddexp.reduce(A, axis=1, keepdims=True)
    return -log_p[np.arange(len(labels)), labels], A.argmax(axis=1)

# %%
# VARIANT
# part: backprop_dataset
# name: last_sample_missing
# right: false
# score: 0
# mistake: The last sample was left out.
def forward_dataset(W, b, images, labels):
    pairs = [forward_sample(W, b, images[i], labels[i]) for i in range(len(labels) - 1)]
    return np.array([pair[0] for pair in pairs]), np.array([pair[1] for pair in pairs])

# %%
# VARIANT
# part: backprop_dataset
# name: rows_overwritten
# right: false
# score: 3.5
# mistake: The activations were written into the rows of the data set.
def forward_dataset(W, b, images, labels):
    losses, guesses = [], []
    for i, label in enumerate(labels):
        loss, guess = forward_sample(W, b, images[i], label)
        images[i] = sigmoid(images[i])
        losses.append(loss)
        guesses.append(guess)
    return np.array(losses), np.array(guesses)

# %%
# VARIANT
# part: backprop_dataset
# name: one_array_of_two_rows
# right: true
# score: 4
def forward_dataset(W, b, images, labels):
    samples = zip(images, labels, strict=True)
    return np.array([forward_sample(W, b, x, label) for x, label in samples]).T

# %%
# VARIANT
# part: backprop_dataset
# name: no_shift
# right: false
# score: 3.5
# mistake: The exponentials of large logits overflow; take away the largest logit of each sample first.
def forward_dataset(W, b, images, labels):
    A = images
    for k in range(2):
        A = sigmoid(A @ W[k].T + b[k])
    exponentials = np.exp(A @ W[2].T + b[2])
    p = exponentials / exponentials.sum(axis=1, keepdims=True)
    return -np.log(p[np.arange(len(labels)), labels]), p.argmax(axis=1)

# %%
# VARIANT
# part: backprop_dataset
# name: labels_for_classes
# right: false
# score: 2.5
# mistake: The labels were returned as the most likely classes.
def forward_dataset(W, b, images, labels):
    losses = [forward_sample(W, b, x, label)[0] for x, label in zip(images, labels, strict=True)]
    return np.array(losses), np.array(labels)

# %%
# VARIANT
# part: backprop_dataset
# name: mean_loss_and_accuracy
# right: false
# score: 0
# mistake: The mean loss and the accuracy were returned instead of two arrays.
def forward_dataset(W, b, images, labels):
    out = [forward_sample(W, b, x, c) for x, c in zip(images, labels, strict=False)]
    return np.mean([value for value, _ in out]), np.mean([g == c for (_, g), c in zip(out, labels, strict=False)])

# %%
# VARIANT
# part: backprop_dataset
# name: classes_over_samples
# right: false
# score: 2
# mistake: The most likely class was looked for over the samples instead of the classes.
def forward_dataset(W, b, images, labels):
    A = sigmoid(sigmoid(images @ W[0].T + b[0]) @ W[1].T + b[1])
    Z = A @ W[2].T + b[2]
    Z = Z - Z.max(axis=1, keepdims=True)
    return np.log(np.exp(Z).sum(axis=1)) - Z[np.arange(len(Z)), labels], Z.argmax(axis=0)

# %%
# VARIANT
# part: backprop_dataset
# name: no_shift_in_the_logarithm
# right: false
# score: 3.5
# mistake: The exponentials of large logits overflow; take away the largest logit of each sample first.
def forward_dataset(W, b, images, labels):
    A = sigmoid(sigmoid(images @ W[0].T + b[0]) @ W[1].T + b[1])
    Z = A @ W[2].T + b[2]
    return np.log(np.exp(Z).sum(axis=1)) - Z[np.arange(len(Z)), labels], Z.argmax(axis=1)

# %%
# VARIANT
# part: backprop_dataset
# name: shifted_by_the_largest_of_all
# right: false
# score: 3.5
# mistake: The largest logit of the whole data set was subtracted, so that other samples underflow.
def forward_dataset(W, b, images, labels):
    A = sigmoid(sigmoid(images @ W[0].T + b[0]) @ W[1].T + b[1])
    Z = A @ W[2].T + b[2]
    Z = Z - Z.max()
    return np.log(np.exp(Z).sum(axis=1)) - Z[np.arange(len(Z)), labels], Z.argmax(axis=1)

# %%
# VARIANT
# part: backprop_dataset
# name: column_of_losses
# right: false
# score: 0.5
# mistake: The losses form a column, of shape (n, 1), instead of an array of shape (n,).
def forward_dataset(W, b, images, labels):
    out = [forward_sample(W, b, x, c) for x, c in zip(images, labels, strict=False)]
    return np.array([[value] for value, _ in out]), np.array([g for _, g in out])

# %%
# VARIANT
# part: backprop_dataset
# name: last_entry_left_at_zero
# right: false
# score: 0.5
# mistake: The loop ends before the last sample.
def forward_dataset(W, b, images, labels):
    losses, guesses = np.zeros(len(images)), np.zeros(len(images), int)
    for i in range(len(images) - 1):
        losses[i], guesses[i] = forward_sample(W, b, images[i], labels[i])
    return losses, guesses

# %%
# VARIANT
# part: backprop_dataset
# name: losses_in_whole_numbers
# right: false
# score: 1
# mistake: The losses were stored in an array of whole numbers, which cuts them off.
def forward_dataset(W, b, images, labels):
    losses = np.zeros_like(labels)
    guesses = np.zeros_like(labels)
    for i, (x, c) in enumerate(zip(images, labels, strict=False)):
        losses[i], guesses[i] = forward_sample(W, b, x, c)
    return losses, guesses

# %%
# VARIANT
# part: backprop_dataset
# name: losses_divided_by_n
# right: false
# score: 1
# mistake: Each loss was divided by the number of samples.
def forward_dataset(W, b, images, labels):
    out = [forward_sample(W, b, x, c) for x, c in zip(images, labels, strict=False)]
    return np.array([value / len(images) for value, _ in out]), np.array([g for _, g in out])

# %%
# VARIANT
# part: backprop_dataset
# name: running_sum
# right: false
# score: 1
# mistake: The losses were added up on the way; each entry is the sum of those before.
def forward_dataset(W, b, images, labels):
    total, losses, guesses = 0.0, [], []
    for x, c in zip(images, labels, strict=False):
        value, g = forward_sample(W, b, x, c)
        total += value
        losses.append(total)
        guesses.append(g)
    return np.array(losses), np.array(guesses)

# %%
# VARIANT
# part: backprop_gradients
# name: loop_over_layers
# right: true
# score: 10
def sample_gradients(W, b, x, label):
    a = [x]
    for k in range(3):
        z = W[k] @ a[-1] + b[k]
        a.append(sigmoid(z))
    e = np.exp(z - z.max())
    delta = e / e.sum() - (np.arange(len(e)) == label)
    dW, db = [None] * 3, [None] * 3
    for k in (2, 1, 0):
        dW[k] = delta[:, None] * a[k][None, :]
        db[k] = delta
        delta = (delta @ W[k]) * a[k] * (1 - a[k])
    return dW, db

# %%
# VARIANT
# part: backprop_gradients
# name: jacobians
# right: true
# score: 10
def sample_gradients(W, b, x, label):
    # the whole chain as products of Jacobians
    z1 = W[0] @ x + b[0]
    z2 = W[1] @ sigmoid(z1) + b[1]
    z3 = W[2] @ sigmoid(z2) + b[2]
    slope = lambda z: np.diag(sigmoid(z) * sigmoid(-z))
    p = np.exp(z3 - np.logaddexp.reduce(z3))
    g3 = p - np.eye(len(p))[label]
    g2 = g3 @ W[2] @ slope(z2)
    g1 = g2 @ W[1] @ slope(z1)
    dW = [np.einsum("i,j->ij", g, a) for g, a in ((g1, x), (g2, sigmoid(z1)), (g3, sigmoid(z2)))]
    return dW, [g1 @ np.eye(len(g1)), g2, g3]

# %%
# VARIANT
# part: backprop_gradients
# name: columns
# right: true
# score: 10
def sample_gradients(W, b, x, label):
    a0 = x.reshape(-1, 1)
    a1 = sigmoid(W[0].dot(a0) + b[0].reshape(-1, 1))
    a2 = sigmoid(W[1].dot(a1) + b[1].reshape(-1, 1))
    z3 = W[2].dot(a2) + b[2].reshape(-1, 1)
    p = np.exp(z3 - np.max(z3))
    p = p / np.sum(p)
    y = np.zeros_like(p)
    y[label, 0] = 1
    d3 = p - y
    d2 = W[2].T.dot(d3) * (a2 * (1 - a2))
    d1 = W[1].T.dot(d2) * (a1 * (1 - a1))
    return (d1.dot(a0.T), d2.dot(a1.T), d3.dot(a2.T)), (d1.ravel(), d2.ravel(), d3.ravel())

# %%
# VARIANT
# part: backprop_gradients
# name: triple_loops
# right: true
# score: 10
def sample_gradients(W, b, x, label):
    a = [x]
    for k in range(3):
        z = np.array([b[k][j] + sum(W[k][j, i] * a[k][i] for i in range(len(a[k]))) for j in range(len(b[k]))])
        a.append(sigmoid(z))
    e = np.exp(z - max(z))
    delta = [e[j] / sum(e) - (1 if j == label else 0) for j in range(len(e))]
    dW, db = [], []
    for k in (2, 1, 0):
        dW.insert(0, np.array([[delta[j] * a[k][i] for i in range(len(a[k]))] for j in range(len(delta))]))
        db.insert(0, np.array(delta))
        delta = [
            sum(W[k][j, i] * delta[j] for j in range(len(delta))) * a[k][i] * (1 - a[k][i])
            for i in range(len(a[k]))
        ]
    return dW, db

# %%
# VARIANT
# part: backprop_gradients
# name: derivative_at_the_activation
# right: false
# score: 2.75
# mistake: The derivative of the sigmoid was taken at the activation instead of the pre-activation.
def sample_gradients(W, b, x, label):
    def sigmoid_derivative(z):
        return sigmoid(z) * (1 - sigmoid(z))

    a1 = sigmoid(W[0] @ x + b[0])
    a2 = sigmoid(W[1] @ a1 + b[1])
    z3 = W[2] @ a2 + b[2]
    e = np.exp(z3 - z3.max())
    d3 = e / e.sum()
    d3[label] -= 1
    d2 = (W[2].T @ d3) * sigmoid_derivative(a2)
    d1 = (W[1].T @ d2) * sigmoid_derivative(a1)
    return [np.outer(d1, x), np.outer(d2, a1), np.outer(d3, a2)], [d1, d2, d3]

# %%
# VARIANT
# part: backprop_gradients
# name: derivative_forgotten
# right: false
# score: 2.75
# mistake: The derivative of the sigmoid is missing.
def sample_gradients(W, b, x, label):
    a1 = sigmoid(W[0] @ x + b[0])
    a2 = sigmoid(W[1] @ a1 + b[1])
    z3 = W[2] @ a2 + b[2]
    e = np.exp(z3 - z3.max())
    d3 = e / e.sum()
    d3[label] -= 1
    d2 = W[2].T @ d3
    d1 = W[1].T @ d2
    return [np.outer(d1, x), np.outer(d2, a1), np.outer(d3, a2)], [d1, d2, d3]

# %%
# VARIANT
# part: backprop_gradients
# name: derivative_of_the_pre_activation_itself
# right: false
# score: 2.75
# mistake: The formula a (1 - a) was used with the pre-activation in place of the activation.
def sample_gradients(W, b, x, label):
    z1 = W[0] @ x + b[0]
    z2 = W[1] @ sigmoid(z1) + b[1]
    z3 = W[2] @ sigmoid(z2) + b[2]
    e = np.exp(z3 - z3.max())
    d3 = e / e.sum()
    d3[label] -= 1
    d2 = (W[2].T @ d3) * z2 * (1 - z2)
    d1 = (W[1].T @ d2) * z1 * (1 - z1)
    return [np.outer(d1, x), np.outer(d2, sigmoid(z1)), np.outer(d3, sigmoid(z2))], [d1, d2, d3]

# %%
# VARIANT
# part: backprop_gradients
# name: first_layer_stops_early
# right: false
# score: 4.25
# mistake: The derivative of the first sigmoid is missing.
def sample_gradients(W, b, x, label):
    a1 = sigmoid(W[0] @ x + b[0])
    a2 = sigmoid(W[1] @ a1 + b[1])
    z3 = W[2] @ a2 + b[2]
    e = np.exp(z3 - z3.max())
    d3 = e / e.sum()
    d3[label] -= 1
    d2 = (W[2].T @ d3) * a2 * (1 - a2)
    d1 = W[1].T @ d2
    return [np.outer(d1, x), np.outer(d2, a1), np.outer(d3, a2)], [d1, d2, d3]

# %%
# VARIANT
# part: backprop_gradients
# name: sign
# right: false
# score: 2
# mistake: All gradients have the wrong sign; the label is subtracted from the probabilities, not the reverse.
def sample_gradients(W, b, x, label):
    a1 = sigmoid(W[0] @ x + b[0])
    a2 = sigmoid(W[1] @ a1 + b[1])
    z3 = W[2] @ a2 + b[2]
    e = np.exp(z3 - z3.max())
    d3 = -e / e.sum()
    d3[label] += 1
    d2 = (W[2].T @ d3) * a2 * (1 - a2)
    d1 = (W[1].T @ d2) * a1 * (1 - a1)
    return [np.outer(d1, x), np.outer(d2, a1), np.outer(d3, a2)], [d1, d2, d3]

# %%
# VARIANT
# part: backprop_gradients
# name: softmax_differentiated_twice
# right: false
# score: 1
# mistake: The derivative of the softmax was multiplied once more to p minus the label, which contains it.
def sample_gradients(W, b, x, label):
    a1 = sigmoid(W[0] @ x + b[0])
    a2 = sigmoid(W[1] @ a1 + b[1])
    z3 = W[2] @ a2 + b[2]
    e = np.exp(z3 - z3.max())
    p = e / e.sum()
    d3 = p.copy()
    d3[label] -= 1
    d3 = d3 * p * (1 - p)
    d2 = (W[2].T @ d3) * a2 * (1 - a2)
    d1 = (W[1].T @ d2) * a1 * (1 - a1)
    return [np.outer(d1, x), np.outer(d2, a1), np.outer(d3, a2)], [d1, d2, d3]

# %%
# VARIANT
# part: backprop_gradients
# name: factor_two
# right: false
# score: 2
# mistake: A factor 2 of the squared error is left in.
def sample_gradients(W, b, x, label):
    a1 = sigmoid(W[0] @ x + b[0])
    a2 = sigmoid(W[1] @ a1 + b[1])
    z3 = W[2] @ a2 + b[2]
    e = np.exp(z3 - z3.max())
    d3 = e / e.sum()
    d3[label] -= 1
    d3 = 2 * d3
    d2 = (W[2].T @ d3) * a2 * (1 - a2)
    d1 = (W[1].T @ d2) * a1 * (1 - a1)
    return [np.outer(d1, x), np.outer(d2, a1), np.outer(d3, a2)], [d1, d2, d3]

# %%
# VARIANT
# part: backprop_gradients
# name: divided_by_the_classes
# right: false
# score: 2
# mistake: The gradient was divided by the number of classes, as if the loss were a mean over them.
def sample_gradients(W, b, x, label):
    a1 = sigmoid(W[0] @ x + b[0])
    a2 = sigmoid(W[1] @ a1 + b[1])
    z3 = W[2] @ a2 + b[2]
    e = np.exp(z3 - z3.max())
    d3 = e / e.sum()
    d3[label] -= 1
    d3 = d3 / len(d3)
    d2 = (W[2].T @ d3) * a2 * (1 - a2)
    d1 = (W[1].T @ d2) * a1 * (1 - a1)
    return [np.outer(d1, x), np.outer(d2, a1), np.outer(d3, a2)], [d1, d2, d3]

# %%
# VARIANT
# part: backprop_gradients
# name: only_the_label
# right: false
# score: 1
# mistake: Only the output of the label was given a gradient; the other logits move the loss too.
def sample_gradients(W, b, x, label):
    a1 = sigmoid(W[0] @ x + b[0])
    a2 = sigmoid(W[1] @ a1 + b[1])
    z3 = W[2] @ a2 + b[2]
    e = np.exp(z3 - z3.max())
    p = e / e.sum()
    d3 = np.zeros(len(p))
    d3[label] = p[label] - 1
    d2 = (W[2].T @ d3) * a2 * (1 - a2)
    d1 = (W[1].T @ d2) * a1 * (1 - a1)
    return [np.outer(d1, x), np.outer(d2, a1), np.outer(d3, a2)], [d1, d2, d3]

# %%
# VARIANT
# part: backprop_gradients
# name: transposed
# right: false
# score: 1
# mistake: The gradients of the weights are transposed.
def sample_gradients(W, b, x, label):
    a1 = sigmoid(W[0] @ x + b[0])
    a2 = sigmoid(W[1] @ a1 + b[1])
    z3 = W[2] @ a2 + b[2]
    e = np.exp(z3 - z3.max())
    d3 = e / e.sum()
    d3[label] -= 1
    d2 = (W[2].T @ d3) * a2 * (1 - a2)
    d1 = (W[1].T @ d2) * a1 * (1 - a1)
    return [np.outer(x, d1), np.outer(a1, d2), np.outer(a2, d3)], [d1, d2, d3]

# %%
# VARIANT
# part: backprop_gradients
# name: biases_forgotten_in_the_forward_pass
# right: false
# score: 1
# mistake: The forward pass inside leaves out the biases; as they are 0 in the beginning, training starts well.
def sample_gradients(W, b, x, label):
    a1 = sigmoid(W[0] @ x)
    a2 = sigmoid(W[1] @ a1)
    z3 = W[2] @ a2
    e = np.exp(z3 - z3.max())
    d3 = e / e.sum()
    d3[label] -= 1
    d2 = (W[2].T @ d3) * a2 * (1 - a2)
    d1 = (W[1].T @ d2) * a1 * (1 - a1)
    return [np.outer(d1, x), np.outer(d2, a1), np.outer(d3, a2)], [d1, d2, d3]

# %%
# VARIANT
# part: backprop_gradients
# name: bias_gradients_through_the_sigmoid
# right: false
# score: 2.75
# mistake: The bias gradients were multiplied by the derivative of the sigmoid once more.
def sample_gradients(W, b, x, label):
    a1 = sigmoid(W[0] @ x + b[0])
    a2 = sigmoid(W[1] @ a1 + b[1])
    z3 = W[2] @ a2 + b[2]
    e = np.exp(z3 - z3.max())
    d3 = e / e.sum()
    d3[label] -= 1
    d2 = (W[2].T @ d3) * a2 * (1 - a2)
    d1 = (W[1].T @ d2) * a1 * (1 - a1)
    return [np.outer(d1, x), np.outer(d2, a1), np.outer(d3, a2)], [d1 * a1 * (1 - a1), d2 * a2 * (1 - a2), d3]

# %%
# VARIANT
# part: backprop_gradients
# name: accumulated
# right: false
# score: 3.75
# mistake: The gradients add up from call to call.
grads_so_far = {}


def sample_gradients(W, b, x, label):
    a1 = sigmoid(W[0] @ x + b[0])
    a2 = sigmoid(W[1] @ a1 + b[1])
    z3 = W[2] @ a2 + b[2]
    e = np.exp(z3 - z3.max())
    d3 = e / e.sum()
    d3[label] -= 1
    d2 = (W[2].T @ d3) * a2 * (1 - a2)
    d1 = (W[1].T @ d2) * a1 * (1 - a1)
    key = tuple(w.shape for w in W)
    new = [np.outer(d1, x), np.outer(d2, a1), np.outer(d3, a2), d1, d2, d3]
    old = grads_so_far.setdefault(key, [0] * 6)
    grads_so_far[key] = [p + q for p, q in zip(old, new, strict=True)]
    return grads_so_far[key][:3], grads_so_far[key][3:]

# %%
# VARIANT
# part: backprop_gradients
# name: weights_updated_on_the_way
# right: false
# score: 2.75
# mistake: The weights were updated before the gradient was passed back through them.
def sample_gradients(W, b, x, label):
    a1 = sigmoid(W[0] @ x + b[0])
    a2 = sigmoid(W[1] @ a1 + b[1])
    z3 = W[2] @ a2 + b[2]
    e = np.exp(z3 - z3.max())
    d3 = e / e.sum()
    d3[label] -= 1
    W3 = W[2] - 0.003 * np.outer(d3, a2)
    d2 = (W3.T @ d3) * a2 * (1 - a2)
    W2 = W[1] - 0.003 * np.outer(d2, a1)
    d1 = (W2.T @ d2) * a1 * (1 - a1)
    return [np.outer(d1, x), np.outer(d2, a1), np.outer(d3, a2)], [d1, d2, d3]

# %%
# VARIANT
# part: backprop_gradients
# name: no_shift
# right: false
# score: 8.75
# mistake: The exponentials overflow for logits of a thousand.
def sample_gradients(W, b, x, label):
    a1 = sigmoid(W[0] @ x + b[0])
    a2 = sigmoid(W[1] @ a1 + b[1])
    z3 = W[2] @ a2 + b[2]
    d3 = np.exp(z3) / np.exp(z3).sum()
    d3[label] -= 1
    d2 = (W[2].T @ d3) * a2 * (1 - a2)
    d1 = (W[1].T @ d2) * a1 * (1 - a1)
    return [np.outer(d1, x), np.outer(d2, a1), np.outer(d3, a2)], [d1, d2, d3]

# %%
# VARIANT
# part: backprop_gradients
# name: ten_classes
# right: false
# score: 1
# mistake: The number of classes is written into the code.
def sample_gradients(W, b, x, label):
    a1 = sigmoid(W[0] @ x + b[0])
    a2 = sigmoid(W[1] @ a1 + b[1])
    z3 = W[2] @ a2 + b[2]
    e = np.exp(z3 - z3.max())
    d3 = e / e.sum() - np.eye(10)[label]
    d2 = (W[2].T @ d3) * a2 * (1 - a2)
    d1 = (W[1].T @ d2) * a1 * (1 - a1)
    return [np.outer(d1, x), np.outer(d2, a1), np.outer(d3, a2)], [d1, d2, d3]

# %%
# VARIANT
# part: backprop_gradients
# name: one_sided_differences
# right: false
# score: 1
# mistake: One-sided differences with a coarse step are not exact enough, and far too slow to train with.
def sample_gradients(W, b, x, label):
    h, here = 1e-4, forward_sample(W, b, x, label)[0]
    out = []
    for part in (W, b):
        grads = []
        for k in range(3):
            g = np.zeros_like(part[k])
            for index in np.ndindex(*g.shape):
                moved = [entries.copy() for entries in part]
                moved[k][index] += h
                there = forward_sample(moved, b, x, label)[0] if part is W else forward_sample(W, moved, x, label)[0]
                g[index] = (there - here) / h
            grads.append(g)
        out.append(grads)
    return out[0], out[1]

# %%
# VARIANT
# part: backprop_gradients
# name: bias_changed_in_place
# right: false
# score: 9.25
# mistake: The logits were written into the output bias, which changes it for the caller.
def sample_gradients(W, b, x, label):
    a1 = sigmoid(W[0] @ x + b[0])
    a2 = sigmoid(W[1] @ a1 + b[1])
    z3 = b[2]
    z3 += W[2] @ a2
    e = np.exp(z3 - z3.max())
    d3 = e / e.sum()
    d3[label] -= 1
    d2 = (W[2].T @ d3) * a2 * (1 - a2)
    d1 = (W[1].T @ d2) * a1 * (1 - a1)
    return [np.outer(d1, x), np.outer(d2, a1), np.outer(d3, a2)], [d1, d2, d3]

# %%
# VARIANT
# part: backprop_gradients
# name: reversed_order
# right: false
# score: 1.5
# mistake: The lists run from the output layer to the first; they should run like W and b.
def sample_gradients(W, b, x, label):
    a1 = sigmoid(W[0] @ x + b[0])
    a2 = sigmoid(W[1] @ a1 + b[1])
    z3 = W[2] @ a2 + b[2]
    e = np.exp(z3 - z3.max())
    d3 = e / e.sum()
    d3[label] -= 1
    d2 = (W[2].T @ d3) * a2 * (1 - a2)
    d1 = (W[1].T @ d2) * a1 * (1 - a1)
    return [np.outer(d3, a2), np.outer(d2, a1), np.outer(d1, x)], [d3, d2, d1]

# %%
# VARIANT
# part: backprop_gradients
# name: central_differences
# right: false
# score: 3.75
# mistake: The loss was measured at slightly changed weights; that is a check and not a backward pass.
def sample_gradients(W, b, x, label):
    gradients = []
    for parameters in (W, b):
        for k in range(3):
            slope = np.zeros_like(parameters[k])
            for index in np.ndindex(slope.shape):
                ends = []
                for h in (1e-6, -1e-6):
                    moved = [entries.copy() for entries in parameters]
                    moved[k][index] += h
                    ends.append(forward_sample(*((moved, b) if parameters is W else (W, moved)), x, label)[0])
                slope[index] = (ends[0] - ends[1]) / 2e-6
            gradients.append(slope)
    return gradients[:3], gradients[3:]

# %%
# VARIANT
# part: backprop_gradients
# name: differences_not_restored
# right: false
# score: 1
# mistake: Every entry was changed to see how the loss moves, and not changed back.
def sample_gradients(W, b, x, label):
    step = 1e-6
    here = forward_sample(W, b, x, label)[0]
    gradients = []
    for arrays in (W, b):
        several = []
        for array in arrays:
            gradient = np.zeros(array.shape)
            for place in np.ndindex(array.shape):
                array[place] += step
                gradient[place] = (forward_sample(W, b, x, label)[0] - here) / step
            several.append(gradient)
        gradients.append(several)
    return gradients[0], gradients[1]

# %%
# VARIANT
# part: backprop_gradients
# name: squared_error
# right: false
# score: 1
# mistake: The squared error of the probabilities was differentiated, one probability at a time, instead of the cross-entropy.
def sample_gradients(W, b, x, label):
    a_1 = sigmoid(W[0] @ x + b[0])
    a_2 = sigmoid(W[1] @ a_1 + b[1])
    logits = W[2] @ a_2 + b[2]
    p = np.exp(logits - logits.max())
    p = p / p.sum()
    target = np.zeros(len(p))
    target[label] = 1
    delta_3 = 2 * (p - target) * p * (1 - p)
    delta_2 = (W[2].T @ delta_3) * a_2 * (1 - a_2)
    delta_1 = (W[1].T @ delta_2) * a_1 * (1 - a_1)
    return [np.outer(delta_1, x), np.outer(delta_2, a_1), np.outer(delta_3, a_2)], [delta_1, delta_2, delta_3]

# %%
# VARIANT
# part: backprop_gradients
# name: label_not_subtracted
# right: false
# score: 1
# mistake: The gradient of the logits is p alone; the 1 of the label was not subtracted.
def sample_gradients(W, b, x, label):
    a1 = sigmoid(W[0] @ x + b[0])
    a2 = sigmoid(W[1] @ a1 + b[1])
    z3 = W[2] @ a2 + b[2]
    p = np.exp(z3 - z3.max())
    p /= p.sum()
    d3 = p
    d2 = W[2].T @ d3 * a2 * (1 - a2)
    d1 = W[1].T @ d2 * a1 * (1 - a1)
    return [np.outer(d1, x), np.outer(d2, a1), np.outer(d3, a2)], [d1, d2, d3]

# %%
# VARIANT
# part: backprop_gradients
# name: label_as_a_number
# right: false
# score: 1
# mistake: The label was subtracted as a number, from all classes, instead of 1 from its own.
def sample_gradients(W, b, x, label):
    a1 = sigmoid(W[0] @ x + b[0])
    a2 = sigmoid(W[1] @ a1 + b[1])
    z3 = W[2] @ a2 + b[2]
    p = np.exp(z3 - z3.max())
    p /= p.sum()
    d3 = p - label
    d2 = W[2].T @ d3 * a2 * (1 - a2)
    d1 = W[1].T @ d2 * a1 * (1 - a1)
    return [np.outer(d1, x), np.outer(d2, a1), np.outer(d3, a2)], [d1, d2, d3]

# %%
# VARIANT
# part: backprop_gradients
# name: pre_activations_for_activations
# right: false
# score: 3.5
# mistake: The gradients of the weights were built with the pre-activations z instead of the activations a.
def sample_gradients(W, b, x, label):
    a1 = sigmoid(W[0] @ x + b[0])
    a2 = sigmoid(W[1] @ a1 + b[1])
    z3 = W[2] @ a2 + b[2]
    p = np.exp(z3 - z3.max())
    p /= p.sum()
    d3 = p.copy()
    d3[label] -= 1
    d2 = W[2].T @ d3 * a2 * (1 - a2)
    d1 = W[1].T @ d2 * a1 * (1 - a1)
    z1, z2 = W[0] @ x + b[0], W[1] @ a1 + b[1]
    return [np.outer(d1, x), np.outer(d2, z1), np.outer(d3, z2)], [d1, d2, d3]

# %%
# VARIANT
# part: backprop_gradients
# name: derivative_of_one_layer_skipped
# right: false
# score: 4.25
# mistake: On the way to the first layer the derivative of the second sigmoid was left out.
def sample_gradients(W, b, x, label):
    a1 = sigmoid(W[0] @ x + b[0])
    a2 = sigmoid(W[1] @ a1 + b[1])
    z3 = W[2] @ a2 + b[2]
    p = np.exp(z3 - z3.max())
    p /= p.sum()
    d3 = p.copy()
    d3[label] -= 1
    d2 = W[2].T @ d3 * a2 * (1 - a2)
    d1 = W[1].T @ (W[2].T @ d3) * a1 * (1 - a1)
    return [np.outer(d1, x), np.outer(d2, a1), np.outer(d3, a2)], [d1, d2, d3]

# %%
# VARIANT
# part: backprop_gradients
# name: derivative_of_tanh
# right: false
# score: 2.75
# mistake: The derivative of tanh, 1 - a^2, was used.
def sample_gradients(W, b, x, label):
    a1 = sigmoid(W[0] @ x + b[0])
    a2 = sigmoid(W[1] @ a1 + b[1])
    z3 = W[2] @ a2 + b[2]
    p = np.exp(z3 - z3.max())
    p /= p.sum()
    d3 = p.copy()
    d3[label] -= 1
    d2 = W[2].T @ d3 * (1 - a2**2)
    d1 = W[1].T @ d2 * (1 - a1**2)
    return [np.outer(d1, x), np.outer(d2, a1), np.outer(d3, a2)], [d1, d2, d3]

# %%
# VARIANT
# part: backprop_gradients
# name: bias_gradients_of_activations
# right: false
# score: 2.75
# mistake: The bias gradients are those of the activations; the derivative of the sigmoid is missing in them.
def sample_gradients(W, b, x, label):
    a1 = sigmoid(W[0] @ x + b[0])
    a2 = sigmoid(W[1] @ a1 + b[1])
    z3 = W[2] @ a2 + b[2]
    p = np.exp(z3 - z3.max())
    p /= p.sum()
    d3 = p.copy()
    d3[label] -= 1
    g2 = W[2].T @ d3
    d2 = g2 * a2 * (1 - a2)
    g1 = W[1].T @ d2
    d1 = g1 * a1 * (1 - a1)
    return [np.outer(d1, x), np.outer(d2, a1), np.outer(d3, a2)], [g1, g2, d3]

# %%
# VARIANT
# part: backprop_gradients
# name: activation_for_its_derivative
# right: false
# score: 2.75
# mistake: The activation was used as its derivative: the factor 1 - a is missing.
def sample_gradients(W, b, x, label):
    a1 = sigmoid(W[0] @ x + b[0])
    a2 = sigmoid(W[1] @ a1 + b[1])
    z3 = W[2] @ a2 + b[2]
    p = np.exp(z3 - z3.max())
    p /= p.sum()
    d3 = p - np.eye(len(p))[label]
    d2 = W[2].T @ d3 * a2
    d1 = W[1].T @ d2 * a1
    return [np.outer(d1, x), np.outer(d2, a1), np.outer(d3, a2)], [d1, d2, d3]

# %%
# VARIANT
# part: backprop_training
# name: copies_updated_in_place
# right: true
# score: 6
def train_by_sample(W, b, images, labels, learning_rate):
    W = [w.copy() for w in W]
    b = [v.copy() for v in b]
    for i in range(len(labels)):
        dW, db = sample_gradients(W, b, images[i], labels[i])
        for k in range(3):
            W[k] -= learning_rate * dW[k]
            b[k] -= learning_rate * db[k]
    return W, b

# %%
# VARIANT
# part: backprop_training
# name: gradients_inline
# right: true
# score: 6
def train_by_sample(W, b, images, labels, learning_rate):
    (W1, W2, W3), (b1, b2, b3) = W, b
    for x, label in zip(images, labels, strict=True):
        a1 = sigmoid(W1 @ x + b1)
        a2 = sigmoid(W2 @ a1 + b2)
        z = W3 @ a2 + b3
        d3 = np.exp(z - z.max())
        d3 = d3 / d3.sum()
        d3[label] -= 1
        d2 = (W3.T @ d3) * a2 * (1 - a2)
        d1 = (W2.T @ d2) * a1 * (1 - a1)
        W3, b3 = W3 - learning_rate * np.outer(d3, a2), b3 - learning_rate * d3
        W2, b2 = W2 - learning_rate * np.outer(d2, a1), b2 - learning_rate * d2
        W1, b1 = W1 - learning_rate * np.outer(d1, x), b1 - learning_rate * d1
    return (W1, W2, W3), (b1, b2, b3)

# %%
# VARIANT
# part: backprop_training
# name: deep_copy
# right: true
# score: 6
import copy


def train_by_sample(W, b, images, labels, learning_rate):
    parameters = copy.deepcopy(list(W)) + copy.deepcopy(list(b))
    for x, label in zip(images, labels, strict=True):
        dW, db = sample_gradients(parameters[:3], parameters[3:], x, label)
        for parameter, gradient in zip(parameters, list(dW) + list(db), strict=True):
            np.subtract(parameter, learning_rate * gradient, out=parameter)
    return parameters[:3], parameters[3:]

# %%
# VARIANT
# part: backprop_training
# name: updated_before_passing_back
# right: false
# score: 1.5
# mistake: A layer's weights were updated before the gradient was passed back through the old ones.
def train_by_sample(W, b, images, labels, learning_rate):
    W, b = [w.copy() for w in W], [v.copy() for v in b]
    for x, label in zip(images, labels, strict=True):
        a = [x]
        for k in range(3):
            z = W[k] @ a[-1] + b[k]
            a.append(sigmoid(z))
        delta = np.exp(z - z.max())
        delta = delta / delta.sum()
        delta[label] -= 1
        for k in (2, 1, 0):
            W[k] -= learning_rate * np.outer(delta, a[k])
            b[k] -= learning_rate * delta
            delta = (W[k].T @ delta) * a[k] * (1 - a[k])
    return W, b

# %%
# VARIANT
# part: backprop_training
# name: derivative_at_the_activation
# right: false
# score: 1.5
# mistake: The gradients inside take the derivative of the sigmoid at the activation.
def train_by_sample(W, b, images, labels, learning_rate):
    W, b = [w.copy() for w in W], [v.copy() for v in b]
    for x, label in zip(images, labels, strict=True):
        a1 = sigmoid(W[0] @ x + b[0])
        a2 = sigmoid(W[1] @ a1 + b[1])
        z = W[2] @ a2 + b[2]
        d3 = np.exp(z - z.max())
        d3 = d3 / d3.sum()
        d3[label] -= 1
        d2 = (W[2].T @ d3) * sigmoid(a2) * (1 - sigmoid(a2))
        d1 = (W[1].T @ d2) * sigmoid(a1) * (1 - sigmoid(a1))
        for k, (d, a) in enumerate(((d1, x), (d2, a1), (d3, a2))):
            W[k] -= learning_rate * np.outer(d, a)
            b[k] -= learning_rate * d
    return W, b

# %%
# VARIANT
# part: backprop_training
# name: one_step_for_all
# right: false
# score: 2.5
# mistake: All gradients were taken at the first network and summed up: that is a batch, not sample by sample.
def train_by_sample(W, b, images, labels, learning_rate):
    new_W, new_b = [w.copy() for w in W], [v.copy() for v in b]
    for x, label in zip(images, labels, strict=True):
        dW, db = sample_gradients(W, b, x, label)
        for k in range(3):
            new_W[k] -= learning_rate * dW[k]
            new_b[k] -= learning_rate * db[k]
    return new_W, new_b

# %%
# VARIANT
# part: backprop_training
# name: uphill
# right: false
# score: 1.5
# mistake: The gradients were added, so the loss rises.
def train_by_sample(W, b, images, labels, learning_rate):
    for x, label in zip(images, labels, strict=True):
        dW, db = sample_gradients(W, b, x, label)
        W = [w + learning_rate * g for w, g in zip(W, dW, strict=True)]
        b = [v + learning_rate * g for v, g in zip(b, db, strict=True)]
    return W, b

# %%
# VARIANT
# part: backprop_training
# name: learning_rate_fixed
# right: false
# score: 1.5
# mistake: The learning rate is written into the code.
def train_by_sample(W, b, images, labels, learning_rate):
    for x, label in zip(images, labels, strict=True):
        dW, db = sample_gradients(W, b, x, label)
        W = [w - 0.003 * g for w, g in zip(W, dW, strict=True)]
        b = [v - 0.003 * g for v, g in zip(b, db, strict=True)]
    return W, b

# %%
# VARIANT
# part: backprop_training
# name: biases_stay
# right: false
# score: 0.5
# mistake: The biases were not updated.
def train_by_sample(W, b, images, labels, learning_rate):
    for x, label in zip(images, labels, strict=True):
        dW, _ = sample_gradients(W, b, x, label)
        W = [w - learning_rate * g for w, g in zip(W, dW, strict=True)]
    return W, b

# %%
# VARIANT
# part: backprop_training
# name: shuffled
# right: false
# score: 2.5
# mistake: The samples were shuffled; the given order is asked for.
def train_by_sample(W, b, images, labels, learning_rate):
    for i in np.random.default_rng(0).permutation(len(labels)):
        dW, db = sample_gradients(W, b, images[i], labels[i])
        W = [w - learning_rate * g for w, g in zip(W, dW, strict=True)]
        b = [v - learning_rate * g for v, g in zip(b, db, strict=True)]
    return W, b

# %%
# VARIANT
# part: backprop_training
# name: updated_in_place
# right: false
# score: 5
# mistake: The caller's own arrays were updated; that happens, too, where only the lists are copied.
def train_by_sample(W, b, images, labels, learning_rate):
    for x, label in zip(images, labels, strict=True):
        dW, db = sample_gradients(W, b, x, label)
        for k in range(3):
            W[k] -= learning_rate * dW[k]
            b[k] -= learning_rate * db[k]
    return W, b

# %%
# VARIANT
# part: backprop_training
# name: shallow_copy
# right: false
# score: 5
# mistake: The caller's own arrays were updated; that happens, too, where only the lists are copied.
def train_by_sample(W, b, images, labels, learning_rate):
    W, b = list(W), list(b)
    for x, label in zip(images, labels, strict=True):
        dW, db = sample_gradients(W, b, x, label)
        for k in range(3):
            W[k] -= learning_rate * dW[k]
            b[k] -= learning_rate * db[k]
    return W, b

# %%
# VARIANT
# part: backprop_training
# name: divided_by_n
# right: false
# score: 2.5
# mistake: The steps were divided by the number of samples.
def train_by_sample(W, b, images, labels, learning_rate):
    for x, label in zip(images, labels, strict=True):
        dW, db = sample_gradients(W, b, x, label)
        W = [w - learning_rate / len(labels) * g for w, g in zip(W, dW, strict=True)]
        b = [v - learning_rate / len(labels) * g for v, g in zip(b, db, strict=True)]
    return W, b

# %%
# VARIANT
# part: backprop_training
# name: first_sample_only
# right: false
# score: 2.5
# mistake: The return stands inside the loop, so that only the first sample is used.
def train_by_sample(W, b, images, labels, learning_rate):
    for x, label in zip(images, labels, strict=True):
        dW, db = sample_gradients(W, b, x, label)
        W = [w - learning_rate * g for w, g in zip(W, dW, strict=True)]
        b = [v - learning_rate * g for v, g in zip(b, db, strict=True)]
        return W, b

# %%
# VARIANT
# part: backprop_training
# name: nothing_returned
# right: false
# score: 0
# mistake: The trained network was not returned.
def train_by_sample(W, b, images, labels, learning_rate):
    for x, label in zip(images, labels, strict=True):
        dW, db = sample_gradients(W, b, x, label)
        W = [w - learning_rate * g for w, g in zip(W, dW, strict=True)]
        b = [v - learning_rate * g for v, g in zip(b, db, strict=True)]

# %%
# VARIANT
# part: backprop_training
# name: two_passes
# right: false
# score: 1.5
# mistake: The data were gone through twice.
def train_by_sample(W, b, images, labels, learning_rate):
    for _ in range(2):
        for x, label in zip(images, labels, strict=True):
            dW, db = sample_gradients(W, b, x, label)
            W = [w - learning_rate * g for w, g in zip(W, dW, strict=True)]
            b = [v - learning_rate * g for v, g in zip(b, db, strict=True)]
    return W, b

# %%
# VARIANT
# part: backprop_training
# name: biases_uphill
# right: false
# score: 1.5
# mistake: The biases move along their gradients instead of against them.
def train_by_sample(W, b, images, labels, learning_rate):
    W, b = [weights.copy() for weights in W], [biases.copy() for biases in b]
    for x, label in zip(images, labels, strict=True):
        dW, db = sample_gradients(W, b, x, label)
        for k in range(3):
            W[k] -= learning_rate * dW[k]
            b[k] += learning_rate * db[k]
    return W, b

# %%
# VARIANT
# part: backprop_training
# name: gradients_anew_for_every_layer
# right: false
# score: 1.5
# mistake: The gradients were computed anew after each layer had moved, so that those of a sample belong to different networks.
def train_by_sample(W, b, images, labels, learning_rate):
    W, b = [weights.copy() for weights in W], [biases.copy() for biases in b]
    for x, label in zip(images, labels, strict=True):
        for k in range(3):
            dW, db = sample_gradients(W, b, x, label)
            W[k] -= learning_rate * dW[k]
            b[k] -= learning_rate * db[k]
    return W, b

# %%
# VARIANT
# part: backprop_training
# name: gradients_anew_from_the_output
# right: false
# score: 1.5
# mistake: The gradients were computed anew after each layer had moved, so that those of a sample belong to different networks.
def train_by_sample(W, b, images, labels, learning_rate):
    W = [w.copy() for w in W]
    b = [c.copy() for c in b]
    for x, c in zip(images, labels, strict=False):
        for k in (2, 1, 0):
            dW, db = sample_gradients(W, b, x, c)
            W[k] = W[k] - learning_rate * dW[k]
            b[k] = b[k] - learning_rate * db[k]
    return W, b

# %%
# VARIANT
# part: backprop_training
# name: bias_gradients_after_the_weights
# right: false
# score: 1.5
# mistake: The bias gradients were computed after the weights had moved, so that those of a sample belong to different networks.
def train_by_sample(W, b, images, labels, learning_rate):
    for x, c in zip(images, labels, strict=False):
        dW, _ = sample_gradients(W, b, x, c)
        W = [w - learning_rate * g for w, g in zip(W, dW, strict=False)]
        _, db = sample_gradients(W, b, x, c)
        b = [w - learning_rate * g for w, g in zip(b, db, strict=False)]
    return W, b

# %%
# VARIANT
# part: backprop_training
# name: one_mean_step
# right: false
# score: 2.5
# mistake: One step was taken with the mean of all gradients instead of one step a sample.
def train_by_sample(W, b, images, labels, learning_rate):
    GW = [np.zeros_like(w) for w in W]
    Gb = [np.zeros_like(c) for c in b]
    for x, c in zip(images, labels, strict=False):
        dW, db = sample_gradients(W, b, x, c)
        for k in range(3):
            GW[k] += dW[k] / len(images)
            Gb[k] += db[k] / len(images)
    return [w - learning_rate * g for w, g in zip(W, GW, strict=False)], [w - learning_rate * g for w, g in zip(b, Gb, strict=False)]

# %%
# VARIANT
# part: backprop_training
# name: gradients_accumulated
# right: false
# score: 2.5
# mistake: The gradients add up from sample to sample.
def train_by_sample(W, b, images, labels, learning_rate):
    GW = [0 * w for w in W]
    Gb = [0 * c for c in b]
    for x, c in zip(images, labels, strict=False):
        dW, db = sample_gradients(W, b, x, c)
        GW = [g + d for g, d in zip(GW, dW, strict=False)]
        Gb = [g + d for g, d in zip(Gb, db, strict=False)]
        W = [w - learning_rate * g for w, g in zip(W, GW, strict=False)]
        b = [w - learning_rate * g for w, g in zip(b, Gb, strict=False)]
    return W, b

# %%
# VARIANT
# part: backprop_training
# name: momentum
# right: false
# score: 2.5
# mistake: The steps have momentum; each should go against the gradient of its sample alone.
def train_by_sample(W, b, images, labels, learning_rate):
    VW = [0 * w for w in W]
    Vb = [0 * c for c in b]
    for x, c in zip(images, labels, strict=False):
        dW, db = sample_gradients(W, b, x, c)
        VW = [0.9 * v + d for v, d in zip(VW, dW, strict=False)]
        Vb = [0.9 * v + d for v, d in zip(Vb, db, strict=False)]
        W = [w - learning_rate * g for w, g in zip(W, VW, strict=False)]
        b = [w - learning_rate * g for w, g in zip(b, Vb, strict=False)]
    return W, b

# %%
# VARIANT
# part: backprop_training
# name: last_layer_only
# right: false
# score: 0.5
# mistake: Only the last layer was trained.
def train_by_sample(W, b, images, labels, learning_rate):
    W = [w.copy() for w in W]
    b = [c.copy() for c in b]
    for x, c in zip(images, labels, strict=False):
        dW, db = sample_gradients(W, b, x, c)
        W[-1] -= learning_rate * dW[-1]
        b[-1] -= learning_rate * db[-1]
    return W, b

# %%
# VARIANT
# part: backprop_training
# name: last_sample_missing
# right: false
# score: 1.5
# mistake: The last sample was left out.
def train_by_sample(W, b, images, labels, learning_rate):
    for i in range(len(images) - 1):
        dW, db = sample_gradients(W, b, images[i], labels[i])
        W = [w - learning_rate * g for w, g in zip(W, dW, strict=False)]
        b = [w - learning_rate * g for w, g in zip(b, db, strict=False)]
    return W, b

# %%
# VARIANT
# part: backprop_batch
# name: einsum
# right: true
# score: 5
def batch_gradients(W, b, images, labels):
    a = [images]
    for k in range(3):
        z = np.einsum("ni,ji->nj", a[-1], W[k]) + b[k]
        a.append(sigmoid(z))
    log_p = z - np.logaddexp.reduce(z, axis=1, keepdims=True)
    delta = (np.exp(log_p) - np.eye(z.shape[1])[labels]) / len(labels)
    dW, db = [], []
    for k in (2, 1, 0):
        dW.insert(0, np.einsum("nj,ni->ji", delta, a[k]))
        db.insert(0, np.ones(len(labels)) @ delta)
        delta = (delta @ W[k]) * a[k] * (1 - a[k])
    return dW, db

# %%
# VARIANT
# part: backprop_batch
# name: columns_are_samples
# right: true
# score: 5
def batch_gradients(W, b, images, labels):
    X, n = images.T, images.shape[0]
    A1 = sigmoid(W[0] @ X + b[0][:, None])
    A2 = sigmoid(W[1] @ A1 + b[1][:, None])
    Z = W[2] @ A2 + b[2][:, None]
    P = np.exp(Z - Z.max(axis=0))
    P /= P.sum(axis=0)
    P[labels, np.arange(n)] -= 1
    D2 = (W[2].T @ P) * A2 * (1 - A2)
    D1 = (W[1].T @ D2) * A1 * (1 - A1)
    return (D1 @ X.T / n, D2 @ A1.T / n, P @ A2.T / n), (D1.mean(1), D2.mean(1), P.mean(1))

# %%
# VARIANT
# part: backprop_batch
# name: chunks
# right: true
# score: 5
def batch_gradients(W, b, images, labels):
    # a few large pieces, as one does when memory is short
    total = [np.zeros_like(p) for p in (*W, *b)]
    for start in range(0, len(labels), 1000):
        x, c = images[start : start + 1000], labels[start : start + 1000]
        a1 = sigmoid(x @ W[0].T + b[0])
        a2 = sigmoid(a1 @ W[1].T + b[1])
        z = a2 @ W[2].T + b[2]
        d3 = np.exp(z - z.max(axis=1, keepdims=True))
        d3 = d3 / d3.sum(axis=1, keepdims=True)
        d3[range(len(c)), c] -= 1
        d2 = (d3 @ W[2]) * a2 * (1 - a2)
        d1 = (d2 @ W[1]) * a1 * (1 - a1)
        for k, (d, a) in enumerate(((d1, x), (d2, a1), (d3, a2))):
            total[k] += d.T @ a
            total[3 + k] += d.sum(axis=0)
    return [t / len(labels) for t in total[:3]], [t / len(labels) for t in total[3:]]

# %%
# VARIANT
# part: backprop_batch
# name: loop_over_samples
# right: false
# score: 4
# mistake: The samples still go one by one through a loop.
def batch_gradients(W, b, images, labels):
    grads = [sample_gradients(W, b, x, label) for x, label in zip(images, labels, strict=True)]
    dW = [np.mean([g[0][k] for g in grads], axis=0) for k in range(3)]
    db = [np.mean([g[1][k] for g in grads], axis=0) for k in range(3)]
    return dW, db

# %%
# VARIANT
# part: backprop_batch
# name: sum
# right: false
# score: 1
# mistake: The sum over the samples was returned instead of the mean.
def batch_gradients(W, b, images, labels):
    A1 = sigmoid(images @ W[0].T + b[0])
    A2 = sigmoid(A1 @ W[1].T + b[1])
    Z = A2 @ W[2].T + b[2]
    D3 = np.exp(Z - Z.max(axis=1, keepdims=True))
    D3 = D3 / D3.sum(axis=1, keepdims=True)
    D3[np.arange(len(labels)), labels] -= 1
    D2 = (D3 @ W[2]) * A2 * (1 - A2)
    D1 = (D2 @ W[1]) * A1 * (1 - A1)
    return [D1.T @ images, D2.T @ A1, D3.T @ A2], [D1.sum(axis=0), D2.sum(axis=0), D3.sum(axis=0)]

# %%
# VARIANT
# part: backprop_batch
# name: biases_summed
# right: false
# score: 0.5
# mistake: The bias gradients are sums while the weight gradients are means.
def batch_gradients(W, b, images, labels):
    n = len(labels)
    A1 = sigmoid(images @ W[0].T + b[0])
    A2 = sigmoid(A1 @ W[1].T + b[1])
    Z = A2 @ W[2].T + b[2]
    D3 = np.exp(Z - Z.max(axis=1, keepdims=True))
    D3 = D3 / D3.sum(axis=1, keepdims=True)
    D3[np.arange(n), labels] -= 1
    D2 = (D3 @ W[2]) * A2 * (1 - A2)
    D1 = (D2 @ W[1]) * A1 * (1 - A1)
    return [D1.T @ images / n, D2.T @ A1 / n, D3.T @ A2 / n], [D1.sum(axis=0), D2.sum(axis=0), D3.sum(axis=0)]

# %%
# VARIANT
# part: backprop_batch
# name: global_maximum
# right: false
# score: 4.5
# mistake: The largest logit of the whole batch was subtracted, so that other rows underflow.
def batch_gradients(W, b, images, labels):
    n = len(labels)
    A1 = sigmoid(images @ W[0].T + b[0])
    A2 = sigmoid(A1 @ W[1].T + b[1])
    Z = A2 @ W[2].T + b[2]
    D3 = np.exp(Z - Z.max())
    D3 = D3 / D3.sum(axis=1, keepdims=True)
    D3[np.arange(n), labels] -= 1
    D2 = (D3 @ W[2]) * A2 * (1 - A2)
    D1 = (D2 @ W[1]) * A1 * (1 - A1)
    return [D1.T @ images / n, D2.T @ A1 / n, D3.T @ A2 / n], [D1.mean(axis=0), D2.mean(axis=0), D3.mean(axis=0)]

# %%
# VARIANT
# part: backprop_batch
# name: no_shift
# right: false
# score: 4.5
# mistake: The exponentials overflow for logits of a thousand.
def batch_gradients(W, b, images, labels):
    n = len(labels)
    A1 = sigmoid(images @ W[0].T + b[0])
    A2 = sigmoid(A1 @ W[1].T + b[1])
    E = np.exp(A2 @ W[2].T + b[2])
    D3 = E / E.sum(axis=1, keepdims=True)
    D3[np.arange(n), labels] -= 1
    D2 = (D3 @ W[2]) * A2 * (1 - A2)
    D1 = (D2 @ W[1]) * A1 * (1 - A1)
    return [D1.T @ images / n, D2.T @ A1 / n, D3.T @ A2 / n], [D1.mean(axis=0), D2.mean(axis=0), D3.mean(axis=0)]

# %%
# VARIANT
# part: backprop_batch
# name: mean_sample
# right: false
# score: 1
# mistake: The gradient at the mean of the samples is not the mean of the gradients.
def batch_gradients(W, b, images, labels):
    n = len(labels)
    x = images.mean(axis=0)
    a1 = sigmoid(W[0] @ x + b[0])
    a2 = sigmoid(W[1] @ a1 + b[1])
    z = W[2] @ a2 + b[2]
    d3 = np.exp(z - z.max())
    d3 = d3 / d3.sum() - np.bincount(labels, minlength=len(z)) / n
    d2 = (W[2].T @ d3) * a2 * (1 - a2)
    d1 = (W[1].T @ d2) * a1 * (1 - a1)
    return [np.outer(d1, x), np.outer(d2, a1), np.outer(d3, a2)], [d1, d2, d3]

# %%
# VARIANT
# part: backprop_batch
# name: labels_column_for_all
# right: false
# score: 0.5
# mistake: Indexing with a slice subtracts every label from every row.
def batch_gradients(W, b, images, labels):
    n = len(labels)
    A1 = sigmoid(images @ W[0].T + b[0])
    A2 = sigmoid(A1 @ W[1].T + b[1])
    Z = A2 @ W[2].T + b[2]
    D3 = np.exp(Z - Z.max(axis=1, keepdims=True))
    D3 = D3 / D3.sum(axis=1, keepdims=True)
    D3[:, labels] -= 1
    D2 = (D3 @ W[2]) * A2 * (1 - A2)
    D1 = (D2 @ W[1]) * A1 * (1 - A1)
    return [D1.T @ images / n, D2.T @ A1 / n, D3.T @ A2 / n], [D1.mean(axis=0), D2.mean(axis=0), D3.mean(axis=0)]

# %%
# VARIANT
# part: backprop_batch
# name: derivative_at_the_activation
# right: false
# score: 1
# mistake: The derivative of the sigmoid was taken at the activation instead of the pre-activation.
def batch_gradients(W, b, images, labels):
    n = len(labels)
    A1 = sigmoid(images @ W[0].T + b[0])
    A2 = sigmoid(A1 @ W[1].T + b[1])
    Z = A2 @ W[2].T + b[2]
    D3 = np.exp(Z - Z.max(axis=1, keepdims=True))
    D3 = D3 / D3.sum(axis=1, keepdims=True)
    D3[np.arange(n), labels] -= 1
    D2 = (D3 @ W[2]) * sigmoid(A2) * (1 - sigmoid(A2))
    D1 = (D2 @ W[1]) * sigmoid(A1) * (1 - sigmoid(A1))
    return [D1.T @ images / n, D2.T @ A1 / n, D3.T @ A2 / n], [D1.mean(axis=0), D2.mean(axis=0), D3.mean(axis=0)]

# %%
# VARIANT
# part: backprop_batch
# name: batch_size_fixed
# right: false
# score: 2
# mistake: The size of the batch is written into the code.
def batch_gradients(W, b, images, labels):
    n = 7
    A1 = sigmoid(images @ W[0].T + b[0])
    A2 = sigmoid(A1 @ W[1].T + b[1])
    Z = A2 @ W[2].T + b[2]
    D3 = np.exp(Z - Z.max(axis=1, keepdims=True))
    D3 = D3 / D3.sum(axis=1, keepdims=True)
    D3[np.arange(len(labels)), labels] -= 1
    D2 = (D3 @ W[2]) * A2 * (1 - A2)
    D1 = (D2 @ W[1]) * A1 * (1 - A1)
    dW = [D1.T @ images / n, D2.T @ A1 / n, D3.T @ A2 / n]
    return dW, [D1.sum(axis=0) / n, D2.sum(axis=0) / n, D3.sum(axis=0) / n]

# %%
# VARIANT
# part: backprop_batch
# name: images_scaled_in_place
# right: false
# score: 4.5
# mistake: The pictures were divided by the size of the batch in place, which changes them for the caller.
def batch_gradients(W, b, images, labels):
    n = len(labels)
    A1 = sigmoid(images @ W[0].T + b[0])
    A2 = sigmoid(A1 @ W[1].T + b[1])
    Z = A2 @ W[2].T + b[2]
    D3 = np.exp(Z - Z.max(axis=1, keepdims=True))
    D3 = D3 / D3.sum(axis=1, keepdims=True)
    D3[np.arange(n), labels] -= 1
    D2 = (D3 @ W[2]) * A2 * (1 - A2)
    D1 = (D2 @ W[1]) * A1 * (1 - A1)
    images /= n
    return [D1.T @ images, D2.T @ A1 / n, D3.T @ A2 / n], [D1.mean(axis=0), D2.mean(axis=0), D3.mean(axis=0)]

# %%
# VARIANT
# part: backprop_batch
# name: softmax_over_samples
# right: false
# score: 0.5
# mistake: The softmax runs over the samples instead of over the classes.
def batch_gradients(W, b, images, labels):
    n = len(labels)
    A_1 = sigmoid(images @ W[0].T + b[0])
    A_2 = sigmoid(A_1 @ W[1].T + b[1])
    logits = A_2 @ W[2].T + b[2]
    D_3 = np.exp(logits - logits.max(axis=0))
    D_3 = D_3 / D_3.sum(axis=0)
    D_3[np.arange(n), labels] -= 1
    D_2 = (D_3 @ W[2]) * A_2 * (1 - A_2)
    D_1 = (D_2 @ W[1]) * A_1 * (1 - A_1)
    dW = [D_1.T @ images / n, D_2.T @ A_1 / n, D_3.T @ A_2 / n]
    return dW, [D_1.mean(axis=0), D_2.mean(axis=0), D_3.mean(axis=0)]

# %%
# VARIANT
# part: backprop_batch
# name: derivative_forgotten
# right: false
# score: 1
# mistake: The derivative of the sigmoid is missing.
def batch_gradients(W, b, images, labels):
    n = len(labels)
    A_1 = sigmoid(images @ W[0].T + b[0])
    A_2 = sigmoid(A_1 @ W[1].T + b[1])
    logits = A_2 @ W[2].T + b[2]
    D_3 = np.exp(logits - logits.max(axis=1, keepdims=True))
    D_3 = D_3 / D_3.sum(axis=1, keepdims=True)
    D_3[np.arange(n), labels] -= 1
    D_2 = (D_3 @ W[2])
    D_1 = (D_2 @ W[1])
    dW = [D_1.T @ images / n, D_2.T @ A_1 / n, D_3.T @ A_2 / n]
    return dW, [D_1.mean(axis=0), D_2.mean(axis=0), D_3.mean(axis=0)]

# %%
# VARIANT
# part: backprop_batch
# name: weights_summed
# right: false
# score: 1
# mistake: The weight gradients are sums while the bias gradients are means.
def batch_gradients(W, b, images, labels):
    A1 = sigmoid(images @ W[0].T + b[0])
    A2 = sigmoid(A1 @ W[1].T + b[1])
    Z = A2 @ W[2].T + b[2]
    E = np.exp(Z - Z.max(1, keepdims=True))
    D3 = E / E.sum(1, keepdims=True)
    D3[np.arange(len(labels)), labels] -= 1
    D2 = D3 @ W[2] * A2 * (1 - A2)
    D1 = D2 @ W[1] * A1 * (1 - A1)
    return [D1.T @ images, D2.T @ A1, D3.T @ A2], [D1.mean(0), D2.mean(0), D3.mean(0)]

# %%
# VARIANT
# part: backprop_batch
# name: mean_twice
# right: false
# score: 1
# mistake: The mean over the batch was taken twice.
def batch_gradients(W, b, images, labels):
    n = len(labels)
    A1 = sigmoid(images @ W[0].T + b[0])
    A2 = sigmoid(A1 @ W[1].T + b[1])
    Z = A2 @ W[2].T + b[2]
    E = np.exp(Z - Z.max(1, keepdims=True))
    D3 = E / E.sum(1, keepdims=True)
    D3[np.arange(n), labels] -= 1
    D3 /= n
    D2 = D3 @ W[2] * A2 * (1 - A2)
    D1 = D2 @ W[1] * A1 * (1 - A1)
    return [D1.T @ images / n, D2.T @ A1 / n, D3.T @ A2 / n], [D1.mean(0), D2.mean(0), D3.mean(0)]

# %%
# VARIANT
# part: backprop_batch
# name: softmax_over_the_whole_batch
# right: false
# score: 0.5
# mistake: The exponentials were divided by the sum over the whole batch instead of that of their sample.
def batch_gradients(W, b, images, labels):
    n = len(labels)
    A1 = sigmoid(images @ W[0].T + b[0])
    A2 = sigmoid(A1 @ W[1].T + b[1])
    Z = A2 @ W[2].T + b[2]
    E = np.exp(Z - Z.max())
    D3 = E / E.sum()
    D3[np.arange(n), labels] -= 1
    D3 /= n
    D2 = D3 @ W[2] * A2 * (1 - A2)
    D1 = D2 @ W[1] * A1 * (1 - A1)
    return [D1.T @ images, D2.T @ A1, D3.T @ A2], [D1.sum(0), D2.sum(0), D3.sum(0)]

# %%
# VARIANT
# part: backprop_batch
# name: product_of_means
# right: false
# score: 1
# mistake: The means over the batch were multiplied; the mean of the products is asked for.
def batch_gradients(W, b, images, labels):
    n = len(labels)
    A1 = sigmoid(images @ W[0].T + b[0])
    A2 = sigmoid(A1 @ W[1].T + b[1])
    Z = A2 @ W[2].T + b[2]
    E = np.exp(Z - Z.max(1, keepdims=True))
    D3 = E / E.sum(1, keepdims=True)
    D3[np.arange(n), labels] -= 1
    D2 = D3 @ W[2] * A2 * (1 - A2)
    D1 = D2 @ W[1] * A1 * (1 - A1)
    return [np.outer(D.mean(0), A.mean(0)) for D, A in ((D1, images), (D2, A1), (D3, A2))], [D.mean(0) for D in (D1, D2, D3)]

# %%
# VARIANT
# part: backprop_batch
# name: bias_gradients_per_sample
# right: false
# score: 0
# mistake: The bias gradients still have one row a sample.
def batch_gradients(W, b, images, labels):
    n = len(labels)
    A1 = sigmoid(images @ W[0].T + b[0])
    A2 = sigmoid(A1 @ W[1].T + b[1])
    Z = A2 @ W[2].T + b[2]
    E = np.exp(Z - Z.max(1, keepdims=True))
    D3 = E / E.sum(1, keepdims=True)
    D3[np.arange(n), labels] -= 1
    D3 /= n
    D2 = D3 @ W[2] * A2 * (1 - A2)
    D1 = D2 @ W[1] * A1 * (1 - A1)
    return [D1.T @ images, D2.T @ A1, D3.T @ A2], [D1, D2, D3]

# %%
# VARIANT
# part: backprop_batch
# name: bias_gradients_keep_a_dimension
# right: false
# score: 0
# mistake: The bias gradients have shape (1, outputs) instead of (outputs,).
def batch_gradients(W, b, images, labels):
    n = len(labels)
    A1 = sigmoid(images @ W[0].T + b[0])
    A2 = sigmoid(A1 @ W[1].T + b[1])
    Z = A2 @ W[2].T + b[2]
    E = np.exp(Z - Z.max(1, keepdims=True))
    D3 = E / E.sum(1, keepdims=True)
    D3[np.arange(n), labels] -= 1
    D3 /= n
    D2 = D3 @ W[2] * A2 * (1 - A2)
    D1 = D2 @ W[1] * A1 * (1 - A1)
    return [D1.T @ images, D2.T @ A1, D3.T @ A2], [D.sum(0, keepdims=True) for D in (D1, D2, D3)]

# %%
# VARIANT
# part: backprop_batch
# name: sign
# right: false
# score: 1
# mistake: All gradients have the wrong sign.
def batch_gradients(W, b, images, labels):
    n = len(labels)
    A1 = sigmoid(images @ W[0].T + b[0])
    A2 = sigmoid(A1 @ W[1].T + b[1])
    Z = A2 @ W[2].T + b[2]
    E = np.exp(Z - Z.max(1, keepdims=True))
    D3 = E / E.sum(1, keepdims=True)
    D3 = (np.eye(Z.shape[1])[labels] - D3) / n
    D2 = D3 @ W[2] * A2 * (1 - A2)
    D1 = D2 @ W[1] * A1 * (1 - A1)
    return [D1.T @ images, D2.T @ A1, D3.T @ A2], [D1.sum(0), D2.sum(0), D3.sum(0)]
