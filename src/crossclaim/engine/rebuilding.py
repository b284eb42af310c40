"""Links and events made anew from what is kept, and what people say of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from itertools import islice
from typing import TypeVar

from crossclaim.engine.linking import link_documents
from crossclaim.engine.regrouping import (
    compose_events,
    flag_documents,
    gather,
    group_claims,
    kept_policy,
    regroup,
)
from crossclaim.engine.tools import Policy
from crossclaim.errors import StoreError
from crossclaim.link import block_keys, fingerprint, traits_of, traits_to_json
from crossclaim.model import Event, Judgement, JudgementSubject, Source, Verdict
from crossclaim.store import ClaimRecord, DocumentRecord, Filter, Page, Reader, Store, Writer

__all__ = ["in_batches", "judge", "rate", "rebuild", "remade_events", "undo"]

_BATCH = 500
Value = TypeVar("Value")


def in_batches(values: Iterable[Value], size: int) -> Iterator[list[Value]]:
    """The values, so many at a time."""
    rest = iter(values)
    while batch := list(islice(rest, size)):
        yield batch


def judge(store: Store, policy: Policy, first: str, second: str, verdict: Verdict, *, why: str, by: str) -> Judgement:
    """A person's word on two claims, written down; their events follow.

    Raises:
        StoreError: a claim is not there, or both are one.
    """
    one, other = sorted((first, second))
    if one == other:
        raise StoreError(store.address, f"claim {first}: cannot be judged against itself")
    at = datetime.now(UTC)
    digits = sha256(f"{one}\0{other}\0{verdict}\0{by}\0{at.isoformat()}".encode()).hexdigest()[:20]
    return _written(
        store,
        policy,
        Judgement(
            id=digits,
            subject=JudgementSubject.CLAIM,
            first=one,
            second=other,
            verdict=verdict,
            why=why,
            by=by,
            at=at,
        ),
    )


def undo(store: Store, policy: Policy, first: str, second: str, *, why: str, by: str) -> tuple[Judgement, ...]:
    """The judgements in force on two claims, each retired by one that says nothing but "unsure".

    Raises:
        StoreError: nobody has judged them.
    """
    one, other = sorted((first, second))
    known = store.judgements(JudgementSubject.CLAIM, touching=[one])
    retired = [
        judgement
        for judgement in known
        if (judgement.first, judgement.second) == (one, other) and judgement.retires is None
    ]
    if not retired:
        raise StoreError(store.address, f"there is no judgement on {one} and {other}")
    return tuple(_written(store, policy, _retiring(judgement, why, by)) for judgement in retired)


def _retiring(judgement: Judgement, why: str, by: str) -> Judgement:
    at = datetime.now(UTC)
    digits = sha256(f"{judgement.id}\0undo\0{by}\0{at.isoformat()}".encode()).hexdigest()[:20]
    update = {"id": digits, "verdict": Verdict.UNSURE, "why": why, "by": by, "at": at, "retires": judgement.id}
    return judgement.model_copy(update=update)


def _written(store: Store, policy: Policy, judgement: Judgement) -> Judgement:
    pair = [judgement.first, judgement.second]
    with store.write(by=judgement.by) as writer:
        if judgement.retires is None:
            _refuse_absent(pair, writer)
        writer.put_judgement(judgement)
        regroup(pair, writer, kept_policy(writer, policy), changed=pair)
    return judgement


def _refuse_absent(claim_ids: list[str], reader: Reader) -> None:
    """Say so where a claim is not there, or no longer counts: a word on it would change nothing."""
    if missing := sorted(set(claim_ids) - {claim.id for claim in reader.sourced_claims(claim_ids)}):
        raise StoreError(reader.address, f"there is no claim {', '.join(missing)}")
    if replaced := sorted(set(claim_ids) - reader.traits(claim_ids).keys()):
        reason = f"claim {', '.join(replaced)}: is of an earlier version of its page, judge the one of the latest"
        raise StoreError(reader.address, reason)


def rate(store: Store, policy: Policy, source: Source, *, by: str) -> int:
    """What is thought of a source, written down; how many events were reconciled anew for it."""
    with store.write(by=by) as writer:
        if not writer.put_source(source):
            return 0
        # All pages first: an event made anew may stand elsewhere in the list.
        touched = [event.claims for events in _pages(writer, Filter(source=source.id)) for event in events]
        for batch in in_batches(touched, _BATCH):
            regroup({claim for claims in batch for claim in claims}, writer, kept_policy(writer, policy))
    return len(touched)


def _pages(reader: Reader, wanted: Filter) -> Iterator[tuple[Event, ...]]:
    after: str | None = None
    while True:
        page = reader.events(wanted, limit=_BATCH, after=after)
        if page.rows:
            yield page.rows
        if page.after is None:
            return
        after = page.after


def document_ids(reader: Reader) -> Iterator[str]:
    """All documents in force."""
    return _all_ids(reader.document_ids)


def _all_ids(ask: Callable[..., Page[str]]) -> Iterator[str]:
    after: str | None = None
    while True:
        page = ask(limit=_BATCH, after=after)
        yield from page.rows
        if page.after is None:
            return
        after = page.after


def remade_events(reader: Reader, policy: Policy) -> Iterator[Event]:
    """Every event as it would be made now from the claims, links, copies and judgements in force.

    They are reconciled under the profile that the store keeps its events in.
    """
    policy = kept_policy(reader, policy)
    seen: set[str] = set()
    for batch in in_batches(document_ids(reader), _BATCH):
        gathered = gather(set(reader.claim_ids_of(batch)) - seen, reader)
        seen |= gathered.claims
        for composed in compose_events(group_claims(gathered), reader, policy, policy.profile):
            yield composed.event


def rebuild(store: Store, policy: Policy, *, by: str) -> Iterator[int]:
    """Link every document anew and make all events anew; yields how many documents are linked, now and then.

    What linking goes by is made anew from the claims, too, and the events are reconciled under the policy's profile.

    All of it is one transaction: stopped half-way, the store is as it was.
    """
    with store.write(by=by) as writer:
        known = list(document_ids(writer))
        writer.remove_links(known)
        linked: set[str] = set()
        for batch in in_batches(known, _BATCH):
            records = _records(batch, writer, policy)
            for record in records:
                writer.put_linking(record)  # those linked before have theirs anew, the others are left out
            link_documents(records, writer, linked=linked)
            linked.update(batch)
            yield len(linked)
        _regroup_all(known, writer, policy)


def _regroup_all(known: Iterable[str], writer: Writer, policy: Policy) -> None:
    """Every event made anew; one that no claim in force accounts for is taken away."""
    seen: set[str] = set()
    stale = set(_all_ids(writer.event_ids))
    for batch in in_batches(known, _BATCH):
        fresh = set(writer.claim_ids_of(batch)) - seen
        held = writer.events_by_id(sorted(set(writer.events_of(fresh).values())))
        claim_ids = gather(fresh | {claim for event in held for claim in event.claims}, writer).claims
        seen |= claim_ids
        stale -= regroup(claim_ids, writer, policy)
        flag_documents(batch, writer)
    writer.replace_events(stale, [])


def _records(document_ids: Sequence[str], writer: Writer, policy: Policy) -> list[DocumentRecord]:
    """Documents as they were put, with what linking goes by made anew."""
    claims: dict[str, list[ClaimRecord]] = defaultdict(list)
    for claim in writer.sourced_claims(writer.claim_ids_of(document_ids)):
        traits = traits_of(claim, policy.families)
        record = ClaimRecord(sourced=claim, traits=traits_to_json(traits), keys=block_keys(traits))
        claims[claim.heading.document_id].append(record)
    headings = writer.headings(document_ids)
    return [
        DocumentRecord(
            heading=headings[document_id],
            document=document,
            claims=tuple(claims[document_id]),
            fingerprints=fingerprint(document),
        )
        for document_id, document in writer.documents(document_ids).items()
    ]
