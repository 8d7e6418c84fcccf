"""Make the records that wrong variants hand in: ``python assignment/records/make_wrong.py``.

Each folder beside this file is one way for a record to be wrong. It holds the files that differ from
those of the solution: `assignment/variants` names the folder.
"""

from __future__ import annotations

import copy
import hashlib
import json
import os
from pathlib import Path
from typing import Any

import torch

from chainrule.data import fashion_mnist
from chainrule.record import RECORD_SUFFIX, WEIGHTS_SUFFIX, Run
from chainrule.verification import relu_network

HERE = Path(__file__).resolve().parent


def rows(images: torch.Tensor) -> torch.Tensor:
    """Return pictures as rows around 0, as the problems prepare them."""
    return (images.flatten(1) - 0.286) / 0.353


def measured(W: torch.Tensor, images: torch.Tensor, labels: torch.Tensor) -> tuple[float, float]:
    """Return loss and accuracy of a single layer."""
    logits = torch.from_numpy(relu_network({"W": W.numpy()}, rows(images).numpy()))
    loss = torch.nn.functional.cross_entropy(logits, labels).item()
    return loss, (logits.argmax(dim=1) == labels).double().mean().item()


def single_layer(steps: int) -> torch.Tensor:
    """Return the weight of a single layer after some steps of gradient descent on 600 pictures."""
    training = fashion_mnist("train", limit=600)
    W = 0.01 * torch.randn(10, 784, generator=torch.Generator().manual_seed(1))
    for _ in range(steps):
        W.requires_grad_()
        logits = rows(training.images) @ W.T
        (slope,) = torch.autograd.grad(
            torch.nn.functional.cross_entropy(logits, training.labels), W
        )
        W = (W - 0.05 * slope).detach()
    return W


def save_single_layer(folder: str, steps: int) -> None:
    """Save an honest record of a poor network, for both problems."""
    training, test = fashion_mnist("train"), fashion_mnist("test")
    W = single_layer(steps)
    first, last = slice(None, 50_000), slice(50_000, None)
    for name, train, validation in (
        ("fit", (training.images[first], training.labels[first]),
         (training.images[last], training.labels[last])),
        ("fashion-mnist", (training.images, training.labels), (test.images, test.labels)),
    ):  # fmt: skip
        run = Run(
            name,
            data=training,
            train_size=len(train[1]),
            validation_size=len(validation[1]),
            layers=1,
            steps_of_descent=steps,
        )
        numbers = (*measured(W, *train), *measured(W, *validation))
        run.epoch(**dict(zip(run.history, numbers, strict=True)))
        inside(folder, lambda run=run: run.save({"W": W}))


def inside(folder: str, save: Any) -> None:
    """Call ``save`` in a folder beside this file."""
    (HERE / folder).mkdir(exist_ok=True)
    os.chdir(HERE / folder)
    save()
    os.chdir(HERE)


def change(folder: str, name: str, **changes: Any) -> None:
    """Write the solution's record with changes; the weights stay those of the solution."""
    record = copy.deepcopy(json.loads((HERE / f"{name}{RECORD_SUFFIX}").read_text()))
    if "accuracy" in changes:
        record["history"]["validation_accuracy"][-1] = changes["accuracy"]
    if "data" in changes:
        record["data"]["name"] = record["data"]["title"] = changes["data"]
    if "weights" in changes:
        record["weights"]["sha256"] = hashlib.sha256(changes["weights"]).hexdigest()
    (HERE / folder).mkdir(exist_ok=True)
    (HERE / folder / f"{name}{RECORD_SUFFIX}").write_text(json.dumps(record, indent=1))


if __name__ == "__main__":
    save_single_layer("untrained", 0)
    save_single_layer("half_trained", 60)
    for run in ("fit", "fashion-mnist"):
        change("claims_more", run, accuracy=0.97)
        change("averaged_over_batches", run, accuracy=0.890_437)
        change("other_data", run, data="CIFAR-10 stand-in")
        # Weights of another run beside the record of this one.
        inside("others_weights", lambda: None)
        other = (HERE / "half_trained" / f"{run}{WEIGHTS_SUFFIX}").read_bytes()
        (HERE / "others_weights" / f"{run}{WEIGHTS_SUFFIX}").write_bytes(other)
        broken = Run(run, data=fashion_mnist("train"), train_size=1, validation_size=1)
        inside("not_finite", lambda run=broken: run.save({"W": torch.full((10, 784), torch.nan)}))
        weights = (HERE / "not_finite" / f"{run}{WEIGHTS_SUFFIX}").read_bytes()
        change("not_finite", run, weights=weights)
