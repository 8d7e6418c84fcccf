"""Being late: how much, by whose clock, what it costs, and what is free."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest

from chainrule_desk.errors import DeskError, PolicyError
from chainrule_desk.grade_sheets import sheet
from chainrule_desk.grades import deadlines
from chainrule_desk.grades.directory import Finder
from chainrule_desk.grades.store import Store
from chainrule_desk.grades.submissions import Choice
from chainrule_desk.policies import extensions
from chainrule_desk.policies.late import LateRules, Of, days_begun, duration, lateness
from chainrule_desk.policies.policy import Counts, Policy, parse
from chainrule_desk.project import Project
from chainrule_grader.results import Result, Status

from .sheet_samples import HOMEWORK, WITH_BONUS, marks, result

DEADLINE = datetime(2026, 11, 20, 22, 59, 59, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
RULES = LateRules(penalty=0.1)


def late_by(time: timedelta, student: str = "Ada", *shares: float) -> Result:
    """Return a result of somebody who was this late, with all points of tests."""
    return replace(result(student, *(shares or (1, 1))), submitted_at=DEADLINE + time)


def row(found: Result, rules: LateRules = RULES, **choice: object) -> pd.Series:
    """Return the row of one student whose written part has full marks: 9 points earned."""
    policy = Policy(deadline=DEADLINE, late=rules)
    given = marks(**{found.submission: (1, 2)})
    frame = sheet.grade_sheet(HOMEWORK, [found], given, Choice(policy, **choice))  # type: ignore[arg-type]
    return frame.iloc[0]


def test_in_time_costs_nothing() -> None:
    """The last second is in time, and no flag says anything."""
    found = row(late_by(timedelta()))
    assert (found["total"], found["late_penalty"], found["flags"]) == (9, 0, "")


def test_each_day_begun_costs_its_share_of_the_maximum() -> None:
    """A day and three hours are two days: a fifth of nine points, and the flag says why."""
    found = row(late_by(DAY + 3 * HOUR))
    assert (found["late_penalty"], found["total"], found["percent"]) == (1.8, 7.2, 80)
    assert found["flags"] == "late by 1 d 3 h, 20 % of the points possible lost"


def test_share_of_the_points_earned() -> None:
    """Where the recipe says so, who has less loses less."""
    half = replace(late_by(HOUR, "Ada", 0, 0), student="Ada")
    rules = replace(RULES, of=Of.EARNED)
    assert row(half, rules)["late_penalty"] == 0.3
    assert row(half)["late_penalty"] == 0.9


def test_penalty_never_takes_more_than_was_earned() -> None:
    """Very late is 0, never less."""
    found = row(late_by(30 * DAY))
    assert (found["late_penalty"], found["total"]) == (9, 0)


def test_cap_bounds_what_is_lost() -> None:
    """With a cap of a half, half of the points stay however late it is."""
    assert row(late_by(30 * DAY), replace(RULES, cap=0.5))["total"] == 4.5


def test_grace_is_in_time_and_no_extension() -> None:
    """Within the grace nothing is lost; after it days count from the deadline."""
    rules = replace(RULES, grace=timedelta(minutes=15))
    within = row(late_by(timedelta(minutes=15)), rules)
    assert (within["total"], within["flags"]) == (9, "late by 15 min, within the grace period")
    assert row(late_by(timedelta(minutes=16)), rules)["late_penalty"] == 0.9
    assert row(late_by(DAY + timedelta(minutes=1)), rules)["late_penalty"] == 1.8


def test_free_days_are_used_first() -> None:
    """Of three days begun two are free; the third is paid for."""
    found = row(late_by(2 * DAY + HOUR), replace(RULES, free_days=2))
    assert found["late_penalty"] == 0.9
    assert found["flags"] == ("late by 2 d 1 h, 2 late days used, 10 % of the points possible lost")


def test_days_used_before_are_gone() -> None:
    """What an earlier homework took is not there any more."""
    found = row(late_by(HOUR), replace(RULES, free_days=2), spent={"Ada": 2})
    assert found["late_penalty"] == 0.9


def test_time_that_nobody_tells_costs_nothing_and_is_said() -> None:
    """Without a time of an export there is no penalty, and the flag says that it is unknown."""
    found = row(result("Ada", 1, 1))
    assert (found["late_penalty"], found["total"]) == (0, 9)
    assert found["flags"] == "time unknown: no late penalty"


def test_time_stamps_of_files_count_where_they_may() -> None:
    """A recipe may take the time stamp of a file for the time; an export's comes first."""
    stamps = {("ada", ""): DEADLINE + HOUR}
    assert row(result("Ada", 1, 1), stamps=stamps)["late_penalty"] == 0.9
    assert row(late_by(-HOUR), stamps=stamps)["late_penalty"] == 0


