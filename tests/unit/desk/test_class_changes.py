"""A class of 150 through a term: every total as pandas computes it, whatever becomes of the list.

The class has namesakes, groups, late hand-ins, extensions, and files that staff settled by hand.
What is true of each student is drawn first; the desk sees only what platforms tell, and each class
list tells it in another way.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pandas as pd
import pytest
from desk_project import graded_project

from chainrule_desk.grade_sheets import sheets
from chainrule_desk.grades import marks as marking
from chainrule_desk.project import Project
from chainrule_grader.people import Person
from chainrule_grader.results import Result

from .sheet_samples import HOMEWORK, result

SIZE = 150
DEADLINE = datetime(2026, 11, 20, 12, tzinfo=UTC)
RECIPE = """
[policy]
deadline = 2026-11-20T12:00:00Z
[policy.late]
penalty = 0.1
free_days = 1
"""
FIRST = ("Ada", "Emmy", "Min", "Grace", "Zoë", "Björn", "Ana", "Łukasz", "Mary Ann", "Öykü")
LAST = (
    "Lovelace",
    "Noether",
    "Kim",
    "Hopper",
    "Çelik",
    "Peña",
    "O'Brien",
    "García López",
    "Nguyen",
)


@dataclass
class Truth:
    """What is true of a student."""

    number: int
    first: str
    last: str
    email: str
    shares: tuple[float, float] = (0.0, 0.0)
    written: tuple[float, float] = (0.0, 0.0)
    late: timedelta | None = None
    extension: int = 0

    @property
    def sid(self) -> str:
        """The institution's number."""
        return f"{10_000 + self.number}"

    def person(self) -> Person:
        """Return what Gradescope's export tells."""
        return Person(f"{self.first} {self.last}", self.email, self.sid)


def the_class() -> tuple[list[Truth], list[Result], list[str]]:
    """Draw a class, its hand-ins and the lines of its aliases."""
    draw = random.Random(150)
    names = [(first, last) for first in FIRST for last in LAST]
    pairs = [names[number % len(names)] for number in range(SIZE)]  # sixty names are there twice
    students = [
        Truth(number, first, last, f"s{number}@example.edu")
        for number, (first, last) in enumerate(pairs)
    ]
    results, aliases = [], []
    waiting = list(students)
    draw.shuffle(waiting)
    while len(waiting) > 12:  # the rest hand nothing in
        group = [waiting.pop() for _ in range(draw.choice((1, 1, 1, 1, 2, 3)))]
        shares = (draw.choice((0, 0.5, 1)), draw.choice((0, 0.25, 1)))
        written = (float(draw.choice((0, 1))), float(draw.choice((0, 2))))
        late = timedelta(hours=draw.choice((-30, -2, -1, 1, 23, 25, 60, 400)))
        for student in group:
            student.shares, student.written, student.late = shares, written, late
            student.extension = draw.choice((0, 0, 0, 0, 0, 3))
        name = f"s-{len(results)}"
        found = result(", ".join(s.first for s in group), *shares, submission=name)
        found = replace(found, submitted_at=DEADLINE + late)
        if draw.random() < 0.05:  # lies on a laptop, and staff know whose it is
            results.append(replace(found, student=f"upload {name}"))
            aliases.append(",".join((f"upload {name}", *(student.sid for student in group))))
        else:
            results.append(replace(found, people=tuple(student.person() for student in group)))
    return students, results, aliases


def expected(students: list[Truth]) -> pd.Series:
    """Return the totals by e-mail address, computed with pandas from what is true."""
    frame = pd.DataFrame([vars(student) for student in students]).set_index("email")
    earned = frame["shares"].map(lambda pair: 2 * pair[0] + 4 * pair[1]) + frame["written"].map(
        lambda pair: pair[0] + pair[1]
    )
    seconds = frame["late"].dt.total_seconds() - 86_400 * frame["extension"]
    days = (seconds / 86_400).apply(lambda d: max(math.ceil(d), 0) if d == d else 0)
    share = (0.1 * (days - 1).clip(lower=0)).clip(upper=1)
    lost = (9 * share).clip(upper=earned)
    return (earned - lost).where(frame["late"].notna(), 0.0).round(6)


LISTS = {
    "gradescope": lambda s: {
        "First Name": s.first,
        "Last Name": s.last,
        "SID": s.sid,
        "Email": s.email,
    },
    "canvas": lambda s: {
        "Student": f"{s.last}, {s.first}",
        "ID": 900 - s.number,
        "SIS User ID": s.sid,
        "SIS Login ID": f"s{s.number}",
        "Section": "A",
    },
    "moodle": lambda s: {
        "First name": s.first.upper(),
        "Last name": s.last,
        "ID number": s.sid,
        "Email address": s.email.upper(),
    },
    "brightspace": lambda s: {
        "OrgDefinedId": f"#{s.sid}",
        "Username": f"#s{s.number}",
        "Last Name": s.last,
        "First Name": s.first,
    },
    "only names and addresses": lambda s: {"name": f"{s.first} {s.last}", "email": s.email},
}


