"""Grade with plain Otter in a subprocess, under a wall limit.

Promised: scores as ``otter run`` gives them, a wall limit, and that no process started by the
submission outlives it as far as its children can be found. Not promised: isolation. Otter runs
tests and notebook in one process and unpickles what that process wrote, so a submission can forge
its score here. It is meant for machines and authors that are trusted; the tier says ``none``.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import psutil

from chainrule_grader import notebook as notebooks
from chainrule_grader.bundle import Bundle
from chainrule_grader.engine import Limits, part_with, result_of, status_of, verdict_for
from chainrule_grader.homework import Part
from chainrule_grader.intake import Submission
from chainrule_grader.results import PartResult, Result, Status, TestResult, Verdict

DRIVER: Final = "chainrule_grader.engines.otter_driver"
MARK: Final = "CHAINRULE_RUN"
MAX_MESSAGE: Final = 4_000
MAX_REPORT: Final = 16 << 20
_FAILURE: Final = re.compile(
    r"Error at line \d+ in test [^\n]*:\n[^\n]*\n(?P<type>[A-Za-z_][\w.]*): ?(?P<text>.*)",
    re.DOTALL,
)
_KEPT_VARIABLES: Final = ("PATH", "HOME", "LANG", "LC_ALL", "SYSTEMROOT", "TMPDIR", "VIRTUAL_ENV")


@dataclass(frozen=True)
class OtterEngine:
    """Plain Otter behind the engine interface."""

    name: str = "otter"
    tier: str = "none"

    def grade(
        self,
        submission: Submission,
        bundle: Bundle,
        limits: Limits,
        on_part: Callable[[PartResult], None] | None = None,
    ) -> Result:
        """Run Otter on the submission and read the verdicts that it gives."""
        began = time.monotonic()
        outcome = _run(submission, bundle, limits.wall_s)
        parts = tuple(_part(part, outcome, limits) for part in bundle.homework.automatic)
        for part in parts:
            if on_part is not None:
                on_part(part)
        status = status_of(parts)
        return result_of(
            submission,
            bundle,
            self,
            status=status,
            reason=str(outcome["reason"]) if status is Status.INTERNAL else "",
            parts=parts,
            words=notebooks.count_words(submission.document, bundle.homework),
            wall_s=time.monotonic() - began,
        )


def _run(submission: Submission, bundle: Bundle, wall_s: float) -> dict[str, Any]:
    """Return the driver's report: ``ended`` says how, ``parts`` has the cases."""
    with tempfile.TemporaryDirectory(prefix="chainrule-otter-") as name:
        folder = Path(name)
        work = folder / "work"
        work.mkdir()
        notebook = work / f"{bundle.homework.id}.ipynb"
        notebook.write_bytes(notebooks.dump(submission.document))
        for relative, data in submission.files.items():
            target = work / relative
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        request = folder / "request.json"
        report = folder / "report.json"
        request.write_text(
            json.dumps(
                {
                    "notebook": str(notebook),
                    "bundle": str(bundle.path.resolve()),
                    "files": sorted(submission.files),
                    "report": str(report),
                }
            ),
            encoding="utf-8",
        )
        mark = secrets.token_hex(16)
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", DRIVER, str(request)],
            cwd=work,
            env=_environment(folder, mark),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            process.wait(wall_s)
        except subprocess.TimeoutExpired:
            return {"ended": "timeout", "reason": ""}
        finally:
            _end(process, mark)
        return _read_report(report, process.returncode)


def _environment(folder: Path, mark: str) -> dict[str, str]:
    """Return what the driver needs, and no secret of the person who grades."""
    kept = {key: os.environ[key] for key in _KEPT_VARIABLES if key in os.environ}
    chainrule = {key: value for key, value in os.environ.items() if key.startswith("CHAINRULE_")}
    threads = dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
    return {
        **kept,
        **chainrule,
        **threads,
        MARK: mark,
        "CHAINRULE_GRADING": "1",
        "MPLBACKEND": "agg",
        "IPYTHONDIR": str(folder / "ipython"),
        "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
        "TMPDIR": str(folder),
        "PYTHONWARNINGS": "ignore",
    }


