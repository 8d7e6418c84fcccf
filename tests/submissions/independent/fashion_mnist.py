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
Answers to the parts of `fashion_mnist`, written without a look at its variants.
"""

# %%
# VARIANT
# part: clothes_network
# name: module_class
# right: true
# score: 4
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(784, 256)
        self.fc2 = nn.Linear(256, 128)
        self.fc3 = nn.Linear(128, 64)
        self.out = nn.Linear(64, 10)

    def forward(self, x):
        x = torch.relu(self.fc1(x))
        x = torch.relu(self.fc2(x))
        x = torch.relu(self.fc3(x))
        return self.out(x)


def make_network(seed):
    torch.manual_seed(seed)
    return Net()

# %%
# VARIANT
# part: clothes_network
# name: missing_layer
# right: false
# score: 0
# mistake: none
def make_network(seed):
    torch.manual_seed(seed)
    return nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 64), nn.ReLU(), nn.Linear(64, 10))

# %%
# VARIANT
# part: clothes_network
# name: relu_at_the_end
# right: false
# score: 2
# mistake: relu_at_the_end
def make_network(seed):
    torch.manual_seed(seed)
    return nn.Sequential(
        nn.Linear(784, 256), nn.ReLU(),
        nn.Linear(256, 128), nn.ReLU(),
        nn.Linear(128, 64), nn.ReLU(),
        nn.Linear(64, 10), nn.ReLU(),
    )

# %%
# VARIANT
# part: clothes_network
# name: seed_not_used
# right: false
# score: 3
# mistake: none
def make_network(seed):
    return nn.Sequential(
        nn.Linear(784, 256), nn.ReLU(),
        nn.Linear(256, 128), nn.ReLU(),
        nn.Linear(128, 64), nn.ReLU(),
        nn.Linear(64, 10),
    )

# %%
# VARIANT
# part: clothes_training
# name: data_loader
# right: true
# score: 6
def one_epoch(network, optimizer, inputs, labels, batch_size, generator):
    data = torch.utils.data.TensorDataset(inputs, labels)
    loader = torch.utils.data.DataLoader(data, batch_size=batch_size, shuffle=True, generator=generator)
    criterion = nn.CrossEntropyLoss()
    for x, y in loader:
        optimizer.zero_grad()
        criterion(network(x), y).backward()
        optimizer.step()


def measure(network, inputs, labels):
    network.eval()
    with torch.no_grad():
        z = network(inputs)
    network.train()
    return float(nn.functional.cross_entropy(z, labels)), float((z.argmax(1) == labels).float().mean())

# %%
# VARIANT
# part: clothes_training
# name: no_zero_grad
# right: false
# score: 3
# mistake: gradients_not_cleared
def one_epoch(network, optimizer, inputs, labels, batch_size, generator):
    perm = torch.randperm(len(inputs), generator=generator)
    for i in range(0, len(inputs), batch_size):
        idx = perm[i:i + batch_size]
        out = network(inputs[idx])
        l = nn.CrossEntropyLoss()(out, labels[idx])
        l.backward()
        optimizer.step()


def measure(network, inputs, labels):
    with torch.no_grad():
        out = network(inputs)
        return nn.CrossEntropyLoss()(out, labels).item(), (out.argmax(1) == labels).float().mean().item()

# %%
# VARIANT
# part: clothes_training
# name: softmax_before_loss
# right: false
# score: 2
# mistake: softmax_before_the_loss
def one_epoch(network, optimizer, inputs, labels, batch_size, generator):
    perm = torch.randperm(len(inputs), generator=generator)
    for i in range(0, len(inputs), batch_size):
        idx = perm[i:i + batch_size]
        optimizer.zero_grad()
        p = torch.softmax(network(inputs[idx]), dim=1)
        nn.functional.cross_entropy(p, labels[idx]).backward()
        optimizer.step()


def measure(network, inputs, labels):
    with torch.no_grad():
        p = torch.softmax(network(inputs), dim=1)
    return nn.functional.cross_entropy(p, labels).item(), (p.argmax(1) == labels).float().mean().item()

# %%
# VARIANT
# part: clothes_probabilities
# name: by_hand
# right: true
# score: 4
def class_probabilities(network, inputs):
    logits = network(inputs).detach()
    e = torch.exp(logits - logits.max(dim=1, keepdim=True).values)
    return e / e.sum(dim=1, keepdim=True)

# %%
# VARIANT
# part: clothes_probabilities
# name: over_samples
# right: false
# score: 0
# mistake: softmax_over_samples
def class_probabilities(network, inputs):
    with torch.no_grad():
        out = network(inputs)
    return torch.softmax(out, 0)

# %%
# VARIANT
# part: clothes_probabilities
# name: log_probabilities
# right: false
# score: 0
# mistake: log_probabilities
def class_probabilities(network, inputs):
    with torch.no_grad():
        return nn.functional.log_softmax(network(inputs), dim=1)

# %%
# VARIANT
# part: clothes_network
# name: he_with_zero_biases
# right: true
# score: 4
def make_network(seed):
    torch.manual_seed(seed)
    net = nn.Sequential(nn.Flatten(), nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 128), nn.ReLU(), nn.Linear(128, 64), nn.ReLU(), nn.Linear(64, 10))
    for m in net:
        if isinstance(m, nn.Linear):
            nn.init.kaiming_normal_(m.weight)
            nn.init.zeros_(m.bias)
    return net

# %%
# VARIANT
# part: clothes_network
# name: ordered_modules
# right: true
# score: 4
def make_network(seed):
    torch.manual_seed(seed)
    net = nn.Sequential()
    sizes = [784, 256, 128, 64, 10]
    for i in range(4):
        net.append(nn.Linear(sizes[i], sizes[i + 1]))
        if i < 3:
            net.append(nn.ReLU())
    return net

# %%
# VARIANT
# part: clothes_probabilities
# name: functional
# right: true
# score: 4
def class_probabilities(network, inputs):
    return nn.functional.softmax(network(inputs), dim=-1).detach()

# %%
# VARIANT
# part: clothes_probabilities
# name: dim0
# right: false
# score: 0.5
# mistake: softmax_over_samples
def class_probabilities(network, inputs):
    with torch.no_grad():
        return torch.softmax(network(inputs), dim=0)

# %%
# VARIANT
# part: clothes_probabilities
# name: divided_by_max
# right: false
# score: 1
# mistake: overflow
def class_probabilities(network, inputs):
    with torch.no_grad():
        z = network(inputs)
        e = torch.exp(z)
        return e / e.max(dim=1, keepdim=True).values

# %%
# VARIANT
# part: clothes_network
# name: ordered_dict
# right: true
# score: 4
def make_network(seed):
    torch.manual_seed(seed)
    sizes = [784, 256, 128, 64, 10]
    layers = []
    for a, b in zip(sizes[:-1], sizes[1:]):
        layers.extend([nn.Linear(a, b), nn.ReLU()])
    return nn.Sequential(*layers[:-1])

# %%
# VARIANT
# part: clothes_network
# name: class_style
# right: true
# score: 4
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.ModuleList(nn.Linear(a, b) for a, b in ((784, 256), (256, 128), (128, 64), (64, 10)))

    def forward(self, x):
        for layer in self.fc[:-1]:
            x = torch.relu(layer(x))
        return self.fc[-1](x)

def make_network(seed):
    torch.manual_seed(seed)
    return Net()

# %%
# VARIANT
# part: clothes_network
# name: zeros
# right: false
# score: 3.5
# mistake: none
def make_network(seed):
    torch.manual_seed(seed)
    net = nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 128), nn.ReLU(),
                         nn.Linear(128, 64), nn.ReLU(), nn.Linear(64, 10))
    for p in net.parameters():
        nn.init.zeros_(p)
    return net

# %%
# VARIANT
# part: clothes_training
# name: dataloader
# right: true
# score: 6
def one_epoch(network, optimizer, inputs, labels, batch_size, generator):
    loader = torch.utils.data.DataLoader(
        torch.utils.data.TensorDataset(inputs, labels), batch_size=batch_size, shuffle=True, generator=generator
    )
    criterion = nn.CrossEntropyLoss()
    network.train()
    for x, y in loader:
        optimizer.zero_grad()
        criterion(network(x), y).backward()
        optimizer.step()

def measure(network, inputs, labels):
    network.eval()
    with torch.inference_mode():
        out = network(inputs)
        loss = nn.CrossEntropyLoss()(out, labels).item()
        accuracy = (out.argmax(1) == labels).double().mean().item()
    return loss, accuracy

# %%
# VARIANT
# part: clothes_training
# name: chunks_measured
# right: true
# score: 6
def one_epoch(network, optimizer, inputs, labels, batch_size, generator):
    n = len(inputs)
    order = torch.randperm(n, generator=generator)
    for i in range(0, n, batch_size):
        idx = order[i:i + batch_size]
        logits = network(inputs[idx])
        loss = (torch.logsumexp(logits, 1) - logits[torch.arange(len(idx)), labels[idx]]).mean()
        for p in network.parameters():
            p.grad = None
        loss.backward()
        optimizer.step()

def measure(network, inputs, labels):
    total, right = 0.0, 0
    with torch.no_grad():
        for x, y in zip(inputs.split(7), labels.split(7)):
            out = network(x)
            total += nn.functional.cross_entropy(out, y, reduction="sum").item()
            right += out.argmax(1).eq(y).sum().item()
    return total / len(labels), right / len(labels)

# %%
# VARIANT
# part: clothes_training
# name: no_zero_grad_again
# right: false
# score: 3
# mistake: gradients_not_cleared
def one_epoch(network, optimizer, inputs, labels, batch_size, generator):
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
# name: zero_after_backward
# right: false
# score: 2
# mistake: cleared_after_backward
def one_epoch(network, optimizer, inputs, labels, batch_size, generator):
    for b in torch.randperm(len(inputs), generator=generator).split(batch_size):
        nn.functional.cross_entropy(network(inputs[b]), labels[b]).backward()
        optimizer.zero_grad()
        optimizer.step()

def measure(network, inputs, labels):
    with torch.no_grad():
        out = network(inputs)
    return nn.functional.cross_entropy(out, labels).item(), (out.argmax(1) == labels).float().mean().item()

# %%
# VARIANT
# part: clothes_probabilities
# name: exp_log_softmax
# right: true
# score: 4
def class_probabilities(network, inputs):
    with torch.no_grad():
        return nn.functional.log_softmax(network(inputs), dim=-1).exp()

# %%
# VARIANT
# part: clothes_probabilities
# name: by_rows
# right: true
# score: 4
@torch.no_grad()
def class_probabilities(network, inputs):
    return torch.stack([network(row[None])[0].softmax(0) for row in inputs])

# %%
# VARIANT
# part: clothes_probabilities
# name: naive
# right: false
# score: 3.5
# mistake: overflow
def class_probabilities(network, inputs):
    with torch.no_grad():
        e = torch.exp(network(inputs))
    return e / e.sum(1, keepdim=True)

# %%
# VARIANT
# part: clothes_probabilities
# name: only_max
# right: false
# score: 0
# mistake: most_probable_only
def class_probabilities(network, inputs):
    with torch.no_grad():
        return torch.softmax(network(inputs), dim=1).max(1).values
