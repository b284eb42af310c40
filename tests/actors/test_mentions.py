"""Who is meant: 487 parties named in context, of which each row asks for one.

The rows were written before the code that reads them, each with an invented report, and are grouped by what they ask:
plain names, spelling variants, native script, partisan names, roles by country and date, periods, names given with
initials, short forms, what takes up an earlier name, persons, groups on no list, people and crowds, and names that are
no party's.
"""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crossclaim.ingest import ReadOptions, read_capture
from crossclaim.model import ActorReading, Capture, Document, Mention, MentionLabel
from crossclaim.pipeline import ExtractorName, Resources, load_resources, read_document

ROWS = [json.loads(line) for line in Path(__file__).with_name("mentions.jsonl").read_text("utf-8").splitlines()]
# What is reached, rounded down to whole rows: the share of all, and of each group what it asks.
FLOOR = 0.94
FLOORS = {
    "plain": 0.97, "variant": 0.94, "native": 0.97, "hostile": 0.93, "role": 0.91, "period": 0.94, "bracket": 0.97,
    "short": 0.94, "anaphora": 0.97, "person": 0.95, "new": 0.91, "unidentified": 0.71, "refuse": 0.94,
}  # fmt: skip


@pytest.fixture(scope="module")
def resources() -> Iterator[Resources]:
    with load_resources(extractor=ExtractorName.RULES) as loaded:
        yield loaded


def documents_of(row: dict[str, Any]) -> list[Document]:
    record = {"doc": row["id"], "text": row["text"], "published": row["published"]}
    capture = Capture(content=json.dumps(record).encode(), source="mentions.jsonl")
    return [part for part in read_capture(capture, ReadOptions()) if isinstance(part, Document)]


def reading_of(row: dict[str, Any], resources: Resources) -> ActorReading | None:
    """The best reading of the party that overlaps the row's quote most; of equals the shorter one."""
    (document,) = documents_of(row)
    start, end = row["start"], row["start"] + len(row["quote"])

    def fit(mention: Mention) -> tuple[int, int]:
        span = mention.span
        return min(span.end, end) - max(span.start, start), span.start - span.end

    labels = {MentionLabel.ACTOR, MentionLabel.PERSON}
    parties = (m for m in read_document(document, resources).mentions if m.label in labels)
    best = max((m for m in parties if fit(m)[0] > 0), key=fit, default=None)
    reading = best.readings[0] if best and best.readings else None
    return reading if isinstance(reading, ActorReading) else None


def is_right(row: dict[str, Any], reading: ActorReading | None) -> bool:
    """Whether a reading names the row's party; a refused name must have none, an unknown party no known one."""
    if row["asks"] == "refuse" or reading is None:
        return (row["asks"] == "refuse") is (reading is None)
    if row["actor"]:
        return reading.id == row["actor"]
    kind = None if row["kind"] == "unknown" else row["kind"]
    named = row["asks"] != "new" or reading.name.casefold() == row["name"].casefold()
    placed = row["asks"] == "new" or row["country"] is None or reading.country == row["country"]
    return reading.id is None and reading.kind == kind and named and placed


@pytest.fixture(scope="module")
def shares(resources: Resources) -> dict[str, float]:
    asked = Counter(row["asks"] for row in ROWS)
    right = Counter(row["asks"] for row in ROWS if is_right(row, reading_of(row, resources)))
    return {"all": right.total() / len(ROWS), **{group: right[group] / count for group, count in asked.items()}}


def test_quotes_stand_where_the_rows_say() -> None:
    assert [r["id"] for r in ROWS if r["text"][r["start"] : r["start"] + len(r["quote"])] != r["quote"]] == []


@pytest.mark.parametrize(("group", "floor"), [("all", FLOOR), *FLOORS.items()])
def test_parties_are_read_as_those_meant(group: str, floor: float, shares: dict[str, float]) -> None:
    assert shares[group] >= floor, shares
