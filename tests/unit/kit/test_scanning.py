"""Looking ahead gives what looking anew from each place would give."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from chainrule.scanning import Ahead


@given(st.text("ab\n", max_size=60), st.lists(st.integers(0, 60), max_size=20))
def test_what_stands_next_is_found_from_every_place(text: str, places: list[int]) -> None:
    """One answer is kept for all places before it."""
    ahead, pattern = Ahead(text), re.compile(r"ab|\n")
    for at in sorted(places):
        match = pattern.search(text, at)
        assert ahead.find(pattern, at) == (match.span() if match else (len(text) + 1,) * 2)


def test_an_end_that_is_too_far_away_is_none() -> None:
    """The limit is on what stands between."""
    pattern = re.compile("-->")
    assert Ahead("abc-->").encloses(0, pattern, 3) == 6
    assert Ahead("abc-->").encloses(0, pattern, 2) == 0
    assert Ahead("abc").encloses(0, pattern, 9) == 0
