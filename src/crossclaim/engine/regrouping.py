"""Which claims are one occurrence now, and the events and flags that follow: only where something changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import NamedTuple

from crossclaim.assess import (
    TextChange,
    copied_document,
    figures_outside_text,
    find_loaded_words,
    flag_claim,
    flag_event,
    recycled_document,
    silent_edit,
)
from crossclaim.engine.rating import rated
from crossclaim.engine.tools import Policy
from crossclaim.link import cluster, components, load_weights
from crossclaim.model import (
    Document,
    DocumentCopy,
    Event,
    Flag,
    Heading,
    Judgement,
    JudgementSubject,
    Link,
    PlaceReading,
    Profile,
    ReviewState,
    SourcedClaim,
    Verdict,
)
from crossclaim.reconcile import event_id, reconcile
from crossclaim.store import EventRecord, FlagSubject, Reader, Writer

__all__ = [
    "attached",
    "compose_events",
    "flag_documents",
    "gather",
    "group_claims",
    "kept_policy",
    "plan_regrouping",
    "regroup",
    "regroup_whole",
    "rejected",
]


_REJECTED = "rejected in review"


def kept_policy(reader: Reader, policy: Policy) -> Policy:
    """The policy under the profile that the store's events are kept in: one store has one profile."""
    (kept, *_) = (*reader.events(limit=1).rows, None)
    return replace(policy, profile=kept.profile) if kept else policy


def regroup(
    touched: Collection[str],
    writer: Writer,
    policy: Policy,
    *,
    changed: Collection[str] = (),
    gone: Collection[str] = (),
) -> None:
    """Group the claims touched anew, with all that hang together with them, and put their events in place.

    ``changed`` are those of them that are new or newly judged, ``gone`` claims that no longer count: the events they
    were in are taken away. An event of the same claims as before, none of them touched, is the same event, and stays.
    """
    _put_in_place(plan_regrouping(touched, writer, policy, changed=changed, gone=gone), writer)


def regroup_whole(gathered: Gathered, writer: Writer, policy: Policy, *, anew: Collection[str] = ()) -> frozenset[str]:
    """Group all these claims anew and put their events in place; the ids of the events that they are in now.

    Events ``anew`` are written even where they come out as they were.
    """
    plan = _plan(gathered, gathered.claims, writer, policy, anew=anew)
    _put_in_place(plan, writer)
    return plan.events


def _put_in_place(plan: Regrouping, writer: Writer) -> None:
    writer.replace_events(plan.removed, [composed.record for composed in plan.fresh])
    claim_flags = {claim_id: flags for composed in plan.fresh for claim_id, flags in composed.claim_flags.items()}
    writer.put_all_flags(FlagSubject.CLAIM, claim_flags)


class Regrouping(NamedTuple):
    """What grouping claims anew comes to: ids of events to be taken away, events to be put in, ids of all there are."""

    removed: frozenset[str]
    fresh: tuple[Composed, ...]
    events: frozenset[str]


def plan_regrouping(
    touched: Collection[str],
    reader: Reader,
    policy: Policy,
    *,
    changed: Collection[str] = (),
    gone: Collection[str] = (),
) -> Regrouping:
    """What ``regroup`` would do, without doing it."""
    return _plan(gather(touched, reader, changed=changed), touched, reader, policy, gone=gone)


def _plan(
    gathered: Gathered,
    touched: Collection[str],
    reader: Reader,
    policy: Policy,
    *,
    gone: Collection[str] = (),
    anew: Collection[str] = (),
) -> Regrouping:
    before = set(reader.events_of([*gathered.claims, *gone]).values())
    groups = {event_id(group): group for group in group_claims(gathered)}
    touched = set(touched)
    same = {name for name, group in groups.items() if touched.isdisjoint(group)} & before
    changing = [group for name, group in groups.items() if name not in same]
    made = {composed.event.id: composed for composed in compose_events(changing, reader, policy, policy.profile)}
    known = {event.id: event for event in reader.events_by_id(sorted((before | made.keys()) - same))}
    fresh = tuple(composed for name, composed in made.items() if name in anew or known.get(name) != composed.event)
    kept = made.keys() - {composed.event.id for composed in fresh}
    return Regrouping(frozenset(known.keys() - kept), fresh, frozenset(made.keys() | same))


