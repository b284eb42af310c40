"""Who asks: the bearer of a token, the user of a session, or whoever sits at a local desk without users."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from fastapi import HTTPException, Request

from crossclaim.model.people import PERMISSIONS, Permission, Role, User
from crossclaim.web.desk import Desk, desk_of
from crossclaim.web.problems import CALLER
from crossclaim.web.security.cookies import session_cookie
from crossclaim.web.throttle import network_of
from crossclaim.web.tokens import digest_of

__all__ = ["Caller", "address_of", "caller_of", "current_user", "identify"]

_NOBODY: frozenset[Permission] = frozenset()


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, and what they may: ``user`` is None for somebody who has not logged in.

    ``token`` is the id of the token that the request itself carries, so that no foreign page can have made it; None
    where it carries none. ``key`` is what their requests are counted by, None where they are not.
    """

    user: User | None
    permissions: frozenset[Permission]
    key: str | None
    token: str | None = None

    @property
    def by_token(self) -> bool:
        """Whether the request itself carries a secret."""
        return self.token is not None


def current_user(request: Request) -> User:
    """Who asks; to be used where ``allow`` stands before it.

    Raises:
        HTTPException: 401 where nobody is logged in.
    """
    user = caller_of(request).user
    if user is None:
        raise HTTPException(401, "log in first")
    return user


def caller_of(request: Request) -> Caller:
    """Who asks, looked up once a request."""
    state = request.scope.setdefault("state", {})
    caller: Caller | None = state.get(CALLER)
    if caller is None:
        caller = state[CALLER] = identify(request)
    return caller


def identify(request: Request) -> Caller:
    """Who asks, looked up now.

    Raises:
        HTTPException: 401 where a token was given that is none, or not in force.
    """
    desk = desk_of(request)
    given = request.headers.get("authorization")
    if given is not None:
        return _bearer(given, desk)
    token = request.cookies.get(session_cookie(request))
    if token and (user := _of_session(token, desk)):
        return Caller(user, PERMISSIONS[user.role], key=f"user {user.id}")
    if desk.settings.is_local and not desk.store.users():
        return Caller(_at_this_machine(desk), PERMISSIONS[Role.ADMIN], key=None)
    return Caller(None, _NOBODY, key=f"address {network_of(address_of(request))}")


def _bearer(given: str, desk: Desk) -> Caller:
    scheme, _, secret = given.partition(" ")
    token = desk.store.token_by_digest(digest_of(secret.strip())) if scheme.lower() == "bearer" else None
    user = desk.store.user(token.user) if token else None
    if token is None or user is None or token.revoked or user.disabled or _is_over(token.expires):
        raise HTTPException(401, "the token is not known or no longer in force", {"WWW-Authenticate": "Bearer"})
    # A user whose role was lowered takes their tokens along.
    permissions = frozenset(token.scopes) & PERMISSIONS[user.role]
    return Caller(user, permissions, key=f"user {user.id}", token=token.id)


def _is_over(expires: datetime | None) -> bool:
    return expires is not None and expires <= datetime.now(UTC)


def _of_session(token: str, desk: Desk) -> User | None:
    session = desk.sessions.find(token)
    if session is None:
        return None
    user = desk.store.user(session.user)
    if user is None or user.disabled or not desk.sessions.is_of(session, desk.store.password_hash(user.id)):
        desk.sessions.end(token)
        return None
    return user


def _at_this_machine(desk: Desk) -> User:
    made = datetime.fromtimestamp(0, UTC)
    return User(id="local", name=desk.settings.by, role=Role.ADMIN, disabled=False, made=made)


def address_of(request: Request) -> str:
    """Where a request comes from; behind a proxy, what that says last: what stands before it anybody can write.

    Some proxies add to the header that came with the request, others add a header of their own after it.
    """
    if desk_of(request).settings.proxied and (chains := request.headers.getlist("x-forwarded-for")):
        return chains[-1].rpartition(",")[2].strip()[:64]
    return request.client.host if request.client else "unknown"
