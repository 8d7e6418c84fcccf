"""What a grade sheet says."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chainrule_desk.errors import DeskError
from chainrule_desk.grade_sheets import sheet
from chainrule_grader.homework import Homework
from chainrule_grader.results import PartResult, RecordResult, Status

from .sheet_samples import (
    BACKWARD,
    FORWARD,
    HOMEWORK,
    HOSTILE,
    WITH_BONUS,
    marks,
    result,
)


def only_row(frame: pd.DataFrame) -> pd.Series:
    (_, row), *others = frame.iterrows()
    assert not others
    return row


def test_columns_are_in_the_documented_order() -> None:
    """Who and where it stands, the totals, one column a part, then what a person looks up."""
    assert sheet.columns(HOMEWORK) == [
        *("student", "status", "total", "percent", "automatic", "manual"),
        *("bonus", "late_penalty", "marks_missing"),
        *("linear_forward", "linear_backward", "convexity"),
        *("flags", "attempts", "reason", "submission", "source"),
    ]


def test_a_complete_row_adds_up() -> None:
    """Total = automatic + manual, and the percentage is of the homework's points."""
    row = only_row(sheet.grade_sheet(HOMEWORK, [result("Ada", 1, 0.5)], marks(ada=(1, 0.5))))
    assert row["linear_forward"] == 2
    assert row["linear_backward"] == 2
    assert row["convexity"] == 1.5
    assert row["automatic"] == 4
    assert row["manual"] == 1.5
    assert row["total"] == 5.5
    assert row["percent"] == 61.11
    assert row["status"] == "graded"
    assert row["reason"] == ""
    assert row["marks_missing"] == 0


def test_an_open_mark_leaves_the_manual_total_open() -> None:
    """One rubric item without a mark opens part, manual total and total: it is not a 0."""
    row = only_row(sheet.grade_sheet(HOMEWORK, [result("Ada", 1, 1)], marks(ada=(1, None))))
    assert row[["convexity", "manual", "total", "percent"]].isna().all()
    assert row["automatic"] == 6
    assert row["marks_missing"] == 1
    assert row["status"] == "marks open"


def test_without_any_marks_only_what_people_grade_is_open() -> None:
    """Right after grading the automatic total is there and every rubric item is missing."""
    row = only_row(sheet.grade_sheet(HOMEWORK, [result("Ada", 1, 1)]))
    assert row["automatic"] == 6
    assert math.isnan(row["total"])
    assert row["marks_missing"] == 2


def test_a_mark_of_zero_is_a_mark() -> None:
    """A grader's 0 is given, an empty mark is not."""
    row = only_row(sheet.grade_sheet(HOMEWORK, [result("Ada", 0, 0)], marks(ada=(0, 0))))
    assert row["total"] == 0
    assert row["status"] == "graded"


def test_a_homework_without_written_parts_has_a_manual_total_of_zero() -> None:
    """Nothing is open where nothing is graded by people."""
    homework = replace(HOMEWORK, parts=(FORWARD, BACKWARD))
    row = only_row(sheet.grade_sheet(homework, [result("Ada", 1, 1)]))
    assert (row["manual"], row["total"], row["status"]) == (0, 6, "graded")


def test_an_internal_failure_of_one_test_leaves_its_part_open() -> None:
    """Our failure is never scored 0; the row says which part to grade again."""
    row = only_row(sheet.grade_sheet(HOMEWORK, [result("Ada", 1, None)], marks(ada=(1, 2))))
    assert row["linear_forward"] == 2
    assert row[["linear_backward", "automatic", "total"]].isna().all()
    assert row["manual"] == 3
    assert row["status"] == "internal"
    assert row["reason"] == (
        "1.2 could not be graded, through no fault of the student: grade again."
    )


@pytest.mark.parametrize("status", [Status.PENDING, Status.INTERNAL])
def test_what_was_not_graded_is_open(status: Status) -> None:
    """A run that failed or was cut off leaves open what it did not reach, and keeps the rest."""
    row = only_row(sheet.grade_sheet(HOMEWORK, [result("Ada", 1, status=status)]))
    assert row["linear_forward"] == 2
    assert row[["linear_backward", "automatic", "total"]].isna().all()
    assert row["status"] == status
    assert "grade again" in row["reason"]


