"""The build, on a made-up country."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from crossclaim.errors import ResourceError
from crossclaim.geo import Gazetteer
from crossclaim.geo import build as build_module
from crossclaim.geo.build import build_gazetteer
from made_up_country import SOURCES


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


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Bula", [("populated", "Northland", None)]),  # one old province, split since: named by a town in each part
        ("Kira", [("populated", "Southland", "Kirashire")]),
        ("Kira Port", [("populated", "Southland", None), ("admin2", "Southland", "Kira Port")]),  # ISO's part of it
        ("Sudland", [("admin1", "Southland", None)]),  # ISO's name for what the seat's list calls otherwise
        ("Kirashire District", [("admin2", "Southland", "Kirashire")]),  # joined, no second one without a point
        ("Old Land", [("region", None, None)]),  # reports still name it
        ("Nowhereland", []),  # no town of that name
    ],
)
def test_a_town_names_its_province(tiny: Gazetteer, name: str, found: list[tuple[str, str | None, str | None]]) -> None:
    rows = sorted(tiny.lookup(name), key=lambda row: row.kind, reverse=True)
    assert [(row.kind, row.admin1, row.admin2) for row in rows] == found


def test_a_split_province_lies_amid_its_parts(tiny: Gazetteer) -> None:
    assert tiny.lookup("Old Land")[0].lat == pytest.approx(-1.55, abs=0.2)


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
