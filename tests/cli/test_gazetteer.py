"""``crossclaim gazetteer`` as it is typed."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from crossclaim.cli.app import app
from crossclaim.errors import CrossclaimError

LIST = "name,lat,lon,country,admin1,aliases\nZorzabad Nur,36.9,68.7,AF,Kunduz,Zarzabad Noor\n"
REPORT = "KUNDUZ, Oct. 10, 2024 - At least 12 soldiers were killed in Zarzabad Noor, Kunduz province, officials said.\n"


@pytest.fixture
def places(tmp_path: Path) -> Path:
    path = tmp_path / "places.csv"
    path.write_text(LIST, encoding="utf-8")
    return path


def crossclaim(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_find_shows_candidates_with_reasons() -> None:
    result = crossclaim("gazetteer", "find", "Andarab", "--near", "Kunduz, AF", "--limit", "2")
    assert result.exit_code == 0
    assert "Andarab (Baghlan, AF)" in result.stdout
    assert "UCDP where_prec 3" in result.stdout
    assert "in AF, which the text speaks of" in result.stdout


def test_find_as_json() -> None:
    (place,) = json.loads(crossclaim("gazetteer", "find", "Kunduz", "--limit", "1", "-f", "json").stdout)
    assert (place["country"], place["admin1"], place["geo_precision"], place["where_prec"]) == ("AF", "Kunduz", 1, 1)
    assert place["score"] == pytest.approx(sum(effect["effect"] for effect in place["evidence"]))


@pytest.mark.parametrize(
    ("arguments", "status", "complaint"),
    [
        (["Qqqqqxz"], 1, "no such place"),
        (["Kabul", "--country", "Atlantis"], 2, "no country"),
        (["Kabul", "--near", "Qqqqqxz"], 2, "no place"),
        (["Kabul", "--limit", "0"], 2, "limit"),
    ],
)
def test_find_nothing(arguments: list[str], status: int, complaint: str) -> None:
    result = crossclaim("gazetteer", "find", *arguments)
    assert result.exit_code == status
    assert complaint in result.stderr


def first_place(*arguments: str | Path) -> dict[str, object]:
    result = crossclaim("read", *arguments, "--format", "jsonl", "--extractor", "rules", "--mentions")
    mentions = json.loads(result.stdout)["mentions"]
    return next(mention["reading"] for mention in mentions if mention["text"] == "Zarzabad Noor")


def test_read_uses_imported_places(tmp_path: Path, places: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text(REPORT, encoding="utf-8")
    assert first_place(report)["lat"] is None
    result = crossclaim("gazetteer", "import", places)
    assert result.exit_code == 0
    assert "1 places taken, 0 rows skipped" in result.stdout
    assert first_place(report)["lat"] == 36.9
    assert (tmp_path / "data" / "crossclaim" / "gazetteer.sqlite").is_file()


def test_the_file_can_be_named(tmp_path: Path, places: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "mine" / "own.sqlite"
    assert crossclaim("gazetteer", "import", places, "--gazetteer", own).exit_code == 0
    assert own.is_file()
    assert not (tmp_path / "data").exists()
    assert crossclaim("gazetteer", "find", "Zorzabad Nur").exit_code == 1
    assert crossclaim("gazetteer", "find", "Zorzabad Nur", "--gazetteer", own).exit_code == 0
    monkeypatch.setenv("CROSSCLAIM_GAZETTEER", str(own))
    assert crossclaim("gazetteer", "find", "Zorzabad Nur").exit_code == 0


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("AF.zip", b"PK\x03\x04 cut short", r"AF\.zip: is a damaged"),
        ("AF.txt", b"one\ttwo\n", r"AF\.txt: is no GeoNames dump"),
        ("places.csv", b"name,lat\n", r"places\.csv: its header lacks lon, country"),
        ("places.csv", None, r"places\.csv: No such file"),
    ],
)
def test_bad_files_are_told(tmp_path: Path, name: str, content: bytes | None, complaint: str) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    result = crossclaim("gazetteer", "import", path)
    assert isinstance(result.exception, CrossclaimError)  # main() makes it one line and exit status 1
    with pytest.raises(CrossclaimError, match=complaint):
        raise result.exception


def test_named_file_that_is_absent_is_told(tmp_path: Path) -> None:
    result = crossclaim("gazetteer", "find", "Kabul", "--gazetteer", tmp_path / "none.sqlite")
    assert isinstance(result.exception, CrossclaimError)
    assert "crossclaim gazetteer import" in str(result.exception)


def test_skipped_rows_are_told(places: Path) -> None:
    places.write_text(LIST + "Nowhere,,,AF,,\n", encoding="utf-8")
    result = crossclaim("gazetteer", "import", places)
    assert "1 places taken, 1 rows skipped" in result.stdout
    assert "1 without coordinates" in result.stdout
