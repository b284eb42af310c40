import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from crossclaim.evaluate import gate
from crossclaim.evaluate.gate import find_shortfalls, load_floors, main, raised_floors, score_corpus, with_floors
from crossclaim.evaluate.score import MEASURES, load_jsonl

TEXT = "Four fighters were killed near Tarsin. A convoy was shelled at Olbek."
CLAIMS = [
    {
        "quote": quote,
        "type": claim_type,
        "side_a": "raiders",
        "side_b": "riders",
        "place": {"quote": place, "name": place},
        "time": {"quote": "3 May", "start": "2031-05-03", "end": "2031-05-03"},
        "figures": [{"kind": "killed", "low": 4, "high": 4, "whose": "b"}],
        "attribution": {"kind": "narrator"},
        "modality": "denied",
    }
    for quote, claim_type, place in [
        ("Four fighters were killed near Tarsin", "armed_clash", "Tarsin"),
        ("A convoy was shelled at Olbek", "shelling_artillery_missile", "Olbek"),
    ]
]


def write_corpus(folder: Path, parts: Mapping[str, list[Any]]) -> Path:
    """A corpus of one document a part, with these gold claims."""
    corpus = folder / "corpus" / "claims"
    corpus.mkdir(parents=True)
    for part, claims in parts.items():
        (corpus / f"{part}.docs.jsonl").write_text(json.dumps({"doc": part, "text": TEXT}) + "\n")
        (corpus / f"{part}.gold.jsonl").write_text(json.dumps({"doc": part, "claims": claims}) + "\n\n")
    return corpus


def read_first_claim(path: Path) -> list[dict[str, Any]]:
    return [{"doc": document["doc"], "claims": CLAIMS[:1]} for document in load_jsonl(path)]


def test_every_part_is_scored(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path, {"easy": CLAIMS[:1], "hard": CLAIMS})
    reached = score_corpus(corpus, ["easy", "hard"], read_first_claim)
    assert {part: score.value("record") for part, score in reached.items()} == {"easy": 1.0, "hard": 2 / 3}


@pytest.mark.parametrize(
    ("floor", "lines"),
    [
        (0.5, []),
        (0.666, []),  # reached to the third decimal
        (0.667, ["gate: hard: record 0.6667 is below its floor 0.667"]),
        (0.9, ["gate: hard: record 0.6667 is below its floor 0.900"]),
    ],
)
def test_a_floor_that_is_not_met_is_named(floor: float, lines: list[str], tmp_path: Path) -> None:
    reached = score_corpus(write_corpus(tmp_path, {"hard": CLAIMS}), ["hard"], read_first_claim)
    assert find_shortfalls({"hard": {"record": floor, "detection": 0.1}}, reached) == lines


@pytest.mark.parametrize(
    ("predicted", "line"),
    [
        ([], "gate: hard: 1 documents were not read"),
        (
            [{"doc": "hard", "claims": [*CLAIMS, {**CLAIMS[0], "quote": "Four fighters died"}]}],
            "gate: hard: 1 quotes are not in their text",
        ),
    ],
)
def test_no_floor_excuses_a_lost_document_or_an_inexact_quote(
    predicted: list[dict[str, Any]], line: str, tmp_path: Path
) -> None:
    reached = score_corpus(write_corpus(tmp_path, {"hard": CLAIMS}), ["hard"], lambda _: predicted)
    assert find_shortfalls({"hard": {"record": 0.0}}, reached) == [line]


def test_floors_rise_and_never_fall(tmp_path: Path) -> None:
    reached = score_corpus(write_corpus(tmp_path, {"hard": CLAIMS}), ["hard"], read_first_claim)
    raised = raised_floors({"hard": {"record": 0.1, "detection": 0.9}}, reached)
    assert raised == {"hard": {"record": 0.666, "detection": 0.9}}
    assert find_shortfalls({"hard": {"record": 0.666}}, reached) == []


def test_raised_floors_keep_the_comments_of_their_file() -> None:
    text = "# why\n\n[dev]\nmean = 0.1\nrecord = 0.2\n\n[train]\nmean = 0.3\n"
    floors = {"dev": {"mean": 0.25, "record": 0.2}, "train": {"mean": 0.4}}
    assert with_floors(text, floors) == "# why\n\n[dev]\nmean = 0.25\nrecord = 0.2\n\n[train]\nmean = 0.4\n"


def test_the_command_raises_floors_then_fails_below_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_corpus(tmp_path, {"hard": CLAIMS})
    floors = tmp_path / "floors.toml"
    floors.write_text("[hard]\ndetection = 0.0\n")
    arguments = ["--shared", str(tmp_path), "--floors", str(floors)]
    monkeypatch.setattr(gate, "read_jsonl", read_first_claim)
    assert main([*arguments, "--raise"]) == 0
    assert load_floors(floors) == {"hard": {"detection": 0.666}}
    monkeypatch.setattr(gate, "read_jsonl", lambda _: [{"doc": "hard", "claims": []}])
    assert main(arguments) == 1
    assert "detection 0.0000 is below its floor 0.666" in capsys.readouterr().out


def test_without_a_corpus_the_command_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--shared", str(tmp_path)]) == 0
    assert "nothing measured" in capsys.readouterr().out


def test_the_bundled_floors_name_measures() -> None:
    floors = load_floors()
    assert set(floors) == {"train", "dev", "authored_train", "authored_dev"}
    assert all(
        name in {*MEASURES, "mean"} and 0 <= floor < 1 for part in floors.values() for name, floor in part.items()
    )
