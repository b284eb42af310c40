"""Single sentences, written before the code that reads them: who is said to have done what, how surely, how many.

A row is right when every claim it expects is found with every field the row asks about, and, where it expects none,
when none is found. What a row leaves out is not asked. Every incident is invented.
"""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crossclaim.evaluate.measure import load_measure, words_of
from crossclaim.model import Claim, Document, Figure, OffsetMap, PublishedDate, Segment, SegmentKind
from crossclaim.pipeline import Resources, load_resources, read_document

ROWS = [json.loads(line) for line in Path(__file__).with_name("sentences.jsonl").read_text("utf-8").splitlines()]
LEAST_OVERLAP = 0.3
FLOOR = 0.84


@pytest.fixture(scope="module")
def resources() -> Iterator[Resources]:
    with load_resources() as loaded:
        yield loaded


def read(row: dict[str, Any], resources: Resources) -> tuple[Claim, ...]:
    text = row["text"]
    document = Document(
        id=row["id"],
        text=text,
        segments=(Segment(kind=SegmentKind.BODY, start=0, end=len(text)),),
        offsets=OffsetMap.identity(len(text)),
        published=PublishedDate(date=date.fromisoformat(row["published"]), method="given"),
    )
    return read_document(document, resources).claims


def is_right(row: dict[str, Any], claims: tuple[Claim, ...]) -> bool:
    if not row["claims"]:
        return not claims
    free = list(claims)
    for wanted in row["claims"]:
        found = max(free, key=lambda claim: overlap(wanted["quote"], claim.quote.quote), default=None)
        if found is None or overlap(wanted["quote"], found.quote.quote) < LEAST_OVERLAP or not fits(wanted, found):
            return False
        free.remove(found)
    return True


def telling(text: str) -> Counter[str]:
    return Counter(word for word in words_of(text) if word not in load_measure().idle_words)


def names_alike(wanted: str, found: str) -> bool:
    """Whether both share a word that tells something; of "the troops", where none does, the last word counts."""
    if told := telling(wanted):
        return bool(told & telling(found))
    return words_of(wanted)[-1] in words_of(found)


def overlap(one: str, other: str) -> float:
    """F1 of the words two quotes share."""
    first, second = Counter(words_of(one)), Counter(words_of(other))
    return 2 * (first & second).total() / (first.total() + second.total())


def fits(wanted: dict[str, Any], claim: Claim) -> bool:
    """Whether a claim has what is asked of it."""
    said = {"side_a": claim.side_a and claim.side_a.span, "side_b": claim.side_b and claim.side_b.span}
    said["source"] = claim.attribution.source
    for name in said.keys() & wanted.keys():
        span = said[name]
        if (wanted[name] is None) != (span is None):
            return False
        if span is not None and not names_alike(wanted[name], span.quote):
            return False
    simple = {
        "type": claim.type,
        "modality": claim.modality,
        "attribution": claim.attribution.kind,
        "cumulative": claim.cumulative,
    }
    if any(wanted[name] != simple[name] for name in simple.keys() & wanted.keys()):
        return False
    return all(any(counts(figure, one) for one in claim.figures) for figure in wanted.get("figures", []))


def counts(wanted: dict[str, Any], figure: Figure) -> bool:
    given = {
        "kind": figure.kind,
        "low": figure.quantity.low,
        "high": figure.quantity.high,
        "whose": figure.whose,
    }
    return all(wanted[name] == given[name] for name in given.keys() & wanted.keys())


def test_sentences_are_read_right(resources: Resources) -> None:
    right = Counter(row["asks"] for row in ROWS if is_right(row, read(row, resources)))
    asked = Counter(row["asks"] for row in ROWS)
    shares = {name: f"{right[name]}/{asked[name]}" for name in asked}
    assert sum(right.values()) / len(ROWS) >= FLOOR, shares


def test_every_quotation_of_the_table_stands_in_its_sentence() -> None:
    for row in ROWS:
        for claim in row["claims"]:
            words = [claim.get(name) for name in ("quote", "side_a", "side_b", "source")]
            words += [figure["quote"] for figure in claim.get("figures", [])]
            assert all(word in row["text"] for word in words if word is not None), row["id"]
