"""The grade sheet: one row a student, one column a part, totals that stay open while marks are.

:func:`grade_sheet` is a function of values. Its columns, in order:

=================  ==================================================================
``student``        name of the class list, or as the submission tells it
``status``         ``graded``, ``marks open``, ``refused``, ``internal``, ``pending``, or
                   ``nothing handed in``
``total``          automatic + manual + bonus - late_penalty
``percent``        of the points without bonus; above 100 with bonus
``automatic``      points that tests gave, without bonus parts
``manual``         points that people gave, without bonus parts
``bonus``          points of the parts that come on top
``late_penalty``   points lost for being late
``marks_missing``  rubric items still to be marked
one a part         under the part's name
``flags``          what a person should know: how late, late days used, a second look asked for
``attempts``       how many submissions the student handed in
``reason``         what went wrong, and training records that do not fit, in words
``submission``     id of the submission that counts
``source``         the file that it came from
=================  ==================================================================

**Open is not 0.** A score that is not known yet is NaN, and so is every total that needs it: a
rubric item without a mark, a test that failed through no fault of the student (``internal``), a
grading run that was cut off (``pending``), a part graded out of other points than it is worth now.
A ``refused`` submission has nothing that could be graded: it scores 0, with the reason, and a
person should look at it. With a class list, who handed nothing in has a row of zeros.

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
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from chainrule_desk import csv_table, files
from chainrule_desk.columns import AFTER_PARTS, BEFORE_PARTS, RESERVED
from chainrule_desk.errors import DeskError
from chainrule_desk.grades.marks import Marks
from chainrule_desk.grades.outcomes import Graded, Scored
from chainrule_desk.grades.submissions import LAST, Choice, HandedIn, by_student
from chainrule_desk.policies.late import Lateness, LateRules
from chainrule_desk.text import points_text, readable, restore
from chainrule_grader.homework import Homework, Part
from chainrule_grader.results import Status

TEXT = ("student", "status", "flags", "reason", "submission", "source")
COUNTS = ("marks_missing", "attempts")

GRADED = "graded"
MARKS_OPEN = "marks open"
REFUSED = Status.REFUSED.value
INTERNAL = Status.INTERNAL.value
PENDING = Status.PENDING.value
NOTHING = "nothing handed in"
NOT_SCORED = (REFUSED, NOTHING)

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
) -> pd.DataFrame:
    """Return the grade sheet of a homework, in the order of students' names.

    Args:
        homework: The homework with its maxima.
        results: All results, of whichever submission.
        marks: Marks by hand that count.
        choice: Which of a student's submissions counts, and how late it is.
        absent: Students of the class who handed nothing in.
        flags: By submission, what else a person should know.

    Raises:
        DeskError: If a result belongs to another homework, or a part has a column's name.
    """
    for result in results:
        if result.homework != homework.id:
            raise DeskError(
                f"{result.source} was graded as homework {result.homework!r}, not {homework.id!r}: "
                "grade it again or leave it out"
            )
    rows = [
        _row(homework, entry, marks or Marks(), choice, (flags or {}).get(entry.counts.submission))
        for entry in by_student(results, choice)
    ]
    if absent:
        rows += [_nothing(homework, student) for student in absent]
        rows.sort(key=lambda row: (row["student"].casefold(), row["student"], row["submission"]))
    names = columns(homework)
    types = {name: "str" if name in TEXT else int if name in COUNTS else float for name in names}
    return pd.DataFrame(rows, columns=names).astype(types)


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
    rows = ([_cell(value) for value in row] for row in frame.itertuples(index=False))
    files.replace(path, csv_table.encode(header, rows))


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


def _row(
    homework: Homework,
    entry: HandedIn[Graded],
    marks: Marks,
    choice: Choice,
    flags: Sequence[str] | None,
) -> dict[str, Any]:
    """Return one student's row; ``None`` stands for an open score."""
    result = entry.counts
    scores, reasons = _automatic(homework, result)
    missing = 0
    for part in homework.manual:
        scores[part.name] = marks.score(result.submission, part)
        left = marks.missing(result.submission, part)
        if result.status is Status.REFUSED and left == len(part.rubric):
            scores[part.name] = 0.0
        else:
            missing += left
    status: str = result.status.value
    if result.status is Status.GRADED and reasons:
        status = INTERNAL
    elif result.status is Status.GRADED and missing:
        status = MARKS_OPEN
    automatic = _total(scores[part.name] for part in homework.automatic if not part.bonus)
    manual = _total(scores[part.name] for part in homework.manual if not part.bonus)
    bonus = _total(scores[part.name] for part in homework.parts if part.bonus)
    earned = _total([automatic, manual, bonus])
    late = choice.lateness(entry)
    lost = _lost(late, choice.policy.late, earned, homework.points)
    total = None if earned is None or lost is None else round(earned - lost, 6)
    return {
        **scores,
        "student": entry.student,
        "status": status,
        "total": total,
        "percent": _percent(total, homework.points),
        "automatic": automatic,
        "manual": manual,
        "bonus": bonus,
        "late_penalty": lost,
        "marks_missing": missing,
        "flags": "; ".join(filter(None, (late.flag, *(flags or ())))),
        "attempts": 1 + len(entry.earlier),
        "reason": " ".join([*_reason(entry), *reasons, *_remarks(homework, result)]),
        "submission": readable(result.submission),
        "source": readable(result.source),
    }


