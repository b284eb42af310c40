"""Reports handed in: pasted or uploaded, read one after the other, with progress told as it happens.

The desk fetches nothing: an address given with a report is kept as its own, and never asked. So nobody can make it ask
machines that only it reaches.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
import unicodedata
from collections.abc import AsyncIterator
from typing import Annotated, BinaryIO

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.datastructures import UploadFile

from crossclaim.ingest import Kind, ReadOptions
from crossclaim.model import User
from crossclaim.web.additions import Addition, Input, TooManyAdditionsError, spooled
from crossclaim.web.api.asking import Adder, Asked, found
from crossclaim.web.api.queries import Asking, Day, Id, LongWords, Words
from crossclaim.web.api.views import AdditionView, StepView
from crossclaim.web.desk import Desk
from crossclaim.web.security.csrf import MOST_FIELD, MOST_FIELDS, MOST_FILES

__all__ = ["events_of", "plain_name", "put_inputs", "router", "show_addition"]

router = APIRouter(tags=["adding"])

_MOST_TEXT = 500_000
# One page, one text or one record of a table; a table may be as large as an upload.
_MOST_PAGE = 10 * 2**20
# A line now and then keeps a connection open on which nothing happens.
_QUIET_SECONDS = 10.0
_GLANCE_SECONDS = 0.2
_STEPS_SHOWN = 500
# Who follows longer asks again, and so proves again who they are: a browser does by itself.
_FOLLOWED_SECONDS = 300.0


class Paste(BaseModel):
    """A report as text."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(min_length=1, max_length=_MOST_TEXT, pattern=r"^[^\u0000]*$")
    title: LongWords | None = None
    outlet: Words | None = Field(default=None, description="Who publishes it.")
    url: LongWords | None = Field(
        default=None,
        description="Where it was published: never asked. A second report of one address is its next version.",
    )
    published: Day | None = Field(default=None, description="The day of publication.")


class UploadQuery(Asking):
    """How uploads are to be read."""

    kind: Kind | None = Field(default=None, description="What they hold, where names do not tell.")
    published: Day | None = Field(default=None, description="The day of publication.")


@router.post("/additions", status_code=202)
def post_addition(paste: Paste, desk: Asked, user: Adder) -> AdditionView:
    """Add a report given as text; the answer names the addition, whose progress can be followed."""
    record = {name: value for name, value in paste.model_dump(mode="json").items() if value is not None}
    stream = spooled()
    stream.write(json.dumps(record).encode() + b"\n")
    return put_inputs(desk, [Input("pasted.jsonl", stream)], ReadOptions(kind=Kind.JSONL), user)


_EVENT = {
    "type": "object",
    "required": ["event", "data"],
    "properties": {name: {"type": "string"} for name in ("event", "id", "data")},
}
_BYTES = {"contentMediaType": "application/octet-stream"}
_FILES = {
    "multipart/form-data": {
        "schema": {
            "type": "object",
            "required": ["file"],
            "properties": {
                "file": {
                    "type": "array",
                    "minItems": 1,
                    "items": _BYTES,
                }
            },
        }
    }
}


@router.post("/uploads", status_code=202, openapi_extra={"requestBody": {"required": True, "content": _FILES}})
async def post_uploads(
    request: Request, query: Annotated[UploadQuery, Query()], desk: Asked, user: Adder
) -> AdditionView:
    """Add files: text, HTML, JSON lines or CSV, sent as fields named `file`."""
    inputs = await read_uploads(request)
    options = ReadOptions(kind=query.kind, published=query.published, max_bytes=_MOST_PAGE)
    return await run_in_threadpool(put_inputs, desk, inputs, options, user)


@router.get("/additions")
def list_additions(desk: Asked, _: Adder) -> list[AdditionView]:
    """What was added since the desk was started, the latest first."""
    return [show_addition(addition) for addition in desk.additions.latest()]


@router.get("/additions/{addition_id}")
def get_addition(addition_id: Id, desk: Asked, _: Adder) -> AdditionView:
    """How far an addition is, and what became of each document."""
    return show_addition(_addition(desk, addition_id))


