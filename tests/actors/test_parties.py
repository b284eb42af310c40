"""Who is meant: roles by country and date, what takes up an earlier name, people, new groups, and names of no party."""

import json
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from crossclaim.actors import (
    ActorIndex,
    ActorMention,
    Setting,
    find_actors,
    load_actors,
    load_index,
    read_actors,
    read_parties,
)
from crossclaim.actors.roles import ROLES, holder_of, role_ids
from crossclaim.geo.lexicon import load_lexicon
from crossclaim.text.sentences import split_sentences

NAMES = {
    "SY": "Syria",
    "AF": "Afghanistan",
    "ML": "Mali",
    "SD": "Sudan",
    "LR": "Liberia",
    "NG": "Nigeria",
    "PS": "Palestine",
}


@pytest.fixture(scope="module")
def index() -> ActorIndex:
    return load_index(demonyms=load_lexicon().demonym)


def parties_in(text: str, index: ActorIndex, countries: Sequence[str] = (), day: str = "") -> list[ActorMention]:
    """The parties of a text about ``countries``, which are those of its places too."""
    ranges = [(0, len(text))]
    setting = Setting(tuple(countries), frozenset(countries), date.fromisoformat(day) if day else None, NAMES.get)
    found = find_actors(text, ranges, index)
    return read_parties(text, ranges, list(split_sentences(text, 0, len(text))), found, index, setting)


@pytest.mark.parametrize(
    ("text", "country", "day", "parties", "reason"),
    [
        # roles
        ("The army shelled Osma.", "SY", "2016-08-07", "army = gov-sy", "the state's own forces"),
        ("The army shelled Osma.", "SY", "2025-03-01", "army = gov-sy-transitional", "and those of the state since"),
        ("Police beat him.", "AF", "2020-01-01", "Police = gov-af", "the republic's police"),
        ("Police beat him.", "AF", "2022-01-01", "Police = taliban", "whoever holds power on the day"),
        ("The rebels fled.", "LR", "1990-06-01", "rebels = npfl", "the rebels of the time"),
        ("The rebels fled.", "LR", "2002-06-01", "rebels = lurd", "and those of a later war"),
        ("The rebels fled.", "LR", "2015-06-01", "rebels = Rebels (Liberia)", "no one party is meant"),
        ("Three peacekeepers died.", "ML", "2019-01-21", "peacekeepers = minusma", "the mission there"),
        ("Suspected rebels fled.", "LR", "1990-06-01", "Suspected rebels = Rebels (Liberia)", "nobody knows yet"),
        # what takes up an earlier name
        ("Boko Haram took Osma. The group burned it.", "NG", "2015-01-01",
         "Boko Haram = boko-haram; The group = boko-haram", "a noun for any group"),
        ("Boko Haram took Osma. They burned it.", "NG", "2015-01-01",
         "Boko Haram = boko-haram; They = boko-haram", "a pronoun"),
        ("Boko Haram took Osma. Its fighters burned it.", "NG", "2015-01-01",
         "Boko Haram = boko-haram; Its fighters = boko-haram", "its own people"),
        ("Boko Haram took Osma. It is unclear why.", "NG", "2015-01-01", "Boko Haram = boko-haram", "a bare pronoun"),
        ("Jamiat fled as the Taliban came. The latter denied it.", "AF", "1997-01-01",
         "Jamiat = jamiat; the Taliban = taliban; The latter = taliban", "the second of two"),
        ("The Osma Liberation Front fled. The Front denied it.", "ML", "2015-01-01",
         "Osma Liberation Front = Osma Liberation Front; Front = Osma Liberation Front", "a name cut short"),
        ("The group burned it.", "NG", "2015-01-01", "", "nobody named before"),
        # people
        ("Hemedti spoke.", "SD", "2023-04-16", "Hemedti = rsf", "by his usual name"),
        ("Charles Taylor spoke.", "LR", "1990-06-30", "Charles Taylor = npfl", "the rebel"),
        ("Charles Taylor spoke.", "LR", "2001-04-26", "Charles Taylor = gov-lr", "the president"),
        ("Taylor Street was closed.", "LR", "2001-04-26", "", "a street"),
        # nobody known
        ("Unidentified gunmen shot a man.", "ML", "2015-01-01",
         "Unidentified gunmen = Unidentified armed group (Mali); man = Civilians (Mali)", "no known party is guessed"),
        ("Young people marching on Osma were shot.", "ML", "2015-01-01", "Young people = Protesters (Mali)", "by deed"),
        ("A band called the Wolves of Osma Ridge shot him.", "ML", "2015-01-01",
         "Wolves of Osma Ridge = Wolves of Osma Ridge", "a group on no list"),
        # other spellings
        ("Boko Harram fled.", "NG", "2015-01-01", "Boko Harram = boko-haram", "a letter doubled"),
        ("Бійці Національної гвардії України відступили.", "UA", "2015-01-01",
         "Національної гвардії України = gov-ua", "another case"),
        ("解放軍士兵走出軍營。", "CN", "2019-11-13", "解放軍 = gov-cn", "a script without blanks"),
        # no parties
        ("Cars burned on Army Street.", "SD", "2005-08-01", "", "a street"),
        ("The film Taliban: The Osma Story, a documentary, was shown.", "AF", "2021-01-01", "", "a film"),
    ],
)  # fmt: skip
def test_who_is_meant(text: str, country: str, day: str, parties: str, reason: str, index: ActorIndex) -> None:
    found = parties_in(text, index, [country], day)
    named = (f"{text[m.start : m.end]} = {m.readings[0].id or m.readings[0].name}" for m in found)
    assert "; ".join(named) == parties, reason


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Boko Haram took Osma. The group burned it.", "“the group” takes up “Boko Haram” named before"),
        ("Hemedti spoke.", "Mohamed Hamdan Dagalo (Hemedti), commander 2013"),
        ("The army shelled Osma.", "“army” is a role, read as the party that held it then"),
        ("Unknown gunmen shot him.", "“Unknown gunmen”: the report does not say who they are"),
    ],
)
def test_a_reading_says_what_it_rests_on(text: str, says: str, index: ActorIndex) -> None:
    assert parties_in(text, index, ["SD"], "2023-05-01")[-1].readings[0].evidence[0] == says


