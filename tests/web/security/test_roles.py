"""Every route times every role: who may, may; who may not, is told so."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from crossclaim.model import PERMISSIONS, Permission, Role
from web.conftest import PASSWORD, client_of, give_token, people
from web.routes import Asking, routes_of

PUBLIC = {
    ("POST", "/login"),
    ("GET", "/login"),
    ("POST", "/logout"),
    ("GET", "/api/v1/health"),
    ("GET", "/api/v1/openapi.json"),
    ("GET", "/api/v1/session"),
    ("POST", "/api/v1/session"),
    ("DELETE", "/api/v1/session"),
}
REFUSED = (401, 403)


def ask(client: TestClient, route: Asking, **headers: str) -> int:
    """The status where the path names what is not there and the body is empty: nothing is changed by it."""
    path = re.sub(r"\{[^}]*\}", "nothing", route.path)
    body = {} if route.method == "GET" else {"json": {}}
    return client.request(route.method, path, headers=headers, **body).status_code


def test_every_route_asks_for_one_permission_or_is_meant_for_all(make_desk: Callable[..., FastAPI]) -> None:
    routes = routes_of(make_desk())
    assert len(routes) > 50
    assert [route for route in routes if not route.permissions] == []
    public = {(route.method, route.path) for route in routes if route.permissions == (None,)}
    assert public <= PUBLIC
    mixed = [route for route in routes if len(set(route.permissions) - {Permission.READ}) > 1]
    assert mixed == []


def test_every_route_lets_pass_exactly_the_roles_that_may(guarded: TestClient) -> None:
    app: FastAPI = guarded.app  # type: ignore[assignment]
    wrong = []
    for role, person in people(guarded).items():
        for route in routes_of(app):
            may = set(route.permissions) - {None} <= PERMISSIONS[role]
            status = ask(guarded, route, **person.headers)
            login = (route.method, route.path) in PUBLIC  # an empty login fails for want of a name
            if (status in REFUSED) == may and not login:
                wrong.append((role, route, status))
    assert wrong == []


def test_nobody_who_has_not_logged_in_gets_past_what_is_public(guarded: TestClient) -> None:
    app: FastAPI = guarded.app  # type: ignore[assignment]
    answers = {(route.method, route.path): ask(guarded, route) for route in routes_of(app)}
    passed = {route for route, status in answers.items() if status != 401}
    assert passed <= PUBLIC


@pytest.mark.parametrize("scope", list(Permission))
def test_a_token_opens_what_its_scope_names_and_nothing_else(guarded: TestClient, scope: Permission) -> None:
    app: FastAPI = guarded.app  # type: ignore[assignment]
    store = app.state.desk.store
    admin = next(user for user in store.users() if user.role is Role.ADMIN)
    header = {"Authorization": f"Bearer {give_token(store, admin, (scope,))}"}
    for route in routes_of(app):
        may = set(route.permissions) - {None} <= {scope}
        if (route.method, route.path) not in PUBLIC:
            assert (ask(guarded, route, **header) not in REFUSED) == may, route


def test_a_token_loses_what_its_user_lost(guarded: TestClient) -> None:
    store = guarded.app.state.desk.store  # type: ignore[attr-defined]
    admin = next(user for user in store.users() if user.role is Role.ADMIN)
    header = {"Authorization": f"Bearer {give_token(store, admin, tuple(Permission))}"}
    assert guarded.get("/api/v1/users", headers=header).status_code == 200
    with store.write(by="test") as writer:
        writer.put_user(admin.model_copy(update={"role": Role.VIEWER}))
    assert guarded.get("/api/v1/users", headers=header).status_code == 403
    assert guarded.get("/api/v1/claims", headers=header).status_code == 200
    with store.write(by="test") as writer:
        writer.put_user(admin.model_copy(update={"role": Role.VIEWER, "disabled": True}))
    assert guarded.get("/api/v1/claims", headers=header).status_code == 401


def test_without_users_whoever_sits_at_the_machine_is_admin_until_there_is_one(
    local: TestClient,
) -> None:
    assert local.get("/api/v1/session").json()["user"]["role"] == "admin"
    done = local.post("/api/v1/users", json={"name": "ana", "role": "admin", "password": PASSWORD})
    assert done.status_code == 201, done.text
    assert local.get("/api/v1/claims").status_code == 401


@pytest.mark.parametrize("settings", [{"proxied": True, "names": ("desk.example",)}, {"host": "192.0.2.7"}])
def test_a_desk_that_others_reach_has_no_local_admin(
    make_desk: Callable[..., FastAPI], settings: dict[str, object]
) -> None:
    with client_of(make_desk(**settings)) as client:
        host = "desk.example" if "names" in settings else "192.0.2.7"
        assert client.get("/api/v1/claims", headers={"Host": host}).status_code == 401
