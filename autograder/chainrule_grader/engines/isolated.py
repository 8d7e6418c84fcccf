"""Grade with the student's code in a process of its own and the tests in another.

The engine starts one warm parent and, for each bundle, one judge; each submission costs two forks.
It is started on first use and ends with :meth:`IsolatedEngine.close`, or with the process that uses
it, however that ends. Copies of it that travel to other processes start their own.
"""

from __future__ import annotations

import json
import os
import select
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any, Final

from chainrule_grader import mistakes, sandbox, warm
from chainrule_grader import notebook as notebooks
from chainrule_grader.blocks import write_block
from chainrule_grader.bundle import Bundle
from chainrule_grader.engine import (
    Limits,
    part_with,
    readable,
    result_of,
    status_of,
    stopped,
    verdict_for,
)
from chainrule_grader.fingerprint import Fingerprint
from chainrule_grader.homework import Part
from chainrule_grader.intake import Submission
from chainrule_grader.results import CellResult, PartResult, RecordResult, Result, Verdict
from chainrule_grader.sandbox import SandboxError, Tier

START_S: Final = 120.0
SLACK_S: Final = 0.9  # the judge ends itself before this is over
MAX_LINE: Final = 64 << 20
_KEPT_VARIABLES: Final = ("PATH", "LANG", "LC_ALL", "VIRTUAL_ENV")


class EngineError(Exception):
    """The engine failed, not the submission; the message says where."""


