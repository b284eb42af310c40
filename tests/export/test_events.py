"""Rows of events: sums that stay unknown where a part is, cells that no spreadsheet runs, points by RFC 7946."""

import csv
import io
import json

import pytest

from crossclaim.export import EVENT_COLUMNS, RowFormat, event_row, write_rows
from crossclaim.model import ClaimType, Event, EventFigure, FieldValue, FigureKind, Profile

PLACE = {"name": "Kutum", "admin1": "North Darfur", "country": "SD", "lat": 14.2, "lon": 24.66, "radius_km": 1.0}


def figure(
    low: float | None,
    best: float | None,
    high: float | None,
    of: str | None = None,
    party: str | None = "Army",
    rule: str = "r",
) -> EventFigure:
    return EventFigure(kind=FigureKind.KILLED, party=party, of=of, low=low, best=best, high=high, rule=rule)


def in_all(low: float | None, best: float | None, high: float | None) -> EventFigure:
    return figure(low, best, high, party=None)


def silent(rule: str) -> EventFigure:
    return figure(None, None, None, rule=rule)


def event(*figures: EventFigure, place: object = None, side: str = "Army") -> Event:
    fields = {"place": place, "side_a": {"name": side}}
    return Event(
        id="e1",
        profile=Profile.UCDP,
        claims=("d-c1", "d-c2"),
        type=ClaimType.ARMED_CLASH,
        start=None,
        end=None,
        fields={name: FieldValue(value=value, support=(), rule="r") for name, value in fields.items()},
        figures=figures,
        articles=1,
        sources=1,
    )


def written(made: Event, form: RowFormat) -> str:
    return "".join(write_rows([event_row(made)], EVENT_COLUMNS, form))


@pytest.mark.parametrize(
    ("figures", "killed"),
    [
        ([], (None, None, None)),  # nobody tells: not zero
        ([figure(4, 4, None)], (4, 4, None)),
        ([figure(4, 4, None), figure(5, 6, 7)], (9, 10, None)),  # an unknown bound makes the sum unknown
        ([figure(4, 5, 6), figure(1, 2, 3, of="children")], (4, 5, 6)),  # "of whom" is counted already
        ([in_all(20, 20, 20)], (20, 20, 20)),
        ([in_all(20, 20, 20), figure(8, 8, 8), figure(12, 12, 12)], (20, 20, 20)),  # the total holds its parts
        ([in_all(37, 37, None), figure(4, 4, 4), figure(64, 64, 64)], (68, 68, None)),  # at least 37, and 68 told apart
        ([in_all(37, 37, 37), figure(4, 4, 4)], (37, 37, 37)),  # who the others were is not told
        ([in_all(37, 37, 40), figure(4, 4, None)], (37, 37, None)),
        ([in_all(10, 10, 10), figure(64, 64, 64)], (10, None, 64)),  # both cannot be right
        ([in_all(None, 30, 30), figure(40, 40, None)], (None, None, None)),  # up to 30 and at least 40
        ([in_all(20, 20, 20), figure(None, None, None)], (20, 20, None)),  # of one party the number is not known
        ([figure(0, None, 37), silent("ibc.not_recorded")], (0, None, 37)),  # not recorded is not unknown
        ([figure(4, 4, 4), silent("acled.nothing_counts")], (4, 4, 4)),
        ([silent("ibc.not_recorded")], (None, None, None)),
    ],
)
def test_the_killed_are_the_larger_of_the_total_and_its_parts(
    figures: list[EventFigure], killed: tuple[float | None, ...]
) -> None:
    row = event_row(event(*figures))
    assert tuple(row[f"killed_{bound}"] for bound in ("low", "best", "high")) == killed


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "Army"])
def test_a_cell_is_never_a_formula(name: str) -> None:
    (row,) = csv.DictReader(io.StringIO(written(event(side=name), RowFormat.CSV), newline=""))
    assert row["side_a"] == (name if name == "Army" else f"'{name}")
    assert row["claims"] == "d-c1;d-c2"


def test_a_point_has_its_longitude_first_and_no_place_no_geometry() -> None:
    (placed,) = json.loads(written(event(place=PLACE), RowFormat.GEOJSON))["features"]
    assert placed["geometry"] == {"type": "Point", "coordinates": [24.66, 14.2]}
    assert (placed["type"], placed["id"], placed["properties"]["place"]) == ("Feature", "e1", "Kutum")
    (nowhere,) = json.loads(written(event(), RowFormat.GEOJSON))["features"]
    assert nowhere["geometry"] is None


def test_nothing_is_still_whole() -> None:
    assert json.loads("".join(write_rows([], EVENT_COLUMNS, RowFormat.GEOJSON)))["features"] == []
    assert next(csv.reader(write_rows([], EVENT_COLUMNS, RowFormat.CSV))) == list(EVENT_COLUMNS)
    assert "".join(write_rows([], EVENT_COLUMNS, RowFormat.JSONL)) == ""
