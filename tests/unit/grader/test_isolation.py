"""What the tiers promise about a student's process, held against the process itself.

The tests run in the machine's best tier; ``CHAINRULE_TEST_TIERS`` names others. As root, the tiers
for ordinary users and for containers are tried in processes that have lost root's rights.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest

from chainrule_grader.bundle import Bundle
from chainrule_grader.engine import Limits
from chainrule_grader.engines.isolated import IsolatedEngine
from chainrule_grader.intake import Submission
from chainrule_grader.results import Result
from chainrule_grader.sandbox import FIRST_UID, SLOTS, SandboxError

TIERS = os.environ.get("CHAINRULE_TEST_TIERS", "full" if os.geteuid() == 0 else "user").split()
LIMITS = Limits(wall_s=30, cell_s=10, test_s=5, memory_mib=1024)
AS_IF = Path(__file__).parent / "as_if.py"

ATTACKS_THAT_DEPEND_ON_THE_TIER = (
    *("searches_files", "talks_to", "climbs_out", "starts_a_survivor", "writes_where_it_can"),
    *("bombs_forks", "deletes_everything", "nests_folders", "signals_the_grader"),
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="isolation is Linux only"),
]

Submit = Callable[..., Submission]


@pytest.fixture(scope="module", params=TIERS)
def tier_engine(request: pytest.FixtureRequest) -> Iterator[IsolatedEngine]:
    with IsolatedEngine(request.param) as started:
        try:
            assert started.tier == request.param
        except SandboxError as error:
            pytest.skip(str(error))
        yield started


def told(engine: IsolatedEngine, bundle: Bundle, submit: Submit, code: str) -> Any:
    """Run ``code`` in a student's process and return what it printed as JSON."""
    result = engine.grade(submit([code]), bundle, LIMITS)
    outputs = [cell for cell in result.cells if cell.cell == 2]
    assert outputs, result
    assert not outputs[0].verdict, outputs[0].message
    return json.loads(outputs[0].output)


def essence(result: Result) -> Result:
    """Return a result without its times, which alone may differ between runs."""
    parts = tuple(
        replace(part, tests=tuple(replace(test, wall_s=0.0) for test in part.tests))
        for part in result.parts
    )
    return replace(result, wall_s=0.0, parts=parts)


def test_honest_work_scores_full_marks(
    tier_engine: IsolatedEngine, bundle: Bundle, submit: Submit, honest: str
) -> None:
    """Right answers score full marks in every tier, and the result names the tier in force."""
    result = tier_engine.grade(submit(honest), bundle, LIMITS)
    assert [part.score for part in result.parts] == [4, 3, 1]
    assert result.tier == tier_engine.tier


def test_privileges(tier_engine: IsolatedEngine, bundle: Bundle, submit: Submit) -> None:
    """No capability is left in any set, no new ones can be had, the filter is on."""
    code = """
import json
lines = open("/proc/self/status").read().splitlines()
print(json.dumps(dict(line.split(":\\t", 1) for line in lines if ":\\t" in line)))"""
    status = told(tier_engine, bundle, submit, code)
    for capabilities in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"):
        assert int(status[capabilities], 16) == 0
    assert status["NoNewPrivs"] == "1"
    assert status["Seccomp"] == "2"
    assert status["Groups"].strip() == ""
    uids = set(status["Uid"].split())
    if tier_engine.tier == "user":
        assert uids == {"1000"}
    else:
        assert len(uids) == 1
        assert int(uids.pop()) in range(FIRST_UID, FIRST_UID + SLOTS)


def test_descriptors(tier_engine: IsolatedEngine, bundle: Bundle, submit: Submit) -> None:
    """Only input, output and the wire are open; input and output lead nowhere."""
    code = """
import json, os
found = {}
for number in range(256):
    try:
        found[number] = os.readlink(f"/proc/self/fd/{number}")
        if found[number].startswith("socket"):
            found[number] = "socket"
    except OSError:
        pass
print(json.dumps(found))"""
    assert told(tier_engine, bundle, submit, code) == {
        "0": "/dev/null",
        "1": "/dev/null",
        "2": "/dev/null",
        "3": "socket",
    }


def test_limits(tier_engine: IsolatedEngine, bundle: Bundle, submit: Submit) -> None:
    """Memory, files, processes, descriptors and processor time have hard limits."""
    code = """
import json, resource
names = [name for name in dir(resource) if name.startswith("RLIMIT_")]
print(json.dumps({name: resource.getrlimit(getattr(resource, name)) for name in names}))"""
    limits = told(tier_engine, bundle, submit, code)
    for name in ("AS", "FSIZE", "NPROC", "NOFILE", "CPU", "CORE"):
        soft, hard = limits[f"RLIMIT_{name}"]
        assert soft == hard != -1


