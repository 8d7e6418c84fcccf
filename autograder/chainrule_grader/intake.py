"""From what lies in a folder to submissions: who handed in what.

:func:`find` looks at names, and at the lists that platforms write, and gives one :class:`Handin`
for every row that the results will have. :func:`load` opens one of them and gives a
:class:`Submission`, or raises :class:`RefusedError` with one plain sentence. They are opened one
by one, so a thousand of them need the memory of one.

What is understood stands in one list, :data:`chainrule_grader.platforms.PLATFORMS`. A download may
be a zip, the folder it was unzipped to, or either in one folder more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from chainrule_grader import listing as listings
from chainrule_grader import notebook as notebooks
from chainrule_grader import sniffing
from chainrule_grader.archive import LONGEST_NAME, RefusedError, is_ignored, printable
from chainrule_grader.bundle import Bundle
from chainrule_grader.handins import Aside, Handin, Submission, elsewhere, handin_of, slug
from chainrule_grader.listing import Listing
from chainrule_grader.opening import content, open_handin
from chainrule_grader.platforms import OWN_EXPORT, PLATFORMS, gradescope, readings, recognise
from chainrule_grader.platforms.entry import Entries, Entry

__all__ = ["Aside", "Handin", "Submission", "find", "load", "survey", "unread"]

_FOLDERS: Final = frozenset(platform.name for platform in PLATFORMS if platform.folders)
_INDEX: Final = "index.html"  # a platform's own list of its download, for browsers
_PLATFORMS: Final = "the platform's own list of the download"


def find(paths: Iterable[Path]) -> list[Handin]:
    """Return what the paths hold, one for every row, in a stable order.

    A path that does not exist gives a row that will be refused, and so does a folder that holds
    nothing among others: it is a student's. The only path named is a place to look in, and an
    empty one gives no row. Whatever is named among others was named by the staff; what lies in it
    is a student's, so no name and no list in it is read as a platform's.
    """
    return survey(paths)[0]


def survey(paths: Iterable[Path]) -> tuple[list[Handin], list[Aside]]:
    """Return what :func:`find` does, and each file beside it that is no hand-in."""
    listed = list(paths)
    found = _alone(listed[0]) if len(listed) == 1 else _among(listed)
    handins = [entry for entry in found if isinstance(entry, Handin)]
    return _distinct(handins), [entry for entry in found if isinstance(entry, Aside)]


def load(handin: Handin, bundle: Bundle) -> Submission:
    """Open a hand-in.

    Raises:
        RefusedError: If it is not a submission of the bundle's homework.
    """
    if handin.complaint:
        raise RefusedError(handin.complaint)
    opened = open_handin(handin, bundle)
    data, label = opened.notebook, opened.label
    document = notebooks.parse(data, label)
    notebooks.check_assignment(document, label, bundle.homework, bundle.assignment_name)
    read = replace(unread(handin), content=content(data, opened.files), label=label)
    return replace(read, notebook=data, files=opened.files, aside=opened.aside)


def unread(handin: Handin) -> Submission:
    """Return the submission of a hand-in that could not be opened, for its row."""
    return Submission(
        id=handin.id,
        student=handin.student,
        source=handin.source,
        content="",
        label="",
        notebook=b"",
        people=handin.people,
        submitted_at=handin.submitted_at,
        wall_clock=handin.wall_clock,
        late=handin.late,
    )


# --- one path ------------------------------------------------------------------------------------


_Found = list[Handin | Aside]


def _alone(path: Path) -> _Found:
    try:
        return _in(path) if _is_there(path) else [_missing(path)]
    except (RefusedError, OSError) as error:
        return [_failed(path, error)]


def _in(path: Path) -> _Found:
    is_folder = _is_folder(path)
    if named := _one(path, is_folder=is_folder):
        return [named]
    if is_folder:
        return _in_folder(listings.of_folder(path))
    if _is_zip(path) and (download := _download(path)):
        return download
    return [handin_of(path.name, path)]


def _one(path: Path, *, is_folder: bool) -> Handin | None:
    """Return the hand-in of a path that is itself named by a platform or the homework's export."""
    if OWN_EXPORT.read(path.name, ""):
        return handin_of(path.name, path)
    parent = listings.of_paths(path.parent, {path.name: is_folder})
    found = recognise(parent)
    if is_folder and not set(found) <= _FOLDERS:
        return None
    return next(iter(_named(parent, found)), None)


def _in_folder(listing: Listing) -> _Found:
    """Return the hand-ins at the top of a folder, or of the one download that lies in it."""
    listing, found = _at_the_top(listing)
    only = _only(listing)
    if not found and only and not listing.folders[only] and not OWN_EXPORT.read(only, ""):
        path = listing.root / listing.base / only
        if _is_zip(path) and (download := _download(path)):
            return download
    return _rows(listing, found)


