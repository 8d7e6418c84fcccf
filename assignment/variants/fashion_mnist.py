# %%
# VARIANT
# part: clothes_network
# name: written_out
# right: true
# score: 4
def make_network(seed):
    torch.manual_seed(seed)
    return nn.Sequential(
        nn.Linear(784, 256),
        nn.ReLU(),
        nn.Linear(256, 128),
        nn.ReLU(),
        nn.Linear(128, 64),
        nn.ReLU(),
        nn.Linear(64, 10),
    )

# %%
# VARIANT
# part: clothes_network
# name: class_with_functional
# right: true
# score: 4
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(28 * 28, 256)
        self.fc2 = nn.Linear(256, 128)
        self.fc3 = nn.Linear(128, 64)
        self.out = nn.Linear(64, 10)

    def forward(self, x):
        x = x.view(x.shape[0], -1)
        x = nn.functional.relu(self.fc1(x))
        x = torch.relu(self.fc2(x))
        x = self.fc3(x).clamp(min=0)
        return self.out(x)


def make_network(seed):
    torch.manual_seed(seed)
    return Net()

# %%
# VARIANT
# part: clothes_network
# name: he_initialisation
# right: true
# score: 4
def make_network(seed):
    generator = torch.Generator().manual_seed(seed)
    layers = [nn.Flatten()]
    widths = [784, 256, 128, 64, 10]
    for i in range(4):
        layer = nn.Linear(widths[i], widths[i + 1])
        with torch.no_grad():
            layer.weight.copy_(torch.randn(widths[i + 1], widths[i], generator=generator) * (2 / widths[i]) ** 0.5)
            layer.bias.copy_(0.01 * torch.randn(widths[i + 1], generator=generator))
        layers += [layer, nn.ReLU(inplace=True)]
    return nn.Sequential(*layers[:-1])

# %%
# VARIANT
# part: clothes_network
# name: softmax_at_the_end
# right: false
# score: 1.75
# mistake: A softmax follows the last layer; the loss contains it already.
def make_network(seed):
    torch.manual_seed(seed)
    return nn.Sequential(
        nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 128), nn.ReLU(), nn.Linear(128, 64), nn.ReLU(),
        nn.Linear(64, 10), nn.Softmax(dim=1),
    )

# %%
# VARIANT
# part: clothes_network
# name: relu_at_the_end
# right: false
# score: 1.75
# mistake: A ReLU follows the last layer, so that no logit can be negative.
def make_network(seed):
    torch.manual_seed(seed)
    return nn.Sequential(
        nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 128), nn.ReLU(), nn.Linear(128, 64), nn.ReLU(),
        nn.Linear(64, 10), nn.ReLU(),
    )

# %%
# VARIANT
# part: clothes_network
# name: one_relu_missing
# right: false
# score: 1.75
# mistake: There is no ReLU after the second hidden layer.
def make_network(seed):
    torch.manual_seed(seed)
    return nn.Sequential(
        nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 128), nn.Linear(128, 64), nn.ReLU(), nn.Linear(64, 10)
    )

# %%
# VARIANT
# part: clothes_network
# name: no_relu_at_all
# right: false
# score: 1.75
# mistake: There is no activation, so that the network is a single linear map.
def make_network(seed):
    torch.manual_seed(seed)
    return nn.Sequential(nn.Linear(784, 256), nn.Linear(256, 128), nn.Linear(128, 64), nn.Linear(64, 10))

# %%
# VARIANT
# part: clothes_network
# name: sigmoid
# right: false
# score: 1.75
# mistake: The activations are sigmoids instead of ReLUs.
def make_network(seed):
    torch.manual_seed(seed)
    return nn.Sequential(
        nn.Linear(784, 256), nn.Sigmoid(), nn.Linear(256, 128), nn.Sigmoid(), nn.Linear(128, 64), nn.Sigmoid(),
        nn.Linear(64, 10),
    )

# %%
# VARIANT
# part: clothes_network
# name: leaky_relu
# right: false
# score: 1.75
# mistake: The activations are leaky ReLUs.
def make_network(seed):
    torch.manual_seed(seed)
    return nn.Sequential(
        nn.Linear(784, 256), nn.LeakyReLU(), nn.Linear(256, 128), nn.LeakyReLU(), nn.Linear(128, 64),
        nn.LeakyReLU(), nn.Linear(64, 10),
    )

# %%
# VARIANT
# part: clothes_network
# name: dropout
# right: false
# score: 1.75
# mistake: There is dropout between the layers, so that the logits change from call to call.
def make_network(seed):
    torch.manual_seed(seed)
    return nn.Sequential(
        nn.Linear(784, 256), nn.ReLU(), nn.Dropout(0.2), nn.Linear(256, 128), nn.ReLU(), nn.Dropout(0.2),
        nn.Linear(128, 64), nn.ReLU(), nn.Linear(64, 10),
    )

# %%
# VARIANT
# part: clothes_network
# name: hidden_layer_missing
# right: false
# score: 1
# mistake: The hidden layer of 64 neurons is missing.
def make_network(seed):
    torch.manual_seed(seed)
    return nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 128), nn.ReLU(), nn.Linear(128, 10))

# %%
# VARIANT
# part: clothes_network
# name: no_biases
# right: false
# score: 1
# mistake: The linear layers have no biases.
def make_network(seed):
    torch.manual_seed(seed)
    return nn.Sequential(
        nn.Linear(784, 256, bias=False), nn.ReLU(), nn.Linear(256, 128, bias=False), nn.ReLU(),
        nn.Linear(128, 64, bias=False), nn.ReLU(), nn.Linear(64, 10, bias=False),
    )

