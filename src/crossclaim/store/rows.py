"""Records to table rows and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import Table

from crossclaim.errors import SpanError
from crossclaim.model import (
    ClaimClass,
    Document,
    DocumentCopy,
    Flag,
    Judgement,
    Link,
    Mention,
    PlaceReading,
    Source,
    SourcedClaim,
)
from crossclaim.store import schema
from crossclaim.store.folding import fold
from crossclaim.store.records import ClaimRecord, DocumentRecord, EventRecord

__all__ = [
    "Rows",
    "canonical",
    "check_spans",
    "copy_row",
    "digest_rows",
    "document_rows",
    "event_rows",
    "flag_rows",
    "index_rows",
    "inexact_spans",
    "judgement_row",
    "link_row",
    "put_in_64_bits",
    "read_document",
    "source_row",
    "utc_text",
]

Rows = list[tuple[Table, dict[str, Any]]]
# The first and the last day on which something was told of.
Published = tuple[date | None, date | None]

# What has neither a day of its own nor one of its document is listed last.
NO_DAY = date.min
# Longer intervals are few, and found by their end.
LASTING = timedelta(days=31)
# Columns that follow from other rows; no digest covers them, verify checks them by that rule.
DERIVED = {"superseded"}


def canonical(value: Any) -> str:
    """The one JSON text of a value: keys sorted, no blanks."""
    return _ENCODER.encode(value)


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    raise TypeError(f"{type(value).__name__} has no place in JSON")


_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain)


def digest_rows(rows: Iterable[tuple[str, dict[str, Any]]]) -> str:
    """The sha256 over rows of any tables, in whatever order they come; True counts as 1, as SQLite keeps it."""
    lines = sorted(f"{table} {canonical(_covered(row))}" for table, row in rows)
    return sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()


def _covered(row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: int(value) if isinstance(value, bool) else value for name, value in row.items() if name not in DERIVED
    }


def utc_text(moment: datetime) -> str:
    """ISO text in UTC; a time without a zone is taken to be UTC."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).isoformat()


def put_in_64_bits(number: int) -> int:
    """The number as both databases keep it, signed: those from 2**63 on turn negative.

    Raises:
        ValueError: it needs more than 64 bits.
    """
    if not -(2**63) <= number < 2**64:
        raise ValueError(f"{number} needs more than 64 bits")
    return number - 2**64 if number >= 2**63 else number


def document_rows(record: DocumentRecord, *, seq: int, previous: str | None, first_claim: int) -> Rows:
    """All rows of a document; its claims are numbered from ``first_claim`` on."""
    rows: Rows = [(schema.DOCUMENTS, _document_row(record, seq, previous))]
    rows += [(schema.MENTIONS, _mention_row(mention, seq, i)) for i, mention in enumerate(record.mentions)]
    for number, fingerprint in enumerate(dict.fromkeys(map(put_in_64_bits, record.fingerprints))):
        rows.append((schema.FINGERPRINTS, {"hash": fingerprint, "document": seq, "number": number}))
    for claim_seq, claim in enumerate(record.claims, start=first_claim):
        rows += _claim_rows(claim, claim_seq, seq)
    return rows


def _document_row(record: DocumentRecord, seq: int, previous: str | None) -> dict[str, Any]:
    heading, document = record.heading, record.document
    published = document.published.date if document.published else heading.published
    return {
        "seq": seq,
        "id": record.id,
        "lineage": heading.lineage,
        "version": heading.version,
        "previous": previous,
        "superseded": False,
        "capture": document.capture_id,
        "reader_id": document.id,
        "title": document.title,
        "outlet_id": heading.outlet.id if heading.outlet else None,
        "url": document.url,
        "language": document.language,
        "published": published,
        "day": heading.published or published or NO_DAY,
        "text": document.text,
        "segments": canonical([segment.model_dump(mode="json") for segment in document.segments]),
        "offsets": canonical(document.offsets.model_dump(mode="json")["runs"]),
        "reading": canonical(document.model_dump(mode="json", include={"published", "outlet"})),
        "heading": heading.model_dump_json(),
        "flags": canonical([flag.model_dump(mode="json") for flag in document.flags]),
        "dropped": record.dropped,
        "run": record.run_id,
    }


