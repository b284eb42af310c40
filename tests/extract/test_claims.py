"""Claim assembly through the whole pipeline: cutting, anchoring, carrying over, merging. Every incident is invented."""

from collections.abc import Iterator
from datetime import date

import pytest

from crossclaim.model import (
    AttributionKind,
    Claim,
    ClaimType,
    Document,
    Modality,
    OffsetMap,
    PublishedDate,
    Segment,
    SegmentKind,
    Whose,
)
from crossclaim.pipeline import ExtractorName, Resources, load_resources, read_document

TUESDAY = date(2024, 5, 7)


@pytest.fixture(scope="module")
def resources() -> Iterator[Resources]:
    with load_resources(extractor=ExtractorName.RULES) as loaded:
        yield loaded


def claims_of(text: str, resources: Resources) -> tuple[Claim, ...]:
    document = Document(
        id="report",
        text=text,
        segments=(Segment(kind=SegmentKind.BODY, start=0, end=len(text)),),
        offsets=OffsetMap.identity(len(text)),
        published=PublishedDate(date=TUESDAY, method="given"),
    )
    return read_document(document, resources).claims


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        # who asserts is cut off, before and behind
        ("The army said its jets had bombed a camp near Idlib.", ["its jets had bombed a camp near Idlib."]),
        (
            "Shells hit the market in Kherson, killing two people, officials said.",
            ["Shells hit the market in Kherson, killing two people"],
        ),
        # whom it was said to goes with it
        ("A medic told the agency that it had received 37 bodies in Goma.", ["it had received 37 bodies in Goma."]),
        # two occurrences in one sentence
        (
            "Rebels seized the town of Bria on Monday while police fired tear gas at protesters in Bangui.",
            ["Rebels seized the town of Bria on Monday", "police fired tear gas at protesters in Bangui."],
        ),
        # one occurrence and its toll stay together
        (
            "A car bomb exploded in Mogadishu on Sunday, killing 12 people and wounding 30.",
            ["A car bomb exploded in Mogadishu on Sunday, killing 12 people and wounding 30."],
        ),
        # an adverb of hearsay stands inside the statement
        (
            "At least 40 people were reportedly killed in Bunia.",
            ["At least 40 people were reportedly killed in Bunia."],
        ),
    ],
)
def test_cutting(text: str, quotes: list[str], resources: Resources) -> None:
    assert [claim.quote.quote for claim in claims_of(text, resources)] == quotes


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("A car bomb killed six people in Kabul on Sunday.", date(2024, 5, 5), date(2024, 5, 5)),
        # a weekday of the report is not the occurrence's
        ("A car bomb killed six people in Kabul, the ministry said on Sunday.", None, None),
        # a total reaches from its onset to the day of the report
        (
            "More than 9,000 people have been killed in Sudan since the war began in April 2023.",
            date(2023, 4, 1),
            TUESDAY,
        ),
    ],
)
def test_time(text: str, start: date | None, end: date | None, resources: Resources) -> None:
    claim = claims_of(text, resources)[0]
    reading = claim.time.reading if claim.time else None
    assert (reading.start_date if reading else None, reading.end_date if reading else None) == (start, end)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        # where they went is not where it happened
        ("Gunmen ambushed soldiers near Kidal on their way back to Gao, killing four.", "Kidal"),
        # the finer of two
        ("In Ukraine, shells hit a school in Kherson, wounding two children.", "Kherson"),
        # carried over from the sentence before
        ("Militants stormed a village near Djibo. The militants killed 11 farmers.", "Djibo"),
    ],
)
def test_place(text: str, place: str, resources: Resources) -> None:
    last = claims_of(text, resources)[-1]
    assert last.place is not None
    assert last.place.reading is not None
    assert last.place.reading.name == place


def test_merged_detail(resources: Resources) -> None:
    """The dead of a strike, told in the next sentence by the same narrator, are its figure."""
    text = "Government jets bombed the market in Dueim on Sunday. Fourteen people were killed and 20 wounded."
    (claim,) = claims_of(text, resources)
    assert claim.type is ClaimType.AIR_DRONE_STRIKE
    assert {(figure.kind.value, figure.quantity.low) for figure in claim.figures} == {("killed", 14), ("injured", 20)}


