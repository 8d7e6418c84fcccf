"""The autograder bundle: Otter's own zip with ``homework.json`` beside its tests.

Staff build it, so it is trusted; it is still read in memory and never unpacked to disk.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any

from chainrule import held_out
from chainrule_grader import forms, homework, mistakes
from chainrule_grader.homework import Homework
from chainrule_grader.mistakes import Known

CONFIG_NAME = "otter_config.json"


class BundleError(ValueError):
    """The file is not a bundle that can be graded with; the message says how to repair it."""


@dataclass(frozen=True)
class Bundle:
    """All that grading one homework needs.

    Attributes:
        path: The zip; Otter reads it again by itself.
        homework: Parts, points, tests and rubrics.
        tests: Otter's test files by part name, as text.
        files: Files that submissions find beside them, by relative name.
        held_out: Files that only the tests read, by name: submissions never see them.
        config: Otter's own settings.
        mistakes: Known mistakes by part, to be named where they are recognised.
        forms: Forms of right answers by part and test; empty in bundles of older versions.
        digest: SHA-256 over the sorted names and contents; rebuilding from the same sources gives
            the same digest whatever the zip's dates are.
    """

    path: Path
    homework: Homework
    tests: Mapping[str, str]
    files: Mapping[str, bytes]
    held_out: Mapping[str, bytes]
    config: Mapping[str, Any]
    mistakes: Known
    digest: str
    forms: forms.Known = field(default_factory=dict)

    @cached_property
    def assignment_name(self) -> str | None:
        """Return the name that a submission's metadata must carry, if the homework has one."""
        name = self.config.get("assignment_name")
        return name if isinstance(name, str) else None

    @classmethod
    def open(cls, path: Path) -> Bundle:
        """Read a bundle.

        Raises:
            BundleError: If it is missing, no zip, or lacks a part's tests.
        """
        try:
            with zipfile.ZipFile(path) as archive:
                content = {
                    info.filename: archive.read(info)
                    for info in archive.infolist()
                    if not info.is_dir()
                }
        except FileNotFoundError:
            raise BundleError(f"There is no bundle {path}: build the homework first.") from None
        except (zipfile.BadZipFile, OSError) as error:
            raise BundleError(
                f"{path} cannot be read ({error}): build the homework again."
            ) from error
        if homework.FILE_NAME not in content:
            raise BundleError(
                f"{path} has no {homework.FILE_NAME}: it was made by Otter alone. "
                "Build the homework with `chainrule build`."
            )
        try:
            described = Homework.from_json(content[homework.FILE_NAME].decode("utf-8"))
            config = json.loads(content.get(CONFIG_NAME, b"{}"))
            known = content.get(mistakes.FILE_NAME)
            named = mistakes.from_json(known.decode("utf-8")) if known is not None else {}
            given = content.get(forms.FILE_NAME)
            right = forms.from_json(given.decode("utf-8")) if given is not None else {}
        except ValueError as error:
            raise BundleError(f"{path}: {error}") from error
        tests = {
            PurePosixPath(name).stem: data.decode("utf-8")
            for name, data in content.items()
            if PurePosixPath(name).parent == PurePosixPath("tests") and name.endswith(".py")
        }
        lacking = [part.name for part in described.automatic if part.name not in tests]
        if lacking:
            raise BundleError(
                f"{path} has no tests for {', '.join(lacking)}: build the homework again."
            )
        files = {
            name.removeprefix("files/"): data
            for name, data in content.items()
            if name.startswith("files/")
        }
        kept_back = {name for name in files if name.startswith(held_out.PREFIX)}
        return cls(
            path=path,
            homework=described,
            tests=tests,
            files={name: data for name, data in files.items() if name not in kept_back},
            held_out={name: data for name, data in files.items() if name in kept_back},
            config=config,
            mistakes=named,
            digest=_digest(content),
            forms=right,
        )


def _digest(content: Mapping[str, bytes]) -> str:
    state = hashlib.sha256()
    for name in sorted(content):
        encoded = name.encode("utf-8")
        state.update(len(encoded).to_bytes(8, "big") + encoded)
        state.update(len(content[name]).to_bytes(8, "big") + content[name])
    return state.hexdigest()
