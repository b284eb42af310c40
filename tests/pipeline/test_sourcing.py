"""Who speaks: the words of a source, the party they belong to, chains, and the outlet that narrates."""

import pytest

from crossclaim.model import ActorKind, Document, Heading, OffsetMap, Segment, SegmentKind, Source, SourceKind
from crossclaim.pipeline import Resources, read_document, source_claims

OUTLET = Source(id="outlet:hill post", name="Hill Post", kind=SourceKind.OUTLET)


def voices(text: str, resources: Resources) -> list[tuple[str, ...]]:
    """For every claim of the text the ids of its speakers."""
    segments = (Segment(kind=SegmentKind.BODY, start=0, end=len(text)),)
    document = Document(id="d", text=text, segments=segments, offsets=OffsetMap.identity(len(text)))
    heading = Heading(document_id="abc", lineage="d", outlet=OUTLET)
    claims = source_claims(read_document(document, resources), heading)
    assert [claim.id for claim in claims] == [f"abc-c{number}" for number in range(1, len(claims) + 1)]
    for claim in claims:
        assert claim.asserter == (claim.speakers[-1] if claim.speakers else OUTLET)
    return [tuple(speaker.id for speaker in claim.speakers) for claim in claims]


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("Shelling killed 12 people in Aleppo on 3 May 2016.", ()),  # the outlet's own voice
        (
            "Shelling killed 12 people in Aleppo on 3 May 2016, the Syrian army said.",
            ("actor:gov-sy",),
        ),
        ("Shelling killed 12 people in Aleppo on 3 May 2016, residents said.", ("speaker:residents",)),  # no party
        ("Shelling killed 12 people in Aleppo on 3 May 2016, a local doctor said.", ("speaker:local doctor",)),
        ("Shelling killed 12 people in Aleppo on 3 May 2016, the Hill Post said.", ()),  # the outlet cites itself
        (  # who counts and heals is no party
            "Shelling killed 12 people in Aleppo on 3 May 2016, the Orontes Human Rights Network said.",
            ("speaker:orontes human rights network",),
        ),
        (
            "Shelling killed 12 people in Aleppo on 3 May 2016, the Rural Doctors Union said.",
            ("speaker:rural doctors union",),
        ),
        (
            "Shelling killed 12 people in Aleppo on 3 May 2016, the Orontes Workers Resistance Front said.",
            ("actor:orontes workers resistance front",),
        ),
        (  # a listed source by the name inside its words
            "Shelling killed 12 people in Aleppo on 3 May 2016, the Britain-based Syrian Observatory for Human Rights "
            "said.",
            ("speaker:syrian observatory for human rights",),
        ),
        (
            "Shelling killed 12 people in Aleppo on 3 May 2016, SOHR said.",
            ("speaker:syrian observatory for human rights",),
        ),
    ],
)
def test_a_claim_names_who_speaks(text: str, speakers: tuple[str, ...], resources: Resources) -> None:
    assert voices(text, resources) == [speakers]


def test_a_party_that_speaks_is_aligned_with_itself(resources: Resources) -> None:
    text = "Taliban spokesman Zabihullah Mujahid said the fighters killed 12 soldiers in Kunduz on 3 May 2016."
    segments = (Segment(kind=SegmentKind.BODY, start=0, end=len(text)),)
    document = Document(id="d", text=text, segments=segments, offsets=OffsetMap.identity(len(text)))
    (claim,) = source_claims(read_document(document, resources), Heading(document_id="abc", lineage="d"))
    assert claim.asserter is not None
    assert (claim.asserter.alignment, claim.asserter.named) == ("Taliban", True)
    assert claim.asserter.alignment_kind in {ActorKind.REBEL_GROUP, ActorKind.STATE_FORCES}


def test_a_short_form_is_the_speaker_named_in_full(resources: Resources) -> None:
    text = (
        "Shelling killed 12 people in Aleppo on 3 May 2016, the Orontes Conflict Monitor said. "
        "Air strikes killed five people in Hama on 4 May 2016, the Monitor said."
    )
    assert voices(text, resources) == [("speaker:orontes conflict monitor",)] * 2
