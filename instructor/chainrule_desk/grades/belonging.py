"""Whose a grade store is, and which store a homework has: the door through which stores are opened.

**A store belongs to one homework of one course**, and says so itself (the table ``ownership``), so
that a file which was copied, or a database which two courses share, is nobody else's.

**A homework knows its store.** ``grades/<homework>/store.toml`` has the store's id and place. Where
the store is then missing, empty or another one, its marks are somewhere else or lost, and that is
said: it never counts as a homework without marks. Without this file (a new homework, a colleague's
checkout, a folder that version 0.1 wrote) the store that is there becomes the homework's; to delete
the whole folder is to begin anew.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import make_url

from chainrule_desk import course
from chainrule_desk.errors import DeskError
from chainrule_desk.grades import store
from chainrule_desk.grades.schema import Owner
from chainrule_desk.grades.store import Store
from chainrule_desk.project import Project
from chainrule_grader.results import write_atomically

FILE_NAME = "store.toml"
_TEXT = """\
# The store that holds the marks of this homework. Delete this file only to begin another one.
id = "{id}"
place = "{place}"
"""


@dataclass(frozen=True)
class Known:
    """The store that a homework has had so far.

    Attributes:
        id: The store's id.
        place: Where it was when it was last opened, for people; without password.
    """

    id: str
    place: str


def open_store(
    project: Project, homework: str, url: str | None = None, *, begin: bool = True
) -> Store:
    """Open the store of a homework.

    Args:
        project: The project.
        homework: The homework's id.
        url: A PostgreSQL database; by default the file in the homework's folder.
        begin: Whether to make the store if the homework is new.

    Raises:
        NothingYetError: If there is nothing to open.
        DeskError: If the store is missing, empty, damaged or another's; nothing is changed then.
    """
    folder = project.grades(homework)
    place = store.place(folder, url)
    admission = _Admission(project, homework, place, _known(folder / FILE_NAME), begin=begin)
    if isinstance(place, Path) and not place.exists():
        admission.refuse_loss()  # before SQLite makes the file
    opened = Store.open(place, homework, admission.admit)
    admission.note(folder / FILE_NAME)
    return opened


def open_known(project: Project, homework: str, url: str | None = None) -> Store | None:
    """Open the store that a homework has, wherever that is; ``None`` if it has none so far.

    Raises:
        DeskError: As for :func:`open_store`.
    """
    folder = project.grades(homework)
    known = _known(folder / FILE_NAME)
    in_file = known.place == store.FILE_NAME if known else (folder / store.FILE_NAME).exists()
    if not (known or in_file or url):
        return None
    try:
        return open_store(project, homework, None if in_file else url, begin=False)
    except NothingYetError:
        return None


class NothingYetError(DeskError):
    """A homework has no store so far."""


class _Admission:
    """Decide whether a store is the homework's."""

    def __init__(
        self,
        project: Project,
        homework: str,
        place: Path | str,
        known: Known | None,
        *,
        begin: bool,
    ) -> None:
        self._begin = begin
        self._project, self._homework, self._known = project, homework, known
        self._shown = place.name if isinstance(place, Path) else _shown(place)
        self._file = project.grades(homework) / store.FILE_NAME
        self._file_was_there = self._file.exists()
        self._in_file = isinstance(place, Path)
        self._name = project.relative(place) if isinstance(place, Path) else self._shown
        self._marker = project.relative(project.grades(homework) / FILE_NAME)
        self._owner: Owner | None = None

    def admit(self, found: Owner | None) -> Owner:
        """Return whose the store is from now on.

        Raises:
            DeskError: If it is not the homework's.
        """
        if found is None:
            self.refuse_loss()
        else:
            self._refuse_another(found)
        own = self._course(found.course if found else "")
        known = self._known.id if self._known else ""
        self._owner = Owner((found and found.store) or known or store.new_id(), own, self._homework)
        return self._owner

    def note(self, marker: Path) -> None:
        """Note in the homework's folder which store it has."""
        now = Known(self._owner.store, self._shown) if self._owner else None
        if now and now != self._known:
            write_atomically(marker, _TEXT.format(id=now.id, place=now.place))

    def refuse_loss(self) -> None:
        """Raise if a store that is empty, or not there, was there once."""
        if self._known and self._known.place != self._shown:
            raise DeskError(
                f"{self._name} has no marks of {self._homework}, which lie in {self._known.place}: "
                f"{_how(self._known.place)}. To begin another store without them, delete "
                f"{self._marker} (marks.csv is read again)."
            )
        if self._known or (self._in_file and self._file_was_there):
            what = "empty" if self._file_was_there or not self._in_file else "missing"
            also = f" and {self._marker}" if self._known else ""
            raise DeskError(
                f"{self._name} is {what}, and the marks and the history of {self._homework} were "
                "in it: put it back from a copy. To begin anew from results/ and marks.csv, "
                f"without what only the store had, delete it{also}."
            )
        if self._file_was_there:
            raise DeskError(
                f"{self._name} has no marks of {self._homework}, which lie in "
                f"{self._project.relative(self._file)}: leave out --store and "
                "CHAINRULE_STORE, or move that file away to begin another store without them."
            )
        if not self._begin:
            raise NothingYetError(f"{self._homework} has no grade store yet.")

    def _refuse_another(self, found: Owner) -> None:
        """Raise if a store is of another homework, or not the one that the homework has had."""
        if found.homework not in ("", self._homework):
            raise DeskError(
                f"{self._name} is the store of {found.homework}, not of {self._homework}: put the "
                "right one in its place."
            )
        if self._known and found.store not in ("", self._known.id):
            self._course(found.course)  # of another course: that says more
            raise DeskError(
                f"{self._name} is another store (id {found.store}) than {self._homework} has had "
                f"so far ({self._known.id}, in {self._known.place}): put that one back from a copy "
                f"or, if this is the right one, delete {self._marker}."
            )

    def _course(self, found: str) -> str:
        """Return the course's id, made if nobody has told one.

        Raises:
            DeskError: If the store belongs to another course.
        """
        path = self._project.course
        own = course.read(path)
        shown = self._project.relative(path)
        if not found:
            return own or course.make(path, store.new_id())
        if own is None:
            raise DeskError(
                f"{self._name} belongs to the course {found}, and this course has no id yet: if it "
                f'is this one, write `id = "{found}"` into {shown}; if it is another course, name '
                "a database of this course's own with --store or CHAINRULE_STORE."
            )
        if own != found:
            raise DeskError(
                f"{self._name} belongs to the course {found}, and this is the course {own} "
                f"({shown}): name a database of this course's own with --store or "
                "CHAINRULE_STORE, or put this course's file back from a copy."
            )
        return own


def _known(marker: Path) -> Known | None:
    try:
        told = tomllib.loads(marker.read_text(encoding="utf-8"))
        return Known(str(told["id"]), str(told["place"]))
    except FileNotFoundError:
        return None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError) as error:
        raise DeskError(
            f"{marker} is damaged: put it back from a copy or, if the store is the right one, "
            "delete it."
        ) from error


def _shown(url: str) -> str:
    """Return where a database is, without user and password."""
    address = make_url(url)
    port = f":{address.port}" if address.port else ""
    return f"postgresql://{address.host or ''}{port}/{address.database or ''}"


def _how(place: str) -> str:
    """Return how to come to a store."""
    if place.startswith("postgresql"):
        return "name that database with --store or CHAINRULE_STORE"
    return "leave out --store and CHAINRULE_STORE"