def test_a_refused_submission_scores_zero_with_the_reason() -> None:
    """Nothing could be graded: 0 points in every part, no marks awaited, the reason kept."""
    broken = result("Ada", status=Status.REFUSED, reason="ada.ipynb is no notebook.")
    row = only_row(sheet.grade_sheet(HOMEWORK, [broken]))
    assert row["total"] == 0
    assert row["convexity"] == 0
    assert row["marks_missing"] == 0
    assert row["status"] == "refused"
    assert row["reason"] == "ada.ipynb is no notebook."


def test_a_refused_submission_can_be_marked_by_hand() -> None:
    """Marks that a person gave to a refused submission count."""
    broken = result("Ada", status=Status.REFUSED, reason="Unreadable.")
    row = only_row(sheet.grade_sheet(HOMEWORK, [broken], marks(ada=(1, 2))))
    assert row["total"] == 3
    row = only_row(sheet.grade_sheet(HOMEWORK, [broken], marks(ada=(1, None))))
    assert math.isnan(row["total"])
    assert row["marks_missing"] == 1


def test_a_part_that_was_not_graded_is_open() -> None:
    """A result that lacks a part (an older bundle) is not a 0 in it."""
    row = only_row(sheet.grade_sheet(HOMEWORK, [result("Ada", 1)], marks(ada=(1, 2))))
    assert math.isnan(row["linear_backward"])
    assert row["reason"] == "1.2 was not graded: grade again."


def test_a_part_graded_out_of_other_points_is_open() -> None:
    """Points out of 5 are not put into a column out of 4."""
    stale = result("Ada", 1, 1)
    stale = replace(stale, parts=(stale.parts[0], PartResult("linear_backward", 5, ())))
    row = only_row(sheet.grade_sheet(HOMEWORK, [stale]))
    assert math.isnan(row["linear_backward"])
    assert row["reason"] == "1.2 was graded out of 5 points and is now worth 4: grade again."


def test_bonus_comes_on_top() -> None:
    """Bonus points have a column, count in the total and not in its maximum."""
    frame = sheet.grade_sheet(
        WITH_BONUS, [result("Ada", 1, 1, 1, homework=WITH_BONUS)], marks(ada=(1, 2))
    )
    row = only_row(frame)
    assert (row["automatic"], row["manual"], row["bonus"]) == (6, 3, 1)
    assert row["total"] == 10
    assert row["percent"] == 111.11
    assert sheet.maxima(WITH_BONUS)["total"] == 9
    assert sheet.maxima(WITH_BONUS)["automatic"] == 6


def test_percentages_of_nothing_are_open() -> None:
    """A homework of bonus parts only has no percentage."""
    homework = replace(HOMEWORK, parts=(replace(FORWARD, bonus=True),))
    row = only_row(sheet.grade_sheet(homework, [result("Ada", 1)]))
    assert row["total"] == 2
    assert math.isnan(row["percent"])


def test_thirds_add_up() -> None:
    """Points that have no short decimal form add up to what they should."""
    homework = Homework(
        "hw1", "H", tuple(replace(FORWARD, name=f"p{i}", points=0.1) for i in range(3))
    )
    row = only_row(sheet.grade_sheet(homework, [result("Ada", 1, 1, 1, homework=homework)]))
    assert row["total"] == 0.3
    assert row["percent"] == 100


def test_the_last_submission_of_a_student_counts() -> None:
    """Several hand-ins make one row; the last one given is graded, and the row says how many."""
    frame = sheet.grade_sheet(
        HOMEWORK,
        [result("Ada", 1, 1, submission="first"), result("Ada", 0, 0.5, submission="second")],
    )
    row = only_row(frame)
    assert row["submission"] == "second"
    assert row["automatic"] == 2
    assert row["attempts"] == 2


def test_marks_of_an_earlier_submission_do_not_count() -> None:
    """A mark belongs to the answer that was read."""
    frame = sheet.grade_sheet(
        HOMEWORK,
        [result("Ada", 1, 1, submission="first"), result("Ada", 1, 1, submission="second")],
        marks(first=(1, 2)),
    )
    assert only_row(frame)["marks_missing"] == 2


def test_a_regrade_is_not_a_second_submission() -> None:
    """Of two results of one submission the later stands, in the earlier one's place."""
    frame = sheet.grade_sheet(
        HOMEWORK,
        [
            result("Ada", 0, 0, submission="first"),
            result("Ada", 0.5, 1, submission="second"),
            result("Ada", 1, 1, submission="first"),
        ],
    )
    row = only_row(frame)
    assert row["submission"] == "second"
    assert row["attempts"] == 2


