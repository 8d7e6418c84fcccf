"""The student's process as a judge holds it: started, asked how it ended, replaced, ended.

A process that crashes or hangs is replaced by a fresh one, in which the cells so far are run again
without those that killed one.
"""

from __future__ import annotations

import signal
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final

from chainrule_grader import proxies, warm
from chainrule_grader.protocol import Link
from chainrule_grader.results import Verdict
from chainrule_grader.session import Session, StudentError, StudentGoneError, StudentTimeUpError

MAX_RESTARTS: Final = 40
END_S: Final = 2.0  # for a student's process to be killed


@dataclass
class Worker:
    """One student process after the other, for one submission.

    Attributes:
        to_warm: The fork server's socket for students.
        memory_mib: Memory of a process beyond what it was forked with.
        cpu_s: Processor seconds of a process.
        deadline: The submission's absolute deadline.
        seed: What numpy and random are seeded with before each cell, if anything.
        files: What lies beside the notebook.
        restarts: How often the process was replaced.
    """

    to_warm: socket.socket
    memory_mib: int
    cpu_s: int
    deadline: float
    seed: int | None
    files: dict[str, bytes]
    restarts: int = 0
    _control: socket.socket | None = field(default=None, repr=False)

    def start(self, allowed_s: float) -> Session:
        """Get a fresh student process and give it its files.

        Raises:
            RuntimeError: If none can be started, which is our fault.
        """
        ours, theirs = socket.socketpair()
        control, controlled = socket.socketpair()
        for end in (ours, theirs):
            for option in (socket.SO_SNDBUF, socket.SO_RCVBUF):
                end.setsockopt(socket.SOL_SOCKET, option, 1 << 20)
        warm.send(
            self.to_warm,
            {"memory_mib": self.memory_mib, "cpu_s": self.cpu_s},
            (theirs.fileno(), controlled.fileno()),
        )
        theirs.close()
        controlled.close()
        self._control = control
        session = Session(
            Link(ours),
            self.deadline,
            proxies.wrap,
            proxies.unwrap,
            self._why_gone,
            proxies.handle_in,
        )
        session.allow(allowed_s)
        try:
            session.ask("set_seed", self.seed)
            if self.files:
                session.ask("put_files", self.files)
        except (StudentGoneError, StudentError) as error:
            # No line of the student's has run yet.
            raise RuntimeError(f"no student process could be started: {error}") from error
        return session

    def restart(self, allowed_s: float, replay: Callable[[Session], bool]) -> Session | None:
        """Replace the process until one comes through the replay; ``None`` if none does."""
        while self.restarts < MAX_RESTARTS and time.monotonic() < self.deadline:
            self.end()
            self.restarts += 1
            session = self.start(allowed_s)
            with suppress(StudentTimeUpError):
                if replay(session):
                    return session
        self.end()
        return None

    def end(self) -> None:
        """Have the fork server kill the student's process, and wait until it is gone."""
        if self._control is not None:
            with suppress(OSError):
                self._control.shutdown(socket.SHUT_WR)
                self._control.settimeout(END_S)
                self._control.recv(warm.MAX_MESSAGE)
            self._control.close()
            self._control = None

    def _why_gone(self) -> tuple[Verdict, str]:
        """Ask the fork server how the student's process ended."""
        report: dict[str, Any] = {}
        if self._control is not None:
            self._control.settimeout(1.0)
            try:
                message, _ = warm.receive(self._control)
                report = message or {}
            except (TimeoutError, ValueError):
                report = {}
        if "failed" in report:
            raise RuntimeError(f"no student process could be started: {report['failed']}")
        if report.get("reason") == "memory":
            return Verdict.MEMORY, f"It used more than {self.memory_mib} MiB of memory."
        if report.get("reason") == "processes":
            return Verdict.ERROR, "It started too many processes."
        code = report.get("code")
        if isinstance(code, int) and code < 0:
            return Verdict.ERROR, f"It ended the process that it ran in ({signal_name(-code)})."
        return Verdict.ERROR, "It ended the process that it ran in."


def signal_name(number: int) -> str:
    """Return a signal in words; those without a name (real-time signals) by their number."""
    try:
        return f"signal {signal.Signals(number).name}"
    except ValueError:
        return f"signal {number}"
