"""Pack feedback pages so that a learning platform finds whose they are.

Moodle and Canvas name what staff download, and match what is uploaded by the same names:

- Moodle: a folder ``<full name>_<number>_assignsubmission_file_`` for each student;
- Canvas: files ``<name>_<user>_<number>_<file>``, with ``LATE_`` before the user where it was late.

A submission whose path has neither goes into a folder named by the student's id, or the
submission's.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePath

PAGE = "feedback.html"
_MOODLE = re.compile(r"(?P<folder>[^/]+_\d+_assignsubmission_[a-z]+_?)(?P<file>.*)")
_CANVAS = re.compile(r"(?P<before>[^_/]+_(?:LATE_)?\d+_\d+)_[^/]+")
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\]')


def entry_name(source: str, otherwise: str) -> str:
    """Return the name of a student's page in the zip.

    The outermost folder or file with a platform's name decides: what lies in it, the student named.

    Args:
        source: The path that the submission came from.
        otherwise: The name of the folder if no platform named the path.
    """
    for component in PurePath(source).parts:
        if _UNSAFE.search(component):
            continue
        if moodle := _MOODLE.fullmatch(component):
            return f"{moodle['folder'].rstrip('_')}_/{PAGE}"
        if canvas := _CANVAS.fullmatch(component):
            return f"{canvas['before']}_{PAGE}"
    return f"{safe(otherwise)}/{PAGE}"


def entry_names(sources: Iterable[tuple[str, Sequence[str]]]) -> Iterator[str]:
    """Yield a name for each page, no two alike, by source and by the folders to choose from."""
    used: set[str] = set()
    for source, folders in sources:
        names = [entry_name(source, folders[0]), *(f"{safe(name)}/{PAGE}" for name in folders)]
        number = 1
        while (name := names.pop(0)).casefold() in used:
            if not names:
                number += 1
                names.append(f"{safe(folders[-1])}-{number}/{PAGE}")
        used.add(name.casefold())
        yield name


def safe(name: str) -> str:
    """Return a name that is one folder everywhere."""
    cleaned = re.sub(r"[^\w.@-]+", "-", name).strip(".-")[:100]
    return cleaned or "student"


def write(path: Path, pages: Iterable[tuple[str, Path]]) -> None:
    """Write the zip, replacing an older one when it is complete.

    Args:
        path: The zip.
        pages: Names in the zip, each with the file to put there.
    """
    draft = path.with_name(f".{path.name}.tmp")
    try:
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, page in pages:
                archive.write(page, name)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
