"""Control groups hold all processes of a submission together to one amount of memory."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import psutil
import pytest

from chainrule_grader import cgroups
from chainrule_grader.bundle import Bundle
from chainrule_grader.cgroups import MIB, CgroupError, Group, Groups
from chainrule_grader.engine import Limits
from chainrule_grader.engines.isolated import IsolatedEngine
from chainrule_grader.intake import Submission
from chainrule_grader.results import Result, Status

MOUNT_2 = "30 23 0:26 {root} {place} rw,nosuid - cgroup2 cgroup2 rw,nsdelegate\n"
MOUNT_1 = "14 35 0:32 {root} {place} rw,relatime - cgroup cgroup rw,memory\n"


@pytest.fixture
def proc(tmp_path: Path) -> Path:
    """Return a folder that stands for ``/proc/self`` of a process in the group ``/a.scope``."""
    folder = tmp_path / "proc"
    folder.mkdir()
    (folder / "cgroup").write_text("0::/a.scope\n")
    (folder / "mountinfo").write_text(MOUNT_2.format(root="/", place=tmp_path / "tree"))
    return folder


@pytest.fixture
def scope(tmp_path: Path) -> Path:
    """Return a group of version 2 as it is delegated: two processes, nothing handed down."""
    scope = tmp_path / "tree" / "a.scope"
    scope.mkdir(parents=True)
    (scope / "cgroup.controllers").write_text("cpu memory pids\n")
    (scope / "cgroup.subtree_control").write_text("\n")
    (scope / "cgroup.procs").write_text("71\n72\n")
    return scope


def as_the_kernel_makes_it(group: Path) -> None:
    """Put the files of a version 2 group into a folder."""
    for name in ("memory.max", "memory.swap.max", "memory.oom.group", "pids.max", "cgroup.procs"):
        (group / name).write_text("max\n")


# --- version 2, on a tree that stands for the kernel's -------------------------------------------


def test_own_scope_is_emptied_into_a_leaf(proc: Path, scope: Path) -> None:
    """A group that hands controllers down holds no process: the grader's own move to a leaf."""
    groups = cgroups.find(proc, family=frozenset({71, 72}), trial=False)
    assert groups == Groups(scope, 2, os.getpid())
    assert (scope / "chainrule-grader" / "cgroup.procs").read_text() in ("71", "72")
    assert (scope / "cgroup.subtree_control").read_text() == "+memory +pids +cpu"


def test_group_of_others_is_left_alone(proc: Path, scope: Path) -> None:
    """Where a stranger's process is in the own group, nothing is changed and nothing claimed."""
    assert cgroups.find(proc, family=frozenset({71}), trial=False) is None
    assert [path.name for path in scope.iterdir() if path.is_dir()] == []
    assert (scope / "cgroup.subtree_control").read_text() == "\n"


def test_group_that_hands_memory_down_is_used_as_it_is(proc: Path, scope: Path) -> None:
    """Nothing has to move where children have the controllers already."""
    (scope / "cgroup.subtree_control").write_text("memory pids\n")
    assert cgroups.find(proc, trial=False) == Groups(scope, 2, os.getpid())
    assert not (scope / "chainrule-grader").exists()


def test_second_grader_in_the_leaf_uses_the_same_scope(proc: Path, scope: Path) -> None:
    """A grader started by a process in the leaf makes its groups beside it."""
    (scope / "chainrule-grader").mkdir()
    (scope / "cgroup.subtree_control").write_text("memory pids\n")
    (proc / "cgroup").write_text("0::/a.scope/chainrule-grader\n")
    assert cgroups.find(proc, trial=False) == Groups(scope, 2, os.getpid())


@pytest.mark.parametrize("controllers", ["", "cpu pids"])
def test_group_without_the_controller_is_not_claimed(
    proc: Path, scope: Path, controllers: str
) -> None:
    """Without the controller for memory there is no limit, and none is claimed."""
    (scope / "cgroup.controllers").write_text(controllers)
    assert cgroups.find(proc, family=frozenset({71, 72}), trial=False) is None


