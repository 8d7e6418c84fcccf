"""Run the mutants of the model answers through the grader, and settle those that survive.

A mutant that keeps full marks has survived: either the tests miss something, or it computes the
same, or it is as right as the model answer. Then it is written down with the reason in
``assignment/variants/<problem>.toml``::

    [[equivalent]]
    part = "relu_backward"
    was = "return upstream * (layer.x > 0)"
    now = "return upstream * (layer.x > 0) * (layer.x > 0)"
    reason = "The mask is 0 or 1, so applying it twice is applying it once."

An entry that no mutant answers to any more, or that the tests refuse by now, is reported as stale.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from chainrule_desk.auditing import audit as auditing
from chainrule_desk.auditing.audit import Material, Progress
from chainrule_desk.auditing.mutants import Mutant, mutants
from chainrule_desk.auditing.remembering import Startable
from chainrule_desk.authoring.variants import Variant
from chainrule_desk.errors import SourceError
from chainrule_desk.project import Project
from chainrule_grader.engine import Limits

# Some mutants never end. The slowest model answer takes a few seconds, so twenty tell enough.
LIMITS = Limits(wall_s=25.0, cell_s=20.0, test_s=10.0)


@dataclass(frozen=True)
class Equivalent:
    """A mutant that is as right as the model answer, and why."""

    part: str
    was: str
    now: str
    reason: str


@dataclass(frozen=True)
class PartMutation:
    """What became of a part's mutants.

    Attributes:
        part: The part's name.
        made: All mutants of its model answer.
        kept: Those that kept full marks.
        settled: Those that are known to be as right as the model answer.
        internal: What the grader could not judge, each in a sentence.
    """

    part: str
    made: Sequence[Mutant]
    kept: Sequence[Mutant]
    settled: Sequence[Equivalent]
    internal: Sequence[str] = ()

    @cached_property
    def _known(self) -> set[tuple[str, str]]:
        return {(entry.was, entry.now) for entry in self.settled}

    @property
    def equivalent(self) -> int:
        """How many kept full marks, rightly."""
        return sum((mutant.was, mutant.now) in self._known for mutant in self.kept)

    @property
    def killed(self) -> int:
        """How many lost points."""
        return len(self.made) - len(self.kept)

    @property
    def survivors(self) -> list[Mutant]:
        """Those that kept full marks and are not settled."""
        return [mutant for mutant in self.kept if (mutant.was, mutant.now) not in self._known]

    @property
    def score(self) -> float:
        """Share of the wrong programs that lost points; 1 where there are none."""
        wrong = len(self.made) - self.equivalent
        return self.killed / wrong if wrong else 1.0

    @property
    def stale(self) -> list[Equivalent]:
        """Entries that no mutant answers to, or only one that lost points."""
        kept = {(mutant.was, mutant.now) for mutant in self.kept}
        return [entry for entry in self.settled if (entry.was, entry.now) not in kept]

    @property
    def surprises(self) -> list[str]:
        """Everything that is not settled, with the difference to the model answer."""
        return [
            *(f"{self.part} survives:\n  - {m.was}\n  + {m.now}" for m in self.survivors),
            *(
                f"{self.part}, stale: no mutant with full marks is\n  - {e.was}\n  + {e.now}"
                for e in self.stale
            ),
            *(f"{self.part}: {sentence}" for sentence in self.internal),
        ]


def examine(
    material: Material,
    equivalents: Mapping[str, Sequence[Equivalent]],
    engine: Startable,
    *,
    jobs: int,
    progress: Progress | None = None,
) -> list[PartMutation]:
    """Run the mutants of every automatic part through the grader.

    Args:
        material: What a build wrote.
        equivalents: By part, the mutants that are known to be as right as the model answer.
        engine: What judges them.
        jobs: How many run at the same time.
        progress: Told after each mutant: how many are done, how many there are, and which it was.
    """
    made = {
        part.name: mutants(material.model_answers[part.name])
        for part in material.homework.automatic
    }
    answers = [
        Variant(part, f"mutant {number}", False, 0.0, "", mutant.source, 0)
        for part, several in made.items()
        for number, mutant in enumerate(several)
    ]
    audit = auditing.examine(material, answers, engine, jobs=jobs, limits=LIMITS, progress=progress)
    return [
        PartMutation(
            part=part.part.name,
            made=(here := made[part.part.name]),
            kept=[mutant for mutant, trial in zip(here, part.trials, strict=True) if trial.full],
            settled=equivalents.get(part.part.name, ()),
            internal=[trial.surprise for trial in part.trials if trial.result.score is None],
        )
        for part in audit.parts
    ]


def equivalents_of(project: Project, problems: Iterable[str]) -> dict[str, list[Equivalent]]:
    """Return the equivalent mutants of these problems, by part.

    Raises:
        SourceError: If a file cannot be read.
    """
    found: dict[str, list[Equivalent]] = {}
    for problem in problems:
        for entry in read_equivalents(project.variants / f"{problem}.toml"):
            found.setdefault(entry.part, []).append(entry)
    return found


def read_equivalents(path: Path) -> list[Equivalent]:
    """Read the equivalent mutants of a problem; without a file there are none.

    Raises:
        SourceError: If the file is not TOML, or an entry lacks or invents a key.
    """
    if not path.is_file():
        return []
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
        return [Equivalent(**entry) for entry in document["equivalent"]]
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise SourceError(
            path, 1, f"every [[equivalent]] has `part`, `was`, `now` and `reason` ({error})."
        ) from error
