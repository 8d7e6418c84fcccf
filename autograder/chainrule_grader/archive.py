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
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO, Final, Protocol

MIB: Final = 1 << 20
MAX_ARCHIVE: Final = 256 * MIB  # the zip itself
MAX_DIRECTORY: Final = 12 * MIB  # its table of contents, ignored folders and all
MAX_LISTED: Final = 60_000  # entries of that; an environment with torch in it has 30,000
MAX_FILES: Final = 10_000  # files that are no ignored folder's
MAX_DEPTH: Final = 20  # folders in folders
MAX_RATIO: Final = 200  # size over compressed size, for files that are large
LARGE: Final = 16 * MIB
LONGEST_NAME: Final = 1000  # characters of a name that tells who somebody is: never cut in practice
# A platform's download is the staff's, of a whole class; what lies in it is held to the caps above.
MAX_DOWNLOAD_FILES: Final = 200_000
MAX_DOWNLOAD_DIRECTORY: Final = 48 * MIB
HEAD: Final = 64 << 10  # so much of a file's beginning, and so much less of its end, tells its kind
_TAIL: Final = 4 << 10

# Folders that tools write, and no student: never entered, and nothing in them is read.
_IGNORED: Final = frozenset(
    {"__macosx", "__pycache__", "node_modules", "site-packages", "venv", "tests"}
)
_ENCRYPTED: Final = 0x1 | 0x40 | 0x2000  # by a password, strongly, or with its names
_PATCHED: Final = 0x20
# What Python's zipfile raises for the many ways in which a zip can be broken.
_UNREADABLE: Final = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError),
    *(RuntimeError, OverflowError, LookupError),
)
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

    def peek(self, name: str) -> bytes:
        """Return the beginning and the end of a file, by which its kind can be told."""


def is_ignored(name: str) -> bool:
    """Tell whether a file is hidden, or lies in a folder that tools write and no student."""
    return any(
        part.startswith(".") or part.casefold() in _IGNORED for part in PurePosixPath(name).parts
    )


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


