"""Blocks of plain data between the grader's own processes.

They have a module to themselves so that who starts the grader need not import torch.
"""

from __future__ import annotations

import socket
import struct
from typing import Any, Final

import msgpack

_SIZE: Final = struct.Struct("<Q")


def write_block(end: socket.socket, value: Any) -> None:
    """Send a value of the grader's own as one block."""
    data = msgpack.packb(value, use_bin_type=True, unicode_errors="surrogatepass")
    end.sendall(_SIZE.pack(len(data)) + data)


def read_block(end: socket.socket) -> Any:
    """Return what :func:`write_block` sent."""
    size = _SIZE.unpack(_exactly(end, _SIZE.size))[0]
    return msgpack.unpackb(
        _exactly(end, size), raw=False, strict_map_key=False, unicode_errors="surrogatepass"
    )


def _exactly(end: socket.socket, size: int) -> bytes:
    data = bytearray()
    while len(data) < size:
        chunk = end.recv(min(size - len(data), 1 << 20))
        if not chunk:
            raise EOFError("the grader's other process is gone")
        data += chunk
    return bytes(data)
