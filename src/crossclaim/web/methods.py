"""HEAD and OPTIONS for every path: what GET would answer, without its body, and what a path may be asked."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from fastapi import Response
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["Methods", "methods_of"]

_OWN = ("GET", "POST", "PUT", "PATCH", "DELETE")


class _EnoughError(Exception):
    """The head of an answer is told, and nobody waits for the rest."""


class Methods:
    """Answers HEAD with the head of what GET answers, and OPTIONS with the methods of the path.

    An export of everything, or a stream that goes on for minutes, ends with its first piece: nobody reads it.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        method = scope.get("method")
        if method == "OPTIONS" and (methods := methods_of(scope)):
            # No header allows other sites anything: a browser that asks on behalf of a foreign page is told no by that.
            await Response(status_code=204, headers={"Allow": ", ".join(methods)})(scope, receive, send)
        elif method == "HEAD":
            await self._head(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _head(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def tell(message: Message) -> None:
            if message["type"] == "http.response.start":
                await send(message)
                return
            await send({"type": "http.response.body"})
            raise _EnoughError

        try:
            await self._app({**scope, "method": "GET"}, receive, tell)
        except _EnoughError:
            return


def methods_of(scope: MutableMapping[str, Any]) -> list[str]:
    """All methods that a path answers, none where there is no such path; a route knows of its own only."""
    routes = scope["app"].router.routes
    asked = {method: {**scope, "method": method} for method in _OWN}
    found = [method for method, each in asked.items() if any(route.matches(each)[0] is Match.FULL for route in routes)]
    return [*found, *(["HEAD"] if "GET" in found else []), *(["OPTIONS"] if found else [])]
