"""The main story, as somebody at the desk lives it: from three reports to a published event."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from crossclaim.model import ReviewState
from crossclaim.web.serving import Served, served
from web.browser.conftest import fetched

EXAMPLES = ("khangai-voice.html", "defence-ministry.txt", "great-steppe-news.txt")


@pytest.mark.slow
def test_from_three_accounts_to_a_published_event(looked: Any, repository: Path, tmp_path: Path) -> None:
    with served(str(tmp_path / "desk.sqlite")) as desk:
        add_the_accounts(looked, desk, repository)
        event = see_the_event_on_map_and_timeline(looked, desk)
        read_the_voices(looked, desk, event)
        follow_a_figure_to_its_sentence(looked, desk, event)
        split_and_undo(looked, desk, event)
        correct_one(looked, desk, event)
        review_by_keyboard(looked, desk, event)
        publish_and_export(looked, desk, event)


def add_the_accounts(page: Any, desk: Served, repository: Path) -> None:
    page.goto(desk.address)
    page.get_by_role("link", name="Add reports").click()
    folder = repository / "src" / "crossclaim" / "examples"
    page.get_by_label("Files").set_input_files([folder / name for name in EXAMPLES])
    page.get_by_role("button", name="Add files").click()
    page.get_by_role("heading", name="Added", exact=True).wait_for(timeout=60_000)
    assert page.locator("#steps > li").count() == 3
    page.get_by_text("What was set aside").first.click()
    assert page.get_by_text("picture caption").count()


def see_the_event_on_map_and_timeline(page: Any, desk: Served) -> Any:
    with page.expect_response("**/overview/data*") as drawn:
        page.get_by_role("link", name="See the events").click()
    event = max(desk.store.events(limit=50).rows, key=lambda one: (one.sources, len(one.claims)))
    assert event.id in {spot["id"] for spot in drawn.value.json()["spots"]}
    page.locator(".leaflet-marker-icon.cluster, .leaflet-interactive").first.wait_for()
    label = page.locator("#timeline").get_attribute("aria-label")
    assert "Battles" in label
    page.get_by_label("Place").fill("Teshig")
    with page.expect_response("**/overview/data?*place=Teshig*"):
        page.get_by_label("Place").press("Enter")
    page.locator(".chip", has_text="Teshig").wait_for()
    assert "place=Teshig" in page.url
    page.wait_for_function("() => document.getElementById('map').dataset.drawn === location.search")
    brush_the_timeline(page)
    return event


def brush_the_timeline(page: Any) -> None:
    box = page.locator("#timeline canvas").first.bounding_box()
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 45, y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 12, y, steps=6)
    page.mouse.up()
    page.locator(".chip", has_text="since").wait_for()
    assert "since=" in page.url
    page.go_back()
    page.locator(".chip", has_text="since").wait_for(state="detached")


def read_the_voices(page: Any, desk: Served, event: Any) -> None:
    page.locator(f"#event-{event.id} a.event-link").click()
    page.get_by_role("heading", name="Voices side by side").wait_for()
    voices = page.locator(".matrix th.group").all_inner_texts()
    assert len(voices) >= 3
    assert page.locator(".matrix .disputed").count() >= 1
    assert page.locator(".stand.differs").first.inner_text().strip()
    page.get_by_role("link", name="ACLED", exact=True).click()
    assert "profile=acled" in page.url
    page.goto(f"{desk.address}/events/{event.id}")


def follow_a_figure_to_its_sentence(page: Any, desk: Served, event: Any) -> None:
    page.locator(".plot a bdi", has_text="more than 170").first.click()
    place = page.locator(".p:target, .cn:target")
    place.wait_for()
    assert "more than 170" in page.locator(".p.on, .p:target").all_inner_texts()
    assert page.locator(".claim.on").count() == 1
    page.locator(".claim").first.click()
    assert page.locator(".claim.on").get_attribute("data-claim") == "1"
    page.goto(f"{desk.address}/events/{event.id}")


def split_and_undo(page: Any, desk: Served, event: Any) -> None:
    page.get_by_label("choose claim 1 to split it off").check()
    page.get_by_role("button", name="See what splitting them off would do").click()
    preview = page.get_by_role("region", name="What would change")
    preview.wait_for()
    assert "Then: 2 events" in preview.inner_text()
    preview.get_by_label("Why").fill("another day")
    preview.get_by_role("button", name="Split", exact=True).click()
    page.get_by_text("Split.").wait_for()
    assert not desk.store.events_by_id([event.id])
    page.locator(".said").get_by_role("button", name="Undo").click()
    page.get_by_text("Taken back.").wait_for()
    assert desk.store.events_by_id([event.id])


def correct_one(page: Any, desk: Served, event: Any) -> None:
    claim = next(one for one in desk.store.sourced_claims(event.claims) if "170" in one.claim.quote.quote)
    page.goto(f"{desk.address}/review?claim={claim.id}")
    page.keyboard.press("e")
    select_words(page, "more than 170")
    form = page.locator("#correct form")
    form.locator("select[name=field]").select_option("figures")
    form.locator("select[name=kind]").select_option("injured")
    form.locator("select[name=whose]").select_option("b")
    form.get_by_role("button", name="See what it would change").click()
    preview = page.get_by_role("region", name="What would change")
    preview.wait_for()
    assert "injured" in preview.inner_text()
    page.wait_for_function("() => document.activeElement.name === 'why'")
    page.keyboard.press("Escape")  # the words are put away, the button has the focus again
    preview.wait_for(state="detached")
    page.keyboard.press("Enter")
    preview.get_by_label("Why").fill("hit, not killed")
    preview.get_by_role("button", name="Put right").click()
    page.get_by_text("Put right.").wait_for()
    figures = desk.store.sourced_claims([claim.id])[0].claim.figures
    assert ("more than 170", "injured") in {(one.span.quote, one.kind.value) for one in figures}
    page.get_by_role("button", name="Undo", exact=True).first.click()
    page.get_by_text("Taken back.").wait_for()
    assert desk.store.sourced_claims([claim.id]) == (claim,)


def select_words(page: Any, words: str) -> None:
    """As with the mouse: over the piece of text that says just that."""
    page.locator("#text .p", has_text=words).first.evaluate(
        "piece => { const range = document.createRange(); range.selectNodeContents(piece);"
        " getSelection().removeAllRanges(); getSelection().addRange(range); }"
    )
    page.wait_for_function("words => document.getElementById('selected').textContent.trim() === words", arg=words)


def review_by_keyboard(page: Any, desk: Served, event: Any) -> None:
    claims = list(event.claims)
    page.goto(f"{desk.address}/review?claim={claims[0]}")
    page.keyboard.press("?")
    page.locator("#keys").wait_for()
    page.keyboard.press("m")
    page.keyboard.type("read twice")
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    page.get_by_text("Accepted.").wait_for()
    assert desk.store.reviews([claims[0]])[-1].note == "read twice"
    page.wait_for_load_state()
    page.keyboard.press("u")
    page.get_by_text("Taken back.").wait_for()
    assert desk.store.claim_states([claims[0]])[claims[0]] is ReviewState.SUGGESTED
    for claim in claims:
        page.goto(f"{desk.address}/review?claim={claim}")
        page.keyboard.press("a")
        page.get_by_text("Accepted.").wait_for()
    assert set(desk.store.claim_states(claims).values()) == {ReviewState.ACCEPTED}


def publish_and_export(page: Any, desk: Served, event: Any) -> None:
    page.goto(f"{desk.address}/events/{event.id}")
    page.get_by_role("button", name="Publish this event").click()
    page.locator(".state-published").wait_for()
    page.get_by_role("link", name="Export").click()
    page.get_by_label("Review").select_option("published")
    page.get_by_role("button", name="Show a preview").click()
    link = page.get_by_role("link", name="Download events as CSV")
    link.wait_for()
    rows = list(csv.DictReader(io.StringIO(fetched(desk.address + link.get_attribute("href")).decode())))
    assert [row["event_id"] for row in rows] == [event.id]
