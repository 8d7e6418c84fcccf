"""The warm parent: has everything imported, knows nothing, and forks.

Runs as ``python -m chainrule_grader.warm DESCRIPTOR TIER``. It holds no test, no notebook and no
answer: it is forked from, so whatever it held, a student's process could find in its own memory.
Over the control socket it is asked for judges; judges ask it for students. It reads nothing that a
student wrote: from a student's process it learns only how it ended.

Every student has a control socket of its own. When its judge closes it, or dies, the student's
process and all that it started are killed. When the control socket of the warm parent closes, it
ends itself, and with it everything below.
"""

from __future__ import annotations

import gc
import json
import os
import pkgutil
import resource
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any, Final, NoReturn

from chainrule_grader import cgroups, linux, sandbox
from chainrule_grader.cgroups import Group, Groups
from chainrule_grader.sandbox import Budget, Root, SandboxError, Tier

MAX_MESSAGE: Final = 1 << 16
WATCH_S: Final = 0.2
FAILED_TO_START: Final = 70

_LIBRARIES: Final = (
    *("numpy", "numpy.random", "torch", "torch.nn.functional", "torch.utils.data"),
    *(
        "matplotlib",
        "matplotlib.pyplot",
        "matplotlib_inline.backend_inline",
        "IPython",
        "tqdm.auto",
        "nbformat",
    ),
)


@dataclass
class Student:
    """A running student's process, as the warm parent knows it."""

    pid: int
    control: socket.socket
    budget: Budget
    slot: Slot
    group: Group | None
    reason: str = ""


@dataclass
class Slot:
    """A user id and a private folder, used by one student after the other."""

    uid: int
    lock: socket.socket | None
    home: str = ""


