"""Users and tokens, written into a store and listed."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import typer

from crossclaim.cli.reading import say
from crossclaim.errors import StoreError
from crossclaim.model import PERMISSIONS, Permission, Role, Token, User
from crossclaim.store import Reader, Store
from crossclaim.web.passwords import hash_password, password_problem
from crossclaim.web.tokens import digest_of, new_token

__all__ = [
    "add_person",
    "change_password",
    "disable_person",
    "list_keys",
    "list_people",
    "make_token",
    "revoke_key",
]

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._@-]{0,58}[A-Za-z0-9]")


def add_person(store: Store, name: str, role: str, password: str, *, by: str) -> None:
    """Write down a new user.

    Raises:
        StoreError: there is one of that name.
    """
    if role not in set(Role):
        raise typer.BadParameter(f"'{role}' is none of {', '.join(Role)}", param_hint="--role")
    if not _NAME.fullmatch(name):
        raise typer.BadParameter("a name has 2 to 60 plain letters, digits, blanks and . _ @ -", param_hint="NAME")
    known = store.users()
    if not known and role != Role.ADMIN:
        raise typer.BadParameter("the first user has to be an admin: nobody else could add others", param_hint="--role")
    if name.casefold() in {user.name.casefold() for user in known}:
        raise StoreError(store.address, f"there is a user {name} already")
    user = User(id=secrets.token_hex(8), name=name, role=Role(role), made=datetime.now(UTC))
    kept = _hashed(password, name)
    with store.write(by=by) as writer:
        writer.put_user(user, kept)
    say(f"{name} may log in as {role}" + ("" if known else "; from now on the desk wants a login"))


def list_people(reader: Reader) -> None:
    """Print the users, one a line."""
    for user in sorted(reader.users(), key=lambda user: user.name.casefold()):
        typer.echo(f"{user.name:<24}{user.role:<10}{'disabled' if user.disabled else f'since {user.made.date()}'}")


def disable_person(store: Store, name: str, *, disabled: bool, by: str) -> None:
    """Let a user in no longer, or again.

    Raises:
        StoreError: there is none, or nobody could administer the desk.
    """
    user = _user(store, name)
    others = (other for other in store.users() if other.id != user.id)
    if disabled and not any(other.role is Role.ADMIN and not other.disabled for other in others):
        raise StoreError(store.address, f"{name} is the last admin")
    with store.write(by=by) as writer:
        writer.put_user(user.model_copy(update={"disabled": disabled}), None)
    say(f"{name} is {'disabled' if disabled else 'let in again'}")


def change_password(store: Store, name: str, password: str, *, by: str) -> None:
    """Give a user another password.

    Raises:
        StoreError: there is none.
    """
    user = _user(store, name)
    kept = _hashed(password, name)
    with store.write(by=by) as writer:
        writer.put_user(user, kept)
    say(f"{name} has another password")


def make_token(store: Store, user: str, name: str, scopes: Sequence[str], *, days: int | None, by: str) -> str:
    """Write down a new token; its secret.

    Raises:
        StoreError: there is no such user.
    """
    owner = _user(store, user)
    if unknown := sorted(set(scopes) - set(PERMISSIONS[owner.role])):
        hint = f"{', '.join(sorted(PERMISSIONS[owner.role]))} are what {user} may"
        raise typer.BadParameter(f"{', '.join(unknown)} cannot be given: {hint}", param_hint="--scope")
    now, secret = datetime.now(UTC), new_token()
    ends = now + timedelta(days=days) if days else None
    wanted = tuple(sorted(map(Permission, set(scopes))))
    token = Token(id=secrets.token_hex(8), user=owner.id, name=name, scopes=wanted, made=now, expires=ends)
    with store.write(by=by) as writer:
        writer.put_token(token, digest_of(secret))
    say(f"token {token.id} of {user}; its secret is not kept and not shown again")
    return secret


def list_keys(reader: Reader) -> None:
    """Print the tokens, one a line."""
    names = {user.id: user.name for user in reader.users()}
    for token in reader.tokens():
        until = f"until {token.expires.date()}" if token.expires else "for good"
        state = "revoked" if token.revoked else until
        typer.echo(f"{token.id}  {names[token.user]:<20}{state:<18}{token.name}  ({', '.join(token.scopes)})")


def revoke_key(store: Store, token_id: str, *, by: str) -> None:
    """Take a token out of force.

    Raises:
        StoreError: there is none of that id.
    """
    token = next((token for token in store.tokens() if token.id == token_id), None)
    if token is None:
        raise StoreError(store.address, f"there is no token {token_id}")
    with store.write(by=by) as writer:
        writer.put_token(token.model_copy(update={"revoked": True}))
    say(f"token {token_id} is revoked")


def _user(reader: Reader, name: str) -> User:
    user = next((user for user in reader.users() if user.name == name), None)
    if user is None:
        raise StoreError(reader.address, f"there is no user {name}")
    return user


def _hashed(password: str, name: str) -> str:
    if why := password_problem(password, name):
        raise typer.BadParameter(why, param_hint="password")
    return hash_password(password)
