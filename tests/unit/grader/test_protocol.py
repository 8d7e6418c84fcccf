"""The wire carries plain data unchanged, and no bytes on it can crash or hang the judge."""

from __future__ import annotations

import socket
import struct
import time
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import msgpack
import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chainrule_grader import protocol, proxies
from chainrule_grader.protocol import (
    CannotCrossError,
    DeadlineError,
    Decoder,
    Encoder,
    Link,
    LinkClosedError,
    ProtocolError,
)
from chainrule_grader.results import Verdict
from chainrule_grader.session import (
    Place,
    Session,
    StudentError,
    StudentGoneError,
    StudentTimeUpError,
)


def no_handles(value: Any) -> Any:
    raise CannotCrossError(type(value).__name__)


def across(value: Any) -> Any:
    """Return ``value`` as it arrives on the other side."""
    encoder = Encoder(no_handles)
    wire = msgpack.unpackb(msgpack.packb(encoder.encode(value)), strict_map_key=False)
    return Decoder(encoder.bulk, no_handles).decode(wire)


# --- values --------------------------------------------------------------------------------------

PLAIN = [
    *(None, True, False, 0, -1, 2**63, -(2**200), 1.5, float("inf"), 1 + 2j, ...),
    *("", "Ångström", b"\x00\xff", Fraction(2, 3), range(1, 9, 2), slice(None, 3, None)),
    *([], [1, [2.0, "3"]], (1, (2,)), {1: "a", "b": [2]}, {1, 2}, frozenset({"a"})),
    *(torch.float32, torch.device("cpu"), np.dtype("<f4")),
]


@pytest.mark.parametrize("value", PLAIN, ids=repr)
def test_plain_values_cross_unchanged(value: Any) -> None:
    """Plain values arrive equal, with the type that they had."""
    arrived = across(value)
    assert arrived == value
    assert type(arrived) is type(value)


@settings(max_examples=300, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=30,
    )
)
def test_nested_values_cross_unchanged(value: Any) -> None:
    """Whatever is nested from plain values arrives equal."""
    assert across(value) == value


@pytest.mark.parametrize("dtype", ["f8", "f4", "f2", "i8", "u1", "?", "c16", "<U5", "S3", ">f8"])
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 0, 3), (2, 3, 4)])
def test_arrays_cross_unchanged(dtype: str, shape: tuple[int, ...]) -> None:
    """Arrays arrive with their type, shape and entries, as copies that can be written to."""
    array = np.arange(int(np.prod(shape))).reshape(shape).astype(dtype)
    arrived = across(array)
    assert arrived.dtype == array.dtype
    assert arrived.shape == shape
    assert (arrived == array).all()
    assert arrived.flags.writeable


@pytest.mark.parametrize("dtype", list(protocol._TORCH_DTYPES.values()), ids=str)
@pytest.mark.parametrize("shape", [(), (0, 2), (2, 3)])
def test_tensors_cross_unchanged(dtype: torch.dtype, shape: tuple[int, ...]) -> None:
    """Tensors arrive with their type, shape and entries."""
    tensor = torch.arange(int(np.prod(shape))).reshape(shape).to(dtype)
    arrived = across(tensor.T if len(shape) == 2 else tensor)
    assert arrived.dtype is dtype
    assert torch.equal(arrived, tensor.T if len(shape) == 2 else tensor)


@pytest.mark.parametrize("numbers", [range(200_001), range(-(10**30), 10**30, 7)])
def test_ranges_without_end_do_not_cross(numbers: range) -> None:
    """Three numbers on the wire could keep a test busy for hours: neither side takes them."""
    with pytest.raises(CannotCrossError, match="a range of more than"):
        Encoder(lambda _: None).encode(numbers)
    fields = [["int", hex(n)] for n in (numbers.start, numbers.stop, numbers.step)]
    with pytest.raises(ProtocolError):
        Decoder(bytearray(), lambda _: None).decode(["range", *fields])


@pytest.mark.parametrize("column", [torch.arange(6.0).reshape(1, 6)[:, 2], torch.eye(3)[1:2, 1]])
def test_an_entry_of_a_larger_tensor_crosses(column: torch.Tensor) -> None:
    """A column of a batch of one keeps the stride of its row, and counts as contiguous."""
    assert column.stride() != (1,)
    assert torch.equal(across(column), column)


def test_requires_grad_crosses() -> None:
    """A tensor that wants its gradient still does, as a leaf of its own."""
    tensor = torch.ones(2, requires_grad=True)
    arrived = across(tensor * 2)
    assert arrived.requires_grad
    assert arrived.is_leaf


def test_numpy_scalars_keep_their_type() -> None:
    """A float32 scalar is a float32 scalar on the other side."""
    assert type(across(np.float32(1.5))) is np.float32


