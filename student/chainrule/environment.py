"""Check, in the first cell, that what the homework needs is there, and say how to get it."""

from __future__ import annotations

import importlib.metadata
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import chainrule

PYTHON = (3, 11)

# What a notebook needs, with the versions that pyproject.toml allows: (from, below).
PACKAGES = {
    "numpy": ("1.26", "3"),
    "torch": ("2.4", "3"),
    "torchvision": ("0.19", "1"),
    "matplotlib": ("3.8", "4"),
    "otter-grader": ("7.0", "8"),
}


class UnfitEnvironmentError(Exception):
    """Something that the homework needs is missing; the message says how to get it."""


@dataclass(frozen=True)
class Finding:
    """What was found about one thing that the homework needs.

    Attributes:
        name: What was looked for.
        found: What is there, such as ``"2.4.1"``; empty if it is missing.
        repair: What to do about it; empty if all is well.
    """

    name: str
    found: str
    repair: str = ""


def check() -> None:
    """Print the versions in use, or what is missing and how to get it.

    Raises:
        UnfitEnvironmentError: If Python, torch, numpy, Otter or the kit do not fit the homework.
    """
    findings = examine()
    broken = [finding for finding in findings if finding.repair]
    if not broken:
        versions = ", ".join(f"{finding.name} {finding.found}" for finding in findings)
        print(f"Ready: {versions}.")
        return
    lines = [
        f"- {finding.name} ({finding.found or 'missing'}): {finding.repair}" for finding in broken
    ]
    raise UnfitEnvironmentError(
        "This homework cannot run here yet.\n"
        + "\n".join(lines)
        + "\nThen restart the kernel (Kernel → Restart) and run this cell again."
    )


def examine(
    version_of: Callable[[str], str] = importlib.metadata.version,
    python: tuple[int, int, int] = sys.version_info[:3],
) -> list[Finding]:
    """Return what was found about Python, each package and the kit.

    Args:
        version_of: Returns a package's version, or raises ``PackageNotFoundError``.
        python: Version of Python.
    """
    return [
        _python(python),
        *(_package(name, version_of) for name in PACKAGES),
        Finding("kit", chainrule.__version__, _shadowed(Path(chainrule.__file__), Path.cwd())),
    ]


def on_colab() -> bool:
    """Tell whether this is Google Colab."""
    return "google.colab" in sys.modules or "COLAB_RELEASE_TAG" in os.environ


def _python(version: tuple[int, int, int]) -> Finding:
    found = ".".join(map(str, version))
    wanted = ".".join(map(str, PYTHON))
    if version[:2] >= PYTHON:
        return Finding("Python", found)
    return Finding(
        "Python",
        found,
        f"install Python {wanted} or newer, for example with "
        f"`conda create -n homework python={wanted}`, and choose it as this notebook's kernel.",
    )


def _package(name: str, version_of: Callable[[str], str]) -> Finding:
    lowest, below = PACKAGES[name]
    install = f'run `%pip install "{name}>={lowest},<{below}"` in a cell of this notebook.'
    try:
        found = version_of(name)
    except importlib.metadata.PackageNotFoundError:
        return Finding(name, "", install)
    fits = _numbers(lowest) <= _numbers(found) < _numbers(below)
    return Finding(name, found, "" if fits else f"{lowest} or newer, below {below}: {install}")


def _shadowed(kit: Path, folder: Path) -> str:
    """Say what to do about files that Python would import in place of what is meant."""
    names = ("chainrule", "torch", "numpy", "otter", "matplotlib", "torchvision")
    for name in names:
        file = folder / f"{name}.py"
        if file.exists():
            return (
                f"rename {file.name} in this folder: Python imports it in place of {name} itself."
            )
    if not (kit.parent / "checks.py").exists():
        return "unpack the homework's zip again: its folder `chainrule` is incomplete."
    return ""


def _numbers(version: str) -> tuple[int, ...]:
    """Return the numbers that a version begins with: (2, 4, 1) for ``"2.4.1+cpu"``."""
    numbers = []
    for piece in version.split("+")[0].split("."):
        if not piece.isdigit():
            break
        numbers.append(int(piece))
    return tuple(numbers)
