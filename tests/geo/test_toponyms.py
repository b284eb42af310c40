"""Every place name of a text, governments' and peoples' included."""

import pytest

from crossclaim.geo import Gazetteer, find_places, find_toponyms
from crossclaim.geo.lexicon import load_wide_lexicon


def named(gazetteer: Gazetteer, text: str) -> list[tuple[str, str | None, str]]:
    found = find_toponyms(text, [(0, len(text))], gazetteer)
    return [(text[each.start : each.end], each.readings[0].country, each.readings[0].kind or "") for each in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The US Army denied it.", [("US", "US", "country")]),  # a government's
        ("Talks in Europe and Asia went on.", [("Europe", None, "continent"), ("Asia", None, "continent")]),
        ("Aid came from the Philippines.", [("Philippines", "PH", "country")]),  # no plural of a nationality
        ("A court in British Columbia ruled.", [("British Columbia", "CA", "admin1")]),
        ("The flood reached Mexico City.", [("Mexico City", "MX", "populated")]),
        ("Boats were lost on Lake Tana.", [("Lake Tana", "ET", "region")]),
        ("Boats were lost on the Jubba River.", [("Jubba River", "SO", "river")]),
        ("Trucks were stuck at the Lowari Pass.", [("Lowari Pass", "PK", "pass")]),
        ("US envoys met in London.", [("US", "US", "country"), ("London", "GB", "populated")]),  # not in Ohio
        ("Raids went on in the West Bank.", [("West Bank", "PS", "admin1")]),
        ("President Paris spoke.", []),  # still a person
        ("The University of Baghdad closed.", []),  # still a body
    ],
)
def test_toponyms(gazetteer: Gazetteer, text: str, expected: list[tuple[str, str | None, str]]) -> None:
    assert [each[:2] for each in named(gazetteer, text)] == [each[:2] for each in expected]
    assert [kind for _, _, kind in named(gazetteer, text)] == [kind for _, _, kind in expected]


@pytest.mark.parametrize(
    ("text", "words", "admin1"),
    [
        ("Farmers were killed in Granada, a coffee town in eastern Antioquia.", "Granada", "Antioquia"),
        ("Farmers were killed in Granada, a town of Colombia.", "Granada", "Meta"),  # the largest of the country
        ("Marines shot a man in Matamoros, opposite Brownsville, Texas.", "Matamoros", "Tamaulipas"),  # over the border
        ("Cases rose in Ohio, Oklahoma, Pennsylvania and Utah.", "Oklahoma", "Oklahoma"),  # a list, no town in it
        ("She lives in Athens, Ontario.", "Athens, Ontario", "Ontario"),
        ("Flights left for Cairo from Peoria, Illinois.", "Cairo", "Cairo"),  # known over the world
    ],
)
def test_a_name_is_sought_near_the_others(gazetteer: Gazetteer, text: str, words: str, admin1: str) -> None:
    found = find_toponyms(text, [(0, len(text))], gazetteer)
    assert [each.readings[0].admin1 for each in found if text[each.start : each.end] == words] == [admin1]


@pytest.mark.parametrize(
    ("text", "words", "near"),
    [
        ("Shots fell in Zorbak, Kunduz province.", "Zorbak, Kunduz province", None),  # too wide to put it there
        ("Shots fell in the Zorbak quarter of Karachi.", "the Zorbak quarter of Karachi", "Karachi"),
        ("Shells hit Aleppo, Syria. One hit Zorbak Hospital.", "Zorbak Hospital", "Aleppo"),
        ("Shells hit Aleppo, Syria. One hit Boston Street.", "Boston Street", "Aleppo"),  # not in Massachusetts
    ],
)
def test_an_unknown_place_lies_somewhere_in_a_known_town(
    gazetteer: Gazetteer, text: str, words: str, near: str | None
) -> None:
    found = find_toponyms(text, [(0, len(text))], gazetteer)
    first = next(each.readings[0] for each in found if text[each.start : each.end] == words)
    town = next(row for row in gazetteer.lookup(near) if row.kind == "populated") if near else None
    assert first.gazetteer_id is None
    assert (first.lat, first.lon) == ((town.lat, town.lon) if town else (None, None))
    assert first.off_km == first.radius_km
    assert (first.evidence[-1] == f"somewhere in {near}") == (near is not None)


def test_what_a_name_is_near_is_said(gazetteer: Gazetteer) -> None:
    text = "Farmers were killed in Granada, a coffee town in eastern Antioquia."
    first = find_toponyms(text, [(0, len(text))], gazetteer)[0].readings[0]
    assert first.evidence[-1] == "near or in Antioquia, which the text names, too"


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        ("Among them are China, Japan and Iraq.", ["CN", "JP", "IQ"]),  # no village of China in Japan
        ("She left Georgia, United States.", ["US"]),
    ],
)
def test_listed_countries_lie_in_none(gazetteer: Gazetteer, text: str, countries: list[str]) -> None:
    assert [country for _, country, _ in named(gazetteer, text)] == countries


def test_places_of_events_stay_apart(gazetteer: Gazetteer) -> None:
    text = "The US Army denied it."
    assert find_places(text, [(0, len(text))], gazetteer) == []


def test_listed_toponyms_are_whole() -> None:
    for key, rows in load_wide_lexicon().toponyms.items():
        assert key
        for row in rows:
            assert row.lat is not None
            assert row.lon is not None
            assert -90 <= row.lat <= 90
            assert -180 <= row.lon <= 180
            assert row.radius
