"""What a judge is given and what it says: a job, what became of its tests and of its cells."""

from __future__ import annotations

import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, NoReturn

from chainrule_grader import forms, mistakes, proxies
from chainrule_grader.causes import Cause
from chainrule_grader.fingerprint import Fingerprint
from chainrule_grader.homework import Test
from chainrule_grader.protocol import ABSENT
from chainrule_grader.results import Verdict
from chainrule_grader.session import Session


@dataclass(frozen=True)
class Job:
    """One submission to examine; ``parts`` are those to test.

    ``keep_forms`` is set for the staff's own answers, which show the forms of what is right.
    """

    cells: list[dict[str, Any]]
    parts: list[str]
    files: dict[str, bytes]
    wall_s: float
    cell_s: float
    test_s: float
    memory_mib: int
    keep_forms: bool = False


@dataclass(frozen=True)
class Judged:
    """What became of one test; for a wrong value, what it was and how it relates to the right."""

    verdict: Verdict
    message: str = ""
    wall_s: float = 0.0
    fingerprint: Fingerprint | None = None
    relation: str = ""
    cause: str = ""
    forms: forms.Given = ()


@dataclass
class CellReport:
    """What became of one cell, for feedback."""

    cell: int
    verdict: str
    message: str = ""
    output: str = ""
    cause: str = ""


class JudgeBusyError(BaseException):
    """A test computes without end on what the student's code gave back."""


class NotebookNames(Mapping[str, Any]):
    """The notebook's names, for tests that ask for Otter's ``env``."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def __getitem__(self, name: str) -> Any:
        (value,) = self._session.ask("look_up", [name])
        if value is ABSENT:
            raise KeyError(name)
        return value

    def __iter__(self) -> NoReturn:
        raise proxies.RefusedError("a test may look names up in `env`, not list them")

    def __len__(self) -> NoReturn:
        raise proxies.RefusedError("a test may look names up in `env`, not count them")


@contextmanager
def held_to(seconds: float) -> Iterator[None]:
    """Interrupt a test that computes for so long by itself; waiting for the student's does not."""
    signal.setitimer(signal.ITIMER_VIRTUAL, max(seconds, 0.001))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def judge_is_busy(*_: Any) -> NoReturn:
    """Interrupt a test; the handler of the signal that :func:`held_to` sets."""
    raise JudgeBusyError


def parameters(function: Any) -> list[str]:
    """Return the names of a test's parameters, in order."""
    code = function.__code__
    return list(code.co_varnames[: code.co_argcount + code.co_kwonlyargcount])


def names_asked(function: Any) -> list[str]:
    """Return the names that a test takes from the notebook."""
    return [name for name in parameters(function) if name != "env"]


def refused(error: AssertionError, test: Test, arguments: Mapping[str, Any]) -> Judged:
    """Return what a check says of a value; what else can be told of the value is a bonus."""
    message = _words(error) or test.rule
    fingerprint, relation = None, ""
    with suppress(Exception):
        fingerprint = Fingerprint.of(error)
    with suppress(Exception):
        relation = mistakes.relation(error) if _computes(arguments) else ""
    unanswered = "not answered yet" in message
    verdict = Verdict.MISSING if unanswered else Verdict.WRONG
    return Judged(verdict, message, fingerprint=fingerprint, relation=relation)


def in_words(error: Exception) -> str:
    """Return the kind and the words of an exception."""
    return f"{type(error).__name__}: {_words(error)}"


def _words(error: Exception) -> str:
    """Return what an exception says; one that holds a student's values may not be able to."""
    try:
        return str(error)
    except Exception as second:
        return f"(its words cannot be told: {type(second).__name__})"


def _computes(arguments: Mapping[str, Any]) -> bool:
    """Tell whether the answer is code; of one that is a value, a relation tells the right value."""
    return any(isinstance(value, proxies.StudentObject) for value in arguments.values())


def of_a_cell(cause: Cause) -> str:
    """Return a cause that is a cell's; empty where a name was never given."""
    return "" if cause.sentence.startswith("You have not defined") else cause.sentence


def lower(sentence: str) -> str:
    """Return a sentence that goes on after a colon."""
    return sentence[:1].lower() + sentence[1:]
