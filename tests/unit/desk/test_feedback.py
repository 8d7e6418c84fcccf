"""Feedback: a student learns all of the own work, nothing of others, nothing that is hidden."""

from __future__ import annotations

import html
import json
import re
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from desk_project import graded_project, notebook
from review_desk import HOSTILE, PIXEL
from sqlalchemy import insert

from chainrule_desk.grades import gradebook, ledger, schema
from chainrule_desk.grades.ledger import FIRST, REVIEW, Entry
from chainrule_desk.project import Project
from chainrule_desk.returning import discretion, feedback
from chainrule_desk.returning.feedback import Returned
from chainrule_grader.homework import Homework, Part, RubricItem, Test
from chainrule_grader.results import PartResult, Result, Status, TestResult, Verdict

BACKWARD = Part(
    "backward",
    "Linear: backward",
    "1.1",
    "modules",
    2,
    tests=(
        Test("test_example", 1, False, "The example comes out."),
        Test("test_sum_over_batch_hidden", 1, True, "Other sizes are right, too."),
    ),
)
ESSAY = Part(
    "essay",
    "Convex all the same",
    "2.1",
    "theory",
    3,
    manual=True,
    rubric=(
        RubricItem("definition", 1, "States the definition.", "NOTE-FOR-GRADERS"),
        RubricItem("argument", 2, "Gives an argument that holds."),
    ),
)
HOMEWORK = Homework("hw1", "Homework 1", (BACKWARD, ESSAY))
TESTS_ONLY = replace(HOMEWORK, parts=(BACKWARD,))
STUDENTS = ("Ada Lovelace", "Bob Noyce", "Eve Hacker")
HIDDEN_MESSAGE = "`dW` has wrong values. Worst at [1, 2]: found EXPECTED-41.5, asked with INPUT-7"
HIDDEN = (
    *("EXPECTED-41.5", "INPUT-7", "NOTE-FOR-GRADERS", "test_sum_over_batch_hidden"),
    *("SOURCE-OF-THE-TEST", "NAME-OF-THE-MISTAKE"),
)
REMARK = "A known mistake gives exactly this: the mean is taken twice."


def key(student: str) -> str:
    return student.split()[0].casefold()


def secret(student: str) -> str:
    """Return a word that only this student's work holds."""
    return f"SECRET-OF-{key(student).upper()}"