def write_list(project: Project, kind: str, students: list[Truth]) -> None:
    rows = pd.DataFrame([LISTS[kind](student) for student in students])
    rows.to_csv(project.root / "grades" / "roster.csv", index=False)


def totals(project: Project, kind: str, students: list[Truth]) -> pd.Series:
    """Return the totals of the sheet by e-mail address, in the words of one class list."""
    frame = sheets.write_sheets(project, "hw1").frame
    found = pd.read_csv(project.grades("hw1") / "sheet.csv", dtype=str)
    assert list(found["student"]) == list(frame["student"])
    listed = [LISTS[kind](student) for student in students]
    names = [
        str(row.get("Student") or row.get("name") or "")
        or " ".join(
            str(row.get(key, ""))
            for key in ("First Name", "First name", "Last Name", "Last name")
            if row.get(key)
        )
        for row in listed
    ]
    twice = pd.Series(names).str.casefold().duplicated(keep=False)
    by_email = "email" in listed[0]
    labels = [
        f"{name} ({student.email if by_email else student.sid})" if again else name
        for name, again, student in zip(names, twice, students, strict=True)
    ]
    rows = frame.set_index("student")["total"]
    assert sorted(rows.index) == sorted(labels), "one row per student, and nobody else's"
    return pd.Series(
        [rows[label] for label in labels], index=[student.email for student in students]
    )


@pytest.fixture(scope="module")
def term(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, list[Truth]]:
    """Return a graded and marked class, with the list of Gradescope."""
    students, results, aliases = the_class()
    project = graded_project(
        tmp_path_factory.mktemp("term") / "course", HOMEWORK, results, recipe=RECIPE
    )
    write_list(project, "gradescope", students)
    folder = project.root / "grades"
    (folder / "aliases.csv").write_text("\n".join(aliases) + "\n", encoding="utf-8")
    rows = [f"{s.sid},hw1,2026-11-23 12:00," for s in students if s.extension]
    text = "\n".join(["student,homework,until,note", *rows])
    (folder / "extensions.csv").write_text(text, encoding="utf-8")
    path, _ = sheets.write_marks(project, "hw1")
    given = pd.read_csv(path, dtype=str, keep_default_na=False)
    points = {
        result.submission: next(
            s.written
            for s in students
            if s.person() in result.people
            or s.sid
            in next((a for a in aliases if a.startswith(f"{result.student},")), "").split(",")
        )
        for result in results
    }
    given["points"] = [
        f"{points[row.submission][0 if row.item == 'definition' else 1]:g}"
        for row in given.itertuples()
    ]
    given["grader"] = "kn"
    given.to_csv(path, index=False)
    return project, students


@pytest.mark.parametrize("kind", LISTS)
def test_every_total_is_as_pandas_computes_it(term: tuple[Project, list[Truth]], kind: str) -> None:
    """With each platform's list in turn, marks, aliases, extensions and groups follow."""
    project, students = term
    write_list(project, kind, students)
    found, wanted = totals(project, kind, students), expected(students)
    pd.testing.assert_series_equal(found, wanted, check_names=False)


def test_students_who_join_and_leave_change_nobody_else(
    term: tuple[Project, list[Truth]],
) -> None:
    """Who leaves has no row, and their hand-in is listed; everybody else's total stays."""
    project, students = term
    write_list(project, "gradescope", students)
    totals(project, "gradescope", students)
    left = [s for s in students if s.late is not None and not s.extension][:3]
    here = [student for student in students if student not in left]
    joined = [Truth(500 + n, "Ada", "Lovelace", f"new{n}@example.edu") for n in range(2)]
    write_list(project, "gradescope", [*here, *joined])
    written = sheets.write_sheets(project, "hw1")
    frame = written.frame
    rows = {str(row["student"]): row for row in frame.to_dict("records")}
    assert len(frame) >= len(here) + len(joined)
    wanted = expected(here)
    for student in here:
        name = f"{student.first} {student.last}"
        row = rows.get(f"{name} ({student.sid})") or rows[name]
        if student.late is None:
            assert math.isnan(float(str(row["total"])))  # a hand-in of nobody may be theirs
        else:
            assert row["total"] == pytest.approx(wanted[student.email])
    assert any("chainrule match hw1" in note for note in written.notes)


def test_marks_are_written_again_without_a_complaint(term: tuple[Project, list[Truth]]) -> None:
    """After all those lists the spreadsheet of marks is complete, and bears the names of today."""
    project, students = term
    write_list(project, "canvas", students)
    path, missing = sheets.write_marks(project, "hw1")
    assert missing == 0
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    assert set(frame.columns) == set(marking.COLUMNS)
    assert frame["student"].str.contains(", ").all()
