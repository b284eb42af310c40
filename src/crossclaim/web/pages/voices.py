"""Sources and actors: who is heard, how they compare, and what they are told to have done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse

from crossclaim.actors import load_actors
from crossclaim.engine import find_source, profile_of
from crossclaim.model import Reliability, Source, fold_name
from crossclaim.store import Filter, Reader
from crossclaim.web.desk import desk_of
from crossclaim.web.pages.access import READING
from crossclaim.web.pages.overview import listed_events
from crossclaim.web.pages.rendering import render

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

_HEARD = 60
_LISTED = 15


@dataclass(frozen=True, slots=True)
class Heard:
    """A source and how many claims it has."""

    id: str
    source: Source | None
    claims: int


@router.get("/sources", dependencies=[READING])
def sources(request: Request) -> HTMLResponse:
    """Who publishes and who is quoted, those heard most first."""
    store = desk_of(request).store
    heard = store.claim_facets(most=_HEARD).sources
    rows = [Heard(source_id, find_source(store, source_id), claims) for source_id, claims in heard]
    return render(request, "sources.html", heard=rows, most=_HEARD)


@router.get("/sources/{source_id:path}", dependencies=[READING])
def source(request: Request, source_id: str) -> HTMLResponse:
    """One source: its rating and alignment, and how it compares with the others on the same events."""
    store = desk_of(request).store
    found = find_source(store, source_id)
    if found is None:
        raise HTTPException(404, "No claim has that source.")
    wanted = Filter(source=found.id)
    page = store.events(wanted, limit=_LISTED)
    return render(
        request,
        "source.html",
        source=found,
        profile=profile_of(store, found),
        history=store.source_history(found.id),
        letters=tuple(Reliability),
        facets=store.event_facets(wanted, most=8),
        listed=listed_events(store, page.rows),
    )


@router.get("/actors/{name:path}", dependencies=[READING])
def actor(request: Request, name: str) -> HTMLResponse:
    """One actor: what the list of actors says of it, and the events that it is told to have a part in."""
    store = desk_of(request).store
    wanted = Filter(actor=name)
    facets = store.event_facets(wanted, most=8)
    known = next((one for one in load_actors() if name in (one.id, one.name)), None)
    if not facets.total and known is None:
        raise HTTPException(404, "No claim names that actor, and the list of actors does not have it.")
    page = store.events(wanted, limit=_LISTED)
    return render(
        request,
        "actor.html",
        name=known.name if known else name,
        asked=name,
        actor=known,
        names={one.id: one.name for one in load_actors()},
        named_with=[
            (other, count) for other, count in facets.actors if other not in (name, known.name if known else name)
        ],
        tellers=_names(store, [source_id for source_id, _ in facets.sources]),
        facets=facets,
        listed=listed_events(store, page.rows),
    )


def _names(store: Reader, source_ids: Sequence[str]) -> dict[str, str]:
    """What some sources are called, by their ids."""
    found = {source_id: source for source_id in source_ids if (source := find_source(store, source_id))}
    borne = Counter(fold_name(source.name) for source in found.values())
    # An outlet and a speaker may have one name.
    return {
        source_id: source.name if borne[fold_name(source.name)] == 1 else f"{source.name} ({source.kind})"
        for source_id, source in found.items()
    }
