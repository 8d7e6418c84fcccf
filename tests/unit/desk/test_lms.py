"""Files for learning platforms: their columns, everybody's own id, nothing that runs."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from chainrule_desk.errors import DeskError
from chainrule_desk.grade_sheets import lms, sheet
from chainrule_desk.grade_sheets.lms import Platform
from chainrule_desk.grades import matching
from chainrule_desk.grades.submissions import Choice

from .sheet_samples import HOMEWORK, HOSTILE, NUL, marks, result

CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,"Homework 1 (4711)",Final Score
"    Points Possible",,,,,9.0,(read only)
"Lovelace, Ada",501,0101,ada,Tue 10,,
"Noether, Emmy",502,0102,emmy,Tue 10,,
"Student, Test",599,,,Tue 10,,
"""
BRIGHTSPACE = """\
OrgDefinedId,Username,Last Name,First Name
#0101,#ada,Lovelace,Ada
#0102,#emmy,Noether,Emmy
"""
MOODLE = """\
First name,Last name,ID number,Email address
Ada,Lovelace,0101,Ada@example.edu
Emmy,Noether,0102,emmy@example.edu
"""


def written(
    folder: Path, platform: Platform, class_list: str, item: str | None = None, **cells: float | str
) -> tuple[list[list[str]], list[str]]:
    """Write the file of a class in which Ada has all points and Emmy handed nothing in."""
    (folder / "roster.csv").write_text(class_list, encoding="utf-8", newline="")
    assigned = matching.assign([result("Ada Lovelace", 1, 1, submission="ada")], folder)
    frame = sheet.grade_sheet(
        HOMEWORK, assigned.results, marks(ada=(1, 2)), Choice(), assigned.absent
    )
    for column, value in cells.items():
        frame.loc[0, column] = value
    path = folder / "out.csv"
    notes = lms.write(path, platform, HOMEWORK, frame, folder, item)
    data = path.read_bytes()
    assert not data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(data.decode("utf-8").splitlines())), notes


def test_canvas_finds_its_own_columns_again(tmp_path: Path) -> None:
    """Its own list gives every id, the section, and the assignment with its number."""
    lines, notes = written(tmp_path, Platform.CANVAS, CANVAS)
    assert lines == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Homework 1 (4711)"],
        ["    Points Possible", "", "", "", "", "9"],
        ["Lovelace, Ada", "501", "0101", "ada", "Tue 10", "9"],
        ["Noether, Emmy", "502", "0102", "emmy", "Tue 10", "0"],
    ]
    assert notes == []


def test_other_points_in_canvas_are_said(tmp_path: Path) -> None:
    """An assignment that has other points possible in Canvas is named with both numbers."""
    other = CANVAS.replace(",9.0,", ",48.0,")
    lines, notes = written(tmp_path, Platform.CANVAS, other)
    assert lines[1][-1] == "9"
    assert len(notes) == 1
    assert "Homework 1 (4711) has 48 points possible; this homework has 9." in notes[0]


@pytest.mark.parametrize("possible", ["", "(read only)", "9.00", "9,0"])
def test_points_that_canvas_does_not_tell_are_no_difference(tmp_path: Path, possible: str) -> None:
    """Points that are the same, or no number, are not talked about; nor is a new assignment."""
    told = CANVAS.replace(",9.0,", f',"{possible}",')
    assert written(tmp_path, Platform.CANVAS, told)[1] == []
    assert written(tmp_path, Platform.CANVAS, CANVAS.replace("9.0", "8"), "Week 1")[1] == []


def test_canvas_assignment_can_be_named(tmp_path: Path) -> None:
    """A name given on the command line is taken as it is."""
    lines, _ = written(tmp_path, Platform.CANVAS, CANVAS, "Week 1 (12)")
    assert lines[0][-1] == "Week 1 (12)"


def test_canvas_takes_another_list_by_the_institutions_id(tmp_path: Path) -> None:
    """An id of the registrar is no id of Canvas: it goes under SIS User ID, zeros and all."""
    lines, _ = written(tmp_path, Platform.CANVAS, "id,name,section\n0101,Ada Lovelace,A\n")
    assert lines[2][:5] == ["Ada Lovelace", "", "0101", "", "A"]