def test_files(tier_engine: IsolatedEngine, bundle: Bundle, submit: Submit) -> None:
    """The bundle, the homework's sources and the grader's own home cannot be read."""
    places = [
        str(bundle.path),
        str(Path(__file__).parents[3] / "assignment"),
        str(Path.home() / ".ssh"),
    ]
    places += [str(Path(__file__)), "/etc/shadow", "/var/lib"]
    code = f"""
import json, os
def readable(path):
    try:
        return bool(os.listdir(path)) if os.path.isdir(path) else bool(open(path).read(1))
    except OSError:
        return False
print(json.dumps([p for p in {places!r} if readable(p)]))"""
    assert told(tier_engine, bundle, submit, code) == []


def test_environment(
    monkeypatch: pytest.MonkeyPatch, bundle: Bundle, submit: Submit, tier_engine: IsolatedEngine
) -> None:
    """Nothing of the grader's environment reaches the student's process."""
    monkeypatch.setenv("CHAINRULE_TEST_SECRET", "hunter2")
    with IsolatedEngine(tier_engine.tier) as fresh:
        code = """
import json, os
raw = open("/proc/self/environ", "rb").read() if os.access("/proc/self/environ", os.R_OK) else b""
print(json.dumps([list(os.environ), b"hunter2" in raw]))"""
        names, leaked = told(fresh, bundle, submit, code)
    assert "CHAINRULE_TEST_SECRET" not in names
    assert not leaked


def test_other_processes(tier_engine: IsolatedEngine, bundle: Bundle, submit: Submit) -> None:
    """No other process can be signalled."""
    code = """
import json, os
reached = []
for pid in set(range(2, 70_000)) - {os.getpid()}:
    try:
        os.kill(pid, 0)
        reached.append(pid)
    except OSError:
        pass
print(json.dumps(reached))"""
    assert told(tier_engine, bundle, submit, code) == []


def test_nothing_of_one_student_is_visible_to_the_next(
    tier_engine: IsolatedEngine, bundle: Bundle, submit: Submit
) -> None:
    """Files, variables and environment of one submission are gone for the next."""
    write = """
import os, builtins, json, numpy
builtins.left_behind = numpy.left_behind = 1
os.environ["LEFT_BEHIND"] = "1"
for folder in (os.path.expanduser("~"), "/tmp", "/dev/shm", os.getcwd()):
    try:
        open(os.path.join(folder, "left-behind"), "w").write("x")
    except OSError:
        pass
print(json.dumps(1))"""
    look = """
import os, builtins, json, numpy
folders = (os.path.expanduser("~"), "/tmp", "/dev/shm", os.getcwd())
found = [os.path.exists(os.path.join(folder, "left-behind")) for folder in folders]
found += [hasattr(builtins, "left_behind"), hasattr(numpy, "left_behind")]
print(json.dumps([*found, "LEFT_BEHIND" in os.environ]))"""
    told(tier_engine, bundle, submit, write)
    assert not any(told(tier_engine, bundle, submit, look))


def test_nothing_written_outlives_it(
    tier_engine: IsolatedEngine, bundle: Bundle, submit: Submit
) -> None:
    """Home, temporary folders and shared memory are the same before and after."""

    def outside() -> dict[str, set[str]]:
        places = [Path.home(), Path("/tmp"), Path("/var/tmp"), Path("/dev/shm")]
        return {
            str(place): {path.name for path in place.iterdir() if "outlive" in path.name}
            for place in places
        }

    before = outside()
    code = """
import os, json
home = os.path.expanduser("~")
for folder in (home, "/tmp", "/var/tmp", "/dev/shm", "/run", "/root", os.getcwd()):
    try:
        open(os.path.join(folder, "outlive"), "w").write("x")
    except OSError:
        pass
print(json.dumps(1))"""
    told(tier_engine, bundle, submit, code)
    assert outside() == before


def test_no_process_survives(
    tier_engine: IsolatedEngine, bundle: Bundle, submit: Submit, honest: str
) -> None:
    """What a student's process started is gone as soon as the submission is graded."""
    cell = 'import subprocess\nsubprocess.Popen(["sleep", "86399"], start_new_session=True)\n'
    tier_engine.grade(submit("# %%\n" + cell + honest), bundle, LIMITS)
    assert [found for found in psutil.process_iter() if "86399" in _command(found)] == []


