"""Build a homework: master -> `otter assign` -> student release and autograder bundle, verified.

Nothing that students or graders use is replaced until every check has passed: the solution scores
full marks, the untouched release scores nothing on any automatic part, its cells can be read and
run but for those that wait for an answer, nothing secret stands in it, and the tests judge the
bank's right and wrong answers as these state. What the wrong ones computed goes into the bundle, to
name mistakes by. What was run before is not run again: see
:mod:`chainrule_desk.auditing.remembering`. Two builds of the same input give the same bytes: cell
ids and zip entries are normalised, and the bundle is known by the hash of its content.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from chainrule_desk import files
from chainrule_desk.auditing import naming
from chainrule_desk.auditing.audit import Audit, Material, examine, variants_of
from chainrule_desk.auditing.remembering import RememberingEngine
from chainrule_desk.authoring.recipe import read_recipe
from chainrule_desk.authoring.records import Records
from chainrule_desk.composing.assemble import assemble, assemble_bank, write
from chainrule_desk.composing.handout import write_handout
from chainrule_desk.composing.solutions import write_solutions
from chainrule_desk.composing.splitting import add, split
from chainrule_desk.composing.verifying import refuse_leaks, refuse_unfit, refuse_unreadable
from chainrule_desk.errors import DeskError
from chainrule_desk.grading import own_code_engine
from chainrule_desk.project import Project
from chainrule_grader import forms, mistakes
from chainrule_grader.bundle import Bundle
from chainrule_grader.homework import Homework
from chainrule_grader.results import PartResult

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
        solution, release, bundle = split(assembly, project, Path(scratch))
        say("scanning the release for leaks")
        refuse_unreadable(assembly, release)
        refuse_leaks(assembly, release.parent)
        with own_code_engine() as engine:
            say("running the solution and the untouched release")
            remembering = RememberingEngine(engine, project.tried)
            opened = Bundle.open(bundle)
            records = Records.of_problems(project, assembly.problems).solution
            solved = refuse_unfit(
                assembly, opened, solution, records, release, Path(scratch), remembering
            )
            material = Material.of(project, opened, release, solution)
            audit = _try_answers(project, material, remembering, say)
        known = naming.known_mistakes(audit, material.model_answers)
        right = [*solved.parts, *(trial.result for trial in audit.right if trial.full)]
        add(
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
        solution, release, bundle = split(assemble_bank(project), project, Path(scratch))
        return Material.of(project, Bundle.open(bundle), release, solution)


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


def _try_answers(
    project: Project, material: Material, engine: RememberingEngine, say: Say
) -> Audit:
    """Try the tests on the bank's variants; refuse tests that do not judge as these state."""
    audit = examine(
        material,
        variants_of(project, material),
        engine,
        jobs=os.cpu_count() or 1,
        progress=lambda done, total, _: say(f"trying right and wrong answers, {done} of {total}"),
    )
    if audit.odd:
        shown = "\n".join(f"  - {line}" for line in audit.odd)
        raise DeskError(
            f"the tests of {audit.homework.id} do not judge as assignment/variants states:\n{shown}"
        )
    return audit


def _replace(source: Path, target: Path) -> None:
    """Put a copy of ``source`` at ``target`` in one step."""
    files.replace(target, source.read_bytes())
