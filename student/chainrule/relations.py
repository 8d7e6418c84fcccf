"""Relations between a wrong gradient and the right one, in words.

None of them needs to know the answer: each compares two arrays, and says what it found and no more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Close = Callable[[Array, Array], bool]

RIGHT = "what finite differences give"
# Two factors are the same if they agree to this, relative to each other.
_SAME_FACTOR = 1e-4
# What is off by less than this, relative to each entry, is an approximation.
_NEARLY = 1e-2


def explain(
    analytic: Array,
    numeric: Array,
    x: Array,
    result_shape: tuple[int, ...],
    close: Close,
    right: str = RIGHT,
) -> str:
    """Return one sentence on how ``analytic`` relates to ``numeric``; empty if it is not known how.

    Args:
        analytic: The gradient to explain; it may have another shape.
        numeric: What finite differences give.
        x: Where they were taken; shaped like ``numeric``.
        result_shape: Shape of the function's result, whose first axis is the batch.
        close: Tells whether two arrays of one shape agree.
        right: What to call ``numeric``.
    """
    if not np.isfinite(analytic).all() or not np.abs(numeric).any():
        return ""
    known = _known_factors(x.shape, result_shape)
    for sentence in (
        _of_other_shape(analytic, numeric, close),
        _nearly(analytic, numeric),
        _scaled(analytic, numeric, known, close),
        _masked(analytic, numeric, x, close),
        _permuted(analytic, numeric, close),
    ):
        if sentence:
            return sentence.replace(RIGHT, right)
    return ""


def _of_other_shape(analytic: Array, numeric: Array, close: Close) -> str:
    """Look for a transpose, a missing or superfluous axis, and a sum that was not taken."""
    if numeric.ndim == 2 and analytic.shape == numeric.shape[::-1] and close(analytic.T, numeric):
        return "It is the transpose of what finite differences give."
    if analytic.shape == numeric.shape:
        if numeric.ndim == 2 and close(analytic.reshape(numeric.shape[::-1]).T, numeric):
            return (
                "It holds the entries of the transpose, row after row, in another shape: "
                "`reshape` does not transpose."
            )
        return ""
    if analytic.size == numeric.size and close(analytic.reshape(numeric.shape), numeric):
        return (
            f"The values agree, but the shape is {analytic.shape} and not {numeric.shape}: "
            "broadcasting hides the difference until it is added to something."
        )
    for axis in range(analytic.ndim):
        summed = analytic.sum(axis)
        if summed.shape == numeric.shape and close(summed, numeric):
            return (
                f"Its sum over axis {axis} agrees: what was broadcast along an axis on the way "
                "forward is summed over it on the way back."
            )
    if _broadcasts(analytic.shape, numeric.shape) and close(
        np.broadcast_to(analytic, numeric.shape), numeric
    ):
        return f"Broadcast from {analytic.shape} to {numeric.shape}, it agrees."
    return ""


def _nearly(analytic: Array, numeric: Array) -> str:
    """Look for an approximation."""
    if analytic.shape != numeric.shape:
        return ""
    off = np.abs(analytic - numeric)
    factor = float(np.sum(analytic * numeric) / np.sum(numeric * numeric))
    if (off > _NEARLY * np.abs(numeric)).any() or abs(factor - 1) > _NEARLY / 10:
        return ""
    return (
        "It is nearly what finite differences give, and not exactly: something on the way is "
        "rounded or approximated, or a small number was added."
    )


def _scaled(
    analytic: Array, numeric: Array, known: Sequence[tuple[float, str]], close: Close
) -> str:
    """Look for one factor between the two, or between one and the other's transpose."""
    if analytic.shape != numeric.shape:
        return ""
    if not analytic.any():
        return "It is zero everywhere, and what finite differences give is not."
    square = numeric.ndim == 2 and numeric.shape[0] == numeric.shape[1]
    for seen, words in ((analytic, ""), (analytic.T, "the transpose of ")):
        if words and not square:
            continue
        factor = float(np.sum(seen * numeric) / np.sum(numeric * numeric))
        if factor == 0 or not close(seen / factor, numeric):
            continue
        if words and abs(factor - 1) < _SAME_FACTOR:
            return "It is the transpose of what finite differences give."
        named = _name_factor(factor, known)
        # Any one number is some multiple of any other: alone, only a factor with a name says much.
        if named or np.count_nonzero(numeric) > 1:
            return (
                named.format(words=words)
                if named
                else (f"It is {factor:.4g} times {words}what finite differences give.")
            )
    return ""


