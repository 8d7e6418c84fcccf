"""The judge: holds the tests, asks the student's process, decides.

For each homework the warm parent forks one judge, which loads the bundle's Otter test files
unmodified. For each submission that judge forks itself, so that no submission finds anything of an
earlier one: not a module's state, not a random number. The fork gives up its capabilities and the
right to make sockets; it runs the instructor's tests, and from the student it takes only what
:mod:`chainrule_grader.protocol` lets through.

The tests of a part run right after the last cell that checks it, as in Otter; where no cell does,
or it raised, they run at the end. A process that crashes or hangs is replaced by a fresh one, and
the cells so far are run again without the one that killed it.
"""

from __future__ import annotations

import gc
import importlib.util
import json
import os
import resource
import signal
import socket
import sys
import time
import types
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Final, NoReturn

from chainrule import held_out, verification
from chainrule_grader import linux, mistakes, notebook, proxies, seccomp, warm
from chainrule_grader.blocks import read_block
from chainrule_grader.fingerprint import Fingerprint
from chainrule_grader.homework import Homework, Part, Test
from chainrule_grader.protocol import ABSENT, CannotCrossError, Link
from chainrule_grader.results import Verdict
from chainrule_grader.sandbox import Tier
from chainrule_grader.session import (
    CellOutcome,
    Session,
    StudentError,
    StudentGoneError,
    StudentTimeUpError,
)

MAX_RESTARTS: Final = 5
MAX_MESSAGE: Final = 4_000
MAX_REASON: Final = 400
MAX_OUTPUTS: Final = 200_000  # characters of all cells' output together
JUDGE_MEMORY_MIB: Final = 4096
END_S: Final = 2.0  # for a student's process to be killed
OVERTIME_S: Final = 0.75  # after the deadline the judge itself is ended


@dataclass(frozen=True)
class Job:
    """One submission to examine; ``parts`` are those to test."""

    cells: list[dict[str, Any]]
    parts: list[str]
    files: dict[str, bytes]
    wall_s: float
    cell_s: float
    test_s: float
    memory_mib: int


@dataclass(frozen=True)
class Judged:
    """What became of one test; for a wrong value, what it was and how it relates to the right."""

    verdict: Verdict
    message: str = ""
    wall_s: float = 0.0
    fingerprint: Fingerprint | None = None
    relation: str = ""


@dataclass
class CellReport:
    """What became of one cell, for feedback."""

    cell: int
    verdict: str
    message: str = ""
    output: str = ""


class NotebookNames(Mapping[str, Any]):
    """The notebook's names, for tests that ask for Otter's ``env``."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def __getitem__(self, name: str) -> Any:
        (value,) = self._session.ask("look_up", [name])
        if value is ABSENT:
            raise KeyError(name)
        return value

    def __iter__(self) -> NoReturn:
        raise proxies.RefusedError("a test may look names up in `env`, not list them")

    def __len__(self) -> NoReturn:
        raise proxies.RefusedError("a test may look names up in `env`, not count them")


# --- the judge of a homework ---------------------------------------------------------------------


def main(control: socket.socket, to_warm: socket.socket, tier: Tier) -> None:
    """Load a bundle's tests, then fork for each submission until the control socket closes."""
    message, (stream,) = warm.receive(control)
    received = read_block(socket.socket(fileno=stream))
    try:
        homework = Homework.from_json(received["homework"])
        tests = load_tests(homework, received["tests"])
        held_out.keep(received["held_out"])
    except Exception as error:
        # Test files are the instructor's code: whatever they raise belongs in the message.
        warm.send(control, {"failed": f"{type(error).__name__}: {error}"[:2_000]})
        return
    seed = received["seed"]
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    gc.collect()
    gc.freeze()
    linux.collapse_memory()
    warm.send(control, {"ready": True})
    while True:
        message, descriptors = warm.receive(control)
        if message is None:
            return
        if os.fork() == 0:
            try:
                control.close()
                _examine(socket.socket(fileno=descriptors[0]), to_warm, homework, tests, seed, tier)
            finally:
                os._exit(0)
        os.close(descriptors[0])


