"""Read what was handed in, a folder or a zip, without trusting a byte of it.

Nothing is ever unpacked to disk, no link is followed, and nothing is read before its size is known
to be within the caps. A zip's own table of contents is measured before Python parses it, because a
small file may declare millions of entries. Every complaint is one sentence that a student or their
teacher can act on.
"""

from __future__ import annotations

import io
import os
import stat
import struct
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import Final, Protocol

MIB: Final = 1 << 20
MAX_ARCHIVE: Final = 256 * MIB  # the zip itself
MAX_DIRECTORY: Final = 2 * MIB  # its table of contents
MAX_FILES: Final = 10_000
MAX_DEPTH: Final = 20  # folders in folders
MAX_RATIO: Final = 200  # size over compressed size, for files that are large
LARGE: Final = 16 * MIB

_END: Final = b"PK\x05\x06"
_END_64: Final = b"PK\x06\x06"


class RefusedError(Exception):
    """What was handed in cannot be graded; the message says why in one plain sentence."""


class Tree(Protocol):
    """Named files, readable one by one."""

    label: str

    def names(self) -> list[str]:
        """Return the relative names of all files, ``/`` between folders, sorted."""

    def read(self, name: str, limit: int) -> bytes:
        """Return a file's bytes; refuse more than ``limit`` of them."""


def read_file(path: Path, limit: int) -> bytes:
    """Return a regular file's bytes without following a link.

    Raises:
        RefusedError: If it is a link, no regular file, too large or unreadable.
    """
    label = printable(path.name)
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | os.O_NONBLOCK)
    except OSError as error:
        if path.is_symlink():
            raise RefusedError(f"{label} is a link: hand in the file itself.") from None
        raise RefusedError(f"{label} cannot be opened ({error.strerror}).") from error
    with os.fdopen(descriptor, "rb") as stream:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise RefusedError(f"{label} is not a regular file.")
        data = stream.read(limit + 1)
    if len(data) > limit:
        raise RefusedError(f"{label} is larger than {limit // MIB} MiB.")
    return data


class FolderTree:
    """The files of a folder; links are refused, hidden folders are not entered."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.label = printable(root.name)

    def names(self) -> list[str]:
        """Return all files' names, sorted."""
        found: list[str] = []
        pending: list[tuple[Path, int]] = [(self.root, 0)]
        while pending:
            folder, depth = pending.pop()
            if depth > MAX_DEPTH:
                raise RefusedError(f"{self.label} has folders nested more than {MAX_DEPTH} deep.")
            for entry in os.scandir(folder):
                if entry.is_symlink():
                    raise RefusedError(
                        f"{self.label} contains the link {printable(entry.name)}: "
                        "hand in the file itself."
                    )
                if entry.is_dir(follow_symlinks=False):
                    if not entry.name.startswith("."):
                        pending.append((Path(entry.path), depth + 1))
                elif entry.is_file(follow_symlinks=False):
                    found.append(Path(entry.path).relative_to(self.root).as_posix())
                if len(found) + len(pending) > MAX_FILES:
                    raise RefusedError(f"{self.label} holds more than {MAX_FILES} files.")
        return sorted(found)

    def read(self, name: str, limit: int) -> bytes:
        """Return a file's bytes."""
        return read_file(self.root / name, limit)


class ZipTree:
    """The files of a zip, checked as a whole before the first is read.

    Raises:
        RefusedError: If it is no zip, damaged, encrypted, a bomb, or has names that point outside.
    """

    def __init__(self, data: bytes, label: str) -> None:
        self.label = label
        self._archive = _open(data, label)
        self._entries: dict[str, zipfile.ZipInfo] = {}
        for info in self._archive.infolist():
            self._check(info)
            if not info.is_dir():
                self._entries[_name(info)] = info

    def names(self) -> list[str]:
        """Return all files' names, sorted."""
        return sorted(self._entries)

    def read(self, name: str, limit: int) -> bytes:
        """Return a file's bytes."""
        info = self._entries[name]
        shown = printable(name)
        if info.file_size > limit:
            raise RefusedError(f"{shown} in {self.label} is larger than {limit // MIB} MiB.")
        try:
            with self._archive.open(info) as stream:
                data = stream.read(limit + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
            raise RefusedError(
                f"{shown} in {self.label} is damaged: export and upload it again."
            ) from error
        if len(data) > limit:
            raise RefusedError(f"{shown} in {self.label} is larger than it declares.")
        return data

    def _check(self, info: zipfile.ZipInfo) -> None:
        name = _name(info)
        shown = printable(name)
        path = PurePosixPath(name.replace("\\", "/"))
        drive = len(name) > 1 and name[1] == ":"
        if path.is_absolute() or ".." in path.parts or drive or "\x00" in info.orig_filename:
            raise RefusedError(
                f"{self.label} has the file name {shown}, which points outside the zip."
            )
        if len(path.parts) > MAX_DEPTH:
            raise RefusedError(f"{self.label} has folders nested more than {MAX_DEPTH} deep.")
        if stat.S_ISLNK(info.external_attr >> 16):
            raise RefusedError(f"{self.label} contains the link {shown}: hand in the file itself.")
        if info.flag_bits & 0x1:
            raise RefusedError(f"{self.label} is encrypted: hand in a zip without a password.")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise RefusedError(f"{self.label} uses an unusual compression: make an ordinary zip.")
        if info.file_size > LARGE and info.file_size > MAX_RATIO * max(info.compress_size, 1):
            raise RefusedError(f"{shown} in {self.label} unpacks to {info.file_size // MIB} MiB.")


def printable(name: str) -> str:
    """Return a file name that is safe to print, at most 100 characters long."""
    text = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    text = "".join(letter if letter.isprintable() else "�" for letter in text)
    return text if len(text) <= 100 else f"{text[:97]}..."


def _open(data: bytes, label: str) -> zipfile.ZipFile:
    if not data:
        raise RefusedError(f"{label} is empty.")
    try:
        entries, size = _declared(data)
    except (struct.error, ValueError) as error:
        raise RefusedError(f"{label} is not a zip file, or only a part of one.") from error
    if entries > MAX_FILES or size > MAX_DIRECTORY:
        raise RefusedError(f"{label} holds more than {MAX_FILES} files.")
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except UnicodeDecodeError as error:
        raise RefusedError(f"{label} has a file name that is not valid UTF-8.") from error
    except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error, OSError) as error:
        raise RefusedError(f"{label} is damaged: export and upload it again.") from error


def _declared(data: bytes) -> tuple[int, int]:
    """Return how many entries, and how many bytes of directory, a zip says that it has."""
    end = data.rfind(_END, max(0, len(data) - (1 << 16) - 22))
    if end < 0:
        raise ValueError("no end of central directory")
    entries, size = struct.unpack_from("<HI", data, end + 10)
    far = data.rfind(_END_64, max(0, end - 1024), end)
    if far >= 0:
        entries, size = struct.unpack_from("<QQ", data, far + 32)
    return entries, size


def _name(info: zipfile.ZipInfo) -> str:
    """Return an entry's name; macOS writes UTF-8 without the flag that says so."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename
