"""Leave out of a result what its student is not to learn.

Of a hidden test there remain its rule, how it ended, the cell that stopped and left the answer out,
and, as far as the recipe's ``feedback`` allows, the mistake or the relation to what is right. Its
message goes: what a student's code came back with may tell what the test asked. Public tests stay
as the student has seen them.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePath

from chainrule_grader.archive import printable
from chainrule_grader.homework import Homework
from chainrule_grader.mistakes import NAMED, Feedback
from chainrule_grader.results import Result, Status, TestResult

YOUR_FILE = "Your file"
_LIST = re.compile(r" \([^()]*\w\.\w+[^()]*\)")
_UP_TO_A_FILE = re.compile(r"\A.*\w\.[A-Za-z]\w{1,5}(?=[ ,:;])", re.DOTALL)


def for_student(result: Result, homework: Homework) -> Result:
    """Return a result as its student may read it.

    The names of files are left out, too: a student may write somebody else's name there.
    """
    return replace(
        result,
        reason=_without_files(result),
        source="",
        parts=tuple(
            replace(part, tests=tuple(_test(test, homework.feedback) for test in part.tests))
            for part in result.parts
        ),
    )


def _test(test: TestResult, feedback: str) -> TestResult:
    if not test.hidden:
        return replace(test, mistake="", fingerprint=None)
    named = test.remark.startswith(NAMED)
    told = feedback != Feedback.NOTHING and not (named and feedback == Feedback.RELATION)
    message = test.cause or (test.remark if told else "")
    return replace(
        test, name="hidden", message=message, remark="", mistake="", fingerprint=None, wall_s=0.0
    )


def _without_files(result: Result) -> str:
    """Return the reason without names of files and folders.

    It begins with one, may go on with others up to the last, and may list some in brackets.
    """
    if result.status is Status.GRADED:
        return result.reason  # of cells that stopped: files in it are the student's own
    reason = _LIST.sub("", result.reason)
    for name in (PurePath(result.source).name, PurePath(result.source).stem):
        if name and reason.startswith(printable(name) + " "):
            reason = YOUR_FILE + reason.removeprefix(printable(name))
    return _UP_TO_A_FILE.sub(YOUR_FILE, reason)
