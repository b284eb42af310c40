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


class RowFormat(StrEnum):
    """The forms that events and claims are written in."""

    JSONL = "jsonl"
    CSV = "csv"
    GEOJSON = "geojson"


def event_row(event: Event) -> dict[str, Any]:
    """The event under ``EVENT_COLUMNS``; what is not known is None.

    ``killed_*`` sum the rows of the killed of each party, "of whom" rows left out; a bound is None where that of any
    party is, since a sum with an unknown in it is unknown.
    """
    fields = {name: field.value for name, field in event.fields.items()}
    place = fields.get("place") or {}
    killed = [figure for figure in event.figures if figure.kind is FigureKind.KILLED and figure.of is None]
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
        **{f"killed_{bound}": _sum(getattr(figure, bound) for figure in killed) for bound in ("low", "best", "high")},
        "figures": [figure.model_dump(mode="json") for figure in event.figures],
        "sources": event.sources,
        "articles": event.articles,
        "contradictions": [contradiction.model_dump(mode="json") for contradiction in event.contradictions],
        "flags": sorted({flag.name for flag in event.flags}),
        "claims": list(event.claims),
    }


def _sum(bounds: Iterable[float | None]) -> float | None:
    known = list(bounds)
    return None if not known or None in known else sum(bound for bound in known if bound is not None)


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
