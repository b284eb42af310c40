"""The word and pattern file."""

from __future__ import annotations

import tomllib
from importlib.resources import files

from crossclaim.temporal.expressions import Relation, TimeKind
from crossclaim.temporal.lexicon import load_lexicon

TABLE = tomllib.loads(files("crossclaim.temporal").joinpath("times.toml").read_text(encoding="utf-8"))


def test_every_class_and_pattern_says_what_it_serves() -> None:
    assert all(row["serves"] for row in [*TABLE["class"], *TABLE["point"]])


def test_every_pattern_compiles_and_names_a_kind() -> None:
    lexicon = load_lexicon()
    assert len(lexicon.points) == len(TABLE["point"])
    of_the_sentence = {TimeKind.LASTING}  # a length becomes one by the words around it
    assert {pattern.kind for pattern in lexicon.points} == {kind.value for kind in TimeKind} - of_the_sentence


def test_words_for_relations_are_known() -> None:
    assert set(load_lexicon().values["relation"].values()) <= {relation.value for relation in Relation} | {"over"}


def test_every_language_of_page_dates_has_twelve_months_and_says_what_it_serves() -> None:
    text = files("crossclaim.temporal").joinpath("page_dates.toml").read_text(encoding="utf-8")
    languages = tomllib.loads(text)["language"]
    assert all(len(language["months"]) == 12 and language["serves"] for language in languages)
