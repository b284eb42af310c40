"""The check of annotated claims, and the project's own annotated reports under it."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crossclaim.evaluate.annotations import find_problems, main
from crossclaim.evaluate.score import load_jsonl

CORPUS = Path(__file__).parents[2] / "corpus"
DOCUMENT = {"doc": "d1", "text": "Shells killed at least 12 people in Nyala on Sunday, medics said."}
GOLD: dict[str, Any] = {
    "doc": "d1",
    "published": None,
    "claims": [
        {
            "id": "c1",
            "event": "e1",
            "quote": "Shells killed at least 12 people in Nyala on Sunday",
            "type": "shelling_artillery_missile",
            "side_a": None,
            "side_b": {"quote": "people", "name": "Civilians (Sudan)"},
            "place": {"quote": "Nyala", "name": "Nyala", "admin1": "South Darfur", "country": "SD"},
            "time": {"quote": "on Sunday", "start": "2024-05-05", "end": "2024-05-05"},
            "figures": [
                {
                    "quote": "at least 12",
                    "kind": "killed",
                    "of": "people",
                    "whose": "b",
                    "op": ">=",
                    "low": 12,
                    "high": None,
                }
            ],
            "attribution": {"kind": "unnamed", "source": "medics", "cue": "said"},
            "modality": "actual",
            "cumulative": False,
        }
    ],
}


@pytest.mark.parametrize("name", ["authored", "written"])
def test_the_projects_reports_are_annotated_in_the_guides_format(name: str) -> None:
    documents, gold = (load_jsonl(CORPUS / f"{name}.{kind}.jsonl") for kind in ("docs", "gold"))
    assert list(find_problems(documents, gold)) == []


Change = Callable[[dict[str, Any]], object]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda c: c.update(quote="Shells hit"), "d1: c1: quote: the text does not say 'Shells hit'"),
        (lambda c: c.update(type="battle"), "claims.0.type"),
        (lambda c: c.pop("modality"), "claims.0.modality"),
        (lambda c: c.update(note="?"), "claims.0.note"),
        (lambda c: c["side_b"].update(name=" "), "the name is empty"),
        (lambda c: c["time"].update(end="2024-05-04"), "after it ends"),
        (lambda c: c["figures"][0].update(op="="), "operator ="),
        (lambda c: c["figures"][0].update(of="persons"), "figure.of: the text does not say 'persons'"),
        (lambda c: c["attribution"].update(kind="narrator"), "a narrator has neither source nor cue"),
    ],
)
def test_each_break_of_the_format_is_told(change: Change, problem: str) -> None:
    gold = copy.deepcopy(GOLD)
    change(gold["claims"][0])
    assert any(problem in line for line in find_problems([DOCUMENT], [gold]))


def test_documents_are_annotated_once_each() -> None:
    assert list(find_problems([DOCUMENT], [GOLD])) == []
    assert list(find_problems([DOCUMENT], [GOLD, GOLD])) == ["d1: annotated twice"]
    assert list(find_problems([DOCUMENT], [])) == ["d1: not annotated"]
    assert list(find_problems([], [GOLD])) == ["d1: there is no such document"]


def test_the_command_counts_and_fails_on_problems(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    documents, gold = tmp_path / "docs.jsonl", tmp_path / "gold.jsonl"
    documents.write_text(json.dumps(DOCUMENT) + "\n")
    gold.write_text(json.dumps(GOLD) + "\n")
    assert main([str(documents), str(gold)]) == 0
    assert "1 documents, 1 claims, 0 problems" in capsys.readouterr().out
    gold.write_text("{\n")
    assert main([str(documents), str(gold)]) == 1
    assert main([str(tmp_path / "none"), str(gold)]) == 1
