"""Canvas: *Download Submissions* of an assignment, a zip of files.

Each file is ``<name>_[LATE_]<user>_<attachment>_<file>``: the student's sortable name in small
letters without anything but letters and digits (``Lovelace, Ada`` is ``lovelaceada``; underscores
of a name stay), Canvas's number for the student and for the file, and the file's name, which is
the student's. A text or address typed into Canvas is ``<name>_[LATE_]<user>_text.html`` or
``_link.html``. Where graders are not to know who is who, the name and number are ``anon_<code>``.
A group's files stand under the group's name with the number of one of its members.

Source: instructure/canvas-lms, ``lib/content_zipper.rb`` (``get_filename``,
``sanitize_user_name``, ``add_upload_submission``, ``add_text_or_url``, ``make_unique_filename``
for ``-1``). Canvas keeps ``_<digits>_`` out of names, since it reads the two numbers from the left
itself when feedback is uploaded (``infer_comment_context_from_filename`` in
``app/models/abstract_assignment.rb``); so does this grammar. There is no time in the name, and
``LATE`` says not how late.
"""

from __future__ import annotations

import re
from typing import Final

from chainrule_grader.people import Person
from chainrule_grader.platforms.entry import Entry, Platform, told

NAME: Final = "canvas"

# Blackboard calls its whole download gradebook_<course>_<column>_<date>.zip.
_NO_DOWNLOAD: Final = r"(?!gradebook_.*_[0-9]{4}(?:-[0-9]{2}){5}\.zip$)"
# No blanks and hardly any punctuation: Canvas keeps letters, marks, digits and underscores only.
# Apostrophes and hyphens are read as well, for people who repair names by hand.
_NAME: Final = r"(?P<name>[^\s/\\!-&(-,./:-@\[-^{-~]+?)"
_WHO: Final = _NO_DOWNLOAD + _NAME + r"_(?P<late>LATE_)?(?P<user>[0-9]+)"
_NAMED: Final = re.compile(_WHO + r"_(?P<attachment>[0-9]+)_(?P<file>[^/]+)")
_TYPED: Final = re.compile(_WHO + r"_(?P<file>(?:text|link)\.html)")
_HIDDEN: Final = re.compile(
    r"(?P<late>LATE_)?(?P<name>anon_[A-Za-z0-9]+)_"
    r"(?:(?P<attachment>[0-9]+)_(?P<file>[^/]+)|(?P<typed>(?:text|link)\.html))"
)


def _read(name: str, _place: str) -> Entry | None:
    if hidden := _HIDDEN.fullmatch(name):
        return _entry(hidden, "", hidden["file"] or hidden["typed"])
    # A student may call a file like a typed text of somebody else's: then two numbers stand before.
    found = _NAMED.fullmatch(name) or _TYPED.fullmatch(name)
    if found is None or found["name"] != found["name"].lower():
        return None
    return _entry(found, found["user"], found["file"])


def _entry(found: re.Match[str], user: str, file: str) -> Entry:
    name = told(found["name"])
    late = found["late"] or ""
    who = f"{found['name']}_{late}{user}" if user else f"{late}{found['name']}"
    attachment = found.groupdict().get("attachment")
    return Entry(
        key=f"{found['name']} {user}" if user else found["name"],
        student=name,
        people=(Person(name, user=user, platform=NAME),) if user else (),
        late=bool(late),
        given=file,
        feedback=f"{who}_{attachment}_" if attachment else "",
    )


CANVAS: Final = Platform(NAME, "Canvas", _read)
