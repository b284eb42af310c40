"""What page tests look at: a page parsed, and forms sent as a browser sends them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from lxml import html

HTML = {"Accept": "text/html"}


class Browsing:
    """A client that asks for pages."""

    def __init__(self, client: TestClient) -> None:
        self.client = client
        self.store = client.app.state.desk.store  # type: ignore[attr-defined]

    def get(self, path: str, status: int = 200, **headers: str) -> Any:
        answer = self.client.get(path, headers=HTML | headers)
        assert answer.status_code == status, answer.text[:2000]
        return html.fromstring(answer.text)

    def post(self, path: str, status: int = 303, **fields: Any) -> Any:
        answer = self.client.post(path, data=fields, headers=HTML)
        assert answer.status_code == status, answer.text[:2000]
        return answer

    def event_of_clash(self) -> Any:
        """The event that most claims tell of."""
        return max(self.store.events(limit=50).rows, key=lambda event: (len(event.claims), event.id))


@pytest.fixture
def browsing(local: TestClient) -> Browsing:
    """Pages of a desk on loopback without users."""
    return Browsing(local)


@pytest.fixture
def empty(make_desk: Callable[..., Any], tmp_path: Any) -> Browsing:
    """Pages of a desk whose store has nothing in it."""
    app = make_desk(store=str(tmp_path / "empty.sqlite"))
    client = TestClient(app, base_url="http://127.0.0.1:8000", follow_redirects=False)
    client.headers["X-CSRF-Token"] = client.get("/api/v1/session").json()["csrf"]
    return Browsing(client)


def words(element: Any) -> str:
    """What a page says, on one line."""
    return " ".join(element.text_content().split())
