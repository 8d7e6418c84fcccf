"""One progress bar for every long loop, in notebooks and in terminals."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TypeVar

from tqdm.auto import tqdm

from chainrule import settings

T = TypeVar("T")


def progress(iterable: Iterable[T], description: str) -> tqdm[T]:
    """Show how far a loop over ``iterable`` has come.

    Nothing is drawn while grading. The bar is the loop's iterable: use ``set_postfix`` on it to
    show a loss beside it.

    Args:
        iterable: What to loop over.
        description: What the loop does, in a word or two.
    """
    return tqdm(
        iterable,
        desc=description,
        disable=settings.grading(),
        leave=True,
        dynamic_ncols=True,
        file=sys.stdout,
    )