def load_tests(homework: Homework, sources: Mapping[str, str]) -> dict[str, list[Any]]:
    """Return the functions of each part's tests, in order.

    Raises:
        ValueError: If a file's tests are not those that the homework names.
    """
    _offer_otter()
    from otter.test_files.exception_test import ExceptionTestFile

    functions: dict[str, list[Any]] = {}
    for part in homework.automatic:
        file = ExceptionTestFile.from_string(sources[part.name], path=f"tests/{part.name}.py")
        found = [case.body.test_func for case in file.test_cases]
        names = [function.__name__ for function in found]
        if names != [test.name for test in part.tests]:
            raise ValueError(
                f"tests/{part.name}.py holds {', '.join(names) or 'no tests'}, but the homework "
                f"names {', '.join(test.name for test in part.tests)}: build the homework again"
            )
        functions[part.name] = found
    return functions


def _offer_otter() -> None:
    """Put Otter in the place of the stand-in that students' processes get.

    As a bare package: what it imports when it is imported as a whole, exporters above all, takes
    two seconds, and test files need none of it.
    """
    for name in [name for name in sys.modules if name == "otter" or name.startswith("otter.")]:
        del sys.modules[name]
    found = importlib.util.find_spec("otter")
    if found is None or found.submodule_search_locations is None:
        raise ValueError("otter-grader is not installed: install it, then grade again")
    package = types.ModuleType("otter")
    package.__path__ = list(found.submodule_search_locations)
    sys.modules["otter"] = package


def _examine(
    stream: socket.socket,
    to_warm: socket.socket,
    homework: Homework,
    tests: Mapping[str, list[Any]],
    seed: int | None,
    tier: Tier,
) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL)
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)  # what tests print is nobody's business
    job = Job(**read_block(stream))
    # The alarm's default action ends this process, whatever a test does.
    signal.setitimer(signal.ITIMER_REAL, job.wall_s + OVERTIME_S)
    _restrict(tier)
    Examination(stream, to_warm, homework, tests, seed, job).run()


def _restrict(tier: Tier) -> None:
    pages = int(open("/proc/self/statm").read().split()[0])  # noqa: SIM115, PTH123
    ceiling = pages * resource.getpagesize() + (JUDGE_MEMORY_MIB << 20)
    resource.setrlimit(resource.RLIMIT_AS, (ceiling, ceiling))
    if tier is not Tier.NONE:
        linux.drop_bounding_capabilities()
        linux.drop_capabilities()
        linux.prctl(linux.PR_SET_NO_NEW_PRIVS, 1)
        seccomp.install(unix_sockets=False)


# --- the judge of a submission -------------------------------------------------------------------


