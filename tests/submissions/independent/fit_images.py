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
Answers to the parts of `fit_images`, written without a look at its variants.
"""

# %%
# VARIANT
# part: network
# name: written_out
# right: true
# score: 2
class MLP:
    def __init__(self, d_in, width, d_out, generator=None, dtype=torch.float32):
        self.hidden = Linear(d_in, width, generator=generator, dtype=dtype)
        self.relu = ReLU()
        self.output = Linear(width, d_out, generator=generator, dtype=dtype)
        self.layers = (self.hidden, self.relu, self.output)

    def forward(self, x):
        h = self.relu.forward(self.hidden.forward(x))
        return self.output.forward(h)

    def backward(self, upstream):
        dh = self.output.backward(upstream)
        return self.hidden.backward(self.relu.backward(dh))

# %%
# VARIANT
# part: network
# name: relu_skipped_in_backward
# right: false
# score: 0.5
# mistake: relu_skipped_backward
class MLP:
    def __init__(self, d_in, width, d_out, generator=None, dtype=torch.float32):
        self.hidden = Linear(d_in, width, generator, dtype)
        self.relu = ReLU()
        self.output = Linear(width, d_out, generator, dtype)
        self.layers = [self.hidden, self.relu, self.output]

    def forward(self, x):
        return self.output.forward(self.relu.forward(self.hidden.forward(x)))

    def backward(self, upstream):
        return self.hidden.backward(self.output.backward(upstream))

# %%
# VARIANT
# part: network
# name: chained
# right: true
# score: 2
class MLP:
    def __init__(self, d_in, width, d_out, generator=None, dtype=torch.float32):
        self.hidden = Linear(d_in, width, generator, dtype)
        self.relu = ReLU()
        self.output = Linear(width, d_out, generator, dtype)
        self.layers = [self.hidden, self.relu, self.output]
    def forward(self, x):
        return self.output.forward(self.relu.forward(self.hidden.forward(x)))
    def backward(self, upstream):
        return self.hidden.backward(self.relu.backward(self.output.backward(upstream)))

# %%
# VARIANT
# part: network
# name: relu_backward_missing
# right: false
# score: 0.5
# mistake: relu_skipped_backward
class MLP:
    def __init__(self, d_in, width, d_out, generator=None, dtype=torch.float32):
        self.hidden = Linear(d_in, width, generator, dtype)
        self.relu = ReLU()
        self.output = Linear(width, d_out, generator, dtype)
        self.layers = [self.hidden, self.relu, self.output]
    def forward(self, x):
        return self.output.forward(self.relu.forward(self.hidden.forward(x)))
    def backward(self, upstream):
        return self.hidden.backward(self.output.backward(upstream))

# %%
# VARIANT
# part: network
# name: backward_returns_none
# right: false
# score: 0.75
# mistake: none
class MLP:
    def __init__(self, d_in, width, d_out, generator=None, dtype=torch.float32):
        self.hidden = Linear(d_in, width, generator, dtype)
        self.relu = ReLU()
        self.output = Linear(width, d_out, generator, dtype)
        self.layers = [self.hidden, self.relu, self.output]
    def forward(self, x):
        return self.output.forward(self.relu.forward(self.hidden.forward(x)))
    def backward(self, upstream):
        for layer in self.layers[::-1]:
            upstream = layer.backward(upstream)

# %%
# VARIANT
# part: network
# name: loop_over_layers
# right: true
# score: 2
class MLP:
    def __init__(self, d_in, width, d_out, generator=None, dtype=torch.float32):
        self.hidden = Linear(d_in, width, generator, dtype)
        self.relu = ReLU()
        self.output = Linear(width, d_out, generator, dtype)
        self.layers = [self.hidden, self.relu, self.output]

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, upstream):
        for layer in self.layers[::-1]:
            upstream = layer.backward(upstream)
        return upstream

# %%
# VARIANT
# part: network
# name: reduce
# right: true
# score: 2
from functools import reduce

class MLP:
    def __init__(self, d_in, width, d_out, generator=None, dtype=torch.float32):
        self.hidden = Linear(d_in, width, generator, dtype)
        self.relu = ReLU()
        self.output = Linear(width, d_out, generator, dtype)
        self.layers = [self.hidden, self.relu, self.output]

    def forward(self, x):
        return reduce(lambda h, layer: layer.forward(h), self.layers, x)

    def backward(self, upstream):
        return reduce(lambda g, layer: layer.backward(g), reversed(self.layers), upstream)

# %%
# VARIANT
# part: network
# name: relu_forgotten_back
# right: false
# score: 0.5
# mistake: relu_skipped_backward
class MLP:
    def __init__(self, d_in, width, d_out, generator=None, dtype=torch.float32):
        self.hidden = Linear(d_in, width, generator, dtype)
        self.relu = ReLU()
        self.output = Linear(width, d_out, generator, dtype)
        self.layers = [self.hidden, self.relu, self.output]

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, upstream):
        return self.hidden.backward(self.output.backward(upstream))

# %%
# VARIANT
# part: network
# name: softmax_at_end
# right: false
# score: 0.25
# mistake: softmax_included
class MLP:
    def __init__(self, d_in, width, d_out, generator=None, dtype=torch.float32):
        self.hidden = Linear(d_in, width, generator, dtype)
        self.relu = ReLU()
        self.output = Linear(width, d_out, generator, dtype)
        self.layers = [self.hidden, self.relu, self.output]

    def forward(self, x):
        x = self.output.forward(self.relu.forward(self.hidden.forward(x)))
        return torch.softmax(x, dim=1)

    def backward(self, upstream):
        return self.hidden.backward(self.relu.backward(self.output.backward(upstream)))
