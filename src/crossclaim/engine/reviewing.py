"""What people decide on claims and correct in them, and the events that they publish: written down, and followed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from pydantic import ValidationError

from crossclaim.assess import SourceTable
from crossclaim.engine.judging import event_named, refuse_absent
from crossclaim.engine.linking import relink_claim
from crossclaim.engine.regrouping import attached, flag_documents, kept_policy, regroup
from crossclaim.engine.succeeding import find_successors
from crossclaim.engine.supposing import Preview, preview_change
from crossclaim.engine.tools import Policy, load_policy
from crossclaim.errors import StoreError
from crossclaim.model import (
    DECIDED,
    ClaimField,
    Correction,
    DocumentResult,
    Event,
    Review,
    ReviewState,
    Sealed,
    Source,
    SourcedClaim,
    digest_event,
)
from crossclaim.pipeline import source_claims
from crossclaim.store import Reader, Store, Writer

__all__ = [
    "adjudicate",
    "correct",
    "earlier_seals",
    "preview_correction",
    "publish",
    "review",
    "undo_correction",
    "undo_review",
]


def review(
    store: Store,
    claim_ids: Collection[str],
    state: ReviewState,
    *,
    note: str,
    by: str,
    blind: bool = False,
    policy: Policy | None = None,
) -> tuple[Review, ...]:
    """A person's decision on claims, one record each; what is rejected no longer counts in its event's figures.

    ``policy`` is what events are made anew by, the bundled one unless given.

    Raises:
        StoreError: a claim is not there or of an earlier version of its page, or nobody can decide on that state.
    """
    with store.write(by=by) as writer:
        refuse_absent(claim_ids, writer)
        reviews = _decided(claim_ids, state, writer, note=note, by=by, blind=blind)
        _put_reviews(reviews, writer, policy)
    return reviews


def _decided(
    claim_ids: Collection[str], state: ReviewState, reader: Reader, *, note: str, by: str, blind: bool = False
) -> tuple[Review, ...]:
    at = datetime.now(UTC)
    try:
        return tuple(
            Review(id=_digits(claim, state, by, at), claim=claim, state=state, note=note, by=by, at=at, blind=blind)
            for claim in dict.fromkeys(claim_ids)
        )
    except ValidationError as error:
        raise StoreError(reader.address, f"{state} follows from other things, nobody decides it") from error


def undo_review(store: Store, review_id: str, *, why: str, by: str, policy: Policy | None = None) -> Review:
    """A decision taken back by a record that decides nothing.

    Raises:
        StoreError: it is not in force.
    """
    at = datetime.now(UTC)
    with store.write(by=by) as writer:
        decided = writer.review(review_id)
        if decided is None:
            raise StoreError(store.address, f"there is no review {review_id}")
        update = {"id": _digits(review_id, "undo", by, at), "note": why, "by": by, "at": at, "retires": review_id}
        retiring = decided.model_copy(update={**update, "state": ReviewState.SUGGESTED})
        _put_reviews([retiring], writer, policy)
    return retiring


def adjudicate(
    store: Store, claim_id: str, state: ReviewState, *, note: str, by: str, policy: Policy | None = None
) -> Review:
    """The deciding word on a claim that people disagree on: it stands before what they said.

    Raises:
        StoreError: the claim is not contested, or as for ``review``.
    """
    with store.write(by=by) as writer:
        refuse_absent([claim_id], writer)
        if writer.claim_states([claim_id])[claim_id] is not ReviewState.CONTESTED:  # or not any more
            raise StoreError(store.address, f"claim {claim_id}: is not contested, there is nothing to adjudicate")
        (decided,) = _decided([claim_id], state, writer, note=note, by=by)
        _put_reviews([decided], writer, policy)
    return decided


def _put_reviews(reviews: Sequence[Review], writer: Writer, policy: Policy | None) -> None:
    claims = {review.claim for review in reviews}
    before = writer.claim_states(claims)
    writer.put_reviews(reviews)
    after = writer.claim_states(claims)
    turned = {claim for claim in claims if ReviewState.REJECTED in (before[claim], after[claim])}
    if counting := writer.claims_in_force({claim for claim in turned if before[claim] is not after[claim]}):
        regroup(counting, writer, kept_policy(writer, policy or load_policy()))


def correct(
    store: Store,
    policy: Policy,
    claim_id: str,
    field: ClaimField | str,
    value: Any,
    *,
    why: str,
    by: str,
    sources: SourceTable | None = None,
) -> Correction:
    """One field of a claim put right; the claim is linked anew, its events and flags follow, and what was read stays.

    ``value`` is the JSON of the field, as ``Correction`` tells; None where the words do not tell. ``sources`` are those
    that speakers are looked up in, the bundled list unless given.

    Raises:
        StoreError: the claim is not there or of an earlier version of its page, or the value does not fit the field.
        SpanError: a span of the value does not quote the document's text.
    """
    correction = _correction(store, claim_id, field, value, why, by)
    with store.write(by=by) as writer:
        return _put_correction(correction, writer, policy, sources)


def preview_correction(
    store: Store,
    policy: Policy,
    claim_id: str,
    field: ClaimField | str,
    value: Any,
    *,
    sources: SourceTable | None = None,
) -> Preview:
    """What ``correct`` would change; nothing is kept.

    Raises:
        StoreError: as for ``correct``.
        SpanError: as for ``correct``.
    """
    correction = _correction(store, claim_id, field, value, "", "")
    return preview_change(store, claim_id, lambda writer: _put_correction(correction, writer, policy, sources))


def _correction(store: Store, claim_id: str, field: ClaimField | str, value: Any, why: str, by: str) -> Correction:
    at = datetime.now(UTC)
    told = {"id": _digits(claim_id, str(field), by, at), "claim": claim_id, "field": field, "value": value}
    try:
        return Correction.model_validate({**told, "why": why, "by": by, "at": at})
    except ValidationError as error:
        raise StoreError(store.address, f"claim {claim_id}: {_misfit(error)}") from error


def _put_correction(correction: Correction, writer: Writer, policy: Policy, sources: SourceTable | None) -> Correction:
    claim_id = correction.claim
    refuse_absent([claim_id], writer)
    if correction.field is ClaimField.ATTRIBUTION:
        correction = correction.model_copy(update={"speakers": _speakers(correction, writer, sources)})
    _changing(claim_id, writer, policy, lambda: writer.put_correction(correction))
    return correction


def undo_correction(store: Store, policy: Policy, correction_id: str, *, why: str, by: str) -> Correction:
    """A correction taken back: the claim is again what it was before it, and so are its links and events.

    Raises:
        StoreError: it is not in force.
    """
    at = datetime.now(UTC)
    with store.write(by=by) as writer:
        made = writer.correction(correction_id)
        if made is None:
            raise StoreError(store.address, f"there is no correction {correction_id}")
        update = {"id": _digits(correction_id, "undo", by, at), "why": why, "by": by, "at": at}
        retiring = made.model_copy(update={**update, "retires": correction_id, "value": None, "speakers": ()})
        _changing(made.claim, writer, policy, lambda: writer.put_correction(retiring))
    return retiring


def _changing(claim_id: str, writer: Writer, policy: Policy, change: Callable[[], None]) -> None:
    """Change a claim, and all that follows from it: links, the events it leaves and comes to, flags."""
    if not writer.claims_in_force([claim_id]):  # taken back on an earlier version of its page
        change()
        return
    left = attached([claim_id], writer)
    change()
    relink_claim(claim_id, writer, policy)
    regroup({claim_id} | left, writer, kept_policy(writer, policy), changed={claim_id} | left)
    flag_documents({claim.heading.document_id for claim in writer.claims_as_read([claim_id])}, writer)


def _misfit(error: ValidationError) -> str:
    """What is wrong with a value, without its words."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    at = ".".join(str(part) for part in first["loc"])
    return f"{first['msg']}{f' ({at})' if at else ''}".replace("\n", " ")