def _download(path: Path) -> _Found:
    """Return the hand-ins of a platform's download; empty if the zip is a student's.

    It is a student's where anything at its top was named by no platform: plain files in a zip name
    nobody.
    """
    try:
        listing = listings.of_zip(path)
    except RefusedError:
        return []  # load() opens it again and says why
    listing, found = _at_the_top(listing)
    return _rows(listing, found) if _is_download(listing, found) else []


def _is_download(listing: Listing, found: Mapping[str, Entries]) -> bool:
    if gradescope.NAME in found:
        return True
    return bool(found) and not any(_plain_names(listing, found))


def _at_the_top(listing: Listing) -> tuple[Listing, Mapping[str, Entries]]:
    """Return where a platform's names are, at the top or in its one folder, with the names.

    Raises:
        RefusedError: If there are two downloads.
    """
    found = recognise(listing)
    _refuse_two_lists(listing, found)
    if not found and (only := _only(listing)) and _may_be_around(listing, only):
        inside = listing.inside(only)
        deeper = recognise(inside)
        if _is_download(inside, deeper):
            return inside, deeper
    return listing, found


def _refuse_two_lists(listing: Listing, found: Mapping[str, Entries]) -> None:
    """Refuse two exports of Gradescope, where one lies in the other or nothing else lies there.

    Elsewhere a folder with a list in it is that of a student, who changes no other's row.
    """
    plain = list(_plain_names(listing, found))
    if gradescope.NAME in found:
        lists = [gradescope.LIST, *(name for name in plain if _is_export(listing, name))]
    else:
        lists = plain if all(_is_export(listing, name) for name in plain) else []
    if len(lists) > 1:
        names = " and ".join(printable(name) for name in lists[:2])
        raise RefusedError(
            f"{printable(listing.place)} holds two exports of Gradescope, {names}: "
            "grade each by itself."
        )


def _only(listing: Listing) -> str:
    """Return the one entry that can be a hand-in or hold some; empty if there are more or none."""
    names = [
        name
        for name, is_folder in listing.folders.items()
        if is_folder or (name.casefold() != _INDEX and not _reason_aside(listing, name))
    ]
    return names[0] if len(names) == 1 else ""


def _may_be_around(listing: Listing, name: str) -> bool:
    """Tell whether a download can lie in it: a folder, and no submission or homework's export."""
    is_entry = gradescope.GRADESCOPE.read(name, "") or OWN_EXPORT.read(name, "")
    return listing.folders[name] and not is_entry


def _is_export(listing: Listing, name: str) -> bool:
    """Tell whether a folder holds an export of Gradescope, as far as names tell."""
    if not _may_be_around(listing, name):
        return False
    try:
        inside = listing.inside(name).folders
    except OSError:
        return False  # its own row says why it cannot be opened
    return gradescope.LIST in inside and any(gradescope.GRADESCOPE.read(n, "") for n in inside)


# --- several paths -------------------------------------------------------------------------------


def _among(paths: list[Path]) -> _Found:
    """Return the hand-ins of paths that the staff named one by one, such as by ``download/*``."""
    parents: dict[Path, list[Path]] = {}
    found: dict[Path, _Found] = {path: [] for path in paths}
    for path in found:
        if _is_there(path):
            parents.setdefault(path.parent, []).append(path)
        else:
            found[path] = [_missing(path)]
    for parent, named in parents.items():
        listing = listings.of_paths(parent, {path.name: _is_folder(path) for path in named})
        try:
            entries = recognise(listing)
        except RefusedError as error:
            found[named[0]] = [_failed(parent, error)]
            continue
        taken = {name for listed in entries.values() for name in listed}
        found[named[0]] += _named(listing, entries)
        rest = [path for path in named if path.name not in taken]
        of_students = _are_of_students([path for path in rest if _is_folder(path)])
        for path in rest:
            if reason := _aside_among(listing, path.name, is_download=bool(entries)):
                found[path].append(Aside(path.name, reason))
            elif not listings.is_system(path.name):
                found[path] += _place(path, of_students=of_students)
    return [entry for listed in found.values() for entry in listed]


def _place(path: Path, *, of_students: bool) -> _Found:
    """Return the hand-ins of a file or folder among others."""
    try:
        if not _is_folder(path):
            return [handin_of(path.name, path)]
        listing = listings.of_folder(path)
        if listing.folders.get(gradescope.LIST) is False:
            raise RefusedError(
                f"{printable(path.name)} holds a {gradescope.LIST}: if it is an export of "
                "Gradescope, grade it by itself."
            )
        rows = _rows(listing, {})
        if not any(isinstance(row, Handin) for row in rows):
            raise RefusedError(f"{printable(path.name)} holds no notebook and no zip.")
        return [handin_of(path.name, path, student=path.name)] if of_students else rows
    except (RefusedError, OSError) as error:
        return [_failed(path, error)]


def _are_of_students(folders: list[Path]) -> bool:
    """Tell whether folders are one student's each, and no places of many: most hold one thing.

    Most and not all: a student who hands in two notebooks must not make the others nameless.
    """
    held = [len(_held(folder)) for folder in folders]
    return 2 * sum(number == 1 for number in held) > len(held)


