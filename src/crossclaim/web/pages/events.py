"""The page of one event: its voices side by side, its figures, its flags, and why its claims are together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from crossclaim.engine import earlier_seals, rated, shown_events
from crossclaim.model import DECIDED, ClaimClass, Event, Judgement, JudgementSubject, Profile, ReviewState
from crossclaim.reconcile import history
from crossclaim.store import Reader
from crossclaim.web.desk import desk_of
from crossclaim.web.pages.access import READING
from crossclaim.web.pages.figure_chart import chart_figures, rule_words
from crossclaim.web.pages.matrix import By, lay_out, link_to
from crossclaim.web.pages.overview import figure_lines
from crossclaim.web.pages.pairs import find_pairs
from crossclaim.web.pages.rendering import render
from crossclaim.web.pages.words import event_title

__all__ = ["event_named", "router"]

router = APIRouter(include_in_schema=False)

# So many columns are shown at first: of an event with hundreds of claims, a page of all is one that nobody reads.
_COLUMNS = 24
_PAIRS = 40
_TOTALS = 6
_APART = 30


@router.get("/events/{event_id}", dependencies=[READING])
def event(
    request: Request,
    event_id: str,
    profile: Profile | None = None,
    by: By = By.SOURCE,
    done: Annotated[str, Query(max_length=20)] = "",
    j: Annotated[list[str], Query(max_length=60)] = [],  # noqa: B006
) -> Response:
    """One event; the address of a claim leads to the event that it is in."""
    desk = desk_of(request)
    found = event_named(desk.store, event_id)
    if found.id != event_id:
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/events/{found.id}{query}", status_code=303)
    known = {one.id for one in desk.store.judgements(JudgementSubject.CLAIM)} if j else set()
    undoable = [one for one in j if one in known]
    (shown,) = shown_events([found], desk.store, desk.policy, profile)
    return show_event(request, shown, by, done=done, undoable=undoable)


def show_event(request: Request, found: Event, by: By, *, done: str, undoable: Sequence[str]) -> HTMLResponse:
    """The page of an event as it is given."""
    desk = desk_of(request)
    claims = rated(desk.store.sourced_claims(found.claims), desk.store)
    told = history(claims, desk.store.copies({claim.heading.document_id for claim in claims}), ties=desk.policy.ties)
    matrix = lay_out(found, claims, told, by)
    pairs = find_pairs(desk.store, matrix.columns)
    return render(
        request,
        "event.html",
        event=found,
        claim_class=ClaimClass.of(found.type),
        totals=figure_lines(found, most=_TOTALS),
        done=done,
        undoable=undoable,
        **_standing(desk.store, found),
        apart=list(_apart(desk.store, found)),
        by=by,
        profiles=tuple(Profile),
        matrix=matrix,
        numbers={claim.id: number for number, claim in enumerate(matrix.columns, start=1)},
        charts=chart_figures(found, claims, told),
        told=told,
        rule_words=rule_words,
        link_to=link_to,
        pairs=pairs[:_PAIRS],
        more_pairs=max(0, len(pairs) - _PAIRS),
        shown_columns=_COLUMNS,
        all_columns="all" in request.query_params,
    )


def _standing(store: Reader, found: Event) -> dict[str, Any]:
    """How far people are with the event: its state, those of its claims, and what was published of it."""
    states = store.claim_states(found.claims)
    earlier = earlier_seals(store, found)
    seals = {seal.id: seal for seal in (*store.seals([found.id]), *earlier)}
    open_ones = [claim for claim, state in states.items() if state not in DECIDED]
    return {
        "states": states,
        "review_state": store.event_states([found.id]).get(found.id, ReviewState.SUGGESTED),
        "seals": sorted(seals.values(), key=lambda seal: seal.at),
        "earlier": {seal.id for seal in earlier},
        "changed_since": bool(earlier),
        "undecided": len(open_ones),
        "next_claim": open_ones[0] if open_ones else "",
    }


def _apart(store: Reader, found: Event) -> Iterator[tuple[Judgement, str, str]]:
    """What people said that holds claims of other events apart from this one, with those events."""
    inside = set(found.claims)
    said = [one for one in store.judgements(JudgementSubject.CLAIM, touching=inside) if one.retires is None]
    outside = {one.id: ({one.first, one.second} - inside) for one in said}
    claims = {claim for ends in outside.values() for claim in ends}
    events = store.events_of(claims)
    titles = {event.id: event_title(event) for event in store.events_by_id(sorted(set(events.values())))}
    for one in said[:_APART]:
        for claim in outside[one.id]:
            if claim in events:
                yield one, titles[events[claim]], f"/events/{events[claim]}"


def event_named(store: Reader, name: str) -> Event:
    """The event of that id, or the one that the claim of that id is in.

    Raises:
        HTTPException: 404, there is neither.
    """
    for event_id in (name, store.events_of([name]).get(name)):
        if event_id and (found := store.events_by_id([event_id])):
            return found[0]
    raise HTTPException(
        404, "There is no such event. Its claims may have been put together anew: look for it by place."
    )
