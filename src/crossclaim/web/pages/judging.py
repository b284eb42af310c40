"""What people say of an event: split, merge, same or different, published; each shown before it is done."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from crossclaim.engine import (
    judge,
    merge,
    preview_judgement,
    preview_merge,
    preview_split,
    publish,
    split,
    undo,
    undo_judgements,
)
from crossclaim.model import Permission, User, Verdict
from crossclaim.web.desk import desk_of
from crossclaim.web.pages.events import event_named
from crossclaim.web.pages.previewing import show_preview
from crossclaim.web.security import allow

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

Judging = Annotated[User, Depends(allow(Permission.JUDGE))]
Publishing = Annotated[User, Depends(allow(Permission.PUBLISH))]
# As many ids as an address holds.
_MOST_UNDONE = 60
Ids = Annotated[list[str], Form(max_length=500)]
Words = Annotated[str, Form(max_length=200)]
Why = Annotated[str, Form(max_length=2000)]


@router.post("/events/{event_id}/split/preview")
def show_split(request: Request, event_id: str, _: Judging, claims: Ids = []) -> HTMLResponse:  # noqa: B006
    """What parting some claims from an event would make of it."""
    desk = desk_of(request)
    told = preview_split(desk.store, desk.policy, event_id, claims)
    return show_preview(request, told, f"/events/{event_id}/split", "Split", {"claims": claims})


@router.post("/events/{event_id}/split")
def do_split(request: Request, event_id: str, user: Judging, claims: Ids = [], why: Why = "") -> RedirectResponse:  # noqa: B006
    """Part some claims from an event, and go to what is left of it."""
    desk = desk_of(request)
    staying = [claim for claim in event_named(desk.store, event_id).claims if claim not in claims]
    done = split(desk.store, desk.policy, event_id, claims, why=why, by=user.name)
    return _back(staying[0], [one.id for one in done], "split")


@router.post("/events/{event_id}/merge/preview")
def show_merge(request: Request, event_id: str, _: Judging, other: Words) -> HTMLResponse:
    """What making two events one would give; the other may be named by its address."""
    desk, other_id = desk_of(request), _event_id(request, other)
    told = preview_merge(desk.store, desk.policy, [event_id, other_id])
    return show_preview(request, told, f"/events/{event_id}/merge", "Merge", {"other": [other_id]})


@router.post("/events/{event_id}/merge")
def do_merge(request: Request, event_id: str, user: Judging, other: Words, why: Why = "") -> RedirectResponse:
    """Make two events one."""
    desk = desk_of(request)
    claim = event_named(desk.store, event_id).claims[0]
    done = merge(desk.store, desk.policy, [event_id, _event_id(request, other)], why=why, by=user.name)
    return _back(claim, [one.id for one in done], "merged")


@router.post("/events/{event_id}/judge/preview")
def show_judgement(
    request: Request, event_id: str, _: Judging, first: Words, second: Words, verdict: Annotated[Verdict, Form()]
) -> HTMLResponse:
    """What a word on two claims would change."""
    desk = desk_of(request)
    told = preview_judgement(desk.store, desk.policy, first, second, verdict)
    fields = {"first": [first], "second": [second], "verdict": [verdict.value]}
    return show_preview(request, told, f"/events/{event_id}/judge", f"Say that they are {_SAID[verdict]}", fields)


_SAID = {
    Verdict.SAME: "one occurrence",
    Verdict.DIFFERENT: "two occurrences",
    Verdict.UNSURE: "not to be told apart for sure",
}


@router.post("/events/{event_id}/judge")
def do_judge(
    request: Request,
    event_id: str,  # noqa: ARG001 it stands in the address beside the preview's
    user: Judging,
    first: Words,
    second: Words,
    verdict: Annotated[Verdict, Form()],
    why: Why = "",
) -> RedirectResponse:
    """Say whether two claims tell of one occurrence."""
    desk = desk_of(request)
    done = judge(desk.store, desk.policy, first, second, verdict, why=why, by=user.name)
    return _back(first, [done.id], "judged")


@router.post("/judgements/undo")
def do_undo(
    request: Request,
    user: Judging,
    judgements: Ids = [],  # noqa: B006
    first: Words = "",
    second: Words = "",
    why: Why = "taken back at the desk",
    back: Words = "",
) -> RedirectResponse:
    """Take back judgements by their ids, or all on a pair of claims."""
    desk = desk_of(request)
    if judgements:
        done = undo_judgements(desk.store, desk.policy, judgements, why=why, by=user.name)
    else:
        done = undo(desk.store, desk.policy, first, second, why=why, by=user.name)
    if back.startswith("/review?") and back.isprintable():
        return RedirectResponse(back, 303)
    return _back(done[0].first, [], "undone")


@router.post("/events/{event_id}/publish")
def do_publish(request: Request, event_id: str, user: Publishing, note: Why = "") -> RedirectResponse:
    """Seal an event as it is now."""
    publish(desk_of(request).store, event_id, note=note, by=user.name)
    return RedirectResponse(f"/events/{event_id}", 303)


def _event_id(request: Request, named: str) -> str:
    """The id of an event named by id, address, or one of its claims."""
    name = named.strip().rstrip("/").rpartition("/")[2].partition("?")[0].partition("#")[0]
    if not name:
        raise HTTPException(422, "Name the other event by its id or address.")
    return event_named(desk_of(request).store, name).id


def _back(claim: str, judgements: list[str], done: str) -> RedirectResponse:
    """To the event that a claim is now in, where what was done can be taken back."""
    undone = "".join(f"&j={one}" for one in judgements[:_MOST_UNDONE]) if len(judgements) <= _MOST_UNDONE else ""
    return RedirectResponse(f"/events/{claim}?done={done}{undone}", 303)
