"""What lies at the top of a folder or zip: names of files and folders, nothing opened.

A folder and a zip of it give the same listing, so whoever reads names need not know which it is.
"""

from __future__ import annotations

import os
import weakref
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Final

from chainrule_grader.archive import (
    RefusedError,
    ZipTree,
    open_file,
    peek_file,
    printable,
    read_file,
)

# What systems write into folders and zips: no student's.
_SYSTEM: Final = frozenset({"__macosx", "thumbs.db", "desktop.ini"})
_OF_SYSTEMS: Final = ("._", ".DS_Store", ".localized", ".directory", ".nfs", ".fuse_hidden")


@dataclass(frozen=True)
class Listing:
    """The entries at the top of a folder or zip.

    Attributes:
        root: The folder or zip.
        base: The folder of ``root`` whose entries these are: empty, or a name with ``/`` behind it.
        place: What that folder is called.
        folders: Whether each entry is a folder, by name, in the order of names.
        zipped: Whether ``root`` is a zip.
        whole: Whether these are all entries: not where somebody named some of them.
        hidden: Files that are hidden and no system's: nobody hands in such, but somebody may.
    """

    root: Path
    base: str
    place: str
    folders: dict[str, bool]
    zipped: bool = False
    whole: bool = True
    hidden: tuple[str, ...] = ()

    def read(self, name: str, limit: int) -> bytes:
        """Return the bytes of a file at the top; refuse more than ``limit`` of them."""
        if self.zipped:
            return zip_tree(self.root).read(self.base + name, limit)
        return read_file(self.root / self.base / name, limit)

    def peek(self, name: str) -> bytes:
        """Return the beginning and the end of a file at the top, by which its kind can be told."""
        if self.zipped:
            return zip_tree(self.root).peek(self.base + name)
        return peek_file(self.root / self.base / name)

    def inside(self, name: str) -> Listing:
        """Return what lies in one of its folders."""
        base = f"{self.base}{name}/"
        if self.zipped:
            return _of_names(self.root, zip_tree(self.root).within(base.rstrip("/")), base)
        return replace(of_folder(self.root / base), root=self.root, base=base)


def of_folder(folder: Path) -> Listing:
    """Return what lies in a folder; a link is no folder, whatever it points to."""
    with os.scandir(folder) as entries:
        found = {entry.name: entry.is_dir(follow_symlinks=False) for entry in entries}
    place = folder.resolve().name
    return Listing(folder, "", place, _sorted(found), hidden=_hidden(found))


def of_paths(parent: Path, folders: dict[str, bool]) -> Listing:
    """Return a listing of these entries of a folder, which somebody named one by one."""
    found = {name: folders[name] for name in sorted(folders)}
    return Listing(parent, "", parent.resolve().name, found, whole=False)


def of_zip(path: Path) -> Listing:
    """Return what lies at the top of a zip.

    Raises:
        RefusedError: If it is no zip.
    """
    return _of_names(path, zip_tree(path).names(), "")


def zip_tree(path: Path) -> ZipTree:
    """Return a download that is a zip; it stays open, since each of its hand-ins is read from it.

    Raises:
        RefusedError: If it is no zip.
    """
    try:
        status = path.stat()
    except OSError as error:
        raise RefusedError(
            f"{printable(path.name)} cannot be opened ({error.strerror})."
        ) from error
    return _zip_tree(path.absolute(), status.st_mtime_ns, status.st_size)


def is_system(name: str) -> bool:
    """Tell whether a system wrote a file or folder of this name, and no student."""
    return name.startswith(".") or name.casefold() in _SYSTEM


@lru_cache(maxsize=4)
def _zip_tree(path: Path, _changed: int, _size: int) -> ZipTree:
    stream = open_file(path)
    try:
        tree = ZipTree(stream, printable(path.name), download=True)
    except RefusedError:
        stream.close()
        raise
    weakref.finalize(tree, stream.close)
    return tree


def _of_names(root: Path, names: Iterable[str], base: str) -> Listing:
    found: dict[str, bool] = {}
    for name in names:
        if name.startswith(base):
            first, slash, _ = name.removeprefix(base).partition("/")
            found[first] = found.get(first, False) or bool(slash)
    place = base.rstrip("/").rpartition("/")[2] or root.stem
    return Listing(root, base, place, _sorted(found), zipped=True, hidden=_hidden(found))


def _sorted(found: dict[str, bool]) -> dict[str, bool]:
    return {name: found[name] for name in sorted(found) if name and not is_system(name)}


def _hidden(found: dict[str, bool]) -> tuple[str, ...]:
    return tuple(
        sorted(
            name
            for name, is_folder in found.items()
            if name.startswith(".") and not is_folder and not name.startswith(_OF_SYSTEMS)
        )
    )
