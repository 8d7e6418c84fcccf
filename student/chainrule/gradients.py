"""Gradients by finite differences."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chainrule._values import describe, is_tensor, to_value

# float32 carries 7 digits: with a step of 1e-6 their difference would be noise.
_COARSE_STEP = 1e-2


def numerical_gradient(
    function: Callable[[Any], Any], x: Any, upstream: Any = None, *, step: float = 1e-6
) -> Any:
    r"""Differentiate ``function`` at ``x`` by central differences in float64.

    The gradient of :math:`s(x) = \sum_k u_k f_k(x)` has the entries
    :math:`(s(x + h e_i) - s(x - h e_i)) / 2h`. The function gets a fresh copy of ``x`` in each
    call, in float64; ``x`` itself never changes.

    Args:
        function: Maps something shaped like ``x`` to numbers.
        x: Where to differentiate: a tensor, an array or a number.
        upstream: The upstream gradient u, shaped like the function's result; may be left out
            where the result is a single number.
        step: The step h. It is at least 0.01 where the function computes in less than float64.

    Returns:
        A float64 tensor, array or number shaped like ``x``, of the same kind as ``x``.

    Raises:
        TypeError: If ``x``, the upstream gradient or the result does not hold numbers.
        ValueError: If the shape of ``upstream`` is not that of the result.
    """
    point = _numbers(x, "x")
    first = to_value(function(_like(point, x)))
    if first is None:
        raise TypeError("the function to differentiate must return numbers")
    weights = _upstream(upstream, first.array.shape)
    if first.coarse:
        step = max(step, _COARSE_STEP)

    def weighted_sum(at: NDArray[Any]) -> float:
        result = _numbers(function(_like(at, x)), "the function's result")
        return float(np.sum(weights * result))

    gradient = np.zeros_like(point)
    moved = point.copy()
    for index in np.ndindex(*point.shape):
        centre = point[index]
        moved[index] = centre + step
        above, width = weighted_sum(moved), moved[index]
        moved[index] = centre - step
        below, width = weighted_sum(moved), width - moved[index]
        moved[index] = centre
        gradient[index] = (above - below) / width
    return _like(gradient, x)


def _upstream(upstream: Any, shape: tuple[int, ...]) -> NDArray[Any]:
    if upstream is None:
        if int(np.prod(shape)) != 1:
            raise ValueError(
                f"the function returns shape {shape}: give an upstream gradient of that shape"
            )
        return np.ones(shape)
    weights = _numbers(upstream, "the upstream gradient")
    if weights.shape != shape:
        raise ValueError(
            f"the upstream gradient has shape {weights.shape}, the function returns {shape}"
        )
    return weights


def _numbers(value: Any, name: str) -> NDArray[Any]:
    numbers = to_value(value)
    if numbers is None:
        raise TypeError(f"{name} must hold numbers, found {describe(value)}")
    return numbers.array.astype(np.float64)


def _like(array: NDArray[Any], example: Any) -> Any:
    """Return a fresh copy of ``array`` as a tensor, an array or a number, as ``example`` is."""
    if is_tensor(example):
        return sys.modules["torch"].from_numpy(array.copy())
    if array.shape == () and not isinstance(example, np.ndarray):
        return float(array)
    return array.copy()
