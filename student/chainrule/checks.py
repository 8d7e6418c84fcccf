"""Checks that say what was expected of an answer, what came back, and where.

Every check raises ``AssertionError`` with one or two sentences for the student. The value that
would have been right is told only where a test asks for it with ``reveal=True``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NoReturn

import numpy as np
from numpy.typing import NDArray

from chainrule._values import Value, describe, has_gap, is_missing, to_value
from chainrule.gradients import GradientCheck, gradient_check, numerical_gradient

__all__ = [
    "GradientCheck",
    "WrongValueError",
    "assert_among",
    "assert_choice",
    "assert_close",
    "assert_number",
    "assert_numbers",
    "assert_unchanged",
    "gradient_check",
    "numerical_gradient",
    "require",
]

# Answers computed in less than float64 are right to fewer digits: (relative, of the largest entry).
_COARSE_TOLERANCE = {"float32": (1e-4, 1e-6), "float16": (1e-2, 1e-3), "bfloat16": (5e-2, 1e-2)}
_WORDS_FOR = {True: ("yes", "true"), False: ("no", "false")}


class WrongValueError(AssertionError):
    """A value of the wrong shape, with wrong entries, or changed where it should have been left.

    Attributes:
        quantity: What the check calls it.
        found: What the student's code gave, or left behind.
        right: What would have been right; never part of the message unless the check reveals it.
            ``None`` where there is nothing to compare with: an argument was changed, the value is
            of another kind, or a test judged it by itself.
        within: By how much an entry may be off, where entries are wrong; 0 otherwise.
    """

    def __init__(
        self,
        message: str,
        quantity: str,
        found: Value,
        right: Value | None,
        within: float = 0.0,
    ) -> None:
        super().__init__(message)
        self.quantity = quantity
        self.found = found
        self.right = right
        self.within = within


def require(**names: Any) -> None:
    """Stop a check whose answer is not there yet.

    Args:
        **names: What the check needs from the notebook, each by its name.

    Raises:
        AssertionError: If one is not defined (``None``) or still ``...``.
    """
    for name, value in names.items():
        if value is None:
            raise AssertionError(
                f"You have not defined `{name}` yet: run the cell that defines it, and see that "
                "the name is spelled exactly so."
            )
        if value is Ellipsis:
            raise AssertionError(
                f"`{name}` is not answered yet: replace the `...` with your answer and run its "
                "cell again."
            )


def assert_close(
    actual: Any,
    expected: Any,
    name: str,
    *,
    rtol: float = 1e-6,
    atol: float = 1e-9,
    reveal: bool = False,
) -> None:
    """Hold an array, tensor or number to an expected one: type, shape, finite, then value.

    An entry is right within ``atol + rtol * abs(expected)``. An answer in float32, float16 or
    bfloat16 is held to what that type can carry. Where a number is expected, any form of it will
    do: a Python number, a numpy scalar, a tensor of shape () or of one entry.

    Args:
        actual: What the student's code returned.
        expected: What is right.
        name: What to call it, such as ``"dW"``.
        rtol: Relative tolerance.
        atol: Absolute tolerance.
        reveal: Whether the message may tell the expected value at the worst entry.

    Raises:
        AssertionError: If it is not close; the message names the first thing that is wrong.
    """
    right = _expected(expected)
    found = _typed(actual, right, name)
    if found.array.shape != right.array.shape:
        message = _shape_message(found.array.shape, right.array.shape, name)
        raise WrongValueError(message, name, found, right)
    got, want = found.array.astype(np.float64), right.array.astype(np.float64)
    message = _finite_message(got, want, name)
    if message:
        raise WrongValueError(message, name, found, right)
    message = _value_message(got, want, name, _tolerance(found, want, rtol, atol), reveal)
    if message:
        raise WrongValueError(message, name, found, right, within=atol)


def assert_unchanged(before: Any, after: Any, name: str) -> None:
    """Hold an argument to what it was before the call, to the bit.

    Args:
        before: The argument as it was given.
        after: The argument after the call, as :func:`chainrule.probes.call_observed` returns it.
        name: What to call it.

    Raises:
        AssertionError: If any entry, the shape or the type differs.
    """
    if isinstance(before, dict) and isinstance(after, dict) and before.keys() == after.keys():
        for key in before:
            assert_unchanged(before[key], after[key], f"{name}[{key!r}]")
        return
    old, new = to_value(before), to_value(after)
    if old is None or new is None:
        same = type(before) is type(after) and bool(before == after)
        worst = ""
    else:
        same = (old.kind, old.dtype, old.array.shape) == (new.kind, new.dtype, new.array.shape)
        worst = ""
        if same:
            differs = ~_equal(old.array, new.array)
            same = not differs.any()
            if not same:
                index = np.unravel_index(int(np.argmax(differs)), differs.shape)
                worst = (
                    f": {_at(index)}{_number(old.array[index])} became {_number(new.array[index])}"
                )
    if not same:
        message = (
            f"`{name}` was changed in place{worst}. Whoever passed it in still needs it. Work on "
            "a copy, and avoid `+=`, `-=`, `*=` and assignments to its entries."
        )
        if new is None:
            raise AssertionError(message)
        raise WrongValueError(message, f"{name} after the call", new, None)


def assert_number(
    answer: Any, expected: float, name: str, *, rtol: float = 1e-6, atol: float = 1e-9
) -> float:
    """Hold an answer to a number, in whatever form it is given.

    A Python number, a fraction, a numpy scalar, and a tensor, array, list or tuple of exactly one
    entry will do.

    Returns:
        The answer as a Python number.

    Raises:
        AssertionError: If it is not answered, no number, not finite, or wrong.
    """
    _require_answer(answer, name)
    found = to_value(answer)
    if found is None or found.dtype == "bool":
        _refuse_kind(answer, "a number", name)
    if found.array.size != 1:
        raise AssertionError(
            f"`{name}` should be one number, found {found.array.size} of them "
            f"(shape {found.array.shape})."
        )
    number = float(found.array.reshape(()))
    if number == expected:
        return number
    one = Value(found.array.reshape(()), found.kind, found.dtype)
    message = _finite_message(np.array(number), np.array(float(expected)), name)
    if message:
        raise WrongValueError(message, name, one, _expected(expected))
    if abs(number - expected) > atol + rtol * abs(expected):
        message = f"`{name}` is not right: found {_number(number)}."
        raise WrongValueError(message, name, one, _expected(expected), within=atol)
    return number


def assert_numbers(answer: Any, name: str, shape: tuple[int | None, ...]) -> NDArray[np.float64]:
    """Hold an answer to finite numbers of a shape, in whatever form it is given.

    Lists and tuples of numbers, fractions, numpy scalars or tensors will do, and so will arrays and
    tensors of any type, those that require a gradient among them. What the numbers are worth is for
    the test to say, which gets them as a plain array.

    Args:
        answer: The student's answer.
        name: What to call it.
        shape: Its shape; ``None`` stands for any size from 1.

    Returns:
        A copy of the answer, in float64.

    Raises:
        AssertionError: If it is not answered, holds no numbers or others, or has another shape.
    """
    _require_answer(answer, name)
    found = to_value(answer)
    if found is None or found.dtype == "bool":
        _refuse_kind(answer, "numbers" if shape else "a number", name)
    numbers = found.array.astype(np.float64)
    if not shape and numbers.size == 1:
        numbers = numbers.reshape(())
    fits = len(shape) == numbers.ndim and all(
        size >= 1 if wanted is None else size == wanted
        for size, wanted in zip(numbers.shape, shape, strict=True)
    )
    if not fits:
        raise AssertionError(_shape_message(numbers.shape, shape, name))
    message = _finite_message(numbers, np.zeros_like(numbers), name)
    if message:
        raise AssertionError(message)
    return numbers


def assert_choice(answer: Any, expected: str | bool, name: str, options: Sequence[str]) -> None:
    """Hold an answer to one of several words; capitals, spaces and hyphens do not matter.

    ``True`` and ``False`` will do for yes and no, and for true and false.

    Args:
        answer: The student's answer.
        expected: The right option.
        name: What to call it.
        options: Every word that may be answered.

    Raises:
        AssertionError: If it is not answered, not among the options, or wrong.
        ValueError: If ``expected`` is not among the options.
    """
    plain = {_plain(option): option for option in options}
    right = _choice(expected, plain)
    if right is None:
        raise ValueError(f"the expected answer {expected!r} is not among the options {options!r}")
    assert_among(answer, name, options)
    chosen = _choice(answer, plain)
    if chosen is not None and chosen != right:
        message = f'`{name}` is not right: found "{plain[chosen]}".'
        raise WrongValueError(message, name, _expected(list(plain).index(chosen)), None)


def assert_that(holds: bool, message: str, name: str, computed: Any) -> None:
    """Refuse an answer that is judged by what it does, and keep what it did.

    Weights are right if their network computes what was asked for, whatever they are. Networks with
    the same mistake compute the same, so what they compute tells which mistake it was. Hand in what
    does not depend on how an answer is written, such as signs where only signs are asked for.

    Args:
        holds: Whether the answer is right.
        message: What to say if it is not.
        name: What to call that which was computed.
        computed: What the answer computes: numbers, as an array or in lists.

    Raises:
        AssertionError: If it is not right.
    """
    if not holds:
        raise WrongValueError(message, name, _expected(computed), None)


def assert_among(answer: Any, name: str, options: Sequence[str]) -> None:
    """Hold an answer to the form of a choice, right or wrong, as :func:`assert_choice` reads it.

    Raises:
        AssertionError: If it is not answered or not among the options.
    """
    _require_answer(answer, name)
    if _choice(answer, {_plain(option): option for option in options}) is None:
        listed = ", ".join(f'"{option}"' for option in options)
        found = f'"{answer}"' if isinstance(answer, str) else describe(answer)
        raise AssertionError(f"`{name}` should be one of {listed}; found {found}.")


def _require_answer(answer: Any, name: str) -> None:
    if answer is None:
        raise AssertionError(
            f"`{name}` is not answered yet: found None. Replace the `...` with your answer; a "
            "function has to return it."
        )
    if is_missing(answer) or (isinstance(answer, str) and answer.strip() in ("", "...", "…")):
        raise AssertionError(
            f"`{name}` is not answered yet: replace the `...` with your answer and run its cell "
            "again."
        )


def _expected(expected: Any) -> Value:
    value = to_value(expected)
    if value is None:
        raise TypeError(f"the expected value must hold numbers, not {type(expected).__name__}")
    return value


def _typed(actual: Any, right: Value, name: str) -> Value:
    """Return ``actual`` as an array, if it is of a kind that may stand for ``right``."""
    wanted = {"tensor": "a torch tensor", "array": "a numpy array"}.get(right.kind, "numbers")
    if right.array.shape == ():
        wanted = "a number"
    if actual is Ellipsis:
        raise AssertionError(f"`{name}` is not answered yet: it is still `...`.")
    if actual is None:
        raise AssertionError(
            f"`{name}` should be {wanted}, found None. Does your code return it, or store it?"
        )
    found = to_value(actual)
    if found is None or (found.dtype == "bool" and wanted == "a number"):
        _refuse_kind(actual, wanted, name)
    if wanted == "a number" and found.array.size == 1:
        return Value(found.array.reshape(()), found.kind, found.dtype)
    if right.kind in ("tensor", "array") and wanted != "a number" and found.kind != right.kind:
        message = f"`{name}` should be {wanted}, found {describe(actual)}."
        raise WrongValueError(message, name, found, None)
    return found


def _refuse_kind(answer: Any, wanted: str, name: str) -> NoReturn:
    """Say what ``answer`` is in place of ``wanted``."""
    if isinstance(answer, list | tuple):
        if has_gap(answer):
            raise AssertionError(
                f"`{name}` is not answered yet: it still holds `...`. Replace it with your answer."
            )
        raise AssertionError(
            f"`{name}` should be {wanted}, found a {type(answer).__name__} that does not hold "
            "numbers in equal rows."
        )
    hint = " Write it without quotes." if isinstance(answer, str) else ""
    raise AssertionError(f"`{name}` should be {wanted}, found {describe(answer)}.{hint}")


def _shape_message(found: tuple[int, ...], right: tuple[int | None, ...], name: str) -> str:
    if right == ():
        return f"`{name}` should be one number, found shape {found}."
    if None in right:
        sizes = ", ".join("any" if size is None else str(size) for size in right)
        return f"`{name}` should have shape ({sizes}{',' * (len(right) == 1)}), found {found}."
    hint = " It looks transposed." if len(found) > 1 and found == right[::-1] else ""
    return f"`{name}` should have shape {right}, found {found}.{hint}"


def _finite_message(got: NDArray[Any], want: NDArray[Any], name: str) -> str:
    """Return which entry is not finite and should be; empty if none is."""
    # An infinite entry is right where the expected one is the same infinity.
    bad = ~np.isfinite(got) & ~_equal(got, want)
    if bad.any():
        index = np.unravel_index(int(np.argmax(bad)), bad.shape)
        where = f" at {list(map(int, index))}" if index else ""
        many = f" ({int(bad.sum())} of {bad.size} entries are)" if bad.size > 1 else ""
        return (
            f"`{name}` is not finite: found {_number(got[index])}{where}{many}. Look for an "
            "exponential that overflows, a logarithm of 0 or a division by 0."
        )
    return ""


def _value_message(
    got: NDArray[Any],
    want: NDArray[Any],
    name: str,
    tolerance: NDArray[Any],
    reveal: bool,
) -> str:
    """Return what is wrong with the entries; empty if all are right."""
    same = _equal(got, want)
    with np.errstate(invalid="ignore"):
        error = np.where(same, 0.0, np.abs(got - want))
    off = error > tolerance
    if not off.any():
        return ""
    excess = np.where(off, error / np.maximum(tolerance, np.finfo(float).tiny), 0.0)
    index = np.unravel_index(int(np.argmax(excess)), off.shape)
    expected = f" where {_number(want[index])} is right" if reveal else ""
    if not index:
        return f"`{name}` has a wrong value: found {_number(got[index])}{expected}."
    return (
        f"`{name}` has wrong values in {int(off.sum())} of {off.size} entries. The worst is at "
        f"{list(map(int, index))}: found {_number(got[index])}{expected}."
    )


def _tolerance(found: Value, want: NDArray[Any], rtol: float, atol: float) -> NDArray[Any]:
    if found.dtype in _COARSE_TOLERANCE:
        relative, of_largest = _COARSE_TOLERANCE[found.dtype]
        finite = np.abs(want[np.isfinite(want)])
        rtol = max(rtol, relative)
        atol = max(atol, of_largest * float(finite.max(initial=0.0)))
    with np.errstate(invalid="ignore"):
        tolerance: NDArray[Any] = np.asarray(atol + rtol * np.abs(want))
    tolerance[~np.isfinite(tolerance)] = atol
    return tolerance


def _choice(answer: Any, plain: dict[str, str]) -> str | None:
    if isinstance(answer, bool | np.bool_):
        return next((word for word in _WORDS_FOR[bool(answer)] if word in plain), None)
    if not isinstance(answer, str):
        return None
    chosen = _plain(answer)
    return chosen if chosen in plain else None


def _plain(word: str) -> str:
    return "".join(word.replace("-", " ").split()).casefold()


def _equal(a: NDArray[Any], b: NDArray[Any]) -> NDArray[Any]:
    same: NDArray[Any] = (a == b) | ((a != a) & (b != b))
    return np.asarray(same)


def _at(index: tuple[Any, ...]) -> str:
    return f"at {list(map(int, index))}, " if index else ""


def _number(value: Any) -> str:
    return f"{float(value):.6g}"
