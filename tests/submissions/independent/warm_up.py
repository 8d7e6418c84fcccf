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
Answers to the parts of `warm_up`, written without a look at its variants.
"""

# %%
# VARIANT
# part: centred_columns
# name: rows
# right: false
# score: 0.25
# mistake: rows
def centred(x):
    return x - x.mean(1, keepdim=True)

# %%
# VARIANT
# part: centred_columns
# name: whole
# right: false
# score: 0.25
# mistake: overall_mean
def centred(x):
    return x - torch.mean(x)

# %%
# VARIANT
# part: centred_columns
# name: in_place
# right: false
# score: 0.75
# mistake: in_place
def centred(x):
    x -= x.mean(dim=0)
    return x

# %%
# VARIANT
# part: picked_entries
# name: gather
# right: true
# score: 1
def picked(scores, labels):
    return scores.gather(1, labels.unsqueeze(1)).squeeze(1)

# %%
# VARIANT
# part: picked_entries
# name: all_columns
# right: false
# score: 0
# mistake: columns
def picked(scores, labels):
    return scores[:, labels]

# %%
# VARIANT
# part: squared_distances
# name: expanded
# right: true
# score: 1
def squared_distances(a, b):
    out = torch.zeros(len(a), len(b), dtype=a.dtype)
    for i in range(len(a)):
        for j in range(len(b)):
            out[i, j] = torch.sum((a[i] - b[j]) ** 2)
    return out

# %%
# VARIANT
# part: squared_distances
# name: root
# right: false
# score: 0
# mistake: not_squared
def squared_distances(a, b):
    return torch.cdist(a, b)

# %%
# VARIANT
# part: two_layer_module
# name: no_relu
# right: false
# score: 0
# mistake: none
class TwoLayerNet(torch.nn.Module):
    def __init__(self, d_in, width, d_out):
        super().__init__()
        self.fc1 = torch.nn.Linear(d_in, width)
        self.fc2 = torch.nn.Linear(width, d_out)

    def forward(self, x):
        return self.fc2(self.fc1(x))

# %%
# VARIANT
# part: count_parameters
# name: weights_only
# right: false
# score: 0.25
# mistake: weights_only
def count_parameters(module):
    return sum(p.numel() for name, p in module.named_parameters() if "weight" in name)

# %%
# VARIANT
# part: count_parameters
# name: tensors
# right: false
# score: 0
# mistake: number_of_tensors
def count_parameters(module):
    return len(list(module.parameters()))

# %%
# VARIANT
# part: centred_columns
# name: torch_mean_function
# right: true
# score: 1
def centred(x):
    return torch.sub(x, torch.mean(x, 0, keepdim=True))

# %%
# VARIANT
# part: centred_columns
# name: einsum_mean
# right: true
# score: 1
def centred(x):
    n = x.shape[0]
    return x - torch.einsum("nd->d", x) / n

# %%
# VARIANT
# part: centred_columns
# name: rows_kept
# right: false
# score: 0.25
# mistake: rows
def centred(x):
    return x - x.mean(dim=1, keepdim=True)

# %%
# VARIANT
# part: centred_columns
# name: inplace
# right: false
# score: 0.75
# mistake: in_place
def centred(x):
    x -= x.mean(dim=0)
    return x

# %%
# VARIANT
# part: two_layer_module
# name: sequential_inside
# right: true
# score: 1
class TwoLayerNet(torch.nn.Module):
    def __init__(self, d_in, width, d_out):
        super().__init__()
        self.hidden = torch.nn.Linear(in_features=d_in, out_features=width)
        self.act = torch.nn.ReLU()
        self.output = torch.nn.Linear(in_features=width, out_features=d_out)
    def forward(self, x):
        for layer in (self.hidden, self.act, self.output):
            x = layer(x)
        return x

# %%
# VARIANT
# part: count_parameters
# name: prod
# right: true
# score: 1
def count_parameters(module):
    import math
    return sum(math.prod(p.shape) for p in module.parameters())

# %%
# VARIANT
# part: count_parameters
# name: layers_counted
# right: false
# score: 0
# mistake: number_of_tensors
def count_parameters(module):
    return len(list(module.parameters()))

# %%
# VARIANT
# part: picked_entries
# name: list_comprehension
# right: true
# score: 1
def picked(scores, labels):
    return torch.tensor([row[label].item() for row, label in zip(scores, labels)], dtype=scores.dtype)

# %%
# VARIANT
# part: picked_entries
# name: wrong_axis_gather
# right: false
# score: 0.25
# mistake: largest
def picked(scores, labels):
    return scores.max(dim=1).values

# %%
# VARIANT
# part: squared_distances
# name: gram
# right: true
# score: 1
def squared_distances(a, b):
    d = a.unsqueeze(1) - b.unsqueeze(0)
    return torch.einsum("nmd,nmd->nm", d, d)

# %%
# VARIANT
# part: squared_distances
# name: rooted
# right: false
# score: 0.3
# mistake: not_squared
def squared_distances(a, b):
    return torch.cdist(a, b)

# %%
# VARIANT
# part: centred_columns
# name: keepdim
# right: true
# score: 1
def centred(x):
    return x.sub(x.mean(0, keepdim=True))

# %%
# VARIANT
# part: centred_columns
# name: centring_matrix
# right: true
# score: 1
def centred(x):
    n = x.shape[0]
    return (torch.eye(n, dtype=x.dtype) - torch.full((n, n), 1 / n, dtype=x.dtype)) @ x

# %%
# VARIANT
# part: centred_columns
# name: n_minus_one
# right: false
# score: 0.25
# mistake: one_less
def centred(x):
    return x - x.sum(0) / (len(x) - 1)

# %%
# VARIANT
# part: picked_entries
# name: gather_again
# right: true
# score: 1
def picked(scores, labels):
    return torch.gather(scores, 1, labels[:, None])[:, 0]

# %%
# VARIANT
# part: picked_entries
# name: listcomp
# right: true
# score: 1
def picked(scores, labels):
    return torch.stack([row[int(l)] for row, l in zip(scores, labels)])

# %%
# VARIANT
# part: picked_entries
# name: keeps_dim
# right: false
# score: 0
# mistake: kept_dimension
def picked(scores, labels):
    return scores.gather(1, labels.unsqueeze(1))

# %%
# VARIANT
# part: picked_entries
# name: diag_of_product
# right: false
# score: 0.1
# mistake: none
def picked(scores, labels):
    return scores.T[torch.arange(len(labels)) % scores.shape[1], labels % len(scores)]

# %%
# VARIANT
# part: squared_distances
# name: expand_squares
# right: true
# score: 1
def squared_distances(a, b):
    sq = (a * a).sum(1)[:, None] + (b * b).sum(1)[None, :] - 2 * a @ b.T
    return sq.clamp(min=0)

# %%
# VARIANT
# part: squared_distances
# name: cdist
# right: true
# score: 1
def squared_distances(a, b):
    return torch.cdist(a, b, compute_mode="donot_use_mm_for_euclid_dist").pow(2)

# %%
# VARIANT
# part: squared_distances
# name: transposed
# right: false
# score: 0.2
# mistake: transposed
def squared_distances(a, b):
    return ((b[:, None] - a[None]) ** 2).sum(-1)

# %%
# VARIANT
# part: squared_distances
# name: summed_dim1
# right: false
# score: 0
# mistake: wrong_dimension
def squared_distances(a, b):
    return ((a[:, None] - b[None]) ** 2).sum(1)

# %%
# VARIANT
# part: two_layer_module
# name: clamp_no_inplace
# right: true
# score: 1
class TwoLayerNet(torch.nn.Module):
    def __init__(self, d_in, width, d_out):
        super().__init__()
        self.add_module("hidden", torch.nn.Linear(in_features=d_in, out_features=width))
        self.add_module("output", torch.nn.Linear(in_features=width, out_features=d_out, bias=True))
        self.act = torch.nn.ReLU(inplace=True)

    def forward(self, x):
        h = self.hidden(x)
        h = self.act(h)
        return self.output(h)

# %%
# VARIANT
# part: two_layer_module
# name: other_init
# right: true
# score: 1
class TwoLayerNet(torch.nn.Module):
    def __init__(self, d_in, width, d_out):
        super().__init__()
        self.output, self.hidden = torch.nn.Linear(width, d_out), torch.nn.Linear(d_in, width)
        torch.nn.init.kaiming_normal_(self.hidden.weight)

    def forward(self, x):
        h = x @ self.hidden.weight.T + self.hidden.bias
        return torch.where(h > 0, h, torch.zeros_like(h)) @ self.output.weight.T + self.output.bias

# %%
# VARIANT
# part: two_layer_module
# name: softmax
# right: false
# score: 0.25
# mistake: softmax
class TwoLayerNet(torch.nn.Module):
    def __init__(self, d_in, width, d_out):
        super().__init__()
        self.hidden = torch.nn.Linear(d_in, width)
        self.output = torch.nn.Linear(width, d_out)

    def forward(self, x):
        return torch.softmax(self.output(torch.relu(self.hidden(x))), dim=-1)

# %%
# VARIANT
# part: two_layer_module
# name: sizes_swapped
# right: false
# score: 0
# mistake: sizes_swapped
class TwoLayerNet(torch.nn.Module):
    def __init__(self, d_in, width, d_out):
        super().__init__()
        self.hidden = torch.nn.Linear(width, d_in)
        self.output = torch.nn.Linear(d_out, width)

    def forward(self, x):
        return self.output(torch.relu(self.hidden(x)))

# %%
# VARIANT
# part: count_parameters
# name: flat_cat
# right: true
# score: 1
def count_parameters(module):
    return torch.nn.utils.parameters_to_vector(module.parameters()).numel()

# %%
# VARIANT
# part: count_parameters
# name: loop_named
# right: true
# score: 1
def count_parameters(module):
    n = 0
    for _, p in module.named_parameters():
        n += p.nelement()
    return n

# %%
# VARIANT
# part: count_parameters
# name: weights_only_again
# right: false
# score: 0.25
# mistake: weights_only
def count_parameters(module):
    return sum(p.numel() for n, p in module.named_parameters() if "weight" in n)

# %%
# VARIANT
# part: count_parameters
# name: sum_of_values
# right: false
# score: 0
# mistake: sum_of_values
def count_parameters(module):
    return sum(p.sum().item() for p in module.parameters())
