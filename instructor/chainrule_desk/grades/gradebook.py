"""Everything that is known of a homework once submissions were graded, in one place.

Opening a gradebook brings the store up to date with the results on the disk, so that a grading run
which was cut off is in the history as well. Only files that are new or have changed are read; all
else comes from the store, also on a machine that has no results.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from chainrule_desk import grading
from chainrule_desk.errors import DeskError
from chainrule_desk.grades import belonging, deadlines, matching, standing
from chainrule_desk.grades.ledger import Facts, Ledger
from chainrule_desk.grades.matching import Assigned
from chainrule_desk.grades.outcomes import Outcome
from chainrule_desk.grades.standing import Standing
from chainrule_desk.grades.store import RubricChange, Store
from chainrule_desk.grades.submissions import Choice, HandedIn, by_student, owners, to_read
from chainrule_desk.project import Project
from chainrule_grader.homework import Homework
from chainrule_grader.results import Result

BATCH = 500  # results that are in memory in full at a time


@dataclass(frozen=True)
class Gradebook:
    """A homework, what came back, and the marks so far.

    Attributes:
        project: The project.
        homework: The homework as its last build has it.
        outcomes: All results that are kept, in short, with the students of the class list: a
            group's for each of its students.
        store: The open store.
        choice: Which submission of a student counts.
        rubric_changes: Rubric items that changed after they were first used.
        assigned: Whose the hand-ins are, and of whom that is not settled.
        called: Student by submission, as the file tells it.
        extended: Whom the extensions name and nobody fits so far.
    """

    project: Project
    homework: Homework
    outcomes: list[Outcome]
    store: Store
    choice: Choice
    rubric_changes: list[RubricChange]
    assigned: Assigned[Outcome]
    called: Mapping[str, str] = field(default_factory=dict)
    extended: tuple[str, ...] = ()

    @property
    def absent(self) -> tuple[str, ...]:
        """Students of the class list who handed nothing in."""
        return self.assigned.absent

    def counting(self) -> Iterator[Result]:
        """Yield the results that count in full, test by test, by submission, one at a time."""
        counting = {entry.counts.submission for entry in by_student(self.outcomes, self.choice)}
        for result in self.store.each_result():
            if result.submission in counting:
                yield replace(result, student=self.names[result.submission])

    @cached_property
    def names(self) -> dict[str, str]:
        """Return whose each submission is, in words."""
        return owners(self.outcomes)

    @cached_property
    def to_read(self) -> list[HandedIn[Outcome]]:
        """Return what people have to read, a group's submission once."""
        return to_read(self.outcomes, self.choice)

    @cached_property
    def ledger(self) -> Ledger:
        """Return all marks, one by one, up to the moment of the last refresh."""
        ledger = Ledger()
        ledger.refresh(self.store)
        return ledger

    @cached_property
    def facts(self) -> Facts:
        """Return what is known of each written answer."""
        return self.store.answers(self.outcomes)

    def standing(self) -> Standing:
        """Return what the marks come to now."""
        return standing.read(self.store, self.homework, self.names)


@contextmanager
def opened(project: Project, homework_id: str, url: str | None = None) -> Iterator[Gradebook]:
    """Open the gradebook of a homework.

    Args:
        project: The project.
        homework_id: The homework's id.
        url: A PostgreSQL database; by default the file in the homework's folder.

    Raises:
        DeskError: If nothing was graded yet, or the store cannot be used.
    """
    homework = grading.open_bundle(project, homework_id).homework
    with belonging.open_store(project, homework_id, url) as opened_store:
        take_results(opened_store, project, homework)
        outcomes = opened_store.outcomes()
        if not outcomes:
            raise DeskError(
                f"{homework_id} has no results yet: run `chainrule grade {homework_id} "
                "SUBMISSIONS` first."
            )
        assigned = matching.assign(outcomes, project.root / "grades")
        choice, extended = deadlines.choice(project, homework_id, opened_store, outcomes, url)
        yield Gradebook(
            project,
            homework,
            assigned.results,
            opened_store,
            choice,
            opened_store.note_rubric(homework),
            assigned,
            {result.submission: result.student for result in outcomes},
            extended.unmatched,
        )


def take_results(opened_store: Store, project: Project, homework: Homework) -> None:
    """Bring the store up to date with the folder of results, if this machine has one.

    A submission whose file is gone is left out from then on, unless the store is a server's: there
    the file may lie with a colleague. Where most files are gone, nobody has sorted out submissions,
    but the folder was lost or emptied: the store has them all, and they count as before.

    Raises:
        DeskError: If a result cannot be read.
    """
    stamps = grading.stamps(project, homework.id)
    known = opened_store.stamps()
    changed = [name for name, stamp in stamps.items() if known.get(name) != stamp]
    for start in range(0, len(changed), BATCH):
        results = grading.results(project, homework.id, changed[start : start + BATCH])
        record(opened_store, project, homework, results, stamps)
    gone = known.keys() - stamps.keys()
    if not opened_store.shared and 2 * len(gone) <= len(known):
        opened_store.withdraw(gone)


def record(
    opened_store: Store,
    project: Project,
    homework: Homework,
    new: list[Result],
    stamps: Mapping[str, str] | None = None,
) -> None:
    """Append results to the store, with what is known of their answers and their time."""
    from chainrule_desk.grades import answers  # reads notebooks, which a sheet has no need of

    copies = project.copies(homework.id)
    facts = answers.facts_of_new(new, homework, copies, opened_store.digested())
    opened_store.record(
        new, facts, lambda result: result.submitted_at or time_stamp(Path(result.source)), stamps
    )


def time_stamp(source: Path) -> datetime | None:
    """Return the time stamp of a hand-in, or of the archive that it lies in, if it is there."""
    for path in (source, *source.parents):
        if path.is_file() or (path == source and path.is_dir()):
            return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    return None
