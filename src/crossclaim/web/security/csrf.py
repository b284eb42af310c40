"""That a change was asked for by a page of the desk: a token that no foreign page can read."""

from __future__ import annotations

import hmac
import secrets
from hashlib import sha256

from fastapi import HTTPException, Request

from crossclaim.web.security.cookies import session_cookie, visit_cookie

__all__ = ["MOST_FIELD", "MOST_FIELDS", "MOST_FILES", "NEW_VISIT", "check_csrf", "csrf_token"]

# Where a request notes the name of a new visit, which ``Guard`` then gives the browser.
NEW_VISIT = "crossclaim_new_visit"
# What a form may hold; how large it may be as a whole is bounded before.
MOST_FILES = 100
MOST_FIELDS = 100
MOST_FIELD = 2**20
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


def csrf_token(request: Request) -> str:
    """What a form or script sends back as the field ``csrf`` or the header ``X-CSRF-Token``.

    It is bound to the session or, before a login and on a desk without users, to a cookie that the visit gets.
    """
    return _token(request, _visit(request))


async def check_csrf(request: Request) -> None:
    """Refuse a change that does not carry the token of its session or visit.

    Raises:
        HTTPException: 403.
    """
    visit = request.cookies.get(session_cookie(request)) or request.cookies.get(visit_cookie(request))
    sent = request.headers.get("x-csrf-token") or await _field(request)
    if visit and sent and hmac.compare_digest(sent.encode("utf-8", "surrogatepass"), _token(request, visit).encode()):
        return
    await request.close()
    raise HTTPException(403, "the request does not carry the token of a page of this desk: load the page again")


def _visit(request: Request) -> str:
    known = request.cookies.get(session_cookie(request)) or request.cookies.get(visit_cookie(request))
    if known:
        return known
    state = request.scope.setdefault("state", {})
    visit: str = state.setdefault(NEW_VISIT, secrets.token_urlsafe(24))
    return visit


def _token(request: Request, visit: str) -> str:
    secret: bytes = request.app.state.desk.sessions.secret
    return hmac.new(secret, visit.encode("utf-8", "surrogatepass"), sha256).hexdigest()


async def _field(request: Request) -> str | None:
    if not request.headers.get("content-type", "").lower().startswith(_FORMS):
        return None
    form = await request.form(max_files=MOST_FILES, max_fields=MOST_FIELDS, max_part_size=MOST_FIELD)
    sent = form.get("csrf")
    return sent if isinstance(sent, str) else None
