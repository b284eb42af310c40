"""The two forms of the login page: in and out."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote, urlsplit

from fastapi import APIRouter, Depends, Form, HTTPException, Request
from fastapi.responses import RedirectResponse

from crossclaim.web.passwords import MOST_PASSWORD
from crossclaim.web.security.accounts import log_in, log_out
from crossclaim.web.security.permissions import allow_anyone

__all__ = ["router"]

router = APIRouter(include_in_schema=False, dependencies=[Depends(allow_anyone())])


@router.post("/login")
def post_login(
    request: Request,
    name: Annotated[str, Form(max_length=200)],
    password: Annotated[str, Form(max_length=MOST_PASSWORD)],
    target: Annotated[str, Form(alias="next", max_length=2000)] = "/",
) -> RedirectResponse:
    """Log in and go on to where one wanted to go; back to the login page where that fails."""
    target = own_path(target)
    response = RedirectResponse(target, 303)
    try:
        log_in(request, response, name, password)
    except HTTPException as error:
        wait = (error.headers or {}).get("Retry-After", "")
        why = f"wait={wait}" if wait else "failed=1"
        return RedirectResponse(f"/login?{why}&next={quote(target)}", 303)
    return response


@router.post("/logout")
def post_logout(request: Request) -> RedirectResponse:
    """Log out and go to the login page."""
    response = RedirectResponse("/login", 303)
    log_out(request, response)
    return response


def own_path(target: str) -> str:
    """The path if it is one of this desk, else the first page: ``//evil.example`` is another site's."""
    try:
        parts = urlsplit(target)
    except ValueError:
        return "/"
    printable = target.isascii() and target.isprintable()
    if not printable or parts.scheme or parts.netloc or not target.startswith("/") or target[1:2] in ("/", "\\"):
        return "/"
    return target
