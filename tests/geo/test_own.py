"""A user's own places, put into a table beside a small shipped one."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from crossclaim.errors import InputError, ResourceError
from crossclaim.geo import Gazetteer
from crossclaim.geo.build import build_gazetteer
from crossclaim.geo.own import Imported, default_path, import_places
from geonames_rows import name_row, row, written
from made_up_country import SOURCES

SYRIAN = {"country": "SY", "admin1": "01"}


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    path = tmp_path / "shipped.sqlite"
    build_gazetteer(path, sources=SOURCES)
    return path


def imported(shipped: Path, *files: Path) -> Path:
    table = shipped.with_name("own.sqlite")
    with Gazetteer.open(shipped) as gazetteer:
        import_places(files, table, gazetteer)
    return table


def found(shipped: Path, table: Path, name: str) -> list[tuple[str, str, str | None, str | None]]:
    with Gazetteer.open(shipped).with_own(table) as gazetteer:
        return [(place.ref, place.kind, place.country, place.admin1) for place in gazetteer.lookup(name)]


def csv(tmp_path: Path, *lines: str, name: str = "places.csv") -> Path:
    path = tmp_path / name
    path.write_text("".join(f"{line}\n" for line in ("name,lat,lon,country,admin1,aliases", *lines)), encoding="utf-8")
    return path


def test_own_places_are_found_beside_the_shipped(tmp_path: Path, shipped: Path) -> None:
    table = imported(shipped, csv(tmp_path, "Bir Nur,35.1,38.2,SY,Qasra,Beer Noor"))
    assert found(shipped, table, "Beer Noor") == [("own:places:sy:qasra:populated:bir-nur", "populated", "SY", "Qasra")]
    assert found(shipped, table, "Nur Valley")[0][1] == "valley"


@pytest.mark.parametrize(
    ("line", "refs"),
    [
        (
            "Wadin,36.6,40.1,SY,Parwan,",
            ["own:places:sy:parwan:populated:wadin", "geonames:4"],
        ),  # as the shipped one of SY
        ("Wadin,36.6,40.1,SY,,", ["own:places:sy::populated:wadin", "geonames:4"]),  # near it
        ("Wadin,33.0,36.0,SY,Qasra,", ["geonames:3", "geonames:4", "own:places:sy:qasra:populated:wadin"]),  # another
    ],
)
def test_own_places_win_over_those_of_one_name_and_area(
    tmp_path: Path, shipped: Path, line: str, refs: list[str]
) -> None:
    table = imported(shipped, csv(tmp_path, line))
    assert sorted(ref for ref, *_ in found(shipped, table, "Wadin")) == sorted(refs)


def test_own_place_takes_what_only_the_shipped_knows(tmp_path: Path, shipped: Path) -> None:
    table = imported(shipped, written(tmp_path, row(1, "Qasra", lat="35.3", lon="38.3", **SYRIAN)))
    with Gazetteer.open(shipped).with_own(table) as gazetteer:
        (town,) = (place for place in gazetteer.lookup("Qasra") if place.precision == "locality")
    assert (town.kind, town.lat, town.admin1, town.population) == ("populated", 35.3, "Qasra", 90_000)


def test_provinces_have_the_shipped_tables_names(tmp_path: Path, shipped: Path) -> None:
    rows = [
        row(50, "Mohafazat Qasra", "A.ADM1", **SYRIAN),
        row(51, "Nur al Jadida", population="300", **SYRIAN),
        row(1, "Qasra", population="90000", **SYRIAN),
        row(60, "Faraway Land", "A.ADM1", country="SY", admin1="77"),
        row(61, "Faraway Town", population="300", country="SY", admin1="77"),
    ]
    table = imported(shipped, written(tmp_path, *rows, name="SY.zip"))
    assert found(shipped, table, "Nur al Jadida") == [("geonames:51", "populated", "SY", "Qasra")]
    assert found(shipped, table, "Mohafazat Qasra") == [("geonames:50", "admin1", "SY", "Qasra")]
    assert found(shipped, table, "Faraway Town") == [("geonames:61", "populated", "SY", "Faraway Land")]


def test_alternate_names_reach_imported_and_shipped_places(tmp_path: Path, shipped: Path) -> None:
    names = written(
        tmp_path,
        name_row(51, "Nour Jdida"),
        name_row(3, "Ouadine"),
        name_row(999, "Nobody's"),
        name="alternateNames.zip",
    )
    table = imported(shipped, names, written(tmp_path, row(51, "Nur al Jadida", **SYRIAN)))
    assert found(shipped, table, "Nour Jdida")[0][0] == "geonames:51"
    assert found(shipped, table, "Ouadine")[0][0] == "geonames:3"
    assert found(shipped, table, "Nobody's") == []
    with Gazetteer.open(shipped).with_own(table) as gazetteer:
        assert [place.ref for place in gazetteer.lookup_spelling("Noor Jadeedah", ["SY"])] == ["geonames:51"]


def dump(table: Path) -> str:
    with closing(sqlite3.connect(table)) as connection:
        return "\n".join(connection.iterdump())


def test_the_same_files_twice_change_nothing(tmp_path: Path, shipped: Path) -> None:
    files = [
        csv(tmp_path, "Bir Nur,35.1,38.2,SY,Qasra,Beer Noor"),
        written(tmp_path, row(51, "Nur al Jadida", others="Noor", **SYRIAN)),
        written(tmp_path, name_row(3, "Ouadine"), name="alternateNamesV2.zip"),
    ]
    once = dump(imported(shipped, *files))
    assert dump(imported(shipped, *files)) == once


def test_a_list_read_again_replaces_what_it_gave(tmp_path: Path, shipped: Path) -> None:
    imported(shipped, csv(tmp_path, "Bir Nur,35.1,38.2,SY,Qasra,Beer Noor"))
    table = imported(shipped, csv(tmp_path, "Bir Nur,35.4,38.2,SY,Qasra,Bear Noor"))
    assert found(shipped, table, "Beer Noor") == []
    with Gazetteer.open(shipped).with_own(table) as gazetteer:
        assert [place.lat for place in gazetteer.lookup("Bear Noor")] == [35.4]


def test_rows_are_counted(tmp_path: Path, shipped: Path) -> None:
    place = "Bir Nur,35.1,38.2,SY,Qasra,"
    counts: list[Imported] = []
    with Gazetteer.open(shipped) as gazetteer:
        files = [csv(tmp_path, place, place, "Bir Nur,,38.2,SY,Qasra,")]
        (count,) = import_places(files, tmp_path / "own.sqlite", gazetteer, counts.append)
    assert (count.places, count.skipped.total(), count.rows) == (1, 2, 3)
    assert counts == [count]


@pytest.mark.parametrize("before", [True, False])
def test_a_failed_import_leaves_no_trace(tmp_path: Path, shipped: Path, before: bool) -> None:
    good = csv(tmp_path, "Bir Nur,35.1,38.2,SY,Qasra,")
    if before:
        imported(shipped, good)
    kept = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(InputError, match="No such file"):
        imported(shipped, csv(tmp_path, "Bir Nur,10.0,38.2,SY,Qasra,", name="places.csv"), tmp_path / "absent.zip")
    good.write_bytes(kept["places.csv"])
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == kept


def test_an_interrupted_import_leaves_no_trace(tmp_path: Path, shipped: Path) -> None:
    def interrupt(_: Imported) -> None:
        raise KeyboardInterrupt

    with Gazetteer.open(shipped) as gazetteer, pytest.raises(KeyboardInterrupt):
        import_places([csv(tmp_path, "Bir Nur,35.1,38.2,SY,,")], tmp_path / "own.sqlite", gazetteer, interrupt)
    assert {path.name for path in tmp_path.iterdir()} == {"shipped.sqlite", "places.csv"}


def test_another_file_is_not_overwritten(tmp_path: Path, shipped: Path) -> None:
    files = [csv(tmp_path, "Bir Nur,35.1,38.2,SY,,")]
    with Gazetteer.open(shipped) as gazetteer:
        for other in (shipped, files[0]):
            kept = other.read_bytes()
            with pytest.raises(ResourceError, match=other.name):
                import_places(files, other, gazetteer)
            assert other.read_bytes() == kept


@pytest.mark.parametrize(
    ("environment", "platform", "path"),
    [
        ({"CROSSCLAIM_GAZETTEER": "/data/places.sqlite"}, "linux", "/data/places.sqlite"),
        ({"XDG_DATA_HOME": "/data/of/a"}, "linux", "/data/of/a/crossclaim/gazetteer.sqlite"),
        ({}, "linux", "~/.local/share/crossclaim/gazetteer.sqlite"),
        ({}, "darwin", "~/Library/Application Support/crossclaim/gazetteer.sqlite"),
        ({"LOCALAPPDATA": "/users/a/local"}, "win32", "/users/a/local/crossclaim/gazetteer.sqlite"),
    ],
)
def test_where_the_own_table_lies(environment: dict[str, str], platform: str, path: str) -> None:
    assert default_path(environment, platform=platform) == Path(path).expanduser()
