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
from bisect import bisect_left
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Final, Protocol

MIB: Final = 1 << 20
MAX_ARCHIVE: Final = 256 * MIB  # the zip itself
MAX_DIRECTORY: Final = 2 * MIB  # its table of contents
MAX_FILES: Final = 10_000
MAX_DEPTH: Final = 20  # folders in folders
MAX_RATIO: Final = 200  # size over compressed size, for files that are large
LARGE: Final = 16 * MIB
LONGEST_NAME: Final = 1000  # characters of a name that tells who somebody is: never cut in practice
# A platform's download is the staff's, of a whole class; what lies in it is held to the caps above.
MAX_DOWNLOAD_FILES: Final = 200_000
MAX_DOWNLOAD_DIRECTORY: Final = 48 * MIB

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
    with open_file(path) as stream:
        data = stream.read(limit + 1)
    if len(data) > limit:
        raise RefusedError(f"{printable(path.name)} is larger than {limit // MIB} MiB.")
    return data


def open_file(path: Path) -> BinaryIO:
    """Open a regular file for reading without following a link.

    Raises:
        RefusedError: If it is a link, no regular file or unreadable.
    """
    label = printable(path.name)
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | os.O_NONBLOCK)
    except OSError as error:
        if path.is_symlink():
            raise RefusedError(f"{label} is a link: hand in the file itself.") from None
        raise RefusedError(f"{label} cannot be opened ({error.strerror}).") from error
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise RefusedError(f"{label} is not a regular file.")
    return os.fdopen(descriptor, "rb")


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

    Args:
        source: The zip.
        label: Its name for people.
        download: Whether it is a platform's download of many hand-ins. Then a file that cannot be
            taken is refused when it is read: no student's file keeps the others' from being graded.

    Raises:
        RefusedError: If it is no zip, damaged, encrypted, a bomb, or has names that point outside.
    """

    def __init__(self, source: bytes | BinaryIO, label: str, *, download: bool = False) -> None:
        self.label = label
        stream = io.BytesIO(source) if isinstance(source, bytes) else source
        self._archive = _open(stream, label, download=download)
        self._entries: dict[str, zipfile.ZipInfo] = {}
        self._refused: dict[str, RefusedError] = {}
        for info in self._archive.infolist():
            try:
                self._check(info)
            except RefusedError as refusal:
                if not download:
                    raise
                self._refused[_name(info)] = refusal
            if not info.is_dir():
                self._entries[_name(info)] = info
        self._names = sorted(self._entries)

    def names(self) -> list[str]:
        """Return all files' names, sorted."""
        return self._names

    def within(self, entry: str) -> list[str]:
        """Return the names of an entry at the top: the file itself, or all files in the folder."""
        if entry in self._entries:
            return [entry]
        first = bisect_left(self._names, f"{entry}/")
        return self._names[first : bisect_left(self._names, f"{entry}0")]  # "0" follows "/"

    def check(self, names: Iterable[str]) -> None:
        """Refuse the first of these files that cannot be taken; elsewhere all were checked."""
        for name in names:
            if name in self._refused:
                raise RefusedError(str(self._refused[name]))

    def read(self, name: str, limit: int) -> bytes:
        """Return a file's bytes."""
        self.check([name])
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
        path = PurePosixPath(name)
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


def printable(name: str, most: int = 100) -> str:
    """Return a file name that is safe to print, at most ``most`` characters long."""
    text = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    text = "".join(letter if letter.isprintable() else "�" for letter in text)
    return text if len(text) <= most else f"{text[: most - 3]}..."


def _open(stream: BinaryIO, label: str, *, download: bool) -> zipfile.ZipFile:
    try:
        entries, size = _declared(_tail(stream, label))
    except (struct.error, ValueError) as error:
        raise RefusedError(f"{label} is not a zip file, or only a part of one.") from error
    most = MAX_DOWNLOAD_FILES if download else MAX_FILES
    if entries > most or size > (MAX_DOWNLOAD_DIRECTORY if download else MAX_DIRECTORY):
        raise RefusedError(f"{label} holds more than {most} files.")
    try:
        return zipfile.ZipFile(stream)
    except UnicodeDecodeError as error:
        raise RefusedError(f"{label} has a file name that is not valid UTF-8.") from error
    except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error, OSError) as error:
        raise RefusedError(f"{label} is damaged: export and upload it again.") from error


def _tail(stream: BinaryIO, label: str) -> bytes:
    """Return the end of a zip, which says how large its table of contents is."""
    size = stream.seek(0, os.SEEK_END)
    if not size:
        raise RefusedError(f"{label} is empty.")
    stream.seek(max(0, size - (1 << 16) - 22 - 1024))
    return stream.read()


def _declared(tail: bytes) -> tuple[int, int]:
    """Return how many entries, and how many bytes of directory, a zip says that it has."""
    end = tail.rfind(_END, max(0, len(tail) - (1 << 16) - 22))
    if end < 0:
        raise ValueError("no end of central directory")
    entries, size = struct.unpack_from("<HI", tail, end + 10)
    far = tail.rfind(_END_64, max(0, end - 1024), end)
    if far >= 0:
        entries, size = struct.unpack_from("<QQ", tail, far + 32)
    return entries, size


def _name(info: zipfile.ZipInfo) -> str:
    """Return an entry's name with ``/`` between folders, which Windows writes as a backslash.

    macOS writes UTF-8 without the flag that says so.
    """
    name = info.filename.replace("\\", "/")
    if info.flag_bits & 0x800:
        return name
    try:
        return name.encode("cp437").decode("utf-8")
    except UnicodeError:
        return name
