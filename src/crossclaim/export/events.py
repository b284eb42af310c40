"""Events and claims as JSON lines, CSV and GeoJSON: one row or feature each, in the order they come."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any

from crossclaim.model import Event, FigureKind, SourcedClaim

__all__ = ["CLAIM_COLUMNS", "COUNT_COLUMNS", "EVENT_COLUMNS", "RowFormat", "claim_row", "event_row", "write_rows"]

EVENT_COLUMNS = (
    "event_id", "profile", "type", "start", "end", "place", "admin1", "country", "lat", "lon", "radius_km",
    "side_a", "side_b", "modality", "tally", "grade", "killed_low", "killed_best", "killed_high", "figures",
    "sources", "articles", "contradictions", "flags", "claims",
)  # fmt: skip
CLAIM_COLUMNS = (
    "claim_id", "event_id", "document_id", "lineage", "outlet", "published", "asserter", "speaks_for", "reliability",
    "type", "modality", "cumulative", "start", "end", "place", "admin1", "country", "lat", "lon", "radius_km",
    "side_a", "side_b", "figures", "quote_start", "quote_end", "quote",
)  # fmt: skip
COUNT_COLUMNS = ("facet", "value", "count")

# A cell that a spreadsheet would take for a formula is defused by an apostrophe.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
# Rules of rows in which nothing was counted.
_SILENT = (".not_recorded", ".nothing_counts")
Ends = tuple[float | None, float | None, float | None]


class RowFormat(StrEnum):
    """The forms that events and claims are written in."""

    JSONL = "jsonl"
    CSV = "csv"
    GEOJSON = "geojson"


def event_row(event: Event) -> dict[str, Any]:
    """The event under ``EVENT_COLUMNS``; what is not known is None.

    ``killed_*`` are those of all sides: see ``_killed``.
    """
    fields = {name: field.value for name, field in event.fields.items()}
    place = fields.get("place") or {}
    return {
        "event_id": event.id,
        "profile": event.profile.value,
        "type": event.type.value,
        "start": _day(event.start),
        "end": _day(event.end),
        "place": place.get("name"),
        **{name: place.get(name) for name in ("admin1", "country", "lat", "lon", "radius_km")},
        "side_a": _name(fields.get("side_a")),
        "side_b": _name(fields.get("side_b")),
        "modality": fields.get("modality"),
        "tally": event.tally,
        "grade": event.grade,
        **dict(zip(("killed_low", "killed_best", "killed_high"), _killed(event), strict=True)),
        "figures": [figure.model_dump(mode="json") for figure in event.figures],
        "sources": event.sources,
        "articles": event.articles,
        "contradictions": [contradiction.model_dump(mode="json") for contradiction in event.contradictions],
        "flags": sorted({flag.name for flag in event.flags}),
        "claims": list(event.claims),
    }


def _killed(event: Event) -> Ends:
    """Low, best and high of all killed: the sum over the parties, or what is told of all, never both together.

    "20 people killed" holds the "8 soldiers and 12 rebels" of another report. So the larger stands, end by end; where
    the one lies above all that the other allows for, the range spans both and there is no best. Rows of parts, and rows
    in which nothing counts, say nothing.
    """
    rows = [
        figure
        for figure in event.figures
        if figure.kind is FigureKind.KILLED and figure.of is None and not figure.rule.endswith(_SILENT)
    ]
    parties = [(one.low, one.best, one.high) for one in rows if one.party is not None]
    in_all = next(((one.low, one.best, one.high) for one in rows if one.party is None), None)
    if not parties:
        return in_all or (None, None, None)
    low, best, high = (_sum(ends) for ends in zip(*parties, strict=True))
    return (low, best, high) if in_all is None else _larger((low, best, high), in_all)


def _sum(bounds: Iterable[float | None]) -> float | None:
    """None where one of them is: a sum with an unknown in it is unknown."""
    known = list(bounds)
    return None if None in known else sum(bound for bound in known if bound is not None)


def _larger(summed: Ends, in_all: Ends) -> Ends:
    """Two counts of the same dead as one range; an end that only one of them knows is that one's, an open high open."""
    lows, bests, highs = ([end for end in pair if end is not None] for pair in zip(summed, in_all, strict=True))
    high = max(highs) if len(highs) == 2 else None
    if summed[0] is not None and in_all[2] is not None and summed[0] > in_all[2]:
        return min(lows) if len(lows) == 2 else None, None, high
    return max(lows, default=None), max(bests, default=None), high


