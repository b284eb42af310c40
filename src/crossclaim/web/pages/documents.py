"""The page of one document: its text with what was read in it, its claims, versions, copies and archived bytes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from crossclaim.engine import rated
from crossclaim.model import Heading
from crossclaim.store import Change, DocumentVersion, FlagSubject, Reader
from crossclaim.web.desk import desk_of
from crossclaim.web.pages.access import READING
from crossclaim.web.pages.highlighting import MOST_SHOWN, cut_text
from crossclaim.web.pages.rendering import render
from crossclaim.web.pages.words import shown

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

_MOST_CHANGES = 60


@dataclass(frozen=True, slots=True)
class Edited:
    """What a version changed of the one before."""

    version: DocumentVersion
    changes: Sequence[Change]
    more: int


@dataclass(frozen=True, slots=True)
class CopyOf:
    """Another document that has this one's words."""

    heading: Heading
    kind: str
    share: float


@router.get("/documents/{document_id}", dependencies=[READING])
def document(request: Request, document_id: str, claim: str | None = None) -> HTMLResponse:
    """One document, with a claim picked out where one is asked for."""
    store = desk_of(request).store
    found, heading = store.document(document_id), store.heading(document_id)
    claims = rated(store.claims_of(document_id), store)
    run_id = store.run_of(document_id)
    mentions = store.mentions(document_id)
    versions = store.versions(heading.lineage)
    return render(
        request,
        "document.html",
        document=found,
        heading=heading,
        claims=claims,
        picked=next((number for number, one in enumerate(claims, start=1) if one.id == claim), None),
        parts=list(cut_text(found, [one.claim for one in claims], mentions)),
        labels=sorted({mention.label.value for mention in mentions}),
        is_cut=len(found.text) > MOST_SHOWN,
        states=store.claim_states([one.id for one in claims]),
        events=store.events_of([one.id for one in claims]),
        flags=store.flags(FlagSubject.DOCUMENT, document_id),
        versions=versions,
        edits=list(_edits(store, versions)),
        copies=list(_copies(store, document_id)),
        dropped=store.dropped(document_id),
        run=store.run(run_id) if run_id else None,
        shown=shown,
    )


def _edits(store: Reader, versions: Sequence[DocumentVersion]) -> Iterator[Edited]:
    for earlier, later in pairwise(versions):
        changes = store.changes(earlier.id, later.id)
        yield Edited(later, changes[:_MOST_CHANGES], max(0, len(changes) - _MOST_CHANGES))


def _copies(store: Reader, document_id: str) -> Iterator[CopyOf]:
    found = store.copies([document_id])
    headings = store.headings(end for copy in found for end in (copy.first, copy.second))
    for copy in found:
        ours = copy.first == document_id
        other, share = (copy.second, copy.shared_first) if ours else (copy.first, copy.shared_second)
        yield CopyOf(headings[other], copy.kind.value, share)
