"""Documents: in lists, with their versions and copies, and as text with spans."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query

from crossclaim.export import claim_output, document_output, flag_output, mention_output
from crossclaim.store import Filter, FlagSubject
from crossclaim.store import Reader as StoreReader
from crossclaim.web.api.asking import Asked, Fresh, Reader, found
from crossclaim.web.api.queries import Day, Flag, Id, PageQuery, Words
from crossclaim.web.api.showing import page_of
from crossclaim.web.api.views import CaptureView, DocumentDetail, DocumentText, DocumentView, PageView, PlacedClaim

__all__ = ["router"]

router = APIRouter(tags=["documents"])


class DocumentsQuery(PageQuery):
    """What documents have to fulfil: they have days, an outlet, flags and words, and nothing else of a filter."""

    since: Day | None = None
    until: Day | None = None
    source: Words | None = None
    flag: Words | None = None
    text: Words | None = None
    superseded: Flag = False


@router.get("/documents", dependencies=[Fresh])
def list_documents(query: Annotated[DocumentsQuery, Query()], desk: Asked, _: Reader) -> PageView[DocumentView]:
    """The documents that a filter takes, latest day first; those with a newer version only where asked for."""
    wanted = Filter.model_validate(query.model_dump(exclude={"limit", "after"}))
    with desk.store.snapshot() as store:
        return page_of(store.document_ids, query, lambda ids: show_documents(ids, store), wanted)


def show_documents(document_ids: Sequence[str], reader: StoreReader) -> list[DocumentView]:
    """Documents with their headings."""
    headings = reader.headings(document_ids)
    return [DocumentView(id=document_id, heading=headings[document_id]) for document_id in document_ids]


@router.get("/documents/{document_id}", dependencies=[Fresh])
def get_document(document_id: Id, desk: Asked, _: Reader) -> DocumentDetail:
    """One document with its versions, copies and warnings; its text is apart."""
    store = desk.store
    found(store.has_document(document_id), "document")
    heading = store.heading(document_id)
    versions = store.versions(heading.lineage)
    before = [known.id for known in versions if known.version == heading.version - 1]
    run_id = store.run_of(document_id)
    run = store.run(run_id) if run_id else None
    return DocumentDetail(
        id=document_id,
        heading=heading,
        document=document_output(store.document(document_id)),
        versions=list(versions),
        changes=[change for earlier in before for change in store.changes(earlier, document_id)],
        copies=list(store.copies([document_id])),
        flags=[flag_output(flag) for flag in store.flags(FlagSubject.DOCUMENT, document_id)],
        dropped=store.dropped(document_id),
        claims=list(store.claim_ids_of([document_id])),
        read_with=run.model_dump(mode="json") if run else None,
    )


@router.get("/documents/{document_id}/text", dependencies=[Fresh])
def get_text(document_id: Id, desk: Asked, _: Reader) -> DocumentText:
    """The text with its segments, claims and mentions. Text only: no markup of the page it comes from is kept."""
    store = desk.store
    found(store.has_document(document_id), "document")
    document = store.document(document_id)
    return DocumentText(
        id=document_id,
        text=document.text,
        document=document_output(document),
        claims=[PlacedClaim(id=claim.id, claim=claim_output(claim.claim)) for claim in store.claims_of(document_id)],
        mentions=[mention_output(mention) for mention in store.mentions(document_id)],
    )


@router.get("/documents/{document_id}/capture", dependencies=[Fresh])
def get_capture(document_id: Id, desk: Asked, _: Reader) -> CaptureView:
    """Where the document's bytes came from, and their hash, checked against them."""
    store = desk.store
    found(store.has_document(document_id), "document")
    capture_id = store.document(document_id).capture_id
    found(capture_id and store.has_capture(capture_id), "capture")
    capture = store.capture(capture_id or "")
    return CaptureView(
        sha256=capture.id, source=capture.source, media_type=capture.media_type, retrieved=capture.retrieved
    )
