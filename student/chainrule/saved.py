"""Find and read the notebook as it was last saved.

A kernel does not know its notebook. Its front end may say where the file is; otherwise the folder
is searched for the one notebook that carries this homework's metadata. Answers are found by the
metadata that the assembler gave their cells, never by their position or their text.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

from IPython.core.getipython import get_ipython

from chainrule.environment import on_colab

KEY = "chainrule"

# What the assembler, and Otter by itself, put where a written answer goes.
_PLACEHOLDER = re.compile(
    r"(?:(?<![_*])[_*]{1,3}|^[ \t]*)type your answer here[^\n_*]{0,60}[_*]{0,3}"
    r"(?:[ \t]*[_*]{1,3}at most [\d,]+ words\.?[_*]{1,3})?",
    re.IGNORECASE | re.MULTILINE,
)


class NotebookError(Exception):
    """The saved notebook cannot be found or read; the message says what to do."""


def find(folder: Path | None = None) -> Path:
    """Return the path of the notebook that is running here.

    Args:
        folder: Where to look when the front end does not say; the working folder by default.

    Raises:
        NotebookError: If there is no notebook, or several that could be meant.
    """
    folder = folder or Path.cwd()
    told = _fetched_from_colab(folder) if on_colab() else _told_by_front_end()
    if told is not None:
        return told
    names = sorted(path for path in folder.glob("*.ipynb") if path.is_file())
    if not names:
        raise NotebookError(
            f"No notebook is saved in {folder}. Save this notebook (Ctrl+S, or File → Save) in "
            "the folder that its kernel works in, then run this cell again."
        )
    if len(names) == 1:
        return names[0]
    ours = [path for path in names if _is_homework(path)]
    if len(ours) == 1:
        return ours[0]
    listed = ", ".join(path.name for path in ours or names)
    raise NotebookError(
        f"Several notebooks here could be meant: {listed}. Keep the one you work in and move the "
        "others to another folder, or name it, as in `notebook='hw1.ipynb'`."
    )


def read(path: Path) -> Any:
    """Read a saved notebook, upgraded to the current format.

    Raises:
        NotebookError: If it is missing, empty or damaged.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise NotebookError(
            f"There is no file {path}. Was the notebook renamed or moved? Save it in the folder "
            "that its kernel works in, then run this cell again."
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise NotebookError(
            f"{path.name} cannot be read ({error}). Save the notebook again."
        ) from error
    import nbformat  # takes a second or two; who only counts words does not wait for it

    if not text.strip():
        raise NotebookError(
            f"{path.name} is empty on disk. Save the notebook (Ctrl+S) and run this cell again."
        )
    try:
        notebook = nbformat.reads(text, as_version=4)
        cells = notebook.cells
    except Exception as error:
        # nbformat raises many kinds of errors for the many ways a file can be broken.
        raise NotebookError(
            f"{path.name} is not a readable notebook ({type(error).__name__}). Save it again; if "
            "that does not help, copy your answers into a fresh copy of the homework."
        ) from error
    for cell in cells:
        cell.setdefault("metadata", {})
    return notebook


def cells_of(notebook: Any, part: str, role: str) -> list[Any]:
    """Return the cells that have this role in a part, in the notebook's order."""
    return [
        cell
        for cell in notebook.cells
        if tag(cell).get("part") == part and tag(cell).get("role") == role
    ]


def tag(cell: Any) -> dict[str, Any]:
    """Return what the assembler noted about a cell; empty for a cell of the student's own."""
    noted = cell.metadata.get(KEY)
    return noted if isinstance(noted, dict) else {}


def written(answer: str) -> str:
    """Return what was written into an answer cell: its text without the placeholder."""
    return _PLACEHOLDER.sub("", answer, count=1).strip()


def _told_by_front_end() -> Path | None:
    shell = get_ipython()
    if shell is None:
        return None
    for hint in (shell.user_ns.get("__vsc_ipynb_file__"), os.environ.get("JPY_SESSION_NAME")):
        if isinstance(hint, str) and hint.endswith(".ipynb") and Path(hint).is_file():
            return Path(hint)
    return None


def _fetched_from_colab(folder: Path) -> Path:
    """Write what is on the page to a file: on Colab, the notebook is not on the machine."""
    from google.colab import _message

    try:
        document = _message.blocking_request("get_ipynb", timeout_sec=20)["ipynb"]
    except Exception as error:
        # The page answers, or it does not: Colab documents no kinds of failure.
        raise NotebookError(
            f"Colab did not hand over the notebook ({type(error).__name__}). Run this cell again."
        ) from error
    homework = document.get("metadata", {}).get(KEY, {}).get("homework", "notebook")
    path = folder / f"{homework}.ipynb"
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def _is_homework(path: Path) -> bool:
    try:
        return "homework" in read(path).metadata.get(KEY, {})
    except NotebookError:
        return False
