"""What a homework is worth: its parts, their points, tests and rubrics.

The desk writes a :class:`Homework` into the autograder bundle as ``homework.json``; the grader and
the grade sheet read it from there. Maxima therefore never come from a student's file.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

FILE_NAME = "homework.json"
FORMAT_VERSION = 1


@dataclass(frozen=True)
class Test:
    """One test of an automatic part.

    Attributes:
        name: The test function's name, unique within its part.
        points: Points in this homework.
        hidden: Whether students never see the test.
        rule: What the test holds the answer to, in one line; shown to students.
    """

    __test__ = False  # not a pytest class

    name: str
    points: float
    hidden: bool
    rule: str


@dataclass(frozen=True)
class RubricItem:
    """One thing that a grader looks for in a written answer.

    Attributes:
        id: Short name, unique within its part.
        points: Points in this homework.
        text: What earns the points; shown to students with their feedback.
        note: How to decide doubtful cases; for graders only.
    """

    id: str
    points: float
    text: str
    note: str = ""


@dataclass(frozen=True)
class Part:
    """One gradable part of a homework: one Otter question.

    Attributes:
        name: Otter question name, unique within the homework.
        title: Heading without its number.
        label: Number in the homework, such as ``"2.3"``.
        problem: The problem of the bank that it comes from.
        points: Maximum points in this homework.
        manual: Whether people grade it by rubric.
        bonus: Whether its points come on top of the homework's total.
        tests: Tests of an automatic part, in order; empty for a manual part.
        rubric: Rubric of a manual part; empty for an automatic part.
        word_limit: Largest number of words of a written answer, if there is a limit.
    """

    name: str
    title: str
    label: str
    problem: str
    points: float
    manual: bool = False
    bonus: bool = False
    tests: tuple[Test, ...] = ()
    rubric: tuple[RubricItem, ...] = ()
    word_limit: int | None = None


@dataclass(frozen=True)
class Homework:
    """A homework as graders and sheets see it.

    Attributes:
        id: Identifier of its recipe.
        title: Title shown to students.
        parts: All parts in order.
        feedback: How much of a recognised mistake students are told; see
            :class:`chainrule_grader.mistakes.Feedback`.
    """

    id: str
    title: str
    parts: tuple[Part, ...]
    feedback: str = "mistake"

    @property
    def points(self) -> float:
        """Points without bonus."""
        return round(sum(part.points for part in self.parts if not part.bonus), 6)

    @property
    def bonus_points(self) -> float:
        """Points that come on top."""
        return round(sum(part.points for part in self.parts if part.bonus), 6)

    @property
    def automatic(self) -> tuple[Part, ...]:
        """Parts that tests grade."""
        return tuple(part for part in self.parts if not part.manual)

    @property
    def manual(self) -> tuple[Part, ...]:
        """Parts that people grade."""
        return tuple(part for part in self.parts if part.manual)

    def part(self, name: str) -> Part:
        """Return the part called ``name``.

        Raises:
            KeyError: If there is none.
        """
        for part in self.parts:
            if part.name == name:
                return part
        raise KeyError(f"homework {self.id} has no part called {name!r}")

    def to_json(self) -> str:
        """Return a stable text form: the same homework gives the same bytes."""
        document = {"format": FORMAT_VERSION, **asdict(self)}
        return json.dumps(document, indent=2, ensure_ascii=False, sort_keys=True) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Homework:
        """Read what :meth:`to_json` wrote.

        Raises:
            ValueError: If the text is not a homework of this format.
        """
        try:
            document: dict[str, Any] = json.loads(text)
            if document["format"] != FORMAT_VERSION:
                raise ValueError(
                    f"{FILE_NAME} has format {document['format']!r}, this version reads "
                    f"{FORMAT_VERSION}: build the homework again"
                )
            return cls(
                id=document["id"],
                title=document["title"],
                parts=tuple(_part(entry) for entry in document["parts"]),
                feedback=document.get("feedback", "mistake"),
            )
        except (KeyError, TypeError, json.JSONDecodeError) as error:
            raise ValueError(
                f"{FILE_NAME} is damaged ({error}): build the homework again"
            ) from error


def _part(entry: dict[str, Any]) -> Part:
    return Part(
        **{
            **entry,
            "tests": tuple(Test(**test) for test in entry["tests"]),
            "rubric": tuple(RubricItem(**item) for item in entry["rubric"]),
        }
    )
