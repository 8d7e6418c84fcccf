"""Replace a file as a whole: a reader or a crash sees the old one or the new one, never half."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path


def replace(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path``, making the folders above it.

    The draft has a name of its own beside the target, is flushed to the disk before it takes the
    target's place, and is removed when anything fails.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    number, name = tempfile.mkstemp(prefix=f".{path.name[:100]}.", suffix=".tmp", dir=path.parent)
    draft = Path(name)
    try:
        with os.fdopen(number, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        draft.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
        draft.replace(path)
    except BaseException:
        with suppress(FileNotFoundError):
            draft.unlink()
        raise


def _umask() -> int:
    """Return the permissions that new files do not get (it can only be read by setting it)."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
