"""Who is who: typed keys, and when two of them may be the same person.

A person is known by keys, and only like is compared with like:

========== ======= ==============================================================================
kind       weight  what it is
========== ======= ==============================================================================
a platform strong  the platform's own number for a person, such as Canvas's ID; one of each
sis        strong  the institution's number: SIS User ID, SID, OrgDefinedId, ID number; one
login at   strong  the name that a person logs in with at one platform, compared there only; one
email      strong  a whole e-mail address; a person may have several
identifier strong  staff's own word in GitHub Classroom that is no number, compared there only; one
handle     weak    a login from elsewhere, or the local part of an e-mail address
name       weak    the full name, in any order
========== ======= ==============================================================================

- Moodle's number is that of a participant of one homework: a list with the numbers of another
  homework, and hand-ins of another homework, are compared without it.
- Strong keys join, unless others contradict: two different numbers of one kind are two people.
- An address is an address, also where a list has it for the number.
- Different e-mail addresses are no contradiction of a number that is the same, since people have
  several; they are one of a weak key.
- A weak key joins only if it is unique on both sides, nothing contradicts it, and the names share
  a word, as far as both are told in one script. It joins nobody to anybody over a third.
- **Names** are the same if they are the same once case, control and formatting characters, accents,
  separators and the Unicode form (NFKD) are left out: ``Ada Lovelace`` is ``LOVELACE, ada`` and
  ``lovelaceada``. Where no class list tells who there is, accents count.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import NamedTuple

from chainrule_grader.people import Person

SIS, EMAIL = "sis", "email"
IDENTIFIER = "identifier at github"
HANDLE, NAME = "handle", "name"

OF_ONE_HOMEWORK = "moodle"
"""The platform whose number of a person is another in each homework (participant number)."""

_SEPARATORS = re.compile(r"[^\w@]|_")
_SEVERAL = frozenset({EMAIL})  # kinds of which a person may have more than one
_LATIN = re.compile(r"[a-z]")

Key = tuple[str, str]
"""Kind and value, in comparable form."""


@lru_cache(maxsize=1 << 18)
def comparable(text: str) -> str:
    """Return letters, digits and ``@`` alone, without case or accents."""
    if text.isascii():
        return _SEPARATORS.sub("", text.casefold())
    plain = unicodedata.normalize("NFKD", text).casefold()
    return _SEPARATORS.sub("", "".join(c for c in plain if not unicodedata.combining(c)))


@lru_cache(maxsize=1 << 18)
def same_name(name: str) -> str:
    """Return a name by which hand-ins are one person's where no class list tells: accents count."""
    if name.isascii() and name.isprintable():
        return " ".join(name.casefold().split())
    folded = unicodedata.normalize("NFKC", name).casefold()
    shown = (
        "" if unicodedata.category(c) in ("Cf", "Cc") and not c.isspace() else c for c in folded
    )
    return " ".join("".join(shown).replace("�", "").split())


def plain(value: str) -> str:
    """Return an id, a login or an address as it is compared: without case, and ``#`` in front."""
    if value.isascii():
        return value.strip().removeprefix("#").casefold()
    return unicodedata.normalize("NFKC", value).strip().removeprefix("#").casefold()


class Told(NamedTuple):
    """What one place tells of somebody; ``text`` is a file's name, which may be anything."""

    name: str = ""
    email: str = ""
    sis: str = ""
    user: str = ""
    login: str = ""
    platform: str = ""
    text: str = ""

    @property
    def of_staff(self) -> bool:
        """Whether the number is what staff made up to identify students, such as a login."""
        return self.platform == "github" and not plain(self.sis).isdigit()

    @property
    def handles(self) -> set[str]:
        """Logins and local parts."""
        address, login = plain(self.email), plain(self.login)
        own = {plain(self.sis)} if self.of_staff and "@" not in self.sis else set()
        return {address.partition("@")[0], login, login.partition("@")[0], *own} - {""}


