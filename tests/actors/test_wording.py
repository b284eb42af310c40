"""Word lists and patterns around the names of parties."""

import re
import tomllib
from importlib.resources import files
from typing import Any

import pytest

from crossclaim.actors.wording import head_nouns, is_modifier, kind_by_name, kind_label, pattern
from crossclaim.model import ActorKind


def table_of(name: str) -> dict[str, Any]:
    return tomllib.loads(files("crossclaim.actors").joinpath(name).read_text(encoding="utf-8"))


PATTERNS = list(table_of("patterns.toml").items())
GENERIC = table_of("generic.toml")


@pytest.mark.parametrize(("name", "entry"), PATTERNS)
def test_pattern_is_found_in_its_example_and_not_in_its_counter(name: str, entry: dict[str, Any]) -> None:
    assert set(entry) - {"case_matters"} == {"serves", "pattern", "example", "counter"}
    assert entry["serves"].strip()
    assert pattern(name).search(entry["example"])
    assert not pattern(name).search(entry["counter"])


@pytest.mark.parametrize(("name", "entry"), PATTERNS)
def test_pattern_repeats_within_bounds(name: str, entry: dict[str, Any]) -> None:
    assert not re.search(r"[^\\][+*]", entry["pattern"]), name


@pytest.mark.parametrize("group", [*GENERIC["kinds"].values(), *GENERIC["unlisted"], GENERIC["membership"]])
def test_group_of_heads_has_words_and_says_what_it_serves(group: dict[str, Any]) -> None:
    assert group["serves"].strip()
    assert group["heads"]
    assert all(word.strip() == word and word for word in group["heads"])


@pytest.mark.parametrize("name", ["modifiers", "deeds", "joins"])
def test_group_of_words_has_words_and_says_what_it_serves(name: str) -> None:
    assert GENERIC[name]["serves"].strip()
    assert all(word.strip() == word and word for word in GENERIC[name]["words"])


def test_every_head_noun_is_found() -> None:
    for kind, entry in GENERIC["kinds"].items():
        assert kind_label(None if kind == "unknown" else ActorKind(kind)) == entry["label"]
        for word in entry["heads"]:
            assert head_nouns().get(word), word


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Khangai Valleys Front", ActorKind.REBEL_GROUP),  # last word
        ("Front patriotique de Lendu-Nord", ActorKind.REBEL_GROUP),  # first word
        ("Black Reef Cartel", ActorKind.POLITICAL_MILITIA),
        ("92nd Assault Brigade", ActorKind.STATE_FORCES),
        ("Osma Liberation Army", ActorKind.REBEL_GROUP),  # before the plain Army
    ],
)
def test_the_shape_of_a_name_tells_the_kind(name: str, kind: ActorKind) -> None:
    assert kind_by_name(name) is kind


@pytest.mark.parametrize(("word", "modifies"), [("Suspected", True), ("foreign-backed", True), ("yesterday", False)])
def test_modifiers_belong_to_the_party(word: str, modifies: bool) -> None:
    assert is_modifier(word) is modifies
