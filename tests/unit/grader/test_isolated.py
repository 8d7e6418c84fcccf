"""What the isolated grader gives for honest work and for work that breaks down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from chainrule_grader.bundle import Bundle
from chainrule_grader.engine import Limits
from chainrule_grader.engines.isolated import IsolatedEngine
from chainrule_grader.intake import Submission
from chainrule_grader.results import Result, Status, Verdict

Grade = Callable[..., Result]


def scores(result: Result) -> dict[str, float | None]:
    return {part.name: part.score for part in result.parts}


def verdicts(result: Result) -> dict[str, str]:
    return {test.name: str(test.verdict) for part in result.parts for test in part.tests}


def test_right_answers_score_full_marks(grade: Grade, honest: str) -> None:
    """Right answers score full marks in every part."""
    result = grade(honest)
    assert result.status is Status.GRADED
    assert scores(result) == {"scale": 4, "linear": 3, "answer": 1}


def test_wrong_answers_are_wrong(grade: Grade, wrong: str) -> None:
    """A wrong answer ends ``wrong`` and costs its points only."""
    result = grade(wrong)
    assert scores(result) == {"scale": 1, "linear": 0, "answer": 0}
    assert verdicts(result)["test_scale_values"] == "wrong"


def test_missing_names_are_missing(grade: Grade, honest: str) -> None:
    """A name that the notebook does not define ends ``missing``, and a similar one is named."""
    result = grade(honest.replace("class Linear", "class Liner"))
    part = result.part("linear")
    assert part is not None
    assert [test.verdict for test in part.tests] == [Verdict.MISSING] * 2
    assert part.tests[0].message == (
        "You have not defined `Linear`. Your notebook defines `Liner`: see that the name is "
        "spelled exactly so."
    )


def test_errors_carry_the_traceback(grade: Grade, honest: str) -> None:
    """An exception in the student's code ends ``error`` with the line that raised it."""
    result = grade(honest.replace("return factor * x", "return factor * y"))
    part = result.part("scale")
    assert part is not None
    assert part.tests[0].verdict is Verdict.ERROR
    assert "return factor * y" in part.tests[0].message
    assert "NameError: name 'y' is not defined" in part.tests[0].message
    assert "chainrule_grader" not in part.tests[0].message


def test_names_reused_later_do_no_harm(grade: Grade, honest: str) -> None:
    """A part is tested right after its cells, before the notebook uses its names again."""
    result = grade(honest + "\n# %%\nscale = Linear = answer = None\n")
    assert scores(result) == {"scale": 4, "linear": 3, "answer": 1}


def test_deleted_check_cells_are_made_up_for(grade: Grade, honest: str) -> None:
    """A part whose check cell was deleted is tested at the end."""
    result = grade(honest.replace('grader.check("linear")', "pass"))
    assert scores(result) == {"scale": 4, "linear": 3, "answer": 1}


def test_a_cell_that_raises_costs_itself_only(grade: Grade, honest: str) -> None:
    """A cell that raises costs what it would have defined, and is reported with its error."""
    result = grade("# %%\nraise ValueError('on purpose')\n" + honest)
    assert scores(result) == {"scale": 4, "linear": 3, "answer": 1}
    assert result.cells[0].cell == 2
    assert result.cells[0].verdict == "error"
    assert "ValueError: on purpose" in result.cells[0].message


def test_an_endless_cell_costs_itself_only(grade: Grade, honest: str) -> None:
    """An endless loop in a cell is stopped, and the rest is graded."""
    result = grade("# %%\nwhile True: pass\n" + honest)
    assert scores(result) == {"scale": 4, "linear": 3, "answer": 1}
    assert result.cells[0].verdict == "timeout"
    assert result.wall_s < 4


def test_a_crash_in_a_cell_costs_itself_only(grade: Grade, honest: str) -> None:
    """A cell that kills its process is left out, and the cells before it are run again."""
    crash = "\n# %%\nimport os; os._exit(3)\n"
    before, after = honest.split("# %%\nanswer = 42")
    result = grade(before + crash + "\n# %%\nanswer = 42" + after)
    assert scores(result) == {"scale": 4, "linear": 3, "answer": 1}
    assert [cell.verdict for cell in result.cells] == ["error"]


