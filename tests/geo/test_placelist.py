"""Lists of one's own places."""

from pathlib import Path

import pytest

from crossclaim.errors import InputError
from crossclaim.geo import Gazetteer
from crossclaim.geo.imported import ImportedPlace, Skipped
from crossclaim.geo.placelist import COLUMNS, read_placelist

CODES = {"AF": "AF", "Afghanistan": "AF"}
HEADER = "name,lat,lon,country"


def read(tmp_path: Path, *lines: str) -> list[ImportedPlace | Skipped]:
    path = tmp_path / "places.csv"
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return list(read_placelist(path, CODES.get))


def test_every_column_is_taken(tmp_path: Path) -> None:
    header = "name;lat;lon;country;admin1;admin2;kind;aliases;population;radius_km;source;id"
    line = 'Tal-e Nur;36.5;68.5;Afghanistan;Kunduz;Archi;camp;"Tal Noor; Tell Nour";1200;2.5;field map;N-7'
    (place,) = read(tmp_path, "\ufeff" + header, line)
    assert place == ImportedPlace(
        ref="own:field-map:N-7",
        name="Tal-e Nur",
        kind="camp",
        country="AF",
        lat=36.5,
        lon=68.5,
        aliases=("Tal Noor", "Tell Nour"),
        admin1="Kunduz",
        admin2="Archi",
        population=1200,
        radius=2.5,
        source="field map",
    )


@pytest.mark.parametrize(
    ("column", "cell", "kind"),
    [
        ("precision", "point", "facility"),
        ("precision", "locality", "populated"),
        ("precision", "Admin1", "admin1"),
        ("kind", "Village", "village"),
        ("kind", "", "populated"),
    ],
)
def test_kind_or_precision(tmp_path: Path, column: str, cell: str, kind: str) -> None:
    (place,) = read(tmp_path, f"{HEADER},{column}", f"Nur,36.5,68.5,AF,{cell}")
    assert isinstance(place, ImportedPlace)
    assert (place.kind, place.source) == (kind, "places.csv")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Nur,36.5,68.5", "more or fewer cells"),
        ("Nur,36.5,68.5,AF,extra", "more or fewer cells"),
        (",36.5,68.5,AF", "without a name"),
        ("---,36.5,68.5,AF", "without a name"),
        ("Nur,,68.5,AF", "coordinates"),
        ("Nur,36.5,190,AF", "coordinates"),
        ('Nur,"36,5","68,5",AF', "decimal point"),
        ("Nur,36.5,68.5,Atlantis", "country"),
    ],
)
def test_rows_that_cannot_be_taken(tmp_path: Path, line: str, reason: str) -> None:
    (skipped,) = read(tmp_path, HEADER, line)
    assert isinstance(skipped, Skipped)
    assert reason in skipped.reason


def test_unknown_kind_is_skipped(tmp_path: Path) -> None:
    (skipped,) = read(tmp_path, f"{HEADER},kind", "Nur,36.5,68.5,AF,country")
    assert skipped == Skipped("of an unknown kind or precision")


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        (["name,lat,country"], "its header lacks lon"),
        ([""], "its header lacks name, lat, lon, country"),
        ([f"{HEADER},colour"], "its header has 'colour'"),
        ([f"{HEADER},name"], "twice"),
        ([HEADER, 'Nur,"36.5,68.5,AF'], "is no CSV"),
    ],
)
def test_other_tables_are_refused(tmp_path: Path, lines: list[str], complaint: str) -> None:
    with pytest.raises(InputError, match=complaint):
        read(tmp_path, *lines)


def test_countries_are_those_of_the_gazetteer(gazetteer: Gazetteer) -> None:
    written = ["AF", "af", "Afghanistan", "DR Congo", "Atlantis", ""]
    assert [gazetteer.country_code(each) for each in written] == ["AF", "AF", "AF", "CD", None, None]


def test_every_column_is_documented(repository: Path) -> None:
    page = (repository / "docs" / "places.md").read_text(encoding="utf-8")
    assert [column for column in COLUMNS if f"| `{column}` |" not in page] == []
