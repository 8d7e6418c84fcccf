"""Wherever Chainrule is installed, students find what they import, and cannot change it."""

from __future__ import annotations

import json
import os
import site
import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable
from pathlib import Path

import pytest

from chainrule_grader import sandbox

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        os.geteuid() != 0 or sandbox.Tier.FULL not in sandbox.candidates(),
        reason="the private /tmp of tier full needs root",
    ),
]

CELL = """
import os, beside
from pathlib import Path
folder = Path(beside.__file__).parent
try:
    (folder / "mine.py").write_text("")
    answer = "written"
except OSError:
    answer = beside.SECRET if os.access(folder, os.R_OK) else "unreadable"
print(answer)
"""

GRADE = """
import sys
from pathlib import Path
from chainrule_grader import intake
from chainrule_grader.bundle import Bundle
from chainrule_grader.engine import Limits
from chainrule_grader.engines.isolated import IsolatedEngine

bundle = Bundle.open(Path(sys.argv[1]))
with IsolatedEngine("full") as engine:
    submission = intake.load(intake.find([Path(sys.argv[2])])[0], bundle)
    result = engine.grade(submission, bundle, Limits(wall_s=60, cell_s=20, test_s=20))
print([cell.output or cell.message for cell in result.cells])
"""


def test_an_environment_below_tmp_is_seen_and_read_only(
    make_bundle: Callable[..., Path], make_notebook: Callable[..., bytes]
) -> None:
    """The private /tmp of a student does not hide an environment that is installed under /tmp."""
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        folder = Path(name)
        venv.create(folder / "env", symlinks=True)
        packages = next((folder / "env" / "lib").glob("python*/site-packages"))
        sources = [entry for entry in sys.path if list(Path(entry).glob("chainrule*/py.typed"))]
        ours = [*site.getsitepackages(), *sources]
        (packages / "ours.pth").write_text("\n".join(ours))
        (packages / "beside.py").write_text("SECRET = 'found beside'\n")
        notebook = folder / "anna.ipynb"
        notebook.write_bytes(make_notebook([CELL]))
        done = subprocess.run(
            [folder / "env/bin/python", "-c", GRADE, make_bundle(folder / "b.zip"), notebook],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    assert "found beside" in done.stdout, json.dumps([done.stdout, done.stderr[-2000:]])
