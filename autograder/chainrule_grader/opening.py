"""Open a hand-in: find its notebook, and the records that came with it.

Nothing is unpacked to disk, and nothing is read before its size is known; see
:mod:`chainrule_grader.archive`.
"""

from __future__ import annotations

import hashlib
import importlib.util
import sys
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Final

from chainrule_grader import notebook as notebooks
from chainrule_grader.archive import (
    MAX_ARCHIVE,
    MIB,
    FolderTree,
    RefusedError,
    Tree,
    ZipTree,
    printable,
    read_file,
)
from chainrule_grader.handins import Handin
from chainrule_grader.listing import zip_tree
from chainrule_grader.platforms.plain import MISTAKES

MAX_EXTRA: Final = 64 * MIB  # all extra files of a submission together
MAX_EXTRA_FILES: Final = 100

_RECORDS: Final = {
    *(".json", ".jsonl", ".csv", ".txt", ".npz", ".npy", ".pt", ".pth", ".safetensors"),
    *(".png", ".jpg", ".jpeg", ".gif", ".svg", ".pdf"),
}
_NOT_HANDED_IN: Final = frozenset({"__MACOSX", "tests", "__pycache__"})


def open_handin(handin: Handin) -> tuple[str, bytes, dict[str, bytes]]:
    """Return the notebook's name, its bytes, and the files that came with it.

    Raises:
        RefusedError: If there is no notebook, more than one, or too much of anything.
    """
    root = handin.root
    if handin.names is None:
        if root.is_dir() and not root.is_symlink():
            return _from_tree(FolderTree(root))
        return _from_file(printable(root.name), read_file(root, MAX_ARCHIVE))
    part = Part(handin, handin.names)
    names = [name for name in part.names() if not _is_ignored(name)]
    if len(names) == 1:
        label = printable(PurePosixPath(names[0]).name)
        return _from_file(label, part.read(names[0], MAX_ARCHIVE))
    return _from_tree(part, names)


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
        self._places: dict[str, str] = {}
        given = handin.given or ("",) * len(entries)
        for entry, called in zip(entries, given, strict=True):
            for place, inner in self._files(handin, entry):
                name = inner or called or PurePosixPath(entry).name
                # Two files that the student called alike keep the platform's names.
                self._places[place if name in self._places else name] = place

    def names(self) -> list[str]:
        """Return all files' names, sorted."""
        return sorted(self._places)

    def read(self, name: str, limit: int) -> bytes:
        """Return a file's bytes."""
        return self._tree.read(self._places[name], limit)

    def _files(self, handin: Handin, entry: str) -> Iterable[tuple[str, str]]:
        """Yield the place of each file of an entry, with its name in the entry's folder."""
        if isinstance(self._tree, ZipTree):
            within = self._tree.within(entry)
            self._tree.check(within)
            inside = [(name, name.removeprefix(entry).removeprefix("/")) for name in within]
        elif (folder := handin.root / entry).is_dir() and not folder.is_symlink():
            inside = [(f"{entry}/{name}", name) for name in FolderTree(folder).names()]
        else:
            inside = [(entry, "")]
        return inside


def _from_file(label: str, data: bytes, depth: int = 0) -> tuple[str, bytes, dict[str, bytes]]:
    suffix = PurePosixPath(label).suffix.casefold()
    if suffix == ".zip" or data.startswith(b"PK\x03\x04"):
        return _from_tree(ZipTree(data, label), depth=depth)
    if suffix in MISTAKES:
        raise RefusedError(
            f"{label} is neither a notebook nor a zip: hand in the notebook (.ipynb)."
        )
    if len(data) > notebooks.MAX_NOTEBOOK:
        raise RefusedError(f"{label} is larger than {notebooks.MAX_NOTEBOOK // MIB} MiB.")
    return label, data, {}


def _from_tree(
    tree: Tree, names: Iterable[str] | None = None, depth: int = 0
) -> tuple[str, bytes, dict[str, bytes]]:
    kept = [name for name in (names or tree.names()) if not _is_ignored(name)]
    candidates = [name for name in kept if name.casefold().endswith(".ipynb")]
    zips = [name for name in kept if name.casefold().endswith(".zip")]
    if not candidates and len(zips) == 1:
        if depth:
            raise RefusedError(
                f"{tree.label} has zips within zips: hand in one zip with the notebook."
            )
        inner = tree.read(zips[0], MAX_ARCHIVE)
        return _from_file(printable(PurePosixPath(zips[0]).name), inner, depth + 1)
    if not candidates:
        raise RefusedError(f"{tree.label} holds no notebook (.ipynb).")
    if len(candidates) > 1:
        listed = ", ".join(printable(name) for name in candidates[:4])
        more = ", ..." if len(candidates) > 4 else ""
        raise RefusedError(
            f"{tree.label} holds {len(candidates)} notebooks ({listed}{more}): "
            "keep the one to be graded, or grade that file itself. If they are several students', "
            "unzip what is zipped, and name the folder that they lie in."
        )
    chosen = candidates[0]
    data = tree.read(chosen, notebooks.MAX_NOTEBOOK)
    return printable(PurePosixPath(chosen).name), data, _extra_files(tree, kept, chosen)


def _extra_files(tree: Tree, names: list[str], chosen: str) -> dict[str, bytes]:
    """Read the records that lie beside the notebook."""
    base = chosen.removesuffix(PurePosixPath(chosen).name)
    files: dict[str, bytes] = {}
    left = MAX_EXTRA
    for name in names:
        path = PurePosixPath(name.removeprefix(base))
        if not name.startswith(base) or not _is_extra(path):
            continue
        if len(files) == MAX_EXTRA_FILES:
            raise RefusedError(f"{tree.label} holds more than {MAX_EXTRA_FILES} extra files.")
        files[str(path)] = tree.read(name, left)
        left -= len(files[str(path)])
    return files


def _is_extra(path: PurePosixPath) -> bool:
    suffix = path.suffix.casefold()
    if suffix == ".py":
        return len(path.parts) == 1 and not _shadows(path.stem)
    return suffix in _RECORDS


def _shadows(module: str) -> bool:
    """Tell whether a student's module would take the place of a real one."""
    if not module.isidentifier() or module in sys.stdlib_module_names:
        return True
    try:
        return importlib.util.find_spec(module) is not None
    except (ImportError, ValueError):
        return True


def _is_ignored(name: str) -> bool:
    return any(part.startswith(".") or part in _NOT_HANDED_IN for part in PurePosixPath(name).parts)


def content(notebook: bytes, files: Mapping[str, bytes]) -> str:
    """Return the SHA-256 of a notebook and the files that came with it."""
    if not files:
        return hashlib.sha256(notebook).hexdigest()
    state = hashlib.sha256(hashlib.sha256(notebook).digest())
    for name in sorted(files):
        state.update(hashlib.sha256(name.encode("utf-8", "surrogateescape")).digest())
        state.update(hashlib.sha256(files[name]).digest())
    return state.hexdigest()
