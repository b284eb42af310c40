"""The review: one claim at a time, those first that move what is published most; and where coders disagree."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from crossclaim.engine import (
    QueueItem,
    adjudicate,
    agreements,
    judge,
    queue,
    rated,
    review,
    undo_review,
)
from crossclaim.model import (
    ClaimType,
    FigureKind,
    Modality,
    Permission,
    ReviewState,
    SourcedClaim,
    User,
    Verdict,
    Whose,
    visible_reviews,
)
from crossclaim.store import Filter
from crossclaim.web.desk import Desk, desk_of
from crossclaim.web.pages.access import may, refuse_another
from crossclaim.web.pages.correcting import POINTED
from crossclaim.web.pages.highlighting import cut_text
from crossclaim.web.pages.rendering import render
from crossclaim.web.security import allow

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

Coder = Annotated[User, Depends(allow(Permission.REVIEW))]
Adjudicating = Annotated[User, Depends(allow(Permission.ADJUDICATE))]
Judging = Annotated[User, Depends(allow(Permission.JUDGE))]
Note = Annotated[str, Form(max_length=2000)]
Word = Annotated[str, Form(max_length=200)]

_WAITING = 15
# What a correction chooses from.
_CHOICES: dict[str, Any] = {
    "fields": POINTED,
    "types": tuple(ClaimType),
    "modalities": tuple(Modality),
    "kinds": tuple(FigureKind),
    "sides": tuple(Whose),
}
_CONTESTED = 50


@router.get("/review")
def show_queue(
    request: Request,
    user: Coder,
    blind: bool = False,
    skip: Annotated[int, Query(ge=0, le=10_000)] = 0,
    claim: str | None = None,
    done: str = "",
    undo: str = "",
    j: str = "",
) -> HTMLResponse:
    """The claim to decide on next, with its words, and those that come after it."""
    desk = desk_of(request)
    page = queue(desk.store, limit=skip + _WAITING, by=user.name, policy=desk.policy)
    items = list(page.rows[skip:])
    if claim:
        wanted = [item for item in items if item.claim.id == claim] or _asked_for(desk, claim)
        items = [*wanted, *(item for item in items if item.claim.id != claim)]
    return render(
        request,
        "review.html",
        item=items[0] if items else None,
        context=_context(desk, items[0].claim, items[0].event) if items else None,
        waiting=items[1:],
        skip=skip,
        blind=blind,
        done=done,
        undo=undo,
        judged=j,
        more=page.after is not None,
        tab="queue",
        **_CHOICES,
    )


@router.get("/review/contested")
def show_contested(request: Request, user: Coder) -> HTMLResponse:
    """The claims that people disagree on, with what each said."""
    store = desk_of(request).store
    claims = rated(store.claims(Filter(state=ReviewState.CONTESTED), limit=_CONTESTED).rows, store)
    said = visible_reviews(store.reviews([claim.id for claim in claims]), user.name) if claims else ()
    return render(request, "contested.html", claims=claims, said=said, tab="contested")


@router.get("/review/agreement")
def show_agreement(request: Request, _: Coder) -> HTMLResponse:
    """How far coders who decided blindly agree."""
    return render(request, "agreement.html", agreements=agreements(desk_of(request).store), tab="agreement")


@router.post("/review/decide")
def decide(
    request: Request,
    user: Coder,
    state: Annotated[ReviewState, Form()],
    claims: Annotated[list[str], Form(max_length=500)],
    note: Note = "",
    blind: Annotated[bool, Form()] = False,
    skip: Annotated[int, Form(ge=0, le=10_000)] = 0,
    back: Word = "",
) -> Response:
    """Decide on claims, and go on to the next."""
    if len(claims) > 1 and not may(request, Permission.BATCH):
        raise HTTPException(403, "Deciding on several claims at once needs the permission 'batch'.")
    desk = desk_of(request)
    made = review(desk.store, claims, state, note=note, by=user.name, blind=blind, policy=desk.policy)
    if back.startswith("/documents/"):
        return RedirectResponse(back, 303)
    told = f"done={state.value}&undo={made[0].id}" if len(made) == 1 else f"done={state.value}"
    return RedirectResponse(f"/review?{told}{'&blind=1' if blind else ''}{f'&skip={skip}' if skip else ''}", 303)


@router.post("/review/undo")
def take_back(request: Request, user: Coder, review_id: Word, blind: Annotated[bool, Form()] = False) -> Response:
    """Take a decision back, one's own or, for those who adjudicate, anybody's."""
    desk = desk_of(request)
    known = next((one for one in desk.store.reviews() if one.id == review_id), None)
    if known is None:
        raise HTTPException(404, "That decision is not in force.")
    refuse_another(request, "decision", known.by, user)
    undo_review(desk.store, review_id, why="taken back at the desk", by=user.name, policy=desk.policy)
    return RedirectResponse(f"/review?claim={known.claim}&done=undone{'&blind=1' if blind else ''}", 303)


@router.post("/review/judge")
def compare(
    request: Request,
    user: Judging,
    first: Word,
    second: Word,
    verdict: Annotated[Verdict, Form()],
    note: Note = "",
) -> Response:
    """Say whether the claim tells of the same occurrence as another one of its event."""
    desk = desk_of(request)
    made = judge(desk.store, desk.policy, first, second, verdict, why=note or "judged in the review", by=user.name)
    return RedirectResponse(f"/review?claim={first}&done={verdict.value}&j={made.id}", 303)


@router.post("/review/adjudicate")
def settle(
    request: Request, user: Adjudicating, claim: Word, state: Annotated[ReviewState, Form()], note: Note = ""
) -> Response:
    """Decide where coders disagree."""
    desk = desk_of(request)
    adjudicate(desk.store, claim, state, note=note, by=user.name, policy=desk.policy)
    return RedirectResponse("/review/contested", 303)


def _asked_for(desk: Desk, claim_id: str) -> list[QueueItem]:
    """A claim that is decided on already, as somebody wants to see it again."""
    event_id = desk.store.events_of([claim_id]).get(claim_id)
    event = next(iter(desk.store.events_by_id([event_id])), None) if event_id else None
    state = desk.store.claim_states([claim_id])[claim_id]
    why = "it was asked for by its id"
    claims = rated(desk.store.sourced_claims([claim_id]), desk.store)
    return [QueueItem(claim, event, state, 0.0, why) for claim in claims]


def _context(desk: Desk, claim: SourcedClaim, event: Any) -> dict[str, Any]:
    """What stands beside a claim: its text, the claim it is most like, what was corrected."""
    document_id = claim.heading.document_id
    document, fellows = desk.store.document(document_id), rated(desk.store.claims_of(document_id), desk.store)
    others = [one for one in (event.claims if event else ()) if one != claim.id]
    links = [one for one in desk.store.links([claim.id]) if {one.first, one.second} & set(others)]
    nearest = max(links, key=lambda one: one.probability, default=None)
    other_id = ({nearest.first, nearest.second} - {claim.id}).pop() if nearest else others[0] if others else None
    parts = list(cut_text(document, [claim.claim], desk.store.mentions(document_id)))
    other = rated(desk.store.sourced_claims([other_id]), desk.store)[0] if other_id else None
    return {
        "parts": [part for part in parts if part.kind is not None and part.kind.carries_claims],
        "other": other,
        "probability": nearest.probability if nearest else None,
        "corrections": desk.store.corrections([claim.id]),
        "claims": fellows,
    }
