"""Who asks, and what they may do: what the pages need of the one place that decides it."""

from __future__ import annotations

from fastapi import Depends, HTTPException, Request

from crossclaim.model import Permission, User
from crossclaim.web.security import allow, allow_anyone, caller_of, csrf_token

__all__ = [
    "ADDING",
    "ADMINISTERING",
    "ANYONE",
    "EXPORTING",
    "READING",
    "REVIEWING",
    "csrf_of",
    "may",
    "refuse_another",
    "user_of",
]

ANYONE = Depends(allow_anyone())
READING = Depends(allow(Permission.READ))
ADDING = Depends(allow(Permission.ADD))
EXPORTING = Depends(allow(Permission.EXPORT))
REVIEWING = Depends(allow(Permission.REVIEW))
ADMINISTERING = Depends(allow(Permission.ADMIN))


def user_of(request: Request) -> User | None:
    """Who asks, None where nobody is logged in."""
    return caller_of(request).user


def csrf_of(request: Request) -> str:
    """What a form or a script has to send back."""
    return csrf_token(request)


def may(request: Request, permission: str) -> bool:
    """Whether whoever asks may do that."""
    return Permission(permission) in caller_of(request).permissions


def refuse_another(request: Request, what: str, by: str, user: User) -> None:
    """Refuse to take back what somebody else did, but to those who settle what people disagree on.

    Raises:
        HTTPException: 403, it is another's.
    """
    if by != user.name and not may(request, Permission.ADJUDICATE):
        raise HTTPException(403, f"Another's {what} is taken back with the permission 'adjudicate'.")
