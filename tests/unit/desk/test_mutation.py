"""A mutant is killed, settled with a reason, or a surprise."""

from __future__ import annotations

from pathlib import Path

import pytest

from chainrule_desk.auditing import mutation
from chainrule_desk.auditing.mutants import Mutant, mutants
from chainrule_desk.auditing.mutation import Equivalent, PartMutation
from chainrule_desk.authoring.bank import Role
from chainrule_desk.authoring.problem_file import read_problem
from chainrule_desk.composing.samples import without_marks
from chainrule_desk.errors import SourceError
from chainrule_desk.project import Project

MADE = [Mutant("return x", f"return x + {number}", "") for number in range(4)]


def listed(mutant: Mutant) -> Equivalent:
    return Equivalent("part", mutant.was, mutant.now, "It is the same.")


def test_the_score_is_the_share_of_wrong_programs_that_lose_points() -> None:
    """Mutants that are as right as the model answer do not count."""
    part = PartMutation("part", MADE, kept=MADE[:2], settled=[listed(MADE[0])])
    assert (part.killed, part.equivalent, part.survivors) == (2, 1, [MADE[1]])
    assert part.score == pytest.approx(2 / 3)


def test_a_survivor_is_shown_with_its_difference() -> None:
    """As the line that was, and the line that is."""
    (said,) = PartMutation("part", MADE, kept=MADE[1:2], settled=[]).surprises
    assert said == "part survives:\n  - return x\n  + return x + 1"


def test_a_settled_mutant_that_loses_points_is_stale() -> None:
    """The list must not outlive what it speaks of."""
    part = PartMutation("part", MADE, kept=[], settled=[listed(MADE[0])])
    assert part.stale == [listed(MADE[0])]
    assert "stale" in part.surprises[0]


def test_what_cannot_be_judged_is_a_surprise() -> None:
    """A failure of ours is not a test's success."""
    part = PartMutation("part", MADE, kept=[], settled=[], internal=["cannot be judged: why"])
    assert part.surprises == ["part: cannot be judged: why"]


@pytest.mark.parametrize("left_out", ["was", "now", "reason"])
def test_an_equivalent_mutant_needs_its_reason(left_out: str, tmp_path: Path) -> None:
    """Without one it is a survivor that somebody has hidden."""
    keys = {"part": "relu", "was": "x", "now": "y", "reason": "It is."}
    del keys[left_out]
    path = tmp_path / "modules.toml"
    rows = "".join(f'{key} = "{value}"\n' for key, value in keys.items())
    path.write_text(f"[[equivalent]]\n{rows}")
    with pytest.raises(SourceError, match=left_out):
        mutation.read_equivalents(path)


def test_equivalents_name_mutants_that_exist(repository: Project) -> None:
    """The list of a problem does not outlive its model answers."""
    for path in sorted(repository.variants.glob("*.toml")):
        problem = read_problem(repository.questions / f"{path.stem}.py")
        known = {
            (part.name, mutant.was, mutant.now)
            for part in problem.parts
            for role, cell in part.cells
            if role is Role.SOLUTION and cell.kind == "code"
            for mutant in mutants(without_marks(cell.source))
        }
        for entry in mutation.read_equivalents(path):
            assert (entry.part, entry.was, entry.now) in known, f"{path.name}: {entry.now}"
