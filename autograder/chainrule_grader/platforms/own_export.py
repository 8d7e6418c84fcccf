"""The zip that the homework itself exports, as it lies in a student's folder of downloads.

``<homework>_<year>_<month>_<day>T<hour>_<minute>_<second>_<microsecond>.zip``, as Otter-Grader
names its export (otter-grader, ``otter/check/notebook.py``, ``Notebook.export``) and
as the kit does (``chainrule/export.py``). Browsers add `` (1)``, Canvas ``-1``; macOS unzips it
into a folder of the name. It says which homework it is and when it was exported, and not whose it
is.

Its numbers look like Canvas's, so it is recognised before any platform. Where a platform's part
stands before it, the platform named the file: then this grammar reads nothing.
"""

from __future__ import annotations

import re
from typing import Final

from chainrule_grader.platforms.entry import Entry, Platform

_EXPORT: Final = re.compile(
    r"(?P<homework>[^/\\]+)"
    r"_[0-9]{4}_[0-9]{2}_[0-9]{2}T[0-9]{2}_[0-9]{2}_[0-9]{2}_[0-9]{1,6}"
    r"(?: ?\([0-9]+\)|-[0-9]+)?(?:\.zip)?"
)
_OF_A_PLATFORM: Final = re.compile(
    r"_[0-9]+_[0-9]+(?:_|$)|^(?:LATE_)?anon_|_assignsubmission_|_attempt_[0-9]{4}-| - "
)


def _read(name: str, _place: str) -> Entry | None:
    found = _EXPORT.fullmatch(name)
    if found is None or _OF_A_PLATFORM.search(found["homework"]):
        return None
    stem = name.removesuffix(".zip")
    return Entry(key=stem, student=stem)


OWN_EXPORT: Final = Platform("own_export", "The homework's own zip", _read, folders=True)
