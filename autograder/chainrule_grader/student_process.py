"""The student's side of the wire: run cells, answer calls.

This runs after confinement, in the same process as the student's code, so nothing here protects
anything: whatever it is told, the student's code may learn, and whatever it says, the student's
code may have said. It holds no test, no reference and no score. What it owes the student is
fairness: cells run as in a notebook, one cell's endless loop or missing memory costs that cell
only, and the reason is kept for feedback.
"""

from __future__ import annotations

import builtins
import io
import operator
import os
import random
import signal
import socket
import sys
import tempfile
import time
import traceback
import types
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any, Final

import numpy as np
import torch

from chainrule import probes
from chainrule_grader import protocol, shell
from chainrule_grader.protocol import ABSENT, CannotCrossError, Decoder, Encoder, Link

MAX_OUTPUT: Final = 20_000  # characters kept of one cell
MAX_TRACEBACK: Final = 3_000
MAX_NAME: Final = 100
FIRST_SEED: Final = 0

_FUNCTIONS: Final = (
    types.FunctionType,
    types.BuiltinFunctionType,
    types.MethodType,
    types.MethodWrapperType,
    partial,
)
_OPERATORS: Final = {
    name: getattr(operator, name)
    for name in (
        *("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul"),
        *("neg", "pos", "abs"),
    )
}


class TimeUpError(BaseException):
    """Raised inside a student's code when its time is up."""


class Output(io.TextIOBase):
    """Standard output that keeps the beginning and counts the rest."""

    def __init__(self) -> None:
        super().__init__()
        self._kept: list[str] = []
        self._left = MAX_OUTPUT

    def write(self, text: str) -> int:
        """Keep as much of ``text`` as there is room for."""
        if self._left > 0:
            kept = str(text)[: self._left]
            self._left -= len(kept)
            self._kept.append(kept)
        return len(text)

    def writable(self) -> bool:
        """Tell that this can be written to."""
        return True

    def take(self) -> str:
        """Return what was kept and start anew."""
        text = "".join(self._kept)
        if self._left <= 0:
            text += "\n[output cut here]"
        self._kept, self._left = [], MAX_OUTPUT
        return text


def pretend_otter() -> None:
    """Offer an ``otter`` whose checks do nothing: the judge tests, and not in this process."""
    module = types.ModuleType("otter", "Stands in for Otter while grading.")
    module.Notebook = _Notebook  # type: ignore[attr-defined]
    module.__version__ = "7.0.0"  # type: ignore[attr-defined]
    sys.modules["otter"] = module


class _Notebook:
    def __init__(self, *_: Any, **__: Any) -> None: ...

    def _nothing(self, *_: Any, **__: Any) -> None: ...

    check = check_all = export = to_pdf = run_plugin = add_plugin_files = _nothing