@dataclass
class Warm:
    """The warm parent's state: judges to listen to, students to watch."""

    control: socket.socket
    tier: Tier
    shell: Any
    root: Root | None
    readable: list[str]
    groups: Groups | None
    judges: dict[int, socket.socket] = field(default_factory=dict)
    students: dict[int, Student] = field(default_factory=dict)
    free: list[Slot] = field(default_factory=list)

    def run(self) -> NoReturn:
        """Serve until the control socket closes."""
        woken, waker = socket.socketpair()
        waker.setblocking(False)
        woken.setblocking(False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(waker.fileno(), warn_on_full_buffer=False)
        self._own_pids = os.open("/proc/self/ns/pid", os.O_RDONLY)
        self._private = _anonymous_kib(os.getpid())
        poll = select.poll()
        poll.register(self.control, select.POLLIN)
        poll.register(woken, select.POLLIN)
        self._poll = poll
        watched = time.monotonic()
        while True:
            for descriptor, _ in poll.poll(WATCH_S * 1000 if self.students else None):
                if descriptor == self.control.fileno():
                    self._serve_control()
                elif descriptor == woken.fileno():
                    with suppress(BlockingIOError):
                        woken.recv(4096)
                elif descriptor in self.judges:
                    self._serve_judge(self.judges[descriptor])
                else:
                    self._kill_by_control(descriptor)
            self._reap()
            if self.students and time.monotonic() - watched > WATCH_S:
                self._watch()
                watched = time.monotonic()

    # --- judges ----------------------------------------------------------------------------------

    def _serve_control(self) -> None:
        message, descriptors = receive(self.control)
        if message is None:
            for student in self.students.values():
                self._kill(student)
            for student in self.students.values():
                with suppress(ChildProcessError):
                    os.waitpid(student.pid, 0)
                self._clear(student.slot)
            if self.groups is not None:
                self.groups.close()
            os._exit(0)
        (theirs,) = descriptors
        ours, judges = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        pid = os.fork()
        if pid == 0:
            self._become_judge(theirs, judges, ours)
        os.close(theirs)
        judges.close()
        self.judges[ours.fileno()] = ours
        self._poll.register(ours, select.POLLIN)

    def _become_judge(self, control: int, warm: socket.socket, other: socket.socket) -> NoReturn:
        from chainrule_grader import judge

        _forget_signals()
        linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL)
        for inherited in (self.control, other, *self.judges.values()):
            inherited.close()
        for student in self.students.values():
            student.control.close()
        for slot in (*self.free, *(student.slot for student in self.students.values())):
            if slot.lock is not None:
                slot.lock.close()
        try:
            judge.main(socket.socket(fileno=control), warm, self.tier)
        finally:
            os._exit(1)

    # --- students --------------------------------------------------------------------------------

    def _serve_judge(self, judge: socket.socket) -> None:
        message, descriptors = receive(judge)
        if message is None:
            self._poll.unregister(judge)
            del self.judges[judge.fileno()]
            judge.close()
            return
        link, control = descriptors
        connection = socket.socket(fileno=control)
        budget = Budget(memory_mib=message["memory_mib"], cpu_s=message["cpu_s"])
        group = None
        try:
            slot = self.free.pop() if self.free else self._new_slot()
            self._prepare(slot)
            group = self._new_group(budget)
            pid = self._fork_student(link, slot, budget, connection, group)
        except (OSError, SandboxError) as error:
            if self.groups is not None and group is not None:
                self.groups.discard(group)
            send(connection, {"failed": str(error)})
            connection.close()
            os.close(link)
            return
        os.close(link)
        self.students[control] = Student(pid, connection, budget, slot, group)
        self._poll.register(connection, select.POLLIN)

    def _new_group(self, budget: Budget) -> Group | None:
        """Return a control group, where they can be had, for the processes of one student.

        What a process changes of the memory that it was forked with is counted there, too.
        """
        if self.groups is None:
            return None
        memory = (budget.memory_mib << 20) + (self._private << 10)
        return self.groups.make(memory, sandbox.MAX_PROCESSES)

    def _fork_student(
        self, link: int, slot: Slot, budget: Budget, control: socket.socket, group: Group | None
    ) -> int:
        if self.tier.has_namespaces:
            linux.unshare(linux.NEWPID)  # the next child is process 1 of a new namespace
        try:
            pid = os.fork()
            if pid == 0:
                self._become_student(link, slot, budget, control, group)
            return pid
        finally:
            if self.tier.has_namespaces:
                linux.setns(self._own_pids, linux.NEWPID)

    def _become_student(
        self, link: int, slot: Slot, budget: Budget, control: socket.socket, group: Group | None
    ) -> NoReturn:
        from chainrule_grader.student_process import Server

        try:
            _forget_signals()
            try:
                if group is not None:
                    group.enter()
                sandbox.confine(
                    self.tier,
                    link,
                    slot.uid,
                    slot.home,
                    budget,
                    root=self.root,
                    readable=self.readable,
                )
            except BaseException as error:
                with suppress(OSError):
                    send(control, {"failed": f"{type(error).__name__}: {error}"})
                os._exit(FAILED_TO_START)
            Server(socket.socket(fileno=sandbox.LINK), self.shell).serve()
            os._exit(0)
        finally:
            os._exit(1)

    def _new_slot(self) -> Slot:
        if self.tier in (Tier.FULL, Tier.CONTAINER):
            uid, lock = sandbox.claim_uid()
            return Slot(uid, lock)
        return Slot(os.geteuid(), None)

    def _prepare(self, slot: Slot) -> None:
        if self.root is None:
            slot.home = tempfile.mkdtemp(prefix="chainrule-home-")
            if self.tier is Tier.CONTAINER:
                os.chown(slot.home, slot.uid, slot.uid)

    def _clear(self, slot: Slot) -> None:
        if slot.home:
            # Python's rmtree calls itself for each folder, and stops where they are nested deeply.
            subprocess.run(["rm", "-rf", "--", slot.home], stderr=subprocess.DEVNULL, check=False)
            slot.home = ""

    def _kill_by_control(self, descriptor: int) -> None:
        """Kill a student whose judge is done with it; nothing is ever sent on its socket."""
        student = self.students.get(descriptor)
        if student is not None:
            with suppress(KeyError):
                self._poll.unregister(descriptor)
            self._kill(student)

    def _kill(self, student: Student) -> None:
        with suppress(ProcessLookupError):
            os.kill(student.pid, signal.SIGKILL)
        if self.tier is Tier.CONTAINER:
            _kill_user(student.slot.uid)
        elif self.tier is Tier.NONE:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(student.pid, signal.SIGKILL)

    def _reap(self) -> None:
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            for descriptor, student in list(self.students.items()):
                if student.pid == pid:
                    self._bury(descriptor, student, os.waitstatus_to_exitcode(status))

    def _bury(self, descriptor: int, student: Student, code: int) -> None:
        del self.students[descriptor]
        self._kill(student)  # what it started and left behind, where no namespace took it along
        if self.groups is not None and student.group is not None:
            if student.group.exceeded:
                student.reason = student.reason or "memory"
            self.groups.discard(student.group)
        self._clear(student.slot)
        self.free.append(student.slot)
        with suppress(KeyError):
            self._poll.unregister(descriptor)
        with suppress(OSError):
            send(student.control, {"code": code, "reason": student.reason})
        student.control.close()

    def _watch(self) -> None:
        """Kill students whose processes together use more than their budget.

        In a control group the kernel holds them to it; there the rest of a submission that it
        ended a process of is ended here.
        """
        for student in self.students.values():
            if student.group is not None and student.group.exceeded:
                self._end(student, "memory")
        counted = {
            student.pid: student
            for student in self.students.values()
            if student.group is None or self.tier is Tier.NONE
        }
        families = _families(set(counted)) if counted else {}
        for pid, family in families.items():
            student = counted[pid]
            kib = sum(max(0, _anonymous_kib(member) - self._private) for member in family)
            if student.group is None and kib > student.budget.memory_mib << 10:
                self._end(student, "memory")
            elif len(family) > sandbox.MAX_PROCESSES:
                self._end(student, "processes")

    def _end(self, student: Student, reason: str) -> None:
        if not student.reason:
            student.reason = reason
            self._kill(student)


