"""``crossclaim evaluate``: annotated reports, what is read from them, and what cannot be compared."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from crossclaim.cli.app import app
from crossclaim.errors import InputError

TEXT = "Shelling by the army killed at least 12 people in the town of Kadugli on Sunday, medics said."
CLAIM = {
    "quote": "Shelling by the army killed at least 12 people in the town of Kadugli on Sunday",
    "type": "shelling_artillery_missile",
    "side_a": {"quote": "the army", "name": "Government of Sudan"},
    "side_b": {"quote": "people", "name": "Civilians (Sudan)"},
    "place": {"quote": "the town of Kadugli", "name": "Kadugli"},
    "time": {"quote": "on Sunday", "start": "2024-05-05", "end": "2024-05-05"},
    "figures": [{"quote": "at least 12", "kind": "killed", "low": 12, "high": None}],
    "attribution": {"kind": "unnamed", "source": "medics", "cue": "said"},
    "modality": "actual",
}


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    documents, gold = tmp_path / "docs.jsonl", tmp_path / "gold.jsonl"
    documents.write_text(json.dumps({"doc": "k", "text": TEXT, "published": "2024-05-07"}) + "\n", "utf-8")
    gold.write_text(json.dumps({"doc": "k", "claims": [CLAIM]}) + "\n", "utf-8")
    return documents, gold


def evaluate(*arguments: Any) -> Result:
    return CliRunner().invoke(app, ["evaluate", *map(str, arguments)])


def test_reports_are_read_and_scored(files: tuple[Path, Path]) -> None:
    result = evaluate(*files)
    assert result.exit_code == 0
    scores = dict(line.split()[:2] for line in result.stdout.splitlines() if len(line.split()) == 2)
    assert scores["detection"] == "1.000"
    assert scores["read/gold"] == "1/1"


def test_claims_read_before_are_scored_without_reading(files: tuple[Path, Path], tmp_path: Path) -> None:
    read = tmp_path / "read.jsonl"
    read.write_text(json.dumps({"doc": "k", "claims": [CLAIM | {"type": "attack"}]}) + "\n", "utf-8")
    result = evaluate(*files, "--read", read, "--report")
    assert result.exit_code == 0
    assert "| shelling_artillery_missile | attack | 1 |" in result.stdout


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("no json\n", "line 1 is not JSON"),
        ("[]\n", "line 1 lacks doc and claims"),
        ('{"doc": "k"}\n', "line 1 lacks claims"),
        ('{"doc": "k", "claims": [1]}\n', "line 1: the whole of a claim"),
        ('{"doc": "k", "claims": [{"figures": 5}]}\n', "line 1: figures of a claim"),
        ('{"doc": "k", "claims": [{"figures": ["12"]}]}\n', "line 1: figures of a claim"),
        ('{"doc": "k", "claims": [{"attribution": "narrator"}]}\n', "line 1: attribution of a claim"),
        ('{"doc": "k", "claims": [{"place": {"name": 5}}]}\n', "line 1: place.name of a claim"),
        ('{"doc": "k", "claims": [{"type": ["attack"]}]}\n', "line 1: type of a claim"),
        ('{"doc": "other", "claims": []}\n', "1 documents that .* does not have, as other"),
    ],
)
def test_what_cannot_be_compared_is_told_in_a_line(files: tuple[Path, Path], text: str, reason: str) -> None:
    files[1].write_text(text, "utf-8")
    error = evaluate(*files).exception
    assert isinstance(error, InputError)
    assert error.source == str(files[1])
    with pytest.raises(InputError, match=reason):
        raise error


def test_what_was_not_read_or_not_said_is_told_and_fails(files: tuple[Path, Path], tmp_path: Path) -> None:
    read = tmp_path / "read.jsonl"
    read.write_text("", "utf-8")
    result = evaluate(*files, "--read", read)
    assert result.exit_code == 1
    assert "1 annotated documents were not read" in result.stderr
    read.write_text(json.dumps({"doc": "k", "claims": [CLAIM | {"quote": "never said"}]}) + "\n", "utf-8")
    result = evaluate(*files, "--read", read)
    assert result.exit_code == 1
    assert "1 quotes are not in their text" in result.stderr


def test_a_document_annotated_twice_is_refused(files: tuple[Path, Path]) -> None:
    files[1].write_text(files[1].read_text("utf-8") * 2, "utf-8")
    assert "k is annotated twice" in str(evaluate(*files).exception)


def test_a_missing_file_is_named(files: tuple[Path, Path], tmp_path: Path) -> None:
    error = evaluate(tmp_path / "none.jsonl", files[1]).exception
    assert isinstance(error, InputError)
    assert "none.jsonl" in str(error)