def test_another_asserter_is_another_claim(resources: Resources) -> None:
    text = (
        "The army said it had killed 14 rebels in an ambush near Kidal on Sunday. "
        "The rebels said that they had lost only two fighters in the ambush near Kidal."
    )
    claims = claims_of(text, resources)
    assert len({claim.attribution.source.quote for claim in claims if claim.attribution.source}) == 2


def test_lead_restated_by_a_source_is_that_sources_claim(resources: Resources) -> None:
    text = (
        "At least 12 soldiers were killed in an attack on a base near Gao on Sunday.\n\n"
        "At least 12 soldiers were killed in the attack on the base, the defence ministry said in a statement."
    )
    (claim,) = claims_of(text, resources)
    assert claim.attribution.kind is AttributionKind.NAMED


def test_coming_back_without_anything_new_is_no_claim(resources: Resources) -> None:
    text = "Jets bombed a market in Dueim on Sunday, killing 14 people. The bombing of the market shocked doctors."
    assert len(claims_of(text, resources)) == 1


def test_a_denial_accuses_the_one_who_denies(resources: Resources) -> None:
    (claim,) = claims_of("The Syrian army denied that it had shelled the hospital in Douma.", resources)
    assert claim.modality is Modality.DENIED
    assert claim.side_a is not None
    assert claim.side_a.actor is not None
    assert claim.side_a.actor.id == "gov-sy"


def test_the_men_of_the_speaker(resources: Resources) -> None:
    (claim,) = claims_of("The Taliban said their fighters had killed 12 soldiers in Kunduz on Sunday.", resources)
    assert claim.side_a is not None
    assert claim.side_a.actor is not None
    assert claim.side_a.actor.id == "taliban"


def test_strength_is_the_attackers_and_losses_the_victims(resources: Resources) -> None:
    (claim,) = claims_of("More than 300 rebels attacked a base near Gao on Sunday, killing nine soldiers.", resources)
    whose = {figure.kind.value: figure.whose for figure in claim.figures}
    assert whose == {"fighters": Whose.A, "killed": Whose.B}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("The novelist said her new film was a battle from the first chapter to the box office.", "the arts"),
        ("The striker fired two shots in the league match before half-time.", "sport"),
        ("The council condemned the violence and called for talks.", "an appeal"),
        ("", "nothing at all"),
    ],
)
def test_no_claims(text: str, reason: str, resources: Resources) -> None:
    if not text:
        document = Document(id="d", text="", segments=(), offsets=OffsetMap.identity(0))
        assert read_document(document, resources).claims == ()
        return
    assert claims_of(text, resources) == (), reason


def test_a_number_that_names_nobody_is_of_the_side_counted_before_it(resources: Resources) -> None:
    text = "Our fighters destroyed two tanks near Kunduz. Five of our own fighters were killed and 12 were wounded."
    whose = {figure.quantity.low: figure.whose for claim in claims_of(text, resources) for figure in claim.figures}
    assert whose == {2: Whose.B, 5: Whose.A, 12: Whose.A}


def test_a_caption_between_two_sentences_keeps_their_claims_apart(resources: Resources) -> None:
    text = "Rebels killed 12 soldiers in Gao on Monday.\nAnother three soldiers were killed in the attack."
    cut = text.index("Another")
    document = Document(
        id="report",
        text=text.replace("Another", "Photo: a tank\nAnother"),
        segments=(
            Segment(kind=SegmentKind.BODY, start=0, end=cut - 1),
            Segment(kind=SegmentKind.CAPTION, start=cut, end=cut + 13),
            Segment(kind=SegmentKind.BODY, start=cut + 14, end=len(text) + 14),
        ),
        offsets=OffsetMap.identity(len(text) + 14),
    )
    quotes = [claim.quote.quote for claim in read_document(document, resources).claims]
    assert len(quotes) == 2
    assert not any("Photo" in quote for quote in quotes)


@pytest.mark.parametrize(
    "text",
    [
        # the same number in two places on two days
        "Gunmen killed 12 soldiers in Gao on Monday. Gunmen killed 12 soldiers in Kidal on Tuesday.",
        # told as done, and denied
        "The army killed 12 farmers in Djibo on Monday, residents said. The army denied that it had killed 12 farmers.",
    ],
)
def test_alike_but_not_the_same(text: str, resources: Resources) -> None:
    assert len(claims_of(text, resources)) == 2
