"""The word lists that tell a place from another proper name, loaded once from places.toml and demonyms.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

__all__ = ["PlaceLexicon", "load_lexicon"]


class PlaceLexicon(NamedTuple):
    """Lower-case words by what they say of the name beside them; see places.toml for the text each group serves."""

    locative: frozenset[str]
    beside: frozenset[str]
    relational: frozenset[str]
    entering: frozenset[str]
    whole_of: frozenset[str]
    assault: frozenset[str]
    moving: frozenset[str]
    of_country: frozenset[str]
    opposing: frozenset[str]
    compass: frozenset[str]
    leading: frozenset[str]
    type_kind: dict[str, str]  # type noun -> admin1, admin2, area, settlement or facility
    type_qualifier: frozenset[str]
    of_name: frozenset[str]
    type_before: frozenset[str]
    small: frozenset[str]
    part: frozenset[str]
    heading: frozenset[str]
    dotted: frozenset[str]
    organisation: frozenset[str]
    title: frozenset[str]
    name_part: frozenset[str]
    first_name: frozenset[str]
    speech: frozenset[str]
    calendar: frozenset[str]
    function: frozenset[str]
    opening: frozenset[str]
    refused: frozenset[str]
    demonym: dict[str, str]  # nationality -> ISO 3166-1 alpha-2


@cache
def load_lexicon() -> PlaceLexicon:
    """The bundled lists."""
    table = _read("places.toml")
    kinds = {word: kind for kind, words in table["area_type"].items() if kind != "serves" for word in words}
    kinds = {
        **dict.fromkeys(table["facility_type"]["words"], "facility"),
        **kinds,
        **dict.fromkeys(table["settlement_type"]["words"], "settlement"),
    }
    refused = table["not_a_place"]
    plain = (
        "locative",
        "beside",
        "relational",
        "entering",
        "whole_of",
        "assault",
        "moving",
        "of_country",
        "opposing",
        "compass",
        "leading",
    )
    names = ("type_qualifier", "of_name", "type_before", "organisation", "title", "name_part", "first_name", "speech")
    return PlaceLexicon(
        **{group: frozenset(table[group]["words"]) for group in (*plain, *names)},
        **{group: frozenset(table["settlement_type"][group]) for group in ("small", "part", "heading")},
        dotted=frozenset(table["title"]["dotted"]),
        type_kind=kinds,
        calendar=frozenset(refused["calendar"]),
        function=frozenset(refused["function"]),
        opening=frozenset(refused["opening"]),
        refused=frozenset(word for group in refused.values() if isinstance(group, list) for word in group),
        demonym=_demonyms(),
    )


def _demonyms() -> dict[str, str]:
    countries: dict[str, list[str]] = _read("demonyms.toml")["countries"]
    singular = {word.casefold(): country for country, words in countries.items() for word in words}
    return {f"{word}s": country for word, country in singular.items()} | singular


def _read(name: str) -> dict[str, dict[str, list[str]]]:
    content: dict[str, dict[str, list[str]]] = tomllib.loads((files(__package__) / name).read_text(encoding="utf-8"))
    return content
