"""Put a freshly forked process where a stranger's code can do no harm.

How it works. The warm parent calls :func:`found` once, before it imports anything heavy: it enters
namespaces of its own and becomes process 1 of a process namespace, so that its end is the end of
everything below it. It then lays out a :class:`Root`, an almost empty file system that holds the
system's libraries, Python and the students' kit, all read-only. For each student the warm parent
forks; the child calls :func:`confine`, which never returns to its caller's privileges:

1. its own mount, network, ipc, host-name and control-group namespaces (the process namespace was
   made by the parent before the fork, so that the student is process 1 in it and its end takes all
   that it started along);
2. the laid-out root becomes ``/``, with fresh file systems in memory for home, ``/tmp`` and
   ``/dev/shm``; the machine's own root is let go;
3. every descriptor but the link is closed, input and output go to ``/dev/null``;
4. resource limits, then another user, no capabilities, no_new_privs, the system-call filter.

What each tier promises:

- ``full`` (Linux, root): all of the above, a user of its own for each running student.
- ``user`` (Linux, an ordinary user, user namespaces): the same, but outside its namespaces the
  student's process counts as the grader's user.
- ``container`` (root that may not make namespaces): a user of its own, limits, no capabilities, the
  filter without any socket, and Landlock in place of a private root. Process ids of other
  processes are visible. Needs Linux 5.13 or later for Landlock.
- ``none``: a process of its own with limits, nothing else. Refused unless asked for by name.

A tier is either in force completely or :class:`SandboxError` is raised; there is no half of one.
"""

from __future__ import annotations

import math
import os
import resource
import select
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from chainrule_grader import landlock, linux, seccomp

LINK: Final = 3  # the student process's one descriptor besides input and output
HOME: Final = "/home/student"
FIRST_UID: Final = 61_184  # a range that Linux distributions leave free
SLOTS: Final = 256

LAST_S: Final = 0.5  # that the fork server has to end in, once nobody listens
LOOK_S: Final = 0.2

MAX_PROCESSES: Final = 64  # threads included
MAX_DESCRIPTORS: Final = 256
MAX_FILE_MIB: Final = 256
HOME_MIB: Final = 256
TEMPORARY_MIB: Final = 256
SHARED_MIB: Final = 128

_SYSTEM: Final = (
    *("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64"),
    *("/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/alternatives"),
    *("/etc/fonts", "/etc/localtime", "/etc/ssl/certs", "/etc/mime.types"),
)
_DEVICES: Final = ("null", "zero", "full", "random", "urandom")
_DEVICE_PATHS: Final = tuple(f"/dev/{device}" for device in _DEVICES)
# Where the new root can be laid out: one that no source lies under.
_PLACES: Final = ("/mnt", "/media", "/srv", "/opt", "/tmp", "/var/tmp", "/root")
_OWN_PACKAGES: Final = ("chainrule_grader", "chainrule_desk")


class SandboxError(Exception):
    """A tier cannot be had on this machine; the message says what is lacking."""


class Tier(StrEnum):
    """How well a student's process is kept apart."""

    FULL = "full"
    USER = "user"
    CONTAINER = "container"
    NONE = "none"

    @property
    def has_namespaces(self) -> bool:
        """Whether the tier rests on namespaces."""
        return self in (Tier.FULL, Tier.USER)


@dataclass(frozen=True)
class Budget:
    """What a student's process may use.

    Attributes:
        memory_mib: Memory beyond what it was forked with.
        cpu_s: Processor seconds of each process.
    """

    memory_mib: int
    cpu_s: int


def candidates() -> list[Tier]:
    """Return the tiers that this machine may have, best first; ``none`` is never among them."""
    if not linux.SUPPORTED:
        return []
    return [Tier.FULL, Tier.CONTAINER] if os.geteuid() == 0 else [Tier.USER]


