"""A student's feedback as one HTML page: no script, nothing fetched, whatever the answer holds.

What the student wrote passes through :mod:`chainrule_desk.render`; formulas are MathML. The page's
content security policy allows its own style and images that lie in the page, and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Template
from markupsafe import Markup

from chainrule_desk import files, render
from chainrule_desk.grade_sheets import sheet
from chainrule_desk.grades import answers
from chainrule_desk.returning import formulas
from chainrule_desk.templating import environment
from chainrule_grader.archive import RefusedError
from chainrule_grader.homework import Homework, Part
from chainrule_grader.results import PartResult, Result, Verdict

# Signs and words: colour is never alone.
ENDINGS = {
    Verdict.PASSED: ("✓", "passed"),
    Verdict.WRONG: ("×", "not right yet"),
    Verdict.ERROR: ("!", "stopped with an error"),
    Verdict.TIMEOUT: ("…", "took too long"),
    Verdict.MEMORY: ("M", "used too much memory"),
    Verdict.MISSING: ("–", "not answered"),
    Verdict.INTERNAL: ("?", "could not be judged, through no fault of yours"),
}
STATIC = Path(__file__).parents[1] / "static"


@dataclass(frozen=True)
class Comment:
    """A rubric item with what was given for it.

    Attributes:
        text: What earns the points.
        maximum: What it is worth.
        points: Points given.
        said: What the grader says to it.
    """

    text: str
    maximum: float
    points: float
    said: str


@dataclass(frozen=True)
class Written:
    """What people say of a written answer: item by item, and as a whole."""

    comments: tuple[Comment, ...]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Feedback:
    """What one student is told.

    Attributes:
        homework: The homework.
        student: The student's name.
        result: The result, as :mod:`chainrule_desk.returning.discretion` leaves it.
        status: Where the submission stands, as in the grade sheet.
        total: All points, less those lost for being late; ``None`` while any are open.
        points: Points of each part; ``None`` while open.
        written: What people say of each written part that is graded.
        notebook: What the student handed in; ``None`` if it could not be read.
        distribution: A plot of all totals, if students may see it.
        late_penalty: Points lost for being late, as far as they are known.
        release: The notebook that was handed out, by which a student's own cells are told.
    """

    homework: Homework
    student: str
    result: Result
    status: str
    total: float | None
    points: Mapping[str, float | None]
    written: Mapping[str, Written]
    notebook: Path | None = None
    distribution: Markup | None = None
    late_penalty: float = 0.0
    release: Path | None = None

    @property
    def known(self) -> float:
        """Points that are known so far."""
        return round(sum(points for points in self.points.values() if points is not None), 6)


@dataclass(frozen=True)
class _Section:
    """A part on the page."""

    part: Part
    points: float | None
    result: PartResult | None
    written: Written | None
    answer: Markup


def write(path: Path, feedback: Feedback) -> None:
    """Write the page."""
    files.replace(path, render_page(feedback).encode("utf-8"))


def render_page(feedback: Feedback) -> str:
    """Return the page as text."""
    shown = _answers(feedback)
    sections = [
        _Section(
            part,
            feedback.points[part.name],
            feedback.result.part(part.name),
            feedback.written.get(part.name),
            (shown or {}).get(part.name, Markup()),
        )
        for part in feedback.homework.parts
    ]
    return _template().render(
        feedback=feedback,
        homework=feedback.homework,
        sections=sections,
        endings=ENDINGS,
        prose=Markup(_prose()),
        refused=feedback.status == sheet.REFUSED,
        at_hand=shown is not None,
        open_parts=[section.part for section in sections if section.points is None],
    )


@cache
def _template() -> Template:
    return environment().get_template("feedback.html")


@cache
def _prose() -> str:
    return (STATIC / "prose.css").read_text(encoding="utf-8")


def _answers(feedback: Feedback) -> dict[str, Markup] | None:
    """Return what the student wrote for each part, as HTML that can do nothing.

    ``None`` stands for a notebook that is not at hand, or is none.
    """
    if feedback.notebook is None or not feedback.notebook.is_file():
        return None
    names = [part.name for part in feedback.homework.parts]
    try:
        given = answers.given(feedback.release) if feedback.release else None
        data = feedback.notebook.read_bytes()
        found = answers.with_plots(data, names, feedback.homework, given, feedback.notebook)
    except RefusedError:
        return None  # the page says why it was refused
    return {name: formulas.typeset(render.cells(cells)) for name, cells in found.items() if cells}
