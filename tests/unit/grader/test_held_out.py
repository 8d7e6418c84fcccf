"""Held-out pictures reach the tests, and nothing of them reaches the student's process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from chainrule import held_out
from chainrule_grader.bundle import Bundle
from chainrule_grader.engines.isolated import IsolatedEngine
from chainrule_grader.intake import Submission
from chainrule_grader.results import Result

PICTURE = Path(__file__).parents[3] / "assignment" / "held_out" / "fashion_mnist.png"
NAME = held_out.file_name("fashion_mnist")
COUNTS = '''
from otter.test_files import test_case

OK_FORMAT = False

name = "answer"
points = 1


@test_case(points=1, hidden=True)
def test_answer(answer):
    """The answer is right."""
    from chainrule.held_out import fashion_mnist

    pictures = fashion_mnist()
    assert (answer, pictures.source) == (42, "1,000 held-out images"), pictures.source
'''


@pytest.fixture
def with_pictures(tmp_path: Path, make_bundle: Callable[..., Path]) -> Bundle:
    """Return the small homework with a held-out set, a given file, and a test that counts."""
    content = {
        f"files/{NAME}": PICTURE.read_bytes(),
        "files/given.txt": b"given",
        "tests/answer.py": COUNTS,
    }
    return Bundle.open(make_bundle(tmp_path / "small.zip", **content))


@pytest.fixture
def grade_with(
    with_pictures: Bundle, engine: IsolatedEngine, submit: Callable[..., Submission], quick: object
) -> Callable[..., Result]:
    def run(cells: list[str], **files: bytes) -> Result:
        return engine.grade(submit(cells, **files), with_pictures, quick)  # type: ignore[arg-type]

    return run


def answer_of(result: Result) -> tuple[float | None, str]:
    part = result.part("answer")
    assert part is not None
    return part.score, part.tests[0].message


def test_tests_read_them(grade_with: Callable[..., Result]) -> None:
    """The judge has the bundle's pictures."""
    assert answer_of(grade_with(["answer = 42"])) == (1, "")


def test_a_submission_cannot_bring_its_own(grade_with: Callable[..., Result]) -> None:
    """A file of that name in a submission does not replace the bundle's."""
    result = grade_with(["answer = 42"], **{NAME: b"not a picture"})
    assert answer_of(result) == (1, "")


def test_the_notebook_does_not_see_them(grade_with: Callable[..., Result]) -> None:
    """The student's folder holds the given files only, and its kit falls back on its sample."""
    result = grade_with(
        [
            "import os\nprint('files:', sorted(os.listdir('.')))",
            "from chainrule import held_out\nprint(held_out._kept)",
            "print(held_out.fashion_mnist().source)",
            "answer = 42",
        ]
    )
    printed = "".join(cell.output for cell in result.cells)
    assert "files: ['given.txt']" in printed
    assert "{}" in printed
    assert "the kit's sample of 1,000 test images" in printed
    assert "1,000 held-out images" not in printed
