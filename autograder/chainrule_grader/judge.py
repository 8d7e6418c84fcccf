"""The judge: holds the tests, asks the student's process, decides.

For each homework the warm parent forks one judge, which loads the bundle's Otter test files
unmodified. For each submission that judge forks itself, so that no submission finds anything of an
earlier one: not a module's state, not a random number. The fork gives up its capabilities and the
right to make sockets; it runs the instructor's tests, and from the student it takes only what
:mod:`chainrule_grader.protocol` lets through.

What happens to the submission there is in :mod:`chainrule_grader.examination`.
"""

from __future__ import annotations

import gc
import importlib.util
import os
import resource
import signal
import socket
import sys
import types
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

from chainrule import held_out
from chainrule_grader import linux, seccomp, warm
from chainrule_grader.blocks import read_block
from chainrule_grader.examination import Examination
from chainrule_grader.homework import Homework
from chainrule_grader.judging import Job
from chainrule_grader.sandbox import Tier

JUDGE_MEMORY_MIB: Final = 4096
OVERTIME_S: Final = 0.75  # after the deadline the judge itself is ended


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
    seed, known = received["seed"], received["forms"]
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
                end = socket.socket(fileno=descriptors[0])
                examine = partial(Examination, end, to_warm, homework, tests, seed, known)
                _examine(end, examine, tier)
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


def _examine(stream: socket.socket, examine: Callable[[Job], Examination], tier: Tier) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL)
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)  # what tests print is nobody's business
    job = Job(**read_block(stream))
    # The alarm's default action ends this process, whatever a test does.
    signal.setitimer(signal.ITIMER_REAL, job.wall_s + OVERTIME_S)
    _restrict(tier)
    examine(job).run()


def _restrict(tier: Tier) -> None:
    pages = int(open("/proc/self/statm").read().split()[0])  # noqa: SIM115, PTH123
    ceiling = pages * resource.getpagesize() + (JUDGE_MEMORY_MIB << 20)
    resource.setrlimit(resource.RLIMIT_AS, (ceiling, ceiling))
    if tier is not Tier.NONE:
        linux.drop_bounding_capabilities()
        linux.drop_capabilities()
        linux.prctl(linux.PR_SET_NO_NEW_PRIVS, 1)
        seccomp.install(unix_sockets=False)
