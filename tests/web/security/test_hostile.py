"""A corpus of hostile requests, each with what must happen. None may end in an error of the server's own."""

from __future__ import annotations

import gzip
import io
import json
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx import Response

from crossclaim.model import Permission, Role
from web.conftest import HOST, PASSWORD, client_of, give_token, people

SCRIPT = "<script>alert(1)</script>"
BIDI = "\u202egnp.exe\u2066\u200f"
API = "/api/v1"


@dataclass(frozen=True)
class Hostile:
    """A request and the statuses that may answer it; ``never`` must not stand in the answer."""

    name: str
    method: str
    path: str
    expected: tuple[int, ...]
    send: dict[str, Any] = field(default_factory=dict)
    never: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.name


def get(name: str, path: str, *expected: int, **send: Any) -> Hostile:
    return Hostile(name, "GET", f"{API}{path}", expected, send)


def post(name: str, path: str, body: Any, *expected: int, **send: Any) -> Hostile:
    return Hostile(name, "POST", f"{API}{path}", expected, {"json": body, **send})


def raw(name: str, path: str, body: bytes, *expected: int, **headers: str) -> Hostile:
    headers = {"Content-Type": "application/json", **{key.replace("_", "-"): value for key, value in headers.items()}}
    return Hostile(name, "POST", f"{API}{path}", expected, {"content": body, "headers": headers})


SQL = "' OR 1=1; DROP TABLE claims; --"
QUERIES = [
    # SQL and full-text operators are words
    *[
        get(f"SQL in the filter {name}", "/claims", 200, params={name: SQL})
        for name in ("place", "actor", "source", "flag", "text", "admin1")
    ],
    get("SQL in the filter document", "/claims", 404, params={"document": SQL}),
    get("SQL in the filter event", "/claims", 404, params={"event": SQL}),
    get("SQL in an id", f"/claims/{SQL}", 404),
    get("SQL in the country", "/claims", 422, params={"country": "X'"}),
    get("SQL in the limit", "/claims", 422, params={"limit": "1; DROP TABLE claims"}),
    get("SQL in the feed", "/activity", 200, params={"by": SQL, "subject": SQL}),
    get("SQL wildcards in the feed", "/activity", 200, params={"subject": "%_\\"}),
    *[
        get(f"full-text operators: {query}", "/search/claims", 200, params={"text": query})
        for query in ('"', '"" OR *', "NEAR(a b, 5)", "quote: x", "a AND NOT b", "^x", "(((", "{a b}", "-", "x*", "''")
    ],
    get("a query of blanks", "/search/claims", 200, params={"text": "   "}),
    get("NUL in a query", "/search/claims", 422, params={"text": "a\x00b"}),
    get("a query of 10,000 words", "/search/claims", 422, params={"text": "x " * 10_000}),
    get("a query of direction marks", "/search/documents", 200, params={"text": BIDI}),
    get("a misspelt filter", "/claims", 422, params={"sinse": "2024-01-01"}),
    get("a filter twice", "/claims", 200, 422, params=[("country", "ML"), ("country", "SY")]),
    get("seconds for a day", "/claims", 422, params={"since": "1700000000"}),
    get("a day that is none", "/claims", 422, params={"since": "2024-02-31"}),
    get("a day before all days", "/claims", 422, params={"since": "0000-01-01"}),
    get("a point off the globe", "/claims", 422, params={"near": "91,0,5"}),
    get("not a number for a point", "/claims", 422, params={"near": "nan,inf,1e9"}),
    get("Arabic digits in a point", "/claims", 422, params={"near": "٣٦,٣٧,٥"}),
    get("a box inside out", "/claims", 200, params={"box": "10,10,-10,-10"}),
    get("no rows", "/claims", 422, params={"limit": "0"}),
    get("all rows", "/claims", 422, params={"limit": "1000000000"}),
    get("a number of rows beyond all integers", "/claims", 422, params={"limit": "9" * 400}),
    # cursors
    get("a cursor that is none", "/claims", 404, params={"after": "zzz"}),
    get("a cursor with SQL", "/claims", 404, params={"after": SQL}),
    get("a cursor that is no base64", "/claims", 404, params={"after": "=\u00e9="}),
    get("a cursor of text", "/claims", 404, params={"after": "MjAxNi0wNS0wNCB4"}),
    get("a huge cursor", "/claims", 422, params={"after": "A" * 5000}),
    get("an empty cursor", "/claims", 404, params={"after": ""}),
    # paths
    get("a path out of the folder", "/documents/..%2f..%2fetc%2fpasswd", 404),
    get("a path out of the folder, escaped twice", "/documents/%252e%252e%252fetc%252fpasswd", 404),
    get("a path out of the sources", "/sources/../../../etc/passwd", 404),
    get("backslashes", "/documents/..\\..\\windows\\win.ini", 404),
    get("NUL in an id", "/claims/a%00b", 422),
    get("bytes that are no UTF-8 in an id", "/claims/%ff%fe", 404),
    get("a huge id", f"/claims/{'x' * 5000}", 422),
    get("a line break in an id", "/claims/a%0d%0aSet-Cookie:%20x=1", 404),
    get("a line break for a source", "/sources/%0a", 422),
    get("a script in an id", f"/claims/{SCRIPT}", 404),
    get("an export that is none", "/export/passwords", 422),
    get("an export in no format", "/export/claims", 422, params={"format": "../../x"}),
    Hostile("a file of the package", "GET", "/static/../settings.py", (404,)),
    Hostile("a file of the package, escaped", "GET", "/static/%2e%2e/settings.py", (404,)),
    Hostile("a method that is none", "BREW", f"{API}/claims", (405,)),
    Hostile("a method not of this path", "DELETE", f"{API}/claims", (405,)),
    Hostile("asking for an echo", "TRACE", f"{API}/claims", (405,)),
]