@router.get(
    "/additions/{addition_id}/progress",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {"schema": _EVENT}}}},
)
async def follow_addition(addition_id: Id, request: Request, desk: Asked, _: Adder) -> StreamingResponse:
    """The same as it happens: server-sent events `step` (one document) and, at the end, `over` (the addition).

    A stream ends after five minutes; who sends its last id as Last-Event-ID goes on from there.
    """
    addition = _addition(desk, addition_id)
    last = request.headers.get("last-event-id", "")
    after = int(last) if re.fullmatch("[0-9]{1,9}", last) else 0
    return StreamingResponse(events_of(addition, after=after), media_type="text/event-stream")


async def read_uploads(request: Request) -> list[Input]:
    """The files of a form, each kept aside until it is added.

    Raises:
        HTTPException: 415 where it is no form, 400 where it is damaged, 422 where no file is in it.
    """
    if not request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        raise HTTPException(415, "files are taken as multipart/form-data")
    async with request.form(max_files=MOST_FILES, max_fields=MOST_FIELDS, max_part_size=MOST_FIELD) as form:
        uploads = [each for name, each in form.multi_items() if name == "file" and isinstance(each, UploadFile)]
        if not uploads:
            raise HTTPException(422, "no field 'file' with a file is in the form")
        return [Input(plain_name(upload.filename), await _kept(upload)) for upload in uploads]


async def _kept(upload: UploadFile) -> BinaryIO:
    """The bytes of an upload in a file of their own: those of the form end with the request."""
    stream = spooled()
    while part := await upload.read(2**20):
        await run_in_threadpool(stream.write, part)
    return stream


def put_inputs(desk: Desk, inputs: list[Input], options: ReadOptions, user: User) -> AdditionView:
    """Begin an addition.

    Raises:
        HTTPException: 429 where too many are waiting.
    """
    try:
        return show_addition(desk.additions.put(inputs, options, by=user.name, user=user.id))
    except TooManyAdditionsError as error:
        for each in inputs:
            each.stream.close()
        raise HTTPException(429, str(error), {"Retry-After": "30"}) from error


def plain_name(name: str | None) -> str:
    """The last part of a file's name, without what could act on whoever shows it; no file is ever made by it."""
    last = (name or "").replace("\\", "/").rpartition("/")[2]
    shown = "".join(each for each in last if unicodedata.category(each)[0] != "C")
    return shown.strip(" .")[:120] or "unnamed"


def show_addition(addition: Addition) -> AdditionView:
    """An addition and what became of its latest documents."""
    steps = list(addition.steps)[-_STEPS_SHOWN:]
    return AdditionView(
        id=addition.id,
        state=addition.state,
        by=addition.by,
        at=addition.at,
        fates=dict(addition.fates),
        failure=addition.failure,
        steps=[StepView.model_validate(step, from_attributes=True) for step in steps],
    )


async def events_of(addition: Addition, *, after: int = 0) -> AsyncIterator[str]:
    """The progress of an addition as server-sent events, from the document after the given number on.

    Ends with the addition, or after five minutes.
    """
    seen, quiet, end = after, 0.0, time.monotonic() + _FOLLOWED_SECONDS
    while time.monotonic() < end:
        # Not a thread that waits: followers must not use up those that answer.
        if addition.told <= seen and not addition.is_over:
            await asyncio.sleep(_GLANCE_SECONDS)
            quiet += _GLANCE_SECONDS
            if quiet >= _QUIET_SECONDS:
                quiet = 0.0
                yield ": still at it\n\n"
            continue
        for step in addition.steps_after(seen):
            shown, seen = StepView.model_validate(step, from_attributes=True), step.number
            yield f"event: step\nid: {seen}\ndata: {shown.model_dump_json()}\n\n"
        if addition.is_over and seen >= addition.told:
            yield f"event: over\ndata: {show_addition(addition).model_dump_json()}\n\n"
            return


def _addition(desk: Desk, addition_id: str) -> Addition:
    addition = desk.additions.find(addition_id)
    found(addition, "addition")
    assert addition is not None  # noqa: S101
    return addition
