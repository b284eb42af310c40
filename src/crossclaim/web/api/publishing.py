"""Events as they leave: sealed, with who did it."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from crossclaim.engine import publish
from crossclaim.web.api.asking import Asked, Fresh, Publisher, Reader, found
from crossclaim.web.api.events import show_seal
from crossclaim.web.api.queries import Id, LongWords
from crossclaim.web.api.views import SealView

__all__ = ["router"]

router = APIRouter(tags=["publishing"])


class Publication(BaseModel):
    """What is said with a publication."""

    model_config = ConfigDict(extra="forbid")

    note: LongWords = ""


@router.get("/seals", dependencies=[Fresh])
def list_seals(desk: Asked, _: Reader) -> list[SealView]:
    """Every event that was published, as it was then."""
    return [show_seal(seal, desk.store) for seal in desk.store.seals()]


@router.post("/events/{event_id}/publish", status_code=201)
def post_publication(event_id: Id, told: Publication, desk: Asked, user: Publisher) -> SealView:
    """Seal an event as it is now; refused while a claim of it is contested or undecided."""
    found(desk.store.events_by_id([event_id]), "event")
    return show_seal(publish(desk.store, event_id, note=told.note, by=user.name), desk.store)