def test_a_refused_submission_after_a_good_one_asks_for_a_decision() -> None:
    """The last counts, and the row says that an earlier one could be graded."""
    broken = result("Ada", submission="second", status=Status.REFUSED, reason="Empty file.")
    row = only_row(sheet.grade_sheet(HOMEWORK, [result("Ada", 1, 1, submission="first"), broken]))
    assert row["total"] == 0
    assert row["reason"] == (
        "Empty file. An earlier submission could be graded: decide which one counts."
    )


def test_one_name_in_two_unicode_forms_is_one_student() -> None:
    """An é is two characters on macOS and one on Windows."""
    frame = sheet.grade_sheet(
        HOMEWORK,
        [
            result("Jose\u0301", 1, 1, submission="a"),
            result("Jos\u00e9", 1, 1, submission="b"),
        ],
    )
    assert only_row(frame)["student"] == "Jos\u00e9"


def test_nameless_submissions_stay_apart() -> None:
    """Two files that do not say whose they are are two rows, each with a reason."""
    frame = sheet.grade_sheet(
        HOMEWORK, [result("", 1, 1, submission="a"), result(" ", 1, 1, submission="b")]
    )
    assert frame["submission"].tolist() == ["a", "b"]
    assert (frame["reason"] == "The submission does not tell whose it is.").all()


def test_rows_go_by_name() -> None:
    """Students are in the order of their names, capitals aside."""
    names = ["bob", "Ada", "Éva", "Zoë"]
    frame = sheet.grade_sheet(HOMEWORK, [result(name, 1, 1) for name in reversed(names)])
    assert frame["student"].tolist() == ["Ada", "bob", "Zoë", "Éva"]


def test_no_submissions_make_an_empty_sheet() -> None:
    """Columns and types are there without a single row."""
    frame = sheet.grade_sheet(HOMEWORK, [])
    assert frame.columns.tolist() == sheet.columns(HOMEWORK)
    assert frame["total"].dtype == float
    assert frame["attempts"].dtype == int


def test_a_result_of_another_homework_is_refused() -> None:
    """Results of two homeworks do not end up in one sheet."""
    stray = replace(result("Ada", 1, 1), homework="hw2")
    with pytest.raises(DeskError, match=r"Ada\.ipynb was graded as homework 'hw2', not 'hw1'"):
        sheet.grade_sheet(HOMEWORK, [stray])


@pytest.mark.parametrize("name", sorted(sheet.RESERVED))
def test_a_part_cannot_have_the_name_of_another_column(name: str) -> None:
    """A part called ``total`` would be two columns of one name."""
    with pytest.raises(DeskError, match=f"no part can be called {name}"):
        sheet.columns(replace(HOMEWORK, parts=(replace(FORWARD, name=name),)))


def test_part_table_leaves_out_refused_submissions() -> None:
    """Means are over scores that are known and were earned."""
    frame = sheet.grade_sheet(
        HOMEWORK,
        [
            result("Ada", 1, 1),
            result("Bob", 0.5, None),
            result("Eve", status=Status.REFUSED, reason="Empty."),
        ],
        marks(ada=(1, 2)),
    )
    table = sheet.part_table(HOMEWORK, frame).set_index("column")
    assert table.loc["linear_forward", ["mean", "known", "open", "full"]].tolist() == [1.5, 2, 0, 1]
    assert table.loc["linear_backward", ["mean", "known", "open", "full"]].tolist() == [4, 1, 1, 1]
    assert table.loc["convexity", "graded_by"] == "people"


def test_decimals_are_as_many_as_a_column_needs() -> None:
    """Whole points stay whole; two decimals are the most that is shown."""
    assert sheet.decimals(pd.Series([1.0, float("nan")])) == 0
    assert sheet.decimals(pd.Series([1.0, 0.5])) == 1
    assert sheet.decimals(pd.Series([1.0, 1 / 3])) == 2


def test_csv_header_tells_the_maximum(tmp_path: Path) -> None:
    """One header row: the part's name, its maximum in brackets, plain for everything else."""
    path = tmp_path / "grades.csv"
    sheet.write_csv(path, HOMEWORK, sheet.grade_sheet(HOMEWORK, [result("Ada", 1, 0.5)]))
    header, row = path.read_bytes().decode("utf-8-sig").splitlines()
    assert header == (
        "student,status,total [9],percent,automatic [6],manual [3],bonus [0],late_penalty,"
        "marks_missing,linear_forward [2],linear_backward [4],convexity [3],"
        "flags,attempts,reason,submission,source"
    )
    assert row == "Ada,marks open,,,4,,0,0,2,2,2,,,1,,ada,Ada.ipynb"


