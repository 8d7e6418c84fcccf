"""Errors that an instructor can act on: each names the thing, the place and the repair."""

from __future__ import annotations

from pathlib import Path


class DeskError(Exception):
    """Something an instructor can repair; the command line prints it and exits with 2."""


class PolicyError(ValueError):
    """A rule of a recipe that cannot be followed; ``key`` is where it stands."""

    def __init__(self, key: str, message: str) -> None:
        self.key = key
        super().__init__(message)


class SourceError(DeskError):
    """A mistake in a problem file or a recipe, at a known file and line."""

    def __init__(self, path: Path, line: int, message: str) -> None:
        self.path = path
        self.line = line
        self.message = message
        super().__init__(f"{path}:{line}: {message}")
