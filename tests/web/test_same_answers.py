"""The desk, its interface and the commands tell of one store alike."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from crossclaim.cli.listing import export_all
from crossclaim.engine import outliers
from crossclaim.model import Event, Flag
from crossclaim.store import Filter, Store

API = "/api/v1"
STANDS_OUT = Flag(name="figure_outlier", explanation="more than any other of the store")


@pytest.fixture
def rated_desk(local: TestClient, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """A desk where somebody rated every source, and where every figure stands out from the store's others."""
    for source in local.get(f"{API}/sources").json():
        said = {"reliability": "C", "aligned": "the Kutum council"}
        assert local.put(f"{API}/sources/{source['id']}", json=said).status_code == 200
    monkeypatch.setattr(outliers, "add_store_outliers", lambda event, _claims, _summaries: standing_out(event))
    monkeypatch.setattr(outliers, "summarize_events", lambda _figures: {"any": "figures"})
    return local


def standing_out(event: Event) -> Event:
    return event.model_copy(update={"flags": (*event.flags, STANDS_OUT)})


@pytest.mark.parametrize("what", ["claims", "events"])
@pytest.mark.parametrize("profile", [None, "acled"])
def test_an_export_is_the_same_from_the_desk_and_from_the_command(
    rated_desk: TestClient, capsys: pytest.CaptureFixture[str], what: str, profile: str | None
) -> None:
    asked = {"format": "jsonl"} | ({"profile": profile} if profile and what == "events" else {})
    from_desk = rated_desk.get(f"{API}/export/{what}", params=asked).text
    export_all(desk_store(rated_desk), Filter(), what, profile, form="jsonl")
    assert capsys.readouterr().out == from_desk
    assert ('"reliability": "C"' if what == "claims" else STANDS_OUT.name) in from_desk


def test_what_people_say_of_a_source_stands_on_every_page(rated_desk: TestClient) -> None:
    (event, *_) = rated_desk.get(f"{API}/events").json()["rows"]
    (claim, *_) = rated_desk.get(f"{API}/claims").json()["rows"]
    assert {speaker["reliability"] for speaker in claim["speakers"]} <= {"C"}
    for page in ("/", f"/events/{event['id']}", f"/review?claim={claim['id']}"):
        assert "for the Kutum council" in rated_desk.get(page).text, page


def test_a_figure_that_stands_out_is_flagged_wherever_the_event_is(rated_desk: TestClient) -> None:
    (event, *others) = rated_desk.get(f"{API}/events").json()["rows"]
    assert all(STANDS_OUT.name in names(one["flags"]) for one in (event, *others))
    assert STANDS_OUT.name in names(rated_desk.get(f"{API}/events/{event['id']}").json()["flags"])
    assert "more than any other of the store" in rated_desk.get(f"/events/{event['id']}").text


def names(flags: Sequence[dict[str, str]]) -> set[str]:
    return {flag["name"] for flag in flags}


def desk_store(client: TestClient) -> Store:
    app = client.app
    assert isinstance(app, FastAPI)
    store = app.state.desk.store
    assert isinstance(store, Store)
    return store
