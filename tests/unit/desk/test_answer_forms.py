"""An answer that is a number, a word or some numbers may be written in any form that says the same.

The model answer to every such part of the bank is written anew in other forms, and all tests of the
part pass. Then one thing of it is missing, of another kind or of another shape: no test crashes,
and one of them says what it looked at and what it found.
"""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import cache, wraps
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np
import pytest
import torch
from matplotlib import pyplot as plt

from chainrule import settings
from chainrule_desk.authoring.bank import PartSource, Problem, Role
from chainrule_desk.authoring.problem_file import read_problem

matplotlib.use("agg")

pytestmark = pytest.mark.slow

QUESTIONS = Path(__file__).parents[3] / "assignment" / "questions"
Namespace = dict[str, Any]


def run(cells: list[str], namespace: Namespace) -> None:
    for source in cells:
        exec(compile(source, "<cell>", "exec"), namespace)


def code(part: PartSource, role: Role) -> list[str]:
    return [cell.source for r, cell in part.cells if r is role and cell.kind == "code"]


def named(test: str) -> list[str]:
    """Return the names from the notebook that a test looks at."""
    (function,) = ast.parse(test).body
    assert isinstance(function, ast.FunctionDef)
    return [argument.arg for argument in function.args.args]


def problems() -> Iterator[tuple[Problem, PartSource, list[str], list[str]]]:
    """Yield every automatic part, with the values and the functions that answer it."""
    for path in sorted(QUESTIONS.glob("*.py")):
        problem = read_problem(path)
        for part in problem.parts:
            if part.manual:
                continue
            (answer,) = code(part, Role.SOLUTION)
            nodes = ast.parse(answer).body
            assigned = {
                target.id
                for node in nodes
                if isinstance(node, ast.Assign)
                for target in node.targets
                if isinstance(target, ast.Name)
            }
            functions = {node.name for node in nodes if isinstance(node, ast.FunctionDef)}
            looked_at = {name for test in part.tests for name in named(test.source)}
            yield problem, part, sorted(assigned & looked_at), sorted(functions & looked_at)


BANK = {
    part.name: (problem, part, names, functions) for problem, part, names, functions in problems()
}
PARTS = [name for name, (problem, _, names, _) in BANK.items() if names and not problem.hands_in]
WITH_FUNCTIONS = [
    name
    for name, (problem, _, _, functions) in BANK.items()
    if functions and not problem.builds_on and not problem.hands_in
]
FAULTS_OF_NUMBERS = ("python objects", "complex numbers", "not a number")


