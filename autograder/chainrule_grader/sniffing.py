"""What a file is by its first and last bytes, and by its name: a notebook may be called anything.

Browsers, mail programs and editors add to a name (``.txt``, ``.json``, `` (1)``, ``.download``,
``.part``, ``~``, ``.bak``) or take its ending away. What a file holds stays. Nothing is parsed
here: a file that looks like a notebook is opened as one, and then told why if it is none.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Final

from chainrule_grader.platforms.plain import MISTAKES
from chainrule_grader.tarball import GZIP, is_tar

ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_KEY: Final = re.compile(rb'"(?:nbformat(?:_minor)?"\s*:\s*\d|cells"\s*:\s*\[|worksheets"\s*:)')
_BYTE_ORDERS: Final = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))

# By its name something that students hand in, damaged or not: .ipynb.txt, .ipynb (1), .zip.part
_NAMED: Final = re.compile(r"\.(?:ipynb|zip)(?![a-z0-9])", re.IGNORECASE)
_ADDED: Final = re.compile(
    r"(?:\.(?:ipynb|zip|txt|json|download|crdownload|part|partial|tmp|bak|backup|old|orig|gz|tgz|tar)"
    r"|~| ?\(\d{1,3}\)| - copy| copy)$",
    re.IGNORECASE,
)

_MOST_ADDED: Final = 8

# Zips by their bytes, and something else by their endings.
_OTHER_ZIPS: Final = frozenset(
    {
        *(".docx", ".xlsx", ".xlsm", ".pptx", ".odt", ".ods", ".odp", ".pages", ".numbers"),
        *(
            ".key",
            ".epub",
            ".jar",
            ".apk",
            ".whl",
            ".npz",
            ".pt",
            ".pth",
            ".pkl",
            ".ckpt",
            ".keras",
        ),
    }
)
_POINTERS: Final = frozenset(
    {".url", ".webloc", ".lnk", ".desktop", ".gdoc", ".gsheet", ".gslides", ".gnote"}
)
_STAFFS: Final = re.compile(
    r"(?:read[ _-]?me|roster|class[ _-]?list|aliases|extensions|marks|grades|license)\b",
    re.IGNORECASE,
)


def is_notebook(peeked: bytes) -> bool:
    """Tell whether bytes are those of a notebook, whole or damaged, as far as they tell."""
    for mark, encoding in _BYTE_ORDERS:
        if peeked.startswith(mark):
            peeked = peeked[2:].decode(encoding, "ignore").encode("utf-8", "ignore")
    text = peeked.removeprefix(b"\xef\xbb\xbf").lstrip()
    return text.startswith(b"{") and _KEY.search(text) is not None


def is_archive(name: str, peeked: bytes) -> bool:
    """Tell whether a file is a zip, a gzip or a tar archive that can hold a notebook."""
    if PurePosixPath(name).suffix.casefold() in _OTHER_ZIPS:
        return False
    return peeked.startswith((*ZIP, GZIP)) or is_tar(peeked)


def is_named(name: str) -> bool:
    """Tell whether a file's name alone makes it a hand-in, whatever it holds."""
    if _NAMED.search(name):
        return True
    return PurePosixPath(name).suffix.casefold() in MISTAKES and not _STAFFS.match(name)


def reason_aside(name: str, peeked: bytes) -> str:
    """Return why a file is no hand-in; empty if it is one, or a try at one."""
    if is_notebook(peeked) or is_archive(name, peeked):
        return ""
    if _STAFFS.match(name):
        return "by its name a file of the staff"
    if not peeked:
        return "it is empty"
    if PurePosixPath(name).suffix.casefold() in _POINTERS:
        return "it only points to a file that lies elsewhere"
    return "neither a notebook nor an archive, by its content"


def bare(name: str) -> str:
    """Return a file's name without what stands for its kind, or was added to it on its way."""
    for _ in range(_MOST_ADDED):
        name = _ADDED.sub("", name) or name
    return name
