"""What routes depend on: who asks with which permission, the desk, and whether what the caller has is still so."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Annotated

from fastapi import Depends, HTTPException, Request, Response

from crossclaim import __version__
from crossclaim.model import Permission, User
from crossclaim.web.desk import Desk, desk_of
from crossclaim.web.security import allow, caller_of

__all__ = [
    "Adder",
    "Adjudicator",
    "Admin",
    "Asked",
    "Coder",
    "Corrector",
    "Exporter",
    "Fresh",
    "Judge",
    "Publisher",
    "Rater",
    "Reader",
    "found",
    "fresh",
]

Asked = Annotated[Desk, Depends(desk_of)]
Reader = Annotated[User, Depends(allow(Permission.READ))]
Exporter = Annotated[User, Depends(allow(Permission.EXPORT))]
Adder = Annotated[User, Depends(allow(Permission.ADD))]
Judge = Annotated[User, Depends(allow(Permission.JUDGE))]
Corrector = Annotated[User, Depends(allow(Permission.CORRECT))]
Coder = Annotated[User, Depends(allow(Permission.REVIEW))]
Rater = Annotated[User, Depends(allow(Permission.RATE))]
Adjudicator = Annotated[User, Depends(allow(Permission.ADJUDICATE))]
Publisher = Annotated[User, Depends(allow(Permission.PUBLISH))]
Admin = Annotated[User, Depends(allow(Permission.ADMIN))]


def fresh(permission: Permission) -> Callable[..., None]:
    """What a route of reading depends on: an ETag, and no look-up where the caller has that state already."""
    allowed = Depends(allow(permission))

    def check(request: Request, response: Response, user: User = allowed) -> None:
        etag = _etag(request, desk_of(request), user)
        response.headers["ETag"] = etag
        # "*" asks whether there is anything at all, which only the look-up tells.
        known = [each.strip() for each in request.headers.get("if-none-match", "").split(",")]
        if etag in known:
            raise HTTPException(304, headers={"ETag": etag})

    return check


def _etag(request: Request, desk: Desk, user: User) -> str:
    # All that the interface reads follows from what the audit chain covers, so its head stands for it.
    head = desk.store.head()
    may = ",".join(sorted(caller_of(request).permissions))  # a token may see less than its user
    told = f"{__version__} {head.count} {head.hash} {user.id} {may} {request.url.path}?{request.url.query}"
    return f'W/"{sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:32]}"'


Fresh = Depends(fresh(Permission.READ))


def found(exists: object, what: str) -> None:
    """Say so where something is not there.

    Raises:
        HTTPException: 404.
    """
    if not exists:
        raise HTTPException(404, f"there is no such {what}")
