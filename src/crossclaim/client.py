"""A thin client of a desk's interface: the standard library and the records, nothing else.

    desk = Client("https://desk.example", token="crossclaim_...")
    for claim in desk.claims(country="ML", since="2024-01-01"):
        print(claim["id"], claim["claim"]["quote"]["text"])

A desk on loopback without users needs no token: the client then sends what a page of the desk would.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from http.client import HTTPResponse
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any, cast
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, OpenerDirector, Request, build_opener

from crossclaim.errors import CrossclaimError

__all__ = ["Client", "DeskError"]

Json = dict[str, Any]
Asked = str | int | float | bool | date | None
_TIMEOUT = 60.0


class DeskError(CrossclaimError):
    """A desk that did not do what it was asked; ``status`` is 0 where it could not be reached."""

    def __init__(self, status: int, detail: str, problem: Mapping[str, Any] | None = None) -> None:
        super().__init__(f"{detail} ({status})" if status else detail)
        self.status = status
        self.detail = detail
        self.problem = dict(problem or {})


class Client:
    """A desk, asked by a program. Rows are as the interface describes them; lists are read page by page.

    Every method raises ``DeskError`` where the desk refuses or cannot be reached.
    """

    def __init__(self, address: str, *, token: str | None = None, timeout: float = _TIMEOUT) -> None:
        if urlsplit(address).scheme not in ("http", "https"):
            raise DeskError(0, f"'{address}' is no address of a desk")
        self._base = address.rstrip("/") + "/api/v1"
        self._token = token
        self._timeout = timeout
        self._opener = _opener()
        self._csrf: str | None = None

    # Looking

    def claims(self, *, page: int = 200, **filters: Asked) -> Iterator[Json]:
        """The claims that filters take, latest day first."""
        return self._rows("/claims", {"limit": page, **filters})

    def claim(self, claim_id: str) -> Json:
        """One claim with all that was thought of it."""
        return self._get(f"/claims/{quote(claim_id, safe='')}")

    def events(self, *, page: int = 100, **filters: Asked) -> Iterator[Json]:
        """The events that filters take, latest day first."""
        return self._rows("/events", {"limit": page, **filters})

    def event(self, event_id: str, *, profile: str | None = None) -> Json:
        """One event whole."""
        return self._get(f"/events/{quote(event_id, safe='')}", profile=profile)

    def documents(self, *, page: int = 200, **filters: Asked) -> Iterator[Json]:
        """The documents that filters take, latest day first."""
        return self._rows("/documents", {"limit": page, **filters})

    def document(self, document_id: str) -> Json:
        """One document with its versions and copies."""
        return self._get(f"/documents/{quote(document_id, safe='')}")

    def text(self, document_id: str) -> Json:
        """The text of a document and what stands where in it."""
        return self._get(f"/documents/{quote(document_id, safe='')}/text")

    def search(self, words: str, *, page: int = 200) -> Iterator[Json]:
        """The claims whose quotes hold all the words."""
        return self._rows("/search/claims", {"limit": page, "text": words})

    def queue(self, *, page: int = 50) -> Iterator[Json]:
        """Claims to decide on, those first that move what is published most."""
        return self._rows("/queue", {"limit": page})

    def activity(self, *, page: int = 200, **filters: Asked) -> Iterator[Json]:
        """Who changed what and when, the latest first."""
        return self._rows("/activity", {"limit": page, **filters})

    def facets(self, what: str = "events", **filters: Asked) -> Json:
        """How many claims or events of each value filters take."""
        return self._get(f"/facets/{what}", **filters)

    def export(self, what: str = "events", *, form: str = "jsonl", **filters: Asked) -> Iterator[bytes]:
        """All that filters take as a file, line by line."""
        with self._open("GET", f"/export/{what}", query={"format": form, **filters}) as answer:
            yield from answer

    # Deciding

    def judge(self, first: str, second: str, verdict: str, *, why: str) -> Json:
        """Say whether two claims tell of one occurrence."""
        return self._post("/judgements", {"first": first, "second": second, "verdict": verdict, "why": why})

    def review(self, claims: Sequence[str], state: str, *, note: str = "", blind: bool = False) -> list[Json]:
        """Decide on claims."""
        told = {"claims": list(claims), "state": state, "note": note, "blind": blind}
        return cast(list[Json], self._post("/reviews", told))

    def correct(self, claim_id: str, field: str, value: Any, *, why: str) -> Json:
        """Put something else in place of one field of a claim."""
        told = {"field": field, "value": value, "why": why}
        return self._post(f"/claims/{quote(claim_id, safe='')}/corrections", told)

    def publish(self, event_id: str, *, note: str = "") -> Json:
        """Seal an event as it is now."""
        return self._post(f"/events/{quote(event_id, safe='')}/publish", {"note": note})

    # Adding

    def add_text(self, text: str, **known: Asked) -> Json:
        """Begin to add a report; ``known`` are title, outlet, url and published."""
        return self._post("/additions", {"text": text, **{name: _plain(value) for name, value in known.items()}})

    def add_files(self, paths: Sequence[str | Path], *, kind: str | None = None) -> Json:
        """Begin to add files, which are sent as they are."""
        boundary = secrets.token_hex(16)
        body = b"".join(_part(Path(path), boundary) for path in paths) + f"--{boundary}--\r\n".encode()
        headers = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
        return cast(Json, self._ask("POST", "/uploads", query={"kind": kind}, body=body, headers=headers))

    def addition(self, addition_id: str) -> Json:
        """How far an addition is."""
        return self._get(f"/additions/{quote(addition_id, safe='')}")

    def progress(self, addition_id: str) -> Iterator[Json]:
        """What becomes of each document of an addition, as it happens; the last one is the addition itself."""
        with self._open("GET", f"/additions/{quote(addition_id, safe='')}/progress") as answer:
            for line in answer:
                if line.startswith(b"data: "):
                    yield json.loads(line.removeprefix(b"data: "))

    # Asking

    def _rows(self, path: str, query: Mapping[str, Asked]) -> Iterator[Json]:
        after: str | None = None
        while True:
            page = self._get(path, **{**query, "after": after})
            yield from page["rows"]
            after = page["next"]
            if after is None:
                return

    def _get(self, path: str, **query: Asked) -> Json:
        return cast(Json, self._ask("GET", path, query=query))

    def _post(self, path: str, told: Mapping[str, Any]) -> Json:
        body = json.dumps({name: value for name, value in told.items() if value is not None}).encode()
        return cast(Json, self._ask("POST", path, body=body, headers={"Content-Type": "application/json"}))

    def _ask(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Asked] | None = None,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        with self._open(method, path, query=query, body=body, headers=headers) as answer:
            return json.load(answer)

    def _open(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Asked] | None = None,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> HTTPResponse:
        asked = urlencode({name: _plain(value) for name, value in (query or {}).items() if value is not None})
        address = f"{self._base}{path}" + (f"?{asked}" if asked else "")
        known = {**(headers or {}), **self._proof(method)}
        request = Request(address, data=body, headers=known, method=method)  # noqa: S310 http and https only, see above
        try:
            return cast(HTTPResponse, self._opener.open(request, timeout=self._timeout))
        except HTTPError as error:
            raise _refusal(error) from error
        except (URLError, OSError) as error:
            raise DeskError(0, f"the desk cannot be reached: {getattr(error, 'reason', error)}") from error

    def _proof(self, method: str) -> dict[str, str]:
        """What a request proves by who asks."""
        if self._token is not None:
            return {"Authorization": f"Bearer {self._token}"}
        if method == "GET":
            return {}
        if self._csrf is None:
            self._csrf = self._get("/session")["csrf"]
        return {"X-CSRF-Token": self._csrf or ""}


class _StayHere(HTTPRedirectHandler):
    """A token is sent to the desk it is for and to nobody whom that names."""

    def redirect_request(self, *_: Any) -> None:
        """Follow nothing."""


def _opener() -> OpenerDirector:
    return build_opener(_StayHere, HTTPCookieProcessor(CookieJar()))


def _plain(value: Asked) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else value


def _part(path: Path, boundary: str) -> bytes:
    name = "".join(each if each.isprintable() and each not in '"\\' else "_" for each in path.name)
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    return head.encode() + path.read_bytes() + b"\r\n"


def _refusal(error: HTTPError) -> DeskError:
    with error:
        try:
            problem = json.load(error)
        except ValueError:
            problem = {}
    detail = problem.get("detail") if isinstance(problem, dict) else None
    return DeskError(error.code, detail or str(error.reason), problem if isinstance(problem, dict) else {})
