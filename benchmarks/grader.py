"""Measure the isolated grader against plain ``otter run``, on the same files in the same run.

``make bench`` runs it after a build of ``hw1``. With ``--thousand`` it also grades a thousand
submissions, one in ten of them hostile or broken, and prints the grader's memory on the way.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil

from chainrule_grader import intake, notebook
from chainrule_grader.batch import grade_batch
from chainrule_grader.bundle import Bundle
from chainrule_grader.engine import Limits
from chainrule_grader.engines.isolated import IsolatedEngine
from chainrule_grader.intake import Submission
from chainrule_grader.results import Result

FULL_MARKS = Path("tests/submissions/hw1/full_marks/ada.zip")
JOBS = 2
CALLS = 2_000
CALL_TEST = f'''
from otter.test_files import test_case
OK_FORMAT = False
name = "{{part}}"
@test_case(points=1)
def {{test}}(identity):
    """Times calls."""
    import time
    import torch
    x = torch.zeros(8, 16, dtype=torch.float64)
    began = time.perf_counter()
    for _ in range({CALLS}):
        identity(x)
    assert False, f"{{{{(time.perf_counter() - began) / {CALLS} * 1e6:.0f}}}}"
'''


def main() -> None:
    """Run all measurements and print them."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--bundle", type=Path, default=Path("build/hw1/hw1-autograder.zip"))
    arguments.add_argument("--submission", type=Path, default=FULL_MARKS)
    arguments.add_argument("--problem", default="modules", help="the problem of the small bundle")
    arguments.add_argument("--thousand", action="store_true")
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as name, IsolatedEngine() as engine:
        folder = Path(name)
        whole = Bundle.open(options.bundle)
        small = cut_bundle(whole, options.problem, folder)
        solution = load(options.submission, whole)
        part = cut_notebook(solution, small, folder)
        plain = folder / "plain.ipynb"
        plain.write_bytes(notebook.dump(part.document))
        began = time.perf_counter()
        engine.start(whole)
        print(f"tier {engine.tier}; ready after {time.perf_counter() - began:.1f} s\n")
        compare(engine, small, part, plain, folder, copies=100, rounds=4, least=50)
        details(engine, small, part, folder)
        compare(engine, whole, solution, options.submission, folder, copies=4, rounds=2, least=5)
        if options.thousand:
            a_thousand(engine, small, part, folder)


def compare(
    engine: IsolatedEngine,
    bundle: Bundle,
    submission: Submission,
    file: Path,
    folder: Path,
    *,
    copies: int,
    rounds: int,
    least: float,
) -> None:
    """Print the throughput of both, with two jobs each; ``file`` holds what was submitted."""
    engine.start(bundle)
    expected = sum(part.points for part in bundle.homework.automatic)
    warmed = engine.grade(submission, bundle, Limits())
    assert sum(part.score or 0 for part in warmed.parts) == expected, warmed
    isolated = per_submission(lambda _: engine.grade(submission, bundle, Limits()), copies)
    otter = per_submission(
        lambda index: otter_run(file.resolve(), bundle, folder / f"o{index}"), rounds
    )
    own = sum(test.wall_s for part in warmed.parts for test in part.tests)
    print(f"{len(bundle.homework.automatic)} automatic parts of {bundle.homework.id}, {JOBS} jobs")
    print(f"  otter run   {otter:8.3f} s a submission")
    times = f"{otter / isolated:.0f} times (at least {least:g})"
    print(f"  isolated    {isolated:8.3f} s a submission, {times}")
    print(f"  alone       {warmed.wall_s:8.3f} s, of which the tests {own:.3f} s\n")