JUDGED = {"first": "a", "second": "b", "verdict": "same", "why": "x"}
BODIES = [
    raw("no JSON", "/judgements", b"{", 422),
    raw("JSON that is no object", "/judgements", b"[1]", 422),
    raw("an empty body", "/judgements", b"", 422),
    raw("bytes that are no UTF-8", "/judgements", b'{"first": "\xff"}', 400, 422),
    raw("half a surrogate pair", "/judgements", b'{"first": "\\ud800", "verdict": "same", "why": ""}', 422),
    raw("half a surrogate pair for a name", "/judgements", b'{"\\ud800": 1}', 422),
    raw("a NUL escaped", "/judgements", b'{"first": "\\u0000", "second": "b", "verdict": "same", "why": ""}', 422),
    raw("no number", "/judgements", b'{"first": NaN}', 422),
    raw("a number of a million digits", "/judgements", b'{"first": ' + b"9" * 1_000_000 + b"}", 400, 413, 422),
    raw("nested without end", "/judgements", b"[" * 100_000, 400, 422),
    raw("another kind of body", "/judgements", b"<x/>", 415, 422, Content_Type="application/xml"),
    raw("outer entities", "/judgements", b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:' + b'///etc/passwd">]><x>&a;</x>',
        415, 422, Content_Type="application/xml"),
    raw("pickled", "/judgements", b"\x80\x04\x95", 415, 422, Content_Type="application/python-pickle"),
    raw("a form where JSON is asked for", "/judgements", b"first=a", 415, 422,
        Content_Type="application/x-www-form-urlencoded"),
    raw("larger than a body may be", "/judgements", b"[" + b" " * 2**21 + b"]", 413),
    raw("compressed", "/judgements", gzip.compress(b" " * 10**7), 415, Content_Encoding="gzip"),
    raw("a length that is none", "/judgements", b"{}", 400, Content_Length="-1"),
    raw("a length beyond all integers", "/judgements", b"{}", 413, Content_Length="9" * 300),
    post("a field too many", "/judgements", {**JUDGED, "by": "somebody else"}, 422),
    post("a role for oneself", "/tokens", {"name": "x", "scopes": ["read"], "user": "admin"}, 422),
    post("no verdict", "/judgements", {**JUDGED, "verdict": "true"}, 422),
    post("claims that are not there", "/judgements", JUDGED, 404),
    post("a claim against itself", "/judgements", {**JUDGED, "second": "a"}, 404, 409),
    post("SQL for a claim", "/judgements", {**JUDGED, "first": SQL}, 404),
    post("SQL for an event", "/events/merge", {"events": [SQL, "x"], "why": ""}, 404, 409),
    post("a huge reason", "/judgements", {**JUDGED, "why": "x" * 5000}, 422),
    post("thousands of claims", "/reviews", {"claims": ["x"] * 5000, "state": "accepted"}, 422),
    post("a state nobody decides", "/reviews", {"claims": ["x"], "state": "published"}, 404, 409, 422),
    post("a script for a name", "/users", {"name": SCRIPT, "role": "admin", "password": PASSWORD}, 422),
    post("direction marks for a name", "/users", {"name": f"ana{BIDI}", "role": "admin", "password": PASSWORD}, 422),
    post("letters that look alike for a name", "/users", {"name": "аdmin", "role": "admin", "password": PASSWORD}, 422),
    post("line breaks for a name", "/users", {"name": "a\r\nX: 1", "role": "admin", "password": PASSWORD}, 422),
    post("a short password", "/users", {"name": "ana", "role": "admin", "password": "x"}, 422),
    post("a huge password", "/users", {"name": "ana", "role": "admin", "password": "x" * 10**5}, 422),
    post("a password that is the name", "/users", {"name": "anastasiadesk", "role": "admin",
                                                     "password": "anastasiadesk"}, 409),
    post("a first user who is no admin", "/users", {"name": "ana", "role": "viewer", "password": PASSWORD}, 409),
    post("an object for a word", "/session", {"name": {"$ne": ""}, "password": {"$ne": ""}}, 422),
    post("a list for a word", "/session", {"name": ["admin"], "password": ["x"]}, 422),
]  # fmt: skip


