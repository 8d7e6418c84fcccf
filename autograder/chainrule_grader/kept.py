"""What a batch keeps on the disk: a result a submission, and the notebooks that were handed in.

Results lie in ``results/<submission>.json``, notebooks in ``submissions/<content>.ipynb``, and the
pictures that their answers show in ``submissions/<content>.pictures``. What the
last batch left aside stands in ``left-aside.txt``, a line each.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from chainrule_grader import results
from chainrule_grader.results import Result, write_atomically

RESULTS = "results"
COPIES = "submissions"
LEFT_ASIDE = "left-aside.txt"
LARGEST_PICTURE = 4 << 20  # bytes
MOST_PICTURES = 20
_LONGEST = 20_000  # characters of a cell, as much of it as graders are shown
_PICTURE = re.compile(r"\]\(<?([^)\s<>:]{1,200}\.(?:png|jpe?g|gif|webp))(?![\w.])", re.IGNORECASE)


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


def keep_pictures(files: Mapping[str, bytes], notebook: Any, content: str, store: Path) -> None:
    """Keep the pictures that came with a notebook and that its text shows, within bounds.

    Each is called after the digest of its name: nothing that a student named is a path here.
    """
    texts = [cell["source"] for cell in notebook["cells"] if cell["cell_type"] != "code"]
    shown = {name for text in texts for name in pictures_of(text)}
    small = [name for name in sorted(shown & files.keys()) if len(files[name]) <= LARGEST_PICTURE]
    for name in small[:MOST_PICTURES]:
        place = picture(store / COPIES, content, name)
        if not place.exists():
            write_atomically(place, files[name])


def pictures_of(text: str) -> list[str]:
    """Return the names of files that a Markdown text shows as pictures, as far as it is shown."""
    return [unquote(match[1]).removeprefix("./") for match in _PICTURE.finditer(text[:_LONGEST])]


def picture(copies: Path, content: str, name: str) -> Path:
    """Return where the picture of a notebook is kept, if it is."""
    digest = hashlib.sha256(name.encode("utf-8", "surrogateescape")).hexdigest()
    return copies / f"{content}.pictures" / digest


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