class Server:
    """Answer the judge's requests, one at a time, until it closes the wire."""

    def __init__(self, end: socket.socket, shell: Any) -> None:
        self._link = Link(end)
        self._shell = shell
        self._objects: list[Any] = []
        self._numbers: dict[int, int] = {}
        self._armed = False
        self._until = 0.0
        self._hung: dict[str, float] = {}
        self._waited: dict[types.FrameType, float] = {}
        self._number = 0
        self._output = Output()
        self._seed: int | None = None

    def serve(self) -> None:
        """Answer until the wire closes."""
        signal.signal(signal.SIGALRM, self._on_alarm)
        os.register_at_fork(after_in_child=self._link.close)  # two answers would be one too many
        sys.stdout = sys.stderr = self._output
        sys.__stdout__ = sys.__stderr__ = self._output  # type: ignore[assignment, misc]
        random.seed(FIRST_SEED)
        np.random.seed(FIRST_SEED)
        torch.manual_seed(FIRST_SEED)
        builtins.input = shell.refuse_input
        sys.path.insert(0, "")
        with suppress(OSError):
            shell.offer_installers(Path(tempfile.mkdtemp(prefix=".offline-")))
        while True:
            try:
                message, bulk = self._link.receive(None)
            except protocol.LinkClosedError:
                return
            self._number = message["n"]
            self._hung = {shell.CELL.format(cell): after for cell, after in message["hung"]}
            reply, bulk = self._answer(message, bulk)
            self._link.send({"n": message["n"], **reply}, bulk, None)

    def _answer(self, message: dict[str, Any], bulk: bytearray) -> tuple[dict[str, Any], bytearray]:
        request = _REQUESTS[message["op"]]
        encoder = Encoder(self._to_handle)
        fields = Decoder(bulk, self._from_handle).decode(message["fields"])
        outcome = self._guard(message["seconds"], lambda: encoder.encode(request(self, *fields)))
        if message["op"] != "run_cell":
            self._output.take()
        return outcome, encoder.bulk if "value" in outcome else bytearray()

    def _guard(self, seconds: float, work: Callable[[], Any]) -> dict[str, Any]:
        """Run ``work`` with a time limit and turn whatever it raises into data."""
        try:
            try:
                self._armed = True
                self._until = time.monotonic() + seconds
                self._set_alarm()
                try:
                    return {"value": work()}
                except BaseException as error:
                    return {"raised": _describe(error)}
            finally:
                # From here on an alarm does nothing: it cannot cut a message in two.
                self._armed = False
                signal.setitimer(signal.ITIMER_REAL, 0)
                self._waited.clear()
        except BaseException as error:
            # The alarm came between the two ``try``, or describing the error failed.
            return {"raised": _brief(error)}

    def _set_alarm(self) -> None:
        left = max(self._until - time.monotonic(), 0.001)
        soon = min(self._hung.values(), default=left) / 4
        signal.setitimer(signal.ITIMER_REAL, max(min(left, soon), 0.001) if self._hung else left)

    def _on_alarm(self, _: int, frame: types.FrameType | None) -> None:
        if not self._armed:
            return
        if time.monotonic() < self._until and not self._hangs_again(frame):
            self._set_alarm()
            return
        self._armed = False
        # Said at once: code that catches everything is ended with its process.
        self._link.send({"n": self._number, "where": _place(frame)}, bytearray(), None)
        raise TimeUpError("the time for it was up")

    def _hangs_again(self, frame: types.FrameType | None) -> bool:
        """Tell whether one call into a cell that hung before has lasted too long already."""
        now = time.monotonic()
        running: dict[types.FrameType, float] = {}
        while frame is not None:
            if frame.f_code.co_filename in self._hung:
                running[frame] = self._waited.get(frame, now)
            frame = frame.f_back
        self._waited = running
        return any(
            now - since >= self._hung[call.f_code.co_filename] for call, since in running.items()
        )

    # --- requests --------------------------------------------------------------------------------

    def put_files(self, files: dict[str, bytes]) -> None:
        """Write what lies beside the notebook into the working folder."""
        for name, data in files.items():
            path = Path(*PurePosixPath(name).parts)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)

    def set_seed(self, seed: int | None) -> None:
        """Seed numpy and random before each cell from now on, as Otter does where told to."""
        self._seed = seed

    def run_cell(self, number: int, source: str) -> Any:
        """Run a cell and return its error, if any, and its output."""
        self._shell.compile.cell = number
        if self._seed is not None and not source.startswith("%%"):
            np.random.seed(self._seed)
            random.seed(self._seed)
        result = self._shell.run_cell(source, store_history=False)
        error = result.error_before_exec or result.error_in_exec
        pyplot = sys.modules.get("matplotlib.pyplot")
        if pyplot is not None:
            pyplot.close("all")
        if isinstance(error, TimeUpError):
            raise error
        told = None if error is None else {**_describe(error), "line": _line(error, number)}
        return told, self._output.take()

    def look_up(self, names: list[str]) -> list[Any]:
        """Return what the notebook calls by these names."""
        return [self._shell.user_ns.get(name, ABSENT) for name in names]

    def call(self, target: Any, args: list[Any], kwargs: dict[str, Any]) -> Any:
        """Call an object."""
        return target(*args, **kwargs)

    def get_attribute(self, target: Any, name: str) -> Any:
        """Read an attribute."""
        return getattr(target, name)

    def set_attribute(self, target: Any, name: str, value: Any) -> None:
        """Set an attribute."""
        setattr(target, name, value)

    def get_item(self, target: Any, key: Any) -> Any:
        """Read an item."""
        return target[key]

    def set_item(self, target: Any, key: Any, value: Any) -> None:
        """Set an item."""
        target[key] = value

    def length(self, target: Any) -> int:
        """Return the number of items."""
        return len(target)

    def iterate(self, target: Any) -> Any:
        """Return an iterator."""
        return _Iterator(iter(target))

    def step(self, iterator: _Iterator) -> list[Any]:
        """Return the next item in a list, or an empty list at the end."""
        return iterator.step()

    def operate(self, name: str, operands: list[Any]) -> Any:
        """Apply an arithmetic operator."""
        return _OPERATORS[name](*operands)

    def probe(self, name: str, args: list[Any], kwargs: dict[str, Any]) -> Any:
        """Run one of the kit's probes."""
        return probes.PROBES[name](*args, **kwargs)

    # --- objects that stay here ------------------------------------------------------------------

    def _to_handle(self, value: Any) -> Any:
        number = self._numbers.get(id(value))
        if number is None:
            number = len(self._objects)
            self._objects.append(value)
            self._numbers[id(value)] = number
        kind = "class" if isinstance(value, type) else "object"
        if isinstance(value, _FUNCTIONS):
            kind = "function"
        own = type(value)
        powers = [
            power
            for power, method in (
                ("call", "__call__"),
                ("len", "__len__"),
                ("iter", "__iter__"),
                ("index", "__getitem__"),
            )
            if any(method in vars(base) for base in own.__mro__)
        ]
        name = getattr(value, "__name__", "")
        shown = name if isinstance(name, str) else ""
        return ["handle", number, kind, own.__name__[:MAX_NAME], shown[:MAX_NAME], powers]

    def _from_handle(self, fields: list[Any]) -> Any:
        (number,) = fields
        return self._objects[number]


