# %%
import numpy as np
import torch


def scale(x, factor):
    return factor * x


# %%
grader.check("scale")


# %%
class Linear:
    def __init__(self, d_in, d_out):
        self.W = torch.zeros(d_out, d_in, dtype=torch.float64)
        self.b = torch.zeros(d_out, dtype=torch.float64)

    def forward(self, x):
        self.x = x
        return x @ self.W.T + self.b

    def backward(self, upstream):
        self.dW = upstream.T @ self.x
        return upstream @ self.W


# %%
grader.check("linear")

# %%
answer = 42

# %%
grader.check("answer")