def test_brightspace_marks_ids_and_the_end_of_each_line(tmp_path: Path) -> None:
    """Ids come after a number sign, the points under the item's name, and a number sign last."""
    lines, _ = written(tmp_path, Platform.BRIGHTSPACE, BRIGHTSPACE)
    assert lines == [
        ["OrgDefinedId", "Username", "Homework 1 Points Grade", "End-of-Line Indicator"],
        ["#0101", "#ada", "9", "#"],
        ["#0102", "#emmy", "0", "#"],
    ]


def test_moodle_has_id_number_and_address(tmp_path: Path) -> None:
    """Both ways to find a student, capitals kept; the reason of a late penalty is the feedback."""
    lines, _ = written(
        tmp_path, Platform.MOODLE, MOODLE, late_penalty=0.9, flags="late by 1 h, 10 % lost; 2.1"
    )
    assert lines == [
        ["ID number", "Email address", "Homework 1", "Homework 1 (feedback)"],
        ["0101", "Ada@example.edu", "9", "late by 1 h, 10 % lost"],
        ["0102", "emmy@example.edu", "0", ""],
    ]


def test_moodle_gets_no_column_that_lacks_somebody(tmp_path: Path) -> None:
    """Moodle refuses a file in which the chosen column is empty for one: only whole ones are in."""
    lines, _ = written(tmp_path, Platform.MOODLE, MOODLE.replace("0102", ""))
    assert [line[0] for line in lines] == ["Email address", "Ada@example.edu", "emmy@example.edu"]


@pytest.mark.parametrize(
    ("platform", "said"),
    [
        (Platform.BRIGHTSPACE, "Brightspace cuts them unless “Can Exceed”"),
        (Platform.MOODLE, "Moodle cuts them unless the site allows unlimited grades"),
    ],
)
def test_points_above_the_maximum_are_told(tmp_path: Path, platform: Platform, said: str) -> None:
    """Where bonus goes over the homework's points, a person hears what the platform does of it."""
    class_list = BRIGHTSPACE if platform is Platform.BRIGHTSPACE else MOODLE
    lines, (note,) = written(tmp_path, platform, class_list, total=10.0)
    assert lines[1][2] == "10"
    assert note.startswith(f"1 student with more than 9 points: {said}")


def test_points_are_written_with_a_decimal_point(tmp_path: Path) -> None:
    """Every platform reads 7.25 in whichever country; a comma would be a separator."""
    lines, _ = written(tmp_path, Platform.CANVAS, CANVAS, total=7.25)
    assert lines[2][-1] == "7.25"


def test_gradescope_has_the_columns_of_its_own_download(tmp_path: Path) -> None:
    """Names apart, address, total, maximum, status, and a column a question with its points."""
    lines, _ = written(tmp_path, Platform.GRADESCOPE, MOODLE)
    header, ada, emmy = (dict(zip(lines[0], line, strict=True)) for line in lines)
    assert list(header)[:8] == [
        *("First Name", "Last Name", "SID", "Email", "Sections", "Total Score", "Max Points"),
        "Status",
    ]
    assert (ada["Last Name"], ada["Total Score"], ada["Max Points"]) == ("Lovelace", "9", "9")
    assert (ada["1.2: Linear: backward (4.0 pts)"], ada["Status"]) == ("4", "Graded")
    assert (emmy["Total Score"], emmy["Status"]) == ("", "Missing")


@pytest.mark.parametrize("platform", Platform)
def test_open_total_overwrites_nothing(tmp_path: Path, platform: Platform) -> None:
    """Who still waits for marks is left out, and it is said."""
    lists = {Platform.CANVAS: CANVAS, Platform.BRIGHTSPACE: BRIGHTSPACE}
    lines, notes = written(tmp_path, platform, lists.get(platform, MOODLE), total=float("nan"))
    assert not any("ada" in cell.casefold() for line in lines for cell in line)
    assert notes == ["1 student left out: points are open."]