def found(
    tier: Tier, asked_by: socket.socket | None = None, at_end: Callable[[], None] | None = None
) -> None:
    """Enter the warm parent's own namespaces; returns in a child that is process 1 there.

    Args:
        tier: The tier to found.
        asked_by: The socket of the process that asked; when it is gone, the child has
            :data:`LAST_S` to end, whatever it is at.
        at_end: Called by the process outside when that child has ended, however it did.

    Raises:
        SandboxError: If the machine does not allow it.
    """
    if tier is not Tier.NONE and not linux.SUPPORTED:
        raise SandboxError(f"tier {tier} needs Linux on x86_64 or aarch64")
    if tier in (Tier.FULL, Tier.CONTAINER) and os.geteuid() != 0:
        raise SandboxError(f"tier {tier} needs root")
    if tier is Tier.USER and os.geteuid() == 0:
        # The kernel does not count root's processes, so nothing would stop a fork bomb.
        raise SandboxError("tier user is for ordinary users, and root has tier full")
    if tier is Tier.CONTAINER:
        _check_container()
    if not tier.has_namespaces:
        return
    try:
        if tier is Tier.USER:
            _enter_user_namespace(inside=0)
        linux.unshare(linux.NEWNS | linux.NEWPID)
    except OSError as error:
        raise SandboxError(f"tier {tier} cannot be had here ({error})") from error
    child = os.fork()
    if child:
        status = _outlive(child, asked_by)
        if at_end is not None:
            at_end()
        os._exit(os.waitstatus_to_exitcode(status) & 0xFF)
    linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL)
    try:
        linux.mount("none", "/", None, linux.MS_REC | linux.MS_PRIVATE)
        linux.mount("proc", "/proc", "proc", linux.MS_NOSUID | linux.MS_NODEV | linux.MS_NOEXEC)
    except OSError as error:
        raise SandboxError(f"tier {tier} cannot be had here ({error})") from error


def _outlive(child: int, asked_by: socket.socket | None) -> int:
    """Wait for a child; kill it if it does not end soon after the process that asked for it."""
    poll = select.poll()
    if asked_by is not None:
        poll.register(asked_by, 0)  # tells of a hang-up, and of nothing else
    killed_at = math.inf
    while True:
        pid, status = os.waitpid(child, os.WNOHANG)
        if pid:
            return status
        if time.monotonic() > killed_at:
            os.kill(child, signal.SIGKILL)
            return os.waitpid(child, 0)[1]
        if killed_at is math.inf and poll.poll(LOOK_S * 1000):
            killed_at = time.monotonic() + LAST_S
        elif killed_at < math.inf:
            time.sleep(LOOK_S / 10)


_PRIVATE = ("/tmp", "/dev/shm", HOME)
_ASIDE = "/.aside"


