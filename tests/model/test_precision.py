"""Places as they are read, and the codes that event datasets have for how fine that is."""

from typing import Any

import pytest

from crossclaim.model import PlaceReading, Precision, precision_codes

HERE = {"country": "AF", "admin1": "Kunduz", "lat": 36.7, "lon": 68.9}


@pytest.mark.parametrize(
    ("precision", "given", "codes"),
    [
        ("locality", HERE, (1, 1, "place")),
        ("point", HERE, (1, 1, "place")),  # a bridge
        ("locality", HERE | {"radius_km": 45.0}, (1, 1, "place")),  # a metropolis is still that city
        ("locality", HERE | {"off_km": 0.0}, (2, 2, "near_place")),  # "near Kunduz"
        ("locality", HERE | {"off_km": 25.0}, (2, 2, "near_place")),
        ("locality", HERE | {"off_km": 26.0}, (3, 5, "far_from_place")),  # "26 km south of Kunduz"
        ("admin2", HERE, (2, 3, "district")),
        ("admin1", HERE, (3, 4, "province")),
        ("region", HERE | {"radius_km": 20.0, "kind": "valley"}, (2, 2, "small_area")),
        ("region", HERE | {"radius_km": 200.0}, (3, 5, "large_area")),
        ("region", HERE | {"kind": "river"}, (3, 5, "large_area")),  # of unknown extent
        ("region", {"lat": 12.0, "lon": 48.0, "kind": "sea", "radius_km": 10.0}, (3, 7, "sea")),
        ("country", {"country": "AF", "lat": 33.0, "lon": 65.0}, (None, 6, "country")),
        ("locality", {"country": "AF", "admin1": "Kunduz"}, (3, 4, "province_only")),  # an unknown village
        ("locality", {"country": "AF"}, (None, 6, "country_only")),
        ("locality", {}, (None, None, "nowhere")),
        ("admin1", {"admin1": "Zorzor", "lat": None}, (3, 4, "province_only")),
    ],
)
def test_codes_of_a_reading(precision: str, given: dict[str, Any], codes: tuple[int | None, int | None, str]) -> None:
    found = precision_codes(PlaceReading(name="X", precision=Precision(precision), **given))
    assert found[:3] == codes
    assert found.reason
