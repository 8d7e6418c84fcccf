"""The form of an answer decides whose fault it is that a test cannot judge it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from chainrule_grader import forms
from chainrule_grader.bundle import Bundle, BundleError
from chainrule_grader.engine import Limits
from chainrule_grader.engines.isolated import IsolatedEngine
from chainrule_grader.forms import Requests, merged
from chainrule_grader.intake import Submission
from chainrule_grader.results import Result, TestResult

TESTS = """
from otter.test_files import test_case
OK_FORMAT = False
name = "answer"

@test_case(points=1)
def test_sum(numbers):
    import numpy as np
    found = numbers(3)
    assert list(found + 1) == [1, 2, 3]

@test_case(points=1)
def test_order(numbers):
    found = numbers(3)
    assert found == [0, 1, 2]

@test_case(points=1)
def test_back(numbers, total):
    assert total(numbers(3)) == 3
"""
TOTAL = "def total(x): return sum(map(float, x))\n"
GIVEN = {
    "numbers": [["a function"]],
    "numbers()": [["an array", "a list"]],
    "total": [["a function"]],
    "total()": [["a number"]],
}
ANSWERS = {
    "a generator": "def numbers(n): return (i for i in range(n))\n",
    "a list that holds a generator": "def numbers(n): return [(i for i in range(n))] * n\n",
    "None": "def numbers(n): pass\n",
    "a dict": "def numbers(n): return dict.fromkeys(range(n))\n",
    "an object": "class N: pass\ndef numbers(n): return N()\n",
}

Grade = Callable[[str, dict[str, str]], dict[str, TestResult]]


@pytest.fixture
def graded(
    engine: IsolatedEngine,
    submit: Callable[..., Submission],
    make_bundle: Callable[..., Path],
    tmp_path: Path,
) -> Callable[..., dict[str, TestResult]]:
    """Grade an answer with the tests above, with forms of right answers or without."""

    def run(source: str, **files: str) -> dict[str, TestResult]:
        names = ("test_sum", "test_order", "test_back")
        tests = [{"name": name, "points": 1, "hidden": False, "rule": ""} for name in names]
        part = {
            **{"name": "answer", "title": "", "label": "1", "problem": "", "points": 3},
            **{"manual": False, "bonus": False, "rubric": [], "word_limit": None, "tests": tests},
        }
        homework = json.dumps({"format": 1, "id": "small", "title": "", "parts": [part]})
        path = make_bundle(
            tmp_path / "f.zip", **{"homework.json": homework, "tests/answer.py": TESTS, **files}
        )
        result = engine.grade(submit([source]), Bundle.open(path), Limits(wall_s=60))
        return {test.name: test for test in result.parts[0].tests}

    return run


def known(**changed: list[list[str]]) -> str:
    names = ("test_sum", "test_order", "test_back")
    return forms.to_json({"answer": {name: {**GIVEN, **changed} for name in names}})


@pytest.mark.parametrize("form", ANSWERS)
def test_another_form_is_wrong(form: str, graded: Callable[..., dict[str, TestResult]]) -> None:
    """What no right answer gives is wrong, and what was expected and found is said."""
    found = graded(ANSWERS[form] + TOTAL, **{"forms.json": known()})
    assert "internal" not in {str(test.verdict) for test in found.values()}
    said = f"`numbers()`: expected an array or a list, found {form}."
    assert found["test_sum"].verdict == "wrong"
    assert found["test_sum"].message == said


def test_a_refusal_on_the_form_of_a_right_answer_is_ours(
    graded: Callable[..., dict[str, TestResult]],
) -> None:
    """Where right answers give a generator, a test that compares it is our failure."""
    text = known(**{"numbers()": [["a generator"]]})
    found = graded(ANSWERS["a generator"] + TOTAL, **{"forms.json": text})
    assert found["test_order"].verdict == "internal"


def test_an_answer_too_large_to_hand_on_is_wrong(
    graded: Callable[..., dict[str, TestResult]],
) -> None:
    """A list of any size has the form of a list: nobody is judged as our failure by its size."""
    source = "def numbers(n): return [0.0] * 199_999\n" + TOTAL
    found = graded(source, **{"forms.json": known()})["test_back"]
    assert found.verdict == "wrong"
    assert found.message.startswith("What your code gave is too large: more than 200000 items")


def test_bundles_without_forms_are_judged_as_before(
    graded: Callable[..., dict[str, TestResult]],
) -> None:
    """A bundle of version 0.1 knows no forms: a refusal is an error, in words of its own."""
    found = graded(ANSWERS["a generator"] + TOTAL)
    assert found["test_order"].verdict == "error"
    assert "cannot be compared by a test" in found["test_order"].message


def test_staffs_answers_show_their_forms(
    bundle: Bundle, submit: Callable[..., Submission], honest: str
) -> None:
    """An engine that keeps forms tells those of tests that passed, and they survive as JSON."""
    with IsolatedEngine(keep_forms=True) as engine:
        result = engine.grade(submit(honest), bundle, Limits(wall_s=60))
    given = dict(result.parts[1].tests[0].forms)
    assert given["Linear"] == ("a class",)
    assert given["Linear().forward()"][0] == "a tensor"
    assert Result.from_json(result.to_json()) == result


def test_forms_of_right_answers_come_together() -> None:
    """Each right answer adds its forms, call by call; what repeats is said once."""
    one = (("f()", ("an array", "None", "None", "None")),)
    two = (("f()", ("a list", "None")),)
    assert merged([one, two]) == {"f()": [["an array", "a list"], ["None"]]}


def test_the_first_other_form_is_told() -> None:
    """Forms are compared call by call, the last standing for all that come later."""
    requests = Requests()
    for form in ("an array", "None", "None", "a text"):
        requests.note("f()", form)
    requests.note("g()", "a module")
    assert requests.other({"f()": [["an array"], ["None"]]}) == (
        "`f()`: expected None, found a text."
    )
    assert requests.other({"f()": [["an array"], ["None", "a text"]]}) == ""


@pytest.mark.parametrize("text", ["", "[]", '{"format": 9}', '{"format": 1, "parts": {"a": 3}}'])
def test_damaged_forms_are_said_to_be(
    text: str, make_bundle: Callable[..., Path], tmp_path: Path
) -> None:
    """A bundle whose forms cannot be read ends in a sentence."""
    path = make_bundle(tmp_path / "b.zip", **{"forms.json": text})
    with pytest.raises(BundleError, match="forms.json"):
        Bundle.open(path)
