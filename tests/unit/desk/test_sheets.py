"""`chainrule sheet` as a whole: what it says when something changed since marks were given."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import insert

from chainrule_desk.errors import DeskError
from chainrule_desk.grade_sheets import sheets
from chainrule_desk.grade_sheets.sheets import Written
from chainrule_desk.grades import schema
from chainrule_desk.grades.gradebook import opened
from chainrule_desk.grades.store import Store
from chainrule_desk.project import Project
from chainrule_grader.homework import Homework, RubricItem

from .sheet_samples import CONVEXITY, FORWARD, HOMEWORK, result
from .store_samples import START, append, entry

pytest.importorskip("pyarrow", reason="install what pyproject.toml asks for")

RECIPE = 'title = "T"\n\n[[problems]]\nname = "p"\npoints = { a = 1 }\n'


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a project in which Ada was graded and has all points of tests."""
    made = Project(tmp_path)
    made.recipes.mkdir(parents=True)
    made.recipe("hw1").write_text(RECIPE, encoding="utf-8")
    build(made, HOMEWORK)
    path = made.grades("hw1") / "results" / "ada.json"
    path.parent.mkdir(parents=True)
    path.write_text(result("Ada", 1, 1).to_json(), encoding="utf-8")
    return made


def build(project: Project, homework: Homework) -> None:
    """Write a bundle as a build does."""
    project.bundle("hw1").parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(project.bundle("hw1"), "w") as bundle:
        bundle.writestr("homework.json", homework.to_json())
        for part in homework.automatic:
            bundle.writestr(f"tests/{part.name}.py", "")


def mark(project: Project, **points: float) -> None:
    with opened(project, "hw1") as book:
        append(book.store, *(entry("ada", item, given) for item, given in points.items()))


def total(written: Written) -> float:
    return float(written.frame.loc[0, "total"])


def test_sheet_is_written_in_every_format(project: Project) -> None:
    """One table, four files beside the results."""
    written = sheets.write_sheets(project, "hw1")
    assert [path.name for path in written.files] == [
        "sheet.csv",
        "sheet.xlsx",
        "sheet.html",
        "sheet.parquet",
    ]
    assert all(path.stat().st_size for path in written.files)


def test_item_weighted_anew_takes_its_marks_along_and_is_said(project: Project) -> None:
    """All marks of the item follow in proportion, and the sheet says from what to what."""
    mark(project, definition=0.5, argument=2)
    assert total(sheets.write_sheets(project, "hw1")) == 8.5
    heavier = replace(
        CONVEXITY, points=4, rubric=(RubricItem("definition", 2, "D"), CONVEXITY.rubric[1])
    )
    build(project, replace(HOMEWORK, parts=(*HOMEWORK.parts[:2], heavier)))
    written = sheets.write_sheets(project, "hw1")
    assert total(written) == 9
    (note,) = [note for note in written.notes if "Rubric item" in note]
    assert "convexity / definition was changed, 1 to 2 points" in note


def test_item_reworded_keeps_its_marks_and_is_said(project: Project) -> None:
    """Other words change no points; the sheet says that they changed."""
    mark(project, definition=1, argument=2)
    sheets.write_sheets(project, "hw1")
    words = replace(CONVEXITY, rubric=(RubricItem("definition", 1, "New"), CONVEXITY.rubric[1]))
    build(project, replace(HOMEWORK, parts=(*HOMEWORK.parts[:2], words)))
    written = sheets.write_sheets(project, "hw1")
    assert total(written) == 9
    assert any("convexity / definition was changed, a new wording" in n for n in written.notes)


def test_part_renamed_loses_no_marks_and_is_said(project: Project) -> None:
    """Marks of a name that is gone are counted and named; they count again under the old name."""
    mark(project, definition=1, argument=2)
    renamed = replace(CONVEXITY, name="convex")
    build(project, replace(HOMEWORK, parts=(*HOMEWORK.parts[:2], renamed)))
    written = sheets.write_sheets(project, "hw1")
    assert written.frame.loc[0, "marks_missing"] == 2
    assert any("1 mark for convexity / argument" in note for note in written.notes)
    build(project, HOMEWORK)
    assert total(sheets.write_sheets(project, "hw1")) == 9


@pytest.mark.parametrize("change", ["an item is worth less", "the part has another name"])
def test_marks_file_of_before_a_change_is_no_complaint(project: Project, change: str) -> None:
    """What was read from marks.csv follows the rubric; its old rows, given or open, stop nobody."""
    bob = replace(result("Bob", 1, 1), submission="bob")
    (project.grades("hw1") / "results" / "bob.json").write_text(bob.to_json(), encoding="utf-8")
    mark(project, definition=1, argument=2)
    sheets.write_marks(project, "hw1")
    before = sheets.marks_path(project, "hw1").read_bytes()
    light = replace(CONVEXITY.rubric[1], points=0.5)
    changed = (
        replace(CONVEXITY, rubric=(CONVEXITY.rubric[0], light))
        if change == "an item is worth less"
        else replace(CONVEXITY, name="convex")
    )
    build(project, replace(HOMEWORK, parts=(*HOMEWORK.parts[:2], changed)))
    for _ in range(2):  # what is old stays old
        written = sheets.write_sheets(project, "hw1")
    assert sheets.marks_path(project, "hw1").read_bytes() == before
    assert written.frame.loc[0, "marks_missing"] == (0 if changed.name == "convexity" else 2)
    with opened(project, "hw1") as book:
        assert len(list(book.ledger.history())) == 2