def test_order_and_company_change_nothing(
    tier_engine: IsolatedEngine, bundle: Bundle, submit: Submit, honest: str
) -> None:
    """A good result is identical to the bit before, after and beside hostile submissions."""
    random = honest.replace("answer = 42", "answer = 42; print(np.random.rand(), torch.rand(2))")
    good = submit(random, name="good")
    evil = submit(
        "# %%\nimport numpy, os, torch\nnumpy.random.seed(1); torch.manual_seed(1)\n"
        "numpy.allclose = lambda *a: True\n# %%\nhoard = [bytearray(1 << 24) for _ in range(40)]\n"
        "# %%\nwhile True: os.fork()\n",
        name="evil",
    )
    short = replace(LIMITS, cell_s=1.0)
    alone = essence(tier_engine.grade(good, bundle, LIMITS))
    for order in ([evil, good], [good, evil]):
        results = [
            tier_engine.grade(one, bundle, short if one is evil else LIMITS) for one in order
        ]
        assert essence(results[order.index(good)]) == alone
    with ThreadPoolExecutor(3) as pool:
        hostile = [pool.submit(tier_engine.grade, evil, bundle, short) for _ in range(2)]
        beside = pool.submit(tier_engine.grade, good, bundle, LIMITS)
        assert essence(beside.result()) == alone
        assert all(future.result().parts for future in hostile)


def test_the_engine_ends_with_its_user(bundle: Bundle, submit: Submit, honest: str) -> None:
    """When the process that grades is killed, everything that it started ends as well."""
    script = f"""
import sys
from pathlib import Path
from chainrule_grader.bundle import Bundle
from chainrule_grader.engines.isolated import IsolatedEngine
engine = IsolatedEngine()
engine.start(Bundle.open(Path({str(bundle.path)!r})))
print("ready", flush=True)
sys.stdin.read()
"""
    process = subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    family = psutil.Process(process.pid).children(recursive=True)
    assert family
    process.kill()
    process.wait()
    _, alive = psutil.wait_procs(family, timeout=5)
    assert alive == []


@pytest.mark.parametrize(
    ("tier", "lack"),
    [("full", "needs root"), ("container", "needs root"), ("user", "is for ordinary users")],
)
def test_a_tier_that_cannot_be_had_is_refused(tier: str, lack: str) -> None:
    """A tier is in force completely or not at all: its lack is said, never papered over."""
    if (os.geteuid() == 0) is not (tier == "user"):
        pytest.skip("this user can have it")
    with pytest.raises(SandboxError, match=lack), IsolatedEngine(tier) as engine:
        engine.tier  # noqa: B018  starts it


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root")
@pytest.mark.skipif("CHAINRULE_TEST_TIERS" in os.environ, reason="runs inside itself")
@pytest.mark.parametrize(("who", "tier"), [("container", "container"), ("ordinary", "user")])
def test_the_other_tiers(who: str, tier: str) -> None:
    """All of this holds for root in a container, and for an ordinary user."""
    files = [__file__, str(Path(__file__).with_name("test_attacks.py"))]
    pytest_here = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *files]
    here = "isolation or " + " or ".join(ATTACKS_THAT_DEPEND_ON_THE_TIER)
    done = subprocess.run(
        [sys.executable, str(AS_IF), who, *pytest_here, "-k", here],
        env={**os.environ, "CHAINRULE_TEST_TIERS": tier, "CHAINRULE_TEST_TIER": tier},
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[3],
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-2000:]
    assert " passed" in done.stdout


def test_best_tier_is_taken_and_none_never_by_itself() -> None:
    """Without a wish the best tier of the machine is taken, and never ``none``."""
    with IsolatedEngine() as engine:
        try:
            assert engine.tier in ("full", "container", "user")
        except SandboxError:
            return


def _command(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""


def test_threads_may_share_the_engine(
    tier_engine: IsolatedEngine, bundle: Bundle, submit: Submit, honest: str
) -> None:
    """One engine serves several threads, also those that end before it."""
    submission = submit(honest)
    results: list[Result] = []
    threads = [
        threading.Thread(
            target=lambda: results.append(tier_engine.grade(submission, bundle, LIMITS))
        )
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [essence(result) for result in results] == [essence(results[0])] * 4


@pytest.mark.parametrize("after_s", [0.0, 1.0, 6.0], ids=["at_once", "importing", "serving"])
def test_no_server_outlives_a_killed_command(after_s: float) -> None:
    """Whatever the fork server is at, it is gone two seconds after who started it was killed."""
    script = (
        "from chainrule_grader.engines.isolated import IsolatedEngine; import time\n"
        "IsolatedEngine().tier; time.sleep(60)"
    )
    command = psutil.Popen([sys.executable, "-c", script], stderr=subprocess.DEVNULL)
    waited = time.monotonic() + 30
    while not command.children() and time.monotonic() < waited:
        time.sleep(0.02)
    time.sleep(after_s)
    servers = command.children(recursive=True)
    assert servers
    command.kill()
    command.wait()
    ended = time.monotonic() + 2
    while any(map(still_runs, servers)) and time.monotonic() < ended:
        time.sleep(0.02)
    assert not any(map(still_runs, servers))


def still_runs(process: psutil.Process) -> bool:
    """Tell whether a process runs; one that nobody has asked for its end does not."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
