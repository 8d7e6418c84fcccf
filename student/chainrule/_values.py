"""Turn what a student's code returned into numpy arrays, without importing torch for it."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from decimal import Decimal
from numbers import Real
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Value:
    """A number, array or tensor as an array, with what it was.

    Attributes:
        array: Its entries; a private copy.
        kind: ``"tensor"``, ``"array"``, ``"number"`` or ``"list"``.
        dtype: Its entries' type as people name it, such as ``"float32"``.
    """

    array: NDArray[Any]
    kind: str
    dtype: str

    @property
    def coarse(self) -> bool:
        """Whether its entries carry fewer digits than float64."""
        return self.dtype in ("float32", "float16", "bfloat16")


def is_tensor(value: Any) -> bool:
    """Tell whether ``value`` is a torch tensor."""
    torch = sys.modules.get("torch")
    return torch is not None and isinstance(value, torch.Tensor)


def to_value(value: Any) -> Value | None:
    """Return ``value`` as real numbers or booleans, or ``None`` where it is something else."""
    if is_tensor(value):
        return _from_tensor(value)
    if isinstance(value, np.ndarray):
        return (
            None
            if value.dtype.kind not in "biuf"
            else Value(np.array(value), "array", str(value.dtype))
        )
    if isinstance(value, bool | np.bool_):
        return Value(np.array(bool(value)), "number", "bool")
    if isinstance(value, complex | np.complexfloating):
        return None
    if isinstance(value, Real | Decimal | np.number):
        return _from_number(value)
    if isinstance(value, list | tuple):
        return _from_list(value)
    return None


def describe(value: Any) -> str:
    """Name what ``value`` is, for a message: ``"a torch tensor"``, ``"a str"``."""
    if is_tensor(value):
        return f"a torch tensor of type {str(value.dtype).removeprefix('torch.')}"
    if isinstance(value, np.ndarray) and value.dtype != object:
        return f"a numpy array of type {value.dtype}"
    if type(value).__name__ == "ndarray":  # in the grader, that is all that is known of it
        return "a numpy array of Python objects (one of numbers is made with `dtype=float`)"
    if isinstance(value, type):
        return f"the class {value.__name__}"
    if callable(value):
        return "a function, so parentheses may be missing"
    name = type(value).__name__
    return f"an {name}" if name[0] in "aeiou" else f"a {name}"


def is_missing(value: Any) -> bool:
    """Tell whether ``value`` is what an untouched stub leaves behind."""
    return value is None or value is Ellipsis


def has_gap(value: Any) -> bool:
    """Tell whether ``...`` stands somewhere in lists or tuples."""
    if isinstance(value, list | tuple):
        return any(map(has_gap, value))
    return value is Ellipsis


def _from_tensor(value: Any) -> Value | None:
    if value.is_complex():
        return None
    dtype = str(value.dtype).removeprefix("torch.")
    dense = value.detach().to_dense() if value.layout != sys.modules["torch"].strided else value
    dense = dense.detach().cpu()
    if dtype == "bfloat16":
        dense = dense.float()
    return Value(np.array(dense.numpy()), "tensor", dtype)


def _from_number(value: Any) -> Value:
    try:
        number = float(value)
    except OverflowError:
        number = float("inf") if value > 0 else float("-inf")
    dtype = str(value.dtype) if isinstance(value, np.number) else type(value).__name__
    return Value(np.array(number), "number", dtype)


def _from_list(value: list[Any] | tuple[Any, ...]) -> Value | None:
    entries = [to_value(entry) for entry in value]
    arrays = [entry.array for entry in entries if entry is not None]
    if len(arrays) < len(entries) or len({array.shape for array in arrays}) > 1:
        return None
    return Value(np.array(arrays, dtype=None if arrays else float), "list", "list")
