"""The judge's side of the wire: ask one student process, believe none of its answers.

Answers are matched to requests by number and checked against a schema. Each request has a soft
limit, which the student process keeps by itself so that only the cell or call is lost, and a hard
one half a second later, after which the process is given up. Both are cut at the submission's
absolute deadline, so a flood of short calls ends when the time is up. When its limit is reached,
the student process tells first where its code stands: what hung is known even if it goes on.
"""

from __future__ import annotations

import builtins
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from chainrule_grader.forms import Requests, form_of
from chainrule_grader.protocol import (
    CannotCrossError,
    DeadlineError,
    Decoder,
    Encoder,
    Handle,
    Link,
    LinkClosedError,
    ProtocolError,
    read_handle,
)
from chainrule_grader.results import Verdict

GRACE_S: Final = 0.5

_ERRORS: Final[dict[str, type[Exception]]] = {
    kind.__name__: kind
    for kind in (
        *(AssertionError, AttributeError, NameError, NotImplementedError, RecursionError),
        *(ValueError, TypeError, IndexError, KeyError, LookupError),
        *(ZeroDivisionError, OverflowError, FloatingPointError, ArithmeticError, RuntimeError),
    )
}


_BUILTIN: Final = frozenset(
    name
    for name, kind in vars(builtins).items()
    if isinstance(kind, type) and issubclass(kind, BaseException)
)
MAX_LINE: Final = 1_000_000


class StudentError(Exception):
    """The student's code raised; a test may catch it by the type that it was raised with.

    Attributes:
        type_name: What the student's process calls its type.
        kind: The built-in exception that it is, or is derived from.
        message: What it says.
        traceback: As the student would have seen it.
        verdict: Whose fault.
        line: The line of the cell that it stopped, from 1; 0 if that is not known.
    """

    def __init__(
        self,
        type_name: str,
        message: str,
        traceback: str,
        verdict: Verdict,
        kind: str = "Exception",
        line: int = 0,
    ) -> None:
        super().__init__(message)
        self.type_name = type_name
        self.message = message
        self.traceback = traceback
        self.verdict = verdict
        self.kind = kind
        self.line = line

    def __str__(self) -> str:
        return self.message

    @property
    def in_student_code(self) -> bool:
        """Whether a line of the student's raised it, not what a test asked of an object."""
        return 'File "<cell ' in self.traceback


class StudentTimeUpError(BaseException):
    """The student's code ran too long and was stopped; its process still answers."""


class StudentGoneError(BaseException):
    """The student's process is gone or no longer makes sense.

    Not an :class:`Exception`: a test that catches those must not swallow it.
    """

    def __init__(self, verdict: Verdict, message: str) -> None:
        super().__init__(message)
        self.verdict = verdict
        self.message = message


@dataclass(frozen=True)
class Place:
    """Where a student's code stood when its time was up, as its process told.

    Attributes:
        cell: The cell that the code is from, from 1.
        line: The line in it.
        function: The function's name; ``<module>`` for code of the cell itself.
    """

    cell: int
    line: int
    function: str


@dataclass(frozen=True)
class CellOutcome:
    """What became of a cell: its error, if it raised, and its output."""

    error: StudentError | None
    output: str


