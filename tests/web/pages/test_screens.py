"""Every screen, on a desk with reports and on an empty one."""

from __future__ import annotations

import re
from typing import Any

import pytest

from web.pages.conftest import HTML, Browsing, words

SCREENS = (
    "/", "/search", "/search?text=Kutum", "/sources", "/review", "/review?blind=true", "/review/contested",
    "/review/agreement", "/add", "/export", "/export?what=claims&form=jsonl", "/export?form=geojson&profile=acled",
    "/activity", "/activity?subject=document", "/settings",
)  # fmt: skip


def all_screens(browsing: Browsing) -> list[str]:
    event = browsing.event_of_clash()
    claim = browsing.store.sourced_claims(event.claims)[0]
    return [
        *SCREENS,
        f"/events/{event.id}",
        f"/events/{event.id}?by=side&profile=airwars",
        f"/documents/{claim.heading.document_id}?claim={claim.id}",
        *(f"/sources/{name}" for name, _ in browsing.store.claim_facets().sources[:2]),
        *(f"/actors/{name}" for name, _ in browsing.store.event_facets().actors[:2]),
    ]


def test_every_screen_can_be_found_around_in(browsing: Browsing) -> None:
    for path in all_screens(browsing):
        page = browsing.get(path)
        assert page.xpath("string(//title)").endswith("· crossclaim"), path
        assert len(page.xpath("//main")) == len(page.xpath("//h1")) == 1, path
        assert page.xpath("//a[@class='skip']/@href") == ["#main"], path
        ids = page.xpath("//@id")
        assert sorted(ids) == sorted(set(ids)), path


def test_no_screen_needs_what_the_content_policy_forbids(browsing: Browsing) -> None:
    for path in all_screens(browsing):
        page = browsing.get(path)
        assert page.xpath("//script[not(@src)] | //style | //@style | //*[starts-with(name(), 'on')]") == [], path
        assert [name for element in page.iter() for name in dict(element.attrib) if name.startswith("on")] == [], path
        outside = [link for link in page.xpath("//@src | //link/@href") if not link.startswith("/")]
        assert outside == [], path


def test_every_field_has_a_label(browsing: Browsing) -> None:
    for path in all_screens(browsing):
        page = browsing.get(path)
        for field in page.xpath("//input[not(@type='hidden')] | //select | //textarea"):
            named = field.get("aria-label") or field.xpath("ancestor::label")
            named = named or page.xpath("//label[@for=$id]", id=field.get("id") or "-")
            assert named, (path, field.get("name"))


def test_every_form_that_changes_something_carries_the_token(browsing: Browsing) -> None:
    for path in all_screens(browsing):
        for form in browsing.get(path).xpath("//form[@method='post']"):
            assert form.xpath(".//input[@name='csrf']/@value")[0], (path, form.get("action"))


@pytest.mark.parametrize(
    ("path", "next_step"),
    [
        ("/", "/add"),
        ("/sources", "/add"),
        ("/review", "/add"),
        ("/review/agreement", "/review?blind=1"),
        ("/export", "/add"),
        ("/search?text=nothing", None),
        ("/activity", None),
    ],
)
def test_an_empty_desk_says_what_to_do_next(path: str, next_step: str | None, empty: Browsing) -> None:
    page = empty.get(path)
    said = page.xpath("//*[contains(@class, 'empty')]")
    assert said or path == "/activity"
    if next_step:
        assert next_step in page.xpath("//main//a/@href")


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("/events/nothing", 404, "There is no such event"),
        ("/documents/nothing", 404, "there is no document"),
        ("/sources/nobody", 404, "No claim has that source"),
        ("/actors/nobody%20at%20all", 404, "No claim names that actor"),
        ("/?since=yesterday", 422, "nothing that can be asked for as “since”"),
        ("/?box=1,2,3", 422, "nothing that can be asked for as “box”"),
        ("/?type=quarrel", 422, "nothing that can be asked for as “type”"),
        ("/add/unknown", 404, "no longer remembered"),
    ],
)
def test_what_is_not_there_is_told_on_a_page(path: str, status: int, says: str, browsing: Browsing) -> None:
    assert says in words(browsing.get(path, status))


def test_a_claim_leads_to_its_event(browsing: Browsing) -> None:
    event = browsing.event_of_clash()
    answer = browsing.client.get(f"/events/{event.claims[0]}", headers=HTML)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/events/{event.id}")


def test_files_of_the_desk_are_served_and_none_beside_them(browsing: Browsing) -> None:
    assert browsing.client.get("/static/desk.css").status_code == 200
    assert browsing.client.get("/static/../app.py").status_code == 404
    assert browsing.client.get("/static/%2e%2e/app.py").status_code == 404


def test_a_viewer_is_shown_no_way_to_change_anything(guarded: Any, browsing: Browsing) -> None:
    from web.conftest import people

    viewer = next(person for role, person in people(guarded).items() if role.value == "viewer")
    event = browsing.event_of_clash()
    for path in ("/", f"/events/{event.id}", "/sources", "/settings"):
        text = guarded.get(path, headers=HTML | viewer.headers).text
        posts = set(re.findall(r'<form[^>]*method="post"[^>]*action="([^"]*)"', text))
        assert {post for post in posts if not post.startswith("/settings/tokens")} <= {"/logout"}, path
        assert 'hx-post="' not in text, path
        assert 'href="/add"' not in text, path


def test_an_actors_page_names_who_tells_of_it_and_whom_it_is_named_with(browsing: Browsing) -> None:
    name = browsing.store.event_facets().actors[0][0]
    page = browsing.get(f"/actors/{name}")
    panels = {words(panel.find("h3")): panel.xpath(".//li/a") for panel in page.xpath("//section[h3]")}
    tellers = {link.get("href"): words(link) for link in panels["Who tells"]}
    assert all(re.match(r"/sources/(actor|speaker|outlet)(:|%3A)", href) for href in tellers)
    assert tellers
    assert [said for said in tellers.values() if ":" in said] == []
    assert name not in [words(link) for link in panels["Named with"]]


def test_the_activity_says_what_was_done_and_leads_there(browsing: Browsing) -> None:
    claim = browsing.event_of_clash().claims[0]
    browsing.post("/review/decide", claims=[claim], state="accepted")
    rows = browsing.get("/activity").xpath("//tbody/tr")
    done = {words(row[3]) for row in rows}
    assert {"decided on a claim", "made an event", "set flags"} <= done
    assert [one for one in done if one.startswith(("put", "remove"))] == []
    assert rows[0].xpath(".//a/@href")[-1] == f"/review?claim={claim}"
    for link in {link for row in rows for link in row.xpath(".//code/../@href")}:
        assert browsing.client.get(link, headers=HTML).status_code in (200, 303), link


def test_an_addition_tells_titles_and_what_came_of_nothing(browsing: Browsing) -> None:
    said = words(settled(browsing, "/add/text", text="Two soldiers were killed in Kutum.", title="News of Kutum"))
    assert "Added" in said
    assert "News of Kutum" in said
    assert "UTC" in said
    said = words(settled(browsing, "/add", files={"file": ("bad.jsonl", b"{no", "application/json")}))
    assert "Nothing was added" in said


def settled(browsing: Browsing, path: str, files: Any = None, **fields: str) -> Any:
    """The page of an addition that is over."""
    answer = browsing.client.post(path, data=fields, files=files, headers=HTML)
    browsing.client.get(f"/api/v1/additions/{answer.headers['location'].rsplit('/', 1)[1]}/progress")
    return browsing.get(answer.headers["location"])