def _speakers(correction: Correction, reader: Reader, known: SourceTable | None) -> tuple[Source, ...]:
    """Who speaks by a corrected attribution, named as reading the document would name them."""
    (claim,) = reader.claims_as_read([correction.claim])
    document_id = claim.heading.document_id
    told = reader.claims_of(document_id)
    claims = tuple(
        one.claim.model_copy(update={"attribution": correction.record}) if one.id == correction.claim else one.claim
        for one in told
    )
    result = DocumentResult(document=reader.document(document_id), claims=claims, mentions=reader.mentions(document_id))
    named = source_claims(result, claim.heading, known)
    return next(after.speakers for before, after in zip(told, named, strict=True) if before.id == correction.claim)


def publish(store: Store, event_id: str, *, note: str, by: str) -> Sealed:
    """An event sealed as it stands: its record is kept for good, whatever becomes of its claims.

    Raises:
        StoreError: the event is not there, is published as it is, or somebody still has to decide on a claim of it.
    """
    at = datetime.now(UTC)
    with store.write(by=by) as writer:
        event = event_named(event_id, writer)
        _refuse_open(event, writer)
        digest = digest_event(event)
        seal = Sealed(id=_digits(digest, by, "seal", at), event=event, digest=digest, note=note, by=by, at=at)
        writer.put_seal(seal)
    return seal


def _refuse_open(event: Event, reader: Reader) -> None:
    states = reader.claim_states(event.claims)
    open_ones = sorted(claim for claim, state in states.items() if state not in DECIDED)
    address, named = reader.address, f"event {event.id}"
    if reader.event_states([event.id])[event.id] is ReviewState.PUBLISHED:
        raise StoreError(address, f"{named}: is published as it is")
    if open_ones:
        told = f"{len(open_ones)} of its {len(states)} claims are contested or undecided, first {open_ones[0]}"
        raise StoreError(address, f"{named}: cannot be published, {told}")
    if set(states.values()) == {ReviewState.REJECTED}:
        raise StoreError(address, f"{named}: cannot be published, all its claims are rejected")


def earlier_seals(reader: Reader, event: Event) -> tuple[Sealed, ...]:
    """What was published of an event that has changed since: seals that had any of its claims, and do not hold it now.

    A claim on a new version of its page is the one that stood there in the same words before.
    """
    claims = reader.claims_as_read(event.claims)
    known = {*event.claims, *_predecessors(claims, reader)}
    return tuple(seal for seal in reader.seals_with(known) if not seal.holds(event))


def _predecessors(claims: Sequence[SourcedClaim], reader: Reader) -> set[str]:
    found: set[str] = set()
    versions = reader.versions_of({claim.heading.lineage for claim in claims if claim.heading.version > 1})
    later: dict[str, list[SourcedClaim]] = defaultdict(list)
    for claim in claims:
        later[claim.heading.lineage].append(claim)
    for lineage, known in versions.items():
        current = {claim.heading.version for claim in later[lineage]}
        for version in known:
            if version.version < max(current):
                before = reader.claims_as_read(reader.claim_ids_of([version.id]))
                found |= find_successors(before, later[lineage]).keys()
    return found


def _digits(*parts: object) -> str:
    """An id of 20 hexadecimal digits."""
    return sha256("\0".join(map(str, parts)).encode("utf-8", "surrogatepass")).hexdigest()[:20]
