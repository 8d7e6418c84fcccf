"""Gradescope: *Export Submissions* of a programming assignment, a zip.

It holds a folder ``submission_<number>`` for each submission, and ``submission_metadata.yml``
beside them: a mapping from folder to ``:submitters:`` (``:name:``, ``:email:``, ``:sid:``) and
``:created_at:``. The zip has one folder around all of it, ``assignment_<number>_export``.

Only the list beside the folders is read: a file of the name in one of them is the student's. The
list names folders and nothing else, so a key that is a path is refused, and so is a download with
two lists. Feedback goes back by ``results.json``, submission by submission.

Source: Gradescope, *Exporting submissions* (help.gradescope.com), and otter-grader before version
5, ``otter/metadata_parser.py`` (``GradescopeParser``), which reads the same file from the folder's
root.
"""

from __future__ import annotations

import re
from typing import Any, Final

import yaml

from chainrule_grader.archive import MIB, RefusedError, printable
from chainrule_grader.listing import Listing
from chainrule_grader.people import Person
from chainrule_grader.platforms.entry import Entries, Entry, Platform, told, utc

NAME: Final = "gradescope"
LIST: Final = "submission_metadata.yml"
MAX_LIST: Final = 64 * MIB

# With libyaml ten thousand submissions take two seconds, without it fifteen.
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MAX_DEPTH: Final = 50  # the parser calls itself for each level

_FOLDER: Final = re.compile(r"submission_[0-9]+")
_KEY: Final = re.compile(r"[A-Za-z0-9][\w.-]*", re.ASCII)


def _read(name: str, _place: str) -> Entry | None:
    return Entry(key=name, student=name) if _FOLDER.fullmatch(name) else None


def _complete(entries: Entries, listing: Listing) -> Entries:
    """Return what the list at the top tells; without one, the folders are nobody's in particular.

    Raises:
        RefusedError: If the list cannot be read.
    """
    if listing.folders.get(LIST) is not False or not (entries or _is_all(listing)):
        return {}
    return {
        key: _entry(key, facts, is_there=key in listing.folders)
        for key, facts in _listed(listing).items()
    }


def _is_all(listing: Listing) -> bool:
    """Tell whether nothing but the list is there: an export without submissions."""
    return listing.whole and list(listing.folders) == [LIST]


def _listed(listing: Listing) -> dict[str, dict[str, Any]]:
    place = f"{LIST} in {printable(listing.place)}"
    try:
        document = _parsed(listing.read(LIST, MAX_LIST))
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError, ValueError) as error:
        raise RefusedError(f"{place} cannot be read: export again.") from error
    if not isinstance(document, dict):
        raise RefusedError(f"{place} lists no submissions: export again.")
    for key in document:
        if not isinstance(key, str) or not _KEY.fullmatch(key) or ".." in key:
            raise RefusedError(
                f"{place} lists {printable(str(key))}, which is not the name of a submission: "
                "export again."
            )
    return {key: facts if isinstance(facts, dict) else {} for key, facts in document.items()}


def _entry(key: str, facts: dict[str, Any], *, is_there: bool) -> Entry:
    people = _people(facts.get(":submitters"))
    student = ", ".join(filter(None, (person.name or person.email for person in people)))
    return Entry(
        key=f"{student or key} {key}",
        student=student or key,
        people=people,
        submitted_at=utc(facts.get(":created_at")),
        complaint="" if is_there else f"{printable(key)} holds no files.",
    )


def _people(submitters: Any) -> tuple[Person, ...]:
    listed = submitters if isinstance(submitters, list) else []
    rows = [
        [told(entry.get(key)) for key in (":name", ":email", ":sid")]
        for entry in listed
        if isinstance(entry, dict)
    ]
    return tuple(Person(*fields) for fields in rows if any(fields))


def _parsed(text: bytes) -> Any:
    """Return YAML as plain data, without aliases, which let a small file unfold into a huge one."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        depth += isinstance(event, yaml.events.CollectionStartEvent)
        depth -= isinstance(event, yaml.events.CollectionEndEvent)
        if isinstance(event, yaml.events.AliasEvent) or depth > _MAX_DEPTH:
            raise yaml.YAMLError("aliases and deep nesting are not read")
    return yaml.load(text, _LOADER)


GRADESCOPE: Final = Platform(NAME, "Gradescope", _read, _complete)
