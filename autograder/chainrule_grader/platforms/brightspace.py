"""Brightspace (D2L): *Download* of chosen submissions of an assignment, a zip.

Each submission is a folder ``<user>-<number> - <name> - <date>``, or each file is called so with
`` - <file>`` behind it; ``index.html`` at the top lists them and is nobody's. A submission made
again is a folder more, with its own date. The user is Brightspace's number for the student, not
the OrgDefinedId. The date is written as the organisation's language writes it, without the colon
that file names cannot have, by the organisation's clock and without a zone: ``Nov 20, 2026 1155
PM``. A month in a language that is not read here leaves the time open; it is never guessed.

Source: D2L, *Evaluate assignments using the Assignments tool*
(community.d2l.com/brightspace/kb/articles/3529); public graders that read these names, such as
codePost's integration with Brightspace, bscli (PyPI) and the test of a zip of ``Programming Exam
1/39786-640693 - Aiden Rodriguez - Oct 10, 2025 1022 AM/Main.java`` beside ``index.html`` in
ChristopherQueenConsulting's ``cqc_cpcc`` (``zip_grading_utils``). Feedback goes back in a zip
whose folders and files keep the names that they came with.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from chainrule_grader.people import Person
from chainrule_grader.platforms.entry import Entry, Platform, told

NAME: Final = "brightspace"

_MONTHS: Final = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)
_ENGLISH: Final = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
    *("october", "november", "december"),
)
_NAMED: Final = re.compile(
    r"(?P<user>[0-9]+)-(?P<number>[0-9]+) - (?P<name>[^/]+?) - (?P<date>"
    r"(?:(?P<month>[^\W\d_]+)\.? (?P<day>[0-9]{1,2}),? (?P<year>[0-9]{4})"
    r"|(?P<day2>[0-9]{1,2})\.? (?P<month2>[^\W\d_]+)\.?,? (?P<year2>[0-9]{4})"
    r"|(?P<year3>[0-9]{4})-(?P<month3>[0-9]{2})-(?P<day3>[0-9]{2})),?"
    r" (?P<hour>[0-9]{1,2})[:.]?(?P<minute>[0-9]{2})(?: ?(?P<half>[AaPp])\.?[Mm]\.?)?)"
    r"(?: - (?P<file>[^/]+))?"
)


def _read(name: str, _place: str) -> Entry | None:
    found = _NAMED.fullmatch(name)
    if found is None:
        return None
    shown, user = told(found["name"]), found["user"]
    given = found["file"] or ""
    whole = f"{user}-{found['number']} - {found['name']} - {found['date']}"
    return Entry(
        key=f"{found['name']} {user} {found['date']}",
        student=shown,
        people=(Person(shown, user=user, platform=NAME),),
        wall_clock=_time(found),
        given=given,
        feedback=f"{whole} - " if given else f"{whole}/",
    )


def _time(found: re.Match[str]) -> datetime | None:
    month = found["month3"] or _month(found["month"] or found["month2"])
    year = found["year"] or found["year2"] or found["year3"]
    day = found["day"] or found["day2"] or found["day3"]
    hour, half = int(found["hour"]), (found["half"] or "").casefold()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return datetime(int(year), int(month), int(day), hour, int(found["minute"]))
    except ValueError:
        return None


def _month(word: str) -> int:
    """Return the number of an English month, whole or in three or four letters; 0 for another."""
    short = word.casefold()
    known = short[:3] in _MONTHS and (len(short) == 3 or short == "sept" or short in _ENGLISH)
    return _MONTHS.index(short[:3]) + 1 if known else 0


BRIGHTSPACE: Final = Platform(NAME, "Brightspace", _read, folders=True)
