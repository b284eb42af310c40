"""What the routes give beside their records: pages, conditional answers, progress, files."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from crossclaim.engine import split
from crossclaim.model import Event
from crossclaim.store import Reader
from crossclaim.web.api import events
from crossclaim.web.api.views import EventView
from web.routes import routes_of

API = "/api/v1"


def test_a_list_goes_on_where_its_page_ended_and_nowhere_else(local: TestClient) -> None:
    whole = [row["id"] for row in local.get(f"{API}/claims").json()["rows"]]
    seen, after = [], None
    while True:
        page = local.get(f"{API}/claims", params={"limit": 2} | ({"after": after} if after else {})).json()
        seen += [row["id"] for row in page["rows"]]
        if page["next"] is None:
            break
        after = page["next"]
    assert seen == whole
    assert local.get(f"{API}/claims", params={"after": after, "type": "attack"}).status_code == 404
    assert local.get(f"{API}/events", params={"after": after}).status_code == 404


@pytest.mark.parametrize("path", [f"{API}/events", f"{API}/events/{{id}}"])
def test_an_event_that_is_parted_while_it_is_shown_is_shown_as_it_was(
    local: TestClient, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    desk = local.app.state.desk  # type: ignore[attr-defined]
    (event, *_) = [event for event in desk.store.events().rows if len(event.claims) > 1]
    show = events.show_events

    def part_and_show(shown: Sequence[Event], reader: Reader) -> list[EventView]:
        split(desk.store, desk.policy, event.id, event.claims[:1], why="another one", by="ben")
        return show(shown, reader)

    monkeypatch.setattr(events, "show_events", part_and_show)
    answer = local.get(path.format(id=event.id))
    assert answer.status_code == 200
    assert event.id in answer.text
    assert not desk.store.events_by_id([event.id])


@pytest.mark.parametrize(
    "path", ["/claims", "/events?profile=acled", "/facets/events", "/sources", "/activity", "/queue"]
)
def test_what_has_not_changed_is_not_sent_again(local: TestClient, path: str) -> None:
    first = local.get(f"{API}{path}")
    again = local.get(f"{API}{path}", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    claims = [row["id"] for row in local.get(f"{API}/claims").json()["rows"]]
    told = {"first": claims[0], "second": claims[1], "verdict": "unsure", "why": "x"}
    assert local.post(f"{API}/judgements", json=told).status_code == 201
    changed = local.get(f"{API}{path}", headers={"If-None-Match": first.headers["etag"]})
    assert changed.status_code == 200
    assert changed.headers["etag"] != first.headers["etag"]


@pytest.mark.parametrize("what", ["events", "claims"])
def test_exports_have_the_rows_of_the_lists(local: TestClient, what: str) -> None:
    ids = [row["id"] for row in local.get(f"{API}/{what}").json()["rows"]]
    lines = local.get(f"{API}/export/{what}").text.splitlines()
    name = f"{what[:-1]}_id"
    assert [json.loads(line)[name] for line in lines] == ids
    table = local.get(f"{API}/export/{what}", params={"format": "csv"})
    assert [row[name] for row in csv.DictReader(io.StringIO(table.text))] == ids
    assert table.headers["content-disposition"] == f'attachment; filename="crossclaim-{what}.csv"'
    features = local.get(f"{API}/export/{what}", params={"format": "geojson"}).json()["features"]
    assert [feature["id"] for feature in features] == ids


def test_a_claim_and_its_words(local: TestClient) -> None:
    for row in local.get(f"{API}/claims").json()["rows"]:
        text = local.get(f"{API}/documents/{row['heading']['document_id']}/text").json()["text"]
        quote = row["claim"]["quote"]
        assert text[quote["start"] : quote["end"]] == quote["text"]
        assert local.get(f"{API}/claims/{row['id']}").json()["read"] == row["claim"]


def test_a_split_is_previewed_done_and_undone(local: TestClient) -> None:
    rows = local.get(f"{API}/events").json()["rows"]
    event = next(row for row in rows if len(row["claims"]) > 1)
    told = {"claims": [event["claims"][0]]}
    preview = local.post(f"{API}/events/{event['id']}/split/preview", json=told).json()
    assert [each["id"] for each in preview["before"]] == [event["id"]]
    assert local.get(f"{API}/events").json()["rows"] == rows
    made = local.post(f"{API}/events/{event['id']}/split", json={**told, "why": "another day"})
    assert made.status_code == 201, made.text
    after = {row["id"] for row in local.get(f"{API}/events").json()["rows"]}
    assert {each["id"] for each in preview["after"]} <= after
    ids = [judgement["id"] for judgement in made.json()]
    assert local.post(f"{API}/judgements/undo", json={"judgements": ids, "why": "misread"}).status_code == 200
    assert local.get(f"{API}/events").json()["rows"] == rows


def test_an_event_is_published_when_all_is_decided(local: TestClient) -> None:
    event = local.get(f"{API}/events").json()["rows"][0]
    assert local.post(f"{API}/events/{event['id']}/publish", json={}).status_code == 409
    decided = local.post(f"{API}/reviews", json={"claims": event["claims"], "state": "accepted"})
    assert decided.status_code == 201
    sealed = local.post(f"{API}/events/{event['id']}/publish", json={"note": "done"})
    assert (sealed.status_code, sealed.json()["changed"]) == (201, False)
    assert local.get(f"{API}/events/{event['id']}").json()["state"] == "published"


def test_a_correction_keeps_what_was_read(local: TestClient) -> None:
    claim = local.get(f"{API}/claims").json()["rows"][0]
    path = f"{API}/claims/{claim['id']}"
    told = {"field": "modality", "value": "possible", "why": "the words doubt it"}
    modality = local.get(path).json()["claim"]["modality"]
    made = local.post(f"{path}/corrections", json=told)
    if made.status_code == 409:
        told["value"] = "denied"
        made = local.post(f"{path}/corrections", json=told)
    assert made.status_code == 201, made.text
    corrected = local.get(path).json()
    assert corrected["claim"]["modality"] == told["value"]
    assert corrected["read"]["modality"] == modality
    assert corrected["state"] == "corrected"


def test_every_route_is_documented_with_its_permission(make_desk: Callable[..., FastAPI], repository: Path) -> None:
    page = (repository / "docs" / "reference" / "api.md").read_text(encoding="utf-8")
    told = set(re.findall(r"^\| `(\w+) (/[^`?]*)` \| (\w+|–) \|", page, re.MULTILINE))
    there = {
        (route.method, route.path.removeprefix(API).replace(":path", ""), str(route.permissions[-1] or "–"))
        for route in routes_of(make_desk())
        if route.path.startswith(API)
    }
    assert told == there


def test_a_rating_says_what_was_sent_and_nothing_else(local: TestClient) -> None:
    store = local.app.state.desk.store  # type: ignore[attr-defined]
    (before,) = {claim.asserter for claim in store.claims().rows if claim.asserter.id == "actor:gov-sd"}
    answer = local.put(f"{API}/sources/{before.id}", json={"reliability": "C"}).json()
    assert answer["source"] == before.model_dump(mode="json") | {"reliability": "C"}
    said = store.source(before.id)
    assert said.model_fields_set == {"id", "name", "kind", "named", "reliability"}
    local.put(f"{API}/sources/{before.id}", json={"aligned": before.alignment, "note": ""})
    assert (store.source(before.id).alignment_id, store.source(before.id).note) == (before.alignment_id, None)
    local.put(f"{API}/sources/{before.id}", json={"aligned": ""})
    assert (store.source(before.id).alignment, store.source(before.id).reliability) == (None, "C")