def send(end: socket.socket, message: Any, descriptors: tuple[int, ...] = ()) -> None:
    """Send a small message of the grader's own, with descriptors."""
    socket.send_fds(end, [json.dumps(message).encode()], descriptors)


def receive(end: socket.socket) -> tuple[Any, list[int]]:
    """Return a message and its descriptors, or ``None`` when the other side is gone."""
    try:
        data, descriptors, _, _ = socket.recv_fds(end, MAX_MESSAGE, 4)
    except ConnectionResetError:
        return None, []
    return (json.loads(data) if data else None), descriptors


def main() -> None:
    """Enter the tier's namespaces, import everything, serve."""
    control = socket.socket(fileno=int(sys.argv[1]))
    tier = Tier(sys.argv[2])
    family = frozenset({os.getpid(), os.getppid()})
    groups = cgroups.find(family=family) if linux.SUPPORTED else None
    try:
        sandbox.found(tier, control, at_end=groups.close if groups is not None else None)
        readable = sandbox.visible_paths()
        root = Root(readable) if tier.has_namespaces else None
    except (SandboxError, OSError) as error:
        send(control, {"failed": str(error)})
        return
    try:
        with _ending_with(control):
            shell = _import_everything()
    except OSError as error:  # a disk that is full or cannot be written to
        send(control, {"failed": f"the libraries cannot be imported ({error})"})
        return
    gc.collect()
    gc.freeze()
    linux.collapse_memory()
    held_by = "watch" if groups is None else "control group"
    send(control, {"ready": str(tier), "memory_held_by": held_by})
    Warm(control, tier, shell, root, readable, groups).run()


