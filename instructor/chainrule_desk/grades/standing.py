"""The marks of a whole class as they stand today, by the rules of a ledger.

A :class:`~chainrule_desk.grades.ledger.Ledger` tells of one answer at a time, as a grader works.
Here the same rules are applied to all marks of a store at once, column by column; a test holds both
to the same grades.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sqlalchemy import func, select

from chainrule_desk.grades import bulk, schema
from chainrule_desk.grades.bulk import EMPTY, Texts
from chainrule_desk.grades.ledger import FIRST, SECOND, SETTLED, scaled
from chainrule_desk.grades.marks import TOLERANCE, Marks
from chainrule_desk.grades.store import Store
from chainrule_grader.homework import Homework

_ANSWER = ["submission", "part"]
_ITEM = [*_ANSWER, "item"]
_GIVEN = ("id", *_ITEM, "reading", "points", "maximum", "comment", "grader")

_HANDED_IN_AGAIN = (
    select(schema.handins.c.submission)
    .group_by(schema.handins.c.submission)
    .having(func.count() > 1)
)

# Marks of a text that is not the answer's today, where both are known.
_OF_ANOTHER_TEXT = (
    select(schema.marks.c.id)
    .join(schema.results, schema.results.c.submission == schema.marks.c.submission)
    .join(
        schema.answers,
        (schema.answers.c.content == schema.results.c.content)
        & (schema.answers.c.part == schema.marks.c.part),
    )
    .where(
        schema.marks.c.submission.in_(_HANDED_IN_AGAIN),  # the others have one text
        schema.marks.c.answer != "",
        schema.answers.c.digest != "",
        schema.answers.c.digest != schema.marks.c.answer,
    )
)


@dataclass(frozen=True)
class Standing:
    """What the marks of a class come to.

    Attributes:
        marks: The marks that count.
        lapsed: How many answers were marked, and have another text since.
        unsettled: How many answers were read twice, to the end, with different marks.
    """

    marks: Marks
    lapsed: int
    unsettled: int


def read(store: Store, homework: Homework, names: Mapping[str, str]) -> Standing:
    """Return the marks that count today.

    Args:
        store: The store.
        homework: The homework with its present rubric.
        names: Student by submission.
    """
    texts = Texts()
    columns = (schema.marks.c[name] for name in _GIVEN)
    with store.reading() as connection:
        given = bulk.read(connection, select(*columns).order_by(schema.marks.c.id), texts)
        gone = bulk.read(connection, _OF_ANOTHER_TEXT, texts)
    lapsed = np.isin(given["id"], gone["id"])
    outdated = lapsed[~given.duplicated(_ANSWER, keep="last")]
    latest = ~given.duplicated([*_ITEM, "reading"], keep="last")
    says = given["points"].notna() | (given["comment"] != EMPTY)
    given = given[latest & says & ~lapsed]  # the others, half a gigabyte perhaps, are let go
    standing = _by_todays_rubric(given, homework, texts)
    differing = _differing(standing)
    # What both readers settled on comes before the first reading, the first before the second.
    counts = standing.sort_values("reading", kind="stable").drop_duplicates(_ITEM).sort_index()
    counts.loc[differing, "points"] = np.nan
    return Standing(
        Marks.of_table(counts, texts, names),
        lapsed=int(outdated.sum()),
        unsettled=_complete(standing, differing, homework, texts),
    )


def _by_todays_rubric(marks: pd.DataFrame, homework: Homework, texts: Texts) -> pd.DataFrame:
    """Return marks with the points that they are worth today; ``worth`` is NaN without an item."""
    items = {
        (texts.number(part.name), texts.number(item.id)): item.points
        for part in homework.manual
        for item in part.rubric
    }
    worth = np.array([*items.values(), np.nan])[bulk.places(marks, ["part", "item"], items)]
    marks = marks.assign(worth=worth)
    moved = (marks["maximum"] != worth) & marks["worth"].notna()
    those = (marks.loc[moved, name].tolist() for name in ("points", "maximum", "worth"))
    marks.loc[moved, "points"] = [scaled(*each) for each in zip(*those, strict=True)]
    return marks


def _differing(standing: pd.DataFrame) -> pd.Series[int]:
    """Return the first readings that the second differs from, and that nobody has settled."""
    first, second, settled = (
        standing[standing["reading"] == reading] for reading in (FIRST, SECOND, SETTLED)
    )
    both = first.reset_index().merge(second[[*_ITEM, "points"]], on=_ITEM, suffixes=("", "_second"))
    both = both.merge(settled[_ITEM], on=_ITEM, how="left", indicator="settled")
    differ = (both["points"] - both["points_second"]).abs() > TOLERANCE
    unsettled = both["settled"] == "left_only"
    found: pd.Series[int] = both.loc[differ & both["worth"].notna() & unsettled, "index"]
    return found


def _complete(
    standing: pd.DataFrame, differing: pd.Series[int], homework: Homework, texts: Texts
) -> int:
    """Return how many of the answers that differ were read twice to the end."""
    answers = standing.loc[differing, _ANSWER].drop_duplicates()
    given = standing[standing["submission"].isin(answers["submission"])]
    given = given[given["points"].notna() & given["worth"].notna()]
    readings = given[given["reading"] != SETTLED].merge(answers, on=_ANSWER)
    marks = readings.groupby("part")["submission"].value_counts()
    return sum(
        int((marks.loc[[number]] == 2 * len(part.rubric)).sum())
        for part in homework.manual
        if (number := texts.number(part.name)) in marks.index.get_level_values("part")
    )
