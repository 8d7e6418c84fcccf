"""Split a master with `otter assign`; what it writes is normalised, so that builds repeat."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat

from chainrule_desk.composing.assemble import Assembly, write
from chainrule_desk.composing.handout import zipped
from chainrule_desk.errors import DeskError
from chainrule_desk.project import Project
from chainrule_grader.homework import FILE_NAME, Homework

ASSIGN_TIMEOUT_S = 300
EXECUTABLE = frozenset({"run_autograder", "setup.sh"})  # files of Otter's bundle


def split(assembly: Assembly, project: Project, scratch: Path) -> tuple[Path, Path, Path]:
    """Return the solution, the release and the bundle that Otter makes, normalised.

    Raises:
        DeskError: If Otter fails.
    """
    homework_id = assembly.homework.id
    halves = _assign(assembly, project, scratch)
    solution = halves / "autograder" / f"{homework_id}.ipynb"
    release = _normalise_release(halves / "student" / f"{homework_id}.ipynb", homework_id)
    bundle = _normalise_bundle(halves / "autograder", assembly.homework)
    return solution, release, bundle


def _assign(assembly: Assembly, project: Project, scratch: Path) -> Path:
    """Run `otter assign` in a scratch folder; return the folder with its two results."""
    # Otter names the release after the master's file.
    master = scratch / f"{assembly.homework.id}.ipynb"
    write(assembly, master, project.kit)
    # Otter takes the autograder's own files by the names that they have in the working folder.
    command = [sys.executable, "-m", "otter", "assign", master.name, "split"]
    try:
        done = subprocess.run(
            [*command, "--no-run-tests", "--no-pdfs"],
            cwd=scratch,
            capture_output=True,
            text=True,
            timeout=ASSIGN_TIMEOUT_S,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise DeskError(
            f"otter assign took more than {ASSIGN_TIMEOUT_S} s and was ended."
        ) from error
    if done.returncode != 0:
        tail = "\n".join((done.stderr or done.stdout).strip().splitlines()[-5:])
        raise DeskError(f"otter assign failed on {assembly.homework.id}:\n{tail}")
    return scratch / "split"


def _normalise_release(path: Path, homework_id: str) -> Path:
    """Give the release the same cell ids in every build."""
    notebook = nbformat.read(path, as_version=4)
    for position, cell in enumerate(notebook.cells, 1):
        cell["id"] = f"{homework_id}-{position:03d}"
    nbformat.write(notebook, path)
    return path


def _normalise_bundle(folder: Path, homework: Homework) -> Path:
    """Return Otter's bundle with sorted entries, no times, and what is known of the homework."""
    bundle = next(folder.glob("*.zip")).rename(folder / f"{homework.id}-bundle.zip")
    add(bundle, {FILE_NAME: homework.to_json().encode()})
    return bundle


def add(bundle: Path, entries: dict[str, bytes]) -> None:
    """Write a bundle anew with more in it: the same bytes for the same names and contents."""
    with zipfile.ZipFile(bundle) as source:
        present = {name: source.read(name) for name in source.namelist()}
    bundle.write_bytes(zipped({**present, **entries}, executable=EXECUTABLE))