class Root:
    """The file system that students see, laid out once by the warm parent."""

    def __init__(self, sources: Iterable[str]) -> None:
        """Lay it out.

        Raises:
            SandboxError: If the kernel does not allow it.
        """
        paths = list(sources)
        self.place = next(
            place
            for place in _PLACES
            if Path(place).is_dir() and not any(_is_below(path, place) for path in paths)
        )
        try:
            self._lay_out(paths)
        except OSError as error:
            raise SandboxError(f"the students' root cannot be laid out ({error})") from error

    def _lay_out(self, paths: list[str]) -> None:
        linux.mount("tmpfs", self.place, "tmpfs", linux.MS_NOSUID, "mode=755,size=1m")
        root = Path(self.place)
        for folder in ("proc", "tmp", "dev/shm", "etc", HOME[1:]):
            (root / folder).mkdir(parents=True, exist_ok=True)
        # What lies below a private folder (a clone under /tmp, say) is kept aside until the folder
        # has been mounted over it.
        self._hidden = [
            path for path in paths if any(_is_below(path, private) for private in _PRIVATE)
        ]
        for path in paths:
            self._bind(path, _ASIDE + path if path in self._hidden else path)
        for device in _DEVICES:
            (root / "dev" / device).touch()
            linux.mount(f"/dev/{device}", f"{self.place}/dev/{device}", None, linux.MS_BIND)
        for name, target in (("fd", ""), ("stdin", "/0"), ("stdout", "/1"), ("stderr", "/2")):
            (root / "dev" / name).symlink_to(f"/proc/self/fd{target}")
        people = [
            f"student{slot}:x:{FIRST_UID + slot}:100::{HOME}:/bin/sh" for slot in range(SLOTS)
        ]
        people += [f"student:x:1000:1000::{HOME}:/bin/sh", "root:x:0:0::/:/usr/sbin/nologin"]
        (root / "etc/passwd").write_text("\n".join(people) + "\n")
        (root / "etc/hosts").write_text("127.0.0.1 localhost\n")
        linux.make_readonly(self.place, recursive=False)

    def _bind(self, path: str, shown_at: str) -> None:
        source, target = Path(path), Path(self.place + shown_at)
        if target.exists():
            return  # lies in a folder that is already there
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_symlink():
            target.symlink_to(os.readlink(path))  # noqa: PTH115  kept as written
            return
        if source.is_dir():
            target.mkdir()
        else:
            target.touch()
        linux.mount(path, str(target), None, linux.MS_BIND | linux.MS_REC)
        linux.make_readonly(str(target), recursive=True)

    def enter(self, owner: int) -> None:
        """Make it the root of this process's mount namespace, with fresh private folders."""
        flags = linux.MS_NOSUID | linux.MS_NODEV
        mine = f"mode=700,uid={owner},gid={owner},nr_inodes=20000"
        linux.mount("proc", f"{self.place}/proc", "proc", flags | linux.MS_NOEXEC)
        for folder, size in (
            ("/tmp", TEMPORARY_MIB),
            ("/dev/shm", SHARED_MIB),
            (HOME, HOME_MIB),
        ):
            linux.mount("tmpfs", self.place + folder, "tmpfs", flags, f"{mine},size={size}m")
        for path in self._hidden:
            self._show_again(path)
        linux.enter_root(self.place)

    def _show_again(self, path: str) -> None:
        """Put a folder that a private one hides back in its place, still read-only."""
        private = next(folder for folder in _PRIVATE if _is_below(path, folder))
        target = Path(self.place + path)
        target.mkdir(parents=True, exist_ok=True)
        for folder in (target, *target.parents):
            if folder == Path(self.place + private):
                break
            folder.chmod(0o755)  # whatever the umask
        linux.mount(self.place + _ASIDE + path, str(target), None, linux.MS_BIND | linux.MS_REC)


def visible_paths() -> list[str]:
    """Return what students' processes may read: the system, Python, its packages, the kit."""
    paths = [path for path in (*_SYSTEM, sys.base_prefix, sys.prefix) if Path(path).exists()]
    for entry in sys.path:
        folder = Path(entry)
        if not folder.is_dir() or any(_is_below(entry, path) for path in paths):
            continue
        if any((folder / package).is_dir() for package in _OWN_PACKAGES):
            continue  # a source folder of the grader or the desk
        kit = folder / "chainrule"
        paths.append(str(kit if kit.is_dir() else folder))
    return list(dict.fromkeys(paths))


