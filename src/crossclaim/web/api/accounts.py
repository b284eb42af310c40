"""Users, and the tokens that programs work with."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from fastapi import APIRouter, Depends, HTTPException, Request
from pydantic import BaseModel, ConfigDict, Field

from crossclaim.model import Permission, Role, Token, User
from crossclaim.web.api.asking import Admin, Asked, Fresh, Reader, found, fresh
from crossclaim.web.api.queries import Days, Id, Words
from crossclaim.web.api.views import NewToken, TokenView, UserView
from crossclaim.web.desk import Desk
from crossclaim.web.passwords import LEAST_PASSWORD, MOST_PASSWORD, hash_password, password_problem
from crossclaim.web.security import address_of, caller_of, digest_of, new_token, prove

__all__ = ["add_user", "make_token", "router"]

router = APIRouter(tags=["users and tokens"])

# What people can tell apart in a list and type at a login.
_NAME = r"^[A-Za-z0-9][A-Za-z0-9 ._@-]{0,58}[A-Za-z0-9]$"
_MOST_TOKENS = 50


class _Told(BaseModel):
    model_config = ConfigDict(extra="forbid")


class NewUser(_Told):
    """Somebody who is to work at the desk."""

    name: str = Field(pattern=_NAME)
    role: Role
    password: str = Field(min_length=LEAST_PASSWORD, max_length=MOST_PASSWORD)


class UserChange(_Told):
    """What is to be another with a user; what is left out stays."""

    role: Role | None = None
    disabled: bool | None = Field(default=None, strict=True)
    password: str | None = Field(default=None, min_length=LEAST_PASSWORD, max_length=MOST_PASSWORD)


class PasswordChange(_Told):
    """One's own password."""

    old: str = Field(min_length=1, max_length=200)
    new: str = Field(min_length=LEAST_PASSWORD, max_length=MOST_PASSWORD)


class TokenWanted(_Told):
    """A token for a program of one's own."""

    name: Words = Field(description="What it is for.")
    scopes: list[Permission] = Field(min_length=1, max_length=20)
    days: Days | None = Field(default=None, description="How long it is good.")


@router.get("/users", dependencies=[Depends(fresh(Permission.ADMIN))])
def list_users(desk: Asked, _: Admin) -> list[UserView]:
    """Everybody who works at the desk, disabled ones too."""
    return [UserView(**dict(user)) for user in desk.store.users()]


@router.post("/users", status_code=201)
def post_user(told: NewUser, desk: Asked, user: Admin) -> UserView:
    """Give somebody a name, a role and a password."""
    return UserView(**dict(add_user(desk, told.name, told.role, told.password, by=user.name)))


@router.patch("/users/{user_id}")
def patch_user(user_id: Id, told: UserChange, desk: Asked, user: Admin) -> UserView:
    """Change a role or password, or let somebody in no longer. The last admin stays one."""
    known = desk.store.user(user_id)
    found(known, "user")
    assert known is not None  # noqa: S101
    update = {name: value for name, value in told.model_dump(exclude={"password"}).items() if value is not None}
    kept = None if told.password is None else _hashed(told.password, known.name)
    with desk.store.write(by=user.name) as writer:
        # Looked up again where nobody else writes: two admins may disable each other at once.
        changed = (desk.store.user(user_id) or known).model_copy(update=update)
        _keep_an_admin(desk, changed)
        writer.put_user(changed, kept)
    if changed.disabled or told.password is not None:
        desk.sessions.end_all(user_id)
    return UserView(**dict(changed))


@router.put("/password", status_code=204)
def put_password(told: PasswordChange, request: Request, desk: Asked, user: Reader) -> None:
    """Change one's own password; every session of one's own ends."""
    kept = desk.store.password_hash(user.id)
    if caller_of(request).by_token or kept is None:
        raise HTTPException(403, "a password is changed by who has logged in with it")
    if not prove(request, user.name, kept, told.old):
        raise HTTPException(403, "that is not the password so far")
    desk.throttle.succeeded(user.name, address_of(request))
    with desk.store.write(by=user.name) as writer:
        writer.put_user(user, _hashed(told.new, user.name))
    desk.sessions.end_all(user.id)


