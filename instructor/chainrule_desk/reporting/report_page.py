"""A class report as one HTML page: no script, nothing fetched, readable in print.

Figures are written beside every bar, and shapes differ where colours do.
"""

from __future__ import annotations

import math
from functools import cache
from itertools import groupby
from pathlib import Path

import numpy as np
from jinja2 import Template

from chainrule_desk import charts, files
from chainrule_desk.grade_sheets import sheet
from chainrule_desk.grades import agreement
from chainrule_desk.reporting import item_analysis, report_charts
from chainrule_desk.reporting.class_report import WEAK, ClassReport
from chainrule_desk.reporting.item_analysis import Item
from chainrule_desk.templating import Fact, Plot, environment
from chainrule_desk.text import counted, points_text, worth
from chainrule_grader.homework import Part
from chainrule_grader.results import Verdict

SHOWN = 200  # submissions in a list; the sheet has all of them
MISTAKES_SHOWN = 40
FEW_WORKED = 5  # below, the plot of hours would show single students

FAULTS = {
    Verdict.WRONG: "wrong",
    Verdict.ERROR: "error",
    Verdict.TIMEOUT: "too slow",
    Verdict.MEMORY: "too much memory",
    Verdict.MISSING: "not answered",
    Verdict.INTERNAL: "not judged, our fault",
}


def write(path: Path, report: ClassReport) -> None:
    """Write the page."""
    files.replace(path, render(report).encode("utf-8"))


def render(report: ClassReport) -> str:
    """Return the page as text."""
    items = [(report.homework.part(item.name), item) for item in report.items]
    return _template().render(
        report=report,
        homework=report.homework,
        facts=_facts(report),
        remarks=_remarks(report),
        plots=_score_plots(report),
        map=_item_map(items),
        items=items,
        tests=[
            (part, list(tests))
            for part, tests in groupby(report.outcomes.tests, key=lambda test: test.part)
        ],
        faults=FAULTS,
        mistakes=report.outcomes.mistakes[:MISTAKES_SHOWN],
        failures=report.failures[:SHOWN],
        noted=report.noted[:SHOWN],
        few=item_analysis.FEW,
        few_pairs=agreement.FEW,
        weak=WEAK,
        worked=_worked(report),
    )


@cache
def _template() -> Template:
    return environment(percent=_percent, signed=_signed).get_template("report.html")


def _percent(share: float | None) -> str:
    """Return a share for people; only exactly all is 100 %, and only nobody 0 %."""
    if share is None or math.isnan(share):
        return "–"
    rounded = round(100 * share)
    if rounded == 100 and share < 1:
        return "> 99 %"
    if rounded == 0 and share > 0:
        return "< 1 %"
    return f"{rounded} %"


def _signed(value: float | None) -> str:
    """Return a correlation or a coefficient with two decimals and a real minus sign."""
    if value is None or math.isnan(value):
        return "–"
    return f"{value:.2f}".replace("-0.00", "0.00").replace("-", "−")


def _facts(report: ClassReport) -> list[Fact]:
    frame = report.frame
    totals = frame.loc[~frame["status"].isin(sheet.NOT_SCORED), "total"].dropna()
    facts = [
        Fact("Students", str(len(frame))),
        Fact("Handed in", str(report.handed_in)),
        Fact("Graded", str((frame["status"] == sheet.GRADED).sum()), "completely"),
    ]
    if waiting := int((frame["status"] == sheet.MARKS_OPEN).sum()):
        facts.append(Fact("Waiting for marks", str(waiting)))
    if len(totals):
        unit = f"of {points_text(report.homework.points)}"
        facts += [
            Fact("Mean total", f"{totals.mean():.1f}", unit),
            Fact("Median", f"{totals.median():.1f}", unit),
        ]
    if len(totals) > 1:
        facts.append(Fact("Standard deviation", f"{totals.std():.1f}"))
    if report.alpha.value is not None:
        facts.append(
            Fact("Cronbach's alpha", _signed(report.alpha.value), "few" if report.alpha.few else "")
        )
    return facts


