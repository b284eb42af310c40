"""HEAD and OPTIONS over every route of the desk."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from web.routes import routes_of

PATHS = {"text": "killed", "claim": "x", "name": "x", "actor": "x"}


def there(client: TestClient, path: str) -> str:
    """The path with ids of what is there, so that there is something to tell the head of."""
    store = client.app.state.desk.store  # type: ignore[attr-defined]
    ids = {
        "claim_id": next(iter(store.claims().rows)).id,
        "event_id": next(iter(store.events().rows)).id,
        "document_id": next(iter(store.document_ids().rows)),
        "what": "claims",
    }
    for name, value in ids.items():
        path = path.replace(f"{{{name}}}", value)
    return path


def test_head_tells_what_get_tells_without_the_body(local: TestClient) -> None:
    app: FastAPI = local.app  # type: ignore[assignment]
    answered: dict[int, int] = defaultdict(int)
    for route in routes_of(app):
        if route.method != "GET":
            continue
        path = there(local, route.path)
        known: Any = (
            {"params": PATHS} if "search" in path or path.endswith(("ments", "views", "tions", "actors")) else {}
        )
        whole, head = local.get(path, **known), local.head(path, **known)
        assert head.status_code == whole.status_code, path
        assert head.content == b"", path
        for name in ("content-type", "etag", "content-length", "cache-control", "content-security-policy", "location"):
            assert head.headers.get(name) == whole.headers.get(name), (path, name)
        answered[head.status_code] += 1
    assert answered[200] > 30


@pytest.mark.parametrize("path", ["/static/desk.css", "/api/v1/export/claims", "/"])
def test_head_of_files_and_streams(local: TestClient, path: str) -> None:
    answer = local.head(path)
    assert (answer.status_code, answer.content) == (200, b"")


def test_options_names_the_methods_of_every_path(local: TestClient) -> None:
    app: FastAPI = local.app  # type: ignore[assignment]
    methods = defaultdict(set)
    for route in routes_of(app):
        methods[route.path.replace(":path", "")].add(route.method)
    for path, known in methods.items():
        answer = local.options(path.replace("{", "").replace("}", ""))
        allowed = set(answer.headers["allow"].split(", "))
        assert answer.status_code == 204
        assert known <= allowed, path
        assert "HEAD" in allowed or "GET" not in known, path
        assert not [name for name in answer.headers if name.startswith("access-control")]


def test_what_is_not_there_has_no_methods(local: TestClient) -> None:
    assert local.options("/api/v1/nothing").status_code == 404
    assert local.head("/api/v1/nothing").status_code == 404
    assert "HEAD" in local.delete("/api/v1/claims").headers["allow"]
    assert local.head("/api/v1/reviews/x/undo").status_code == 405


def test_head_opens_nothing_that_get_does_not(guarded: TestClient) -> None:
    assert guarded.head("/api/v1/claims").status_code == 401
    assert guarded.head("/api/v1/claims", headers={"Host": "evil.example"}).status_code == 421
    assert guarded.head("/", headers={"Accept": "text/html"}).headers["location"] == "/login?next=/"
