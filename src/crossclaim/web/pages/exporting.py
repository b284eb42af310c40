"""Export: what would leave, shown before it does."""

from __future__ import annotations

from enum import StrEnum
from itertools import islice
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from crossclaim.engine import Policy, rated, shown_events
from crossclaim.export import CLAIM_COLUMNS, EVENT_COLUMNS, RowFormat, claim_row, event_row, write_rows
from crossclaim.model import ClaimType, Profile, ReviewState
from crossclaim.store import Reader
from crossclaim.web.desk import desk_of
from crossclaim.web.pages.access import EXPORTING
from crossclaim.web.pages.query import Asked, read_query
from crossclaim.web.pages.rendering import render

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

_SHOWN = 8
_LONGEST = 6000
# What the form of this page narrows by; other conditions come along from the overview.
_ASKED_HERE = ("since", "until", "place", "type", "source", "state")


class What(StrEnum):
    """What leaves."""

    EVENTS = "events"
    CLAIMS = "claims"


@router.get("/export", dependencies=[EXPORTING])
def show_export(
    request: Request, what: What = What.EVENTS, form: RowFormat = RowFormat.CSV, profile: Profile | None = None
) -> HTMLResponse:
    """What an export of a view would hold, its first rows as they would leave."""
    asked, desk = read_query(request), desk_of(request)
    store = desk.store
    total = (store.event_facets if what is What.EVENTS else store.claim_facets)(asked.wanted, most=1).total
    columns = EVENT_COLUMNS if what is What.EVENTS else CLAIM_COLUMNS
    rows = _rows(store, asked, what, desk.policy, profile)
    text = "".join(islice(write_rows(rows, columns, form), _SHOWN + 2))
    extra = {"profile": profile.value} if profile and what is What.EVENTS else {}
    return render(
        request,
        "export.html",
        asked=asked,
        what=what,
        form=form,
        profile=profile,
        total=total,
        rows=rows,
        columns=columns,
        preview=text[:_LONGEST],
        cut=len(text) > _LONGEST,
        address=asked.link(f"/api/v1/export/{what}", format=form.value, **extra),
        carried=[(name, value) for name, value in asked.values.items() if name not in _ASKED_HERE],
        whats=tuple(What),
        forms=tuple(RowFormat),
        profiles=tuple(Profile),
        types=tuple(ClaimType),
        states=tuple(ReviewState),
    )


def _rows(store: Reader, asked: Asked, what: What, policy: Policy, profile: Profile | None) -> list[dict[str, Any]]:
    if what is What.EVENTS:
        events = store.events(asked.wanted, limit=_SHOWN).rows
        return [event_row(event) for event in shown_events(events, store, policy, profile)]
    claims = store.claims(asked.wanted, limit=_SHOWN).rows
    inside = store.events_of([claim.id for claim in claims])
    return [claim_row(claim, inside.get(claim.id)) for claim in rated(claims, store)]