def test_a_crash_in_a_test_costs_that_test_only(grade: Grade, honest: str) -> None:
    """A call that kills its process costs the test that made it."""
    result = grade(
        honest.replace(
            "return factor * x", "import os; return factor * x if factor != 2.5 else os.abort()"
        )
    )
    assert verdicts(result) | {"test_scale_values": ""} == dict.fromkeys(
        verdicts(result), "passed"
    ) | {"test_scale_values": ""}
    assert verdicts(result)["test_scale_values"] == "error"


def test_an_endless_call_costs_that_test_only(grade: Grade, honest: str) -> None:
    """A call that does not return costs the test that made it."""
    result = grade(
        honest.replace(
            "return factor * x",
            "\n    while factor == 2.5: pass\n    return factor * x",
        )
    )
    assert scores(result) == {"scale": 3, "linear": 3, "answer": 1}
    assert verdicts(result)["test_scale_values"] == "timeout"


def test_a_call_that_resists_its_limit_is_ended(grade: Grade, honest: str) -> None:
    """Code that catches everything and goes on is ended with its process; the rest is graded."""
    stubborn = """
    while factor == 2.5:
        try:
            while True: pass
        except BaseException:
            pass
    return factor * x"""
    result = grade(honest.replace("return factor * x", stubborn))
    assert scores(result) == {"scale": 3, "linear": 3, "answer": 1}
    assert verdicts(result)["test_scale_values"] == "timeout"
    assert result.wall_s < 5


def test_output_is_kept_for_feedback(grade: Grade, honest: str) -> None:
    """What a cell prints is kept; what a call prints while being tested is not."""
    result = grade(
        "# %%\nprint('hello')\n" + honest.replace("return factor", "print('hi'); return factor")
    )
    assert [cell.output for cell in result.cells] == ["hello\n"]


def test_magics_plots_and_shell_lines_run(grade: Grade, honest: str) -> None:
    """Magics, plots, shell lines and top-level await run as in a notebook."""
    extra = (
        "# %%\n%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.plot([1, 2]); plt.show()\n"
        "# %%\n!echo from the shell\n# %%\n%time x = 1\n"
        "# %%\nimport asyncio\nawait asyncio.sleep(0)\n# %%\ndisplay(1)\n"
    )
    result = grade(extra + honest)
    assert scores(result) == {"scale": 4, "linear": 3, "answer": 1}
    assert [cell.message for cell in result.cells if cell.verdict] == []
    assert any("from the shell" in cell.output for cell in result.cells)


def test_extra_files_lie_beside_the_notebook(grade: Grade, honest: str) -> None:
    """Records that were handed in can be read by the notebook."""
    result = grade(
        honest.replace("answer = 42", "import json; answer = json.load(open('record.json'))"),
        **{"record.json": b"42"},
    )
    assert scores(result)["answer"] == 1


@pytest.mark.parametrize(
    "oddity",
    ["[" * 900 + "]" * 900, str(2**70), "-1e999", '"\\ud800"'],
    ids=["nested", "huge", "far", "text"],
)
def test_metadata_that_only_json_can_hold_does_no_harm(
    engine: IsolatedEngine,
    bundle: Bundle,
    submit: Callable[..., Submission],
    honest: str,
    oddity: str,
) -> None:
    """Whatever lies in a cell's metadata, the cell is graded."""
    submission = submit(honest)
    odd = submission.notebook.replace(
        b'"metadata": {}', b'"metadata": {"odd": ' + oddity.encode() + b"}"
    )
    assert odd != submission.notebook
    result = engine.grade(replace(submission, notebook=odd), bundle, Limits(wall_s=20))
    assert result.status is Status.GRADED, result.reason
    assert scores(result) == {"scale": 4, "linear": 3, "answer": 1}
    assert Result.from_json(result.to_json()) == result


def test_child_of_a_cell_does_not_answer_in_its_place(grade: Grade, honest: str) -> None:
    """A process that a cell forked and that comes back from the cell ends there."""
    result = grade("# %%\nimport os\nchild = os.fork()\n" + honest)
    assert scores(result) == {"scale": 4, "linear": 3, "answer": 1}
    assert [cell for cell in result.cells if cell.verdict] == []
