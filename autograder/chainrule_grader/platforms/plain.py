"""Plain files: whatever a folder holds that no platform named; names are the students'.

A notebook, a zip, a link (to be refused) and a folder are a hand-in each, and so is what students
hand in by mistake. What other files are, their content says: see :mod:`chainrule_grader.sniffing`.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Final

from chainrule_grader.platforms.entry import Entry, Platform

HANDED_IN: Final = frozenset({".ipynb", ".zip"})
# What students hand in by mistake: a row with a reason.
MISTAKES: Final = frozenset(
    {
        *(".py", ".rmd", ".qmd", ".pdf", ".html", ".htm", ".webarchive"),
        *(".doc", ".docx", ".odt", ".pages", ".rtf"),
        *(".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz"),
    }
)


def _read(name: str, _place: str) -> Entry | None:
    path = PurePosixPath(name)
    if path.suffix and path.suffix.casefold() not in HANDED_IN | MISTAKES:
        return None
    return Entry(key=name, student=path.stem)


PLAIN: Final = Platform("plain", "Plain files", _read, folders=True)
