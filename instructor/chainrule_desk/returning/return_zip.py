"""Pack feedback pages so that a learning platform finds whose they are.

Moodle, Canvas and Brightspace name what staff download, and match what is uploaded by the same
names:

- Moodle: a folder ``<full name>_<number>_assignsubmission_file_`` for each student;
- Canvas: files ``<name>_<user>_<number>_<file>``, with ``LATE_`` before the user where it was late;
- Brightspace: folders ``<user>-<number> - <name> - <date>``, or files that begin so.

The grammars are those of the intake, :data:`chainrule_grader.platforms.PLATFORMS`. Blackboard and
GitHub Classroom take nothing back in a zip, and Gradescope takes ``results.json``
(:mod:`chainrule_desk.returning.gradescope_feedback`). There, and where no platform named the
submission, a page goes into a folder named by the student's id, or the submission's.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path, PurePath

from chainrule_grader.platforms import feedback_name

PAGE = "feedback.html"
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\]')


def entry_name(source: str, otherwise: str) -> str:
    """Return the name of a student's page in the zip.

    The outermost folder or file with a platform's name decides: what lies in it, the student named.

    Args:
        source: The path that the submission came from.
        otherwise: The name of the folder if no platform named the path, or it takes nothing back.
    """
    for place, component in pairwise(("", *PurePath(source).parts)):
        if _UNSAFE.search(component):
            continue
        before = feedback_name(component, place)
        if before:
            return f"{before}{PAGE}"
        if before is not None:
            break
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
