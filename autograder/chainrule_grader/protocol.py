"""The wire between judge and student process: frames of plain data, nothing else.

A frame is a fixed head (two lengths), a msgpack header, and one block of raw bytes that the
header's arrays point into. The student's side is hostile: every length is checked before memory is
taken for it, every type, shape and offset before an array is made of it, and reading stops at a
deadline however slowly bytes arrive. There is no pickle, and nothing that names code.

What crosses by value: None, booleans, numbers, text, bytes, lists, tuples, sets, dicts, ranges,
slices, fractions, numpy arrays and scalars, torch tensors, dtypes and devices. Everything else
crosses as a handle, a number that only the student process can turn back into the object. Arrays
are copies.
"""

from __future__ import annotations

import math
import re
import select
import socket
import struct
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, NoReturn

import msgpack
import numpy as np
import torch

MAX_HEADER: Final = 4 << 20
MAX_BULK: Final = 256 << 20
MAX_DEPTH: Final = 24
MAX_ITEMS: Final = 200_000  # in one header, over all containers
MAX_TEXT: Final = 1 << 20
MAX_DIGITS: Final = 20_000  # of a whole number, in hexadecimal
MAX_DIMENSIONS: Final = 32
MAX_COLLISIONS: Final = 16  # keys of one hash: a table of many takes time with their square

_HEAD: Final = struct.Struct("<IQ")
_TOGETHER: Final = 1 << 16  # bytes that are sent and read at one go
_INT64: Final = range(-(2**63), 2**63)
_DTYPE: Final = re.compile(r"[<>|][biufc]\d{1,2}|[<>|][SU]\d{1,5}")
_TORCH_DTYPES: Final = {
    name: getattr(torch, name)
    for name in (
        *("float64", "float32", "float16", "bfloat16", "complex64", "complex128"),
        *("uint8", "int8", "int16", "int32", "int64", "bool"),
    )
}
_TORCH_NAMES: Final = {dtype: name for name, dtype in _TORCH_DTYPES.items()}


class ProtocolError(Exception):
    """The bytes are not what the protocol allows."""


class LinkClosedError(Exception):
    """The other side is gone."""


class DeadlineError(Exception):
    """The other side did not answer in time."""


class CannotCrossError(TypeError):
    """A value has no plain form and may not cross as a handle from this side."""


class TooLargeError(CannotCrossError):
    """A value has a plain form that is more than may cross."""


@dataclass(frozen=True)
class Handle:
    """An object of the student's process, as a number with what the judge may know about it.

    Attributes:
        number: What the student process calls it.
        kind: ``function``, ``class`` or ``object``.
        type_name: The name of its type, for messages.
        name: Its own name if it has one, for messages.
        powers: Of ``call``, ``len``, ``iter`` and ``index``, those that it supports.
    """

    number: int
    kind: str
    type_name: str
    name: str
    powers: frozenset[str]


KINDS: Final = frozenset({"function", "class", "object"})
POWERS: Final = frozenset({"call", "len", "iter", "index"})


class Absent:
    """Stands for a name that the student's notebook does not define."""


ABSENT: Final = Absent()


# --- frames --------------------------------------------------------------------------------------


