"""Users, and the tokens that programs work with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from fastapi import APIRouter, Depends, HTTPException, Request
from pydantic import BaseModel, ConfigDict, Field

from crossclaim.model import Permission, Role
from crossclaim.web import accounts
from crossclaim.web.api.asking import Admin, Asked, Fresh, Reader, found, fresh
from crossclaim.web.api.queries import Days, Id, Words
from crossclaim.web.api.views import NewToken, TokenView, UserView
from crossclaim.web.passwords import LEAST_PASSWORD, MOST_PASSWORD
from crossclaim.web.security import address_of, caller_of, prove

__all__ = ["router"]

router = APIRouter(tags=["users and tokens"])


class _Told(BaseModel):
    model_config = ConfigDict(extra="forbid")


class NewUser(_Told):
    """Somebody who is to work at the desk."""

    name: str = Field(pattern=accounts.NAME)
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
    with _refusing():
        return UserView(**dict(accounts.add_user(desk.store, told.name, told.role, told.password, by=user.name)))


@router.patch("/users/{user_id}")
def patch_user(user_id: Id, told: UserChange, desk: Asked, user: Admin) -> UserView:
    """Change a role or password, or let somebody in no longer. The last admin stays one."""
    known = desk.store.user(user_id)
    found(known, "user")
    assert known is not None  # noqa: S101
    update = {name: value for name, value in told.model_dump(exclude={"password"}).items() if value is not None}
    changed = known.model_copy(update=update)
    with _refusing():
        accounts.change_user(desk.store, changed, told.password, by=user.name)
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
    with _refusing():
        accounts.change_user(desk.store, user, told.new, by=user.name)
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
    with _refusing():
        token, secret = accounts.make_token(desk.store, user, told.name, told.scopes, days=told.days, by=user.name)
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
    return TokenView(**dict(accounts.revoke_token(desk.store, known[token_id], by=user.name)))


@contextmanager
def _refusing() -> Iterator[None]:
    """An account that cannot be so is a conflict with how the desk is."""
    try:
        yield
    except accounts.AccountError as error:
        raise HTTPException(409, error.reason) from error
