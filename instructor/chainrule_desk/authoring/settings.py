"""Read the YAML of raw cells and test configurations; what is wrong is told with file and line."""

from __future__ import annotations

import re
from fractions import Fraction
from math import inf
from pathlib import Path
from typing import Any

import yaml

from chainrule_desk.errors import SourceError

FILE = re.compile(r"[a-z0-9][a-z0-9_-]*")


class SettingsReader:
    """Read settings of one problem file; knows the place to blame."""

    def __init__(self, path: Path) -> None:
        """Take the file that is read."""
        self.path = path

    def settings(self, source: str, line: int, allowed: set[str]) -> dict[str, Any]:
        """Read the YAML under a raw cell's first line."""
        try:
            settings = yaml.safe_load(source.partition("\n")[2]) or {}
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            # +1 for the opening quotes, +1 for the marker comment, +1 because marks count from 0
            where = line + (mark.line + 3 if mark else 0)
            what = getattr(error, "problem", None) or "it is not YAML"
            raise SourceError(self.path, where, f"settings cannot be read: {what}.") from error
        if not isinstance(settings, dict):
            raise SourceError(self.path, line, "settings must be lines of the form `key: value`.")
        for key in settings:
            if key not in allowed:
                raise SourceError(
                    self.path, line, f"unknown key `{key}`: use {', '.join(sorted(allowed))}."
                )
        return settings

    def names(self, settings: dict[str, Any], key: str, line: int) -> tuple[str, ...]:
        """Return names of files, which must be plain ones."""
        value = settings.get(key) or []
        if not isinstance(value, list) or not all(
            isinstance(name, str) and FILE.fullmatch(name) for name in value
        ):
            raise SourceError(
                self.path, line, f"`{key}` is {value!r}: write a list of names, such as [fit]."
            )
        return tuple(value)

    def reasons(self, settings: dict[str, Any], key: str, line: int) -> dict[str, str]:
        """Return exceptions from a rule, each with the reason that its author gives."""
        value = settings.get(key) or {}
        if not isinstance(value, dict) or not all(
            isinstance(text, str) and text.strip() and isinstance(reason, str) and reason.strip()
            for text, reason in value.items()
        ):
            raise SourceError(
                self.path,
                line,
                f'`{key}` needs a reason for each of its lines: write `"the line": why it may be '
                "so`, one below the other.",
            )
        return {text.strip(): reason.strip() for text, reason in value.items()}

    def whole(self, settings: dict[str, Any], key: str, line: int) -> int | None:
        """Return a number of at least 1; ``None`` if the key is not there."""
        value = settings.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            raise SourceError(self.path, line, f"`{key}` is {value!r}: a whole number is needed.")
        return value

    def points(self, settings: dict[str, Any], line: int, of: str) -> Fraction:
        """Return the points of something, which must be there, finite and at least 0."""
        value = settings.get("points")
        if value is None:
            raise SourceError(self.path, line, f"{of} has no points: add `points: 1`.")
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < inf:
            raise SourceError(
                self.path, line, f"{of} has points {value!r}: a number of at least 0 is needed."
            )
        return Fraction(str(value))
