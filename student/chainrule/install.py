"""Make the environment that a homework needs, with a bare Python and nothing else installed.

    python3 chainrule/install.py            a student, in the folder of the homework
    make setup                              this repository (the Makefile passes the options)

How it works: everything that can fail is looked at before anything large is fetched (Python, its
venv module, whether the versions resolve, the disk). Then torch and torchvision come from where
they are smallest: a Linux machine without an NVIDIA device takes PyTorch's CPU builds if PyTorch's
index answers within seconds, and the registry's builds, which bring gigabytes of CUDA, otherwise.
Which one, and why, is said in one line. uv does the work; where there is none and pip cannot get
one, pip does. Both show what they fetch, in megabytes. A run that was cut short is run again: what
was fetched stays in the cache of uv or pip, and what was installed stays installed.

This file imports nothing but the standard library, and its syntax is read by Python 3.7, so that a
Python that is too old is told so.
"""

from __future__ import annotations

import argparse
import ast
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

PYTHON = (3, 11)
CPU_INDEX = "https://download.pytorch.org/whl/cpu"
PATIENCE_S = 5.0
PAIR = ("torch", "torchvision")  # they must come from one place, in versions that match
GIB = 2**30
# Room that fetching and unpacking may take on Linux x86_64, the cache included: generous estimates.
SMALL_GIB = 3.0
LARGE_GIB = 8.0
LARGE = "3 GB to fetch and 5 GB on the disk"
# What pip is told about the registry, and what uv calls it.
SETTINGS = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "trusted-host": "UV_INSECURE_HOST",
    "cert": "SSL_CERT_FILE",
    "proxy": "HTTPS_PROXY",
}


class CannotInstallError(Exception):
    """Something stands in the way; the message says what, and how to repair it."""


class Source(NamedTuple):
    """Where torch comes from: the address of an index, empty for the registry, and why."""

    address: str
    reason: str
    gib: float = SMALL_GIB


