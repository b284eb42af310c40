"""GeoNames' dumps, in its columns, made up row by row."""

import zipfile
from pathlib import Path

import pytest

from crossclaim.errors import InputError
from crossclaim.geo.geonames import load_feature_codes, read_geonames
from crossclaim.geo.imported import AlternateName, ImportedPlace, Skipped
from geonames_rows import name_row, row, written


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        (row(1, "Dasht-e Nur", population="4000"), "populated"),
        (row(1, "Dasht-e Nur", "P.PPLA2"), "populated"),  # a seat without a count
        (row(1, "Dasht-e Nur"), "village"),
        (row(1, "Nur", "A.ADM1"), "admin1"),
        (row(1, "Nur", "A.ADM2"), "admin2"),
        (row(1, "Kotal-e Nur", "T.PASS"), "pass"),
        (row(1, "Nur Valley", "T.VAL"), "valley"),
        (row(1, "Nur Rud", "H.STM"), "river"),
        (row(1, "Nur Air Base", "S.AIRB"), "base"),
        (row(1, "Nur Camp", "S.CMPRF"), "camp"),
        (row(1, "Nur Hospital", "S.HSP"), "facility"),
        (row(1, "Nur Post", "S.PSTB"), "crossing"),
    ],
)
def test_features_that_reports_name_are_taken(tmp_path: Path, line: str, kind: str) -> None:
    (place,) = read_geonames(written(tmp_path, line))
    assert isinstance(place, ImportedPlace)
    assert (place.kind, place.country, place.lat, place.lon, place.ref) == (kind, "AF", 36.5, 68.5, "geonames:1")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (row(1, "Nur Hotel", "S.HTL"), "kind"),
        (row(1, "Afghanistan", "A.PCLI"), "kind"),  # countries are the shipped table's
        (row(1, "Nur", lat="95.0"), "coordinates"),
        (row(1, "Nur", lon="nan"), "coordinates"),
        (row(1, "Nur", lat="here"), "coordinates"),
        (row("x1", "Nur"), "number"),
        (row(1, "  "), "number, name"),
        (row(1, "Nur", country=""), "country"),
        (row(1, "Nur")[:-12], "19 columns"),  # cut short
        ("", "19 columns"),
    ],
)
def test_other_rows_are_skipped_with_the_reason(tmp_path: Path, line: str, reason: str) -> None:
    _, skipped = read_geonames(written(tmp_path, row(2, "Good"), line))
    assert isinstance(skipped, Skipped)
    assert reason in skipped.reason


def test_alternate_names_of_a_place_are_those_a_report_prints(tmp_path: Path) -> None:
    (place,) = read_geonames(written(tmp_path, row(1, "Nur", others="Noor,NUR,nwr,نور,Dasht Noor", population="900")))
    assert isinstance(place, ImportedPlace)
    assert place.aliases == ("Noor", "Dasht Noor")


@pytest.mark.parametrize(
    ("name", "language", "taken"),
    [
        ("Noor City", "en", True),
        ("Nūr", "", True),
        ("https://example.org/nur", "link", False),
        ("Q12345", "wkdt", False),
        ("NUR", "iata", False),
        ("نور", "fa", False),
        ("Нур", "ru", False),
    ],
)
def test_alternate_names_file(tmp_path: Path, name: str, language: str, taken: bool) -> None:
    (found,) = read_geonames(written(tmp_path, name_row(5, name, language), name="alternateNamesV2.zip"))
    assert found == AlternateName(5, name) if taken else isinstance(found, Skipped)


def test_older_alternate_names_have_eight_columns(tmp_path: Path) -> None:
    line = name_row(5, "Noor").rsplit("\t", 2)[0]
    assert list(read_geonames(written(tmp_path, line))) == [AlternateName(5, "Noor")]


def test_an_archive_is_read_as_its_table(tmp_path: Path) -> None:
    lines = [row(number, f"Place {number}") for number in range(200)]
    assert list(read_geonames(written(tmp_path, *lines, name="AF.zip"))) == list(
        read_geonames(written(tmp_path, *lines))
    )


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"a\tb\tc\n", "no GeoNames dump: 3 tab-separated columns"),
        (b"", "is empty"),
        (b"\xff\xfe broken\n", "line 1 is not UTF-8"),
        (b"x" * 1_100_000, "longer than"),
    ],
)
def test_other_files_are_refused(tmp_path: Path, content: bytes, complaint: str) -> None:
    path = tmp_path / "AF.txt"
    path.write_bytes(content)
    with pytest.raises(InputError, match=complaint):
        list(read_geonames(path))


@pytest.mark.parametrize("kept", [0, 20, 0.5, 0.98])
def test_a_truncated_archive_is_refused(tmp_path: Path, kept: float) -> None:
    path = written(tmp_path, *(row(number, f"Place {number}") for number in range(500)), name="AF.zip")
    whole = path.read_bytes()
    path.write_bytes(whole[: int(kept * len(whole)) if kept < 1 else int(kept)])
    with pytest.raises(InputError, match=r"AF\.zip: is a damaged or unreadable zip archive"):
        list(read_geonames(path))


def test_a_damaged_archive_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, *(row(number, f"Place {number}") for number in range(5000)), name="AF.zip")
    whole = bytearray(path.read_bytes())
    middle = len(whole) // 2
    whole[middle : middle + 200] = bytes(200)
    path.write_bytes(whole)
    with pytest.raises(InputError, match="damaged"):
        list(read_geonames(path))


def test_an_archive_without_a_table_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "AF.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("picture.png", b"")
    with pytest.raises(InputError, match=r"holds no \.txt table"):
        list(read_geonames(path))


def test_feature_codes_name_no_code_twice() -> None:
    codes = load_feature_codes()
    assert codes["P", "PPL"] == "populated"
    assert {group for group, _ in codes} == set("APTHLRS")
