"""A batch gives one row for each hand-in, whatever happens to it or to the grader."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from chainrule_grader import gradescope, kept, on_gradescope, results
from chainrule_grader.batch import grade_batch
from chainrule_grader.bundle import Bundle, BundleError
from chainrule_grader.engine import Limits, part_with, result_of
from chainrule_grader.intake import Submission
from chainrule_grader.people import Person
from chainrule_grader.results import CellResult, PartResult, Result, Status, Verdict


@dataclass
class Scripted:
    """An engine that does as told: pass, or raise, or look at the store while it runs."""

    name: str = "scripted"
    tier: str = "none"
    seen: list[str] = field(default_factory=list)
    raises: str = ""
    meanwhile: Callable[[Submission], None] = lambda _: None
    verdict: Verdict = Verdict.PASSED

    def grade(
        self,
        submission: Submission,
        bundle: Bundle,
        limits: Limits,
        on_part: Callable[[PartResult], None] | None = None,
    ) -> Result:
        """Note the submission and do as told."""
        self.seen.append(submission.id)
        parts = []
        for part in bundle.homework.automatic:
            parts.append(part_with(part, self.verdict))
            if on_part is not None:
                on_part(parts[-1])
            self.meanwhile(submission)
            if submission.id == self.raises:
                raise ZeroDivisionError("in the engine")
        return result_of(
            submission, bundle, self, status=Status.GRADED, parts=tuple(parts), wall_s=0.1
        )


@pytest.fixture
def class_of_three(tmp_path: Path, make_notebook: Callable[..., bytes]) -> Path:
    folder = tmp_path / "handed-in"
    folder.mkdir()
    for name in ("anna", "ben", "cleo"):
        (folder / f"{name}.ipynb").write_bytes(make_notebook([f"name = '{name}'"]))
    return folder


def test_one_row_for_each_hand_in(class_of_three: Path, bundle: Bundle, tmp_path: Path) -> None:
    """Results come in the order of the hand-ins, broken files among them."""
    (class_of_three / "broken.ipynb").write_text("{")
    told: list[tuple[int, int]] = []
    results = grade_batch(
        bundle,
        [class_of_three],
        tmp_path / "store",
        Scripted(),
        jobs=2,
        on_progress=lambda done, total, _: told.append((done, total)),
    )
    assert [result.submission for result in results] == ["anna", "ben", "broken", "cleo"]
    assert results[2].status is Status.REFUSED
    assert "is damaged" in results[2].reason
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert [kept.read(tmp_path / "store", result.submission) for result in results] == results


def test_a_failure_of_ours_is_a_row(class_of_three: Path, bundle: Bundle, tmp_path: Path) -> None:
    """When the engine fails, the row says so, has no score of 0, and the others are graded."""
    results = grade_batch(bundle, [class_of_three], tmp_path, Scripted(raises="ben"))
    assert [result.status for result in results] == [
        Status.GRADED,
        Status.INTERNAL,
        Status.GRADED,
    ]
    assert results[1].reason == "Grading failed on our side (ZeroDivisionError: in the engine)."
    assert [part.name for part in results[1].parts] == ["scale"]


def test_what_is_final_is_not_run_again(
    class_of_three: Path, bundle: Bundle, tmp_path: Path, make_notebook: Callable[..., bytes]
) -> None:
    """Run again are failures of ours and what has changed; all of it where that is asked for."""
    engine = Scripted(raises="ben")
    grade_batch(bundle, [class_of_three], tmp_path, engine)
    (class_of_three / "cleo.ipynb").write_bytes(make_notebook(["name = 'other'"]))
    engine.seen, engine.raises = [], ""
    grade_batch(bundle, [class_of_three], tmp_path, engine)
    assert engine.seen == ["ben", "cleo"]
    engine.seen = []
    grade_batch(bundle, [class_of_three], tmp_path, engine)
    assert engine.seen == []
    grade_batch(bundle, [class_of_three], tmp_path, engine, regrade=True)
    assert engine.seen == ["anna", "ben", "cleo"]


def test_another_bundle_grades_anew(
    class_of_three: Path, bundle: Bundle, tmp_path: Path, make_bundle: Callable[..., Path]
) -> None:
    """Results of an older bundle are not final."""
    engine = Scripted()
    grade_batch(bundle, [class_of_three], tmp_path, engine)
    other = Bundle.open(make_bundle(tmp_path / "b.zip", **{"files/x.txt": "new"}))
    grade_batch(other, [class_of_three], tmp_path, engine)
    assert len(engine.seen) == 6


def test_results_are_pending_while_they_run(
    class_of_three: Path, bundle: Bundle, tmp_path: Path
) -> None:
    """Before the run the store says ``pending``, and after each part it has that part."""
    counted: list[tuple[Status, int]] = []

    def look(submission: Submission) -> None:
        result = kept.stored(tmp_path, submission.id)
        assert result is not None
        counted.append((result.status, len(result.parts)))

    grade_batch(bundle, [class_of_three / "anna.ipynb"], tmp_path, Scripted(meanwhile=look))
    assert counted == [(Status.PENDING, 1), (Status.PENDING, 2), (Status.PENDING, 3)]


def test_equal_names_from_different_places_do_not_meet(
    bundle: Bundle, tmp_path: Path, make_notebook: Callable[..., bytes]
) -> None:
    """A file of the same name from another folder never replaces a result."""
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "hw.ipynb").write_bytes(make_notebook([f"x = '{folder}'"]))
    store = tmp_path / "store"
    for folder in ("one", "two", "one", "two"):
        grade_batch(bundle, [tmp_path / folder], store, Scripted())
    assert len(list((store / kept.RESULTS).iterdir())) == 2


def test_an_executor_may_take_the_place_of_threads(
    class_of_three: Path, bundle: Bundle, tmp_path: Path
) -> None:
    """Whatever is shaped like ``concurrent.futures`` can run the jobs."""
    with ThreadPoolExecutor(1) as pool:
        results = grade_batch(bundle, [class_of_three], tmp_path, Scripted(), executor=pool)
        assert pool.submit(len, results).result() == 3


def test_a_damaged_result_is_run_again_and_named(
    class_of_three: Path, bundle: Bundle, tmp_path: Path
) -> None:
    """A result that cannot be read does not stop a batch; readers of the store are told which."""
    grade_batch(bundle, [class_of_three], tmp_path, Scripted())
    damaged = tmp_path / kept.RESULTS / "ben.json"
    damaged.write_text("{")
    with pytest.raises(ValueError, match=r"ben\.json"):
        kept.read(tmp_path, "ben")
    engine = Scripted()
    grade_batch(bundle, [class_of_three], tmp_path, engine)
    assert engine.seen == ["ben"]


@pytest.mark.slow
def test_a_batch_that_is_killed_can_be_taken_up(
    bundle: Bundle, tmp_path: Path, make_notebook: Callable[..., bytes]
) -> None:
    """Killed at any moment and started again, a batch finishes the rest and repeats nothing."""
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(12):
        cells = [
            f"import time; time.sleep(0.15); answer = 42  # {number}",
            'grader.check("answer")',
        ]
        (folder / f"s{number:02}.ipynb").write_bytes(make_notebook(cells))
    store = tmp_path / "store"
    script = f"""
