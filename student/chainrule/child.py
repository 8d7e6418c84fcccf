"""A process of its own for work on what somebody wrote, with limits of time and memory.

A picture or a formula can make a library run for hours, fill the memory, or crash the process that
it runs in. Here that costs a process that is started for it, and nobody's work.
"""

from __future__ import annotations

import contextlib
import json
import queue
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import IO, Any, Final

import psutil

MEMORY_BYTES: Final = 1_500_000_000
_LOOK_S: Final = 0.05


class ChildError(Exception):
    """The work was not done; the message is a reason that ends a sentence."""


class Child:
    """A program that answers requests, a line of JSON for each, and is started anew if it dies."""

    def __init__(self, program: Path) -> None:
        """Name the program; it is started with the first request."""
        self._program = program
        self._process: subprocess.Popen[bytes] | None = None
        self._replies: queue.Queue[bytes] = queue.Queue()

    def ask(self, request: dict[str, Any], wall_s: float) -> dict[str, Any]:
        """Return the program's answer to a request.

        Raises:
            ChildError: If it takes too long or too much memory, crashes, or says why it cannot.
        """
        process = self._started()
        with contextlib.suppress(OSError):  # it died before: that is seen below
            assert process.stdin is not None
            process.stdin.write(json.dumps(request).encode() + b"\n")
            process.stdin.flush()
        line = self._reply(process, wall_s)
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            raise ChildError(str(answer["error"]))
        return answer

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    with contextlib.suppress(OSError):
                        stream.close()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            # -P: what lies in the notebook's folder is not imported in place of a library.
            self._process = subprocess.Popen(
                [sys.executable, "-P", str(self._program)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
            self._replies = queue.Queue()
            threading.Thread(
                target=_read, args=(self._process.stdout, self._replies), daemon=True
            ).start()
        return self._process

    def _reply(self, process: subprocess.Popen[bytes], wall_s: float) -> bytes:
        deadline = time.monotonic() + wall_s
        while True:
            with contextlib.suppress(queue.Empty):
                line = self._replies.get(timeout=_LOOK_S)
                if line:
                    return line
                self.close()
                raise ChildError("it crashes the program that reads it")
            if time.monotonic() > deadline:
                self.close()
                raise ChildError(f"it takes more than {wall_s:.0f} seconds")
            if _memory(process.pid) > MEMORY_BYTES:
                self.close()
                raise ChildError(f"it takes more than {MEMORY_BYTES / 1e9:g} GB of memory")


def _read(stream: IO[bytes], replies: queue.Queue[bytes]) -> None:
    """Put each line of a program's answers into a queue, and an empty one at its end."""
    with contextlib.suppress(OSError, ValueError):  # closed by the other thread
        for line in stream:
            replies.put(line)
    replies.put(b"")


def _memory(pid: int) -> int:
    try:
        return int(psutil.Process(pid).memory_info().rss)
    except psutil.Error:
        return 0  # it ended: that is seen with its next line
