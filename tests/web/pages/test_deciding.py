"""What people do on the pages: each shown before it is done, and taken back."""

from __future__ import annotations

import time
from typing import Any

import pytest
from lxml import html

from crossclaim.model import ReviewState
from crossclaim.store import Filter
from web.pages.conftest import HTML, Browsing, words


def events_by_claims(browsing: Browsing) -> set[tuple[str, ...]]:
    return {tuple(sorted(event.claims)) for event in browsing.store.events(limit=100).rows}


def test_a_split_is_shown_done_and_taken_back(browsing: Browsing) -> None:
    event, before, head = browsing.event_of_clash(), events_by_claims(browsing), browsing.store.head()
    leaving = event.claims[0]
    shown = browsing.post(f"/events/{event.id}/split/preview", 200, claims=[leaving])
    assert "Then: 2 events" in shown.text
    assert browsing.store.head() == head
    done = browsing.post(f"/events/{event.id}/split", claims=[leaving], why="another day").headers["location"]
    assert (leaving,) in events_by_claims(browsing)
    page = browsing.get(browsing.client.get(done, headers=HTML).headers["location"])
    assert "Split." in words(page)
    undo = page.xpath("//form[@action='/judgements/undo'][1]//input[@name='judgements']/@value")
    browsing.post("/judgements/undo", judgements=undo)
    assert events_by_claims(browsing) == before


def test_two_events_are_merged_by_the_address_of_one(browsing: Browsing) -> None:
    event = browsing.event_of_clash()
    other = next(one for one in browsing.store.events(limit=50).rows if one.id != event.id and not one.tally)
    address = f"http://127.0.0.1:8000/events/{other.id}?by=side#figures"
    shown = browsing.post(f"/events/{event.id}/merge/preview", 200, other=address)
    assert "Then: 1 event" in shown.text
    browsing.post(f"/events/{event.id}/merge", other=address, why="one occurrence")
    assert tuple(sorted((*event.claims, *other.claims))) in events_by_claims(browsing)


@pytest.mark.parametrize("other", ["", "nothing of that name"])
def test_an_event_that_is_not_there_cannot_be_merged(other: str, browsing: Browsing) -> None:
    event = browsing.event_of_clash()
    assert browsing.client.post(
        f"/events/{event.id}/merge/preview", data={"other": other}, headers=HTML
    ).status_code in (404, 422)


def test_a_word_on_a_pair_is_shown_and_written(browsing: Browsing) -> None:
    event = browsing.event_of_clash()
    fields = {"first": event.claims[0], "second": event.claims[1], "verdict": "different"}
    assert (
        "one occurrence"
        in browsing.post(f"/events/{event.id}/judge/preview", 200, **(fields | {"verdict": "same"})).text
    )
    browsing.post(f"/events/{event.id}/judge", why="they differ", **fields)
    (said,) = browsing.store.judgements(touching=[event.claims[0]])
    assert (said.verdict.value, said.why, said.by) == ("different", "they differ", "local")


def test_a_decision_is_made_and_taken_back(browsing: Browsing) -> None:
    first = browsing.get("/review").xpath("//form[@id='decide']//input[@name='claims']/@value")[0]
    done = browsing.post("/review/decide", claims=[first], state="accepted", note="plain").headers["location"]
    assert browsing.store.claim_states([first])[first] is ReviewState.ACCEPTED
    page = browsing.get(done)
    assert page.xpath("//form[@id='decide']//input[@name='claims']/@value")[0] != first
    undo = page.xpath("//input[@name='review_id']/@value")[0]
    browsing.post("/review/undo", review_id=undo)
    assert browsing.store.claim_states([first])[first] is ReviewState.SUGGESTED


def test_each_key_is_told_and_presses_something(browsing: Browsing) -> None:
    event = browsing.event_of_clash()
    page = browsing.get(f"/review?claim={event.claims[0]}")
    keys = page.xpath("//@data-key")
    assert {"a", "c", "r", "l", "k"} <= set(keys)
    assert len(keys) == len(set(keys))
    told = {words(key) for key in page.xpath("//*[@id='keys']//kbd")}
    assert set(keys) <= told


def test_chosen_claims_are_accepted_at_once(browsing: Browsing) -> None:
    waiting = browsing.get("/review").xpath("//ol[contains(@class, 'waiting')]//input/@value")
    browsing.post("/review/decide", claims=waiting[:2], state="accepted")
    assert set(browsing.store.claim_states(waiting[:2]).values()) == {ReviewState.ACCEPTED}


def test_a_blind_decision_is_in_review_until_another_is_made(browsing: Browsing) -> None:
    claim = browsing.event_of_clash().claims[0]
    location = browsing.post("/review/decide", claims=[claim], state="accepted", blind="true").headers["location"]
    assert "blind=1" in location
    assert browsing.store.claim_states([claim])[claim] is ReviewState.IN_REVIEW


