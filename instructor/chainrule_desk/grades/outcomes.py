"""What a sheet needs to know of a result: whose it is, where it stands, the score of each part.

A result tells much more, test by test. Ten thousand of them do not fit into memory as they are;
their outcomes do, and the store keeps them ready.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import datetime
from functools import cache
from itertools import starmap
from typing import NamedTuple, Protocol, TypeVar

from chainrule_grader.people import Person
from chainrule_grader.results import Result, Status


class Score(NamedTuple):
    """The score of an automatic part.

    Attributes:
        name: The part's name.
        max_score: Maximum points, from the bundle.
        score: Points earned; ``None`` while any of them is open.
        remark: What staff should know of its training records.
    """

    name: str
    max_score: float
    score: float | None
    remark: str = ""


class Scored(Protocol):
    """A part with its score: of a result, or of an outcome."""

    @property
    def name(self) -> str: ...  # noqa: D102 (as in Score)
    @property
    def max_score(self) -> float: ...  # noqa: D102
    @property
    def score(self) -> float | None: ...  # noqa: D102
    @property
    def remark(self) -> str: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Outcome:
    """A result in short; the fields are those of :class:`~chainrule_grader.results.Result`."""

    submission: str
    student: str
    source: str
    content: str
    homework: str
    bundle: str
    status: Status
    reason: str = ""
    parts: tuple[Score, ...] = ()
    people: tuple[Person, ...] = ()
    submitted_at: datetime | None = None
    wall_clock: datetime | None = None
    late: bool = False


Graded = TypeVar("Graded", bound=Outcome | Result)
"""What becomes of a submission, in short or in full."""


def scores_text(parts: Sequence[Scored]) -> str:
    """Return scores as the store keeps them."""
    return json.dumps([[part.name, part.max_score, part.score, part.remark] for part in parts])


def scores_of(text: str) -> tuple[Score, ...]:
    """Return scores from the store; the same score is the same object in all of them."""
    return tuple(starmap(_score, json.loads(text)))


def people_text(people: Sequence[Person]) -> str:
    """Return who handed in as the store keeps it."""
    return json.dumps([astuple(person) for person in people]) if people else ""


def people_of(text: str) -> tuple[Person, ...]:
    """Return who handed in, from the store."""
    return tuple(Person(*entry) for entry in json.loads(text)) if text else ()


@cache
def _score(name: str, max_score: float, score: float | None, remark: str = "") -> Score:
    return Score(name, max_score, score, remark)
