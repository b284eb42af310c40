"""Why a name means a place."""

import pytest

from crossclaim.geo import Gazetteer
from crossclaim.geo.search import find_place, search_places


@pytest.mark.parametrize(
    ("name", "given", "first", "reason"),
    [
        ("Aleppo", {}, ("SY", "populated"), "inhabitants"),  # not the province
        ("Andarab", {"near": "Kunduz, AF"}, ("AF", "admin2"), "in AF, which the text speaks of"),
        ("Andarab", {"country": "IR"}, ("IR", "populated"), "main name"),
        ("Khan Sheikhoun", {"near": "Idlib, SY"}, ("SY", "populated"), "km from Idlib"),
        ("Halab", {}, ("SY", "populated"), "'Halab' is another name of it"),
        ("Red Sea", {}, (None, "sea"), "a water's name"),
    ],
)
def test_likeliest_place_and_a_reason(
    gazetteer: Gazetteer, name: str, given: dict[str, str], first: tuple[str, str], reason: str
) -> None:
    near = find_place(gazetteer, given["near"]) if "near" in given else None
    ranked = search_places(gazetteer, name, country=given.get("country"), near=near)
    assert (ranked[0].row.country, ranked[0].row.kind) == first
    assert any(reason in effect.reason for effect in ranked[0].effects), ranked[0].effects
    assert [place.score for place in ranked] == sorted((place.score for place in ranked), reverse=True)


def test_a_province_gives_way_to_the_town_of_its_name(gazetteer: Gazetteer) -> None:
    provinces = [place for place in search_places(gazetteer, "Aleppo", country="SY") if place.row.kind == "admin1"]
    assert any(effect.weight < 0 and "same name" in effect.reason for effect in provinces[0].effects)


@pytest.mark.parametrize(
    ("words", "country"),
    [
        ("Kunduz", "AF"),
        ("Tripoli, LB", "LB"),
        ("Tripoli, Lebanon", "LB"),
        ("Paris, Texas", "US"),
        ("Kunduz, Atlantis", None),
    ],
)
def test_place_told_with_what_it_lies_in(gazetteer: Gazetteer, words: str, country: str | None) -> None:
    row = find_place(gazetteer, words)
    assert (row.country if row else None) == country