@pytest.fixture(autouse=True)
def _grading(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Train for as few epochs as the grader does, and save what is trained out of the way."""
    monkeypatch.setenv(settings.GRADING_VARIABLE, "1")
    monkeypatch.chdir(tmp_path)
    yield
    plt.close("all")


@cache
def answered(name: str) -> Namespace:
    """Return a notebook that is answered as its author does, up to a part."""
    problem, part, *_ = BANK[name]
    namespace: Namespace = {"__name__": "notebook"}
    run([cell.source for cell in problem.introduction if cell.kind == "code"], namespace)
    for earlier in problem.parts[: problem.parts.index(part)]:
        run([cell.source for _, cell in earlier.cells if cell.kind == "code"], namespace)
        run([cell.source for cell in earlier.given if cell.kind == "code"], namespace)
    run([*code(part, Role.PROMPT), *code(part, Role.SOLUTION)], namespace)
    return namespace


def complaints(name: str, namespace: Mapping[str, Any]) -> list[str]:
    """Run the part's tests and return what they say against the answer."""
    found = []
    for test in BANK[name][1].tests:
        environment: Namespace = {}
        run([test.source], environment)
        try:
            environment[test.name](*(namespace.get(argument) for argument in named(test.source)))
        except AssertionError as error:
            found.append(str(error))
    return found


def shown(name: str, namespace: Namespace) -> None:
    """Run what draws the answer, in its own cell and in those after it."""
    part = BANK[name][1]
    (answer,) = code(part, Role.SOLUTION)
    calls = [node for node in ast.parse(answer).body if isinstance(node, ast.Expr)]
    given = [cell.source for cell in part.given if cell.kind == "code"]
    run([*map(ast.unparse, calls), *given], namespace)


Rewrite = Callable[[Any], Any]


def rewritten(answer: Any, array: Rewrite, number: Rewrite, word: Rewrite) -> Any:
    """Return an answer with its arrays, numbers and words written in another form."""
    if isinstance(answer, str | bool):
        return word(answer)
    if isinstance(answer, dict):
        return {key: rewritten(entry, array, number, word) for key, entry in answer.items()}
    try:
        plain = np.asarray(answer, dtype=float)
    except ValueError:  # rows of different lengths: layers of a network
        return [rewritten(entry, array, number, word) for entry in answer]
    return number(plain.item()) if plain.ndim == 0 else array(plain)


def each(number: Rewrite, kind: Callable[[Any], Any] = list) -> Rewrite:
    """Return what writes every entry of an array by itself."""
    return lambda plain: kind(
        number(entry.item()) if np.ndim(entry) == 0 else each(number, kind)(entry)
        for entry in plain
    )


def same(value: Any) -> Any:
    return value


def parameter(value: Any) -> Any:
    return torch.nn.Parameter(torch.tensor(value, dtype=torch.float64))


def tensor(value: Any) -> Any:
    return torch.tensor(value, dtype=torch.float64)


def whole(value: float) -> int | float:
    return int(value) if value == int(value) else value


FORMS: dict[str, tuple[Rewrite, Rewrite, Rewrite]] = {
    "lists of whole numbers": (each(whole), whole, same),
    "tuples of floats": (each(float, tuple), float, str.upper),
    "fractions": (each(Fraction), Fraction, lambda word: f" {word.replace(' ', '-')} "),
    "numpy scalars": (each(np.float64), np.float64, same),
    "scalars in float32": (each(np.float32), np.float32, same),
    "arrays": (np.array, np.array, same),
    "arrays in float32": (np.float32, lambda value: np.array([value], dtype="f4"), same),
    "tensors": (tensor, tensor, same),
    "tensors in float32": (torch.Tensor, lambda value: torch.Tensor([value]), same),
    "parameters": (parameter, parameter, same),
    "lists of parameters": (each(parameter), parameter, same),
    "yes and no as booleans": (
        np.array,
        lambda value: [value],
        lambda word: {"yes": True, "no": False}.get(word, word),
    ),
}
NAN, INFINITE = float("nan"), float("inf")


def first(value: float) -> Rewrite:
    """Return what puts a number in the first place of an array."""

    def write(plain: Any) -> Any:
        written = plain.copy()
        written.flat[:1] = value
        return written

    return write


def to(value: Any) -> tuple[Rewrite, Rewrite, Rewrite]:
    return (lambda _: value, lambda _: value, lambda _: value)


BROKEN: dict[str, tuple[Rewrite, Rewrite, Rewrite]] = {
    "a text": to("what is this?"),
    "a gap": to(...),
    "nothing": to(None),
    "a list with a gap": (
        lambda plain: [*plain.tolist()[:-1], ...],
        lambda _: [...],
        lambda _: ...,
    ),
    "an empty list": to([]),
    "a row too many": (lambda plain: [*plain.tolist(), plain.tolist()[0]], lambda v: [v, v], list),
    "another dimension": (lambda plain: plain[None], lambda v: [[v], [v]], lambda word: [word]),
    "rows of different lengths": to([[1.0, 2.0], [3.0]]),
    "python objects": (
        lambda plain: np.array(plain, dtype=object),
        lambda value: np.array([value, None], dtype=object),
        lambda word: np.array([word, None], dtype=object),
    ),
    "complex numbers": (lambda plain: plain + 1j, lambda v: v + 1j, lambda _: 1j),
    "complex scalars": (each(np.complex64), np.complex64, lambda _: np.complex64(1)),
    "not a number": (first(NAN), lambda _: NAN, lambda _: NAN),
    "infinite": (first(INFINITE), lambda _: INFINITE, lambda _: INFINITE),
    "a tensor that is not a number": (
        lambda plain: tensor(first(NAN)(plain).tolist()),
        lambda _: torch.tensor(NAN, requires_grad=True),
        lambda _: torch.tensor(NAN),
    ),
    "a function": to(len),
    "a dictionary": to({"a": 1}),
}
SAYS = re.compile(
    r"not answered yet|found|not finite|not defined|cannot have|should|has \d+ neurons"
)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("part", PARTS)
def test_every_form_of_a_right_answer_is_right(part: str, form: str) -> None:
    """Whatever kind of numbers it is made of, it gets all points, and can be drawn."""
    namespace = copy.copy(answered(part))
    for name in BANK[part][2]:
        namespace[name] = rewritten(namespace[name], *FORMS[form])
    assert complaints(part, namespace) == []
    shown(part, namespace)


@pytest.mark.parametrize("fault", [*BROKEN, "not there"])
@pytest.mark.parametrize("part", PARTS)
def test_what_is_no_answer_is_told_in_a_sentence(part: str, fault: str) -> None:
    """Each thing that is asked for is spoilt by itself; a test says so, and none crashes."""
    right = answered(part)
    for name in BANK[part][2]:
        namespace = copy.copy(right)
        if fault == "not there":
            del namespace[name]
        else:
            namespace[name] = rewritten(right[name], *BROKEN[fault])
        said = complaints(part, namespace)
        assert said, f"{name} = {namespace.get(name)!r} is taken for an answer"
        for sentence in said:
            assert SAYS.search(sentence), sentence
        if fault in ("not there", "nothing", "a gap", "a list with a gap"):
            assert any(re.search("not answered yet|not defined", sentence) for sentence in said)


def returning(function: Callable[..., Any], write: Callable[[Any], Any]) -> Callable[..., Any]:
    """Return a function that gives what another one gives, written anew."""

    @wraps(function)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        return write(function(*args, **kwargs))

    return wrapped


@pytest.mark.parametrize(
    "fault", ["a text", "a gap", "nothing", "an empty list", *FAULTS_OF_NUMBERS]
)
@pytest.mark.parametrize("part", WITH_FUNCTIONS)
def test_what_a_function_should_not_return_is_told_in_a_sentence(part: str, fault: str) -> None:
    """Whatever comes back in place of the answer, a test says so, and none crashes."""
    for name in BANK[part][3]:
        namespace = copy.copy(answered(part))
        namespace[name] = returning(namespace[name], lambda value: rewritten(value, *BROKEN[fault]))
        said = complaints(part, namespace)
        assert said, name
        for sentence in said:
            assert SAYS.search(sentence), sentence


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("part", ["box_network", "approximate"])
def test_every_form_of_weights_that_a_function_returns_is_right(part: str, form: str) -> None:
    """Weights are judged by what they compute, and nobody asked for one kind of numbers."""
    namespace = copy.copy(answered(part))
    (name,) = BANK[part][3]
    namespace[name] = returning(
        namespace[name], lambda weights: [rewritten(w, *FORMS[form]) for w in weights]
    )
    assert complaints(part, namespace) == []
