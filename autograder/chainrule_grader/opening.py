"""Open a hand-in: find its notebook, and what came with it.

A hand-in is a file, a folder or an archive, and an archive may lie in an archive. Nothing is
unpacked to disk, and nothing is read before its size is known; see
:mod:`chainrule_grader.archive`. The caps hold for all levels together.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Final

from chainrule_grader import choosing, sniffing
from chainrule_grader import notebook as notebooks
from chainrule_grader.archive import (
    MAX_ARCHIVE,
    MAX_FILES,
    MIB,
    FolderTree,
    RefusedError,
    Tree,
    ZipTree,
    is_ignored,
    printable,
    read_file,
)
from chainrule_grader.bundle import Bundle
from chainrule_grader.choosing import Candidate
from chainrule_grader.extras import Extras, is_record
from chainrule_grader.handins import Handin
from chainrule_grader.listing import zip_tree
from chainrule_grader.platforms.plain import MISTAKES
from chainrule_grader.tarball import GZIP, TarTree, gunzip, is_tar

MAX_NESTED: Final = 2  # an archive in an archive
MAX_NOTEBOOKS: Final = 30  # that are looked into, to choose one
MAX_SNIFFED: Final = 1_000  # files of other names that are looked at
MAX_LINES: Final = 50  # of what was left aside in one hand-in

# Files that are what their endings say: none of them is looked at for a notebook.
_WHAT_IT_SAYS: Final = frozenset(
    {
        *(".py", ".csv", ".npz", ".npy", ".pt", ".pth", ".safetensors", ".png", ".jpg", ".jpeg"),
        *(".gif", ".svg", ".pdf", ".jsonl", ".heic", ".mp4", ".mov", ".pkl", ".h5", ".parquet"),
    }
)


@dataclass(frozen=True)
class Opened:
    """What a hand-in holds.

    Attributes:
        label: The notebook's name, for people.
        notebook: Its bytes.
        files: What came with it, by name.
        aside: What was left aside, a line each.
    """

    label: str
    notebook: bytes
    files: Mapping[str, bytes]
    aside: tuple[str, ...] = ()


def open_handin(handin: Handin, bundle: Bundle) -> Opened:
    """Return the notebook of a hand-in and what came with it.

    Raises:
        RefusedError: If there is no notebook, two that could be meant, or too much of anything.
    """
    root = handin.root
    opener = _Opener(bundle)
    if handin.names is None:
        if root.is_dir() and not root.is_symlink():
            tree = FolderTree(root)
            return _result(opener.tree(tree, tree.names()))
        return _result(opener.file(printable(root.name), read_file(root, MAX_ARCHIVE)))
    part = Part(handin, handin.names)
    names = [name for name in part.names() if not is_ignored(name)]
    if len(names) == 1:
        label = printable(PurePosixPath(names[0]).name)
        return _result(opener.file(label, part.read(names[0], MAX_ARCHIVE)))
    return _result(opener.tree(part, names))


class Part:
    """What belongs to one hand-in of a download, by the names that the student gave.

    Raises:
        RefusedError: If a file of it cannot be taken.
    """

    def __init__(self, handin: Handin, entries: tuple[str, ...]) -> None:
        self.label = printable(PurePosixPath(entries[0]).name)
        self._tree: Tree = (
            FolderTree(handin.root) if handin.root.is_dir() else zip_tree(handin.root)
        )
        self._places: dict[str, tuple[Tree, str]] = {}
        given = handin.given or ("",) * len(entries)
        for entry, called in zip(entries, given, strict=True):
            for tree, place, inner in self._files(handin, entry):
                name = inner or called or PurePosixPath(entry).name
                # Two files that the student called alike keep the platform's names.
                self._places[place if name in self._places else name] = (tree, place)

    def names(self) -> list[str]:
        """Return all files' names, sorted."""
        return sorted(self._places)

    def read(self, name: str, limit: int) -> bytes:
        """Return a file's bytes."""
        tree, place = self._places[name]
        return tree.read(place, limit)

    def peek(self, name: str) -> bytes:
        """Return the beginning and the end of a file."""
        tree, place = self._places[name]
        return tree.peek(place)

    def _files(self, handin: Handin, entry: str) -> Iterable[tuple[Tree, str, str]]:
        """Yield each file of an entry: what to read it from, its place there and its own name."""
        if isinstance(self._tree, ZipTree):
            within = self._tree.within(entry)
            self._tree.check(within)
            return [
                (self._tree, name, name.removeprefix(entry).removeprefix("/")) for name in within
            ]
        if (folder := handin.root / entry).is_dir() and not folder.is_symlink():
            inside = FolderTree(folder)
            return [(inside, name, name) for name in inside.names()]
        return [(self._tree, entry, "")]


