"""Find and read the notebook as it was last saved.

A kernel does not know its notebook. Its front end may say where the file is, or the opening cell
found it; otherwise the folder is searched for the one notebook that carries this homework's
metadata. Editors and tools leave out fields, or write null into them: whatever the grader reads is
read here, and comes back with every field in its place.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

from IPython.core.getipython import get_ipython

from chainrule.completing import complete
from chainrule.environment import on_colab

KEY = "chainrule"

# What the assembler, and Otter by itself, put where a written answer goes.
_PLACEHOLDER = re.compile(
    r"(?:(?<![_*])[_*]{1,3}|^[ \t]*)type your answer here[^\n_*]{0,60}[_*]{0,3}"
    r"(?:[ \t]*[_*]{1,3}at most [\d,]+ words\.?[_*]{1,3})?",
    re.IGNORECASE | re.MULTILINE,
)


_opened: Path | None = None


class NotebookError(Exception):
    """The saved notebook cannot be found or read; the message says what to do."""


def remember(path: Path) -> None:
    """Keep where the notebook is that the opening cell found: cells may change the folder later."""
    global _opened
    _opened = path.resolve()


def folder() -> Path:
    """Return the folder of the notebook that was opened; the working folder if none was."""
    return _opened.parent if _opened is not None else Path.cwd()


def find() -> Path:
    """Return the path of the notebook that is running here.

    Raises:
        NotebookError: If there is no notebook, or several that could be meant.
    """
    if on_colab():
        return _fetched_from_colab(folder())
    told = _told_by_front_end()
    if told is not None:
        return told
    if _opened is not None and _opened.is_file():
        return _opened
    names = sorted(path for path in folder().glob("*.ipynb") if path.is_file())
    if not names:
        raise NotebookError(
            "No notebook is saved in the folder that the kernel works in "
            f"({folder().name or 'the root'}). Save this notebook there (Ctrl+S, or File → Save), "
            "then run this cell again."
        )
    if len(names) == 1:
        return names[0]
    ours = [path for path in names if _is_homework(path)]
    if len(ours) == 1:
        return ours[0]
    listed = ", ".join(path.name for path in ours or names)
    raise NotebookError(
        f"Several notebooks here could be meant: {listed}. Keep the one you work in and move the "
        "others to another folder, or name it in this cell, as in `notebook='hw1.ipynb'`."
    )


def named(notebook: str | Path) -> Path:
    """Return the path of a notebook by the name that a student gives it."""
    path = Path(notebook)
    beside = folder() / path
    return beside if not path.exists() and beside.exists() else path


def read(path: Path) -> Any:
    """Read a saved notebook in format 4, with every field that it lacks.

    Raises:
        NotebookError: If it is missing, empty or damaged.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise NotebookError(
            f"There is no file {path.name}. Was the notebook renamed or moved? Save it in the "
            "folder that its kernel works in, then run this cell again."
        ) from None
    except UnicodeDecodeError:
        raise NotebookError(
            f"{path.name} cannot be read: it is not text in UTF-8. Save the notebook again."
        ) from None
    except OSError as error:
        raise NotebookError(
            f"{path.name} cannot be read ({error.strerror}). Save the notebook again."
        ) from error
    if not text.strip():
        raise NotebookError(
            f"{path.name} is empty on disk. Save the notebook (Ctrl+S) and run this cell again."
        )
    try:
        return complete(_current(json.loads(text)))
    except Exception as error:
        # nbformat raises many kinds of errors for the many ways an old file can be broken.
        raise NotebookError(
            f"{path.name} is not a readable notebook ({type(error).__name__}). Save it again; if "
            "that does not help, copy your answers into a fresh copy of the homework."
        ) from error


def _current(document: Any) -> Any:
    """Return a notebook in format 4, from whichever format it was saved in."""
    if document["nbformat"] >= 4:
        return document
    import nbformat  # takes a second or two; hardly anybody has such an old notebook

    return nbformat.convert(nbformat.from_dict(document), 4)


def cells_of(notebook: Any, part: str, role: str) -> list[Any]:
    """Return the cells that have this role in a part, in the notebook's order."""
    return [
        cell
        for cell in notebook.cells
        if tag(cell).get("part") == part and tag(cell).get("role") == role
    ]


def tag(cell: Any) -> dict[str, Any]:
    """Return what the assembler noted about a cell; empty for a cell of the student's own."""
    return _noted(cell)


def homework(notebook: Any) -> dict[str, Any]:
    """Return what the assembler noted about a notebook; empty if it is none of its making."""
    return _noted(notebook)


def parts(notebook: Any) -> list[dict[str, Any]]:
    """Return the parts of a homework, as the assembler noted them: at least their names."""
    noted = homework(notebook).get("parts")
    return [
        {"label": "", "title": part["name"], **part}
        for part in (noted if isinstance(noted, list) else [])
        if isinstance(part, dict) and isinstance(part.get("name"), str)
    ]


def _noted(owner: Any) -> dict[str, Any]:
    noted = owner.metadata.get(KEY)
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
    name = homework(complete(document)).get("homework") or "notebook"
    path = folder / f"{name}.ipynb"
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def _is_homework(path: Path) -> bool:
    try:
        return "homework" in homework(read(path))
    except NotebookError:
        return False