def confine(
    tier: Tier,
    link: int,
    uid: int,
    home: str,
    budget: Budget,
    *,
    root: Root | None,
    readable: list[str],
) -> None:
    """Turn this process into a student's; only the link stays open.

    Args:
        tier: The tier that the warm parent founded.
        link: Descriptor of the student's end of the wire; becomes :data:`LINK`.
        uid: The user to become, in the tiers that have one.
        home: The private folder, in the tiers without a private root.
        budget: Resource limits.
        root: The laid-out root, in the tiers that have one.
        readable: What may be read, in the tier that has Landlock in its place.

    Raises:
        OSError: If a step fails; the caller must end the process.
    """
    os.setsid()
    os.umask(0o077)
    if root is not None:
        linux.unshare(linux.NEWNS | linux.NEWNET | linux.NEWIPC | linux.NEWUTS | linux.NEWCGROUP)
        root.enter(uid if tier is Tier.FULL else 0)
        socket.sethostname("chainrule")
        home = HOME
    _close_all_but(link)
    _limit(budget, counted=tier is not Tier.NONE)
    if tier is not Tier.NONE:
        _give_up_privileges(tier, uid)
    if tier is Tier.CONTAINER:
        landlock.restrict([*readable, "/proc", *_DEVICE_PATHS], [home, "/dev/null"])
    if tier is not Tier.NONE:
        seccomp.install(unix_sockets=tier.has_namespaces)
    if linux.SUPPORTED:
        linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL)
    _settle(home)


def claim_uid() -> tuple[int, socket.socket]:
    """Return a user id that no other grader on this machine uses, with the lock that holds it.

    The lock is an abstract socket: it needs no file and cannot outlive its owner.

    Raises:
        SandboxError: If all are taken.
    """
    for uid in range(FIRST_UID, FIRST_UID + SLOTS):
        lock = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        try:
            lock.bind(f"\0chainrule-uid-{uid}")
        except OSError:
            lock.close()
            continue
        return uid, lock
    raise SandboxError(f"all {SLOTS} user ids for students are in use on this machine")


def _check_container() -> None:
    if not landlock.version():
        raise SandboxError("tier container needs a kernel with Landlock (Linux 5.13 or later)")
    for path in map(Path, (sys.base_prefix, sys.prefix)):
        for folder in (path, *path.parents):
            if not folder.stat().st_mode & 0o001:
                raise SandboxError(
                    "tier container needs Python where every user may read it, "
                    f"but only its owner may enter {folder}"
                )


def _enter_user_namespace(inside: int) -> None:
    uid, gid = os.geteuid(), os.getegid()
    linux.unshare(linux.NEWUSER)
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{inside} {uid} 1")
    Path("/proc/self/gid_map").write_text(f"{inside} {gid} 1")


def _close_all_but(link: int) -> None:
    if link != LINK:
        os.dup2(link, LINK)
    null = os.open("/dev/null", os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    os.closerange(LINK + 1, max(null, link, resource.getrlimit(resource.RLIMIT_NOFILE)[0]) + 1)


def _limit(budget: Budget, *, counted: bool) -> None:
    limits = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_CPU: budget.cpu_s,
        resource.RLIMIT_NOFILE: MAX_DESCRIPTORS,
        resource.RLIMIT_FSIZE: MAX_FILE_MIB << 20,
    }
    if sys.platform == "linux":
        limits[resource.RLIMIT_AS] = _address_space() + (budget.memory_mib << 20)
        limits[resource.RLIMIT_MEMLOCK] = 64 << 10
        limits[resource.RLIMIT_MSGQUEUE] = 0
        if counted:
            limits[resource.RLIMIT_NPROC] = MAX_PROCESSES
    for kind, value in limits.items():
        ceiling = resource.getrlimit(kind)[1]
        wanted = value if ceiling == resource.RLIM_INFINITY else min(value, ceiling)
        resource.setrlimit(kind, (wanted, wanted))


def _address_space() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    return pages * resource.getpagesize()


def _give_up_privileges(tier: Tier, uid: int) -> None:
    if tier is Tier.USER:
        _enter_user_namespace(inside=1000)
        linux.drop_bounding_capabilities()
    else:
        linux.drop_bounding_capabilities()
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
    linux.drop_capabilities()
    linux.prctl(linux.PR_SET_NO_NEW_PRIVS, 1)


def _settle(home: str) -> None:
    os.chdir(home)
    temporary = "/tmp" if home == HOME else home
    os.environ.update(HOME=home, TMPDIR=temporary, USER="student", LOGNAME="student")


def _is_below(path: str, folder: str) -> bool:
    return Path(path).is_relative_to(folder)
