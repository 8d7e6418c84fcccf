"""Files of a download, as a folder and as a zip."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

Files = Mapping[str, bytes]

# What systems put beside the files of a download.
RUBBISH = {
    "__MACOSX/._x.ipynb": b"junk",
    ".DS_Store": b"junk",
    "Thumbs.db": b"junk",
    "desktop.ini": b"junk",
}


def zipped(files: Files) -> bytes:
    """Return a zip of these files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in files.items():
            target.writestr(name, data)
    return stream.getvalue()


def lay(folder: Path, files: Files) -> Path:
    """Write these files below a folder; return it."""
    for name, data in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    return folder
