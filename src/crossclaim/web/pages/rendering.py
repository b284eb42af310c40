"""Templates to responses: everything a report says is escaped, and set apart so that it cannot reorder the page."""

from __future__ import annotations

from functools import cache
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from crossclaim.web.pages.access import csrf_of, may, user_of
from crossclaim.web.pages.words import FILTERS

__all__ = ["error_page", "render"]


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("crossclaim.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= FILTERS
    return environment


def render(request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """A page, or the part of one that htmx asks for."""
    known = {
        "path": request.url.path,
        "user": user_of(request),
        "csrf": csrf_of(request),
        "may": lambda permission: may(request, permission),
        "partial": is_partial(request),
    }
    text = _environment().get_template(template).render(known | values)
    # The same address gives a whole page or a part of it.
    return HTMLResponse(text, status_code=status, headers={"Vary": "HX-Request"})


def is_partial(request: Request) -> bool:
    """Whether htmx asks for a part of the page; what it restores from history is asked for whole."""
    asked = request.headers
    return asked.get("HX-Request") == "true" and asked.get("HX-History-Restore-Request") != "true"


def error_page(request: Request, status: int, detail: str) -> HTMLResponse:
    """What went wrong as a page: people who follow an old link are told what to do next."""
    return render(request, "error.html", status=status, reason=detail, known_status=status)
