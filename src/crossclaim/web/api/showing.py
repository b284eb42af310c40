"""Records of a store as the interface gives them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from crossclaim.engine import Policy, compose_event
from crossclaim.export import claim_output
from crossclaim.model import Event, Profile, SourcedClaim
from crossclaim.store import Filter, Page, Reader
from crossclaim.web.api.queries import PageQuery, position_after, token_after
from crossclaim.web.api.views import ClaimView, EventView, PageView

__all__ = ["every_page", "page_of", "show_claims", "show_events", "under"]

Row = TypeVar("Row")
View = TypeVar("View")
_BATCH = 500


def page_of(
    ask: Callable[..., Page[Row]], asked: PageQuery, show: Callable[[Sequence[Row]], list[View]], *more: Filter
) -> PageView[View]:
    """A page of what a reader lists, as it is shown."""
    page = ask(*more, limit=asked.limit, after=position_after(asked))
    return PageView[View](rows=show(page.rows), next=token_after(page.after, asked))


def show_claims(claims: Sequence[SourcedClaim], reader: Reader) -> list[ClaimView]:
    """Claims with the events they are in and their states."""
    ids = [claim.id for claim in claims]
    events, states = reader.events_of(ids), reader.claim_states(ids)
    return [
        ClaimView(
            id=claim.id,
            event=events.get(claim.id),
            state=states[claim.id],
            heading=claim.heading,
            speakers=list(claim.speakers),
            claim=claim_output(claim.claim),
        )
        for claim in claims
    ]


def show_events(events: Sequence[Event], reader: Reader) -> list[EventView]:
    """Events with their states."""
    states = reader.event_states([event.id for event in events])
    return [EventView(**dict(event), state=states[event.id]) for event in events]


def under(events: Iterable[Event], reader: Reader, policy: Policy, profile: Profile | None) -> Iterator[Event]:
    """The events under the profile asked for; as they are kept where none is."""
    for event in events:
        other = profile is not None and event.profile != profile
        yield compose_event(event.claims, reader, policy, profile).event if other and profile else event


def every_page(ask: Callable[..., Page[Row]], wanted: Filter) -> Iterator[Sequence[Row]]:
    """All that a filter takes, a batch at a time."""
    after: str | None = None
    while True:
        page = ask(wanted, limit=_BATCH, after=after)
        yield page.rows
        if page.after is None:
            return
        after = page.after