@router.get("/tokens", dependencies=[Fresh])
def list_tokens(request: Request, desk: Asked, user: Reader) -> list[TokenView]:
    """One's own tokens; an admin's list has everybody's. Secrets are not among them."""
    everybody = Permission.ADMIN in caller_of(request).permissions
    return [TokenView(**dict(token)) for token in desk.store.tokens(None if everybody else user.id)]


@router.post("/tokens", status_code=201)
def post_token(told: TokenWanted, request: Request, desk: Asked, user: Reader) -> NewToken:
    """Make a token that may at most what its maker may. Its secret is shown this once. No token makes another one."""
    caller = caller_of(request)
    if caller.by_token:
        # What was found in a file would live on in its children, whatever its own end.
        raise HTTPException(403, "a token is made by who has logged in with a password")
    if desk.store.user(user.id) is None:
        raise HTTPException(409, "a desk without users needs no tokens: add a user first")
    if beyond := sorted(set(told.scopes) - caller.permissions):
        raise HTTPException(403, f"you may not {', '.join(beyond)} yourself")
    token, secret = make_token(desk, user, told.name, told.scopes, days=told.days)
    return NewToken(token=TokenView(**dict(token)), secret=secret)


@router.delete("/tokens/{token_id}")
def delete_token(token_id: Id, request: Request, desk: Asked, user: Reader) -> TokenView:
    """Revoke a token: one's own, or anybody's as an admin. A token that is no admin's revokes itself only."""
    caller = caller_of(request)
    everybody = Permission.ADMIN in caller.permissions
    known = {token.id: token for token in desk.store.tokens(None if everybody else user.id)}
    found(token_id in known, "token")
    if caller.token not in (None, token_id) and not everybody:
        raise HTTPException(403, "a token revokes itself only: log in to revoke others")
    revoked = known[token_id].model_copy(update={"revoked": True})
    with desk.store.write(by=user.name) as writer:
        writer.put_token(revoked)
    return TokenView(**dict(revoked))


def add_user(desk: Desk, name: str, role: Role, password: str, *, by: str) -> User:
    """A new user, written down.

    Raises:
        HTTPException: 409 where the name is taken, the first user is no admin or the password is too easy.
    """
    user = User(id=secrets.token_hex(8), name=name, role=role, disabled=False, made=datetime.now(UTC))
    kept = _hashed(password, name)
    with desk.store.write(by=by) as writer:
        _check_new(user, desk.store.users())  # here, where nobody else writes: two may add the same name at once
        writer.put_user(user, kept)
    return user


def make_token(
    desk: Desk, user: User, name: str, scopes: list[Permission], *, days: int | None = None
) -> tuple[Token, str]:
    """A new token, written down, and its secret."""
    now, secret = datetime.now(UTC), new_token()
    ends = now + timedelta(days=days) if days else None
    wanted = tuple(sorted(set(scopes)))
    token = Token(id=secrets.token_hex(8), user=user.id, name=name, scopes=wanted, made=now, expires=ends)
    with desk.store.write(by=user.name) as writer:
        if sum(not token.revoked for token in desk.store.tokens(user.id)) >= _MOST_TOKENS:
            raise HTTPException(409, f"there are {_MOST_TOKENS} tokens already: revoke one")
        writer.put_token(token, digest_of(secret))
    return token, secret


def _check_new(user: User, known: Sequence[User]) -> None:
    if user.name.casefold() in {each.name.casefold() for each in known}:
        raise HTTPException(409, "there is a user of that name already")
    if not known and user.role is not Role.ADMIN:
        raise HTTPException(409, "the first user has to be an admin, or nobody could add others")


def _hashed(password: str, name: str) -> str:
    if why := password_problem(password, name):
        raise HTTPException(409, why)
    return hash_password(password)


def _keep_an_admin(desk: Desk, changed: User) -> None:
    """Refuse to leave a desk that nobody can administer."""
    users = [changed if user.id == changed.id else user for user in desk.store.users()]
    if not any(user.role is Role.ADMIN and not user.disabled for user in users):
        raise HTTPException(409, "the desk would be left without an admin")
