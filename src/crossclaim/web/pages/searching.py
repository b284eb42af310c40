"""Search: the same words looked for in claims, events and documents."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from crossclaim.engine import rated
from crossclaim.store import Filter
from crossclaim.web.desk import desk_of
from crossclaim.web.pages.access import READING
from crossclaim.web.pages.overview import listed_events
from crossclaim.web.pages.rendering import render

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

_SHOWN = 20
_LONGEST = 500


@router.get("/search", dependencies=[READING])
def search(request: Request, text: str = "") -> HTMLResponse:
    """What holds all of some words; words in quotation marks stand in a row."""
    store, words = desk_of(request).store, text.strip()[:_LONGEST].replace("\0", "")
    if not words:
        return render(request, "search.html", text="", claims=(), listed=[], documents=[], events_of={})
    wanted = Filter(text=words)
    claims = rated(store.claims(wanted, limit=_SHOWN).rows, store)
    documents = store.document_ids(wanted, limit=_SHOWN).rows
    headings = store.headings(documents)
    return render(
        request,
        "search.html",
        text=words,
        claims=claims,
        listed=listed_events(store, store.events(wanted, limit=_SHOWN).rows),
        documents=[headings[document_id] for document_id in documents],
        events_of=store.events_of([claim.id for claim in claims]),
    )
