"""How far people are with claims and events, kept beside them: what follows from decisions, corrections and seals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import Connection, delete, insert, select

from crossclaim.model import Correction, Event, Review, ReviewState, Sealed, claim_state
from crossclaim.store import schema
from crossclaim.store.chunks import in_chunks
from crossclaim.store.desk import DeskReader
from crossclaim.store.review_rows import standing_row

__all__ = ["put_claim_states", "put_standings", "states_of", "states_told"]


def states_told(reviews: Iterable[Review], corrections: Iterable[Correction]) -> dict[str, ReviewState]:
    """The state of every claim that one of these decisions and corrections in force is on."""
    decided: dict[str, list[Review]] = defaultdict(list)
    corrected: dict[str, list[Correction]] = defaultdict(list)
    for review in reviews:
        decided[review.claim].append(review)
    for correction in corrections:
        corrected[correction.claim].append(correction)
    claims = sorted(decided.keys() | corrected.keys())
    return {claim: claim_state(decided.get(claim, ()), corrected.get(claim, ())) for claim in claims}


def put_claim_states(connection: Connection, reader: DeskReader, claims: Mapping[str, int]) -> None:
    """Put down the states of claims, given with their numbers, as they are now."""
    states = states_told(reader.reviews(claims), reader.corrections(claims))
    for chunk in in_chunks(sorted(claims.values())):
        connection.execute(delete(schema.CLAIM_STATES).where(schema.CLAIM_STATES.c.claim.in_(chunk)))
    rows = [{"claim": claims[claim], "state": state.value} for claim, state in states.items()]
    if rows:
        connection.execute(insert(schema.CLAIM_STATES), rows)


def states_of(connection: Connection, claims: Collection[int]) -> dict[int, ReviewState]:
    """The states of claims by their numbers; those nobody has looked at are left out."""
    table, found = schema.CLAIM_STATES.c, dict[int, ReviewState]()
    for chunk in in_chunks(sorted(claims)):
        rows = connection.execute(select(table.claim, table.state).where(table.claim.in_(chunk)))
        found |= {row.claim: ReviewState(row.state) for row in rows}
    return found


def put_standings(connection: Connection, reader: DeskReader, event_ids: Collection[str]) -> None:
    """Put down anew how some events stand."""
    seals: dict[str, list[Sealed]] = defaultdict(list)
    for seal in reader.seals(event_ids):
        seals[seal.event.id].append(seal)
    for chunk in in_chunks(sorted(set(event_ids))):
        events, members = _members(connection, chunk)
        states = states_of(connection, {claim for claims in members.values() for claim in claims})
        told = {seq: [states.get(claim, ReviewState.SUGGESTED) for claim in members[seq]] for seq in events}
        rows = [standing_row(event, seq, told[seq], seals[event.id])[1] for seq, event in events.items()]
        connection.execute(delete(schema.EVENT_STANDINGS).where(schema.EVENT_STANDINGS.c.event.in_(list(events))))
        if rows:
            connection.execute(insert(schema.EVENT_STANDINGS), rows)


def _members(connection: Connection, event_ids: Collection[str]) -> tuple[dict[int, Event], dict[int, list[int]]]:
    """Events, and the numbers of their claims, by their own numbers."""
    events, inside = schema.EVENTS.c, schema.EVENT_CLAIMS.c
    wanted = select(events.seq, schema.EVENT_RECORDS.c.record).join_from(
        schema.EVENTS, schema.EVENT_RECORDS, schema.EVENT_RECORDS.c.event == events.seq
    )
    rows = connection.execute(wanted.where(events.id.in_(event_ids)))
    found = {row.seq: Event.model_validate_json(row.record) for row in rows}
    members: dict[int, list[int]] = defaultdict(list)
    for row in connection.execute(select(schema.EVENT_CLAIMS).where(inside.event.in_(list(found)))):
        members[row.event].append(row.claim)
    return found, members
