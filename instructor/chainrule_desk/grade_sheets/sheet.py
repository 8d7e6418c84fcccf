"""The grade sheet: one row a student, one column a part, totals that stay open while marks are.

:func:`grade_sheet` is a function of values. Its columns, in order:

=================  ==================================================================
``student``        name of the class list, or as the submission tells it
``status``         ``graded``, ``marks open``, ``lateness open``, ``refused``, ``internal``,
                   ``pending``, ``nothing handed in``, or ``not matched``
``total``          automatic + manual + bonus - late_penalty
``percent``        of the points without bonus; above 100 with bonus
``automatic``      points that tests gave, without bonus parts
``manual``         points that people gave, without bonus parts
``bonus``          points of the parts that come on top
``late_penalty``   points lost for being late
``marks_missing``  rubric items still to be marked
one a part         under the part's name
``flags``          what a person should know: how late, late days used, who else is in the group,
                   a second look asked for
``attempts``       how many submissions the student handed in
``reason``         what went wrong, and training records that do not fit, in words
``submission``     id of the submission that counts
``source``         the file that it came from
=================  ==================================================================

**Open is not 0.** A score that is not known yet is NaN, and so is every total that needs it: a
rubric item without a mark, a test that failed through no fault of the student (``internal``), a
grading run that was cut off (``pending``), a part graded out of other points than it is worth now.
A ``refused`` submission has nothing that could be graded: it scores 0, with the reason, and a
person should look at it. With a class list, who handed nothing in has a row of zeros; as long as
there are hand-ins of nobody in the list, one of them may be theirs, and the row is open
(``not matched``). So is a total that hangs on how late a hand-in is (``lateness open``).

**The CSV** has one header row that tells the maximum too: a part's name, then its maximum in
brackets, such as ``linear_forward [2]`` and ``total [40]``. What stands before the bracket is
stable. :func:`read_csv` gives the columns their plain names again; without it::

    frame = pd.read_csv(path, dtype={"student": str})
    frame = frame.rename(columns=lambda name: name.split(" [")[0])

An open score is an empty cell. Names that a spreadsheet would run are neutralised, as
:mod:`chainrule_desk.text` tells.
"""

from __future__ import annotations

import io
import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from chainrule_desk import csv_table, files
from chainrule_desk.columns import AFTER_PARTS, BEFORE_PARTS, RESERVED
from chainrule_desk.errors import DeskError
from chainrule_desk.grades.gradebook import Gradebook
from chainrule_desk.grades.marks import TOLERANCE, Marks
from chainrule_desk.grades.outcomes import Graded
from chainrule_desk.grades.submissions import LAST, Choice, HandedIn, by_student, members
from chainrule_desk.policies.late import Lateness, LateRules
from chainrule_desk.text import points_text, readable, restore
from chainrule_grader.homework import Homework, Part
from chainrule_grader.results import Status

Scores = NDArray[np.float64]
Counts = NDArray[np.int64]
Flags = NDArray[np.bool_]

TEXT = ("student", "status", "flags", "reason", "submission", "source")
COUNTS = ("marks_missing", "attempts")

GRADED = "graded"
MARKS_OPEN = "marks open"
REFUSED = Status.REFUSED.value
INTERNAL = Status.INTERNAL.value
PENDING = Status.PENDING.value
NOTHING = "nothing handed in"
NOT_MATCHED = "not matched"
LATENESS_OPEN = "lateness open"
NO_HAND_IN = (NOTHING, NOT_MATCHED)
NOT_SCORED = (REFUSED, *NO_HAND_IN)

WAITING = (MARKS_OPEN, LATENESS_OPEN)
HOW_LATE = "A platform says that it is late, and not by how much: decide."

NO_REASON = {
    Status.REFUSED: "The submission could not be graded.",
    Status.INTERNAL: "Grading failed, through no fault of the student: grade again.",
    Status.PENDING: "Grading was cut off: grade again.",
}


def columns(homework: Homework) -> list[str]:
    """Return the columns of a grade sheet, in order.

    Raises:
        DeskError: If a part has the name of another column.
    """
    names = [part.name for part in homework.parts]
    if taken := RESERVED.intersection(names):
        raise DeskError(
            f"{homework.id}: no part can be called {' or '.join(sorted(taken))}, because the "
            "grade sheet has a column of that name: rename the part"
        )
    return [*BEFORE_PARTS, *names, *AFTER_PARTS]


