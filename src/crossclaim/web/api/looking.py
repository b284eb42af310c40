"""Search, counts, gaps in who reports, and who did what at the desk."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import Field

from crossclaim.engine import Agreement, Coverage, agreements, coverage
from crossclaim.model import Permission
from crossclaim.store import Activity, Facets, Filter
from crossclaim.web.api.asking import Adjudicator, Asked, Fresh, Reader, fresh
from crossclaim.web.api.documents import show_documents
from crossclaim.web.api.queries import (
    FacetQuery,
    FilterQuery,
    PageQuery,
    SearchQuery,
    Words,
    make_filter,
)
from crossclaim.web.api.showing import page_of, show_claims
from crossclaim.web.api.views import ClaimView, DocumentView, PageView

__all__ = ["router"]

router = APIRouter(tags=["looking"])


class ActivityQuery(PageQuery):
    """A page of what was done."""

    by: Words | None = Field(default=None, description="By this person.")
    subject: Words | None = Field(default=None, description="On this, as claim:1e16-c1.")


@router.get("/search/claims", dependencies=[Fresh])
def search_claims(query: Annotated[SearchQuery, Query()], desk: Asked, _: Reader) -> PageView[ClaimView]:
    """The claims whose quotes hold all the words; case and accents do not count."""
    with desk.store.snapshot() as store:
        return page_of(store.claims, query, lambda claims: show_claims(claims, store), Filter(text=query.text))


@router.get("/search/documents", dependencies=[Fresh])
def search_documents(query: Annotated[SearchQuery, Query()], desk: Asked, _: Reader) -> PageView[DocumentView]:
    """The documents whose titles or texts hold all the words."""
    with desk.store.snapshot() as store:
        return page_of(store.document_ids, query, lambda ids: show_documents(ids, store), Filter(text=query.text))


@router.get("/facets/claims", dependencies=[Fresh])
def count_claims(query: Annotated[FacetQuery, Query()], desk: Asked, _: Reader) -> Facets:
    """How many claims of each type, country, party, source, flag and month a filter takes."""
    return desk.store.claim_facets(make_filter(query), most=query.most)


@router.get("/facets/events", dependencies=[Fresh])
def count_events(query: Annotated[FacetQuery, Query()], desk: Asked, _: Reader) -> Facets:
    """The same of events."""
    return desk.store.event_facets(make_filter(query), most=query.most)


@router.get("/coverage", dependencies=[Fresh])
def get_coverage(query: Annotated[FilterQuery, Query()], desk: Asked, _: Reader) -> list[Coverage]:
    """Per side and month, how many events only that side reports."""
    return list(coverage(desk.store, make_filter(query)))


@router.get("/agreement", dependencies=[Depends(fresh(Permission.ADJUDICATE))])
def get_agreement(desk: Asked, _: Adjudicator) -> list[Agreement]:
    """How far every two coders who did not see each other's decisions agree, those with most claims first."""
    return list(agreements(desk.store))


@router.get("/activity", dependencies=[Fresh])
def list_activity(query: Annotated[ActivityQuery, Query()], desk: Asked, _: Reader) -> PageView[Activity]:
    """Who changed what and when, the latest first: the audit chain, to be read."""

    def ask(*, limit: int, after: str | None) -> object:
        return desk.store.activity(limit=limit, after=after, by=query.by, subject=query.subject)

    return page_of(ask, query, list)  # type: ignore[arg-type]