from pathlib import Path
from chainrule_grader.batch import grade_batch
from chainrule_grader.bundle import Bundle
from chainrule_grader.engines.isolated import IsolatedEngine
bundle = Bundle.open(Path({str(bundle.path)!r}))
with IsolatedEngine() as engine:
    grade_batch(bundle, [Path({str(folder)!r})], Path({str(store)!r}), engine, jobs=2)
"""

    def graded() -> dict[str, int]:
        return {
            path.name: path.stat().st_mtime_ns
            for path in (store / kept.RESULTS).glob("s*.json")
            if '"status": "graded"' in path.read_text()
        }

    process = subprocess.Popen([sys.executable, "-c", script], stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while len(graded()) < 4 and time.monotonic() < deadline and process.poll() is None:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    before = graded()
    if not before:
        pytest.skip("no isolation on this machine")
    subprocess.run([sys.executable, "-c", script], check=True)
    after = graded()
    assert len(after) == 12
    assert {name: after[name] for name in before} == before


# --- Gradescope ----------------------------------------------------------------------------------


def test_gradescope_gets_scores_and_maxima(
    class_of_three: Path, bundle: Bundle, tmp_path: Path
) -> None:
    """Gradescope's file has a score and a maximum for each test, hidden ones until published."""
    (result,) = grade_batch(bundle, [class_of_three / "anna.ipynb"], tmp_path, Scripted())
    document = json.loads(gradescope.to_json(result, bundle.homework))
    assert document["score"] == 8
    assert sum(test["max_score"] for test in document["tests"]) == 8
    assert document["tests"][0]["visibility"] == "visible"
    assert document["tests"][1]["visibility"] == "after_published"
    assert document["tests"][0]["name"] == "Scale: The result has the input's shape."
    assert [test["number"] for test in document["tests"]][:2] == ["1.1.1", "1.1.2"]


def test_gradescope_is_told_that_a_result_is_not_the_last(
    class_of_three: Path, bundle: Bundle, tmp_path: Path
) -> None:
    """A pending result has the score so far and says that grading did not come to its end."""
    (result,) = grade_batch(bundle, [class_of_three / "anna.ipynb"], tmp_path, Scripted())
    pending = replace(result, status=Status.PENDING, parts=result.parts[:1])
    document = json.loads(gradescope.to_json(pending, bundle.homework))
    assert document["score"] == result.parts[0].score
    assert len(document["tests"]) == len(result.parts[0].tests)
    assert "did not come to its end" in document["output"]


