"""Small public functions that run beside a student's objects.

A grader may keep a student's code in a process of its own and hold only stand-ins for the student's
objects, to which arguments cross as copies. What has to be seen on the other side, such as an
argument after the call, is observed by a probe. Called with ordinary objects, a probe simply runs.
Called with a stand-in, it asks the stand-in to run it over there, by name.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from types import FunctionType, ModuleType
from typing import Any, ParamSpec, TypeVar

import numpy as np

from chainrule._values import is_tensor

REMOTE = "__chainrule_remote__"

P = ParamSpec("P")
R = TypeVar("R")

PROBES: dict[str, Callable[..., Any]] = {}
"""Every probe by its name: all that a stand-in may be asked to run."""


def probe(function: Callable[P, R]) -> Callable[P, R]:
    """Let ``function`` run wherever the student's objects among its arguments live.

    If an argument's type offers ``__chainrule_remote__``, the whole call is handed to it as
    ``argument.__chainrule_remote__(name, args, kwargs)``. The type is asked, not the object, so
    that a student's class that answers to every attribute is not taken for a stand-in.
    """
    name = function.__name__

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        for argument in (*args, *kwargs.values()):
            if hasattr(type(argument), REMOTE):
                result: R = getattr(argument, REMOTE)(name, args, kwargs)
                return result
        return function(*args, **kwargs)

    PROBES[name] = run
    return run


@probe
def call_observed(
    function: Callable[..., R], *args: Any, **kwargs: Any
) -> tuple[R, tuple[Any, ...]]:
    """Call ``function`` on copies of its arguments, and return what it made of them as well.

    Arrays, tensors, lists, dicts, sets and tuples are copied; the caller's own stay as they were,
    so that they can be compared with the ones that the function was given.

    Returns:
        The result, and the positional arguments as they are after the call.
    """
    given = tuple(_copy(argument) for argument in args)
    result = function(*given, **{key: _copy(value) for key, value in kwargs.items()})
    return result, given


@probe
def call_without_autograd(function: Callable[..., R], *args: Any, **kwargs: Any) -> R:
    """Call ``function`` where autograd gives no gradients, for parts that ask for them by hand.

    Inference mode holds inside ``torch.enable_grad()`` too, and changes no value.

    Raises:
        RuntimeError: If the function asked autograd all the same.
    """
    import torch

    with torch.inference_mode():
        try:
            return function(*args, **kwargs)
        except RuntimeError as error:
            if "does not require grad" not in str(error):
                raise
            raise RuntimeError(
                "Autograd is switched off in this part and gives no gradients: write them by hand."
            ) from error


@probe
def holds_entries(instance: Any, array: Any) -> bool:
    """Tell whether an attribute of ``instance`` holds every entry of ``array``.

    In whatever form: as it is, transposed, with more beside it, in a list, a dictionary or another
    object. Seven digits of each are compared.
    """
    wanted = set(_entries(array))
    return any(wanted <= set(_entries(kept)) for kept in getattr(instance, "__dict__", {}).values())


def _entries(value: Any, depth: int = 3) -> list[float]:
    """Return the numbers in an array, or in all arrays that a value holds within so many steps."""
    if is_tensor(value):
        value = value.detach().cpu().numpy()
    if isinstance(value, np.ndarray):
        return value.astype(np.float32).ravel().tolist() if value.dtype.kind in "fiu" else []
    if isinstance(value, (type, FunctionType, ModuleType)):
        return []
    if not isinstance(value, (list, tuple, set)):
        named = value if isinstance(value, dict) else getattr(value, "__dict__", {})
        value = list(named.values())
    return [entry for part in value for entry in _entries(part, depth - 1)] if depth else []


def _copy(value: Any) -> Any:
    if type(value) is dict:
        return {key: _copy(entry) for key, entry in value.items()}
    if type(value) in (list, tuple, set):
        return type(value)(_copy(entry) for entry in value)
    if is_tensor(value):
        return value.detach().clone().requires_grad_(value.requires_grad)
    if isinstance(value, np.ndarray):
        return value.copy()
    return value