def test_subclasses_arrive_as_what_they_stand_for() -> None:
    """A subclass of a plain type arrives as the plain type: its methods stay behind."""

    class Liar(int):
        def __eq__(self, other: object) -> bool:
            return True

        __hash__ = int.__hash__

    arrived = across([Liar(3), {"a": Liar(4)}])
    assert type(arrived[0]) is int
    assert arrived[0] != 5


@pytest.mark.parametrize(
    "value",
    [
        "x" * (protocol.MAX_TEXT + 1),
        [0] * (protocol.MAX_ITEMS + 1),
        1 << (5 * protocol.MAX_DIGITS),
        np.array([object()]),
        lambda: None,
    ],
    ids=["text", "list", "number", "objects", "function"],
)
def test_what_is_too_large_or_no_data_does_not_cross(value: Any) -> None:
    """Too much text, too many items, objects in arrays and functions are refused by name."""
    with pytest.raises(CannotCrossError):
        across(value)


def test_a_list_that_contains_itself_does_not_cross() -> None:
    """Endless nesting ends at the depth that is allowed."""
    loop: list[Any] = []
    loop.append(loop)
    with pytest.raises(CannotCrossError, match="nested"):
        across(loop)


@pytest.mark.parametrize(
    "wire",
    [
        ["array", "<f8", [3], 0, 8],
        ["array", "<f8", [-1], 0, -8],
        ["array", "<f8", [1 << 40, 1 << 40], 0, 0],
        ["array", "|O", [1], 0, 8],
        ["array", "<f8", [1], 8, 8],
        ["tensor", "bool", [8], False, 0, 8],
        ["tensor", "object", [1], False, 0, 8],
        ["tensor", "int64", [1], True, 0, 8],
        ["scalar", "<f8", 0, 4],
        ["int", "f" * (protocol.MAX_DIGITS + 1)],
        ["fraction", 1, 0],
        ["dict", [[["list", []], 1]]],
        ["set", [["array", "<f8", [1], 0, 8]]],
        ["eval", "1"],
        ["list"],
        [],
        {},
        ["handle", -1, "object", "x", "x", []],
        ["handle", 1, "module", "x", "x", []],
    ],
    ids=str,
)
def test_malformed_values_are_refused(wire: Any) -> None:
    """A shape that does not fit its bytes, an unknown kind, a bad offset: each is refused."""
    bulk = bytearray(b"\x02" * 8)
    with pytest.raises(ProtocolError):
        Decoder(bulk, protocol.read_handle).decode(wire)


# --- bytes ---------------------------------------------------------------------------------------


def session_with(data: bytes, *, seconds: float = 0.3, close: bool = True) -> Session:
    """Return a session whose student process has already sent ``data``."""
    ours, theirs = socket.socketpair()
    theirs.setblocking(False)
    theirs.send(data)
    if close:
        theirs.shutdown(socket.SHUT_WR)
    link = Link(ours)
    link.other = theirs  # type: ignore[attr-defined]  # keeps it open
    gone = lambda: (Verdict.ERROR, "gone")
    made = Session(link, time.monotonic() + seconds, proxies.wrap, proxies.unwrap, gone)
    made.allow(seconds)
    return made


def frame(message: Any, bulk: bytes = b"") -> bytes:
    header = msgpack.packb(message)
    return struct.pack("<IQ", len(header), len(bulk)) + header + bulk


def test_an_answer_to_another_question_ends_the_session() -> None:
    """Answers must carry the number of the question."""
    session = session_with(frame({"n": 2, "value": 1}))
    with pytest.raises(StudentGoneError, match="another question"):
        session.ask("call")


def test_a_session_that_is_over_stays_over() -> None:
    """After a broken answer nothing more is believed, however well it is formed."""
    session = session_with(b"\xff" * 40 + frame({"n": 2, "value": 1}))
    for _ in range(2):
        with pytest.raises(StudentGoneError):
            session.ask("call")


def test_an_announced_size_takes_no_memory() -> None:
    """A frame that announces more than is allowed is refused before anything is read."""
    session = session_with(struct.pack("<IQ", 10, 1 << 62))
    with pytest.raises(StudentGoneError, match="a frame of"):
        session.ask("call")


def test_silence_ends_at_the_deadline() -> None:
    """A process that does not answer, or stops in the middle, is given up at the deadline."""
    for data in (b"", b"\x05", frame({"n": 1, "value": "x" * 50})[:-3]):
        began = time.monotonic()
        session = session_with(data, close=False)
        with pytest.raises(StudentGoneError) as raised:
            session.ask("call")
        assert raised.value.verdict is Verdict.TIMEOUT
        assert time.monotonic() - began < 1.5


