"""What an audit learns about wrong answers, and what it keeps to itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chainrule_desk.auditing import naming
from chainrule_desk.auditing.audit import Audit, PartAudit, Trial
from chainrule_desk.authoring.variants import Variant
from chainrule_grader.fingerprint import Fingerprint
from chainrule_grader.homework import Homework, Part, Test
from chainrule_grader.results import PartResult, TestResult, Verdict

PART = Part("count", "Count", "2.1", "theory", 1.0, tests=(Test("test_count", 1.0, True, "r"),))
SEEN = Fingerprint("count", (), False, (3.0, 1.0, 1.0, 1.0, 1.0))


def audit_of(*mistakes: str, right: bool = False) -> Audit:
    test = TestResult("test_count", 1.0, Verdict.WRONG, True, fingerprint=SEEN)
    result = PartResult("count", 1.0, (test,))
    trials = tuple(
        Trial(PART, Variant("count", f"v{i}", right, 0.0, mistake, "", 1), 0.0, result)
        for i, mistake in enumerate(mistakes)
    )
    return Audit(Homework("hw", "Homework", (PART,)), (PartAudit(PART, trials),), False)


def test_wrong_answers_are_learned_with_the_tests_that_they_fail() -> None:
    """Name, sentence, pointer, and what they computed."""
    (learned,) = naming.known_mistakes(audit_of("The bias is left out."), {"count": "n = 4"})[
        "count"
    ]
    assert (learned.name, learned.mistake) == ("v0", "The bias is left out.")
    assert learned.pointer == "2.1 Count."
    assert learned.failed == {"test_count"}
    assert learned.found == {"test_count": SEEN}


@pytest.mark.parametrize("answer", ["count = 4", "count = [2.5, 4]"])
def test_a_sentence_that_holds_the_answer_is_never_told(answer: str) -> None:
    """Where the answer is a value, its numbers must not stand in a mistake's sentence."""
    audit = audit_of("It is 4, not 3.", "Counts from 40.")
    learned = naming.known_mistakes(audit, {"count": answer})["count"]
    assert [mistake.name for mistake in learned] == ["v1"]


def test_a_sentence_that_is_never_told_is_reported_with_the_number() -> None:
    """Its author learns that no student reads it, and why."""
    (said,) = naming.withheld(audit_of("It is 4, not 3.", "Counts from 40."), {"count": "n = 4"})
    assert said.startswith("count, v0: its sentence holds 4 of the model answer")
    assert said.endswith("It is 4, not 3.")


def test_the_digit_of_a_name_is_no_number() -> None:
    """Where an answer sets `W2` and `b2`, a sentence may speak of W2."""
    assert naming.told_by("W2 lies one row too low.", "W2, b2 = [[7]], [2]") == set()
    assert naming.told_by("W2 has a 2 too many.", "W2, b2 = [[7]], [2]") == {"2"}


def test_numbers_in_code_are_no_secret() -> None:
    """An answer that is a function is not told by a number in a sentence."""
    audit = audit_of("The derivative at 0 is 1.")
    assert naming.known_mistakes(audit, {"count": "def f(x):\n    return x > 0 or 1"})["count"]


def test_right_answers_and_answers_without_a_value_are_not_learned() -> None:
    """There is nothing to recognise them by."""
    assert naming.known_mistakes(audit_of("", right=True), {"count": "n = 4"})["count"] == ()
    audit = audit_of("It raises.")
    (part,) = audit.parts
    (trial,) = part.trials
    silent = replace(trial.result.tests[0], fingerprint=None)
    mute = replace(trial, result=replace(trial.result, tests=(silent,)))
    audit = replace(audit, parts=(replace(part, trials=(mute,)),))
    assert naming.known_mistakes(audit, {"count": "n = 4"})["count"] == ()