def read_document(row: dict[str, Any]) -> Document:
    """The document of a row, equal to the one put."""
    return Document.model_validate(
        {
            "id": row["reader_id"],
            "text": row["text"],
            "segments": json.loads(row["segments"]),
            "offsets": {"runs": json.loads(row["offsets"])},
            "capture_id": row["capture"],
            "title": row["title"],
            "language": row["language"],
            "url": row["url"],
            "flags": json.loads(row["flags"]),
            **json.loads(row["reading"]),
        }
    )


def _mention_row(mention: Mention, seq: int, number: int) -> dict[str, Any]:
    return {
        "document": seq,
        "number": number,
        "label": mention.label.value,
        "start": mention.span.start,
        "end": mention.span.end,
        "score": _number(mention.score),
        "record": mention.model_dump_json(),
    }


def _number(value: float | None) -> float | None:
    return None if value is None else float(value)


def _claim_rows(record: ClaimRecord, seq: int, document: int) -> Iterator[tuple[Table, dict[str, Any]]]:
    sourced = record.sourced
    yield from index_rows(sourced, seq, document)
    speakers = [speaker.model_dump(mode="json") for speaker in sourced.speakers]
    texts = {"record": sourced.claim.model_dump_json(), "speakers": canonical(speakers)}
    yield schema.CLAIM_RECORDS, {"claim": seq, **texts, "traits": canonical(record.traits)}
    for key in dict.fromkeys(map(put_in_64_bits, record.keys)):
        yield schema.CLAIM_KEYS, {"key": key, "claim": seq}


def index_rows(sourced: SourcedClaim, seq: int, document: int) -> Iterator[tuple[Table, dict[str, Any]]]:
    """What a claim is filtered by, as it counts: with what was corrected in it."""
    yield schema.CLAIMS, _claim_row(sourced, seq, document)
    outlet = [sourced.heading.outlet] if sourced.heading.outlet else []
    # The outlet stands at 0, speakers from 1 on, the nearest first.
    for position, source in enumerate([*outlet, *sourced.speakers], start=0 if outlet else 1):
        known = {"source_id": source.id, "folded": fold(source.name)}
        yield schema.CLAIM_SOURCES, {"claim": seq, "position": position, **known}
    for role, side in (("a", sourced.claim.side_a), ("b", sourced.claim.side_b)):
        if side and side.actor:
            names: dict[str, Any] = {
                "actor_id": side.actor.id,
                "name": side.actor.name,
                "folded": fold(side.actor.name),
            }
            yield schema.CLAIM_ACTORS, {"claim": seq, "role": role, **names}


def _claim_row(sourced: SourcedClaim, seq: int, document: int) -> dict[str, Any]:
    claim, heading = sourced.claim, sourced.heading
    time = claim.time.reading if claim.time else None
    start, end = (time.start_date, time.end_date) if time else (None, None)
    return {
        "seq": seq,
        "id": sourced.id,
        "document": document,
        "superseded": False,
        "type": claim.type.value,
        "class": ClaimClass.of(claim.type).value,
        "modality": claim.modality.value,
        "cumulative": claim.cumulative,
        "score": _number(claim.score),
        "quote_start": claim.quote.start,
        "quote_end": claim.quote.end,
        **_days(start, end, (heading.published, heading.published)),
        **_place(claim.place.reading if claim.place else None),
        "asserter_id": sourced.asserter.id if sourced.asserter else None,
        "outlet_id": heading.outlet.id if heading.outlet else None,
        "quote": claim.quote.quote,
    }


def _days(start: date | None, end: date | None, published: Published) -> dict[str, Any]:
    first, last = published
    day = start or end or first or NO_DAY
    last_day = end or (_open_end(day, last) if start else last) or day
    days = {"start_date": start, "end_date": end, "day": day, "last_day": last_day}
    return {**days, "lasting": last_day - day > LASTING}


def _open_end(start: date, published: date | None) -> date:
    """Until when something without an end is looked for: until it was told of; what is yet to come, for a month."""
    return published if published and published > start else min(start, date.max - LASTING) + LASTING


def _place(reading: PlaceReading | None) -> dict[str, Any]:
    return {
        "lat": _number(reading.lat) if reading else None,
        "lon": _number(reading.lon) if reading else None,
        "radius_km": _number(reading.radius_km) if reading else None,
        "country": reading.country if reading else None,
        "admin1": reading.admin1 if reading else None,
        "place": reading.name if reading else None,
        "place_folded": fold(reading.name) if reading else None,
    }