def test_gradescope_tells_students_which_cells_stopped_not_what_they_said(
    class_of_three: Path, bundle: Bundle, tmp_path: Path
) -> None:
    """A cell after a hidden test could say what that test called the answer with."""
    (result,) = grade_batch(bundle, [class_of_three / "anna.ipynb"], tmp_path, Scripted())
    cells = [CellResult(n, "error", f"NameError: seen{n}", "seen") for n in range(1, 24)]
    broken = replace(result, cells=(CellResult(99, "", "", "printed"), *cells))
    output = json.loads(gradescope.to_json(broken, bundle.homework))["output"]
    assert "did not run to their end: 1, 2, 3" in output
    assert "and 3 more" in output
    assert "seen" not in output
    assert "99" not in output


@pytest.mark.parametrize(
    "metadata", [None, "", "[]", '{"users": 3, "created_at": []}', '{"users": [{"email": 2}, 1]}']
)
def test_gradescopes_metadata_is_not_needed(tmp_path: Path, metadata: str | None) -> None:
    """Grading depends on nothing in the file that Gradescope writes about a submission."""
    if metadata is not None:
        (tmp_path / "submission_metadata.json").write_text(metadata)
    handin = on_gradescope.handin_of(tmp_path)
    assert handin.submitted_at is None
    assert handin.root == tmp_path / "submission"


def test_gradescopes_metadata_tells_who_and_when(tmp_path: Path) -> None:
    """Names, e-mail addresses and the time of handing in come from it."""
    (tmp_path / "submission_metadata.json").write_text(
        '{"id": 7, "created_at": "2026-11-20T14:22:32.365935-08:00", "users": '
        '[{"email": "ada@x.edu", "id": 1, "name": "Ada"}, {"email": "ben@x.edu", "name": "Ben"}]}'
    )
    handin = on_gradescope.handin_of(tmp_path)
    assert (handin.id, handin.student) == ("submission-7", "Ada, Ben")
    assert handin.people == (Person("Ada", "ada@x.edu"), Person("Ben", "ben@x.edu"))
    assert handin.submitted_at == datetime(2026, 11, 20, 22, 22, 32, 365935, tzinfo=UTC)


def test_each_part_replaces_gradescopes_result(
    make_bundle: Callable[..., Path], make_notebook: Callable[..., bytes], tmp_path: Path
) -> None:
    """The file grows by a part at a time, and is whole whenever it is read."""
    (tmp_path / "source").mkdir()
    make_bundle(tmp_path / "source" / "bundle.zip")
    (tmp_path / "submission").mkdir()
    (tmp_path / "submission" / "small.ipynb").write_bytes(make_notebook(["x = 1"]))
    seen: list[int] = []

    def look(_: Submission) -> None:
        document = json.loads((tmp_path / "results" / "results.json").read_text())
        seen.append(len(document["tests"]))

    result = on_gradescope.grade(tmp_path, nullcontext(Scripted(meanwhile=look)))
    counts = [len(part.tests) for part in result.parts]
    assert seen == [sum(counts[: n + 1]) for n in range(len(counts))]


def test_gradescope_gets_no_score_for_a_failure_of_ours(
    class_of_three: Path, bundle: Bundle, tmp_path: Path
) -> None:
    """A result that is open by our fault has no score, not a score of 0."""
    engine = Scripted(raises="anna")
    (result,) = grade_batch(bundle, [class_of_three / "anna.ipynb"], tmp_path, engine)
    document = json.loads(gradescope.to_json(result, bundle.homework))
    assert "score" not in document
    assert "tests" not in document


def test_gradescope_gets_the_reason_of_a_refusal(bundle: Bundle, tmp_path: Path) -> None:
    """A refused hand-in scores 0 with its sentence."""
    (tmp_path / "anna.ipynb").write_text("{")
    (result,) = grade_batch(bundle, [tmp_path / "anna.ipynb"], tmp_path, Scripted())
    document = json.loads(gradescope.to_json(result, bundle.homework))
    assert document["score"] == 0
    assert "damaged" in document["output"]


# --- results and bundles -------------------------------------------------------------------------


def test_results_survive_their_text(class_of_three: Path, bundle: Bundle, tmp_path: Path) -> None:
    """A result read back from its text is the same result."""
    for result in grade_batch(bundle, [class_of_three], tmp_path, Scripted()):
        assert Result.from_json(result.to_json()) == result


