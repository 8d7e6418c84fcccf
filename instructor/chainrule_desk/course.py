"""The course's id: one line in ``assignment/course.toml``, made once and committed.

Two courses may have a homework of one name, and one database; by its id a grade store knows whose
it is. A course that goes on, on other machines or in the next week, keeps its id; a new term, or a
course that was copied from another, takes a new one: delete the file, and the next one is made.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from chainrule_desk.errors import DeskError

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
_TEXT = """\
# Which course this is. Grade stores belong to it: commit this file.
# A new term, or a copy of this course, is another course: delete the file there.
id = "{id}"
"""


def read(path: Path) -> str | None:
    """Return the id in a course's file; ``None`` if there is no such file.

    Raises:
        DeskError: If the file tells none.
    """
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8")).get("id")
    except FileNotFoundError:
        return None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DeskError(f"{path} cannot be read ({error}): {_REPAIR}") from error
    if not isinstance(told, str) or not _ID.fullmatch(told):
        raise DeskError(f"{path} has no id of letters and digits: {_REPAIR}")
    return told


_REPAIR = 'put it back from your repository, as `id = "…"`.'


def make(path: Path, new: str) -> str:
    """Write a new id into a course's file; return it, or the one that somebody wrote meanwhile."""
    try:
        with path.open("x", encoding="utf-8") as stream:
            stream.write(_TEXT.format(id=new))
    except FileExistsError:
        return read(path) or new
    return new
