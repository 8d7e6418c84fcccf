"""What was handed in, before it is opened (:class:`Handin`) and after (:class:`Submission`)."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from chainrule_grader import notebook as notebooks
from chainrule_grader.archive import LONGEST_NAME, printable
from chainrule_grader.people import Person
from chainrule_grader.platforms.plain import HANDED_IN
from chainrule_grader.sniffing import bare

_LINE: Final = "\n"


@dataclass(frozen=True)
class Handin:
    """One thing that was handed in, not opened yet.

    Attributes:
        id: Stable name, safe as a file name; unique among those found together.
        student: Who handed it in, as far as names and export files tell.
        root: The file, folder or zip that holds it.
        names: The files and folders of ``root`` that belong to it; ``None`` means all of it.
        complaint: Why it can already be refused, if it can.
        people: Who handed it in where an export names them.
        submitted_at: When it was handed in, in UTC, where an export says so.
        wall_clock: When by the platform's clock, without a zone, where an export says just that.
        late: Whether the platform marked it as late.
        platform: Whose download it lay in; empty if no platform named it.
        given: What the student called each of ``names``; empty for a folder, of which all is the
            student's.
    """

    id: str
    student: str
    root: Path
    names: tuple[str, ...] | None = None
    complaint: str = ""
    people: tuple[Person, ...] = ()
    submitted_at: datetime | None = None
    wall_clock: datetime | None = None
    late: bool = False
    platform: str = ""
    given: tuple[str, ...] = ()

    @property
    def source(self) -> str:
        """Where it came from, as far as staff and platform named it: nothing that lies within it.

        A link itself is named, never what it points to.
        """
        link = self.root.is_symlink()
        place = self.root.parent.resolve() / self.root.name if link else self.root.resolve()
        shown = str(place).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        return f"{shown}/{printable(self.names[0], LONGEST_NAME)}" if self.names else shown


@dataclass(frozen=True)
class Aside:
    """A file among hand-ins that is none: somebody may miss it, so it is told.

    Attributes:
        name: What it is called.
        reason: Why it is no hand-in.
    """

    name: str
    reason: str

    def __str__(self) -> str:
        """Return both as a line."""
        return f"{printable(self.name)}: {self.reason}"


@dataclass(frozen=True)
class Submission:
    """A notebook that can be graded, as a value: engines never see the path it came from.

    Attributes:
        id: The hand-in's id.
        student: Who handed it in.
        source: Where it came from, for people.
        content: SHA-256 of what was handed in: the notebook's bytes, and the extra files' if any.
        label: The notebook's file name.
        notebook: The notebook's bytes as handed in.
        files: Records that came with it, by name: never code that would shadow a real module.
        aside: What was left aside of what came with it, a line each.
        people: Who handed it in where an export names them.
        submitted_at: When it was handed in, in UTC, where an export says so.
        wall_clock: When by the platform's clock, without a zone, where an export says just that.
        late: Whether the platform marked it as late.
    """

    id: str
    student: str
    source: str
    content: str
    label: str
    notebook: bytes
    files: Mapping[str, bytes] = field(default_factory=dict)
    aside: tuple[str, ...] = ()
    people: tuple[Person, ...] = ()
    submitted_at: datetime | None = None
    wall_clock: datetime | None = None
    late: bool = False

    @cached_property
    def document(self) -> Any:
        """The notebook parsed, in format 4 and without outputs."""
        return notebooks.parse(self.notebook, self.label)


def slug(name: str) -> str:
    """Return a file name for ``name``; what the slug loses is kept in a short hash."""
    stem = re.sub(r"\.(ipynb|zip)$", "", name, flags=re.IGNORECASE)
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode("ascii")
    short = re.sub(r"[^A-Za-z0-9._-]+", "-", plain).strip(".-_")[:64]
    if short == stem:
        return short
    digest = _digest(stem)[:6]
    return f"{short}-{digest}" if short else f"submission-{digest}"


def elsewhere(handin: Handin) -> str:
    """Return an id that holds the place as well, for a name that is taken."""
    return f"{handin.id}-{_digest(f'{handin.root.resolve()}{_LINE}{handin.names}')[:8]}"


def another(handin: Handin, content: str) -> str:
    """Return an id for other work under a name that is taken by earlier work.

    Where a platform named the hand-in, it holds the platform's name and the content, so that a
    download and the same download unzipped agree; a plain hand-in is told apart by its place.
    """
    if not handin.platform:
        return elsewhere(handin)
    entry = handin.source.rpartition("/")[2]
    return f"{handin.id}-{_digest(f'{entry}{_LINE}{content}')[:8]}"


def handin_of(
    name: str,
    root: Path,
    names: tuple[str, ...] | None = None,
    complaint: str = "",
    student: str | None = None,
) -> Handin:
    """Return the hand-in of a file or folder that no platform named: its own name says whose."""
    shown = _student(name) if student is None else student
    return Handin(slug(name), printable(shown, LONGEST_NAME), root, names, complaint)


def _student(name: str) -> str:
    """Return what a file is called without its ending, and without what was added to that."""
    path = Path(name)
    stem = path.stem if path.suffix.casefold() in HANDED_IN else bare(name)
    return stem if stem != name else path.stem


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()
