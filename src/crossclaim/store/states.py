"""Whether the states of claims and events, and the spans of corrections, are those that follow from what is kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError
from sqlalchemy import select

from crossclaim.model import Event, ReviewState, Sealed
from crossclaim.store import schema
from crossclaim.store.chunks import in_chunks
from crossclaim.store.reader import Reader
from crossclaim.store.review_rows import standing_row
from crossclaim.store.rows import inexact_spans
from crossclaim.store.standing import states_told

__all__ = ["check_states"]


def check_states(reader: Reader) -> Iterator[str]:
    """What is wrong with them, one line each. Records that cannot be read are told of by their digests."""
    try:
        yield from _check_claims(reader)
        yield from _check_events(reader)
        yield from _check_corrections(reader)
    except ValidationError as error:
        yield f"states: cannot be checked, a record of people's work is damaged ({error.title})"


def _check_claims(reader: Reader) -> Iterator[str]:
    told = states_told(reader.reviews(), reader.corrections())
    numbers = reader.claim_numbers(told)
    wanted = {numbers[claim]: state.value for claim, state in told.items() if claim in numbers}
    with reader.connected() as connection:
        kept = {row.claim: row.state for row in connection.execute(select(schema.CLAIM_STATES))}
    for number in sorted(wanted.keys() | kept.keys()):
        if wanted.get(number) != kept.get(number):
            yield f"claim number {number}: is not in the state that the decisions on it give"


def _check_events(reader: Reader) -> Iterator[str]:
    seals: dict[str, list[Sealed]] = defaultdict(list)
    for seal in reader.seals():
        seals[seal.event.id].append(seal)
    with reader.connected() as connection:
        kept = {row.event: dict(row._mapping) for row in connection.execute(select(schema.EVENT_STANDINGS))}
        states = {row.claim: row.state for row in connection.execute(select(schema.CLAIM_STATES))}
        numbers = connection.scalars(select(schema.EVENTS.c.seq).order_by(schema.EVENTS.c.seq)).all()
        for chunk in in_chunks(numbers):
            members: dict[int, list[ReviewState]] = defaultdict(list)
            inside = schema.EVENT_CLAIMS.c
            for row in connection.execute(select(schema.EVENT_CLAIMS).where(inside.event.in_(chunk))):
                members[row.event].append(states.get(row.claim, ReviewState.SUGGESTED))
            records = select(schema.EVENT_RECORDS).where(schema.EVENT_RECORDS.c.event.in_(chunk))
            for row in connection.execute(records):
                standing = kept.pop(row.event, None)
                if not _fits(row, standing, members[row.event], seals):
                    yield f"event number {row.event}: does not stand as its claims and figures give"
    yield from (f"event number {number}: stands somewhere, and is not there" for number in sorted(kept))


def _fits(row: Any, standing: dict[str, Any] | None, states: list[ReviewState], seals: dict[str, list[Sealed]]) -> bool:
    event = Event.model_validate_json(row.record)
    return standing == standing_row(event, row.event, states, seals.get(event.id, ()))[1]


def _check_corrections(reader: Reader) -> Iterator[str]:
    corrections = [one for one in reader.correction_history() if one.retires is None]
    claims, documents = schema.CLAIMS.c, schema.DOCUMENTS.c
    wanted = select(claims.id, documents.text).join_from(
        schema.CLAIMS, schema.DOCUMENTS, documents.seq == claims.document
    )
    with reader.connected() as connection:
        for chunk in in_chunks(corrections):
            asked = wanted.where(claims.id.in_({one.claim for one in chunk}))
            texts = {row.id: row.text for row in connection.execute(asked)}
            for correction in chunk:
                if any(inexact_spans(correction.value, texts.get(correction.claim, ""))):
                    yield f"correction:{correction.id}: a span of it is not what the text says there"
