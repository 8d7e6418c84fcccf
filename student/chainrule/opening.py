"""Open a homework: check the environment, and find the notebook for Otter's grader."""

from __future__ import annotations

import json
import tempfile
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chainrule import environment, saved, settings

if TYPE_CHECKING:
    from otter import Notebook


def start(homework: str, *, notebook: str | Path | None = None) -> Notebook:
    """Check the environment and return the grader of a homework.

    Otter by itself expects the notebook under the name that it was handed out with. Students rename
    notebooks, so this looks for the one that is open here.

    Args:
        homework: The homework's id, such as ``"hw1"``.
        notebook: The notebook's file, where several could be meant; the one that is running by
            default.

    Returns:
        Otter's grader, with ``check(name)`` for each automatic part, in whichever folder later
        cells work.

    Raises:
        UnfitEnvironmentError: If something is missing; the message says how to install it.
        NotebookError: If the notebook is not saved here, or several could be meant.
    """
    if not settings.grading():
        environment.check()
    import otter

    if settings.grading() or environment.on_colab():
        return otter.Notebook()  # the runner, or the folder `tests`, has the tests
    path = (saved.named(notebook) if notebook else saved.find()).resolve()
    document = saved.read(path)
    if saved.homework(document).get("homework") != homework:
        raise saved.NotebookError(
            f"{path.name} is not the notebook of {homework}. Open {homework}.ipynb as it was "
            "handed out, or move other notebooks to another folder, then run this cell again."
        )
    saved.remember(path)
    return otter.Notebook(str(_as_otter_reads(path, document)))


def _as_otter_reads(path: Path, document: Any) -> Path:
    """Return the notebook, or a whole copy of one that some tool left without fields."""
    import nbformat

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of cells without an id
            nbformat.read(path, nbformat.NO_CONVERT)
    except Exception:
        # nbformat raises many kinds of errors for what a notebook lacks.
        copy = Path(tempfile.mkdtemp(prefix="chainrule-")) / path.name
        copy.write_text(json.dumps(document), encoding="utf-8")
        return copy
    return path
