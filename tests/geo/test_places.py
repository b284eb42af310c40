"""Conflict places in context, written before the code that reads them; some texts echo well-known events.

A settlement, a base or a point told by distance is right within 25 km; of an area, its country and name count. Names
of persons and bodies that look like places must stay without a reading.
"""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crossclaim.geo.distances import kilometres
from crossclaim.geo.names import name_key
from crossclaim.model import Document, MentionLabel, OffsetMap, PlaceReading, Segment, SegmentKind
from crossclaim.pipeline import ExtractorName, Resources, load_resources, read_document

ROWS = [json.loads(line) for line in Path(__file__).with_name("places.jsonl").read_text("utf-8").splitlines()]
NEAR = 25.0  # kilometres
FLOORS = {"spot": 0.855, "area": 0.86, "refuse": 0.90}
ADMIN1_FLOOR = 0.98  # of the spots that are placed right


@pytest.fixture(scope="module")
def resources() -> Iterator[Resources]:
    with load_resources(extractor=ExtractorName.RULES) as loaded:
        yield loaded


def reading_of(row: dict[str, Any], resources: Resources) -> PlaceReading | None:
    """The first reading of the place mention that covers most of the row's quote."""
    text, start, end = row["text"], row["start"], row["start"] + len(row["quote"])
    body = Segment(kind=SegmentKind.BODY, start=0, end=len(text))
    document = Document(id=row["id"], text=text, segments=(body,), offsets=OffsetMap.identity(len(text)))
    places = [
        mention
        for mention in read_document(document, resources).mentions
        if mention.label is MentionLabel.PLACE and mention.span.start < end and start < mention.span.end
    ]
    best = max(places, key=lambda place: min(place.span.end, end) - max(place.span.start, start), default=None)
    reading = best.readings[0] if best and best.readings else None
    return reading if isinstance(reading, PlaceReading) else None


def kind_of(row: dict[str, Any]) -> str:
    if row.get("kind") == "refuse":
        return "refuse"
    return "spot" if row["precision"] in {"locality", "point"} else "area"


def is_right(row: dict[str, Any], reading: PlaceReading | None) -> bool:
    kind = kind_of(row)
    if kind == "refuse":
        return reading is None or (reading.lat is None and reading.country is None)
    if reading is None:
        return False
    if kind == "area":
        alike = set(name_key(reading.name).split()) & set(name_key(row["name"]).split())
        return reading.country == row["country"] and bool(alike)
    placed = reading.lat is not None and reading.lon is not None
    return placed and kilometres(reading.lat, reading.lon, row["lat"], row["lon"]) <= NEAR  # type: ignore[arg-type]


def test_places_of_conflicts_are_read_right(resources: Resources) -> None:
    right, asked = Counter[str](), Counter(kind_of(row) for row in ROWS)
    for row in ROWS:
        right[kind_of(row)] += is_right(row, reading_of(row, resources))
    shares = {kind: right[kind] / asked[kind] for kind in FLOORS}
    assert all(shares[kind] >= floor for kind, floor in FLOORS.items()), shares


def provinces(name: str, country: str, resources: Resources) -> set[str]:
    """The provinces of that name or spelling in the gazetteer."""
    rows = resources.gazetteer.lookup(name, loose=True)
    return {each.ref for each in rows if each.kind == "admin1" and each.country == country}


def test_placed_spots_lie_in_the_right_province(resources: Resources) -> None:
    """Compared by the gazetteer's province rather than by spelling: Halab and Aleppo are one."""
    right = asked = 0
    for row in ROWS:
        reading = reading_of(row, resources) if kind_of(row) == "spot" and row["admin1"] else None
        if reading is None or not is_right(row, reading):
            continue
        told, read = row["admin1"], reading.admin1 or ""
        asked += 1
        right += name_key(told) == name_key(read) or bool(
            provinces(told, row["country"], resources) & provinces(read, row["country"], resources)
        )
    assert asked > 400
    assert right / asked >= ADMIN1_FLOOR


def test_every_quote_stands_in_its_text() -> None:
    for row in ROWS:
        assert row["text"][row["start"] : row["start"] + len(row["quote"])] == row["quote"], row["id"]
