"""Hold all processes of a submission together to one share of a machine, where the kernel lets us.

A limit on the address space is one process's; many processes can still eat the machine. A control
group counts what they touch together, and the kernel ends them at the limit. Where there is a
controller ``cpu``, a group of many busy processes also gets no more of the processors than a group
of one, so that nobody's cells time out because of another's. Two versions exist:

- version 2: the own group must hand the controllers ``memory`` and ``pids`` down to its children,
  and a group that does so may hold no process itself. So the grader moves into a leaf beside its
  students' groups, but only if nobody else is in the own group: a scope that was delegated to it
  (``systemd-run --scope -p Delegate=yes chainrule grade …``), or a container's own tree.
- version 1: groups below the own one in the hierarchies of ``memory`` and ``cpu``.

Whether a limit is in force is tried once, with a process that enters a group; where it is not,
:func:`find` says ``None``, and the warm parent's watch takes its place. Groups are named after the
process that made them, removed with their student, and swept up by the next grader otherwise.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

PREFIX: Final = "chainrule-student-"
LEAF: Final = "chainrule-grader"
CONTROLLERS: Final = ("memory", "pids", "cpu")
STALE_S: Final = 60.0  # a group without a process that is older was left behind
MIB: Final = 1 << 20


class CgroupError(OSError):
    """A group cannot be had, or its limit is not what was asked for."""


@dataclass(frozen=True)
class Group:
    """The control group of one submission.

    Attributes:
        path: Its folder.
        version: 1 or 2.
        shares: Its folder in version 1's hierarchy of ``cpu``, if there is one.
    """

    path: Path
    version: int
    shares: Path | None = None

    def create(self) -> None:
        """Make its folders."""
        self.path.mkdir()
        if self.shares is not None:
            self.shares.mkdir()

    def limit(self, memory: int, processes: int) -> None:
        """Set what its processes may use together, and read back that it holds.

        Args:
            memory: Bytes, swap included.
            processes: Processes and threads; only version 2 counts them.

        Raises:
            OSError: If the kernel does not take it.
        """
        if self.version == 2:
            self._write("memory.max", memory, needed=True)
            self._write("memory.swap.max", 0)
            self._write("memory.oom.group", 1)
            self._write("pids.max", processes)
        else:
            self._write("memory.limit_in_bytes", memory, needed=True)
            self._write("memory.memsw.limit_in_bytes", memory)

    def enter(self) -> None:
        """Move the calling process into the group; what it starts from then on is in it too."""
        for folder in filter(None, (self.path, self.shares)):
            (folder / "cgroup.procs").write_text("0")

    @property
    def exceeded(self) -> bool:
        """Whether the kernel ended a process of the group at its limit."""
        name = "memory.events" if self.version == 2 else "memory.oom_control"
        try:
            lines = (self.path / name).read_text().splitlines()
        except OSError:
            return False
        counts = dict(line.split(maxsplit=1) for line in lines if " " in line)
        return int(counts.get("oom_kill", "0")) > 0

    def remove(self) -> bool:
        """Remove the group; false while a process is left in it."""
        for folder in filter(None, (self.path, self.shares)):
            try:
                folder.rmdir()
            except FileNotFoundError:
                continue
            except OSError:
                return False
        return True

    def _write(self, name: str, value: int, *, needed: bool = False) -> None:
        file = self.path / name
        if not needed and not file.exists():
            return  # a kernel without this counter
        file.write_text(str(value))
        if needed:
            held = file.read_text().strip()
            if not held.isdigit() or abs(int(held) - value) > MIB:
                raise CgroupError(f"{file} holds {held}, not {value}")


@dataclass
class Groups:
    """Where groups for submissions can be made.

    Attributes:
        base: The folder that they are made in.
        version: 1 or 2.
        owner: The process that they are named after.
        shares: The same in version 1's hierarchy of ``cpu``, if there is one.
    """

    base: Path
    version: int
    owner: int
    shares: Path | None = None
    _made: int = 0
    _left: list[Group] = field(default_factory=list)

    def make(self, memory: int, processes: int) -> Group:
        """Return a new group with its limits in force.

        Raises:
            OSError: If it cannot be had.
        """
        self._left = [group for group in self._left if not group.remove()]
        self._made += 1
        name = f"{PREFIX}{self.owner}-{self._made}"
        shares = self.shares / name if self.shares is not None else None
        group = Group(self.base / name, self.version, shares)
        try:
            group.create()
            group.limit(memory, processes)
        except OSError:
            group.remove()
            raise
        return group

    def discard(self, group: Group) -> None:
        """Remove a group now, or as soon as its last process is gone."""
        if not group.remove():
            self._left.append(group)

    def sweep(self) -> None:
        """Remove groups that a grader of the past left behind."""
        for path in self._folders("*"):
            with suppress(OSError):
                if time.time() - path.stat().st_mtime > STALE_S:
                    path.rmdir()  # refused while a process is in it

    def close(self) -> None:
        """Remove what this grader made; processes that end just now get a moment."""
        for _ in range(50):
            for path in self._folders(f"{self.owner}-*"):
                with suppress(OSError):
                    path.rmdir()
            if not self._folders(f"{self.owner}-*"):
                break
            time.sleep(0.02)

    def _folders(self, pattern: str) -> list[Path]:
        bases = filter(None, (self.base, self.shares))
        return [path for base in bases for path in base.glob(PREFIX + pattern)]


def find(
    proc: Path = Path("/proc/self"), *, family: frozenset[int] = frozenset(), trial: bool = True
) -> Groups | None:
    """Return where groups can be made, or ``None`` if no limit can be put in force.

    Args:
        proc: The folder of this process in ``/proc``.
        family: Processes of this grader, which may be moved into a leaf.
        trial: Whether to try it with a process.
    """
    for open_version in (_version_2, _version_1):
        try:
            groups = open_version(proc, family)
            if groups is not None and (not trial or _holds(groups)):
                groups.sweep()
                return groups
        except (OSError, ValueError):
            continue
    return None


def _version_2(proc: Path, family: frozenset[int]) -> Groups | None:
    own = _own_group(proc, "cgroup2", "")
    if own is None:
        return None
    base = own.parent if own.name == LEAF else own
    offered = (base / "cgroup.controllers").read_text().split()
    if "memory" not in offered:
        return None
    if "memory" not in (base / "cgroup.subtree_control").read_text().split():
        inside = {int(pid) for pid in (base / "cgroup.procs").read_text().split()}
        if not inside <= family:
            return None  # others live here: their group is not ours to change
        _move_into_leaf(base, inside, [name for name in CONTROLLERS if name in offered])
    return Groups(base, 2, os.getpid())


def _move_into_leaf(base: Path, inside: set[int], controllers: list[str]) -> None:
    """Empty the own group, which alone may hand controllers down, into a leaf below it."""
    leaf = base / LEAF
    leaf.mkdir(exist_ok=True)
    try:
        for pid in inside:
            (leaf / "cgroup.procs").write_text(str(pid))
        wanted = " ".join(f"+{name}" for name in controllers)
        (base / "cgroup.subtree_control").write_text(wanted)
    except OSError:
        for pid in inside:
            with suppress(OSError):
                (base / "cgroup.procs").write_text(str(pid))
        with suppress(OSError):
            leaf.rmdir()
        raise


def _version_1(proc: Path, _: frozenset[int]) -> Groups | None:
    own = _own_group(proc, "cgroup", "memory")
    shares = _own_group(proc, "cgroup", "cpu")
    if shares is not None and not os.access(shares, os.W_OK):
        shares = None
    return None if own is None else Groups(own, 1, os.getpid(), shares)


def _own_group(proc: Path, kind: str, controller: str) -> Path | None:
    """Return the folder of this process's group: ``controller`` is empty for version 2."""
    inside = None
    for line in (proc / "cgroup").read_text().splitlines():
        _, names, path = line.split(":", 2)
        if controller in names.split(","):
            inside = path
    if inside is None:
        return None
    for line in (proc / "mountinfo").read_text().splitlines():
        before, _, after = line.partition(" - ")
        mounted_root, place = before.split()[3:5]
        found, _, options = after.split(maxsplit=2)
        if found != kind or (controller and controller not in options.split(",")):
            continue
        if mounted_root == "/":
            return Path(place + inside)
        if inside == mounted_root or inside.startswith(f"{mounted_root}/"):
            return Path(place + inside[len(mounted_root) :])
    return None


def _holds(groups: Groups) -> bool:
    """Try it: a process must be able to enter a group with a limit, and then be in it."""
    group = groups.make(64 * MIB, 8)
    child = os.fork()
    if child == 0:
        status = 1
        try:
            group.enter()
            members = (group.path / "cgroup.procs").read_text().split()
            status = 0 if str(os.getpid()) in members else 1
        finally:
            os._exit(status)
    _, status = os.waitpid(child, 0)
    groups.discard(group)
    return status == 0
