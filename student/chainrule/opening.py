"""Open a homework: check the environment, and find the notebook for Otter's grader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chainrule import environment, saved, settings

if TYPE_CHECKING:
    from otter import Notebook


def start(homework: str) -> Notebook:
    """Check the environment and return the grader of a homework.

    Otter by itself expects the notebook under the name that it was handed out with. Students rename
    notebooks, so this looks for the one that is open here.

    Args:
        homework: The homework's id, such as ``"hw1"``.

    Returns:
        Otter's grader, with ``check(name)`` for each automatic part.

    Raises:
        UnfitEnvironmentError: If something is missing; the message says how to install it.
        NotebookError: If the notebook is not saved here, or several could be meant.
    """
    if not settings.grading():
        environment.check()
    import otter

    if settings.grading() or environment.on_colab():
        return otter.Notebook()  # the runner, or the folder `tests`, has the tests
    path = saved.find()
    noted = saved.read(path).metadata.get(saved.KEY, {}).get("homework")
    if noted != homework:
        raise saved.NotebookError(
            f"{path.name} is not the notebook of {homework}. Open {homework}.ipynb as it was "
            "handed out, or move other notebooks to another folder, then run this cell again."
        )
    return otter.Notebook(path.name)
