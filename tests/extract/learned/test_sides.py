"""Which words are taken for the two sides, out of those that the encoder weighs."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from crossclaim.extract.learned.assemble import Scored
from crossclaim.extract.learned.reader import LearnedExtractor
from crossclaim.model import Claim, Document, OffsetMap, Segment, SegmentKind
from crossclaim.pipeline import Resources, find_evidence, load_resources

TEXT = "Taliban fighters killed six soldiers in Kunduz, residents said. The Taliban said nothing."


@pytest.fixture(scope="module")
def resources() -> Iterator[Resources]:
    with load_resources() as loaded:
        yield loaded


def read_with(resources: Resources, side_a: list[tuple[str, float]], side_b: list[tuple[str, float]]) -> Claim:
    """The claim where the encoder's margins for the sides are as given."""
    body = Segment(kind=SegmentKind.BODY, start=0, end=len(TEXT))
    document = Document(id="report", text=TEXT, segments=(body,), offsets=OffsetMap.identity(len(TEXT)))
    document, evidence = find_evidence(document, resources)
    extractor = resources.extractor
    assert isinstance(extractor, LearnedExtractor)
    found = extractor.find(document, evidence)[0]
    slots = {
        name: [Scored(TEXT.index(words), TEXT.index(words) + len(words), margin) for words, margin in wanted]
        for name, wanted in (("side_a", side_a), ("side_b", side_b))
    }
    (claim,) = extractor.assemble(document, evidence, [replace(found, slots={**found.slots, **slots})]).claims
    return claim


def side_b(claim: Claim) -> str | None:
    return claim.side_b.span.quote if claim.side_b else None


def test_a_party_is_not_readily_held_for_both_sides(resources: Resources) -> None:
    claim = read_with(resources, [("Taliban fighters", 6.0)], [("The Taliban", 2.0), ("six soldiers", 1.0)])
    assert side_b(claim) == "six soldiers"


def test_a_party_may_fight_itself_where_that_is_plain(resources: Resources) -> None:
    claim = read_with(resources, [("Taliban fighters", 6.0)], [("The Taliban", 9.0), ("six soldiers", 1.0)])
    assert side_b(claim) == "The Taliban"
