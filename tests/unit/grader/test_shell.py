"""What a front end would do is taken no notice of, and nothing is installed."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import chainrule_grader
from chainrule_grader.results import Result

Grade = Callable[..., Result]

HARMLESS = {
    "widget": "%matplotlib widget",
    "tk": "%matplotlib tk",
    "notebook": "%matplotlib notebook",
    "unknown_backend": "%matplotlib nosuch",
    "use": "import matplotlib; matplotlib.use('TkAgg')",
    "switch": "import matplotlib.pyplot as plt; plt.switch_backend('Qt5Agg')",
    "gui": "%gui qt",
    "extension": "%load_ext nosuch_extension",
    "tensorboard": "%load_ext tensorboard\n%tensorboard --logdir runs",
    "unknown_line": "%nosuch_magic a b",
    "unknown_cell": "%%nosuch_magic a\nnothing = 1",
    "pip_magic": "%pip install nosuch",
    "conda_magic": "%conda install nosuch",
    "pip_line": "!pip install nosuch",
    "pip_process": "import subprocess, sys\n"
    "subprocess.check_call([sys.executable, '-m', 'pip', 'install', 'nosuch'])",
    "threads": "import os, torch\ntorch.set_num_threads(64)\n"
    "assert torch.get_num_threads() <= len(os.sched_getaffinity(0))",
}


@pytest.mark.parametrize("name", HARMLESS)
def test_a_front_ends_business_costs_no_answer(name: str, grade: Grade, honest: str) -> None:
    """Answers below such a line in the same cell have their points, at once."""
    began = time.monotonic()
    result = grade(honest.replace("import numpy as np", f"{HARMLESS[name]}\nimport numpy as np", 1))
    assert {part.name: part.score for part in result.parts} == {
        **{"scale": 4, "linear": 3, "answer": 1}
    }
    assert [cell.message for cell in result.cells if cell.verdict] == []
    assert time.monotonic() - began < 10


def test_messages_carry_no_path_of_the_machine(grade: Grade, honest: str) -> None:
    """Neither a traceback nor what a cell prints tells where the grader lies."""
    text = (
        "# %%\nimport torch, sys\nprint(torch.__file__, sys.prefix + '/x')\n"
        "torch.nn.functional.cross_entropy(3, 4)\n# %%\n%run nosuch.py\n"
    )
    result = grade(text + honest)
    told = "".join(cell.message + cell.output + cell.cause for cell in result.cells)
    assert "torch/nn/functional.py" in told
    assert "site-packages" not in told
    for folder in (sys.prefix, str(Path(chainrule_grader.__file__).parents[1])):
        assert folder not in told
