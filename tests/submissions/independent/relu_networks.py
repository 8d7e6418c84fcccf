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
Answers to the parts of `relu_networks`, written without a look at its variants.
"""

# %%
# VARIANT
# part: three_layer_expression
# name: maximum
# right: true
# score: 1
def three_layer_output(x, W1, b1, W2, b2, W3, b3):
    h1 = W1.matmul(x) + b1
    h1 = h1 * (h1 > 0)
    h2 = W2.matmul(h1) + b2
    h2 = torch.maximum(h2, torch.zeros_like(h2))
    return W3.matmul(h2) + b3

# %%
# VARIANT
# part: three_layer_expression
# name: relu_at_output
# right: false
# score: 0.2
# mistake: relu_on_the_output
def three_layer_output(x, W1, b1, W2, b2, W3, b3):
    for W, b in ((W1, b1), (W2, b2), (W3, b3)):
        x = torch.clamp(W @ x + b, min=0)
    return x

# %%
# VARIANT
# part: three_layer_expression
# name: linear
# right: false
# score: 0.2
# mistake: no_relu
def three_layer_output(x, W1, b1, W2, b2, W3, b3):
    h = W1.matmul(x) + b1
    h = W2.matmul(h) + b2
    return W3.matmul(h) + b3
