"""A class list changes during a term: a name of today may have been somebody else's before."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from chainrule_desk.grades import matching
from chainrule_desk.grades.class_history import FILE_NAME
from chainrule_desk.grades.matching import Assigned
from chainrule_desk.grades.outcomes import Outcome
from chainrule_grader.people import Person
from chainrule_grader.results import Result

from .sheet_samples import result

# One class, as different platforms list it: what they tell has nothing but names in common.
LISTS = {
    "numbers": ("id,name", "101,Min Kim", "102,Min Kim", "103,Emmy Noether"),
    "addresses": (
        *("email,name", "min@example.edu,Min Kim", "kim@example.edu,Min Kim"),
        "emmy@example.edu,Emmy Noether",
    ),
    "logins": (
        *("github_username,identifier,name", "octo,m@x.edu,Min Kim", "hexa,k@x.edu,Min Kim"),
        "penta,e@x.edu,Emmy Noether",
    ),
    "names": ("name", "Min Kim", "Min Kim", "Emmy Noether"),
}


def handed_in(name: str) -> Result:
    """Return a hand-in of which Moodle tells a name and a number that is in no list."""
    person = Person(name, user=f"47{len(name)}", platform="moodle")
    return replace(result(name, 1, 1), people=(person,))


def listed(folder: Path, *lines: str) -> Assigned[Outcome]:
    """Take these lines for the class list, and match what Min Kim and Emmy Noether handed in."""
    (folder / "roster.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return matching.assign([handed_in("Min Kim"), handed_in("Emmy Noether")], folder)  # type: ignore[list-item]


@pytest.mark.parametrize("kind", LISTS)
def test_what_a_namesake_left_behind_is_not_the_other_s(tmp_path: Path, kind: str) -> None:
    """Two of one name, one of whom leaves: the hand-in stays open, with the one as a candidate."""
    header, _, stayed, emmy = LISTS[kind]
    listed(tmp_path, *LISTS[kind])
    assigned = listed(tmp_path, header, stayed, emmy)
    (somebody,) = assigned.open
    assert somebody.why == matching.OF_AN_EARLIER_LIST
    assert somebody.candidates == ("Min Kim",)
    assert assigned.absent == ("Min Kim",)


def test_who_comes_after_a_namesake_left_gets_nothing_of_theirs(tmp_path: Path) -> None:
    """They never stood in one list; their numbers tell that they are two."""
    listed(tmp_path, "id,name", "101,Min Kim", "103,Emmy Noether")
    listed(tmp_path, "id,name", "103,Emmy Noether")
    assigned = listed(tmp_path, "id,name", "102,Min Kim", "103,Emmy Noether")
    assert [somebody.why for somebody in assigned.open] == [matching.OF_AN_EARLIER_LIST]


def test_who_takes_over_another_s_old_name_gets_nothing_of_theirs(tmp_path: Path) -> None:
    """Min Kim is called Min Park from now on, and somebody called Min Kim joins."""
    listed(tmp_path, "id,name", "101,Min Kim", "103,Emmy Noether")
    assigned = listed(tmp_path, "id,name", "101,Min Park", "103,Emmy Noether", "102,Min Kim")
    assert [somebody.why for somebody in assigned.open] == [matching.OF_AN_EARLIER_LIST]


def test_hand_in_of_nobody_is_in_no_namesake_s_row(tmp_path: Path) -> None:
    """Min Kim who left, and Min Kim who is no student, are not the Min Kim of the list."""
    (tmp_path / "roster.csv").write_text("id,name\n102,Min Kim\n", encoding="utf-8")
    handed_in = [
        replace(
            result(f"{number}", 1, 1), student="Min Kim", people=(Person("Min Kim", id=number),)
        )
        for number in ("101", "102", "103")
    ]
    assigned = matching.assign(handed_in, tmp_path)
    called = [found.student for found in assigned.results]
    assert called[1] == "Min Kim"
    assert len(set(called)) == len(called)
    assert assigned.unlisted == ("101", "103")


def test_another_platform_s_list_makes_nobody_somebody_else(tmp_path: Path) -> None:
    """Where the lists have nothing in common but names, each name is whose it was."""
    for header, one, _, emmy in LISTS.values():
        assigned = listed(tmp_path, header, one, emmy)
        assert assigned.open == ()
        assert [found.student for found in assigned.results] == ["Min Kim", "Emmy Noether"]


def test_memory_of_namesakes_survives_lists_in_between(tmp_path: Path) -> None:
    """Who was there is still known after other lists, and is forgotten with the file."""
    header, one, _, emmy = LISTS["numbers"]
    for lines in (LISTS["numbers"], (header, emmy), LISTS["addresses"], (header, one, emmy)):
        assigned = listed(tmp_path, *lines)
    assert [somebody.why for somebody in assigned.open] == [matching.OF_AN_EARLIER_LIST]
    (tmp_path / FILE_NAME).unlink()
    assert listed(tmp_path, header, one, emmy).open == ()


def test_memory_that_tells_of_no_namesakes_is_still_read(tmp_path: Path) -> None:
    """A file of before this was kept opens, and what its numbers tell counts."""
    listed(tmp_path, *LISTS["numbers"])
    head, people = (tmp_path / FILE_NAME).read_text(encoding="utf-8").splitlines()
    entries = [{k: v for k, v in entry.items() if k != "shared"} for entry in json.loads(people)]
    (tmp_path / FILE_NAME).write_text(f"{head}\n{json.dumps(entries)}\n", encoding="utf-8")
    header, _, stayed, emmy = LISTS["numbers"]
    assigned = listed(tmp_path, header, stayed, emmy)
    assert [somebody.why for somebody in assigned.open] == [matching.OF_AN_EARLIER_LIST]