class _Iterator:
    """An iterator of the student's, kept out of reach of the encoder's container types."""

    def __init__(self, iterator: Any) -> None:
        self._iterator = iterator

    def __iter__(self) -> _Iterator:
        return self

    def step(self) -> list[Any]:
        for item in self._iterator:
            return [item]
        return []


_REQUESTS: Final[dict[str, Callable[..., Any]]] = {
    name: getattr(Server, name)
    for name in (
        *("put_files", "set_seed", "run_cell", "look_up", "call", "probe"),
        *("get_attribute", "set_attribute", "get_item", "set_item"),
        *("length", "iterate", "step", "operate"),
    )
}


def _describe(error: BaseException) -> dict[str, Any]:
    """Return an exception as data: what it is, what it says, where the student raised it."""
    lines = traceback.TracebackException(
        type(error), error, _in_student_code(error), limit=-6, compact=True
    ).format()
    text = "".join(lines)
    if len(text) > MAX_TRACEBACK:
        text = "[...]\n" + text[-MAX_TRACEBACK:]
    return {
        "verdict": _verdict(error),
        "type": type(error).__name__[:MAX_NAME],
        "bases": [
            base.__name__ for base in type(error).__mro__ if base.__module__ == builtins.__name__
        ],
        "message": str(error)[:MAX_TRACEBACK],
        "traceback": text,
    }


def _place(frame: types.FrameType | None) -> list[Any]:
    """Return the innermost step in a student's cell: cell, line, function; zeros elsewhere."""
    while frame is not None:
        cell = _cell_of(frame.f_code.co_filename)
        if cell:
            return [cell, frame.f_lineno or 0, frame.f_code.co_name[:MAX_NAME]]
        frame = frame.f_back
    return [0, 0, ""]


def _line(error: BaseException, cell: int) -> int:
    """Return the line of a cell at which an error stopped it; 0 if that is not known."""
    if isinstance(error, SyntaxError) and _cell_of(str(error.filename)) == cell:
        return error.lineno or 0
    step = error.__traceback__
    while step is not None:
        if _cell_of(step.tb_frame.f_code.co_filename) == cell:
            return step.tb_lineno
        step = step.tb_next
    return 0


def _cell_of(filename: str) -> int:
    number = filename.removeprefix("<cell ").removesuffix(">")
    return int(number) if filename.startswith("<cell ") and number.isdecimal() else 0


def _brief(error: BaseException) -> dict[str, Any]:
    name = type(error).__name__[:MAX_NAME]
    verdict = _verdict(error)
    return {"verdict": verdict, "type": name, "bases": [], "message": "", "traceback": name}


def _in_student_code(error: BaseException) -> types.TracebackType | None:
    """Return the traceback without the frames of the grader and of IPython before the cell."""
    step = error.__traceback__
    while step is not None:
        name = step.tb_frame.f_code.co_filename
        if "chainrule_grader" not in name and "IPython" not in name:
            return step
        step = step.tb_next
    return None


def _verdict(error: BaseException) -> str:
    if isinstance(error, TimeUpError):
        return "timeout"
    starved = isinstance(error, MemoryError) or (
        isinstance(error, RuntimeError | OSError) and "allocate memory" in str(error)
    )
    if starved:
        return "memory"
    if isinstance(error, CannotCrossError):
        return "uncrossable"
    return "error"