@contextmanager
def _ending_with(control: socket.socket) -> Iterator[None]:
    """End this process as soon as the one that asked for it is gone, while it imports.

    A thread looks; it is gone before anything is forked.
    """
    done = threading.Event()
    poll = select.poll()
    poll.register(control, select.POLLIN)

    def look() -> None:
        while not done.wait(WATCH_S):
            if any(event & select.POLLHUP for _, event in poll.poll(0)):
                os._exit(1)

    looking = threading.Thread(target=look, daemon=True)
    looking.start()
    try:
        yield
    finally:
        done.set()
        looking.join()


def _import_everything() -> Any:
    # Found once and kept in memory; students' processes look for their own below their home.
    with tempfile.TemporaryDirectory(prefix="chainrule-warm-") as folder:
        os.environ.update(MPLCONFIGDIR=folder, IPYTHONDIR=folder)
        # nbformat's validator would build a grammar of web addresses with it for four seconds.
        sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]
        for name in _LIBRARIES:
            import_module(name)
        shell = _warm_up()
    del os.environ["MPLCONFIGDIR"], os.environ["IPYTHONDIR"]
    return shell


def _warm_up() -> Any:
    import torch

    import chainrule

    torch.set_num_threads(1)
    # A process's first gradient looks for devices, and imports 500 modules for another second.
    # Without devices it starts no thread.
    leaf = torch.ones(2, 3, dtype=torch.float64, requires_grad=True)
    output = torch.nn.functional.linear(leaf, leaf)
    torch.autograd.grad(output, [leaf], torch.ones_like(output))
    for module in pkgutil.iter_modules(chainrule.__path__):
        import_module(f"chainrule.{module.name}")
    for name in ("judge", "proxies", "session", "student_process"):
        import_module(f"chainrule_grader.{name}")
    from chainrule_grader.shell import draw_in_memory, keep_few_threads, make_shell
    from chainrule_grader.student_process import pretend_otter

    pretend_otter()
    shell = make_shell()
    shell.run_cell(
        "%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.plot([1, 2]); plt.show()"
    )
    import matplotlib.pyplot

    matplotlib.pyplot.close("all")
    draw_in_memory()
    keep_few_threads()
    shell.reset(new_session=True)
    return shell


def _forget_signals() -> None:
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)


def _families(heads: set[int]) -> dict[int, list[int]]:
    """Return the processes below each head, the head included."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError, ValueError, IndexError):
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
                parents[int(entry.name)] = int(fields[1])
    families: dict[int, list[int]] = {head: [] for head in heads}
    for pid in parents:
        head = pid
        while head in parents and head not in heads:
            head = parents[head]
        if head in heads:
            families[head].append(pid)
    return families


def _anonymous_kib(pid: int) -> int:
    total = 0
    with suppress(OSError, ValueError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith(("RssAnon:", "RssShmem:")):
                total += int(line.split()[1])
    return total


def _kill_user(uid: int) -> None:
    """Kill every process of a user; none of them can fork once its limit is zero."""
    for _ in range(200):
        alive = _processes_of(uid)
        if not alive:
            return
        for pid in alive:
            with suppress(OSError):
                resource.prlimit(pid, resource.RLIMIT_NPROC, (0, 0))
            with suppress(OSError):
                os.kill(pid, signal.SIGKILL)


def _processes_of(uid: int) -> list[int]:
    """Return a user's processes that still run; a folder's owner in /proc does not tell."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError, ValueError, StopIteration):
                lines = (entry / "status").read_text().splitlines()
                state = next(line for line in lines if line.startswith("State:"))
                owner = next(line for line in lines if line.startswith("Uid:"))
                if int(owner.split()[1]) == uid and state.split()[1] not in "ZX":
                    found.append(int(entry.name))
    return found


if __name__ == "__main__":
    main()