def test_extension_moves_the_deadline_of_one() -> None:
    """Days count from the student's own deadline."""
    found = row(late_by(3 * DAY), extensions={"Ada": DEADLINE + 2 * DAY})
    assert found["late_penalty"] == 0.9
    assert found["flags"] == (
        "extension until 2026-11-22 22:59, late by 1 d, 10 % of the points possible lost"
    )
    assert row(late_by(3 * DAY), extensions={"Bob": DEADLINE + 2 * DAY})["late_penalty"] == 2.7


def test_extension_decides_which_submission_is_in_time() -> None:
    """“Last before the deadline” is before the student's own."""
    early, late = late_by(-HOUR), replace(late_by(HOUR), submission="late")
    policy = Policy(Counts.LAST_IN_TIME, DEADLINE)
    assert Choice(policy).pick([early, late], "Ada") is early
    assert Choice(policy, extensions={"Ada": DEADLINE + DAY}).pick([early, late], "Ada") is late


BEST = Policy(Counts.BEST, DEADLINE, late=RULES)
EARLY = replace(late_by(-HOUR, "Ada", 1, 0.5), submission="early")  # 4 of 6 points of tests


@pytest.mark.parametrize(
    ("later", "rules", "counts"),
    [
        (late_by(HOUR, "Ada", 1, 0.6), RULES, "early"),  # 4.4 - 0.9
        (late_by(HOUR, "Ada", 1, 1), RULES, "ada"),  # 6 - 0.9
        (late_by(3 * DAY, "Ada", 1, 1), RULES, "early"),  # 6 - 2.7
        (late_by(HOUR, "Ada", 1, 0.6), replace(RULES, of=Of.EARNED), "early"),  # 4.4 - 0.44
        (late_by(HOUR, "Ada", 1, 0.7), replace(RULES, of=Of.EARNED), "ada"),  # 4.8 - 0.48
        (late_by(HOUR, "Ada", 1, 0.6), replace(RULES, free_days=1), "ada"),  # 4.4, a free day
        (late_by(3 * DAY, "Ada", 1, 1), replace(RULES, cap=0.2), "ada"),  # 6 - 1.8
    ],
)
def test_best_is_best_after_the_penalty(later: Result, rules: LateRules, counts: str) -> None:
    """A later submission with more points counts only if being late costs less than they are."""
    choice = Choice(replace(BEST, late=rules), maximum=HOMEWORK.points)
    assert choice.pick([EARLY, later], "Ada").submission == counts


def test_best_follows_the_student_s_own_deadline() -> None:
    """With an extension the same submission is in time, and the best."""
    later = late_by(HOUR, "Ada", 1, 0.6)
    own = Choice(BEST, extensions={"Ada": DEADLINE + DAY}, maximum=HOMEWORK.points)
    assert own.pick([EARLY, later], "Ada") is later


def test_best_is_never_a_refused_one() -> None:
    """What could not be graded counts only if nothing else could, however late that was."""
    refused = replace(late_by(-HOUR), submission="refused", status=Status.REFUSED, parts=())
    poor = late_by(9 * DAY, "Ada", 0, 0.1)
    choice = Choice(BEST, maximum=HOMEWORK.points)
    assert choice.pick([refused, poor], "Ada") is poor
    assert choice.pick([refused], "Ada") is refused


def test_marks_by_hand_do_not_change_which_one_is_best() -> None:
    """The choice is the same before and after marking: no answer is marked for nothing."""
    later = late_by(HOUR, "Ada", 1, 0.6)
    choice = Choice(BEST, maximum=HOMEWORK.points)
    for given in (marks(), marks(early=(0, 0)), marks(early=(0, 0), ada=(1, 2))):
        frame = sheet.grade_sheet(HOMEWORK, [EARLY, later], given, choice)
        assert list(frame["submission"]) == ["early"]


def test_open_total_keeps_a_share_of_it_open() -> None:
    """A penalty that hangs on an open score is open, and no 0."""
    policy = Policy(deadline=DEADLINE, late=replace(RULES, of=Of.EARNED))
    frame = sheet.grade_sheet(HOMEWORK, [late_by(HOUR)], choice=Choice(policy))
    assert frame.loc[0, ["late_penalty", "total"]].isna().all()


