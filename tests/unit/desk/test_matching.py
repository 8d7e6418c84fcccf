"""Whose a hand-in is: everybody has a row, and a submission is nobody's by a guess."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from chainrule_desk.errors import DeskError
from chainrule_desk.grade_sheets import page, sheet
from chainrule_desk.grades import matching
from chainrule_desk.grades.marks import read, template, write
from chainrule_grader.people import Person
from chainrule_grader.results import Result

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


def of(*people: Person, submission: str = "") -> Result:
    """Return what these people handed in."""
    name = ", ".join(person.name for person in people)
    return replace(result(name, 1, 1, submission=submission or name), people=people)


def called(*results: Result, folder: Path) -> list[str]:
    return [found.student for found in matching.assign(results, folder).results]


def canvas(name: str, user: str) -> Person:
    return Person(name, user=user, platform="canvas")


def test_namesakes_are_two_rows_without_a_class_list(tmp_path: Path) -> None:
    """Two people of one name with different ids are two, each with their own points."""
    first = of(Person("Min Kim", "a@example.edu", "103"), submission="s1")
    second = of(Person("Min Kim", "b@example.edu", "104"), submission="s2")
    assert called(first, second, folder=tmp_path) == ["Min Kim (103)", "Min Kim (104)"]


def test_one_person_of_two_exports_is_one_row(tmp_path: Path) -> None:
    """A strong key joins hand-ins, in whatever order the third one shows that two are one."""
    handed_in = [
        of(Person("M. Kim", email="kim@example.edu"), submission="s1"),
        of(Person("Min Kim", id="103"), submission="s2"),
        of(Person("Min Kim", "KIM@example.edu", "103"), submission="s3"),
    ]
    for order in ([0, 1, 2], [2, 0, 1], [1, 2, 0]):
        names = set(called(*(handed_in[place] for place in order), folder=tmp_path))
        assert len(names) == 1, order


def test_contradiction_joins_nobody_without_a_class_list(tmp_path: Path) -> None:
    """Two numbers that share an address stay two rows."""
    first = of(Person("Ada", "lab@example.edu", "101"), submission="s1")
    second = of(Person("Ada", "lab@example.edu", "102"), submission="s2")
    assert len(set(called(first, second, folder=tmp_path))) == 2


def test_files_of_one_name_are_one_person_s(tmp_path: Path) -> None:
    """Where only names are known, the same name is the same person, in any case and form."""
    names = called(
        result("Zoë", 1, submission="a"),
        result("ZOE\u0308\u200b", 1, submission="b"),
        result("Zoe", 1, submission="c"),
        folder=tmp_path,
    )
    assert names == ["Zoë", "Zoë", "Zoe"]


CANVAS_LIST = """\
Student,ID,SIS User ID,SIS Login ID,Section
"Lovelace, Ada",501,101,ada,A
"Kim, Min",503,103,mkim,A
"Kim, Min",504,104,mkim2,A
"Noether, Emmy",505,105,emmy,A
"""


@pytest.fixture
def canvas_folder(tmp_path: Path) -> Path:
    """Return a folder with the list that Canvas exports."""
    (tmp_path / "roster.csv").write_text(CANVAS_LIST, encoding="utf-8")
    return tmp_path


def test_platform_s_own_number_tells_namesakes_apart(canvas_folder: Path) -> None:
    """Canvas's number in a file's name is the ID of Canvas's list."""
    handed_in = [of(canvas("kimmin", "503"), submission="a")]
    handed_in.append(of(canvas("kimmin", "504"), submission="b"))
    assert called(*handed_in, folder=canvas_folder) == ["Kim, Min (103)", "Kim, Min (104)"]


def test_number_of_another_platform_is_no_number_here(canvas_folder: Path) -> None:
    """Moodle's 503 is not Canvas's: the name decides, if it can."""
    assigned = matching.assign(
        [
            of(Person("Emmy Noether", user="503", platform="moodle"), submission="a"),
            of(Person("Min Kim", user="501", platform="moodle"), submission="b"),
        ],
        canvas_folder,
    )
    assert [found.student for found in assigned.results] == ["Noether, Emmy", "Min Kim"]
    (somebody,) = assigned.open
    assert somebody.sure == "moodle:501"
    assert somebody.why == matching.FITS_SEVERAL
    assert somebody.candidates == ("Kim, Min (103)", "Kim, Min (104)")