def maxima(homework: Homework) -> dict[str, float]:
    """Return the maximum of each column that has one; bonus parts do not add to the totals'."""
    return {
        "total": homework.points,
        "automatic": _points(homework.automatic),
        "manual": _points(homework.manual),
        "bonus": homework.bonus_points,
        **{part.name: part.points for part in homework.parts},
    }


def grade_sheet(
    homework: Homework,
    results: Sequence[Graded],
    marks: Marks | None = None,
    choice: Choice = LAST,
    absent: Sequence[str] = (),
    flags: Mapping[str, Sequence[str]] | None = None,
    *,
    all_matched: bool = True,
) -> pd.DataFrame:
    """Return the grade sheet of a homework, in the order of students' names.

    Args:
        homework: The homework with its maxima.
        results: All results, of whichever submission.
        marks: Marks by hand that count.
        choice: Which of a student's submissions counts, and how late it is.
        absent: Students of the class who handed nothing in.
        flags: By submission, what else a person should know.
        all_matched: Whether each hand-in is known to be somebody's; otherwise those who seem to
            have handed nothing in have no zero.

    Raises:
        DeskError: If a result belongs to another homework, or a part has a column's name.
    """
    for result in results:
        if result.homework != homework.id:
            raise DeskError(
                f"{result.source} was graded as homework {result.homework!r}, not {homework.id!r}: "
                "grade it again or leave it out"
            )
    entries = by_student(results, choice)
    counting = [entry.counts for entry in entries]
    told = flags or {}
    together = members(results)
    refused = np.array([result.status is Status.REFUSED for result in counting], dtype=bool)
    automatic, reasons = _automatic(homework, counting)
    remarks = _remarks(homework, counting)
    manual, missing = _manual(homework, counting, marks or Marks(), refused)
    scores = np.hstack([automatic, manual])  # (students, parts), in the order of `parts`
    parts = [*homework.automatic, *homework.manual]
    by_hand = np.array([part.manual for part in parts], dtype=bool)
    bonus = np.array([part.bonus for part in parts], dtype=bool)
    totals = {
        "automatic": _total(scores[:, ~by_hand & ~bonus]),
        "manual": _total(scores[:, by_hand & ~bonus]),
        "bonus": _total(scores[:, bonus]),
    }
    earned = _total(np.column_stack(list(totals.values())))
    lateness = [choice.lateness(entry) for entry in entries]
    lost = _lost(lateness, choice.policy.late, earned, homework.points)
    total = _rounded(earned - lost)
    frame = pd.DataFrame(
        {
            **totals,
            **{part.name: column for part, column in zip(parts, scores.T, strict=True)},
            "total": total,
            "percent": _percent(total, homework.points),
            "late_penalty": lost,
            "marks_missing": missing,
            "attempts": [1 + len(entry.earlier) for entry in entries],
            "student": [entry.student for entry in entries],
            "status": [
                _status(*known) for known in zip(counting, reasons, missing, lateness, strict=True)
            ],
            "flags": [
                "; ".join(
                    filter(
                        None,
                        (
                            late.flag,
                            *_company(entry, together),
                            *told.get(entry.counts.submission, ()),
                        ),
                    )
                )
                for late, entry in zip(lateness, entries, strict=True)
            ],
            "reason": [
                " ".join([*_reason(entry), *why, *remark, *([HOW_LATE] if late.open else [])])
                for entry, why, remark, late in zip(
                    entries, reasons, remarks, lateness, strict=True
                )
            ],
            "submission": [readable(result.submission) for result in counting],
            "source": [readable(result.source) for result in counting],
        },
        columns=columns(homework),
    ).astype(_types(homework))
    return _with_absent(frame, absent, all_matched=all_matched) if absent else frame


def of_gradebook(
    book: Gradebook, marks: Marks, flags: Mapping[str, Sequence[str]] | None = None
) -> pd.DataFrame:
    """Return the grade sheet of an open gradebook with these marks."""
    return grade_sheet(
        book.homework,
        book.outcomes,
        marks,
        book.choice,
        book.absent,
        flags,
        all_matched=not book.assigned.open,
    )


def _types(homework: Homework) -> dict[str, Any]:
    return {
        name: "str" if name in TEXT else int if name in COUNTS else float
        for name in columns(homework)
    }


