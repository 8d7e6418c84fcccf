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
