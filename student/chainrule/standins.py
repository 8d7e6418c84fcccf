"""A model and a loss to try a training loop on, before your own modules are ready.

They offer the interface of hand-written modules and borrow their gradients from autograd, so that a
loop can be written, checked and graded by itself. Both keep a diary of what they were shown.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional


class StandInModel:
    """One linear layer with the interface of a network: ``layers``, ``forward``, ``backward``.

    Attributes:
        layers: The layers that have something to learn: only this one.
        W: Weight, of shape (d_out, d_in).
        b: Bias, of shape (d_out,).
        dW: Gradient of the weight, stored by ``backward``; None before.
        db: Gradient of the bias, stored by ``backward``; None before.
        batches: A copy of every input that ``forward`` was given, in order.
        backward_calls: How often ``backward`` was called.
    """

    def __init__(self, d_in: int, d_out: int) -> None:
        self.layers = [self]
        self.W = torch.zeros(d_out, d_in, dtype=torch.float32)  # as the pictures are
        self.b = torch.zeros(d_out, dtype=torch.float32)
        self.dW: Tensor | None = None
        self.db: Tensor | None = None
        self.batches: list[Tensor] = []
        self.backward_calls = 0

    def forward(self, x: Tensor) -> Tensor:
        """Return the logits, of shape (batch, d_out), for inputs of shape (batch, d_in)."""
        self.batches.append(x.detach().clone())
        self._input, self._W, self._b = (
            tensor.detach().clone().requires_grad_() for tensor in (x, self.W, self.b)
        )
        with torch.enable_grad():
            self._logits = functional.linear(self._input, self._W, self._b)
        return self._logits.detach().clone()

    def backward(self, upstream: Tensor) -> Tensor:
        """Store ``dW`` and ``db`` for the latest input, and return the input's gradient."""
        self.backward_calls += 1
        dx, self.dW, self.db = torch.autograd.grad(
            self._logits, (self._input, self._W, self._b), upstream.detach(), retain_graph=True
        )
        return dx


class StandInLoss:
    """Cross-entropy of logits and integer labels, averaged over the batch.

    Attributes:
        batches: A copy of the labels that ``forward`` was given, in order.
    """

    def __init__(self) -> None:
        self.batches: list[Tensor] = []

    def forward(self, logits: Tensor, labels: Tensor) -> Tensor:
        """Return the mean loss of the batch, a tensor without dimensions."""
        self.batches.append(labels.detach().clone())
        self._logits = logits.detach().clone().requires_grad_()
        with torch.enable_grad():
            self._loss = functional.cross_entropy(self._logits, labels)
        return self._loss.detach().clone()

    def backward(self) -> Tensor:
        """Return the gradient of the latest loss with respect to its logits."""
        (gradient,) = torch.autograd.grad(self._loss, self._logits, retain_graph=True)
        return gradient
