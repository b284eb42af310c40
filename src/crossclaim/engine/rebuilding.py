"""Links and events made anew from what is kept, and what people say of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from itertools import islice
from typing import TypeVar

from crossclaim.engine.linking import link_documents
from crossclaim.engine.regrouping import compose_events, flag_documents, gather, group_claims, regroup
from crossclaim.engine.tools import Policy
from crossclaim.errors import StoreError
from crossclaim.link import block_keys, fingerprint, traits_of, traits_to_json
from crossclaim.model import Event, Judgement, JudgementSubject, Source, Verdict
from crossclaim.store import ClaimRecord, DocumentRecord, Filter, Reader, Store, Writer

__all__ = ["judge", "rate", "rebuild", "remade_events", "undo"]

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
    retired = [judgement for judgement in known if (judgement.first, judgement.second) == (one, other)]
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
        if missing := set(pair) - {claim.id for claim in writer.sourced_claims(pair)}:
            raise StoreError(store.address, f"there is no claim {', '.join(sorted(missing))}")
        touched = gather(pair, writer).claims
        writer.put_judgement(judgement)
        regroup(touched, writer, policy)
    return judgement


def rate(store: Store, policy: Policy, source: Source, *, by: str) -> int:
    """What is thought of a source, written down; how many events were reconciled anew for it."""
    with store.write(by=by) as writer:
        if not writer.put_source(source):
            return 0
        changed = 0
        for events in _pages(writer, Filter(source=source.id)):
            ids = sorted({claim for event in events for claim in event.claims})
            regroup(ids, writer, policy)
            changed += len(events)
    return changed


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
    after: str | None = None
    while True:
        page = reader.document_ids(limit=_BATCH, after=after)
        yield from page.rows
        if page.after is None:
            return
        after = page.after


def remade_events(reader: Reader, policy: Policy) -> Iterator[Event]:
    """Every event as it would be made now from the claims, links, copies and judgements in force."""
    seen: set[str] = set()
    for batch in in_batches(document_ids(reader), _BATCH):
        fresh = set(reader.claim_ids_of(batch)) - seen
        gathered = gather(fresh, reader)
        seen |= gathered.claims
        for composed in compose_events(group_claims(gathered), reader, policy, policy.profile):
            yield composed.event


def rebuild(store: Store, policy: Policy, *, by: str) -> Iterator[int]:
    """Link every document anew and make all events anew; yields how many documents are linked, now and then.

    All of it is one transaction: stopped half-way, the store is as it was.
    """
    with store.write(by=by) as writer:
        known = list(document_ids(writer))
        writer.remove_links(known)
        linked: set[str] = set()
        for batch in in_batches(known, _BATCH):
            link_documents(_records(batch, writer, policy), writer, linked=linked)
            linked.update(batch)
            yield len(linked)
        _regroup_all(known, writer, policy)


def _regroup_all(known: Iterable[str], writer: Writer, policy: Policy) -> None:
    seen: set[str] = set()
    for batch in in_batches(known, _BATCH):
        fresh = set(writer.claim_ids_of(batch)) - seen
        held = writer.events_by_id(sorted(set(writer.events_of(fresh).values())))
        claim_ids = gather(fresh | {claim for event in held for claim in event.claims}, writer).claims
        seen |= claim_ids
        regroup(claim_ids, writer, policy)
        flag_documents(batch, writer)


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