class Link:
    """One end of the wire.

    Every method takes an absolute deadline of ``time.monotonic``; ``None`` waits for ever, which
    only the student's end does.
    """

    def __init__(self, end: socket.socket) -> None:
        end.setblocking(False)
        self._end = end
        self._arrived = bytearray()
        self._readable = select.poll()
        self._readable.register(end, select.POLLIN)
        self._writable = select.poll()
        self._writable.register(end, select.POLLOUT)

    def fileno(self) -> int:
        """Return the descriptor."""
        return self._end.fileno()

    def close(self) -> None:
        """Close this end."""
        self._end.close()

    def send(self, message: Any, bulk: bytes | bytearray, deadline: float | None) -> None:
        """Send one frame.

        Raises:
            CannotCrossError: If it is larger than the other side will take.
            DeadlineError: If the other side does not read it in time.
            LinkClosedError: If the other side is gone.
        """
        header = msgpack.packb(message, use_bin_type=True, unicode_errors="surrogatepass")
        if len(header) > MAX_HEADER or len(bulk) > MAX_BULK:
            raise TooLargeError(
                f"{(len(header) + len(bulk)) >> 20} MiB are too much to cross at once"
            )
        start = _HEAD.pack(len(header), len(bulk)) + header
        if len(bulk) <= _TOGETHER:
            self._send(memoryview(start + bulk), deadline)
        else:
            self._send(memoryview(start), deadline)
            self._send(memoryview(bulk), deadline)

    def receive(self, deadline: float | None) -> tuple[Any, bytearray]:
        """Return the next frame's header and bulk.

        Raises:
            ProtocolError: If it is malformed or too large.
            DeadlineError: If it is not there in time.
            LinkClosedError: If the other side is gone.
        """
        header_size, bulk_size = _HEAD.unpack(self._read(_HEAD.size, deadline))
        if header_size > MAX_HEADER or bulk_size > MAX_BULK:
            raise ProtocolError(f"a frame of {(header_size + bulk_size) >> 20} MiB")
        header = self._read(header_size, deadline)
        bulk = self._read(bulk_size, deadline)
        try:
            message = msgpack.unpackb(
                header,
                raw=False,
                strict_map_key=True,
                unicode_errors="surrogatepass",
                max_ext_len=0,
                max_bin_len=0,
                max_str_len=MAX_TEXT,
                max_array_len=MAX_ITEMS,
                max_map_len=64,
            )
        except Exception as error:
            # msgpack has a dozen exceptions for bytes that it does not like.
            raise ProtocolError(f"a header that is not msgpack ({type(error).__name__})") from error
        return message, bulk

    def _send(self, pending: memoryview, deadline: float | None) -> None:
        while pending:
            try:
                pending = pending[self._end.send(pending, socket.MSG_NOSIGNAL) :]
            except BlockingIOError:
                _wait(self._writable, deadline)
            except OSError as error:
                raise LinkClosedError from error

    def _read(self, size: int, deadline: float | None) -> bytearray:
        # Grown as bytes arrive: a length alone takes no memory.
        arrived = self._arrived
        while len(arrived) < size:
            _wait(self._readable, deadline)
            try:
                chunk = self._end.recv(max(_TOGETHER, min(size - len(arrived), 1 << 20)))
            except BlockingIOError:
                continue
            except OSError as error:
                raise LinkClosedError from error
            if not chunk:
                raise LinkClosedError
            arrived += chunk
        if len(arrived) == size:
            self._arrived = bytearray()
            return arrived
        data = arrived[:size]
        del arrived[:size]
        return data


def _wait(ready: select.poll, deadline: float | None) -> None:
    if deadline is None:
        ready.poll()
        return
    left = deadline - time.monotonic()
    if left <= 0 or not ready.poll(math.ceil(left * 1000)):
        raise DeadlineError


# --- values --------------------------------------------------------------------------------------


