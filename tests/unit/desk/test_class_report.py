"""The class report: what counts, what is in no mean, and a page that is safe and readable."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from class_samples import MISTAKES, homework, marks, results

from chainrule_desk.grade_sheets import sheet
from chainrule_desk.grades.marks import Marks
from chainrule_desk.grades.verdicts import Verdicts
from chainrule_desk.reporting import class_report, report_charts, report_page
from chainrule_desk.reporting.class_report import Agreement, ClassReport, compiled
from chainrule_grader.homework import Homework
from chainrule_grader.results import PartResult, Result, Status, TestResult, Verdict

from .sheet_samples import HOSTILE

HOMEWORK = homework(automatic=3, written=1, tests=2)


def report(
    made: list[Result], given: Marks | None = None, of: Homework = HOMEWORK, absent: tuple = ()
) -> ClassReport:
    frame = sheet.grade_sheet(of, made, given, absent=absent)
    return compiled(of, frame, list(map(Verdicts.of, made)))


def words(html: str) -> str:
    """Return what a person reads, in one line."""
    text = re.sub(r"<(style|desc|title)[^>]*>.*?</\1>", " ", html, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def with_verdicts(
    student: str, *verdicts: Verdict, mistake: str = "", bundle: str = "b1"
) -> Result:
    """Return a result whose first part ended like this."""
    part = HOMEWORK.automatic[0]
    tests = tuple(
        TestResult(test.name, test.points, verdict, test.hidden, test.rule, mistake=mistake)
        for test, verdict in zip(part.tests, verdicts, strict=True)
    )
    return Result(
        *(student, student, f"{student}.ipynb", "", HOMEWORK.id, bundle, Status.GRADED),
        parts=(PartResult(part.name, part.points, tests),),
        engine="isolated",
        tier="user",
    )


def test_pass_rate_counts_what_a_test_decided_about() -> None:
    """Our own failures are no failures of a student: they are in no rate."""
    made = [
        with_verdicts("a", Verdict.PASSED, Verdict.WRONG),
        with_verdicts("b", Verdict.MISSING, Verdict.INTERNAL),
        with_verdicts("c", Verdict.PASSED, Verdict.TIMEOUT),
    ]
    first, second = class_report.outcomes(HOMEWORK, list(map(Verdicts.of, made))).tests[:2]
    assert (first.passed, first.judged, first.rate) == (2, 3, 2 / 3)
    assert (second.passed, second.judged, second.rate) == (0, 2, 0)
    assert second.verdicts[Verdict.INTERNAL] == 1


def test_test_that_nobody_took_has_no_rate() -> None:
    """No rate is not a rate of 0: such a test is in neither list."""
    found = report([])
    assert {test.rate for test in found.outcomes.tests} == {None}
    assert found.all_pass == found.all_fail == []


def test_tests_that_tell_nobody_apart_are_listed() -> None:
    """Tests that all pass, and tests that all fail."""
    found = report([with_verdicts(n, Verdict.PASSED, Verdict.WRONG) for n in "abc"])
    assert [test.test.name for test in found.all_pass] == ["test_0"]
    assert [test.test.name for test in found.all_fail] == ["test_1"]
    assert "Nobody passes “Rule 1 of" in words(report_page.render(found))


def test_mistake_counts_once_a_student_and_part() -> None:
    """Two tests that name the same mistake are one student with it."""
    made = [
        with_verdicts("a", Verdict.WRONG, Verdict.WRONG, mistake=MISTAKES[0]),
        with_verdicts("b", Verdict.WRONG, Verdict.WRONG, mistake=MISTAKES[0]),
        with_verdicts("c", Verdict.WRONG, Verdict.WRONG),
        with_verdicts("d", Verdict.PASSED, Verdict.PASSED),
    ]
    (found,) = class_report.outcomes(HOMEWORK, list(map(Verdicts.of, made))).mistakes
    assert (found.mistake, found.students, found.share) == (MISTAKES[0], 2, 0.5)


def test_what_could_not_be_graded_is_in_no_mean() -> None:
    """Refused, internal and absent students are listed or counted, and in no figure of a part."""
    made = results(HOMEWORK, 40, refused=2, internal=1)
    found = report(made, marks(HOMEWORK, made), absent=("Zoe",))
    assert {item.students for item in found.items} == {37}
    assert found.alpha.students == 37
    assert (len(found.frame), found.handed_in) == (41, 40)
    assert [failure.status for failure in found.failures] == ["refused", "refused", "internal"]
    assert found.failures[0].reason == "student-00000.ipynb is JSON but not a notebook."


def test_isolation_and_builds_are_told() -> None:
    """Which tier ran how many, and that two builds of the homework graded one class."""
    made = [with_verdicts("a", *[Verdict.PASSED] * 2), with_verdicts("b", *[Verdict.PASSED] * 2)]
    assert "2 submissions: engine isolated, isolation tier user" in words(
        report_page.render(report(made))
    )
    mixed = [made[0], replace(made[1], bundle="b2")]
    assert "2 builds of the homework" in words(report_page.render(report(mixed)))


def test_page_has_the_figures() -> None:
    """Mean share, discrimination, alpha, rates and mistakes stand on the page in numbers."""
    made = results(HOMEWORK, 60)
    found = report(made, marks(HOMEWORK, made))
    text = words(report_page.render(found))
    assert found.alpha.value is not None
    assert f"Cronbach's alpha is {found.alpha.value:.2f} , over 4 parts and 60 students." in text
    for item in found.items:
        assert f"{item.difficulty:.0%}".replace("%", " %") in text
        assert f"{item.discrimination:.2f}" in text
    for mistake in found.outcomes.mistakes:
        assert mistake.mistake in text


def test_few_students_are_marked_on_the_page() -> None:
    """A figure from a small class says so where it stands."""
    made = results(HOMEWORK, 12)
    text = words(report_page.render(report(made, marks(HOMEWORK, made))))
    assert "With fewer than 30 students this says little." in text
    assert re.search(r"0\.\d\d few", text)


def test_kappa_of_few_answers_is_marked() -> None:
    """Agreement on a handful of answers says so, and what is to be settled is counted."""
    made = results(HOMEWORK, 5)
    found = replace(report(made), agreements=(Agreement(HOMEWORK.manual[0], 7, 0.625, 2),))
    text = words(report_page.render(found))
    assert "Essay 1 7 0.62 few 2" in text
    assert "two readings differ on 2 answers" in text


def test_time_that_nobody_noted_is_not_known() -> None:
    """Nothing is guessed where no notebook tells; a handful is told without a plot."""
    made = results(HOMEWORK, 5)
    assert "Not known: no notebook tells" in words(report_page.render(report(made)))
    some = replace(report(made), worked_s=[3600, 7200, 10800])
    text = words(report_page.render(some))
    assert "Known of 3 notebooks, a lower bound each: median 2.0 h" in text
    assert "<h3>Time on task" not in report_page.render(some)


CLASSES = {
    "nobody": [],
    "only refused": [Result("e", "Eve", "e", "", "hw1", "", Status.REFUSED, "Empty.")],
    "only internal": [Result("s", "Sam", "s", "", "hw1", "", Status.INTERNAL)],
    "one student": results(HOMEWORK, 1),
    "two alike": [with_verdicts(n, Verdict.PASSED, Verdict.PASSED) for n in "ab"],
}


@pytest.mark.parametrize("kind", CLASSES)
def test_small_classes_have_a_page(kind: str) -> None:
    """Plots and figures are left out where there is nothing; nothing fails, nothing is nan."""
    html = report_page.render(report(CLASSES[kind]))
    assert "alpha cannot be computed" in words(html)
    assert "nan" not in re.sub(r"[a-z]*nan[a-z]+|[a-z]+nan", "", words(html).casefold())


@pytest.mark.parametrize("of", [homework(2, 0), homework(0, 2)], ids=["tests only", "people only"])
def test_homework_of_one_kind_has_a_page(of: Homework) -> None:
    """Sections without content are not there."""
    made = results(of, 4)
    text = words(report_page.render(report(made, marks(of, made), of)))
    assert ("Named mistakes" in text) == bool(of.automatic)
    assert ("Agreement of graders" in text) == bool(of.manual)


class Elements(HTMLParser):
    """Collect the elements of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element."""
        self.found.append((tag, dict(attrs)))


def test_hostile_names_and_reasons_are_only_text() -> None:
    """A name or a reason adds no element."""

    def page(names: list[str]) -> str:
        made = [
            Result(f"s{n}", f"A{n}{name}", "s", "", "hw1", "", Status.REFUSED, f"B{name}")
            for n, name in enumerate(names)
        ]
        return report_page.render(report(made))

    harmless, hostile = page(["x"] * len(HOSTILE)), page(list(HOSTILE))
    assert Elements(hostile).found == Elements(harmless).found


def test_page_fetches_and_runs_nothing() -> None:
    """One file; the policy forbids what is not there."""
    made = results(HOMEWORK, 40)
    html = report_page.render(replace(report(made), worked_s=[3600.0 * n for n in range(1, 9)]))
    tags = {tag for tag, _ in Elements(html).found}
    assert not tags & {"script", "link", "img", "iframe", "form"}
    assert "default-src 'none'; style-src 'unsafe-inline'" in html
    assert "url(" not in html.replace("url(#", "")
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def test_plots_follow_light_and_dark() -> None:
    """No colour of a plot is fixed, and each plot is described in words."""
    made = results(HOMEWORK, 40)
    html = report_page.render(replace(report(made), worked_s=[3600.0 * n for n in range(1, 9)]))
    drawings = re.findall(r"<svg.*?</svg>", html, flags=re.DOTALL)
    assert len(drawings) == 4
    for drawing in drawings:
        assert not re.search(r"#[0-9a-f]{6}", drawing)
        assert re.search(r"<desc>[^<]*\d", drawing)


def test_same_grades_give_the_same_page() -> None:
    """No date and no random id is in the page."""
    made = results(HOMEWORK, 9)
    assert report_page.render(report(made)) == report_page.render(report(made))


def test_page_is_written_whole(tmp_path: Path) -> None:
    """The file is there, and no draft of it."""
    report_page.write(tmp_path / "report.html", report(results(HOMEWORK, 3)))
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]


def test_parts_at_one_place_of_the_plot_share_a_label() -> None:
    """Labels of points that lie on one another are written side by side, not over each other."""
    places = [(10.0, 20.0), (300.0, 20.0), (11.0, 21.0), (10.0, 29.0)]
    assert report_charts.together(places, ["1.1", "1.2", "2.1", "2.2"]) == [
        (0, "1.1, 2.1"),
        (1, "1.2"),
        (3, "2.2"),
    ]
    same = report_charts.together([(5.0, 5.0)] * 6, [*"abcdef"])
    assert same == [(0, "a, b, c, d,\ne, f")]
