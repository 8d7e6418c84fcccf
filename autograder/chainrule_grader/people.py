"""Who handed something in, as a platform's own list or file name tells.

Only what the platform wrote is read: its list at the root of an export, or its part of a file's
name. What a student chose (the rest of the name, and all that lies inside) never names a person.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """Somebody who handed in; what the platform does not tell is empty.

    Attributes:
        name: Full name, as the platform writes it in this place.
        email: Whole e-mail address.
        id: The institution's number for the student (Canvas's SIS User ID, Gradescope's SID,
            Brightspace's OrgDefinedId).
        user: The platform's own number for the student, which no other platform knows.
        login: The name that the student logs in with, at ``platform``.
        platform: Which platform ``user`` and ``login`` belong to, such as ``"canvas"``.
    """

    name: str = ""
    email: str = ""
    id: str = ""
    user: str = ""
    login: str = ""
    platform: str = ""