def _name(value: Any) -> str | None:
    if isinstance(value, Mapping):
        name = value.get("name")
        return None if name is None else str(name)
    return None if value is None else str(value)


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None


def claim_row(sourced: SourcedClaim, event_id: str | None) -> dict[str, Any]:
    """The claim under ``CLAIM_COLUMNS``, with the event it is held to tell of; what is not known is None."""
    claim, heading, asserter = sourced.claim, sourced.heading, sourced.asserter
    place = claim.place.reading if claim.place else None
    time = claim.time.reading if claim.time else None
    sides = {
        name: (side.actor.name if side.actor else side.span.quote) if side else None
        for name, side in (("side_a", claim.side_a), ("side_b", claim.side_b))
    }
    return {
        "claim_id": sourced.id,
        "event_id": event_id,
        "document_id": heading.document_id,
        "lineage": heading.lineage,
        "outlet": heading.outlet.name if heading.outlet else None,
        "published": _day(heading.published),
        "asserter": asserter.name if asserter else None,
        "speaks_for": asserter.alignment if asserter else None,
        "reliability": asserter.reliability.value if asserter else None,
        "type": claim.type.value,
        "modality": claim.modality.value,
        "cumulative": claim.cumulative,
        "start": _day(time.start_date) if time else None,
        "end": _day(time.end_date) if time else None,
        "place": place.name if place else claim.place.span.quote if claim.place else None,
        **{name: getattr(place, name, None) for name in ("admin1", "country", "lat", "lon", "radius_km")},
        **sides,
        "figures": [
            {
                "quote": figure.span.quote,
                "kind": figure.kind.value,
                "of": figure.of.quote if figure.of else None,
                "whose": figure.whose.value,
                **figure.quantity.model_dump(mode="json"),
            }
            for figure in claim.figures
        ],
        "quote_start": claim.quote.start,
        "quote_end": claim.quote.end,
        "quote": claim.quote.quote,
    }


def write_rows(rows: Iterable[Mapping[str, Any]], columns: tuple[str, ...], form: RowFormat) -> Iterator[str]:
    """The rows as text, piece by piece, so that any number of them can be written."""
    writers: dict[RowFormat, Callable[[Iterable[Mapping[str, Any]], tuple[str, ...]], Iterator[str]]] = {
        RowFormat.JSONL: _json_lines,
        RowFormat.CSV: _csv,
        RowFormat.GEOJSON: _geojson,
    }
    return writers[form](rows, columns)


def _json_lines(rows: Iterable[Mapping[str, Any]], columns: tuple[str, ...]) -> Iterator[str]:
    for row in rows:
        yield json.dumps({name: row[name] for name in columns}, ensure_ascii=False) + "\n"


def _csv(rows: Iterable[Mapping[str, Any]], columns: tuple[str, ...]) -> Iterator[str]:
    line = io.StringIO()
    writer = csv.writer(line, lineterminator="\r\n")  # RFC 4180
    writer.writerow(columns)
    for row in rows:
        yield line.getvalue()
        line.seek(0)
        line.truncate()
        writer.writerow([_cell(row[name]) for name in columns])
    yield line.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, list | dict):
        value = (
            json.dumps(value, ensure_ascii=False) if any(isinstance(each, dict) for each in value) else ";".join(value)
        )
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value


def _geojson(rows: Iterable[Mapping[str, Any]], columns: tuple[str, ...]) -> Iterator[str]:
    """A feature collection after RFC 7946: longitude first; a row without a point has a null geometry."""
    yield '{"type": "FeatureCollection", "features": ['
    before = "\n"
    for row in rows:
        point = None
        if row["lat"] is not None and row["lon"] is not None:
            point = {"type": "Point", "coordinates": [row["lon"], row["lat"]]}
        properties = {name: row[name] for name in columns if name not in ("lat", "lon")}
        feature = {"type": "Feature", "id": row[columns[0]], "geometry": point, "properties": properties}
        yield before + json.dumps(feature, ensure_ascii=False)
        before = ",\n"
    yield "\n]}\n"