@pytest.mark.parametrize("platform", Platform)
def test_who_has_nothing_because_a_file_was_damaged_is_said(
    tmp_path: Path, platform: Platform
) -> None:
    """A submission that could not be graded counts 0, and whose it is is told."""
    class_list = BRIGHTSPACE if platform is Platform.BRIGHTSPACE else MOODLE
    if platform is Platform.CANVAS:
        class_list = CANVAS.replace("Lovelace, Ada", "Ada Lovelace")
    _, notes = written(tmp_path, platform, class_list, status=sheet.REFUSED)
    assert notes == ["Has 0 points because what was handed in could not be graded: Ada Lovelace."]


def test_who_is_in_no_class_list_is_left_out_and_said(tmp_path: Path) -> None:
    """Nobody's grade is put under another's id."""
    lines, notes = written(tmp_path, Platform.MOODLE, "id,name\n0102,Emmy Noether\n")
    assert [line[0] for line in lines] == ["ID number", "0102"]
    assert notes == ["Left out, in no line of the class list: Ada Lovelace."]


LACKING = {
    Platform.CANVAS: "ID, SIS User ID or SIS Login ID",
    Platform.BRIGHTSPACE: "OrgDefinedId or Username",
    Platform.MOODLE: "ID number or Email address",
    Platform.GRADESCOPE: "Email",
}


@pytest.mark.parametrize("platform", Platform)
def test_column_that_lacks_is_named(tmp_path: Path, platform: Platform) -> None:
    """A list of names is not enough: the message says which column the platform needs."""
    with pytest.raises(DeskError, match=rf"by {LACKING[platform]}, which .* lacks for Ada"):
        written(tmp_path, platform, "name\nAda Lovelace\n")
    (tmp_path / "roster.csv").unlink()
    frame = sheet.grade_sheet(HOMEWORK, [])
    with pytest.raises(DeskError, match=r"put the class list .* into grades/roster\.csv"):
        lms.write(tmp_path / "out.csv", platform, HOMEWORK, frame, tmp_path)


@pytest.mark.parametrize("platform", Platform)
def test_names_are_neutral(tmp_path: Path, platform: Platform) -> None:
    """No cell that a name stands in begins as a formula does."""
    names = [name.replace('"', "").replace(NUL, "") for name in HOSTILE if name.strip()]
    rows = "\n".join(f'{n},"{name}",s{n}@example.edu' for n, name in enumerate(names))
    lines, _ = written(tmp_path, platform, f"id,name,email\n{rows}\n")
    assert len(lines) > 10
    for line in lines:
        for cell in line:
            assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝"))


def test_ids_arrive_as_they_are(tmp_path: Path) -> None:
    """A sign or a leading zero belongs to an id; a formula in its place is refused."""
    lines, _ = written(tmp_path, Platform.MOODLE, "id,name\n-007,Ada Lovelace\n")
    assert lines[1][0] == "-007"
    with pytest.raises(DeskError, match="has the ID number '=1\\+1'.*correct it"):
        written(tmp_path, Platform.MOODLE, "id,name\n=1+1,Ada Lovelace\n")


def test_group_of_names_is_matched_by_label(tmp_path: Path) -> None:
    """Two students of one name have two lines, each with their own points."""
    text = "id,name\n1,Min Kim\n2,Min Kim\n"
    (tmp_path / "roster.csv").write_text(text, encoding="utf-8")
    handed_in = [replace(result("1", 1, 1), student="1"), replace(result("2", 0, 1), student="2")]
    assigned = matching.assign(handed_in, tmp_path)
    given = marks(**{"1": (1, 2), "2": (1, 2)})
    frame = sheet.grade_sheet(HOMEWORK, assigned.results, given)
    lms.write(tmp_path / "out.csv", Platform.MOODLE, HOMEWORK, frame, tmp_path)
    lines = list(csv.reader((tmp_path / "out.csv").read_text().splitlines()))
    assert [line[:2] for line in lines[1:]] == [["1", "9"], ["2", "7"]]
