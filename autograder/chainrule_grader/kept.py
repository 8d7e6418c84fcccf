"""What a batch keeps on the disk: a result a submission, and the notebooks that were handed in.

Results lie in ``results/<submission>.json``, notebooks in ``submissions/<content>.ipynb``. What the
last batch left aside stands in ``left-aside.txt``, a line each.
"""

from __future__ import annotations

from pathlib import Path

from chainrule_grader import results
from chainrule_grader.results import Result, write_atomically

RESULTS = "results"
COPIES = "submissions"
LEFT_ASIDE = "left-aside.txt"


def path(store: Path, submission: str) -> Path:
    """Return where the result of a submission lies."""
    return store / RESULTS / f"{submission}.json"


def read(store: Path, submission: str) -> Result:
    """Return the result of a submission.

    Raises:
        FileNotFoundError: If none is kept.
        ValueError: If it is damaged; the message names its file.
    """
    place = path(store, submission)
    try:
        return Result.from_json(place.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ValueError(f"{place}: {error}") from error


def stored(store: Path, submission: str) -> Result | None:
    """Return the result of a submission, or ``None`` if there is none that can be read."""
    try:
        return read(store, submission)
    except (OSError, ValueError):
        return None


def keep(result: Result, store: Path) -> Result:
    """Keep a result in the place of an earlier one; return it."""
    write_atomically(path(store, result.submission), result.to_json())
    return result


def keep_notebook(notebook: bytes, content: str, store: Path) -> None:
    """Keep a notebook as it was handed in, once for each content."""
    place = store / COPIES / f"{content}.ipynb"
    if not place.exists():
        write_atomically(place, notebook)


def keep_aside(lines: list[str], store: Path) -> None:
    """Keep what a batch left aside, a line each, in the place of what the last one did."""
    place = store / LEFT_ASIDE
    if lines or place.exists():
        write_atomically(place, "".join(f"{line}\n" for line in lines))


def left_aside(store: Path) -> list[str]:
    """Return what the last batch left aside, a line each: ``NAME: reason``."""
    place = store / LEFT_ASIDE
    return place.read_text(encoding="utf-8").splitlines() if place.is_file() else []


def clear_drafts(store: Path) -> None:
    """Delete drafts that a killed batch left."""
    for folder in (RESULTS, COPIES):
        results.clear_drafts(store / folder)
