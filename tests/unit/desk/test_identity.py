"""Typed keys: like is compared with like, strong keys join, contradictions forbid."""

from __future__ import annotations

import pytest

from chainrule_desk.grades import identity
from chainrule_desk.grades.identity import Keys, Told, comparable, same_name


def keys(*told: str, **by_kind: str) -> Keys:
    """Return the keys of what is told."""
    return identity.keys(Told(*told, **by_kind))


ADA = keys("Ada Lovelace", "ada@example.edu", "101", "501", "ada", "canvas")


@pytest.mark.parametrize(
    "other",
    [
        keys(sis="102"),
        keys(user="502", platform="canvas"),
        keys(login="emmy", platform="canvas"),
        keys("Ada Lovelace", "ada@example.edu", "102"),
    ],
)
def test_two_numbers_of_one_kind_are_two_people(other: Keys) -> None:
    """Whatever else is the same, a person has one number of each kind."""
    assert ADA.contradicts(other)
    assert other.contradicts(ADA)


@pytest.mark.parametrize(
    "other",
    [
        keys(user="502", platform="moodle"),
        keys(login="emmy", platform="blackboard"),
        keys(sis="0101".lstrip("0")),
        keys("Ada Lovelace", "else@example.org", "101"),
        keys(),
    ],
)
def test_unlike_kinds_do_not_contradict(other: Keys) -> None:
    """A number of another platform says nothing; a person may have several addresses."""
    assert not ADA.contradicts(other)


@pytest.mark.parametrize(
    "listed",
    [
        keys("Ada Lovelace", sis="ada@example.edu"),
        keys("Ada Lovelace", sis="ada", platform="github"),
        keys(sis="ada@example.edu", platform="github"),
    ],
)
def test_what_staff_wrote_for_a_number_contradicts_no_number(listed: Keys) -> None:
    """Lists made by hand have addresses and logins where others have numbers."""
    assert not listed.contradicts(ADA, weakly=True)
    assert set(listed.pairs) & set(ADA.pairs) or listed.weak & ADA.weak


def test_staff_s_word_in_github_classroom_is_one_person_s_there() -> None:
    """It joins and forbids among what comes from there, and is a login for all others."""
    ada, grace = (keys(sis=word, platform="github") for word in ("ada", "grace"))
    assert ada.contradicts(grace)
    assert ada.pairs == keys(sis="ADA", platform="github").pairs
    assert ("sis", "101") in keys(sis="101", platform="github").pairs


def test_other_address_forbids_a_weak_join() -> None:
    """Where only a name or a login would join, another address is another person."""
    assert ADA.contradicts(keys("Ada Lovelace", "ada@elsewhere.org"), weakly=True)
    assert not ADA.contradicts(keys("Ada Lovelace"), weakly=True)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Lovelace, Ada", False),
        ("lovelaceada", False),
        ("A. Lovelace", False),
        ("Ada King", False),
        ("艾达", False),
        ("Grace Hopper", True),
        ("hoppergrace", True),
    ],
)
def test_other_name_forbids_a_weak_join(name: str, other: bool) -> None:
    """Names of one script that share no word and no initial are two people's."""
    assert ADA.contradicts(keys(name), weakly=True) is other


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("José", "JOSE\u0301"),
        ("Ada\u200b Lovelace", "ada lovelace"),
        ("Ada\x07", "ADA"),
        ("Ａｄａ", "Ada"),
        ("Ada  Lovelace ", "Ada\tLovelace"),
        ("Strauß", "STRAUSS"),
    ],
)
def test_same_name_whatever_the_form(one: str, other: str) -> None:
    """Control and formatting characters, case, width and Unicode form make no other name."""
    assert same_name(one) == same_name(other)
    assert comparable(one) == comparable(other)


def test_accents_count_where_nobody_tells_who_there_is() -> None:
    """Without a class list Ana and Aña are two; in a list the one that fits alone is meant."""
    assert same_name("Aña Peña") != same_name("Ana Pena")
    assert comparable("Aña Peña") == comparable("Ana Pena")
