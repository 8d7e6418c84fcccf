"""The Linux calls that isolation needs and that Python 3.11 does not have, through ctypes.

Each raises :class:`OSError` with the call's name. Nothing here decides anything.
"""

from __future__ import annotations

import ctypes
import os
import platform
import sys
from pathlib import Path
from typing import Final

NEWNS: Final = 0x0002_0000
NEWCGROUP: Final = 0x0200_0000
NEWUTS: Final = 0x0400_0000
NEWIPC: Final = 0x0800_0000
NEWUSER: Final = 0x1000_0000
NEWPID: Final = 0x2000_0000
NEWNET: Final = 0x4000_0000

MS_RDONLY: Final = 1
MS_NOSUID: Final = 2
MS_NODEV: Final = 4
MS_NOEXEC: Final = 8
MS_REMOUNT: Final = 32
MS_BIND: Final = 4096
MS_REC: Final = 16384
MS_PRIVATE: Final = 1 << 18
MNT_DETACH: Final = 2

PR_SET_PDEATHSIG: Final = 1
PR_SET_DUMPABLE: Final = 4
PR_SET_SECCOMP: Final = 22
PR_CAPBSET_DROP: Final = 24
PR_SET_NO_NEW_PRIVS: Final = 38
PR_CAP_AMBIENT: Final = 47
PR_CAP_AMBIENT_CLEAR_ALL: Final = 4

MACHINE: Final = {"amd64": "x86_64", "arm64": "aarch64"}.get(
    platform.machine().lower(), platform.machine().lower()
)
SUPPORTED: Final = sys.platform == "linux" and MACHINE in ("x86_64", "aarch64")

_NUMBERS: Final = {
    "pivot_root": {"x86_64": 155, "aarch64": 41},
    "capset": {"x86_64": 126, "aarch64": 91},
    "mount_setattr": {"x86_64": 442, "aarch64": 442},
    "landlock_create_ruleset": {"x86_64": 444, "aarch64": 444},
    "landlock_add_rule": {"x86_64": 445, "aarch64": 445},
    "landlock_restrict_self": {"x86_64": 446, "aarch64": 446},
}
_MADV_COLLAPSE: Final = 25
_HUGE: Final = 2 << 20
_AT_RECURSIVE: Final = 0x8000
_AT_FDCWD: Final = -100
_libc: Final = ctypes.CDLL(None, use_errno=True)


class _MountAttributes(ctypes.Structure):
    _fields_ = (
        ("set", ctypes.c_uint64),
        ("clear", ctypes.c_uint64),
        ("propagation", ctypes.c_uint64),
        ("userns", ctypes.c_uint64),
    )


class _CapabilityHeader(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


def syscall(name: str, *arguments: object) -> int:
    """Make a system call by its number; integers are passed as 64-bit values."""
    number = _NUMBERS[name][MACHINE]
    widened = [
        ctypes.c_long(argument) if isinstance(argument, int) else argument for argument in arguments
    ]
    return _checked(_libc.syscall(ctypes.c_long(number), *widened), name)


def unshare(flags: int) -> None:
    """Leave the namespaces named by ``flags``."""
    _checked(_libc.unshare(flags), "unshare")


def setns(descriptor: int, kind: int) -> None:
    """Enter a namespace; for pid namespaces, have children enter it."""
    _checked(_libc.setns(descriptor, kind), "setns")


def mount(source: str, target: str, kind: str | None, flags: int, data: str | None = None) -> None:
    """Mount a file system, bind a folder or change a mount."""
    arguments = [None if text is None else os.fsencode(text) for text in (source, target, kind)]
    options = None if data is None else data.encode()
    result = _libc.mount(*arguments, ctypes.c_ulong(flags), options)
    _checked(result, f"mount {target}")


def make_readonly(target: str, *, recursive: bool) -> None:
    """Make a mount, and those below it, read-only and without set-uid programs."""
    attributes = _MountAttributes(set=MS_RDONLY | MS_NOSUID)
    syscall(
        "mount_setattr",
        _AT_FDCWD,
        os.fsencode(target),
        _AT_RECURSIVE if recursive else 0,
        ctypes.byref(attributes),
        ctypes.sizeof(attributes),
    )


def enter_root(folder: str) -> None:
    """Make ``folder`` the root of this mount namespace and let go of the old one."""
    os.chdir(folder)
    syscall("pivot_root", b".", b".")
    _checked(_libc.umount2(b".", MNT_DETACH), "umount2")
    os.chdir("/")


def prctl(option: int, value: int = 0, third: int = 0) -> None:
    """Change an attribute of this process."""
    zero = ctypes.c_ulong(0)
    result = _libc.prctl(option, ctypes.c_ulong(value), ctypes.c_ulong(third), zero, zero)
    _checked(result, f"prctl {option}")


def drop_bounding_capabilities() -> None:
    """Empty the bounding and ambient sets; needs CAP_SETPCAP."""
    for capability in range(64):
        try:
            prctl(PR_CAPBSET_DROP, capability)
        except OSError:
            break  # past the last capability of this kernel, or not ours to drop
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL)


def drop_capabilities() -> None:
    """Empty the permitted, effective and inheritable sets."""
    header = _CapabilityHeader(version=0x2008_0522, pid=0)
    nothing = (ctypes.c_uint32 * 6)()
    syscall("capset", ctypes.byref(header), ctypes.byref(nothing))


def install_filter(program: object) -> None:
    """Put a seccomp filter (a ``sock_fprog``) on this process; it cannot be taken off."""
    result = _libc.prctl(PR_SET_SECCOMP, ctypes.c_ulong(2), ctypes.byref(program), 0, 0)  # type: ignore[arg-type]
    _checked(result, "seccomp")


def collapse_memory() -> None:
    """Put this process's memory on huge pages, so that forking copies few entries.

    With torch imported a fork takes 20 ms without this and 6 ms with it. Only a matter of speed:
    where the kernel has no MADV_COLLAPSE (before Linux 6.1), nothing changes.
    """
    for line in Path("/proc/self/maps").read_text().splitlines():
        fields = line.split()
        if fields[1] != "rw-p" or (len(fields) > 5 and fields[5] != "[heap]"):
            continue
        start, end = (int(address, 16) for address in fields[0].split("-"))
        for page in range(-(-start // _HUGE) * _HUGE, end - _HUGE + 1, _HUGE):
            _libc.madvise(ctypes.c_void_p(page), ctypes.c_size_t(_HUGE), _MADV_COLLAPSE)


def _checked(result: int, what: str) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result
