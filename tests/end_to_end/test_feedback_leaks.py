"""The real hw1 from sample submissions to feedback: nothing hidden in it, and nobody else."""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from chainrule_desk import grading
from chainrule_desk.authoring.recipe import read_recipe
from chainrule_desk.build import Built
from chainrule_desk.composing import leaks
from chainrule_desk.composing.assemble import assemble
from chainrule_desk.composing.leaks import STATEMENT, VALUE, Searched, Secret, squeezed
from chainrule_desk.grades import gradebook
from chainrule_desk.project import Project
from chainrule_desk.returning.feedback import Returned, write_feedback
from chainrule_desk.reviewing.review import Review
from chainrule_grader.engine import Limits
from chainrule_grader.results import Result, Status

pytestmark = pytest.mark.slow

SAMPLES = Path(__file__).parents[1] / "submissions" / "hw1"
LONG_LINE = 20  # characters of a hidden test's line without white space: shorter ones are anybody's
NUMBER = re.compile(r"(?<![\w.])\d*\.?\d+(?:e-?\d+)?(?!\w|\.\d)")


@dataclass(frozen=True)
class Student:
    """Somebody with a sample submission; every text about them is theirs alone."""

    number: int
    folder: str

    @property
    def name(self) -> str:
        """A name that is no word."""
        return f"Xandra{self.number} Quillfeather{self.number}"

    @property
    def texts(self) -> tuple[str, ...]:
        """What nobody else may read: name, id, address, file, answer, comment and remark."""
        said = (f"The {kind} of badger {self.number} is forty-one." for kind in SAYINGS)
        id_number, address = f"id-90417-{self.number}", f"q{self.number}@badger.example"
        return (*self.name.split(), id_number, address, self.folder, *said)


SAYINGS = ("answer", "comment", "remark")
STUDENTS = [
    Student(number, path.name)
    for number, path in enumerate(sorted(path for path in SAMPLES.iterdir() if path.is_dir()), 1)
]


def answered(notebook: bytes, student: Student) -> bytes:
    """Return a notebook with a sentence of its student in every written answer."""
    try:
        document = json.loads(notebook)
    except json.JSONDecodeError:
        return notebook  # the sample that is broken
    for cell in document["cells"]:
        tag = cell["metadata"].get("chainrule", {})
        if cell["cell_type"] == "markdown" and tag.get("role") == "answer":
            cell["source"] = [*cell["source"], f"\n\n{student.texts[5]}"]
    return json.dumps(document).encode()


def handed_in(student: Student, folder: Path) -> None:
    """Write what a student hands in: the sample, with their own words."""
    (given,) = (SAMPLES / student.folder).iterdir()
    target = folder / student.folder / given.name
    target.parent.mkdir(parents=True)
    if given.suffix != ".zip":
        target.write_bytes(answered(given.read_bytes(), student))
        return
    packed = io.BytesIO()
    with zipfile.ZipFile(given) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, answered(data, student) if name.endswith(".ipynb") else data)
    target.write_bytes(packed.getvalue())


@dataclass(frozen=True)
class Returning:
    """A class whose feedback is written, and what must not be in it."""

    project: Project
    results: dict[str, Result]
    pages: Returned
    gradescope: Returned
    secrets: tuple[Secret, ...]

    def own(self, student: Student) -> Searched:
        """Return what a student knows: the own notebook, public tests, and mistakes with names."""
        result = self.results[student.folder]
        copy = self.project.copies("hw1") / f"{result.content}.ipynb"
        told = [copy.read_text("utf-8")] if copy.is_file() else ["[]"]
        known = [visible_json(text) for text in told]
        for part in result.parts:
            known += [test.remark if test.hidden else test.message for test in part.tests]
        return Searched("\n".join(known))

    def texts(self, student: Student) -> Iterator[tuple[str, str]]:
        """Yield every text that a student gets, with where it stands."""
        name = self.results[student.folder].submission
        page = self.pages.folder / f"{name}.html"
        result = self.gradescope.folder / name / "results.json"
        yield page.name, page.read_text("utf-8")
        yield result.name, result.read_text("utf-8")
        for path, own in ((self.pages.archive, page), (self.gradescope.archive, result)):
            with zipfile.ZipFile(path) as archive:
                for entry in archive.namelist():
                    if archive.read(entry) == own.read_bytes():
                        yield path.name, entry


@pytest.fixture(scope="module")
def returning(workshop: Project, hw1: Built, tmp_path_factory: pytest.TempPathFactory) -> Returning:
    """Return the class of the sample submissions, marked and commented, with its feedback."""
    folder = tmp_path_factory.mktemp("handed_in")
    for student in STUDENTS:
        handed_in(student, folder)
    with grading.engine_for() as engine:
        graded = grading.grade(
            workshop, "hw1", [folder], engine=engine, jobs=2, limits=Limits(), regrade=True
        )
    roster = ["id,name,email"]
    aliases = []
    for student in STUDENTS:
        number, address = student.texts[2:4]
        roster.append(f"{number},{student.name},{address}")
        aliases.append(f"{student.folder},{number}")
    (workshop.root / "grades/roster.csv").write_text("\n".join(roster), encoding="utf-8")
    (workshop.root / "grades/aliases.csv").write_text("\n".join(aliases), encoding="utf-8")
    mark(workshop, {student.name: student for student in STUDENTS})
    assembly = assemble(workshop, read_recipe(workshop.recipe("hw1")))
    parts = {part.name for part in assembly.homework.parts}
    hidden = [
        test
        for problem in assembly.problems
        for part in problem.parts
        if part.name in parts
        for test in part.tests
        if test.hidden
    ]
    public = squeezed(hw1.release.read_text("utf-8"))
    secrets = [*leaks.secrets(assembly.problems, parts)]
    secrets += [Secret("the name", test.name, "a hidden test") for test in hidden]
    secrets += [
        Secret("a line", line.strip(), f"hidden test {test.name}")
        for test in hidden
        for line in test.source.splitlines()
        if len(squeezed(line)) >= LONG_LINE
        and squeezed(json.dumps(line.strip())[1:-1]) not in public
    ]
    return Returning(
        workshop,
        {result.student: result for result in graded},
        write_feedback(workshop, "hw1"),
        write_feedback(workshop, "hw1", gradescope=True),
        (*secrets, *of_messages(graded)),
    )


