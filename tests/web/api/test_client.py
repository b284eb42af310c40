"""The client against a desk that really listens: pages, changes, additions, refusals."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import uvicorn
from fastapi import FastAPI

from crossclaim.client import Client, DeskError
from crossclaim.model import Permission, Role
from web.conftest import add_person, give_token


class Served:
    """A desk in a thread of its own."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app
        config = uvicorn.Config(app, port=0, log_level="error", lifespan="off", proxy_headers=False)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)

    def __enter__(self) -> Served:
        self._thread.start()
        while not self._server.started:
            time.sleep(0.02)
        return self

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.servers[0].sockets[0].getsockname()[1]}"

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join()


@pytest.fixture
def desk(make_desk: Callable[..., FastAPI]) -> Iterator[Served]:
    with Served(make_desk()) as served:
        yield served


def test_rows_come_page_by_page(desk: Served) -> None:
    client = Client(desk.address)
    whole = list(client.claims(page=500))
    assert len(whole) >= 4
    assert list(client.claims(page=1)) == whole
    assert {event for claim in whole if (event := claim["event"])} == {event["id"] for event in client.events(page=1)}
    assert len(list(client.search("killed"))) < len(whole) + 1
    assert client.event(whole[0]["event"], profile="acled")["profile"] == "acled"
    assert next(client.export("claims", form="csv")).startswith(b"claim_id,event_id")


def test_changes_without_users_carry_what_a_page_would_send(desk: Served) -> None:
    client = Client(desk.address)
    first, second, *_ = client.claims()
    judged = client.judge(first["id"], second["id"], "different", why="two days")
    assert judged["by"] == "local"
    (reviewed,) = client.review([first["id"]], "accepted", note="read")
    assert reviewed["claim"] == first["id"]
    assert client.claim(first["id"])["state"] == "accepted"
    assert {entry["by"] for entry in client.activity()} >= {"local"}


def test_an_addition_is_followed_to_its_end(desk: Served, tmp_path: Path) -> None:
    client = Client(desk.address)
    text = "Gunmen shot dead three farmers in Zalingei on 5 May 2016, police said."
    *steps, over = client.progress(client.add_text(text, outlet="Valley Voice", published="2016-05-06")["id"])
    assert [step["fate"] for step in steps] == ["added"]
    assert over["state"] == "done"
    (document,) = [each for each in client.documents() if each["id"] == steps[0]["document"]]
    assert document["heading"]["outlet"]["name"] == "Valley Voice"
    (tmp_path / "report.txt").write_text("6 May 2016\n\nNothing happened in Kutum.\n", encoding="utf-8")
    *steps, over = client.progress(client.add_files([tmp_path / "report.txt"])["id"])
    assert (len(steps), over["fates"]) == (1, {"added": 1})


def test_a_token_says_who_asks(make_desk: Callable[..., FastAPI], password_hash: str) -> None:
    app = make_desk()
    person = add_person(app.state.desk.store, Role.CODER, password_hash, "cora")
    reading = give_token(app.state.desk.store, person.user, (Permission.READ,))
    with Served(app) as served:
        first, second, *_ = Client(served.address, token=reading).claims()
        judged = Client(served.address, token=person.secret).judge(first["id"], second["id"], "unsure", why="")
        assert judged["by"] == "cora"
        for token, status in ((reading, 403), ("nonsense", 401), (None, 401)):
            with pytest.raises(DeskError) as refused:
                Client(served.address, token=token).judge(first["id"], second["id"], "same", why="")
            assert refused.value.status == status


@pytest.mark.parametrize("address", ["file:" + "///etc/passwd", "ftp://x", "nothing"])
def test_other_addresses_are_refused(address: str) -> None:
    with pytest.raises(DeskError, match="no address"):
        Client(address)


def test_a_desk_that_is_not_there_is_told() -> None:
    with pytest.raises(DeskError, match="cannot be reached") as refused:
        list(Client("http://127.0.0.1:9").claims())
    assert refused.value.status == 0
