"""The packed list of actors holds what the list itself gives."""

import json
from collections import Counter
from pathlib import Path

import pytest

from crossclaim.actors import Actor, ActorIndex, load_actors, load_index, pack_index
from crossclaim.actors import packed as module
from crossclaim.geo.lexicon import load_lexicon
from crossclaim.model import ActorKind

NAMES = ["Taliban", "the SDF", "NRF", "Kyiv", "Hezbollah's", "Ahrar al-Sham", "IS", "is", "Nobody Known"]
PEOPLE = ["Hemedti", "Bashar al-Assad", "Assad", "Taylor", "Nobody Known"]
TEXT = "Boko Harram and Jabhat el Nusra met. Національної гвардії України, طالبان. 塔利班表示。"


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[ActorIndex, ActorIndex]:
    """The index as it is worked out, and as it comes from the file."""
    demonyms = load_lexicon().demonym
    path = pack_index(tmp_path_factory.mktemp("pack"), demonyms=demonyms)
    content = json.loads(path.read_text(encoding="utf-8"))
    return ActorIndex(load_actors(), demonyms=demonyms), module._unpacked(load_actors(), demonyms, content)


@pytest.mark.parametrize("name", NAMES)
def test_names_have_the_same_bearers(name: str, pair: tuple[ActorIndex, ActorIndex]) -> None:
    made, kept = pair
    assert kept.names.get(name) == made.names.get(name)


@pytest.mark.parametrize("name", PEOPLE)
def test_people_have_the_same_posts(name: str, pair: tuple[ActorIndex, ActorIndex]) -> None:
    made, kept = pair
    assert kept.people.get(name) == made.people.get(name)


def test_every_name_and_spelling_is_kept(pair: tuple[ActorIndex, ActorIndex]) -> None:
    made, kept = pair
    assert Counter(kept.names.values()) == Counter(made.names.values())
    assert Counter(kept.people.values()) == Counter(made.people.values())
    assert kept.spellings.pack(lambda actor: hash(actor.id)) == made.spellings.pack(lambda actor: hash(actor.id))


def test_spellings_are_found_alike(pair: tuple[ActorIndex, ActorIndex]) -> None:
    made, kept = (
        index.spellings.find(TEXT, [(0, len(TEXT))], countries=["NG", "SY"], known=frozenset()) for index in pair
    )
    assert len(made) >= 3
    assert kept == made


def test_a_pack_of_another_list_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / module.FILE_NAME).write_text('{"stamp": "of another list"}', encoding="utf-8")
    monkeypatch.setattr(module, "_folder", lambda: tmp_path)
    assert load_index().names.get("Taliban")[0].id == "taliban"
    (tmp_path / module.FILE_NAME).write_text("cut off", encoding="utf-8")
    assert load_index().names.get("Taliban")[0].id == "taliban"


def test_a_list_of_ones_own_is_filed_anew() -> None:
    own = Actor("taliban", "Another", ActorKind.REBEL_GROUP, "AF", ("Another",), (None, None), own=True)
    index = load_index(own=[own])
    assert index.names.get("Another") == (own,)
    assert "taliban" not in {actor.id for actor in index.names.get("Taliban")}