@pytest.mark.parametrize("hostile", [*QUERIES, *BODIES], ids=str)
def test_hostile_request(local: TestClient, hostile: Hostile) -> None:
    before = local.get(f"{API}/claims").json()
    answer = local.request(hostile.method, hostile.path, **hostile.send)
    assert answer.status_code in hostile.expected, answer.text[:500]
    check_answer(answer)
    assert local.get(f"{API}/claims").json() == before


def check_answer(answer: Response) -> None:
    """What holds of every answer: no markup, a problem where it is one, no words of the inside."""
    kind = answer.headers.get("content-type", "")
    assert "html" not in kind
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert "x" not in answer.cookies
    if answer.status_code >= 400:
        assert kind == "application/problem+json"
        problem = answer.json()
        assert problem["status"] == answer.status_code
        assert not any(word in problem["detail"] for word in ("Traceback", "sqlite", "site-packages", ".py"))
        assert SCRIPT not in answer.text


# --- whom a request is addressed to, and where it comes from

HOSTS = [
    ("another name that points here", {"Host": "evil.example"}, 421),
    ("another name with the port", {"Host": "evil.example:8000"}, 421),
    ("a name that begins like this one", {"Host": "127.0.0.1.evil.example"}, 421),
    ("a name that ends like this one", {"Host": "evil-localhost"}, 421),
    ("a name in a login", {"Host": "127.0.0.1@evil.example"}, 421),
    ("no name", {"Host": ""}, 421),
    ("a path for a name", {"Host": "127.0.0.1/evil"}, 421),
    ("another name by the proxy's header", {"X-Forwarded-Host": "evil.example"}, 200),
    ("an address by the proxy's header", {"X-Forwarded-For": "1.2.3.4", "Forwarded": "for=1.2.3.4"}, 200),
    ("localhost", {"Host": "localhost:8000"}, 200),
    ("the loopback of IPv6", {"Host": "[::1]:8000"}, 200),
]


