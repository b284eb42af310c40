"""What stands before every route and page: whom a request is addressed to, where it comes from, how large it is."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from fastapi import HTTPException
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from crossclaim.web.problems import problem_response
from crossclaim.web.security.cookies import cookie_options, visit_cookie_of
from crossclaim.web.security.csrf import NEW_VISIT
from crossclaim.web.settings import Settings

__all__ = ["UPLOAD_PATHS", "Guard", "content_security_policy"]

# Requests to these may be as large as an upload.
UPLOAD_PATHS = frozenset({"/api/v1/uploads", "/add"})
# Half a million characters: JSON may take twelve bytes for each.
TEXT_PATHS = frozenset({"/api/v1/additions"})
_MOST_TEXT = 7 * 2**20
_READING = frozenset({"GET", "HEAD", "OPTIONS"})
# What a browser may keep, to ask whether it is still so: files, and what has an ETag.
_KEPT = ("/static/", "/vendor/", "/api/")


def content_security_policy(settings: Settings) -> str:
    """Nothing from elsewhere, no script and no style but those in files of the desk's own; tiles where set."""
    images = " ".join(filter(None, ("'self'", "data:", settings.tile_host)))
    return (
        f"default-src 'self'; script-src 'self'; style-src 'self'; img-src {images}; connect-src 'self'; "
        "object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
    )


class Guard:
    """Refuses requests to a foreign host name, changes asked for by foreign pages and bodies that are too large.

    Gives every answer the headers that keep a browser from doing what the desk does not want.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings
        self._headers = _headers(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope.setdefault("state", {})

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._complete(scope, MutableHeaders(raw=message.setdefault("headers", [])))
            await send(message)

        headers = Headers(scope=scope)
        if refusal := self._refusal(scope, headers):
            status, reason = refusal
            await problem_response(status, reason, scope["path"])(scope, receive, answer)
            return
        await self._app(scope, _bounded(receive, self._most(scope)), answer)

    def _refusal(self, scope: Scope, headers: Headers) -> tuple[int, str] | None:
        hosts = headers.getlist("host")
        if len(hosts) != 1 or _host_of(hosts[0]) not in self._settings.hosts:
            return 421, "the request is addressed to a host name that this desk does not have"
        if headers.get("content-encoding", "identity").lower() != "identity":
            return 415, "compressed bodies are not taken"
        length = headers.get("content-length", "0")
        if not (length.isascii() and length.isdigit()):
            return 400, "the length of the body is no number"
        if int(length[:20]) > self._most(scope):
            return 413, f"the body is larger than {self._most(scope):,} bytes"
        if scope["method"] not in _READING and not self._comes_from_here(hosts[0], headers):
            return 403, "a page of another site asked for a change"
        return None

    def _comes_from_here(self, host: str, headers: Headers) -> bool:
        """Whether a browser, if it says so at all, says that a page of the desk's own asks."""
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return False
        origins = headers.getlist("origin") or headers.getlist("referer")
        scheme = "https" if self._settings.is_secure else "http"
        return all(_origin(each) == (scheme, host.lower()) for each in origins)

    def _most(self, scope: Scope) -> int:
        if scope["path"] in UPLOAD_PATHS:
            return self._settings.max_upload
        return max(self._settings.max_body, _MOST_TEXT) if scope["path"] in TEXT_PATHS else self._settings.max_body

    def _complete(self, scope: Scope, headers: MutableHeaders) -> None:
        if not self._settings.is_local and not scope["path"].startswith(_KEPT):
            # Nobody who sits down at a machine after somebody else finds their pages in the browser's memory.
            headers.setdefault("cache-control", "no-store")
        for name, value in self._headers:
            headers.setdefault(name, value)
        if visit := scope["state"].get(NEW_VISIT):
            headers.append("set-cookie", f"{visit_cookie_of(self._settings)}={visit}; {cookie_options(self._settings)}")


def _headers(settings: Settings) -> tuple[tuple[str, str], ...]:
    always: Iterable[tuple[str, str]] = (
        ("content-security-policy", content_security_policy(settings)),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        # Under "no-referrer" browsers would send "Origin: null" with the desk's own forms.
        ("referrer-policy", "same-origin"),
        ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("cache-control", "private, no-cache"),
    )
    secure = (("strict-transport-security", "max-age=31536000"),) if settings.is_secure else ()
    return (*always, *secure)


def _host_of(host: str) -> str:
    """The name in a Host header, without its port."""
    name, colon, port = host.rpartition(":")
    return (name if colon and port.isdigit() else host).lower()


def _origin(address: str) -> tuple[str, str]:
    try:
        parts = urlsplit(address)
    except ValueError:
        return "", ""
    return parts.scheme, parts.netloc.lower()


def _bounded(receive: Receive, most: int) -> Receive:
    """The body, until it is larger than it may be: a stream need not say how long it is."""
    got = 0

    async def receive_some() -> Message:
        nonlocal got
        message = await receive()
        got += len(message.get("body", b""))
        if got > most:
            raise HTTPException(413, f"the body is larger than {most:,} bytes")
        return message

    return receive_some