def _end(process: subprocess.Popen[bytes], mark: str) -> None:
    """Kill the driver and whatever it started; kernels run in sessions of their own."""
    for _ in range(10):
        alive = [found for found in _family(process, mark) if found.is_running()]
        if not alive:
            break
        for found in alive:
            try:
                found.kill()
            except psutil.Error:
                continue
        psutil.wait_procs(alive, timeout=0.5)
    process.wait()


def _family(process: subprocess.Popen[bytes], mark: str) -> list[psutil.Process]:
    """Return the running processes that carry this run's mark or descend from its driver."""
    family: dict[int, psutil.Process] = {}
    try:
        driver = psutil.Process(process.pid)
        if process.poll() is None:
            family = {found.pid: found for found in [driver, *driver.children(recursive=True)]}
    except psutil.Error:
        pass
    for found in psutil.process_iter():
        try:
            if found.status() != psutil.STATUS_ZOMBIE and found.environ().get(MARK) == mark:
                family[found.pid] = found
        except (psutil.Error, OSError):
            continue
    return list(family.values())


def _read_report(path: Path, returncode: int) -> dict[str, Any]:
    try:
        if path.stat().st_size > MAX_REPORT:
            raise ValueError("it is too large")
        report = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(report, dict) or not isinstance(report.get("ended"), str):
            raise ValueError("it is no report")
        return report
    except (OSError, ValueError) as error:
        return {
            "ended": "internal",
            "reason": f"Otter's process ended with status {returncode} and no report ({error}).",
        }


def _part(part: Part, outcome: dict[str, Any], limits: Limits) -> PartResult:
    match outcome["ended"]:
        case "timeout":
            message = f"Running the notebook took longer than {limits.wall_s:g} s."
            return part_with(part, Verdict.TIMEOUT, message)
        case "died":
            message = "The notebook ended the kernel that it ran in, so nothing could be tested."
            return part_with(part, Verdict.ERROR, message)
        case "done":
            cases = outcome["parts"].get(part.name)
            if cases is None or len(cases) != len(part.tests):
                outcome["reason"] = (
                    f"Otter gave {len(cases or [])} results for {part.name}, "
                    f"the homework has {len(part.tests)} tests."
                )
                return part_with(part, Verdict.INTERNAL, outcome["reason"])
            tests = tuple(_test(part, index, case) for index, case in enumerate(cases))
            return PartResult(name=part.name, max_score=part.points, tests=tests)
        case _:
            return part_with(part, Verdict.INTERNAL, str(outcome.get("reason", "")))


def _test(part: Part, index: int, case: dict[str, Any]) -> TestResult:
    """Read one of Otter's cases, which it names ``<part> - <n>`` in the order of the functions."""
    test = part.tests[index]
    if case["name"] not in (f"{part.name} - {index + 1}", test.name):
        reason = f"Otter's case {case['name']!r} is not test {index + 1} of {part.name}."
        return verdict_for(test, Verdict.INTERNAL, reason)
    if case["passed"] is True:
        return verdict_for(test, Verdict.PASSED)
    failure = _FAILURE.search(str(case["message"]))
    if failure is None:
        return verdict_for(test, Verdict.ERROR, "The test could not be run on this answer.")
    kind, text = failure["type"], failure["text"].strip()[:MAX_MESSAGE]
    if kind != "AssertionError":
        return verdict_for(test, Verdict.ERROR, f"{kind}: {text}")
    return verdict_for(test, verdict_of(text), text)


def verdict_of(message: str) -> Verdict:
    """Tell an answer that is not there from one that is wrong, by what the kit's checks say."""
    absent = message.startswith("You have not defined") or "not answered yet" in message
    return Verdict.MISSING if absent else Verdict.WRONG