@pytest.mark.parametrize(("headers", "status"), [pytest.param(*row[1:], id=row[0]) for row in HOSTS])
def test_host(local: TestClient, headers: dict[str, str], status: int) -> None:
    assert local.get(f"{API}/claims", headers=headers).status_code == status


RATING = {"method": "POST", "url": f"{API}/judgements", "json": JUDGED}
FOREIGN = [
    ("a page of another site", {"Origin": "https://evil.example"}),
    ("a page of another port", {"Origin": "http://127.0.0.1:9999"}),
    ("the same name by TLS", {"Origin": "https://127.0.0.1:8000"}),
    ("localhost for the address", {"Origin": "http://localhost:8000"}),
    ("a page in a sandbox", {"Origin": "null"}),
    ("a page that hides where it is, but not from where", {"Referer": "https://evil.example/x"}),
    ("a request that the browser calls foreign", {"Sec-Fetch-Site": "cross-site"}),
    ("a request of a sister site", {"Sec-Fetch-Site": "same-site"}),
    ("an origin that is none", {"Origin": "http://[::1"}),
    ("no token", {"X-CSRF-Token": ""}),
    ("another token", {"X-CSRF-Token": "0" * 64}),
    ("half a token of bytes", {"X-CSRF-Token": "\u00e9"}),
]


@pytest.mark.parametrize("headers", [pytest.param(*row[1:], id=row[0]) for row in FOREIGN])
def test_foreign_page_changes_nothing_on_a_local_desk(local: TestClient, headers: dict[str, str]) -> None:
    sent = {key: value.encode("latin-1") for key, value in headers.items()}
    answer = local.post(f"{API}/judgements", json=JUDGED, headers=sent)
    assert answer.status_code == 403
    check_answer(answer)
    own = {"Origin": HOST, "Sec-Fetch-Site": "same-origin"}
    assert local.post(f"{API}/judgements", json=JUDGED, headers=own).status_code == 404


def test_token_of_another_visit_is_none(local: TestClient) -> None:
    token = local.headers["X-CSRF-Token"]
    local.cookies.clear()
    assert local.post(f"{API}/judgements", json=JUDGED, headers={"X-CSRF-Token": token}).status_code == 403


def test_form_field_carries_the_token_too(local: TestClient) -> None:
    token = local.headers.pop("X-CSRF-Token")
    sent = {"files": {"file": ("a.txt", b"Nothing happened.")}}
    assert local.post(f"{API}/uploads", **sent).status_code == 403  # type: ignore[arg-type]
    assert local.post(f"{API}/uploads", data={"csrf": token}, **sent).status_code == 202  # type: ignore[arg-type]


# --- logins, cookies and tokens


def log_in(client: TestClient, name: str, password: str = PASSWORD) -> Response:
    client.headers["X-CSRF-Token"] = client.get(f"{API}/session").json()["csrf"]
    answer = client.post(f"{API}/session", json={"name": name, "password": password})
    if answer.status_code == 204:
        client.headers["X-CSRF-Token"] = client.get(f"{API}/session").json()["csrf"]
    return answer


FORGED = [
    ("none", {}),
    ("no scheme", {"Authorization": "x"}),
    ("another scheme", {"Authorization": "Basic YWRtaW46YWRtaW4="}),
    ("an empty token", {"Authorization": "Bearer "}),
    ("a token that is none", {"Authorization": "Bearer crossclaim_" + "A" * 43}),
    ("SQL for a token", {"Authorization": f"Bearer {SQL}"}),
    ("a huge token", {"Authorization": "Bearer " + "A" * 20_000}),
    ("a signed claim without a signature", {"Authorization": "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9."}),
    ("a cookie that is none", {"Cookie": "crossclaim-session-8000=AAAA"}),
    ("a cookie with SQL", {"Cookie": f"crossclaim-session-8000={SQL.replace(';', '')}"}),
    ("the cookie twice", {"Cookie": "crossclaim-session-8000=a; crossclaim-session-8000=b"}),
    ("a huge cookie", {"Cookie": "crossclaim-session-8000=" + "A" * 20_000}),
    ("another desk's cookie", {"Cookie": "crossclaim-session-9000=AAAA"}),
    ("a cookie that says who one is", {"Cookie": "user=admin; role=admin"}),
    ("a header that says who one is", {"X-Remote-User": "admin", "X-Forwarded-User": "admin"}),
]


