"""The desk from the command line: who may be served, and who works there."""

from __future__ import annotations

import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from io import BytesIO
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from crossclaim.cli.app import app
from crossclaim.store import archive, open_store, verify
from crossclaim.store.migrate import migrate
from crossclaim.web import Settings, create_app
from store.conftest import cluster  # noqa: F401 a fixture

RELEASED = Path(__file__).parent.parent / "store" / "released"

PASSWORD = "a long enough passphrase"  # noqa: S105 of nobody


def crossclaim(*arguments: str | Path, stdin: str | None = None) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], input=stdin, env={"COLUMNS": "80"})


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store.sqlite"


@pytest.fixture
def password(tmp_path: Path) -> Path:
    file = tmp_path / "password"
    file.write_text(f"{PASSWORD}\nsecond line\n", encoding="utf-8")
    return file


def add(store: Path, password: Path, name: str, role: str) -> Result:
    return crossclaim("users", "add", name, "--role", role, "--store", store, "--password-file", password)


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (["--host", "0.0.0.0"], "can be reached by others"),  # noqa: S104
        (["--host", "192.0.2.1"], "can be reached by others"),
        (["--host", "::"], "can be reached by others"),
        (["--host", "0.0.0.0", "--proxied"], "--name"),  # noqa: S104
        (["--proxied"], "--name"),
        (["--proxied", "--name", "desk.example", "--port", "0"], "crossclaim users add"),
        (["--cert", "x.pem"], "go together"),
        (["--tiles", "ftp://x/{z}"], "no address of tiles"),
        (["--sources", "/nowhere/own.jsonl"], "/nowhere/own.jsonl: "),
        (["--extractor", "magic"], "none of learned, rules"),
        (["--host", "192.0.2.1", "--proxied", "--name", "x"], "cannot listen"),
        (["--store", "/nowhere/at/all.sqlite", "--port", "0"], "folder is not there"),
    ],
)
def test_the_desk_is_not_opened_to_whom_it_should_not_be(store: Path, options: list[str], reason: str) -> None:
    done = crossclaim("serve", "--store", store, "--no-open", *options)
    assert done.exit_code != 0
    assert reason in " ".join(f"{done.output} {done.exception}".replace("│", " ").split())


def test_users_are_added_listed_and_let_in_no_longer(store: Path, password: Path) -> None:
    first = add(store, password, "ben", "viewer")
    assert first.exit_code == 2
    assert "has to be an admin" in " ".join(first.output.replace("│", " ").split())
    assert add(store, password, "ana", "admin").exit_code == 0
    assert add(store, password, "ben", "viewer").exit_code == 0
    assert add(store, password, "Ana", "viewer").exit_code != 0
    assert crossclaim("users", "disable", "ana", "--store", store).exit_code != 0  # the last admin
    assert crossclaim("users", "disable", "ben", "--store", store, "--by", "ana").exit_code == 0
    listed = crossclaim("users", "list", "--store", store).stdout
    assert [line.split()[:2] for line in listed.splitlines()] == [["ana", "admin"], ["ben", "viewer"]]
    assert "disabled" in listed
    with open_store(store) as kept:
        assert list(verify(kept)) == []
        assert {entry.by for entry in kept.activity().rows} >= {"ana"}


@pytest.mark.parametrize("name", ["a", "<script>", "a\u202eb", "../x", "x" * 80, "a\nb"])
def test_names_that_cannot_be_told_apart_are_refused(store: Path, password: Path, name: str) -> None:
    assert add(store, password, name, "admin").exit_code == 2


@pytest.mark.parametrize("words", ["", "short", "aaaaaaaaaaaaaaaa", "anaanaanaana"])
def test_easy_passwords_are_refused(store: Path, tmp_path: Path, words: str) -> None:
    file = tmp_path / "easy"
    file.write_text(words, encoding="utf-8")
    assert add(store, file, "anaanaanaana", "admin").exit_code == 2


def test_tokens_are_made_listed_and_revoked(store: Path, password: Path) -> None:
    add(store, password, "ana", "admin")
    add(store, password, "ben", "viewer")
    assert crossclaim("tokens", "add", "ben", "x", "--scope", "admin", "--store", store).exit_code == 2
    made = crossclaim("tokens", "add", "ben", "nightly", "--scope", "read", "--days", "3", "--store", store)
    assert made.stdout.startswith("crossclaim_")
    listed = crossclaim("tokens", "list", "--store", store).stdout
    assert "nightly" in listed
    assert made.stdout.strip() not in listed
    token = listed.split()[0]
    assert crossclaim("tokens", "revoke", token, "--store", store).exit_code == 0
    assert "revoked" in crossclaim("tokens", "list", "--store", store).stdout


def test_other_commands_do_not_load_a_server() -> None:
    told = "import sys; import crossclaim.cli.app; print([n for n in ('fastapi', 'uvicorn') if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_store_of_an_older_schema_is_upgraded_only_when_told(
    tmp_path: Path, kind: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = str(tmp_path / "old.sqlite")
    if kind == "postgresql":
        address = request.getfixturevalue("cluster").new_database()
    with monkeypatch.context() as patch:  # what was kept of the first version, as that left it
        patch.setattr(archive, "migrate", lambda connection, *, to=None: migrate(connection, to=to) if to else None)
        patch.setattr(archive, "open_store", lambda *_, **__: BytesIO())  # only closed, where it would be upgraded
        archive.restore(RELEASED / "0001.zip", address)
    command = [sys.executable, "-m", "crossclaim", "serve", "--store", address, "--port", "0", "--no-open"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    assert "has the older schema 0001: crossclaim serve --upgrade brings it to" in line
    create_app(Settings(store=address, upgrade=True)).state.desk.close()
    with open_store(address) as store:
        assert store.counts()["events"] == 1
        assert list(verify(store)) == []


def test_the_desk_answers_on_loopback(store: Path) -> None:
    command = [sys.executable, "-m", "crossclaim", "serve", "--store", str(store), "--port", "0", "--no-open"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as desk:
        assert desk.stderr is not None
        try:
            line = desk.stderr.readline()
            found = re.search(r"http://\S+/", line)
            assert found, line
            address = found[0]
            with urllib.request.urlopen(f"{address}api/v1/health") as answer:  # noqa: S310 at once, though it starts
                assert answer.status == 200
            assert asked(f"{address}api/v1/health", {"Host": "evil.example"}) == 421
        finally:
            desk.terminate()
            desk.wait(timeout=20)


def asked(address: str, headers: dict[str, str] | None = None) -> int:
    for _ in range(100):
        try:
            with urllib.request.urlopen(urllib.request.Request(address, headers=headers or {})) as answer:  # noqa: S310
                return int(answer.status)
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code
        except urllib.error.URLError:
            time.sleep(0.1)
    raise AssertionError("the desk does not answer")