@dataclass
class Examination:
    """One submission's way through its cells and tests."""

    stream: socket.socket
    to_warm: socket.socket
    homework: Homework
    tests: Mapping[str, list[Any]]
    seed: int | None
    job: Job
    reports: list[CellReport] = field(default_factory=list)

    def run(self) -> None:
        """Run all cells and tests; report each part when it is done, then the cells."""
        verification.look_among(self.job.files)  # training records, read as bytes on this side
        self._deadline = time.monotonic() + self.job.wall_s
        self._ran: list[int] = []
        self._killers: set[int] = set()
        self._restarts = 0
        self._lost: StudentGoneError | None = None
        self._outputs_left = MAX_OUTPUTS
        self._control: socket.socket | None = None
        self._calls = 0
        self._start()
        asked = set(self.job.parts)
        waiting = {part.name: part for part in self.homework.automatic if part.name in asked}
        due = self._last_checks(waiting)
        for index, cell in enumerate(self.job.cells):
            if cell["cell_type"] != "code" or notebook.is_ignored(cell):
                continue
            if self._run_cell(index):
                for name in due.get(index, []):
                    self._test_part(waiting.pop(name))
        for part in waiting.values():
            self._test_part(part)
        self._session_end()
        self._tell({"done": True, "cells": [asdict(report) for report in self.reports]})

    def _last_checks(self, parts: Mapping[str, Part]) -> dict[int, list[str]]:
        """Return which parts each cell is the last to check."""
        last: dict[str, int] = {}
        for index, cell in enumerate(self.job.cells):
            for name in notebook.checks(cell):
                if name in parts and not notebook.is_ignored(cell):
                    last[name] = index
        due: dict[int, list[str]] = {}
        for name, index in last.items():
            due.setdefault(index, []).append(name)
        return due

    # --- cells -----------------------------------------------------------------------------------

    def _run_cell(self, index: int) -> bool:
        """Run a cell; tell whether it ran to its end."""
        if self._lost is not None or time.monotonic() >= self._deadline:
            return False
        self._session.allow(self.job.cell_s)
        try:
            outcome = self._session.run_cell(self.job.cells[index]["source"])
        except StudentTimeUpError:
            self._killers.add(index)
            limit = min(self.job.cell_s, self.job.wall_s)
            self._report(index, Verdict.TIMEOUT, f"The cell ran longer than {limit:g} s.")
            return False
        except StudentGoneError as gone:
            self._killers.add(index)
            self._report(index, gone.verdict, gone.message)
            self._restart()
            return False
        except (StudentError, CannotCrossError) as error:
            self._report(index, Verdict.ERROR, str(error))
            return False
        self._ran.append(index)
        return self._note(index, outcome)

    def _note(self, index: int, outcome: CellOutcome) -> bool:
        if outcome.error is not None:
            self._report(index, outcome.error.verdict, outcome.error.traceback, outcome.output)
        elif outcome.output:
            self._report(index, "", "", outcome.output)
        return outcome.error is None

    def _report(self, index: int, verdict: str, message: str = "", output: str = "") -> None:
        kept = output[: self._outputs_left]
        self._outputs_left -= len(kept)
        self.reports.append(CellReport(index + 1, str(verdict), message[:MAX_MESSAGE], kept))

    # --- tests -----------------------------------------------------------------------------------

    def _test_part(self, part: Part) -> None:
        judged = []
        for test, function in zip(part.tests, self.tests[part.name], strict=True):
            began = time.monotonic()
            try:
                outcome = self._test(test, function)
            except Exception as error:
                # What a test raised could not be told: our fault, and this test's alone.
                outcome = Judged(Verdict.INTERNAL, f"{type(error).__name__} while telling why.")
            wall_s = round(time.monotonic() - began, 4)
            message = outcome.message[:MAX_MESSAGE]
            judged.append(asdict(replace(outcome, message=message, wall_s=wall_s)))
        records = [
            {**asdict(found), "run": run, "reason": found.reason[:MAX_REASON]}
            for run, found in verification.taken().items()
        ]
        self._tell({"part": part.name, "tests": judged, "records": records})

    def _test(self, test: Test, function: Any) -> Judged:
        if self._lost is not None:
            return Judged(self._lost.verdict, self._lost.message)
        if time.monotonic() >= self._deadline:
            return self._out_of_time()
        self._session.allow(self.job.test_s)
        missing: list[str] = []
        arguments: dict[str, Any] = {}
        try:
            arguments = self._arguments(function, missing)
            function(**arguments)
        except StudentError as error:
            return _of_missing(missing) or Judged(error.verdict, error.traceback)
        except AssertionError as error:
            message = str(error) or test.rule
            unanswered = missing or "not answered yet" in message
            return Judged(
                Verdict.MISSING if unanswered else Verdict.WRONG,
                message,
                fingerprint=Fingerprint.of(error),
                relation=mistakes.relation(error) if _computes(arguments) else "",
            )
        except StudentTimeUpError:
            return self._out_of_time()
        except StudentGoneError as gone:
            self._restart()
            return Judged(gone.verdict, gone.message)
        except CannotCrossError as error:
            return Judged(Verdict.INTERNAL, f"The test cannot be run this way: {error}.")
        except MemoryError:
            return Judged(Verdict.MEMORY, "What it gave back needs too much memory to look at.")
        except Exception as error:
            # The test stumbled over what the student's code gave back.
            message = f"{type(error).__name__}: {error}"
            return _of_missing(missing) or Judged(Verdict.ERROR, message)
        return Judged(Verdict.PASSED)

    def _arguments(self, function: Any, missing: list[str]) -> dict[str, Any]:
        code = function.__code__
        names = list(code.co_varnames[: code.co_argcount + code.co_kwonlyargcount])
        asked = [name for name in names if name != "env"]
        values = self._session.ask("look_up", asked) if asked else []
        if not isinstance(values, list) or len(values) != len(asked):
            raise StudentGoneError(Verdict.ERROR, "Your code disturbed the grader.")
        arguments: dict[str, Any] = dict(zip(asked, values, strict=True))
        for name, value in arguments.items():
            if value is ABSENT:
                missing.append(name)
                arguments[name] = None
        if "env" in names:
            arguments["env"] = NotebookNames(self._session)
        return arguments

    def _out_of_time(self) -> Judged:
        if time.monotonic() >= self._deadline:
            message = f"The time for the whole notebook ({self.job.wall_s:g} s) was up."
        else:
            message = f"It ran longer than {self.job.test_s:g} s."
        return Judged(Verdict.TIMEOUT, message)

    # --- the student's process -------------------------------------------------------------------

    def _start(self) -> None:
        """Get a fresh student process and give it its files."""
        ours, theirs = socket.socketpair()
        control, controlled = socket.socketpair()
        for end in (ours, theirs):
            for option in (socket.SO_SNDBUF, socket.SO_RCVBUF):
                end.setsockopt(socket.SOL_SOCKET, option, 1 << 20)
        warm.send(
            self.to_warm,
            {"memory_mib": self.job.memory_mib, "cpu_s": int(self.job.wall_s) + 10},
            (theirs.fileno(), controlled.fileno()),
        )
        theirs.close()
        controlled.close()
        self._control = control
        self._session = Session(
            Link(ours), self._deadline, proxies.wrap, proxies.unwrap, self._why_gone
        )
        self._session.allow(self.job.wall_s)
        try:
            self._session.ask("set_seed", self.seed)
            if self.job.files:
                self._session.ask("put_files", self.job.files)
        except (StudentGoneError, StudentError) as error:
            # No line of the student's has run yet.
            raise RuntimeError(f"no student process could be started: {error}") from error

    def _restart(self) -> None:
        """Replace the student's process and run its cells again, without those that kill."""
        while self._lost is None:
            self._session_end()
            if self._restarts == MAX_RESTARTS:
                self._lost = StudentGoneError(
                    Verdict.ERROR, f"The notebook's process broke down {MAX_RESTARTS + 1} times."
                )
                return
            self._restarts += 1
            self._start()
            if self._replay():
                return

    def _replay(self) -> bool:
        for index in self._ran:
            if index in self._killers:
                continue
            self._session.allow(self.job.cell_s)
            try:
                self._session.run_cell(self.job.cells[index]["source"])
            except StudentTimeUpError:
                self._killers.add(index)
            except StudentGoneError:
                self._killers.add(index)
                return False
            except StudentError:
                continue
        return True

    def _session_end(self) -> None:
        """Have the warm parent kill the student's process, and wait until it is gone."""
        if self._control is not None:
            with suppress(OSError):
                self._control.shutdown(socket.SHUT_WR)
                self._control.settimeout(END_S)
                self._control.recv(warm.MAX_MESSAGE)
            self._control.close()
            self._control = None

    def _why_gone(self) -> tuple[Verdict, str]:
        """Ask the warm parent how the student's process ended."""
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
            message = f"It used more than {self.job.memory_mib} MiB of memory."
            return Verdict.MEMORY, message
        if report.get("reason") == "processes":
            return Verdict.ERROR, "It started too many processes."
        code = report.get("code")
        if isinstance(code, int) and code < 0:
            name = signal.Signals(-code).name
            return Verdict.ERROR, f"It ended the process that it ran in (signal {name})."
        return Verdict.ERROR, "It ended the process that it ran in."

    def _tell(self, message: dict[str, Any]) -> None:
        self.stream.sendall(json.dumps(message).encode() + b"\n")


def _computes(arguments: Mapping[str, Any]) -> bool:
    """Tell whether the answer is code; of one that is a value, a relation tells the right value."""
    return any(isinstance(value, proxies.StudentObject) for value in arguments.values())


def _of_missing(missing: list[str]) -> Judged | None:
    if not missing:
        return None
    names = " and ".join(f"`{name}`" for name in missing)
    return Judged(Verdict.MISSING, f"You have not defined {names}.")