def test_gradescope_finds_canvas_s_students_by_the_institution_s_id(canvas_folder: Path) -> None:
    """A SID is a SIS User ID, and an address fits a login by its local part."""
    by_id = of(Person("Min Kim", "mk@example.edu", "104"), submission="a")
    by_login = of(Person("E. Noether", "emmy@example.edu"), submission="b")
    assert called(by_id, by_login, folder=canvas_folder) == ["Kim, Min (104)", "Noether, Emmy"]


@pytest.mark.parametrize(
    "lines",
    [
        ["email", "ada@example.edu", "emmy@example.edu"],
        ["login", "ada", "emmy"],
        ["identifier,github_username,github_id,name", "ada@example.edu,,,", "emmy@example.edu,,,"],
        ["identifier,github_username,github_id,name", "ada,octo,1,Ada L.", "emmy,,,"],
        ["identifier,github_username,github_id,name", "Ada Lovelace,,,", "Emmy Noether,,,"],
    ],
)
def test_list_without_names_or_numbers_finds_its_students(tmp_path: Path, lines: list[str]) -> None:
    """What stands for a name that nobody told is no other name, and an address is no number."""
    (tmp_path / "roster.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    handed_in = [
        of(Person("Ada Lovelace", "ada@example.edu", "101"), submission="a"),
        of(Person("Emmy Noether", "emmy@example.edu", "105"), submission="b"),
    ]
    assigned = matching.assign(handed_in, tmp_path)
    assert assigned.open == ()
    assert assigned.absent == ()


def test_strong_keys_of_two_students_are_nobody_s(folder: Path) -> None:
    """An id of one and the address of another contradict each other: nothing is guessed."""
    assigned = matching.assign([of(Person("Ada", "emmy@example.edu", "101"))], folder)
    assert [str(somebody) for somebody in assigned.open] == ["Ada"]
    assert set(assigned.open[0].candidates) == {"Ada Lovelace", "Emmy Noether"}


def test_name_that_two_people_bear_joins_neither(folder: Path) -> None:
    """A weak key has to be unique among the hand-ins as well."""
    assigned = matching.assign(
        [
            of(Person("Emmy Noether", user="1", platform="moodle"), submission="a"),
            of(Person("Emmy Noether", user="2", platform="moodle"), submission="b"),
        ],
        folder,
    )
    told_apart = ["Emmy Noether (moodle:1)", "Emmy Noether (moodle:2)"]
    assert [found.student for found in assigned.results] == told_apart
    assert [somebody.why for somebody in assigned.open] == [matching.SHARED] * 2
    assert assigned.unlisted == ("a", "b")


def test_name_with_another_address_is_another_person(folder: Path) -> None:
    """A namesake from elsewhere does not take a student's row."""
    assigned = matching.assign([of(Person("Ada Lovelace", "ada@elsewhere.org"))], folder)
    assert [somebody.why for somebody in assigned.open] == [matching.CONTRADICTED]


def test_weak_keys_make_no_chain(folder: Path) -> None:
    """Two people whose numbers differ are not one student, by one key the one, by another both."""
    assigned = matching.assign(
        [
            of(Person("Emmy Noether", user="1", platform="moodle"), submission="a"),
            of(Person("Noether", login="emmy", user="2", platform="moodle"), submission="b"),
        ],
        folder,
    )
    assert [somebody.why for somebody in assigned.open] == [matching.CONTRADICTED] * 2


def test_alias_of_a_shared_name_is_not_used(folder: Path) -> None:
    """A line that says just a name is about nobody if two people bear it; a number is precise."""
    handed_in = [
        of(Person("Min Kim", user="7", platform="moodle"), submission="a"),
        of(Person("Min Kim", user="8", platform="moodle"), submission="b"),
    ]
    (folder / "aliases.csv").write_text("Min Kim,103\n", encoding="utf-8")
    assert len(matching.assign(handed_in, folder).open) == 2
    (folder / "aliases.csv").write_text("moodle:7,103\nmoodle:8,104\n", encoding="utf-8")
    assert called(*handed_in, folder=folder) == ["Min Kim (103)", "Min Kim (104)"]


