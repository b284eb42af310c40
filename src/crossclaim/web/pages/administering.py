"""Activity, settings, users and tokens, and the login."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Form, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import ValidationError

from crossclaim.model import PERMISSIONS, Permission, Reliability, Role, User
from crossclaim.store import Store
from crossclaim.web.api.accounts import (
    NewUser,
    TokenWanted,
    UserChange,
    delete_token,
    patch_user,
    post_token,
    post_user,
)
from crossclaim.web.api.sources import Rating, put_rating, source_named
from crossclaim.web.desk import desk_of
from crossclaim.web.pages.access import ANYONE, READING, may, user_of
from crossclaim.web.pages.rendering import render
from crossclaim.web.security import allow

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

Admin = Annotated[User, Depends(allow(Permission.ADMIN))]
Reader = Annotated[User, Depends(allow(Permission.READ))]
Rater = Annotated[User, Depends(allow(Permission.RATE))]
Word = Annotated[str, Form(max_length=200)]
Note = Annotated[str, Form(max_length=2000)]

_ENTRIES = 60
_PAGES = {
    **dict.fromkeys(("document", "links", "copies"), "/documents/"),
    **dict.fromkeys(("claim", "event"), "/events/"),
    "source": "/sources/",
}


@router.get("/login", dependencies=[ANYONE])
def show_login(
    request: Request,
    target: Annotated[str, Query(alias="next", max_length=2000)] = "/",
    failed: bool = False,
    wait: Annotated[int, Query(ge=0, le=100_000)] = 0,
) -> Response:
    """The login, for a desk that has users."""
    if user_of(request):
        return RedirectResponse("/", 303)
    return render(request, "login.html", target=target, failed=failed, wait=wait)


@router.get("/activity", dependencies=[READING])
def activity(
    request: Request,
    by: Annotated[str, Query(max_length=200)] = "",
    subject: Annotated[str, Query(max_length=200)] = "",
    after: Annotated[str | None, Query(max_length=20)] = None,
) -> HTMLResponse:
    """Who wrote what and when, the latest first."""
    store = desk_of(request).store
    page = store.activity(limit=_ENTRIES, after=after, by=by or None, subject=subject or None)
    pages = _pages([one.subject for one in page.rows], store)
    return render(request, "activity.html", page=page, by=by, subject=subject, head=store.head(), pages=pages)


def _pages(subjects: Sequence[str], store: Store) -> dict[str, str]:
    """The pages of what entries are about, of those that are still there; flags and links are on something else."""
    parted = {subject: tuple(subject.removeprefix("flags:").partition(":")[::2]) for subject in subjects}
    names = [name for _, name in parted.values()]
    inside = store.events_of(names)
    events = {event.id for event in store.events_by_id(names)}
    found = {subject: _page_of(kind, name, store) for subject, (kind, name) in parted.items()}
    return {
        subject: page
        for subject, page in found.items()
        if page and not (page.startswith("/events/") and parted[subject][1] not in events | inside.keys())
    }


def _page_of(kind: str, name: str, store: Store) -> str:
    """The page of one kind of thing, empty where it has none."""
    if kind in ("review", "correction"):
        made = store.review(name) if kind == "review" else store.correction(name)
        return f"/review?claim={made.claim}" if made else ""
    return f"{_PAGES[kind]}{quote(name, safe='')}" if kind in _PAGES and name else ""


@router.get("/settings", dependencies=[READING])
def settings(request: Request) -> HTMLResponse:
    """How the desk is set, who works at it, and with which tokens."""
    return _settings(request)


def _settings(request: Request, *, secret: str = "", status: int = 200, wrong: str = "") -> HTMLResponse:
    desk = desk_of(request)
    user = user_of(request)
    everybody = may(request, Permission.ADMIN)
    return render(
        request,
        "settings.html",
        status=status,
        wrong=wrong,
        secret=secret,
        settings=desk.settings,
        counts=desk.store.counts(),
        users=desk.store.users() if everybody else (),
        tokens=desk.store.tokens(None if everybody else user.id) if user else (),
        roles=tuple(Role),
        permissions=tuple(one for one in Permission if may(request, one)),
        allowed=PERMISSIONS,
    )


@router.post("/settings/users")
def make_user(request: Request, user: Admin, name: Word, role: Annotated[Role, Form()], password: Word) -> Response:
    """Give somebody a name, a role and a password."""
    try:
        post_user(NewUser(name=name.strip(), role=role, password=password), desk_of(request), user)
    except ValidationError:
        return _settings(request, status=422, wrong="A name is two to sixty letters, digits, blanks and . _ @ -.")
    except HTTPException as error:
        return _settings(request, status=error.status_code, wrong=str(error.detail))
    return RedirectResponse("/settings#users", 303)


@router.post("/settings/users/{user_id}")
def change_user(
    request: Request,
    user_id: str,
    user: Admin,
    role: Annotated[Role | None, Form()] = None,
    disabled: Annotated[bool | None, Form()] = None,
) -> Response:
    """Change somebody's role, or let them in no longer."""
    try:
        patch_user(user_id, UserChange(role=role, disabled=disabled), desk_of(request), user)
    except HTTPException as error:
        return _settings(request, status=error.status_code, wrong=str(error.detail))
    return RedirectResponse("/settings#users", 303)


@router.post("/settings/tokens")
def make_token(
    request: Request,
    user: Reader,
    name: Word,
    scopes: Annotated[list[Permission], Form(max_length=20)] = [],  # noqa: B006
) -> Response:
    """Make a token; its secret is shown this once."""
    try:
        made = post_token(TokenWanted(name=name, scopes=scopes), request, desk_of(request), user)
    except ValidationError:
        return _settings(request, status=422, wrong="A token needs a name and at least one thing that it may do.")
    except HTTPException as error:
        return _settings(request, status=error.status_code, wrong=str(error.detail))
    return _settings(request, secret=made.secret)


@router.post("/settings/tokens/{token_id}/revoke")
def revoke_token(request: Request, token_id: str, user: Reader) -> Response:
    """Revoke a token."""
    delete_token(token_id, request, desk_of(request), user)
    return RedirectResponse("/settings#tokens", 303)


@router.post("/rate")
def rate_source(
    request: Request,
    user: Rater,
    source: Annotated[str, Form(max_length=400)],
    reliability: Annotated[Reliability, Form()],
    aligned: Note = "",
    note: Note = "",
) -> Response:
    """Say how reliable a source is and whom it speaks for; what the form was left to say as it was is not said."""
    desk = desk_of(request)
    shown = source_named(source, desk)
    before = {"reliability": shown.reliability, "aligned": shown.alignment or "", "note": shown.note or ""}
    filled = {"reliability": reliability, "aligned": aligned, "note": note}
    if changed := {name: value for name, value in filled.items() if value != before[name]}:
        put_rating(source, Rating.model_validate(changed), desk, user)
    return RedirectResponse(f"/sources/{quote(source, safe='')}", 303)
