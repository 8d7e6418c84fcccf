"""Gradients by finite differences, and how a hand-written gradient compares with them."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chainrule import relations
from chainrule._values import describe, is_tensor, to_value

Array = NDArray[np.float64]

# float32 carries 7 digits: with a step of 1e-6 their difference would be noise.
_COARSE_STEP = 1e-2
_TOLERANCE = 1e-5
_COARSE_TOLERANCE = 1e-2
# Entries smaller than this share of the largest are held to the same absolute error.
_FLOOR = 1e-3


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
    scalar = _Scalar.of(function, x, upstream, step)
    gradient = np.zeros_like(scalar.point)
    for index in np.ndindex(*scalar.point.shape):
        above, below, width = scalar.around(index, scalar.step)
        gradient[index] = (above - below) / width
    return _like(gradient, x)


def gradient_check(
    function: Callable[[Any], Any],
    x: Any,
    analytic: Any,
    *,
    upstream: Any = None,
    name: str = "x",
    step: float = 1e-6,
    seed: int = 0,
) -> GradientCheck:
    r"""Compare a gradient with finite differences of the function that it belongs to.

    With the upstream gradient u, the gradient should be that of
    :math:`\sum_k u_k f_k(x)` with respect to ``x``. Entries are compared one by one, by
    :math:`|a - n| / \max(|a|, |n|, \text{floor})`, where the floor is a thousandth of the largest
    entry, or what rounding hides if that is more. Where a kink of the function is closer than the
    step, a smaller step goes around it; an entry that lies on the kink itself is left out.

    Args:
        function: Maps something shaped like ``x`` to numbers.
        x: Where to compare: a tensor, an array or a number.
        analytic: The gradient, shaped like ``x``; or a function that takes the upstream gradient
            and returns it, which is then tried with a random upstream gradient.
        upstream: The upstream gradient, shaped like the function's result. Left out, it is drawn
            at random if ``analytic`` is a function, and 1 if the result is a single number.
        name: What to call the gradient, such as ``"dW"``.
        step: The step of the finite differences.
        seed: Seed of the random upstream gradient.

    Returns:
        The comparison; print it, or let a notebook show it.

    Raises:
        TypeError: If ``x``, ``analytic``, the upstream gradient or the result is not numbers.
        ValueError: If the shape of ``upstream`` is not that of the result, or the result has
            several entries and there is no way to draw the upstream gradient.
    """
    if upstream is None and callable(analytic):
        upstream = _random_upstream(function, x, seed)
    scalar = _Scalar.of(function, x, upstream, step)
    changed = False
    if callable(analytic):
        handed = _like(scalar.weights, upstream)
        analytic = analytic(handed)
        changed = not np.array_equal(_numbers(handed, "the upstream gradient"), scalar.weights)
    numeric, on_kink = _careful_gradient(scalar)
    return GradientCheck(
        name=name,
        analytic=_numbers(analytic, f"`{name}`"),
        numeric=numeric,
        on_kink=on_kink,
        tolerance=_COARSE_TOLERANCE if scalar.coarse else _TOLERANCE,
        noise=scalar.noise,
        upstream_changed=changed,
        x=scalar.point,
        result_shape=scalar.weights.shape,
    )


@dataclass(frozen=True, eq=False, repr=False)
class GradientCheck:
    """How a gradient compares with finite differences.

    Attributes:
        name: What the gradient is called.
        analytic: The gradient that was checked.
        numeric: What finite differences give.
        on_kink: Where the function has a kink, so that nothing can be compared; like ``numeric``.
        tolerance: The largest relative error that passes.
        noise: The largest error that rounding may put into a finite difference.
        upstream_changed: Whether the upstream gradient was changed in place.
    """

    name: str
    analytic: Array
    numeric: Array
    on_kink: NDArray[np.bool_]
    tolerance: float
    noise: float
    upstream_changed: bool
    x: Array = field(repr=False)
    result_shape: tuple[int, ...] = field(repr=False)

    @property
    def passed(self) -> bool:
        """Whether every entry agrees, the shape is right, and the upstream gradient survived."""
        return self.error is not None and not self._off.any() and not self.upstream_changed

    def __bool__(self) -> bool:
        """Return whether it passed, so that ``assert gradient_check(...)`` works."""
        return self.passed

    @cached_property
    def error(self) -> Array | None:
        """Relative error of every entry, 0 on kinks; ``None`` where the shapes differ."""
        if self.analytic.shape != self.numeric.shape:
            return None
        return np.where(self.on_kink, 0.0, self._relative_error(self.analytic, self.numeric))

    @cached_property
    def worst(self) -> tuple[int, ...] | None:
        """Index of the entry with the largest relative error; ``None`` where there is none."""
        if self.error is None or not self.error.size:
            return None
        return tuple(map(int, np.unravel_index(int(np.argmax(self.error)), self.error.shape)))

    @cached_property
    def relation(self) -> str:
        """How a wrong gradient relates to finite differences, in a sentence; empty if unknown."""
        if self.error is not None and not self._off.any():
            return ""
        return relations.explain(
            self.analytic, self.numeric, self.x, self.result_shape, self._agrees
        )

    def __str__(self) -> str:
        """Say in one line how the comparison ended."""
        return " ".join(filter(None, (self._verdict(), self._kinks(), self.relation)))

    __repr__ = __str__

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        from chainrule.plots import gradients

        return gradients.bundle(self)

    def _verdict(self) -> str:
        if self.error is None:
            return (
                f"`{self.name}` has shape {self.analytic.shape}, and finite differences have shape "
                f"{self.numeric.shape}."
            )
        if self._off.any():
            where = f", the worst at {list(self.worst)}: " if self.worst else ": "
            return (
                f"`{self.name}` differs from finite differences in {int(self._off.sum())} of "
                f"{self._off.size} entries{where}yours is {_show(self.analytic[self.worst])}, "
                f"they give {_show(self.numeric[self.worst])}."
            )
        if self.upstream_changed:
            return (
                f"`{self.name}` agrees with finite differences, but the upstream gradient was "
                "changed in place: work on a copy."
            )
        count = "1 entry" if self.error.size == 1 else f"{self.error.size} entries"
        largest = f", largest relative error {self.error.max():.1e}" if self.error.size else ""
        return f"`{self.name}` agrees with finite differences ({count}{largest})."

    def _kinks(self) -> str:
        count = int(self.on_kink.sum())
        left_out = f"{count} of them on a kink, left out." if count else ""
        if self.upstream_changed and (self.error is None or self._off.any()):
            return f"{left_out} The upstream gradient was changed in place: work on a copy.".strip()
        return left_out

    @cached_property
    def _off(self) -> NDArray[np.bool_]:
        assert self.error is not None
        return ~(self.error <= self.tolerance)

    def _relative_error(self, a: Array, b: Array) -> Array:
        floor = max(_FLOOR * np.abs(self.numeric).max(initial=0.0), self.noise / self.tolerance)
        with np.errstate(invalid="ignore"):
            error = np.abs(a - b) / np.maximum(np.maximum(np.abs(a), np.abs(b)), floor)
        return np.where(np.isfinite(error), error, np.inf)

    def _agrees(self, a: Array, b: Array) -> bool:
        return bool(np.all(self._relative_error(a, b) <= self.tolerance))


@dataclass(frozen=True, eq=False)
class _Scalar:
    """The function s(x), the sum of upstream gradient times result, and where to differentiate."""

    function: Callable[[Any], Any]
    example: Any
    point: Array
    weights: Array
    step: float
    coarse: bool
    value: float

    @classmethod
    def of(cls, function: Callable[[Any], Any], x: Any, upstream: Any, step: float) -> _Scalar:
        point = _numbers(x, "x")
        first = to_value(function(_like(point, x)))
        if first is None:
            raise TypeError("the function to differentiate must return numbers")
        weights = _upstream(upstream, first.array.shape)
        step = max(step, _COARSE_STEP) if first.coarse else step
        value = float(np.sum(weights * first.array.astype(np.float64)))
        return cls(function, x, point, weights, step, first.coarse, value)

    def __call__(self, at: Array) -> float:
        result = _numbers(self.function(_like(at, self.example)), "the function's result")
        return float(np.sum(self.weights * result))

    def around(self, index: tuple[int, ...], step: float) -> tuple[float, float, float]:
        """Return s a step above and a step below in one coordinate, and the way between."""
        moved = self.point.copy()
        moved[index] = self.point[index] + step
        above, high = self(moved), moved[index]
        moved[index] = self.point[index] - step
        return above, self(moved), high - moved[index]

    @property
    def noise(self) -> float:
        """The largest error that rounding may put into a finite difference."""
        digits = np.finfo(np.float32 if self.coarse else np.float64).eps
        return float(8 * digits * max(abs(self.value), 1e-3) / self.step)


def _careful_gradient(scalar: _Scalar) -> tuple[Array, NDArray[np.bool_]]:
    """Return central differences that keep off kinks, and where a kink cannot be avoided.

    On a smooth stretch, the slopes to the left and to the right differ in proportion to the step,
    so that a quarter of the step leaves a quarter of the gap. If they do not come together as the
    step shrinks, the point lies on a kink.
    """
    gradient = np.zeros_like(scalar.point)
    on_kink = np.zeros(scalar.point.shape, dtype=bool)
    for index in np.ndindex(*scalar.point.shape):
        step, gap = scalar.step, np.inf
        for _ in range(5):
            above, below, width = scalar.around(index, step)
            gradient[index] = (above - below) / width
            before, gap = gap, 2 * abs(above + below - 2 * scalar.value) / width
            noise = scalar.noise * scalar.step / step
            if gap <= 4 * noise or gap <= _TOLERANCE * abs(gradient[index]):
                break
            if 0.2 * before < gap < 0.3 * before:
                break
            step /= 4
        else:
            on_kink[index] = True
    return gradient, on_kink


def _random_upstream(function: Callable[[Any], Any], x: Any, seed: int) -> Any:
    result = function(_like(_numbers(x, "x"), x))
    found = to_value(result)
    if found is None:
        raise TypeError(f"the function must return numbers, found {describe(result)}")
    drawn = np.random.default_rng(seed).standard_normal(found.array.shape)
    return _like(drawn, result)


def _upstream(upstream: Any, shape: tuple[int, ...]) -> Array:
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


def _show(number: Any) -> str:
    return f"{float(number) + 0.0:.6g}"  # adding 0.0 makes 0 of -0


def _numbers(value: Any, name: str) -> Array:
    numbers = to_value(value)
    if numbers is None:
        raise TypeError(f"{name} must hold numbers, found {describe(value)}")
    return numbers.array.astype(np.float64)


def _like(array: Array, example: Any) -> Any:
    """Return a fresh copy of ``array`` as a tensor, an array or a number, as ``example`` is."""
    if is_tensor(example):
        return sys.modules["torch"].from_numpy(array.copy())
    if array.shape == () and not isinstance(example, np.ndarray):
        return float(array)
    return array.copy()
