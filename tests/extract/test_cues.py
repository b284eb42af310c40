"""Word lists and patterns of claim assembly."""

import re
import tomllib
from importlib.resources import files
from typing import Any

import pytest

from crossclaim.extract.cues import cue_pattern, has_cue, last_word, noun_class
from crossclaim.extract.grammar import grammar


def table_of(name: str) -> dict[str, Any]:
    return tomllib.loads(files("crossclaim.extract").joinpath(name).read_text(encoding="utf-8"))


GRAMMAR = [(f"{part}.{key}", entry) for part, rows in table_of("grammar.toml").items() for key, entry in rows.items()]
LISTS = [name for name, entry in table_of("claims.toml").items() if "words" in entry]
THINGS = sorted(table_of("claims.toml")["things"])


@pytest.mark.parametrize(("name", "entry"), GRAMMAR)
def test_pattern_is_found_in_its_example_and_not_in_its_counter(name: str, entry: dict[str, str]) -> None:
    assert set(entry) == {"serves", "pattern", "example", "counter"}
    assert entry["serves"].strip()
    assert grammar(name).search(entry["example"])
    assert not grammar(name).search(entry["counter"])


@pytest.mark.parametrize(("name", "entry"), GRAMMAR)
def test_pattern_nests_no_unbounded_repetition(name: str, entry: dict[str, str]) -> None:
    assert not re.search(r"\([^()]*[+*][^()]*\)[+*]", entry["pattern"]), name


@pytest.mark.parametrize("name", LISTS)
def test_list_has_words_and_says_what_it_serves(name: str) -> None:
    entry = table_of("claims.toml")[name]
    assert entry["serves"].strip()
    assert entry["words"]
    assert all(has_cue(name, f"x {word} x") for word in entry["words"] if word.strip() == word)


@pytest.mark.parametrize("name", THINGS)
def test_things_have_words_and_say_what_they_serve(name: str) -> None:
    entry = table_of("claims.toml")["things"][name]
    assert entry["serves"].strip()
    assert all(cue_pattern(f"things.{name}").search(word) for word in entry["words"])


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("civilian", "two VILLAGERS were hit", True),  # case does not matter
        ("civilian", "demilitarised villagersville", False),  # whole words only
        ("cumulative", "since the start of the war", True),
        ("cumulative", "sincere condolences", False),
        ("government", "the security forces", True),  # two words
        ("fighters", "", False),
    ],
)
def test_cue_stands_as_a_whole_word(name: str, text: str, found: bool) -> None:
    assert has_cue(name, text) is found


@pytest.mark.parametrize(
    ("noun", "counted"),
    [
        ("mortar shells", "munitions"),
        ("T-72 tanks", "vehicles"),
        ("boxes of rifles", None),  # the head is what stands before "of"
        ("rifles of the enemy", "weapons"),
        ("helicopters", "aircraft"),
        ("Homes", "buildings"),  # case does not matter
        ("villages", "incidents"),
        ("villagers", None),  # people have no class
        ("🚀", None),
    ],
)
def test_noun_class_is_told_by_the_head(noun: str, counted: str | None) -> None:
    assert noun_class(f"12 {noun} ...", (3, 3 + len(noun))) == counted


def test_nothing_counted_has_no_class() -> None:
    assert noun_class("12", None) is None
    assert last_word("12 —", (3, 4)) == ""
