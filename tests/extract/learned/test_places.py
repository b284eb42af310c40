"""Which words and which reading a claim's place gets."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from crossclaim.extract.learned.assemble import Scored
from crossclaim.extract.learned.reader import LearnedExtractor
from crossclaim.model import Document, OffsetMap, Segment, SegmentKind
from crossclaim.pipeline import Resources, find_evidence, load_resources

TEXT = "In Syria rebels hold Manbij. Jets hit a market in the town on Sunday and killed nine people, residents said."


@pytest.fixture(scope="module")
def resources() -> Iterator[Resources]:
    with load_resources() as loaded:
        yield loaded


@pytest.mark.parametrize(
    ("words", "quoted"),
    [("the town", "Manbij"), ("a market in the town", "a market in the town"), ("Manbij", "Manbij")],
)
def test_only_a_noun_alone_is_quoted_by_the_name_it_takes_up(words: str, quoted: str, resources: Resources) -> None:
    body = Segment(kind=SegmentKind.BODY, start=0, end=len(TEXT))
    document = Document(id="report", text=TEXT, segments=(body,), offsets=OffsetMap.identity(len(TEXT)))
    document, evidence = find_evidence(document, resources)
    extractor = resources.extractor
    assert isinstance(extractor, LearnedExtractor)
    found = extractor.find(document, evidence)[-1]
    start = TEXT.index(words)
    place = [Scored(start, start + len(words), 9.0)]
    (claim,) = extractor.assemble(document, evidence, [replace(found, slots={**found.slots, "place": place})]).claims
    assert claim.place is not None
    assert claim.place.span.quote == quoted
    assert claim.place.reading is not None
    assert claim.place.reading.name == "Manbij"