def peek_file(path: Path) -> bytes:
    """Return the beginning and the end of a regular file, without following a link.

    Raises:
        RefusedError: If it is a link, no regular file or unreadable.
    """
    with open_file(path) as stream:
        head = stream.read(HEAD)
        size = stream.seek(0, os.SEEK_END)
        stream.seek(max(len(head), size - _TAIL))
        return head + stream.read(_TAIL)


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
    """The files of a folder; links are refused, ignored folders are not entered.

    A zip of Windows unpacked elsewhere leaves files whose names hold backslashes: they are read as
    the folders that they stood for.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.label = printable(root.name)
        self._real: dict[str, str] = {}

    def names(self) -> list[str]:
        """Return all files' names, sorted."""
        found: list[str] = []
        pending: list[tuple[Path, int]] = [(self.root, 0)]
        while pending:
            folder, depth = pending.pop()
            if depth > MAX_DEPTH:
                raise RefusedError(f"{self.label} has folders nested more than {MAX_DEPTH} deep.")
            for entry in os.scandir(folder):
                if is_ignored(entry.name):
                    continue
                if entry.is_symlink():
                    raise RefusedError(
                        f"{self.label} contains the link {printable(entry.name)}: "
                        "hand in the file itself."
                    )
                if entry.is_dir(follow_symlinks=False):
                    pending.append((Path(entry.path), depth + 1))
                elif entry.is_file(follow_symlinks=False):
                    found.append(Path(entry.path).relative_to(self.root).as_posix())
                if len(found) + len(pending) > MAX_FILES:
                    raise RefusedError(f"{self.label} holds more than {MAX_FILES} files.")
        self._real = {_inside(name): name for name in found if "\\" in name}
        plain = [name for name in found if "\\" not in name]
        return sorted({*plain, *(name for name in self._real if not is_ignored(name))})

    def read(self, name: str, limit: int) -> bytes:
        """Return a file's bytes."""
        return read_file(self._path(name), limit)

    def peek(self, name: str) -> bytes:
        """Return the beginning and the end of a file."""
        return peek_file(self._path(name))

    def _path(self, name: str) -> Path:
        beside = self.root / name
        return beside if name not in self._real or beside.exists() else self.root / self._real[name]


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
            name = _name(info)
            try:
                self._check(info)
            except RefusedError as refusal:
                if not download:
                    raise
                self._refused[name] = refusal
            if not name.endswith("/") and (download or not is_ignored(name)):
                self._entries[name] = info
        if not download and len(self._entries) > MAX_FILES:
            raise RefusedError(f"{label} holds more than {MAX_FILES} files.")
        for name in both_file_and_folder(self._entries):
            both = f"{label} has a file and a folder of the same name, {printable(name)}."
            if not download:
                raise RefusedError(f"{both[:-1]}: make the zip again.")
            self._refused[name] = RefusedError(both)
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
        with self._reading(name) as stream:
            data = stream.read(limit + 1)
        if len(data) > limit:
            raise RefusedError(f"{shown} in {self.label} is larger than it declares.")
        return data

    def peek(self, name: str) -> bytes:
        """Return the beginning of a file, and of one that is not large the end."""
        self.check([name])
        with self._reading(name) as stream:
            head, end = stream.read(HEAD), b""
            if self._entries[name].file_size <= LARGE:
                while piece := stream.read(HEAD):
                    end = (end + piece)[-_TAIL:]
            return head + end

    @contextmanager
    def _reading(self, name: str) -> Iterator[IO[bytes]]:
        try:
            with self._archive.open(self._entries[name]) as stream:
                yield stream
        except _UNREADABLE as error:
            raise RefusedError(
                f"{printable(name)} in {self.label} is damaged: export and upload it again."
            ) from error

    def _check(self, info: zipfile.ZipInfo) -> None:
        name = _name(info)
        shown = printable(name)
        path = PurePosixPath(name)
        drive = len(name) > 1 and name[1] == ":"
        if path.is_absolute() or ".." in path.parts or drive or "\x00" in info.orig_filename:
            raise RefusedError(
                f"{self.label} has the file name {shown}, which points outside the zip."
            )
        if is_ignored(name):
            return  # nothing of it is read
        if len(path.parts) > MAX_DEPTH:
            raise RefusedError(f"{self.label} has folders nested more than {MAX_DEPTH} deep.")
        if stat.S_ISLNK(info.external_attr >> 16):
            raise RefusedError(f"{self.label} contains the link {shown}: hand in the file itself.")
        if info.flag_bits & _ENCRYPTED:
            raise RefusedError(f"{self.label} is encrypted: hand in a zip without a password.")
        is_usual = info.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
        if not is_usual or info.flag_bits & _PATCHED:
            raise RefusedError(f"{self.label} uses an unusual compression: make an ordinary zip.")
        if info.file_size > LARGE and info.file_size > MAX_RATIO * max(info.compress_size, 1):
            raise RefusedError(f"{shown} in {self.label} unpacks to {info.file_size // MIB} MiB.")


def both_file_and_folder(names: Collection[str]) -> list[str]:
    """Return the names that are a file's and a folder's at once, as no file system has them."""
    folders: set[str] = set()
    for name in names:
        if name.count("/") <= MAX_DEPTH:  # deeper ones are refused for that
            folder = name.rpartition("/")[0]
            while folder and folder not in folders:
                folders.add(folder)
                folder = folder.rpartition("/")[0]
    return sorted(name for name in names if name in folders)


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
    most = MAX_DOWNLOAD_FILES if download else MAX_LISTED
    if entries > most or size > (MAX_DOWNLOAD_DIRECTORY if download else MAX_DIRECTORY):
        told = MAX_DOWNLOAD_FILES if download else MAX_FILES
        raise RefusedError(f"{label} holds more than {told} files.")
    try:
        return zipfile.ZipFile(stream)
    except UnicodeDecodeError as error:
        raise RefusedError(f"{label} has a file name that is not valid UTF-8.") from error
    except _UNREADABLE as error:
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


def _inside(name: str) -> str:
    """Return a file's name with its backslashes read as folders, unless it then points outside."""
    path = PurePosixPath(name.replace("\\", "/"))
    outside = path.is_absolute() or ".." in path.parts or ":" in path.parts[0]
    return name if outside else str(path)