def mark(project: Project, students: dict[str, Student]) -> None:
    """Give each written answer its points, a comment, and a remark."""
    with gradebook.opened(project, "hw1") as book:
        review = Review(book)
        for part in book.homework.manual:
            while turn := review.next("GRADER-KN", part):
                student = students[review.students[turn.submission]]
                entries = [
                    review.give(turn, item, item.points / 2, student.texts[6])
                    for item in part.rubric
                ]
                review.save(turn, "page", review.seen(turn), entries)
                review.say(turn, student.texts[7], flagged=False)


def of_messages(results: list[Result]) -> Iterator[Secret]:
    """Yield what hidden tests said, for staff: whole, and each long number in it."""
    for result in results:
        for part in result.parts:
            shown = " ".join(test.message for test in part.tests if not test.hidden)
            for test in part.tests:
                if not test.hidden or not test.message:
                    continue
                place = f"hidden test {test.name}"
                yield Secret("the message", test.message, place)
                for number in NUMBER.findall(test.message):
                    if len(re.sub(r"\D", "", number).strip("0")) >= 5 and number not in shown:
                        yield Secret(VALUE, number, place)


def visible(page: str) -> str:
    """Return the words of a page, tags gone: highlighting puts a tag around every word of code."""
    return html.unescape(re.sub(r"<[^>]*>", "", page))


def visible_json(text: str) -> str:
    """Return every text of a JSON document."""

    def strings(value: Any) -> Iterator[str]:
        if isinstance(value, dict):
            value = [*value, *value.values()]
        if isinstance(value, list):
            for entry in value:
                yield from strings(entry)
        else:
            yield str(value)

    return "\n".join(strings(json.loads(text)))


def found_in(text: str, returning: Returning, student: Student) -> list[str]:
    """Return every secret that stands in a text and not in the student's own notebook."""
    shown: Callable[[str], str] = visible_json if text.startswith("{") else visible
    own, read = returning.own(student), Searched(f"{text}\n{shown(text)}")
    hidden = [
        f"{secret.kind} of {secret.place}: {secret.text}"
        for secret in returning.secrets
        if read.line_of(secret) and not own.line_of(secret)
    ]
    others = [other for other in STUDENTS if other != student]
    theirs = [words for other in others for words in other.texts]
    theirs += [returning.results[other.folder].submission for other in others]
    theirs += [returning.results[other.folder].content for other in others]
    return hidden + [words for words in theirs if words and read.line_of(Secret("", words, ""))]


@pytest.mark.parametrize("student", STUDENTS, ids=lambda student: student.folder)
def test_feedback_holds_nothing_hidden_and_nobody_else(
    returning: Returning, student: Student
) -> None:
    """No line, name, message or value of a hidden test, no model answer, nothing of others."""
    texts = dict(returning.texts(student))
    assert len(texts) == 4  # page, result, and their places in the two zips
    for place, text in texts.items():
        assert found_in(text, returning, student) == [], place


def test_class_was_worth_scanning(returning: Returning) -> None:
    """Hidden tests failed and said so with numbers, and every student reads their own words."""
    kinds = {secret.kind for secret in returning.secrets}
    assert {"a line", "a passage", "the message", VALUE, "the grader's note"} <= kinds
    assert returning.pages.pages == len(STUDENTS)
    for student in STUDENTS:
        if returning.results[student.folder].status is Status.REFUSED:
            continue
        for text in list(dict(returning.texts(student)).values())[:2]:
            assert student.texts[6] in visible(text)
            assert student.texts[7] in visible(text)


def shown_as(secret: Secret) -> str:
    """Return a page with a secret in it: a statement stands on lines of its own, as code does."""
    text = html.escape(secret.text)
    return f"<pre>\n{text}\n</pre>" if secret.kind == STATEMENT else f"<p>It is <b>{text}</b>.</p>"


def test_scan_finds_what_it_looks_for(returning: Returning) -> None:
    """Any of the secrets, put into a page, is found there: the scan is not blind."""
    student = next(one for one in STUDENTS if one.folder == "untouched")
    own = returning.own(student)
    missed = [
        secret
        for secret in returning.secrets
        if not own.line_of(secret) and not found_in(shown_as(secret), returning, student)
    ]
    assert missed == []
    for other in STUDENTS:
        for text in other.texts:
            assert found_in(f"<p>{text}</p>", returning, student) or other == student