class _TooMuchError(RefusedError):
    """A hand-in as a whole is too much, wherever in it that shows."""


class _Opener:
    """Open files and trees of one hand-in, with one room for all of them."""

    def __init__(self, bundle: Bundle) -> None:
        self._bundle = bundle
        self._bytes = MAX_ARCHIVE
        self._files = MAX_FILES

    def file(self, label: str, data: bytes, depth: int = 0) -> Candidate:
        """Return the notebook that a file is, or holds."""
        suffix = PurePosixPath(label).suffix.casefold()
        if not sniffing.is_notebook(data[: 64 << 10]):
            if suffix == ".zip" or data.startswith(sniffing.ZIP):
                return self._archive(label, data, depth)
            if data.startswith(GZIP):
                self._deeper(label, depth)
                data = gunzip(data, label, self._bytes)
                self._bytes -= len(data)
                if not is_tar(data):
                    return self.file(
                        label.removesuffix(PurePosixPath(label).suffix), data, depth + 1
                    )
            if is_tar(data):
                return self._archive(label, data, depth)
            if suffix in MISTAKES:
                raise RefusedError(
                    f"{label} is neither a notebook nor a zip: hand in the notebook (.ipynb)."
                )
        if len(data) > notebooks.MAX_NOTEBOOK:
            raise RefusedError(f"{label} is larger than {notebooks.MAX_NOTEBOOK // MIB} MiB.")
        return Candidate(label, data)

    def tree(self, tree: Tree, names: list[str], depth: int = 0) -> Candidate:
        """Return the notebook of a folder or archive, with what comes along."""
        self._count(tree)
        loose, archives = self._kinds(tree, names)
        aside: list[str] = []
        if len(loose) > MAX_NOTEBOOKS:
            raise RefusedError(
                f"{tree.label} holds {len(loose)} notebooks, more than {MAX_NOTEBOOKS}: "
                "keep the one to be graded."
            )
        if loose:
            found = [Candidate(name, self._read(tree, name)) for name in loose]
        else:
            found = self._inner(tree, names, archives, depth, aside)
        chosen, others = choosing.choose(found, self._bundle, tree.label)
        extras = Extras(dict(chosen.files))
        base = chosen.name.removesuffix(PurePosixPath(chosen.name).name) if loose else ""
        known = {*archives, chosen.name}
        extras.take(tree, (name for name in names if name not in known), base)
        if loose:
            self._records(tree, archives, extras)
        lines = (*aside, *others, *chosen.aside, *extras.lines())
        return Candidate(chosen.name, chosen.data, extras.files, lines)

    def _kinds(self, tree: Tree, names: list[str]) -> tuple[list[str], list[str]]:
        """Return the notebooks and the archives among files, by name or by content."""
        loose, archives, looked = [], [], 0
        for name in names:
            suffix = PurePosixPath(name).suffix.casefold()
            if suffix in _WHAT_IT_SAYS or is_record(name):
                continue
            looked += 1
            peeked = _peek(tree, name) if looked <= MAX_SNIFFED else b""
            if suffix == ".zip" or sniffing.is_archive(name, peeked):
                archives.append(name)
            elif suffix == ".ipynb" or sniffing.is_notebook(peeked):
                loose.append(name)
        return loose, archives

    def _inner(
        self, tree: Tree, names: list[str], archives: list[str], depth: int, aside: list[str]
    ) -> list[Candidate]:
        """Return the notebook of each archive in a tree that has none by itself.

        Raises:
            RefusedError: If there is none.
        """
        found, refusals = [], []
        for name in archives:
            label = printable(PurePosixPath(name).name)
            try:
                inside = self.file(label, self._read(tree, name), depth)
                found.append(replace(inside, name=f"{name}/{inside.name}"))
            except _TooMuchError:
                raise
            except RefusedError as refusal:
                refusals.append(refusal)
                aside.append(f"{printable(name)}: {refusal}")
        if found:
            return found
        if len(refusals) == 1:
            raise refusals[0]
        if refusals:
            raise RefusedError(f"{tree.label} holds no notebook: {refusals[0]}")
        shown = ", ".join(printable(name, 60) for name in names[:3])
        more = ", ..." if len(names) > 3 else ""
        held = f": it holds {shown}{more}." if names else "."
        raise RefusedError(f"{tree.label} holds no notebook (.ipynb){held}")

    def _records(self, tree: Tree, archives: list[str], extras: Extras) -> None:
        """Take the training records of archives that lie beside the notebook."""
        for name in archives:
            label = printable(PurePosixPath(name).name)
            try:
                inside = self._tree_of(label, self._read(tree, name))
                self._count(inside)
                records = [inner for inner in inside.names() if is_record(inner)]
                extras.take(inside, records)
                extras.aside.append(f"{printable(name)}: only training records are taken of it")
            except RefusedError as refusal:
                extras.aside.append(f"{printable(name)}: {refusal}")

    def _count(self, tree: Tree) -> None:
        self._files -= len(tree.names())
        if self._files < 0:
            raise _TooMuchError(f"{tree.label} holds more than {MAX_FILES} files.")

    def _archive(self, label: str, data: bytes, depth: int) -> Candidate:
        self._deeper(label, depth)
        tree = self._tree_of(label, data)
        return self.tree(tree, tree.names(), depth + 1)

    def _tree_of(self, label: str, data: bytes) -> Tree:
        if data.startswith(GZIP):
            data = gunzip(data, label, self._bytes)
            self._bytes -= len(data)
        return TarTree(data, label) if is_tar(data) else ZipTree(data, label)

    def _deeper(self, label: str, depth: int) -> None:
        if depth >= MAX_NESTED:
            raise RefusedError(
                f"{label} lies in zips within zips: hand in one zip with the notebook."
            )

    def _read(self, tree: Tree, name: str) -> bytes:
        most = notebooks.MAX_NOTEBOOK if name.casefold().endswith(".ipynb") else self._bytes
        if self._bytes <= 0:
            raise _TooMuchError(f"{tree.label} holds more than {MAX_ARCHIVE // MIB} MiB.")
        data = tree.read(name, min(most, self._bytes))
        self._bytes -= len(data)
        return data


def _peek(tree: Tree, name: str) -> bytes:
    try:
        return tree.peek(name)
    except RefusedError:
        return b""  # whoever reads it says why it cannot be read


def _result(found: Candidate) -> Opened:
    aside = found.aside[:MAX_LINES]
    if len(found.aside) > MAX_LINES:
        aside = (*aside, f"and {len(found.aside) - MAX_LINES} more")
    return Opened(printable(PurePosixPath(found.name).name), found.data, found.files, aside)


def content(notebook: bytes, files: Mapping[str, bytes]) -> str:
    """Return the SHA-256 of a notebook and the files that came with it."""
    if not files:
        return hashlib.sha256(notebook).hexdigest()
    state = hashlib.sha256(hashlib.sha256(notebook).digest())
    for name in sorted(files):
        state.update(hashlib.sha256(name.encode("utf-8", "surrogateescape")).digest())
        state.update(hashlib.sha256(files[name]).digest())
    return state.hexdigest()