@pytest.mark.parametrize("headers", [pytest.param(*row[1:], id=row[0]) for row in FORGED])
def test_forged_login_is_none(guarded: TestClient, headers: dict[str, str]) -> None:
    answer = guarded.get(f"{API}/users", headers=headers)
    assert answer.status_code == 401
    check_answer(answer)


@pytest.mark.parametrize(
    "more",
    [{"revoked": True}, {"expires": datetime.now(UTC) - timedelta(seconds=1)}],
    ids=["revoked", "over"],
)
def test_token_out_of_force(guarded: TestClient, more: dict[str, Any]) -> None:
    store = guarded.app.state.desk.store  # type: ignore[attr-defined]
    admin = next(user for user in store.users() if user.role is Role.ADMIN)
    secret = give_token(store, admin, (Permission.READ,), **more)
    assert guarded.get(f"{API}/claims", headers={"Authorization": f"Bearer {secret}"}).status_code == 401


def test_login_gives_a_new_session_and_logout_ends_it(guarded: TestClient) -> None:
    guarded.cookies.set("crossclaim-session-8000", "planted", domain="127.0.0.1", path="/")
    assert log_in(guarded, "admin").status_code == 204
    session = guarded.cookies["crossclaim-session-8000"]
    assert session != "planted"
    assert guarded.get(f"{API}/users").status_code == 200
    assert guarded.delete(f"{API}/session").status_code == 204
    guarded.cookies.set("crossclaim-session-8000", session, domain="127.0.0.1", path="/")
    assert guarded.get(f"{API}/users").status_code == 401


def test_cookies_are_not_for_scripts_and_not_for_foreign_pages(
    make_desk: Callable[..., FastAPI], guarded: TestClient
) -> None:
    assert log_in(guarded, "viewer").status_code == 204
    sent = guarded.post(f"{API}/session", json={"name": "viewer", "password": PASSWORD}).headers.get_list("set-cookie")
    assert all("HttpOnly; SameSite=Lax" in cookie for cookie in sent)
    with client_of(make_desk(proxied=True, names=("desk.example",))) as client:
        (cookie,) = client.get(f"{API}/session", headers={"Host": "desk.example"}).headers.get_list("set-cookie")
    assert cookie.startswith("__Host-")
    assert cookie.endswith("; Path=/; HttpOnly; SameSite=Lax; Secure")


