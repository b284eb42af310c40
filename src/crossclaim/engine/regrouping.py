"""Which claims are one occurrence now, and the events and flags that follow: only where something changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from crossclaim.assess import (
    TextChange,
    copied_document,
    figures_outside_text,
    flag_claim,
    flag_event,
    recycled_document,
    silent_edit,
)
from crossclaim.engine.tools import Policy
from crossclaim.link import cluster, load_weights, reach
from crossclaim.model import (
    Event,
    Flag,
    Heading,
    JudgementSubject,
    PlaceReading,
    Profile,
    Source,
    SourcedClaim,
    Verdict,
)
from crossclaim.reconcile import reconcile
from crossclaim.store import EventRecord, FlagSubject, Reader, Writer

__all__ = ["compose_event", "connected", "flag_documents", "group_claims", "kept_policy", "rated", "regroup"]


def kept_policy(reader: Reader, policy: Policy) -> Policy:
    """The policy under the profile that the store's events are kept in: one store has one profile."""
    (kept, *_) = (*reader.events(limit=1).rows, None)
    return replace(policy, profile=kept.profile) if kept else policy


def regroup(touched: Collection[str], writer: Writer, policy: Policy, *, gone: Collection[str] = ()) -> frozenset[str]:
    """Group the claims touched anew, with all that hang together with them, and put their events in place.

    Gives the ids of the events that these claims are in now.

    ``gone`` are claims that no longer count: the events they were in are taken away.
    """
    claim_ids = connected(touched, writer)
    before = set(writer.events_of([*claim_ids, *gone]).values())
    groups = group_claims(claim_ids, writer)
    made = [compose_event(group, writer, policy, policy.profile) for group in groups]
    before |= {composed.event.id for composed in made}
    known = {event.id: event for event in writer.events_by_id(sorted(before))}
    fresh = [composed for composed in made if known.get(composed.event.id) != composed.event]
    kept = {composed.event.id for composed in made} - {composed.event.id for composed in fresh}
    writer.replace_events(known.keys() - kept, [composed.record for composed in fresh])
    for claim_id, flags in sorted(item for composed in fresh for item in composed.claim_flags.items()):
        writer.put_flags(FlagSubject.CLAIM, claim_id, flags)
    return frozenset(composed.event.id for composed in made)


def connected(touched: Collection[str], reader: Reader) -> set[str]:
    """The claims touched with all that a chain of likely links, or of judgements, joins to them."""
    join = load_weights().join

    def pairs(claim_ids: Collection[str]) -> Iterator[tuple[str, str]]:
        for link in reader.links(claim_ids):
            if link.probability >= join:
                yield link.first, link.second
        for judgement in reader.judgements(JudgementSubject.CLAIM, touching=claim_ids):
            if judgement.verdict is Verdict.SAME:
                yield judgement.first, judgement.second

    return set(reader.traits(reach(touched, pairs)))  # those in force


def group_claims(claim_ids: Collection[str], reader: Reader) -> list[tuple[str, ...]]:
    """The partition of claims that hang together into occurrences, by their links and what people judged."""
    links = reader.links(claim_ids)
    judgements = reader.judgements(JudgementSubject.CLAIM, touching=claim_ids)
    return list(cluster(claim_ids, links, judgements).clusters)


class Composed(NamedTuple):
    """An event ready to be kept, and the flags of each of its claims."""

    record: EventRecord
    claim_flags: Mapping[str, tuple[Flag, ...]]

    @property
    def event(self) -> Event:
        """The event itself."""
        return self.record.event


def compose_event(claim_ids: Sequence[str], reader: Reader, policy: Policy, profile: Profile) -> Composed:
    """The event of these claims under a profile, with all flags and the place that it is found by."""
    claims = rated(reader.sourced_claims(claim_ids), reader)
    documents = sorted({claim.heading.document_id for claim in claims})
    copies = [copy for copy in reader.copies(documents) if {copy.first, copy.second} <= set(documents)]
    event = reconcile(claims, profile, copies=copies, ties=policy.ties)
    by_claim = {claim.id: flag_claim(claim, ties=policy.ties, fellows=claims) for claim in claims}
    flags = flag_event(event, claims, by_claim, copies=copies)
    record = EventRecord(event=event.model_copy(update={"flags": flags}), place=_place_of(event))
    return Composed(record, by_claim)


def rated(claims: Iterable[SourcedClaim], reader: Reader) -> tuple[SourcedClaim, ...]:
    """The claims with their sources as people rated them since they were read."""
    ratings = {source.id: source for source in reader.sources()}
    if not ratings:
        return tuple(claims)
    return tuple(_rated(claim, ratings) for claim in claims)


def _rated(claim: SourcedClaim, ratings: Mapping[str, Source]) -> SourcedClaim:
    outlet = claim.heading.outlet
    heading = claim.heading.model_copy(update={"outlet": ratings.get(outlet.id, outlet) if outlet else None})
    speakers = tuple(ratings.get(speaker.id, speaker) for speaker in claim.speakers)
    return claim.model_copy(update={"heading": heading, "speakers": speakers})


def _place_of(event: Event) -> PlaceReading | None:
    value = event.fields["place"].value if "place" in event.fields else None
    return PlaceReading.model_validate(value) if isinstance(value, Mapping) else None


def flag_documents(document_ids: Iterable[str], writer: Writer) -> None:
    """Put on each document the flags that follow from it, its copies and the version before it."""
    for document_id in sorted(document_ids):
        writer.put_flags(FlagSubject.DOCUMENT, document_id, _document_flags(document_id, writer))


def _document_flags(document_id: str, reader: Reader) -> list[Flag]:
    document, heading = reader.document(document_id), reader.heading(document_id)
    copies = reader.copies([document_id])
    others = {end: reader.heading(end) for copy in copies for end in (copy.first, copy.second) if end != document_id}
    names = {end: other.outlet.name if other.outlet else other.lineage for end, other in others.items()}
    days = {end: other.published for end, other in others.items()}
    found = (
        copied_document(document_id, copies, names),
        recycled_document(document_id, heading.published, copies, days, names),
        figures_outside_text(document, [claim.claim for claim in reader.claims_of(document_id)]),
        silent_edit(_changes(heading, reader), document.text),
    )
    return [*document.flags, *(flag for flag in found if flag is not None)]


def _changes(heading: Heading, reader: Reader) -> list[TextChange]:
    """What was edited since the version before."""
    earlier = [known.id for known in reader.versions(heading.lineage) if known.version == heading.version - 1]
    return [
        TextChange(change.before, change.span.quote if change.span else "", change.span)
        for before in earlier
        for change in reader.changes(before, heading.document_id)
    ]
