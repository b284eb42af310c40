"""What people say of claims: same or different, accepted or not, and what the words really are."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from pydantic import BaseModel, ConfigDict, Field

from crossclaim.engine import (
    Preview,
    QueueItem,
    adjudicate,
    correct,
    judge,
    merge,
    preview_judgement,
    preview_merge,
    preview_split,
    preview_undo,
    queue,
    review,
    split,
    undo_correction,
    undo_judgements,
    undo_review,
)
from crossclaim.model import (
    ClaimField,
    Correction,
    Judgement,
    JudgementSubject,
    Permission,
    Review,
    ReviewState,
    Verdict,
    visible_reviews,
)
from crossclaim.web.api.asking import Adjudicator, Asked, Coder, Corrector, Fresh, Judge, Reader, found, fresh
from crossclaim.web.api.queries import Asking, Id, LongWords, PageQuery, Words
from crossclaim.web.api.showing import page_of
from crossclaim.web.api.views import PageView
from crossclaim.web.desk import Desk
from crossclaim.web.security import caller_of

__all__ = ["router"]

router = APIRouter(tags=["deciding"])

_MOST_AT_ONCE = 500


class _Told(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Why(_Told):
    """The reason, for whoever reads it later."""

    why: LongWords


class Two(_Told):
    """Two claims."""

    first: Words
    second: Words


class Undone(_Told):
    """Judgements in force to take back, and why."""

    judgements: list[Words] = Field(min_length=1, max_length=_MOST_AT_ONCE)
    why: LongWords


class Pair(Two):
    """A word on two claims."""

    verdict: Verdict


class NewJudgement(Pair):
    """A word on two claims, with its reason."""

    why: LongWords


class Split(_Told):
    """Claims of an event that tell of another occurrence."""

    claims: list[Words] = Field(min_length=1, max_length=_MOST_AT_ONCE)


class NewSplit(Split):
    """The same, with the reason."""

    why: LongWords


class Merge(_Told):
    """Events that are one occurrence."""

    events: list[Words] = Field(min_length=2, max_length=50)


class NewMerge(Merge):
    """The same, with the reason."""

    why: LongWords


class NewReview(_Told):
    """A decision on claims; on more than one it needs the permission `batch`."""

    claims: list[Words] = Field(min_length=1, max_length=_MOST_AT_ONCE)
    state: ReviewState = Field(description="in_review, accepted, contested or rejected.")
    note: LongWords = ""
    blind: bool = Field(
        default=False, strict=True, description="Kept from other coders until one of them has decided blindly, too."
    )


class Adjudication(_Told):
    """What is decided where coders disagree."""

    state: ReviewState
    note: LongWords = ""


class NewCorrection(_Told):
    """What is put in place of one field of a claim."""

    field: ClaimField
    value: Any = Field(description="The JSON of that field; its spans quote the document's text. Null: not told.")
    why: LongWords


class AboutQuery(Asking):
    """What to list."""

    claim: Words = Field(description="On this claim.")


@router.get("/judgements", dependencies=[Fresh])
def list_judgements(query: Annotated[AboutQuery, Query()], desk: Asked, _: Reader) -> list[Judgement]:
    """What people said of a claim and others, in force."""
    return list(desk.store.judgements(JudgementSubject.CLAIM, touching=[query.claim]))


@router.post("/judgements", status_code=201)
def post_judgement(told: NewJudgement, desk: Asked, user: Judge) -> Judgement:
    """Say whether two claims tell of one occurrence; it stands before what the program thinks."""
    return judge(desk.store, desk.policy, told.first, told.second, told.verdict, why=told.why, by=user.name)


@router.post("/judgements/preview")
def post_preview(told: Pair, desk: Asked, _: Judge) -> Preview:
    """Which events that would change, and into what; nothing is written."""
    return preview_judgement(desk.store, desk.policy, told.first, told.second, told.verdict)


@router.post("/judgements/undo")
def post_undo(told: Undone, desk: Asked, user: Judge) -> list[Judgement]:
    """Take judgements back, such as all those of one split."""
    return list(undo_judgements(desk.store, desk.policy, told.judgements, why=told.why, by=user.name))


@router.post("/judgements/undo/preview")
def post_undo_preview(told: Two, desk: Asked, _: Judge) -> Preview:
    """Which events taking back all that was said of two claims would change; nothing is written."""
    return preview_undo(desk.store, desk.policy, told.first, told.second)


@router.post("/events/{event_id}/split/preview")
def post_split_preview(event_id: Id, told: Split, desk: Asked, _: Judge) -> Preview:
    """What parting these claims from an event would make of it; nothing is written."""
    _check_event(desk, event_id)
    return preview_split(desk.store, desk.policy, event_id, told.claims)


@router.post("/events/{event_id}/split", status_code=201)
def post_split(event_id: Id, told: NewSplit, desk: Asked, user: Judge) -> list[Judgement]:
    """Part these claims from an event."""
    _check_event(desk, event_id)
    return list(split(desk.store, desk.policy, event_id, told.claims, why=told.why, by=user.name))


@router.post("/events/merge/preview")
def post_merge_preview(told: Merge, desk: Asked, _: Judge) -> Preview:
    """What making these events one would give; nothing is written."""
    return preview_merge(desk.store, desk.policy, told.events)


@router.post("/events/merge", status_code=201)
def post_merge(told: NewMerge, desk: Asked, user: Judge) -> list[Judgement]:
    """Make these events one."""
    return list(merge(desk.store, desk.policy, told.events, why=told.why, by=user.name))


@router.get("/queue", dependencies=[Depends(fresh(Permission.REVIEW))])
def list_queue(query: Annotated[PageQuery, Query()], desk: Asked, user: Coder) -> PageView[QueueItem]:
    """Claims to decide on, those first that move what is published most."""

    def ask(*, limit: int, after: str | None) -> Any:
        return queue(desk.store, limit=limit, after=after, by=user.name, policy=desk.policy)

    return page_of(ask, query, list)


@router.get("/reviews", dependencies=[Fresh])
def list_reviews(query: Annotated[AboutQuery, Query()], desk: Asked, user: Reader) -> list[Review]:
    """The decisions in force on a claim that the caller may see."""
    return list(visible_reviews(desk.store.reviews([query.claim]), user.name))


@router.post("/reviews", status_code=201)
def post_review(told: NewReview, request: Request, desk: Asked, user: Coder) -> list[Review]:
    """Decide on claims."""
    if len(told.claims) > 1 and Permission.BATCH not in caller_of(request).permissions:
        raise HTTPException(403, "deciding on several claims at once needs the permission 'batch'")
    return list(
        review(desk.store, told.claims, told.state, note=told.note, by=user.name, blind=told.blind, policy=desk.policy)
    )


@router.post("/reviews/{review_id}/undo")
def post_review_undo(review_id: Id, told: Why, request: Request, desk: Asked, user: Coder) -> Review:
    """Take a decision back: one's own, or anybody's with the permission `adjudicate`."""
    _check_own(desk.store.review(review_id), request, user.name)
    return undo_review(desk.store, review_id, why=told.why, by=user.name, policy=desk.policy)


@router.post("/claims/{claim_id}/adjudication", status_code=201)
def post_adjudication(claim_id: Id, told: Adjudication, desk: Asked, user: Adjudicator) -> Review:
    """Decide where coders disagree."""
    found(desk.store.claim_numbers([claim_id]), "claim")
    return adjudicate(desk.store, claim_id, told.state, note=told.note, by=user.name, policy=desk.policy)


@router.get("/corrections", dependencies=[Fresh])
def list_corrections(query: Annotated[AboutQuery, Query()], desk: Asked, _: Reader) -> list[Correction]:
    """What was put in place of the fields of a claim, in force."""
    return list(desk.store.corrections([query.claim]))


@router.post("/claims/{claim_id}/corrections", status_code=201)
def post_correction(claim_id: Id, told: NewCorrection, desk: Asked, user: Corrector) -> Correction:
    """Put something else in place of one field of a claim; the claim is linked and its events reconciled anew."""
    found(desk.store.claim_numbers([claim_id]), "claim")
    field, value, sources = told.field, told.value, desk.sources
    return correct(desk.store, desk.policy, claim_id, field, value, why=told.why, by=user.name, sources=sources)


@router.post("/corrections/{correction_id}/undo")
def post_correction_undo(correction_id: Id, told: Why, request: Request, desk: Asked, user: Corrector) -> Correction:
    """Take a correction back: one's own, or anybody's with the permission `adjudicate`."""
    _check_own(desk.store.correction(correction_id), request, user.name)
    return undo_correction(desk.store, desk.policy, correction_id, why=told.why, by=user.name)


def _check_own(decision: Review | Correction | None, request: Request, name: str) -> None:
    """Let people take back what they said themselves, and those who adjudicate what anybody said.

    Raises:
        HTTPException: 404 where it is not in force, 403 where it is another's.
    """
    found(decision, "decision in force")
    if decision and decision.by != name and Permission.ADJUDICATE not in caller_of(request).permissions:
        raise HTTPException(403, "another's decision is taken back with the permission 'adjudicate'")


def _check_event(desk: Desk, event_id: str) -> None:
    found(desk.store.events_by_id([event_id]), "event")