def test_mark_given_in_an_old_file_is_checked_against_the_rubric_of_today(project: Project) -> None:
    """A row that somebody fills in under an old maximum is a complaint; nothing is read."""
    mark(project, argument=2)
    path, _ = sheets.write_marks(project, "hw1")
    light = replace(CONVEXITY, rubric=(RubricItem("definition", 0.5, "D"), CONVEXITY.rubric[1]))
    build(project, replace(HOMEWORK, parts=(*HOMEWORK.parts[:2], light)))
    rows = path.read_text(encoding="utf-8-sig").splitlines()
    assert rows[1].endswith(",1,,,")
    rows[1] = rows[1].removesuffix(",,,") + ",1,,kn"
    path.write_text("\n".join(rows), encoding="utf-8")
    with pytest.raises(DeskError, match=r"row 2, column max: '1' is not the maximum, 0\.5"):
        sheets.write_sheets(project, "hw1")


def test_automatic_part_renamed_is_open_and_said(project: Project) -> None:
    """A part of a new name was not graded yet: its score is open, and the row says why."""
    renamed = replace(FORWARD, name="forward")
    build(project, replace(HOMEWORK, parts=(renamed, *HOMEWORK.parts[1:])))
    written = sheets.write_sheets(project, "hw1")
    assert written.frame.loc[0, "reason"] == "1.1 was not graded: grade again."


def test_part_of_the_points_without_a_reason_is_flagged(project: Project) -> None:
    """Students ask why; the flag says where nobody wrote it. A comment clears it."""
    mark(project, definition=0.5, argument=0)
    flags = sheets.write_sheets(project, "hw1").frame["flags"]
    assert flags.tolist() == ["2.1: part of the points, without a reason"]
    with opened(project, "hw1") as book:
        append(book.store, entry("ada", "definition", 0.5, minute=1, comment="no quantifier"))
    assert sheets.write_sheets(project, "hw1").frame["flags"].tolist() == [""]


def test_second_look_is_flagged(project: Project) -> None:
    """An answer that a grader flagged is found from the sheet."""
    with opened(project, "hw1") as book, book.store.writing() as connection:
        said = {"submission": "ada", "part": "convexity", "reading": 1, "comment": "", "at": START}
        connection.execute(insert(schema.remarks).values(**said, flagged=True, grader="kn"))
    flags = sheets.write_sheets(project, "hw1").frame["flags"]
    assert flags.tolist() == ["2.1: a second look is asked for"]


def test_who_is_in_no_class_list_is_flagged(project: Project) -> None:
    """A submission of nobody has its row, and the row says so."""
    (project.root / "grades/roster.csv").write_text("id,name\n1,Emmy\n", encoding="utf-8")
    written = sheets.write_sheets(project, "hw1")
    assert written.frame["student"].tolist() == ["Ada", "Emmy"]
    assert written.frame["flags"].tolist() == ["not in the class list", ""]


def test_no_submissions_are_said(project: Project) -> None:
    """Before anything was graded, the message says what to run."""
    (project.grades("hw1") / "results" / "ada.json").unlink()
    with pytest.raises(DeskError, match="has no results yet: run `chainrule grade hw1"):
        sheets.write_sheets(project, "hw1")


def test_store_damaged_inside_is_said_and_left_alone(project: Project) -> None:
    """A database with overwritten pages is named, and stays as it is for whoever repairs it."""
    mark(project, definition=1, argument=2)
    path = project.grades("hw1") / "grades.sqlite"
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xa5" * len(data[4096:])
    path.write_bytes(data)
    with pytest.raises(DeskError, match="damaged"):
        sheets.write_sheets(project, "hw1")
    assert path.read_bytes()[4096:] == bytes(data[4096:])


def test_two_desks_write_sheets_of_one_store(project: Project) -> None:
    """A sheet is written while another desk has the store open, with its last mark in it."""
    place = project.grades("hw1") / "grades.sqlite"
    mark(project, definition=1)
    with Store.open(place, "hw1") as other:
        append(other, entry("ada", "argument", 2))
        assert total(sheets.write_sheets(project, "hw1")) == 9


def test_parquet_says_what_the_maxima_are(project: Project) -> None:
    """Whoever reads the file alone knows what a score is out of."""
    from pyarrow import parquet

    path = sheets.write_sheets(project, "hw1").files[-1]
    assert json.loads(parquet.read_schema(path).metadata[b"maxima"])["convexity"] == 3
