"""Refuse to hand out what gives answers away, cannot be read, does not run, or is not graded right.

Each refusal names file and line of the problem where it can be repaired.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import nbformat

from chainrule import cell_code
from chainrule_desk.composing import untouched
from chainrule_desk.composing.assemble import Assembly
from chainrule_desk.composing.handout import zipped
from chainrule_desk.composing.leaks import find_leaks
from chainrule_desk.composing.origins import Origins
from chainrule_desk.errors import DeskError
from chainrule_grader.batch import grade_batch
from chainrule_grader.bundle import Bundle
from chainrule_grader.engine import Engine
from chainrule_grader.results import Result, Status

SHOWN = 10  # lines of a refusal


def refuse_unreadable(assembly: Assembly, release: Path) -> None:
    """Refuse a release with a cell that IPython cannot compile.

    Raises:
        DeskError: If there is one.
    """
    origins = Origins(assembly.problems)
    faults = []
    for number, cell in enumerate(nbformat.read(release, as_version=4).cells, 1):
        fault = cell_code.fault(cell.source) if cell.cell_type == "code" else None
        if fault is not None:
            written = origins.of(cell.source, fault.line)
            place = f"{written[0]}:{written[1]}: " if written else ""
            faults.append(f"{place}cell {number}, line {fault.line}: {fault.reason}")
    if faults:
        raise DeskError(
            f"the student release of {assembly.homework.id} has cells that are not Python:\n"
            f"{_listed(faults)}\nMend what the solution markers leave of them."
        )


def refuse_leaks(assembly: Assembly, release: Path) -> None:
    """Refuse a release folder that holds what students must not see.

    Raises:
        DeskError: If it does.
    """
    parts = {part.name for part in assembly.homework.parts}
    leaks = find_leaks(assembly.problems, parts, release)
    if leaks:
        raise DeskError(
            f"the student release of {assembly.homework.id} gives answers away:\n"
            f"{_listed(leaks)}\n"
            "Strip them with solution markers, or list a line under `public_lines`, with the "
            "reason, if students are meant to see it."
        )


def refuse_unfit(
    assembly: Assembly,
    bundle: Bundle,
    solution: Path,
    records: dict[str, bytes],
    release: Path,
    scratch: Path,
    engine: Engine,
) -> Result:
    """Grade the solution and the untouched release, from top to bottom.

    The solution scores full marks and no cell of it fails; the release scores nothing on automatic
    parts, and only cells that wait for an answer fail.

    Returns the solution's result.

    Args:
        assembly: The homework and its problems.
        bundle: The autograder bundle.
        solution: The notebook with the model answers.
        records: The training records that it hands in.
        release: The notebook that students get.
        scratch: A folder to work in.
        engine: What grades.

    Raises:
        DeskError: If it is otherwise.
    """
    handed_in = [scratch / "solution.zip", scratch / "untouched.ipynb"]
    handed_in[0].write_bytes(
        zipped({f"{bundle.homework.id}.ipynb": solution.read_bytes(), **records})
    )
    shutil.copyfile(release, handed_in[1])
    solved, empty = grade_batch(bundle, handed_in, scratch / "grades", engine, jobs=2)
    for result, name in ((solved, "solution"), (empty, "untouched release")):
        if result.status is not Status.GRADED:
            raise DeskError(f"the {name} of {bundle.homework.id} was not graded: {result.reason}")
    faults = [f"the solution loses points on {line}" for line in _lost(solved)]
    faults += [
        f"the untouched release earns {part.score:g} of {part.max_score:g} points on {part.name}: "
        "its tests pass without an answer"
        for part in empty.parts
        if part.score
    ]
    answered, blank = (nbformat.read(path, as_version=4) for path in (solution, release))
    faults += untouched.faults(assembly.problems, answered, blank, solved, empty)
    if faults:
        raise DeskError(f"{bundle.homework.id} is not fit to hand out:\n{_listed(faults)}")
    return solved


def _lost(result: Result) -> list[str]:
    """Return one line for each test that did not pass."""
    return [
        f"{part.name}, {test.name}: {test.verdict}. {test.message}".strip()
        for part in result.parts
        for test in part.tests
        if test.score != test.points
    ]


def _listed(faults: Sequence[object]) -> str:
    """Return one line for each of the first faults, and how many more there are."""
    shown = "\n".join(f"  - {fault}" for fault in faults[:SHOWN])
    return shown + (f"\n  … and {len(faults) - SHOWN} more" if len(faults) > SHOWN else "")