def test_session_ends_when_it_was_not_used(guarded: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert log_in(guarded, "viewer").status_code == 204
    sessions = guarded.app.state.desk.sessions  # type: ignore[attr-defined]
    monkeypatch.setattr(sessions, "_clock", lambda: time.monotonic() + 13 * 3600)
    assert guarded.get(f"{API}/claims").status_code == 401


def test_session_ends_with_the_password_it_was_made_with(guarded: TestClient) -> None:
    assert log_in(guarded, "coder").status_code == 204
    store = guarded.app.state.desk.store  # type: ignore[attr-defined]
    coder = next(user for user in store.users() if user.name == "coder")
    with store.write(by="test") as writer:
        writer.put_user(coder, "$argon2id$another")
    assert guarded.get(f"{API}/claims").status_code == 401


def test_session_cookie_alone_changes_nothing(guarded: TestClient) -> None:
    assert log_in(guarded, "admin").status_code == 204
    del guarded.headers["X-CSRF-Token"]
    assert guarded.post(f"{API}/judgements", json=JUDGED).status_code == 403


def test_wrong_name_and_wrong_password_read_the_same(guarded: TestClient) -> None:
    wrong = log_in(guarded, "viewer", "not the password")
    unknown = log_in(guarded, "nobody at all", "not the password")
    assert (wrong.status_code, wrong.json()["detail"]) == (401, unknown.json()["detail"])


def test_guessing_is_slowed_and_locks_nobody_else_out(guarded: TestClient) -> None:
    throttle = guarded.app.state.desk.throttle  # type: ignore[attr-defined]
    throttle.succeeded("viewer", "198.51.100.1")
    for number in range(200):
        throttle.failed("viewer", f"203.0.113.{number}")
    assert throttle.wait("viewer", "203.0.113.1") > 0
    assert throttle.wait("viewer", "203.0.113.250") > 0  # by name: a guess spread over many addresses
    assert throttle.wait("viewer", "198.51.100.1") == 0  # from where the user works, nobody can lock them out
    assert throttle.wait("coder", "192.0.2.1") == 0
    for _ in range(7):
        answer = log_in(guarded, "coder", "not the password")
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) >= 1
    assert log_in(guarded, "coder").status_code == 429  # even the right one, for a moment


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)",
                                    "/a\r\nSet-Cookie: x=1", "http:///x", "\t//evil.example", "/ok?x=//y"])  # fmt: skip
def test_login_form_goes_on_to_pages_of_the_desk_only(guarded: TestClient, target: str) -> None:
    token = guarded.get(f"{API}/session").json()["csrf"]
    form = {"name": "viewer", "password": PASSWORD, "next": target, "csrf": token}
    answer = guarded.post("/login", data=form)
    assert answer.status_code == 303
    assert answer.headers["location"] == (target if target.startswith("/ok") else "/")
    assert "x" not in answer.cookies


def test_login_form_needs_the_token_of_its_page(guarded: TestClient) -> None:
    form = {"name": "viewer", "password": PASSWORD, "csrf": "0" * 64}
    assert guarded.post("/login", data=form).status_code == 403


def test_the_last_admin_stays(guarded: TestClient) -> None:
    admin = people(guarded)[Role.ADMIN]
    for change in ({"disabled": True}, {"role": "viewer"}):
        answer = guarded.patch(f"{API}/users/{admin.user.id}", json=change, headers=admin.headers)
        assert answer.status_code == 409


def test_nobody_gives_a_token_more_than_they_may(guarded: TestClient) -> None:
    coder = people(guarded)[Role.CODER]
    wanted = {"name": "x", "scopes": ["read", "admin"]}
    assert guarded.post(f"{API}/tokens", json=wanted, headers=coder.headers).status_code == 403
    assert log_in(guarded, "coder").status_code == 204
    assert guarded.post(f"{API}/tokens", json=wanted).status_code == 403
    made = guarded.post(f"{API}/tokens", json={"name": "x", "scopes": ["read"]})
    assert made.status_code == 201
    only = {"Authorization": f"Bearer {made.json()['secret']}"}
    guarded.cookies.clear()
    # A token that ends, or is revoked, must not live on in one that it made.
    for scopes in (["read"], ["read", "judge"]):
        assert guarded.post(f"{API}/tokens", json={"name": "y", "scopes": scopes}, headers=only).status_code == 403


def test_a_token_revokes_itself_and_no_other(guarded: TestClient) -> None:
    store = guarded.app.state.desk.store  # type: ignore[attr-defined]
    coder = next(user for user in store.users() if user.role is Role.CODER)
    known = {token.id for token in store.tokens(coder.id)}
    header = {"Authorization": f"Bearer {give_token(store, coder, (Permission.READ,))}"}
    (own,) = {token.id for token in store.tokens(coder.id)} - known
    assert guarded.delete(f"{API}/tokens/{known.pop()}", headers=header).status_code == 403
    assert guarded.delete(f"{API}/tokens/{own}", headers=header).status_code == 200
    assert guarded.get(f"{API}/claims", headers=header).status_code == 401


