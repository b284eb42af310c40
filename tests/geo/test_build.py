"""The build, on a made-up country."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from crossclaim.errors import ResourceError
from crossclaim.geo import Gazetteer
from crossclaim.geo import build as build_module
from crossclaim.geo.build import Sources, build_gazetteer


def city(number: int, name: str, lat: float, lon: float, **fields: Any) -> dict[str, Any]:
    return {
        "geonameid": number,
        "name": name,
        "latitude": lat,
        "longitude": lon,
        "countrycode": "SY",
        "admin1code": "01",
        "population": 1000,
        "alternatenames": [],
        **fields,
    }


SOURCES = Sources(
    cities=[
        city(1, "Qasra", 35.0, 38.0, population=90_000, alternatenames=["Kasra", "قصرا", "QSR", "qsra", "Касра"]),
        city(2, "Tall Nur", 35.5, 38.5, population=10_000, alternatenames=["Tel Noor", "تل نور"]),
        city(3, "Wadin", 36.5, 40.0, admin1code="02", population=3000),
        city(4, "Wadin", 10.0, 10.0, countrycode="NG", population=500),
    ],
    countries=[
        {"iso": "SY", "geonameid": 90, "name": "Syria", "capital": "Qasra", "population": 17_000_000},
        {"iso": "NG", "geonameid": 91, "name": "The Nigeria", "capital": "Abuja", "population": 200_000_000},
    ],
    admin_rows=[
        {
            "lat": "35.001",
            "lon": "38.001",
            "name": "Qasra",
            "admin1": "Muhafazat Qasra",
            "admin2": "Nahiya",
            "cc": "SY",
        },
        {"lat": "36.5", "lon": "40.0", "name": "Wadin", "admin1": "Parvan", "admin2": "", "cc": "SY"},
        {"lat": "10.0", "lon": "10.0", "name": "Elsewhere", "admin1": "Bauchi", "admin2": "", "cc": "XX"},
    ],
    subdivisions=[
        {"code": "SY-QA", "name": "Kasra", "country": "SY", "parent": None},
        {"code": "SY-PA", "name": "Parwān", "country": "SY", "parent": None},
        {"code": "SY-ZZ", "name": "Zorzor", "country": "SY", "parent": None},
    ],
    regions=[
        {
            "name": "Qasra",
            "kind": "admin1",
            "country": "SY",
            "lat": 35.0,
            "lon": 38.0,
            "aliases": ["Qasra Countryside"],
        },
        {"name": "Tell Nour", "kind": "populated", "country": "SY", "lat": 35.5, "lon": 38.5, "aliases": ["Tel Noor"]},
        {"name": "Nur Valley", "kind": "valley", "country": "SY", "admin1": "Qasra", "lat": 35.4, "lon": 38.4},
        {"name": "Syrian Land", "kind": "country", "country": "SY", "lat": 35.0, "lon": 38.0, "aliases": ["SL"]},
    ],
    points=[
        {"country": "SY", "lat": 35.0, "lon": 38.5, "radius_km": 340},
        {"country": "SY", "name": "Kasra", "aliases": ["Middle Land"], "lat": 35.2, "lon": 38.2, "radius_km": 80},
        {
            "country": "SY",
            "name": "Parwan",
            "aliases": [],
            "lat": 10.0,
            "lon": 10.0,
            "radius_km": 80,
        },  # far from its towns
    ],
    versions={"made-up": "1"},
)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gazetteer]:
    path = tmp_path_factory.mktemp("gazetteer") / "tiny.sqlite"
    lines: list[str] = []
    count = build_gazetteer(path, lines.append, sources=SOURCES)
    assert lines
    with Gazetteer.open(path) as opened:
        assert opened.sources()["places"] == str(count)
        yield opened


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("Qasra", ["admin1", "populated"]),  # a province and its city
        ("Kasra", ["admin1", "populated"]),  # alternate name; ISO's name of the province
        ("Muhafazat Qasra", ["admin1"]),  # the source's own name still finds it
        ("Qasra Countryside", ["admin1"]),
        ("قصرا", ["populated"]),  # a city keeps its Arabic name
        ("Касра", ["populated"]),
        ("تل نور", []),  # a village does not
        ("QSR", []),  # an airport's code is no name
        ("qsra", []),  # nor a machine's transliteration
        ("Tell Nour", ["populated"]),  # our spelling of a known town is no second town
        ("Parwan", ["admin1"]),  # ISO's Parwān and the source's Parvan are one
        ("Zorzor", ["admin1"]),  # a subdivision without places stays, without a point
        ("Nur Valley", ["valley"]),
        ("Syria", ["country"]),
        ("SL", ["country"]),
        ("Nigeria", ["country"]),  # printed without its article
        ("Wadin", ["populated", "populated"]),
        ("Nowhere", []),
        ("\ud800", []),  # no text SQLite could be asked for
    ],
)
def test_names_find_places(tiny: Gazetteer, name: str, kinds: list[str]) -> None:
    assert [row.kind for row in tiny.lookup(name)] == kinds


def test_place_takes_the_province_of_its_code(tiny: Gazetteer) -> None:
    # The older edition lacks Tall Nur; most places of its code are in Muhafazat Qasra, called Qasra here.
    assert [row.admin1 for row in tiny.lookup("Tall Nur")] == ["Qasra"]
    assert tiny.lookup("Tall Nur")[0].admin2 is None


def test_area_lies_where_it_is_told_to_or_amid_its_places(tiny: Gazetteer) -> None:
    told, amid = tiny.lookup("Middle Land")[0], tiny.lookup("Parwan")[0]
    assert (told.name, told.lat, told.lon, told.radius) == ("Qasra", 35.2, 38.2, 80)
    assert (amid.lat, amid.lon, amid.radius) == (36.5, 40.0, 5.0)
    assert tiny.lookup("Zorzor")[0].lat is None


def test_a_town_reaches_as_far_as_its_inhabitants_need(tiny: Gazetteer) -> None:
    city, village = tiny.lookup("Qasra")[1], tiny.lookup("Wadin")[0]
    assert city.radius == pytest.approx(4.5)
    assert village.radius == 1.0


def test_country_and_capital_by_code(tiny: Gazetteer) -> None:
    country, capital = tiny.country("SY"), tiny.capital("SY")
    assert country is not None
    assert country.name == "Syrian Land"
    assert (country.lat, country.lon, country.radius) == (35.0, 38.5, 340)
    assert capital is not None
    assert capital.name == "Qasra"
    assert tiny.capital("NG") is None


def test_spelling_is_looked_up_in_given_countries_only(tiny: Gazetteer) -> None:
    assert [row.name for row in tiny.lookup_spelling("Wadeen", ["SY"])] == []  # two consonants
    assert [row.name for row in tiny.lookup_spelling("Qaseera", ["SY"])][:1] == ["Qasra"]
    assert tiny.lookup_spelling("Qaseera", ["NG"]) == []


def test_build_is_repeatable(tmp_path: Path) -> None:
    for name in ("a", "b"):
        build_gazetteer(tmp_path / name, sources=SOURCES)
    contents = []
    for name in ("a", "b"):
        with closing(sqlite3.connect(tmp_path / name)) as connection:
            contents.append("\n".join(connection.iterdump()))
    assert contents[0] == contents[1]


def test_missing_table_tells_the_command(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match=r"python -m crossclaim\.geo\.build"):
        Gazetteer.open(tmp_path / "none.sqlite")


def test_other_file_is_no_table(tmp_path: Path) -> None:
    (tmp_path / "text.sqlite").write_text("not a database, just words" * 100)
    with pytest.raises(ResourceError, match=r"text\.sqlite"):
        Gazetteer.open(tmp_path / "text.sqlite")


def test_own_regions_are_whole() -> None:
    folder = Path(build_module.__file__).parent
    regions = [json.loads(line) for line in (folder / "regions.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(regions) >= 1300
    for region in regions:
        assert set(region) <= {
            "name",
            "kind",
            "country",
            "admin1",
            "lat",
            "lon",
            "aliases",
            "note",
            "source",
            "radius_km",
        }
        assert region["note"], region["name"]
        assert region["country"] is None or (len(region["country"]) == 2 and region["country"].isupper())
        assert -90 <= region["lat"] <= 90
        assert -180 <= region["lon"] <= 180
    assert len({(region["name"], region["kind"], region["country"]) for region in regions}) == len(regions)
