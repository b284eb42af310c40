"""Passwords: Argon2id, and a check that takes as long where there is nothing to check against."""

from __future__ import annotations

from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from crossclaim.errors import CrossclaimError

__all__ = [
    "LEAST_PASSWORD",
    "MOST_PASSWORD",
    "TooManyLoginsError",
    "check_password",
    "hash_password",
    "password_problem",
]

LEAST_PASSWORD = 12
# Longer ones are refused before they are hashed.
MOST_PASSWORD = 200

# RFC 9106's second recommended set: Argon2id, 64 MiB, three passes, four lanes; what the library has as its default.
_HASHER = PasswordHasher()
# A hash takes 64 MiB: a flood of logins must not take all memory.
_AT_ONCE = BoundedSemaphore(2)
# Nor all threads: whoever comes when so many wait is to come back.
_WAITING = BoundedSemaphore(10)


class TooManyLoginsError(CrossclaimError):
    """More passwords are waiting to be looked at than are kept waiting."""


def hash_password(password: str) -> str:
    """What is kept of a password: Argon2id with a salt of its own."""
    with _AT_ONCE:
        return _HASHER.hash(password)


def check_password(kept: str | None, password: str) -> bool:
    """Whether it is the password; without one kept it is not, and that takes as long to say.

    Raises:
        TooManyLoginsError: too many are waiting for theirs.
    """
    if not _WAITING.acquire(blocking=False):
        raise TooManyLoginsError("too many are logging in: try again in a moment")
    try:
        return _verify(kept, password)
    finally:
        _WAITING.release()


def _verify(kept: str | None, password: str) -> bool:
    with _AT_ONCE:
        nobodys = _nobodys()  # made for everybody, or the first name that nobody has would take twice as long
        try:
            right = _HASHER.verify(kept or nobodys, password)
        except (VerificationError, InvalidHashError):
            return False
    return right and kept is not None


def password_problem(password: str, name: str) -> str | None:
    """Why a password cannot be taken, in one line; None where it can."""
    if len(password) < LEAST_PASSWORD:
        return f"a password has at least {LEAST_PASSWORD} characters"
    if len(password) > MOST_PASSWORD:
        return f"a password has at most {MOST_PASSWORD} characters"
    if name.casefold() in password.casefold() and len(password) < len(name) + LEAST_PASSWORD // 2:
        return "the password is little more than the name"
    if len(set(password)) < 4:
        return "the password repeats the same few characters"
    return None


@cache
def _nobodys() -> str:
    return _HASHER.hash("nobody has this password")