class Encoder:
    """Turn values into a header's plain data; arrays go to ``bulk``."""

    def __init__(self, to_handle: Callable[[Any], Any]) -> None:
        """Take what gives the wire form of an object that does not cross by value."""
        self.bulk = bytearray()
        self._to_handle = to_handle
        self._items = 0

    def encode(self, value: Any, depth: int = 0) -> Any:
        """Return the wire form of ``value``.

        Raises:
            CannotCrossError: If it, or something in it, has none.
        """
        kind = type(value)
        if value is None or kind is bool or kind is float:
            return value
        if kind is int and value in _INT64:
            return value
        if kind is str:
            return self._text(value)
        if depth > MAX_DEPTH:
            raise TooLargeError(f"a value nested more than {MAX_DEPTH} deep cannot cross")
        if isinstance(value, torch.Tensor):
            return self._tensor(value)
        if isinstance(value, np.ndarray):
            return self._array(value)
        if isinstance(value, np.generic):
            return self._scalar(value)
        return self._container(value, kind, depth)

    def _container(self, value: Any, kind: type, depth: int) -> Any:
        if kind is tuple or isinstance(value, torch.Size):
            return ["tuple", self._sequence(value, depth)]
        if isinstance(value, list):
            return ["list", self._sequence(value, depth)]
        if isinstance(value, dict):
            self._count(2 * len(value))
            pairs = list(dict.items(value))
            return [
                "dict",
                [[self.encode(k, depth + 1), self.encode(v, depth + 1)] for k, v in pairs],
            ]
        if kind in (set, frozenset):
            return [kind.__name__, self._sequence(value, depth)]
        return self._atom(value)

    def _atom(self, value: Any) -> Any:
        if isinstance(value, str):
            return self._text(str.__str__(value))
        if isinstance(value, bool | int) and not isinstance(value, Fraction):
            return self._integer(int.__int__(value))
        if isinstance(value, float):
            return float.__float__(value)
        if isinstance(value, complex):
            return ["complex", value.real, value.imag]
        if value is ...:
            return ["ellipsis"]
        if isinstance(value, bytes | bytearray):
            return ["bytes", *self._put(bytes(value))]
        if isinstance(value, Fraction):
            return ["fraction", self._integer(value.numerator), self._integer(value.denominator)]
        if isinstance(value, range):
            if not _is_short(value):
                raise TooLargeError(f"a range of more than {MAX_ITEMS:,} numbers cannot cross")
            return ["range", *(self._integer(n) for n in (value.start, value.stop, value.step))]
        if isinstance(value, slice):
            return [
                "slice",
                *(self.encode(n, MAX_DEPTH) for n in (value.start, value.stop, value.step)),
            ]
        if isinstance(value, torch.dtype) and value in _TORCH_NAMES:
            return ["torch_dtype", _TORCH_NAMES[value]]
        if isinstance(value, torch.device):
            return ["torch_device", str(value)]
        if isinstance(value, np.dtype) and _DTYPE.fullmatch(value.str):
            return ["numpy_dtype", value.str]
        if isinstance(value, Absent):
            return ["absent"]
        return self._to_handle(value)

    def _sequence(self, values: Any, depth: int) -> list[Any]:
        self._count(len(values))
        return [self.encode(value, depth + 1) for value in values]

    def _count(self, items: int) -> None:
        self._items += items
        if self._items > MAX_ITEMS:
            raise TooLargeError(
                f"more than {MAX_ITEMS} items cannot cross: use an array or a tensor"
            )

    def _text(self, text: str) -> str:
        if len(text.encode("utf-8", "surrogatepass")) > MAX_TEXT:
            raise TooLargeError(f"a text of more than {MAX_TEXT >> 20} MiB cannot cross")
        return text

    def _integer(self, number: int) -> Any:
        if number in _INT64:
            return number
        digits = f"{number:x}"
        if len(digits) > MAX_DIGITS:
            raise TooLargeError(f"a number of {len(digits)} digits cannot cross")
        return ["int", digits]

    def _put(self, data: bytes | memoryview) -> tuple[int, int]:
        start = len(self.bulk)
        if start + len(data) > MAX_BULK:
            raise TooLargeError(f"more than {MAX_BULK >> 20} MiB of arrays cannot cross at once")
        self.bulk += data
        return start, len(data)

    def _array(self, array: Any) -> Any:
        plain = np.asarray(array)
        if not _DTYPE.fullmatch(plain.dtype.str) or plain.dtype.itemsize == 0:
            return self._to_handle(array)
        start, size = self._put(np.ascontiguousarray(plain).tobytes())
        return ["array", plain.dtype.str, list(plain.shape), start, size]

    def _scalar(self, scalar: Any) -> Any:
        if not _DTYPE.fullmatch(scalar.dtype.str) or scalar.dtype.itemsize == 0:
            return self._to_handle(scalar)
        start, size = self._put(scalar.tobytes())
        return ["scalar", scalar.dtype.str, start, size]

    def _tensor(self, tensor: torch.Tensor) -> Any:
        name = _TORCH_NAMES.get(tensor.dtype)
        if name is None or tensor.is_quantized or tensor.is_nested or tensor.is_meta:
            return self._to_handle(tensor)
        plain = tensor.detach()
        if plain.layout != torch.strided:
            plain = plain.to_dense()
        plain = plain.cpu().resolve_conj().resolve_neg().contiguous()
        # Not reshape: one entry of a larger tensor is contiguous and keeps that tensor's stride.
        flat = plain.as_strided((plain.numel(),), (1,))
        data = flat.view(torch.uint8).numpy().tobytes() if plain.numel() else b""
        start, size = self._put(data)
        return ["tensor", name, list(plain.shape), bool(tensor.requires_grad), start, size]


