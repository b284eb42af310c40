"""How well claims were extracted: gold claims against predicted ones, component by component.

Claims of a document are paired one to one; then each component has F1 = 2 * right / (gold items + predicted items), so
that a missed or a spurious claim costs every component it would have carried. ``record`` counts whole claims right.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from crossclaim.evaluate.measure import ComparableClaim, JsonObject, comparable, quoted
from crossclaim.evaluate.pairing import pair_claims

__all__ = ["COMPONENTS", "MEASURES", "Score", "Tally", "load_jsonl", "score_claims", "score_files"]

MEASURES = (
    "detection",
    "type",
    "class",
    "side_a",
    "side_b",
    "place",
    "time",
    "figures",
    "figures_whose",
    "attribution",
    "modality",
    "record",
)
# What "mean" averages: "class" repeats type, "figures_whose" figures, and modality is seldom other than actual.
COMPONENTS = ("type", "side_a", "side_b", "place", "time", "figures", "attribution")
# What has to be right for a whole record to be.
RECORD = (*COMPONENTS, "modality")


class Tally(NamedTuple):
    """How many items were right, how many gold has and how many were predicted."""

    right: int = 0
    gold: int = 0
    predicted: int = 0

    @property
    def f1(self) -> float | None:
        """2 * right / (gold + predicted); None where there was nothing to find and nothing was found."""
        items = self.gold + self.predicted
        return 2 * self.right / items if items else None

    def plus(self, other: Tally) -> Tally:
        """Both tallies together."""
        return Tally(self.right + other.right, self.gold + other.gold, self.predicted + other.predicted)


@dataclass(frozen=True)
class Score:
    """The measures over a set of documents."""

    tallies: Mapping[str, Tally]
    documents: int
    documents_missing: int
    quotes_not_in_text: int

    @property
    def mean(self) -> float | None:
        """The mean F1 of the components, None where one of them has nothing to measure."""
        values = [self.tallies[name].f1 for name in COMPONENTS]
        return None if None in values else sum(value for value in values if value is not None) / len(values)

    def value(self, name: str) -> float | None:
        """The F1 of a measure, or the mean of the components for "mean"."""
        return self.mean if name == "mean" else self.tallies[name].f1

    def as_json(self) -> dict[str, float | int | None]:
        """The measures rounded to four decimals, then the counts."""
        values = {name: self.value(name) for name in (*MEASURES, "mean")}
        return {name: None if value is None else round(value, 4) for name, value in values.items()} | {
            "gold": self.tallies["detection"].gold,
            "predicted": self.tallies["detection"].predicted,
            "quotes_not_in_text": self.quotes_not_in_text,
            "documents": self.documents,
            "documents_missing": self.documents_missing,
        }


def score_files(documents: Path, gold: Path, predicted: Path) -> Score:
    """The score of a file of predicted claims; all three are JSON lines with "doc", and documents carry "text".

    Raises:
        KeyError: a line of the documents or of the gold claims lacks "doc", "text" or "claims".
        ValueError: a line is not JSON.
    """
    return score_claims(load_jsonl(documents), load_jsonl(gold), load_jsonl(predicted))


def score_claims(documents: Iterable[JsonObject], gold: Iterable[JsonObject], predicted: Iterable[JsonObject]) -> Score:
    """The score of predicted claims over every document that gold has an entry for."""
    texts = {document["doc"]: document["text"] for document in documents}
    wanted = {entry["doc"]: entry["claims"] for entry in gold}
    found = {str(entry.get("doc")): entry.get("claims") or [] for entry in predicted}
    tallies = dict.fromkeys(MEASURES, Tally())
    for doc, claims in wanted.items():
        counted = tally_document([comparable(c) for c in claims], [comparable(c) for c in found.get(doc, [])])
        tallies = {name: tallies[name].plus(counted[name]) for name in MEASURES}
    return Score(
        tallies=tallies,
        documents=len(wanted),
        documents_missing=sum(doc not in found for doc in wanted),
        quotes_not_in_text=sum(
            quoted(claim.get("quote")) not in texts.get(doc, "") for doc in wanted for claim in found.get(doc, [])
        ),
    )


def tally_document(gold: Sequence[ComparableClaim], predicted: Sequence[ComparableClaim]) -> dict[str, Tally]:
    """The tallies of one document under every measure's name."""
    pairs = [(gold[i], predicted[j]) for i, j in pair_claims(gold, predicted).items()]
    right = {name: sum(_right(name, *pair) for pair in pairs) for name in MEASURES}
    return {
        name: Tally(right[name], sum(_items(name, c) for c in gold), sum(_items(name, c) for c in predicted))
        for name in MEASURES
    }


def load_jsonl(path: Path) -> list[JsonObject]:
    """The objects of a file of JSON lines, blank lines apart."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def _items(name: str, claim: ComparableClaim) -> int:
    """How many items a claim holds under a measure: what it leaves open cannot be missed."""
    match name:
        case "side_a" | "side_b" | "place" | "time":
            return int(bool(getattr(claim, name)))
        case "figures" | "figures_whose":
            return sum(getattr(claim, name).values())
        case "modality":
            return int(claim.modality != "actual")
    return 1


def _right(name: str, gold: ComparableClaim, predicted: ComparableClaim) -> int:
    """How many items of a pair are right under a measure."""
    match name:
        case "detection":
            return 1
        case "side_a" | "side_b" | "place":
            return int(bool(getattr(gold, name) & getattr(predicted, name)))
        case "figures" | "figures_whose":
            return sum((getattr(gold, name) & getattr(predicted, name)).values())
        case "record":
            return int(all(_agree(component, gold, predicted) for component in RECORD))
        case "time" | "modality":
            return int(_agree(name, gold, predicted) and _items(name, gold))
    return int(_agree(name, gold, predicted))


def _agree(name: str, gold: ComparableClaim, predicted: ComparableClaim) -> bool:
    """Whether a pair says the same under a measure; leaving open what gold leaves open is agreement."""
    match name:
        case "class":
            return gold.claim_class == predicted.claim_class
        case "side_a" | "side_b" | "place":
            return _share(getattr(gold, name), getattr(predicted, name))
        case "attribution":
            return _same_asserter(gold, predicted)
    return bool(getattr(gold, name) == getattr(predicted, name))


def _same_asserter(gold: ComparableClaim, predicted: ComparableClaim) -> bool:
    """Both narrated, or both attributed to sources that share a telling word or are both unstated."""
    if gold.is_narrated or predicted.is_narrated:
        return gold.is_narrated and predicted.is_narrated
    return _share(gold.source, predicted.source)


def _share(gold: frozenset[str], predicted: frozenset[str]) -> bool:
    return bool(gold & predicted) or not (gold or predicted)
