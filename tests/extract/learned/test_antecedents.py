"""What "the town" is: the place named before it that can be called so."""

import pytest

from crossclaim.extract.evidence import PlaceEvidence
from crossclaim.extract.learned.antecedents import named_before
from crossclaim.model import Document, OffsetMap, Segment, SegmentKind
from crossclaim.pipeline import ExtractorName, find_evidence, load_resources

TEXT = (
    "Fighting spread through Aleppo province. Rebels shelled Manbij on Monday. Hama stayed quiet. "
    "Shells fell on the town again and the whole province was without power, as was the country, the old town included."
)


@pytest.fixture(scope="module")
def places() -> tuple[PlaceEvidence, ...]:
    body = Segment(kind=SegmentKind.BODY, start=0, end=len(TEXT))
    document = Document(id="d", text=TEXT, segments=(body,), offsets=OffsetMap.identity(len(TEXT)))
    with load_resources(extractor=ExtractorName.RULES) as resources:
        return find_evidence(document, resources)[1].places


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("the town", "Hama"),
        ("the whole province", "Aleppo province"),
        ("the country", None),  # none is named
        ("the old town", None),  # not the noun alone: a part of one, perhaps
        ("Manbij", None),
        ("town", None),
    ],
)
def test_a_bare_noun_takes_up_the_last_place_of_its_kind(
    words: str, meant: str | None, places: tuple[PlaceEvidence, ...]
) -> None:
    start = TEXT.index(words)
    found = named_before(TEXT, start, start + len(words), places)
    assert (found and TEXT[found.start : found.end]) == meant


def test_a_place_named_later_is_not_meant(places: tuple[PlaceEvidence, ...]) -> None:
    assert named_before("the town " + TEXT, 0, 8, places) is None
