"""Events, listed and one by one, and what published ones were."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated

from fastapi import APIRouter, Query

from crossclaim.engine import shown_events
from crossclaim.model import Event, JudgementSubject, Sealed
from crossclaim.reconcile import explain_rule, history
from crossclaim.store import Reader as StoreReader
from crossclaim.web.api.asking import Asked, Fresh, Reader, found
from crossclaim.web.api.queries import EventQuery, EventsQuery, Id, make_filter
from crossclaim.web.api.showing import page_of, show_claims, show_events
from crossclaim.web.api.views import EventDetail, EventView, PageView, SealView
from crossclaim.web.desk import Desk

__all__ = ["router", "show_seal"]

router = APIRouter(tags=["events"])


@router.get("/events", dependencies=[Fresh])
def list_events(query: Annotated[EventsQuery, Query()], desk: Asked, _: Reader) -> PageView[EventView]:
    """The events that a filter takes, latest day first."""
    with desk.store.snapshot() as store:

        def show(events: Sequence[Event]) -> list[EventView]:
            return show_events(shown_events(events, store, desk.policy, query.profile), store)

        return page_of(store.events, query, show, make_filter(query))


@router.get("/events/{event_id}", dependencies=[Fresh])
def get_event(event_id: Id, query: Annotated[EventQuery, Query()], desk: Asked, _: Reader) -> EventDetail:
    """One event whole."""
    # In one state of the store: an event may be no more a moment after it was found.
    with desk.store.snapshot() as store:
        kept = store.events_by_id([event_id])
        found(kept, "event")
        (event,) = shown_events(kept, store, desk.policy, query.profile)
        return _detail(event, store, desk)


@router.get("/events/{event_id}/seals", dependencies=[Fresh])
def list_seals(event_id: Id, desk: Asked, _: Reader) -> list[SealView]:
    """The event as it was published, each time; also of an event that is no more."""
    with desk.store.snapshot() as store:
        seals = store.seals([event_id])
        found(seals or store.events_by_id([event_id]), "event")
        return [show_seal(seal, store) for seal in seals]


def show_seal(seal: Sealed, reader: StoreReader) -> SealView:
    """A published event, and whether it is still so."""
    now = reader.events_by_id([seal.event.id])
    return SealView(seal=seal, changed=not (now and seal.holds(now[0])))


def _detail(event: Event, store: StoreReader, desk: Desk) -> EventDetail:
    claims = store.sourced_claims(event.claims)
    inside = set(event.claims)
    copies = store.copies({claim.heading.document_id for claim in claims})
    judgements = store.judgements(JudgementSubject.CLAIM, touching=event.claims)
    links = (link for link in store.links(event.claims) if {link.first, link.second} <= inside)
    (view,) = show_events([event], store)
    return EventDetail(
        **dict(view),
        voices=show_claims(claims, store),
        history=list(history(claims, copies, ties=desk.policy.ties)),
        links=[link.model_dump(mode="json") for link in links],
        judgements=list(judgements),
        seals=[show_seal(seal, store) for seal in store.seals([event.id])],
        rules=dict(_rules(event)),
    )


def _rules(event: Event) -> Iterator[tuple[str, str]]:
    for rule in sorted({field.rule for field in event.fields.values()} | {figure.rule for figure in event.figures}):
        try:
            yield rule, explain_rule(rule)
        except KeyError:
            yield rule, rule
