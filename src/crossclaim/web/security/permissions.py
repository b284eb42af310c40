"""The one place that says who may do what. Every route depends on it, and a test holds every route against it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from fastapi import HTTPException, Request
from fastapi.concurrency import run_in_threadpool

from crossclaim.model.people import Permission, User
from crossclaim.web.desk import desk_of
from crossclaim.web.security.caller import Caller, caller_of
from crossclaim.web.security.csrf import check_csrf

__all__ = ["Allowed", "allow", "allow_anyone"]

_READING = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True)
class Allowed:
    """A dependency that lets a request pass; gives its user. ``permission`` None lets everybody pass, logged in or not.

    Raises:
        HTTPException: 401 where nobody is logged in, 403 where the user may not or a foreign page may have asked,
            429 where one asks too often.
    """

    permission: Permission | None

    async def __call__(self, request: Request) -> User | None:
        """The user who asks, None where nobody is logged in and nobody has to be."""
        caller = await run_in_threadpool(caller_of, request)
        _check_rate(request, caller)
        if self.permission is not None and caller.user is None:
            raise HTTPException(401, "log in first, or send a token", {"WWW-Authenticate": "Bearer"})
        if request.method not in _READING and not caller.by_token:
            await check_csrf(request)
        if self.permission is not None and self.permission not in caller.permissions:
            raise HTTPException(403, f"this needs the permission '{self.permission}'")
        return caller.user


def allow(permission: Permission) -> Allowed:
    """What a route depends on that needs a permission: ``user: Annotated[User, Depends(allow(Permission.READ))]``."""
    return Allowed(permission)


def allow_anyone() -> Allowed:
    """What a route depends on that everybody may use: the login, and whether the desk is well."""
    return Allowed(None)


def _check_rate(request: Request, caller: Caller) -> None:
    if caller.key is None:
        return
    wait = desk_of(request).rates.take(caller.key, 1.0 if request.method in _READING else 2.0)
    if wait:
        raise HTTPException(429, "too many requests", {"Retry-After": str(math.ceil(wait))})
