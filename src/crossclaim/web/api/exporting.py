"""Events and claims as files, written as they are read: any number of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse
from pydantic import Field

from crossclaim.engine import rated, shown_events, store_summaries
from crossclaim.export import CLAIM_COLUMNS, EVENT_COLUMNS, RowFormat, claim_row, event_row, write_rows
from crossclaim.store import Filter, every_page
from crossclaim.web.api.asking import Asked, Exporter
from crossclaim.web.api.queries import EventQuery, FilterQuery, make_filter
from crossclaim.web.desk import Desk

__all__ = ["router"]

router = APIRouter(tags=["export"])

_MEDIA_TYPES = {
    RowFormat.JSONL: "application/jsonl",
    RowFormat.CSV: "text/csv",
    RowFormat.GEOJSON: "application/geo+json",
}
_FORMS = tuple(_MEDIA_TYPES.values())
_SHAPES = {"application/geo+json": "object"}
# As much as is sent at a time.
_PIECE = 2**16


class Exported(StrEnum):
    """What leaves."""

    EVENTS = "events"
    CLAIMS = "claims"


class ExportQuery(FilterQuery, EventQuery):
    """What leaves, in which form."""

    format: RowFormat = Field(default=RowFormat.JSONL, description="JSON lines, CSV or GeoJSON.")


@router.get(
    "/export/{what}",
    response_class=StreamingResponse,
    responses={200: {"content": {media: {"schema": {"type": _SHAPES.get(media, "string")}} for media in _FORMS}}},
)
def export(what: Exported, query: Annotated[ExportQuery, Query()], desk: Asked, _: Exporter) -> StreamingResponse:
    """All that a filter takes, in a fixed order; cells that a spreadsheet would run are defused."""
    wanted = make_filter(query)
    first = (desk.store.event_ids if what is Exported.EVENTS else desk.store.claim_ids)(wanted, limit=1)
    rows = _events(desk, wanted, query) if what is Exported.EVENTS else _claims(desk, wanted)
    columns = EVENT_COLUMNS if what is Exported.EVENTS else CLAIM_COLUMNS
    pieces = write_rows(rows if first.rows else (), columns, query.format)
    name = f"crossclaim-{what}.{query.format}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(_gathered(pieces), headers=headers, media_type=_MEDIA_TYPES[query.format])


def _events(desk: Desk, wanted: Filter, query: EventQuery) -> Iterator[dict[str, Any]]:
    with desk.store.snapshot() as reader:
        summaries = store_summaries(reader)
        for page in every_page(reader.events, wanted):
            yield from map(event_row, shown_events(page, reader, desk.policy, query.profile, summaries=summaries))


def _claims(desk: Desk, wanted: Filter) -> Iterator[dict[str, Any]]:
    with desk.store.snapshot() as reader:
        for page in every_page(reader.claims, wanted):
            events = reader.events_of([claim.id for claim in page])
            yield from (claim_row(claim, events.get(claim.id)) for claim in rated(page, reader))


def _gathered(pieces: Iterable[str]) -> Iterator[bytes]:
    kept: list[str] = []
    size = 0
    for piece in pieces:
        kept.append(piece)
        size += len(piece)
        if size >= _PIECE:
            yield "".join(kept).encode("utf-8", "backslashreplace")
            kept, size = [], 0
    yield "".join(kept).encode("utf-8", "backslashreplace")
