"""Everything that grading and what comes after it will read, looked at before anything runs.

A batch of an hour that ends at a slip in the class list is an hour lost. The rules are those of the
readers themselves; here they are only called, one after the other, and all that they refuse is told
at once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from chainrule_desk import csv_table, grading
from chainrule_desk.authoring import recipe
from chainrule_desk.errors import DeskError
from chainrule_desk.grade_sheets import sheets
from chainrule_desk.grades import aliases, belonging, deadlines, marks, matching, spreadsheet
from chainrule_desk.grades.directory import Finder
from chainrule_desk.grades.marks import Given, Key, MarksError
from chainrule_desk.grades.outcomes import Outcome
from chainrule_desk.policies import extensions
from chainrule_desk.policies.policy import DEFAULT, Policy
from chainrule_desk.project import Project
from chainrule_desk.text import counted
from chainrule_grader import intake
from chainrule_grader.homework import Homework

if TYPE_CHECKING:
    from chainrule_grader.engine import Engine

Found = TypeVar("Found")

_WHOSE = ("submission", "student")  # grading may bring what such a row of marks.csv is about


def check(
    project: Project,
    homework: str,
    paths: Sequence[Path],
    engine: Engine,
    url: str | None = None,
) -> None:
    """Raise if anything stands in the way of grading, or of the sheet after it.

    Args:
        project: The project.
        homework: The homework's id.
        paths: What is to be graded.
        engine: What is to run it; it is started.
        url: A PostgreSQL database; by default the file in the homework's folder.

    Raises:
        DeskError: With everything that is to be repaired, a sentence each.
    """
    faults = _Faults()
    own = faults.of(recipe.read_recipe, project.recipe(homework))
    bundle = faults.of(grading.open_bundle, project, homework)
    known = faults.of(_in_store, project, homework, url) or _Known()
    _check_class(faults, project, homework, own.policy if own else DEFAULT, known)
    if own and own.policy.late and own.policy.late.free_days:
        for name in recipe.names(project.recipes):  # late days are counted over all of them
            faults.of(recipe.read_recipe, project.recipe(name))
        faults.of(deadlines.spent_before, project, own, known.outcomes, url)
    faults.of(_check_marks, project, homework, bundle.homework if bundle else None, known)
    for path in paths:
        faults.of(_check_path, path, len(paths) == 1)
    faults.of(grading.start, engine, bundle)
    if faults.told:
        raise DeskError(faults.message)


class _Faults:
    """What is to be repaired, each once."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def of(self, read: Callable[..., Found], *arguments: object) -> Found | None:
        """Return what is read; ``None`` if it cannot be, which is noted."""
        try:
            return read(*arguments)
        except DeskError as error:
            if str(error) not in self.told:
                self.told.append(str(error))
            return None

    @property
    def message(self) -> str:
        """All of them, a sentence each."""
        if len(self.told) == 1:
            return self.told[0]
        lines = "\n".join(f"- {fault}" for fault in self.told)
        return f"{counted(len(self.told), 'fault')} to repair before anything is graded:\n{lines}"


@dataclass(frozen=True)
class _Known:
    """What the store knows of a homework that was graded before.

    Attributes:
        outcomes: Its results.
        written: What marks.csv said when it was last read or written.
        called: Names under which it may know the students, by submission.
    """

    outcomes: Sequence[Outcome] = ()
    written: Mapping[Key, Given] = field(default_factory=dict)
    called: Mapping[str, Collection[str]] = field(default_factory=dict)


def _in_store(project: Project, homework: str, url: str | None) -> _Known:
    opened = belonging.open_known(project, homework, url)
    if opened is None:
        return _Known()
    with opened as store:
        outcomes = store.outcomes()
        called = {outcome.submission: outcome.student for outcome in outcomes}
        return _Known(outcomes, spreadsheet.remembered(store), spreadsheet.names(store, called))


def _check_class(
    faults: _Faults, project: Project, homework: str, policy: Policy, known: _Known
) -> None:
    """Look at class list, aliases and extensions."""
    folder = project.root / "grades"
    listed = faults.of(matching.assign, known.outcomes, folder)
    if listed is None and (folder / aliases.ALIASES).is_file():
        faults.of(csv_table.listing, folder / aliases.ALIASES)
    students = Finder(folder, known.outcomes) if listed else _Anybody()
    faults.of(
        lambda: extensions.read(
            folder / extensions.FILE_NAME,
            homework,
            {*recipe.names(project.recipes), homework},
            lambda: students,
            zone=policy.zone,
            deadline=policy.deadline,
        )
    )


class _Anybody:
    """Finds nobody and misses nobody, where the class list cannot be read."""

    listed = False

    def find(self, says: str) -> tuple[str | None, bool]:  # noqa: ARG002 (as extensions.Finder)
        """Return that nothing is known."""
        return None, True


def _check_marks(project: Project, name: str, homework: Homework | None, known: _Known) -> None:
    """Look at marks.csv, but for rows about hand-ins that this grading may bring back."""
    path = sheets.marks_path(project, name)
    if not path.exists():
        return
    try:
        if homework is not None:
            marks.read(path, homework, known.outcomes, known.called, known.written)
        elif complaints := marks.table(path)[1]:
            raise MarksError(path, complaints)
    except MarksError as error:
        if own := [fault for fault in error.complaints if fault.column not in _WHOSE]:
            raise MarksError(path, own) from error


def _check_path(path: Path, alone: bool) -> None:
    """Look whether there is anything to grade at a path.

    Raises:
        DeskError: If there is nothing, or it cannot be read. Of several paths each is somebody's
            hand-in, and an empty one has a row with its reason.
    """
    if not path.exists():
        raise DeskError(f"there is nothing at {path}: name notebooks, zips, or folders of them.")
    if not (path.is_file() or path.is_dir()):
        raise DeskError(f"{path} is neither a file nor a folder: leave it out.")
    try:
        next(path.iterdir(), None) if path.is_dir() else path.open("rb").close()
    except OSError as error:
        raise DeskError(
            f"{path} cannot be opened ({error.strerror}): change its rights."
        ) from error
    found = intake.find([path]) if alone else ["somebody's"]
    if not found:
        raise DeskError(f"there is nothing to grade in {path}: no notebook or zip was found.")
