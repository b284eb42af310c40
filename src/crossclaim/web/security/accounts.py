"""Logging in and out."""

from __future__ import annotations

import math

from fastapi import HTTPException, Request, Response

from crossclaim.model.people import User
from crossclaim.web.desk import Desk, desk_of
from crossclaim.web.passwords import MOST_PASSWORD, check_password
from crossclaim.web.security.caller import address_of
from crossclaim.web.security.cookies import drop_session, session_cookie, set_session

__all__ = ["log_in", "log_out"]

_WRONG = "the name or the password is wrong"


def log_in(request: Request, response: Response, name: str, password: str) -> User:
    """The user of that name and password; ``response`` carries their session. Slow on purpose: call it in a thread.

    What was logged in before in this browser is logged out: a session that somebody else planted ends here.

    Raises:
        HTTPException: 401 where name or password is wrong or the user disabled, which all read the same; 429 where
            too many passwords were wrong before.
    """
    desk, address = desk_of(request), address_of(request)
    if wait := desk.throttle.wait(name, address):
        raise HTTPException(429, "too many wrong passwords: wait", {"Retry-After": str(math.ceil(wait))})
    user, kept = _account(desk, name)
    if not check_password(kept, password[:MOST_PASSWORD]) or user is None or kept is None or user.disabled:
        desk.throttle.failed(name, address)
        raise HTTPException(401, _WRONG)
    desk.throttle.succeeded(name, address)
    log_out(request, response)
    set_session(response, request, desk.sessions.start(user.id, kept))
    return user


def log_out(request: Request, response: Response) -> None:
    """End the session of the request, if it has one."""
    if token := request.cookies.get(session_cookie(request)):
        desk_of(request).sessions.end(token)
        drop_session(response, request)


def _account(desk: Desk, name: str) -> tuple[User | None, str | None]:
    user = next((user for user in desk.store.users() if user.name == name), None)
    return user, desk.store.password_hash(user.id) if user else None