def _remarks(report: ClassReport) -> list[str]:
    """Return what deserves a look, in sentences."""
    remarks = []
    if report.failures:
        remarks.append(
            f"{counted(len(report.failures), 'submission')} could not be graded: see the end."
        )
    if report.outcomes.builds > 1:
        remarks.append(
            f"{report.outcomes.builds} builds of the homework graded these submissions: "
            f"`chainrule grade {report.homework.id} SUBMISSIONS --regrade` makes it one."
        )
    remarks += [
        f"Nobody passes “{test.test.rule or test.test.name}” ({test.part.label} "
        f"{test.part.title}): is it asked for clearly, and is the test right?"
        for test in report.all_fail
    ]
    remarks += [
        f"{part.label} {part.title}: who does well in the other parts does worse here "
        f"({_signed(item.discrimination)}). Is its wording or its key wrong?"
        for part, item in report.weak
        if item.discrimination < 0
    ]
    if report.outcomes.mistakes and (first := report.outcomes.mistakes[0]).share >= 0.1:
        remarks.append(
            f"The most frequent mistake, by {_percent(first.share)} of the class, in "
            f"{first.part.label} {first.part.title}: {first.mistake}"
        )
    remarks += [
        f"{found.part.label} {found.part.title}: two readings differ on "
        f"{counted(found.differing, 'answer')}: settle them on the review page."
        for found in report.agreements
        if found.differing
    ]
    return remarks


def _score_plots(report: ClassReport) -> list[Plot]:
    """Return the plots that there are scores for."""
    frame, homework = report.frame, report.homework
    scored = frame[~frame["status"].isin(sheet.NOT_SCORED)]
    plots = []
    total = bool(scored["total"].notna().mean() > 0.5) if len(scored) else False
    column = "total" if total else "automatic"
    scores, maximum = scored[column].dropna(), sheet.maxima(homework)[column]
    if len(scores) and maximum:
        title = "Total points" if total else "Points given by tests"
        caption = f"{counted(len(scores), 'student')}; full marks are {worth(maximum)}."
        if left := len(scored) - len(scores):
            caption += f" {counted(left, 'total')} not in yet."
        if not total:
            caption += " Most totals are not in yet, so these are the points that tests gave."
        plots.append(Plot(title, caption, charts.histogram(scores, maximum, title)))
    if scored[[part.name for part in homework.parts]].notna().to_numpy().any():
        title = "Points by part"
        caption = (
            "A box holds the middle half of the class, its bar is the median, the diamond the "
            "mean. The larger a dot, the more students have that score."
        )
        plots.append(Plot(title, caption, charts.part_chart(homework, scored, title)))
    return plots


def _item_map(items: list[tuple[Part, Item]]) -> Plot | None:
    known = [pair for pair in items if not math.isnan(pair[1].discrimination)]
    if not known:
        return None
    title = "Difficulty and discrimination"
    caption = "Circles: graded by tests; diamonds: by people. Numbers are those of the parts."
    return Plot(title, caption, report_charts.item_map(known, WEAK, title))


def _worked(report: ClassReport) -> tuple[str, Plot | None]:
    """Return what is known of the time on task, in a sentence and a plot."""
    known = np.asarray(report.worked_s, dtype=float) / 3600
    if not len(known):
        return (
            "Not known: no notebook tells when its cells ran. Colab notes it; JupyterLab does "
            "with “record timing” switched on.",
            None,
        )
    low, median, high = np.quantile(known, (0.25, 0.5, 0.75))
    words = (
        f"Known of {counted(len(known), 'notebook')}, a lower bound each: median {median:.1f} h"
        f", the middle half from {low:.1f} to {high:.1f} h. Breaks of over half an hour are left "
        "out, and of each cell only the last run is noted."
    )
    if len(known) < FEW_WORKED:
        return words, None
    title = "Time on task"
    return words, Plot(title, "", report_charts.hours(report.worked_s, title))