def test_dash_says_that_it_is_nobody_s(folder: Path) -> None:
    """A trial of the staff is nobody's in the class, and nothing is open for it."""
    (folder / "aliases.csv").write_text("Test TA,-\n", encoding="utf-8")
    assigned = matching.assign([result("Test TA", 1, submission="ta")], folder)
    assert assigned.open == ()
    assert assigned.unlisted == ("ta",)


def test_staff_s_words_follow_when_the_class_list_changes(folder: Path) -> None:
    """An alias in the words of an earlier list still means its student; who has left stops nobody.

    A word that was somebody's alone stays that person's when a namesake comes.
    """
    (folder / "aliases.csv").write_text("f1,105\nf2,Ada Lovelace\nf3,102\n", encoding="utf-8")
    files = [result(name, 1, submission=name) for name in ("f1", "f2", "f3")]
    assert called(*files, folder=folder)[:2] == ["Emmy Noether", "Ada Lovelace"]
    (folder / "roster.csv").write_text(
        "Name,Email\nAda Lovelace,ada@example.edu\nAda Lovelace,other@example.edu\n"
        "A. E. Noether,emmy@example.edu\n",
        encoding="utf-8",
    )
    assigned = matching.assign(files, folder)
    assert [found.student for found in assigned.results] == [
        *("A. E. Noether", "Ada Lovelace (ada@example.edu)", "f3")
    ]
    assert assigned.lost == ("row 3 gives 'f3' to '102'",)


WORKSHEET = """\
Identifier,Full name,Email address,Status
Participant 11,Ada Lovelace,ada@example.edu,Submitted
Participant 12,Min Kim,min@example.edu,Submitted
Participant 13,Min Kim,min2@example.edu,Submitted
"""


def test_moodle_s_worksheet_tells_participants_apart(tmp_path: Path) -> None:
    """The numbers of the homework's own worksheet are strong, also where names are hidden."""
    (tmp_path / "roster.csv").write_text(WORKSHEET, encoding="utf-8")
    hidden = of(Person("", user="13", platform="moodle"), submission="a")
    named = of(Person("Min Kim", user="12", platform="moodle"), submission="b")
    assert called(hidden, named, folder=tmp_path) == [
        "Min Kim (min2@example.edu)",
        "Min Kim (min@example.edu)",
    ]


def test_moodle_s_numbers_of_another_homework_say_nothing(tmp_path: Path) -> None:
    """With the worksheet of another homework the names decide, where they can."""
    (tmp_path / "roster.csv").write_text(WORKSHEET, encoding="utf-8")
    ada = of(Person("Ada Lovelace", user="77", platform="moodle"), submission="a")
    min_kim = of(Person("Min Kim", user="78", platform="moodle"), submission="b")
    assigned = matching.assign([ada, min_kim], tmp_path)
    assert [found.student for found in assigned.results] == ["Ada Lovelace", "Min Kim"]
    assert [somebody.sure for somebody in assigned.open] == ["moodle:78"]


def test_late_days_of_earlier_homeworks_are_found_without_a_class_list(tmp_path: Path) -> None:
    """The students of an earlier homework are called as in this one, by what lasts."""
    now = [
        of(Person("Ada Lovelace", user="1", platform="moodle"), submission="a"),
        of(Person("Min Kim", "a@example.edu", "103"), submission="b"),
        of(Person("Min Kim", "b@example.edu", "104"), submission="c"),
    ]
    before = [
        of(Person("Ada Lovelace", user="9", platform="moodle"), submission="a"),
        of(Person("Min Kim", "b@example.edu"), submission="c"),
    ]
    labels = called(*now, folder=tmp_path)
    assert labels == ["Ada Lovelace", "Min Kim (103)", "Min Kim (104)"]
    earlier = matching.assign_earlier(before, now, tmp_path)
    assert [found.student for found in earlier] == ["Ada Lovelace", "Min Kim (104)"]
