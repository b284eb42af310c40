"""Points told by direction and distance."""

from math import cos, radians

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossclaim.geo import Gazetteer, find_places
from crossclaim.geo.bearings import displaced, find_offset
from crossclaim.model import PlaceReading, Precision


@pytest.mark.parametrize(
    ("words", "kilometres", "bearing"),
    [
        ("20 km south of ", 20, 180),
        ("about 30 miles south of ", 48.3, 180),
        ("12.5 kilometres to the north-east of ", 12.5, 45),
        ("twelve kilometers northwest of the city of ", 12, 315),
        ("some forty km south-west of the town of ", 40, 225),
        ("100km east of the provincial capital, ", 100, 90),
        ("15 km from ", None, None),
        ("20 soldiers south of ", None, None),
        ("9000 km east of ", None, None),
        ("south of ", None, None),
    ],
)
def test_offsets(words: str, kilometres: float | None, bearing: float | None) -> None:
    text = f"A bus hit a mine {words}Gao."
    offset = find_offset(text, text.index("Gao"))
    assert (offset and (round(offset.kilometres, 1), offset.bearing)) == (kilometres and (kilometres, bearing))


def test_a_name_told_a_distance_from_stands_for_the_point_so_far_off(gazetteer: Gazetteer) -> None:
    text = "A bus hit a mine 50 kilometres south of Gao, Malian officers said."
    reading = find_places(text, [(0, len(text))], gazetteer)[0].readings[0]
    plain = find_places(text[35:], [(0, len(text) - 35)], gazetteer)[0].readings[0]
    assert reading.name == plain.name == "Gao"
    assert reading.lat is not None
    assert plain.lat is not None
    assert (plain.lat - reading.lat) * 111.2 == pytest.approx(50, abs=0.1)
    assert reading.lon == plain.lon
    assert reading.evidence[-1] == "50 kilometres south of Gao"


def test_an_area_is_not_moved(gazetteer: Gazetteer) -> None:
    text = "A bus hit a mine 50 kilometres south of Tigray, Ethiopian officers said."
    reading = find_places(text, [(0, len(text))], gazetteer)[0].readings[0]
    area = gazetteer.lookup("Tigray")[0]
    assert reading.precision is Precision.ADMIN1
    assert (reading.lat, reading.lon) == (area.lat, area.lon)


def test_an_unknown_place_takes_the_point_that_is_told(gazetteer: Gazetteer) -> None:
    text = "Gunmen raided the village of Zorzorwa, 20 km north of Gao in Mali."
    first, second = find_places(text, [(0, len(text))], gazetteer)
    assert first.readings[0].name == "Zorzorwa"
    assert first.readings[0].country == "ML"
    assert (first.readings[0].lat, first.readings[0].lon) == (second.readings[0].lat, second.readings[0].lon)


@given(
    lat=st.floats(-90, 90),
    lon=st.floats(-180, 180),
    kilometres=st.integers(0, 1500),
    way=st.sampled_from(["north", "east", "south-west"]),
)
def test_a_displaced_point_is_on_earth(lat: float, lon: float, kilometres: int, way: str) -> None:
    text = f"{kilometres} km {way} of X"
    offset = find_offset(text, len(text) - 1)
    assert offset is not None
    (moved,) = displaced([PlaceReading(name="X", precision=Precision.LOCALITY, lat=lat, lon=lon)], offset)
    assert moved.lat is not None
    assert moved.lon is not None
    if abs(lat) < 60 and way == "east":
        east = (moved.lon - lon + 180) % 360 - 180
        assert east * 111.2 * cos(radians(lat)) == pytest.approx(kilometres, abs=1)
