"""Build a homework: master -> `otter assign` -> student release and autograder bundle, verified.

Nothing that students or graders use is replaced until every check has passed: the solution scores
full marks, the untouched release scores nothing on any automatic part, nothing secret stands in the
release, and the tests judge the bank's right and wrong answers as these state. What the wrong ones
computed goes into the bundle, to name mistakes by. Two builds of the same input give the same
bytes: cell ids and zip entries are normalised, and the bundle is known by the hash of its content.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import nbformat

from chainrule_desk import files
from chainrule_desk.auditing import naming
from chainrule_desk.auditing.audit import Audit, Material, examine, variants_of
from chainrule_desk.auditing.remembering import RememberingEngine
from chainrule_desk.authoring.recipe import read_recipe
from chainrule_desk.authoring.records import Records
from chainrule_desk.composing.assemble import Assembly, assemble, assemble_bank, write
from chainrule_desk.composing.handout import write_handout, zipped
from chainrule_desk.composing.leaks import find_leaks
from chainrule_desk.composing.solutions import write_solutions
from chainrule_desk.errors import DeskError
from chainrule_desk.grading import own_code_engine
from chainrule_desk.project import Project
from chainrule_grader import forms, mistakes
from chainrule_grader.batch import grade_batch
from chainrule_grader.bundle import Bundle
from chainrule_grader.engine import Engine
from chainrule_grader.engines.isolated import IsolatedEngine
from chainrule_grader.homework import FILE_NAME, Homework
from chainrule_grader.results import PartResult, Result, Status

ASSIGN_TIMEOUT_S = 300
EXECUTABLE = frozenset({"run_autograder", "setup.sh"})  # files of Otter's bundle

Say = Callable[[str], None]


@dataclass(frozen=True)
class Built:
    """What a build wrote.

    Attributes:
        homework: The homework.
        master: The master notebook.
        release: The notebook that students get.
        handout: The zip that students download.
        bundle: The autograder bundle.
        tried: How many right and wrong answers its tests were tried on.
        named: How many mistakes the bundle knows by name.
    """

    homework: Homework
    master: Path
    release: Path
    handout: Path
    bundle: Path
    tried: int
    named: int


def build(project: Project, homework_id: str, say: Say = lambda _: None) -> Built:
    """Build one homework and verify it.

    Args:
        project: The project that holds the recipe.
        homework_id: The recipe's id.
        say: Called with one short line at each step.

    Raises:
        DeskError: If the sources are wrong, Otter fails, or a verification fails. What an earlier
            build wrote is then left as it was.
    """
    say("assembling the master notebook")
    recipe = read_recipe(project.recipe(homework_id))
    assembly = assemble(project, recipe)
    folder = project.build(homework_id)
    master = folder / "master.ipynb"
    write(assembly, master, project.kit)
    with tempfile.TemporaryDirectory(prefix=f"chainrule-{homework_id}-") as scratch:
        say("splitting it with otter assign")
        solution, release, bundle = _split(assembly, project, Path(scratch))
        say("scanning the release for leaks")
        _refuse_leaks(assembly, release.parent)
        with own_code_engine() as engine:
            say("grading the solution and the untouched release")
            opened = Bundle.open(bundle)
            records = Records.of_problems(project, assembly.problems).solution
            solved = _verify(opened, solution, records, release, Path(scratch), engine)
            material = Material.of(project, opened, release, solution)
            audit = _try_answers(project, material, engine, say)
        known = naming.known_mistakes(audit, material.model_answers)
        right = [*solved.parts, *(trial.result for trial in audit.right if trial.full)]
        _add(
            bundle,
            {
                mistakes.FILE_NAME: mistakes.to_json(known).encode(),
                forms.FILE_NAME: forms.to_json(_forms(right)).encode(),
            },
        )
        handout = Path(scratch) / "handout.zip"
        write_handout(handout, assembly.homework, release, project.kit)
        built = Built(
            assembly.homework,
            master,
            project.release(homework_id),
            project.handout(homework_id),
            project.bundle(homework_id),
            tried=len(audit.right) + len(audit.wrong),
            named=sum(map(len, known.values())),
        )
        _replace(release, built.release)
        _replace(handout, built.handout)
        _replace(bundle, built.bundle)
        _replace(solution, folder / "solution.ipynb")
    if recipe.solutions:
        say("writing the solutions handout")
        write_solutions(
            folder, homework_id, folder / "solution.ipynb", project.kit, project.records
        )
    return built


def all_problems(project: Project) -> Material:
    """Split a homework of all problems of the bank, for an audit; nothing is written.

    Each problem is in it once, however many homeworks use it. It is never handed out, so it is not
    scanned for leaks: one problem may well tell what another asks.

    Raises:
        DeskError: If the sources are wrong, or Otter fails.
    """
    with tempfile.TemporaryDirectory(prefix="chainrule-bank-") as scratch:
        solution, release, bundle = _split(assemble_bank(project), project, Path(scratch))
        return Material.of(project, Bundle.open(bundle), release, solution)


def _split(assembly: Assembly, project: Project, scratch: Path) -> tuple[Path, Path, Path]:
    """Return the solution, the release and the bundle that Otter makes, normalised."""
    homework_id = assembly.homework.id
    split = _assign(assembly, project, scratch)
    solution = split / "autograder" / f"{homework_id}.ipynb"
    release = _normalise_release(split / "student" / f"{homework_id}.ipynb", homework_id)
    bundle = _normalise_bundle(split / "autograder", assembly.homework)
    return solution, release, bundle


def _assign(assembly: Assembly, project: Project, scratch: Path) -> Path:
    """Run `otter assign` in a scratch folder; return the folder with its two results."""
    # Otter names the release after the master's file.
    master = scratch / f"{assembly.homework.id}.ipynb"
    write(assembly, master, project.kit)
    # Otter takes the autograder's own files by the names that they have in the working folder.
    command = [sys.executable, "-m", "otter", "assign", master.name, "split"]
    try:
        done = subprocess.run(
            [*command, "--no-run-tests", "--no-pdfs"],
            cwd=scratch,
            capture_output=True,
            text=True,
            timeout=ASSIGN_TIMEOUT_S,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise DeskError(
            f"otter assign took more than {ASSIGN_TIMEOUT_S} s and was ended."
        ) from error
    if done.returncode != 0:
        tail = "\n".join((done.stderr or done.stdout).strip().splitlines()[-5:])
        raise DeskError(f"otter assign failed on {assembly.homework.id}:\n{tail}")
    return scratch / "split"


def _normalise_release(path: Path, homework_id: str) -> Path:
    """Give the release the same cell ids in every build."""
    notebook = nbformat.read(path, as_version=4)
    for position, cell in enumerate(notebook.cells, 1):
        cell["id"] = f"{homework_id}-{position:03d}"
    nbformat.write(notebook, path)
    return path


def _normalise_bundle(folder: Path, homework: Homework) -> Path:
    """Return Otter's bundle with sorted entries, no times, and what is known of the homework."""
    bundle = next(folder.glob("*.zip")).rename(folder / f"{homework.id}-bundle.zip")
    _add(bundle, {FILE_NAME: homework.to_json().encode()})
    return bundle


