"""Downloads of learning platforms: one grammar of names for each, and the one list of them.

The trust boundary of names. A platform writes the first part of an entry's name, or a list beside
the entries; from there it is the student's: the end of the file name, and all that lies in a
folder or zip. So each grammar is anchored at the platform's part, reads names from the left, and
is asked for entries at the top of a download and for nothing below.

A student may still choose a file name so that the whole also fits another platform's grammar, to
be read as somebody else. What decides is the rest of the download: of the platforms that can have
written an entry's name, it was the one that the most other names fit and no other's grammar. Where
nothing else decides, nobody is named: the entry is plain, and a person settles whose it is. Names
are decided one by one all the same, since staff put late notebooks beside a download: what no
platform named is plain there, and the others keep their names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final

from chainrule_grader.listing import Listing
from chainrule_grader.platforms.blackboard import BLACKBOARD
from chainrule_grader.platforms.brightspace import BRIGHTSPACE
from chainrule_grader.platforms.canvas import CANVAS
from chainrule_grader.platforms.entry import Entries, Entry, Platform
from chainrule_grader.platforms.github_classroom import GITHUB_CLASSROOM
from chainrule_grader.platforms.gradescope import GRADESCOPE
from chainrule_grader.platforms.moodle import MOODLE
from chainrule_grader.platforms.own_export import OWN_EXPORT
from chainrule_grader.platforms.plain import PLAIN

__all__ = [
    "OWN_EXPORT",
    "PLAIN",
    "PLATFORMS",
    "Entries",
    "Entry",
    "Platform",
    "feedback_name",
    "readings",
    "recognise",
]

PLATFORMS: Final = (
    OWN_EXPORT,  # first: its numbers look like Canvas's
    CANVAS,
    MOODLE,
    BRIGHTSPACE,
    BLACKBOARD,
    GRADESCOPE,
    GITHUB_CLASSROOM,
    PLAIN,  # last: it reads what is left
)
_WHO: Final = tuple(p for p in PLATFORMS if p not in (OWN_EXPORT, PLAIN))


def readings(name: str, place: str = "") -> dict[str, Entry]:
    """Return what each platform that can have written a name reads in it, by platform."""
    if OWN_EXPORT.read(name, place):
        return {}
    found = ((platform.name, platform.read(name, place)) for platform in _WHO)
    return {platform: entry for platform, entry in found if entry is not None}


def recognise(listing: Listing) -> Mapping[str, Entries]:
    """Return the entries that platforms named, by platform and name; the others are plain.

    Raises:
        RefusedError: If a platform's own list cannot be read, or there are two.
    """
    read = {name: readings(name, listing.place) for name in listing.folders}
    alone = Counter(next(iter(found)) for found in read.values() if len(found) == 1)
    named: dict[str, dict[str, Entry]] = {platform.name: {} for platform in _WHO}
    for name, found in read.items():
        if platform := _decided(found, alone):
            named[platform][name] = found[platform]
    completed = {p.name: p.complete(named[p.name], listing) for p in _WHO}
    return {platform: entries for platform, entries in completed.items() if entries}


def feedback_name(name: str, place: str = "") -> str | None:
    """Return how the name of the feedback begins that a platform takes back for an entry.

    It is empty for a platform that takes none in a zip, and for the homework's own zip; ``None``
    for a name that no platform wrote.
    """
    found = readings(name, place)
    if len(found) == 1:
        return next(iter(found.values())).feedback
    return "" if found or OWN_EXPORT.read(name, place) else None


def _decided(found: Mapping[str, Entry], alone: Counter[str]) -> str:
    """Return the platform that wrote a name; empty if nothing decides."""
    if len(found) < 2:
        return next(iter(found), "")
    best, second, *_ = sorted(found, key=lambda platform: -alone[platform])
    return best if alone[best] > alone[second] else ""