def part_table(homework: Homework, frame: pd.DataFrame) -> pd.DataFrame:
    """Return one row a part: what it is, and how the class did.

    Counts and means are over the scores that are known, refused submissions left out: ``known``
    how many, ``open`` how many are not, ``mean``, ``median``, and ``full`` how many reached the
    maximum.
    """
    scored = frame[~frame["status"].isin(NOT_SCORED)]
    return pd.DataFrame(
        {
            "column": part.name,
            "label": part.label,
            "title": part.title,
            "graded_by": "people" if part.manual else "tests",
            "bonus": part.bonus,
            "maximum": part.points,
            "known": int(scored[part.name].count()),
            "open": int(scored[part.name].isna().sum()),
            "mean": scored[part.name].mean(),
            "median": scored[part.name].median(),
            "full": int((scored[part.name] >= part.points).sum()),
        }
        for part in homework.parts
    )


def decimals(scores: pd.Series[float]) -> int:
    """Return how many decimals, at most two, a column of scores needs to line up."""
    known = scores.dropna()
    return next(
        (places for places in (0, 1) if np.allclose(known, known.round(places), 0, 1e-9)), 2
    )


def write_csv(path: Path, homework: Homework, frame: pd.DataFrame) -> None:
    """Write the sheet for machines and registrars."""
    maximum = maxima(homework)
    header = [
        f"{name} [{points_text(maximum[name])}]" if name in maximum else name
        for name in frame.columns
    ]
    cells = [written(frame[name], _cell) for name in frame.columns]
    files.replace(path, csv_table.encode(header, zip(*cells, strict=True)))


def written(column: pd.Series[Any], form: Callable[[Any], str]) -> list[str]:
    """Return each value of a column as text; values repeat, so each of them is formed once."""
    places, values = pd.factorize(column, use_na_sentinel=False)
    texts = [form(value) for value in values]
    return [texts[place] for place in places.tolist()]


def write_parquet(path: Path, homework: Homework, frame: pd.DataFrame) -> None:
    """Write the sheet for programs: types kept, open scores null, maxima in the file's metadata."""
    import pyarrow as pa
    from pyarrow import parquet

    table = pa.Table.from_pandas(frame, preserve_index=False)
    told = {"homework": homework.id, "maxima": json.dumps(maxima(homework))}
    stream = io.BytesIO()
    parquet.write_table(
        table.replace_schema_metadata({**(table.schema.metadata or {}), **told}), stream
    )
    files.replace(path, stream.getvalue())


def read_csv(path: Path) -> pd.DataFrame:
    """Return the sheet that :func:`write_csv` wrote, columns under their plain names."""
    frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    frame.columns = pd.Index([name.split(" [")[0] for name in frame.columns])
    for name in frame.columns:
        if name in TEXT:
            frame[name] = frame[name].map(restore).astype("str")
        elif name in COUNTS:
            frame[name] = frame[name].astype(int)
        else:
            frame[name] = frame[name].replace("", "nan").astype(float)
    return frame


def _points(parts: Iterable[Part]) -> float:
    return round(math.fsum(part.points for part in parts if not part.bonus), 6)


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return "" if math.isnan(value) else points_text(value)
    return str(value)


def _with_absent(frame: pd.DataFrame, absent: Sequence[str], *, all_matched: bool) -> pd.DataFrame:
    """Return the sheet with a row of zeros, or an open one, for each who handed nothing in."""
    score = 0.0 if all_matched else math.nan
    nothing = {
        name: "" if name in TEXT else 0 if name in COUNTS else score for name in frame.columns
    }
    status = NOTHING if all_matched else NOT_MATCHED
    rows = pd.DataFrame({**nothing, "student": list(absent), "status": status})
    every = pd.concat([frame, rows.astype(frame.dtypes)], ignore_index=True)
    names = list(zip(every["student"].tolist(), every["submission"].tolist(), strict=True))
    order = sorted(range(len(names)), key=lambda row: (names[row][0].casefold(), *names[row]))
    return every.iloc[order].reset_index(drop=True)