def test_csv_opens_in_pandas_as_documented(tmp_path: Path) -> None:
    """The two lines in the module's docstring give plain column names and open scores as NaN."""
    path = tmp_path / "grades.csv"
    sheet.write_csv(path, HOMEWORK, sheet.grade_sheet(HOMEWORK, [result("007", 1, 0.5)]))
    frame = pd.read_csv(path, dtype={"student": str})
    frame = frame.rename(columns=lambda name: name.split(" [")[0])
    assert frame.loc[0, "student"] == "007"
    assert frame.loc[0, "linear_backward"] == 2
    assert math.isnan(frame.loc[0, "total"])


def test_csv_round_trip_loses_nothing(tmp_path: Path) -> None:
    """What is written comes back: names that look like formulas, numbers or nothing included."""
    path = tmp_path / "grades.csv"
    frame = sheet.grade_sheet(HOMEWORK, [result(name, 1, None) for name in HOSTILE])
    sheet.write_csv(path, HOMEWORK, frame)
    pd.testing.assert_frame_equal(sheet.read_csv(path), frame)


@settings(deadline=None)
@given(names=st.lists(st.text(), max_size=4), reason=st.text())
def test_csv_round_trip_of_any_text(
    tmp_path_factory: pytest.TempPathFactory, names: list[str], reason: str
) -> None:
    """Any Unicode in a name, a file name or a reason goes through the CSV unharmed."""
    path = tmp_path_factory.mktemp("sheet") / "grades.csv"
    results = [
        result(name, submission=f"s{number}", status=Status.REFUSED, reason=reason, source=name)
        for number, name in enumerate(names)
    ]
    frame = sheet.grade_sheet(HOMEWORK, results)
    sheet.write_csv(path, HOMEWORK, frame)
    pd.testing.assert_frame_equal(sheet.read_csv(path), frame)


def test_a_failed_write_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A crash while writing leaves the sheet of before, and no draft beside it."""
    path = tmp_path / "grades.csv"
    frame = sheet.grade_sheet(HOMEWORK, [result("Ada", 1, 1)])
    sheet.write_csv(path, HOMEWORK, frame)
    before = path.read_bytes()

    def full_disk(_: int) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr("os.fsync", full_disk)
    with pytest.raises(OSError, match="No space left"):
        sheet.write_csv(path, HOMEWORK, frame.iloc[:0])
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_parquet_keeps_types_open_scores_and_maxima(tmp_path: Path) -> None:
    """A program reads back the same table; the maxima stand in the file."""
    parquet = pytest.importorskip("pyarrow.parquet", reason="install what pyproject.toml asks for")
    path = tmp_path / "grades.parquet"
    frame = sheet.grade_sheet(HOMEWORK, [result(name, 1, None) for name in HOSTILE])
    sheet.write_parquet(path, HOMEWORK, frame)
    pd.testing.assert_frame_equal(pd.read_parquet(path), frame)
    told = parquet.read_schema(path).metadata
    assert json.loads(told[b"maxima"])["total"] == 9


def test_training_records_that_do_not_fit_are_told_to_staff() -> None:
    """The row of a record that is inconsistent or could not be checked says so, with the reason."""
    honest, doubtful = result("Ada", 1, 1), result("Ben", 1, 1)
    record = RecordResult("fit", "inconsistent", "the record says 97.0%.", 0.886, 0.97)
    parts = (doubtful.parts[0], replace(doubtful.parts[1], records=(record,)))
    consistent = replace(honest.parts[1], records=(replace(record, consistency="consistent"),))
    frame = sheet.grade_sheet(
        HOMEWORK,
        [
            replace(honest, parts=(honest.parts[0], consistent)),
            replace(doubtful, parts=parts),
        ],
    ).set_index("student")
    assert frame.loc["Ada", "reason"] == ""
    assert frame.loc["Ben", "reason"] == (
        "1.2 training record fit is inconsistent: the record says 97.0%."
    )
    assert frame.loc["Ben", "automatic"] == frame.loc["Ada", "automatic"]
