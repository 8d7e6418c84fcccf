"""What a grading run says of the homework and of the class: a function of values.

Only the submission that counts is looked at, as the recipe's policy has it, a group's once wherever
parts, tests and mistakes are counted; totals are those of students. Who handed nothing in,
and what was refused, is in no mean; what failed on our side is in none until it is graded again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from chainrule_desk.grade_sheets import sheet
from chainrule_desk.grades.agreement import weighted_kappa
from chainrule_desk.grades.gradebook import Gradebook
from chainrule_desk.grades.ledger import Ledger
from chainrule_desk.grades.submissions import by_student
from chainrule_desk.grades.verdicts import Tally, Verdicts
from chainrule_desk.reporting import worktime
from chainrule_desk.reporting.item_analysis import Alpha, Item, analyse
from chainrule_grader.homework import Homework, Part, Test
from chainrule_grader.results import Verdict

FAILED = (sheet.REFUSED, sheet.INTERNAL, sheet.PENDING)
WEAK = 0.2  # discrimination; Ebel (1965): below, an item tells little


@dataclass(frozen=True)
class TestFigures:
    """What became of one test in the class.

    Attributes:
        part: The part that it belongs to.
        test: The test.
        verdicts: How many submissions ended how.
    """

    __test__ = False  # not a pytest class

    part: Part
    test: Test
    verdicts: Mapping[Verdict, int]

    @property
    def judged(self) -> int:
        """How many submissions it decided about; our own failures are not among them."""
        return sum(n for verdict, n in self.verdicts.items() if verdict is not Verdict.INTERNAL)

    @property
    def passed(self) -> int:
        """How many passed."""
        return self.verdicts.get(Verdict.PASSED, 0)

    @property
    def rate(self) -> float | None:
        """Share that passed; ``None`` if it decided about nobody."""
        return self.passed / self.judged if self.judged else None


@dataclass(frozen=True)
class NamedMistake:
    """A known mistake that answers show.

    Attributes:
        part: Where.
        mistake: What is wrong, in a student's words.
        students: How many students.
        share: Of those whose submission was tested.
    """

    part: Part
    mistake: str
    students: int
    share: float


@dataclass(frozen=True)
class Agreement:
    """How far two readings of a written part agree.

    Attributes:
        part: The part.
        pairs: How many answers were read twice.
        kappa: Cohen's weighted kappa; ``None`` where it is not defined.
        differing: Answers whose readings differ and that nobody has settled.
    """

    part: Part
    pairs: int
    kappa: float | None
    differing: int


@dataclass(frozen=True)
class Failure:
    """A submission that could not be graded, and why."""

    student: str
    status: str
    reason: str


@dataclass(frozen=True)
class TestOutcomes:
    """What the tests of the submissions that count say.

    Attributes:
        tests: Every test of the homework, in order.
        mistakes: The named mistakes, the most frequent first.
        tested: How many submissions were tested.
        tiers: How many were run by which engine in which tier of isolation.
        builds: How many builds of the homework graded them.
    """

    __test__ = False  # not a pytest class

    tests: tuple[TestFigures, ...]
    mistakes: tuple[NamedMistake, ...]
    tested: int
    tiers: Mapping[tuple[str, str], int]
    builds: int


@dataclass(frozen=True)
class ClassReport:
    """Everything on the page.

    Attributes:
        homework: The homework.
        frame: The grade sheet.
        items: Each part as an item of a test.
        alpha: Cronbach's alpha of the homework.
        outcomes: What the tests say.
        agreements: Written parts of which some answers were read twice.
        failures: Submissions that could not be graded.
        noted: Submissions that were graded with something to know of, such as a cell that stopped.
        worked_s: Seconds worked, of each student whose notebook tells.
    """

    homework: Homework
    frame: pd.DataFrame
    items: tuple[Item, ...]
    alpha: Alpha
    outcomes: TestOutcomes
    agreements: tuple[Agreement, ...] = ()
    failures: tuple[Failure, ...] = ()
    noted: tuple[Failure, ...] = ()
    worked_s: Sequence[float] = ()

    @property
    def handed_in(self) -> int:
        """How many students handed something in."""
        return int((~self.frame["status"].isin(sheet.NO_HAND_IN)).sum())

    @property
    def all_pass(self) -> list[TestFigures]:
        """Tests that everybody passes."""
        return [test for test in self.outcomes.tests if test.rate == 1]

    @property
    def all_fail(self) -> list[TestFigures]:
        """Tests that nobody passes."""
        return [test for test in self.outcomes.tests if test.rate == 0]

    @property
    def weak(self) -> list[tuple[Part, Item]]:
        """Parts that hardly tell strong from weak students, given enough of them."""
        return [
            (self.homework.part(item.name), item)
            for item in self.items
            if not item.few and item.discrimination < WEAK
        ]


def of_class(
    book: Gradebook, progress: Callable[[int, int], None] = lambda _done, _total: None
) -> ClassReport:
    """Return the report of a gradebook.

    Args:
        book: The gradebook.
        progress: Told how many notebooks were looked at, and of how many.
    """
    frame = sheet.of_gradebook(book, book.standing().marks)
    counting = [entry.counts for entry in by_student(book.outcomes, book.choice)]
    contents = sorted({outcome.content for outcome in counting} - {""})
    copies = book.project.copies(book.homework.id)
    worked = worktime.of_notebooks([copies / f"{name}.ipynb" for name in contents], progress)
    counts = {outcome.submission for outcome in counting}
    verdicts = (found for found in book.store.verdicts() if found.submission in counts)
    return compiled(book.homework, frame, verdicts, agreements(book, counts), worked)


def compiled(
    homework: Homework,
    frame: pd.DataFrame,
    verdicts: Iterable[Verdicts],
    agreements: Sequence[Agreement] = (),
    worked_s: Sequence[float] = (),
) -> ClassReport:
    """Return the report of a grade sheet and of the verdicts that count."""
    graded = frame[frame["status"].isin((sheet.GRADED, *sheet.WAITING))]
    items, alpha = analyse(
        graded.drop_duplicates("submission")[[part.name for part in homework.parts]],
        {part.name: part.points for part in homework.parts},
        [part.name for part in homework.parts if part.bonus],
    )
    failed = frame[frame["status"].isin(FAILED)]
    return ClassReport(
        homework,
        frame,
        items,
        alpha,
        outcomes(homework, verdicts),
        tuple(agreements),
        _failures(failed),
        _failures(graded[graded["reason"] != ""]),
        worked_s,
    )


def _failures(rows: pd.DataFrame) -> tuple[Failure, ...]:
    return tuple(
        Failure(row["student"] or row["source"], row["status"], row["reason"])
        for row in rows[["student", "source", "status", "reason"]].to_dict("records")
    )


def outcomes(homework: Homework, verdicts: Iterable[Verdicts]) -> TestOutcomes:
    """Count what the tests of the submissions that count say."""
    tally = Tally(verdicts)
    counts: dict[tuple[str, str], Counter[Verdict]] = {
        (part.name, test.name): Counter() for part in homework.automatic for test in part.tests
    }
    for ending, number in tally.endings().items():
        if (key := (ending.part, ending.test)) in counts:
            counts[key][ending.verdict] += number
    parts = {part.name: part for part in homework.automatic}
    named = [
        NamedMistake(parts[name], mistake, students, students / tally.tested)
        for (name, mistake), students in tally.mistakes.items()
        if name in parts
    ]
    return TestOutcomes(
        tuple(
            TestFigures(part, test, counts[part.name, test.name])
            for part in homework.automatic
            for test in part.tests
        ),
        tuple(sorted(named, key=lambda entry: (-entry.students, entry.part.label, entry.mistake))),
        tally.tested,
        tally.tiers,
        len(tally.bundles),
    )


def agreements(book: Gradebook, counts: Collection[str]) -> list[Agreement]:
    """Return how far readings agree, for each written part that has answers read twice.

    Args:
        book: The gradebook.
        counts: The submissions that count.
    """
    marks = Ledger(read_twice=True)
    marks.refresh(book.store)
    read = {submission for submission, _ in marks.order} & set(counts)
    facts = book.store.answers([result for result in book.outcomes if result.submission in read])
    found = []
    for part in book.homework.manual:
        twice = [entry for entry in marks.twice(part, facts) if entry[0][0] in read]
        if not twice:
            continue
        differing = 0
        for answer, _, _ in twice:
            known = facts.get(answer)
            digest = known.digest if known else ""
            differing += bool(marks.differing(answer, part, digest))
        kappa = weighted_kappa([(first, second) for _, first, second in twice])
        found.append(Agreement(part, len(twice), kappa, differing))
    return found