class IsolatedEngine:
    """The isolated grader behind the engine interface; safe to use from several threads."""

    name = "isolated"

    def __init__(self, tier: Tier | str | None = None, *, keep_forms: bool = False) -> None:
        """Choose a tier, or the best that this machine has.

        Args:
            tier: The tier.
            keep_forms: Whether passed tests tell the forms of what they were given; for answers
                of the staff's own, from which :mod:`chainrule_grader.forms` learns what is right.

        Raises:
            SandboxError: If the machine has none and ``none`` was not asked for by name.
        """
        self._wanted = None if tier is None else Tier(tier)
        self._keep_forms = keep_forms
        self._lock = threading.Lock()
        self._warm: tuple[subprocess.Popen[bytes], socket.socket] | None = None
        self._judges: dict[str, socket.socket] = {}
        self._tier: Tier | None = None
        self._memory_held_by = ""

    def __getstate__(self) -> dict[str, Any]:
        return {"tier": self._wanted, "keep_forms": self._keep_forms}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__(state["tier"], keep_forms=state["keep_forms"])  # type: ignore[misc]

    def __enter__(self) -> IsolatedEngine:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def tier(self) -> str:
        """The tier in force; starts the engine to find out."""
        with self._lock:
            self._start()
            return str(self._tier)

    def start(self, bundle: Bundle) -> None:
        """Start what grading with this bundle needs, if it is not running yet.

        Raises:
            SandboxError: If the machine cannot give the tier.
            EngineError: If the bundle's tests cannot be loaded.
        """
        with self._lock:
            self._judge(bundle)

    def close(self) -> None:
        """End the warm parent, and with it all judges and students."""
        with self._lock:
            for end in self._judges.values():
                end.close()
            self._judges.clear()
            if self._warm is not None:
                process, control = self._warm
                self._warm = None
                control.close()
                try:
                    process.wait(5)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()

    def grade(
        self,
        submission: Submission,
        bundle: Bundle,
        limits: Limits,
        on_part: Callable[[PartResult], None] | None = None,
    ) -> Result:
        """Run and test a submission."""
        self.start(bundle)
        began = time.monotonic()
        stream = self._submit(submission, bundle, limits)
        try:
            parts, cells, lost = _follow(stream, bundle, limits, on_part)
        finally:
            stream.close()
        status = status_of(parts)
        return result_of(
            submission,
            bundle,
            self,
            status=status,
            reason=lost or stopped(parts),
            parts=parts,
            cells=cells,
            words=notebooks.count_words(submission.document, bundle.homework),
            wall_s=time.monotonic() - began,
            memory_held_by=self._memory_held_by,
        )

    # --- processes -------------------------------------------------------------------------------

    def _submit(self, submission: Submission, bundle: Bundle, limits: Limits) -> socket.socket:
        ours, theirs = socket.socketpair()
        job = {
            "cells": [_for_judge(cell) for cell in submission.document["cells"]],
            # A bundle cut down to some parts is served by the judge of the whole one.
            "parts": [part.name for part in bundle.homework.automatic],
            "files": {**_given(bundle), **submission.files},
            "wall_s": float(limits.wall_s),
            "cell_s": float(limits.cell_s),
            "test_s": float(limits.test_s),
            "memory_mib": int(limits.memory_mib),
            "keep_forms": self._keep_forms,
        }
        with self._lock:
            control = self._judge(bundle)
            warm.send(control, {"op": "grade"}, (theirs.fileno(),))
        theirs.close()
        ours.settimeout(START_S)
        write_block(ours, job)
        return ours

    def _judge(self, bundle: Bundle) -> socket.socket:
        """Return the control socket of the bundle's judge, started if need be."""
        if bundle.digest in self._judges and not _is_closed(self._judges[bundle.digest]):
            return self._judges[bundle.digest]
        self._start()
        assert self._warm is not None
        control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        warm.send(self._warm[1], {"op": "judge"}, (theirs.fileno(),))
        theirs.close()
        stream, theirs = socket.socketpair()
        warm.send(control, {"op": "bundle"}, (theirs.fileno(),))
        theirs.close()
        control.settimeout(START_S)
        seed = bundle.config.get("seed")
        write_block(
            stream,
            {
                "homework": bundle.homework.to_json(),
                "tests": dict(bundle.tests),
                "held_out": dict(bundle.held_out),
                "forms": bundle.forms,
                "seed": seed if isinstance(seed, int) else None,
            },
        )
        message, _ = warm.receive(control)
        stream.close()
        if not message or "failed" in message:
            reason = message["failed"] if message else "its process ended"
            raise EngineError(f"the bundle's tests cannot be loaded: {reason}")
        self._judges[bundle.digest] = control
        return control

    def _start(self) -> None:
        if self._warm is not None and self._warm[0].poll() is None:
            return
        self._judges.clear()
        tiers = [self._wanted] if self._wanted is not None else sandbox.candidates()
        complaints = []
        for tier in tiers:
            try:
                process, control, self._memory_held_by = _start_warm(tier)
                self._warm = process, control
            except SandboxError as error:
                complaints.append(str(error))
            else:
                self._tier = tier
                return
        raise SandboxError(
            "; ".join(complaints)
            or "this machine can keep no student's code apart: ask for "
            "tier none by name to grade without isolation"
        )


