"""Accounts: what a name, a role, a password and a token must be like, whoever asks for them."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from crossclaim.errors import CrossclaimError
from crossclaim.model import Permission, Role, Token, User
from crossclaim.store import Reader, Store
from crossclaim.web.passwords import hash_password, password_problem
from crossclaim.web.tokens import digest_of, new_token

__all__ = ["NAME", "AccountError", "add_user", "change_user", "make_token", "revoke_token"]

# What people can tell apart in a list and type at a login.
NAME = r"^[A-Za-z0-9][A-Za-z0-9 ._@-]{0,58}[A-Za-z0-9]$"
_MOST_TOKENS = 50


class AccountError(CrossclaimError):
    """An account that cannot be as it was asked for; ``about`` names what is wrong where it is a value given."""

    def __init__(self, reason: str, about: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.about = about


def add_user(store: Store, name: str, role: Role, password: str, *, by: str) -> User:
    """Write down a new user.

    Raises:
        AccountError: the name is taken, the first user is no admin or the password is too easy.
        StoreError: the store cannot be written to.
    """
    kept = _hashed(password, name)
    user = User(id=secrets.token_hex(8), name=name, role=role, made=datetime.now(UTC))
    with store.write(by=by) as writer:
        known = writer.users()
        if name.casefold() in {other.name.casefold() for other in known}:
            raise AccountError(f"there is a user {name} already")
        if not known and role is not Role.ADMIN:
            raise AccountError("the first user has to be an admin, or nobody could add others", "role")
        writer.put_user(user, kept)
    return user


def change_user(store: Store, user: User, password: str | None = None, *, by: str) -> None:
    """Write down what is another with a user, and a new password if there is one.

    Raises:
        AccountError: nobody could administer the desk, or the password is too easy.
        StoreError: the store cannot be written to.
    """
    kept = None if password is None else _hashed(password, user.name)
    with store.write(by=by) as writer:
        _keep_an_admin(writer, user)
        writer.put_user(user, kept)


def make_token(
    store: Store, user: User, name: str, scopes: Collection[Permission], *, days: int | None = None, by: str
) -> tuple[Token, str]:
    """A new token, written down, and its secret, which is kept nowhere.

    Raises:
        AccountError: it would be allowed more than its user, or there are too many.
        StoreError: the store cannot be written to.
    """
    if beyond := sorted(set(scopes) - user.permissions):
        what = ", ".join(sorted(user.permissions)) or "nothing"
        raise AccountError(f"{', '.join(beyond)} cannot be given: {user.name} may {what}", "scope")
    now, secret = datetime.now(UTC), new_token()
    ends = now + timedelta(days=days) if days else None
    wanted = tuple(sorted(set(scopes)))
    token = Token(id=secrets.token_hex(8), user=user.id, name=name, scopes=wanted, made=now, expires=ends)
    with store.write(by=by) as writer:
        if sum(not known.revoked for known in writer.tokens(user.id)) >= _MOST_TOKENS:
            raise AccountError(f"there are {_MOST_TOKENS} tokens already: revoke one")
        writer.put_token(token, digest_of(secret))
    return token, secret


def revoke_token(store: Store, token: Token, *, by: str) -> Token:
    """Take a token out of force.

    Raises:
        StoreError: the store cannot be written to.
    """
    revoked = token.model_copy(update={"revoked": True})
    with store.write(by=by) as writer:
        writer.put_token(revoked)
    return revoked


def _hashed(password: str, name: str) -> str:
    if why := password_problem(password, name):
        raise AccountError(why, "password")
    return hash_password(password)


def _keep_an_admin(reader: Reader, changed: User) -> None:
    """Refuse to leave a desk that nobody can administer."""
    users = [changed if user.id == changed.id else user for user in reader.users()]
    if not any(user.role is Role.ADMIN and not user.disabled for user in users):
        raise AccountError("the desk would be left without an admin")
