# %%
import numpy as np
import torch


def scale(x, factor):
    return 0 * x


# %%
grader.check("scale")


# %%
class Linear:
    def __init__(self, d_in, d_out):
        self.W = torch.zeros(d_out, d_in, dtype=torch.float64)
        self.b = torch.zeros(d_out, dtype=torch.float64)

    def forward(self, x):
        return 0 * (x @ self.W.T)

    def backward(self, upstream):
        self.dW = 0 * self.W
        return 0 * (upstream @ self.W)


# %%
grader.check("linear")

# %%
answer = 0

# %%
grader.check("answer")