def test_what_is_contested_is_settled(browsing: Browsing) -> None:
    claim = browsing.event_of_clash().claims[0]
    browsing.post("/review/decide", claims=[claim], state="contested", note="the day is off")
    page = browsing.get("/review/contested")
    assert "the day is off" in words(page)
    browsing.post("/review/adjudicate", claim=claim, state="accepted", note="it is not")
    assert browsing.store.claims(Filter(state=ReviewState.CONTESTED)).rows == ()


def test_a_word_on_a_pair_can_be_taken_back_in_the_review(browsing: Browsing) -> None:
    first, second = browsing.event_of_clash().claims[:2]
    answer = browsing.post("/review/judge", first=first, second=second, verdict="different")
    page = browsing.get(answer.headers["location"])
    (form,) = page.xpath("//form[@action='/judgements/undo']")
    fields = {one.get("name"): one.get("value") for one in form.xpath(".//input") if one.get("name") != "csrf"}
    answer = browsing.post("/judgements/undo", **fields)
    assert answer.headers["location"] == f"/review?claim={first}&done=undone"
    assert browsing.store.judgements() == () or all(one.retires for one in browsing.store.judgements())
    browsing.post("/review/judge", first=first, second=second, verdict="different")
    fields = {"judgements": browsing.store.judgements()[-1].id, "back": "//elsewhere.example/"}
    assert browsing.post("/judgements/undo", **fields).headers["location"].startswith("/events/")


def test_a_place_is_corrected_by_the_words_selected(browsing: Browsing) -> None:
    claim, text = claim_with_text(browsing, "Mellit")
    start = text.index("Mellit")
    # What is selected with the mouse has a blank at its end.
    browsing.post(f"/claims/{claim.id}/correct", field="place", start=start, end=start + 7, why="it says Mellit")
    (corrected,) = browsing.store.sourced_claims([claim.id])
    assert corrected.claim.place.span.quote == "Mellit"
    assert corrected.claim.place.reading.name == "Mellit"
    (made,) = browsing.store.corrections([claim.id])
    browsing.post(f"/corrections/{made.id}/undo")
    assert browsing.store.sourced_claims([claim.id]) == (claim,)


@pytest.mark.parametrize(
    ("field", "fields", "check"),
    [
        ("type", {"choice": "attack"}, lambda claim: claim.type == "attack"),
        ("modality", {"choice": "denied"}, lambda claim: claim.modality == "denied"),
        ("cumulative", {"choice": "true"}, lambda claim: claim.cumulative is True),
        ("side_a", {}, lambda claim: claim.side_a is None),
        ("figures", {}, lambda claim: claim.figures == ()),
    ],
)
def test_other_fields_are_chosen_or_emptied(field: str, fields: dict[str, str], check: Any, browsing: Browsing) -> None:
    claim = browsing.store.sourced_claims(browsing.event_of_clash().claims)[0]
    browsing.post(f"/claims/{claim.id}/correct", field=field, why="misread", **fields)
    assert check(browsing.store.sourced_claims([claim.id])[0].claim)


def test_a_figure_is_corrected_with_the_bounds_of_its_words(browsing: Browsing) -> None:
    claim, text = claim_with_text(browsing, "At least 10")
    browsing.post(
        f"/claims/{claim.id}/correct", field="figures", start=text.index("At least 10"),
        end=text.index("At least 10") + 11, kind="injured", whose="other", why="wounded",
    )  # fmt: skip
    (figure,) = browsing.store.sourced_claims([claim.id])[0].claim.figures
    assert (figure.span.quote, figure.kind, figure.quantity.low, figure.quantity.high) == (
        "At least 10",
        "injured",
        10,
        None,
    )


PREVIEWED = "//div[contains(@class, 'preview')]/p"


def test_a_correction_shows_what_it_would_change_and_writes_nothing(browsing: Browsing) -> None:
    event = browsing.event_of_clash()
    (claim,) = (one for one in browsing.store.sourced_claims(event.claims) if "30 soldiers" in one.claim.quote.quote)
    head, fields = browsing.store.head(), {"field": "figures", "start": 0, "end": 0}
    shown = html.fromstring(browsing.post(f"/claims/{claim.id}/correct/preview", 200, **fields).text)
    assert browsing.store.head() == head
    assert words(shown.xpath(PREVIEWED)[0]).endswith("→ none")
    moved = [[words(cell) for cell in row] for row in shown.xpath("//table[contains(@class, 'moved')]//tbody/tr")]
    assert ["killed of Government of Sudan", "30", "not told"] in moved
    sent = {one.get("name"): one.get("value") for one in shown.xpath("//form//input") if one.get("name") != "csrf"}
    browsing.post(shown.xpath("//form")[0].get("action"), **{**sent, "why": "misread"})
    assert browsing.store.sourced_claims([claim.id])[0].claim.figures == ()


