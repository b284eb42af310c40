"""The word lists that tell a place from another proper name, loaded once from places.toml and demonyms.toml."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from crossclaim.geo.gazetteer import PlaceRow
from crossclaim.geo.names import name_key

__all__ = ["PlaceLexicon", "load_lexicon", "load_wide_lexicon"]


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
    toponyms: Mapping[str, tuple[PlaceRow, ...]]  # name key -> places only looked up where every toponym is wanted
    adjectival: frozenset[str] = frozenset()  # toponyms that start with a nationality
    wide: bool = False  # whether every toponym is wanted, governments' and peoples' included


@cache
def load_wide_lexicon() -> PlaceLexicon:
    """The lists for finding every toponym, those that stand for a government or a people, too: "US forces".

    Nothing that a name does or suffers speaks against it then; persons and bodies are refused as ever.
    """
    places = [json.loads(line) for line in (files(__package__) / "toponyms.jsonl").read_text("utf-8").splitlines()]
    named: dict[str, tuple[PlaceRow, ...]] = {}
    for number, place in enumerate(places, 1):
        row = _row(-(2**39) - number, place)
        for name in (place["name"], *place["aliases"]):
            named[name_key(name)] = (*named.get(name_key(name), ()), row)
    return load_lexicon()._replace(
        speech=frozenset(), opposing=frozenset(), toponyms=named, adjectival=_adjectival(), wide=True
    )


def _adjectival() -> frozenset[str]:
    return frozenset(_read("places.toml")["adjectival"]["words"])


def _row(number: int, place: dict[str, Any]) -> PlaceRow:
    name, kind, country = place["name"], place["kind"], place["country"]
    return PlaceRow(
        id=number,
        ref=f"crossclaim:{name_key(name).replace(' ', '-')}",
        name=name,
        kind=kind,
        country=country,
        admin1=name if kind == "admin1" else None,
        admin2=None,
        lat=place["lat"],
        lon=place["lon"],
        population=0,
        radius=place["radius_km"],
    )


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
    words: dict[str, Any] = {group: frozenset(table[group]["words"]) for group in (*plain, *names)}
    words |= {group: frozenset(table["settlement_type"][group]) for group in ("small", "part", "heading")}
    return PlaceLexicon(
        **words,
        dotted=frozenset(table["title"]["dotted"]),
        type_kind=kinds,
        calendar=frozenset(refused["calendar"]),
        function=frozenset(refused["function"]),
        opening=frozenset(refused["opening"]),
        refused=frozenset(word for group in refused.values() if isinstance(group, list) for word in group),
        demonym=_demonyms(),
        toponyms={},
    )


def _demonyms() -> dict[str, str]:
    countries: dict[str, list[str]] = _read("demonyms.toml")["countries"]
    singular = {word.casefold(): country for country, words in countries.items() for word in words}
    return {f"{word}s": country for word, country in singular.items()} | singular


def _read(name: str) -> dict[str, dict[str, list[str]]]:
    content: dict[str, dict[str, list[str]]] = tomllib.loads((files(__package__) / name).read_text(encoding="utf-8"))
    return content
