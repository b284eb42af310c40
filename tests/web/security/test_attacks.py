"""What somebody with time, many addresses or a stolen secret would try."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Thread

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy.exc import SQLAlchemyError

from crossclaim.errors import StoreError
from crossclaim.ingest import ReadOptions
from crossclaim.model import Permission, Role
from crossclaim.web import passwords
from crossclaim.web.additions import Addition, Input, Step
from crossclaim.web.api import adding
from crossclaim.web.throttle import Throttle, network_of
from web.conftest import PASSWORD, add_person, client_of, give_token, people
from web.security.test_hostile import API, JUDGED, KILLED, added, log_in

DESK = {"proxied": True, "names": ("desk.example",)}
HOST = {"Host": "desk.example"}

# --- guessing


def test_failures_are_forgotten_after_an_hour() -> None:
    now = [10_000.0]
    throttle = Throttle(clock=lambda: now[0])
    for _ in range(40):
        throttle.failed("ana", "192.0.2.1")
    assert throttle.wait("ana", "192.0.2.1") > 800
    assert throttle.wait("ben", "192.0.2.1") > 800
    now[0] += 7200
    for name in ("ana", "ben"):  # one wrong word after a quiet hour is one, not the forty-first
        assert throttle.attempt(name, "192.0.2.1") == 0
        assert throttle.wait(name, "192.0.2.1") == 0


def test_many_tries_at_the_same_time_are_many_tries() -> None:
    throttle = Throttle(clock=lambda: 10_000.0)
    assert [throttle.attempt("ana", "192.0.2.1") == 0 for _ in range(8)] == [True] * 5 + [False] * 3
    throttle.succeeded("ana", "192.0.2.1")
    assert throttle.attempt("ana", "192.0.2.1") == 0


def test_a_flood_of_logins_leaves_threads_for_others() -> None:
    for _ in range(2):  # two are looked at, and take their time
        passwords._AT_ONCE.acquire()
    waiting = [Thread(target=passwords.check_password, args=(None, PASSWORD)) for _ in range(10)]
    try:
        for thread in waiting:
            thread.start()
        while passwords._WAITING.acquire(blocking=False):  # until all ten have come
            passwords._WAITING.release()
            time.sleep(0.01)
        with pytest.raises(passwords.TooManyLoginsError):
            passwords.check_password(None, PASSWORD)
    finally:
        passwords._AT_ONCE.release(2)
        for thread in waiting:
            thread.join()
    assert passwords.check_password(passwords.hash_password(PASSWORD), PASSWORD)


def test_too_many_logins_are_told_when_again(guarded: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords._WAITING, "acquire", lambda *, blocking: blocking)
    answer = log_in(guarded, "coder")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")


def test_ones_own_password_is_not_guessed_with_a_stolen_session(guarded: TestClient) -> None:
    assert log_in(guarded, "coder").status_code == 204
    change = {"old": "not the password", "new": "another long passphrase"}
    statuses = [guarded.put(f"{API}/password", json=change).status_code for _ in range(6)]
    assert statuses == [403] * 5 + [429]


@pytest.mark.parametrize(("told", "network"), [
    ("192.0.2.7", "192.0.2.7"),
    ("192.0.2.7:4711", "192.0.2.7"),  # some proxies tell the port, of which everybody has as many as they want
    ("::ffff:192.0.2.7", "192.0.2.7"),  # what a socket for both tells: else all of IPv4 would be one network
    ("2001:db8:1:2:3:4:5:6", "2001:0db8:0001:0002"),
    ("[2001:db8:1:2::9]:4711", "2001:0db8:0001:0002"),
    ("unknown", "unknown"),
])  # fmt: skip
def test_network_of_an_address(told: str, network: str) -> None:
    assert network_of(told) == network


@pytest.mark.parametrize("sent", [
    [("X-Forwarded-For", "203.0.113.9, 192.0.2.7")],
    [("X-Forwarded-For", "203.0.113.9"), ("X-Forwarded-For", "192.0.2.7")],  # a proxy that adds a header of its own
])  # fmt: skip
def test_behind_a_proxy_nobody_chooses_their_address(
    make_desk: Callable[..., FastAPI], password_hash: str, sent: list[tuple[str, str]]
) -> None:
    app = make_desk(**DESK)
    add_person(app.state.desk.store, Role.ADMIN, password_hash)
    for _ in range(40):
        app.state.desk.throttle.failed("nobody", "192.0.2.7")
    with client_of(app) as client:
        client.base_url = "https://desk.example"  # type: ignore[assignment]
        csrf = ("X-CSRF-Token", client.get(f"{API}/session").json()["csrf"])
        login = {"name": "admin", "password": PASSWORD}
        assert client.post(f"{API}/session", json=login, headers=[*sent, csrf]).status_code == 429


# --- two at once


def test_two_admins_do_not_disable_each_other(guarded: TestClient, password_hash: str) -> None:
    store = guarded.app.state.desk.store  # type: ignore[attr-defined]
    first = people(guarded)[Role.ADMIN]
    second = add_person(store, Role.ADMIN, password_hash, name="second")
    with ThreadPoolExecutor(2) as both:
        asked = [
            both.submit(guarded.patch, f"{API}/users/{other.user.id}", json={"disabled": True}, headers=one.headers)
            for one, other in ((first, second), (second, first))
        ]
        statuses = sorted(each.result().status_code for each in asked)
    assert statuses in ([200, 401], [200, 409])
    assert any(user.role is Role.ADMIN and not user.disabled for user in store.users())


def test_two_do_not_take_one_name(guarded: TestClient) -> None:
    admin = people(guarded)[Role.ADMIN]
    told = [{"name": name, "role": "viewer", "password": PASSWORD} for name in ("ana", "Ana")]
    with ThreadPoolExecutor(2) as both:
        asked = [both.submit(guarded.post, f"{API}/users", json=each, headers=admin.headers) for each in told]
        assert sorted(each.result().status_code for each in asked) == [201, 409]


# --- what stays behind


def test_pages_are_kept_by_no_browser_where_others_log_in(make_desk: Callable[..., FastAPI]) -> None:
    with client_of(make_desk(**DESK)) as client:
        assert client.get("/login", headers=HOST).headers["cache-control"] == "no-store"
        assert client.get("/static/desk.css", headers=HOST).headers["cache-control"] == "private, no-cache"


def test_logging_out_lets_the_browser_forget(guarded: TestClient) -> None:
    assert log_in(guarded, "viewer").status_code == 204
    assert guarded.delete(f"{API}/session").headers["clear-site-data"] == '"cache"'


def test_an_etag_is_of_what_one_may_see(guarded: TestClient) -> None:
    store = guarded.app.state.desk.store  # type: ignore[attr-defined]
    admin = next(user for user in store.users() if user.role is Role.ADMIN)
    whole, part = (
        {"Authorization": f"Bearer {give_token(store, admin, scopes)}"}
        for scopes in ((Permission.READ, Permission.ADMIN), (Permission.READ,))
    )
    etag = guarded.get(f"{API}/tokens", headers=whole).headers["etag"]
    assert guarded.get(f"{API}/tokens", headers={**whole, "If-None-Match": etag}).status_code == 304
    assert guarded.get(f"{API}/tokens", headers={**part, "If-None-Match": etag}).status_code == 200
    assert guarded.get(f"{API}/claims/nothing", headers={**whole, "If-None-Match": "*"}).status_code == 404


def test_a_login_ends_with_the_desk(make_desk: Callable[..., FastAPI], password_hash: str) -> None:
    """Sessions are of one process: after a restart one logs in again, from the page that was left open."""
    before, after = make_desk(), make_desk()
    for app in (before, after):
        add_person(app.state.desk.store, Role.ADMIN, password_hash, name="admin")
    with client_of(before) as client:
        assert log_in(client, "admin").status_code == 204
        assert client.get(f"{API}/claims").status_code == 200
        cookies, token = dict(client.cookies), client.headers["X-CSRF-Token"]
    with client_of(after) as client:
        client.cookies.update(cookies)
        assert client.post(f"{API}/judgements", json=JUDGED, headers={"X-CSRF-Token": token}).status_code == 401
        page = client.get("/activity?by=ana", headers={"Accept": "text/html"})
        assert (page.status_code, page.headers["location"]) == (303, "/login?next=/activity%3Fby%3Dana")
        assert log_in(client, "admin").status_code == 204
        assert client.get(f"{API}/claims").status_code == 200


# --- what errors tell


@pytest.mark.parametrize("path", ["/", "/nothing", "/login"])
def test_a_page_asked_with_a_forged_token_is_refused(guarded: TestClient, path: str) -> None:
    asked = {"Authorization": "Bearer forged", "Accept": "text/html"}
    assert guarded.get(path, headers=asked).status_code in (303, 404)


@pytest.mark.parametrize("headers", [{}, {"Accept": "text/html"}])
@pytest.mark.parametrize("path", [f"{API}/health", "/activity"])
def test_what_a_database_says_stays_inside(
    local: TestClient, monkeypatch: pytest.MonkeyPatch, path: str, headers: dict[str, str]
) -> None:
    def fail() -> None:
        cause = SQLAlchemyError()
        raise StoreError(
            "postgresql://desk@db.internal/war", "connection to db.internal failed for user desk"
        ) from cause

    monkeypatch.setattr(local.app.state.desk.store, "head", fail)  # type: ignore[attr-defined]
    answer = local.get(path, headers=headers)
    assert answer.status_code == 503
    assert "internal" not in answer.text


# --- reports without end


def an_addition(*, state: str, steps: int) -> Addition:
    addition = Addition("a", "ana", "1", datetime.now(UTC), ReadOptions(), (), state)
    for number in range(steps):
        addition.tell(Step(f"doc{number}", "added"))
    return addition


def followed(addition: Addition, *, after: int = 0) -> str:
    async def read() -> str:
        return "".join([piece async for piece in adding.events_of(addition, after=after)])

    with ThreadPoolExecutor(1) as apart:  # a browser that other tests drive keeps a loop running in this thread
        return apart.submit(lambda: asyncio.run(read())).result()


def test_a_stream_of_progress_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adding, "_FOLLOWED_SECONDS", 0.3)
    told = followed(an_addition(state="waiting", steps=2))
    assert told.count("event: step") == 2
    assert "event: over" not in told


def test_a_stream_goes_on_where_it_was_cut_off(local: TestClient) -> None:
    assert followed(an_addition(state="done", steps=5), after=3).count("event: step") == 2
    asked = local.post(f"{API}/additions", json={"text": KILLED}).json()["id"]
    added(local, asked)
    path = f"{API}/additions/{asked}/progress"
    assert local.get(path).text.count("event: step") == 1
    assert local.get(path, headers={"Last-Event-ID": "1"}).text.startswith("event: over")
    assert local.get(path, headers={"Last-Event-ID": "x"}).text.count("event: step") == 1


def test_of_very_many_lines_the_latest_are_remembered() -> None:
    addition = an_addition(state="done", steps=5_000)
    assert (addition.told, dict(addition.fates), len(addition.steps)) == (5_000, {"added": 5_000}, 2_000)
    assert [step.number for step in addition.steps_after(4_998)] == [4_999, 5_000]


def test_what_waits_when_the_desk_ends_is_told_to_have_failed(make_desk: Callable[..., FastAPI]) -> None:
    additions = make_desk().state.desk.additions
    waiting = an_addition(state="waiting", steps=0)
    additions._waiting.put(waiting)
    additions.close()
    assert waiting.is_over
    assert "ended" in (waiting.failure or "")


@pytest.mark.parametrize("letter", ["a", "\u0436", "\U0001f4a5"])
def test_a_text_may_be_as_long_as_is_said_in_every_script(
    local: TestClient, monkeypatch: pytest.MonkeyPatch, letter: str
) -> None:
    def take(inputs: Sequence[Input], *_: object, **__: object) -> Addition:
        for each in inputs:
            each.stream.close()
        return an_addition(state="waiting", steps=0)

    monkeypatch.setattr(local.app.state.desk.additions, "put", take)  # type: ignore[attr-defined]
    text = letter * 500_000
    sent = json.dumps({"text": text}).encode()  # up to twelve bytes a letter
    taken = local.post(f"{API}/additions", content=sent, headers={"Content-Type": "application/json"})
    assert taken.status_code == 202
