"""Variants go through the real grader: what they state is held against what they score."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from chainrule_desk import grading
from chainrule_desk.auditing import audit, mutation, naming, reseeding
from chainrule_desk.auditing.audit import Audit, Material, Trial
from chainrule_desk.auditing.remembering import RememberingEngine
from chainrule_desk.authoring.variants import read_variants
from chainrule_desk.build import all_problems, build
from chainrule_desk.cli import app
from chainrule_desk.errors import DeskError
from chainrule_desk.project import Project
from chainrule_grader import mistakes
from chainrule_grader.bundle import Bundle
from chainrule_grader.mistakes import Known

pytestmark = pytest.mark.slow

REPOSITORY = Project.find(Path(__file__).parent)
INDEPENDENT = REPOSITORY.root / "tests" / "submissions" / "independent"
HEAD = '# ---\n# jupyter:\n#   jupytext:\n#     cell_markers: \'"""\'\n# ---\n'


MISTAKES = {"sign_kept": "It keeps the sign."}


def variant(name: str, right: bool, score: float, body: str) -> str:
    return (
        f"\n# %%\n# VARIANT\n# part: square\n# name: {name}\n# right: {str(right).lower()}\n"
        f"# score: {score}\n"
        + ("" if right else f"# mistake: {MISTAKES.get(name, 'It is wrong.')}\n")
        + f"{body}\n"
    )


RIGHT = [
    variant("power", True, 2, "def square(x):\n    return x**2"),
    variant("lambda", True, 2, "square = lambda x: x * x"),
    variant("loop", True, 2, "def square(x):\n    y = 1\n    for _ in 'ab': y *= x\n    return y"),
]
WRONG = [
    variant("doubled", False, 0.5, "def square(x):\n    return x + x"),
    variant("cubed", False, 0, "def square(x):\n    return x**3"),
    variant("sign_kept", False, 0.5, "def square(x):\n    return x * abs(x)"),
    variant("raises", False, 0, "def square(x):\n    raise ValueError(x)"),
]


CLOSE = """from chainrule.checks import assert_close

        assert_close(found, number**2, 'the square')"""


def change(project: Project, old: str, new: str) -> None:
    path = project.questions / "squares.py"
    text = path.read_text(encoding="utf-8")
    assert old in text, "the minimal project changed: mend this test"
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture(scope="module")
def engine(workshop: Project) -> Iterator[RememberingEngine]:
    """Return what judges our own answers; builds of all homeworks find what it said."""
    with grading.own_code_engine() as started:
        yield RememberingEngine(started, workshop.tried)


@pytest.fixture(scope="module")
def bank(workshop: Project) -> Material:
    """Return a homework of all problems, each once."""
    return all_problems(workshop)


@pytest.fixture(scope="module")
def audited(workshop: Project, bank: Material, engine: RememberingEngine) -> Audit:
    """Return what all variants of the bank score."""
    variants = audit.variants_of(workshop, bank)
    return audit.examine(bank, variants, engine, jobs=2)


def _unpacked(path: Path) -> list[bytes]:
    with zipfile.ZipFile(path) as archive:
        return [archive.read(name) for name in archive.namelist()]


def write(project: Project, *variants: str) -> None:
    project.variants.mkdir(exist_ok=True)
    (project.variants / "squares.py").write_text(HEAD + "".join(variants), encoding="utf-8")


def settle(project: Project, now: str = "x *= x; answer = x") -> None:
    path = project.variants / "squares.toml"
    path.write_text(
        f'[[equivalent]]\npart = "square"\nwas = "answer = x * x"\nnow = "{now}"\n'
        'reason = "x is a number."\n',
        encoding="utf-8",
    )


