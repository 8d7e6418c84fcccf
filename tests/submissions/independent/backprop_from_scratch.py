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
Answers to the parts of `backprop_from_scratch`, written without a look at its variants.
"""

# %%
# VARIANT
# part: backprop_initialise
# name: legacy_seed
# right: true
# score: 4
def initialise(sizes, seed):
    rng = np.random.RandomState(seed)
    W = []
    b = []
    for l in range(1, 4):
        scale = np.sqrt(1.0 / max(sizes[l - 1], sizes[l]))
        W.append(scale * rng.randn(sizes[l], sizes[l - 1]))
        b.append(np.zeros(sizes[l]))
    return W, b

# %%
# VARIANT
# part: backprop_initialise
# name: ones_column_of_biases
# right: false
# score: 3.5
# mistake: bias_columns
def initialise(sizes, seed):
    rng = np.random.default_rng(seed)
    W, b = [], []
    for i in range(len(sizes) - 1):
        n_in, n_out = sizes[i], sizes[i + 1]
        W.append(rng.standard_normal((n_out, n_in)) / np.sqrt(max(n_in, n_out)))
        b.append(np.zeros((n_out, 1)))
    return W, b

# %%
# VARIANT
# part: backprop_initialise
# name: variance_as_std
# right: false
# score: 2
# mistake: variance_for_deviation
def initialise(sizes, seed):
    rng = np.random.default_rng(seed)
    weights = []
    biases = []
    for a, c in zip(sizes[:-1], sizes[1:]):
        weights.append(rng.normal(loc=0.0, scale=1 / max(a, c), size=(c, a)))
        biases.append(np.zeros(c))
    return weights, biases

# %%
# VARIANT
# part: backprop_initialise
# name: transposed_weights
# right: false
# score: 1
# mistake: none
def initialise(sizes, seed):
    np.random.seed(seed)
    Ws = [np.random.randn(sizes[i], sizes[i + 1]) * np.sqrt(1 / max(sizes[i], sizes[i + 1])) for i in range(3)]
    bs = [np.zeros(s) for s in sizes[1:]]
    return Ws, bs

# %%
# VARIANT
# part: backprop_initialise
# name: seed_ignored
# right: false
# score: 3.5
# mistake: seed_ignored
def initialise(sizes, seed):
    W = [np.random.normal(0, np.sqrt(1 / max(p, q)), (q, p)) for p, q in zip(sizes, sizes[1:])]
    b = [np.zeros((q,)) for q in sizes[1:]]
    return W, b

# %%
# VARIANT
# part: backprop_forward
# name: logsumexp_by_scan
# right: true
# score: 6
def forward_sample(W, b, x, label):
    activation = x
    for k in range(2):
        activation = sigmoid(b[k] + W[k].dot(activation))
    scores = b[2] + W[2].dot(activation)
    biggest = scores[np.argmax(scores)]
    total = 0.0
    for s in scores:
        total += np.exp(s - biggest)
    return float(biggest + np.log(total) - scores[label]), int(np.argmax(scores))

# %%
# VARIANT
# part: backprop_forward
# name: no_shift
# right: false
# score: 5
# mistake: no_shift
def forward_sample(W, b, x, label):
    h1 = 1 / (1 + np.exp(-(W[0].dot(x) + b[0])))
    h2 = 1 / (1 + np.exp(-(W[1].dot(h1) + b[1])))
    o = W[2].dot(h2) + b[2]
    p = np.exp(o) / np.sum(np.exp(o))
    return -np.log(p[label]), np.argmax(p)

# %%
# VARIANT
# part: backprop_forward
# name: sigmoid_on_logits
# right: false
# score: 2
# mistake: sigmoid_on_the_output
def forward_sample(W, b, x, label):
    a = x
    for w, bias in zip(W, b):
        a = sigmoid(w @ a + bias)
    e = np.exp(a - np.max(a))
    p = e / e.sum()
    return -np.log(p[label]), int(np.argmax(p))

# %%
# VARIANT
# part: backprop_forward
# name: squared_error_one_hot
# right: false
# score: 0
# mistake: squared_error
def forward_sample(W, b, x, label):
    a1 = sigmoid(np.dot(W[0], x) + b[0])
    a2 = sigmoid(np.dot(W[1], a1) + b[1])
    z3 = np.dot(W[2], a2) + b[2]
    p = np.exp(z3 - z3.max())
    p /= p.sum()
    t = np.zeros(len(p))
    t[label] = 1
    return ((p - t) ** 2).sum(), p.argmax()

# %%
# VARIANT
# part: backprop_forward
# name: epsilon_in_log
# right: false
# score: 3
# mistake: none
def forward_sample(W, b, x, label):
    a1 = sigmoid(W[0] @ x + b[0])
    a2 = sigmoid(W[1] @ a1 + b[1])
    z = W[2] @ a2 + b[2]
    z = z - z.max()
    p = np.exp(z) / np.exp(z).sum()
    return -np.log(p[label] + 1e-8), np.argmax(p)

# %%
# VARIANT
# part: backprop_dataset
# name: mean_loss
# right: false
# score: 0
# mistake: mean_loss
def forward_dataset(W, b, images, labels):
    ls, gs = [], []
    for i in range(len(images)):
        l, g = forward_sample(W, b, images[i], labels[i])
        ls.append(l)
        gs.append(g)
    return np.mean(ls), np.array(gs)

# %%
# VARIANT
# part: backprop_dataset
# name: skips_last
# right: false
# score: 0
# mistake: last_entry_left_at_zero
def forward_dataset(W, b, images, labels):
    n = images.shape[0]
    losses = np.zeros(n)
    classes = np.zeros(n, dtype=int)
    for i in range(n - 1):
        losses[i], classes[i] = forward_sample(W, b, images[i], labels[i])
    return losses, classes

# %%
# VARIANT
# part: backprop_gradients
# name: column_vectors
# right: true
# score: 10
def sample_gradients(W, b, x, label):
    acts = [x.reshape(-1, 1)]
    for w, bias in zip(W[:2], b[:2]):
        acts.append(1 / (1 + np.exp(-(w @ acts[-1] + bias.reshape(-1, 1)))))
    z = W[2] @ acts[-1] + b[2].reshape(-1, 1)
    p = np.exp(z - z.max()) / np.exp(z - z.max()).sum()
    target = np.zeros_like(p)
    target[label, 0] = 1
    delta = p - target
    grads_w, grads_b = [], []
    for layer in reversed(range(3)):
        grads_w.insert(0, delta @ acts[layer].T)
        grads_b.insert(0, delta.ravel())
        if layer > 0:
            delta = (W[layer].T @ delta) * acts[layer] * (1 - acts[layer])
    return grads_w, grads_b

# %%
# VARIANT
# part: backprop_gradients
# name: derivative_of_activation
# right: false
# score: 2.5
# mistake: derivative_at_the_activation
def sample_gradients(W, b, x, label):
    def d_sigmoid(v):
        s = sigmoid(v)
        return s * (1 - s)
    h1 = sigmoid(W[0] @ x + b[0])
    h2 = sigmoid(W[1] @ h1 + b[1])
    o = W[2] @ h2 + b[2]
    p = np.exp(o - o.max())
    p = p / p.sum()
    y = np.zeros_like(p)
    y[label] = 1.0
    d3 = p - y
    d2 = W[2].T.dot(d3) * d_sigmoid(h2)
    d1 = W[1].T.dot(d2) * d_sigmoid(h1)
    return [np.outer(d1, x), np.outer(d2, h1), np.outer(d3, h2)], [d1, d2, d3]

# %%
# VARIANT
# part: backprop_gradients
# name: no_sigmoid_derivative
# right: false
# score: 2.5
# mistake: derivative_forgotten
def sample_gradients(W, b, x, label):
    acts = [x]
    for i in range(2):
        acts.append(sigmoid(W[i] @ acts[-1] + b[i]))
    z = W[2] @ acts[-1] + b[2]
    p = np.exp(z - np.max(z)) / np.sum(np.exp(z - np.max(z)))
    delta = p.copy()
    delta[label] -= 1
    dW, db = [None] * 3, [None] * 3
    for i in (2, 1, 0):
        dW[i] = delta[:, None] * acts[i][None, :]
        db[i] = delta
        delta = W[i].T @ delta
    return dW, db

# %%
# VARIANT
# part: backprop_gradients
# name: label_not_subtracted
# right: false
# score: 0
# mistake: label_not_subtracted
def sample_gradients(W, b, x, label):
    z1 = W[0] @ x + b[0]
    a1 = sigmoid(z1)
    z2 = W[1] @ a1 + b[1]
    a2 = sigmoid(z2)
    z3 = W[2] @ a2 + b[2]
    e = np.exp(z3 - z3.max())
    d3 = e / e.sum()
    d2 = (d3 @ W[2]) * a2 * (1 - a2)
    d1 = (d2 @ W[1]) * a1 * (1 - a1)
    dW = [np.outer(d1, x), np.outer(d2, a1), np.outer(d3, a2)]
    return dW, [d1, d2, d3]

# %%
# VARIANT
# part: backprop_gradients
# name: sign_flipped
# right: false
# score: 0
# mistake: sign
def sample_gradients(W, b, x, label):
    a1 = sigmoid(W[0] @ x + b[0])
    a2 = sigmoid(W[1] @ a1 + b[1])
    z3 = W[2] @ a2 + b[2]
    probs = np.exp(z3 - z3.max())
    probs /= probs.sum()
    onehot = np.eye(len(z3))[label]
    g3 = onehot - probs
    g2 = W[2].T @ g3 * (a2 * (1 - a2))
    g1 = W[1].T @ g2 * (a1 * (1 - a1))
    return [np.outer(g1, x), np.outer(g2, a1), np.outer(g3, a2)], [g1, g2, g3]

# %%
# VARIANT
# part: backprop_gradients
# name: bias_gradients_as_columns
# right: false
# score: 0
# mistake: none
def sample_gradients(W, b, x, label):
    x = x.reshape(-1, 1)
    a1 = sigmoid(W[0] @ x + b[0].reshape(-1, 1))
    a2 = sigmoid(W[1] @ a1 + b[1].reshape(-1, 1))
    z3 = W[2] @ a2 + b[2].reshape(-1, 1)
    p = np.exp(z3 - z3.max())
    p = p / p.sum()
    p[label] -= 1
    d3 = p
    d2 = W[2].T @ d3 * a2 * (1 - a2)
    d1 = W[1].T @ d2 * a1 * (1 - a1)
    return [d1 @ x.T, d2 @ a1.T, d3 @ a2.T], [d1, d2, d3]

# %%
# VARIANT
# part: backprop_training
# name: deep_copies
# right: true
# score: 6
def train_by_sample(W, b, images, labels, learning_rate):
    import copy
    W, b = copy.deepcopy(W), copy.deepcopy(b)
    for n in range(images.shape[0]):
        dW, db = sample_gradients(W, b, images[n], labels[n])
        for layer in range(len(W)):
            W[layer] -= learning_rate * dW[layer]
            b[layer] -= learning_rate * db[layer]
    return W, b

# %%
# VARIANT
# part: backprop_training
# name: ascends
# right: false
# score: 1
# mistake: uphill
def train_by_sample(W, b, images, labels, learning_rate):
    W = [w.copy() for w in W]
    b = [v.copy() for v in b]
    for img, lab in zip(images, labels):
        gW, gb = sample_gradients(W, b, img, lab)
        for k in range(3):
            W[k] += learning_rate * gW[k]
            b[k] += learning_rate * gb[k]
    return W, b

# %%
# VARIANT
# part: backprop_training
# name: in_place
# right: false
# score: 5
# mistake: updated_in_place
def train_by_sample(W, b, images, labels, learning_rate):
    for i in range(len(images)):
        gW, gb = sample_gradients(W, b, images[i], labels[i])
        for k in range(3):
            W[k] -= learning_rate * gW[k]
            b[k] -= learning_rate * gb[k]
    return W, b

# %%
# VARIANT
# part: backprop_training
# name: old_weights_all_along
# right: false
# score: 2
# mistake: one_step_for_all
def train_by_sample(W, b, images, labels, learning_rate):
    newW = [w.copy() for w in W]
    newb = [v.copy() for v in b]
    for i in range(len(labels)):
        gW, gb = sample_gradients(W, b, images[i], labels[i])
        for k in range(3):
            newW[k] = newW[k] - learning_rate * gW[k]
            newb[k] = newb[k] - learning_rate * gb[k]
    return newW, newb

# %%
# VARIANT
# part: backprop_training
# name: biases_stay
# right: false
# score: 0
# mistake: biases_stay
def train_by_sample(W, b, images, labels, learning_rate):
    W = [np.array(w) for w in W]
    b = [np.array(v) for v in b]
    for x, t in zip(images, labels):
        dW, db = sample_gradients(W, b, x, t)
        for w, g in zip(W, dW):
            w -= learning_rate * g
    return W, b

# %%
# VARIANT
# part: backprop_batch
# name: sum_for_mean
# right: false
# score: 0
# mistake: sum
def batch_gradients(W, b, images, labels):
    dW = [np.zeros_like(w) for w in W]
    db = [np.zeros_like(v) for v in b]
    for x, y in zip(images, labels):
        gw, gb = sample_gradients(W, b, x, y)
        for k in range(3):
            dW[k] += gw[k]
            db[k] += gb[k]
    return dW, db

# %%
# VARIANT
# part: backprop_batch
# name: bias_gradient_summed
# right: false
# score: 0
# mistake: biases_summed
def batch_gradients(W, b, images, labels):
    N = images.shape[0]
    H1 = sigmoid(images @ W[0].T + b[0])
    H2 = sigmoid(H1 @ W[1].T + b[1])
    Z = H2 @ W[2].T + b[2]
    P = np.exp(Z - Z.max(1, keepdims=True))
    P /= P.sum(1, keepdims=True)
    P[range(N), labels] -= 1
    G3 = P
    G2 = G3 @ W[2] * H2 * (1 - H2)
    G1 = G2 @ W[1] * H1 * (1 - H1)
    return [G1.T @ images / N, G2.T @ H1 / N, G3.T @ H2 / N], [G1.sum(0), G2.sum(0), G3.sum(0)]

# %%
# VARIANT
# part: backprop_batch
# name: softmax_over_the_batch
# right: false
# score: 0
# mistake: softmax_over_samples
def batch_gradients(W, b, images, labels):
    N = len(images)
    A1 = sigmoid(images.dot(W[0].T) + b[0])
    A2 = sigmoid(A1.dot(W[1].T) + b[1])
    Z3 = A2.dot(W[2].T) + b[2]
    E = np.exp(Z3 - Z3.max(axis=0))
    P = E / E.sum(axis=0)
    Y = np.eye(P.shape[1])[labels]
    D3 = (P - Y) / N
    D2 = D3.dot(W[2]) * A2 * (1 - A2)
    D1 = D2.dot(W[1]) * A1 * (1 - A1)
    return [D1.T.dot(images), D2.T.dot(A1), D3.T.dot(A2)], [D.sum(axis=0) for D in (D1, D2, D3)]

# %%
# VARIANT
# part: backprop_batch
# name: average_of_samples
# right: false
# score: 3.5
# mistake: none
def batch_gradients(W, b, images, labels):
    all_w, all_b = zip(*[sample_gradients(W, b, images[i], labels[i]) for i in range(len(labels))])
    dW = [np.mean([g[k] for g in all_w], axis=0) for k in range(3)]
    db = [np.mean([g[k] for g in all_b], axis=0) for k in range(3)]
    return dW, db

# %%
# VARIANT
# part: backprop_gradients
# name: asks_autograd
# right: false
# score: 1.75
# mistake: none
import torch
def sample_gradients(W, b, x, label):
    Wt = [torch.tensor(w, requires_grad=True) for w in W]
    bt = [torch.tensor(c, requires_grad=True) for c in b]
    a = torch.tensor(x)
    for k in (0, 1):
        a = torch.sigmoid(Wt[k] @ a + bt[k])
    z = Wt[2] @ a + bt[2]
    (torch.logsumexp(z, 0) - z[int(label)]).backward()
    return [w.grad.numpy() for w in Wt], [c.grad.numpy() for c in bt]

# %%
# VARIANT
# part: backprop_batch
# name: asks_autograd
# right: false
# score: 2
# mistake: none
import torch
def batch_gradients(W, b, images, labels):
    Wt = [torch.tensor(w, requires_grad=True) for w in W]
    bt = [torch.tensor(c, requires_grad=True) for c in b]
    a = torch.tensor(images)
    for k in (0, 1):
        a = torch.sigmoid(a @ Wt[k].T + bt[k])
    torch.nn.functional.cross_entropy(a @ Wt[2].T + bt[2], torch.as_tensor(labels)).backward()
    return [w.grad.numpy() for w in Wt], [c.grad.numpy() for c in bt]

# %%
# VARIANT
# part: backprop_dataset
# name: one_maximum_for_all
# right: false
# score: 3.5
# mistake: shifted_by_the_largest_of_all
def forward_dataset(W, b, images, labels):
    a = sigmoid(images @ W[0].T + b[0])
    a = sigmoid(a @ W[1].T + b[1])
    z = a @ W[2].T + b[2]
    z = z - z.max()
    return np.log(np.exp(z).sum(1)) - z[np.arange(len(labels)), labels], z.argmax(axis=1)

# %%
# VARIANT
# part: backprop_dataset
# name: preallocated
# right: true
# score: 4
def forward_dataset(W, b, images, labels):
    n = images.shape[0]
    losses = np.zeros(n)
    guesses = np.zeros(n, dtype=int)
    for i in range(n):
        losses[i], guesses[i] = forward_sample(W, b, images[i], labels[i])
    return losses, guesses

# %%
# VARIANT
# part: backprop_dataset
# name: vectorised_logsumexp
# right: true
# score: 4
def forward_dataset(W, b, images, labels):
    a = images
    for k in range(2):
        a = sigmoid(a.dot(W[k].T) + b[k])
    z = a.dot(W[2].T) + b[2]
    m = z.max(1)
    lse = m + np.log(np.exp(z - m[:, None]).sum(1))
    return lse - np.take_along_axis(z, np.asarray(labels)[:, None], 1)[:, 0], np.argmax(z, 1)

# %%
# VARIANT
# part: backprop_dataset
# name: average_loss
# right: false
# score: 0.5
# mistake: mean_loss
def forward_dataset(W, b, images, labels):
    losses, guesses = [], []
    for x, c in zip(images, labels):
        loss, guess = forward_sample(W, b, x, c)
        losses.append(loss)
        guesses.append(guess)
    return sum(losses) / len(losses), np.array(guesses)

# %%
# VARIANT
# part: backprop_batch
# name: outer_products_by_einsum
# right: true
# score: 5
def batch_gradients(W, b, images, labels):
    n = images.shape[0]
    acts = [images]
    for k in range(3):
        z = acts[-1] @ W[k].T + b[k]
        acts.append(sigmoid(z))
    e = np.exp(z - z.max(axis=1)[:, None])
    delta = e / e.sum(axis=1)[:, None] - np.eye(len(b[2]))[labels]
    dW, db = [None] * 3, [None] * 3
    for k in (2, 1, 0):
        dW[k] = np.einsum("ni,nj->ij", delta, acts[k]) / n
        db[k] = delta.sum(axis=0) / n
        delta = delta @ W[k] * acts[k] * (1 - acts[k])
    return dW, db

# %%
# VARIANT
# part: backprop_batch
# name: sum_over_batch
# right: false
# score: 1
# mistake: sum
def batch_gradients(W, b, images, labels):
    n = len(labels)
    A1 = sigmoid(images @ W[0].T + b[0])
    A2 = sigmoid(A1 @ W[1].T + b[1])
    Z = A2 @ W[2].T + b[2]
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = P / P.sum(axis=1, keepdims=True)
    P[np.arange(n), labels] -= 1
    D2 = P @ W[2] * A2 * (1 - A2)
    D1 = D2 @ W[1] * A1 * (1 - A1)
    return [D1.T @ images, D2.T @ A1, P.T @ A2], [D1.sum(0), D2.sum(0), P.sum(0)]

# %%
# VARIANT
# part: backprop_gradients
# name: matrix_columns_reshape
# right: true
# score: 10
def sample_gradients(W, b, x, label):
    a = [np.asarray(x).reshape(-1, 1)]
    for k in range(3):
        z = W[k] @ a[-1] + b[k].reshape(-1, 1)
        a.append(1 / (1 + np.exp(-np.clip(z, -700, 700))) if k < 2 else z)
    logits = a[3]
    p = np.exp(logits - logits.max())
    p = p / p.sum()
    onehot = np.zeros_like(p)
    onehot[label] = 1
    d = p - onehot
    dW, db = [], []
    for k in (2, 1, 0):
        dW.insert(0, d @ a[k].T)
        db.insert(0, d.ravel())
        d = (W[k].T @ d) * (a[k] - a[k] ** 2)
    return dW, db

# %%
# VARIANT
# part: backprop_gradients
# name: labels_minus_p
# right: false
# score: 2
# mistake: sign
def sample_gradients(W, b, x, label):
    a1 = sigmoid(W[0] @ x + b[0]); a2 = sigmoid(W[1] @ a1 + b[1]); z = W[2] @ a2 + b[2]
    p = np.exp(z - z.max()); p /= p.sum()
    y = np.zeros(len(z)); y[label] = 1
    d3 = y - p
    d2 = W[2].T @ d3 * a2 * (1 - a2)
    d1 = W[1].T @ d2 * a1 * (1 - a1)
    return [np.outer(d1, x), np.outer(d2, a1), np.outer(d3, a2)], [d1, d2, d3]

# %%
# VARIANT
# part: backprop_gradients
# name: derivative_of_sigmoid_of_a
# right: false
# score: 2.75
# mistake: derivative_at_the_activation
def sample_gradients(W, b, x, label):
    def ds(t):
        return sigmoid(t) * (1 - sigmoid(t))
    a1 = sigmoid(W[0] @ x + b[0]); a2 = sigmoid(W[1] @ a1 + b[1]); z = W[2] @ a2 + b[2]
    p = np.exp(z - z.max()); p /= p.sum()
    d3 = p.copy(); d3[label] -= 1
    d2 = W[2].T @ d3 * ds(a2)
    d1 = W[1].T @ d2 * ds(a1)
    return [np.outer(d1, x), np.outer(d2, a1), np.outer(d3, a2)], [d1, d2, d3]

# %%
# VARIANT
# part: backprop_gradients
# name: outer_swapped
# right: false
# score: 1
# mistake: transposed
def sample_gradients(W, b, x, label):
    a1 = sigmoid(W[0] @ x + b[0]); a2 = sigmoid(W[1] @ a1 + b[1]); z = W[2] @ a2 + b[2]
    p = np.exp(z - z.max()); p /= p.sum()
    d3 = p.copy(); d3[label] -= 1
    d2 = W[2].T @ d3 * a2 * (1 - a2)
    d1 = W[1].T @ d2 * a1 * (1 - a1)
    return [np.outer(x, d1), np.outer(a1, d2), np.outer(a2, d3)], [d1, d2, d3]

# %%
# VARIANT
# part: backprop_forward
# name: scipy_style
# right: true
# score: 6
def forward_sample(W, b, x, label):
    h = np.array(x, dtype=float)
    for Wk, bk in zip(W[:-1], b[:-1]):
        h = sigmoid(np.dot(Wk, h) + bk)
    z = np.dot(W[-1], h) + b[-1]
    loss = np.log(np.sum(np.exp(z - max(z)))) + max(z) - z[label]
    return loss, np.argsort(z)[-1]

# %%
# VARIANT
# part: backprop_forward
# name: plus_sign_loss
# right: false
# score: 1.5
# mistake: sign
def forward_sample(W, b, x, label):
    h1 = sigmoid(W[0] @ x + b[0]); h2 = sigmoid(W[1] @ h1 + b[1]); z = W[2] @ h2 + b[2]
    z = z - z.max()
    p = np.exp(z) / np.exp(z).sum()
    return np.log(p[label]), p.argmax()

# %%
# VARIANT
# part: backprop_training
# name: while_loop
# right: true
# score: 6
def train_by_sample(W, b, images, labels, learning_rate):
    W = [np.array(w, copy=True) for w in W]
    b = [np.array(v, copy=True) for v in b]
    i = 0
    while i < len(images):
        gW, gb = sample_gradients(W, b, images[i], labels[i])
        for k in range(len(W)):
            W[k] = W[k] - learning_rate * gW[k]
            b[k] = b[k] - learning_rate * gb[k]
        i += 1
    return W, b

# %%
# VARIANT
# part: backprop_training
# name: gradients_all_at_old_network
# right: false
# score: 2.5
# mistake: one_step_for_all
def train_by_sample(W, b, images, labels, learning_rate):
    W1, b1 = [w.copy() for w in W], [v.copy() for v in b]
    for x, c in zip(images, labels):
        gW, gb = sample_gradients(W, b, x, c)
        for k in range(3):
            W1[k] -= learning_rate * gW[k]
            b1[k] -= learning_rate * gb[k]
    return W1, b1

# %%
# VARIANT
# part: backprop_initialise
# name: legacy_generator
# right: true
# score: 4
def initialise(sizes, seed):
    rs = np.random.RandomState(seed)
    W, b = [], []
    for n_in, n_out in zip(sizes, sizes[1:]):
        W.append(rs.standard_normal(size=(n_out, n_in)) * np.sqrt(1.0 / max(n_in, n_out)))
        b.append(np.zeros((n_out,)))
    return W, b

# %%
# VARIANT
# part: backprop_initialise
# name: min_for_max
# right: false
# score: 2
# mistake: smaller_number
def initialise(sizes, seed):
    rng = np.random.default_rng(seed)
    W = [rng.normal(0, min(i, o) ** -0.5, (o, i)) for i, o in zip(sizes, sizes[1:])]
    return W, [np.zeros(o) for o in sizes[1:]]

# %%
# VARIANT
# part: backprop_initialise
# name: xavier
# right: false
# score: 2
# mistake: xavier
def initialise(sizes, seed):
    rng = np.random.default_rng(seed)
    W = [rng.normal(0, np.sqrt(2 / (i + o)), (o, i)) for i, o in zip(sizes, sizes[1:])]
    return W, [np.zeros(o) for o in sizes[1:]]

# %%
# VARIANT
# part: backprop_initialise
# name: loop_append
# right: true
# score: 4
def initialise(sizes, seed):
    random = np.random.default_rng(seed)
    W, b = [], []
    for k in range(len(sizes) - 1):
        n_in, n_out = sizes[k], sizes[k + 1]
        W.append(random.standard_normal((n_out, n_in)) / np.sqrt(max(n_in, n_out)))
        b.append(np.zeros(n_out))
    return W, b

# %%
# VARIANT
# part: backprop_initialise
# name: randomstate
# right: true
# score: 4
def initialise(sizes, seed):
    state = np.random.RandomState(seed)
    pairs = list(zip(sizes[:-1], sizes[1:]))
    W = [state.randn(o, i) * (1.0 / max(i, o)) ** 0.5 for i, o in pairs]
    return W, [np.zeros((o,)) for _, o in pairs]

# %%
# VARIANT
# part: backprop_initialise
# name: variance_as_std_again
# right: false
# score: 2
# mistake: variance_for_deviation
def initialise(sizes, seed):
    random = np.random.default_rng(seed)
    layers = list(zip(sizes, sizes[1:]))
    W = [random.normal(0, 1 / max(i, o), (o, i)) for i, o in layers]
    return W, [np.zeros(o) for _, o in layers]

# %%
# VARIANT
# part: backprop_initialise
# name: transposed
# right: false
# score: 1
# mistake: transposed_matrices
def initialise(sizes, seed):
    random = np.random.default_rng(seed)
    layers = list(zip(sizes, sizes[1:]))
    W = [random.normal(0, max(i, o) ** -0.5, (i, o)) for i, o in layers]
    return W, [np.zeros(o) for _, o in layers]

# %%
# VARIANT
# part: backprop_forward
# name: loop_layers
# right: true
# score: 6
def forward_sample(W, b, x, label):
    a = x
    for k in range(3):
        z = W[k].dot(a) + b[k]
        a = sigmoid(z)
    shift = z.max()
    loss = np.log(np.exp(z - shift).sum()) + shift - z[label]
    return float(loss), int(z.argmax())

# %%
# VARIANT
# part: backprop_forward
# name: logaddexp
# right: true
# score: 6
def forward_sample(W, b, x, label):
    h = sigmoid(b[0] + x @ W[0].T)
    h = sigmoid(b[1] + h @ W[1].T)
    z = b[2] + h @ W[2].T
    return np.logaddexp.reduce(z) - z[label], np.argmax(z)

# %%
# VARIANT
# part: backprop_forward
# name: log_of_p
# right: false
# score: 5.25
# mistake: logarithm_of_zero
def forward_sample(W, b, x, label):
    a1 = sigmoid(W[0] @ x + b[0])
    a2 = sigmoid(W[1] @ a1 + b[1])
    z = W[2] @ a2 + b[2]
    e = np.exp(z - z.max())
    p = e / e.sum()
    return -np.log(p[label]), np.argmax(p)

# %%
# VARIANT
# part: backprop_forward
# name: sigmoid_at_output
# right: false
# score: 3
# mistake: sigmoid_on_the_output
def forward_sample(W, b, x, label):
    a = x
    for w, c in zip(W, b):
        a = sigmoid(w @ a + c)
    m = a.max()
    return np.log(np.exp(a - m).sum()) + m - a[label], np.argmax(a)

# %%
# VARIANT
# part: backprop_dataset
# name: zip_star
# right: true
# score: 4
def forward_dataset(W, b, images, labels):
    losses, guesses = zip(*(forward_sample(W, b, x, c) for x, c in zip(images, labels)))
    return np.array(losses), np.array(guesses)

# %%
# VARIANT
# part: backprop_dataset
# name: vectorised
# right: true
# score: 4
def forward_dataset(W, b, images, labels):
    A = images
    for w, c in zip(W[:2], b[:2]):
        A = sigmoid(A @ w.T + c)
    Z = A @ W[2].T + b[2]
    Z = Z - Z.max(axis=1, keepdims=True)
    losses = np.log(np.exp(Z).sum(axis=1)) - Z[np.arange(len(Z)), labels]
    return losses, Z.argmax(axis=1)

# %%
# VARIANT
# part: backprop_dataset
# name: softmax_axis0
# right: false
# score: 1
# mistake: softmax_over_samples
def forward_dataset(W, b, images, labels):
    A = sigmoid(sigmoid(images @ W[0].T + b[0]) @ W[1].T + b[1])
    Z = A @ W[2].T + b[2]
    P = np.exp(Z - Z.max(axis=0))
    P = P / P.sum(axis=0)
    return -np.log(P[np.arange(len(Z)), labels]), Z.argmax(axis=1)

# %%
# VARIANT
# part: backprop_dataset
# name: first_label
# right: false
# score: 1
# mistake: first_label_for_all
def forward_dataset(W, b, images, labels):
    losses, guesses = [], []
    for x in images:
        l, g = forward_sample(W, b, x, labels[0])
        losses.append(l); guesses.append(g)
    return np.array(losses), np.array(guesses)

# %%
# VARIANT
# part: backprop_gradients
# name: recursive_loop
# right: true
# score: 10
def sample_gradients(W, b, x, label):
    acts = [np.asarray(x, float)]
    for k in range(3):
        z = W[k] @ acts[-1] + b[k]
        acts.append(sigmoid(z) if k < 2 else z)
    z = acts.pop()
    delta = np.exp(z - np.logaddexp.reduce(z))
    delta[label] -= 1
    dW, db = [], []
    for k in (2, 1, 0):
        dW.insert(0, np.outer(delta, acts[k]))
        db.insert(0, delta)
        if k:
            delta = (delta @ W[k]) * acts[k] * (1 - acts[k])
    return dW, db

# %%
# VARIANT
# part: backprop_gradients
# name: columns
# right: true
# score: 10
def sample_gradients(W, b, x, label):
    a0 = np.array(x, dtype=float).reshape(-1, 1)
    a1 = sigmoid(W[0] @ a0 + b[0].reshape(-1, 1))
    a2 = sigmoid(W[1] @ a1 + b[1].reshape(-1, 1))
    z3 = W[2] @ a2 + b[2].reshape(-1, 1)
    p = np.exp(z3 - z3.max()); p = p / p.sum()
    y = np.zeros_like(p); y[label, 0] = 1
    d3 = p - y
    d2 = np.diagflat(a2 * (1 - a2)) @ W[2].T @ d3
    d1 = np.diagflat(a1 * (1 - a1)) @ W[1].T @ d2
    return [d1 @ a0.T, d2 @ a1.T, d3 @ a2.T], [d1.ravel(), d2.ravel(), d3.ravel()]

# %%
# VARIANT
# part: backprop_gradients
# name: slope_of_a
# right: false
# score: 2.75
# mistake: derivative_at_the_activation
def sample_gradients(W, b, x, label):
    a1 = sigmoid(W[0] @ x + b[0]); a2 = sigmoid(W[1] @ a1 + b[1]); z3 = W[2] @ a2 + b[2]
    p = np.exp(z3 - z3.max()); p /= p.sum()
    d3 = p.copy(); d3[label] -= 1
    slope = lambda z: sigmoid(z) * (1 - sigmoid(z))
    d2 = W[2].T @ d3 * slope(a2)
    d1 = W[1].T @ d2 * slope(a1)
    return [np.outer(d1, x), np.outer(d2, a1), np.outer(d3, a2)], [d1, d2, d3]

# %%
# VARIANT
# part: backprop_gradients
# name: z_one_minus_z
# right: false
# score: 2.75
# mistake: derivative_of_the_pre_activation_itself
def sample_gradients(W, b, x, label):
    z1 = W[0] @ x + b[0]; a1 = sigmoid(z1)
    z2 = W[1] @ a1 + b[1]; a2 = sigmoid(z2); z3 = W[2] @ a2 + b[2]
    p = np.exp(z3 - z3.max()); p /= p.sum()
    d3 = p.copy(); d3[label] -= 1
    d2 = W[2].T @ d3 * z2 * (1 - z2)
    d1 = W[1].T @ d2 * z1 * (1 - z1)
    return [np.outer(d1, x), np.outer(d2, a1), np.outer(d3, a2)], [d1, d2, d3]

# %%
# VARIANT
# part: backprop_training
# name: copies_first
# right: true
# score: 6
def train_by_sample(W, b, images, labels, learning_rate):
    W = [w.copy() for w in W]
    b = [c.copy() for c in b]
    for x, label in zip(images, labels):
        dW, db = sample_gradients(W, b, x, label)
        for k in range(3):
            W[k] -= learning_rate * dW[k]
            b[k] -= learning_rate * db[k]
    return W, b

# %%
# VARIANT
# part: backprop_training
# name: rebinding
# right: true
# score: 6
def train_by_sample(W, b, images, labels, learning_rate):
    for i in range(len(labels)):
        gW, gb = sample_gradients(W, b, images[i], labels[i])
        W = [w - learning_rate * g for w, g in zip(W, gW)]
        b = [c - learning_rate * g for c, g in zip(b, gb)]
    return [np.array(w) for w in W], [np.array(c) for c in b]

# %%
# VARIANT
# part: backprop_training
# name: ascent
# right: false
# score: 1.5
# mistake: uphill
def train_by_sample(W, b, images, labels, learning_rate):
    for x, c in zip(images, labels):
        dW, db = sample_gradients(W, b, x, c)
        W = [w + learning_rate * g for w, g in zip(W, dW)]
        b = [w + learning_rate * g for w, g in zip(b, db)]
    return W, b

# %%
# VARIANT
# part: backprop_training
# name: in_place_again
# right: false
# score: 5
# mistake: updated_in_place
def train_by_sample(W, b, images, labels, learning_rate):
    for x, c in zip(images, labels):
        dW, db = sample_gradients(W, b, x, c)
        for k in range(3):
            W[k] -= learning_rate * dW[k]
            b[k] -= learning_rate * db[k]
    return W, b

# %%
# VARIANT
# part: backprop_batch
# name: einsum
# right: true
# score: 5
def batch_gradients(W, b, images, labels):
    n = len(labels)
    A1 = sigmoid(np.einsum("ni,oi->no", images, W[0], optimize=True) + b[0])
    A2 = sigmoid(A1 @ W[1].T + b[1])
    Z = A2 @ W[2].T + b[2]
    E = np.exp(Z - Z.max(1)[:, None])
    D3 = (E / E.sum(1)[:, None] - np.eye(Z.shape[1])[labels]) / n
    D2 = D3 @ W[2] * A2 * (1 - A2)
    D1 = D2 @ W[1] * A1 * (1 - A1)
    return [D.T @ A for D, A in ((D1, images), (D2, A1), (D3, A2))], [D.sum(0) for D in (D1, D2, D3)]

# %%
# VARIANT
# part: backprop_batch
# name: columns
# right: true
# score: 5
def batch_gradients(W, b, images, labels):
    X = images.T
    n = X.shape[1]
    A1 = sigmoid(W[0] @ X + b[0][:, None])
    A2 = sigmoid(W[1] @ A1 + b[1][:, None])
    Z = W[2] @ A2 + b[2][:, None]
    D3 = np.exp(Z - Z.max(axis=0))
    D3 /= D3.sum(axis=0)
    D3[labels, range(n)] -= 1
    D2 = W[2].T @ D3 * A2 * (1 - A2)
    D1 = W[1].T @ D2 * A1 * (1 - A1)
    return [D1 @ X.T / n, D2 @ A1.T / n, D3 @ A2.T / n], [D1.mean(1), D2.mean(1), D3.mean(1)]

# %%
# VARIANT
# part: backprop_batch
# name: summed
# right: false
# score: 1
# mistake: sum
def batch_gradients(W, b, images, labels):
    A1 = sigmoid(images @ W[0].T + b[0]); A2 = sigmoid(A1 @ W[1].T + b[1]); Z = A2 @ W[2].T + b[2]
    E = np.exp(Z - Z.max(1, keepdims=True)); D3 = E / E.sum(1, keepdims=True)
    D3[np.arange(len(labels)), labels] -= 1
    D2 = D3 @ W[2] * A2 * (1 - A2); D1 = D2 @ W[1] * A1 * (1 - A1)
    return [D1.T @ images, D2.T @ A1, D3.T @ A2], [D1.sum(0), D2.sum(0), D3.sum(0)]

# %%
# VARIANT
# part: backprop_batch
# name: bias_summed
# right: false
# score: 0.5
# mistake: biases_summed
def batch_gradients(W, b, images, labels):
    A1 = sigmoid(images @ W[0].T + b[0]); A2 = sigmoid(A1 @ W[1].T + b[1]); Z = A2 @ W[2].T + b[2]
    E = np.exp(Z - Z.max(1, keepdims=True)); D3 = E / E.sum(1, keepdims=True)
    D3[np.arange(len(labels)), labels] -= 1
    D2 = D3 @ W[2] * A2 * (1 - A2); D1 = D2 @ W[1] * A1 * (1 - A1)
    n = len(labels)
    return [D1.T @ images / n, D2.T @ A1 / n, D3.T @ A2 / n], [D1.sum(0), D2.sum(0), D3.sum(0)]