def test_bonus_can_be_lost_too() -> None:
    """The penalty is a share of the points without bonus, taken from all."""
    found = replace(result("Ada", 1, 1, 1, homework=WITH_BONUS), submitted_at=DEADLINE + HOUR)
    choice = Choice(Policy(deadline=DEADLINE, late=RULES))
    frame = sheet.grade_sheet(WITH_BONUS, [found], marks(ada=(1, 2)), choice)
    assert (frame.loc[0, "late_penalty"], frame.loc[0, "total"]) == (0.9, 9.1)


def test_refused_submission_loses_nothing_more() -> None:
    """Nothing could be graded: 0 points, no penalty, no late day used."""
    broken = replace(late_by(DAY), status=Status.REFUSED, parts=())
    policy = Policy(deadline=DEADLINE, late=replace(RULES, free_days=3))
    frame = sheet.grade_sheet(HOMEWORK, [broken], choice=Choice(policy))
    assert (frame.loc[0, "late_penalty"], frame.loc[0, "flags"]) == (0, "")


def berlin(text: str) -> Policy:
    return parse(tomllib.loads(f'deadline = {text}\ntimezone = "Europe/Berlin"\n[late]'))


@pytest.mark.parametrize(
    ("deadline", "handed_in", "days"),
    [
        # Clocks go back on 25 October: the day after the deadline has 25 hours.
        ("2026-10-24T23:59:59", "2026-10-25T23:59:59+01:00", 1),
        ("2026-10-24T23:59:59", "2026-10-26T00:00:00+01:00", 2),
        # Clocks go forward on 29 March: it has 23.
        ("2026-03-28T23:59:59", "2026-03-29T23:59:59+02:00", 1),
        ("2026-03-28T23:59:59", "2026-03-30T00:00:00+02:00", 2),
        # The day ends in the hour that is shown twice: at its second showing.
        ("2026-10-24T02:30:00", "2026-10-25T02:15:00+01:00", 1),
        ("2026-10-24T02:30:00", "2026-10-25T02:31:00+01:00", 2),
        # The day ends in the hour that is left out: at what the clock shows instead.
        ("2026-03-28T02:30:00", "2026-03-29T03:29:00+02:00", 1),
        ("2026-03-28T02:30:00", "2026-03-29T03:31:00+02:00", 2),
        # A second late is a day begun.
        ("2026-11-20T23:59:59", "2026-11-21T00:00:00+01:00", 1),
    ],
)
def test_day_goes_by_the_clock(deadline: str, handed_in: str, days: int) -> None:
    """A day ends at the hour of the deadline where the class is, also when clocks change."""
    policy = berlin(deadline)
    assert policy.deadline is not None
    moment = datetime.fromisoformat(handed_in).astimezone(UTC)
    assert days_begun(moment, policy.deadline, policy.zone) == days


def test_time_zones_of_student_and_class_agree() -> None:
    """A hand-in told in another offset is the same moment."""
    policy = berlin("2026-11-20T23:59:59")
    assert policy.deadline == DEADLINE
    there = datetime.fromisoformat("2026-11-20T16:59:59-06:00")
    assert not lateness(there.astimezone(UTC), DEADLINE, RULES, policy.zone).days


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (timedelta(seconds=5), "1 min"),
        (timedelta(minutes=40), "40 min"),
        (timedelta(hours=3, minutes=5), "3 h 5 min"),
        (timedelta(days=1, hours=3, minutes=50), "1 d 3 h"),
        (timedelta(days=2, minutes=50), "2 d"),
    ],
)
def test_duration_is_told_in_two_units(time: timedelta, words: str) -> None:
    """Nobody wants the seconds of a day."""
    assert duration(time) == words


