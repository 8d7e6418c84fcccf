"""An audit says what tests kill, and every answer that does not score what its author states."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from chainrule_desk.auditing import audit_page
from chainrule_desk.auditing.audit import Audit, PartAudit, Trial
from chainrule_desk.authoring.bank import Problem
from chainrule_desk.authoring.variants import Variant
from chainrule_desk.composing import slices
from chainrule_grader.homework import Homework, Part, Test
from chainrule_grader.results import PartResult, TestResult, Verdict

PART = Part(
    "forward",
    "Forward",
    "1.1",
    "modules",
    4.0,
    tests=(
        Test("test_shape", 1.0, False, "Its shape is right."),
        Test("test_value", 3.0, True, "Its value is right."),
    ),
)
HOMEWORK = Homework("hw", "Homework", (PART,))


def trial(
    name: str, passed: str, *, right: bool = False, stated: float = 0.0, mistake: str = ""
) -> Trial:
    """Return a trial; ``passed`` has a ``+`` for each test that it passes, ``-`` if not."""
    verdicts = [Verdict.PASSED if sign == "+" else Verdict.WRONG for sign in passed]
    tests = tuple(
        TestResult(test.name, test.points, verdict, test.hidden)
        for test, verdict in zip(PART.tests, verdicts, strict=True)
    )
    variant = Variant("forward", name, right, stated, mistake, "pass", 1)
    return Trial(PART, variant, stated, PartResult("forward", 4.0, tests))


RIGHT = [trial(f"right_{i}", "++", right=True, stated=4) for i in range(3)]
WRONG = [
    trial("other_shape", "--"),
    trial("no_bias", "+-", stated=1, mistake="The <b>bias</b> is missing."),
    trial("doubled", "+-", stated=1),
    trial("squeezed", "-+", stated=3),
]


def audit_of(*trials: Trial, quick: bool = False) -> Audit:
    return Audit(HOMEWORK, (PartAudit(PART, trials),), quick)


def test_answers_that_score_what_is_stated_are_no_surprise() -> None:
    """Right answers with full marks and wrong ones with the stated score are as they should be."""
    assert audit_of(*RIGHT, *WRONG).surprises == []


@pytest.mark.parametrize(
    ("odd", "said"),
    [
        (trial("loops", "+-", right=True, stated=4), "loops: right answer refused: 1 of 4"),
        (trial("global", "++", stated=1), "global: wrong answer accepted"),
        (trial("sign", "+-", stated=0), "sign: scores 1, stated 0. Fails test_value"),
    ],
)
def test_everything_else_is_a_surprise(odd: Trial, said: str) -> None:
    """A right answer refused, a wrong one accepted, another score than the stated one."""
    (found,) = audit_of(*RIGHT, *WRONG, odd).surprises
    assert said in found


def test_an_answer_that_cannot_be_judged_is_a_surprise() -> None:
    """A failure of ours is never taken for a verdict on the answer."""
    wrong = trial("crash", "--")
    failed = replace(wrong.result.tests[0], verdict=Verdict.INTERNAL, message="It cannot cross.")
    tests = (failed, wrong.result.tests[1])
    crashed = replace(wrong, result=replace(wrong.result, tests=tests))
    (found,) = audit_of(*RIGHT, *WRONG, crashed).surprises
    assert "cannot be judged: test_shape: It cannot cross." in found


def test_in_a_part_without_points_a_wrong_answer_is_accepted_if_it_passes_everything() -> None:
    """Its score says nothing there: 0 of 0 is full marks for everybody."""
    ungraded = replace(PART, points=0.0)
    passed, refused = (replace(trial("no_bias", signs), part=ungraded) for signs in ("++", "+-"))
    audit = audit_of(passed, refused)
    assert (passed.full, refused.full) == (True, False)
    assert audit.accepted == [passed]


def test_a_part_needs_enough_answers() -> None:
    """Three right answers and four wrong ones at least; the quick half does not count."""
    few = [RIGHT[0], *WRONG[:2]]
    assert audit_of(*few).surprises == [
        "forward has 1 right answers, 3 are needed",
        "forward has 2 wrong answers, 4 are needed",
    ]
    assert audit_of(*few, quick=True).surprises == []


def test_what_a_test_kills_and_what_it_alone_kills() -> None:
    """Only wrong answers count."""
    refused = trial("loops", "--", right=True, stated=4)
    part = PartAudit(PART, (refused, *WRONG))
    assert part.kills == {
        "test_shape": {"other_shape", "squeezed"},
        "test_value": {"other_shape", "no_bias", "doubled"},
    }
    assert part.alone == {"test_shape": {"squeezed"}, "test_value": {"no_bias", "doubled"}}


# --- slices ---------------------------------------------------------------------------------------


def notebook_of_three_problems() -> nbformat.NotebookNode:
    cells = []
    for number, name in enumerate(("base", "other", "top"), 1):
        cells += [
            new_markdown_cell(f"<!-- END QUESTION -->\n\n## {number}. {name.title()} (1 point)"),
            new_code_cell(f"{name} = 1"),
            new_code_cell(f'grader.check("{name}_part")'),
            new_code_cell(f"{name}_later = 1"),
        ]
    start = 'grader = start("hw")'
    return new_notebook(cells=[new_code_cell(start), new_code_cell("opening = 1"), *cells])


def test_a_slice_ends_where_its_part_is_checked() -> None:
    """It holds what the part needs of the notebook, and no cell that calls the grader."""
    homework = Homework(
        "hw",
        "Homework",
        tuple(
            Part(f"{name}_part", name, f"{number}.1", name, 1.0)
            for number, name in enumerate(("base", "other", "top"), 1)
        ),
    )
    cut = slices.notebook_for(
        notebook_of_three_problems(), homework, homework.parts[2], {"base", "top"}
    )
    assert [cell["source"] for cell in cut["cells"]] == [
        "opening = 1",
        "base = 1",
        "base_later = 1",
        "top = 1",
    ]


def test_a_problem_needs_what_it_builds_on(tmp_path: object) -> None:
    """Directly or through another problem."""

    def problem(name: str, *builds_on: str) -> Problem:
        return Problem(name, None, name, builds_on, {}, {}, (), (), (), ())  # type: ignore[arg-type]

    known = {
        "base": problem("base"),
        "middle": problem("middle", "base"),
        "top": problem("top", "middle"),
        "other": problem("other"),
    }
    assert slices.needs("top", known) == {"base", "middle", "top"}


# --- the page -------------------------------------------------------------------------------------


class Reader(HTMLParser):
    """Collect the elements of a page and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element."""
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        """Keep a text."""
        self.texts.append(data)

    @property
    def words(self) -> str:
        """What a person reads, in one line."""
        return " ".join(" ".join(self.texts).split())


def test_the_page_shows_every_answer_with_every_test() -> None:
    """Names, verdicts in words for those who listen, scores, mistakes, and what tests kill."""
    words = Reader(audit_page.render(audit_of(*RIGHT, *WRONG))).words
    assert "right_0 · passed · passed 4 4" in words
    assert "no_bias The <b>bias</b> is missing. · passed × wrong 1 1" in words
    assert "Wrong answers killed 2 3 Killed by no other test 1 2" in words


def test_the_page_lists_tests_that_kill_nothing_alone() -> None:
    """With what they kill together with others; nothing at all is said in a word."""
    audit = audit_of(*RIGHT, trial("other_shape", "--"), trial("no_bias", "+-"))
    assert [test.name for _, test in audit.idle] == ["test_shape"]
    words = Reader(audit_page.render(audit)).words
    assert "2 1 kill nothing alone" in words
    assert "1.1 Forward shape, public 1 1" in words
    idle = audit_of(*RIGHT, trial("no_bias", "+-"))
    assert "1.1 Forward shape, public 1 nothing" in Reader(audit_page.render(idle)).words
    assert "kill nothing alone" not in Reader(
        audit_page.render(audit_of(*RIGHT, *WRONG))
    ).words.replace("0 kill nothing alone", "")


def test_the_page_lists_surprises_first() -> None:
    """They stand above the parts, and at the answer."""
    odd = trial("global", "++", stated=1)
    words = Reader(audit_page.render(audit_of(*RIGHT, *WRONG, odd))).words
    assert words.index("forward, global: wrong answer accepted") < words.index("Wrong answers kill")
    assert "global wrong answer accepted · passed" in words


def test_the_page_runs_and_fetches_nothing() -> None:
    """Sentences of authors are only text."""
    tags = Reader(audit_page.render(audit_of(*RIGHT, *WRONG))).tags
    assert not {"script", "link", "img", "b "} & set(tags)
    assert tags.count("b") == 7  # the legend's
