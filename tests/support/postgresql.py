"""Debian's PostgreSQL on loopback, for as long as a test needs it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROGRAMS = max(Path("/usr/lib/postgresql").glob("*/bin"), default=Path("/nowhere"))
INSTALLED = (PROGRAMS / "initdb").exists()
OWNER = "postgres"  # the server refuses to run as root


@contextmanager
def served() -> Iterator[str]:
    """Start a server with an empty database; yield its URL."""
    folder = Path(os.path.realpath("/tmp")) / f"chainrule-postgresql-{os.getpid()}"
    folder.mkdir(mode=0o700)
    if os.geteuid() == 0:
        shutil.chown(folder, OWNER)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    control = PROGRAMS / "pg_ctl"
    try:
        _run(
            PROGRAMS / "initdb", "-D", folder, "-A", "trust", "-U", OWNER, "--no-sync", "-E", "UTF8"
        )
        options = f"-p {port} -c listen_addresses=127.0.0.1 -k {folder} -F"
        _run(control, "-D", folder, "-w", "-l", folder / "log", "-o", options, "start")
        try:
            yield f"postgresql+psycopg://{OWNER}@127.0.0.1:{port}/postgres"
        finally:
            _run(control, "-D", folder, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(*command: str | Path) -> None:
    as_owner = ["runuser", "-u", OWNER, "--"] if os.geteuid() == 0 else []
    subprocess.run(
        [*as_owner, *map(str, command)], check=True, timeout=60, stdout=subprocess.DEVNULL
    )