class Decoder:
    """Turn a header's plain data back into values, believing nothing.

    Raises:
        ProtocolError: From every method, for whatever the protocol does not allow.
    """

    def __init__(self, bulk: bytearray, from_handle: Callable[[Any], Any]) -> None:
        """Take the frame's bulk, and what turns a handle's fields into an object."""
        self._bulk = bulk
        self._from_handle = from_handle
        self._items = 0
        self._taken = 0  # bytes of the bulk
        self._readers: dict[str, Callable[[list[Any], int], Any]] = {
            "list": lambda f, d: self._sequence(f, d),
            "tuple": lambda f, d: tuple(self._sequence(f, d)),
            "set": lambda f, d: self._set(f, d),
            "frozenset": lambda f, d: frozenset(self._set(f, d)),
            "dict": self._dict,
            "int": lambda f, _: self._integer(f),
            "complex": lambda f, _: self._complex(f),
            "ellipsis": lambda f, _: self._constant(f, ...),
            "absent": lambda f, _: self._constant(f, ABSENT),
            "bytes": lambda f, _: bytes(self._slice(f)),
            "fraction": lambda f, d: self._fraction(f, d),
            "range": self._range,
            "slice": lambda f, d: slice(*self._three(f, d, none_allowed=True)),
            "torch_dtype": lambda f, _: self._torch_dtype(f),
            "torch_device": lambda f, _: self._torch_device(f),
            "numpy_dtype": lambda f, _: self._numpy_dtype(f[0] if len(f) == 1 else None),
            "array": lambda f, _: self._array(f),
            "scalar": lambda f, _: self._scalar(f),
            "tensor": lambda f, _: self._tensor(f),
            "handle": lambda f, _: self._from_handle(f),
        }

    def decode(self, wire: Any, depth: int = 0) -> Any:
        """Return the value that ``wire`` stands for."""
        if wire is None or isinstance(wire, bool | int | float | str):
            return wire
        if depth > MAX_DEPTH + 1:
            _refuse("a value nested too deeply")
        if not isinstance(wire, list) or not wire or not isinstance(wire[0], str):
            _refuse("a value of no known form")
        reader = self._readers.get(wire[0])
        if reader is None:
            _refuse("a value of an unknown kind")
        try:
            return reader(wire[1:], depth)
        except (ValueError, TypeError, OverflowError, ZeroDivisionError, RuntimeError) as error:
            raise ProtocolError(f"a malformed {wire[0]}") from error

    def _sequence(self, fields: list[Any], depth: int) -> list[Any]:
        (items,) = fields
        self._count(items)
        return [self.decode(item, depth + 1) for item in items]

    def _set(self, fields: list[Any], depth: int) -> set[Any]:
        return set(_keys(self._sequence(fields, depth)))

    def _dict(self, fields: list[Any], depth: int) -> dict[Any, Any]:
        (pairs,) = fields
        self._count(pairs)
        self._count(pairs)
        keys = [self.decode(key, depth + 1) for key, _ in pairs]
        values = [self.decode(value, depth + 1) for _, value in pairs]
        return dict(zip(_keys(keys), values, strict=True))

    def _count(self, items: Any) -> None:
        if not isinstance(items, list):
            _refuse("a container that is no list")
        self._items += len(items)
        if self._items > MAX_ITEMS:
            _refuse("too many items")

    def _integer(self, fields: list[Any]) -> int:
        (digits,) = fields
        if not isinstance(digits, str) or len(digits) > MAX_DIGITS:
            _refuse("a number that is too long")
        return int(digits, 16)

    def _complex(self, fields: list[Any]) -> complex:
        real, imaginary = fields
        if not isinstance(real, float) or not isinstance(imaginary, float):
            _refuse("a malformed complex number")
        return complex(real, imaginary)

    def _constant(self, fields: list[Any], value: Any) -> Any:
        if fields:
            _refuse("a constant with fields")
        return value

    def _fraction(self, fields: list[Any], depth: int) -> Fraction:
        numerator, denominator = (self.decode(field, depth + 1) for field in fields)
        if type(numerator) is not int or type(denominator) is not int:
            _refuse("a malformed fraction")
        return Fraction(numerator, denominator)

    def _range(self, fields: list[Any], depth: int) -> range:
        numbers = range(*self._three(fields, depth, none_allowed=False))
        if not _is_short(numbers):
            _refuse("a range without end")  # three numbers here, hours for a test that reads it
        return numbers

    def _three(self, fields: list[Any], depth: int, *, none_allowed: bool) -> list[Any]:
        numbers = [self.decode(field, depth + 1) for field in fields]
        fits = all(type(n) is int or (n is None and none_allowed) for n in numbers)
        if len(numbers) != 3 or not fits:
            _refuse("a malformed range or slice")
        return numbers

    def _slice(self, fields: list[Any]) -> memoryview:
        start, size = fields
        if type(start) is not int or type(size) is not int:
            _refuse("malformed offsets")
        if start < 0 or size < 0 or start + size > len(self._bulk):
            _refuse("offsets outside the frame")
        # Each byte once: arrays over the same bytes would take more memory than ever crossed.
        self._taken += size
        if self._taken > len(self._bulk):
            _refuse("arrays that share their bytes")
        return memoryview(self._bulk)[start : start + size]

    def _torch_dtype(self, fields: list[Any]) -> torch.dtype:
        (name,) = fields
        if not isinstance(name, str) or name not in _TORCH_DTYPES:
            _refuse("an unknown torch dtype")
        dtype: torch.dtype = _TORCH_DTYPES[name]
        return dtype

    def _torch_device(self, fields: list[Any]) -> torch.device:
        (name,) = fields
        if not isinstance(name, str) or len(name) > 20:
            _refuse("an unknown torch device")
        return torch.device(name)

    def _numpy_dtype(self, text: Any) -> np.dtype[Any]:
        if not isinstance(text, str) or not _DTYPE.fullmatch(text):
            _refuse("an unknown numpy dtype")
        return np.dtype(text)

    def _shape(self, shape: Any, itemsize: int, size: Any) -> tuple[int, ...]:
        if not isinstance(shape, list) or len(shape) > MAX_DIMENSIONS:
            _refuse("a malformed shape")
        if any(type(length) is not int or not 0 <= length < 2**48 for length in shape):
            _refuse("a malformed shape")
        if math.prod(shape) * itemsize != size:
            _refuse("a shape that does not fit its bytes")
        return tuple(shape)

    def _array(self, fields: list[Any]) -> Any:
        text, shape, start, size = fields
        dtype = self._numpy_dtype(text)
        shape = self._shape(shape, dtype.itemsize, size)
        data = self._slice([start, size])
        _check_booleans(data, is_bool=dtype.kind == "b")
        return np.frombuffer(data, dtype=dtype).reshape(shape).copy()

    def _scalar(self, fields: list[Any]) -> Any:
        text, start, size = fields
        dtype = self._numpy_dtype(text)
        self._shape([], dtype.itemsize, size)
        data = self._slice([start, size])
        _check_booleans(data, is_bool=dtype.kind == "b")
        return np.frombuffer(data, dtype=dtype)[0]

    def _tensor(self, fields: list[Any]) -> torch.Tensor:
        name, shape, requires_grad, start, size = fields
        dtype = self._torch_dtype([name])
        shape = self._shape(shape, dtype.itemsize, size)
        if not isinstance(requires_grad, bool):
            _refuse("a malformed tensor")
        data = self._slice([start, size])
        _check_booleans(data, is_bool=dtype is torch.bool)
        if size == 0:
            tensor = torch.empty(shape, dtype=dtype)
        else:
            tensor = torch.frombuffer(bytearray(data), dtype=dtype).reshape(shape)
        return tensor.requires_grad_() if requires_grad else tensor


