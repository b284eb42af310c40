"""Bearer tokens: shown once, kept as their digest."""

from __future__ import annotations

import secrets
from hashlib import sha256

__all__ = ["digest_of", "new_token"]

# So that a token found in a file or a log can be told for what it is.
_PREFIX = "crossclaim_"


def new_token() -> str:
    """A token that nobody can guess: 256 random bits."""
    return _PREFIX + secrets.token_urlsafe(32)


def digest_of(token: str) -> str:
    """What the store knows a token by.

    Its sha256 needs no salt and no slow hash: there are too many tokens to try. Looking it up by its digest tells by
    its time at most something of the digest.
    """
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