# %%
# VARIANT
# part: clothes_network
# name: seed_ignored
# right: false
# score: 3.5
# mistake: The seed is always the same.
def make_network(seed):
    torch.manual_seed(0)
    return nn.Sequential(
        nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 128), nn.ReLU(), nn.Linear(128, 64), nn.ReLU(),
        nn.Linear(64, 10),
    )

# %%
# VARIANT
# part: clothes_network
# name: class_returned
# right: false
# score: 0
# mistake: The class was returned instead of a network: parentheses are missing.
class Net(nn.Sequential):
    def __init__(self):
        super().__init__(
            nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 128), nn.ReLU(), nn.Linear(128, 64), nn.ReLU(),
            nn.Linear(64, 10),
        )


def make_network(seed):
    torch.manual_seed(seed)
    return Net

# %%
# VARIANT
# part: clothes_network
# name: log_softmax_at_the_end
# right: false
# score: 1.75
# mistake: A log-softmax follows the last layer; the loss contains it already.
def make_network(seed):
    torch.manual_seed(seed)
    return nn.Sequential(
        nn.Linear(784, 256),
        nn.ReLU(),
        nn.Linear(256, 128),
        nn.ReLU(),
        nn.Linear(128, 64),
        nn.ReLU(),
        nn.Linear(64, 10),
        nn.LogSoftmax(dim=1),
    )

# %%
# VARIANT
# part: clothes_network
# name: last_relu_missing
# right: false
# score: 1.75
# mistake: There is no ReLU after the third hidden layer.
def make_network(seed):
    torch.manual_seed(seed)
    return nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 128), nn.ReLU(),
                         nn.Linear(128, 64), nn.Linear(64, 10))

# %%
# VARIANT
# part: clothes_network
# name: batch_normalisation
# right: false
# score: 1
# mistake: There is batch normalisation between the layers, which nobody asked for.
def make_network(seed):
    torch.manual_seed(seed)
    return nn.Sequential(nn.Linear(784, 256), nn.BatchNorm1d(256), nn.ReLU(), nn.Linear(256, 128), nn.ReLU(),
                         nn.Linear(128, 64), nn.ReLU(), nn.Linear(64, 10))

# %%
# VARIANT
# part: clothes_network
# name: sizes_in_reverse
# right: false
# score: 1
# mistake: The sizes of the hidden layers are in reverse order.
def make_network(seed):
    torch.manual_seed(seed)
    return nn.Sequential(nn.Linear(784, 64), nn.ReLU(), nn.Linear(64, 128), nn.ReLU(),
                         nn.Linear(128, 256), nn.ReLU(), nn.Linear(256, 10))

# %%
# VARIANT
# part: clothes_training
# name: data_loader
# right: true
# score: 6
from torch.utils.data import DataLoader, TensorDataset


