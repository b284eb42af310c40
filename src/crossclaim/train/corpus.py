"""Annotated documents, read as the pipeline reads them, each gold claim tied to where it stands."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crossclaim.extract import Evidence
from crossclaim.ingest import ReadOptions, open_sources
from crossclaim.model import Document
from crossclaim.pipeline import Resources, find_evidence

__all__ = ["GoldClaim", "GoldDocument", "find_nearest", "read_gold"]

JsonObject = Mapping[str, Any]
Range = tuple[int, int]


@dataclass(frozen=True)
class GoldClaim:
    """One annotated claim: where its quote stands, and the annotation as the guide's format has it."""

    start: int
    end: int
    fields: JsonObject


@dataclass(frozen=True)
class GoldDocument:
    """A document with what rules find in it and its gold claims in text order."""

    document: Document
    evidence: Evidence
    group: str
    claims: tuple[GoldClaim, ...]
    lost: int = 0  # claims whose quote is not in the text as the pipeline reads it


def read_gold(documents: Path, gold: Path, resources: Resources) -> Iterator[GoldDocument]:
    """The documents of a file of JSON lines that the gold file has claims for (none is an answer, too)."""
    claims = {entry["doc"]: entry["claims"] for entry in _objects(gold)}
    groups = {entry["doc"]: entry.get("group") or entry["doc"] for entry in _objects(documents)}
    for found in open_sources([str(documents)], ReadOptions()):
        if isinstance(found, Document) and found.id in claims:
            document, evidence = find_evidence(found, resources)
            located = tuple(_locate(document.text, evidence, claims[found.id]))
            yield GoldDocument(document, evidence, groups[found.id], located, len(claims[found.id]) - len(located))


def _objects(path: Path) -> list[JsonObject]:
    with path.open(encoding="utf-8-sig") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def _locate(text: str, evidence: Evidence, claims: Iterable[JsonObject]) -> list[GoldClaim]:
    """The claims where their quotes stand; where the words stand twice, the first that no claim before it took."""
    body = evidence.sentences[0][0] if evidence.sentences else 0
    taken: set[int] = set()
    located: list[GoldClaim] = []
    for claim in claims:
        found = [match.start() for match in re.finditer(re.escape(claim["quote"]), text)]
        free = [start for start in found if start >= body and start not in taken] or found
        if free:
            taken.add(free[0])
            located.append(GoldClaim(free[0], free[0] + len(claim["quote"]), claim))
    return sorted(located, key=lambda claim: (claim.start, -claim.end))


def find_nearest(text: str, words: str, quote: Range) -> Sequence[Range]:
    """Where ``words`` stand as whole words, the nearest first: those inside ``quote`` alone if there are any."""
    edge_before = r"(?<!\w)" if words[:1].isalnum() else ""
    edge_after = r"(?!\w)" if words[-1:].isalnum() else ""
    pattern = edge_before + re.escape(words) + edge_after
    found = [match.span() for match in re.finditer(pattern, text)]
    inside = [span for span in found if quote[0] <= span[0] and span[1] <= quote[1]]
    return inside or sorted(found, key=lambda span: max(quote[0] - span[1], span[0] - quote[1]))
