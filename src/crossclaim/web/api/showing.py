"""Records of a store as the interface gives them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from crossclaim.engine import rated
from crossclaim.export import claim_output
from crossclaim.model import Event, SourcedClaim
from crossclaim.store import Filter, Page, Reader
from crossclaim.web.api.queries import PageQuery, position_after, token_after
from crossclaim.web.api.views import ClaimView, EventView, PageView

__all__ = ["page_of", "show_claims", "show_events"]

Row = TypeVar("Row")
View = TypeVar("View")


def page_of(
    ask: Callable[..., Page[Row]], asked: PageQuery, show: Callable[[Sequence[Row]], list[View]], *more: Filter
) -> PageView[View]:
    """A page of what a reader lists, as it is shown."""
    page = ask(*more, limit=asked.limit, after=position_after(asked))
    return PageView[View](rows=show(page.rows), next=token_after(page.after, asked))


def show_claims(claims: Sequence[SourcedClaim], reader: Reader) -> list[ClaimView]:
    """Claims with the events they are in and their states, their sources as people rated them."""
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
        for claim in rated(claims, reader)
    ]


def show_events(events: Sequence[Event], reader: Reader) -> list[EventView]:
    """Events with their states."""
    states = reader.event_states([event.id for event in events])
    return [EventView(**dict(event), state=states[event.id]) for event in events]
