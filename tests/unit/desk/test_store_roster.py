"""The class list: everybody has a row, and a submission is nobody's by a guess."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from chainrule_desk.errors import DeskError
from chainrule_desk.grade_sheets import page, sheet
from chainrule_desk.grades import matching
from chainrule_desk.grades.marks import read, template, write
from chainrule_grader.people import Person

from .sheet_samples import HOMEWORK, HOSTILE, NUL, result

CLASS = """\
Student ID,Last name,First name,Email
101,Lovelace,Ada,ada@example.edu
102,Çelik,Deniz Nur,dcelik@example.edu
103,Kim,Min,min.kim@example.edu
104,Kim,Min,mkim2@example.edu
105,Noether,Emmy,emmy@example.edu
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a class list."""
    (tmp_path / "roster.csv").write_text(CLASS, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("called", "label"),
    [
        ("101", "Ada Lovelace"),
        ("ADA@example.edu", "Ada Lovelace"),
        ("ada", "Ada Lovelace"),
        ("lovelaceada", "Ada Lovelace"),
        ("Lovelace, Ada", "Ada Lovelace"),
        ("deniz_nur_celik", "Deniz Nur Çelik"),
        ("celikdeniznur", "Deniz Nur Çelik"),
        ("min.kim", "Min Kim (103)"),
        ("104", "Min Kim (104)"),
    ],
)
def test_submission_finds_its_student(folder: Path, called: str, label: str) -> None:
    """Id, e-mail address or name, in any case, order and spelling of separators and accents."""
    assigned = matching.assign([result(called, 1, 1)], folder)
    assert [found.student for found in assigned.results] == [label]
    assert assigned.unmatched == ()


@pytest.mark.parametrize(
    "person", [Person("Kim, M.", "mkim2@example.edu"), Person("Min Kim", "else@x.edu", "104")]
)
def test_export_tells_namesakes_apart(folder: Path, person: Person) -> None:
    """Id and e-mail address of an export find the student whose name fits two."""
    found = replace(result(person.name, 1, 1), people=(person,))
    assert [one.student for one in matching.assign([found], folder).results] == ["Min Kim (104)"]


@pytest.mark.parametrize("called", ["Grace Hopper", "Min Kim", "", "kim"])
def test_nobody_is_guessed(folder: Path, called: str) -> None:
    """A name that fits nobody, or two students, is listed and stays as it was."""
    found = result(called, 1, 1, submission="s1")
    assigned = matching.assign([found], folder)
    assert assigned.results == [found]
    assert assigned.unmatched == (called or "s1",)
    assert len(assigned.absent) == 5


def test_alias_settles_it(folder: Path) -> None:
    """A line in the aliases says whose file it is, by what the file says or by its id."""
    (folder / "aliases.csv").write_text("Min Kim,103\ns2,emmy@example.edu\n", encoding="utf-8")
    results = [result("Min Kim", 1), result("", 1, submission="s2")]
    assigned = matching.assign(results, folder)
    assert [found.student for found in assigned.results] == ["Min Kim (103)", "Emmy Noether"]
    assert assigned.unmatched == ()


def test_who_handed_nothing_in_has_a_row_of_zeros(folder: Path) -> None:
    """Every student of the class is in the sheet; those without work change no mean."""
    assigned = matching.assign([result("ada", 1, 1)], folder)
    frame = sheet.grade_sheet(HOMEWORK, assigned.results, absent=assigned.absent)
    assert list(frame["student"]) == sorted(frame["student"], key=str.casefold)
    rows = frame.set_index("student")
    assert len(rows) == 5
    assert rows.loc["Emmy Noether", "status"] == "nothing handed in"
    assert rows.loc["Emmy Noether", "total"] == 0
    parts = sheet.part_table(HOMEWORK, frame).set_index("column")
    assert parts.loc["linear_forward", "mean"] == 2
    assert "nothing handed in" in page.render(HOMEWORK, frame)


def test_marks_file_from_before_the_class_list_is_read(folder: Path) -> None:
    """A file that knows students by their files' names is still theirs."""
    results = [result("ada", 1, 1)]
    path = folder / "marks.csv"
    write(path, template(HOMEWORK, results))
    assigned = matching.assign(results, folder)
    read(path, HOMEWORK, assigned.results, {"ada": "ada"})


def test_no_class_list_changes_nothing(tmp_path: Path) -> None:
    """Without a list students are called as their files say."""
    results = [result("ada", 1)]
    assert matching.assign(results, tmp_path) == matching.Assigned(results)


def test_hostile_names_are_only_names(tmp_path: Path) -> None:
    """Formulas and scripts in a class list come through as text."""
    names = [name.replace('"', "").replace(NUL, "") for name in HOSTILE]
    lines = "\n".join(f'{n},"{name}"' for n, name in enumerate(names))
    (tmp_path / "roster.csv").write_text(f"id,name\n{lines}\n", encoding="utf-8", newline="")
    assigned = matching.assign([], tmp_path)
    frame = sheet.grade_sheet(HOMEWORK, [], absent=assigned.absent)
    assert len(frame) == len(HOSTILE)
    assert "<script>alert" not in page.render(HOMEWORK, frame)


MISTAKES = {
    "an id twice": ("roster.csv", "id,name\n1,Ada\n1,Bob\n", "row 3 repeats the id '1' of row 2"),
    "no student in sight": ("roster.csv", "section,grade\nA,1\n", "no column that tells a student"),
    "an empty file": ("roster.csv", "", "the file is empty"),
    "an empty list of aliases": ("aliases.csv", "", "the file is empty"),
    "an alias of nobody": ("aliases.csv", "ada-1,999\n", "row 1 names '999'"),
    "an alias without a student": ("aliases.csv", "ada-1\n", "row 1 has one cell"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_mistake_is_said_with_its_row(folder: Path, mistake: str) -> None:
    """Each mistake is told with the file, the row and the repair."""
    name, text, words = MISTAKES[mistake]
    (folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(DeskError, match=words):
        matching.assign([result("ada", 1)], folder)


def test_list_in_an_old_encoding_is_said(tmp_path: Path) -> None:
    """A file that is not UTF-8 is told how to save it."""
    (tmp_path / "roster.csv").write_bytes("id,name\n1,Zoë\n".encode("latin-1"))
    with pytest.raises(DeskError, match="UTF-8"):
        matching.assign([], tmp_path)