def test_parties_are_in_order_and_apart(index: ActorIndex) -> None:
    text = "The army and Hemedti's men (RSF) fought. They fled; its boys and girls and the group's fighters too."
    found = parties_in(text, index, ["SD"], "2023-05-01")
    assert all(one.end <= other.start for one, other in pairwise(found))


@pytest.mark.parametrize(
    "text", ["The group's men. " * 2000, "They said. " * 3000, "Army of the " * 3000, "A " * 20000]
)
def test_long_texts_are_read_in_time(text: str, index: ActorIndex) -> None:
    assert len(parties_in(text, index, ["SD"], "2023-05-01")) < len(text)


def test_roles_name_known_actors() -> None:
    assert role_ids() <= {actor.id for actor in load_actors()}
    assert {holder_of(role, None, None) for role in ROLES} == {None}


def test_a_users_file_wins(tmp_path: Path) -> None:
    rows = [
        {"id": "rsf", "name": "RSF as we call it", "kind": "political_militia", "country": "SD", "aliases": ["RSF"]},
        {"id": "mine", "name": "Osma Guard", "kind": "rebel_group", "aliases": ["Boko Haram"]},
    ]
    path = tmp_path / "actors.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    index = load_index(demonyms=load_lexicon().demonym, own=read_actors(path))
    names = [m.readings[0].name for m in parties_in("The RSF and Boko Haram fled.", index, ["SD"], "2023-05-01")]
    assert names == ["RSF as we call it", "Osma Guard"]