def result(student: str, *, right: bool = False, **changes: object) -> Result:
    """Return a result whose messages hold what is hidden and what is the student's own."""
    verdict = Verdict.PASSED if right else Verdict.WRONG
    tests = (
        TestResult(
            *("test_example", 1, verdict, False, "The example comes out."),
            message="" if right else f"`dW` of {secret(student)} <b>is</b> wrong in 3 entries.",
        ),
        TestResult(
            *("test_sum_over_batch_hidden", 1, verdict, True, "Other sizes are right, too."),
            message="" if right else f"{HIDDEN_MESSAGE}\n{REMARK}",
            mistake="" if right else "NAME-OF-THE-MISTAKE",
            remark="" if right else REMARK,
        ),
    )
    made = Result(
        *(key(student), student, f"inbox/{key(student)}.ipynb", key(student), "hw1", "b"),
        Status.GRADED,
        parts=(PartResult("backward", 2, tests),),
        engine="isolated",
        tier="full",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def work(student: str) -> bytes:
    """Return what a student handed in; Eve's is hostile."""
    text = HOSTILE if student == STUDENTS[2] else "The *maximum*, $h(x) = \\max(0, wx + b)$."
    return notebook(
        {
            "backward": f"def backward(layer):\n    return '{secret(student)}'",
            "essay": f"{text} {secret(student)}",
        },
        {"backward": PIXEL},
    )


def graded(
    root: Path,
    results: Iterable[Result] | None = None,
    homework: Homework = HOMEWORK,
    recipe: str = "",
) -> Project:
    made = [result(student) for student in STUDENTS] if results is None else list(results)
    notebooks = {key(student): work(student) for student in STUDENTS}
    project = graded_project(root, homework, made, notebooks=notebooks, recipe=recipe)
    with zipfile.ZipFile(project.bundle("hw1"), "a") as bundle:
        bundle.writestr("tests/extra.py", "SOURCE-OF-THE-TEST")
    return project


def mark(project: Project, student: str, *points: float | None) -> None:
    """Give points for the items of the essay, each with a comment, and a remark on the whole."""
    moment = datetime(2026, 11, 20, tzinfo=UTC)
    entries = [
        Entry(
            *(key(student), "essay", item.id, FIRST, given, item.points),
            f"Item comment for {secret(student)} <script>alert(1)</script>",
            *("GRADER-KN", REVIEW, "", moment),
        )
        for item, given in zip(ESSAY.rubric, points, strict=True)
    ]
    with gradebook.opened(project, "hw1") as book, book.store.writing() as connection:
        ledger.append(connection, entries)
        remark = {"comment": f"Whole comment for {secret(student)}", "flagged": True}
        about = {"submission": key(student), "part": "essay", "reading": FIRST}
        connection.execute(
            insert(schema.remarks).values(**about, **remark, grader="GRADER-KN", at=moment)
        )


def pages(made: Returned) -> dict[str, str]:
    return {path.stem: path.read_text(encoding="utf-8") for path in made.folder.glob("*.html")}


def words(page: str) -> str:
    """Return what a person reads, in one line."""
    text = re.sub(r"<(style|annotation)[^>]*>.*?</\1>", " ", page, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


# --- what is in it -------------------------------------------------------------------------------


def test_page_has_points_tests_comments_and_own_work(tmp_path: Path) -> None:
    """Points of each part, what public tests said, rubric, comments, answers, formulas, plots."""
    project = graded(tmp_path)
    mark(project, "Ada Lovelace", 1, 0.5)
    page = pages(feedback.write_feedback(project, "hw1"))["ada"]
    text = words(page)
    assert "Feedback for Ada Lovelace" in text
    assert "1.5 of 5 points" in text
    assert "`dW` of SECRET-OF-ADA <b>is</b> wrong in 3 entries." in text
    assert "States the definition. 1 of 1 Item comment for SECRET-OF-ADA" in text
    assert "Gives an argument that holds. 0.5 of 2" in text
    assert "Whole comment for SECRET-OF-ADA" in text
    assert "<em>maximum</em>" in page
    assert "<math" in page
    assert f"data:image/png;base64,{PIXEL}" in page


def test_part_that_waits_for_marks_is_said_to_be_open(tmp_path: Path) -> None:
    """No rubric item is shown before all of them have points; the total is “so far”."""
    project = graded(tmp_path)
    mark(project, "Ada Lovelace", 1, None)
    made = feedback.write_feedback(project, "hw1")
    text = words(pages(made)["ada"])
    assert "0 points so far, of 5" in text
    assert "Not graded yet: 2.1 Convex all the same." in text
    assert "States the definition" not in text
    assert "Item comment" not in text
    assert made.not_graded == {"2.1 Convex all the same": 3}


def test_only_complete_leaves_out_who_is_open(tmp_path: Path) -> None:
    """With --only-complete a page is there for whom nothing is open; the others are counted."""
    project = graded(tmp_path)
    mark(project, "Bob Noyce", 1, 2)
    made = feedback.write_feedback(project, "hw1", only_complete=True)
    assert set(pages(made)) == {"bob"}
    assert (made.pages, made.left_out) == (1, 2)


def test_pages_of_an_earlier_time_do_not_stay(tmp_path: Path) -> None:
    """Nobody uploads a page that this run did not write."""
    project = graded(tmp_path)
    feedback.write_feedback(project, "hw1")
    mark(project, "Bob Noyce", 1, 2)
    assert set(pages(feedback.write_feedback(project, "hw1", only_complete=True))) == {"bob"}


LATE = """[policy]
deadline = 2026-11-20T20:00:00Z
[policy.late]
penalty = 0.1
"""


def test_points_lost_for_being_late_are_told(tmp_path: Path) -> None:
    """What the recipe takes stands below the parts and is in the total; in time it is not there."""
    late = datetime(2026, 11, 21, 10, tzinfo=UTC)
    results = [
        result("Ada Lovelace", right=True, submitted_at=late),
        result("Bob Noyce", right=True, submitted_at=late.replace(day=19)),
    ]
    project = graded(tmp_path, results, TESTS_ONLY, LATE)
    shown = pages(feedback.write_feedback(project, "hw1"))
    assert "Lost for being late −0.2" in words(shown["ada"])
    assert "1.8 of 2 points" in words(shown["ada"])
    assert "being late" not in words(shown["bob"])
    made = feedback.write_feedback(project, "hw1", gradescope=True)
    document = json.loads((made.folder / "ada/results.json").read_text())
    assert document["score"] == 1.8
    assert "0.2 points are lost for being late." in document["output"]


def test_failure_of_ours_is_said_to_be_ours(tmp_path: Path) -> None:
    """A test that could not be judged costs nothing and is called so."""
    broken = TestResult("test_example", 1, Verdict.INTERNAL, False, "The example comes out.")
    made = result("Ada Lovelace", right=True)
    part = replace(made.parts[0], tests=(broken, made.parts[0].tests[1]))
    project = graded(tmp_path, [replace(made, parts=(part,), status=Status.INTERNAL)])
    text = words(pages(feedback.write_feedback(project, "hw1"))["ada"])
    assert "could not be judged, through no fault of yours" in text
    assert "Not graded yet: 1.1 Linear: backward" in text


def test_part_without_an_answer_is_said(tmp_path: Path) -> None:
    """A notebook that lacks a part says so there, and only there."""
    data = notebook({"essay": "Mine."})
    project = graded_project(tmp_path, HOMEWORK, [result("Ada Lovelace")], notebooks={"ada": data})
    page = pages(feedback.write_feedback(project, "hw1"))["ada"]
    assert page.count("Your notebook has no answer to this part.") == 1


def test_who_handed_nothing_in_has_no_page(tmp_path: Path) -> None:
    """The class list brings in students without a submission: they are counted."""
    project = graded(tmp_path)
    (tmp_path / "grades/roster.csv").write_text("Name,ID\nAda Lovelace,1\nZoe,9\n")
    made = feedback.write_feedback(project, "hw1")
    assert (made.pages, made.absent) == (3, 1)


# --- what is not in it ---------------------------------------------------------------------------


def everything(made: Returned) -> dict[str, str]:
    """Return every page and every file of the zip, by name."""
    with zipfile.ZipFile(made.archive) as archive:
        packed = {name: archive.read(name).decode() for name in archive.namelist()}
    return {**pages(made), **packed}


@pytest.mark.parametrize("gradescope", [False, True], ids=["pages", "gradescope"])
@pytest.mark.parametrize("level", ["nothing", "relation", "mistake", "mistake and pointer"])
def test_nothing_hidden_and_nobody_else_is_in_it(
    tmp_path: Path, level: str, gradescope: bool
) -> None:
    """No message, name, input or source of a hidden test, no grader, no other student."""
    homework = replace(HOMEWORK, feedback=level)
    project = graded(tmp_path, homework=homework, recipe=f'feedback = "{level}"')
    for student in STUDENTS:
        mark(project, student, 1, 1)
    made = feedback.write_feedback(project, "hw1", gradescope=gradescope)
    found = everything(made)
    assert len(found) >= 3
    for name, text in found.items():
        owner = next(student for student in STUDENTS if key(student) in name)
        assert secret(owner) in text
        for other in set(STUDENTS) - {owner}:
            assert secret(other) not in text
            assert other not in text
        for hidden in (*HIDDEN, "GRADER-KN"):
            assert hidden not in text, (name, hidden)
        assert "Other sizes are right, too." in text
        assert (REMARK in html.unescape(text)) == level.startswith("mistake")


def test_the_cell_that_stopped_is_told_of_a_hidden_test(tmp_path: Path) -> None:
    """A student reads why an answer is not there, and still nothing of what a test asked."""
    cause = "The cell that defines `f` (cell 3) stopped at line 1: FileNotFoundError, there is no "
    cause += "file 'data/x.csv' beside the notebook."
    made = result(STUDENTS[0])
    tests = tuple(replace(test, cause=cause) for test in made.parts[0].tests)
    made = replace(made, reason=cause, parts=(replace(made.parts[0], tests=tests),))
    seen = discretion.for_student(made, HOMEWORK)
    assert seen.parts[0].tests[1].message == cause
    assert seen.reason == cause
    assert HIDDEN_MESSAGE not in seen.to_json()


def test_other_student_s_name_in_a_file_name_is_not_told(tmp_path: Path) -> None:
    """Files are not named, whatever they are called and wherever the reason names them."""
    reasons = {
        "Ada Lovelace.ipynb": "Ada Lovelace.ipynb is JSON but not a notebook.",
        "hw.zip": "hw.zip holds 2 notebooks (Ada Lovelace.ipynb, b.ipynb): keep the one.",
        "x.zip": "Ada Lovelace.ipynb in x.zip is damaged: export and upload it again.",
        "Ada Lovelace": "Ada Lovelace holds no notebook and no zip.",
        "y.pdf": "y.pdf is neither a notebook nor a zip: hand in the notebook (.ipynb).",
    }
    results = [
        Result(*(f"eve{n}", f"Eve {n}", f"in/{name}", "", "hw1", "b", Status.REFUSED, reason))
        for n, (name, reason) in enumerate(reasons.items())
    ]
    shown = pages(feedback.write_feedback(graded(tmp_path, results), "hw1"))
    for page in shown.values():
        assert "Ada" not in page
        assert "Lovelace" not in page
        assert "Your submission could not be graded. Your file" in words(page)
    assert "hand in the notebook (.ipynb)." in words(shown["eve4"])
    assert "Your file is JSON but not a notebook." in words(shown["eve0"])


class Power(HTMLParser):
    """Collect what a page could do."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note elements, handlers and addresses that a page must not have."""
        if tag in ("script", "iframe", "form", "input", "object", "embed", "link", "base"):
            self.found.add(tag)
        for name, value in attrs:
            elsewhere = name == "src" and not (value or "").startswith("data:image/")
            if elsewhere or name.startswith(("on", "hx-")) or "javascript:" in (value or ""):
                self.found.add(f"{tag} {name}={value}")


def test_hostile_answers_and_comments_do_nothing(tmp_path: Path) -> None:
    """A script in an answer, a message or a comment is text or gone; the policy forbids more."""
    project = graded(tmp_path)
    mark(project, "Eve Hacker", 1, 1)
    page = pages(feedback.write_feedback(project, "hw1"))["eve"]
    assert Power(page).found == set()
    assert "Honest words remain." in page
    assert "default-src 'none'; style-src 'unsafe-inline'; img-src data:" in page
    assert page.count("http-equiv") == 1


# --- the class's distribution --------------------------------------------------------------------


def class_of(number: int) -> list[Result]:
    return [
        replace(
            result("Ada Lovelace", right=n % 2 == 0), submission=f"s{n}", student=f"Student {n}"
        )
        for n in range(number)
    ]


def test_distribution_is_shown_if_the_recipe_says_so(tmp_path: Path) -> None:
    """By default it is not; with `distribution = true` all pages have it."""
    shut = graded(tmp_path / "a", class_of(12), TESTS_ONLY)
    assert all("<svg" not in page for page in pages(feedback.write_feedback(shut, "hw1")).values())
    told = graded(tmp_path / "b", class_of(12), TESTS_ONLY, "distribution = true")
    assert all("<svg" in page for page in pages(feedback.write_feedback(told, "hw1")).values())


def test_distribution_of_a_small_class_is_not_shown(tmp_path: Path) -> None:
    """Among nine totals one may find whose is whose: it is left out, and the command says so."""
    told = graded(tmp_path, class_of(9), TESTS_ONLY, "distribution = true")
    made = feedback.write_feedback(told, "hw1")
    assert all("<svg" not in page for page in pages(made).values())
    assert "The class distribution is left out: 9 totals" in made.notes[0]


# --- for platforms -------------------------------------------------------------------------------


def test_gradescope_has_tests_rubric_and_total(tmp_path: Path) -> None:
    """One file a submission: tests, then rubric items; nothing is visible before publishing."""
    project = graded(tmp_path)
    mark(project, "Ada Lovelace", 1, 0.5)
    made = feedback.write_feedback(project, "hw1", gradescope=True)
    ada = json.loads((made.folder / "ada/results.json").read_text())
    assert ada["score"] == 1.5
    assert [(test.get("score"), test["max_score"]) for test in ada["tests"]] == [
        *((0, 1), (0, 1)),
        *((1, 1), (0.5, 2)),
    ]
    assert "Whole comment" in ada["tests"][-1]["output"]
    assert {ada["visibility"], *(test["visibility"] for test in ada["tests"])} == {
        "after_published"
    }
    bob = json.loads((made.folder / "bob/results.json").read_text())
    assert "score" not in bob
    assert bob["tests"][-1]["output"] == "Not graded yet."
    with zipfile.ZipFile(made.archive) as archive:
        assert sorted(archive.namelist()) == [f"{key(s)}/results.json" for s in STUDENTS]


def test_zip_has_the_names_that_the_platform_gave(tmp_path: Path) -> None:
    """What came from Moodle or Canvas goes back under the same names; else a folder by id."""
    sources = [
        "in/Ada Lovelace_1234_assignsubmission_file_/hw1.ipynb",
        "in/noycebob_LATE_77_88_hw1.ipynb",
        "in/eve.ipynb",
    ]
    results = [result(s, source=source) for s, source in zip(STUDENTS, sources, strict=True)]
    project = graded(tmp_path, results)
    (tmp_path / "grades/roster.csv").write_text("Name,ID\nEve Hacker,e-9\n")
    with zipfile.ZipFile(feedback.write_feedback(project, "hw1").archive) as archive:
        assert archive.namelist() == [
            "Ada Lovelace_1234_assignsubmission_file_/feedback.html",
            "noycebob_LATE_77_88_feedback.html",
            "e-9/feedback.html",
        ]


def test_many_pages_are_made_side_by_side(tmp_path: Path) -> None:
    """In several processes the same pages come out, and progress counts each."""
    project = graded(tmp_path, class_of(20), TESTS_ONLY)
    alone = pages(feedback.write_feedback(project, "hw1"))
    seen: list[tuple[int, int]] = []
    together = feedback.write_feedback(
        project, "hw1", jobs=2, progress=lambda done, total: seen.append((done, total))
    )
    assert pages(together) == alone
    assert len(alone) == 20
    assert seen[-1] == (20, 20)