def run(project: Project, *arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(
        app, ["audit", "tiny", *arguments, "--project", str(project.root)], terminal_width=200
    )
    return done.exit_code, " ".join(done.output.split())


def test_an_audit_runs_every_variant_and_writes_its_page(project: Project) -> None:
    """Stated scores are scaled to the homework's points; nothing odd means exit code 0."""
    write(project, *RIGHT, *WRONG)
    build(project, "tiny")
    code, output = run(project, "--matrix")
    assert code == 0, output
    assert "3 right answers, 0 refused; 4 wrong ones, 0 accepted" in output
    page = (project.build("tiny") / "audit.html").read_text(encoding="utf-8")
    assert "sign_kept" in page


@pytest.fixture
def compared(project: Project) -> Project:
    """Return a project whose wrong answers are told by the values that they give."""
    change(project, 'assert found == number**2, f"square({number}) returned {found}"', CLOSE)
    write(project, *RIGHT, *WRONG)
    return project


def test_a_build_names_mistakes_and_the_release_knows_none(compared: Project) -> None:
    """What it learned lies in the bundle, and never reaches students."""
    project = compared
    built = build(project, "tiny")
    known = Bundle.open(project.bundle("tiny")).mistakes["square"]
    assert {mistake.name for mistake in known} == {"doubled", "cubed", "sign_kept"}
    assert (built.tried, built.named) == (7, 3)
    for public in (project.release("tiny"), *_unpacked(project.handout("tiny"))):
        assert b"It keeps the sign." not in (
            public if isinstance(public, bytes) else public.read_bytes()
        )


def test_two_builds_know_the_same_mistakes(compared: Project, tmp_path: Path) -> None:
    """The same sources give the same bundle, names and all, in another folder and tried anew."""
    first = build(compared, "tiny").bundle.read_bytes()
    assert build(compared, "tiny").bundle.read_bytes() == first
    shutil.rmtree(compared.tried)
    compared.root.rename(tmp_path / "moved")
    assert build(Project(tmp_path / "moved"), "tiny").bundle.read_bytes() == first


def test_a_new_wrong_answer_has_its_name_after_the_next_build(compared: Project) -> None:
    """What is new in the bank is tried, and what is gone is forgotten."""
    build(compared, "tiny")
    halved = variant("halved", False, 0, "def square(x):\n    return x * x / 2")
    write(compared, *RIGHT, *WRONG[1:], halved)
    build(compared, "tiny")
    known = Bundle.open(compared.bundle("tiny")).mistakes["square"]
    assert {mistake.name for mistake in known} == {"halved", "cubed", "sign_kept"}


def test_a_build_fails_when_a_variant_is_not_judged_as_stated(project: Project) -> None:
    """The answer is named; what an earlier build wrote stays."""
    write(project, *RIGHT, *WRONG)
    first = build(project, "tiny").bundle.read_bytes()
    write(project, *RIGHT, variant("twice_more", True, 2, "def square(x):\n    return 2 * x"))
    with pytest.raises(DeskError, match=r"square, twice_more: right answer refused: 1 of 4"):
        build(project, "tiny")
    assert project.bundle("tiny").read_bytes() == first


def test_surprises_end_in_exit_code_1(project: Project) -> None:
    """A wrong answer that no test notices, and a part with too few answers, are named."""
    write(project, *RIGHT, *WRONG[:2])
    build(project, "tiny")
    write(project, *RIGHT, *WRONG[:2], variant("no_return", False, 1, "def square(x):\n    x * x"))
    code, output = run(project)
    assert code == 1
    assert "square, no_return: scores 0, stated 2" in output
    assert "square has 3 wrong answers, 4 are needed" in output


def test_variants_of_unknown_parts_are_refused(project: Project) -> None:
    """With file and line."""
    build(project, "tiny")
    write(project, RIGHT[0].replace("part: square", "part: sqare"))
    with pytest.raises(DeskError, match=r"squares\.py:\d+: problem `squares` has no part `sqare`"):
        audit.variants_of(project, audit.material_of(project, "tiny"))


def test_an_audit_needs_a_build(project: Project) -> None:
    """The sentence names the command to run first."""
    code, output = run(project)
    assert code == 2
    assert "chainrule build tiny" in output


def test_a_mutant_that_survives_is_shown_with_its_difference(project: Project) -> None:
    """Tests that look at 0 and 1 only take a number for its square."""
    change(project, "square(2) == 4", "square(1) == 1")
    change(project, "for number in (-3.5, -17.25):", "for number in (0, 1):")
    write(project, *RIGHT)
    settle(project)
    build(project, "tiny")
    code, output = run(project, "--mutants")
    assert code == 1
    assert "square survives: - answer = x * x + answer = x" in output
    assert "x *= x" not in output


def test_mutants_that_are_settled_are_no_surprise(project: Project) -> None:
    """A listed one is not asked about again, until the list outlives it."""
    write(project, *RIGHT)
    settle(project)
    build(project, "tiny")
    code, output = run(project, "--mutants")
    assert code == 0, output
    settle(project, now="x /= x; answer = x")
    code, output = run(project, "--mutants")
    assert code == 1
    assert "square survives: - answer = x * x + x *= x; answer = x" in output
    assert "square, stale: no mutant with full marks is" in output


def test_every_problem_judges_all_its_variants_as_stated(audited: Audit) -> None:
    """Every right answer in the bank keeps its marks, every wrong one loses what is stated."""
    assert audited.surprises == []
    assert len(audited.right) > 250
    assert len(audited.wrong) > 800


def test_the_bank_names_its_own_mistakes_and_never_another(audited: Audit, bank: Material) -> None:
    """Of wrong answers whose wrongness is a value, nearly all are told by it."""
    known = naming.known_mistakes(audited, bank.model_answers)
    seen = [t for t in audited.wrong if any(test.fingerprint for test in t.result.tests)]
    named = [(trial, name) for trial in seen if (name := _named(trial, known))]
    assert [(t.part.name, t.variant.name) for t, n in named if n != t.variant.mistake] == []
    assert len(named) > 0.85 * len(seen)


def test_answers_written_without_a_look_at_the_bank(
    audited: Audit, bank: Material, engine: RememberingEngine
) -> None:
    """The right ones keep all points, the wrong ones lose some, and no name is wrong.

    Each wrong one says as its mistake which variant of the bank makes the same, or `none`.
    """
    answers = [a for path in sorted(INDEPENDENT.glob("*.py")) for a in read_variants(path)]
    known = naming.known_mistakes(audited, bank.model_answers)
    sentence = {(t.part.name, t.variant.name): t.variant.mistake for t in audited.wrong}
    found = audit.examine(bank, answers, engine, jobs=2)
    assert [(t.part.name, t.variant.name) for t in found.refused + found.accepted] == []
    assert (len(found.right), len(found.wrong)) == (224, 388)
    named = {(t.part.name, t.variant): name for t in found.wrong if (name := _named(t, known))}
    assert len(named) >= 150
    for (part, answer), name in named.items():
        assert name == sentence.get((part, answer.mistake)), f"{part}, {answer.name}"


def _named(trial: Trial, known: Known) -> str:
    """Return what the grader says of an answer, in all its tests."""
    tests = trial.result.tests
    recognised = mistakes.recognise(tests, known[trial.part.name]).values()
    return "; ".join(sorted({mistake.mistake for mistake in recognised}))


def test_no_right_answer_of_the_bank_is_refused_by_chance(
    workshop: Project, bank: Material, engine: RememberingEngine
) -> None:
    """Two other seeds of every randomised test, in float32 and float64, by one and two threads.

    Each answer in one of the four settings; `chainrule audit --seeds 200` takes its time.
    """
    variants = audit.variants_of(workshop, bank)
    found = reseeding.examine(bank, variants, 2, engine, jobs=2, settings=reseeding.ALL)
    assert [str(refusal) for refusal in found.refusals] == []
    assert found.tests > 100


def test_the_tests_of_every_problem_notice_all_wrong_programs(
    workshop: Project, bank: Material, engine: RememberingEngine
) -> None:
    """Every mutant of a model answer loses points, or is listed with the reason why not."""
    known = mutation.equivalents_of(workshop, bank.problems)
    parts = mutation.examine(bank, known, engine, jobs=2)
    assert [line for part in parts for line in part.surprises] == []
    assert sum(part.killed for part in parts) > 1000