class Gathered(NamedTuple):
    """Claims that hang together, with the links inside each such component and what people judged of them.

    ``number_of`` gives, of each claim, which of the components it is in.
    """

    components: tuple[tuple[str, ...], ...]
    number_of: Mapping[str, int]
    chances: Mapping[tuple[str, str], float]
    judgements: tuple[Judgement, ...]

    @property
    def claims(self) -> frozenset[str]:
        """All of them."""
        return frozenset(self.number_of)


def gather(touched: Collection[str], reader: Reader, *, changed: Collection[str] = ()) -> Gathered:
    """The claims touched, those in force, with all that likely links, or judgements, join to them closely enough.

    What of it must be clustered anew because some ``changed`` is among them.
    """
    counting = reader.claims_in_force(touched)
    found = components(counting, partial(_tied, reader), changed=counting.intersection(changed))
    number_of = {claim: number for number, component in enumerate(found) for claim in component}
    chances = {
        (one, other): chance
        for (one, other), chance in reader.chances(number_of).items()
        if number_of.get(one, -1) == number_of.get(other, -2)
    }
    judgements = reader.judgements(JudgementSubject.CLAIM, touching=number_of)
    return Gathered(tuple(found), number_of, chances, judgements)


def _tied(reader: Reader, claim_ids: Collection[str], at_least: float) -> list[tuple[str, str]]:
    """The pairs of claims in force that any of these is in, by a likely link or by a judgement "same"."""
    judged = [
        (judgement.first, judgement.second)
        for judgement in reader.judgements(JudgementSubject.CLAIM, touching=claim_ids)
        if judgement.verdict is Verdict.SAME
    ]
    counting = reader.claims_in_force({end for pair in judged for end in pair})
    return [*reader.chances(claim_ids, at_least=at_least), *(pair for pair in judged if counting.issuperset(pair))]


def attached(claim_ids: Collection[str], reader: Reader) -> frozenset[str]:
    """The other claims that likely links, or judgements, tie to these, and those of the events that these are in."""
    pairs = _tied(reader, claim_ids, load_weights().join)
    events = reader.events_by_id(sorted(set(reader.events_of(claim_ids).values())))
    fellows = {claim for event in events for claim in event.claims}
    return frozenset({end for pair in pairs for end in pair} | fellows) - set(claim_ids)


def group_claims(gathered: Gathered) -> list[tuple[str, ...]]:
    """The partition of claims that hang together into occurrences, by their links and what people judged."""
    number_of = gathered.number_of
    links: dict[int, list[Link]] = defaultdict(list)
    for (one, other), chance in gathered.chances.items():
        links[number_of[one]].append(Link.model_construct(first=one, second=other, probability=chance))
    judged: dict[int, list[Judgement]] = defaultdict(list)
    for judgement in gathered.judgements:
        if (number := number_of.get(judgement.first)) is not None:
            judged[number].append(judgement)
    clusters = (
        cluster(component, links[number], judged[number]).clusters
        for number, component in enumerate(gathered.components)
    )
    return sorted(group for several in clusters for group in several)


class Composed(NamedTuple):
    """An event ready to be kept, and the flags of each of its claims."""

    record: EventRecord
    claim_flags: Mapping[str, tuple[Flag, ...]]

    @property
    def event(self) -> Event:
        """The event itself."""
        return self.record.event


def compose_events(groups: Sequence[Sequence[str]], reader: Reader, policy: Policy, profile: Profile) -> list[Composed]:
    """The event of each group of claims; asks the store for all of them at once."""
    wanted = [claim_id for group in groups for claim_id in group]
    claims = {claim.id: claim for claim in rated(reader.sourced_claims(wanted), reader)}
    copies: dict[str, list[DocumentCopy]] = defaultdict(list)
    for copy in reader.copies({claim.heading.document_id for claim in claims.values()}):
        copies[copy.first].append(copy)
    known = _Known(copies, rejected(wanted, reader), _quoted_texts(claims.values(), reader))
    return [_composed([claims[claim_id] for claim_id in group], known, policy, profile) for group in groups]


