from otter.test_files import test_case

OK_FORMAT = False

name = "answer"
points = 1


@test_case(points=1, hidden=True)
def test_answer(answer):
    """The answer is right."""
    assert answer == 6 * 7, "the answer is wrong"
