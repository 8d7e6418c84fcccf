"""What comes along with the notebook of a hand-in: records, modules, data and pictures.

Training records count wherever they lie, since cells change folders and people sort files into
them: each is laid beside the notebook, where its training run is looked for. Other files keep their
places below the notebook. A module never takes the place of a real one.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Final

from chainrule.record import RECORD_SUFFIX, WEIGHTS_SUFFIX
from chainrule_grader.archive import MIB, RefusedError, Tree, printable

MAX_EXTRA: Final = 64 * MIB  # all extra files of a submission together
MAX_EXTRA_FILES: Final = 100
_LONGEST: Final = 255  # bytes of one name, on the file systems that there are
_LONGEST_PATH: Final = 1024

_DATA: Final = {
    *(".json", ".jsonl", ".csv", ".txt", ".npz", ".npy", ".pt", ".pth", ".safetensors"),
    *(".png", ".jpg", ".jpeg", ".gif", ".svg", ".pdf"),
}


@dataclass
class Extras:
    """Files that come along, by name, within what one hand-in may bring.

    Attributes:
        files: Their bytes, by name relative to the notebook.
        aside: Why others do not come along, a line each.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    aside: list[str] = field(default_factory=list)
    _folders: set[str] = field(default_factory=set)
    _left: int = MAX_EXTRA
    _over: int = 0

    def take(self, tree: Tree, names: Iterable[str], base: str = "") -> None:
        """Take what comes along of a tree; what is there already stays.

        Args:
            tree: The folder or archive.
            names: The files in it that may come along.
            base: The notebook's folder in it: empty, or with ``/`` behind it.
        """
        for target, name in sorted(_targets(names, base)):
            self._take(tree, target[1], name)

    def lines(self) -> list[str]:
        """Return a line for each file that was left aside, and one for those beyond the caps."""
        caps = f"more than {MAX_EXTRA_FILES} files or {MAX_EXTRA // MIB} MiB come with the notebook"
        over = f"{self._over} more: {caps}"
        return [*self.aside, *([over] if self._over else [])]

    def _take(self, tree: Tree, target: str, name: str) -> None:
        parts = PurePosixPath(target).parents
        above = {str(folder) for folder in parts} - {"."}
        if target in self.files or target in self._folders or above & self.files.keys():
            return
        longest = max(len(part.encode("utf-8", "replace")) for part in PurePosixPath(target).parts)
        if longest > _LONGEST or len(target) > _LONGEST_PATH:
            self.aside.append(f"{printable(target)}: its name is too long for a file")
            return
        if len(self.files) == MAX_EXTRA_FILES or (self._over and not is_record(name)):
            self._over += 1
            return
        try:
            data = tree.read(name, MAX_EXTRA)
        except RefusedError as refusal:
            if is_record(name):
                raise  # points depend on it
            self.aside.append(f"{printable(target)}: {refusal}")
            return
        if len(data) > self._left:
            self._over += 1
            return
        self._left -= len(data)
        self.files[target] = data
        self._folders |= above


def is_record(name: str) -> bool:
    """Tell whether a file is a training run's record, or its weights."""
    return name.endswith((RECORD_SUFFIX, WEIGHTS_SUFFIX))


def _targets(names: Iterable[str], base: str) -> Iterator[tuple[tuple[int, str], str]]:
    """Yield where each file is laid and where it comes from: records, then code, then data."""
    for name in names:
        beside = name.removeprefix(base) if name.startswith(base) else ""
        path = PurePosixPath(beside)
        if is_record(name):
            last = PurePosixPath(name).name
            yield (len(PurePosixPath(name).parts), last), name
            if beside and beside != last:
                yield (1000, str(path)), name
        elif beside and path.suffix.casefold() == ".py":
            if not _shadows(path.with_suffix("").parts[0]):
                yield (200, str(path)), name
        elif beside and path.suffix.casefold() in _DATA:
            yield (300 + len(path.parts), str(path)), name


def _shadows(module: str) -> bool:
    """Tell whether a student's module would take the place of a real one."""
    if not module.isidentifier() or module in sys.stdlib_module_names:
        return True
    try:
        return importlib.util.find_spec(module) is not None
    except (ImportError, ValueError):
        return True