def _name_factor(factor: float, known: Sequence[tuple[float, str]]) -> str:
    if abs(factor + 1) < _SAME_FACTOR:
        return "The sign is flipped: it is minus {words}what finite differences give."
    for value, name in known:
        for candidate, shown, as_when in (
            (value, f"{value:g} times", "a sum where a mean is due"),
            (1 / value, f"1/{value:g} of", "a mean where a sum is due"),
        ):
            if abs(abs(factor) - candidate) < _SAME_FACTOR * candidate:
                sign = "minus " if factor < 0 else ""
                resembles = f", and {value:g} is {name}, as in {as_when}" if name else ""
                return f"It is {sign}{shown} {{words}}what finite differences give{resembles}."
    return ""


def _known_factors(
    x_shape: tuple[int, ...], result_shape: tuple[int, ...]
) -> list[tuple[float, str]]:
    """Return factors that have a name, those that occur most often first."""
    names: dict[float, str] = {}
    if result_shape:
        names[result_shape[0]] = "the size of the first axis of the result (the batch)"
        names.setdefault(float(np.prod(result_shape)), "the number of entries of the result")
    for axis, size in enumerate(x_shape):
        names.setdefault(size, f"the size of axis {axis} of the input")
    names.setdefault(2.0, "")
    return [(value, name) for value, name in names.items() if value > 1]


def _masked(analytic: Array, numeric: Array, x: Array, close: Close) -> str:
    """Look for a difference that begins exactly where the input turns negative."""
    if analytic.shape != x.shape or not (x < 0).any() or not (x > 0).any():
        return ""
    negative = x < 0
    if not close(np.where(negative, 0, analytic), np.where(negative, 0, numeric)):
        return ""
    if not analytic[negative].any():
        return "It agrees where the input is positive, and is zero where the input is negative."
    if not numeric[negative].any():
        return (
            "It agrees where the input is positive; where the input is negative, finite "
            "differences are zero and it is not."
        )
    return ""


def _permuted(analytic: Array, numeric: Array, close: Close) -> str:
    """Look for the same rows, or columns, in another order."""
    if analytic.shape != numeric.shape or numeric.ndim == 0:
        return ""
    if numeric.ndim == 1:
        same = close(np.sort(analytic), np.sort(numeric))
        return "It has the right entries in another order." if same else ""
    for axis, word in ((0, "rows"), (1, "columns")):
        if _same_slices(np.moveaxis(analytic, axis, 0), np.moveaxis(numeric, axis, 0), close):
            return f"It has the right {word} in another order."
    return ""


def _same_slices(analytic: Array, numeric: Array, close: Close) -> bool:
    """Tell whether one array's slices are the other's in some order."""
    if len(numeric) > 512:  # the search is quadratic
        return False
    left = list(range(len(numeric)))
    for wanted in analytic:
        match = next((i for i in left if _slice_close(wanted, numeric[i], numeric, close)), None)
        if match is None:
            return False
        left.remove(match)
    return True


def _slice_close(a: Array, b: Array, whole: Array, close: Close) -> bool:
    """Compare two slices by the measure of the whole array, whose scale sets the floor."""
    left, right = np.zeros_like(whole), np.zeros_like(whole)
    left[0], right[0] = a, b
    return close(left, right)


def _broadcasts(shape: tuple[int, ...], to: tuple[int, ...]) -> bool:
    padded: Iterator[tuple[Any, Any]] = zip(shape[::-1], to[::-1], strict=False)
    return len(shape) <= len(to) and all(a in (1, b) for a, b in padded)
