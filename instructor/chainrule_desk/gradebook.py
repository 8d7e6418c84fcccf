"""Everything that is known of a homework once submissions were graded, in one place.

Opening a gradebook brings the store up to date with the results on the disk, so that a grading run
which was cut off is in the history as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from chainrule_desk import answers, grading, roster, store
from chainrule_desk.ledger import Facts, Ledger
from chainrule_desk.marks import Marks
from chainrule_desk.project import Project
from chainrule_desk.recipe import read_recipe
from chainrule_desk.store import RubricChange, Store
from chainrule_desk.submissions import Choice, HandedIn, by_student
from chainrule_grader.homework import Homework
from chainrule_grader.results import Result, Status


@dataclass(frozen=True)
class Gradebook:
    """A homework, what came back, and the marks so far.

    Attributes:
        project: The project.
        homework: The homework as its last build has it.
        results: All results that are kept, with the students of the class list.
        store: The open store.
        ledger: The marks up to now.
        facts: What is known of each written answer.
        choice: Which submission of a student counts.
        rubric_changes: Rubric items that changed after they were first used.
        absent: Students of the class list who handed nothing in.
        unmatched: What files say of their students that fits nobody in the class list.
        called: Student by submission, as the file tells it.
    """

    project: Project
    homework: Homework
    results: list[Result]
    store: Store
    ledger: Ledger
    facts: Facts
    choice: Choice
    rubric_changes: list[RubricChange]
    absent: tuple[str, ...] = ()
    unmatched: tuple[str, ...] = ()
    called: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def names(self) -> dict[str, str]:
        """Return student by submission."""
        return {result.submission: result.student for result in self.results}

    @cached_property
    def to_read(self) -> list[HandedIn]:
        """Return what people have to read: a refused submission holds nothing."""
        return [
            entry
            for entry in by_student(self.results, self.choice)
            if entry.counts.status is not Status.REFUSED
        ]

    def marks(self) -> Marks:
        """Return the marks that count now."""
        self.ledger.refresh(self.store)
        return self.ledger.marks(self.homework, self.facts, self.names)


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
    results = grading.results(project, homework_id)
    policy = read_recipe(project.recipe(homework_id)).policy
    with Store.open(store.place(project.grades(homework_id), url), homework_id) as opened_store:
        known = opened_store.runs_known()
        new = [
            result
            for result in results
            if (result.submission, result.content, result.bundle, result.status.value) not in known
        ]
        record(opened_store, project, homework, new)
        ledger = Ledger()
        ledger.refresh(opened_store)
        assigned = roster.assign(results, project.root / "grades")
        yield Gradebook(
            project,
            homework,
            assigned.results,
            opened_store,
            ledger,
            opened_store.answers(results),
            Choice(policy, opened_store.handed_in()),
            opened_store.note_rubric(homework),
            assigned.absent,
            assigned.unmatched,
            {result.submission: result.student for result in results},
        )


def record(opened_store: Store, project: Project, homework: Homework, new: list[Result]) -> None:
    """Append results to the store, with what is known of their answers and their time."""
    copies = project.copies(homework.id)
    facts = answers.facts_of_new(new, homework, copies, opened_store.digested())
    opened_store.record(
        new, facts, lambda result: result.submitted_at or time_stamp(Path(result.source))
    )


def time_stamp(source: Path) -> datetime | None:
    """Return the time stamp of a hand-in, or of the archive that it lies in, if it is there."""
    for path in (source, *source.parents):
        if path.is_file() or (path == source and path.is_dir()):
            return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    return None
