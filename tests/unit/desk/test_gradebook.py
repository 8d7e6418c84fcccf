"""Opening a gradebook: the store follows the folder of results, and can do without it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from desk_project import graded_project

from chainrule_desk.errors import DeskError
from chainrule_desk.grade_sheets import sheets
from chainrule_desk.grades.gradebook import take_results
from chainrule_desk.grades.store import Store
from chainrule_desk.project import Project
from chainrule_grader.results import Result

from .sheet_samples import HOMEWORK, result


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a project in which Ada and Bob were graded."""
    made = Project(tmp_path)
    for name in ("Ada", "Bob"):
        write(made, result(name, 1, 1))
    return made


def file(project: Project, submission: str) -> Path:
    return project.grades(HOMEWORK.id) / "results" / f"{submission}.json"


def write(project: Project, graded: Result) -> None:
    path = file(project, graded.submission)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(graded.to_json(), encoding="utf-8")


def totals(project: Project) -> dict[str, float]:
    """Open the store as the desk does; return what tests gave, by submission."""
    with Store.open(project.grades(HOMEWORK.id) / "grades.sqlite", HOMEWORK.id) as store:
        take_results(store, project, HOMEWORK)
        return {
            outcome.submission: sum(part.score or 0 for part in outcome.parts)
            for outcome in store.outcomes()
        }


def test_new_and_changed_results_are_taken(project: Project) -> None:
    """A result written or replaced since the last time counts at once."""
    assert totals(project) == {"ada": 6, "bob": 6}
    write(project, result("Bob", 0, 1))
    write(project, result("Eve", 0, 0))
    assert totals(project) == {"ada": 6, "bob": 4, "eve": 0}


def test_unchanged_results_are_not_read_again(project: Project) -> None:
    """A file of the same time and size is not opened: ten thousand of them cost nothing."""
    totals(project)
    known = file(project, "ada")
    before = known.stat()
    known.write_bytes(b"#" * before.st_size)
    os.utime(known, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert totals(project) == {"ada": 6, "bob": 6}


def test_result_that_is_gone_does_not_count(project: Project) -> None:
    """Whoever deletes a result takes the submission out of the sheet."""
    totals(project)
    file(project, "ada").unlink()
    assert totals(project) == {"bob": 6}


def test_submission_left_out_is_told_each_time(tmp_path: Path) -> None:
    """What does not count any more is said in the sheet's notes, with how it counts again."""
    project = graded_project(tmp_path, HOMEWORK, [result("Ada", 1, 1), result("Bob", 1, 1)])
    totals(project)
    kept = file(project, "ada").read_bytes()
    file(project, "ada").unlink()
    for _ in range(2):
        (note, *_) = sheets.write_sheets(project, HOMEWORK.id).notes
        assert note.startswith("1 submission left out, whose files are gone from results/: ada.")
    file(project, "ada").write_bytes(kept)
    assert totals(project) == {"ada": 6, "bob": 6}
    assert not any("left out" in note for note in sheets.write_sheets(project, HOMEWORK.id).notes)


def test_folder_that_lost_most_of_its_files_takes_nobody_with_it(tmp_path: Path) -> None:
    """Nobody leaves most of a class out file by file: the store has them, and they count."""
    made = graded_project(tmp_path, HOMEWORK, [result(name, 1, 1) for name in "ABCDE"])
    totals(made)
    for name in "abc":
        file(made, name).unlink()
    assert totals(made) == dict.fromkeys("abcde", 6)
    file(made, "d").unlink()
    assert totals(made) == dict.fromkeys("abcde", 6)


def test_store_does_without_the_folder(project: Project) -> None:
    """On a machine that has the store alone, all results are there."""
    totals(project)
    for path in file(project, "ada").parent.iterdir():
        path.unlink()
    assert totals(project) == {"ada": 6, "bob": 6}


def test_damaged_result_is_named(project: Project) -> None:
    """A file that is no result stops the sheet and is named; nobody gets a 0 from it."""
    file(project, "bob").write_text("{", encoding="utf-8")
    with pytest.raises(DeskError, match=r"bob\.json: .*damaged.*grade again"):
        totals(project)