@dataclass(frozen=True)
class Keys:
    """What somebody is known by.

    Attributes:
        strong: Values of each strong kind.
        told: What was told, from which the weak keys follow.
    """

    strong: Mapping[str, frozenset[str]] = field(default_factory=dict)
    told: tuple[Told, ...] = ()

    @cached_property
    def weak(self) -> frozenset[Key]:
        """Handles and names."""
        return frozenset(
            pair
            for told in self.told
            for pair in (
                *((HANDLE, handle) for handle in told.handles),
                *((NAME, form) for form in name_forms(told.name)),
            )
        )

    @cached_property
    def said(self) -> frozenset[str]:
        """All of it as somebody may write it without saying which kind it is."""
        found = {value for _, value in self.weak}
        for told in self.told:
            found |= {plain(text) for text in (told.sis, told.email, told.login, told.text)}
            found.add(comparable(told.text))
            if told.user and told.platform:
                found.add(f"{told.platform}:{plain(told.user)}")
        return frozenset(found - {""})

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words of the name, in comparable form; none of what stands for one not told."""
        names = (told.name for told in self.told if told.name not in told[1:])
        return next(filter(None, map(words_of, names)), ())

    @property
    def pairs(self) -> list[Key]:
        """The strong keys one by one."""
        return [(kind, value) for kind, values in self.strong.items() for value in values]

    def contradicts(self, other: Keys, *, weakly: bool = False) -> bool:
        """Return whether both cannot be one person; ``weakly``, where only a weak key joins."""
        for kind, values in self.strong.items():
            others = other.strong.get(kind)
            if not others or values & others:
                continue
            if kind not in _SEVERAL or weakly:
                return True
        return weakly and self._other_name(other)

    def _other_name(self, other: Keys) -> bool:
        """Return whether the names, in one script, share no word and no initial."""
        mine, theirs = "".join(self.words), "".join(other.words)
        if not mine or not theirs or bool(_LATIN.search(mine)) != bool(_LATIN.search(theirs)):
            return False
        return not (
            any(len(word) > 1 and word in theirs for word in self.words)
            or any(len(word) > 1 and word in mine for word in other.words)
            or any(len(word) == 1 and _begins(word, other.words) for word in self.words)
            or any(len(word) == 1 and _begins(word, self.words) for word in other.words)
        )

    @cached_property
    def lasting(self) -> Keys:
        """What the person is known by in every homework."""
        if OF_ONE_HOMEWORK not in self.strong:
            return self
        return keys(
            *(t._replace(user="") if t.platform == OF_ONE_HOMEWORK else t for t in self.told)
        )

    def joined(self, other: Keys) -> Keys:
        """Return the keys of both, who are one person."""
        strong = dict(self.strong)
        for kind, values in other.strong.items():
            strong[kind] = strong.get(kind, frozenset()) | values
        return Keys(strong, tuple(dict.fromkeys((*self.told, *other.told))))


def keys(*told: Told) -> Keys:
    """Return the keys of what is told of one person."""
    found = Keys()
    for one in told:
        strong: dict[str, frozenset[str]] = {}
        if one.user and one.platform:
            strong[one.platform] = frozenset({plain(one.user)})
        if one.sis and "@" not in one.sis:
            strong[IDENTIFIER if one.of_staff else SIS] = frozenset({plain(one.sis)})
        if addresses := [plain(text) for text in (one.email, one.sis) if "@" in text]:
            strong[EMAIL] = frozenset(addresses)
        if one.login and one.platform:
            strong[f"login at {one.platform}"] = frozenset({plain(one.login)})
        here = Keys(strong, (one,))
        found = found.joined(here) if found.told else here
    return found


def keys_of(person: Person) -> Keys:
    """Return the keys of somebody whom a platform names."""
    told = (person.name, person.email, person.id, person.user, person.login, person.platform)
    return keys(Told(*told))


def keys_of_text(text: str) -> Keys:
    """Return the keys of a file's name, which may be anything."""
    return keys(Told(text=text))


def name_forms(name: str) -> set[str]:
    """Return a name in comparable form, with the last word first and the first word last."""
    words = name.replace(",", " ").split()
    turned = [" ".join((*words[-1:], *words[:-1])), " ".join((*words[1:], *words[:1]))]
    return {form for text in (name, *turned) if (form := comparable(text))}


def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a name in comparable form, in order."""
    return tuple(word for text in re.split(r"[\s,._]+", name) if (word := comparable(text)))


def unique(pairs: Iterable[tuple[Key | str, int]]) -> dict[Key | str, int]:
    """Return the owner of each key that has exactly one."""
    found: dict[Key | str, int] = {}
    of_several = set()
    for key, owner in pairs:
        if found.setdefault(key, owner) != owner:
            of_several.add(key)
    return {key: owner for key, owner in found.items() if key not in of_several}


def _begins(letter: str, words: Iterable[str]) -> bool:
    return any(word.startswith(letter) for word in words)