def test_a_flood_of_calls_ends_at_the_deadline() -> None:
    """When the time is up the next call fails at once, not after a least waiting time."""
    session = session_with(b"", seconds=-1)
    began = time.monotonic()
    for _ in range(1000):
        with pytest.raises(StudentTimeUpError):
            session.ask("call")
    assert time.monotonic() - began < 0.5


WIRES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats()
    | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.tuples(st.sampled_from(sorted(Decoder(bytearray(), no_handles)._readers)), inner).map(
            list
        )
        | st.tuples(
            st.sampled_from(["array", "tensor", "scalar", "handle"]),
            st.sampled_from(["<f8", "bool", "int64", 3]),
            st.lists(st.integers(-1, 9), max_size=3),
            inner,
            st.integers(-1, 99),
            st.integers(-1, 99),
        ).map(list)
        | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=12,
)


@pytest.mark.slow
@settings(max_examples=10_000, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    data=st.one_of(
        st.binary(max_size=200),
        st.builds(
            lambda body, size: struct.pack("<IQ", len(body), size) + body,
            st.binary(max_size=100),
            st.integers(0, 2**63),
        ),
        st.builds(
            lambda key, wire, bulk: frame({"n": 1, key: wire}, bulk),
            st.sampled_from(["value", "raised", "other"]),
            WIRES,
            st.binary(max_size=100),
        ),
        st.builds(
            lambda wire, at, byte: (lambda b: b[:at] + bytes([byte]) + b[at + 1 :])(
                frame({"n": 1, "value": wire}, b"x" * 64)
            ),
            WIRES,
            st.integers(0, 99),
            st.integers(0, 255),
        ),
    )
)
def test_fuzzed_bytes(data: bytes) -> None:
    """No bytes make the judge's side do anything but return plain data or one of its errors."""
    session = session_with(data)
    began = time.monotonic()
    try:
        session.ask("call")
    except (StudentError, StudentGoneError, StudentTimeUpError):
        pass
    finally:
        session._link.close()
        session._link.other.close()  # type: ignore[attr-defined]
    assert time.monotonic() - began < 2


def test_links_end_when_the_other_side_does() -> None:
    """Reading and writing fail cleanly when the other side is gone."""
    ours, theirs = socket.socketpair()
    theirs.close()
    with pytest.raises(LinkClosedError):
        Link(ours).receive(time.monotonic() + 1)
    ours, theirs = socket.socketpair()
    with pytest.raises(DeadlineError):
        Link(ours).send({"n": 1}, bytearray(64 << 20), time.monotonic() + 0.2)


@pytest.mark.parametrize(
    "make",
    [
        lambda i: ["int", f"{i * (2**61 - 1):x}"],
        lambda i: ["tuple", [["int", f"{i * (2**61 - 1):x}"]]],
        lambda i: ["fraction", ["int", f"{i * (2**61 - 1):x}"], 1],
    ],
)
@pytest.mark.parametrize("kind", ["dict", "set", "frozenset"])
def test_keys_that_collide_are_refused_at_once(kind: str, make: Callable[[int], Any]) -> None:
    """Numbers of one hash fill a table in a time with their square: few of them are taken."""
    keys = [make(i) for i in range(60_000)]
    wire = [kind, [[key, None] for key in keys] if kind == "dict" else keys]
    began = time.monotonic()
    with pytest.raises(ProtocolError, match="keys that collide"):
        Decoder(bytearray(), no_handles).decode(wire)
    assert time.monotonic() - began < 5


def test_arrays_over_the_same_bytes_are_refused() -> None:
    """A thousand arrays over one megabyte would be a gigabyte here."""
    array = ["array", "|u1", [1 << 20], 0, 1 << 20]
    Decoder(bytearray(1 << 20), no_handles).decode(["list", [array]])
    with pytest.raises(ProtocolError, match="arrays that share their bytes"):
        Decoder(bytearray(1 << 20), no_handles).decode(["list", [array] * 1000])


def test_where_code_stands_is_told_before_it_is_stopped() -> None:
    """The place comes before the answer; one that makes no sense ends the session."""
    told = {"n": 1, "where": [3, 7, "f"]}
    session = session_with(frame(told) + frame({"n": 1, "value": 5}))
    assert session.ask("call") == 5
    assert session.stood_at == Place(3, 7, "f")
    for where in (None, [1, 2], [True, 1, "f"], ["1", 1, "f"], [1, 1, 1]):
        broken = session_with(frame({"n": 1, "where": where}) + frame({"n": 1, "value": 5}))
        with pytest.raises(StudentGoneError, match="a malformed place"):
            broken.ask("call")