MISTAKES = {
    "late for what": ("[late]\npenalty = 0.1", "needs a `deadline`"),
    "a penalty in per cent": ("penalty = 10", "between 0 and 1"),
    "a yes for a number": ("penalty = true", "between 0 and 1"),
    "half a late day": ("free_days = 1.5", "whole number"),
    "a share of what": ('of = "everything"', '"maximum" or "earned"'),
    "a slip of the pen": ("penality = 0.1", "unknown key"),
    "a word for yes": ('file_times = "yes"', "true or false"),
    "no table": ("late = 0.1", "under `"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_rule_that_cannot_be_followed_is_refused(mistake: str) -> None:
    """Each mistake is told with what to write."""
    text, words = MISTAKES[mistake]
    if not text.startswith(("[late]", "late")):
        text = f"deadline = 2026-11-20T23:59:59Z\n[late]\n{text}"
    with pytest.raises(PolicyError, match=words):
        parse(tomllib.loads(text))


CLASS = "id,name,email\n101,Ada Lovelace,ada@example.edu\n102,Bob Li,bob@example.edu\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a class list."""
    (tmp_path / "roster.csv").write_text(CLASS, encoding="utf-8")
    return tmp_path


def extended(folder: Path, text: str, *, listed: bool = True) -> extensions.Extensions:
    path = folder / extensions.FILE_NAME
    path.write_text(f"student,homework,until,note\n{text}", encoding="utf-8")
    zone = berlin("2026-11-20T23:59:59").zone
    handed_in = [result("Ada Lovelace"), result("Bob Li")]
    students = Finder(folder, handed_in)
    assert students.listed is listed
    return extensions.read(
        path, "hw1", ["hw1", "hw2"], lambda: students, zone=zone, deadline=DEADLINE
    )


def test_extensions_are_read_for_this_homework(folder: Path) -> None:
    """By id, address or name; a day ends at its last second; other homeworks are left alone."""
    found = extended(
        folder, "101,hw1,2026-11-25,ill\nBob Li,hw1,2026-11-22 18:00,\nada,hw2,2026-11-25,"
    )
    assert found.until == {
        "Ada Lovelace": datetime(2026, 11, 25, 22, 59, 59, tzinfo=UTC),
        "Bob Li": datetime(2026, 11, 22, 17, 0, tzinfo=UTC),
    }


def test_without_a_class_list_hand_ins_tell_who_is_known(tmp_path: Path) -> None:
    """Who is named and has handed nothing in is said, and stops nobody."""
    found = extended(tmp_path, "Ada Lovelace,hw1,2026-11-25,\nEve,hw1,2026-11-25,", listed=False)
    assert next(iter(found.until)) == "Ada Lovelace"
    assert found.unmatched == ("Eve",)


EXTENSION_MISTAKES = {
    "nobody": ("Eve,hw1,2026-11-25,", "row 2, column student: 'Eve' fits nobody"),
    "twice": ("101,hw1,2026-11-25,\nada,hw1,2026-11-26,", "row 3, column student: .*earlier row"),
    "no homework": ("101,hw9,2026-11-25,", "row 2, column homework: there is no homework 'hw9'"),
    "another order of days": ("101,hw1,25.11.2026,", "column until: .*write 2026-11-25"),
    "last year": ("101,hw1,2025-11-25,", "before the deadline of hw1"),
    "an hour left out": ("101,hw1,2027-03-28 02:30,", "does not exist"),
}


@pytest.mark.parametrize("mistake", EXTENSION_MISTAKES)
def test_extension_that_cannot_be_used_is_told_with_its_row(folder: Path, mistake: str) -> None:
    """Each mistake names row and column; nobody loses an extension by a typing error."""
    text, words = EXTENSION_MISTAKES[mistake]
    with pytest.raises(DeskError, match=words):
        extended(folder, text)


RECIPE = """title = "T"

[policy]
deadline = {deadline}
[policy.late]
penalty = 0.1
free_days = 3

[[problems]]
name = "p"
points = {{ a = 1 }}
"""


def test_late_days_are_counted_over_all_homeworks(tmp_path: Path) -> None:
    """Days used in a homework with an earlier deadline are gone in the next, never the reverse."""
    project = Project(tmp_path)
    project.recipes.mkdir(parents=True)
    found = {}
    for number, late in ((1, 2 * DAY), (2, 2 * DAY), (3, DAY)):
        name = f"hw{number}"
        due = DEADLINE + 7 * number * DAY
        text = RECIPE.format(deadline=due.isoformat())
        project.recipe(name).write_text(text, encoding="utf-8")
        ada = replace(result("Ada", 1, 1), homework=name, submitted_at=due + late)
        with Store.open(project.grades(name) / "grades.sqlite", name) as opened:
            opened.record([ada])
    for name in ("hw3", "hw2", "hw1"):
        with Store.open(project.grades(name) / "grades.sqlite", name) as opened:
            outcomes = opened.outcomes()
            choice, _ = deadlines.choice(project, name, opened, outcomes)
        assert choice.maximum == 1
        frame = sheet.grade_sheet(replace(HOMEWORK, id=name), outcomes, choice=choice)
        found[name] = frame.loc[0, "flags"]
    assert found == {
        "hw1": "late by 2 d, 2 late days used",
        "hw2": "late by 2 d, 1 late day used, 10 % of the points possible lost",
        "hw3": "late by 1 d, 10 % of the points possible lost",
    }


def marked_late(student: str = "Ada", **facts: object) -> Result:
    """Return what a platform marks as late, without a time."""
    return replace(result(student, 1, 1), late=True, **facts)  # type: ignore[arg-type]


def test_late_by_nobody_knows_how_much_stays_open() -> None:
    """The total of a hand-in that a platform marks late without a time waits for a person."""
    found = row(marked_late())
    assert found["status"] == sheet.LATENESS_OPEN
    assert pd.isna(found["total"])
    assert pd.isna(found["late_penalty"])
    assert found["automatic"] == 6
    assert "late by an unknown time" in found["flags"]


@pytest.mark.parametrize(("days", "total"), [(0, 9.0), (1, 8.1), (2, 7.2)])
def test_recipe_names_days_for_what_is_late_without_a_time(days: int, total: float) -> None:
    """With `late_without_time` it counts as late by so many days."""
    assert row(marked_late(), replace(RULES, without_time=days))["total"] == pytest.approx(total)


def test_staff_settle_one_student_s_lateness() -> None:
    """Days that the extensions name for a student come before the recipe's."""
    found = row(marked_late(), replace(RULES, without_time=3), late_days={"Ada": 1})
    assert found["total"] == pytest.approx(8.1)


def test_extension_covers_days_that_the_recipe_names() -> None:
    """Who may hand in two days later is in time with what counts as one day late."""
    found = row(
        marked_late(), replace(RULES, without_time=1), extensions={"Ada": DEADLINE + 2 * DAY}
    )
    assert found["total"] == 9


def test_time_of_a_platform_comes_before_its_mark_of_lateness() -> None:
    """Where the time is told, it is used."""
    found = row(marked_late(submitted_at=DEADLINE + HOUR))
    assert found["total"] == pytest.approx(8.1)


def test_marked_late_is_not_in_time_for_the_last_before_the_deadline() -> None:
    """An earlier hand-in in time counts before one that a platform marks late."""
    policy = Policy(Counts.LAST_IN_TIME, deadline=DEADLINE)
    first = replace(result("Ada", 1, 0, submission="a"), submitted_at=DEADLINE - HOUR)
    second = replace(marked_late(), submission="b")
    frame = sheet.grade_sheet(HOMEWORK, [first, second], choice=Choice(policy))
    assert frame.loc[0, "submission"] == "a"


def test_platform_s_own_clock_is_the_recipe_s_zone() -> None:
    """A time without a zone is one of the class; an hour shown twice is taken as the first."""
    policy = berlin("2026-11-20T23:59:59")
    shown = datetime(2026, 11, 21, 0, 30)
    found = replace(result("Ada", 1, 1), wall_clock=shown)
    choice = Choice(replace(policy, late=RULES))
    frame = sheet.grade_sheet(HOMEWORK, [found], marks(ada=(1, 2)), choice)
    assert frame.loc[0, "flags"].startswith("late by 30 min")
    twice = replace(found, wall_clock=datetime(2026, 10, 25, 2, 30))
    assert choice.told(twice) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_late_days_stand_beside_extensions(folder: Path) -> None:
    """A row may settle days, a deadline, or both; nonsense is told with its row."""
    path = folder / extensions.FILE_NAME
    head = "student,homework,until,late_days,note\n"
    path.write_text(f"{head}101,hw1,,2,\nBob Li,hw1,2026-11-25,0,\n", encoding="utf-8")
    found = extensions.read(path, "hw1", ["hw1"], lambda: Finder(folder), deadline=DEADLINE)
    assert found.late_days == {"Ada Lovelace": 2, "Bob Li": 0}
    assert list(found.until) == ["Bob Li"]
    path.write_text(f"{head}101,hw1,,two,\n102,hw1,,,\n", encoding="utf-8")
    with pytest.raises(DeskError, match=r"(?s)late_days: 'two' is no number.*row 3, column until"):
        extensions.read(path, "hw1", ["hw1"], lambda: Finder(folder), deadline=DEADLINE)


def test_who_left_the_class_keeps_an_extension_that_stops_nobody(folder: Path) -> None:
    """A row about a student of an earlier list is said, and the sheet is written."""
    extended(folder, "101,hw1,2026-11-25,ill")
    (folder / "roster.csv").write_text("id,name\n102,Bob Li\n", encoding="utf-8")
    assert extended(folder, "101,hw1,2026-11-25,ill").unmatched == ("101",)
