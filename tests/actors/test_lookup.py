"""Whom a name may mean on a day in a country."""

from datetime import date

import pytest

from crossclaim.actors import Actor, ActorIndex, load_index, look_up
from crossclaim.geo.lexicon import load_lexicon
from crossclaim.model import ActorKind


@pytest.fixture(scope="module")
def index() -> ActorIndex:
    own = Actor("own-nrf", "Northern Relief Front", ActorKind.REBEL_GROUP, "MN", ("NRF",), (2020, None), own=True)
    return load_index(demonyms=load_lexicon().demonym, own=[own])


@pytest.mark.parametrize(
    ("name", "day", "country", "first", "reason"),
    [
        ("NRF", None, None, "own-nrf", "a list of the user's own wins"),
        ("National Resistance Front", None, None, "nrf", "a whole name"),
        ("army", "2015-01-01", "SY", "gov-sy", "a role, in the country on the day"),
        ("government", "2022-01-01", "AF", "taliban", "a role that changed hands"),
        ("Hemedti", "2020-01-01", None, "rsf", "a person, by the post of the day"),
        ("Hemedti", "2008-01-01", None, "janjaweed", "the same person before"),
        ("Boko Harram", None, None, "boko-haram", "another spelling"),
        ("Caucasus", None, None, "caucasus-emirate", "a part of a name"),
    ],
)
def test_the_likeliest_bearer_comes_first(
    name: str, day: str | None, country: str | None, first: str, reason: str, index: ActorIndex
) -> None:
    when = date.fromisoformat(day) if day else None
    found = look_up(name, index, day=when, country=country, name_of=lambda code: code)
    assert found[0].id == first, reason


def test_each_bearer_has_its_reasons(index: ActorIndex) -> None:
    found = look_up("NRF", index, day=date(2007, 5, 1), country="SD", name_of={"SD": "Sudan", "MN": "Mongolia"}.get)
    assert [(reading.id, reading.evidence) for reading in found[:2]] == [
        (
            "own-nrf",
            (
                "this is one of its names",
                "in a list of your own",
                "there was no such party in 2007 (from 2020)",
                "of Mongolia",
            ),
        ),
        ("nrf-sd", ("this is one of its names", "there was such a party in 2007 (2006 to 2007)", "of Sudan")),
    ]


def test_nobody_is_called_so(index: ActorIndex) -> None:
    assert look_up("Xyzzy Quux", index, day=None, country=None, name_of=lambda code: code) == []