class _Known(NamedTuple):
    """What the store knows of the claims of several events: copies by their first document, rejected claims, texts."""

    copies: Mapping[str, Sequence[DocumentCopy]]
    rejected: Mapping[str, str]
    texts: Mapping[str, str]


def _quoted_texts(claims: Iterable[SourcedClaim], reader: Reader) -> dict[str, str]:
    """The texts in which quotation marks may open before a claim: of those with words that would be the speaker's."""
    return reader.texts(claim.heading.document_id for claim in claims if find_loaded_words(claim.claim.quote))


def rejected(claim_ids: Collection[str], reader: Reader) -> dict[str, str]:
    """Those of these claims that people have rejected, each with the reason why its figures do not count."""
    states = reader.claim_states(claim_ids)
    return {claim_id: _REJECTED for claim_id, state in states.items() if state is ReviewState.REJECTED}


def _composed(claims: Sequence[SourcedClaim], known: _Known, policy: Policy, profile: Profile) -> Composed:
    documents = {claim.heading.document_id for claim in claims}
    copies = [copy for first in sorted(documents) for copy in known.copies.get(first, ()) if copy.second in documents]
    aside = {claim.id: known.rejected[claim.id] for claim in claims if claim.id in known.rejected}
    event = reconcile(claims, profile, copies=copies, set_aside=aside, ties=policy.ties)
    counting = [claim for claim in claims if claim.id not in aside] or claims
    by_claim = {
        claim.id: flag_claim(claim, ties=policy.ties, text=known.texts.get(claim.heading.document_id), fellows=counting)
        for claim in claims
    }
    flags = flag_event(event, counting, by_claim, copies=copies)
    whole = event.model_copy(update={"flags": flags})
    return Composed(EventRecord(event=whole, place=_place_of(event), published=_published(claims)), by_claim)


def _published(claims: Iterable[SourcedClaim]) -> tuple[date, date] | None:
    days = sorted(claim.heading.published for claim in claims if claim.heading.published)
    return (days[0], days[-1]) if days else None


def _place_of(event: Event) -> PlaceReading | None:
    value = event.fields["place"].value if "place" in event.fields else None
    return PlaceReading.model_validate(value) if isinstance(value, Mapping) else None


def flag_documents(document_ids: Collection[str], writer: Writer) -> None:
    """Put on each document the flags that follow from it, its copies and the version before it."""
    documents = writer.documents(document_ids)
    claims: dict[str, list[SourcedClaim]] = defaultdict(list)
    for claim in writer.sourced_claims(writer.claim_ids_of(document_ids)):
        claims[claim.heading.document_id].append(claim)
    copies: dict[str, list[DocumentCopy]] = defaultdict(list)
    for copy in writer.copies(document_ids):
        copies[copy.first].append(copy)
        copies[copy.second].append(copy)
    headings = writer.headings({*document_ids, *copies})
    found = {
        document_id: _document_flags(
            document_id, document, claims[document_id], copies.get(document_id, ()), headings, writer
        )
        for document_id, document in documents.items()
    }
    writer.put_all_flags(FlagSubject.DOCUMENT, found)


def _document_flags(
    document_id: str,
    document: Document,
    claims: Iterable[SourcedClaim],
    copies: Sequence[DocumentCopy],
    headings: Mapping[str, Heading],
    reader: Reader,
) -> list[Flag]:
    heading = headings[document_id]
    others = {end: headings[end] for copy in copies for end in (copy.first, copy.second) if end != document_id}
    names = {end: other.outlet.name if other.outlet else other.lineage for end, other in others.items()}
    days = {end: other.published for end, other in others.items()}
    found = (
        copied_document(document_id, copies, names),
        recycled_document(document_id, heading.published, copies, days, names),
        figures_outside_text(document, [claim.claim for claim in claims]),
        silent_edit(_changes(heading, reader), document.text),
    )
    return [*document.flags, *(flag for flag in found if flag is not None)]


def _changes(heading: Heading, reader: Reader) -> list[TextChange]:
    """What was edited since the version before."""
    if heading.version == 1:
        return []
    earlier = [known.id for known in reader.versions(heading.lineage) if known.version == heading.version - 1]
    return [
        TextChange(change.before, change.span.quote if change.span else "", change.span)
        for before in earlier
        for change in reader.changes(before, heading.document_id)
    ]
