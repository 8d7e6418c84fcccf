"""The pictures beside a notebook that its text shows: they are handed in with it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

_MARKDOWN: Final = re.compile(r"\]\([ \t]*(?:<([^<>\n]{1,1000})>|([^()\s<>]{1,1000}))")
_HTML: Final = re.compile(
    r"<img\b[^<>]{0,1000}?\bsrc[ \t]{0,9}=[ \t]{0,9}"
    r"(?:\"([^\"<>\n]{1,1000})\"|'([^'<>\n]{1,1000})')",
    re.IGNORECASE,
)
_REFERENCE: Final = re.compile(
    r"^ {0,3}\[[^\[\]\n]{1,200}\]:[ \t]*<?([^\s<>]{1,1000})", re.MULTILINE
)
_KINDS: Final = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".bmp", ".tif", ".tiff", ".pdf")
_MOST: Final = 50
_MOST_BYTES: Final = 20_000_000  # of all pictures together


def beside(notebook: Any, folder: Path) -> tuple[dict[str, bytes], list[str]]:
    """Return the pictures in a notebook's folder that its Markdown shows, and what is left out.

    Returns:
        Contents by name as it is written in the notebook, relative to ``folder``; and notes.
    """
    files: dict[str, bytes] = {}
    notes: list[str] = []
    root, room = folder.resolve(), _MOST_BYTES
    for address in _addresses(notebook):
        path = _within(root, address)
        if path is None:
            continue
        name = path.relative_to(root).as_posix()
        if name in files:
            continue
        try:
            size = path.stat().st_size
            if size > room or len(files) >= _MOST:
                notes.append(
                    f"{name} is not in the zip: the pictures beside the notebook are more than "
                    f"{_MOST_BYTES / 1e6:g} MB or {_MOST} files. Use smaller ones."
                )
                continue
            files[name] = path.read_bytes()
        except OSError as error:
            notes.append(f"{name} is not in the zip: it cannot be read ({error.strerror}).")
            continue
        room -= size
    return files, notes


def _addresses(notebook: Any) -> dict[str, None]:
    """Return what Markdown cells show or link to, each once, in order."""
    found: dict[str, None] = {}
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            for pattern in (_MARKDOWN, _HTML, _REFERENCE):
                for match in pattern.finditer(cell.source):
                    found[unquote(next(group for group in match.groups() if group))] = None
    return found


def _within(root: Path, address: str) -> Path | None:
    """Return the picture that an address means, if it is one in this folder."""
    if not address.lower().endswith(_KINDS) or ":" in address:
        return None
    try:
        path = (root / address).resolve()
        return path if path.is_relative_to(root) and path.is_file() else None
    except (OSError, ValueError):
        return None  # no name of a file