def event_rows(record: EventRecord, *, seq: int, claims: dict[str, int]) -> Rows:
    """All rows of an event; ``claims`` gives the numbers of its claims by their ids."""
    event = record.event
    rows: Rows = [(schema.EVENTS, _event_row(record, seq))]
    rows.append((schema.EVENT_RECORDS, {"event": seq, "record": event.model_dump_json()}))
    rows += [(schema.EVENT_CLAIMS, {"event": seq, "claim": claims[claim_id]}) for claim_id in event.claims]
    return rows + flag_rows("event", event.id, event.flags)


def _event_row(record: EventRecord, seq: int) -> dict[str, Any]:
    event = record.event
    return {
        "seq": seq,
        "id": event.id,
        "profile": event.profile.value,
        "type": event.type.value,
        "class": ClaimClass.of(event.type).value,
        **_days(event.start, event.end, record.published or (None, None)),
        **_place(record.place),
        "tally": event.tally,
        "grade": event.grade,
        "articles": event.articles,
        "independent": event.sources,
    }


def flag_rows(kind: str, subject: str, flags: Iterable[Flag]) -> Rows:
    """The rows of what is flagged on one subject, in order."""
    return [
        (
            schema.FLAGS,
            {
                "kind": kind,
                "subject": subject,
                "number": number,
                "name": flag.name,
                "explanation": flag.explanation,
                "spans": canonical([span.model_dump(mode="json") for span in flag.spans]),
            },
        )
        for number, flag in enumerate(flags)
    ]


def link_row(link: Link, brought_by: str) -> tuple[Table, dict[str, Any]]:
    """The row of a link."""
    evidence = canonical([[name, value] for name, value in link.evidence])
    pair = {"first": link.first, "second": link.second, "brought_by": brought_by}
    return schema.LINKS, {**pair, "probability": float(link.probability), "evidence": evidence}


def copy_row(copy: DocumentCopy, brought_by: str) -> tuple[Table, dict[str, Any]]:
    """The row of two documents that share their words."""
    pair = {"first": copy.first, "second": copy.second, "brought_by": brought_by, "kind": copy.kind.value}
    shared = {"shared_first": float(copy.shared_first), "shared_second": float(copy.shared_second)}
    return schema.COPIES, {**pair, **shared}


def judgement_row(judgement: Judgement, seq: int) -> tuple[Table, dict[str, Any]]:
    """The row of a judgement."""
    columns = judgement.model_dump(include={"id", "first", "second", "retires"})
    kinds = {"subject": judgement.subject.value, "verdict": judgement.verdict.value}
    return schema.JUDGEMENTS, {"seq": seq, **columns, **kinds, "record": judgement.model_dump_json()}


def source_row(source: Source, revision: int, *, by: str, at: str) -> tuple[Table, dict[str, Any]]:
    """The row of a source as one person leaves it; the record holds only what is set on it, and so what was said."""
    columns = {"id": source.id, "revision": revision, "kind": source.kind.value, "name": source.name}
    ratings = {"alignment": source.alignment, "reliability": source.reliability.value}
    changed = {"changed_by": by, "changed_at": at, "record": source.model_dump_json(exclude_unset=True)}
    return schema.SOURCES, {**columns, **ratings, **changed}


def check_spans(record: DocumentRecord) -> None:
    """Hold every span of a document's record against its text.

    Raises:
        SpanError: one does not quote the text exactly.
    """
    values: list[Any] = [claim.sourced.claim.model_dump(exclude={"reasons"}) for claim in record.claims]
    values += [mention.span.model_dump() for mention in record.mentions]
    values += [flag.model_dump() for flag in record.document.flags]
    values += [record.document.published.model_dump()] if record.document.published else []
    for start, end in inexact_spans(values, record.document.text):
        raise SpanError(f"{record.id}: [{start}:{end}] is not what the text says there")


def inexact_spans(value: Any, text: str) -> Iterator[tuple[int, int]]:
    """The ranges of all spans inside a JSON-like value that do not quote the text exactly."""
    if isinstance(value, dict):
        if value.keys() >= {"start", "end", "quote"} and isinstance(value["quote"], str):
            start, end = value["start"], value["end"]
            if isinstance(start, int) and isinstance(end, int) and text[start:end] != value["quote"]:
                yield start, end
            return
        value = list(value.values())
    if isinstance(value, list | tuple):
        for inner in value:
            if isinstance(inner, dict | list | tuple):
                yield from inexact_spans(inner, text)
