"""Training records that go with answers: those of the solution, and others that variants hand in.

A problem names its runs under ``hands_in``; their files lie in ``assignment/records``, as
:meth:`chainrule.record.Run.save` wrote them. The build, the audit and the sample submissions hand
them in as a student would.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from chainrule.record import RECORD_SUFFIX, WEIGHTS_SUFFIX
from chainrule_desk.authoring.bank import Problem
from chainrule_desk.authoring.variants import Variant
from chainrule_desk.errors import DeskError, SourceError
from chainrule_desk.project import Project

NONE = "none"


@dataclass(frozen=True)
class Records:
    """The records that belong to a homework's answers.

    Attributes:
        folder: Where they lie.
        solution: Files of the solution, by name.
    """

    folder: Path
    solution: dict[str, bytes]

    @classmethod
    def of_problems(cls, project: Project, problems: Iterable[Problem]) -> Records:
        """Read what the solutions of these problems hand in.

        Raises:
            SourceError: If a run that a problem names is not there.
        """
        solution: dict[str, bytes] = {}
        for problem in problems:
            for run in problem.hands_in:
                for name in (run + RECORD_SUFFIX, run + WEIGHTS_SUFFIX):
                    path = project.records / name
                    if not path.is_file():
                        raise SourceError(
                            problem.path,
                            1,
                            f"`hands_in` names run `{run}`, and {project.relative(path)} is not "
                            f"there: `python assignment/records/make.py {problem.name}` trains it.",
                        )
                    solution[name] = path.read_bytes()
        return cls(project.records, solution)

    def of(self, variant: Variant) -> dict[str, bytes]:
        """Return what a variant hands in beside its notebook.

        Raises:
            DeskError: If it names a folder that is not there.
        """
        if variant.records == NONE:
            return {}
        if not variant.records:
            return self.solution
        folder = self.folder / variant.records
        if not folder.is_dir():
            raise DeskError(
                f"variant `{variant.name}` of part `{variant.part}` names records "
                f"`{variant.records}`, and there is no folder {folder}."
            )
        return self.solution | {path.name: path.read_bytes() for path in folder.iterdir()}