def details(engine: IsolatedEngine, bundle: Bundle, submission: Submission, folder: Path) -> None:
    """Print what a submission, a call and a process cost."""
    serial = sorted(timed(engine, bundle, submission) for _ in range(20))
    nothing = replace(submission, notebook=notebook.dump(without_answers(submission)))
    overhead = sorted(timed(engine, bundle, nothing) for _ in range(20))
    report = (
        "import re\n"
        "text = open('/proc/self/smaps_rollup').read()\n"
        "kib = {k: int(v) for k, v in re.findall(r'(\\w+): +(\\d+) kB', text)}\n"
        "print(kib['Rss'] >> 10, (kib['Private_Dirty'] + kib['Private_Clean']) >> 10)"
    )
    probe = with_cell(submission, report)
    outputs = [cell.output for cell in engine.grade(probe, bundle, Limits()).cells]
    resident, private = next(o for o in reversed(outputs) if re.fullmatch(r"\d+ \d+\n", o)).split()
    print("one submission of the small bundle, alone")
    print(f"  wall        {serial[10] * 1000:8.0f} ms, answers and calls included")
    print(f"  overhead    {overhead[10] * 1000:8.0f} ms without any answer (at most 100 ms)")
    print(f"  a call      {call_cost(engine, bundle, submission, folder):>8} µs (under 500 µs)")
    shared = f"{resident} MiB with what it shares"
    print(f"  memory      {private:>8} MiB of its own (at most 400 MiB), {shared}\n")


def call_cost(engine: IsolatedEngine, bundle: Bundle, submission: Submission, folder: Path) -> str:
    """Return the microseconds of a call with a small tensor there and back."""
    part = replace(bundle.homework.automatic[0])
    part = replace(part, tests=part.tests[:1])
    homework = replace(bundle.homework, parts=(part,))
    text = CALL_TEST.format(part=part.name, test=part.tests[0].name)
    path = write_bundle(folder / "calls.zip", bundle, homework.to_json(), {part.name: text})
    probe = with_cell(submission, "identity = lambda x: x")
    result = engine.grade(probe, Bundle.open(path), Limits())
    return result.parts[0].tests[0].message


