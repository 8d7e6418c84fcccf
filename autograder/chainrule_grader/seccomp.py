"""The system calls that a student's process may not make.

A filter in the kernel's own form, made here so that no library is needed. Calls that let a process
reach other processes, the machine's clock, modules, mounts, namespaces, keys or shared memory
outside its folder fail with EPERM. ``clone3`` fails with ENOSYS, not EPERM: the C library then
falls back to ``clone``, whose flags the filter can read, and threads keep working. Sockets fail
except Unix ones, which worker processes of data loaders use; where no network namespace is in
force, those fail as well. A call made in another architecture's table ends the process.
"""

from __future__ import annotations

import ctypes
import errno
from typing import Final

from chainrule_grader import linux

_LOAD: Final = 0x20
_JUMP_EQUAL: Final = 0x15
_JUMP_GREATER_EQUAL: Final = 0x35
_JUMP_ANY_BIT: Final = 0x45
_RETURN: Final = 0x06
_ALLOW: Final = 0x7FFF_0000
_ERRNO: Final = 0x0005_0000
_KILL: Final = 0x8000_0000
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16
_X32: Final = 0x4000_0000
_AF_UNIX: Final = 1

_AUDIT: Final = {"x86_64": 0xC000_003E, "aarch64": 0xC000_00B7}
_CLONE: Final = {"x86_64": 56, "aarch64": 220}
_CLONE3: Final = 435
_SOCKET: Final = {"x86_64": 41, "aarch64": 198}
_NAMESPACES: Final = (
    linux.NEWNS
    | linux.NEWCGROUP
    | linux.NEWUTS
    | linux.NEWIPC
    | linux.NEWUSER
    | linux.NEWPID
    | linux.NEWNET
    | 0x80  # CLONE_NEWTIME
)

# name: (x86_64, aarch64); -1 where the machine has no such call.
_DENIED: Final = {
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "process_madvise": (440, 440),
    "pidfd_getfd": (438, 438),
    "kcmp": (312, 272),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fspick": (433, 433),
    "mount_setattr": (442, 442),
    "unshare": (272, 97),
    "setns": (308, 268),
    "open_by_handle_at": (304, 265),
    "name_to_handle_at": (303, 264),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
    "kexec_load": (246, 104),
    "kexec_file_load": (320, 294),
    "reboot": (169, 142),
    "swapon": (167, 224),
    "swapoff": (168, 225),
    "quotactl": (179, 60),
    "quotactl_fd": (443, 443),
    "acct": (163, 89),
    "syslog": (103, 116),
    "settimeofday": (164, 170),
    "clock_settime": (227, 112),
    "adjtimex": (159, 171),
    "clock_adjtime": (305, 266),
    "sethostname": (170, 161),
    "setdomainname": (171, 162),
    "iopl": (172, -1),
    "ioperm": (173, -1),
    "modify_ldt": (154, -1),
    "personality": (135, 92),
    "vhangup": (153, 58),
    "fanotify_init": (300, 262),
    "lookup_dcookie": (212, 18),
    "migrate_pages": (256, 238),
    "move_pages": (279, 239),
    # Memory that no mount holds and that outlives the process, or escapes the limit on files.
    "shmget": (29, 194),
    "shmat": (30, 196),
    "shmctl": (31, 195),
    "semget": (64, 190),
    "msgget": (68, 186),
    "mq_open": (240, 180),
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
}


class _Instruction(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_uint16),
        ("if_true", ctypes.c_uint8),
        ("if_false", ctypes.c_uint8),
        ("operand", ctypes.c_uint32),
    )


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_uint16), ("filter", ctypes.POINTER(_Instruction)))


def install(*, unix_sockets: bool) -> None:
    """Put the filter on this process and all that it starts; needs no_new_privs."""
    steps = _steps(linux.MACHINE, unix_sockets=unix_sockets)
    instructions = (_Instruction * len(steps))(*(_Instruction(*step) for step in steps))
    linux.install_filter(_Program(len(steps), instructions))


def _steps(machine: str, *, unix_sockets: bool) -> list[tuple[int, int, int, int]]:
    column = 0 if machine == "x86_64" else 1
    steps = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_JUMP_EQUAL, 1, 0, _AUDIT[machine]),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
    ]
    if machine == "x86_64":
        steps += [(_JUMP_GREATER_EQUAL, 0, 1, _X32), (_RETURN, 0, 0, _KILL)]
    for numbers in _DENIED.values():
        if numbers[column] >= 0:
            steps += _refuse(numbers[column], errno.EPERM)
    steps += _refuse(_CLONE3, errno.ENOSYS)
    steps += [
        (_JUMP_EQUAL, 0, 4, _CLONE[machine]),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        (_JUMP_ANY_BIT, 0, 1, _NAMESPACES),
        (_RETURN, 0, 0, _ERRNO | errno.EPERM),
        (_RETURN, 0, 0, _ALLOW),
    ]
    if unix_sockets:
        steps += [
            (_JUMP_EQUAL, 0, 3, _SOCKET[machine]),
            (_LOAD, 0, 0, _FIRST_ARGUMENT),
            (_JUMP_EQUAL, 1, 0, _AF_UNIX),
            (_RETURN, 0, 0, _ERRNO | errno.EACCES),
        ]
    else:
        steps += _refuse(_SOCKET[machine], errno.EACCES)
    return [*steps, (_RETURN, 0, 0, _ALLOW)]


def _refuse(number: int, code: int) -> list[tuple[int, int, int, int]]:
    return [(_JUMP_EQUAL, 0, 1, number), (_RETURN, 0, 0, _ERRNO | code)]
