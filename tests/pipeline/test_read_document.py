"""Whole reports in, claims out. Every incident here is invented."""

from collections.abc import Iterator
from datetime import date

import pytest

from crossclaim.ingest import ReadOptions, read_capture
from crossclaim.model import (
    AttributionKind,
    Capture,
    Claim,
    ClaimType,
    Document,
    DocumentResult,
    FigureKind,
    Modality,
    Operator,
    SegmentKind,
    Whose,
)
from crossclaim.pipeline import ExtractorName, Resources, load_resources, read_document

BLOG = """Sat. Mar 4th, 2023

Junta forces launched a huge assault on the Karen National Union in Myawaddy last night. Over 2,600 soldiers and at \
least 45 vehicles, among them armoured cars, took part. Spokesman Saw Lin is reported to have been on the front line \
commanding the defenders.

Photo: a fighter above the river in Myawaddy

The KNU held its positions. Six hours into the assault the soldiers began a full retreat and were ambushed three times \
on the way back to Hpa-An.

More than 150 soldiers were killed and at least 40 were captured. In recent days the KNU has liberated villages across \
the townships of Kawkareik, Kyain Seikgyi and Hlaingbwe. The army has bought $1.2 billion worth of aircraft since \
the coup.

Photo: captured trucks

3 thoughts on “Huge Junta Assault on Myawaddy Ends in Rout”
  1. Stay strong ✊🏽 I heard 900 dead!!

Leave a Reply

Your email address will not be published. Required fields are marked *
"""


@pytest.fixture(scope="module")
def resources() -> Iterator[Resources]:
    with load_resources(extractor=ExtractorName.RULES) as loaded:
        yield loaded


def read(text: str, resources: Resources, *, published: date | None = None) -> DocumentResult:
    capture = Capture(content=text.encode(), source="report.txt")
    (document,) = read_capture(capture, ReadOptions(published=published))
    assert isinstance(document, Document)
    return read_document(document, resources)


def figures(claims: tuple[Claim, ...]) -> set[tuple[str, float | None, float | None, str]]:
    return {
        (figure.kind.value, figure.quantity.low, figure.quantity.high, figure.quantity.op.value)
        for claim in claims
        for figure in claim.figures
    }


def claim_with(result: DocumentResult, words: str) -> Claim:
    found = [claim for claim in result.claims if words in claim.quote.quote]
    assert found, f"no claim quotes {words!r}: {[claim.quote.quote for claim in result.claims]}"
    return found[0]


def test_blog_figures_keep_their_bounds(resources: Resources) -> None:
    result = read(BLOG, resources)
    assert {
        ("fighters", 2600, None, ">"),
        ("vehicles", 45, None, ">="),
        ("killed", 150, None, ">"),
        ("captured", 40, None, ">="),
    } <= figures(result.claims)


def test_blog_money_is_no_figure(resources: Resources) -> None:
    assert not any("billion" in figure.span.quote for claim in read(BLOG, resources).claims for figure in claim.figures)


def test_blog_sides_and_place(resources: Resources) -> None:
    claim = claim_with(read(BLOG, resources), "launched a huge assault")
    assert claim.type is ClaimType.ARMED_CLASH
    assert claim.side_a is not None
    assert claim.side_a.span.quote == "Junta forces"
    assert claim.side_b is not None
    assert "Karen National Union" in claim.side_b.span.quote
    assert claim.place is not None
    assert claim.place.reading is not None
    assert (claim.place.reading.name, claim.place.reading.country) == ("Myawaddy", "MM")
    assert claim.attribution.kind is AttributionKind.NARRATOR


def test_blog_strength_is_the_attackers(resources: Resources) -> None:
    claim = claim_with(read(BLOG, resources), "2,600")
    (strength,) = [figure for figure in claim.figures if figure.kind is FigureKind.FIGHTERS]
    assert strength.whose is Whose.A
    assert strength.quantity.op is Operator.MORE_THAN


def test_blog_night_is_resolved_against_the_page_date(resources: Resources) -> None:
    claim = claim_with(read(BLOG, resources), "launched a huge assault")
    assert claim.time is not None
    assert claim.time.reading is not None
    assert claim.time.reading.start_date == date(2023, 3, 3)


