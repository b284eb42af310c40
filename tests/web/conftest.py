"""Desks over stores of a few invented reports, and clients that ask them."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from crossclaim.engine import Tools, describe_run, load_tools, put_result
from crossclaim.ingest import ReadOptions, read_capture
from crossclaim.model import PERMISSIONS, Capture, Document, Permission, Role, Token, User
from crossclaim.pipeline import ExtractorName, load_resources, read_document
from crossclaim.store import Store, open_store
from crossclaim.web import Settings, create_app
from crossclaim.web.passwords import hash_password
from crossclaim.web.tokens import digest_of, new_token
from kutum import REPORTS as KUTUM

HOST = "http://127.0.0.1:8000"
PASSWORD = "a long enough passphrase"  # noqa: S105 of nobody
# Three that tell of one clash.
REPORTS = {name: KUTUM[name] for name in ("hill-post.txt", "valley-voice.txt", "agency.txt")}


class Person:
    """A user with a token of all that they may do."""

    def __init__(self, role: Role, user: User, secret: str) -> None:
        self.role, self.user, self.secret = role, user, secret
        self.headers = {"Authorization": f"Bearer {secret}"}


@pytest.fixture(scope="session")
def tools() -> Iterator[Tools]:
    with load_resources(extractor=ExtractorName.RULES) as resources:
        yield load_tools(resources, describe_run("rules"))


@pytest.fixture(scope="session")
def password_hash() -> str:
    """One hash for all: it takes its time."""
    return hash_password(PASSWORD)


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory, tools: Tools) -> Path:
    """A store with the reports and nobody in it."""
    path = tmp_path_factory.mktemp("desk") / "filled.sqlite"
    with open_store(path, create=True) as store:
        for name, text in REPORTS.items():
            (document,) = read_capture(Capture(content=text.encode(), source=name), ReadOptions())
            assert isinstance(document, Document)
            put_result(read_document(document, tools.resources), store, tools, by="test", lineage=name)
    return path


@pytest.fixture
def make_desk(filled: Path, tmp_path: Path) -> Iterator[Callable[..., FastAPI]]:
    """What opens a desk over a copy of the store."""
    made: list[FastAPI] = []

    def make(**settings: Any) -> FastAPI:
        path = shutil.copy(filled, tmp_path / f"desk{len(made)}.sqlite")
        app = create_app(Settings(**{"store": str(path), "extractor": "rules", **settings}))
        made.append(app)
        return app

    yield make
    for app in made:
        app.state.desk.close()


@pytest.fixture
def local(make_desk: Callable[..., FastAPI]) -> Iterator[TestClient]:
    """A client of a desk on loopback without users, that sends the CSRF token as a page would."""
    with client_of(make_desk()) as client:
        client.headers["X-CSRF-Token"] = client.get("/api/v1/session").json()["csrf"]
        yield client


@pytest.fixture
def guarded(make_desk: Callable[..., FastAPI], password_hash: str) -> Iterator[TestClient]:
    """A client of a desk with a user of each role, not logged in."""
    app = make_desk(burst=100_000)
    for role in Role:
        add_person(app.state.desk.store, role, password_hash)
    with client_of(app) as client:
        yield client


def client_of(app: FastAPI) -> TestClient:
    return TestClient(app, base_url=HOST, raise_server_exceptions=False, follow_redirects=False)


def add_person(store: Store, role: Role, password_hash: str, name: str | None = None) -> Person:
    """A user of a role, named like it, with a token for everything that the role may."""
    now, secret = datetime.now(UTC), new_token()
    user = User(id=secrets.token_hex(4), name=name or role.value, role=role, made=now)
    token = Token(id=secrets.token_hex(4), user=user.id, name="test", scopes=tuple(sorted(PERMISSIONS[role])), made=now)
    with store.write(by="test") as writer:
        writer.put_user(user, password_hash)
        writer.put_token(token, digest_of(secret))
    return Person(role, user, secret)


def people(client: TestClient) -> dict[Role, Person]:
    """New tokens for the users of a desk, by role."""
    store, found = client.app.state.desk.store, {}  # type: ignore[attr-defined]
    for user in store.users():
        secret = give_token(store, user, tuple(PERMISSIONS[user.role]))
        found[user.role] = Person(user.role, user, secret)
    return found


def give_token(
    store: Store, user: User, scopes: tuple[Permission, ...], *, expires: datetime | None = None, revoked: bool = False
) -> str:
    secret = new_token()
    token = Token(
        id=secrets.token_hex(4),
        user=user.id,
        name="test",
        scopes=tuple(sorted(scopes)),
        made=datetime.now(UTC),
        expires=expires,
        revoked=revoked,
    )
    with store.write(by="test") as writer:
        writer.put_token(token, digest_of(secret))
    return secret
