"""Settings that differ between a student's own run and grading.

Homework code asks these functions and never branches on the answer, so that the notebook a student
ran is, line for line, the notebook that is graded: on less data, for fewer epochs, on the CPU.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch

GRADING_VARIABLE = "CHAINRULE_GRADING"
PICTURES_VARIABLE = "CHAINRULE_PICTURES"
GRADING_EPOCHS = 3


def grading() -> bool:
    """Tell whether a grader runs this notebook.

    True with ``CHAINRULE_GRADING=1`` in the environment, or while Otter itself is grading.
    """
    if os.environ.get(GRADING_VARIABLE) == "1":
        return True
    # Otter is asked only where it is loaded: importing it takes over a second.
    otter = sys.modules.get("otter.check.notebook")
    return otter is not None and bool(otter.Notebook._grading_mode)


def pictures() -> bool:
    """Tell whether plots are drawn.

    Not while grading, when nobody looks at them, unless ``CHAINRULE_PICTURES=1`` asks for them.
    """
    return not grading() or os.environ.get(PICTURES_VARIABLE) == "1"


def epochs(n: int) -> int:
    """Return how many epochs to train where a student wants ``n``.

    Raises:
        ValueError: If ``n`` is not a positive integer.
    """
    if isinstance(n, bool) or not isinstance(n, int) or n < 1:
        raise ValueError(f"epochs(n) needs a positive integer, and n is {n!r}.")
    return min(n, GRADING_EPOCHS) if grading() else n


def device() -> torch.device:
    """Return the fastest device of this machine, the CPU while grading, and print its name."""
    import torch

    if grading():
        chosen, name = "cpu", "the CPU, as always when grading"
    elif torch.cuda.is_available():
        chosen, name = "cuda", torch.cuda.get_device_name()
    elif torch.backends.mps.is_available():
        chosen, name = "mps", "the graphics processor of this Mac"
    else:
        chosen, name = "cpu", "the CPU, because torch sees no graphics processor"
    print(f"Device: {chosen} ({name}).")
    return torch.device(chosen)
