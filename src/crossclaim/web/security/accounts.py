"""Logging in and out."""

from __future__ import annotations

import math

from fastapi import HTTPException, Request, Response

from crossclaim.model.people import User
from crossclaim.web.desk import Desk, desk_of
from crossclaim.web.passwords import MOST_PASSWORD, TooManyLoginsError, check_password
from crossclaim.web.security.caller import address_of
from crossclaim.web.security.cookies import drop_session, session_cookie, set_session

__all__ = ["log_in", "log_out", "prove"]

_WRONG = "the name or the password is wrong"


def log_in(request: Request, response: Response, name: str, password: str) -> User:
    """The user of that name and password; ``response`` carries their session. Slow on purpose: call it in a thread.

    What was logged in before in this browser is logged out: a session that somebody else planted ends here.

    Raises:
        HTTPException: 401 where name or password is wrong or the user disabled, which all read the same; 429 where
            too many passwords were wrong before; 503 where too many log in at once.
    """
    desk = desk_of(request)
    user, kept = _account(desk, name)
    right = prove(request, name, kept, password)
    if not right or user is None or kept is None or user.disabled:
        raise HTTPException(401, _WRONG)
    desk.throttle.succeeded(name, address_of(request))
    log_out(request, response)
    set_session(response, request, desk.sessions.start(user.id, kept))
    return user


def prove(request: Request, name: str, kept: str | None, password: str) -> bool:
    """Whether it is the password of that name. It counts as a wrong one until ``Throttle.succeeded`` is told.

    Raises:
        HTTPException: 429 where too many were wrong before, 503 where too many are looked at.
    """
    if wait := desk_of(request).throttle.attempt(name, address_of(request)):
        raise HTTPException(429, "too many wrong passwords: wait", {"Retry-After": str(math.ceil(wait))})
    try:
        return check_password(kept, password[:MOST_PASSWORD])
    except TooManyLoginsError as error:
        raise HTTPException(503, str(error), {"Retry-After": "2"}) from error


def log_out(request: Request, response: Response) -> None:
    """End the session of the request, if it has one, and let the browser forget the pages it has kept."""
    if token := request.cookies.get(session_cookie(request)):
        desk_of(request).sessions.end(token)
        drop_session(response, request)
        response.headers["Clear-Site-Data"] = '"cache"'


def _account(desk: Desk, name: str) -> tuple[User | None, str | None]:
    user = next((user for user in desk.store.users() if user.name == name), None)
    return user, desk.store.password_hash(user.id) if user else None