class Wanted(NamedTuple):
    """What is to be installed.

    Attributes:
        lines: Requirements, as a requirements file has them.
        pins: Lines of the constraints; empty where there are none.
        project: Folder of the project to install in place, if any.
    """

    lines: list[str]
    pins: list[str]
    project: Path | None = None


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the environment; return 0, or 1 with a sentence that says what is in the way."""
    options = _options(arguments)
    try:
        install(options)
    except CannotInstallError as error:
        print(f"Cannot install: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. Run the same command again: it goes on from here.", file=sys.stderr)
        return 130
    return 0


def install(options: argparse.Namespace) -> None:
    """Look at what can fail, choose where torch comes from, and install.

    Raises:
        CannotInstallError: If something stands in the way.
    """
    begin = time.monotonic()
    folder = options.environment
    check_python(folder)
    wanted = _wanted(options)
    python = environment(folder)
    os.environ.update(_registry(python))
    with tempfile.TemporaryDirectory(prefix="chainrule-install-") as work:
        tool = _Tool.choose(python, wanted, Path(work))
        tool.check(wanted)
        if not _has_pair(python, wanted):
            source = choose(options.torch_index)
            say(source.reason)
            check_disk(folder, source.gib)
            wanted = tool.install_pair(wanted, source, asked=bool(options.torch_index))
        say("Installing the other packages.")
        tool.install(wanted)
    if _run([str(python), "-c", f"import {', '.join(PAIR)}"]):
        raise CannotInstallError(
            f"torch is installed but does not start: delete {folder} and run this again."
        )
    say(f"Done in {time.monotonic() - begin:.0f} s: {folder}.")


# --- what can fail, before anything is fetched


def check_python(folder: Path) -> None:
    """Check the Python that the environment has, or will have.

    Raises:
        CannotInstallError: If it is too old.
    """
    made = _python_of(folder)
    name, version = sys.executable, sys.version_info[:2]
    if made.exists():
        told = _output([str(made), "-c", "import sys; print(*sys.version_info[:2])"])
        if told:
            major, minor = map(int, told.split())
            name, version = str(made), (major, minor)
    if version < PYTHON:
        wanted, found = (".".join(map(str, numbers)) for numbers in (PYTHON, version))
        raise CannotInstallError(
            f"{name} is Python {found}, and {wanted} or later is needed: install it, and name it "
            f"(make setup PYTHON=python{wanted}; or python{wanted} in place of python3)"
            + (f", after deleting {folder}." if made.exists() else ".")
        )


def environment(folder: Path) -> Path:
    """Make the environment unless it is there and whole, and return its Python.

    Raises:
        CannotInstallError: If neither Python nor uv can make one.
    """
    python = _python_of(folder)
    if _output([str(python), "-m", "pip", "--version"]):
        return python
    uv = shutil.which("uv")
    if uv and _output([str(python), "-c", "print(1)"]):
        return python  # uv needs no pip
    say(f"Making {folder} with Python {platform.python_version()}.")
    if _output([sys.executable, "-c", "import ensurepip, venv; print(1)"]):
        command = [sys.executable, "-m", "venv", "--clear", str(folder)]
    elif uv:
        command = [uv, "venv", "--quiet", "--clear", "--seed", "-p", sys.executable, str(folder)]
    else:
        raise CannotInstallError(
            f"{sys.executable} has no venv module: install it (on Debian and Ubuntu, "
            "`sudo apt install python3-venv`)."
        )
    if _run(command):
        raise CannotInstallError(f"{folder} could not be made: see the lines above.")
    return python


def check_disk(folder: Path, gib: float) -> None:
    """Check that the disk has room for what is fetched and unpacked.

    Raises:
        CannotInstallError: If it has less than ``gib``.
    """
    free = shutil.disk_usage(folder).free / GIB
    if free < gib:
        raise CannotInstallError(
            f"the disk of {folder.resolve()} has {free:.1f} GiB free, and {gib:.0f} are needed: "
            "make room, or work in a folder on another disk."
        )


# --- where torch comes from


def choose(asked: str = "", *, system: str = "", device: bool | None = None) -> Source:
    """Return where torch comes from, with the reason.

    Args:
        asked: An index that was named, or ``"registry"``.
        system: Name of the operating system; by default of this one.
        device: Whether there is an NVIDIA device; by default it is looked for.
    """
    if asked == "registry":
        return Source("", "torch from the registry, as you asked.", LARGE_GIB)
    if asked:
        return Source(asked, f"torch from {asked}, as you asked.", LARGE_GIB)
    if (system or platform.system()) != "Linux":
        return Source("", "torch from the registry: here its builds are small.")
    if has_nvidia_device() if device is None else device:
        return Source("", f"NVIDIA device: torch from the registry, with CUDA, {LARGE}.", LARGE_GIB)
    failure = unanswered(f"{CPU_INDEX}/torch/")
    if failure:
        return Source(
            "",
            f"No NVIDIA device, but PyTorch's CPU index {failure}: torch from the registry, "
            f"with CUDA, {LARGE}.",
            LARGE_GIB,
        )
    return Source(CPU_INDEX, "No NVIDIA device: torch from PyTorch's CPU index, about 250 MB.")


def has_nvidia_device(root: Path = Path("/")) -> bool:
    """Tell whether this Linux machine has an NVIDIA device with a driver, WSL included."""
    patterns = ("dev/nvidia[0-9]*", "proc/driver/nvidia/gpus/*", "usr/lib/wsl/lib/libcuda.so*")
    return any(True for pattern in patterns for _ in root.glob(pattern))


def unanswered(address: str, patience_s: float = PATIENCE_S) -> str:
    """Return how an index failed to answer in time; empty if it answered.

    A thread asks, because a name that cannot be looked up may hold its caller much longer.
    """
    outcome: list[str] = []

    def ask() -> None:
        try:
            request = urllib.request.Request(address, method="HEAD")
            with urllib.request.urlopen(request, timeout=2 * patience_s):
                outcome.append("")
        except Exception as error:
            reason = getattr(error, "reason", None) or error
            outcome.append(f"cannot be reached ({getattr(reason, 'strerror', None) or reason})")

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(patience_s)
    return outcome[0] if outcome else f"did not answer within {patience_s:.0f} s"


# --- uv and pip


class _Tool:
    """uv or pip: both take the options used here."""

    def __init__(self, command: list[str], work: Path, *, reads_metadata: bool) -> None:
        self._command = command
        self._work = work
        self._reads_metadata = reads_metadata

    @classmethod
    def choose(cls, python: Path, wanted: Wanted, work: Path) -> _Tool:
        """Return uv if it is there, or can be had, and reaches the registry; else pip."""
        pip = [str(python), "-m", "pip", "install", "--disable-pip-version-check"]
        uv = shutil.which("uv") or shutil.which("uv", path=str(python.parent))
        if not uv:
            say("Fetching uv, which does the rest (25 MB).")
            pins = work / "uv.txt"
            pins.write_text("\n".join(line for line in wanted.pins if _name(line) == "uv"))
            _run([*pip, "--quiet", "--only-binary", ":all:", "--constraint", str(pins), "uv"])
            uv = shutil.which("uv", path=str(python.parent))
        if uv:
            # As pip does: who may not write there would compile torch anew at each start.
            command = [uv, "pip", "install", "--compile-bytecode", "--python", str(python)]
            try_out = [*command, "--dry-run", "--quiet", "--no-deps", "--reinstall", "packaging"]
            if not _run(try_out, quiet=True):
                return cls(command, work, reads_metadata=True)
            say("uv does not reach the registry: pip does the work.")
        return cls(pip, work, reads_metadata=False)

    def check(self, wanted: Wanted) -> None:
        """Check that the versions resolve, from metadata; with pip, of all but torch.

        Raises:
            CannotInstallError: If they do not.
        """
        say("Checking that the versions fit this Python.")
        lines = wanted.lines
        if not self._reads_metadata:  # pip fetches whatever it looks at
            lines = [line for line in lines if _name(line) not in PAIR]
        if self._install("--dry-run", "--quiet", *self._files(wanted._replace(lines=lines))):
            raise CannotInstallError(
                f"no set of wheels fits Python {platform.python_version()} on "
                f"{platform.system()} {platform.machine()}, or the registry cannot be reached: "
                "the lines above say which. Use another Python, or mend the network."
            )

    def install_pair(self, wanted: Wanted, source: Source, *, asked: bool) -> Wanted:
        """Install torch and torchvision, and return what is wanted after that.

        Raises:
            CannotInstallError: If an index that was asked for does not have them.
        """
        lines = [line for line in wanted.lines if _name(line) in PAIR]
        pins = [f"{name}=={version}" for name, version in _pins(wanted).items()]
        pinned = len(pins) == len(PAIR)
        if not source.address:
            return wanted
        if asked or not pinned:
            failed = self._install("--index-url", source.address, *lines, bare=True)
        else:
            failed = self._install("--index-url", source.address, "--no-deps", *pins, bare=True)
        if failed and asked:
            raise CannotInstallError(
                f"{source.address} has no torch that fits: see the lines above."
            )
        if failed:
            say(f"PyTorch's CPU index lacks it: torch from the registry, with CUDA, {LARGE}.")
            return wanted
        if not asked:
            return wanted
        # Another index has other versions, and CUDA of its own.
        family = re.compile(r"torch|torchvision|triton|nvidia-.*|cuda-.*")
        others = [line for line in wanted.pins if not family.fullmatch(_name(line))]
        return wanted._replace(pins=others)

    def install(self, wanted: Wanted) -> None:
        """Install everything, and the project in place.

        Raises:
            CannotInstallError: If that fails.
        """
        failed = self._install(*self._files(wanted))
        if wanted.project and not failed:
            failed = self._run_bare("--no-deps", "--editable", str(wanted.project))
        if failed:
            raise CannotInstallError(
                "the packages were not all installed: see the lines above. Run the same command "
                "again; it goes on from here."
            )

    def _files(self, wanted: Wanted) -> list[str]:
        requirements, constraints = self._work / "requirements.txt", self._work / "constraints.txt"
        requirements.write_text("\n".join(wanted.lines) + "\n")
        constraints.write_text("\n".join(wanted.pins) + "\n")
        return ["--requirement", str(requirements), "--constraint", str(constraints)]

    def _install(self, *arguments: str, bare: bool = False) -> int:
        """Install wheels; ``bare``: from the index that is named, and no other."""
        without = ("UV_INDEX", "UV_FIND_LINKS", "UV_INDEX_STRATEGY") if bare else ()
        return self._run_bare("--only-binary", ":all:", *arguments, without=without)

    def _run_bare(self, *arguments: str, without: Sequence[str] = ()) -> int:
        return _run([*self._command, *arguments], without=without)


def _registry(python: Path) -> dict[str, str]:
    """Return what pip is told about the registry in the variables that uv reads."""
    found: dict[str, str] = {}
    told = _output([str(python), "-m", "pip", "config", "list"])
    for line in reversed(told.splitlines()):  # sorted: the environment's, global ones, install's
        key, _, value = line.partition("=")
        variable = SETTINGS.get(key.rpartition(".")[2])
        if variable:
            words = str(ast.literal_eval(value)).split()
            found[variable] = ("," if variable == "UV_FIND_LINKS" else " ").join(words)
    if "UV_INDEX" in found:  # pip looks through all of them for the best version
        found["UV_INDEX_STRATEGY"] = "unsafe-best-match"
    return {variable: value for variable, value in found.items() if variable not in os.environ}


# --- what is wanted


def _wanted(options: argparse.Namespace) -> Wanted:
    pins = _lines(options.constraints) if options.constraints else []
    if options.project is None:
        return Wanted(_lines(options.requirements), pins)
    import tomllib

    document = tomllib.loads((options.project / "pyproject.toml").read_text(encoding="utf-8"))
    lines = list(document["project"]["dependencies"])
    for extra in options.extra:
        lines += document["project"]["optional-dependencies"][extra]
    return Wanted(lines, pins, options.project)


def _lines(path: Path) -> list[str]:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise CannotInstallError(
            f"{path} cannot be read ({error.strerror}): unpack the homework's zip again, or name "
            "the right file."
        ) from error
    return [line.strip() for line in text.splitlines() if line.strip() and line[0] != "#"]


def _name(line: str) -> str:
    return re.split(r"[^A-Za-z0-9._-]", line, maxsplit=1)[0].lower().replace("_", "-")


def _pins(wanted: Wanted) -> dict[str, str]:
    """Return the versions that torch and torchvision are pinned to."""
    pins: dict[str, str] = {}
    for line in (*wanted.pins, *wanted.lines):
        match = re.fullmatch(r"(torch|torchvision)==([^ ;*]+)", line)
        if match:
            pins[match.group(1)] = match.group(2)
    return pins


def _has_pair(python: Path, wanted: Wanted) -> bool:
    """Tell whether torch and torchvision are there already, in the versions that are wanted."""
    code = f"from importlib.metadata import version; print(*map(version, {PAIR!r}))"
    found = _output([str(python), "-c", code]).split()
    pins = _pins(wanted)
    return len(found) == len(PAIR) and all(
        pins.get(name) in (None, version.partition("+")[0])
        for name, version in zip(PAIR, found)  # noqa: B905 - Python 3.7
    )


# --- processes, and what is said


def say(text: str) -> None:
    """Print a line at once."""
    print(text, flush=True)


def _python_of(folder: Path) -> Path:
    parts: tuple[str, str] = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")
    return folder.joinpath(*parts)


def _run(command: list[str], *, quiet: bool = False, without: Sequence[str] = ()) -> int:
    kept = {name: value for name, value in os.environ.items() if name not in without}
    where = subprocess.DEVNULL if quiet else None
    return subprocess.run(command, env=kept, stdout=where, stderr=where, check=False).returncode


def _output(command: list[str]) -> str:
    """Return what a command prints; empty if it fails."""
    try:
        done = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    homework = Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(description="Make the environment that a homework needs.")
    add = parser.add_argument
    add("--environment", type=Path, default=homework / ".venv", help="where to make it")
    add("--requirements", type=Path, default=homework / "requirements.txt", help="what to install")
    add("--constraints", type=Path, help="exact versions")
    add("--project", type=Path, help="install this project in place, with its dependencies")
    add("--extra", action="append", default=[], help="and these of its optional ones")
    add("--torch-index", default="", metavar="URL", help="where torch comes from; or `registry`")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