def test_nobody_revokes_another_ones_token(guarded: TestClient) -> None:
    everyone = people(guarded)
    store = guarded.app.state.desk.store  # type: ignore[attr-defined]
    (admins, *_) = store.tokens(everyone[Role.ADMIN].user.id)
    header = everyone[Role.CODER].headers
    assert guarded.delete(f"{API}/tokens/{admins.id}", headers=header).status_code == 404
    assert admins.id not in guarded.get(f"{API}/tokens", headers=header).text


def test_password_hashes_and_secrets_never_leave(guarded: TestClient) -> None:
    admin = people(guarded)[Role.ADMIN]
    for path in ("/users", "/tokens", "/activity", "/session"):
        text = guarded.get(f"{API}{path}", headers=admin.headers).text
        assert "argon2" not in text
        assert admin.secret not in text


def test_too_many_requests_are_told_when_again(make_desk: Callable[..., FastAPI], password_hash: str) -> None:
    from web.conftest import add_person

    app = make_desk(burst=5, per_second=0.5)
    person = add_person(app.state.desk.store, Role.ADMIN, password_hash)
    with client_of(app) as client:
        statuses = [client.get(f"{API}/claims", headers=person.headers).status_code for _ in range(8)]
        answer = client.get(f"{API}/claims", headers=person.headers)
    assert statuses[:5] == [200] * 5
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) >= 1


# --- reports that are hostile wherever they can be


def zip_bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"0" * 10**7)
    return packed.getvalue()


KILLED = "Gunmen killed three farmers in Kutum on 5 May 2016, police said."
UPLOADS = [
    ("a path for a name", "../../../../etc/cron.d/x.txt", KILLED.encode()),
    ("a path of Windows for a name", "C:\\Windows\\system32\\x.txt", KILLED.encode()),
    ("no name", "", KILLED.encode()),
    ("dots for a name", "..", KILLED.encode()),
    ("a script for a name", f"{SCRIPT}.txt", KILLED.encode()),
    ("direction marks for a name", f"a{BIDI}.txt", KILLED.encode()),
    ("a line break for a name", "a\r\nX-Evil: 1.txt", KILLED.encode()),
    ("a name of 1,000 letters", "x" * 1000 + ".txt", KILLED.encode()),
    ("a script for a text", "a.txt", f"{SCRIPT} {KILLED} <img src=x onerror=alert(1)>".encode()),
    ("a page of scripts", "a.html", f"<html><body>{SCRIPT}<p onclick='x()'>{KILLED}</p></body></html>".encode()),
    ("a page that loads", "a.html", f'<iframe src="//evil.example"></iframe><p>{KILLED}</p>'.encode()),
    ("direction marks in a text", "a.txt", f"{BIDI} {KILLED}".encode()),
    ("a zip that unpacks to 10 MB", "a.zip", zip_bomb()),
    ("a zip called text", "a.txt", zip_bomb()),
    ("a gzip that unpacks to 10 MB", "a.gz", gzip.compress(b"0" * 10**7)),
    ("no bytes", "a.txt", b""),
    ("NUL bytes", "a.txt", b"\0" * 1000),
    ("bytes that are no UTF-8", "a.txt", b"\xff\xfe\xfa\x80" * 50),
    ("half a surrogate pair", "a.jsonl", b'{"text": "\\ud800 killed 5 people"}\n'),
    ("JSON nested without end", "a.jsonl", b"[" * 50_000),
    ("a line of a megabyte", "a.txt", b"x" * 2**20),
    ("an address of the inside", "a.jsonl", json.dumps({"text": KILLED, "url": "http://169.254.169.254/x"}).encode()),
    ("an address that is a file", "a.jsonl", json.dumps({"text": KILLED, "url": "file:" + "///etc/passwd"}).encode()),
    ("an address that is a script", "a.jsonl", json.dumps({"text": KILLED, "url": "javascript:alert(1)"}).encode()),
    ("formulas in every field", "a.jsonl", json.dumps({"text": KILLED, "outlet": "=HYPERLINK(1)", "title": "@SUM(1)",
                                                        "doc": "+1"}).encode()),
    ("a formula in a table", "a.csv", f'text,outlet\n"{KILLED}","=cmd|\' /C calc\'!A0"\n'.encode()),
]  # fmt: skip


