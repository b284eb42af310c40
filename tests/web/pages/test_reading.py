"""What the pages for reading show of a store."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from crossclaim.model import ClaimClass, Document, Mention, MentionLabel, OffsetMap, Segment, SegmentKind
from crossclaim.web.pages import overview
from crossclaim.web.pages.figure_chart import chart_figures
from crossclaim.web.pages.highlighting import cut_text
from crossclaim.web.pages.matrix import By, lay_out
from crossclaim.web.pages.overview import draw_timeline
from crossclaim.web.pages.words import bounds_words, days_words, number_words, shown
from web.pages.conftest import Browsing, words


def test_list_map_and_timeline_show_the_same_events(browsing: Browsing) -> None:
    page = browsing.get("/")
    listed = page.xpath("//li[@data-event]/@data-event")
    drawn = browsing.client.get("/overview/data").json()
    with_place = {event.id for event in browsing.store.events(limit=50).rows if event.fields["place"].value}
    assert set(listed) == {event.id for event in browsing.store.events(limit=50).rows}
    assert {spot["id"] for spot in drawn["spots"]} == with_place
    assert drawn["located"] == len(with_place)
    dated = [event for event in browsing.store.events(limit=50).rows if event.start]
    assert sum(sum(one["counts"]) for one in drawn["timeline"]["series"]) >= len(dated) > 0


def test_a_filter_narrows_all_of_them_and_stands_in_the_address(browsing: Browsing) -> None:
    page = browsing.get("/?place=Kutum&since=2016-05-01&until=2016-05-31")
    places = {words(one) for one in page.xpath("//li[@data-event]//*[@class='where']")}
    assert places
    assert all(place.startswith("Kutum") for place in places)
    assert {link for link in page.xpath("//a[contains(@class, 'chip')]/@href") if "since" not in link}
    drawn = browsing.client.get("/overview/data?place=Kutum").json()
    assert {"Kutum" in spot["label"] for spot in drawn["spots"]} == {True}


def test_htmx_gets_the_part_that_follows_the_filter(browsing: Browsing) -> None:
    part = browsing.client.get("/?place=Kutum", headers={"HX-Request": "true"})
    assert "<html" not in part.text
    assert 'id="filters"' in part.text
    assert part.headers["vary"] == "HX-Request"


def test_the_claims_of_an_event_stand_side_by_side(browsing: Browsing) -> None:
    event = browsing.event_of_clash()
    page = browsing.get(f"/events/{event.id}")
    assert len(page.xpath("//th[starts-with(@id, 'voice-')]")) == len(event.claims)
    quotes = {words(quote) for quote in page.xpath("//tr[@class='words']//q")}
    assert quotes == {
        " ".join(claim.claim.quote.quote.split()) for claim in browsing.store.sourced_claims(event.claims)
    }
    rows = {words(row[0]) for row in page.xpath("//table[@class='matrix']/tbody/tr")}
    assert {"What", "Where", "When"} <= rows


def test_a_figure_leads_to_the_words_that_tell_it(browsing: Browsing) -> None:
    event = browsing.event_of_clash()
    link = browsing.get(f"/events/{event.id}").xpath("//div[@class='plot']//a/@href")[0]
    path, _, anchor = link.partition("#")
    document = browsing.get(path)
    (place,) = document.xpath("//*[@id=$id]", id=anchor)
    piece = place if place.get("data-start") else place.getnext()
    assert piece.get("data-start") == anchor.removeprefix("at-")
    assert "m-quantity" in piece.get("class")


@pytest.mark.parametrize("by", list(By))
def test_no_claim_is_lost_in_the_columns(by: By, browsing: Browsing) -> None:
    for event in browsing.store.events(limit=50).rows:
        claims = browsing.store.sourced_claims(event.claims)
        matrix = lay_out(event, claims, (), by)
        assert sorted(claim.id for claim in matrix.columns) == sorted(event.claims)
        assert sum(count for _, count in matrix.groups) == len(event.claims)
        assert {len(row.cells) for row in matrix.rows} == {len(event.claims)}


def test_bars_stay_on_their_scale(browsing: Browsing) -> None:
    from crossclaim.reconcile import history

    for event in browsing.store.events(limit=50).rows:
        claims = browsing.store.sourced_claims(event.claims)
        for chart in chart_figures(event, claims, history(claims)):
            assert [bar for bar in chart.bars if not 0 <= bar.left <= bar.right <= 100] == []
            assert [at for at, _ in chart.ticks if not 0 <= at <= 100] == []
            known = [at for at in (chart.low, chart.best, chart.high) if at is not None]
            assert known == sorted(known)


def test_profiles_can_be_switched(browsing: Browsing) -> None:
    event = browsing.event_of_clash()
    for profile in ("acled", "ucdp", "ibc", "airwars"):
        page = browsing.get(f"/events/{event.id}?profile={profile}")
        chosen = page.xpath("//p[@aria-label='Reconciled as']/a[@aria-current]")
        assert [words(one).lower() for one in chosen] == [profile]


TEXTS = [
    ("plain words", [], []),
    ("💥 at least 7 people, 🕊 then 9", [("quantity", 2, 12)], [(0, 20)]),  # astral characters count as one
    ("قُتل 12 شخصًا في الخرطوم", [("quantity", 5, 7), ("place", 16, 23)], [(0, 23)]),
    ("one in another", [("place", 0, 14), ("actor", 4, 6), ("time", 4, 14)], [(0, 6), (4, 14)]),
]


@pytest.mark.parametrize(("text", "marked", "quotes"), TEXTS)
def test_pieces_are_the_text_whole_and_in_order(
    text: str, marked: list[tuple[str, int, int]], quotes: list[tuple[int, int]]
) -> None:
    document = document_of(text)
    mentions = [Mention(label=MentionLabel(label), span=document.span(start, end)) for label, start, end in marked]
    (part,) = cut_text(document, [claim_on(document, start, end) for start, end in quotes], mentions)
    assert "".join(piece.text for piece in part.pieces) == text
    assert [piece.text for piece in part.pieces] == [
        text[piece.start : piece.start + len(piece.text)] for piece in part.pieces
    ]
    for number, (start, end) in enumerate(quotes, start=1):
        inside = [piece for piece in part.pieces if number in piece.claims]
        assert "".join(piece.text for piece in inside) == text[start:end]
        assert [piece.start for piece in part.pieces if number in piece.begins] == [start]


def document_of(text: str) -> Document:
    whole = Segment(kind=SegmentKind.BODY, start=0, end=len(text))
    return Document(id="d", text=text, segments=(whole,), offsets=OffsetMap.identity(len(text)))


def claim_on(document: Document, start: int, end: int) -> Any:
    from crossclaim.model import Attribution, AttributionKind, Claim, ClaimType

    said = Attribution(kind=AttributionKind.NARRATOR)
    return Claim(id=f"c{start}", type=ClaimType.ATTACK, quote=document.span(start, end), attribution=said)


def test_words_outside_all_segments_are_shown_as_set_aside() -> None:
    text = "menu\n\nThe body."
    body = Segment(kind=SegmentKind.BODY, start=6, end=15)
    document = Document(id="d", text=text, segments=(body,), offsets=OffsetMap.identity(len(text)))
    first, second = cut_text(document, [], [])
    assert (first.reason, second.kind) == ("in no segment", SegmentKind.BODY)


@pytest.mark.parametrize(
    ("text", "harmless"),
    [
        ("killed \u202eevif\u202c men", "killed \ufffdevif\ufffd men"),
        ("\u2066a\u2069\x07\x1b[31m", "\ufffda\ufffd\ufffd\ufffd[31m"),
        ("lines\nand\ttabs", "lines\nand\ttabs"),
        ("خبر", "خبر"),
    ],
)
def test_what_would_steer_the_page_is_made_visible_in_its_place(text: str, harmless: str) -> None:
    assert shown(text) == harmless
    assert len(shown(text)) == len(text)


DAY = date(2024, 10, 8)


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (DAY, DAY, "8 Oct 2024"),
        (DAY, date(2024, 10, 9), "8–9 Oct 2024"),
        (date(2024, 9, 30), DAY, "30 Sep 2024 – 8 Oct 2024"),
        (DAY, None, "8 Oct 2024 to ?"),
        ("2024-10-08", "2024-10-08", "8 Oct 2024"),
        (None, None, "undated"),
    ],
)
def test_days_in_words(start: Any, end: Any, said: str) -> None:
    assert days_words(start, end) == said


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [(12, 12, "12"), (12, None, "at least 12"), (None, 9, "at most 9"), (3, 5, "3 to 5"), (None, None, "no number")],
)
def test_bounds_in_words(low: float | None, high: float | None, said: str) -> None:
    assert bounds_words(low, high) == said
    assert number_words(7800.0) == "7,800"


@pytest.mark.parametrize(
    ("days", "step", "columns"),
    [
        ([], None, 0),
        ([date(2024, 10, 8)], "day", 1),
        ([date(2024, 10, 8), date(2024, 10, 11)], "day", 4),
        ([date(2024, 1, 1), date(2024, 12, 31)], "week", 53),
        ([date(2014, 1, 31), date(2024, 2, 1)], "month", 122),
    ],
)
def test_a_timeline_has_no_gaps(days: list[date], step: str | None, columns: int) -> None:
    drawn = draw_timeline([(day, ClaimClass.BATTLE.value, 2) for day in days])
    assert (drawn.get("step"), len(drawn["columns"])) == (step, columns)
    for one in drawn["series"]:
        assert (len(one["counts"]), sum(one["counts"])) == (columns, 2 * len(days))
    ends = [(one["since"], one["until"]) for one in drawn["columns"]]
    assert all(since <= until for since, until in ends)
    assert [until for _, until in ends[:-1]] == sorted({until for _, until in ends[:-1]})
    json.dumps(drawn)


def test_columns_of_months_are_named_by_the_month() -> None:
    drawn = draw_timeline([(date(2021, 3, 14), "battle", 1), (date(2024, 5, 2), "battle", 2)])
    assert (drawn["columns"][0]["label"], drawn["columns"][-1]["label"]) == ("Mar 2021", "May 2024")


def test_no_markup_of_a_report_gets_into_a_page(tools: Any, browsing: Browsing) -> None:
    from crossclaim.engine import put_result
    from crossclaim.ingest import ReadOptions, read_capture
    from crossclaim.model import Capture
    from crossclaim.pipeline import read_document

    text = (
        "4 May 2016\n\nThe <img src=x onerror=alert(1)> army killed 12 <script>alert(2)</script> rebels in Kutum on "
        'Tuesday, "><svg onload=alert(3)> said.\n'
    )
    (document,) = read_capture(Capture(content=text.encode(), source='<b id="x">.txt'), ReadOptions())
    added = put_result(read_document(document, tools.resources), browsing.store, tools, by="<i>", lineage="<u>x</u>")
    for path in (f"/documents/{added.document_id}", "/", "/search?text=rebels", "/activity", "/sources", "/review"):
        page = browsing.get(path)
        assert page.xpath("//main//img | //main//script | //main//u | //main//i | //*[@onerror or @onload]") == [], path
    assert "<script>alert(2)</script>" in words(browsing.get(f"/documents/{added.document_id}"))


def test_very_many_events_are_counted_after_their_list_is_shown(
    browsing: Browsing, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = browsing.get("/?type=armed_clash")
    monkeypatch.setattr(overview, "_FEW", 0)
    late = browsing.get("/?type=armed_clash")
    assert late.xpath("//li[@data-event]/@data-event") == whole.xpath("//li[@data-event]/@data-event")
    assert not late.xpath("//section[@class='facet']")
    (asked,) = late.xpath("//*[@hx-trigger='load']/@hx-get")
    counted = browsing.get(asked, **{"HX-Request": "true"})
    assert words(counted.xpath("//*[@id='total']")[0]) == words(whole.xpath("//*[@id='total']")[0])
    for part in ("//section[@class='facet']//li", "//section[@class='facet']//a/@href"):
        assert list(map(told, counted.xpath(part))) == list(map(told, whole.xpath(part)))
    (unfolded,) = late.xpath("//details[contains(@class, 'coverage')]//@hx-get")
    rows = browsing.get(unfolded, **{"HX-Request": "true"}).xpath("//tbody/tr")
    assert list(map(words, rows)) == list(map(words, whole.xpath("//details[contains(@class, 'coverage')]//tbody/tr")))
    assert rows


def told(found: Any) -> str:
    return found if isinstance(found, str) else words(found)
