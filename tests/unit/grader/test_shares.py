"""One endless or breaking answer costs its own part, and the rest has its time."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from chainrule_grader.engine import Limits
from chainrule_grader.results import Result, Verdict
from chainrule_grader.shares import AGAIN_S, HARDLY_S, Shares
from chainrule_grader.worker import signal_name

Grade = Callable[..., Result]

LIMITS = Limits(wall_s=60, cell_s=30, test_s=30, memory_mib=1024)
BREAKS = {
    "endless": "while True: pass",
    "asleep": "import time; time.sleep(10**6)",
    "stubborn": "while True:\n        try:\n            while True: pass\n"
    "        except BaseException: pass",
    "in_c": "import re; re.match(r'(a+)+$', 'a' * 60 + 'b')",
    "aborts": "import os; os.abort()",
    "exits": "import os; os._exit(1)",
    "kills_itself": "import os, signal; os.kill(os.getpid(), signal.SIGKILL); os._exit(9)",
    "real_time_signal": "import os; os.kill(os.getpid(), 40); os._exit(9)",
}


@pytest.mark.parametrize("name", BREAKS)
def test_an_answer_that_breaks_costs_its_own_part(name: str, grade: Grade, honest: str) -> None:
    """However an answer ends each of its tests, the other parts have their points, and in time."""
    result = grade(honest.replace("return factor * x", BREAKS[name]), LIMITS)
    points = {part.name: part.score for part in result.parts}
    assert points == {"scale": 0, "linear": 3, "answer": 1}
    assert Verdict.INTERNAL not in {test.verdict for part in result.parts for test in part.tests}
    assert result.wall_s < 40


def test_what_hung_is_named_and_not_waited_for_again(grade: Grade, honest: str) -> None:
    """The first test waits in full; the message names function, cell and line."""
    result = grade(honest.replace("return factor * x", "while True: pass"), LIMITS)
    first, *others = result.parts[0].tests
    assert first.message == "It ran longer than 6 s in `scale` (cell 2, line 6)."
    assert 5.5 < first.wall_s < 8
    assert all("hung again in `scale` (cell 2, line 6)" in test.message for test in others)
    assert all(test.wall_s < AGAIN_S + 1.5 for test in others)
    assert first.cause == "The code that was run hung in `scale` (cell 2, line 6)."


def test_slow_code_beside_what_hung_has_its_time(grade: Grade, honest: str) -> None:
    """Patience ends for calls into the cell that hung, not for whatever runs after it."""
    slow = honest.replace("return factor * x", "while True: pass").replace(
        "return upstream @ self.W", "import time; time.sleep(5.4); return upstream @ self.W"
    )
    result = grade(slow, LIMITS)
    assert {part.name: part.score for part in result.parts} == {
        **{"scale": 0, "linear": 3, "answer": 1}
    }


def test_a_cell_that_calls_what_hung_tells_where(grade: Grade, honest: str) -> None:
    """A cell that is stopped in another cell's function names that function."""
    text = honest.replace("return factor * x", "while True: pass")
    result = grade(text.replace("class Linear", "scale(1, 2)\nclass Linear"), LIMITS)
    (stopped,) = [cell for cell in result.cells if cell.verdict]
    assert stopped.verdict == "timeout"
    assert "hung again in `scale` (cell 2, line 6)" in stopped.cause


def test_every_part_has_a_share_however_many_hang() -> None:
    """With a hundred parts that all hang, the last still has some time."""
    shares = Shares(600, 300, 60, deadline=time.monotonic() + 600)
    for waiting in range(100, 0, -1):
        limit = shares.for_test(waiting)
        assert limit > 0.05
        shares.deadline -= limit


def test_patience_falls() -> None:
    """What hung once is waited for five seconds again, what hung three times hardly at all."""
    shares = Shares(600, 300, 60, deadline=time.monotonic() + 600)
    shares.hung.update({3: 1, 5: 3})
    assert shares.patience(60) == [[3, AGAIN_S], [5, HARDLY_S]]
    assert shares.patience(2) == [[3, 2], [5, HARDLY_S]]


def test_signals_without_a_name_have_a_number() -> None:
    """A real-time signal has no name in Python, and is none of our failures."""
    assert signal_name(11) == "signal SIGSEGV"
    assert signal_name(40) == "signal 40"