def test_tree_of_a_container_is_found_below_its_mount(proc: Path, scope: Path) -> None:
    """Where a part of the tree is mounted, the own group is looked for inside that part."""
    (scope / "cgroup.subtree_control").write_text("memory")
    (proc / "cgroup").write_text("0::/machine/7/a.scope\n")
    (proc / "mountinfo").write_text(MOUNT_2.format(root="/machine/7", place=scope.parent))
    found = cgroups.find(proc, trial=False)
    assert found is not None
    assert found.base == scope


def test_limits_are_written_as_the_kernel_documents_them(tmp_path: Path) -> None:
    """Memory in bytes without swap, all processes end together, and processes are counted."""
    as_the_kernel_makes_it(tmp_path)
    Group(tmp_path, 2).limit(512 * MIB, 64)
    wrote = {path.name: path.read_text() for path in tmp_path.iterdir()}
    assert wrote == {
        "memory.max": str(512 * MIB),
        "memory.swap.max": "0",
        "memory.oom.group": "1",
        "pids.max": "64",
        "cgroup.procs": "max\n",
    }


def test_limit_that_does_not_hold_is_an_error(tmp_path: Path) -> None:
    """What the kernel says after writing counts, not what was written."""
    (tmp_path / "memory.max").symlink_to("/dev/null")
    with pytest.raises(CgroupError, match="holds"):
        Group(tmp_path, 2).limit(512 * MIB, 64)


@pytest.mark.parametrize(("kills", "exceeded"), [(0, False), (1, True), (3, True)])
def test_end_at_the_limit_is_read_from_the_events(
    tmp_path: Path, kills: int, exceeded: bool
) -> None:
    """``oom_kill`` counts processes that were ended; a brush with the limit is none."""
    (tmp_path / "memory.events").write_text(f"low 0\nhigh 0\nmax 7\noom 2\noom_kill {kills}\n")
    assert Group(tmp_path, 2).exceeded is exceeded


def test_trial_that_fails_is_not_claimed(proc: Path, scope: Path) -> None:
    """A folder that takes no process is no control group, whatever its files say."""
    (scope / "cgroup.subtree_control").write_text("memory pids\n")
    assert cgroups.find(proc) is None


def test_groups_of_the_past_are_swept_up(tmp_path: Path) -> None:
    """A group that a killed grader left behind goes; a young one may be somebody's."""
    old, young = tmp_path / "chainrule-student-1-1", tmp_path / "chainrule-student-2-1"
    old.mkdir()
    young.mkdir()
    os.utime(old, (time.time() - 1_000,) * 2)
    Groups(tmp_path, 2, os.getpid()).sweep()
    assert [path.name for path in tmp_path.iterdir()] == [young.name]


# --- the kernel's own ----------------------------------------------------------------------------


@pytest.fixture
def groups() -> Iterator[Groups]:
    """Return groups of this machine, and hold that nothing of them is left."""
    found = cgroups.find(family=frozenset({os.getpid()}))
    if found is None:
        pytest.skip("no control group for memory can be had on this machine")
    yield found
    found.close()
    for base in filter(None, (found.base, found.shares)):
        assert list(base.glob(f"chainrule-student-{os.getpid()}-*")) == []


def test_many_processes_stop_at_the_limit(groups: Groups) -> None:
    """Eight processes that take 32 MiB each never have more than their 64 MiB together."""
    group = groups.make(64 * MIB, 64)
    children = []
    for _ in range(8):
        child = os.fork()
        if child == 0:
            try:
                group.enter()
                hoard = bytearray(os.urandom(MIB)) * 32
                time.sleep(20 + len(hoard) * 0)
            finally:
                os._exit(0)
        children.append(child)
    peak_file = "memory.peak" if group.version == 2 else "memory.max_usage_in_bytes"
    deadline = time.monotonic() + 20
    while not group.exceeded and time.monotonic() < deadline:
        time.sleep(0.02)
    peak = int((group.path / peak_file).read_text())
    for child in children:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    assert group.exceeded
    assert peak <= 64 * MIB
    groups.discard(group)