class Session:
    """One student process, from its start to its end."""

    def __init__(
        self,
        link: Link,
        deadline: float,
        wrap: Callable[[Session, Handle], Any],
        unwrap: Callable[[Session, Any], Any],
        why_gone: Callable[[], tuple[Verdict, str]],
        handle_of: Callable[[Any], Handle | None] = lambda _: None,
    ) -> None:
        """Take the wire and what surrounds it.

        Args:
            link: The judge's end of the wire.
            deadline: The submission's absolute deadline.
            wrap: Turns a handle into what tests see.
            unwrap: Turns what tests see back into the wire form of a handle.
            why_gone: Asked once the process is gone: whose fault, and in what words.
            handle_of: Gives the handle of what tests see of one; ``None`` for other values.
        """
        self._link = link
        self._deadline = deadline
        self._wrap = wrap
        self._unwrap = unwrap
        self._handle_of = handle_of
        self._why_gone = why_gone
        self._number = 0
        self._until = deadline
        self._gone: StudentGoneError | None = None
        self.hung: list[list[float]] = []
        """Cells whose code hung, each with the seconds that a call into it is waited for."""
        self.requests: Requests | None = None
        """Where the forms of answers are kept, while a test runs."""
        self._paths: dict[int, str] = {}  # where an object came from, by its number
        self.stood_at: Place | None = None
        """Where the code stood that was stopped last."""

    def allow(self, seconds: float) -> None:
        """Give what follows this much time in all."""
        self._until = min(time.monotonic() + seconds, self._deadline)

    def run_cell(self, number: int, source: str) -> CellOutcome:
        """Run a cell, of this number."""
        answer = self.ask("run_cell", number, source)
        if not isinstance(answer, tuple) or len(answer) != 2 or not isinstance(answer[1], str):
            raise self._give_up(ProtocolError("a malformed answer about a cell"))
        error, output = answer
        return CellOutcome(None if error is None else self._error(error), output)

    def ask(self, op: str, *fields: Any) -> Any:
        """Make a request and return the answer's value.

        Raises:
            StudentError: If the student's code raised.
            StudentTimeUpError: If it took too long.
            StudentGoneError: If the process crashed, hangs or breaks the protocol.
            CannotCrossError: If a field has no plain form.
        """
        if self._gone is not None:
            raise self._gone
        left = self._until - time.monotonic()
        if left <= 0:
            raise StudentTimeUpError
        encoder = Encoder(lambda value: self._unwrap(self, value))
        wire = encoder.encode(list(fields))
        self._number += 1
        message = {
            **{"n": self._number, "op": op, "seconds": left},
            **{"hung": self.hung, "fields": wire},
        }
        hard = min(self._until + GRACE_S, self._deadline + GRACE_S / 2)
        try:
            self._link.send(message, encoder.bulk, hard)
            reply, bulk = self._link.receive(hard)
            if isinstance(reply, dict) and reply.keys() == {"n", "where"}:
                self.stood_at = _place(reply["where"])
                hard = min(hard, time.monotonic() + GRACE_S)  # it is being stopped
                reply, bulk = self._link.receive(hard)
            value = self._value(reply, bulk)
            if self.requests is not None:
                self._note(op, fields, value)
            return value
        except (ProtocolError, DeadlineError, LinkClosedError) as error:
            raise self._give_up(error) from None

    def _note(self, op: str, fields: Sequence[Any], value: Any) -> None:
        """Keep in which form each thing came that a test asked for."""
        assert self.requests is not None
        if op == "look_up" and isinstance(value, list):
            found = list(zip(fields[0], value, strict=False))
        else:
            path = self._path(op, fields)
            if (
                op == "probe"
                and fields[0] == "call_observed"
                and isinstance(value, tuple)
                and value
            ):
                value = value[0]
            found = [(path, value)] if path else []
        for path, one in found:
            handle = self._handle_of(one)
            if handle is not None:
                self._paths[handle.number] = path
            self.requests.note(path, form_of(one, self._handle_of))

    def _path(self, op: str, fields: Sequence[Any]) -> str:
        of = fields[1][0] if op == "probe" and fields[1] else fields[0] if fields else None
        handle = self._handle_of(of)
        origin = self._paths.get(handle.number, "") if handle is not None else ""
        if not origin:
            return ""
        if op in ("call", "probe"):
            return f"{origin}()"
        if op == "get_attribute":
            return f"{origin}.{fields[1]}"
        return f"{origin}[]" if op in ("get_item", "step") else origin if op == "iterate" else ""

    def _value(self, reply: Any, bulk: bytearray) -> Any:
        if not isinstance(reply, dict) or reply.get("n") != self._number:
            raise ProtocolError("an answer to another question")
        if reply.keys() == {"n", "value"}:
            return Decoder(bulk, self._read_handle).decode(reply["value"])
        if reply.keys() == {"n", "raised"}:
            raise self._raised(reply["raised"])
        raise ProtocolError("neither a value nor an error")

    def _read_handle(self, fields: list[Any]) -> Any:
        return self._wrap(self, read_handle(fields))

    def _raised(self, raised: Any) -> BaseException:
        if isinstance(raised, dict) and raised.get("verdict") == "timeout":
            return StudentTimeUpError()
        return self._error(raised)

    def _error(self, raised: Any) -> StudentError:
        if not isinstance(raised, dict):
            raise ProtocolError("a malformed error")
        texts = [raised.get(key) for key in ("type", "message", "traceback", "verdict")]
        bases = raised.get("bases")
        if not all(isinstance(text, str) for text in texts) or not isinstance(bases, list):
            raise ProtocolError("a malformed error")
        type_name, message, traceback, verdict = (str(text)[:4_000] for text in texts)
        kind = next((base for base in bases if isinstance(base, str) and base in _ERRORS), "")
        if verdict == "uncrossable":
            message = traceback = f"The answer cannot be looked at: {message}"
        fault = Verdict.MEMORY if verdict == "memory" else Verdict.ERROR
        line = raised.get("line", 0)
        named = [base for base in bases if isinstance(base, str) and base in _BUILTIN]
        return _error_class(kind)(
            type_name[:100],
            message,
            traceback,
            fault,
            named[0] if named else "Exception",
            line if type(line) is int and 0 < line < MAX_LINE else 0,
        )

    def _give_up(self, error: Exception) -> StudentGoneError:
        if isinstance(error, ProtocolError):
            message = f"Your code disturbed the grader's connection to it ({error})."
            self._gone = StudentGoneError(Verdict.ERROR, message)
        elif isinstance(error, DeadlineError):
            self._gone = StudentGoneError(Verdict.TIMEOUT, "It ran too long and did not stop.")
        else:
            self._gone = StudentGoneError(*self._why_gone())
        self._link.close()
        return self._gone


def _place(where: Any) -> Place | None:
    """Return what a student process tells of a place.

    Raises:
        ProtocolError: If it is malformed.
    """
    if not isinstance(where, list) or len(where) != 3:
        raise ProtocolError("a malformed place")
    cell, line, function = where
    if type(cell) is not int or type(line) is not int or not isinstance(function, str):
        raise ProtocolError("a malformed place")
    if not (0 < cell < MAX_LINE and 0 < line < MAX_LINE):
        return None
    return Place(cell, line, function if function.isidentifier() else "")


def _error_class(base: str) -> type[StudentError]:
    if base not in _classes:
        bases = (StudentError, _ERRORS[base]) if base else (StudentError,)
        _classes[base] = type(f"Student{base or 'Exception'}", bases, {})
    return _classes[base]


_classes: Final[dict[str, type[StudentError]]] = {}

__all__ = [
    "CannotCrossError",
    "CellOutcome",
    "Place",
    "Session",
    "StudentError",
    "StudentGoneError",
    "StudentTimeUpError",
]