def added(client: TestClient, addition: str) -> dict[str, Any]:
    for _ in range(400):
        told: dict[str, Any] = client.get(f"{API}/additions/{addition}").json()
        if told["state"] in ("done", "failed"):
            return told
        time.sleep(0.02)
    raise AssertionError("the addition does not end")


@pytest.mark.parametrize(("file", "content"), [pytest.param(*row[1:], id=row[0]) for row in UPLOADS])
def test_hostile_upload_becomes_text_or_is_set_aside(local: TestClient, file: str, content: bytes) -> None:
    answer = local.post(f"{API}/uploads", files={"file": (file or "unnamed", content)})
    assert answer.status_code == 202, answer.text
    told = added(local, answer.json()["id"])
    assert told["state"] == "done", told
    for step in told["steps"]:
        assert step["fate"] in ("added", "unread"), step
        assert ".." not in step["name"]
        assert not any(ord(each) < 32 for each in step["name"])
    for step in told["steps"]:
        if step["document"]:
            shown = local.get(f"{API}/documents/{step['document']}/text")
            check_answer(shown)
            assert shown.headers["content-type"] == "application/json"
            local.get(f"{API}/documents/{step['document']}").raise_for_status()
    exported = local.get(f"{API}/export/claims", params={"format": "csv"})
    cells = [cell for line in exported.text.splitlines() for cell in line.split(",")]
    assert not any(cell.strip('"').startswith(("=", "+", "@")) for cell in cells)


def test_upload_larger_than_it_may_be(make_desk: Callable[..., FastAPI]) -> None:
    with client_of(make_desk(max_upload=10_000)) as client:
        client.headers["X-CSRF-Token"] = client.get(f"{API}/session").json()["csrf"]
        assert client.post(f"{API}/uploads", files={"file": ("a.txt", b"x" * 20_000)}).status_code == 413

        def pieces() -> Any:
            for _ in range(20):
                yield b"x" * 1000

        kind = {"Content-Type": "multipart/form-data; boundary=b"}
        assert client.post(f"{API}/uploads", content=pieces(), headers=kind).status_code == 413


FORMS = [
    ("no form", b"x", "text/plain", 415),
    ("a form without a boundary", b"x", "multipart/form-data", 400),
    ("a form cut off", b"--b\r\nContent-Disposition: form-data; name=", "multipart/form-data; boundary=b", 422),
    ("a form without a file", b"--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n1\r\n--b--\r\n",
     "multipart/form-data; boundary=b", 422),
    ("a form of too many files", b"".join(
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="%d"\r\n\r\nx\r\n' % number
        for number in range(150)) + b"--b--\r\n", "multipart/form-data; boundary=b", 400),
    ("a field without end", b'--b\r\nContent-Disposition: form-data; name="x"\r\n\r\n' + b"y" * 2_000_000
     + b"\r\n--b--\r\n", "multipart/form-data; boundary=b", 400),
]  # fmt: skip


@pytest.mark.parametrize(("body", "kind", "status"), [pytest.param(*row[1:], id=row[0]) for row in FORMS])
def test_hostile_form(local: TestClient, body: bytes, kind: str, status: int) -> None:
    answer = local.post(f"{API}/uploads", content=body, headers={"Content-Type": kind})
    assert answer.status_code == status
    check_answer(answer)


def test_the_corpus_is_large() -> None:
    assert len(QUERIES) + len(BODIES) + len(HOSTS) + len(FOREIGN) + len(FORGED) + len(UPLOADS) + len(FORMS) >= 150