def test_group_with_a_process_is_removed_later(groups: Groups) -> None:
    """A group that still has a process stays until the process is gone."""
    group = groups.make(64 * MIB, 64)
    child = os.fork()
    if child == 0:
        try:
            group.enter()
            time.sleep(20)
        finally:
            os._exit(0)
    procs = group.path / "cgroup.procs"
    while not procs.read_text():
        time.sleep(0.01)
    groups.discard(group)
    assert group.path.exists()
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    groups.discard(groups.make(64 * MIB, 64))
    assert not group.path.exists()


@pytest.mark.slow
def test_many_busy_processes_get_the_share_of_one(groups: Groups) -> None:
    """On one processor a group of six busy processes gets about as much time as a group of one."""
    handed_down = groups.base / "cgroup.subtree_control"
    if groups.shares is None and not (
        handed_down.exists() and "cpu" in handed_down.read_text().split()
    ):
        pytest.skip("no control group for processors can be had on this machine")
    crowd, single = groups.make(64 * MIB, 64), groups.make(64 * MIB, 64)
    processor = {min(os.sched_getaffinity(0))}
    children = []
    for group in (*[crowd] * 6, single):
        child = os.fork()
        if child == 0:
            try:
                os.sched_setaffinity(0, processor)
                group.enter()
                while True:
                    pass
            finally:
                os._exit(0)
        children.append(child)
    time.sleep(3)
    used = []
    for child in children:
        os.kill(child, signal.SIGKILL)
        used.append(os.wait4(child, 0)[2].ru_utime)
    for group in (crowd, single):
        groups.discard(group)
    assert used[-1] > 2 * max(used[:-1])


# --- the grader ----------------------------------------------------------------------------------

BOMB = """
import os, time
for _ in range(30):
    if os.fork() == 0:
        hoard = bytearray(os.urandom(1 << 20)) * 100
        time.sleep(60)
        os._exit(0)
time.sleep(3)
"""


@pytest.mark.slow
def test_result_names_what_held_the_memory(
    engine: IsolatedEngine, grade: Callable[..., Result], honest: str
) -> None:
    """A bomb of many processes costs its cell, and the result says what stopped it."""
    result = grade(f"# %%{BOMB}{honest}", Limits(wall_s=20, cell_s=6, test_s=3, memory_mib=512))
    assert result.status is Status.GRADED
    assert sum(part.score or 0.0 for part in result.parts) == 8
    (cell,) = [cell for cell in result.cells if cell.verdict]
    assert cell.verdict in ("memory", "error"), cell
    expected = "watch" if cgroups.find(family=frozenset({os.getpid()})) is None else "control group"
    assert result.memory_held_by == expected


@pytest.mark.slow
@pytest.mark.parametrize("end", ["close", "signal"])
def test_engine_leaves_no_group_behind(
    bundle: Bundle, submit: Callable[..., Submission], end: str
) -> None:
    """When an engine ends, even by a signal, the groups of the submission in work are gone."""
    found = cgroups.find(family=frozenset({os.getpid()}))
    if found is None:
        pytest.skip("no control group for memory can be had on this machine")
    endless = submit(["while True: pass"])
    with IsolatedEngine() as engine, ThreadPoolExecutor(1) as pool:
        assert engine.tier
        assert engine._warm is not None
        process = engine._warm[0]
        limits = Limits(wall_s=60, cell_s=60, test_s=3, memory_mib=512)
        grading = pool.submit(engine.grade, endless, bundle, limits)
        groups = partial(found.base.glob, f"chainrule-student-{process.pid}-*")
        wait_until(lambda: list(groups()) != [])
        if end == "signal":
            psutil.Process(process.pid).children()[0].kill()
        else:
            engine.close()
        wait_until(lambda: process.poll() is not None and list(groups()) == [])
        assert grading.exception(10) or grading.result().status is not Status.GRADED


def wait_until(holds: Callable[[], bool]) -> None:
    """Wait for something that must come soon."""
    for _ in range(1000):
        if holds():
            return
        time.sleep(0.02)
    raise AssertionError("not within 20 s")
