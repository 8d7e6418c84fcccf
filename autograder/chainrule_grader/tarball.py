"""Read gzip and tar, which students make of a notebook or a folder, without trusting a byte of it.

Only plain files are read, and their names: links, devices, owners and extended attributes are not.
Python's ``tarfile`` follows more of the format than that, and a hostile archive can keep it busy
without end (CVE-2024-6232, CVE-2025-8194); what is needed here is one pass over blocks.

Source: POSIX.1-2017, *pax*, "ustar Interchange Format" and "pax Extended Header"; GNU tar's manual,
"Basic Tar Format", for its long names (type ``L``).
"""

from __future__ import annotations

import zlib
from pathlib import PurePosixPath
from typing import Final

from chainrule_grader.archive import (
    HEAD,
    LARGE,
    MAX_DEPTH,
    MAX_FILES,
    MAX_RATIO,
    MIB,
    RefusedError,
    both_file_and_folder,
    is_ignored,
    printable,
)

GZIP: Final = b"\x1f\x8b\x08"
_BLOCK: Final = 512
_MAGIC: Final = slice(257, 262)
_LONGEST: Final = 64 << 10  # bytes of an extended header; a name has 4,096 at most
_FILES: Final = b"0\x007"
_LINKS: Final = b"12"


def gunzip(data: bytes, label: str, limit: int) -> bytes:
    """Return what a gzip file holds.

    Raises:
        RefusedError: If it is damaged, or holds more than ``limit`` bytes, or far more than it is.
    """
    most = min(limit, max(LARGE, MAX_RATIO * len(data)))
    reader = zlib.decompressobj(wbits=31)
    try:
        found = reader.decompress(data, most + 1)
    except zlib.error as error:
        raise RefusedError(f"{label} is damaged: make it again and upload it again.") from error
    if len(found) > most:
        raise RefusedError(f"{label} unpacks to more than {most // MIB} MiB.")
    if not reader.eof:
        raise RefusedError(f"{label} is only a part of a gzip file: upload it again.")
    return found


def is_tar(head: bytes) -> bool:
    """Tell whether bytes are the beginning of a tar archive."""
    return head[_MAGIC] == b"ustar"


class TarTree:
    """The files of a tar archive.

    Raises:
        RefusedError: If it is damaged, holds links, too much, or names that point outside.
    """

    def __init__(self, data: bytes, label: str) -> None:
        self.label = label
        self._data = memoryview(data)
        self._places: dict[str, tuple[int, int]] = {}
        at, named = 0, ""
        while at + _BLOCK <= len(data) and data[at]:
            header = data[at : at + _BLOCK]
            size, kind = self._number(header[124:136]), header[156:157]
            start, at = at + _BLOCK, at + _BLOCK + -(-size // _BLOCK) * _BLOCK
            if start + size > len(data):
                raise RefusedError(f"{label} is only a part of a tar archive: upload it again.")
            if kind in (b"L", b"x"):
                named = _told(data[start : start + min(size, _LONGEST)], kind) or named
                continue
            if kind == b"g":
                continue
            self._take(named or _own(header), kind, (start, size))
            named = ""
        if both := both_file_and_folder(self._places):
            raise RefusedError(
                f"{label} has a file and a folder of the same name, {printable(both[0])}: "
                "make it again."
            )

    def names(self) -> list[str]:
        """Return all files' names, sorted."""
        return sorted(self._places)

    def read(self, name: str, limit: int) -> bytes:
        """Return a file's bytes."""
        start, size = self._places[name]
        if size > limit:
            raise RefusedError(
                f"{printable(name)} in {self.label} is larger than {limit // MIB} MiB."
            )
        return bytes(self._data[start : start + size])

    def peek(self, name: str) -> bytes:
        """Return the beginning and the end of a file."""
        start, size = self._places[name]
        head = bytes(self._data[start : start + min(size, HEAD)])
        return head + bytes(self._data[start + max(len(head), size - 4096) : start + size])

    def _take(self, written: str, kind: bytes, place: tuple[int, int]) -> None:
        path = PurePosixPath(written.replace("\\", "/"))
        name, shown = str(path), printable(written)
        if path.is_absolute() or ".." in path.parts or "\x00" in name:
            raise RefusedError(
                f"{self.label} has the file name {shown}, which points outside the archive."
            )
        if is_ignored(name):
            return
        if kind in _LINKS:
            raise RefusedError(f"{self.label} contains the link {shown}: hand in the file itself.")
        if len(path.parts) > MAX_DEPTH:
            raise RefusedError(f"{self.label} has folders nested more than {MAX_DEPTH} deep.")
        if kind in _FILES and path.parts and not written.endswith("/"):
            self._places[name] = place
        if len(self._places) > MAX_FILES:
            raise RefusedError(f"{self.label} holds more than {MAX_FILES} files.")

    def _number(self, field: bytes) -> int:
        try:
            number = int(field.split(b"\x00")[0].strip() or b"0", 8)
        except ValueError:
            number = -1  # larger than 8 GiB, or damaged
        if number < 0:
            raise RefusedError(f"{self.label} is damaged: make it again and upload it again.")
        return number


def _own(header: bytes) -> str:
    name, prefix = header[:100].split(b"\x00")[0], b""
    if header[257:263] == b"ustar\x00":
        prefix = header[345:500].split(b"\x00")[0]
    return (prefix + b"/" + name if prefix else name).decode("utf-8", "replace")


def _told(data: bytes, kind: bytes) -> str:
    """Return the name that an extended header gives to the file behind it; empty if none."""
    if kind == b"L":
        return data.split(b"\x00")[0].decode("utf-8", "replace")
    at = 0
    while at < len(data):
        length, space, _ = data[at : at + 20].partition(b" ")
        if not space or not length.isdigit() or int(length) < 5:
            return ""
        key, _, value = data[at + len(length) + 1 : at + int(length)].partition(b"=")
        if key == b"path":
            return value.rstrip(b"\n").decode("utf-8", "replace")
        at += int(length)
    return ""