def _held(folder: Path) -> list[str]:
    try:
        return list(_plain_names(listings.of_folder(folder), {}))
    except OSError:
        return []


def _aside_among(listing: Listing, name: str, *, is_download: bool) -> str:
    """Return why a file that the staff named among others is no hand-in; empty if it is one."""
    if listing.folders[name] or listings.is_system(name):
        return ""
    if is_download and name.casefold() == _INDEX:
        return _PLATFORMS
    return _reason_aside(listing, name)


# --- rows ----------------------------------------------------------------------------------------


def _rows(listing: Listing, found: Mapping[str, Entries]) -> _Found:
    """Return a hand-in for each that a platform named, and for each that none did."""
    plain = [_plain(listing, name) for name in _plain_names(listing, found)]
    return [*plain, *_named(listing, found), *_aside(listing, found)]


def _plain_names(listing: Listing, found: Mapping[str, Entries]) -> Iterator[str]:
    """Yield the names that are hand-ins and that no platform wrote."""
    for name, is_folder in _others(listing, found):
        is_list = bool(found) and name.casefold() == _INDEX
        if is_folder or not (is_list or _reason_aside(listing, name)):
            yield name


def _aside(listing: Listing, found: Mapping[str, Entries]) -> Iterator[Aside]:
    """Yield the files that are no hand-ins, each with the reason."""
    for name, is_folder in _others(listing, found):
        is_list = name == gradescope.LIST or (bool(found) and name.casefold() == _INDEX)
        if not is_folder and (reason := _PLATFORMS if is_list else _reason_aside(listing, name)):
            yield Aside(name, reason)
    yield from (Aside(name, "it is hidden") for name in listing.hidden)


def _others(listing: Listing, found: Mapping[str, Entries]) -> Iterator[tuple[str, bool]]:
    named = {name for entries in found.values() for name in entries}
    for name, is_folder in listing.folders.items():
        if name not in named and not (is_folder and is_ignored(name)):
            yield name, is_folder


def _reason_aside(listing: Listing, name: str) -> str:
    """Return why a file is no hand-in, by its name or else by its content; empty if it is one."""
    is_link = not listing.zipped and (listing.root / listing.base / name).is_symlink()
    if is_link or sniffing.is_named(name) or readings(name, listing.place):
        return ""
    try:
        return sniffing.reason_aside(name, listing.peek(name))
    except (RefusedError, OSError) as error:
        return str(error).removesuffix(".")


def _plain(listing: Listing, name: str) -> Handin:
    is_folder = listing.folders[name]
    student = name if is_folder else None
    if listing.zipped:
        return handin_of(name, listing.root, (listing.base + name,), student=student)
    return handin_of(name, listing.root / listing.base / name, student=student)


def _named(listing: Listing, found: Mapping[str, Entries]) -> list[Handin]:
    """Return the hand-ins that platforms named: many files of one key are one."""
    groups: dict[tuple[str, str], list[tuple[str, Entry]]] = {}
    for platform, entries in found.items():
        for name, entry in entries.items():
            groups.setdefault((platform, entry.key), []).append((name, entry))
    return [_of(listing, platform, group) for (platform, _), group in groups.items()]


def _of(listing: Listing, platform: str, group: list[tuple[str, Entry]]) -> Handin:
    files = [(name, entry) for name, entry in group if not entry.note]
    first = files[0][1] if files else group[0][1]
    complaint = "" if files else f"{printable(group[0][0])} is all there is: no file was handed in."
    return Handin(
        id=slug(first.key),
        student=printable(first.student, LONGEST_NAME),
        root=listing.root,
        names=tuple(listing.base + name for name, _ in files or group),
        complaint=complaint or first.complaint,
        people=first.people,
        submitted_at=first.submitted_at,
        wall_clock=first.wall_clock,
        late=any(entry.late for _, entry in group),
        platform=platform,
        given=tuple(entry.given for _, entry in files or group),
    )


def _distinct(found: list[Handin]) -> list[Handin]:
    """Tell apart those that share an id, on file systems that ignore case as well."""
    groups: dict[str, list[Handin]] = {}
    for handin in found:
        groups.setdefault(handin.id.casefold(), []).append(handin)
    return [
        handin if len(groups[handin.id.casefold()]) == 1 else replace(handin, id=elsewhere(handin))
        for handin in found
    ]


# --- paths ---------------------------------------------------------------------------------------


def _is_there(path: Path) -> bool:
    return path.exists() or path.is_symlink()


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _is_zip(path: Path) -> bool:
    return path.suffix.casefold() == ".zip" and not path.is_symlink()


def _missing(path: Path) -> Handin:
    return handin_of(path.name, path, complaint=f"{printable(str(path))} does not exist.")


def _failed(path: Path, error: Exception) -> Handin:
    if isinstance(error, OSError):
        error = RefusedError(f"{printable(path.name)} cannot be opened ({error.strerror}).")
    return handin_of(path.name, path, complaint=str(error))
