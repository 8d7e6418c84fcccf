"""What a test sees of a student's object: call it, read it, index it; decide nothing by it.

A proxy holds a number. What a test does with it crosses as a request, and plain data comes back.
Truth, comparison, conversion and type are refused rather than asked of the student's object, which
could answer as it likes: a test compares values, on its own side. The message of a refusal is for
the instructor, who meets it when the homework is built against its solution.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, Final, NoReturn

from chainrule import probes
from chainrule_grader.protocol import CannotCrossError, Handle
from chainrule_grader.session import Session

_REFUSED: Final = {
    "compared": ("eq", "ne", "lt", "le", "gt", "ge"),
    "asked whether it is true": ("bool",),
    "converted": ("int", "float", "complex", "index", "bytes", "array", "round", "trunc"),
    "searched with `in`": ("contains",),
    "used as a type": ("instancecheck", "subclasscheck"),
    "pickled": ("reduce", "reduce_ex"),
    "changed by deleting from it": ("delattr", "delitem"),
    "used in a with statement": ("enter", "exit"),
}
_OPERATORS: Final = ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul")


class RefusedError(Exception):
    """A test tried on a student's object what only the student's side could decide."""


class StudentObject:
    """An object that lives in the student's process."""

    __slots__ = ("_chainrule_handle", "_chainrule_session")

    def __init__(self, session: Session, handle: Handle) -> None:
        object.__setattr__(self, "_chainrule_session", session)
        object.__setattr__(self, "_chainrule_handle", handle)

    def __getattr__(self, name: str) -> Any:
        handle = handle_of(self)
        if name == "__name__" and handle.name:
            return handle.name
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(f"{describe(self)} has no {name} that can be looked at")
        return session_of(self).ask("get_attribute", self, name)

    def __setattr__(self, name: str, value: Any) -> None:
        session_of(self).ask("set_attribute", self, name, value)

    def __hash__(self) -> int:
        return id(self)

    def __repr__(self) -> str:
        return f"<{describe(self)} of the submission>"

    def __chainrule_remote__(self, name: str, args: Any, kwargs: Any) -> Any:
        """Run one of the kit's probes in the student's process."""
        if name not in probes.PROBES:
            raise RefusedError(f"{name} is not one of the kit's probes")
        return session_of(self).ask("probe", name, list(args), dict(kwargs))


def session_of(proxy: StudentObject) -> Session:
    """Return the session that a proxy belongs to."""
    session: Session = object.__getattribute__(proxy, "_chainrule_session")
    return session


def handle_of(proxy: StudentObject) -> Handle:
    """Return a proxy's handle."""
    handle: Handle = object.__getattribute__(proxy, "_chainrule_handle")
    return handle


def handle_in(value: Any) -> Handle | None:
    """Return the handle of a proxy, and ``None`` of any other value."""
    return handle_of(value) if isinstance(value, StudentObject) else None


def describe(proxy: StudentObject) -> str:
    """Name a student's object for a message."""
    handle = handle_of(proxy)
    if handle.kind == "object":
        return f"a {handle.type_name} object"
    return f"the {handle.kind} {handle.name or handle.type_name}"


def wrap(session: Session, handle: Handle) -> StudentObject:
    """Return what a test sees of a handle."""
    return _proxy_class(handle.type_name, handle.powers)(session, handle)


def unwrap(session: Session, value: Any) -> Any:
    """Return the wire form of a proxy that a test passes back.

    Raises:
        CannotCrossError: If it is no proxy of this session.
    """
    if not isinstance(value, StudentObject):
        raise CannotCrossError(
            f"a {type(value).__name__} cannot be passed to a student's code: pass plain values, "
            "arrays, tensors or the student's own objects"
        )
    if session_of(value) is not session:
        raise CannotCrossError(f"{describe(value)} belongs to a process that is gone")
    return ["handle", handle_of(value).number]


@lru_cache(maxsize=512)
def _proxy_class(type_name: str, powers: frozenset[str]) -> type[StudentObject]:
    """Return a class that can do what the student's object can, and is called as its type is."""
    methods: dict[str, Any] = {"__slots__": ()}
    for power in powers:
        methods |= _POWERS[power]
    name = type_name if type_name.isidentifier() else "object"
    return type(name, (StudentObject,), methods)


def _call(self: StudentObject, /, *args: Any, **kwargs: Any) -> Any:
    return session_of(self).ask("call", self, list(args), kwargs)


def _length(self: StudentObject) -> int:
    length = session_of(self).ask("length", self)
    if type(length) is not int or length < 0:
        raise RefusedError(f"the length of {describe(self)} is not a whole number")
    return length


def _iterate(self: StudentObject) -> Iterator[Any]:
    session = session_of(self)
    iterator = session.ask("iterate", self)
    while True:
        items = session.ask("step", iterator)
        if not isinstance(items, list) or len(items) != 1:
            return
        yield items[0]


def _get_item(self: StudentObject, key: Any) -> Any:
    return session_of(self).ask("get_item", self, key)


def _set_item(self: StudentObject, key: Any, value: Any) -> None:
    session_of(self).ask("set_item", self, key, value)


_POWERS: Final[dict[str, dict[str, Callable[..., Any]]]] = {
    "call": {"__call__": _call},
    "len": {"__len__": _length},
    "iter": {"__iter__": _iterate},
    "index": {"__getitem__": _get_item, "__setitem__": _set_item},
}


def _refuse(what: str) -> Callable[..., NoReturn]:
    def refused(self: StudentObject, *_: Any, **__: Any) -> NoReturn:
        raise RefusedError(
            f"{describe(self)} cannot be {what} by a test: "
            "compare the plain values that it returns or holds"
        )

    return refused


def _operate(name: str, *, reflected: bool = False) -> Callable[..., Any]:
    def operate(self: StudentObject, *others: Any) -> Any:
        operands = [*others, self] if reflected else [self, *others]
        return session_of(self).ask("operate", name, operands)

    return operate


for _what, _names in _REFUSED.items():
    for _name in _names:
        setattr(StudentObject, f"__{_name}__", _refuse(_what))
for _name in _OPERATORS:
    setattr(StudentObject, f"__{_name}__", _operate(_name))
    setattr(StudentObject, f"__r{_name}__", _operate(_name, reflected=True))
for _name in ("neg", "pos", "abs"):
    setattr(StudentObject, f"__{_name}__", _operate(_name))