def a_thousand(engine: IsolatedEngine, bundle: Bundle, good: Submission, folder: Path) -> None:
    """Grade a thousand submissions, one in ten hostile or broken; print verdicts and memory."""
    handed_in = folder / "thousand"
    handed_in.mkdir()
    hostile = [
        "while True: pass",
        "import os; os._exit(1)",
        "hoard = [bytearray(1 << 26) for _ in range(200)]",
        "import os\nwhile True: os.fork()",
        "print('x' * 10**8)",
    ]
    for index in range(1_000):
        path = handed_in / f"s{index:04}.ipynb"
        if index % 20 == 10:
            path.write_text('{"nbformat": 4, "cells": [')
        elif index % 20 == 0:
            cells = with_cell(good, hostile[index // 20 % len(hostile)], first=True)
            path.write_bytes(notebook.dump(cells.document))
        else:
            path.write_bytes(notebook.dump(good.document))
    memory: dict[int, int] = {}

    def note(done: int, _: int, __: Result) -> None:
        if done in (100, 1_000):
            memory[done] = grader_mib()

    began = time.perf_counter()
    results = grade_batch(
        bundle,
        [handed_in],
        folder / "store",
        engine,
        jobs=JOBS,
        limits=Limits(wall_s=20, cell_s=2, test_s=5, memory_mib=1024),
        on_progress=note,
    )
    took = time.perf_counter() - began
    full = sum(part.points for part in bundle.homework.automatic)
    scores = Counter(
        str(result.status)
        if not result.parts
        else f"{sum(p.score or 0 for p in result.parts):g} of {full:g}"
        for result in results
    )
    print(f"a thousand submissions in {took:.0f} s: {dict(scores)}")
    sizes = f"{memory[100]} MiB at 100, {memory[1000]} MiB at 1,000"
    print(f"  memory of the grader's lasting processes: {sizes}")


def grader_mib() -> int:
    """Return the memory of the processes that last: this one, the warm parent, the judge."""
    lasting = [psutil.Process()]
    while children := lasting[-1].children():
        # The oldest child lasts; the others are forks for one submission.
        oldest = min(children, key=lambda child: child.create_time())
        if len(lasting) == 4:
            break
        lasting.append(oldest)
    sizes = [process.memory_info() for process in lasting]
    return sum(size.rss - size.shared for size in sizes) >> 20


def per_submission(work: Any, copies: int) -> float:
    """Return seconds a submission with two jobs."""
    began = time.perf_counter()
    with ThreadPoolExecutor(JOBS) as pool:
        list(pool.map(work, range(copies)))
    return (time.perf_counter() - began) / copies


def timed(engine: IsolatedEngine, bundle: Bundle, submission: Submission) -> float:
    """Return the seconds that one submission takes alone."""
    began = time.perf_counter()
    engine.grade(submission, bundle, Limits())
    return time.perf_counter() - began


def otter_run(target: Path, bundle: Bundle, output: Path) -> None:
    """Grade with Otter's own command."""
    output.mkdir()
    otter = Path(sys.executable).with_name("otter")
    command = [str(otter), "run", "-a", str(bundle.path.resolve()), "-o", str(output), str(target)]
    subprocess.run(
        command,
        check=True,
        capture_output=True,
        cwd=output,
        env={"PATH": "/usr/bin:/bin", "OMP_NUM_THREADS": "1", "HOME": str(output)},
    )
    scores = json.loads((output / "results.json").read_text())
    assert scores["tests"], scores
    shutil.rmtree(output)


def load(path: Path, bundle: Bundle) -> Submission:
    """Read a notebook as a submission."""
    (handin,) = intake.find([path])
    return intake.load(handin, bundle)


def without_answers(submission: Submission) -> Any:
    """Return the notebook with its checks only."""
    document = json.loads(notebook.dump(submission.document))
    document["cells"] = [cell for cell in document["cells"] if notebook.checks(cell)]
    return document


def with_cell(submission: Submission, source: str, *, first: bool = False) -> Submission:
    """Return the submission with one more cell."""
    document = json.loads(notebook.dump(submission.document))
    cell = {
        "cell_type": "code",
        "id": "added",
        "metadata": {},
        "source": source,
        "outputs": [],
        "execution_count": None,
    }
    document["cells"].insert(0 if first else len(document["cells"]), cell)
    if not first:
        # Before the first check, so that its part is tested with the cell's names in place.
        checks = [i for i, c in enumerate(document["cells"]) if notebook.checks(c)]
        document["cells"].insert(checks[0], document["cells"].pop())
    return replace(submission, notebook=notebook.dump(document))


def cut_notebook(submission: Submission, bundle: Bundle, folder: Path) -> Submission:
    """Return the notebook up to the last check of the bundle's parts."""
    document = json.loads(notebook.dump(submission.document))
    parts = {part.name for part in bundle.homework.automatic}
    last = max(i for i, c in enumerate(document["cells"]) if parts & set(notebook.checks(c)))
    document["cells"] = document["cells"][: last + 1]
    path = folder / "cut.ipynb"
    path.write_bytes(notebook.dump(document))
    return load(path, bundle)


def cut_bundle(bundle: Bundle, problem: str, folder: Path) -> Bundle:
    """Return a bundle with one problem's automatic parts."""
    parts = tuple(part for part in bundle.homework.automatic if part.problem == problem)
    homework = replace(bundle.homework, parts=parts)
    tests = {part.name: bundle.tests[part.name] for part in parts}
    return Bundle.open(write_bundle(folder / "small.zip", bundle, homework.to_json(), tests))


def write_bundle(path: Path, bundle: Bundle, homework: str, tests: dict[str, str]) -> Path:
    """Write a bundle with these tests and everything else of another."""
    with zipfile.ZipFile(bundle.path) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            if not name.startswith("tests/") and name != "homework.json":
                target.writestr(name, source.read(name))
        target.writestr("homework.json", homework)
        for name, text in tests.items():
            target.writestr(f"tests/{name}.py", text)
    return path


if __name__ == "__main__":
    main()