def _lost(
    late: Lateness, rules: LateRules | None, earned: float | None, maximum: float
) -> float | None:
    """Return the points lost for being late; ``None`` while they hang on points that are open."""
    if rules is None or not late.share:
        return 0.0
    return None if earned is None else rules.points_lost(late.share, earned, maximum)


def _nothing(homework: Homework, student: str) -> dict[str, Any]:
    """Return the row of a student who handed nothing in."""
    row: dict[str, Any] = dict.fromkeys(columns(homework), 0.0)
    return row | {
        **dict.fromkeys(COUNTS, 0),
        **dict.fromkeys(TEXT, ""),
        "student": student,
        "status": NOTHING,
    }


def _automatic(homework: Homework, result: Graded) -> tuple[dict[str, float | None], list[str]]:
    """Return the scores that tests gave, and why some of a graded submission's are open."""
    if result.status is Status.REFUSED:
        return {part.name: 0.0 for part in homework.automatic}, []
    found: dict[str, Scored] = {part.name: part for part in result.parts}
    scores: dict[str, float | None] = {}
    reasons = []
    for part in homework.automatic:
        scores[part.name], reason = _score(part, found.get(part.name))
        if reason and result.status is Status.GRADED:
            reasons.append(f"{part.label} {reason}: grade again.")
    return scores, reasons


def _score(part: Part, result: Scored | None) -> tuple[float | None, str]:
    """Return a part's score, or ``None`` and why it is open."""
    if result is None:
        return None, "was not graded"
    if abs(result.max_score - part.points) > 1e-6:
        was, now = points_text(result.max_score), points_text(part.points)
        return None, f"was graded out of {was} points and is now worth {now}"
    score = result.score
    reason = "could not be graded, through no fault of the student" if score is None else ""
    return score, reason


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


def _remarks(homework: Homework, result: Graded) -> list[str]:
    """Return what staff should know of training records that were not found consistent."""
    found = {part.name: part.remark for part in result.parts}
    return [
        f"{part.label} {readable(found[part.name])}"
        for part in homework.automatic
        if found.get(part.name)
    ]


def _total(scores: Iterable[float | None]) -> float | None:
    known = list(scores)
    given = [score for score in known if score is not None]
    return round(math.fsum(given), 6) if len(given) == len(known) else None


def _percent(total: float | None, points: float) -> float | None:
    return None if total is None or points == 0 else round(100 * total / points, 2)