@pytest.mark.parametrize(
    ("field", "fields", "told"),
    [
        ("type", {"choice": "attack"}, "What: Armed clash → Attack on civilians"),
        ("cumulative", {"choice": "true"}, "Total: one occurrence → a total over a period"),
        ("attribution", {}, "→ the report itself"),
        ("side_a", {}, "→ not told"),
        ("time", {}, "→ not told"),
    ],
)
def test_a_correction_is_told_in_words(field: str, fields: dict[str, str], told: str, browsing: Browsing) -> None:
    claim = browsing.event_of_clash().claims[0]
    shown = browsing.post(f"/claims/{claim}/correct/preview", 200, field=field, **fields)
    assert told in words(html.fromstring(shown.text).xpath(PREVIEWED)[0])
    browsing.post(f"/claims/{claim}/correct", field=field, **fields)


def test_a_correction_that_cannot_be_is_refused_beforehand(browsing: Browsing) -> None:
    claim = browsing.event_of_clash().claims[0]
    browsing.post("/claims/zz/correct/preview", 404, field="type", choice="attack")
    browsing.post(f"/claims/{claim}/correct/preview", 422, field="place", start=10**6, end=10**6 + 3)
    assert browsing.post(f"/claims/{claim}/correct/preview", 409, field="type", choice="nonsense")


def claim_with_text(browsing: Browsing, words_in_text: str) -> tuple[Any, str]:
    for claim in browsing.store.claims(limit=50).rows:
        text = browsing.store.document(claim.heading.document_id).text
        if words_in_text in text:
            return claim, text
    raise AssertionError(words_in_text)


def test_an_event_is_published_once_all_is_decided(browsing: Browsing) -> None:
    event = browsing.event_of_clash()
    assert browsing.client.post(f"/events/{event.id}/publish", data={}, headers=HTML).status_code == 409
    browsing.post("/review/decide", claims=list(event.claims), state="accepted")
    assert browsing.get(f"/events/{event.id}").xpath("//form[@action=$where]", where=f"/events/{event.id}/publish")
    browsing.post(f"/events/{event.id}/publish", note="checked by two")
    assert "checked by two" in words(browsing.get(f"/events/{event.id}"))
    assert browsing.store.event_states([event.id])[event.id] is ReviewState.PUBLISHED


def test_a_pasted_report_is_read_and_what_was_set_aside_told(browsing: Browsing) -> None:
    where = browsing.post(
        "/add/text",
        text="4 June 2016\r\n\r\nThe army killed 7 rebels in Kutum on Friday, officials said.",
        title="A report",
    ).headers["location"]
    for _ in range(200):
        page = browsing.get(where)
        if "Added" in words(page.xpath("//h1")[0]):
            break
        time.sleep(0.05)
    assert "1 claim" in words(page)
    assert page.xpath("//ol[@id='steps']//a/@href")[0].startswith("/documents/")


def test_chosen_files_are_read(browsing: Browsing) -> None:
    file = (
        "file",
        ("../../report.txt", b"4 June 2016\n\nRebels killed 3 soldiers in Kutum on Friday, he said.", "text/plain"),
    )
    answer = browsing.client.post("/add", files=[file], data={"published": "2016-06-04"}, headers=HTML)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/add/")


def test_a_source_is_rated_and_stays_so(browsing: Browsing) -> None:
    name = browsing.store.claim_facets().sources[0][0]
    browsing.post("/rate", source=name, reliability="B", note="names its wards", aligned="")
    page = browsing.get(f"/sources/{name}")
    assert "rated B" in words(page)
    assert "names its wards" in words(page)


def test_a_rating_says_only_what_was_changed_in_its_form(browsing: Browsing) -> None:
    shown = browsing.get("/sources/actor:gov-sd").xpath("//form[@action='/rate']//input[@name='aligned']/@value")
    assert shown == ["Government of Sudan"]
    browsing.post("/rate", source="actor:gov-sd", reliability="B", note="", aligned=shown[0])
    said = browsing.store.source("actor:gov-sd")
    assert said.model_fields_set - {"id", "name", "kind", "named"} == {"reliability"}
    browsing.post("/rate", source="actor:gov-sd", reliability="B", note="", aligned=shown[0])
    assert len(browsing.store.source_history("actor:gov-sd")) == 1
    browsing.post("/rate", 404, source="actor:nobody", reliability="B", note="", aligned="")


def test_the_first_user_is_an_admin_and_then_everybody_logs_in(browsing: Browsing) -> None:
    wrong = browsing.post("/settings/users", 409, name="ana", role="coder", password="a long enough passphrase")  # noqa: S106
    assert "has to be an admin" in wrong.text
    browsing.post("/settings/users", name="ana", role="admin", password="a long enough passphrase")  # noqa: S106
    answer = browsing.client.get("/", headers=HTML)
    assert (answer.status_code, answer.headers["location"]) == (303, "/login?next=/")
    assert "Log in" in browsing.client.get("/login", headers=HTML).text


def test_an_export_can_be_looked_at_first(browsing: Browsing) -> None:
    page = browsing.get("/export?what=claims&form=csv&place=Kutum")
    link = page.xpath("//a[@download]/@href")[0]
    leaving = browsing.client.get(link)
    assert leaving.status_code == 200
    assert leaving.text.splitlines()[0] in page.xpath("string(//pre)")
    assert f"{len(leaving.text.splitlines()) - 1} row" in words(page)