def one_epoch(network, optimizer, inputs, labels, batch_size, generator):
    loader = DataLoader(TensorDataset(inputs, labels), batch_size=batch_size, shuffle=True, generator=generator)
    criterion = nn.CrossEntropyLoss()
    network.train()
    for x, y in loader:
        loss = criterion(network(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


def measure(network, inputs, labels):
    network.eval()
    with torch.no_grad():
        logits = network(inputs)
    right = (logits.argmax(1) == labels).sum().item()
    return float(nn.CrossEntropyLoss()(logits, labels)), right / len(labels)

# %%
# VARIANT
# part: clothes_training
# name: ranges
# right: true
# score: 6
@torch.no_grad()
def measure(network, inputs, labels):
    loss, right = 0.0, 0
    for start in range(0, len(labels), 7):
        logits = network(inputs[start : start + 7])
        y = labels[start : start + 7]
        loss += nn.functional.cross_entropy(logits, y, reduction="sum").item()
        right += int((logits.max(dim=1).indices == y).sum())
    return loss / len(labels), right / len(labels)


def one_epoch(network, optimizer, inputs, labels, batch_size, generator):
    n = len(inputs)
    order = torch.randperm(n, generator=generator)
    for start in range(0, n, batch_size):
        index = order[start : start + batch_size]
        optimizer.zero_grad(set_to_none=False)
        log_p = torch.log_softmax(network(inputs[index]), dim=1)
        (-log_p[torch.arange(len(index)), labels[index]]).mean().backward()
        optimizer.step()

# %%
# VARIANT
# part: clothes_training
# name: shuffled_copies
# right: true
# score: 6
def one_epoch(network, optimizer, inputs, labels, batch_size, generator):
    order = torch.rand(len(labels), generator=generator).argsort()
    shuffled = inputs[order], labels[order]
    for x, y in zip(*(part.split(batch_size) for part in shuffled), strict=True):
        for parameter in network.parameters():
            parameter.grad = None
        nn.functional.nll_loss(network(x).log_softmax(1), y).backward()
        optimizer.step()


def measure(network, inputs, labels):
    logits = network(inputs).detach()
    log_p = logits - logits.logsumexp(dim=1, keepdim=True)
    loss = -log_p.gather(1, labels[:, None]).mean()
    return loss.item(), torch.eq(logits.argmax(-1), labels).float().mean().item()

# %%
# VARIANT
# part: clothes_training
# name: gradients_not_cleared
# right: false
# score: 3
# mistake: The gradients are never set to zero, so that they add up from minibatch to minibatch.
def one_epoch(network, optimizer, inputs, labels, batch_size, generator):
    for chosen in torch.randperm(len(labels), generator=generator).split(batch_size):
        nn.functional.cross_entropy(network(inputs[chosen]), labels[chosen]).backward()
        optimizer.step()


def measure(network, inputs, labels):
    with torch.no_grad():
        logits = network(inputs)
    return nn.functional.cross_entropy(logits, labels).item(), (logits.argmax(1) == labels).double().mean().item()

# %%
# VARIANT
# part: clothes_training
# name: cleared_after_backward
# right: false
# score: 2
# mistake: The gradients are set to zero between backward and the step, so that nothing moves.
def one_epoch(network, optimizer, inputs, labels, batch_size, generator):
    for chosen in torch.randperm(len(labels), generator=generator).split(batch_size):
        nn.functional.cross_entropy(network(inputs[chosen]), labels[chosen]).backward()
        optimizer.zero_grad()
        optimizer.step()


def measure(network, inputs, labels):
    with torch.no_grad():
        logits = network(inputs)
    return nn.functional.cross_entropy(logits, labels).item(), (logits.argmax(1) == labels).double().mean().item()

# %%
# VARIANT
# part: clothes_training
# name: summed_loss
# right: false
# score: 3
# mistake: The loss is the sum over the minibatch instead of the mean.
def one_epoch(network, optimizer, inputs, labels, batch_size, generator):
    for chosen in torch.randperm(len(labels), generator=generator).split(batch_size):
        optimizer.zero_grad()
        nn.functional.cross_entropy(network(inputs[chosen]), labels[chosen], reduction="sum").backward()
        optimizer.step()


def measure(network, inputs, labels):
    with torch.no_grad():
        logits = network(inputs)
    return nn.functional.cross_entropy(logits, labels).item(), (logits.argmax(1) == labels).double().mean().item()

# %%
# VARIANT
# part: clothes_training
# name: softmax_before_the_loss
# right: false
# score: 3
# mistake: The softmax was applied before the cross-entropy, which applies it again.
def one_epoch(network, optimizer, inputs, labels, batch_size, generator):
    for chosen in torch.randperm(len(labels), generator=generator).split(batch_size):
        optimizer.zero_grad()
        nn.functional.cross_entropy(network(inputs[chosen]).softmax(1), labels[chosen]).backward()
        optimizer.step()


def measure(network, inputs, labels):
    with torch.no_grad():
        logits = network(inputs)
    return nn.functional.cross_entropy(logits, labels).item(), (logits.argmax(1) == labels).double().mean().item()

# %%
# VARIANT
# part: clothes_training
# name: last_minibatch_dropped
# right: false
# score: 3.5
# mistake: The last minibatch is dropped where it is incomplete.
def one_epoch(network, optimizer, inputs, labels, batch_size, generator):
    order = torch.randperm(len(labels), generator=generator)
    for k in range(len(labels) // batch_size):
        chosen = order[k * batch_size : (k + 1) * batch_size]
        optimizer.zero_grad()
        nn.functional.cross_entropy(network(inputs[chosen]), labels[chosen]).backward()
        optimizer.step()


def measure(network, inputs, labels):
    with torch.no_grad():
        logits = network(inputs)
    return nn.functional.cross_entropy(logits, labels).item(), (logits.argmax(1) == labels).double().mean().item()

# %%
# VARIANT
# part: clothes_training
# name: whole_set_at_once
# right: false
# score: 4
# mistake: The batch size is ignored: one step an epoch on all samples.
def one_epoch(network, optimizer, inputs, labels, batch_size, generator):
    order = torch.randperm(len(labels), generator=generator)
    optimizer.zero_grad()
    nn.functional.cross_entropy(network(inputs[order]), labels[order]).backward()
    optimizer.step()


def measure(network, inputs, labels):
    with torch.no_grad():
        logits = network(inputs)
    return nn.functional.cross_entropy(logits, labels).item(), (logits.argmax(1) == labels).double().mean().item()

# %%
# VARIANT
# part: clothes_training
# name: no_shuffling
# right: false
# score: 5.5
# mistake: The samples are always taken in the same order.
def one_epoch(network, optimizer, inputs, labels, batch_size, generator):
    for x, y in zip(inputs.split(batch_size), labels.split(batch_size), strict=True):
        optimizer.zero_grad()
        nn.functional.cross_entropy(network(x), y).backward()
        optimizer.step()


def measure(network, inputs, labels):
    with torch.no_grad():
        logits = network(inputs)
    return nn.functional.cross_entropy(logits, labels).item(), (logits.argmax(1) == labels).double().mean().item()

# %%
# VARIANT
# part: clothes_training
# name: with_replacement
# right: false
# score: 4.5
# mistake: The samples of each minibatch are drawn anew, so that some are seen twice and some never.
def one_epoch(network, optimizer, inputs, labels, batch_size, generator):
    for _ in range(-(-len(labels) // batch_size)):
        chosen = torch.randint(len(labels), (batch_size,), generator=generator)
        optimizer.zero_grad()
        nn.functional.cross_entropy(network(inputs[chosen]), labels[chosen]).backward()
        optimizer.step()


def measure(network, inputs, labels):
    with torch.no_grad():
        logits = network(inputs)
    return nn.functional.cross_entropy(logits, labels).item(), (logits.argmax(1) == labels).double().mean().item()

# %%
# VARIANT
# part: clothes_training
# name: labels_not_shuffled
# right: false
# score: 3.5
# mistake: The samples are shuffled and their labels are not.
def one_epoch(network, optimizer, inputs, labels, batch_size, generator):
    order = torch.randperm(len(labels), generator=generator)
    for x, y in zip(inputs[order].split(batch_size), labels.split(batch_size), strict=True):
        optimizer.zero_grad()
        nn.functional.cross_entropy(network(x), y).backward()
        optimizer.step()


def measure(network, inputs, labels):
    with torch.no_grad():
        logits = network(inputs)
    return nn.functional.cross_entropy(logits, labels).item(), (logits.argmax(1) == labels).double().mean().item()

# %%
# VARIANT
# part: clothes_training
# name: percent
# right: false
# score: 4
# mistake: The accuracy is given in percent instead of as a fraction.
def one_epoch(network, optimizer, inputs, labels, batch_size, generator):
    for chosen in torch.randperm(len(labels), generator=generator).split(batch_size):
        optimizer.zero_grad()
        nn.functional.cross_entropy(network(inputs[chosen]), labels[chosen]).backward()
        optimizer.step()


def measure(network, inputs, labels):
    with torch.no_grad():
        logits = network(inputs)
    return nn.functional.cross_entropy(logits, labels).item(), 100 * (logits.argmax(1) == labels).double().mean().item()

# %%
# VARIANT
# part: clothes_training
# name: tensors_returned
# right: false
# score: 5
# mistake: The loss is returned as a tensor; a plain number is asked for.
def one_epoch(network, optimizer, inputs, labels, batch_size, generator):
    for chosen in torch.randperm(len(labels), generator=generator).split(batch_size):
        optimizer.zero_grad()
        nn.functional.cross_entropy(network(inputs[chosen]), labels[chosen]).backward()
        optimizer.step()


def measure(network, inputs, labels):
    logits = network(inputs)
    return nn.functional.cross_entropy(logits, labels), (logits.argmax(1) == labels).double().mean()

# %%
# VARIANT
# part: clothes_training
# name: mean_of_batch_means
# right: false
# score: 5
# mistake: The losses of minibatches were averaged without regard to their sizes.
def one_epoch(network, optimizer, inputs, labels, batch_size, generator):
    for chosen in torch.randperm(len(labels), generator=generator).split(batch_size):
        optimizer.zero_grad()
        nn.functional.cross_entropy(network(inputs[chosen]), labels[chosen]).backward()
        optimizer.step()


def measure(network, inputs, labels):
    losses, hits = [], []
    with torch.no_grad():
        for x, y in zip(inputs.split(9), labels.split(9), strict=True):
            logits = network(x)
            losses.append(nn.functional.cross_entropy(logits, y).item())
            hits.append((logits.argmax(1) == y).double().mean().item())
    return sum(losses) / len(losses), sum(hits) / len(hits)

# %%
# VARIANT
# part: clothes_training
# name: cleared_once_an_epoch
# right: false
# score: 4
# mistake: The gradients are set to zero once an epoch instead of before each minibatch.
def one_epoch(network, optimizer, inputs, labels, batch_size, generator):
    optimizer.zero_grad()
    for b in torch.randperm(len(inputs), generator=generator).split(batch_size):
        nn.functional.cross_entropy(network(inputs[b]), labels[b]).backward()
        optimizer.step()

def measure(network, inputs, labels):
    with torch.no_grad():
        out = network(inputs)
    return nn.functional.cross_entropy(out, labels).item(), (out.argmax(1) == labels).float().mean().item()

# %%
# VARIANT
# part: clothes_training
# name: last_minibatch_only
# right: false
# score: 4
# mistake: The step stands outside of the loop, so that only the last minibatch of an epoch moves the weights.
def one_epoch(network, optimizer, inputs, labels, batch_size, generator):
    for b in torch.randperm(len(inputs), generator=generator).split(batch_size):
        optimizer.zero_grad()
        nn.functional.cross_entropy(network(inputs[b]), labels[b]).backward()
    optimizer.step()

def measure(network, inputs, labels):
    with torch.no_grad():
        out = network(inputs)
    return nn.functional.cross_entropy(out, labels).item(), (out.argmax(1) == labels).float().mean().item()

# %%
# VARIANT
# part: clothes_training
# name: summed_loss_measured
# right: false
# score: 5
# mistake: The measured loss is the sum over the samples instead of the mean.
def one_epoch(network, optimizer, inputs, labels, batch_size, generator):
    for b in torch.randperm(len(inputs), generator=generator).split(batch_size):
        optimizer.zero_grad()
        nn.functional.cross_entropy(network(inputs[b]), labels[b]).backward()
        optimizer.step()

def measure(network, inputs, labels):
    with torch.no_grad():
        out = network(inputs)
    return nn.functional.cross_entropy(out, labels, reduction="sum").item(), (out.argmax(1) == labels).float().mean().item()

# %%
# VARIANT
# part: clothes_training
# name: labels_smoothed
# right: false
# score: 3
# mistake: The labels are smoothed: a tenth of their weight is spread over all classes.
def one_epoch(network, optimizer, inputs, labels, batch_size, generator):
    for b in torch.randperm(len(inputs), generator=generator).split(batch_size):
        optimizer.zero_grad()
        nn.functional.cross_entropy(network(inputs[b]), labels[b], label_smoothing=0.1).backward()
        optimizer.step()

def measure(network, inputs, labels):
    with torch.no_grad():
        out = network(inputs)
    return nn.functional.cross_entropy(out, labels).item(), (out.argmax(1) == labels).float().mean().item()

# %%
# VARIANT
# part: clothes_fit
# name: momentum
# right: true
# score: 10
learning_rate = 0.02
batch_size = 32
n_epochs = 15

clothes_model = make_network(1)
clothes_run = Run("fashion-mnist", data=clothes_train, train_size=len(clothes_train), validation_size=len(clothes_test),
                  seed=1, learning_rate=learning_rate, batch_size=batch_size)
optimizer = torch.optim.SGD(clothes_model.parameters(), lr=learning_rate, momentum=0.9)
order = seeded(2)
for _ in progress(range(epochs(n_epochs)), "epochs"):
    one_epoch(clothes_model, optimizer, train_rows, clothes_train.labels, batch_size, order)
    train_loss, train_accuracy = measure(clothes_model, train_rows, clothes_train.labels)
    test_loss, test_accuracy = measure(clothes_model, test_rows, clothes_test.labels)
    clothes_run.epoch(
        train_loss=train_loss,
        train_accuracy=train_accuracy,
        validation_loss=test_loss,
        validation_accuracy=test_accuracy,
    )
clothes_run.save(weights(clothes_model))

# %%
# VARIANT
# part: clothes_fit
# name: adam_w_large_batches
# right: true
# score: 10
learning_rate = 0.002
batch_size = 100
n_epochs = 10

clothes_model = make_network(1)
clothes_run = Run("fashion-mnist", data=clothes_train, train_size=len(clothes_train), validation_size=len(clothes_test),
                  seed=1, learning_rate=learning_rate, batch_size=batch_size)
optimizer = torch.optim.AdamW(clothes_model.parameters(), lr=learning_rate, weight_decay=1e-3)
order = seeded(2)
for _ in progress(range(epochs(n_epochs)), "epochs"):
    one_epoch(clothes_model, optimizer, train_rows, clothes_train.labels, batch_size, order)
    a, b = measure(clothes_model, train_rows, clothes_train.labels)
    c, d = measure(clothes_model, test_rows, clothes_test.labels)
    clothes_run.epoch(validation_accuracy=d, validation_loss=c, train_accuracy=b, train_loss=a)
clothes_run.save(weights(clothes_model))

# %%
# VARIANT
# part: clothes_fit
# name: own_loop
# right: true
# score: 10
learning_rate = 1e-3
batch_size = 64
n_epochs = 8

clothes_model = make_network(1)
clothes_run = Run("fashion-mnist", data=clothes_train, train_size=len(clothes_train), validation_size=len(clothes_test),
                  seed=1, learning_rate=learning_rate, batch_size=batch_size)
optimizer = torch.optim.RMSprop(clothes_model.parameters(), lr=learning_rate)
order = seeded(2)
for _ in progress(range(epochs(n_epochs)), "epochs"):
    for i in torch.randperm(len(train_rows), generator=order).split(batch_size):
        loss = nn.functional.cross_entropy(clothes_model(train_rows[i]), clothes_train.labels[i])
        clothes_run.step(loss)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    numbers = []
    for x, y in ((train_rows, clothes_train.labels), (test_rows, clothes_test.labels)):
        with torch.no_grad():
            z = clothes_model(x)
        numbers += [nn.functional.cross_entropy(z, y).item(), (z.argmax(1) == y).double().mean().item()]
    clothes_run.epoch(**dict(zip(clothes_run.history, numbers, strict=True)))
clothes_run.save(weights(clothes_model))

# %%
# VARIANT
# part: clothes_fit
# name: learning_rate_too_small
# right: false
# records: untrained
# score: 2
# mistake: With this learning rate nothing is learned in the number of epochs.
learning_rate = 1e-4
batch_size = 256
n_epochs = 3

clothes_model = make_network(1)
clothes_run = Run("fashion-mnist", data=clothes_train, train_size=len(clothes_train), validation_size=len(clothes_test),
                  seed=1, learning_rate=learning_rate, batch_size=batch_size)
optimizer = sgd(clothes_model, learning_rate)
order = seeded(2)
for _ in progress(range(epochs(n_epochs)), "epochs"):
    one_epoch(clothes_model, optimizer, train_rows, clothes_train.labels, batch_size, order)
    on_train = measure(clothes_model, train_rows, clothes_train.labels)
    on_test = measure(clothes_model, test_rows, clothes_test.labels)
    clothes_run.epoch(train_loss=on_train[0], train_accuracy=on_train[1], validation_loss=on_test[0], validation_accuracy=on_test[1])
clothes_run.save(weights(clothes_model))

# %%
# VARIANT
# part: clothes_fit
# name: learning_rate_too_large
# right: false
# records: not_finite
# score: 0
# mistake: With this learning rate the training runs away.
learning_rate = 3.0
batch_size = 64
n_epochs = 3

clothes_model = make_network(1)
clothes_run = Run("fashion-mnist", data=clothes_train, train_size=len(clothes_train), validation_size=len(clothes_test),
                  seed=1, learning_rate=learning_rate, batch_size=batch_size)
optimizer = sgd(clothes_model, learning_rate)
order = seeded(2)
for _ in progress(range(epochs(n_epochs)), "epochs"):
    one_epoch(clothes_model, optimizer, train_rows, clothes_train.labels, batch_size, order)
    on_train = measure(clothes_model, train_rows, clothes_train.labels)
    on_test = measure(clothes_model, test_rows, clothes_test.labels)
    clothes_run.epoch(train_loss=on_train[0], train_accuracy=on_train[1], validation_loss=on_test[0], validation_accuracy=on_test[1])
clothes_run.save(weights(clothes_model))

# %%
# VARIANT
# part: clothes_fit
# name: not_trained
# right: false
# records: untrained
# score: 2
# mistake: The loop measures and never trains.
learning_rate = 1e-3
batch_size = 64
n_epochs = 3

clothes_model = make_network(1)
clothes_run = Run("fashion-mnist", data=clothes_train, train_size=len(clothes_train), validation_size=len(clothes_test),
                  seed=1, learning_rate=learning_rate, batch_size=batch_size)
optimizer = torch.optim.Adam(clothes_model.parameters(), lr=learning_rate)
order = seeded(2)
for _ in progress(range(epochs(n_epochs)), "epochs"):
    on_train = measure(clothes_model, train_rows, clothes_train.labels)
    on_test = measure(clothes_model, test_rows, clothes_test.labels)
    clothes_run.epoch(train_loss=on_train[0], train_accuracy=on_train[1], validation_loss=on_test[0], validation_accuracy=on_test[1])
clothes_run.save(weights(clothes_model))

# %%
# VARIANT
# part: clothes_fit
# name: nothing_recorded
# right: false
# score: 6
# mistake: The network is trained and nothing is recorded.
learning_rate = 1e-3
batch_size = 64
n_epochs = 3

clothes_model = make_network(1)
clothes_run = Run("fashion-mnist", data=clothes_train, train_size=len(clothes_train), validation_size=len(clothes_test),
                  seed=1, learning_rate=learning_rate, batch_size=batch_size)
optimizer = torch.optim.Adam(clothes_model.parameters(), lr=learning_rate)
order = seeded(2)
for _ in progress(range(epochs(n_epochs)), "epochs"):
    one_epoch(clothes_model, optimizer, train_rows, clothes_train.labels, batch_size, order)
clothes_run.save(weights(clothes_model))

# %%
# VARIANT
# part: clothes_fit
# name: measured_before_training
# right: false
# score: 8
# mistake: The network is measured before each epoch, so that the curves end one epoch too early.
learning_rate = 1e-3
batch_size = 64
n_epochs = 6

clothes_model = make_network(1)
clothes_run = Run("fashion-mnist", data=clothes_train, train_size=len(clothes_train), validation_size=len(clothes_test),
                  seed=1, learning_rate=learning_rate, batch_size=batch_size)
optimizer = torch.optim.Adam(clothes_model.parameters(), lr=learning_rate)
order = seeded(2)
for _ in progress(range(epochs(n_epochs)), "epochs"):
    on_train = measure(clothes_model, train_rows, clothes_train.labels)
    on_test = measure(clothes_model, test_rows, clothes_test.labels)
    clothes_run.epoch(train_loss=on_train[0], train_accuracy=on_train[1], validation_loss=on_test[0], validation_accuracy=on_test[1])
    one_epoch(clothes_model, optimizer, train_rows, clothes_train.labels, batch_size, order)
clothes_run.save(weights(clothes_model))

# %%
# VARIANT
# part: clothes_fit
# name: test_curve_from_training_data
# right: false
# score: 8
# mistake: The curve of the test set was measured on the training set.
learning_rate = 1e-3
batch_size = 64
n_epochs = 6

clothes_model = make_network(1)
clothes_run = Run("fashion-mnist", data=clothes_train, train_size=len(clothes_train), validation_size=len(clothes_test),
                  seed=1, learning_rate=learning_rate, batch_size=batch_size)
optimizer = torch.optim.Adam(clothes_model.parameters(), lr=learning_rate)
order = seeded(2)
for _ in progress(range(epochs(n_epochs)), "epochs"):
    one_epoch(clothes_model, optimizer, train_rows, clothes_train.labels, batch_size, order)
    loss, accuracy = measure(clothes_model, train_rows, clothes_train.labels)
    clothes_run.epoch(train_loss=loss, train_accuracy=accuracy, validation_loss=loss, validation_accuracy=accuracy)
clothes_run.save(weights(clothes_model))

# %%
# VARIANT
# part: clothes_fit
# name: sets_swapped
# right: false
# score: 8
# mistake: The numbers of the two sets were swapped.
learning_rate = 1e-3
batch_size = 64
n_epochs = 6

clothes_model = make_network(1)
clothes_run = Run("fashion-mnist", data=clothes_train, train_size=len(clothes_train), validation_size=len(clothes_test),
                  seed=1, learning_rate=learning_rate, batch_size=batch_size)
optimizer = torch.optim.Adam(clothes_model.parameters(), lr=learning_rate)
order = seeded(2)
for _ in progress(range(epochs(n_epochs)), "epochs"):
    one_epoch(clothes_model, optimizer, train_rows, clothes_train.labels, batch_size, order)
    on_train = measure(clothes_model, train_rows, clothes_train.labels)
    on_test = measure(clothes_model, test_rows, clothes_test.labels)
    clothes_run.epoch(train_loss=on_test[0], train_accuracy=on_test[1], validation_loss=on_train[0], validation_accuracy=on_train[1])
clothes_run.save(weights(clothes_model))

# %%
# VARIANT
# part: clothes_fit
# name: measured_before_training_a_fresh_network
# right: false
# score: 6
# mistake: A fresh network is made in every epoch, and the one that is kept is another.
learning_rate = 1e-3
batch_size = 16
n_epochs = 6

clothes_run = Run("fashion-mnist", data=clothes_train, train_size=len(clothes_train), validation_size=len(clothes_test),
                  seed=1, learning_rate=learning_rate, batch_size=batch_size)
order = seeded(2)
for number in progress(range(epochs(n_epochs)), "epochs"):
    clothes_model = make_network(number)
    optimizer = torch.optim.Adam(clothes_model.parameters(), lr=learning_rate)
    on_train = measure(clothes_model, train_rows, clothes_train.labels)
    on_test = measure(clothes_model, test_rows, clothes_test.labels)
    one_epoch(clothes_model, optimizer, train_rows, clothes_train.labels, batch_size, order)
    clothes_run.epoch(train_loss=on_train[0], train_accuracy=on_train[1], validation_loss=on_test[0], validation_accuracy=on_test[1])
clothes_run.save(weights(clothes_model))

# %%
# VARIANT
# part: clothes_fit
# name: optimiser_of_another_network
# right: false
# records: untrained
# score: 2
# mistake: The optimiser was given the weights of another network, so that this one stays as it is.
learning_rate = 1e-3
batch_size = 64
n_epochs = 3

optimizer = torch.optim.Adam(make_network(1).parameters(), lr=learning_rate)
clothes_model = make_network(1)
clothes_run = Run("fashion-mnist", data=clothes_train, train_size=len(clothes_train), validation_size=len(clothes_test),
                  seed=1, learning_rate=learning_rate, batch_size=batch_size)
order = seeded(2)
for _ in progress(range(epochs(n_epochs)), "epochs"):
    one_epoch(clothes_model, optimizer, train_rows, clothes_train.labels, batch_size, order)
    on_train = measure(clothes_model, train_rows, clothes_train.labels)
    on_test = measure(clothes_model, test_rows, clothes_test.labels)
    clothes_run.epoch(train_loss=on_train[0], train_accuracy=on_train[1], validation_loss=on_test[0], validation_accuracy=on_test[1])
clothes_run.save(weights(clothes_model))

# %%
# VARIANT
# part: clothes_fit
# name: too_slow_for_the_top
# right: false
# records: half_trained
# score: 6.4
# mistake: The learning rate is too small for the accuracy that is asked for.
learning_rate = 1e-2
batch_size = 32
n_epochs = 3

clothes_model = make_network(1)
clothes_run = Run("fashion-mnist", data=clothes_train, train_size=len(clothes_train), validation_size=len(clothes_test),
                  seed=1, learning_rate=learning_rate, batch_size=batch_size)
optimizer = sgd(clothes_model, learning_rate)
order = seeded(2)
for _ in progress(range(epochs(n_epochs)), "epochs"):
    one_epoch(clothes_model, optimizer, train_rows, clothes_train.labels, batch_size, order)
    on_train = measure(clothes_model, train_rows, clothes_train.labels)
    on_test = measure(clothes_model, test_rows, clothes_test.labels)
    clothes_run.epoch(train_loss=on_train[0], train_accuracy=on_train[1], validation_loss=on_test[0], validation_accuracy=on_test[1])
clothes_run.save(weights(clothes_model))

# %%
# VARIANT
# part: clothes_fit
# name: forgot_the_files
# right: false
# records: none
# score: 3
# mistake: The notebook was handed in without its record and weights.
learning_rate = 0.002
batch_size = 100
n_epochs = 10

clothes_model = make_network(1)
clothes_run = Run("fashion-mnist", data=clothes_train, train_size=len(clothes_train), validation_size=len(clothes_test),
                  seed=1, learning_rate=learning_rate, batch_size=batch_size)
optimizer = torch.optim.AdamW(clothes_model.parameters(), lr=learning_rate, weight_decay=1e-3)
order = seeded(2)
for _ in progress(range(epochs(n_epochs)), "epochs"):
    one_epoch(clothes_model, optimizer, train_rows, clothes_train.labels, batch_size, order)
    a, b = measure(clothes_model, train_rows, clothes_train.labels)
    c, d = measure(clothes_model, test_rows, clothes_test.labels)
    clothes_run.epoch(validation_accuracy=d, validation_loss=c, train_accuracy=b, train_loss=a)
clothes_run.save(weights(clothes_model))

# %%
# VARIANT
# part: clothes_fit
# name: claims_more_than_its_weights
# right: false
# records: claims_more
# score: 9
# mistake: The record claims 97 %, and the weights do not reach it.
learning_rate = 0.002
batch_size = 100
n_epochs = 10

clothes_model = make_network(1)
clothes_run = Run("fashion-mnist", data=clothes_train, train_size=len(clothes_train), validation_size=len(clothes_test),
                  seed=1, learning_rate=learning_rate, batch_size=batch_size)
optimizer = torch.optim.AdamW(clothes_model.parameters(), lr=learning_rate, weight_decay=1e-3)
order = seeded(2)
for _ in progress(range(epochs(n_epochs)), "epochs"):
    one_epoch(clothes_model, optimizer, train_rows, clothes_train.labels, batch_size, order)
    a, b = measure(clothes_model, train_rows, clothes_train.labels)
    c, d = measure(clothes_model, test_rows, clothes_test.labels)
    clothes_run.epoch(validation_accuracy=d, validation_loss=c, train_accuracy=b, train_loss=a)
clothes_run.save(weights(clothes_model))

# %%
# VARIANT
# part: clothes_fit
# name: weights_of_another_run
# right: false
# records: others_weights
# score: 3
# mistake: The weights are not those that were saved with the record.
learning_rate = 0.002
batch_size = 100
n_epochs = 10

clothes_model = make_network(1)
clothes_run = Run("fashion-mnist", data=clothes_train, train_size=len(clothes_train), validation_size=len(clothes_test),
                  seed=1, learning_rate=learning_rate, batch_size=batch_size)
optimizer = torch.optim.AdamW(clothes_model.parameters(), lr=learning_rate, weight_decay=1e-3)
order = seeded(2)
for _ in progress(range(epochs(n_epochs)), "epochs"):
    one_epoch(clothes_model, optimizer, train_rows, clothes_train.labels, batch_size, order)
    a, b = measure(clothes_model, train_rows, clothes_train.labels)
    c, d = measure(clothes_model, test_rows, clothes_test.labels)
    clothes_run.epoch(validation_accuracy=d, validation_loss=c, train_accuracy=b, train_loss=a)
clothes_run.save(weights(clothes_model))

# %%
# VARIANT
# part: clothes_fit
# name: record_of_other_data
# right: false
# records: other_data
# score: 3
# mistake: The record says that the network was trained on other data.
learning_rate = 0.002
batch_size = 100
n_epochs = 10

clothes_model = make_network(1)
clothes_run = Run("fashion-mnist", data=clothes_train, train_size=len(clothes_train), validation_size=len(clothes_test),
                  seed=1, learning_rate=learning_rate, batch_size=batch_size)
optimizer = torch.optim.AdamW(clothes_model.parameters(), lr=learning_rate, weight_decay=1e-3)
order = seeded(2)
for _ in progress(range(epochs(n_epochs)), "epochs"):
    one_epoch(clothes_model, optimizer, train_rows, clothes_train.labels, batch_size, order)
    a, b = measure(clothes_model, train_rows, clothes_train.labels)
    c, d = measure(clothes_model, test_rows, clothes_test.labels)
    clothes_run.epoch(validation_accuracy=d, validation_loss=c, train_accuracy=b, train_loss=a)
clothes_run.save(weights(clothes_model))

# %%
# VARIANT
# part: clothes_probabilities
# name: by_hand
# right: true
# score: 4
def class_probabilities(network, inputs):
    logits = network(inputs).detach()
    shifted = torch.exp(logits - logits.amax(dim=1, keepdim=True))
    return shifted / shifted.sum(dim=1, keepdim=True)

# %%
# VARIANT
# part: clothes_probabilities
# name: log_softmax
# right: true
# score: 4
@torch.no_grad()
def class_probabilities(network, inputs):
    return nn.functional.log_softmax(network(inputs), dim=-1).exp()

# %%
# VARIANT
# part: clothes_probabilities
# name: module
# right: true
# score: 4
def class_probabilities(network, inputs):
    whole = nn.Sequential(network, nn.Softmax(dim=1))
    with torch.inference_mode():
        chances = whole(inputs)
    return chances.clone()

# %%
# VARIANT
# part: clothes_probabilities
# name: logits
# right: false
# score: 1
# mistake: The logits were returned as they are.
def class_probabilities(network, inputs):
    with torch.no_grad():
        return network(inputs)

# %%
# VARIANT
# part: clothes_probabilities
# name: softmax_over_samples
# right: false
# score: 0.5
# mistake: The softmax runs over the samples instead of over the classes.
def class_probabilities(network, inputs):
    with torch.no_grad():
        return torch.softmax(network(inputs), dim=0)

# %%
# VARIANT
# part: clothes_probabilities
# name: sigmoid
# right: false
# score: 1
# mistake: The sigmoid of each logit was taken, so that the rows do not add up to 1.
def class_probabilities(network, inputs):
    with torch.no_grad():
        return torch.sigmoid(network(inputs))

# %%
# VARIANT
# part: clothes_probabilities
# name: log_probabilities
# right: false
# score: 1
# mistake: The logarithms of the probabilities were returned.
def class_probabilities(network, inputs):
    with torch.no_grad():
        return torch.log_softmax(network(inputs), dim=1)

# %%
# VARIANT
# part: clothes_probabilities
# name: twice
# right: false
# score: 1.5
# mistake: The softmax was applied twice.
def class_probabilities(network, inputs):
    with torch.no_grad():
        return torch.softmax(torch.softmax(network(inputs), dim=1), dim=1)

# %%
# VARIANT
# part: clothes_probabilities
# name: normalised_logits
# right: false
# score: 0.5
# mistake: The logits were divided by their sum, without exponentials.
def class_probabilities(network, inputs):
    with torch.no_grad():
        logits = network(inputs)
    return logits / logits.sum(dim=1, keepdim=True)

# %%
# VARIANT
# part: clothes_probabilities
# name: overflow
# right: false
# score: 3.5
# mistake: The exponentials overflow for logits of a thousand.
def class_probabilities(network, inputs):
    with torch.no_grad():
        e = torch.exp(network(inputs))
    return e / e.sum(dim=1, keepdim=True)

# %%
# VARIANT
# part: clothes_probabilities
# name: most_probable_only
# right: false
# score: 0
# mistake: Only the largest probability of each sample was returned.
def class_probabilities(network, inputs):
    with torch.no_grad():
        return torch.softmax(network(inputs), dim=1).max(dim=1).values

# %%
# VARIANT
# part: clothes_probabilities
# name: the_trained_network_only
# right: false
# score: 0
# mistake: The trained network is used instead of the one that was passed in.
def class_probabilities(network, inputs):
    with torch.no_grad():
        return torch.softmax(clothes_model(inputs), dim=1)

# %%
# VARIANT
# part: clothes_probabilities
# name: one_hot
# right: false
# score: 1
# mistake: The prediction was returned as zeros and a one instead of as probabilities.
def class_probabilities(network, inputs):
    with torch.no_grad():
        logits = network(inputs)
    return nn.functional.one_hot(logits.argmax(1), logits.shape[1]).to(logits.dtype)

# %%
# VARIANT
# part: clothes_probabilities
# name: sum_of_the_whole_batch
# right: false
# score: 1
# mistake: The exponentials were divided by the sum over all samples.
def class_probabilities(network, inputs):
    with torch.no_grad():
        z = network(inputs)
    e = torch.exp(z - z.max())
    return e / e.sum()

# %%
# VARIANT
# part: clothes_probabilities
# name: sums_of_the_columns
# right: false
# score: 0.5
# mistake: The exponentials of each class were divided by their sum over the samples.
def class_probabilities(network, inputs):
    with torch.no_grad():
        z = network(inputs)
    e = torch.exp(z - z.max(1, keepdim=True).values)
    return (e.T / e.sum(0)[:, None]).T

# %%
# VARIANT
# part: clothes_probabilities
# name: percent
# right: false
# score: 1
# mistake: The probabilities are in percent; those of a sample add up to 1.
def class_probabilities(network, inputs):
    with torch.no_grad():
        return 100 * torch.softmax(network(inputs), dim=1)
