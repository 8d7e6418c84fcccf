"""Measure what a student waits for in ``hw1``, on one core, with the model answers.

Four figures: one epoch of FashionMNIST with the hand-written modules against the same network in
``torch.nn`` with autograd (the named peer, in the same run), all cells of the solution in grading
mode, all public checks after that, and the PDF of the solved notebook. ``make bench`` runs it after
a build of ``hw1``.
"""

from __future__ import annotations

import os

os.environ["OMP_NUM_THREADS"] = "1"
os.environ["MPLBACKEND"] = "agg"

import contextlib
import io
import re
import statistics
import time
from pathlib import Path
from typing import Any

import nbformat
import torch
from otter.test_files.exception_test import ExceptionTestFile

from chainrule import document
from chainrule.data import fashion_mnist

BUILD = Path("build/hw1")
ROUNDS = 3
BATCH = 64
LEARNING_RATE = 0.05
CHECK = re.compile(r'grader\.check\("(\w+)"\)')


def code_cells() -> list[str]:
    """Return the solution's code cells, without those that talk to Otter."""
    notebook = nbformat.read(BUILD / "solution.ipynb", as_version=4)
    sources = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    return [s for s in sources if not re.search(r"grader|opening import start|submit\(", s)]


def quietly(source: str, names: dict[str, Any]) -> None:
    """Run a cell without showing what it prints."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        exec(compile(source, "<cell>", "exec"), names)


def seconds(step: Any) -> float:
    """Return how long ``step()`` takes: the median of a few rounds."""
    taken = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        step()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)


def training() -> None:
    """Compare an epoch by hand with an epoch of torch.nn."""
    names: dict[str, Any] = {}
    for source in code_cells():
        if "fashion_mnist" in source:
            break
        quietly(source, names)
    network = next(source for source in code_cells() if "class MLP" in source)
    quietly(network, names)
    data = fashion_mnist("train")
    images, labels = (data.images.flatten(1) - 0.286) / 0.353, data.labels

    model = names["MLP"](784, 128, 10, generator=names["seeded"](1))
    loss, optimizer = names["CrossEntropyLoss"](), names["SGD"](model, LEARNING_RATE)
    by_hand = seconds(
        lambda: names["train_epoch"](
            model, loss, optimizer, images, labels, BATCH, names["seeded"](2)
        )
    )

    torch.set_grad_enabled(True)
    peer = torch.nn.Sequential(torch.nn.Linear(784, 128), torch.nn.ReLU(), torch.nn.Linear(128, 10))
    step = torch.optim.SGD(peer.parameters(), LEARNING_RATE)

    def epoch_of_the_peer() -> None:
        total = 0.0
        for batch in torch.randperm(len(labels)).split(BATCH):
            step.zero_grad()
            cost = torch.nn.functional.cross_entropy(peer(images[batch]), labels[batch])
            cost.backward()
            step.step()
            total += float(cost.detach()) * len(batch)

    autograd = seconds(epoch_of_the_peer)
    print(f"one epoch of {len(labels):,} images, 784-128-10, minibatches of {BATCH}")
    print(f"  torch.nn with autograd   {autograd:6.2f} s")
    print(
        f"  modules by hand          {by_hand:6.2f} s, {autograd / by_hand:.2f} times its speed "
        "(at least 0.7)"
    )


def grading_mode() -> None:
    """Time the whole solution as graders run it, then every public check."""
    os.environ["CHAINRULE_GRADING"] = "1"
    cells = code_cells()
    names: dict[str, Any] = {}
    quietly("import torch, numpy, matplotlib.pyplot", names)
    began = time.perf_counter()
    for source in cells:
        quietly(source, names)
    executed = time.perf_counter() - began

    release = nbformat.read("student/hw1/hw1.ipynb", as_version=4)
    tests = release.metadata["otter"]["tests"]
    os.chdir("assignment/records")  # the solution's, which a student has beside the notebook
    began = time.perf_counter()
    failed = []
    for part, source in tests.items():
        file = ExceptionTestFile.from_string(source, path=f"{part}.py")
        with contextlib.redirect_stdout(io.StringIO()):
            file.run(names)
        failed += [] if file.passed_all else [part]
    checked = time.perf_counter() - began
    print("\nhw1, solved, in grading mode, imports not counted")
    print(f"  all cells                {executed:6.2f} s (under 3 s)")
    print(
        f"  all {len(tests)} checks            {checked:6.2f} s (under 5 s)"
        + (f"; FAILED: {', '.join(failed)}" if failed else "")
    )


def pdf() -> None:
    """Time the PDF that an export writes of the executed solution, plots and all."""
    notebook = nbformat.read(BUILD / "solution.ipynb", as_version=4)
    began = time.perf_counter()
    made = document.render(notebook, "hw1")
    print(f"\nthe PDF of the solved hw1, {len(made.pdf) / 1e3:.0f} kB")
    print(f"  pandoc and typst         {time.perf_counter() - began:6.2f} s (under 3 s)")


def main() -> None:
    """Print the four figures."""
    torch.set_num_threads(1)
    training()
    pdf()
    grading_mode()


if __name__ == "__main__":
    main()