def _start_warm(tier: Tier) -> tuple[subprocess.Popen[bytes], socket.socket, str]:
    control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    process = subprocess.Popen(
        [sys.executable, "-P", "-s", "-m", "chainrule_grader.warm", str(theirs.fileno()), tier],
        pass_fds=(theirs.fileno(),),
        cwd="/",
        env=_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    theirs.close()
    control.settimeout(START_S)
    try:
        message, _ = warm.receive(control)
    except TimeoutError:
        message = {"failed": f"the warm parent was not ready after {START_S:g} s"}
    if message is None or "failed" in message:
        control.close()
        process.kill()
        process.wait()
        raise SandboxError(message["failed"] if message else "the warm parent ended at once")
    return process, control, message["memory_held_by"]


def _environment() -> dict[str, str]:
    """Return an environment without anything of the person who grades: students can read it."""
    kept = {key: os.environ[key] for key in _KEPT_VARIABLES if key in os.environ}
    threads = dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
    return {
        **kept,
        **threads,
        "CHAINRULE_GRADING": "1",
        "CUDA_VISIBLE_DEVICES": "",  # grading is on the CPU; looking for devices takes 0.2 s
        "HOME": "/",
        "MPLBACKEND": "agg",
        "PIP_NO_INDEX": "1",
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def _given(bundle: Bundle) -> dict[str, bytes]:
    """Return the files that come with the notebook; the kit is imported already."""
    return {name: data for name, data in bundle.files.items() if not name.startswith("chainrule/")}


def _for_judge(cell: dict[str, Any]) -> dict[str, Any]:
    """Return what of a cell matters; its metadata can hold whatever JSON can, msgpack not."""
    tags = [notebooks.IGNORE_TAG] if notebooks.is_ignored(cell) else []
    return {
        "cell_type": cell["cell_type"],
        "source": cell["source"],
        "metadata": {"tags": tags},
    }


def _is_closed(control: socket.socket) -> bool:
    poll = select.poll()
    poll.register(control, select.POLLIN)
    return bool(poll.poll(0))  # a judge says nothing unasked: readable means gone


# --- following one submission --------------------------------------------------------------------


def _follow(
    stream: socket.socket,
    bundle: Bundle,
    limits: Limits,
    on_part: Callable[[PartResult], None] | None,
) -> tuple[tuple[PartResult, ...], tuple[CellResult, ...], str]:
    """Read a judge's reports; what it did not get to before its time was up timed out."""
    deadline = time.monotonic() + limits.wall_s + SLACK_S
    found: dict[str, PartResult] = {}
    cells: tuple[CellResult, ...] = ()
    done = False
    for message in _lines(stream, deadline):
        if "part" in message:
            tested = _part(bundle, bundle.homework.part(message["part"]), message)
            found[tested.name] = tested
            if on_part is not None:
                on_part(tested)
        elif "done" in message:
            cells = tuple(_cell(report) for report in message["cells"])
            done = True
    lost = ""
    for part in bundle.homework.automatic:
        if part.name in found:
            continue
        if time.monotonic() >= deadline - SLACK_S:
            message = f"The time for the whole notebook ({limits.wall_s:g} s) was up."
            found[part.name] = part_with(part, Verdict.TIMEOUT, message)
        else:
            lost = "The judge's process ended before its work was done."
            found[part.name] = part_with(part, Verdict.INTERNAL, lost)
    if not done and not lost and time.monotonic() < deadline - SLACK_S:
        lost = "The judge's process ended before its work was done."
    return tuple(found[part.name] for part in bundle.homework.automatic), cells, lost


def _lines(stream: socket.socket, deadline: float) -> Any:
    pending = bytearray()
    while True:
        left = deadline - time.monotonic()
        if left <= 0:
            return
        stream.settimeout(left)
        chunk = b""
        with suppress(TimeoutError, ConnectionResetError):
            chunk = stream.recv(1 << 20)
        if not chunk or len(pending) > MAX_LINE:
            return
        pending += chunk
        while b"\n" in pending:
            line, _, pending = pending.partition(b"\n")
            yield json.loads(line)


def _cell(report: dict[str, Any]) -> CellResult:
    message, output = readable(report["message"]), readable(report["output"])
    cause = readable(report["cause"])
    return CellResult(report["cell"], report["verdict"], message, output, cause)


def _part(bundle: Bundle, part: Part, report: dict[str, Any]) -> PartResult:
    judged = report["tests"]
    tests = [
        replace(
            verdict_for(test, Verdict(one["verdict"]), one["message"], one["wall_s"]),
            fingerprint=Fingerprint.read(one["fingerprint"]) if one["fingerprint"] else None,
            cause=readable(one["cause"]),
            forms=tuple((path, tuple(given)) for path, given in one["forms"]),
        )
        for test, one in zip(part.tests, judged, strict=True)
    ]
    relations = [one["relation"] for one in judged]
    known = bundle.mistakes.get(part.name, ())
    feedback = mistakes.Feedback(bundle.homework.feedback)
    records = tuple(
        RecordResult(**{**record, "reason": readable(record["reason"])})
        for record in report["records"]
    )
    told = mistakes.told(tests, relations, known, feedback)
    return PartResult(part.name, part.points, told, records)
