"""Adding reports: pasted or chosen, read one after the other with progress told, and what was set aside of each."""

from __future__ import annotations

import json
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Form, HTTPException, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from crossclaim.ingest import Kind, ReadOptions
from crossclaim.model import Document, Heading, Permission, User
from crossclaim.store import Reader
from crossclaim.web.additions import Addition, Input, spooled
from crossclaim.web.api.adding import put_inputs, read_uploads
from crossclaim.web.desk import desk_of
from crossclaim.web.pages.rendering import render
from crossclaim.web.security import allow

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

Adder = Annotated[User, Depends(allow(Permission.ADD))]
_MOST_TEXT = 500_000
_MOST_PAGE = 10 * 2**20
_SHOWN = 20


@router.get("/add")
def show_add(request: Request, _: Adder) -> HTMLResponse:
    """Where reports are handed in, and what became of the latest ones."""
    return render(request, "add.html", latest=desk_of(request).additions.latest()[:_SHOWN])


@router.post("/add/text")
async def add_text(
    request: Request,
    user: Adder,
    text: Annotated[str, Form(min_length=1, max_length=_MOST_TEXT)],
    title: Annotated[str, Form(max_length=2000)] = "",
    outlet: Annotated[str, Form(max_length=200)] = "",
    url: Annotated[str, Form(max_length=2000)] = "",
    published: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    """Add a report given as text."""
    given = {
        "text": text.replace("\r\n", "\n"),
        "title": title,
        "outlet": outlet,
        "url": url,
        "published": _day(published),
    }
    stream = spooled()
    stream.write(json.dumps({name: value for name, value in given.items() if value}).encode() + b"\n")
    options = ReadOptions(kind=Kind.JSONL)
    view = await run_in_threadpool(put_inputs, desk_of(request), [Input("pasted.jsonl", stream)], options, user)
    return RedirectResponse(f"/add/{view.id}", 303)


@router.post("/add")
async def add_files(request: Request, user: Adder) -> Response:
    """Add files."""
    inputs = await read_uploads(request)
    form = await request.form()
    published = form.get("published")
    day = _day(published if isinstance(published, str) else "")
    options = ReadOptions(published=date.fromisoformat(day) if day else None, max_bytes=_MOST_PAGE)
    view = await run_in_threadpool(put_inputs, desk_of(request), inputs, options, user)
    return RedirectResponse(f"/add/{view.id}", 303)


def _day(typed: str) -> str:
    try:
        return date.fromisoformat(typed.strip()).isoformat() if typed.strip() else ""
    except ValueError as error:
        raise HTTPException(422, "The day of publication is not a day.") from error


@router.get("/add/{addition_id}")
def follow(request: Request, addition_id: str, _: Adder) -> HTMLResponse:
    """How far an addition is; a page without scripts shows it when it is loaded again."""
    desk = desk_of(request)
    addition = desk.additions.find(addition_id)
    if addition is None:
        raise HTTPException(404, "That addition is no longer remembered. What it added is in the store.")
    steps = list(addition.steps)
    return render(
        request,
        "addition.html",
        addition=addition,
        steps=steps,
        aside=_set_aside(desk.store, addition),
        titles={document_id: one.title for document_id, one in _headings(desk.store, addition).items()},
    )


def _set_aside(store: Reader, addition: Addition) -> dict[str, list[tuple[str, str, int]]]:
    """Of each document that was added: what of its text carries no claims, why, and how many parts that are."""
    wanted = [step.document for step in list(addition.steps)[:_SHOWN] if step.document]
    return {document_id: _parts(document) for document_id, document in store.documents(wanted).items()}


def _headings(store: Reader, addition: Addition) -> dict[str, Heading]:
    return dict(store.headings(step.document for step in addition.steps if step.document))


def _parts(document: Document) -> list[tuple[str, str, int]]:
    counts: dict[tuple[str, str], int] = {}
    for segment in document.segments:
        if not segment.kind.carries_claims:
            key = segment.kind.value, segment.reason or ""
            counts[key] = counts.get(key, 0) + 1
    return [(kind, reason, count) for (kind, reason), count in counts.items()]
