"""Links and events made anew from what is kept, and what people think of sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from crossclaim.engine.linking import link_documents, linking_records
from crossclaim.engine.rating import add_to_rating
from crossclaim.engine.regrouping import (
    compose_events,
    flag_documents,
    gather,
    group_claims,
    kept_policy,
    regroup,
    regroup_whole,
)
from crossclaim.engine.tools import Policy
from crossclaim.model import Event, Source
from crossclaim.store import Filter, Reader, Store, Writer, every_page, in_chunks

__all__ = ["rate", "rebuild", "remade_events"]

_BATCH = 500


def rate(store: Store, policy: Policy, source: Source, *, by: str) -> int:
    """What is thought of a source, written down; how many events were reconciled anew for it.

    Only those ratings count that are set on ``source``: reliability, alignment, note. What people said before of the
    others stays, and what nobody has said is as each document tells it: an outlet may have changed hands.
    """
    with store.write(by=by) as writer:
        if not writer.put_source(add_to_rating(source, writer.source(source.id))):
            return 0
        # All pages first: an event made anew may stand elsewhere in the list.
        touched = [event.claims for events in every_page(writer.events, Filter(source=source.id)) for event in events]
        for batch in in_chunks(touched, _BATCH):
            regroup({claim for claims in batch for claim in claims}, writer, kept_policy(writer, policy))
    return len(touched)


def document_ids(reader: Reader) -> Iterator[str]:
    """All documents in force."""
    return chain.from_iterable(every_page(reader.document_ids))


def remade_events(reader: Reader, policy: Policy) -> Iterator[Event]:
    """Every event as it would be made now from the claims, links, copies and judgements in force.

    They are reconciled under the profile that the store keeps its events in.
    """
    policy = kept_policy(reader, policy)
    seen: set[str] = set()
    for batch in in_chunks(document_ids(reader), _BATCH):
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
        for batch in in_chunks(known, _BATCH):
            records = linking_records(batch, writer, policy)
            for record in records:
                writer.put_linking(record)  # those linked before have theirs anew, the others are left out
            link_documents(records, writer, linked=linked)
            linked.update(batch)
            yield len(linked)
        _regroup_all(known, writer, policy)


def _regroup_all(known: Iterable[str], writer: Writer, policy: Policy) -> None:
    """Every event made anew; one that no claim in force accounts for is taken away."""
    seen: set[str] = set()
    stale = set(chain.from_iterable(every_page(writer.event_ids)))
    undated = writer.undated_events()  # those of an older crossclaim were found by no day at all
    for batch in in_chunks(known, _BATCH):
        fresh = set(writer.claim_ids_of(batch)) - seen
        held = writer.events_by_id(sorted(set(writer.events_of(fresh).values())))
        gathered = gather(fresh | {claim for event in held for claim in event.claims}, writer)
        seen |= gathered.claims
        stale -= regroup_whole(gathered, writer, policy, anew=undated)
        flag_documents(batch, writer)
    writer.replace_events(stale, [])