def test_what_an_export_tells_is_kept_with_the_result(
    make_notebook: Callable[..., bytes], bundle: Bundle, tmp_path: Path
) -> None:
    """People and time of an export are in the result, graded or refused, and in its text."""
    export = tmp_path / "export"
    for key, data in (("submission_1", make_notebook(["x = 1"])), ("submission_2", b"{")):
        (export / key).mkdir(parents=True)
        (export / key / "hw.ipynb").write_bytes(data)
    (export / "submission_metadata.yml").write_text(
        "".join(
            f"submission_{n}:\n  :submitters:\n  - :name: Ann\n    :email: a{n}@x.edu\n"
            f"    :sid: '{n}'\n  :created_at: 2026-11-20 23:00:0{n} Z\n"
            for n in (1, 2)
        )
    )
    results = grade_batch(bundle, [export], tmp_path / "store", Scripted())
    assert [result.status for result in results] == [Status.GRADED, Status.REFUSED]
    for n, result in enumerate(results, start=1):
        assert result.people == (Person("Ann", f"a{n}@x.edu", str(n)),)
        assert result.submitted_at == datetime(2026, 11, 20, 23, 0, n, tzinfo=UTC)
        assert Result.from_json(result.to_json()) == result


def test_the_digest_is_of_the_content(tmp_path: Path, make_bundle: Callable[..., Path]) -> None:
    """A bundle's digest depends on names and bytes, not on the zip around them."""
    first = Bundle.open(make_bundle(tmp_path / "a.zip")).digest
    time.sleep(0.01)
    assert Bundle.open(make_bundle(tmp_path / "b.zip")).digest == first
    changed = make_bundle(tmp_path / "c.zip", **{"tests/answer.py": "x = 1"})
    assert Bundle.open(changed).digest != first


def test_bundles_that_cannot_be_used(tmp_path: Path, make_bundle: Callable[..., Path]) -> None:
    """A bundle that is missing, no zip, or lacks a part's tests is refused with the repair."""
    with pytest.raises(BundleError, match="build the homework first"):
        Bundle.open(tmp_path / "none.zip")
    (tmp_path / "text.zip").write_text("hello")
    with pytest.raises(BundleError, match="build the homework again"):
        Bundle.open(tmp_path / "text.zip")
    homework = json.loads(
        (Path(__file__).parents[2] / "submissions/small/homework.json").read_text()
    )
    homework["parts"][0]["name"] = "other"
    path = make_bundle(tmp_path / "d.zip", **{"homework.json": json.dumps(homework)})
    with pytest.raises(BundleError, match="no tests for other"):
        Bundle.open(path)


def test_drafts_of_a_killed_batch_are_deleted(bundle: Bundle, tmp_path: Path) -> None:
    """The next batch deletes what a killed one was writing, and nothing that others write."""
    folder = tmp_path / "results"
    folder.mkdir()
    done = subprocess.Popen([sys.executable, "-c", ""])
    done.wait()
    name = f".ada.json.{results._HOST}.{{}}.7.tmp"
    dead, alive = folder / name.format(done.pid), folder / name.format(os.getpid())
    other = folder / ".x.json.00000000.1.1.tmp"
    for draft in (dead, alive, other):
        draft.write_text("{")
    grade_batch(bundle, [], tmp_path, Scripted())
    assert not dead.exists()
    assert alive.exists()
    assert other.exists()


def test_a_failed_write_leaves_no_draft(tmp_path: Path) -> None:
    """A file that cannot be replaced is left as it was, and nothing beside it."""
    (tmp_path / "taken.json").mkdir()
    with pytest.raises(OSError, match="taken"):
        results.write_atomically(tmp_path / "taken.json", "text")
    assert [path.name for path in tmp_path.iterdir()] == ["taken.json"]


def test_what_is_left_aside_is_kept_beside_the_results(
    class_of_three: Path, bundle: Bundle, tmp_path: Path
) -> None:
    """A line each, of the folder and of each hand-in; the next batch writes its own."""
    anna = (class_of_three / "anna.ipynb").read_bytes()
    (class_of_three / "notes.md").write_text("x")
    folder = class_of_three / "dora"
    folder.mkdir()
    (folder / "small.ipynb").write_bytes(anna)
    (folder / "scratch.ipynb").write_text('{"nbformat": 4, "cells": []}')
    results = grade_batch(bundle, [class_of_three], tmp_path / "store", Scripted())
    lines = kept.left_aside(tmp_path / "store")
    assert [line.split(": ")[:2] for line in lines] == [
        ["notes.md", "neither a notebook nor an archive, by its content"],
        ["dora", "scratch.ipynb"],
    ]
    assert {result.left_aside for result in results if result.student != "dora"} == {()}
    grade_batch(bundle, [class_of_three / "anna.ipynb"], tmp_path / "store", Scripted())
    assert kept.left_aside(tmp_path / "store") == []
