"""Corrections: what somebody puts in place of a field, its effect shown, then written down or taken back."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from crossclaim.engine import correct, preview_correction, undo_correction
from crossclaim.model import AttributionKind, Claim, ClaimField, FigureKind, Permission, SourcedClaim, User, Whose
from crossclaim.web.desk import Desk, desk_of
from crossclaim.web.pages.access import refuse_another
from crossclaim.web.pages.correcting import Wanted, field_words, value_of
from crossclaim.web.pages.previewing import Change, show_preview
from crossclaim.web.pages.words import name_of
from crossclaim.web.security import allow

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

Corrector = Annotated[User, Depends(allow(Permission.CORRECT))]
Note = Annotated[str, Form(max_length=2000)]
Word = Annotated[str, Form(max_length=200)]


def wanted(
    field: Annotated[ClaimField, Form()],
    start: Annotated[int, Form(ge=0)] = 0,
    end: Annotated[int, Form(ge=0)] = 0,
    choice: Word = "",
    kind: Annotated[FigureKind, Form()] = FigureKind.KILLED,
    whose: Annotated[Whose, Form()] = Whose.UNKNOWN,
    speaker: Annotated[AttributionKind, Form()] = AttributionKind.NAMED,
) -> Wanted:
    """What the form asks for."""
    return Wanted(field, start, end, choice, kind, whose, speaker)


Asked = Annotated[Wanted, Depends(wanted)]


@router.post("/claims/{claim_id}/correct/preview")
def show_correction(request: Request, claim_id: str, asked: Asked, _: Corrector) -> HTMLResponse:
    """What a correction would make of the claim and its events; nothing is written."""
    desk = desk_of(request)
    claim = _claim(desk, claim_id)
    value = value_of(desk, claim, asked)
    told = preview_correction(desk.store, desk.policy, claim_id, asked.field, value, sources=desk.sources)
    then = Claim.model_validate({**claim.claim.model_dump(mode="json"), asked.field.value: value})
    before, after = field_words(claim.claim, asked.field), field_words(then, asked.field)
    change = Change(name_of(asked.field, "field"), before, after)
    return show_preview(request, told, f"/claims/{claim_id}/correct", "Put right", asked.values, change)


@router.post("/claims/{claim_id}/correct")
def put_right(
    request: Request, claim_id: str, asked: Asked, user: Corrector, why: Note = "", back: Word = ""
) -> Response:
    """Put the words that were selected, or what was chosen, in place of a field of a claim."""
    desk = desk_of(request)
    value = value_of(desk, _claim(desk, claim_id), asked)
    told = why or "put right at the desk"
    correct(desk.store, desk.policy, claim_id, asked.field, value, why=told, by=user.name, sources=desk.sources)
    return RedirectResponse(_own(back, f"/review?claim={claim_id}&done=corrected"), 303)


@router.post("/corrections/{correction_id}/undo")
def put_back(request: Request, correction_id: str, user: Corrector, back: Word = "") -> Response:
    """Take a correction back."""
    desk = desk_of(request)
    made = next((one for one in desk.store.corrections() if one.id == correction_id), None)
    if made is None:
        raise HTTPException(404, "That correction is not in force.")
    refuse_another(request, "correction", made.by, user)
    undo_correction(desk.store, desk.policy, correction_id, why="taken back at the desk", by=user.name)
    return RedirectResponse(_own(back, f"/review?claim={made.claim}&done=undone"), 303)


def _claim(desk: Desk, claim_id: str) -> SourcedClaim:
    for found in desk.store.sourced_claims([claim_id]):
        return found
    raise HTTPException(404, "There is no such claim.")


def _own(back: str, otherwise: str) -> str:
    """Where to go on: a page of this desk, whatever a form says."""
    return back if back.startswith(("/documents/", "/events/", "/review")) and back.isprintable() else otherwise
