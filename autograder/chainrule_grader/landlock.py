"""Restrict the files that this process can reach, where mount namespaces are not to be had.

Landlock is the kernel's own access control for processes without privileges (Linux 5.13 and
later). The tier ``container`` uses it in place of a private root.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterable
from typing import Final

from chainrule_grader import linux

_READ: Final = 1 << 0 | 1 << 2 | 1 << 3  # execute, read file, read folder
_ALL: Final = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1}
_FILE: Final = 1 << 0 | 1 << 1 | 1 << 2 | 1 << 14  # what makes sense for something not a folder
_PATH_BENEATH: Final = 1


class _Ruleset(ctypes.Structure):
    _fields_ = (("handled_access_fs", ctypes.c_uint64),)


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _layout_ = "ms"
    _fields_ = (("allowed_access", ctypes.c_uint64), ("parent_fd", ctypes.c_int32))


def version() -> int:
    """Return the kernel's version of Landlock; 0 where there is none."""
    try:
        return linux.syscall("landlock_create_ruleset", None, 0, 1)
    except OSError:
        return 0


def restrict(readable: Iterable[str], writable: Iterable[str]) -> None:
    """Let this process read below ``readable``, read and write below ``writable``, nothing else."""
    handled = _ALL[min(max(version(), 1), 3)]
    ruleset = _Ruleset(handled_access_fs=handled)
    descriptor = linux.syscall(
        "landlock_create_ruleset", ctypes.byref(ruleset), ctypes.sizeof(ruleset), 0
    )
    try:
        for path in readable:
            _allow(descriptor, path, _READ)
        for path in writable:
            _allow(descriptor, path, handled)
        linux.syscall("landlock_restrict_self", descriptor, 0)
    finally:
        os.close(descriptor)


def _allow(ruleset: int, path: str, access: int) -> None:
    try:
        parent = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return  # what is not there needs no rule
    try:
        if not os.path.isdir(path):  # noqa: PTH112  called with what Landlock was given
            access &= _FILE
        rule = _PathBeneath(allowed_access=access, parent_fd=parent)
        linux.syscall("landlock_add_rule", ruleset, _PATH_BENEATH, ctypes.byref(rule), 0)
    finally:
        os.close(parent)