def read_handle(fields: list[Any]) -> Handle:
    """Return the handle that a student process sent.

    Raises:
        ProtocolError: If its fields are not what they must be.
    """
    if len(fields) != 5:
        _refuse("a malformed handle")
    number, kind, type_name, name, powers = fields
    if type(number) is not int or number < 0 or kind not in KINDS:
        _refuse("a malformed handle")
    if not isinstance(type_name, str) or not isinstance(name, str) or not isinstance(powers, list):
        _refuse("a malformed handle")
    if len(type_name) > 200 or len(name) > 200 or not POWERS.issuperset(map(str, powers)):
        _refuse("a malformed handle")
    return Handle(number, kind, type_name, name, frozenset(powers))


def _is_short(numbers: range) -> bool:
    try:
        return len(numbers) <= MAX_ITEMS
    except OverflowError:
        return False


def _check_booleans(data: memoryview, *, is_bool: bool) -> None:
    if is_bool and (np.frombuffer(data, dtype=np.uint8) > 1).any():
        _refuse("a boolean that is neither true nor false")


def _keys(values: list[Any]) -> list[Any]:
    """Return values that may be keys; refuse those made to fall on each other in a table."""
    keys = [_hashable(value) for value in values]
    hashes = Counter(map(hash, keys))
    if hashes and max(hashes.values()) > MAX_COLLISIONS:
        _refuse("keys that collide")
    return keys


def _hashable(value: Any) -> Any:
    if not isinstance(
        value, str | int | float | bool | complex | bytes | tuple | frozenset
    ) and not (value is None or isinstance(value, np.generic | Fraction)):
        _refuse("a key that is no plain value")
    return value


def _refuse(what: str) -> NoReturn:
    raise ProtocolError(what)
