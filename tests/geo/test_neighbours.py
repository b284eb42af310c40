"""What the gazetteer knows of countries besides their names."""

import pytest

from crossclaim.geo import Gazetteer, find_places


def test_neighbours_have_towns_near_each_other(gazetteer: Gazetteer) -> None:
    assert gazetteer.neighbours("SY") == {"IL", "IQ", "JO", "LB", "PS", "TR"}
    assert "HR" in gazetteer.neighbours("RS")
    assert gazetteer.neighbours("ZZ") == frozenset()


def test_the_largest_town_of_a_province(gazetteer: Gazetteer) -> None:
    town = gazetteer.largest_town("ET", "Tigray")
    assert town is not None
    assert town.name == "Mek'ele"
    assert gazetteer.largest_town("ET", "Nowhere") is None


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Yugoslav army guns levelled the centre of Vukovar.", "HR"),
        ("Rockets from Syria landed near Arsal, in the Anti-Lebanon mountains.", "LB"),
        ("Murle youths attacked a convoy close to Bangor.", "GB"),  # nothing else says where
    ],
)
def test_a_town_next_door_is_no_stranger(text: str, country: str, gazetteer: Gazetteer) -> None:
    found = find_places(text, [(0, len(text))], gazetteer)
    assert country in {place.readings[0].country for place in found if place.readings[0].lat is not None}


def test_a_small_namesake_far_off_is_not_believed(gazetteer: Gazetteer) -> None:
    text = "Nigerian troops in Borno state said gunmen raided the village of Arsal on Monday."
    (village,) = [
        place for place in find_places(text, [(0, len(text))], gazetteer) if "Arsal" in text[place.start : place.end]
    ]
    assert village.readings[0].lat is None
