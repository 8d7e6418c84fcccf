"""A release that opens in Colab by itself: its first cell brings the kit and the public checks.

Colab gives a notebook an empty folder, and Otter looks for checks in files there instead of in the
notebook's metadata. The first cell therefore carries both as a small zip, unpacks it, and installs
what Colab lacks. The kit's sample images stay behind: Colab has a network to load the real ones.
"""

from __future__ import annotations

import base64
import copy
import textwrap
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell

from chainrule_desk.composing.handout import kit_files, zipped
from chainrule_desk.composing.requirements import COLAB_PACKAGES, requirements

Notebook = Any  # nbformat.NotebookNode, which ships no types

LEFT_BEHIND = "chainrule/samples/"
PICTURES = (".png", ".npz", ".gz")

FIRST_CELL = '''\
#@title Run this cell first: it brings what the homework needs {{ display-mode: "form" }}
import base64, io, subprocess, sys, zipfile

PACKAGES = {packages}
KIT_AND_CHECKS = """
{payload}
"""

zipfile.ZipFile(io.BytesIO(base64.b64decode(KIT_AND_CHECKS))).extractall()
subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", *PACKAGES], check=True)
print("The kit and the checks are here.")
'''


def for_colab(release: Notebook, kit: Path) -> Notebook:
    """Return a release with a first cell that brings kit and public checks along."""
    notebook = copy.deepcopy(release)
    otter = notebook.metadata.pop("otter", {})
    files = {
        name: data
        for name, data in kit_files(kit).items()
        if not (name.startswith(LEFT_BEHIND) and name.endswith(PICTURES))
    }
    files |= {f"tests/{part}.py": source.encode() for part, source in otter["tests"].items()}
    if name := otter.get("assignment_name"):
        notebook.metadata["otter"] = {"assignment_name": name}
    payload = base64.b64encode(zipped(files)).decode("ascii")
    first = new_code_cell(
        FIRST_CELL.format(
            packages=requirements(COLAB_PACKAGES), payload="\n".join(textwrap.wrap(payload, 100))
        ),
        metadata={"cellView": "form", "chainrule": {"role": "colab"}},
        id="colab",
    )
    notebook.cells.insert(0, first)
    notebook.metadata["colab"] = {"provenance": []}
    return notebook


def write_for_colab(path: Path, release: Path, kit: Path) -> None:
    """Write the Colab form of the release at ``release`` to ``path``."""
    notebook = nbformat.read(release, as_version=4)
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(for_colab(notebook, kit), path)
