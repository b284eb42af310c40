"""Claims, listed and one by one."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from crossclaim.export import claim_output, flag_output
from crossclaim.model import JudgementSubject, Link, visible_reviews
from crossclaim.store import FlagSubject
from crossclaim.store import Reader as StoreReader
from crossclaim.web.api.asking import Asked, Fresh, Reader, found
from crossclaim.web.api.queries import Id, ListQuery, make_filter
from crossclaim.web.api.showing import page_of, show_claims
from crossclaim.web.api.views import ClaimDetail, ClaimView, FellowClaim, PageView

__all__ = ["router"]

router = APIRouter(tags=["claims"])


@router.get("/claims", dependencies=[Fresh])
def list_claims(query: Annotated[ListQuery, Query()], desk: Asked, _: Reader) -> PageView[ClaimView]:
    """The claims that a filter takes, latest day first."""
    with desk.store.snapshot() as store:
        return page_of(store.claims, query, lambda claims: show_claims(claims, store), make_filter(query))


@router.get("/claims/{claim_id}", dependencies=[Fresh])
def get_claim(claim_id: Id, desk: Asked, user: Reader) -> ClaimDetail:
    """One claim with all that was thought of it."""
    with desk.store.snapshot() as store:
        return _detail(claim_id, store, user.name)


def _detail(claim_id: str, store: StoreReader, asked_by: str) -> ClaimDetail:
    claims = store.sourced_claims([claim_id])
    found(claims, "claim")
    (view,) = show_claims(claims, store)
    (as_read,) = store.claims_as_read([claim_id])
    return ClaimDetail(
        **dict(view),
        superseded=not store.claims_in_force([claim_id]),
        read=claim_output(as_read.claim),
        flags=[flag_output(flag) for flag in store.flags(FlagSubject.CLAIM, claim_id)],
        reviews=list(visible_reviews(store.reviews([claim_id]), asked_by)),
        corrections=list(store.corrections([claim_id])),
        judgements=list(store.judgements(JudgementSubject.CLAIM, touching=[claim_id])),
        fellows=[_fellow(link, claim_id) for link in store.links([claim_id])],
    )


def _fellow(link: Link, claim_id: str) -> FellowClaim:
    other = link.second if link.first == claim_id else link.first
    return FellowClaim(claim=other, probability=link.probability, evidence=list(link.evidence))
