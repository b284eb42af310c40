"""Errors as RFC 9457 wants them: one JSON shape for all, which tells what was wrong and nothing of the inside."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, Field
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException

from crossclaim.errors import RefusedError, SpanError, StoreError
from crossclaim.store import NAMED_REASONS
from crossclaim.web.methods import methods_of

__all__ = ["CALLER", "MEDIA_TYPE", "Problem", "Wrong", "add_problem_handlers", "problem_response"]

MEDIA_TYPE = "application/problem+json"
# Where a request notes who asks, once that is known.
CALLER = "crossclaim_caller"
_LOG = logging.getLogger(__name__)


class Wrong(BaseModel):
    """One value of a request that cannot be taken."""

    at: list[str | int] = Field(description="Where it stands: body, query or path, and the way to it.")
    detail: str = Field(description="What is wrong with it.")


class Problem(BaseModel):
    """Why a request was not answered (RFC 9457)."""

    type: str = Field(description="Always about:blank: the status says what kind of problem it is.")
    title: str = Field(description="The status in words.")
    status: int = Field(ge=400, le=599, description="The HTTP status.")
    detail: str = Field(description="What was wrong, in one line.")
    instance: str = Field(description="The path that was asked.")
    errors: list[Wrong] = Field(default=[], description="The values that cannot be taken, where it is those.")


def problem_response(
    status: int,
    detail: str,
    path: str,
    *,
    headers: Mapping[str, str] | None = None,
    errors: Sequence[dict[str, Any]] = (),
) -> Response:
    """The answer that tells of a problem. Written in ASCII: whatever was sent comes back as harmless text."""
    body: dict[str, Any] = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    body |= {"detail": detail, "instance": quote(path[:300], safe="/:%", errors="replace")}
    if errors:
        body["errors"] = list(errors)
    return Response(json.dumps(body), status, dict(headers or {}), MEDIA_TYPE)


def add_problem_handlers(app: FastAPI) -> None:
    """Let every error of the application leave as a problem; people who are not logged in go to the login page."""
    app.add_exception_handler(HTTPException, _say_status)
    app.add_exception_handler(RequestValidationError, _say_wrong_values)
    app.add_exception_handler(StoreError, _say_store_error)
    app.add_exception_handler(SpanError, _say_span_error)
    app.add_exception_handler(Exception, _say_nothing)


def _say_status(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    if error.status_code == 304:
        return Response(status_code=304, headers=dict(error.headers or {}))
    if error.status_code == 401 and _is_page(request):
        return _to_login(request)
    headers = dict(error.headers or {})
    if error.status_code == 405:
        headers["Allow"] = ", ".join(methods_of(request.scope))
    return _problem(request, error.status_code, error.detail, headers=headers)


def _say_wrong_values(request: Request, error: Exception) -> Response:
    if not isinstance(error, RequestValidationError):
        raise error
    # What was sent is not sent back, only where it stood.
    errors = [{"at": [_part(part) for part in each["loc"]], "detail": each["msg"]} for each in error.errors()[:20]]
    return _problem(request, 422, "the request holds values that cannot be taken", errors=errors)


def _part(part: str | int) -> str | int:
    return part if isinstance(part, int) else part[:100]


def _say_store_error(request: Request, error: Exception) -> Response:
    if not isinstance(error, StoreError):
        raise error
    status = _status_of(error)
    if status == 503 and error.reason not in NAMED_REASONS:
        _LOG.error("the store failed: %s", error.reason)
        return _problem(request, status, "the store cannot be reached or does not answer as it should")
    return _problem(request, status, error.reason[:300])


def _status_of(error: StoreError) -> int:
    """What a store's refusal is in the words of HTTP."""
    if isinstance(error, RefusedError):
        return 422
    if isinstance(error.__cause__, SQLAlchemyError):
        return 503
    if error.reason.startswith("there is no") or error.reason.endswith("is not where a page ended"):
        return 404
    return 409


def _say_span_error(request: Request, _: Exception) -> Response:
    return _problem(request, 422, "a span does not quote its document's text")


def _say_nothing(request: Request, _: Exception) -> Response:
    """An error of the desk's own: its words may hold report text, so they stay here."""
    return _problem(request, 500, "the desk failed; its log says why")


def _problem(
    request: Request,
    status: int,
    detail: str,
    *,
    headers: Mapping[str, str] | None = None,
    errors: Sequence[dict[str, Any]] = (),
) -> Response:
    page = getattr(request.app.state, "error_page", None)
    if page is not None and _is_page(request) and _can_tell_who(request, status):
        answer: Response = page(request, status, detail)
        answer.headers.update(headers or {})
        return answer
    return problem_response(status, detail, request.url.path, headers=headers, errors=errors)


def _can_tell_who(request: Request, status: int) -> bool:
    """Whether a page can show who asks: not one whose token is none, nor where the store fails that would tell."""
    return "authorization" not in request.headers and (status < 500 or CALLER in request.scope.get("state", {}))


def _is_page(request: Request) -> bool:
    return not request.url.path.startswith("/api/") and "text/html" in request.headers.get("accept", "")


def _to_login(request: Request) -> Response:
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    target = f"/login?next={quote(wanted if request.method == 'GET' else '/')}"
    if request.headers.get("hx-request"):
        return Response(status_code=401, headers={"HX-Redirect": target})
    return RedirectResponse(target, 303)
