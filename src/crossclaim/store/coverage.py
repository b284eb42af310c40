"""How many events sources of one side tell of, and of how many of these nobody else does."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, Text, case, cast, func, literal, select

from crossclaim.store import schema
from crossclaim.store.conditions import EVENT_LISTING
from crossclaim.store.listing import narrowed
from crossclaim.store.records import Filter
from crossclaim.store.rows import NO_DAY

__all__ = ["CoverageRow", "count_coverage", "first_alignments"]

# Side, month, events it tells of, events that only it tells of.
CoverageRow = tuple[str | None, str | None, int, int]


def count_coverage(
    connection: Connection, wanted: Filter, sides: Mapping[str, str], *, address: str
) -> list[CoverageRow]:
    """The counts for each side and month; ``sides`` names the side of those sources that have one."""
    claims, events, inside = schema.CLAIMS.c, schema.EVENTS.c, schema.EVENT_CLAIMS.c
    taken = select(events.seq).where(*narrowed(connection, EVENT_LISTING, wanted, address))
    told = (
        select(events.seq, func.substr(cast(events.day, Text), 1, 7).label("month"), _side(sides).label("side"))
        .join_from(schema.EVENTS, schema.EVENT_CLAIMS, inside.event == events.seq)
        .join(schema.CLAIMS, claims.seq == inside.claim)
        .where(events.seq.in_(taken))
        .distinct()
        .subquery()
    )
    tellers = select(told.c.seq, func.count().label("n")).group_by(told.c.seq).subquery()
    alone = func.sum(case((tellers.c.n == 1, 1), else_=0))
    counts = select(told.c.side, told.c.month, func.count(), alone)
    counts = counts.join_from(told, tellers, tellers.c.seq == told.c.seq).group_by(told.c.side, told.c.month)
    undated = str(NO_DAY)[:7]
    return [
        (side or None, None if month == undated else month, int(count), int(only))
        for side, month, count, only in connection.execute(counts)
    ]


def _side(sides: Mapping[str, str]) -> ColumnElement[str]:
    named: dict[str, list[str]] = defaultdict(list)
    for source, side in sorted(sides.items()):
        named[side].append(source)
    asserter = schema.CLAIMS.c.asserter_id
    whens = [(asserter.in_(sources), literal(side)) for side, sources in sorted(named.items())]
    return case(*whens, else_="") if whens else literal("")


def first_alignments(connection: Connection) -> dict[str, str | None]:
    """The party that each source speaks for, as it was first heard, by the source's id."""
    sources, claims = schema.CLAIM_SOURCES.c, schema.CLAIMS.c
    first = select(sources.source_id, func.min(sources.claim).label("claim")).group_by(sources.source_id).subquery()
    wanted = (
        select(first.c.source_id, schema.CLAIM_RECORDS.c.speakers, schema.DOCUMENTS.c.heading)
        .join_from(first, schema.CLAIMS, claims.seq == first.c.claim)
        .join(schema.CLAIM_RECORDS, schema.CLAIM_RECORDS.c.claim == claims.seq)
        .join(schema.DOCUMENTS, schema.DOCUMENTS.c.seq == claims.document)
    )
    return {
        row.source_id: next((one["alignment"] for one in _voices(row) if one["id"] == row.source_id), None)
        for row in connection.execute(wanted)
    }


def _voices(row: Any) -> list[dict[str, Any]]:
    """Who speaks in a claim as JSON; records are not made of them, since there are many."""
    outlet = json.loads(row.heading)["outlet"]
    return [*json.loads(row.speakers), *([outlet] if outlet else [])]
