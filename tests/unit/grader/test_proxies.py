"""What a test may do with a student's object, and what is refused with the reason."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from chainrule_grader.bundle import Bundle
from chainrule_grader.engine import Limits
from chainrule_grader.engines.isolated import EngineError, IsolatedEngine
from chainrule_grader.intake import Submission
from chainrule_grader.results import TestResult

NOTEBOOK = """
# %%
import numpy as np
import torch
from collections import namedtuple

class Point:
    kind = "point"

    def __init__(self, x, y=0):
        self.x, self.y = x, y

    def moved(self, by):
        return Point(self.x + by.x, self.y + by.y)

    def __add__(self, other):
        return self.moved(other)

    def __len__(self):
        return 2

    def __getitem__(self, index):
        return (self.x, self.y)[index]

    def __iter__(self):
        return iter((self.x, self.y))

    def __eq__(self, other):
        return True

def fail(kind):
    raise {"value": ValueError, "key": KeyError, "own": type("Own", (Exception,), {})}[kind]("no")

def touch(array):
    array += 1
    return array.sum()

Pair = namedtuple("Pair", "first second")
def pair():
    return Pair(1, np.ones(2))
table = {"a": [1, 2.5], ("b", 1): torch.arange(3)}
# %%
grader.check("answer")
"""

GOOD = {
    "construct_and_read": "p = Point(3, y=4)\n    assert (p.x, p.y, Point.kind) == (3, 4, 'point')",
    "write_attributes": "p = Point(0)\n    p.x = torch.ones(2)\n    assert p.x.sum() == 2",
    "pass_objects_back": "p = Point(1, 2).moved(Point(10))\n    assert (p.x, p.y) == (11, 2)",
    "arithmetic": "p = Point(1) + Point(2)\n    assert p.x == 3",
    "index_length_iteration": "p = Point(5, 6)\n    assert [p[1], len(p), *p] == [6, 2, 5, 6]",
    "catch_by_type": "try:\n        fail('value')\n    except ValueError as e:\n"
    "        assert str(e) == 'no'",
    "own_exceptions": "try:\n        fail('own')\n    except Exception as e:\n"
    "        assert 'no' in str(e)",
    "look_into_containers": "assert table['a'] == [1, 2.5]\n"
    "    assert table[('b', 1)].tolist() == [0, 1, 2]",
    "named_tuples": "first, second = pair()\n    assert first == 1 and pair().second.sum() == 2",
    "copies": "import numpy as np\n    x = np.zeros(2)\n    assert touch(x) == 2 and x.sum() == 0",
    "probes": "import numpy as np\n    from chainrule.probes import call_observed\n"
    "    out, (after,) = call_observed(touch, np.zeros(2))\n    assert out == after.sum() == 2",
    "missing_attribute": "assert not hasattr(Point(1), 'z')",
    "callable": "assert callable(Point) and callable(fail) and not callable(Point(1))",
    "env": "assert env['table']['a'][0] == 1 and 'nobody' not in env and env.get('nobody') is None",
}

BAD = {
    "compare": ("assert Point(1) == Point(2)", "error", "cannot be compared by a test"),
    "truth": ("assert Point(1)", "error", "cannot be asked whether it is true"),
    "convert": ("float(Point(1))", "error", "cannot be converted"),
    "isinstance": ("isinstance(1, Point)", "error", "cannot be used as a type"),
    "search": ("1 in Point(1)", "error", "cannot be searched"),
    "array": ("import numpy as np; np.asarray(Point(1))", "error", "cannot be converted"),
    "callback": ("fail(lambda: 1)", "internal", "a function cannot be passed to a student's code"),
    "uncaught": ("fail('key')", "error", "KeyError: 'no'"),
    "wrong": ("assert Point(1).x == 2, 'x is not 2'", "wrong", "x is not 2"),
    "missing": ("nobody(1)", "missing", "You have not defined `nobody`."),
    "our_own_slip": ("raise RuntimeError('slip')", "error", "RuntimeError: slip"),
}
NAMES = "Point, fail, table, pair, touch, nobody, env"


def run(
    engine: IsolatedEngine,
    submit: Callable[..., Submission],
    make_bundle: Callable[..., Path],
    folder: Path,
    bodies: dict[str, str],
) -> dict[str, TestResult]:
    """Run test bodies against the notebook and return their results."""
    text = "from otter.test_files import test_case\nOK_FORMAT = False\nname = 'answer'\n"
    for name, body in bodies.items():
        asked = ", ".join(n for n in NAMES.split(", ") if n in body)
        text += f"@test_case(points=1)\ndef test_{name}({asked}):\n    import torch\n    {body}\n"
    tests = [{"name": f"test_{name}", "points": 1, "hidden": False, "rule": ""} for name in bodies]
    part = {
        **{"name": "answer", "title": "", "label": "1", "problem": "", "points": len(bodies)},
        **{"manual": False, "bonus": False, "rubric": [], "word_limit": None, "tests": tests},
    }
    homework = json.dumps({"format": 1, "id": "small", "title": "", "parts": [part]})
    path = make_bundle(folder / "p.zip", **{"homework.json": homework, "tests/answer.py": text})
    result = engine.grade(submit(NOTEBOOK), Bundle.open(path), Limits(wall_s=60))
    return {test.name.removeprefix("test_"): test for test in result.parts[0].tests}


@pytest.fixture(scope="module")
def results() -> dict[str, TestResult]:
    return {}


@pytest.fixture
def outcome(
    results: dict[str, TestResult],
    engine: IsolatedEngine,
    submit: Callable[..., Submission],
    make_bundle: Callable[..., Path],
    tmp_path: Path,
) -> dict[str, TestResult]:
    """Run all bodies once for the module."""
    if not results:
        bodies = GOOD | {name: body for name, (body, _, _) in BAD.items()}
        results.update(run(engine, submit, make_bundle, tmp_path, bodies))
    return results


@pytest.mark.parametrize("name", GOOD)
def test_what_a_test_may_do(name: str, outcome: dict[str, TestResult]) -> None:
    """Each of these works across the boundary as it does in the notebook."""
    assert outcome[name].verdict == "passed", outcome[name].message


@pytest.mark.parametrize("name", BAD)
def test_what_is_refused_and_how(name: str, outcome: dict[str, TestResult]) -> None:
    """Each of these ends with its verdict and a message that says why."""
    _, verdict, message = BAD[name]
    assert outcome[name].verdict == verdict
    assert message in outcome[name].message


def test_tests_that_cannot_be_loaded_are_the_engines_error(
    engine: IsolatedEngine, make_bundle: Callable[..., Path], tmp_path: Path
) -> None:
    """A bundle whose tests raise, or are not those it names, is refused before anything runs."""
    raising = make_bundle(tmp_path / "a.zip", **{"tests/answer.py": "raise OSError('gone')"})
    with pytest.raises(EngineError, match="OSError: gone"):
        engine.start(Bundle.open(raising))
    empty = "OK_FORMAT = False\nname = 'answer'\n"
    other = make_bundle(tmp_path / "b.zip", **{"tests/answer.py": empty})
    with pytest.raises(EngineError, match="build the homework again"):
        engine.start(Bundle.open(other))