def _automatic(homework: Homework, results: Sequence[Graded]) -> tuple[Scores, list[list[str]]]:
    """Return the scores that tests gave, and why some of a graded submission's are open."""
    parts = homework.automatic
    place = {part.name: number for number, part in enumerate(parts)}
    given, was_worth = [], []
    for result in results:
        points, maximum = [math.nan] * len(parts), [math.nan] * len(parts)
        for part in result.parts:
            if (column := place.get(part.name)) is not None:
                maximum[column] = part.max_score
                points[column] = math.nan if part.score is None else part.score
        given.append(points)
        was_worth.append(maximum)
    shape = len(results), len(parts)
    scores = np.array(given, dtype=float).reshape(shape)
    worth = np.array(was_worth, dtype=float).reshape(shape)  # NaN where a part was not graded
    stale = np.abs(worth - [part.points for part in parts]) > TOLERANCE
    scores[stale] = np.nan
    refused = np.array([result.status is Status.REFUSED for result in results], dtype=bool)
    scores[refused] = 0.0
    reasons: list[list[str]] = [[] for _ in results]
    for row, column in np.argwhere(np.isnan(scores)):
        if results[row].status is Status.GRADED:
            part = parts[column]
            reasons[row].append(f"{part.label} {_open(part, worth[row, column])}: grade again.")
    return scores, reasons


def _open(part: Part, was_worth: float) -> str:
    """Return why the score of a part that tests grade is open."""
    if math.isnan(was_worth):
        return "was not graded"
    if abs(was_worth - part.points) > TOLERANCE:
        was, now = points_text(was_worth), points_text(part.points)
        return f"was graded out of {was} points and is now worth {now}"
    return "could not be graded, through no fault of the student"


def _manual(
    homework: Homework, results: Sequence[Graded], marks: Marks, refused: Flags
) -> tuple[Scores, Counts]:
    """Return the scores that people gave, and how many marks each student still waits for.

    A refused submission waits for none, unless somebody has begun to mark it.
    """
    parts = homework.manual
    scores, missing = marks.scores([result.submission for result in results], parts)
    nothing = refused[:, None] & (missing == [len(part.rubric) for part in parts])
    scores[nothing] = 0.0
    missing[nothing] = 0
    return scores, missing.sum(axis=1)


def _status(result: Graded, reasons: Sequence[str], missing: int, late: Lateness) -> str:
    """Return where a submission stands."""
    if result.status is not Status.GRADED:
        return result.status.value
    if reasons:
        return INTERNAL
    return MARKS_OPEN if missing else LATENESS_OPEN if late.open else GRADED


def _company(entry: HandedIn[Graded], together: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Return with whom a student handed in, and with whom else."""

    def others(result: Graded) -> str:
        return ", ".join(name for name in together[result.submission] if name != entry.student)

    here = others(entry.counts)
    elsewhere = dict.fromkeys(others(result) for result in entry.earlier)
    return [
        *([f"with {here}"] if here else []),
        *(f"another hand-in is with {names}" for names in elsewhere if names not in ("", here)),
    ]


def _lost(
    lateness: Sequence[Lateness], rules: LateRules | None, earned: Scores, maximum: float
) -> Scores:
    """Return the points lost for being late; NaN while they hang on points that are open."""
    lost = np.zeros(len(lateness))
    for row, late in enumerate(lateness):
        if late.open:
            lost[row] = math.nan
        elif rules is not None and late.share:
            known = not math.isnan(earned[row])
            lost[row] = (
                rules.points_lost(late.share, float(earned[row]), maximum) if known else math.nan
            )
    return lost


def _reason(entry: HandedIn[Graded]) -> list[str]:
    result = entry.counts
    reasons = [readable(result.reason) or NO_REASON.get(result.status, "")]
    if not entry.student:
        reasons.append("The submission does not tell whose it is.")
    if result.status is Status.REFUSED and any(
        earlier.status is not Status.REFUSED for earlier in entry.earlier
    ):
        reasons.append("An earlier submission could be graded: decide which one counts.")
    return [reason for reason in reasons if reason]


def _remarks(homework: Homework, results: Sequence[Graded]) -> list[list[str]]:
    """Return what staff should know of training records that were not found consistent."""
    labels = {part.name: part.label for part in homework.automatic}
    return [
        [
            f"{labels[part.name]} {readable(part.remark)}"
            for part in result.parts
            if part.remark and part.name in labels
        ]
        for result in results
    ]


def _total(scores: Scores) -> Scores:
    """Return the sum of each row; NaN while any of its scores is open."""
    return _rounded(scores.sum(axis=1))


def _rounded(scores: Scores) -> Scores:
    return np.round(scores, 6)


def _percent(total: Scores, points: float) -> Scores:
    return np.full(len(total), np.nan) if points == 0 else np.round(100 * total / points, 2)
