"""Every route of an application with the permission that it asks for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from fastapi import FastAPI

from crossclaim.model import Permission
from crossclaim.web.security.permissions import Allowed


class Asking(NamedTuple):
    """A route: how it is asked, and what for. ``permissions`` holds None where everybody may."""

    method: str
    path: str
    permissions: tuple[Permission | None, ...]


def routes_of(app: FastAPI) -> list[Asking]:
    """All routes; files of the desk's own (mounts) are not among them."""
    found = []
    for route in flat(app.router.routes):
        if not getattr(route, "methods", None):
            continue
        asked = tuple(dict.fromkeys(allowed.permission for allowed in allowed_by(route)))
        found += [Asking(method, route.path, asked) for method in sorted(route.methods - {"HEAD"})]
    return found


def flat(routes: Any) -> Iterator[Any]:
    for route in routes:
        contexts = getattr(route, "effective_route_contexts", None)
        if contexts is None:
            yield route
        else:
            yield from contexts()


def allowed_by(route: Any) -> Iterator[Allowed]:
    waiting = [route.dependant] if getattr(route, "dependant", None) else []
    while waiting:
        dependant = waiting.pop()
        if isinstance(dependant.call, Allowed):
            yield dependant.call
        waiting += dependant.dependencies