def test_blog_presence_is_reported_by_unnamed_sources(resources: Resources) -> None:
    claim = claim_with(read(BLOG, resources), "on the front line")
    assert claim.attribution.kind is AttributionKind.UNNAMED
    assert claim.attribution.source is None
    assert claim.attribution.cue is not None
    assert "reported" in claim.attribution.cue.quote


def test_blog_retreat_under_ambush_is_told_against_the_attackers(resources: Resources) -> None:
    claim = claim_with(read(BLOG, resources), "full retreat")
    assert claim.type is ClaimType.ARMED_CLASH
    assert "ambushed three times" in claim.quote.quote
    assert claim.side_b is not None
    assert "soldiers" in claim.side_b.span.quote
    assert claim.place is not None
    assert claim.place.span.quote != "Hpa-An"  # where they fled to is not where they were hit


def test_blog_territory(resources: Resources) -> None:
    claim = claim_with(read(BLOG, resources), "liberated villages")
    assert claim.type is ClaimType.NON_STATE_ACTOR_OVERTAKES_TERRITORY
    assert claim.place is not None
    assert "Kawkareik" in claim.place.span.quote


def test_page_furniture_yields_no_claim(resources: Resources) -> None:
    result = read(BLOG, resources)
    kinds = {segment.kind for segment in result.document.segments}
    assert {SegmentKind.CAPTION, SegmentKind.COMMENT, SegmentKind.BOILERPLATE, SegmentKind.DATELINE} <= kinds
    aside = [segment for segment in result.document.segments if not segment.kind.carries_claims]
    assert all(
        claim.quote.end <= segment.start or segment.end <= claim.quote.start
        for claim in result.claims
        for segment in aside
    )
    assert not any("900" in figure.span.quote for claim in result.claims for figure in claim.figures)


@pytest.mark.parametrize(
    ("text", "kind", "source", "modality"),
    [
        # the asserter after the statement
        (
            "Two soldiers were killed in clashes near Goma on Monday, an army spokesman said.",
            "named",
            "army spokesman",
            "actual",
        ),
        # the asserter before it
        (
            "According to the Interior Ministry, a roadside bomb killed four policemen in Kandahar.",
            "named",
            "Interior Ministry",
            "actual",
        ),
        # sources that keep their name to themselves
        ("Residents said shells hit the market in Bakhmut, wounding six people.", "unnamed", "Residents", "actual"),
        # nobody but the article
        ("Gunmen killed five farmers in Benue on Sunday.", "narrator", None, "actual"),
        # a denial is a claim of the one who denies
        ("The army denied that it had shelled the hospital in Kharkiv.", "named", "army", "denied"),
    ],
)
def test_attribution_and_modality(
    text: str, kind: str, source: str | None, modality: str, resources: Resources
) -> None:
    claim = read(text, resources, published=date(2024, 5, 7)).claims[0]
    assert claim.attribution.kind.value == kind
    said_by = claim.attribution.source.quote if claim.attribution.source else None
    assert (said_by is None) == (source is None)
    assert source is None or source.casefold() in (said_by or "").casefold()
    assert claim.modality is Modality(modality)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Qalandars launched a brutal assault on the spinners and won by 11 runs.", "sport"),
        ("The council condemned all attacks on civilians and called for talks.", "an appeal"),
        ("Shares exploded after the company fired its opening shot in the takeover battle.", "business"),
        ("The ministry will discuss the budget with 40 deputies on Monday.", "no violence at all"),
        ("Rain is expected in the north.", "weather"),
        ("", "nothing"),
    ],
)
def test_no_claim(text: str, reason: str, resources: Resources) -> None:
    document = read_capture(Capture(content=(text or "-").encode(), source="report.txt"), ReadOptions())
    for part in document:
        if isinstance(part, Document):
            assert read_document(part, resources).claims == (), reason


def test_every_span_is_exact_after_emoji_and_right_to_left_text(resources: Resources) -> None:
    text = "🔴🔴 عاجل — At least 7 soldiers were killed 💥 in clashes in Sana’a, قالت الوزارة. Cafe\u0301 owners fled."
    result = read(text, resources)
    spans = [claim.quote for claim in result.claims] + [mention.span for mention in result.mentions]
    assert spans
    assert all(span.is_exact(result.document.text) for span in spans)
