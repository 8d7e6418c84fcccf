"""The grade sheet as one HTML page: no script, nothing fetched, everything escaped.

The page works in light and dark, on a screen, on paper and read aloud. Its content security policy
forbids it to run or load anything, whatever a student is called.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path, PurePath
from typing import Any

import pandas as pd
from jinja2 import Template
from markupsafe import Markup

from chainrule_desk import charts, files
from chainrule_desk.grade_sheets import sheet
from chainrule_desk.templating import Fact, Plot, environment
from chainrule_desk.text import counted, points_text, worth
from chainrule_grader.homework import Homework

TROUBLE = (sheet.REFUSED, sheet.INTERNAL, sheet.PENDING)
OPEN_CELL = '<td class="open">open</td>'


@dataclass(frozen=True)
class _Column:
    """A column of scores; ``kind`` is who gives them: ``tests``, ``people`` or ``all``."""

    name: str
    label: str
    title: str
    kind: str
    maximum: float
    decimals: int
    bonus: bool = False

    @property
    def worth(self) -> str:
        """The maximum in words."""
        if not self.maximum or self.name == "percent":
            return ""
        return worth(self.maximum) + (", bonus" if self.bonus else "")


@dataclass(frozen=True)
class _Row:
    """A student's row; ``name`` is never empty, ``cells`` are the scores as table cells."""

    name: str
    status: str
    reason: str
    flags: str
    attempts: int
    cells: Markup

    @property
    def trouble(self) -> bool:
        """Whether a person should look at it."""
        return self.status in TROUBLE


def write(path: Path, homework: Homework, frame: pd.DataFrame) -> None:
    """Write the page."""
    files.replace(path, render(homework, frame).encode("utf-8"))


def render(homework: Homework, frame: pd.DataFrame) -> str:
    """Return the page as text."""
    columns = _columns(homework, frame)
    return _template().render(
        homework=homework,
        facts=_facts(homework, frame),
        plots=_plots(homework, frame),
        columns=columns,
        rows=_rows(columns, frame),
        flagged=bool((frame["flags"] != "").any()),
        parts=sheet.part_table(homework, frame).to_dict("records"),
    )


@cache
def _template() -> Template:
    return environment(mean=_mean, badge=_badge).get_template("sheet.html")


@cache
def _badge(status: str) -> Markup:
    return Markup('<span class="status {}">{}</span>').format(status.replace(" ", "-"), status)


def _mean(points: float) -> str:
    return "open" if math.isnan(points) else f"{points:.2f}"


def _facts(homework: Homework, frame: pd.DataFrame) -> list[Fact]:
    states = frame["status"]
    bonus = homework.bonus_points
    missing = int(frame["marks_missing"].sum())
    totals = frame.loc[~states.isin(sheet.NOT_SCORED), "total"].dropna()
    facts = [
        Fact("Worth", worth(homework.points), f"and {points_text(bonus)} bonus" if bonus else ""),
        Fact("Students", str(len(frame))),
        Fact("Graded", str((states == sheet.GRADED).sum())),
        Fact(
            "Waiting for marks",
            str((states == sheet.MARKS_OPEN).sum()),
            f"{counted(missing, 'mark')} to give" if missing else "",
        ),
        Fact("Need a person", str((frame["reason"] != "").sum())),
    ]
    if len(totals):
        facts.append(
            Fact("Mean total", f"{totals.mean():.1f}", f"of {counted(len(totals), 'student')}")
        )
    return facts


def _plots(homework: Homework, frame: pd.DataFrame) -> list[Plot]:
    """Return the plots that there are scores for; what could not be graded is left out."""
    scored = frame[~frame["status"].isin(sheet.NOT_SCORED)]
    plots = []
    total = bool(scored["total"].notna().all())
    column = "total" if total else "automatic"
    scores, maximum = scored[column].dropna(), sheet.maxima(homework)[column]
    if len(scores) and maximum:
        title = "Total points" if total else "Points given by tests"
        caption = f"{counted(len(scores), 'student')}; full marks are {worth(maximum)}."
        if not total:
            caption += " Not every total is in yet, so these are the points that tests gave."
        plots.append(Plot(title, caption, charts.histogram(scores, maximum, title)))
    if scored[[part.name for part in homework.parts]].notna().to_numpy().any():
        title = "Points by part"
        caption = (
            "Blue: graded by tests; purple: by people. A box holds the middle half of the class, "
            "its bar is the median, the diamond the mean. The larger a dot, the more students have "
            "that score."
        )
        plots.append(Plot(title, caption, charts.part_chart(homework, scored, title)))
    return plots


def _columns(homework: Homework, frame: pd.DataFrame) -> list[_Column]:
    maximum = sheet.maxima(homework)
    totals = [
        _Column(name, "", title, kind, maximum[name], sheet.decimals(frame[name]))
        for name, title, kind in (
            ("total", "Total", "all"),
            ("automatic", "By tests", "tests"),
            ("manual", "By hand", "people"),
            *([("bonus", "Bonus", "all")] if homework.bonus_points else ()),
        )
    ]
    if (frame["late_penalty"] != 0).any():
        places = sheet.decimals(frame["late_penalty"])
        totals.append(_Column("late_penalty", "", "Lost for being late", "all", 0.0, places))
    parts = [
        _Column(
            part.name,
            part.label,
            part.title,
            "people" if part.manual else "tests",
            part.points,
            sheet.decimals(frame[part.name]),
            part.bonus,
        )
        for part in homework.parts
    ]
    return [totals[0], _Column("percent", "", "Percent", "all", 100.0, 1), *totals[1:], *parts]


def _rows(columns: list[_Column], frame: pd.DataFrame) -> list[_Row]:
    cells = [sheet.written(frame[column.name], partial(_cell, column)) for column in columns]
    names = [
        # A submission that does not tell whose it is goes by the name of its file.
        student or PurePath(source).name or submission
        for student, source, submission in _told(frame, "student", "source", "submission")
    ]
    told = _told(frame, "status", "reason", "flags", "attempts")
    return [
        _Row(name, status, reason, flags, attempts, Markup("".join(scores)))
        for name, (status, reason, flags, attempts), *scores in zip(
            names, told, *cells, strict=True
        )
    ]


def _told(frame: pd.DataFrame, *names: str) -> Iterator[tuple[Any, ...]]:
    return zip(*(frame[name].tolist() for name in names), strict=True)


def _cell(column: _Column, score: float) -> str:
    """Return a score as a table cell; it holds nothing but numbers, so nothing to escape."""
    if math.isnan(score):
        return OPEN_CELL
    share = min(score / column.maximum, 1.0) if column.maximum else 0.0
    kind = f"{column.kind} total" if column.name == "total" else column.kind
    text = f"{score:.{column.decimals}f}"
    return f'<td class="score {kind}" style="--s:{share:.3g}">{text}</td>'