def _add(bundle: Path, entries: dict[str, bytes]) -> None:
    """Write a bundle anew with more in it: the same bytes for the same names and contents."""
    with zipfile.ZipFile(bundle) as source:
        present = {name: source.read(name) for name in source.namelist()}
    bundle.write_bytes(zipped({**present, **entries}, executable=EXECUTABLE))


def _refuse_leaks(assembly: Assembly, release: Path) -> None:
    parts = {part.name for part in assembly.homework.parts}
    leaks = find_leaks(assembly.problems, parts, release)
    if leaks:
        shown = "\n".join(f"  - {leak}" for leak in leaks[:10])
        more = f"\n  … and {len(leaks) - 10} more" if len(leaks) > 10 else ""
        raise DeskError(
            f"the student release of {assembly.homework.id} gives answers away:\n{shown}{more}\n"
            "Strip them with solution markers, or list a line under `public_lines` if students "
            "are meant to see it."
        )


def _verify(
    bundle: Bundle,
    solution: Path,
    records: dict[str, bytes],
    release: Path,
    scratch: Path,
    engine: Engine,
) -> Result:
    """Grade the solution and the untouched release; refuse anything but full marks and nothing.

    Returns the solution's result.
    """
    handed_in = [scratch / "solution.zip", scratch / "untouched.ipynb"]
    handed_in[0].write_bytes(
        zipped({f"{bundle.homework.id}.ipynb": solution.read_bytes(), **records})
    )
    shutil.copyfile(release, handed_in[1])
    solved, untouched = grade_batch(bundle, handed_in, scratch / "grades", engine, jobs=2)
    for result, name in ((solved, "solution"), (untouched, "untouched release")):
        if result.status is not Status.GRADED:
            raise DeskError(f"the {name} of {bundle.homework.id} was not graded: {result.reason}")
    faults = [f"the solution loses points on {line}" for line in _lost(solved)]
    faults += [
        f"the untouched release earns {part.score:g} of {part.max_score:g} points on {part.name}: "
        "its tests pass without an answer"
        for part in untouched.parts
        if part.score
    ]
    if faults:
        shown = "\n".join(f"  - {fault}" for fault in faults)
        raise DeskError(f"{bundle.homework.id} is not fit to hand out:\n{shown}")
    return solved


def _forms(right: Sequence[PartResult]) -> forms.Known:
    """Return the forms that right answers gave, by part and test."""
    given: dict[str, dict[str, list[forms.Given]]] = {}
    for part in right:
        tests = given.setdefault(part.name, {})
        for test in part.tests:
            tests.setdefault(test.name, []).append(test.forms)
    return {
        part: {test: forms.merged(answers) for test, answers in tests.items()}
        for part, tests in given.items()
    }


def _try_answers(project: Project, material: Material, engine: IsolatedEngine, say: Say) -> Audit:
    """Try the tests on the bank's variants; refuse tests that do not judge as these state."""
    audit = examine(
        material,
        variants_of(project, material),
        RememberingEngine(engine, project.tried),
        jobs=os.cpu_count() or 1,
        progress=lambda done, total, _: say(f"trying right and wrong answers, {done} of {total}"),
    )
    if audit.odd:
        shown = "\n".join(f"  - {line}" for line in audit.odd)
        raise DeskError(
            f"the tests of {audit.homework.id} do not judge as assignment/variants states:\n{shown}"
        )
    return audit


def _lost(result: Result) -> list[str]:
    """Return one line for each test that did not pass."""
    return [
        f"{part.name}, {test.name}: {test.verdict}. {test.message}".strip()
        for part in result.parts
        for test in part.tests
        if test.score != test.points
    ]


def _replace(source: Path, target: Path) -> None:
    """Put a copy of ``source`` at ``target`` in one step."""
    files.replace(target, source.read_bytes())
