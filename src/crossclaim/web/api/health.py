"""Whether the desk answers, what it can be asked, and who asks."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from crossclaim import __version__
from crossclaim.model import User
from crossclaim.web.api.asking import Asked
from crossclaim.web.api.views import HealthView, SessionView, UserView
from crossclaim.web.security import MOST_PASSWORD, allow_anyone, caller_of, csrf_token, log_in, log_out

__all__ = ["router"]

router = APIRouter()
Anyone = Annotated[User | None, Depends(allow_anyone())]


class Login(BaseModel):
    """A name and a password."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=200)
    password: str = Field(min_length=1, max_length=MOST_PASSWORD)


@router.get("/health", tags=["desk"])
def get_health(desk: Asked, _: Anyone) -> HealthView:
    """Whether the store can be read."""
    desk.store.head()
    return HealthView(status="ok", version=__version__)


@router.get("/openapi.json", include_in_schema=False)
def get_description(request: Request, _: Anyone) -> JSONResponse:
    """The description of the interface."""
    return JSONResponse(request.app.openapi())


@router.get("/session", tags=["desk"])
def get_session(request: Request, desk: Asked, _: Anyone) -> SessionView:
    """Who asks, what they may, and the CSRF token for changes made with a cookie."""
    return _session(request, bool(desk.store.users()))


@router.post("/session", tags=["desk"], status_code=204)
def post_session(request: Request, login: Login, _: Anyone) -> Response:
    """Log in: the answer sets the session's cookie. Programs had better use a token."""
    response = Response(status_code=204)
    log_in(request, response, login.name, login.password)
    return response


@router.delete("/session", tags=["desk"], status_code=204)
def delete_session(request: Request, _: Anyone) -> Response:
    """Log out."""
    response = Response(status_code=204)
    log_out(request, response)
    return response


def _session(request: Request, login_needed: bool) -> SessionView:
    caller = caller_of(request)
    return SessionView(
        user=UserView(**dict(caller.user)) if caller.user else None,
        permissions=sorted(caller.permissions),
        csrf=None if caller.by_token else csrf_token(request),
        login_needed=login_needed,
    )
