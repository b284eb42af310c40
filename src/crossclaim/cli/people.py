"""Users and tokens, written into a store and listed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import typer

from crossclaim.cli.reading import say
from crossclaim.errors import StoreError
from crossclaim.model import PERMISSIONS, Permission, Role, User
from crossclaim.store import Reader, Store
from crossclaim.web import accounts

__all__ = [
    "add_person",
    "change_password",
    "disable_person",
    "list_keys",
    "list_people",
    "make_token",
    "revoke_key",
]

_HINTS = {"role": "--role", "scope": "--scope", "password": "password"}


def add_person(store: Store, name: str, role: str, password: str, *, by: str) -> None:
    """Write down a new user.

    Raises:
        StoreError: there is one of that name.
    """
    if role not in set(Role):
        raise typer.BadParameter(f"'{role}' is none of {', '.join(Role)}", param_hint="--role")
    if not re.fullmatch(accounts.NAME, name):
        raise typer.BadParameter("a name has 2 to 60 plain letters, digits, blanks and . _ @ -", param_hint="NAME")
    first = not store.users()
    with _refusing(store):
        accounts.add_user(store, name, Role(role), password, by=by)
    say(f"{name} may log in as {role}" + ("; from now on the desk wants a login" if first else ""))


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
    with _refusing(store):
        accounts.change_user(store, user.model_copy(update={"disabled": disabled}), by=by)
    say(f"{name} is {'disabled' if disabled else 'let in again'}")


def change_password(store: Store, name: str, password: str, *, by: str) -> None:
    """Give a user another password.

    Raises:
        StoreError: there is none.
    """
    user = _user(store, name)
    with _refusing(store):
        accounts.change_user(store, user, password, by=by)
    say(f"{name} has another password")


def make_token(store: Store, user: str, name: str, scopes: Sequence[str], *, days: int | None, by: str) -> str:
    """Write down a new token; its secret.

    Raises:
        StoreError: there is no such user, or one with too many tokens.
    """
    owner = _user(store, user)
    if unknown := sorted(set(scopes) - set(Permission)):
        hint = f"{', '.join(sorted(PERMISSIONS[owner.role]))} are what {user} may"
        raise typer.BadParameter(f"{', '.join(unknown)} cannot be given: {hint}", param_hint="--scope")
    with _refusing(store):
        token, secret = accounts.make_token(store, owner, name, [*map(Permission, scopes)], days=days, by=by)
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
    accounts.revoke_token(store, token, by=by)
    say(f"token {token_id} is revoked")


def _user(reader: Reader, name: str) -> User:
    user = next((user for user in reader.users() if user.name == name), None)
    if user is None:
        raise StoreError(reader.address, f"there is no user {name}")
    return user


@contextmanager
def _refusing(store: Store) -> Iterator[None]:
    """Say what is wrong with an account as the command line does: of a value given, with the name of its option."""
    try:
        yield
    except accounts.AccountError as error:
        if error.about is None:
            raise StoreError(store.address, error.reason) from error
        raise typer.BadParameter(error.reason, param_hint=_HINTS[error.about]) from error
