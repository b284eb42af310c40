"""Who is heard in a store, and how a source compares with the others."""

from __future__ import annotations

from collections.abc import Iterator

from crossclaim.assess import SourceProfile, profile_source
from crossclaim.engine.rating import with_rating
from crossclaim.model import Source, SourcedClaim
from crossclaim.store import Filter, Reader, every_page

__all__ = ["find_source", "profile_of"]


def find_source(reader: Reader, name: str) -> Source | None:
    """The source of that id or name, as rated or else as it was first heard; None where no claim has it."""
    ratings = {source.id: source for source in reader.sources()}
    for claim in reader.claims(Filter(source=name), limit=1).rows:
        for source in _voices(claim):
            if name in (source.id, source.name) or name.casefold() == source.name.casefold():
                return with_rating(source, ratings.get(source.id))
    return ratings.get(name)


def _voices(claim: SourcedClaim) -> Iterator[Source]:
    yield from claim.speakers
    if claim.heading.outlet:
        yield claim.heading.outlet


def profile_of(reader: Reader, source: Source) -> SourceProfile:
    """How a source tells of events that others tell of, too."""
    pages = every_page(reader.claim_ids, Filter(source=source.id))
    event_ids = {event for page in pages for event in reader.events_of(page).values()}
    events = reader.events_by_id(sorted(event_ids))
    claims = reader.sourced_claims(sorted({claim for event in events for claim in event.claims}))
    documents = sorted({claim.heading.document_id for claim in claims})
    return profile_source(source.id, events, claims, reader.copies(documents))
