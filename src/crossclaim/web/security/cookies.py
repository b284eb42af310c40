"""The two cookies of the desk, and how they are set."""

from __future__ import annotations

from fastapi import Request, Response

from crossclaim.web.settings import Settings

__all__ = ["cookie_options", "drop_session", "session_cookie", "set_session", "visit_cookie", "visit_cookie_of"]


def session_cookie(request: Request) -> str:
    """The name of the cookie that names the session."""
    return _name(request.app.state.desk.settings, "session")


def visit_cookie(request: Request) -> str:
    """The name of the cookie that a visit without a login has."""
    return visit_cookie_of(request.app.state.desk.settings)


def visit_cookie_of(settings: Settings) -> str:
    """The same by the settings."""
    return _name(settings, "visit")


def _name(settings: Settings, what: str) -> str:
    # Browsers give a cookie to every port of a host: two desks on one machine must not take each other's. One with the
    # prefix __Host- cannot be set by another host of the domain.
    return f"__Host-crossclaim-{what}" if settings.is_secure else f"crossclaim-{what}-{settings.port}"


def cookie_options(settings: Settings) -> str:
    """What follows name and value: not for scripts, not for requests that foreign pages make, by TLS where there is."""
    return "Path=/; HttpOnly; SameSite=Lax" + ("; Secure" if settings.is_secure else "")


def set_session(response: Response, request: Request, token: str) -> None:
    """Give the browser the name of its session."""
    options = cookie_options(request.app.state.desk.settings)
    response.headers.append("set-cookie", f"{session_cookie(request)}={token}; {options}")


def drop_session(response: Response, request: Request) -> None:
    """Take it back."""
    options = cookie_options(request.app.state.desk.settings)
    response.headers.append("set-cookie", f"{session_cookie(request)}=; Max-Age=0; {options}")
