"""In which form an answer gives what a test asks for: the form decides whose fault a refusal is.

A test may compare plain values only; what a student's object is asked beyond that is refused. The
build records the form that the model answer, and every other answer known to be right, gives to
each request of each test. Where grading meets a refusal and all forms are among these, the test is
at fault: that shows when the homework is built. Where a form is another one, the answer is wrong:
"expected an array, found a generator". Nobody can choose to be judged as our failure.

A request is known by where its object comes from: ``Linear().forward()`` is what the method gave
that was read from what the class ``Linear`` gave.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from numbers import Number
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from chainrule_grader.protocol import Handle

FILE_NAME: Final = "forms.json"
FORMAT_VERSION: Final = 1
MAX_REQUESTS: Final = 5_000  # of one test
MAX_TIMES: Final = 20  # of the same request; what comes later counts with the last
MAX_PATH: Final = 120

Given = tuple[tuple[str, tuple[str, ...]], ...]
"""What one test was given: each request with its forms, in order of time."""

Known = Mapping[str, Mapping[str, Mapping[str, Sequence[Sequence[str]]]]]
"""Forms of right answers by part, test and request, and by how often it was made before."""

# By name: who opens a bundle need not import torch.
_NAMED: Final = {
    **{"bool": "True or False", "bool_": "True or False", "ndarray": "an array"},
    **{"Tensor": "a tensor", "str": "a text", "str_": "a text", "bytes": "bytes"},
    **{"range": "a range", "slice": "a slice", "Absent": "nothing of this name"},
}
_ORDINARY: Final = frozenset(
    (
        *("generator", "map", "filter", "zip", "enumerate", "reversed", "dict_keys", "dict_values"),
        *("dict_items", "Series", "DataFrame", "module", "coroutine", "Decimal", "deque"),
    )
)


def form_of(value: Any, handle_of: Any) -> str:
    """Return the form of a value in words; one that holds objects is of another form.

    Args:
        value: What a student's process gave.
        handle_of: Gives the handle of an object that stayed there, and ``None`` of other values.
    """
    if value is None:
        return "None"
    handle = handle_of(value)
    if handle is not None:
        return _object(handle)
    if isinstance(value, list | tuple | set | frozenset | dict):
        return _container(value, handle_of)
    name = type(value).__name__
    if name in _NAMED:
        return _NAMED[name]
    return "a number" if isinstance(value, Number) else f"a {name}"


def _container(value: Any, handle_of: Any) -> str:
    words = f"a {type(value).__name__}"
    waiting: list[Any] = [value]
    while waiting:
        inner = waiting.pop()
        if isinstance(inner, dict):
            waiting += [*inner.keys(), *inner.values()]
        elif isinstance(inner, list | tuple | set | frozenset):
            waiting += inner
        elif (handle := handle_of(inner)) is not None:
            return f"{words} that holds {_object(handle)}"
    return words


def _object(handle: Handle) -> str:
    if handle.kind == "class":
        return "a class"
    if handle.kind == "function" or "call" in handle.powers:
        return "a function"
    shown = handle.type_name if handle.type_name.isidentifier() else "object"
    return f"a {shown}" if shown in _ORDINARY else "an object"


class Requests:
    """What one test asked of a student's process, and the forms that came back."""

    def __init__(self) -> None:
        self._made: list[tuple[str, str]] = []

    def note(self, path: str, form: str) -> None:
        """Keep one request."""
        if len(self._made) < MAX_REQUESTS:
            self._made.append((path[:MAX_PATH], form))

    def given(self) -> Given:
        """Return the forms by request, as far as they are kept."""
        found: dict[str, list[str]] = defaultdict(list)
        for path, form in self._made:
            times = found[path]
            if len(times) < MAX_TIMES:
                times.append(form)
            elif form not in times:
                times[-1] = form
        return tuple((path, tuple(times)) for path, times in found.items())

    def other(self, known: Mapping[str, Sequence[Sequence[str]]]) -> str:
        """Return the first form that no right answer gives, in a sentence; empty if there is none.

        A request that no right answer was asked follows from an earlier answer: it tells nothing.
        """
        times: dict[str, int] = defaultdict(int)
        for path, form in self._made:
            allowed = known.get(path)
            if allowed:
                right = allowed[min(times[path], len(allowed) - 1)]
                if form not in right:
                    return f"`{path}`: expected {' or '.join(right)}, found {form}."
            times[path] += 1
        return ""


def merged(answers: Iterable[Given]) -> dict[str, list[list[str]]]:
    """Return what right answers to one test gave, together."""
    known: dict[str, list[list[str]]] = {}
    for given in answers:
        for path, forms in given:
            times = known.setdefault(path, [])
            for number, form in enumerate(forms):
                if number == len(times):
                    times.append([])
                if form not in times[number]:
                    times[number].append(form)
    for times in known.values():
        while len(times) > 1 and times[-1] == times[-2]:
            times.pop()  # what comes later counts with the last
    return known


def to_json(known: Known) -> str:
    """Return a stable text form."""
    document = {"format": FORMAT_VERSION, "parts": known}
    return json.dumps(document, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def from_json(text: str) -> Known:
    """Read what :func:`to_json` wrote.

    Raises:
        ValueError: If the text is not of this format.
    """
    try:
        document: dict[str, Any] = json.loads(text)
        if document["format"] != FORMAT_VERSION:
            raise ValueError(f"{FILE_NAME} was written by another version: build again")
        known: Known = document["parts"]
        for tests in known.values():
            for paths in tests.values():
                if not all(isinstance(forms, list) for forms in paths.values()):
                    raise TypeError("forms are no lists")
    except (KeyError, TypeError, AttributeError, json.JSONDecodeError) as error:
        raise ValueError(f"{FILE_NAME} is damaged ({error}): build again") from error
    return known
